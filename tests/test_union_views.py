"""Views joined from parts: what `show` has of every table and column follows from the contracts."""

import re
import shutil
from pathlib import Path

import pytest
from rows import home_with

from sanctrack.definitions.contracts import Contract, load_contract, table_names
from sanctrack.definitions.paths import Home, find_home
from sanctrack.definitions.queries import load_query, names, query_paths, split
from sanctrack.definitions.union_views import (
    LINES,
    THIS,
    fact_contracts,
    further_fields,
    own_source,
    shown_by_hand,
)
from sanctrack.errors import DataError, DefinitionError
from sanctrack.warehouse.warehouse import Warehouse

ROOT = Path(__file__).resolve().parent.parent
HOME = find_home(ROOT)
FACTS = {contract.name: contract for contract in fact_contracts(HOME)}


def has_lines(contract: Contract) -> bool:
    return any((HOME.queries / folder / f"{contract.name}.sql").is_file() for folder in LINES)


@pytest.mark.parametrize("table", FACTS)
def test_show_has_every_table_or_its_contract_says_why_not(table: str) -> None:
    contract = FACTS[table]
    if contract.record is None:
        assert contract.not_shown, f"schemas/{table}.yaml has neither record nor not_shown"
        return
    assert contract.not_shown is None
    # members of a group are lines of the group and of the delivery
    assert has_lines(contract) or table == "shipment_group_members"


@pytest.mark.parametrize("table", FACTS)
def test_a_reason_for_leaving_a_column_out_is_one(table: str) -> None:
    reasons = {field.name: field.not_shown for field in FACTS[table].fields if field.not_shown}
    assert all(len(reason.split()) > 2 for reason in reasons.values())
    assert not set(reasons) & shown_by_hand(HOME, table), "a column that is shown needs no reason"


@pytest.mark.parametrize(
    "path",
    [path for folder in LINES for path in sorted((HOME.queries / folder).glob("*.sql"))],
    ids=str,
)
def test_a_file_of_lines_is_that_of_a_table(path: Path) -> None:
    assert path.stem in table_names(HOME) or THIS.search(path.read_text(encoding="utf-8"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home of its own, whose contracts and queries can be changed."""
    for folder in ("schemas", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / "home" / folder)
    (tmp_path / "home" / "datasets").mkdir()
    for name in ("facts.yaml", "authorities.parquet"):
        shutil.copy(ROOT / "datasets" / name, tmp_path / "home" / "datasets")
    return Home(tmp_path / "home", tmp_path / "home" / "datasets")


def add_column(home: Home, table: str, text: str) -> None:
    path = home.schemas / f"{table}.yaml"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + text, encoding="utf-8")


def test_a_new_column_reaches_show_by_its_contract_alone(home: Home, tmp_path: Path) -> None:
    add_column(
        home,
        "fuel_shipments",
        "  - {name: bill_of_lading, type: string, description: Number of the bill of lading.}\n",
    )
    add_column(
        home, "actors", "  - {name: founded_on, type: date, description: Day of foundation.}\n"
    )
    given = {
        "fuel_shipments": [
            {"shipment_id": "s1", "bill_of_lading": "BL-7", "source_id": "w"},
            {"shipment_id": "s2"},
        ],
        "actors": [
            {"actor_id": "a1", "name": "Alpha", "founded_on": "1999-01-02", "source_id": "w"}
        ],
    }
    base, workspace = home_with(home, tmp_path, given)
    with Warehouse(base, workspace, only=["record", "actor_dossier"]) as warehouse:
        rows = warehouse.report("record", id="s1").records()
        assert [row["words"] for row in rows if row["section"] == "further particulars"] == [
            "bill of lading BL-7"
        ]
        assert [row["source_ids"] for row in rows if row["section"] == "further particulars"] == [
            "w"
        ]
        assert not [
            row
            for row in warehouse.report("record", id="s2").records()
            if row["section"] == "further particulars"
        ]
        for report, key in (("record", "id"), ("actor_dossier", "actor_id")):
            rows = warehouse.report(report, **{key: "a1"}).records()
            assert [row["words"] for row in rows if row["section"] == "further particulars"] == [
                "founded on 1999-01-02"
            ]


def test_a_column_with_a_reason_stays_out(home: Home, tmp_path: Path) -> None:
    add_column(
        home,
        "fuel_shipments",
        "  - {name: file_number, type: string, not_shown: a number of our own desk, description: "
        "Number.}\n",
    )
    assert not further_fields(home, load_contract(home, "fuel_shipments"))
    base, workspace = home_with(
        home, tmp_path, {"fuel_shipments": [{"shipment_id": "s1", "file_number": "7"}]}
    )
    with Warehouse(base, workspace, only=["record"]) as warehouse:
        assert {row["section"] for row in warehouse.report("record", id="s1").records()} == {
            "delivery"
        }


def test_a_new_table_reaches_show_by_its_file_alone(home: Home, tmp_path: Path) -> None:
    (home.schemas / "rumours.yaml").write_text(
        "name: rumours\ntitle: Rumours\ndescription: Heard.\ngrain: one row per "
        "rumour\nprimaryKey: [rumour_id]\nrecord: {kind: rumour, id: rumour_id}\nfields:\n"
        "  - {name: rumour_id, type: string, description: Id., constraints: {required: true}}\n"
        "  - {name: text, type: string, description: What was heard.}\n",
        encoding="utf-8",
    )
    (home.queries / LINES[0] / "rumours.sql").write_text(
        "select 'rumour', rumours.rumour_id, 1, 'rumour', 'rumours', rumours.rumour_id, null, "
        "null, null, rumours.text, null, null\nfrom rumours\n",
        encoding="utf-8",
    )
    base, workspace = home_with(
        home, tmp_path, {"rumours": [{"rumour_id": "r1", "text": "fuel came by night"}]}
    )
    with Warehouse(base, workspace, only=["record"]) as warehouse:
        assert [row["words"] for row in warehouse.report("record", id="r1").records()] == [
            "fuel came by night"
        ]


def test_a_parquet_file_older_than_its_contract_is_said(home: Home, tmp_path: Path) -> None:
    base, workspace = home_with(home, tmp_path, {"fuel_shipments": [{"shipment_id": "s1"}]})
    add_column(
        home,
        "fuel_shipments",
        "  - {name: bill_of_lading, type: string, description: Number of the bill of lading.}\n",
    )
    with pytest.raises(
        DataError,
        match=r"fuel_shipments\.parquet has no column bill_of_lading, .*run `sanctrack build`",
    ):
        Warehouse(base, workspace, only=["record"])


def test_a_union_without_parts_is_said(home: Home) -> None:
    shutil.rmtree(home.queries / LINES[0])
    with pytest.raises(
        DefinitionError, match=r"record_lines\.sql has no SQL, and there is no folder"
    ):
        load_query(home, "record_lines", "view")


def test_a_record_names_a_part_of_the_key(home: Home) -> None:
    path = home.schemas / "claims.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("id: claim_id}", "id: claim}"), encoding="utf-8"
    )
    with pytest.raises(
        DefinitionError,
        match="the id of record is 'claim', which is no part of the key; did you mean 'claim_id'",
    ):
        load_contract(home, "claims")


@pytest.mark.parametrize("report", ["evidence_gaps", "sources_used"])
def test_reports_on_sources_take_every_table_that_has_some(report: str) -> None:
    choices = set(load_query(HOME, report, "report").parameter("record_table").choices or ())
    assert choices == {name for name, contract in FACTS.items() if own_source(contract)} - {
        "evidence"
    }


RUMOURS = """\
name: rumours
title: Rumours
description: Heard.
grain: one row per rumour
primaryKey: [rumour_id]
record: {kind: rumour, id: rumour_id}
foreignKeys:
  - {fields: [source_id], reference: {resource: sources, fields: [source_id]}}
dated: {day: day of hearing, from: heard_earliest_on, to: heard_latest_on}
not_known:
  teller: {blank: teller, code: nobody}
  truth: {blank: [confirmed_on, denied_on], only: {teller: [neighbour, friend]}}
about: {key: about, value: about_id, columns: {strike: airstrikes.airstrike_id}}
fields:
  - {name: rumour_id, type: string, description: Id., constraints: {required: true}}
  - {name: heard_earliest_on, type: date, description: First day.}
  - {name: heard_latest_on, type: date, description: Last day.}
  - {name: confirmed_on, type: date, description: Day.}
  - {name: denied_on, type: date, description: Day.}
  - name: teller
    type: string
    description: Who told.
    codes: {neighbour: a neighbour, friend: a friend, nobody: nobody}
  - {name: about, type: string, description: What it is about., codes: {strike: a strike}}
  - {name: about_id, type: string, description: Which one.}
  - {name: source_id, type: string, description: Source., constraints: {required: true}}
  - name: publish_precision
    type: string
    optional: true
    description: How exactly it may be published.
    codes: {exact: as it stands, withhold: not at all}
"""


def test_a_new_table_reaches_reports_and_checks_by_its_contract_alone(
    home: Home, tmp_path: Path
) -> None:
    (home.schemas / "rumours.yaml").write_text(RUMOURS, encoding="utf-8")
    rumour = {"source_id": "w", "heard_earliest_on": "2024-01-02", "heard_latest_on": "2024-01-02"}
    rumours = [
        {**rumour, "rumour_id": "r1", "teller": "friend", "denied_on": "2024-02-01"},
        {**rumour, "rumour_id": "r2", "teller": "neighbour", "about": "strike", "about_id": "k1"},
        {**rumour, "rumour_id": "r3", "teller": "nobody", "about": "strike", "about_id": "gone"},
        {"rumour_id": "r4", "source_id": "w"},
    ]
    given = {
        "rumours": rumours,
        "airstrikes": [{"airstrike_id": "k1", "source_id": "w"}],
        "sources": [{"source_id": "w", "reliability": "E"}],
    }
    base, workspace = home_with(home, tmp_path, given)
    for report in ("evidence_gaps", "sources_used"):
        assert "rumours" in load_query(base, report, "report").parameter("record_table").choices
    only = ["coverage", "evidence_gaps", "sources_used", "record", "figures_about_nothing"]
    with Warehouse(base, workspace, only=only) as warehouse:
        by_table = {row["table_name"]: row for row in warehouse.report("coverage").records()}
        row = by_table["rumours"]
        assert (row["rows"], row["rows_to_the_day"], row["rows_without_day"]) == (4, 3, 1)
        assert row["dated"] == "day of hearing"
        assert row["not_known"] == "teller 2; truth 1"
        later = {
            row["table_name"]: row
            for row in warehouse.report("coverage", from_on="2025-01-01").records()
        }
        assert (later["rumours"]["rows"], later["rumours"]["not_known"]) == (1, "teller 1; truth 0")
        gaps = warehouse.report("evidence_gaps", record_table="rumours").records()
        assert [gap["record_id"] for gap in gaps] == ["r1", "r2", "r3", "r4"]
        used = warehouse.report("sources_used", record_table="rumours").records()
        assert [row["records"] for row in used] == [4]
        assert [row["words"] for row in warehouse.report("record", id="r1").records()] == [
            "heard earliest on 2024-01-02, heard latest on 2024-01-02, denied on 2024-02-01, "
            "teller friend, source id w"
        ]
        broken = warehouse.rows_of("figures_about_nothing", "check").records()
    assert [(row["record_table"], row["record_id"], row["problem"]) for row in broken] == [
        ("rumours", "r3", "there is no strike gone")
    ]


def test_an_empty_table_with_days_is_counted_as_none(home: Home, tmp_path: Path) -> None:
    (home.schemas / "rumours.yaml").write_text(RUMOURS, encoding="utf-8")
    base, workspace = home_with(home, tmp_path, {"airstrikes": [{"airstrike_id": "k1"}]})
    with Warehouse(base, workspace, only=["coverage"]) as warehouse:
        by_table = {row["table_name"]: row for row in warehouse.report("coverage").records()}
    row = by_table["rumours"]
    assert (row["rows"], row["rows_to_the_day"], row["not_known"]) == (0, 0, None)
    assert (by_table["actors"]["rows"], by_table["actors"]["rows_to_the_day"]) == (0, None)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("from: heard_earliest_on", "from: herd_on", "dated names 'herd_on', which is not a field"),
        ("code: nobody", "code: noone", "names 'noone', which is no code of teller"),
        ("neighbour, friend]}", "frend]}", "names 'frend', .* did you mean 'friend'"),
        ("{strike: airstrikes", "{blow: airstrikes", "columns of about"),
        ("airstrikes.airstrike_id}", "airstrikes}", "it takes <table>.<column>"),
    ],
)
def test_what_a_contract_says_of_its_rows_must_be_there(
    home: Home, old: str, new: str, what: str
) -> None:
    assert old in RUMOURS
    (home.schemas / "rumours.yaml").write_text(RUMOURS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=what):
        load_contract(home, "rumours")


# lists of tables that a query may name by hand, and why: what each takes from a table is its own
BY_HAND = {
    "authority_of_two_jurisdictions": "two tables say an authority's jurisdiction",
    "first_named": "who is named by which table, and in which certainty, is the question itself",
    "source_before_event": "what a source cannot be older than is another day in each table",
    "list_entry_links": "each table ties an actor to a record in its own way",
    "evidence_outside_interval": "which interval a column of evidence speaks of differs by table",
    "denials_without_row": "what holds a denial of a text is another row for each table",
    "directed_calls_in_part": "a demand of nobody and an addressee of nothing are two tables",
}


def test_no_query_lists_the_tables_of_facts() -> None:
    """A union that takes its tables by name in text is a list typed by hand."""
    listing = set()
    for kind in ("view", "check", "report"):
        for name in names(HOME, kind):
            sql = split(query_paths(HOME)[name][1])[1]
            tables = {word for word in re.findall(r"select\s+'([a-z_]+)'", sql) if word in FACTS}
            if len(tables) > 1:
                listing.add(name)
    assert listing <= set(BY_HAND)


# -- marts
# --------------------------------------------------------------------------------------------------

MARTS = {name: load_query(HOME, name, "mart") for name in names(HOME, "mart")}
# what joins two tables, or is counted from days, is of no table
OF_NO_TABLE = {"dim_date", *(name for name in MARTS if name.startswith("bridge_"))}


@pytest.mark.parametrize("mart", sorted(MARTS.keys() - OF_NO_TABLE))
def test_a_mart_says_of_which_table_it_is(mart: str) -> None:
    header = HOME.parse_yaml(split(MARTS[mart].path)[0], mart)
    columns = {name for name, _, _ in MARTS[mart].columns}
    assert set(FACTS[header["of"]].columns) <= {*columns, *header.get("left_out", {})}
    assert all(len(reason.split()) > 2 for reason in header.get("left_out", {}).values())


def test_a_new_column_reaches_the_mart_by_its_contract_alone(home: Home, tmp_path: Path) -> None:
    add_column(
        home,
        "shipment_stops",
        "  - {name: draught_m, type: number, unit: metres, publish: {township: keep, admin1: "
        "keep}, description: Draught on arrival.}\n",
    )
    stops = [
        {"shipment_id": "s1", "stop_number": number, "draught_m": number + 0.5} for number in (2, 1)
    ]
    base, workspace = home_with(home, tmp_path, {"shipment_stops": stops})
    mart = load_query(base, "fact_delivery_stops", "mart")
    assert mart.columns[-1] == ("draught_m", "Draught on arrival.", "metres")
    with Warehouse(base, workspace, only=["fact_delivery_stops"]) as warehouse:
        rows = warehouse.rows_of("fact_delivery_stops", "mart").records()
    assert [(row["stop_number"], row["draught_m"]) for row in rows] == [(1, 1.5), (2, 2.5)]


def test_a_mart_of_another_grain_names_the_column_that_it_lacks(home: Home) -> None:
    add_column(
        home,
        "designations",
        "  - {name: notice_number, type: string, description: Number of the notice.}\n",
    )
    with pytest.raises(
        DefinitionError,
        match=r"fact_listings\.sql: column 'notice_number' of designations is not in the mart",
    ):
        load_query(home, "fact_listings", "mart")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "  quantity:",
            "  quantty:",
            "left_out names 'quantty', which is no column of fuel_shipments; did you mean "
            "'quantity'",
        ),
        ("  quantity:", "  vessel_id:", "left_out names 'vessel_id', which the mart selects"),
        (
            "of: fuel_shipments",
            "of: fuel_shipmnts",
            "of is 'fuel_shipmnts', which is no table of facts; did you mean",
        ),
    ],
)
def test_what_a_mart_leaves_out_has_to_be_there(home: Home, old: str, new: str, what: str) -> None:
    path = home.queries / "marts" / "fact_deliveries.sql"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=what):
        load_query(home, "fact_deliveries", "mart")
