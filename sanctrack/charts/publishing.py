"""Before a picture leaves the machine: `publish_precision` of records (DESIGN 2.11), and the publishers behind the rows."""

from collections import Counter
from dataclasses import replace
from typing import Any

from sanctrack.result import SOURCE_COLUMN, Result
from sanctrack.warehouse import Warehouse

KEYS = {"airstrikes": "airstrike_id", "places": "place_id", "claims": "claim_id", "actors": "actor_id"}
RANK = ("township", "admin1", "withhold")
POINT = ("latitude", "longitude")
NAMING = ("place", "place_name", "summary", "location", "where", "words", "strike", "label")


def prepared(result: Result, warehouse: Warehouse) -> Result:
    """Return the result as its picture may show it: too exact points dropped, withheld rows left out and counted, publishers named.

    A point stays for `township` only where it is the point of the township itself; for `admin1` the state or region alone stays.
    What was held back is said in the picture.
    """
    if not result.picture:
        return result
    levels = marked(warehouse)
    rows, coarser, withheld = [], 0, 0
    names = [column.name for column in result.columns]
    keys = [at for at, name in enumerate(names) if name in ("id", "item", "record_id") or name.endswith(("_id", "_ids"))]
    for row in result.rows:
        level = strictest([row[at] for at in keys if names[at] != SOURCE_COLUMN], levels)
        if level == "withhold":
            withheld += 1
            continue
        rows.append(coarse(row, names, level, levels) if level else row)
        coarser += bool(level)
    said = dict(result.picture)
    held = [f"{coarser} drawn less exactly than they are recorded"] if coarser else []
    held += [f"{withheld} not drawn"] if withheld else []
    if held:
        said["held_back"] = f"By the wish of those who recorded them: {' and '.join(held)}."
    said["publishers"] = publishers(result, warehouse)
    return replace(result, rows=rows, picture=said)


def marked(warehouse: Warehouse) -> dict[str, str]:
    """Record id → how exactly it may be published, for those that may not be published as they are."""
    found = {}
    for table, key in KEYS.items():
        if table in warehouse.loaded and "publish_precision" in [row[0] for row in warehouse.sql(f"describe {table}").rows]:
            rows = warehouse.sql(
                f"select {key}, publish_precision from {table} where publish_precision in ('township', 'admin1', 'withhold')"
            ).rows
            found.update({str(row[0]): str(row[1]) for row in rows})
    return found


def strictest(cells: list[Any], levels: dict[str, str]) -> str:
    found = {levels[part] for cell in cells if isinstance(cell, str) for part in cell.split("; ") if part in levels}
    return max(found, key=RANK.index, default="")


def coarse(row: tuple[Any, ...], names: list[str], level: str, levels: dict[str, str]) -> tuple[Any, ...]:
    """The row without what is nearer than its level: the point, names of the place, and an id that may name it."""
    cells = dict(zip(names, row, strict=True))
    keep_point = level == "township" and cells.get("geo_precision") == "township"
    for name, value in cells.items():
        if name in POINT and not keep_point:
            cells[name] = None
        elif name in NAMING and value is not None:
            cells[name] = "place not published"
        elif isinstance(value, str) and value in levels:
            cells[name] = "not published"
    if level == "admin1" and cells.get("township") is not None:
        cells["township"] = None
    if "geo_precision" in cells and not keep_point:
        cells["geo_precision"] = "admin1"
    return tuple(cells.values())


def publishers(result: Result, warehouse: Warehouse) -> list[str]:
    """Publishers of the sources of the rows, those of most sources first."""
    if "sources" not in warehouse.loaded or SOURCE_COLUMN not in [column.name for column in result.columns]:
        return []
    known = dict(warehouse.sql("select source_id, publisher from sources").rows)
    counts = Counter(known.get(source) or "publisher not known" for source in result.source_ids)
    return [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
