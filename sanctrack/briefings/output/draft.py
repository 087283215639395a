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
    lead = (
        f"{INTERNAL}. Not for publication: it holds every row as it stands."
        if document.internal
        else ""
    )
    count = len(document.problems)
    if not count:
        return lead
    refusals = (
        f"{count} points would be refused and stand as notes"
        if count != 1
        else "One point would be refused and stands as a note"
    )
    lead += " " if lead else ""
    return (
        f"{lead}DRAFT. {refusals} at {'their places' if count != 1 else 'its place'}. Not for "
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
    parts: list[Part] = []
    number = 0
    for at, part in enumerate([(top,), *document.body]):
        if form == "docx":
            for comment in notes.get(at, ()):
                part = commented(part, comment, number)
                number += 1
            parts.append(part)
        else:
            parts += [part, *((boxed(comment),) for comment in notes.get(at, ()))]
    return parts


def boxed(comment: str) -> Paragraph:
    lead = Emphasis((Text(LEAD),), strong=True)
    return Paragraph((lead, *text(comment.removeprefix(LEAD))), "Margin Note")


def commented(part: Part, comment: str, number: int) -> Part:
    """A part of the body with a Word comment on its first paragraph; where nothing could be
    printed, on a sign in its place.
    """
    at = next((at for at, block in enumerate(part) if isinstance(block, WithInlines)), None)
    if at is None:
        return (Paragraph((Comment(number, comment), Missing(), Comment(number))), *part)
    block = part[at]
    assert isinstance(block, WithInlines)
    inside = block.inlines or (Missing(),)
    return (
        *part[:at],
        replace(block, inlines=(Comment(number, comment), *inside, Comment(number))),
        *part[at + 1 :],
    )
