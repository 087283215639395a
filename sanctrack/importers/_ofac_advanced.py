"""OFAC's advanced XML: the only layout with days of listing and names in their own script.

The file refers to and fro by numbers, so it is read twice: first the blocks around the parties, then the parties.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sanctrack.importers import _dates as dates
from sanctrack.importers import _ofac_labels as labels
from sanctrack.importers._dates import Interval
from sanctrack.importers._entry import Entry, Reading
from sanctrack.importers._text import script, squash
from sanctrack.importers._xml import Record, local, stream

if TYPE_CHECKING:
    from lxml.etree import _Element

BLOCKS = ("Sanctions", "Locations", "IDRegDocuments", "DistinctParties", "ProfileRelationships", "SanctionsEntries", "SanctionsEntryLinks")
WANTED = (
    "DateOfIssue",
    "ReferenceValueSets",
    "Location",
    "IDRegDocument",
    "DistinctParty",
    "ProfileRelationship",
    "SanctionsEntry",
    "SanctionsEntryLink",
)
TYPES = {"individual": "person", "entity": "entity", "vessel": "vessel", "aircraft": "aircraft"}
# Numbers of the reference set, for files that come without it.
SUBTYPES = {"1": "vessel", "2": "aircraft", "3": "entity", "4": "individual"}
ALIASES = {"a.k.a.": "alias", "f.k.a.": "former", "n.k.a.": "current", "name": "alias"}
ORDER = ("ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "POSTAL CODE", "REGION")
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
        self.listings: dict[str, list[tuple[Interval | None, list[str], list[str], str | None]]] = {}
        self.relations: dict[str, list[tuple[str, str]]] = {}

    def word(self, kind: str, number: str | None, default: str = "") -> str:
        """Return the word of a reference value."""
        return self.words.get((kind, number or ""), default)


def read(reading: Reading) -> Iterator[Entry]:
    """Yield the parties."""
    path, around = reading.files["names"], Around()
    readers = {
        "ReferenceValueSets": read_words,
        "Location": read_place,
        "IDRegDocument": read_document,
        "SanctionsEntry": read_listing,
        "ProfileRelationship": read_relation,
    }
    for element in stream(path, "Sanctions", WANTED, BLOCKS, reading.issues):
        name = local(str(element.tag))
        if name == "DateOfIssue":
            day = day_of(element)
            reading.version_on = day.latest if day else None
        elif name in readers:
            readers[name](element, reading, around)
    for element in stream(path, "Sanctions", WANTED, BLOCKS, reading.issues):
        if local(str(element.tag)) == "DistinctParty":
            yield read_party(Record(element, reading.issues, "DistinctParty", element.get("FixedRef")), reading, around)


def day_of(element: "_Element | None") -> Interval | None:
    """Read Year, Month and Day below an element."""
    if element is None:
        return None
    found = {local(str(child.tag)): (child.text or "").strip() for child in element}
    year = dates.figure(found.get("Year"))
    return dates.span(year, dates.figure(found.get("Month")), dates.figure(found.get("Day"))) if year else None


def child(element: "_Element | None", *path: str) -> "_Element | None":
    """Return a descendant by local names."""
    for name in path:
        element = next((item for item in element if local(str(item.tag)) == name), None) if element is not None else None
    return element


def period(element: "_Element") -> tuple[Interval | None, bool]:
    """Read a DatePeriod: from the start's first day to the end's last; a whole year stands for the year."""
    start, end = child(element, "Start"), child(element, "End")
    low = day_of(child(start, "From"))
    high = day_of(child(end, "To")) or day_of(child(end, "From")) or day_of(child(start, "To")) or low
    about = any((side is not None and (side.get("Approximate") or "").lower() == "true") for side in (start, end))
    if low is None or high is None or not low.earliest or not high.latest or low.earliest > high.latest:
        return None, about
    return Interval(low.earliest, high.latest, about), about


def words_of(interval: Interval) -> str:
    """Write an interval as day, month, year or from-to."""
    low, high = interval.earliest or date.min, interval.latest or date.max
    if low == high:
        return low.isoformat()
    if (low.month, low.day, high.month, high.day) == (1, 1, 12, 31):
        return str(low.year) if low.year == high.year else f"{low.year} to {high.year}"
    return f"{low:%Y-%m}" if dates.span(low.year, low.month, None) == (low, high, False) else f"{low} to {high}"


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
        elif name not in ("FeatureVersionReference", "IDRegDocumentReference"):
            reading.issues.unknown_field(f"Location {number}", f"Location/{name}", item.text)
    unknown = parts.pop("Unknown", None)
    ordered = [parts.pop(kind) for kind in ORDER if kind in parts]
    word = next((text for text in (country, area, unknown) if text and text != "undetermined"), None)
    around.places[number] = Place((*ordered, *parts.values()), word, "; ".join(others) or None)


def read_document(element: "_Element", reading: Reading, around: Around) -> None:
    """Read a registration or identity document; they hang on identities."""
    record = Record(element, reading.issues, "IDRegDocument", element.get("IdentityID"))
    kind = around.word("IDRegDocType", record.attribute("IDRegDocTypeID"))
    number, authority, comment = record.take("IDRegistrationNo"), record.take("IssuingAuthority"), record.take("Comment")
    country = around.word("Country", record.attribute("IssuedBy-CountryID"))
    validity = around.word("Validity", record.attribute("ValidityID"))
    notes = [authority and f"issued by {authority}", comment, None if validity.lower() in ("", "valid") else validity]
    for item in record.records("DocumentDate"):
        label = around.word("IDRegDocDateType", item.attribute("IDRegDocDateTypeID"), "date")
        for span in element.iter("{*}DatePeriod"):
            if (
                span.getparent() is not None
                and around.word("IDRegDocDateType", span.getparent().get("IDRegDocDateTypeID"), "date") == label
            ):  # type: ignore[union-attr]
                found, _ = period(span)
                notes.append(f"{label.lower()} {words_of(found)}" if found else None)
        item.done(ignoring=("DatePeriod",))
    identity = record.attribute("IdentityID") or ""
    around.documents.setdefault(identity, []).append((kind, number, country or None, "; ".join(filter(None, notes)) or None))
    record.done(ignoring=("DocumentedNameReference", "IssuedBy", "IssuedIn", "@IssuedIn-LocationID", "IDRegDocumentReference", *INNER))


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
        (first, programmes, list(filter(None, bases)), around.word("List", element.get("ListID")) or None)
    )


def read_relation(element: "_Element", reading: Reading, around: Around) -> None:
    """Read a relation between two profiles."""
    kind = around.word("RelationType", element.get("RelationTypeID"), "linked to")
    around.relations.setdefault(element.get("From-ProfileID") or "", []).append((kind, element.get("To-ProfileID") or ""))


def read_party(record: Record, reading: Reading, around: Around) -> Entry:
    """Read one party."""
    entry = reading.entry(record.attribute("FixedRef"), "ofac_uid", f"record {reading.number + 1}")
    record.reference = entry.reference
    entry.remarks = entry.text(record.take("Comment"), "Comment")
    for profile in record.records("Profile"):
        number, subtype = profile.attribute("ID") or "", profile.attribute("PartySubTypeID") or ""
        word = around.word("PartySubType", subtype).lower()
        if word in ("", "unknown"):
            word = around.word("PartyType", around.party_types.get(subtype)).lower() or SUBTYPES.get(subtype, "")
        entry.entry_type = TYPES.get(word)
        if entry.entry_type is None:
            reading.issues.unknown_word(entry.reference, "PartySubTypeID", f"{subtype} {word}".strip())
        for identity in profile.records("Identity"):
            read_identity(entry, identity, around)
        for feature in profile.records("Feature"):
            read_feature(entry, feature, around)
        add_listing(entry, around.listings.get(number, []))
        for kind, other in around.relations.get(number, []):
            entry.detail("linked_to", f"uid {other}", kind)
        profile.done(ignoring=("SanctionsEntryReference", *INNER))
    record.done(ignoring=INNER)
    return entry.finish()


def add_listing(entry: Entry, listings: list[tuple[Interval | None, list[str], list[str], str | None]]) -> None:
    """Add the programmes, and the first day of listing."""
    for first, programmes, bases, name in listings:
        for programme in programmes:
            entry.programme(programme, "; ".join(dict.fromkeys(bases)), name, programme.startswith("BURMA"))
        if first and (entry.listed is None or (first.latest and entry.listed.latest and first.latest < entry.listed.latest)):
            entry.listing(words_of(first), first, "field", "EntryEvent/Date")
    if not listings:
        entry.reading.issues.count(
            "information",
            "missing",
            entry.reference,
            "SanctionsEntry",
            None,
            "party without a sanctions entry: no day of listing and no programme",
        )


def read_identity(entry: Entry, identity: Record, around: Around) -> None:
    """Read the names and documents of an identity."""
    number = identity.attribute("ID") or ""
    kinds = {}
    for group in identity.records("NamePartGroups", "MasterNamePartGroup", "NamePartGroup"):
        kinds[group.attribute("ID")] = around.word("NamePartType", group.attribute("NamePartTypeID"))
        group.done()
    for alias in identity.records("Alias"):
        word = around.word("AliasType", alias.attribute("AliasTypeID"))
        primary, weak = alias.attribute("Primary") == "true", alias.attribute("LowQuality") == "true"
        kind = "primary" if primary else ALIASES.get(word.lower())
        if kind is None:
            entry.reading.issues.unknown_word(entry.reference, "AliasTypeID", word, "name kept without type")
        for name in alias.records("DocumentedName"):
            add_name(entry, name, kinds, kind, None if primary else "low" if weak else "good")
        alias.done(ignoring=INNER)
    for label, value, country, note in around.documents.get(number, []):
        if not labels.apply(entry, label, value, country, note):
            entry.reading.issues.count(
                "warning",
                "unknown_word",
                entry.reference,
                f"IDRegDocType: {label}",
                value,
                "kind of document that is not known; kept as another document",
            )
            entry.identifier("other_id", value, country, "; ".join(filter(None, (label, note))))
    identity.done(ignoring=("@Primary", "@False", *INNER))


def add_name(entry: Entry, name: Record, kinds: dict[str | None, str], kind: str | None, quality: str | None) -> None:
    """Put a name together from its parts: `SURNAME, Given` for persons in Latin letters, as the other layouts have it."""
    parts = []
    for part in name.records("DocumentedNamePart", "NamePartValue"):
        parts.append((kinds.get(part.attribute("NamePartGroupID"), ""), squash(part.own_text() or "")))
        part.done(ignoring=("@ScriptID", "@ScriptStatusID", "@Acronym"))
    name.done(ignoring=INNER)
    text = " ".join(value for _, value in parts)
    if script(text) not in ("Latn", None):
        entry.name(text, "original_script" if kind == "primary" else kind, quality)
        return
    last = " ".join(value for part, value in parts if part == "Last Name")
    rest = " ".join(value for part, value in parts if part != "Last Name")
    entry.name(f"{last}, {rest}" if last and rest and entry.entry_type == "person" else text, kind, quality)


def read_feature(entry: Entry, feature: Record, around: Around) -> None:
    """Read a labelled particular: a text, a date, or a place."""
    label = around.word("FeatureType", feature.attribute("FeatureTypeID"))
    for version in feature.records("FeatureVersion"):
        comment = version.take("Comment")
        for item in version.records("VersionLocation"):
            number = item.attribute("LocationID")
            place = around.places.get(number or "")
            if place is None:
                entry.issue("error", "orphan", f"{label}: LocationID", number, "no such location in the file")
            elif label == "Location":
                entry.address(place.parts, place.country, place.note)
            else:
                use(entry, label, place.country or ", ".join(place.parts), comment)
        for item in version.records("DatePeriod"):
            found, _ = period(item.element)
            use(entry, label, words_of(found) if found else "(unreadable)", comment, found)
            item.done(ignoring=("Start", "End", "@CalendarTypeID", "@YearFixed", "@MonthFixed", "@DayFixed"))
        for item in version.records("VersionDetail"):
            use(entry, label, item.own_text() or around.word("DetailReference", item.attribute("DetailReferenceID")), comment)
            item.done(ignoring=("@DetailTypeID",))
        version.done(ignoring=INNER)
    feature.done(ignoring=INNER)


def use(entry: Entry, label: str, value: str | None, note: str | None, interval: Interval | None = None) -> None:
    """Add a particular by its label; an unknown label is an issue and keeps its words."""
    if value and not labels.apply(entry, label, value, note=note, interval=interval):
        entry.reading.issues.count(
            "warning",
            "unknown_word",
            entry.reference,
            f"FeatureType: {label}",
            value,
            "kind of particular that is not known; kept as other particular",
        )
        entry.detail("other", value, label)
