"""The Tableau target: one .hyper file, by pantab (extra `bi`).

pantab is the client of a server of Tableau that it starts.
"""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sanctrack.definitions.quoting import quoted
from sanctrack.exports.reading.foreign_tables import (
    SPARE_ROWS,
    Job,
    Reading,
    measure_arrow,
    note_strange,
    unique_types,
)
from sanctrack.exports.reading.plain_folder import Folder
from sanctrack.exports.stamp import FileStamp
from sanctrack.exports.writing import Files, file_name, refuse_missing
from sanctrack.files import work_folder

if TYPE_CHECKING:
    import pyarrow as pa

    from sanctrack.exports.content import Content, Progress

WORDS = "one Tableau extract; needs the extra [bi]"
README = "a Tableau extract"
ENDING = ".hyper"
MEDIA_TYPE = "application/octet-stream"
ONE_TABLE = False
IN_BUNDLE = False
APOSTROPHES = False
COPIED = True
TOOL = "pantab"
EXTRA = "bi"
SERVER_SECONDS = 5.0


def write(content: "Content", folder: Path, progress: "Progress") -> Files:
    refuse_missing("hyper")
    import pantab

    path = folder / file_name(content, "sanctrack.hyper")
    progress("hyper", 0, 1)
    tables = {
        name: content.cursor().sql(f"from {quoted(name)}").to_arrow_reader()
        for name in content.tables
    }
    with work_folder() as logs:  # Tableau's server would leave a log in the working folder
        try:
            pantab.frames_to_hyper(
                tables, path, process_params={"log_dir": str(logs)}, atomic=False
            )
        except RuntimeError as error:  # what Tableau's server says, of the disk as of all else
            raise OSError(f"Tableau's writer says: {' '.join(str(error).split())[:300]}") from error
    return {path.name: FileStamp("hyper")}


def read(folder: Folder, job: Job, reading: Reading) -> None:
    # Tableau's server changes the file that it opens and leaves a log in the working folder: it has
    # a copy, in a folder of its own
    def ask(statement: str) -> "pa.Table":
        import pantab

        log = {"log_dir": str(Path(job.copy).parent)}
        return pantab.frame_from_hyper_query(
            job.copy, statement, return_type="pyarrow", process_params=log
        )

    there = ask(
        "select schemaname || '.' || tablename as name from pg_catalog.pg_tables where schemaname "
        "<> 'pg_catalog'"
    )
    names = {name.removeprefix("public.") for name in there.column("name").to_pylist()}
    note_strange(reading, "table", sorted(names), job.tables)
    known = [table for table in job.tables if table in names]
    counts: dict[str, int] = {}
    if known:
        union = " union all ".join(
            f"select '{table}' as name, count(*) as rows_in from {quoted('public', table)}"
            for table in known
        )
        counts = {row["name"]: row["rows_in"] for row in ask(union).to_pylist()}
    for table, about in job.tables.items():
        if table not in counts:
            reading.tables[table] = None
        elif counts[table] > about["rows"] * 2 + SPARE_ROWS:
            reading.tables[table] = {"rows": counts[table], "columns": {}}
        else:
            rows = ask(f"select * from {quoted('public', table)}")
            note_strange(reading, f"in {table} column", rows.column_names, about["columns"])
            reading.tables[table] = measure_arrow(
                table, about, unique_types(rows.schema), rows.num_rows, rows.select
            )


def added(path: Path) -> list[str] | None:
    refuse_missing("hyper")
    import pantab

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
