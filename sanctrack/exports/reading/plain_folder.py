"""A folder that came from somebody else: what lies in it is opened step by step, and no link is
followed.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

LARGEST_LISTING = 10_000
DEEPEST = 6  # folders in folders; a bundle has one
# where the system can open a name in an open folder, nobody can exchange a folder for a link in
# between
STEPWISE = (
    os.open in os.supports_dir_fd and os.scandir in os.supports_fd and hasattr(os, "O_NOFOLLOW")
)
FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
FILE = (
    os.O_RDONLY
    | NO_LINK
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
)
REPARSE_POINT = 0x400  # Windows: a link or junction


class NotPlainError(Exception):
    """What a name stands for is no plain file; the text says what it is."""


class Folder:
    """An open folder. Its own path may be a link, as its user typed it; nothing in it is followed
    if it is one.

    Raises OSError when it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = os.open(path, FOLDER) if STEPWISE else -1
        about = os.fstat(self._descriptor) if STEPWISE else path.stat()
        self.identity = about.st_dev, about.st_ino

    def __enter__(self) -> "Folder":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if STEPWISE:
            os.close(self._descriptor)

    def open(self, name: str) -> BinaryIO:
        """Open a plain file for reading, by its name with `/` between folders.

        Raises NotPlainError with what it is instead, OSError when the system refuses.
        """
        *folders, last = name.split("/")
        place, opened = self._at(folders)
        try:
            about = status(last, place)
            if not stat.S_ISREG(about.st_mode) or is_link(about):
                raise NotPlainError(kind_of(about))
            descriptor = open_file(last, place)
        finally:
            close(opened)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise NotPlainError("no plain file")
        return os.fdopen(descriptor, "rb")

    def entries(self) -> Iterator[tuple[str, str]]:
        """Name and kind of everything in the folder and in the folders in it, these apart; links
        are named, not followed.

        Ends with a name of its own where there is more than anybody would write.
        """
        listed = 0
        waiting: list[list[str]] = [[]]
        while waiting:
            folders = waiting.pop()
            place, opened = self._at(folders)
            try:
                with os.scandir(place) as there:
                    for entry in there:
                        listed += 1
                        if listed > LARGEST_LISTING:
                            yield "…", f"more than {LARGEST_LISTING:,} files"
                            return
                        about = entry.stat(follow_symlinks=False)
                        inner = [*folders, entry.name]
                        if not stat.S_ISDIR(about.st_mode) or is_link(about):
                            yield "/".join(inner), kind_of(about)
                        elif len(inner) > DEEPEST:
                            yield "/".join(inner), "a folder too deep in others"
                        else:
                            waiting.append(inner)
            finally:
                close(opened)

    def _at(self, folders: list[str]) -> tuple[int | Path, int | None]:
        """The folder inside that these names lead to, and what has to be closed."""
        if not STEPWISE:
            place = self.path
            for name in folders:
                place = place / name
                if is_link(place.lstat()):
                    raise NotPlainError("in a folder that is a link")
            return place, None
        descriptor = os.dup(self._descriptor)
        for name in folders:
            try:
                inner = os.open(name, FOLDER | NO_LINK, dir_fd=descriptor)
            except OSError as error:
                if isinstance(error, NotADirectoryError) or is_link_at(name, descriptor):
                    raise NotPlainError("in a folder that is a link or a file") from error
                raise
            finally:
                os.close(descriptor)
            descriptor = inner
        return descriptor, descriptor


def close(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)


def status(name: str, place: int | Path) -> os.stat_result:
    if isinstance(place, int):
        return os.stat(name, dir_fd=place, follow_symlinks=False)
    return (place / name).lstat()


def open_file(name: str, place: int | Path) -> int:
    return (
        os.open(name, FILE, dir_fd=place) if isinstance(place, int) else os.open(place / name, FILE)
    )


def is_link(about: os.stat_result) -> bool:
    return stat.S_ISLNK(about.st_mode) or bool(
        getattr(about, "st_file_attributes", 0) & REPARSE_POINT
    )


def is_link_at(name: str, place: int) -> bool:
    try:
        return is_link(os.stat(name, dir_fd=place, follow_symlinks=False))
    except OSError:
        return False


def kind_of(about: os.stat_result) -> str:
    if is_link(about):
        return "a link"
    kinds = {
        stat.S_IFREG: "a file",
        stat.S_IFDIR: "a folder",
        stat.S_IFIFO: "a pipe",
        stat.S_IFSOCK: "a socket",
        stat.S_IFBLK: "a device",
        stat.S_IFCHR: "a device",
    }
    return kinds.get(stat.S_IFMT(about.st_mode), "no plain file")
