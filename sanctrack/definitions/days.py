"""Days in words: what documents, pictures and messages print where the data hold `2023-01-31`."""

import re
from datetime import date, timedelta

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ISO = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])")
SPAN = re.compile(r"(?<![\w-])(\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})(?![\w-])")


def day(value: date, short: bool = False, month_only: bool = False) -> str:
    """A day in words: 31 January 2023 (short: 31 Jan 2023)."""
    month = MONTHS[value.month - 1]
    name = f"{month[:3] if short else month} {value.year}"
    return name if month_only else f"{value.day} {name}"


def days_in(text: str, short: bool = False) -> str:
    """ISO days inside a text, in words; an interval that is a month or year is named so; what is no
    day stays.
    """

    def words(match: re.Match[str]) -> str:
        try:
            return day(date(int(match[1]), int(match[2]), int(match[3])), short)
        except ValueError:
            return match[0]

    return ISO.sub(words, SPAN.sub(lambda match: interval(match, short), text))


def interval(match: re.Match[str], short: bool) -> str:
    """'2022-10-01 to 2022-10-31' as 'October 2022', '2022-10-12 to 2022-10-18' as '12–18 October
    2022'.
    """
    try:
        first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2])
    except ValueError:
        return match[0]
    return match[0] if first > last else span(first, last, short)


def span(first: date, last: date, short: bool = False) -> str:
    """Two days as one stretch: a day, a month, a year, `1–3 May 2021`, `May to June 2021`, `1 May
    2021 to 3 June 2022`.
    """
    if first == last:
        return day(first, short)
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1 if last < date.max else False
    if whole and (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if whole:
        begin, end = day(first, short, month_only=True), day(last, short, month_only=True)
        if begin == end:
            return end
        return f"{begin.rsplit(' ', 1)[0] if first.year == last.year else begin} to {end}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last, short)}"
    begin = day(first, short)
    return f"{begin.rsplit(' ', 1)[0] if first.year == last.year else begin} to {day(last, short)}"
