"""Values in words: days, figures and codes as prose and tables print them, and text made harmless for Markdown."""

import re
from datetime import date, datetime, timedelta
from typing import Any

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
ISO = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])")
SPAN = re.compile(r"(?<![\w-])(\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})(?![\w-])")
CODE = re.compile(r"[a-z]+(?:_[a-z0-9]+)+$")
# codes that a reader would not know, as prose and as tables print them
NAMES = {
    "AU": "Australia",
    "CA": "Canada",
    "CH": "Switzerland",
    "EU": "the European Union",
    "GB": "the United Kingdom",
    "IN": "India",
    "JP": "Japan",
    "KR": "South Korea",
    "MY": "Malaysia",
    "NZ": "New Zealand",
    "SG": "Singapore",
    "TH": "Thailand",
    "UN-SC": "the UN Security Council",
    "US": "the United States",
    "VN": "Viet Nam",
}
# a period that a measure's id names
PERIOD = re.compile(r"^(not after|after) [a-z0-9]+(?:-[a-z0-9]+)+$")
CODES = {"idp_camp": "camp for displaced people"}
ADDRESS = re.compile(r"(https?://[^\s⟧⟦]*[^\s⟧⟦,.;)\]])")
SPECIAL = re.compile(r"([\\`*_\[\]<>|~^$@#{}&])")


def day(value: date, short: bool = False, month_only: bool = False) -> str:
    """A day in words: 31 January 2023 (short: 31 Jan 2023)."""
    month = MONTHS[value.month - 1]
    name = f"{month[:3] if short else month} {value.year}"
    return name if month_only else f"{value.day} {name}"


def days_in(text: str, short: bool = False) -> str:
    """ISO days inside a text, in words; an interval that is a month or year is named so; what is no day stays."""

    def words(match: re.Match[str]) -> str:
        try:
            return day(date(int(match[1]), int(match[2]), int(match[3])), short)
        except ValueError:
            return match[0]

    return ISO.sub(words, SPAN.sub(lambda match: interval(match, short), text))


def interval(match: re.Match[str], short: bool) -> str:
    """'2022-10-01 to 2022-10-31' as 'October 2022', '2022-10-12 to 2022-10-18' as '12–18 October 2022'."""
    try:
        first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2])
    except ValueError:
        return match[0]
    if first.year != last.year or first > last:
        return match[0]
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year)
    if first.month != last.month:
        whole = first.day == 1 and (last + timedelta(days=1)).day == 1
        name = [MONTHS[item.month - 1][: 3 if short else None] for item in (first, last)]
        return f"{name[0]} to {name[1]} {last.year}" if whole else f"{first.day} {name[0]} to {day(last, short)}"
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        return day(first, short, month_only=True)
    return f"{first.day}–{day(last, short)}"


def number(value: int | float, plain: bool = False) -> str:
    """A figure: thousands apart from 1,000 on, no digits that are not there."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if plain else f"{value:,}"


def shown(value: Any, column: str = "", form: str = "", short: bool = False) -> str:
    """A value in words. A null gives an empty text: who prints it must say what it means."""
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
    if form == "words" and text in NAMES:
        return NAMES[text]
    if column == "body" and text in NAMES:
        return NAMES[text].removeprefix("the ")
    if column == "period":
        return PERIOD.sub(r"\1 the measure", text)
    text = CODES.get(text, text)
    text = text.replace("_", " ") if CODE.match(text) else days_in(text, short)
    return text.upper() if form == "upper" else text


def joined(values: list[str]) -> str:
    """A, B and C."""
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} and {values[-1]}"


def escaped(text: str) -> str:
    """Text that Markdown prints as it stands; runs of white space become one space."""
    text = SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text))
    text = re.sub(r"^([-+])(\s)", r"\\\1\2", text)
    return re.sub(r"^(\d+)([.)])(\s)", r"\1\\\2\3", text)


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
