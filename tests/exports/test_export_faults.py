"""Attack and fault: a clear line, the old bundle whole, nothing half-written."""

import io
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from zipfile import ZipFile

import pytest

from sanctrack import files
from sanctrack.definitions.paths import Home
from sanctrack.errors import DataError, SanctrackError, UsageError
from sanctrack.exports import export, reason_of, verify_bundle
from sanctrack.exports.targets import xlsx

ROOT = Path(__file__).resolve().parents[2]
ONLY = ["dim_source", "dim_actor"]


def command(*words: str, **more: object) -> "subprocess.CompletedProcess[str]":
    program = [sys.executable, "-c", "from sanctrack.cli import main; main()", *words]
    return subprocess.run(program, capture_output=True, text=True, cwd=ROOT, check=False, **more)  # type: ignore[call-overload,no-any-return]


def small(home: Home, own: Path, out: Path) -> Path:
    export(home, own, "csv", out, only=ONLY)
    return out


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# -- where to write
# -------------------------------------------------------------------------------------------


def test_a_folder_of_other_files_is_never_replaced(home: Home, own: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("years of work")
    for output in (tmp_path / "mine", tmp_path / "bundle" / ".." / "mine", tmp_path):
        with pytest.raises(UsageError, match="no bundle of sanctrack"):
            small(home, own, output)
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    with pytest.raises(UsageError, match="no bundle of sanctrack"):
        small(home, own, tmp_path / "link")
    assert content(tmp_path / "mine") == {"thesis.docx": b"years of work"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "mine"]


def test_a_file_or_a_wrong_ending_is_refused(home: Home, own: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="is a file"):
        small(home, own, tmp_path / "file")
    with pytest.raises(UsageError, match="name a folder"):
        export(home, own, "bundle", tmp_path / "x.xlsx")
    with pytest.raises(UsageError, match="did you mean 'parquet'"):
        export(home, own, "parket", tmp_path / "out")
    assert (tmp_path / "file").read_text() == "x"


def test_the_command_line_says_what_is_missing() -> None:
    for words, said in (
        (["bundle"], "-o DIR"),
        (["postgres"], "--uri"),
        (["bundle", "-o", "x", "--uri", "y"], "--uri is for postgres"),
        (["postgres", "--uri", "y://", "-o", "x"], "no -o"),
        (["csv", "-o", "x", "--schema", "a"], "--schema is for postgres"),
        (["postgres", "--uri", "y://", "--schema", "pg_catalog"], "belongs to PostgreSQL"),
        (["postgres", "--uri", "y://", "--schema", "information_schema"], "belongs to PostgreSQL"),
        (["nonsense", "-o", "x"], "no target named 'nonsense'; targets: bundle"),
        (["duckdb", "-o", "x.parquet"], "ends in .duckdb"),
    ):
        done = command("export", *words)
        assert done.returncode == 2, words
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert command("verify", "no-such-folder").returncode == 2


def test_an_older_bundle_is_replaced_whole(home: Home, own: Path, tmp_path: Path) -> None:
    out = small(home, own, tmp_path / "out")
    export(home, own, "parquet", out, only=ONLY)
    assert {path.name for path in out.iterdir()} == {
        "ATTRIBUTION.md",
        "README.md",
        "datapackage.json",
        "parquet",
        "stamp.json",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_files_of_the_users_own_in_a_bundle_are_never_taken_away(
    home: Home, own: Path, tmp_path: Path
) -> None:
    out = small(home, own, tmp_path / "out")
    (out / "my-dashboard.pbix").write_text("a week of work")
    with pytest.raises(UsageError, match=r"not of it \(my-dashboard\.pbix\)"):
        small(home, own, out)
    assert (out / "my-dashboard.pbix").read_text() == "a week of work"
    (out / "my-dashboard.pbix").unlink()
    for name in (
        ".DS_Store",
        "Thumbs.db",
        "~$sanctrack.xlsx",
        ".~lock.sanctrack.xlsx#",
        "sanctrack.sqlite-wal",
    ):
        (out / name).touch()  # what programs leave beside an open file stops nothing
    small(home, own, out)
    assert {path.name for path in out.iterdir()} == {
        "ATTRIBUTION.md",
        "README.md",
        "csv",
        "datapackage.json",
        "stamp.json",
    }


@pytest.mark.parametrize(
    "stamp", ['{"a": 1}', "[]", "no json", '{"format": 1, "tables": {}, "files": ["thesis.docx"]}']
)
def test_a_stamp_of_another_program_makes_no_bundle(
    home: Home, own: Path, tmp_path: Path, stamp: str
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "stamp.json").write_text(stamp)
    (tmp_path / "mine" / "thesis.docx").write_text("years of work")
    with pytest.raises(UsageError, match="no bundle of sanctrack"):
        small(home, own, tmp_path / "mine")
    assert content(tmp_path / "mine") == {
        "stamp.json": stamp.encode(),
        "thesis.docx": b"years of work",
    }


def test_a_bundle_of_an_older_format_is_replaced(home: Home, own: Path, tmp_path: Path) -> None:
    out = small(home, own, tmp_path / "out")
    stamp = json.loads((out / "stamp.json").read_text())
    (out / "stamp.json").write_text(json.dumps({**stamp, "format": 0}))
    small(home, own, out)
    assert json.loads((out / "stamp.json").read_text()) == stamp


def test_two_exports_at_once_leave_one_whole_bundle(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    program = [sys.executable, "-c", "from sanctrack.cli import main; main()", "export"]
    both = [
        subprocess.Popen([*program, target, "-o", out], cwd=ROOT, stderr=subprocess.DEVNULL)
        for target in ("csv", "parquet")
    ]
    assert [running.wait(300) for running in both] == [0, 0]
    assert len([name for name in ("csv", "parquet") if (tmp_path / "out" / name).is_dir()]) == 1
    assert all(row["verdict"] == "same" for row in verify_bundle(tmp_path / "out").records())
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_two_renames_where_no_exchange_is_to_be_had(
    home: Home, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = small(home, own, tmp_path / "out")
    monkeypatch.setattr(files, "swapped", lambda one, other: False)
    export(home, own, "parquet", out, only=ONLY)
    assert (out / "parquet").is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


# -- disk and processes
# ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["parquet", "csv", "duckdb", "sqlite", "xlsx", "hyper"])
def test_a_full_disk_leaves_the_old_bundle(
    home: Home, own: Path, tmp_path: Path, target: str
) -> None:
    if target == "hyper":
        pytest.importorskip("pantab")
    out = small(home, own, tmp_path / "out")
    before = content(out)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    done = command("export", target, "-o", str(out), preexec_fn=limit)
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("sanctrack: error: ")
    assert "cannot be written" in done.stderr
    assert "unexpected" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert content(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_kill_in_the_middle_leaves_the_old_bundle_and_the_next_run_clears_up(
    home: Home, own: Path, tmp_path: Path
) -> None:
    out = small(home, own, tmp_path / "out")
    before = content(out)
    program = [
        sys.executable,
        "-c",
        "from sanctrack.cli import main; main()",
        "export",
        "bundle",
        "-o",
        str(out),
    ]
    running = subprocess.Popen(program, cwd=ROOT, stderr=subprocess.DEVNULL)
    limit = time.monotonic() + 60
    while not list(tmp_path.glob(".out.*.tmp/csv/*")):
        assert running.poll() is None
        assert time.monotonic() < limit
        time.sleep(0.01)
    running.kill()
    running.wait()
    assert content(out) == before
    assert len(list(tmp_path.iterdir())) == 2
    small(home, own, out)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_run_that_is_asked_to_end_clears_up_after_itself(tmp_path: Path) -> None:
    program = [
        sys.executable,
        "-c",
        "from sanctrack.cli import main; main()",
        "export",
        "bundle",
        "-o",
        str(tmp_path / "out"),
    ]
    running = subprocess.Popen(program, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    limit = time.monotonic() + 60
    while not list(tmp_path.glob(".out.*.tmp/csv/*")):
        assert running.poll() is None
        assert time.monotonic() < limit
        time.sleep(0.01)
    running.terminate()
    _, said = running.communicate(timeout=60)
    assert running.returncode == 143, said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_export_of_one_file_left_is_cleared_up(
    home: Home, own: Path, tmp_path: Path
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    going_on = files.temporary_name(".x.sqlite")
    (tmp_path / going_on).mkdir()
    (tmp_path / going_on.replace(f".{os.getpid()}.", f".{gone.pid}.")).mkdir()
    export(home, own, "sqlite", tmp_path / "x.sqlite", only=ONLY)
    assert {path.name for path in tmp_path.iterdir()} == {"x.sqlite", going_on}


def test_a_workbook_that_cannot_be_finished_prints_no_traceback_of_its_own() -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    def pack() -> None:
        xlsx_file = ZipFile(Full(), "w")
        xlsx_file.writestr("a", "b")

    with pytest.raises(OSError, match="No space") as caught:
        pack()
    xlsx.drop_open_zip(caught.value)
    half = [
        frame.frame.f_locals["xlsx_file"]
        for frame in caught.traceback
        if "xlsx_file" in frame.frame.f_locals
    ]
    assert [item.fp for item in half] == [None]


def test_the_reason_of_the_disk_is_told_without_the_words_of_the_engine() -> None:
    nested = (
        'Async write failed: {"exception_type":"IO","exception_message":"Could not write file '
        '\\"x\\": full","errno":"28"}'
    )
    assert reason_of(nested) == "Could not write file 'x': full"
    assert reason_of("IO Error: Could not write") == "Could not write"
    assert (
        reason_of("TransactionContext Error: Failed to commit: Could not write")
        == "Could not write"
    )
    assert (
        reason_of(
            'Checkpoint failed for database "out". The database has been invalidated. Original '
            "error: full"
        )
        == "full"
    )


def test_a_target_that_another_program_holds(
    home: Home, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here a reader keeps the old file; where the system refuses to rename, the old bundle stays
    and the line says why.
    """
    out = tmp_path / "out"
    export(home, own, "sqlite", out, only=ONLY)
    reader = sqlite3.connect(out / "sanctrack.sqlite")
    reader.execute("begin immediate")
    export(home, own, "sqlite", out, only=ONLY)
    assert reader.execute("select count(*) from dim_source").fetchone()[0] > 600
    reader.close()
    before = content(out)

    def refuse(new: Path, place: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "exchange", refuse)
    with pytest.raises(SanctrackError, match="if a program has a file of it open, close it"):
        export(home, own, "csv", out, only=ONLY)
    assert content(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes into every folder")
def test_a_folder_that_may_not_be_written(home: Home, own: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SanctrackError, match="cannot be written"):
        small(home, own, tmp_path / "out")


# -- verify
# --------------------------------------------------------------------------------------------------


def differences(folder: Path) -> list[tuple[str, str]]:
    return [
        (row["file"], row["check"])
        for row in verify_bundle(folder).records()
        if row["verdict"] == "differs"
    ]


def test_verify_finds_a_changed_value_a_missing_and_a_foreign_file(bundle: Path) -> None:
    path = bundle / "csv" / "fact_deliveries.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",1,1,", ",7,1,", 1), encoding="utf-8")
    database = sqlite3.connect(bundle / "sanctrack.sqlite")
    database.execute(
        "update fact_strikes set killed_min = killed_min + 1 where airstrike_id = "
        "'2023-04-11-pazi-gyi'"
    )
    database.execute("delete from claims where rowid = 1")
    database.commit()
    database.close()
    (bundle / "parquet" / "actors.parquet").unlink()
    (bundle / "surprise.exe").write_text("x")
    (bundle / "sanctrack.xlsx").write_bytes((bundle / "sanctrack.xlsx").read_bytes()[:50_000])
    found = differences(bundle)
    for expected in (
        ("csv/fact_deliveries.csv", "checksum"),
        ("csv/fact_deliveries.csv", "sum of deliveries"),
        ("sanctrack.sqlite", "sum of killed_min"),
        ("sanctrack.sqlite", "rows"),
        ("parquet/actors.parquet", "opens"),
        ("surprise.exe", "in the stamp"),
        ("sanctrack.xlsx", "opens"),
    ):
        assert expected in found, expected
    done = command("verify", str(bundle))
    assert done.returncode == 4
    assert "differ from its stamp" in done.stderr
    assert "surprise.exe" in done.stdout


def test_verify_reads_nothing_outside_the_folder(home: Home, own: Path, tmp_path: Path) -> None:
    out = small(home, own, tmp_path / "out")
    for name in ("../secret.csv", "/etc/passwd"):
        stamp = json.loads((out / "stamp.json").read_text())
        stamp["files"][name] = {"bytes": 1, "sha256": "0"}
        (out / "stamp.json").write_text(json.dumps(stamp))
        with pytest.raises(DataError, match="lies outside the bundle"):
            verify_bundle(out)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"format": 1}',
        '{"format": 9, "files": {}, "tables": {}}',
        '{"format": 1, "files": 3, "tables": {}}',
    ],
)
def test_a_broken_stamp_is_one_line(home: Home, own: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "stamp.json").write_text(text)
    with pytest.raises(DataError):
        verify_bundle(tmp_path)


def test_a_folder_without_a_stamp(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no bundle"):
        verify_bundle(tmp_path)
