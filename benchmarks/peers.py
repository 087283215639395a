"""Three heavy reports beside pandas doing the same work on the same facts in the same run, with equal results.

    python benchmarks/peers.py [--runs 3]

pandas holds the tables in memory, as the open warehouse does. Compared are the columns that need the work (keys, counts, days, joined ids);
the reports give more columns in their time.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from facts import ROOT, bigger

from sanctrack.warehouse import Warehouse

TABLES = ("airstrikes", "airstrike_area_actors", "claims", "evidence", "sources", "actors", "fuel_shipments", "shipment_stops")
FIRST, LAST = np.datetime64("0001-01-01"), np.datetime64("9999-12-31")
Frames = dict[str, pd.DataFrame]


def strikes(frames: Frames) -> pd.DataFrame:
    """Strikes with the names of area actors, counts of claims and sources, and source ids joined in order."""
    rows = frames["airstrikes"][["airstrike_id", "source_id"]]
    evidence = frames["evidence"]
    evidence = evidence[evidence["record_table"] == "airstrikes"]
    more = pd.DataFrame({"airstrike_id": evidence["record_id"], "source_id": evidence["source_id"]})
    more["counted"] = ~evidence["supports"].isin(["latitude", "longitude"])
    used = pd.concat([rows.assign(counted=True), more]).dropna(subset=["source_id"])
    used = used.groupby(["airstrike_id", "source_id"], sort=True, as_index=False)["counted"].max()
    used = used.merge(frames["sources"][["source_id", "origin_source_id"]], on="source_id", how="left")
    used["origin"] = used["origin_source_id"].fillna(used["source_id"]).where(used["counted"])
    grouped = used.groupby("airstrike_id")
    out = rows[["airstrike_id"]].set_index("airstrike_id")
    out["source_ids"] = grouped["source_id"].agg("; ".join)
    out["sources_count"] = grouped["counted"].sum()
    out["independent_sources_count"] = grouped["origin"].nunique()
    claims = frames["claims"]
    out["claims_count"] = claims.groupby("airstrike_id").size()
    out["denials_count"] = claims[claims["stance"] == "denies"].groupby("airstrike_id").size()
    area = frames["airstrike_area_actors"].merge(frames["actors"][["actor_id", "name"]], on="actor_id", how="left").sort_values("name")
    out["area_actors"] = area.groupby("airstrike_id")["name"].agg("; ".join)
    counts = ["sources_count", "independent_sources_count", "claims_count", "denials_count"]
    out[counts] = out[counts].fillna(0).astype("int64")
    return out.reset_index()


def arrivals_of(frames: Frames) -> pd.DataFrame:
    stops = frames["shipment_stops"]
    last = stops[stops["stop_type"] == "discharge"].sort_values("stop_number").groupby("shipment_id").tail(1)
    last = last[["shipment_id", "arrived_earliest_on", "arrived_latest_on"]].copy()
    last["from"] = last["arrived_earliest_on"].to_numpy("datetime64[D]")
    last["until"] = last["arrived_latest_on"].to_numpy("datetime64[D]")
    last["from"] = last["from"].fillna(pd.Timestamp(str(FIRST)))
    last["until"] = last["until"].fillna(pd.Timestamp(str(LAST)))
    return last.sort_values(["until", "shipment_id"]).reset_index(drop=True)


def deliveries_before_strikes(frames: Frames) -> pd.DataFrame:
    """For each strike the deliveries that may be the last certainly before it, and how many are only possibly before it."""
    arrivals = arrivals_of(frames)
    begin, end = arrivals["from"].to_numpy("datetime64[D]"), arrivals["until"].to_numpy("datetime64[D]")
    ids = arrivals["shipment_id"].to_numpy(object)
    rows = frames["airstrikes"][["airstrike_id", "earliest_on", "latest_on"]].copy()
    rows["s1"] = pd.Series(rows["earliest_on"].to_numpy("datetime64[D]")).fillna(pd.Timestamp(str(FIRST))).to_numpy("datetime64[D]")
    rows["s2"] = pd.Series(rows["latest_on"].to_numpy("datetime64[D]")).fillna(pd.Timestamp(str(LAST))).to_numpy("datetime64[D]")
    greatest = np.maximum.accumulate(begin)
    days: list[tuple[Any, ...]] = []
    for first, last in rows[["s1", "s2"]].drop_duplicates().itertuples(index=False):
        s1, s2 = np.datetime64(first, "D"), np.datetime64(last, "D")
        before = int(np.searchsorted(end, s1, side="left"))
        possible = int(((end >= s1) & (begin < s2)).sum())
        if before == 0:
            days.append((first, last, None, 0, possible))
            continue
        start = int(np.searchsorted(end, greatest[before - 1], side="left"))
        found = sorted(range(start, before), key=lambda at: (-end[at].astype(int), ids[at]))
        days.append((first, last, "; ".join(ids[at] for at in found), len(found), possible))
    told = pd.DataFrame(days, columns=["s1", "s2", "last_shipment_ids", "last_count", "possible_count"])
    return rows.merge(told, on=["s1", "s2"])[["airstrike_id", "last_shipment_ids", "last_count", "possible_count"]]


def strikes_around_deliveries(frames: Frames, days: int = 30) -> pd.DataFrame:
    """For each delivery how many strikes, certain and possible, lie within the days before and after it."""
    arrivals = arrivals_of(frames)
    rows = frames["airstrikes"]
    s1 = pd.Series(rows["earliest_on"].to_numpy("datetime64[D]")).fillna(pd.Timestamp(str(FIRST))).to_numpy("datetime64[D]")
    s2 = pd.Series(rows["latest_on"].to_numpy("datetime64[D]")).fillna(pd.Timestamp(str(LAST))).to_numpy("datetime64[D]")
    spans, weight = np.unique(np.stack([s1, s2]), axis=1, return_counts=True)
    s1, s2 = spans
    span = np.timedelta64(days, "D")
    out: dict[tuple[Any, Any], tuple[Any, ...]] = {}
    for a1, a2 in {
        (a, b) for a, b in zip(arrivals["from"].to_numpy("datetime64[D]"), arrivals["until"].to_numpy("datetime64[D]"), strict=True)
    }:
        certain_before, certain_after = (s2 < a1) & (s1 >= a2 - span), (s1 > a2) & (s2 <= a1 + span)
        possible_before, possible_after = (s1 < a2) & (s2 >= a1 - span), (s2 > a1) & (s1 <= a2 + span)
        close = a2 - a1 < span
        out[a1, a2] = (
            int(weight[certain_before].sum()) if close else None,
            int(weight[possible_before & ~certain_before].sum()),
            int(weight[certain_after].sum()) if close else None,
            int(weight[possible_after & ~certain_after].sum()),
        )
    keys = zip(arrivals["from"].to_numpy("datetime64[D]"), arrivals["until"].to_numpy("datetime64[D]"), strict=True)
    names = ["strikes_before_certain", "strikes_before_possible", "strikes_after_certain", "strikes_after_possible"]
    told = pd.DataFrame([out[key] for key in keys], columns=names)
    return pd.concat([arrivals[["shipment_id"]], told], axis=1)


def equal(ours: pd.DataFrame, theirs: pd.DataFrame) -> bool:
    """Whether the rows of the peer stand in the report, column by column."""
    key = theirs.columns[0]
    left = ours[list(theirs.columns)].astype(object).where(ours[list(theirs.columns)].notna(), None)
    right = theirs.astype(object).where(theirs.notna(), None)
    left, right = (frame.sort_values(key).reset_index(drop=True) for frame in (left, right))
    return all((left[name] == right[name]).where(left[name].notna() | right[name].notna(), True).all() for name in theirs.columns)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    peers: list[Callable[[Frames], pd.DataFrame]] = [deliveries_before_strikes, strikes, strikes_around_deliveries]
    with tempfile.TemporaryDirectory() as folder:
        home = bigger(Path(folder))
        frames = {name: pd.read_parquet(home.datasets / f"{name}.parquet") for name in TABLES}
        with Warehouse(home, ROOT / "no-such-workspace", [peer.__name__ for peer in peers]) as warehouse:
            print("| report | sanctrack, s | pandas, s | equal |\n|---|---|---|---|")
            for peer in peers:
                ours: list[float] = []
                theirs: list[float] = []
                for _ in range(runs):
                    start = time.perf_counter()
                    result = warehouse.report(peer.__name__)
                    ours.append(time.perf_counter() - start)
                    start = time.perf_counter()
                    frame = peer(frames)
                    theirs.append(time.perf_counter() - start)
                same = equal(result.to_pandas(), frame)
                print(
                    f"| {peer.__name__} | {min(ours):.2f} | {min(theirs):.2f} | {'yes' if same else 'NO'} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
