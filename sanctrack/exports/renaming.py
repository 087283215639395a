"""Ids that name nothing, and the rows that do not leave the machine as they stand."""

from typing import TYPE_CHECKING, Any

from sanctrack.contracts import Contract
from sanctrack.quoting import quoted, quoted_text

if TYPE_CHECKING:
    import duckdb

    Cursor = duckdb.DuckDBPyConnection

# what people write in their own words may name what another column holds back
FREE_TEXT = ("summary", "note", "value_text", "place_name", "locator", "reason", "value", "munition")


def blanked_words(contract: Contract) -> list[str]:
    """Assignments that blank the free words of a row."""
    return [f"{quoted(item.name)} = null" for item in contract.fields if item.name in FREE_TEXT and not item.required]


def record_key(contract: Contract) -> str:
    """The key of a row as one text, its parts joined by |, as `evidence.record_id` names it."""
    return " || '|' || ".join(f"coalesce(cast({quoted(part)} as varchar), '')" for part in contract.primary_key)


def note_touched(cursor: "Cursor", contract: Contract, hit: str, values: dict[str, Any] | None = None) -> None:
    """Remember, before ids change, the rows of a table that do not leave as they stand (table `touched`)."""
    cursor.execute(
        f"insert into touched select {quoted_text(contract.name)}, {record_key(contract)} from {quoted(contract.name)} where {hit}", values
    )


def rename(cursor: "Cursor", tables: dict[str, Contract], name: str, which: str) -> None:
    """Replace the ids of the rows that `which` says, everywhere, by numbers in an order that tells nothing."""
    key = tables[name].primary_key[0]
    cursor.execute(
        f"create or replace temp table new_ids as select {key} as old_id, "
        f"'{name.replace('_', '-')}-held-' || cast(row_number() over (order by md5({key})) as varchar) as new_id "
        f"from {name} where {which}"
    )

    def swap(table: str, column: str, sets: str) -> None:
        cursor.execute(f"update {quoted(table)} set {sets} from new_ids where {quoted(table, column)} = new_ids.old_id")

    rename_evidence(cursor, tables, name)
    for other, contract in tables.items():
        for own in [item.fields[0] for item in contract.foreign_keys if item.table == name and len(item.fields) == 1]:
            sets = ", ".join([f"{own} = new_ids.new_id", *blanked_words(contract)])
            swap(other, own, sets)
    swap(name, key, f"{key} = new_ids.new_id")
    cursor.execute("drop table new_ids")


def rename_evidence(cursor: "Cursor", tables: dict[str, Contract], name: str) -> None:
    """Evidence names its record by key: swap the part that refers to a renamed row, and drop the words about it."""
    if "evidence" not in tables:
        return
    for other, contract in tables.items():
        targets = {item.fields[0] for item in contract.foreign_keys if item.table == name and len(item.fields) == 1}
        targets |= set(contract.primary_key) if other == name else set()
        for position, part in enumerate(contract.primary_key, 1):
            if part in targets:
                cursor.execute(
                    "update evidence set locator = null, note = null, record_id = array_to_string("
                    f"list_concat(string_split(record_id, '|')[1:{position - 1}], [new_ids.new_id], "
                    f"string_split(record_id, '|')[{position + 1}:]), '|') "
                    f"from new_ids where record_table = {quoted_text(other)} and split_part(record_id, '|', {position}) = new_ids.old_id"
                )
    cursor.execute("create or replace temp table distinct_evidence as select distinct * from evidence")
    cursor.execute("delete from evidence")
    cursor.execute("insert into evidence select * from distinct_evidence order by all")
    cursor.execute("drop table distinct_evidence")
