"""Reading a bundle back, file by file, and comparing checksums, counts and sums with its stamp."""

import math
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sanctrack.contracts import Contract, Field
from sanctrack.exports.stamp import STAMP, digest, measured, read_stamp
from sanctrack.files import work_folder
from sanctrack.quoting import quoted, quoted_text
from sanctrack.result import Column, Result

Finding = tuple[str, str | None, str, str, str, str]
Measures = dict[str, Any]
WORDS = {
    "file": "File of the bundle.",
    "table": "Table in it; blank where the file as a whole is meant.",
    "check": "checksum, rows, filled, sum, first, last, characters, or 'opens'.",
    "expected": "What the stamp says.",
    "found": "What the file holds.",
    "verdict": "same or differs.",
}


def verify_bundle(path: Path) -> Result:
    """Compare every file of a bundle with its stamp: checksum, then what each table holds, read from the file itself.

    Returns a row a file and table, and one more for every difference. Files that the stamp does not name, and named ones
    that are not there, differ. Raises DataError when the folder has no readable stamp.
    """
    stamp = read_stamp(path)
    findings: list[Finding] = []
    for name, about in stamp["files"].items():
        findings += file_findings(path, name, about, stamp["tables"])
    known = {*stamp["files"], STAMP}
    for extra in sorted(item.relative_to(path).as_posix() for item in path.rglob("*") if item.is_file()):
        if extra not in known:
            findings.append((extra, None, "in the stamp", "yes", "no", "differs"))
    columns = tuple(Column(name, "VARCHAR", text) for name, text in WORDS.items())
    differ = sum(row[-1] == "differs" for row in findings)
    title = f"{path.name}: {len(stamp['files'])} files, {differ} differences"
    return Result(columns, list(findings), name="verify", title=title, question="Does the bundle hold what its stamp says?")


def file_findings(root: Path, name: str, about: dict[str, Any], tables: dict[str, Any]) -> Iterator[Finding]:
    path = root / name
    if not path.is_file():
        yield name, None, "opens", "a file", "not there", "differs"
        return
    yield judged(name, None, "checksum", about["sha256"], digest(path))
    target = about.get("target", "")
    if target not in READERS:
        return
    wanted = [about["table"]] if about.get("table") else [table for table in tables if table not in about.get("left_out", [])]
    try:
        for table, found in READERS[target](path, {table: tables[table] for table in wanted}):
            yield from compared(name, table, tables[table], found, target)
    except Exception as error:
        # whatever a broken file makes its reader raise, to the user it is one thing: it does not open
        said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        yield name, about.get("table"), "opens", "yes", said, "differs"


def judged(name: str, table: str | None, check: str, expected: Any, found: Any) -> Finding:
    close = isinstance(expected, float) and isinstance(found, (int, float)) and math.isclose(expected, found, rel_tol=1e-9, abs_tol=1e-9)
    return name, table, check, str(expected), str(found), "same" if close or expected == found else "differs"


def compared(name: str, table: str, expected: Measures, found: Measures, target: str) -> Iterator[Finding]:
    """One row when all measures of the table agree, else one for each that does not."""
    differences = []
    if expected["rows"] != found["rows"]:
        differences.append(judged(name, table, "rows", expected["rows"], found["rows"]))
    for column, about in expected["columns"].items():
        seen = found["columns"].get(column)
        if seen is None:
            differences.append((name, table, f"column {column}", "there", "not there", "differs"))
            continue
        for check in ("filled", "sum", "first", "last", "characters"):
            if check in about:
                wanted = about[check]
                if check == "characters" and target == "csv":
                    wanted += about.get("apostrophes", 0)
                row = judged(name, table, f"{check} of {column}", wanted, seen.get(check))
                differences += [row] if row[-1] == "differs" else []
    yield from differences or [judged(name, table, "rows", expected["rows"], found["rows"])]


# -- readers: what each table of a file holds, by another program than the one that wrote it where there is one --


def as_contract(table: str, about: Measures) -> Contract:
    fields = tuple(Field(name, column["type"], name) for name, column in about["columns"].items())
    return Contract(table, table, table, table, "", (), (), fields)


def read_with_duckdb(path: Path, tables: dict[str, Measures], source: str) -> Iterator[tuple[str, Measures]]:
    import duckdb

    with duckdb.connect() as connection:
        for table, about in tables.items():
            yield table, measured(connection, source.format(path=quoted_text(str(path))), as_contract(table, about))


def read_parquet(path: Path, tables: dict[str, Measures]) -> Iterator[tuple[str, Measures]]:
    yield from read_with_duckdb(path, tables, "read_parquet({path})")


def read_duckdb(path: Path, tables: dict[str, Measures]) -> Iterator[tuple[str, Measures]]:
    import duckdb

    with duckdb.connect(str(path), read_only=True) as connection:
        for table, about in tables.items():
            yield table, measured(connection, quoted(table), as_contract(table, about))


def read_csv(path: Path, tables: dict[str, Measures]) -> Iterator[tuple[str, Measures]]:
    from sanctrack.contracts import TYPES

    for table, about in tables.items():
        kinds = ", ".join(f"{quoted_text(name)}: {quoted_text(TYPES[column['type']])}" for name, column in about["columns"].items())
        source = (
            f"read_csv({{path}}, header = true, auto_detect = false, columns = {{{{{kinds}}}}}, "
            "quote = '\"', escape = '\"', max_line_size = 100000000)"
        )
        yield from read_with_duckdb(path, {table: about}, source)


def read_sqlite(path: Path, tables: dict[str, Measures]) -> Iterator[tuple[str, Measures]]:
    from urllib.parse import quote

    database = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
    try:
        for table, about in tables.items():
            wanted = [(name, check) for name, column in about["columns"].items() for check in SQLITE_MEASURES[column["type"]]]
            values = ", ".join(SQLITE_MEASURES[about["columns"][name]["type"]][check].format(c=quoted(name)) for name, check in wanted)
            row = database.execute(f"select count(*), {values} from {quoted(table)}").fetchone()
            columns: dict[str, dict[str, Any]] = {name: {} for name in about["columns"]}
            for (name, check), value in zip(wanted, row[1:], strict=True):
                columns[name][check] = value
            yield table, {"rows": row[0], "columns": columns}
    finally:
        database.close()


DAYS = {"filled": "count({c})", "first": "min({c})", "last": "max({c})"}
SQLITE_MEASURES: dict[str, dict[str, str]] = {
    "string": {"filled": "count({c})", "characters": "coalesce(sum(length({c})), 0)"},
    "integer": {"filled": "count({c})", "sum": "sum({c})"},
    "number": {"filled": "count({c})", "sum": "sum({c})"},
    "boolean": {"filled": "count({c})", "sum": "coalesce(sum({c}), 0)"},
    "date": DAYS,
    "datetime": DAYS,
}


def read_xlsx(path: Path, tables: dict[str, Measures]) -> Iterator[tuple[str, Measures]]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    try:
        for table, about in tables.items():
            rows = book[table].iter_rows(values_only=True)
            header = [str(name) for name in next(rows)]
            yield table, counted(rows, header, about)
    finally:
        book.close()


KEPT = {
    "string": ("characters",),
    "integer": ("sum",),
    "number": ("sum",),
    "boolean": ("sum",),
    "date": ("first", "last"),
    "datetime": ("first", "last"),
}


def counted(rows: Iterator[tuple[Any, ...]], header: list[str], about: Measures) -> Measures:
    """Measures of a table that comes as rows of Python values."""
    kinds = [about["columns"].get(name, {}).get("type") for name in header]
    totals: list[list[Any]] = [[0, None, None, None] for _ in header]
    count = 0
    for row in rows:
        count += 1
        for at, value in enumerate(row[: len(header)]):
            if value is not None:
                add(totals[at], kinds[at], value)
    columns: dict[str, dict[str, Any]] = {}
    for name, kind, (filled, total, first, last) in zip(header, kinds, totals, strict=True):
        seen = {"characters": total or 0, "sum": (total or 0) if kind == "boolean" else total, "first": first, "last": last}
        columns[name] = {"filled": filled} | {key: seen[key] for key in KEPT.get(kind or "", ())}
    return {"rows": count, "columns": columns}


def add(total: list[Any], kind: str | None, value: Any) -> None:
    total[0] += 1
    if kind == "string":
        total[1] = (total[1] or 0) + len(str(value))
    elif kind in ("date", "datetime"):
        text = str(value)[:10] if kind == "date" else str(value)
        total[2] = text if total[2] is None else min(total[2], text)
        total[3] = text if total[3] is None else max(total[3], text)
    else:
        total[1] = (total[1] or 0) + (int(value) if kind == "boolean" else value)


def read_hyper(path: Path, tables: dict[str, Measures]) -> Iterator[tuple[str, Measures]]:
    import duckdb
    import pantab

    frames = {str(name).strip('"').split('"."')[-1]: frame for name, frame in hyper_frames(pantab, path).items()}
    with duckdb.connect() as connection:
        for table, about in tables.items():
            connection.register("one_table", frames[table])
            yield table, measured(connection, "one_table", as_contract(table, about))


def hyper_frames(pantab: Any, path: Path) -> dict[Any, Any]:
    # Tableau's server changes the file that it opens and leaves a log in the working folder: it gets a copy, and a folder of its own
    with work_folder() as folder:
        copy = shutil.copy(path, folder)
        found = pantab.frames_from_hyper(copy, return_type="pyarrow", process_params={"log_dir": str(folder)})
    return {(name[-1] if isinstance(name, tuple) else name): frame for name, frame in found.items()}


READERS: dict[str, Callable[[Path, dict[str, Measures]], Iterator[tuple[str, Measures]]]] = {
    "parquet": read_parquet,
    "csv": read_csv,
    "duckdb": read_duckdb,
    "sqlite": read_sqlite,
    "xlsx": read_xlsx,
    "hyper": read_hyper,
}
