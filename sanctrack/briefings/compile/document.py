"""What the compiler makes: units of text with what each rests on, problems with their way out, and the Markdown around them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from sanctrack.briefings.compile.citations import Library, in_order, numbered
from sanctrack.briefings.compile.display import bare
from sanctrack.briefings.source.source import Briefing
from sanctrack.errors import DefinitionError
from sanctrack.warehouse.result import Result


@dataclass
class Unit:
    """One thing that can be compared: a heading, sentence, caption, cell, caveat, note or source.

    `key` is the same in every build of the same briefing (line and number, row and column); `text` holds ⟦source ids⟧
    in place of numbers; `place` says in words where it stands; `ids` are the records and `reports` the reports that it rests on.
    """

    key: str
    kind: str
    place: str
    text: str
    ids: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Problem:
    """Why a briefing is refused: line, the sentence or block, what is wrong and the way out."""

    line: int
    text: str
    wrong: str
    instead: str
    rule: str

    def words(self, where: str) -> str:
        quoted = f" “{self.text}”" if self.text else ""
        return f"{where} line {self.line}:{quoted}: {self.wrong}; {self.instead}"


@dataclass
class Picture:
    """A picture to be drawn for the format at hand: the rows, and the options of its block."""

    name: str
    result: Result
    options: dict[str, Any]
    alt: str
    drawn: dict[str, bytes] = field(default_factory=dict)
    drawing: Lock = field(default_factory=Lock, compare=False, repr=False)


@dataclass
class Document:
    """A compiled briefing. `body` is Markdown with ⟦source ids⟧; `notes` are the texts of its footnotes in order.

    `facts_end` is the day to which the facts reach; an `internal` document holds every row as it stands.
    """

    briefing: Briefing
    values: dict[str, Any]
    title: str = ""
    question: str = ""
    body: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    library: Library | None = None
    facts_end: date | None = None
    internal: bool = False
    reports: dict[str, str] = field(default_factory=dict)
    held_back: int = 0
    problem_at: dict[Problem, int] = field(default_factory=dict)

    def note(self, text: str, place: str, key: str, ids: list[str], reports: list[str]) -> str:
        """Add a footnote and return its mark."""
        self.notes.append(text)
        self.units.append(Unit(f"{key} note", "footnote", f"footnote {len(self.notes)} ({place})", bare(text), ids, reports))
        return f"[^{len(self.notes)}]"

    def forget_last_note(self) -> None:
        """Take back the last footnote: the next sentence rests on the same and says so."""
        self.notes.pop()
        at = max(number for number, unit in enumerate(self.units) if unit.kind == "footnote")
        del self.units[at]

    def refuse(self, line: int, text: str, wrong: str, instead: str, rule: str) -> None:
        problem = Problem(line, text, wrong.rstrip(".;"), instead, rule)
        if problem not in self.problems:
            self.problems.append(problem)

    def cited(self) -> list[str]:
        """Ids of the sources used, in order of first mention: their numbers in the annex."""
        texts: list[str] = []
        for part in self.body:
            # a footnote counts where its mark stands
            for at, piece in enumerate(re.split(r"\[\^(\d+)\]", part)):
                texts.append(self.notes[int(piece) - 1] if at % 2 else piece)
        return in_order(texts)

    def numbers(self) -> dict[str, int]:
        return {source: number for number, source in enumerate(self.cited(), 1)}

    def plain(self, text: str) -> str:
        """A unit's text with the numbers of its sources."""
        return numbered(text, self.numbers())


def unlike(keys: Iterable[str]) -> list[str]:
    """The keys, the second of a kind as 'key#2' and so on: what is told apart by its key must have one of its own."""
    counts: dict[str, int] = {}
    found = []
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
        found.append(f"{key}#{counts[key]}" if counts[key] > 1 else key)
    return found


class Refused(DefinitionError):  # noqa: N818 - a verdict, not a fault of the program
    """A briefing that the compiler does not build; `problems` lists every reason."""

    def __init__(self, where: str, problems: list[Problem]) -> None:
        self.where = where
        self.problems = problems
        lines = [problem.words(Path(where).name) for problem in problems]
        super().__init__(f"{len(lines)} point{'s' if len(lines) > 1 else ''} refused: " + " | ".join(lines))
