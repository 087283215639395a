"""Markdown: a table with its caveat and its sources, for texts and wikis."""

from typing import BinaryIO

from sanctrack.formats import Surroundings
from sanctrack.formats.cell_text import more_columns, notes
from sanctrack.formats.page import number_list, page_of
from sanctrack.names.signs import visible
from sanctrack.warehouse.result import Result

WORDS = "Markdown, for texts and wikis"
ENDING = ".md"
MEDIA_TYPE = "text/markdown"
BINARY = False
CITES = True
MARKS = str.maketrans({"|": "\\|", "\n": " ", "<": "&lt;", "[": "\\[", "*": "\\*", "`": "\\`"})


def write(result: Result, out: BinaryIO, around: Surroundings) -> None:
    page = page_of(result, around)
    told = notes(result)
    headers = page.headers + (["sources"] if page.numbers is not None else [])
    lines = [f"## {told['Title']}", ""] if told["Title"] else []
    lines += [told["Question"], ""] if told["Question"] else []
    lines += [f"With {told['Parameters']}.", ""] if told["Parameters"] else []
    lines += ["| " + " | ".join(headers) + " |", "|" + "---|" * len(headers)]
    for at, line in enumerate(page.cells):
        cells = [cell.translate(MARKS) for cell in line] + (
            [number_list(page.numbers[at])] if page.numbers is not None else []
        )
        lines.append("| " + " | ".join(cells) + " |")
    lines += [
        "",
        *[
            f"{name}: {told[name]}\n"
            for name in ("Publication", "Caveat", "Note", "Data sets")
            if told[name]
        ],
    ]
    more = more_columns(result)
    lines += [f"{more}\n"] if more else []
    if page.footnotes:
        lines += [
            "Sources:",
            "",
            *[
                f"{number}. {words + ' ' if words else ''}({source})"
                for number, source, words in page.footnotes
            ],
        ]
    out.write(visible("\n".join(lines) + "\n").encode())
