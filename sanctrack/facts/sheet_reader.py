"""Reading what people edit: CSV and xlsx as text, with the line of every row; spreadsheet habits
are expected, loss is not.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sanctrack.errors import SanctrackError
from sanctrack.facts.csv_sheet import read_csv
from sanctrack.facts.problems import Problem
from sanctrack.facts.sheet import BLANKS, UNSEEN_BLANKS, Sheet, SheetError
from sanctrack.facts.xlsx_sheet import read_workbook
from sanctrack.foreign import DAMAGED, reading
from sanctrack.names.signs import AT_ENDS, is_right, named


def read_sheet(path: Path, days: Iterable[str] = ()) -> Sheet:
    """Read a CSV file (comma, semicolon or tab; UTF-8, BOM and CRLF allowed) or the first sheet of
    an .xlsx workbook.

    Cells are trimmed; rows without any value are left out. Columns named in `days` come as days
    where all their cells are YYYY-MM-DD or blank, which takes a quarter of the room of their text.
    Raises SheetError when the file cannot be read as a table: missing, not text, cut off, no
    header, a column named twice; SanctrackError when the disk or a permission is in the way.
    """
    broken = reading(path, "a table", refuse=lambda what: SheetError(path, "file", what, DAMAGED))
    try:
        with path.open("rb") as file, broken:
            start = file.read(4)
            if start in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") or path.suffix.lower() in (
                ".xlsx",
                ".xls",
                ".xlsm",
                ".ods",
            ):
                return without_blanks(read_workbook(path, start + file.read()))
            return without_blanks(read_csv(path, file, frozenset(days)))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SheetError(path, "file", "there is no such file", "check the path") from error
    except IsADirectoryError as error:
        raise SheetError(path, "file", "is a folder", "name a CSV or xlsx file in it") from error
    except (OSError, ValueError) as error:  # a path that no system can hold is a ValueError
        raise SanctrackError(
            f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}"
        ) from error


def without_blanks(sheet: Sheet) -> Sheet:
    """Trim every cell, make empty ones null and leave out rows without a value."""
    columns = sheet.cells.columns
    for name, column in zip(sheet.header, columns, strict=True):
        sheet.findings += unseen_ends(column, name)
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
        places = (
            {old: new for new, old in enumerate(sheet.rows_kept.to_pylist())}
            if sheet.findings
            else {}
        )
        sheet.findings = [replace(item, row=places.get(item.row)) for item in sheet.findings]
    return sheet


def unseen_ends(column: pa.ChunkedArray, name: str) -> list[Problem]:
    """Signs without width at the ends of cells: they are cut off, so that what is read is what is
    seen, and told.
    """
    if column.type != pa.string() or pc.all(pc.string_is_ascii(column), min_count=0).as_py():
        return []
    rows = pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(column, AT_ENDS), False))
    found = []
    for row, cell in zip(rows.to_pylist(), column.take(rows).to_pylist(), strict=True):
        bare = cell.strip(BLANKS)
        ends = [
            sign
            for sign in cell.replace(bare, "", 1)
            if sign in UNSEEN_BLANKS and not is_right(sign, bare)
        ]
        if not ends:
            continue
        what = f"{name} begins or ends with {named(ends[0])}, which nobody sees; it is not read"
        found.append(
            Problem(
                row=row,
                column=name,
                severity="warning",
                rule="signs",
                problem=what,
                help="remove it",
            )
        )
    return found


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
