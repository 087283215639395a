"""Screening: for each row of a query the parties that may be meant, judged and in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sanctrack.matching.index import NameIndex, texts_of
from sanctrack.matching.judging import DEFAULT, Judgement, Thresholds, judged
from sanctrack.matching.parties import Party
from sanctrack.names.parsed import Name, alternatives, parsed

CANDIDATES_READ = 24
CANDIDATES_JUDGED = 6
LEAST_LIKENESS = 0.03
# what a first look must show before a pair is judged word by word, in hundredths
LEAST_LETTERS, LEAST_SOUND, SURE_LIKENESS = 58, 62, 0.3
ACRONYM_LIKENESS = 0.12
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate for a row: the number of the row, from 0, its rank, the party and why."""

    row: int
    rank: int
    party: Party
    judgement: Judgement


@dataclass(slots=True)
class Answer:
    """What screening gives for one row.

    `problem` says why a row could not be searched; it is then neither match nor none.
    """

    row: int
    hits: tuple[Hit, ...]
    problem: str = ""

    @property
    def decision(self) -> str:
        """match, review or none of the best candidate; not searched where there is a problem.

        A candidate whose name would match and whose numbers conflict is told, and is none.
        """
        if self.problem:
            return "not searched"
        return self.hits[0].judgement.decision if self.hits else "none"


class Screener:
    """Parties with an index over their names. `index` may come from a store; it
    must be of these.
    """

    def __init__(self, parties: Sequence[Party], index: NameIndex | None = None) -> None:
        self.parties = list(parties)
        written = [
            (number, alternative, party.kind)
            for number, party in enumerate(self.parties)
            for text in party.names
            for alternative in alternatives(text)
        ]
        self._owners = np.array([number for number, _, _ in written], dtype=np.int64)
        if index is None:
            index = NameIndex.of([parsed(text, kind) for _, text, kind in written])
        if index.count != len(written):
            raise ValueError("an index of other names")
        self.index = index
        self._by_number: dict[str, list[int]] = {}
        for number, party in enumerate(self.parties):
            for _, value in party.numbers:
                self._by_number.setdefault(value, []).append(number)

    def screen(
        self, rows: Iterable[Party], thresholds: Thresholds = DEFAULT, most: int = 5
    ) -> list[Answer]:
        """One answer a row, in the order of the rows: at most `most` candidates from the review
        threshold up, the best first. A row that cannot be searched says so."""
        answers: list[Answer] = []
        chunk: list[Party] = []
        for row in rows:
            chunk.append(row)
            if len(chunk) == CHUNK:
                answers += self._screened(chunk, len(answers), thresholds, most)
                chunk = []
        return answers + self._screened(chunk, len(answers), thresholds, most)

    def _screened(
        self, rows: list[Party], start: int, thresholds: Thresholds, most: int
    ) -> list[Answer]:
        names: list[Name] = []
        owners: list[int] = []
        problems: dict[int, str] = {}
        candidates: list[dict[int, None]] = [{} for _ in rows]
        for at, row in enumerate(rows):
            for _, value in row.numbers:
                candidates[at].update(dict.fromkeys(self._by_number.get(value, ())))
            searchable = [
                name
                for text in row.names
                for alternative in alternatives(text)
                if (name := parsed(alternative, row.kind)).words
            ]
            if not searchable and not row.numbers:
                problems[at] = "no name" if not any(row.names) else "no letter that can be read"
            for name in searchable:
                names.append(name)
                owners.append(at)
        for at, numbers in self._retrieved(names, np.array(owners, dtype=np.int64)).items():
            candidates[at].update(dict.fromkeys(numbers))
        return [
            Answer(start + at, (), problems[at])
            if at in problems
            else Answer(start + at, self._judged(start + at, row, candidates[at], thresholds, most))
            for at, row in enumerate(rows)
        ]

    def _retrieved(self, names: list[Name], owners: np.ndarray) -> dict[int, list[int]]:
        """For each row the parties that the index and a first look at the letters give."""
        from rapidfuzz import fuzz
        from rapidfuzz.process import cpdist

        if not names:
            return {}
        query, found, likeness = self.index.candidates(names, CANDIDATES_READ)
        kept = likeness >= LEAST_LIKENESS
        query, found, likeness = query[kept], found[kept], likeness[kept]
        if not len(query):
            return {}
        words, sounds = texts_of(names)
        other_words, other_sounds = self.index.words, self.index.sounds
        letters = cpdist(words[query], other_words[found], scorer=fuzz.ratio, workers=2)
        sound = cpdist(sounds[query], other_sounds[found], scorer=fuzz.ratio, workers=2)
        first_look = np.maximum(np.maximum(letters, sound * 0.95) / 100, likeness)
        short = np.array([len(name.all_words) == 1 and len(name.joined) <= 8 for name in names])
        worth = (
            (short[query] & (likeness >= ACRONYM_LIKENESS))
            | (letters >= LEAST_LETTERS)
            | (sound >= LEAST_SOUND)
            | (likeness >= SURE_LIKENESS)
        )
        query, found, first_look = query[worth], found[worth], first_look[worth]
        rows, parties = owners[query], self._owners[found]
        order = np.lexsort((parties, -first_look, rows))
        chosen: dict[int, list[int]] = {}
        for row, party in zip(rows[order].tolist(), parties[order].tolist(), strict=True):
            numbers = chosen.setdefault(row, [])
            if len(numbers) < CANDIDATES_JUDGED and party not in numbers:
                numbers.append(party)
        return chosen

    def _judged(
        self, row: int, query: Party, candidates: Iterable[int], thresholds: Thresholds, most: int
    ) -> tuple[Hit, ...]:
        judgements = [
            (judged(query, self.parties[number], thresholds), number) for number in candidates
        ]
        ranked = sorted(
            (pair for pair in judgements if worth_telling(pair[0], thresholds)),
            key=lambda pair: (-pair[0].score, self.parties[pair[1]].key),
        )
        return tuple(
            Hit(row, rank, self.parties[number], judgement)
            for rank, (judgement, number) in enumerate(ranked[:most], start=1)
        )


def worth_telling(judgement: Judgement, thresholds: Thresholds) -> bool:
    """From the review threshold up; below it a name that would match, but for what conflicts."""
    if judgement.score >= thresholds.review:
        return True
    return bool(judgement.conflicted) and judgement.comparison.score >= thresholds.match
