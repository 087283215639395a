"""What may leave the machine how exactly: `publish_precision` (coarsen, withhold, count)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sanctrack.contracts import Contract

if TYPE_CHECKING:
    import duckdb

    Cursor = duckdb.DuckDBPyConnection

MARKED = ("airstrikes", "places", "claims", "actors")
RANK = "case {column} when 'township' then 1 when 'admin1' then 2 when 'withhold' then 3 else 0 end"
NOWHERE = {"place": "null", "township": "null", "latitude": "null", "longitude": "null", "geo_precision": "'admin1'"}
NO_SITE = {"name": "'place not published'", "unlocode": "null", "operator_id": "null", "note": "null"}
COARSER: dict[tuple[str, str], dict[str, str]] = {
    ("airstrikes", "township"): {
        "place": "null",
        "munition": "null",
        "summary": "null",
        "latitude": "case when geo_precision = 'township' then latitude end",
        "longitude": "case when geo_precision = 'township' then longitude end",
        "geo_precision": "case when township is null then 'admin1' else 'township' end",
    },
    ("airstrikes", "admin1"): {**NOWHERE, "munition": "null", "summary": "null"},
    ("places", "township"): {
        **NO_SITE,
        "latitude": "case when place_type = 'township' then latitude end",
        "longitude": "case when place_type = 'township' then longitude end",
        "coordinates_basis": "case when place_type = 'township' then coordinates_basis end",
    },
    ("places", "admin1"): {**NO_SITE, "latitude": "null", "longitude": "null", "coordinates_basis": "null"},
    ("claims", "township"): {"value_text": "null"},
    ("claims", "admin1"): {"value_text": "null"},
    ("actors", "township"): {"summary": "null"},
    ("actors", "admin1"): {"summary": "null"},
}
# what people write in their own words may name what another column holds back
FREE_TEXT = ("summary", "note", "value_text", "place_name", "locator", "reason", "value", "munition")
SPEAKERS = (("claims", "speaker_id"), ("sanction_calls", "caller_id"))
STAND_IN = "not-published"


@dataclass(frozen=True)
class HeldBack:
    """How many rows of a table are coarsened or withheld, and why ('own' mark, or 'belongs to' a row that is held back)."""

    table: str
    dataset: str
    precision: str
    reason: str
    rows: int


def hold_back(cursor: "Cursor", tables: dict[str, Contract]) -> list[HeldBack]:
    """Apply `publish_precision` to the tables in place; return what was held back, counted (DESIGN 2.11).

    Withheld rows go, with what cannot stand without them; coarsened rows lose place, point and words, and their id,
    which may name the place, becomes a number. Nothing is touched where no row is marked.
    """
    marked = [name for name in MARKED if name in tables and has_marks(cursor, name)]
    if not marked:
        return []
    own_copies(cursor, tables)
    inherit_marks(cursor)
    held = counted_marks(cursor)
    cursor.execute("create or replace temp table source_use as " + source_uses(tables))
    removed = remove_withheld(cursor, tables)
    held += [HeldBack(name, dataset, "withhold", "belongs to", rows) for (name, dataset), rows in sorted(removed.items())]
    coarsen(cursor, tables)
    hide_sources(cursor, tables)
    cursor.execute("drop table source_use")
    sort_again(cursor, tables)
    return held


def sort_again(cursor: "Cursor", tables: dict[str, Contract]) -> None:
    """Put the rows in the order of their new ids: beside its old neighbours a row would tell how its old id began."""
    for name, contract in tables.items():
        key = ", ".join(f'"{part}"' for part in contract.primary_key)
        cursor.execute(f'create or replace temp table sorted_rows as from "{name}" order by {key}')
        cursor.execute(f'delete from "{name}"')
        cursor.execute(f'insert into "{name}" from sorted_rows')
    cursor.execute("drop table sorted_rows")


def own_copies(cursor: "Cursor", tables: dict[str, Contract]) -> None:
    """Turn tables that are read straight from Parquet into tables that can be changed."""
    views = {row[0] for row in cursor.execute("select view_name from duckdb_views() where not internal").fetchall()}
    for name in views & set(tables):
        cursor.execute(f'create table "copied {name}" as from "{name}"')
        cursor.execute(f'drop view "{name}"')
        cursor.execute(f'alter table "copied {name}" rename to "{name}"')


def has_marks(cursor: "Cursor", name: str) -> bool:
    return bool(cursor.execute(f"select 1 from {name} where coalesce(publish_precision, 'exact') <> 'exact' limit 1").fetchall())


def inherit_marks(cursor: "Cursor") -> None:
    """A claim is published no more exactly than its strike."""
    cursor.execute(
        "update claims set publish_precision = airstrikes.publish_precision from airstrikes "
        "where claims.airstrike_id = airstrikes.airstrike_id and airstrikes.publish_precision in ('township', 'admin1') "
        f"and {RANK.format(column='airstrikes.publish_precision')} > {RANK.format(column='claims.publish_precision')}"
    )


def counted_marks(cursor: "Cursor") -> list[HeldBack]:
    held = []
    for name in MARKED:
        rows = cursor.execute(
            f"select dataset, publish_precision, count(*) from {name} "
            "where coalesce(publish_precision, 'exact') <> 'exact' group by all order by all"
        ).fetchall()
        held += [HeldBack(name, dataset, precision, "own", number) for dataset, precision, number in rows]
    return held


# -- withheld -------------------------------------------------------------------------------------------------


def remove_withheld(cursor: "Cursor", tables: dict[str, Contract]) -> dict[tuple[str, str], int]:
    """Take out withheld rows and what cannot stand without them; count the latter by table and data set."""
    counts: dict[tuple[str, str], int] = {}
    waiting: list[tuple[str, list[Any]]] = []
    for name in MARKED:
        key = tables[name].primary_key[0]
        gone = [row[0] for row in cursor.execute(f"select {key} from {name} where publish_precision = 'withhold'").fetchall()]
        if gone:
            cursor.execute(f"delete from {name} where publish_precision = 'withhold'")
            waiting.append((name, gone))
    while waiting:
        parent, gone = waiting.pop()
        remove_evidence(cursor, tables, parent, gone, counts)
        for name, contract in tables.items():
            for own in [key.fields[0] for key in contract.foreign_keys if key.table == parent and len(key.fields) == 1]:
                rows = detach(cursor, contract, own, gone)
                for dataset, _ in rows:
                    counts[name, dataset] = counts.get((name, dataset), 0) + 1
                if rows and len(contract.primary_key) == 1:
                    waiting.append((name, [record for _, record in rows]))
                elif rows:
                    remove_evidence(cursor, tables, name, [record for _, record in rows], counts)
    return counts


def detach(cursor: "Cursor", contract: Contract, own: str, gone: list[Any]) -> list[tuple[str, str]]:
    """Deal with rows that refer to rows taken out; return (data set, record id) of those that had to go as well."""
    name, field = contract.name, contract.field(own)
    hit = f'"{own}" in (select unnest($gone))'
    words = [f'"{item.name}" = null' for item in contract.fields if item.name in FREE_TEXT and not item.required]
    if (name, own) in SPEAKERS:
        stand_in(cursor, name, own, gone)
        return []
    if not field.required and own not in contract.primary_key:
        cursor.execute(f'update "{name}" set {", ".join([f"{own} = null", *words])} where {hit}', {"gone": gone})
        return []
    record = " || '|' || ".join(f"coalesce(cast(\"{part}\" as varchar), '')" for part in contract.primary_key)
    rows = cursor.execute(f'select dataset, {record} from "{name}" where {hit}', {"gone": gone}).fetchall()
    if rows:
        cursor.execute(f'delete from "{name}" where {hit}', {"gone": gone})
    return [(str(dataset), str(key)) for dataset, key in rows]


def stand_in(cursor: "Cursor", name: str, own: str, gone: list[Any]) -> None:
    """What a withheld speaker said stays, without the name: no denial is dropped."""
    hit = f'"{own}" in (select unnest($gone))'
    if not cursor.execute(f'select 1 from "{name}" where {hit} limit 1', {"gone": gone}).fetchall():
        return
    cursor.execute(f'update "{name}" set {own} = $id where {hit}', {"gone": gone, "id": STAND_IN})
    if not cursor.execute("select 1 from actors where actor_id = $id", {"id": STAND_IN}).fetchall():
        cursor.execute(
            "insert into actors by name select $id as actor_id, 'Not published' as name, dataset "
            f'from "{name}" where {own} = $id limit 1',
            {"id": STAND_IN},
        )


def remove_evidence(
    cursor: "Cursor", tables: dict[str, Contract], parent: str, gone: list[Any], counts: dict[tuple[str, str], int]
) -> None:
    if "evidence" not in tables or not gone:
        return
    values = {"parent": parent, "gone": [str(item) for item in gone]}
    where = "record_table = $parent and record_id in (select unnest($gone))"
    for dataset, number in cursor.execute(f"select dataset, count(*) from evidence where {where} group by dataset", values).fetchall():
        counts["evidence", dataset] = counts.get(("evidence", dataset), 0) + number
    cursor.execute(f"delete from evidence where {where}", values)


# -- coarsened ------------------------------------------------------------------------------------------------


def coarsen(cursor: "Cursor", tables: dict[str, Contract]) -> None:
    """Blank what is nearer than the precision, and give the rows ids that name nothing."""
    for (name, precision), columns in COARSER.items():
        if name in tables:
            sets = ", ".join(f"{column} = {value}" for column, value in columns.items())
            cursor.execute(f"update {name} set {sets} where publish_precision = '{precision}'")
    for name in ("airstrikes", "places", "claims"):
        if name in tables:
            rename(cursor, tables, name, "publish_precision in ('township', 'admin1')")


def rename(cursor: "Cursor", tables: dict[str, Contract], name: str, which: str) -> None:
    """Replace the ids of the rows that `which` says, everywhere, by numbers in an order that tells nothing."""
    key = tables[name].primary_key[0]
    cursor.execute(
        f"create or replace temp table new_ids as select {key} as old_id, "
        f"'{name}-held-' || cast(row_number() over (order by md5({key})) as varchar) as new_id "
        f"from {name} where {which}"
    )
    swap = 'update "{table}" set {sets} from new_ids where "{table}"."{column}" = new_ids.old_id'
    rename_evidence(cursor, tables, name)
    for other, contract in tables.items():
        for own in [item.fields[0] for item in contract.foreign_keys if item.table == name and len(item.fields) == 1]:
            words = [f"{item.name} = null" for item in contract.fields if item.name in FREE_TEXT and not item.required]
            cursor.execute(swap.format(table=other, column=own, sets=", ".join([f"{own} = new_ids.new_id", *words])))
    cursor.execute(swap.format(table=name, column=key, sets=f"{key} = new_ids.new_id"))
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
                    f"from new_ids where record_table = '{other}' and split_part(record_id, '|', {position}) = new_ids.old_id"
                )
    cursor.execute("create or replace temp table distinct_evidence as select distinct * from evidence")
    cursor.execute("delete from evidence")
    cursor.execute("insert into evidence select * from distinct_evidence order by all")
    cursor.execute("drop table distinct_evidence")


# -- sources --------------------------------------------------------------------------------------------------


def source_uses(tables: dict[str, Contract]) -> str:
    """Which source each row rests on, with the precision of the row."""
    parts = []
    for name, contract in tables.items():
        mark = "coalesce(publish_precision, 'exact')" if "publish_precision" in contract.columns else "'exact'"
        for own in [item.fields[0] for item in contract.foreign_keys if item.table == "sources" and name != "evidence"]:
            parts.append(f'select {own} as source_id, {mark} as mark from "{name}" where {own} is not null')
    for name in MARKED:
        key = tables[name].primary_key[0]
        parts.append(
            f"select evidence.source_id, coalesce({name}.publish_precision, 'exact') from evidence "
            f"inner join {name} on evidence.record_table = '{name}' and evidence.record_id = {name}.{key}"
        )
    others = ", ".join(f"'{name}'" for name in MARKED)
    parts.append(f"select source_id, 'exact' from evidence where record_table not in ({others})")
    return " union ".join(parts)


def hide_sources(cursor: "Cursor", tables: dict[str, Contract]) -> None:
    """A source on which only held-back rows rest may name what they hold back: its title, addresses, note and id go."""
    words = [name for name in ("title", "carried_by", "url", "archive_url", "note") if name in tables["sources"].columns]
    only_held = "select source_id from source_use group by source_id having bool_and(mark <> 'exact')"
    cursor.execute(f"update sources set {', '.join(f'{name} = null' for name in words)} where source_id in ({only_held})")
    cursor.execute(
        "delete from sources where source_id in (select source_id from source_use group by source_id having bool_and(mark = 'withhold')) "
        "and source_id not in (select origin_source_id from sources where origin_source_id is not null) "
        f"and source_id not in ({' union '.join(still_used(tables))})"
    )
    rename(cursor, tables, "sources", f"source_id in ({only_held})")


def still_used(tables: dict[str, Contract]) -> list[str]:
    return [
        f'select {item.fields[0]} from "{name}" where {item.fields[0]} is not null'
        for name, contract in tables.items()
        for item in contract.foreign_keys
        if item.table == "sources"
    ]
