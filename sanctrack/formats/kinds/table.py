"""Format for the screen: a table as wide as the page, groups under headings, sources as numbered
footnotes; plain text.
"""

import re
from functools import cache
from itertools import pairwise
from typing import BinaryIO

from sanctrack.formats import Surroundings
from sanctrack.formats.cell_text import more_columns, notes
from sanctrack.formats.page import Page, number_list, page_of
from sanctrack.names.signs import visible
from sanctrack.warehouse.result import Result

WORDS = "text for the screen, as wide as it"
ENDING = ".txt"
MEDIA_TYPE = "text/plain"
BINARY = False
CITES = True
GAP = 2
INSET = 4  # of what stands below a row
FOOTNOTES = 200
LONG_WORD = 30
SHORTEST = 13  # '2023-04-01 to'
# an interval of days stays together as "2023-04-01 to", "2023-04-30"
DAYS = re.compile(r"(\d{4}-\d\d-\d\d) to ")


def write(result: Result, out: BinaryIO, around: Surroundings) -> None:
    page = page_of(result, around, narrow=True)
    told = notes(result)
    lines: list[str] = []
    if told["Title"]:
        lines += [told["Title"], "=" * width(told["Title"])]
    lines += filled(told["Question"], around.width)
    lines += filled(told["Parameters"] and f"With {told['Parameters']}.", around.width)
    lines += [""] if lines else []
    lines += table(page, around.width) if page.cells else ["No rows: nothing in the data fits."]
    lines += ["", f"{len(result):,} row{'s' if len(result) != 1 else ''}."] if page.cells else []
    lines += filled(more_columns(result) if page.cells else "", around.width)
    for name in ("Publication", "Caveat", "Note", "Data sets"):
        lines += filled(told[name] and f"{name}: {told[name]}", around.width)
    lines += footnotes(page, around.width)
    out.write(visible("\n".join(line.rstrip() for line in lines) + "\n").encode())


def footnotes(page: Page, room: int) -> list[str]:
    if len(page.footnotes) > FOOTNOTES:
        return filled(
            f"{len(page.footnotes)} sources: --format csv gives the ids of each row, html and md "
            f"the whole list, `sanctrack show ID` the reference of each.",
            room,
        )
    lines = ["Sources:"] if page.footnotes else []
    for number, source, words in page.footnotes:
        lines += filled(f"[{number}] {words + ' ' if words else ''}({source})", room, "    ")
    return lines


def table(page: Page, room: int) -> list[str]:
    """The lines of the table. A first column that repeats stands once, as a
    heading over its rows.
    """
    headers, cells, numeric, said = grid(page)
    leading = heading_columns(cells)
    indent = GAP if leading else 0
    body = [line[leading:] for line in cells]
    given = shares(headers[leading:], body, room - indent)
    right = numeric[leading:]
    names = [header_text(name, wide) for name, wide in zip(headers[leading:], given, strict=True)]
    lines = [*filled(said, room), ""] if said else []
    lines += [" · ".join(headers[:leading])] if leading else []
    lines += [" " * indent + line for line in row_lines(names, given, right)]
    lines.append("-" * (indent + sum(given) + GAP * (len(given) - 1)))
    group: str | None = None
    for line, cut, below in zip(cells, body, page.below, strict=True):
        if leading and line[0] != group:
            lines += [""] if group is not None else []
            group = line[0]
            lines += filled(" · ".join(cell for cell in line[:leading] if cell), room, "    ") or [
                "(not given)"
            ]
        lines += [" " * indent + part for part in row_lines(cut, given, right)]
        for name, text in below:
            lines += [
                " " * (indent + INSET) + part
                for part in filled(f"{name}: {text}", room - indent - INSET, "  ")
            ]
    return [line.replace("\u00a0", " ") for line in lines]


def grid(page: Page) -> tuple[list[str], list[list[str]], list[bool], str]:
    """Headers, cells and alignment of what varies from row to row, sources included, and a sentence
    about what does not.
    """
    headers, numeric = list(page.headers), list(page.numeric)
    cells = [[DAYS.sub("\\1\u00a0to ", cell) for cell in line] for line in page.cells]
    if page.numbers is not None and page.footnotes:
        counted = len(page.footnotes) > FOOTNOTES
        headers.append("number of sources" if counted else "sources")
        numeric.append(counted)
        cells = [
            [*line, str(len(ids)) if counted else number_list(ids)]
            for line, ids in zip(cells, page.numbers, strict=True)
        ]
    same = constant(headers, cells)
    kept = [at for at in range(len(headers)) if at not in same]
    return (
        [headers[at] for at in kept],
        [[line[at] for at in kept] for line in cells],
        [numeric[at] for at in kept],
        said_once(page, same),
    )


def heading_columns(cells: list[list[str]]) -> int:
    """How many leading columns stand as a heading: the first where it repeats, and those after it
    that it decides.
    """
    if not is_grouped(cells):
        return 0
    for at in range(1, len(cells[0]) - 2):
        if len({line[0] for line in cells}) != len({(line[0], line[at]) for line in cells}):
            return at
    return max(1, len(cells[0]) - 2)


def constant(headers: list[str], cells: list[list[str]]) -> dict[int, str]:
    """Columns after the first that say the same in every row (where there are rows enough to tell),
    by position.
    """
    if len(cells) < 3:
        return {}
    last = len(headers) if headers[-1] not in ("sources", "number of sources") else len(headers) - 1
    return {at: cells[0][at] for at in range(1, last) if len({line[at] for line in cells}) == 1}


def said_once(page: Page, same: dict[int, str]) -> str:
    """What is the same in every row, in one sentence before the table."""
    filled_ones = [f"{page.headers[at]} = {value}" for at, value in same.items() if value]
    blank = [page.headers[at] for at, value in same.items() if not value]
    parts = [f"In every row: {', '.join(filled_ones)}."] if filled_ones else []
    return " ".join([*parts, *([f"Blank in every row: {', '.join(blank)}."] if blank else [])])


def is_grouped(cells: list[list[str]]) -> bool:
    """Whether the first column comes in runs, two rows or more on average, and takes room worth
    saving.
    """
    if len(cells) < 4 or len(cells[0]) < 4 or max(width(line[0]) for line in cells) < 8:
        return False
    runs = 1 + sum(line[0] != before[0] for before, line in pairwise(cells))
    return runs * 2 <= len(cells) and runs == len({line[0] for line in cells})


def row_lines(cells: list[str], given: list[int], right: list[bool]) -> list[str]:
    columns = [wrapped(cell, room) for cell, room in zip(cells, given, strict=True)]
    height = max(len(column) for column in columns)
    lines = []
    for number in range(height):
        parts = []
        for column, room, to_right in zip(columns, given, right, strict=True):
            text = column[number] if number < len(column) else ""
            pad = " " * (room - width(text))
            parts.append(pad + text if to_right else text + pad)
        lines.append((" " * GAP).join(parts))
    return lines


def header_text(name: str, room: int) -> str:
    """A column's name, with places to break after its underscores where the column is narrower than
    it.
    """
    return name if width(name) <= room else name.replace("_", "_ ").replace("_ _", "__")


# -- widths
# --------------------------------------------------------------------------------------------------


def shares(headers: list[str], cells: list[list[str]], room: int) -> list[int]:
    """Share the page among the columns: narrow ones keep their width, the widest give way.

    First no word is broken; where that does not fit, ids and other long words break at their
    hyphens, then anywhere; where even that does not fit, the table is wider than the page.
    """
    columns = list(zip(*cells, strict=True))
    wanted = [
        max(max(map(width, column)), width(header))
        for header, column in zip(headers, columns, strict=True)
    ]
    parts = [max(width(part) for part in header_text(header, 0).split(" ")) for header in headers]
    least = [
        max(part, min(longest(column, r"[ \n]+"), LONG_WORD))
        for part, column in zip(parts, columns, strict=True)
    ]
    smallest = [
        max(part, min(longest(column, r"[ \n]+|(?<=[-/_])(?!\d)"), LONG_WORD))
        for part, column in zip(parts, columns, strict=True)
    ]
    last = [max(part, min(have, SHORTEST)) for part, have in zip(parts, smallest, strict=True)]
    space = room - GAP * (len(headers) - 1)
    for floor in (least, smallest, last):
        wanted = narrowed(wanted, floor, space)
    return wanted


def narrowed(given: list[int], least: list[int], space: int) -> list[int]:
    given = list(given)
    while sum(given) > space:
        able = [at for at, have in enumerate(given) if have > least[at]]
        if not able:
            break
        given[max(able, key=lambda at: given[at] - least[at] / 2)] -= 1
    return given


def longest(column: tuple[str, ...], breaks: str) -> int:
    return max((width(word) for text in set(column) for word in re.split(breaks, text)), default=0)


@cache
def width(text: str) -> int:
    """Columns that a text takes on a screen: Burmese signs that sit on others take none, Chinese
    ones two.
    """
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(int(wcswidth(text)), 0) or len(text)


def wrapped(text: str, room: int) -> list[str]:
    """Break a text into lines of at most `room` columns: at spaces, else after hyphens, else
    between signs.
    """
    if width(text) <= room and "\n" not in text:
        return [text]
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if width(joined) <= room:
                line = joined
                continue
            lines += [line] if line else []
            *whole, line = broken(word, room)
            lines += whole
        lines.append(line)
    return lines


def broken(word: str, room: int) -> list[str]:
    """Pieces of a word, each at most `room` columns wide."""
    if width(word) <= room:
        return [word]
    pieces = [""]
    for part in re.split(r"(?<=[-/_])(?!\d)", word):
        for sign in [part] if width(part) <= room else signs(part):
            if pieces[-1] and width(pieces[-1] + sign) > room:
                pieces.append("")
            pieces[-1] += sign
    return pieces


def signs(text: str) -> list[str]:
    if text.isascii():
        return list(text)
    from wcwidth import iter_graphemes

    return list(iter_graphemes(text))


def filled(text: str, room: int, indent: str = "") -> list[str]:
    """A paragraph as lines, the later ones indented; an address is never broken."""
    lines, line = [], ""
    for word in text.split():
        joined = f"{line} {word}" if line.strip() else f"{line}{word}"
        if line.strip() and width(joined) > room:
            lines.append(line)
            joined = indent + word
        line = joined
    return [*lines, line] if line else []
