"""Contracts: what each table holds, in words and types; one YAML file a table in `schemas/`."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.definitions.paths import Home, table_names
from sanctrack.definitions.quoting import quoted
from sanctrack.definitions.shapes import (
    ONE_OR_MORE,
    Either,
    Flag,
    Key,
    Kind,
    ListOf,
    MapOf,
    Shape,
    Text,
    known_keys,
    needed,
)
from sanctrack.errors import DefinitionError, did_you_mean
from sanctrack.foreign import reading

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "Contract",
    "Field",
    "ForeignKey",
    "known_keys",
    "load_contract",
    "needed",
    "table_names",
]

TYPES = {
    "string": "varchar",
    "integer": "bigint",
    "number": "double",
    "date": "date",
    "datetime": "timestamp",
    "boolean": "boolean",
}
# how exactly a row may be published, from nearest to not at all, and the column in which its owner
# says so
PRECISION = "publish_precision"
LEVELS = ("township", "admin1", "withhold")
COARSE_LEVELS = LEVELS[:2]
# what becomes of a cell at a level: words become a mark, everything else null; `count`: not
# printed, but totals count it
ACTIONS = re.compile(
    r"keep|blank|blank unless (?P<column>[a-z0-9_]+)=(?P<code>[a-z0-9_]+)|code (?P<to>[a-z0-9_]+)"
)
# what becomes of a row that refers to a withheld one
WHEN_WITHHELD = ("row", "blank", "stand_in")


CONSTRAINTS = Shape(
    {
        "required": Key("Whether every row must have a value.", Flag()),
        "unique": Key("Whether no two rows may have the same value.", Flag()),
        "minimum": Key("The lowest value, in the type of the column.", Kind()),
        "maximum": Key("The highest value, in the type of the column.", Kind()),
        "pattern": Key("A regular expression that the whole value must match."),
    }
)
FIELD = Shape(
    {
        "name": Key("Name of the column; dates end in _on, instants in _at.", needed=True),
        "type": Key("Type of the values.", Text(*TYPES), needed=True),
        "unit": Key("Unit of the values, such as tonnes."),
        "description": Key("What the column means, and what a blank means.", needed=True),
        "codes": Key("The only values, each with its meaning.", MapOf()),
        "labels": Key("What pages and pictures print for a code.", MapOf()),
        "optional": Key("Whether a file may lack the column.", Flag()),
        "not_shown": Key("Why `sanctrack show` leaves the column out."),
        "compared_as": Key("What `sanctrack changes` calls a change of the column (lists)."),
        "not_compared": Key("Why `sanctrack changes` leaves the column out (lists)."),
        "constraints": Key("What every value must keep to.", CONSTRAINTS),
        "identifies": Key("Whether its words name the record of the row.", Flag()),
        "publish": Key(
            "By level of publish_precision what becomes of a cell: keep, blank, blank unless "
            "COLUMN=CODE, code CODE.",
            MapOf(),
        ),
    }
)
REFERENCE = Shape(
    {
        "resource": Key("The table that is referred to.", needed=True),
        "fields": Key("Its key columns, in the order of `fields`.", ListOf(), needed=True),
    }
)
FOREIGN_KEY = Shape(
    {
        "fields": Key("Columns of this table that hold a key of another.", ListOf(), needed=True),
        "reference": Key("Whose key they hold.", REFERENCE, needed=True),
        "when_withheld": Key(
            "What becomes of a row here when the row that it refers to is withheld.",
            Text(*WHEN_WITHHELD),
        ),
    }
)
RECORD = Shape(
    {
        "kind": Key("The kind of record that `sanctrack show` sets the rows under.", needed=True),
        "id": Key("The key column that holds its id; without it the whole key."),
    }
)
REFERS_TO = Shape(
    {
        "table": Key("The column that names a table.", needed=True),
        "key": Key("The column that holds the key of a row in it.", needed=True),
    }
)
DATED = Shape(
    {
        "day": Key("Which day it is, in words.", needed=True),
        "of": Key("The table or view that has the day, where this one has not."),
        "from": Key("The column of its first possible day.", needed=True),
        "to": Key("The column of its last possible day.", needed=True),
    }
)
NOT_KNOWN = Shape(
    {
        "blank": Key("The column, or all columns, that are blank.", ONE_OR_MORE, needed=True),
        "code": Key("A code of the first column that says the same as a blank."),
        "only": Key("Narrows the rows that are asked: column: code or codes.", MapOf(ONE_OR_MORE)),
    }
)
ABOUT_COLUMN = Shape(
    {
        "column": Key("The column that the code stands for, as table.column.", needed=True),
        "only": Key("Narrows the rows of that table: column: value.", MapOf()),
    }
)
ABOUT = Shape(
    {
        "key": Key("The column whose code says which column the value is of.", needed=True),
        "value": Key("The column that holds the value.", needed=True),
        "columns": Key(
            "For each code its column, as table.column.",
            MapOf(Either(Text(), ABOUT_COLUMN)),
            needed=True,
        ),
    }
)
CONTRACT = Shape(
    {
        "name": Key("Name of the table; the file is called like it.", needed=True),
        "title": Key("Title in a few words.", needed=True),
        "description": Key("What the table holds, and what it does not.", needed=True),
        "grain": Key("What one row is: one row per …", needed=True),
        "kept_in": Key(
            "Whether the rows are facts or filled by importers.", Text("datasets", "workspace")
        ),
        "primaryKey": Key("Columns that name a row, in order.", ListOf(), needed=True),
        "foreignKeys": Key("Keys of other tables that its columns hold.", ListOf(FOREIGN_KEY)),
        "refersTo": Key("Columns that refer to a row of any table.", REFERS_TO),
        "record": Key("The record that a row belongs to in `sanctrack show`.", RECORD),
        "not_shown": Key("Why `sanctrack show` has none of the rows."),
        "dated": Key("The day that a row is dated by.", DATED),
        "not_known": Key(
            "What a row may leave open, by name: a column that is blank, or more.",
            MapOf(Either(Text(), NOT_KNOWN)),
        ),
        "about": Key("Two columns that say what a row is about.", ABOUT),
        "fields": Key("The columns, in order.", ListOf(FIELD), needed=True),
    }
)


@dataclass(frozen=True)
class Field:
    """One column: its type (a key of TYPES), meaning, unit, closed codes and constraints.

    `identifies`: its words name the row's record, and are looked for everywhere when the row may
    not be named. `publish` says by level what becomes of a cell when its row is published less
    exactly (see LEVELS, ACTIONS).
    """

    name: str
    type: str
    description: str
    unit: str | None = None
    codes: dict[str, str] | None = None
    labels: dict[str, str] = field(default_factory=dict)
    optional: bool = False
    required: bool = False
    unique: bool = False
    minimum: Any = None
    maximum: Any = None
    pattern: str | None = None
    not_shown: str | None = None
    """Why `sanctrack show` leaves the column out; without it every column is shown."""
    compared_as: str | None = None
    """What `sanctrack changes` calls a change of the column; of tables of lists alone."""
    not_compared: str | None = None
    """Why `sanctrack changes` leaves the column out; of tables of lists alone."""
    identifies: bool = False
    publish: dict[str, str] = field(default_factory=dict, hash=False)

    def label(self, code: str) -> str:
        """What pages and pictures print for a code: its label, else the code itself with blanks for
        underscores.
        """
        return self.labels.get(code) or code.replace("_", " ")

    @property
    def words(self) -> str:
        """The description with its unit, as every reader prints it."""
        return f"{self.description} Unit: {self.unit}." if self.unit else self.description


@dataclass(frozen=True)
class ForeignKey:
    """`fields` of this table hold the key `target_fields` of `table`; a blank refers to nothing.

    `when_withheld` says what becomes of a row here when the row that it refers to is withheld:
    `row` (it is withheld too), `blank` (the reference goes) or `stand_in` (it refers to 'Not
    published', so that no denial is dropped).
    """

    fields: tuple[str, ...]
    table: str
    target_fields: tuple[str, ...]
    when_withheld: str = "row"


@dataclass(frozen=True)
class Record:
    """The record that a row belongs to in `sanctrack show`: its kind, and the key column that holds
    its id (None: the whole key).
    """

    kind: str
    id: str | None

    def place_in(self, key: tuple[str, ...]) -> int:
        """The place of the id among the parts of a key, from 1; 0 where the whole key is the id."""
        return 0 if self.id is None else key.index(self.id) + 1


@dataclass(frozen=True)
class Dated:
    """The day that a row is dated by: `day` says in words which one, `first` and `last` are the
    columns of its bounds.

    They stand in the table itself, or in `of`: a table that it refers to, or a view of one row for
    each of its own rows.
    """

    day: str
    first: str
    last: str
    of: str | None = None


@dataclass(frozen=True)
class NotKnown:
    """What a row leaves open, by name: every column of `blank` is blank, or the first holds `code`.

    `only` narrows the rows that are asked, by the codes of columns: a share is missing only where
    there can be one.
    """

    name: str
    blank: tuple[str, ...]
    code: str | None = None
    only: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class AboutColumn:
    """A column of another table that a code stands for, in the rows that `only` leaves."""

    table: str
    column: str
    only: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class About:
    """Two columns that say what a row is about: `key` holds a code, `value` a value of the column
    that the code stands for (`columns`).
    """

    key: str
    value: str
    columns: dict[str, AboutColumn] = field(hash=False)


@dataclass(frozen=True)
class Contract:
    """A table's contract. `kept_in` is 'datasets' (facts) or 'workspace' (filled by importers).

    `record` tells under which record `show` sets the rows; `not_shown` says why it has none of
    them.
    """

    name: str
    title: str
    description: str
    grain: str
    kept_in: str
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    fields: tuple[Field, ...]
    record: Record | None = None
    not_shown: str | None = None
    # columns that name a table and the key of a row in it: a reference to a row of any table
    refers_to: tuple[str, str] | None = None
    dated: Dated | None = None
    not_known: tuple[NotKnown, ...] = ()
    about: About | None = None

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels of publish_precision that a row of this table can be marked with, besides
        exact.
        """
        codes = next((item.codes for item in self.fields if item.name == PRECISION), None) or {}
        return tuple(level for level in LEVELS if level in codes)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    def ordered_pairs(self) -> list[tuple[str, str]]:
        """Pairs of columns whose order follows from their names: earliest ≤ latest, min ≤ max."""
        names = set(self.columns)
        pairs = []
        for low in self.columns:
            for ending, other in (
                ("_earliest_on", "_latest_on"),
                ("_min", "_max"),
                ("_min_pct", "_max_pct"),
                ("_start_on", "_end_on"),
            ):
                if low.endswith(ending) and low.removesuffix(ending) + other in names:
                    pairs.append((low, low.removesuffix(ending) + other))
            if low == "earliest_on" and "latest_on" in names:
                pairs.append((low, "latest_on"))
        return pairs

    def create_table(self) -> str:
        """Return the DuckDB statement that makes this table, empty, with the column `dataset`."""
        columns = ", ".join(f"{quoted(field.name)} {TYPES[field.type]}" for field in self.fields)
        return f'create table {quoted(self.name)} ({columns}, "dataset" varchar)'

    def arrow_schema(self) -> "pa.Schema":
        """Return the Arrow schema, with title and column descriptions as metadata (they go into
        Parquet).
        """
        import pyarrow as pa

        types = {
            "string": pa.string(),
            "integer": pa.int64(),
            "number": pa.float64(),
            "date": pa.date32(),
            "datetime": pa.timestamp("us"),
            "boolean": pa.bool_(),
        }
        fields = [
            pa.field(
                field.name, types[field.type], not field.required, {"description": field.words}
            )
            for field in self.fields
        ]
        return pa.schema(
            fields, {"title": self.title, "description": self.description, "grain": self.grain}
        )


def load_contract(home: Home, name: str) -> Contract:
    """Read the contract of one table. Raises DefinitionError: what, which file, what would work."""
    path = home.schemas / f"{name}.yaml"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DefinitionError(
            f"no contract for table '{name}'{did_you_mean(name, table_names(home))}"
        ) from error
    except UnicodeDecodeError as error:
        raise DefinitionError(f"{path}: not UTF-8 text") from error
    with reading(path, "a contract", DefinitionError, "compare it with those that are shipped"):
        return read_contract(home.parse_yaml(text, str(path)), name, path)


def read_contract(raw: Any, name: str, path: Path) -> Contract:
    """Read what the YAML of a contract says. Raises DefinitionError."""
    CONTRACT.check(raw, path, "contract")
    if raw["name"] != name:
        raise DefinitionError(f"{path}: name is '{raw['name']}', the file is called '{name}'")
    fields = tuple(read_field(item, path) for item in raw["fields"])
    names = [field.name for field in fields]
    keys = tuple(read_foreign_key(item, path) for item in raw.get("foreignKeys") or ())
    keys = tuple(with_consequence(key, fields, raw["primaryKey"]) for key in keys)
    for column in [*raw["primaryKey"], *(column for key in keys for column in key.fields)]:
        if column not in names:
            raise DefinitionError(
                f"{path}: key column '{column}' is not a field{did_you_mean(column, names)}"
            )
    if len(set(names)) < len(names):
        raise DefinitionError(f"{path}: a field stands twice")
    contract = Contract(
        name,
        raw["title"],
        " ".join(str(raw["description"]).split()),
        raw["grain"],
        raw.get("kept_in", "datasets"),
        tuple(raw["primaryKey"]),
        keys,
        fields,
        read_record(raw.get("record"), tuple(raw["primaryKey"]), path),
        raw.get("not_shown"),
        read_refers_to(raw.get("refersTo"), names, path),
        read_dated(raw.get("dated"), names, path),
        read_not_known(raw.get("not_known"), fields, path),
        read_about(raw.get("about"), fields, path),
    )
    check_publish(contract, path)
    return contract


def read_refers_to(raw: Any, names: list[str], path: Path) -> tuple[str, str] | None:
    if raw is None:
        return None
    REFERS_TO.check(raw, path, "refersTo")
    for column in raw.values():
        if column not in names:
            raise DefinitionError(
                f"{path}: refersTo names '{column}', which is not a "
                f"field{did_you_mean(str(column), names)}"
            )
    return str(raw["table"]), str(raw["key"])


def read_dated(raw: Any, names: list[str], path: Path) -> Dated | None:
    """Which day a row is dated by. Raises DefinitionError."""
    if raw is None:
        return None
    DATED.check(raw, path, "dated")
    if raw.get("of") is None:
        for column in (raw["from"], raw["to"]):
            check_column(str(column), names, path, "dated")
    return Dated(str(raw["day"]), str(raw["from"]), str(raw["to"]), raw.get("of"))


def read_not_known(raw: Any, fields: tuple[Field, ...], path: Path) -> tuple[NotKnown, ...]:
    """What rows may leave open, in the order in which it is printed. Raises DefinitionError."""
    items = []
    for name, value in (raw or {}).items():
        where = f"not_known '{name}'"
        rule: Any = {"blank": value} if isinstance(value, str) else value
        NOT_KNOWN.check(rule, path, where)
        blank = (rule["blank"],) if isinstance(rule["blank"], str) else tuple(rule["blank"])
        only = {
            str(column): tuple(codes if isinstance(codes, list) else [codes])
            for column, codes in (rule.get("only") or {}).items()
        }
        for column in (*blank, *only):
            check_column(str(column), [item.name for item in fields], path, where)
        held = {item.name: item.codes for item in fields}
        codes = [(blank[0], rule["code"])] if rule.get("code") else []
        codes += [(column, code) for column, several in only.items() for code in several]
        for column, code in codes:
            if code not in (held[column] or {}):
                raise DefinitionError(
                    f"{path}: {where} names '{code}', which is no code of "
                    f"{column}{did_you_mean(str(code), list(held[column] or {}))}"
                )
        items.append(NotKnown(str(name), blank, rule.get("code"), only))
    return tuple(items)


def read_about(raw: Any, fields: tuple[Field, ...], path: Path) -> About | None:
    """The columns of other tables that the codes of a column stand for: each code has one. Raises
    DefinitionError.
    """
    if raw is None:
        return None
    ABOUT.check(raw, path, "about")
    for column in (raw["key"], raw["value"]):
        check_column(str(column), [item.name for item in fields], path, "about")
    codes = next(item.codes for item in fields if item.name == raw["key"]) or {}
    known_keys(raw["columns"], tuple(codes), path, "columns of about")
    needed(raw["columns"], tuple(codes), path, "columns of about")
    columns = {}
    for code, place in raw["columns"].items():
        rule: Any = {"column": place} if isinstance(place, str) else place
        where = f"column '{code}' of about"
        ABOUT_COLUMN.check(rule, path, where)
        table, _, column = str(rule["column"]).partition(".")
        if not column:
            raise DefinitionError(f"{path}: {where} is '{table}'; it takes <table>.<column>")
        columns[str(code)] = AboutColumn(table, column, dict(rule.get("only") or {}))
    return About(str(raw["key"]), str(raw["value"]), columns)


def check_column(column: str, names: list[str], path: Path, where: str) -> None:
    """Raise DefinitionError for what is no column of the table."""
    if column not in names:
        raise DefinitionError(
            f"{path}: {where} names '{column}', which is not a field{did_you_mean(column, names)}"
        )


def with_consequence(
    key: ForeignKey, fields: tuple[Field, ...], primary_key: list[str]
) -> ForeignKey:
    """The key with its consequence where the contract says none: a row that cannot stand without
    the reference goes with it.
    """
    if key.when_withheld:
        return key
    needs = any(
        item.name in key.fields and (item.required or item.name in primary_key) for item in fields
    )
    return replace(key, when_withheld="row" if needs else "blank")


def check_publish(contract: Contract, path: Path) -> None:
    """Raise DefinitionError for a rule of publication that cannot be, and for a column of places or
    words without one.

    What a table of places says nothing about would be published at every level, so it must say it.
    """
    levels = contract.levels
    keys = {
        *contract.primary_key,
        *(name for key in contract.foreign_keys for name in key.fields),
    } - {"admin1_pcode"}
    for item in contract.fields:
        for level, action in item.publish.items():
            where = f"{path}: publish of field '{item.name}'"
            if level == "withhold" and action in ("count", "blank"):
                continue
            if level == "reference" and action in ("keep", "blank"):
                continue
            match = ACTIONS.fullmatch(action)
            if level not in levels or level == "withhold":
                takes = ", ".join(
                    [
                        *(name for name in levels if name != "withhold"),
                        "withhold (count or blank)",
                        "reference",
                    ]
                )
                raise DefinitionError(
                    f"{where} names level '{level}' with '{action}'; it takes {takes}"
                )
            if not match:
                raise DefinitionError(
                    f"{where}: '{action}' is no action; it takes keep, blank, blank unless "
                    f"COLUMN=CODE, or code CODE"
                )
            other = next(
                (field for field in contract.fields if field.name == match["column"]), None
            )
            if match["column"] and (other is None or match["code"] not in (other.codes or {})):
                raise DefinitionError(
                    f"{where}: '{action}' names no code of a column of this table"
                )
            if match["to"] and match["to"] not in (item.codes or {}):
                raise DefinitionError(
                    f"{where}: '{action}' is no code of "
                    f"it{did_you_mean(match['to'], list(item.codes or {}))}"
                )
        free = item.type == "number" or (item.type == "string" and not item.codes)
        missing = [
            level for level in COARSE_LEVELS if level in levels and level not in item.publish
        ]
        if free and missing and item.name not in keys and item.name != PRECISION:
            raise DefinitionError(
                f"{path}: field '{item.name}' does not say what becomes of it at publish_precision "
                f"{', '.join(missing)}; "
                "add publish: {township: keep or blank, admin1: keep or blank}"
            )


def read_field(raw: Any, path: Path) -> Field:
    name = raw.get("name", "?") if isinstance(raw, dict) else "?"
    FIELD.check(raw, path, f"field '{name}'")
    rules = raw.get("constraints") or {}
    CONSTRAINTS.check(rules, path, f"constraints of '{name}'")
    codes = raw.get("codes")
    labels = raw.get("labels") or {}
    known_keys(labels, tuple(str(code) for code in codes or ()), path, f"labels of '{name}'")
    return Field(
        name=name,
        type=raw["type"],
        description=" ".join(str(raw["description"]).split()),
        unit=raw.get("unit"),
        codes={str(code): str(meaning) for code, meaning in codes.items()} if codes else None,
        labels={str(code): str(label) for code, label in labels.items()},
        optional=bool(raw.get("optional", False)),
        required=bool(rules.get("required", False)),
        unique=bool(rules.get("unique", False)),
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum"),
        pattern=rules.get("pattern"),
        not_shown=raw.get("not_shown"),
        compared_as=raw.get("compared_as"),
        not_compared=raw.get("not_compared"),
        identifies=bool(raw.get("identifies", False)),
        publish={str(level): str(action) for level, action in (raw.get("publish") or {}).items()},
    )


def read_record(raw: Any, key: tuple[str, ...], path: Path) -> Record | None:
    if raw is None:
        return None
    RECORD.check(raw, path, "record")
    if raw.get("id") not in (None, *key):
        raise DefinitionError(
            f"{path}: the id of record is '{raw['id']}', which is no part of the "
            f"key{did_you_mean(str(raw['id']), key)}"
        )
    return Record(str(raw["kind"]), raw.get("id"))


def read_foreign_key(raw: Any, path: Path) -> ForeignKey:
    FOREIGN_KEY.check(raw, path, "foreign key")
    REFERENCE.check(raw["reference"], path, "reference of a foreign key")
    return ForeignKey(
        tuple(raw["fields"]),
        raw["reference"]["resource"],
        tuple(raw["reference"]["fields"]),
        raw.get("when_withheld") or "",
    )
