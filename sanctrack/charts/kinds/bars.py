"""Bars: counts over periods or of categories; certain ones filled, possible ones hollow on top,
never added up.
"""

import re
from typing import Any

from sanctrack.charts.canvas import BLUE, BODY, GREY, INK, SMALL, Canvas, cut, measure, wrap
from sanctrack.charts.scales import figure, steps
from sanctrack.charts.view import Drawn, View, listed

COLUMNS = ("x", "certain", "possible", "panel")
OTHERS: tuple[str, ...] = ("across", "possible_is_part", "certain_words", "possible_words")
KEYS_IN_WORDS = (
    (
        "`bars`",
        "`x`, `certain`",
        "`possible`, `possible_is_part: true` (the certain column counts them too), `panel` "
        "(one for each value), `across: true` (lying, words at the left), `certain_words`, "
        "`possible_words`",
    ),
)
HEIGHT, LINE = 96.0, 9.6
# place on the axis → (certain, possible); null is not known
Panel = dict[str, tuple[float | None, float | None]]
MONTH, YEAR = re.compile(r"(\d{4})-(\d{2})"), re.compile(r"\d{4}")


def needed(spec: dict[str, Any]) -> tuple[str, ...]:
    return ("x", "certain")


def cells_of(view: View) -> dict[str, Panel]:
    """Panel → place on the axis → (certain, possible); null stays null. Of several rows for one
    place the first is read.
    """
    cells: dict[str, Panel] = {}
    grouped = "panel" in view.spec and any(
        record[view.spec["panel"]] is not None for record in view.records
    )
    for record in view.records:
        panel = view.text(record, "panel") if grouped else ""
        certain = record[view.spec["certain"]]
        possible = record[view.spec["possible"]] if "possible" in view.spec else None
        if view.spec.get("possible_is_part") and certain is not None and possible is not None:
            certain -= possible
        cells.setdefault(panel, {}).setdefault(view.text(record, "x"), (certain, possible))
    return cells


def axis_of(places: list[str]) -> list[str]:
    """Places on the axis; months and years are filled up, so that one without a row keeps its
    place.
    """
    if len(places) > 1 and all(YEAR.fullmatch(place) for place in places):
        return [str(year) for year in range(min(map(int, places)), max(map(int, places)) + 1)]
    months = [MONTH.fullmatch(place) for place in places]
    if places and all(months):
        numbers = [int(match[1]) * 12 + int(match[2]) - 1 for match in months if match]
        return [f"{at // 12}-{at % 12 + 1:02}" for at in range(min(numbers), max(numbers) + 1)]
    return places


def draw(canvas: Canvas, view: View, top: float) -> Drawn:
    """Draw a panel for each group, all on one scale."""
    cells = cells_of(view)
    most = max(
        (sum(value or 0 for value in pair) for panel in cells.values() for pair in panel.values()),
        default=0,
    )
    notes = []
    if any(
        pair[0] is None and pair[1] is None for panel in cells.values() for pair in panel.values()
    ):
        notes.append("× no figure: not known, which is not 0.")
    if view.spec.get("across"):
        bottom = draw_across(canvas, cells, most, top)
    else:
        axis = axis_of(list(dict.fromkeys(place for panel in cells.values() for place in panel)))
        bottom = top
        small = HEIGHT * share_of_height(len(cells))
        for name, panel in cells.items():
            bottom = draw_panel(canvas, name, panel, axis, most, bottom, small)
    return Drawn(bottom, legend_of(view), notes)


def share_of_height(panels: int) -> float:
    """How much of a lone panel's height each of some panels has."""
    if panels < 3:
        return 1
    return 0.62 if panels < 6 else 0.38


def lines_for(height: float) -> int:
    """How many lines of a scale a panel of this height has room for."""
    if height > 80:
        return 4
    return 2 if height > 40 else 1


def legend_of(view: View) -> list[tuple[Any, str]]:
    if "possible" not in view.spec:
        return []
    labels = {
        "certain": view.spec.get("certain_words", "certain"),
        "possible": view.spec.get("possible_words", "possible"),
    }
    return [
        (
            lambda canvas, x, y, fill=fill: canvas.box(x + 2, y - 7, 8, 8, BLUE, fill, "sample"),
            str(text),
        )
        for fill, text in labels.items()
    ]


def draw_panel(
    canvas: Canvas,
    name: str,
    panel: Panel,
    axis: list[str],
    most: float,
    top: float,
    height: float,
) -> float:
    """Upright bars over the places of the axis."""
    if name:
        top += 12
        canvas.text(0, top - 2, name, BODY, bold=True)
    lines = steps(most, lines_for(height))
    left = max(measure(figure(value), SMALL) for value in lines) + 5
    base, room = top + height, height - 10
    for value in lines:
        y = base - room * value / lines[-1]
        canvas.line(left, y, canvas.width, y)
        canvas.text(left - 4, y + 2.4, figure(value), SMALL, "end", fill=GREY)
    pitch = (canvas.width - left) / len(axis)
    width = min(pitch * 0.72, 34.0) if pitch > 6 else pitch * 0.9
    for at, place in enumerate(axis):
        x = left + pitch * (at + 0.5) - width / 2
        if place in panel:
            column(canvas, panel[place], x, base, width, room / lines[-1], pitch)
    canvas.line(left, base, canvas.width, base, GREY, 0.7)
    axis_words(canvas, axis, left, base, pitch)
    return base + 15


def column(
    canvas: Canvas,
    pair: tuple[float | None, float | None],
    x: float,
    base: float,
    width: float,
    scale: float,
    pitch: float,
) -> None:
    """One upright bar with its figures, where there is room."""
    certain, possible = pair
    if certain is None and possible is None:
        canvas.text(x + width / 2, base - 3, "×", SMALL, "middle", fill=GREY, kind="no-figure")
        return
    y = base
    for value, fill in ((certain, "certain"), (possible, "possible")):
        if value:
            canvas.box(x, y - value * scale, width, value * scale, BLUE, fill)
            y -= value * scale
    label = figure(certain or 0) + (f"+{figure(possible)}" if possible else "")
    if measure(label, SMALL) <= pitch:
        canvas.halo(x + width / 2, y - 2.5, label, SMALL, "middle", "figure")


def axis_words(canvas: Canvas, axis: list[str], left: float, base: float, pitch: float) -> None:
    """Words below the bars; of months only the years, at January."""
    end = -99.0
    for at, place in enumerate(axis):
        middle = left + pitch * (at + 0.5)
        month = MONTH.fullmatch(place)
        if month and len(axis) > 14:
            if month[2] != "01":
                continue
            canvas.line(middle - pitch / 2, base, middle - pitch / 2, base + 3, GREY)
            middle, label = middle + pitch * 5.5, month[1]
        else:
            label = cut(place, pitch * 0.98 if len(axis) < 20 else 60, SMALL)
        half = measure(label, SMALL) / 2
        if middle - half > end + 2 and middle + half <= canvas.width + 1:
            canvas.text(middle, base + 10, label, SMALL, "middle", fill=GREY)
            end = middle + half


def draw_across(
    canvas: Canvas,
    cells: dict[str, Panel],
    most: float,
    top: float,
) -> float:
    """Lying bars, words at the left."""
    rows = [(place, pair) for panel in cells.values() for place, pair in panel.items()]
    left = min(max(measure(place, BODY) for place, _ in rows) + 6, canvas.width * 0.52)
    scale = (canvas.width - left - 34) / max(most, 1)
    y = top + 3
    for place, (certain, possible) in rows:
        lines = wrap(place, left - 6, BODY, most=4)
        for line in lines:
            y += LINE
            canvas.text(0, y, line, BODY, kind="label")
        x, middle = left, y - LINE * (len(lines) - 1) / 2 - 3
        for value, fill in ((certain, "certain"), (possible, "possible")):
            if value:
                canvas.box(x, middle - 4, value * scale, 8, BLUE, fill)
                x += value * scale
        has_figure = certain is not None or possible is not None
        label = (
            figure(certain or 0) + (f"+{figure(possible)}" if possible else "")
            if has_figure
            else "×"
        )
        canvas.text(
            x + 3,
            middle + 2.7,
            label,
            SMALL,
            fill=INK if has_figure else GREY,
            kind="figure" if has_figure else "no-figure",
        )
        y += 3
    canvas.line(left, top + 2, left, y, GREY, 0.7)
    return y + 3


def sentences_of(view: View) -> list[str]:
    """What the picture shows: places, the highest bar, certain and possible apart."""
    cells = cells_of(view)
    places = list(dict.fromkeys(place for panel in cells.values() for place in panel))
    spread = f"{places[0]} to {places[-1]}" if len(places) > 6 else listed(places)
    panels = (panel_sentence(view, name, panel) for name, panel in cells.items())
    return [f"Bars of {view.things}, {spread}.", *panels]


def panel_sentence(view: View, name: str, panel: Panel) -> str:
    """The bars of one panel where they are few, else the highest; how many have no figure."""
    figures = {place: pair for place, pair in panel.items() if pair != (None, None)}
    if not figures:
        return f"{name or 'All'}: no figure."
    if len(figures) <= 12:
        text = "; ".join(
            f"{place}: {figure(certain or 0)}"
            + (f" and {figure(possible)} possible" if possible else "")
            for place, (certain, possible) in figures.items()
        )
    else:
        text = highest(figures, "possible" in view.spec)
    blank = len(panel) - len(figures)
    text += f"; no figure for {blank}" if blank else ""
    return f"{name}: {text}." if name else f"{text[0].upper()}{text[1:]}."


def highest(figures: Panel, tells_certainty: bool) -> str:
    """The place with the highest certain figure, in words."""
    place = max(figures, key=lambda item: figures[item][0] or 0)
    certain, possible = figures[place]
    text = f"most in {place}, {figure(certain or 0)}"
    if possible:
        return f"{text} certain and {figure(possible)} possible"
    return f"{text} certain" if tells_certainty else text
