"""Loading: macros, tables and views put into a DuckDB connection, only those that are asked for and
what they read.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import duckdb

from sanctrack.definitions.macros import COMMENT, WORD, Macro, Macros
from sanctrack.definitions.paths import Home, table_names
from sanctrack.definitions.queries import load_query, query_paths, select_path, sql_of, view_paths
from sanctrack.definitions.quoting import quoted, quoted_text
from sanctrack.errors import DataError, DefinitionError, SanctrackError
from sanctrack.facts.workspace import imported_files, workspace_mark
from sanctrack.warehouse.statements import PARAMETER, first_line, without_comments

REPORT = re.compile(r"\b(?:from|join)\s+reports\.([a-z_][a-z0-9_]*)")
MENDING = "`sanctrack build` makes it anew"


class NoReading(Exception):  # noqa: N818 - not an error, a reason to try again
    """A view mentions a name that it does not read."""


class Loader:
    """Puts tables and views of a home and a workspace into a connection. `loaded` maps each to the
    data sets that it holds.

    `straight`: shipped tables without rows of the user's own are read straight from their Parquet,
    which an export needs only once.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        home: Home,
        workspace: Path,
        straight: bool = False,
    ) -> None:
        self.connection = connection
        self.straight = straight
        self.home = home
        self.workspace = workspace
        self.loaded: dict[str, tuple[str, ...]] = {}
        self._tables = set(table_names(home))
        self._views = view_paths(home)
        self._queries = query_paths(home)
        self._words: dict[Path, set[str]] = {}
        self._sqls: dict[Path, str] = {}
        self._macros = Macros(home)
        self._defined: set[str] = set()

    def load(self, names: Iterable[str] | None) -> None:
        """Load tables, views, and what reports, checks and marts of these names read; everything
        when None.

        Raises DataError for a Parquet file that is missing or broken, DefinitionError for a view or
        macro that is.
        """
        for name in [*sorted(self._tables), *self._views] if names is None else names:
            while not self._tried(name):
                pass
        if names is None:
            self._define_macros(self._macros.used())

    def _tried(self, name: str) -> bool:
        """Load one name; false when a mention turned out to be none, so that it has to be tried
        again without it.
        """
        try:
            if name in self._queries:
                self._load_read_by(select_path(self.home, name), ())
            self._load(name, ())
        except NoReading:
            return False
        return True

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor that sees what was loaded; tables in memory belong to the cursor on which they
        are registered.
        """
        cursor = self.connection.cursor()
        for name in self.home.given:
            if name in self.loaded:
                cursor.register(f"given {name}", self.home.given[name])
        return cursor

    def datasets(self, sql: str | None = None) -> tuple[str, ...]:
        """Names of the data sets that a statement reads (default: of all that is loaded)."""
        if sql is None:
            return self._held(self.loaded)
        names = self._held(self._reached(set(WORD.findall(without_comments(sql)))))
        # a word may be no table but a step of the query; that matters only where there is a choice
        return names if len(names) < 2 else self._held(self._read_through_views(sql))

    @property
    def known(self) -> list[str]:
        """Names of all tables and views, loaded or not."""
        return sorted({*self._tables, *self._views})

    def list_files(self, table: str) -> list[str]:
        """Parquet files of an importer's table, one for each imported list version."""
        return sorted(
            str(path)
            for path in (self.workspace / "lists").glob(f"*/*/{table}.parquet")
            if not path.parent.name.startswith(".")
        )

    # -- what a query reads
    # ---------------------------------------------------------------------------------

    def _held(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(
            sorted(
                {dataset for name in names if name in self.loaded for dataset in self.loaded[name]}
            )
        )

    def _sql(self, path: Path) -> str:
        if path not in self._sqls:
            self._sqls[path] = sql_of(self.home, path)
        return self._sqls[path]

    def _mentioned(self, path: Path) -> set[str]:
        """All words of a query: a superset of the tables, views and macros that it uses, ten times
        faster than parsing it.
        """
        if path not in self._words:
            self._words[path] = set(WORD.findall(COMMENT.sub(" ", self._sql(path))))
        return self._words[path]

    def _reached(self, words: set[str]) -> set[str]:
        """Tables and views among the words, and what the views mention."""
        reached: set[str] = set()
        waiting = [word for word in self._macros.reach(words) if word in self.loaded]
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting.extend(
                    word
                    for word in (self._mentioned(self._views[name]) if name in self._views else ())
                    if word in self.loaded
                )
        return reached

    def _read_through_views(self, sql: str) -> set[str]:
        """Tables and views that a statement really reads, as DuckDB parses it."""
        names_read: set[str] = set()
        waiting = self._read_by(PARAMETER.sub("null", sql))
        while waiting:
            name = waiting.pop()
            if name not in names_read:
                names_read.add(name)
                if name in self._views:
                    waiting.extend(self._read_by(self._sql(self._views[name])))
        return names_read

    def _read_by(self, sql: str) -> list[str]:
        """Tables and views that a statement reads by itself; those that it mentions where DuckDB
        cannot tell, as of a join with `using`.
        """
        try:
            # a cursor: other threads ask as well
            return list(self.connection.cursor().get_table_names(sql))
        except duckdb.Error:
            return sorted(self._reached(set(WORD.findall(without_comments(sql)))))

    # -- loading
    # --------------------------------------------------------------------------------------------

    def _load(self, name: str, above: tuple[str, ...]) -> None:
        """Load a table or view and what it reads, once. `above` are the views that wait for it."""
        if name in self.loaded:
            return
        if name in above:
            self._check_circle([*above[above.index(name) :], name])
        elif name in self._tables:
            self.loaded[name] = tuple(self._load_table(name))
        elif name in self._views:
            path = self._views[name]
            self._load_read_by(path, (*above, name))
            self._execute(path, f"create view {quoted(name)} as {self._sql(path)}")
            self.loaded[name] = ()

    def _load_read_by(self, path: Path, above: tuple[str, ...]) -> None:
        words = self._mentioned(path)
        for report in REPORT.findall(self._sql(path)) if "reports" in words else ():
            self._load_report(report)
        macros = self._macros.used(words)
        self._define_macros(macro for macro in macros if not macro.gives_table)
        for word in sorted(self._macros.reach(words)):
            if word in self._tables or word in self._views:
                self._load(word, above)
        # one that gives a table is bound when it is made: after what it reads
        self._define_macros(macros)

    def _load_report(self, name: str) -> None:
        """Make a report, with the defaults of its parameters, readable as `reports.<name>`: for
        checks of what it says.
        """
        if f"reports.{name}" in self.loaded:
            return
        query = load_query(self.home, name, "report")
        defaults = {
            item.name: self.home.facts["as_of"] if item.default == "as_of" else item.default
            for item in query.params
        }
        sql = PARAMETER.sub(lambda match: literal(defaults[match[0][1:]]), query.sql)
        self._load_read_by(query.path, ())
        self.connection.execute("create schema if not exists reports")
        self._execute(query.path, f"create view reports.{quoted(name)} as {sql}")
        self.loaded[f"reports.{name}"] = ()

    def _check_circle(self, chain: list[str]) -> None:
        """A chain of mentions is a circle only if each view reads the next one; a mention that is
        no reading is forgotten.
        """
        for reader, name in pairwise(chain):
            path = self._views[reader]
            try:
                reads = name in self.connection.get_table_names(self._sql(path))
            except duckdb.Error as error:
                raise DefinitionError(f"{path}: {first_line(error)}") from error
            if not reads:
                self._words[path].discard(name)
                raise NoReading(name)
        raise DefinitionError(f"views read each other in a circle: {' → '.join(chain)}")

    def _define_macros(self, macros: Iterable[Macro]) -> None:
        for macro in macros:
            if macro.name not in self._defined:
                self._execute(macro.path, macro.text)
                self._defined.add(macro.name)

    def _load_table(self, name: str) -> Iterator[str]:
        """Fill one table from the home's Parquet, the user's own facts and imported lists; yield
        the data sets.
        """
        shipped = self.home.datasets / f"{name}.parquet"
        if name in self.home.given:
            self.connection.register(f"given {name}", self.home.given[name])
            self.connection.execute(
                f"create view {quoted(name)} as select *, 'sanctrack' as dataset from "
                f"{quoted('given ' + name)}"
            )
            yield "sanctrack"
            return
        if not shipped.is_file():
            yield from self._load_imported(name)
            return
        own_file = self.workspace / "datasets" / f"{name}.csv"
        imported = imported_files(self.workspace, name)
        if self.straight and not own_file.is_file() and not imported:
            file = quoted_text(str(shipped))
            view = (
                f"create view {quoted(name)} as select *, 'sanctrack' as dataset from "
                f"read_parquet({file})"
            )
            self._read(name, view, [str(shipped)], MENDING)
            yield "sanctrack"
            return
        table = (
            f"create table {quoted(name)} as select *, 'sanctrack' as dataset from "
            f"read_parquet($files)"
        )
        self._read(name, table, [str(shipped)], MENDING)
        yield "sanctrack"
        if own_file.is_file():
            label = workspace_mark(self.workspace)
            self._add_own(name, own_file, label)
            yield label
        yield from self._add_imported(name, imported)

    def _add_imported(self, name: str, files: list[Path]) -> Iterator[str]:
        """Add the rows of the user's imports to a table; the data set is the id of their source."""
        for file in files:
            rows = f"select *, {quoted_text(file.parent.name)} as dataset from read_parquet($files)"
            statement = f"insert into {quoted(name)} by name {rows}"
            self._read(name, statement, [str(file)], "`sanctrack import table` reads it again")
            yield file.parent.name

    def _add_own(self, name: str, own_file: Path, label: str) -> None:
        """Add the user's own rows to a table; a built copy of them that is damaged is made anew
        from their CSV, once.
        """
        from sanctrack.facts.tables import own_facts

        rows = f"select *, {quoted_text(label)} as dataset from read_parquet($files)"
        statement = f"insert into {quoted(name)} by name {rows}"
        built = own_facts(self.home, self.workspace, own_file)
        try:
            self._check_keys(name, built, own_file)
            self.connection.execute(statement, {"files": [str(built)]})
        except duckdb.Error:
            built.unlink(missing_ok=True)
            built = own_facts(self.home, self.workspace, own_file)
            self._check_keys(name, built, own_file)
            self._read(name, statement, [str(built)], MENDING)

    def _load_imported(self, name: str) -> Iterator[str]:
        from sanctrack.definitions.contracts import load_contract

        contract = load_contract(self.home, name)
        if contract.kept_in == "datasets":
            raise DataError(
                f"{self.home.datasets / f'{name}.parquet'} is missing; `sanctrack build` makes it "
                f"from {name}.csv"
            )
        self.connection.execute(contract.create_table())
        files = self.list_files(name)
        if files:
            every = (
                f"insert into {quoted(name)} by name select *, list as dataset from "
                f"read_parquet($files, union_by_name = true)"
            )
            self._read(name, every, files, "`sanctrack import` reads the list again")
            yield from sorted({Path(file).parent.parent.name for file in files})
        yield from self._add_imported(name, imported_files(self.workspace, name))

    def _check_keys(self, name: str, built: Path, own_file: Path) -> None:
        """Raise DataError when an id of the user's own facts is already in the shipped ones."""
        from sanctrack.definitions.contracts import load_contract

        keys = load_contract(self.home, name).primary_key
        condition = " and ".join(
            f"shipped.{quoted(key)} is not distinct from own.{quoted(key)}" for key in keys
        )
        columns = ", ".join(f"own.{quoted(key)}" for key in keys)
        statement = (
            f"select {columns} from {quoted(name)} as shipped inner join read_parquet($files) as "
            f"own on {condition} limit 1"
        )
        rows = self.connection.execute(statement, {"files": [str(built)]}).fetchall()
        if rows:
            record = "|".join("" if part is None else str(part) for part in rows[0])
            raise DataError(
                f"'{record}' stands in {own_file} and in {self.home.datasets / f'{name}.csv'}; "
                f"give your own row another id"
            )

    def _read(self, name: str, statement: str, files: list[str], mending: str) -> None:
        try:
            self.connection.execute(statement, {"files": files} if "$files" in statement else None)
        except duckdb.Error as error:
            which = unreadable(self.connection, files) or ", ".join(files)
            raise DataError(
                f"{which} cannot be read as the Parquet file of {name}: {first_line(error)}; "
                f"{mending}"
            ) from error

    def _execute(self, path: Path, statement: str) -> None:
        try:
            self.connection.execute(statement)
        except duckdb.Error as error:
            raise self.refused(path, error) from error

    def refused(self, path: Path, error: duckdb.Error) -> SanctrackError:
        """Why a query of ours does not run: a Parquet file that is older than its contract, else
        the query itself.
        """
        from sanctrack.definitions.contracts import load_contract

        for name in sorted(self._tables & self.loaded.keys()):
            statement = "select column_name from duckdb_columns() where table_name = $name"
            columns = {
                row[0] for row in self.connection.execute(statement, {"name": name}).fetchall()
            }
            missing = [
                column for column in load_contract(self.home, name).columns if column not in columns
            ]
            if missing and columns:
                lacking = (
                    f"{self.home.datasets / f'{name}.parquet'} has no column {', '.join(missing)}, "
                    f"which schemas/{name}.yaml has"
                )
                return DataError(
                    f"{lacking}: run `sanctrack build`, which makes it anew from {name}.csv"
                )
        return DefinitionError(f"{path}: {first_line(error)}")


def literal(value: object) -> str:
    """A default as SQL; days are text, which DuckDB reads where a day is meant."""
    if value is None:
        return "null"
    return quoted_text(value) if isinstance(value, str) else str(value)


def unreadable(connection: duckdb.DuckDBPyConnection, files: list[str]) -> str | None:
    """The first of the files that is no Parquet file; None when each can be read by itself."""
    for file in files:
        try:
            connection.execute(
                "select count(*) from read_parquet($file)", {"file": file}
            ).fetchall()
        except duckdb.Error:
            return file
    return None


def mentioned(home: Home, sql: str) -> list[str] | None:
    """Tables and views that a caller's statement may read; None (everything) where it asks what
    tables there are.
    """
    words = set(WORD.findall(sql.lower()))
    if words & {"information_schema", "show", "describe", "summarize", "pg_catalog"} or any(
        word.startswith("duckdb_") for word in words
    ):
        return None
    return sorted(words & {*table_names(home), *view_paths(home)})
