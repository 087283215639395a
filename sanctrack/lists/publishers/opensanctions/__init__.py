"""OpenSanctions: data sets of a collector, as a fallback for lists without an importer
(FollowTheMoney, simple CSV).
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sanctrack.errors import SourceError
from sanctrack.lists.publishers.opensanctions.ftm import (
    IDENTIFIERS,
    TYPES,
    WAYS,
    sanctions_of,
    targets,
)
from sanctrack.lists.reading import dates
from sanctrack.lists.reading.entry import Entry, Reading
from sanctrack.lists.reading.files import csv_rows, expect, head, lines
from sanctrack.lists.reading.memo import Kept

NAME = "opensanctions"
TITLE = "OpenSanctions data set"
LISTS = {"opensanctions": TITLE}
OTHER_LISTS = True
PUBLISHER = "OpenSanctions"
URLS: dict[str, dict[str, str]] = {}
LICENCE = "CC BY-NC 4.0 (OpenSanctions; commercial use needs a licence of theirs)"
REDISTRIBUTION = "no"
IMPORTER_VERSION = 1

COLUMNS = (
    "id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers",
    "sanctions", "phones", "emails", "dataset", "first_seen", "last_seen", "last_change",
    "program_ids",
)  # fmt: skip
NEEDED = ("id", "schema", "name", "dataset")
# What else the file lives by, and what of an entry it gives; the other columns are optional.
LIVES_BY = {
    "aliases": "names",
    "birth_date": "dates",
    "identifiers": "identifiers",
    "sanctions": "programmes",
}
IMO = re.compile(r"IMO\s?\d{7}")
MYANMAR = re.compile(r"\bmyanmar\b|\bburma\b|\bBURMA-|\bMMR\b", re.IGNORECASE)
UNKNOWN = ("unknown", None)
UNSAFE = re.compile(r"[^a-z0-9]+")


def list_code(dataset: str | None) -> str:
    """Return the code of the list for a data set; each data set is a list of its own."""
    slug = UNSAFE.sub("_", (dataset or "").lower()).strip("_")[:60]
    return f"opensanctions_{slug}" if slug else "opensanctions"


def recognise(files: list[Path], name: str | None = None) -> Reading:
    """Accept entities.ftm.json, targets.nested.json or targets.simple.csv."""
    if len(files) != 1:
        raise SourceError(
            f"{TITLE}: one file, entities.ftm.json or targets.simple.csv; got {len(files)}"
        )
    path = files[0]
    if expect(path, "json", "text") == "json":
        first = next(lines(path), "")
        try:
            item = json.loads(first) if len(first) < 5_000_000 else None
        except (ValueError, RecursionError):
            item = None
        if (
            not isinstance(item, dict)
            or "schema" not in item
            or not isinstance(item.get("properties"), dict)
        ):
            raise SourceError(
                f"{path.name} line 1: no entity of FollowTheMoney (id, schema, properties); give "
                f"entities.ftm.json or targets.simple.csv, not a delta or an index"
            )
        datasets = item.get("datasets")
        single = datasets[0] if isinstance(datasets, list) and len(datasets) == 1 else None
        return Reading(
            name or list_code(str(single) if single else None), "ftm_json", {"list": path}
        )
    if not head(path, 200).lstrip(b"\xef\xbb\xbf").startswith((b'"id"', b"id,")):
        raise SourceError(
            f"{path.name} line 1: not targets.simple.csv (columns id, schema, name …); statements, "
            f"names and Senzing files are not read"
        )
    rows = csv_rows(path)
    header = next(rows)[1]
    dataset = dict(zip(header, next(rows, (0, []))[1], strict=False)).get("dataset")
    return Reading(name or list_code(dataset), "simple_csv", {"list": path})


def read(reading: Reading) -> Iterator[Entry]:
    """Yield the targets."""
    path = reading.files["list"]
    if reading.layout == "simple_csv":
        yield from read_simple(path, reading)
        return
    sanctions, places = sanctions_of(path)
    for item in targets(path, reading.issues, places):
        yield read_target(item, sanctions.get(str(item["id"]), []), reading)


def begin(reading: Reading, identifier: str | None, schema: str | None) -> Entry:
    """Begin an entry by its id and schema."""
    entry = reading.entry(identifier, "opensanctions_id", f"record {reading.number + 1}")
    entry.entry_type = TYPES.get(schema or "")
    if entry.entry_type is None:
        reading.issues.count(
            "error",
            "unknown_word",
            entry.reference,
            "schema",
            schema,
            f"'{schema}' is not a known kind of party; left blank",
            per_value=True,
        )
    return entry


def texts(values: object) -> list[str]:
    """Return the texts among the values of a property; nested entities are left out."""
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def read_target(
    item: dict[str, Any], sanctions: list[dict[str, list[str]]], reading: Reading
) -> Entry:
    """Read one target with its sanctions."""
    entry = begin(reading, str(item["id"]), str(item.get("schema") or ""))
    properties: dict[str, Any] = item["properties"]
    entry.name(str(item.get("caption") or "") or None, "primary")
    for name, values in properties.items():
        way, what = WAYS.get(name, UNKNOWN)
        if way == "ignored":
            continue
        found = texts(values)
        if way == "name":
            for value in found:
                if name != "name" or value != item.get("caption"):
                    entry.name(value, *what)
        elif way == "remarks":
            entry.remarks = entry.text("\n".join(filter(None, [entry.remarks, *found])), name)
        elif way == "unknown":
            if found:
                reading.issues.unknown_field(entry.reference, f"properties.{name}", found[0])
        else:
            for value in found:
                add_value(entry, name, way, what, value)
    nested = [
        value.get("properties", {})
        for value in properties.get("sanctions", ())
        if isinstance(value, dict)
    ]
    if sanctions or nested:
        add_sanctions(
            entry,
            sanctions
            + [
                {key: texts(values) for key, values in one.items()}
                for one in nested
                if isinstance(one, dict)
            ],
        )
    for programme in texts(properties.get("programId")):
        entry.programme(programme, myanmar=bool(MYANMAR.search(programme)))
    changed = item.get("last_change")
    if isinstance(changed, str):
        entry.updated(changed, dates.iso(changed), "last_change")
    return entry.finish()


def add_value(entry: Entry, name: str, way: str, what: Any, value: str) -> None:
    """Add one value of a property, in the way that its name calls for."""
    if way == "identifier":
        add_number(entry, name, value)
    elif way == "detail":
        detail, is_country = what
        entry.detail(
            detail,
            value,
            name if detail == "other" else None,
            value.upper() if is_country else None,
        )
    elif way == "date":
        entry.dated(what, value, dates.iso(value))
    else:
        entry.address([value])


def add_number(entry: Entry, name: str, value: str) -> None:
    """Add a number; IMO numbers are of ships on ships, else of companies."""
    scheme = IDENTIFIERS[name]
    if scheme == "imo":
        scheme = "imo_ship" if entry.entry_type == "vessel" else "imo_company"
    elif scheme == "registration" and entry.entry_type == "aircraft":
        scheme = "aircraft_mark"
    entry.identifier(scheme, value, note=name)


def add_sanctions(entry: Entry, sanctions: list[dict[str, list[str]]]) -> None:
    """Add programmes, reasons and the first day of listing."""
    days = []
    for sanction in sanctions:
        names = (
            sanction.get("program") or sanction.get("programId") or sanction.get("authority") or []
        )
        imposed = "; ".join(sanction.get("provisions", []))
        for name in names:
            entry.programme(
                name,
                "; ".join(sanction.get("authority", [])),
                imposed,
                bool(MYANMAR.search(" ".join([name, *sanction.get("programId", [])]))),
            )
        days += [
            day
            for key in ("listingDate", "startDate")
            for day in sanction.get(key, [])
            if dates.iso(day)
        ]
        entry.reasons = entry.text(
            "\n".join(filter(None, [entry.reasons, *sanction.get("reason", [])])), "reason"
        )
        for day in sanction.get("endDate", []):
            entry.detail("other", day, "end date of a sanction")
    if days:
        entry.listing(min(days), dates.iso(min(days)), "field", "startDate")


def read_simple(path: Path, reading: Reading) -> Iterator[Entry]:
    """Yield the rows of targets.simple.csv; its cells hold lists parted by semicolons that may
    stand in values, too.
    """
    rows = csv_rows(path)
    header = next(rows, (0, []))[1]
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise SourceError(
            f"{path.name} line 1: no column {', '.join(missing)}; is it targets.simple.csv?"
        )
    for name, field in LIVES_BY.items():
        if name not in header:
            reading.issues.missing_column(name, field)
    places, width = {name: place for place, name in enumerate(header)}, len(header)
    unknown = [(name, place) for name, place in places.items() if name not in COLUMNS]
    known = [places.get(name) for name in COLUMNS]
    countries, programmes = Kept(read_countries), Kept(read_programmes)
    for line, row in rows:
        if len(row) != width:
            if any(map(str.strip, row)):
                reading.issues.add(
                    "error",
                    "structure",
                    row[0] if row else f"line {line}",
                    None,
                    None,
                    f"line {line} has {len(row)} cells, expected {width}; it was not read",
                )
            continue
        entry = from_cells(
            [row[place] if place is not None else "" for place in known],
            reading,
            countries,
            programmes,
        )
        for name, place in unknown:
            if row[place]:
                reading.issues.unknown_field(entry.reference, name, row[place])
        yield entry.finish()


def items(cell: str) -> list[str]:
    """Return the parts of a list cell."""
    return [text for part in cell.split(";") if (text := part.strip())] if cell else []


def read_countries(entry: Entry, cell: str) -> None:
    """Add the countries of a party."""
    for code in items(cell):
        entry.detail("other", code, "country", code.upper())


def read_programmes(entry: Entry, cell: str) -> None:
    """Add the programmes."""
    for programme in items(cell):
        entry.programme(programme, myanmar=bool(MYANMAR.search(programme)))


def from_cells(cells: list[str], reading: Reading, countries: Kept, programmes: Kept) -> Entry:
    """Read one row, its cells in the order of COLUMNS."""
    (
        reference,
        schema,
        name,
        aliases,
        births,
        country,
        address,
        numbers,
        sanctions,
        phones,
        emails,
        _,
        _,
        _,
        changed,
        programme,
    ) = cells
    entry = begin(reading, reference, schema)
    entry.name(name, "primary")
    for alias in items(aliases):
        entry.name(alias, "alias")
    for day in items(births):
        entry.dated("birth_date", day, dates.iso(day))
    if country:
        countries.add(entry, country)
    if address and not address.isspace():
        entry.address([address])
    for number in items(numbers):
        ship = entry.entry_type == "vessel" and IMO.fullmatch(number)
        entry.identifier("imo_ship" if ship else "other_id", number)
    for cell in (sanctions, programme):
        if cell:
            programmes.add(entry, cell)
    for detail, cell in (("phone", phones), ("email", emails)):
        for value in items(cell):
            entry.detail(detail, value)
    entry.updated(changed, dates.iso(changed), "last_change")
    return entry
