"""What a version says, entry by entry and field by field, in words that can be compared."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sanctrack.errors import SourceError
from sanctrack.lists.publishers import importer
from sanctrack.lists.store.versions import Version, originals
from sanctrack.warehouse.locked import locked_connection

# Tables, and their columns of mere order.
NUMBERS = {
    "list_entries": "entry_number", "list_names": "name_number",
    "list_identifiers": "identifier_number", "list_addresses": "address_number",
    "list_programmes": "programme_number", "list_details": "detail_number",
}  # fmt: skip
DATED = ("birth_date", "established_date", "directive_date")


@dataclass
class Party:
    """What an entry says, by field, as sets of words."""

    scheme: str
    name: str
    values: dict[str, set[str]]
    identifiers: list[tuple[str, str]] = field(default_factory=list)


Snapshot = dict[str, Party]


def stored_pair(old: Version, new: Version) -> tuple[Snapshot, Snapshot]:
    """Load from two stored versions the entries that differ in any table; DuckDB finds them without
    loading the others.
    """
    with locked_connection(
        file for version in (old, new) for file in table_files(version)
    ) as connection:
        connection.execute("create table differing (entry_reference varchar)")
        for table, number in NUMBERS.items():
            sides = [f"select * exclude (list, version_sha256, {number}) from read_parquet(?)"] * 2
            for files in ((old, new), (new, old)):
                connection.execute(
                    f"insert into differing select distinct entry_reference from ({sides[0]} "
                    f"except {sides[1]})",
                    [str(version.folder / f"{table}.parquet") for version in files],
                )
        return snapshot(old, connection), snapshot(new, connection)


def table_files(version: Version) -> list[str]:
    return [str(version.folder / f"{table}.parquet") for table in NUMBERS]


def snapshot(version: Version, connection: Any = None) -> Snapshot:
    """Load a stored version; with a connection only the entries that its table
    `differing` names.
    """
    if connection is None:
        with locked_connection(table_files(version)) as fresh:
            fresh.execute(
                "create table differing as select entry_reference from read_parquet(?)",
                [str(version.folder / "list_entries.parquet")],
            )
            return snapshot(version, fresh)
    chosen = " where entry_reference in (select differing.entry_reference from differing)"

    def rows(table: str) -> list[tuple[Any, ...]]:
        found = connection.execute(
            f"select * exclude (list, version_sha256) from read_parquet(?){chosen}",
            [str(version.folder / f"{table}.parquet")],
        ).fetchall()
        return sorted(found, key=lambda row: row[2] if table == "list_entries" else 0)

    entries = rows("list_entries")
    grouped: dict[str, list[list[tuple[Any, ...]]]] = {
        row[0]: [[], [], [], [], []] for row in entries
    }
    for place, table in enumerate(list(NUMBERS)[1:]):
        for row in rows(table):
            grouped[row[0]][place].append(row[2:])
    return {row[0]: party(row, *grouped[row[0]]) for row in entries}


def party(
    row: tuple[Any, ...],
    names: Iterable[tuple[Any, ...]],
    identifiers: Iterable[tuple[Any, ...]],
    addresses: Iterable[tuple[Any, ...]],
    programmes: Iterable[tuple[Any, ...]],
    details: Iterable[tuple[Any, ...]],
) -> Party:
    """Put the rows of an entry into words, field by field."""
    _, scheme, _, entry_type, name, low, high, _, _, _, _, reasons, remarks = row
    if low == high:
        listed = low and str(low)
    else:
        listed = f"{low or 'open'} to {high}" if high else None
    numbers = [(str(item[0]), str(item[1])) for item in identifiers]
    particulars = list(details)
    values = {
        "type": {entry_type} if entry_type else set(),
        "names": {joined(item[0], item[1], item[2], item[4]) for item in names},
        "identifiers": {f"{kind} {value}" for kind, value in numbers},
        "programmes": {joined(item[0], item[1]) for item in programmes},
        "reasons": {reasons} if reasons else set(),
        "dates": {f"listed {listed}"} if listed else set(),
        "addresses": {", ".join(filter(None, (item[0], item[2]))) for item in addresses},
        "particulars": {
            joined(f"{item[0]} {item[1]}", item[6]) for item in particulars if item[0] not in DATED
        },
        "remarks": {remarks} if remarks else set(),
    }
    values["dates"] |= {
        joined(f"{item[0]} {item[1]}", item[6]) for item in particulars if item[0] in DATED
    }
    return Party(scheme, name, values, numbers)


def joined(text: str, *more: str | None) -> str:
    """Return a text with what is said about it in brackets."""
    words = ", ".join(filter(None, more))
    return f"{text} ({words})" if words else text


def reread(version: Version, parts: set[str] | None) -> Snapshot:
    """Read the kept files of a version with the importer as it is now."""
    module = importer(str(version.info["importer"]))
    with originals(version) as files:
        chosen = [path for part, path in files if parts is None or part in parts]
        try:
            reading = module.recognise(chosen, version.list)
            return {
                entry.reference: party(
                    entry.row(),
                    entry.names.values(),
                    entry.identifiers.values(),
                    entry.addresses.values(),
                    entry.programmes.values(),
                    entry.details.values(),
                )
                for entry in module.read(reading)
            }
        except SourceError as error:
            raise SourceError(
                f"{version.list}, version {version.words}: the importer no longer reads its file: "
                f"{error}"
            ) from error
