"""A seeded generator of larger facts: the shipped rows copied many times, ids and references made
anew, days moved.

Copies keep the shape of the real rows (nulls, intervals, parties, rival claims), and every
reference stays valid. Strikes with what hangs on them, deliveries with what hangs on them, and
actors with their names, identifiers, relations, list checks and designations are copied; measures,
calls, published figures and places stay as they are.
"""

import random
from pathlib import Path

import duckdb

from sanctrack.definitions.contracts import Contract, load_contract, table_names
from sanctrack.definitions.paths import Home, find_home

ROOT = Path(__file__).resolve().parent.parent
STRIKES = ("airstrikes", "airstrike_area_actors", "claims")
DELIVERIES = (
    "fuel_shipments",
    "shipment_stops",
    "shipment_parties",
    "shipment_groups",
    "shipment_group_members",
    "shipment_group_claims",
)
ACTORS = ("actors", "actor_names", "identifiers", "relationships", "list_checks", "designations")
COPIES_OF_SOURCES = 20
SEED = 20261121


def bigger(
    folder: Path, strikes: int = 200_000, deliveries: int = 5_000, designations: int = 50_000
) -> Home:
    """Write Parquet files below `folder` with at least so many rows; return a home
    that reads them.
    """
    home = find_home(ROOT)
    connection = duckdb.connect()
    copies = {
        "strikes": -(-strikes // count(home, "airstrikes")),
        "deliveries": -(-deliveries // count(home, "fuel_shipments")),
    }
    copies["actors"] = -(-designations // count(home, "designations"))
    copies["sources"] = COPIES_OF_SOURCES
    chance = random.Random(SEED)
    for group, number in copies.items():
        moved = [
            (copy, 0 if copy == 0 or group in ("actors", "sources") else chance.randint(-1500, 60))
            for copy in range(number)
        ]
        connection.execute(f"create table copies_of_{group} (copy bigint, moved bigint)")
        connection.executemany(f"insert into copies_of_{group} values (?, ?)", moved)
    folder.mkdir(parents=True, exist_ok=True)
    for name in table_names(home):
        contract = load_contract(home, name)
        if contract.kept_in == "datasets":
            select = copied(contract, home, copies)
            connection.execute(
                f"copy ({select}) to '{folder / f'{name}.parquet'}' (format parquet, compression "
                f"zstd)"
            )
    return Home(home.root, folder)


def count(home: Home, table: str) -> int:
    row = duckdb.execute(f"select count(*) from '{home.datasets / f'{table}.parquet'}'").fetchone()
    assert row
    return int(row[0])


def group_of(table: str) -> str | None:
    for group, members in (
        ("strikes", STRIKES),
        ("deliveries", DELIVERIES),
        ("actors", ACTORS),
        ("sources", ("sources",)),
    ):
        if table in members:
            return group
    return None


def copied(contract: Contract, home: Home, copies: dict[str, int]) -> str:
    """The select that copies a table."""
    file = home.datasets / f"{contract.name}.parquet"
    if contract.name == "evidence":
        return evidence(contract, file, copies)
    group = group_of(contract.name)
    if group is None:
        return f"select * from '{file}'"
    columns = ", ".join(
        f"{expression(contract, field.name, field.type, copies)} as {field.name}"
        for field in contract.fields
    )
    return (
        f"select {columns} from '{file}' as old cross join copies_of_{group} as c order by c.copy"
    )


def expression(contract: Contract, column: str, kind: str, copies: dict[str, int]) -> str:
    target = next((key.table for key in contract.foreign_keys if column in key.fields), None)
    if target is None and column == contract.primary_key[0] and len(contract.primary_key) == 1:
        target = contract.name
    group = group_of(target) if target else None
    if group:
        return (
            f"old.{column} || case when c.copy % {copies[group]} = 0 then '' else '-c' || c.copy % "
            f"{copies[group]} end"
        )
    if kind == "date" and contract.name not in ACTORS and contract.name != "sources":
        return f"cast(old.{column} + cast(c.moved as integer) as date)"
    if contract.name == "identifiers" and column == "value":
        imo = "cast(1000000 + (cast(old.value as bigint) + c.copy * 104729) % 9000000 as varchar)"
        return (
            f"case when c.copy = 0 then old.value when old.scheme = 'imo_ship' then {imo} else "
            f"old.value || '-' || c.copy end"
        )
    if column == "name" and contract.name in ("actors", "actor_names"):
        return "old.name || case when c.copy = 0 then '' else ' ' || c.copy end"
    return f"old.{column}"


def evidence(contract: Contract, file: Path, copies: dict[str, int]) -> str:
    """Evidence follows its record: that of a copied strike or delivery is copied with it."""
    parts, number = [], COPIES_OF_SOURCES
    for group, tables in (("strikes", ("airstrikes",)), ("deliveries", ("fuel_shipments",))):
        names = ", ".join(f"'{name}'" for name in tables)
        swap = {
            "record_id": f"old.record_id || case when c.copy % {copies[group]} = 0 then '' else "
            f"'-c' || c.copy end",
            "source_id": f"old.source_id || case when c.copy % {number} = 0 then '' else '-c' || "
            f"c.copy % {number} end",
        }
        columns = ", ".join(
            f"{swap.get(field.name, f'old.{field.name}')} as {field.name}"
            for field in contract.fields
        )
        parts.append(
            f"select {columns} from '{file}' as old cross join copies_of_{group} as c where "
            f"old.record_table in ({names})"
        )
    columns = ", ".join(contract.columns)
    parts.append(
        f"select {columns} from '{file}' where record_table not in ('airstrikes', 'fuel_shipments')"
    )
    return " union all ".join(parts)
