"""Grids: one cell a row and column; each status has a shape, a letter and a tone, so that no status
rests on colour.
"""

from dataclasses import dataclass
from typing import Any

from sanctrack.charts.canvas import (
    BLUE,
    BODY,
    GREY,
    INK,
    ORANGE,
    PAPER,
    SMALL,
    VERMILLION,
    Canvas,
    measure,
    wrap,
)
from sanctrack.charts.view import Drawn, View, listed
from sanctrack.errors import DefinitionError, UsageError

COLUMNS = ("row", "column", "status")
OTHERS: tuple[str, ...] = ()
KEYS_IN_WORDS = (
    (
        "`grid`",
        "`row`, `column`, `status`",
        "statuses are those of DEFINITIONS: listings on a day, and at arrival",
    ),
)
ROW, CELL = 9.6, 43.0
MOST_ROWS = 66


def needed(spec: dict[str, Any]) -> tuple[str, ...]:
    return ("row", "column", "status")


@dataclass(frozen=True)
class Style:
    """How a status is drawn: a letter, a shape (box, circle, dot), its fill and edge, and its words
    for the legend.
    """

    letter: str
    shape: str
    fill: str
    edge: str
    words: str
    dashed: bool = False

    def draw(self, canvas: Canvas, x: float, y: float, kind: str) -> None:
        """Draw it with its middle at x, y."""
        dash = "1.6 1.2" if self.dashed else None
        if self.shape == "dot":
            canvas.add("circle", kind, cx=x, cy=y, r=0.8, fill=GREY)
            return
        edge: dict[str, Any] = {
            "stroke": self.edge,
            "stroke_width": 0.7,
            "stroke_dasharray": dash,
            "fill": self.fill,
        }
        canvas.add(
            "rect",
            kind,
            x=x - 9,
            y=y - 3.7,
            width=18,
            height=7.4,
            rx=None if self.shape == "box" else 3.7,
            **edge,
        )
        letter = PAPER if self.fill in (BLUE, GREY) else INK
        canvas.text(x, y + 2.4, self.letter, 6.6, "middle", bold=True, fill=letter, kind="letter")


# statuses of gap_matrix and of listings at arrival, as DEFINITIONS settles them
STYLES = {
    "listed": Style("L", "box", BLUE, BLUE, "listed"),
    "certain": Style("L", "box", BLUE, BLUE, "listed on every possible day of arrival"),
    "possible": Style("L?", "box", PAPER, BLUE, "listed on a part of the possible days of arrival"),
    "listed_day_unknown": Style("L*", "box", BLUE, BLUE, "listed, day not known"),
    "on_copy": Style("C", "box", "#bcd8ea", BLUE, "on an imported copy, day not given"),
    "unresolved": Style(
        "?", "circle", "#e3e3e3", GREY, "an entry of that name may be someone else"
    ),
    "delisted": Style("R", "box", GREY, GREY, "removed by then"),
    "earlier": Style("R", "box", GREY, GREY, "listing had ended by then"),
    "owned_by_listed": Style(
        "O", "circle", ORANGE, VERMILLION, "owned by listed, not itself on the copy"
    ),
    "may_be_owned_by_listed": Style(
        "O?", "circle", PAPER, VERMILLION, "may be owned by listed, not itself on the copy"
    ),
    "listed_later": Style("+", "box", PAPER, BLUE, "listed later", True),
    "later": Style("+", "box", PAPER, BLUE, "listed later", True),
    "not_on_copy": Style("N", "box", PAPER, INK, "not on the copy read"),
    "not_on_earlier_copy": Style(
        "n", "box", PAPER, GREY, "not on an earlier copy, not read since", True
    ),
    "not_checked": Style("", "dot", PAPER, GREY, "not checked: nothing is known"),
}


def style_of(status: Any) -> Style:
    if status not in STYLES:
        raise DefinitionError(
            f"no drawing for the status '{status}'; the grid knows {', '.join(STYLES)}"
        )
    return STYLES[status]


def table_of(view: View) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Row → column → status, and the columns, both in the order of the report."""
    rows: dict[str, dict[str, str]] = {}
    for record in view.records:
        row, column, status = (
            view.text(record, "row"),
            view.text(record, "column"),
            record[view.spec["status"]],
        )
        name, again = row, 1
        while rows.get(name, {}).get(column, status) != status:
            again += 1
            name = f"{row} ({again})"
        rows.setdefault(name, {})[column] = status
    columns = list(dict.fromkeys(column for cells in rows.values() for column in cells))
    return rows, columns


def split_rows(rows: dict[str, dict[str, str]]) -> tuple[list[str], list[str]]:
    """Rows with a cell of their own, and those in which nothing was checked."""
    blank = [row for row, cells in rows.items() if set(cells.values()) <= {"not_checked"}]
    return [row for row in rows if row not in blank], blank


def draw(canvas: Canvas, view: View, top: float) -> Drawn:
    """Draw the cells; rows in which nothing was checked are named below, so that the rest fits a
    page.
    """
    rows, columns = table_of(view)
    drawn_rows, blank = split_rows(rows)
    if len(drawn_rows) > MOST_ROWS:
        much = f"a grid of {len(drawn_rows)} rows fits no page, {MOST_ROWS} do"
        raise UsageError(f"nothing was drawn: {much}; narrow report {view.result.name} with -p")
    if len(blank) <= 3 or not drawn_rows:
        drawn_rows, blank = list(rows), []
    widest_word = max(
        measure(word, SMALL, True) + 4 for column in columns for word in column.split()
    )
    room = max(canvas.width * 0.3, canvas.width - max(CELL, widest_word) * len(columns) - 2)
    left = min(max([measure(row, BODY) for row in drawn_rows] or [0]) + 8, room)
    pitch = (canvas.width - left) / len(columns)
    y = draw_heads(canvas, columns, left, pitch, top)
    for at, row in enumerate(drawn_rows):
        y = draw_row(canvas, row, rows[row], columns, left, y, at % 2 == 0)
    notes = (
        [f"Not checked on any of these lists ({len(blank)}): {'; '.join(blank)}."] if blank else []
    )
    present = {status for cells in rows.values() for status in cells.values()}
    return Drawn(y + 2, [sample(status) for status in STYLES if status in present], notes)


def draw_heads(canvas: Canvas, columns: list[str], left: float, pitch: float, top: float) -> float:
    """The words above the columns, their last lines level; returns where the rows begin."""
    heads = [wrap(column, pitch - 2, SMALL, True) for column in columns]
    bottom = top + 5 + 9 * max(len(lines) for lines in heads)
    for at, lines in enumerate(heads):
        middle = left + pitch * (at + 0.5)
        for line, word in enumerate(lines):
            y = bottom - 4 - 9 * (len(lines) - 1 - line)
            canvas.text(middle, y, word, SMALL, "middle", bold=True)
    return bottom


def draw_row(
    canvas: Canvas,
    row: str,
    status_by_column: dict[str, str],
    columns: list[str],
    left: float,
    y: float,
    tinted: bool,
) -> float:
    """One row: its words and a sign for each status that it has; returns where the next begins."""
    lines = wrap(row, left - 6, BODY - 0.5)
    height = ROW + 8.6 * (len(lines) - 1)
    pitch = (canvas.width - left) / len(columns)
    if tinted:
        canvas.add("rect", x=0, y=y, width=canvas.width, height=height, fill="#f6f6f6")
    for line, words in enumerate(lines):
        canvas.text(2, y + ROW - 2.5 + 8.6 * line, words, BODY - 0.5, kind="label")
    for at, column in enumerate(columns):
        if column in status_by_column:
            status = status_by_column[column]
            middle = left + pitch * (at + 0.5)
            style_of(status).draw(canvas, middle, y + height / 2, f"mark status-{status}")
    return y + height


def sample(status: str) -> tuple[Any, str]:
    style = STYLES[status]
    return (lambda canvas, x, y: style.draw(canvas, x + 9, y - 2.6, "sample")), style.words


def sentences_of(view: View) -> list[str]:
    """What the picture shows: the size of the grid and how often each status
    stands in each column.
    """
    rows, columns = table_of(view)
    sentences = [
        f"A grid of {len(rows)} {view.things} by {len(columns)} columns: {listed(columns, 10)}."
    ]
    for column in columns:
        statuses = [cells[column] for cells in rows.values() if column in cells]
        counts = [
            f"{statuses.count(status)} {style_of(status).words.split(':')[0]}"
            for status in STYLES
            if status in statuses
        ]
        sentences.append(f"{column}: {listed(counts, 12)}.")
    return sentences
