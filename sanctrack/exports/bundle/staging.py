"""Exports in their place: a bundle takes that of an older bundle, one file that of an earlier
export; nothing else is replaced.
"""

import re
import shutil
from pathlib import Path
from types import TracebackType

from sanctrack.errors import UsageError
from sanctrack.exports.bundle.ownership_check import refuse_foreign_file
from sanctrack.exports.reading.stamp_reader import named_files
from sanctrack.files import new_folder, not_written, place_of, replacing, replacing_folder, resolved

# what systems and programs leave beside a file that they have open, which nobody would miss
BESIDE = re.compile(
    r"\.DS_Store|Thumbs\.db|desktop\.ini|~\$.+|\.~lock\..+#|.+\.(sqlite-(journal|wal|shm)|duckdb\.wal)"
)
HELD_OPEN = "if a program has a file of it open, close it. The old bundle is as it was"


def replacing_bundle(path: Path) -> replacing_folder:
    """A folder to write a bundle into, which then takes the place of `path`: missing, empty or an
    older bundle.

    Raises UsageError when `path` holds anything else, SanctrackError in words when it is a link in
    a circle or the disk refuses.
    """
    place = resolved(path)
    return replacing_folder(
        place, refuse_foreign, f"the new bundle cannot take its place; {HELD_OPEN}"
    )


def refuse_foreign(path: Path) -> None:
    """Raise UsageError unless the folder is missing, empty or a bundle and nothing else: what is
    not ours is never replaced.
    """
    refuse_inside_bundle(path)
    if not path.exists():
        return
    if not path.is_dir():
        raise UsageError(f"{path} is a file; -o names a folder for a bundle")
    ours = named_files(path)
    if ours is None and any(path.iterdir()):
        raise UsageError(
            f"{path} holds files that are no bundle of sanctrack, and a bundle takes the place of "
            f"the whole folder; name another or an empty one"
        )
    inside = (item for item in path.rglob("*") if item.is_symlink() or not item.is_dir())
    foreign = sorted(
        {item.relative_to(path).as_posix() for item in inside if not BESIDE.fullmatch(item.name)}
        - (ours or set())
    )
    if foreign:
        shown = ", ".join(foreign[:5]) + (
            f" and {len(foreign) - 5} more" if len(foreign) > 5 else ""
        )
        raise UsageError(
            f"{path} holds a bundle and files that are not of it ({shown}), and a new bundle takes "
            f"the place of the whole folder; move them, or name another folder"
        )


def refuse_inside_bundle(path: Path) -> None:
    """Raise UsageError when a folder above is a bundle: with anything more in it, it would differ
    from its stamp.
    """
    for folder in resolved(path).parents:
        if named_files(folder) is not None:
            raise UsageError(
                f"{path} lies in the bundle {folder}, which holds only what its stamp names; name "
                f"a place outside"
            )


class one_file:
    """A folder for a target of one file; on success that file takes the place of `path`, which must
    be missing or an older export.

    Raises UsageError when `path` is anything else or lies in a bundle, SanctrackError in words when
    the disk refuses.
    """

    def __init__(self, path: Path, target: str) -> None:
        self.path = path
        self.target = target

    def __enter__(self) -> Path:
        self.refuse()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            place = place_of(self.path)
            self.folder = new_folder(place.parent, f".{place.name}")
        except OSError as error:
            raise not_written(self.path, self.path.parent, error) from error
        return self.folder

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.refuse()
                with replacing(self.path) as temporary:
                    next(item for item in self.folder.iterdir() if item.is_file()).replace(
                        temporary
                    )
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def refuse(self) -> None:
        refuse_inside_bundle(self.path)
        refuse_foreign_file(self.path, self.target)


__all__ = ["one_file", "replacing_bundle"]
