"""What the `picture` of a report's header says: its kind, and the keys that this kind takes."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from sanctrack import registries
from sanctrack.definitions.shapes import ONE_OR_MORE, Key, Kind, MapOf, Shape, Text, needed
from sanctrack.errors import DefinitionError, did_you_mean
from sanctrack.registries import Registry

if TYPE_CHECKING:
    from sanctrack.charts.canvas import Canvas
    from sanctrack.charts.view import Drawn, View

# what `prepared` adds for the drawing
ADDED = ("publishers", "held_back")


class Chart(Protocol):
    """What the module of a kind of picture declares."""

    COLUMNS: ClassVar[tuple[str, ...]]
    """Keys of the header that name a column, or several."""
    OTHERS: ClassVar[tuple[str, ...]]
    """Its further keys."""
    KEYS_IN_WORDS: ClassVar[tuple[tuple[str, str, str], ...]]
    """For docs/charts.md, in Markdown: the kind, the keys it needs, the keys it may have."""

    def needed(self, spec: dict[str, Any]) -> tuple[str, ...]:
        """The keys that this header must have."""

    def draw(self, canvas: "Canvas", view: "View", top: float) -> "Drawn":
        """Draw the rows below `top` (points)."""

    def sentences_of(self, view: "View") -> list[str]:
        """What the drawing shows, in sentences made from the rows."""


CHARTS: Registry[Chart] = registries.CHARTS


def shape_of(kind: str) -> Shape:
    """The keys that the picture of a header may have, by its kind."""
    chart = CHARTS[kind]
    return Shape(
        {
            "kind": Key("The kind of picture.", Text(kind), needed=True),
            "of": Key("What one mark stands for, in the plural.", needed=True),
            "only": Key("Draws only the rows with these values: column: value.", MapOf(Kind())),
            "note": Key("A sentence below the picture."),
            **{
                key: Key("A column, or several (docs/charts.md).", ONE_OR_MORE)
                for key in chart.COLUMNS
            },
            **{key: Key("See docs/charts.md.", Kind()) for key in chart.OTHERS},
        }
    )


def read_picture(path: Path, raw: Any, columns: list[str]) -> dict[str, Any]:
    """Check the `picture` of a header: its kind, its keys, and that every column it names is one.
    Raises DefinitionError.
    """
    kind = str(raw.get("kind") if isinstance(raw, dict) else raw)
    if kind not in CHARTS:
        raise DefinitionError(
            f"{path}: picture is of kind '{kind}'{did_you_mean(kind, CHARTS.names) or ';'} it "
            f"takes {', '.join(CHARTS)}"
        )
    chart = CHARTS[kind]
    shape_of(kind).check(raw, path, "picture")
    needed(raw, chart.needed(raw), path, "picture")
    named = [
        (key, raw[key] if isinstance(raw[key], list) else [raw[key]])
        for key in chart.COLUMNS
        if key in raw
    ]
    for key, names in [*named, ("only", list(raw.get("only") or {}))]:
        for name in names:
            if name not in columns:
                raise DefinitionError(
                    f"{path}: picture: {key} is '{name}', which is not a "
                    f"column{did_you_mean(str(name), columns)}"
                )
    return dict(raw)
