"""Lists from their publishers: the only part of sanctrack that uses the network.

A download is conditional on what the last one said (ETag, Last-Modified), is tried again with
growing waits, has limits of time and size, follows redirects over https alone, and is handed to the
importer: what that refuses changes nothing.
"""

import contextlib
import logging
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, as_completed
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Semaphore, Thread
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from sanctrack.definitions.paths import Home
from sanctrack.errors import SanctrackError, SourceError, UsageError, did_you_mean
from sanctrack.files import work_folder
from sanctrack.lists.addresses import addresses, check_url, settings
from sanctrack.lists.importing import Download, ImportOutcome, current, import_files
from sanctrack.lists.publishers import importer
from sanctrack.lists.reading.files import kind_of
from sanctrack.lists.store.versions import tidy

if TYPE_CHECKING:
    import httpx

AGAIN = (408, 425, 429, 500, 502, 503, 504)
REDIRECTS = (301, 302, 303, 307, 308)
NEVER = ("image/", "audio/", "video/", "font/", "application/pdf")
MOST_REDIRECTS = 5
# A cache on the way should not answer from what others asked.
AFRESH = {"Cache-Control": "no-cache"}
UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
Progress = Callable[[str, str], None]


@dataclass(frozen=True)
class Limits:
    """How long and how much: of one attempt, and of the tries together."""

    attempts: int = 6
    first_wait_s: float = 2.0
    longest_wait_s: float = 60.0
    silence_s: float = 60.0
    total_s: float = 900.0
    megabytes: float = 500.0
    at_once: int = 4


@dataclass(frozen=True)
class Refreshed:
    """What came of one list. `status`: new, reread, unchanged, not_modified, failed."""

    list: str
    status: str
    sentence: str
    outcome: ImportOutcome | None = None


@dataclass(frozen=True)
class Got:
    """A downloaded part, or the answer that nothing changed (`path` None)."""

    part: str
    url: str
    status: int
    path: Path | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass
class Job:
    """One list to fetch: its addresses by part, what the last download said, and where to put the
    files.
    """

    list: str
    urls: dict[str, str]
    folder: Path
    limits: Limits
    user_agent: str
    conditions: dict[str, str] = field(default_factory=dict)
    progress: Progress | None = None

    def tell(self, words: str) -> None:
        if self.progress:
            self.progress(self.list, words)


class Unsettled(Exception):  # noqa: N818  no error of ours: a reason to try again
    """The server may answer better the next time."""


def refresh(
    workspace: Path,
    lists: list[str] | None = None,
    *,
    accept: bool = False,
    home: Home | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> list[Refreshed]:
    """Fetch lists, all with an address by default, and import what is new. One list that fails
    stops no other.

    Raises UsageError for a list that is not known or has no address.
    """
    known = addresses(workspace)
    for code in lists or []:
        if code not in known:
            raise UsageError(
                f"no list '{code}' with an address{did_you_mean(code, list(known))}; lists: "
                f"{', '.join(sorted(known))}"
            )
    chosen = list(dict.fromkeys(lists or sorted(known)))
    limits = limits or Limits()
    logging.getLogger("stamina").addHandler(logging.NullHandler())
    logging.getLogger("stamina").propagate = False
    agent = str(settings(workspace).get("user_agent") or "sanctrack")
    found: dict[str, Refreshed] = {}
    turns = Semaphore(limits.at_once)
    tidy(workspace)
    with work_folder() as folder:
        jobs: dict[Future[list[Got]], Job] = {}
        for code in chosen:
            own = folder / code
            own.mkdir()
            job = Job(
                code,
                known[code],
                own,
                limits,
                agent,
                conditions(workspace, code, known[code]),
                progress,
            )
            jobs[in_background(job, turns)] = job
        for future in as_completed(jobs):
            found[jobs[future].list] = settle(workspace, jobs[future], future, accept, home)
    return [found[code] for code in chosen]


def in_background(job: Job, turns: Semaphore) -> "Future[list[Got]]":
    """Download beside the rest, in a thread that ends with the program: whoever stops it waits for
    no silent server.
    """
    future: Future[list[Got]] = Future()

    def run() -> None:
        with turns:
            try:
                future.set_result(download(job))
            except Exception as error:
                future.set_exception(error)

    Thread(target=run, name=f"download {job.list}", daemon=True).start()
    return future


def conditions(workspace: Path, code: str, urls: dict[str, str]) -> dict[str, str]:
    """Return the headers that make a request conditional: of the current version, from the same
    address, read by this importer.
    """
    version = current(workspace).get(code)
    if version is None or len(urls) != 1 or version.info.get("url") != next(iter(urls.values())):
        return {}
    if version.info["importer_version"] != importer(str(version.info["importer"])).IMPORTER_VERSION:
        return {}
    pairs = (
        ("If-None-Match", version.info.get("etag")),
        ("If-Modified-Since", version.info.get("last_modified")),
    )
    return {name: str(value) for name, value in pairs if value}


def settle(
    workspace: Path, job: Job, future: "Future[list[Got]]", accept: bool, home: Home | None
) -> Refreshed:
    """Import what one job brought, or say why not."""
    before = current(workspace).get(job.list)
    stays = f"; the version {before.words} stays current" if before else "; nothing was imported"
    try:
        parts = future.result()
        if before and all(part.path is None for part in parts):
            return Refreshed(
                job.list,
                "not_modified",
                f"{job.list}: not changed at the publisher's since the version {before.words}",
            )
        if any(part.path is None for part in parts):
            raise SourceError(
                "the server says that nothing changed, and no copy is held to which that applies; "
                "refresh once more"
            )
        first = parts[0]
        fetched = Download(
            first.url,
            datetime.now(UTC).replace(tzinfo=None, microsecond=0),
            first.status,
            first.etag,
            first.last_modified,
        )
        job.tell("reading")
        outcome = import_files(
            workspace,
            job.list,
            [part.path for part in parts if part.path],
            accept=accept,
            home=home,
            download=fetched,
        )
    except SanctrackError as error:
        return Refreshed(job.list, "failed", f"{job.list}: {error}{stays}")
    return Refreshed(job.list, outcome.status, outcome.sentence, outcome)


def download(job: Job) -> list[Got]:
    """Fetch the parts of one list. Raises SourceError when one cannot be had."""
    import httpx

    timeout = httpx.Timeout(job.limits.silence_s, connect=min(30.0, job.limits.silence_s))
    headers = {
        "User-Agent": job.user_agent,
        "Accept": "application/xml, text/xml, text/csv, */*;q=0.5",
        **(job.conditions or AFRESH),
    }
    try:
        with httpx.Client(timeout=timeout, headers=headers, follow_redirects=False) as client:
            return [attempts(client, job, part, url) for part, url in job.urls.items()]
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise SourceError(
            f"{next(iter(job.urls.values()))}: {type(error).__name__}: "
            f"{str(error)[:160] or 'no answer'}"
        ) from error


def attempts(client: "httpx.Client", job: Job, part: str, url: str) -> Got:
    """Fetch one part, again while the server may answer better; the waits grow."""
    import httpx
    import stamina

    limits, deadline = job.limits, time.monotonic() + job.limits.total_s
    again = (httpx.TransportError, Unsettled)
    try:
        for attempt in stamina.retry_context(
            on=again,
            attempts=limits.attempts,
            timeout=limits.total_s,
            wait_initial=limits.first_wait_s,
            wait_max=limits.longest_wait_s,
        ):
            with attempt:
                job.tell("fetching" if attempt.num == 1 else f"fetching, attempt {attempt.num}")
                return once(client, job, part, url, deadline)
    except Unsettled as error:
        raise SourceError(
            f"{url}: {error}, after {limits.attempts} attempts; try again later"
        ) from error
    except httpx.TransportError as error:
        words = f"{type(error).__name__}: {str(error)[:160]}".rstrip(": ")
        raise SourceError(
            f"{url}: the download broke off or never began ({words}), after {limits.attempts} "
            f"attempts; try again later"
        ) from error
    raise SourceError(f"{url}: no attempt was made")  # pragma: no cover


def once(client: "httpx.Client", job: Job, part: str, url: str, deadline: float) -> Got:
    """Fetch one part once, following redirects."""
    address = url
    for _ in range(MOST_REDIRECTS + 1):
        with client.stream("GET", address) as answer:
            if answer.status_code in REDIRECTS and "location" in answer.headers:
                address = urljoin(address, answer.headers["location"])
                with says(SourceError):
                    check_url(address, f"{url} redirects; {job.list}")
                continue
            if answer.status_code == 304 and job.conditions:
                return Got(part, url, 304)
            if answer.status_code == 304:
                raise Unsettled(
                    "the server answered 304, not modified, to a request that was not conditional"
                )
            if answer.status_code in AGAIN:
                raise Unsettled(f"the server answered {answer.status_code}")
            if answer.status_code != 200:
                raise SourceError(
                    f"{url}: the server answered {answer.status_code}; {hint(answer.status_code)}"
                )
            kind = answer.headers.get("content-type", "").lower()
            if kind.startswith(NEVER):
                raise SourceError(
                    f"{url}: the server sent {kind}, which is no list; has the address changed?"
                )
            path = save(answer, job, part, address, deadline)
            if kind_of(path) == "html":
                raise SourceError(
                    f"{url}: the server sent a web page (a login or error page), not the list; "
                    f"open the address in a browser, then import the saved file"
                )
            return Got(
                part,
                url,
                200,
                path,
                answer.headers.get("etag"),
                answer.headers.get("last-modified"),
            )
    raise SourceError(f"{url}: more than {MOST_REDIRECTS} redirects")


def save(answer: "httpx.Response", job: Job, part: str, address: str, deadline: float) -> Path:
    """Write the body to a file, within the limits of size and time."""
    name = UNSAFE.sub("_", Path(urlsplit(address).path).name)[-60:].strip(".") or job.list
    path = job.folder / f"{part}_{name}" if len(job.urls) > 1 else job.folder / name
    most, got = int(job.limits.megabytes * 1e6), 0
    with path.open("wb") as out:
        for chunk in answer.iter_bytes():
            got += len(chunk)
            if got > most:
                raise SourceError(
                    f"{address}: more than {job.limits.megabytes:.0f} MB, which no list is; broken "
                    f"off"
                )
            if time.monotonic() > deadline:
                raise SourceError(
                    f"{address}: not done after {job.limits.total_s:.0f} seconds; try again later"
                )
            out.write(chunk)
    return path


def hint(status: int) -> str:
    """Say what would work."""
    if status in (401, 403):
        return (
            "it wants a login or refuses programs; import a file fetched in a browser, or set "
            "another url or user_agent in settings.toml"
        )
    if status in (404, 410):
        return "the list has moved; set its new address in settings.toml"
    return "set another address in settings.toml, or import a file"


@contextlib.contextmanager
def says(kind: type[SanctrackError]) -> Iterator[None]:
    """Raise a refusal of ours as another kind: an address that a server gave is the source's doing,
    not the user's.
    """
    try:
        yield
    except UsageError as error:
        raise kind(str(error)) from error
