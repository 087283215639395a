"""Writing files and folders whole or not at all, and temporary ones that the next run can tell from
one in use.

Everything temporary is named by one scheme, `NAME.PROCESS.sanctrack_HOST_BOOT_STARTED_RANDOM.tmp`:
beside what is being written with a dot in front, else as `sanctrack-work.…` in the system's
temporary folder. Who writes next in the same folder removes what a killed run left there (`sweep`);
what a live process holds, or is not named so, is never touched.
"""

import errno
import os
import re
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import BinaryIO
from weakref import finalize
from zlib import crc32

from sanctrack.errors import SanctrackError

TEMPORARY = re.compile(
    r"(?P<name>.+)\.(?P<process>\d+)\.sanctrack_(?P<host>[0-9a-f]{8})_(?P<boot>[0-9a-f]{8})_(?P<started>\d+)_[0-9a-f]{8}\.(?P<use>tmp|old)",
    re.DOTALL,
)
WORK = "sanctrack-work"
# A file name has 255 bytes; the rest of the scheme takes less than 80 of them.
LONGEST_NAME = 150
DAY_S = 86_400
# How long a pipe without a reader is waited for: whoever starts both at once starts the reader a
# moment later.
FIFO_PATIENCE_S = 5.0
LOCK_PATIENCE_S = 20.0
MOST_LINKS = 40
DESCRIPTOR = re.compile(r"(?:/proc/(?P<process>\d+)(?:/task/\d+)?|/dev)/fd/(?P<number>\d+)")
FULL = (errno.ENOSPC, errno.EDQUOT)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
AT_FDCWD, RENAME_EXCHANGE = -100, 2


# -- one file
# -------------------------------------------------------------------------------------------------


class replacing:
    """Write beside `path`, flush to disk, rename: the file is the old one or the new one, never
    half of either.

    A link is followed and stays; the file that it leads to is replaced, or made where there is
    none. A file that is there keeps its mode; another hard link to it keeps the old content. A
    device, a fifo and an open file of this process (`/dev/stdout`, `/dev/fd/63`) are written
    through once all is there, and never replaced.

    Raises SanctrackError in words when the path is a folder, a disk, a socket, a read-only file or
    a link in a circle, when nobody reads a fifo, and when a folder is missing, read-only or full.
    """

    def __init__(self, path: Path, make_parents: bool = True) -> None:
        self.path = path
        self.make_parents = make_parents
        self.place: Path | None = None
        self.temporary: Path | None = None
        self.stream: BinaryIO | None = None

    def __enter__(self) -> Path:
        try:
            if self.make_parents:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            self.stream = opened_stream(self.path)
            self.place = None if self.stream else place_of(self.path)
        except (OSError, ValueError) as error:
            raise not_written(self.path, self.path.parent, error) from error
        try:
            folder = self.place.parent if self.place else temporary_root()
            self.temporary = new_file(folder, f".{self.place.name}" if self.place else WORK)
        except OSError as error:
            self._close()
            raise not_written(self.path, folder, error) from error
        except BaseException:
            self._close()
            raise
        return self.temporary

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.temporary is None:
            return
        folder = self.temporary.parent
        try:
            if kind is None and self.stream:
                self._write_through(self.stream)
            elif kind is None and self.place:
                finish_file(self.temporary, self.place)
        except BrokenPipeError:
            raise
        except OSError as failure:
            raise not_written(self.path, folder, failure) from failure
        finally:
            self._close()
            with suppress(OSError):
                self.temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise not_written(self.path, folder, error) from error

    def _write_through(self, stream: BinaryIO) -> None:
        assert self.temporary is not None
        with self.temporary.open("rb") as source:
            try:
                shutil.copyfileobj(source, stream, 1 << 20)
                stream.flush()
            except BrokenPipeError as error:
                if descriptor_of(self.path)[1] is not None:
                    raise  # as on stdout: `| head` has what it wanted
                raise SanctrackError(
                    f"{self.path}: its reader closed it before all was written"
                ) from error
            except OSError as error:
                raise SanctrackError(
                    f"{self.path}: cannot be written: {error.strerror or error}"
                ) from error

    def _close(self) -> None:
        if self.stream:
            with suppress(OSError):
                self.stream.close()


def place_of(path: Path) -> Path:
    """The regular file, there or to be made, that a path leads to through any links. Raises
    SanctrackError for anything else.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        place = Path(os.path.realpath(path))
        if not place.parent.is_dir():
            via = (
                f"{path} is a link to {place}, and "
                if path.is_symlink()
                else f"{path}: cannot be written: "
            )
            raise SanctrackError(f"{via}there is no folder {place.parent}") from None
        return place
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise SanctrackError(
                f"{path} is a link that leads back to itself; name a file"
            ) from error
        raise
    if stat.S_ISDIR(mode):
        raise SanctrackError(f"{path} is a folder; name a file")
    if stat.S_ISBLK(mode):
        raise SanctrackError(
            f"{path} is a disk or a part of one, which is never written over; name a file"
        )
    if stat.S_ISSOCK(mode):
        raise SanctrackError(f"{path} is a socket, which takes no file; name a file or a pipe")
    if not stat.S_ISREG(mode):
        raise SanctrackError(f"{path} is no file; name one")
    place = Path(os.path.realpath(path))
    if not mode & 0o222 or not os.access(place, os.W_OK):
        raise SanctrackError(
            f"{path} is read-only, so it is not replaced; name another file, or allow writing to it"
        )
    return place


def resolved(path: Path) -> Path:
    """A path with all links followed. Raises SanctrackError when they lead in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:  # the second is Python 3.11's for a circle
        raise SanctrackError(
            f"{path} is a link that leads back to itself; name another place"
        ) from error


def finish_file(temporary: Path, place: Path) -> None:
    """Bring a file to the disk and put it in its place, with the mode and owner of the one that is
    there.
    """
    with open(temporary, "rb+") as file:
        os.fsync(file.fileno())
    try:
        old = place.lstat()
    except FileNotFoundError:
        temporary.chmod(0o666 & ~umask())
    else:
        if not stat.S_ISREG(old.st_mode):
            raise SanctrackError(
                f"{place} is no file any more, so it is not replaced; name another"
            )
        with suppress(OSError, AttributeError):  # only root may give a file away
            os.chown(temporary, old.st_uid, old.st_gid)
        temporary.chmod(stat.S_IMODE(old.st_mode) & 0o777)
    temporary.replace(place)
    flush(place.parent)


# -- what is no regular file
# ----------------------------------------------------------------------------------


def opened_stream(path: Path) -> BinaryIO | None:
    """A device, a fifo or an open file of this process, opened to be written through; None for any
    other path.

    Raises SanctrackError when nobody reads the fifo, or the open file is one of another process.
    """
    process, number = descriptor_of(path)
    if number is not None and process == os.getpid():
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        if not writable(number):
            raise SanctrackError(f"{path} is open for reading alone; name a file")
        return os.fdopen(os.dup(number), "wb")
    try:
        mode = path.stat().st_mode
    except OSError:
        return None
    if number is not None and stat.S_ISREG(mode):
        raise SanctrackError(f"{path} is an open file of another process; name the file itself")
    if stat.S_ISCHR(mode):
        return os.fdopen(os.open(path, os.O_WRONLY | getattr(os, "O_NOCTTY", 0)), "wb")
    return opened_fifo(path) if stat.S_ISFIFO(mode) else None


def writable(number: int) -> bool:
    """Whether an open file of this process takes what is written. Raises OSError when it is not
    open.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    return fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY


def opened_fifo(path: Path) -> BinaryIO:
    limit = time.monotonic() + FIFO_PATIENCE_S
    while True:
        try:
            number = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
            break
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
        if time.monotonic() > limit:
            raise SanctrackError(f"{path} is a pipe that nobody reads; start its reader first")
        time.sleep(0.02)
    os.set_blocking(number, True)
    return os.fdopen(number, "wb")


def descriptor_of(path: Path) -> tuple[int | None, int | None]:
    """Process and number of the open file that a path stands for, through any links; both None for
    any other path.
    """
    for _ in range(MOST_LINKS):
        folder = os.path.realpath(path.parent)
        match = DESCRIPTOR.fullmatch(os.path.join(folder, path.name))  # noqa: PTH118 - no folding of what is there
        if match:
            return int(match["process"] or os.getpid()), int(match["number"])
        try:
            path = Path(folder) / os.readlink(path)  # noqa: PTH115
        except OSError:
            break
    return None, None


# -- one folder
# -----------------------------------------------------------------------------------------------


class replacing_folder:
    """Give a folder to write into; on success it takes the place of `path`, in one step where the
    system can.

    `may_replace` is called with the path before anything is made and again before the exchange, and
    raises when what stands there must stay. `failure` ends the sentence when the exchange is
    refused.

    Raises SanctrackError in words when the disk refuses.
    """

    def __init__(
        self,
        path: Path,
        may_replace: Callable[[Path], None] | None = None,
        failure: str = "nothing was changed",
    ) -> None:
        self.path = path
        self.may_replace = may_replace
        self.failure = failure
        self.temporary: Path | None = None

    def __enter__(self) -> Path:
        return self.start()

    def start(self) -> Path:
        """Make the folder to write into. For those who cannot use a `with` block: `commit` and
        `discard` end it.
        """
        if self.may_replace:
            self.may_replace(self.path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.temporary = new_folder(self.path.parent, f".{self.path.name}")
        except OSError as error:
            raise SanctrackError(
                f"{self.path}: cannot be written: {reason(error, self.path.parent)}; nothing was "
                f"changed"
            ) from error
        return self.temporary

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self.discard()

    def commit(self) -> None:
        """Bring the folder to the disk and put it in its place; `discard` then
        removes the old one.
        """
        assert self.temporary is not None
        try:
            flush_all(self.temporary)
            with one_at_a_time(self.path.parent):
                if self.may_replace:
                    self.may_replace(self.path)
                exchange(self.temporary, self.path)
        except OSError as error:
            raise SanctrackError(
                f"{self.path}: cannot be written: {reason(error, self.path.parent)}; {self.failure}"
            ) from error

    def discard(self) -> None:
        """Remove what was written and is not wanted, or what it replaced."""
        if self.temporary is not None:
            shutil.rmtree(self.temporary, ignore_errors=True)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Keep other processes from exchanging something in a folder meanwhile: what was looked at is
    then what is replaced.

    Where the file system knows no locks, or another holds it too long, this goes on without: each
    exchange is whole all the same.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    limit = time.monotonic() + LOCK_PATIENCE_S
    try:
        while time.monotonic() < limit:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.02)
            except OSError:
                break
        yield
    finally:
        os.close(handle)


def exchange(new: Path, place: Path) -> None:
    """Put `new` in its place; the old folder, if there is one, ends up where the new one was or is
    gone.
    """
    while True:
        if place.exists():
            break
        try:
            new.rename(place)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            continue  # another process was quicker: its folder is now the old one
        flush(place.parent)
        return
    if not swapped(new, place):
        # no exchange in one step on this system: two renames, and the old one goes back when the
        # second fails
        aside = place.with_name(temporary_name(f".{place.name}", "old"))
        place.rename(aside)
        try:
            new.rename(place)
        except OSError:
            aside.rename(place)
            raise
        shutil.rmtree(aside, ignore_errors=True)
    flush(place.parent)


def swapped(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (Linux); False where that is not to be had."""
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(
        rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0
    )


def flush_all(folder: Path) -> None:
    """Bring all that is in a folder to the disk, and give the folder the rights
    that new ones have.
    """
    for path in sorted(folder.rglob("*"), reverse=True):
        flush(path)
    flush(folder)
    folder.chmod(0o777 & ~umask())


def flush(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk. Systems that cannot open a folder for
    this do without.
    """
    if sys.platform == "win32" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# -- temporary files and folders
# ------------------------------------------------------------------------------


@contextmanager
def work_folder() -> Iterator[Path]:
    """A folder of one's own in the system's temporary folder, for the time of the block.

    Raises SanctrackError that names the temporary folder when it is missing, not writable or full.
    """
    root = temporary_root()
    try:
        folder = new_folder(root, WORK)
    except OSError as error:
        raise SanctrackError(
            f"no temporary files can be written: {reason(error, root)}; {ELSEWHERE}"
        ) from error
    try:
        yield folder
    except OSError as error:
        if error.errno in FULL and (
            error.filename is None or str(error.filename).startswith(str(folder))
        ):
            raise SanctrackError(
                f"temporary files cannot be written: {reason(error, root)}; {ELSEWHERE}"
            ) from error
        raise
    finally:
        for _ in range(3):  # a thread that was still writing may have added a file meanwhile
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break


def spill_folder(owner: object) -> tuple[str, Callable[[], object]]:
    """A temporary folder for what a database cannot keep in memory, and what removes it: at the
    latest when `owner` or the program ends.

    An empty text where no folder can be made: the database then does without.
    """
    try:
        folder = new_folder(temporary_root(), WORK)
    except (OSError, SanctrackError):
        return "", lambda: None
    return str(folder), finalize(owner, remove_own, folder, os.getpid())


def remove_own(folder: Path, process: int) -> None:
    if os.getpid() == process:  # a forked child ends without taking it away
        shutil.rmtree(folder, ignore_errors=True)


ELSEWHERE = "make room there, or set TMPDIR to a folder with room"


def temporary_root() -> Path:
    """The system's temporary folder. Raises SanctrackError when there is none that
    can be written.
    """
    from tempfile import gettempdir

    try:
        return Path(gettempdir())
    except OSError as error:
        raise SanctrackError(
            f"there is no folder for temporary files that can be written; {ELSEWHERE} "
            f"({error.strerror})"
        ) from error


def new_file(folder: Path, name: str) -> Path:
    """Make an empty temporary file that only its owner can read, and sweep the folder."""
    sweep(folder)
    path = folder / temporary_name(name)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    return path


def new_folder(folder: Path, name: str) -> Path:
    """Make a temporary folder that only its owner can read, and sweep the folder that it is made
    in.
    """
    sweep(folder)
    path = folder / temporary_name(name)
    path.mkdir(mode=0o700)
    return path


def temporary_name(name: str, use: str = "tmp") -> str:
    """The name of something temporary of this process; `use` is `old` for what was moved aside and
    goes back after a kill.
    """
    short = os.fsencode(name)[:LONGEST_NAME].decode("utf-8", "ignore")
    started = process_start(os.getpid()) or 0
    return (
        f"{short}.{os.getpid()}.sanctrack_{host()}_{boot()}_{started}_{os.urandom(4).hex()}.{use}"
    )


def moved_aside(name: str) -> str | None:
    """The name that a folder had before it was moved aside for a moment; None for any other."""
    match = TEMPORARY.fullmatch(name)
    if not match or match["use"] != "old" or len(os.fsencode(match["name"])) >= LONGEST_NAME:
        return None
    return match["name"].removeprefix(".")


def sweep(folder: Path) -> None:
    """Remove what killed runs of this user left in a folder, and put back what they had moved
    aside. Raises nothing.
    """
    try:
        with os.scandir(folder) as entries:
            matches = [match for entry in entries if (match := TEMPORARY.fullmatch(entry.name))]
    except OSError:
        return
    for match in matches:
        path = folder / match[0]
        with suppress(OSError):
            if not in_use(match, path.lstat()):
                remove_leftover(path, match)


def remove_leftover(path: Path, match: "re.Match[str]") -> None:
    if match["use"] == "old":
        name = moved_aside(path.name)
        if name is None:
            return
        if not path.with_name(name).exists():
            path.rename(path.with_name(name))
            return
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def in_use(match: "re.Match[str]", state: os.stat_result) -> bool:
    """Whether something temporary may still be wanted: its process runs, or that cannot be told and
    it is of today.

    What another user of the machine made is theirs to sweep.
    """
    if hasattr(os, "geteuid") and state.st_uid != os.geteuid():
        return True
    if match["host"] != host() or sys.platform == "win32":
        return time.time() - state.st_mtime < DAY_S
    if match["boot"] != boot():
        return False
    return running(int(match["process"]), int(match["started"]))


def running(process: int, started: int = 0) -> bool:
    """Whether a process of this machine runs; with `started`, whether it is still the same one."""
    start = process_start(process)
    if start is not None:
        return started in (0, start)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    # there, and without a start: it has ended, and nobody asked how
    return not Path(f"/proc/{process}/stat").exists()


def process_start(process: int) -> int | None:
    """When a process was started, in clock ticks since the machine was (Linux); None where it has
    ended or is not shown.
    """
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    if len(fields) < 20 or fields[0] in "ZX":
        return None
    return int(fields[19])


@cache
def host() -> str:
    """This machine, or this container of it, in eight figures."""
    parts = [host_name(), first_line("/etc/machine-id")]
    with suppress(OSError):
        parts.append(os.readlink("/proc/self/ns/pid"))  # noqa: PTH115 - the link leads to no path
    return f"{crc32('|'.join(parts).encode()):08x}"


def host_name() -> str:
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


@cache
def boot() -> str:
    """The time since the machine was started last, in eight figures; the same for ever where the
    system gives no mark of it.
    """
    return f"{crc32(first_line('/proc/sys/kernel/random/boot_id').encode()):08x}"


def first_line(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").split("\n")[0]
    except (OSError, UnicodeDecodeError):
        return ""


# -- words
# --------------------------------------------------------------------------------------------------


def not_written(path: Path, folder: Path, error: OSError | ValueError) -> SanctrackError:
    """The error for a file that cannot be written: its name, the system's reason, and the folder
    where that is the reason.
    """
    return SanctrackError(f"{path}: cannot be written: {reason(error, folder)}")


def reason(error: OSError | ValueError, folder: Path) -> str:
    """What the system says, with the folder that is missing, full or not writable."""
    text = str(getattr(error, "strerror", None) or error)
    number = getattr(error, "errno", None)
    if number in FULL:
        return f"{text} (the folder {folder} is full)"
    if number in FORBIDDEN:
        return f"{text} (the folder {folder} may not be written)"
    if number in (errno.ENOENT, errno.ENOTDIR):
        return f"{text} (there is no folder {folder})" if not folder.is_dir() else text
    return text
