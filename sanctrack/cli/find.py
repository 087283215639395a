"""Commands that begin with a name: find; and what `show` and parameters make of a name."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sanctrack.cli.app import Format, Internal, Output, app, emit, public, release, the_format
from sanctrack.definitions.quoting import quoted_text
from sanctrack.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from sanctrack.definitions.parameters import Parameter
    from sanctrack.definitions.queries import Query
    from sanctrack.matching.finding import Found
    from sanctrack.publication import PublicWarehouse

MOST_NAMED = 5
MOST_READ = 50
# the kinds of record that a table of ids holds; actors are vessels too
KINDS = {
    "actors": ("actor", "vessel"),
    "airstrikes": ("strike",),
    "fuel_shipments": ("delivery",),
    "sanction_calls": ("call",),
    "measures": ("measure",),
    "places": ("place",),
    "sources": ("source",),
}
OPENED = frozenset(kind for kinds in KINDS.values() for kind in kinds)


@app.command(epilog='Example: sanctrack find "baltic horizon"')
def find(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help="Words, a name, an id or a number.")
    ],
    form: Format = None,
    output: Output = None,
    most: Annotated[int, typer.Option(min=1, max=1_000, help="Most records to give.")] = 20,
    internal: Internal = False,
) -> None:
    """Find records by words, names, former names and numbers, in Latin or Burmese letters.

    Actors, vessels, places, strikes, deliveries, calls, measures, sources, and entries of the lists
    that were imported. Words in any order; a slip of the pen is forgiven.
    """
    from sanctrack.matching import finding
    from sanctrack.names.latin import latin
    from sanctrack.warehouse.result import Column, Result

    the_format(form, output)
    asked = " ".join(words)
    if not latin(asked):
        raise UsageError("find takes words or a number; no letter or digit was given")
    with public([finding.VIEW], internal) as opened:
        opened.guard.refuse("what is searched for", asked)
        hits = finding.find(opened, asked, most)
        columns = (
            Column("kind", "VARCHAR", "What it is."),
            Column("record_id", "VARCHAR", "Its id."),
            Column("label", "VARCHAR", "The record in a few words."),
            Column("matched_by", "VARCHAR", "Why it answers."),
            Column("likeness", "DOUBLE", "How near it is within its reason, from 0 to 1."),
            Column("open_with", "VARCHAR", "The command that opens it."),
        )
        rows: list[tuple[object, ...]] = [
            (hit.kind, hit.record_id, hit.label, hit.how, round(hit.likeness, 2), opens(hit))
            for hit in hits
        ]
        result = Result(
            columns,
            rows,
            title=f"Records that answer to “{asked}”",
            caveat="A like name is a namesake until a number or a source says more.",
            table=("kind", "record_id", "label", "matched_by"),
        )
        result.datasets = opened.datasets()
        if not rows:
            print(
                f"sanctrack: nothing answers to “{asked}”; that is no statement about any list: "
                f"`sanctrack lists` tells which copies were read",
                file=sys.stderr,
            )
        emit(release(result, opened, output), form, output, opened)


def opens(hit: "Found") -> str:
    """The command that opens a record; of a township or area the strikes there."""
    if hit.kind in OPENED:
        return f"sanctrack show {hit.record_id}"
    if hit.kind in {"township", "area"}:
        parameter = "township" if hit.kind == "township" else "admin1"
        return f'sanctrack report strikes -p {parameter}="{hit.record_id}"'
    of_list, _, reference = hit.record_id.partition(" ")
    condition = f"list = {quoted_text(of_list)} and entry_reference = {quoted_text(reference)}"
    return f'sanctrack sql "select * from list_entries where {condition}"'


def one_named(opened: "PublicWarehouse", text: str, kinds: tuple[str, ...] = ()) -> "Found | None":
    """The one record that bears a name, number or id; None where nothing does. What was found, and
    how, is said on stderr.

    `kinds` narrows what it may be. Raises UsageError where several bear it; the message lists them.
    """
    from sanctrack.matching import finding

    exact = [hit for hit in answering(opened, text, kinds) if hit.exact]
    exact = [hit for hit in exact if hit.grade == min(other.grade for other in exact)]
    if len(exact) > 1:
        listed = "; ".join(f"{hit.record_id}: {hit.label}" for hit in exact[:MOST_NAMED])
        more = f" and {len(exact) - MOST_NAMED} more" if len(exact) > MOST_NAMED else ""
        raise UsageError(f"'{text}' may be {listed}{more}; say which by its id")
    for hit in exact:
        how = "" if hit.grade == finding.ID else f", found by {hit.how}"
        print(f"sanctrack: {hit.label}: {hit.record_id}{how}", file=sys.stderr)
        return hit
    return None


def answering(opened: "PublicWarehouse", text: str, kinds: tuple[str, ...] = ()) -> "list[Found]":
    """The records that answer to a text, of some kinds; list entries, which have
    no page, left out.
    """
    from sanctrack.matching import finding

    return [hit for hit in finding.find(opened, text, MOST_READ) if hit.kind in (kinds or OPENED)]


def not_there(opened: "PublicWarehouse", text: str) -> UsageError:
    """The error for an id, name or number that nothing bears, with the nearest."""
    from sanctrack.matching import finding

    ids = sorted({row[1] for row in opened.rows_of(finding.VIEW).rows if row[0] in OPENED})
    hint = did_you_mean(text, ids) or did_you_mean(text.lower().replace(" ", "-"), ids)
    if not hint:
        near = [f"{hit.record_id}: {hit.label}" for hit in answering(opened, text)[:3]]
        hint = f"; nearest: {'; '.join(near)};" if near else ";"
    return UsageError(
        f"nothing has the id, name or number '{text}'{hint} `sanctrack find` searches by words"
    )


def with_ids(query: "Query", values: dict[str, Any], internal: bool) -> dict[str, Any]:
    """The values of a report's parameters with names and numbers turned into ids.

    Values that are ids or name nothing, and parameters that take no id, stay as they are. Raises
    UsageError as `one_named` does.
    """
    from sanctrack.matching import finding

    named = {name: takes_id(query.parameter(name)) for name in values}
    if not any(named.values()):
        return values
    ids = dict(values)
    with public([finding.VIEW], internal) as opened:
        known = {(row[0], row[1]) for row in opened.rows_of(finding.VIEW).rows}
        for name, kinds in named.items():
            parameter = query.parameter(name)
            parts = parameter.parts(values[name]) if kinds and values[name] else []
            if len(parts) > 1 and any(
                hit.exact for hit in finding.find(opened, str(values[name]), 1)
            ):
                parts = [str(values[name])]  # a name with a comma in it, such as "Co., Ltd"
            for part in parts:
                if any((kind, part) in known for kind in kinds):
                    continue
                opened.guard.refuse(f"parameter {name}", part)
                hit = one_named(opened, part, kinds)
                if hit is not None:
                    whole = str(ids[name])
                    ids[name] = (
                        hit.record_id if len(parts) == 1 else whole.replace(part, hit.record_id)
                    )
    return ids


def takes_id(parameter: "Parameter") -> tuple[str, ...]:
    """The kinds of record whose id a parameter takes; empty where it takes none."""
    if parameter.id_of:
        kinds = KINDS.get(parameter.id_of, ())
        return ("vessel",) if parameter.only.get("actor_type") == "vessel" else kinds
    table, _, column = (parameter.value_of or "").partition(".")
    return KINDS.get(table, ()) if column.endswith("_id") else ()


__all__ = ["find", "not_there", "one_named", "with_ids"]
