"""Reading what people edit: CSV and xlsx as text, with the line of every row; spreadsheet habits are expected, loss is not."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from sanctrack.errors import DataError

DELIMITERS = (",", ";", "\t")
SHEET_BYTES = 1_000_000_000
CELL_CHARACTERS = 1_000_000


@dataclass
class Sheet:
    """A file's cells as text (blank is null), without blank rows. `broken` holds (line, what is wrong) of rows that do not fit."""

    path: Path
    header: list[str]
    cells: pa.Table
    find_lines: Callable[[], list[int]]
    broken: list[tuple[int, str]] = field(default_factory=list)
    rows_kept: pa.Array | None = None

    @cached_property
    def lines(self) -> list[int]:
        """The line of each row; worked out only when something has to be said."""
        lines = self.find_lines()
        return lines if self.rows_kept is None else [lines[at] for at in self.rows_kept.to_pylist()]


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file (comma, semicolon or tab; UTF-8, BOM and CRLF allowed) or the first sheet of an .xlsx workbook.

    Cells are trimmed; rows without any value are left out.
    Raises DataError when the file cannot be read as a table: not text, cut off, no header, a column named twice.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}") from error
    if raw[:4] == b"PK\x03\x04" or path.suffix.lower() == ".xlsx":
        sheet = read_workbook(path, raw)
    else:
        sheet = read_csv(path, raw)
    trimmed = [trim(column) for column in sheet.cells.columns]
    cells = pa.table(trimmed, names=sheet.header) if sheet.header else sheet.cells
    blank = [column.is_null() for column in trimmed]
    empty = blank[0]
    for other in blank[1:]:
        empty = pc.and_(empty, other)
    if pc.any(empty).as_py():
        sheet.rows_kept = pc.indices_nonzero(pc.invert(empty))
        cells = cells.take(sheet.rows_kept)
    sheet.cells = cells
    return sheet


def trim(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cut white space at both ends; nothing left means null."""
    trimmed = pc.utf8_trim_whitespace(column)
    blank = pc.equal(trimmed, "")
    return pc.if_else(blank, pa.scalar(None, pa.string()), trimmed) if pc.any(blank).as_py() else trimmed


def check_header(path: Path, header: list[str]) -> list[str]:
    header = [name.strip().removeprefix("\ufeff") for name in header]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise DataError(f"{path}: no header row")
    blank = [str(at + 1) for at, name in enumerate(header) if not name]
    if blank:
        raise DataError(f"{path} line 1: column {', '.join(blank)} has no name")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise DataError(f"{path} line 1: column {', '.join(twice)} stands twice; keep one")
    return header


def read_csv(path: Path, raw: bytes) -> Sheet:
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise DataError(f"{path}: UTF-16 text; save it as 'CSV UTF-8'")
    if b"\x00" in raw:
        line = raw[: raw.index(b"\x00")].count(b"\n") + 1
        raise DataError(f"{path} line {line}: holds a NUL byte, so it is no text file; save it as 'CSV UTF-8'")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DataError(f"{path} line {line}: not UTF-8 (byte {raw[error.start]:#04x}); save it as 'CSV UTF-8'") from error
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    if raw.count(b'"') % 2:
        raise DataError(f"{path}: a quotation mark is opened and never closed; the file may be cut off{open_quote(text, delimiter)}")
    csv.field_size_limit(CELL_CHARACTERS * 10)
    full = next(csv.reader(io.StringIO(text), delimiter=delimiter), [])
    header = check_header(path, full)
    body = text.split("\n", 1)[1] if "\n" in text else ""
    surplus = [f"surplus {at}" for at in range(len(full) - len(header))]
    broken: list[tuple[int, str]] = []
    cells = read_body(path, body, delimiter, [*header, *surplus])
    if cells is None:
        cells, broken = read_row_by_row(body, delimiter, header)
    else:
        cells = cells.select(header)

    def lines() -> list[int]:
        return [number for number, _ in numbered(body, delimiter)]

    return Sheet(path, header, cells, lines, broken)


def open_quote(text: str, delimiter: str) -> str:
    """Say where the last record begins that runs to the end of the file."""
    start = 0
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    last = 1
    for _ in reader:
        start, last = last, reader.line_num + 1
    return f" (see from line {start})" if start else ""


def read_body(path: Path, body: str, delimiter: str, header: list[str]) -> pa.Table | None:
    """The rows by Arrow's reader, all text; None when some row does not fit the header."""
    if not body.strip():
        return pa.table({name: pa.array([], pa.string()) for name in header})
    try:
        return arrow_csv.read_csv(
            io.BytesIO(body.encode()),
            read_options=arrow_csv.ReadOptions(column_names=header, block_size=1 << 24),
            parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()), null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid:
        return None


def numbered(body: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Records of the body with the line on which each begins (the header is line 1); empty lines are left out."""
    reader = csv.reader(io.StringIO(body), delimiter=delimiter)
    found, begins = [], 2
    for row in reader:
        if row:
            found.append((begins, row))
        begins = reader.line_num + 2
    return found


def read_row_by_row(body: str, delimiter: str, header: list[str]) -> tuple[pa.Table, list[tuple[int, str]]]:
    """The slow way, for a file in which some row has too many or too few cells: short rows are filled up and said so."""
    rows, broken = [], []
    for line, row in numbered(body, delimiter):
        surplus = [cell for cell in row[len(header) :] if cell.strip()]
        if len(row) < len(header) and any(cell.strip() for cell in row):
            broken.append((line, f"{len(row)} cells, the header has {len(header)}"))
        if surplus:
            broken.append((line, f"{len(row)} cells, the header has {len(header)}; left over: {'; '.join(surplus)[:80]}"))
            if len(row) > len(header):
                row = row[: len(header)]
        rows.append([*row[: len(header)], *[""] * (len(header) - len(row))])
    columns = list(zip(*rows, strict=True)) if rows else [[] for _ in header]
    return pa.table({name: pa.array(list(column), pa.string()) for name, column in zip(header, columns, strict=True)}), broken


def read_workbook(path: Path, raw: bytes) -> Sheet:
    """The first sheet of a workbook; numbers and dates become the text that a CSV would hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(item.file_size for item in archive.infolist())
            if size > SHEET_BYTES or size > 200 * max(len(raw), 1_000_000):
                raise DataError(f"{path}: unpacks to {size:,} bytes; refused as a possible zip bomb")
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = [(number, [cell_text(cell) for cell in row]) for number, row in enumerate(sheet.iter_rows(values_only=True), 1)]
        book.close()
    except DataError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise; to the user it is one thing
        raise DataError(f"{path}: not a readable .xlsx workbook ({type(error).__name__})") from error
    while rows and not any(rows[0][1]):
        rows.pop(0)
    header = check_header(path, rows[0][1] if rows else [])
    body = [(number, [*cells[: len(header)], *[""] * (len(header) - len(cells))]) for number, cells in rows[1:]]
    broken = [
        (number, f"a value stands right of the last named column: {'; '.join(cell for cell in cells[len(header) :] if cell)[:80]}")
        for number, cells in rows[1:]
        if any(cells[len(header) :])
    ]
    columns = list(zip(*(cells for _, cells in body), strict=True)) if body else [() for _ in header]
    table = pa.table({name: pa.array(list(column), pa.string()) for name, column in zip(header, columns, strict=True)})
    return Sheet(path, header, table, lambda: [number for number, _ in body], broken)


def cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
