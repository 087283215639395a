"""A timeline of the rows: the report says what its picture is, so it is written as a chart."""

from sanctrack.briefings.compile.report_blocks.chart import (
    CALLED,
    COUNTED,
    HAS_CAVEAT,
    KEYS,
    NEEDED,
    write,
)

__all__ = ["CALLED", "COUNTED", "HAS_CAVEAT", "KEYS", "NEEDED", "write"]
