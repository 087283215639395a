"""Why a document differs: which records, queries, words of ours or lists changed since it was
stamped.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanctrack.briefings.build import briefing_paths
from sanctrack.briefings.provenance import (
    basis_of,
    lists_read,
    program,
    record_digests,
    short,
    unpack_records,
)
from sanctrack.definitions.paths import Home
from sanctrack.errors import DataError
from sanctrack.warehouse.warehouse import Warehouse

MOST = 12  # changes that a cell names; the others are counted
ALWAYS = frozenset({"sources", "evidence"})  # behind every footnote
UNNAMED = "a record that the document does not name"


@dataclass(frozen=True)
class Changes:
    """What changed since the stamp.

    `records` maps (table, key) to changed, added or removed; `queries` maps the name of a report,
    view or macro to the same; `uses` maps a report to the names of its texts and tables; `program`
    and `lists` say in words what changed there, blank if nothing.
    """

    records: dict[tuple[str, str], str]
    queries: dict[str, str]
    uses: dict[str, frozenset[str]]
    program: str
    lists: str

    def cause(
        self, ids: Iterable[str], reports: Iterable[str], whole: bool = False
    ) -> tuple[str, str]:
        """Why a unit that rests on these records and reports differs: a word for it, and what
        changed, by name.

        Its own records come first; then the texts of its reports; then other records of the tables
        that these read (a row that came or went); then the program's words; then the copies of
        lists. `whole` is for the document as such, which rests on everything.
        """
        record_ids = set(ids)
        names = {name for report in reports for name in self.uses.get(report, ())}
        names |= {*reports, *ALWAYS}
        own_records = {
            record: word
            for record, word in self.records.items()
            if whole or record_ids & set(record[1].split("|"))
        }
        texts = {name: word for name, word in self.queries.items() if whole or name in names}
        if own_records and texts:
            return "facts or query", f"{records_listed(own_records)}; {texts_listed(texts)}"
        if own_records:
            return "facts", records_listed(own_records)
        if texts:
            return "query", texts_listed(texts)
        near = {record: word for record, word in self.records.items() if record[0] in names}
        if near:
            return "facts", records_listed(near)
        if self.program:
            return "program", self.program
        if self.lists:
            return "lists", self.lists
        return (
            "stamp",
            "nothing that the stamp remembers has changed since: it was not made from these "
            "facts by this program",
        )


def records_listed(records: dict[tuple[str, str], str]) -> str:
    items = [f"{table} {key} ({word})" for (table, key), word in list(records.items())[:MOST]]
    return "; ".join(items) + (f"; and {len(records) - MOST} more" if len(records) > MOST else "")


def texts_listed(texts: dict[str, str]) -> str:
    items = [f"text of {name} ({word})" for name, word in list(texts.items())[:MOST]]
    return "; ".join(items) + (f"; and {len(texts) - MOST} more" if len(texts) > MOST else "")


def changes_since(
    stamp: dict[str, Any], reports: list[str], warehouse: Warehouse, path: Path
) -> Changes:
    """Compare what the stamp remembers with today's facts, queries and program. Raises DataError
    for records that cannot be read.
    """
    basis = basis_of(warehouse.home, reports)
    try:
        remembered = unpack_records(stamp["records"])
    except ValueError as error:
        raise DataError(
            f"{path}: the records of the stamp cannot be read; only a file with its whole stamp "
            f"can be verified"
        ) from error
    uses = {
        report: frozenset({*stamp.get("uses", {}).get(report, ()), *basis.uses.get(report, ())})
        for report in reports
    }
    then, now = stamp.get("program"), program()
    program_change = ""
    if then and then != now:
        same = then.get("version") == now["version"]
        program_change = (
            f"sanctrack {now['version']}, its code (changed)"
            if same
            else f"sanctrack {then.get('version')} (now {now['version']})"
        )
    elif not then:
        program_change = "the program, which this stamp does not remember"
    lists, today = stamp.get("lists"), lists_read(warehouse)
    return Changes(
        record_changes(
            remembered, record_digests(warehouse, basis.tables), stamp, renamed_records(warehouse)
        ),
        text_changes(stamp.get("queries", {}), basis.texts) if "queries" in stamp else {},
        uses,
        program_change,
        f"copies of lists: {lists} (now {today})" if lists is not None and lists != today else "",
    )


def renamed_records(warehouse: Warehouse) -> dict[tuple[str, str], str]:
    """(table, old id) → "renamed to X on D", of the records that were given another id."""
    if "renamed_ids" not in warehouse.loaded:
        return {}
    rows = warehouse.sql(
        "select record_table, old_id, new_id, renamed_on from renamed_ids order by all"
    ).rows
    return {(table, old): f"renamed to {new} on {day}" for table, old, new, day in rows}


def record_changes(
    then: dict[str, dict[bytes, bytes]],
    now: dict[str, dict[str, str]],
    stamp: dict[str, Any],
    renamed: dict[tuple[str, str], str],
) -> dict[tuple[str, str], str]:
    """(table, key) → changed, added, removed or renamed to what. A record that is gone is named
    where the document names its id.
    """
    id_by_digest = {short(record): record for ids in stamp["ids"] for record in ids}
    changes = {}
    for table in sorted({*then} & {*now}):  # a table that one of the two did not read says nothing
        old = dict(then[table])
        for key, digest in now[table].items():
            was = old.pop(short(key), None)
            if was != short(digest):
                changes[table, key] = "added" if was is None else "changed"
        for gone in old:
            record = id_by_digest.get(gone, UNNAMED)
            changes[table, record] = renamed.get((table, record), "removed")
    return changes


def text_changes(then: dict[str, str], now: dict[str, str]) -> dict[str, str]:
    """Name → changed, added or removed, for the texts of reports, views and macros."""
    changes = {}
    for name in sorted({*then, *now}):
        if then.get(name) == now.get(name):
            continue
        if name not in then:
            changes[name] = "added"
        else:
            changes[name] = "changed" if name in now else "removed"
    return changes


def briefing_note(stamp: dict[str, Any], home: Home, workspace: Path) -> str:
    """How the briefing of that name reads today, held against the one in the stamp, in words; blank
    where nothing differs.
    """
    today = briefing_paths(home, workspace).get(stamp["name"])
    if today is None:
        return ""
    try:
        text = today.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""
    old, new = stamp["text"].splitlines(), text.splitlines()
    steps = [
        step
        for step in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if step[0] != "equal"
    ]
    if not steps:
        return ""
    count = sum(max(high - low, to - at) for _, low, high, at, to in steps)
    subject = "1 line reads" if count == 1 else f"{count} lines read"
    return (
        f"{subject} differently in today's briefing {stamp['name']}, from line {steps[0][3] + 1} on"
    )
