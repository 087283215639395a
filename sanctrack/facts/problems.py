"""Problems: what `check` finds, in words; one row each, ready to be printed in any format."""

from dataclasses import asdict, dataclass
from typing import Any

from sanctrack.result import Column, Result

SEVERITIES = ("error", "warning", "information")


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and how to mend it. `line` is the line of the file (the row of a sheet), null for a whole file."""

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


COLUMNS = {
    "severity": "error, warning or information.",
    "file": "File that holds the row.",
    "line": "Line of the file; row of the sheet in a workbook.",
    "table": "Table of the row.",
    "record_id": "Key of the row, parts joined by '|'.",
    "column": "Column of the value.",
    "value": "The value as it stands in the file.",
    "rule": "Rule that it breaks: a contract's rule, or the name of a check.",
    "problem": "What is wrong.",
    "help": "How to mend it.",
}


def as_result(problems: list[Problem]) -> Result:
    """Return problems as a result, errors first, each kind by file and line."""
    ordered = sorted(
        problems,
        key=lambda item: (SEVERITIES.index(item.severity), item.file, item.line or 0, item.record_id or "", item.column or "", item.rule),
    )
    rows: list[tuple[Any, ...]] = [tuple(asdict(item)[name] for name in COLUMNS) for item in ordered]
    columns = tuple(Column(name, "BIGINT" if name == "line" else "VARCHAR", words) for name, words in COLUMNS.items())
    shown = ("severity", "file", "line", "column", "value", "problem", "help")
    return Result(columns, rows, name="check", title="Problems", table=shown)
