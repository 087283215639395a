"""Exports: everything as plain files or tables that BI tools open, described, stamped and read
back.

    export(home, workspace, "bundle", Path("out"))
    export_postgres(home, workspace, "postgresql://localhost/mydb")
    verify_bundle(Path("out"))

Public names: `export`, `export_postgres`, `verify_bundle`, `TARGETS`.
"""

import re
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

from sanctrack.definitions.paths import Home
from sanctrack.errors import SanctrackError, UsageError
from sanctrack.exports.bundle.descriptor import write_descriptor
from sanctrack.exports.bundle.staging import one_file, replacing_bundle
from sanctrack.exports.bundle.verify import verify_bundle
from sanctrack.exports.content import Content, Progress, gather, silent
from sanctrack.exports.databases.postgres import export_postgres
from sanctrack.exports.stamp import FileStamp, measure, write_stamp
from sanctrack.exports.writing import DATABASES, TARGETS

# a folder of such a name would be taken for a file, as one with the name of a target as ending
OTHER_ENDINGS = (".json", ".zip", ".db", ".sqlite3", ".xls")
BUNDLE = "bundle"


def export(
    home: Home,
    workspace: Path,
    target: str,
    output: Path,
    internal: bool = False,
    only: Iterable[str] | None = None,
    progress: Progress = silent,
) -> list[Path]:
    """Write `bundle` or one of `TARGETS` into the folder `output`, whole or not at all; return the
    files written.

    A folder that is there must be empty or an older bundle, whose place is taken. A target of one
    file may name that file instead (`out.duckdb`): then nothing else is written; one that is there
    must be an earlier export. Nothing is written inside another bundle. `internal` writes every row
    and stamps every file. `only` names the tables and marts to write (all by default).

    Raises UsageError for an unknown target, an `output` that is not ours to replace or whose name
    tells what is held back, DataError when rows may not leave the machine or relations break,
    SanctrackError when the disk refuses.
    """
    targets = chosen(target)
    alone = output.suffix.lower() == TARGETS[target].ENDING != "" if target in TARGETS else False
    if not alone and is_name_of_file(output):
        raise UsageError(
            f"-o {output} names a file, and {target} writes a folder; name a folder"
            + (
                f", or a file that ends in {TARGETS[target].ENDING}"
                if target in TARGETS and TARGETS[target].ENDING
                else ""
            )
        )
    with (
        disk_errors(output),
        one_file(output, target) if alone else replacing_bundle(output) as folder,
    ):
        with gather(home, workspace, internal, only, progress) as content:
            content.warehouse.guard.refuse(
                "the name of the file" if alone else "the name of the folder", output.name
            )
            files: dict[str, FileStamp] = {}
            for name in targets:
                files |= TARGETS[name].write(content, folder, progress)
            if not alone:
                finish(content, folder, files, progress)
        written = [path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file()]
    return [output] if alone else [output / path for path in written]


def chosen(target: str) -> tuple[str, ...]:
    """The targets that a name stands for. Raises UsageError with what would work."""
    if target == BUNDLE:
        return tuple(name for name, kind in TARGETS.items().items() if kind.IN_BUNDLE)
    if target in TARGETS:
        return (target,)
    raise TARGETS.unknown(target, BUNDLE, *DATABASES)


def is_name_of_file(path: Path) -> bool:
    ending = path.suffix.lower()
    return ending[1:] in TARGETS or ending in OTHER_ENDINGS


def finish(content: Content, folder: Path, files: dict[str, FileStamp], progress: Progress) -> None:
    """Write the descriptor, the words and, last of all, the stamp."""
    progress("counts and sums", 0, 2)
    targets = {item.target for item in files.values() if item.target}
    measures = measure(content, any(TARGETS[target].APOSTROPHES for target in targets))
    write_descriptor(content, folder, files, measures)
    progress("checksums", 1, 2)
    write_stamp(folder, measures, files, "INTERNAL" if content.internal else "public")


@contextmanager
def disk_errors(output: Path):  # type: ignore[no-untyped-def]
    """Turn the disk's refusals, told by DuckDB or Python, into one line that says that nothing was
    changed.
    """
    import duckdb

    try:
        yield
    except OSError as error:
        raise SanctrackError(
            f"{output}: cannot be written: {error.strerror or error}; what was there before is as "
            f"it was"
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise SanctrackError(
            f"{output}: not enough memory for this export; close other programs or write one "
            f"target at a time"
        ) from error
    # the second where a commit is refused
    except (duckdb.IOException, duckdb.TransactionException) as error:
        raise SanctrackError(
            f"{output}: cannot be written: {reason_of(str(error))}; what was there before is as it "
            f"was"
        ) from error


def reason_of(message: str) -> str:
    """What DuckDB's message says of the disk, without the engine's own words around it."""
    line = re.sub(
        r"^(IO Error: |TransactionContext Error: (Failed to commit: )?)",
        "",
        message.splitlines()[0],
    )
    inner = re.search(r'"exception_message":"((?:[^"\\]|\\.)+)"', line) or re.search(
        "Original error: (.+)", line
    )
    return inner[1].replace('\\"', "'") if inner else line


__all__ = ["BUNDLE", "DATABASES", "TARGETS", "export", "export_postgres", "verify_bundle"]
