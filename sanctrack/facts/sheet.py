"""Cells: what every reader of sheets gives, a file's cells with the line of each row, and what is
wrong with them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from sanctrack.errors import DataError
from sanctrack.facts.problems import Problem

# White space, and the marks without width that are copied along from web pages.
BLANKS = (
    " "
    "\t\n\r\v\f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
UNSEEN_BLANKS = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
BLANKS += UNSEEN_BLANKS


class SheetError(DataError):
    """A file that cannot be read as a table: which rule, what is wrong, on which line where that is
    known, and what would work.
    """

    def __init__(
        self,
        path: Path,
        rule: str,
        problem: str,
        mend: str,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(f"{path}{f' line {line}' if line else ''}: {problem}; {mend}")
        self.path, self.finding = (
            path,
            Problem(
                column=column, severity="error", rule=rule, problem=problem, help=mend, line=line
            ),
        )

    def __reduce__(self) -> tuple[type["SheetError"], tuple[Any, ...]]:
        """Pickled by what it was made of: a process of its own hands it on (`bounded`)."""
        found = self.finding
        return SheetError, (
            self.path,
            found.rule,
            found.problem,
            found.help,
            found.line,
            found.column,
        )


class Lines(Protocol):
    """The line of each row, by its number."""

    def __getitem__(self, row: int) -> int: ...


@dataclass
class Sheet:
    """A file's cells as text or days (blank is null), without blank rows. `findings` are rows that
    do not fit the header.
    """

    path: Path
    header: list[str]
    cells: pa.Table
    delimiter: str
    lines_of_all: "Sequence[int] | Lines"
    findings: list[Problem] = field(default_factory=list)
    rows_kept: pa.Array | None = None

    def lines(self, rows: Sequence[int]) -> list[int]:
        """The lines of some rows; worked out only when something has to be said."""
        kept = rows if self.rows_kept is None else [self.rows_kept[row].as_py() for row in rows]
        return [self.lines_of_all[at] for at in kept]


def checked_header(path: Path, cells: list[str], line: int) -> list[str]:
    """Names of the columns, trimmed, without nameless ones at the right. Raises SheetError."""
    header = [name.strip(BLANKS) for name in cells]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise SheetError(
            path,
            "header",
            "the file is empty: it has no header row",
            "write the names of the columns into the first row",
        )
    blank = [str(at + 1) for at, name in enumerate(header) if not name]
    if blank:
        raise SheetError(
            path,
            "header",
            f"column {', '.join(blank)} has no name",
            "name it as the contract does, or remove it",
            line,
        )
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise SheetError(
            path,
            "header",
            f"column {', '.join(twice)} stands twice",
            "keep one of the two",
            line,
            twice[0],
        )
    return header


def text_table(header: list[str], rows: list[list[str]]) -> pa.Table:
    """Rows of text, each as long as the header, as a table."""
    columns = zip(*rows, strict=True) if rows else [()] * len(header)
    return pa.table(
        {
            name: pa.array(list(column), pa.string())
            for name, column in zip(header, columns, strict=True)
        }
    )
