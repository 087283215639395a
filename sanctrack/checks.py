"""Checks: contracts, references and the rules across tables, for the shipped facts, the user's own
and single files.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sanctrack.definitions.paths import Home
from sanctrack.definitions.queries import load_query, names, sql_of, view_paths
from sanctrack.errors import DefinitionError
from sanctrack.facts.arrow_values import texts
from sanctrack.facts.constraints import judged_by_pandera
from sanctrack.facts.problems import SEVERITIES, Problem
from sanctrack.facts.sheet import SheetError
from sanctrack.facts.tables import (
    CheckedTable,
    Whole,
    check_file,
    check_references,
    fact_tables,
    table_of,
    write_all,
)
from sanctrack.facts.workspace import strays
from sanctrack.warehouse.result import Column, Result
from sanctrack.warehouse.warehouse import Warehouse

IN_QUOTES = re.compile(r"'([a-z0-9_]+)'")
# where the rows that a check returns come from, when it does not name their table itself
TOLD_BY = re.compile(r"^select\s+(?:distinct\s+)?([a-z_]+)\.record_table", re.MULTILINE)


def check(home: Home, workspace: Path, files: list[Path] | None = None) -> list[Problem]:
    """Return every problem of the given files, or, without files, of the shipped facts and the
    user's own.

    A file stands for rows of one table: rows with a key that is already there replace it, the
    others are added, so that references and the rules across tables see the whole. Only problems of
    the files' own rows are returned.
    Raises UsageError when a file is not there or is no table of ours.
    """
    shipped = {table: home.datasets / f"{table}.csv" for table in fact_tables(home)}
    problems: list[Problem] = []
    if files:
        ours = [(table, path) for path in files if (table := named(home, path, problems))]
    else:
        ours = [*shipped.items(), *own_files(home, workspace, problems)]
    return problems + checked_problems(home, shipped, ours)[1]


def named(home: Home, path: Path, problems: list[Problem]) -> str | None:
    """The table of a file; None, and a problem more, when the file cannot be read."""
    try:
        return table_of(home, path)
    except SheetError as error:
        problems.append(file_problem(error, ""))
        return None


def file_problem(error: SheetError, table: str) -> Problem:
    """A file that cannot be read at all, as one problem."""
    return replace(error.finding, file=str(error.path), table=table)


def own_files(home: Home, workspace: Path, problems: list[Problem]) -> list[tuple[str, Path]]:
    """The user's own facts: table and file; a problem more for each file that is not read, since no
    table is named so.
    """
    for path, what, mend in strays(home, workspace):
        problems.append(
            Problem(severity="error", file=str(path), rule="file", problem=what, help=mend)
        )
    tables = fact_tables(home)
    return [
        (path.stem, path)
        for path in sorted((workspace / "datasets").glob("*.csv"))
        if path.stem in tables
    ]


def checked_problems(
    home: Home, shipped: dict[str, Path], ours: list[tuple[str, Path]]
) -> tuple[list[CheckedTable], list[Problem]]:
    """The files as tables, and all their problems."""
    checked, problems = [], []
    for table, path in ours:
        try:
            checked.append(check_file(home, path, table))
        except SheetError as error:
            problems.append(file_problem(error, table))
    if not checked:
        return checked, problems
    resolved = {path.resolve() for _, path in ours}
    whole = Whole(
        home,
        {table: path for table, path in shipped.items() if path.resolve() not in resolved},
        checked,
    )
    for item in checked:
        check_references(item, home, whole)
    add_clashes(checked)
    problems += [problem for item in checked for problem in item.problems]
    return checked, problems + across_tables(home, checked, whole)


def add_clashes(checked: list[CheckedTable]) -> None:
    """A key that stands in two files of one table is an error in the later one,
    which names both.
    """
    for at, item in enumerate(checked):
        for first in checked[:at]:
            if first.contract.name == item.contract.name:
                keys = item.keys()
                rows = pc.indices_nonzero(pc.is_in(keys, value_set=first.keys()))
                key = item.contract.primary_key[0]
                mend = "give your own row another id"
                item.add(
                    Problem(
                        row=row,
                        column=key,
                        severity="error",
                        rule="key",
                        problem=f"'{record}' stands in {first.sheet.path} and in {item.sheet.path}",
                        help=mend,
                    )
                    for row, record in zip(
                        rows.to_pylist(), keys.take(rows).to_pylist(), strict=True
                    )
                )


# -- rules across tables
# --------------------------------------------------------------------------------------


def across_tables(
    home: Home, checked: list[CheckedTable], whole: Mapping[str, pa.Table]
) -> list[Problem]:
    """Run `queries/checks/` over the whole; keep what concerns rows of the checked files and is not
    told already.
    """
    tables = {item.contract.name for item in checked}
    checks = [name for name in names(home, "check") if tables & tables_told_by(home, name)]
    told = {
        (problem.table, problem.record_id)
        for item in checked
        for problem in item.problems
        if problem.severity == "error"
    }
    problems: list[Problem] = []
    trial = replace(home, given=whole)
    with Warehouse(trial, Path("/nonexistent"), only=checks) as warehouse:
        for name in checks:
            rows = warehouse.rows_of(name, "check").records()
            for item in checked:
                problems += findings(
                    home,
                    name,
                    item,
                    [row for row in rows if row["record_table"] == item.contract.name],
                    told,
                )
    return problems


def tables_told_by(home: Home, name: str) -> set[str]:
    """Tables whose rows a check can return: it writes their names in quotes, or takes them from a
    view that does.
    """
    sql = load_query(home, name, "check").sql
    views = view_paths(home)
    texts = [sql, *(sql_of(home, views[view]) for view in TOLD_BY.findall(sql) if view in views)]
    return {table for text in texts for table in IN_QUOTES.findall(text)}


def findings(
    home: Home,
    name: str,
    item: CheckedTable,
    rows: list[dict[str, str | None]],
    told: set[tuple[str, str | None]],
) -> list[Problem]:
    """The rows of one check that stand in one file, as problems with file and line."""
    rows = [row for row in rows if (item.contract.name, row["record_id"]) not in told]
    if not rows:
        return []
    query = load_query(home, name, "check")
    wanted = texts([str(row["record_id"]) for row in rows])
    keys = item.keys()
    found = pc.indices_nonzero(pc.is_in(keys, value_set=wanted))
    ids = keys.take(found).to_pylist()
    places = dict(
        zip(
            ids,
            zip(found.to_pylist(), item.sheet.lines(found.to_pylist()), strict=True),
            strict=True,
        )
    )
    mend = " ".join(query.help.split())
    table = item.contract.name
    problems = []
    for row in rows:
        record = row["record_id"]
        if record in places:
            problems.append(
                Problem(
                    severity=query.severity,
                    file=str(item.sheet.path),
                    line=places[record][1],
                    table=table,
                    record_id=record,
                    column=row["column_name"],
                    value=None if row["value"] is None else str(row["value"]),
                    rule=name,
                    problem=str(row["problem"]),
                    help=mend,
                )
            )
    return problems


# -- building
# -------------------------------------------------------------------------------------------------


def build(home: Home) -> tuple[list[Path], list[Problem]]:
    """Check the shipped facts and write `datasets/*.parquet`; nothing is written when there is an
    error.

    What is shipped is judged twice: by the tests on Arrow and by pandera. Returns the files written
    and all problems. Equal rows give equal bytes.
    Raises DefinitionError when the two judgements differ, SanctrackError when a file cannot be
    written; then none is.
    """
    shipped = {table: home.datasets / f"{table}.csv" for table in fact_tables(home)}
    checked, problems = checked_problems(home, shipped, list(shipped.items()))
    if any(problem.severity == "error" for problem in problems):
        return [], problems
    for item in checked:
        if found := judged_by_pandera(item.rows, item.contract):
            row, column, rule = min(found)
            place = f"{item.sheet.path} line {item.sheet.lines([row])[0]}"
            raise DefinitionError(
                f"{place}: {column} breaks '{rule}' for pandera, and not for our own test in "
                f"sanctrack/rules.py"
            )
    targets = [
        (item.rows, item.contract, home.datasets / f"{item.contract.name}.parquet")
        for item in checked
    ]
    write_all(targets)
    return [path for _, _, path in targets], problems


PROBLEM_COLUMNS = {
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


def problems_as_result(problems: list[Problem]) -> Result:
    """Return problems as a result, errors first, each kind by file and line."""
    ordered = sorted(
        problems,
        key=lambda item: (
            SEVERITIES.index(item.severity),
            item.file,
            item.line or 0,
            item.record_id or "",
            item.column or "",
            item.rule,
        ),
    )
    rows: list[tuple[Any, ...]] = [
        tuple(asdict(item)[name] for name in PROBLEM_COLUMNS) for item in ordered
    ]
    columns = tuple(
        Column(name, "BIGINT" if name == "line" else "VARCHAR", words)
        for name, words in PROBLEM_COLUMNS.items()
    )
    shown = ("severity", "file", "line", "column", "value", "problem", "help")
    return Result(columns, rows, name="check", title="Problems", table=shown)
