"""Sources as footnotes and annex print them: what is held and nothing else, shortened when they
come again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from sanctrack.briefings.ast import (
    Anchor,
    Emphasis,
    Inline,
    Inlines,
    Link,
    Sources,
    Text,
    linked,
    stripped,
    text,
)
from sanctrack.briefings.compile.display import day
from sanctrack.publication import MARK
from sanctrack.warehouse.warehouse import Warehouse

# ⟦id id⟧ in the text of a unit stands for the numbers that these sources get in the annex: so
# stamps keep it
TOKEN = re.compile(r"⟦([^⟧]*)⟧")
IN_FULL = 4
LOCATORS = 3


@dataclass(frozen=True)
class Source:
    """A row of `sources`."""

    source_id: str
    publisher: str | None
    title: str | None
    first: date | None
    last: date | None
    url: str | None
    archive_url: str | None
    grade: str | None
    carried_by: str | None
    language: str | None
    source_type: str | None
    origin: str | None

    @property
    def when(self) -> str:
        if self.first is None and self.last is None:
            return "undated"
        if self.first == self.last and self.first:
            return day(self.first)
        if (
            self.first
            and self.last
            and (self.first.year, self.first.month) == (self.last.year, self.last.month)
            and (self.last.day - self.first.day) > 26
        ):
            return day(self.first, month_only=True)
        if self.first is None:
            return f"by {day(self.last)}" if self.last else "undated"
        if self.last is None:
            return f"not before {day(self.first)}"
        return f"between {day(self.first)} and {day(self.last)}"

    @property
    def short(self) -> str:
        title = self.title or ""
        cut = title if len(title) <= 60 else title[:58].rsplit(" ", 1)[0] + " …"
        return (
            f"{self.publisher or 'publisher not known'}, {f'“{cut}”' if cut else 'untitled'}, "
            f"{self.when}"
        )

    def full(self, locator: str = "") -> str:
        """Publisher, title, date, locator, address, archive, grade: each only where it is held."""
        return ", ".join([self.head, *([locator] if locator else []), *self.tail])

    @property
    def head(self) -> str:
        return ", ".join(
            [
                self.publisher or "publisher not known",
                f"“{self.title}”" if self.title else "untitled",
                self.when,
            ]
        )

    @property
    def tail(self) -> list[str]:
        parts = []
        if self.carried_by:
            parts.append(f"read at {self.carried_by}")
        if self.url:
            parts.append(self.url)
        if self.archive_url:
            parts.append(f"archived at {self.archive_url}")
        parts.append(f"reliability {self.grade}" if self.grade else "reliability not graded")
        return parts


@dataclass
class Library:
    """All sources of a warehouse and where in them a record is found; remembers what has been cited
    in full. `renamed` leads from an id that a source once had to the one that it has now.
    """

    sources: dict[str, Source]
    locators: dict[tuple[str, str], list[str]]
    renamed: dict[str, str] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)

    def current(self, source: str) -> str:
        """The id that a source has now; what was never renamed stays as it is."""
        return self.renamed.get(source, source)

    def locator(self, source: str, ids: list[str]) -> str:
        """Where in a source the records with these ids are found; blank when no place is held, or
        too many.
        """
        places = list(
            dict.fromkeys(
                text for record in ids for text in self.locators.get((source, record), ())
            )
        )
        return "; ".join(places) if len(places) <= LOCATORS else ""

    def cite(self, source: str, ids: list[str], locator: str = "") -> Inlines:
        """A reference: in full the first time, shortened after that; the number leads to the annex.

        `locator` is the author's: an address in it is no link.
        """
        row = self.sources[source]
        place = "" if locator else self.locator(source, ids)
        if source in self.cited:
            head, tail = row.short, []
        else:
            self.cited.add(source)
            head, tail = row.head, row.tail
        before = ", ".join([head, *([place] if place else []), *([""] if locator else [])])
        after = "".join(f", {part}" for part in tail)
        number = (Text(" ["), Sources((source,)), Text("]"))
        return stripped([*linked(before), *text(locator), *linked(after), *number])

    def note(self, sources: list[str], ids: list[str]) -> Inlines:
        """The references of one value: a few in words, many by their numbers in the annex."""
        if len(sources) > IN_FULL:
            return (
                Text(f"{len(sources)} sources, in the list of sources: "),
                Sources(tuple(sources)),
            )
        return joined_by("; ", [self.cite(source, ids) for source in sources])

    def annex(self, source: str) -> str:
        """The line of the annex: the reference in full, and what it repeats."""
        row = self.sources[source]
        origin = self.sources.get(row.origin or "")
        return row.full() + (f". Repeats: {origin.short}" if origin else "")


def read_library(warehouse: Warehouse) -> Library:
    """Read all sources, and the places in them that `evidence` holds for each record."""
    rows = warehouse.sql(
        "select source_id, publisher, title, published_earliest_on, published_latest_on, url, "
        "archive_url, reliability, carried_by, language, source_type, origin_source_id from "
        "sources order by source_id"
    ).rows
    places: dict[tuple[str, str], list[str]] = {}
    evidence = warehouse.sql(
        "select source_id, record_id, locator from evidence where locator is not null order by all"
    ).rows
    for source, record, locator in evidence:
        if locator == MARK:
            continue
        places.setdefault((source, str(record).split("|")[0]), []).append(locator)
    sources = {row[0]: Source(*row) for row in rows}
    renamed = {}
    if "renamed_ids" in warehouse.loaded:
        old_ids = "select old_id, new_id from renamed_ids where record_table = 'sources'"
        renamed = dict(warehouse.sql(f"{old_ids} order by old_id").rows)
    locators = {key: list(dict.fromkeys(texts)) for key, texts in places.items()}
    return Library(sources, locators, renamed)


def joined_by(between: str, parts: Iterable[Inlines]) -> Inlines:
    """Several runs of inlines as one."""
    inlines: list[Inline] = []
    for at, part in enumerate(parts):
        inlines += [*([Text(between)] if at else []), *part]
    return stripped(inlines)


def runs_of(ids: Iterable[str], numbers: dict[str, int]) -> list[list[int]]:
    """Numbers of the sources in order, those that follow one another drawn together."""
    runs: list[list[int]] = []
    for item in sorted({numbers[source] for source in ids if source in numbers}):
        if runs and item == runs[-1][-1] + 1:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def number_links(ids: Iterable[str], numbers: dict[str, int]) -> Inlines:
    """The numbers of sources as links to the list of sources: 3, 5–7."""
    links: list[Inlines] = []
    for run in runs_of(ids, numbers):
        first, last = (Link(str(number), f"#source-{number}") for number in (run[0], run[-1]))
        between = Text(", " if len(run) == 2 else "–")
        links.append((first,) if len(run) == 1 else (first, between, last))
    return joined_by(", ", links)


def with_numbers(inlines: Inlines, numbers: dict[str, int]) -> Inlines:
    """Inlines in which the numbers of sources are known."""
    result: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Sources):
            result += number_links(inline.ids, numbers)
        elif isinstance(inline, (Emphasis, Anchor)):
            result.append(replace(inline, inside=with_numbers(inline.inside, numbers)))
        else:
            result.append(inline)
    return tuple(result)


def numbered(text: str, numbers: dict[str, int]) -> str:
    """The text of a unit with the numbers of its sources in place of ⟦ids⟧, as the stamp keeps
    them; runs are drawn together (3–7).
    """

    def in_words(match: re.Match[str]) -> str:
        runs = runs_of(match[1].split(), numbers)
        return ", ".join(
            str(run[0]) if len(run) == 1 else f"{run[0]}{', ' if len(run) == 2 else '–'}{run[-1]}"
            for run in runs
        )

    return TOKEN.sub(in_words, text)
