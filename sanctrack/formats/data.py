"""Formats for programs: csv, json, jsonl, Parquet; every column, every row."""

import io
from typing import BinaryIO

from sanctrack.formats import Surroundings
from sanctrack.formats.cell_text import encodable, harmless
from sanctrack.names.signs import Shown, escaped
from sanctrack.warehouse.result import Result


def write_csv(result: Result, out: BinaryIO, around: Surroundings) -> None:
    import csv

    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    shown = text if around.for_programs else Shown(text)
    try:
        writer = csv.writer(shown, lineterminator="\n")
        writer.writerow([harmless(column.name) for column in result.columns])
        careful = csv.writer(shown, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for row in result.rows:
            cells = [harmless(value) for value in row]
            # a bare carriage return ends a line for most readers, and Python 3.11 does not quote it
            (careful if any("\r" in cell for cell in cells) else writer).writerow(cells)
        text.flush()
    finally:
        text.detach()


def write_json(result: Result, out: BinaryIO, around: Surroundings) -> None:
    import json

    rows = [
        {name: encodable(value) for name, value in record.items()} for record in result.records()
    ]
    lines = ",\n".join(escaped(json.dumps(row, ensure_ascii=False)) for row in rows)
    out.write(f"[\n{lines}\n]\n".encode() if rows else b"[]\n")


def write_jsonl(result: Result, out: BinaryIO, around: Surroundings) -> None:
    import json

    for record in result.records():
        row = {name: encodable(value) for name, value in record.items()}
        out.write(escaped(json.dumps(row, ensure_ascii=False)).encode() + b"\n")


def write_parquet(result: Result, out: BinaryIO, around: Surroundings) -> None:
    import pyarrow.parquet as pq

    buffer = io.BytesIO()  # Parquet wants to seek, and a pipe cannot
    pq.write_table(result.to_arrow(), buffer, compression="zstd")
    out.write(buffer.getbuffer())
