"""What the compiler makes: a body of blocks, units of text with what each rests on, and problems
with their way out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from sanctrack.briefings.ast import Inlines, NoteMark, Part, Sources, flat, inlines_of, plain_text
from sanctrack.briefings.compile.citations import Library
from sanctrack.briefings.source.source import Briefing
from sanctrack.errors import DefinitionError
from sanctrack.facts.problems import Problem
from sanctrack.warehouse.result import Result


@dataclass
class Unit:
    """One thing that can be compared: a heading, sentence, caption, cell, caveat, note or source.

    `key` is the same in every build of the same briefing (line and number, row and column); `text`
    holds ⟦source ids⟧ in place of numbers; `place` says in words where it stands; `ids` are the
    records and `reports` the reports that it rests on.
    """

    key: str
    kind: str
    place: str
    text: str
    ids: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)


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
    """A compiled briefing. `body` has a part for each block of the briefing; `notes` are its
    footnotes in order.

    `facts_end` is the day to which the facts reach; an `internal` document holds every row as it
    stands.
    """

    briefing: Briefing
    values: dict[str, Any]
    library: Library
    title: Inlines = ()
    question: Inlines = ()
    body: list[Part] = field(default_factory=list)
    notes: list[Inlines] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    facts_end: date | None = None
    internal: bool = False
    reports: dict[str, str] = field(default_factory=dict)
    held_back: int = 0
    problem_at: dict[Problem, int] = field(default_factory=dict)

    def note(
        self, inlines: Inlines, place: str, key: str, ids: list[str], reports: list[str]
    ) -> NoteMark:
        """Add a footnote and return its mark."""
        self.notes.append(inlines)
        self.units.append(
            Unit(
                f"{key} note",
                "footnote",
                f"footnote {len(self.notes)} ({place})",
                plain_text(inlines),
                ids,
                reports,
            )
        )
        return NoteMark(len(self.notes))

    def refuse(self, line: int, text: str, fault: str, instead: str, rule: str) -> None:
        """Note why the briefing is refused: line, the sentence or block, what is wrong, the way
        out, and which rule says so.
        """
        problem = Problem(
            severity="error",
            file=Path(self.briefing.where).name,
            line=line,
            table="",
            record_id=None,
            column=None,
            value=text,
            rule=rule,
            problem=fault.rstrip(".;"),
            help=instead,
        )
        if problem not in self.problems:
            self.problems.append(problem)

    def cited(self) -> list[str]:
        """Ids of the sources used, in order of first mention: their numbers in the annex."""
        source_ids: dict[str, None] = {}
        for part in self.body:
            for inline in (inline for block in part for inline in inlines_of(block)):
                # a footnote counts where its mark stands
                inside = (
                    flat(self.notes[inline.number - 1])
                    if isinstance(inline, NoteMark)
                    else (inline,)
                )
                source_ids.update(
                    (source, None)
                    for item in inside
                    if isinstance(item, Sources)
                    for source in item.ids
                )
        return list(source_ids)

    def numbers(self) -> dict[str, int]:
        return {source: number for number, source in enumerate(self.cited(), 1)}


def unique_keys(keys: Iterable[str]) -> list[str]:
    """The keys, the second of a kind as 'key#2' and so on: what is told apart by its key must have
    one of its own.
    """
    counts: dict[str, int] = {}
    result = []
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
        result.append(f"{key}#{counts[key]}" if counts[key] > 1 else key)
    return result


def as_sentence(problem: Problem) -> str:
    """Where a briefing is refused, the words in question, what is wrong and the way out."""
    quoted = f" “{problem.value}”" if problem.value else ""
    return f"{problem.file} line {problem.line}:{quoted}: {problem.problem}; {problem.help}"


class Refused(DefinitionError):  # noqa: N818 - a verdict, not a fault of the program
    """A briefing that the compiler does not build; `problems` lists every reason."""

    def __init__(self, where: str, problems: list[Problem]) -> None:
        self.where = where
        self.problems = problems
        lines = [as_sentence(problem) for problem in problems]
        super().__init__(
            f"{len(lines)} point{'s' if len(lines) > 1 else ''} refused: " + " | ".join(lines)
        )
