"""Switzerland: the consolidated list of SECO (XML, whole list)."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sanctrack.errors import SourceError
from sanctrack.lists.publishers.ch_seco.identity import place_of, read_identity
from sanctrack.lists.reading import dates
from sanctrack.lists.reading.entry import Entry, Reading
from sanctrack.lists.reading.files import expect, head
from sanctrack.lists.reading.text import squash
from sanctrack.lists.reading.xml import Record, expect_root, local, stream
from sanctrack.lists.reading.xml_ranges import Piece, find

NAME = "ch_seco"
TITLE = "SECO consolidated sanctions list"
LISTS = {"ch_seco": TITLE}
OTHER_LISTS = False
PUBLISHER = "State Secretariat for Economic Affairs SECO"
URLS = {
    "ch_seco": {
        "list": "https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml?lang=en&action=downloadXmlGesamtlisteAction"
    }
}
LICENCE = "Swiss open government data, free reuse with attribution"
REDISTRIBUTION = "yes"
IMPORTER_VERSION = 3

ROOT = "swiss-sanctions-list"
NUMBERED = (
    (re.compile(r"IMO [Nn]umber ?: ?(\d+)\.?"), "imo"),
    (re.compile(r"MMSI(?: [Nn]umber)? ?: ?(\d{9})\.?"), "mmsi"),
    (re.compile(r"(?:Taxpayer [Ii]dentification [Nn]umber|Tax [Rr]egistration [Nn]umber|Tax "
        r"[Ii][Dd])[^:]{0,20}: ?(\S+?)\.?"), "tax"),
    (re.compile(r"(?:.{0,20}[Rr]egistration [Nn]umber)[^:]{0,20}: "
        r"?(\S*\d\S*?)\.?"), "registration"),
    (re.compile(r"SWIFT(?:/BIC)?(?: code)? ?: ?([A-Z0-9]{8,11})\.?"), "bic"),
)  # fmt: skip
LABELLED = (
    (re.compile(r"Website ?: ?(\S+)", re.IGNORECASE), "website"),
    (re.compile(r"E-?mail(?: address)? ?: ?(\S+@\S+)", re.IGNORECASE), "email"),
    (re.compile(r"Tel(?:\.|ephone)?(?: number)? ?: ?([+()0-9 /,;-]+)", re.IGNORECASE), "phone"),
    (re.compile(r"Fax(?: number)? ?: ?([+()0-9 /,;-]+)", re.IGNORECASE), "fax"),
    (re.compile(r"Type of entity ?: ?(.+)", re.IGNORECASE | re.DOTALL), "organisation_type"),
    (re.compile(r"(?:Position|Function)(?:\(s\))? ?: "
        r"?(.+)", re.IGNORECASE | re.DOTALL), "position"),
)  # fmt: skip
REGISTERED = re.compile(r"Date of registration ?: ?(.+)", re.IGNORECASE | re.DOTALL)


def recognise(files: list[Path], name: str | None = None) -> Reading:
    """Accept the XML of the whole list; an amendment alone is no list."""
    if len(files) != 1:
        raise SourceError(f"{TITLE}: one file, the XML of the whole list; got {len(files)}")
    expect(files[0], "xml")
    expect_root(files[0], ROOT)
    if b'list-type="amendment"' in head(files[0], 2000):
        raise SourceError(
            f"{files[0].name}: holds an amendment alone, not the list; download the whole list "
            f"(list-type whole-list)"
        )
    return Reading("ch_seco", "xml", {"list": files[0]})


class Context:
    """Programmes by sanctions set, and places; both stand outside the targets."""

    def __init__(self) -> None:
        self.programmes: dict[str, tuple[str, str]] = {}
        self.places: dict[str, dict[str, str | None]] = {}
        self.left_out = 0


def read(reading: Reading) -> Iterator[Entry]:
    """Yield the targets that stand; de-listed ones stay in the file and are left out."""
    path, context = reading.files["list"], Context()
    read_places(path, reading, context)
    known = set(context.places)
    first = True
    for element in stream(
        path, ROOT, ("sanctions-program", "place", "target"), (ROOT,), reading.issues
    ):
        root = element.getparent()
        if root is not None and first:
            reading.dated(root.get("date"), dates.iso(root.get("date") or ""), "date")
            first = False
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
        words = (
            f"{context.left_out:,} de-listed targets, which SECO keeps in the file, were left out"
        )
        reading.issues.add("information", "left_out", None, "target", context.left_out, words)


def read_places(path: Path, reading: Reading, context: Context) -> None:
    """Read the places first where they stand after the targets, which point to them."""
    place, target = find(path, b"<place "), find(path, b"<target ")
    root = find(path, b">", find(path, f"<{ROOT}".encode())) + 1
    if target < 0 or place < target or not root:
        return
    pieces: list[Piece] = [(0, root), (place, path.stat().st_size)]
    for element in stream(
        path, ROOT, ("place", "target"), (ROOT,), reading.issues, ("sanctions-program",), pieces
    ):
        if local(str(element.tag)) == "place":
            read_place(Record(element, reading.issues, "place"), context)


def read_place(record: Record, context: Context) -> None:
    """Keep a place by its number."""
    context.places[record.attribute("ssid") or ""] = place_of(record)
    record.done(ignoring=("location-variant", "area-variant"))


def read_programme(record: Record, context: Context) -> None:
    """Map each set of the programme to the programme's English key, and to its name with the set's
    title: targets point to sets.
    """
    keys = {item.attribute("lang"): item.own_text() for item in record.records("program-key")}
    names = {item.attribute("lang"): item.own_text() for item in record.records("program-name")}
    key, name = (
        squash(words.get("eng") or next(iter(words.values()), "") or "") for words in (keys, names)
    )
    for item in record.records("sanctions-set"):
        ssid, language, title = item.attribute("ssid"), item.attribute("lang"), item.own_text()
        if ssid and (language == "eng" or ssid not in context.programmes):
            context.programmes[ssid] = (
                key or name,
                "; ".join(dict.fromkeys(filter(None, (name, squash(title or ""))))),
            )
    record.done(ignoring=("origin", "@ssid", "@version-date", "@predecessor-version-date"))


def read_target(record: Record, reading: Reading, context: Context) -> Entry | None:
    """Read a target, or return None when its newest modification is a de-listing."""
    ssid = record.attribute("ssid")
    changes = [
        (
            found.get("modification-type"),
            found.get("effective-date")
            or found.get("publication-date")
            or found.get("enactment-date"),
        )
        for found in record.attributes_of("modification")
    ]
    # The newest stands first almost always; where it does not, the days decide.
    changes.sort(key=lambda change: iso_day(change[1]) or date.max, reverse=True)
    coming = [change for change in changes if is_coming(change, reading.version_on)]
    changes = [change for change in changes if change not in coming]
    if changes and changes[0][0] == "de-listed":
        context.left_out += 1
        return None
    entry = reading.entry(ssid, "seco_ssid", f"record {reading.number + 1}")
    record.reference = entry.reference
    add_changes(entry, changes)
    for _, day in coming:
        words = "de-listed by the file, not yet in effect on its day; still an entry of this copy"
        entry.issue("warning", "left_out", "modification", day, words)
        entry.detail("other", day, "de-listing takes effect")
    for number in [
        *record.take_all("sanctions-set-id"),
        *filter(None, [record.attribute("sanctions-set-id")]),
    ]:
        programme = context.programmes.get(number.strip())
        if programme is None:
            entry.issue(
                "error",
                "orphan",
                "sanctions-set-id",
                number,
                "no programme has this set; the entry has no programme from it",
            )
        else:
            entry.programme(*programme, myanmar=programme[0].startswith("Myanmar"))
    for foreign in record.take_all("foreign-identifier"):
        entry.identifier("foreign_list", foreign, note="SECO foreign-identifier")
    found = [
        (kind, body) for kind in ("individual", "entity", "object") for body in record.records(kind)
    ]
    for kind, body in found:
        read_body(entry, kind, body, context)
    if len(found) != 1:
        entry.issue(
            "error", "structure", "target", len(found), "expected one individual, entity or object"
        )
    record.done(ignoring=("generic-attribute",))
    return entry.finish()


def is_coming(change: tuple[str | None, str | None], list_day: date | None) -> bool:
    """Whether a change is a de-listing that takes effect after the day of the list."""
    day = iso_day(change[1])
    return change[0] == "de-listed" and bool(day and list_day and day > list_day)


def iso_day(text: str | None) -> date | None:
    """Return a day of a modification, None when it has none that can be read."""
    day = dates.iso(text) if text else None
    return day.latest if day else None


def add_changes(entry: Entry, changes: list[tuple[str | None, str | None]]) -> None:
    """Set the days: the newest `listed` is the listing in force, the newest change
    the last update.
    """
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
        entry.listing(
            days[0] if days else None,
            dates.iso(days[0]) if days else None,
            "derived",
            "modification",
        )


def read_body(entry: Entry, kind: str, body: Record, context: Context) -> None:
    """Read individual, entity or object. Direct children alone: modifications repeat identities
    deeper down.
    """
    entry.entry_type = {"individual": "person", "entity": "entity"}.get(kind)
    if kind == "object":
        word = body.attribute("object-type")
        entry.entry_type = {"vessel": "vessel", "aircraft": "aircraft"}.get(word or "")
        if entry.entry_type is None:
            entry.reading.issues.unknown_word(entry.reference, "object-type", word)
    entry.detail("gender", body.attribute("sex"))
    for identity in body.records("identity"):
        read_identity(entry, identity, context.places)
    reasons = body.take_all("justification", ("ssid",))
    entry.reasons = entry.text("\n".join(reasons), "justification")
    others = body.take_all("other-information", ("ssid",))
    for text in others:
        add_other(entry, squash(text))
    entry.remarks = entry.text("\n".join(others), "other-information")
    for relation in body.records("relation"):
        word, target, remark = (
            relation.attribute("relation-type"),
            relation.attribute("target-id"),
            relation.take("remark"),
        )
        entry.detail(
            "linked_to",
            f"target {target}" if target else remark,
            "; ".join(filter(None, [word, remark])),
        )
        relation.done(ignoring=("@ssid",))
    body.done(ignoring=("generic-attribute",))


def add_other(entry: Entry, text: str) -> None:
    """Read numbers and contacts that stand as text, where the whole text is one."""
    if ":" not in text:
        return
    for pattern, scheme in NUMBERED:
        found = pattern.fullmatch(text)
        if found:
            ship = "imo_ship" if entry.entry_type == "vessel" else "imo_unspecified"
            entry.identifier(
                ship if scheme == "imo" else scheme,
                found[1],
                note=None if scheme == "imo" else text.partition(":")[0],
            )
            return
    for pattern, detail in LABELLED:
        found = pattern.fullmatch(text)
        if found:
            entry.detail(detail, found[1])
            return
    found = REGISTERED.fullmatch(text)
    if found:
        entry.dated("established_date", found[1], dates.words(squash(found[1])))
