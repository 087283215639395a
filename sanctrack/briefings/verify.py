"""Verifying a document: which of its sentences, cells and footnotes would differ on today's facts, and what was changed by hand."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanctrack.briefings.build import opened
from sanctrack.briefings.citations import numbered
from sanctrack.briefings.compose import compile_briefing
from sanctrack.briefings.document import Document
from sanctrack.briefings.hand import hand_edits
from sanctrack.briefings.source import read_briefing
from sanctrack.briefings.stamp import packed_units, read_stamp, record_digests, short, tables_behind, unpack_records
from sanctrack.errors import SanctrackError
from sanctrack.home import find_home, find_workspace
from sanctrack.result import Column, Result

COLUMNS = {
    "verdict": "same or differs.",
    "because": "'facts' where today's facts give something else, 'hand' where the file was changed after it was built.",
    "what": "sentence, cell, footnote, caption, heading, caveat, picture or source.",
    "place": "Where it stands: line of the briefing, row and column of the table, number of the footnote.",
    "was": "The words as they were built.",
    "now": "The words on today's facts (or as they stand in the file); blank where they are gone.",
    "records": "Records that changed since and that this rests on, with what happened to them.",
}


@dataclass(frozen=True)
class Then:
    """A unit as the stamp remembers it."""

    key: str
    kind: str
    place: str
    text: str
    ids: tuple[str, ...]
    reports: tuple[str, ...]


def verify_file(path: Path, home: str | Path | None = None, workspace: str | Path | None = None) -> Result:
    """Run every query of a document again and compare every sentence, cell and footnote with today's facts and with the file.

    Columns are those of COLUMNS: a row for each thing that differs (first changed facts, then words changed by hand) and one for
    each that does not.
    Raises DataError when the file has no stamp that can be read.
    """
    path = Path(path)
    stamp = read_stamp(path)
    then = [
        Then(key, kind, place, text, tuple(stamp["ids"][ids]), tuple(reports)) for key, kind, place, text, ids, reports in stamp["units"]
    ]
    rows = [("differs", *row) for row in changed_facts(stamp, then, home, workspace) + hand_edits(path, then, stamp)]
    touched = {(row[2], row[3]) for row in rows}
    numbers = {source: number for number, source in enumerate(stamp["order"], 1)}
    for unit in then:
        if (unit.kind, unit.place) not in touched:
            words = numbered(unit.text, numbers)
            rows.append(("same", "", unit.kind, unit.place, words, words, ""))
    columns = tuple(Column(name, "VARCHAR", text) for name, text in COLUMNS.items())
    title = f"What differs in {path.name}"
    return Result(
        columns,
        list(rows),
        title=title,
        question="Which words of this document would differ if it were built today, and which were changed by hand?",
        table=("because", "what", "place", "was", "now", "records"),
    )


def changed_facts(stamp: dict[str, Any], then: list[Then], home: str | Path | None, workspace: str | Path | None) -> list[tuple[Any, ...]]:
    briefing = read_briefing(stamp["text"], stamp["name"], f"{stamp['name']} (as stamped)")
    with opened(briefing, find_home(home), find_workspace(workspace)) as warehouse:
        changes = record_changes(unpack_records(stamp["records"]), record_digests(warehouse, tables_behind(briefing, warehouse)), stamp)
        given = {key: value for key, value in stamp["params"].items() if value is not None}
        try:
            document = compile_briefing(briefing, warehouse, given, draft=True)
        except SanctrackError as error:
            return [("facts", "document", "whole document", "", f"can no longer be built: {error}", told(changes, None))]
    return differences(stamp, then, document, changes)


def differences(stamp: dict[str, Any], then: list[Then], document: Document, changes: dict[tuple[str, str], str]) -> list[tuple[Any, ...]]:
    """Units that differ, are gone or are new, with the records behind each."""
    packed = packed_units(document)
    now = {unit[0]: Then(unit[0], unit[1], unit[2], unit[3], tuple(packed["ids"][unit[4]]), tuple(unit[5])) for unit in packed["units"]}
    old_numbers = {source: number for number, source in enumerate(stamp["order"], 1)}
    new_numbers = document.numbers()
    rows = []
    for unit in then:
        new = now.pop(unit.key, None)
        if new is None or new.text != unit.text:
            ids = {*unit.ids, *(new.ids if new else ())}
            words = numbered(new.text, new_numbers) if new else ""
            rows.append(("facts", unit.kind, unit.place, numbered(unit.text, old_numbers), words, told(changes, ids)))
    for new in now.values():
        rows.append(("facts", new.kind, new.place, "", numbered(new.text, new_numbers), told(changes, set(new.ids))))
    return rows + annex_differences(stamp, document, changes)


def annex_differences(stamp: dict[str, Any], document: Document, changes: dict[tuple[str, str], str]) -> list[tuple[Any, ...]]:
    """Entries of the list of sources whose words differ."""
    library = document.library
    assert library
    rows = []
    for source, text in stamp["annex"].items():
        new = library.annex(source) if source in library.sources else ""
        if new != text:
            number = stamp["order"].index(source) + 1
            rows.append(("facts", "source", f"list of sources, number {number}", text, new, told(changes, {source})))
    return rows


def record_changes(
    then: dict[str, dict[bytes, bytes]], now: dict[str, dict[str, str]], stamp: dict[str, Any]
) -> dict[tuple[str, str], str]:
    """(table, key) → changed, added or removed. A record that is gone is named where the document names its id."""
    named = {short(record): record for ids in stamp["ids"] for record in ids}
    found = {}
    for table in sorted({*then} & {*now}):  # a table that one of the two did not read says nothing
        old = dict(then[table])
        for key, digest in now[table].items():
            was = old.pop(short(key), None)
            if was != short(digest):
                found[table, key] = "added" if was is None else "changed"
        for gone in old:
            found[table, named.get(gone, "a record that the document does not name")] = "removed"
    return found


def told(changes: dict[tuple[str, str], str], ids: set[str] | None) -> str:
    """The changed records that a unit rests on; where none shares an id with it, all of them."""
    own = {record: word for record, word in changes.items() if ids is None or ids & set(record[1].split("|"))}
    shown = own or changes
    words = [f"{table} {key} ({word})" for (table, key), word in list(shown.items())[:12]]
    return "; ".join(words) + (f"; and {len(shown) - 12} more" if len(shown) > 12 else "")
