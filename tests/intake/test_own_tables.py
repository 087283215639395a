"""A user's own tables: rows in = imported + refused, replaced by source, undone to the byte."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanctrack.definitions.paths import Home
from sanctrack.errors import DataError, DefinitionError, SanctrackError, UsageError
from sanctrack.facts.mapping import SheetMapping, mapping_of
from sanctrack.intake.importing import Outcome, import_table
from sanctrack.intake.store import imports, undo
from sanctrack.intake.table_file import read_table
from sanctrack.publication import open_public
from sanctrack.warehouse.warehouse import Warehouse

MAPPING = """
mapping: our-incidents
title: incidents of ours
table: airstrikes
source: {publisher: own records}
columns:
  airstrike_id: {id: ['No']}
  earliest_on: {from: Date, days: ['%d/%m/%Y', '%Y-%m']}
  latest_on: {from: Date, days: ['%d/%m/%Y', '%Y-%m']}
  date_precision: {from: Date, days: ['%d/%m/%Y', '%Y-%m']}
  admin1: {from: State}
  place: {from: Village}
  geo_precision: {value: place}
  aircraft: {from: Aircraft, words: {jet: jet, ရဟတ်ယာဉ်: helicopter}}
  target_type: {value: other}
  killed_min: {from: Killed, thousands: ','}
  killed_max: {from: Killed, thousands: ','}
  verification: {value: reported}
"""
HEAD = ["No", "Date", "State", "Village", "Aircraft", "Killed"]
ROWS = [
    ["1", "25/03/2024", "Sagaing", "Secret Village One", "jet", "1,000"],
    ["2", "2024-02", "Chin", "Secret Village Two", "ရဟတ်ယာဉ်", ""],
    ["3", "31/02/2024", "Chin", "C", "jet", "2"],
    ["4", "01/02/2024", "Chin", "D", "balloon", "x"],
]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def mapping_from(home: Home, text: str = MAPPING) -> SheetMapping:
    return mapping_of(home, home.parse_yaml(text, "m.yaml"), Path("m.yaml"), text)


def csv_file(path: Path, rows: list[list[str]], head: list[str] = HEAD) -> Path:
    lines = [",".join(f'"{cell}"' for cell in row) for row in [head, *rows]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def imported(home: Home, workspace: Path, path: Path, text: str = MAPPING) -> Outcome:
    return import_table(home, workspace, path, mapping_from(home, text), now=NOW)


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def asked(home: Home, workspace: Path, sql: str) -> list[tuple[Any, ...]]:
    with Warehouse(home, workspace, only=["airstrikes"]) as warehouse:
        return warehouse.sql(sql).rows


def test_every_row_is_imported_or_refused_with_line_column_and_mend(
    home: Home, tmp_path: Path
) -> None:
    outcome = imported(home, tmp_path / "w", csv_file(tmp_path / "a.csv", ROWS))
    assert (outcome.rows, outcome.imported, outcome.refused) == (4, 2, 2)
    lines = (tmp_path / "w/imports/our-incidents/refused.csv").read_text(encoding="utf-8")
    assert "4,Date,31/02/2024,days," in lines
    assert "5,Aircraft,balloon,words," in lines
    rows = asked(
        home,
        tmp_path / "w",
        "select airstrike_id, cast(earliest_on as varchar), cast(latest_on as varchar), "
        "date_precision, aircraft, killed_min from airstrikes where dataset = 'our-incidents' "
        "order by 1",
    )
    assert rows == [
        ("our-incidents-1", "2024-03-25", "2024-03-25", "day", "jet", 1000),
        ("our-incidents-2", "2024-02-01", "2024-02-29", "month", "helicopter", None),
    ]


def test_incidents_are_withheld_until_the_mapping_says_otherwise(
    home: Home, tmp_path: Path
) -> None:
    imported(home, tmp_path / "w", csv_file(tmp_path / "a.csv", ROWS))
    with open_public(home.root, tmp_path / "w", ["strikes", "strikes_by_month"]) as warehouse:
        strikes = warehouse.guard.show(warehouse.report("strikes"))
        text = repr(strikes.printed.rows)
        assert "Secret Village" not in text
        assert "our-incidents" not in text
        assert "2 rows" in strikes.words
        months = {row["month"]: row for row in warehouse.report("strikes_by_month").records()}
    with Warehouse(home, tmp_path / "none", only=["strikes_by_month"]) as bare:
        before = {row["month"]: row for row in bare.report("strikes_by_month").records()}
    # counted all the same
    certain = "strikes_certain"
    assert months["2024-03"][certain] == before["2024-03"][certain] + 1
    said = MAPPING.replace("table: airstrikes", "table: airstrikes\npublish_precision: exact")
    imported(home, tmp_path / "w2", csv_file(tmp_path / "a.csv", ROWS), said)
    with open_public(home.root, tmp_path / "w2", ["strikes"]) as warehouse:
        assert "Secret Village One" in repr(warehouse.report("strikes").rows)


def test_importing_twice_is_importing_once(home: Home, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", ROWS)
    imported(home, tmp_path / "w", path)
    once = content(tmp_path / "w")
    assert imported(home, tmp_path / "w", path).unchanged
    assert content(tmp_path / "w") == once


def test_importing_again_replaces_what_the_source_gave_and_undo_restores_it(
    home: Home, tmp_path: Path
) -> None:
    workspace = tmp_path / "w"
    other = MAPPING.replace("our-incidents", "their-incidents")
    imported(home, workspace, csv_file(tmp_path / "b.csv", ROWS), other)
    theirs = content(workspace)
    imported(home, workspace, csv_file(tmp_path / "a.csv", ROWS))
    first = content(workspace)
    outcome = imported(home, workspace, csv_file(tmp_path / "a.csv", ROWS[:1]))
    assert outcome.before == 2
    statement = "select count(*) from airstrikes where dataset = $$our-incidents$$"
    assert asked(home, workspace, statement) == [(1,)]
    with pytest.raises(UsageError, match="was replaced by our-incidents-2"):
        undo(workspace, "our-incidents-1")
    undo(workspace, "our-incidents-2")
    assert content(workspace) == first
    undo(workspace, "our-incidents-1")
    assert content(workspace) == theirs
    assert [item.source_id for item in imports(workspace)] == ["their-incidents"]


def test_force_takes_back_later_imports_as_well(home: Home, tmp_path: Path) -> None:
    for count in (3, 2, 1):
        imported(home, tmp_path / "w", csv_file(tmp_path / "a.csv", ROWS[:count]))
    undo(tmp_path / "w", "our-incidents-1", force=True)
    assert imports(tmp_path / "w") == []
    with pytest.raises(UsageError, match="nothing was imported"):
        undo(tmp_path / "w", "our-incidents-1")


cells = st.sampled_from(
    [
        "",
        "1",
        "7",
        "1,000",
        "25/03/2024",
        "2024-13",
        "Chin",
        "jet",
        "balloon",
        "=1+1",
        "x;y",
        "Total",
    ]
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["1", "2", "3", "4", "5", ""]), cells, cells, cells, cells, cells
        ),
        min_size=1,
        max_size=8,
    ),
    seed=st.integers(0, 99),
)
def test_rows_in_are_rows_imported_and_refused_whatever_their_order(
    home: Home, tmp_path: Path, rows: list[tuple[str, ...]], seed: int
) -> None:
    plain = [list(row) for row in rows if any(row)] or [["1", "", "", "", "", ""]]
    outcome = judge(home, csv_file(tmp_path / "a.csv", plain))
    assert outcome.rows == outcome.imported + outcome.refused == len(plain)
    assert {item.row for item in outcome.refusals} <= set(range(len(plain)))
    shuffled = random.Random(seed).sample(plain, len(plain))
    order = random.Random(seed).sample(range(len(HEAD)), len(HEAD))
    turned = csv_file(
        tmp_path / "b.csv",
        [[row[at] for at in order] for row in shuffled],
        [HEAD[at] for at in order],
    )
    again = judge(home, turned)
    totals = ("Total",)
    if not any(row[at] in totals for row in plain for at in range(len(HEAD))):
        assert again.imported == outcome.imported
        assert made(again) == made(outcome)


def judge(home: Home, path: Path) -> Outcome:
    from sanctrack.intake.importing import judged

    return judged(home, mapping_from(home), read_table(path), "our-incidents")


def made(outcome: Outcome) -> dict[str, Any]:
    return {name: rows.to_pylist() for name, rows in outcome.made.items()}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('No,Date\n1,"25/03', "line 2: the row that begins here does not end"),
        ("", "the file is empty"),
        ("No,Date\x00,State\n1,2,3\n", "holds a NUL"),
        ('[{"No": 1}, 2]', "no list of objects"),
        ('{"a": ', "cannot be read"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / ("a.json" if text[:1] in "{[" and text else "a.csv")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SanctrackError, match=words):
        read_table(path)


def test_rows_that_do_not_fit_are_refused_by_line(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    good = "1,25/03/2024,Chin,A,jet,1"
    rows = [
        good,
        "2,25/03/2024,Chin,A, with a comma,jet,1",
        "3,25/03/2024",
        "4,25/03/2024,Chin,=HYPERLINK(1),jet,1",
        "5,25/03/2024,Chin," + "x" * 40_000 + ",jet,1",
        ",".join(HEAD),
        good,
        "1,26/03/2024,Chin,A,jet,1",
        "Total,,,,,4",
    ]
    path.write_text("\n".join([",".join(HEAD), *rows]) + "\n", encoding="utf-8")
    outcome = judge(home, path)
    rules = {outcome.lines[item.row]: item.rule for item in outcome.refusals}
    assert rules == {
        2: "key",
        3: "cells",
        4: "cells",
        5: "formula",
        6: "length",
        7: "head",
        8: "copy",
        9: "key",
        10: "total",
    }
    assert (outcome.rows, outcome.imported, outcome.refused) == (9, 0, 9)


def test_nothing_is_changed_where_no_row_can_be_imported(home: Home, tmp_path: Path) -> None:
    imported(home, tmp_path / "w", csv_file(tmp_path / "a.csv", ROWS))
    before = content(tmp_path / "w")
    with pytest.raises(DataError, match="no row can be imported, so nothing was changed"):
        imported(home, tmp_path / "w", csv_file(tmp_path / "a.csv", ROWS[2:]))
    assert content(tmp_path / "w") == before


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("killed_min:", "kiled_min:", "no column 'kiled_min'; did you mean 'killed_min'"),
        ("'%d/%m/%Y', '%Y-%m'", "AMBIGUOUS", "write the form that is meant"),
        ("thousands: ','", "unit: barrels", "is in no unit of mass"),
        ("mapping: our-incidents", "mapping: Our Incidents", "small letters, figures and hyphens"),
        ("table: airstrikes", "table: airstrikes\ntime_zone: Burma", "which is no zone"),
        ("table: airstrikes", "table: airstrikes\npublish_precision: vilage", "is 'vilage'"),
    ],
)
def test_a_wrong_mapping_is_refused_in_words(home: Home, old: str, new: str, words: str) -> None:
    assert old in MAPPING
    with pytest.raises(DefinitionError, match=words):
        mapping_from(home, MAPPING.replace(old, new))


def test_a_source_of_ours_is_never_replaced(home: Home, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", ROWS)
    taken = MAPPING.replace("our-incidents", "aapp-2025-07-01")
    for text in (taken, MAPPING.replace("our-incidents", "sanctrack")):
        with pytest.raises(UsageError, match="is the id of another source"):
            imported(home, tmp_path / "w", path, text)
    assert not (tmp_path / "w").exists()


def test_a_column_that_the_file_lacks_is_named(home: Home, tmp_path: Path) -> None:
    head = [name if name != "Killed" else "Kiled" for name in HEAD]
    with pytest.raises(UsageError, match=r"has no column Killed.*did you mean 'Kiled'"):
        imported(home, tmp_path / "w", csv_file(tmp_path / "a.csv", ROWS, head))


def test_volumes_become_a_range_of_tonnes_and_a_ship_is_its_number(
    home: Home, tmp_path: Path
) -> None:
    text = """
mapping: our-bills
title: bills
table: fuel_shipments
source: {publisher: own records}
columns:
  shipment_id: {id: ['No']}
  vessel_id: {id: [IMO], known_by: imo}
  product: {value: jet_a1}
  quantity_tonnes_min: {from: Qty, unit: {from: Unit, words: {MT: tonnes, BBL: barrels}},
    density_kg_per_m3: [775, 840]}
  quantity_tonnes_max: {from: Qty, unit: {from: Unit, words: {MT: tonnes, BBL: barrels}},
    density_kg_per_m3: [775, 840]}
  confidence: {value: possible}
  evidence_type: {value: customs}
rows:
  - table: actors
    columns:
      actor_id: {id: [IMO], known_by: imo}
      name: {from: Ship}
      actor_type: {value: vessel}
"""
    head = ["No", "IMO", "Ship", "Qty", "Unit"]
    rows = [
        ["1", "IMO 9263382", "REEF", "1000", "BBL"],
        ["2", "9074729", "Other", "1000", "MT"],
        ["3", "9074729", "Othr", "1", "MT"],
        ["4", "9074728", "Wrong digit", "1", "MT"],
        ["5", "9074729", "Other", "1", "crates"],
    ]
    path = csv_file(tmp_path / "b.csv", rows, head)
    outcome = imported(home, tmp_path / "w", path, text)
    rules = {outcome.lines[item.row]: item.rule for item in outcome.refusals}
    assert rules == {5: "number", 6: "unit"}
    first, second, _ = outcome.made["fuel_shipments"].to_pylist()
    assert first["vessel_id"] == "mt-reef"
    # 1,000 barrels are 158.987 m³, of 775 to 840 kg each
    assert first["quantity_tonnes_min"] == pytest.approx(123.215, abs=0.001)
    assert first["quantity_tonnes_max"] == pytest.approx(133.549, abs=0.001)
    assert second["quantity_tonnes_min"] == second["quantity_tonnes_max"] == 1000
    # one ship, spelled in two ways, and none for the one that we know
    assert [row["name"] for row in outcome.made["actors"].to_pylist()] == ["Other"]


def test_instants_of_a_zone_become_utc(home: Home, tmp_path: Path) -> None:
    text = """
mapping: line-up
title: line-up
table: port_calls
time_zone: Asia/Yangon
source: {publisher: own records}
columns:
  port_call_id: {id: whole_row}
  vessel_name: {from: Ship}
  arrived_at: {from: ATA, days: ['%d/%m/%Y %H:%M']}
  arrived_earliest_on: {from: ATA, days: ['%d/%m/%Y %H:%M']}
  arrived_latest_on: {from: ATA, days: ['%d/%m/%Y %H:%M']}
  basis: {value: agent}
"""
    path = csv_file(tmp_path / "c.csv", [["A", "02/01/2024 01:00"]], ["Ship", "ATA"])
    row = imported(home, tmp_path / "w", path, text).made["port_calls"].to_pylist()[0]
    assert row["arrived_at"] == datetime(2024, 1, 1, 18, 30)
    assert str(row["arrived_earliest_on"]) == "2024-01-01"


def test_an_import_that_fails_half_way_leaves_the_last_one(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(home, tmp_path / "w", csv_file(tmp_path / "a.csv", ROWS))
    before = content(tmp_path / "w")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sanctrack.intake.importing.write_refused", full)
    with pytest.raises((SanctrackError, OSError)):
        imported(home, tmp_path / "w", csv_file(tmp_path / "a.csv", ROWS[:1]))
    assert content(tmp_path / "w") == before
    assert json.loads((tmp_path / "w/imports/our-incidents/import.json").read_text())["rows"] == 4
