"""Parts of a large XML file, read as if they were the file: a block that is read later need not be
parsed twice.
"""

from pathlib import Path
from types import TracebackType

CHUNK = 1 << 20
Piece = tuple[int, int] | bytes


def find(path: Path, what: bytes, start: int = 0) -> int:
    """Return the place of the first occurrence of some bytes from `start` on, -1 when there is none
    (or `start` is -1).
    """
    if start < 0:
        return -1
    with path.open("rb") as file:
        file.seek(start)
        tail, place = b"", start
        while chunk := file.read(CHUNK):
            window = tail + chunk
            found = window.find(what)
            if found >= 0:
                return place - len(tail) + found
            place += len(chunk)
            tail = window[-(len(what) - 1) :] if len(what) > 1 else b""
    return -1


def split(path: Path, root: bytes, block: bytes) -> tuple[list[Piece], list[Piece]] | None:
    """Return the file without a block of the root, and the block alone in its root; None when it
    has no such block.
    """
    opens = find(path, b"<" + root)
    head = find(path, b">", opens) + 1 if opens >= 0 else 0
    start = find(path, b"<" + block, head) if head else -1
    end = find(path, b"</" + block + b">", start) if start >= 0 else -1
    if end < 0:
        return None
    end += len(block) + 3
    size = path.stat().st_size
    return [(0, start), (end, size)], [(0, head), (start, end), b"</" + root + b">"]


class Pieces:
    """A readable made of ranges of a file and of bytes."""

    def __init__(self, path: Path, pieces: list[Piece]) -> None:
        self._file = path.open("rb")
        self._pieces = list(pieces)

    def __enter__(self) -> "Pieces":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, empty at the end."""
        while self._pieces:
            piece = self._pieces[0]
            if isinstance(piece, bytes):
                self._pieces.pop(0)
                return piece
            start, end = piece
            want = end - start if size < 0 else min(size, end - start)
            if want <= 0:
                self._pieces.pop(0)
                continue
            self._file.seek(start)
            found = self._file.read(want)
            self._pieces[0] = (start + len(found), end if found else start)
            if found:
                return found
        return b""
