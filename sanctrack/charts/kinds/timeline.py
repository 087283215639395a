"""Timelines: one bar from the first to the last possible day, a row a record or packed into lanes;
open ends get an arrow.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sanctrack.charts.canvas import (
    BLUE,
    BODY,
    COLOURS,
    GREY,
    PALE,
    SMALL,
    VERMILLION,
    Canvas,
    clean,
    measure,
    wrap,
)
from sanctrack.charts.scales import Days, days_of
from sanctrack.charts.view import Drawn, View, listed, span_words

COLUMNS = ("from", "to", "label", "lane", "mark", "certainty", "reference_from", "reference_to")
OTHERS: tuple[str, ...] = (
    "split",
    "filled",
    "tinted",
    "reference",
    "certain_words",
    "possible_words",
    "filled_words",
    "tinted_words",
    "hollow_words",
)
KEYS_IN_WORDS = (
    (
        "`timeline`",
        "`from`, `to` (days)",
        "`label` (a row a record; more than 60 are packed into lanes), `lane` (groups), "
        "`split: true` (lane cells joined by '; '), `mark` (text beside each mark), "
        "`certainty` with `filled` and `tinted` (values; all others are hollow, `null` for no "
        "mark), `certain_words`, `possible_words` (words for that value), `filled_words`, "
        "`tinted_words`, `hollow_words` (words for all values that are drawn alike), "
        "`reference_from`, `reference_to`, `reference` (a day drawn through)",
    ),
)
MOST_ROWS = 60
ROW, LINE, MARK, PITCH = 11.0, 9.2, 3.2, 4.6
MARKED = 6.8
PRECISIONS = ("known to the day", "between two days", "with one end open", "without a day")


def needed(spec: dict[str, Any]) -> tuple[str, ...]:
    return ("from", "to")


@dataclass(frozen=True)
class Event:
    """One bar: first and last possible day (either may be open), words, lane and fill."""

    first: date | None
    last: date | None
    label: str
    lane: str
    fill: str
    mark: str = ""

    @property
    def begin(self) -> date:
        day = self.first or self.last
        assert day is not None
        return day

    @property
    def end(self) -> date:
        day = self.last or self.first
        assert day is not None
        return day


def events_of(view: View) -> tuple[list[Event], list[Event]]:
    """The dated and the undated records; a record whose lane cell holds several stands in each of
    them.
    """
    dated: list[Event] = []
    undated: list[Event] = []
    for record in view.records:
        first, last = record[view.spec["from"]], record[view.spec["to"]]
        label = view.text(record, "label") if "label" in view.spec else ""
        mark = view.text(record, "mark") if "mark" in view.spec else ""
        for lane in lanes_of(view, record):
            event = Event(first, last, label, lane, view.fill(record), mark)
            (undated if first is None and last is None else dated).append(event)
    return dated, undated


def lanes_of(view: View, record: dict[str, Any]) -> list[str]:
    if "lane" not in view.spec:
        return [""]
    column = view.spec["lane"]
    cells = (
        clean(record[column]).split("; ")
        if view.spec.get("split") and record[column] is not None
        else [record[column]]
    )
    return [view.cell(cell, column) for cell in cells]


def draw(canvas: Canvas, view: View, top: float) -> Drawn:
    """Draw the records between `top` and what they need."""
    dated, undated = events_of(view)
    notes = []
    if undated:
        records = sum(
            record[view.spec["from"]] is None and record[view.spec["to"]] is None
            for record in view.records
        )
        notes.append(
            f"{records} of {len(view.records)} {view.things} carry no day and are not "
            f"drawn{undated_words(view, undated)}."
        )
    if not dated:
        return Drawn(
            canvas.paragraph(0, top, "No day is known for any row.", canvas.width, BODY), [], notes
        )
    rows = "label" in view.spec and len(dated) <= MOST_ROWS
    names = [event.label if rows else f"{event.lane} ({len(dated)})" for event in dated]
    left = min(
        max(measure(name, BODY) for name in names) + (12 if rows else 6),
        canvas.width * (0.46 if rows else 0.3),
    )
    right = canvas.width - max([measure(event.mark, MARKED) for event in dated] or [0])
    scale = days_of(
        [*(day for event in dated for day in (event.begin, event.end)), *reference_days(view)],
        left,
        right,
    )
    below = top + 12
    bottom = (
        draw_rows(canvas, dated, scale, below, left)
        if rows
        else draw_lanes(canvas, view, dated, scale, below, left)
    )
    draw_reference(canvas, view, scale, below, bottom)
    return Drawn(bottom + 2, legend_of(view, dated), notes)


def undated_words(view: View, undated: list[Event]) -> str:
    """What the undated records say, where the picture has words for its rows and they are few."""
    if "label" not in view.spec or len(undated) > 16:
        return ""
    lanes: dict[str, list[str]] = {}
    for event in undated:
        lanes.setdefault(event.lane, []).append(event.label)
    return ": " + "; ".join(
        f"{lane} – {', '.join(labels)}" if lane else ", ".join(labels)
        for lane, labels in lanes.items()
    )


def draw_rows(canvas: Canvas, events: list[Event], scale: Days, top: float, left: float) -> float:
    """A row a record, words at the left; with lanes, the records of a lane
    together below its name.
    """
    lanes = list(dict.fromkeys(event.lane for event in events))
    indent = 5 if any(lanes) else 0
    lines = {id(event): wrap(event.label, left - 8 - indent, BODY, most=5) for event in events}
    height = sum(LINE * len(lines_of_event) + 2 for lines_of_event in lines.values()) + ROW * sum(
        bool(lane) for lane in lanes
    )
    scale.draw(canvas, top, top + height + 3)
    y = top + 2
    for lane in lanes:
        if lane:
            y += ROW
            canvas.text(0, y - 2.6, lane, SMALL, bold=True, fill=GREY)
        for event in [item for item in events if item.lane == lane]:
            event_height = LINE * len(lines[id(event)]) + 2
            for at, line in enumerate(lines[id(event)]):
                canvas.text(indent, y + LINE * (at + 1) - 1.6, line, BODY, kind="label")
            y += event_height
            canvas.line(left, y + 0.4, scale.right, y + 0.4, "#f0f0f0")
            bar(canvas, event, scale, y - event_height / 2 - 3.1, 6.6, BLUE)
    return top + height + 3


def bar(canvas: Canvas, event: Event, scale: Days, y: float, height: float, colour: str) -> None:
    """A bar from the first to the last possible day; a day known is a short one, an open end an
    arrow.
    """
    x1, x2 = scale.at(event.begin), scale.at(event.end)
    width = max(x2 - x1, MARK)
    left = (x1 + x2 - width) / 2
    canvas.box(left, y, width, height, colour, event.fill)
    if event.first is None:
        canvas.arrow(left, y + height / 2, -1, colour)
    if event.last is None:
        canvas.arrow(left + width, y + height / 2, 1, colour)


def draw_lanes(
    canvas: Canvas, view: View, events: list[Event], scale: Days, top: float, left: float
) -> float:
    """A lane a group; marks that would lie on one another are stacked."""
    lanes = list(dict.fromkeys(event.lane for event in events))
    packed = [
        packing(view, [event for event in events if event.lane == lane], scale) for lane in lanes
    ]
    texts = "mark" in view.spec
    pitch = 8.4 if texts else PITCH
    titles = [
        wrap(f"{lane} ({len(group)})" if lane and not texts else lane, left - 6, BODY)
        for lane, group in zip(lanes, packed, strict=True)
    ]
    heights = [
        max(pitch * (max(level for _, level in group) + 1) + 5, ROW + 2, 9 * len(title) + 2)
        for group, title in zip(packed, titles, strict=True)
    ]
    bottom = top + sum(heights)
    scale.draw(canvas, top, bottom)
    y = top
    for at, (title, group, height) in enumerate(zip(titles, packed, heights, strict=True)):
        for line, words in enumerate(title):
            baseline = y + height / 2 + 2.8 + (line - (len(title) - 1) / 2) * 9
            canvas.text(0, baseline, words, BODY, kind="label")
        colour = BLUE if texts else COLOURS[at % len(COLOURS)]
        for event, level in group:
            low = y + height - 2.5 - pitch * (level + 1)
            bar(canvas, event, scale, low + (2 if texts else 0.5), MARK + 0.6, colour)
            if texts:
                canvas.halo(scale.at(event.end) + 3.5, low + 6.4, event.mark, MARKED, kind="marked")
        y += height
        canvas.line(0, y, canvas.width, y, PALE)
    return bottom


def packing(view: View, events: list[Event], scale: Days) -> list[tuple[Event, int]]:
    """Each event with the lowest level on which nothing else stands."""
    ends: list[float] = []
    placed = []
    for event in sorted(events, key=lambda item: (item.begin, item.end)):
        x1 = scale.at(event.begin) - MARK / 2 - (17 if event.first is None else 0)
        x2 = (
            scale.at(event.end)
            + MARK / 2
            + (17 if event.last is None else 0)
            + (measure(event.mark, MARKED) + 5 if event.mark else 0)
        )
        level = next((place for place, end in enumerate(ends) if end + 0.4 <= x1), len(ends))
        ends[level:] = [x2, *ends[level + 1 :]]
        placed.append((event, level))
    return placed


def reference_days(view: View) -> list[date]:
    """The days that the header names beside the bars: the same in every row."""
    names = [view.spec[key] for key in ("reference_from", "reference_to") if key in view.spec]
    return [
        record[name] for record in view.records[:1] for name in names if record[name] is not None
    ]


def draw_reference(canvas: Canvas, view: View, scale: Days, top: float, bottom: float) -> None:
    days = reference_days(view)
    if not days:
        return
    x1, x2 = scale.at(min(days)), scale.at(max(days))
    canvas.add(
        "rect",
        "reference",
        x=x1,
        y=top,
        width=max(x2 - x1, 1.2),
        height=bottom - top,
        fill=VERMILLION,
        fill_opacity=0.75,
    )


def drawn_records(view: View) -> list[dict[str, Any]]:
    """The records that have a bar."""
    return [
        record
        for record in view.records
        if record[view.spec["from"]] is not None or record[view.spec["to"]] is not None
    ]


def legend_of(view: View, events: list[Event]) -> list[tuple[Any, str]]:
    samples: list[tuple[Any, str]] = []
    if any(event.first != event.last for event in events):
        samples.append(
            (
                lambda canvas, x, y: canvas.box(x, y - 5, 14, 5, GREY, "certain", "sample"),
                "first to last possible day, or a period",
            )
        )
    samples.append(
        (
            lambda canvas, x, y: canvas.box(x + 5, y - 5, MARK, 5, GREY, "certain", "sample"),
            "day known",
        )
    )
    for fill, values in view.fills(drawn_records(view)).items():
        samples.append(
            (
                lambda canvas, x, y, fill=fill: canvas.box(x, y - 5, 14, 5, BLUE, fill, "sample"),
                listed(values),
            )
        )
    if any(event.first is None or event.last is None for event in events):
        samples.append(
            (lambda canvas, x, y: canvas.arrow(x - 1, y - 2.5, 1, GREY), "end not known")
        )
    if "reference" in view.spec and reference_days(view):
        samples.append(
            (
                lambda canvas, x, y: canvas.line(x + 6, y - 7, x + 6, y + 1, VERMILLION, 1.6),
                str(view.spec["reference"]),
            )
        )
    return samples


def sentences_of(view: View) -> list[str]:
    """What the picture shows: numbers, span, how closely the days are known, groups."""
    dated, undated = events_of(view)
    number = len(view.records)
    if not dated:
        return [f"{number} {view.things}, none with a day."]
    first, last = min(event.begin for event in dated), max(event.end for event in dated)
    sentences = [f"{number} {view.things}, {span_words(first, last)}.", precision_sentence(view)]
    if "certainty" in view.spec:
        fills = [view.fill(record) for record in drawn_records(view)]
        counts = [
            f"{fills.count(fill)} {listed(values)}"
            for fill, values in view.fills(drawn_records(view)).items()
        ]
        sentences.append(f"By certainty: {'; '.join(counts)}.")
    if "lane" in view.spec:
        lanes = Counter(event.lane for event in [*dated, *undated])
        counts = [f"{lane} {count}" for lane, count in lanes.items()]
        sentences.append(f"By {str(view.spec['lane']).replace('_', ' ')}: {listed(counts, 12)}.")
    days = reference_days(view)
    if days:
        reference = str(view.spec["reference"]).capitalize()
        sentences.append(f"{reference}: {span_words(min(days), max(days))}.")
    return sentences


def precision_sentence(view: View) -> str:
    """How closely the days of the records are known, with the number of each kind."""
    kinds = Counter(
        precision_of(record[view.spec["from"]], record[view.spec["to"]]) for record in view.records
    )
    parts = [f"{kinds[kind]} {kind}" for kind in PRECISIONS if kinds[kind]]
    return f"{listed(parts)}.".capitalize()


def precision_of(first: date | None, last: date | None) -> str:
    """One of PRECISIONS."""
    if first is None and last is None:
        return "without a day"
    if first is None or last is None:
        return "with one end open"
    return "known to the day" if first == last else "between two days"
