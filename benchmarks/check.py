"""`sanctrack check` of a million rows from CSV, beside pandera on the same file with the same
rules.

    python benchmarks/check.py [--rows 1000000] [--runs 5] [--bad 100]

The file is a generated `shipment_stops.csv` (12 columns: ids, codes, numbers, four dates in pairs,
a country, references to deliveries, places and sources, a key of two columns). Both sides read the
file and the tables that it refers to, each in a process of its own; they take turns, and medians
are compared. pandera is given the file as pyarrow reads it, Arrow-backed columns and checks written
with pyarrow.compute: the fastest plain way that we found.

Twice: with the rules of the contract and its references alone, and with the rules across rows and
tables as well (days that run backwards, numbers with a gap, known days, sources older than the
event), which is what `sanctrack check FILE` does.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STOPS = "shipment_id,stop_number,stop_type,place_id,place_name,country"
STOPS += ",arrived_earliest_on,arrived_latest_on,departed_earliest_on,departed_latest_on"
STOPS += ",date_precision,source_id"


def generate(home: Path, rows: int, bad: int, seed: int = 7) -> Path:
    """A home with deliveries, places and sources, and a file of stops; `bad` rows break a rule."""
    chance = random.Random(seed)
    for name in ("schemas", "queries", "compiled.json"):  # the compiled YAML is part of the wheel
        if (ROOT / name).exists():
            (home / name).symlink_to(ROOT / name)
    datasets = home / "datasets"
    datasets.mkdir(parents=True)
    (datasets / "facts.yaml").write_text(
        (ROOT / "datasets" / "facts.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    deliveries = -(-rows // 3)
    sources = [f"source-{number}" for number in range(20_000)]
    places = [f"place-{number}" for number in range(2_000)]
    head = "source_id,publisher,published_earliest_on,published_latest_on,published_basis"
    head += ",source_type,reliability"
    write(
        datasets / "sources.csv",
        head,
        (f"{source},P,2027-01-01,2027-12-31,stated,news,B" for source in sources),
    )
    write(
        datasets / "places.csv",
        "place_id,name,place_type,source_id",
        (f"{place},{place},port,source-1" for place in places),
    )
    head = "shipment_id,product,confidence,evidence_type,source_id"
    write(
        datasets / "fuel_shipments.csv",
        head,
        (f"delivery-{n:07d},jet_a1,likely,customs,source-1" for n in range(deliveries)),
    )
    wrong = set(chance.sample(range(rows), bad))
    file = home / "shipment_stops.csv"
    write(
        file,
        STOPS,
        (
            stop(chance, number, number in wrong, sources, places, deliveries)
            for number in range(rows)
        ),
    )
    build_references(home)
    return file


def write(path: Path, header: str, lines: object) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(header + "\n")
        out.writelines(f"{line}\n" for line in lines)  # type: ignore[attr-defined]


def stop(
    chance: random.Random,
    number: int,
    wrong: bool,
    sources: list[str],
    places: list[str],
    deliveries: int,
) -> str:
    delivery, at = divmod(number, 3)
    delivery = min(delivery, deliveries - 1)
    kind = ("load", "storage", "discharge")[at]
    day = date(2021, 1, 1) + timedelta(delivery % 1_700 + 10 * at)
    spread = chance.randrange(5)
    arrived, departed = day, day + timedelta(1)
    days = [arrived, arrived + timedelta(spread), departed, departed + timedelta(spread)]
    if wrong:
        match chance.randrange(4):
            case 0:
                days[0], days[1] = days[1] + timedelta(1), days[0]
            case 1:
                kind = "unloading"
            case 2:
                written = ",".join(map(str, days))
                head = f"delivery-{delivery:07d},{at + 1},{kind}"
                return f"{head},no-such-place,,SG,{written},range,source-1"
            case 3:
                written = ",".join(map(str, days))
                head = f"delivery-{delivery:07d},{at + 1},{kind}"
                return f"{head},,Somewhere,Sg,{written},range,source-1"
    number_of_stop = at + 1 if delivery == number // 3 else number
    place = places[chance.randrange(len(places))]
    tail = f"{'day' if spread == 0 else 'range'},{sources[chance.randrange(len(sources))]}"
    return (
        f"delivery-{delivery:07d},{number_of_stop},{kind},{place},Berth "
        f"{number % 97},SG,{','.join(map(str, days))},{tail}"
    )


def build_references(home: Path) -> None:
    """The tables that the stops refer to, as Parquet: both sides read those."""
    import pyarrow as pa
    from pyarrow import csv

    from sanctrack.definitions.contracts import load_contract
    from sanctrack.definitions.paths import Home
    from sanctrack.facts.tables import fact_tables, write_parquet

    for table in fact_tables(Home(home)):
        contract, path = load_contract(Home(home), table), home / "datasets" / f"{table}.csv"
        schema = pa.schema([pa.field(item.name, item.type) for item in contract.arrow_schema()])
        rows = schema.empty_table()
        if path.exists():
            given = csv.read_csv(path)
            rows = pa.table(
                [
                    given[n].cast(schema.field(n).type)
                    if n in given.column_names
                    else pa.nulls(len(given), schema.field(n).type)
                    for n in schema.names
                ],
                schema,
            )
        write_parquet(rows, contract, path.with_suffix(".parquet"))


# -- the two sides
# --------------------------------------------------------------------------------------------


def with_sanctrack(home: Path, file: Path, across: bool) -> int:
    from sanctrack.checks import check
    from sanctrack.definitions.paths import Home
    from sanctrack.facts.tables import Whole, check_file, check_references, fact_tables

    the_home = Home(home)
    if across:
        return sum(
            problem.severity == "error"
            for problem in check(the_home, home / "no-workspace", [file])
        )
    checked = check_file(the_home, file)
    shipped = {table: home / "datasets" / f"{table}.csv" for table in fact_tables(the_home)}
    check_references(checked, the_home, Whole(the_home, shipped, [checked]))
    return len(checked.errors)


def with_pandera(home: Path, file: Path, across: bool) -> int:
    import pandas as pd
    import pandera.pandas as pandera
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
    from pyarrow import csv

    def columns(table: str, *names: str) -> pa.Table:
        return pq.ParquetFile(home / "datasets" / f"{table}.parquet").read(columns=list(names))

    def check(test, name):  # type: ignore[no-untyped-def]
        return pandera.Check(
            lambda s: pd.Series(
                test(pa.array(s.array)).to_numpy(zero_copy_only=False), index=s.index
            ),
            name=name,
        )

    def within(values: object, name: str) -> pandera.Check:
        return check(lambda a: pc.is_in(a, value_set=values), name)

    def ordered(low: str, high: str) -> pandera.Check:
        def test(frame):  # type: ignore[no-untyped-def]
            fits = pc.fill_null(
                pc.less_equal(pa.array(frame[low].array), pa.array(frame[high].array)), True
            )
            return pd.Series(fits.to_numpy(zero_copy_only=False), index=frame.index)

        return pandera.Check(test, name=f"{low} <= {high}")

    days = (
        "arrived_earliest_on",
        "arrived_latest_on",
        "departed_earliest_on",
        "departed_latest_on",
    )
    types = {
        name: pa.date32() if name in days else pa.int64() if name == "stop_number" else pa.string()
        for name in STOPS.split(",")
    }
    rows = csv.read_csv(
        file, convert_options=csv.ConvertOptions(column_types=types, strings_can_be_null=True)
    )
    frame = rows.to_pandas(types_mapper=pd.ArrowDtype)
    stop_types = pa.array(["load", "storage", "ship_to_ship", "border_crossing", "discharge"])
    column = pandera.Column
    wide = [ordered(*days[:2]), ordered(*days[2:])]
    if across:
        published = columns("sources", "source_id", "published_latest_on")
        wide += across_rows(
            pd,
            pandera,
            published.to_pandas(types_mapper=pd.ArrowDtype).set_index("source_id")[
                "published_latest_on"
            ],
        )
    schema = pandera.DataFrameSchema(
        {
            "shipment_id": column(
                checks=within(columns("fuel_shipments", "shipment_id")["shipment_id"], "delivery")
            ),
            "stop_number": column(checks=check(lambda a: pc.greater_equal(a, 1), "minimum")),
            "stop_type": column(checks=within(stop_types, "codes")),
            "place_id": column(
                nullable=True, checks=within(columns("places", "place_id")["place_id"], "place")
            ),
            "place_name": column(nullable=True),
            "country": column(
                nullable=True,
                checks=check(lambda a: pc.match_substring_regex(a, "^[A-Z]{2}$"), "pattern"),
            ),
            **{name: column(nullable=True) for name in days},
            "date_precision": column(
                nullable=True,
                checks=within(pa.array(["day", "month", "year", "range", "approx"]), "codes"),
            ),
            "source_id": column(
                checks=within(columns("sources", "source_id")["source_id"], "source")
            ),
        },
        checks=wide,
        unique=["shipment_id", "stop_number"],
    )
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
        # a rule over several columns is told once for each column
        return len(cases.drop_duplicates(["check", "index"]))
    return 0


def across_rows(pd, pandera, published):  # type: ignore[no-untyped-def]
    """The rules over several rows and tables, as checks of the whole frame."""

    def numbers_whole(frame):  # type: ignore[no-untyped-def]
        group = frame.groupby("shipment_id", sort=False)["stop_number"]
        return (group.transform("max") == group.transform("count")) & (group.transform("min") == 1)

    def runs_forward(frame):  # type: ignore[no-untyped-def]
        ordered = frame.sort_values(["shipment_id", "stop_number"])
        stamps = {
            name: ordered[name].astype("datetime64[s]")
            for name in ordered.columns
            if name.endswith("_on")
        }
        reached = stamps["arrived_latest_on"].where(
            ~(stamps["departed_latest_on"] < stamps["arrived_latest_on"]),
            stamps["departed_latest_on"],
        )
        left = stamps["departed_earliest_on"].fillna(stamps["arrived_earliest_on"])
        before = (
            left.groupby(ordered["shipment_id"], sort=False)
            .cummax()
            .groupby(ordered["shipment_id"], sort=False)
            .shift(1)
        )
        return ~(
            (reached < before) | (stamps["departed_latest_on"] < stamps["arrived_earliest_on"])
        ).reindex(frame.index)

    def known_days(frame):  # type: ignore[no-untyped-def]
        same = (frame["arrived_earliest_on"] == frame["arrived_latest_on"]).fillna(False)
        return ((frame["date_precision"] != "day") | same).fillna(True).astype(bool)

    def told_later(frame):  # type: ignore[no-untyped-def]
        return ~(frame["source_id"].map(published) < frame["arrived_earliest_on"]).fillna(
            False
        ).astype(bool)

    tests = (numbers_whole, runs_forward, known_days, told_later)
    return [pandera.Check(test, name=test.__name__) for test in tests]


SIDES = {"sanctrack": with_sanctrack, "pandera": with_pandera}


def side(name: str, home: Path, file: Path, across: bool) -> None:
    began, worked = time.perf_counter(), time.process_time()
    errors = SIDES[name](home, file, across)
    took, cpu = time.perf_counter() - began, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "cpu_seconds": cpu, "peak_mib": peak, "errors": errors}))


def compare(home: Path, file: Path, runs: int, across: bool) -> None:
    """Run both sides in turn and print medians and their ratios."""
    # compiled modules are kept, as they are where pip installed them; the first run writes them and
    # is not counted
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    results: dict[str, list[dict[str, float]]] = {name: [] for name in SIDES}
    for run in range(runs + 1):
        for name, found in results.items():
            command = [
                sys.executable,
                __file__,
                "--side",
                name,
                str(home),
                str(file),
                "across" if across else "alone",
            ]
            told = subprocess.run(
                command, check=True, capture_output=True, text=True, env=environment
            ).stdout
            found.extend([json.loads(told)] if run else [])
    print(
        "\nthe contract's rules and references"
        + (", and the rules across rows and tables" if across else " alone")
    )
    medians = {
        name: {key: statistics.median(run[key] for run in found) for key in found[0]}
        for name, found in results.items()
    }
    for name, told in medians.items():
        numbers = (
            f"{told['seconds']:6.2f} s  {told['cpu_seconds']:6.2f} s of processor  "
            f"{told['peak_mib']:6.0f} MiB"
        )
        print(f"{name:10} {numbers}  {told['errors']:.0f} errors found")
    for key, words in (
        ("seconds", "time"),
        ("cpu_seconds", "processor time"),
        ("peak_mib", "memory"),
    ):
        print(f"ratio of {words}: {medians['sanctrack'][key] / medians['pandera'][key]:.2f}")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--bad", type=int, default=100)
    options.add_argument("--side", nargs=4, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.side:
        side(given.side[0], Path(given.side[1]), Path(given.side[2]), given.side[3] == "across")
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        file = generate(home, given.rows, given.bad)
        size = file.stat().st_size / 2**20
        print(
            f"{given.rows:,} rows, {size:.0f} MiB of CSV, {given.bad} rows break a rule; medians "
            f"of {given.runs} runs each"
        )
        for across in (False, True):
            compare(home, file, given.runs, across)


if __name__ == "__main__":
    main()
