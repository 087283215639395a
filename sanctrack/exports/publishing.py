"""What may leave the machine how exactly: `publish_precision` (coarsen, withhold, count)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sanctrack.contracts import Contract
from sanctrack.exports import hidden_sources
from sanctrack.exports.renaming import blanked_words, note_touched, record_key, rename
from sanctrack.quoting import quoted

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
    which may name the place, becomes a number; so does that of what a withheld speaker said. Nothing is touched where
    no row is marked.
    """
    marked = [name for name in MARKED if name in tables and has_marks(cursor, name)]
    if not marked:
        return []
    own_copies(cursor, tables)
    inherit_marks(cursor)
    counts = counted_marks(cursor)
    cursor.execute("create or replace temp table touched (table_name varchar, record varchar)")
    hidden_sources.note_uses(cursor, tables)
    for (name, dataset), rows in remove_withheld(cursor, tables).items():
        key = name, dataset, "withhold", "belongs to"
        counts[key] = counts.get(key, 0) + rows
    note_coarsened(cursor, tables)
    note_joint_calls(cursor, tables)
    hidden_sources.judge(cursor, tables, {dataset for _, dataset, _, _ in counts})
    coarsen(cursor, tables)
    hidden_sources.hide(cursor, tables)
    cursor.execute("drop table touched")
    sort_again(cursor, tables)
    return [HeldBack(*key, rows) for key, rows in sorted(counts.items(), key=in_order)]


def in_order(item: tuple[tuple[str, str, str, str], int]) -> tuple[bool, int, str, str, str]:
    """Own marks first, by table as in MARKED, then what belongs to them."""
    (name, dataset, precision, reason), _ = item
    return reason != "own", MARKED.index(name) if name in MARKED else len(MARKED), name, dataset, precision


def sort_again(cursor: "Cursor", tables: dict[str, Contract]) -> None:
    """Put the rows in the order of their new ids: beside its old neighbours a row would tell how its old id began."""
    for name, contract in tables.items():
        key = ", ".join(quoted(part) for part in contract.primary_key)
        cursor.execute(f"create or replace temp table sorted_rows as from {quoted(name)} order by {key}")
        cursor.execute(f"delete from {quoted(name)}")
        cursor.execute(f"insert into {quoted(name)} from sorted_rows")
    cursor.execute("drop table sorted_rows")


def own_copies(cursor: "Cursor", tables: dict[str, Contract]) -> None:
    """Turn tables that are read straight from Parquet into tables that can be changed."""
    views = {row[0] for row in cursor.execute("select view_name from duckdb_views() where not internal").fetchall()}
    for name in views & set(tables):
        copied = quoted(f"copied {name}")
        cursor.execute(f"create table {copied} as from {quoted(name)}")
        cursor.execute(f"drop view {quoted(name)}")
        cursor.execute(f"alter table {copied} rename to {quoted(name)}")


def has_marks(cursor: "Cursor", name: str) -> bool:
    return bool(cursor.execute(f"select 1 from {name} where coalesce(publish_precision, 'exact') <> 'exact' limit 1").fetchall())


def inherit_marks(cursor: "Cursor") -> None:
    """A claim is published no more exactly than its strike; `raised` keeps the ids of claims held back for that reason."""
    coarser = f"{RANK.format(column='airstrikes.publish_precision')} > {RANK.format(column='claims.publish_precision')}"
    cursor.execute(
        "create or replace temp table raised as select claims.claim_id, airstrikes.publish_precision as mark from claims "
        f"inner join airstrikes on airstrikes.airstrike_id = claims.airstrike_id where {coarser}"
    )
    cursor.execute("update claims set publish_precision = raised.mark from raised where raised.claim_id = claims.claim_id")


def counted_marks(cursor: "Cursor") -> dict[tuple[str, str, str, str], int]:
    """Rows that are held back, by table, data set, precision and reason."""
    counts: dict[tuple[str, str, str, str], int] = {}
    for name in MARKED:
        raised = "claim_id in (select claim_id from raised)" if name == "claims" else "false"
        rows = cursor.execute(
            f"select dataset, publish_precision, case when {raised} then 'belongs to' else 'own' end, count(*) from {name} "
            "where coalesce(publish_precision, 'exact') <> 'exact' group by all"
        ).fetchall()
        counts |= {(name, str(dataset), precision, reason): number for dataset, precision, reason, number in rows}
    cursor.execute("drop table raised")
    return counts


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
    hit = f"{quoted(own)} in (select unnest($gone))"
    if (name, own) in SPEAKERS:
        stand_in(cursor, contract, own, gone)
        return []
    if not field.required and own not in contract.primary_key:
        note_touched(cursor, contract, hit, {"gone": gone})
        cursor.execute(f"update {quoted(name)} set {', '.join([f'{own} = null', *blanked_words(contract)])} where {hit}", {"gone": gone})
        return []
    rows = cursor.execute(f"select dataset, {record_key(contract)} from {quoted(name)} where {hit}", {"gone": gone}).fetchall()
    if rows:
        cursor.execute(f"delete from {quoted(name)} where {hit}", {"gone": gone})
    return [(str(dataset), str(key)) for dataset, key in rows]


def stand_in(cursor: "Cursor", contract: Contract, own: str, gone: list[Any]) -> None:
    """What a withheld speaker said stays, without the name and the words: no denial is dropped."""
    name, hit = contract.name, f"{quoted(own)} in (select unnest($gone))"
    if not cursor.execute(f"select 1 from {quoted(name)} where {hit} limit 1", {"gone": gone}).fetchall():
        return
    note_touched(cursor, contract, hit, {"gone": gone})
    sets = ", ".join([f"{own} = $id", *blanked_words(contract)])
    cursor.execute(f"update {quoted(name)} set {sets} where {hit}", {"gone": gone, "id": STAND_IN})
    if not cursor.execute("select 1 from actors where actor_id = $id", {"id": STAND_IN}).fetchall():
        cursor.execute(
            "insert into actors by name select $id as actor_id, 'Not published' as name, dataset "
            f"from {quoted(name)} where {own} = $id limit 1",
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

COARSE = "publish_precision in ('township', 'admin1')"
UNNAMED = {
    "airstrikes": COARSE,
    "places": COARSE,
    "claims": f"{COARSE} or speaker_id = '{STAND_IN}'",
    "sanction_calls": "call_id in (select record from touched_calls)",
}


def note_coarsened(cursor: "Cursor", tables: dict[str, Contract]) -> None:
    """Neither a coarsened row leaves as it stands, nor one that refers to a coarsened strike, place or claim."""
    for name in MARKED:
        note_touched(cursor, tables[name], COARSE)
    for name in ("airstrikes", "places", "claims"):
        coarse = f"select {tables[name].primary_key[0]} from {name} where {COARSE}"
        for contract in tables.values():
            for own in [key.fields[0] for key in contract.foreign_keys if key.table == name and len(key.fields) == 1]:
                note_touched(cursor, contract, f"{quoted(own)} in ({coarse})")


def note_joint_calls(cursor: "Cursor", tables: dict[str, Contract]) -> None:
    """The other rows of a joint statement may name the withheld caller as well: they lose their words and ids with it."""
    cursor.execute(
        "create or replace temp table touched_calls as "
        f"with hidden as (select coalesce(joint_with_call_id, call_id) as first_id from sanction_calls where caller_id = '{STAND_IN}') "
        "select call_id as record from sanction_calls where coalesce(joint_with_call_id, call_id) in (select first_id from hidden)"
    )
    contract = tables["sanction_calls"]
    note_touched(cursor, contract, UNNAMED["sanction_calls"])
    cursor.execute(f"update sanction_calls set {', '.join(blanked_words(contract))} where {UNNAMED['sanction_calls']}")


def coarsen(cursor: "Cursor", tables: dict[str, Contract]) -> None:
    """Blank what is nearer than the precision, and give the rows, and those of withheld speakers, ids that name nothing."""
    for (name, precision), columns in COARSER.items():
        if name in tables:
            sets = ", ".join(f"{column} = {value}" for column, value in columns.items())
            cursor.execute(f"update {name} set {sets} where publish_precision = '{precision}'")
    for name, which in UNNAMED.items():
        if name in tables:
            rename(cursor, tables, name, which)
    cursor.execute("drop table touched_calls")
