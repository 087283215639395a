"""Each kind draws from rows: the marks are counted, certain is filled and possible is hollow,
nothing unknown looks known.
"""

from typing import Any

import pytest
from charts.picture import elements, result, texts

from sanctrack.charts import alt_text, draw
from sanctrack.errors import DefinitionError, UsageError

TIMELINE = {"kind": "timeline", "of": "deliveries", "from": "first", "to": "last"}


def delivery(
    name: str | None,
    first: str | None,
    last: str | None,
    confidence: str = "confirmed",
    lane: str = "a",
) -> dict[str, Any]:
    return {"name": name, "first": first, "last": last, "confidence": confidence, "lane": lane}


def test_a_timeline_has_a_bar_a_row_filled_by_certainty() -> None:
    rows = [
        delivery("ONE", "2023-01-05", "2023-01-05"),
        delivery("TWO", "2023-02-01", "2023-03-31", "likely"),
        delivery(None, "2023-05-01", "2023-06-30", "possible"),
    ]
    spec = {
        **TIMELINE,
        "label": "name",
        "certainty": "confidence",
        "filled": ["confirmed"],
        "tinted": ["likely"],
    }
    made = result(spec, rows)
    assert [item.get("class") for item in elements(made, "mark")] == [
        "mark certain",
        "mark likely",
        "mark possible",
    ]
    certain, likely, possible = elements(made, "mark")
    assert certain.get("fill") == certain.get("stroke")
    assert likely.get("fill-opacity") == "0.38"
    assert possible.get("fill") == "#ffffff"
    assert (
        float(certain.get("width", 0))
        < float(likely.get("width", 0))
        <= float(possible.get("width", 0)) + 3
    )
    assert {"ONE", "TWO", "name not known"} <= set(texts(made))


def test_an_open_end_is_an_arrow_and_no_day_is_no_mark() -> None:
    rows = [
        delivery("ONE", None, "2023-01-05"),
        delivery("TWO", "2023-01-05", None),
        delivery("THREE", None, None),
    ]
    made = result({**TIMELINE, "label": "name"}, rows)
    assert len(elements(made, "mark")) == 2
    assert len(elements(made, "open-end")) == 3  # two bars and the legend's sample
    assert "1 of 3 deliveries carry no day and are not drawn: THREE." in " ".join(texts(made))
    assert "2 with one end open and 1 without a day" in alt_text(made)


def test_lanes_pack_marks_so_that_none_lies_on_another() -> None:
    rows = [delivery("X", "2023-01-05", "2023-01-05", lane=lane) for lane in ("a", "a", "a", "b")]
    made = result({**TIMELINE, "lane": "lane"}, rows)
    places = [(item.get("x"), item.get("y")) for item in elements(made, "mark")]
    assert len(set(places)) == 4
    assert {"a (3)", "b (1)"} <= set(texts(made))


def test_a_cell_of_several_lanes_stands_in_each() -> None:
    made = result(
        {**TIMELINE, "lane": "lane", "split": True},
        [delivery("X", "2023-01-05", "2023-01-05", lane="arms; jet_fuel")],
    )
    assert len(elements(made, "mark")) == 2
    assert "jet fuel (1)" in texts(made)
    assert "1 deliveries" in alt_text(made)


def test_bars_keep_certain_and_possible_apart_and_null_from_zero() -> None:
    rows = [
        {"x": "2021", "c": 3, "p": 1},
        {"x": "2022", "c": 0, "p": 0},
        {"x": "2023", "c": None, "p": None},
    ]
    made = result(
        {"kind": "bars", "of": "strikes", "x": "x", "certain": "c", "possible": "p"}, rows
    )
    assert [item.get("class") for item in elements(made, "mark")] == [
        "mark certain",
        "mark possible",
    ]
    assert [item.text for item in elements(made, "figure")] == ["3+1", "0"]
    assert len(elements(made, "no-figure")) == 1
    assert "× no figure" in " ".join(texts(made))
    assert "2021: 3 and 1 possible; 2022: 0; no figure for 1" in alt_text(made)


def test_a_month_without_a_row_keeps_its_place() -> None:
    rows = [{"x": "2021-01", "c": 2}, {"x": "2021-04", "c": 2}]
    made = result({"kind": "bars", "of": "strikes", "x": "x", "certain": "c"}, rows)
    left, right = (float(item.get("x", 0)) for item in elements(made, "mark"))
    assert right - left > 300
    assert {"2021-02", "2021-03"} <= set(texts(made))


def test_a_part_is_taken_out_of_the_whole() -> None:
    spec = {
        "kind": "bars",
        "of": "strikes",
        "x": "x",
        "certain": "c",
        "possible": "p",
        "possible_is_part": True,
    }
    made = result(spec, [{"x": "2021", "c": 5, "p": 2}])
    assert [item.text for item in elements(made, "figure")] == ["3+2"]


def test_lying_bars_carry_their_words() -> None:
    spec = {
        "kind": "bars",
        "of": "deliveries",
        "x": ["day", "what"],
        "certain": "c",
        "across": True,
        "only": {"set": "all"},
    }
    rows = [
        {"day": "2023-01-31", "what": "Ban", "c": 4, "set": "all"},
        {"day": "2023-01-31", "what": "Ban", "c": 1, "set": "likely"},
    ]
    made = result(spec, rows)
    assert len(elements(made, "mark")) == 1
    assert "31 Jan 2023 · Ban" in texts(made)


def status(actor: str, authority: str, code: str) -> dict[str, Any]:
    return {"actor": actor, "authority": authority, "status": code}


GRID = {"kind": "grid", "of": "actors", "row": "actor", "column": "authority", "status": "status"}


def test_not_checked_never_looks_like_not_listed() -> None:
    rows = [
        status("One", "US-OFAC", "listed"),
        status("One", "UK-FCDO", "not_on_copy"),
        status("One", "CH-SECO", "not_checked"),
    ]
    made = result(GRID, rows)
    listed, not_on = elements(made, "status-listed")[0], elements(made, "status-not_on_copy")[0]
    unchecked = elements(made, "status-not_checked")[0]
    assert unchecked.tag.endswith("circle")
    assert listed.tag.endswith("rect")
    assert not_on.tag.endswith("rect")
    assert not_on.get("fill") == "#ffffff"
    assert listed.get("fill") == "#0072B2"
    letters = [item.text for item in elements(made, "letter")]
    assert letters[:2] == ["L", "N"]
    assert "not checked: nothing is known" in texts(made)
    assert "SECO (Swiss): 1 not checked." in alt_text(made)


def test_every_status_has_its_own_letter_or_shape() -> None:
    from sanctrack.charts.kinds.grid import STYLES

    same = {"certain": "listed", "earlier": "delisted", "later": "listed_later"}
    drawn = {
        code: (style.letter, style.shape, style.fill, style.dashed)
        for code, style in STYLES.items()
        if code not in same
    }
    assert len(set(drawn.values())) == len(drawn)
    assert len({(letter, shape) for letter, shape, _, _ in drawn.values()}) == len(drawn)


def test_rows_where_nothing_was_checked_are_named_below() -> None:
    rows = [
        status("Known", "US-OFAC", "listed"),
        *(status(f"Blank {at}", "US-OFAC", "not_checked") for at in range(5)),
    ]
    made = result(GRID, rows)
    assert len(elements(made, "mark")) == 1
    assert "Not checked on any of these lists (5): Blank 0" in " ".join(texts(made))
    assert "A grid of 6 actors" in alt_text(made)


def test_two_statuses_for_one_cell_are_two_rows() -> None:
    made = result(
        GRID, [status("One", "US-OFAC", "listed"), status("One", "US-OFAC", "not_on_copy")]
    )
    assert {"One", "One (2)"} <= set(texts(made))


def test_an_unknown_status_is_an_error_of_ours() -> None:
    with pytest.raises(DefinitionError, match="no drawing for the status 'blocked'"):
        draw(result(GRID, [status("One", "US-OFAC", "blocked")]), "svg")


def test_a_grid_that_fits_no_page_says_so() -> None:
    with pytest.raises(UsageError, match="a grid of 80 rows fits no page"):
        draw(result(GRID, [status(f"A{at}", "US-OFAC", "listed") for at in range(80)]), "svg")


RANGES = {
    "kind": "ranges",
    "of": "claims",
    "label": "who",
    "min": "lo",
    "max": "hi",
    "panel": "metric",
    "mark": "stance",
    "hedge": "hedge",
}


def test_ranges_show_open_figures_and_keep_denials() -> None:
    rows = [
        {
            "who": "A",
            "lo": 60,
            "hi": None,
            "metric": "killed",
            "stance": "asserts",
            "hedge": "more_than",
            "text": None,
        },
        {
            "who": "B",
            "lo": None,
            "hi": 100,
            "metric": "killed",
            "stance": "asserts",
            "hedge": "up_to",
            "text": None,
        },
        {
            "who": "C",
            "lo": 50,
            "hi": 70,
            "metric": "killed",
            "stance": "asserts",
            "hedge": None,
            "text": None,
        },
        {
            "who": "Army",
            "lo": None,
            "hi": None,
            "metric": "responsibility",
            "stance": "denies",
            "hedge": None,
            "text": "no such strike",
        },
    ]
    made = result({**RANGES, "usual": "asserts", "instead": "text"}, rows)
    assert len(elements(made, "mark")) == 3
    assert len(elements(made, "open-end")) == 3
    assert {"more than 60", "up to 100", "50 to 70", "denies: no such strike"} <= set(texts(made))
    assert "Army (denies: no such strike)" in alt_text(made)


def test_more_parts_than_tones_are_refused() -> None:
    parts = [f"p{at}" for at in range(10)]
    spec = {"kind": "shares", "of": "statements", "x": "ask", "total": "n", "parts": parts}
    with pytest.raises(DefinitionError, match="9 parts at the most"):
        draw(result(spec, [{"ask": "a", "n": 10, **dict.fromkeys(parts, 1)}]), "svg")


def test_shares_have_a_letter_for_each_part() -> None:
    spec = {
        "kind": "shares",
        "of": "statements",
        "x": ["ask", "body"],
        "total": "n",
        "parts": ["met", "in_part", "open"],
    }
    made = result(
        spec, [{"ask": "jet_fuel", "body": "US", "n": 10, "met": 4, "in_part": 0, "open": 6}]
    )
    assert [item.get("class") for item in elements(made, "mark")] == [
        "mark part-met",
        "mark part-open",
    ]
    assert "jet fuel · United States" in texts(made)
    assert "jet fuel · United States: 10, of these 4 met and 6 open." in alt_text(made)
