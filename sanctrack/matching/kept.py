"""Counterparties that are kept, and screened again when a list changes.

The rows of a set are indexed once; a party of a list is looked up among them. What a party gives
does not depend on other parties, so that after a change of a list only parties that are new or
another record are looked up, and the hits are those of a full run.

    screening/kept/NAME/rows.jsonl   the rows
    screening/kept/NAME/index.npz    their index
    screening/kept/NAME/hits.json    for each party its record's digest and the rows that it may be
    screening/kept/erased.csv        that something was erased: set, day, number of rows
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sanctrack.errors import SanctrackError, UsageError, did_you_mean
from sanctrack.files import one_at_a_time, replacing
from sanctrack.foreign import reading
from sanctrack.matching.decisions import FILE as DECISIONS
from sanctrack.matching.decisions import keep_decisions, query_key, read_decisions, record_digest
from sanctrack.matching.index import FORMAT, NameIndex
from sanctrack.matching.judging import RULES_VERSION, Thresholds, judged
from sanctrack.matching.parties import Party
from sanctrack.matching.screening import Answer, Hit
from sanctrack.names.parsed import alternatives, parsed

FOLDER = Path("screening") / "kept"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
# rows of a set that are looked at for one name of a party
ROWS_READ = 64


@dataclass(frozen=True, slots=True)
class Change:
    """What another run gives that the last one did not: a hit that is new, gone or of a changed
    record."""

    what: str
    row: int
    of_list: str
    party_id: str


@dataclass(slots=True)
class KeptSet:
    """A set of kept rows with its index, opened for a run. `owners` are the rows that bear each of
    the names of the index: equal names stand there once, so that none crowds the others out."""

    name: str
    folder: Path
    rows: list[Party]
    index: NameIndex
    owners: list[list[int]]

    def rows_like(self, parties: Sequence[Party]) -> list[list[int]]:
        """For each party the rows that it may be, in order: by its names, or by an equal number."""
        by_number: dict[str, list[int]] = {}
        for number, row in enumerate(self.rows):
            for _, value in row.numbers:
                by_number.setdefault(value, []).append(number)
        found: list[dict[int, None]] = [
            dict.fromkeys(row for _, value in party.numbers for row in by_number.get(value, ()))
            for party in parties
        ]
        names, whose = [], []
        for at, party in enumerate(parties):
            for text in party.names:
                for alternative in alternatives(text):
                    names.append(parsed(alternative, party.kind))
                    whose.append(at)
        asked, rows, _ = self.index.candidates(names, ROWS_READ)
        for at, place in zip(asked.tolist(), rows.tolist(), strict=True):
            found[whose[at]].update(dict.fromkeys(self.owners[place]))
        return [sorted(rows_of_party) for rows_of_party in found]


def folder_of(workspace: Path, name: str) -> Path:
    """The folder of a set. Raises UsageError for what cannot be its name."""
    if not NAME.fullmatch(name):
        raise UsageError(f"'{name}' is no name for a set: letters, digits, _ . - (80 at the most)")
    return workspace / FOLDER / name


def keep(workspace: Path, name: str, rows: Sequence[Party]) -> int:
    """Keep rows under a name; what stood under it is replaced. Returns how many rows stood there.

    Raises UsageError for an id that two rows bear: `forget` could not tell them apart.
    """
    folder = folder_of(workspace, name)
    twice = [row_id for row_id, count in Counter(row.party_id for row in rows).items() if count > 1]
    if twice:
        raise UsageError(f"the id '{twice[0]}' stands in several rows; give each row its own")
    before = len(opened(workspace, name).rows) if name in sets(workspace) else 0
    folder.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(folder.parent):
        write_rows(folder, rows)
    return before


def write_rows(folder: Path, rows: Sequence[Party]) -> None:
    """Write the rows whole; an index and hits of other rows go first, so that none
    outlives them.
    """
    for stale in ("hits.json", "index.npz"):
        (folder / stale).unlink(missing_ok=True)
    with (
        replacing(folder / "rows.jsonl") as temporary,
        temporary.open("w", encoding="utf-8") as out,
    ):
        for row in rows:
            out.write(json.dumps(as_record(row), ensure_ascii=False) + "\n")


def as_record(party: Party) -> dict[str, Any]:
    births = [[str(day) for day in span] for span in party.births]
    return {
        "id": party.party_id,
        "kind": party.kind,
        "names": party.names,
        "numbers": party.numbers,
        "births": births,
        "countries": party.countries,
    }


def of_record(record: dict[str, Any]) -> Party:
    births = [(date.fromisoformat(one), date.fromisoformat(two)) for one, two in record["births"]]
    numbers = [(scheme, value) for scheme, value in record["numbers"]]
    return Party(
        record["id"], "", record["kind"], record["names"], [], numbers, births, record["countries"]
    )


def sets(workspace: Path) -> list[str]:
    """The names of the sets that are kept."""
    return sorted(path.parent.name for path in (workspace / FOLDER).glob("*/rows.jsonl"))


def opened(workspace: Path, name: str) -> KeptSet:
    """A set with its index, which is made where it is not there. Raises UsageError, DataError."""
    folder = folder_of(workspace, name)
    path = folder / "rows.jsonl"
    if not path.is_file():
        known = sets(workspace)
        raise UsageError(
            f"no set is kept under '{name}'{did_you_mean(name, known) or ';'} here are "
            f"{', '.join(known) or 'none'}; `sanctrack screen keep NAME FILE` keeps one"
        )
    with reading(path, "kept rows"):
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [of_record(json.loads(line)) for line in lines if line]
    bearers: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(rows):
        for text in row.names:
            for alternative in alternatives(text):
                bearers.setdefault((alternative, row.kind), []).append(number)
    index: NameIndex | None = None
    with suppress(SanctrackError, OSError):
        index = NameIndex.opened(folder / "index.npz")
    if index is None or index.count != len(bearers):
        index = NameIndex.of([parsed(text, kind) for text, kind in bearers])
        with suppress(SanctrackError, OSError), replacing(folder / "index.npz") as temporary:
            index.save(temporary)
    return KeptSet(name, folder, rows, index, list(bearers.values()))


def run(
    kept: KeptSet, parties: Sequence[Party], thresholds: Thresholds, most: int
) -> tuple[list[Answer], list[Change] | None]:
    """Answers for all rows of a set, and what changed since the last run; None where none was.

    Parties whose record is that of the last run are not looked up again. The hits are those of a
    run from nothing: the lookup of a party knows no other party.
    """
    state = read_state(kept, thresholds)
    before: dict[tuple[str, str], dict[str, Any]] = {
        (item["list"], item["party"]): item for item in state or ()
    }
    digests = {party.key: record_digest(party) for party in parties}
    known = {key for key, item in before.items() if digests.get(key) == item["record"]}
    fresh = [party for party in parties if party.key not in known]
    after = {key: before[key] for key in known}
    for party, rows in zip(fresh, kept.rows_like(fresh), strict=True):
        scored = [
            [row, judgement.score]
            for row in rows
            if (judgement := judged(kept.rows[row], party, thresholds)).score >= thresholds.review
        ]
        after[party.key] = {
            "list": party.of_list,
            "party": party.party_id,
            "record": digests[party.key],
            "rows": scored,
        }
    changes = None if state is None else changes_between(before, after)
    write_state(kept, thresholds, [after[key] for key in sorted(after)])
    by_key = {party.key: party for party in parties}
    found: dict[int, list[tuple[float, tuple[str, str]]]] = {}
    for key, item in after.items():
        for row, score in item["rows"]:
            found.setdefault(row, []).append((-score, key))
    answers = []
    for number, row in enumerate(kept.rows):
        best = sorted(found.get(number, ()))[:most]
        hits = tuple(
            Hit(number, rank, by_key[key], judged(row, by_key[key], thresholds))
            for rank, (_, key) in enumerate(best, start=1)
        )
        searchable = any(parsed(name, row.kind).words for name in row.names) or row.numbers
        answers.append(Answer(number, hits, "" if searchable else "no name"))
    return answers, changes


def changes_between(
    before: dict[tuple[str, str], dict[str, Any]], after: dict[tuple[str, str], dict[str, Any]]
) -> list[Change]:
    """Hits that are new, gone, or of a record that is another one, by row."""

    def pairs(state: dict[tuple[str, str], dict[str, Any]]) -> dict[tuple[int, str, str], str]:
        return {
            (row, *key): item["record"] for key, item in state.items() for row, _ in item["rows"]
        }

    old, new = pairs(before), pairs(after)
    changes = [Change("new", *place) for place in new.keys() - old.keys()]
    changes += [Change("gone", *place) for place in old.keys() - new.keys()]
    changes += [
        Change("changed", *place) for place in new.keys() & old.keys() if new[place] != old[place]
    ]
    return sorted(changes, key=lambda change: (change.row, change.of_list, change.party_id))


def read_state(kept: KeptSet, thresholds: Thresholds) -> list[dict[str, Any]] | None:
    """What the last run gave; None where there was none, or by other rules or thresholds."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        state = json.loads((kept.folder / "hits.json").read_text(encoding="utf-8"))
        if state["by"] == made_by(thresholds):
            return list(state["parties"])
    return None


def write_state(kept: KeptSet, thresholds: Thresholds, parties: Iterable[dict[str, Any]]) -> None:
    with replacing(kept.folder / "hits.json") as temporary:
        state = {"by": made_by(thresholds), "parties": list(parties)}
        temporary.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")


def made_by(thresholds: Thresholds) -> list[Any]:
    return [RULES_VERSION, FORMAT, thresholds.review]


def forget(workspace: Path, name: str, row_id: str | None, on: date) -> int:
    """Erase a set, or one row of it by its id: rows, index, hits, and the decisions about them.

    What stays is that something was erased: the set's name, the day and the number of rows. Raises
    UsageError where there is nothing of that name or id.
    """
    folder = folder_of(workspace, name)
    kept = opened(workspace, name)
    gone = [row for row in kept.rows if row_id is None or row.party_id == row_id]
    if row_id is not None and not gone:
        raise UsageError(f"the set '{name}' has no row with the id '{row_id}'")
    with one_at_a_time(folder.parent):
        left = [row for row in kept.rows if row_id is not None and row.party_id != row_id]
        if left:
            write_rows(folder, left)
        else:
            shutil.rmtree(folder)
        forget_decisions(workspace, gone)
        with (folder.parent / "erased.csv").open("a", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerow([name, on.isoformat(), len(gone)])
    return len(gone)


def forget_decisions(workspace: Path, rows: Iterable[Party]) -> None:
    """Erase the decisions about some rows."""
    keys = {query_key(row) for row in rows}
    held = read_decisions(workspace)
    left = [decision for decision in held if decision.query not in keys]
    if len(left) < len(held):
        with one_at_a_time((workspace / DECISIONS).parent):
            keep_decisions(workspace, left)
