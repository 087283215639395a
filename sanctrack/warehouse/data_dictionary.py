"""The catalogue: what tables, views and reports there are and what their columns
mean, as results.
"""

from sanctrack.definitions.contracts import load_contract, table_names
from sanctrack.definitions.paths import Home
from sanctrack.definitions.queries import load_query, names, query_paths
from sanctrack.errors import UsageError, did_you_mean
from sanctrack.warehouse.result import Result, described_columns


def tables_of(home: Home) -> Result:
    """All tables (facts, imported lists) and views, a row each, name first."""
    rows: list[tuple[object, ...]] = []
    for name in table_names(home):
        contract = load_contract(home, name)
        kind = "facts" if contract.kept_in == "datasets" else "imported"
        rows.append(
            (
                name,
                kind,
                contract.grain,
                contract.description,
                "; ".join(contract.primary_key),
                len(contract.fields),
            )
        )
    for name, (kind, _) in query_paths(home).items():
        if kind in ("view", "mart"):
            query = load_query(home, name, kind)
            rows.append((name, kind, query.grain, query.title, None, len(query.columns)))
    descriptions = {
        "name": "Name in SQL.",
        "kind": "facts (shipped and your own), imported (filled by importers), view or mart.",
        "grain": "What one row is.",
        "description": "What it holds.",
        "key": "Columns of the key, joined by '; '.",
        "columns": "Number of columns.",
    }
    columns = described_columns(descriptions, {"columns": "BIGINT"})
    return Result(columns, rows, title="Tables", table=("name", "kind", "grain", "columns"))


def reports_of(home: Home) -> Result:
    """The canned reports, a row each: name, question, parameters, title, grain."""
    rows: list[tuple[object, ...]] = []
    for name in names(home, "report"):
        query = load_query(home, name, "report")
        parameters = ", ".join(
            item.name + ("" if item.has_default else " (needed)") for item in query.params
        )
        rows.append((name, query.question, parameters, query.title, query.grain))
    descriptions = {
        "name": "Name of the report.",
        "question": "What it answers.",
        "parameters": "What -p takes.",
        "title": "Its title.",
        "grain": "What one row is.",
    }
    columns = described_columns(descriptions)
    return Result(columns, rows, title="Reports", table=("name", "question", "parameters"))


def columns_of(home: Home, name: str) -> Result:
    """The columns of a table, view, mart or report: name, type, meaning, unit, codes, reference.
    Raises UsageError.
    """
    descriptions = {
        "name": "Name of the column.",
        "type": "Type of the values.",
        "description": "What the column means; blank is not known.",
        "unit": "Unit of the values.",
        "codes": "Closed codes and what they mean.",
        "refers_to": "Table and column that the value is a key of.",
    }
    columns = described_columns(descriptions)
    queries = query_paths(home)
    if name in table_names(home):
        contract = load_contract(home, name)
        targets = {
            field: f"{key.table}.{target}"
            for key in contract.foreign_keys
            for field, target in zip(key.fields, key.target_fields, strict=True)
        }
        rows: list[tuple[object, ...]] = [
            (
                field.name,
                field.type,
                field.description,
                field.unit,
                "; ".join(f"{code}: {meaning}" for code, meaning in field.codes.items())
                if field.codes
                else None,
                targets.get(field.name),
            )
            for field in contract.fields
        ]
        return Result(
            columns,
            rows,
            title=contract.title,
            question=contract.description,
            table=("name", "type", "description", "codes"),
        )
    if name in queries:
        query = load_query(home, name, queries[name][0])
        rows = [(column, None, text, unit, None, None) for column, text, unit in query.described]
        return Result(
            columns,
            rows,
            title=query.title,
            question=query.question,
            caveat=query.caveat,
            table=("name", "description", "unit"),
        )
    raise UsageError(
        f"no table named '{name}'{did_you_mean(name, [*table_names(home), *queries]) or ';'} "
        f"`sanctrack tables` lists them"
    )
