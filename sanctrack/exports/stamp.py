"""The stamp of a bundle: what each table held when it was written, and the checksum of each file."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.errors import DataError
from sanctrack.quoting import quoted

if TYPE_CHECKING:
    from sanctrack.contracts import Contract
    from sanctrack.exports.content import Content

STAMP = "stamp.json"
FORMAT = 1
# what a spreadsheet would run, some also where the sign is of full width (East Asia); plain numbers and percentages stay as
# they are (the rule of formats.harmless).
# The order of texts sorts out nearly all at little cost: patterns on every cell would take most of the time of an export.
RUNS = (
    r"case when {column} < '.' or ({column} >= '=' and {column} < 'A') or ({column} >= '＋' and {column} < 'Ａ') "
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
    "date": {"filled": "count({c})", "first": "cast(min({c}) as varchar)", "last": "cast(max({c}) as varchar)"},
    "datetime": {"filled": "count({c})", "first": "cast(min({c}) as varchar)", "last": "cast(max({c}) as varchar)"},
    "boolean": {"filled": "count({c})", "sum": "coalesce(sum(cast({c} as integer)), 0)"},
}

APOSTROPHES = "count_if(" + RUNS.replace("column", "c") + ")"


@dataclass
class FileStamp:
    """One file: its target (parquet, csv, …; blank for words), the table it holds (blank for several) and what it leaves out."""

    target: str = ""
    table: str = ""
    left_out: list[str] = field(default_factory=list)


def measure(content: "Content", csv: bool = True) -> dict[str, Any]:
    """Rows of each table and, by column, how many values there are, their sum, first and last day, or number of characters.

    With `csv` also how many texts get an apostrophe there.
    """
    cursor = content.cursor()
    return {name: measured(cursor, quoted(name), contract, csv) for name, contract in content.tables.items()}


def measured(cursor: Any, source: str, contract: "Contract", csv: bool = False) -> dict[str, Any]:
    """The measures of one table, read by DuckDB from `source`."""
    wanted = [(item.name, name, sql) for item in contract.fields for name, sql in MEASURES[item.type].items()]
    if csv:
        wanted += [(item.name, "apostrophes", APOSTROPHES) for item in contract.fields if item.type == "string"]
    values = ", ".join(sql.format(c=quoted(column)) for column, _, sql in wanted)
    row = cursor.execute(f"select count(*), {values} from {source}").fetchall()[0]
    columns: dict[str, dict[str, Any]] = {item.name: {"type": item.type} for item in contract.fields}
    for (column, name, _), value in zip(wanted, row[1:], strict=True):
        if name != "apostrophes" or value:
            columns[column][name] = value if value is None or isinstance(value, (str, float)) else int(value)
    return {"rows": int(row[0]), "columns": columns}


def digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write_stamp(folder: Path, tables: dict[str, Any], files: dict[str, FileStamp], publication: str) -> None:
    """Write `stamp.json` over all other files of the folder."""
    listed = {}
    for path in sorted(item for item in folder.rglob("*") if item.is_file() and item.name != STAMP):
        name = path.relative_to(folder).as_posix()
        about = files.get(name, FileStamp())
        entry: dict[str, Any] = {"bytes": path.stat().st_size, "sha256": digest(path)}
        entry |= {key: value for key, value in (("target", about.target), ("table", about.table), ("left_out", about.left_out)) if value}
        listed[name] = entry
    text = json.dumps({"format": FORMAT, "publication": publication, "tables": tables, "files": listed}, ensure_ascii=False, indent=1)
    (folder / STAMP).write_text(text + "\n", encoding="utf-8")


def named_files(folder: Path) -> set[str] | None:
    """Names of the files of the bundle in `folder`, of whatever format its stamp is; None when it holds no stamp of ours."""
    try:
        stamp = json.loads((folder / STAMP).read_bytes())
        if not isinstance(stamp["format"], int) or not isinstance(stamp["tables"], dict):
            return None
        return {STAMP, *(name for name, about in stamp["files"].items() if about["sha256"])}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def read_stamp(folder: Path) -> dict[str, Any]:
    """Read the stamp of a bundle. Raises DataError when there is none, when it is broken, or when it names files outside the folder."""
    path = folder / STAMP
    try:
        stamp = json.loads(path.read_bytes())
        files, tables, form = stamp["files"], stamp["tables"], stamp["format"]
    except FileNotFoundError as error:
        raise DataError(f"{folder}: no {STAMP}, so this is no bundle; `sanctrack export bundle -o DIR` writes one") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path}: not a readable stamp ({type(error).__name__}); export the bundle again") from error
    if form != FORMAT:
        raise DataError(f"{path}: a stamp of format {form}; this sanctrack reads format {FORMAT}")
    if not isinstance(files, dict) or not isinstance(tables, dict):
        raise DataError(f"{path}: not a readable stamp; export the bundle again")
    root = folder.resolve()
    for name in files:
        if not (root / name).resolve().is_relative_to(root):
            raise DataError(f"{path}: names '{name}', which lies outside the bundle; nothing was read")
    return dict(stamp)
