"""CSV text read row by row: one place says its limit, where a row begins, and what is wrong with
it in words.
"""

import csv
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# characters of a cell that is believed; what is longer has swallowed rows, by a quotation mark that
# is never closed
MOST_CELL = 131_072
# for text that is held whole anyway, and whose long cells are told one by one. The limit is a C
# long, of 32 bits on some machines.
ANY_CELL = 2**31 - 1


class CsvRow(NamedTuple):
    """Cells of a row, and the lines on which it begins and ends."""

    begins: int
    ends: int
    cells: list[str]


class CsvError(Exception):
    """A row that cannot be read: the line on which it begins, what is wrong, what would work."""

    def __init__(self, line: int, problem: str, mend: str) -> None:
        super().__init__(line, problem, mend)
        self.line, self.problem, self.mend = line, problem, mend


def csv_rows(
    lines: Iterable[str],
    delimiter: str = ",",
    strict: bool = False,
    begins: int = 1,
    most_cell: int = MOST_CELL,
) -> Iterator[CsvRow]:
    """Yield the rows of lines, of which the first is number `begins`.

    `strict` refuses what spreadsheets do not write: text after a closing quotation mark, and one
    that is open at the end. Raises CsvError, and whatever the lines raise.
    """
    before = begins - 1
    # the limit is the whole process's, so each reading says its own
    csv.field_size_limit(most_cell)
    reader = csv.reader(lines, delimiter=delimiter, strict=strict)
    try:
        for cells in reader:
            ends = before + reader.line_num
            yield CsvRow(begins, ends, cells)
            begins = ends + 1
    except csv.Error as error:
        raise CsvError(begins, *in_words(str(error), most_cell)) from error


def in_words(error: str, most_cell: int) -> tuple[str, str]:
    """What Python's reader found wrong, and what mends it."""
    if "field larger" in error:
        problem = (
            f"a cell of more than {most_cell:,} characters, which is a quote that is never closed, "
            f"or a cell too large to be real"
        )
        return problem, "close the quotation mark, or shorten the cell"
    if "unexpected end" in error:
        problem = "a quotation mark is opened in this row and never closed"
        return problem, "close it; the file may be cut off"
    if "expected after" in error:
        problem = "a quoted cell goes on after its closing quotation mark"
        return problem, "write a quotation mark inside a quoted cell twice"
    return f"the row cannot be read: {error}", "save it as 'CSV UTF-8'"
