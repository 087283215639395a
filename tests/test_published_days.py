"""Days with a strike beside a published figure, worked out again on rows made by chance."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from rows import home_with

from sanctrack.definitions.paths import Home
from sanctrack.warehouse.warehouse import Warehouse

START = date(2022, 1, 1)
Row = dict[str, object]


def day(number: int) -> date:
    return START + timedelta(number)


def strike(chance: Random, number: int) -> Row:
    first = chance.randrange(60)
    precision = chance.choice(["day", "day", "range", "approx"])
    last = first if precision == "day" else first + chance.randrange(1, 12)
    return {
        "airstrike_id": f"k{number}",
        "earliest_on": day(first).isoformat(),
        "latest_on": day(last).isoformat(),
        "date_precision": precision,
        "admin1": "Shan",
        "township": chance.choice(["Lashio", "Hsipaw", "Kutkai"]),
    }


def days_of(row: Row) -> list[date]:
    first, last = (date.fromisoformat(str(row[key])) for key in ("earliest_on", "latest_on"))
    return [first + timedelta(number) for number in range((last - first).days + 1)]


def counted(strikes: list[Row], start: date, end: date, by_township: bool) -> tuple[int, int]:
    """The least and greatest number of days, or of days by township, inside the period."""
    known, filled, open_strikes, any_certain = set(), set(), 0, False
    for row in strikes:
        days = days_of(row)
        inside = [(each, row["township"] if by_township else "") for each in days]
        inside = [pair for pair in inside if start <= pair[0] <= end]
        if not inside:
            continue
        any_certain = any_certain or len(inside) == len(days)
        if len(days) == 1:
            known.update(inside)
        if len(days) == 1 or row["date_precision"] == "range":
            filled.update(inside)
        else:
            open_strikes += 1
    most = len(filled) + open_strikes
    if not by_township:
        most = min(most, (end - start).days + 1)
    return max(len(known), int(any_certain)), most


@pytest.mark.parametrize("seed", range(4))
def test_days_are_distinct_days_inside_the_period(home: Home, tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    strikes = [strike(chance, number) for number in range(chance.choice([5, 20, 60]))]
    periods = [(0, 30), (10, 12), (20, 45), (50, 90)]
    figures = [
        {
            "figure_id": f"{unit}-{start}",
            "metric": "airstrike_days",
            "unit": unit,
            "hedge": "exact",
            "value_min": 10,
            "value_max": 10,
            "comparison": "sample",
            "period_start_on": day(start).isoformat(),
            "period_end_on": day(end).isoformat(),
        }
        for start, end in periods
        for unit in ("days", "township-days")
    ]
    given = {"airstrikes": strikes, "published_figures": figures}
    own_home, workspace = home_with(home, tmp_path, given)
    with Warehouse(own_home, workspace, only=["published_vs_recorded"]) as warehouse:
        recorded = {
            row["figure_id"]: (row["recorded_min"], row["recorded_max"])
            for row in warehouse.report("published_vs_recorded").records()
        }
    assert recorded == {
        f"{unit}-{start}": counted(strikes, day(start), day(end), unit == "township-days")
        for start, end in periods
        for unit in ("days", "township-days")
    }
