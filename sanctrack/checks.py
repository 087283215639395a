"""Checks: contracts, references and the rules across tables, for the shipped facts, the user's own and single files."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sanctrack.contracts import Contract, load_contract, table_names
from sanctrack.errors import DataError
from sanctrack.home import Home
from sanctrack.problems import Problem
from sanctrack.queries import load_query, names
from sanctrack.tables import CheckedTable, add_problems, check_file, check_references, joined_key, table_of, write_parquet
from sanctrack.warehouse import Warehouse


def check(home: Home, workspace: Path, files: list[Path] | None = None) -> list[Problem]:
    """Return every problem of the given files, or, without files, of the shipped facts and the user's own.

    A file stands for rows of one table: rows with a key that is already there replace it, the others are added, so that
    references and the rules across tables see the whole. Only problems of the files' own rows are returned.
    Raises DataError when a file cannot be read at all, UsageError when it is no table of ours.
    """
    shipped = {table: home.datasets / f"{table}.csv" for table in fact_tables(home)}
    if files:
        ours = [(table_of(home, path), path) for path in files]
    else:
        ours = [(table, path) for table, path in shipped.items()]
        ours += [(path.stem, path) for path in sorted((workspace / "datasets").glob("*.csv"))]
    unknown = [path for table, path in ours if table not in shipped]
    if unknown:
        raise DataError(f"{unknown[0]}: no table of facts has this name; `sanctrack tables` lists them")
    checked = [check_file(home, path, table) for table, path in ours]
    resolved = {path.resolve() for _, path in ours}
    base = {table: read_built(home, table, path) for table, path in shipped.items() if path.resolve() not in resolved}
    whole = {table: combined(table, base.get(table), checked, home) for table in shipped}
    for item in checked:
        check_references(item, whole)
    if not files:
        clashes(home, checked)
    problems = [problem for item in checked for problem in item.problems]
    return problems + across_tables(home, checked, whole)


def fact_tables(home: Home) -> list[str]:
    """Names of the tables that are kept as datasets."""
    return [name for name in table_names(home) if load_contract(home, name).kept_in == "datasets"]


def read_built(home: Home, table: str, path: Path) -> pa.Table:
    """The shipped rows of a table: its Parquet where that is there, else its CSV."""
    import pyarrow.parquet as pq

    built = path.with_suffix(".parquet")
    contract = load_contract(home, table)
    if built.is_file():
        try:
            return pq.read_table(built, columns=list(contract.columns)).replace_schema_metadata(None)
        except (pa.ArrowInvalid, OSError):
            pass  # a broken Parquet file is `build`'s matter; the CSV is what people edit
    return check_file(home, path, table).rows


def combined(table: str, base: pa.Table | None, checked: list[CheckedTable], home: Home) -> pa.Table:
    """Base rows with those of the checked files put over them, key by key."""
    contract = load_contract(home, table)
    parts = [item.rows for item in checked if item.contract.name == table]
    if base is not None and parts:
        new = pa.concat_arrays([chunk for part in parts for chunk in chunks(joined_key(part, contract.primary_key))] or [pa.array([], pa.string())])
        base = base.filter(pc.invert(pc.is_in(joined_key(base, contract.primary_key), value_set=new)))
    every = ([base] if base is not None else []) + parts
    return pa.concat_tables([part.select(list(contract.columns)).cast(plain(contract)) for part in every])


def chunks(array: pa.Array | pa.ChunkedArray) -> list[pa.Array]:
    return array.chunks if isinstance(array, pa.ChunkedArray) else [array]


def plain(contract: Contract) -> pa.Schema:
    return pa.schema([pa.field(item.name, item.type) for item in contract.arrow_schema()])


def clashes(home: Home, checked: list[CheckedTable]) -> None:
    """A key that stands in two files is an error in the second, which names both."""
    seen: dict[tuple[str, str], Path] = {}
    for item in checked:
        found = []
        for row, record in enumerate(item.record_ids()):
            first = seen.setdefault((item.contract.name, record), item.sheet.path)
            if first != item.sheet.path:
                what = f"'{record}' stands in {first} and in {item.sheet.path}"
                found.append((row, item.contract.primary_key[0], "error", "key", what, "give your own row another id"))
        add_problems(item, found)


def across_tables(home: Home, checked: list[CheckedTable], whole: dict[str, pa.Table]) -> list[Problem]:
    """Run `queries/checks/` over the whole; keep what concerns rows of the checked files and is not told already."""
    broken = {(problem.table, problem.record_id) for item in checked for problem in item.problems if problem.severity == "error"}
    places: dict[tuple[str, str], tuple[CheckedTable, int]] = {}
    for item in checked:
        for row, record in enumerate(item.record_ids()):
            places[item.contract.name, record] = (item, row)
    with tempfile.TemporaryDirectory() as folder:
        for table, rows in whole.items():
            write_parquet(rows, load_contract(home, table), Path(folder) / f"{table}.parquet")
        trial = replace(home, datasets_at=Path(folder))
        with Warehouse(trial, Path(folder) / "no-workspace", only=names(home, "check")) as warehouse:
            return [
                found
                for name in names(home, "check")
                for found in findings(home, warehouse, name, places)
                if (found.table, found.record_id) not in broken
            ]


def findings(home: Home, warehouse: Warehouse, name: str, places: dict[tuple[str, str], tuple[CheckedTable, int]]) -> list[Problem]:
    """The rows of one check as problems with file and line."""
    query = load_query(home, name, "check")
    problems = []
    for row in warehouse.rows_of(name, "check").records():
        place = places.get((row["record_table"], row["record_id"]))
        if place is None:
            continue
        item, at = place
        value = None if row["value"] is None else str(row["value"])
        problems.append(
            Problem(
                query.severity,
                str(item.sheet.path),
                item.sheet.lines[at],
                row["record_table"],
                row["record_id"],
                row["column_name"],
                value,
                name,
                row["problem"],
                " ".join(query.help.split()),
            )
        )
    return problems


def build(home: Home) -> tuple[list[Path], list[Problem]]:
    """Check the shipped facts and write `datasets/*.parquet`; nothing is written when there is an error.

    Returns the files written and all problems. Files whose rows did not change keep their bytes.
    """
    problems = check(home, Path("/nonexistent"))
    if any(problem.severity == "error" for problem in problems):
        return [], problems
    written = []
    for table in fact_tables(home):
        target = home.datasets / f"{table}.parquet"
        write_parquet(check_file(home, home.datasets / f"{table}.csv", table).rows, load_contract(home, table), target)
        written.append(target)
    return written, problems
