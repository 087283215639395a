"""Names from anywhere enter SQL through `quoted` alone, and files of others are opened under lock
alone.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from sanctrack.definitions.quoting import quoted, quoted_text
from sanctrack.errors import DataError
from sanctrack.warehouse.locked import locked_connection, locked_database

PROGRAM = Path(__file__).resolve().parents[1] / "sanctrack"
MODULES = sorted(PROGRAM.rglob("*.py"))
HOSTILE = [
    'a"b',
    '"',
    '""',
    "a') from (select 1); drop table t; --",
    "a\") from (select 1 as a); copy (select 1) to 'owned.txt'; --",
    "select",
    "two\nlines",
    "-- comment",
    "/* comment */",
    "semi;colon",
    "back\\slash",
    "percent%s{braces}$dollar",
    "ကုလားထိုင်",
    "a" * 5_000,
    " ",
    "",
]
# an opening or closing quote around a name: "{name}" in an f-string, or in a template for
# str.format
SQL = re.compile(
    r"\b(select|from|insert "
    r"into|update|delete|create|alter|drop|where|cast|truncate|attach|copy|comment on|describe)\b"
)


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string of a module with its line; in an f-string each value stands as {value}, {quoted}
    where `quoted` made it.
    """
    inside = {
        part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [
                part.value if isinstance(part, ast.Constant) else "{value}" for part in node.values
            ]
            yield node.lineno, "".join(str(part) for part in parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in inside:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PROGRAM).as_posix())
def test_no_statement_writes_quotes_around_a_name(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    documentation = {
        node.value.lineno for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Expr)
    }
    wrong = [
        f"{path.name} line {line}: {string[:80]}"
        for line, string in strings(ast.parse(text))
        if line not in documentation and double_quoted(string)
    ]
    assert wrong == [], (
        "write the name with quoted(…), a text with quoted_text(…) or as a parameter"
    )


def double_quoted(string: str) -> bool:
    return bool(SQL.search(string) and re.search(r'(?<![=\w])"\{\w*\}"', string))


def test_the_scan_sees_what_it_looks_for() -> None:
    for source in (
        """cursor.execute(f'select 1 from "{name}" limit 1')""",
        '''cursor.execute(f"""drop table "{schema}"."{name}" """)''',
        """swap = 'update "{table}" set x = 1'""",
    ):
        assert any(double_quoted(string) for _, string in strings(ast.parse(source)))
    for source in (
        """f"select 1 from {quoted(name)}" """,
        """f'<a href="{address}">from {place}</a>'""",
    ):
        assert not any(double_quoted(string) for _, string in strings(ast.parse(source)))


def test_connections_are_opened_in_few_places() -> None:
    """A new `duckdb.connect` or `sqlite3.connect` is either of our own facts or goes through the
    locked door.
    """
    doors = {
        (path.relative_to(PROGRAM).as_posix(), node.func.value.id)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "connect"
        and isinstance(node.func.value, ast.Name)
    }
    assert doors == {
        ("warehouse/locked.py", "duckdb"),
        ("warehouse/warehouse.py", "duckdb"),
        ("exports/databases/postgres.py", "dbapi"),
        ("exports/targets/sqlite.py", "sqlite3"),
    }


@pytest.mark.parametrize("name", [name for name in HOSTILE if name])
def test_a_hostile_name_stays_a_name(name: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"create table {quoted(name)} ({quoted(name)} varchar)")
        connection.execute(f"insert into {quoted('main', name)} values ({quoted_text(name)})")
        assert connection.execute(f"select {quoted(name)} from {quoted(name)}").fetchall() == [
            (name,)
        ]
        assert connection.execute("select table_name from duckdb_tables()").fetchall() == [(name,)]


@pytest.mark.parametrize("name", ["a\0b", "\0", "\ud800"])
def test_what_no_statement_can_hold_is_refused(name: str) -> None:
    for write in (quoted, quoted_text):
        with pytest.raises(DataError, match="cannot be used in SQL"):
            write(name)


def test_a_locked_connection_reaches_only_what_it_is_handed(tmp_path: Path) -> None:
    for name in ("mine", "other"):
        duckdb.sql("select 1 as a").write_parquet(str(tmp_path / f"{name}.parquet"))
    rows = [{"a": 1}]
    with locked_connection([str(tmp_path / "mine.parquet")]) as connection:
        assert connection.execute(
            "from read_parquet($file)", {"file": str(tmp_path / "mine.parquet")}
        ).fetchall() == [(1,)]
        for statement in (
            f"from read_parquet('{tmp_path / 'other.parquet'}')",
            "from read_text('/etc/hostname')",
            f"from glob('{tmp_path}/*')",
            f"copy (select 1) to '{tmp_path / 'new.csv'}'",
            f"attach '{tmp_path / 'new.duckdb'}'",
            "from 'http://127.0.0.1:1/x.parquet'",
            "install httpfs",
            "load sqlite",
            "set threads = 4",
            "set allowed_paths = ['/']",
            "from rows",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(statement).fetchall()
    assert rows
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.parquet", "other.parquet"]


def test_a_foreign_database_is_read_only_and_its_macros_shadow_nothing(tmp_path: Path) -> None:
    file = str(tmp_path / "theirs.duckdb")
    with duckdb.connect(file) as theirs:
        theirs.execute(
            "create table t (a integer); insert into t values (7); create macro count(x) as 99"
        )
        theirs.execute("create macro duckdb_tables() as table select 'none' as table_name")
        theirs.execute("create view reads as select * from read_text('/etc/hostname')")
    before = Path(file).read_bytes()
    with locked_database(file) as connection:
        assert connection.execute("select count(a) from foreign_file.main.t").fetchall() == [(1,)]
        names = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'foreign_file'"
        ).fetchall()
        assert names == [("t",)]
        for statement in (
            "from foreign_file.main.reads",
            "insert into foreign_file.main.t values (1)",
            "from read_text('/etc/hostname')",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(statement).fetchall()
    assert Path(file).read_bytes() == before
