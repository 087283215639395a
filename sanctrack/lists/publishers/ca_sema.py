"""Canada: the consolidated autonomous sanctions list under SEMA and JVCFOA (XML)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from sanctrack.errors import SourceError
from sanctrack.lists.reading import dates
from sanctrack.lists.reading.dates import Interval
from sanctrack.lists.reading.entry import Entry, Reading
from sanctrack.lists.reading.files import expect
from sanctrack.lists.reading.text import squash
from sanctrack.lists.reading.xml import Record, expect_root, stream

NAME = "ca_sema"
TITLE = "Consolidated Canadian Autonomous Sanctions List"
LISTS = {"ca_sema": TITLE}
OTHER_LISTS = False
PUBLISHER = "Global Affairs Canada"
URLS = {
    "ca_sema": {
        "list": "https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml"
    }
}
LICENCE = "Open Government Licence - Canada"
REDISTRIBUTION = "yes"
IMPORTER_VERSION = 3

# Tags of a field: until August 2026, the bilingual one since, and one of a time before ships were
# listed.
PLACE = {
    "Country": ("Country", "Country-Pays"),
    "Schedule": ("Schedule", "Schedule-Annexe"),
    "Item": ("Item", "Item-NumeroDarticle"),
}
FIELDS = {
    "LastName": ("LastName", "LastName-NomDeFamille"),
    "GivenName": ("GivenName", "GivenName-Prenom"),
    "EntityOrShip": ("EntityOrShip", "EntityOrShip-EntiteOuNavire", "Entity"),
    "Aliases": ("Aliases", "Aliases-Alias"),
    "TitleOrShip": ("TitleOrShip", "TitleOrShipType-TitreOuTypeDeNavire", "Title"),
    "ShipIMONumber": ("ShipIMONumber", "ShipIMONumber-NumeroOMIDuNavire"),
    "DateOfBirthOrShipBuildDate": (
        "DateOfBirthOrShipBuildDate",
        "DateOfBirthOrShipBuildDate-DateDeNaissanceOuDateDeConstructionDuNavire", "DateOfBirth",
    ),
    "DateOfListing": ("DateOfListing", "DateOfListing-DateDinscription"),
}  # fmt: skip
PLACE_TAGS, FIELD_TAGS = (
    {tag: name for name, tags in fields.items() for tag in tags} for fields in (PLACE, FIELDS)
)
# English before French: countries are parted by a stroke, kinds of ship by a bar.
BILINGUAL = re.compile(r"\s*\|\s*|\s+/\s+")
EITHER = re.compile(r"\s+or\s+|\s*/\s*|\s*;\s*")
LEGAL_FORM = (
    r"(?:ltd|limited|llc|inc|co|corp|company|plc|pte|pvt|pty|gmbh|ag|kg|bv|nv|oy|ab|as|sa|srl|spa|"
    r"s\.?a|l\.?p|llp|jsc|ojsc|pjsc|cjsc|ao|pao|oao|zao|ooo|fze|fzco|fzc|jr|sr|"
    r"ао|оао|пао|зао|ооо|ип|фгуп|гуп|нпо|нпп|ат|пат|прат|тов|тоо|"
    r"有限公司|株式会社|\(?p(?:riva)?te\)?)\b"
)
ALIAS_BREAK = re.compile(
    rf";|,(?!\s*{LEGAL_FORM}\.?\s*(?:,|;|\)|$|\(|{LEGAL_FORM}))", re.IGNORECASE
)
STRONG_BREAK = re.compile(r"\s*;\s*")
# Two spellings of one name.
SPELLINGS = re.compile(r"\s+/\s+|\s+or\s+")
FORM_ALONE = re.compile(rf"[\W_]*(?:{LEGAL_FORM}[\W_]*)+", re.IGNORECASE)
LABEL = re.compile(
    r"^(English|French|Russian|Ukrainian|Belarusian|Persian|Farsi|Arabic|Burmese|Chinese|Korean|Spanish|"
    r"alias|also known as|a\.k\.a\.?)\s*:\s*",
    re.IGNORECASE,
)
MONTH_YEAR = re.compile(r"([A-Za-z]{3})-(\d\d)")
DAYS: dict[str | None, str] = {"vessel": "build_year", "entity": "established_date"}
SERIAL = re.compile(r"\d{5}(?:\.0+)?")


def recognise(files: list[Path], name: str | None = None) -> Reading:
    """Accept one XML file."""
    if len(files) != 1:
        raise SourceError(f"{TITLE}: one file, sema-lmes.xml; got {len(files)}")
    expect(files[0], "xml")
    expect_root(files[0], "data-set")
    return Reading("ca_sema", "xml", {"list": files[0]})


def read(reading: Reading) -> Iterator[Entry]:
    """Yield the records. The file gives no day of its own."""
    for element in stream(
        reading.files["list"], "data-set", ("record",), ("data-set",), reading.issues
    ):
        yield read_record(Record(element, reading.issues, "record"), reading)


def read_record(record: Record, reading: Reading) -> Entry:
    """Read one record: a person (last and given name), an entity, or a ship (with IMO number)."""
    place = record.texts(PLACE_TAGS)
    part, item = (
        part_of(place.get("Country", ""), place.get("Schedule", "")),
        squash(place.get("Item", "")),
    )
    number = f"{part.place}item {item}" if item else None
    entry = reading.entry(
        number,
        "ca_schedule_item" if part.myanmar else "ca_sema_item",
        f"record {reading.number + 1}",
    )
    record.reference = entry.reference
    entry.programme(part.regime, legal_basis=part.basis, myanmar=part.myanmar)
    get = record.texts(FIELD_TAGS).get
    body, imo = get("EntityOrShip"), get("ShipIMONumber")
    person = " ".join(squash(part) for part in (get("GivenName"), get("LastName")) if part)
    if imo:
        entry.entry_type = "vessel"
    elif body:
        entry.entry_type = "entity"
    else:
        entry.entry_type = "person" if person else None
    if body and person:
        entry.issue(
            "warning",
            "structure",
            "EntityOrShip",
            person,
            "record with the name of a body and of a person; both are kept",
        )
    entry.name(body or person, "primary")
    entry.name(person if body else None, "alias")
    for alias in aliases(get("Aliases")):
        entry.name(alias, "alias")
    if imo:
        entry.identifier("imo_ship", imo)
    if day := get("DateOfBirthOrShipBuildDate"):
        read_day(entry, day)
    if role := squash(get("TitleOrShip") or ""):
        english = BILINGUAL.split(role, maxsplit=1)[0]
        entry.detail("vessel_type" if imo else "title", english, role if role != english else None)
    if listed := get("DateOfListing"):
        entry.listing(
            listed, dates.iso(listed) or dates.words(squash(listed)), "field", "DateOfListing"
        )
    record.done()
    return entry.finish()


class Part(NamedTuple):
    """A schedule under a regime: how it is called, and what begins the reference of its items."""

    regime: str
    basis: str | None
    place: str
    myanmar: bool


@lru_cache(maxsize=1024)
def part_of(country: str, schedule: str) -> Part:
    """Read the regime, in English before the stroke, and the schedule.

    The list has no ids, and other regimes than that of Myanmar use the same numbers.
    """
    regime, schedule = squash(country.split("/")[0]), squash(schedule)
    basis = f"Schedule {schedule}" if schedule and schedule != "N/A" else None
    myanmar = regime.startswith(("Myanmar", "Burma"))
    place = f"{schedule}, " if basis else ""
    return Part(regime, basis, place if myanmar else f"{regime}, {place}", myanmar)


def aliases(cell: str | None) -> list[str]:
    """Split a cell of aliases; a comma before a legal form (`Co., Ltd.`) is part of the name, and a
    legal form alone is none.
    """
    if not cell:
        return []
    text = squash(cell)
    names: list[str] = []
    for part in parts_of(text):
        for spelling in SPELLINGS.split(part):
            name = LABEL.sub("", spelling.strip(" ,;")) if ":" in spelling else spelling
            name = name.strip(" ,;")
            if name and names and FORM_ALONE.fullmatch(name):
                names[-1] = f"{names[-1]}, {name}"
            elif name:
                names.append(name)
    return names


def parts_of(text: str) -> list[str]:
    """Split a cell at semicolons, and at commas; where it has semicolons, one comma stands inside a
    name, `Last, First`.
    """
    found = []
    for part in STRONG_BREAK.split(text):
        pieces = ALIAS_BREAK.split(part)
        found += [part] if ";" in text and len(pieces) == 2 and ":" not in part else pieces
    return found


def read_day(entry: Entry, text: str) -> None:
    """Read a date of birth, or of a ship the year of build; a few cells give two days, one `or` the
    other.
    """
    kind = DAYS.get(entry.entry_type, "birth_date")
    interval = birth_interval(text)
    parts = [] if interval else [part for part in EITHER.split(squash(text)) if part]
    if len(parts) > 1 and all(map(birth_interval, parts)):
        for part in parts:
            entry.dated(kind, part, birth_interval(part), f"one of: {squash(text)}")
    else:
        entry.dated(kind, text, interval)


@lru_cache(maxsize=16_384)
def birth_interval(text: str) -> Interval | None:
    """Read the five forms of the file: ISO, year, dd-mm-yyyy, Mon-yy, Excel day number."""
    value = squash(text)
    found = MONTH_YEAR.fullmatch(value)
    if found and found[1].lower() in dates.MONTHS:
        # Of 00 to 30 the century is not known: a ship may be of 2005, a person of 1929.
        return (
            dates.span(1900 + int(found[2]), dates.MONTHS[found[1].lower()], None)
            if int(found[2]) > 30
            else None
        )
    if SERIAL.fullmatch(value):
        day = date(1899, 12, 30) + timedelta(days=int(float(value)))
        return Interval(day, day)
    return dates.iso(value) or dates.words(value)
