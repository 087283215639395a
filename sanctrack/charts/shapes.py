"""The shapes of countries and of Myanmar's states and regions (Natural Earth, public domain) and
how they fall on the page.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from sanctrack.charts.canvas import Canvas, number

Ring = list[list[float]]
SEA, LAND, EDGE = "#f4f7f9", "#e6e6e3", "#b9b9b4"
# ISO 3166-1: the facts say alpha-2, Natural Earth says numeric; the countries round the Indian
# Ocean and the western Pacific
CODES = (
    "AE:784 AF:004 AM:051 AU:036 AZ:031 BD:050 BH:048 BN:096 BT:064 CN:156 EG:818 GE:268 HK:344 "
    "ID:360 IL:376 IN:356 IQ:368 IR:364 JO:400 JP:392 KG:417 KH:116 KP:408 KR:410 KW:414 KZ:398 "
    "LA:418 LB:422 LK:144 MM:104 MN:496 MO:446 MV:462 MY:458 NP:524 OM:512 PH:608 PK:586 QA:634 "
    "RU:643 SA:682 SG:702 SY:760 TH:764 TJ:762 TL:626 TM:795 TR:792 TW:158 UZ:860 VN:704 YE:887"
)
NUMERIC = {code[:2]: code[3:] for code in CODES.split(" ")}
FOLDER = Path(__file__).resolve().parent / "shapes"


@dataclass(frozen=True)
class Shape:
    """An area: its name, its outer and inner rings, and the middle of its largest part."""

    name: str
    code: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    middle: tuple[float, float]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        lons = [point[0] for ring in self.rings for point in ring]
        lats = [point[1] for ring in self.rings for point in ring]
        return min(lons), min(lats), max(lons), max(lats)


@cache
def states() -> dict[str, Shape]:
    """Myanmar's states and regions, by the name that `airstrikes.admin1` uses."""
    return {shape.name: shape for shape in read("myanmar_admin1.geojson", "admin1", "admin1")}


@cache
def countries() -> dict[str, Shape]:
    """Countries by ISO 3166-1 numeric code."""
    return {
        shape.code: shape for shape in read("countries_indo_pacific.geojson", "name", "iso_numeric")
    }


def country(code: str) -> Shape | None:
    """A country by its alpha-2 code, where the map holds it."""
    return countries().get(NUMERIC.get(code, ""))


def read(file: str, name: str, code: str) -> Iterable[Shape]:
    for feature in json.loads((FOLDER / file).read_text(encoding="utf-8"))["features"]:
        polygons: list[list[Ring]] = feature["geometry"]["coordinates"]
        rings = tuple(
            tuple((point[0], point[1]) for point in ring)
            for polygon in polygons
            for ring in polygon
        )
        largest = max((polygon[0] for polygon in polygons), key=lambda ring: abs(area(ring)))
        yield Shape(
            feature["properties"][name], feature["properties"][code], rings, centroid(largest)
        )


def area(ring: Ring) -> float:
    return sum(one[0] * other[1] - other[0] * one[1] for one, other in pairwise(ring)) / 2


def centroid(ring: Ring) -> tuple[float, float]:
    total = area(ring)
    parts = [(one[0] * other[1] - other[0] * one[1], one, other) for one, other in pairwise(ring)]
    x = sum((one[0] + other[0]) * cross for cross, one, other in parts) / (6 * total)
    y = sum((one[1] + other[1]) * cross for cross, one, other in parts) / (6 * total)
    return x, y


@dataclass(frozen=True)
class Plate:
    """A part of the earth on a part of the page: plate carrée, true at its middle latitude."""

    west: float
    south: float
    east: float
    north: float
    x: float
    y: float
    width: float

    @property
    def shrink(self) -> float:
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def scale(self) -> float:
        return self.width / ((self.east - self.west) * self.shrink)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return self.x + (lon - self.west) * self.shrink * self.scale, self.y + (
            self.north - lat
        ) * self.scale

    def holds(self, lon: float, lat: float) -> bool:
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def path(self, shape: Shape) -> str:
        """The shape as an SVG path."""
        outlines = []
        for ring in shape.rings:
            points = [self.at(*point) for point in ring]
            outlines.append(
                "M"
                + "L".join(f"{number(round(x, 1))} {number(round(y, 1))}" for x, y in points)
                + "Z"
            )
        return "".join(outlines)

    def ground(self, canvas: Canvas, over: Iterable[Any] = ()) -> None:
        """Sea and land, cut at the edge of the plate."""
        cut = f"plate-{number(self.x)}-{number(self.y)}"
        frame: dict[str, Any] = {
            "x": self.x,
            "y": self.y,
            "width": self.width,
            "height": self.height,
        }
        edges = " ".join(f'{key}="{number(value)}"' for key, value in frame.items())
        canvas.parts.append(f'<clipPath id="{cut}"><rect {edges}/></clipPath>')
        canvas.add("rect", "sea", **frame, fill=SEA)
        canvas.parts.append(f'<g clip-path="url(#{cut})">')
        for shape in countries().values():
            west, south, east, north = shape.box
            if west < self.east and east > self.west and south < self.north and north > self.south:
                canvas.add(
                    "path", "land", d=self.path(shape), fill=LAND, stroke=EDGE, stroke_width=0.4
                )
        for draw in over:
            draw()
        canvas.parts.append("</g>")
        canvas.add("rect", **frame, fill="none", stroke=EDGE, stroke_width=0.5)


BOUNDARIES = "Outlines: Natural Earth. Boundaries shown imply no opinion on their status."
