"""Formats: a result as table, md, csv, json, jsonl, parquet, xlsx or html. One registry, one
function a format.

Help, completion and errors read the registry; a format's module is imported when it is written, so
that csv does not pay for html.
"""

from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from sanctrack.errors import UsageError, did_you_mean
from sanctrack.warehouse.result import Result

WRITERS = {
    "table": ("text", "write_table"),
    "md": ("documents", "write_markdown"),
    "csv": ("data", "write_csv"),
    "json": ("data", "write_json"),
    "jsonl": ("data", "write_jsonl"),
    "parquet": ("data", "write_parquet"),
    "xlsx": ("sheet", "write_xlsx"),
    "html": ("documents", "write_html"),
}
ENDINGS = {
    ".txt": "table",
    ".md": "md",
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".html": "html",
}
BINARY = ("parquet", "xlsx")


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
    known = list(WRITERS)
    if given:
        if given not in WRITERS:
            raise UsageError(
                f"no format named '{given}'{did_you_mean(given, known) or ';'} formats: "
                f"{', '.join(known)}"
            )
        return given
    if output is None:
        return default
    if output.suffix.lower() not in ENDINGS:
        raise UsageError(
            f"{output}: the ending tells no format; use {', '.join([*ENDINGS, *pictures])} or "
            f"--format"
        )
    return ENDINGS[output.suffix.lower()]


def write(result: Result, form: str, out: BinaryIO, around: Surroundings | None = None) -> None:
    """Write a result in a format. Raises UsageError for an unknown format."""
    module, function = WRITERS[format_for(form, None)]
    getattr(import_module(f"sanctrack.formats.{module}"), function)(
        result, out, around or Surroundings()
    )


def needs_citations(form: str) -> bool:
    """Whether the format prints references of the sources."""
    return form in ("table", "md", "html")
