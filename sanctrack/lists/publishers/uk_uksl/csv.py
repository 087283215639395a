"""The CSV of the UK Sanctions List: its rows are products of names, addresses, passports …, put
together again.
"""

from collections.abc import Hashable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path

from sanctrack.errors import SourceError
from sanctrack.lists.reading.issues import Issues
from sanctrack.lists.reading.text import squash

LINES = [f"address line {number}" for number in range(1, 7)]
# Columns that belong together, so that the product of the rows can be undone.
TUPLES = {
    "names": [*(f"name {number}" for number in (1, 2, 3, 4, 5, 6)), "name type", "alias strength"],
    "scripts": ["name non-latin script", "non-latin script type", "non-latin script language"],
    "addresses": [*LINES, "address postal code", "address country"],
    "passports": ["passport number", "passport additional information"],
    "national ids": ["national identifier number", "national identifier additional information"],
    "births": ["town of birth", "country of birth"],
}
SINGLE = (
    "last "
    "updated", "unique "
        "id", "ofsi group "
            "id", "un reference "
                "number", "title", "regime name", "designation type", "designation source",
    "sanctions "
    "imposed", "other "
        "information", "uk statement of "
            "reasons", "phone number", "website", "email address", "date designated",
    "d.o.b", "nationality(/ies)", "position", "gender", "type of "
        "entity", "subsidiaries", "parent company",
    "business registration number "
    "(s)", "imo number", "current owner/operator (s)", "previous owner/operator (s)",
    "current believed flag of "
    "ship", "previous flags", "type of ship", "tonnage of ship", "length of ship", "year built",
    "hull identification number (hin)",
)  # fmt: skip
HEADER = [*SINGLE, *(column for columns in TUPLES.values() for column in columns)]
NEEDED = ("unique id", "name 6", "name type", "regime name", "designation type", "date designated")
# What else the list lives by, and what of an entry it gives; the other columns are optional.
LIVES_BY = {
    **dict.fromkeys((*TUPLES["names"], *TUPLES["scripts"]), "names"),
    **dict.fromkeys(
        (
            *TUPLES["passports"], *TUPLES["national "
                "ids"], "imo number", "business registration number (s)",
            "hull identification number (hin)", "ofsi group id", "un reference number",
        ),
        "identifiers",
    ),
    **dict.fromkeys(("d.o.b", "last updated"), "dates"),
    **dict.fromkeys(("designation source", "sanctions imposed"), "programmes"),
}  # fmt: skip
ONCE = ("unique id", "designation type", "regime name", "date designated", "ofsi group id")

# One value as it is, several as the keys of a dict: most columns of a designation have one, and
# there are many of both.
Values = object


class Group:
    """All rows of one designation, as distinct values by column and by group of columns."""

    __slots__ = ("_issues", "_values", "reference")

    def __init__(self, reference: str, values: dict[str, Values], issues: Issues) -> None:
        self.reference = reference
        self._values = values
        self._issues = issues

    def all(self, column: str) -> list[str]:
        """Return the distinct values of a column, blank ones left out."""
        found = self._values.get(column)
        if not found:
            return []
        return [str(value) for value in found if value] if isinstance(found, dict) else [str(found)]

    def one(self, column: str) -> str | None:
        """Return the value of a column that should have one; several are joined, and an issue where
        they must not differ.
        """
        values = self.all(column)
        if len(values) < 2:
            return values[0] if values else None
        if column in ONCE:
            self._issues.add(
                "warning",
                "structure",
                self.reference,
                column,
                values[1],
                f"{len(values)} different values in the rows of one designation; the first is used",
            )
            return values[0]
        if column == "last updated":
            return max(values, key=lambda day: day[6:] + day[3:5] + day[:2])
        return "\n".join(values)

    def tuples(self, part: str) -> list[tuple[str, ...]]:
        """Return the distinct values of a group of columns, blank ones left out."""
        found = self._values.get(part)
        values = found if isinstance(found, dict) else (found,)
        return [value for value in values if isinstance(value, tuple) and any(value)]


def columns_of(header: list[str], path: Path, issues: Issues) -> dict[str, int]:
    """Map known columns to their places. Raises SourceError when the header is another one."""
    names = [squash(name).lower() for name in header]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise SourceError(
            f"{path.name} line 2: no column {', '.join(missing)}; is it the UK Sanctions List of "
            f"the FCDO?"
        )
    if len(set(names)) < len(names):
        raise SourceError(f"{path.name} line 2: a column stands twice")
    for name in HEADER:
        if name not in names and name in LIVES_BY:
            issues.missing_column(name, LIVES_BY[name])
        elif name not in names:
            issues.add(
                "warning",
                "structure",
                None,
                name,
                None,
                "column not in the file; it is read as blank",
            )
    return {name: place for place, name in enumerate(names)}


def groups(rows: Iterator[tuple[int, list[str]]], path: Path, issues: Issues) -> Iterator[Group]:
    """Yield the designations, in the order of their first rows."""
    header = next(rows, (0, []))[1]
    places = columns_of(header, path, issues)
    key, width = places["unique id"], len(header)
    # Columns that the file lacks are read from a blank cell at the end of each row.
    lacking = [name for name in HEADER if name not in places]
    places |= dict.fromkeys(lacking, width)
    names = [*SINGLE, *TUPLES]
    # All columns that stand alone at once: mostly they repeat the row before, and are then compared
    # as one.
    alone = itemgetter(*(places[name] for name in SINGLE))
    together = [itemgetter(*(places[column] for column in columns)) for columns in TUPLES.values()]
    unknown = [(name, place) for name, place in places.items() if name not in HEADER]
    found: dict[str, list[Values]] = {}
    before, last = "", ()
    for line, row in rows:
        if len(row) != width:
            if any(map(str.strip, row)):
                words = f"line {line} has {len(row)} cells, expected {width}; it was not read"
                issues.add(
                    "error",
                    "structure",
                    row[key] if len(row) > key else f"line {line}",
                    None,
                    None,
                    words,
                )
            continue
        if lacking:
            row.append("")
        reference = row[key]
        values, cells = found.get(reference), alone(row)
        if values is None:
            found[reference] = [*cells, *(pick(row) for pick in together)]
        else:
            if reference != before or cells != last:
                merge(values, 0, cells)
            merge(values, len(SINGLE), [pick(row) for pick in together])
        before, last = reference, cells
        for name, place in unknown:
            if row[place]:
                issues.unknown_field(reference, name, row[place])
    for reference, values in found.items():
        yield Group(reference, dict(zip(names, values, strict=True)), issues)


def merge(values: list[Values], start: int, more: Sequence[Hashable]) -> None:
    """Add the values of one more row, from a place on."""
    for place, value in enumerate(more, start):
        have = values[place]
        if value == have:
            continue
        if isinstance(have, dict):
            have[value] = None
        else:
            values[place] = {have: None, value: None}
