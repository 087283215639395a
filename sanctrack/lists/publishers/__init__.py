"""Importers: one module a publisher, found by its file in this folder; modules that begin with _
are shared parts.

An importer of official lists declares NAME, TITLE, LISTS, PUBLISHER, URLS, LICENCE, REDISTRIBUTION
and IMPORTER_VERSION, and two functions: `recognise(files, name)` tells list, layout and parts of
the files or raises SourceError, `read(reading)` yields their entries. The table `authorities` says
whose list an importer reads.
"""

import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from sanctrack.errors import UsageError, did_you_mean
from sanctrack.facts.workspace import importer_names
from sanctrack.lists.reading.entry import Entry, Reading

__all__ = ["ListImporter", "importer", "importer_names", "importer_of"]


class ListImporter(Protocol):
    """What a module of this folder offers."""

    NAME: str
    TITLE: str
    LISTS: dict[str, str]
    PUBLISHER: str
    URLS: dict[str, dict[str, str]]
    LICENCE: str
    REDISTRIBUTION: str
    IMPORTER_VERSION: int

    def recognise(self, files: list[Path], name: str | None = None) -> Reading:
        """Tell list, layout and parts of the files. Raises SourceError when they are not of this
        publisher.
        """

    def read(self, reading: Reading) -> Iterator[Entry]:
        """Yield the entries, noting anomalies in `reading.issues` and the publisher's day in
        `reading.version_on`.
        """


@cache
def importer(name: str) -> ListImporter:
    """Return the importer of a name. Raises UsageError with the near names."""
    names = importer_names()
    if name not in names:
        raise UsageError(
            f"no importer named '{name}'{did_you_mean(name, names)}; importers: {', '.join(names)}"
        )
    return cast(ListImporter, importlib.import_module(f"{__name__}.{name}"))


def importer_of(source: str) -> tuple[ListImporter, str | None]:
    """Return the importer of a source and, when the source is a code of a list, that code.

    Raises UsageError when it is neither the name of an importer nor the code of a list.
    """
    names = importer_names()
    if source in names:
        return importer(source), None
    for name in names:
        if source in getattr(importer(name), "LISTS", {}) or (
            name == "opensanctions" and source.startswith("opensanctions_")
        ):
            return importer(name), source
    codes = [code for name in names for code in getattr(importer(name), "LISTS", {})]
    raise UsageError(
        f"no importer or list named '{source}'{did_you_mean(source, [*names, *codes])}; importers: "
        f"{', '.join(names)}"
    )
