"""Format for spreadsheets: xlsx with typed cells, frozen header, a filter, and a second sheet that
says what the columns mean.
"""

import io
from datetime import datetime
from typing import Any, BinaryIO

from sanctrack.errors import SanctrackError
from sanctrack.formats import Surroundings
from sanctrack.formats.cell_text import is_day, notes, plain
from sanctrack.names.signs import visible
from sanctrack.warehouse.result import Column, Result

WORDS = "an Excel workbook with typed cells and a sheet about the columns"
ENDING = ".xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BINARY = True
CITES = False
SHEET_ROWS = 1_048_575
CELL = 32_767
# a spreadsheet counts in 64-bit floats: a longer number would be another one there
EXACT = 2**53


def write(result: Result, out: BinaryIO, around: Surroundings) -> None:
    import xlsxwriter

    if len(result) > SHEET_ROWS:
        raise SanctrackError(
            f"{len(result):,} rows; a sheet holds {SHEET_ROWS:,}: use --format csv or parquet"
        )
    buffer = io.BytesIO()
    safe = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, safe) as book:
        book.set_properties(
            {"title": result.title, "comments": result.caveat, "created": datetime(2000, 1, 1)}
        )
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("data")
        for at, column in enumerate(result.columns):
            sheet.write_string(0, at, visible(column.name), head)
            longest = max([len(plain(row[at])) for row in result.rows[:500]] + [len(column.name)])
            sheet.set_column(at, at, min(max(longest + 1, 8), 60))
        for number, row in enumerate(result.rows, 1):
            for at, value in enumerate(row):
                write_cell(sheet, number, at, value, day)
        for at, column in enumerate(result.columns):
            tone_cells(book, sheet, at, column, len(result))
        sheet.freeze_panes(1, 0)
        if result.rows:
            sheet.autofilter(0, 0, len(result.rows), len(result.columns) - 1)
        about_sheet(book, result, head)
    out.write(buffer.getbuffer())


def tone_cells(book: Any, sheet: Any, at: int, column: Column, rows: int) -> None:
    """Colour the cells of a column whose values have a tone; the word stays, for those who do not
    see the colour."""
    for value, colour in column.tones:
        rule = {"type": "cell", "criteria": "==", "value": f'"{value}"'}
        rule["format"] = book.add_format({"bg_color": colour})
        sheet.conditional_format(1, at, max(rows, 1), at, rule)


def write_cell(sheet: Any, row: int, at: int, value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, (int, float)) and abs(value) < EXACT:
        sheet.write_number(row, at, value)
    elif is_day(value):
        sheet.write_datetime(row, at, value, day)
    else:
        sheet.write_string(row, at, visible(plain(value))[:CELL])


def about_sheet(book: Any, result: Result, head: Any) -> None:
    """The second sheet: what the report says and what its columns mean."""
    about = book.add_worksheet("about")
    about.set_column(0, 0, 28)
    about.set_column(1, 1, 100)
    lines = [(name, text) for name, text in notes(result).items() if text]
    for number, (name, text) in enumerate(lines):
        about.write_string(number, 0, name, head)
        about.write_string(number, 1, visible(text))
    for number, column in enumerate(result.columns, len(lines) + 1):
        about.write_string(number, 0, visible(column.name))
        about.write_string(number, 1, visible(column.words))
