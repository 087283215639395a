"""The warehouse: one in-memory DuckDB filled from Parquet, then locked; reports, single records and
ad-hoc SQL run on it.
"""

import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import duckdb

from sanctrack.definitions.paths import Home, find_home, find_workspace
from sanctrack.definitions.queries import Query, load_query
from sanctrack.errors import DataError, DefinitionError, SanctrackError, UsageError, did_you_mean
from sanctrack.files import spill_folder
from sanctrack.foreign import reading
from sanctrack.warehouse.arguments import check_parameters, completed, rows_of
from sanctrack.warehouse.loading import Loader, mentioned
from sanctrack.warehouse.locked import lock
from sanctrack.warehouse.result import Column, Result
from sanctrack.warehouse.statements import (
    LAST_WAIT,
    WRITES,
    executed,
    finished,
    first_line,
    one_question,
    read_only,
)

if TYPE_CHECKING:
    from sanctrack.warehouse.labels import Labels

MEMORY_LIMIT = "2GB"
CLOSED = (
    "this warehouse is closed; ask within `with sanctrack.open() as warehouse:`, or open it again"
)
CLOSED_MEANWHILE = (
    "this warehouse was closed while it was asked; close it when all its threads have their answers"
)
DAYS = ("DATE", "TIMESTAMP")
# what DuckDB says of a column that is not there
NO_COLUMN = re.compile(r'Referenced column "(.+?)" not found|does not have a column named "(.+?)"')

Answer = TypeVar("Answer")


class Warehouse:
    """Facts and views of a home and a workspace, ready for questions.

    With `only` (names of reports, or of tables and views) nothing else is loaded: a cold report
    pays for what it reads. Without it everything is loaded. Once filled, the database is locked: no
    file, network, setting or extension can be reached through SQL, and no question changes it.
    Several threads may ask at once. `locked=False` is for our own exports, which write files.
    `prepare` may change what was filled in before it is locked (see `sanctrack.publication`).
    """

    def __init__(
        self,
        home: Home,
        workspace: Path,
        only: Iterable[str] | None = None,
        locked: bool = True,
        prepare: Callable[[Loader], None] | None = None,
    ) -> None:
        self.home = home
        self.locked = locked
        self.workspace = workspace
        self._closed = False
        spill, self._remove_spill = spill_folder(self)
        settings = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": spill,
        }
        self._connection = duckdb.connect(config=dict(settings))
        self._running: set[duckdb.DuckDBPyConnection] = set()
        self._running_changes = threading.Condition()
        self._loader = Loader(self._connection, home, workspace, straight=not locked)
        try:
            _ = self.as_of
            self._loader.load(only)
            if prepare is not None:
                prepare(self._loader)
            if locked:
                lock(self._connection, MEMORY_LIMIT)
        except BaseException:
            self._connection.close()
            self._remove_spill()
            raise

    @property
    def loaded(self) -> dict[str, tuple[str, ...]]:
        """The tables and views that were loaded, each with the names of the data sets that it
        holds.
        """
        return self._loader.loaded

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Free the database; results that were read stay usable.

        Questions that other threads are asking are stopped and raise UsageError there. One that
        does not hear it (a single call of a function) keeps the memory until it ends.
        """
        self._closed = True
        end = time.monotonic() + LAST_WAIT
        with self._running_changes:
            while self._running and time.monotonic() < end:
                for cursor in self._running:
                    cursor.interrupt()  # again and again: it is not heard between two statements
                self._running_changes.wait(0.02)
        try:
            self._connection.close()
        except duckdb.Error:
            if not self._running:
                raise
        self._remove_spill()

    # -- questions
    # ------------------------------------------------------------------------------------------

    def report(self, name: str, /, **params: Any) -> Result:
        """Run a canned report. Parameters are those of its header; text is read as the parameter's
        type.

        Raises UsageError for an unknown report, parameter or value, DefinitionError when the file
        is wrong.
        """
        query = load_query(self.home, name, "report")
        with self._while_open():
            values = completed(query, params, self._loader, self.as_of)
            result = self._result(query, values)
        if query.wide:
            result.widened(query.wide.row, query.wide.columns, query.wide.value)
        day = values.get("as_of")
        if day is not None and day > self.as_of:
            result.remarks += (
                f"as_of ({day}) is later than the data, which end on {self.as_of}: what happened "
                f"since is not known",
            )
        return result

    def rows_of(self, name: str, kind: str = "view") -> Result:
        """Return all rows of a view, check or mart by its name."""
        query = load_query(self.home, name, kind)
        with self._while_open():
            return self._result(query, {})

    def sql(
        self,
        text: str,
        timeout: float | None = None,
        most: int | None = None,
        params: dict[str, Any] | None = None,
    ) -> Result:
        """Run one select, explain or describe of the caller's; nothing can be changed, and nothing
        of it reaches the next.

        `params` are the values of `$name` in the text, bound and never pasted. `timeout` is in
        seconds, `most` rows are read at the most. Raises UsageError when the text is anything else,
        names a parameter that has no value, does not run or runs longer, SanctrackError when it
        needs more memory than 2 GB in the database.

        These limits hold for what DuckDB watches. One call of a function may hear no interrupt:
        UsageError is raised all the same, but it works on in its thread; and its memory, as that of
        the rows, is not counted. `sanctrack sql` asks in a process of its own, for which both
        limits hold.
        """
        with self._while_open():
            cursor = self._loader.cursor()
            try:
                result = finished(
                    cursor,
                    lambda: self._asking(cursor, lambda: answered(cursor, text, most, params)),
                    timeout,
                )
            except duckdb.InterruptException as error:
                bound = "was stopped" if timeout is None else f"ran longer than {timeout:g} seconds"
                raise UsageError(f"the query {bound}; narrow it or raise --timeout") from error
            except duckdb.OutOfMemoryException as error:
                raise SanctrackError(
                    f"the query needs more memory than the limit of {MEMORY_LIMIT}: narrow it"
                ) from error
            except (duckdb.Error, UnicodeError) as error:
                raise UsageError(self._explained(error, text)) from error
            result.datasets = self._loader.datasets(text.lower())
        return result

    def reports(self) -> Result:
        """The canned reports, by question: what `report` takes."""
        from sanctrack.warehouse.data_dictionary import reports_of

        return reports_of(self.home)

    def tables(self, name: str | None = None) -> Result:
        """All tables and views, or the columns of one. Raises UsageError for an unknown name."""
        from sanctrack.warehouse.data_dictionary import columns_of, tables_of

        return columns_of(self.home, name) if name else tables_of(self.home)

    def citations(self, source_ids: Iterable[str]) -> dict[str, str]:
        """Map source ids to references in words: publisher, title, date, grade, address, each where
        it is held.
        """
        ids = sorted(set(source_ids))
        with self._while_open():
            if not ids or "sources" not in self.loaded:
                return {}
            rows = rows_of(
                self._loader,
                "select source_id, publisher, title, published_earliest_on, published_latest_on, "
                "reliability, url from sources where source_id in (select unnest($ids)) order by "
                "source_id",
                {"ids": ids},
            )
        return {row[0]: citation(*row[1:]) for row in rows}

    def own_cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a cursor for our own writers, which may copy tables into files; never hand it a
        caller's SQL.

        Raises DefinitionError on a locked warehouse: open it with `locked=False` for this.
        """
        if self.locked:
            raise DefinitionError(
                "a locked warehouse hands out no cursor; open it with locked=False"
            )
        return self._connection.cursor()

    @cached_property
    def as_of(self) -> date:
        """The day of the data: the last day on which a list was read (DEFINITIONS, Time)."""
        facts_file = self.home.root / "datasets" / "facts.yaml"
        with reading(
            facts_file, "the day of the facts", DefinitionError, "write as_of: YYYY-MM-DD"
        ):
            shipped = date.fromisoformat(str(self.home.facts["as_of"]))
        files = self._loader.list_files("list_versions")
        if not files:
            return shipped
        last = "select max(list_version_on) from read_parquet($files, union_by_name = true)"
        try:
            row = rows_of(self._loader, last, {"files": files})
        except DataError as error:
            raise DataError(
                f"a stored list cannot be read: {error}; `sanctrack import` reads the list again"
            ) from error
        return max(shipped, row[0][0]) if row and row[0][0] else shipped

    @cached_property
    def labels(self) -> "Labels":
        """What readers are shown for the codes of this home and workspace."""
        from sanctrack.warehouse.labels import Labels

        return Labels(self.home, self.workspace)

    def datasets(self) -> tuple[str, ...]:
        """Names of the data sets that are loaded."""
        return self._loader.datasets()

    # -- inside
    # ---------------------------------------------------------------------------------------------

    @contextmanager
    def _while_open(self) -> Iterator[None]:
        """What is asked within fails in words when the warehouse is closed, or another thread
        closes it meanwhile.
        """
        if self._closed:
            raise UsageError(CLOSED)
        try:
            yield
        except (duckdb.Error, SanctrackError) as error:
            if self._closed:
                raise UsageError(CLOSED_MEANWHILE) from error
            raise

    def _asking(self, cursor: duckdb.DuckDBPyConnection, ask: Callable[[], Answer]) -> Answer:
        """What `ask` gives, in a transaction of the cursor that cannot write; close() knows of it.
        The cursor is then closed.
        """
        with self._running_changes:
            self._running.add(cursor)
        try:
            with read_only(cursor):
                return ask()
        finally:
            with self._running_changes:
                self._running.discard(cursor)
                self._running_changes.notify_all()

    def _result(self, query: Query, values: dict[str, Any]) -> Result:
        check_parameters(query)
        meanings = {name: (description, unit) for name, description, unit in query.columns}
        cursor = self._loader.cursor()

        def rows() -> Result:
            cursor.execute(query.sql, values) if values else cursor.execute(query.sql)
            return Result.of(cursor, meanings)

        try:
            result = self._asking(cursor, rows)
        except duckdb.ConversionException as error:
            raise UsageError(f"report {query.name}: {first_line(error)}") from error
        except duckdb.Error as error:
            raise self._loader.refused(query.path, error) from error
        names = [column.name for column in result.columns]
        if meanings and names != list(meanings):
            raise DefinitionError(
                f"{query.path}: columns of the header ({', '.join(meanings)}) are not those of the "
                f"SQL ({', '.join(names)})"
            )
        result.name, result.title, result.question, result.caveat = (
            query.name,
            query.title,
            query.question,
            query.caveat,
        )
        result.params, result.table, result.below, result.picture = (
            values,
            query.table,
            query.below,
            query.picture,
        )
        result.datasets = self._loader.datasets(query.sql)
        result.copies = self._copies(result.datasets, values.get("as_of") or self.as_of)
        result.as_of, result.home, result.workspace = self.as_of, self.home, self.workspace
        return result

    def _copies(self, datasets: tuple[str, ...], day: date) -> dict[str, str]:
        """Of the imported lists among the data sets: the day of the copy that was read, and its age
        on a day, in words.
        """
        if "list_versions" not in self.loaded or not self.loaded["list_versions"]:
            return {}
        statement = (
            "select list, arg_max(list_version_on, (coalesce(list_version_on, date '0001-01-01'), "
            "imported_order)) from list_versions where list in (select unnest($lists)) group by "
            "list"
        )
        return {
            name: copy_words(read_on, day)
            for name, read_on in rows_of(self._loader, statement, {"lists": list(datasets)})
        }

    def _explained(self, error: Exception, statement: str) -> str:
        """The database's message, with a suggestion where the name of a table or column is not
        known.
        """
        message = first_line(error)
        if isinstance(error, duckdb.TransactionException) and "read-only mode" in message:
            return WRITES
        column = NO_COLUMN.search(message)
        tables = mentioned(self.home, statement) if column else None
        if column and tables:
            name = column[1] or column[2]
            of_tables = (
                "select distinct column_name from duckdb_columns() where table_name in (select "
                "unnest($tables)) order by all"
            )
            columns = [row[0] for row in rows_of(self._loader, of_tables, {"tables": tables})]
            which = tables[0] if len(tables) == 1 else "NAME"
            hint = did_you_mean(name.lower(), columns) or ";"
            return (
                f"no column named '{name}' in {', '.join(tables)}{hint} `sanctrack tables {which}` "
                f"lists them"
            )
        unknown_table = re.search(r"Table with name (\w+) does not exist", message)
        if unknown_table:
            hint = did_you_mean(unknown_table[1], self._loader.known) or ";"
            return f"no table named '{unknown_table[1]}'{hint} `sanctrack tables` lists them"
        if (
            "file system operations are disabled" in message
            or "disabled by configuration" in message.lower()
        ):
            return (
                f"refused: SQL here reaches the tables only, no files, network or settings "
                f"({message})"
            )
        return message


def answered(
    cursor: duckdb.DuckDBPyConnection,
    text: str,
    most: int | None,
    params: dict[str, Any] | None = None,
) -> Result:
    """The answer to a caller's statement, `most` rows of it, in types that every format carries."""
    remarks = executed(cursor, one_question(text, params or {}), params)
    result = Result.of(cursor, most=most)
    # days before our era come as text
    result.as_text(
        [at for at, column in enumerate(result.columns) if column.type in DAYS],
        lambda value: isinstance(value, str),
    )
    result.remarks += remarks
    return result


def open_warehouse(
    home: str | Path | None = None,
    workspace: str | Path | None = None,
    only: Iterable[str] | None = None,
) -> Warehouse:
    """Open the shipped facts and the user's workspace.

    `home` and `workspace` are folders (defaults: the installed data; `$SANCTRACK_WORKSPACE` or the
    user's data folder). `only` names the reports or tables that will be asked for; nothing else is
    then loaded.
    """
    return Warehouse(find_home(home), find_workspace(workspace), only)


def copy_words(read_on: date | None, day: date) -> str:
    """The day of a list's copy and its age on a day, to follow the name of the list."""
    if read_on is None:
        return " (day of the copy not known)"
    age = (day - read_on).days
    return f" of {read_on} ({abs(age):,} days {'old' if age >= 0 else 'later'})"


def citation(
    publisher: str | None,
    title: str | None,
    first: date | None,
    last: date | None,
    grade: str | None,
    url: str | None,
) -> str:
    """A source in words; what is not held is said ('untitled', 'undated'), never filled in."""
    if first is None and last is None:
        day = "undated"
    elif first == last:
        day = str(first)
    else:
        day = f"{first or '…'} to {last or '…'}"
    parts = [
        publisher or "publisher not known",
        f"“{title}”" if title else "untitled",
        day,
        f"grade {grade}" if grade else "not graded",
    ]
    return ", ".join(parts) + (f", {url}" if url else "")


__all__ = ["Column", "Result", "Warehouse", "first_line", "open_warehouse"]
