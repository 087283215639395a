"""A unit of a document as its stamp remembers it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StampedUnit:
    """A sentence, cell or footnote: its text, and the ids and reports that it rests on."""

    key: str
    kind: str
    place: str
    text: str
    ids: tuple[str, ...]
    reports: tuple[str, ...]
