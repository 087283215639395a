"""Reports worked out a second time in plain Python from the CSV files alone, by DEFINITIONS
(docs/method.md).
"""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from sanctrack.warehouse.warehouse import Warehouse

ROOT = Path(__file__).resolve().parent.parent
FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)


@cache
def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "datasets" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def low(text: str) -> date:
    return date.fromisoformat(text) if text else FIRST


def high(text: str) -> date:
    return date.fromisoformat(text) if text else LAST


def plus(day: date, days: int) -> date:
    return day if day in (FIRST, LAST) else day + timedelta(days)


def arrivals() -> dict[str, tuple[date, date]]:
    """The arrival interval of the last stop of each delivery."""
    found: dict[str, tuple[int, tuple[date, date]]] = {}
    for stop in rows("shipment_stops"):
        if stop["stop_type"] != "discharge":
            continue
        number = int(stop["stop_number"])
        if number >= found.get(stop["shipment_id"], (0, None))[0]:
            found[stop["shipment_id"]] = (
                number,
                (low(stop["arrived_earliest_on"]), high(stop["arrived_latest_on"])),
            )
    return {shipment: interval for shipment, (_, interval) in found.items()}


def with_denied_discharge() -> set[str]:
    """Deliveries whose discharge somebody denies: nothing about their arrival is certain."""
    return {
        stop["shipment_id"]
        for stop in rows("shipment_stops")
        if stop["stop_type"] == "discharge" and stop["certainty"] == "denied"
    }


def summed(strikes: list[dict[str, str]], column: str) -> int | None:
    figures = [int(strike[column]) for strike in strikes if strike[column]]
    return sum(figures) if figures else None


@pytest.mark.parametrize("days", [7, 30, 90])
def test_strikes_around_deliveries(shipped: Warehouse, days: int) -> None:
    given = {
        row["shipment_id"]: row
        for row in shipped.report("strikes_around_deliveries", days=days).records()
    }
    assert len(given) == len(rows("fuel_shipments"))
    denied = with_denied_discharge()
    assert denied
    for shipment, (a1, a2) in arrivals().items():
        sets: dict[str, list[dict[str, str]]] = {
            f"{side}_{how}": [] for side in ("before", "after") for how in ("certain", "possible")
        }
        for strike in rows("airstrikes"):
            s1, s2 = low(strike["earliest_on"]), high(strike["latest_on"])
            if s1 > a2 and s2 <= plus(a1, days):
                sets["after_certain"].append(strike)
            elif s2 > a1 and s1 <= plus(a2, days):
                sets["after_possible"].append(strike)
            if s2 < a1 and s1 >= plus(a2, -days):
                sets["before_certain"].append(strike)
            elif s1 < a2 and s2 >= plus(a1, -days):
                sets["before_possible"].append(strike)
        coarse = a1 == FIRST or a2 == LAST or (a2 - a1).days >= days
        row = given[shipment]
        if shipment in denied:
            for side in ("before", "after"):
                sets[f"{side}_possible"] += sets[f"{side}_certain"]
                assert row[f"strikes_{side}_certain"] is None
                del sets[f"{side}_certain"]
        for name, found in sets.items():
            if coarse and name.endswith("certain"):
                assert row[f"strikes_{name}"] is None
                assert row["note"] == "arrival not dated closely enough"
                continue
            assert row[f"strikes_{name}"] == len(found), (shipment, name)
            assert row[f"killed_min_{name}"] == summed(found, "killed_min"), (shipment, name)
            assert row[f"killed_max_{name}"] == summed(found, "killed_max"), (shipment, name)


def measure_day(measure: dict[str, str]) -> tuple[date, date]:
    if measure["announced_on"]:
        return low(measure["announced_on"]), high(measure["announced_on"])
    return low(measure["effective_earliest_on"]), high(measure["effective_latest_on"])


def answering(
    call: dict[str, str], addressee: dict[str, str], ask: str
) -> list[tuple[str, dict[str, str]]]:
    """(answer, measure) of every measure that fits jurisdiction, UN authority, scope and type."""
    fits = []
    for measure in rows("measures"):
        if measure["jurisdiction"] != addressee["jurisdiction"] or measure["answers_calls"] == "no":
            continue
        if addressee["jurisdiction"] == "UN" and measure["authority"] != addressee["authority"]:
            continue
        scopes = {
            scope["scope"]
            for scope in rows("measure_scopes")
            if scope["measure_id"] == measure["measure_id"]
        }
        answers = {
            item["answer"]
            for item in rows("ask_answers")
            if item["ask"] == ask
            and item["scope"] in scopes
            and item["measure_type"] == measure["measure_type"]
        }
        if answers:
            fits.append(("met" if "met" in answers else "in_part", measure))
    return fits


def undone(measure: dict[str, str], as_of: date) -> bool:
    """Ended, or with designations of which all are removed, by the day."""
    if measure["ended_on"] and low(measure["ended_on"]) <= as_of:
        return True
    listed = [item for item in rows("designations") if item["measure_id"] == measure["measure_id"]]
    return bool(listed) and all(
        item["delisted_on"] and low(item["delisted_on"]) <= as_of for item in listed
    )


def status_of(call: dict[str, str], addressee: dict[str, str], ask: str, as_of: date) -> str:
    if not addressee["jurisdiction"]:
        return "no single addressee"
    if ask not in {item["ask"] for item in rows("ask_answers")}:
        return "not tracked"
    if addressee["jurisdiction"] not in {measure["jurisdiction"] for measure in rows("measures")}:
        return "not covered"
    c1 = low(call["called_earliest_on"])
    fits = answering(call, addressee, ask)
    for answer, measure in fits:
        in_force = measure_day(measure)[1] <= c1 and not (
            measure["ended_on"] and low(measure["ended_on"]) <= c1
        )
        if answer == "met" and in_force:
            return "already in force"
    # later for certain or possibly: only a measure whose last day is by the first day of the call
    # is not
    later = [(answer, measure) for answer, measure in fits if measure_day(measure)[1] > c1]
    standing = {answer for answer, measure in later if not undone(measure, as_of)}
    if standing:
        return "met" if "met" in standing else "in part"
    c2 = high(call["called_latest_on"])
    if any(
        answer == "in_part" and measure_day(measure)[1] <= c1 and not undone(measure, c2)
        for answer, measure in fits
    ):
        return "in part already"
    return "reversed" if later else "open"


def test_calls_and_measures(shipped: Warehouse) -> None:
    jurisdictions = {item["addressee"]: item for item in rows("addressee_jurisdictions")}
    calls = {call["call_id"]: call for call in rows("sanction_calls")}
    # who was asked for what, where the text tells; else every addressee for every demand
    directed = {(row["call_id"], row["addressee"], row["ask"]) for row in rows("directed_asks")}
    told = {call_id for call_id, _, _ in directed}
    asked = directed | {
        (item["call_id"], item["addressee"], ask["ask"])
        for item in rows("call_addressees")
        for ask in rows("call_asks")
        if ask["call_id"] == item["call_id"] and item["call_id"] not in told
    }
    expected = {
        (call_id, addressee, ask): status_of(
            calls[call_id], jurisdictions[addressee], ask, shipped.as_of
        )
        for call_id, addressee, ask in asked
    }
    given = {
        (row["call_id"], row["addressee"], row["ask"]): row["status"]
        for row in shipped.report("calls_and_measures").records()
    }
    assert {
        key: (given.get(key), value) for key, value in expected.items() if given.get(key) != value
    } == {}
    assert set(given) == set(expected)


AUTHORITIES = ("US-OFAC", "UK-FCDO", "EU-Council", "CA-GAC", "AU-DFAT", "CH-SECO")


def listings(actor: str, authority: str) -> tuple[list[list[date]], bool, bool]:
    """Unbroken dated listings as [first day, first day without], whether one has no day, whether
    one may be a namesake.
    """
    types = {
        measure["measure_id"]: (measure["measure_type"], measure["authority"])
        for measure in rows("measures")
    }
    ours = [
        item
        for item in rows("designations")
        if item["actor_id"] == actor
        and types[item["measure_id"]][1] == authority
        and types[item["measure_id"]][0] in ("asset_freeze", "vessel_listing")
    ]
    sure = [item for item in ours if item["identity"] != "unresolved"]
    spans: list[list[date]] = []
    for first, last in sorted(
        (low(item["listed_on"]), high(item["delisted_on"])) for item in sure if item["listed_on"]
    ):
        if spans and first <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], last)
        else:
            spans.append([first, last])
    return spans, any(not item["listed_on"] for item in sure), len(sure) < len(ours)


def at_arrival(actor: str, authority: str, a1: date, a2: date) -> str:
    spans, without_day, unresolved = listings(actor, authority)
    if without_day or unresolved:
        return "beyond this re-computation"
    if any(first <= a1 and last > a2 for first, last in spans):
        return "certain"
    if any(first <= a2 and last > a1 for first, last in spans):
        return "possible"
    if any(last <= a1 for _, last in spans):
        return "earlier"
    if any(first > a2 for first, _ in spans):
        return "later"
    copies = [
        item
        for item in rows("list_checks")
        if item["actor_id"] == actor and item["authority"] == authority
    ]
    if any(item["status"] != "not_listed" for item in copies):
        return "beyond this re-computation"
    if any(low(item["list_version_on"]) >= a2 for item in copies):
        return "not_on_copy"
    return "not_on_earlier_copy" if copies else "not_checked"


def test_deliveries_with_listed_parties(shipped: Warehouse) -> None:
    days = arrivals()
    given = {
        (row["shipment_id"], row["actor_id"], row["role"], row["authority"]): row[
            "listed_at_arrival"
        ]
        for row in shipped.report("deliveries_with_listed_parties").records()
        if row["row_kind"] == "delivery"
    }
    everyone = [
        (item["shipment_id"], item["actor_id"], item["role"]) for item in rows("shipment_parties")
    ]
    everyone += [
        (item["shipment_id"], item["vessel_id"], "vessel")
        for item in rows("fuel_shipments")
        if item["vessel_id"]
    ]
    assert {key[:3] for key in given} == set(everyone)
    compared = 0
    for shipment, actor, role in everyone:
        for authority in AUTHORITIES:
            expected = at_arrival(actor, authority, *days[shipment])
            if expected != "beyond this re-computation":
                compared += 1
                assert given[shipment, actor, role, authority] == expected, (
                    shipment,
                    actor,
                    role,
                    authority,
                )
    assert compared > 400
