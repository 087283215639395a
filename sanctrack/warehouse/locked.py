"""A DuckDB that reaches nothing but what it is handed: for files whose content we did not write
ourselves.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sanctrack.definitions.quoting import quoted_text

if TYPE_CHECKING:
    import duckdb


def lock(connection: "duckdb.DuckDBPyConnection", memory: str | None = None) -> None:
    """Let a connection reach nothing outside and change no setting from here on; `memory` is the
    limit that holds before.
    """
    connection.execute("set enable_external_access = false")
    # a name of a table must not be taken for a variable of the Python program around it
    connection.execute("set python_enable_replacements = false")
    if memory:
        connection.execute(f"set memory_limit = '{memory}'")
    connection.execute("set lock_configuration = true")


def locked_connection(files: Iterable[str] = ()) -> "duckdb.DuckDBPyConnection":
    """An in-memory DuckDB under lock: no file but those named, no network, extension or setting can
    be reached.

    With no files the data come as Arrow (`register`). Close it, or use it in `with`.
    """
    connection = closed_memory()
    try:
        connection.execute("set allowed_paths = $files", {"files": list(files)})
        lock(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def locked_database(file: str) -> "duckdb.DuckDBPyConnection":
    """A DuckDB file of somebody else, attached as `foreign_file` for reading only, under the same
    lock.

    Attached, its macros are not where names are looked up. Views, defaults and generated columns in
    it are programs of its author all the same: read base tables alone. Raises duckdb.Error for
    another kind of file or a broken one.
    """
    connection = closed_memory()
    try:
        connection.execute(f"attach {quoted_text(file)} as foreign_file (read_only, type duckdb)")
        lock(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def closed_memory() -> "duckdb.DuckDBPyConnection":
    import duckdb

    return duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": "2GB",
            "threads": "2",
            "temp_directory": "",
        }
    )
