"""Ask by name: find, show and parameters take names, former names and numbers."""

import json
import random
from collections.abc import Iterator

import pytest
from whole import WHOLE

from sanctrack.definitions.paths import Home
from sanctrack.matching import finding
from sanctrack.publication import PublicWarehouse, open_public


@pytest.fixture(scope="module")
def opened(home: Home) -> Iterator[PublicWarehouse]:
    with open_public(home.root, None, [finding.VIEW]) as warehouse:
        yield warehouse


def named_rows(opened: PublicWarehouse) -> list[tuple[str, ...]]:
    """Every name and number of the shipped facts."""
    return [
        row
        for row in opened.rows_of(finding.VIEW).rows
        if row[4] in finding.NAMED or row[4].startswith("number")
    ]


def test_every_name_and_number_finds_its_record(opened: PublicWarehouse) -> None:
    rows = named_rows(opened)
    for row in rows if WHOLE else random.Random(1).sample(rows, 60):
        exact = {hit.record_id for hit in finding.find(opened, row[3], 50) if hit.exact}
        assert row[1] in exact, row


def mistyped(name: str, chance: random.Random) -> str:
    """A name with one letter replaced, left out or put in."""
    at = chance.choice([place for place, sign in enumerate(name) if sign.isalpha()])
    letter = chance.choice(
        [sign for sign in "abcdefghijklmnopqrstuvwxyz" if sign != name[at].lower()]
    )
    how = chance.choice(("replaced", "left out", "put in"))
    middle = {"replaced": letter, "left out": "", "put in": letter + name[at]}[how]
    return name[:at] + middle + name[at + 1 :]


def test_a_wrong_letter_opens_nothing_and_ranks_the_right_record_first(
    opened: PublicWarehouse,
) -> None:
    chance = random.Random(2)
    rows = [row for row in named_rows(opened) if row[4] in finding.NAMED and len(row[3]) >= 5]
    rows = [row for row in rows if row[3].isascii()]
    names = {finding.latin(row[3]) for row in rows}
    tried = first = 0
    for row in rows if WHOLE else chance.sample(rows, 120):
        wrong = mistyped(row[3], chance)
        if finding.latin(wrong) in names:
            continue
        hits = finding.find(opened, wrong)
        assert not any(hit.exact for hit in hits), (row, wrong)
        tried += 1
        first += bool(hits) and hits[0].record_id == row[1]
    assert first >= 0.95 * tried, (first, tried)


@pytest.mark.parametrize(
    ("words", "record", "how"),
    [
        ("BALTIC HORIZON", "mt-reef", "its former name BALTIC HORIZON"),
        ("9263382", "mt-reef", "its IMO number"),
        ("IMO 9263382", "mt-reef", "its IMO number"),
        ("M/T Huitong 78", "mt-huitong-78", "its name HUITONG 78"),
        ("မင်းအောင်လှိုင်", "min-aung-hlaing", "its name Min Aung Hlaing"),
        ("mt-reef", "mt-reef", "its id"),
    ],
)
def test_a_record_says_how_it_was_found(
    opened: PublicWarehouse, words: str, record: str, how: str
) -> None:
    hit = finding.find(opened, words)[0]
    assert (hit.record_id, hit.how, hit.exact) == (record, how, True)


def test_words_in_another_order_find_and_do_not_open(opened: PublicWarehouse) -> None:
    hit = finding.find(opened, "horizon baltic")[0]
    assert (hit.record_id, hit.exact) == ("mt-reef", False)


def test_words_of_a_description_find_it_and_open_nothing(opened: PublicWarehouse) -> None:
    hits = finding.find(opened, "Pazi Gyi", 50)
    assert "2023-04-11-pazi-gyi" in [hit.record_id for hit in hits if hit.kind == "strike"]
    assert not any(hit.exact for hit in hits if hit.kind == "strike")


def test_show_opens_a_former_name_and_says_how(run) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run("show", "BALTIC HORIZON", "--format", "csv")
    assert code == 0
    assert "found by its former name BALTIC HORIZON" in err
    assert out == run("show", "mt-reef", "--format", "csv")[1]


def test_show_lists_those_that_share_a_name(run) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run("show", "Zaw Min")
    assert (code, out) == (2, "")
    assert "may be zaw-min-1949" in err
    assert "zaw-min-prisons" in err


def test_parameters_take_names(run) -> None:  # type: ignore[no-untyped-def]
    by_id = run("report", "vessel_history", "-p", "vessel_id=mt-reef", "--format", "csv")
    by_name = run("report", "vessel_history", "-p", "vessel_id=Baltic Horizon", "--format", "csv")
    assert by_name[:2] == by_id[:2]
    both = run(
        *("report", "gap_matrix", "--format", "json"),
        *("-p", "actors=mt-reef,Asia Sun Trading Co. Ltd."),
    )
    actors = {row["actor_id"] for row in json.loads(both[1])}
    assert actors == {"mt-reef", "asia-sun-trading"}
    comma = run(
        *("report", "gap_matrix", "--format", "json"), *("-p", "actors=Asia Sun Trading Co., Ltd")
    )
    assert {row["actor_id"] for row in json.loads(comma[1])} == {"asia-sun-trading"}


def test_a_name_of_the_wrong_kind_is_refused(run) -> None:  # type: ignore[no-untyped-def]
    code, _, err = run("report", "vessel_history", "-p", "vessel_id=asia-sun-group")
    assert code == 2
    assert "it takes actor_type vessel" in err


def test_find_prints_why_and_how_to_open(run) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("find", "baltic", "horizon", "--format", "json")
    row = json.loads(out)[0]
    assert code == 0
    assert row["matched_by"] == "its former name BALTIC HORIZON"
    assert row["open_with"] == "sanctrack show mt-reef"


def test_nothing_found_is_said_and_is_no_statement_about_lists(run) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run("find", "qqqxxyyzz", "--format", "csv")
    assert code == 0
    assert out.count("\n") == 1
    assert "that is no statement about any list" in err
