"""A user's own facts: checked, appended, marked; a clash names both files; what is broken stops
with file and line.
"""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sanctrack.checks import check
from sanctrack.cli.app import state
from sanctrack.cli.entry import main
from sanctrack.definitions.paths import Home, user_data_folder
from sanctrack.errors import DataError, SanctrackError
from sanctrack.facts.tables import own_facts
from sanctrack.facts.workspace import workspace_mark
from sanctrack.lists.publishers import importer, importer_names
from sanctrack.warehouse.warehouse import Warehouse

CALLS = (
    "call_id,called_earliest_on,called_latest_on,date_precision,caller_id,"
    "joint_with_call_id,prompted_by_airstrike_id,summary,source_id\n"
)
OWN_CALL = "2030-01-01-our-call,2030-01-01,2030-01-01,day,our-group,,,Asked for a ban,our-note\n"
ACTORS = "actor_id,name,actor_type,country,summary,source_id\nour-group,Our group,ngo,,,our-note\n"
NAMES = (
    "actor_id,name,name_type,language,script,source_id\nour-group,Our "
    "group,primary,en,Latn,our-note\n"
)
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
    for name, text in {
        "sanction_calls": CALLS + OWN_CALL,
        "actors": ACTORS,
        "actor_names": NAMES,
        "sources": SOURCES,
    }.items():
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
    return (
        sorted(path.name for path in (workspace / "built").glob("*"))
        if (workspace / "built").exists()
        else []
    )


def test_own_rows_are_appended_and_marked(home: Home, workspace: Path, shipped: Warehouse) -> None:
    with Warehouse(home, workspace, only=["sanction_calls", "actors", "sources"]) as warehouse:
        counts = dict(
            warehouse.sql("select dataset, count(*) from sanction_calls group by dataset").rows
        )
        (row,) = warehouse.sql(
            "select * from sanction_calls where call_id = '2030-01-01-our-call'"
        ).records()
    assert counts == {
        "field-office": 1,
        "sanctrack": shipped.sql("select count(*) from sanction_calls").rows[0][0],
    }
    assert (row["dataset"], str(row["called_earliest_on"]), row["joint_with_call_id"]) == (
        "field-office",
        "2030-01-01",
        None,
    )
    assert [name.rsplit("-", 1)[0] for name in built(workspace)] == [
        "actors",
        "sanction_calls",
        "sources",
    ]


@pytest.mark.parametrize("kept", [0, 100], ids=["emptied", "cut off"])
def test_a_damaged_built_copy_is_made_anew_from_the_csv(
    home: Home, workspace: Path, kept: int
) -> None:
    Warehouse(home, workspace, only=["sanction_calls"]).close()
    (copy,) = (workspace / "built").glob("sanction_calls-*")
    copy.write_bytes(copy.read_bytes()[:kept])
    with Warehouse(home, workspace, only=["sanction_calls"]) as warehouse:
        assert warehouse.sql(
            "select count(*) from sanction_calls where dataset = 'field-office'"
        ).rows == [(1,)]
    assert copy.stat().st_size > 100


def test_reports_see_own_rows_and_name_the_data_sets(run: Run) -> None:
    code, out, _ = run("report", "calls", "-p", "as_of=2030-12-31", "--format", "json")
    assert code == 0
    assert "2030-01-01-our-call" in {row["call_id"] for row in json.loads(out)}
    code, out, _ = run("report", "calls", "--format", "json")
    assert code == 0
    # certainly later than the day of the data
    assert "2030-01-01-our-call" not in {row["call_id"] for row in json.loads(out)}
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
    assert [
        (Path(problem.file).name, problem.line, problem.column, problem.rule, problem.value)
        for problem in own
    ] == [("sanction_calls.csv", 2, "caller_id", "reference", "our-group")]


def test_a_clash_of_ids_names_both_files(home: Home, workspace: Path, run: Run) -> None:
    own = workspace / "datasets" / "sanction_calls.csv"
    own.write_text(
        CALLS
        + OWN_CALL
        + OWN_CALL.replace("2030-01-01-our-call", "2019-06-09-world-kachin-congress"),
        encoding="utf-8",
    )
    both = (
        f"'2019-06-09-world-kachin-congress' stands in {own} and in "
        f"{home.datasets / 'sanction_calls.csv'}"
    )
    code, out, err = run("report", "calls", "--format", "csv")
    assert (code, out) == (4, "")
    assert both in err
    assert err.count("\n") == 1
    (told,) = [problem for problem in check(home, workspace) if problem.rule == "key"]
    assert (told.file, told.line, told.record_id, told.column) == (
        str(own),
        3,
        "2019-06-09-world-kachin-congress",
        "call_id",
    )
    assert str(own) in told.problem
    assert str(home.datasets / "sanction_calls.csv") in told.problem


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            CALLS + OWN_CALL + "2030-01-02-x,3/4/2030,,,our-group,,,,our-note\n",
            "line 3: '3/4/2030' is ambiguous",
        ),
        (
            CALLS + OWN_CALL.replace(",day,", ",dya,"),
            "line 2: date_precision = dya is not a code; did you mean 'day'?",
        ),
        (
            CALLS + '2030-01-02-x,"2030',
            "line 2: a quotation mark is opened in this row and never closed",
        ),
        (
            CALLS.replace("caller_id", "caller") + OWN_CALL,
            "line 1: unknown column 'caller'; did you mean 'caller_id'?",
        ),
        ("", "the file is empty"),
    ],
)
def test_a_broken_file_stops_a_report_with_file_and_line(
    workspace: Path, run: Run, text: str, what: str
) -> None:
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
    own.write_bytes(
        b"\xef\xbb\xbf" + (CALLS + OWN_CALL).replace(",", ";").replace("\n", ";\r\n;;\r\n").encode()
    )
    with Warehouse(home, workspace, only=["sanction_calls"]) as warehouse:
        assert warehouse.sql(
            "select summary from sanction_calls where dataset = 'field-office'"
        ).rows == [("Asked for a ban",)]


STRAYS = {
    "airstrike.csv": "no table of facts has this name; did you mean 'airstrikes'?; name it after a "
    "table",
    "Airstrikes.CSV": "it is not read; rename it to airstrikes.csv",
    "airstrikes.xlsx": "it is not read; save it as CSV under the name airstrikes.csv",
    "list_entries.csv": "no table of facts has this name",
}


def test_files_that_are_not_read_are_told_by_every_command_that_opens_the_workspace(
    workspace: Path, run: Run
) -> None:
    for name in [*STRAYS, "notes.md", ".DS_Store", "~$airstrikes.xlsx"]:
        (workspace / "datasets" / name).write_text("a\n", encoding="utf-8")
    commands = (
        ["report", "deliveries_by_year"],
        ["show", "mt-reef"],
        ["sql", "select 1"],
        ["lists"],
        ["briefings"],
        ["brief", "one-vessel"],
        ["export", "csv", "-o", str(workspace / "out")],
    )
    for command in commands:
        code, _, err = run(*command)
        assert code == 0
        told = [line for line in err.splitlines() if "warning: " in line]
        assert len(told) == len(STRAYS), (command, err)
        for line, (name, said) in zip(told, sorted(STRAYS.items()), strict=True):
            assert f"{workspace / 'datasets' / name}: " in line
            assert said in line
    code, _, err = run("reports")
    assert (code, err) == (0, "")


def test_check_reports_files_that_are_not_read_as_errors(workspace: Path, run: Run) -> None:
    for name in STRAYS:
        (workspace / "datasets" / name).write_text("a\n", encoding="utf-8")
    code, out, err = run("check", "--format", "json")
    rows = {
        Path(row["file"]).name: f"{row['problem']}; {row['help']}"
        for row in json.loads(out)
        if row["severity"] == "error"
    }
    assert code == 4
    assert rows.keys() == STRAYS.keys()
    assert all(said in rows[name] for name, said in STRAYS.items())
    # told once, as errors of the check; the warnings that it counts are about the shipped facts
    assert not any(name in err for name in STRAYS)


@pytest.mark.parametrize(
    "name",
    ["sanctrack", "Sanctrack", "uk_uksl", "us_ofac_sdn", "opensanctions_us_ofac_sdn", "office"],
)
def test_own_rows_are_never_marked_as_somebody_elses(
    home: Home, workspace: Path, name: str, run: Run
) -> None:
    own = workspace.rename(workspace.parent / name)
    mark = name if name == "office" else "workspace"
    assert workspace_mark(own) == mark
    with Warehouse(home, own, only=["calls", "sanction_calls"]) as warehouse:
        asked = "select dataset from sanction_calls where call_id = '2030-01-01-our-call'"
        assert warehouse.sql(asked).rows == [(mark,)]
        assert warehouse.report("calls").datasets == tuple(sorted(("sanctrack", mark)))
    with pytest.raises(SystemExit):
        main(["--workspace", str(own), "export", "csv", "-o", str(own / "out")])
    (exported,) = (own / "out").rglob("sanction_calls.csv")
    with exported.open(encoding="utf-8") as file:
        marks = {row["call_id"]: row["dataset"] for row in csv.DictReader(file)}
    assert marks["2030-01-01-our-call"] == mark
    assert set(marks.values()) == {"sanctrack", mark}


def test_the_default_workspace_is_not_marked_as_shipped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert workspace_mark(user_data_folder()) == "workspace"
    monkeypatch.chdir(tmp_path)
    assert workspace_mark(Path()) == tmp_path.name


def test_a_list_of_the_workspace_keeps_its_name_for_itself(tmp_path: Path) -> None:
    (tmp_path / "case" / "lists" / "case").mkdir(parents=True)
    assert workspace_mark(tmp_path / "case") == "workspace"
    codes = [
        "sanctrack",
        "opensanctions_peps",
        *(code for name in importer_names() for code in [name, *importer(name).LISTS]),
    ]
    assert [code for code in codes if workspace_mark(tmp_path / code) != "workspace"] == []
    assert workspace_mark(tmp_path / "un_scouts") == "un_scouts"


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


def test_a_failed_build_leaves_the_last_one_and_nothing_half(
    home: Home, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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

    monkeypatch.setattr("sanctrack.facts.tables.pq.write_table", full)
    with pytest.raises(SanctrackError, match="No space left on device") as raised:
        own_facts(home, workspace, own)
    assert raised.value.exit_code == 1
    assert built(workspace) == [first.name]


ORPHANS = {
    "source": (
        ",our-note\n",
        ",our-nte\n",
        "line 2: source_id = our-nte is not in sources; did you mean 'our-note'?",
    ),
    "caller": (
        ",our-group,",
        ",our-gruop,",
        "line 2: caller_id = our-gruop is not in actors; did you mean 'our-group'?",
    ),
}


@pytest.mark.parametrize("kind", ORPHANS)
@pytest.mark.parametrize(
    "door",
    [
        ["report", "calls"],
        ["show", "2030-01-01-our-call"],
        ["sql", "select call_id from sanction_calls"],
        ["export", "csv", "-o", "bundle"],
        ["brief", "calls-and-answers", "-o", "calls.md"],
    ],
    ids=lambda door: door[0],
)
def test_an_orphan_is_refused_at_every_door(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch, kind: str, door: list[str]
) -> None:
    right, wrong, what = ORPHANS[kind]
    own = workspace / "datasets" / "sanction_calls.csv"
    own.write_text(CALLS + OWN_CALL.replace(right, wrong), encoding="utf-8")
    monkeypatch.chdir(workspace)
    code, out, err = run(*door)
    assert (code, out) == (4, ""), err
    assert f"{own} {what}" in err
    assert f": add it to {'sources' if kind == 'source' else 'actors'}.csv or mend the id" in err
    assert err.count("\n") == 1
    assert not (workspace / "bundle").exists()
    assert not (workspace / "calls.md").exists()


def test_an_orphan_is_refused_by_the_python_api(home: Home, workspace: Path) -> None:
    own = workspace / "datasets" / "sanction_calls.csv"
    own.write_text(CALLS + OWN_CALL.replace(",our-note\n", ",our-nte\n"), encoding="utf-8")
    with pytest.raises(DataError, match="line 2: source_id = our-nte is not in sources"):
        Warehouse(home, workspace, only=["sanction_calls"])
    with pytest.raises(DataError, match="line 2: source_id = our-nte is not in sources"):
        Warehouse(home, workspace)


def test_a_built_copy_does_not_outlive_the_row_that_it_refers_to(
    home: Home, workspace: Path
) -> None:
    Warehouse(home, workspace, only=["sanction_calls"]).close()
    sources = workspace / "datasets" / "sources.csv"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.replace("our-note", "other-note"), encoding="utf-8")
    with pytest.raises(DataError, match="line 2: source_id = our-note is not in sources"):
        Warehouse(home, workspace, only=["sanction_calls"])
    sources.unlink()
    with pytest.raises(DataError, match="line 2: source_id = our-note is not in sources"):
        Warehouse(home, workspace, only=["sanction_calls"])
    sources.write_text(text, encoding="utf-8")
    Warehouse(home, workspace, only=["sanction_calls"]).close()


def test_own_evidence_of_no_table_or_column_is_refused(home: Home, workspace: Path) -> None:
    own = workspace / "datasets" / "evidence.csv"
    header = "record_table,record_id,source_id,locator,supports,relation,note\n"
    row = "sanction_calls,2030-01-01-our-call,our-note,,summary,supports,\n"
    for wrong, what in [
        (
            row.replace("sanction_calls", "sanction_call"),
            "line 2: there is no table 'sanction_call'; did you mean 'sanction_calls'",
        ),
        (
            row.replace(",summary,", ",sumary,"),
            "line 2: sanction_calls has no column 'sumary'; did you mean 'summary'",
        ),
    ]:
        own.write_text(header + wrong, encoding="utf-8")
        with pytest.raises(DataError) as refusal:
            Warehouse(home, workspace, only=["evidence"])
        assert what in str(refusal.value)


def test_a_start_without_own_rows_of_a_table_looks_up_no_reference(
    home: Home, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "sanctrack.facts.tables.own_facts", lambda *_: pytest.fail("no own rows are read here")
    )
    Warehouse(home, workspace, only=["airstrikes", "shipment_stops"]).close()
