"""The heaviest reports beside pandas doing the same work on the same facts in the same run, with
equal results.

    python benchmarks/peers.py [--runs 3]

pandas holds the tables in memory, as the open warehouse does, and is given what the reports work
out on the way and share with others: the listings of actors, and parties and listed parties of each
delivery in words. Compared are the columns that need the work (keys, counts, days, joined ids and
texts); the reports give more columns in their time.
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

from sanctrack.warehouse.warehouse import Warehouse

TABLES = (
    "airstrikes",
    "airstrike_area_actors",
    "claims",
    "evidence",
    "sources",
    "actors",
    "fuel_shipments",
    "shipment_stops",
    "shipment_parties",
    "list_checks",
)
VIEWS = (
    "dated_deliveries",
    "delivery_parties",
    "delivery_listed_parties",
    "listings",
    "matrix_authorities",
)
FIRST, LAST = np.datetime64("0001-01-01"), np.datetime64("9999-12-31")
Frames = dict[str, pd.DataFrame]


def strikes(frames: Frames) -> pd.DataFrame:
    """Strikes with the names of area actors, counts of claims and sources, and source ids joined in
    order.
    """
    rows = frames["airstrikes"][["airstrike_id", "source_id"]]
    evidence = frames["evidence"]
    evidence = evidence[evidence["record_table"] == "airstrikes"]
    more = pd.DataFrame({"airstrike_id": evidence["record_id"], "source_id": evidence["source_id"]})
    more["counted"] = ~evidence["supports"].isin(["latitude", "longitude"])
    used = pd.concat([rows.assign(counted=True), more]).dropna(subset=["source_id"])
    used = used.groupby(["airstrike_id", "source_id"], sort=True, as_index=False)["counted"].max()
    used = used.merge(
        frames["sources"][["source_id", "origin_source_id"]], on="source_id", how="left"
    )
    used["origin"] = used["origin_source_id"].fillna(used["source_id"]).where(used["counted"])
    grouped = used.groupby("airstrike_id")
    out = rows[["airstrike_id"]].set_index("airstrike_id")
    out["source_ids"] = grouped["source_id"].agg("; ".join)
    out["sources_count"] = grouped["counted"].sum()
    out["independent_sources_count"] = grouped["origin"].nunique()
    claims = frames["claims"]
    out["claims_count"] = claims.groupby("airstrike_id").size()
    out["denials_count"] = claims[claims["stance"] == "denies"].groupby("airstrike_id").size()
    area = (
        frames["airstrike_area_actors"]
        .merge(frames["actors"][["actor_id", "name"]], on="actor_id", how="left")
        .sort_values("name")
    )
    out["area_actors"] = area.groupby("airstrike_id")["name"].agg("; ".join)
    counts = ["sources_count", "independent_sources_count", "claims_count", "denials_count"]
    out[counts] = out[counts].fillna(0).astype("int64")
    return out.reset_index()


def arrivals_of(frames: Frames) -> pd.DataFrame:
    stops = frames["shipment_stops"]
    last = (
        stops[stops["stop_type"] == "discharge"]
        .sort_values("stop_number")
        .groupby("shipment_id")
        .tail(1)
    )
    last = last[["shipment_id", "arrived_earliest_on", "arrived_latest_on"]].copy()
    last["from"] = last["arrived_earliest_on"].to_numpy("datetime64[D]")
    last["until"] = last["arrived_latest_on"].to_numpy("datetime64[D]")
    last["from"] = last["from"].fillna(pd.Timestamp(str(FIRST)))
    last["until"] = last["until"].fillna(pd.Timestamp(str(LAST)))
    return last.sort_values(["until", "shipment_id"]).reset_index(drop=True)


def deliveries_before_strikes(frames: Frames) -> pd.DataFrame:
    """For each strike the deliveries that may be the last certainly before it, their vessels,
    parties, listings and sources in words, and those only possibly before it."""
    arrivals = arrivals_of(frames)
    begin, end = (
        arrivals["from"].to_numpy("datetime64[D]"),
        arrivals["until"].to_numpy("datetime64[D]"),
    )
    ids = arrivals["shipment_id"].to_numpy(object)
    latest = np.lexsort((ids.astype(str), end, begin))[::-1]
    rows = frames["airstrikes"][["airstrike_id", "earliest_on", "latest_on", "source_id"]].copy()
    rows["s1"] = (
        pd.Series(rows["earliest_on"].to_numpy("datetime64[D]"))
        .fillna(pd.Timestamp(str(FIRST)))
        .to_numpy("datetime64[D]")
    )
    rows["s2"] = (
        pd.Series(rows["latest_on"].to_numpy("datetime64[D]"))
        .fillna(pd.Timestamp(str(LAST)))
        .to_numpy("datetime64[D]")
    )
    greatest = np.maximum.accumulate(begin)
    days: list[tuple[Any, ...]] = []
    for first, last in rows[["s1", "s2"]].drop_duplicates().itertuples(index=False):
        s1, s2 = np.datetime64(first, "D"), np.datetime64(last, "D")
        before = int(np.searchsorted(end, s1, side="left"))
        possible = (end >= s1) & (begin < s2)
        ten = "; ".join(ids[latest[possible[latest]][:10]]) or None
        if before == 0:
            days.append((first, last, None, 0, int(possible.sum()), ten))
            continue
        start = int(np.searchsorted(end, greatest[before - 1], side="left"))
        found = sorted(range(start, before), key=lambda at: (-end[at].astype(int), ids[at]))
        days.append(
            (first, last, "; ".join(ids[at] for at in found), len(found), int(possible.sum()), ten)
        )
    names = ["last_shipment_ids", "last_count", "possible_count", "possible_shipment_ids"]
    told = rows.merge(pd.DataFrame(days, columns=["s1", "s2", *names]), on=["s1", "s2"])
    told = told.merge(
        described(frames, told["last_shipment_ids"].dropna().unique()),
        on="last_shipment_ids",
        how="left",
    )
    told["source_ids"] = [
        "; ".join(sorted({*(listed.split("; ") if isinstance(listed, str) else []), own}))
        for listed, own in zip(told["source_ids"], told["source_id"], strict=True)
    ]
    return told[
        [
            "airstrike_id",
            *names,
            "vessels",
            "parties",
            "listed_certain",
            "listed_possible",
            "confidences",
            "source_ids",
        ]
    ]


def described(frames: Frames, sets: np.ndarray) -> pd.DataFrame:
    """What is said of the deliveries of each set, every phrase once, in order."""
    deliveries = frames["dated_deliveries"]
    for name in ("delivery_parties", "delivery_listed_parties"):
        deliveries = deliveries.merge(
            frames[name], on="shipment_id", how="left", suffixes=("", f" {name}")
        )
    ship = deliveries["vessel"] + (" (IMO " + deliveries["imo_ship"] + ")").fillna("")
    deliveries = deliveries.assign(vessels=ship, confidences=deliveries["confidence"]).set_index(
        "shipment_id"
    )
    cells = {
        name: {key: value.split("; ") for key, value in deliveries[name].dropna().items()}
        for name in ("vessels", "parties", "listed_certain", "listed_possible", "confidences")
    }
    listed = [
        deliveries[name]
        for name in (
            "source_ids",
            "source_ids delivery_parties",
            "source_ids delivery_listed_parties",
        )
    ]
    joined = pd.concat(listed).dropna().groupby(level=0).agg("; ".join)
    cells["source_ids"] = {key: value.split("; ") for key, value in joined.items()}
    out: list[tuple[Any, ...]] = []
    for text in sets:
        members = text.split("; ")
        out.append(
            (
                text,
                *(
                    "; ".join(sorted({part for one in members for part in held.get(one, ())}))
                    or None
                    for held in cells.values()
                ),
            )
        )
    return pd.DataFrame(out, columns=["last_shipment_ids", *cells])


def deliveries_with_listed_parties(frames: Frames) -> pd.DataFrame:
    """For each vessel and party of a delivery and each authority: whether it was listed on arrival,
    since when, else on which copy not.
    """
    deliveries = frames["dated_deliveries"]
    days = ["arrived_earliest_on", "arrived_latest_on"]
    ships = (
        deliveries[["shipment_id", "vessel_id", *days]]
        .dropna(subset=["vessel_id"])
        .rename(columns={"vessel_id": "actor_id"})
    )
    parties = frames["shipment_parties"][["shipment_id", "actor_id", "role", "certainty"]]
    parts = pd.concat(
        [
            ships.assign(role="vessel", certainty="stated"),
            parties.merge(deliveries[["shipment_id", *days]], on="shipment_id"),
        ]
    )
    arrivals = parts[["actor_id", *days]].drop_duplicates()
    signs = arrivals.merge(frames["listings"], on="actor_id")
    listed, delisted = dates(signs["listed_on"]), dates(signs["delisted_on"])
    begin, end = dates(signs["arrived_earliest_on"]), dates(signs["arrived_latest_on"])
    certain = (listed <= begin) & (delisted.isna() | (delisted > end))
    outside = ~certain & ((listed > end) | (delisted <= begin))
    unknown = ~certain & ~outside & listed.isna()
    unresolved = signs["unresolved"].astype(bool)
    choices = [
        unknown & (dates(signs["measure_earliest_on"]) > end),
        ~outside & unresolved,
        unknown,
        certain,
        ~outside,
        delisted <= begin,
    ]
    words = ["later", "unresolved", "listed_day_unknown", "certain", "possible", "earlier"]
    signs["status"] = np.select([choice.to_numpy() for choice in choices], words, "later")
    signs = signs[~(unresolved & outside)]
    signs["rank"] = signs["status"].map(
        {
            "certain": 1,
            "possible": 2,
            "listed_day_unknown": 3,
            "unresolved": 5,
            "earlier": 6,
            "later": 7,
        }
    )
    signs["ended"] = (
        -dates(signs["delisted_on"])
        .where(signs["status"] == "earlier")
        .to_numpy("datetime64[D]")
        .astype("int64")
    )
    signs = signs.sort_values(
        ["rank", "ended", "listed_on", "measure_ids", "source_ids"], na_position="last"
    )
    best = signs.drop_duplicates(["actor_id", *days, "authority"])[
        ["actor_id", *days, "authority", "status", "listed_on", "measure_ids"]
    ]
    rows = parts.merge(frames["matrix_authorities"][["authority"]], how="cross").merge(
        best, on=["actor_id", *days, "authority"], how="left"
    )
    rows = rows.merge(
        absences(frames, arrivals), on=["actor_id", "arrived_latest_on", "authority"], how="left"
    )
    read = dates(rows["copy_on"])
    absent = np.select(
        [(read >= dates(rows["arrived_latest_on"])).to_numpy(), read.notna().to_numpy()],
        ["not_on_copy", "not_on_earlier_copy"],
        "not_checked",
    )
    rows["listed_at_arrival"] = rows["status"].where(rows["status"].notna(), absent)
    rows["since_on"] = rows["listed_on"]
    rows["part_key"] = rows[["shipment_id", "actor_id", "role", "certainty", "authority"]].agg(
        "|".join, axis=1
    )
    return rows[["part_key", "listed_at_arrival", "since_on", "measure_ids"]]


def absences(frames: Frames, arrivals: pd.DataFrame) -> pd.DataFrame:
    """The copy without the actor that is read for each arrival: the first on or after its last day,
    else the last before.
    """
    checks = frames["list_checks"]
    checks = checks[(checks["status"] != "listed") & checks["list_version_on"].notna()][
        ["actor_id", "authority", "list_version_on"]
    ]
    found = (
        arrivals[["actor_id", "arrived_latest_on"]].drop_duplicates().merge(checks, on="actor_id")
    )
    copy, day = dates(found["list_version_on"]), dates(found["arrived_latest_on"])
    found["before"] = ~(copy >= day)
    found["apart"] = (copy - day.fillna(pd.Timestamp(str(LAST)))).abs()
    found = found.sort_values(["before", "apart"]).drop_duplicates(
        ["actor_id", "arrived_latest_on", "authority"]
    )
    return found.rename(columns={"list_version_on": "copy_on"})[
        ["actor_id", "arrived_latest_on", "authority", "copy_on"]
    ]


def dates(column: "pd.Series[Any]") -> "pd.Series[Any]":
    return pd.Series(
        column.astype(object).where(column.notna(), None).to_numpy("datetime64[s]"),
        index=column.index,
    )


def strikes_around_deliveries(frames: Frames, days: int = 30) -> pd.DataFrame:
    """For each delivery how many strikes, certain and possible, lie within the days before and
    after it.
    """
    arrivals = arrivals_of(frames)
    rows = frames["airstrikes"]
    s1 = (
        pd.Series(rows["earliest_on"].to_numpy("datetime64[D]"))
        .fillna(pd.Timestamp(str(FIRST)))
        .to_numpy("datetime64[D]")
    )
    s2 = (
        pd.Series(rows["latest_on"].to_numpy("datetime64[D]"))
        .fillna(pd.Timestamp(str(LAST)))
        .to_numpy("datetime64[D]")
    )
    spans, weight = np.unique(np.stack([s1, s2]), axis=1, return_counts=True)
    s1, s2 = spans
    span = np.timedelta64(days, "D")
    out: dict[tuple[Any, Any], tuple[Any, ...]] = {}
    for a1, a2 in {
        (a, b)
        for a, b in zip(
            arrivals["from"].to_numpy("datetime64[D]"),
            arrivals["until"].to_numpy("datetime64[D]"),
            strict=True,
        )
    }:
        certain_before, certain_after = (s2 < a1) & (s1 >= a2 - span), (s1 > a2) & (s2 <= a1 + span)
        possible_before, possible_after = (
            (s1 < a2) & (s2 >= a1 - span),
            (s2 > a1) & (s1 <= a2 + span),
        )
        close = a2 - a1 < span
        out[a1, a2] = (
            int(weight[certain_before].sum()) if close else None,
            int(weight[possible_before & ~certain_before].sum()),
            int(weight[certain_after].sum()) if close else None,
            int(weight[possible_after & ~certain_after].sum()),
        )
    keys = zip(
        arrivals["from"].to_numpy("datetime64[D]"),
        arrivals["until"].to_numpy("datetime64[D]"),
        strict=True,
    )
    names = [
        "strikes_before_certain",
        "strikes_before_possible",
        "strikes_after_certain",
        "strikes_after_possible",
    ]
    told = pd.DataFrame([out[key] for key in keys], columns=names)
    return pd.concat([arrivals[["shipment_id"]], told], axis=1)


def equal(ours: pd.DataFrame, theirs: pd.DataFrame) -> bool:
    """Whether the rows of the peer stand in the report, column by column."""
    key = theirs.columns[0]
    if key == "part_key":
        ours = ours[ours["row_kind"] == "delivery"]
        ours = ours.assign(
            part_key=ours[["shipment_id", "actor_id", "role", "certainty", "authority"]].agg(
                "|".join, axis=1
            )
        )
    left = ours[list(theirs.columns)].astype(object).where(ours[list(theirs.columns)].notna(), None)
    right = theirs.astype(object).where(theirs.notna(), None)
    left, right = (frame.sort_values(key).reset_index(drop=True) for frame in (left, right))
    return len(left) == len(right) and all(
        (left[name] == right[name]).where(left[name].notna() | right[name].notna(), True).all()
        for name in theirs.columns
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    peers: list[Callable[[Frames], pd.DataFrame]] = [
        deliveries_before_strikes,
        strikes,
        deliveries_with_listed_parties,
        strikes_around_deliveries,
    ]
    with tempfile.TemporaryDirectory() as folder:
        home = bigger(Path(folder))
        frames = {name: pd.read_parquet(home.datasets / f"{name}.parquet") for name in TABLES}
        with Warehouse(
            home, ROOT / "no-such-workspace", [*(peer.__name__ for peer in peers), *VIEWS]
        ) as warehouse:
            for name in VIEWS:
                frame = warehouse.rows_of(name).to_pandas()
                frames[name] = frame.astype(object).where(frame.notna(), None)
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
                    f"| {peer.__name__} | {min(ours):.2f} | {min(theirs):.2f} | "
                    f"{'yes' if same else 'NO'} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
