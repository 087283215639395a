"""Bounds: a function run in a process of its own, whose limits of time and memory hold.

A thread cannot be stopped from outside: one call of a DuckDB function hears no interrupt, a
regular expression of Python holds the interpreter, and memory taken in C++ stands in no account
of ours. A process can be killed, and the system counts what it takes.

    rows = bounded.run(read_file_of_a_stranger, path, seconds=30, memory=bounded.GIGABYTE)

The process is forked where that is safe and quick: on Linux with a single thread, as the command
line has it (some milliseconds). A fork of several threads copies their locks in whatever state
they are; there a fresh interpreter is started (0.1 s and what the function imports). Either has
no stdin, stdout or stderr, writes no temporary file, and dies with its parent.
"""

import contextlib
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import IO, Any, NoReturn, TypeVar

from sanctrack.errors import SanctrackError

GIGABYTE = 10**9
LARGEST_ANSWER = 256 * 10**6  # bytes of the pickled answer, which is held beside itself
START_SECONDS = 60.0  # for an interpreter to start and find the function
FAREWELL_SECONDS = 0.8  # that an interrupted function has to put away what it began to write
PART = 1 << 20
JOB, BEGIN, ANSWER, FAILURE, NO_MEMORY, TOO_LARGE = b"j", b"b", b"a", b"f", b"m", b"l"

Answer = TypeVar("Answer")
Frames = SimpleQueue[tuple[bytes, bytes] | None]  # kind and content; None at the end
_child_pipe: IO[bytes] | None = None  # of the child, the way to its parent
_child_memory: int | None = None


class TimeLimitError(SanctrackError):
    """The function did not end within its time and was killed."""


class MemoryLimitError(SanctrackError):
    """The function needed more memory than its limit."""


class AnswerLimitError(SanctrackError):
    """What the function gave is larger than the limit of an answer."""


class CrashError(SanctrackError):
    """The process of the function ended by itself without an answer."""


@dataclass(frozen=True)
class Job:
    """What a child has to do: the function with its arguments, and its limits (bytes)."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    memory: int | None
    largest: int
    begins_itself: bool


def run(
    function: Callable[..., Answer],
    *arguments: Any,
    seconds: float,
    memory: int | None = None,
    largest: int = LARGEST_ANSWER,
    begins_itself: bool = False,
) -> Answer:
    """Run a function in a process of its own and return what it returns, whole.

    The function stands at the top of a module; its arguments and its answer can be pickled.
    `memory` is in bytes, on top of what the process has when its limits begin (on Linux all that
    it may write to; elsewhere as far as the system counts, on Windows not at all). `largest` is
    the size of the pickled answer in bytes. With `begins_itself` no limit holds until the function
    calls `begin()`, so that it can first open what is ours.

    Raises what the function raises; TimeLimitError, MemoryLimitError, AnswerLimitError or
    CrashError where a limit or the system ended it; KeyboardInterrupt once it has been stopped.
    No process outlives the call.
    """
    job = Job(function, arguments, memory, largest, begins_itself)
    child: Forked | Spawned = Forked(job) if may_fork() else Spawned(job)
    frames: Frames = SimpleQueue()
    reader = threading.Thread(target=_read_frames, args=(child.pipe, frames), daemon=True)
    answered = False
    try:
        reader.start()
        answer: Answer = _answer(frames, child, None if begins_itself else START_SECONDS, seconds)
        answered = True
    except SanctrackError:
        raise
    except BaseException:  # Ctrl-C, or a signal that a caller turns into an exception
        child.interrupt()
        raise
    finally:
        child.kill()
        reader.join(FAREWELL_SECONDS)
        if not answered:
            sweep_temporary()
    return answer


def begin() -> None:
    """Let the limits hold from here: for a function that was started with `begins_itself`.

    In a process that was not started by `run` it does nothing.
    """
    if _child_pipe is None:
        return
    if _child_memory is not None:
        _limit_memory(_child_memory)
    _send(_child_pipe, BEGIN)


def sweep_temporary() -> None:
    """Remove what a child that was killed left in the system's temporary folder."""
    from sanctrack.files import sweep, temporary_root

    with contextlib.suppress(SanctrackError):
        sweep(temporary_root())


def may_fork() -> bool:
    """Whether this is Linux and a fork would copy the only thread (macOS forbids it to its
    libraries).
    """
    try:
        threads = os.listdir("/proc/self/task")  # noqa: PTH208 - names alone
        return sys.platform == "linux" and len(threads) == 1
    except OSError:
        return False


# -- the parent
# -----------------------------------------------------------------------------------------------


class Forked:
    """A copy of this process that does a job.

    `interrupt` asks it to end and waits a moment; `kill` ends it and gives its exit code.
    """

    def __init__(self, job: Job) -> None:
        read_end, write_end = _high_pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(read_end)
                os.setpgid(0, 0)  # the parent passes Ctrl-C on, once
                _die_with(parent)
                _without_streams()
                _work(job, os.fdopen(write_end, "wb", buffering=0))
            finally:
                os._exit(1)
        os.close(write_end)
        with contextlib.suppress(OSError):
            os.setpgid(self.pid, self.pid)  # whichever of the two comes first
        self.pipe = os.fdopen(read_end, "rb", buffering=0)
        self.code: int | None = None

    def interrupt(self) -> None:
        _interrupt_group(self.pid)

    def kill(self) -> int:
        if self.code is None:
            _kill_group(self.pid)
            try:
                self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            except ChildProcessError:  # the caller has children collected by the system
                self.code = 0
        return self.code


class Spawned:
    """A fresh interpreter that does a job; the same doors as Forked."""

    def __init__(self, job: Job) -> None:
        import subprocess

        content = pickle.dumps(job)  # raises here what the caller did wrong
        # -P and the parent's folders: no module is imported from the folder of a stranger's file
        begin = (
            "import sys; sys.path[:] = sys.argv[2:]; from sanctrack.bounded import _serve; "
            "_serve(int(sys.argv[1]))"
        )
        folders = [folder for folder in sys.path if folder]
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", begin, str(os.getpid()), *folders],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0 if os.name == "posix" else None,
            bufsize=0,
        )
        assert self.process.stdin
        assert self.process.stdout
        self.pipe = self.process.stdout
        with contextlib.suppress(BrokenPipeError):
            # the stream stays open: its end tells the child that its parent is gone
            _send(self.process.stdin, JOB, content)

    def interrupt(self) -> None:
        if os.name == "posix" and self.process.returncode is None:
            _interrupt_group(self.process.pid)

    def kill(self) -> int:
        if self.process.returncode is None:
            if os.name == "posix":
                _kill_group(self.process.pid)
            else:
                self.process.kill()
        assert self.process.stdin
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        return self.process.wait()


def _interrupt_group(pid: int) -> None:
    """Send SIGINT to a child and what it started, and wait a moment without collecting it."""
    with contextlib.suppress(OSError):
        os.killpg(pid, signal.SIGINT)
        end = time.monotonic() + FAREWELL_SECONDS
        only_look = os.WEXITED | os.WNOHANG | os.WNOWAIT
        while time.monotonic() < end and os.waitid(os.P_PID, pid, only_look) is None:
            time.sleep(0.01)


def _kill_group(pid: int) -> None:
    """Kill a child that was not collected yet (so its number is no other's) and what it started."""
    with contextlib.suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)  # where its group was not made yet


def _answer(frames: Frames, child: Forked | Spawned, start: float | None, seconds: float) -> Any:
    """The answer of a child. Raises what it raised, or says which limit ended it."""
    left = start
    while True:
        try:
            frame = frames.get(timeout=left)
        except Empty:
            raise TimeLimitError(f"not done within {seconds:g} seconds") from None
        if frame is None:
            raise CrashError(_ending(child.kill()))
        kind, content = frame
        if kind == ANSWER:
            return pickle.loads(content)  # noqa: S301 - written by our own process
        if kind == FAILURE:
            raise pickle.loads(content)  # noqa: S301 - written by our own process
        if kind == NO_MEMORY:
            raise MemoryLimitError("more memory is needed than the limit")
        if kind == TOO_LARGE:
            raise AnswerLimitError(f"the answer is larger than the limit ({int(content):,} bytes)")
        left = seconds


def _read_frames(pipe: IO[bytes], frames: Frames) -> None:
    try:
        for frame in _frames(pipe):
            frames.put(frame)
    except (OSError, ValueError, MemoryError):
        pass  # an answer that is cut off is none
    frames.put(None)
    pipe.close()


def _ending(code: int) -> str:
    if code >= 0:
        return f"its process ended without an answer (exit code {code})"
    with contextlib.suppress(ValueError):
        return f"its process was ended by the system ({signal.Signals(-code).name})"
    return f"its process was ended by the system (signal {-code})"


# -- the child
# ------------------------------------------------------------------------------------------------


def _serve(parent: int) -> NoReturn:
    """What a fresh interpreter runs: one job from stdin, its answer to stdout."""
    source, pipe = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb", buffering=0)
    _die_with(parent)
    _without_streams()
    try:
        _, content = next(_frames(source))
        job: Job = pickle.loads(content)  # noqa: S301 - written by our own parent
    except BaseException as error:
        reason = f"{type(error).__name__}: {error}"
        _fail(pipe, SanctrackError(f"a process of its own could not be started: {reason}"))
        os._exit(1)
    if sys.platform != "linux":
        threading.Thread(target=_die_at_the_end_of, args=(source,), daemon=True).start()
    _work(job, pipe)


def _work(job: Job, pipe: IO[bytes]) -> NoReturn:
    """Do the job, send the answer or the error, and leave at once, without exit handlers."""
    global _child_pipe, _child_memory
    _child_pipe, _child_memory = pipe, job.memory
    try:
        if not job.begins_itself:
            begin()
        content = pickle.dumps(job.function(*job.arguments), protocol=pickle.HIGHEST_PROTOCOL)
        if len(content) > job.largest:
            _send(pipe, TOO_LARGE, str(job.largest).encode())
        else:
            _send(pipe, ANSWER, content)
    except MemoryError:
        _send(pipe, NO_MEMORY)
    except BaseException as error:
        _fail(pipe, error)
    os._exit(0)


def _fail(pipe: IO[bytes], error: BaseException) -> None:
    """Send an error; one that cannot be pickled becomes a SanctrackError with class and text."""
    try:
        content = pickle.dumps(error)
        pickle.loads(content)  # noqa: S301 - our own; some errors can be written and not be read
    except Exception:
        content = pickle.dumps(SanctrackError(f"{type(error).__name__}: {error}"))
    _send(pipe, FAILURE, content)


def _limit_memory(memory: int) -> None:
    """Set the limit of memory to what the process has now and so much more."""
    try:
        import resource
    except ImportError:  # Windows has none
        return
    kind, page_number = resource.RLIMIT_AS, 0
    if sys.platform == "linux":  # not RLIMIT_AS: each thread sets address space aside
        kind, page_number = resource.RLIMIT_DATA, 5
    with contextlib.suppress(OSError, ValueError):
        with open("/proc/self/statm", encoding="ascii") as numbers:
            used = int(numbers.read().split()[page_number]) * os.sysconf("SC_PAGE_SIZE")
        most = resource.getrlimit(kind)[1]
        limit = used + memory if most == resource.RLIM_INFINITY else min(used + memory, most)
        resource.setrlimit(kind, (limit, limit))


def _die_with(parent: int) -> None:
    """Let the system kill this process when its parent ends, however it ends."""
    if sys.platform == "linux":
        import ctypes

        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it ended before
            os._exit(1)


def _die_at_the_end_of(source: IO[bytes]) -> None:
    source.read(1)
    os._exit(1)


def _without_streams() -> None:
    """Nothing is read from, or printed on, the parent's streams, not even a
    library's last words.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGTERM", "SIGHUP"):  # what a parent does at its end is not for its copy
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    if "faulthandler" in sys.modules:
        sys.modules["faulthandler"].disable()
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no file
    empty = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        if number != empty:
            os.dup2(empty, number)
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - for the rest of the process
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


# -- the way between
# ------------------------------------------------------------------------------------------


def _high_pipe() -> tuple[int, int]:
    """A pipe whose ends are none of the standard streams, which may be closed."""
    import fcntl

    low = os.pipe()
    read_end, write_end = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 3) for end in low)
    for end in low:
        os.close(end)
    return read_end, write_end


def _send(pipe: IO[bytes], kind: bytes, content: bytes = b"") -> None:
    for part in (kind + len(content).to_bytes(8, "big"), content):
        view = memoryview(part)
        while view:
            view = view[pipe.write(view) :]


def _frames(pipe: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each message. Raises ValueError for one that is cut off."""
    while head := pipe.read(9):
        yield head[:1], _exactly(pipe, int.from_bytes(head[1:], "big"))


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    content = bytearray()
    while len(content) < size:
        part = pipe.read(min(PART, size - len(content)))
        if not part:
            raise ValueError("cut off")
        content += part
    return bytes(content)
