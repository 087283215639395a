"""The blocks around the parties of OFAC's advanced XML: words, places, documents, listings,
relations.
"""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sanctrack.lists.reading import dates
from sanctrack.lists.reading.dates import Interval
from sanctrack.lists.reading.entry import Reading
from sanctrack.lists.reading.text import squash
from sanctrack.lists.reading.xml import Record, local

if TYPE_CHECKING:
    from lxml.etree import _Element

ORDER = ("ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "POSTAL CODE", "REGION")
# Numbers and links that say where a thing stands in the database, not what it is.
INNER = (
    "Comment",
    "@ID",
    "@FixedRef",
    "@DeltaAction",
    "DirectURL",
    "IdentityReference",
    "@ReliabilityID",
    "@DocNameStatusID",
    "@FeatureTypeGroupID",
)


# What a document points to besides its holder.
REFERENCES = (
    "DocumentedNameReference", "FeatureVersionReference", "ProfileRelationshipReference",
    "IDRegDocumentMention", "IDRegDocumentReference", "IssuedBy", "IssuedIn",
    "@IssuedIn-LocationID", *INNER,
)  # fmt: skip


class Place(NamedTuple):
    """A location: address parts in order, country word, other spellings."""

    parts: tuple[str, ...]
    country: str | None
    note: str | None


class Around:
    """The blocks around the parties."""

    def __init__(self) -> None:
        self.words: dict[tuple[str, str], str] = {}
        self.party_types: dict[str, str] = {}
        self.places: dict[str, Place] = {}
        self.documents: dict[str, list[tuple[str, str | None, str | None, str | None]]] = {}
        self.listings: dict[
            str, list[tuple[Interval | None, list[str], list[str], str | None]]
        ] = {}
        self.relations: dict[str, list[tuple[str, str]]] = {}

    def word(self, kind: str, number: str | None, default: str = "") -> str:
        """Return the word of a reference value."""
        return self.words.get((kind, number or ""), default)


def day_of(element: "_Element | None") -> Interval | None:
    """Read Year, Month and Day below an element."""
    if element is None:
        return None
    found = {local(str(child.tag)): (child.text or "").strip() for child in element}
    year = dates.figure(found.get("Year"))
    return (
        dates.span(year, dates.figure(found.get("Month")), dates.figure(found.get("Day")))
        if year
        else None
    )


def child(element: "_Element | None", *path: str) -> "_Element | None":
    """Return a descendant by local names."""
    for name in path:
        element = (
            next((item for item in element if local(str(item.tag)) == name), None)
            if element is not None
            else None
        )
    return element


def period(element: "_Element") -> tuple[Interval | None, bool]:
    """Read a DatePeriod: from the start's first day to the end's last; a whole year stands for the
    year.
    """
    start, end = child(element, "Start"), child(element, "End")
    low = day_of(child(start, "From"))
    high = (
        day_of(child(end, "To")) or day_of(child(end, "From")) or day_of(child(start, "To")) or low
    )
    about = any(
        (side is not None and (side.get("Approximate") or "").lower() == "true")
        for side in (start, end)
    )
    if (
        low is None
        or high is None
        or not low.earliest
        or not high.latest
        or low.earliest > high.latest
    ):
        return None, about
    return Interval(low.earliest, high.latest, about), about


def words_of(interval: Interval) -> str:
    """Write an interval as day, month, year or from-to."""
    low, high = interval.earliest or date.min, interval.latest or date.max
    if low == high:
        return low.isoformat()
    if (low.month, low.day, high.month, high.day) == (1, 1, 12, 31):
        return str(low.year) if low.year == high.year else f"{low.year} to {high.year}"
    return (
        f"{low:%Y-%m}"
        if dates.span(low.year, low.month, None) == (low, high, False)
        else f"{low} to {high}"
    )


def read_words(element: "_Element", reading: Reading, around: Around) -> None:
    """Read the reference values: all codes of the file."""
    for item in element.iter():
        number = item.get("ID")
        if number is None:
            continue
        kind = local(str(item.tag))
        text = squash(item.text or "")
        if kind == "AreaCode":
            text = item.get("Description") or text
        if kind == "PartySubType":
            around.party_types[number] = item.get("PartyTypeID") or ""
        around.words[kind, number] = text or item.get("ISO2") or ""


def read_place(element: "_Element", reading: Reading, around: Around) -> None:
    """Read a location."""
    number = element.get("ID") or ""
    parts: dict[str, str] = {}
    others, country, area = [], None, None
    for item in element:
        name = local(str(item.tag))
        if name == "LocationCountry":
            country = around.word("Country", item.get("CountryID"))
        elif name == "LocationAreaCode":
            area = around.word("AreaCode", item.get("AreaCodeID"))
        elif name == "LocationPart":
            kind = around.word("LocPartType", item.get("LocPartTypeID"))
            for value in item:
                if local(str(value.tag)) != "LocationPartValue":
                    continue
                found = child(value, "Value")
                text = squash(found.text or "") if found is not None else ""
                if (value.get("Primary") or "true") == "true" and kind not in parts:
                    parts[kind] = text
                elif text:
                    others.append(text)
        elif name not in (
            "FeatureVersionReference",
            "IDRegDocumentReference",
            "ProfileRelationshipReference",
        ):
            reading.issues.unknown_field(f"Location {number}", f"Location/{name}", item.text)
    unknown = parts.pop("Unknown", None)
    ordered = [parts.pop(kind) for kind in ORDER if kind in parts]
    word = next(
        (text for text in (country, area, unknown) if text and text != "undetermined"), None
    )
    around.places[number] = Place((*ordered, *parts.values()), word, "; ".join(others) or None)


def read_document(element: "_Element", reading: Reading, around: Around) -> None:
    """Read a registration or identity document; they hang on identities."""
    record = Record(element, reading.issues, "IDRegDocument", element.get("IdentityID"))
    kind = around.word("IDRegDocType", record.attribute("IDRegDocTypeID"))
    number, authority, comment = (
        record.take("IDRegistrationNo"),
        record.take("IssuingAuthority"),
        record.take("Comment"),
    )
    country = around.word("Country", record.attribute("IssuedBy-CountryID"))
    validity = around.word("Validity", record.attribute("ValidityID"))
    notes = [
        authority and f"issued by {authority}",
        comment,
        None if validity.lower() in ("", "valid") else validity,
    ]
    for item in record.records("DocumentDate"):
        label = around.word("IDRegDocDateType", item.attribute("IDRegDocDateTypeID"), "date")
        for found in (period(span.element)[0] for span in item.records("DatePeriod")):
            notes.append(f"{label.lower()} {words_of(found)}" if found else None)
        item.done()
    identity = record.attribute("IdentityID") or ""
    around.documents.setdefault(identity, []).append(
        (kind, number, country or None, "; ".join(filter(None, notes)) or None)
    )
    record.done(ignoring=REFERENCES)


def read_listing(element: "_Element", reading: Reading, around: Around) -> None:
    """Read a sanctions entry: the events with their days, the measures with the programmes."""
    profile = element.get("ProfileID") or ""
    days, bases, programmes = [], [], []
    for item in element:
        name = local(str(item.tag))
        if name == "EntryEvent":
            days.append(day_of(child(item, "Date")))
            bases.append(around.word("LegalBasis", item.get("LegalBasisID")))
        elif name == "SanctionsMeasure":
            kind = around.word("SanctionsType", item.get("SanctionsTypeID"))
            comment = child(item, "Comment")
            text = squash(comment.text or "") if comment is not None else ""
            if kind == "Program" or (not kind and text):
                programmes.append(text)
        elif name not in ("LimitationsToPublic", "SupportingInfo"):
            reading.issues.unknown_field(profile, f"SanctionsEntry/{name}", item.text)
    known = [day for day in days if day and day.latest]
    first = min(known, key=lambda day: day.latest or date.max) if known else None
    around.listings.setdefault(profile, []).append(
        (
            first,
            programmes,
            list(filter(None, bases)),
            around.word("List", element.get("ListID")) or None,
        )
    )


def read_relation(element: "_Element", reading: Reading, around: Around) -> None:
    """Read a relation between two profiles."""
    kind = around.word("RelationType", element.get("RelationTypeID"), "linked to")
    around.relations.setdefault(element.get("From-ProfileID") or "", []).append(
        (kind, element.get("To-ProfileID") or "")
    )
