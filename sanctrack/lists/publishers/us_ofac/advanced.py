"""OFAC's advanced XML: the only layout with days of listing and names in their own script.

The file refers to and fro by numbers, so it is read twice: first the blocks around the parties,
then the parties.
"""

from collections.abc import Iterator

from sanctrack.lists.publishers.us_ofac import labels
from sanctrack.lists.publishers.us_ofac.blocks import (
    INNER,
    Around,
    day_of,
    period,
    read_document,
    read_listing,
    read_place,
    read_relation,
    read_words,
    words_of,
)
from sanctrack.lists.reading.dates import Interval
from sanctrack.lists.reading.entry import Entry, Reading
from sanctrack.lists.reading.text import script, squash
from sanctrack.lists.reading.xml import Record, local, stream
from sanctrack.lists.reading.xml_ranges import split

BLOCKS = (
    "Sanctions",
    "Locations",
    "IDRegDocuments",
    "DistinctParties",
    "ProfileRelationships",
    "SanctionsEntries",
    "SanctionsEntryLinks",
)
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
    around_parties, parties = split(path, b"Sanctions", b"DistinctParties") or (None, None)
    for element in stream(path, "Sanctions", WANTED, BLOCKS, reading.issues, pieces=around_parties):
        name = local(str(element.tag))
        if name == "DateOfIssue":
            reading.dated(" ".join(map(str, element.itertext())), day_of(element), "DateOfIssue")
        elif name in readers:
            readers[name](element, reading, around)
    for element in stream(path, "Sanctions", WANTED, BLOCKS, reading.issues, pieces=parties):
        if local(str(element.tag)) == "DistinctParty":
            yield read_party(
                Record(element, reading.issues, "DistinctParty", element.get("FixedRef")),
                reading,
                around,
            )


def read_party(record: Record, reading: Reading, around: Around) -> Entry:
    """Read one party."""
    entry = reading.entry(record.attribute("FixedRef"), "ofac_uid", f"record {reading.number + 1}")
    record.reference = entry.reference
    entry.remarks = entry.text(record.take("Comment"), "Comment")
    for profile in record.records("Profile"):
        number, subtype = profile.attribute("ID") or "", profile.attribute("PartySubTypeID") or ""
        word = around.word("PartySubType", subtype).lower()
        if word in ("", "unknown"):
            word = around.word(
                "PartyType", around.party_types.get(subtype)
            ).lower() or SUBTYPES.get(subtype, "")
        entry.entry_type = TYPES.get(word)
        if entry.entry_type is None:
            reading.issues.unknown_word(
                entry.reference, "PartySubTypeID", f"{subtype} {word}".strip()
            )
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


def add_listing(
    entry: Entry, listings: list[tuple[Interval | None, list[str], list[str], str | None]]
) -> None:
    """Add the programmes, and the first day of listing."""
    for first, programmes, bases, name in listings:
        for programme in programmes:
            entry.programme(
                programme, "; ".join(dict.fromkeys(bases)), name, programme.startswith("BURMA")
            )
        if first and (
            entry.listed is None
            or (first.latest and entry.listed.latest and first.latest < entry.listed.latest)
        ):
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
        kinds[group.attribute("ID")] = around.word(
            "NamePartType", group.attribute("NamePartTypeID")
        )
        group.done()
    for alias in identity.records("Alias"):
        word = around.word("AliasType", alias.attribute("AliasTypeID"))
        primary, weak = (
            alias.attribute("Primary") == "true",
            alias.attribute("LowQuality") == "true",
        )
        kind = "primary" if primary else ALIASES.get(word.lower())
        if kind is None:
            entry.reading.issues.unknown_word(
                entry.reference, "AliasTypeID", word, "name kept without type"
            )
        quality = "low" if weak else "good"
        for name in alias.records("DocumentedName"):
            add_name(entry, name, kinds, kind, None if primary else quality)
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


def add_name(
    entry: Entry, name: Record, kinds: dict[str | None, str], kind: str | None, quality: str | None
) -> None:
    """Put a name together from its parts: `SURNAME, Given` for persons in Latin letters, as the
    other layouts have it.
    """
    parts = []
    for part in name.records("DocumentedNamePart", "NamePartValue"):
        parts.append(
            (kinds.get(part.attribute("NamePartGroupID"), ""), squash(part.own_text() or ""))
        )
        part.done(ignoring=("@ScriptID", "@ScriptStatusID", "@Acronym"))
    name.done(ignoring=INNER)
    text = " ".join(value for _, value in parts)
    if script(text) not in ("Latn", None):
        entry.name(text, "original_script" if kind == "primary" else kind, quality)
        return
    last = " ".join(value for part, value in parts if part == "Last Name")
    rest = " ".join(value for part, value in parts if part != "Last Name")
    entry.name(
        f"{last}, {rest}" if last and rest and entry.entry_type == "person" else text, kind, quality
    )


def read_feature(entry: Entry, feature: Record, around: Around) -> None:
    """Read a labelled particular: a text, a date, or a place."""
    label = around.word("FeatureType", feature.attribute("FeatureTypeID"))
    for version in feature.records("FeatureVersion"):
        comment = version.take("Comment")
        for item in version.records("VersionLocation"):
            number = item.attribute("LocationID")
            place = around.places.get(number or "")
            if place is None:
                entry.issue(
                    "error",
                    "orphan",
                    f"{label}: LocationID",
                    number,
                    "no such location in the file",
                )
            elif label == "Location":
                entry.address(place.parts, place.country, place.note)
            else:
                use(entry, label, place.country or ", ".join(place.parts), comment)
        for item in version.records("DatePeriod"):
            found, _ = period(item.element)
            use(entry, label, words_of(found) if found else "(unreadable)", comment, found)
            item.done(
                ignoring=(
                    "Start",
                    "End",
                    "@CalendarTypeID",
                    "@YearFixed",
                    "@MonthFixed",
                    "@DayFixed",
                )
            )
        for item in version.records("VersionDetail"):
            use(
                entry,
                label,
                item.own_text()
                or around.word("DetailReference", item.attribute("DetailReferenceID")),
                comment,
            )
            item.done(ignoring=("@DetailTypeID",))
        version.done(ignoring=INNER)
    feature.done(ignoring=INNER)


def use(
    entry: Entry, label: str, value: str | None, note: str | None, interval: Interval | None = None
) -> None:
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
