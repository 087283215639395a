"""A folder written beside its place and exchanged with the old one: whole or not at all, also when the run is killed."""

import ctypes
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from sanctrack.errors import SanctrackError, UsageError
from sanctrack.exports.recognise import refuse_foreign_file
from sanctrack.exports.stamp import named_files
from sanctrack.files import replacing

AT_FDCWD, RENAME_EXCHANGE = -100, 2
# what systems and programs leave beside a file that they have open, which nobody would miss
BESIDE = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini|~\$.+|\.~lock\..+#|.+\.(sqlite-(journal|wal|shm)|duckdb\.wal)")
LEFT = re.compile(r"\.(?P<name>.+)\.(?P<process>\d+)\.[a-z0-9_]+\.tmp$")


class replacing_folder:
    """Give a folder to write into; on success it takes the place of `path`, which must be missing, empty or an older bundle.

    Raises UsageError when `path` holds anything else, SanctrackError in words when the disk refuses.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.temporary: Path | None = None

    def __enter__(self) -> Path:
        refuse_foreign(self.path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            remove_leftovers(self.path)
            self.temporary = Path(tempfile.mkdtemp(prefix=f".{self.path.name}.{os.getpid()}.", suffix=".tmp", dir=self.path.parent))
        except OSError as error:
            raise SanctrackError(f"{self.path}: cannot be written: {error.strerror}") from error
        return self.temporary

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self.temporary is not None
        try:
            if kind is None:
                flush(self.temporary)
                refuse_foreign(self.path)
                exchange(self.temporary, self.path)
        except OSError as failure:
            raise SanctrackError(
                f"{self.path}: the new bundle cannot take its place: {failure.strerror or failure}; "
                "if a program has a file of it open, close it. The old bundle is as it was"
            ) from failure
        finally:
            shutil.rmtree(self.temporary, ignore_errors=True)


def refuse_foreign(path: Path) -> None:
    """Raise UsageError unless the folder is missing, empty or a bundle and nothing else: what is not ours is never replaced."""
    refuse_inside_bundle(path)
    if not path.exists():
        return
    if not path.is_dir():
        raise UsageError(f"{path} is a file; -o names a folder for a bundle")
    ours = named_files(path)
    if ours is None and any(path.iterdir()):
        raise UsageError(
            f"{path} holds files that are no bundle of sanctrack, and a bundle takes the place of the whole folder; "
            "name another or an empty one"
        )
    inside = (item for item in path.rglob("*") if item.is_symlink() or not item.is_dir())
    foreign = sorted({item.relative_to(path).as_posix() for item in inside if not BESIDE.fullmatch(item.name)} - (ours or set()))
    if foreign:
        shown = ", ".join(foreign[:5]) + (f" and {len(foreign) - 5} more" if len(foreign) > 5 else "")
        raise UsageError(
            f"{path} holds a bundle and files that are not of it ({shown}), and a new bundle takes the place of the whole folder; "
            "move them, or name another folder"
        )


def refuse_inside_bundle(path: Path) -> None:
    """Raise UsageError when a folder above is a bundle: with anything more in it, it would differ from its stamp."""
    for folder in path.resolve().parents:
        if named_files(folder) is not None:
            raise UsageError(f"{path} lies in the bundle {folder}, which holds only what its stamp names; name a place outside")


def remove_leftovers(path: Path) -> None:
    """Take away what a killed run left beside the bundle."""
    for old in path.parent.glob(f".{path.name}.*.tmp"):
        found = LEFT.fullmatch(old.name)
        if found and found["name"] == path.name and not alive(int(found["process"])):
            shutil.rmtree(old, ignore_errors=True)


def alive(process: int) -> bool:
    if sys.platform == "win32":
        return True  # asking would end it there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def flush(folder: Path) -> None:
    """Bring all files to the disk and give them the rights that new files have."""
    mask = os.umask(0)
    os.umask(mask)
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as opened:
                os.fsync(opened.fileno())
    folder.chmod(0o777 & ~mask)


def exchange(new: Path, place: Path) -> None:
    """Put `new` in its place; the old folder, if there is one, ends up where the new one was."""
    if not place.exists():
        new.rename(place)
        return
    if swapped(new, place):
        return
    # no atomic exchange on this system: two renames, and the old one goes back when the second fails
    aside = new.with_suffix(".old")
    place.rename(aside)
    try:
        new.rename(place)
    except OSError:
        aside.rename(place)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def swapped(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (Linux); False where that is not to be had."""
    if sys.platform != "linux":
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0)


class one_file:
    """A folder for a target of one file; on success that file takes the place of `path`, which must be missing or an older export.

    Raises UsageError when `path` is anything else or lies in a bundle, SanctrackError in words when the disk refuses.
    """

    def __init__(self, path: Path, target: str) -> None:
        self.path = path
        self.target = target

    def __enter__(self) -> Path:
        self.refuse()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            remove_leftovers(self.path)
            self.folder = Path(tempfile.mkdtemp(prefix=f".{self.path.name}.{os.getpid()}.", suffix=".tmp", dir=self.path.parent))
        except OSError as error:
            raise SanctrackError(f"{self.path}: cannot be written: {error.strerror}") from error
        return self.folder

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self.refuse()
                with replacing(self.path) as temporary:
                    next(item for item in self.folder.iterdir() if item.is_file()).replace(temporary)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def refuse(self) -> None:
        refuse_inside_bundle(self.path)
        refuse_foreign_file(self.path, self.target)


__all__ = ["one_file", "replacing_folder"]
