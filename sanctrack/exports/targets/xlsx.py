"""The Excel target: one workbook with a contents sheet, a dictionary and one sheet a table.

Its cells are typed, its header is frozen, and it is safe against formulas.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, BinaryIO
from zipfile import ZipFile

from sanctrack.definitions.quoting import quoted
from sanctrack.exports.about import INTERNAL
from sanctrack.exports.reading.foreign_tables import (
    MOST_NAMES,
    Job,
    Measures,
    Reading,
    UnreadableError,
    note_strange,
)
from sanctrack.exports.reading.plain_folder import Folder
from sanctrack.exports.reading.stamp_reader import DAYS, MOMENTS
from sanctrack.exports.stamp import FileStamp
from sanctrack.exports.writing import Files, file_name, rows_of, words_of

if TYPE_CHECKING:
    from sanctrack.definitions.contracts import Contract
    from sanctrack.exports.content import Content, Progress

WORDS = "one Excel workbook, a sheet a table, with its dictionary"
README = "an Excel workbook, a sheet a table, with contents and dictionary: Excel, LibreOffice Calc"
ENDING = ".xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ONE_TABLE = False
IN_BUNDLE = True
APOSTROPHES = False
COPIED = False
TOOL = ""
EXTRA = ""
SERVER_SECONDS = 0.0
SHEET_ROWS = 1_048_575
CELL_CHARACTERS = 32_767
WORDS_WIDTH = 100
# the calendar of spreadsheets goes wrong before this day
FIRST_DAY = date(1900, 3, 1)
SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
ARCHIVE_BYTES, ARCHIVE_RATIO, ARCHIVE_FILES = 8_000_000_000, 200, 4_000
LAST_ROW = 1_048_576
KEPT = {
    "string": ("characters",),
    "integer": ("sum",),
    "number": ("sum",),
    "boolean": ("sum",),
    "date": ("first", "last"),
    "datetime": ("first", "last"),
}


def write(content: "Content", folder: Path, progress: "Progress") -> Files:
    import xlsxwriter

    path = folder / file_name(content, "sanctrack.xlsx")
    left_out = {name: why for name in content.tables if (why := too_large(content, name))}
    book = xlsxwriter.Workbook(str(path), {**SAFE, "tmpdir": str(folder)})
    try:
        # a fixed day: equal rows give equal bytes
        book.set_properties(
            {
                "title": "sanctrack",
                "created": datetime(2000, 1, 1),
                "status": INTERNAL if content.internal else "public",
            }
        )
        styles = Styles(book)
        contents_sheet(content, book, styles, left_out)
        dictionary_sheet(content, book, styles)
        for number, (name, contract) in enumerate(content.tables.items()):
            progress(f"xlsx {name}", number, len(content.tables))
            if name not in left_out and name != "bundle_columns":
                table_sheet(content, book, styles, contract)
    finally:
        close(book)
    return {path.name: FileStamp("xlsx", left_out=sorted(left_out))}


def close(book: Any) -> None:
    from xlsxwriter.exceptions import FileCreateError, FileSizeError

    try:
        book.close()
    except (FileCreateError, FileSizeError) as error:
        drop_open_zip(error)
        raise OSError(f"the workbook cannot be written: {error}") from error


def drop_open_zip(error: BaseException) -> None:
    """Make xlsxwriter's half-written zip forget its file: put away by Python, it would write once
    more and print a traceback.
    """
    seen: BaseException | None = error
    while seen is not None:
        for frame, _ in walk_tb(seen.__traceback__):
            if isinstance(half := frame.f_locals.get("xlsx_file"), ZipFile):
                half.fp = None
        seen = seen.__context__


class Styles:
    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.mark = book.add_format({"bold": True, "font_color": "#8a0000"})


def too_large(content: "Content", name: str) -> str:
    """Why a table does not fit on a sheet; blank when it does."""
    if content.counts[name] > SHEET_ROWS:
        return (
            f"left out: {content.counts[name]:,} rows, a sheet holds {SHEET_ROWS:,}; the other "
            f"files have it"
        )
    texts = [item.name for item in content.tables[name].fields if item.type == "string"]
    longest = ", ".join(f"coalesce(max(length({quoted(column)})), 0)" for column in texts)
    row = (
        content.cursor().execute(f"select greatest(0, {longest}) from {quoted(name)}").fetchall()
        if texts
        else [(0,)]
    )
    if row[0][0] > CELL_CHARACTERS:
        return (
            f"left out: a text of {row[0][0]:,} characters, a cell holds {CELL_CHARACTERS:,}; the "
            f"other files have it"
        )
    return ""


def contents_sheet(content: "Content", book: Any, styles: Styles, left_out: dict[str, str]) -> None:
    sheet = book.add_worksheet("contents")
    framed(sheet, content)
    for at, width in enumerate((28, 12, WORDS_WIDTH)):
        sheet.set_column(at, at, width)
    line = 0
    if content.internal:
        sheet.write_string(line, 0, f"{INTERNAL}: not for publication", styles.mark)
        line += 1
    for rows in rows_of(content, "bundle_about"):
        for item, statement in rows:
            sheet.set_row(line, height(statement))
            sheet.write_string(line, 0, item, styles.head)
            sheet.write_string(line, 2, statement, styles.wrapped)
            line += 1
    for at, head in enumerate(("table", "rows", "what it holds")):
        sheet.write_string(line + 1, at, head, styles.head)
    for number, (name, contract) in enumerate(content.tables.items(), line + 2):
        words = left_out.get(name) or words_of(content, contract)
        sheet.set_row(number, height(words))
        sheet.write_string(number, 0, name)
        sheet.write_number(number, 1, content.counts[name])
        sheet.write_string(number, 2, words, styles.wrapped)


def height(words: str) -> float:
    """Height of a row whose text is wrapped; not every program works it out by itself."""
    return 15.0 * (1 + len(words) // (WORDS_WIDTH - 10))


def dictionary_sheet(content: "Content", book: Any, styles: Styles) -> None:
    table_sheet(content, book, styles, content.tables["bundle_columns"], widest=70)


def framed(sheet: Any, content: "Content") -> None:
    if content.internal:
        sheet.set_header(f"&C&B{INTERNAL}: not for publication")


def table_sheet(
    content: "Content", book: Any, styles: Styles, contract: "Contract", widest: int = 50
) -> None:
    """One table: frozen bold header, filter, widths by content, days as days, text
    always as text.
    """
    sheet = book.add_worksheet(contract.name)
    framed(sheet, content)
    lengths = ", ".join(
        f"coalesce(max(length(cast({quoted(item.name)} as varchar))), 0)"
        for item in contract.fields
    )
    row = (
        content.cursor()
        .execute(f"select {lengths} from (from {quoted(contract.name)} limit 2000)")
        .fetchall()[0]
    )
    for at, (item, longest) in enumerate(zip(contract.fields, row, strict=True)):
        sheet.set_column(at, at, min(max(int(longest) + 2, len(item.name) + 3, 8), widest))
    sheet.freeze_panes(1, 1)
    if content.counts[contract.name]:
        sheet.autofilter(0, 0, content.counts[contract.name], len(contract.fields) - 1)
    for at, item in enumerate(contract.fields):
        sheet.write_string(0, at, item.name, styles.head)
    kinds = [item.type for item in contract.fields]
    number = 0
    for rows in rows_of(content, contract.name):
        for values in rows:
            number += 1
            for at, value in enumerate(values):
                if value is not None:
                    write_cell(sheet, number, at, kinds[at], value, styles)


def write_cell(sheet: Any, row: int, at: int, kind: str, value: Any, styles: Styles) -> None:
    if kind == "string":
        sheet.write_string(row, at, value)
    elif kind in ("integer", "number"):
        sheet.write_number(row, at, value)
    elif kind == "boolean":
        sheet.write_boolean(row, at, value)
    elif (value.date() if kind == "datetime" else value) >= FIRST_DAY:
        sheet.write_datetime(row, at, value, styles.moment if kind == "datetime" else styles.day)
    else:
        sheet.write_string(row, at, str(value))


def read(folder: Folder, job: Job, reading: Reading) -> None:
    import openpyxl

    with folder.open(job.name) as opened:
        refuse_bomb(opened)
        book = openpyxl.load_workbook(opened, read_only=True)
        try:
            sheets = {sheet.title: sheet for sheet in book.worksheets}
            note_strange(reading, "sheet", book.sheetnames, {*job.tables, "contents"})
            for table, about in job.tables.items():
                reading.tables[table] = (
                    sheet_measures(sheets[table], table, about, reading)
                    if table in sheets
                    else None
                )
        finally:
            book.close()


def refuse_bomb(file: BinaryIO) -> None:
    """Raise UnreadableError for an archive that unpacks to far more than a workbook of ours."""
    size = file.seek(0, 2)
    file.seek(0)
    with ZipFile(file) as archive:
        members = archive.infolist()
        unpacked = sum(item.file_size for item in members)
    file.seek(0)
    if len(members) > ARCHIVE_FILES or unpacked > min(
        ARCHIVE_BYTES, ARCHIVE_RATIO * max(size, 1_000_000)
    ):
        raise UnreadableError(
            f"unpacks to {unpacked:,} bytes in {len(members):,} files: refused as a possible zip "
            f"bomb"
        )


def sheet_measures(sheet: Any, table: str, about: Measures, reading: Reading) -> Measures:
    # the size that a sheet states may be a lie
    sheet.reset_dimensions()
    rows = sheet.iter_rows(
        max_row=LAST_ROW, max_col=len(about["columns"]) + MOST_NAMES, values_only=True
    )
    header = [str(name) for name in next(rows, ()) if name is not None]
    note_strange(reading, f"in {table} column", header, about["columns"])
    return counted(rows, header, about)


def counted(rows: Iterator[tuple[Any, ...]], header: list[str], about: Measures) -> Measures:
    """Measures of a table that comes as rows of Python values."""
    kinds = [about["columns"].get(name, {}).get("type") for name in header]
    totals: list[list[Any]] = [[0, None, None, None] for _ in header]
    rows_read = 0
    for row in rows:
        rows_read += 1
        for at, value in enumerate(row[: len(header)]):
            if value is not None and kinds[at]:
                try:
                    add(totals[at], kinds[at], value)
                except (TypeError, ValueError) as error:
                    raise UnreadableError(
                        f"holds a value in column {header[at]} that is no {kinds[at]}"
                    ) from error
    columns: dict[str, dict[str, Any]] = {}
    for name, kind, (filled, total, first, last) in zip(header, kinds, totals, strict=True):
        seen = {
            "characters": total or 0,
            "sum": (total or 0) if kind == "boolean" else total,
            "first": first,
            "last": last,
        }
        if kind:
            columns[name] = {"filled": filled} | {key: seen[key] for key in KEPT[kind]}
    return {"rows": rows_read, "columns": columns}


def add(total: list[Any], kind: str | None, value: Any) -> None:
    total[0] += 1
    if kind == "string":
        total[1] = (total[1] or 0) + len(str(value))
    elif kind in ("date", "datetime"):
        text = str(value)[:10] if kind == "date" else str(value)
        if not (DAYS if kind == "date" else MOMENTS).fullmatch(text):
            raise ValueError(kind)
        total[2] = text if total[2] is None else min(total[2], text)
        total[3] = text if total[3] is None else max(total[3], text)
    else:
        total[1] = (total[1] or 0) + (int(value) if kind == "boolean" else value)


def added(path: Path) -> list[str] | None:
    """A workbook of ours that another program has saved has another day of change: it is its user's
    then.
    """
    import openpyxl

    with path.open("rb") as file:
        refuse_bomb(file)
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        properties = book.properties
        if properties.title != "sanctrack" or "bundle_columns" not in book.sheetnames:
            return None
        return (
            []
            if properties.modified == properties.created
            else [f"saved by another program on {properties.modified}"]
        )
    finally:
        book.close()
