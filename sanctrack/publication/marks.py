"""Whether any row is marked at all: answered from the heads of files, so that a start without marks
costs nothing.
"""

from pathlib import Path

import duckdb

from sanctrack.definitions.contracts import PRECISION
from sanctrack.definitions.paths import Home, table_names
from sanctrack.facts.workspace import imported_files, own_files
from sanctrack.warehouse.locked import locked_connection

MARK = "[withheld]"  # stands in place of every text that is held back
SHIPPED = "sanctrack"  # the data set of the shipped facts
HEAD = 65_536  # bytes of a file that hold its header, whatever it is


def may_be_marked(home: Home, workspace: Path) -> bool:
    """Whether a row of the home or the workspace may carry a mark, or rest on a source that may not
    be passed on.

    True where it cannot be told: the rows are then read.
    """
    words = (PRECISION, "redistribution")
    if any(names_column(path, words) for path in own_files(home, workspace)):
        return True
    if home.given or imported_files(workspace):
        return True  # an import says of every row how exactly it may be published
    alone = []
    for name in table_names(home):
        built, written = home.datasets / f"{name}.parquet", home.datasets / f"{name}.csv"
        if written.is_file():
            if names_column(written, (PRECISION,)):
                return True
        elif built.is_file():
            alone.append(str(built))
    return bool(alone) and holds_marks(alone)


def names_column(path: Path, words: tuple[str, ...]) -> bool:
    """Whether the beginning of a CSV speaks of one of these columns; true where it
    cannot be read.
    """
    try:
        with path.open("rb") as opened:
            head = opened.read(HEAD)
    except OSError:
        return True
    return any(word.encode() in head for word in words)


def holds_marks(files: list[str]) -> bool:
    """Whether a row of these Parquet files is marked; true where they cannot be read."""
    statement = (
        f"select 1 from read_parquet($files, union_by_name = true) where coalesce({PRECISION}, "
        f"'exact') <> 'exact' limit 1"
    )
    with locked_connection(files) as connection:
        try:
            return bool(connection.execute(statement, {"files": files}).fetchall())
        except duckdb.BinderException:
            return False  # no file has the column
        except duckdb.Error:
            return True
