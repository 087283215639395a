"""Reading the first sheet of an .xlsx workbook as text: what a CSV of the same cells would hold."""

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sanctrack.facts.problems import Problem
from sanctrack.facts.sheet import BLANKS, Sheet, SheetError, checked_header, text_table
from sanctrack.foreign import reading
from sanctrack.names.signs import unescaped_cell

# Ten times the largest workbook that the sheet's row limit allows for our tables.
SHEET_BYTES = 2_000_000_000
RATIO = 200
Row = tuple[int, list[str]]


def read_workbook(path: Path, raw: bytes) -> Sheet:
    """The first sheet of a workbook; numbers and dates become the text that a CSV would hold.

    Raises SheetError for another kind of file, a broken one, or one that unpacks to far more than
    it says.
    """
    check_archive(path, raw)
    rows, others = load(path, raw, computed=False)
    findings: list[Problem] = []
    if any(cell.startswith("=") for _, row in rows for cell in row):
        # the value that the spreadsheet worked out stands beside the formula; without one the
        # formula is left, and `check` says so
        worked_out, _ = load(path, raw, computed=True)
        rows = [
            (line, [merged(*pair) for pair in zip(row, new, strict=True)])
            for (line, row), (_, new) in zip(rows, worked_out, strict=True)
        ]
    while rows and not any(cell.strip(BLANKS) for cell in rows[0][1]):
        rows.pop(0)
    header = checked_header(path, rows[0][1] if rows else [], rows[0][0] if rows else 1)
    width = len(header)
    for at, (_, cells) in enumerate(rows[1:]):
        surplus = [cell for cell in cells[width:] if cell.strip(BLANKS)]
        if surplus:
            what = f"a value stands right of the last named column: {'; '.join(surplus)[:80]}"
            findings.append(
                Problem(
                    row=at,
                    severity="error",
                    rule="cells",
                    problem=what,
                    help="name its column or remove it",
                    value=surplus[0],
                )
            )
    if others:
        what = f"only the first sheet is read; {', '.join(others)} also has values"
        findings.append(
            Problem(
                severity="warning",
                rule="sheets",
                problem=what,
                help="save each sheet as a file of its own",
            )
        )
    body = [[*cells[:width], *[""] * (width - len(cells))] for _, cells in rows[1:]]
    return Sheet(
        path, header, text_table(header, body), "", [line for line, _ in rows[1:]], findings
    )


def check_archive(path: Path, raw: bytes) -> None:
    """Raise SheetError when the bytes are no .xlsx workbook, or one that could fill the memory."""
    mend = "save it as .xlsx or as 'CSV UTF-8'"
    if raw[:4] == b"\xd0\xcf\x11\xe0":
        raise SheetError(path, "workbook", "is an old .xls workbook, or one with a password", mend)
    whole = "is no .xlsx workbook (not a whole ZIP file)"
    with (
        reading(path, "a ZIP file", refuse=lambda _: SheetError(path, "workbook", whole, mend)),
        zipfile.ZipFile(io.BytesIO(raw)) as archive,
    ):
        names = archive.namelist()
        size = sum(item.file_size for item in archive.infolist())
    if size > SHEET_BYTES or size > RATIO * max(len(raw), 1_000_000):
        raise SheetError(
            path, "workbook", f"unpacks to {size:,} bytes: refused as a possible zip bomb", mend
        )
    if "[Content_Types].xml" not in names:
        raise SheetError(path, "workbook", "is a ZIP file, but no .xlsx workbook", mend)


def load(path: Path, raw: bytes, computed: bool) -> tuple[list[Row], list[str]]:
    """Rows of the first sheet with their numbers, and the names of other sheets with values."""
    import openpyxl

    mend = "save it anew as .xlsx or as 'CSV UTF-8'"
    with reading(
        path, "an .xlsx workbook", refuse=lambda what: SheetError(path, "workbook", what, mend)
    ):
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=computed)
        sheets = book.worksheets
        if not sheets:
            raise SheetError(
                path, "workbook", "has no sheet of cells", "save it as .xlsx or as 'CSV UTF-8'"
            )
        # the size that a file states may be a lie
        for sheet in sheets:
            sheet.reset_dimensions()
        rows = [
            (number, [cell_text(cell) for cell in row])
            for number, row in enumerate(sheets[0].iter_rows(values_only=True), 1)
        ]
        others = [
            sheet.title
            for sheet in sheets[1:]
            if any(any(row) for row in sheet.iter_rows(max_row=3, values_only=True))
        ]
        book.close()
    return rows, others


def merged(text: str, worked_out: str) -> str:
    return worked_out if text.startswith("=") and worked_out else text


def cell_text(value: Any) -> str:
    """The text that a CSV would hold: days ISO, whole numbers without a point, numbers as the
    spreadsheet shows them.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        # a spreadsheet keeps 15 digits; more are noise of the binary number
        return (
            str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
        )
    # not trimmed: `sheets` trims, and tells what nobody sees
    return unescaped_cell(str(value))
