"""Anomalies met while a list is read: nothing is dropped or guessed without a line here."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from sanctrack.facts.problems import Problem

MOST_KEPT = 50_000
SHOWN = 200


class Issues:
    """Collects anomalies. Those of one record are kept singly, those of a whole
    column are counted.
    """

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._counted: dict[tuple[str, str, str], int] = {}
        self._again: Counter[int] = Counter()
        self._beyond = 0
        self.missing_columns: dict[str, str] = {}

    def missing_column(self, column: str, field: str) -> None:
        """Note a column that the file lacks although the list lives by it; `field` is what of an
        entry it fills, as `changes` calls it.
        """
        self.missing_columns[column] = field
        self.add(
            "error",
            "missing",
            None,
            column,
            None,
            f"column not in the file; the {field} that it gives are not read",
        )

    def add(
        self,
        severity: str,
        kind: str,
        reference: str | None,
        field: str | None,
        value: object,
        message: str,
    ) -> None:
        """Note one anomaly of one record."""
        if len(self._problems) >= MOST_KEPT:
            self._beyond += 1
            return
        shown = None if value is None else str(value)[:SHOWN]
        field = field[:SHOWN] if field else field
        self._problems.append(
            Problem(
                severity=severity,
                record_id=reference,
                column=field,
                value=shown,
                rule=kind,
                problem=message,
            )
        )

    def count(
        self,
        severity: str,
        kind: str,
        reference: str | None,
        field: str,
        value: object,
        message: str,
        per_value: bool = False,
    ) -> None:
        """Note an anomaly that may be met on every record: the first is shown, the others are
        counted.
        """
        key = (kind, field, str(value)[:SHOWN] if per_value else "")
        if key in self._counted:
            self._again[self._counted[key]] += 1
            return
        before = len(self._problems)
        self.add(severity, kind, reference, field, value, message)
        if len(self._problems) > before:
            self._counted[key] = before

    def unknown_field(self, reference: str | None, field: str, value: object) -> None:
        """Note an element, attribute or column that the importer does not know; the value is not
        used.
        """
        self.count(
            "warning",
            "unknown_field",
            reference,
            field,
            value,
            f"'{field}' is not known to this importer; it was not read",
        )

    def unknown_word(
        self, reference: str | None, field: str, value: object, done: str = "left blank"
    ) -> None:
        """Note a code word that the importer does not know."""
        self.add(
            "error",
            "unknown_word",
            reference,
            field,
            value,
            f"'{str(value)[:60]}' is not a known word of {field}; {done}",
        )

    def __len__(self) -> int:
        return len(self._problems)

    def __iter__(self) -> Iterator[Problem]:
        """Yield what was met, each with how often."""
        for at, problem in enumerate(self._problems):
            again = self._again[at]
            yield replace(problem, occurrences=1 + again) if again else problem
        if self._beyond:
            yield Problem(
                severity="warning",
                rule="structure",
                problem=f"more than {MOST_KEPT:,} anomalies; the others are only counted",
                occurrences=self._beyond,
            )
