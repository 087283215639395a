"""Sources behind held-back rows: published whole only where a row that leaves the machine as it stands rests on them."""

from typing import TYPE_CHECKING

from sanctrack.contracts import Contract
from sanctrack.exports.renaming import record_key, rename
from sanctrack.quoting import quoted, quoted_text

if TYPE_CHECKING:
    import duckdb

    Cursor = duckdb.DuckDBPyConnection

TOLD = ("title", "carried_by", "url", "archive_url", "note")
# a copy tells as much as what it was made from, in both directions
HIDDEN = """create or replace temp table hidden_sources as
with recursive
    candidates as (select source_id, origin_source_id from sources where source_id not in (select source_id from exact_use)),
    hidden as (
        select candidates.source_id, candidates.origin_source_id from candidates
        where source_id in (select source_id from source_use)
            or source_id in (select source_id from sources where dataset in (select unnest($datasets)))
        union
        select candidates.source_id, candidates.origin_source_id from candidates
        inner join hidden
            on candidates.source_id = hidden.origin_source_id or candidates.origin_source_id = hidden.source_id
    )
select distinct source_id from hidden"""


def note_uses(cursor: "Cursor", tables: dict[str, Contract]) -> None:
    """Remember the sources that any row rests on, before rows go (table `source_use`)."""
    cursor.execute(f"create or replace temp table source_use as {' union '.join(references(tables, ('sources',)))}")


def judge(cursor: "Cursor", tables: dict[str, Contract], datasets: set[str]) -> None:
    """Decide which sources are hidden (table `hidden_sources`): those that rows rested on, none of which leaves as it stands.

    With them go their copies and origins that no such row rests on either, and the sources without any row in the data
    sets that hold marked rows. Reads `touched`, so it comes after rows were taken out and before ids change.
    """
    parts = []
    for name, contract in tables.items():
        whole = f"not exists (select 1 from touched where table_name = {quoted_text(name)} and record = {record_key(contract)})"
        for own in keys_to_sources(contract) if name not in ("sources", "evidence") else []:
            parts.append(f"select {quoted(own)} as source_id from {quoted(name)} where {quoted(own)} is not null and {whole}")
    parts.append(
        "select source_id from evidence where not exists "
        "(select 1 from touched where touched.table_name = evidence.record_table and touched.record = evidence.record_id)"
    )
    cursor.execute(f"create or replace temp table exact_use as {' union '.join(parts)}")
    cursor.execute(HIDDEN, {"datasets": sorted(datasets)})
    for name in ("exact_use", "source_use"):
        cursor.execute(f"drop table {name}")


def hide(cursor: "Cursor", tables: dict[str, Contract]) -> None:
    """Blank title, addresses and note of the hidden sources and give them neutral ids; those that nothing refers to go."""
    hidden = "source_id in (select source_id from hidden_sources)"
    words = ", ".join(f"{name} = null" for name in TOLD if name in tables["sources"].columns)
    cursor.execute(f"update sources set {words} where {hidden}")
    unused = f"{hidden} and source_id not in ({' union '.join(references(tables))})"
    while cursor.execute(f"select 1 from sources where {unused} limit 1").fetchall():
        cursor.execute(f"delete from sources where {unused}")
    rename(cursor, tables, "sources", hidden)
    cursor.execute("drop table hidden_sources")


def references(tables: dict[str, Contract], without: tuple[str, ...] = ()) -> list[str]:
    return [
        f"select {quoted(own)} as source_id from {quoted(name)} where {quoted(own)} is not null"
        for name, contract in tables.items()
        if name not in without
        for own in keys_to_sources(contract)
    ]


def keys_to_sources(contract: Contract) -> list[str]:
    return [key.fields[0] for key in contract.foreign_keys if key.table == "sources" and len(key.fields) == 1]
