"""Rows that are marked themselves while all that they refer to is open: they hang on nothing that
would hold them back.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from exports.conftest import STRIKE, source, write_rows

from sanctrack.briefings import build
from sanctrack.briefings.provenance import record_digests
from sanctrack.cli.entry import main
from sanctrack.definitions.paths import Home
from sanctrack.errors import UsageError
from sanctrack.exports import export
from sanctrack.publication import INTERNAL_WORDS, PublicWarehouse

SECRET = "Qovuzemat"
WITHHELD = {"publish_precision": "withhold"}


@pytest.fixture(scope="module")
def own(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tmp_path_factory.mktemp("own-marks")
    write_rows(workspace, "sources", [source()], home)
    write_rows(workspace, "airstrikes", [{**STRIKE, "airstrike_id": "own-open"}], home)
    evidence = {
        "record_table": "airstrikes",
        "record_id": "own-open",
        "source_id": "own-source",
        "relation": "supports",
    }
    write_rows(
        workspace,
        "evidence",
        [{**evidence, **WITHHELD, "locator": f"{SECRET} page", "note": f"by {SECRET}"}],
        home,
    )
    measures: list[dict[str, Any]] = [
        {"measure_id": "uk-2021-02-18", "programme": f"{SECRET} programme", **WITHHELD}
    ]
    write_rows(workspace, "measure_programmes", measures, home)
    designation = {
        "measure_id": "uk-2021-02-18",
        "listed_on": "2024-05-06",
        "source_id": "own-source",
        **WITHHELD,
    }
    designations = [
        {**designation, "actor_id": actor} for actor in ("asia-sun-group", "mt-reef", "kia")
    ]
    write_rows(workspace, "designations", designations, home)
    place = {
        "place_type": "terminal",
        "country": "MM",
        "source_id": "own-source",
        "publish_precision": "admin1",
    }
    write_rows(
        workspace,
        "places",
        [{**place, "place_id": "own-jetty", "name": SECRET, "operator_id": "kia"}],
        home,
    )
    shipment = {
        "product": "jet_a1",
        "confidence": "likely",
        "evidence_type": "customs",
        "source_id": "own-source",
    }
    write_rows(
        workspace,
        "fuel_shipments",
        [{**shipment, "shipment_id": "own-delivery", "vessel_id": "mt-reef"}],
        home,
    )
    stop = {
        "shipment_id": "own-delivery",
        "stop_number": 1,
        "stop_type": "discharge",
        "country": "MM",
        "source_id": "own-source",
    }
    marked = {"place_id": "yangon-port", "place_name": SECRET, "publish_precision": "admin1"}
    write_rows(workspace, "shipment_stops", [{**stop, **marked}], home)
    return workspace


@pytest.fixture(scope="module")
def public(home: Home, own: Path) -> Iterator[PublicWarehouse]:
    with PublicWarehouse(home, own) as warehouse:
        yield warehouse


def rows(warehouse: PublicWarehouse, table: str) -> list[dict[str, Any]]:
    return warehouse.sql(f"select * from {table} where dataset <> 'sanctrack'").records()


def test_words_in_a_key_go_too(public: PublicWarehouse) -> None:
    for table in ("evidence", "measure_programmes", "places", "shipment_stops"):
        assert rows(public, table)
        assert SECRET not in str(rows(public, table)), table


def test_a_withheld_piece_of_evidence_is_shown_with_no_record(public: PublicWarehouse) -> None:
    assert rows(public, "evidence")[0]["record_id"] is None
    assert SECRET not in str(public.report("record", id="own-open").rows)


def test_withheld_rows_that_have_become_alike_are_still_counted(public: PublicWarehouse) -> None:
    held = rows(public, "designations")
    assert [row["listed_on"].isoformat() for row in held] == ["2024-05-06"] * 3
    assert {(row["measure_id"], row["actor_id"]) for row in held} == {(None, None)}


def test_a_reference_that_is_held_back_is_blank(public: PublicWarehouse) -> None:
    assert rows(public, "shipment_stops")[0]["place_id"] is None
    assert rows(public, "places")[0]["operator_id"] is None


def test_a_stop_without_its_place_can_be_exported(home: Home, own: Path, tmp_path: Path) -> None:
    export(home, own, "csv", tmp_path / "out")
    text = "\n".join(path.read_text() for path in (tmp_path / "out").rglob("*.csv"))
    assert SECRET not in text
    assert "own-delivery" in text


def test_no_digest_tells_the_days_of_a_withheld_row(
    home: Home, own: Path, public: PublicWarehouse
) -> None:
    tables = ["designations", "evidence", "measure_programmes"]
    with PublicWarehouse(home, home.root / "no-workspace") as shipped:
        assert record_digests(public, tables) == record_digests(shipped, tables)
    with PublicWarehouse(home, own, internal=True) as internal:
        assert "uk-2021-02-18|kia" in record_digests(internal, tables)["designations"]


def test_what_is_said_of_an_internal_document_is_stamped(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = str(tmp_path / "a.html")
    for words in (
        ("show", "own-open", "-o", paper, "--internal"),
        ("verify", paper, "--internal", "-f", "md"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(["--workspace", str(own), *words])
        assert not ended.value.code
        said = capsys.readouterr()
        assert INTERNAL_WORDS in said.err
        assert ("INTERNAL: " in said.out) is (words[0] == "verify")


def test_names_of_briefings_and_exports_do_not_tell(home: Home, own: Path, tmp_path: Path) -> None:
    text = (home.queries / "briefings" / "fuel-deliveries.md").read_text()
    (tmp_path / f"{SECRET.lower()}-2024.md").write_text(text)
    for write in (
        lambda: build(
            str(tmp_path / f"{SECRET.lower()}-2024.md"), [tmp_path / "a.md"], {}, home.root, own
        ),
        lambda: export(home, own, "csv", tmp_path / f"{SECRET}Bundle"),
        lambda: export(home, own, "sqlite", tmp_path / f"{SECRET}.sqlite"),
    ):
        with pytest.raises(UsageError, match="publish_precision"):
            write()
    assert [path.name for path in tmp_path.iterdir()] == [f"{SECRET.lower()}-2024.md"]


def test_a_strike_whose_calls_are_all_withheld_has_its_briefing(home: Home, tmp_path: Path) -> None:
    own = tmp_path / "own"
    write_rows(own, "sources", [source()], home)
    # a day on which no shipped call was made
    day = {"earliest_on": "2024-05-09", "latest_on": "2024-05-09"}
    write_rows(own, "airstrikes", [{**STRIKE, **day, "airstrike_id": "own-open"}], home)
    call = {
        "call_id": "own-call",
        "called_earliest_on": "2024-05-10",
        "called_latest_on": "2024-05-10",
        "date_precision": "day",
        "caller_id": "kio",
        "prompted_by_airstrike_id": "own-open",
        "summary": f"{SECRET} asked for a ban",
        "source_id": "own-source",
        **WITHHELD,
    }
    write_rows(own, "sanction_calls", [call], home)
    write_rows(own, "call_asks", [{"call_id": "own-call", "ask": "jet_fuel"}], home)
    write_rows(own, "call_addressees", [{"call_id": "own-call", "addressee": "US"}], home)
    paper = tmp_path / "a.md"
    build("one-strike", [paper], {"airstrike_id": "own-open", "days": "1"}, home.root, own)
    text = paper.read_text()
    assert "Withheld by those who recorded them, and counted above: 1 combination." in text
    assert SECRET not in text
    assert "own-call" not in text
