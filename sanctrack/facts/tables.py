"""Tables: text from a file, cast and validated against its contract, its references looked up, and
written as Parquet.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sanctrack.definitions.contracts import Contract, Field, load_contract, table_names
from sanctrack.definitions.paths import Home
from sanctrack.errors import DataError, UsageError, did_you_mean
from sanctrack.facts.arrow_values import integers, texts
from sanctrack.facts.casting import cast
from sanctrack.facts.constraints import Nearest, broken_rules, in_words, joined_key
from sanctrack.facts.problems import Problem
from sanctrack.facts.sheet import Sheet, SheetError
from sanctrack.facts.sheet_reader import read_sheet
from sanctrack.files import flush, replacing
from sanctrack.foreign import DAMAGED, reading
from sanctrack.names.signs import BLANK_SIGN, DOUBTFUL_IDS, DOUBTFUL_TEXTS, deceiving

# What a cell of a spreadsheet can hold: a longer one is a file gone wrong, and could not be edited
# there.
CELL_CHARACTERS = 32_767
SHOWN_CHARACTERS = 200
SPREADSHEET_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")


@dataclass
class CheckedTable:
    """A file's rows, cast to the contract's types (a value that cannot be read is null), and what
    is wrong with them.
    """

    contract: Contract
    sheet: Sheet
    rows: pa.Table
    # the cells of columns in which something could not be read at once; elsewhere the value tells
    # what stands there
    texts: dict[str, pa.ChunkedArray] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]

    def keys(self) -> pa.ChunkedArray | pa.Array:
        """The key of each row, parts joined by '|'."""
        return joined_key(self.rows, self.contract.primary_key)

    def add(self, found: Iterable[Problem]) -> None:
        """Turn findings into problems with line, key and the value as it stands in the file."""
        found = list(found)
        path, name = str(self.sheet.path), self.contract.name
        for item in found:
            if item.row is None:
                self.problems.append(replace(item, file=path, table=name))
        of_rows = [(item, item.row) for item in found if item.row is not None]
        if not of_rows:
            return
        numbers = [row for _, row in of_rows]
        taken = integers(numbers)
        ids = joined_key(
            self.rows.select(list(self.contract.primary_key)).take(taken), self.contract.primary_key
        ).to_pylist()
        held = set(self.rows.column_names)
        columns = {
            item.column
            for item, _ in of_rows
            if item.value is None and item.column and item.column in held
        }
        values = {
            column: pc.cast(
                self.texts.get(column, self.rows[column]).take(taken), pa.string()
            ).to_pylist()
            for column in columns
        }
        for at, ((item, _), line, record) in enumerate(
            zip(of_rows, self.sheet.lines(numbers), ids, strict=True)
        ):
            value = cut(item.value if item.column not in columns else values[item.column][at])
            self.problems.append(
                replace(
                    item,
                    file=path,
                    line=line,
                    table=name,
                    record_id=cut(record),
                    value=value or None,
                    problem=cut(item.problem, 400),
                    row=None,
                )
            )


def cut(text: str | None, most: int = SHOWN_CHARACTERS) -> str:
    """A long text, shortened for the eye."""
    if text is None:
        return ""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def there(path: Path) -> bool:
    """Whether a path leads to something; one that no system can hold (too long, a NUL in it) leads
    nowhere.
    """
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def table_of(home: Home, path: Path) -> str:
    """Tell which table a file holds: by its name, else by its header.

    Raises UsageError when there is no such file or neither tells, SheetError when the file cannot
    be read.
    """
    if not there(path):
        beside = [str(other) for other in path.parent.glob("*.*")] if path.parent.is_dir() else []
        raise UsageError(f"{path}: there is no such file{did_you_mean(str(path), beside)}")
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name files in it, such as {path}/airstrikes.csv")
    contracts = {name: load_contract(home, name) for name in table_names(home)}
    tables = [name for name, contract in contracts.items() if contract.kept_in == "datasets"]
    if path.stem in tables:
        return path.stem
    header = set(read_sheet(path).header)
    scores = {
        name: len(header & set(contracts[name].columns))
        / len(header | set(contracts[name].columns))
        for name in tables
    }
    best = max(scores, key=lambda name: scores[name])
    lacking = {field.name for field in contracts[best].fields if field.required} - header
    if scores[best] < 0.6 and (lacking or not header <= set(contracts[best].columns)):
        hint = did_you_mean(path.stem, tables)
        raise UsageError(
            f"{path}: neither its name nor its header is that of a table{hint}; `sanctrack tables` "
            f"lists them"
        )
    return best


def check_file(home: Home, path: Path, table: str | None = None) -> CheckedTable:
    """Read a file as a table and check it against the contract alone (references:
    `check_references`).

    Raises SheetError when the file cannot be read at all, UsageError when no table is named or
    recognised.
    """
    contract = load_contract(home, table or table_of(home, path))
    with reading(
        path,
        f"rows of {contract.name}",
        refuse=lambda what: SheetError(path, "file", what, DAMAGED),
    ):
        return checked_rows(path, contract)


def checked_rows(path: Path, contract: Contract) -> CheckedTable:
    """The rows of a file, cast and judged by a contract alone."""
    days = [item.name for item in contract.fields if item.type == "date"]
    return checked_sheet(read_sheet(path, days), contract)


def checked_sheet(sheet: Sheet, contract: Contract) -> CheckedTable:
    """The rows of a sheet, cast and judged by a contract alone; its cells are used up."""
    found = [*sheet.findings, *header_findings(sheet, contract)]
    kinds = {item.name: item.type for item in contract.arrow_schema()}
    columns, kept, unread = [], {}, set()
    count = len(sheet.cells)
    for item in contract.fields:
        if item.name not in sheet.header:
            columns.append(pa.chunked_array([pa.nulls(count, kinds[item.name])]))
            continue
        text = sheet.cells[item.name]
        # read once: a million texts are not kept beside their values
        sheet.cells = sheet.cells.drop_columns(item.name)
        exact = is_exact(item, contract)
        strange = [*strange_cells(text, item.name), *sign_findings(text, item, exact)]
        if exact:  # what the reader cut off an id stands in it for every other program
            found = [
                raised(finding) if finding.column == item.name else finding for finding in found
            ]
        values, said = cast(text, item, sheet.delimiter)
        columns.append(values)
        if said:
            kept[item.name] = pc.cast(text, pa.string())
        told = {finding.row for finding in strange if finding.severity == "error"}
        said = [finding for finding in said if finding[0] not in told]
        found += [
            *strange,
            *(
                Problem(
                    row=row,
                    column=item.name,
                    severity=severity,
                    rule="type",
                    problem=what,
                    help=mend,
                )
                for row, severity, what, mend in said
            ),
        ]
        unread |= {(row, item.name) for row, severity, *_ in said if severity == "error"} | {
            (row, item.name) for row in told
        }
    rows = pa.table(columns, schema=pa.schema(list(kinds.items())))
    checked = CheckedTable(contract, sheet, rows, kept)
    found += [item for item in rule_findings(checked) if (item.row, item.column) not in unread]
    checked.add(found)
    return checked


def header_findings(sheet: Sheet, contract: Contract) -> list[Problem]:
    """A column that the contract does not know, those that are missing (in one line), or a header
    without rows.

    Only a column that every row needs has to be there: without the others each row is as if their
    cells were blank.
    """
    absent = [item.name for item in contract.fields if item.name not in sheet.header]
    missing = [name for name in absent if contract.field(name).required]
    found = []
    for name in sheet.header:
        if name not in contract.columns:
            hint = did_you_mean(name, absent) or did_you_mean(
                name.lower(), [*absent, *contract.columns]
            )
            signs = deceiving(name, exact=True)
            hint = f", with {signs[0].name} in it{hint}" if signs else hint
            what = f"unknown column '{name}'{hint}"
            found.append(
                Problem(
                    column=name,
                    severity="error",
                    rule="column",
                    problem=what,
                    help="rename or remove it",
                    line=1,
                )
            )
    if missing:
        what = (
            f"column{'s' if len(missing) > 1 else ''} {', '.join(missing)} "
            f"{'are' if len(missing) > 1 else 'is'} missing"
        )
        found.append(
            Problem(
                column=missing[0],
                severity="error",
                rule="column",
                problem=what,
                help="add it: every row needs a value there",
                line=1,
            )
        )
    if not len(sheet.cells):
        found.append(
            Problem(
                severity="warning",
                rule="rows",
                problem="the file has a header and no rows",
                help="add rows below it",
                line=1,
            )
        )
    return found


def strange_cells(cells: pa.ChunkedArray, column: str) -> list[Problem]:
    """Cells that hold no value: a formula, a spreadsheet's error, or more than a cell can."""
    found: list[Problem] = []
    if cells.type != pa.string():
        return found
    if pc.any(pc.starts_with(cells, "="), min_count=0).as_py():
        mend = "put the value in place of the formula (in a spreadsheet: paste as values)"
        rows = pc.indices_nonzero(pc.fill_null(pc.starts_with(cells, "="), False)).to_pylist()
        found += [
            Problem(
                row=row,
                column=column,
                severity="error",
                rule="formula",
                problem=f"{column} holds a formula, not a value",
                help=mend,
            )
            for row in rows
        ]
    if pc.any(pc.starts_with(cells, "#"), min_count=0).as_py():
        rows = pc.indices_nonzero(pc.is_in(cells, value_set=texts(SPREADSHEET_ERRORS))).to_pylist()
        what, mend = (
            f"{column} holds an error of a spreadsheet",
            "mend the formula it came from, or leave the cell blank",
        )
        found += [
            Problem(
                row=row, column=column, severity="error", rule="formula", problem=what, help=mend
            )
            for row in rows
        ]
    longest = pc.max(pc.binary_length(cells)).as_py() if len(cells) else None
    if longest is not None and longest > CELL_CHARACTERS:
        lengths = pc.fill_null(pc.utf8_length(cells), 0)
        for row in pc.indices_nonzero(pc.greater(lengths, CELL_CHARACTERS)).to_pylist():
            what = (
                f"{column} holds {lengths[row].as_py():,} characters, more than a cell of a "
                f"spreadsheet can ({CELL_CHARACTERS:,})"
            )
            found.append(
                Problem(
                    row=row,
                    column=column,
                    severity="error",
                    rule="length",
                    problem=what,
                    help="shorten it; a quotation mark may be missing",
                )
            )
    return found


def is_exact(item: Field, contract: Contract) -> bool:
    """Whether a column's values are compared sign by sign: keys, references, codes, numbers, days;
    not names, texts and addresses.
    """
    keys = {*contract.primary_key, *(name for key in contract.foreign_keys for name in key.fields)}
    if item.type != "string" or item.name in keys or item.codes:
        return True
    return item.name.endswith("_id") or bool(item.pattern and "http" not in item.pattern)


def raised(finding: Problem) -> Problem:
    """A finding about signs at the ends of a cell, as one about an id."""
    return replace(finding, severity="error") if finding.rule == "signs" else finding


def sign_findings(cells: pa.ChunkedArray, item: Field, exact: bool) -> list[Problem]:
    """Signs that deceive, in the cells of a column: the first of each cell is told, with how many
    more there are.
    """
    if cells.type != pa.string() or not len(cells):
        return []
    doubtful = pc.fill_null(
        pc.match_substring_regex(cells, DOUBTFUL_IDS if exact else DOUBTFUL_TEXTS), False
    )
    if not pc.any(doubtful, min_count=0).as_py():
        return []
    found = []
    rows = pc.indices_nonzero(doubtful)
    for row, cell in zip(rows.to_pylist(), cells.take(rows).to_pylist(), strict=True):
        signs = deceiving(cell, exact)
        if item.type != "string":  # what parts the digits of a number is the matter of its reading
            signs = [sign for sign in signs if not BLANK_SIGN.match(cell[sign.place - 1])]
        signs.sort(key=lambda sign: (sign.severity != "error", sign.place))
        if signs:
            first, more = signs[0], len(signs) - 1
            what = (
                f"{item.name} holds a sign that deceives: {first.name}, sign {first.place} of the "
                f"value"
            )
            what += f"; {more} more" if more else ""
            found.append(
                Problem(
                    row=row,
                    column=item.name,
                    severity=first.severity,
                    rule="signs",
                    problem=what,
                    help=first.mend,
                )
            )
    return found


def broken(row: int, column: str, rule: str, problem: str, mend: str) -> Problem:
    """A rule of the contract that a row breaks."""
    return Problem("error", row=row, column=column, rule=rule, problem=problem, help=mend)


def rule_findings(checked: CheckedTable) -> list[Problem]:
    """The contract's rules that rows break, in words."""
    contract = checked.contract
    found = [
        item for item in broken_rules(checked.rows, contract) if item[1] in checked.sheet.header
    ]
    taken = checked.rows.take(integers([row for row, _, _ in found])).to_pylist() if found else []
    return [
        broken(row, column, *in_words(contract, column, rule, values))
        for (row, column, rule), values in zip(found, taken, strict=True)
    ]


# -- references
# -----------------------------------------------------------------------------------------------


class Whole(Mapping[str, pa.Table]):
    """All rows of each table of facts: the shipped ones with those of the checked files put over
    them; read when asked for.
    """

    def __init__(self, home: Home, shipped: dict[str, Path], checked: list[CheckedTable]) -> None:
        self.home, self.shipped, self.checked = home, shipped, checked
        self.tables: dict[str, pa.Table] = {}
        self.names = fact_tables(home)

    def __getitem__(self, table: str) -> pa.Table:
        if table not in self.names:
            raise KeyError(table)
        if table not in self.tables:
            base = (
                read_built(self.home, table, self.shipped[table]) if table in self.shipped else None
            )
            self.tables[table] = combined(base, self.checked, load_contract(self.home, table))
        return self.tables[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


def read_built(home: Home, table: str, path: Path) -> pa.Table:
    """The shipped rows of a table: its Parquet where that is there and whole, else its CSV."""
    built = path.with_suffix(".parquet")
    contract = load_contract(home, table)
    if built.is_file():
        try:
            return (
                pq.ParquetFile(built)
                .read(columns=list(contract.columns))
                .replace_schema_metadata(None)
            )
        except (pa.ArrowInvalid, OSError):
            pass  # a broken Parquet file is `build`'s matter; the CSV is what people edit
    if not path.is_file():
        return plain(contract).empty_table()
    return check_file(home, path, table).rows


def combined(base: pa.Table | None, checked: list[CheckedTable], contract: Contract) -> pa.Table:
    """Base rows with those of the checked files put over them, key by key."""
    parts = [item.rows for item in checked if item.contract.name == contract.name]
    if base is not None and len(base) and parts:
        old = joined_key(base, contract.primary_key)
        for part in parts:
            # the smaller side is looked up in: a file of a million rows may stand over a few
            # hundred
            replaced = pc.is_in(old, value_set=joined_key(part, contract.primary_key))
            base, old = base.filter(pc.invert(replaced)), old.filter(pc.invert(replaced))
    every = ([base] if base is not None else []) + parts
    return pa.concat_tables(
        [part.select(list(contract.columns)).cast(plain(contract)) for part in every]
        or [plain(contract).empty_table()]
    )


def plain(contract: Contract) -> pa.Schema:
    return pa.schema([pa.field(item.name, item.type) for item in contract.arrow_schema()])


def check_references(checked: CheckedTable, home: Home, whole: Mapping[str, pa.Table]) -> None:
    """Report values that refer to a row which is not there. `whole` maps each table to all its
    rows.
    """
    found: list[Problem] = []
    for key in checked.contract.foreign_keys:
        if key.table not in whole or any(name not in checked.sheet.header for name in key.fields):
            continue
        given = (
            checked.rows[key.fields[0]]
            if len(key.fields) == 1
            else joined_key(checked.rows, key.fields)
        )
        known = (
            whole[key.table][key.target_fields[0]]
            if len(key.fields) == 1
            else joined_key(whole[key.table], key.target_fields)
        )
        orphan = pc.invert(pc.is_in(given, value_set=known))
        for name in key.fields:
            orphan = pc.and_(orphan, pc.is_valid(checked.rows[name]))
        if not pc.any(orphan, min_count=0).as_py():
            continue
        nearest = Nearest(known)
        rows = pc.indices_nonzero(orphan)
        for row, value in zip(rows.to_pylist(), given.take(rows).to_pylist(), strict=True):
            what = f"{', '.join(key.fields)} = {value} is not in {key.table}{nearest.to(value)}"
            found.append(
                Problem(
                    row=row,
                    column=key.fields[0],
                    severity="error",
                    rule="reference",
                    problem=what,
                    help=f"add it to {key.table}.csv or mend the id",
                )
            )
    if checked.contract.name == "evidence":
        found += evidence_findings(checked, home)
    checked.add(found)


def evidence_findings(checked: CheckedTable, home: Home) -> list[Problem]:
    """Evidence names its table and column in cells: both have to exist (whether the record does,
    `queries/checks` tells).
    """
    if not {"record_table", "supports"} <= set(checked.sheet.header):
        return []
    facts = {name: load_contract(home, name).columns for name in fact_tables(home)}
    found = []
    pairs = zip(
        checked.rows["record_table"].to_pylist(), checked.rows["supports"].to_pylist(), strict=True
    )
    for row, (table, column) in enumerate(pairs):
        if table is not None and table not in facts:
            what = f"there is no table '{table}'{did_you_mean(table, list(facts))}"
            found.append(
                Problem(
                    row=row,
                    column="record_table",
                    severity="error",
                    rule="reference",
                    problem=what,
                    help="`sanctrack tables` lists them",
                )
            )
        elif column is not None and table is not None and column not in facts[table]:
            what = f"{table} has no column '{column}'{did_you_mean(column, facts[table])}"
            found.append(
                Problem(
                    row=row,
                    column="supports",
                    severity="error",
                    rule="reference",
                    problem=what,
                    help="name a column, or leave it blank for the whole record",
                )
            )
    return found


def fact_tables(home: Home) -> list[str]:
    """Names of the tables that are kept as datasets."""
    return [name for name in table_names(home) if load_contract(home, name).kept_in == "datasets"]


# -- writing
# --------------------------------------------------------------------------------------------------


def write_parquet(rows: pa.Table, contract: Contract, path: Path) -> None:
    """Write rows as Parquet with types, column descriptions and title; whole or not at all, equal
    bytes for equal rows.

    Raises SanctrackError when the folder cannot be written.
    """
    with replacing(path) as temporary:
        write_rows(rows, contract, temporary)


def write_all(tables: Iterable[tuple[pa.Table, Contract, Path]]) -> None:
    """Write several tables: all of them or, when one cannot be written, none. Raises
    SanctrackError.
    """
    with ExitStack() as stack:
        for rows, contract, path in tables:
            temporary = stack.enter_context(replacing(path))
            write_rows(rows, contract, temporary)
            # a disk that is full says so here, before the first table takes its place
            flush(temporary)


def write_rows(rows: pa.Table, contract: Contract, path: Path) -> None:
    schema = contract.arrow_schema()
    plain = pa.schema(
        [pa.field(item.name, item.type, True, item.metadata) for item in schema], schema.metadata
    )
    table = pa.table([rows[name].combine_chunks() for name in plain.names], schema=plain)
    pq.write_table(table, path, compression="zstd", row_group_size=131_072)


def own_facts(home: Home, workspace: Path, path: Path) -> Path:
    """Return the checked Parquet of a user's own CSV, built under `<workspace>/built/`.

    It is built once for each content of the file and of the tables that its references lead to.

    Raises DataError with file, line and the first problem when the file breaks its contract or a
    reference leads to no row.
    """
    contract = load_contract(home, path.stem)
    referred = referred_files(home, workspace, contract)
    digest = hashlib.sha256(path.read_bytes() + repr(contract).encode())
    for file in referred:
        digest.update(f"|{file.stem}|".encode() + file.read_bytes())
    built = workspace / "built" / f"{path.stem}-{digest.hexdigest()[:16]}.parquet"
    if built.is_file():
        return built
    checked = check_file(home, path, path.stem)
    if not checked.errors:
        others = [
            check_file(home, file, file.stem)
            for file in referred
            if file.suffix == ".csv" and file != path
        ]
        shipped = {name: home.datasets / f"{name}.csv" for name in fact_tables(home)}
        check_references(checked, home, Whole(home, shipped, [checked, *others]))
    if errors := checked.errors:
        first = min(errors, key=lambda item: item.line or 0)
        more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
        raise DataError(
            f"{path} line {first.line}: {first.problem}: {first.help}{more}; `sanctrack check` "
            f"lists all"
        )
    write_parquet(checked.rows, contract, built)
    for old in built.parent.glob(f"{path.stem}-*.parquet"):
        if old != built and re.fullmatch(rf"{path.stem}-[0-9a-f]{{16}}", old.stem):
            old.unlink(missing_ok=True)
    return built


def referred_files(home: Home, workspace: Path, contract: Contract) -> list[Path]:
    """Files with the rows that a table's references may lead to: shipped Parquet, and the user's
    own CSV of other tables.
    """
    tables = sorted({key.table for key in contract.foreign_keys})
    shipped = [home.datasets / f"{table}.parquet" for table in tables]
    own = [workspace / "datasets" / f"{table}.csv" for table in tables if table != contract.name]
    return [file for file in (*shipped, *own) if file.is_file()]
