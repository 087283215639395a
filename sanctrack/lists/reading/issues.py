"""Anomalies met while a list is read: nothing is dropped or guessed without a line here."""

from collections.abc import Iterator

MOST_KEPT = 50_000
SHOWN = 200


class Issues:
    """Collects anomalies. Those of one record are kept singly, those of a whole
    column are counted.
    """

    def __init__(self) -> None:
        self._rows: list[list[object]] = []
        self._counted: dict[tuple[str, str, str], int] = {}
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
        if len(self._rows) >= MOST_KEPT:
            self._beyond += 1
            return
        shown = None if value is None else str(value)[:SHOWN]
        field = field[:SHOWN] if field else field
        self._rows.append([severity, kind, reference, field, shown, message, 1])

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
        row = self._counted.get(key)
        if row is not None and row >= 0:
            self._rows[row][6] = int(str(self._rows[row][6])) + 1
            return
        before = len(self._rows)
        self.add(severity, kind, reference, field, value, message)
        if len(self._rows) > before:
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
        return len(self._rows)

    def __iter__(self) -> Iterator[list[object]]:
        """Yield rows in the order of list_issues, from issue_number on."""
        for number, row in enumerate(self._rows, 1):
            yield [number, *row]
        if self._beyond:
            yield [
                len(self._rows) + 1, "warning", "structure", None, None, None,
                f"more than {MOST_KEPT:,} anomalies; the others are only counted", self._beyond,
            ]  # fmt: skip
