"""Where things live: the shipped home (schemas, datasets, queries) and the user's own workspace;
how their YAML is read.
"""

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sanctrack.definitions.shapes import Key, ListOf, Shape
from sanctrack.definitions.shapes import known_keys as known_keys
from sanctrack.definitions.shapes import needed as needed
from sanctrack.errors import DefinitionError, UsageError
from sanctrack.names.signs import NO_TEXT, visible

ENDS_EARLY = "the text ends before a quotation mark or bracket is closed"
FOLDERS = ("schemas", "datasets", "queries")
ATTRIBUTION = Shape(
    {
        "source_family": Key("Whose data or texts they are.", needed=True),
        "licence": Key("Their licence or terms, in words.", needed=True),
        "text": Key("What has to be said of them wherever the facts are used.", needed=True),
    }
)
FACTS = Shape(
    {
        "title": Key("Title of the data set.", needed=True),
        "as_of": Key(
            "Day of the data, YYYY-MM-DD: the last on which a list was read.", needed=True
        ),
        "version": Key("Version, in quotes, so that 2026.10 stays 2026.10.", needed=True),
        "licence": Key("Licence of the facts, as SPDX writes it.", needed=True),
        "description": Key("What they are, and what they are not.", needed=True),
        "attribution": Key("Whose data stand in them.", ListOf(ATTRIBUTION)),
    }
)


@dataclass(frozen=True)
class Home:
    """The folder that holds `schemas/`, `datasets/` and `queries/`."""

    root: Path
    datasets_at: Path | None = None
    # tables in memory (Arrow) that stand for those of the datasets: what `check` tries its rules on
    given: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    _memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def schemas(self) -> Path:
        return self.root / "schemas"

    @property
    def datasets(self) -> Path:
        return self.datasets_at or self.root / "datasets"

    @property
    def queries(self) -> Path:
        return self.root / "queries"

    @cached_property
    def _compiled(self) -> dict[str, Any]:
        try:
            compiled: dict[str, Any] = json.loads((self.root / "compiled.json").read_bytes())
        except (OSError, ValueError):
            return {}
        return compiled

    def parse_yaml(self, text: str, where: str) -> Any:
        """Return the value of a YAML text; dates stay text.

        Reading YAML costs a tenth of a cold start, so the wheel carries `compiled.json`: what each
        text says, by the text's own hash. A text that is not in there is parsed; nothing can be
        stale.

        Raises DefinitionError when the text is not YAML or names a key twice; `where` tells the
        file.
        """
        key = digest(text)
        if key in self._memo:
            return self._memo[key]
        value = self._compiled[key] if key in self._compiled else read_yaml(text, where)
        self._memo[key] = value
        return value

    @cached_property
    def facts(self) -> dict[str, Any]:
        """`datasets/facts.yaml`: title, as_of, version, licence and attribution of the shipped
        facts.
        """
        path = self.root / "datasets" / "facts.yaml"
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise DefinitionError(f"{path}: {error.strerror}") from error
        value = self.parse_yaml(text, str(path))
        FACTS.check(value, path, "facts")
        return dict(value)


def digest(text: str) -> str:
    """Return the key under which `compiled.json` holds a YAML text."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def read_yaml(text: str, where: str) -> Any:
    """Parse YAML strictly: no timestamps, no key twice. Raises DefinitionError naming `where` and
    the line.
    """
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        pass

    Loader.yaml_implicit_resolvers = {
        first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def mapping(loader: Any, node: Any) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            if isinstance(key, (dict, list)):
                raise DefinitionError(
                    f"{where} line {key_node.start_mark.line + 1}: a key is a word, not a list or "
                    f"mapping"
                )
            if key in found:
                raise DefinitionError(
                    f"{where} line {key_node.start_mark.line + 1}: key '{key}' stands twice"
                )
            found[key] = loader.construct_object(value_node, deep=True)
        return found

    Loader.add_constructor("tag:yaml.org,2002:map", mapping)
    try:
        return yaml.load(text, Loader=Loader)  # noqa: S506 - a safe loader, made above
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        what = str(getattr(error, "problem", None) or error).replace(
            "found unexpected end of stream", ENDS_EARLY
        )
        raise DefinitionError(
            f"{where}{line}: not valid YAML: {what.replace('unexpected', 'wrong')}"
        ) from error
    # !!int x, a set as a key, brackets without end
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise DefinitionError(f"{where}: not valid YAML: {error}") from error


def find_home(explicit: str | Path | None = None) -> Home:
    """Find the home: the given path, `$SANCTRACK_HOME`, the installed package's data, or the
    checkout.

    Raises UsageError when a named folder is not a home.
    """
    named = explicit or os.environ.get("SANCTRACK_HOME")
    if named:
        root = Path(named)
        check_text(root, "home")
        missing = [name for name in FOLDERS if not (root / name).is_dir()]
        if missing:
            raise UsageError(
                f"{root} is not a sanctrack home: it has no folder {', '.join(missing)}"
            )
        return Home(root)
    package = Path(__file__).resolve().parents[1]
    for root in (package / "_data", package.parent):
        if all((root / name).is_dir() for name in FOLDERS):
            return Home(root)
    raise DefinitionError(
        f"no schemas, datasets and queries beside {package}; reinstall sanctrack or set "
        f"SANCTRACK_HOME"
    )


def find_workspace(explicit: str | Path | None = None) -> Path:
    """Find the workspace: the given path, `$SANCTRACK_WORKSPACE`, else the platform's folder for
    user data.

    The folder need not exist: a missing workspace is an empty one.
    Raises UsageError when the path is there and is no folder.
    """
    named = explicit or os.environ.get("SANCTRACK_WORKSPACE")
    if not named:
        named = user_data_folder()
    path = Path(named)
    check_text(path, "workspace")
    if path.exists() and not path.is_dir():
        raise UsageError(f"the workspace {path} is a file; name a folder")
    return path


def check_text(path: Path, what: str) -> None:
    """Raise UsageError for a folder whose name is no text: the database cannot be told of it, nor
    any page.
    """
    if NO_TEXT.search(str(path)) or "\0" in str(path):
        raise UsageError(
            f"the {what} {visible(str(path))} has a name that is no UTF-8 text; rename the folder"
        )


def user_data_folder() -> Path:
    """The platform's folder for a user's data, as platformdirs has it; on Linux without the cost of
    importing that.
    """
    if sys.platform == "linux":
        return (
            Path(os.environ.get("XDG_DATA_HOME", "").strip() or "~/.local/share").expanduser()
            / "sanctrack"
        )
    from platformdirs import user_data_path

    return Path(user_data_path("sanctrack", appauthor=False))


def table_names(home: Home) -> list[str]:
    """Return the names of all tables that have a contract."""
    return sorted(path.stem for path in home.schemas.glob("*.yaml"))
