"""Statements of a caller: which are run, how they are stopped, and what DuckDB's messages say."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from sanctrack.errors import UsageError

PARAMETER = re.compile(r"\$[a-z_][a-z0-9_]*")
EXPLAIN = re.compile(r"^\s*explain\s+(analyze\s+)?(\([^)]*\)\s*)?", re.IGNORECASE)


def one_question(text: str) -> str:
    """Return the text when it is one select, explain or describe. Raises UsageError naming what it is instead."""
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise UsageError(first_line(error)) from error
    if len(statements) != 1:
        raise UsageError(f"one statement at a time; this is {len(statements)}" if statements else "an empty query; write one select")
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


def first_line(error: Exception) -> str:
    """The first line of the database's message, without its class."""
    line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return re.sub(r"^\w+( \w+)* Error: ", "", line)
