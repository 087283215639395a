"""Targets that DuckDB and the standard library write: parquet, csv, duckdb, sqlite. One function a
target, one registry.
"""

import json
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.definitions.quoting import quoted, quoted_text
from sanctrack.exports.about import INTERNAL
from sanctrack.exports.stamp import RUNS, FileStamp

if TYPE_CHECKING:
    from sanctrack.definitions.contracts import Contract
    from sanctrack.exports.content import Content, Progress

Files = dict[str, FileStamp]
Writer = Callable[["Content", Path, "Progress"], Files]
BATCH = 20_000


@dataclass(frozen=True)
class Target:
    """A way to write the tables: the function, the ending of its one file (blank: a folder of
    files) and a word of help.
    """

    name: str
    write: Writer
    ending: str
    help: str


TARGETS: dict[str, Target] = {}


def writes(name: str, ending: str, words: str) -> Callable[[Writer], Writer]:
    """Register a function that writes all tables into a folder and tells which files it wrote."""

    def register(writer: Writer) -> Writer:
        TARGETS[name] = Target(name, writer, ending, words)
        return writer

    return register


def file_name(content: "Content", name: str) -> str:
    """The name of a file; one of an internal bundle says so."""
    return f"{INTERNAL}-{name}" if content.internal else name


def words_of(content: "Content", contract: "Contract") -> str:
    """Description of a table, as every target carries it."""
    mark = f"{INTERNAL}, not for publication. " if content.internal else ""
    return f"{mark}{contract.description.rstrip('.')}. Grain: {contract.grain}."


@writes("parquet", "", "a folder of Parquet files, one a table")
def write_parquet(content: "Content", folder: Path, progress: "Progress") -> Files:
    target, files = folder / "parquet", {}
    target.mkdir()
    cursor = content.cursor()
    for number, (name, contract) in enumerate(content.tables.items()):
        progress(f"parquet {name}", number, len(content.tables))
        path = target / file_name(content, f"{name}.parquet")
        about = {
            "title": contract.title,
            "description": words_of(content, contract),
            "columns": json.dumps(
                {item.name: item.words for item in contract.fields}, ensure_ascii=False
            ),
            "publication": INTERNAL if content.internal else "public",
        }
        pairs = ", ".join(f"{key}: {quoted_text(value)}" for key, value in about.items())
        cursor.execute(
            f"copy (from {quoted(name)}) to {quoted_text(str(path))} (format parquet, compression "
            f"zstd, kv_metadata {{{pairs}}})"
        )
        files[path.relative_to(folder).as_posix()] = FileStamp("parquet", name)
    return files


@writes("csv", "", "a folder of CSV files, one a table")
def write_csv(content: "Content", folder: Path, progress: "Progress") -> Files:
    target, files = folder / "csv", {}
    target.mkdir()
    cursor = content.cursor()
    for number, (name, contract) in enumerate(content.tables.items()):
        progress(f"csv {name}", number, len(content.tables))
        path = target / file_name(content, f"{name}.csv")
        columns = ", ".join(
            harmless(item.name) if item.type == "string" else quoted(item.name)
            for item in contract.fields
        )
        cursor.execute(
            f"copy (select {columns} from {quoted(name)}) to {quoted_text(str(path))} (format csv, "
            f"header true)"
        )
        files[path.relative_to(folder).as_posix()] = FileStamp("csv", name)
    return files


def harmless(column: str) -> str:
    """What a spreadsheet would run as a formula gets an apostrophe before it."""
    runs = RUNS.format(column=quoted(column))
    return (
        f"case when {runs} then '''' || {quoted(column)} else {quoted(column)} end as "
        f"{quoted(column)}"
    )


@writes("duckdb", ".duckdb", "one DuckDB file, storage version v1.0.0, tables only")
def write_duckdb(content: "Content", folder: Path, progress: "Progress") -> Files:
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


SQLITE_TYPES = {
    "string": "text",
    "integer": "integer",
    "number": "real",
    "date": "date",
    "datetime": "datetime",
    "boolean": "boolean",
}


@writes("sqlite", ".sqlite", "one SQLite file, with keys; days as ISO text")
def write_sqlite(content: "Content", folder: Path, progress: "Progress") -> Files:
    path = folder / file_name(content, "sanctrack.sqlite")
    cursor = content.cursor()
    database = sqlite3.connect(path, isolation_level=None)
    try:
        # the file is written beside and renamed, so a journal of its own would protect nothing
        for pragma in ("journal_mode = off", "synchronous = off", "page_size = 8192"):
            database.execute(f"pragma {pragma}")
        database.execute("begin")
        for number, (name, contract) in enumerate(content.tables.items()):
            progress(f"sqlite {name}", number, len(content.tables))
            database.execute(sqlite_table(contract))
            marks = ", ".join("?" for _ in contract.fields)
            cursor.execute(
                f"select "
                f"{', '.join(sqlite_value(item.name, item.type) for item in contract.fields)} from "
                f"{quoted(name)}"
            )
            while rows := cursor.fetchmany(BATCH):
                database.executemany(f"insert into {quoted(name)} values ({marks})", rows)
        database.execute("commit")
    except sqlite3.OperationalError as error:
        raise OSError(f"{path}: {error}") from error
    finally:
        database.close()
    return {path.name: FileStamp("sqlite")}


def sqlite_value(column: str, kind: str) -> str:
    cast = {"date": "varchar", "datetime": "varchar", "boolean": "integer"}.get(kind)
    return f"cast({quoted(column)} as {cast})" if cast else quoted(column)


def sqlite_table(contract: "Contract") -> str:
    """The create statement, with primary key (unique where a part may be blank)
    and foreign keys.
    """
    from sanctrack.exports.content import nullable_key

    columns = [f"{quoted(item.name)} {SQLITE_TYPES[item.type]}" for item in contract.fields]
    key = ", ".join(quoted(name) for name in contract.primary_key)
    columns.append(f"{'unique' if nullable_key(contract) else 'primary key'} ({key})")
    for item in contract.foreign_keys:
        own, other = (
            ", ".join(quoted(name) for name in names) for names in (item.fields, item.target_fields)
        )
        columns.append(f"foreign key ({own}) references {quoted(item.table)} ({other})")
    return f"create table {quoted(contract.name)} ({', '.join(columns)})"


def rows_of(content: "Content", name: str, columns: str = "*") -> Any:
    """Batches of rows of a table as plain Python values."""
    cursor = content.cursor()
    cursor.execute(f"select {columns} from {quoted(name)}")
    while rows := cursor.fetchmany(BATCH):
        yield rows
