"""Views that are joined from parts: one select a file in the view's folder, or one select for each
table of facts.

A view whose file holds a header and no SQL is the union of the files in the folder of its name: a
new table reaches `show` by its file in `queries/views/links/record_lines/` (or `actor_lines/`)
alone.

A select with one of these words stands for one select a table of facts, filled in from the
contracts (those that have what it asks for):

- `this.<column>`: the column, of every table that has one of that name;

- `this_table`, `this_name`: the table, and its name as text;
- `this_key`: the key of the row as text, parts joined by '|', a blank part empty;
- `this_source`: the row's own source; null where the contract has no reference to `sources`;
- `this_kind`, `this_id`, `this_place`: kind and id of the record that the row belongs to, and the
  place of that id in the key (0: the whole key); only tables whose contract has `record`;
- `this_further`: the columns that no line of the table's own file shows, in words; only tables that
  have any;
- `this_evidence`: the table's name as text, where its rows are evidence (see `is_evidence`);
- `this_dated`: which day a row is dated by, in words; null where the contract has no `dated`;
- `this_first`, `this_last`: the bounds of that day; `this_rows`: the table, joined to what holds
  the day;
- `this_unknown`, `this_unknown_place`, `this_is_unknown`: name and place of what a row may leave
  open, and the condition that it does; one select for each item of the contract's `not_known`;
- `this_about_key`, `this_about_value`: the columns of the contract's `about`;
- `this_about_code`, `this_about_values`, `this_about_rows`: a code of them, the column that it
  stands for, and the table with its condition; one select for each code;
- `this_country`: the country of the row; Myanmar where the table has no such column;
- `this_actor_place`: place of the actor's id among the parts of the key;
- `this_actor`, `this_actor_column`: a column that refers to an actor, and its name; one select for
  each;
- `this_reference`, `this_reference_column`: a reference to another row of the same table, and the
  name of the column; one select for each;
- `this_stated`: a column that says that the day is known; `this_stated_on`, `this_is_stated`,
  `this_stated_first`, `this_stated_last`: that day, whether it is stated, and the two bounds of
  it; one select for each column.
"""

import re
from functools import lru_cache
from pathlib import Path

from sanctrack.definitions.contracts import (
    PRECISION,
    AboutColumn,
    Contract,
    Dated,
    Field,
    NotKnown,
    load_contract,
)
from sanctrack.definitions.paths import Home, table_names
from sanctrack.definitions.quoting import quoted, quoted_text
from sanctrack.errors import DefinitionError, did_you_mean

THIS = re.compile(
    r"\bthis_(table|name|key|source|kind|id|place|further|evidence|dated|first|last|rows"
    r"|unknown|unknown_place|is_unknown|about_key|about_value|about_code|about_values|about_rows"
    r"|country|actor|actor_column|actor_place|reference|reference_column"
    r"|stated|stated_on|is_stated|stated_first|stated_last)\b"
    r"|\bthis(\.[a-z][a-z0-9_]*)\b"
)
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
    """One select a table of facts that has what the select asks for, or one for each item of it; an
    empty text when none has.
    """
    asked = {word(match) for match in THIS.finditer(sql)}
    selects = []
    for contract in fact_contracts(home):
        of_table = values_of(home, contract, asked)
        for of_item in items_of(contract, asked):
            values = of_table | of_item
            if asked <= set(values):
                selects.append(THIS.sub(lambda match, values=values: values[word(match)], sql))  # type: ignore[misc]
    return "\nunion all\n".join(selects)


def word(match: "re.Match[str]") -> str:
    """What is asked for: `key` for `this_key`, `.hedge` for `this.hedge`."""
    return match[1] or match[2]


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
    if is_evidence(contract):
        values["evidence"] = values["name"]
    if contract.about is not None:
        values["about_key"] = quoted(contract.about.key)
        values["about_value"] = quoted(contract.about.value)
    values |= day_values(contract)
    values |= {f".{name}": f"{quoted(contract.name)}.{quoted(name)}" for name in contract.columns}
    values["country"] = values.get(".country", "'MM'")
    actor = next((key for key in contract.foreign_keys if key.table == "actors"), None)
    if actor and actor.fields[0] in contract.primary_key:
        values["actor_place"] = str(contract.primary_key.index(actor.fields[0]) + 1)
    if "further" in asked and (fields := further_fields(home, contract)):
        values["further"] = f"concat_ws(', ', {', '.join(map(in_words, fields))})"
    return values


def day_values(contract: Contract) -> dict[str, str]:
    """The words for the day of a row: which one, its bounds, and the rows that hold them."""
    table, dated = quoted(contract.name), contract.dated
    if dated is None:
        no_day = "cast(null as date)"
        return {"dated": NULL, "first": no_day, "last": no_day, "rows": table}
    holder = quoted(dated.of) if dated.of else table
    return {
        "dated": quoted_text(dated.day),
        "first": f"{holder}.{quoted(dated.first)}",
        "last": f"{holder}.{quoted(dated.last)}",
        "rows": f"{table}{joined_day(contract, dated)}",
    }


def joined_day(contract: Contract, dated: Dated) -> str:
    """The join to the table or view that holds the day: by the reference to it, else by the key."""
    if not dated.of:
        return ""
    reference = next((key for key in contract.foreign_keys if key.table == dated.of), None)
    key = contract.primary_key
    pairs = list(zip(key, key, strict=True))
    if reference is not None:
        pairs = list(zip(reference.fields, reference.target_fields, strict=True))
    same = " and ".join(
        f"{quoted(dated.of)}.{quoted(theirs)} = {quoted(contract.name)}.{quoted(ours)}"
        for ours, theirs in pairs
    )
    return f" left join {quoted(dated.of)} on {same}"


def items_of(contract: Contract, asked: set[str]) -> list[dict[str, str]]:
    """What the words stand for of which a table can have several items; one empty item where none
    is asked for.
    """
    if "about_code" in asked:
        columns = contract.about.columns if contract.about else {}
        return [about_item(code, column) for code, column in columns.items()]
    for name, target in (("actor", "actors"), ("reference", contract.name)):
        if name in asked:
            referring = [key.fields[0] for key in contract.foreign_keys if key.table == target]
            return [
                {name: quoted(column), f"{name}_column": quoted_text(column)}
                for column in referring
            ]
    if "stated" in asked:
        return stated_items(contract)
    if "unknown" in asked:
        return [
            {
                "unknown": quoted_text(item.name),
                "unknown_place": str(place),
                "is_unknown": is_left_open(contract.name, item),
            }
            for place, item in enumerate(contract.not_known, 1)
        ]
    return [{}]


def about_item(code: str, about: AboutColumn) -> dict[str, str]:
    """A code of `about` with the column that it stands for and the rows that hold its values."""
    narrow = " and ".join(
        f"{quoted(column)} = {quoted_text(value)}" for column, value in about.only.items()
    )
    return {
        "about_code": quoted_text(code),
        "about_values": f"{quoted(about.table)}.{quoted(about.column)}",
        "about_rows": f"{quoted(about.table)}{f' where {narrow}' if narrow else ''}",
    }


def stated_items(contract: Contract) -> list[dict[str, str]]:
    """The columns that say that a day is known, each with the bounds that then both are that day.

    `x_on` stands beside `x_earliest_on` and `x_latest_on`; `date_precision` speaks of the first
    bounds of its table.
    """
    table = quoted(contract.name)
    bounds = {
        low.removesuffix("earliest_on"): (f"{table}.{quoted(low)}", f"{table}.{quoted(high)}")
        for low, high in contract.ordered_pairs()
        if low.endswith("earliest_on")
    }
    items = []
    for name in contract.columns:
        if name == "date_precision" and bounds:
            first, last = next(iter(bounds.values()))
            day, stated = f"coalesce({first}, {last})", f"{table}.{quoted(name)} = 'day'"
        elif name.endswith("_on") and name.removesuffix("on") in bounds:
            first, last = bounds[name.removesuffix("on")]
            day, stated = f"{table}.{quoted(name)}", f"{table}.{quoted(name)} is not null"
        else:
            continue
        items.append(
            {
                "stated": quoted_text(name),
                "stated_on": day,
                "is_stated": f"coalesce({stated}, false)",
                "stated_first": first,
                "stated_last": last,
            }
        )
    return items


def is_left_open(table: str, item: NotKnown) -> str:
    """The condition that a row leaves something open."""
    columns = [f"{quoted(table)}.{quoted(column)}" for column in item.blank]
    condition = " and ".join(f"{column} is null" for column in columns)
    if item.code:
        condition = f"({condition} or {columns[0]} = {quoted_text(item.code)})"
    for column, codes in item.only.items():
        listed = ", ".join(quoted_text(code) for code in codes)
        condition = f"{quoted(table)}.{quoted(column)} in ({listed}) and {condition}"
    return condition


def is_evidence(contract: Contract) -> bool:
    """Whether rows of the table are evidence: each rests on a source of its own, or is a source,
    and a user's own rows of it can be held back.

    Vocabularies (areas, rules, authorities), and the parts of a record that rest on its source,
    are not.
    """
    can_be_marked = PRECISION in contract.columns
    return can_be_marked and (own_source(contract) or contract.name == "sources")


def tables_with_sources(home: Home) -> tuple[str, ...]:
    """The tables of facts whose rows name a source of their own; a row of evidence is itself the
    tie between a record and a source.
    """
    return tuple(
        contract.name
        for contract in fact_contracts(home)
        if own_source(contract) and contract.refers_to is None
    )


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
