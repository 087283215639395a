"""The DuckDB target: one file of tables.

One of somebody else is attached read-only, and only its tables are read.
"""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.definitions.contracts import TYPES
from sanctrack.definitions.quoting import quoted, quoted_text
from sanctrack.exports.reading.foreign_tables import (
    BATCH,
    MOST_NAMES,
    Job,
    Measures,
    Reading,
    added_to,
    arrow_types,
    measure_arrow,
    note_strange,
    refuse_programs,
)
from sanctrack.exports.reading.plain_folder import Folder
from sanctrack.exports.stamp import FileStamp
from sanctrack.exports.writing import Files, file_name, words_of
from sanctrack.warehouse.locked import locked_database

if TYPE_CHECKING:
    from sanctrack.exports.content import Content, Progress

WORDS = "one DuckDB file, storage version v1.0.0, tables only"
README = "a DuckDB file, tables only, storage v1.0.0: DuckDB 1.0 and later, Metabase, Superset"
ENDING = ".duckdb"
MEDIA_TYPE = "application/vnd.duckdb"
ONE_TABLE = False
IN_BUNDLE = True
APOSTROPHES = False
COPIED = True
TOOL = ""
EXTRA = ""
SERVER_SECONDS = 0.0
DUCKDB_OBJECTS = {
    "view": "select view_name from duckdb_views() where {here} and not internal",
    "macro": "select function_name from duckdb_functions() where {here} and not internal",
    "sequence": "select sequence_name from duckdb_sequences() where {here}",
    "type": "select type_name from duckdb_types() where {here} and not internal",
    "index": "select index_name from duckdb_indexes() where {here}",
    "schema": "select schema_name from duckdb_schemas() where {here} and not internal and "
    "schema_name <> 'main'",
    "trigger": "select trigger_name from duckdb_triggers() where {here}",
    "table outside "
    "main": "select table_name from duckdb_tables() where {here} and schema_name <> 'main'",
    "default or generated column": (
        "select table_name || '.' || column_name from duckdb_columns() where {here} and "
        "column_default is not null and table_name in (select table_name from duckdb_tables() "
        "where {here})"
    ),
}
HERE = "database_name = 'foreign_file'"


def write(content: "Content", folder: Path, progress: "Progress") -> Files:
    import duckdb

    path = folder / file_name(content, "sanctrack.duckdb")
    cursor = content.cursor()
    # read by every DuckDB from 1.0 on; the newest storage is read by none of them
    cursor.execute(f"attach {quoted_text(str(path))} as out (storage_version 'v1.0.0')")
    try:
        for number, (name, contract) in enumerate(content.tables.items()):
            progress(f"duckdb {name}", number, len(content.tables))
            cursor.execute(
                f"create table out.main.{quoted(name)} as from memory.main.{quoted(name)}"
            )
            cursor.execute(
                f"comment on table out.main.{quoted(name)} is "
                f"{quoted_text(words_of(content, contract))}"
            )
            for item in contract.fields:
                cursor.execute(
                    f"comment on column out.main.{quoted(name, item.name)} is "
                    f"{quoted_text(item.words)}"
                )
        cursor.execute("checkpoint out")
    except BaseException:
        # detaching writes once more and fails again; the first failure is the one that says why
        with suppress(duckdb.Error):
            cursor.execute("detach out")
        raise
    cursor.execute("detach out")
    return {path.name: FileStamp("duckdb")}


def foreign_duckdb_objects(connection: Any) -> list[tuple[str, str]]:
    """Kind and name of everything in an attached DuckDB file that is no plain table of its schema
    main.
    """
    return [
        (kind, str(row[0]))
        for kind, statement in DUCKDB_OBJECTS.items()
        for row in connection.execute(statement.format(here=HERE)).fetchmany(MOST_NAMES)
    ]


def read(folder: Folder, job: Job, reading: Reading) -> None:
    with locked_database(job.copy) as database:
        refuse_programs(foreign_duckdb_objects(database))
        tables = [
            row[0]
            for row in database.execute(
                f"select table_name from duckdb_tables() where {HERE}"
            ).fetchall()
        ]
        note_strange(reading, "table", tables, job.tables)
        for table, about in job.tables.items():
            reading.tables[table] = (
                table_measures(database, table, about, reading) if table in tables else None
            )


def table_measures(database: Any, table: str, about: Measures, reading: Reading) -> Measures:
    described = database.execute(
        f"select column_name, data_type from duckdb_columns() where {HERE} and schema_name = "
        f"'main' and table_name = $table",
        {"table": table},
    ).fetchall()
    note_strange(reading, f"in {table} column", [row[0] for row in described], about["columns"])
    wanted = arrow_types()
    plain = {TYPES[kind].upper(): wanted[kind] for kind in TYPES}
    types = {name: plain.get(kind, kind) for name, kind in described}
    source = quoted("foreign_file", "main", table)
    rows = database.execute(f"select count(*) from {source}").fetchone()[0]

    cursor = database.cursor()  # a reader that is not read to its end holds its connection

    def batches(columns: list[str]) -> Any:
        return cursor.execute(
            f"select {', '.join(quoted(name) for name in columns)} from {source}"
        ).to_arrow_reader(BATCH)

    try:
        return measure_arrow(table, about, types, rows, batches)
    finally:
        cursor.close()


def added(path: Path) -> list[str] | None:
    with locked_database(str(path)) as database:
        there = database.execute(
            f"select table_name from duckdb_tables() where {HERE} and schema_name = 'main'"
        ).fetchall()
        objects = foreign_duckdb_objects(database)

        def ask(statement: str) -> list[tuple[Any, ...]]:
            return database.execute(
                statement.replace(" from ", " from foreign_file.main.", 1)
            ).fetchall()

        return added_to(objects, [str(row[0]) for row in there], ask)
