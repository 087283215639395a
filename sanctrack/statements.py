"""Statements of a caller: which are run, how they are stopped, and what DuckDB's messages say."""

import re
import threading
from collections.abc import Callable
from typing import TypeVar

import duckdb

from sanctrack.errors import UsageError

COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
WORD = re.compile(r"[a-z]+")
PARAMETER = re.compile(r"\$[a-z_][a-z0-9_]*")
LAST_WAIT = 0.8  # seconds that Ctrl-C waits for DuckDB to let go
# types that every format carries; values of others (intervals, blobs, maps, …) become text, times with a zone become UTC
CARRIED = re.compile(
    r"(VARCHAR|BOOLEAN|DATE|DOUBLE|BIGINT|INTEGER)(\[\])?|TIMESTAMP|FLOAT|DECIMAL\(.*\)|U?(HUGE|SMALL|TINY)INT|UBIGINT|UINTEGER|\"?NULL\"?"
)
ZONED = "TIMESTAMP WITH TIME ZONE"
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
        # DuckDB names what it makes of a statement: install a load, checkpoint a call, pivot several
        first = WORD.match(COMMENT.sub(" ", text).lstrip().lower())
        said = first[0] if first and first[0] not in ("with", "from") else kind.lower().replace("_", " ")
        raise UsageError(f"only select, explain and describe are run here; this is {said}")
    if statements[0].named_parameters:
        raise UsageError(f"write values into the query; ${min(statements[0].named_parameters)} is a parameter, and those belong to reports")
    return text


def executed(cursor: duckdb.DuckDBPyConnection, statement: str) -> tuple[str, ...]:
    """Run a statement so that every format can carry what it gives; return what has to be said of columns given otherwise.

    Raises duckdb.Error when it does not run.
    """
    cursor.execute(statement)
    described = [(str(item[0]), str(item[1])) for item in cursor.description or ()]
    if all(CARRIED.fullmatch(kind) for _, kind in described):
        return ()
    parts, said = [], []
    for at, (name, kind) in enumerate(described, 1):
        alias = '"' + name.replace('"', '""') + '"'
        if CARRIED.fullmatch(kind):
            parts.append(f"#{at} as {alias}")
        elif kind == ZONED:
            parts.append(f"make_timestamp(epoch_us(#{at})) as {alias}")
            said.append(f"{name} is given in UTC")
        else:
            parts.append(f"cast(#{at} as varchar) as {alias}")
            said.append(f"{name} ({kind if len(kind) < 40 else kind[:39] + '…'}) is given as text")
    cursor.execute(f"select {', '.join(parts)} from (\n{unended(statement)}\n)")
    return tuple(said)


def unended(statement: str) -> str:
    """A statement without the semicolon that ends it, and what follows that."""
    raw = statement.encode()  # DuckDB counts bytes
    kept = [at for at, kind in duckdb.tokenize(statement) if kind != duckdb.token_type.comment]
    while kept and raw[kept[-1] : kept[-1] + 1] == b";":
        raw = raw[: kept.pop()]
    return raw.decode()


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
