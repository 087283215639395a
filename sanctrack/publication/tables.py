"""Tables of the warehouse read as rows, published, and written back in place of what they held."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.definitions.contracts import Contract
from sanctrack.definitions.quoting import quoted
from sanctrack.publication.rows import WITHHOLD, Publication, Row, publish

if TYPE_CHECKING:
    import duckdb

    Cursor = duckdb.DuckDBPyConnection


def publish_tables(
    cursor: "Cursor", contracts: dict[str, Contract], keep_counted: bool, vocabulary: Iterable[Path]
) -> Publication:
    """Publish the tables of facts in place; return what was held back.

    With `keep_counted` withheld rows stay as rows without words, which reports count; without it
    they go. `vocabulary` are files whose words are nobody's secret (contracts). Nothing is written
    where no row is marked.
    """
    tables, columns, before = {}, {}, {}
    for name, contract in contracts.items():
        tables[name], columns[name] = read_rows(cursor, contract)
        before[name] = [tuple(row.cells.values()) for row in tables[name]]
    texts = (line for path in vocabulary for line in path.read_text(encoding="utf-8").splitlines())
    made = publish(tables, texts)
    if not made.levels:
        return made
    for name, contract in contracts.items():
        kept = [row for row in tables[name] if keep_counted or not goes(row)]
        if [tuple(row.cells.values()) for row in kept] != before[name]:
            write_rows(cursor, contract, columns[name], kept)
    return made


def goes(row: Row) -> bool:
    """Whether a row is withheld whole where nothing counts it any more."""
    withheld = row.level == WITHHOLD and not row.hidden_source
    return withheld or "-withheld-" in str(row.key[0])


def read_rows(cursor: "Cursor", contract: Contract) -> tuple[list[Row], list[tuple[str, str]]]:
    """The rows of a table, and its columns with their types."""
    columns = [
        (str(row[0]), str(row[1]))
        for row in cursor.execute(f"describe {quoted(contract.name)}").fetchall()
    ]
    names = [name for name, _ in columns]
    rows = cursor.execute(f"from {quoted(contract.name)}").fetchall()
    return [Row(contract, dict(zip(names, row, strict=True))) for row in rows], columns


def write_rows(
    cursor: "Cursor", contract: Contract, columns: list[tuple[str, str]], rows: list[Row]
) -> None:
    """Put rows in place of those of a table, in the order of their keys: by its place a row would
    tell its old id.

    Rows that are printed and have become alike stand once; those that are only counted stay as many
    as they were.
    """
    own_copy(cursor, contract.name)
    cells: list[tuple[Any, ...]] = []
    printed: set[tuple[Any, ...]] = set()
    for row in sorted(rows, key=order):
        line = tuple(row.cells[name] for name, _ in columns)
        if goes(row) or line not in printed:
            cells.append(line)
        printed.add(line)
    cursor.execute(f"delete from {quoted(contract.name)}")
    if not cells:
        return
    values: dict[str, list[Any]] = {
        f"c{at}": [row[at] for row in cells] for at in range(len(columns))
    }
    lists = ", ".join(f"unnest(cast($c{at} as {kind}[]))" for at, (_, kind) in enumerate(columns))
    cursor.execute(f"insert into {quoted(contract.name)} select {lists}", values)


def order(row: Row) -> list[tuple[bool, Any]]:
    return [(part is None, "" if part is None else part) for part in row.key]


def own_copy(cursor: "Cursor", name: str) -> None:
    """Turn a table that is read straight from Parquet into one that can be changed."""
    if cursor.execute(
        "select 1 from duckdb_views() where view_name = $name and not internal", {"name": name}
    ).fetchall():
        copy = quoted(f"copied {name}")
        cursor.execute(f"create table {copy} as from {quoted(name)}")
        cursor.execute(f"drop view {quoted(name)}")
        cursor.execute(f"alter table {copy} rename to {quoted(name)}")


def own_copies(cursor: "Cursor", names: Iterable[str]) -> None:
    for name in names:
        own_copy(cursor, name)
