"""Whether a CSV file is whole: a download that broke off ends in the middle of a record."""

import os
from collections.abc import Sequence
from pathlib import Path

from sanctrack.errors import SourceError

# The mark that OFAC's files end with.
END_MARK = "\x1a"


def refuse_cut_off(path: Path, delimiter: str, last: Sequence[list[str]]) -> None:
    """Raise SourceError when a CSV file ends within a record: with fewer cells than the one before
    it, or within quotes.

    `last` holds its last records, in order; blank ones and an end mark are none. A file that broke
    off between two records cannot be told from a whole one by its form.
    """
    records = [row for row in last if any(cell.strip(f" {END_MARK}") for cell in row)]
    if not records:
        return
    end = records[-1]
    short = len(records) > 1 and len(end) < len(records[-2])
    if short or ends_in_quotes(path, delimiter, end[-1]):
        where = f"with {len(end)} of {len(records[-2])} cells" if short else "within quotes"
        raise SourceError(
            f"{path.name}: cut off: its last record, '{' '.join(','.join(end).split())[:40]}', "
            f"ends {where}; nothing was imported, earlier versions stay. Download the list again"
        )


def ends_in_quotes(path: Path, delimiter: str, cell: str) -> bool:
    """Whether the last cell of a file was opened by a quote that nothing closes."""
    text = cell.replace('"', '""')
    raw = text.encode("utf-8", "surrogateescape")
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - len(raw) - 2))
        tail = file.read()
    return any(tail.endswith(opening + raw) for opening in (f'{delimiter}"'.encode(), b'\n"'))
