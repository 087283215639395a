"""What changed between two versions of a list, each change with its cause: the publisher, or our importer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sanctrack.errors import SourceError, UsageError, did_you_mean
from sanctrack.importers import importer
from sanctrack.importers._store import PREVIOUS, Version, originals, read_info, stored
from sanctrack.importers._touches import FactIndex

COLUMNS = ("list", "change", "entry_reference", "name", "field", "before", "after", "cause", "touches", "sentence")
FIELDS = ("type", "names", "identifiers", "programmes", "reasons", "dates", "addresses", "particulars", "remarks")
WORDS = {
    "type": "kind of party", "names": "names", "identifiers": "numbers", "programmes": "programmes", "reasons": "reasons", "dates": "dates",
    "addresses": "addresses", "particulars": "particulars", "remarks": "remarks",
}  # fmt: skip
# Tables, and their columns of mere order.
NUMBERS = {
    "list_entries": "entry_number", "list_names": "name_number", "list_identifiers": "identifier_number", "list_addresses": "address_number",
    "list_programmes": "programme_number", "list_details": "detail_number",
}  # fmt: skip
DATED = ("birth_date", "established_date", "directive_date")


@dataclass(frozen=True)
class Change:
    """One change. `change` is added, removed or amended; `cause` is publisher or importer."""

    list: str
    change: str
    entry_reference: str
    name: str
    field: str | None
    before: str | None
    after: str | None
    cause: str
    touches: str | None
    sentence: str

    def row(self) -> tuple[str | None, ...]:
        """The values in the order of COLUMNS."""
        return tuple(getattr(self, column) for column in COLUMNS)


@dataclass
class Changes:
    """All changes, and a sentence for each list on what was compared."""

    rows: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass
class Party:
    """What an entry says, by field, as sets of words."""

    scheme: str
    name: str
    values: dict[str, set[str]]
    identifiers: list[tuple[str, str]] = field(default_factory=list)


Snapshot = dict[str, Party]


def changes(workspace: Path, code: str | None = None, since: date | None = None, *, facts: FactIndex | None = None) -> Changes:
    """Compare the current version of each list, or of one, with the one before it, or with the one that stood on `since`.

    Raises UsageError when no such list was imported.
    """
    by_list: dict[str, list[Version]] = {}
    for version in stored(workspace):
        by_list.setdefault(version.list, []).append(version)
    if code is not None and code not in by_list:
        raise UsageError(
            f"no version of '{code}' was imported{did_you_mean(code, list(by_list))}; imported: {', '.join(by_list) or 'none'}"
        )
    found = Changes()
    for name, versions in by_list.items():
        if code is None or code == name:
            compare_list(versions, since, facts, found)
    return found


def compare_list(versions: list[Version], since: date | None, facts: FactIndex | None, found: Changes) -> None:
    """Compare the versions of one list."""
    new = versions[-1]
    own = previous_reading(new)
    if own is not None:
        found.rows += difference(*stored_pair(own, new), own, new, "importer", facts)
        found.notes.append(
            f"{new.list}: the version {new.words} was read again by importer version {new.info['importer_version']}, before by {own.info['importer_version']}"
        )
    old = base(versions, since)
    if old is None:
        found.notes.append(f"{new.list}: one version alone, {new.words}; nothing to compare it with")
        return
    before, after, shown = comparable(old, new, facts, found)
    rows = difference(before, after, old, new, "publisher", facts)
    if old.info["layout"] != new.info["layout"]:
        shown += (
            f"; they are in different layouts ({old.info['layout']}, {new.info['layout']}), so only added and removed entries are compared"
        )
        rows = [row for row in rows if row.change != "amended"]
    found.rows += rows
    found.notes.append(f"{new.list}: the version {new.words} against that {old.words}{shown}")


def base(versions: list[Version], since: date | None) -> Version | None:
    """Return the version to compare with: the one before the last, or the last that is not after `since`."""
    if since is None:
        return versions[-2] if len(versions) > 1 else None
    earlier = [version for version in versions[:-1] if version.place[0] <= since]
    return earlier[-1] if earlier else versions[0] if len(versions) > 1 else None


def previous_reading(version: Version) -> Version | None:
    """Return the earlier reading of the same bytes, when the importer has changed since."""
    folder = version.folder / PREVIOUS
    info = read_info(folder)
    return Version(folder, info) if info and info["importer_version"] != version.info["importer_version"] else None


def comparable(old: Version, new: Version, facts: FactIndex | None, found: Changes) -> tuple[Snapshot, Snapshot, str]:
    """Return both versions read by one importer and from the same kinds of files, noting what the importer changed."""
    parts = old.parts() & new.parts() if old.info["layout"] == new.info["layout"] and old.parts() != new.parts() else None
    shown = f"; compared on the files that both have: {', '.join(sorted(parts))}" if parts else ""
    module = importer(str(new.info["importer"]))
    same = old.info["importer_version"] == new.info["importer_version"]
    if same and parts is None:
        return *stored_pair(old, new), shown
    sides = []
    for version in (old, new):
        stale = not same and version.info["importer_version"] != module.IMPORTER_VERSION
        if not stale and (parts is None or version.parts() == parts):
            sides.append(snapshot(version))
            continue
        again = reread(version, parts)
        if stale and parts is None:
            found.rows += difference(snapshot(version), again, version, version, "importer", facts)
        sides.append(again)
    if not same:
        shown += f"; the older was read by importer version {old.info['importer_version']}, the newer by {new.info['importer_version']}, so both were compared as version {module.IMPORTER_VERSION} reads them"
    return sides[0], sides[1], shown


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
            raise SourceError(f"{version.list}, version {version.words}: the importer no longer reads its file: {error}") from error


def stored_pair(old: Version, new: Version) -> tuple[Snapshot, Snapshot]:
    """Load from two stored versions the entries that differ in any table; DuckDB finds them without loading the others."""
    import duckdb

    with duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}) as connection:
        connection.execute("create table differing (entry_reference varchar)")
        for table, number in NUMBERS.items():
            sides = [f"select * exclude (list, version_sha256, {number}) from read_parquet(?)"] * 2
            for files in ((old, new), (new, old)):
                connection.execute(
                    f"insert into differing select distinct entry_reference from ({sides[0]} except {sides[1]})",
                    [str(version.folder / f"{table}.parquet") for version in files],
                )
        return snapshot(old, connection), snapshot(new, connection)


def snapshot(version: Version, connection: Any = None) -> Snapshot:
    """Load a stored version; with a connection only the entries that its table `differing` names."""
    import duckdb

    if connection is None:
        with duckdb.connect() as fresh:
            fresh.execute("create table differing as select entry_reference from read_parquet(?)", [str(version.folder / "list_entries.parquet")])
            return snapshot(version, fresh)
    chosen = " where entry_reference in (select differing.entry_reference from differing)"

    def rows(table: str) -> list[tuple[Any, ...]]:
        found = connection.execute(
            f"select * exclude (list, version_sha256) from read_parquet(?){chosen}", [str(version.folder / f"{table}.parquet")]
        ).fetchall()
        return sorted(found, key=lambda row: row[2] if table == "list_entries" else 0)

    entries = rows("list_entries")
    grouped: dict[str, list[list[tuple[Any, ...]]]] = {row[0]: [[], [], [], [], []] for row in entries}
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
    listed = low and str(low) if low == high else f"{low or 'open'} to {high}" if high else None
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
        "particulars": {joined(f"{item[0]} {item[1]}", item[6]) for item in particulars if item[0] not in DATED},
        "remarks": {remarks} if remarks else set(),
    }
    values["dates"] |= {joined(f"{item[0]} {item[1]}", item[6]) for item in particulars if item[0] in DATED}
    return Party(scheme, name, values, numbers)


def joined(text: str, *more: str | None) -> str:
    """Return a text with what is said about it in brackets."""
    words = ", ".join(filter(None, more))
    return f"{text} ({words})" if words else text


def difference(old: Snapshot, new: Snapshot, before: Version, after: Version, cause: str, facts: FactIndex | None) -> list[Change]:
    """Return the changes from one snapshot to the other, by entry reference."""
    writer = Writer(before, after, cause, facts)
    rows = [writer.whole("added", reference, new[reference]) for reference in new if reference not in old]
    rows += [writer.whole("removed", reference, old[reference]) for reference in old if reference not in new]
    for reference, party_now in new.items():
        if reference in old and old[reference].values != party_now.values:
            rows += writer.amended(reference, old[reference], party_now)
    return rows


@dataclass
class Writer:
    """Writes changes between two versions, with sentences."""

    before: Version
    after: Version
    cause: str
    facts: FactIndex | None

    def whole(self, change: str, reference: str, party: Party) -> Change:
        """Return an entry that was added or removed."""
        kind = next(iter(party.values["type"]), "party")
        programmes = ", ".join(sorted(party.values["programmes"]))
        if self.cause == "importer":
            verb = "newly read from" if change == "added" else "no longer read from"
            sentence = f"{party.name} ({kind}, {reference}) is {verb} the same file by our importer; the publisher changed nothing."
        elif change == "added":
            sentence = f"{party.name} ({kind}, {reference}) is on the version {self.after.words}, and was not on that {self.before.words}: {programmes or 'no programme given'}."
        else:
            sentence = f"{party.name} ({kind}, {reference}) was on the version {self.before.words}, and is not on that {self.after.words}: {programmes or 'no programme given'}."
        was, now = (None, party.name) if change == "added" else (party.name, None)
        return Change(self.after.list, change, reference, party.name, None, was, now, self.cause, self.touches(reference, party), sentence)

    def amended(self, reference: str, old: Party, new: Party) -> list[Change]:
        """Return the fields that differ; remarks only when they say something that no other field does."""
        touches = self.touches(reference, new)
        rows: list[Change] = []
        for name in FIELDS:
            gone, come = sorted(old.values[name] - new.values[name]), sorted(new.values[name] - old.values[name])
            if name == "remarks" and rows:
                continue
            for was, now in pairs(gone, come):
                by = (
                    "as our importer reads the same file"
                    if self.cause == "importer"
                    else f"between the versions {self.before.words} and {self.after.words}"
                )
                what = (
                    f"'{shorten(was)}' became '{shorten(now)}'"
                    if was and now
                    else f"'{shorten(now)}' came in"
                    if now
                    else f"'{shorten(was)}' went out"
                )
                sentence = f"{new.name} ({reference}), {WORDS[name]}: {what}, {by}."
                rows.append(Change(self.after.list, "amended", reference, new.name, name, was, now, self.cause, touches, sentence))
        return rows

    def touches(self, reference: str, party: Party) -> str | None:
        """Return what the entry touches in our facts."""
        if self.facts is None:
            return None
        return self.facts.touched(self.after.info["authority"], party.scheme, reference, party.identifiers) or None


def pairs(gone: list[str], come: list[str]) -> Iterator[tuple[str | None, str | None]]:
    """Pair what went with what came when each is one; else tell them one by one."""
    if len(gone) == 1 and len(come) == 1:
        yield gone[0], come[0]
        return
    for text in gone:
        yield text, None
    for text in come:
        yield None, text


def shorten(text: str | None) -> str:
    """Return a text short enough for a sentence."""
    text = " ".join((text or "").split())
    return text if len(text) <= 160 else f"{text[:157]}..."
