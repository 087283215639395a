"""United Nations: the consolidated list of the Security Council (XML)."""

import re
from collections.abc import Iterator
from pathlib import Path

from sanctrack.errors import SourceError
from sanctrack.lists.reading import dates
from sanctrack.lists.reading.entry import Entry, Reading
from sanctrack.lists.reading.files import expect
from sanctrack.lists.reading.text import squash
from sanctrack.lists.reading.xml import Record, expect_root, local, stream
from sanctrack.names.check_digits import clean

NAME = "un_sc"
TITLE = "UN Security Council consolidated list"
LISTS = {"un_sc": TITLE}
OTHER_LISTS = False
PUBLISHER = "United Nations Security Council"
URLS = {"un_sc": {"list": "https://scsanctions.un.org/resources/xml/en/consolidated.xml"}}
LICENCE = "UN terms of use"
REDISTRIBUTION = "no"
IMPORTER_VERSION = 4

IGNORED = (
    "VERSIONNUM", "LIST_TYPE", "SORT_KEY", "SORT_KEY_LAST_MOD", "SUBMITTED_BY", "DELISTED_ON",
    "LAST_REVIEWED_ON", "HAS_INTERPOL_LINK", "INTERPOL_LINK",
)  # fmt: skip
QUALITIES: dict[str, tuple[str | None, str | None]] = {
    "good": ("alias", "good"), "low": ("alias", "low"), "a.k.a.": ("alias", None),
    "a.k.a": ("alias", None), "f.k.a.": ("former", None), "f.k.a": ("former", None),
}  # fmt: skip
DOCUMENTS = (
    ("passport", "passport"), ("national "
        "id", "national_id"), ("identity "
            "card", "national_id"), ("identification number", "national_id"),
)  # fmt: skip
IMO_IN_TEXT = re.compile(
    r"(company\s+)?(?:number\s+)?IMO(?:\s*(?:number|no\.?))?\s*:?\s*(\d{7})\b", re.IGNORECASE
)


def recognise(files: list[Path], name: str | None = None) -> Reading:
    """Accept one XML file."""
    if len(files) != 1:
        raise SourceError(f"{TITLE}: one file, consolidated.xml; got {len(files)}")
    expect(files[0], "xml")
    expect_root(files[0], "CONSOLIDATED_LIST")
    return Reading("un_sc", "xml", {"list": files[0]})


def read(reading: Reading) -> Iterator[Entry]:
    """Yield individuals and entities."""
    path = reading.files["list"]
    for element in stream(
        path,
        "CONSOLIDATED_LIST",
        ("INDIVIDUAL", "ENTITY"),
        ("INDIVIDUALS", "ENTITIES"),
        reading.issues,
    ):
        if reading.number == 0:
            day = element.getroottree().getroot().get("dateGenerated")
            reading.dated(day, dates.iso(day or ""), "dateGenerated")
        yield read_party(Record(element, reading.issues, local(str(element.tag))), reading)


def read_party(record: Record, reading: Reading) -> Entry:
    """Read one party."""
    number, dataid = record.take("REFERENCE_NUMBER"), record.take("DATAID")
    scheme = "un_reference" if number else "un_dataid"
    entry = reading.entry(number or dataid, scheme, f"record {reading.number + 1}")
    record.reference = entry.reference
    entry.entry_type = "person" if record.path == "INDIVIDUAL" else "entity"
    entry.name(
        " ".join(
            filter(
                None,
                (record.take(f"{part}_NAME") for part in ("FIRST", "SECOND", "THIRD", "FOURTH")),
            )
        ),
        "primary",
    )
    entry.name(record.take("NAME_ORIGINAL_SCRIPT"), "original_script")
    entry.programme(record.take("UN_LIST_TYPE"))
    listed = record.take("LISTED_ON")
    entry.listing(listed, dates.iso(listed or ""), "field", "LISTED_ON")
    for day in record.values("LAST_DAY_UPDATED", "VALUE"):
        entry.updated(day, dates.iso(squash(day)), "LAST_DAY_UPDATED")
    entry.remarks = entry.text(record.take("COMMENTS1"), "COMMENTS1")
    read_person(record, entry)
    read_aliases(record, entry)
    for address in record.records(f"{record.path}_ADDRESS"):
        read_address(address, entry)
    if entry.entry_type == "entity" and entry.remarks:
        read_imo(entry, entry.remarks)
    record.done(ignoring=IGNORED)
    return entry.finish()


def read_imo(entry: Entry, comments: str) -> None:
    """Read IMO numbers in the comments: a company's number is its own, a ship's number is of a ship
    it works with.
    """
    for company, imo in IMO_IN_TEXT.findall(comments):
        scheme = "imo_company" if company else clean("imo_unspecified", imo)[0]
        if scheme == "imo_ship":
            entry.detail("linked_to", f"IMO {imo}", "ship named in the comments")
        else:
            entry.identifier(scheme, imo, note="from the comments")


def read_person(record: Record, entry: Entry) -> None:
    """Read what persons have: birth, nationality, office, documents."""
    for field, detail in (
        ("TITLE", "title"),
        ("DESIGNATION", "position"),
        ("NATIONALITY", "nationality"),
        ("NATIONALITY2", "nationality"),
    ):
        for value in record.values(field, "VALUE"):
            entry.detail(detail, value, country=value if detail == "nationality" else None)
    entry.detail("gender", record.take("GENDER"))
    for birth in record.records("INDIVIDUAL_DATE_OF_BIRTH"):
        read_birth(birth, entry)
    for place in record.records("INDIVIDUAL_PLACE_OF_BIRTH"):
        parts = [place.take(field) for field in ("STREET", "CITY", "STATE_PROVINCE")]
        country = place.take("COUNTRY")
        entry.detail(
            "birth_place", ", ".join(filter(None, [*parts, country])), place.take("NOTE"), country
        )
        place.done()
    for document in record.records("INDIVIDUAL_DOCUMENT"):
        read_document(document, entry)


def read_birth(birth: Record, entry: Entry) -> None:
    """Read a date of birth: a day, a year, or two years."""
    kind, note = birth.take("TYPE_OF_DATE"), birth.take("NOTE")
    low, high = birth.take("FROM_YEAR"), birth.take("TO_YEAR")
    value = (
        birth.take("DATE")
        or birth.take("YEAR")
        or (f"{low} to {high}" if low and high else low or high)
    )
    if not value and note:
        # Some births stand in the note alone, as `Nov. 1973`; a note that is no date is kept with
        # its words.
        value, note = note, "from the note"
    if value:
        word = squash(kind or "").upper()
        if word not in ("", "EXACT", "APPROXIMATELY", "BETWEEN"):
            entry.reading.issues.unknown_word(entry.reference, "TYPE_OF_DATE", kind)
        entry.dated(
            "birth_date",
            value,
            dates.iso(squash(value)) or dates.words(squash(value)),
            note,
            about=word == "APPROXIMATELY",
        )
    birth.done(ignoring=("YEAR", "DATE"))


def read_document(document: Record, entry: Entry) -> None:
    """Read a passport or another document."""
    kind = " ".join(
        filter(
            None,
            (
                squash(document.take(field) or "")
                for field in ("TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2")
            ),
        )
    )
    number = document.take("NUMBER")
    country = document.take("ISSUING_COUNTRY") or document.take("COUNTRY_OF_ISSUE")
    issued, expires = document.take("DATE_OF_ISSUE"), document.take("DATE_OF_EXPIRY")
    parts = [
        kind,
        f"issued {issued}" if issued else None,
        f"expires {expires}" if expires else None,
        document.take("CITY_OF_ISSUE"),
        document.take("NOTE"),
    ]
    note = "; ".join(filter(None, parts))
    scheme = next((scheme for word, scheme in DOCUMENTS if word in kind.lower()), "other_id")
    if number:
        entry.identifier(scheme, number, country, note)
    elif note:
        entry.detail("other", note, "document without a number")
    document.done(ignoring=("COUNTRY_OF_ISSUE", "ISSUING_COUNTRY"))


def read_aliases(record: Record, entry: Entry) -> None:
    """Read other names; the list is full of empty alias elements."""
    for alias in record.records(f"{record.path}_ALIAS"):
        names, quality = alias.take("ALIAS_NAME"), squash(alias.take("QUALITY") or "")
        note = alias.take("NOTE")
        parts = [
            alias.take(field) for field in ("DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH")
        ]
        alias.done()
        if not names:
            read_nameless(entry, parts, quality, note)
            continue
        kind, grade = QUALITIES.get(quality.lower(), (None, None) if quality else ("alias", None))
        if kind is None:
            entry.reading.issues.unknown_word(
                entry.reference, "QUALITY", quality, "name kept without type and quality"
            )
        for text in names.split(";"):
            entry.name(text, kind, grade)
        entry.detail(
            "other", ", ".join(filter(None, [*parts, note])), f"of the name {squash(names)}"
        )


def read_nameless(entry: Entry, parts: list[str | None], quality: str, note: str | None) -> None:
    """Read what stands in an alias without a name: some births and places of birth of the party
    stand there alone. A quality without a name says nothing.
    """
    day, *place = parts
    if day:
        value = squash(day)
        entry.dated("birth_date", value, dates.iso(value) or dates.words(value))
    where = ", ".join(filter(None, place))
    if where:
        entry.detail("birth_place", where, country=place[-1])
    if note:
        entry.detail("other", note, "note on a name that is not given")
    if quality and quality.lower() not in QUALITIES:
        entry.reading.issues.unknown_word(entry.reference, "QUALITY", quality, "no name has it")


def read_address(address: Record, entry: Entry) -> None:
    """Read an address."""
    parts = [address.take(field) for field in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")]
    entry.address(parts, address.take("COUNTRY"), address.take("NOTE"))
    address.done()
