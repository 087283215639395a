"""Switzerland: the consolidated list of SECO (XML, whole list)."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from sanctrack.errors import SourceError
from sanctrack.importers import _dates as dates
from sanctrack.importers._entry import Entry, Reading
from sanctrack.importers._files import expect, head
from sanctrack.importers._languages import language_code
from sanctrack.importers._text import squash
from sanctrack.importers._xml import Record, local, stream

NAME = "ch_seco"
TITLE = "SECO consolidated sanctions list"
LISTS = {"ch_seco": TITLE}
AUTHORITY = "CH-SECO"
PUBLISHER = "State Secretariat for Economic Affairs SECO"
URLS = {
    "ch_seco": {
        "list": "https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml?lang=en&action=downloadXmlGesamtlisteAction"
    }
}
LICENCE = "Swiss open government data, free reuse with attribution"
REDISTRIBUTION = "yes"
IMPORTER_VERSION = 1

ROOT = "swiss-sanctions-list"
NAME_TYPES = {"primary-name": "primary", "alias": "alias", "formerly-known-as": "former"}
QUALITIES = {"good": "good", "low": "low"}
# Parts that do not belong into a name when it is put together.
NOT_IN_NAME = ("title", "suffix")
DOCUMENTS = {
    "passport": "passport", "diplomatic-passport": "passport", "service-passport": "passport", "id-card": "national_id", "identity-card": "national_id",
    "ssn": "national_id", "driver-license": "other_id", "driving-license": "other_id", "driving-licence": "other_id", "residence-permit": "other_id", "other": "other_id",
}  # fmt: skip
PLACE = ("location", "area", "c-o", "address-details", "p-o-box", "zip-code", "remarks")
NUMBERED = (
    (re.compile(r"IMO [Nn]umber ?: ?(\d+)\.?"), "imo"),
    (re.compile(r"MMSI(?: [Nn]umber)? ?: ?(\d{9})\.?"), "mmsi"),
    (re.compile(r"(?:Taxpayer [Ii]dentification [Nn]umber|Tax [Rr]egistration [Nn]umber|Tax [Ii][Dd])[^:]{0,20}: ?(\S+?)\.?"), "tax"),
    (re.compile(r"(?:.{0,20}[Rr]egistration [Nn]umber)[^:]{0,20}: ?(\S*\d\S*?)\.?"), "registration"),
    (re.compile(r"SWIFT(?:/BIC)?(?: code)? ?: ?([A-Z0-9]{8,11})\.?"), "bic"),
)  # fmt: skip
LABELLED = (
    (re.compile(r"Website ?: ?(\S+)", re.IGNORECASE), "website"),
    (re.compile(r"E-?mail(?: address)? ?: ?(\S+@\S+)", re.IGNORECASE), "email"),
    (re.compile(r"Tel(?:\.|ephone)?(?: number)? ?: ?([+()0-9 /,;-]+)", re.IGNORECASE), "phone"),
    (re.compile(r"Fax(?: number)? ?: ?([+()0-9 /,;-]+)", re.IGNORECASE), "fax"),
    (re.compile(r"Type of entity ?: ?(.+)", re.IGNORECASE | re.DOTALL), "organisation_type"),
    (re.compile(r"(?:Position|Function)(?:\(s\))? ?: ?(.+)", re.IGNORECASE | re.DOTALL), "position"),
)  # fmt: skip
REGISTERED = re.compile(r"Date of registration ?: ?(.+)", re.IGNORECASE | re.DOTALL)
MOST_VARIANTS = 200


def recognise(files: list[Path], name: str | None = None) -> Reading:
    """Accept the XML of the whole list; an amendment alone is no list."""
    if len(files) != 1:
        raise SourceError(f"{TITLE}: one file, the XML of the whole list; got {len(files)}")
    expect(files[0], "xml")
    if b'list-type="amendment"' in head(files[0], 2000):
        raise SourceError(f"{files[0].name}: holds an amendment alone, not the list; download the whole list (list-type whole-list)")
    return Reading("ch_seco", "xml", {"list": files[0]})


class Context:
    """Programmes by sanctions set, and places; both stand outside the targets."""

    def __init__(self) -> None:
        self.programmes: dict[str, tuple[str, str, str]] = {}
        self.places: dict[str, dict[str, str | None]] = {}
        self.left_out = 0


def read(reading: Reading) -> Iterator[Entry]:
    """Yield the targets that stand; de-listed ones stay in the file and are left out."""
    path, context = reading.files["list"], Context()
    read_places(path, reading, context)
    known = set(context.places)
    for element in stream(path, ROOT, ("sanctions-program", "place", "target"), (ROOT,), reading.issues):
        root = element.getparent()
        if root is not None and reading.version_on is None:
            day = dates.iso(root.get("date") or "")
            reading.version_on = day.latest if day else None
        kind = local(str(element.tag))
        if kind == "sanctions-program":
            read_programme(Record(element, reading.issues, kind), context)
        elif kind == "target":
            entry = read_target(Record(element, reading.issues, kind), reading, context)
            if entry:
                yield entry
        elif element.get("ssid") not in known:
            read_place(Record(element, reading.issues, kind), context)
    if context.left_out:
        words = f"{context.left_out:,} de-listed targets, which SECO keeps in the file, were left out"
        reading.issues.add("information", "left_out", None, "target", context.left_out, words)


def read_places(path: Path, reading: Reading, context: Context) -> None:
    """Read the places first where they stand after the targets, which point to them."""
    if not stand_after(path, b"<place ", b"<target "):
        return
    for element in stream(path, ROOT, ("place", "target"), (ROOT,), reading.issues, ("sanctions-program",)):
        if local(str(element.tag)) == "place":
            read_place(Record(element, reading.issues, "place"), context)


def read_place(record: Record, context: Context) -> None:
    """Keep a place by its number."""
    context.places[record.attribute("ssid") or ""] = place_of(record)
    record.done(ignoring=("location-variant", "area-variant"))


def stand_after(path: Path, what: bytes, other: bytes) -> bool:
    """Whether `what` occurs in a file, and not before `other`."""
    tail, met = b"", False
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            piece = tail + chunk
            place, rest = piece.find(what), piece.find(other)
            if place >= 0:
                return met or 0 <= rest < place
            met = met or rest >= 0
            tail = chunk[-16:]
    return False


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


def read_programme(record: Record, context: Context) -> None:
    """Map each set of the programme to the programme's English key, name and its own title: targets point to sets."""
    keys = {item.attribute("lang"): item.own_text() for item in record.records("program-key")}
    names = {item.attribute("lang"): item.own_text() for item in record.records("program-name")}
    key, name = (squash(words.get("eng") or next(iter(words.values()), "") or "") for words in (keys, names))
    for item in record.records("sanctions-set"):
        ssid, language, title = item.attribute("ssid"), item.attribute("lang"), item.own_text()
        if ssid and (language == "eng" or ssid not in context.programmes):
            context.programmes[ssid] = (key or name, name, squash(title or ""))
    record.done(ignoring=("origin", "@ssid", "@version-date", "@predecessor-version-date"))


def read_target(record: Record, reading: Reading, context: Context) -> Entry | None:
    """Read a target, or return None when its newest modification is a de-listing."""
    ssid = record.attribute("ssid")
    changes = [
        (
            item.attribute("modification-type"),
            item.attribute("effective-date") or item.attribute("publication-date") or item.attribute("enactment-date"),
        )
        for item in record.records("modification")
    ]
    if changes and changes[0][0] == "de-listed":
        context.left_out += 1
        return None
    entry = reading.entry(ssid, "seco_ssid", f"record {reading.number + 1}")
    record.reference = entry.reference
    add_changes(entry, changes)
    for number in [*record.take_all("sanctions-set-id"), *filter(None, [record.attribute("sanctions-set-id")])]:
        programme = context.programmes.get(number.strip())
        if programme is None:
            entry.issue("error", "orphan", "sanctions-set-id", number, "no programme has this set; the entry has no programme from it")
        else:
            entry.programme(programme[0], "; ".join(dict.fromkeys(filter(None, programme[1:]))), myanmar=programme[0].startswith("Myanmar"))
    entry.identifier("foreign_list", record.take("foreign-identifier"), note="SECO foreign-identifier")
    found = [(kind, body) for kind in ("individual", "entity", "object") for body in record.records(kind)]
    for kind, body in found:
        read_body(entry, kind, body, context)
    if len(found) != 1:
        entry.issue("error", "structure", "target", len(found), "expected one individual, entity or object")
    record.done(ignoring=("generic-attribute",))
    return entry.finish()


def add_changes(entry: Entry, changes: list[tuple[str | None, str | None]]) -> None:
    """Set the days: the newest `listed` is the listing in force, the newest change the last update."""
    for kind, day in changes:
        if kind not in ("listed", "amended", "de-listed"):
            entry.reading.issues.unknown_word(entry.reference, "modification-type", kind)
        if day:
            entry.updated(day, dates.iso(day), "modification")
    listed = next((day for kind, day in changes if kind == "listed" and day), None)
    if listed:
        entry.listing(listed, dates.iso(listed), "field", "modification")
    else:
        days = sorted(day for _, day in changes if day)
        entry.listing(days[0] if days else None, dates.iso(days[0]) if days else None, "derived", "modification")


def read_body(entry: Entry, kind: str, body: Record, context: Context) -> None:
    """Read individual, entity or object. Direct children alone: modifications repeat identities deeper down."""
    entry.entry_type = {"individual": "person", "entity": "entity"}.get(kind)
    if kind == "object":
        word = body.attribute("object-type")
        entry.entry_type = {"vessel": "vessel", "aircraft": "aircraft"}.get(word or "")
        if entry.entry_type is None:
            entry.reading.issues.unknown_word(entry.reference, "object-type", word)
    entry.detail("gender", body.attribute("sex"))
    for identity in body.records("identity"):
        read_identity(entry, identity, context)
    reasons = [text for item in body.records("justification") if (text := item.own_text())]
    entry.reasons = entry.text("\n".join(reasons), "justification")
    others = [text for item in body.records("other-information") if (text := item.own_text())]
    for text in others:
        add_other(entry, squash(text))
    entry.remarks = entry.text("\n".join(others), "other-information")
    for relation in body.records("relation"):
        word, target, remark = relation.attribute("relation-type"), relation.attribute("target-id"), relation.take("remark")
        entry.detail("linked_to", f"target {target}" if target else remark, "; ".join(filter(None, [word, remark])))
        relation.done(ignoring=("@ssid",))
    body.done(ignoring=("generic-attribute",))


def add_other(entry: Entry, text: str) -> None:
    """Read numbers and contacts that stand as text, where the whole text is one."""
    for pattern, scheme in NUMBERED:
        found = pattern.fullmatch(text)
        if found:
            ship = "imo_ship" if entry.entry_type == "vessel" else "imo_unspecified"
            entry.identifier(ship if scheme == "imo" else scheme, found[1], note=None if scheme == "imo" else text.partition(":")[0])
            return
    for pattern, detail in LABELLED:
        found = pattern.fullmatch(text)
        if found:
            entry.detail(detail, found[1])
            return
    found = REGISTERED.fullmatch(text)
    if found:
        entry.dated("established_date", found[1], dates.words(squash(found[1])))


def read_identity(entry: Entry, identity: Record, context: Context) -> None:
    """Read names, birth, nationality, addresses and documents."""
    for name in identity.records("name"):
        read_name(entry, name)
    for day in identity.records("day-month-year"):
        year, month, of_month = day.attribute("year"), day.attribute("month"), day.attribute("day")
        value = "-".join(part.zfill(2) for part in (year, month, of_month) if part)
        calendar = day.attribute("calendar") or "Gregorian"
        if calendar.lower() == "gregorian":
            entry.dated("established_date" if entry.entry_type == "entity" else "birth_date", value, dates.iso(value))
        else:
            entry.detail("other", f"{value} ({calendar})", "date of another calendar")
    for holder in identity.records("nationality"):
        for item in holder.records("country"):
            code, word = item.attribute("iso-code"), item.own_text()
            entry.detail("nationality", word or code, country=code or word)
    for place in identity.records("place-of-birth"):
        parts, country = joined(place, context)
        entry.detail("birth_place", ", ".join(filter(None, [*parts, country])), country=country)
    for address in identity.records("address"):
        remark = address.take("remarks")
        parts, country = joined(address, context)
        entry.address(parts, country, remark)
    for document in identity.records("identification-document"):
        read_document(entry, document)
    identity.done(ignoring=("@ssid", "@main"))


def joined(record: Record, context: Context) -> tuple[list[str | None], str | None]:
    """Return the parts of an address with those of its place, and the country."""
    own = place_of(record)
    place = context.places.get(record.attribute("place-id") or "", {})
    both = {part: own.get(part) or place.get(part) for part in (*PLACE, "country")}
    box = both["p-o-box"]
    parts = [both["c-o"], both["address-details"], f"P.O. Box {box}" if box else None, both["zip-code"], both["location"], both["area"]]
    return parts, both["country"]


def read_name(entry: Entry, name: Record) -> None:
    """Read a name: its parts in order, then every spelling variant of a part put in its place."""
    word, quality = name.attribute("name-type"), name.attribute("quality")
    kind = NAME_TYPES.get(word or "")
    if kind is None:
        entry.reading.issues.unknown_word(entry.reference, "name-type", word, "name kept without type")
    if quality and quality not in QUALITIES:
        entry.reading.issues.unknown_word(entry.reference, "name quality", quality, "name kept without quality")
    plain: list[str] = []
    variants: dict[tuple[str, str], dict[int, list[str]]] = {}
    parts = [(int(order) if (order := part.attribute("order") or "").isdigit() else 99, part) for part in name.records("name-part")]
    for _, part in sorted(parts, key=lambda item: item[0]):
        part_type, value = part.attribute("name-part-type"), part.take("value")
        if part_type in NOT_IN_NAME:
            entry.detail("title", value)
            continue
        for variant in part.records("spelling-variant"):
            key = (variant.attribute("lang") or "", variant.attribute("script") or "")
            text = variant.own_text()
            if text:
                variants.setdefault(key, {}).setdefault(len(plain), []).append(squash(text))
        plain.append(squash(value or ""))
    language = language_code(name.attribute("lang") or "")
    entry.name(" ".join(filter(None, plain)), kind, QUALITIES.get(quality or ""), language)
    for (lang, _), choices in variants.items():
        options = [choices.get(place, [value]) for place, value in enumerate(plain)]
        for number, combination in enumerate(product(*options)):
            if number >= MOST_VARIANTS:
                entry.issue(
                    "warning", "left_out", "spelling-variant", None, f"more than {MOST_VARIANTS} spellings; the others were left out"
                )
                break
            entry.name(
                " ".join(filter(None, combination)),
                "variation" if kind == "primary" else kind,
                QUALITIES.get(quality or ""),
                language_code(lang),
            )


def read_document(entry: Entry, document: Record) -> None:
    """Read a passport or another document."""
    word, number = document.attribute("document-type"), document.take("number")
    scheme = DOCUMENTS.get(word or "")
    if scheme is None:
        entry.reading.issues.unknown_word(entry.reference, "document-type", word, "number kept as another document")
    country, notes = None, [word]
    for issuer in document.records("issuer"):
        country = issuer.attribute("code") or issuer.attribute("iso-code") or issuer.own_text()
        issuer.own_text()
    for field, label in (("date-of-issue", "issued"), ("expiry-date", "expires"), ("remark", "")):
        value = document.take(field)
        notes.append(f"{label} {value}".strip() if value else None)
    entry.identifier(scheme or "other_id", number, country, "; ".join(filter(None, notes)))
    document.done(ignoring=("@ssid", "@place-id", "place-of-issue"))
