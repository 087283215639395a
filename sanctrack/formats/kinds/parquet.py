"""Parquet: every column with its type, for programs."""

import io
from typing import BinaryIO

from sanctrack.formats import Surroundings
from sanctrack.warehouse.result import Result

WORDS = "typed columns for pandas, R, Spark and DuckDB"
ENDING = ".parquet"
MEDIA_TYPE = "application/vnd.apache.parquet"
BINARY = True
CITES = False


def write(result: Result, out: BinaryIO, around: Surroundings) -> None:
    import pyarrow.parquet as pq

    buffer = io.BytesIO()  # Parquet wants to seek, and a pipe cannot
    pq.write_table(result.to_arrow(), buffer, compression="zstd")
    out.write(buffer.getbuffer())
