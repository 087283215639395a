"""Samples of every list layout, made of invented parties; the real files, where a checkout has them
beside it.
"""

from collections.abc import Callable, Container, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from sanctrack.errors import SourceError
from sanctrack.lists.publishers import importer, importer_names
from sanctrack.lists.reading.entry import Entry, Reading

SAMPLES = Path(__file__).parents[1] / "samples" / "lists"
SHARED = Path(__file__).parents[3] / "shared" / "lists"

OLD_SHEET = (
    "Reference", "Name of Individual or "
        "Entity", "Type", "Name Type", "Date of Birth", "Place of Birth", "Citizenship", "Address",
    "Additional Information", "Listing Information", "Committees", "Control Date", None,
)  # fmt: skip
NEW_SHEET = (
    "Reference", "Name of Individual or "
        "Entity", "Type", "Name Type", "Alias Strength", "Date of Birth", "Place of Birth",
    "Citizenship", "Address",
    "Additional "
    "Information", "Listing "
        "Information", "IMO "
            "Number", "Committees", "Control Date", "Instrument of Designation", "Travel Ban",
    "Arms Embargo", "Maritime Restriction", "Targeted Financial Sanction",
)  # fmt: skip


def sample_files(names: Sequence[str] | None = None) -> list[tuple[str, Path]]:
    """Importer and file of each sample below tests/samples/lists that is a list by itself, as the
    importers take them; of all importers, or of some.
    """
    pairs = []
    for path in sorted(SAMPLES.rglob("*")):
        for name in (importer_names() if names is None else names) if path.is_file() else ():
            with suppress(SourceError):
                module = importer(name)
                # some look at the root when they read
                if next(module.read(module.recognise([path])), None):
                    pairs.append((name, path))
    return pairs


def further_samples(known: Container[str]) -> list[tuple[str, str]]:
    """Importer and file below tests/samples/lists of lists whose importer is not among `known`: a
    new one is tried by what tests of all lists try.
    """
    return [
        (name, path.relative_to(SAMPLES).as_posix())
        for name, path in sample_files([name for name in importer_names() if name not in known])
    ]


class Read(NamedTuple):
    """What an importer made of files."""

    reading: Reading
    entries: dict[str, Entry]

    @property
    def issues(self) -> list[tuple[object, ...]]:
        """severity, kind, record, field, value, message, occurrences."""
        return [
            (
                item.severity,
                item.rule,
                item.record_id,
                item.column,
                item.value,
                item.problem,
                item.occurrences,
            )
            for item in self.reading.issues
        ]

    def found(self, kind: str, reference: str | None = None) -> list[tuple[object, ...]]:
        return [
            row
            for row in self.issues
            if row[1] == kind and (reference is None or row[2] == reference)
        ]


def read_files(name: str, *files: Path) -> Read:
    module = importer(name)
    reading = module.recognise(list(files))
    entries = list(module.read(reading))
    by_reference = {entry.reference: entry for entry in entries}
    assert len(by_reference) == len(entries), "references must be unique"
    return Read(reading, by_reference)


def names(entry: Entry) -> list[tuple[object, ...]]:
    return [(row[0], row[1], row[2]) for row in entry.names.values()]


def numbers(entry: Entry) -> list[tuple[object, ...]]:
    return [(row[0], row[1], row[3]) for row in entry.identifiers.values()]


def details(entry: Entry, kind: str) -> list[object]:
    return [row[1] for row in entry.details.values() if row[0] == kind]


def bounds(entry: Entry, kind: str) -> list[tuple[str, ...]]:
    return [tuple(map(str, row[2:5])) for row in entry.details.values() if row[0] == kind]


@pytest.fixture
def sample() -> Callable[..., Read]:
    """Read a sample: importer, then files below tests/samples/lists."""

    def read(name: str, *files: str) -> Read:
        return read_files(name, *(SAMPLES / file for file in files))

    return read


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real list files is not beside this checkout")
    return SHARED


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """Make a workbook from rows."""
    from openpyxl import Workbook

    def make(*rows: tuple[object, ...], name: str = "list.xlsx") -> Path:
        book = Workbook()
        for row in rows:
            book.active.append(row)
        path = tmp_path / name
        book.save(path)
        return path

    return make


@pytest.fixture
def read_any() -> Callable[[Path], int]:
    """Hand a file to every importer; each reads it or refuses it with SourceError, and nothing else
    is raised.
    """

    def read(path: Path) -> int:
        found, refusals = 0, []
        for name in importer_names():
            try:
                found += len(read_files(name, path).entries)
            except SourceError as error:
                refusals.append(str(error))
        assert all(path.name in words or "one file" in words for words in refusals), refusals
        return found

    return read
