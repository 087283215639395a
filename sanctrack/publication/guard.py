"""The guard: a warehouse that holds the facts as they may be published, and what must be said
beside what leaves it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from sanctrack.definitions.contracts import load_contract
from sanctrack.definitions.paths import Home, find_home, find_workspace, table_names
from sanctrack.errors import DataError, UsageError
from sanctrack.facts.workspace import imported_files
from sanctrack.publication.marks import MARK, SHIPPED, may_be_marked
from sanctrack.warehouse.loading import Loader
from sanctrack.warehouse.result import SOURCE_COLUMN, Result
from sanctrack.warehouse.statements import first_line
from sanctrack.warehouse.warehouse import Warehouse

if TYPE_CHECKING:  # what a start without marks need not import
    from sanctrack.publication.names import Match
    from sanctrack.publication.rows import HeldBack, Publication

INTERNAL = "INTERNAL"
INTERNAL_WORDS = f"{INTERNAL}: not for publication; holds every row as it stands"
# columns whose value is the id of what a row is about
ABOUT = ("id", "item", "record_id")


@dataclass(frozen=True)
class Shown:
    """A result on its way out: of each row whether it must not be printed (`hidden`) and whether
    something of it is held back.

    `cells` is the number of cells that are held back in rows which are printed; `counts`: the rows
    are totals, not records.
    """

    result: Result
    hidden: list[bool]
    touched: list[bool]
    cells: int = 0
    internal: bool = False
    counts: bool = False

    @property
    def words(self) -> str:
        """What must be said beside the rows; blank where nothing is held back."""
        if self.internal:
            return INTERNAL_WORDS
        rows = sum(self.hidden)
        parts = [f"{rows:,} row{'s' if rows != 1 else ''}"] if rows else []
        parts += [f"{self.cells:,} cell{'s' if self.cells != 1 else ''}"] if self.cells else []
        if not parts:
            return "counts include what is withheld (publish_precision)" if self.counts else ""
        return (
            f"{' and '.join(parts)} withheld, by the wish of those who recorded them "
            f"(publish_precision); counts count them"
        )

    @cached_property
    def printed(self) -> Result:
        """The rows that may be printed, with the words beside them; an internal result is stamped
        in its title.
        """
        rows = [
            row for row, hidden in zip(self.result.rows, self.hidden, strict=True) if not hidden
        ]
        title = f"{INTERNAL}: {self.result.title}" if self.internal else self.result.title
        return replace(self.result, rows=rows, title=title, publication=self.words)


@dataclass
class Guard:
    """What is held back of the facts of one warehouse, which holds them as they may be published
    (see `PublicWarehouse`).

    `kept_sources` are those whose rows may leave the machine only as part of an aggregate
    (`redistribution = no`).
    """

    internal: bool = False
    made: "Publication | None" = None
    kept_sources: frozenset[str] = frozenset()

    @property
    def levels(self) -> dict[str, str]:
        """Record id, as recorded → township, admin1 or withhold."""
        return self.made.levels if self.made else {}

    @property
    def held_back(self) -> "list[HeldBack]":
        return self.made.held_back if self.made else []

    @property
    def public_names(self) -> dict[str, str]:
        """Names of held-back records that stand in ordinary text all the same, with the record."""
        return self.made.public if self.made else {}

    @property
    def active(self) -> bool:
        return bool(self.levels)

    def told_by(self, text: str) -> str | None:
        """The id of a held-back record that a text names, if any."""
        return self.made.names.record(text) if self.made else None

    def told_in(self, text: str) -> "list[Match]":
        """Where in a text held-back records are named."""
        return list(self.made.names.matches(text)) if self.made else []

    def refuse(self, what: str, text: str) -> None:
        """Raise UsageError where a text that would be printed, or name a file, names a held-back
        record.
        """
        record = self.told_by(text)
        if record is None or self.made is None:
            return
        level, instead = self.levels.get(record, "withhold"), self.made.neutral.get(record, "")
        under = f"it is published as '{instead}'; " if "-held-" in instead else ""
        raise UsageError(
            f"{what} is '{text}', and its publish_precision ({level}) keeps that out of documents "
            f"and answers; {under}--internal, where a command has it, shows everything and stamps "
            f"it {INTERNAL}"
        )

    def show(self, result: Result) -> Shown:
        """Tell what of a result may be printed. The result itself is not changed."""
        nothing = [False] * len(result.rows)
        if self.internal or not (self.active or self.kept_sources):
            return Shown(result, nothing, list(nothing), internal=self.internal)
        names = [column.name for column in result.columns]
        keys = [at for at, name in enumerate(names) if name in ABOUT or name.endswith("_id")]
        many = [
            at for at, name in enumerate(names) if name.endswith("_ids") and name != SOURCE_COLUMN
        ]
        texts = [at for at, name in enumerate(names) if name != SOURCE_COLUMN]
        withheld_ids = self.made.withheld_ids if self.made else frozenset()
        hidden, touched, cells = [], [], 0
        for row in result.rows:
            withheld = any(withheld_ids.intersection(parts_of(row[at])) for at in keys)
            withheld = withheld or (bool(keys or many) and self.rests_on_kept(row, names))
            marked = sum(self.is_marked(row[at]) for at in texts)
            hidden.append(withheld)
            touched.append(withheld or marked > 0)
            cells += 0 if withheld else marked
        own = any(name != SHIPPED for name in result.datasets)
        return Shown(result, hidden, touched, cells, counts=self.active and own and not keys)

    def withholds(self, record: str) -> bool:
        """Whether the key of a record (parts joined by |) is that of a withheld one, under its
        published id.
        """
        return self.made is not None and not self.made.withheld_ids.isdisjoint(parts_of(record))

    def is_held(self, record: str) -> bool:
        """Whether a record is published less exactly than it is recorded, under the id that is
        given.
        """
        return record in self._held_ids

    @cached_property
    def _held_ids(self) -> frozenset[str]:
        neutral = self.made.neutral if self.made else {}
        return frozenset(neutral[record] for record in self.levels if record in neutral)

    def is_marked(self, value: Any) -> bool:
        """Whether something of a cell is held back: its words, or the id under which a record is
        known at home.
        """
        if not isinstance(value, str):
            return False
        return MARK in value or not self._neutral_ids.isdisjoint(parts_of(value))

    @cached_property
    def _neutral_ids(self) -> frozenset[str]:
        return frozenset(self.made.neutral.values() if self.made else ())

    def rests_on_kept(self, row: tuple[Any, ...], names: list[str]) -> bool:
        if not self.kept_sources or SOURCE_COLUMN not in names:
            return False
        return not self.kept_sources.isdisjoint((row[names.index(SOURCE_COLUMN)] or "").split("; "))


class PublicWarehouse(Warehouse):
    """The facts as they may be published: everything that is written or drawn for others asks this
    warehouse.

    What is held back is changed before anything is asked, so that no question, filter, error or
    suggestion can tell it: withheld rows stay as rows without words, which reports count, and
    `guard.show` leaves them out of what is printed. `internal` holds every row as it stands.
    Without a mark in home and workspace it is a plain Warehouse, at no cost.

    Raises DataError where it cannot be told what may be published: nothing goes out then.
    """

    def __init__(
        self,
        home: Home,
        workspace: Path,
        only: Iterable[str] | None = None,
        locked: bool = True,
        internal: bool = False,
        keep_counted: bool = True,
    ) -> None:
        self.guard = Guard(internal)
        self._keep_counted = keep_counted
        marked = not internal and may_be_marked(home, workspace)
        self._facts = [
            name for name in table_names(home) if marked and holds_facts(home, name, workspace)
        ]
        wanted = [*only, *self._facts] if marked and only is not None else only
        super().__init__(home, workspace, wanted, locked, self._publish if marked else None)

    def report(self, name: str, /, **params: Any) -> Result:
        """Run a canned report on the facts as they may be published; `guard.show` tells which rows
        may be printed.

        Raises UsageError, besides what `Warehouse.report` raises, for a value that names a
        held-back record.
        """
        for parameter, value in params.items():
            if isinstance(value, str):
                self.guard.refuse(f"parameter {parameter}", value)
        return super().report(name, **params)

    def _publish(self, loader: Loader) -> None:
        from sanctrack.publication.tables import publish_tables

        contracts = {name: load_contract(self.home, name) for name in self._facts}
        cursor = loader.cursor()
        try:
            made = publish_tables(
                cursor, contracts, self._keep_counted, sorted(self.home.schemas.glob("*.yaml"))
            )
            if self._keep_counted:
                rows = cursor.execute(
                    "select source_id from sources where redistribution = 'no'"
                ).fetchall()
                self.guard.kept_sources = frozenset(row[0] for row in rows)
        except duckdb.Error as error:
            raise DataError(
                f"what may be published cannot be told, so nothing goes out: {first_line(error)}"
            ) from error
        finally:
            cursor.close()
        self.guard.made = made
        for table, datasets in loader.loaded.items():
            loader.loaded[table] = tuple(
                "workspace" if made.names.record(name) else name for name in datasets
            )


def holds_facts(home: Home, name: str, workspace: Path) -> bool:
    """Whether a table holds rows that may be marked: facts, and what the user imported."""
    contract = load_contract(home, name)
    if contract.kept_in == "datasets":
        return True
    return bool(contract.levels) and bool(imported_files(workspace, name))


def parts_of(value: Any) -> list[str]:
    """The ids in a cell."""
    return re.split(r"; |\|", value) if isinstance(value, str) else []


def guard_of(warehouse: Warehouse) -> Guard:
    """The guard of a warehouse from which something is written for others.

    Raises UsageError for a plain warehouse over marked rows: it is the owner's own desk.
    """
    if isinstance(warehouse, PublicWarehouse):
        return warehouse.guard
    if may_be_marked(warehouse.home, warehouse.workspace):
        with PublicWarehouse(warehouse.home, warehouse.workspace, only=[]) as public:
            if public.guard.active or public.guard.kept_sources:
                raise UsageError(
                    "rows of this workspace are held back by publish_precision, and a plain "
                    "warehouse shows them all; open it with sanctrack.publication.open_public for "
                    "what is meant for others"
                )
    return Guard()


def open_public(
    home: str | Path | None = None,
    workspace: str | Path | None = None,
    only: Iterable[str] | None = None,
    internal: bool = False,
) -> PublicWarehouse:
    """Open the facts as they may be published; arguments as `sanctrack.open` takes them."""
    return PublicWarehouse(find_home(home), find_workspace(workspace), only, internal=internal)


__all__ = ["INTERNAL", "Guard", "PublicWarehouse", "Shown", "guard_of", "open_public"]
