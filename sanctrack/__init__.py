"""sanctrack: jet-fuel deliveries, reported air strikes, sanctions measures and the calls for them,
every row sourced.

    import sanctrack

    with sanctrack.open() as warehouse:
        frame = warehouse.report("gap_matrix", as_of="2024-01-01").to_pandas()

    hits = sanctrack.screen(warehouse, frame)

Public names: `open`, `screen`, `Warehouse`, `Result`, `Column` and the error classes.
"""

from typing import TYPE_CHECKING, Any

from sanctrack.errors import DataError, DefinitionError, SanctrackError, SourceError, UsageError
from sanctrack.moved import lead_old_names

if TYPE_CHECKING:
    from sanctrack.matching.runs import screen
    from sanctrack.warehouse.result import Column, Result
    from sanctrack.warehouse.warehouse import Warehouse
    from sanctrack.warehouse.warehouse import open_warehouse as open

__version__ = "0.1.0"
__all__ = [
    "Column",
    "DataError",
    "DefinitionError",
    "Result",
    "SanctrackError",
    "SourceError",
    "UsageError",
    "Warehouse",
    "__version__",
    "open",
    "screen",
]

lead_old_names()


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    # DuckDB is imported when it is asked for, so that `sanctrack --help` does not wait for it.
    if name in ("Warehouse", "open"):
        from sanctrack.warehouse import warehouse

        return warehouse.open_warehouse if name == "open" else warehouse.Warehouse
    if name == "screen":
        from sanctrack.matching.runs import screen

        return screen
    if name in ("Column", "Result"):
        from sanctrack.warehouse import result

        return getattr(result, name)
    raise AttributeError(f"module 'sanctrack' has no attribute '{name}'")
