"""List versions in a workspace: `lists/<list>/<sha256>/`, each whole or absent.

A version is written under a temporary name in the same folder, flushed and renamed; there is no
index, the folders are scanned. A version that is read again by a newer importer is exchanged in one
step; where the system has none for that, its old folder bears a temporary name for a moment, under
which readers still find it.
"""

import gzip
import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sanctrack import files
from sanctrack.errors import SanctrackError, SourceError
from sanctrack.foreign import reading

# names of earlier versions of sanctrack: of what was being written, and of what was being exchanged
EARLIER = re.compile(r"\.tmp-(?P<host>.+)-(?P<process>\d+)-[0-9a-f]+")
EARLIER_ASIDE = ".tmp-old-"
SHA256 = re.compile(r"[0-9a-f]{64}")
PREVIOUS = "previous"
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
        """What versions are ordered by: the day of the list, an unknown one first; then the order
        of import.
        """
        return self.day or date.min, int(self.info["imported_order"])

    @property
    def since(self) -> date:
        """The day from which it stood in this workspace: the day of the list, else that of the
        import.
        """
        return self.day or date.fromisoformat(str(self.info["imported_at"])[:10])

    @property
    def words(self) -> str:
        """The version in words: its day, or its import."""
        return (
            f"of {self.day}"
            if self.day
            else f"without a day, imported {str(self.info['imported_at'])[:10]}"
        )

    def parts(self) -> set[str]:
        return {str(item["part"]) for item in self.info["files"]}


def stored(workspace: Path, code: str | None = None) -> list[Version]:
    """Return all versions in a workspace, or those of one list, oldest first. A missing workspace
    has none.
    """
    root = workspace / "lists"
    found: dict[tuple[str, str], Version] = {}
    for holder in sorted(root.iterdir()) if root.is_dir() else []:
        if not holder.is_dir() or (code and holder.name != code):
            continue
        # what was moved aside is a version that was just being exchanged; the folder of the plain
        # name goes before it
        for folder in sorted(holder.iterdir(), key=lambda path: path.name):
            sha256 = plain_name(folder.name)
            if SHA256.fullmatch(sha256):
                info = read_info(folder)
                if info:
                    found[holder.name, sha256] = Version(folder, info)
    return sorted(found.values(), key=lambda version: (version.list, version.place))


def damaged(workspace: Path) -> list[Path]:
    """Folders that bear the name of a version and count as none, because their version.json is
    missing, broken or of another shape.
    """
    folders = (workspace / "lists").glob("*/*")
    return sorted(
        folder
        for folder in folders
        if SHA256.fullmatch(folder.name) and folder.is_dir() and read_info(folder) is None
    )


def next_order(workspace: Path, code: str) -> int:
    """Return the number of the next import of a list."""
    return (
        max((int(version.info["imported_order"]) for version in stored(workspace, code)), default=0)
        + 1
    )


def read_info(folder: Path) -> dict[str, Any] | None:
    """Return what version.json says, None when the folder has none that can be read."""
    try:
        info = json.loads((folder / "version.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return info if isinstance(info, dict) and is_whole(Version(folder, info)) else None


def is_whole(version: Version) -> bool:
    """Whether version.json says what every reader of a version asks it, each in its kind; another
    one stands for no version.
    """
    info = version.info
    words = ("list", "version_sha256", "layout", "importer", "imported_at")
    numbers = ("imported_order", "importer_version", "entry_count")
    if not all(isinstance(info.get(key), str) for key in words) or not all(
        isinstance(info.get(key), int) for key in numbers
    ):
        return False
    files = info.get("files")
    if not isinstance(files, list) or not all(
        isinstance(item, dict) and {"part", "name", "stored"} <= {*item} for item in files
    ):
        return False
    if not all(isinstance(info.get(key, {}), dict) for key in ("missing_columns", "missing_kinds")):
        return False
    try:
        return isinstance(version.since, date) and version.place is not None
    except (ValueError, TypeError):
        return False


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
        raise SanctrackError(
            f"{root}: another import has held the lock for {PATIENCE:.0f} seconds; try again when "
            f"it is done"
        ) from error
    except OSError as error:
        raise SanctrackError(f"{root}: cannot be written: {error.strerror or error}") from error


def plain_name(name: str) -> str:
    """The name of a version's folder, also while it is moved aside."""
    return files.moved_aside(name) or name.removeprefix(EARLIER_ASIDE)


def tidy(workspace: Path) -> None:
    """Remove what killed imports left behind, unless another import runs, which does it itself.
    Raises nothing.
    """
    from filelock import FileLock, Timeout

    root = workspace / "lists"
    if not root.is_dir():
        return
    with suppress(Timeout, OSError), FileLock(root / ".lock", timeout=0):
        sweep(root)


def sweep(root: Path) -> None:
    """Remove what killed imports left behind; put back a version whose exchange was cut short."""
    for holder in root.iterdir():
        if not holder.is_dir():
            continue
        files.sweep(holder)
        for folder in holder.glob(".tmp-*"):
            whole = folder.with_name(folder.name.removeprefix(EARLIER_ASIDE))
            if SHA256.fullmatch(whole.name) and not whole.exists():
                folder.rename(whole)
            elif SHA256.fullmatch(whole.name) or abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)


def abandoned(folder: Path) -> bool:
    """Whether no import of an earlier version of sanctrack can still be writing a folder of this
    name.
    """
    match = EARLIER.fullmatch(folder.name)
    here = re.sub(r"[^a-z0-9]", "", files.host_name().lower())[:20] or "host"
    if not match or match["host"] != here:
        return time.time() - folder.stat().st_mtime > files.DAY_S
    return not files.running(int(match["process"]))


@contextmanager
def originals(version: Version) -> Iterator[list[tuple[str, Path]]]:
    """Unpack the files that a version was read from, under their own names, for the time of the
    block.
    """
    with files.work_folder() as folder:
        found = []
        for number, item in enumerate(version.info["files"]):
            target = folder / str(number) / Path(str(item["name"])).name
            target.parent.mkdir()
            with (
                reading(
                    version.folder,
                    f"the kept copy of {item['name']}",
                    SourceError,
                    "import the list again",
                ),
                gzip.open(version.folder / str(item["stored"]), "rb") as packed,
                target.open("wb") as file,
            ):
                shutil.copyfileobj(packed, file, 1 << 20)
            found.append((str(item["part"]), target))
        yield found
