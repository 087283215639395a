"""SQL of a caller: it changes nothing and leaves nothing, its limits hold, and what it does wrong
is said in words.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pytest
from whole import WHOLE

from sanctrack import bounded
from sanctrack.definitions.paths import Home
from sanctrack.definitions.quoting import quoted
from sanctrack.errors import DefinitionError, SanctrackError, UsageError
from sanctrack.warehouse.statements import LONGEST_TEXT, one_question, without_comments
from sanctrack.warehouse.warehouse import Warehouse

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = [sys.executable, "-m", "sanctrack"]
TABLES = ["actors", "airstrikes", "claims", "designations", "sanction_calls", "sources"]
ENDLESS = (
    "select count(*) from range(10000000) a, range(10000000) b where hash(a.range, b.range) = 1"
)
# hears no interrupt for 20 s
DEAF = "select regexp_replace(repeat('a', 1000000), '(a?){1000}', 'b', 'g')"
GREEDY = [
    "select repeat('x', 100000000) from range(100)",
    "select repeat('x', 900000000)",
    "select list(range) from range(1000000000)",
]
LONG = 100.0  # a limit that only a hang meets

WRITING = [
    "with x as (delete from airstrikes returning *) select count(*) from x",
    "with x as (update designations set listed_on = date '1999-01-01' returning *) select count(*) "
    "from x",
    "with x as (truncate sources) select 1",
    "with x as (insert into actors by name select 'x' as actor_id returning *) select * from x",
    "with x as (insert or replace into actors by name select 'x' as actor_id returning *) select * "
    "from x",
    "with x as (delete from airstrikes returning *), y as (delete from sources returning *) select "
    "1 from x, y",
    "with a as (select 1), x as materialized (delete from actors returning *) select * from x",
    "with recursive x as (delete from actors returning *) select * from x",
    "(with x as (delete from actors returning *) select * from x)",
    "select (with x as (delete from actors returning *) select count(*) from x)",
    "from (with x as (delete from actors returning *) select * from x)",
    "describe (with x as (delete from actors returning *) select * from x)",
    "summarize (with x as (delete from actors returning *) select * from x)",
    "with x as (delete from actors returning *) select * from x union all select * from actors",
    "with x as (delete from actors returning *) from x",
    "with x as (delete from actors returning *) values (1)",
    "/* select */ with x as (delete from actors returning *) -- select\n select now(), interval 1 "
    "day from x;",
    "explain analyze with x as (delete from actors returning *) select * from x",
    "explain /* c */ analyze with x as (delete from actors returning *) select * from x",
    "EXPLAIN (ANALYZE, FORMAT JSON) with x as (delete from actors returning *) select * from x",
    "-- c\nexplain analyze delete from actors",
    "explain (analyze, format json) delete from actors",
    "explain analyze create temp table leftover as select 1",
    "explain create temp table leftover as select 1",
    "explain analyze create table leftover as select 1",
    "explain analyze set variable leftover = 1",
    "explain analyze update actors set name = 'x'",
    "explain analyze drop table actors",
    "explain analyze truncate actors",
    "explain analyze execute leftover",
    "with x as (copy actors to 'leftover.csv') select 1",
    "explain analyze copy actors to 'leftover.csv'",
    "select * from query('delete from actors returning *')",
    "select * from query('with x as (delete from actors returning *) select * from x')",
    "select * from query('create temp table leftover as select 1')",
    "select * from query_table('leftover')",
    "select * from json_execute_serialized_sql('delete from actors')",
    "select nextval('numbers')",
    "select setval('numbers', 9)",
    "select * from force_checkpoint()",
    "from enable_logging()",
    "from disable_logging()",
    "from enable_profiling()",
    "delete from actors",
    "truncate actors",
    "merge into actors using actors a on true when matched then delete",
    "insert into actors by name select 'x' as actor_id",
    "update actors set actor_id = 'x'",
    "create table leftover (n int)",
    "create temp table leftover as select 1",
    "create or replace view airstrikes as select 1",
    "create temp macro leftover() as 1",
    "create sequence leftover",
    "create type leftover as enum ('a')",
    "create schema leftover",
    "alter table actors rename to leftover",
    "drop table actors",
    "comment on table actors is 'x'",
    "set variable leftover = 1",
    "reset variable leftover",
    "set threads = 1",
    "set session threads = 1",
    "reset threads",
    "pragma threads = 1",
    "use memory",
    "prepare leftover as select 1",
    "execute leftover",
    "deallocate leftover",
    "begin",
    "commit",
    "rollback",
    "select 1; delete from actors",
    "select 1; commit; delete from actors",
    "commit; delete from actors",
    "rollback; delete from actors returning *",
    "attach ':memory:' as leftover",
    "detach memory",
    "checkpoint",
    "vacuum",
    "analyze",
    "call force_checkpoint()",
    "load json",
    "install json",
    "export database 'leftover'",
    "copy actors to 'leftover.csv'",
    "vacuum analyze actors",
    "pivot actors on actor_type",
]


@pytest.fixture(scope="module")
def warehouse(home: Home) -> Iterator[Warehouse]:
    with Warehouse(home, ROOT / "no-such-workspace", [*TABLES, "strikes_by_year"]) as opened:
        opened._connection.execute("create sequence numbers")  # there is none of ours
        yield opened


def digests(warehouse: Warehouse) -> list[object]:
    """Digests of all tables, and the names of all that could be made."""
    with warehouse._connection.cursor() as cursor:
        names = [
            row[0]
            for row in cursor.execute(
                "select table_name from duckdb_tables() order by all"
            ).fetchall()
        ]
        rows = [
            cursor.execute(f"select count(*), sum(hash(t)) from {quoted(name)} t").fetchone()
            for name in names
        ]
        others = cursor.execute(
            "select view_name from duckdb_views() union all select schema_name from "
            "duckdb_schemas() union all select database_name from duckdb_databases() order by all"
        ).fetchall()
        last = cursor.execute("select sequence_name, last_value from duckdb_sequences()").fetchall()
    return [names, rows, others, last]


def settings(warehouse: Warehouse) -> list[object]:
    """Settings, functions and types of the database."""
    with warehouse._connection.cursor() as cursor:
        return [
            cursor.execute(f"from {source} order by all").fetchall()
            for source in (
                "(select name, value from duckdb_settings())",
                "(select function_name from duckdb_functions())",
                "(select type_name from duckdb_types())",
            )
        ]


def test_nothing_is_changed(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before, set_before = digests(warehouse), settings(warehouse)
    for statement in WRITING:
        with pytest.raises(UsageError) as refusal:
            warehouse.sql(statement)
        assert "\n" not in str(refusal.value), statement
        assert digests(warehouse) == before, statement
    assert settings(warehouse) == set_before
    assert not list(tmp_path.iterdir())
    assert warehouse.sql("select count(*) from actors").rows[0][0] > 0


def test_a_writing_select_is_named_as_one(warehouse: Warehouse) -> None:
    for statement in (WRITING[0], WRITING[2], "explain analyze " + WRITING[0]):
        with pytest.raises(UsageError, match="this writes, and nothing can be changed"):
            warehouse.sql(statement)


def test_the_command_line_refuses_what_writes() -> None:
    for statement in (WRITING[1], "explain analyze " + WRITING[0]):
        done = outside("sql", statement)
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"nothing can be changed" in done.stderr


def test_a_report_that_writes_is_a_wrong_definition(home: Home, tmp_path: Path) -> None:
    for name in ("schemas", "datasets", "queries"):
        (tmp_path / name).symlink_to(home.root / name)
    (tmp_path / "queries").unlink()
    (tmp_path / "queries" / "reports").mkdir(parents=True)
    header = "/*---\ntitle: T\nquestion: Q?\ngrain: one row\ncaveat: C.\n---*/\n"
    (tmp_path / "queries" / "reports" / "erased.sql").write_text(header + WRITING[0])
    with Warehouse(Home(tmp_path), tmp_path / "none", ["airstrikes"]) as opened:
        before = opened.sql("select count(*) from airstrikes").rows
        with pytest.raises(DefinitionError, match=r"erased\.sql"):
            opened.report("erased")
        assert opened.sql("select count(*) from airstrikes").rows == before


@pytest.mark.parametrize(
    "statement",
    [
        "-- a remark\nexplain select 1",
        "explain /* a */ analyze /* b */ select 1",
        "explain (format json) select 1",
        "explain (select 1)",
        "explain analyze (select 1)",
        "describe actors",
        "summarize select 1",
        "show tables",
        "with x as (select 'delete' as word) select * from x",
        "select ')' || '/*' as word, 1 as n -- )))",
    ],
)
def test_questions_are_still_answered(warehouse: Warehouse, statement: str) -> None:
    assert warehouse.sql(statement).rows


def test_no_state_reaches_the_next(warehouse: Warehouse) -> None:
    warehouse.sql("select setseed(0.5)")
    draws = set()
    for _ in range(3):
        warehouse.sql("select setseed(0.5)")
        draws.add(warehouse.sql("select random() as draw").rows[0])
    assert len(draws) == 3
    for failing in (
        "select error('stop')",
        "select 1 / 'a'",
        "select nothing from actors",
        WRITING[0],
    ):
        with pytest.raises(UsageError):
            warehouse.sql(failing)
        assert warehouse.sql("select 1 as n").rows == [(1,)]
        assert warehouse.report("strikes_by_year").rows
    for leftover in ("select * from leftover", "execute leftover"):
        with pytest.raises(UsageError):
            warehouse.sql(leftover)
    assert warehouse.sql("select getvariable('leftover') as v").rows == [(None,)]


def test_a_name_of_the_program_is_no_table(warehouse: Warehouse) -> None:
    global frame
    frame = pyarrow.table({"secret": [1]})
    for name in ("frame", "WRITING", "home"):
        with pytest.raises(UsageError, match="no table named"):
            warehouse.sql(f"select * from {name}")


def test_threads_ask_at_once(warehouse: Warehouse) -> None:
    expected = (
        warehouse.sql("select count(*) from actors").rows,
        warehouse.report("strikes_by_year").rows,
    )
    failures: list[object] = []

    def ask(number: int) -> None:
        try:
            for turn in range(6):
                if (number + turn) % 3 == 0:
                    with pytest.raises(UsageError):
                        warehouse.sql(WRITING[(number * 7 + turn) % 10])
                answers = (
                    warehouse.sql("select count(*) from actors", LONG),
                    warehouse.report("strikes_by_year"),
                )
                assert answers[0].datasets == answers[1].datasets == ("sanctrack",)
                assert (answers[0].rows, answers[1].rows) == expected
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    assert not failures
    assert not warehouse._running


# -- limits
# --------------------------------------------------------------------------------------------------


def outside(*arguments: str, **options: object) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, check=False, timeout=LONG, **options
    )  # type: ignore[call-overload,no-any-return]


def children(pid: int) -> list[int]:
    return [
        int(word)
        for path in Path(f"/proc/{pid}/task").glob("*/children")
        for word in path.read_text().split()
    ]


def gone(pid: int) -> bool:
    for _ in range(200):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False


def test_a_function_that_hears_nothing_is_stopped(tmp_path: Path) -> None:
    done = outside("sql", "--timeout", "1", DEAF, env={**os.environ, "TMPDIR": str(tmp_path)})
    assert (done.returncode, done.stdout) == (2, b"")
    assert (
        done.stderr
        == b"sanctrack: error: the query ran longer than 1 seconds; narrow it or raise --timeout\n"
    )
    assert not list(tmp_path.iterdir())


def test_the_python_door_gives_up_waiting(warehouse: Warehouse) -> None:
    with pytest.raises(UsageError, match="ran longer than"):
        warehouse.sql(DEAF.replace("1000000", "100000"), timeout=0.2)
    assert warehouse.sql("select 1 as n").rows == [(1,)]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted on Linux")
@pytest.mark.parametrize("query", GREEDY if WHOLE else GREEDY[:1])
def test_memory_is_bounded_in_words(query: str) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "sql", query], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.stdout
    assert process.stderr
    assert (process.returncode, process.stdout.read()) == (1, b"")
    assert (
        process.stderr.read()
        == b"sanctrack: error: the query needs more memory than the limit of 2GB: narrow it\n"
    )
    assert used.ru_maxrss < 2_500_000  # kB, the largest of the command and its child


def test_an_answer_that_is_too_large_is_refused_whole(tmp_path: Path) -> None:
    done = outside(
        "sql", "select repeat('x', 30000) from range(10000)", "-o", str(tmp_path / "x.csv")
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"the answer is larger than 256 MB: ask for fewer rows" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_large_answer_comes_whole(tmp_path: Path) -> None:
    done = outside(
        "sql",
        "select range as n, 'row ' || range as word from range(90000)",
        "-o",
        str(tmp_path / "x.csv"),
    )
    assert done.returncode == 0
    assert (tmp_path / "x.csv").read_text().splitlines()[-1] == "89999,row 89999"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_stopped_command_leaves_no_process(number: signal.Signals) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "sql", DEAF.replace("1000000", "9000000")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    for _ in range(200):
        if children(process.pid):
            break
        time.sleep(0.05)
    (child,) = children(process.pid)
    process.send_signal(number)
    out, err = process.communicate(timeout=LONG)
    if number is signal.SIGINT:
        assert (process.returncode, out, err) == (130, b"", b"sanctrack: stopped\n")
    else:
        assert (process.returncode, out, err) == (
            143 if number is signal.SIGTERM else -number,
            b"",
            b"",
        )
    assert gone(child)


def test_a_crash_of_the_database_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sanctrack.cli import main

    def crashes(*_: object, **__: object) -> None:
        raise bounded.CrashError("its process was ended by the system (SIGSEGV)")

    monkeypatch.setattr(bounded, "run", crashes)
    with pytest.raises(SystemExit) as end:
        main(["sql", "select 1"])
    assert end.value.code == 2
    assert "ended the database" in capsys.readouterr().err


# -- what is no query
# -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("select '\udcff'", "sign 9 of the query is not UTF-8"),
        ("select '\ud800'", "not UTF-8"),
        ("select 1\0", "sign 9 of the query is a NUL"),
        ("\0", "NUL"),
        ("", "an empty query"),
        (" ; ;\n", "an empty query"),
        ("-- nothing", "an empty query"),
        ("select '" + "x" * 10_000_000 + "'", "the limit is 1,000,000"),
        ("é" * LONGEST_TEXT, "bytes long"),
        ("select " + "(" * 100_000 + "1" + ")" * 100_000, "500 deep"),
        ("select " + "(" * 100_000, "500 deep"),
        ("select " + "[" * 1000 + "]" * 1000, "500 deep"),
        ("select " + "{'a':" * 1000 + "1" + "}" * 1000, "500 deep"),
        ("select * from " + "(select * from " * 20_000 + "(select 1)" + ")" * 20_000, "500 deep"),
        ("select " + "not " * 100_000 + "true", "depth"),
        ("/*" * 400_000, "unterminated"),
        ("explain", "syntax error"),
        ("explain explain select 1", "syntax error"),
        ("select 'open", "unterminated"),
    ],
    ids=range(19),
)
def test_what_is_no_query_is_refused_in_words(
    warehouse: Warehouse, text: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message) as refusal:
        warehouse.sql(text, timeout=LONG)
    assert len(str(refusal.value)) < 1000


def test_comments_are_found_as_the_database_finds_them(warehouse: Warehouse) -> None:
    assert (
        without_comments("select '/*' /* a /* b */ c */, 'é' -- ö\n, $$--$$")
        == "select '/*'  , 'é'  , $$--$$"
    )
    marks = "select '" + "/*" * 300_000 + "' as word from actors"
    assert one_question(marks) == marks
    assert warehouse.sql(marks + " limit 1").datasets == ("sanctrack",)
    assert warehouse.sql("SELECT 1 AS n FROM ACTORS -- sources").datasets == ("sanctrack",)


@pytest.mark.parametrize(
    ("closed", "message"),
    [("<&-", "stdin is closed"), ("<&- 2>&1 >/dev/null", "stdin is closed")],
)
def test_stdin_that_gives_nothing(closed: str, message: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *PROGRAM, "sql", "-"],
        capture_output=True,
        timeout=LONG,
        check=False,
    )
    assert done.returncode == 2
    assert message in (done.stderr + done.stdout).decode()


@pytest.mark.parametrize(
    "content",
    [b"select '\xff'", b"select 1\0", b"select '\xed\xa0\x80'", b"x" * 10_000_000, b"(" * 100_000],
)
def test_stdin_that_gives_no_query(content: bytes) -> None:
    done = outside("sql", "-", input=content)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"sanctrack: error: ")
    assert done.stderr.count(b"\n") == 1
    assert b"nexpected" not in done.stderr
    assert b"incompatible" not in done.stderr


def test_an_argument_that_is_no_text() -> None:
    done = subprocess.run(
        [*map(str.encode, PROGRAM), b"sql", b"select '\xff'"],
        capture_output=True,
        timeout=LONG,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert (
        done.stderr
        == b"sanctrack: error: sign 9 of the query is not UTF-8 text; write it as UTF-8\n"
    )


@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-"])
def test_closed_streams_do_not_matter(closed: str) -> None:
    command = [
        "sh",
        "-c",
        f'exec "$@" {closed}',
        "sh",
        *PROGRAM,
        "sql",
        "select 1 as n",
        "--format",
        "csv",
    ]
    done = subprocess.run(command, capture_output=True, timeout=LONG, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"n\n1\n", b"")


# -- closing
# --------------------------------------------------------------------------------------------------


def test_closing_stops_what_other_threads_ask(home: Home) -> None:
    opened = Warehouse(home, ROOT / "no-such-workspace", ["actors"])
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            opened.sql(ENDLESS)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    while len(opened._running) < 2:
        time.sleep(0.01)
    opened.close()
    for thread in threads:
        thread.join(LONG)
    assert [type(error) for error in errors] == [UsageError, UsageError]
    assert {str(error) for error in errors} == {
        "this warehouse was closed while it was asked; close it when all its threads have their "
        "answers"
    }
    with pytest.raises(UsageError, match="this warehouse is closed"):
        opened.sql("select 1")
    opened.close()


def test_closing_does_not_wait_for_what_hears_nothing(home: Home) -> None:
    opened = Warehouse(home, ROOT / "no-such-workspace", ["actors"])
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            opened.sql(DEAF.replace("1000000", "100000"))
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    while not opened._running:
        time.sleep(0.01)
    time.sleep(0.3)
    opened.close()
    with pytest.raises(UsageError, match="is closed"):
        opened.report("strikes")
    thread.join(LONG)
    assert all(isinstance(error, (UsageError, SanctrackError)) for error in errors)
