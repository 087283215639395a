"""Formats: a result as bytes. A format is a module in `kinds`, and its file is all it takes.

Help, completion and errors read the registry; a format's module is imported when it is written, so
that csv does not pay for html.
"""

from pathlib import Path
from typing import BinaryIO, Protocol

from sanctrack import registries
from sanctrack.errors import UsageError
from sanctrack.registries import Registry
from sanctrack.warehouse.result import Result


class Format(Protocol):
    """What the module of a format declares."""

    WORDS: str
    """What it is, for whom; a line of help."""
    ENDING: str
    """The ending of its files, with the point."""
    MEDIA_TYPE: str
    BINARY: bool
    """Whether its bytes are nothing for a screen."""
    CITES: bool
    """Whether it prints references of the sources."""

    def write(self, result: Result, out: BinaryIO, around: "Surroundings") -> None:
        """Write the result. Raises SanctrackError where the format cannot hold it."""


FORMATS: Registry[Format] = registries.FORMATS


class Surroundings:
    """What a writer may need besides the result: references of the sources (id → words) and the
    width of the page in columns.

    `for_programs`: whether csv keeps control signs as they are. What people get, on a screen or to
    open in a sheet, shows them instead.
    """

    def __init__(
        self,
        citations: dict[str, str] | None = None,
        width: int | None = None,
        for_programs: bool = True,
    ) -> None:
        self.citations = citations or {}
        self.for_programs = for_programs
        self._width = width

    @property
    def width(self) -> int:
        if self._width is None:
            from shutil import get_terminal_size

            self._width = max(get_terminal_size((120, 40)).columns, 40)
        return self._width


def format_for(
    given: str | None, output: Path | None, default: str = "table", pictures: tuple[str, ...] = ()
) -> str:
    """Tell the format: the one that was asked for, else by the ending of the file.

    Raises UsageError with what would work; `pictures` are endings that draw the result where it can
    be drawn.
    """
    if given:
        if given not in FORMATS:
            raise FORMATS.unknown(given)
        return given
    if output is None:
        return default
    by_ending = format_of(output)
    if by_ending is None:
        raise UsageError(
            f"{output}: the ending tells no format; use {', '.join([*endings(), *pictures])} or "
            f"--format"
        )
    return by_ending


def format_of(path: Path) -> str | None:
    """The format that files of this ending have; None where no format has it."""
    ending = path.suffix.lower()
    # most are named like their ending, and then the others need not be imported
    if ending[1:] in FORMATS and ending == FORMATS[ending[1:]].ENDING:
        return ending[1:]
    return endings().get(ending)


def endings() -> dict[str, str]:
    """Each ending of a file, with its format."""
    return {kind.ENDING: name for name, kind in FORMATS.items().items()}


def write(result: Result, form: str, out: BinaryIO, around: Surroundings | None = None) -> None:
    """Write a result in a format. Raises UsageError for an unknown format."""
    FORMATS[form].write(result, out, around or Surroundings())


def needs_citations(form: str) -> bool:
    """Whether the format prints references of the sources."""
    return FORMATS[form].CITES
