"""Shares: a lying bar for each row, cut into its parts; every part has a tone and a letter, so that
none rests on colour.
"""

from typing import Any

from sanctrack.charts.canvas import (
    BLUE,
    BODY,
    GREY,
    INK,
    PAPER,
    SMALL,
    Canvas,
    clean,
    measure,
    wrap,
)
from sanctrack.charts.scales import figure
from sanctrack.charts.view import Drawn, View, listed
from sanctrack.errors import DefinitionError

COLUMNS = ("x", "total", "parts")
OTHERS: tuple[str, ...] = ()
KEYS_IN_WORDS = (("`shares`", "`x`, `total`, `parts` (columns, nine at the most)", ""),)
LINE, TALL = 9.4, 8.4
# tones from dark to hollow: told apart in grey too; the last ones are dashed
TONES = (
    (BLUE, BLUE, PAPER, None),
    ("#8fc1e0", BLUE, INK, None),
    ("#dcebf5", BLUE, INK, None),
    ("#d9d9d6", GREY, INK, None),
    ("#6b6b6b", "#6b6b6b", PAPER, None),
    (PAPER, INK, INK, None),
    (PAPER, GREY, GREY, "1.6 1.2"),
    (PAPER, GREY, GREY, "0.8 1.6"),
    (PAPER, "#a5a5a5", GREY, "3 2"),
)
MOST_ROWS = 44


def needed(spec: dict[str, Any]) -> tuple[str, ...]:
    return ("x", "total", "parts")


def letters(parts: list[str]) -> dict[str, str]:
    """A letter for each part, its own: the first of its name that no other has. Raises
    DefinitionError for more parts than tones.
    """
    if len(parts) > len(TONES):
        raise DefinitionError(
            f"a picture of shares has {len(TONES)} parts at the most, not {len(parts)}"
        )
    letter_by_part: dict[str, str] = {}
    for part in parts:
        free = [
            sign.upper()
            for sign in part
            if sign.isalpha() and sign.upper() not in letter_by_part.values()
        ]
        letter_by_part[part] = free[0] if free else str(len(letter_by_part) + 1)
    return letter_by_part


def draw(canvas: Canvas, view: View, top: float) -> Drawn:
    """Draw the rows, those of most first where they are more than a page holds; the rest is counted
    in words.
    """
    rows = sorted(view.records, key=lambda record: -(record[view.spec["total"]] or 0))[:MOST_ROWS]
    largest = {id(record) for record in rows}
    records = [record for record in view.records if id(record) in largest]
    most = max((record[view.spec["total"]] or 0 for record in records), default=0)
    left = min(
        max(measure(view.text(record, "x"), BODY) for record in records) + 8, canvas.width * 0.4
    )
    scale = (canvas.width - left - 24) / max(most, 1)
    y = top + 3
    for record in records:
        lines = wrap(view.text(record, "x"), left - 8, BODY, most=2)
        for line in lines:
            y += LINE
            canvas.text(0, y, line, BODY, kind="label")
        draw_row(canvas, view, record, left, y - LINE * (len(lines) - 1) / 2 - 3, scale)
        y += 2
    notes = []
    if len(records) < len(view.records):
        more = len(view.records) - len(records)
        notes.append(
            f"{more} more rows, of no more {view.things} each, are not drawn: narrow the report, "
            f"or read its table."
        )
    return Drawn(y + 3, legend_of(view), notes)


def draw_row(
    canvas: Canvas, view: View, record: dict[str, Any], x: float, middle: float, scale: float
) -> None:
    marks = letters(view.spec["parts"])
    for part, tone in zip(view.spec["parts"], TONES, strict=False):
        value = record[part]
        if value:
            block(canvas, x, middle - TALL / 2, value * scale, tone, f"mark part-{part}")
            label = f"{marks[part]} {figure(value)}"
            label = label if measure(label, 6.6) + 2 <= value * scale else marks[part]
            if measure(label, 6.6) + 1 <= value * scale:
                canvas.text(
                    x + value * scale / 2,
                    middle + 2.4,
                    label,
                    6.6,
                    "middle",
                    fill=tone[2],
                    kind="letter",
                )
            x += value * scale
    total = record[view.spec["total"]]
    canvas.text(x + 3, middle + 2.6, "×" if total is None else figure(total), SMALL, kind="figure")


def block(
    canvas: Canvas,
    x: float,
    y: float,
    width: float,
    tone: tuple[str, str, str, str | None],
    kind: str,
) -> None:
    edge: dict[str, Any] = {
        "fill": tone[0],
        "stroke": tone[1],
        "stroke_width": 0.7,
        "stroke_dasharray": tone[3],
    }
    canvas.add("rect", kind, x=x + 0.5, y=y, width=max(width - 1, 0.6), height=TALL, **edge)


def legend_of(view: View) -> list[tuple[Any, str]]:
    marks = letters(view.spec["parts"])
    samples: list[tuple[Any, str]] = []
    for part, tone in zip(view.spec["parts"], TONES, strict=False):
        if any(record[part] for record in view.records):
            samples.append(
                (
                    lambda canvas, x, y, part=part, tone=tone: sample(
                        canvas, x, y, marks[part], tone
                    ),
                    part.replace("_", " "),
                )
            )
    return samples


def sample(
    canvas: Canvas, x: float, y: float, letter: str, tone: tuple[str, str, str, str | None]
) -> None:
    block(canvas, x, y - 7, 15, tone, "sample")
    canvas.text(x + 7.5, y - 0.5, letter, 6.6, "middle", fill=tone[2])


def sentences_of(view: View) -> list[str]:
    """What the picture shows: each row with its parts, those of most first where they are many."""
    rows = sorted(view.records, key=lambda record: -(record[view.spec["total"]] or 0))
    sentences = [
        f"Bars of {view.things} in {len(rows)} rows, cut into "
        f"{listed([part.replace('_', ' ') for part in view.spec['parts']], 10)}."
    ]
    for record in rows[:12]:
        parts = [
            f"{figure(record[part])} {part.replace('_', ' ')}"
            for part in view.spec["parts"]
            if record[part]
        ]
        total = record[view.spec["total"]]
        name = clean(view.text(record, "x"))
        number = "not known" if total is None else figure(total)
        shares = f", of these {listed(parts)}" if parts else ""
        sentences.append(f"{name}: {number}{shares}.")
    if len(rows) > 12:
        sentences.append(f"{len(rows) - 12} more rows.")
    return sentences
