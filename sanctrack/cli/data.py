"""Commands that look after the facts: check, build."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanctrack.cli.app import Format, Output, app, emit, public, state, the_home
from sanctrack.errors import DataError

if TYPE_CHECKING:
    from sanctrack.facts.problems import Problem


@app.command(epilog="Example: sanctrack check my/airstrikes.csv --format html -o problems.html")
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="CSV or xlsx files; without any, the shipped facts and your own."),
    ] = None,
    form: Format = None,
    output: Output = None,
    warnings: Annotated[
        bool,
        typer.Option(
            "--warnings", "-w", help="List warnings and information too, not only their number."
        ),
    ] = False,
) -> None:
    """Check facts in words: file, line, column, value, what is wrong, how to mend it."""
    from sanctrack.checks import check as find_problems
    from sanctrack.checks import problems_as_result
    from sanctrack.definitions.paths import find_workspace

    problems = find_problems(the_home(), find_workspace(state.workspace), files or [])
    errors = [problem for problem in problems if problem.severity == "error"]
    as_file = form not in (None, "table") or output is not None
    listed = problems if warnings or as_file else errors
    if listed or as_file:
        emit(problems_as_result(listed), form, output)
    print_counts(problems, hint="" if warnings else "  (--warnings lists them)")
    if errors:
        raise DataError(f"{len(errors)} error{'s' if len(errors) > 1 else ''} found")
    warn_of_public_names()
    print("sanctrack: no errors", file=sys.stderr)


def print_counts(problems: "list[Problem]", hint: str) -> None:
    """How many warnings and notes there are, rule by rule, on stderr."""
    counts = Counter((item.severity, item.rule) for item in problems if item.severity != "error")
    for (severity, rule), count in sorted(counts.items()):
        kind = f"{severity}s" if count > 1 and severity == "warning" else severity
        print(f"sanctrack: {count} {kind}: {rule}{hint}", file=sys.stderr)


def warn_of_public_names() -> None:
    """Tell of held-back records whose name is a common word or stands in open rows: it is not
    blacked out of ordinary text.
    """
    with public([]) as warehouse:
        for name, record in warehouse.guard.public_names.items():
            level = warehouse.guard.levels.get(record, "withhold")
            print(
                f"sanctrack: warning: '{name}' names {record} (publish_precision {level}) and is a "
                f"common word or stands in rows that are published, so it is not taken out of "
                f"other texts; read yours before you publish them",
                file=sys.stderr,
            )


@app.command(epilog="Example: sanctrack --home . build")
def build() -> None:
    """Check datasets/*.csv and write datasets/*.parquet; nothing is written when
    there is an error.
    """
    from sanctrack.checks import build as build_all
    from sanctrack.checks import problems_as_result

    tables, problems = build_all(the_home())
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        emit(problems_as_result(errors), None, None)
        raise DataError(
            f"{len(errors)} error{'s' if len(errors) > 1 else ''} found; nothing was written"
        )
    warned = len(problems) - len(errors)
    print(
        f"sanctrack: wrote {len(tables)} tables into {the_home().datasets}"
        + (f"; {warned} warnings (`sanctrack check --warnings`)" if warned else ""),
        file=sys.stderr,
    )
