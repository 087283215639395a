"""A user's own facts: checked, appended, marked; a clash names both files; what is broken stops with file and line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sanctrack.checks import check
from sanctrack.cli.app import state
from sanctrack.cli.entry import main
from sanctrack.errors import DataError, SanctrackError
from sanctrack.home import Home
from sanctrack.tables import own_facts
from sanctrack.warehouse import Warehouse

CALLS = (
    "call_id,called_earliest_on,called_latest_on,date_precision,caller_id,joint_with_call_id,prompted_by_airstrike_id,summary,source_id\n"
)
OWN_CALL = "2030-01-01-our-call,2030-01-01,2030-01-01,day,our-group,,,Asked for a ban,our-note\n"
ACTORS = "actor_id,name,actor_type,country,summary,source_id\nour-group,Our group,ngo,,,our-note\n"
NAMES = "actor_id,name,name_type,language,script,source_id\nour-group,Our group,primary,en,Latn,our-note\n"
SOURCES = (
    "source_id,title,publisher,carried_by,published_on,published_earliest_on,published_latest_on,published_basis,url,archive_url,"
    "language,source_type,reliability,origin_source_id,note\n"
    "our-note,Note,Our group,,2030-01-02,2030-01-02,2030-01-02,stated,,,en,ngo_report,C,,\n"
)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The facts of a user: a call of a body of their own, with its source."""
    folder = tmp_path / "field-office"
    (folder / "datasets").mkdir(parents=True)
    for name, text in {"sanction_calls": CALLS + OWN_CALL, "actors": ACTORS, "actor_names": NAMES, "sources": SOURCES}.items():
        (folder / "datasets" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def run(workspace: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command with the workspace; give exit code, stdout and stderr."""

    def ask(*arguments: str) -> tuple[int, str, str]:
        state.home = state.workspace = None
        state.debug = False
        with pytest.raises(SystemExit) as end:
            main(["--workspace", str(workspace), *arguments])
        out, err = capfdbinary.readouterr()
        return int(end.value.code or 0), out.decode(), err.decode()

    return ask


def built(workspace: Path) -> list[str]:
    return sorted(path.name for path in (workspace / "built").glob("*")) if (workspace / "built").exists() else []


def test_own_rows_are_appended_and_marked(home: Home, workspace: Path, shipped: Warehouse) -> None:
    with Warehouse(home, workspace, only=["sanction_calls", "actors", "sources"]) as warehouse:
        counts = dict(warehouse.sql("select dataset, count(*) from sanction_calls group by dataset").rows)
        (row,) = warehouse.sql("select * from sanction_calls where call_id = '2030-01-01-our-call'").records()
    assert counts == {"field-office": 1, "sanctrack": shipped.sql("select count(*) from sanction_calls").rows[0][0]}
    assert (row["dataset"], str(row["called_earliest_on"]), row["joint_with_call_id"]) == ("field-office", "2030-01-01", None)
    assert [name.rsplit("-", 1)[0] for name in built(workspace)] == ["actors", "sanction_calls", "sources"]


def test_reports_see_own_rows_and_name_the_data_sets(run: Run) -> None:
    code, out, _ = run("report", "calls", "--format", "json")
    assert code == 0
    assert "2030-01-01-our-call" in {row["call_id"] for row in json.loads(out)}
    code, out, _ = run("report", "calls")
    assert code == 0
    assert "field-office, sanctrack" in out


def test_a_missing_workspace_is_an_empty_one(home: Home, tmp_path: Path) -> None:
    with Warehouse(home, tmp_path / "none", only=["sanction_calls"]) as warehouse:
        assert warehouse.sql("select distinct dataset from sanction_calls").rows == [("sanctrack",)]
    assert not (tmp_path / "none").exists()


def test_own_facts_are_checked_with_the_shipped_ones(home: Home, workspace: Path) -> None:
    own = [problem for problem in check(home, workspace) if problem.file.startswith(str(workspace))]
    assert {(problem.severity, problem.rule) for problem in own} == {("warning", "single_origin")}


def test_references_of_own_rows_are_looked_up_in_both(home: Home, workspace: Path) -> None:
    (workspace / "datasets" / "actors.csv").unlink()
    (workspace / "datasets" / "actor_names.csv").unlink()
    own = [problem for problem in check(home, workspace) if problem.severity == "error"]
    assert [(Path(problem.file).name, problem.line, problem.column, problem.rule, problem.value) for problem in own] == [
        ("sanction_calls.csv", 2, "caller_id", "reference", "our-group")
    ]


def test_a_clash_of_ids_names_both_files(home: Home, workspace: Path, run: Run) -> None:
    own = workspace / "datasets" / "sanction_calls.csv"
    own.write_text(CALLS + OWN_CALL + OWN_CALL.replace("2030-01-01-our-call", "2019-06-09-world-kachin-congress"), encoding="utf-8")
    both = f"'2019-06-09-world-kachin-congress' stands in {own} and in {home.datasets / 'sanction_calls.csv'}"
    code, out, err = run("report", "calls", "--format", "csv")
    assert (code, out) == (4, "")
    assert both in err
    assert err.count("\n") == 1
    (told,) = [problem for problem in check(home, workspace) if problem.rule == "key"]
    assert (told.file, told.line, told.record_id, told.column) == (str(own), 3, "2019-06-09-world-kachin-congress", "call_id")
    assert str(own) in told.problem
    assert str(home.datasets / "sanction_calls.csv") in told.problem


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (CALLS + OWN_CALL + "2030-01-02-x,3/4/2030,,,our-group,,,,our-note\n", "line 3: '3/4/2030' is ambiguous"),
        (CALLS + OWN_CALL.replace(",day,", ",dya,"), "line 2: date_precision = dya is not a code; did you mean 'day'?"),
        (CALLS + '2030-01-02-x,"2030', "line 2: a quotation mark is opened in this row and never closed"),
        (CALLS.replace("caller_id", "caller") + OWN_CALL, "line 1: unknown column 'caller'; did you mean 'caller_id'?"),
        ("", "the file is empty"),
    ],
)
def test_a_broken_file_stops_a_report_with_file_and_line(workspace: Path, run: Run, text: str, what: str) -> None:
    own = workspace / "datasets" / "sanction_calls.csv"
    own.write_text(text, encoding="utf-8")
    code, out, err = run("report", "calls", "--format", "csv")
    assert (code, out) == (4, "")
    assert err.startswith(f"sanctrack: error: {own}")
    assert what in err
    assert not [name for name in built(workspace) if name.startswith(("sanction_calls", "."))]
    code, out, _ = run("check", "--format", "json")
    assert code == 4
    assert str(own) in {row["file"] for row in json.loads(out) if row["severity"] == "error"}


def test_a_spreadsheets_dialect_is_read(home: Home, workspace: Path) -> None:
    own = workspace / "datasets" / "sanction_calls.csv"
    own.write_bytes(b"\xef\xbb\xbf" + (CALLS + OWN_CALL).replace(",", ";").replace("\n", ";\r\n;;\r\n").encode())
    with Warehouse(home, workspace, only=["sanction_calls"]) as warehouse:
        assert warehouse.sql("select summary from sanction_calls where dataset = 'field-office'").rows == [("Asked for a ban",)]


def test_a_file_no_table_is_named_after(workspace: Path, run: Run) -> None:
    (workspace / "datasets" / "airstrike.csv").write_text("a\n", encoding="utf-8")
    code, _, err = run("check")
    assert code == 4
    assert "airstrike.csv: no table of facts has this name; did you mean 'airstrikes'?" in err


def test_one_build_for_each_content(home: Home, workspace: Path) -> None:
    own = workspace / "datasets" / "sanction_calls.csv"
    first = own_facts(home, workspace, own)
    stamp = first.stat().st_mtime_ns
    assert own_facts(home, workspace, own) == first
    assert first.stat().st_mtime_ns == stamp
    own.write_text(CALLS + OWN_CALL.replace("a ban", "a freeze"), encoding="utf-8")
    second = own_facts(home, workspace, own)
    assert second != first
    assert built(workspace) == [second.name]


def test_a_failed_build_leaves_the_last_one_and_nothing_half(home: Home, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = workspace / "datasets" / "sanction_calls.csv"
    first = own_facts(home, workspace, own)
    own.write_text(CALLS + OWN_CALL.replace("day", "dya"), encoding="utf-8")
    with pytest.raises(DataError, match="is not a code"):
        own_facts(home, workspace, own)
    assert built(workspace) == [first.name]
    own.write_text(CALLS + OWN_CALL.replace("a ban", "a freeze"), encoding="utf-8")

    def full(_: Any, path: Path, **__: Any) -> None:
        Path(path).write_bytes(b"PAR1 half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sanctrack.tables.pq.write_table", full)
    with pytest.raises(SanctrackError, match="No space left on device") as raised:
        own_facts(home, workspace, own)
    assert raised.value.exit_code == 1
    assert built(workspace) == [first.name]
