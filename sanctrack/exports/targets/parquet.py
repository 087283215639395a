"""The Parquet target: a file a table, with the words of the contract in it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.definitions.quoting import quoted, quoted_text
from sanctrack.exports.about import INTERNAL
from sanctrack.exports.reading.foreign_tables import (
    BATCH,
    Job,
    Reading,
    measure_arrow,
    note_strange,
    only_table,
    unique_types,
)
from sanctrack.exports.reading.plain_folder import Folder
from sanctrack.exports.stamp import FileStamp
from sanctrack.exports.writing import Files, file_name, words_of

if TYPE_CHECKING:
    from sanctrack.exports.content import Content, Progress

WORDS = "a folder of Parquet files, one a table"
README = "`parquet/` one Parquet file a table: Power BI, pandas, polars, R, Spark, DuckDB"
ENDING = ""
MEDIA_TYPE = "application/vnd.apache.parquet"
ONE_TABLE = True
IN_BUNDLE = True
APOSTROPHES = False
COPIED = False
TOOL = ""
EXTRA = ""
SERVER_SECONDS = 0.0


def write(content: "Content", folder: Path, progress: "Progress") -> Files:
    target, files = folder / "parquet", {}
    target.mkdir()
    cursor = content.cursor()
    for number, (name, contract) in enumerate(content.tables.items()):
        progress(f"parquet {name}", number, len(content.tables))
        path = target / file_name(content, f"{name}.parquet")
        about = {
            "title": contract.title,
            "description": words_of(content, contract),
            "columns": json.dumps(
                {item.name: item.words for item in contract.fields}, ensure_ascii=False
            ),
            "publication": INTERNAL if content.internal else "public",
        }
        pairs = ", ".join(f"{key}: {quoted_text(value)}" for key, value in about.items())
        cursor.execute(
            f"copy (from {quoted(name)}) to {quoted_text(str(path))} (format parquet, compression "
            f"zstd, kv_metadata {{{pairs}}})"
        )
        files[path.relative_to(folder).as_posix()] = FileStamp("parquet", name)
    return files


def read(folder: Folder, job: Job, reading: Reading) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table, about = only_table(job)
    with folder.open(job.name) as opened:
        file = pq.ParquetFile(opened, memory_map=False, pre_buffer=False)
        schema = file.schema_arrow

        def batches(columns: list[str]) -> Any:
            reader = file.iter_batches(batch_size=BATCH, columns=columns, use_threads=False)
            return pa.RecordBatchReader.from_batches(
                pa.schema([schema.field(name) for name in columns]), reader
            )

        types = unique_types(schema)
        note_strange(reading, "column", schema.names, about["columns"])
        reading.tables[table] = measure_arrow(table, about, types, file.metadata.num_rows, batches)


def added(path: Path) -> list[str] | None:
    """A folder of files is told from others by its stamp."""
    return None
