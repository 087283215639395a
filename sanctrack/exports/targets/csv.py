"""The CSV target: a file a table, safe against formulas."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from sanctrack.definitions.quoting import quoted, quoted_text
from sanctrack.exports.reading.foreign_tables import (
    Job,
    Reading,
    UnreadableError,
    arrow_types,
    kinds_of,
    measure_arrow,
    note_strange,
    only_table,
    unique_types,
)
from sanctrack.exports.reading.plain_folder import Folder
from sanctrack.exports.stamp import RUNS, FileStamp
from sanctrack.exports.writing import Files, file_name

if TYPE_CHECKING:
    from sanctrack.exports.content import Content, Progress

WORDS = "a folder of CSV files, one a table"
README = (
    "`csv/` one CSV file a table, UTF-8, described by `datapackage.json`; a text that a "
    "spreadsheet would run carries an apostrophe first"
)
ENDING = ""
MEDIA_TYPE = "text/csv"
ONE_TABLE = True
IN_BUNDLE = True
APOSTROPHES = True
COPIED = False
TOOL = ""
EXTRA = ""
SERVER_SECONDS = 0.0
CSV_BLOCK = 128_000_000  # bytes of the longest row


def write(content: "Content", folder: Path, progress: "Progress") -> Files:
    target, files = folder / "csv", {}
    target.mkdir()
    cursor = content.cursor()
    for number, (name, contract) in enumerate(content.tables.items()):
        progress(f"csv {name}", number, len(content.tables))
        path = target / file_name(content, f"{name}.csv")
        columns = ", ".join(
            harmless(item.name) if item.type == "string" else quoted(item.name)
            for item in contract.fields
        )
        cursor.execute(
            f"copy (select {columns} from {quoted(name)}) to {quoted_text(str(path))} (format csv, "
            f"header true)"
        )
        files[path.relative_to(folder).as_posix()] = FileStamp("csv", name)
    return files


def harmless(column: str) -> str:
    """What a spreadsheet would run as a formula gets an apostrophe before it."""
    runs = RUNS.format(column=quoted(column))
    return (
        f"case when {runs} then '''' || {quoted(column)} else {quoted(column)} end as "
        f"{quoted(column)}"
    )


def read(folder: Folder, job: Job, reading: Reading) -> None:
    import pyarrow as pa
    from pyarrow import csv

    table, about = only_table(job)
    wanted = arrow_types()
    with folder.open(job.name) as opened:
        reader = csv.open_csv(
            opened,
            read_options=csv.ReadOptions(use_threads=False, block_size=block_size(opened)),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types={name: wanted[kind] for name, kind in kinds_of(about).items()},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                true_values=["true"],
                false_values=["false"],
            ),
        )

        def batches(columns: list[str]) -> Any:
            chosen = pa.schema([reader.schema.field(name) for name in columns])
            return pa.RecordBatchReader.from_batches(
                chosen, (batch.select(columns) for batch in reader)
            )

        note_strange(reading, "column", reader.schema.names, about["columns"])
        types = unique_types(reader.schema)
        if not types.keys() & about["columns"].keys():
            raise UnreadableError("has none of the columns of its table")
        reading.tables[table] = measure_arrow(table, about, types, None, batches)


def block_size(file: BinaryIO) -> int:
    """A block holds at least one row: the file if it is small, else so much that no text of ours is
    longer.
    """
    size = file.seek(0, 2)
    file.seek(0)
    return min(max(size, 1_000_000), CSV_BLOCK)


def added(path: Path) -> list[str] | None:
    """A folder of files is told from others by its stamp."""
    return None
