"""Reading somebody's table as it is: heads, cells as text and the line of each row; what is odd in
it is told.

Unlike facts (`facts.sheet_reader`), such files come with lines above the head, two-line heads,
merged cells, totals at the foot, commas at the end of rows and encodings of their time.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sanctrack.errors import DataError, SanctrackError, UsageError, did_you_mean
from sanctrack.facts.mapping import Refusal
from sanctrack.facts.sheet import BLANKS, SheetError
from sanctrack.facts.xlsx_sheet import cell_text, check_archive
from sanctrack.foreign import DAMAGED, reading

MOST_CELL = 32_767
HEAD_LINES = 12
"""A head is looked for in so many lines."""
TOTALS = re.compile(r"(grand |sub)?\s*-?totals?\b|sum\b|gesamt|စုစုပေါင်း|总计|合计", re.IGNORECASE)
NUMBER = re.compile(r"[+-]?[\d.,' \u00a0]+%?")
DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?")
ENVELOPES = ("entries", "data", "features", "results", "events", "records", "rows")
"""Keys under which an API answers with a list of objects."""


@dataclass
class TableFile:
    """A table of somebody's: `columns` maps each heading to its cells as text, blank is None.

    `lines` is the line of each row in the file (the row of a sheet; the number of the object in
    JSON), `refused` are rows that no mapping can read, `remarks` what was done to read the file.
    """

    path: Path
    header: list[str]
    columns: dict[str, list[str | None]]
    lines: list[int]
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.lines)


Grid = list[tuple[int, list[str]]]


def read_table(path: Path, sheet: str | None = None, head: Sequence[int] = ()) -> TableFile:
    """Read CSV, xlsx, Parquet, JSON or JSON Lines as text.

    `head` are the line or the two lines of the headings; looked for where it is empty. Raises
    UsageError for a path that is none, DataError for a file that cannot be read as a table.
    """
    content = bytes_of(path)
    ending = path.suffix.lower()
    with reading(path, "a table", refuse=lambda what: SheetError(path, "file", what, DAMAGED)):
        if content[:4] == b"PAR1" or ending == ".parquet":
            return read_parquet(path, content)
        if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") or ending in (".xlsx", ".xlsm"):
            return of_grid(path, *workbook_grid(path, content, sheet), head)
        if ending in (".json", ".jsonl", ".ndjson") or content.lstrip()[:1] in (b"{", b"["):
            return read_json(path, content)
        return of_grid(path, *text_grid(path, content), head)


def bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        beside = [str(other) for other in path.parent.glob("*.*")] if path.parent.is_dir() else []
        raise UsageError(
            f"{path}: there is no such file{did_you_mean(str(path), beside)}"
        ) from error
    except IsADirectoryError as error:
        raise UsageError(f"{path} is a folder; name a file in it") from error
    except (OSError, ValueError) as error:
        raise SanctrackError(
            f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}"
        ) from error


# -- text


def text_grid(path: Path, content: bytes) -> tuple[Grid, list[str]]:
    """The rows of a CSV file, with the line on which each begins."""
    remarks = []
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content.decode("utf-16")
        remarks.append("read as UTF-16")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            text = content.decode("latin-1")
            remarks.append(
                f"line {line} is no UTF-8, so the file is read as ISO-8859-1; look at its names"
            )
    if "\x00" in text:
        raise SheetError(path, "encoding", "holds a NUL, so it is no text", DAMAGED)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = "\n".join(text.split("\n", HEAD_LINES)[:HEAD_LINES])
    delimiter = max((",", ";", "\t", "|"), key=first.count)
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    grid: Grid = []
    line = 1
    try:
        for cells in reader:
            grid.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise SheetError(
            path,
            "cells",
            f"the row that begins here does not end: {error}",
            "close its quotation mark; the file may be cut off",
            line,
        ) from error
    return grid, remarks


def workbook_grid(path: Path, content: bytes, sheet: str | None) -> tuple[Grid, list[str]]:
    """The rows of one sheet of a workbook; merged cells of a head are filled to the right."""
    import openpyxl

    check_archive(path, content)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    names = [item.title for item in book.worksheets]
    if sheet is not None and sheet not in names:
        raise UsageError(
            f"{path}: has no sheet '{sheet}'{did_you_mean(sheet, names) or ';'} its sheets: "
            f"{', '.join(names)}"
        )
    chosen = book[sheet] if sheet is not None else book.worksheets[0]
    chosen.reset_dimensions()
    grid = [
        (number, [cell_text(cell) for cell in row])
        for number, row in enumerate(chosen.iter_rows(values_only=True), 1)
    ]
    others = [name for name in names if name != chosen.title]
    book.close()
    remarks = []
    if others and sheet is None:
        remarks.append(
            f"the sheet '{chosen.title}' is read; `sheet:` in the mapping names another of "
            f"{', '.join(others)}"
        )
    return grid, remarks


def of_grid(path: Path, grid: Grid, remarks: list[str], head: Sequence[int]) -> TableFile:
    """A table of rows of cells: its head found, what stands below and above it told."""
    rows = [(line, [cell.strip(BLANKS) for cell in cells]) for line, cells in grid]
    rows = [(line, cells) for line, cells in rows if any(cells)]
    if not rows:
        raise SheetError(path, "header", "the file is empty: it has no header row", DAMAGED)
    if head:
        places = [at for at, (line, _) in enumerate(rows) if line in head]
        if len(places) != len(head):
            raise UsageError(f"{path}: has no line {', '.join(map(str, head))} for the headings")
    else:
        places = head_places(rows)
        lines = [rows[at][0] for at in places]
        if lines != [1]:
            remarks.append(f"the headings are taken from line {' and '.join(map(str, lines))}")
    header = headings([rows[at][1] for at in places])
    table = TableFile(path, header, {}, [], [], remarks)
    fill(table, rows[places[-1] + 1 :])
    return table


def head_places(rows: Grid) -> list[int]:
    """The row of the headings, or the two: the first row that is as wide as the table and holds
    words alone; the row above it too, where it holds headings of groups.
    """
    first = rows[:HEAD_LINES]
    width = max(len([cell for cell in cells if cell]) for _, cells in first)
    for at, (_, cells) in enumerate(first):
        filled = [cell for cell in cells if cell]
        if len(filled) < max(1, 0.6 * width) or any(is_value(cell) for cell in filled):
            continue
        below = first[at + 1][1] if at + 1 < len(first) else []
        second = [cell for cell in below if cell]
        # a second line of a head: words alone again, with values below it
        third = first[at + 2][1] if at + 2 < len(first) else []
        is_group = len(filled) < width or len(set(filled)) < len(filled)
        if (
            is_group
            and second
            and not any(is_value(cell) for cell in second)
            and any(is_value(cell) for cell in third)
        ):
            return [at, at + 1]
        above = [cell for cell in first[at - 1][1] if cell] if at else []
        if len(above) > 1 and not any(is_value(cell) for cell in above):
            return [at - 1, at]
        return [at]
    return [0]


def is_value(cell: str) -> bool:
    return bool(NUMBER.fullmatch(cell) or DAY.fullmatch(cell))


def headings(lines: list[list[str]]) -> list[str]:
    """Names of the columns: of two lines the group and the column, a merged group filled right."""
    if len(lines) == 2:
        width = max(map(len, lines))
        above = [*lines[0], *[""] * (width - len(lines[0]))]
        below = [*lines[1], *[""] * (width - len(lines[1]))]
        group, names = "", []
        for top, low in zip(above, below, strict=True):
            group = top or group
            names.append(" ".join(part for part in (group if low else top, low) if part))
    else:
        names = [" ".join(name.split()) for name in lines[0]]
    while names and not names[-1]:
        names.pop()
    counts: dict[str, int] = {}
    unique = []
    for at, name in enumerate(names, 1):
        label = name or f"column {at}"
        counts[label] = counts.get(label, 0) + 1
        unique.append(label if counts[label] == 1 else f"{label} ({counts[label]})")
    return unique


def fill(table: TableFile, rows: Grid) -> None:
    """Put the rows into the table; refuse those that do not fit below its head."""
    width = len(table.header)
    columns: list[list[str | None]] = [[] for _ in table.header]
    for at, (line, cells) in enumerate(rows):
        table.lines.append(line)
        row: list[str | None] = [cell or None for cell in cells[:width]]
        row += [None] * (width - len(row))
        for column, cell in zip(columns, row, strict=True):
            column.append(cell)
        refusal = misfit(at, cells, row, table)
        if refusal:
            table.refused.append(refusal)
    table.columns = dict(zip(table.header, columns, strict=True))


def misfit(at: int, cells: list[str], row: list[str | None], table: TableFile) -> Refusal | None:
    """Why a row is no row of the table: too long or short, a total, the head again, a formula."""
    width = len(table.header)
    surplus = [cell for cell in cells[width:] if cell]
    if surplus:
        what = f"has {len(cells)} cells under {width} headings"
        return Refusal(at, None, surplus[0], "cells", what, "quote the cell that holds a comma")
    filled = [cell for cell in row if cell is not None]
    is_text = table.path.suffix.lower() not in (".xlsx", ".xlsm")
    if is_text and len(cells) < width:
        what = f"has {len(cells)} cells under {width} headings; the file may be cut off here"
        return Refusal(at, None, filled[0], "cells", what, "complete the row, or fetch it again")
    if TOTALS.match(filled[0]) and len(filled) < width:
        what = f"is a total ('{filled[0][:40]}'), not a row"
        return Refusal(at, None, filled[0], "total", what, "nothing has to be done")
    if filled == [name for name in table.header if name in filled] and len(filled) > 1:
        what = "repeats the headings; a second table may begin here"
        return Refusal(at, None, filled[0], "head", what, "save each table as a file of its own")
    return odd_cell(at, row, table.header)


def odd_cell(at: int, row: Iterable[str | None], header: list[str]) -> Refusal | None:
    for name, cell in zip(header, row, strict=True):
        if cell is None:
            continue
        if len(cell) > MOST_CELL:
            what = f"holds {len(cell):,} characters, more than a cell of a sheet can"
            return Refusal(at, name, cell[:60], "length", what, "a quotation mark may be missing")
        if cell.startswith("=") and len(cell) > 1:
            what = "holds a formula, not a value"
            return Refusal(at, name, cell[:60], "formula", what, "put the value in its place")
    return None


# -- Parquet and JSON


def read_parquet(path: Path, content: bytes) -> TableFile:
    import pyarrow as pa
    import pyarrow.parquet as pq

    held = pq.read_table(pa.BufferReader(content))
    columns = {
        name: [text_of(value) for value in column.to_pylist()]
        for name, column in zip(held.column_names, held.columns, strict=True)
    }
    if not columns:
        raise SheetError(path, "header", "has no columns", DAMAGED)
    return TableFile(path, held.column_names, columns, list(range(1, len(held) + 1)))


def read_json(path: Path, content: bytes) -> TableFile:
    """Objects as rows: what stands inside one is named with a point (position.lat)."""
    text = content.decode("utf-8-sig")
    remarks: list[str] = []
    try:
        records = unwrapped(json.loads(text), remarks)
    except json.JSONDecodeError:
        lines = [line for line in text.splitlines() if line.strip()]
        records = [json.loads(line) for line in lines]
    if not records or not all(isinstance(record, dict) for record in records):
        raise DataError(f"{path}: holds no list of objects; write one object a row")
    flat = [flattened(record) for record in records]
    header = list(dict.fromkeys(name for row in flat for name in row))
    columns = {name: [row.get(name) for row in flat] for name in header}
    table = TableFile(path, header, columns, list(range(1, len(flat) + 1)), [], remarks)
    for at, row in enumerate(flat):
        refusal = odd_cell(at, [row.get(name) for name in header], header)
        if refusal:
            table.refused.append(refusal)
    return table


def unwrapped(value: Any, remarks: list[str]) -> list[Any]:
    """The rows of a JSON text: a list, the list in an answer of an API, or one object."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return []
    for key in ENVELOPES:
        if isinstance(value.get(key), list):
            total = value.get("total")
            if isinstance(total, int) and total > len(value[key]):
                remarks.append(
                    f"the answer holds {len(value[key]):,} of {total:,} rows; fetch the others too"
                )
            return list(value[key])
    return [value]


def flattened(record: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str | None]:
    flat: dict[str, str | None] = {}
    for name, value in record.items():
        if isinstance(value, dict) and depth < 8:
            flat |= flattened(value, f"{prefix}{name}.", depth + 1)
        else:
            flat[f"{prefix}{name}"] = text_of(value)
    return flat


def text_of(value: object) -> str | None:
    """A value as the text that a CSV would hold; lists are joined by semicolons."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        parts = [text_of(part) for part in value]
        return "; ".join(part for part in parts if part) or None
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip(BLANKS) or None
