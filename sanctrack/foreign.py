"""Bytes of others: whatever their reader raises becomes one line in words, with the exit code of
what was read.
"""

import csv
import errno
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from struct import error as StructError  # noqa: N812 - the module gives its class a small letter

from sanctrack.errors import DataError, SanctrackError

# What the machine refuses; every other OSError comes of the bytes (a seek before the start, a
# broken gzip block).
MACHINE = {
    errno.EACCES,
    errno.EBUSY,
    errno.EDQUOT,
    errno.EIO,
    errno.EISDIR,
    errno.ELOOP,
    errno.EMFILE,
    errno.ENAMETOOLONG,
    errno.ENFILE,
    errno.ENOENT,
    errno.ENOSPC,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
    errno.ETXTBSY,
}
DAMAGED = "it may be damaged or cut off; fetch or save it again"
LONGEST = 120

Refuse = Callable[[str], SanctrackError]
"""Makes the error of a sentence that says what is wrong."""


@contextmanager
def reading(
    what: Path | str,
    kind: str,
    error: type[SanctrackError] = DataError,
    mend: str = DAMAGED,
    refuse: Refuse | None = None,
) -> Iterator[None]:
    """Read bytes of others within the block: nothing leaves it but an error of ours.

    Libraries raise what they please on bytes that nobody foresaw (KeyError, struct.error,
    RecursionError, …), and a list of the classes that a reader expects is never whole. Raises
    `error`: "WHAT: cannot be read as KIND: why; MEND", or what `refuse` makes of "cannot be read as
    KIND: why". The library's own error stays as its cause, for `--debug` and for tests, which tell
    by it a fault of ours. Errors of ours pass as they are; what the machine refuses (no permission,
    full disk) is a SanctrackError; a closed pipe and a missing library pass.

    `what` is the file or the thing that was read, `kind` what it should have been, with its
    article: "a workbook".
    """
    try:
        yield
    except (SanctrackError, BrokenPipeError, ImportError):
        raise
    except Exception as cause:
        if isinstance(cause, OSError) and cause.errno in MACHINE:
            raise SanctrackError(f"{what}: cannot be read: {cause.strerror}") from cause
        problem = f"cannot be read as {kind}: {in_words(cause)}"
        raise refuse(problem) if refuse else error(f"{what}: {problem}; {mend}") from cause


def in_words(error: BaseException) -> str:
    """What a reader stumbled over, in words and in one line."""
    match error:
        case UnicodeDecodeError():
            place = f"byte {error.object[error.start]:#04x} at {error.start + 1:,}"
            return f"it holds bytes that are no {error.encoding.upper()} text ({place})"
        case UnicodeError():
            return "it holds signs that no text can hold (halves of characters)"
        case RecursionError():
            return "its parts are nested too deep"
        case MemoryError():
            return "it asks for more memory than there is"
        case OverflowError():
            return "a number in it is too large"
        case (
            zipfile.BadZipFile()
            | zipfile.LargeZipFile()
            | zlib.error()
            | StructError()
            | EOFError()
        ):
            return "it is damaged or cut off"
        case csv.Error():
            return f"a row cannot be parted into cells ({message(error)})"
        case KeyError() | IndexError() | LookupError():
            return f"a part that it must have is missing ({message(error)})"
        case AttributeError() | TypeError():
            return "a part of it is not of the kind that it must be"
        case _:
            return message(error)


def message(error: BaseException) -> str:
    """The first line of an error's own message, shortened; its class where it says nothing."""
    lines = str(error).split("\n")
    text = " ".join(lines[0].split()).replace("unexpected", "wrong").replace("Unexpected", "Wrong")
    if not text:
        return type(error).__name__
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
