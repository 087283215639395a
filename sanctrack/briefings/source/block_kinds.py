"""What a kind of report block declares: the keys that it takes, and how it is written.

Each kind is a module in the folder `compile/report_blocks`: table, list, chart. To add one, add a
file; reader, errors and compiler find it there.
"""

from collections.abc import Callable
from typing import Any, ClassVar, Protocol

from sanctrack import registries
from sanctrack.briefings.ast import Part
from sanctrack.registries import Registry


class ReportBlock(Protocol):
    """What the module of a kind of report block declares."""

    KEYS: ClassVar[tuple[str, ...]]
    """The keys that it prints something of."""
    NEEDED: ClassVar[dict[str, str]]
    """Keys without which it is refused, each with the words for it."""
    COUNTED: ClassVar[str]
    """How its captions are counted (Table 1, Figure 1); blank where it has none."""
    CALLED: ClassVar[str]
    """How a later caveat calls one that is not counted."""
    HAS_CAVEAT: ClassVar[bool]
    """Whether the caveat stands inside it."""

    def write(self, place: Any) -> Part:
        """The blocks of the document, from the block at its place (`blocks.Place`); problems go
        into the document.
        """


BLOCKS: Registry[ReportBlock] = registries.BLOCKS


def called(kind: ReportBlock, counts: dict[str, int]) -> str:
    """How a later caveat calls the block: by its number where it has one."""
    return f"{kind.COUNTED} {counts[kind.COUNTED]}" if kind.COUNTED else kind.CALLED


# -- options of blocks
# ----------------------------------------------------------------------------------------


def is_share(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 10_000


def is_text(value: Any) -> bool:
    return not isinstance(value, (list, dict))


def is_widths(value: Any) -> bool:
    return isinstance(value, list) and all(map(is_share, value))


def is_size(value: Any) -> bool:
    return isinstance(value, dict) and all(key == "width" for key in value)


def fits_page(value: Any) -> bool:
    return all(is_share(item) and 8 <= item <= 60 for item in value.values())


# name, what is wrong with another value, and whether a value fits
SHAPES: tuple[tuple[str, str, Callable[[Any], bool]], ...] = (
    (
        "columns",
        "columns takes a list [a, b] or headings {a: A, b: B}",
        lambda value: isinstance(value, (list, dict)),
    ),
    ("where", "where takes column: value pairs", lambda value: isinstance(value, dict)),
    ("widths", "widths takes a list of shares above 0: [20, 60, 20]", is_widths),
    ("options", "options takes {width: centimetres}", is_size),
    ("options", "width takes 8 to 60 centimetres", fits_page),
    *(
        (key, f"{key} takes a text", is_text)
        for key in ("caption", "empty", "item", "caveat", "run", "report")
    ),
)
