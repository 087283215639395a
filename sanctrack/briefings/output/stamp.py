"""The stamp: what a document was made from, inside the file's own properties, so that it survives
editing and can be checked.
"""

import base64
import hashlib
import json
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from typing import Any

from sanctrack import __version__
from sanctrack.briefings.compile.display import shown
from sanctrack.briefings.compile.document import Document, unique_keys
from sanctrack.briefings.provenance import (
    basis_of,
    lists_read,
    pack_records,
    program,
    record_digests,
)
from sanctrack.publication import INTERNAL_WORDS
from sanctrack.warehouse.warehouse import Warehouse

CHUNK = 250  # Word's own limit for a text property is 255 characters
FORMATS = (1, 2)  # 1 knew nothing of queries, program and seal
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
        lines = [(f"sanctrack {name.lower()}", text[:CHUNK]) for name, text in self.lines]
        return lines + [
            (f"{MARK} {number:04d} of {len(chunks):04d}", chunk)
            for number, chunk in enumerate(chunks, 1)
        ]

    def html(self) -> str:
        tags = [
            f'<meta name="sanctrack-{name.lower().replace(" ", "-")}" content="{escape(text)}">'
            for name, text in self.lines
        ]
        return "\n".join([*tags, f'<meta name="sanctrack-stamp" content="{self.packed}">'])

    def front_matter(self, title: str) -> str:
        lines = [
            f"  {name.lower().replace(' ', '_')}: {yaml_text(text)}" for name, text in self.lines
        ]
        return "\n".join(["---", f"title: {yaml_text(title)}", "sanctrack:", *lines, "---", ""])

    def comment(self) -> str:
        """The stamp at the end of a Markdown file, where no reader sees it."""
        packed = self.packed
        return "\n".join(
            [
                "<!-- sanctrack-stamp",
                *(packed[at : at + 120] for at in range(0, len(packed), 120)),
                "-->",
                "",
            ]
        )


def yaml_text(text: str) -> str:
    """A text of YAML in which a reader of Markdown that knows no front matter finds no link."""
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted.replace("[", "\\u005b").replace("<", "\\u003c").replace("://", ":\\u002f/")


def make_stamp(document: Document, warehouse: Warehouse) -> Stamp:
    """Stamp a document: parameters, facts and their fingerprint, list versions, as-of day, version
    of the program.
    """
    basis = basis_of(warehouse.home, document.briefing.reports())
    records = record_digests(warehouse, basis.tables)
    total = hashlib.sha256(json.dumps(records, sort_keys=True).encode()).hexdigest()
    params = {key: None if value is None else str(value) for key, value in document.values.items()}
    settings = "; ".join(f"{key} = {value}" for key, value in params.items() if value is not None)
    facts = warehouse.home.facts
    lines = [
        ("Briefing", document.briefing.name),
        ("Parameters", settings),
        ("As of", shown(document.values["as_of"])),
        (
            "Facts",
            f"{', '.join(warehouse.datasets())}, version {facts.get('version', 'not stated')}, "
            f"fingerprint {total[:16]}",
        ),
        ("Lists read", lists_read(warehouse)),
        ("Licence of the facts", str(facts.get("licence", ""))),
        ("Built by", f"sanctrack {__version__}"),
        *([("Publication", INTERNAL_WORDS)] if document.internal else []),
    ]
    machine = {
        "format": FORMATS[-1],
        "program": program(),
        "queries": basis.texts,
        "uses": basis.uses,
        "lists": lists_read(warehouse),
        "fixed": fixed_texts(document),
        "lines": lines,
        "name": document.briefing.name,
        "text": document.briefing.text,
        "params": params,
        **({"internal": True} if document.internal else {}),
        "order": document.cited(),
        "annex": annex_lines(document),
        **packed_units(document),
        "records": pack_records(records),
    }
    return Stamp(lines, packed_json({**machine, "seal": seal(machine)}), document.values["as_of"])


def packed_json(machine: dict[str, Any]) -> bytes:
    return json.dumps(machine, ensure_ascii=False, separators=(",", ":")).encode()


def seal(machine: dict[str, Any]) -> str:
    """A digest of everything else in the stamp: it tells a stamp that was damaged or edited, not
    one that was made anew.
    """
    return hashlib.sha256(
        packed_json({key: value for key, value in machine.items() if key != "seal"})
    ).hexdigest()[:16]


def fixed_texts(document: Document) -> list[str]:
    """Words of the machine that are no units: audience and day, headings and words about the list
    of sources and the document.
    """
    from sanctrack.briefings.compile.compose import ABOUT, ANNEX, audience_line
    from sanctrack.briefings.output.draft import texts as draft_texts

    return [
        audience_line(document),
        "Sources",
        ANNEX,
        "About this document",
        ABOUT.replace("`", ""),
        *draft_texts(document),
    ]


def annex_lines(document: Document) -> dict[str, str]:
    """The words of the list of sources, by source."""
    library = document.library
    return {
        source: library.annex(source) for source in document.cited() if source in library.sources
    }


def packed_units(document: Document) -> dict[str, Any]:
    """Units with what they rest on; equal lists of ids are kept once."""
    number_by_ids: dict[tuple[str, ...], int] = {}
    units = [
        [
            key,
            unit.kind,
            unit.place,
            unit.text,
            number_by_ids.setdefault(tuple(dict.fromkeys(unit.ids)), len(number_by_ids)),
            unit.reports,
        ]
        for key, unit in zip(
            unique_keys(unit.key for unit in document.units), document.units, strict=True
        )
    ]
    return {"units": units, "ids": [list(ids) for ids in number_by_ids]}
