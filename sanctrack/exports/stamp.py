"""The stamp of a bundle, as it is written: what each table held, and the checksum of each file."""

import hashlib
import json
import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.definitions.quoting import quoted
from sanctrack.errors import DefinitionError

if TYPE_CHECKING:
    from sanctrack.definitions.contracts import Contract
    from sanctrack.exports.content import Content

STAMP = "stamp.json"
FORMAT = 1
# names of tables and columns in an export; a stamp with any other is not ours
COLUMN_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
# JSON has no such numbers
NOT_FINITE = ("nan", "inf", "-inf")
# what a spreadsheet would run, some also where the sign is of full width (East Asia); plain numbers
# and percentages stay as they are (the rule of formats.harmless).
# The order of texts sorts out nearly all at little cost: patterns on every cell would take most of
# the time of an export.
RUNS = (
    r"case when {column} < '.' or ({column} >= '=' and {column} < 'A') or ({column} >= '＋' and "
    r"{column} < 'Ａ') "
    r"then ascii({column}) in (61, 43, 45, 64, 9, 13, 65291, 65293, 65309, 65312) "
    r"and not regexp_matches({column}, '^[+-]?\d+([.,]\d+)?%?$') else false end"
)
MEASURES = {
    "string": {
        "filled": "count({c})",
        "characters": "coalesce(sum(length({c})), 0)",
    },
    "integer": {"filled": "count({c})", "sum": "sum({c})"},
    "number": {"filled": "count({c})", "sum": "fsum({c})"},
    "date": {
        "filled": "count({c})",
        "first": "cast(min({c}) as varchar)",
        "last": "cast(max({c}) as varchar)",
    },
    "datetime": {
        "filled": "count({c})",
        "first": "cast(min({c}) as varchar)",
        "last": "cast(max({c}) as varchar)",
    },
    "boolean": {"filled": "count({c})", "sum": "coalesce(sum(cast({c} as integer)), 0)"},
}

APOSTROPHES = "count_if(" + RUNS.replace("column", "c") + ")"


@dataclass
class FileStamp:
    """One file: its target (parquet, csv, …; blank for words), the table it holds (blank for
    several) and what it leaves out.
    """

    target: str = ""
    table: str = ""
    left_out: list[str] = field(default_factory=list)


def measure(content: "Content", csv: bool = True) -> dict[str, Any]:
    """Rows of each table and, by column, how many values there are, their sum, first and last day,
    or number of characters.

    With `csv` also how many texts get an apostrophe there. Raises DefinitionError for a name that a
    stamp cannot have.
    """
    for name, contract in content.tables.items():
        wrong = [word for word in (name, *contract.columns) if not COLUMN_NAME.fullmatch(word)]
        if wrong:
            raise DefinitionError(
                f"{name}: '{wrong[0]}' cannot be exported; a name has small letters, digits and _, "
                f"at most 63"
            )
    cursor = content.cursor()
    return {
        name: measured(cursor, quoted(name), contract, csv)
        for name, contract in content.tables.items()
    }


def measured(cursor: Any, source: str, contract: "Contract", csv: bool = False) -> dict[str, Any]:
    """The measures of one table, read by DuckDB from `source`."""
    wanted = [
        (item.name, name, sql)
        for item in contract.fields
        for name, sql in MEASURES[item.type].items()
    ]
    if csv:
        wanted += [
            (item.name, "apostrophes", APOSTROPHES)
            for item in contract.fields
            if item.type == "string"
        ]
    values = ["count(*)", *(sql.format(c=quoted(column)) for column, _, sql in wanted)]
    row = cursor.execute(f"select {', '.join(values)} from {source}").fetchall()[0]
    columns: dict[str, dict[str, Any]] = {
        item.name: {"type": item.type} for item in contract.fields
    }
    for (column, name, _), value in zip(wanted, row[1:], strict=True):
        if name != "apostrophes" or value:
            columns[column][name] = as_json(value)
    return {"rows": int(row[0]), "columns": columns}


def as_json(value: Any) -> str | int | float | None:
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return value if value is None or isinstance(value, str) else int(value)


def digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write_stamp(
    folder: Path, tables: dict[str, Any], files: dict[str, FileStamp], publication: str
) -> None:
    """Write `stamp.json` over all other files of the folder."""
    listed = {}
    for path in sorted(item for item in folder.rglob("*") if item.is_file() and item.name != STAMP):
        name = path.relative_to(folder).as_posix()
        about = files.get(name, FileStamp())
        entry: dict[str, Any] = {"bytes": path.stat().st_size, "sha256": digest(path)}
        entry |= {
            key: value
            for key, value in (
                ("target", about.target),
                ("table", about.table),
                ("left_out", about.left_out),
            )
            if value
        }
        listed[name] = entry
    text = json.dumps(
        {"format": FORMAT, "publication": publication, "tables": tables, "files": listed},
        ensure_ascii=False,
        indent=1,
    )
    (folder / STAMP).write_text(text + "\n", encoding="utf-8")
