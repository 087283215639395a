"""What a kind of picture is given, and what it gives back: the rows that it draws, its legend and
its notes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sanctrack.charts.canvas import Canvas, clean
from sanctrack.definitions.days import day, span
from sanctrack.errors import DefinitionError
from sanctrack.warehouse.labels import Labels, labels_of
from sanctrack.warehouse.result import Result

Sample = Callable[[Canvas, float, float], None]


@dataclass
class View:
    """The rows of a result that its picture draws, and the keys of the header that say how."""

    result: Result
    spec: dict[str, Any]
    records: list[dict[str, Any]]
    labels: Labels

    @property
    def things(self) -> str:
        """What one mark stands for, in the plural."""
        return str(self.spec["of"])

    def text(self, record: dict[str, Any], key: str) -> str:
        """The cells that a key of the header names, in words; what is not known is said."""
        columns = self.spec[key]
        names = columns if isinstance(columns, list) else [columns]
        return " · ".join(self.cell(record[name], name) for name in names)

    def cell(self, value: Any, column: str) -> str:
        """A cell in words: days and codes as readers know them, what is not known named."""
        if value is None:
            return f"{column.replace('_', ' ')} not known"
        if isinstance(value, date):
            return day(value, short=True)
        return (
            self.labels.named(clean(value), column, short=True)
            if isinstance(value, str)
            else clean(value)
        )

    def fill(self, record: dict[str, Any]) -> str:
        """How a mark is filled: certain, likely or possible, by the values that the header names;
        all certain where it names none.
        """
        if "certainty" not in self.spec:
            return "certain"
        value = record[self.spec["certainty"]]
        if value in self.spec.get("filled", ()):
            return "certain"
        return "likely" if value in self.spec.get("tinted", ()) else "possible"

    def fills(self, records: list[dict[str, Any]]) -> dict[str, list[str]]:
        """The values of the certainty column that occur in these records, by how
        they are filled.
        """
        words_by_fill: dict[str, list[str]] = {}
        if "certainty" in self.spec:
            for record in records:
                value = record[self.spec["certainty"]]
                word = clean(value).replace("_", " ") if value is not None else "no mark"
                # words for the value, or for all that are filled alike
                alike = {
                    "certain": "filled_words",
                    "likely": "tinted_words",
                    "possible": "hollow_words",
                }[self.fill(record)]
                word = str(self.spec.get(f"{value}_words") or self.spec.get(alike) or word)
                group = words_by_fill.setdefault(self.fill(record), [])
                if word not in group:
                    group.append(word)
        return {
            fill: sorted(words_by_fill[fill])
            for fill in ("certain", "likely", "possible")
            if fill in words_by_fill
        }


@dataclass
class Drawn:
    """Where the drawing ends, samples with their words for the legend, and what must be said beside
    it.
    """

    bottom: float
    legend: list[tuple[Sample, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def view_of(result: Result) -> View:
    """Read the header's picture. Raises DefinitionError when the report has none or the rows lack
    its columns.
    """
    if not result.picture:
        raise DefinitionError(f"report {result.name} has no picture")
    spec = dict(result.picture)
    conditions = spec.get("only") or {}
    records = result.records()
    matches = [
        record
        for record in records
        if all(record[name] == value for name, value in conditions.items())
    ]
    return View(result, spec, matches, labels_of(result.home, result.workspace))


def span_words(first: date | None, last: date | None) -> str:
    """Two days in words: a day, `… to …`, `by …`, `not before …`."""
    if first is None and last is None:
        return "on a day not known"
    if first is None:
        return f"by {day(last)}" if last else ""
    if last is None:
        return f"not before {day(first)}"
    return f"on {day(first)}" if first == last else span(first, last)


def listed(words: list[str], most: int = 8) -> str:
    """Words joined by commas and 'and'; beyond `most` they are counted."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
