"""What a kind of report block declares: its name, the keys that it takes, and how it is written.

Each kind is a class in a file of the folder `report_blocks`: table, list, picture. To add one, add
a file with a class under `@kind("name")`; reader, errors and compiler find it there.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, ClassVar, TypeVar

from sanctrack.briefings.ast import Part

# above this module: its classes are found, not imported
FOLDER = "sanctrack.briefings.compile.report_blocks"


class ReportBlock:
    """A kind of report block.

    `keys` are those that it prints something of; one that is missing from `needed` is refused with
    that key's words; `counted` is how its captions are counted (Table 1, Figure 1), blank where it
    has none; `has_caveat` that the caveat stands inside it.
    """

    keys: ClassVar[tuple[str, ...]]
    needed: ClassVar[dict[str, str]] = {}
    counted: ClassVar[str] = ""
    has_caveat: ClassVar[bool] = False

    def write(self, place: Any) -> Part:
        """The blocks of the document, from the block at its place (`blocks.Place`); problems go
        into the document.
        """
        raise NotImplementedError

    def name(self, counts: dict[str, int]) -> str:
        """How a later caveat calls the block."""
        return f"{self.counted} {counts[self.counted]}" if self.counted else "the block above"


KINDS: dict[str, type[ReportBlock]] = {}
Kind = TypeVar("Kind", bound=type[ReportBlock])


def kind(*names: str) -> Callable[[Kind], Kind]:
    """Register a class as the kind, or kinds, of blocks with these names."""

    def register(block: Kind) -> Kind:
        KINDS.update(dict.fromkeys(names, block))
        return block

    return register


@cache
def kinds() -> dict[str, type[ReportBlock]]:
    """Name → class of every kind; those that people use most stand first."""
    for module in iter_modules(import_module(FOLDER).__path__):
        import_module(f"{FOLDER}.{module.name}")
    order = ("table", "list", "chart", "map", "timeline")
    return dict(
        sorted(
            KINDS.items(),
            key=lambda item: (order.index(item[0]) if item[0] in order else len(order), item[0]),
        )
    )


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
