"""JSON Lines: a record a line, every column."""

from typing import BinaryIO

from sanctrack.formats import Surroundings
from sanctrack.formats.cell_text import encodable
from sanctrack.names.signs import escaped
from sanctrack.warehouse.result import Result

WORDS = "a JSON record a line with every column"
ENDING = ".jsonl"
MEDIA_TYPE = "application/jsonl"
BINARY = False
CITES = False


def write(result: Result, out: BinaryIO, around: Surroundings) -> None:
    import json

    for record in result.records():
        row = {name: encodable(value) for name, value in record.items()}
        out.write(escaped(json.dumps(row, ensure_ascii=False)).encode() + b"\n")
