"""The warehouse: one in-memory DuckDB filled from Parquet, then locked; reports, single records and ad-hoc SQL run on it."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from sanctrack.errors import DataError, DefinitionError, SanctrackError, UsageError, did_you_mean
from sanctrack.filling import Filling
from sanctrack.home import Home, find_home, find_workspace
from sanctrack.queries import Parameter, Query, load_query
from sanctrack.result import Column, Result
from sanctrack.statements import COMMENT, PARAMETER, finished, first_line, one_question

MEMORY_LIMIT = "2GB"
LOCK = f"set enable_external_access = false; set memory_limit = '{MEMORY_LIMIT}'; set lock_configuration = true"


class Warehouse:
    """Facts and views of a home and a workspace, ready for questions.

    With `only` (names of reports, or of tables and views) nothing else is loaded: a cold report pays for
    what it reads. Without it everything is loaded. Once filled, the database is locked: no file, network,
    setting or extension can be reached through SQL. `locked=False` is for our own exports, which write files.
    """

    def __init__(self, home: Home, workspace: Path, only: Iterable[str] | None = None, locked: bool = True) -> None:
        self.home = home
        self.locked = locked
        self.workspace = workspace
        self._connection = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
        self._filling = Filling(self._connection, home, workspace, straight=not locked)
        try:
            _ = self.as_of
            self._filling.load(only)
            if locked:
                self._connection.execute(LOCK)
        except BaseException:
            self._connection.close()
            raise

    @property
    def loaded(self) -> dict[str, tuple[str, ...]]:
        """The tables and views that were loaded, each with the names of the data sets that it holds."""
        return self._filling.loaded

    def __enter__(self) -> "Warehouse":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Free the database; results that were read stay usable."""
        self._connection.close()

    # -- questions ------------------------------------------------------------------------------------------

    def report(self, name: str, /, **params: Any) -> Result:
        """Run a canned report. Parameters are those of its header; text is read as the parameter's type.

        Raises UsageError for an unknown report, parameter or value, DefinitionError when the file is wrong.
        """
        query = load_query(self.home, name, "report")
        values = self._values(query, params)
        return self._result(query, values)

    def rows_of(self, name: str, kind: str = "view") -> Result:
        """Return all rows of a view, check or mart by its name."""
        return self._result(load_query(self.home, name, kind), {})

    def sql(self, text: str, timeout: float | None = None, most: int | None = None) -> Result:
        """Run one select, explain or describe of the caller's on the locked database.

        `timeout` is in seconds; `most` rows are read at the most. Raises UsageError when the text is anything else or does not run.
        """
        statement = one_question(text)
        cursor = self._connection.cursor()

        def work() -> Result:
            cursor.execute(statement)
            return Result.of(cursor, most=most)

        try:
            result = finished(cursor, work, timeout)
        except duckdb.InterruptException as error:
            raise UsageError(f"the query ran longer than {timeout:g} seconds; narrow it or raise --timeout") from error
        except duckdb.OutOfMemoryException as error:
            raise SanctrackError(f"the query needs more memory than the limit of {MEMORY_LIMIT}: narrow it") from error
        except (duckdb.Error, UnicodeError) as error:
            raise UsageError(self._explained(error)) from error
        result.datasets = self._filling.datasets(statement)
        return result

    def citations(self, source_ids: Iterable[str]) -> dict[str, str]:
        """Map source ids to references in words: publisher, title, date, grade, address, each where it is held."""
        wanted = sorted(set(source_ids))
        if not wanted or "sources" not in self.loaded:
            return {}
        cursor = self._connection.cursor()
        rows = cursor.execute(
            "select source_id, publisher, title, published_earliest_on, published_latest_on, reliability, url "
            "from sources where source_id in (select unnest($ids)) order by source_id",
            {"ids": wanted},
        ).fetchall()
        return {row[0]: citation(*row[1:]) for row in rows}

    def own_cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a cursor for our own writers, which may copy tables into files; never hand it a caller's SQL.

        Raises DefinitionError on a locked warehouse: open it with `locked=False` for this.
        """
        if self.locked:
            raise DefinitionError("a locked warehouse hands out no cursor; open it with locked=False")
        return self._connection.cursor()

    @cached_property
    def as_of(self) -> date:
        """The day of the data: the last day on which a list was read (DEFINITIONS, Time)."""
        shipped = date.fromisoformat(str(self.home.facts["as_of"]))
        files = self._filling.list_files("list_versions")
        if not files:
            return shipped
        row = self._fresh("select max(list_version_on) from read_parquet($files, union_by_name = true)", {"files": files})
        return max(shipped, row[0][0]) if row and row[0][0] else shipped

    def datasets(self) -> tuple[str, ...]:
        """Names of the data sets that are loaded."""
        return self._filling.datasets()

    # -- inside ---------------------------------------------------------------------------------------------

    def _fresh(self, statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        try:
            return cursor.execute(statement, values).fetchall()
        except duckdb.Error as error:
            raise DataError(first_line(error)) from error

    def _values(self, query: Query, given: dict[str, Any]) -> dict[str, Any]:
        """Complete the parameters with defaults and check that header and SQL name the same ones."""
        values = {}
        for name in given:
            query.parameter(name)
        for parameter in query.params:
            if parameter.name in given:
                values[parameter.name] = parameter.read(self._default_day(parameter.type, given[parameter.name]))
            elif parameter.has_default:
                default = self._default_day(parameter.type, parameter.default)
                values[parameter.name] = None if default is None else parameter.read(default)
            else:
                raise UsageError(f"report {query.name} needs -p {parameter.name}=…: {parameter.help}")
            value = values[parameter.name]
            if value is None:
                continue
            # with both an id and a value of a column, either will do: a vessel is found by its id or its IMO number
            if parameter.id_of and not (parameter.value_of and value in self._held(*parameter.value_of.split("."))):
                self._check_id(query, parameter.name, parameter.id_of, value)
            elif parameter.value_of and parameter.name in given and not parameter.id_of:
                self._check_values(parameter, parameter.value_of, value)
        return values

    def _check_values(self, parameter: Parameter, place: str, value: Any) -> None:
        """Raise UsageError for a value that its column cannot hold: an empty answer would read as 'there is none'."""
        from sanctrack.contracts import load_contract

        table, column = place.split(".")
        codes = load_contract(self.home, table).field(column).codes
        known = sorted(codes) if codes else self._held(table, column)
        for part in parameter.parts(value):
            if part not in known:
                listed = f" it takes {', '.join([*parameter.also, *known])}" if len(known) <= 40 else ""
                more = f' `sanctrack sql "select distinct {column} from {table}"` lists them' if not listed else ""
                said = f"parameter {parameter.name} is '{part}', which is not in {table}.{column}"
                raise UsageError(said + (did_you_mean(part, known) or ";") + listed + more)

    def _held(self, table: str, column: str) -> list[str]:
        """The values of a column: of the loaded table, else (the database is locked by now) of the shipped file."""
        if table in self.loaded:
            rows = self._fresh(f'select distinct "{column}" from "{table}" where "{column}" is not null order by all', {})
        else:
            shipped = str(self.home.datasets / f"{table}.parquet")
            with duckdb.connect() as reader:
                rows = reader.execute(f'select distinct "{column}" from read_parquet($file) order by all', {"file": shipped}).fetchall()
        return [str(row[0]) for row in rows if row[0] is not None]

    def _default_day(self, kind: str, value: Any) -> Any:
        return self.as_of if kind == "date" and value == "as_of" else value

    def _check_id(self, query: Query, parameter: str, table: str, value: str) -> None:
        from sanctrack.contracts import load_contract

        key = load_contract(self.home, table).primary_key[0]
        if table not in self.loaded:
            return
        known = [row[0] for row in self._fresh(f'select "{key}" from "{table}"', {})]
        if value not in known:
            raise UsageError(
                f"parameter {parameter} is '{value}', which is not in {table}{did_you_mean(str(value), known) or ';'} "
                f'`sanctrack sql "select {key} from {table}"` lists them'
            )

    def _result(self, query: Query, values: dict[str, Any]) -> Result:
        check_parameters(query)
        cursor = self._filling.cursor()
        try:
            cursor.execute(query.sql, values) if values else cursor.execute(query.sql)
        except duckdb.ConversionException as error:
            raise UsageError(f"report {query.name}: {first_line(error)}") from error
        except duckdb.Error as error:
            raise DefinitionError(f"{query.path}: {first_line(error)}") from error
        words = {name: (description, unit) for name, description, unit in query.columns}
        result = Result.of(cursor, words)
        found = [column.name for column in result.columns]
        if words and found != list(words):
            cursor.close()
            raise DefinitionError(f"{query.path}: columns of the header ({', '.join(words)}) are not those of the SQL ({', '.join(found)})")
        result.name, result.title, result.question, result.caveat = query.name, query.title, query.question, query.caveat
        result.params, result.table, result.picture = values, query.table, query.picture
        result.datasets = self._filling.datasets(query.sql)
        result.copies = self._copies(result.datasets, values.get("as_of") or self.as_of)
        result.as_of = self.as_of
        return result

    def _copies(self, datasets: tuple[str, ...], day: date) -> dict[str, str]:
        """Of the imported lists among the data sets: the day of the copy that was read, and its age on a day, in words."""
        if "list_versions" not in self.loaded or not self.loaded["list_versions"]:
            return {}
        statement = (
            "select list, arg_max(list_version_on, (coalesce(list_version_on, date '0001-01-01'), imported_order)) "
            "from list_versions where list in (select unnest($lists)) group by list"
        )
        return {name: copy_words(read_on, day) for name, read_on in self._fresh(statement, {"lists": list(datasets)})}

    def _explained(self, error: Exception) -> str:
        """The database's message, with a suggestion where a table's name is not known."""
        message = first_line(error)
        missing = re.search(r"Table with name (\w+) does not exist", message)
        if missing:
            return f"no table named '{missing[1]}'{did_you_mean(missing[1], self._filling.known) or ';'} `sanctrack tables` lists them"
        if "file system operations are disabled" in message or "disabled by configuration" in message.lower():
            return f"refused: SQL here reaches the tables only, no files, network or settings ({message})"
        return message


def open_warehouse(home: str | Path | None = None, workspace: str | Path | None = None, only: Iterable[str] | None = None) -> Warehouse:
    """Open the shipped facts and the user's workspace.

    `home` and `workspace` are folders (defaults: the installed data; `$SANCTRACK_WORKSPACE` or the user's data folder).
    `only` names the reports or tables that will be asked for; nothing else is then loaded.
    """
    return Warehouse(find_home(home), find_workspace(workspace), only)


def copy_words(read_on: date | None, day: date) -> str:
    """The day of a list's copy and its age on a day, to follow the name of the list."""
    if read_on is None:
        return " (day of the copy not known)"
    age = (day - read_on).days
    return f" of {read_on} ({abs(age):,} days {'old' if age >= 0 else 'later'})"


def check_parameters(query: Query) -> None:
    """Raise DefinitionError where header and SQL do not name the same parameters."""
    used = {name[1:] for name in PARAMETER.findall(COMMENT.sub(" ", query.sql))}
    told = {parameter.name for parameter in query.params}
    if used - told:
        raise DefinitionError(f"{query.path}: ${min(used - told)} is not in the header; name it under params")
    if told - used:
        raise DefinitionError(f"{query.path}: parameter '{min(told - used)}' of the header is not in the SQL")


def citation(publisher: str | None, title: str | None, first: date | None, last: date | None, grade: str | None, url: str | None) -> str:
    """A source in words; what is not held is said ('untitled', 'undated'), never filled in."""
    if first is None and last is None:
        day = "undated"
    elif first == last:
        day = str(first)
    else:
        day = f"{first or '…'} to {last or '…'}"
    parts = [publisher or "publisher not known", f"“{title}”" if title else "untitled", day, f"grade {grade}" if grade else "not graded"]
    return ", ".join(parts) + (f", {url}" if url else "")


__all__ = ["Column", "Result", "Warehouse", "first_line", "open_warehouse"]
