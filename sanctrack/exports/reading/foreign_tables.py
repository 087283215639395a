"""Reading the files of a bundle that somebody else made: tables alone, as data, in a process with
limits.

Nothing of a file is run: names go into SQL quoted and are held against those that are really there,
values come as Arrow into a locked DuckDB, a DuckDB file is attached read-only and an SQLite file
opened under an authorizer, and of both only base tables are read. What a reader says of a broken
file is not passed on, because it may repeat what stands in it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.definitions.contracts import Contract, Field
from sanctrack.exports.reading.plain_folder import Folder, NotPlainError
from sanctrack.exports.stamp import MEASURES, measured
from sanctrack.names.signs import visible_name
from sanctrack.registries import TARGETS
from sanctrack.warehouse.locked import locked_connection

if TYPE_CHECKING:
    import pyarrow as pa

Measures = dict[str, Any]
BATCH = 50_000
MOST_NAMES = 20
ABOUT, COLUMNS = "bundle_about", "bundle_columns"
# a file of many more rows than its stamp says is not read to the end
SPARE_ROWS = 1_000


class UnreadableError(Exception):
    """A file or table that is not read; the text says why, in words of ours."""


@dataclass
class Job:
    """One file to read: its name in the bundle, its target, the tables with what the stamp says,
    and its copy, if it needs one.
    """

    name: str
    target: str
    tables: dict[str, Measures]
    copy: str = ""


@dataclass
class Reading:
    """What a file holds: measures by table (`missing` where it is not there), names that are not of
    the stamp, or why it is not read.
    """

    tables: dict[str, Measures | None] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    problem: str = ""


def read_files(path: Path, identity: tuple[int, int], jobs: list[Job]) -> list[Reading]:
    """Read some files of a bundle. For a process of its own: from here on it writes no file, unless
    a target needs a server.
    """
    if not any(TARGETS[job.target].SERVER_SECONDS for job in jobs):
        write_nothing()
    with Folder(path) as folder:
        if folder.identity != identity:
            return [Reading(problem="the folder was exchanged while it was read") for _ in jobs]
        return [read_file(folder, job) for job in jobs]


def write_nothing() -> None:
    """Let no file grow in this process, whatever a library is brought to do; Python turns the
    signal into an error.
    """
    try:
        import resource
    except ImportError:  # Windows has none
        return
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def read_file(folder: Folder, job: Job) -> Reading:
    reading = Reading()
    try:
        TARGETS[job.target].read(folder, job, reading)
    except MemoryError:
        raise
    except UnreadableError as error:
        reading.problem = str(error)
    except NotPlainError as error:
        reading.problem = f"is {error}"
    except Exception as error:
        # whatever a broken file makes its reader raise, to the user it is one thing; the class
        # helps to look into it
        reading.problem = f"cannot be read as a {job.target} file ({type(error).__name__})"
    return reading


# -- what all have in common
# ----------------------------------------------------------------------------------


def arrow_types() -> dict[str, "pa.DataType"]:
    import pyarrow as pa

    return {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "datetime": pa.timestamp("us"),
        "boolean": pa.bool_(),
    }


def as_contract(table: str, kinds: dict[str, str]) -> Contract:
    fields = tuple(Field(name, kind, name) for name, kind in kinds.items())
    return Contract(table, table, table, table, "", (), (), fields)


def kinds_of(about: Measures) -> dict[str, str]:
    return {name: column["type"] for name, column in about["columns"].items()}


def note_strange(reading: Reading, what: str, names: Iterable[str], known: Iterable[str]) -> None:
    """Remember names that the stamp does not have, some of them."""
    known = set(known)
    strange = [f"{what} {visible_name(name)}" for name in names if name not in known]
    reading.strange += strange[:MOST_NAMES]
    if len(strange) > MOST_NAMES:
        reading.strange.append(f"{len(strange) - MOST_NAMES} more")


def measure_arrow(
    table: str,
    about: Measures,
    types: dict[str, Any],
    rows: int | None,
    batches: Callable[[list[str]], Any],
) -> Measures:
    """Measures of a table that comes as Arrow, of those columns that are there with the type of the
    stamp.

    `types` are those of the file by column; `batches` gives the reader of some columns.
    """
    kinds, wanted = kinds_of(about), arrow_types()
    fitting = {
        name: kind
        for name, kind in kinds.items()
        if name in types and fits(types[name], wanted[kind])
    }
    measures: Measures = {"rows": rows, "columns": {}}
    if rows is not None and rows > about["rows"] * 2 + SPARE_ROWS:
        return measures
    if fitting or rows is None:
        with locked_connection() as connection:
            connection.register("rows_of_file", batches(list(fitting)))
            measures = measured(connection, "rows_of_file", as_contract(table, fitting))
    for name in kinds.keys() & types.keys() - fitting.keys():
        measures["columns"][name] = {"type": visible_name(str(types[name]))}
    return measures


def fits(there: Any, wanted: Any) -> bool:
    import pyarrow as pa

    return bool(
        there == wanted
        or (wanted == pa.string() and there in (pa.large_string(), pa.string_view()))
    )


def only_table(job: Job) -> tuple[str, Measures]:
    return next(iter(job.tables.items()))


def unique_types(schema: "pa.Schema") -> dict[str, Any]:
    """Types by column; a name that stands twice is taken for neither."""
    return {item.name: item.type for item in schema if schema.names.count(item.name) == 1}


def refuse_programs(objects: list[tuple[str, str]]) -> None:
    """Raise UnreadableError where a database holds more than tables: that is its author's program,
    and nothing of it is run.
    """
    if objects:
        shown = ", ".join(f"{kind} {visible_name(name)}" for kind, name in objects[:5])
        more = f" and {len(objects) - 5} more" if len(objects) > 5 else ""
        raise UnreadableError(f"holds more than tables ({shown}{more}), so none of it is read")


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


__all__ = ["MEASURES", "Job", "Reading", "read_files"]
