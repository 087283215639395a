"""The stamp: what a document was made from, inside the file's own properties, so that it survives editing and can be checked."""

import base64
import hashlib
import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape, unescape
from pathlib import Path
from typing import Any

from sanctrack import __version__
from sanctrack.briefings.document import Document
from sanctrack.briefings.source import Briefing
from sanctrack.briefings.words import shown
from sanctrack.contracts import load_contract, table_names
from sanctrack.errors import DataError, SanctrackError
from sanctrack.queries import query_paths, split
from sanctrack.warehouse import Warehouse

CHUNK = 250  # Word's own limit for a text property is 255 characters
MOST = 20_000  # records of one table that are remembered; of a larger table a change is not traced to its record
SHORT = 3  # bytes of a digest
MARK = "sanctrack stamp"


@dataclass(frozen=True)
class Stamp:
    """`lines` are for people; `machine` is the same and more for `verify`, as JSON."""

    lines: list[tuple[str, str]]
    machine: bytes
    day: date

    @property
    def epoch(self) -> int:
        """Seconds of the as-of day: the only time of day that a file carries."""
        return int(datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC).timestamp())

    @property
    def packed(self) -> str:
        return base64.b64encode(zlib.compress(self.machine, 9)).decode()

    def properties(self) -> list[tuple[str, str]]:
        """Name and value of each property of a Word or ODT file."""
        packed = self.packed
        chunks = [packed[at : at + CHUNK] for at in range(0, len(packed), CHUNK)]
        told = [(f"sanctrack {name.lower()}", text[:CHUNK]) for name, text in self.lines]
        return told + [(f"{MARK} {number:04d} of {len(chunks):04d}", chunk) for number, chunk in enumerate(chunks, 1)]

    def html(self) -> str:
        told = [f'<meta name="sanctrack-{name.lower().replace(" ", "-")}" content="{escape(text)}">' for name, text in self.lines]
        return "\n".join([*told, f'<meta name="sanctrack-stamp" content="{self.packed}">'])

    def front_matter(self, title: str) -> str:
        told = [f"  {name.lower().replace(' ', '_')}: {json.dumps(text, ensure_ascii=False)}" for name, text in self.lines]
        return "\n".join(["---", f"title: {json.dumps(title, ensure_ascii=False)}", "sanctrack:", *told, "---", ""])

    def comment(self) -> str:
        """The stamp at the end of a Markdown file, where no reader sees it."""
        packed = self.packed
        return "\n".join(["<!-- sanctrack-stamp", *(packed[at : at + 120] for at in range(0, len(packed), 120)), "-->", ""])


def make_stamp(document: Document, warehouse: Warehouse) -> Stamp:
    """Stamp a document: parameters, facts and their fingerprint, list versions, as-of day, version of the program."""
    records = record_digests(warehouse, tables_behind(document.briefing, warehouse))
    total = hashlib.sha256(json.dumps(records, sort_keys=True).encode()).hexdigest()
    params = {key: None if value is None else str(value) for key, value in document.values.items()}
    told = "; ".join(f"{key} = {value}" for key, value in params.items() if value is not None)
    facts = warehouse.home.facts
    lines = [
        ("Briefing", document.briefing.name),
        ("Parameters", told),
        ("As of", shown(document.values["as_of"])),
        ("Facts", f"{', '.join(warehouse.datasets())}, version {facts.get('version', 'not stated')}, fingerprint {total[:16]}"),
        ("Lists read", lists_read(warehouse)),
        ("Licence of the facts", str(facts.get("licence", ""))),
        ("Built by", f"sanctrack {__version__}"),
    ]
    machine = {
        "format": 1,
        "lines": lines,
        "name": document.briefing.name,
        "text": document.briefing.text,
        "params": params,
        "order": document.cited(),
        "annex": annex_lines(document),
        **packed_units(document),
        "records": pack_records(records),
    }
    return Stamp(lines, json.dumps(machine, ensure_ascii=False, separators=(",", ":")).encode(), document.values["as_of"])


def annex_lines(document: Document) -> dict[str, str]:
    """The words of the list of sources, by source."""
    library = document.library
    assert library
    return {source: library.annex(source) for source in document.cited() if source in library.sources}


def packed_units(document: Document) -> dict[str, Any]:
    """Units with what they rest on; equal lists of ids are kept once."""
    known: dict[tuple[str, ...], int] = {}
    units = [
        [unit.key, unit.kind, unit.place, unit.text, known.setdefault(tuple(dict.fromkeys(unit.ids)), len(known)), unit.reports]
        for unit in document.units
    ]
    return {"units": units, "ids": [list(ids) for ids in known]}


def record_digests(warehouse: Warehouse, tables: list[str]) -> dict[str, dict[str, str]]:
    """Table → key of the record → short digest of its cells, for tables of facts."""
    found = {}
    for table in tables:
        if table not in warehouse.loaded:
            continue
        contract = load_contract(warehouse.home, table)
        key = "concat_ws('|', " + ", ".join(f"coalesce(cast(t.\"{name}\" as varchar), '')" for name in contract.primary_key) + ")"
        columns = ", ".join(
            f'coalesce(cast(t."{row[0]}" as varchar), chr(0))' for row in warehouse.sql(f'describe "{table}"').rows if row[0] != "dataset"
        )
        rows = warehouse.sql(
            f'select {key} as record, md5(concat_ws(chr(1), {columns})) as digest from "{table}" as t order by record, digest'
        ).rows
        found[table] = dict(rows)
    return found


def tables_behind(briefing: Briefing, warehouse: Warehouse) -> list[str]:
    """Tables of facts that the reports of a briefing read, through views, and the sources behind its footnotes."""
    queries, tables = query_paths(warehouse.home), set(table_names(warehouse.home))
    found, waiting = {"sources", "evidence"}, briefing.reports()
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in tables:
            found.add(name)
        elif name in queries and name not in seen:
            seen.add(name)
            # a word of the SQL that is a table's name is read as one: at worst a table too many is compared
            waiting += set(re.findall(r"[a-z_][a-z0-9_]+", split(queries[name][1])[1])) & {*tables, *queries}
    return sorted(name for name in found if load_contract(warehouse.home, name).kept_in == "datasets")


def short(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:SHORT]


def pack_records(records: dict[str, dict[str, str]]) -> dict[str, str]:
    """Each table's records as short digests of key and cells: enough to say which record changed, and a tenth of the size."""
    packed = {}
    for table, rows in records.items():
        if len(rows) <= MOST:
            packed[table] = base64.b64encode(b"".join(sorted(short(key) + short(digest) for key, digest in rows.items()))).decode()
    return packed


def unpack_records(packed: dict[str, str]) -> dict[str, dict[bytes, bytes]]:
    """Table → short key → short digest, as pack_records wrote them."""
    found = {}
    for table, text in packed.items():
        data = base64.b64decode(text)
        found[table] = {data[at : at + SHORT]: data[at + SHORT : at + 2 * SHORT] for at in range(0, len(data), 2 * SHORT)}
    return found


def lists_read(warehouse: Warehouse) -> str:
    """The newest copy of each authority's list that the facts speak of, and those imported into the workspace."""
    parts = [
        f"{row[0]} {row[1]}"
        for row in warehouse.sql("select authority, max(list_version_on) from list_checks group by authority order by authority").rows
    ]
    if "list_versions" in warehouse.loaded:
        columns = [row[0] for row in warehouse.sql("describe list_versions").rows]
        if {"list", "list_version_on"} <= set(columns):
            rows = warehouse.sql("select list, max(list_version_on) from list_versions group by list order by list").rows
            parts += [f"{row[0]} {row[1] or 'day not given'} (imported)" for row in rows]
    return "; ".join(parts)


# -- reading --------------------------------------------------------------------------------------------------


def read_stamp(path: Path) -> dict[str, Any]:
    """Read the stamp of a .docx, .odt, .html, .md or .pdf. Raises DataError when there is none or it is broken."""
    readers = {".docx": from_word, ".odt": from_odt, ".html": from_html, ".htm": from_html, ".md": from_markdown, ".pdf": from_pdf}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise DataError(f"{path}: verify reads {', '.join(readers)}")
    try:
        machine = reader(path)
    except OSError as error:
        raise DataError(f"{path}: {error.strerror or error}") from error
    except (zipfile.BadZipFile, KeyError, ValueError, zlib.error) as error:
        raise DataError(f"{path}: the stamp cannot be read ({error}); was the file made by `sanctrack brief`?") from error
    try:
        stamp: dict[str, Any] = json.loads(machine)
    except ValueError as error:
        raise DataError(f"{path}: the stamp is damaged; only a file with its whole stamp can be verified") from error
    if stamp.get("format") != 1:
        raise DataError(f"{path}: the stamp has format {stamp.get('format')}; this version reads 1")
    return stamp


def unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b64decode("".join(text.split()), validate=True))


def gathered(pairs: list[tuple[str, str]]) -> bytes:
    """Put the chunks of a stamp together. Raises ValueError when one is missing."""
    chunks = sorted((name, value) for name, value in pairs if name.startswith(MARK))
    if not chunks:
        raise ValueError("no stamp in the properties of the file")
    if len(chunks) != int(chunks[0][0].rsplit(" ", 1)[1]):
        raise ValueError(f"{len(chunks)} parts of the stamp where there were {int(chunks[0][0].rsplit(' ', 1)[1])}")
    return unpacked("".join(value for _, value in chunks))


def from_word(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        text = archive.read("docProps/custom.xml").decode("utf-8")
    return gathered(
        [(unescape(name), unescape(value)) for name, value in re.findall(r'name="([^"]*)"[^>]*>\s*<vt:lpwstr[^>]*>([^<]*)<', text)]
    )


def from_odt(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        text = archive.read("meta.xml").decode("utf-8")
    found = re.findall(r"<meta:user-defined([^>]*)>([^<]*)<", text)
    return gathered(
        [(unescape(re.sub(r'.*meta:name="([^"]*)".*', r"\1", attributes, flags=re.DOTALL)), unescape(value)) for attributes, value in found]
    )


def from_html(path: Path) -> bytes:
    match = re.search(r'<meta\s+name="sanctrack-stamp"\s+content="([^"]+)"', path.read_text(encoding="utf-8"))
    if not match:
        raise ValueError('no <meta name="sanctrack-stamp">')
    return unpacked(match[1])


def from_markdown(path: Path) -> bytes:
    match = re.search(r"<!-- sanctrack-stamp\s([A-Za-z0-9+/=\s]+)-->", path.read_text(encoding="utf-8"))
    if not match:
        raise ValueError("no comment sanctrack-stamp at its end")
    return unpacked(match[1])


def from_pdf(path: Path) -> bytes:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise SanctrackError("reading PDF needs pypdf; `pip install 'sanctrack[documents]'` brings it") from error
    try:
        attached = PdfReader(path).attachments.get("sanctrack-stamp.txt")
    except PyPdfError as error:
        raise ValueError(str(error)) from error
    if not attached:
        raise ValueError("no attachment sanctrack-stamp.txt")
    return unpacked(bytes(attached[0]).decode())
