"""United Kingdom: the UK Sanctions List of the FCDO (XML, CSV). The closed OFSI list is refused."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sanctrack.errors import SourceError
from sanctrack.lists.publishers.uk_uksl.csv import HEADER, Group, groups
from sanctrack.lists.reading import dates
from sanctrack.lists.reading.entry import Entry, Reading
from sanctrack.lists.reading.files import csv_rows, expect, head
from sanctrack.lists.reading.text import squash
from sanctrack.lists.reading.xml import Record, expect_root, stream

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = "uk_uksl"
TITLE = "UK Sanctions List"
LISTS = {"uk_uksl": TITLE}
OTHER_LISTS = False
PUBLISHER = "UK Foreign, Commonwealth & Development Office"
URLS = {"uk_uksl": {"list": "https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml"}}
LICENCE = "Open Government Licence v3.0"
REDISTRIBUTION = "yes"
IMPORTER_VERSION = 1

CLOSED = (
    "is the OFSI consolidated list, which closed on 28 January 2026 and is no longer kept up; "
    "take the UK Sanctions List instead: "
    "https://www.gov.uk/government/publications/the-uk-sanctions-list"
)
TYPES = {"individual": "person", "entity": "entity", "ship": "vessel"}
NAME_TYPES = {"primary name": "primary", "primary name variation": "variation", "alias": "alias"}
STRENGTHS = {
    "good quality a.k.a": "good",
    "good quality a.k.a.": "good",
    "low quality a.k.a": "low",
    "low quality a.k.a.": "low",
}
NUMBERED_SHIP = re.compile(r"IMO\s*\d{7}\s*\(\s*[\"“”'‘’](.+)[\"“”'‘’]\s*\)")
MYANMAR = re.compile(r"\bMyanmar\b|\bBurma\b")
# Text, single fields: detail, XML path, CSV column.
DETAILS = (
    ("title", ("Titles", "Title"), "title"),
    ("position", ("IndividualDetails", "Individual", "Positions", "Position"), "position"),
    ("gender", ("IndividualDetails", "Individual", "Genders", "Gender"), "gender"),
    (
        "organisation_type",
        ("EntityDetails", "Entity", "TypeOfEntities", "TypeOfEntity"),
        "type of entity",
    ),
    ("parent", ("EntityDetails", "Entity", "ParentCompanies", "ParentCompany"), "parent company"),
    ("subsidiary", ("EntityDetails", "Entity", "Subsidiaries", "Subsidiary"), "subsidiaries"),
    (
        "vessel_owner",
        ("ShipDetails", "Ship", "CurrentOwnerOperators", "CurrentOwnerOperator"),
        "current owner/operator (s)",
    ),
    (
        "vessel_owner_former",
        ("ShipDetails", "Ship", "PreviousOwnerOperators", "PreviousOwnerOperator"),
        "previous owner/operator (s)",
    ),
    (
        "vessel_flag",
        ("ShipDetails", "Ship", "CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip"),
        "current believed flag of ship",
    ),
    (
        "vessel_flag_former",
        ("ShipDetails", "Ship", "PreviousFlags", "PreviousFlag"),
        "previous flags",
    ),
    ("vessel_type", ("ShipDetails", "Ship", "TypeOfShipDetails", "TypeOfShip"), "type of ship"),
    (
        "tonnage",
        ("ShipDetails", "Ship", "TonnageOfShipDetails", "TonnageOfShip"),
        "tonnage of ship",
    ),
    ("length", ("ShipDetails", "Ship", "LengthOfShipDetails", "LengthOfShip"), "length of ship"),
    ("build_year", ("ShipDetails", "Ship", "YearsBuilt", "YearBuilt"), "year built"),
    ("phone", ("PhoneNumbers", "PhoneNumber"), "phone number"),
    ("email", ("EmailAddresses", "EmailAddress"), "email address"),
    ("website", ("Websites", "Website"), "website"),
    (
        "nationality",
        ("IndividualDetails", "Individual", "Nationalities", "Nationality"),
        "nationality(/ies)",
    ),
)
BY_COUNTRY = ("nationality", "vessel_flag", "vessel_flag_former")


def recognise(files: list[Path], name: str | None = None) -> Reading:
    """Accept one XML or CSV file of the UK Sanctions List; refuse the closed OFSI list."""
    if len(files) != 1:
        raise SourceError(f"{TITLE}: one file, XML (better) or CSV; got {len(files)}")
    path = files[0]
    kind = expect(path, "xml", "text")
    start = head(path).decode("utf-8", "replace").lstrip("\ufeff")
    if (
        start.startswith("Last Updated,") and "Unique ID" not in start.split("\n")[0]
    ) or "FinancialSanctionsTarget" in start:
        raise SourceError(f"{path.name} {CLOSED}")
    if kind == "xml":
        expect_root(path, "Designations")
    return Reading("uk_uksl", "xml" if kind == "xml" else "csv", {"list": path})


def read(reading: Reading) -> Iterator[Entry]:
    """Yield the designations."""
    path = reading.files["list"]
    if reading.layout == "csv":
        rows = csv_rows(path)
        day = report_day(next(rows, (0, []))[1], path)
        reading.dated(day, dates.words(day) or dates.day_first(day), "Report Date")
        for group in groups(rows, path, reading.issues):
            yield from_columns(group, reading)
        return
    for element in stream(
        path, "Designations", ("Designation", "DateGenerated"), ("Designations",), reading.issues
    ):
        if element.tag.endswith("DateGenerated"):
            day = element.text or ""
            reading.dated(day, dates.day_first(day) or dates.iso(day), "DateGenerated")
        else:
            yield from_element(Record(element, reading.issues, "Designation"), reading)


def report_day(row: list[str], path: Path) -> str:
    """Return the words of the day in the first line, `Report Date: 08-Oct-2026`. Raises SourceError
    when it is another line.
    """
    label, _, value = ",".join(row).strip(" ,").partition(":")
    if label.strip().lower() != "report date":
        raise SourceError(
            f"{path.name}: begins with '{label[:40]}', expected 'Report Date: …' and then the "
            f"{len(HEADER)} columns of the UK Sanctions List"
        )
    return value.strip()


def begin(reading: Reading, reference: str | None, kind: str | None) -> Entry:
    """Begin an entry by its unique id, and set what it is."""
    entry = reading.entry(reference, "uk_unique_id", f"record {reading.number + 1}")
    entry.entry_type = TYPES.get(word_of(kind or ""))
    if entry.entry_type is None:
        reading.issues.unknown_word(entry.reference, "IndividualEntityShip", kind)
    return entry


def add_name(
    entry: Entry, parts: "Iterable[str | None]", kind: str | None, strength: str | None
) -> None:
    """Add a name: given names first, Name 6 (surname, or whole name of a body or ship) last."""
    name = " ".join(filter(None, parts))
    word, quality = word_of(kind or ""), word_of(strength or "")
    if word not in NAME_TYPES and name:
        entry.reading.issues.unknown_word(
            entry.reference, "NameType", kind, "name kept without type"
        )
    if quality and quality not in STRENGTHS:
        entry.reading.issues.unknown_word(
            entry.reference, "AliasStrength", strength, "name kept without quality"
        )
    entry.name(name, NAME_TYPES.get(word), STRENGTHS.get(quality))
    if "IMO" in name and (numbered := NUMBERED_SHIP.fullmatch(name.strip())):
        entry.name(numbered[1], "variation", STRENGTHS.get(quality))


@lru_cache(maxsize=1024)
def word_of(text: str) -> str:
    """Return a code word as it is compared: in one line, in small letters."""
    return squash(text).lower()


def add_script_name(entry: Entry, name: str | None, language: str | None, kind: str | None) -> None:
    """Add a name in its own script."""
    code = entry.language(language, "NonLatinScriptLanguage")
    entry.name(name, "original_script", None, code)
    if not name and kind:
        entry.issue(
            "information", "structure", "NonLatinScriptType", kind, "script named without a name"
        )


def add_detail(entry: Entry, detail: str, value: str | None) -> None:
    """Add a particular; a year of build is a date, a nationality or flag is a country."""
    if not value:
        return
    if detail == "build_year":
        entry.dated(detail, value, dates.day_first(squash(value)) or dates.words(squash(value)))
    else:
        entry.detail(detail, value, country=value if detail in BY_COUNTRY else None)


def add_listing(entry: Entry, designated: str | None, updated: str | None) -> None:
    """Set day of designation and of last update, dd/mm/yyyy."""
    entry.listing(
        designated,
        dates.day_first(designated or "") or dates.iso(designated or ""),
        "field",
        "DateDesignated",
    )
    entry.updated(
        updated, dates.day_first(updated or "") or dates.iso(updated or ""), "LastUpdated"
    )


def add_programme(
    entry: Entry, regime: str | None, source: str | None, imposed: "Iterable[str]"
) -> None:
    """Add the regime, with what it imposes."""
    if regime:
        entry.programme(
            regime,
            source and f"designated by {squash(source)}",
            measures(tuple(imposed)),
            bool(MYANMAR.search(regime)),
        )


@lru_cache(maxsize=1024)
def measures(imposed: tuple[str, ...]) -> str:
    """Return what a regime imposes: lists parted by bars, in which items repeat."""
    return "; ".join(
        filter(None, dict.fromkeys(squash(item) for text in imposed for item in text.split("|")))
    )


def from_element(record: Record, reading: Reading) -> Entry:
    """Read a designation of the XML."""
    entry = begin(reading, record.take("UniqueID"), record.take("IndividualEntityShip"))
    record.reference = entry.reference
    for name in record.records("Names", "Name"):
        name.reference = entry.reference
        add_name(
            entry,
            [name.take(f"Name{number}") for number in range(1, 7)],
            name.take("NameType"),
            name.take("AliasStrength"),
        )
        name.done()
    for name in record.records("NonLatinNames", "NonLatinName"):
        add_script_name(
            entry,
            name.take("NameNonLatinScript"),
            name.take("NonLatinScriptLanguage"),
            name.take("NonLatinScriptType"),
        )
        name.done()
    for address in record.records("Addresses", "Address"):
        lines = [address.take(f"AddressLine{number}") for number in range(1, 7)]
        entry.address([*lines, address.take("AddressPostalCode")], address.take("AddressCountry"))
        address.done()
    add_listing(entry, record.take("DateDesignated"), record.take("LastUpdated"))
    add_programme(
        entry,
        record.take("RegimeName"),
        record.take("DesignationSource"),
        record.take_all("SanctionsImposed"),
    )
    entry.identifier("uk_ofsi_group_id", record.take("OFSIGroupID"))
    entry.identifier("un_reference", record.take("UNReferenceNumber"))
    entry.remarks = entry.text(record.take("OtherInformation"), "OtherInformation")
    entry.reasons = entry.text(record.take("UKStatementofReasons"), "UKStatementofReasons")
    from_particulars(record, entry)
    # The indicators say in true and false what SanctionsImposed says in words.
    record.done(ignoring=("SanctionsImposedIndicators",))
    return entry.finish()


def from_particulars(record: Record, entry: Entry) -> None:
    """Read the blocks of persons, bodies and ships."""
    holders = {
        block: record.records(block, inner)
        for block, inner in (
            ("IndividualDetails", "Individual"),
            ("EntityDetails", "Entity"),
            ("ShipDetails", "Ship"),
        )
    }
    for detail, path, _ in DETAILS:
        for holder in holders.get(path[0], [record]):
            for value in holder.values(*path[-2:]):
                add_detail(entry, detail, value)
    for person in holders["IndividualDetails"]:
        for day in person.values("DOBs", "DOB"):
            entry.dated("birth_date", day, dates.day_first(squash(day)) or dates.words(squash(day)))
        for place in person.records("BirthDetails", "Location"):
            town, country = place.take("TownOfBirth"), place.take("CountryOfBirth")
            entry.detail("birth_place", ", ".join(filter(None, (town, country))), country=country)
            place.done()
        for block, scheme in (("Passport", "passport"), ("NationalIdentifier", "national_id")):
            for holder in person.records(f"{block}Details"):
                for item in [*holder.records(block), *holder.records(f"{block}Detail")]:
                    entry.identifier(
                        scheme,
                        item.take(f"{block}Number"),
                        note=item.take(f"{block}AdditionalInformation"),
                    )
                    item.done()
                holder.done()
    for body in holders["EntityDetails"]:
        for number in body.values("BusinessRegistrationNumbers", "BusinessRegistrationNumber"):
            entry.identifier("registration", number)
    for ship in holders["ShipDetails"]:
        for imo in ship.values("IMONumbers", "IMONumber"):
            entry.identifier("imo_ship", imo)
        for hull in ship.values("HullIdentificationNumbers", "HullIdentificationNumber"):
            entry.identifier("hull", hull)
    for found in holders.values():
        for holder in found:
            holder.done()


def from_columns(group: Group, reading: Reading) -> Entry:
    """Read a designation of the CSV: the distinct values of its columns."""
    entry = begin(reading, group.one("unique id"), group.one("designation type"))
    for *parts, kind, strength in group.tuples("names"):
        add_name(entry, parts, kind, strength)
    for name, kind, language in group.tuples("scripts"):
        add_script_name(entry, name or None, language or None, kind or None)
    for *lines, country in group.tuples("addresses"):
        entry.address(lines, country)
    add_listing(entry, group.one("date designated"), group.one("last updated"))
    add_programme(
        entry,
        group.one("regime name"),
        group.one("designation source"),
        group.all("sanctions imposed"),
    )
    entry.identifier("uk_ofsi_group_id", group.one("ofsi group id"))
    entry.identifier("un_reference", group.one("un reference number"))
    entry.remarks = entry.text(group.one("other information"), "Other Information")
    entry.reasons = entry.text(group.one("uk statement of reasons"), "UK Statement of Reasons")
    for detail, _, column in DETAILS:
        for value in group.all(column):
            add_detail(entry, detail, value)
    for day in group.all("d.o.b"):
        entry.dated("birth_date", day, dates.day_first(squash(day)) or dates.words(squash(day)))
    for town, country in group.tuples("births"):
        entry.detail("birth_place", ", ".join(filter(None, (town, country))), country=country)
    for scheme, part in (("passport", "passports"), ("national_id", "national ids")):
        for number, note in group.tuples(part):
            entry.identifier(scheme, number, note=note)
    for scheme, column in (
        ("registration", "business registration number (s)"),
        ("imo_ship", "imo number"),
        ("hull", "hull identification number (hin)"),
    ):
        for number in group.all(column):
            entry.identifier(scheme, number)
    return entry.finish()
