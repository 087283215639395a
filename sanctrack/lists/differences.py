"""What changed between two versions of a list, each change with its cause: the publisher, or our
importer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from sanctrack.errors import SourceError, UsageError, did_you_mean
from sanctrack.lists.publishers import importer
from sanctrack.lists.store.comparison import Party, Snapshot, reread, snapshot, stored_pair
from sanctrack.lists.store.pairing import Pairer
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
    "programme",
    "about_myanmar",
    "before_on",
    "after_on",
    "cause",
    "touches",
    "sentence",
)
KINDS = {
    "added": "a party that is new on the list",
    "removed": "a party that is no longer on it",
    "amended": "something that the list says of a party",
    "renamed": "another name under the same reference",
    "renumbered": "another reference of the same party",
    "cannot_tell": "another name under the same reference, of the same party or of another one",
}
WORDS = {
    "type": "kind of party",
    "names": "names",
    "identifiers": "numbers",
    "programmes": "programmes",
    "measures": "measures",
    "reasons": "reasons",
    "dates": "dates",
    "addresses": "addresses",
    "particulars": "particulars",
    "remarks": "remarks",
    "updated": "the publisher's day of update",
}
FIELDS = tuple(WORDS)
# What a column that the file lacks fills besides its own field.
FILLED_WITH = {"programmes": ("measures",), "dates": ("updated",)}
# From what share of a list on a change that all have alike is told once.
SHARE = 0.2
# How many changes alike can still be read one by one, where the old references are in use again.
READABLE = 20
LEAST = 10


@dataclass(frozen=True)
class Change:
    """One change. `change` is a key of KINDS; `cause` is publisher or importer.

    Of a change that many parties have alike (`told once`) reference and name are None, and the
    sentence says of how many it is.
    """

    list: str
    change: str
    entry_reference: str | None
    name: str | None
    field: str | None
    before: str | None
    after: str | None
    programme: str | None
    about_myanmar: str
    before_on: date | None
    after_on: date | None
    cause: str
    touches: str | None
    sentence: str

    def row(self) -> tuple[str | date | None, ...]:
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

    def counts(self) -> dict[str, Counter[str]]:
        """By list, of how many parties each kind of change is; of the publisher alone."""
        parties: dict[str, dict[tuple[str, object], None]] = {}
        for row in self.rows:
            if row.cause == "publisher":
                key = row.entry_reference or row.sentence
                parties.setdefault(row.list, {})[row.change, (key, row.after_on)] = None
        return {code: Counter(kind for kind, _ in found) for code, found in parties.items()}


@dataclass(frozen=True)
class Wanted:
    """Which changes are asked for; what is not said leaves all of them in."""

    myanmar: bool = False
    programme: str | None = None
    kinds: tuple[str, ...] = ()
    touching: bool = False
    actor: str | None = None

    def check(self) -> None:
        """Raise UsageError for a kind that is none."""
        for kind in self.kinds:
            if kind not in KINDS:
                raise UsageError(
                    f"--kind is '{kind}'{did_you_mean(kind, list(KINDS))}; kinds: "
                    f"{', '.join(KINDS)}"
                )

    def of(self, found: Changes) -> Changes:
        """The changes that are wanted, with all notes."""
        return replace(found, rows=[row for row in found.rows if self.has(row)])

    def has(self, row: Change) -> bool:
        if self.myanmar and row.about_myanmar != "yes":
            return False
        if self.programme and self.programme.casefold() not in (row.programme or "").casefold():
            return False
        if self.kinds and row.change not in self.kinds:
            return False
        if self.touching and not row.touches:
            return False
        return not self.actor or f"actor {self.actor}" in (row.touches or "").split("; ")


def changes(
    workspace: Path,
    code: str | None = None,
    since: date | None = None,
    *,
    every: bool = False,
    facts: FactIndex | None = None,
) -> Changes:
    """Compare the current version of each list, or of one, with the one before it, or with the one
    that stood on `since`; with `every` each version with the next one, from that day on.

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
                compare_list(versions, since, every, facts, found)
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
    versions: list[Version],
    since: date | None,
    every: bool,
    facts: FactIndex | None,
    found: Changes,
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
    chain = dated or versions
    old = base(chain, since, every)
    if old is None:
        found.notes.append(
            f"{new.list}: one version alone, {new.words}; nothing to compare it with"
        )
        return
    left_out = ""
    if dated and aside:
        left_out = (
            f"; {len(aside)} cop{'y' if len(aside) == 1 else 'ies'} without a day left out, "
            f"because nobody can tell where they belong"
        )
    if not every:
        compare_two(old, chain[-1], facts, found, left_out)
        return
    steps = chain[chain.index(old) :]
    for before, after in pairwise(steps):
        compare_two(before, after, facts, found, left_out)


def compare_two(
    old: Version, new: Version, facts: FactIndex | None, found: Changes, left_out: str
) -> None:
    """Compare two versions of one list."""
    before, after, shown = comparable(old, new, facts, found)
    rows = difference(before, after, old, new, "publisher", facts)
    if old.info["layout"] != new.info["layout"]:
        shown += (
            f"; they are in different layouts ({old.info['layout']}, {new.info['layout']}), so "
            f"only added and removed entries are compared"
        )
        rows = [row for row in rows if row.change not in ("amended", "renamed")]
    for version in (old, new):
        missing = version.info.get("missing_columns", {}) | version.info.get("missing_kinds", {})
        if missing:
            lacking = {*missing.values()}
            fields = and_list(WORDS[name] for name in FIELDS if name in lacking)
            shown += (
                f"; {fields} are not compared, because the version {version.words} was taken "
                f"without {and_list(missing)}"
            )
            lacking |= {also for name in lacking for also in FILLED_WITH.get(name, ())}
            rows = [row for row in rows if row.field not in lacking]
    found.rows += rows
    found.notes.append(
        f"{new.list}: the version {new.words} against that {old.words}{shown}{left_out}"
    )


def base(versions: list[Version], since: date | None, every: bool = False) -> Version | None:
    """Return the version to compare with: the one before the last, or the last that is not after
    `since`; of `every` version the first.
    """
    if since is None and every:
        return versions[0] if len(versions) > 1 else None
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
    """Return the changes from one snapshot to the other, party by party."""
    was, now = (
        {
            reference: party
            for reference, party in one.items()
            if reference not in other or other[reference].values != party.values
        }
        for one, other in ((old, new), (new, old))
    )
    pairing = Pairer(was, now).pair()
    writer = Writer(before, after, cause, facts, old, new)
    another = set(pairing.another)
    rows = [
        writer.whole("added", reference, new[reference], reference in another, pairing.namesakes)
        for reference in new
        if reference in another or reference in set(pairing.added)
    ]
    rows += [
        writer.whole("removed", reference, old[reference], reference in another, pairing.namesakes)
        for reference in old
        if reference in another or reference in set(pairing.removed)
    ]
    became = dict(pairing.same) | {name: name for name in (*pairing.renamed, *pairing.doubtful)}
    back = {now: was for was, now in became.items()}
    known = {"renamed": set(pairing.renamed), "cannot_tell": set(pairing.doubtful)}
    for reference, party in new.items():
        if reference not in back:
            continue
        earlier = back[reference]
        if earlier != reference:
            rows.append(writer.renumbered(earlier, reference, party))
        kind = next((kind for kind, names in known.items() if reference in names), None)
        if kind:
            rows.append(writer.under_another_name(kind, reference, old[reference], party))
        rows += writer.amended(reference, old[earlier], party, bool(kind))
    return writer.told_once(rows)


@dataclass
class Writer:
    """Writes changes between two versions, with sentences."""

    before: Version
    after: Version
    cause: str
    facts: FactIndex | None
    old: Snapshot
    new: Snapshot

    @property
    def span(self) -> str:
        """Between which versions, as a desk says it; of a change by our importer, by whom."""
        if self.cause == "importer":
            return "as our importer reads the same file"
        if self.before.day and self.after.day:
            return f"between {self.before.day} and {self.after.day}"
        return f"between the versions {self.before.words} and {self.after.words}"

    def change(
        self,
        kind: str,
        reference: str,
        party: Party,
        field: str | None,
        before: str | None,
        after: str | None,
        sentence: str,
        earlier: tuple[str, Party] | None = None,
    ) -> Change:
        """A change of a party, with what it touches; `earlier` is the party as it was."""
        parties = [(reference, party), *([earlier] if earlier else [])]
        programmes = dict.fromkeys(name for _, each in parties for name in each.programmes)
        return Change(
            self.after.list,
            kind,
            reference,
            party.name,
            field,
            before,
            after,
            "; ".join(programmes) or None,
            "yes" if any(each.about_myanmar for _, each in parties) else "no",
            self.before.day,
            self.after.day,
            self.cause,
            self.touches(parties),
            sentence,
        )

    def whole(
        self,
        change: str,
        reference: str,
        party: Party,
        used_again: bool,
        namesakes: dict[str, list[str]],
    ) -> Change:
        """Return an entry that was added or removed."""
        kind = next(iter(party.values["type"]), "party")
        named = sorted(joined_measures(words, party) for words in party.measures)
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
            sentence = f"{who} was added to the list {self.span}; {programmes}."
        else:
            sentence = f"{who} was removed from the list {self.span}; {programmes}."
        if used_again:
            other = (self.old if change == "added" else self.new)[reference].name
            sentence += (
                f" The number {reference}, before of {other}, now stands for this other party."
                if change == "added"
                else f" Its number {reference} now stands for another party, {other}."
            )
        elif reference in namesakes:
            verb = "removed" if change == "added" else "added"
            sentence += (
                f" A party of this name was {verb} under {and_list(namesakes[reference])}; nobody "
                f"can tell whether it is the same."
            )
        was, now = (None, party.name) if change == "added" else (party.name, None)
        return self.change(change, reference, party, None, was, now, sentence)

    def renumbered(self, earlier: str, reference: str, party: Party) -> Change:
        """Return a party that stands under another reference."""
        sentence = f"{party.name} stands under {reference}, before under {earlier}, {self.span}."
        was = (earlier, self.old[earlier])
        return self.change(
            "renumbered", reference, party, "reference", earlier, reference, sentence, was
        )

    def under_another_name(self, kind: str, reference: str, old: Party, new: Party) -> Change:
        """Return a reference under which another name stands."""
        what = f"Under {reference} stands {new.name}, before {old.name}, {self.span}"
        if kind == "renamed":
            sentence = f"{what}: the party was renamed."
        else:
            sentence = f"{what}; nobody can tell whether it is the same party or another one."
        return self.change(
            kind, reference, new, "names", old.name, new.name, sentence, (reference, old)
        )

    def amended(self, reference: str, old: Party, new: Party, renamed: bool) -> list[Change]:
        """Return the fields that differ."""
        rows: list[Change] = []
        for name in FIELDS:
            gone, come = old.values[name] - new.values[name], new.values[name] - old.values[name]
            if name == "names" and renamed:
                gone, come = without_primary(gone, old), without_primary(come, new)
            elif name == "measures":
                # of a programme that came or went, the programme says what it imposes
                gone, come = of_both(gone, old, new), of_both(come, new, old)
            elif name == "programmes":
                gone = {joined_measures(words, old) for words in gone}
                come = {joined_measures(words, new) for words in come}
            for was, now in pairs(sorted(gone), sorted(come)):
                sentence = f"{new.name} ({reference}){says(name, was, now, self.span)}."
                rows.append(
                    self.change(
                        "amended", reference, new, name, was, now, sentence, (reference, old)
                    )
                )
        return rows

    def touches(self, parties: list[tuple[str, Party]]) -> str | None:
        """Return what an entry touches in our facts, as it is and as it was."""
        if self.facts is None:
            return None
        found = dict.fromkeys(
            item
            for reference, party in parties
            for item in self.facts.touched(
                self.after.info["authority"], party.scheme, reference, party.identifiers
            ).split("; ")
            if item
        )
        return "; ".join(found) or None

    def told_once(self, rows: list[Change]) -> list[Change]:
        """Put together what many parties have alike: a numbering that changed, a programme that is
        called otherwise, a day of update of them all.
        """
        alike: dict[tuple[object, ...], list[Change]] = defaultdict(list)
        for row in rows:
            if row.change == "renumbered":
                alike["renumbered",].append(row)
            elif row.change == "amended" and row.field == "updated":
                alike["updated", row.after].append(row)
            elif row.change == "amended":
                alike[row.field, row.before, row.after].append(row)
        size = max(len(self.old), int(self.before.info["entry_count"]))
        once: dict[int, Change] = {}
        for key, found in alike.items():
            if self.is_told_once(key, found, size):
                once[id(found[0])] = self.of_many(found, size)
                once |= {id(row): once[id(found[0])] for row in found}
        return list({id(row): row for row in (once.get(id(row), row) for row in rows)}.values())

    def is_told_once(self, key: tuple[object, ...], found: list[Change], size: int) -> bool:
        if key[0] == "programmes" and len(found) > 1 and all(key):
            before, after = str(key[1]), str(key[2])
            under = [party for party in self.old.values() if holds(party, before)]
            others = [party for party in self.old.values() if holds(party, after)]
            if len(under) == len(found) and not others:
                return True
        if len(found) <= size * SHARE:
            return False
        if key[0] == "renumbered":
            fresh = not any(row.after in self.old for row in found)
            return len(found) > 1 and (fresh or len(found) > READABLE)
        return len(found) >= LEAST

    def of_many(self, found: list[Change], size: int) -> Change:
        """One change that stands for many alike."""
        first, count = found[0], len(found)
        of = f"{count:,} of {size:,} entries"
        if first.change == "renumbered":
            sentence = (
                f"The publisher changed its numbering {self.span}: {of} stand under another "
                f"reference, as {first.name}, {shorten(first.after)}, before "
                f"{shorten(first.before)}."
            )
        elif first.field == "programmes" and first.before and first.after:
            sentence = (
                f"The programme '{shorten(first.before)}' is called '{shorten(first.after)}' "
                f"with {of}, {self.span}."
            )
        else:
            sentence = (
                f"{WORDS[str(first.field)].capitalize()} of {of}: "
                f"{amendment(first.before, first.after)}, {self.span}."
            )
        touched = dict.fromkeys(
            item for row in found for item in (row.touches or "").split("; ") if item
        )
        programmes = dict.fromkeys(
            item for row in found for item in (row.programme or "").split("; ") if item
        )
        return replace(
            first,
            entry_reference=None,
            name=None,
            programme="; ".join(programmes) or None,
            about_myanmar="yes" if any(row.about_myanmar == "yes" for row in found) else "no",
            touches="; ".join(touched) or None,
            sentence=sentence,
        )


def without_primary(words: set[str], party: Party) -> set[str]:
    """Names in words without the one that a party is called by."""
    return {
        word
        for word in words
        if word != party.name and not word.startswith(f"{party.name} (primary")
    }


def of_both(values: set[str], party: Party, other: Party) -> set[str]:
    """Measures of programmes that the other one is under as well."""
    return {
        f"{measure} under {words}"
        for words, measures in party.measures.items()
        if words in other.measures
        for measure in measures
    } & values


def joined_measures(words: str, party: Party) -> str:
    """A programme in words, with what it imposes."""
    measures = party.measures.get(words, ())
    return f"{words}: {', '.join(measures)}" if measures else words


def holds(party: Party, words: str) -> bool:
    return any(joined_measures(name, party) == words for name in party.measures)


def pairs(gone: list[str], come: list[str]) -> Iterator[tuple[str | None, str | None]]:
    """Pair what went with what came: where what stands before the brackets is one, and when each is
    one; else tell them one by one.
    """
    left = list(come)
    alone = []
    for text in gone:
        same = [other for other in left if bare(other) == bare(text)]
        if len(same) == 1:
            left.remove(same[0])
            yield text, same[0]
        else:
            alone.append(text)
    if len(alone) == 1 and len(left) == 1:
        yield alone[0], left[0]
        return
    for text in alone:
        yield text, None
    for text in left:
        yield None, text


def bare(text: str) -> str:
    """A value without what is said about it in brackets."""
    return text.split(" (", 1)[0]


def says(field: str, was: str | None, now: str | None, span: str) -> str:
    """What became of a field, as a desk writes it."""
    if field == "measures" and now is None:
        return f": {shorten(was)} was lifted, {span}"
    if field == "measures" and was is None:
        return f": {shorten(now)} was imposed, {span}"
    return f", {WORDS[field]}: {amendment(was, now)}, {span}"


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
