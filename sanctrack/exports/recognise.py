"""Whether a file that stands where an export would go is an earlier export: what is not ours is never replaced."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sanctrack.errors import SanctrackError, UsageError
from sanctrack.files import work_folder

MADE = "select count(*) from bundle_about where item = 'made_with' and statement like 'sanctrack %'"
NAMES = "select distinct table_name from bundle_columns"


def refuse_foreign_file(path: Path, target: str) -> None:
    """Raise UsageError when `path` is there and no file that `sanctrack export` of this target wrote and nobody added to."""
    if not path.exists() and not path.is_symlink():
        return
    try:
        added = ADDED[target](path) if path.is_file() else None
    except SanctrackError:
        raise
    except Exception:  # whatever a foreign, broken or locked file makes of its reader: it cannot be read as ours
        added = None
    if added is None:
        raise UsageError(
            f"{path} is there and cannot be read as a file that `sanctrack export {target}` wrote, so it is not replaced; name another"
        )
    if added:
        shown = ", ".join(added[:5]) + (f" and {len(added) - 5} more" if len(added) > 5 else "")
        raise UsageError(f"{path} is an export with something of yours in it ({shown}), so it is not replaced; name another")


# -- by target: what was added to an export of ours; None where it is none --------------------------------------


def in_sqlite(path: Path) -> list[str] | None:
    database = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)
    try:
        there = database.execute("select name from sqlite_master where type <> 'index' and name not like 'sqlite_%'").fetchall()
        return added_to(there, lambda statement: database.execute(statement).fetchall())
    finally:
        database.close()


def in_duckdb(path: Path) -> list[str] | None:
    import duckdb

    with duckdb.connect(str(path), read_only=True) as database:
        there = database.execute(
            "select table_name from duckdb_tables() where not internal union all select view_name from duckdb_views() where not internal "
            "union all select function_name from duckdb_functions() where not internal "
            "union all select sequence_name from duckdb_sequences()"
        ).fetchall()
        return added_to(there, lambda statement: database.execute(statement).fetchall())


def added_to(there: Iterable[tuple[Any, ...]], ask: Callable[[str], list[tuple[Any, ...]]]) -> list[str] | None:
    """Names that are there beside those which the export itself lists."""
    if not ask(MADE)[0][0]:
        return None
    return sorted({str(row[0]) for row in there} - {str(row[0]) for row in ask(NAMES)})


def in_xlsx(path: Path) -> list[str] | None:
    """A workbook of ours that another program has saved has another day of change: it is its user's then."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    try:
        properties = book.properties
        if properties.title != "sanctrack" or "bundle_columns" not in book.sheetnames:
            return None
        return [] if properties.modified == properties.created else [f"saved by another program on {properties.modified}"]
    finally:
        book.close()


def in_hyper(path: Path) -> list[str] | None:
    try:
        import pantab
    except ImportError as error:
        raise SanctrackError("a .hyper file needs pantab; `pip install 'sanctrack[bi]'` brings it") from error
    with work_folder() as folder:  # Tableau's server changes the file that it opens, and leaves a log
        copy = shutil.copy(path, folder)
        frame = pantab.frame_from_hyper(copy, table="bundle_about", return_type="pyarrow", process_params={"log_dir": str(folder)})
    said = {row["item"]: row["statement"] for row in frame.to_pylist()}
    return [] if str(said.get("made_with", "")).startswith("sanctrack ") else None


ADDED: dict[str, Callable[[Path], list[str] | None]] = {"sqlite": in_sqlite, "duckdb": in_duckdb, "xlsx": in_xlsx, "hyper": in_hyper}
