"""Tables: text from a file, cast and validated against its contract (pandera, lazily), and written as Parquet."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sanctrack.contracts import Contract, Field, load_contract, table_names
from sanctrack.errors import DataError, UsageError, did_you_mean
from sanctrack.files import replacing
from sanctrack.home import Home
from sanctrack.problems import Problem
from sanctrack.sheets import Sheet, read_sheet

if TYPE_CHECKING:
    import pandera.pandas as pandera

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
SLASHED_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
GROUPED = re.compile(r"-?\d{1,3}([,\u00a0\u202f ' ]\d{3})+$")
# A claim about the air war before aircraft, or far ahead of us, is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass
class CheckedTable:
    """A file's rows, cast to the contract's types (a value that cannot be read is null), and what is wrong with them."""

    contract: Contract
    sheet: Sheet
    rows: pa.Table
    problems: list[Problem]

    @property
    def errors(self) -> int:
        return sum(problem.severity == "error" for problem in self.problems)

    def record_ids(self) -> list[str]:
        """The key of each row, parts joined by '|'."""
        return joined_key(self.rows, self.contract.primary_key).to_pylist()


def joined_key(rows: pa.Table, columns: Iterable[str]) -> pa.ChunkedArray | pa.Array:
    parts = [pc.fill_null(pc.cast(rows[column], pa.string()), "") for column in columns]
    return parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, "|")


def table_of(home: Home, path: Path) -> str:
    """Tell which table a file holds: by its name, else by its header. Raises UsageError when neither tells."""
    tables = table_names(home)
    if path.stem in tables:
        return path.stem
    header = set(read_sheet(path).header)
    scores = {name: len(header & set(load_contract(home, name).columns)) / len(header | set(load_contract(home, name).columns)) for name in tables}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] < 0.6:
        raise UsageError(f"{path}: neither its name nor its header is that of a table{did_you_mean(path.stem, tables)} `sanctrack tables` lists them")
    return best


def check_file(home: Home, path: Path, table: str | None = None) -> CheckedTable:
    """Read a file as a table and check it against the contract alone (references: `check_references`).

    Raises DataError when the file cannot be read at all, UsageError when no table is named or recognised.
    """
    contract = load_contract(home, table or table_of(home, path))
    sheet = read_sheet(path)
    problems = [problem(sheet, contract, None, None, None, None, "cells", what, "give each row as many cells as the header", line) for line, what in sheet.broken]
    problems += header_problems(sheet, contract)
    arrays, found = [], []
    for field in contract.fields:
        if field.name not in sheet.header:
            arrays.append(pa.nulls(len(sheet.cells), contract.arrow_schema().field(field.name).type))
            continue
        values, bad = cast(sheet.cells[field.name], field)
        arrays.append(values)
        found += [(row, field.name, *rest) for row, *rest in bad]
    plain = pa.schema([pa.field(item.name, item.type) for item in contract.arrow_schema()])
    rows = pa.table(arrays, schema=plain)
    checked = CheckedTable(contract, sheet, rows, problems)
    unread = {(row, column) for row, column, severity, *_ in found if severity == "error"}
    found += [item for item in contract_problems(checked, home) if (item[0], item[1]) not in unread]
    add_problems(checked, found)
    return checked


Finding = tuple[int, str, str, str, str, str]
"""Row, column, severity, rule, what is wrong, how to mend it."""


def add_problems(checked: CheckedTable, found: Iterable[Finding]) -> None:
    """Turn findings by row into problems with line, key and the value as it stands in the file."""
    found = list(found)
    if not found:
        return
    sheet, ids = checked.sheet, checked.record_ids()
    columns = {column: sheet.cells[column] for _, column, *_ in found if column in sheet.header}
    for row, column, severity, rule, what, mend in found:
        value = columns[column][row].as_py() if column in columns else None
        checked.problems.append(
            Problem(severity, str(sheet.path), sheet.lines[row], checked.contract.name, ids[row], column, value, rule, what, mend)
        )


def problem(
    sheet: Sheet, contract: Contract, record: str | None, column: str | None, value: str | None, _: None, rule: str, what: str, mend: str, line: int | None = 1
) -> Problem:
    return Problem("error", str(sheet.path), line, contract.name, record, column, value, rule, what, mend)


def header_problems(sheet: Sheet, contract: Contract) -> list[Problem]:
    """A column that the contract does not know, or one that is missing."""
    missing = [field.name for field in contract.fields if field.name not in sheet.header and not field.optional]
    found = []
    for name in sheet.header:
        if name not in contract.columns:
            hint = did_you_mean(name, missing or list(contract.columns))
            found.append(problem(sheet, contract, None, name, None, None, "column", f"unknown column '{name}'{hint}", "rename or remove it"))
    for name in missing:
        found.append(problem(sheet, contract, None, name, None, None, "column", f"column '{name}' is missing", "add it; its cells may be blank where the contract allows"))
    return found


# -- casting ------------------------------------------------------------------------------------------------


def cast(column: pa.ChunkedArray, field: Field) -> tuple[pa.Array, list[tuple[int, str, str, str, str]]]:
    """Read a text column as the field's type; return the values and (row, severity, rule, problem, help) of each that needs a word."""
    if field.type == "string":
        return column, []
    target = {"integer": pa.int64(), "number": pa.float64(), "date": pa.date32(), "datetime": pa.timestamp("us"), "boolean": pa.bool_()}[field.type]
    try:
        values = pc.cast(column, target)
    except pa.ArrowInvalid:
        return cast_slowly(column, field, target)
    if field.type == "number" and not pc.all(pc.is_finite(values), min_count=0).as_py():
        return cast_slowly(column, field, target)
    if field.type == "date" and len(values) and pc.any(pc.less(pc.min(values), pa.scalar(date(FIRST_YEAR, 1, 1)))).as_py():
        return cast_slowly(column, field, target)
    return values, []


def cast_slowly(column: pa.ChunkedArray, field: Field, target: pa.DataType) -> tuple[pa.Array, list[tuple[int, str, str, str, str]]]:
    """Value by value (each distinct one once), for a column in which something cannot be read at once."""
    readings = {text: READERS[field.type](text) for text in pc.unique(column).to_pylist() if text is not None}
    texts = column.to_pylist()
    values = pa.array([None if text is None else readings[text][0] for text in texts], target)
    said = [
        (row, readings[text][1], "type", readings[text][2], readings[text][3]) for row, text in enumerate(texts) if text is not None and readings[text][1]
    ]
    return values, said


Reading = tuple[Any, str, str, str]
"""Value, severity (blank: nothing to say), what is wrong, how to mend it."""


def read_day(text: str) -> Reading:
    if ISO_DAY.match(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None, "error", f"'{text}' is no day of the calendar", "write an existing day as YYYY-MM-DD"
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return None, "error", f"the year of '{text}' cannot be meant", f"give a year from {FIRST_YEAR} to {LAST_YEAR}"
        return day, "", "", ""
    slashed = SLASHED_DAY.match(text)
    if slashed:
        first, second, year = (int(part) for part in slashed.groups())
        if first == second and first <= 12:
            return date(year, first, first), "warning", f"'{text}' read as {date(year, first, first)}", "write it as YYYY-MM-DD"
        if first <= 12 and second <= 12:
            ways = f"{date(year, second, first)} (day first) or {date(year, first, second)} (month first)"
            return None, "error", f"'{text}' is ambiguous: {ways}", "write the day as YYYY-MM-DD"
        day, month = (first, second) if first > 12 else (second, first)
        try:
            return date(year, month, day), "warning", f"'{text}' read as {date(year, month, day)}, the only day it can mean", "write it as YYYY-MM-DD"
        except ValueError:
            return None, "error", f"'{text}' is no day of the calendar", "write an existing day as YYYY-MM-DD"
    if re.fullmatch(r"\d{4}(-\d{2})?", text):
        return None, "error", f"'{text}' is not a day", "give the interval: first day in …_earliest_on, last day in …_latest_on"
    if re.fullmatch(r"\d{5}(\.0)?", text):
        return None, "error", f"'{text}' looks like a spreadsheet's day number", "format the cell as a date, or write YYYY-MM-DD"
    return None, "error", f"'{text}' is not a day", "write it as YYYY-MM-DD"


def read_integer(text: str) -> Reading:
    if re.fullmatch(r"[+-]?\d{1,18}", text):
        return int(text), "", "", ""
    if re.fullmatch(r"[+-]?\d{1,15}\.0+", text):
        return int(text.split(".")[0]), "", "", ""
    if GROUPED.match(text):
        number = int(re.sub(r"[^\d-]", "", text))
        return number, "warning", f"'{text}' read as {number}: thousands separators removed", "write the number without separators"
    return None, "error", f"'{text}' is not a whole number", "write digits only; 'about', 'at least' and the like have columns of their own"


def read_number(text: str) -> Reading:
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", text):
        return float(text), "", "", ""
    grouped = GROUPED.match(text)
    if grouped and not re.fullmatch(r"-?\d{1,3},\d{3}", text):
        number = float(re.sub(r"[^\d-]", "", text))
        return number, "warning", f"'{text}' read as {number:g}: thousands separators removed", "write the number without separators"
    if grouped or re.fullmatch(r"-?[\d.,]*[.,][\d.,]*", text):
        plain = text.replace(",", "")
        decimal = text.replace(".", "").replace(",", ".")
        return None, "error", f"'{text}' is ambiguous: {plain} or {decimal}", "write it with a point for decimals and no thousands separators"
    return None, "error", f"'{text}' is not a number", "write digits, with a point for decimals"


def read_boolean(text: str) -> Reading:
    known = {"true": True, "yes": True, "false": False, "no": False}
    if text.lower() in known:
        return known[text.lower()], "", "", ""
    return None, "error", f"'{text}' is neither true nor false", "write true or false"


def read_instant(text: str) -> Reading:
    from datetime import datetime

    try:
        return datetime.fromisoformat(text).replace(tzinfo=None), "", "", ""
    except ValueError:
        return None, "error", f"'{text}' is not an instant", "write YYYY-MM-DD HH:MM:SS in UTC"


READERS = {"date": read_day, "integer": read_integer, "number": read_number, "boolean": read_boolean, "datetime": read_instant}


# -- rules: contract → pandera ------------------------------------------------------------------------------


def pandera_schema(contract: Contract) -> "pandera.DataFrameSchema":
    """Compile a contract to a pandera schema for frames with Arrow-backed columns.

    Each check is named by its rule (required, codes, minimum, maximum, pattern, unique, key, `order:low:high`), so that
    `failure_cases` of a lazy validation can be put in words.
    """
    import pandera.pandas as pandera

    columns = {}
    for field in contract.fields:
        checks = [pandera.Check(arrow_check(test), name=rule, ignore_na=True) for rule, test in field_tests(field)]
        columns[field.name] = pandera.Column(checks=checks, nullable=not field.required, unique=field.unique)
    wide = [
        pandera.Check(lambda frame, low=low, high=high: not_less(frame, low, high), name=f"order:{low}:{high}", ignore_na=False)
        for low, high in contract.ordered_pairs()
    ]
    wide.append(pandera.Check(lambda frame: keys_once(frame, contract.primary_key), name="key", ignore_na=False))
    return pandera.DataFrameSchema(columns, checks=wide)


def field_tests(field: Field) -> list[tuple[str, Any]]:
    """(rule, test) of a field; a test maps an Arrow array to booleans."""
    tests: list[tuple[str, Any]] = []
    if field.codes:
        known = pa.array(list(field.codes), pa.string())
        tests.append(("codes", lambda values: pc.is_in(values, value_set=known)))
    if field.minimum is not None:
        low = limit(field, field.minimum)
        tests.append(("minimum", lambda values: pc.greater_equal(values, low)))
    if field.maximum is not None:
        high = limit(field, field.maximum)
        tests.append(("maximum", lambda values: pc.less_equal(values, high)))
    if field.pattern:
        pattern = f"^(?:{field.pattern.removeprefix('^').removesuffix('$')})$"
        tests.append(("pattern", lambda values: pc.match_substring_regex(values, pattern)))
    return tests


def limit(field: Field, value: Any) -> Any:
    return pa.scalar(date.fromisoformat(value)) if field.type == "date" else value


def arrow_check(test: Any) -> Any:
    """Wrap a test on Arrow arrays as one on a pandas series with an Arrow-backed type."""

    def check(series: Any) -> Any:
        import pandas as pd

        return pd.Series(test(pa.array(series.array)).to_numpy(zero_copy_only=False), index=series.index)

    return check


def not_less(frame: Any, low: str, high: str) -> Any:
    import pandas as pd

    fits = pc.fill_null(pc.less_equal(pa.array(frame[low].array), pa.array(frame[high].array)), True)
    return pd.Series(fits.to_numpy(zero_copy_only=False), index=frame.index)


def keys_once(frame: Any, key: tuple[str, ...]) -> Any:
    import pandas as pd

    columns = pa.table({name: pa.array(frame[name].array) for name in key})
    counts = columns.group_by(list(key)).aggregate([([], "count_all")])
    if counts.num_rows == columns.num_rows:
        return pd.Series(True, index=frame.index)
    joined = pd.Series(joined_key(columns, key).to_pylist(), index=frame.index)
    return ~joined.duplicated(keep=False)


def contract_problems(checked: CheckedTable, home: Home) -> list[Finding]:
    """Validate the cast rows with pandera, lazily, and put every failure in words."""
    import pandas as pd
    from pandera.errors import SchemaErrors

    contract = checked.contract
    frame = checked.rows.to_pandas(types_mapper=pd.ArrowDtype)
    absent = {field.name for field in contract.fields if field.name not in checked.sheet.header}
    try:
        pandera_schema(contract).validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
        found = set()
        for context, column, rule, row in zip(cases["schema_context"], cases["column"], cases["check"], cases["index"], strict=True):
            name = rule.split(":")[1] if str(rule).startswith("order:") else column if context == "Column" else contract.primary_key[0]
            if row is not None and row == row and name not in absent:
                found.add((int(row), str(name), str(rule)))
        return [failure_in_words(checked, *item) for item in sorted(found)]
    return []


def failure_in_words(checked: CheckedTable, row: int, column: str, rule: str) -> Finding:
    field = checked.contract.field(column)
    value = checked.rows[column][row].as_py()
    if rule == "not_nullable":
        return row, column, "error", "required", f"{column} is blank", f"every row needs it: {field.description}"
    if rule == "field_uniqueness":
        return row, column, "error", "unique", f"{column} = {value} stands in several rows", "give each row its own"
    if rule == "key":
        key = ", ".join(checked.contract.primary_key)
        return row, column, "error", "key", f"the key ({key}) stands in several rows", "remove the copy or give it another key"
    if rule.startswith("order:"):
        other = rule.split(":")[2]
        later = checked.rows[other][row].as_py()
        return row, column, "error", "order", f"{column} = {value} is above {other} = {later}", "swap the two or mend the wrong one"
    if rule == "codes":
        known = list(field.codes or {})
        return row, column, "error", "codes", f"{column} = {value} is not a code{did_you_mean(str(value), known)}", f"one of: {', '.join(known)}"
    if rule == "pattern":
        return row, column, "error", "pattern", f"{column} = {value} does not have the form {field.pattern}", pattern_help(column, field)
    bound = field.minimum if rule == "minimum" else field.maximum
    return row, column, "error", rule, f"{column} = {value} fails {rule} {bound}", field.description


def pattern_help(column: str, field: Field) -> str:
    if column.endswith("_id"):
        return "ids are small letters, digits and hyphens, such as 2023-04-11-pazi-gyi"
    return field.description


def check_references(checked: CheckedTable, keys: Mapping[str, pa.Table]) -> None:
    """Report values that refer to a row which is not there. `keys` maps each table to its rows (at least the key columns)."""
    found: list[Finding] = []
    for key in checked.contract.foreign_keys:
        if key.table not in keys or any(field not in checked.sheet.header for field in key.fields):
            continue
        known = pc.unique(joined_key(keys[key.table], key.target_fields))
        given = joined_key(checked.rows, key.fields)
        blank = pc.is_null(checked.rows[key.fields[0]])
        for field in key.fields[1:]:
            blank = pc.or_(blank, pc.is_null(checked.rows[field]))
        orphan = pc.and_not(pc.invert(pc.is_in(given, value_set=known)), blank)
        if not pc.any(orphan, min_count=0).as_py():
            continue
        ids: list[str] = []
        for row in pc.indices_nonzero(orphan).to_pylist():
            ids = ids or known.to_pylist()
            value = given[row].as_py()
            what = f"{', '.join(key.fields)} = {value} is not in {key.table}{did_you_mean(value, ids)}"
            found.append((row, key.fields[0], "error", "reference", what, f"add it to {key.table}.csv or mend the id"))
    add_problems(checked, found)


# -- writing ------------------------------------------------------------------------------------------------


def write_parquet(rows: pa.Table, contract: Contract, path: Path) -> None:
    """Write rows as Parquet with types, column descriptions and title; whole or not at all, equal bytes for equal rows.

    Raises SanctrackError when the folder cannot be written.
    """
    schema = contract.arrow_schema()
    plain = pa.schema([pa.field(item.name, item.type, True, item.metadata) for item in schema], schema.metadata)
    table = pa.table([rows[name].combine_chunks() for name in plain.names], schema=plain)
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="zstd", row_group_size=131_072)


def own_facts(home: Home, workspace: Path, path: Path) -> Path:
    """Return the checked Parquet of a user's own CSV, built once for each content under `<workspace>/built/`.

    Raises DataError with the first problem when the file breaks its contract.
    """
    contract = load_contract(home, path.stem)
    content = hashlib.sha256(path.read_bytes() + repr(contract).encode()).hexdigest()[:16]
    built = workspace / "built" / f"{path.stem}-{content}.parquet"
    if built.is_file():
        return built
    checked = check_file(home, path, path.stem)
    errors = [item for item in checked.problems if item.severity == "error"]
    if errors:
        first = errors[0]
        more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
        raise DataError(f"{path} line {first.line}: {first.problem}{more}; `sanctrack check` lists all")
    write_parquet(checked.rows, contract, built)
    for old in built.parent.glob(f"{path.stem}-*.parquet"):
        if old != built and re.fullmatch(rf"{path.stem}-[0-9a-f]{{16}}", old.stem):
            old.unlink(missing_ok=True)
    return built
