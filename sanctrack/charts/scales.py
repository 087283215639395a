"""Scales: days and numbers to places on the page, with ticks that fall on round values."""

import math
from dataclasses import dataclass
from datetime import date

from sanctrack.charts.canvas import GREY, PALE, SMALL, Canvas, measure
from sanctrack.definitions.days import day as words_of


@dataclass(frozen=True)
class Days:
    """Days from `first` to `last` on the page from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """The place of the beginning of a day."""
        length = max((self.last - self.first).days, 1)
        return self.left + (self.right - self.left) * (day - self.first).days / length

    def ticks(self) -> list[tuple[date, str]]:
        """Days that get a line, with their words: years, quarters, months or single days, as the
        room allows.
        """
        span = (self.last - self.first).days
        room = max(int((self.right - self.left) / 34), 2)
        for months in (1, 2, 3, 6, 12, 24, 60, 120):
            if span / 30.4 / months <= room:
                break
        ticks = []
        place = (self.first.year * 12 + self.first.month - 1) // months * months
        while (day := date(place // 12, place % 12 + 1, 1)) <= self.last:
            if day >= self.first:
                ticks.append(
                    (
                        day,
                        str(day.year)
                        if months >= 12
                        else words_of(day, short=True, month_only=True),
                    )
                )
            place += months
        return (
            ticks
            if len(ticks) >= 2
            else [
                (self.first, words_of(self.first, short=True)),
                (self.last, words_of(self.last, short=True)),
            ]
        )

    def draw(self, canvas: Canvas, top: float, bottom: float) -> None:
        """Lines from top to bottom and words above them."""
        end = -99.0
        for day, label in self.ticks():
            x = self.at(day)
            canvas.line(x, top, x, bottom)
            half = measure(label, SMALL) / 2
            middle = min(max(x, half), canvas.width - half)
            if middle - half > end + 3:
                canvas.text(middle, top - 3, label, SMALL, "middle", fill=GREY)
                end = middle + half


def days_of(days: list[date], left: float, right: float) -> Days:
    """A scale over these days, with a little room at both ends for marks whose one end is open."""
    first, last = min(days), max(days)
    margin = max(round((last - first).days * 0.045), 5)
    low = max(first.toordinal() - margin, 1)
    return Days(
        date.fromordinal(low),
        date.fromordinal(min(last.toordinal() + margin, date.max.toordinal())),
        left,
        right,
    )


def steps(most: float, lines: int = 4) -> list[float]:
    """Round values from 0 to at least `most`."""
    if most <= 0:
        return [0, 1]
    raw = most / lines
    size = 10 ** math.floor(math.log10(raw))
    step = max(next(size * factor for factor in (1, 2, 5, 10) if size * factor >= raw), 1)
    return [step * place for place in range(math.ceil(most / step) + 1)]


def figure(value: float) -> str:
    """A number in words: thousands set apart, whole where it is whole."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


__all__ = ["GREY", "PALE", "Days", "days_of", "figure", "steps"]
