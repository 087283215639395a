"""Maps: a township is an area, a state alone is shaded, stops are joined in order and what is not
known is dashed.
"""

from typing import Any

from charts.picture import elements, result, texts

from sanctrack.charts import alt_text
from sanctrack.charts.shapes import NUMERIC, countries, states

AREAS = {
    "kind": "map",
    "of": "strikes",
    "latitude": "lat",
    "longitude": "lon",
    "precision": "geo",
    "area": "admin1",
}
STOPS = {
    "kind": "map", "of": "deliveries", "latitude": "lat", "longitude": "lon", "area": "country",
    "route": "shipment", "order": "number", "stop": "kind", "label": "place",
}  # fmt: skip


def strike(
    admin1: str | None, geo: str, lat: float | None = None, lon: float | None = None
) -> dict[str, Any]:
    return {"admin1": admin1, "geo": geo, "lat": lat, "lon": lon}


def test_townships_are_areas_places_are_points_and_states_are_shaded() -> None:
    rows = [
        strike("Sagaing", "township", 22.1, 95.1),
        strike("Sagaing", "township", 22.1, 95.1),
        strike("Sagaing", "place", 22.5, 95.5),
        strike("Kayah", "admin1"),
    ]
    made = result(AREAS, rows)
    township, place = elements(made, "mark", "township"), elements(made, "mark", "place")
    assert (len(township), len(place)) == (1, 1)
    assert float(township[0].get("r", 0)) > float(place[0].get("r", 0))
    assert township[0].get("fill-opacity") == "0.33"
    assert len(elements(made, "by-state-only")) == 1
    said = alt_text(made)
    assert (
        "2 placed by township, 1 placed by village, ward or site and 1 placed by state or region "
        "only" in said
    )
    assert "Sagaing 3 and Kayah 1" in said


def test_a_map_names_its_outlines_and_takes_no_side() -> None:
    said = " ".join(texts(result(AREAS, [strike("Kayah", "admin1")])))
    assert "Natural Earth" in said
    assert "Boundaries shown imply no opinion on their status." in said


def test_a_place_or_state_that_is_not_known_is_counted() -> None:
    made = result(AREAS, [strike(None, "admin1"), strike("Chin", "township", 22.0, 93.5)])
    assert "not known" in texts(made)
    assert "state or region not known 1" in alt_text(made)


def stop(
    number: int,
    kind: str,
    place: str | None,
    country: str,
    lat: float | None = None,
    lon: float | None = None,
) -> dict[str, Any]:
    return {
        "shipment": "d1",
        "number": number,
        "kind": kind,
        "place": place,
        "country": country,
        "lat": lat,
        "lon": lon,
    }


def test_stops_are_joined_in_their_order() -> None:
    rows = [
        stop(2, "storage", "Cai Mep", "VN", 10.5, 107.0),
        stop(1, "load", "Huizhou", "CN", 22.7, 114.6),
        stop(3, "discharge", "Thilawa", "MM", 16.7, 96.3),
    ]
    made = result(STOPS, rows)
    assert len(elements(made, "leg", "known")) == 2
    assert len(elements(made, "leg", "not-known")) == 0
    assert {"Huizhou", "Cai Mep", "Thilawa"} <= set(texts(made))
    assert "load at Huizhou; then storage at Cai Mep; then discharge at Thilawa" in alt_text(made)
    assert "they are not tracks of a vessel" in " ".join(texts(made))


def test_a_leg_with_an_end_known_by_country_only_is_dashed() -> None:
    made = result(
        STOPS, [stop(1, "load", None, "IR"), stop(2, "discharge", "Yangon", "MM", 16.8, 96.2)]
    )
    legs = elements(made, "leg", "not-known")
    assert len(legs) == 1
    assert legs[0].get("stroke-dasharray")
    assert len(elements(made, "mark", "country-only")) == 1
    assert "Iran, place not known" in texts(made)


def test_a_leg_over_a_stop_without_a_place_is_dashed() -> None:
    rows = [
        stop(1, "load", "Sikka", "IN", 22.4, 69.8),
        stop(2, "ship_to_ship", None, "XX"),
        stop(3, "discharge", "Yangon", "MM", 16.8, 96.2),
    ]
    assert len(elements(result(STOPS, rows), "leg", "not-known")) == 1


def test_a_delivery_that_begins_with_its_discharge_says_so() -> None:
    made = result(STOPS, [stop(1, "discharge", "Yangon", "MM", 16.8, 96.2)])
    assert "Place of loading not reported for 1 of 1 deliveries." in " ".join(texts(made))


def test_the_shapes_carry_what_the_facts_name(shipped: Any) -> None:
    named = {
        row[0]
        for row in shipped.sql(
            "select distinct admin1 from airstrikes where admin1 is not null"
        ).rows
    }
    # Nay Pyi Taw lies in Mandalay on this map (shapes/README.md)
    assert named - set(states()) <= {"Nay Pyi Taw"}
    stops = {
        row[0]
        for row in shipped.sql(
            "select distinct country from shipment_stops where country is not null"
        ).rows
    }
    assert {NUMERIC[code] for code in stops} <= set(countries())
