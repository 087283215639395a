"""What a version says, entry by entry and field by field, in words that can be compared."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sanctrack.definitions.countries import country_code
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
PUNCTUATION = re.compile(r"[.,;:'\"()\[\]‘’“”-]+")
DATED = ("birth_date", "established_date", "directive_date")


# Words with which a value says itself that it is about.
ABOUT = ("circa", "approx", "about", "around", "c.", "ca ", "ca.")
Bounds = tuple[date | None, date | None]


@dataclass
class Party:
    """What an entry says: by field, as sets of words, and what parties are told apart by.

    `births` and `listed` are first and last possible days; `measures` are the measures by the words
    of their programme in `values`.
    """

    scheme: str
    name: str
    values: dict[str, set[str]]
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    all_names: frozenset[str] = frozenset()
    programmes: tuple[str, ...] = ()
    about_myanmar: bool = False
    births: tuple[Bounds, ...] = ()
    listed: Bounds = (None, None)
    measures: dict[str, tuple[str, ...]] = field(default_factory=dict)


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
    own_remarks = own_remarks_of(version)
    return {row[0]: party(row, *grouped[row[0]], own_remarks=own_remarks) for row in entries}


def party(
    row: tuple[Any, ...],
    names: Iterable[tuple[Any, ...]],
    identifiers: Iterable[tuple[Any, ...]],
    addresses: Iterable[tuple[Any, ...]],
    programmes: Iterable[tuple[Any, ...]],
    details: Iterable[tuple[Any, ...]],
    *,
    own_remarks: Callable[[str], str] | None = None,
) -> Party:
    """Put the rows of an entry into words, field by field: every column that its contract compares
    (`compared_as`).
    """
    _, scheme, _, entry_type, name, low, high, _, _, updated, about, reasons, remarks = row
    if own_remarks and remarks:
        remarks = own_remarks(remarks)
    if low == high:
        listed = low and str(low)
    else:
        listed = f"{low or 'open'} to {high or 'open'}"
    numbers, bases, particulars, named = (
        list(identifiers),
        list(programmes),
        list(details),
        [*names],
    )
    measures = {
        joined(item[0], item[1]): tuple(item[3].split("; ")) if item[3] else () for item in bases
    }
    dated = [item for item in particulars if item[0] in DATED]
    values = {
        "type": {entry_type} if entry_type else set(),
        "names": {joined(item[0], item[1], item[2], item[4]) for item in named},
        "identifiers": {
            joined(f"{item[0]} {item[1]}", item[4] or item[5], item[6]) for item in numbers
        },
        "programmes": set(measures),
        "measures": {
            f"{imposed} under {words}" for words, items in measures.items() for imposed in items
        },
        "reasons": {reasons} if reasons else set(),
        "dates": {f"listed {listed}"} if listed else set(),
        "addresses": {
            joined(", ".join(filter(None, (item[0], item[1] or item[2]))), item[3])
            for item in addresses
        },
        "particulars": {particular(item) for item in particulars if item[0] not in DATED},
        "remarks": {remarks} if remarks else set(),
        "updated": {str(updated)} if updated else set(),
    }
    values["dates"] |= {particular(item) for item in dated}
    if name not in {item[0] for item in named}:
        values["names"].add(joined(name, "primary"))
    return Party(
        scheme,
        name,
        values,
        [(str(item[0]), str(item[1])) for item in numbers],
        frozenset(folded(str(item)) for item in (name, *(item[0] for item in named))),
        tuple(str(item[0]) for item in bases),
        about == "yes",
        tuple((item[2], item[3]) for item in dated if item[0] == "birth_date" and item[3]),
        (low, high),
        measures,
    )


def particular(item: tuple[Any, ...]) -> str:
    """A particular in words: a country where the value does not name it, `about` where the value
    does not say it.
    """
    detail, value, _, _, approximate, country, note = item
    about = approximate and not str(value).lower().startswith(ABOUT)
    says_it = country and country in (country_code(value), country_code(value.split(", ")[-1]))
    where = None if says_it else country
    return joined(f"{detail} {value}", where, "about" if about else None, note)


def folded(name: str) -> str:
    """A name without order, case and stops of its words: what makes two names equal."""
    bare = PUNCTUATION.sub(" ", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(sorted(bare.split()))


def own_remarks_of(version: Version) -> Callable[[str], str] | None:
    """What takes from the remarks of an entry those that its importer reads into fields of their
    own, where it has such.
    """
    module: Any = importer(str(version.info["importer"]))
    if version.info["layout"] != getattr(module, "REMARKS_ARE_READ_IN", None):
        return None
    return cast(Callable[[str], str], module.own_remarks)


def joined(text: str, *more: str | None) -> str:
    """Return a text with what is said about it in brackets."""
    words = ", ".join(filter(None, more))
    return f"{text} ({words})" if words else text


def reread(version: Version, parts: set[str] | None) -> Snapshot:
    """Read the kept files of a version with the importer as it is now."""
    module = importer(str(version.info["importer"]))
    own_remarks = own_remarks_of(version)
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
                    own_remarks=own_remarks,
                )
                for entry in module.read(reading)
            }
        except SourceError as error:
            raise SourceError(
                f"{version.list}, version {version.words}: the importer no longer reads its file: "
                f"{error}"
            ) from error
