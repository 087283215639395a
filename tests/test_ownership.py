"""Owned by the listed: the SQL of gap_matrix and ownership_chain against a plain fixed point
written apart from it.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rows import home_with

from sanctrack.definitions.paths import Home
from sanctrack.warehouse.warehouse import Warehouse

DAY = date(2023, 6, 1)
JURISDICTIONS = {
    "US-OFAC": "US",
    "UK-FCDO": "GB",
    "EU-Council": "EU",
    "CA-GAC": "CA",
    "AU-DFAT": "AU",
    "CH-SECO": "CH",
}
AUTHORITIES = tuple(JURISDICTIONS)


@dataclass(frozen=True)
class Rule:
    """One row of ownership_rules; `valid` is the interval of its beginning and its last possible
    day.
    """

    threshold: int | None
    inclusive: str | None
    aggregates: str | None
    valid: tuple[date | None, date | None, date | None]

    def may_hold(self, day: date) -> bool:
        earliest, _, end = self.valid
        return not (earliest is not None and earliest > day) and not (end is not None and end < day)

    def has_begun(self, day: date) -> bool:
        earliest, latest, _ = self.valid
        return latest <= day if latest is not None else earliest is None


@dataclass(frozen=True)
class Statement:
    owner: str
    owned: str
    predicate: str
    low: int | None
    high: int | None
    dates: tuple[date | None, date | None, date | None, date | None]

    def gives_share(self) -> bool:
        return self.low is not None or self.high is not None

    def may_stand(self, day: date) -> bool:
        started, _, _, ended = self.dates
        return not (started is not None and started > day) and not (
            ended is not None and ended <= day
        )

    def stands(self, day: date) -> bool:
        _, started, ended, _ = self.dates
        return started is not None and started <= day and ended is not None and ended > day


@dataclass
class Graph:
    """What is known for one authority: who is listed (surely or perhaps), who owns what, and by
    which rules it is counted.
    """

    listed: set[str]
    perhaps: set[str]
    statements: list[Statement]
    rules: list[Rule]
    day: date = DAY
    holdings: dict[tuple[str, str], tuple[Fraction, Fraction, bool]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        pairs: dict[tuple[str, str], list[Statement]] = {}
        for statement in self.statements:
            pairs.setdefault((statement.owner, statement.owned), []).append(statement)
        for pair, said in pairs.items():
            speaking = [one for one in said if one.gives_share()] or said
            speaking = [one for one in speaking if one.may_stand(self.day)]
            if speaking:
                low = min(0 if one.low is None else one.low for one in speaking)
                high = max(100 if one.high is None else one.high for one in speaking)
                self.holdings[pair] = (
                    Fraction(low),
                    Fraction(high),
                    any(one.stands(self.day) for one in speaking),
                )

    def fixed_point(self, rule: Rule | None, sure: bool) -> set[str]:
        """All that count under one rule (None: any share at all may be enough), with what is sure
        or with all that may be.
        """
        counting = set(self.listed) if sure else self.listed | self.perhaps
        while True:
            shares: dict[str, list[Fraction]] = {}
            for (owner, owned), (low, high, stands) in self.holdings.items():
                if owner in counting and (stands or not sure):
                    shares.setdefault(owned, []).append(low if sure else high)
            more = {
                owned for owned, parts in shares.items() if reaches(parts, rule, sure)
            } - counting
            if not more:
                return counting
            counting |= more

    def answers(self) -> dict[str, str]:
        """yes, no or cannot tell, for all that are not listed themselves."""
        held = [rule for rule in self.rules if rule.may_hold(self.day)]
        known = [rule for rule in held if rule.threshold is not None]
        doubtful = len(known) < len(held) or not any(rule.has_begun(self.day) for rule in held)
        sure_sets = [self.fixed_point(rule, True) for rule in known]
        wide_sets = [self.fixed_point(rule, False) for rule in known]
        if doubtful:
            sure_sets.append(set())
            wide_sets.append(self.fixed_point(None, False))
        names = {name for pair in self.holdings for name in pair} - self.listed - self.perhaps
        found = {}
        for name in names:
            if all(name in counted for counted in sure_sets):
                found[name] = "yes"
            else:
                found[name] = (
                    "cannot tell" if any(name in counted for counted in wide_sets) else "no"
                )
        return found

    def path(self, name: str, answers: dict[str, str]) -> str | None:
        """The shortest chain from a listed owner, the smallest ids among equals, by looking at
        every chain.
        """
        for sure in (True, False) if answers[name] == "yes" else (False,):
            roots = self.listed if sure else self.listed | self.perhaps
            good = roots | {
                one
                for one, answer in answers.items()
                if answer == "yes" or (not sure and answer == "cannot tell")
            }
            chains = [[name]]
            while chains:
                ends = sorted(chain for chain in chains if chain[0] in roots)
                if ends:
                    return " > ".join(ends[0])
                chains = [
                    [owner, *chain]
                    for chain in chains
                    for (owner, owned), (low, high, stands) in self.holdings.items()
                    if owned == chain[0]
                    and owner in good
                    and owner not in chain
                    and (stands and low > 0 if sure else high > 0)
                ]
        return None


def reaches(parts: list[Fraction], rule: Rule | None, sure: bool) -> bool:
    if rule is None:
        return sum(parts) > 0
    adds = rule.aggregates == "yes" if sure or rule.aggregates else True
    inclusive = rule.inclusive == "yes" if sure or rule.inclusive else True
    share = sum(parts) if adds else max(parts)
    assert rule.threshold is not None
    return share >= rule.threshold if inclusive else share > rule.threshold


# -- small random worlds
# -------------------------------------------------------------------------------------

near = st.sampled_from(
    [
        None,
        DAY - timedelta(days=400),
        DAY - timedelta(days=1),
        DAY,
        DAY + timedelta(days=1),
        DAY + timedelta(days=400),
    ]
)


@st.composite
def intervals(draw: st.DrawFn) -> tuple[date | None, date | None]:
    early, late = draw(near), draw(near)
    return (
        (late, early) if early is not None and late is not None and early > late else (early, late)
    )


@st.composite
def statements(draw: st.DrawFn, names: list[str]) -> Statement:
    share = st.sampled_from([0, 10, 25, 40, 49, 50, 50, 51, 60, 100, 100, None])
    low, high = draw(share), draw(share)
    if low is not None and high is not None and low > high:
        low, high = high, low
    # most holdings stand for certain, else there would hardly ever be a yes
    if draw(st.integers(0, 3)):
        dates = (None, DAY - timedelta(days=9), DAY + timedelta(days=9), None)
    else:
        dates = (*draw(intervals()), *draw(intervals()))
    predicate = draw(st.sampled_from(["owns", "shareholder_of", "subsidiary_of"]))
    return Statement(
        draw(st.sampled_from(names)), draw(st.sampled_from(names)), predicate, low, high, dates
    )


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    yes_no = st.sampled_from(["yes", "no", None])
    valid = (None, None, None) if draw(st.integers(0, 3)) else (*draw(intervals()), draw(near))
    return Rule(
        draw(st.sampled_from([50, 50, 25, 25, 10, None])), draw(yes_no), draw(yes_no), valid
    )


@st.composite
def worlds(
    draw: st.DrawFn,
) -> tuple[dict[str, list[Rule]], list[tuple[list[Statement], dict[tuple[str, str], str]]]]:
    """Rules of the six authorities, and some graphs that share nothing but these."""
    by_authority = {
        authority: draw(st.lists(rules(), max_size=2) | st.lists(rules(), min_size=1, max_size=1))
        for authority in AUTHORITIES
    }
    graphs = []
    for number in range(draw(st.integers(1, 6))):
        names = [f"g{number}-{letter}" for letter in "abcdef"[: draw(st.integers(2, 6))]]
        said = draw(st.lists(statements(names), max_size=9))
        states = {
            (name, authority): draw(
                st.sampled_from(
                    ["none", "none", "none", "listed", "listed", "unresolved", "no day", "removed"]
                )
            )
            for name, authority in product(names, AUTHORITIES)
        }
        graphs.append((said, states))
    return by_authority, graphs


def given_rows(
    by_authority: dict[str, list[Rule]], graphs: list[Any]
) -> dict[str, list[dict[str, Any]]]:
    names = sorted({name for _, states in graphs for name, _ in states})
    designations = []
    for _, states in graphs:
        for (name, authority), state in states.items():
            if state != "none":
                designations.append(
                    {
                        "measure_id": f"m-{authority.lower()}",
                        "actor_id": name,
                        "listed_on": None if state == "no day" else date(2020, 1, 1),
                        "delisted_on": DAY if state == "removed" else None,
                        "identity": "unresolved" if state == "unresolved" else None,
                        "source_id": "s",
                    }
                )
    relations = []
    for said, _ in graphs:
        for one in said:
            subject, thing = (
                (one.owned, one.owner)
                if one.predicate == "subsidiary_of"
                else (one.owner, one.owned)
            )
            keys = (
                "started_earliest_on",
                "started_latest_on",
                "ended_earliest_on",
                "ended_latest_on",
            )
            relations.append(
                {
                    "relationship_id": f"r{len(relations):03}",
                    "subject_id": subject,
                    "predicate": one.predicate,
                    "object_id": thing,
                    "share_min_pct": one.low,
                    "share_max_pct": one.high,
                    "source_id": "s",
                    **dict(zip(keys, one.dates, strict=True)),
                }
            )
    return {
        "actors": [{"actor_id": name, "name": name.upper(), "source_id": "s"} for name in names],
        "measures": [
            {
                "measure_id": f"m-{authority.lower()}",
                "authority": authority,
                "jurisdiction": jurisdiction,
                "measure_type": "asset_freeze",
                "announced_on": date(2020, 1, 1),
            }
            for authority, jurisdiction in JURISDICTIONS.items()
        ],
        "designations": designations,
        "relationships": relations,
        "ownership_rules": [
            {
                "authority": authority,
                "valid_from_earliest_on": rule.valid[0],
                "valid_from_latest_on": rule.valid[1],
                "valid_to_latest_on": rule.valid[2],
                "threshold_pct": rule.threshold,
                "threshold_inclusive": rule.inclusive,
                "aggregates": rule.aggregates,
                "source_id": "s",
            }
            for authority, held in by_authority.items()
            for rule in held
        ],
    }


STATUS = {
    "listed": "listed",
    "unresolved": "unresolved",
    "no day": "listed_day_unknown",
    "removed": "delisted",
}
OWNED = {"yes": "owned_by_listed", "cannot tell": "may_be_owned_by_listed", "no": "not_checked"}


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(world=worlds())
def test_matrix_and_chain_agree_with_the_fixed_point(
    home: Home, tmp_path_factory: pytest.TempPathFactory, world: Any
) -> None:
    by_authority, graphs = world
    folder: Path = tmp_path_factory.mktemp("world")
    small, workspace = home_with(home, folder, given_rows(by_authority, graphs))
    with Warehouse(small, workspace, only=["gap_matrix", "ownership_chain"]) as warehouse:
        matrix = {
            (row["actor_id"], row["authority"]): row
            for row in warehouse.report("gap_matrix", as_of=DAY, actors="all").records()
        }
        for said, states in graphs:
            for authority in AUTHORITIES:
                listed = {
                    name
                    for (name, where), state in states.items()
                    if where == authority and state == "listed"
                }
                perhaps = {
                    name
                    for (name, where), state in states.items()
                    if where == authority and state in ("unresolved", "no day")
                }
                graph = Graph(listed, perhaps, said, by_authority[authority])
                answers = graph.answers()
                for (name, where), state in states.items():
                    if where != authority:
                        continue
                    row = matrix[name, authority]
                    expected = STATUS.get(state) or OWNED[answers.get(name, "no")]
                    assert row["status"] == expected, (name, authority, row)
                    owned = expected in ("owned_by_listed", "may_be_owned_by_listed")
                    assert row["owner_path"] == (graph.path(name, answers) if owned else None), (
                        name,
                        authority,
                        row,
                    )
        first = next(name for name, _ in graphs[0][1])
        for row in warehouse.report("ownership_chain", actor_id=first, as_of=DAY).records():
            states = {
                name: state
                for (name, where), state in graphs[0][1].items()
                if where == row["authority"]
            }
            listed = {name for name, state in states.items() if state == "listed"} - {first}
            perhaps = {
                name for name, state in states.items() if state in ("unresolved", "no day")
            } - {first}
            answers = Graph(listed, perhaps, graphs[0][0], by_authority[row["authority"]]).answers()
            assert row["answer"] == answers.get(first, "no"), row
