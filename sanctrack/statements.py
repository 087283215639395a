"""Statements of a caller: which are run, how they are stopped, and what DuckDB's messages say."""

import re
import threading
from collections.abc import Callable
from typing import TypeVar

import duckdb

from sanctrack.errors import UsageError

COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
PARAMETER = re.compile(r"\$[a-z_][a-z0-9_]*")
LAST_WAIT = 0.8  # seconds that Ctrl-C waits for DuckDB to let go
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


Answer = TypeVar("Answer")


def finished(cursor: duckdb.DuckDBPyConnection, work: Callable[[], Answer], seconds: float | None = None) -> Answer:
    """Do the work of a cursor in a thread of its own and return what it gives.

    DuckDB has no statement timeout, and while it works the main thread hears no Ctrl-C: waiting in Python allows both.
    After so many seconds the cursor is interrupted, and the work raises duckdb.InterruptException.
    """
    given: list[Answer] = []
    failed: list[BaseException] = []
    done = threading.Event()  # not join(): a Ctrl-C within join() makes Python take the thread for ended

    def run() -> None:
        try:
            given.append(work())
        except BaseException as error:
            failed.append(error)
        finally:
            done.set()

    threading.Thread(target=run, daemon=True).start()
    try:
        if not done.wait(seconds):
            cursor.interrupt()
            done.wait()
    except KeyboardInterrupt:
        cursor.interrupt()
        done.wait(LAST_WAIT)
        raise
    if failed:
        raise failed[0]
    return given[0]


def first_line(error: Exception) -> str:
    """The first line of the database's message, without its class."""
    line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return re.sub(r"^\w+( \w+)* Error: ", "", line)
