"""Whether a file that stands where an export would go is an earlier export: what is not ours is
never replaced.
"""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sanctrack import bounded
from sanctrack.errors import SanctrackError, UsageError
from sanctrack.exports.reading.foreign_tables import (
    HERE,
    foreign_duckdb_objects,
    foreign_sqlite_objects,
    refuse_bomb,
    sqlite_file,
)
from sanctrack.exports.reading.plain_folder import readable
from sanctrack.files import work_folder
from sanctrack.warehouse.locked import locked_database

ABOUT, COLUMNS = "bundle_about", "bundle_columns"
SECONDS = 300.0
MEMORY = 4 * bounded.GIGABYTE


def refuse_foreign_file(path: Path, target: str) -> None:
    """Raise UsageError when `path` is there and no file that `sanctrack export` of this target
    wrote and nobody added to.
    """
    if not path.exists() and not path.is_symlink():
        return
    try:
        added = (
            bounded.run(ADDED[target], path.resolve(), seconds=SECONDS, memory=MEMORY)
            if path.is_file()
            else None
        )
    except (
        bounded.TimeLimitError,
        bounded.MemoryLimitError,
        bounded.AnswerLimitError,
        bounded.CrashError,
    ):
        added = None
    except SanctrackError:
        raise
    # whatever a foreign, broken or locked file makes of its reader: it cannot be read as ours
    except Exception:
        added = None
    if added is None:
        raise UsageError(
            f"{path} is there and cannot be read as a file that `sanctrack export {target}` wrote, "
            f"so it is not replaced; name another"
        )
    if added:
        shown = ", ".join(readable(name) for name in added[:5]) + (
            f" and {len(added) - 5} more" if len(added) > 5 else ""
        )
        raise UsageError(
            f"{path} is an export with something of yours in it ({shown}), so it is not replaced; "
            f"name another"
        )


# -- by target: what was added to an export of ours; None where it is none. For a process of its own
# -----------


def in_sqlite(path: Path) -> list[str] | None:
    database = sqlite_file(str(path), [ABOUT, COLUMNS])
    try:
        objects = foreign_sqlite_objects(database, [ABOUT, COLUMNS])
        there = database.execute(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
        ).fetchall()
        return added_to(
            objects,
            [str(row[0]) for row in there],
            lambda statement: database.execute(statement).fetchall(),
        )
    finally:
        database.close()


def in_duckdb(path: Path) -> list[str] | None:
    with locked_database(str(path)) as database:
        there = database.execute(
            f"select table_name from duckdb_tables() where {HERE} and schema_name = 'main'"
        ).fetchall()
        objects = foreign_duckdb_objects(database)

        def ask(statement: str) -> list[tuple[Any, ...]]:
            return database.execute(
                statement.replace(" from ", " from foreign_file.main.", 1)
            ).fetchall()

        return added_to(objects, [str(row[0]) for row in there], ask)


def added_to(
    objects: Iterable[tuple[str, str]],
    tables: list[str],
    ask: Callable[[str], list[tuple[Any, ...]]],
) -> list[str] | None:
    """Names that are there beside the tables which the export itself lists; its two tables are
    asked only as tables.
    """
    others = [name for _, name in objects]
    if ABOUT not in tables or COLUMNS not in tables or {ABOUT, COLUMNS} & set(others):
        return None
    if not ask(
        f"select count(*) from {ABOUT} where item = 'made_with' and statement like 'sanctrack %'"
    )[0][0]:
        return None
    listed = {str(row[0]) for row in ask(f"select distinct table_name from {COLUMNS}")}
    return sorted({*others, *tables} - listed)


def in_xlsx(path: Path) -> list[str] | None:
    """A workbook of ours that another program has saved has another day of change: it is its user's
    then.
    """
    import openpyxl

    with path.open("rb") as file:
        refuse_bomb(file)
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        properties = book.properties
        if properties.title != "sanctrack" or "bundle_columns" not in book.sheetnames:
            return None
        return (
            []
            if properties.modified == properties.created
            else [f"saved by another program on {properties.modified}"]
        )
    finally:
        book.close()


def in_hyper(path: Path) -> list[str] | None:
    try:
        import pantab
    except ImportError as error:
        raise SanctrackError(
            "a .hyper file needs pantab; `pip install 'sanctrack[bi]'` brings it (not on Linux on "
            "ARM)"
        ) from error
    # Tableau's server changes the file that it opens, and leaves a log
    with work_folder() as folder:
        copy = shutil.copy(path, folder)
        frame = pantab.frame_from_hyper(
            copy,
            table="bundle_about",
            return_type="pyarrow",
            process_params={"log_dir": str(folder)},
        )
    said = {row["item"]: row["statement"] for row in frame.to_pylist()}
    return [] if str(said.get("made_with", "")).startswith("sanctrack ") else None


ADDED: dict[str, Callable[[Path], list[str] | None]] = {
    "sqlite": in_sqlite,
    "duckdb": in_duckdb,
    "xlsx": in_xlsx,
    "hyper": in_hyper,
}
