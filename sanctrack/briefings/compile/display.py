"""Values in words: days, figures and codes as prose and tables print them."""

import re
from datetime import date, datetime
from typing import Any

from sanctrack.definitions.days import day, days_in
from sanctrack.warehouse.labels import Labels, labels_of

# a period that a measure's id names
PERIOD = re.compile(r"^(not after|after) [a-z0-9]+(?:-[a-z0-9]+)+$")
# evidence on one field of a record, as the report `record` writes it; the relation stands alone
# where nothing is noted
EVIDENCE = re.compile(r"\bon ([a-z]+(?:_[a-z]+)*): (?:(supports|contradicts)(?![a-z]))?")


def number(value: int | float, plain: bool = False) -> str:
    """A figure: thousands apart from 1,000 on, no digits that are not there."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if plain else f"{value:,}"


def shown(
    value: Any, column: str = "", form: str = "", short: bool = False, labels: Labels | None = None
) -> str:
    """A value in words, codes by `labels` (default: the shipped ones). A null gives an empty text:
    who prints it must say what it means.
    """
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
        text = EVIDENCE.sub(field_phrase, text)
    text = labels.named(text, column, short)
    return text.upper() if form == "upper" else text


def field_phrase(match: re.Match[str]) -> str:
    """The field that a piece of evidence speaks to, in words: 'on killed_max: supports' is no
    sentence.
    """
    field = match[1].replace("_", " ")
    for ending, suffix in (
        (" min", " (lowest)"),
        (" max", " (highest)"),
        (" on", " (day)"),
        (" id", ""),
    ):
        field = field.removesuffix(ending) + suffix if field.endswith(ending) else field
    return f"on {field}: {match[2] or ''}{' what the record says' if match[2] else ''}"


def joined(values: list[str]) -> str:
    """A, B and C."""
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} and {values[-1]}"


__all__ = ["day", "days_in", "joined", "number", "shown"]
