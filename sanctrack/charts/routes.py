"""Stops of deliveries on a map: straight lines join them in order and are not tracks; what is not
known is dashed.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sanctrack.charts.canvas import (
    BLUE,
    GREY,
    INK,
    PAPER,
    SMALL,
    VERMILLION,
    Canvas,
    measure,
    number,
)
from sanctrack.charts.shapes import BOUNDARIES, Plate, country
from sanctrack.charts.view import Drawn, View

NOT_TRACKS = "Lines join reported stops in their order; they are not tracks of a vessel."


# where a name may stand beside its stop: anchor, and how far from the middle
PLACES = (
    ("start", 8, 0), ("end", -8, 0), ("middle", 0, 12), ("middle", 0, -11),
    ("start", 7, 11), ("end", -7, 11), ("start", 7, -10), ("end", -7, -10),
)  # fmt: skip


@dataclass(frozen=True)
class Stop:
    """A place where a cargo was: a point, or only a country (`exact` false), or nowhere that the
    map knows (`at` null).
    """

    name: str
    kind: str
    at: tuple[float, float] | None
    exact: bool


def stop_of(view: View, record: dict[str, Any]) -> Stop:
    lat, lon = record[view.spec["latitude"]], record[view.spec["longitude"]]
    name = view.text(record, "label")
    kind = str(record[view.spec["stop"]])
    if lat is not None and lon is not None:
        return Stop(name, kind, (round(lon, 3), round(lat, 3)), True)
    code = record[view.spec["area"]]
    shape = country(code) if code else None
    text = (
        name
        if record[view.spec["label"]] is not None
        else f"{shape.name if shape else code or 'place not known'}, place not known"
    )
    return Stop(text, kind, shape.middle if shape else None, False)


def routes_of(view: View) -> dict[str, list[Stop]]:
    """The stops of each delivery, in order."""
    stops_by_route: dict[str, list[tuple[Any, Stop]]] = {}
    for record in view.records:
        stops_by_route.setdefault(str(record[view.spec["route"]]), []).append(
            (record[view.spec["order"]], stop_of(view, record))
        )
    return {
        key: [stop for _, stop in sorted(stops, key=lambda pair: pair[0])]
        for key, stops in stops_by_route.items()
    }


def legs_of(routes: dict[str, list[Stop]]) -> dict[tuple[Stop, Stop, bool], int]:
    """How many deliveries have each leg, and whether both its ends are places and follow one
    another.
    """
    counts: dict[tuple[Stop, Stop, bool], int] = {}
    for stops in routes.values():
        placed = [(at, stop) for at, stop in enumerate(stops) if stop.at]
        for (at, one), (after, other) in pairwise(placed):
            if one.at != other.at:
                leg = (one, other, one.exact and other.exact and after == at + 1)
                counts[leg] = counts.get(leg, 0) + 1
    return counts


def plate_of(points: list[tuple[float, float]], canvas: Canvas, top: float) -> Plate:
    west, east = min(lon for lon, _ in points) - 3, max(lon for lon, _ in points) + 3
    south, north = min(lat for _, lat in points) - 2.5, max(lat for _, lat in points) + 2.5
    if east - west < 14:
        west, east = (west + east) / 2 - 7, (west + east) / 2 + 7
    # no flatter than 2.2 : 1 and no taller than 1.25 : 1
    tall = max(north - south, (east - west) * 0.45)
    if tall > (east - west) * 0.8:
        west, east = (west + east - tall / 0.8) / 2, (west + east + tall / 0.8) / 2
    middle = (south + north) / 2
    return Plate(west, middle - tall / 2, east, middle + tall / 2, 0, top + 2, canvas.width)


def draw(canvas: Canvas, view: View, top: float) -> Drawn:
    """Draw every leg, wider the more deliveries have it, and every stop with its name."""
    routes = routes_of(view)
    stops = list(dict.fromkeys(stop for stops in routes.values() for stop in stops if stop.at))
    notes = [NOT_TRACKS, BOUNDARIES]
    unknown = [key for key, stops_there in routes.items() if stops_there[0].kind not in ("load",)]
    if unknown:
        notes.insert(
            0, f"Place of loading not reported for {len(unknown)} of {len(routes)} {view.things}."
        )
    if not stops:
        return Drawn(
            canvas.paragraph(0, top, "No stop has a place that the map knows.", canvas.width),
            [],
            notes,
        )
    plate = plate_of([stop.at for stop in stops if stop.at], canvas, top)
    legs = legs_of(routes)

    def inside() -> None:
        for (one, other, certain), count in legs.items():
            draw_leg(canvas, plate, one, other, certain, count)
        for stop in stops:
            draw_stop(canvas, plate, stop)

    plate.ground(canvas, [inside])
    names(canvas, plate, stops)
    return Drawn(plate.y + plate.height + 2, legend_of(stops, legs), notes)


def draw_leg(
    canvas: Canvas, plate: Plate, one: Stop, other: Stop, certain: bool, count: int
) -> None:
    """A curve from stop to stop with an arrow at its middle."""
    assert one.at
    assert other.at
    (x1, y1), (x2, y2) = plate.at(*one.at), plate.at(*other.at)
    bend = 0.12
    mx, my = (x1 + x2) / 2 - (y2 - y1) * bend, (y1 + y2) / 2 + (x2 - x1) * bend
    path = f"M{number(x1)} {number(y1)}Q{number(mx)} {number(my)} {number(x2)} {number(y2)}"
    width = 0.9 + 0.35 * min(count, 9)
    canvas.add(
        "path",
        f"leg {'known' if certain else 'not-known'}",
        d=path,
        fill="none",
        stroke=BLUE,
        stroke_width=width,
        stroke_dasharray=None if certain else "4 3",
    )
    x, y = x1 / 4 + mx / 2 + x2 / 4, y1 / 4 + my / 2 + y2 / 4
    length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 1)
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    size = 3 + width
    back = [
        (x - ux * 2 - turn * uy * size * 0.7, y - uy * 2 + turn * ux * size * 0.7)
        for turn in (1, -1)
    ]
    head = [(x + ux * size, y + uy * size), *back]
    canvas.add(
        "path",
        "head",
        d="M" + "L".join(f"{number(a)} {number(b)}" for a, b in head) + "Z",
        fill=BLUE,
    )


def draw_stop(canvas: Canvas, plate: Plate, stop: Stop) -> None:
    assert stop.at
    sign(canvas, *plate.at(*stop.at), stop.kind, stop.exact)


def sign(canvas: Canvas, x: float, y: float, kind: str, exact: bool, name: str = "mark") -> None:
    """Load: circle; on the way: square; discharge: diamond; a country only: a wide
    dashed circle.
    """
    if not exact:
        edge: dict[str, Any] = {"stroke": GREY, "stroke_width": 0.8, "stroke_dasharray": "2 1.6"}
        canvas.add("circle", f"{name} country-only", cx=x, cy=y, r=7, fill=PAPER, **edge)
    elif kind == "discharge":
        outline = (
            f"M{number(x)} {number(y - 4.6)}L{number(x + 4.6)} {number(y)}L{number(x)} "
            f"{number(y + 4.6)}L{number(x - 4.6)} {number(y)}Z"
        )
        canvas.add(
            "path", f"{name} discharge", d=outline, fill=VERMILLION, stroke=PAPER, stroke_width=0.6
        )
    elif kind == "load":
        canvas.add(
            "circle", f"{name} load", cx=x, cy=y, r=3.4, fill=PAPER, stroke=INK, stroke_width=1.3
        )
    else:
        canvas.add(
            "rect",
            f"{name} on-the-way",
            x=x - 3.2,
            y=y - 3.2,
            width=6.4,
            height=6.4,
            fill=INK,
            stroke=PAPER,
            stroke_width=0.6,
        )


def names(canvas: Canvas, plate: Plate, stops: list[Stop]) -> None:
    """Names beside the stops, where nothing else stands; a name that finds no room is left to the
    words.
    """
    boxes: list[tuple[float, float, float, float]] = []
    for stop in stops:
        assert stop.at
        x, y = plate.at(*stop.at)
        boxes.append((x - 4, y - 4, x + 4, y + 4))
    named_places: set[tuple[float, float]] = set()
    for stop in stops:
        assert stop.at
        if stop.at in named_places:
            continue
        named_places.add(stop.at)
        x, y = plate.at(*stop.at)
        width = measure(stop.name, SMALL)
        for anchor, dx, dy in PLACES:
            left = x + dx - {"start": 0, "middle": width / 2, "end": width}[anchor]
            box = (left, y + dy - 5, left + width, y + dy + 4)
            inside = (
                box[0] > 2
                and box[2] < canvas.width - 2
                and box[1] > plate.y
                and box[3] < plate.y + plate.height
            )
            if inside and not any(
                box[0] < other[2] and box[2] > other[0] and box[1] < other[3] and box[3] > other[1]
                for other in boxes
            ):
                boxes.append(box)
                canvas.halo(x + dx, y + dy + 2, stop.name, SMALL, anchor)
                break


def legend_of(stops: list[Stop], legs: dict[tuple[Stop, Stop, bool], int]) -> list[tuple[Any, str]]:
    kinds = {
        stop.kind if stop.kind in ("load", "discharge") else "storage"
        for stop in stops
        if stop.exact
    }
    labels = {
        "load": "loading",
        "storage": "storage, ship-to-ship or border on the way",
        "discharge": "discharge",
    }
    samples: list[tuple[Any, str]] = [
        (lambda canvas, x, y, kind=kind: sign(canvas, x + 7, y - 2.5, kind, True, "sample"), text)
        for kind, text in labels.items()
        if kind in kinds
    ]
    if any(not stop.exact for stop in stops):
        samples.append(
            (
                lambda canvas, x, y: sign(canvas, x + 7, y - 2.5, "load", False, "sample"),
                "somewhere in the country",
            )
        )
    if any(certain for _, _, certain in legs):
        samples.append(
            (
                lambda canvas, x, y: canvas.line(x, y - 2.5, x + 14, y - 2.5, BLUE, 1.4),
                "between two reported places",
            )
        )
    if any(not certain for _, _, certain in legs):
        samples.append(
            (
                lambda canvas, x, y: canvas.line(x, y - 2.5, x + 14, y - 2.5, BLUE, 1.4, "4 3"),
                "one end or a stop between not known",
            )
        )
    return samples


def sentences_of(view: View) -> list[str]:
    """What the map shows: the stops of each delivery in order where they are few, else how often
    each leg occurs.
    """
    routes = routes_of(view)
    sentences = [f"A map of the stops of {len(routes)} {view.things}."]
    if len(routes) <= 4:
        for key, stops in routes.items():
            steps = [f"{stop.kind.replace('_', ' ')} at {stop.name}" for stop in stops]
            sentences.append(f"{key}: {'; then '.join(steps)}.")
    else:
        counts: dict[str, int] = {}
        for (one, other, _), count in legs_of(routes).items():
            leg = f"from {one.name} to {other.name}"
            counts[leg] = counts.get(leg, 0) + count
        order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        more = f"; and {len(order) - 12} more legs" if len(order) > 12 else ""
        sentences.append(
            f"Legs and how many deliveries have them: "
            f"{'; '.join(f'{name}: {count}' for name, count in order[:12])}{more}."
        )
    return [*sentences, NOT_TRACKS]
