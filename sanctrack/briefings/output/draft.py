"""Drafts: what a briefing would be refused for, as comments in Word and as boxed notes at their place elsewhere, and the mark on top."""

import re

from sanctrack.briefings.compile.blocks import styled
from sanctrack.briefings.compile.display import bare, escaped
from sanctrack.briefings.compile.document import Document, Problem
from sanctrack.publication import INTERNAL

LEAD = "Would be refused."
# where the words of a part of the body begin: after the mark of a heading, item or quotation, or in the first styled paragraph
OPENING = re.compile(r"^(?:#{1,6} |- |1\. |> |::: \{[^}]*\}\n)?")


def is_draft(document: Document) -> bool:
    return bool(document.problems)


def mark(document: Document) -> str:
    """The words on top of a document that is not for publication; blank where it is."""
    internal = f"{INTERNAL}. Not for publication: it holds every row as it stands." if document.internal else ""
    count = len(document.problems)
    if not count:
        return internal
    told = f"{count} points would be refused and stand as notes" if count != 1 else "One point would be refused and stands as a note"
    internal += " " if internal else ""
    return f"{internal}DRAFT. {told} at {'their places' if count != 1 else 'its place'}. Not for publication."


def note(problem: Problem) -> str:
    """The words of one note."""
    return f"{LEAD} Line {problem.line}: {problem.wrong}; {problem.instead}."


def texts(document: Document) -> list[str]:
    """All words that a draft has besides those of its document, for verify: nobody changed them by hand."""
    return [mark(document), *map(note, document.problems)] if mark(document) else []


def with_notes(document: Document, form: str) -> list[str]:
    """The body with the mark on top and each note at its part: real comments in Word, boxes elsewhere."""
    if not mark(document):
        return list(document.body)
    top = styled(f"**{escaped(mark(document))}**", "Draft Mark")
    body = [top, *document.body]
    notes: dict[int, list[str]] = {}
    for problem in sorted(document.problems, key=lambda item: item.line):
        notes.setdefault(document.problem_at.get(problem, -1) + 1, []).append(note(problem))
    made, number = [], 0
    for at, part in enumerate(body):
        if form == "docx":
            for text in notes.get(at, ()):
                part = commented(part, text, number)
                number += 1
            made.append(part)
        else:
            made += [part, *(styled(f"**{LEAD}**{escaped(text.removeprefix(LEAD))}", "Margin Note") for text in notes.get(at, ()))]
    return made


def commented(part: str, text: str, number: int) -> str:
    """A part of the body with a Word comment on its first paragraph; where nothing could be printed, on a sign in its place."""
    part = part if bare(part).strip() else "⟨?⟩"
    opening = OPENING.match(part)
    at = opening.end() if opening else 0
    first, _, rest = part[at:].partition("\n")
    start = f'[{escaped(text)}]{{.comment-start id="{number}" author="sanctrack" date="2000-01-01T00:00:00Z"}}'
    end = f'[]{{.comment-end id="{number}"}}'
    return f"{part[:at]}{start}{first}{end}" + (f"\n{rest}" if rest else "")
