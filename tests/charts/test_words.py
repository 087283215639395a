"""Codes and days in documents and pictures are what readers know, and nothing that a label says is
cut.
"""

from datetime import date

import pytest
from charts.picture import elements, result, texts

from sanctrack.definitions.days import span
from sanctrack.warehouse.labels import labels_of

LABELS = labels_of(None, None)


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        (
            "no intermediate stop reported, loaded at IR",
            "route",
            "no intermediate stop reported, loaded in Iran",
        ),
        (
            "via storage Cai Mep (VN), loaded at Terminal in Singapore (SG)",
            "route",
            "via storage Cai Mep (Viet Nam), loaded at Terminal in Singapore",
        ),
        ("entry EU.1, Regulation (EU) 2023/378", "words", "entry EU.1, Regulation (EU) 2023/378"),
        ("listed by US-OFAC on 2024-06-27", "words", "listed by OFAC (US) on 27 Jun 2024"),
        ("US; all-states", "addressee", "United States; all states"),
        ("XX", "country", "XX"),
        ("insurance_shipping", "ask", "insurance and shipping"),
        ("township", "geo_precision", "its township alone"),
        ("township", "kind", "township"),
        ("2025-12-01 to 2026-02-28", "arrived", "Dec 2025 to Feb 2026"),
        ("a US-OFACx code stays", "words", "a US-OFACx code stays"),
    ],
)
def test_codes_and_days_are_words(text: str, column: str, words: str) -> None:
    assert LABELS.named(text, column, short=True) == words


def test_a_sentence_says_the_article() -> None:
    assert LABELS.sentence("GB") == "the United Kingdom"
    assert LABELS.sentence("CA-GAC") == "Global Affairs Canada"
    assert LABELS.sentence("jet_fuel") == "jet fuel"


def test_a_stretch_of_days_is_never_narrower_than_its_days() -> None:
    assert span(date(2024, 1, 1), date(2024, 12, 31)) == "2024"
    assert span(date(2024, 1, 1), date(2024, 12, 30)) == "1 January to 30 December 2024"
    assert span(date(2024, 2, 1), date(2024, 2, 29)) == "February 2024"
    assert span(date(2023, 2, 1), date(2024, 2, 1)) == "1 February 2023 to 1 February 2024"
    assert span(date(2024, 5, 3), date(2024, 5, 9)) == "3–9 May 2024"


def test_a_figure_at_the_right_edge_is_whole() -> None:
    spec = {
        "kind": "ranges",
        "of": "claims",
        "label": "speaker",
        "min": "low",
        "max": "high",
        "hedge": "hedge",
    }
    rows = [
        {"speaker": "A", "low": 10, "high": 10, "hedge": "exact"},
        {"speaker": "B", "low": 60, "high": None, "hedge": "more_than"},
    ]
    assert "more than 60" in texts(result(spec, rows))


def test_a_long_row_of_a_grid_is_whole_and_its_codes_are_words() -> None:
    spec = {
        "kind": "grid",
        "of": "actors",
        "row": "actor",
        "column": "authority",
        "status": "status",
    }
    name = "A Petroleum Logistics Company of a Very Long Name That Fills More Than One Line Limited"
    made = result(
        spec,
        [{"actor": name, "authority": code, "status": "listed"} for code in ("US-OFAC", "AU-DFAT")],
    )
    assert " ".join(item.text or "" for item in elements(made, "label")) == name
    assert "OFAC (US)" in texts(made)
