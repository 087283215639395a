"""The drawing surface: SVG in points, text that is measured before it is set, and marks that say
certain or possible.

Pictures are written as SVG by us and not by a charting library: interval bars with open ends, areas
instead of pins and letters in cells are marks that Vega-Lite has no words for, and the same rows
must give the same bytes.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from sanctrack.names.signs import OBEYED

INK, GREY, PALE, PAPER = "#1a1a1a", "#5a5a5a", "#c9c9c9", "#ffffff"
# Okabe and Ito: told apart with any colour vision; shape, letter or place always says the same
# again
BLUE, VERMILLION, GREEN, ORANGE, SKY, PURPLE = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#E69F00",
    "#56B4E9",
    "#CC79A7",
)
COLOURS = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY)
FONTS = "'Noto Sans','Noto Sans Myanmar','Open Sans','Segoe UI',Arial,'Liberation Sans',sans-serif"
EDGE = 3.0  # white room round the picture
SMALL, BODY, HEAD = 7.2, 8.0, 11.0
LATIN = re.compile("[\\u0000-\\u024f\\u2010-\\u205e\\u20a0-\\u20bf\\u2190-\\u21ff\\u2260-\\u2265]*")
OVER = re.compile(r'<text class="([^"]* )?over"')
# advance widths of Noto Sans Regular (OFL), thousandths of the size, from the space to the tilde
WIDTHS = (
    260, 269, 408, 646, 572, 831, 732, 225, 300, 300, 551, 572, 268, 322, 268, 372, 572, 572, 572,
    572, 572, 572, 572, 572, 572, 572, 268, 268, 572, 572, 572, 434, 899, 639, 650, 632, 730, 556,
    519, 728, 741, 339, 273, 619, 524, 907, 760, 781, 605, 781, 622, 549, 556, 731, 600, 930, 586,
    566, 572, 329, 372, 329, 572, 444, 281, 561, 615, 480, 615, 564, 344, 615, 618, 258, 258, 534,
    258, 935, 618, 605, 615, 615, 413, 479, 361, 618, 508, 786, 529, 510, 470, 380, 551, 380, 572,
)  # fmt: skip
BOLDER = 1.07


@dataclass(frozen=True)
class Over:
    """A text in a script that the SVG renderer shapes wrongly: typst sets it itself, over the
    picture.
    """

    x: float
    y: float
    text: str
    size: float
    anchor: str
    fill: str


def clean(text: object) -> str:
    """Text without control characters and without white space at its ends."""
    return " ".join(OBEYED.sub(" ", str(text)).split())


def measure(text: str, size: float, bold: bool = False) -> float:
    """The width of a text in points."""
    total = 0
    for sign in text:
        if not 32 <= ord(sign) < 127:
            sign = unicodedata.normalize("NFKD", sign)[0]
        total += (
            WIDTHS[ord(sign) - 32]
            if 32 <= ord(sign) < 127
            else {"…": 791, "—": 1000, "–": 500}.get(sign, 620)
        )
    return total * size / 1000 * (BOLDER if bold else 1)


def wrap(
    text: str, room: float, size: float, bold: bool = False, most: int | None = None
) -> list[str]:
    """Lines of a text that fit into a width; with `most`, the last line ends in … where more would
    follow.
    """
    lines: list[str] = []
    for word in clean(text).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [cut(line, room, size, bold) for line in lines] or [""]


def cut(text: str, room: float, size: float, bold: bool = False) -> str:
    """The text, or as much of it as fits with … at its end."""
    if measure(text, size, bold) <= room:
        return text
    while text and measure(text + "…", size, bold) > room:
        text = text[:-1].rstrip()
    return text + "…"


def number(value: float) -> str:
    """A coordinate: two decimals, the same text on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


class Canvas:
    """Collects SVG elements. Lengths are points; y grows downwards; `kind` becomes the class of the
    element.
    """

    def __init__(self, width: float) -> None:
        self.width = width
        self.height = 0.0
        self.parts: list[str] = []
        self.over: list[Over] = []

    def add(self, name: str, kind: str = "", body: str | None = None, **values: object) -> None:
        attributes = [f' class="{kind}"'] if kind else []
        for key, value in values.items():
            if value is not None:
                text = number(value) if isinstance(value, (int, float)) else str(value)
                attributes.append(f" {key.replace('_', '-')}={quoteattr(text)}")
        self.parts.append(
            f"<{name}{''.join(attributes)}" + (f">{body}</{name}>" if body is not None else "/>")
        )

    def text(
        self,
        x: float,
        y: float,
        text: object,
        size: float = BODY,
        anchor: str = "start",
        bold: bool = False,
        fill: str = INK,
        kind: str = "",
    ) -> None:
        """Set a text with its baseline at y; `anchor` is start, middle or end."""
        content = clean(text)
        if not LATIN.fullmatch(content):
            self.over.append(Over(x, y, content, size, anchor, fill))
            kind = f"{kind} over".strip()
        weight = 700 if bold else None
        self.add(
            "text",
            kind,
            escape(content),
            x=x,
            y=y,
            font_size=size,
            text_anchor=anchor,
            font_weight=weight,
            fill=fill,
        )

    def paragraph(
        self,
        x: float,
        y: float,
        text: str,
        room: float,
        size: float = SMALL,
        bold: bool = False,
        fill: str = GREY,
    ) -> float:
        """Set a wrapped text whose first baseline lies one line below y; return the y below it."""
        step = size * 1.32
        for line in wrap(text, room, size, bold):
            y += step
            self.text(x, y, line, size, bold=bold, fill=fill)
        return y + size * 0.3

    def halo(
        self,
        x: float,
        y: float,
        text: object,
        size: float = SMALL,
        anchor: str = "start",
        kind: str = "name",
    ) -> None:
        """A text over what lies below it: a wide white edge first (not below scripts that typst
        sets itself).
        """
        content = clean(text)
        if LATIN.fullmatch(content):
            edge: dict[str, Any] = {
                "fill": PAPER,
                "stroke": PAPER,
                "stroke_width": 2.4,
                "stroke_linejoin": "round",
            }
            self.add(
                "text",
                "halo",
                escape(content),
                x=x,
                y=y,
                font_size=size,
                text_anchor=anchor,
                **edge,
            )
        self.text(x, y, content, size, anchor, kind=kind)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        stroke: str = PALE,
        width: float = 0.5,
        dash: str | None = None,
    ) -> None:
        self.add(
            "line",
            x1=x1,
            y1=y1,
            x2=x2,
            y2=y2,
            stroke=stroke,
            stroke_width=width,
            stroke_dasharray=dash,
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str,
        fill: str,
        kind: str = "mark",
    ) -> None:
        """A bar: `fill` is certain (filled), likely (tinted) or possible (hollow)."""
        inner = {"certain": colour, "likely": colour, "possible": PAPER}[fill]
        tint = 0.38 if fill == "likely" else None
        inset = 0.4 if min(width, height) > 1.6 else 0.0
        self.add(
            "rect",
            f"{kind} {fill}",
            x=x + inset, y=y + inset,
            width=max(width - 2 * inset, 0.8), height=max(height - 2 * inset, 0.8),
            fill=inner, fill_opacity=tint, stroke=colour, stroke_width=0.8 if inset else 0.4,
        )  # fmt: skip

    def arrow(self, x: float, y: float, towards: int, colour: str) -> None:
        """An end that is not known: a dashed line with a head, to the left (-1) or to the right (1)
        of x.
        """
        tip = x + 16 * towards
        self.line(x, y, tip - 4 * towards, y, colour, 1.1, "2 1.6")
        path = (
            f"M{number(tip)} {number(y)}L{number(tip - 5 * towards)} "
            f"{number(y - 2.4)}V{number(y + 2.4)}Z"
        )
        self.add("path", "open-end", d=path, fill=colour)

    def svg(self, title: str, alt: str, without_over: bool = False) -> bytes:
        """The whole picture; `without_over` leaves out the texts that typst sets."""
        parts = [part for part in self.parts if not (without_over and OVER.match(part))]
        wide, tall = number(self.width + 2 * EDGE), number(self.height + 2 * EDGE)
        place = f'x="{number(-EDGE)}" y="{number(-EDGE)}" width="{wide}" height="{tall}"'
        size = (
            f'width="{wide}pt" height="{tall}pt" viewBox="{number(-EDGE)} {number(-EDGE)} {wide} '
            f'{tall}"'
        )
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{FONTS}">'
        about = f"<title>{escape(clean(title))}</title>\n<desc>{escape(clean(alt))}</desc>"
        paper = f'<rect {place} fill="{PAPER}"/>'
        return "\n".join([head, about, paper, *parts, "</svg>", ""]).encode("utf-8")
