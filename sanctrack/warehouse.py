"""The warehouse: one in-memory DuckDB filled from Parquet, then locked; reports, single records and ad-hoc SQL run on it."""

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from sanctrack.contracts import load_contract, table_names
from sanctrack.errors import DataError, DefinitionError, SanctrackError, UsageError, did_you_mean
from sanctrack.home import Home, find_home, find_workspace
from sanctrack.queries import Query, load_query, query_paths, split
from sanctrack.result import Column, Result

PARAMETER = re.compile(r"\$[a-z_][a-z0-9_]*")
EXPLAIN = re.compile(r"^\s*explain\s+(analyze\s+)?(\([^)]*\)\s*)?", re.IGNORECASE)
MEMORY_LIMIT = "2GB"


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
        self._tables = table_names(home)
        self._queries = query_paths(home)
        self.loaded: dict[str, tuple[str, ...]] = {}
        try:
            self._fill(only)
        except BaseException:
            self._connection.close()
            raise

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
        with interrupted_after(cursor, timeout):
            try:
                cursor.execute(statement)
                result = Result.of(cursor, most=most)
            except duckdb.InterruptException as error:
                raise UsageError(f"the query ran longer than {timeout:g} seconds; narrow it or raise --timeout") from error
            except duckdb.OutOfMemoryException as error:
                raise SanctrackError(f"the query needs more memory than the limit of {MEMORY_LIMIT}: narrow it") from error
            except duckdb.Error as error:
                raise UsageError(self._explained(error)) from error
        result.datasets = self.datasets(self._named(statement))
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
        files = self._list_files("list_versions")
        if not files:
            return shipped
        row = self._fresh(
            "select max(list_version_on) from read_parquet($files, union_by_name = true)", {"files": files}
        )
        return max(shipped, row[0][0]) if row and row[0][0] else shipped

    def datasets(self, names: Iterable[str] | None = None) -> tuple[str, ...]:
        """Names of the data sets that the given tables (default: all loaded) hold."""
        chosen = self.loaded if names is None else [name for name in names if name in self.loaded]
        return tuple(sorted({dataset for name in chosen for dataset in self.loaded[name]}))

    # -- filling --------------------------------------------------------------------------------------------

    def _fill(self, only: Iterable[str] | None) -> None:
        for path in sorted((self.home.queries / "macros").glob("*.sql")):
            self._define(path, path.read_text(encoding="utf-8"))
        _ = self.as_of
        views = [name for name, (kind, _) in self._queries.items() if kind == "view"]
        for name in only if only is not None else [*self._tables, *views]:
            self._load(name, ())
        settings = ["set enable_external_access = false", f"set memory_limit = '{MEMORY_LIMIT}'", "set lock_configuration = true"]
        for setting in settings if self.locked else []:
            self._connection.execute(setting)

    def _load(self, name: str, above: tuple[str, ...]) -> None:
        """Load a table or view and what it reads, once. `above` are the views that wait for it."""
        if name in self.loaded:
            return
        if name in above:
            raise DefinitionError(f"views read each other in a circle: {' → '.join([*above, name])}")
        if name in self._tables:
            self.loaded[name] = tuple(self._load_table(name))
            return
        if name not in self._queries:
            return
        kind, path = self._queries[name]
        sql = split(path)[1]
        for inner in sorted(self._names(sql, path)):
            self._load(inner, (*above, name))
        if kind == "view":
            self._define(path, f'create view "{name}" as {sql}')
            self.loaded[name] = ()

    def _load_table(self, name: str) -> Iterator[str]:
        """Fill one table from the home's Parquet, the user's own facts and imported lists; yield the data sets."""
        shipped = self.home.datasets / f"{name}.parquet"
        own = sorted((self.workspace / "datasets").glob(f"{name}.csv")) if self.workspace.is_dir() else []
        if not shipped.is_file():
            contract = load_contract(self.home, name)
            if contract.kept_in == "datasets":
                raise DataError(f"{shipped} is missing; `sanctrack build` makes it from {name}.csv")
            self._connection.execute(contract.create_table())
            files = self._list_files(name)
            if files:
                self._read(name, f'insert into "{name}" by name select *, list as dataset from read_parquet($files, union_by_name = true)', files)
                yield from sorted({Path(file).parent.parent.name for file in files})
            return
        self._read(name, f"create table \"{name}\" as select *, 'sanctrack' as dataset from read_parquet($files)", [str(shipped)])
        yield "sanctrack"
        for path in own:
            from sanctrack.tables import own_facts

            built = own_facts(self.home, self.workspace, path)
            label = self.workspace.name or "workspace"
            self._clashes(name, built, path)
            self._read(name, f"insert into \"{name}\" by name select *, '{label.replace(chr(39), '')}' as dataset from read_parquet($files)", [str(built)])
            yield label

    def _clashes(self, name: str, built: Path, own: Path) -> None:
        """Raise DataError when an id of the user's own facts is already in the shipped ones."""
        keys = load_contract(self.home, name).primary_key
        condition = " and ".join(f'shipped."{key}" is not distinct from own."{key}"' for key in keys)
        rows = self._fresh(
            f'select {", ".join(f"own.{key}" for key in keys)} from "{name}" as shipped '
            f"inner join read_parquet($files) as own on {condition} limit 1",
            {"files": [str(built)]},
        )
        if rows:
            record = "|".join("" if part is None else str(part) for part in rows[0])
            raise DataError(f"'{record}' stands in {own} and in {self.home.datasets / f'{name}.csv'}; give your own row another id")

    def _read(self, name: str, statement: str, files: list[str]) -> None:
        try:
            self._connection.execute(statement, {"files": files})
        except duckdb.Error as error:
            raise DataError(
                f"{', '.join(files)} cannot be read as the Parquet file of {name}: {first_line(error)}; `sanctrack build` makes it anew"
            ) from error

    def _list_files(self, table: str) -> list[str]:
        """Parquet files of an importer's table, one for each imported list version."""
        return sorted(str(path) for path in (self.workspace / "lists").glob(f"*/*/{table}.parquet") if ".tmp" not in str(path))

    def _define(self, path: Path, statement: str) -> None:
        try:
            self._connection.execute(statement)
        except duckdb.Error as error:
            raise DefinitionError(f"{path}: {first_line(error)}") from error

    # -- inside ---------------------------------------------------------------------------------------------

    def _fresh(self, statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        try:
            return cursor.execute(statement, values).fetchall()
        except duckdb.Error as error:
            raise DataError(first_line(error)) from error

    def _names(self, sql: str, path: Path) -> set[str]:
        try:
            return self._connection.get_table_names(PARAMETER.sub("null", sql))
        except duckdb.Error as error:
            raise DefinitionError(f"{path}: {first_line(error)}") from error

    def _named(self, sql: str) -> set[str]:
        """All tables that a statement reads, through views."""
        found: set[str] = set()
        waiting = list(self._connection.get_table_names(sql)) if one_question(sql) else []
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                if name in self._queries:
                    path = self._queries[name][1]
                    waiting.extend(self._names(split(path)[1], path))
        return found

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
            if parameter.id_of and values[parameter.name] is not None:
                self._check_id(query, parameter.name, parameter.id_of, values[parameter.name])
        return values

    def _default_day(self, kind: str, value: Any) -> Any:
        return self.as_of if kind == "date" and value == "as_of" else value

    def _check_id(self, query: Query, parameter: str, table: str, value: str) -> None:
        key = load_contract(self.home, table).primary_key[0]
        if table not in self.loaded:
            return
        known = [row[0] for row in self._fresh(f'select "{key}" from "{table}"', {})]
        if value not in known:
            raise UsageError(
                f"parameter {parameter} is '{value}', which is not in {table}{did_you_mean(str(value), known)} "
                f"`sanctrack sql \"select {key} from {table}\"` lists them"
            )

    def _result(self, query: Query, values: dict[str, Any]) -> Result:
        cursor = self._connection.cursor()
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
        result.datasets = self.datasets(self._named(PARAMETER.sub("null", query.sql)))
        result.as_of = self.as_of
        return result

    def _explained(self, error: duckdb.Error) -> str:
        """The database's message, with a suggestion where a table's name is not known."""
        message = first_line(error)
        missing = re.search(r"Table with name (\w+) does not exist", message)
        if missing:
            return f"no table named '{missing[1]}'{did_you_mean(missing[1], list(self.loaded))} `sanctrack tables` lists them"
        if "file system operations are disabled" in message or "disabled by configuration" in message.lower():
            return f"refused: SQL here reaches the tables only, no files, network or settings ({message})"
        return message


def open_warehouse(
    home: str | Path | None = None, workspace: str | Path | None = None, only: Iterable[str] | None = None
) -> Warehouse:
    """Open the shipped facts and the user's workspace.

    `home` and `workspace` are folders (defaults: the installed data; `$SANCTRACK_WORKSPACE` or the user's data folder).
    `only` names the reports or tables that will be asked for; nothing else is then loaded.
    """
    return Warehouse(find_home(home), find_workspace(workspace), only)


def one_question(text: str) -> str:
    """Return the text when it is one select, explain or describe. Raises UsageError naming what it is instead."""
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise UsageError(first_line(error)) from error
    if len(statements) != 1:
        raise UsageError(f"one statement at a time; this is {len(statements)}")
    kind = statements[0].type.name
    if kind == "EXPLAIN":
        one_question(EXPLAIN.sub("", text))
    elif kind != "SELECT":
        raise UsageError(f"only select, explain and describe are run here; this is {kind.lower().replace('_', ' ')}")
    if statements[0].named_parameters:
        raise UsageError(f"write values into the query; ${min(statements[0].named_parameters)} is a parameter, and those belong to reports")
    return text


@contextmanager
def interrupted_after(cursor: duckdb.DuckDBPyConnection, seconds: float | None) -> Iterator[None]:
    """Interrupt the cursor's work after so many seconds; DuckDB has no statement timeout of its own."""
    if seconds is None:
        yield
        return
    timer = threading.Timer(seconds, cursor.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


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


def first_line(error: Exception) -> str:
    """The first line of the database's message, without its class."""
    line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return re.sub(r"^\w+( \w+)* Error: ", "", line)


__all__ = ["Column", "Result", "Warehouse", "open_warehouse"]
