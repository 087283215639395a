"""Layouts that are recognised by themselves: on real files where they are, else on made-up rows;
mappings that are proposed for sheets of no layout.
"""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from sanctrack.definitions.paths import Home
from sanctrack.errors import UsageError
from sanctrack.facts.mapping import mapping_of
from sanctrack.intake.importing import Outcome, import_table, judged
from sanctrack.intake.proposing import Proposal, propose, recognise
from sanctrack.intake.table_file import read_table
from sanctrack.publication import open_public

REAL = {
    "conflict/ucdp/GEDEvent_MMR_from_rda.csv": ("ucdp_ged", 105, 105),
    "trade/comtrade/TradeData_web_HS8542_THA.csv": ("comtrade", 69, 69),
    # crude oil, and no product of ours
    "trade/jodi/jodi_format_rows.csv": ("jodi_oil", 5, 0),
    "vessels/ais/RECONSTRUCTED_marinecadastre_csv2.csv": ("ais_marinecadastre_new", 5, 5),
    "vessels/ais/RECONSTRUCTED_marinecadastre_legacy.csv": ("ais_marinecadastre_old", 3, 3),
    "vessels/ais/dma_2026_rows_verbatim.csv": ("ais_danish", 2, 2),
    # one base station, one ship without a position
    "vessels/ais/dma_aisdk-2023-03-18_head_verbatim.csv": ("ais_danish", 9, 7),
    # a fishing event, which is no port visit
    "vessels/gfw/event_item.json": ("gfw_port_visits", 1, 0),
}


def recognised(home: Home, workspace: Path, path: Path) -> tuple[str, Outcome]:
    table = read_table(path)
    hit = recognise(home, workspace, table)
    assert hit is not None
    assert hit.lacking == []
    outcome = judged(home, hit.layout, table, hit.layout.source_id)
    assert outcome.rows == outcome.imported + outcome.refused
    return hit.layout.path.stem, outcome


@pytest.mark.parametrize("name", REAL)
def test_real_files_are_recognised_and_counted(
    home: Home, lists: Path, tmp_path: Path, name: str
) -> None:
    layout, outcome = recognised(home, tmp_path, lists / name)
    assert (layout, outcome.rows, outcome.imported) == REAL[name]


ACLED = {
    "event_id_cnty": "MMR1", "event_date": "2024-03-25", "year": "2024", "time_precision": "1",
    "disorder_type": "Political violence", "event_type": "Explosions/Remote violence",
    "sub_event_type": "Air/drone strike", "actor1": "Side One", "actor2": "NA",
    "civilian_targeting": "", "iso": "104", "country": "Myanmar", "admin1": "Sagaing",
    "admin2": "Kanbalu", "admin3": "Kanbalu", "location": "Made Up Village",
    "latitude": "23.2", "longitude": "95.5", "geo_precision": "2", "source": "A; B",
    "notes": "Invented, for a test", "fatalities": "0", "timestamp": "1700000000",
}  # fmt: skip


def rows_file(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def acled_rows() -> list[dict[str, str]]:
    return [
        ACLED,
        {**ACLED, "timestamp": "1800000000", "fatalities": "4"},
        {**ACLED, "event_id_cnty": "MMR2", "sub_event_type": "Armed clash", "fatalities": ""},
    ]


def test_of_an_event_of_acled_the_newest_state_counts(home: Home, tmp_path: Path) -> None:
    path = rows_file(tmp_path / "a.csv", acled_rows())
    layout, outcome = recognised(home, tmp_path, path)
    assert layout == "acled_new"
    assert outcome.by_rule() == {"newest": 1}
    first, second = outcome.made["reported_events"].to_pylist()
    assert (first["killed_best"], first["air"], first["air_basis"]) == (4, "yes", "sub_event_type")
    assert (second["killed_best"], second["air"], second["actor_2"]) == (None, "no", None)
    assert first["geo_precision"] == "township"


def test_the_older_layout_of_acled_is_another(home: Home, tmp_path: Path) -> None:
    old = {
        name: value
        for name, value in ACLED.items()
        if name not in ("disorder_type", "civilian_targeting")
    }
    old |= {"data_id": "1", "event_id_no_cnty": "1", "event_date": "02 January 2021"}
    layout, outcome = recognised(home, tmp_path, rows_file(tmp_path / "a.csv", [old]))
    assert layout == "acled_old"
    assert str(outcome.made["reported_events"].to_pylist()[0]["earliest_on"]) == "2021-01-02"


def test_events_of_acled_never_leave_the_machine(home: Home, tmp_path: Path) -> None:
    path = rows_file(tmp_path / "a.csv", acled_rows())
    hit = recognise(home, tmp_path, read_table(path))
    assert hit is not None
    import_table(home, tmp_path / "w", path, hit.layout)
    with open_public(home.root, tmp_path / "w", ["reported_events"]) as warehouse:
        assert warehouse.guard.kept_sources == {"acled"}


def test_a_file_that_looks_like_a_layout_says_what_differs(home: Home, tmp_path: Path) -> None:
    row = {name: value for name, value in ACLED.items() if name != "geo_precision"}
    hit = recognise(home, tmp_path, read_table(rows_file(tmp_path / "a.csv", [row])))
    assert hit is not None
    assert hit.layout.path.stem == "acled_new"
    assert hit.lacking == ["geo_precision"]


def test_port_visits_carry_the_providers_doubt(home: Home, tmp_path: Path) -> None:
    def event(number: str, kind: str, confidence: str, end: str) -> dict[str, Any]:
        return {
            "id": number,
            "type": kind,
            "start": "2024-01-01T20:00:00.000Z",
            "end": end,
            "position": {"lat": 16.7, "lon": 96.2},
            "vessel": {"id": "x", "name": "MADE UP", "ssvid": "235063795", "flag": "GBR"},
            "port_visit": {"confidence": confidence, "startAnchorage": {"name": "YANGON"}},
        }

    entries = [
        event("1", "port_visit", "4", "2024-01-02T20:00:00.000Z"),
        event("2", "port_visit", "2", ""),
        event("3", "loitering", "4", ""),
    ]
    path = tmp_path / "gfw.json"
    path.write_text(json.dumps({"total": 9, "entries": entries}), encoding="utf-8")
    layout, outcome = recognised(home, tmp_path, path)
    assert layout == "gfw_port_visits"
    assert outcome.by_rule() == {"only": 1}
    assert outcome.remarks == ["the answer holds 3 of 9 rows; fetch the others too"]
    first, second = outcome.made["port_calls"].to_pylist()
    assert (first["doubt"], first["port"]) == (None, "YANGON")
    assert "confidence is 2 of 4" in second["doubt"]
    assert second["departed_at"] is None


def test_weights_of_comtrade_are_kilograms_and_blank_is_not_none(
    home: Home, lists: Path, tmp_path: Path
) -> None:
    path = lists / "trade/comtrade/TradeData_web_HS8542_THA.csv"
    _, outcome = recognised(home, tmp_path, path)
    rows = {row["partner"]: row for row in outcome.made["trade_flows"].to_pylist()}
    assert rows["AD"]["quantity_tonnes"] == 0.074
    assert rows["AD"]["qualifier"] == "estimated"
    assert rows[None]["quantity_tonnes"] is None
    assert rows[None]["value_usd"] == 9680795326
    assert str(rows["AD"]["period_end_on"]) == "2014-12-31"


def test_what_ucdp_says_of_the_air_is_a_phrase_and_no_verdict(
    home: Home, lists: Path, tmp_path: Path
) -> None:
    _, outcome = recognised(home, tmp_path, lists / "conflict/ucdp/GEDEvent_MMR_from_rda.csv")
    rows = outcome.made["reported_events"].to_pylist()
    assert {row["air"] for row in rows} == {"mentioned", None}
    assert all((row["air_words"] is None) == (row["air"] is None) for row in rows)
    approximate = next(row for row in rows if row["source_reference"] == "48644")
    assert approximate["date_precision"] == "approx"
    assert str(approximate["latest_on"]) == "1991-10-10"


# -- proposals for sheets of no layout


def proposal(home: Home, path: Path, kind: str | None = None) -> tuple[Proposal, Outcome | None]:
    table = read_table(path)
    made = propose(home, table, kind, "own-sheet")
    try:
        mapping = mapping_of(home, home.parse_yaml(made.text, "m"), Path("m"), made.text)
    except Exception:
        return made, None
    return made, judged(home, mapping, table, "own-sheet")


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_burmese_headings_and_a_total_at_the_foot(home: Home, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        "စဉ်,ရက်စွဲ,ပြည်နယ်,မြို့နယ်,ကျေးရွာ,သေဆုံး,ဒဏ်ရာရ",
        "1,25-03-2024,စစ်ကိုင်း,ကန့်ဘလူ,ပဇီကြီး,10,3",
        "2,26-03-2024,ချင်း,ဖလမ်း,လုံပီ,2,",
        "စုစုပေါင်း,,,,,12,3",
    )
    made, outcome = proposal(home, path, "strikes")
    assert made.left_out == []
    assert outcome is not None
    assert outcome.by_rule() == {"total": 1}
    row = outcome.made["airstrikes"].to_pylist()[0]
    assert (row["admin1"], row["township"], row["killed_min"]) == ("စစ်ကိုင်း", "ကန့်ဘလူ", 10)
    assert "publish_precision: withhold" in made.text


def test_a_day_that_can_be_two_is_left_open(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Date,State,Deaths", "02/03/2024,Chin,1", "04/05/2024,Chin,2")
    made, outcome = proposal(home, path)
    assert made.table == "reported_events"
    assert outcome is None  # refused until somebody decides
    assert any(
        "can be %d/%m/%Y (2024-03-02), %m/%d/%Y (2024-02-03)" in one for one in made.open_points
    )
    decided = write(tmp_path / "b.csv", "Date,State,Deaths", "25/03/2024,Chin,1", "04/05/2024,x,2")
    assert proposal(home, decided)[1] is not None


def test_two_line_heads_with_merged_groups(home: Home, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Line-up of May", None, None, None, None, None],
        ["Vessel", None, "Call", None, "Cargo", None],
        ["Name", "IMO", "Terminal", "ETA", "Product", "Quantity (KL)"],
        ["MADE UP", "9074729", "Jetty 1", "2024-05-03", "Jet A-1", 1000],
    ):
        sheet.append(row)
    path = tmp_path / "a.xlsx"
    book.save(path)
    made, outcome = proposal(home, path, "port_calls")
    assert outcome is not None
    row = outcome.made["port_calls"].to_pylist()[0]
    assert (row["imo"], row["terminal"], row["basis"]) == ("9074729", "Jetty 1", "expected")
    assert (row["quantity_tonnes_min"], row["quantity_tonnes_max"]) == (775, 840)
    assert "Cargo Quantity (KL)" in made.meanings


def test_a_quantity_without_a_unit_is_left_out_and_said(home: Home, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        "Declaration No,Importer,Arrival Date,Goods,Quantity",
        "X1,Somebody Ltd,2024-01-31,Jet A-1,5000",
    )
    made, outcome = proposal(home, path)
    assert made.table == "fuel_shipments"
    assert "Quantity" in made.left_out
    assert any("no unit is named" in point for point in made.open_points)
    assert outcome is not None
    assert outcome.made["fuel_shipments"].to_pylist()[0]["quantity_tonnes_min"] is None
    assert len(outcome.made["shipment_parties"]) == 1
    assert outcome.made["shipment_stops"].to_pylist()[0]["stop_type"] == "discharge"


def test_what_cannot_be_told_is_asked(home: Home, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="say --as deliveries"):
        proposal(home, write(tmp_path / "a.csv", "Foo,Bar", "1,2"))
    with pytest.raises(UsageError, match="did you mean 'deliveries'"):
        proposal(home, write(tmp_path / "a.csv", "Foo,Bar", "1,2"), "delivries")
