"""The command that compares names with lists and actors, and keeps a receipt."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sanctrack.cli.app import (
    Format,
    Internal,
    Output,
    app,
    emit,
    public,
    release,
    the_format,
    the_workspace,
)
from sanctrack.errors import DataError, UsageError

if TYPE_CHECKING:
    from sanctrack.matching.judging import Thresholds
    from sanctrack.matching.parties import Party
    from sanctrack.matching.screening import Answer, Hit


@app.command(epilog="Example: sanctrack screen counterparties.csv -o hits.xlsx --receipt run.json")
def screen(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE|- | review FILE | keep NAME FILE | forget NAME [ROW]",
            help="CSV, xlsx, Parquet, JSON or JSON Lines with a name or IMO number a row; - reads "
            "CSV from stdin. review decides about the candidates of a file; keep keeps its rows in "
            "the workspace; forget erases them, or the row of that id (a file of such a name is "
            "given as ./review).",
        ),
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A name to screen; repeat.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="What --name is: person, entity or vessel.")
    ] = None,
    kept: Annotated[
        str | None, typer.Option("--kept", help="Screen the set that is kept under this name.")
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option("--against", help="A list, or actors for our own; repeat. Default: all."),
    ] = None,
    match: Annotated[float | None, typer.Option(min=0, max=1, help="Score of a match.")] = None,
    review: Annotated[
        float | None, typer.Option(min=0, max=1, help="Score from which somebody has to look.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=50, help="Most candidates for a row.")] = 5,
    receipt: Annotated[
        Path | None, typer.Option("--receipt", help="Write the receipt of the run to this file.")
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            help="Who screens, for the receipt; with review, who decides.",
            envvar="SANCTRACK_REVIEWER",
        ),
    ] = "",
    verdicts: Annotated[
        Path | None,
        typer.Option(
            "--verdicts",
            help="With review: an answer of `screen` as CSV, with a column verdict (confirmed or "
            "rejected) and a column reason filled in.",
        ),
    ] = None,
    two_persons: Annotated[
        bool, typer.Option("--two-persons", help="A verdict stands when two persons agree.")
    ] = False,
    form: Format = None,
    output: Output = None,
    internal: Internal = False,
) -> None:
    """Screen names, companies and ships against imported lists and the actors of the facts.

    Each row gives its best candidates with a score from 0 to 1, a decision (match, review, none)
    and why; a row that could not be searched says so.
    """
    from sanctrack.matching.runs import VIEWS, result_of, screened

    the_format(form, output)
    thresholds = chosen_thresholds(match, review)
    if words and words[0] in {"keep", "forget"}:
        keep_or_forget(words)
        return
    file, reviewed = file_of(words or [])
    if kept is not None:
        if file or name:
            raise UsageError("--kept names what is screened; give no file and no --name beside it")
        screen_kept(kept, against, thresholds, most, two_persons, receipt, form, output, internal)
        return
    queries, query = wanted(file, name or [], kind)
    with public(VIEWS, internal) as opened:
        run = screened(opened, queries, against, thresholds, most)
        if reviewed:
            decide(run.answers, queries, by, verdicts)
        result = result_of(run, opened, two_persons)
        emit(release(result, opened, output), form, output, opened)
    written = run.receipt(query) | {"made_by": by or None}
    say(written, run.copies)
    write_receipt(written, receipt)


def keep_or_forget(words: list[str]) -> None:
    """`keep NAME FILE` and `forget NAME [ROW]`. Raises UsageError where the words are others."""
    from datetime import date

    from sanctrack.matching.kept import forget, keep

    match words:
        case ["keep", name, file]:
            parties, _ = wanted(Path(file), [], None)
            before = keep(the_workspace(), name, parties)
            instead = f", in place of {before:,}" if before else ""
            print(f"sanctrack: {len(parties):,} rows kept as '{name}'{instead}", file=sys.stderr)
        case ["forget", name, *rest] if len(rest) < 2:
            count = forget(the_workspace(), name, rest[0] if rest else None, date.today())
            print(
                f"sanctrack: {count:,} rows of '{name}' erased, with index, hits and decisions",
                file=sys.stderr,
            )
        case ["keep", *_]:
            raise UsageError("write it as sanctrack screen keep NAME FILE")
        case _:
            raise UsageError("write it as sanctrack screen forget NAME [ROW]")


def screen_kept(
    name: str,
    against: list[str] | None,
    thresholds: "Thresholds",
    most: int,
    two_persons: bool,
    receipt: Path | None,
    form: str | None,
    output: Path | None,
    internal: bool,
) -> None:
    """Screen a kept set; say on stderr what is new, gone or changed since the last run."""
    from collections import Counter

    from sanctrack.matching.runs import VIEWS, result_of, screened_set

    with public(VIEWS, internal) as opened:
        run, changes = screened_set(opened, name, against, thresholds, most)
        emit(release(result_of(run, opened, two_persons), opened, output), form, output, opened)
    written = run.receipt({"what": "kept", "sha256": "", "columns": {}, "set": name})
    say(written, run.copies)
    if changes is None:
        print("sanctrack: a first run of these rows: nothing to compare it with", file=sys.stderr)
    else:
        counts = Counter(change.what for change in changes)
        since = ", ".join(f"{counts[what]:,} {what}" for what in ("new", "gone", "changed"))
        print(f"sanctrack: hits since the last run: {since}", file=sys.stderr)
    write_receipt(written, receipt)


def write_receipt(written: dict[str, Any], path: Path | None) -> None:
    """Write a receipt where a file for it is named."""
    if path is None:
        return
    from sanctrack.files import replacing

    with replacing(path, make_parents=False) as temporary:
        temporary.write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(f"sanctrack: wrote {path}", file=sys.stderr)


def file_of(words: list[str]) -> tuple[Path | None, bool]:
    """The file that the words name, and whether its candidates are to be decided about."""
    reviewed = words[:1] == ["review"]
    rest = words[1:] if reviewed else words
    if len(rest) > 1 or (reviewed and not rest):
        raise UsageError("screen takes one file: sanctrack screen FILE, or screen review FILE")
    return (Path(rest[0]) if rest else None), reviewed


def decide(answers: list["Answer"], queries: list["Party"], by: str, verdicts: Path | None) -> None:
    """Keep decisions about candidates: from a file of verdicts, else asked for at the terminal."""
    from datetime import date

    from sanctrack.matching.decisions import (
        Decision,
        Decisions,
        add_decisions,
        decided,
        read_decisions,
    )

    workspace = the_workspace()
    today = date.today()
    decisions: list[Decision] = []
    if verdicts is not None:
        filled = read_verdicts(verdicts)
        hits = {
            (str(answer.row + 1), *hit.party.key): (queries[answer.row], hit.party)
            for answer in answers
            for hit in answer.hits
        }
        for line, place, verdict, reason in filled:
            if place not in hits:
                raise DataError(
                    f"{verdicts}: line {line}: {place[2]} is no candidate of row {place[0]}; "
                    f"screen the same file as then"
                )
            decisions.append(decided(*hits[place], verdict, by, reason, today))
    elif sys.stdin is not None and sys.stdin.isatty():
        held = Decisions(read_decisions(workspace))
        for answer in answers:
            for hit in answer.hits:
                query = queries[answer.row]
                if held.standing(query, hit.party).verdict:
                    continue
                verdict, reason = asked_at_terminal(query, hit)
                if verdict == "quit":
                    break
                if verdict:
                    decisions.append(decided(query, hit.party, verdict, by, reason, today))
            else:
                continue
            break
    else:
        raise UsageError("stdin is no terminal; give the verdicts in a file: --verdicts FILE")
    changed = add_decisions(workspace, decisions)
    print(f"sanctrack: {changed} decisions kept in {workspace}", file=sys.stderr)


def read_verdicts(path: Path) -> list[tuple[int, tuple[str, str, str], str, str]]:
    """Line, candidate, verdict and reason of every row of a file in which a verdict stands."""
    from sanctrack.facts.sheet_reader import read_sheet

    sheet = read_sheet(path)
    missing = [
        name
        for name in ("row", "list", "party_id", "verdict", "reason")
        if name not in sheet.header
    ]
    if missing:
        raise DataError(
            f"{path}: no column {', '.join(missing)}; take the answer of `sanctrack screen` as CSV "
            f"and fill in verdict and reason"
        )
    rows = sheet.cells.to_pylist()
    lines = sheet.lines(range(len(rows)))
    return [
        (line, (row["row"], row["list"], row["party_id"]), row["verdict"], row["reason"] or "")
        for line, row in zip(lines, rows, strict=True)
        if row["verdict"]
    ]


def asked_at_terminal(query: "Party", hit: "Hit") -> tuple[str, str]:
    """What somebody at the terminal decides: verdict and reason; quit, or blank to
    leave it open.
    """
    from sanctrack.matching.runs import why

    judgement = hit.judgement
    print(f"\n{query.names[0] if query.names else query.party_id}", file=sys.stderr)
    print(
        f"  {judgement.score:.2f} {hit.party.of_list} {hit.party.party_id}: "
        f"{judgement.candidate_name}\n  {why(judgement)}",
        file=sys.stderr,
    )
    for line in (*judgement.agreed, *(f"but {words}" for words in judgement.conflicted)):
        print(f"  {line}", file=sys.stderr)
    keys = {"c": "confirmed", "r": "rejected", "s": "", "q": "quit"}
    while True:
        key = typer.prompt("confirm, reject, skip, quit (c/r/s/q)", err=True).strip().lower()[:1]
        if key in keys:
            break
    if keys[key] not in {"confirmed", "rejected"}:
        return keys[key], ""
    return keys[key], typer.prompt("why", err=True)


def verify_receipt(path: Path, file: Path | None, internal: bool) -> None:
    """Run a screening again and compare it with its receipt. Raises DataError where it differs."""
    from sanctrack.matching.judging import Thresholds
    from sanctrack.matching.parties import OURS
    from sanctrack.matching.receipts import differences, read_receipt
    from sanctrack.matching.runs import VIEWS, screened

    old = read_receipt(path)
    if file is None:
        raise UsageError(
            f"{path}: a receipt is verified with --input FILE, the file that was screened"
        )
    thresholds = Thresholds(old["thresholds"]["match"], old["thresholds"]["review"])
    most = old["thresholds"]["candidates"]
    queries, query = wanted(file, [], None)
    with public(VIEWS, internal) as opened:
        present = [row[0] for row in opened.rows_of("current_list_versions").rows] + [OURS]
        lists = [copy["list"] for copy in old["searched"] if copy["list"] in present]
        new = screened(opened, queries, lists, thresholds, most).receipt(query)
    lines = differences(old, new)
    for line in lines:
        print(line)
    if lines:
        raise DataError(f"{path}: not the same screening: {len(lines)} differences")
    print(f"sanctrack: {path}: the same answer, {new['input']['rows']:,} rows", file=sys.stderr)


def chosen_thresholds(match: float | None, review: float | None) -> "Thresholds":
    """The thresholds of the run. Raises UsageError where a match would score below a review."""
    from sanctrack.matching.judging import MATCH, REVIEW, Thresholds

    chosen = Thresholds(MATCH if match is None else match, REVIEW if review is None else review)
    if chosen.match < chosen.review:
        raise UsageError(
            f"--match ({chosen.match:g}) lies below --review ({chosen.review:g}): what matches is "
            f"also looked at; give --review as well"
        )
    return chosen


def wanted(
    file: Path | None, names: list[str], kind: str | None
) -> tuple[list["Party"], dict[str, Any]]:
    """The rows to screen and what the receipt says of them. Raises UsageError, DataError."""
    import hashlib

    from sanctrack.matching.parties import Party
    from sanctrack.matching.query_rows import read_queries

    if (file is None) == (not names):
        raise UsageError("screen takes a file or --name, one of the two")
    if kind not in {None, "person", "entity", "vessel"}:
        raise UsageError(f"--kind is '{kind}'; it takes person, entity or vessel")
    if file is None:
        digest = hashlib.sha256("\n".join(names).encode()).hexdigest()
        parties = [Party(str(at), "", kind or "", [text]) for at, text in enumerate(names, start=1)]
        return parties, {"what": "names", "sha256": digest, "columns": {}}
    with query_path(file) as path:
        queries = read_queries(path)
    for remark in queries.remarks:
        print(f"sanctrack: {remark}", file=sys.stderr)
    taken = ", ".join(f"{column} as {meant}" for column, meant in queries.columns.items())
    print(f"sanctrack: read {taken}", file=sys.stderr)
    if queries.unread:
        print(f"sanctrack: not compared: {', '.join(queries.unread)}", file=sys.stderr)
    return queries.parties, {"what": "file", "sha256": queries.sha256, "columns": queries.columns}


@contextmanager
def query_path(file: Path) -> Iterator[Path]:
    """The file to screen; what stdin gives stands in one of its own, for as long as it is read."""
    if str(file) != "-":
        yield file
        return
    from sanctrack.files import work_folder

    with work_folder() as folder:
        path = folder / "stdin.csv"
        path.write_bytes(sys.stdin.buffer.read())
        yield path


def say(receipt: dict[str, Any], copies: list[dict[str, Any]]) -> None:
    """What was searched and what came out, on stderr."""
    from sanctrack.matching.parties import OURS

    counts = ", ".join(
        f"{number:,} {name}" for name, number in receipt["decisions"].items() if number
    )
    read = ", ".join(
        f"{copy['list']} of {copy['list_version_on'] or 'a day not known'}" for copy in copies
    )
    print(f"sanctrack: {receipt['input']['rows']:,} rows: {counts}; read {read}", file=sys.stderr)
    if [copy["list"] for copy in copies] == [OURS]:
        print(
            "sanctrack: no official list was searched, only the actors of the facts: `none` says "
            "nothing about a list; `sanctrack import` and `sanctrack refresh` bring lists",
            file=sys.stderr,
        )


__all__ = ["screen"]
