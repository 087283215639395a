"""HTML: one page that makes no request to anywhere."""

from html import escape
from typing import BinaryIO

from sanctrack.formats import Surroundings
from sanctrack.formats.cell_text import more_columns, notes
from sanctrack.formats.page import Page, page_of
from sanctrack.names.signs import visible
from sanctrack.warehouse.result import Result

WORDS = "one page for a browser, which makes no request to anywhere"
ENDING = ".html"
MEDIA_TYPE = "text/html"
BINARY = False
CITES = True
STYLE = (
    "body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:90rem;padding:0 "
    "1rem;color:#1a1a1a;background:#fff}table{border-collapse:collapse;font-size:.88rem}"
    "caption{text-align:left;padding:.3rem 0;color:#444}"
    "th,td{padding:.3rem .6rem;border-bottom:1px solid #ccc;text-align:left;vertical-align:top}"
    "th{position:sticky;top:0;background:#f2f2f2}td.n{text-align:right;font-variant-numeric:tabular-nums}"
    ".wide{overflow-x:auto}.caveat{border-left:4px solid #8a5a00;padding:.2rem "
    ".8rem;max-width:60rem}ol{font-size:.88rem}li{overflow-wrap:anywhere}a{color:#0b4f8a}@media "
    "print{th{position:static}body{margin:0}}"
)


def write(result: Result, out: BinaryIO, around: Surroundings) -> None:
    page = page_of(result, around)
    told = {name: escape(text) for name, text in notes(result).items()}
    title = told["Title"] or "sanctrack"
    said = "".join(
        f"<p>{text}</p>"
        for text in (told["Question"], told["Parameters"] and f"With {told['Parameters']}.")
        if text
    )
    caveat = (
        f'<p class="caveat"><strong>Caveat.</strong> {told["Caveat"]}</p>' if told["Caveat"] else ""
    )
    caveat += f'<p class="caveat"><strong>Note.</strong> {told["Note"]}</p>' if told["Note"] else ""
    caveat += (
        f'<p class="caveat"><strong>Publication.</strong> {told["Publication"]}</p>'
        if told["Publication"]
        else ""
    )
    more = escape(more_columns(result))
    rows = "row" if len(page.cells) == 1 else "rows"
    data = "".join(
        f"<p>{line}</p>"
        for line in (more, told["Data sets"] and f"Data sets: {told['Data sets']}")
        if line
    )
    text = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style></head>\n<body><h1>{title}</h1>{said}{caveat}\n"
        f'<div class="wide"><table><caption>{len(page.cells):,} '
        f"{rows}</caption>\n{html_rows(result, page)}</table></div>\n"
        f"{data}{html_sources(page)}</body></html>\n"
    )
    out.write(visible(text).encode())


def html_rows(result: Result, page: Page) -> str:
    words = {column.name: escape(column.words, quote=True) for column in result.columns}
    head = "".join(
        f'<th scope="col" title="{words.get(name, "")}">{escape(name)}</th>'
        for name in page.headers
    )
    head += '<th scope="col">sources</th>' if page.numbers is not None else ""
    rows = []
    for at, line in enumerate(page.cells):
        cells = "".join(
            f"<td{' class=n' if numeric else ''}>{escape(cell)}</td>"
            for numeric, cell in zip(page.numeric, line, strict=True)
        )
        if page.numbers is not None:
            cells += (
                "<td>"
                + ", ".join(f'<a href="#s{number}">{number}</a>' for number in page.numbers[at])
                + "</td>"
            )
        rows.append(f"<tr>{cells}</tr>")
    return f"<thead><tr>{head}</tr></thead><tbody>\n" + "\n".join(rows) + "\n</tbody>"


def html_sources(page: Page) -> str:
    if not page.footnotes:
        return ""
    notes_list = "".join(
        f'<li id="s{number}">{escape(words)}{" " if words else ""}({escape(source)})</li>'
        for number, source, words in page.footnotes
    )
    return f"<h2>Sources</h2><ol>{notes_list}</ol>"
