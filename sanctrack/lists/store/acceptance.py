"""What makes a new version doubtful beside those that are there: it is refused, or told, and the
last good copy stays.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.errors import SourceError, UsageError
from sanctrack.facts.problems import Problem
from sanctrack.lists.store.comparison import DATED
from sanctrack.lists.store.versions import Version

if TYPE_CHECKING:
    from sanctrack.lists.reading.issues import Issues

MOST_LOST = 0.20
MOST_ERRORS = 0.20
# How often a kind of value stood on a list that can hardly lose it altogether.
SURE = 10
# Table and column of the kinds, and what of an entry they are, as `changes` calls it.
KINDS = (
    ("list_identifiers", "scheme", "identifiers"),
    ("list_names", "name_type", "names"),
    ("list_details", "detail", "dates"),
)
# Where it is already tomorrow.
ZONES = timedelta(days=1)
Words = Counter[tuple[str, str]]


def check_option(published_on: date | None) -> None:
    """Raise UsageError when the day that the user gave is in the future."""
    if published_on and too_late(published_on):
        raise UsageError(
            f"--published-on is {published_on}, which is later than today, {today()}; give the day "
            f"on which the list was published"
        )


def check_day(basis: str, day: date | None, names: str) -> None:
    """Raise SourceError when the day that a list bears is in the future: it would become the day of
    every report.
    """
    if day and too_late(day):
        where, todo = {
            "file_name": ("the day in the file's name", "rename the file, or give --published-on"),
        }.get(
            basis,
            (
                "the day of the list in the file",
                "check the clock of this machine, or download the list again",
            ),
        )
        raise SourceError(
            f"{names}: {where} is {day}, which is later than today, {today()}; not imported, "
            f"earlier versions stay; {todo}"
        )


def today() -> date:
    return datetime.now(UTC).date()


def too_late(day: date) -> bool:
    return day > today() + ZONES


def neighbours(others: list[Version], day: date | None) -> tuple[Version | None, Version | None]:
    """Return the versions next before and next after a new one of a day, `others` being in order.

    Without a day on either side there is no order: the current version stands for the one before.
    """
    dated = [(version.day, version) for version in others if version.day]
    if day is None or not dated:
        return (others[-1] if others else None), None
    earlier = [version for own, version in dated if own <= day]
    later = [version for own, version in dated if own > day]
    return (earlier[-1] if earlier else None), (later[0] if later else None)


def lost_kinds(before: Version | None, info: dict[str, Any], folder: Path) -> dict[str, str]:
    """Return the kinds of numbers, names and dates that the version before had often and this one
    has not once, with what they are.

    That is how a field that was renamed shows where the list has no columns. Only versions of one
    layout, as read by one importer, and of like size are compared.
    """
    if before is None or before.parts() != {str(item["part"]) for item in info["files"]}:
        return {}
    if any(before.info[key] != info[key] for key in ("layout", "importer_version")):
        return {}
    if info["entry_count"] < before.info["entry_count"] * (1 - MOST_LOST):
        return {}
    had, has = kinds_of(before.folder), kinds_of(folder)
    return {
        kind: field
        for (kind, field), count in had.items()
        if count >= SURE and not has[kind, field]
    }


def kinds_of(folder: Path) -> Counter[tuple[str, str]]:
    """Count the values of a version by kind."""
    import pyarrow.parquet as pq

    found: Counter[tuple[str, str]] = Counter()
    for table, column, field in KINDS:
        for item in (
            pq.read_table(folder / f"{table}.parquet", columns=[column])
            .column(0)
            .value_counts()
            .to_pylist()
        ):
            if item["values"] and (field != "dates" or item["values"] in DATED):
                found[item["values"], field] = item["counts"]
    return found


def refuse_doubtful(info: dict[str, Any], beside: list[Version], problems: list[Problem]) -> None:
    """Raise SourceError when a list lost columns that it lives by, more than a fifth of its
    entries, or is full of errors.
    """
    count, names = int(info["entry_count"]), ", ".join(item["name"] for item in info["files"])
    if info["missing_columns"]:
        columns = ", ".join(
            f"'{column}' ({field})" for column, field in info["missing_columns"].items()
        )
        raise SourceError(
            f"{names}: no column {columns}; the structure of the list has changed, or this is an "
            f"excerpt; not imported, earlier versions stay. Add --accept to import it without"
        )
    for version in beside:
        had = int(version.info["entry_count"])
        if count < had * (1 - MOST_LOST):
            raise SourceError(
                f"{names}: {count:,} entr{'y' if count == 1 else 'ies'}, {1 - count / had:.0%} "
                f"fewer than the {had:,} of the version {version.words}; not imported, that "
                f"version stays. If the list really was so short, or this is an excerpt, add "
                f"--accept"
            )
    errors = [problem for problem in problems if problem.severity == "error"]
    error_count = sum(problem.occurrences for problem in errors)
    if error_count > max(5, count * MOST_ERRORS):
        first = errors[0]
        raise SourceError(
            f"{names}: {error_count:,} errors in {count:,} entries, so its structure has probably "
            f"changed; not imported, earlier versions stay. The first: "
            f"{first.record_id or 'file'} {first.column or ''}: {first.problem}. "
            f"Add --accept to import it all the same"
        )
    if info["missing_kinds"]:
        kinds = ", ".join(f"{kind} ({field})" for kind, field in info["missing_kinds"].items())
        raise SourceError(
            f"{names}: no {kinds}, of which the version {beside[0].words} has many: a field has "
            f"probably been renamed; not imported, earlier versions stay. `--accept --issues` "
            f"imports it all the same and lists the fields that are not known"
        )


def note_vanished(before: Version | None, programmes: Words, issues: "Issues") -> None:
    """Note the words that may stand for a Myanmar programme which the version before had and this
    one has not.

    `programmes` counts the entries by programme and whether it is one about Myanmar (yes, no). A
    programme that was renamed would otherwise leave its parties unseen. Where another Myanmar
    programme came in its place nothing is noted.
    """
    ours = {word for word, about in programmes if about == "yes"}
    had, known = programmes_of(before) if before else (set(), set())
    gone = sorted(had - ours)
    if before is None or not gone or ours - had:
        return
    lost = f"{', '.join(gone)}, a Myanmar programme on the version {before.words}, is on no entry"
    new = [
        (word, count)
        for (word, about), count in programmes.items()
        if about == "no" and word not in known
    ]
    for word, count in new:
        words = (
            f"programme not met before, while {lost}; if it is that one renamed, its parties are "
            f"read as not about Myanmar"
        )
        for _ in range(count):
            issues.count("warning", "unknown_word", None, "programme", word, words, per_value=True)
    if not new and not ours:
        issues.add(
            "warning",
            "missing",
            None,
            "programme",
            gone[0],
            f"{lost}, and no other programme came in its place",
        )


def programmes_of(version: Version) -> tuple[set[str], set[str]]:
    """Return the Myanmar programmes of a stored version, and all of its programmes."""
    import pyarrow.parquet as pq

    table = pq.read_table(
        version.folder / "list_programmes.parquet", columns=["programme", "about_myanmar"]
    )
    pairs = set(zip(*(column.to_pylist() for column in table.columns), strict=True))
    return {word for word, about in pairs if about == "yes"}, {word for word, _ in pairs}
