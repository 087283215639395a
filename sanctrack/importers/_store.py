"""List versions in a workspace: `lists/<list>/<sha256>/`, each whole or absent.

A version is written under a temporary name in the same folder, flushed and renamed; there is no index, the folders are
scanned. A version that is read again by a newer importer is exchanged: for a moment its old folder bears a temporary
name, under which readers still find it.
"""

import gzip
import json
import os
import re
import shutil
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.contracts import load_contract
from sanctrack.errors import SanctrackError, SourceError
from sanctrack.home import Home
from sanctrack.importers._entry import Entry, Row

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = ("list_entries", "list_names", "list_identifiers", "list_addresses", "list_programmes", "list_details")
ROW_GROUP = 20_000
TEMPORARY = ".tmp-"
REPLACED = ".tmp-old-"
SHA256 = re.compile(r"[0-9a-f]{64}")
CODE = re.compile(r"[a-z0-9_]{1,80}")
PREVIOUS = "previous"
SURROGATES = re.compile("[\ud800-\udfff]")
PATIENCE = 120.0


@dataclass(frozen=True)
class Version:
    """One stored copy of a list: its folder and what version.json says."""

    folder: Path
    info: dict[str, Any] = field(hash=False)

    @property
    def list(self) -> str:
        return str(self.info["list"])

    @property
    def sha256(self) -> str:
        return str(self.info["version_sha256"])

    @property
    def day(self) -> date | None:
        """The day of the list, by publisher, option, file name or download."""
        found = self.info.get("list_version_on")
        return date.fromisoformat(found) if found else None

    @property
    def place(self) -> tuple[date, int]:
        """What versions are ordered by: the day of the list, an unknown one first; then the order of import."""
        return self.day or date.min, int(self.info["imported_order"])

    @property
    def words(self) -> str:
        """The version in words: its day, or its import."""
        return f"of {self.day}" if self.day else f"without a day, imported {str(self.info['imported_at'])[:10]}"

    def parts(self) -> set[str]:
        return {str(item["part"]) for item in self.info["files"]}


def stored(workspace: Path, code: str | None = None) -> list[Version]:
    """Return all versions in a workspace, or those of one list, oldest first. A missing workspace has none."""
    root = workspace / "lists"
    found: dict[tuple[str, str], Version] = {}
    for holder in sorted(root.iterdir()) if root.is_dir() else []:
        if not holder.is_dir() or (code and holder.name != code):
            continue
        # `.tmp-old-<sha256>` is a version that was just being exchanged; the folder of the plain name goes before it.
        for folder in sorted(holder.iterdir(), key=lambda path: path.name):
            sha256 = folder.name.removeprefix(REPLACED)
            if SHA256.fullmatch(sha256):
                info = read_info(folder)
                if info:
                    found[holder.name, sha256] = Version(folder, info)
    return sorted(found.values(), key=lambda version: (version.list, version.place))


def read_info(folder: Path) -> dict[str, Any] | None:
    """Return what version.json says, None when the folder has none that can be read."""
    try:
        info = json.loads((folder / "version.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return info if isinstance(info, dict) and "version_sha256" in info else None


@contextmanager
def locked(workspace: Path) -> Iterator[None]:
    """Hold the lock of the lists: one process at a time puts versions in place."""
    from filelock import FileLock, Timeout

    root = workspace / "lists"
    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / ".lock", timeout=PATIENCE):
            sweep(root)
            yield
    except Timeout as error:
        raise SanctrackError(f"{root}: another import has held the lock for {PATIENCE:.0f} seconds; try again when it is done") from error
    except OSError as error:
        raise SanctrackError(f"{root}: cannot be written: {error.strerror or error}") from error


def sweep(root: Path) -> None:
    """Remove what killed imports left behind; put back a version whose exchange was cut short."""
    for folder in root.glob(f"*/{TEMPORARY}*"):
        sha256 = folder.name.removeprefix(REPLACED)
        if SHA256.fullmatch(sha256):
            whole = folder.with_name(sha256)
            if whole.exists():
                shutil.rmtree(folder, ignore_errors=True)
            else:
                folder.rename(whole)
        elif abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def abandoned(folder: Path) -> bool:
    """Whether the process that wrote a temporary folder, on this machine, is gone."""
    found = re.fullmatch(rf"{re.escape(TEMPORARY)}(.+)-(\d+)-[0-9a-f]+", folder.name)
    if not found or found[1] != host():
        return time.time() - folder.stat().st_mtime > 86_400
    try:
        os.kill(int(found[2]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def host() -> str:
    return re.sub(r"[^a-z0-9]", "", socket.gethostname().lower())[:20] or "host"


class VersionWriter:
    """Writes one version under a temporary name; `put` renames it. Rows leave memory by row groups."""

    def __init__(self, workspace: Path, code: str, sha256: str, home: Home) -> None:
        if not CODE.fullmatch(code):
            raise SourceError(f"'{code[:80]}' cannot be the code of a list: small letters, figures and _ alone")
        self.code, self.sha256, self.home = code, sha256, home
        self.entry_count = 0
        self._rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        self._writers: dict[str, Any] = {}
        self._schemas: dict[str, pa.Schema] = {}
        holder = workspace / "lists" / code
        self.folder = holder / f"{TEMPORARY}{host()}-{os.getpid()}-{uuid.uuid4().hex}"
        with saying(holder):
            self.folder.mkdir(parents=True)

    def __enter__(self) -> "VersionWriter":
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self._writers.values():
            try:
                writer.close()
            except (OSError, ValueError):
                continue
        shutil.rmtree(self.folder, ignore_errors=True)

    def add(self, entry: Entry) -> None:
        """Take the rows of an entry."""
        self.entry_count += 1
        rows, reference = self._rows, entry.reference
        rows["list_entries"].append(entry.row())
        for table, found in (
            ("list_names", entry.names),
            ("list_identifiers", entry.identifiers),
            ("list_addresses", entry.addresses),
            ("list_programmes", entry.programmes),
            ("list_details", entry.details),
        ):
            if found:
                rows[table] += [(reference, number, *row) for number, row in enumerate(found.values(), 1)]
                if len(rows[table]) >= ROW_GROUP:
                    self._flush(table)
        if len(rows["list_entries"]) >= ROW_GROUP // 4:
            self._flush("list_entries")

    def _flush(self, table: str) -> None:
        rows, self._rows[table] = self._rows[table], []
        with saying(self.folder):
            self._write(table, rows)

    def _write(self, table: str, rows: list[Row]) -> None:
        """Write rows, from the column after version_sha256 on, as one row group; none make an empty file."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if table not in self._schemas:
            self._schemas[table] = load_contract(self.home, table).arrow_schema()
            self._writers[table] = pq.ParquetWriter(self.folder / f"{table}.parquet", self._schemas[table], compression="zstd")
        schema, count = self._schemas[table], len(rows)
        columns = [pa.repeat(pa.scalar(value, pa.string()), count) for value in (self.code, self.sha256)]
        found = list(zip(*rows, strict=True)) or [() for _ in schema.names[2:]]
        columns += [column_of(values, kind.type) for kind, values in zip(list(schema)[2:], found, strict=True)]
        if count:
            self._writers[table].write_batch(pa.record_batch(columns, schema=schema))

    def finish(self, issues: list[Row]) -> None:
        """Write what is left, and the issues."""
        for table in TABLES:
            self._flush(table)
        with saying(self.folder):
            self._write("list_issues", issues)
        for writer in self._writers.values():
            with saying(self.folder):
                writer.close()
        self._writers = {}

    def keep(self, part: str, path: Path) -> str:
        """Keep a compressed copy of a file that was read; return its name in the folder."""
        name = f"original/{re.sub(r'[^a-z0-9]', '', part)}.gz"
        with saying(self.folder):
            (self.folder / "original").mkdir(exist_ok=True)
            with path.open("rb") as source, open(self.folder / name, "wb") as target, gzip.GzipFile("", "wb", 3, target, 0) as packed:
                shutil.copyfileobj(source, packed, 1 << 20)
        return name

    def put(self, info: dict[str, Any], versions_row: Row, replaced: Version | None) -> Version:
        """Flush all to disk and give the folder its name. Call under the lock."""
        with saying(self.folder):
            self._write("list_versions", [versions_row])
            self._writers.pop("list_versions").close()
            if replaced is not None:
                keep_previous(replaced.folder, self.folder / PREVIOUS)
            (self.folder / "version.json").write_text(json.dumps(info, indent=1, ensure_ascii=False), encoding="utf-8")
            for path in sorted(self.folder.rglob("*"), reverse=True):
                flush(path)
            final = self.folder.with_name(self.sha256)
            old = final.with_name(f"{REPLACED}{self.sha256}")
            if final.exists():
                final.rename(old)
            self.folder.rename(final)
            flush(final.parent)
            shutil.rmtree(old, ignore_errors=True)
        return Version(final, info)


def column_of(values: tuple[object, ...], kind: "pa.DataType") -> "pa.Array":
    """Return an Arrow column; halves of characters, which JSON can hold and UTF-8 cannot, are replaced."""
    import pyarrow as pa

    try:
        return pa.array(values, type=kind)
    except UnicodeEncodeError:
        return pa.array([SURROGATES.sub("\ufffd", value) if isinstance(value, str) else value for value in values], type=kind)


def keep_previous(folder: Path, into: Path) -> None:
    """Keep the tables of the earlier reading of the same bytes, to tell later what the importer changed."""
    into.mkdir()
    for name in (*(f"{table}.parquet" for table in TABLES), "version.json"):
        if (folder / name).exists():
            shutil.copyfile(folder / name, into / name)


def flush(path: Path) -> None:
    """Flush a file or folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def saying(path: Path) -> Iterator[None]:
    """Turn what the file system refuses into one line."""
    try:
        yield
    except OSError as error:
        raise SanctrackError(f"{path}: cannot be written: {error.strerror or error}; nothing was changed") from error


@contextmanager
def originals(version: Version) -> Iterator[list[tuple[str, Path]]]:
    """Unpack the files that a version was read from, under their own names, for the time of the block."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="sanctrack-") as folder:
        found = []
        for number, item in enumerate(version.info["files"]):
            target = Path(folder) / str(number) / Path(str(item["name"])).name
            target.parent.mkdir()
            try:
                with gzip.open(version.folder / str(item["stored"]), "rb") as packed, target.open("wb") as file:
                    shutil.copyfileobj(packed, file, 1 << 20)
            except (OSError, EOFError) as error:
                raise SourceError(f"{version.folder}: the kept copy of {item['name']} cannot be read: {error}") from error
            found.append((str(item["part"]), target))
        yield found
