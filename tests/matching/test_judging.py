"""Who may be meant: names, numbers, births and countries judged together."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctrack.matching.judging import MATCH, REVIEW, judged
from sanctrack.matching.parties import Party
from sanctrack.matching.scoring import compare
from sanctrack.names.parsed import parsed


def score(one: str, other: str, kind: str = "") -> float:
    return compare(parsed(one, kind), parsed(other, kind)).score


def ship(name: str, imo: str | None = None) -> Party:
    return Party("x", kind="vessel", names=[name], numbers=[("imo_ship", imo)] if imo else [])


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Asia Sun Trading Co., Ltd", "Asia Sun Trading Company Limited", "entity"),
        ("Sky AviatorCompany Limited", "Sky Aviator Company Limited", "entity"),
        ("Irano Misr Shpg Company", "Irano Misr Shipping Company", "entity"),
        ("MYANMAR RUBY ENTERPRISE", "RUBY ENTERPRISE MYANMAR", "entity"),
        ("မင်းအောင်လှိုင်", "Min Aung Hlaing", "person"),
        ("Aung Moe Myin", "Aung Moe Myint", "person"),
        ("Khin Hline", "Khin Hlaing", "person"),
        ("Александр Скачков", "Aleksandr Skachkov", "person"),
        ("M/T HUITONG 78", "Huitong 78", "vessel"),
        ("TONG SAN II", "TONG SAN 2", "vessel"),
        ("HuPo", "Hu Po", "vessel"),
    ],
)
def test_spellings_of_one_name_are_alike(one: str, other: str, kind: str) -> None:
    assert score(one, other, kind) >= REVIEW


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("HUITONG 78", "HUITONG 79", "vessel"),
        ("No. 1 Mining Enterprise", "No. 2 Mining Enterprise", "entity"),
        ("Aung Hlaing Oo", "Aung Lwin Oo", "person"),
        ("Myint Oo", "Tin Oo", "person"),
        ("Asia Sun Trading", "Asian Sunrise Trading", "entity"),
        ("BAE Systems, Inc.", "BAE Industries, Inc.", "entity"),
        ("Salman bin Muhammad Al-Rawi", "Muhammad bin Salman Al-Rawi", "person"),
        ("Daniel Ortiz", "Daniel Ortega", "person"),
    ],
)
def test_names_that_look_alike_and_are_others_are_told_apart(
    one: str, other: str, kind: str
) -> None:
    assert score(one, other, kind) < MATCH


def test_a_burmese_name_of_a_syllable_more_is_another_name_until_somebody_looks() -> None:
    assert score("Min Aung Hlaing Oo", "Min Aung Hlaing", "person") < MATCH
    assert score("Aung Min", "Min Aung Hlaing", "person") < MATCH
    assert score("Tun Min Latt", "Tin Latt Min", "person") < REVIEW


def test_numbers_that_tell_ships_apart_keep_them_from_review() -> None:
    assert score("HUITONG 78", "HUITONG 79", "vessel") < REVIEW


def test_an_equal_imo_number_is_a_match_whatever_the_name() -> None:
    judgement = judged(ship("BALTIC HORIZON", "9263382"), ship("REEF", "9263382"))
    assert (judgement.score, judgement.decision) == (1.0, "match")
    assert judgement.agreed == ("the same number 9263382 (IMO)",)


def test_another_imo_number_is_a_conflict_whatever_the_name() -> None:
    judgement = judged(ship("REEF", "9263382"), ship("REEF", "9074729"))
    assert judgement.decision == "none"
    assert judgement.conflicted == ("another IMO number (9263382, not 9074729)",)


def test_the_label_of_a_number_is_no_number() -> None:
    one = Party("x", names=["Alpha Works"], numbers=[("tax", "ID/INN")])
    other = Party("y", names=["Beta Stores"], numbers=[("tax", "ID/INN")])
    assert judged(one, other).decision == "none"


def test_births_and_countries_move_the_score_and_are_told() -> None:
    born = (date(1960, 1, 1), date(1960, 12, 31))
    other_born = (date(1975, 5, 1), date(1975, 5, 1))
    named = Party("x", kind="person", names=["Zaw Min Htun"], births=[born], countries=["MM"])
    same = Party("y", kind="person", names=["Zaw Min Htun"], births=[born], countries=["MM"])
    other = Party("z", kind="person", names=["Zaw Min Htun"], births=[other_born], countries=["TH"])
    assert judged(named, same).score > judged(named, other).score
    assert judged(named, same).agreed == ("the same year of birth", "the same country (MM)")
    assert judged(named, other).conflicted == (
        "another year of birth",
        "another country (MM, not TH)",
    )
    assert judged(named, other).decision != "match"


def test_the_rarer_and_longer_name_says_more() -> None:
    assert score("Khin Thiri Thet Mon", "Khin Thiri Thet Mon") > score("Tin Oo", "Tin Oo")


names = st.text(alphabet="abcdefghijklmnopqrstuvwxyz ဆမအတန်း0123", min_size=1, max_size=30)


@given(names, names)
def test_a_score_lies_between_0_and_1_and_does_not_ask_who_came_first(one: str, other: str) -> None:
    forward, backward = score(one, other, "entity"), score(other, one, "entity")
    assert 0 <= forward <= 1
    assert forward == pytest.approx(backward, abs=0.08)


@given(names)
def test_a_name_is_its_own_best_match(name: str) -> None:
    if parsed(name).words:
        assert score(name, name) >= 0.85
