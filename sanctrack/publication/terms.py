"""What may not leave the machine: rows that rest on a source with `redistribution = no` stop an
export, closed lists stay behind.
"""

from typing import TYPE_CHECKING

from sanctrack.definitions.contracts import Contract
from sanctrack.definitions.quoting import quoted
from sanctrack.errors import DataError
from sanctrack.publication.rows import HeldBack
from sanctrack.publication.tables import own_copies

if TYPE_CHECKING:
    import duckdb

    Cursor = duckdb.DuckDBPyConnection

IDS_SHOWN = 200
LIST_KEY = ("list", "version_sha256")


def leave_out_closed_lists(cursor: "Cursor", tables: dict[str, Contract]) -> list[HeldBack]:
    """Take imported lists whose terms do not let rows be passed on (`redistribution = no`) out of
    `tables`; return the rows, counted.

    A copy that somebody imported to read it must not keep the rest from being published; a table
    that is empty then is left out.
    """
    if "list_versions" not in tables:
        return []
    closed = "select list, version_sha256 from list_versions where redistribution = 'no'"
    if not cursor.execute(f"{closed} limit 1").fetchall():
        return []
    named = [name for name, contract in tables.items() if set(LIST_KEY) <= set(contract.columns)]
    own_copies(cursor, named)
    held = []
    # the versions last: the other tables are judged by them
    for name in sorted(named, key=lambda item: item == "list_versions"):
        hit = f"from {quoted(name)} where (list, version_sha256) in ({closed})"
        rows = cursor.execute(
            f"select dataset, count(*) {hit} group by dataset order by dataset"
        ).fetchall()
        held += [
            HeldBack(name, str(dataset), "withhold", "terms", number) for dataset, number in rows
        ]
        cursor.execute(f"delete {hit}")
        if not cursor.execute(f"select 1 from {quoted(name)} limit 1").fetchall():
            del tables[name]
    return held


def stop_at_closed_sources(cursor: "Cursor", tables: dict[str, Contract]) -> None:
    """Raise DataError with the ids of rows that rest on a source with `redistribution = no`."""
    found: list[str] = []
    if cursor.execute("select 1 from sources where redistribution = 'no' limit 1").fetchall():
        for name, contract in tables.items():
            for own in [
                item.fields[0]
                for item in contract.foreign_keys
                if item.table == "sources" and name != "sources"
            ]:
                closed = f"{own} in (select source_id from sources where redistribution = 'no')"
                found += records(cursor, contract, closed)
    if found:
        shown = ", ".join(sorted(set(found))[:IDS_SHOWN])
        more = f" and {len(set(found)) - IDS_SHOWN} more" if len(set(found)) > IDS_SHOWN else ""
        raise DataError(
            f"{len(set(found))} rows rest on sources with redistribution = no, "
            f"which leave the machine only as part of an aggregate: {shown}{more}; "
            "nothing was written. Take them out of your data, or use --internal for a bundle that "
            "stays with you"
        )


def records(cursor: "Cursor", contract: Contract, condition: str) -> list[str]:
    record = " || '|' || ".join(
        f"coalesce(cast({quoted(part)} as varchar), '')" for part in contract.primary_key
    )
    if contract.name == "evidence":
        record = "record_id || ' (' || record_table || ')'"
    return [
        f"{contract.name} {row[0]}"
        for row in cursor.execute(
            f"select {record} from {quoted(contract.name)} where {condition}"
        ).fetchall()
    ]
