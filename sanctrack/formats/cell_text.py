"""Values as text: for people, for spreadsheets, for JSON; and what must be said beside the rows."""

import re
from datetime import date, datetime
from typing import Any

from sanctrack.warehouse.result import SOURCE_COLUMN, Result

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?$")


def plain(value: Any) -> str:
    """A value as text: null empty, dates ISO, whole floats without a point's noise."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, (list, tuple)):
        return "; ".join(plain(item) for item in value)
    return str(value)


def more_columns(result: Result) -> str:
    """Which columns a page leaves out, and how to get them; blank where it shows all."""
    shown = {
        *(result.table or [column.name for column in result.columns]),
        *result.below,
        SOURCE_COLUMN,
    }
    left = [column.name for column in result.columns if column.name not in shown]
    if not left:
        return ""
    return (
        f"{len(left)} more column{'s' if len(left) > 1 else ''} (--format csv, json or xlsx gives "
        f"all): {', '.join(left)}."
    )


def harmless(value: Any) -> str:
    """Text for a spreadsheet: what it would run as a formula gets an apostrophe before it."""
    text = plain(value)
    if (
        text.startswith(FORMULA)
        and isinstance(value, (str, list, tuple))
        and not NUMBER.match(text)
    ):
        return "'" + text
    return text


def encodable(value: Any) -> Any:
    """A value for JSON: dates ISO, what JSON has no word for as text, everything else as it is."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (list, tuple)):
        return [encodable(item) for item in value]
    if isinstance(value, dict):
        return {str(key): encodable(item) for key, item in value.items()}
    return plain(value)


def notes(result: Result) -> dict[str, str]:
    """What must be said beside the rows, by its heading (Title, Caveat, Publication, …); blank
    where there is nothing to say.
    """
    params = ", ".join(
        f"{name} = {plain(value)}" for name, value in result.params.items() if value is not None
    )
    data = ", ".join(f"{name}{result.copies.get(name, '')}" for name in result.datasets) + (
        f" (as of {result.as_of})" if result.as_of and result.datasets else ""
    )
    return {
        "Title": result.title,
        "Question": result.question,
        "Parameters": params,
        "Caveat": result.caveat,
        "Note": "; ".join(result.remarks),
        "Publication": result.publication,
        "Data sets": data,
    }


def is_day(value: Any) -> bool:
    """Whether a spreadsheet can hold the value as a date (its calendar begins in 1900)."""
    return isinstance(value, date) and value.year >= 1900
