"""`sanctrack check`: every kind of slip is told with file, line, row, column, value, rule and a way
to mend it.
"""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctrack.checks import build, check, problems_as_result, tables_told_by
from sanctrack.cli.app import state
from sanctrack.cli.entry import main
from sanctrack.definitions.contracts import load_contract, table_names
from sanctrack.definitions.paths import Home, read_yaml
from sanctrack.definitions.queries import load_query, names
from sanctrack.errors import DefinitionError, UsageError
from sanctrack.facts.constraints import broken_rules, judged_by_pandera
from sanctrack.facts.problems import Problem
from sanctrack.facts.tables import check_file, fact_tables, table_of

ROOT = Path(__file__).resolve().parent.parent
NO_WORKSPACE = ROOT / "no-such-workspace"
STRIKE = {
    "airstrike_id": "2030-01-01-x",
    "earliest_on": "2030-01-01",
    "latest_on": "2030-01-01",
    "date_precision": "day",
    "admin1": "Kachin",
    "admin1_pcode": "MMR001",
    "latitude": "25.5",
    "longitude": "97.5",
    "geo_precision": "place",
    "aircraft": "jet",
    "target_type": "village",
    "attributed_to": "myanmar-air-force",
    "verification": "reported",
    "source_id": "4thpillar-kyauknimaw",
}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command in this process; give exit code, stdout and stderr."""

    def ask(*arguments: str | Path) -> tuple[int, str, str]:
        state.home = state.workspace = None
        state.debug = False
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return int(end.value.code or 0), out.decode(), err.decode()

    return ask


def strikes(
    folder: Path, *changes: dict[str, str], drop: tuple[str, ...] = (), name: str = "airstrikes.csv"
) -> Path:
    """A file of strikes, each the good one with some cells changed."""
    columns = [
        column for column in load_contract(Home(ROOT), "airstrikes").columns if column not in drop
    ]
    columns += [column for row in changes for column in row if column not in columns]
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(
            out, columns, restval="", extrasaction="ignore", lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows({**STRIKE, **row} for row in changes)
    return path


def problems_of(home: Home, path: Path) -> list[Problem]:
    return [problem for problem in check(home, NO_WORKSPACE, [path]) if problem.severity == "error"]


# -- the shipped facts
# ----------------------------------------------------------------------------------------


def test_the_shipped_facts_have_no_error(home: Home) -> None:
    assert [problem for problem in check(home, NO_WORKSPACE) if problem.severity == "error"] == []


def test_warnings_are_counted_and_listed_on_demand(run: Run) -> None:
    code, out, err = run("check")
    assert (code, out) == (0, "")
    assert "warnings: unused_actors  (--warnings lists them)" in err
    assert err.endswith("sanctrack: no errors\n")
    code, out, err = run("check", "--warnings", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert {row["severity"] for row in rows} == {"warning", "information"}
    assert sum(row["rule"] == "unused_actors" for row in rows) > 20
    first = next(row for row in rows if row["rule"] == "unused_actors")
    lines = (ROOT / "datasets" / "actors.csv").read_text(encoding="utf-8").splitlines()
    assert lines[int(first["line"]) - 1].startswith(first["record_id"] + ",")


# -- one slip at a time
# ---------------------------------------------------------------------------------------


def test_a_good_file_has_no_problem(home: Home, tmp_path: Path) -> None:
    assert problems_of(home, strikes(tmp_path, {}, {"airstrike_id": "2030-01-02-x"})) == []


@pytest.mark.parametrize(
    ("column", "value", "rule", "problem"),
    [
        ("killed_min", "-6", "minimum", "killed_min = -6 fails minimum 0"),
        ("latitude", "95", "maximum", "latitude = 95.0 fails maximum 90"),
        ("aircraft", "jets", "codes", "aircraft = jets is not a code; did you mean 'jet'?"),
        ("aircraft", "JET", "codes", "aircraft = JET is not a code; did you mean 'jet'?"),
        ("aircraft", "", "required", "aircraft is blank"),
        ("aircraft", " \u00a0", "required", "aircraft is blank"),
        (
            "attributed_to",
            "myanmar-airforce",
            "reference",
            "attributed_to = myanmar-airforce is not in actors; did you mean 'myanmar-air-force'?",
        ),
        ("source_id", "nobody-knows", "reference", "source_id = nobody-knows is not in sources"),
        (
            "earliest_on",
            "2030-01-02",
            "order",
            "earliest_on = 2030-01-02 is above latest_on = 2030-01-01",
        ),
        (
            "earliest_on",
            "3/4/2023",
            "type",
            "'3/4/2023' is ambiguous: 2023-04-03 (day first) or 2023-03-04 (month first)",
        ),
        ("earliest_on", "45027", "type", "looks like a spreadsheet's day number: 2023-04-11"),
        ("killed_min", "several", "type", "'several' is not a whole number"),
        ("killed_min", "1.234", "type", "'1.234' is ambiguous: 1234 or 1.234"),
        ("killed_min", "=cmd()", "formula", "killed_min holds a formula, not a value"),
        ("summary", "=cmd|' /C calc'!A0", "formula", "summary holds a formula, not a value"),
        ("township", "#N/A", "formula", "township holds an error of a spreadsheet"),
        ("admin1_pcode", "MMR014", "admin1_of_pcode", "MMR014 is Shan, admin1 says Kachin"),
        ("latitude", "45", "points_of_myanmar", "the point 45.0, 97.5 is outside Myanmar"),
        (
            "date_precision",
            "days",
            "codes",
            "date_precision = days is not a code; did you mean 'day'?",
        ),
    ],
)
def test_slips_are_told(
    home: Home, tmp_path: Path, column: str, value: str, rule: str, problem: str
) -> None:
    path = strikes(tmp_path, {}, {"airstrike_id": "2030-02-02-y", column: value})
    found = [item for item in problems_of(home, path) if item.column == column]
    assert len(found) == 1, found
    item = found[0]
    assert (item.severity, item.file, item.line, item.table) == (
        "error",
        str(path),
        3,
        "airstrikes",
    )
    assert (item.record_id, item.column, item.value) == (
        "2030-02-02-y",
        column,
        value.strip() or None if rule == "required" else item.value,
    )
    assert item.value in (value, None if rule == "required" else f"{value}.0")
    assert item.rule == rule
    assert problem in item.problem
    assert len(item.help) > 10


@pytest.mark.parametrize(
    ("column", "value", "read"),
    [
        ("latest_on", "25/12/2030", "2030-12-25"),
        ("killed_max", "1,234", "1234"),
        ("killed_max", "1\u202f234", "1234"),
        ("killed_max", "1'234", "1234"),
    ],
)
def test_what_can_mean_one_thing_only_is_read_with_a_warning(
    home: Home, tmp_path: Path, column: str, value: str, read: str
) -> None:
    path = strikes(tmp_path, {column: value, "date_precision": "range"})
    (item,) = [item for item in check_file(home, path).problems if item.column == column]
    assert (item.severity, item.line, item.value, item.rule) == ("warning", 2, value, "type")
    assert read in item.problem
    assert str(check_file(home, path).rows[column][0].as_py()) == read


def test_an_id_that_has_not_the_form_and_one_that_stands_twice(home: Home, tmp_path: Path) -> None:
    found = problems_of(home, strikes(tmp_path, {"airstrike_id": "2030 X"}, {}, {}))
    assert [(item.line, item.record_id, item.rule) for item in found] == [
        (2, "2030 X", "pattern"),
        (3, "2030-01-01-x", "key"),
        (4, "2030-01-01-x", "key"),
    ]
    assert "small letters, digits and hyphens" in found[0].help


def test_every_bad_row_is_told_at_once(home: Home, tmp_path: Path) -> None:
    rows = [
        {"airstrike_id": f"2030-01-01-{number}", "aircraft": "ufo", "killed_min": "-1"}
        for number in range(50)
    ]
    found = problems_of(home, strikes(tmp_path, *rows))
    assert sorted((item.line, item.rule) for item in found) == sorted(
        (line, rule) for line in range(2, 52) for rule in ("codes", "minimum")
    )


def test_columns_in_another_order_are_read_by_name(home: Home, tmp_path: Path) -> None:
    path = strikes(tmp_path, {"killed_min": "3"})
    rows = list(csv.reader(io.StringIO(path.read_text())))
    turned = tmp_path / "turned" / "airstrikes.csv"
    turned.parent.mkdir()
    turned.write_text("\n".join(",".join(reversed(row)) for row in rows) + "\n")
    assert check_file(home, turned).rows.equals(check_file(home, path).rows)


def test_a_misspelt_and_a_missing_column(home: Home, tmp_path: Path) -> None:
    path = strikes(tmp_path, {"aircrafts": "jet"}, drop=("aircraft", "admin1"))
    found = check_file(home, path).problems
    assert [
        (item.line, item.record_id, item.column, item.rule, item.problem) for item in found
    ] == [
        (1, None, "aircrafts", "column", "unknown column 'aircrafts'; did you mean 'aircraft'?"),
        (1, None, "admin1", "column", "columns admin1, aircraft are missing"),
    ]


def test_columns_that_no_row_needs_may_be_left_out(home: Home, tmp_path: Path) -> None:
    contract = load_contract(home, "airstrikes")
    needless = tuple(field.name for field in contract.fields if not field.required)
    path = strikes(tmp_path, {}, drop=needless)
    assert problems_of(home, path) == []
    assert check_file(home, path).rows["killed_min"].to_pylist() == [None]
    renamed = strikes(tmp_path, {}, drop=needless, name="mine.csv")
    assert table_of(home, renamed) == "airstrikes"


def test_an_optional_column_may_be_absent_or_there(home: Home, tmp_path: Path) -> None:
    assert check_file(home, strikes(tmp_path, {}, drop=("publish_precision",))).problems == []
    assert check_file(home, strikes(tmp_path, {"publish_precision": "withhold"})).problems == []
    (item,) = check_file(home, strikes(tmp_path, {"publish_precision": "hidden"})).problems
    assert (item.rule, item.column) == ("codes", "publish_precision")


def test_a_header_alone_is_a_warning(home: Home, tmp_path: Path) -> None:
    (item,) = check_file(home, strikes(tmp_path)).problems
    assert (item.severity, item.line, item.rule, item.problem) == (
        "warning",
        1,
        "rows",
        "the file has a header and no rows",
    )


def test_a_cell_of_ten_megabytes(home: Home, tmp_path: Path) -> None:
    found = check_file(
        home, strikes(tmp_path, {}, {"airstrike_id": "2030-02-02-y", "summary": "x" * 10_000_000})
    ).problems
    assert [(item.line, item.record_id, item.column, item.rule) for item in found] == [
        (3, "2030-02-02-y", "summary", "length")
    ]
    assert found[0].value is not None
    assert len(found[0].value) == 200
    assert "10,000,000 characters" in found[0].problem


def test_misfitting_rows_name_their_record(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "call_asks.csv"
    path.write_text(
        "call_id,ask\n2018-04-23-coalition-32-kachin-2018,arms,more\n\n2019-06-09-world-kachin-congress\n"
    )
    found = check_file(home, path).problems
    assert [(item.line, item.record_id, item.rule, item.value) for item in found] == [
        (2, "2018-04-23-coalition-32-kachin-2018|arms", "cells", "more"),
        (4, "2019-06-09-world-kachin-congress|", "cells", "2019-06-09-world-kachin-congress"),
        (4, "2019-06-09-world-kachin-congress|", "required", None),
    ]


def test_lines_are_those_of_the_file_after_cells_with_line_ends(home: Home, tmp_path: Path) -> None:
    path = strikes(
        tmp_path,
        {"summary": "one\ntwo\nthree"},
        {"airstrike_id": "2030-02-02-y", "aircraft": "ufo"},
    )
    (item,) = problems_of(home, path)
    assert (item.line, item.record_id) == (5, "2030-02-02-y")


def test_a_workbook_is_checked_like_a_csv(home: Home, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    columns = list(STRIKE)
    book.active.append(
        [
            *columns,
            "killed_min",
            *(
                set(load_contract(home, "airstrikes").columns)
                - {*columns, "killed_min", "publish_precision"}
            ),
        ]
    )
    good: dict[str, Any] = {
        **STRIKE,
        "earliest_on": date(2030, 1, 1),
        "latest_on": date(2030, 1, 1),
        "latitude": 25.5,
        "longitude": 97.5,
    }
    book.active.append([*good.values(), 3.0])
    book.active.append([])
    book.active.append(
        [*{**good, "airstrike_id": "2030-02-02-y", "earliest_on": "3/4/2030"}.values(), "=cmd()"]
    )
    book.save(tmp_path / "airstrikes.xlsx")
    found = problems_of(home, tmp_path / "airstrikes.xlsx")
    assert [
        (item.line, item.record_id, item.column, item.value, item.rule)
        for item in found
        if item.rule != "known_days"
    ] == [
        (4, "2030-02-02-y", "earliest_on", "3/4/2030", "type"),
        (4, "2030-02-02-y", "killed_min", "=cmd()", "formula"),
    ]


def test_evidence_names_table_column_and_record(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "evidence.csv"
    rows = [
        "airstrike,2012-12-04-pannwa,,",
        "airstrikes,2012-12-04-pannwa,,kiled_min",
        "airstrikes,2012-12-04-panwa,,",
        "airstrikes,2012-12-04-pannwa,,",
    ]
    lines = [
        f"{row},{relation},afp-2023-10-21"
        for row, relation in zip(rows, ["supports"] * 4, strict=True)
    ]
    path.write_text(
        "record_table,record_id,locator,supports,relation,source_id\n" + "\n".join(lines) + "\n"
    )
    found = {(item.line, item.column): item for item in check(home, NO_WORKSPACE, [path])}
    assert (
        found[2, "record_table"].problem
        == "there is no table 'airstrike'; did you mean 'airstrikes'?"
    )
    assert (
        found[3, "supports"].problem
        == "airstrikes has no column 'kiled_min'; did you mean 'killed_min'?"
    )
    assert found[4, "record_id"].rule == "evidence_of_no_record"
    assert not [item for (line, _), item in found.items() if line == 5 and item.rule != "reference"]


def test_a_files_rows_replace_those_of_the_same_key(home: Home, tmp_path: Path) -> None:
    """Only the file's rows are told, and the rules across tables see the whole with them in it."""
    path = tmp_path / "claims.csv"
    text = (ROOT / "datasets" / "claims.csv").read_text(encoding="utf-8").splitlines()
    row = next(line for line in text if ",killed," in line and "pazi-gyi" in line)
    path.write_text(text[0] + "\n" + row + "\n", encoding="utf-8")
    assert problems_of(home, path) == []


# -- the command
# ----------------------------------------------------------------------------------------------


def test_errors_are_printed_and_end_in_4(run: Run, tmp_path: Path) -> None:
    path = strikes(
        tmp_path, {"aircraft": "ufo"}, {"airstrike_id": "2030-02-02-y", "latest_on": "2029-01-01"}
    )
    code, out, err = run("check", path)
    assert code == 4
    assert "ufo" in out
    assert "2 rows." in out
    assert err.splitlines()[-1] == "sanctrack: error: 2 errors found"


@pytest.mark.parametrize("form", ["json", "csv", "html", "table"])
def test_every_format(run: Run, tmp_path: Path, form: str) -> None:
    path = strikes(tmp_path, {"aircraft": "<b>ufo</b>"})
    code, out, _ = run("check", path, "--format", form)
    assert code == 4
    if form == "json":
        told = next(row for row in json.loads(out) if row["severity"] == "error")
        assert list(told) == [
            "severity",
            "file",
            "line",
            "table",
            "record_id",
            "column",
            "value",
            "rule",
            "problem",
            "help",
        ]
        assert (told["line"], told["value"]) == (2, "<b>ufo</b>")
    if form == "html":
        assert "<b>ufo" not in out
    if form == "csv":
        assert out.startswith("severity,file,line,table,record_id,column,value,rule,problem,help\n")


def test_several_files_are_seen_together_and_a_broken_one_hides_none(
    run: Run, home: Home, tmp_path: Path
) -> None:
    strike = strikes(tmp_path, {"attributed_to": "new-actor"})
    actors = tmp_path / "actors.csv"
    actors.write_text(
        "actor_id,name,actor_type,country,summary,source_id\nnew-actor,New,company,,,"
        "aljazeera-copy-2024-01-31\n"
    )
    broken = tmp_path / "places.csv"
    broken.write_bytes(b"place_id,name\n\x00")
    found = check(home, NO_WORKSPACE, [strike, actors, broken])
    errors = {
        (Path(item.file).name, item.line, item.rule) for item in found if item.severity == "error"
    }
    assert errors == {("places.csv", 2, "encoding"), ("actors.csv", 2, "primary_names")}
    assert run("check", strike, actors, broken)[0] == 4


@pytest.mark.parametrize("content", [b"", b'airstrike_id,"x\n', "a,b\n".encode("utf-16")])
def test_a_file_that_cannot_be_read_is_a_problem_of_that_file(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "airstrikes.csv"
    path.write_bytes(content)
    code, out, err = run("check", path, "--format", "json")
    assert code == 4
    (told,) = json.loads(out)
    assert (told["severity"], told["file"], told["record_id"]) == ("error", str(path), None)
    assert told["rule"] in ("header", "quotes", "encoding")
    assert told["help"]
    assert err == "sanctrack: error: 1 error found\n"


def test_what_the_user_typed_ends_in_2(run: Run, home: Home, tmp_path: Path) -> None:
    strikes(tmp_path, {})
    code, out, err = run("check", tmp_path / "airstrike.csv")
    assert (code, out) == (2, "")
    assert "there is no such file; did you mean" in err
    code, _, err = run("check", tmp_path)
    assert code == 2
    assert "is a folder" in err
    (tmp_path / "stuff.csv").write_text("a,b\n1,2\n")
    code, _, err = run("check", tmp_path / "stuff.csv")
    assert code == 2
    assert "neither its name nor its header is that of a table" in err
    with pytest.raises(UsageError):
        check(home, NO_WORKSPACE, [tmp_path / "stuff.csv"])


def test_a_table_is_told_by_its_header(home: Home, tmp_path: Path) -> None:
    path = strikes(tmp_path, {"aircraft": "ufo"}, name="my new strikes.csv")
    (item,) = problems_of(home, path)
    assert (item.table, item.rule) == ("airstrikes", "codes")


def test_problems_come_errors_first_by_file_and_line() -> None:
    rows = [
        Problem(severity, file, line, "t", None, None, None, "r", "p", "h")
        for severity in ("warning", "error")
        for file in "ba"
        for line in (3, 1)
    ]
    told = problems_as_result(rows)
    assert [(row[0], row[1], row[2]) for row in told.rows[:4]] == [
        ("error", "a", 1),
        ("error", "a", 3),
        ("error", "b", 1),
        ("error", "b", 3),
    ]


# -- contracts and checks hold together
# -----------------------------------------------------------------------


def test_foreign_keys_name_tables_and_columns_that_exist(home: Home) -> None:
    for name in table_names(home):
        for key in load_contract(home, name).foreign_keys:
            target = load_contract(home, key.table)
            assert set(key.target_fields) <= set(target.columns), (name, key)
            assert len(key.fields) == len(key.target_fields)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "primaryKey:",
            "primarykey:",
            "unknown key 'primarykey' in contract; did you mean 'primaryKey'?",
        ),
        (
            "    description:",
            "    descripton:",
            "unknown key 'descripton' in field 'call_id'; did you mean 'description'?",
        ),
        (
            "required: true",
            "requird: true",
            "unknown key 'requird' in constraints of 'call_id'; did you mean 'required'?",
        ),
        ("type: string", "type: sting", "field 'call_id': type is 'sting'; did you mean 'string'?"),
        (
            "primaryKey: [call_id",
            "primaryKey: [cal_id",
            "key column 'cal_id' is not a field; did you mean 'call_id'?",
        ),
        ("name: call_asks", "name: call_ask", "name is 'call_ask', the file is called 'call_asks'"),
    ],
)
def test_a_typo_in_a_contract_is_told_with_a_suggestion(
    home: Home, tmp_path: Path, old: str, new: str, words: str
) -> None:
    (tmp_path / "schemas").mkdir()
    text = (home.schemas / "call_asks.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "schemas" / "call_asks.yaml").write_text(
        text.replace(old, new, 1), encoding="utf-8"
    )
    with pytest.raises(DefinitionError) as raised:
        load_contract(Home(tmp_path), "call_asks")
    assert words in str(raised.value)
    assert str(tmp_path) in str(raised.value)
    assert raised.value.exit_code == 3


def test_orphan_evidence_is_looked_for_in_every_table(home: Home) -> None:
    assert tables_told_by(home, "evidence_of_no_record") >= {"evidence"}
    keys = load_query(home, "record_keys", "view").sql
    assert [
        table for table in fact_tables(home) if table != "evidence" and f"'{table}'" not in keys
    ] == []


def test_an_actor_is_used_by_every_table_that_refers_to_actors(home: Home) -> None:
    sql = load_query(home, "actor_references", "view").sql
    for name in fact_tables(home):
        for key in load_contract(home, name).foreign_keys:
            if key.table == "actors":
                assert f"'{name}' as record_table" in sql
                assert f"'{key.fields[0]}' as column_name, \"{key.fields[0]}\" as" in sql


def test_checks_tell_which_tables_they_speak_of(home: Home) -> None:
    """`check FILE` leaves out the checks that cannot return a row of the file."""
    for name in names(home, "check"):
        cases = read_yaml(
            (ROOT / "tests" / "queries" / f"{name}.yaml").read_text(encoding="utf-8"), name
        )
        told = {
            row["record_table"] for case in cases for row in case["expect"] if "record_table" in row
        }
        assert told <= tables_told_by(home, name), name
        assert tables_told_by(home, name) & set(fact_tables(home)), name


# -- pandera and the same tests on Arrow
# ----------------------------------------------------------------------

DAY = st.none() | st.dates(date(2022, 12, 30), date(2023, 1, 3))
STOP_CELLS = {
    "shipment_id": st.none() | st.sampled_from(["a", "b", "C d"]),
    "stop_number": st.none() | st.integers(0, 3),
    "stop_type": st.none() | st.sampled_from(["load", "discharge", "unloading"]),
    "country": st.none() | st.sampled_from(["MM", "mm"]),
    "arrived_earliest_on": DAY,
    "arrived_latest_on": DAY,
    "source_id": st.none() | st.just("s"),
}
TEXT = st.none() | st.sampled_from(["MMR001", "Kachin", "kachin", "x"])
CELLS = {
    "shipment_stops": STOP_CELLS,
    "admin1_areas": dict.fromkeys(load_contract(Home(ROOT), "admin1_areas").columns, TEXT),
    "airstrikes": {
        "airstrike_id": st.none() | st.sampled_from(["a", "b", "c", "d"]),
        "latitude": st.none() | st.sampled_from([-91.0, 0.0, 90.0, 90.5]),
        "killed_min": st.none() | st.integers(-1, 2),
        "killed_max": st.none() | st.integers(-1, 2),
        "earliest_on": DAY,
        "latest_on": DAY,
    },
}


@pytest.mark.parametrize("name", CELLS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_pandera_and_the_tests_on_arrow_find_the_same(name: str, data: st.DataObject) -> None:
    contract = load_contract(Home(ROOT), name)
    rows = data.draw(st.lists(st.fixed_dictionaries(CELLS[name]), min_size=1, max_size=8))
    table = pa.Table.from_pylist(
        rows, pa.schema([pa.field(item.name, item.type) for item in contract.arrow_schema()])
    )
    found = broken_rules(table, contract)
    assert set(found) == judged_by_pandera(table, contract)
    assert found == sorted(set(found))


def test_a_bad_row_does_not_wait_for_pandera(tmp_path: Path) -> None:
    path = strikes(
        tmp_path, {"aircraft": "ufo", "attributed_to": "nobody"}, {"earliest_on": "2031-01-01"}
    )
    program = (
        "import sys; from pathlib import Path; from sanctrack.definitions.paths import Home; from "
        f"sanctrack.checks import check\nassert len(check(Home(Path({str(ROOT)!r})), "
        f"Path('/nonexistent'), [Path({str(path)!r})])) > 3\nprint('pandera' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout
    assert told.strip() == "False"


def test_build_asks_pandera_too(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "sanctrack.checks.judged_by_pandera", lambda *_: {(0, "actor_id", "pattern")}
    )
    monkeypatch.setattr("sanctrack.checks.write_all", lambda _: pytest.fail("written"))
    with pytest.raises(DefinitionError, match=r"line 2: actor_id breaks 'pattern' for pandera"):
        build(home)
