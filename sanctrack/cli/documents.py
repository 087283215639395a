"""Commands that write documents: briefings, brief."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanctrack.cli.app import (
    Format,
    Internal,
    Output,
    app,
    emit,
    key_values,
    state,
    the_home,
    the_workspace,
)
from sanctrack.errors import DefinitionError, UsageError
from sanctrack.foreign import reading

if TYPE_CHECKING:
    from sanctrack.briefings import Refused
    from sanctrack.warehouse.result import Result


def complete_briefing(incomplete: str) -> list[str]:
    from sanctrack.briefings.build import briefing_paths
    from sanctrack.definitions.paths import find_home, find_workspace

    return [
        name
        for name in briefing_paths(find_home(state.home), find_workspace(state.workspace))
        if name.startswith(incomplete)
    ]


@app.command(epilog="Example: sanctrack briefings new my-vessel")
def briefings(
    action: Annotated[
        str | None,
        typer.Argument(
            metavar="[new", help="new NAME starts a briefing of your own in this folder."
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME]", help="Name of the new file, NAME.md.")
    ] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """List the briefings, or start one with comments."""
    from sanctrack.briefings import briefings as listed
    from sanctrack.briefings import new_briefing

    if action is None:
        with reading(
            the_workspace() / "briefings",
            "a folder of briefings",
            DefinitionError,
            "look at the file last changed",
        ):
            result = listed(the_home(), the_workspace())
        emit(result, form, output)
        return
    if action != "new" or not name:
        raise UsageError(
            "write `sanctrack briefings` to list them, or `sanctrack briefings new NAME` to start "
            "one"
        )
    path = new_briefing(name)
    print(
        f"sanctrack: wrote {path}; `sanctrack brief {path} -o {path.stem}.docx` builds it",
        file=sys.stderr,
    )


@app.command(
    epilog="Example: sanctrack brief one-strike -p airstrike_id=2023-04-11-pazi-gyi -o strike.docx "
    "-o strike.pdf"
)
def brief(
    name: Annotated[
        str,
        typer.Argument(
            help="A briefing (`sanctrack briefings` lists them), or the path of your own .md file.",
            autocompletion=complete_briefing,
        ),
    ],
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="name=value; repeat for several.")
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            help="FILE.docx, .pdf, .html, .md or .odt; repeat for several. Without any, the "
            "briefing is only checked.",
        ),
    ] = None,
    draft: Annotated[
        bool,
        typer.Option(
            "--draft",
            help="Build it although it would be refused, with the reasons as margin notes.",
        ),
    ] = False,
    bibliography: Annotated[
        Path | None,
        typer.Option(
            "--bibliography", help="Write the sources used: FILE.json (CSL-JSON), .bib or .ris."
        ),
    ] = None,
    internal: Internal = False,
) -> None:
    """Build a briefing: words by people, numbers from queries, footnotes from the sources; refused
    where one is missing.
    """
    from sanctrack.briefings import Refused, build
    from sanctrack.publication import INTERNAL_WORDS

    outputs = output or []
    try:
        values = key_values(param or [])
        with reading(
            name, "a briefing", DefinitionError, "take out what it was not written with before"
        ):
            document = build(
                name, outputs, values, state.home, the_workspace(), draft, bibliography, internal
            )
    except Refused as refused:
        emit(problems(refused), None, None)
        points = f"{len(refused.problems)} point{'s' if len(refused.problems) > 1 else ''}"
        raise DefinitionError(
            f"{refused.where}: refused on {points}, nothing was written; --draft builds it with "
            f"margin notes"
        ) from refused
    if document.internal:
        print(f"sanctrack: {INTERNAL_WORDS}", file=sys.stderr)
    elif document.held_back:
        print(
            f"sanctrack: {document.held_back} times a record is printed less exactly or left out; "
            f"counts count it",
            file=sys.stderr,
        )
    size = f"{len(document.notes)} footnotes, {len(document.cited())} sources"
    for path in [*outputs, *([bibliography] if bibliography else [])]:
        print(f"sanctrack: wrote {path} ({size})", file=sys.stderr)
    if not outputs:
        print(f"sanctrack: {name} builds ({size}); -o FILE.docx writes it", file=sys.stderr)
    if document.problems:
        print(
            f"sanctrack: draft: {len(document.problems)} points would be refused; they stand as "
            f"notes in it",
            file=sys.stderr,
        )


def problems(refused: "Refused") -> "Result":
    """The reasons of a refusal as rows."""
    from sanctrack.warehouse.result import Result, described_columns

    descriptions = {
        "line": "Line of the briefing.",
        "sentence": "The sentence.",
        "wrong": "What is wrong.",
        "way_out": "What would work.",
        "rule": "The rule.",
    }
    columns = described_columns(descriptions, {"line": "BIGINT"})
    rows: list[tuple[object, ...]] = [
        (item.line, item.value, item.problem, item.help, item.rule) for item in refused.problems
    ]
    return Result(
        columns,
        rows,
        title=f"{refused.where} is refused",
        table=("line", "sentence", "wrong", "way_out"),
    )
