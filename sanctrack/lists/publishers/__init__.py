"""Importers of official lists: one module a publisher, found by its file in this folder.

`ListImporter` says what each declares; the table `authorities` says whose list an importer reads.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from sanctrack import registries
from sanctrack.errors import UsageError, did_you_mean
from sanctrack.facts.workspace import importer_names
from sanctrack.lists.reading.entry import Entry, Reading
from sanctrack.registries import Registry

PUBLISHERS: Registry["ListImporter"] = registries.PUBLISHERS

__all__ = ["PUBLISHERS", "ListImporter", "importer", "importer_names", "importer_of", "list_codes"]


class ListImporter(Protocol):
    """What a module of this folder offers."""

    NAME: str
    """The name of the module; the codes of its lists begin with it."""
    TITLE: str
    LISTS: dict[str, str]
    """Code of each list, with its title."""
    OTHER_LISTS: bool
    """Whether more codes that begin with its name are lists of it."""
    PUBLISHER: str
    URLS: dict[str, dict[str, str]]
    """Where each list is published, by the part of it."""
    LICENCE: str
    REDISTRIBUTION: str
    """Whether a copy may be passed on: yes or no."""
    IMPORTER_VERSION: int
    """Goes up when the same file is read in another way."""

    def recognise(self, files: list[Path], name: str | None = None) -> Reading:
        """Tell list, layout and parts of the files. Raises SourceError when they are not of this
        publisher.
        """

    def read(self, reading: Reading) -> Iterator[Entry]:
        """Yield the entries, noting anomalies in `reading.issues` and the publisher's day in
        `reading.version_on`.
        """


def importer(name: str) -> ListImporter:
    """Return the importer of a name. Raises UsageError with the near names."""
    return PUBLISHERS[name]


def list_codes() -> list[str]:
    """Codes of the lists that the importers name; imports them all."""
    return [code for module in PUBLISHERS.items().values() for code in module.LISTS]


def is_list_of(module: ListImporter, code: str) -> bool:
    """Whether a code is that of a list which the importer reads."""
    return code in module.LISTS or (module.OTHER_LISTS and code.startswith(f"{module.NAME}_"))


def importer_of(source: str) -> tuple[ListImporter, str | None]:
    """Return the importer of a source and, when the source is a code of a list, that code.

    Raises UsageError when it is neither the name of an importer nor the code of a list.
    """
    if source in PUBLISHERS:
        return PUBLISHERS[source], None
    for module in PUBLISHERS.items().values():
        if is_list_of(module, source):
            return module, source
    codes = list_codes()
    raise UsageError(
        f"no importer or list named '{source}'{did_you_mean(source, [*PUBLISHERS, *codes])}; "
        f"importers: {', '.join(PUBLISHERS)}"
    )
