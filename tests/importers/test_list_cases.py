"""Kinds of fault met in published files, with what must come out; cases beside a checkout, where it
has them, and small ones of our own.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest_lists import NEW_SHEET, details, numbers, read_files

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


@needs_cases
def test_births_of_an_alias_without_a_name_are_of_the_party(tmp_path: Path) -> None:
    assert compared(tmp_path, "un_sc", "un_birth_in_nameless_alias") == []
    found = read_files("un_sc", CASES / "un_birth_in_nameless_alias_b.xml").entries["CDi.901"]
    assert details(found, "birth_date") == ["1965-12-28", "1965-12-29"]
    assert details(found, "birth_place") == ["Sample Town, Myanmar"]


@needs_cases
def test_aliases_are_whole_and_apart() -> None:
    found = read_files("ca_sema", CASES / "ca_alias_forms.xml").entries.values()
    aliases = [[row[0] for row in entry.names.values()][1:] for entry in found]
    assert aliases == [
        ["Toon, Example", "Htun, Exemple"],
        ["Иван ОБРАЗЦОВ", "Iван ЗРАЗКОВ"],
        ["ОбразецСервис, АО"],
    ]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Sample Co., Ltd., Other Name", ["Sample Co., Ltd.", "Other Name"]),
        ("Один, ОАО; Two, First", ["Один, ОАО", "Two, First"]),
        ("(АО)", ["(АО)"]),
        ("Sample Plant; АО", ["Sample Plant, АО"]),
        ("One or Other", ["One", "Other"]),
    ],
)
def test_a_legal_form_alone_is_no_alias(cell: str, names: list[str]) -> None:
    from sanctrack.lists.publishers.ca_sema import aliases

    assert aliases(cell) == names


@needs_cases
def test_numbers_without_a_digit_or_of_another_shape(tmp_path: Path) -> None:
    found = read_files("us_ofac", CASES / "ofac_numbers_sdn.csv")
    assert numbers(found.entries["9101"]) == [("passport", "A0000001", None)]
    assert details(found.entries["9101"], "other") == ["issued in Yangon, Burma"]
    assert numbers(found.entries["9102"]) == [("registration", "852000097", None)]
    assert not found.found("check_digit")


@needs_cases
def test_a_delisting_to_come_leaves_the_entry() -> None:
    found = read_files("ch_seco", CASES / "ch_delisting_not_yet_effective.xml")
    assert list(found.entries) == ["9502"]
    assert details(found.entries["9502"], "other") == ["2026-12-31"]
    assert "not yet in effect" in str(found.found("left_out", "9502"))


@needs_cases
def test_cells_of_the_australian_layout() -> None:
    found = read_files("au_dfat", CASES / "au_new_layout_cells.xlsx")
    first, second, third = found.entries.values()
    of_country = {
        row[1]: row[5]
        for entry in found.entries.values()
        for row in entry.details.values()
        if row[0] == "citizenship"
    }
    assert of_country == {"Russia": "RU", "Ukraine": "UA", "Iranian": "IR"}
    assert [(row[1], row[4]) for row in first.details.values() if row[0] == "birth_date"] == [
        ("Approximately 1999", "yes"),
        ("2003", "yes"),
    ]
    assert list(second.addresses.values()) == [
        ("1 Sample Road, Yangon", "MM", "Myanmar", "Branch 1"),
        ("2 Sample Road, Yangon", "MM", "Myanmar", "Branch 1"),
        ("3 Sample Road, Bangkok", "TH", "Thailand", "Branch 2"),
    ]
    assert [row[2] is not None for row in third.details.values()] == [True, False, True]
    assert third.listed is not None
    assert (str(third.listed.latest), third.listed_basis) == ("2001-01-25", "text")


def test_what_later_rows_say_besides_is_kept(sheet: Callable[..., Path]) -> None:
    def row(reference: str, kind: str, extra: str) -> tuple[object, ...]:
        cells = dict.fromkeys(NEW_SHEET) | {
            "Reference": reference, "Name of Individual or Entity": f"Name {reference}",
            "Type": "Entity", "Name Type": kind, "Committees": "Autonomous (Myanmar)",
            "Additional Information": extra,
        }  # fmt: skip
        return tuple(cells.values())

    path = sheet(
        NEW_SHEET, row("1", "Primary Name", "One."), row("1a", "aka", "Two."),
        row("1b", "aka", "One."),
    )  # fmt: skip
    assert read_files("au_dfat", path).entries["1"].remarks == "One.\nTwo."
