"""The commands import, lists, refresh and changes, run as a user runs them: output, errors, exit
codes, two at once, killed.
"""

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

CHANGE_HEADER = (
    "list,change,entry_reference,name,field,before,after,programme,about_myanmar,before_on,"
    "after_on,cause,touches,sentence"
)
Run = Callable[..., subprocess.CompletedProcess[str]]


def sdn(number: int, name: str, programme: str = "BURMA-EO14014") -> str:
    return (
        f'{number},"{name}",-0- ,"{programme}",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Linked To: '
        f'X."\r\n'
    )


def sdn_file(path: Path, numbers: range, programme: str = "BURMA-EO14014") -> Path:
    path.write_bytes(
        "".join(sdn(number, f"PARTY {number}", programme) for number in numbers).encode() + b"\x1a"
    )
    return path


def command(workspace: Path, *arguments: object) -> tuple[list[str], dict[str, str]]:
    environment = {
        **os.environ,
        "SANCTRACK_WORKSPACE": str(workspace),
        "COLUMNS": "120",
        "NO_COLOR": "1",
    }
    return [sys.executable, "-m", "sanctrack", *map(str, arguments)], environment


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def started(
        *arguments: object, workspace: Path | None = None, before: tuple[str, ...] = ()
    ) -> subprocess.CompletedProcess[str]:
        line, environment = command(workspace or tmp_path / "ws", *arguments)
        line = [*before, *line]
        return subprocess.run(
            line, env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    return started


def one_error(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    lines = [line for line in done.stderr.splitlines() if line.startswith("sanctrack: error: ")]
    assert done.returncode == code, done.stderr
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert all(word in lines[0] for word in words), lines[0]
    assert not done.stdout


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_import_and_lists(run: Run, tmp_path: Path) -> None:
    done = run(
        "import",
        "us_ofac",
        sdn_file(tmp_path / "sdn.csv", range(1, 31)),
        "--published-on",
        "2024-05-03",
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert "us_ofac_sdn: imported, version of 2024-05-03: 30 entries" in done.stderr
    again = run("import", "us_ofac_sdn", tmp_path / "sdn.csv")
    assert again.returncode == 0
    assert "already there" in again.stderr
    kept = run("lists", "--format", "csv")
    (row,) = rows(kept.stdout)
    assert (row["list"], row["list_version_on"], row["list_version_basis"], row["entry_count"]) == (
        "us_ofac_sdn",
        "2024-05-03",
        "option",
        "30",
    )
    assert kept.stderr == ""
    assert json.loads(run("lists", "--format", "json").stdout)[0]["redistribution"] == "yes"
    assert "us_ofac_sdn" in run("lists").stdout
    out = tmp_path / "lists.xlsx"
    assert run("lists", "-o", out).returncode == 0
    assert out.read_bytes()[:2] == b"PK"


def test_a_copy_that_counts_as_none_is_told(run: Run, tmp_path: Path) -> None:
    path = sdn_file(tmp_path / "sdn.csv", range(1, 31))
    run("import", "us_ofac", path, "--published-on", "2024-05-03")
    (about,) = (tmp_path / "ws" / "lists" / "us_ofac_sdn").glob("*/version.json")
    assert "warning" not in run("lists").stderr
    for text in ("[]", '{"list": 1}', "{half"):
        about.write_text(text)
        done = run("lists")
        assert done.returncode == 0
        assert f"{about.parent.name}: its version.json cannot be read" in done.stderr
    assert (
        "imported, version of 2024-05-03"
        in run("import", "us_ofac", path, "--published-on", "2024-05-03").stderr
    )
    assert "warning" not in run("lists").stderr


def test_a_file_without_a_day_says_what_that_means(run: Run, tmp_path: Path) -> None:
    path = sdn_file(tmp_path / "sdn.csv", range(1, 31))
    assert "--published-on DAY" in run("import", "us_ofac", path).stderr
    dated = run("import", "us_ofac", path, "--published-on", "2024-05-03")
    assert dated.returncode == 0
    assert "--published-on DAY" not in dated.stderr
    assert [row["list_version_on"] for row in rows(run("lists", "-f", "csv").stdout)] == [
        "2024-05-03"
    ]


def test_issues_are_rows_on_stdout(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    path.write_bytes(
        (sdn(1, "ONE") + sdn(2, "TWO").replace("-0- ", '"saucer"', 1)).encode() + b"\x1a"
    )
    done = run("import", "us_ofac", path, "--issues", "--format", "csv")
    assert done.returncode == 0, done.stderr
    found = rows(done.stdout)
    assert any(row["record_reference"] == "2" and row["value"] == "saucer" for row in found), found
    titled = run("import", "us_ofac", path, "--issues")
    assert "Issues of the version without a day" in titled.stdout
    assert "issues: none" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["import", "us_ofca", "{sample}"], 2, ["us_ofca", "us_ofac"]),
        (
            ["import", "us_ofac", "{sample}", "--published-on", "2024-13-01"],
            2,
            ["--published-on", "2024-13-01"],
        ),
        (["import", "us_ofac", "no-such.csv"], 2, ["no-such.csv", "no such file"]),
        (["import", "us_ofac", "."], 2, ["is a folder"]),
        (
            ["import", "us_ofac", "{sample}", "--published-on", "2099-01-01"],
            2,
            ["--published-on", "later than today"],
        ),
        (["import", "us_ofac", "{ahead}"], 5, ["sdn_2099-01-01.csv", "later than today"]),
        (["import", "us_ofac_cons", "{sample}"], 5, ["sanctrack import us_ofac_sdn sdn.csv"]),
        (["import", "us_ofac", "{cut}", "--accept"], 5, ["cut.csv", "cut off"]),
        (["import", "us_ofac", "{empty}"], 5, ["empty.csv"]),
        (["import", "eu_fsf", "{sample}"], 5, ["sdn.csv"]),
        (["import", "uk_uksl", "{html}"], 5, ["login.csv"]),
        (["changes", "us_ofca_sdn"], 2, ["us_ofca_sdn"]),
        (["changes", "us_ofac_sdn", "--since", "yesterday"], 2, ["--since", "yesterday"]),
        (["refresh", "us_ofca_sdn"], 2, ["us_ofca_sdn"]),
        (["lists", "--format", "cvs"], 2, ["cvs"]),
    ],
)
def test_errors_say_what_and_end_with_their_code(
    run: Run, tmp_path: Path, arguments: list[str], code: int, words: list[str]
) -> None:
    sdn_file(tmp_path / "sdn.csv", range(1, 5))
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "login.csv").write_text("<!DOCTYPE html><html><body>Please log in</body></html>")
    sdn_file(tmp_path / "sdn_2099-01-01.csv", range(1, 5))
    (tmp_path / "cut.csv").write_bytes((tmp_path / "sdn.csv").read_bytes()[:150])
    places = {
        "{ahead}": "sdn_2099-01-01.csv",
        "{cut}": "cut.csv",
        "{sample}": "sdn.csv",
        "{empty}": "empty.csv",
        "{html}": "login.csv",
    }
    done = run(*[tmp_path / places[item] if item in places else item for item in arguments])
    one_error(done, code, *words)
    assert not list((tmp_path / "ws").glob("lists/*/*/version.json"))


def test_an_empty_workspace(run: Run) -> None:
    done = run("lists", "--format", "csv")
    assert done.returncode == 0
    assert done.stdout.startswith("list,version_sha256,authority")
    assert done.stdout.count("\n") == 1
    assert "no list was imported" in done.stderr
    compared = run("report", "designations_vs_lists", "--format", "csv")
    assert {row["status"] for row in rows(compared.stdout)} == {"not_compared"}
    changed = run("changes", "--format", "csv")
    assert changed.stdout in (
        "",
        f"{CHANGE_HEADER}\n",
    )
    assert "Traceback" not in changed.stderr


def test_a_list_that_shrank_needs_accept(run: Run, tmp_path: Path) -> None:
    assert (
        run(
            "import",
            "us_ofac",
            sdn_file(tmp_path / "a.csv", range(1, 101)),
            "--published-on",
            "2024-01-01",
        ).returncode
        == 0
    )
    small = sdn_file(tmp_path / "b.csv", range(1, 51))
    one_error(run("import", "us_ofac", small, "--published-on", "2024-02-01"), 5, "50%", "--accept")
    assert [row["entry_count"] for row in rows(run("lists", "-f", "csv").stdout)] == ["100"]
    assert (
        run("import", "us_ofac", small, "--published-on", "2024-02-01", "--accept").returncode == 0
    )
    assert [row["entry_count"] for row in rows(run("lists", "-f", "csv").stdout)] == ["100", "50"]


def test_changes_have_the_promised_columns(run: Run, tmp_path: Path) -> None:
    assert (
        run(
            "import",
            "us_ofac",
            sdn_file(tmp_path / "a.csv", range(1, 30)),
            "--published-on",
            "2024-01-01",
        ).returncode
        == 0
    )
    alone = run("changes", "us_ofac_sdn", "--format", "csv")
    assert alone.returncode == 0
    assert rows(alone.stdout) == []
    path = sdn_file(tmp_path / "b.csv", range(2, 31))
    path.write_bytes(path.read_bytes().replace(b"PARTY 7", b"PARTY SEVEN", 1))
    assert run("import", "us_ofac", path, "--published-on", "2024-02-01").returncode == 0
    done = run("changes", "us_ofac_sdn", "--format", "csv")
    assert done.stdout.splitlines()[0] == CHANGE_HEADER
    found = rows(done.stdout)
    by_change = {
        kind: {row["entry_reference"] for row in found if row["change"] == kind}
        for kind in ("added", "removed", "renamed", "amended")
    }
    assert by_change == {
        "added": {"30"},
        "removed": {"1"},
        "renamed": {"7"},
        "amended": set(),
    }
    assert {row["cause"] for row in found} == {"publisher"}
    assert all(row["sentence"].strip() for row in found)
    assert "PARTY 30" in run("changes").stdout


def test_changes_are_filtered_counted_and_ring(run: Run, tmp_path: Path) -> None:
    files = (range(1, 30), range(2, 31))
    for day, numbers in zip(("2024-01-01", "2024-02-01"), files, strict=True):
        path = sdn_file(tmp_path / f"{day}.csv", numbers)
        if day == "2024-02-01":
            path.write_bytes(path.read_bytes().replace(b"BURMA-EO14014", b"TCO", 1))
        run("import", "us_ofac_sdn", path, "--published-on", day)

    def asked(*arguments: str) -> tuple[int, list[tuple[str, ...]], str]:
        done = run("changes", "-f", "csv", "--exit-code", *arguments)
        found = [(row["change"], row["entry_reference"]) for row in rows(done.stdout)]
        return done.returncode, found, done.stderr

    added, removed, amended = ("added", "30"), ("removed", "1"), ("amended", "2")
    code, found, stderr = asked()
    assert (code, set(found)) == (10, {added, removed, amended})
    assert "us_ofac_sdn: 1 added, 1 removed, 1 amended" in stderr
    assert asked("--kind", "removed")[:2] == (10, [removed])
    assert set(asked("--myanmar")[1]) == {added, removed, amended}
    assert asked("--programme", "tco")[1] == [amended]
    assert asked("--touching")[:2] == (0, [])
    assert asked("--actor", "nobody")[:2] == (0, [])
    one_error(run("changes", "--kind", "remove"), 2, "did you mean 'removed'")
    plain = rows(run("changes", "-f", "csv").stdout)
    assert {(row["before_on"], row["after_on"]) for row in plain} == {("2024-01-01", "2024-02-01")}


def test_a_change_that_touches_our_facts_leaves_with_11(run: Run, tmp_path: Path) -> None:
    found = run(
        "sql", "select value from identifiers where scheme = 'imo_ship' order by 1", "-f", "csv"
    )
    imo = found.stdout.split()[1]
    for day, number in (("2024-01-01", "9321483"), ("2024-02-01", imo)):
        row = (
            f'5,"SAMPLE STAR",vessel,"BURMA-EO14014",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
            f'"Vessel Registration Identification IMO {number}."\r\n'
        )
        path = tmp_path / f"{day}.csv"
        path.write_bytes(row.encode() + b"\x1a")
        assert run("import", "us_ofac_sdn", path, "--published-on", day).returncode == 0
    done = run("changes", "--exit-code", "--touching", "-f", "json")
    assert done.returncode == 11, done.stderr
    assert all(row["touches"].startswith("actor ") for row in json.loads(done.stdout))


def test_every_version_is_compared_with_the_next(run: Run, tmp_path: Path) -> None:
    days = ("2024-01-01", "2024-02-01", "2024-03-01")
    for at, day in enumerate(days, 1):
        path = sdn_file(tmp_path / f"{day}.csv", range(at, 30))
        assert run("import", "us_ofac_sdn", path, "--published-on", day).returncode == 0
    steps = rows(run("changes", "--every", "-f", "csv").stdout)
    assert [(row["entry_reference"], row["after_on"]) for row in steps] == [
        ("1", "2024-02-01"),
        ("2", "2024-03-01"),
    ]


def test_two_imports_at_once(run: Run, tmp_path: Path) -> None:
    files = [sdn_file(tmp_path / f"{number}.csv", range(1, 3000 + number)) for number in range(3)]
    running = []
    for number, path in enumerate([*files, files[0]]):
        day = f"2024-01-0{min(number, 3) % 3 + 1}"
        line, environment = command(
            tmp_path / "ws", "import", "us_ofac", path, "--published-on", day
        )
        running.append(
            subprocess.Popen(
                line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
        )
    ends = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0] * 4, ends
    kept = rows(run("lists", "--format", "csv").stdout)
    assert [row["entry_count"] for row in kept] == ["2999", "3000", "3001"]
    assert sorted(row["imported_order"] for row in kept) == ["1", "2", "3"]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_kill_leaves_the_last_good_copy(run: Run, tmp_path: Path) -> None:
    assert (
        run(
            "import",
            "us_ofac",
            sdn_file(tmp_path / "a.csv", range(1, 20_001)),
            "--published-on",
            "2024-01-01",
        ).returncode
        == 0
    )
    path = sdn_file(tmp_path / "b.csv", range(1, 30_001))
    line, environment = command(
        tmp_path / "ws", "import", "us_ofac", path, "--published-on", "2024-02-01"
    )
    killed = 0
    for wait in (0.3, 0.6, 0.9):
        process = subprocess.Popen(
            line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        kept = rows(run("lists", "--format", "csv").stdout)
        assert [row["entry_count"] for row in kept] in (["20000"], ["20000", "30000"])
        counted = run("sql", "select count(*) as n from list_entries", "--format", "csv")
        assert counted.stdout.split()[1] == str(sum(int(row["entry_count"]) for row in kept))
    assert killed
    assert run("import", "us_ofac", path, "--published-on", "2024-02-01").returncode == 0
    assert [row["entry_count"] for row in rows(run("lists", "--format", "csv").stdout)] == [
        "20000",
        "30000",
    ]
    assert not [
        item
        for item in (tmp_path / "ws" / "lists" / "us_ofac_sdn").iterdir()
        if item.name.startswith(".")
    ]


def test_a_workspace_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("not a folder")
    path = sdn_file(tmp_path / "sdn.csv", range(1, 5))
    done = run("import", "us_ofac", path, workspace=blocked / "ws")
    one_error(done, 1, "a-file")


# root may write everywhere, unless it lays down that right
LAID_DOWN = (
    ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override")
    if hasattr(os, "geteuid") and os.geteuid() == 0
    else ()
)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or bool(LAID_DOWN and not shutil.which("setpriv")),
    reason="root may write everywhere",
)
def test_a_read_only_workspace_is_still_read(run: Run, tmp_path: Path) -> None:
    path = sdn_file(tmp_path / "sdn.csv", range(1, 5))
    assert run("import", "us_ofac", path, "--published-on", "2024-01-01").returncode == 0
    folders = [tmp_path / "ws", *[item for item in (tmp_path / "ws").rglob("*") if item.is_dir()]]
    for folder in folders:
        folder.chmod(0o555)
    try:
        assert len(rows(run("lists", "--format", "csv", before=LAID_DOWN).stdout)) == 1
        assert (
            run(
                "report", "designations_vs_lists", "-p", "authority=US-OFAC", before=LAID_DOWN
            ).returncode
            == 0
        )
        refused = run(
            "import", "us_ofac", sdn_file(tmp_path / "b.csv", range(1, 6)), before=LAID_DOWN
        )
        one_error(refused, 1, "cannot be written", "nothing was changed")
    finally:
        for folder in folders:
            folder.chmod(0o755)
