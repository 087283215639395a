"""European Union: the consolidated financial sanctions list, FSF (XML 1.1, CSV 1.1)."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

from sanctrack.errors import SourceError
from sanctrack.lists.publishers.eu_fsf.csv import PARTS, Columns
from sanctrack.lists.reading import dates
from sanctrack.lists.reading.dates import Interval
from sanctrack.lists.reading.entry import Entry, Reading
from sanctrack.lists.reading.files import csv_rows, expect
from sanctrack.lists.reading.text import squash
from sanctrack.lists.reading.xml import Record, expect_root, stream

NAME = "eu_fsf"
TITLE = "EU consolidated financial sanctions list"
LISTS = {"eu_fsf": TITLE}
OTHER_LISTS = False
PUBLISHER = "European Commission, DG FISMA"
# The token is the one that the Commission's public RSS feed carries; a personal EU Login gives
# another.
URLS = {
    "eu_fsf": {
        "list": "https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw"
    }
}
LICENCE = "CC BY 4.0 (Commission Decision 2011/833/EU); only the Official Journal is authentic"
REDISTRIBUTION = "yes"
IMPORTER_VERSION = 1

Get = Callable[[str], str | None]
TYPES = {"person": "person", "p": "person", "enterprise": "entity", "e": "entity"}
SCHEMES = {
    "passport": "passport", "id": "national_id", "ssn": "national_id", "nrn": "national_id",
    "nationcert": "national_id", "regnumber": "registration", "tradelic": "registration",
    "fiscalcode": "tax", "swiftbic": "bic", "imo": "imo_unspecified", "other": "other_id",
    "birthcert": "other_id", "travelcardid": "other_id", "electionid": "other_id",
    "residentperm": "other_id", "drivinglicence": "other_id", "lei": "lei",
}  # fmt: skip
FLAGS = {
    "diplomatic": "diplomatic",
    "knownExpired": "expired",
    "knownFalse": "false document",
    "reportedLost": "reported lost",
    "revokedByIssuer": "revoked",
}
CONTACTS = {"PHONE": "phone", "FAX": "fax", "EMAIL": "email", "WEB": "website", "OTHER": "other"}
LISTED = re.compile(r"^\s*date of listing\s*:\s*([0-9./-]+)\s*\.?\s*$", re.IGNORECASE)
# Attributes that say where in the database a value lives, not what it is.
INNER = ("@logicalId", "@regulationLanguage", "additionalInformation")


def recognise(files: list[Path], name: str | None = None) -> Reading:
    """Accept one XML or CSV file."""
    if len(files) != 1:
        raise SourceError(f"{TITLE}: one file, XML 1.1 (better) or CSV 1.1; got {len(files)}")
    layout = "xml" if expect(files[0], "xml", "text") == "xml" else "csv"
    if layout == "xml":
        expect_root(files[0], "export")
    return Reading("eu_fsf", layout, {"list": files[0]})


def read(reading: Reading) -> Iterator[Entry]:
    """Yield the entities."""
    path = reading.files["list"]
    if reading.layout == "csv":
        yield from read_csv(path, reading)
        return
    for element in stream(path, "export", ("sanctionEntity",), ("export",), reading.issues):
        if reading.number == 0:
            day = element.getroottree().getroot().get("generationDate")
            reading.dated(day, dates.iso(day or ""), "generationDate")
        yield read_entity(Record(element, reading.issues, "sanctionEntity"), reading)


def begin(reading: Reading, get: Get, kinds: Iterable[str | None]) -> Entry:
    """Begin an entry by its public reference number, else by the internal number."""
    reference, logical, un_id = get("euReferenceNumber"), get("logicalId"), get("unitedNationId")
    entry = reading.entry(
        reference or logical,
        "eu_reference" if reference else "eu_logical_id",
        f"record {reading.number + 1}",
    )
    words = [squash(kind).lower() for kind in kinds if kind]
    entry.entry_type = next((TYPES[word] for word in words if word in TYPES), None)
    if entry.entry_type is None:
        reading.issues.unknown_word(entry.reference, "subjectType", "; ".join(words))
    entry.identifier("eu_logical_id", logical)
    entry.identifier("un_reference", un_id)
    return entry


def read_entity(record: Record, reading: Reading) -> Entry:
    """Read an entity of the XML; the data sit in attributes, an empty one is null."""
    subjects = record.records("subjectType")
    entry = begin(
        reading,
        record.attribute,
        [
            word
            for subject in subjects
            for word in (subject.attribute("code"), subject.attribute("classificationCode"))
        ],
    )
    record.reference = entry.reference
    acts: list[str] = []
    designated, details = (
        record.attribute("designationDate"),
        record.attribute("designationDetails"),
    )
    for regulation in record.records("regulation"):
        acts.append(add_regulation(entry, regulation.attribute))
        regulation.done(
            ignoring=(
                "@regulationType",
                "@organisationType",
                "@entryIntoForceDate",
                "publicationUrl",
                *INNER,
            )
        )
    names = []
    for alias in record.records("nameAlias"):
        acts += alias.pluck("regulationSummary", "publicationDate")
        names.append(name_of(entry, alias.attribute, alias.take_all("remark")))
        alias.done(ignoring=INNER)
    add_names(entry, names)
    for part, adder in (
        ("citizenship", add_citizenship),
        ("birthdate", add_birth),
        ("address", add_address),
        ("identification", add_identification),
    ):
        for item in record.records(part):
            acts += item.pluck("regulationSummary", "publicationDate")
            for contact in item.records("contactInfo"):
                add_contact(entry, contact.attribute("key"), contact.attribute("value"))
                contact.done()
            adder(entry, item.attribute, item.take_all("remark"))
            item.done(ignoring=INNER)
    add_listing(entry, designated, details, acts)
    entry.remarks = entry.text("\n".join(record.take_all("remark")), "remark")
    record.done(ignoring=INNER)
    return entry.finish()


def add_regulation(entry: Entry, get: Get) -> str:
    """Add the programme with its latest act; return the act's day."""
    programme, title, published = get("programme"), get("numberTitle"), get("publicationDate")
    entry.programme(programme, title, myanmar=programme == "MMR")
    day = dates.iso(published or "")
    entry.updated(published, day, "publicationDate")
    return published or ""


def name_of(entry: Entry, get: Get, remarks: list[str]) -> tuple[str, str | None, str | None]:
    """Return name, quality and language of an alias, and add office, title and gender."""
    whole = get("wholeName")
    parts = [get("firstName"), get("middleName"), get("lastName")]
    strong, word = get("strong"), get("nameLanguage")
    quality = {"true": "good", "false": "low"}.get((strong or "").lower())
    for remark in remarks:
        lower = remark.lower()
        if "quality" in lower and len(lower) < 40:
            quality = "low" if "low" in lower or "lo quality" in lower else "good"
        else:
            entry.detail("other", remark, "remark on a name")
    language = entry.language(word, "nameLanguage")
    for field, detail in (("function", "position"), ("title", "title"), ("gender", "gender")):
        entry.detail(detail, get(field))
    return whole or " ".join(filter(None, parts)), quality, language


def add_names(entry: Entry, names: list[tuple[str, str | None, str | None]]) -> None:
    """Add the names; the list marks none as primary, so the first strong English or unmarked one
    is.
    """
    order = sorted(
        range(len(names)),
        key=lambda place: (names[place][1] == "low", names[place][2] not in (None, "en"), place),
    )
    for place in order[:1] + sorted(order[1:]):
        name, quality, language = names[place]
        entry.name(name, "primary" if place == order[0] else "alias", quality, language)


def country_of(get: Get) -> str | None:
    """Return the country: 00 and UNKNOWN are none."""
    code, word = get("countryIso2Code"), get("countryDescription")
    if code and code != "00":
        return code
    return word if word and word != "UNKNOWN" else None


def add_citizenship(entry: Entry, get: Get, remarks: list[str]) -> None:
    """Add a citizenship."""
    word, country = get("countryDescription"), get("countryIso2Code")
    note = "; ".join(filter(None, [get("region"), *remarks]))
    if country != "00":
        entry.detail("citizenship", word or country, note, country)


def add_birth(entry: Entry, get: Get, remarks: list[str]) -> None:
    """Add date and place of birth."""
    day, year, month, of_month = (
        get("birthdate"),
        get("year"),
        get("monthOfYear"),
        get("dayOfMonth"),
    )
    low, high = get("yearRangeFrom"), get("yearRangeTo")
    about = (get("circa") or "").lower() == "true"
    calendar = (get("calendarType") or "GREGORIAN").upper()
    parts = [get("place"), get("city"), get("region"), get("zipCode")]
    value = (
        day
        or "-".join(part.zfill(2) for part in (year, month, of_month) if part)
        or (f"{low} to {high}" if low or high else "")
    )
    interval: Interval | None = dates.iso(value) or dates.words(value)
    note = "; ".join(
        [*([] if calendar == "GREGORIAN" else [f"calendar {calendar.lower()}"]), *remarks]
    )
    if calendar != "GREGORIAN":
        interval = Interval(None, None)
    entry.dated("birth_date", value, interval, note, about)
    country = country_of(get)
    get("countryDescription")
    place = ", ".join(squash(part) for part in parts if part)
    entry.detail("birth_place", place or country, None if place else "country only", country)


def add_address(entry: Entry, get: Get, remarks: list[str]) -> None:
    """Add an address."""
    box = get("poBox")
    parts = [
        get("street"),
        f"P.O. Box {box}" if box else None,
        get("place"),
        get("city"),
        get("region"),
        get("zipCode"),
    ]
    at_listing = get("asAtListingTime")
    note = "; ".join([*(["as at listing time"] if at_listing == "true" else []), *remarks])
    country = country_of(get)
    get("countryDescription")
    if any(parts) or country:
        entry.address(parts, country, note)
    else:
        entry.detail("address_note", note)


def add_contact(entry: Entry, key: str | None, value: str | None) -> None:
    """Add telephone, fax, e-mail or website."""
    detail = CONTACTS.get((key or "").upper())
    if detail is None:
        entry.reading.issues.unknown_word(
            entry.reference, "contactInfo/key", key, "value kept as other particular"
        )
    entry.detail(detail or "other", value, key)


def add_identification(entry: Entry, get: Get, remarks: list[str]) -> None:
    """Add a document or number."""
    code, words = get("identificationTypeCode"), get("identificationTypeDescription")
    number, latin = get("number"), get("latinNumber")
    scheme = SCHEMES.get((code or "").lower())
    if scheme is None and (code or number):
        entry.reading.issues.unknown_word(
            entry.reference, "identificationTypeCode", code, "number kept as another document"
        )
    notes = [words]
    for field, label in (
        ("nameOnDocument", "name on it"),
        ("issuedBy", "issued by"),
        ("issueDate", "issued"),
        ("validFrom", "valid from"),
        ("validTo", "valid to"),
        ("region", "region"),
    ):
        value = get(field)
        notes.append(f"{label} {value}" if value else None)
    notes += [label for field, label in FLAGS.items() if (get(field) or "").lower() == "true"]
    country = country_of(get)
    get("countryDescription")
    note = "; ".join(filter(None, [*notes, *remarks]))
    if number or latin:
        entry.identifier(scheme or "other_id", number or latin, country, note)
    elif note and remarks:
        entry.detail("other", note, "document without a number")
    if latin and number and squash(latin) != squash(number):
        entry.identifier(scheme or "other_id", latin, country, "in Latin letters")


def add_listing(
    entry: Entry, designated: str | None, details: str | None, acts: Iterable[str]
) -> None:
    """Set the day of listing: given, else in words, else at the latest the day of the oldest act
    that is named.
    """
    found = LISTED.match(details or "")
    if designated:
        entry.listing(designated, dates.iso(designated), "field", "designationDate")
    elif found:
        entry.listing(details, dates.day_first(found[1]), "text", "designationDetails")
    else:
        days = sorted(day for day in (squash(act) for act in acts) if dates.iso(day))
        entry.listing(
            days[0] if days else None,
            dates.iso(days[0]) if days else None,
            "derived",
            "publicationDate",
        )
    if details and not found:
        entry.detail("other", details, "designation details")


def read_csv(path: Path, reading: Reading) -> Iterator[Entry]:
    """Yield the entities of the CSV: each row repeats the entity and holds one of its parts."""
    rows = csv_rows(path, ";")
    columns = Columns(next(rows, (0, []))[1], path, reading.issues)
    for _, block in groupby(columns.fitting(rows), key=columns.entity):
        lines = list(block)
        if reading.number == 0:
            day = columns.of(lines[0], "fileGenerationDate")
            reading.dated(day, dates.day_first(day or ""), "fileGenerationDate")
        yield from_rows(lines, columns, reading)


def from_rows(lines: list[list[str]], columns: Columns, reading: Reading) -> Entry:
    """Read the rows of one entity."""
    first = lines[0]
    get = columns.cells(first, "Entity").get
    # The two columns are swapped against the XML: either may hold the word.
    entry = begin(reading, get, [get("subjectType"), get("subjectType_ClassificationCode")])
    acts, names = [], []
    before: dict[str, str] | None = None
    adders = {
        "Citizenship": add_citizenship,
        "BirthDate": add_birth,
        "Address": add_address,
        "Identification": add_identification,
    }
    for line in lines:
        columns.unknown(line, entry.reference)
        regulation = columns.cells(line, "Entity_Regulation")
        if regulation != before:
            acts.append(add_regulation(entry, regulation.get))
            # A day that cannot be read is told for each row.
            before = regulation if dates.iso(acts[-1]) else None
        for part in PARTS:
            if not columns.holds(line, part):
                continue
            acts.append(columns.of(line, f"{part}_Regulation_PublicationDate") or "")
            pick = columns.cells(line, part).get
            remarks = list(filter(None, [pick("remark")]))
            if part == "NameAlias":
                names.append(name_of(entry, pick, remarks))
            else:
                adders[part](entry, pick, remarks)
            entry.detail("other", pick("contactInfo") if part == "Address" else None, "contact")
    add_names(entry, names)
    add_listing(entry, get("designationDate"), get("designationDetails"), acts)
    entry.remarks = entry.text(
        "\n".join(
            dict.fromkeys(filter(None, (columns.of(line, "Entity_Remark") for line in lines)))
        ),
        "Entity_Remark",
    )
    return entry.finish()
