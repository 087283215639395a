"""Which rows are held back, and how they read when they are published: worked out on plain rows,
before anything is asked of them.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sanctrack.definitions.contracts import ACTIONS, LEVELS, PRECISION, Contract, Field, ForeignKey
from sanctrack.errors import DataError
from sanctrack.publication.marks import MARK, SHIPPED
from sanctrack.publication.names import Names, letters_of, plurals, public_names, spellings

SOURCES = "sources"
ACTORS = "actors"
STAND_IN = "not-published"
STAND_IN_NAME = "Not published"
OWN, BELONGS, NAMED = "own", "belongs to", "names"
WITHHOLD = "withhold"


@dataclass(eq=False)
class Row:
    """A row of a table of facts on its way out.

    `level` is township, admin1, withhold or blank (exact), `inherited` when it has it from a row
    that it hangs on. `touched`: it does not leave as it stands; `wordless`: its free text goes;
    `lost` are references that go, by what takes their place.
    """

    contract: Contract
    cells: dict[str, Any]
    level: str = ""
    inherited: bool = False
    touched: bool = False
    wordless: bool = False
    renamed: bool = False
    hidden_source: bool = False
    names_masked: bool = False
    lost: dict[ForeignKey, str] = field(default_factory=dict)

    @property
    def dataset(self) -> str:
        return str(self.cells.get("dataset") or SHIPPED)

    @property
    def key(self) -> tuple[Any, ...]:
        return tuple(self.cells[part] for part in self.contract.primary_key)

    @property
    def record(self) -> str:
        """The key as one text, its parts joined by |, as `evidence.record_id` names it."""
        return "|".join("" if part is None else str(part) for part in self.key)

    @property
    def reference_columns(self) -> set[str]:
        """Columns that hold keys of other rows; words in place of a key would refer to nothing."""
        return {name for key in self.contract.foreign_keys for name in key.fields}

    @property
    def held(self) -> bool:
        return bool(self.level) or self.hidden_source

    def raise_to(self, level: str, inherited: bool) -> bool:
        """Take a coarser level; False where the row has it, or a coarser one, already."""
        if self.level and LEVELS.index(self.level) >= LEVELS.index(level):
            return False
        self.level, self.inherited = level, inherited
        return True

    def touch(self) -> bool:
        """Note that the row does not leave as it stands and that its words go; False where that was
        noted already.
        """
        new = not (self.touched and self.wordless)
        self.touched = self.wordless = True
        return new


Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class HeldBack:
    """How many rows of a table are coarsened or withheld, or have words masked, and why.

    `reason`: 'own' mark, 'belongs to' a row that is held back, 'names' a record that is, 'terms' of
    a list.
    """

    table: str
    dataset: str
    precision: str
    reason: str
    rows: int


@dataclass
class Publication:
    """What came of the rows of all tables.

    `levels`: record id → level, `neutral`: the ids under which records are published instead of
    their own, `withheld_ids`: those of rows that are counted and not printed; `names` find what may
    not be printed; `public` are names of held-back records that stand in ordinary text all the
    same, by record.
    """

    tables: Tables
    levels: dict[str, str] = field(default_factory=dict)
    neutral: dict[str, str] = field(default_factory=dict)
    withheld_ids: frozenset[str] = frozenset()
    names: Names = field(default_factory=lambda: Names({}))
    public: dict[str, str] = field(default_factory=dict)
    held_back: list[HeldBack] = field(default_factory=list)


def publish(tables: Tables, vocabulary: Iterable[str] = ()) -> Publication:
    """Work out how the rows may be published and change them so (DESIGN 2.11).

    Withheld rows, and those that hang on them by the contracts' foreign keys, keep only what totals
    count; coarsened rows lose what is nearer than their level; other rows lose the texts that would
    name one of these. Ids that would tell become neutral. `vocabulary` are texts whose words are
    nobody's secret.

    Raises DataError for a mark that is none: it cannot be told then what may go out.
    """
    made = Publication(tables)
    if not read_marks(tables):
        return made
    index = Index(tables)
    spread_levels(tables, index)
    spread_stand_ins(tables)
    spread_levels(tables, index)
    hide_sources(tables, index)
    made.names, made.public = find_names(tables, vocabulary)
    made.levels = {row.record: row.level or WITHHOLD for row in every(tables) if row.held}
    mask_datasets(tables, made.names)
    made.held_back = counted(tables)
    renaming = rename(tables, made.names)
    made.neutral = {old: new for names in renaming.values() for old, new in names.items()}
    made.withheld_ids = frozenset(new for new in made.neutral.values() if "-withheld-" in new)
    references = Rewriter(tables, index, renaming)
    # shipped rows print no secret name where none of them is marked: a name that they print is
    # public
    open_sets = {SHIPPED} - {row.dataset for row in every(tables) if row.level}
    for row in every(tables):
        references.rewrite(row)
        if row.dataset not in open_sets:
            mask(row, made.names)
    made.held_back += masked_counts(tables)
    add_stand_in(tables)
    return made


def every(tables: Tables) -> Iterator[Row]:
    for rows in tables.values():
        yield from rows


class Index:
    """Rows by what refers to them."""

    def __init__(self, tables: Tables) -> None:
        self.by_columns: dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], Row]] = {}
        self.by_record = {name: {row.record: row for row in rows} for name, rows in tables.items()}
        self.tables = tables

    def parent(self, row: Row, key: ForeignKey) -> Row | None:
        """The row that a row refers to."""
        if key.table not in self.tables:
            return None
        values = tuple(row.cells[name] for name in key.fields)
        if None in values:
            return None
        columns = key.table, key.target_fields
        if columns not in self.by_columns:
            self.by_columns[columns] = {
                tuple(target.cells[name] for name in key.target_fields): target
                for target in self.tables[key.table]
            }
        return self.by_columns[columns].get(values)

    def subject(self, row: Row) -> Row | None:
        """The row of any table that a row is about (the contract's refersTo)."""
        if row.contract.refers_to is None:
            return None
        table, key = (row.cells[name] for name in row.contract.refers_to)
        return self.by_record.get(str(table), {}).get(str(key))


# -- levels
# --------------------------------------------------------------------------------------------------


def read_marks(tables: Tables) -> bool:
    """Read the marks of the rows; False where no row has one."""
    any_mark = False
    for row in every(tables):
        mark = row.cells.get(PRECISION)
        if mark in (None, "", "exact"):
            continue
        if mark not in row.contract.levels:
            takes = ", ".join(["exact", *row.contract.levels])
            raise DataError(
                f"{row.contract.name} {row.record}: {PRECISION} is '{mark}'; it takes {takes}. "
                f"Nothing goes out while this is not clear"
            )
        row.level = str(mark)
        any_mark = True
    return any_mark


def spread_levels(tables: Tables, index: Index) -> None:
    """Let levels pass along the foreign keys, until nothing changes any more."""
    changed = True
    while changed:
        changed = False
        for row in every(tables):
            for key in row.contract.foreign_keys:
                parent = index.parent(row, key) if key.table != SOURCES else None
                if parent is not None and parent.level:
                    changed |= follow(row, key, parent)
            subject = index.subject(row)
            if subject is not None and subject.level == WITHHOLD:
                changed |= row.raise_to(WITHHOLD, inherited=True)
            elif subject is not None and (subject.level or subject.touched):
                changed |= row.touch()


def follow(row: Row, key: ForeignKey, parent: Row) -> bool:
    """What becomes of a row when the row that it refers to is held back; whether
    its level changed.
    """
    if parent.level == WITHHOLD and key.when_withheld == "row":
        return row.raise_to(WITHHOLD, inherited=True)
    changed = row.touch()
    if parent.level == WITHHOLD:
        row.lost[key] = key.when_withheld
    elif key.when_withheld == "row" and parent.level in row.contract.levels:
        changed |= row.raise_to(parent.level, inherited=True)
    return changed


def spread_stand_ins(tables: Tables) -> None:
    """Rows that say something together (a joint call) may each name a withheld speaker: they lose
    their words with it.
    """
    for rows in tables.values():
        touched = [row for row in rows if "stand_in" in row.lost.values()]
        if not touched:
            continue
        joined = [
            key for key in touched[0].contract.foreign_keys if key.table == touched[0].contract.name
        ]
        group = {row.key[0] for row in touched}
        group |= {row.cells[key.fields[0]] for row in touched for key in joined} - {None}
        for row in rows:
            if row.key[0] in group or any(row.cells[key.fields[0]] in group for key in joined):
                row.touch()
                row.renamed = True


def hide_sources(tables: Tables, index: Index) -> None:
    """Hide the sources that rows rested on, none of which leaves as it stands, with their copies
    and origins.

    So are the sources that no row rests on, in the data sets that hold marked rows, and those that
    are marked themselves.
    """
    sources = tables.get(SOURCES, [])
    used: set[Any] = set()
    openly: set[Any] = set()
    for row in every(tables):
        if row.contract.name == SOURCES:
            continue
        subject = index.subject(row)
        whole = (
            not row.level
            and not row.touched
            and not (subject is not None and (subject.level or subject.touched))
        )
        for key in row.contract.foreign_keys:
            if key.table == SOURCES:
                used.add(row.cells[key.fields[0]])
                openly |= {row.cells[key.fields[0]]} if whole else set()
    datasets = {row.dataset for row in every(tables) if row.level}
    marked = {row.record for row in sources if row.level}
    rows = {row.record: row for row in sources if row.record not in openly or row.level}
    hidden = {name for name, row in rows.items() if name in used or row.dataset in datasets}
    origins = {row.record: row.cells.get("origin_source_id") for row in sources}
    grown = True
    while grown:
        near = {
            name
            for name in rows
            if origins[name] in hidden or name in {origins[other] for other in hidden}
        }
        grown = not near <= hidden
        hidden |= near
    for name in hidden:
        rows[name].hidden_source = True
    for row in sources:
        if origins[row.record] in hidden and row.record not in marked:
            row.touched = row.wordless = True


# -- names
# --------------------------------------------------------------------------------------------------


def find_names(tables: Tables, vocabulary: Iterable[str]) -> tuple[Names, dict[str, str]]:
    """The finder of names and ids that may stand nowhere, and the names that are public all the
    same, by record.
    """
    secret: dict[str, str] = {}
    ids: dict[str, str] = {}
    open_texts = list(vocabulary)
    open_names: set[str] = set()
    marked_sets = {row.dataset for row in every(tables) if row.level}
    for row in every(tables):
        for item in row.contract.fields:
            text = row.cells.get(item.name)
            if not isinstance(text, str) or not text:
                continue
            if item.identifies and hides(row, item):
                for spelling in spellings(text):
                    secret.setdefault(spelling, row.record)
            elif row.dataset == SHIPPED and SHIPPED not in marked_sets:
                open_texts.append(text)
            elif item.identifies:
                open_names |= {letters_of(spelling) for spelling in spellings(text)}
        if row.held and len(row.contract.primary_key) == 1:
            is_word = row.record.isalpha()
            (secret if is_word else ids).setdefault(row.record, row.record)
    public = public_names(secret, open_texts) | {
        name for name in secret if letters_of(name) in open_names
    }
    names = {name: record for name, record in secret.items() if name not in public}
    several = {plural for name in names for plural in plurals(name)}
    common = {letters_of(word) for word in public_names(several, open_texts)} | open_names
    return Names(names, ids, common), {name: secret[name] for name in sorted(public)}


def hides(row: Row, item: Field) -> bool:
    """Whether the words of this cell may not be printed."""
    if row.level == WITHHOLD or row.hidden_source:
        return True
    return bool(row.level) and item.publish.get(row.level) not in (None, "keep")


# -- ids
# --------------------------------------------------------------------------------------------------


def rename(tables: Tables, names: Names) -> dict[str, dict[str, str]]:
    """By table: the ids that rows are published under instead of their own, numbered in an order
    that tells nothing.
    """
    seen_sources = sources_in_sight(tables)
    renaming: dict[str, dict[str, str]] = {}
    for name, rows in tables.items():
        if not rows or len(rows[0].contract.primary_key) != 1:
            continue
        for word in ("held", "withheld"):
            ids = [row.record for row in rows if kind_of_id(row, names, seen_sources) == word]
            ids.sort(
                key=lambda record: hashlib.md5(record.encode(), usedforsecurity=False).hexdigest()
            )
            renaming.setdefault(name, {}).update(
                {
                    record: f"{name.replace('_', '-')}-{word}-{number}"
                    for number, record in enumerate(ids, 1)
                }
            )
    return renaming


def kind_of_id(row: Row, names: Names, seen_sources: set[str]) -> str:
    if row.contract.name == SOURCES and row.held:
        return "held" if row.record in seen_sources else "withheld"
    if row.level == WITHHOLD:
        return "withheld"
    if row.level or row.renamed:
        return "held"
    if row.dataset == SHIPPED:
        return ""
    return "held" if names.record(row.record) else ""


def sources_in_sight(tables: Tables) -> set[str]:
    """The sources that rows which are printed refer to, and the origins of these."""
    seen = {
        row.cells[key.fields[0]]
        for row in every(tables)
        if row.level != WITHHOLD and row.contract.name != SOURCES
        for key in row.contract.foreign_keys
        if key.table == SOURCES
    }
    rows = {row.record: row for row in tables.get(SOURCES, [])}
    waiting = [*(seen & set(rows)), *(name for name, row in rows.items() if not row.held)]
    while waiting:
        origin = rows[waiting.pop()].cells.get("origin_source_id")
        if origin in rows and origin not in seen:
            seen.add(origin)
            waiting.append(origin)
    return seen


class Rewriter:
    """Rewrites rows: what their level blanks, what totals still count, and the ids that they refer
    to.
    """

    def __init__(self, tables: Tables, index: Index, renaming: dict[str, dict[str, str]]) -> None:
        self.contracts = {name: rows[0].contract for name, rows in tables.items() if rows}
        self.renaming = renaming
        # before ids change
        self.parents = {
            row: {key: index.parent(row, key) for key in row.contract.foreign_keys}
            for row in every(tables)
        }
        self.subjects = {row: index.subject(row) for row in every(tables) if row.contract.refers_to}

    def rewrite(self, row: Row) -> None:
        if row.level == WITHHOLD or row.hidden_source:
            self.reduce(row)
        elif row.level:
            coarsen(row)
        if row.level and PRECISION in row.cells:
            row.cells[PRECISION] = row.level
        self.refer(row)
        if row.wordless and row.level != WITHHOLD:
            for item in row.contract.fields:
                if is_free_text(item, row.contract):
                    row.cells[item.name] = emptied(item, row.cells[item.name])

    def reduce(self, row: Row) -> None:
        """Keep of a withheld row what totals count: days, figures and codes; and the references to
        rows withheld like it.
        """
        about, subject = row.contract.refers_to, self.subjects.get(row)
        kept = {*row.reference_columns, PRECISION, *(about or ())}
        if len(row.contract.primary_key) == 1:
            kept |= set(row.contract.primary_key)  # it becomes a neutral one
        for item in row.contract.fields:
            if item.name not in kept and not is_counted(item):
                row.cells[item.name] = emptied(item, row.cells[item.name])
        if about and (subject is None or subject.level != WITHHOLD):
            row.cells[about[1]] = None
        for key, parent in self.parents[row].items():
            if parent is None or (key.table != SOURCES and parent.level != WITHHOLD):
                for name in key.fields:
                    if row.contract.field(name).publish.get(WITHHOLD) != "count":
                        row.cells[name] = None

    def refer(self, row: Row) -> None:
        """Put the published ids in place of those that the row refers to, and its own."""
        for key, how in row.lost.items():
            for name in key.fields:
                row.cells[name] = STAND_IN if how == "stand_in" else None
        changed: set[str] = set()
        for key, parent in self.parents[row].items():
            new = self.renaming.get(key.table, {})
            for name in key.fields:
                if name not in changed and row.cells[name] in new:
                    row.cells[name] = new[row.cells[name]]
                    changed.add(name)
                    row.wordless |= (
                        parent is not None
                        and (parent.held or parent.renamed)
                        and row.contract.name != SOURCES
                    )
        if len(row.contract.primary_key) == 1:
            own = row.contract.primary_key[0]
            row.cells[own] = self.renaming.get(row.contract.name, {}).get(
                row.cells[own], row.cells[own]
            )
        if row.contract.refers_to and self.subjects.get(row) is not None:
            table, key_column = row.contract.refers_to
            if row.cells[key_column] is None:
                return
            row.cells[key_column] = self.record_of(
                str(row.cells[table]), str(row.cells[key_column])
            )

    def record_of(self, table: str, record: str) -> str:
        """The key of a record of any table with published ids in it."""
        contract = self.contracts[table]
        targets = {
            key.fields[0]: key.table for key in contract.foreign_keys if len(key.fields) == 1
        }
        if len(contract.primary_key) == 1:
            targets[contract.primary_key[0]] = table
        parts = record.split("|")
        names = contract.primary_key if len(parts) == len(contract.primary_key) else ()
        return (
            "|".join(
                self.renaming.get(targets.get(name, ""), {}).get(part, part)
                for name, part in zip(names, parts, strict=False)
            )
            or record
        )


def coarsen(row: Row) -> None:
    """Blank what is nearer than the level of the row, as the contract says."""
    before = dict(row.cells)
    for item in row.contract.fields:
        action = item.publish.get(row.level, "keep")
        match = ACTIONS.fullmatch(action)
        if action == "keep" or match is None:
            continue
        if match["to"]:
            row.cells[item.name] = coarser_code(item, before, match["to"])
        elif match["column"] is None or before.get(match["column"]) != match["code"]:
            row.cells[item.name] = (
                None if item.name in row.reference_columns else emptied(item, before[item.name])
            )


def coarser_code(item: Field, cells: dict[str, Any], code: str) -> str | None:
    """The coarser of the row's own code and that of its level; a level whose column is blank (no
    township) is no level.
    """
    order = list(item.codes or {})
    if code in cells and cells[code] is None:
        code = order[min(order.index(code) + 1, len(order) - 1)]
    own = cells[item.name]
    return own if own in order and order.index(own) > order.index(code) else code


def is_free_text(item: Field, contract: Contract) -> bool:
    """Whether a cell holds words of people's own, in which a record that the row refers to may be
    named.
    """
    rule = item.publish.get("reference")
    if rule:
        return rule == "blank"
    keys = {name for key in contract.foreign_keys for name in key.fields}
    if (
        item.name in keys
        or [item.name] == list(contract.primary_key)
        or item.name in (contract.refers_to or ())
    ):
        return False
    return item.type == "string" and not (
        item.codes or item.pattern or item.required or item.identifies
    )


def is_counted(item: Field) -> bool:
    """Whether totals need this cell of a withheld row: days, whole numbers and codes, unless the
    contract says otherwise.
    """
    rule = item.publish.get(WITHHOLD)
    if rule:
        return rule == "count"
    return bool(item.codes) or item.type in ("date", "datetime", "integer", "boolean")


def emptied(item: Field, value: Any) -> Any:
    """A cell without its value: words become the mark, everything else (and an address, which a
    mark is none of) null.
    """
    if value is None:
        return None
    return MARK if item.type == "string" and not item.codes and not item.pattern else None


def mask(row: Row, names: Names) -> None:
    """Hold back the texts of a row that name a record which may not be named."""
    for item in row.contract.fields:
        value = row.cells.get(item.name)
        if isinstance(value, str) and value != MARK and not item.codes and names.record(value):
            row.cells[item.name] = emptied(item, value)
            row.names_masked = True


def mask_datasets(tables: Tables, names: Names) -> None:
    """The name of the user's own data set is that of a folder, which may name what is withheld."""
    neutral = {
        name: "workspace"
        for name in {row.dataset for row in every(tables)}
        if name != SHIPPED and names.record(name)
    }
    for row in every(tables) if neutral else ():
        row.cells["dataset"] = neutral.get(row.dataset, row.dataset)


def counted(tables: Tables) -> list[HeldBack]:
    """Rows that are held back by level, by table, data set and reason."""
    counts: dict[tuple[str, str, str, str], int] = {}
    for row in every(tables):
        if row.level:
            key = row.contract.name, row.dataset, row.level, BELONGS if row.inherited else OWN
            counts[key] = counts.get(key, 0) + 1
    return [
        HeldBack(*key, rows)
        for key, rows in sorted(counts.items(), key=lambda item: (item[0][3] != OWN, item[0]))
    ]


def masked_counts(tables: Tables) -> list[HeldBack]:
    counts: dict[tuple[str, str], int] = {}
    for row in every(tables):
        if row.names_masked and not row.held:
            key = row.contract.name, row.dataset
            counts[key] = counts.get(key, 0) + 1
    return [
        HeldBack(table, dataset, "exact", NAMED, rows)
        for (table, dataset), rows in sorted(counts.items())
    ]


def add_stand_in(tables: Tables) -> None:
    """Add the actor 'Not published', where something is said by one."""
    used = next((row for row in every(tables) if "stand_in" in row.lost.values()), None)
    if used is None or not tables.get(ACTORS):
        return
    contract = tables[ACTORS][0].contract
    cells: dict[str, Any] = dict.fromkeys(contract.columns)
    cells |= {"actor_id": STAND_IN, "name": STAND_IN_NAME, "dataset": used.cells.get("dataset")}
    tables[ACTORS].append(Row(contract, cells, touched=True))
