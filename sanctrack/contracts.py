"""Contracts: what each table holds, in words and types; one YAML file a table in `schemas/`."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.errors import DefinitionError, did_you_mean
from sanctrack.foreign import reading
from sanctrack.home import Home, known_keys, needed, table_names
from sanctrack.quoting import quoted

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Contract", "Field", "ForeignKey", "known_keys", "load_contract", "needed", "table_names"]

TYPES = {
    "string": "varchar",
    "integer": "bigint",
    "number": "double",
    "date": "date",
    "datetime": "timestamp",
    "boolean": "boolean",
}
CONTRACT_KEYS = ("name", "title", "description", "grain", "kept_in", "primaryKey", "foreignKeys", "record", "not_shown", "fields")
FIELD_KEYS = ("name", "type", "unit", "description", "codes", "labels", "optional", "not_shown", "constraints")
CONSTRAINT_KEYS = ("required", "unique", "minimum", "maximum", "pattern")


@dataclass(frozen=True)
class Field:
    """One column: its type (a key of TYPES), meaning, unit, closed codes and constraints."""

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

    def label(self, code: str) -> str:
        """What pages and pictures print for a code: its label, else the code itself with blanks for underscores."""
        return self.labels.get(code) or code.replace("_", " ")

    @property
    def words(self) -> str:
        """The description with its unit, as every reader prints it."""
        return f"{self.description} Unit: {self.unit}." if self.unit else self.description


@dataclass(frozen=True)
class ForeignKey:
    """`fields` of this table hold the key `target_fields` of `table`; a blank refers to nothing."""

    fields: tuple[str, ...]
    table: str
    target_fields: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """The record that a row belongs to in `sanctrack show`: its kind, and the key column that holds its id (None: the whole key)."""

    kind: str
    id: str | None

    def place_in(self, key: tuple[str, ...]) -> int:
        """The place of the id among the parts of a key, from 1; 0 where the whole key is the id."""
        return 0 if self.id is None else key.index(self.id) + 1


@dataclass(frozen=True)
class Contract:
    """A table's contract. `kept_in` is 'datasets' (facts) or 'workspace' (filled by importers).

    `record` tells under which record `show` sets the rows; `not_shown` says why it has none of them.
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
            for ending, other in (("_earliest_on", "_latest_on"), ("_min", "_max"), ("_min_pct", "_max_pct"), ("_start_on", "_end_on")):
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
        """Return the Arrow schema, with title and column descriptions as metadata (they go into Parquet)."""
        import pyarrow as pa

        types = {
            "string": pa.string(),
            "integer": pa.int64(),
            "number": pa.float64(),
            "date": pa.date32(),
            "datetime": pa.timestamp("us"),
            "boolean": pa.bool_(),
        }
        fields = [pa.field(field.name, types[field.type], not field.required, {"description": field.words}) for field in self.fields]
        return pa.schema(fields, {"title": self.title, "description": self.description, "grain": self.grain})


def load_contract(home: Home, name: str) -> Contract:
    """Read the contract of one table. Raises DefinitionError: what, which file, what would work."""
    path = home.schemas / f"{name}.yaml"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DefinitionError(f"no contract for table '{name}'{did_you_mean(name, table_names(home))}") from error
    except UnicodeDecodeError as error:
        raise DefinitionError(f"{path}: not UTF-8 text") from error
    with reading(path, "a contract", DefinitionError, "compare it with those that are shipped"):
        return read_contract(home.parse_yaml(text, str(path)), name, path)


def read_contract(raw: Any, name: str, path: Path) -> Contract:
    """Read what the YAML of a contract says. Raises DefinitionError."""
    known_keys(raw, CONTRACT_KEYS, path, "contract")
    needed(raw, ("name", "title", "description", "grain", "primaryKey", "fields"), path, "contract")
    if raw["name"] != name:
        raise DefinitionError(f"{path}: name is '{raw['name']}', the file is called '{name}'")
    if raw.get("kept_in", "datasets") not in ("datasets", "workspace"):
        raise DefinitionError(f"{path}: kept_in is '{raw['kept_in']}'; it takes datasets or workspace")
    fields = tuple(read_field(item, path) for item in raw["fields"])
    names = [field.name for field in fields]
    keys = tuple(read_foreign_key(item, path) for item in raw.get("foreignKeys") or ())
    for column in [*raw["primaryKey"], *(column for key in keys for column in key.fields)]:
        if column not in names:
            raise DefinitionError(f"{path}: key column '{column}' is not a field{did_you_mean(column, names)}")
    if len(set(names)) < len(names):
        raise DefinitionError(f"{path}: a field stands twice")
    return Contract(
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
    )


def read_field(raw: Any, path: Path) -> Field:
    name = raw.get("name", "?") if isinstance(raw, dict) else "?"
    known_keys(raw, FIELD_KEYS, path, f"field '{name}'")
    needed(raw, ("name", "type", "description"), path, f"field '{name}'")
    rules = raw.get("constraints") or {}
    known_keys(rules, CONSTRAINT_KEYS, path, f"constraints of '{name}'")
    if raw["type"] not in TYPES:
        raise DefinitionError(f"{path}: field '{name}' has type '{raw['type']}'{did_you_mean(str(raw['type']), list(TYPES))}")
    codes = raw.get("codes")
    if codes is not None and not isinstance(codes, dict):
        raise DefinitionError(f"{path}: codes of '{name}' must be a mapping of code to meaning")
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
    )


def read_record(raw: Any, key: tuple[str, ...], path: Path) -> Record | None:
    if raw is None:
        return None
    known_keys(raw, ("kind", "id"), path, "record")
    needed(raw, ("kind",), path, "record")
    if raw.get("id") not in (None, *key):
        raise DefinitionError(f"{path}: the id of record is '{raw['id']}', which is no part of the key{did_you_mean(str(raw['id']), key)}")
    return Record(str(raw["kind"]), raw.get("id"))


def read_foreign_key(raw: Any, path: Path) -> ForeignKey:
    known_keys(raw, ("fields", "reference"), path, "foreign key")
    needed(raw, ("fields", "reference"), path, "foreign key")
    known_keys(raw["reference"], ("resource", "fields"), path, "reference of a foreign key")
    needed(raw["reference"], ("resource", "fields"), path, "reference of a foreign key")
    return ForeignKey(tuple(raw["fields"]), raw["reference"]["resource"], tuple(raw["reference"]["fields"]))
