"""Parties before numbers: what became of each party is told once, and nothing is invented."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from whole import WHOLE

from sanctrack.definitions.contracts import load_contract
from sanctrack.definitions.paths import find_home
from sanctrack.lists.differences import FIELDS, Change, difference
from sanctrack.lists.reading.dates import Interval
from sanctrack.lists.reading.entry import Reading
from sanctrack.lists.store.comparison import NUMBERS, Party, Snapshot, party
from sanctrack.lists.store.versions import Version

SYLLABLES = (
    "aung", "bo", "cho", "daw", "ei", "hla", "khin", "lin", "mar", "nay", "ohn", "phyo", "saw",
    "thu", "win", "yee", "zaw",
)  # fmt: skip
PROGRAMMES = ("Myanmar Regulations", "Sample Regulations", "Other Regulations")
MEASURES = ("Asset freeze", "Travel Ban", "Arms embargo")


@dataclass(frozen=True)
class Listed:
    """A party of a random list."""

    reference: str
    name: str
    aliases: tuple[str, ...] = ()
    birth: str | None = None
    passport: str | None = None
    programme: str = PROGRAMMES[0]
    measures: tuple[str, ...] = MEASURES[:1]
    address: str = "1 Sample Road"
    position: str = "Director"
    reasons: str = "Reasons."
    remarks: str = "Remarks."
    updated: str = "2026-01-01"
    listed: str = "2021-03-22"


def snapshot_of(parties: list[Listed]) -> Snapshot:
    """The parties as an importer hands them on."""
    reading, found = Reading("sample", "xml", {}), {}
    for item in parties:
        entry = reading.entry(item.reference, "list_number", "?")
        entry.entry_type = "person"
        entry.name(item.name, "primary")
        for alias in item.aliases:
            entry.name(alias, "alias")
        if item.birth:
            day = date.fromisoformat(item.birth)
            entry.dated("birth_date", item.birth, Interval(day, day))
        entry.identifier("passport", item.passport)
        entry.programme(item.programme, None, "; ".join(item.measures))
        entry.address([item.address])
        entry.detail("position", item.position)
        listed, updated = date.fromisoformat(item.listed), date.fromisoformat(item.updated)
        entry.listing(item.listed, Interval(listed, listed), "field", "listed")
        entry.updated(item.updated, Interval(updated, updated), "updated")
        entry.reasons, entry.remarks = item.reasons, item.remarks
        found[entry.reference] = party(
            entry.row(), entry.names.values(), entry.identifiers.values(),
            entry.addresses.values(), entry.programmes.values(), entry.details.values(),
        )  # fmt: skip
    return found


def compared(old: list[Listed], new: list[Listed]) -> list[Change]:
    versions = [
        Version(
            Path(),
            {
                "list": "sample", "list_version_on": day, "entry_count": len(parties),
                "authority": None,
            },
        )
        for day, parties in (("2026-01-01", old), ("2026-02-01", new))
    ]  # fmt: skip
    return difference(snapshot_of(old), snapshot_of(new), *versions, "publisher", None)


def short(row: Change) -> tuple[str | None, ...]:
    return row.change, row.entry_reference, row.field, row.before, row.after


class RandomList:
    """A list and what a publisher does to it in one step, with what `changes` must tell of that."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.names: set[str] = set()
        self.count = 0
        self.old = [self.fresh() for _ in range(self.dice.randint(6, 30))]
        self.new: list[Listed] = []
        self.expected: list[tuple[str | None, ...]] = []
        self.moved: list[tuple[str, str]] = []

    def fresh_name(self) -> str:
        while True:
            name = " ".join(self.dice.choices(SYLLABLES, k=3)).title()
            key = " ".join(sorted(name.split()))
            if key not in self.names:
                self.names.add(key)
                return name

    def fresh_reference(self) -> str:
        self.count += 1
        return f"R{self.count}"

    def fresh_birth(self) -> str:
        return str(date(1940, 1, 1) + timedelta(days=self.dice.randrange(20_000)))

    def fresh(self) -> Listed:
        dice = self.dice
        return Listed(
            self.fresh_reference(),
            self.fresh_name(),
            tuple(self.fresh_name() for _ in range(dice.randrange(3))),
            dice.choice((None, self.fresh_birth())),
            f"P{dice.randrange(10**9)}" if dice.random() < 0.4 else None,
            dice.choice(PROGRAMMES),
            tuple(dice.sample(MEASURES, dice.randint(1, 3))),
        )

    def step(self) -> None:
        """Do something to each party, mostly nothing, and shuffle the list."""
        rest = list(self.old)
        self.dice.shuffle(rest)
        actions = (
            self.keep, self.keep, self.keep, self.rename, self.renumber, self.drop, self.replace,
            self.doubt, self.split, self.amend,
        )  # fmt: skip
        while rest:
            chosen = rest.pop()
            if rest and self.dice.random() < 0.08:
                self.dice.choice((self.swap, self.merge))(chosen, rest.pop())
            else:
                self.dice.choice(actions)(chosen)
        for _ in range(self.dice.randrange(3)):
            self.add(self.fresh())
        self.tell_moved()
        self.dice.shuffle(self.new)

    def tell(self, *row: str | None) -> None:
        self.expected.append(row)

    def keep(self, item: Listed) -> None:
        self.new.append(item)

    def add(self, item: Listed) -> None:
        self.new.append(item)
        self.tell("added", item.reference, None, None, item.name)

    def rename(self, item: Listed) -> None:
        name = self.fresh_name()
        self.new.append(replace(item, name=name, aliases=()))
        self.tell("renamed", item.reference, "names", item.name, name)
        self.names_changed(item, [], list(item.aliases))

    def names_changed(self, item: Listed, come: list[str], gone: list[str]) -> None:
        if len(come) == len(gone) == 1:
            before, after = f"{gone[0]} (alias)", f"{come[0]} (alias)"
            self.tell("amended", item.reference, "names", before, after)
            return
        for name in gone:
            self.tell("amended", item.reference, "names", f"{name} (alias)", None)
        for name in come:
            self.tell("amended", item.reference, "names", None, f"{name} (alias)")

    def renumber(self, item: Listed) -> None:
        moved = replace(item, reference=self.fresh_reference())
        self.new.append(moved)
        self.moved.append((item.reference, moved.reference))

    def swap(self, one: Listed, other: Listed) -> None:
        self.new += [
            replace(one, reference=other.reference), replace(other, reference=one.reference)
        ]  # fmt: skip
        self.moved += [(one.reference, other.reference), (other.reference, one.reference)]

    def drop(self, item: Listed) -> None:
        self.tell("removed", item.reference, None, item.name, None)

    def replace(self, item: Listed) -> None:
        """Another party takes the reference; the births say so."""
        if not item.birth:
            self.keep(item)
            return
        other = replace(self.fresh(), reference=item.reference, birth="2001-01-01")
        self.drop(item)
        self.add(other)

    def doubt(self, item: Listed) -> None:
        """Another name and another programme, and nothing to tell by."""
        if item.birth or item.passport:
            self.keep(item)
            return
        name = self.fresh_name()
        programme = next(one for one in PROGRAMMES if one != item.programme)
        self.new.append(replace(item, name=name, aliases=(), programme=programme))
        self.tell("cannot_tell", item.reference, "names", item.name, name)
        self.names_changed(item, [], list(item.aliases))
        measures = ", ".join(item.measures)
        before, after = f"{item.programme}: {measures}", f"{programme}: {measures}"
        self.tell("amended", item.reference, "programmes", before, after)

    def split(self, item: Listed) -> None:
        if not item.aliases:
            self.keep(item)
            return
        self.new.append(replace(item, aliases=item.aliases[1:]))
        self.names_changed(item, [], [item.aliases[0]])
        self.add(replace(item, reference=self.fresh_reference(), name=item.aliases[0], aliases=()))

    def merge(self, one: Listed, other: Listed) -> None:
        self.new.append(replace(one, aliases=(*one.aliases, other.name)))
        self.names_changed(one, [other.name], [])
        self.drop(other)

    def amend(self, item: Listed) -> None:
        """Change fields, of which each is told by itself."""
        changes: dict[str, tuple[object, str, str | None, str | None]] = {
            "birth": (
                "2001-01-01", "dates",
                f"birth_date {item.birth}" if item.birth else None, "birth_date 2001-01-01",
            ),
            "passport": (
                "P0", "identifiers",
                f"passport {item.passport}" if item.passport else None, "passport P0",
            ),
            "address": ("2 Other Road", "addresses", item.address, "2 Other Road"),
            "position": (
                "Owner", "particulars", f"position {item.position}", "position Owner",
            ),
            "reasons": ("More.", "reasons", item.reasons, "More."),
            "remarks": ("Deceased.", "remarks", item.remarks, "Deceased."),
            "updated": (
                f"2026-01-{self.dice.randint(2, 31):02}", "updated", item.updated, None,
            ),
        }  # fmt: skip
        picked = self.dice.sample(sorted(changes), self.dice.randint(1, len(changes)))
        values = {name: changes[name][0] for name in picked}
        self.new.append(replace(item, **values))  # type: ignore[arg-type]
        for name in picked:
            value, what, before, after = changes[name]
            self.tell("amended", item.reference, what, before, after or str(value))
        if self.dice.random() < 0.5:
            lifted = item.measures[0]
            self.new[-1] = replace(self.new[-1], measures=item.measures[1:])
            self.tell(
                "amended", item.reference, "measures", f"{lifted} under {item.programme}", None
            )

    def tell_moved(self) -> None:
        """What moved is told one by one, or once where it is more than a fifth, and the older
        references are not in use again or there are too many to read.
        """
        had = {item.reference for item in self.old}
        fresh = not any(now in had for _, now in self.moved)
        many = len(self.moved) > len(self.old) / 5
        if many and len(self.moved) > 1 and (fresh or len(self.moved) > 20):
            self.tell("renumbered", None, "reference", None, None)
            return
        for was, now in self.moved:
            self.tell("renumbered", now, "reference", was, now)


def told(rows: list[Change]) -> Counter[tuple[str | None, ...]]:
    found = [short(row) for row in rows]
    once = ("renumbered", None, "reference", None, None)
    return Counter(once if row[:2] == once[:2] else row for row in found)


@pytest.mark.parametrize("block", range(10))
def test_changes_of_random_lists_are_told_once_and_none_is_invented(block: int) -> None:
    each = 1000 if WHOLE else 30
    for seed in range(block * each, (block + 1) * each):
        random_list = RandomList(seed)
        random_list.step()
        found = told(compared(random_list.old, random_list.new))
        assert found == Counter(random_list.expected), f"seed {seed}"


def test_order_alone_is_no_change() -> None:
    parties = RandomList(1).old
    assert compared(parties, parties[::-1]) == []


KO, PHYU = Listed("7", "Ko Ko Aung", birth="1960-01-01"), Listed("8", "Phyu Phyu")


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ([KO], [replace(KO, name="Ko Ko Oo")], {"7": "renamed"}),
        ([KO], [replace(KO, name="Zaw", birth="1971-05-05")], {"7": "added removed"}),
        ([KO], [replace(KO, name="Zaw", birth=None, programme="Other")], {"7": "cannot_tell"}),
        ([PHYU], [replace(PHYU, name="Zaw", listed="2024-01-01")], {"8": "cannot_tell"}),
        ([KO], [replace(KO, reference="9")], {"9": "renumbered"}),
        ([KO], [replace(KO, reference="9", programme="Other")], {"9": "renumbered"}),
        ([PHYU], [replace(PHYU, reference="9", programme="Other")], {"8": "removed", "9": "added"}),
        # a namesake moves up to the number of one who was removed
        (
            [KO, replace(KO, reference="8", birth="1970-02-02")],
            [replace(KO, birth="1970-02-02")],
            {"7": "removed renumbered"},
        ),
    ],
)
def test_what_a_reference_stands_for(
    old: list[Listed], new: list[Listed], kinds: dict[str, str]
) -> None:
    found: dict[str, set[str]] = {}
    for row in compared(old, new):
        if row.change != "amended":
            found.setdefault(str(row.entry_reference), set()).add(row.change)
    assert {key: " ".join(sorted(kinds)) for key, kinds in found.items()} == kinds


def test_what_cannot_be_told_is_said() -> None:
    namesakes = compared([PHYU], [replace(PHYU, reference="9", programme="Other")])
    assert all("nobody can tell whether it is the same" in row.sentence for row in namesakes)
    used_again = compared([KO], [replace(KO, name="Zaw", birth="1971-05-05")])
    assert "now stands for another party, Zaw" in used_again[1].sentence
    doubtful = compared([PHYU], [replace(PHYU, name="Zaw", listed="2024-01-01")])
    assert "nobody can tell whether it is the same party" in doubtful[0].sentence


def test_a_programme_that_is_called_otherwise_is_told_once() -> None:
    old = [replace(PHYU, reference=f"1, item {at}", name=f"Name {at}") for at in range(5)]
    new = [
        replace(item, reference=f"Part {item.reference}", programme="Renamed Regulations")
        for item in old
    ]
    assert [(row.change, row.field, row.entry_reference) for row in compared(old, new)] == [
        ("renumbered", "reference", None),
        ("amended", "programmes", None),
    ]


def test_every_column_is_compared_or_named_as_left_out() -> None:
    home = find_home()
    for table in NUMBERS:
        for column in load_contract(home, table).fields:
            told_as, reason = column.compared_as, column.not_compared
            assert bool(told_as) != bool(reason), f"{table}.{column.name}"
            assert not told_as or told_as in (*FIELDS, "reference"), f"{table}.{column.name}"


def test_a_change_of_any_compared_column_changes_what_is_compared() -> None:
    home = find_home()
    contracts = {table: load_contract(home, table) for table in NUMBERS}
    columns = {
        table: [item for item in contract.fields if item.name not in ("list", "version_sha256")]
        for table, contract in contracts.items()
    }

    def value(name: str, kind: str, changed: bool) -> object:
        if kind == "date":
            return date(2021, 1, 2 if changed else 1)
        if changed:
            return "two"
        return {"approximate": None, "country": None, "detail": "position"}.get(name, "one")

    def built(table: str | None = None, column: str | None = None) -> Party:
        rows = {
            name: [
                value(item.name, item.type, (name, item.name) == (table, column)) for item in fields
            ]
            for name, fields in columns.items()
        }
        entry, *others = rows.values()
        return party(tuple(entry), *([tuple(row[2:])] for row in others))

    plain = built()
    for table, fields in columns.items():
        for item in fields:
            if item.compared_as and item.compared_as != "reference":
                changed = built(table, item.name)
                assert changed.values != plain.values, f"{table}.{item.name}"
