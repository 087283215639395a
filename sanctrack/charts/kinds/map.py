"""Maps: records by area (a township is an area, not a pin), and the stops of deliveries in their
order.
"""

import math
from collections import Counter
from typing import Any

from sanctrack.charts.canvas import (
    BLUE,
    BODY,
    GREY,
    INK,
    PAPER,
    SMALL,
    VERMILLION,
    Canvas,
    cut,
    measure,
)
from sanctrack.charts.shapes import BOUNDARIES, Plate, states
from sanctrack.charts.view import Drawn, View, listed, span_words

COLUMNS = (
    "latitude",
    "longitude",
    "precision",
    "area",
    "from",
    "to",
    "route",
    "order",
    "stop",
    "label",
)
OTHERS: tuple[str, ...] = ()
KEYS_IN_WORDS = (
    (
        "`map` of areas",
        "`latitude`, `longitude`, `area` (state or region), `precision` (exact, place, "
        "township, admin1)",
        "`from`, `to` (days)",
    ),
    (
        "`map` of stops",
        "`latitude`, `longitude`, `area` (country), `route`, `order`, `stop` (type), `label`",
        "",
    ),
)
EXACT = ("exact", "place")
HATCH = (
    '<pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="4" height="4" fill="#fbfbf9"/><line x1="0" y1="0" '
    'x2="0" y2="4" stroke="#bdbdb8" stroke-width="1"/></pattern>'
)


def needed(spec: dict[str, Any]) -> tuple[str, ...]:
    """A map of stops needs the order of its route, one of areas how exactly a place is known."""
    of_kind = ("order", "stop", "label") if "route" in spec else ("precision",)
    return ("latitude", "longitude", "area", *of_kind)


def draw(canvas: Canvas, view: View, top: float) -> Drawn:
    """Draw records by area, or stops where the header names a route."""
    from sanctrack.charts import routes

    return routes.draw(canvas, view, top) if "route" in view.spec else draw_areas(canvas, view, top)


def sentences_of(view: View) -> list[str]:
    from sanctrack.charts import routes

    return routes.sentences_of(view) if "route" in view.spec else area_sentences(view)


def spots_of(view: View) -> tuple[dict[tuple[float, float, bool], int], Counter[str]]:
    """How many records each point stands for (and whether it is a place), and how many each state
    has that carry no point.
    """
    spots: dict[tuple[float, float, bool], int] = {}
    without: Counter[str] = Counter()
    for record in view.records:
        lat, lon, precision = (
            record[view.spec[key]] for key in ("latitude", "longitude", "precision")
        )
        if lat is None or lon is None or precision == "admin1":
            without[record[view.spec["area"]] or "state or region not known"] += 1
        else:
            spot = (round(lon, 3), round(lat, 3), precision in EXACT)
            spots[spot] = spots.get(spot, 0) + 1
    return spots, without


def plate_of(
    view: View, spots: dict[tuple[float, float, bool], int], canvas: Canvas, top: float
) -> Plate:
    """The part of Myanmar that the records need, with a margin."""
    boxes = [
        states()[name].box
        for name in {record[view.spec["area"]] for record in view.records}
        if name in states()
    ]
    boxes = boxes or [shape.box for shape in states().values()]
    wests = [box[0] for box in boxes] + [spot[0] for spot in spots]
    souths = [box[1] for box in boxes] + [spot[1] for spot in spots]
    easts = [box[2] for box in boxes] + [spot[0] for spot in spots]
    norths = [box[3] for box in boxes] + [spot[1] for spot in spots]
    west, south, east, north = (
        min(wests) - 0.4,
        min(souths) - 0.4,
        max(easts) + 0.4,
        max(norths) + 0.4,
    )
    if east - west < 5:
        west, east = (west + east) / 2 - 2.5, (west + east) / 2 + 2.5
    return Plate(west, south, east, north, 0, top + 2, canvas.width * 0.58)


def radius(count: int) -> float:
    """The area of a circle grows with what it stands for."""
    return 1.4 + 2.0 * math.sqrt(count)


def draw_areas(canvas: Canvas, view: View, top: float) -> Drawn:
    spots, without = spots_of(view)
    plate = plate_of(view, spots, canvas, top)
    canvas.parts.append(HATCH)

    def inside() -> None:
        for name, shape in states().items():
            kind, fill = (
                ("area by-state-only", "url(#hatch)") if without.get(name) else ("area", "#fbfbf9")
            )
            canvas.add(
                "path", kind, d=plate.path(shape), fill=fill, stroke="#8f8f8a", stroke_width=0.6
            )
        for (lon, lat, exact), count in sorted(spots.items(), key=lambda item: -item[1]):
            draw_spot(canvas, *plate.at(lon, lat), count, exact)
        names(canvas, plate)

    plate.ground(canvas, [inside])
    beside = side(canvas, view, plate, without, top)
    return Drawn(max(plate.y + plate.height, beside) + 2, legend_of(spots, without), [BOUNDARIES])


def names(canvas: Canvas, plate: Plate) -> None:
    """The names of states and regions, each at its middle or a little above or below, where no
    other name stands.
    """
    labels: list[tuple[float, float, float]] = []
    for name, shape in states().items():
        x, y = plate.at(*shape.middle)
        half = measure(name, SMALL) / 2
        for dy in (0, -9, 9, -18, 18):
            if plate.holds(*shape.middle) and not any(
                abs(y + dy - other) < 9 and abs(x - at) < half + wide for at, other, wide in labels
            ):
                labels.append((x, y + dy, half))
                canvas.halo(x, y + dy + 2, name, SMALL, "middle")
                break


def legend_of(
    spots: dict[tuple[float, float, bool], int], without: Counter[str]
) -> list[tuple[Any, str]]:
    kinds = {spot[2] for spot in spots}
    samples: list[tuple[Any, str]] = []
    if False in kinds:
        samples.append(
            (
                lambda canvas, x, y: draw_spot(canvas, x + 6, y - 3, 1, False, "sample"),
                "township: somewhere in it (larger: more)",
            )
        )
    if True in kinds:
        samples.append(
            (
                lambda canvas, x, y: draw_spot(canvas, x + 6, y - 3, 1, True, "sample"),
                "village, ward or site",
            )
        )
    if without:
        samples.append((hatched, "some known by state or region only"))
    return samples


def hatched(canvas: Canvas, x: float, y: float) -> None:
    canvas.add("rect", "sample", x=x, y=y - 7, width=13, height=8, fill="url(#hatch)", stroke=GREY)


def draw_spot(
    canvas: Canvas, x: float, y: float, count: int, exact: bool, kind: str = "mark"
) -> None:
    """A township as a soft circle, a place as a firm one."""
    edge: dict[str, Any] = {
        "stroke": PAPER if exact else VERMILLION,
        "stroke_width": 0.5,
        "stroke_opacity": 1 if exact else 0.6,
    }
    if exact:
        canvas.add(
            "circle",
            f"{kind} place",
            cx=x,
            cy=y,
            r=radius(count) * 0.8,
            fill=BLUE,
            fill_opacity=0.85,
            **edge,
        )
    else:
        canvas.add(
            "circle",
            f"{kind} township",
            cx=x,
            cy=y,
            r=radius(count) + 1,
            fill=VERMILLION,
            fill_opacity=0.33,
            **edge,
        )


def side(canvas: Canvas, view: View, plate: Plate, without: Counter[str], top: float) -> float:
    """Beside the map: how many records each state or region has, and how many of them without a
    point. Returns where it ends.
    """
    counts = Counter(record[view.spec["area"]] or "not known" for record in view.records)
    x = plate.x + plate.width + 12
    room = canvas.width - x
    y = top + 10
    y = canvas.paragraph(x, y - 10, f"{view.things}, by state or region", room, BODY, True, INK) - 1
    most = max(counts.values())
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        y += 12
        canvas.text(x, y, cut(name, 56, BODY), BODY)
        width = max((room - 60 - 46) * count / most, 1)
        canvas.add("rect", "count", x=x + 58, y=y - 6, width=width, height=6.5, fill="#a9a9a4")
        label = f"{count}" + (f" ({without[name]} //)" if without.get(name) else "")
        canvas.text(x + 61 + width, y, label, SMALL)
    if without:
        y = canvas.paragraph(
            x, y + 3, "(… //): known by state or region only, hatched; they have no circle.", room
        )
    days = period(view)
    y = canvas.paragraph(x, y + 6, days, room, fill=INK) if days else y
    return sizes(canvas, view, x, y + 4)


def sizes(canvas: Canvas, view: View, x: float, y: float) -> float:
    """What a circle of each size stands for. Returns where it ends."""
    most = max(spots_of(view)[0].values(), default=0)
    if most:
        y = canvas.paragraph(x, y, f"one circle stands for … {view.things}", canvas.width - x) - 2
    x += 8
    for count in (
        [count for count in (1, 5, 15, 50, 150) if count == 1 or count <= most] if most else []
    ):
        draw_spot(canvas, x, y + 14, count, False, "sample")
        canvas.text(x + radius(count) + 3, y + 16.5, count, SMALL)
        x += 2 * radius(count) + 18
    return y + (24 if most else 0)


def period(view: View) -> str:
    """The span of days of the records, where the header names their days."""
    if "from" not in view.spec:
        return ""
    days = [
        record[view.spec[key]]
        for record in view.records
        for key in ("from", "to")
        if record[view.spec[key]] is not None
    ]
    return f"{len(view.records)} {view.things}, {span_words(min(days), max(days))}." if days else ""


def area_sentences(view: View) -> list[str]:
    """What the map shows: how many, how exactly placed, and how many in each state or region."""
    spots, without = spots_of(view)
    places = sum(count for spot, count in spots.items() if spot[2])
    townships = sum(count for spot, count in spots.items() if not spot[2])
    parts = [
        (townships, "by township"),
        (places, "by village, ward or site"),
        (sum(without.values()), "by state or region only"),
    ]
    counts = Counter(
        record[view.spec["area"]] or "state or region not known" for record in view.records
    )
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    days = period(view)
    return [
        f"A map of Myanmar with {len(view.records)} {view.things}: "
        f"{listed([f'{count} placed {text}' for count, text in parts if count])}.",
        *([f"Days: {days.split(', ', 1)[1]}"] if days else []),
        f"By state or region: {listed([f'{name} {count}' for name, count in order], 18)}.",
    ]
