"""Changes between versions: what, why, and what of ours they touch."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest
from conftest_lists import SAMPLES

from sanctrack.errors import UsageError
from sanctrack.lists import Change, FactIndex, changes, import_files
from sanctrack.lists.publishers import importer
from sanctrack.lists.reading.entry import Entry, Reading

BODY = "</RegimeName><IndividualEntityShip>Entity"
# Another ship stands in the place of the sample's.
OTHER_SHIP = (("9074729", "9321483"), ("SAMPLE STAR", "OTHER SHIP"))
BASE = (SAMPLES / "uk" / "UK-Sanctions-List.xml").read_text(encoding="utf-8")


def version(folder: Path, day: str, *edits: tuple[str, str]) -> None:
    """Import the sample under another day, edited."""
    text = BASE.replace("08/10/2026", day)
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    path = folder / f"list-{day.replace('/', '')}.xml"
    path.write_text(text, encoding="utf-8")
    import_files(folder, "uk_uksl", [path], accept=True)


def told(folder: Path, since: date | None = None) -> list[tuple[str | None, ...]]:
    return [
        (row.change, row.entry_reference, row.field, row.before, row.after, row.cause)
        for row in changes(folder, "uk_uksl", since)
    ]


def test_added_removed_and_amended(tmp_path: Path) -> None:
    version(tmp_path, "01/10/2026")
    version(
        tmp_path, "02/10/2026",
        ("RUS9002", "RUS9009"),
        *OTHER_SHIP,
        ("Example A. Tun", "Example B. Tun"),
        ("MX000001", "MX000002"),
        ("Reasons &amp;amp; more", "Other reasons"),
        ("03/07/1956", "04/07/1956"),
        ("29/04/2021", "30/04/2021"),
        (f"The Myanmar (Sanctions) Regulations 2021{BODY}", f"The Sample Regulations 2026{BODY}"),
    )  # fmt: skip
    assert told(tmp_path) == [
        ("added", "RUS9009", None, None, 'IMO 9321483 ("OTHER SHIP")', "publisher"),
        ("removed", "RUS9002", None, 'IMO 9074729 ("SAMPLE STAR")', None, "publisher"),
        ("amended", "MYA9001", "names", "Example A. Tun (alias, "
            "low)", "Example B. Tun (alias, low)", "publisher"),
        ("amended", "MYA9001", "identifiers", "passport MX000001 (expired)",
            "passport MX000002 (expired)", "publisher"),
        ("amended", "MYA9001", "reasons", "Reasons & more,\non two "
            "lines", "Other reasons,\non two lines", "publisher"),
        ("amended", "MYA9001", "dates", "birth_date 03/07/1956", None, "publisher"),
        ("amended", "MYA9001", "dates", "listed 2021-04-29", None, "publisher"),
        ("amended", "MYA9001", "dates", None, "birth_date 04/07/1956", "publisher"),
        ("amended", "MYA9001", "dates", None, "listed 2021-04-30", "publisher"),
        (
            "amended", "MYA9003", "programmes", "The Myanmar (Sanctions) Regulations 2021 "
                "(designated by UK): Asset freeze",
            "The Sample Regulations 2026 (designated by UK): Asset freeze", "publisher",
        ),
    ]  # fmt: skip


def test_order_and_rewriting_are_no_changes(tmp_path: Path) -> None:
    version(tmp_path, "01/10/2026")
    alias = (
        "<Name><Name6>Exampel Aung Htun</Name6><NameType>Primary name variation</NameType></Name>"
    )
    version(
        tmp_path,
        "02/10/2026",
        (alias, ""),
        (
            "<Names>\n      <Name><Name1>Example</Name1>",
            f"<Names>{alias}<Name><Name1>Example  </Name1>",
        ),
    )
    assert told(tmp_path) == []


def test_sentences_say_versions_and_programme(tmp_path: Path) -> None:
    version(tmp_path, "01/10/2026", ("RUS9002", "RUS9001"), *OTHER_SHIP)
    version(tmp_path, "02/10/2026")
    found = list(changes(tmp_path))
    assert found[0].sentence == (
        'IMO 9074729 ("SAMPLE STAR") (vessel, RUS9002) was added to the list between '
        "2026-10-01 and 2026-10-02; "
        "programme: The Russia (Sanctions) (EU Exit) Regulations 2019 (designated by UK): "
        "Shipping sanctions."
    )
    assert changes(tmp_path).notes == [
        "uk_uksl: the version of 2026-10-02 against that of 2026-10-01"
    ]


def test_since_takes_the_version_that_stood_then(tmp_path: Path) -> None:
    version(tmp_path, "01/09/2026", ("RUS9002", "RUS9001"), *OTHER_SHIP)
    third = (("9074729", "9776755"), ("SAMPLE STAR", "THIRD SHIP"))
    version(tmp_path, "01/10/2026", ("RUS9002", "RUS9003"), *third)
    version(tmp_path, "01/11/2026")
    removed = {
        since: [row[1] for row in told(tmp_path, since) if row[0] == "removed"]
        for since in (None, date(2026, 9, 15), date(2026, 1, 1))
    }
    assert removed == {
        None: ["RUS9003"],
        date(2026, 9, 15): ["RUS9001"],
        date(2026, 1, 1): ["RUS9001"],
    }


def test_one_version_or_none(tmp_path: Path) -> None:
    assert not changes(tmp_path)
    version(tmp_path, "01/10/2026")
    found = changes(tmp_path)
    assert not found
    assert "nothing to compare it with" in found.notes[0]
    with pytest.raises(UsageError, match="did you mean 'uk_uksl'"):
        changes(tmp_path, "uk_uks")


def louder(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Make the importer a newer one that reads names in capitals."""
    module = cast(ModuleType, importer("uk_uksl"))
    plain = module.read

    def read(reading: Reading) -> Iterator[Entry]:
        for entry in plain(reading):
            entry.names = {key: (str(row[0]).upper(), *row[1:]) for key, row in entry.names.items()}
            yield entry

    monkeypatch.setattr(module, "read", read)
    monkeypatch.setattr(module, "IMPORTER_VERSION", number)


def test_an_importer_that_changed_on_the_same_bytes_is_no_publisher_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version(tmp_path, "01/10/2026")
    louder(monkeypatch, 2)
    version(tmp_path, "01/10/2026")
    found = changes(tmp_path, "uk_uksl")
    assert found.rows
    assert {row.cause for row in found} == {"importer"}
    assert {row.field for row in found} == {"names"}
    assert "read again by importer version 2, before by 1" in found.notes[0]


def test_causes_are_never_mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version(tmp_path, "01/10/2026")
    louder(monkeypatch, 2)
    version(tmp_path, "02/10/2026", ("RUS9002", "RUS9009"), *OTHER_SHIP, ("MX000001", "MX000002"))
    found = changes(tmp_path, "uk_uksl")
    publisher = [row for row in found if row.cause == "publisher"]
    assert {(row.change, row.entry_reference, row.field) for row in publisher} == {
        ("added", "RUS9009", None),
        ("removed", "RUS9002", None),
        ("amended", "MYA9001", "identifiers"),
    }
    assert {row.field for row in found if row.cause == "importer"} == {"names"}
    assert all("importer" in row.sentence for row in found if row.cause == "importer")
    assert "both were compared as version 2 reads them" in found.notes[-1]


def test_other_layouts_and_other_files_give_no_false_amendments(tmp_path: Path) -> None:
    import_files(tmp_path, "uk_uksl", [SAMPLES / "uk" / "UK-Sanctions-List.csv"], accept=True)
    version(tmp_path, "09/10/2026", ("MYA9003", "MYA9004"), ("MX000001", "MX000002"))
    assert [row[:2] for row in told(tmp_path)] == [("renumbered", "MYA9004")]
    sdn = SAMPLES / "ofac" / "sdn.csv"
    import_files(tmp_path, "us_ofac", [sdn], accept=True)
    import_files(
        tmp_path,
        "us_ofac",
        [sdn, SAMPLES / "ofac" / "add.csv", SAMPLES / "ofac" / "alt.csv"],
        accept=True,
    )
    found = changes(tmp_path, "us_ofac_sdn")
    assert not found
    assert "compared on the files that both have: names" in found.notes[0]


def facts() -> FactIndex:
    return FactIndex({
        "identifiers": [
            {"actor_id": "star", "scheme": "imo_ship", "value": "9074729"},
            {"actor_id": "tun", "scheme": "uk_unique_id", "value": "MYA9001"},
        ],
        "fuel_shipments": [
            {"shipment_id": number, "vessel_id": vessel}
            for number, vessel in (("s1", "star"), ("s2", "star"), ("s3", None))
        ],
        "shipment_parties": [{"shipment_id": "s1", "actor_id": "lantern"}],
        "measures": [{"measure_id": "uk-1", "authority": "UK-FCDO", "jurisdiction": "GB"}],
        "designations": [{"measure_id": "uk-1", "actor_id": "tun"}],
        "call_asks": [
            {"call_id": "c1", "ask": "jet_fuel"}, {"call_id": "c2", "ask": "no_fly_zone"},
        ],
        "call_addressees": [
            {"call_id": "c1", "addressee": "UK"}, {"call_id": "c2", "addressee": "UK"},
        ],
        "addressee_jurisdictions": [{"addressee": "UK", "jurisdiction": "GB"}],
    })  # fmt: skip


def test_what_a_change_touches_is_found_by_numbers(tmp_path: Path) -> None:
    version(tmp_path, "01/10/2026", ("RUS9002", "RUS9001"), ("MX000001", "MX000002"))
    version(tmp_path, "02/10/2026")
    touched = {
        row.entry_reference: row.touches for row in changes(tmp_path, "uk_uksl", facts=facts())
    }
    assert (
        touched["RUS9002"]
        == "actor star; vessel star; delivery s1; delivery s2; 1 call to GB for fuel bans or "
        "listings"
    )
    assert touched["MYA9001"] == "actor tun; designation uk-1|tun"


def test_columns_of_the_table() -> None:
    from sanctrack.lists.differences import COLUMNS

    assert COLUMNS == (
        "list", "change", "entry_reference", "name", "field", "before", "after", "programme",
        "about_myanmar", "before_on", "after_on", "cause", "touches", "sentence",
    )  # fmt: skip
    assert tuple(Change.__dataclass_fields__) == COLUMNS
