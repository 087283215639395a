"""Commands that ask: reports, report, show, tables, sql."""

import sys
from dataclasses import dataclass
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
    public,
    release,
    state,
    the_format,
    the_home,
    the_workspace,
)
from sanctrack.cli.find import not_there, one_named, with_ids
from sanctrack.errors import SanctrackError, UsageError
from sanctrack.foreign import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sanctrack.publication import PublicWarehouse
    from sanctrack.warehouse.result import Result

# `sql`: DuckDB's own limit of 2 GB and the rows beside it; a call of a function that hears no
# interrupt is given this long
MEMORY = 2_250_000_000
LARGEST = 256_000_000
LAST_SECONDS = 0.5
MOST_FROM_STDIN = 20_000_000


def complete_report(incomplete: str) -> list[str]:
    from sanctrack.definitions.queries import names

    return [name for name in names(the_home(), "report") if name.startswith(incomplete)]


def complete_parameter(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of the report's parameters, and after the '=' the values where they
    are a closed list.
    """
    from sanctrack.definitions.queries import load_query, names
    from sanctrack.warehouse.arguments import offered_values

    # a '-p' that waits for its value keeps the words before it from being read
    word = ctx.params.get("name") or next(
        (word for word in ctx.args if not word.startswith("-")), ""
    )
    if word not in names(the_home(), "report"):
        return []
    params = load_query(the_home(), word, "report").params
    name, chosen, _ = incomplete.partition("=")
    offered = [f"{item.name}=" for item in params]
    if chosen:
        offered = [
            f"{item.name}={value}"
            for item in params
            if item.name == name
            for value in offered_values(the_home(), item)
        ]
    return [word for word in offered if word.startswith(incomplete)]


def complete_table(incomplete: str) -> list[str]:
    from sanctrack.definitions.paths import table_names
    from sanctrack.definitions.queries import query_paths

    home = the_home()
    return [
        name for name in [*table_names(home), *query_paths(home)] if name.startswith(incomplete)
    ]


@app.command(epilog="Example: sanctrack reports --format csv")
def reports(form: Format = None, output: Output = None) -> None:
    """List the canned reports, by question."""
    from sanctrack.warehouse.data_dictionary import reports_of

    emit(reports_of(the_home()), form, output)


@app.command(
    epilog="Example: sanctrack report gap_matrix -p as_of=2024-01-01 --format csv -o gap.csv",
)
def report(
    name: Annotated[
        str,
        typer.Argument(
            help="A report; `sanctrack reports` lists them.", autocompletion=complete_report
        ),
    ],
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            help="name=value; repeat for several.",
            autocompletion=complete_parameter,
        ),
    ] = None,
    form: Format = None,
    output: Output = None,
    about: Annotated[
        bool,
        typer.Option(
            "--about", help="Describe the report, its parameters and columns; do not run it."
        ),
    ] = False,
    internal: Internal = False,
) -> None:
    """Run a canned report; -o FILE.svg, .png or .pdf draws its picture."""
    from sanctrack.definitions.queries import load_query
    from sanctrack.formats import format_for, needs_citations

    query = load_query(the_home(), name, "report")
    if about:
        describe(query)
        return
    values = key_values(param or [])
    for key in values:
        query.parameter(key)
    as_picture = form is None and draws(output)
    cited = as_picture or needs_citations(
        format_for(form, output, pictures=picture_endings() if query.picture else ())
    )
    with public([name, "sources"] if cited else [name], internal) as warehouse:
        try:
            result = warehouse.report(name, **values)
        except UsageError:
            ids = with_ids(query, values, internal)
            if ids == values:
                raise
            result = warehouse.report(name, **ids)
        if as_picture and output is not None:
            release(result, warehouse, output)
            save_picture(result, output, warehouse)
        else:
            emit(release(result, warehouse, output), form, output, warehouse)


def draws(output: Path | None) -> bool:
    """Whether a file of this ending is a picture."""
    from sanctrack.formats import format_of

    return (
        output is not None
        and format_of(output) is None
        and output.suffix.lower() in picture_endings()
    )


def picture_endings() -> tuple[str, ...]:
    from sanctrack.charts import FORMS

    return tuple(f".{form}" for form in FORMS)


def save_picture(result: "Result", output: Path, warehouse: "PublicWarehouse") -> None:
    """Draw the report's picture into a file, whole or not at all."""
    from sanctrack.charts import draw, prepared
    from sanctrack.files import replacing

    ready = prepared(result, warehouse)
    picture = draw(ready, output.suffix.lower()[1:])
    with replacing(output, make_parents=False) as temporary:
        temporary.write_bytes(picture)
    print(f"sanctrack: drew {output} ({len(ready)} rows)", file=sys.stderr)


def describe(query: "object") -> None:
    """Print what a report is: title, question, grain, parameters, caveat, columns."""
    from textwrap import fill

    from sanctrack.definitions.queries import Query
    from sanctrack.warehouse.arguments import closed_values

    assert isinstance(query, Query)
    lines = [
        f"{query.name}: {query.title}",
        fill(query.question, 100),
        f"Grain: {query.grain}",
        "",
        "Parameters:",
    ]
    for item in query.params:
        values = closed_values(the_home(), item)
        limits = f" One of: {', '.join(values)}." if values else ""
        default = (
            f"default {item.default if item.default is not None else 'none'}"
            if item.has_default
            else "needed"
        )
        lines.append(
            fill(
                f"  {item.name} ({item.type}, {default}): {item.help}{limits}",
                100,
                subsequent_indent="    ",
            )
        )
    lines += [] if query.params else ["  none"]
    lines += ["", "Columns:"]
    for name, description, unit in query.described:
        lines.append(
            fill(
                f"  {name}: {description}{f' Unit: {unit}.' if unit else ''}",
                100,
                subsequent_indent="    ",
            )
        )
    lines += ["", fill(f"Caveat: {query.caveat}", 100)]
    print("\n".join(lines))


@app.command(epilog="Example: sanctrack show mt-reef")
def show(
    identifier: Annotated[
        str,
        typer.Argument(
            metavar="ID|NAME|IMO",
            help="A strike, delivery, vessel, actor, call, measure, place or source: its id, or a "
            "name, former name or number that it alone bears.",
        ),
    ],
    form: Format = None,
    output: Output = None,
    internal: Internal = False,
) -> None:
    """Show everything about one record, with its sources; -o x.html, .docx, .odt or .pdf writes a
    dossier with footnotes.
    """
    as_document = (
        output is not None
        and form is None
        and output.suffix.lower() in (".html", ".docx", ".odt", ".pdf")
    )
    if not as_document:
        the_format(form, output)
    from sanctrack.warehouse.result import renamed_to

    with public(["record", "sources", "findable"], internal) as warehouse:
        result = warehouse.report("record", id=identifier)
        if not result.rows:
            warehouse.guard.refuse("what is asked for", identifier)
            named = one_named(warehouse, identifier)
            if named is None:
                raise not_there(warehouse, identifier)
            identifier = named.record_id
            result = warehouse.report("record", id=identifier)
        renamed = renamed_to(result)
        if renamed:
            print(f"sanctrack: {renamed.words}", file=sys.stderr)
            identifier = renamed.current
            result = warehouse.report("record", id=identifier)
        if not as_document:
            emit(release(result, warehouse, output), form, output, warehouse)
    if as_document and output is not None:
        from sanctrack.briefings import dossier
        from sanctrack.publication import INTERNAL_WORDS

        document = dossier(identifier, [output], state.home, state.workspace, internal)
        if internal:
            print(f"sanctrack: {INTERNAL_WORDS}", file=sys.stderr)
        print(f"sanctrack: wrote {output} ({len(document.cited())} sources)", file=sys.stderr)


@app.command(epilog="Example: sanctrack tables airstrikes")
def tables(
    name: Annotated[
        str | None, typer.Argument(help="A table, view or report.", autocompletion=complete_table)
    ] = None,
    form: Format = None,
    output: Output = None,
) -> None:
    """The data dictionary: all tables, or the columns of one."""
    from sanctrack.warehouse.data_dictionary import columns_of, tables_of

    home = the_home()
    emit(columns_of(home, name) if name else tables_of(home), form, output)


@app.command(
    epilog='Example: sanctrack sql "select admin1, count(*) as strikes from airstrikes group by '
    'admin1 order by strikes desc"'
)
def sql(
    query: Annotated[
        str, typer.Argument(help="One select, explain or describe; '-' reads it from stdin.")
    ],
    form: Format = None,
    output: Output = None,
    limit: Annotated[
        int, typer.Option(min=1, max=1_000_000_000, help="Most rows to give back.")
    ] = 100_000,
    timeout: Annotated[
        float, typer.Option(min=0.1, max=86_400, help="Seconds after which the query is stopped.")
    ] = 60,
) -> None:
    """Ask the tables and views in SQL; nothing else can be reached, nothing can be changed.

    It runs in a process of its own, which is ended at its limits: --timeout, 2 GB of memory, 256 MB
    of answer, 1 MB of text.
    """
    from sanctrack.bounded import (
        AnswerLimitError,
        CrashError,
        MemoryLimitError,
        TimeLimitError,
        run,
    )
    from sanctrack.formats import needs_citations

    cited = needs_citations(the_format(form, output))
    if timeout != timeout:  # not a number: it passes every comparison with a limit
        raise UsageError("--timeout is nan; it takes seconds, such as 60")
    text = from_stdin() if query == "-" else query
    the_workspace()
    try:
        result, citations = run(
            answer,
            *(state.home, state.workspace, text, timeout, limit + 1, cited),
            seconds=timeout + LAST_SECONDS,
            memory=MEMORY,
            largest=LARGEST,
            begins_itself=True,
        )
    except TimeLimitError as error:
        raise UsageError(
            f"the query ran longer than {timeout:g} seconds; narrow it or raise --timeout"
        ) from error
    except MemoryLimitError as error:
        raise SanctrackError(
            "the query needs more memory than the limit of 2GB: narrow it"
        ) from error
    except AnswerLimitError as error:
        size = f"{LARGEST // 10**6:,} MB"
        raise SanctrackError(
            f"the answer is larger than {size}: ask for fewer rows (--limit), fewer columns or "
            f"shorter texts"
        ) from error
    except CrashError as error:
        raise UsageError(
            f"the query ended the database, {error}; write it in smaller steps (`with …`)"
        ) from error
    if len(result) > limit:
        del result.rows[limit:]
        print(f"sanctrack: only the first {limit:,} rows; --limit gives more", file=sys.stderr)
    emit(result, form, output, Read(citations))


@dataclass(frozen=True)
class Read:
    """References in words that were read from a warehouse which is closed by now."""

    by_source: dict[str, str]

    def citations(self, source_ids: "Iterable[str]") -> dict[str, str]:
        return {
            name: self.by_source[name] for name in sorted(set(source_ids)) if name in self.by_source
        }


def answer(
    home: Path | None, workspace: Path | None, text: str, timeout: float, most: int, cited: bool
) -> tuple["Result", dict[str, str]]:
    """Open the warehouse and ask: in a process of its own, whose limits begin when the warehouse is
    open.
    """
    from sanctrack.bounded import begin
    from sanctrack.definitions.paths import find_home
    from sanctrack.warehouse.loading import mentioned
    from sanctrack.warehouse.statements import check_text
    from sanctrack.warehouse.warehouse import open_warehouse

    check_text(text)
    with open_warehouse(home, workspace, mentioned(find_home(home), text)) as warehouse:
        begin()
        result = warehouse.sql(text, timeout, most)
        return result, warehouse.citations(result.source_ids) if cited else {}


def from_stdin() -> str:
    """The query that stdin gives. Raises UsageError where it is closed, is no text
    or has no end.
    """
    if sys.stdin is None or sys.stdin.closed:
        raise UsageError(
            "stdin is closed, so `-` reads nothing; write the query in quotes, or pipe it in"
        )
    try:
        content = sys.stdin.buffer.read(MOST_FROM_STDIN + 1)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"stdin cannot be read: {getattr(error, 'strerror', None) or error}; pipe the query in"
        ) from error
    if len(content) > MOST_FROM_STDIN:
        raise UsageError(f"stdin gives more than {MOST_FROM_STDIN:,} bytes, which no query is")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"what came from stdin is not UTF-8 text: {in_words(error)}") from error
