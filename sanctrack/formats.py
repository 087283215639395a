"""Formats: a result as table, md, csv, json, jsonl, parquet, xlsx or html. One function a format; help and errors read the registry."""

import csv
import html
import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sanctrack.errors import SanctrackError, UsageError, did_you_mean
from sanctrack.result import SOURCE_COLUMN, Result

Writer = Callable[[Result, BinaryIO, "Surroundings"], None]
WRITERS: dict[str, Writer] = {}
ENDINGS = {".txt": "table", ".md": "md", ".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".parquet": "parquet", ".xlsx": "xlsx", ".html": "html"}
FOOTNOTES = 100
SHEET_ROWS = 1_048_575
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?$")


class Surroundings:
    """What a writer may need besides the result: references of the sources (id → words) and the width of the page."""

    def __init__(self, citations: dict[str, str] | None = None, width: int | None = None) -> None:
        self.citations = citations or {}
        self.width = width or shutil.get_terminal_size((120, 40)).columns


def writes(name: str) -> Callable[[Writer], Writer]:
    """Register a function as the writer of a format."""

    def register(writer: Writer) -> Writer:
        WRITERS[name] = writer
        return writer

    return register


def format_for(given: str | None, output: Path | None, default: str = "table") -> str:
    """Tell the format: the one that was asked for, else by the ending of the file. Raises UsageError with what would work."""
    known = list(WRITERS)
    if given:
        if given not in WRITERS:
            raise UsageError(f"no format named '{given}'{did_you_mean(given, known)} formats: {', '.join(known)}")
        return given
    if output is None:
        return default
    if output.suffix.lower() not in ENDINGS:
        raise UsageError(f"{output}: the ending tells no format; use {', '.join(ENDINGS)} or --format")
    return ENDINGS[output.suffix.lower()]


def write(result: Result, form: str, out: BinaryIO, around: Surroundings | None = None) -> None:
    """Write a result in a format. Raises UsageError for an unknown format."""
    WRITERS[format_for(form, None)](result, out, around or Surroundings())


def needs_citations(form: str) -> bool:
    """Whether the format prints references of the sources."""
    return form in ("table", "md", "html")


# -- values ---------------------------------------------------------------------------------------------------


def plain(value: Any) -> str:
    """A value as text: null empty, dates ISO, whole floats without a point's noise."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, (list, tuple)):
        return "; ".join(plain(item) for item in value)
    return str(value)


def harmless(value: Any) -> str:
    """Text for a spreadsheet: what it would run as a formula gets an apostrophe before it."""
    text = plain(value)
    if isinstance(value, str) and text.startswith(FORMULA) and not NUMBER.match(text):
        return "'" + text
    return text


def encodable(value: Any) -> Any:
    """A value for JSON: dates ISO, everything else as it is."""
    return plain(value) if isinstance(value, (date, datetime)) or not isinstance(value, (str, int, float, bool, list, type(None))) else value


# -- data -----------------------------------------------------------------------------------------------------


@writes("csv")
def write_csv(result: Result, out: BinaryIO, around: Surroundings) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in result.columns])
    writer.writerows([harmless(value) for value in row] for row in result.rows)
    text.flush()
    text.detach()


@writes("json")
def write_json(result: Result, out: BinaryIO, around: Surroundings) -> None:
    rows = [{name: encodable(value) for name, value in record.items()} for record in result.records()]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    out.write(f"[\n{lines}\n]\n".encode() if rows else b"[]\n")


@writes("jsonl")
def write_jsonl(result: Result, out: BinaryIO, around: Surroundings) -> None:
    for record in result.records():
        row = {name: encodable(value) for name, value in record.items()}
        out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


@writes("parquet")
def write_parquet(result: Result, out: BinaryIO, around: Surroundings) -> None:
    import pyarrow.parquet as pq

    buffer = io.BytesIO()  # Parquet wants to seek, and a pipe cannot
    pq.write_table(result.to_arrow(), buffer, compression="zstd")
    out.write(buffer.getbuffer())


@writes("xlsx")
def write_xlsx(result: Result, out: BinaryIO, around: Surroundings) -> None:
    import xlsxwriter

    if len(result) > SHEET_ROWS:
        raise SanctrackError(f"{len(result):,} rows; a sheet holds {SHEET_ROWS:,}: use --format csv or parquet")
    buffer = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, safe) as book:
        book.set_properties({"title": result.title, "comments": result.caveat, "created": datetime(2000, 1, 1)})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("data")
        for at, column in enumerate(result.columns):
            sheet.write_string(0, at, column.name, head)
            longest = max([len(plain(row[at])) for row in result.rows[:500]] + [len(column.name)])
            sheet.set_column(at, at, min(max(longest + 1, 8), 60))
        for number, row in enumerate(result.rows, 1):
            for at, value in enumerate(row):
                write_cell(sheet, number, at, value, day)
        sheet.freeze_panes(1, 0)
        if result.rows:
            sheet.autofilter(0, 0, len(result.rows), len(result.columns) - 1)
        about_sheet(book, result, head)
    out.write(buffer.getbuffer())


def write_cell(sheet: Any, row: int, at: int, value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, at, value)
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, at, value, day)
    else:
        sheet.write_string(row, at, plain(value)[:32_767])


def about_sheet(book: Any, result: Result, head: Any) -> None:
    """The second sheet: what the report says and what its columns mean."""
    about = book.add_worksheet("about")
    about.set_column(0, 0, 28)
    about.set_column(1, 1, 100)
    lines = [(name, text) for name, text in notes(result) if text]
    for number, (name, text) in enumerate(lines):
        about.write_string(number, 0, name, head)
        about.write_string(number, 1, text)
    for number, column in enumerate(result.columns, len(lines) + 1):
        about.write_string(number, 0, column.name)
        about.write_string(number, 1, column.description + (f" Unit: {column.unit}." if column.unit else ""))


def notes(result: Result) -> list[tuple[str, str]]:
    """What must be said beside the rows."""
    params = ", ".join(f"{name} = {plain(value)}" for name, value in result.params.items() if value is not None)
    data = ", ".join(result.datasets) + (f" (as of {result.as_of})" if result.as_of and result.datasets else "")
    return [
        ("Title", result.title),
        ("Question", result.question),
        ("Parameters", params),
        ("Caveat", result.caveat),
        ("Data sets", data),
    ]


# -- pages ----------------------------------------------------------------------------------------------------


def page(result: Result, around: Surroundings) -> tuple[list[str], list[list[str]], list[str]]:
    """Columns, cells and footnotes of a printed page; sources become numbers that the footnotes resolve."""
    names = [column.name for column in result.columns]
    shown = [name for name in (result.table or names) if name != SOURCE_COLUMN]
    at = [names.index(name) for name in shown]
    cells = [[plain(row[index]) for index in at] for row in result.rows]
    ids = result.source_ids
    if not ids:
        return shown, cells, []
    numbers = {source: number for number, source in enumerate(ids, 1)}
    for line, sources in zip(cells, result.column(SOURCE_COLUMN), strict=True):
        found = [numbers[source] for source in (sources or "").split("; ") if source]
        line.append(number_list(found))
    listed = ids if len(ids) <= FOOTNOTES else []
    footnotes = [f"[{numbers[source]}] {around.citations.get(source, source)} ({source})" for source in listed]
    if not listed:
        footnotes = [f"{len(ids)} sources: --format csv gives their ids in {SOURCE_COLUMN}, `sanctrack show ID` the reference of each."]
    return [*shown, "sources"], cells, footnotes


def number_list(numbers: list[int]) -> str:
    """Numbers of footnotes, runs drawn together: 1, 3-5; many are counted."""
    if len(numbers) > 12:
        return f"{len(numbers)} sources"
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def widths(headers: list[str], cells: list[list[str]], room: int) -> list[int]:
    """Share the page among the columns: narrow ones keep their width, the widest give way; no word is cut while there is room."""
    wanted, least = [], []
    for at, header in enumerate(headers):
        column = [line[at] for line in cells]
        widest = max((len(text) for text in column), default=0)
        name = max(len(part) for part in header_lines(header, max(widest, 8)))
        wanted.append(max(widest, name))
        least.append(max(name, min(max((longest_word(text) for text in column), default=0), 26)))
    space = room - 2 * (len(headers) - 1)
    given = list(wanted)
    while sum(given) > space and any(have > low for have, low in zip(given, least, strict=True)):
        at = max((at for at in range(len(given)) if given[at] > least[at]), key=lambda index: given[index] - least[index] / 2)
        given[at] -= 1
    return given


def longest_word(text: str) -> int:
    return max((len(word) for word in text.split()), default=0)


@writes("table")
def write_table(result: Result, out: BinaryIO, around: Surroundings) -> None:
    from textwrap import fill

    import tabulate

    tabulate.MIN_PADDING = 0
    headers, cells, footnotes = page(result, around)
    lines = []
    if result.title:
        lines += [result.title, "=" * len(result.title)]
    lines += [fill(text, around.width) for name, text in notes(result) if text and name in ("Question",)]
    params = dict(notes(result)).get("Parameters")
    if params:
        lines.append(fill(f"With {params}.", around.width))
    if lines:
        lines.append("")
    if cells:
        numeric = {column.name for column in result.columns if column.type in ("BIGINT", "DOUBLE")}
        align = ["right" if header in numeric else "left" for header in headers]
        room = widths(headers, cells, around.width)
        names = ["\n".join(header_lines(header, width)) for header, width in zip(headers, room, strict=True)]
        body = cells
        lines.append(
            tabulate.tabulate(body, names, tablefmt="simple", colalign=align, maxcolwidths=room, disable_numparse=True, missingval="", break_long_words=True)
        )
    count = f"{len(result)} row{'s' if len(result) != 1 else ''}"
    lines += ["", f"{count}." if cells else "No rows: nothing in the data fits."]
    told = dict(notes(result))
    lines += [fill(f"{name}: {told[name]}", around.width) for name in ("Caveat", "Data sets") if told[name]]
    if footnotes:
        lines += ["Sources:", *[fill(note, around.width, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False) for note in footnotes]]
    out.write(("\n".join(line.rstrip() for text in lines for line in text.split("\n")) + "\n").encode())


def header_lines(name: str, width: int) -> list[str]:
    """Break a column's name at its underscores when the column is narrower than it."""
    lines = [""]
    for part in re.findall(r"[^_]+_?|_", name):
        if lines[-1] and len(lines[-1]) + len(part) > width:
            lines.append("")
        lines[-1] += part
    return lines


@writes("md")
def write_markdown(result: Result, out: BinaryIO, around: Surroundings) -> None:
    headers, cells, footnotes = page(result, around)
    told = dict(notes(result))
    lines = [f"## {result.title}", ""] if result.title else []
    lines += [told["Question"], ""] if told["Question"] else []
    lines += [f"With {told['Parameters']}.", ""] if told["Parameters"] else []
    escape = str.maketrans({"|": "\\|", "\n": " ", "<": "&lt;"})
    lines += ["| " + " | ".join(headers) + " |", "|" + "---|" * len(headers)]
    lines += ["| " + " | ".join(cell.translate(escape) for cell in line) + " |" for line in cells]
    lines += ["", *[f"{name}: {told[name]}\n" for name in ("Caveat", "Data sets") if told[name]]]
    if footnotes:
        lines += ["Sources:", "", *[f"- {note}" for note in footnotes]]
    out.write(("\n".join(lines) + "\n").encode())


STYLE = (
    "body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:90rem;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse;font-size:.88rem}caption{text-align:left;padding:.3rem 0;color:#444}"
    "th,td{padding:.3rem .6rem;border-bottom:1px solid #ccc;text-align:left;vertical-align:top}"
    "th{position:sticky;top:0;background:#f2f2f2}td.n{text-align:right;font-variant-numeric:tabular-nums}"
    ".wide{overflow-x:auto}.caveat{border-left:4px solid #8a5a00;padding:.2rem .8rem;max-width:60rem}ol{font-size:.88rem}"
    "@media print{th{position:static}body{margin:0}}"
)


@writes("html")
def write_html(result: Result, out: BinaryIO, around: Surroundings) -> None:
    headers, cells, footnotes = page(result, around)
    told = {name: html.escape(text) for name, text in notes(result)}
    numeric = {column.name for column in result.columns if column.type in ("BIGINT", "DOUBLE")}
    words = {column.name: html.escape(column.description, quote=True) for column in result.columns}
    head = "".join(f'<th scope="col" title="{words.get(name, "")}">{html.escape(name)}</th>' for name in headers)
    body = "\n".join(
        "<tr>" + "".join(f"<td{' class=n' if name in numeric else ''}>{html.escape(cell)}</td>" for name, cell in zip(headers, line, strict=True)) + "</tr>"
        for line in cells
    )
    notes_list = "".join(f"<li>{html.escape(note.split('] ', 1)[-1])}</li>" for note in footnotes)
    said = "".join(f"<p>{text}</p>" for text in (told["Question"], told["Parameters"] and f"With {told['Parameters']}.") if text)
    caveat = f'<p class="caveat"><strong>Caveat.</strong> {told["Caveat"]}</p>' if told["Caveat"] else ""
    sources = f"<h2>Sources</h2><ol>{notes_list}</ol>" if footnotes else ""
    title = told["Title"] or "sanctrack"
    text = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style></head>\n<body><h1>{title}</h1>{said}{caveat}\n"
        f'<div class="wide"><table><caption>{len(cells)} rows</caption><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>\n'
        f"<p>Data sets: {told['Data sets']}</p>{sources}</body></html>\n"
    )
    out.write(text.encode())
