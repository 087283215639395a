"""OFAC's standard XML: sdn.xml and consolidated.xml."""

import re
from collections.abc import Iterator

from sanctrack.lists.publishers.us_ofac import labels
from sanctrack.lists.reading import dates
from sanctrack.lists.reading.entry import Entry, Reading
from sanctrack.lists.reading.text import squash
from sanctrack.lists.reading.xml import Record, local, stream

TYPES = {"individual": "person", "entity": "entity", "vessel": "vessel", "aircraft": "aircraft"}
ALIASES = {"a.k.a.": "alias", "f.k.a.": "former", "n.k.a.": "current"}
CATEGORIES = {"strong": "good", "weak": "low"}
LINKED = re.compile(r"\(Linked To: (.*?)\)(?=\s*(?:\(|$|\.))", re.DOTALL)
LINES = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode")


def read(reading: Reading) -> Iterator[Entry]:
    """Yield the entries."""
    path = reading.files["names"]
    for element in stream(
        path,
        "sdnList",
        ("publshInformation", "publishInformation", "sdnEntry"),
        ("sdnList",),
        reading.issues,
    ):
        if local(str(element.tag)) != "sdnEntry":
            head = Record(element, reading.issues, "publshInformation")
            day = head.take("Publish_Date")
            reading.dated(day, dates.month_first(day or ""), "Publish_Date")
            head.done(ignoring=("Record_Count",))
            continue
        yield read_entry(Record(element, reading.issues, "sdnEntry"), reading)


def full_name(record: Record, person: bool) -> str:
    """Return `SURNAME, Given` for persons, as the CSV has it; others have all in lastName."""
    last, first = squash(record.take("lastName") or ""), squash(record.take("firstName") or "")
    return f"{last}, {first}" if last and first and person else f"{first} {last}".strip()


def read_entry(record: Record, reading: Reading) -> Entry:
    """Read one entry."""
    entry = reading.entry(record.take("uid"), "ofac_uid", f"record {reading.number + 1}")
    record.reference = entry.reference
    kind = record.take("sdnType")
    entry.entry_type = TYPES.get(squash(kind or "").lower())
    if entry.entry_type is None:
        reading.issues.unknown_word(entry.reference, "sdnType", kind)
    person = entry.entry_type == "person"
    entry.name(full_name(record, person), "primary")
    for programme in record.values("programList", "program"):
        entry.programme(programme, myanmar=programme.startswith("BURMA"))
    entry.detail("position", record.take("title"))
    for alias in record.records("akaList", "aka"):
        read_alias(entry, alias, person)
    for address in record.records("addressList", "address"):
        read_address(entry, address)
    for item in record.records("idList", "id"):
        read_id(entry, item)
    read_person(entry, record)
    for ship in record.records("vesselInfo"):
        read_ship(entry, ship)
    entry.remarks = entry.text(record.take("remarks"), "remarks")
    for linked in LINKED.findall(entry.remarks or ""):
        entry.detail("linked_to", linked)
    record.done()
    return entry.finish()


def read_alias(entry: Entry, alias: Record, person: bool) -> None:
    """Read another name."""
    word, category = (
        squash(alias.take("type") or "").lower(),
        squash(alias.take("category") or "").lower(),
    )
    if word not in ALIASES:
        entry.reading.issues.unknown_word(
            entry.reference, "aka/type", word, "name kept without type"
        )
    if category and category not in CATEGORIES:
        entry.reading.issues.unknown_word(
            entry.reference, "aka/category", category, "name kept without quality"
        )
    entry.name(full_name(alias, person), ALIASES.get(word), CATEGORIES.get(category))
    alias.done(ignoring=("uid",))


def read_address(entry: Entry, address: Record) -> None:
    """Read an address."""
    entry.address([address.take(line) for line in LINES], address.take("country"))
    address.done(ignoring=("uid",))


def read_id(entry: Entry, item: Record) -> None:
    """Read a number or another labelled particular."""
    label, number, country = (
        squash(item.take("idType") or ""),
        item.take("idNumber"),
        item.take("idCountry"),
    )
    issued, expires = item.take("issueDate"), item.take("expirationDate")
    note = "; ".join(
        filter(
            None,
            (f"issued {issued}" if issued else None, f"expires {expires}" if expires else None),
        )
    )
    if not labels.apply(entry, label, number, country, note or None):
        entry.reading.issues.count(
            "warning",
            "unknown_word",
            entry.reference,
            f"idType: {label}",
            number,
            "label that is not known; kept as other particular",
            per_value=False,
        )
        entry.detail("other", number or note, "; ".join(filter(None, (label, country, note))))
    item.done(ignoring=("uid",))


def read_person(entry: Entry, record: Record) -> None:
    """Read birth, nationality and citizenship."""
    for item in record.records("dateOfBirthList", "dateOfBirthItem"):
        day = item.take("dateOfBirth")
        entry.dated("birth_date", day, dates.words(squash(day or "")))
        item.done(ignoring=("uid", "mainEntry"))
    for item in record.records("placeOfBirthList", "placeOfBirthItem"):
        entry.detail("birth_place", item.take("placeOfBirth"))
        item.done(ignoring=("uid", "mainEntry"))
    for path, detail in (
        (("nationalityList", "nationality"), "nationality"),
        (("citizenshipList", "citizenship"), "citizenship"),
    ):
        for item in record.records(*path):
            country = item.take("country")
            entry.detail(detail, country, country=country)
            item.done(ignoring=("uid", "mainEntry"))


def read_ship(entry: Entry, ship: Record) -> None:
    """Read what the list says of a ship."""
    entry.identifier("callsign", ship.take("callSign"))
    flag = ship.take("vesselFlag")
    entry.detail("vessel_flag", flag, country=flag)
    for field, detail in (("vesselType", "vessel_type"), ("vesselOwner", "vessel_owner")):
        entry.detail(detail, ship.take(field))
    for field, detail in (
        ("tonnage", "deadweight_tonnes"),
        ("grossRegisteredTonnage", "gross_tonnage"),
    ):
        value = ship.take(field) or ""
        entry.detail(detail, value.replace(",", ""))
    ship.done()
