"""The identities of SECO's list: names with their spellings, births, nationalities, addresses,
documents.
"""

from itertools import product

from sanctrack.lists.reading import dates
from sanctrack.lists.reading.entry import Entry
from sanctrack.lists.reading.text import squash
from sanctrack.lists.reading.xml import Record

NAME_TYPES = {"primary-name": "primary", "alias": "alias", "formerly-known-as": "former"}
QUALITIES = {"good": "good", "low": "low"}
# Parts that do not belong into a name when it is put together.
NOT_IN_NAME = ("title", "suffix")
IN_NAME = (
    "given-name", "further-given-name", "father-name", "grand-father-name", "family-name",
    "maiden-name", "tribal-name", "whole-name", "other",
)  # fmt: skip
DOCUMENTS = {
    "passport": "passport", "diplomatic-passport": "passport", "service-passport": "passport",
    "id-card": "national_id", "identity-card": "national_id", "ssn": "national_id",
    "driver-license": "other_id", "driving-license": "other_id", "driving-licence": "other_id",
    "residence-permit": "other_id", "other": "other_id",
}  # fmt: skip
PLACE = ("location", "area", "c-o", "address-details", "p-o-box", "zip-code", "remarks")
MOST_VARIANTS = 200
# Attributes that say where a value stands in the database.
INNER = ("@ssid", "@quality", "@main")
VARIANT = ("@spelling-variant-type", *INNER)
# By language and script, then by the place of the part in the name.
Variants = dict[tuple[str, str], dict[int, list[str]]]
Places = dict[str, dict[str, str | None]]


def place_of(record: Record) -> dict[str, str | None]:
    """Take the parts of a place or address."""
    found = {part: record.take(part) for part in PLACE}
    country = record.records("country")
    found["country"] = None
    for item in country:
        code, word = item.attribute("iso-code"), item.own_text()
        found["country"] = code or word
        item.done()
    return found


def read_identity(entry: Entry, identity: Record, places: Places) -> None:
    """Read names, birth, nationality, addresses and documents."""
    for name in identity.records("name"):
        read_name(entry, name)
    for day in identity.records("day-month-year"):
        year, month, of_month = day.attribute("year"), day.attribute("month"), day.attribute("day")
        value = "-".join(part.zfill(2) for part in (year, month, of_month) if part)
        calendar = day.attribute("calendar") or "Gregorian"
        if calendar.lower() == "gregorian":
            entry.dated(
                "established_date" if entry.entry_type == "entity" else "birth_date",
                value,
                dates.iso(value),
            )
        else:
            entry.detail("other", f"{value} ({calendar})", "date of another calendar")
        day.done(ignoring=INNER)
    for holder in identity.records("nationality"):
        for item in holder.records("country"):
            code, word = item.attribute("iso-code"), item.own_text()
            entry.detail("nationality", word or code, country=code or word)
            item.done()
        holder.done(ignoring=INNER)
    for place in identity.records("place-of-birth"):
        parts, country = joined(place, places)
        entry.detail("birth_place", ", ".join(filter(None, [*parts, country])), country=country)
        place.done(ignoring=INNER)
    for address in identity.records("address"):
        remark = address.take("remarks")
        parts, country = joined(address, places)
        entry.address(parts, country, remark)
        address.done(ignoring=INNER)
    for document in identity.records("identification-document"):
        read_document(entry, document)
    identity.done(ignoring=("@ssid", "@main"))


def joined(record: Record, places: Places) -> tuple[list[str | None], str | None]:
    """Return the parts of an address with those of its place, and the country."""
    own = place_of(record)
    place = places.get(record.attribute("place-id") or "", {})
    both = {part: own.get(part) or place.get(part) for part in (*PLACE, "country")}
    box = both["p-o-box"]
    parts = [
        both["c-o"],
        both["address-details"],
        f"P.O. Box {box}" if box else None,
        both["zip-code"],
        both["location"],
        both["area"],
    ]
    return parts, both["country"]


def read_name(entry: Entry, name: Record) -> None:
    """Read a name: its parts in order, then every spelling variant of a part put in its place."""
    word, grade = name.attribute("name-type"), name.attribute("quality")
    kind = NAME_TYPES.get(word or "")
    if kind is None:
        entry.reading.issues.unknown_word(
            entry.reference, "name-type", word, "name kept without type"
        )
    quality = QUALITIES.get(grade) if grade else None
    if grade and quality is None:
        entry.reading.issues.unknown_word(
            entry.reference, "name quality", grade, "name kept without quality"
        )
    plain, variants = parts_of(entry, name)
    language = entry.language(name.attribute("lang"), "name lang")
    name.done(ignoring=INNER)
    entry.name(" ".join(filter(None, plain)), kind, quality, language)
    for (lang, _), choices in variants.items():
        options = [choices.get(place, [value]) for place, value in enumerate(plain)]
        for number, combination in enumerate(product(*options)):
            if number >= MOST_VARIANTS:
                words = f"more than {MOST_VARIANTS} spellings; the others were left out"
                entry.issue("warning", "left_out", "spelling-variant", None, words)
                break
            spelt = "variation" if kind == "primary" else kind
            entry.name(
                " ".join(filter(None, combination)),
                spelt,
                quality,
                entry.language(lang, "spelling-variant lang"),
            )


def parts_of(entry: Entry, name: Record) -> tuple[list[str], Variants]:
    """Return the parts of a name in their order, and their spellings by language and script; titles
    become particulars.
    """
    plain: list[str] = []
    variants: Variants = {}
    for part in sorted(name.records("name-part"), key=place_in_name):
        part_type, value = part.attribute("name-part-type"), part.take("value")
        if part_type in NOT_IN_NAME:
            entry.detail("title", value)
            part.done(ignoring=("spelling-variant", *INNER))
            continue
        if part_type not in IN_NAME:
            words = "kind of name part that is not known; it is read as part of the name"
            entry.reading.issues.count(
                "warning",
                "unknown_word",
                entry.reference,
                "name-part-type",
                part_type,
                words,
                per_value=True,
            )
        for variant in part.records("spelling-variant"):
            key = (variant.attribute("lang") or "", variant.attribute("script") or "")
            text = variant.own_text()
            variant.done(ignoring=VARIANT)
            if text:
                variants.setdefault(key, {}).setdefault(len(plain), []).append(squash(text))
        plain.append(squash(value) if value else "")
        part.done(ignoring=INNER)
    return plain, variants


def place_in_name(part: Record) -> int:
    """Return the place that a part of a name gives itself, last when it gives none."""
    order = part.attribute("order") or ""
    return int(order) if len(order) < 5 and order.isdecimal() else 99


def day_of(document: Record, field: str) -> str | None:
    """Take a day of a document, which stands as text or as an element with year, month and day."""
    for item in document.records(field):
        parts = [
            day.attribute(name)
            for day in item.records("day-month-year")
            for name in ("year", "month", "day")
        ]
        value = item.own_text() or "-".join(part.zfill(2) for part in parts if part)
        item.done(ignoring=INNER)
        if value:
            return value
    return None


def read_document(entry: Entry, document: Record) -> None:
    """Read a passport or another document."""
    word, number = document.attribute("document-type"), document.take("number")
    scheme = DOCUMENTS.get(word or "")
    if scheme is None:
        entry.reading.issues.unknown_word(
            entry.reference, "document-type", word, "number kept as another document"
        )
    country, notes = None, [word]
    for issuer in document.records("issuer"):
        country = issuer.attribute("code") or issuer.attribute("iso-code") or issuer.own_text()
        issuer.own_text()
        issuer.done()
    for field, label in (("date-of-issue", "issued"), ("expiry-date", "expires"), ("remark", "")):
        value = day_of(document, field)
        notes.append(f"{label} {value}".strip() if value else None)
    note = "; ".join(filter(None, notes))
    entry.identifier(scheme or "other_id", number, country, note)
    if not number:
        entry.detail("other", note, "document without a number")
    document.done(ignoring=("@ssid", "@place-id", "place-of-issue"))
