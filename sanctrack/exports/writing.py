"""What the targets of an export declare, and what they share when they write."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from sanctrack import registries
from sanctrack.definitions.quoting import quoted
from sanctrack.errors import SanctrackError
from sanctrack.exports.about import INTERNAL
from sanctrack.exports.stamp import FileStamp
from sanctrack.registries import Registry

if TYPE_CHECKING:
    from sanctrack.definitions.contracts import Contract
    from sanctrack.definitions.paths import Home
    from sanctrack.exports.content import Content, Progress
    from sanctrack.exports.reading.foreign_tables import Job, Reading
    from sanctrack.exports.reading.plain_folder import Folder

Files = dict[str, FileStamp]
BATCH = 20_000


class Target(Protocol):
    """What the module of a target of files declares."""

    WORDS: ClassVar[str]
    """A line of help."""
    README: ClassVar[str]
    """What a bundle says of it: what it is, and which programs open it."""
    ENDING: ClassVar[str]
    """The ending of its one file, with the point; blank where it is a folder of files."""
    MEDIA_TYPE: ClassVar[str]
    ONE_TABLE: ClassVar[bool]
    """Whether a file holds one table."""
    IN_BUNDLE: ClassVar[bool]
    """Whether the target `bundle` has it."""
    APOSTROPHES: ClassVar[bool]
    """Whether a text that a spreadsheet would run gets an apostrophe."""
    COPIED: ClassVar[bool]
    """Whether its reader works on a copy, because it looks for a journal beside the file or changes
    it."""
    TOOL: ClassVar[str]
    """The module that it needs beside those of every installation; blank for none."""
    EXTRA: ClassVar[str]
    """The extra of the package that brings the tool."""
    SERVER_SECONDS: ClassVar[float]
    """What a server takes that is started for each table, when it is read back, and that writes
    files of its own; 0 without a server."""

    def write(self, content: "Content", folder: Path, progress: "Progress") -> Files:
        """Write all tables into a folder; return the files, by their names in it."""

    def read(self, folder: "Folder", job: "Job", reading: "Reading") -> None:
        """Measure what a file holds, which somebody else may have made. For a process of its own.
        Raises UnreadableError, or whatever its library raises.
        """

    def added(self, path: Path) -> list[str] | None:
        """Names of what was added to an export of ours; None where a file is none. For a process of
        its own.
        """


class Database(Protocol):
    """What the module of a database that can be filled declares."""

    WORDS: ClassVar[str]
    ADDRESS: ClassVar[str]
    """How its --uri looks."""
    SCHEMA: ClassVar[str]
    """The schema that is filled by default."""

    def fill(
        self,
        home: "Home",
        workspace: Path,
        uri: str,
        schema: str,
        internal: bool,
        progress: "Progress",
    ) -> int:
        """Fill a schema with all tables; return their number."""


TARGETS: Registry[Target] = registries.TARGETS
DATABASES: Registry[Database] = registries.DATABASES


def refuse_missing(name: str) -> None:
    """Raise SanctrackError where the tool of a target is not installed."""
    target = TARGETS[name]
    if target.TOOL and find_spec(target.TOOL) is None:
        raise SanctrackError(
            f"a {target.ENDING} file needs {target.TOOL}; `pip install "
            f"'sanctrack[{target.EXTRA}]'` brings it (not on every system)"
        )


def file_name(content: "Content", name: str) -> str:
    """The name of a file; one of an internal bundle says so."""
    return f"{INTERNAL}-{name}" if content.internal else name


def words_of(content: "Content", contract: "Contract") -> str:
    """Description of a table, as every target carries it."""
    mark = f"{INTERNAL}, not for publication. " if content.internal else ""
    return f"{mark}{contract.description.rstrip('.')}. Grain: {contract.grain}."


def rows_of(content: "Content", name: str, columns: str = "*") -> Any:
    """Batches of rows of a table as plain Python values."""
    cursor = content.cursor()
    cursor.execute(f"select {columns} from {quoted(name)}")
    while rows := cursor.fetchmany(BATCH):
        yield rows
