"""A function in a process of its own: its answer or error comes back, its limits hold, nothing is
left.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sanctrack import bounded
from sanctrack.errors import DataError, SanctrackError

LONG = 60.0  # a limit that is only met by a hang


def double(number: int) -> int:
    return 2 * number


def sleep_after_telling(path: Path) -> None:
    path.write_text(str(os.getpid()))
    time.sleep(LONG)


def search_without_end() -> bool:
    return bool(re.match(r"(a|a)*$", "a" * 40 + "b"))  # holds the interpreter's lock


def fill_memory() -> int:
    return len(bytearray(3 * bounded.GIGABYTE))


def large(size: int) -> bytes:
    return bytes(size)


def wrong_file(path: str) -> None:
    raise DataError(f"{path} line 3: no number")


class UnreadableError(Exception):
    """An error that can be pickled and not be read again."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


def raise_unreadable() -> None:
    raise UnreadableError("two", "parts")


def end_by(number: int) -> None:
    os.kill(os.getpid(), number)


def leave() -> None:
    os._exit(7)


def speak() -> str:
    print("on stdout", flush=True)
    print("on stderr", file=sys.stderr, flush=True)
    os.write(1, b"raw")
    os.write(2, b"raw")
    return sys.stdin.read()


def begin_late() -> str:
    time.sleep(1.5)
    bounded.begin()
    return "begun"


def begin_and_stay() -> None:
    bounded.begin()
    time.sleep(LONG)


def with_a_process_of_its_own(path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({LONG})"])
    path.write_text(f"{child.pid}")
    time.sleep(LONG)


def put_away(path: Path) -> None:
    begun = path.with_suffix(".tmp")
    begun.touch()
    try:
        time.sleep(LONG)
    finally:
        begun.unlink()


@pytest.fixture(params=["forked", "spawned"])
def run(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """`bounded.run`, by each way to a process of its own."""
    if request.param == "forked" and sys.platform != "linux":
        pytest.skip("forks on Linux only")
    monkeypatch.setattr(bounded, "may_fork", lambda: request.param == "forked")
    return bounded.run


def gone(pid: int) -> bool:
    """Whether a process ends (a hang fails), or has ended and waits to be collected."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


def appeared(path: Path) -> str:
    for _ in range(400):
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.05)
    raise AssertionError(f"{path} was not written")


def test_the_answer_comes_back(run: Callable[..., Any]) -> None:
    assert run(double, 21, seconds=LONG) == 42
    assert run(double, 21, seconds=LONG, memory=bounded.GIGABYTE) == 42


def test_a_large_answer_comes_back_whole(run: Callable[..., Any]) -> None:
    assert run(large, 30_000_000, seconds=LONG) == bytes(30_000_000)


def test_a_larger_answer_than_the_limit_does_not_come_back(run: Callable[..., Any]) -> None:
    with pytest.raises(bounded.AnswerLimitError, match="limit"):
        run(large, 2_000_000, seconds=LONG, largest=1_000_000)


def test_its_error_comes_back_as_what_it_is(run: Callable[..., Any]) -> None:
    with pytest.raises(DataError, match=r"x\.csv line 3: no number"):
        run(wrong_file, "x.csv", seconds=LONG)


def test_an_error_that_cannot_be_carried_comes_back_in_words(run: Callable[..., Any]) -> None:
    with pytest.raises(SanctrackError, match="UnreadableError: two parts"):
        run(raise_unreadable, seconds=LONG)


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_a_crash_is_told(run: Callable[..., Any], number: signal.Signals) -> None:
    with pytest.raises(bounded.CrashError, match=number.name):
        run(end_by, number, seconds=LONG)


def test_an_end_without_an_answer_is_told(run: Callable[..., Any]) -> None:
    with pytest.raises(bounded.CrashError, match="exit code 7"):
        run(leave, seconds=LONG)


def test_what_holds_the_interpreter_is_stopped(run: Callable[..., Any]) -> None:
    with pytest.raises(bounded.TimeLimitError, match=r"not done within 0\.5 seconds"):
        run(search_without_end, seconds=0.5)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted on Linux")
def test_memory_is_bounded(run: Callable[..., Any]) -> None:
    with pytest.raises(bounded.MemoryLimitError, match="limit"):
        run(fill_memory, seconds=LONG, memory=bounded.GIGABYTE)


def test_it_neither_reads_nor_prints(
    run: Callable[..., Any], capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(speak, seconds=LONG) == ""
    assert capfd.readouterr() == ("", "")


def test_limits_may_begin_later(run: Callable[..., Any]) -> None:
    assert run(begin_late, seconds=0.5, begins_itself=True) == "begun"
    with pytest.raises(bounded.TimeLimitError):
        run(begin_and_stay, seconds=0.5, begins_itself=True)
    bounded.begin()  # of no effect in a process that was not started for it


def test_nothing_is_left_after_its_time(run: Callable[..., Any], tmp_path: Path) -> None:
    with pytest.raises(bounded.TimeLimitError):
        run(sleep_after_telling, tmp_path / "pid", seconds=1)
    assert gone(int((tmp_path / "pid").read_text()))
    with pytest.raises(bounded.TimeLimitError):
        run(with_a_process_of_its_own, tmp_path / "inner", seconds=1)
    assert gone(int((tmp_path / "inner").read_text()))


def test_descriptors_and_threads_are_given_back(run: Callable[..., Any]) -> None:
    run(double, 1, seconds=LONG)
    before = len(list(Path("/proc/self/fd").iterdir())), threading.active_count()
    for _ in range(2):
        run(double, 1, seconds=LONG)
        with pytest.raises(bounded.CrashError):
            run(leave, seconds=LONG)
    assert (len(list(Path("/proc/self/fd").iterdir())), threading.active_count()) == before


def test_threads_may_run_several_at_once() -> None:
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append(bounded.run(double, n, seconds=LONG)))
        for n in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    assert sorted(answers) == [0, 2]


PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import test_bounded
from sanctrack import bounded
bounded.may_fork = lambda: {forked}
try:
    bounded.run(getattr(test_bounded, {function!r}), Path({path!r}), seconds=60)
except KeyboardInterrupt:
    sys.exit(130)
"""


def program(function: str, path: Path, forked: bool) -> "subprocess.Popen[bytes]":
    text = PROGRAM.format(
        tests=str(Path(__file__).parent), function=function, path=str(path), forked=forked
    )
    return subprocess.Popen([sys.executable, "-c", text])


@pytest.mark.parametrize("forked", [True, False])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_dies_with_its_parent(number: signal.Signals, forked: bool, tmp_path: Path) -> None:
    parent = program("sleep_after_telling", tmp_path / "pid", forked)
    child = int(appeared(tmp_path / "pid"))
    parent.send_signal(number)
    assert parent.wait(LONG) == (130 if number is signal.SIGINT else -number)
    assert gone(child)


@pytest.mark.parametrize("forked", [True, False])
def test_stopped_by_ctrl_c_it_puts_away_what_it_began(forked: bool, tmp_path: Path) -> None:
    parent = program("put_away", tmp_path / "x", forked)
    for _ in range(400):
        if (tmp_path / "x.tmp").exists():
            break
        time.sleep(0.05)
    parent.send_signal(signal.SIGINT)
    assert parent.wait(LONG) == 130
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("forked", [True, False])
@pytest.mark.parametrize("closed", ["<&-", ">&-", "<&- >&- 2>&-"])
def test_closed_streams_do_not_matter(closed: str, forked: bool, tmp_path: Path) -> None:
    text = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import test_bounded; "
        f"from sanctrack import bounded\nbounded.may_fork = lambda: {forked}\n"
        f"open({str(tmp_path / 'answer')!r}, 'w').write(str(bounded.run(test_bounded.double, 4, "
        f"seconds=60)))"
    )
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -c "$1" {closed}', sys.executable, text],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / "answer").read_text() == "8"


def test_a_module_in_the_working_folder_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("sanctrack", "pickle", "queue", "ctypes"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bounded, "may_fork", lambda: False)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    assert bounded.run(double, 2, seconds=LONG) == 4
    assert not (tmp_path / "run").exists()
