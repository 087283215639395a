"""Reading the stamp of a bundle, which anybody may have written: its shape is held against ours
before anything is believed.
"""

import json
import math
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from sanctrack.errors import DataError
from sanctrack.exports.reading.plain_folder import Folder, NotPlainError
from sanctrack.exports.stamp import (
    COLUMN_NAME,
    FORMAT,
    MEASURES,
    NOT_FINITE,
    STAMP,
)
from sanctrack.names.signs import visible_name
from sanctrack.registries import TARGETS

LARGEST_STAMP = 32_000_000  # bytes; that of all shipped facts has 80,000
LARGEST_NUMBER = 10**40  # above the sum of a column of whole numbers
MOST_ROWS = 10**12
MOST_TABLES, MOST_COLUMNS, MOST_FILES = 2_000, 2_000, 10_000
DAY = r"\d{4,6}-\d\d-\d\d"
DAYS = re.compile(rf"{DAY}( \(BC\))?")
MOMENTS = re.compile(rf"{DAY} \d\d:\d\d:\d\d(\.\d{{1,6}})?( \(BC\))?")
SHA256 = re.compile(r"[0-9a-f]{64}")
# names that mean a device to Windows, with whatever ending
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,126}[A-Za-z0-9]")
DEEPEST_NAME = 3


class ShapeError(ValueError):
    """The stamp is not of our shape; the text names the key."""


def read_stamp(folder: Folder) -> dict[str, Any]:
    """The stamp of a bundle, of the shape that `write_stamp` gives it, so that every value in it is
    of the type it should be.

    Raises DataError, naming the key, when there is none or it is of another shape, such as one that
    names files outside.
    """
    path = folder.path / STAMP
    try:
        return checked(parsed(stamp_bytes(folder)))
    except FileNotFoundError as error:
        raise DataError(
            f"{folder.path}: no {STAMP}, so this is no bundle; `sanctrack export bundle -o DIR` "
            f"writes one"
        ) from error
    except NotPlainError as error:
        raise DataError(
            f"{path}: not a readable stamp: it is {error}; export the bundle again"
        ) from error
    except OSError as error:
        raise DataError(
            f"{path}: not a readable stamp: {error.strerror}; export the bundle again"
        ) from error
    except ShapeError as error:
        raise DataError(
            f"{path}: not a readable stamp: {error}; export the bundle again"
        ) from error


def named_files(path: Path) -> set[str] | None:
    """Names of the files of the bundle in a folder, of whatever format its stamp is; None when it
    holds no stamp of ours.
    """
    try:
        with Folder(path) as folder:
            stamp = parsed(stamp_bytes(folder))
        if not isinstance(stamp["format"], int) or not isinstance(stamp["tables"], dict):
            return None
        return {STAMP, *(name for name, about in stamp["files"].items() if about["sha256"])}
    except (OSError, NotPlainError, ValueError, KeyError, TypeError, AttributeError):
        return None


def stamp_bytes(folder: Folder) -> bytes:
    with folder.open(STAMP) as file:
        content = file.read(LARGEST_STAMP + 1)
    if len(content) > LARGEST_STAMP:
        raise ShapeError(f"it is larger than {LARGEST_STAMP:,} bytes")
    return content


def parsed(content: bytes) -> Any:
    """JSON of a stranger: UTF-8, each key once, numbers of a size that a table can have. Raises
    ShapeError.
    """
    try:
        return json.loads(
            content.decode("utf-8"),
            object_pairs_hook=keys_once,
            parse_constant=no_number,
            parse_int=whole,
            parse_float=broken,
        )
    except ShapeError:
        raise
    except RecursionError as error:
        raise ShapeError("its brackets are nested too deep") from error
    except UnicodeDecodeError as error:
        raise ShapeError("it is no UTF-8 text") from error
    except ValueError as error:
        raise ShapeError(f"it is no JSON ({visible_name(str(error))})") from error


def keys_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ShapeError(f"the key '{visible_name(twice)}' stands twice")
    return values


def no_number(text: str) -> NoReturn:
    raise ShapeError(f"{text} is no number")


def whole(text: str) -> int:
    if len(text) > len(str(LARGEST_NUMBER)):
        raise ShapeError(f"the number {text[:20]}… is too large")
    return int(text)


def broken(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ShapeError(f"the number {visible_name(text)[:20]} is too large")
    return value


# -- the shape
# ------------------------------------------------------------------------------------------------


def checked(stamp: Any) -> dict[str, Any]:
    """The stamp, when every key and value is of our shape. Raises ShapeError naming the first that
    is not.
    """
    form = stamp.get("format", FORMAT) if isinstance(stamp, dict) else FORMAT
    if type(form) is not int or form != FORMAT:
        raise ShapeError(
            f"format is {visible_name(json.dumps(form))}; this sanctrack reads format {FORMAT}"
        )
    whole_stamp = mapping(
        stamp, "the stamp", required=("format", "tables", "files"), optional=("publication",)
    )
    if whole_stamp.get("publication", "public") not in ("public", "INTERNAL"):
        raise ShapeError("publication is neither public nor INTERNAL")
    files = named(whole_stamp["files"], "files", MOST_FILES)
    if not files:
        raise ShapeError("files names none, so there is nothing to compare")
    for name in files:
        check_file_name(name)
    tables = named(whole_stamp["tables"], "tables", MOST_TABLES)
    for name, table in tables.items():
        check_name(name, "tables")
        check_table(table, f"tables: {name}")
    for name, about in files.items():
        check_file(about, tables, f"files: {name}")
    return whole_stamp


def check_file_name(name: str) -> None:
    if (
        name.startswith(("/", "\\"))
        or re.match(r"[A-Za-z]:", name)
        or ".." in re.split(r"[/\\]", name)
    ):
        raise ShapeError(f"files: '{visible_name(name)}' lies outside the bundle; nothing was read")
    parts = name.split("/")
    plain = all(FILE_NAME.fullmatch(part) and not DEVICE.fullmatch(part) for part in parts)
    if not plain or len(parts) > DEEPEST_NAME or name == STAMP:
        raise ShapeError(f"files: '{visible_name(name)}' is no name that an export gives to a file")


def check_name(name: str, where: str) -> None:
    if not COLUMN_NAME.fullmatch(name):
        raise ShapeError(
            f"{where}: '{visible_name(name)}' is no name that an export gives to a table or column"
        )


def check_table(table: Any, where: str) -> None:
    about = mapping(table, where, required=("rows", "columns"))
    rows = count(about["rows"], f"{where}: rows", MOST_ROWS)
    columns = named(about["columns"], f"{where}: columns", MOST_COLUMNS)
    if not columns:
        raise ShapeError(f"{where}: columns names none")
    for name, column in columns.items():
        check_name(name, f"{where}: columns")
        check_column(column, rows, f"{where}: {name}")


def check_column(column: Any, rows: int, where: str) -> None:
    if (
        not isinstance(column, dict)
        or not isinstance(column.get("type"), str)
        or column["type"] not in MEASURES
    ):
        raise ShapeError(f"{where}: type is none of {', '.join(MEASURES)}")
    kind = column["type"]
    optional = ("apostrophes",) if kind == "string" else ()
    about = mapping(column, where, required=("type", *MEASURES[kind]), optional=optional)
    count(about["filled"], f"{where}: filled", rows)
    for key in ("characters", "apostrophes"):
        count(about.get(key, 0), f"{where}: {key}", LARGEST_NUMBER)
    if "sum" in about and not is_sum(about["sum"], kind):
        raise ShapeError(f"{where}: sum is no number")
    days = DAYS if kind == "date" else MOMENTS
    for key in ("first", "last"):
        value = about.get(key)
        if value is not None and not (isinstance(value, str) and days.fullmatch(value)):
            raise ShapeError(f"{where}: {key} is no {kind}")


def is_sum(value: Any, kind: str) -> bool:
    if value is None:
        return kind != "boolean"
    if kind == "number" and isinstance(value, str):
        return value in NOT_FINITE
    allowed = (int, float) if kind == "number" else (int,)
    return type(value) in allowed and abs(value) <= (
        math.inf if kind == "number" else LARGEST_NUMBER
    )


def check_file(file: Any, tables: dict[str, Any], where: str) -> None:
    about = mapping(
        file, where, required=("bytes", "sha256"), optional=("target", "table", "left_out")
    )
    count(about["bytes"], f"{where}: bytes", LARGEST_NUMBER)
    if not isinstance(about["sha256"], str) or not SHA256.fullmatch(about["sha256"]):
        raise ShapeError(f"{where}: sha256 is no SHA-256")
    target = about.get("target", "")
    if not isinstance(target, str) or target not in ("", *TARGETS):
        raise ShapeError(f"{where}: target is none of {', '.join(TARGETS)}")
    of_one = target != "" and TARGETS[target].ONE_TABLE
    if ("table" in about) != of_one or (of_one and not is_known(about["table"], tables)):
        raise ShapeError(
            f"{where}: table is not one of tables"
            if of_one
            else f"{where}: a file of this kind names no table"
        )
    left_out = about.get("left_out", [])
    if "left_out" in about and (not target or of_one):
        raise ShapeError(f"{where}: a file of this kind leaves nothing out")
    if not isinstance(left_out, list) or not all(is_known(name, tables) for name in left_out):
        raise ShapeError(f"{where}: left_out is no list of names of tables")


def is_known(name: Any, tables: dict[str, Any]) -> bool:
    return isinstance(name, str) and name in tables


def mapping(
    value: Any, where: str, required: Iterable[str], optional: Iterable[str] = ()
) -> dict[str, Any]:
    """The value when it is a mapping with these keys and no others."""
    if not isinstance(value, dict):
        raise ShapeError(f"{where} is no mapping")
    missing = [key for key in required if key not in value]
    if missing:
        raise ShapeError(f"{where} lacks {missing[0]}")
    surplus = [key for key in value if key not in (*required, *optional)]
    if surplus:
        raise ShapeError(f"{where} has a key '{visible_name(surplus[0])}' that is none of ours")
    return value


def named(value: Any, where: str, most: int) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ShapeError(f"{where} is no mapping")
    if len(value) > most:
        raise ShapeError(f"{where} has {len(value):,} entries; at most {most:,}")
    return value


def count(value: Any, where: str, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ShapeError(
            f"{where} is no whole number from 0 to {most:,}"
            if most < LARGEST_NUMBER
            else f"{where} is no whole number from 0"
        )
    return value
