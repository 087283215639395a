"""Statements of a caller: which are run, how they are stopped, and what DuckDB's messages say."""

import re
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import duckdb

from sanctrack.definitions.quoting import quoted
from sanctrack.errors import UsageError

WORD = re.compile(r"[a-z]+")
PARAMETER = re.compile(r"\$[a-z_][a-z0-9_]*")
# seconds that an interrupted query has to let go; one call of a function hears nothing
LAST_WAIT = 0.8
# bytes; DuckDB plans a list of a million values, or 10,000 unions, for minutes
LONGEST_TEXT = 1_000_000
LONGEST_MESSAGE = 600  # letters
# brackets in brackets; DuckDB stops at 1,000 of most kinds and crashes at some others
DEEPEST = 500
# types that every format carries; values of others (intervals, blobs, maps, …) become text, times
# with a zone become UTC
CARRIED = re.compile(
    r"(VARCHAR|BOOLEAN|DATE|DOUBLE|BIGINT|INTEGER)(\[\])?|TIMESTAMP|FLOAT|DECIMAL\(.*\)|U?(HUGE|SMALL|TINY)INT|UBIGINT|UINTEGER|\"?NULL\"?"
)
ZONED = "TIMESTAMP WITH TIME ZONE"
EXPLAIN = re.compile(
    r"explain\b\s*(analy[sz]e\b\s*)?(\(\s*(analy[sz]e|format)\b[^)]*\))?", re.IGNORECASE
)
WRITES = "only select, explain and describe are run here; this writes, and nothing can be changed"


def one_question(text: str, params: Collection[str] = ()) -> str:
    """Return the text when it is one select, explain or describe. `params` are the names of its
    parameters for which there is a value.

    Raises UsageError naming what it is instead, or why it cannot be read. That it is a select does
    not mean that it changes nothing: run it within `read_only`.
    """
    check_text(text)
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise UsageError(first_line(error)) from error
    if len(statements) != 1:
        raise UsageError(
            f"one statement at a time; this is {len(statements)}"
            if statements
            else "an empty query; write one select"
        )
    kind = statements[0].type.name
    if kind == "EXPLAIN":
        bare = without_comments(text).strip()
        explained = EXPLAIN.match(bare)
        if not explained:
            raise UsageError("write explain, then the select; nothing else is explained here")
        one_question(bare[explained.end() :], params)
    elif kind != "SELECT":
        # DuckDB names what it makes of a statement: install a load, checkpoint a call, pivot
        # several
        first = WORD.match(without_comments(text).lstrip().lower())
        statement_kind = (
            first[0]
            if first and first[0] not in ("with", "from")
            else kind.lower().replace("_", " ")
        )
        raise UsageError(
            f"only select, explain and describe are run here; this is {statement_kind}"
        )
    without_value = statements[0].named_parameters - set(params)
    if without_value:
        raise UsageError(
            f"write values into the query; ${min(without_value)} is a parameter, and those belong "
            f"to reports (in Python: params={{'{min(without_value)}': …}})"
        )
    return text


def check_text(text: str) -> None:
    """Raise UsageError for what is no text that DuckDB can be asked to read: wrong signs, too long,
    too deep.
    """
    try:
        raw = text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            f"sign {error.start + 1} of the query is not UTF-8 text; write it as UTF-8"
        ) from error
    if "\0" in text:
        raise UsageError(
            f"sign {text.index(chr(0)) + 1} of the query is a NUL, which no query holds; take it "
            f"out"
        )
    if len(raw) > LONGEST_TEXT:
        raise UsageError(
            f"the query is {len(raw):,} bytes long, the limit is {LONGEST_TEXT:,}; "
            "join a table of your own facts instead of writing long lists"
        )
    depth = 0
    for at, kind in duckdb.tokenize(text):
        if kind == duckdb.token_type.operator:
            depth += (raw[at : at + 1] in b"([{") - (raw[at : at + 1] in b")]}")
            if depth > DEEPEST:
                raise UsageError(
                    f"brackets stand more than {DEEPEST} deep in each other; write the query with "
                    f"steps (`with …`)"
                )


def without_comments(statement: str) -> str:
    """A statement with a blank for each comment; what looks like one within a text stays."""
    raw, parts, start = statement.encode(), [], 0
    tokens = duckdb.tokenize(statement)
    for (at, kind), (following, _) in zip(tokens, [*tokens[1:], (len(raw), None)], strict=True):
        if kind == duckdb.token_type.comment:
            parts += [raw[start:at], b" "]
            start = following
    return b"".join([*parts, raw[start:]]).decode()


@contextmanager
def read_only(cursor: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor on which nothing can be written, whatever the statement is taken for; closed
    afterwards with all its state.

    A select may hold a `with x as (delete …)`, also under `explain analyze`: the transaction
    refuses it, not a list of words. DuckDB then raises TransactionException.
    """
    try:
        cursor.execute("begin transaction read only")
        yield cursor
    finally:
        with suppress(duckdb.Error):  # one that is still at work is closed by its own thread
            cursor.close()


def executed(
    cursor: duckdb.DuckDBPyConnection, statement: str, params: dict[str, Any] | None = None
) -> tuple[str, ...]:
    """Run a statement so that every format can carry what it gives; return what has to be said of
    columns given otherwise. `params` are the values of its $named parameters.

    Raises duckdb.Error when it does not run.
    """
    cursor.execute(statement, params or None)
    described = [(str(item[0]), str(item[1])) for item in cursor.description or ()]
    if all(CARRIED.fullmatch(kind) for _, kind in described):
        return ()
    parts, remarks = [], []
    for at, (name, kind) in enumerate(described, 1):
        alias = quoted(name)
        if CARRIED.fullmatch(kind):
            parts.append(f"#{at} as {alias}")
        elif kind == ZONED:
            parts.append(f"make_timestamp(epoch_us(#{at})) as {alias}")
            remarks.append(f"{name} is given in UTC")
        else:
            parts.append(f"cast(#{at} as varchar) as {alias}")
            remarks.append(
                f"{name} ({kind if len(kind) < 40 else kind[:39] + '…'}) is given as text"
            )
    inner = without_last_semicolon(statement)
    cursor.execute(f"select {', '.join(parts)} from (\n{inner}\n)", params or None)
    return tuple(remarks)


def without_last_semicolon(statement: str) -> str:
    """A statement without the semicolon that ends it, and what follows that."""
    raw = statement.encode()  # DuckDB counts bytes
    tokens = [at for at, kind in duckdb.tokenize(statement) if kind != duckdb.token_type.comment]
    while tokens and raw[tokens[-1] : tokens[-1] + 1] == b";":
        raw = raw[: tokens.pop()]
    return raw.decode()


Answer = TypeVar("Answer")


def finished(
    cursor: duckdb.DuckDBPyConnection, work: Callable[[], Answer], seconds: float | None = None
) -> Answer:
    """Do the work of a cursor in a thread of its own and return what it gives.

    DuckDB has no statement timeout, and while it works the main thread hears no Ctrl-C: waiting in
    Python allows both. After so many seconds the cursor is interrupted, and the work raises
    duckdb.InterruptException. Work that does not hear it (one call of a function, the planning of a
    huge query) is left behind: the same is raised, and its thread ends when it can.
    """
    answers: list[Answer] = []
    failures: list[BaseException] = []
    # not join(): a Ctrl-C within join() makes Python take the thread for ended
    ended = threading.Event()

    def run() -> None:
        try:
            answers.append(work())
        except BaseException as error:
            failures.append(error)
        finally:
            ended.set()

    threading.Thread(target=run, daemon=True).start()
    try:
        if not ended.wait(seconds):
            cursor.interrupt()
            if not ended.wait(LAST_WAIT):
                raise duckdb.InterruptException("does not hear it")
    except KeyboardInterrupt:
        cursor.interrupt()
        ended.wait(LAST_WAIT)
        raise
    if failures:
        raise failures[0]
    return answers[0]


def first_line(error: Exception) -> str:
    """The first line of the database's message, without its class; what it quotes
    at length is cut.
    """
    line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    line = re.sub(r"^\w+( \w+)* Error: ", "", line[: 2 * LONGEST_MESSAGE])
    return line if len(line) <= LONGEST_MESSAGE else f"{line[:LONGEST_MESSAGE]} …"
