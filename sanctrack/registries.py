"""Registries: the kinds of one thing, a module each in one folder, found there by its name.

The module says all that is to be known of its kind: constants in capitals (words for help, ending,
media type, keys, the extra it needs) and functions. The room that uses the kinds says which, as a
Protocol. Help, errors, completion, generated pages and tests read the registry, so a kind is added
by adding its file, and nothing else has to be told of it.

Names come from the folder alone: a start that only prints them imports no kind. A module whose name
begins with `_` is no kind.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from sanctrack.errors import UsageError, did_you_mean

HERE = Path(__file__).parent
Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Registry(Generic[Kind]):
    """The kinds of `what`, in the folder of the package `package`."""

    what: str
    package: str

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all kinds, in the order of the alphabet; none is imported."""
        package = sys.modules.get(self.package)
        folder = HERE.joinpath(*self.package.split(".")[1:])
        return modules_in(tuple(package.__path__) if package else (str(folder),))

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __getitem__(self, name: str) -> Kind:
        """What the module of this name declares. Raises UsageError with the near names."""
        if name not in self.names:
            raise self.unknown(name)
        return cast(Kind, import_module(f"{self.package}.{name}"))

    def unknown(self, name: str, *also: str) -> UsageError:
        """The error for a name that is none of these kinds, nor one of the other words that would
        have done.
        """
        names = [*also, *self.names]
        return UsageError(
            f"no {self.what} named '{name}'{did_you_mean(name, names) or ';'} {self.what}s: "
            f"{', '.join(names)}"
        )

    def items(self) -> dict[str, Kind]:
        """Every kind by its name; imports them all."""
        return {name: self[name] for name in self.names}

    def beginning(self, start: str) -> list[str]:
        """Names that complete what was typed."""
        return [name for name in self.names if name.startswith(start)]


@cache
def modules_in(folders: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the modules in folders: files that end in .py, and folders with an __init__.py."""
    names = set()
    for entry in (entry for folder in folders for entry in os.scandir(folder)):
        name, _, ending = entry.name.partition(".")
        is_package = not ending and Path(entry.path, "__init__.py").is_file()
        if not name.startswith("_") and (ending == "py" or is_package):
            names.add(name)
    return tuple(sorted(names))


# All of them. What a kind declares is said where it is used; below that room only names are asked.
FORMATS: Registry[Any] = Registry("format", "sanctrack.formats.kinds")
CHARTS: Registry[Any] = Registry("kind of picture", "sanctrack.charts.kinds")
BLOCKS: Registry[Any] = Registry("block", "sanctrack.briefings.compile.report_blocks")
TARGETS: Registry[Any] = Registry("target", "sanctrack.exports.targets")
DATABASES: Registry[Any] = Registry("database", "sanctrack.exports.databases")
PUBLISHERS: Registry[Any] = Registry("importer", "sanctrack.lists.publishers")
