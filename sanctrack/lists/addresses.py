"""Where the lists are published, and where a workspace or the environment says to fetch them
instead.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sanctrack.errors import UsageError, did_you_mean
from sanctrack.lists.publishers import PUBLISHERS, is_list_of

LOCAL = ("127.0.0.1", "localhost", "::1")


def default_urls() -> dict[str, dict[str, str]]:
    """Return the official addresses, by list and part."""
    return {
        code: dict(urls)
        for module in PUBLISHERS.items().values()
        for code, urls in module.URLS.items()
    }


def settings(workspace: Path) -> dict[str, Any]:
    """Return `settings.toml` of a workspace, empty when there is none. Raises UsageError when it is
    no TOML.
    """
    import tomllib

    path = workspace / "settings.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from error


def addresses(workspace: Path) -> dict[str, dict[str, str]]:
    """Return the addresses by list and part: official ones, over them settings.toml, over that the
    environment.

    In settings.toml `[lists.us_ofac_sdn]` takes `url = "…"`, or one address a part; in the
    environment it is `SANCTRACK_URL_US_OFAC_SDN`. Raises UsageError for an address that is not
    https (or http on this machine).
    """
    found = default_urls()
    own = settings(workspace).get("lists", {})
    if not isinstance(own, dict):
        raise UsageError(f"{workspace / 'settings.toml'}: 'lists' must be a table, [lists.<code>]")
    for code, table in own.items():
        if not any(is_list_of(module, code) for module in PUBLISHERS.items().values()):
            raise UsageError(
                f"{workspace / 'settings.toml'}: no list '{code}'{did_you_mean(code, list(found))}"
            )
        if not isinstance(table, dict) or not all(isinstance(url, str) for url in table.values()):
            raise UsageError(
                f'{workspace / "settings.toml"}: [lists.{code}] takes url = "…" or one address a '
                f"part"
            )
        found[code] = {"list": table["url"]} if set(table) == {"url"} else dict(table)
    for code in found:
        url = os.environ.get(f"SANCTRACK_URL_{code.upper()}")
        if url:
            found[code] = {"list": url}
    for code, urls in found.items():
        for url in urls.values():
            check_url(url, code)
    return found


def check_url(url: str, code: str) -> None:
    """Raise UsageError unless an address is https, or http on this machine."""
    parts = urlsplit(url)
    if not parts.hostname or not (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    ):
        raise UsageError(
            f"{code}: '{url[:120]}' is no address that can be used; https alone (http only for "
            f"this machine)"
        )
