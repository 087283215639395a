"""What is wrong: the one class for it, for sheets, facts, imported lists and briefings."""

from dataclasses import dataclass

SEVERITIES = ("error", "warning", "information")


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and how to mend it.

    `line` is the line of the file (the row of a sheet), null for a whole file; `value` what stands
    there; `rule` the kind of problem; `problem` a sentence; `help` how to mend it, blank where
    nobody here can. While a sheet is read its rows have no key yet: `row` counts them from 0.
    `occurrences` is how often it was met where it is told once.
    """

    severity: str
    file: str = ""
    line: int | None = None
    table: str = ""
    record_id: str | None = None
    column: str | None = None
    value: str | None = None
    rule: str = ""
    problem: str = ""
    help: str = ""
    row: int | None = None
    occurrences: int = 1
