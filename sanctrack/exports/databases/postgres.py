"""The PostgreSQL target: a schema with keys and comments, filled through ADBC in one transaction
that can be run again.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.definitions.contracts import Contract
from sanctrack.definitions.paths import Home
from sanctrack.definitions.quoting import quoted, quoted_text
from sanctrack.errors import SanctrackError, UsageError
from sanctrack.exports.content import Content, Progress, gather, nullable_key, silent
from sanctrack.exports.writing import words_of

if TYPE_CHECKING:
    import adbc_driver_postgresql.dbapi as dbapi

WORDS = "a schema of a PostgreSQL database, filled in one transaction; needs the extra [bi]"
ADDRESS = "postgresql://user@host:5432/database"
SCHEMA = "sanctrack"
TYPES = {
    "string": "text",
    "integer": "bigint",
    "number": "double precision",
    "date": "date",
    "datetime": "timestamp",
    "boolean": "boolean",
}
NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}$")
PASSWORD = re.compile(r"(//[^:/@]+:)[^@]*@|(password=)\S+")
LOCK_SECONDS = 30
# ends the comment of every table that we made; tables of older exports are known by the words that
# their comments end with
MARK = "Written by sanctrack export, which replaces its rows."
SCHEMA_MARK = "sanctrack facts, version "
OURS = re.compile(rf".*({re.escape(MARK)}|\. Grain: one row .+\.)", re.DOTALL)


def export_postgres(
    home: Home,
    workspace: Path,
    uri: str,
    schema: str = SCHEMA,
    internal: bool = False,
    progress: Progress = silent,
) -> int:
    """Fill a schema of a PostgreSQL database with all tables, keys and comments; return the number
    of tables.

    Everything happens in one transaction: until its end others see the old rows, and an error
    leaves them. Run again, tables of the same columns are emptied and filled, so that views on them
    stay; a table of other columns is made anew. A table or view of one of our names that no export
    made stops it before anything is changed.

    Raises UsageError for a bad schema name or address or a name that is taken, DataError as
    `export` does, SanctrackError when the driver is missing (extra `bi`), the server cannot be
    reached or goes away, or something of the user's stands on a table that must be made anew.
    """
    if not NAME.fullmatch(schema):
        raise UsageError(f"schema '{schema}': small letters, digits and underscores, at most 63")
    if schema.startswith("pg_") or schema == "information_schema":
        raise UsageError(
            f"schema '{schema}' belongs to PostgreSQL itself; name another --schema, such as "
            f"sanctrack"
        )
    if "://" not in uri and "=" not in uri:
        raise UsageError(f"--uri takes an address such as {ADDRESS}")
    with (
        database_errors(uri),
        connected(uri) as connection,
        gather(home, workspace, internal, progress=progress) as content,
        connection.cursor() as cursor,
    ):
        content.warehouse.guard.refuse("the name of the schema", schema)
        cursor.execute(f"set local lock_timeout = '{LOCK_SECONDS}s'")
        refuse_foreign(cursor, schema, content)
        cursor.execute(f"create schema if not exists {quoted(schema)}")
        prepare(cursor, schema, content)
        for number, name in enumerate(content.tables):
            progress(f"postgres {name}", number, len(content.tables))
            reader = content.cursor().sql(f"from {quoted(name)}").to_arrow_reader(50_000)
            cursor.adbc_ingest(name, reader, mode="append", db_schema_name=schema)
        for contract in content.tables.values():
            finish(cursor, schema, content, contract)
        mark_schema(cursor, schema, home, internal)
        connection.commit()
        return len(content.tables)


fill = export_postgres


@contextmanager
def connected(uri: str) -> Iterator["dbapi.Connection"]:
    """A connection that rolls back unless it was committed."""
    try:
        import adbc_driver_postgresql.dbapi as dbapi
    except ImportError as error:
        raise SanctrackError(
            "PostgreSQL needs its ADBC driver; `pip install 'sanctrack[bi]'` brings it"
        ) from error
    connection = dbapi.connect(uri)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def database_errors(uri: str) -> Iterator[None]:
    """Turn what the driver raises into one line; the password of the address is never printed."""
    where = PASSWORD.sub(lambda found: (found[1] or "") + "…@" if found[1] else f"{found[2]}…", uri)
    try:
        yield
    except Exception as error:
        if type(error).__module__.split(".")[0] != "adbc_driver_manager":
            raise
        # the whole transaction is gone with the connection, so the old tables stand
        raise SanctrackError(
            f"{where}: {in_words(str(error))}; nothing was changed there"
        ) from error


def in_words(message: str) -> str:
    line = " ".join(PASSWORD.sub("…", message).split())
    line = re.sub(r"^[A-Z_ ]+: (\[libpq\] )?", "", line)
    if "lock timeout" in line:
        return (
            f"another session holds a lock on a table for more than {LOCK_SECONDS} seconds: "
            f"{line[:200]}"
        )
    if "other objects depend" in line:
        return (
            f"something stands on a table whose columns have changed; drop it first or use another "
            f"--schema: {line[:300]}"
        )
    return line[:400]


def refuse_foreign(cursor: Any, schema: str, content: Content) -> None:
    """Raise UsageError, naming them, when tables or views of our names are there that no export
    made.
    """
    cursor.execute(
        "select pg_class.relname::text, coalesce(obj_description(pg_class.oid, 'pg_class'), "
        "'')::text, pg_class.relkind::text from pg_class join pg_namespace on pg_namespace.oid = "
        f"pg_class.relnamespace where pg_namespace.nspname = {quoted_text(schema)} order by 1"
    )
    foreign = [
        name
        for name, words, kind in cursor.fetchall()
        if name in content.tables and not (kind == "r" and OURS.fullmatch(words))
    ]
    if foreign:
        shown = ", ".join(foreign[:8]) + (
            f" and {len(foreign) - 8} more" if len(foreign) > 8 else ""
        )
        raise UsageError(
            f"schema {schema} holds tables of names that the export needs and sanctrack did not "
            f"make: {shown}; nothing was changed. Name another --schema, such as --schema "
            f"{'sanctrack' if schema != 'sanctrack' else 'sanctrack_facts'}, or rename yours"
        )


def mark_schema(cursor: Any, schema: str, home: Home, internal: bool) -> None:
    """Comment the schema, unless it carries the words of somebody else."""
    cursor.execute(
        f"select coalesce(obj_description({quoted_text(schema)}::regnamespace, 'pg_namespace'), "
        f"'')::text"
    )
    if (cursor.fetchone()[0] or SCHEMA_MARK).startswith(SCHEMA_MARK):
        mark = f"{SCHEMA_MARK}{home.facts.get('version', '')}" + (
            ", INTERNAL: not for publication" if internal else ""
        )
        cursor.execute(f"comment on schema {quoted(schema)} is {quoted_text(mark)}")


def prepare(cursor: Any, schema: str, content: Content) -> None:
    """Leave every table there, empty, without its keys: kept where its columns are the same, else
    made anew.
    """
    there = existing(cursor, schema)
    for table, constraint in constraints(cursor, schema):
        if table in content.tables:
            cursor.execute(
                f"alter table {quoted(schema, table)} drop constraint if exists "
                f"{quoted(constraint)} cascade"
            )
    same = [
        name for name, contract in content.tables.items() if there.get(name) == wanted(contract)
    ]
    if same:
        cursor.execute("truncate " + ", ".join(quoted(schema, name) for name in same))
    for name, contract in content.tables.items():
        if name not in same:
            if name in there:
                cursor.execute(f"drop table {quoted(schema, name)}")
            columns = ", ".join(
                f"{quoted(item.name)} {TYPES[item.type]}" for item in contract.fields
            )
            cursor.execute(f"create table {quoted(schema, name)} ({columns})")


def wanted(contract: Contract) -> list[tuple[str, str]]:
    names = {"timestamp": "timestamp without time zone"}
    return [(item.name, names.get(TYPES[item.type], TYPES[item.type])) for item in contract.fields]


def existing(cursor: Any, schema: str) -> dict[str, list[tuple[str, str]]]:
    """Columns and types of the tables that are there."""
    cursor.execute(
        "select table_name::text, column_name::text, data_type::text from "
        f"information_schema.columns where table_schema = {quoted_text(schema)} order by "
        f"table_name, ordinal_position"
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in cursor.fetchall():
        found.setdefault(table, []).append((column, kind))
    return found


def constraints(cursor: Any, schema: str) -> list[tuple[str, str]]:
    """Keys of the tables that are there, foreign ones first."""
    cursor.execute(
        "select pg_class.relname::text, pg_constraint.conname::text from pg_constraint "
        "join pg_class on pg_class.oid = pg_constraint.conrelid join pg_namespace on "
        f"pg_namespace.oid = pg_class.relnamespace where pg_namespace.nspname = "
        f"{quoted_text(schema)} and pg_constraint.contype in ('p', 'u', 'f') order by "
        f"pg_constraint.contype"
    )
    return list(cursor.fetchall())


def finish(cursor: Any, schema: str, content: Content, contract: Contract) -> None:
    """Add keys and comments; parents come before those that refer to them."""
    table = quoted(schema, contract.name)
    key = ", ".join(quoted(name) for name in contract.primary_key)
    cursor.execute(
        f"alter table {table} add "
        f"{'unique nulls not distinct' if nullable_key(contract) else 'primary key'} ({key})"
    )
    for item in contract.foreign_keys:
        own, other = (
            ", ".join(quoted(name) for name in names) for names in (item.fields, item.target_fields)
        )
        cursor.execute(
            f"alter table {table} add foreign key ({own}) references {quoted(schema, item.table)} "
            f"({other})"
        )
    words = f"{words_of(content, contract)} {MARK}"
    cursor.execute(f"comment on table {table} is {quoted_text(words)}")
    for field in contract.fields:
        cursor.execute(
            f"comment on column {table}.{quoted(field.name)} is {quoted_text(field.words)}"
        )
