"""CSV: every column and row, for programs and spreadsheets."""

import io
from typing import BinaryIO

from sanctrack.formats import Surroundings
from sanctrack.formats.cell_text import harmless
from sanctrack.names.signs import Shown
from sanctrack.warehouse.result import Result

WORDS = "comma-separated text with every column"
ENDING = ".csv"
MEDIA_TYPE = "text/csv"
BINARY = False
CITES = False


def write(result: Result, out: BinaryIO, around: Surroundings) -> None:
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
