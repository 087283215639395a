"""The SQLite target: one file with keys.

One of somebody else is opened under an authorizer, and only its tables are read.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.definitions.quoting import quoted
from sanctrack.exports.reading.foreign_tables import (
    ABOUT,
    COLUMNS,
    Job,
    Measures,
    Reading,
    UnreadableError,
    added_to,
    kinds_of,
    note_strange,
    refuse_programs,
)
from sanctrack.exports.reading.plain_folder import Folder
from sanctrack.exports.reading.stamp_reader import DAYS, MOMENTS
from sanctrack.exports.stamp import FileStamp
from sanctrack.exports.writing import BATCH as ROWS_AT_ONCE
from sanctrack.exports.writing import Files, file_name

if TYPE_CHECKING:
    from sanctrack.definitions.contracts import Contract
    from sanctrack.exports.content import Content, Progress

WORDS = "one SQLite file, with keys; days as ISO text"
README = "a SQLite file with the same tables, days as ISO text: Datasette, R, DBeaver"
ENDING = ".sqlite"
MEDIA_TYPE = "application/vnd.sqlite3"
ONE_TABLE = False
IN_BUNDLE = True
APOSTROPHES = False
COPIED = True
TOOL = ""
EXTRA = ""
SERVER_SECONDS = 0.0
SQLITE_TYPES = {
    "string": "text",
    "integer": "integer",
    "number": "real",
    "date": "date",
    "datetime": "datetime",
    "boolean": "boolean",
}
SQLITE_TEXT = 200_000_000  # bytes of the longest text
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


def write(content: "Content", folder: Path, progress: "Progress") -> Files:
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
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
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


def read(folder: Folder, job: Job, reading: Reading) -> None:
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
                table_measures(database, table, about, reading) if table in there else None
            )
    finally:
        database.close()


def table_measures(
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


def added(path: Path) -> list[str] | None:
    database = sqlite_file(str(path), [ABOUT, COLUMNS])
    try:
        objects = foreign_sqlite_objects(database, [ABOUT, COLUMNS])
        there = database.execute(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
        ).fetchall()
        return added_to(
            objects,
            [str(row[0]) for row in there],
            lambda statement: database.execute(statement).fetchall(),
        )
    finally:
        database.close()
