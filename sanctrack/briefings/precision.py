"""What may leave the machine: `publish_precision` of records and `redistribution` of sources (DESIGN 2.11)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sanctrack.result import SOURCE_COLUMN, Result
from sanctrack.warehouse import Warehouse

# columns of a result that tell more than the level allows: points, names of places, free text; ids carry names of places
TEXTS = ("location", "summary", "strike", "where", "words", "note", "value_text")
TOWNSHIP_FINER = ("latitude", "longitude", "place", "place_name", "place_id", "airstrike_id", *TEXTS)
ADMIN1_FINER = (*TOWNSHIP_FINER, "township", "townships", "geo_precision")
FINER = {"township": TOWNSHIP_FINER, "admin1": ADMIN1_FINER, "withhold": ADMIN1_FINER}
LEVELS = ("township", "admin1", "withhold")
WITHHELD = "withheld"
KEYS = {"airstrikes": "airstrike_id", "places": "place_id", "claims": "claim_id", "actors": "actor_id"}
NAMES = {"airstrikes": ("place", "township"), "places": ("name",), "actors": ("name",)}
# columns whose value is the id of what a row is about
ABOUT = ("id", "item", "record_id")


# letters and digits, with the vowel signs of Burmese, which Python counts as no letters
TOKEN = re.compile("(?:[^\\W_]|[\u0300-\u036f\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f])+")
SHORT = 3  # a name of so few letters is looked for as it stands


class Names:
    """Names, and the record that each would give away, found in texts, ids and addresses: Pazi Gyi, pazi-gyi, Pazigyi.

    The time that a text takes does not grow with the number of names.
    """

    def __init__(self, names: dict[str, str]) -> None:
        self.known = {self.squeezed(name): (name, record) for name, record in reversed(names.items()) if TOKEN.search(name)}
        self.longest = max(map(len, self.known), default=0)

    @staticmethod
    def squeezed(text: str) -> str:
        """Letters and digits alone; small ones unless the name is very short."""
        letters = "".join(TOKEN.findall(text))
        return letters if len(letters) <= SHORT else letters.lower()

    def found(self, text: str) -> Iterator[tuple[str, str, int, int]]:
        """Each name that stands in a text, the record, and where it begins and ends."""
        tokens = [match.span() for match in TOKEN.finditer(text)] if self.known else []
        for at, (low, _) in enumerate(tokens):
            letters = ""
            for start, end in tokens[at:]:
                letters += text[start:end]
                if len(letters) > self.longest:
                    break
                hit = self.known.get(self.squeezed(letters))
                if hit:
                    yield *hit, low, end

    def record(self, text: str) -> str | None:
        """The record that a text gives away, if any."""
        return next((record for _, record, _, _ in self.found(text)), None)


@dataclass
class Guard:
    """Records that may not be published exactly, and sources whose rows may not be passed on.

    `levels` maps a record's id to township, admin1 or withhold; `own` to the words that may not stand in a row about it. `names` maps
    words that nobody may write of their own accord to the id of the record, `telling` those that no open record bears: they may stand
    nowhere. A township that an open record names as well tells nothing, and stays in the rows of that record.
    """

    levels: dict[str, str] = field(default_factory=dict)
    own: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    telling: dict[str, str] = field(default_factory=dict)
    kept_sources: frozenset[str] = frozenset()
    sources: dict[str, str] = field(default_factory=dict)  # id of a source that tells → the id under which it is cited

    def named_in(self, text: str) -> str | None:
        """The id of a restricted record that the author's words name, if any."""
        return self._names.record(text)

    def told_by(self, text: str) -> str | None:
        """The id of a restricted record that a text gives away: by a name that no open record bears, or by an id that tells."""
        return self._telling.record(text)

    @cached_property
    def _names(self) -> Names:
        return Names(self.names)

    @cached_property
    def _telling(self) -> Names:
        return Names(self.telling)

    def told_in(self, text: str) -> list[tuple[int, str, str]]:
        """Where in a text restricted records are given away: offset, words, record."""
        return [(low, text[low:high], record) for _, record, low, high in self._telling.found(text)]

    @cached_property
    def secret(self) -> frozenset[str]:
        """Ids that stand in no file: those of restricted records, and of sources that would name one."""
        return frozenset({*self.levels, *self.sources})

    def keeps(self, record: str) -> bool:
        """Whether the key of a record (parts joined by |) is, or gives away, one that is kept back."""
        return bool(self.levels) and (not self.secret.isdisjoint(record.split("|")) or self.told_by(record) is not None)

    def hide(self, result: Result) -> tuple[list[bool], list[bool]]:
        """Blank too exact cells of a result in place; tell of each row whether it must not be printed, and whether it was touched."""
        names = [column.name for column in result.columns]
        keys = [at for at, name in enumerate(names) if name in ABOUT or (name.endswith(("_id", "_ids")) and name != SOURCE_COLUMN)]
        hidden, touched = [], []
        for number, row in enumerate(result.rows):
            found = [part for at in keys for part in parts_of(row[at]) if part in self.levels]
            level = strictest(self.levels[part] for part in found)
            drop = level == "withhold" or (bool(keys) and self.kept(row, names))
            cells = self.coarse(row, names, level, found)
            hidden.append(drop)
            touched.append(drop or cells != row)
            result.rows[number] = cells
        return hidden, touched

    def kept(self, row: tuple[Any, ...], names: list[str]) -> bool:
        if not self.kept_sources or SOURCE_COLUMN not in names:
            return False
        return bool(self.kept_sources & set((row[names.index(SOURCE_COLUMN)] or "").split("; ")))

    def coarse(self, row: tuple[Any, ...], names: list[str], level: str, found: list[str]) -> tuple[Any, ...]:
        """The row without what is nearer than its level; a row that is about no restricted record loses only words that tell."""
        if not self.levels:
            return row
        finer = FINER.get(level, ())
        own = Names({name: record for record in found for name in self.own.get(record, ())})
        cells = []
        for name, value in zip(names, row, strict=True):
            text = isinstance(value, str) and name != SOURCE_COLUMN
            tells = text and (self.told_by(value) or own.record(value) or any(part in self.levels for part in parts_of(value)))
            if value is not None and (name in finer or tells):
                cells.append(WITHHELD if isinstance(value, str) else None)
            else:
                cells.append(value)
        return tuple(cells)


def parts_of(value: Any) -> list[str]:
    """The ids in a cell."""
    return re.split(r"; |\|", value) if isinstance(value, str) else []


def strictest(levels: Iterable[str]) -> str:
    return max(levels, key=LEVELS.index, default="")


def read_guard(warehouse: Warehouse) -> Guard:
    """Read from the facts which records and sources must be held back."""
    guard = Guard()
    for table, key in KEYS.items():
        if "publish_precision" not in columns_of(warehouse, table):
            continue
        wanted = ", ".join([key, "publish_precision", *NAMES.get(table, ())])
        marked = "publish_precision in ('township', 'admin1', 'withhold')"
        for row in warehouse.sql(f"select {wanted} from {table} where {marked} order by {key}").rows:
            guard.levels[row[0]] = row[1]
            pairs = zip(NAMES.get(table, ()), row[2:], strict=True)
            # the township itself may be named where the row is published by township
            guard.own[row[0]] = tuple(
                text for name, text in pairs if text and len(text) > 2 and not (name == "township" and row[1] == "township")
            )
    if "redistribution" in columns_of(warehouse, "sources"):
        rows = warehouse.sql("select source_id from sources where redistribution = 'no'").rows
        guard.kept_sources = frozenset(row[0] for row in rows)
    return with_names(guard, warehouse) if guard.levels else guard


def with_names(guard: Guard, warehouse: Warehouse) -> Guard:
    """Claims follow their strike; names are told apart by whether an open record bears them; sources that tell get a neutral id."""
    if {"airstrike_id", "claim_id"} <= set(columns_of(warehouse, "claims")):
        for claim, strike in warehouse.sql("select claim_id, airstrike_id from claims order by claim_id").rows:
            if strike in guard.levels:
                guard.levels[claim] = strictest([guard.levels[strike], guard.levels.get(claim, "township")])
                guard.own[claim] = (*guard.own.get(claim, ()), *guard.own.get(strike, ()))
    open_words, townships = open_names(guard, warehouse)
    every = {name: record for record, words in guard.own.items() for name in words}
    borne = {name for name, *_ in Names(every).found(open_words)}
    guard.telling = {name: record for name, record in every.items() if name not in borne}
    guard.names = {name: record for name, record in every.items() if name not in borne & townships}
    for record, level in guard.levels.items():
        if level == "withhold" or Names(dict.fromkeys(guard.own.get(record, ()), record)).record(record):
            guard.telling.setdefault(record, record)
    if "sources" in warehouse.loaded:
        sources = [row[0] for row in warehouse.sql("select source_id from sources order by source_id").rows]
        telling = [source for source in sources if guard.told_by(source)]
        guard.sources = {source: f"source-held-back-{number}" for number, source in enumerate(telling, 1)}
    return guard


def open_names(guard: Guard, warehouse: Warehouse) -> tuple[str, set[str]]:
    """Every name that an open record bears, as one text, and all names of townships."""
    words: set[str] = set()
    townships: set[str] = set()
    for table, columns in NAMES.items():
        held = columns_of(warehouse, table)
        if not held:
            continue
        for row in warehouse.sql(f"select {KEYS[table]}, {', '.join(columns)} from {table}").rows:
            level = guard.levels.get(row[0], "")
            cells = dict(zip(columns, row[1:], strict=True))
            townships |= {cells.get("township") or ""}
            words |= {text for name, text in cells.items() if text and (not level or (name == "township" and level == "township"))}
    return "\n".join(sorted(words)), townships


def columns_of(warehouse: Warehouse, table: str) -> list[str]:
    """Columns of a loaded table; none when it is not loaded."""
    if table not in warehouse.loaded:
        return []
    return [row[0] for row in warehouse.sql(f"describe {table}").rows]
