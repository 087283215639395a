"""The contract at the importers' door: a row that breaks it refuses the whole list, in words; the
last good copy stays.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from sanctrack.definitions.paths import find_home
from sanctrack.errors import DataError, SourceError
from sanctrack.lists import import_files, issues, versions
from sanctrack.lists import importing as lists
from sanctrack.lists.reading.dates import Interval
from sanctrack.lists.reading.entry import Entry, Reading
from sanctrack.warehouse.warehouse import Warehouse

Write = Callable[[Entry], object]
SCHEME = "ofac_uid"


@pytest.fixture
def import_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., lists.ImportOutcome]:
    """Import entries of an importer made for the test; `write` fills the second of
    three entries.
    """
    copies = count()

    def run(
        write: Write, scheme: str = SCHEME, authority: str | None = "US-OFAC"
    ) -> lists.ImportOutcome:
        def recognise(files: list[Path], name: str | None = None) -> Reading:
            return Reading("xx_test", "csv", {"list": files[0]}, version_on=date(2026, 1, 1))

        def read(reading: Reading) -> Iterator[Entry]:
            for number in range(1, 4):
                entry = reading.entry(str(number), scheme if number == 2 else SCHEME, "-")
                entry.name(f"Sample Body {number}", "primary")
                if number == 2:
                    write(entry)
                yield entry.finish()

        module = SimpleNamespace(
            NAME="xx_test", TITLE="a test "
                "list", PUBLISHER="A ministry", LICENCE="open", REDISTRIBUTION="yes",
            IMPORTER_VERSION=1, recognise=recognise, read=read,
        )  # fmt: skip
        monkeypatch.setattr(lists, "importer_of", lambda source: (module, None))
        monkeypatch.setattr(
            lists, "authority_of_importer", lambda home, workspace, importer: authority
        )
        file = tmp_path / "list.csv"
        file.write_text(f"copy {next(copies)}", encoding="utf-8")
        return import_files(tmp_path, "xx_test", [file])

    return run


def nothing(entry: Entry) -> None:
    return None


def set_field(field: str, value: object) -> Write:
    return lambda entry: setattr(entry, field, value)


def add_row(table: str, *row: object) -> Write:
    return lambda entry: getattr(entry, table).update({row: row})


BROKEN: dict[str, tuple[Write, tuple[str, ...]]] = {
    "code of "
    "entries": (set_field("entry_type", "ship"), ("list_entries", "record "
        "2", "entry_type = ship", "vessel")),
    "code of names": (
        add_row("names", "A", "nickname", None, "Latn", None, None),
        ("list_names", "record 2|2", "name_type = nickname"),
    ),
    "code of details": (
        add_row("details", "shoe_size", "42", None, None, None, None, None),
        ("list_details", "detail = shoe_size"),
    ),
    "blank "
    "name": (add_row("names", None, "alias", None, None, None, None), ("list_names", "name is "
        "blank")),
    "empty "
    "name": (add_row("names", "", "alias", None, None, None, None), ("list_names", "name is "
        "blank")),
    "country in words": (
        add_row("addresses", "1 Road", "Myanmar", "Myanmar", None),
        ("list_addresses", "country = Myanmar", "[A-Z]{2}"),
    ),
    "day that is a "
    "text": (set_field("updated_on", "2026-01-01"), ("list_entries", "updated_on = "
        "'2026-01-01'", "no date")),
    "number that is "
    "none": (set_field("number", 0), ("list_entries", "entry_number = 0", "minimum 1")),
    "range turned round": (
        add_row(
            "details", "birth_date", "1970", date(1970, 2, 1), date(1970, 1, 1), None, None, None,
        ),
        ("list_details", "value_earliest_on = 1970-02-01 is above value_latest_on = 1970-01-01"),
    ),
    "check digit called good": (
        add_row("identifiers", "imo_ship", "9074728", "9074728", "yes", None, None, None),
        ("list_identifiers", "check_digit_ok", "9074728"),
    ),
    "check digit not tested": (
        add_row("identifiers", "imo_ship", "9074729", "9074729", None, None, None, None),
        ("list_identifiers", "check_digit_ok", "9074729"),
    ),
    "too few columns": (add_row("addresses", "1 Road"), ("list_addresses", "values a row")),
    "reference twice": (set_field("reference", "1"), ("list_entries", "record 1", "several rows")),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_row_that_breaks_its_contract_refuses_the_list(
    kind: str, import_entries: Callable[..., object], tmp_path: Path
) -> None:
    import_entries(nothing)
    before = versions(tmp_path)
    write, parts = BROKEN[kind]
    with pytest.raises(SourceError) as refused:
        import_entries(write)
    for part in (*parts, "xx_test", "fault", "nothing was imported"):
        assert part in str(refused.value)
    assert [version.folder for version in versions(tmp_path)] == [
        version.folder for version in before
    ]
    assert not list((tmp_path / "lists").glob("*/.tmp*")), "nothing is left behind"


def test_a_wrong_scheme_or_authority_refuses_the_list(
    import_entries: Callable[..., object], tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match="reference_scheme = jp_meti_number is not a code"):
        import_entries(nothing, scheme="jp_meti_number")
    with pytest.raises(SourceError, match="authority = JP-METI is not in authorities"):
        import_entries(nothing, authority="JP-METI")
    assert versions(tmp_path) == []


def test_what_the_publisher_gets_wrong_is_an_issue_and_the_row_stays(
    import_entries: Callable[..., lists.ImportOutcome],
) -> None:
    def write(entry: Entry) -> None:
        entry.identifier("imo_ship", "9074728")
        entry.dated("birth_date", "1971 to 1970", Interval(date(1971, 1, 1), date(1970, 1, 1)))
        entry.listing("2 to 1", Interval(date(2024, 1, 2), date(2024, 1, 1)), "field", "Listed")
        entry.address(["1 Road"], "Nowhereland")

    outcome = import_entries(write)
    assert outcome.version.info["entry_count"] == 3
    kinds = [(row["severity"], row["kind"]) for row in issues(outcome.version)]
    assert kinds == [
        ("warning", "check_digit"), ("warning", "unreadable"), ("error", "unreadable"),
        ("information", "unknown_word"),
    ]  # fmt: skip


def test_a_reference_that_looks_like_a_numbered_one_stays_its_own() -> None:
    reading = Reading("xx_test", "csv", {})
    references = [
        reading.entry(text, SCHEME, "-").reference for text in ("A", "A (2)", "A", "A", "A (2)")
    ]
    assert len(set(references)) == 5


def test_the_command_ends_with_5(import_entries: Callable[..., object]) -> None:
    with pytest.raises(SourceError) as refused:
        import_entries(set_field("entry_type", "ship"))
    assert refused.value.exit_code == 5


@pytest.mark.parametrize("table", ["list_versions", "list_entries"])
def test_a_damaged_stored_table_is_said_with_its_file(
    table: str, import_entries: Callable[..., lists.ImportOutcome], tmp_path: Path
) -> None:
    file = import_entries(nothing).version.folder / f"{table}.parquet"
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(
        DataError, match=rf"{table}\.parquet.*`sanctrack import` reads the list again"
    ):
        Warehouse(find_home(), tmp_path, only=["list_entries"])
