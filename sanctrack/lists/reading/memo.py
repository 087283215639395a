"""What a list repeats thousands of times (`nationality Burma`, a programme) is read once, and its
rows are added again.
"""

from collections.abc import Callable

from sanctrack.lists.reading.entry import Entry, Reading, Row
from sanctrack.lists.reading.issues import Issues

MOST_KEPT = 30_000
LONGEST_KEPT = 400
TABLES = ("names", "identifiers", "addresses", "programmes", "details")
Found = tuple[list[tuple[str, Row, Row]], bool]


class Kept:
    """Texts of one kind, with the rows that `read` makes of them.

    `read` may look at nothing but the text and the kind of party. A text that gives an issue is
    read anew each time, so that the issue names its entry.
    """

    def __init__(self, read: Callable[[Entry, str], None]) -> None:
        self._read = read
        self._known: dict[tuple[str | None, str], Found | None] = {}
        self._trial = Entry(Reading("", "", {}), "", "", 0)

    def add(self, entry: Entry, text: str) -> None:
        """Add to the entry what the text says."""
        if len(text) > LONGEST_KEPT:
            self._read(entry, text)
            return
        place = (entry.entry_type, text)
        found = self._known[place] if place in self._known else self._try(place)
        if found is None:
            self._read(entry, text)
            return
        for table, key, row in found[0]:
            rows = getattr(entry, table)
            if key not in rows:
                rows[key] = row
        if found[1]:
            entry.myanmar = True

    def _try(self, place: tuple[str | None, str]) -> Found | None:
        """Read a text into an entry of its own, and keep what came of it: None when it gave an
        issue.
        """
        trial = self._trial
        trial.entry_type, text = place
        self._read(trial, text)
        rows = []
        for table in TABLES:
            held = getattr(trial, table)
            if held:
                rows += [(table, key, row) for key, row in held.items()]
                held.clear()
        found: Found | None = (rows, trial.myanmar)
        trial.myanmar = False
        if len(trial.reading.issues):
            trial.reading.issues = Issues()
            found = None
        if len(self._known) >= MOST_KEPT:
            self._known.clear()
        self._known[place] = found
        return found
