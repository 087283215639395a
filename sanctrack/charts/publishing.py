"""Before a picture leaves the machine: `publish_precision` of records (DESIGN 2.11), and the publishers behind the rows."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from sanctrack.result import SOURCE_COLUMN, Result
from sanctrack.warehouse import Warehouse

# per table: its key, and the columns whose words name the record
MARKED: dict[str, tuple[str, tuple[str, ...]]] = {
    "airstrikes": ("airstrike_id", ("place", "township")),
    "places": ("place_id", ("name",)),
    "claims": ("claim_id", ()),
    "actors": ("actor_id", ("name",)),
}
RANK = ("township", "admin1", "withhold")
POINT = ("latitude", "longitude")
NAMING = ("place", "place_name", "summary", "location", "where", "words", "strike")
UNSAID = "not published"


@dataclass
class Held:
    """Record id → how exactly it may be published, and the words that may not stand in its rows.

    `names` are those of them that no open record bears: they stand nowhere. A township that an open record names as well stays there.
    """

    levels: dict[str, str] = field(default_factory=dict)
    own: dict[str, list[str]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def about(self, cells: list[Any]) -> list[str]:
        """The restricted records that these cells name."""
        parts = [part for cell in cells if isinstance(cell, str) for part in re.split(r"; |\|", cell)]
        return [part for part in parts if part in self.levels]

    def tells(self, value: Any, records: list[str]) -> bool:
        """Whether a cell holds the id of such a record, or words that would name one in a row about these records."""
        if not isinstance(value, str):
            return False
        return bool(self.about([value])) or said_in(value, [*self.names, *(name for record in records for name in self.own[record])])


def said_in(text: str, names: list[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names)


def prepared(result: Result, warehouse: Warehouse) -> Result:
    """Return the result as its picture may show it: too exact points dropped, withheld rows left out and counted, publishers named.

    A point stays for `township` only where it is the point of the township itself; for `admin1` the state or region alone stays.
    What was held back is said in the picture.
    """
    if not result.picture:
        return result
    held = read_held(warehouse)
    names = [column.name for column in result.columns]
    keys = [at for at, name in enumerate(names) if name in ("id", "item", "record_id") or name.endswith(("_id", "_ids"))]
    keys = [at for at in keys if names[at] != SOURCE_COLUMN]
    rows, coarser, withheld = [], 0, 0
    for row in result.rows:
        records = held.about([row[at] for at in keys])
        level = max((held.levels[record] for record in records), key=RANK.index, default="")
        if level == "withhold":
            withheld += 1
            continue
        rows.append(coarse(row, names, level, held, records))
        coarser += rows[-1] != row
    said = {**result.picture, "publishers": publishers(result, warehouse)}
    parts = [f"{coarser} shown less exactly than they are recorded"] if coarser else []
    parts += [f"{withheld} not drawn"] if withheld else []
    if parts:
        said["held_back"] = f"By the wish of those who recorded them, rows: {' and '.join(parts)}."
    return replace(result, rows=rows, picture=said)


def read_held(warehouse: Warehouse) -> Held:
    """Read which records may not be published as they are."""
    held = Held()
    for table, (key, named) in MARKED.items():
        if table not in warehouse.loaded or "publish_precision" not in [row[0] for row in warehouse.sql(f"describe {table}").rows]:
            continue
        columns = ", ".join([key, "publish_precision", *named])
        rows = warehouse.sql(f"select {columns} from {table} where publish_precision in ('township', 'admin1', 'withhold')").rows
        for row in rows:
            held.levels[str(row[0])] = str(row[1])
            pairs = zip(named, row[2:], strict=True)
            told = [str(value) for name, value in pairs if value and len(value) > 2 and (name, row[1]) != ("township", "township")]
            held.own[str(row[0])] = told
    if held.levels:
        borne = open_names(held, warehouse)
        held.names = [name for names in held.own.values() for name in names if not said_in(borne, [name])]
    return held


def open_names(held: Held, warehouse: Warehouse) -> str:
    """Every name that an open record bears, as one text; the township of a record that is published by township is open."""
    words: set[str] = set()
    for table, (key, named) in MARKED.items():
        if table not in warehouse.loaded or not named:
            continue
        for row in warehouse.sql(f"select {', '.join([key, *named])} from {table}").rows:
            level = held.levels.get(str(row[0]), "")
            pairs = zip(named, row[1:], strict=True)
            words |= {str(value) for name, value in pairs if value and (not level or (name, level) == ("township", "township"))}
    return "\n".join(sorted(words))


def coarse(row: tuple[Any, ...], names: list[str], level: str, held: Held, records: list[str]) -> tuple[Any, ...]:
    """The row without what is nearer than its level: the point, names of the place, and an id that may name it."""
    cells = dict(zip(names, row, strict=True))
    keep_point = not level or (level == "township" and cells.get("geo_precision") == "township")
    for name, value in cells.items():
        if name in POINT and not keep_point:
            cells[name] = None
        elif name != SOURCE_COLUMN and value is not None and (held.tells(value, records) or (level and name in NAMING)):
            cells[name] = UNSAID
    if level == "admin1" and "township" in cells:
        cells["township"] = None
    if "geo_precision" in cells and not keep_point:
        cells["geo_precision"] = "admin1"
    return tuple(cells.values())


def publishers(result: Result, warehouse: Warehouse) -> list[str]:
    """Publishers of the sources of the rows, those of most sources first."""
    if "sources" not in warehouse.loaded or not result.source_ids:
        return []
    known = dict(warehouse.sql("select source_id, publisher from sources").rows)
    counts = Counter(known.get(source) or "publisher not known" for source in result.source_ids)
    return [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
