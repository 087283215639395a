"""The words of the five shipped briefings: every vessel, authority and a sample of strikes builds,
and says no more than the facts.
"""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from sanctrack.briefings.ast import Figure, plain_text
from sanctrack.briefings.compile.compose import compile_briefing, front_matter
from sanctrack.briefings.compile.document import Document
from sanctrack.briefings.output.markdown import blocks_text, inlines_text
from sanctrack.briefings.source.source import load_briefing
from sanctrack.definitions.paths import Home
from sanctrack.warehouse.warehouse import Warehouse

Made = Callable[..., Document]
ODD = [
    "2021-03-28-day-bu-noh",  # somebody could not verify
    "2022-09-23-maungdaw",  # a figure for a part of the dead alone
    "2022-10-23-a-nang-pa",  # figures that no longer stand
    "2022-11-13-myaung",  # disputed, no place
    "2023-04-11-pazi-gyi",
    "2023-07-09-hpasawng",  # an exact point without a place
    "2023-10-09-mung-lai-hkyet",  # denied
    "2023-10-31-laiza",  # a figure for a part of the dead above that of all
    "2025-05-08-bhamo-monastery",  # disputed without a denial
    "2026-01-22-sagaing-paramotor",  # no township
]
# what no sentence of a finished document says
ODDITIES = re.compile(
    r"\.\.(?!\.)|\b0 to 0\b|\bNone\b|\bnull\b|⟨\?⟩|\bon (?:around|near|between|along)\b"
    r"|\b1 (?:deliveries|shipments|claims|actors|strikes|statements|relations|others|matters)\b"
    r"|\b(?:[2-9]|\d\d+) (?:delivery|shipment|claim|actor|statement)\b"
)


@pytest.fixture(scope="session")
def made(home: Home, shipped: Warehouse) -> Made:
    """A shipped briefing with parameters, compiled once; refused when it is not fit to be built."""
    known: dict[str, Document] = {}

    def make(name: str, **given: Any) -> Document:
        key = repr((name, sorted(given.items())))
        if key not in known:
            briefing = load_briefing(home.queries / "briefings" / f"{name}.md")
            known[key] = compile_briefing(briefing, shipped, given)
        return known[key]

    return make


def text_of(document: Document) -> str:
    """Its prose and tables without marks of footnotes, and without what pictures say in words."""
    parts = [[block for block in part if not isinstance(block, Figure)] for part in document.body]
    return re.sub(
        r"\[\^\d+\]", "", "\n\n".join([inlines_text(document.title), *map(blocks_text, parts)])
    )


def words_before(document: Document) -> str:
    """The lines under the title."""
    return blocks_text(front_matter(document))


def section(document: Document, heading: str) -> str:
    """The text below a first-level heading; blank where there is none."""
    found = re.search(
        rf"^# {heading}\n(.*?)(?=^# |\Z)", text_of(document), re.DOTALL | re.MULTILINE
    )
    return found[1] if found else ""


def sound(document: Document) -> None:
    """No heading without words below it, no oddity in what is printed as a sentence, heading or
    caption.
    """
    parts = text_of(document)
    assert not re.search(
        r"^(#+) [^\n]+\n\s*(?:^#{1,2} |\Z)",
        re.sub(r"^(# [^\n]+)\n\s*(?=## )", "", parts, flags=re.MULTILINE),
        re.MULTILINE,
    )
    for unit in document.units:
        if unit.kind in ("sentence", "heading", "caption"):
            assert not ODDITIES.search(unit.text), unit.text


def column(warehouse: Warehouse, sql: str) -> list[Any]:
    return [row[0] for row in warehouse.sql(sql).rows]


def test_every_vessel_of_a_delivery_or_statement_builds(made: Made, shipped: Warehouse) -> None:
    vessels = column(
        shipped, "select actor_id from actors where actor_type = 'vessel' order by actor_id"
    )
    named = column(
        shipped, "select distinct vessel_id from fuel_shipments where vessel_id is not null"
    )
    assert set(named) <= set(vessels)
    for vessel in vessels:
        sound(made("one-vessel", vessel_id=vessel))


@pytest.mark.parametrize(
    "authority", ["US-OFAC", "UK-FCDO", "EU-Council", "CA-GAC", "AU-DFAT", "CH-SECO"]
)
def test_every_authority_builds(made: Made, authority: str) -> None:
    sound(made("listing-gap", authority=authority))


@pytest.mark.parametrize("strike", ODD)
def test_odd_strikes_build(made: Made, strike: str) -> None:
    sound(made("one-strike", airstrike_id=strike))


def test_a_sample_of_strikes_builds(made: Made, shipped: Warehouse) -> None:
    strikes = column(shipped, "select airstrike_id from airstrikes order by airstrike_id")
    for strike in random.Random(4).sample(strikes, 6):
        sound(made("one-strike", airstrike_id=strike))


def test_every_ask_builds(made: Made) -> None:
    for ask, jurisdiction in [
        ("jet_fuel", "GB"),
        ("arms", "EU"),
        ("foreign_revenue", "CA"),
        ("targeted_sanctions", "AU"),
        ("insurance_shipping", "US"),
    ]:
        sound(made("calls-and-answers", ask=ask, jurisdiction=jurisdiction))


class TestOneStrike:
    def test_figures_as_claimed_stand_apart_from_those_that_still_stand(self, made: Made) -> None:
        contested = section(
            made("one-strike", airstrike_id="2023-04-11-pazi-gyi"), "What is contested"
        )
        assert "DVB, The Irrawaddy" in contested
        assert "50 to 174. Those that still stand: 155 to 174." in contested

    def test_who_gives_no_figure_is_not_said_to_have_given_one(self, made: Made) -> None:
        contested = section(
            made("one-strike", airstrike_id="2021-03-28-day-bu-noh"), "What is contested"
        )
        assert "- CNN, on “killed”: cannot verify (could not verify the account)" in contested
        assert "figures of deaths" not in contested

    def test_what_nobody_contests_has_no_section(self, made: Made) -> None:
        assert (
            section(made("one-strike", airstrike_id="2023-07-09-hpasawng"), "What is contested")
            == ""
        )

    def test_a_disputed_strike_says_who_could_not_verify_it(self, made: Made) -> None:
        document = made("one-strike", airstrike_id="2022-11-13-myaung")
        contested = section(document, "What is contested")
        assert "“disputed”" in contested
        assert "Uppsala Conflict Data Program, on “responsibility”: cannot verify" in contested
        assert "| at least 60 | soldiers it says died" in text_of(document)

    def test_a_disputed_strike_without_a_denial_has_its_section(self, made: Made) -> None:
        assert "points to others" in section(
            made("one-strike", airstrike_id="2025-05-08-bhamo-monastery"), "What is contested"
        )

    def test_more_than_leaves_the_upper_end_open(self, made: Made) -> None:
        document = made("one-strike", airstrike_id="2023-10-09-mung-lai-hkyet")
        assert "the injured, by the figures still standing: 56 to more than 60" in section(
            document, "What is known"
        )
        assert "56 to 60" not in text_of(document)

    def test_a_figure_for_a_part_of_the_dead_is_not_hidden_by_a_lower_one_for_all(
        self, made: Made
    ) -> None:
        short = section(made("one-strike", airstrike_id="2023-10-31-laiza"), "In short")
        assert "Deaths, by the figures still standing: 0." in short
        assert "civilians killed: an estimated 1 to 3" in short
        assert "highest figure" not in short

    def test_a_strike_without_a_place_says_how_it_is_located(self, made: Made) -> None:
        document = made("one-strike", airstrike_id="2023-07-09-hpasawng")
        assert plain_text(document.title) == "One strike: Hpasawng, 9 July 2023"
        assert "Where, as recorded: Hpasawng, Kayah; it is located by an exact point" in section(
            document, "In short"
        )

    def test_the_last_delivery_is_a_reported_one(self, made: Made) -> None:
        assert "The last reported delivery" in section(made("one-strike"), "In short")


class TestFuelDeliveries:
    def test_alternatives_are_deliveries_and_name_everybody(self, made: Made) -> None:
        contested = section(made("fuel-deliveries"), "What is contested")
        assert "For 3 deliveries the sources name several companies" in contested
        assert (
            "CNOOC Trading (Singapore) Pte. Ltd. (alternative) (group) or "
            "Sahara Energy International Pte. Ltd. (denied) (group))" in contested
        )

    def test_rival_totals_stand_side_by_side_with_who_gives_them(self, made: Made) -> None:
        document = made("fuel-deliveries")
        short = section(document, "In short")
        assert (
            "For 2025, Amnesty International publishes a total of 109,604 tonnes (in the data: at "
            "least); recorded here, at least: 16,000." in short
        )
        assert (
            "For 2025, Justice For Myanmar publishes a total of 106,604 tonnes (in the data: exact)"
            "; corrected by its publisher to 140306 tonnes, published later, 24 August 2026;"
            in short
        )
        # a figure that was not there on the day of the data says so
        assert (
            "140,306 tonnes (in the data: exact), published later than the day of the data, on 24 "
            "August 2026;" in short
        )
        contested = section(document, "What is contested")
        assert "Amnesty International and Justice For Myanmar publish are contradicted" in contested
        assert (
            "106604 tonnes by Justice For Myanmar; 140306 tonnes by Justice For Myanmar, later (24 "
            "August 2026)" in contested
        )


class TestDayOfTheAnswer:
    def test_later_calls_are_left_out_of_every_count(self, made: Made) -> None:
        document = made("calls-and-answers", as_of="2022-06-01")
        short = section(document, "In short")
        assert "The data hold 9 statements" in short
        assert "the last by Amnesty International (May 2022)" in short
        # 2 before directed_asks: one of the two asks others for measures on jet fuel
        assert "1 of them addresses the United States" in short

    def test_later_listings_are_not_counted(self, made: Made) -> None:
        document = made("listing-gap", authority="UK-FCDO", as_of="2021-01-01")
        assert "by another authority" not in section(document, "In short")
        assert "listed later 10" in section(document, "In short")
        assert "The data hold 0 actors that others listed by 1 January 2021" in section(
            document, "What is known"
        )

    def test_a_day_after_the_facts_is_told(self, made: Made) -> None:
        told = words_before(made("listing-gap", as_of="2030-01-01"))
        assert (
            "State of lists and measures: 1 January 2030; the facts end on 22 August 2026, and "
            "nothing later is held." in told
        )
        assert "the facts end" not in words_before(made("listing-gap"))
        assert "the facts end" not in words_before(
            made("listing-gap", authority="UK-FCDO", as_of="2021-01-01")
        )


class TestListingGap:
    def test_a_possible_namesake_is_counted_as_neither(self, made: Made) -> None:
        document = made("listing-gap", authority="CA-GAC")
        short = section(document, "In short")
        assert "10 actors were listed by another authority" in short
        assert "perhaps a namesake 1" in short
        rows = [line for line in text_of(document).split("\n") if line.startswith("| Zaw Min Tun")]
        assert rows == []
        assert "someone else: Zaw Min Tun" in section(document, "What is contested")

    def test_the_statuses_add_up(self, made: Made) -> None:
        for authority in ("CA-GAC", "US-OFAC", "CH-SECO"):
            short = section(made("listing-gap", authority=authority), "In short")
            found = [
                r"hold (\d+) actors",
                r"2026, (\d+) of them",
                r"- (\d+) (?:was|were) searched",
                r"; (\d+) (?:was|were) not checked",
                r"For (\d+) other",
            ]
            whole, *parts = [
                int(match[1]) if (match := re.search(pattern, short)) else 0 for pattern in found
            ]
            assert whole == sum(parts)


class TestCalls:
    def test_a_measure_in_force_at_the_call_is_not_called_later(self, made: Made) -> None:
        text = text_of(made("calls-and-answers", ask="arms", jurisdiction="EU"))
        assert "| -1610 |" in text  # the call with -1325 asks nothing of the EU about arms
        assert "Later measure" not in text
        assert (
            "where the standing is “already in force”, it is one that was there at the call" in text
        )


class TestOneVessel:
    def test_a_ship_without_a_number_says_so(self, made: Made) -> None:
        assert "No IMO number of it is held" in section(
            made("one-vessel", vessel_id="mt-yida-8"), "In short"
        )

    def test_a_count_of_others_says_what_is_held_against_it(self, made: Made) -> None:
        document = made("one-vessel", vessel_id="mt-huitong-78")
        assert "4 deliveries of jet fuel to Myanmar by this ship; graded confirmed: 3." in section(
            document, "In short"
        )
        contested = section(document, "What is contested")
        assert (
            "held against it: 9, counted as confirmed deliveries of the vessel in the period, with "
            "joint statements" in contested
        )
        assert "Sahara denies any supply after August 2022" in contested
        assert "or Sahara Energy International Pte. Ltd. (denied) (group)." in contested
