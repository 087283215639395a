"""The warehouse: what it loads, what it refuses, and what it says about files of ours or of the
user that are wrong.
"""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rows import home_with

import sanctrack
from sanctrack.cli.entry import main
from sanctrack.definitions.contracts import TYPES, load_contract, table_names
from sanctrack.definitions.paths import Home, find_home, find_workspace, read_yaml, user_data_folder
from sanctrack.definitions.queries import load_query, names, query_paths
from sanctrack.errors import DataError, DefinitionError, SanctrackError, UsageError
from sanctrack.files import replacing
from sanctrack.formats import FORMATS, write
from sanctrack.warehouse.statements import PARAMETER, one_question
from sanctrack.warehouse.warehouse import Warehouse, citation

ROOT = Path(__file__).resolve().parent.parent
HEADER = """/*---
title: T
question: Q?
grain: one row
caveat: C.
params:
  day: {type: date, default: null, help: A day}
columns:
  a: A.
---*/
"""


@pytest.fixture
def copied(tmp_path: Path) -> Home:
    """A home of one's own, to break."""
    for folder in ("schemas", "queries", "datasets"):
        shutil.copytree(ROOT / folder, tmp_path / "home" / folder)
    return find_home(tmp_path / "home")


def opened(home: Home, only: list[str] | None = None) -> Warehouse:
    return Warehouse(home, home.root / "no-workspace", only)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# -- Python
# --------------------------------------------------------------------------------------------------


def test_python_door() -> None:
    with sanctrack.open(ROOT, ROOT / "no-such-workspace") as warehouse:
        result = warehouse.report("gap_matrix", as_of="2024-01-01")
        assert warehouse.report("gap_matrix", as_of=date(2024, 1, 1)).rows == result.rows
        rows = warehouse.sql(
            "select actor_id, name from actors order by actor_id limit 2"
        ).records()
    frame, table = result.to_pandas(), result.to_arrow()
    assert len(frame) == table.num_rows == len(result)
    assert list(frame) == table.column_names == [column.name for column in result.columns]
    assert str(frame["since_on"].dtype) == "datetime64[s]"
    assert [list(row) for row in rows] == [["actor_id", "name"]] * 2
    assert {"open", "Warehouse", "Result"} <= set(sanctrack.__all__)
    assert (ROOT / "sanctrack" / "py.typed").is_file()


def test_polars_where_it_is_installed(shipped: Warehouse) -> None:
    pytest.importorskip("polars")
    assert shipped.report("deliveries").to_polars().height == len(shipped.report("deliveries"))


def test_unknown_name_of_the_package_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        _ = sanctrack.opne  # type: ignore[attr-defined]


def test_results_stay_after_closing(home: Home) -> None:
    with opened(home, ["deliveries"]) as warehouse:
        result = warehouse.report("deliveries")
    assert len(result.records()) == len(result.column("shipment_id"))


# -- loading
# --------------------------------------------------------------------------------------------------


def test_only_what_is_read_is_loaded(home: Home) -> None:
    with opened(home, ["deliveries_by_year"]) as warehouse:
        assert "fuel_shipments" in warehouse.loaded
        assert not {"claims", "sanction_calls", "airstrikes"} & set(warehouse.loaded)


def test_everything_is_loaded_without_a_choice(shipped: Warehouse, home: Home) -> None:
    assert {*table_names(home), *names(home, "view")} == set(shipped.loaded)


@pytest.mark.parametrize("name", names(find_home(ROOT), "report"))
def test_a_report_alone_gives_what_it_gives_among_all(
    home: Home, shipped: Warehouse, name: str
) -> None:
    ids = {
        "airstrikes": "2023-04-11-pazi-gyi",
        "actors": "mt-reef",
        "fuel_shipments": "2024-10-reef",
    }
    needed = {
        item.name: ids.get(item.id_of or "", "mt-reef")
        for item in load_query(home, name, "report").params
        if not item.has_default
    }
    with opened(home, [name]) as warehouse:
        assert warehouse.report(name, **needed) == shipped.report(name, **needed)


@pytest.mark.parametrize("name", names(find_home(ROOT), "report"))
def test_header_and_sql_name_the_same_parameters(home: Home, name: str) -> None:
    query = load_query(home, name, "report")
    code = "\n".join(line.split("--")[0] for line in query.sql.splitlines())
    assert {f"${item.name}" for item in query.params} == set(PARAMETER.findall(code))


def test_views_take_no_parameters(home: Home) -> None:
    for name in [*names(home, "view"), *names(home, "check")]:
        assert not PARAMETER.findall(load_query(home, name, query_paths(home)[name][0]).sql), name


def test_results_name_their_data_sets(shipped: Warehouse) -> None:
    assert shipped.report("deliveries").datasets == ("sanctrack",)
    assert shipped.sql("select 1").datasets == ()


def test_the_database_is_locked(shipped: Warehouse) -> None:
    for statement in (
        "select * from read_parquet('x.parquet')",
        "select * from read_csv_auto('/etc/passwd')",
    ):
        with pytest.raises(UsageError, match="refused"):
            shipped.sql(statement)
    with pytest.raises(DefinitionError, match="locked"):
        shipped.own_cursor()


@pytest.mark.parametrize(
    "text",
    [
        "select 1;",
        "(select 1)",
        "with a as (select 1) select * from a",
        "explain analyze select 1",
        "describe select 1",
    ],
)
def test_one_question(text: str) -> None:
    assert one_question(text) == text


# -- files of ours that are wrong
# -----------------------------------------------------------------------------


def test_missing_parquet(copied: Home) -> None:
    (copied.datasets / "fuel_shipments.parquet").unlink()
    with pytest.raises(
        DataError, match=r"fuel_shipments.parquet is missing; `sanctrack build` makes it"
    ):
        opened(copied, ["deliveries"])


@pytest.mark.parametrize("content", [b"", b"PAR1", b"not parquet at all", None])
def test_truncated_parquet(copied: Home, content: bytes | None) -> None:
    path = copied.datasets / "fuel_shipments.parquet"
    path.write_bytes(
        path.read_bytes()[: len(path.read_bytes()) // 2] if content is None else content
    )
    with pytest.raises(
        DataError,
        match=r"fuel_shipments.parquet cannot be read as the Parquet file of fuel_shipments",
    ):
        opened(copied, ["deliveries"])


CONTRACT_SLIPS = {
    "unknown key 'tittle' in contract; did you mean 'title'?": ("title:", "tittle:"),
    "type is 'strin'; did you mean 'string'?": ("type: string", "type: strin"),
    "unknown key 'requried' in constraints": ("required:", "requried:"),
    "unknown key 'descripton' in field": ("    description:", "    descripton:"),
    "key column 'actor' is not a field": ("primaryKey: [actor_id]", "primaryKey: [actor]"),
}


@pytest.mark.parametrize("said", list(CONTRACT_SLIPS))
def test_contract_with_a_slip(copied: Home, said: str) -> None:
    edit(copied.schemas / "actors.yaml", *CONTRACT_SLIPS[said])
    with pytest.raises(DefinitionError) as raised:
        load_contract(copied, "actors")
    assert said in str(raised.value)
    assert "actors.yaml" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1", "line 2: not valid YAML"),
        ("a: 1\na: 2", "line 2: key 'a' stands twice"),
        ("a: 1\n\tb: 2", "line 2"),
    ],
)
def test_broken_yaml_names_the_line(text: str, said: str) -> None:
    with pytest.raises(DefinitionError, match=said):
        read_yaml(text, "x.yaml")


def test_yaml_dates_stay_text() -> None:
    assert read_yaml("day: 2024-01-01", "x")["day"] == "2024-01-01"


HEADER_SLIPS = {
    "unknown key 'questoin' in header; did you mean 'question'?": ("question:", "questoin:"),
    "unknown key 'defalt' in parameter 'day'; did you mean 'default'?": ("default:", "defalt:"),
    "parameter 'day': type is 'dat'; did you mean 'date'? it takes string": (
        "type: date",
        "type: dat",
    ),
    "lacks caveat": ("caveat: C.\n", ""),
    "must begin with a header": ("/*---", "/*--"),
    "columns of the header (b) are not those of the SQL (a)": ("  a: A.", "  b: B."),
    "parameter 'day' of the header is not in the SQL": (
        "select cast($day as date) as a",
        "select 1 as a",
    ),
    "$month is not in the header": (
        "cast($day as date)",
        "coalesce(cast($day as date), cast($month as date))",
    ),
    "no_such_column": ("as a\n", ", no_such_column as a\n"),
}


@pytest.mark.parametrize("said", list(HEADER_SLIPS))
def test_query_with_a_slip(copied: Home, said: str) -> None:
    path = copied.queries / "reports" / "slip.sql"
    path.write_text(HEADER + "select cast($day as date) as a\n", encoding="utf-8")
    edit(path, *HEADER_SLIPS[said])
    query_paths.cache_clear()
    with pytest.raises(DefinitionError) as raised, opened(copied, ["slip"]) as warehouse:
        warehouse.report("slip")
    assert said in str(raised.value)
    assert "slip.sql" in str(raised.value)


def view(home: Home, name: str, sql: str) -> None:
    text = f"/*---\ntitle: T\ngrain: one row\ncolumns:\n  a: A.\n---*/\n{sql}\n"
    (home.queries / "views" / "links" / f"{name}.sql").write_text(text, encoding="utf-8")


def test_views_in_a_circle(copied: Home) -> None:
    view(copied, "one_view", "select other_view.a from other_view")
    view(copied, "other_view", "select one_view.a from one_view")
    query_paths.cache_clear()
    with pytest.raises(
        DefinitionError,
        match=r"in a circle: (one|other)_view → (one|other)_view → (one|other)_view",
    ):
        opened(copied, ["one_view"])


def test_a_mention_is_no_circle(copied: Home) -> None:
    view(copied, "one_view", "select 1 as a, 'of other_view' as b")
    view(
        copied,
        "other_view",
        "with one_step as (select one_view.a from one_view) select one_step.a from one_step",
    )
    query_paths.cache_clear()
    for name in ("one_view", "other_view"):
        with opened(copied, [name]) as warehouse:
            assert {"one_view", "other_view"} >= set(warehouse.loaded) >= {name}


def test_a_name_that_stands_twice(copied: Home) -> None:
    view(copied, "strikes", "select 1 as a")
    query_paths.cache_clear()
    with pytest.raises(DefinitionError, match="have the same name"):
        opened(copied, ["strikes"])


def test_exit_codes_of_broken_files(
    copied: Home, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    edit(copied.queries / "reports" / "strikes.sql", "title:", "tilte:")
    (copied.datasets / "measures.parquet").write_bytes(b"PAR1")
    query_paths.cache_clear()
    for report, code in (("strikes", 3), ("measures_timeline", 4)):
        with pytest.raises(SystemExit) as end:
            main(["--home", str(copied.root), "report", report])
        assert end.value.code == code
        out, err = capfdbinary.readouterr()
        assert out == b""
        assert err.startswith(b"sanctrack: error: ")
        assert err.count(b"\n") == 1


# -- the workspace
# --------------------------------------------------------------------------------------------


def test_own_facts_are_appended_and_marked(home: Home, tmp_path: Path) -> None:
    own = tmp_path / "my-facts" / "datasets"
    own.mkdir(parents=True)
    own.joinpath("places.csv").write_text(
        "place_id,name,place_type,country\nour-depot,Our depot,terminal,MM\n", encoding="utf-8"
    )
    codes = load_contract(home, "places").field("place_type").codes or {}
    edit(own / "places.csv", "terminal", next(iter(codes)))
    header = [item.name for item in load_contract(home, "places").fields if not item.optional]
    row = {
        "place_id": "our-depot",
        "name": "Our depot",
        "place_type": next(iter(codes)),
        "country": "MM",
        "source_id": "jfm-2026-02-23",
    }
    own.joinpath("places.csv").write_text(
        ",".join(header) + "\n" + ",".join(row.get(name, "") for name in header) + "\n",
        encoding="utf-8",
    )
    with Warehouse(home, tmp_path / "my-facts", ["places"]) as warehouse:
        assert warehouse.sql(
            "select dataset, count(*) as n from places group by all order by all"
        ).rows[0] == ("my-facts", 1)
        assert warehouse.sql("select * from places").datasets == ("my-facts", "sanctrack")
    shipped_id = (
        (home.datasets / "places.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    )
    edit(own / "places.csv", "our-depot", shipped_id)
    with pytest.raises(DataError, match=f"'{shipped_id}' stands in .*my-facts.* and in .*datasets"):
        Warehouse(home, tmp_path / "my-facts", ["places"])


def test_a_missing_workspace_is_an_empty_one(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANCTRACK_WORKSPACE", str(tmp_path / "none"))
    assert find_workspace() == tmp_path / "none"
    with Warehouse(home, find_workspace(), ["places"]) as warehouse:
        assert warehouse.datasets() == ("sanctrack",)
    assert not (tmp_path / "none").exists()
    (tmp_path / "none").write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file; name a folder"):
        find_workspace()


@pytest.mark.parametrize("data_home", ["", "/data/home"])
def test_the_workspace_is_where_platformdirs_has_it(
    data_home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from platformdirs import user_data_path

    monkeypatch.setenv("XDG_DATA_HOME", data_home)
    assert user_data_folder() == user_data_path("sanctrack", appauthor=False)


def test_as_of_follows_a_newer_list(home: Home, tmp_path: Path) -> None:
    given = {"list_versions": [{"list": "uk_uksl", "list_version_on": "2027-01-01"}]}
    known = load_contract(home, "list_versions").columns
    case = {
        "list_versions": [
            {key: value for key, value in given["list_versions"][0].items() if key in known}
        ]
    }
    trial, workspace = home_with(home, tmp_path, case)
    with Warehouse(trial, workspace, ["list_versions"]) as warehouse:
        assert warehouse.as_of == date(2027, 1, 1)
    with opened(home, ["places"]) as warehouse:
        assert warehouse.as_of == date.fromisoformat(str(home.facts["as_of"]))


# -- small things
# ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            (None, None, None, None, None, None),
            "publisher not known, untitled, undated, not graded",
        ),
        (
            ("P", "T", date(2024, 1, 1), date(2024, 1, 1), "B", "https://x"),
            "P, “T”, 2024-01-01, grade B, https://x",
        ),
        (("P", "T", date(2024, 1, 1), None, "B", None), "P, “T”, 2024-01-01 to …, grade B"),
        (("P", "T", None, date(2024, 1, 31), "B", None), "P, “T”, … to 2024-01-31, grade B"),
    ],
)
def test_citation_says_what_is_not_held(given: tuple[None], words: str) -> None:
    assert citation(*given) == words  # type: ignore[call-arg]


def test_every_type_of_a_contract_has_its_table_type() -> None:
    assert {"string", "integer", "number", "date", "datetime", "boolean"} == set(TYPES)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "x.txt"
    target.write_text("old", encoding="utf-8")

    def broken(fails: Callable[[Path], None]) -> None:
        with replacing(target) as temporary:
            temporary.write_text("half", encoding="utf-8")
            fails(temporary)

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    def stopped(_: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(SanctrackError, match="No space left on device"):
        broken(full)
    with pytest.raises(KeyboardInterrupt):
        broken(stopped)
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]
    assert target.read_text(encoding="utf-8") == "old"
    with replacing(target) as temporary:
        temporary.write_text("new", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize(
    ("report", "params", "said"),
    [
        (
            "listing_overlap",
            {"jurisdictions": "US,UK"},
            "'UK', which is not in measures.jurisdiction; it takes AU, CA",
        ),
        ("listing_overlap", {"without_measures": "uk-2021-04"}, "did you mean 'uk-2021-04-29'?"),
        (
            "gap_matrix",
            {"actors": "asia-sun-group,asiasun"},
            "'asiasun', which is not in actors.actor_id; did you mean 'asia-sun-group'?",
        ),
        ("strikes", {"admin1": "sagaing"}, "did you mean 'Sagaing'?"),
        ("designations", {"authority": "OFAC"}, "did you mean 'US-OFAC'?"),
    ],
)
def test_a_value_that_its_column_cannot_hold_is_no_empty_answer(
    shipped: Warehouse, report: str, params: dict[str, str], said: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        shipped.report(report, **params)


def test_words_beside_the_values_of_a_column_are_taken(shipped: Warehouse) -> None:
    actors = shipped.sql("select count(*) from actors").rows[0][0]
    assert len(shipped.report("gap_matrix", actors="all")) == actors * 6
    assert len(shipped.report("listing_overlap", without_measures="none")) > 0


@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        (
            "deliveries",
            {"country": "XX"},
            "country is 'XX', which is not in shipment_stops.country",
        ),
        ("deliveries_with_listed_parties", {"role": "ship_manger"}, "did you mean 'ship_manager'"),
        ("sources_used", {"record_table": "airstrike"}, "did you mean 'airstrikes'"),
        (
            "timeline",
            {"kinds": "strike, deliverys"},
            "kinds is 'deliverys'; did you mean 'delivery'",
        ),
        ("vessel_history", {"vessel_id": "mt-reff"}, "did you mean 'mt-reef'"),
        ("vessel_history", {"vessel_id": "9999999"}, "which is not in actors"),
    ],
)
def test_a_value_that_no_row_has_is_an_error_and_no_empty_answer(
    home: Home, name: str, params: dict[str, str], words: str
) -> None:
    with (
        Warehouse(home, ROOT / "no-such-workspace", [name]) as warehouse,
        pytest.raises(UsageError, match=re.escape(words)),
    ):
        warehouse.report(name, **params)


def test_words_beside_the_values_of_a_column_and_both_ways_to_a_vessel(home: Home) -> None:
    with Warehouse(
        home,
        ROOT / "no-such-workspace",
        ["timeline", "vessel_history", "deliveries_with_listed_parties"],
    ) as warehouse:
        assert set(warehouse.report("timeline", kinds="deliveries").column("kind")) == {"delivery"}
        assert set(
            warehouse.report("deliveries_with_listed_parties", role="carrier").column("role")
        ) == {"carrier"}
        by_id, by_number = (
            warehouse.report("vessel_history", vessel_id=value).rows
            for value in ("mt-reef", "9263382")
        )
        assert by_id == by_number != []


# -- values of every kind
# -------------------------------------------------------------------------------------

EXOTIC = {
    "timestamptz '2024-01-02 03:04:05+02'": "2024-01-02 01:04:05",
    "interval 1 month": "1 month",
    "date '2024-03-01' - timestamp '2024-02-01'": "29 days",
    "time '10:00'": "10:00:00",
    "'ab\\xFF'::blob": "ab\\xFF",
    "'00000000-0000-0000-0000-00000000000a'::uuid": "00000000-0000-0000-0000-00000000000a",
    "{'a': 1, 'b': [2]}": "{'a': 1, 'b': [2]}",
    "map {'a': 1}": "{a=1}",
    "[timestamptz '2024-01-02 03:04:05+00']": "['2024-01-02 03:04:05+00']",
    "170141183460469231731687303715884105727::hugeint": "170141183460469231731687303715884105727",
    "12345678901234567890::ubigint": "12345678901234567890",
    "date '0044-03-15 (BC)'": "0044-03-15 (BC)",
    "'x'::enum ('x')": "x",
    "'101'::bit": "101",
    "5::hugeint": "5",
    "[1, 2]": "1; 2",
    "['a', 'b']": "a; b",
    "[date '2024-01-02']": "2024-01-02",
    "null": "",
}


@pytest.mark.parametrize("value", EXOTIC)
def test_values_of_every_type_are_carried_by_every_format(shipped: Warehouse, value: str) -> None:
    result = shipped.sql(f"select {value} as x, 1 as y order by y; -- the end")
    written = {}
    for form in FORMATS:
        out = io.BytesIO()
        write(result, form, out)
        written[form] = out.getvalue()
    (row,) = csv.reader(io.StringIO(written["csv"].decode().split("\n", 1)[1]))
    assert row == [EXOTIC[value], "1"]
    assert EXOTIC[value] in written["table"].decode()
    assert pq.read_table(io.BytesIO(written["parquet"])).num_rows == 1
    assert len(result.to_polars()) == len(result.to_pandas()) == 1
    assert json.loads(written["json"])[0]["y"] == 1


def test_what_is_given_otherwise_is_said(shipped: Warehouse) -> None:
    assert shipped.sql("select now() as t, interval 1 day as i, 1 as n").remarks == (
        "t is given in UTC",
        "i (INTERVAL) is given as text",
    )
    assert shipped.sql("select 1 as n, [1] as l, current_date as d").remarks == ()


def test_columns_of_one_name_are_told_apart(shipped: Warehouse) -> None:
    result = shipped.sql("select 1 as a, 2 as a, 3 as a_2")
    assert result.records() == [{"a": 1, "a_3": 2, "a_2": 3}]
    assert (
        result.to_polars().columns
        == result.to_arrow().column_names
        == list(result.to_pandas())
        == ["a", "a_3", "a_2"]
    )


# -- the Python door
# ------------------------------------------------------------------------------------------


def test_a_closed_warehouse_says_so(home: Home) -> None:
    warehouse = opened(home, ["deliveries", "sources"])
    warehouse.close()
    for ask in (
        lambda: warehouse.sql("select 1"),
        lambda: warehouse.report("deliveries"),
        lambda: warehouse.rows_of("dated_deliveries"),
        lambda: warehouse.citations(["x"]),
    ):
        with pytest.raises(UsageError, match="this warehouse is closed"):
            ask()
    warehouse.close()


@pytest.mark.parametrize(
    ("report", "params", "said"),
    [
        ("strikes", {"killed_min": True}, "killed_min is True; it takes a whole number"),
        ("strikes", {"from_on": ["2024-01-01"]}, r"from_on is \['2024-01-01'\]; it takes a date"),
        (
            "deliveries",
            {"vessel_id": ["mt-reef"]},
            r"vessel_id is \['mt-reef'\]; it takes one text",
        ),
        ("deliveries", {"vessel_id": True}, "vessel_id is True; it takes text"),
        ("deliveries_after_measures", {"with_not_after": 2}, "it takes yes or no"),
        ("gap_matrix", {"actors": ["mt-reef", "mt-reff"]}, "did you mean 'mt-reef'"),
    ],
)
def test_values_of_a_wrong_type_are_refused(
    shipped: Warehouse, report: str, params: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        shipped.report(report, **params)


def test_a_list_is_taken_where_several_values_are(shipped: Warehouse) -> None:
    for several in (["mt-reef", "asia-sun-group"], ("mt-reef", "asia-sun-group")):
        result = shipped.report("gap_matrix", actors=several)
        assert set(result.column("actor_id")) == {"mt-reef", "asia-sun-group"}
        assert result == shipped.report("gap_matrix", actors="mt-reef,asia-sun-group")
    assert shipped.report("strikes", from_on=datetime(2024, 1, 1, 12)).params["from_on"] == date(
        2024, 1, 1
    )


@pytest.mark.parametrize("name", names(find_home(ROOT), "report"))
def test_a_period_that_ends_before_it_begins_is_refused_everywhere(
    home: Home, shipped: Warehouse, name: str
) -> None:
    query = load_query(home, name, "report")
    if {"from_on", "to_on"} <= {item.name for item in query.params}:
        needed = {item.name: "mt-reef" for item in query.params if not item.has_default}
        with pytest.raises(
            UsageError, match=r"from_on \(2024-01-02\) is later than to_on \(2024-01-01\)"
        ):
            shipped.report(name, from_on="2024-01-02", to_on="2024-01-01", **needed)
    for item in query.params:
        assert item.name != "vessel_id" or item.only["actor_type"] == "vessel"


def test_only_names_a_column_of_its_tables(copied: Home) -> None:
    path = copied.queries / "reports" / "deliveries.sql"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("only: {actor_type: vessel}", "only: {actor_typ: vessel}"), encoding="utf-8"
    )
    with (
        opened(copied, ["deliveries"]) as warehouse,
        pytest.raises(DefinitionError, match="only names 'actor_typ', a column of none of actors"),
    ):
        warehouse.report("deliveries", vessel_id="mt-reef")
    path.write_text(text.replace("only: {actor_type: vessel}", "only: vessel"), encoding="utf-8")
    with pytest.raises(
        DefinitionError,
        match=r"parameter 'vessel_id': only must be a mapping \(key: value\), not a text",
    ):
        load_query(copied, "deliveries", "report")


def test_names_of_the_package_are_listed() -> None:
    assert {"open", "Warehouse", "Result", "UsageError"} <= set(dir(sanctrack))


def test_a_join_with_using_over_two_lists_is_answered(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    for code in ("one", "two"):
        for table in ("list_entries", "list_names"):
            schema = pa.schema(
                [
                    pa.field(field.name, field.type)
                    for field in load_contract(home, table).arrow_schema()
                ]
            )
            row = {
                field.name: code
                for field in schema
                if field.name in ("version_sha256", "entry_reference", "list", "name")
            }
            (folder / code / "0").mkdir(parents=True, exist_ok=True)
            pq.write_table(
                pa.Table.from_pylist([row], schema), folder / code / "0" / f"{table}.parquet"
            )
    statement = (
        "select count(*) as n from list_names as n join list_entries as e using (version_sha256, "
        "entry_reference)"
    )
    with Warehouse(home, tmp_path, only=["list_names", "list_entries"]) as warehouse:
        result = warehouse.sql(statement)
    assert (result.rows, result.datasets) == ([(2,)], ("one", "two"))
