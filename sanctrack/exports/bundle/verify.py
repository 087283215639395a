"""Reading a bundle back, file by file, and comparing checksums, counts and sums with its stamp.

The bundle may be a stranger's. Its stamp is held against the shape of ours, its files are opened
without following links, and their content is read in a process of its own (`foreign`). What is
printed of them are names, counts, sums and days.
"""

import hashlib
import math
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from sanctrack import bounded
from sanctrack.exports.reading.foreign_tables import Job, Measures, Reading, read_files
from sanctrack.exports.reading.plain_folder import Folder, NotPlainError
from sanctrack.exports.reading.stamp_reader import read_stamp
from sanctrack.exports.stamp import STAMP
from sanctrack.exports.writing import TARGETS, refuse_missing
from sanctrack.files import FULL, work_folder
from sanctrack.names.signs import visible_name
from sanctrack.warehouse.result import Column, Result

Finding = tuple[str, str | None, str, str, str, str]
WORDS = {
    "file": "File of the bundle.",
    "table": "Table in it; blank where the file as a whole is meant.",
    "check": "checksum, rows, filled, sum, first, last, characters, or 'opens'.",
    "expected": "What the stamp says.",
    "found": "What the file holds.",
    "verdict": "same or differs.",
}
CHECKS = ("filled", "sum", "first", "last", "characters")
# time: a process to start, and ten times what a megabyte of a workbook takes
SECONDS, SECONDS_PER_MEGABYTE, MOST_SECONDS = 30.0, 10.0, 3_600.0
MEMORY = 4 * bounded.GIGABYTE
LARGEST_FILE = 16 * bounded.GIGABYTE
PART = 1 << 20


class TimeIsUpError(Exception):
    """The time for the whole bundle has passed."""


@dataclass
class Clock:
    """The time that a bundle may take, from now on, in seconds."""

    seconds: float

    def __post_init__(self) -> None:
        self.end = time.monotonic() + self.seconds

    @property
    def left(self) -> float:
        """Raises TimeIsUpError when none is left."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeIsUpError
        return left


def verify_bundle(path: Path, seconds: float | None = None) -> Result:
    """Compare every file of a bundle with its stamp: checksum, then what each table holds, read
    from the file itself.

    Returns a row a file and table, and one more for every difference. Files that the stamp does not
    name, and named ones that are not there, differ. `seconds` for all of it; by default by size, at
    most an hour: what is not read by then differs. Nothing outside the folder is read, nothing is
    written but copies in the temporary folder.

    Raises DataError when the folder has no readable stamp, SanctrackError when the temporary folder
    is full or a reader is not installed.
    """
    with Folder(path) as folder:
        stamp = read_stamp(folder)
        others = [
            (name, kind)
            for name, kind in folder.entries()
            if name not in stamp["files"] and name != STAMP
        ]
        findings = list(
            file_findings(
                folder, stamp, Clock(time_for(folder, stamp) if seconds is None else seconds)
            )
        )
    findings += [
        (visible_name(name), None, "in the stamp", "yes", f"no: {kind}", "differs")
        for name, kind in sorted(others)
    ]
    columns = tuple(Column(name, "VARCHAR", text) for name, text in WORDS.items())
    differ = sum(row[-1] == "differs" for row in findings)
    title = f"{visible_name(path.name)}: {len(stamp['files'])} files, {differ} differences"
    return Result(
        columns,
        list(findings),
        name="verify",
        title=title,
        question="Does the bundle hold what its stamp says?",
    )


def time_for(folder: Folder, stamp: dict[str, Any]) -> float:
    size, servers = 0, 0.0
    for name, about in stamp["files"].items():
        if about.get("target"):
            servers += TARGETS[about["target"]].SERVER_SECONDS * len(stamp["tables"])
        try:
            with folder.open(name) as file:
                size += file.seek(0, 2)
        except (OSError, NotPlainError):
            continue
    return min(
        SECONDS + SECONDS_PER_MEGABYTE * size / 1_000_000 + servers,
        MOST_SECONDS,
    )


# -- the files
# ------------------------------------------------------------------------------------------------


def file_findings(folder: Folder, stamp: dict[str, Any], clock: Clock) -> Iterator[Finding]:
    """Findings of all files in the order of the stamp: the checksum of each, and what its tables
    hold.
    """
    for target in {about.get("target", "") for about in stamp["files"].values()} - {""}:
        refuse_missing(target)
    checksums: dict[str, Finding] = {}
    jobs: list[Job] = []
    with work_folder() as copies:
        for number, (name, about) in enumerate(stamp["files"].items()):
            target = about.get("target", "")
            copy = copies / f"{number}.{target}" if target and TARGETS[target].COPIED else None
            checksums[name] = checksum(folder, name, about, copy, clock)
            if target and checksums[name][2] == "checksum":
                tables = tables_of(about, stamp["tables"])
                jobs.append(Job(name, target, tables, str(copy) if copy else ""))
        readings = {
            job.name: reading
            for job, reading in zip(jobs, read_all(folder, jobs, clock), strict=True)
        }
    for name in stamp["files"]:
        yield checksums[name]
        if name in readings:
            yield from reading_findings(name, stamp["files"][name], stamp["tables"], readings[name])


def tables_of(about: dict[str, Any], tables: dict[str, Measures]) -> dict[str, Measures]:
    if "table" in about:
        return {about["table"]: tables[about["table"]]}
    return {name: table for name, table in tables.items() if name not in about.get("left_out", [])}


def checksum(
    folder: Folder, name: str, about: dict[str, Any], copy: Path | None, clock: Clock
) -> Finding:
    """The checksum of a file, which is copied on the way where its reader needs a copy; or why it
    is not read.
    """
    try:
        with folder.open(name) as file:
            if file.seek(0, 2) > LARGEST_FILE:
                return (
                    name,
                    None,
                    "opens",
                    "a file",
                    f"larger than {LARGEST_FILE:,} bytes",
                    "differs",
                )
            file.seek(0)
            return judged(name, None, "checksum", about["sha256"], digest(file, copy, clock))
    except FileNotFoundError:
        return name, None, "opens", "a file", "not there", "differs"
    except NotPlainError as error:
        return name, None, "opens", "a file", str(error), "differs"
    except OSError as error:
        if error.errno in FULL:
            raise  # of the temporary folder, which `work_folder` tells
        return name, None, "opens", "a file", f"cannot be read: {error.strerror}", "differs"
    except TimeIsUpError:
        return name, None, "opens", "a file", out_of_time(clock), "differs"


def digest(file: BinaryIO, copy: Path | None, clock: Clock) -> str:
    """The SHA-256 of a file, which is copied on the way; `work_folder` tells a full disk."""
    summed = hashlib.sha256()
    with copy.open("wb") if copy else nullcontext() as target:
        while part := file.read(PART):
            summed.update(part)
            if target:
                target.write(part)
            _ = clock.left
    return summed.hexdigest()


def read_all(folder: Folder, jobs: list[Job], clock: Clock) -> list[Reading]:
    """Read files in processes of their own, those of one target together; a process that breaks
    takes no other file with it.
    """
    readings: dict[str, Reading] = {}
    for target in dict.fromkeys(job.target for job in jobs):
        group = [job for job in jobs if job.target == target]
        for job, reading in zip(group, read_group(folder, group, clock), strict=True):
            readings[job.name] = reading
    return [readings[job.name] for job in jobs]


def read_group(folder: Folder, jobs: list[Job], clock: Clock) -> list[Reading]:
    path = folder.path.absolute()
    try:
        return bounded.run(
            read_files, path, folder.identity, jobs, seconds=clock.left, memory=MEMORY
        )
    except (bounded.TimeLimitError, TimeIsUpError):
        return [Reading(problem=out_of_time(clock)) for _ in jobs]
    except (bounded.MemoryLimitError, bounded.AnswerLimitError, bounded.CrashError) as error:
        if len(jobs) > 1:
            return [reading for job in jobs for reading in read_group(folder, [job], clock)]
        if isinstance(error, bounded.CrashError):
            return [Reading(problem="cannot be read: it breaks its reader")]
        return [Reading(problem=f"needs more than {MEMORY // bounded.GIGABYTE} GB of memory")]


def out_of_time(clock: Clock) -> str:
    return f"not read: the {clock.seconds:,.0f} seconds for this bundle had passed"


# -- what they hold
# -------------------------------------------------------------------------------------------


def reading_findings(
    name: str, about: dict[str, Any], tables: dict[str, Measures], reading: Reading
) -> Iterator[Finding]:
    if reading.problem:
        yield name, about.get("table"), "opens", "yes", reading.problem, "differs"
        return
    for table, measures in reading.tables.items():
        if measures is None:
            yield name, table, "table", "there", "not there", "differs"
        else:
            yield from compared(name, table, tables[table], measures, about["target"])
    for strange in reading.strange:
        yield name, about.get("table"), "in the stamp", "yes", f"no: {strange}", "differs"


def judged(name: str, table: str | None, check: str, expected: Any, found: Any) -> Finding:
    close = (
        isinstance(expected, float)
        and isinstance(found, (int, float))
        and math.isclose(expected, found, rel_tol=1e-9, abs_tol=1e-9)
    )
    return (
        name,
        table,
        check,
        str(expected),
        str(found),
        "same" if close or expected == found else "differs",
    )


def compared(
    name: str, table: str, expected: Measures, found: Measures, target: str
) -> Iterator[Finding]:
    """One row when all measures of the table agree, else one for each that does not."""
    rows = judged(name, table, "rows", expected["rows"], found["rows"])
    differences = [rows] if rows[-1] == "differs" else []
    if rows[-1] == "same" or found["columns"]:
        for column, about in expected["columns"].items():
            differences += column_differences(
                name, table, column, about, found["columns"].get(column), target
            )
    yield from differences or [rows]


def column_differences(
    name: str,
    table: str,
    column: str,
    about: dict[str, Any],
    found: dict[str, Any] | None,
    target: str,
) -> Iterator[Finding]:
    if found is None:
        yield name, table, f"column {column}", "there", "not there", "differs"
        return
    if found.get("type", about["type"]) != about["type"]:
        yield name, table, f"type of {column}", about["type"], str(found["type"]), "differs"
        return
    for check in CHECKS:
        if check in about:
            wanted = about[check]
            if check == "characters" and TARGETS[target].APOSTROPHES:
                wanted += about.get("apostrophes", 0)
            row = judged(name, table, f"{check} of {column}", wanted, found.get(check))
            if row[-1] == "differs":
                yield row
