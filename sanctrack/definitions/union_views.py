"""Views that are joined from parts: one select a file in the view's folder, or one select for each
table of facts.

A view whose file holds a header and no SQL is the union of the files in the folder of its name: a
new table reaches `show` by its file in `queries/views/links/record_lines/` (or `actor_lines/`)
alone.

A select with one of these words stands for one select a table of facts, filled in from the
contracts:

- `this_table`, `this_name`: the table, and its name as text;
- `this_key`: the key of the row as text, parts joined by '|', a blank part empty;
- `this_source`: the row's own source; null where the contract has no reference to `sources`;
- `this_kind`, `this_id`, `this_place`: kind and id of the record that the row belongs to, and the
  place of that id in the key (0: the whole key); only tables whose contract has `record`;
- `this_further`: the columns that no line of the table's own file shows, in words; only tables that
  have any.
"""

import re
from functools import lru_cache
from pathlib import Path

from sanctrack.definitions.contracts import Contract, Field, load_contract
from sanctrack.definitions.paths import Home, table_names
from sanctrack.definitions.quoting import quoted, quoted_text
from sanctrack.errors import DefinitionError, did_you_mean

THIS = re.compile(r"\bthis_(table|name|key|source|kind|id|place|further)\b")
LINES = (Path("views/links/record_lines"), Path("views/links/actor_lines"))
WORDS_VIEW = re.compile(r"\b([a-z_]+_words)\b(?!\()")
NULL = "cast(null as varchar)"


def joined_sql(home: Home, path: Path, sql: str) -> str:
    """The whole SQL of a query from what its file says. Raises DefinitionError when a union has no
    parts.
    """
    if not sql and path.is_relative_to(home.queries / "views"):
        return sql_of_folder(home, path.with_suffix(""))
    return select_for_each_table(home, sql) if THIS.search(sql) else sql


def sql_of_folder(home: Home, folder: Path) -> str:
    """The selects of a folder as one statement."""
    parts = []
    for path in sorted(folder.glob("*.sql")):
        try:
            text = path.read_text(encoding="utf-8").strip().rstrip(";")
        except (OSError, UnicodeDecodeError) as error:
            raise DefinitionError(f"{path}: cannot be read: {error}") from error
        part = select_for_each_table(home, text) if THIS.search(text) else text
        if part:
            parts.append(f"({part}\n)")
    if not parts:
        raise DefinitionError(
            f"{folder}.sql has no SQL, and there is no folder {folder} with selects"
        )
    return "\nunion all\n".join(parts)


def select_for_each_table(home: Home, sql: str) -> str:
    """One select a table of facts that has what the select asks for; an empty text
    when none has.
    """
    asked = set(THIS.findall(sql))
    selects = []
    for contract in fact_contracts(home):
        values = values_of(home, contract, asked)
        if asked <= set(values):
            selects.append(THIS.sub(lambda match, values=values: values[match[1]], sql))  # type: ignore[misc]
    return "\nunion all\n".join(selects)


def column_fields(home: Home, path: Path, table: str) -> dict[str, Field]:
    """The columns of the table of facts that a mart is of, by name. Raises DefinitionError when
    there is no such table.
    """
    contracts = {contract.name: contract for contract in fact_contracts(home)}
    if table not in contracts:
        raise DefinitionError(
            f"{path}: of is '{table}', which is no table of "
            f"facts{did_you_mean(str(table), list(contracts))}"
        )
    return {field.name: field for field in contracts[table].fields}


def completed_mart(sql: str, table: str, key: list[str], names: list[str]) -> str:
    """The select of a mart with further columns of its table, joined by the key; in the order of
    the key.
    """
    if not names:
        return sql
    columns = ", ".join(f"whole.{quoted(name)}" for name in names)
    same = " and ".join(f"whole.{quoted(name)} = mart.{quoted(name)}" for name in key)
    order = ", ".join(f"mart.{quoted(name)}" for name in key)
    return (
        f"select mart.*, {columns} from ({sql}\n) as mart left join {quoted(table)} as whole on "
        f"{same} order by {order}"
    )


def fact_contracts(home: Home) -> tuple[Contract, ...]:
    """The contracts of all tables of facts, by name."""
    names = tuple(table_names(home))
    changes = tuple((home.schemas / f"{name}.yaml").stat().st_mtime_ns for name in names)
    return contracts_as_of(home, names, changes)


@lru_cache(maxsize=8)
def contracts_as_of(
    home: Home, names: tuple[str, ...], changes: tuple[int, ...]
) -> tuple[Contract, ...]:
    """The contracts of facts, read once for each time (nanoseconds) at which their files were
    changed.
    """
    contracts = (load_contract(home, name) for name in names)
    return tuple(contract for contract in contracts if contract.kept_in == "datasets")


def values_of(home: Home, contract: Contract, asked: set[str]) -> dict[str, str]:
    """What each word after `this_` stands for in the select of a table; a word that means nothing
    there is left out.
    """
    keys = [as_key_part(contract.field(name)) for name in contract.primary_key]
    values = {
        "table": quoted(contract.name),
        "name": quoted_text(contract.name),
        "key": " || '|' || ".join(keys),
        "source": f"{quoted(contract.name)}.source_id" if own_source(contract) else NULL,
    }
    if contract.record is not None:
        place = contract.record.place_in(contract.primary_key)
        values["kind"] = quoted_text(contract.record.kind)
        values["place"] = str(place)
        values["id"] = keys[place - 1] if place else values["key"]
    if "further" in asked and (fields := further_fields(home, contract)):
        values["further"] = f"concat_ws(', ', {', '.join(map(in_words, fields))})"
    return values


def own_source(contract: Contract) -> bool:
    """Whether a row names the source that it rests on; the id of a source itself is none."""
    return any(
        key.table == "sources" and key.fields == ("source_id",) for key in contract.foreign_keys
    )


def as_key_part(field: Field) -> str:
    """One part of a key as text."""
    column = (
        quoted(field.name) if field.type == "string" else f"cast({quoted(field.name)} as varchar)"
    )
    return column if field.required else f"coalesce({column}, '')"


def in_words(field: Field) -> str:
    """A column's name and value, null where it is blank."""
    value = f"cast({quoted(field.name)} as varchar)"
    if field.codes:
        value = f"replace({value}, '_', ' ')"
    unit = (
        f" || {quoted_text(f' {field.unit}')}"
        if field.unit and field.unit not in field.name
        else ""
    )
    return f"{quoted_text(field.name.replace('_', ' ') + ' ')} || {value}{unit}"


def further_fields(home: Home, contract: Contract) -> tuple[Field, ...]:
    """The columns that `show` has by their contract alone.

    No line of the table's files shows them, their contract gives no reason to leave them out, and
    they may be published at every level: what a level blanks may not stand within words, where it
    could not be blanked.
    """
    shown = {*shown_by_hand(home, contract.name), *contract.primary_key}
    return tuple(
        field
        for field in contract.fields
        if not (field.name in shown or field.not_shown or is_blanked(field))
    )


def is_blanked(field: Field) -> bool:
    """Whether some level of publication blanks the column."""
    return any(action != "keep" for action in getattr(field, "publish", {}).values())


def shown_by_hand(home: Home, table: str) -> frozenset[str]:
    """The columns of a table that its files of lines read, or a view `…_words` that these read."""
    texts = [
        path.read_text(encoding="utf-8")
        for folder in LINES
        if (path := home.queries / folder / f"{table}.sql").is_file()
    ]
    for name in {name for text in texts for name in WORDS_VIEW.findall(text)}:
        path = home.queries / "views" / "facts" / f"{name}.sql"
        texts += [path.read_text(encoding="utf-8")] if path.is_file() else []
    return frozenset(
        column for text in texts for column in re.findall(rf"\b{table}\.([a-z0-9_]+)", text)
    )
