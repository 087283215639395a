"""What is said of deliveries, Burmese names of places and ids of before are held back with what
they speak of.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from exports.conftest import source, write_rows

from sanctrack.definitions.paths import Home
from sanctrack.publication import PublicWarehouse

PLACE, BURMESE, SAID, OLD = "Qovuzemat", "ကိုဗူဇမတ်", "the jetty of Qovuzemat", "qovuzemat-2021"
WITHHELD = {"publish_precision": "withhold"}


@pytest.fixture(scope="module")
def public(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublicWarehouse]:
    own = tmp_path_factory.mktemp("said-and-named")
    write_rows(own, "sources", [source()], home)
    place = {"place_type": "terminal", "country": "MM", "source_id": "own-source", **WITHHELD}
    write_rows(own, "places", [{**place, "place_id": "own-jetty", "name": PLACE}], home)
    named = {"place_id": "own-jetty", "name": BURMESE, "language": "my", "source_id": "own-source"}
    write_rows(own, "place_names", [named], home)
    shipment = {
        "shipment_id": "own-delivery",
        "product": "jet_a1",
        "confidence": "likely",
        "evidence_type": "customs",
        "source_id": "own-source",
    }
    hidden = {**shipment, "shipment_id": "own-hidden", "summary": PLACE, **WITHHELD}
    write_rows(own, "fuel_shipments", [shipment, hidden], home)
    stop = {
        "shipment_id": "own-delivery",
        "stop_number": 1,
        "stop_type": "discharge",
        "country": "MM",
        "place_name": PLACE,
        "source_id": "own-source",
        "publish_precision": "admin1",
    }
    write_rows(own, "shipment_stops", [stop], home)
    claim = {
        "about": "discharge",
        "hedge": "unknown",
        "speaker_id": "kia",
        "stance": "denies",
        "value_text": SAID,
        "source_id": "own-source",
    }
    claims = [
        {**claim, "claim_id": "own-delivery-1", "shipment_id": "own-delivery", "stop_number": 1},
        {**claim, "claim_id": "own-hidden-1", "shipment_id": "own-hidden"},
    ]
    write_rows(own, "delivery_claims", claims, home)
    write_rows(
        own,
        "renamed_ids",
        [
            {
                "record_table": "fuel_shipments",
                "old_id": OLD,
                "new_id": "own-hidden",
                "renamed_on": "2026-11-30",
            }
        ],
        home,
    )
    with PublicWarehouse(home, own) as warehouse:
        yield warehouse


def rows(warehouse: PublicWarehouse, table: str) -> list[dict[str, Any]]:
    return warehouse.sql(f"select * from {table} where dataset <> 'sanctrack'").records()


@pytest.mark.parametrize("table", ["places", "place_names", "delivery_claims", "renamed_ids"])
def test_no_row_tells_the_place(public: PublicWarehouse, table: str) -> None:
    assert rows(public, table)
    text = str(rows(public, table))
    assert not [word for word in (PLACE, BURMESE, SAID, OLD) if word in text]


def test_a_denial_of_a_delivery_that_is_shown_is_not_dropped(public: PublicWarehouse) -> None:
    result = public.report("record", id="own-delivery")
    (line,) = [row for row in result.records() if row["section"] == "what is said of it"]
    assert line["certainty"] == "denies"
    assert PLACE not in str(result.rows)


def test_an_id_of_before_leads_nowhere_while_its_record_is_withheld(
    public: PublicWarehouse,
) -> None:
    assert public.sql("select * from renamed_ids where old_id = 'qovuzemat-2021'").rows == []
