"""Readings: text cells as days, numbers and truth values. What is ambiguous is refused with its
possible meanings; nothing is guessed.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sanctrack.definitions.contracts import Field
from sanctrack.definitions.days import MONTHS
from sanctrack.facts.arrow_values import texts

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
ISO_MIDNIGHT = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ]00:00(:00(\.0+)?)?Z?$")
YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})$")
SLASHED_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
NAMED_MONTH = re.compile(
    r"(?:(\d{1,2})[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})|([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4}))$"
)
# The separators between groups of three digits: comma, point, apostrophes, and spaces, also those
# that do not break.
GROUPED = re.compile(r"[+-]?\d{1,3}(?P<mark>[,.' \u00a0\u2009\u202f\u2019])\d{3}((?P=mark)\d{3})*$")
# A claim about the air war before aircraft, or far ahead of us, is a slip of the pen.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)

Reading = tuple[Any, str, str, str]
"""Value, severity (blank: nothing to say), what is wrong, how to mend it."""

ISO_HELP = "write it as YYYY-MM-DD"


def cast(
    column: pa.ChunkedArray, field: Field, delimiter: str = ","
) -> tuple[pa.ChunkedArray, list[tuple[int, str, str, str]]]:
    """Read a text column as the field's type; return the values and (row, severity, problem, help)
    of each that needs a word.

    A value that cannot be read becomes null. `delimiter` tells the dialect: where cells are parted
    by semicolons, a point in a number may part thousands.
    """
    if field.type == "string" or (
        field.type == "date"
        and column.type == pa.date32()
        and is_plain(column, column, "date", delimiter)
    ):
        return column, []
    column = pc.cast(column, pa.string())
    target = {
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "datetime": pa.timestamp("us"),
        "boolean": pa.bool_(),
    }
    kind = target[field.type]
    try:
        values = pc.cast(column, kind)
    except pa.ArrowInvalid:
        return cast_each(column, field.type, kind, delimiter)
    return (
        (values, [])
        if is_plain(column, values, field.type, delimiter)
        else cast_each(column, field.type, kind, delimiter)
    )


def is_plain(column: pa.ChunkedArray, values: pa.ChunkedArray, kind: str, delimiter: str) -> bool:
    """Whether Arrow's own reading is the one meant: it also takes hexadecimal, infinity, and any
    year.
    """
    if len(values) == values.null_count:
        return True
    if kind == "date":
        span = pc.min_max(values).as_py()
        return bool(span["min"] >= FIRST_DAY and span["max"] <= LAST_DAY)
    if kind == "integer":
        # '3.000' is refused by Arrow, 'x' is not
        return not pc.any(pc.match_substring(column, "x", ignore_case=True)).as_py()
    if kind == "number":
        odd = (
            delimiter == ";"
            and pc.any(pc.match_substring_regex(column, r"^[+-]?\d{1,3}\.\d{3}$")).as_py()
        )
        return bool(pc.all(pc.is_finite(values)).as_py()) and not odd
    return kind == "boolean" and not pc.any(pc.is_in(column, value_set=texts(["0", "1"]))).as_py()


def cast_each(
    column: pa.ChunkedArray, kind: str, target: pa.DataType, delimiter: str
) -> tuple[pa.ChunkedArray, list[tuple[int, str, str, str]]]:
    """Value by value (each distinct one once), for a column in which something cannot be read at
    once.
    """
    read = READERS[kind]
    readings = {
        text: read(text, delimiter) for text in pc.unique(column).to_pylist() if text is not None
    }
    texts = column.to_pylist()
    values = pa.chunked_array(
        [pa.array([None if text is None else readings[text][0] for text in texts], target)]
    )
    said = [
        (row, *readings[text][1:])
        for row, text in enumerate(texts)
        if text is not None and readings[text][1]
    ]
    return values, said


def read_day(text: str, _: str = ",") -> Reading:
    """A day: YYYY-MM-DD, or another way of writing it that can mean one day only."""
    if ISO_DAY.match(text):
        year, month, day = text.split("-")
        return the_day(text, year, month, day, said=False)
    midnight = ISO_MIDNIGHT.match(text)
    if midnight:
        return the_day(text, midnight[1], midnight[2], midnight[3])
    year_first = YEAR_FIRST.match(text)
    if year_first:
        return the_day(text, year_first[1], year_first[2], year_first[3])
    named = NAMED_MONTH.match(text)
    if named:
        day, month, year = (
            (named[1], named[2], named[3]) if named[1] else (named[5], named[4], named[6])
        )
        found = [
            at
            for at, name in enumerate(MONTHS, 1)
            if month.lower() in (name.lower(), name[:3].lower())
        ]
        if found:
            return the_day(text, year, found[0], day)
    slashed = SLASHED_DAY.match(text)
    if slashed:
        return day_or_month_first(text, *(int(part) for part in slashed.groups()))
    if re.fullmatch(r"\d{4}(-\d{2})?", text):
        return (
            None,
            "error",
            f"'{text}' is not a day",
            "give the interval: first day in …_earliest_on, last day in …_latest_on",
        )
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        since_1900 = date(1899, 12, 30) + timedelta(int(float(text)))
        since_1904 = date(1904, 1, 1) + timedelta(int(float(text)))
        what = (
            f"'{text}' looks like a spreadsheet's day number: {since_1900}, or {since_1904} in a "
            f"file that counts from 1904"
        )
        return None, "error", what, "format the cell as a date, or write YYYY-MM-DD"
    return None, "error", f"'{text}' is not a day", ISO_HELP


def day_or_month_first(text: str, first: int, second: int, year: int) -> Reading:
    if first != second and 1 <= first <= 12 and 1 <= second <= 12 and year:
        ways = (
            f"{date(year, second, first)} (day first) or {date(year, first, second)} (month first)"
        )
        return None, "error", f"'{text}' is ambiguous: {ways}", "write the day as YYYY-MM-DD"
    day, month = (second, first) if second > 12 else (first, second)
    return the_day(text, year, month, day)


def the_day(text: str, year: Any, month: Any, day: Any, said: bool = True) -> Reading:
    """The day, with a word where it was not written as YYYY-MM-DD."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return (
            None,
            "error",
            f"'{text}' is no day of the calendar",
            "write an existing day as YYYY-MM-DD",
        )
    if not FIRST_DAY <= found <= LAST_DAY:
        return (
            None,
            "error",
            f"the year of '{text}' cannot be meant",
            f"give a year from {FIRST_DAY.year} to {LAST_DAY.year}",
        )
    return (
        (found, "warning", f"'{text}' read as {found}, the only day it can mean", ISO_HELP)
        if said
        else (found, "", "", "")
    )


def read_integer(text: str, _: str = ",") -> Reading:
    """A whole number; thousands separators are read where they can mean nothing else."""
    if re.fullmatch(r"[+-]?\d{1,18}", text):
        return int(text), "", "", ""
    grouped = GROUPED.match(text)
    if grouped and grouped["mark"] == "." and text.count(".") == 1:
        return (
            None,
            "error",
            f"'{text}' is ambiguous: {text.replace('.', '')} or {float(text):g}",
            "write a whole number without separators",
        )
    if grouped and len(text) < 24:
        number = int(re.sub(r"[^\d+-]", "", text))
        return (
            number,
            "warning",
            f"'{text}' read as {number}: thousands separators removed",
            "write the number without separators",
        )
    if re.fullmatch(r"[+-]?\d{1,15}\.0+", text):
        return int(text.split(".")[0]), "", "", ""
    mend = "write digits only; 'about', 'at least' and the like have columns of their own"
    return None, "error", f"'{text}' is not a whole number", mend


def read_number(text: str, delimiter: str = ",") -> Reading:
    """A number with a point for decimals; a decimal comma and thousands separators are read where
    they can mean nothing else.
    """
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", text) and isfinite(float(text)):
        value = float(text)
        if delimiter == ";" and re.fullmatch(r"[+-]?\d{1,3}\.\d{3}", text):
            said = (
                f"'{text}' read as {value:g}, with a decimal point; beside semicolons it may mean "
                f"{text.replace('.', '')}"
            )
            return value, "warning", said, f"write {text.replace('.', '')} if that is meant"
        return value, "", "", ""
    mend = "write it with a point for decimals and no thousands separators"
    grouped = GROUPED.match(text)
    if grouped and grouped["mark"] == "," and text.count(",") == 1:
        ways = f"{text.replace(',', '')} or {text.replace(',', '.')}"
        return None, "error", f"'{text}' is ambiguous: {ways}", mend
    if grouped:
        return number_said(text, re.sub(r"[^\d+-]", "", text), "thousands separators removed", mend)
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        return number_said(text, text.replace(",", "."), "the comma is the decimal sign", mend)
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+\.\d+", text):
        return number_said(text, text.replace(",", ""), "thousands separators removed", mend)
    if re.fullmatch(r"[+-]?\d{1,3}([. \u00a0\u202f']\d{3})+,\d+", text):
        plain = re.sub(r"[. \u00a0\u202f']", "", text).replace(",", ".")
        return number_said(
            text, plain, "thousands separators removed, the comma is the decimal sign", mend
        )
    return None, "error", f"'{text}' is not a number", mend


def number_said(text: str, plain: str, why: str, mend: str) -> Reading:
    return float(plain), "warning", f"'{text}' read as {plain.lstrip('+')}: {why}", mend


def read_boolean(text: str, _: str = ",") -> Reading:
    known = {"true": True, "yes": True, "false": False, "no": False}
    if text.lower() in known:
        return known[text.lower()], "", "", ""
    return None, "error", f"'{text}' is neither true nor false", "write true or false"


def read_instant(text: str, _: str = ",") -> Reading:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None, "error", f"'{text}' is not an instant", "write YYYY-MM-DD HH:MM:SS in UTC"
    if found.tzinfo is not None and found.utcoffset() != timedelta(0):
        return None, "error", f"'{text}' is not in UTC", "write YYYY-MM-DD HH:MM:SS in UTC"
    return found.replace(tzinfo=None), "", "", ""


READERS: dict[str, Callable[[str, str], Reading]] = {
    "date": read_day,
    "integer": read_integer,
    "number": read_number,
    "boolean": read_boolean,
    "datetime": read_instant,
}
