"""One locked DuckDB: loading, arguments, statements, results, data dictionary."""

import warnings
from typing import Any


def __getattr__(name: str) -> Any:
    # `from sanctrack.warehouse import Warehouse` was right when this was a module
    if name not in ("Warehouse", "open_warehouse"):
        raise AttributeError(f"module 'sanctrack.warehouse' has no attribute '{name}'")
    warnings.warn(
        f"sanctrack.warehouse.{name} is sanctrack.warehouse.warehouse.{name} now; the old name "
        f"goes with the next version",
        DeprecationWarning,
        stacklevel=2,
    )
    from sanctrack.warehouse import warehouse

    return getattr(warehouse, name)
