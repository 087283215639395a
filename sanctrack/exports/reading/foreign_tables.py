"""Reading the files of a bundle that somebody else made: tables alone, as data, in a process with
limits.

Nothing of a file is run: names go into SQL quoted and are held against those that are really there,
values come as Arrow into a locked DuckDB, a DuckDB file is attached read-only and an SQLite file
opened under an authorizer, and of both only base tables are read. What a reader says of a broken
file is not passed on, because it may repeat what stands in it.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from zipfile import ZipFile

from sanctrack.definitions.contracts import TYPES, Contract, Field
from sanctrack.definitions.quoting import quoted
from sanctrack.exports.reading.plain_folder import Folder, NotPlainError, readable
from sanctrack.exports.reading.stamp_reader import DAYS, MOMENTS
from sanctrack.exports.stamp import MEASURES, measured
from sanctrack.warehouse.locked import locked_connection, locked_database

if TYPE_CHECKING:
    import pyarrow as pa

Measures = dict[str, Any]
BATCH = 50_000
CSV_BLOCK = 128_000_000  # bytes of the longest row
ARCHIVE_BYTES, ARCHIVE_RATIO, ARCHIVE_FILES = 8_000_000_000, 200, 4_000
SHEET_ROWS = 1_048_576
SQLITE_TEXT = 200_000_000  # bytes of the longest text
MOST_NAMES = 20
# a file of many more rows than its stamp says is not read to the end
SPARE_ROWS = 1_000


class UnreadableError(Exception):
    """A file or table that is not read; the text says why, in words of ours."""


@dataclass
class Job:
    """One file to read: its name in the bundle, its target, the tables with what the stamp says,
    and its copy, if it needs one.
    """

    name: str
    target: str
    tables: dict[str, Measures]
    copy: str = ""


@dataclass
class Reading:
    """What a file holds: measures by table (`missing` where it is not there), names that are not of
    the stamp, or why it is not read.
    """

    tables: dict[str, Measures | None] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    problem: str = ""


def read_files(path: Path, identity: tuple[int, int], jobs: list[Job]) -> list[Reading]:
    """Read some files of a bundle. For a process of its own: from here on it writes no file, unless
    a target needs a server.
    """
    if not any(job.target == "hyper" for job in jobs):
        write_nothing()
    with Folder(path) as folder:
        if folder.identity != identity:
            return [Reading(problem="the folder was exchanged while it was read") for _ in jobs]
        return [read_file(folder, job) for job in jobs]


def write_nothing() -> None:
    """Let no file grow in this process, whatever a library is brought to do; Python turns the
    signal into an error.
    """
    try:
        import resource
    except ImportError:  # Windows has none
        return
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def read_file(folder: Folder, job: Job) -> Reading:
    reading = Reading()
    try:
        READERS[job.target](folder, job, reading)
    except MemoryError:
        raise
    except UnreadableError as error:
        reading.problem = str(error)
    except NotPlainError as error:
        reading.problem = f"is {error}"
    except Exception as error:
        # whatever a broken file makes its reader raise, to the user it is one thing; the class
        # helps to look into it
        reading.problem = f"cannot be read as a {job.target} file ({type(error).__name__})"
    return reading


# -- what all have in common
# ----------------------------------------------------------------------------------


def arrow_types() -> dict[str, "pa.DataType"]:
    import pyarrow as pa

    return {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "datetime": pa.timestamp("us"),
        "boolean": pa.bool_(),
    }


def as_contract(table: str, kinds: dict[str, str]) -> Contract:
    fields = tuple(Field(name, kind, name) for name, kind in kinds.items())
    return Contract(table, table, table, table, "", (), (), fields)


def kinds_of(about: Measures) -> dict[str, str]:
    return {name: column["type"] for name, column in about["columns"].items()}


def note_strange(reading: Reading, what: str, names: Iterable[str], known: Iterable[str]) -> None:
    """Remember names that the stamp does not have, some of them."""
    known = set(known)
    strange = [f"{what} {readable(name)}" for name in names if name not in known]
    reading.strange += strange[:MOST_NAMES]
    if len(strange) > MOST_NAMES:
        reading.strange.append(f"{len(strange) - MOST_NAMES} more")


def measure_arrow(
    table: str,
    about: Measures,
    types: dict[str, Any],
    rows: int | None,
    batches: Callable[[list[str]], Any],
) -> Measures:
    """Measures of a table that comes as Arrow, of those columns that are there with the type of the
    stamp.

    `types` are those of the file by column; `batches` gives the reader of some columns.
    """
    kinds, wanted = kinds_of(about), arrow_types()
    fitting = {
        name: kind
        for name, kind in kinds.items()
        if name in types and fits(types[name], wanted[kind])
    }
    measures: Measures = {"rows": rows, "columns": {}}
    if rows is not None and rows > about["rows"] * 2 + SPARE_ROWS:
        return measures
    if fitting or rows is None:
        with locked_connection() as connection:
            connection.register("rows_of_file", batches(list(fitting)))
            measures = measured(connection, "rows_of_file", as_contract(table, fitting))
    for name in kinds.keys() & types.keys() - fitting.keys():
        measures["columns"][name] = {"type": readable(str(types[name]))}
    return measures


def fits(there: Any, wanted: Any) -> bool:
    import pyarrow as pa

    return bool(
        there == wanted
        or (wanted == pa.string() and there in (pa.large_string(), pa.string_view()))
    )


def only_table(job: Job) -> tuple[str, Measures]:
    return next(iter(job.tables.items()))


# -- one table a file
# -----------------------------------------------------------------------------------------


def read_parquet(folder: Folder, job: Job, reading: Reading) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table, about = only_table(job)
    with folder.open(job.name) as opened:
        file = pq.ParquetFile(opened, memory_map=False, pre_buffer=False)
        schema = file.schema_arrow

        def batches(columns: list[str]) -> Any:
            reader = file.iter_batches(batch_size=BATCH, columns=columns, use_threads=False)
            return pa.RecordBatchReader.from_batches(
                pa.schema([schema.field(name) for name in columns]), reader
            )

        types = unique_types(schema)
        note_strange(reading, "column", schema.names, about["columns"])
        reading.tables[table] = measure_arrow(table, about, types, file.metadata.num_rows, batches)


def unique_types(schema: "pa.Schema") -> dict[str, Any]:
    """Types by column; a name that stands twice is taken for neither."""
    return {item.name: item.type for item in schema if schema.names.count(item.name) == 1}


def read_csv(folder: Folder, job: Job, reading: Reading) -> None:
    import pyarrow as pa
    from pyarrow import csv

    table, about = only_table(job)
    wanted = arrow_types()
    with folder.open(job.name) as opened:
        reader = csv.open_csv(
            opened,
            read_options=csv.ReadOptions(use_threads=False, block_size=block_size(opened)),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types={name: wanted[kind] for name, kind in kinds_of(about).items()},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                true_values=["true"],
                false_values=["false"],
            ),
        )

        def batches(columns: list[str]) -> Any:
            chosen = pa.schema([reader.schema.field(name) for name in columns])
            return pa.RecordBatchReader.from_batches(
                chosen, (batch.select(columns) for batch in reader)
            )

        note_strange(reading, "column", reader.schema.names, about["columns"])
        types = unique_types(reader.schema)
        if not types.keys() & about["columns"].keys():
            raise UnreadableError("has none of the columns of its table")
        reading.tables[table] = measure_arrow(table, about, types, None, batches)


def block_size(file: BinaryIO) -> int:
    """A block holds at least one row: the file if it is small, else so much that no text of ours is
    longer.
    """
    size = file.seek(0, 2)
    file.seek(0)
    return min(max(size, 1_000_000), CSV_BLOCK)


# -- several tables a file
# ------------------------------------------------------------------------------------

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


def foreign_duckdb_objects(connection: Any) -> list[tuple[str, str]]:
    """Kind and name of everything in an attached DuckDB file that is no plain table of its schema
    main.
    """
    return [
        (kind, str(row[0]))
        for kind, statement in DUCKDB_OBJECTS.items()
        for row in connection.execute(statement.format(here=HERE)).fetchmany(MOST_NAMES)
    ]


def refuse_programs(objects: list[tuple[str, str]]) -> None:
    """Raise UnreadableError where a database holds more than tables: that is its author's program,
    and nothing of it is run.
    """
    if objects:
        shown = ", ".join(f"{kind} {readable(name)}" for kind, name in objects[:5])
        more = f" and {len(objects) - 5} more" if len(objects) > 5 else ""
        raise UnreadableError(f"holds more than tables ({shown}{more}), so none of it is read")


def read_duckdb(folder: Folder, job: Job, reading: Reading) -> None:
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
                duckdb_table(database, table, about, reading) if table in tables else None
            )


def duckdb_table(database: Any, table: str, about: Measures, reading: Reading) -> Measures:
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


SQLITE_DAYS = {"filled": "count({c})", "first": "min({c})", "last": "max({c})"}
SQLITE_MEASURES: dict[str, dict[str, str]] = {
    "string": {"filled": "count({c})", "characters": "coalesce(sum(length({c})), 0)"},
    "integer": {"filled": "count({c})", "sum": "sum({c})"},
    "number": {"filled": "count({c})", "sum": "sum({c})"},
    "boolean": {"filled": "count({c})", "sum": "coalesce(sum({c}), 0)"},
    "date": SQLITE_DAYS,
    "datetime": SQLITE_DAYS,
}
SQLITE_FUNCTIONS = ("count", "sum", "min", "max", "length", "coalesce", "like")
SQLITE_PRAGMAS = ("table_list", "table_xinfo")
SQLITE_OWN = re.compile(r"sqlite_(master|schema|sequence|stat\d)|sqlite_temp_(master|schema)")


def sqlite_file(file: str, tables: Iterable[str], immutable: bool = False) -> sqlite3.Connection:
    """An SQLite file of somebody else, of which only these tables can be read: no view, no trigger,
    no other function.

    `immutable`: a copy that nobody else has open, read without looking for a journal. Raises
    sqlite3.Error.
    """
    from urllib.parse import quote

    database = sqlite3.connect(
        f"file:{quote(file)}?mode=ro{'&immutable=1' if immutable else ''}", uri=True
    )
    try:
        database.execute("pragma trusted_schema = off")
        database.execute("pragma cell_size_check = on")
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, SQLITE_TEXT)
        database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        database.set_authorizer(sqlite_authorizer({"sqlite_master", *tables}))
    except BaseException:
        database.close()
        raise
    return database


def sqlite_authorizer(tables: set[str]) -> Callable[..., int]:
    """Allow to read these tables by a statement of ours, a few functions and pragmas; `inner` is
    the view or trigger that asks.
    """

    def authorize(
        action: int, first: str | None, second: str | None, database: str | None, inner: str | None
    ) -> int:
        allowed = {
            sqlite3.SQLITE_SELECT: True,
            sqlite3.SQLITE_READ: first in tables and database == "main",
            sqlite3.SQLITE_FUNCTION: (second or "").lower() in SQLITE_FUNCTIONS,
            sqlite3.SQLITE_PRAGMA: first in SQLITE_PRAGMAS,
        }
        return (
            sqlite3.SQLITE_OK
            if inner is None and allowed.get(action, False)
            else sqlite3.SQLITE_DENY
        )

    return authorize


def foreign_sqlite_objects(
    database: sqlite3.Connection, tables: Iterable[str]
) -> list[tuple[str, str]]:
    """Kind and name of everything in an SQLite file that is no plain table; of `tables` also their
    generated columns.
    """
    # SQLite goes by the statement, whatever stands as its type
    everything = database.execute("select type, name, sql from sqlite_master").fetchmany(10_000)
    objects = [
        (str(kind), str(name))
        for kind, name, sql in everything
        if not is_plain_sqlite(str(kind), str(name), sql)
    ]
    if objects:
        return objects
    listed = [
        row[1:3] for row in database.execute("pragma table_list").fetchall() if row[0] == "main"
    ]
    if not listed:
        raise UnreadableError("cannot be read safely by this SQLite, which is older than 3.37")
    objects = [(str(kind), str(name)) for name, kind in listed if kind != "table"]
    for table in {name for name, _ in listed} & set(tables):
        columns = database.execute(f"pragma table_xinfo({quoted(table)})").fetchall()
        objects += [("generated column", f"{table}.{column[1]}") for column in columns if column[6]]
    return objects


def is_plain_sqlite(kind: str, name: str, sql: Any) -> bool:
    if kind == "index":
        return sql is None and name.startswith("sqlite_autoindex_")
    return kind == "table" and str(sql).startswith("CREATE TABLE ")


def read_sqlite(folder: Folder, job: Job, reading: Reading) -> None:
    database = sqlite_file(job.copy, job.tables, immutable=True)
    try:
        refuse_programs(foreign_sqlite_objects(database, job.tables))
        there = [
            row[1] for row in database.execute("pragma table_list").fetchall() if row[0] == "main"
        ]
        note_strange(
            reading, "table", (name for name in there if not SQLITE_OWN.fullmatch(name)), job.tables
        )
        for table, about in job.tables.items():
            reading.tables[table] = (
                sqlite_table(database, table, about, reading) if table in there else None
            )
    finally:
        database.close()


def sqlite_table(
    database: sqlite3.Connection, table: str, about: Measures, reading: Reading
) -> Measures:
    columns = [
        column[1] for column in database.execute(f"pragma table_xinfo({quoted(table)})").fetchall()
    ]
    note_strange(reading, f"in {table} column", columns, about["columns"])
    kinds = {name: kind for name, kind in kinds_of(about).items() if name in columns}
    wanted = [
        (name, check, sql)
        for name, kind in kinds.items()
        for check, sql in SQLITE_MEASURES[kind].items()
    ]
    values = ["count(*)", *(sql.format(c=quoted(name)) for name, _, sql in wanted)]
    row = database.execute(f"select {', '.join(values)} from {quoted(table)}").fetchone()
    measures: Measures = {"rows": row[0], "columns": {name: {} for name in kinds}}
    for (name, check, _), value in zip(wanted, row[1:], strict=True):
        measures["columns"][name][check] = as_measure(kinds[name], check, value)
    return measures


def as_measure(kind: str, check: str, value: Any) -> Any:
    """A value that SQLite gives, which may be of any type, as a measure: a number, a day, or words
    that it is none.
    """
    if value is None or (check not in ("first", "last") and isinstance(value, (int, float))):
        return value
    if check in ("first", "last"):
        days = DAYS if kind == "date" else MOMENTS
        return value if isinstance(value, str) and days.fullmatch(value) else "no day"
    return "no number"


def read_xlsx(folder: Folder, job: Job, reading: Reading) -> None:
    import openpyxl

    with folder.open(job.name) as opened:
        refuse_bomb(opened)
        book = openpyxl.load_workbook(opened, read_only=True)
        try:
            sheets = {sheet.title: sheet for sheet in book.worksheets}
            note_strange(reading, "sheet", book.sheetnames, {*job.tables, "contents"})
            for table, about in job.tables.items():
                reading.tables[table] = (
                    sheet_measures(sheets[table], table, about, reading)
                    if table in sheets
                    else None
                )
        finally:
            book.close()


def refuse_bomb(file: BinaryIO) -> None:
    """Raise UnreadableError for an archive that unpacks to far more than a workbook of ours."""
    size = file.seek(0, 2)
    file.seek(0)
    with ZipFile(file) as archive:
        members = archive.infolist()
        unpacked = sum(item.file_size for item in members)
    file.seek(0)
    if len(members) > ARCHIVE_FILES or unpacked > min(
        ARCHIVE_BYTES, ARCHIVE_RATIO * max(size, 1_000_000)
    ):
        raise UnreadableError(
            f"unpacks to {unpacked:,} bytes in {len(members):,} files: refused as a possible zip "
            f"bomb"
        )


def sheet_measures(sheet: Any, table: str, about: Measures, reading: Reading) -> Measures:
    # the size that a sheet states may be a lie
    sheet.reset_dimensions()
    rows = sheet.iter_rows(
        max_row=SHEET_ROWS, max_col=len(about["columns"]) + MOST_NAMES, values_only=True
    )
    header = [str(name) for name in next(rows, ()) if name is not None]
    note_strange(reading, f"in {table} column", header, about["columns"])
    return counted(rows, header, about)


KEPT = {
    "string": ("characters",),
    "integer": ("sum",),
    "number": ("sum",),
    "boolean": ("sum",),
    "date": ("first", "last"),
    "datetime": ("first", "last"),
}


def counted(rows: Iterator[tuple[Any, ...]], header: list[str], about: Measures) -> Measures:
    """Measures of a table that comes as rows of Python values."""
    kinds = [about["columns"].get(name, {}).get("type") for name in header]
    totals: list[list[Any]] = [[0, None, None, None] for _ in header]
    rows_read = 0
    for row in rows:
        rows_read += 1
        for at, value in enumerate(row[: len(header)]):
            if value is not None and kinds[at]:
                try:
                    add(totals[at], kinds[at], value)
                except (TypeError, ValueError) as error:
                    raise UnreadableError(
                        f"holds a value in column {header[at]} that is no {kinds[at]}"
                    ) from error
    columns: dict[str, dict[str, Any]] = {}
    for name, kind, (filled, total, first, last) in zip(header, kinds, totals, strict=True):
        seen = {
            "characters": total or 0,
            "sum": (total or 0) if kind == "boolean" else total,
            "first": first,
            "last": last,
        }
        if kind:
            columns[name] = {"filled": filled} | {key: seen[key] for key in KEPT[kind]}
    return {"rows": rows_read, "columns": columns}


def add(total: list[Any], kind: str | None, value: Any) -> None:
    total[0] += 1
    if kind == "string":
        total[1] = (total[1] or 0) + len(str(value))
    elif kind in ("date", "datetime"):
        text = str(value)[:10] if kind == "date" else str(value)
        if not (DAYS if kind == "date" else MOMENTS).fullmatch(text):
            raise ValueError(kind)
        total[2] = text if total[2] is None else min(total[2], text)
        total[3] = text if total[3] is None else max(total[3], text)
    else:
        total[1] = (total[1] or 0) + (int(value) if kind == "boolean" else value)


def read_hyper(folder: Folder, job: Job, reading: Reading) -> None:
    # Tableau's server changes the file that it opens and leaves a log in the working folder: it has
    # a copy, in a folder of its own
    def ask(statement: str) -> "pa.Table":
        import pantab

        log = {"log_dir": str(Path(job.copy).parent)}
        return pantab.frame_from_hyper_query(
            job.copy, statement, return_type="pyarrow", process_params=log
        )

    there = ask(
        "select schemaname || '.' || tablename as name from pg_catalog.pg_tables where schemaname "
        "<> 'pg_catalog'"
    )
    names = {name.removeprefix("public.") for name in there.column("name").to_pylist()}
    note_strange(reading, "table", sorted(names), job.tables)
    known = [table for table in job.tables if table in names]
    counts: dict[str, int] = {}
    if known:
        union = " union all ".join(
            f"select '{table}' as name, count(*) as rows_in from {quoted('public', table)}"
            for table in known
        )
        counts = {row["name"]: row["rows_in"] for row in ask(union).to_pylist()}
    for table, about in job.tables.items():
        if table not in counts:
            reading.tables[table] = None
        elif counts[table] > about["rows"] * 2 + SPARE_ROWS:
            reading.tables[table] = {"rows": counts[table], "columns": {}}
        else:
            rows = ask(f"select * from {quoted('public', table)}")
            note_strange(reading, f"in {table} column", rows.column_names, about["columns"])
            reading.tables[table] = measure_arrow(
                table, about, unique_types(rows.schema), rows.num_rows, rows.select
            )


READERS: dict[str, Callable[[Folder, Job, Reading], None]] = {
    "parquet": read_parquet,
    "csv": read_csv,
    "duckdb": read_duckdb,
    "sqlite": read_sqlite,
    "xlsx": read_xlsx,
    "hyper": read_hyper,
}
# of these the parent makes a copy: their readers look for a journal beside the file, or change it
COPIED = ("duckdb", "sqlite", "hyper")

__all__ = ["COPIED", "MEASURES", "READERS", "Job", "Reading", "read_files"]
