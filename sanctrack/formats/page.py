"""The page model that table, md and html share: chosen columns, cells, and sources as numbers that
footnotes resolve.
"""

from dataclasses import dataclass, field

from sanctrack.formats import Surroundings
from sanctrack.formats.cell_text import plain
from sanctrack.names.signs import visible
from sanctrack.warehouse.result import SOURCE_COLUMN, Result


@dataclass
class Page:
    """Columns, cells, the source numbers of each row (None: the result has no sources), and
    (number, id, reference) of each source.

    `below` are the (name, cell) pairs that stand under each row, blank ones left out; empty where
    they are columns like the others.
    """

    headers: list[str]
    cells: list[list[str]]
    numeric: list[bool]
    numbers: list[list[int]] | None
    footnotes: list[tuple[int, str, str]]
    below: list[list[tuple[str, str]]] = field(default_factory=list)


def page_of(result: Result, around: Surroundings, narrow: bool = False) -> Page:
    """Lay out what a page shows of a result. Sources are numbered by first appearance.

    A `narrow` page sets the columns of `result.below` under each row instead of beside the others.
    """
    names = [column.name for column in result.columns]
    shown = [name for name in (result.table or names) if name != SOURCE_COLUMN]
    shown += [] if narrow else result.below
    at = [names.index(name) for name in shown]
    cells = [[for_eyes(plain(row[index])) for index in at] for row in result.rows]
    under = [(name, names.index(name)) for name in result.below] if narrow else []
    below = [
        [(name, for_eyes(plain(row[index]))) for name, index in under if row[index] is not None]
        for row in result.rows
    ]
    numeric = [result.columns[index].type in ("BIGINT", "DOUBLE") for index in at]
    if SOURCE_COLUMN not in names:
        return Page(shown, cells, numeric, None, [], below)
    number = {source: position for position, source in enumerate(result.source_ids, 1)}
    numbers = [
        sorted({number[source] for source in (ids or "").split("; ") if source})
        for ids in result.column(SOURCE_COLUMN)
    ]
    footnotes = [
        (position, source, for_eyes(around.citations.get(source, "")))
        for source, position in number.items()
    ]
    return Page(shown, cells, numeric, numbers, footnotes, below)


def for_eyes(text: str) -> str:
    """A cell as a page shows it: line ends of every kind are one, what a terminal would obey is a
    sign that can be seen.
    """
    return visible(text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text)


def number_list(numbers: list[int]) -> str:
    """Numbers of footnotes, runs drawn together: 1, 3-5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
