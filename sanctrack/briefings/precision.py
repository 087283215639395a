"""What may leave the machine: `publish_precision` of records and `redistribution` of sources (DESIGN 2.11)."""

import re
from dataclasses import dataclass, field
from typing import Any

from sanctrack.result import Result
from sanctrack.warehouse import Warehouse

# columns of a result that name a place more exactly than the level allows; ids carry names of places
TOWNSHIP_FINER = ("latitude", "longitude", "place", "place_name", "place_id", "location", "summary", "airstrike_id", "strike", "where")
ADMIN1_FINER = (*TOWNSHIP_FINER, "township", "townships", "geo_precision")
WITHHELD = "withheld"
KEYS = {"airstrikes": "airstrike_id", "places": "place_id", "claims": "claim_id", "actors": "actor_id"}
NAMES = {"airstrikes": ("place", "township"), "places": ("name",), "actors": ("name",)}


@dataclass
class Guard:
    """Records that may not be published exactly, and sources whose rows may not be passed on.

    `levels` maps a record's id to township, admin1 or withhold; `names` maps words that would name it too exactly
    to its id.
    """

    levels: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    kept_sources: frozenset[str] = frozenset()

    def named_in(self, text: str) -> str | None:
        """The id of a restricted record that a text names, if any."""
        for name, record in self.names.items():
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                return record
        return None

    def hide(self, result: Result) -> tuple[list[bool], int]:
        """Blank too exact cells of a result in place; tell which rows must not be printed and how many rows were touched."""
        names = [column.name for column in result.columns]
        keys = [at for at, name in enumerate(names) if name.endswith(("_id", "_ids")) and name != "source_ids"]
        hidden, touched = [], 0
        for number, row in enumerate(result.rows):
            level = self.level_of([row[at] for at in keys])
            drop = level == "withhold" or (bool(keys) and self.kept(row, names))
            cells = row if drop else self.coarse(row, names, level)
            hidden.append(drop)
            touched += drop or cells != row
            result.rows[number] = cells
        return hidden, touched

    def level_of(self, cells: list[Any]) -> str:
        """The strictest level among the records that a row is about."""
        found = {self.levels[part] for cell in cells if isinstance(cell, str) for part in cell.split("; ") if part in self.levels}
        return next((level for level in ("withhold", "admin1", "township") if level in found), "")

    def kept(self, row: tuple[Any, ...], names: list[str]) -> bool:
        if not self.kept_sources or "source_ids" not in names:
            return False
        return bool(self.kept_sources & set((row[names.index("source_ids")] or "").split("; ")))

    def coarse(self, row: tuple[Any, ...], names: list[str], level: str) -> tuple[Any, ...]:
        finer = {"township": TOWNSHIP_FINER, "admin1": ADMIN1_FINER}.get(level, ())
        cells = []
        for name, value in zip(names, row, strict=True):
            if name in finer and value is not None:
                cells.append(WITHHELD if isinstance(value, str) else None)
            elif self.names and isinstance(value, str) and name != "source_ids" and self.named_in(value):
                cells.append(WITHHELD)
            else:
                cells.append(value)
        return tuple(cells)


def read_guard(warehouse: Warehouse) -> Guard:
    """Read from the facts which records and sources must be held back."""
    guard = Guard()
    for table, key in KEYS.items():
        if "publish_precision" not in columns_of(warehouse, table):
            continue
        named = NAMES.get(table, ())
        extra = "".join(f", {name}" for name in named)
        rows = warehouse.sql(
            f"select {key}, publish_precision{extra} from {table} "
            f"where publish_precision in ('township', 'admin1', 'withhold') order by {key}"
        ).rows
        for row in rows:
            guard.levels[row[0]] = row[1]
            for name, value in zip(named, row[2:], strict=True):
                # the township itself may be named where the row is published by township
                if value and len(value) > 2 and not (name == "township" and row[1] in ("township", "admin1")):
                    guard.names[value] = row[0]
    if "redistribution" in columns_of(warehouse, "sources"):
        rows = warehouse.sql("select source_id from sources where redistribution = 'no'").rows
        guard.kept_sources = frozenset(row[0] for row in rows)
    return guard


def columns_of(warehouse: Warehouse, table: str) -> list[str]:
    """Columns of a loaded table; none when it is not loaded."""
    if table not in warehouse.loaded:
        return []
    return [row[0] for row in warehouse.sql(f"describe {table}").rows]
