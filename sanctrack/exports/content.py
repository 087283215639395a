"""What a bundle holds: facts, imported lists and marts as plain tables of one unlocked in-memory
database, described.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sanctrack.definitions.contracts import (
    Contract,
    Field,
    ForeignKey,
    load_contract,
    read_foreign_key,
    table_names,
)
from sanctrack.definitions.paths import Home
from sanctrack.definitions.queries import Query, load_query, names
from sanctrack.definitions.quoting import quoted
from sanctrack.errors import DataError, DefinitionError
from sanctrack.exports import about
from sanctrack.publication import PublicWarehouse, terms
from sanctrack.warehouse.result import plain_type
from sanctrack.warehouse.statements import first_line

if TYPE_CHECKING:
    import duckdb

    from sanctrack.publication.rows import HeldBack

Progress = Callable[[str, int, int], None]
FIELD_TYPES = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "BOOLEAN": "boolean",
}
DATASET = Field(
    "dataset",
    "string",
    "Data set that the row comes from: sanctrack, or the name of the workspace that added it.",
    required=True,
)


def silent(what: str, done: int, total: int) -> None:
    """Say nothing: the default progress."""


@dataclass
class Content:
    """The tables of a bundle, ready to be written: `tables` by name in the order of writing,
    parents first.

    `cursor()` runs our own SQL on them. `counts` holds the number of rows of each table. Close it
    after use.
    """

    warehouse: PublicWarehouse
    internal: bool
    tables: dict[str, Contract] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    held_back: "list[HeldBack]" = field(default_factory=list)

    @property
    def home(self) -> Home:
        return self.warehouse.home

    def cursor(self) -> "duckdb.DuckDBPyConnection":
        return self.warehouse.own_cursor()

    def __enter__(self) -> "Content":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.warehouse.close()


def gather(
    home: Home,
    workspace: Path,
    internal: bool = False,
    only: Iterable[str] | None = None,
    progress: Progress = silent,
) -> Content:
    """Load every table and mart (or `only` those named), held back as `publish_precision` says;
    check that the relations hold.

    Raises DataError when rows rest on a source that may not be passed on (not with `internal`) or
    refer to rows that are not there, DefinitionError when a mart does not run or its header does
    not fit.
    """
    facts = list(table_names(home))
    marts = names(home, "mart")
    progress("reading", 0, 1)
    only_names = [*facts, *marts]
    warehouse = PublicWarehouse(
        home, workspace, only_names, locked=False, internal=internal, keep_counted=False
    )
    try:
        return fill(
            Content(warehouse, internal),
            facts,
            marts,
            set(only) if only is not None else None,
            progress,
        )
    except BaseException:
        warehouse.close()
        raise


def fill(
    content: Content, facts: list[str], marts: list[str], only: set[str] | None, progress: Progress
) -> Content:
    cursor = content.cursor()
    contracts = {name: load_contract(content.home, name) for name in facts}
    kept = {
        name: with_dataset(contract)
        for name, contract in contracts.items()
        if contract.kept_in == "datasets" or has_rows(cursor, name)
    }
    if not content.internal:
        content.held_back = [
            *content.warehouse.guard.held_back,
            *terms.leave_out_closed_lists(cursor, kept),
        ]
        terms.stop_at_closed_sources(cursor, kept)
    for number, name in enumerate(marts):
        if only is None or name in only:
            progress(f"making {name}", number, len(marts))
            kept[name] = make_mart(cursor, load_query(content.home, name, "mart"))
    kept = {name: contract for name, contract in kept.items() if only is None or name in only}
    kept = {name: without_missing_targets(contract, set(kept)) for name, contract in kept.items()}
    content.tables = {name: kept[name] for name in parents_first(kept)}
    about.make_tables(
        cursor, content.tables, content.warehouse, content.internal, content.held_back
    )
    content.tables |= about.CONTRACTS
    content.counts = {name: count(cursor, name) for name in content.tables}
    # marts are made from these tables, so their relations hold when these do
    check_relations(
        cursor, {name: one for name, one in content.tables.items() if one.kept_in != "marts"}
    )
    return content


def has_rows(cursor: "duckdb.DuckDBPyConnection", name: str) -> bool:
    return bool(cursor.execute(f"select 1 from {quoted(name)} limit 1").fetchall())


def count(cursor: "duckdb.DuckDBPyConnection", name: str) -> int:
    rows = cursor.execute(f"select count(*) from {quoted(name)}").fetchall()
    return int(rows[0][0])


def with_dataset(contract: Contract) -> Contract:
    """The contract with the column `dataset`, which every table of the warehouse carries."""
    return (
        contract
        if "dataset" in contract.columns
        else replace(contract, fields=(*contract.fields, DATASET))
    )


def make_mart(cursor: "duckdb.DuckDBPyConnection", query: Query) -> Contract:
    """Make a mart's table with plain types; return its contract, taken from the header. Raises
    DefinitionError.
    """
    import duckdb

    try:
        described = cursor.execute(f"describe {query.sql}").fetchall()
        kinds = {str(row[0]): plain_type(str(row[1])) for row in described}
        words = {name: (text, unit) for name, text, unit in query.columns}
        if list(kinds) != list(words):
            raise DefinitionError(
                f"{query.path}: columns of the header ({', '.join(words)}) are not those of the "
                f"SQL ({', '.join(kinds)})"
            )
        strange = [f"{name} {kind}" for name, kind in kinds.items() if kind not in FIELD_TYPES]
        if strange:
            raise DefinitionError(
                f"{query.path}: a mart has plain types only ({', '.join(FIELD_TYPES)}); "
                f"{', '.join(strange)}"
            )
        casts = ", ".join(
            f"cast({quoted(name)} as {kind}) as {quoted(name)}" for name, kind in kinds.items()
        )
        cursor.execute(f"create table {quoted(query.name)} as select {casts} from ({query.sql})")
    except duckdb.Error as error:
        raise DefinitionError(f"{query.path}: {first_line(error)}") from error
    return mart_contract(query, {name: FIELD_TYPES[kind] for name, kind in kinds.items()})


def mart_contract(query: Query, kinds: dict[str, str]) -> Contract:
    """The contract of a mart: columns and words of its header, `keys: {primary: […], foreign:
    [{fields, reference}]}`.
    """
    keys = query.keys or {}
    primary = tuple(keys.get("primary") or ())
    foreign = tuple(read_foreign_key(item, query.path) for item in keys.get("foreign") or ())
    unknown = [
        name
        for name in (*primary, *(part for key in foreign for part in key.fields))
        if name not in kinds
    ]
    if unknown or not primary:
        raise DefinitionError(
            f"{query.path}: keys must name a primary key of the mart's own columns"
            + (f"; {unknown[0]} is none" if unknown else "")
        )
    fields = tuple(
        Field(name, kinds[name], text, unit, required=name in primary)
        for name, text, unit in query.columns
    )
    return Contract(
        query.name,
        query.title,
        query.caveat or query.title,
        query.grain,
        "marts",
        primary,
        foreign,
        fields,
    )


def without_missing_targets(contract: Contract, present: set[str]) -> Contract:
    """The contract without relations to tables that the bundle does not hold (an import that was
    never made).
    """
    return replace(
        contract, foreign_keys=tuple(key for key in contract.foreign_keys if key.table in present)
    )


def parents_first(tables: dict[str, Contract]) -> list[str]:
    """Names in an order in which a table follows those that it refers to, marts after the plain
    tables.
    """
    ordered: list[str] = []

    def place(name: str, above: tuple[str, ...]) -> None:
        if name in ordered or name in above:
            return
        for target in sorted({key.table for key in tables[name].foreign_keys}):
            place(target, (*above, name))
        ordered.append(name)

    for name in sorted(tables, key=lambda item: (tables[item].kept_in == "marts", item)):
        place(name, ())
    return ordered


def check_relations(cursor: "duckdb.DuckDBPyConnection", tables: dict[str, Contract]) -> None:
    """Raise DataError for a value that refers to a row which is not there: such a relation breaks
    in every BI tool.
    """
    for name, contract in tables.items():
        for key in contract.foreign_keys:
            orphans = cursor.execute(orphan_query(name, key)).fetchall()
            if orphans:
                values = ", ".join(str(row[0]) for row in orphans[:5])
                raise DataError(
                    f"{name}.{', '.join(key.fields)} refers to rows that {key.table} does not "
                    f"hold: {values}; `sanctrack check` lists them all"
                )


def orphan_query(name: str, key: ForeignKey) -> str:
    joined = " and ".join(
        f"own.{quoted(own)} = target.{quoted(other)}"
        for own, other in zip(key.fields, key.target_fields, strict=True)
    )
    filled = " and ".join(f"own.{quoted(own)} is not null" for own in key.fields)
    shown = " || '|' || ".join(f"cast(own.{quoted(own)} as varchar)" for own in key.fields)
    return (
        f"select distinct {shown} from {quoted(name)} as own anti join {quoted(key.table)} as "
        f"target on {joined} where {filled} limit 6"
    )


def nullable_key(contract: Contract) -> bool:
    """Whether a column of the key may be blank: then it is a unique key (blank a value of its own),
    no primary key.
    """
    required: dict[str, Any] = {field.name: field.required for field in contract.fields}
    return not all(required[name] for name in contract.primary_key)
