"""The command export: the BI bundle and its single targets."""

import sys
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from sanctrack.cli.app import app, listed, the_home, the_workspace
from sanctrack.errors import UsageError
from sanctrack.registries import DATABASES, TARGETS

TARGET_HELP = f"bundle (all files), {listed((*TARGETS, *DATABASES))}."


def complete_target(incomplete: str) -> list[str]:
    return [name for name in ("bundle", *TARGETS, *DATABASES) if name.startswith(incomplete)]


@app.command(epilog="Example: sanctrack export bundle -o sanctrack-bundle")
def export(
    target: Annotated[str, typer.Argument(help=TARGET_HELP, autocompletion=complete_target)],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Folder to write; for a target of one file that file as well, such as "
            "facts.sqlite.",
        ),
    ] = None,
    uri: Annotated[
        str | None,
        typer.Option(
            help=f"{listed(DATABASES.names)} only: address of the database, such as "
            "postgresql://user@host:5432/database."
        ),
    ] = None,
    schema: Annotated[
        str | None,
        typer.Option(help=f"{listed(DATABASES.names)} only: schema to fill; sanctrack by default."),
    ] = None,
    internal: Annotated[
        bool,
        typer.Option(
            "--internal",
            help="Write every row as it stands and stamp every file INTERNAL; not for publication.",
        ),
    ] = False,
) -> None:
    """Write everything for a BI tool: tables and marts as plain files, described and stamped."""
    from sanctrack.exports import export as write_files

    if target in DATABASES:
        database = DATABASES[target]
        if uri is None:
            raise UsageError(f"{target} needs --uri, such as --uri {database.ADDRESS}")
        if output is not None:
            raise UsageError(f"{target} writes into a database: give --uri and --schema, no -o")
        into = schema if schema is not None else database.SCHEMA
        tables = database.fill(the_home(), the_workspace(), uri, into, internal, progress_line)
        done(f"wrote {tables} tables into schema {into}")
        return
    if output is None:
        raise UsageError(f"say where to: sanctrack export {target} -o DIR")
    if uri is not None:
        raise UsageError(f"--uri is for {listed(DATABASES.names)}; {target} takes -o")
    if schema is not None:
        raise UsageError(f"--schema is for {listed(DATABASES.names)}; {target} has none")
    files = write_files(
        the_home(), the_workspace(), target, output, internal, progress=progress_line
    )
    done(
        f"wrote {output} ({len(files)} file{'s' if len(files) != 1 else ''}); `sanctrack "
        f"verify {quote(str(output))}` reads it back"
        if len(files) > 1
        else f"wrote {output}"
    )


def progress_line(task: str, step: int, steps: int) -> None:
    """One line on stderr that is written over; nothing when stderr is no terminal."""
    if sys.stderr.isatty():
        print(
            f"\r\x1b[Ksanctrack: {task} ({step + 1} of {steps})",
            end="",
            file=sys.stderr,
            flush=True,
        )


def done(message: str) -> None:
    print(("\r\x1b[K" if sys.stderr.isatty() else "") + f"sanctrack: {message}", file=sys.stderr)
