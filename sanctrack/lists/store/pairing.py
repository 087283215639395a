"""Which party of the newer version is which of the older: by reference, then by name with birth,
number or programme.

Publishers use numbers again, rename schedules, move items up and give new ids. A reference alone
therefore tells a party only while nothing speaks against it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sanctrack.lists.store.comparison import Bounds, Party, Snapshot, folded

# Numbers by which a party can be told from another; of the others a party has several, or shares
# them.
NOT_TELLING = ("callsign", "mmsi", "foreign_list", "other_id", "security", "bic", "wallet")
# How many parties of one programme must stand under another one for it to be the same, renamed.
ENOUGH = 3
Candidate = tuple[str, str]


@dataclass
class Pairing:
    """What became of the parties that differ, by their references.

    `same`: old and new reference of one party; `renamed`: the reference stayed, the name did not;
    `another`: the reference stands for another party now; `doubtful`: nobody can tell which of the
    two; `added`, `removed`: on one side alone. `namesakes`: removed and added parties of one name,
    of which nobody can tell whether they are one.
    """

    same: list[Candidate] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    another: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    namesakes: dict[str, list[str]] = field(default_factory=dict)


class Pairer:
    """Pairs the parties of two versions; each party is paired once at most."""

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        self.old = dict(old)
        self.new = dict(new)
        self.result = Pairing()
        self.programmes = self.renamed_programmes()

    def pair(self) -> Pairing:
        """Pair them all, the surest first."""
        both = [reference for reference in self.new if reference in self.old]
        for reference in both:
            old, new = self.old[reference], self.new[reference]
            if folded(old.name) == folded(new.name) and not told_apart(old, new):
                self.take(reference, reference)
        self.by_name(lambda party: [folded(party.name)])
        for reference in both:
            if reference in self.old and reference in self.new:
                old, new = self.old[reference], self.new[reference]
                if old.all_names & new.all_names and not (
                    folded(old.name) != folded(new.name) and told_apart(old, new)
                ):
                    self.take(reference, reference)
        self.by_name(lambda party: sorted(party.all_names))
        for reference in both:
            if reference in self.old and reference in self.new:
                self.judge(reference)
        self.result.added += self.new
        self.result.removed += self.old
        self.note_namesakes()
        return self.result

    def take(self, old: str, new: str) -> None:
        self.result.same.append((old, new))
        del self.old[old], self.new[new]

    def by_name(self, names_of: Callable[[Party], Iterable[str]]) -> None:
        """Pair parties under different references that share a name, and a birth, a number or a
        programme; of several the best.
        """
        by_name: dict[str, list[str]] = defaultdict(list)
        for reference, party in self.old.items():
            for name in names_of(party):
                by_name[name].append(reference)
        found: set[tuple[tuple[int, ...], int, int, str, str]] = set()
        places = {reference: place for place, reference in enumerate(self.old)}
        for place, (reference, party) in enumerate(self.new.items()):
            for name in names_of(party):
                for other in by_name.get(name, ()):
                    grade = self.grade(self.old[other], party)
                    if grade:
                        # negative, so that the best stands first and ties go by the file's order
                        best = tuple(-value for value in (*grade, int(other == reference)))
                        found.add((best, places[other], place, other, reference))
        for *_, old, new in sorted(found):
            if old in self.old and new in self.new:
                self.take(old, new)

    def grade(self, old: Party, new: Party) -> tuple[int, ...] | None:
        """How surely two parties of one name are one; None when nothing but the name says so, or
        something speaks against it.
        """
        if told_apart(old, new) or kinds_conflict(old, new):
            return None
        shared = (
            len(numbers(old) & numbers(new)),
            int(births_agree(old, new)),
            int(self.one_programme(old, new)),
        )
        if not any(shared):
            return None
        alike = sum(bool(old.values[name] & new.values[name]) for name in old.values)
        return (*shared, int(folded(old.name) == folded(new.name)), alike)

    def judge(self, reference: str) -> None:
        """Tell what became of a reference under which the older and the newer name have nothing in
        common.
        """
        old, new = self.old.pop(reference), self.new.pop(reference)
        speaks_for = births_agree(old, new) or bool(numbers(old) & numbers(new))
        speaks_against = told_apart(old, new) or kinds_conflict(old, new)
        if speaks_against and not speaks_for:
            self.result.another.append(reference)
        elif (
            speaks_against
            or not self.one_programme(old, new)
            or (not speaks_for and bounds_conflict(old.listed, new.listed))
        ):
            self.result.doubtful.append(reference)
        else:
            self.result.renamed.append(reference)

    def one_programme(self, old: Party, new: Party) -> bool:
        """Whether they share a programme, also where the list renamed it."""
        if old.about_myanmar and new.about_myanmar:
            return True
        there = set(new.programmes)
        return any(
            name in there or self.programmes.get(name) in there for name in old.programmes
        ) or not (old.programmes or new.programmes)

    def renamed_programmes(self) -> dict[str, str]:
        """Programmes that are called otherwise now: their parties stand, by name, under one that no
        party was under before.
        """
        had = {name for party in self.old.values() for name in party.programmes}
        has = {name for party in self.new.values() for name in party.programmes}
        by_name: dict[str, list[Party]] = defaultdict(list)
        for party in self.old.values():
            if not has & set(party.programmes):
                by_name[folded(party.name)].append(party)
        pairs: Counter[tuple[str, str]] = Counter()
        of_old: Counter[str] = Counter()
        for party in self.new.values():
            for other in by_name.get(folded(party.name), ())[:1]:
                of_old.update(other.programmes)
                pairs.update(
                    (before, now)
                    for before in other.programmes
                    for now in party.programmes
                    if now not in had
                )
        return {
            before: now
            for (before, now), count in pairs.items()
            if count >= ENOUGH and count * 2 > of_old[before]
        }

    def note_namesakes(self) -> None:
        """Note removed parties that bear the name of one that was added, and are not known to be
        another one.
        """
        by_name: dict[str, list[str]] = defaultdict(list)
        for reference in self.result.removed:
            by_name[folded(self.old[reference].name)].append(reference)
        for reference in self.result.added:
            party = self.new[reference]
            for other in by_name.get(folded(party.name), ()):
                if not told_apart(self.old[other], party):
                    self.result.namesakes.setdefault(reference, []).append(other)
                    self.result.namesakes.setdefault(other, []).append(reference)


def numbers(party: Party) -> set[tuple[str, str]]:
    """The numbers by which a party can be told."""
    return {pair for pair in party.identifiers if pair[0] not in NOT_TELLING}


def told_apart(old: Party, new: Party) -> bool:
    """Whether births or numbers say that these are two parties: both have some of a kind, and none
    agrees.
    """
    if numbers(old) & numbers(new) or births_agree(old, new):
        return False
    if old.births and new.births:
        return True
    there = {scheme for scheme, _ in numbers(old)}
    return any(scheme in there for scheme, _ in numbers(new))


def births_agree(old: Party, new: Party) -> bool:
    """Whether a birth of one may be a birth of the other."""
    return any(not bounds_conflict(one, other) for one in old.births for other in new.births)


def bounds_conflict(one: Bounds, other: Bounds) -> bool:
    """Whether two days, each known by its bounds, are two days for certain."""
    (low, high), (first, last) = one, other
    return bool((high and first and high < first) or (last and low and last < low))


def kinds_conflict(old: Party, new: Party) -> bool:
    """Whether one is a person and the other a ship, say."""
    before, now = old.values["type"], new.values["type"]
    return bool(before and now and before != now and "unspecified" not in before | now)
