"""Commands for official lists: import, lists, refresh, changes."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanctrack.cli import intake
from sanctrack.cli.app import (
    Format,
    Internal,
    Output,
    app,
    emit,
    public,
    release,
    the_home,
    the_workspace,
)
from sanctrack.errors import DataError, SanctrackError, SourceError, UsageError
from sanctrack.foreign import reading
from sanctrack.registries import PUBLISHERS

if TYPE_CHECKING:
    from sanctrack.lists import Changes, Version
    from sanctrack.warehouse.result import Result

Accept = Annotated[
    bool,
    typer.Option(
        "--accept",
        help="Take a list that shrank by more than a fifth, lacks columns or is full of errors; "
        "look at it first.",
    ),
]

CHANGE_COLUMNS = {
    "list": "Code of the list.",
    "change": "added, removed, amended, renamed (another name, the same reference), renumbered "
    "(another reference of the same party) or cannot_tell (another name under a reference, of the "
    "same party or of another one).",
    "entry_reference": "The publisher's number of the entry; blank for a change that many parties "
    "have alike.",
    "name": "Primary name of the entry; blank for a change that many parties have alike.",
    "field": "What was amended; blank for an added or removed entry.",
    "before": "What stood there before.",
    "after": "What stands there now.",
    "programme": "Programmes of the entry, before and now, joined by '; '.",
    "about_myanmar": "'yes' where one of them is the list's Myanmar programme, else 'no'.",
    "before_on": "Day of the older version; blank when it has none.",
    "after_on": "Day of the newer version; blank when it has none.",
    "cause": "publisher (the list changed) or importer (our reading of the same bytes did).",
    "touches": "What the entry touches in our facts, by numbers alone, joined by '; '.",
    "sentence": "The change in words.",
}
CHANGED, CHANGED_AND_TOUCHING = 10, 11


def a_day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return (
            date.fromisoformat(text)
            if len(text) == 10
            else datetime.strptime(text, "%Y-%m-%d").date()
        )
    except ValueError:
        raise UsageError(f"{option} is '{text}'; it takes a day such as 2026-10-08") from None


def complete_source(incomplete: str) -> list[str]:
    from sanctrack.lists import list_codes

    return [
        name
        for name in dict.fromkeys([*intake.WORDS, *PUBLISHERS, *list_codes()])
        if name.startswith(incomplete)
    ]


def need_lists() -> None:
    """Raise SanctrackError when the optional part is not installed."""
    try:
        import filelock
        import lxml.etree  # noqa: F401
    except ImportError as error:
        raise SanctrackError(
            "official lists need an optional part: pip install 'sanctrack[lists]'"
        ) from error
    _ = filelock


def the_lists() -> Path:
    """The workspace; copies of lists in it that count as none are told on stderr, since an answer
    without them looks whole.
    """
    from sanctrack.lists import damaged

    workspace = the_workspace()
    for folder in damaged(workspace):
        print(
            f"sanctrack: warning: {folder}: its version.json cannot be read, so this copy counts "
            f"as none; import its file again",
            file=sys.stderr,
        )
    return workspace


@app.command(
    "import", epilog="Example: sanctrack import us_ofac sdn.csv add.csv alt.csv sdn_comments.csv"
)
def import_(
    source: Annotated[
        str,
        typer.Argument(
            help="An importer (us_ofac) or a list (us_ofac_cons); or table, imports or undo, for "
            "tables of your own.",
            autocompletion=complete_source,
        ),
    ],
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE...",
            help="The downloaded file, or the files that belong together; the table of your own; "
            "the id of an import to undo.",
        ),
    ] = None,
    published_on: Annotated[
        str | None,
        typer.Option(
            help="Day of the list, for a file that names none; else the publisher's day counts."
        ),
    ] = None,
    accept: Accept = False,
    show_issues: Annotated[
        bool, typer.Option("--issues", help="Print what was odd in the file, a row each.")
    ] = False,
    kind: Annotated[
        str | None,
        typer.Option("--as", help=f"table: what its rows are: {', '.join(intake.KINDS)}."),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(help="table: the mapping by which it is imported; else one is proposed."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="table: say what would be imported; write nothing.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="undo: take back what replaced the import as well.")
    ] = False,
    form: Format = None,
    output: Output = None,
) -> None:
    """Import a copy of an official list that you have, or a table of your own (table FILE; imports
    lists them, undo ID takes one back); nothing uses the network.
    """
    if source in intake.WORDS:
        chosen = intake.Chosen(kind, mapping, dry_run, force, form, output)
        intake.run(source, [str(file) for file in files or ()], chosen)
        return
    if not files:
        raise UsageError(f"import {source}: name the downloaded file")
    need_lists()
    from sanctrack.lists import import_files, issues

    day = a_day(published_on, "--published-on")
    outcome = import_files(the_lists(), source, files, day, accept, home=the_home())
    print(f"sanctrack: {outcome.sentence}", file=sys.stderr)
    if outcome.caution:
        print(f"sanctrack: {outcome.caution}", file=sys.stderr)
    if show_issues:
        emit(
            records(
                issues(outcome.version),
                f"Issues of the version {outcome.version.words}",
                "list_issues",
            ),
            form,
            output,
        )
    elif any(outcome.issue_counts.values()):
        print("sanctrack: --issues lists them", file=sys.stderr)


@app.command(epilog="Example: sanctrack lists --format csv")
def lists(form: Format = None, output: Output = None) -> None:
    """The imported versions of official lists: day, entries, publisher, terms."""
    need_lists()
    from sanctrack.lists import versions

    workspace = the_lists()
    imported: list[Version] = versions(workspace)
    if not imported:
        print(
            f"sanctrack: no list was imported into {workspace} (sanctrack import, sanctrack "
            f"refresh)",
            file=sys.stderr,
        )
    emit(
        records([version.info for version in imported], "Imported lists", "list_versions"),
        form,
        output,
    )


def records(rows: list[dict[str, object]], title: str, table: str) -> "Result":
    """Rows of an importer's table as a result, described by its contract."""
    from sanctrack.definitions.contracts import load_contract
    from sanctrack.warehouse.result import Column, Result

    contract = load_contract(the_home(), table)
    kinds = {"integer": "BIGINT", "date": "DATE"}
    columns = tuple(
        Column(field.name, kinds.get(field.type, "VARCHAR"), field.words)
        for field in contract.fields
    )
    usual_columns = {
        "list_versions": (
            "list",
            "list_version_on",
            "list_version_basis",
            "entry_count",
            "layout",
            "fetched_at",
            "imported_at",
            "licence",
        ),
        "list_issues": ("severity", "record_reference", "field", "value", "message", "occurrences"),
    }[table]
    table_columns = tuple(name for name in usual_columns if name in contract.columns)
    values = [tuple(row.get(name) for name in contract.columns) for row in rows]
    return Result(columns, values, name=table, title=title, table=table_columns)


@app.command(epilog="Example: sanctrack refresh us_ofac_sdn uk_uksl")
def refresh(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[LIST]...", help="Lists to fetch; all that have an address by default."
        ),
    ] = None,
    accept: Accept = False,
) -> None:
    """Fetch official lists from their publishers and import what is new: the only command that uses
    the network.
    """
    need_lists()
    from sanctrack.lists.fetch import refresh as fetch

    def tell(code: str, message: str) -> None:
        if sys.stderr.isatty():
            print(f"sanctrack: {code}: {message}", file=sys.stderr)

    outcomes = fetch(the_lists(), names or None, accept=accept, home=the_home(), progress=tell)
    for item in outcomes:
        print(item.sentence)
    failed = [item.list for item in outcomes if item.status == "failed"]
    if failed:
        raise SourceError(
            f"{len(failed)} of {len(outcomes)} lists could not be refreshed: {', '.join(failed)}; "
            f"the earlier versions stay current"
        )


@app.command(epilog="Example: sanctrack changes us_ofac_sdn --since 2023-01-01 --format csv")
def changes(
    code: Annotated[
        str | None, typer.Argument(metavar="[LIST]", help="One list; all imported ones by default.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            help="Compare with the version that stood on this day, not with the one before."
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--every", help="Each version with the next one, not two alone.")
    ] = False,
    myanmar: Annotated[
        bool, typer.Option("--myanmar", help="Parties of a Myanmar programme alone.")
    ] = False,
    programme: Annotated[
        str | None, typer.Option(help="Parties of a programme that has these words in its name.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Changes of a kind, such as removed; may be given again."),
    ] = None,
    touching: Annotated[
        bool, typer.Option("--touching", help="Changes alone that touch our facts.")
    ] = False,
    actor: Annotated[
        str | None, typer.Option(help="Changes alone that touch this actor of ours.")
    ] = None,
    exit_code: Annotated[
        bool,
        typer.Option(
            "--exit-code",
            help="Leave with 10 when the publisher changed something that was asked for, 11 when "
            "some of it touches our facts.",
        ),
    ] = False,
    form: Format = None,
    output: Output = None,
    internal: Internal = False,
) -> None:
    """What changed between two versions of a list, why, and which of our facts it touches."""
    need_lists()
    from sanctrack.lists import FactIndex, Wanted
    from sanctrack.lists import changes as compare
    from sanctrack.lists.differences import COLUMNS
    from sanctrack.lists.touches import VIEWS
    from sanctrack.warehouse.result import Result, described_columns

    day, workspace = a_day(since, "--since"), the_lists()
    wanted = Wanted(myanmar, programme, tuple(kind or ()), touching, actor)
    wanted.check()
    with public(list(VIEWS), internal) as warehouse:
        facts = FactIndex.of(warehouse)
    with reading(
        workspace,
        "a workspace with imported lists",
        DataError,
        "`sanctrack import` reads a list again",
    ):
        everything = compare(workspace, code, day, every=every, facts=facts)
    differences = wanted.of(everything)
    for note in differences.notes:
        print(f"sanctrack: {note}", file=sys.stderr)
    ordered = sorted(differences, key=lambda change: not change.touches)
    touched = {(change.list, change.entry_reference) for change in differences if change.touches}
    if len(everything):
        print(
            f"sanctrack: {len(differences):,} changes{of_all(differences, everything)}; "
            f"{len(touched):,} entries touch our facts and stand first",
            file=sys.stderr,
        )
    for name, counts in differences.counts().items():
        told = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in counts.items())
        print(f"sanctrack: {name}: {told}", file=sys.stderr)
    columns = described_columns(
        {name: CHANGE_COLUMNS[name] for name in COLUMNS},
        {"before_on": "DATE", "after_on": "DATE"},
    )
    caveat = (
        "A party is found again by the publisher's number, else by its name with an equal birth, "
        "number or programme. What cannot be told so is said to be so, and shows as removed and "
        "added."
    )
    result = Result(
        columns,
        [change.row() for change in ordered],
        name="changes",
        title="Changes of official lists",
        caveat=caveat,
        table=("sentence", "touches"),
    )
    emit(release(result, warehouse, output), form, output)
    by_publisher = [change for change in differences if change.cause == "publisher"]
    if exit_code and by_publisher:
        is_touching = any(change.touches for change in by_publisher)
        raise typer.Exit(CHANGED_AND_TOUCHING if is_touching else CHANGED)


def of_all(chosen: "Changes", everything: "Changes") -> str:
    return "" if len(chosen) == len(everything) else f" of {len(everything):,}"
