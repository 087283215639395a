"""Drafts: what a briefing would be refused for, as comments in Word and as boxed notes at their
place elsewhere, and the mark on top.
"""

from dataclasses import replace

from sanctrack.briefings.ast import (
    Comment,
    Emphasis,
    Missing,
    Paragraph,
    Part,
    Text,
    WithInlines,
    text,
)
from sanctrack.briefings.compile.document import Document
from sanctrack.facts.problems import Problem
from sanctrack.publication import INTERNAL

LEAD = "Would be refused."


def is_draft(document: Document) -> bool:
    return bool(document.problems)


def mark(document: Document) -> str:
    """The words on top of a document that is not for publication; blank where it is."""
    internal = (
        f"{INTERNAL}. Not for publication: it holds every row as it stands."
        if document.internal
        else ""
    )
    count = len(document.problems)
    if not count:
        return internal
    told = (
        f"{count} points would be refused and stand as notes"
        if count != 1
        else "One point would be refused and stands as a note"
    )
    internal += " " if internal else ""
    return (
        f"{internal}DRAFT. {told} at {'their places' if count != 1 else 'its place'}. Not for "
        f"publication."
    )


def note(problem: Problem) -> str:
    """The words of one note."""
    return f"{LEAD} Line {problem.line}: {problem.problem}; {problem.help}."


def texts(document: Document) -> list[str]:
    """All words that a draft has besides those of its document, for verify: nobody changed them by
    hand.
    """
    return [mark(document), *map(note, document.problems)] if mark(document) else []


def with_notes(document: Document, form: str) -> list[Part]:
    """The body with the mark on top and each note at its part: real comments in Word, boxes
    elsewhere.
    """
    if not mark(document):
        return list(document.body)
    top = Paragraph((Emphasis(text(mark(document)), strong=True),), "Draft Mark")
    notes: dict[int, list[str]] = {}
    for problem in sorted(document.problems, key=lambda item: item.line or 0):
        notes.setdefault(document.problem_at.get(problem, -1) + 1, []).append(note(problem))
    made: list[Part] = []
    number = 0
    for at, part in enumerate([(top,), *document.body]):
        if form == "docx":
            for words in notes.get(at, ()):
                part = commented(part, words, number)
                number += 1
            made.append(part)
        else:
            made += [part, *((boxed(words),) for words in notes.get(at, ()))]
    return made


def boxed(words: str) -> Paragraph:
    lead = Emphasis((Text(LEAD),), strong=True)
    return Paragraph((lead, *text(words.removeprefix(LEAD))), "Margin Note")


def commented(part: Part, words: str, number: int) -> Part:
    """A part of the body with a Word comment on its first paragraph; where nothing could be
    printed, on a sign in its place.
    """
    at = next((at for at, block in enumerate(part) if isinstance(block, WithInlines)), None)
    if at is None:
        return (Paragraph((Comment(number, words), Missing(), Comment(number))), *part)
    block = part[at]
    assert isinstance(block, WithInlines)
    inside = block.inlines or (Missing(),)
    return (
        *part[:at],
        replace(block, inlines=(Comment(number, words), *inside, Comment(number))),
        *part[at + 1 :],
    )
