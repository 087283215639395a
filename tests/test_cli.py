"""The command line: answers, errors in one line with their exit code, limits of `sql`, and what
happens when writing fails.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook

from sanctrack.cli.app import app, state
from sanctrack.cli.entry import main

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = [sys.executable, "-m", "sanctrack"]
ENDLESS = "with recursive t as (select 1 as x union all select x + 1 from t) select count(*) from t"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command in this process; give exit code, stdout and stderr."""

    def ask(*arguments: str) -> tuple[int, str, str]:
        state.home = state.workspace = None
        state.debug = False
        with pytest.raises(SystemExit) as end:
            main(list(arguments))
        out, err = capfdbinary.readouterr()
        return int(end.value.code or 0), out.decode(), err.decode()

    return ask


def one_line(err: str) -> str:
    """The only line of stderr, which must be an error of ours."""
    lines = err.strip().splitlines()
    assert len(lines) == 1, err
    assert lines[0].startswith("sanctrack: error: ")
    return lines[0].removeprefix("sanctrack: error: ")


# -- what the user typed
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["reprot", "strikes"], "no command named 'reprot'; did you mean 'report'?"),
        (["report"], "missing argument 'name'. Example: sanctrack report"),
        (["report", "strikes", "--fromat", "csv"], "no option --fromat; did you mean '--format'?"),
        (["report", "strikes", "extra"], "unexpected extra argument"),
        (["report", "strikes", "--format"], "'--format' requires an argument"),
        (["sql", "select 1", "--limit", "many"], "invalid value for '--limit'"),
        (["sql", "select 1", "--limit", "0"], "invalid value for '--limit'"),
        (["report", "strike"], "no report named 'strike'; did you mean 'strikes'?"),
        (["report", "qqqq"], "no report named 'qqqq'; `sanctrack reports` lists them"),
        (
            ["report", "gap_matrix", "-p", "asof=2024-01-01"],
            "no parameter 'asof'; did you mean 'as_of'?",
        ),
        (["report", "gap_matrix", "-p", "as_of"], "write it as name=value"),
        (
            ["report", "gap_matrix", "-p", "as_of=2023-13-01"],
            "as_of is '2023-13-01'; it takes a date such as",
        ),
        (["report", "gap_matrix", "-p", "as_of=1/2/2023"], "it takes a date such as"),
        (
            ["report", "gap_matrix", "-p", "as_of=2023-01-01", "-p", "as_of=2023-01-02"],
            "given twice",
        ),
        (["report", "gap_matrix", "-p", "authority=OFAC"], "did you mean 'US-OFAC'?"),
        (
            ["report", "deliveries_after_measures", "-p", "vessel_id=mt-reff"],
            "did you mean 'mt-reef'?",
        ),
        (["report", "claims_about_strike"], "needs -p airstrike_id"),
        (["report", "strikes", "--format", "cvs"], "did you mean 'csv'?"),
        (["report", "strikes", "-o", "x.doc"], "the ending tells no format; use .csv"),
        (["tables", "airstrike"], "did you mean 'airstrikes'?"),
        (["show", "mt-reff"], "did you mean 'mt-reef'?"),
        (["show", "REEFX"], "did you mean 'mt-reef'?"),
        (
            ["report", "vessel_history", "-p", "vessel_id=asia-sun-group"],
            "with actor_type company; it takes actor_type vessel",
        ),
        (
            ["report", "deliveries", "-p", "vessel_id=asia-sun-group"],
            "with actor_type company; it takes actor_type vessel",
        ),
        (
            ["brief", "one-vessel", "-p", "vessel_id=asia-sun-group"],
            "with actor_type company; it takes actor_type vessel",
        ),
        (
            ["report", "strikes", "-p", "from_on=2024-01-02", "-p", "to_on=2024-01-01"],
            "from_on (2024-01-02) is later than to_on",
        ),
        (["--home", "no-such-folder", "reports"], "is not a sanctrack home"),
    ],
)
def test_what_was_typed_wrong_is_told_in_one_line(run: Run, command: list[str], said: str) -> None:
    code, out, err = run(*command)
    assert said in one_line(err)
    assert (code, out) == (2, "")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("select 1; select 2", "one statement at a time; this is 2"),
        ("", "an empty query"),
        ("insert into airstrikes values (1)", "this is insert"),
        ("create temp table x as select 1", "this is create"),
        ("copy airstrikes to 'x.csv'", "this is copy"),
        ("attach 'x.db'", "this is attach"),
        ("pragma version", "this is pragma"),
        ("set threads = 1", "this is set"),
        ("install httpfs", "this is install"),
        ("/* first */ checkpoint", "this is checkpoint"),
        ("pivot airstrikes on admin1", "this is pivot"),
        ("with x as (select 1) insert into airstrikes select * from x", "this is insert"),
        (
            "select kiled_min from airstrikes",
            "no column named 'kiled_min' in airstrikes; did you mean 'killed_min'?",
        ),
        (
            "select s.kiled_min from airstrikes s join actors a on true",
            "did you mean 'killed_min'? `sanctrack tables NAME` lists",
        ),
        ("with x as (select 1 a) select b from x", 'column "b" not found'),
        ("call pragma_version()", "this is call"),
        ("explain analyze insert into airstrikes values (1)", "this is insert"),
        ("select * from read_csv('/etc/passwd')", "refused: SQL here reaches the tables only"),
        ("select * from read_text('/etc/passwd')", "refused"),
        ("select * from glob('/etc/*')", "refused"),
        ("select * from '/etc/passwd'", "does not exist"),
        ("select * from 'datasets/actors.parquet'", ""),
        ("select getenv('HOME')", "does not exist"),
        ("select $day", "$day is a parameter, and those belong to reports"),
        ("select nothing from airstrikes", "nothing"),
        ("select * from airstrike", "did you mean 'airstrikes'?"),
        ("selct 1", "syntax error"),
    ],
)
def test_sql_refuses_by_name(run: Run, statement: str, said: str) -> None:
    code, out, err = run("sql", statement)
    assert said in one_line(err)
    assert (code, out) == (2, "")


def test_sql_without_end_is_stopped(run: Run) -> None:
    code, _, err = run("sql", "--timeout", "1", ENDLESS)
    assert code == 2
    assert "longer than 1 seconds" in one_line(err)


def test_sql_cannot_take_all_memory(run: Run) -> None:
    code, _, err = run("sql", "select list(range) from range(1000000000)")
    assert code == 1
    assert "more memory than the limit" in one_line(err)


def test_sql_gives_the_first_rows_and_says_so(run: Run) -> None:
    code, out, err = run(
        "sql", "select range as n from range(50)", "--limit", "3", "--format", "csv"
    )
    assert (code, out) == (0, "n\n0\n1\n2\n")
    assert "only the first 3 rows" in err


@pytest.mark.parametrize(
    "statement",
    [
        "explain select 1",
        "describe airstrikes",
        "summarize actors",
        "from actors limit 1",
        "values (1)",
    ],
)
def test_sql_takes_questions(run: Run, statement: str) -> None:
    code, out, _ = run("sql", statement, "--format", "json")
    assert code == 0
    assert json.loads(out)


def test_sql_reads_tables_in_capitals_and_lists_them(run: Run) -> None:
    assert run("sql", "SELECT count(*) AS n FROM ACTORS", "--format", "csv")[1].split() == [
        "n",
        "642",
    ]
    assert "airstrikes" in run("sql", "show tables", "--format", "csv")[1]


# -- answers
# --------------------------------------------------------------------------------------------------


def test_report_in_every_text_format_has_all_rows(run: Run) -> None:
    rows = json.loads(run("report", "deliveries", "--format", "json")[1])
    assert len(run("report", "deliveries", "--format", "jsonl")[1].splitlines()) == len(rows)
    assert f"{len(rows)} rows." in run("report", "deliveries")[1]


def test_ending_of_the_file_decides_the_format(run: Run, tmp_path: Path) -> None:
    starts = {
        "txt": b"Who has",
        "md": b"## Who",
        "csv": b"actor_id",
        "json": b"[\n{",
        "jsonl": b"{",
        "html": b"<!doctype",
    }
    starts |= {"parquet": b"PAR1", "xlsx": b"PK"}
    for ending, start in starts.items():
        target = tmp_path / f"out.{ending}"
        code, out, err = run("report", "gap_matrix", "-p", "authority=UK-FCDO", "-o", str(target))
        assert (code, out) == (0, "")
        assert "wrote" in err
        assert target.read_bytes().startswith(start)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"out.{ending}" for ending in starts
    )


def test_format_goes_before_the_ending(run: Run, tmp_path: Path) -> None:
    run("report", "deliveries", "--format", "csv", "-o", str(tmp_path / "x.txt"))
    assert (tmp_path / "x.txt").read_text(encoding="utf-8").startswith("shipment_id,")


@pytest.mark.parametrize("command", ["reports", "tables"])
def test_lists_have_the_name_first(run: Run, command: str) -> None:
    assert run(command, "--format", "csv")[1].startswith("name,")


def test_about_says_what_a_report_takes_and_gives(run: Run) -> None:
    code, out, _ = run("report", "gap_matrix", "--about")
    assert code == 0
    for word in ("as_of (date", "Grain:", "Caveat:", "named_on:", "One of: US-OFAC"):
        assert word in out


def test_show_follows_an_id_that_was_renamed(run: Run, tmp_path: Path) -> None:
    code, out, err = run("show", "seed-001", "--format", "csv")
    assert code == 0
    assert "seed-001 was renamed to afp-2023-10-21 on 2026-11-30" in err
    # the answer itself tells it too
    assert "formerly seed-001, renamed on 2026-11-30" in out
    assert "Agence France-Presse" in out or "AFP" in out
    code, _, err = run("show", "seed-001", "-o", tmp_path / "x.html")
    assert code == 0
    assert "sources)" in err


def test_show_gives_the_sections_of_a_record(run: Run) -> None:
    code, out, _ = run("show", "mt-reef")
    assert code == 0
    assert "names" in out
    assert "REEF" in out
    assert "Sources:" in out


def test_help_of_every_command_has_an_example(run: Run) -> None:
    names = [
        command.name or command.callback.__name__
        for command in app.registered_commands
        if command.callback
    ]
    names = [
        name
        for name in names
        if not next(
            item
            for item in app.registered_commands
            if item.callback.__name__ == name or item.name == name
        ).hidden
    ]
    assert {"report", "reports", "show", "tables", "sql", "check", "build"} <= set(names)
    for name in names:
        code, out, _ = run(name, "--help")
        assert code == 0
        assert "Example: sanctrack " in " ".join(out.split()), f"{name} --help has no example"


def test_without_a_command_the_help_is_shown(run: Run) -> None:
    code, out, _ = run()
    assert code == 0
    assert "Begin with: sanctrack reports" in out


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["report", "gap_matrix", "-p", "authority", "=", "US"], "US-OFAC"),
        (
            ["report", "gap_matrix", "-p", "authority", "="],
            "US-OFAC UK-FCDO EU-Council CA-GAC AU-DFAT CH-SECO",
        ),
        (
            [
                "report",
                "gap_matrix",
                "-p",
                "as_of",
                "=",
                "2024-01-01",
                "-p",
                "authority",
                "=",
                "EU",
            ],
            "EU-Council",
        ),
        (["report", "gap_matrix", "-p", "au"], "authority="),
    ],
)
def test_completion_behind_the_sign_at_which_bash_parts_words(
    words: list[str], offered: str
) -> None:
    told = {
        **os.environ,
        "_SANCTRACK_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(["sanctrack", *words]),
    }
    done = subprocess.run(
        PROGRAM,
        env={**told, "COMP_CWORD": str(len(words))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == offered.split(), done


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("sanctrack report gap_m", "gap_matrix"),
        ("sanctrack tables airstr", "airstrikes"),
        ("sanctrack report strikes --format js", "jsonl"),
        ("sanctrack report gap_matrix -p as", "as_of="),
        ("sanctrack report gap_matrix -p authority=US", "authority=US-OFAC"),
    ],
)
def test_shell_completion(words: str, offered: str) -> None:
    count = len(words.split()) - 1
    told = {
        **os.environ,
        "_SANCTRACK_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(count),
    }
    done = subprocess.run(PROGRAM, env=told, capture_output=True, text=True, check=False)
    assert offered in done.stdout.split(), done


# -- streams
# --------------------------------------------------------------------------------------------------


def outside(*arguments: str, **options: object) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([*PROGRAM, *arguments], stderr=subprocess.PIPE, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_a_closed_pipe_ends_quietly() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = outside("sql", "select range from range(100000)", "--format", "csv", stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told() -> None:
    with open("/dev/full", "wb") as full:
        done = outside("report", "deliveries", "--format", "csv", stdout=full)
    assert done.returncode == 1
    assert one_line(done.stderr.decode()) == "output: No space left on device"


def test_parquet_goes_into_a_pipe(tmp_path: Path) -> None:
    done = outside("report", "deliveries", "--format", "parquet", stdout=subprocess.PIPE)
    assert done.returncode == 0
    assert done.stdout[:4] == done.stdout[-4:] == b"PAR1"


def test_stdin_gives_the_query() -> None:
    done = outside(
        "sql", "-", "--format", "csv", input=b"select 'caf\xc3\xa9' as word", stdout=subprocess.PIPE
    )
    assert done.stdout.decode() == "word\ncafé\n"
    broken = outside("sql", "-", input=b"select '\xff'", stdout=subprocess.PIPE)
    assert broken.returncode == 2
    assert "not UTF-8" in one_line(broken.stderr.decode())


def test_nothing_is_coloured() -> None:
    done = outside(
        "report",
        "deliveries",
        stdout=subprocess.PIPE,
        env={**os.environ, "NO_COLOR": "1", "TERM": "xterm-256color"},
    )
    assert b"\x1b" not in done.stdout + done.stderr


def test_a_target_that_cannot_be_written_leaves_nothing(run: Run, tmp_path: Path) -> None:
    code, _, err = run("report", "deliveries", "-o", str(tmp_path / "no" / "x.csv"))
    assert code == 1
    assert "cannot be written" in one_line(err)
    (tmp_path / "x.csv").mkdir()
    code, _, err = run("report", "deliveries", "-o", str(tmp_path / "x.csv"))
    assert code == 1
    assert "is a folder" in one_line(err)
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_read_only_folder_is_told(run: Run, tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    code, _, err = run("report", "deliveries", "-o", str(tmp_path / "x.csv"))
    tmp_path.chmod(0o755)
    assert code == 1
    assert "cannot be written: Permission denied" in one_line(err)


def test_ctrl_c_stops_a_query() -> None:
    process = subprocess.Popen(
        [*PROGRAM, "sql", ENDLESS], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, b"", b"sanctrack: stopped\n")


def test_an_unforeseen_failure_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("no\nreason")

    monkeypatch.setattr("sanctrack.warehouse.warehouse.Warehouse.report", fails)
    code, _, err = run("report", "deliveries")
    assert code == 1
    assert one_line(err).startswith("unexpected RuntimeError: no reason")


# -- what an answer needs said
# --------------------------------------------------------------------------------


def test_columns_of_one_name_are_told_apart_in_every_format(run: Run, tmp_path: Path) -> None:
    for form in ("table", "md", "html", "csv", "json", "jsonl"):
        code, out, err = run("sql", "select 1 as a, 2 as a, 3 as a_2, 4 as a", "--format", form)
        assert code == 0
        assert err == "sanctrack: columns of one name were renamed: a → a_3, a → a_4\n"
        assert all(word in out for word in ("a_2", "a_3", "a_4", "1", "2", "3", "4")), form
    code, out, _ = run("sql", "select 1 as a, 2 as a", "--format", "json")
    assert json.loads(out) == [{"a": 1, "a_2": 2}]
    code, _, _ = run("sql", "select 1 as a, 2 as a", "-o", str(tmp_path / "x.parquet"))
    assert duckdb.sql(f"select a, a_2 from '{tmp_path / 'x.parquet'}'").fetchall() == [(1, 2)]
    code, _, _ = run("sql", "select 1 as a, 2 as a", "-o", str(tmp_path / "x.xlsx"))
    assert [
        [cell.value for cell in row] for row in load_workbook(tmp_path / "x.xlsx")["data"].rows
    ] == [["a", "a_2"], [1, 2]]


def test_a_day_later_than_the_data_is_told(run: Run) -> None:
    said = (
        "as_of (2090-01-01) is later than the data, which end on 2026-08-22: what happened since "
        "is not known"
    )
    for form in ("table", "md", "html"):
        code, out, err = run(
            "report",
            "gap_matrix",
            "-p",
            "as_of=2090-01-01",
            "-p",
            "actors=mt-reef",
            "--format",
            form,
        )
        assert code == 0
        assert said in " ".join(out.split())
        assert said in err
    code, _, err = run(
        "report", "gap_matrix", "-p", "as_of=2090-01-01", "-p", "actors=mt-reef", "--format", "csv"
    )
    assert (code, said in err) == (0, True)
    code, out, err = run("report", "gap_matrix", "-p", "as_of=2026-08-22", "-p", "actors=mt-reef")
    assert (code, err, "later than the data" in out) == (0, "", False)


def test_a_page_says_which_columns_it_leaves_out(run: Run) -> None:
    for form in ("table", "md", "html"):
        _, out, _ = run("report", "deliveries_by_year", "--format", form)
        assert "more columns (--format csv, json or xlsx gives all): " in " ".join(out.split())
    _, out, _ = run("sql", "select 1 as a")
    assert "more column" not in out


def test_the_printed_claims_hold_the_words_of_the_speaker(run: Run) -> None:
    _, out, _ = run(
        "report", "claims_about_strike", "-p", "airstrike_id=2012-12-28-laiza", "--format", "md"
    )
    assert "| denies |" in out
    assert "denied the strikes of 28 December" in out


@pytest.mark.parametrize(
    "report",
    [
        "deliveries",
        "deliveries_after_measures",
        "deliveries_before_strikes",
        "deliveries_before_strike",
    ],
)
@pytest.mark.parametrize("columns", ["100", "160"])
def test_deliveries_are_printed_with_their_parties_within_the_page(
    run: Run, monkeypatch: pytest.MonkeyPatch, report: str, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    given = (
        ["-p", "airstrike_id=2024-10-28-nawnghkio-pow"]
        if report == "deliveries_before_strike"
        else []
    )
    _, out, _ = run("report", report, *given)
    body = out.split("\nSources:")[0]
    # the source speaks of the ship in February 2026, so its parties are likely for earlier cargoes
    whole = " ".join(body.split())
    assert "ship manager: Sea Route Ship Management FZE (likely) (ship later)" in whole
    assert re.search(r"vessel owner: [A-Z][A-Za-z ]+ SA \(likely\) \(ship later\)", whole)
    assert "(denied)" in body or report.startswith("deliveries_before")
    assert ("possible_duplicate_of: 2024-07-12-huitong-78" in body) == (
        not report.startswith("deliveries_before")
    )
    assert max(len(line) for line in body.splitlines()) <= int(columns)


def test_check_and_report_agree_on_records_of_one_origin(run: Run) -> None:
    _, out, _ = run("check", "--format", "json")
    told = [row for row in json.loads(out) if row["rule"] == "single_origin"]
    command = told[0]["help"].split("`sanctrack ")[1].split("`")[0]
    _, out, _ = run(*command.split(), "--format", "json")
    assert {(row["table"], row["record_id"]) for row in told} == {
        (row["record_table"], row["record_id"]) for row in json.loads(out)
    }


def test_build_says_where_it_wrote(run: Run, tmp_path: Path) -> None:
    for folder in ("schemas", "queries", "datasets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    code, _, err = run("--home", str(tmp_path), "build")
    assert code == 0
    assert f"tables into {tmp_path / 'datasets'}" in err
