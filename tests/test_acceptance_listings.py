"""Answers on listings that were worked out apart from sanctrack, and the gap matrix worked out
again with pandas.
"""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from test_ownership import Graph, Rule, Statement

from sanctrack.definitions.paths import Home
from sanctrack.warehouse.warehouse import Warehouse

DAYS = ["2021-01-01", "2023-02-08", "2023-08-23", "2024-06-27", "2026-08-22"]
AUTHORITIES = ["US-OFAC", "UK-FCDO", "EU-Council", "CA-GAC", "AU-DFAT", "CH-SECO"]


def records(shipped: Warehouse, name: str, **params: Any) -> list[dict[str, Any]]:
    return list(shipped.report(name, **params).records())


def one(shipped: Warehouse, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in shipped.sql(sql).rows]


# -- S1 to S8, S12 to S14
# ------------------------------------------------------------------------------------


def test_s1_designations_by_authority(shipped: Warehouse) -> None:
    rows = records(shipped, "designations")
    assert len(rows) == 698
    counts = pd.Series([row["authority"] for row in rows]).value_counts().to_dict()
    assert counts == {
        "CA-GAC": 243,
        "US-OFAC": 180,
        "EU-Council": 137,
        "UK-FCDO": 93,
        "AU-DFAT": 28,
        "CH-SECO": 11,
        "US-State": 4,
        "US-BIS": 2,
    }


def test_s2_listed_now_by_jurisdiction(shipped: Warehouse) -> None:
    rows = {
        row["jurisdiction"]: (row["persons"], row["others"])
        for row in records(shipped, "listings_by_jurisdiction")
    }
    assert {key: rows[key] for key in ("US", "GB", "EU", "CA", "AU")} == {
        "US": (106, 57),
        "GB": (43, 39),
        "EU": (111, 25),
        "CA": (149, 92),
        "AU": (21, 7),
    }


def test_s3_canada_since_the_coup(shipped: Warehouse) -> None:
    rows = records(shipped, "listings_by_jurisdiction", listed_from="2021-02-01", jurisdiction="CA")
    assert [(row["persons"], row["others"]) for row in rows] == [(104, 48)]


def test_s4_in_how_many_jurisdictions(shipped: Warehouse) -> None:
    rows = records(shipped, "listing_overlap")
    assert [(row["jurisdictions"], row["actors"]) for row in rows] == [
        (1, 122),
        (2, 71),
        (3, 30),
        (4, 30),
        (5, 9),
    ]
    assert (rows[0]["share_pct"], rows[0]["all_actors"]) == (46.6, 262)


def test_s5_the_same_on_8_february_2023(shipped: Warehouse) -> None:
    first = records(shipped, "listing_overlap", as_of="2023-02-08", jurisdictions="US,GB,EU,CA")[0]
    assert (first["jurisdictions"], first["share_pct"], first["all_actors"]) == (1, 54.4, 169)


S6 = {
    "asia-sun-group": "2023-03-24 2024-10-29 2023-02-20 2022-12-07 2024-01-31 -",
    "asia-sun-trading": "2023-03-24 2023-01-31 - - 2024-01-31 -",
    "cargo-link-petroleum-logistics": "2023-03-24 - - 2023-10-27 2024-01-31 -",
    "cargo-link-company": "- 2023-01-31 - - - -",
    "shoon-energy-pte": "2023-08-23 2023-03-27 - - - -",
    "peia-pte": "2023-08-23 - - - - -",
    "pei-energy-pte": "2023-08-23 - - - - -",
    "swan-energy": "- 2024-10-29 - 2024-10-25 - -",
    "myan-oil-company": "- 2024-10-29 - - - -",
    "rich-ray-trading": "- 2024-10-29 - - - -",
    "khin-phyu-win": "2023-08-23 2023-03-27 - 2023-10-27 - -",
    "zaw-min-tun-asia-sun": "2023-08-23 2023-01-31 - - - -",
    "win-kyaw-kyaw-aung": "- 2023-01-31 - 2024-10-25 - -",
    "mpe": "- - - - - -",
    "nepas": "- - - - - -",
    "hai-linh": "- - - - - -",
    "myan-oil-terminal": "- - - - - -",
    "sea-route-ship-management": "2024-06-27 - - - - -",
    "mt-reef": "2024-06-27 - - - - -",
    "mt-noble": "2024-06-27 - - - - -",
    "mt-huitong-78": "- - - - - -",
    "mt-yong-sheng-56": "- - - - - -",
}


def days_of(rows: list[dict[str, Any]], actor_id: str) -> str:
    """First days of listing in the order of the authorities, '-' where none is held."""
    found = {row["authority"]: row for row in rows if row["actor_id"] == actor_id}
    assert list(found) == AUTHORITIES
    return " ".join(
        str(row["since_on"]) if row["status"] == "listed" else "-" for row in found.values()
    )


def test_s6_gap_matrix_of_the_fuel_chain(shipped: Warehouse) -> None:
    rows = records(shipped, "gap_matrix")
    assert {actor_id: days_of(rows, actor_id) for actor_id in S6} == S6


S7 = {
    "min-aung-hlaing": "2019-12-10 2020-07-06 2021-03-22 2021-02-18 2023-02-01 2021-03-31",
    "htun-aung": "2023-01-31 2022-03-25 2022-11-08 2022-03-24 - -",
    "myanmar-military": "- - - 2025-03-06 - -",
    "moge": "- - 2022-02-21 - - -",
    "state-security-and-peace-commission": "- - 2026-04-29 - - -",
    "sky-aviator": "2022-11-08 2022-06-16 2023-02-20 2023-10-27 - -",
    "heli-eagle": "- - - 2023-10-27 - -",
    "dkba": "2025-11-12 - 2026-07-30 - - -",
    "mehl": "2021-03-25 2021-03-25 2021-04-19 2012-04-24 2023-02-01 -",
    "king-royal-technologies": "- 2024-10-29 - 2024-10-25 - -",
}


def test_s7_leadership_and_suppliers(shipped: Warehouse) -> None:
    rows = records(shipped, "gap_matrix", actors=", ".join(S7))
    assert {actor_id: days_of(rows, actor_id) for actor_id in S7} == S7
    words = {(row["actor_id"], row["authority"]): row["words"] for row in rows}
    assert words["moge", "CH-SECO"].startswith("listed, day not known")
    assert words["state-security-and-peace-commission", "EU-Council"].startswith(
        "listed by 2026-04-29"
    )
    assert words["mehl", "CA-GAC"].startswith("listed by 2012-04-24")
    by = [key for key, text in words.items() if "listed by" in text]
    assert by == [("mehl", "CA-GAC"), ("state-security-and-peace-commission", "EU-Council")]


def test_s8_fuel_chain_without_a_listing(shipped: Warehouse) -> None:
    listings = {"listed", "listed_day_unknown", "delisted", "listed_later"}
    rows = records(shipped, "gap_matrix", actors=",".join(S6))
    held = {row["actor_id"] for row in rows if row["status"] in listings}
    assert set(S6) - held == {
        "mpe",
        "nepas",
        "hai-linh",
        "myan-oil-terminal",
        "mt-huitong-78",
        "mt-yong-sheng-56",
    }


def test_not_listed_always_names_the_copy(shipped: Warehouse) -> None:
    for row in records(shipped, "gap_matrix"):
        if row["status"] in ("not_on_copy", "not_on_earlier_copy"):
            assert row["list_version_on"] is not None
            assert f"copy of {row['list_version_on']}" in row["words"]
        assert row["source_ids"]
        assert not ("not on the copy" in row["words"] and row["list_version_on"] is None)


ROUNDS = {
    "au-2018-10": (5, 0),
    "ca-sor-2023-13": (6, 0),
    "ca-sor-2023-228": (39, 22),
    "ca-sor-2024-213": (3, 4),
    "eu-r5-2022-11-08": (19, 1),
    "eu-r6-2023-02-20": (9, 7),
    "eu-r7-2023-07-20": (6, 1),
    "eu-r8-2023-12-11": (4, 2),
    "eu-r9-2024-10-29": (3, 1),
    "uk-2021-02-25": (6, 0),
    "uk-2022-06-16": (0, 6),
    "uk-2023-01-31": (2, 2),
    "uk-2024-10-29": (0, 6),
    "us-eo14014-2021-02-11": (10, 3),
    "us-ofac-2021-03-22": (2, 2),
    "us-ofac-2021-05-17": (16, 1),
    "us-ofac-2022-01-31": (7, 2),
    "us-ofac-2022-03-25": (5, 5),
    "us-ofac-2023-01-31": (6, 3),
    "us-ofac-2023-03-24": (2, 6),
    "us-ofac-2023-08-23": (2, 3),
    "us-ofac-2023-10-31": (5, 3),
    "us-ofac-2025-09-08": (3, 6),
}


def test_s12_rounds(shipped: Warehouse) -> None:
    rows = {
        row["measure_id"]: (row["persons_named"], row["others_named"])
        for row in records(shipped, "measures_timeline")
    }
    assert {measure_id: rows[measure_id] for measure_id in ROUNDS} == ROUNDS


def test_s12_removals_of_july_2025(shipped: Warehouse) -> None:
    rows = [
        row
        for row in records(shipped, "designations")
        if row["delisting_measure_id"] == "us-ofac-delisting-2025-07-24"
    ]
    persons = {row["actor_id"] for row in rows if row["actor_type"] == "person"}
    assert (len(persons), len({row["actor_id"] for row in rows} - persons)) == (4, 3)


@pytest.mark.parametrize(
    ("jurisdiction", "day", "persons", "others"),
    [
        ("EU", "2021-06-21", 43, 6),
        ("EU", "2022-02-21", 65, 10),
        ("EU", "2023-07-20", 99, 19),
        ("EU", "2023-12-11", 103, 21),
        ("EU", "2024-10-29", 106, 22),
        ("AU", "2024-02-29", 21, 7),
    ],
)
def test_s12_standing_totals(
    shipped: Warehouse, jurisdiction: str, day: str, persons: int, others: int
) -> None:
    rows = records(shipped, "listings_by_jurisdiction", as_of=day, jurisdiction=jurisdiction)
    assert [(row["persons"], row["others"]) for row in rows] == [(persons, others)]


def test_s12_australia_since_the_coup(shipped: Warehouse) -> None:
    rows = records(
        shipped,
        "listings_by_jurisdiction",
        as_of="2024-02-29",
        jurisdiction="AU",
        listed_from="2021-02-01",
    )
    assert [(row["persons"], row["others"]) for row in rows] == [(16, 7)]


def test_s12_canada_persons_more_than_90_in_january_2023(shipped: Warehouse) -> None:
    rows = records(shipped, "listings_by_jurisdiction", as_of="2023-01-31", jurisdiction="CA")
    assert rows[0]["persons"] == 95


def test_s12_persons_on_the_eu_list_after_the_review_of_2026(shipped: Warehouse) -> None:
    rows = records(shipped, "listings_by_jurisdiction", as_of="2026-04-30", jurisdiction="EU")
    assert rows[0]["persons"] == 105


def test_s12_first_fifteen_of_the_us(shipped: Warehouse) -> None:
    rows = records(
        shipped,
        "listings_by_jurisdiction",
        as_of="2021-02-22",
        jurisdiction="US",
        listed_from="2021-02-01",
    )
    assert rows[0]["actors"] == 15


def test_s13_list_checks(shipped: Warehouse) -> None:
    rows = one(
        shipped, "select authority, status, count(*) from list_checks group by all order by all"
    )
    assert rows == [
        # 3 before the update, which searched the copy of 22 August 2026 for all 33
        ("AU-DFAT", "listed", 6),
        ("AU-DFAT", "not_listed", 30),
        ("CA-GAC", "listed", 5),
        ("CA-GAC", "not_listed", 22),
        ("CA-GAC", "unresolved", 1),
        ("EU-Council", "listed", 1),
        ("EU-Council", "not_listed", 32),
        ("UK-FCDO", "listed", 10),
        ("UK-FCDO", "not_listed", 23),
        ("US-OFAC", "listed", 11),
        ("US-OFAC", "not_listed", 11),
    ]


def test_s14_measures_on_aviation_fuel(shipped: Warehouse) -> None:
    rows = records(shipped, "measures_timeline", scope="jet_fuel")
    assert [(row["day"], row["measure_id"], row["measure_type"]) for row in rows] == [
        ("2022-02-28", "uk-guidance-2022-02-28", "guidance"),
        ("2022-12-07", "ca-sor-2022-263", "asset_freeze"),
        ("2023-01-31", "ca-jet-fuel-ban-2023", "export_ban"),
        ("2023-01-31", "uk-2023-01-31", "asset_freeze"),
        ("2023-02-20", "eu-r6-2023-02-20", "asset_freeze"),
        ("2023-03-24", "us-jet-fuel-alert-2023-03-24", "guidance"),
        ("2023-03-24", "us-ofac-2023-03-24", "asset_freeze"),
        ("2023-03-27", "uk-2023-03-27", "asset_freeze"),
        ("2023-08-23", "us-jet-fuel-determination-2023-08-23", "sectoral_determination"),
        ("2023-08-23", "us-ofac-2023-08-23", "asset_freeze"),
        ("2023-10-31", "ca-jet-fuel-insurance-ban-2023", "financial_directive"),
        ("2023-10-31", "ca-sor-2023-228", "asset_freeze"),
        ("2024-01-31", "au-2024-01-31", "asset_freeze"),
        ("2024-04-04", "un-hrc-2024-04-04", "embargo_resolution"),
        ("2024-10-29", "ca-sor-2024-213", "asset_freeze"),
        ("2024-10-29", "uk-2024-10-29", "asset_freeze"),
    ]


# -- the gap matrix, worked out again
# ------------------------------------------------------------------------


class Facts:
    """The CSV files read with pandas, days as days."""

    def __init__(self, home: Home) -> None:
        self.folder = home.datasets

    def table(self, name: str) -> pd.DataFrame:
        frame = pd.read_csv(self.folder / f"{name}.csv", dtype=str, keep_default_na=False)
        for column in frame.columns:
            if column.endswith("_on"):
                frame[column] = [
                    date.fromisoformat(value) if value else None for value in frame[column]
                ]
        return frame


def merged(rows: pd.DataFrame) -> list[tuple[date, date | None]]:
    """Spans [from, until) of the dated rows of one actor at one authority; rows without a gap are
    one.
    """
    spans: list[tuple[date, date | None]] = []
    dated = [row for row in rows.itertuples() if row.listed_on]
    for row in sorted(dated, key=lambda row: row.listed_on):
        if spans and (spans[-1][1] is None or spans[-1][1] >= row.listed_on):
            begin, end = spans[-1]
            spans[-1] = (
                begin,
                None if end is None or row.delisted_on is None else max(end, row.delisted_on),
            )
        else:
            spans.append((row.listed_on, row.delisted_on))
    return spans


def own_status(
    rows: pd.DataFrame, checks: pd.DataFrame, day: date
) -> tuple[str, date | None, date | None]:
    """Status, since and until of one actor at one authority, by its own listings and by copies."""
    clear, doubtful = rows[rows.identity != "unresolved"], rows[rows.identity == "unresolved"]
    spans, namesake_spans = merged(clear), merged(doubtful)
    for begin, end in spans:
        if begin <= day and (end is None or end > day):
            return "listed", begin, end
    undated = [row for row in clear.itertuples() if not row.listed_on]
    for row in undated:
        begun = row.announced_on or row.effective_earliest_on
        if (begun is None or begun <= day) and (row.delisted_on is None or row.delisted_on > day):
            return "listed_day_unknown", None, row.delisted_on
    for begin, end in namesake_spans:
        if begin <= day and (end is None or end > day):
            return "unresolved", begin, end
    for check in checks.itertuples():
        if check.status == "unresolved" and (check.listed_on is None or check.listed_on <= day):
            return "unresolved", check.listed_on, None
    ended = [
        (end, begin) for begin, end in spans + namesake_spans if end is not None and end <= day
    ]
    ended += [
        (row.delisted_on, None) for row in undated if row.delisted_on and row.delisted_on <= day
    ]
    if ended:
        end, begin = max(ended, key=lambda pair: pair[0])
        return "delisted", begin, end
    later = sorted((begin, end) for begin, end in spans + namesake_spans if begin > day)
    if later:
        return "listed_later", *later[0]
    if any((row.announced_on or row.effective_earliest_on or date.min) > day for row in undated):
        return "listed_later", None, None
    absent = [
        check.list_version_on for check in checks.itertuples() if check.status == "not_listed"
    ]
    if any(copy >= day for copy in absent):
        return "not_on_copy", None, None
    return ("not_on_earlier_copy" if absent else "not_checked"), None, None


def copy_read(checks: pd.DataFrame, day: date, absent_alone: bool) -> date | None:
    copies = [
        check.list_version_on
        for check in checks.itertuples()
        if check.status == "not_listed" or not absent_alone
    ]
    after = [copy for copy in copies if copy >= day]
    return min(after) if after else max(copies, default=None)


def first_named(facts: Facts) -> dict[str, date]:
    sources = facts.table("sources")
    published = {
        row.source_id: row.published_latest_on
        for row in sources.itertuples()
        if row.published_latest_on
    }
    evidence: dict[tuple[str, str], list[str]] = {}
    for row in facts.table("evidence").itertuples():
        if row.relation == "supports":
            evidence.setdefault((row.record_table, row.record_id), []).append(row.source_id)
    found: dict[str, date] = {}

    def name(actor_id: str, table: str, record_id: str, source_id: str) -> None:
        for source in [source_id, *evidence.get((table, record_id), [])]:
            if actor_id and source in published:
                found[actor_id] = min(found.get(actor_id, date.max), published[source])

    for row in facts.table("fuel_shipments").itertuples():
        name(row.vessel_id, "fuel_shipments", row.shipment_id, row.source_id)
    for row in facts.table("shipment_parties").itertuples():
        if row.certainty != "denied":
            name(
                row.actor_id,
                "shipment_parties",
                f"{row.shipment_id}|{row.actor_id}|{row.role}",
                row.source_id,
            )
    for row in facts.table("shipment_group_claims").itertuples():
        name(
            row.actor_id,
            "shipment_group_claims",
            f"{row.group_id}|{row.actor_id}|{row.role}",
            row.source_id,
        )
    for row in facts.table("relationships").itertuples():
        name(row.subject_id, "relationships", row.relationship_id, row.source_id)
        name(row.object_id, "relationships", row.relationship_id, row.source_id)
    return found


def ownership_graph(
    facts: Facts, authority: str, day: date, listed: set[str], perhaps: set[str]
) -> Graph:
    def number(text: str) -> Any:
        return float(text) if text else None

    statements = []
    for row in facts.table("relationships").itertuples():
        if row.predicate in ("owns", "shareholder_of", "subsidiary_of"):
            owner, owned = (
                (row.subject_id, row.object_id)
                if row.predicate != "subsidiary_of"
                else (row.object_id, row.subject_id)
            )
            dates = (
                row.started_earliest_on,
                row.started_latest_on,
                row.ended_earliest_on,
                row.ended_latest_on,
            )
            statements.append(
                Statement(
                    owner,
                    owned,
                    row.predicate,
                    number(row.share_min_pct),
                    number(row.share_max_pct),
                    dates,
                )
            )
    rules = [
        Rule(
            number(row.threshold_pct),
            row.threshold_inclusive or None,
            row.aggregates or None,
            (row.valid_from_earliest_on, row.valid_from_latest_on, row.valid_to_latest_on),
        )
        for row in facts.table("ownership_rules").itertuples()
        if row.authority == authority
    ]
    return Graph(listed, perhaps, statements, rules, day)


@pytest.mark.parametrize("text", DAYS)
def test_gap_matrix_worked_out_again(home: Home, shipped: Warehouse, text: str) -> None:
    """Every actor at every authority: status, days, copy, chain of owners, days since named."""
    day, facts = date.fromisoformat(text), Facts(home)
    measures = facts.table("measures")
    designations = facts.table("designations").merge(
        measures, on="measure_id", suffixes=("", "_of_measure")
    )
    listings = designations[designations.measure_type.isin(["asset_freeze", "vessel_listing"])]
    others = designations[~designations.measure_type.isin(["asset_freeze", "vessel_listing"])]
    checks, named = facts.table("list_checks"), first_named(facts)
    jurisdictions = {row.authority: row.jurisdiction for row in measures.itertuples()}
    matrix = {
        (row["actor_id"], row["authority"]): row
        for row in records(shipped, "gap_matrix", as_of=text, actors="all")
    }
    actors = list(facts.table("actors").actor_id)
    assert len(matrix) == len(actors) * len(AUTHORITIES)
    nothing_listed, nothing_checked = listings.iloc[0:0], checks.iloc[0:0]
    listings_of = dict(list(listings.groupby(["actor_id", "authority"])))
    checks_of = dict(list(checks.groupby(["actor_id", "authority"])))
    for authority in AUTHORITIES:
        own = {
            actor_id: own_status(
                listings_of.get((actor_id, authority), nothing_listed),
                checks_of.get((actor_id, authority), nothing_checked),
                day,
            )
            for actor_id in actors
        }
        graph = ownership_graph(
            facts,
            authority,
            day,
            {actor_id for actor_id, found in own.items() if found[0] == "listed"},
            {
                actor_id
                for actor_id, found in own.items()
                if found[0] in ("listed_day_unknown", "unresolved")
            },
        )
        answers = graph.answers()
        for actor_id, (status, since_on, until_on) in own.items():
            row = matrix[actor_id, authority]
            path = None
            if answers.get(actor_id) in ("yes", "cannot tell") and status != "delisted":
                status = (
                    "owned_by_listed" if answers[actor_id] == "yes" else "may_be_owned_by_listed"
                )
                since_on = until_on = None
                path = graph.path(actor_id, answers)
            seen = checks_of.get((actor_id, authority), nothing_checked)
            copy = None
            if status not in ("listed", "listed_day_unknown"):
                absent_alone = status in (
                    "owned_by_listed",
                    "may_be_owned_by_listed",
                    "not_on_copy",
                    "not_on_earlier_copy",
                )
                copy = copy_read(seen, day, absent_alone)
            standing = {
                other.measure_id
                for other in others[others.actor_id == actor_id].itertuples()
                if other.jurisdiction == jurisdictions[authority]
                and (
                    other.listed_on or other.announced_on or other.effective_earliest_on or date.min
                )
                <= day
                and (other.delisted_on or date.max) > day
                and (other.ended_on or date.max) > day
            }
            since_named = (day - named[actor_id]).days if actor_id in named else None
            counted = status in (
                "owned_by_listed",
                "may_be_owned_by_listed",
                "listed_later",
                "not_on_copy",
                "not_on_earlier_copy",
                "not_checked",
            )
            expected = {
                "status": status,
                "jurisdiction": jurisdictions[authority],
                "since_on": since_on,
                "until_on": until_on,
                "list_version_on": copy,
                "owner_path": path,
                "named_on": named.get(actor_id),
                "days_since_named": since_named
                if counted and since_named is not None and since_named >= 0
                else None,
                "other_measures": "; ".join(sorted(standing)) or None,
            }
            assert {key: row[key] for key in expected} == expected, (actor_id, authority)


def test_no_yes_in_the_shipped_facts(shipped: Warehouse) -> None:
    """No share of the shipped facts is dated, so nothing counts as owned for certain, on any of the
    days.
    """
    for day in DAYS:
        assert "owned_by_listed" not in {
            row["status"] for row in records(shipped, "gap_matrix", as_of=day, actors="all")
        }


def test_wide_has_the_statuses_of_long(shipped: Warehouse) -> None:
    begins = {
        "listed": "listed ",
        "not_checked": "not checked",
        "not_on_copy": "not on ",
        "unresolved": "may be someone else",
    }
    cells = {row["actor_id"]: row for row in records(shipped, "gap_matrix_wide")}
    for row in records(shipped, "gap_matrix"):
        cell = cells[row["actor_id"]][row["authority"].lower().replace("-", "_")]
        assert cell.startswith(begins.get(row["status"], "")), row
