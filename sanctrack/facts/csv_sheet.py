"""Reading delimited text: comma, semicolon or tab, with or without quotation marks, as spreadsheets
write it.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
from pyarrow import csv as arrow_csv

from sanctrack.csv_text import ANY_CELL, CsvError, CsvRow, csv_rows
from sanctrack.facts.problems import Problem
from sanctrack.facts.sheet import BLANKS, Sheet, SheetError, checked_header, text_table

DELIMITERS = (",", ";", "\t")
# Header rows are short; a file without an end of its first row in so many bytes has none.
HEAD_BYTES = 1 << 20


@dataclass
class Body:
    """What follows the header of a CSV file: where it begins, how many line ends and quotation
    marks it has.
    """

    offset: int
    lines_before: int
    delimiter: str
    lines: int = 0
    quotes: int = 0


def read_csv(path: Path, file: BinaryIO, days: frozenset[str] = frozenset()) -> Sheet:
    """All rows as text. Arrow reads the file where every row fits; else it is read row by row, and
    each misfit is told.

    The file is never held as a whole beside its rows: it is looked through once, and then read.
    """
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise SheetError(path, "encoding", "is UTF-16 text", "save it as 'CSV UTF-8'")
    if b"\n" not in head and b"\r" in head:  # line ends of old Macs
        file = io.BytesIO((head + file.read()).replace(b"\r", b"\n"))
        head = file.getvalue()[:HEAD_BYTES]
    header_cells, body = find_header(path, head)
    header = checked_header(path, header_cells, body.lines_before)
    look_through(path, file, body)
    if body.quotes % 2:
        check_quotes(path, rest(path, file, body), body)
    surplus = [f"surplus {at}" for at in range(len(header_cells) - len(header))]
    table = read_body(file, body, [*header, *surplus], days) or read_body(
        file, body, [*header, *surplus], frozenset()
    )
    if table is None or any(table[name].null_count < len(table) for name in surplus):
        # a row does not fit, or a value stands right of the last name: told row by row
        cells, findings = read_row_by_row(path, rest(path, file, body), header, body)
        return Sheet(path, header, cells, body.delimiter, LinesInFile(path, body), findings)
    cells = table.select(header)
    # where no row spans lines and none is empty, nothing has to be counted
    plain = body.lines == len(cells)
    lines = (
        range(body.lines_before + 1, body.lines_before + 1 + body.lines)
        if plain
        else LinesInFile(path, body)
    )
    return Sheet(path, header, cells, body.delimiter, lines)


def look_through(path: Path, file: BinaryIO, body: Body) -> None:
    """Count line ends and quotation marks of the body. Raises SheetError at a NUL byte."""
    file.seek(0)
    lines, last = 1, b"\n"
    while chunk := file.read(HEAD_BYTES):
        if b"\x00" in chunk:
            line = lines + chunk[: chunk.index(b"\x00")].count(b"\n")
            raise SheetError(
                path,
                "encoding",
                "holds a NUL byte, so it is no text file",
                "save it as 'CSV UTF-8'",
                line,
            )
        lines += chunk.count(b"\n")
        body.quotes += chunk.count(b'"')
        last = chunk[-1:]
    body.lines = lines - 1 - body.lines_before + (last != b"\n")
    file.seek(0)
    body.quotes -= file.read(body.offset).count(b'"')


def rest(path: Path, file: BinaryIO, body: Body) -> str:
    """The body as text. Raises SheetError with the line of a byte that is not UTF-8."""
    file.seek(body.offset)
    return decode(path, file.read(), body.lines_before + 1)


def find_header(path: Path, raw: bytes) -> tuple[list[str], Body]:
    """Cells of the first row with a value, and where the body begins after it; `raw` is the
    beginning of the file.
    """
    start = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    lines = 0
    given = None
    while start < len(raw):
        end = raw.find(b"\n", start) + 1 or len(raw)
        first = decode(path, raw[start:end], lines + 1, cut=True)
        told = re.fullmatch(r'"?sep=(.)"?\s*', first)  # Excel's way of naming the delimiter
        given = told[1] if told else given
        if not told and first.strip(BLANKS + "".join(DELIMITERS)):
            break
        start, lines = end, lines + 1
    head = decode(path, raw[start:], lines + 1, cut=True)
    delimiter = given or max(DELIMITERS, key=head.split("\n", 1)[0].count)
    try:
        row = next(
            csv_rows(io.StringIO(head), delimiter, strict=True, most_cell=ANY_CELL),
            CsvRow(1, 0, []),
        )
    except CsvError as error:
        what = f"the header cannot be read: {error.__cause__}"
        raise SheetError(
            path, "quotes", what, "close every quotation mark; the file may be cut off", lines + 1
        ) from error
    offset = start
    for _ in range(row.ends):
        offset = raw.find(b"\n", offset) + 1 or len(raw)
    return row.cells, Body(offset, lines + row.ends, delimiter)


def decode(path: Path, raw: bytes, first_line: int = 1, cut: bool = False) -> str:
    """UTF-8 as text; `cut` allows a letter to be cut in two at the end. Raises SheetError with the
    line of the first other byte.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if cut and error.start > len(raw) - 4 and error.reason == "unexpected end of data":
            return raw[: error.start].decode("utf-8")
        line = first_line + raw[: error.start].count(b"\n")
        what = f"is not UTF-8 (byte {raw[error.start]:#04x}); it may be Windows-1252 or Latin-1"
        raise SheetError(path, "encoding", what, "save it as 'CSV UTF-8'", line) from error


def check_quotes(path: Path, text: str, body: Body) -> None:
    """With an odd number of quotation marks one may be open at the end of the file. Raises
    SheetError where its row begins.
    """
    try:
        for _ in rows_of(text, body, strict=True):
            pass
    except CsvError as error:
        raise SheetError(path, "quotes", error.problem, error.mend, error.line) from error


def rows_of(text: str, body: Body, strict: bool = False) -> Iterator[CsvRow]:
    """The rows of a body; long cells are told later, one by one."""
    return csv_rows(io.StringIO(text), body.delimiter, strict, body.lines_before + 1, ANY_CELL)


def read_body(
    file: BinaryIO, body: Body, header: list[str], days: frozenset[str]
) -> pa.Table | None:
    """The rows by Arrow's reader, text and days; None when some row does not fit the header or some
    cell is no day.
    """
    types = {name: pa.date32() if name in days else pa.string() for name in header}
    convert = arrow_csv.ConvertOptions(
        column_types=types,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )
    file.seek(body.offset)
    try:
        return arrow_csv.read_csv(
            file,
            read_options=arrow_csv.ReadOptions(column_names=header, block_size=1 << 20),
            parse_options=arrow_csv.ParseOptions(delimiter=body.delimiter, newlines_in_values=True),
            convert_options=convert,
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV file" in str(error):
            return pa.table({name: pa.array([], pa.string()) for name in header})
        return None


def numbered(path: Path, text: str, body: Body) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins; empty lines are left out. Raises SheetError."""
    try:
        for row in rows_of(text, body):
            if row.cells:
                yield row.begins, row.cells
    except CsvError as error:
        raise SheetError(path, "cells", error.problem, error.mend, error.line) from error


def read_row_by_row(
    path: Path, text: str, header: list[str], body: Body
) -> tuple[pa.Table, list[Problem]]:
    """The slow way, for a file in which some row has too many or too few cells: short rows are
    filled up, and each is told.
    """
    rows, findings = [], []
    mend = (
        "give each row as many cells as the header; a cell with the delimiter in it needs "
        "quotation marks"
    )
    last, width = 0, len(header)
    for at, (_, row) in enumerate(numbered(path, text, body)):
        surplus = [cell.strip(BLANKS) for cell in row[width:] if cell.strip(BLANKS)]
        said = f"{len(row)} cells, the header has {width}"
        if surplus:
            findings.append(
                Problem(
                    row=at,
                    severity="error",
                    rule="cells",
                    problem=f"{said}; left over: {'; '.join(surplus)[:80]}",
                    help=mend,
                    value=surplus[0],
                )
            )
        elif len(row) < width and any(cell.strip(BLANKS) for cell in row):
            findings.append(
                Problem(
                    row=at, severity="error", rule="cells", problem=said, help=mend, value=row[-1]
                )
            )
            last = at
        rows.append([*row[:width], *[""] * (width - len(row))])
    if findings and findings[-1].row == last == len(rows) - 1 and not text.endswith("\n"):
        findings[-1] = replace(
            findings[-1], problem=f"{findings[-1].problem}; the file ends here and may be cut off"
        )
    return text_table(header, rows), findings


@dataclass
class LinesInFile:
    """The lines of the rows of a CSV file in which some row spans several; counted on the first
    question.
    """

    path: Path
    body: Body

    @cached_property
    def lines(self) -> list[int]:
        raw = self.path.read_bytes()
        raw = raw.replace(b"\r", b"\n") if b"\n" not in raw else raw
        text = raw[self.body.offset :].decode("utf-8", "replace")
        return [line for line, _ in numbered(self.path, text, self.body)]

    def __getitem__(self, row: int) -> int:
        return self.lines[row]
