"""Values in words: days, figures and codes as prose and tables print them, and text made harmless for Markdown."""

import re
from datetime import date, datetime
from typing import Any

from sanctrack.definitions.days import day, days_in
from sanctrack.warehouse.labels import Labels, labels_of

# a period that a measure's id names
PERIOD = re.compile(r"^(not after|after) [a-z0-9]+(?:-[a-z0-9]+)+$")
# evidence on one field of a record, as the report `record` writes it; the relation stands alone where nothing is noted
EVIDENCE = re.compile(r"\bon ([a-z]+(?:_[a-z]+)*): (?:(supports|contradicts)(?![a-z]))?")
ADDRESS = re.compile(r"(https?://[^\s⟧⟦]*[^\s⟧⟦,.;)\]])")
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")  # no font and no format has these
# signs that Markdown reads, and those by which some readers of it make a link of a bare address
SPECIAL = re.compile(r"([\\`*_\[\]<>|~^$@#{}&]|:(?=//)|(?<=www)\.)", re.IGNORECASE)


def number(value: int | float, plain: bool = False) -> str:
    """A figure: thousands apart from 1,000 on, no digits that are not there."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if plain else f"{value:,}"


def shown(value: Any, column: str = "", form: str = "", short: bool = False, labels: Labels | None = None) -> str:
    """A value in words, codes by `labels` (default: the shipped ones). A null gives an empty text: who prints it must say what it means."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return str(value.year) if form == "year" else day(value, short, form == "month")
    if isinstance(value, (int, float)):
        return number(value, form == "plain" or column == "year" or column.endswith("_year"))
    text = str(value)
    if form == "plain" or column.endswith(("_id", "_ids", "url")):
        return text
    labels = labels or labels_of(None, None)
    if form == "words":
        return labels.sentence(text)
    if column == "period":
        return PERIOD.sub(r"\1 the measure", text)
    if column == "words":
        text = EVIDENCE.sub(field_said, text)
    text = labels.named(text, column, short)
    return text.upper() if form == "upper" else text


def field_said(match: re.Match[str]) -> str:
    """The field that a piece of evidence speaks to, in words: 'on killed_max: supports' is no sentence."""
    field = match[1].replace("_", " ")
    for ending, words in ((" min", " (lowest)"), (" max", " (highest)"), (" on", " (day)"), (" id", "")):
        field = field.removesuffix(ending) + words if field.endswith(ending) else field
    return f"on {field}: {match[2] or ''}{' what the record says' if match[2] else ''}"


def joined(values: list[str]) -> str:
    """A, B and C."""
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} and {values[-1]}"


def escaped(text: str) -> str:
    """Text that Markdown prints as it stands; runs of white space become one space."""
    text = SPECIAL.sub(r"\\\1", UNSEEN.sub("", re.sub(r"\s+", " ", text)))
    text = re.sub(r"^([-+])(\s)", r"\\\1\2", text)
    return re.sub(r"^(\d+)([.)])(\s)", r"\1\\\2\3", text)


def led(text: str) -> str:
    """Prose whose first sign would begin a list or a definition in Markdown, as prose."""
    text = re.sub(r"^(\(?(?:[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+|#|\d+))([.)])(?=\s)", r"\1\\\2", text)
    return re.sub(r"^([-+*:~])(?=\s)", r"\\\1", text)


def with_code(text: str) -> str:
    """A text of ours, in which `…` is code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return escaped(text)
    return "".join(f"`{piece}`" if at % 2 else escaped(piece) for at, piece in enumerate(pieces))


def escaped_note(text: str) -> str:
    """A reference for Markdown: addresses become links, everything else stands as it is."""
    pieces = ADDRESS.split(text)
    return "".join(f"<{piece.replace('<', '%3C').replace('>', '%3E')}>" if at % 2 else escaped(piece) for at, piece in enumerate(pieces))


def bare(text: str) -> str:
    """The words of a piece of Markdown without its marks; what was escaped keeps its sign."""
    text = re.sub(r"\[([^\]\[]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"<(https?://[^>]*)>", r"\1", text)
    text = re.sub(r"(?<!\\)(\*\*|\*|`)", "", text)
    return " ".join(re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text).split())


__all__ = ["bare", "day", "days_in", "escaped", "escaped_note", "joined", "number", "shown", "with_code"]
