"""Importing a list: files in, a version in the workspace out, or nothing changed."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sanctrack import foreign
from sanctrack.definitions.paths import Home, find_home
from sanctrack.errors import DataError, SourceError, UsageError
from sanctrack.facts.problems import Problem
from sanctrack.lists.publishers import ListImporter, importer_of
from sanctrack.lists.reading.dates import in_file_name
from sanctrack.lists.reading.entry import Entry, Reading
from sanctrack.lists.reading.files import AGAIN, check_file, sha256_of
from sanctrack.lists.store.acceptance import (
    check_day,
    check_option,
    lost_kinds,
    neighbours,
    note_vanished,
    refuse_doubtful,
)
from sanctrack.lists.store.versions import Version, locked, next_order, stored, tidy
from sanctrack.lists.store.writer import VersionWriter
from sanctrack.warehouse.labels import authority_of_importer

IMPORT_AGAIN = "`sanctrack import` reads the list again"
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Download:
    """Where fetched files came from: the address, instant (UTC, naive) and status, and what the
    next request can be conditional on.
    """

    url: str
    fetched_at: datetime
    http_status: int
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did. `status`: new, reread (same bytes, other importer or day), unchanged.

    `before` is the version next before by day, `current` the one that the reports read now.
    """

    status: str
    version: Version
    before: Version | None
    current: Version
    issue_counts: dict[str, int]
    seconds: float

    @property
    def sentence(self) -> str:
        """The outcome in one sentence."""
        info = self.version.info
        found = ", ".join(
            f"{count:,} {severity}{'s' if count != 1 and severity != 'information' else ''}"
            for severity, count in self.issue_counts.items()
            if count
        )
        change = (
            f", {info['entry_count'] - self.before.info['entry_count']:+,} against the version "
            f"{self.before.words}"
            if self.before
            else ""
        )
        what = {"new": "imported", "reread": "read again", "unchanged": "already there"}[
            self.status
        ]
        return (
            f"{self.version.list}: {what}, version {self.version.words}: {info['entry_count']:,} "
            f"entries{change}; issues: {found or 'none'}"
        )

    @property
    def caution(self) -> str | None:
        """What a copy without a day cannot do, in one sentence; None for a copy that has one."""
        if self.version.day:
            return None
        if self.current.sha256 != self.version.sha256:
            return (
                f"the files give no day of the list, so nobody can tell whether this copy is older "
                f"or newer than the version {self.current.words}: that one stays current, and "
                f"`changes` leaves this one out; import the files again with --published-on DAY if "
                f"you know it"
            )
        lacks = (
            "the files give no day of the list, so no report can say that an actor is not on this "
            "copy"
        )
        return f"{lacks}; import them again with --published-on DAY if you know it"


def versions(workspace: Path, code: str | None = None) -> list[Version]:
    """Return the versions in a workspace, or of one list, oldest first."""
    return stored(workspace, code)


def current(workspace: Path) -> dict[str, Version]:
    """Return the current version of each list: the last by day, then by order of import."""
    return {version.list: version for version in stored(workspace)}


def issues(version: Version) -> list[dict[str, Any]]:
    """Return the anomalies that were met in a version, as rows of list_issues."""
    import pyarrow.parquet as pq

    path = version.folder / "list_issues.parquet"
    with foreign.reading(path, "a kept table of a list", DataError, IMPORT_AGAIN):
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def import_files(
    workspace: Path,
    source: str,
    files: list[Path],
    published_on: date | None = None,
    accept: bool = False,
    *,
    home: Home | None = None,
    download: Download | None = None,
    progress: Progress | None = None,
) -> ImportOutcome:
    """Import the files of one list version into a workspace.

    `source` is the name of an importer (us_ofac) or the code of a list (us_ofac_cons). Nothing is
    changed when the files cannot be trusted: UsageError for an unknown source, a missing file and a
    day in the future, SourceError for another format, a hostile or cut-off file, a list that lacks
    columns, shrank by more than a fifth or is full of errors (unless `accept`).
    """
    started = time.monotonic()
    home = home or find_home()
    if not files:
        raise UsageError(f"import {source}: name the downloaded file")
    check_option(published_on)
    tidy(workspace)
    intake = take_in(source, files, published_on, download)
    authority = authority_of_importer(home, workspace, intake.module.NAME)
    reading, before, problems = intake.reading, None, []
    known = same_reading(workspace, intake)
    if not known:
        with VersionWriter(workspace, reading.list, intake.sha256, home) as writer:
            with foreign.reading(
                intake.names, f"a file of {intake.module.TITLE}", SourceError, AGAIN
            ):
                for entry in watched(intake.module.read(reading), progress):
                    writer.add(entry)
            problems = anomalies(workspace, writer, intake)
            writer.finish(problems)
            kept = {part: writer.keep(part, path) for part, path in reading.files.items()}
            with locked(workspace):
                # another process may have put the same bytes there
                known = same_reading(workspace, intake)
                if not known:
                    version, before, status = put(
                        workspace, writer, intake, authority, kept, problems, accept
                    )
    if known:
        version, status = known, "unchanged"
    counts = severities(
        [row["severity"] for row in issues(version)]
        if known
        else [problem.severity for problem in problems]
    )
    return ImportOutcome(
        status,
        version,
        before,
        current(workspace)[reading.list],
        counts,
        time.monotonic() - started,
    )


def anomalies(workspace: Path, writer: VersionWriter, intake: "Intake") -> list[Problem]:
    """Return the anomalies of a list that was read. Raises SourceError when it has no entries or is
    of a day to come.
    """
    if not writer.entry_count:
        raise SourceError(
            f"{intake.names}: holds no entries; nothing was imported, earlier versions stay"
        )
    check_day(*intake.day(), intake.names)
    note_vanished(beside(workspace, intake)[0], writer.programmes, intake.reading.issues)
    return list(intake.reading.issues)


def put(
    workspace: Path,
    writer: VersionWriter,
    intake: "Intake",
    authority: str | None,
    kept: dict[str, str],
    problems: list[Problem],
    accept: bool,
) -> tuple[Version, Version | None, str]:
    """Put a version in place that was written, unless it is doubtful; return it, the one next
    before it and what was done.
    """
    there = next(
        (
            version
            for version in stored(workspace, intake.reading.list)
            if version.sha256 == intake.sha256
        ),
        None,
    )
    info = describe(intake, authority, kept, writer.entry_count, there)
    info["imported_order"] = (
        there.info["imported_order"] if there else next_order(workspace, intake.reading.list)
    )
    before, after = beside(workspace, intake, there)
    info["missing_kinds"] = lost_kinds(None if there else before, info, writer.folder)
    if not accept:
        # Bytes that are read again are measured against their own earlier reading.
        refuse_doubtful(
            info,
            [there] if there else [version for version in (before, after) if version],
            problems,
        )
    return writer.put(info, there), before, "reread" if there else "new"


def beside(
    workspace: Path, intake: "Intake", there: Version | None = None
) -> tuple[Version | None, Version | None]:
    """Return the versions next before and next after the one that is being imported."""
    others = [
        version
        for version in stored(workspace, intake.reading.list)
        if version.sha256 != intake.sha256
    ]
    return neighbours(others, intake.day()[1] or (there.day if there else None))


@dataclass(frozen=True)
class Intake:
    """Files that were recognised, and what is known about them before they are read."""

    module: ListImporter
    reading: Reading
    hashes: dict[str, str]
    byte_count: int
    published_on: date | None
    download: Download | None

    @property
    def names(self) -> str:
        """The names of the files."""
        return ", ".join(path.name for path in self.reading.files.values())

    @property
    def sha256(self) -> str:
        """The SHA-256 that the version goes by."""
        return version_hash(self.hashes)

    def day(self) -> tuple[str, date | None]:
        """What the day of the list rests on, and the day; known once the files are read."""
        names = [in_file_name(path.name) for path in self.reading.files.values()]
        choices = (
            ("file", self.reading.version_on),
            ("option", self.published_on),
            ("file_name", next(filter(None, names), None)),
            ("download", self.download.fetched_at.date() if self.download else None),
        )
        return next(((basis, day) for basis, day in choices if day), ("unknown", None))


def take_in(
    source: str, files: list[Path], published_on: date | None, download: Download | None
) -> Intake:
    """Recognise files and hash them."""
    module, code = importer_of(source)
    size = sum(check_file(path) for path in files)
    with foreign.reading(
        ", ".join(path.name for path in files), f"a file of {module.TITLE}", SourceError, AGAIN
    ):
        reading = module.recognise(files, code)
    return Intake(
        module,
        reading,
        {part: sha256_of(path) for part, path in reading.files.items()},
        size,
        published_on,
        download,
    )


def version_hash(hashes: dict[str, str]) -> str:
    """Return the SHA-256 that a version goes by: of its file, or of the sorted lines `sha256  part`
    of several.
    """
    if len(hashes) == 1:
        return next(iter(hashes.values()))
    lines = sorted(f"{sha256}  {part}\n" for part, sha256 in hashes.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def same_reading(workspace: Path, intake: Intake) -> Version | None:
    """Return the version that already holds these bytes, read by this importer and
    with this day.
    """
    for version in stored(workspace, intake.reading.list):
        if (
            version.sha256 == intake.sha256
            and version.info["importer_version"] == intake.module.IMPORTER_VERSION
        ):
            wanted = intake.day()[1] if version.day is None else intake.published_on
            told = version.info["list_version_basis"] == "file" or wanted in (None, version.day)
            return version if told else None
    return None


def watched(entries: Iterator[Entry], progress: Progress | None) -> Iterator[Entry]:
    """Pass entries on, telling every thousandth."""
    for number, entry in enumerate(entries, 1):
        if progress and number % 1000 == 0:
            progress("entries", number)
        yield entry


def describe(
    intake: Intake,
    authority: str | None,
    kept: dict[str, str],
    entry_count: int,
    there: Version | None,
) -> dict[str, Any]:
    """Return what version.json says: the columns of list_versions, the files, and what the next
    download is conditional on.

    Where the same bytes are there already, what their import knew about day and download and this
    one does not is kept.
    """
    module, reading, download = intake.module, intake.reading, intake.download
    basis, day = intake.day()
    files = [
        {
            "part": part,
            "name": readable(path.name),
            "sha256": intake.hashes[part],
            "byte_count": path.stat().st_size,
            "stored": kept[part],
        }
        for part, path in reading.files.items()
    ]
    info: dict[str, Any] = {
        "list": reading.list,
        "version_sha256": intake.sha256,
        "authority": authority,
        "publisher": module.PUBLISHER,
        "list_version_on": day.isoformat() if day else None,
        "list_version_basis": basis,
        "url": download.url if download else None,
        "fetched_at": download.fetched_at.isoformat() if download else None,
        "http_status": download.http_status if download else None,
        "byte_count": intake.byte_count,
        "entry_count": entry_count,
        "layout": reading.layout,
        "file_count": len(files),
        "missing_columns": reading.issues.missing_columns,
        "importer": module.NAME,
        "importer_version": module.IMPORTER_VERSION,
        "licence": module.LICENCE,
        "redistribution": module.REDISTRIBUTION,
        "imported_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0).isoformat(),
        "files": files,
        "etag": download.etag if download else None,
        "last_modified": download.last_modified if download else None,
    }
    if there and download is None:
        info |= {
            key: there.info[key]
            for key in ("url", "fetched_at", "http_status", "etag", "last_modified")
        }
    if there and basis == "unknown":
        info |= {key: there.info[key] for key in ("list_version_on", "list_version_basis")}
    return info


def readable(name: str) -> str:
    """The name of a file as text: bytes of it that are none stand as U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def severities(words: Iterable[object]) -> dict[str, int]:
    """Count anomalies by severity."""
    found = Counter(words)
    return {word: found[word] for word in ("error", "warning", "information")}
