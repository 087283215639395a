"""Whatever an output path is, what is no regular file is never replaced, and what killed runs leave
the next run removes.
"""

import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from whole import WHOLE

from sanctrack import files
from sanctrack.definitions.paths import Home
from sanctrack.errors import SanctrackError
from sanctrack.files import (
    TEMPORARY,
    replacing,
    replacing_folder,
    sweep,
    temporary_name,
    work_folder,
)
from sanctrack.warehouse.warehouse import Warehouse

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = [sys.executable, "-m", "sanctrack"]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="devices, fifos and links of POSIX")


def command(*words: object, **more: object) -> "subprocess.CompletedProcess[bytes]":
    line = [*PROGRAM, *map(str, words)]
    return subprocess.run(line, capture_output=True, cwd=ROOT, check=False, timeout=120, **more)  # type: ignore[call-overload,no-any-return]


def put(path: Path, text: str = "new") -> None:
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def put_half(path: Path, error: Exception) -> None:
    with replacing(path) as temporary:
        temporary.write_text("half", encoding="utf-8")
        raise error


def leftovers(folder: Path) -> list[str]:
    return sorted(
        path.name
        for path in folder.rglob("*")
        if TEMPORARY.fullmatch(path.name) or path.name.startswith("sanctrack-")
    )


# -- kinds of target
# ------------------------------------------------------------------------------------------


def device(path: Path, number: tuple[int, int], kind: int = stat.S_IFCHR) -> Path:
    """A device node of our own, as /dev/null is 1, 3; never the machine's."""
    try:
        os.mknod(path, kind | 0o666, os.makedev(*number))
        if kind == stat.S_IFCHR:
            path.open("wb").close()
    except OSError as error:
        pytest.skip(f"device nodes cannot be made or opened here: {error}")
    return path


@contextmanager
def reading(fifo: Path) -> Iterator[Callable[[], bytes]]:
    """A reader of a fifo that is there before the writer is."""
    got: list[bytes] = []
    handle = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(handle, True)
    keep_open = os.open(fifo, os.O_WRONLY)

    def read() -> None:
        with os.fdopen(handle, "rb") as opened:
            got.append(opened.read())

    reader = threading.Thread(target=read, daemon=True)
    reader.start()

    def all_of_it() -> bytes:
        os.close(keep_open)
        reader.join(60)
        return got[0]

    yield all_of_it


def test_a_device_is_written_through_and_stays(tmp_path: Path) -> None:
    null = device(tmp_path / "null", (1, 3))
    link = tmp_path / "link"
    link.symlink_to("null")
    put(null)
    put(link)
    assert stat.S_ISCHR(null.lstat().st_mode)
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "null"]


def test_a_device_that_is_full_is_told(tmp_path: Path) -> None:
    full = device(tmp_path / "full", (1, 7))
    with pytest.raises(SanctrackError, match=r"full: cannot be written: No space left on device$"):
        put(full)
    assert stat.S_ISCHR(full.lstat().st_mode)


def test_a_disk_is_never_written_over(tmp_path: Path) -> None:
    disk = device(tmp_path / "disk", (7, 255), stat.S_IFBLK)
    with pytest.raises(SanctrackError, match="is a disk"):
        put(disk)
    assert stat.S_ISBLK(disk.lstat().st_mode)


@pytest.mark.parametrize("through", ["fifo", "link"])
def test_a_fifo_gets_all_and_stays(tmp_path: Path, through: str) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to("fifo")
    with reading(tmp_path / "fifo") as content:
        put(tmp_path / through, "x" * 300_000)
        assert content() == b"x" * 300_000
    assert (tmp_path / "fifo").is_fifo()
    assert (tmp_path / "link").is_symlink()


def test_a_fifo_that_nobody_reads_is_refused_and_does_not_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "fifo")
    monkeypatch.setattr(files, "FIFO_PATIENCE_S", 0.05)
    with pytest.raises(SanctrackError, match="a pipe that nobody reads; start its reader first"):
        put(tmp_path / "fifo")
    assert (tmp_path / "fifo").is_fifo()


def test_a_fifo_whose_reader_leaves_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    handle = os.open(tmp_path / "fifo", os.O_RDONLY | os.O_NONBLOCK)

    def write() -> None:
        with replacing(tmp_path / "fifo") as temporary:
            temporary.write_bytes(b"x" * 300_000)
            os.close(handle)

    with pytest.raises(SanctrackError, match="its reader closed it before all was written"):
        write()


def test_a_failed_run_sends_nothing_into_a_fifo(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    with reading(tmp_path / "fifo") as content:
        with pytest.raises(KeyError):
            put_half(tmp_path / "fifo", KeyError())
        assert content() == b""


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        with pytest.raises(SanctrackError, match="is a socket"):
            put(Path("s"))
        assert stat.S_ISSOCK(Path("s").lstat().st_mode)


def test_a_link_stays_and_its_file_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    target = tmp_path / "folder" / "target.csv"
    target.write_text("old")
    (tmp_path / "near").symlink_to("folder/target.csv")
    (tmp_path / "far").symlink_to(tmp_path / "near")
    opened = target.open()
    put(tmp_path / "far")
    assert target.read_text() == "new"
    assert opened.read() == "old", "replaced whole, not written over"
    assert (tmp_path / "far").is_symlink()
    assert (tmp_path / "near").is_symlink()
    assert leftovers(tmp_path) == []


def test_a_dangling_link_makes_its_file_or_says_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("later.csv")
    put(tmp_path / "link")
    assert (tmp_path / "later.csv").read_text() == "new"
    assert (tmp_path / "link").is_symlink()
    (tmp_path / "lost").symlink_to("no-folder/x.csv")
    with pytest.raises(
        SanctrackError, match=r"lost is a link to .*no-folder/x\.csv, and there is no folder"
    ):
        put(tmp_path / "lost")


def test_a_link_in_a_circle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(SanctrackError, match="leads back to itself"):
        put(tmp_path / "a")
    assert (tmp_path / "a").is_symlink()


def test_a_path_through_a_linked_folder(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    put(tmp_path / "link" / "x.csv")
    assert (tmp_path / "folder" / "x.csv").read_text() == "new"
    with pytest.raises(SanctrackError, match="is a folder; name a file"):
        put(tmp_path / "link")


def test_another_hard_link_keeps_the_old_content(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("old")
    (tmp_path / "backup").hardlink_to(tmp_path / "x")
    put(tmp_path / "x")
    assert ((tmp_path / "x").read_text(), (tmp_path / "backup").read_text()) == ("new", "old")


def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("old")
    (tmp_path / "x").chmod(0o444)
    with pytest.raises(SanctrackError, match="is read-only"):
        put(tmp_path / "x")
    assert (tmp_path / "x").read_text() == "old"


def test_modes_follow_the_umask_and_those_of_a_file_stay(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        put(tmp_path / "fresh")
        (tmp_path / "private").write_text("old")
        (tmp_path / "private").chmod(0o600)
        put(tmp_path / "private")
        with replacing_folder(tmp_path / "folder") as folder:
            (folder / "x").write_text("x")
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"fresh": 0o640, "private": 0o600, "folder": 0o750}


def test_names_as_long_as_the_system_takes_them(tmp_path: Path) -> None:
    for name in ("x" * 255, "ကို" * 28):
        put(tmp_path / name)
        assert (tmp_path / name).read_text() == "new"
    with pytest.raises(SanctrackError, match="File name too long"):
        put(tmp_path / ("x" * 256))


def test_what_became_of_a_path_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    def write() -> None:
        with replacing(tmp_path / "x") as temporary:
            temporary.write_text("new")
            os.mkfifo(tmp_path / "x")

    with pytest.raises(SanctrackError, match="is no file any more"):
        write()
    assert (tmp_path / "x").is_fifo()
    assert leftovers(tmp_path) == []


def test_a_full_folder_and_a_missing_one_are_named(tmp_path: Path) -> None:
    with pytest.raises(SanctrackError) as full:
        put_half(tmp_path / "x", OSError(28, "No space left on device"))
    assert (
        str(full.value)
        == f"{tmp_path / 'x'}: cannot be written: No space left on device (the folder {tmp_path} "
        f"is full)"
    )
    with (
        pytest.raises(SanctrackError, match=f"there is no folder {tmp_path}/no$"),
        replacing(tmp_path / "no" / "x", make_parents=False),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_full_temporary_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with (
        pytest.raises(SanctrackError, match=f"the folder {tmp_path} is full.*TMPDIR"),
        work_folder(),
    ):
        raise OSError(28, "No space left on device")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "no"))
    with (
        pytest.raises(SanctrackError, match=f"there is no folder {tmp_path}/no.*TMPDIR"),
        work_folder(),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


# -- the commands
# ---------------------------------------------------------------------------------------------

TO_STDOUT = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"]


@pytest.mark.parametrize("place", TO_STDOUT if WHOLE else ["/dev/stdout", "link"])
@pytest.mark.parametrize("form", ["csv", "parquet"] if WHOLE else ["parquet"])
def test_the_open_files_of_the_program_are_written_through(
    tmp_path: Path, place: str, form: str
) -> None:
    (tmp_path / "link").symlink_to("/proc/self/fd/1")
    output = str(tmp_path / "link") if place == "link" else place
    done = command("tables", "-f", form, "-o", output)
    assert done.returncode == 0, done.stderr
    assert done.stdout == command("tables", "-f", form).stdout
    assert (tmp_path / "link").is_symlink()


def test_what_stdout_is_led_into_is_added_to(tmp_path: Path) -> None:
    """`>> file`: the file is the shell's, and what stands in it stays."""
    with (tmp_path / "log").open("ab") as log:
        log.write(b"before\n")
        log.flush()
        done = subprocess.run(
            [*PROGRAM, "tables", "-f", "csv", "-o", "/dev/stdout"],
            stdout=log,
            cwd=ROOT,
            check=False,
        )
        log.write(b"after\n")
    lines = (tmp_path / "log").read_text().splitlines()
    assert done.returncode == 0
    assert (lines[0], lines[1][:5], lines[-1]) == ("before", "name,", "after")
    assert [path.name for path in tmp_path.iterdir()] == ["log"]


def test_a_descriptor_of_the_shell_is_written_through() -> None:
    script = f"{' '.join(PROGRAM)} tables -f csv -o >(head -n 1; cat >/dev/null)"
    done = subprocess.run(
        ["bash", "-c", f"{script}; wait"], capture_output=True, cwd=ROOT, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"name,")


def outputs_of(place: Path, workspace: Path) -> dict[str, list[object]]:
    """A command of each kind that writes a file, with `place` as its output."""
    return {
        "csv": ["report", "coverage", "-f", "csv", "-o", place],
        "xlsx": ["report", "coverage", "-f", "xlsx", "-o", place],
        "picture": ["report", "strikes_by_month", "-o", place.with_suffix(".svg")],
        "show": ["show", "mt-reef", "-f", "html", "-o", place],
        "dossier": ["show", "mt-reef", "-o", place.with_suffix(".html")],
        "brief": [
            "brief",
            "one-strike",
            "-p",
            "airstrike_id=2023-04-11-pazi-gyi",
            "-o",
            place.with_suffix(".md"),
        ],
        "bibliography": [
            *("brief", "one-strike", "-p", "airstrike_id=2023-04-11-pazi-gyi"),
            *("--bibliography", place.with_suffix(".bib")),
        ],
        "export": ["export", "sqlite", "-o", place.with_suffix(".sqlite")],
        "bundle": ["export", "csv", "-o", place],
    }


NODE, LINKED_NODE, CIRCLE = "node", "link to a node", "circle"


# A pipe or disk behind a command is the same to it as a device: `replacing` tells them apart,
# above.
@pytest.mark.parametrize("kind", [NODE, LINKED_NODE, CIRCLE] if WHOLE else [LINKED_NODE])
@pytest.mark.parametrize(
    "name", list(outputs_of(Path("x"), Path())) if WHOLE else ["xlsx", "brief", "export"]
)
def test_no_command_replaces_what_is_no_file(tmp_path: Path, name: str, kind: str) -> None:
    words = outputs_of(tmp_path / "out", tmp_path)[name]
    place = Path(str(words[-1]))
    null = device(tmp_path / "null", (1, 3))
    if kind == NODE:
        null.rename(place)
    else:
        place.symlink_to("null" if kind == LINKED_NODE else place.name)
    mode = place.lstat().st_mode
    done = command("--workspace", tmp_path / "ws", *words)
    # exports take the place of earlier ones alone
    refused = kind == CIRCLE or name in ("export", "bundle")
    assert (done.returncode != 0) == refused, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"unexpected" not in done.stderr
    assert place.lstat().st_mode == mode
    assert leftovers(tmp_path) == []


# -- leftovers
# ------------------------------------------------------------------------------------------------


def of_a_process_that_is_gone(name: str, use: str = "tmp") -> str:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    return temporary_name(name, use).replace(f".{os.getpid()}.", f".{gone.pid}.")


def test_leftovers_are_swept_and_nothing_else(tmp_path: Path) -> None:
    mine = temporary_name(".x.csv")
    gone = [of_a_process_that_is_gone(name) for name in (".x.csv", ".other.xlsx", ".folder")]
    own = mine.split(".sanctrack_")[1].split("_")
    # the number of a process that has ended was given again
    earlier_start = mine.replace(f"_{own[2]}_", "_1_")
    earlier_boot = mine.replace(f"_{own[1]}_", "_00000000_")
    elsewhere = mine.replace(f"sanctrack_{own[0]}_", "sanctrack_00000000_")
    others = [
        ".x.csv.tmp",
        f".x.csv.{os.getpid()}.abc_123.tmp",
        ".x.csv.1.abc_123.tmp",
        ".x.csv.13uj97qf.tmp",
        "sanctrack-notes",
        f"{gone[0]}.csv",
    ]
    for name in (mine, *gone[:2], earlier_start, earlier_boot, elsewhere, *others):
        (tmp_path / name).write_text("x")
    (tmp_path / gone[2]).mkdir()
    (tmp_path / gone[2] / "part.csv").write_text("x")
    (tmp_path / of_a_process_that_is_gone(".dangling")).symlink_to("nowhere")
    put(tmp_path / "x.csv")
    assert {path.name for path in tmp_path.iterdir()} == {"x.csv", mine, elsewhere, *others}
    os.utime(tmp_path / elsewhere, (0, 0))
    sweep(tmp_path)
    assert not (tmp_path / elsewhere).exists(), (
        "of another machine or container, and older than a day"
    )


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="only root can make a file of another user",
)
def test_what_another_user_left_is_theirs(tmp_path: Path) -> None:
    left = tmp_path / of_a_process_that_is_gone(".x.csv")
    left.write_text("x")
    os.chown(left, 12345, 12345)
    sweep(tmp_path)
    assert left.exists()


def test_a_linked_leftover_takes_nothing_with_it(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "x").write_text("x")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / of_a_process_that_is_gone(".x")).symlink_to(tmp_path / "precious")
    sweep(tmp_path / "out")
    assert (tmp_path / "precious" / "x").read_text() == "x"
    assert list((tmp_path / "out").iterdir()) == []


def test_a_process_that_has_ended_and_was_not_asked_for_is_gone(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    assert ended.stdout
    ended.stdout.read()
    limit = time.monotonic() + 60
    while files.running(ended.pid) and time.monotonic() < limit:
        time.sleep(0.01)
    assert not files.running(ended.pid)
    ended.wait()


def test_a_folder_that_was_moved_aside_goes_back(tmp_path: Path) -> None:
    for name in ("bundle", "second"):
        aside = tmp_path / of_a_process_that_is_gone(f".{name}", "old")
        aside.mkdir()
        (aside / "x").write_text("old")
    (tmp_path / "second").mkdir()
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "second"]
    assert (tmp_path / "bundle" / "x").read_text() == "old"
    assert list((tmp_path / "second").iterdir()) == []


@pytest.mark.parametrize("at_once", [True, False])
def test_a_folder_is_exchanged_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    if not at_once:
        monkeypatch.setattr(files, "swapped", lambda one, other: False)
    for text in ("one", "two"):
        with replacing_folder(tmp_path / "f") as folder:
            (folder / text).write_text(text)
    assert [path.name for path in (tmp_path / "f").iterdir()] == ["two"]

    def fail() -> None:
        with replacing_folder(tmp_path / "f") as folder:
            (folder / "three").write_text("three")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert [path.name for path in (tmp_path / "f").iterdir()] == ["two"]
    assert [path.name for path in tmp_path.iterdir()] == ["f"]


def test_two_first_exchanges_at_once_are_both_whole(tmp_path: Path) -> None:
    with replacing_folder(tmp_path / "f") as one:
        (one / "one").write_text("one")
        with replacing_folder(tmp_path / "f") as two:
            (two / "two").write_text("two")
    assert [path.name for path in (tmp_path / "f").iterdir()] == ["one"]


def test_an_exchange_waits_for_another_that_goes_on(tmp_path: Path) -> None:
    """What `may_replace` saw is what is replaced: between the two no other exchange takes place."""
    steps: list[str] = []
    entered, go_on = threading.Event(), threading.Event()

    def slow(_: Path) -> None:
        if entered.is_set():  # asked the second time, under the lock
            steps.append("looked")
            go_on.wait(60)
            time.sleep(0.1)
            steps.append("replaces")
        entered.set()

    def first() -> None:
        with replacing_folder(tmp_path / "f", slow) as folder:
            (folder / "one").write_text("one")

    writer = threading.Thread(target=first)
    writer.start()
    while "looked" not in steps:
        time.sleep(0.01)
    go_on.set()
    with replacing_folder(tmp_path / "f") as folder:
        (folder / "two").write_text("two")
    steps.append("second")
    writer.join(60)
    assert steps == ["looked", "replaces", "second"]
    assert [path.name for path in (tmp_path / "f").iterdir()] == ["two"]


# -- kills
# --------------------------------------------------------------------------------------------------


def runs(tmp_path: Path) -> dict[str, list[object]]:
    return {
        "report": ["report", "coverage", "-o", tmp_path / "out" / "r.xlsx"],
        "brief": [
            *("brief", "one-strike", "-p", "airstrike_id=2023-04-11-pazi-gyi"),
            *("-o", tmp_path / "out" / "b.docx", "-o", tmp_path / "out" / "b.pdf"),
        ],
        "export": ["export", "sqlite", "-o", tmp_path / "out" / "x.sqlite"],
        "import": [
            "--workspace",
            tmp_path / "ws",
            "import",
            "us_ofac",
            tmp_path / "sdn.csv",
            "--published-on",
            "2024-01-01",
        ],
        "build": ["--home", tmp_path / "home", "build"],
    }


# Seconds after which a run is killed, between the first temporary file and the end where the
# machine is not slower.
MOMENTS = [number * 0.15 for number in range(14)] if WHOLE else [0.0]


def started(tmp_path: Path, name: str, moment: float) -> "subprocess.Popen[bytes]":
    """A run that has made its first temporary file, and has gone on for a moment."""
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
    line = [*PROGRAM, *map(str, runs(tmp_path)[name])]
    running = subprocess.Popen(
        line, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    limit = time.monotonic() + 120
    while not leftovers(tmp_path) and running.poll() is None and time.monotonic() < limit:
        time.sleep(0.001)
    time.sleep(moment)
    return running


def prepare(tmp_path: Path, name: str) -> None:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "out").mkdir()
    if name == "import":
        row = (
            '{0},"EXAMPLE PARTY {0}","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
        )
        (tmp_path / "sdn.csv").write_text(
            "".join(row.format(number) for number in range(1, 20_001)), encoding="utf-8"
        )
    if name == "build":
        (tmp_path / "home").mkdir()
        for folder in ("schemas", "queries"):
            (tmp_path / "home" / folder).symlink_to(ROOT / folder)
        (tmp_path / "home" / "datasets").mkdir()
        for path in [*(ROOT / "datasets").glob("*.csv"), ROOT / "datasets" / "facts.yaml"]:
            (tmp_path / "home" / "datasets" / path.name).write_bytes(path.read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["report", "brief", "export", "import", "build"])
def test_after_a_kill_the_next_run_leaves_nothing(tmp_path: Path, name: str) -> None:
    if name == "import":
        pytest.importorskip("lxml")
    if name == "brief":
        pytest.importorskip("typst")
    prepare(tmp_path, name)
    left = []
    for moment in MOMENTS:
        running = started(tmp_path, name, moment)
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=60)
        left += leftovers(tmp_path)
    if not WHOLE:
        assert left, "the run was killed before it had begun or after it was done"
    # the second says that the version is already there
    for _ in range(2 if name == "import" else 1):
        running = started(tmp_path, name, 0)
        assert running.communicate(timeout=300)[1].count(b"Traceback") == 0
        assert running.returncode == 0
    assert leftovers(tmp_path) == []
    assert list((tmp_path / "tmp").iterdir()) == []


def test_an_import_that_is_already_there_sweeps_too(tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    prepare(tmp_path, "import")
    assert command(*runs(tmp_path)["import"]).returncode == 0
    holder = tmp_path / "ws" / "lists" / "us_ofac_sdn"
    (holder / of_a_process_that_is_gone(".abc")).mkdir()
    (holder / ".tmp-old-half").mkdir()
    os.utime(holder / ".tmp-old-half", (0, 0))  # as an earlier version of the program named it
    (holder / temporary_name(".abc")).mkdir()  # of an import that goes on
    done = command(*runs(tmp_path)["import"])
    assert b"already there" in done.stderr
    assert [path.name for path in holder.iterdir() if path.name.startswith(".")] == [
        path.name for path in holder.glob(f".abc.{os.getpid()}.*")
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP] if WHOLE else [signal.SIGTERM]
)
@pytest.mark.parametrize(
    "name",
    ["report", "brief", "export", "import", "build"] if WHOLE else ["brief", "import", "build"],
)
def test_a_run_that_is_asked_to_end_clears_up(
    tmp_path: Path, name: str, number: signal.Signals
) -> None:
    if name == "import":
        pytest.importorskip("lxml")
    if name == "brief":
        pytest.importorskip("typst")
    prepare(tmp_path, name)
    running = started(tmp_path, name, 0)
    running.send_signal(number)
    _, stderr = running.communicate(timeout=120)
    assert running.returncode in (0, 128 + number), stderr  # 0: it was done before it heard
    assert b"Traceback" not in stderr
    assert leftovers(tmp_path) == []


def silent_server() -> socket.socket:
    """Takes connections and answers nothing."""
    server = socket.create_server(("127.0.0.1", 0))
    return server


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_refresh_ends_at_once_although_the_server_is_silent(
    tmp_path: Path, number: signal.Signals
) -> None:
    pytest.importorskip("httpx")
    with silent_server() as server:
        environment = {
            **os.environ,
            "TMPDIR": str(tmp_path),
            "SANCTRACK_URL_UN_SC": f"http://127.0.0.1:{server.getsockname()[1]}/un.xml",
        }
        line = [*PROGRAM, "--workspace", str(tmp_path / "ws"), "refresh", "un_sc"]
        running = subprocess.Popen(
            line, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        server.settimeout(60)
        connection, _ = server.accept()
        with connection:
            assert leftovers(tmp_path)
            running.send_signal(number)
            _, stderr = running.communicate(timeout=30)  # one attempt alone would take a minute
    assert running.returncode == 128 + number, stderr
    assert b"Traceback" not in stderr
    assert leftovers(tmp_path) == []


def test_an_ignored_signal_stays_ignored(tmp_path: Path) -> None:
    """As under `nohup`: a closed terminal ends nothing."""
    program = (
        "import os, signal, sys\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\nfrom "
        "sanctrack.cli.entry import end_in_order\nend_in_order()\nos.kill(os.getpid(), "
        "signal.SIGHUP)\nprint('goes on')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, timeout=60
    )
    assert done.stdout == b"goes on\n"


def test_what_a_database_cannot_keep_in_memory_is_never_put_into_the_users_folder(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    asked = "select current_setting('temp_directory') as place"
    with Warehouse(home, tmp_path / "ws", only=["sources"]) as warehouse:
        place = Path(warehouse.sql(asked).rows[0][0])
        assert place.parent == tmp_path
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "no"))
    with Warehouse(home, tmp_path / "ws", only=["sources"]) as warehouse:
        assert not warehouse.sql(asked).rows[0][0]


# -- two at once
# ----------------------------------------------------------------------------------------------


def test_two_writers_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom sanctrack.files import replacing\nfor number "
        "in range(60):\n    with replacing(Path(sys.argv[1])) as temporary:\n        "
        "temporary.write_text(sys.argv[2] * 200_000)"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "x"), letter])
        for letter in "ab"
    ]
    while any(writer.poll() is None for writer in both):
        with suppress(FileNotFoundError):
            text = (tmp_path / "x").read_text()
            assert text in ("a" * 200_000, "b" * 200_000)
    assert [writer.wait() for writer in both] == [0, 0]
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_the_open_files_of_this_process_must_take_what_is_written(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("old")
    with (
        (tmp_path / "x").open() as opened,
        pytest.raises(SanctrackError, match="open for reading alone"),
    ):
        put(Path(f"/dev/fd/{opened.fileno()}"))
    with pytest.raises(SanctrackError, match="Bad file descriptor"):
        put(Path("/dev/fd/999"))
    assert (tmp_path / "x").read_text() == "old"
