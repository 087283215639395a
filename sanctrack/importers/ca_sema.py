"""Canada: the consolidated autonomous sanctions list under SEMA and JVCFOA (XML)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sanctrack.errors import SourceError
from sanctrack.importers import _dates as dates
from sanctrack.importers._dates import Interval
from sanctrack.importers._entry import Entry, Reading
from sanctrack.importers._files import expect
from sanctrack.importers._text import squash
from sanctrack.importers._xml import Record, stream

NAME = "ca_sema"
TITLE = "Consolidated Canadian Autonomous Sanctions List"
LISTS = {"ca_sema": TITLE}
AUTHORITY = "CA-GAC"
PUBLISHER = "Global Affairs Canada"
URLS = {
    "ca_sema": {
        "list": "https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml"
    }
}
LICENCE = "Open Government Licence - Canada"
REDISTRIBUTION = "yes"
IMPORTER_VERSION = 1

MYANMAR = "Myanmar (Burma)"
LEGAL_FORM = (
    r"(?:ltd|limited|llc|inc|co|corp|company|plc|pte|pvt|pty|gmbh|s\.?a|l\.?p|llp|"
    r"jsc|ojsc|pjsc|cjsc|ao|pao|oao|zao|ooo|fze|fzco|fzc|jr|sr)\b"
)
ALIAS_BREAK = re.compile(rf"\s*(?:;|,(?!\s*{LEGAL_FORM}\.?\s*(?:,|;|$|\(|{LEGAL_FORM})))\s*", re.IGNORECASE)
LABEL = re.compile(
    r"^(English|French|Russian|Ukrainian|Belarusian|Persian|Farsi|Arabic|Burmese|Chinese|Korean|Spanish|"
    r"alias|also known as|a\.k\.a\.?)\s*:\s*",
    re.IGNORECASE,
)
MONTH_YEAR = re.compile(r"([A-Za-z]{3})-(\d\d)")
SERIAL = re.compile(r"\d{5}(?:\.0+)?")


def recognise(files: list[Path], name: str | None = None) -> Reading:
    """Accept one XML file."""
    if len(files) != 1:
        raise SourceError(f"{TITLE}: one file, sema-lmes.xml; got {len(files)}")
    expect(files[0], "xml")
    return Reading("ca_sema", "xml", {"list": files[0]})


def read(reading: Reading) -> Iterator[Entry]:
    """Yield the records. The file gives no day of its own."""
    for element in stream(reading.files["list"], "data-set", ("record",), ("data-set",), reading.issues):
        yield read_record(Record(element, reading.issues, "record"), reading)


def read_record(record: Record, reading: Reading) -> Entry:
    """Read one record: a person (last and given name), an entity, or a ship (with IMO number)."""
    country = squash(record.take("Country") or "")
    regime = squash(country.split("/")[0])
    schedule, item = squash(record.take("Schedule") or ""), squash(record.take("Item") or "")
    entry = new_entry(reading, regime, schedule, item)
    record.reference = entry.reference
    entry.programme(
        regime or None, legal_basis=f"Schedule {schedule}" if schedule and schedule != "N/A" else None, myanmar=regime.startswith("Myanmar")
    )
    body, imo, role = record.take("EntityOrShip") or record.take("Entity"), record.take("ShipIMONumber"), record.take("TitleOrShip")
    birth = record.take("DateOfBirthOrShipBuildDate") or record.take("DateOfBirth")
    given, last = record.take("GivenName"), record.take("LastName")
    person = " ".join(squash(part) for part in (given, last) if part)
    entry.entry_type = "vessel" if imo else "entity" if body else "person" if person else None
    if body and person:
        entry.issue("warning", "structure", "EntityOrShip", person, "record with the name of a body and of a person; both are kept")
    entry.name(body or person, "primary")
    entry.name(person if body else None, "alias")
    for alias in aliases(record.take("Aliases")):
        entry.name(alias, "alias")
    entry.identifier("imo_ship", imo)
    read_day(entry, birth)
    entry.detail("vessel_type" if imo else "title", role)
    listed = record.take("DateOfListing")
    entry.listing(listed, dates.iso(squash(listed or "")) or dates.words(squash(listed or "")), "field", "DateOfListing")
    record.done(ignoring=("Entity", "DateOfBirth"))
    return entry.finish()


def new_entry(reading: Reading, regime: str, schedule: str, item: str) -> Entry:
    """Begin an entry by its part and item; the list has no ids, and other regimes use the same numbers."""
    place = f"{schedule}, item {item}" if schedule and schedule != "N/A" else f"item {item}"
    myanmar = regime.startswith("Myanmar")
    number = (place if myanmar else f"{regime}, {place}") if item else None
    return reading.entry(number, "ca_schedule_item" if myanmar else "ca_sema_item", f"record {reading.number + 1}")


def aliases(cell: str | None) -> list[str]:
    """Split a cell of aliases; a comma before a legal form (`Co., Ltd.`) is part of the name."""
    if not cell:
        return []
    return [LABEL.sub("", name.strip(" ,;")) for name in ALIAS_BREAK.split(squash(cell)) if name.strip(" ,;")]


def read_day(entry: Entry, text: str | None) -> None:
    """Read a date of birth, or of a ship the year of build."""
    value = squash(text or "")
    if not value:
        return
    if entry.entry_type == "vessel":
        entry.dated("build_year", value, birth_interval(value))
    elif entry.entry_type == "entity":
        entry.dated("established_date", value, birth_interval(value))
    else:
        entry.dated("birth_date", value, birth_interval(value))


def birth_interval(value: str) -> Interval | None:
    """Read the five forms of the file: ISO, year, dd-mm-yyyy, Mon-yy, Excel day number."""
    found = MONTH_YEAR.fullmatch(value)
    if found and found[1].lower() in dates.MONTHS:
        # Two digits of a year of birth: nobody listed was born after 2030 or before 1931.
        year = int(found[2]) + (2000 if int(found[2]) <= 30 else 1900)
        return dates.span(year, dates.MONTHS[found[1].lower()], None)
    if SERIAL.fullmatch(value):
        day = date(1899, 12, 30) + timedelta(days=int(float(value)))
        return Interval(day, day)
    return dates.iso(value) or dates.words(value)
