"""Problems: what `check` finds, in words; one row each, ready to be printed in any format."""

from dataclasses import dataclass

SEVERITIES = ("error", "warning", "information")


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and how to mend it. `line` is the line of the file (the row of a
    sheet), null for a whole file.
    """

    severity: str
    file: str
    line: int | None
    table: str
    record_id: str | None
    column: str | None
    value: str | None
    rule: str
    problem: str
    help: str
