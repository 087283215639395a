"""Days as lists write them, read to an interval; what cannot be read is None, never a guess."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sanctrack.definitions.days import MONTHS as NAMES_OF_MONTHS


class Interval(NamedTuple):
    """First and last day that can be meant; `about` when the text says circa."""

    earliest: date | None
    latest: date | None
    about: bool = False


# the first three letters tell a month
MONTHS = {name[:3].lower(): number for number, name in enumerate(NAMES_OF_MONTHS, 1)}
ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ][\d:.]+)?(?:Z|[+-]\d\d:?\d\d)?)?)?")
SLASHES = re.compile(r"([0-9]{1,2}|dd)[/.-]([0-9]{1,2}|mm)[/.-](\d{4})")
WORDS = re.compile(r"(?:(\d{1,2})\s*(?:st|nd|rd|th)?[\s.-]+)?([A-Za-z]{3,9})\.?[\s,-]+(\d{4})")
ENGLISH = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})")
YEAR = re.compile(r"\d{4}")
ABOUT = re.compile(r"^(?:circa|c\.|ca\.?|approximately|approx\.?|about|around)\s*", re.IGNORECASE)
RANGE = re.compile(
    r"^(?:between\s+)?(.+?)(?:\s+(?:to|and)\s+|\s*[–—]\s*|(?<=\d{4})\s*-\s*(?=\d{4}$))(.+)$",
    re.IGNORECASE,
)
IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


def span(year: int, month: int | None, day: int | None) -> Interval | None:
    """Return the interval of a year, month or day; None when there is no such day."""
    try:
        if not month:
            return Interval(date(year, 1, 1), date(year, 12, 31))
        if not day:
            return Interval(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return Interval(date(year, month, day), date(year, month, day))
    except (ValueError, IndexError, OverflowError):
        return None


def figure(text: str | None) -> int | None:
    """Return a number, None for 0, 00 and letters: lists write 00/00/1970 or dd/mm/1970 for an
    unknown day.
    """
    return int(text) or None if text and len(text) < 9 and text.isdecimal() else None


@lru_cache(maxsize=32_768)
def iso(text: str) -> Interval | None:
    """Read `2021-03-22`, `2021-03`, `2021`, with or without a time and zone."""
    found = ISO.fullmatch(text.strip())
    return span(int(found[1]), figure(found[2]), figure(found[3])) if found else None


@lru_cache(maxsize=32_768)
def day_first(text: str) -> Interval | None:
    """Read `22/03/2021`, `00/00/1970`, `dd/mm/1970` and a bare year."""
    text = text.strip()
    found = SLASHES.fullmatch(text)
    if found:
        return span(int(found[3]), figure(found[2]), figure(found[1]))
    return span(int(text), None, None) if YEAR.fullmatch(text) else None


def month_first(text: str) -> Interval | None:
    """Read `03/22/2021`."""
    found = SLASHES.fullmatch(text.strip())
    return span(int(found[3]), figure(found[1]), figure(found[2])) if found else None


@lru_cache(maxsize=32_768)
def words(text: str) -> Interval | None:
    """Read `01 Dec 1972`, `Dec 1972`, `5 Oct. 2018`, `March 2, 2021`, `1972`, `circa 1960`, `1 Mar
    1970 to 1971`.
    """
    text = text.strip().rstrip(".")
    bare = ABOUT.sub("", text)
    about = bare != text
    single = one(bare)
    if single:
        return single._replace(about=about)
    ends = RANGE.match(bare)
    if not ends:
        return None
    low, high = one(ABOUT.sub("", ends[1].strip())), one(ABOUT.sub("", ends[2].strip()))
    if not low or not high or not low.earliest or not high.latest or low.earliest > high.latest:
        return None
    return Interval(low.earliest, high.latest, about)


def one(text: str) -> Interval | None:
    """Read a single day, month or year in words or figures, day before month."""
    found = WORDS.fullmatch(text)
    if found:
        month = MONTHS.get(found[2][:3].lower())
        return span(int(found[3]), month, figure(found[1])) if month else None
    found = ENGLISH.fullmatch(text)
    if found:
        month = MONTHS.get(found[1][:3].lower())
        return span(int(found[3]), month, int(found[2])) if month else None
    return day_first(text) or iso(text)


def in_file_name(name: str) -> date | None:
    """Return the day in a file's name, when there is exactly one."""
    days = {
        date(int(y), int(m), int(d))
        for y, m, d in IN_NAME.findall(name)
        if int(d) <= monthrange(int(y), int(m))[1]
    }
    return days.pop() if len(days) == 1 else None
