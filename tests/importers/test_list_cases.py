"""Kinds of fault met in published files, with what must come out; cases beside a checkout, where it
has them, and small ones of our own.
"""

from datetime import date
from pathlib import Path

import pytest

from sanctrack.lists import Change, changes, import_files

CASES = Path(__file__).parents[3] / "shared" / "cases" / "lists"
needs_cases = pytest.mark.skipif(
    not CASES.is_dir(), reason="the folder of cases is not beside this checkout"
)


def compared(folder: Path, importer: str, stem: str, ending: str = "xml") -> list[Change]:
    for letter, day in (("a", date(2025, 1, 1)), ("b", date(2025, 2, 1))):
        import_files(folder, importer, [CASES / f"{stem}_{letter}.{ending}"], day, True)
    return list(changes(folder))


def short(rows: list[Change]) -> list[tuple[str | None, ...]]:
    return [(row.change, row.field, row.before, row.after) for row in rows]


@needs_cases
def test_a_measure_that_was_lifted_has_a_sentence(tmp_path: Path) -> None:
    lifted, updated = compared(tmp_path, "uk_uksl", "uk_measure_lifted")
    assert "Asset freeze under" in lifted.sentence
    assert "was lifted, between 2026-09-01 and 2026-10-08" in lifted.sentence
    assert short([updated]) == [("amended", "updated", "2025-04-09", "2026-10-07")]


@needs_cases
def test_remarks_are_told_beside_a_name(tmp_path: Path) -> None:
    assert short(compared(tmp_path, "uk_uksl", "uk_reason_beside_name")) == [
        ("amended", "names", None, "T. Exemplar (alias, good)"),
        ("amended", "remarks", "Was a minister.", "Was a minister. Deceased 2026."),
    ]


@needs_cases
def test_new_words_of_schedule_and_country_are_told_once(tmp_path: Path) -> None:
    rows = compared(tmp_path, "ca_sema", "ca_schedule_words")
    assert [(row.change, row.field, row.entry_reference) for row in rows] == [
        ("renumbered", "reference", None),
        ("amended", "programmes", None),
        ("amended", "dates", None),
    ]
    assert all("10 of 10 entries" in row.sentence for row in rows)


@needs_cases
def test_items_that_moved_up_are_renumbered(tmp_path: Path) -> None:
    rows = compared(tmp_path, "ca_sema", "ca_renumbered")
    assert [(row.change, row.name) for row in rows[:2]] == [
        ("added", "Sample Trading 11 Co."),
        ("removed", "Sample Trading 1 Co."),
    ]
    assert [row.change for row in rows[2:]] == ["renumbered"] * 9


@needs_cases
def test_a_number_used_again_stands_for_another_party(tmp_path: Path) -> None:
    added, removed = compared(tmp_path, "au_dfat", "au_number_reused", "xlsx")
    assert (added.change, added.name) == ("added", "Sigma Andersen")
    assert (removed.change, removed.name) == ("removed", "Pi Exemplar")
    assert "now stands for another party, Sigma Andersen" in removed.sentence
