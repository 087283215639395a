"""What changed between two versions of a list, each change with its cause: the publisher, or our
importer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sanctrack.errors import SourceError, UsageError, did_you_mean
from sanctrack.lists.publishers import importer
from sanctrack.lists.store.comparison import Party, Snapshot, reread, snapshot, stored_pair
from sanctrack.lists.store.versions import PREVIOUS, Version, read_info, stored
from sanctrack.lists.touches import FactIndex

COLUMNS = (
    "list",
    "change",
    "entry_reference",
    "name",
    "field",
    "before",
    "after",
    "cause",
    "touches",
    "sentence",
)
FIELDS = (
    "type",
    "names",
    "identifiers",
    "programmes",
    "reasons",
    "dates",
    "addresses",
    "particulars",
    "remarks",
)
WORDS = {
    "type": "kind of "
        "party", "names": "names", "identifiers": "numbers", "programmes": "programmes",
        "reasons": "reasons", "dates": "dates",
    "addresses": "addresses", "particulars": "particulars", "remarks": "remarks",
}  # fmt: skip


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


def changes(
    workspace: Path,
    code: str | None = None,
    since: date | None = None,
    *,
    facts: FactIndex | None = None,
) -> Changes:
    """Compare the current version of each list, or of one, with the one before it, or with the one
    that stood on `since`.

    Raises UsageError when no such list was imported, SourceError when the copies of that list have
    no order.
    """
    by_list: dict[str, list[Version]] = {}
    for version in stored(workspace):
        by_list.setdefault(version.list, []).append(version)
    if code is not None and code not in by_list:
        raise UsageError(
            f"no version of '{code}' was imported{did_you_mean(code, list(by_list))}; imported: "
            f"{', '.join(by_list) or 'none'}"
        )
    found = Changes()
    for name, versions in by_list.items():
        if code is None or code == name:
            if (words := unordered(versions)) and code is not None:
                raise SourceError(words)
            if words:
                found.notes.append(words)
            else:
                compare_list(versions, since, facts, found)
    return found


def unordered(versions: list[Version]) -> str | None:
    """Say why copies cannot be compared: one has a day, the others have none, so nobody knows which
    is older.
    """
    dated, aside = parted(versions)
    if len(dated) != 1 or not aside:
        return None
    files = ", ".join(str(item["name"]) for item in aside[-1].info["files"])
    return (
        f"{aside[-1].list}: nobody can tell whether the copy {aside[-1].words} ({files}) is older "
        f"or newer than the version {dated[0].words}; they are not compared. If you know its day, "
        f"import it again with --published-on DAY"
    )


def parted(versions: list[Version]) -> tuple[list[Version], list[Version]]:
    """Part versions into those with a day and those without."""
    return [version for version in versions if version.day], [
        version for version in versions if not version.day
    ]


def compare_list(
    versions: list[Version], since: date | None, facts: FactIndex | None, found: Changes
) -> None:
    """Compare the versions of one list."""
    new = versions[-1]
    own = previous_reading(new)
    if own is not None:
        found.rows += difference(*stored_pair(own, new), own, new, "importer", facts)
        found.notes.append(
            f"{new.list}: the version {new.words} was read again by importer version "
            f"{new.info['importer_version']}, before by {own.info['importer_version']}"
        )
    # Copies without a day have an order among themselves, that of their import, but none beside
    # copies that have one.
    dated, aside = parted(versions)
    old = base(dated or versions, since)
    if old is None:
        found.notes.append(
            f"{new.list}: one version alone, {new.words}; nothing to compare it with"
        )
        return
    before, after, shown = comparable(old, new, facts, found)
    rows = difference(before, after, old, new, "publisher", facts)
    if old.info["layout"] != new.info["layout"]:
        shown += (
            f"; they are in different layouts ({old.info['layout']}, {new.info['layout']}), so "
            f"only added and removed entries are compared"
        )
        rows = [row for row in rows if row.change != "amended"]
    for version in (old, new):
        missing = version.info.get("missing_columns", {}) | version.info.get("missing_kinds", {})
        if missing:
            fields = and_list(WORDS[name] for name in FIELDS if name in missing.values())
            shown += (
                f"; {fields} are not compared, because the version {version.words} was taken "
                f"without {and_list(missing)}"
            )
            rows = [row for row in rows if row.field not in missing.values()]
    if dated and aside:
        shown += (
            f"; {len(aside)} cop{'y' if len(aside) == 1 else 'ies'} without a day left out, "
            f"because nobody can tell where they belong"
        )
    found.rows += rows
    found.notes.append(f"{new.list}: the version {new.words} against that {old.words}{shown}")


def base(versions: list[Version], since: date | None) -> Version | None:
    """Return the version to compare with: the one before the last, or the last that is not after
    `since`.
    """
    if since is None:
        return versions[-2] if len(versions) > 1 else None
    earlier = [version for version in versions[:-1] if version.since <= since]
    if earlier:
        return earlier[-1]
    return versions[0] if len(versions) > 1 else None


def previous_reading(version: Version) -> Version | None:
    """Return the earlier reading of the same bytes, when the importer has changed since."""
    folder = version.folder / PREVIOUS
    info = read_info(folder)
    return (
        Version(folder, info)
        if info and info["importer_version"] != version.info["importer_version"]
        else None
    )


def comparable(
    old: Version, new: Version, facts: FactIndex | None, found: Changes
) -> tuple[Snapshot, Snapshot, str]:
    """Return both versions read by one importer and from the same kinds of files, noting what the
    importer changed.
    """
    parts = (
        old.parts() & new.parts()
        if old.info["layout"] == new.info["layout"] and old.parts() != new.parts()
        else None
    )
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
        older, newer = old.info["importer_version"], new.info["importer_version"]
        shown += (
            f"; the older was read by importer version {older}, the newer by {newer}, so both were "
            f"compared as"
        )
        shown += f" version {module.IMPORTER_VERSION} reads them"
    return sides[0], sides[1], shown


def difference(
    old: Snapshot,
    new: Snapshot,
    before: Version,
    after: Version,
    cause: str,
    facts: FactIndex | None,
) -> list[Change]:
    """Return the changes from one snapshot to the other, by entry reference."""
    writer = Writer(before, after, cause, facts)
    rows = [
        writer.whole("added", reference, new[reference])
        for reference in new
        if reference not in old
    ]
    rows += [
        writer.whole("removed", reference, old[reference])
        for reference in old
        if reference not in new
    ]
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
        named = sorted(party.values["programmes"])
        programmes = (
            f"programme{'s' if len(named) > 1 else ''}: {', '.join(named)}"
            if named
            else "no programme given"
        )
        who = f"{party.name} ({kind}, {reference})"
        if self.cause == "importer":
            verb = "newly read from" if change == "added" else "no longer read from"
            sentence = (
                f"{who} is {verb} the same file by our importer; the publisher changed nothing."
            )
        elif change == "added":
            sentence = (
                f"{who} is on the version {self.after.words}, and was not on that "
                f"{self.before.words}; {programmes}."
            )
        else:
            sentence = (
                f"{who} was on the version {self.before.words}, and is not on that "
                f"{self.after.words}; {programmes}."
            )
        was, now = (None, party.name) if change == "added" else (party.name, None)
        return Change(
            self.after.list,
            change,
            reference,
            party.name,
            None,
            was,
            now,
            self.cause,
            self.touches(reference, party),
            sentence,
        )

    def amended(self, reference: str, old: Party, new: Party) -> list[Change]:
        """Return the fields that differ; remarks only when they say something that no other field
        does.
        """
        touches = self.touches(reference, new)
        rows: list[Change] = []
        for name in FIELDS:
            gone, come = (
                sorted(old.values[name] - new.values[name]),
                sorted(new.values[name] - old.values[name]),
            )
            if name == "remarks" and rows:
                continue
            for was, now in pairs(gone, come):
                by = (
                    "as our importer reads the same file"
                    if self.cause == "importer"
                    else f"between the versions {self.before.words} and {self.after.words}"
                )
                sentence = f"{new.name} ({reference}), {WORDS[name]}: {amendment(was, now)}, {by}."
                rows.append(
                    Change(
                        self.after.list,
                        "amended",
                        reference,
                        new.name,
                        name,
                        was,
                        now,
                        self.cause,
                        touches,
                        sentence,
                    )
                )
        return rows

    def touches(self, reference: str, party: Party) -> str | None:
        """Return what the entry touches in our facts."""
        if self.facts is None:
            return None
        return (
            self.facts.touched(
                self.after.info["authority"], party.scheme, reference, party.identifiers
            )
            or None
        )


def pairs(gone: list[str], come: list[str]) -> Iterator[tuple[str | None, str | None]]:
    """Pair what went with what came when each is one; else tell them one by one."""
    if len(gone) == 1 and len(come) == 1:
        yield gone[0], come[0]
        return
    for text in gone:
        yield text, None
    for text in come:
        yield None, text


def amendment(was: str | None, now: str | None) -> str:
    """What became of a value, in words."""
    if was and now:
        return f"'{shorten(was)}' became '{shorten(now)}'"
    return f"'{shorten(now)}' came in" if now else f"'{shorten(was)}' went out"


def shorten(text: str | None) -> str:
    """Return a text short enough for a sentence."""
    text = " ".join((text or "").split())
    return text if len(text) <= 160 else f"{text[:157]}..."


def and_list(words: Iterable[str]) -> str:
    """Join words by commas and a last `and`."""
    items = list(words)
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)
