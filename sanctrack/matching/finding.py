"""Ask by name: the records that answer to words, a name, a former name or a number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from sanctrack.matching.scoring import compare
from sanctrack.names.check_digits import digits_of_imo
from sanctrack.names.latin import latin
from sanctrack.names.parsed import (
    FORMS,
    alternatives,
    parsed,
    without_leading,
    without_phrases,
)
from sanctrack.names.parts import NUMBERS, PERSON_TITLES, VESSEL_PREFIXES

if TYPE_CHECKING:
    from sanctrack.warehouse.warehouse import Warehouse

VIEW = "findable"
NAMED = ("name", "former name", "other name", "acronym", "name on a list", "name in its own script")
# how a record answers, the surest first; what stands below names says less
ID, NUMBER, NAME, WORDS, LIKE, TEXT = range(6)
LEAST_LIKE = 0.55
READ_CLOSELY = 80


@dataclass(frozen=True, slots=True)
class Found:
    """A record that answers, and how: what `show` takes, the text that answered, and how surely.

    `grade` is one of ID to TEXT, the surest first; `likeness` orders within it, 0 to 1.
    """

    kind: str
    record_id: str
    label: str
    text: str
    text_kind: str
    grade: int
    likeness: float

    @property
    def exact(self) -> bool:
        """Whether it bears this very id, number or name."""
        return self.grade <= NAME

    @property
    def how(self) -> str:
        """In words why the record answers."""
        if self.grade == ID:
            return "its id"
        if self.grade == NUMBER:
            scheme = self.text_kind.removeprefix("number, ")
            return (
                "its IMO number" if scheme == "imo ship" else f"its number {self.text} ({scheme})"
            )
        if self.text_kind.startswith("number"):
            return f"its number {self.text}, one sign of which differs"
        if self.grade == TEXT or self.text_kind not in NAMED:
            return f"words of its {self.text_kind}"
        near = "" if self.grade in (NAME, WORDS) else " much like it"
        return f"its {self.text_kind} {self.text}{near}"


def find(warehouse: Warehouse, words: str, most: int = 20) -> list[Found]:
    """The records that answer to the words, the surest first, each once, at most `most`.

    Words in any order, in any script, romanised alike; numbers whole (an IMO number with or without
    "IMO"); one letter may be wrong. The warehouse must hold `findable`.
    """
    rows = sorted(warehouse.rows_of(VIEW).rows)
    wanted = latin(words)
    if not wanted:
        return []
    number = digits_of_imo(words) or re.sub(r"[\s-]", "", words).lower()
    best: dict[tuple[str, str], Found] = {}

    def keep(row: tuple[str, ...], grade: int, likeness: float) -> None:
        kind, record_id, label, text, text_kind = row
        held = best.get((kind, record_id))
        if held is None or (grade, -likeness) < (held.grade, -held.likeness):
            best[kind, record_id] = Found(kind, record_id, label, text, text_kind, grade, likeness)

    texts = [latin(row[3]) for row in rows]
    asked = set(wanted.split())
    joined = wanted.replace(" ", "")
    for row, text in zip(rows, texts, strict=True):
        named = row[4] in NAMED
        if row[1] == words.strip() or row[1].lower() == words.strip().lower():
            keep(row, ID, 1.0)
        elif row[4].startswith("number"):
            if re.sub(r"[\s-]", "", row[3]).lower() == number:
                keep(row, NUMBER, 1.0)
        elif named and (text == wanted or text.replace(" ", "") == joined):
            keep(row, NAME, 1.0)
        elif asked <= set(text.split()):
            keep(row, WORDS if named else TEXT, len(wanted) / max(len(text), 1))
    names = {at: text for at, text in enumerate(texts) if rows[at][4] in NAMED}
    for at, likeness, same in likely(wanted, words, names, rows):
        keep(rows[at], NAME if same else LIKE, likeness)
    if any(sign.isdigit() for sign in number):
        for row in rows:
            if row[4].startswith("number") and one_sign_apart(number, row[3]):
                keep(row, LIKE, 1 - 1 / (len(number) + 1))
    ordered = sorted(best.values(), key=lambda hit: (hit.grade, -hit.likeness, hit.record_id))
    return ordered[:most]


def essential(text: str) -> tuple[str, ...]:
    """The words of a name without legal form, title or ship's prefix, numerals as digits."""
    words = without_phrases(parsed(text).all_words, FORMS)[0]
    words = without_leading(words, PERSON_TITLES | VESSEL_PREFIXES)
    return tuple(NUMBERS.get(word, word) for word in words)


def one_sign_apart(number: str, other: str) -> bool:
    """Whether two numbers of five signs and more differ in one sign, or two stand exchanged."""
    other = re.sub(r"[\s-]", "", other).lower()
    return min(len(number), len(other)) >= 5 and OSA.distance(number, other, score_cutoff=1) == 1


def likely(
    wanted: str, words: str, names: dict[int, str], rows: list[tuple[str, ...]]
) -> Iterable[tuple[int, float, bool]]:
    """Names that may be meant: a quick look at all, the formula on the nearest.

    Each with its likeness, and whether it is the same name but for the words that say what bears
    it (legal form, "M/T").
    """
    near = process.extract(wanted, names, scorer=fuzz.token_sort_ratio, limit=READ_CLOSELY)
    near += process.extract(wanted, names, scorer=fuzz.ratio, limit=READ_CLOSELY)
    for at in dict.fromkeys(place for _, _, place in near):
        kind = rows[at][0]
        as_kind = "vessel" if kind == "vessel" else ""
        comparisons = [
            compare(parsed(one, as_kind), parsed(other, as_kind))
            for one in alternatives(words)
            for other in alternatives(rows[at][3])
        ]
        same = essential(words) == essential(rows[at][3])
        letters = OSA.normalized_similarity(wanted, names[at])
        likeness = max(max(comparison.score for comparison in comparisons), letters * 0.9)
        if likeness >= LEAST_LIKE:
            yield at, round(likeness - (0.01 if kind == "list entry" else 0.0), 4), same
