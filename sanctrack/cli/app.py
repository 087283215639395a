"""The application, its common options, and how results leave it."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from sanctrack import __version__
from sanctrack.errors import SanctrackError, UsageError
from sanctrack.registries import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sanctrack.definitions.paths import Home
    from sanctrack.publication import PublicWarehouse
    from sanctrack.warehouse.result import Result
    from sanctrack.warehouse.warehouse import Warehouse


@dataclass
class State:
    """What the common options said."""

    home: Path | None = None
    workspace: Path | None = None
    debug: bool = False
    warned: list[Path] = field(default_factory=list)


state = State()
app = typer.Typer(
    help="Jet-fuel deliveries to Myanmar, reported air strikes, sanctions measures and the calls "
    "for them: every row sourced.\n\nBegin with: sanctrack reports",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def listed(names: "Sequence[str]") -> str:
    """Names in a line of help: a, b or c."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help=f"{listed(FORMATS.names)}; by default the ending of -o, else table.",
        autocompletion=FORMATS.beginning,
    ),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file instead of the screen.")
]


def version(is_wanted: bool) -> None:
    if is_wanted:
        print(f"sanctrack {__version__}")
        raise typer.Exit


@app.callback()
def common(
    home: Annotated[
        Path | None,
        typer.Option(
            help="Folder with schemas, datasets and queries; default: the installed ones."
        ),
    ] = None,
    workspace: Annotated[
        Path | None, typer.Option(help="Folder of your own facts and imported lists.")
    ] = None,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show a traceback when something fails.")
    ] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    state.home, state.workspace, state.debug, state.warned = home, workspace, debug, []


def the_home() -> "Home":
    from sanctrack.definitions.paths import find_home

    return find_home(state.home)


def the_workspace() -> Path:
    """The workspace; files in it that are not read are told on stderr, since an answer without them
    looks whole.
    """
    from sanctrack.definitions.paths import find_workspace
    from sanctrack.facts.workspace import strays

    workspace = find_workspace(state.workspace)
    if workspace not in state.warned:
        state.warned.append(workspace)
        for path, fault, mend in strays(the_home(), workspace):
            print(f"sanctrack: warning: {path}: {fault}; {mend}", file=sys.stderr)
    return workspace


def warehouse(only: list[str] | None = None) -> "Warehouse":
    from sanctrack.warehouse.warehouse import open_warehouse

    the_workspace()
    return open_warehouse(state.home, state.workspace, only)


Internal = Annotated[
    bool,
    typer.Option(
        "--internal", help="Hold nothing back and stamp it INTERNAL; not for publication."
    ),
]


def public(only: list[str] | None = None, internal: bool = False) -> "PublicWarehouse":
    """The facts as they may be published, for everything that is written or drawn for others; all
    of them with `internal`.
    """
    from sanctrack.publication import open_public

    the_workspace()
    return open_public(state.home, state.workspace, only, internal)


def release(result: "Result", warehouse: "PublicWarehouse", output: Path | None = None) -> "Result":
    """The result without the rows that may not be printed; what is held back is said on stderr,
    counted and not named.

    Raises UsageError where the name of the file would tell.
    """
    if output is not None:
        warehouse.guard.refuse("the name of the file", output.name)
    shown = warehouse.guard.show(result)
    if shown.words:
        print(f"sanctrack: {shown.words}", file=sys.stderr)
    return shown.printed


def the_format(form: str | None, output: Path | None) -> str:
    """The format that will be written, checked before any work is done. Raises UsageError."""
    from sanctrack.formats import FORMATS, format_for

    chosen = format_for(form, output)
    if output is None and FORMATS[chosen].BINARY and sys.stdout.isatty():
        raise UsageError(f"{chosen} is not for a screen; add -o FILE{FORMATS[chosen].ENDING}")
    return chosen


class Cites(Protocol):
    """What gives references in words for ids of sources: a Warehouse, or what one has given."""

    def citations(self, source_ids: "Iterable[str]") -> dict[str, str]: ...


def emit(
    result: "Result", form: str | None, output: Path | None, cited: Cites | None = None
) -> None:
    """Write a result to stdout or, whole or not at all, to a file."""
    from sanctrack.formats import Surroundings, needs_citations, write

    chosen = the_format(form, output)
    for remark in result.remarks:
        print(f"sanctrack: {remark}", file=sys.stderr)
    citations = cited.citations(result.source_ids) if cited and needs_citations(chosen) else {}
    around = Surroundings(citations, for_programs=False)
    if output is None:
        write(result, chosen, sys.stdout.buffer, around)
        sys.stdout.buffer.flush()
        return
    from sanctrack.files import replacing

    with replacing(output, make_parents=False) as temporary, temporary.open("wb") as out:
        write(result, chosen, out, around)
    print(f"sanctrack: wrote {output} ({len(result)} rows)", file=sys.stderr)


def key_values(pairs: list[str]) -> dict[str, str]:
    """Read `-p name=value` options. Raises UsageError for one without '=' or one given twice."""
    values: dict[str, str] = {}
    for pair in pairs:
        name, mark, value = pair.partition("=")
        if not mark or not name.strip():
            raise UsageError(f"-p {pair}: write it as name=value, for example -p as_of=2024-01-01")
        if name.strip() in values:
            raise UsageError(f"-p {name.strip()} is given twice")
        values[name.strip()] = value
    return values


__all__ = [
    "Format",
    "Internal",
    "Output",
    "SanctrackError",
    "app",
    "emit",
    "key_values",
    "listed",
    "public",
    "release",
    "state",
    "the_format",
    "the_home",
    "the_workspace",
    "warehouse",
]
