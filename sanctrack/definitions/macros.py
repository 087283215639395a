"""Macros: SQL that stands once and is used by name, found in `queries/macros`; which of them a
query needs, and in what order.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sanctrack.definitions.paths import Home

COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
WORD = re.compile(r"[a-z_][a-z0-9_]*")
BEGIN = re.compile(r"^create macro (\w+)", re.MULTILINE)
TABLE = re.compile(r"create macro \w+\([^)]*\) as table\b")


@dataclass(frozen=True)
class Macro:
    """One macro: its name, file and statement. `gives_table`: it is read like a view, with
    arguments such as a day.
    """

    name: str
    path: Path
    text: str

    @property
    def gives_table(self) -> bool:
        return TABLE.match(self.text) is not None

    @cached_property
    def words(self) -> set[str]:
        """All words of the statement: a superset of the tables, views and macros that it uses."""
        return set(WORD.findall(COMMENT.sub(" ", self.text)))


class Macros:
    """The macros of a home, by name."""

    def __init__(self, home: Home) -> None:
        self._by_name = {
            name: Macro(name, path, text)
            for path in sorted((home.queries / "macros").glob("*.sql"))
            for name, text in macros_of(path)
        }

    def used(self, words: set[str] | None = None) -> list[Macro]:
        """The macros among the words (all when None) and those that these use, each after what it
        uses itself.
        """
        ordered: dict[str, Macro] = {}
        waiting: list[str] = []

        def visit(name: str) -> None:
            if name not in ordered and name not in waiting:
                waiting.append(name)
                for used in sorted(self._by_name[name].words & self._by_name.keys()):
                    visit(used)
                ordered[name] = self._by_name[waiting.pop()]

        for name in sorted(self._by_name if words is None else words & self._by_name.keys()):
            visit(name)
        return list(ordered.values())

    def reach(self, words: set[str]) -> set[str]:
        """The words, and those of all macros among them that give a table."""
        return words.union(*(macro.words for macro in self.used(words) if macro.gives_table))


def macros_of(path: Path) -> list[tuple[str, str]]:
    """Name and statement of each macro of a file; every one begins its line with `create macro`."""
    text = path.read_text(encoding="utf-8")
    starts: list[Any] = list(BEGIN.finditer(text))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return [(match[1], text[match.start() : end]) for match, end in zip(starts, ends, strict=True)]
