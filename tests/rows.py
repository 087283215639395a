"""Rows in, rows out: a home whose tables hold just the rows that a case gives."""

from datetime import date, datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sanctrack.definitions.contracts import Contract, load_contract, table_names
from sanctrack.definitions.paths import Home
from sanctrack.definitions.queries import convert
from sanctrack.errors import DefinitionError, did_you_mean
from sanctrack.warehouse.warehouse import Warehouse


def typed(contract: Contract, row: dict[str, Any]) -> dict[str, Any]:
    """A row with the contract's types; an unknown column is an error, so that a case cannot test
    nothing.
    """
    for name in row:
        if name not in contract.columns:
            raise DefinitionError(
                f"{contract.name} has no column "
                f"'{name}'{did_you_mean(name, list(contract.columns))}"
            )
    return {name: read(contract, name, value) for name, value in row.items()}


def read(contract: Contract, name: str, value: Any) -> Any:
    kind = contract.field(name).type
    if value is None or kind == "string":
        return None if value is None else str(value)
    return datetime.fromisoformat(value) if kind == "datetime" else convert(value, kind)


def home_with(
    base: Home, folder: Path, given: dict[str, list[dict[str, Any]]]
) -> tuple[Home, Path]:
    """Write the rows as Parquet below `folder`; return a home that reads them and a workspace with
    those of imported tables.

    The authorities stand as shipped unless the case gives its own: they are the vocabulary of the
    other tables.
    """
    datasets, workspace = folder / "datasets", folder / "workspace"
    datasets.mkdir(parents=True, exist_ok=True)
    unknown = [name for name in given if name not in table_names(base)]
    if unknown:
        raise DefinitionError(
            f"no table '{unknown[0]}'{did_you_mean(unknown[0], table_names(base))}"
        )
    for name in table_names(base):
        contract = load_contract(base, name)
        if name == "authorities" and name not in given:
            copyfile(base.datasets / f"{name}.parquet", datasets / f"{name}.parquet")
            continue
        rows = [typed(contract, row) for row in given.get(name) or []]
        schema = pa.schema([pa.field(field.name, field.type) for field in contract.arrow_schema()])
        table = pa.Table.from_pylist(rows, schema)
        if contract.kept_in == "datasets":
            pq.write_table(table, datasets / f"{name}.parquet")
        elif rows:
            place = "lists/case/0" if name.startswith("list_") else "imports/case"
            target = workspace / place / f"{name}.parquet"
            target.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(table, target)
    return Home(base.root, datasets), workspace


def plain(value: Any) -> Any:
    """A value as a case writes it: days as text, whole floats as integers."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def ask(
    base: Home, folder: Path, name: str, kind: str, case: dict[str, Any]
) -> list[dict[str, Any]]:
    """Run a report, view or check on the rows of a case; return the columns that `expect` names
    (all where it names none).
    """
    home, workspace = home_with(base, folder, case.get("given") or {})
    with Warehouse(home, workspace, only=[name]) as warehouse:
        result = (
            warehouse.report(name, **(case.get("params") or {}))
            if kind == "report"
            else warehouse.rows_of(name, kind)
        )
    names = [column.name for column in result.columns]
    wanted = {key for row in case["expect"] for key in row}
    unknown = wanted - set(names)
    assert not unknown, f"{name} has no column {sorted(unknown)}; it has {names}"
    return [
        {key: plain(value) for key, value in row.items() if not wanted or key in wanted}
        for row in result.records()
    ]
