"""JSON: one list of records, every column."""

from typing import BinaryIO

from sanctrack.formats import Surroundings
from sanctrack.formats.cell_text import encodable
from sanctrack.names.signs import escaped
from sanctrack.warehouse.result import Result

WORDS = "one JSON list of records with every column"
ENDING = ".json"
MEDIA_TYPE = "application/json"
BINARY = False
CITES = False


def write(result: Result, out: BinaryIO, around: Surroundings) -> None:
    import json

    rows = [
        {name: encodable(value) for name, value in record.items()} for record in result.records()
    ]
    lines = ",\n".join(escaped(json.dumps(row, ensure_ascii=False)) for row in rows)
    out.write(f"[\n{lines}\n]\n".encode() if rows else b"[]\n")
