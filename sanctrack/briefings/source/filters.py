"""Filters on reports: what a filter's value is compared with, and whether the column can hold such
a value at all.

A value that was typed wrong fits no row, and a count of no rows reads as a fact: 'no delivery is
graded so'.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sanctrack.briefings.provenance import basis_of
from sanctrack.briefings.source.source import Run
from sanctrack.definitions.contracts import load_contract, table_names
from sanctrack.definitions.macros import macros_of
from sanctrack.definitions.queries import Query, load_query, query_paths, sql_of
from sanctrack.definitions.quoting import quoted, quoted_text
from sanctrack.errors import SanctrackError, UsageError, did_you_mean
from sanctrack.publication import MARK, Guard
from sanctrack.warehouse.arguments import closed_values
from sanctrack.warehouse.labels import authorities
from sanctrack.warehouse.result import Result
from sanctrack.warehouse.warehouse import Warehouse

LITERAL = re.compile(r"'([^'\n]+)'")
KEYS = ("_id", "_ids")
MOST = 14  # values that a message lists
TAKES = {
    "BOOLEAN": "it takes yes or no",
    "DATE": "it takes a day such as 2024-01-31",
    "BIGINT": "it takes a number such as 1200",
    "DOUBLE": "it takes a number such as 1200 or 0.5",
}


def cell_text(value: Any) -> str:
    """A cell as a filter writes it: null is blank, days are ISO, yes and no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


class FilterError(UsageError):
    """A filter that names a column or a value which the report does not have: a fault of the
    briefing, not of what -p gave.
    """


class Held:
    """What the columns of one report can hold: its rows before any filter, codes of contracts and
    header, words of its query.

    `guard` blanks what may not be published before a value is suggested.
    """

    def __init__(self, warehouse: Warehouse, result: Result, guard: Guard) -> None:
        self.warehouse = warehouse
        self.query: Query = load_query(warehouse.home, result.name, "report")
        self.names = [column.name for column in result.columns]
        self.types = {column.name: column.type for column in result.columns}
        self.result = replace(result, rows=list(result.rows))
        self.guard = guard

    def check(self, column: str, parts: Iterable[str]) -> None:
        """Raise FilterError for a column or value that the report does not have, with what is near;
        a known code without rows is fine.
        """
        if column not in self.names:
            raise FilterError(no_column(self.query.name, column, self.names))
        for value in parts:
            record = self.guard.told_by(value)
            if record:
                level = self.guard.levels.get(record, "withhold")
                raise FilterError(
                    f"this value of {column} names a record whose publish_precision ({level}) "
                    f"keeps it out of documents"
                )
            if value not in ("", MARK) and not self.can_hold(column, value):
                values = self.printed(column)
                way = (
                    f"it takes {', '.join(values)}"
                    if 0 < len(values) <= MOST
                    else f"`sanctrack report {self.query.name}` shows its values"
                )
                takes = TAKES.get(self.types[column], way)
                raise FilterError(
                    f"'{value}' is no value of {column} in report "
                    f"{self.query.name}{did_you_mean(value, values) or ';'} {takes}"
                )

    def printed(self, column: str) -> list[str]:
        """Values of a column that may be published, and its codes."""
        at = self.names.index(column)
        values = {
            cell_text(row[at]) for row in self.guard.show(self.result).printed.rows
        } | self.codes(column)
        return sorted(values - {"", MARK})

    def can_hold(self, column: str, value: str) -> bool:
        at = self.names.index(column)
        if any(cell_text(row[at]) == value for row in self.result.rows):
            return True
        kind = self.types[column]
        if kind != "VARCHAR":
            return readable(kind, value)
        if column.endswith(KEYS):
            return self.is_key(value)
        return (
            value in self.codes(column)
            or value in self.words(column)
            or self.without_parameters(at, value)
        )

    def codes(self, column: str) -> set[str]:
        """Codes that a contract, or a parameter of the report, gives a column of this name."""
        home = self.warehouse.home
        codes = {
            code
            for parameter in self.query.params
            if parameter.name == column
            for code in closed_values(home, parameter)
        }
        for contract in [load_contract(home, table) for table in table_names(home)]:
            for field in contract.fields:
                if field.name == column and field.codes:
                    codes |= set(field.codes)
            if any(
                key.table == "authorities" and key.fields == (column,)
                for key in contract.foreign_keys
            ):
                codes |= set(authorities(home, self.warehouse.workspace))
        return codes

    def words(self, column: str) -> set[str]:
        """Words that the report's query can give: its own, and those of views and macros where no
        code is known.
        """
        description = next((words for name, words, _ in self.query.columns if name == column), "")
        literals = {*LITERAL.findall(description), *LITERAL.findall(self.query.sql)}
        if not self.codes(column):
            queries, home = query_paths(self.warehouse.home), self.warehouse.home
            macros = {
                name: text
                for path in sorted((home.queries / "macros").glob("*.sql"))
                for name, text in macros_of(path)
            }
            for name in basis_of(home, [self.query.name]).texts:
                literals |= set(
                    LITERAL.findall(
                        sql_of(home, queries[name][1]) if name in queries else macros.get(name, "")
                    )
                )
        return literals

    def is_key(self, value: str) -> bool:
        """Whether a record of any loaded table has this key."""
        for table in sorted(set(self.warehouse.loaded) & set(table_names(self.warehouse.home))):
            key = load_contract(self.warehouse.home, table).primary_key
            same = f"select 1 from {quoted(table)} where {quoted(key[0])} = {quoted_text(value)}"
            if len(key) == 1 and self.warehouse.sql(same).rows:
                return True
        return False

    def without_parameters(self, at: int, value: str) -> bool:
        """Whether the report gives the value when no parameter narrows it; taken for held where it
        must be given one.
        """
        if any(not parameter.has_default for parameter in self.query.params):
            return not self.codes(self.names[at])
        if all(
            self.result.params.get(parameter.name) in (None, parameter.default)
            for parameter in self.query.params
        ):
            return False
        try:
            rows = self.warehouse.report(self.query.name).rows
        except SanctrackError:
            return False
        return any(cell_text(row[at]) == value for row in rows)


def readable(kind: str, value: str) -> bool:
    """Whether a text can be a cell of this type; types that filters do not know are left alone."""
    try:
        if kind == "DATE":
            return str(date.fromisoformat(value)) == value
        if kind in ("BIGINT", "DOUBLE"):
            return cell_text(float(value)) == value
    except ValueError:
        return False
    return kind != "BOOLEAN" or value in ("yes", "no")


def no_column(report: str, column: str, names: list[str]) -> str:
    """What is said of a column that a report does not have."""
    return (
        f"{report} has no column '{column}'{did_you_mean(column, names) or ';'} columns: "
        f"{', '.join(names)}"
    )


def in_own_names(error: UsageError, run: Run) -> UsageError:
    """An error of a report about its parameter, told of the briefing's parameter that was typed for
    it.
    """
    text = str(error)
    for name, value in run.params.items():
        if isinstance(value, str) and value.startswith("$"):
            text = re.sub(rf"\bparameter {re.escape(name)}\b", f"parameter {value[1:]}", text)
    return UsageError(text)


def typed_in(values: Iterable[Any]) -> list[str]:
    """The values of a filter that the author wrote; those of parameters ($name) were checked where
    they were given.
    """
    texts = [cell_text(value) for value in values]
    return [text.removeprefix("!").strip() for text in texts if not text.startswith("$")]
