"""Verifying a document: which of its sentences, cells and footnotes would differ on today's facts,
and what was changed by hand.
"""

from pathlib import Path
from typing import Any

from sanctrack.briefings.build import opened
from sanctrack.briefings.compile.citations import numbered
from sanctrack.briefings.compile.compose import compile_briefing
from sanctrack.briefings.compile.document import Document
from sanctrack.briefings.output.stamp import packed_units
from sanctrack.briefings.source.source import read_briefing
from sanctrack.briefings.verify.change_causes import Changes, briefing_note, changes_since
from sanctrack.briefings.verify.edited_pictures import redrawn
from sanctrack.briefings.verify.edited_text import hand_edits
from sanctrack.briefings.verify.stamp_reader import read_stamp
from sanctrack.briefings.verify.unit import StampedUnit
from sanctrack.definitions.paths import Home, find_home, find_workspace
from sanctrack.errors import DataError, SanctrackError, UsageError
from sanctrack.warehouse.result import Result, described_columns

COLUMNS = {
    "verdict": "same, differs, or noted: the words stand, and something else is worth knowing.",
    "because": "'facts': a record behind it changed. 'query': the text of its report, or of a view "
    "or macro behind that, changed. 'program': this version words it differently. 'lists': "
    "other copies of lists are read. 'stamp': nothing changed, so the stamp was not made from "
    "these facts. 'briefing': the briefing itself reads differently today. 'hand': the file "
    "was changed later.",
    "what": "sentence, cell, footnote, caption, heading, caveat, picture or source.",
    "place": "Where it stands: line of the briefing, row and column of the table, number of the "
    "footnote.",
    "was": "The words as they were built.",
    "now": "The words on today's facts (or as they stand in the file); blank where they are gone.",
    "records": "What changed since and stands behind it: records, texts of queries, version of the "
    "program.",
}


def verify_file(
    path: Path,
    home: str | Path | None = None,
    workspace: str | Path | None = None,
    internal: bool = False,
) -> Result:
    """Run every query of a document again and compare every sentence, cell and footnote with
    today's facts and with the file.

    Columns are those of COLUMNS: a row for each thing that differs (first what today's facts,
    queries and program give, then words changed by hand), one where the briefing has another text
    today, and one for each thing that does not differ. An INTERNAL document is compared with the
    facts as they stand, and only if `internal` says so: what differs may be told to others.
    Raises DataError when the file has no stamp that can be read, UsageError for an internal
    document without `internal`.
    """
    path = Path(path)
    stamp = read_stamp(path)
    if stamp.get("internal") and not internal:
        raise UsageError(
            f"{path} is INTERNAL, and what differs in it may not be published; `sanctrack verify "
            f"--internal` compares it"
        )
    then = [
        StampedUnit(key, kind, place, description, tuple(stamp["ids"][ids]), tuple(reports))
        for key, kind, place, description, ids, reports in stamp["units"]
    ]
    found_home, found_workspace = find_home(home), find_workspace(workspace)
    differing, document = changed_words(stamp, then, found_home, found_workspace, path)
    by_hand = hand_edits(path, then, stamp)
    if document:
        by_hand += redrawn(path, stamp, document, bool(differing + by_hand))
    rows = [("differs", *row) for row in differing + by_hand]
    touched = {(row[2], row[3]) for row in rows}
    note = briefing_note(stamp, found_home, found_workspace)
    if note:
        rows.append(
            (
                "noted",
                "briefing",
                "document",
                "whole document",
                "built from the text in its stamp",
                note,
                "",
            )
        )
    numbers = {source: number for number, source in enumerate(stamp["order"], 1)}
    for unit in then:
        if (unit.kind, unit.place) not in touched:
            text = numbered(unit.text, numbers)
            rows.append(("same", "", unit.kind, unit.place, text, text, ""))
    columns = described_columns(COLUMNS)
    return Result(
        columns,
        list(rows),
        title=f"What differs in {path.name}",
        question="Which words of this document would differ if it were built today, and which were "
        "changed by hand?",
        table=("because", "what", "place", "was", "now", "records"),
    )


def changed_words(
    stamp: dict[str, Any], then: list[StampedUnit], home: Home, workspace: Path, path: Path
) -> tuple[list[tuple[Any, ...]], Document | None]:
    """What today's facts, queries and program would word differently, and the document of today if
    it can be built.

    Raises DataError when the stamp holds no briefing.
    """
    try:
        briefing = read_briefing(stamp["text"], stamp["name"], f"{stamp['name']} (as stamped)")
    except SanctrackError as error:
        raise DataError(f"{path}: the briefing in the stamp cannot be read ({error})") from error
    with opened(briefing, home, workspace, bool(stamp.get("internal"))) as warehouse:
        changes = changes_since(stamp, briefing.reports(), warehouse, path)
        arguments = {key: value for key, value in stamp["params"].items() if value is not None}
        try:
            document = compile_briefing(briefing, warehouse, arguments, draft=True)
        except SanctrackError as error:
            because, account = changes.cause((), (), whole=True)
            return [
                (
                    because,
                    "document",
                    "whole document",
                    "",
                    f"can no longer be built: {error}",
                    account,
                )
            ], None
    return differences(stamp, then, document, changes), document


def differences(
    stamp: dict[str, Any], then: list[StampedUnit], document: Document, changes: Changes
) -> list[tuple[Any, ...]]:
    """Units that differ, are gone or are new, each with its cause."""
    packed = packed_units(document)
    now = {
        unit[0]: StampedUnit(
            unit[0], unit[1], unit[2], unit[3], tuple(packed["ids"][unit[4]]), tuple(unit[5])
        )
        for unit in packed["units"]
    }
    old_numbers = {source: number for number, source in enumerate(stamp["order"], 1)}
    new_numbers = document.numbers()
    rows = []
    for unit in then:
        new = now.pop(unit.key, None)
        if new is None or new.text != unit.text:
            text = numbered(new.text, new_numbers) if new else ""
            ids, reports = (
                {*unit.ids, *(new.ids if new else ())},
                {*unit.reports, *(new.reports if new else ())},
            )
            # words without a value of their own come and go with a condition, which may rest on
            # anything
            because, account = changes.cause(ids, reports, whole=new is None and not reports)
            rows.append(
                (because, unit.kind, unit.place, numbered(unit.text, old_numbers), text, account)
            )
    for new in now.values():
        because, account = changes.cause(new.ids, new.reports, whole=not new.reports)
        rows.append((because, new.kind, new.place, "", numbered(new.text, new_numbers), account))
    return rows + annex_differences(stamp, document, changes)


def annex_differences(
    stamp: dict[str, Any], document: Document, changes: Changes
) -> list[tuple[Any, ...]]:
    """Entries of the list of sources whose words differ."""
    library = document.library
    assert library
    rows = []
    for source, text in stamp["annex"].items():
        current = library.current(source)
        new = library.annex(current) if current in library.sources else ""
        if new != text:
            number = stamp["order"].index(source) + 1
            because, account = changes.cause({source}, ())
            rows.append(
                (because, "source", f"list of sources, number {number}", text, new, account)
            )
    return rows
