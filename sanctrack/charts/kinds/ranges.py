"""Ranges: a figure from its lowest to its highest value, a row a statement; what is open ends in an
arrow.
"""

from typing import Any

from sanctrack.charts.canvas import BLUE, BODY, GREY, SMALL, Canvas, clean, cut, measure, wrap
from sanctrack.charts.scales import figure, steps
from sanctrack.charts.view import Drawn, View, listed

COLUMNS = ("label", "min", "max", "panel", "hedge", "mark", "instead")
OTHERS: tuple[str, ...] = ("usual",)
KEYS_IN_WORDS = (
    (
        "`ranges`",
        "`label`, `min`, `max`",
        "`panel`, `hedge`, `mark` (stance), `usual` (the stance that goes without saying), "
        "`instead` (words where there is no figure)",
    ),
)
ROW = 11.0


def needed(spec: dict[str, Any]) -> tuple[str, ...]:
    return ("label", "min", "max")


def value_words(low: float | None, high: float | None, hedge: str = "") -> str:
    """A range in words: 174, 50 to 100, at least 50, more than 60, up to 100, or no figure."""
    if low is None and high is None:
        return "no figure"
    if low is None or high is None:
        return (
            f"up to {figure(high)}"
            if low is None and high is not None
            else f"{hedge or 'at least'} {figure(low or 0)}"
        )
    return figure(low) if low == high else f"{figure(low)} to {figure(high)}"


def groups_of(view: View) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for record in view.records:
        panel = view.text(record, "panel") if "panel" in view.spec else ""
        groups.setdefault(panel, []).append(record)
    return groups


def bounds(view: View, record: dict[str, Any]) -> tuple[float | None, float | None]:
    return record[view.spec["min"]], record[view.spec["max"]]


def figure_or_words(view: View, record: dict[str, Any]) -> str:
    """What stands at the right: the figure, or what is said instead of one."""
    low, high = bounds(view, record)
    hedge = (
        clean(record[view.spec["hedge"]] or "").replace("_", " ") if "hedge" in view.spec else ""
    )
    text = value_words(low, high, hedge)
    if (low, high) == (None, None) and "instead" in view.spec:
        text = clean(record[view.spec["instead"]] or text)
    mark = clean(record[view.spec["mark"]] or "").replace("_", " ") if "mark" in view.spec else ""
    return f"{mark}: {text}" if mark and mark != view.spec.get("usual") else text


def draw(canvas: Canvas, view: View, top: float) -> Drawn:
    """Draw a group for each panel; statements without a figure keep their row, in words."""
    figures = [
        value for record in view.records for value in bounds(view, record) if value is not None
    ]
    lines = steps(max(figures, default=0))
    left = min(
        max(measure(view.text(record, "label"), BODY) for record in view.records) + 19,
        canvas.width * 0.4,
    )
    scale = scale_of(canvas, view, left, lines[-1])
    groups = groups_of(view)
    heights = {
        id(record): ROW + 9 * (len(instead_of(canvas, view, record, left)) - 1)
        for record in view.records
    }
    bottom = (
        top
        + 12
        + sum(
            sum(heights[id(item)] for item in records) + ROW * bool(name) + 3
            for name, records in groups.items()
        )
    )
    for value in lines if figures else []:
        canvas.line(left + value * scale, top + 12, left + value * scale, bottom)
        canvas.text(left + value * scale, top + 9, figure(value), SMALL, "middle", fill=GREY)
    y = top + 12
    for name, records in groups.items():
        if name:
            y += ROW
            canvas.text(0, y - 2.6, name, SMALL, bold=True, fill=GREY)
        for record in records:
            draw_row(canvas, view, record, y, left, scale)
            y += heights[id(record)]
        y += 3
    return Drawn(bottom + 2, legend_of(view), [])


def scale_of(canvas: Canvas, view: View, left: float, most: float) -> float:
    """Points for one, so that every figure has room at the right of its bar."""
    scales = [(canvas.width - 12 - left) / most]
    for record in view.records:
        low, high = bounds(view, record)
        end = high if high is not None else low
        if end:
            scales.append(
                (
                    canvas.width
                    - left
                    - (24 if high is None else 8)
                    - measure(figure_or_words(view, record), SMALL)
                )
                / end
            )
    return max(min(scales), 0.01)


def instead_of(canvas: Canvas, view: View, record: dict[str, Any], left: float) -> list[str]:
    """The lines that stand where there is no figure; one empty line where there is one."""
    return (
        wrap(figure_or_words(view, record), canvas.width - left - 4, SMALL)
        if bounds(view, record) == (None, None)
        else [""]
    )


def draw_row(
    canvas: Canvas, view: View, record: dict[str, Any], y: float, left: float, scale: float
) -> None:
    canvas.text(
        5, y + ROW - 3.2, cut(view.text(record, "label"), left - 12, BODY), BODY, kind="label"
    )
    low, high = bounds(view, record)
    text = figure_or_words(view, record)
    if low is None and high is None:
        for at, line in enumerate(instead_of(canvas, view, record, left)):
            canvas.halo(left + 3, y + ROW - 3.2 + 9 * at, line, SMALL, kind="no-figure")
        return
    x1, x2 = (
        left + (low if low is not None else high or 0) * scale,
        left + (high if high is not None else low or 0) * scale,
    )
    width = max(x2 - x1, 3.2)
    middle = (x1 + x2) / 2
    canvas.box(
        middle - width / 2,
        y + 2.4,
        width,
        ROW - 4.6,
        BLUE,
        "certain" if low == high else "possible",
    )
    if low is None:
        canvas.arrow(middle - width / 2, y + ROW / 2, -1, BLUE)
    if high is None:
        canvas.arrow(middle + width / 2, y + ROW / 2, 1, BLUE)
    after = middle + width / 2 + (20 if high is None else 4)
    canvas.halo(after, y + ROW - 3.2, text, SMALL, kind="figure")


def legend_of(view: View) -> list[tuple[Any, str]]:
    pairs = [bounds(view, record) for record in view.records]
    samples: list[tuple[Any, str]] = []
    if any(low == high and low is not None for low, high in pairs):
        samples.append(
            (
                lambda canvas, x, y: canvas.box(x + 5, y - 6, 3.2, 6, BLUE, "certain", "sample"),
                "one figure",
            )
        )
    if any(low != high and None not in (low, high) for low, high in pairs):
        samples.append(
            (
                lambda canvas, x, y: canvas.box(x, y - 6, 14, 6, BLUE, "possible", "sample"),
                "from the lowest to the highest",
            )
        )
    if any((low is None) != (high is None) for low, high in pairs):
        samples.append(
            (
                lambda canvas, x, y: canvas.arrow(x - 1, y - 2.5, 1, BLUE),
                "open: at least, more than (right), up to (left)",
            )
        )
    return samples


def sentences_of(view: View) -> list[str]:
    """What the picture shows: statements and the span of their figures, group by group; what has
    none, in its words.
    """
    sentences = [f"{len(view.records)} {view.things}, side by side."]
    for name, records in groups_of(view).items():
        figures = [
            value for record in records for value in bounds(view, record) if value is not None
        ]
        blank = [
            f"{view.text(record, 'label')} ({figure_or_words(view, record)})"
            for record in records
            if bounds(view, record) == (None, None)
        ]
        text = (
            f"{len(records)} with figures from {figure(min(figures))} to {figure(max(figures))}"
            if figures
            else ""
        )
        if figures and blank:
            text = (
                f"{len(records) - len(blank)} with figures from {figure(min(figures))} to "
                f"{figure(max(figures))}"
            )
        without = f"without a figure: {listed(blank, 6)}" if blank else ""
        sentences.append(f"{name or 'All'}: {'; '.join(part for part in (text, without) if part)}.")
    return sentences
