"""What people decided about candidates: confirmed or rejected, by whom, when and why.

Decisions stand in one CSV of the workspace, so that they can be read, edited and handed over. Each
names the query (its words and numbers, folded), the candidate, and the digest of the candidate's
record as it was decided upon: where the record has changed since, the decision says so.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from sanctrack.errors import DataError, UsageError, did_you_mean
from sanctrack.files import one_at_a_time, replacing
from sanctrack.foreign import reading
from sanctrack.matching.parties import Party
from sanctrack.names.latin import latin

FILE = Path("screening") / "decisions.csv"
VERDICTS = ("confirmed", "rejected")
LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `query` is what `query_key` gives, `record_sha256` what
    `record_digest` gives.
    """

    query: str
    list: str
    party_id: str
    verdict: str
    decided_by: str
    decided_on: str
    reason: str
    record_sha256: str

    @property
    def about(self) -> tuple[str, str, str]:
        """Query and candidate, about which there is one verdict of each person."""
        return (self.query, self.list, self.party_id)


HEADER = [item.name for item in fields(Decision)]


def query_key(query: Party) -> str:
    """The words and numbers of a query, folded: the same for another file with the same party."""
    names = sorted({latin(name) for name in query.names if latin(name)})
    numbers = sorted(f"{scheme} {value}" for scheme, value in query.numbers)
    return "; ".join([*names, *numbers])


def record_digest(party: Party) -> str:
    """SHA-256 of what is compared of a candidate, its first 16 digits."""
    content = [party.kind, sorted(party.names), sorted(party.numbers), sorted(party.countries)]
    content.append(sorted([str(day) for day in span] for span in party.births))
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands about a query and a candidate.

    Attributes:
        verdict: confirmed, rejected, proposed (a second person has not looked yet), disputed (two
            persons say otherwise), or blank.
        words: who decided, when and why; and whether the record has changed since.
    """

    verdict: str
    words: str


class Decisions:
    """The decisions of a workspace. `two_persons`: a verdict stands when two persons agree."""

    def __init__(self, decisions: Iterable[Decision], two_persons: bool = False) -> None:
        self._by_pair: dict[tuple[str, str, str], dict[str, Decision]] = {}
        self.two_persons = two_persons
        for decision in decisions:
            self._by_pair.setdefault(decision.about, {})[decision.decided_by] = decision

    def standing(self, query: Party, candidate: Party) -> Standing:
        """What stands about this pair; a blank verdict where nobody decided."""
        by_person = self._by_pair.get((query_key(query), candidate.of_list, candidate.party_id), {})
        if not by_person:
            return Standing("", "")
        decided = sorted(by_person.values(), key=lambda decision: decision.decided_on)
        verdicts = {decision.verdict for decision in decided}
        verdict = decided[-1].verdict if len(verdicts) == 1 else "disputed"
        if verdict != "disputed" and self.two_persons and len(decided) < 2:
            verdict = "proposed"
        words = "; ".join(
            f"{one.verdict} by {one.decided_by} on {one.decided_on}: {one.reason}"
            for one in decided
        )
        if any(decision.record_sha256 != record_digest(candidate) for decision in decided):
            words += "; the record has changed since"
        return Standing(verdict, words)


def read_decisions(workspace: Path) -> list[Decision]:
    """The decisions of a workspace; none where there is no file. Raises DataError."""
    path = workspace / FILE
    if not path.is_file():
        return []
    with reading(path, "decisions"):
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    decisions = []
    for line, row in enumerate(rows, start=2):
        if None in row or any(row.get(name) is None for name in HEADER):
            raise DataError(f"{path}: line {line} has not the columns {', '.join(HEADER)}")
        checked_verdict(row["verdict"], f"{path}: line {line}", DataError)
        decisions.append(Decision(**{name: row[name] for name in HEADER}))
    return decisions


def checked_verdict(verdict: str, where: str, error: type[DataError] | type[UsageError]) -> None:
    """Raise an error for a word that is no verdict."""
    if verdict not in VERDICTS:
        hint = did_you_mean(verdict, VERDICTS) or ";"
        raise error(f"{where}: verdict is '{verdict}'{hint} it takes {' or '.join(VERDICTS)}")


def add_decisions(workspace: Path, new: Sequence[Decision]) -> int:
    """Add decisions to those of a workspace; a later one of the same person about the same pair
    takes the place of the earlier. Whole or not at all, also with two at once. Returns how many
    differ from what stood."""
    path = workspace / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(path.parent):
        held = {(*one.about, one.decided_by): one for one in read_decisions(workspace)}
        changed = [one for one in new if held.get((*one.about, one.decided_by)) != one]
        held |= {(*one.about, one.decided_by): one for one in new}
        keep_decisions(workspace, [decision for _, decision in sorted(held.items())])
    return len(changed)


def keep_decisions(workspace: Path, decisions: Iterable[Decision]) -> None:
    """Write the decisions of a workspace, whole or not at all."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows([getattr(one, name) for name in HEADER] for one in decisions)
    with replacing(workspace / FILE) as temporary:
        temporary.write_text(table.getvalue(), encoding="utf-8")


def decided(
    query: Party, candidate: Party, verdict: str, by: str, reason: str, on: date
) -> Decision:
    """A decision about a pair. Raises UsageError without a person, a reason or a known verdict."""
    if not by.strip():
        raise UsageError("a decision needs who made it: --by NAME")
    checked_verdict(verdict, f"{candidate.party_id}", UsageError)
    if not reason.strip():
        raise UsageError(f"{candidate.party_id}: a decision needs its reason")
    one_line = " ".join(reason.split())[:LONGEST_REASON]
    return Decision(
        query_key(query),
        candidate.of_list,
        candidate.party_id,
        verdict,
        " ".join(by.split()),
        on.isoformat(),
        one_line,
        record_digest(candidate),
    )
