"""Writing files: whole or not at all."""

import os
import tempfile
from pathlib import Path
from types import TracebackType

from sanctrack.errors import SanctrackError


class replacing:
    """Write beside `path`, flush to disk, rename: the file is the old one or the new one, never half of either.

    Raises SanctrackError in words when the folder is missing, read-only or full.
    """

    def __init__(self, path: Path, make_parents: bool = True) -> None:
        self.path = path
        self.make_parents = make_parents
        self.temporary: Path | None = None

    def __enter__(self) -> Path:
        try:
            if self.make_parents:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.path.is_dir():
                raise SanctrackError(f"{self.path} is a folder; name a file")
            handle, name = tempfile.mkstemp(prefix=f".{self.path.name}.", suffix=".tmp", dir=self.path.parent)
        except OSError as error:
            raise SanctrackError(f"{self.path}: cannot be written: {error.strerror}") from error
        os.close(handle)
        self.temporary = Path(name)
        return self.temporary

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.temporary is None:
            return
        try:
            if kind is None:
                with open(self.temporary, "rb+") as written:
                    os.fsync(written.fileno())
                mask = os.umask(0)
                os.umask(mask)
                self.temporary.chmod(0o666 & ~mask)
                self.temporary.replace(self.path)
        except OSError as failure:
            raise SanctrackError(f"{self.path}: cannot be written: {failure.strerror}") from failure
        finally:
            self.temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise SanctrackError(f"{self.path}: cannot be written: {error.strerror or error}") from error
