"""Canada: the consolidated autonomous sanctions list under SEMA and JVCFOA (XML)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
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
IMPORTER_VERSION = 2

# Fields by the name that they had until August 2026, with the bilingual one that they have since, and one of a time before ships.
FIELDS = {
    "Country": ("Country", "Country-Pays"),
    "LastName": ("LastName", "LastName-NomDeFamille"),
    "GivenName": ("GivenName", "GivenName-Prenom"),
    "EntityOrShip": ("EntityOrShip", "EntityOrShip-EntiteOuNavire", "Entity"),
    "Aliases": ("Aliases", "Aliases-Alias"),
    "TitleOrShip": ("TitleOrShip", "TitleOrShipType-TitreOuTypeDeNavire", "Title"),
    "ShipIMONumber": ("ShipIMONumber", "ShipIMONumber-NumeroOMIDuNavire"),
    "DateOfBirthOrShipBuildDate": (
        "DateOfBirthOrShipBuildDate", "DateOfBirthOrShipBuildDate-DateDeNaissanceOuDateDeConstructionDuNavire", "DateOfBirth",
    ),
    "Schedule": ("Schedule", "Schedule-Annexe"),
    "Item": ("Item", "Item-NumeroDarticle"),
    "DateOfListing": ("DateOfListing", "DateOfListing-DateDinscription"),
}  # fmt: skip
# English before French: countries are parted by a stroke, kinds of ship by a bar.
BILINGUAL = re.compile(r"\s*\|\s*|\s+/\s+")
EITHER = re.compile(r"\s+or\s+|\s*/\s*|\s*;\s*")
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
    regime = regime_of(record.first(FIELDS["Country"]) or "")
    schedule, item = line(record, "Schedule"), line(record, "Item")
    entry = new_entry(reading, regime, schedule, item)
    record.reference = entry.reference
    entry.programme(
        regime or None, legal_basis=f"Schedule {schedule}" if schedule and schedule != "N/A" else None, myanmar=is_myanmar(regime)
    )
    body, imo, role = record.first(FIELDS["EntityOrShip"]), record.first(FIELDS["ShipIMONumber"]), line(record, "TitleOrShip")
    given, last = line(record, "GivenName"), line(record, "LastName")
    person = f"{given} {last}" if given and last else given or last
    entry.entry_type = "vessel" if imo else "entity" if body else "person" if person else None
    if body and person:
        entry.issue("warning", "structure", "EntityOrShip", person, "record with the name of a body and of a person; both are kept")
        entry.name(body, "primary")
        entry.name(person, "alias")
    else:
        entry.name(body or person, "primary")
    for alias in aliases(record.first(FIELDS["Aliases"])):
        entry.name(alias, "alias")
    if imo:
        entry.identifier("imo_ship", imo)
    read_day(entry, line(record, "DateOfBirthOrShipBuildDate"))
    if role:
        english = BILINGUAL.split(role, maxsplit=1)[0]
        entry.detail("vessel_type" if imo else "title", english, role if role != english else None)
    listed = line(record, "DateOfListing")
    entry.listing(listed, dates.iso(listed) or dates.words(listed), "field", "DateOfListing")
    record.done()
    return entry.finish()


def line(record: Record, name: str) -> str:
    """Take a field in one line, empty when it is absent."""
    text = record.first(FIELDS[name])
    return squash(text) if text else ""


@lru_cache(maxsize=1024)
def regime_of(country: str) -> str:
    """Return the regime in English, which stands before the stroke."""
    return squash(country.split("/")[0])


def is_myanmar(regime: str) -> bool:
    """Whether a regime is that of Myanmar."""
    return regime.startswith(("Myanmar", "Burma"))


def new_entry(reading: Reading, regime: str, schedule: str, item: str) -> Entry:
    """Begin an entry by its part and item; the list has no ids, and other regimes use the same numbers."""
    place = f"{schedule}, item {item}" if schedule and schedule != "N/A" else f"item {item}"
    myanmar = is_myanmar(regime)
    number = (place if myanmar else f"{regime}, {place}") if item else None
    return reading.entry(number, "ca_schedule_item" if myanmar else "ca_sema_item", f"record {reading.number + 1}")


def aliases(cell: str | None) -> list[str]:
    """Split a cell of aliases; a comma before a legal form (`Co., Ltd.`) is part of the name."""
    if not cell:
        return []
    return [LABEL.sub("", name.strip(" ,;")) for name in ALIAS_BREAK.split(squash(cell)) if name.strip(" ,;")]


def read_day(entry: Entry, value: str) -> None:
    """Read a date of birth, or of a ship the year of build; a few cells give two days, one `or` the other."""
    if not value:
        return
    kinds = {"vessel": "build_year", "entity": "established_date"}
    kind = kinds.get(entry.entry_type or "", "birth_date")
    interval = birth_interval(value)
    parts = [] if interval else [part for part in EITHER.split(value) if part]
    if len(parts) > 1 and all(map(birth_interval, parts)):
        for part in parts:
            entry.dated(kind, part, birth_interval(part), f"one of: {value}")
    else:
        entry.dated(kind, value, interval)


@lru_cache(maxsize=16_384)
def birth_interval(value: str) -> Interval | None:
    """Read the five forms of the file: ISO, year, dd-mm-yyyy, Mon-yy, Excel day number."""
    found = MONTH_YEAR.fullmatch(value)
    if found and found[1].lower() in dates.MONTHS:
        # Of 00 to 30 the century is not known: a ship may be of 2005, a person of 1929.
        return dates.span(1900 + int(found[2]), dates.MONTHS[found[1].lower()], None) if int(found[2]) > 30 else None
    if SERIAL.fullmatch(value):
        day = date(1899, 12, 30) + timedelta(days=int(float(value)))
        return Interval(day, day)
    return dates.iso(value) or dates.words(value)
