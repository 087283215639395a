"""Reading what people edit: CSV and xlsx as text, with the line of every row; spreadsheet habits are expected, loss is not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from sanctrack.errors import DataError, SanctrackError

# White space, and the marks without width that are copied along from web pages.
BLANKS = " \t\n\r\v\f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
BLANKS += "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


class Finding(NamedTuple):
    """What is wrong with a row (counted from 0) or, without one, with the file; `value` where it stands in no cell."""

    row: int | None
    column: str | None
    severity: str
    rule: str
    problem: str
    help: str
    value: str | None = None
    line: int | None = None


class SheetError(DataError):
    """A file that cannot be read as a table: which rule, what is wrong, on which line where that is known, and what would work."""

    def __init__(self, path: Path, rule: str, problem: str, mend: str, line: int | None = None, column: str | None = None) -> None:
        super().__init__(f"{path}{f' line {line}' if line else ''}: {problem}; {mend}")
        self.path, self.finding = path, Finding(None, column, "error", rule, problem, mend, None, line)


class Lines(Protocol):
    """The line of each row, by its number."""

    def __getitem__(self, row: int) -> int: ...


@dataclass
class Sheet:
    """A file's cells as text or days (blank is null), without blank rows. `findings` are rows that do not fit the header."""

    path: Path
    header: list[str]
    cells: pa.Table
    delimiter: str
    lines_of_all: "Sequence[int] | Lines"
    findings: list[Finding] = field(default_factory=list)
    rows_kept: pa.Array | None = None

    def lines(self, rows: Sequence[int]) -> list[int]:
        """The lines of some rows; worked out only when something has to be said."""
        kept = rows if self.rows_kept is None else [self.rows_kept[row].as_py() for row in rows]
        return [self.lines_of_all[at] for at in kept]


def read_sheet(path: Path, days: Iterable[str] = ()) -> Sheet:
    """Read a CSV file (comma, semicolon or tab; UTF-8, BOM and CRLF allowed) or the first sheet of an .xlsx workbook.

    Cells are trimmed; rows without any value are left out. Columns named in `days` come as days where all their cells
    are YYYY-MM-DD or blank, which takes a quarter of the room of their text.
    Raises SheetError when the file cannot be read as a table: missing, not text, cut off, no header, a column named twice;
    SanctrackError when the disk or a permission is in the way.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
            if start in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") or path.suffix.lower() in (".xlsx", ".xls", ".xlsm", ".ods"):
                from sanctrack.workbooks import read_workbook

                return without_blanks(read_workbook(path, start + file.read()))
            from sanctrack.delimited import read_csv

            return without_blanks(read_csv(path, file, frozenset(days)))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SheetError(path, "file", "there is no such file", "check the path") from error
    except IsADirectoryError as error:
        raise SheetError(path, "file", "is a folder", "name a CSV or xlsx file in it") from error
    except OSError as error:
        raise SanctrackError(f"{path}: cannot be read: {error.strerror}") from error


def without_blanks(sheet: Sheet) -> Sheet:
    """Trim every cell, make empty ones null and leave out rows without a value."""
    columns = sheet.cells.columns
    sheet.cells = None
    for at, column in enumerate(columns):
        columns[at] = trim(column)
        del column  # else the text as it stood is kept beside the trimmed one
    sheet.cells = pa.table(columns, names=sheet.header)
    empty = None
    if len(sheet.cells) and all(column.null_count for column in columns):
        for column in columns:
            empty = column.is_null() if empty is None else pc.and_(empty, column.is_null())
    if empty is not None and pc.any(empty).as_py():
        sheet.rows_kept = pc.indices_nonzero(pc.invert(empty))
        sheet.cells = sheet.cells.take(sheet.rows_kept)
        places = {old: new for new, old in enumerate(sheet.rows_kept.to_pylist())} if sheet.findings else {}
        sheet.findings = [item._replace(row=places.get(item.row)) for item in sheet.findings]
    return sheet


def trim(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cut white space, also that without width, at both ends; nothing left means null."""
    if column.type != pa.string():
        return column
    if pc.all(pc.string_is_ascii(column), min_count=0).as_py():  # five times as fast
        trimmed = pc.ascii_trim_whitespace(column)
    else:
        trimmed = pc.utf8_trim(column, characters=BLANKS)
    if pc.min(pc.binary_length(trimmed)).as_py() != 0:
        return trimmed
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def checked_header(path: Path, cells: list[str], line: int) -> list[str]:
    """Names of the columns, trimmed, without nameless ones at the right. Raises SheetError."""
    header = [name.strip(BLANKS) for name in cells]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise SheetError(path, "header", "the file is empty: it has no header row", "write the names of the columns into the first row")
    blank = [str(at + 1) for at, name in enumerate(header) if not name]
    if blank:
        raise SheetError(path, "header", f"column {', '.join(blank)} has no name", "name it as the contract does, or remove it", line)
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise SheetError(path, "header", f"column {', '.join(twice)} stands twice", "keep one of the two", line, twice[0])
    return header


def text_table(header: list[str], rows: list[list[str]]) -> pa.Table:
    """Rows of text, each as long as the header, as a table."""
    columns = zip(*rows, strict=True) if rows else [()] * len(header)
    return pa.table({name: pa.array(list(column), pa.string()) for name, column in zip(header, columns, strict=True)})
