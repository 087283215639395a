"""What may not leave the machine: rows that rest on a source, or stand in a list, with `redistribution = no`."""

from typing import TYPE_CHECKING

from sanctrack.contracts import Contract
from sanctrack.errors import DataError

if TYPE_CHECKING:
    import duckdb

    Cursor = duckdb.DuckDBPyConnection

IDS_SHOWN = 200


def stop_at_closed_sources(cursor: "Cursor", tables: dict[str, Contract]) -> None:
    """Raise DataError with the ids of rows that rest on a source, or stand in a list, with `redistribution = no`."""
    found: list[str] = []
    if cursor.execute("select 1 from sources where redistribution = 'no' limit 1").fetchall():
        for name, contract in tables.items():
            for own in [item.fields[0] for item in contract.foreign_keys if item.table == "sources" and name != "sources"]:
                closed = f"{own} in (select source_id from sources where redistribution = 'no')"
                found += records(cursor, contract, closed)
    for name, contract in tables.items():
        if "redistribution" in contract.columns and name != "sources":
            found += records(cursor, contract, "redistribution = 'no'")
    if found:
        shown = ", ".join(sorted(set(found))[:IDS_SHOWN])
        more = f" and {len(set(found)) - IDS_SHOWN} more" if len(set(found)) > IDS_SHOWN else ""
        raise DataError(
            f"{len(set(found))} rows rest on sources with redistribution = no, "
            f"which leave the machine only as part of an aggregate: {shown}{more}; "
            "nothing was written. Take them out of your data, or use --internal for a bundle that stays with you"
        )


def records(cursor: "Cursor", contract: Contract, condition: str) -> list[str]:
    record = " || '|' || ".join(f"coalesce(cast(\"{part}\" as varchar), '')" for part in contract.primary_key)
    if contract.name == "evidence":
        record = "record_id || ' (' || record_table || ')'"
    return [f"{contract.name} {row[0]}" for row in cursor.execute(f'select {record} from "{contract.name}" where {condition}').fetchall()]
