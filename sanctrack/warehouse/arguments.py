"""What was asked: a query's parameters completed with their defaults and held against the facts, so
that a slip is no empty answer.
"""

from datetime import date
from typing import Any

import duckdb

from sanctrack.definitions.contracts import Contract, load_contract
from sanctrack.definitions.macros import COMMENT
from sanctrack.definitions.parameters import Parameter
from sanctrack.definitions.paths import Home
from sanctrack.definitions.queries import Query
from sanctrack.definitions.quoting import quoted
from sanctrack.errors import DataError, DefinitionError, UsageError, did_you_mean
from sanctrack.warehouse.loading import Loader
from sanctrack.warehouse.locked import locked_connection
from sanctrack.warehouse.statements import PARAMETER, first_line

# a table with such a column is a short vocabulary in printed order
POSITION = "position"


def completed(
    query: Query, arguments: dict[str, Any], loader: Loader, as_of: date
) -> dict[str, Any]:
    """The value of each parameter: what was given, else its default; the word `as_of` is the day of
    the data.

    Raises UsageError for a name or value that cannot be meant, with what is near.
    """
    for name in arguments:
        query.parameter(name)
    values = {}
    for parameter in query.params:
        if parameter.name not in arguments and not parameter.has_default:
            raise UsageError(f"report {query.name} needs -p {parameter.name}=…: {parameter.help}")
        value = arguments.get(parameter.name, parameter.default)
        value = (
            as_of
            if parameter.type == "date" and isinstance(value, str) and value == "as_of"
            else value
        )
        converted = (
            None if value is None and parameter.name not in arguments else parameter.read(value)
        )
        if converted is not None:
            check_held(parameter, converted, loader, typed=parameter.name in arguments)
        values[parameter.name] = converted
    first, last = values.get("from_on"), values.get("to_on")
    if first is not None and last is not None and first > last:
        raise UsageError(
            f"from_on ({first}) is later than to_on ({last}), so nothing can lie between them; "
            f"exchange the two days"
        )
    return values


def check_held(parameter: Parameter, value: Any, loader: Loader, typed: bool) -> None:
    """Raise UsageError for a value that its tables do not hold; either will do where a parameter
    names an id and a column.
    """
    places = [place.split(".")[0] for place in (parameter.id_of, parameter.value_of) if place]
    for column in parameter.only:
        if not any(column in load_contract(loader.home, table).columns for table in places):
            raise DefinitionError(
                f"parameter '{parameter.name}': only names '{column}', a column of none of "
                f"{', '.join(places) or 'its tables'}"
            )
    if parameter.id_of:
        table, _, column = (parameter.value_of or "").partition(".")
        if not (table and value in held(loader, table, column, parameter.only)):
            check_id(parameter, parameter.id_of, value, loader)
    elif parameter.value_of and typed:
        check_values(parameter, parameter.value_of, value, loader)


def check_id(parameter: Parameter, table: str, value: str, loader: Loader) -> None:
    """Raise UsageError for an id that is not in its table, or is there as something else than the
    parameter takes.
    """
    if table not in loader.loaded:
        return
    key = load_contract(loader.home, table).primary_key[0]
    ids = held(loader, table, key, parameter.only)
    if value in ids:
        return
    narrow = [
        column for column in parameter.only if column in load_contract(loader.home, table).columns
    ]
    condition = " and ".join(f"{column} = '{parameter.only[column]}'" for column in narrow)
    statement = f"select {key} from {table}{f' where {condition}' if condition else ''}"
    command = f'`sanctrack sql "{statement}"` lists them'
    subject = f"parameter {parameter.name} is '{value}'"
    if not narrow or value not in held(loader, table, key, {}):
        raise UsageError(
            f"{subject}, which is not in {table}{did_you_mean(value, ids) or ';'} {command}"
        )
    columns = ", ".join(quoted(column) for column in narrow)
    (row,) = rows_of(
        loader, f"select {columns} from {quoted(table)} where {quoted(key)} = $id", {"id": value}
    )
    other = ", ".join(
        f"{column} {cell or 'not known'}" for column, cell in zip(narrow, row, strict=True)
    )
    expected = ", ".join(f"{column} {parameter.only[column]}" for column in narrow)
    raise UsageError(f"{subject}, which is there with {other}; it takes {expected}: {command}")


def check_values(parameter: Parameter, place: str, value: Any, loader: Loader) -> None:
    """Raise UsageError for a value that its column cannot hold: an empty answer would read as
    'there is none'.
    """
    table, column = place.split(".")
    codes = load_contract(loader.home, table).field(column).codes
    values = list(codes) if codes else held(loader, table, column, parameter.only)
    if parameter.or_value_of:
        other, _, other_column = parameter.or_value_of.partition(".")
        values = sorted({*values, *held(loader, other, other_column, parameter.only)})
    for part in parameter.parts(value):
        if part not in values:
            listed = (
                f" it takes {', '.join([*parameter.also, *values])}" if len(values) <= 40 else ""
            )
            more = (
                f' `sanctrack sql "select distinct {column} from {table}"` lists them'
                if not listed
                else ""
            )
            fault = f"parameter {parameter.name} is '{part}', which is not in {table}.{column}"
            raise UsageError(fault + (did_you_mean(part, values) or ";") + listed + more)


def closed_values(home: Home, parameter: Parameter) -> list[str]:
    """The values of a closed list that a parameter takes: its choices, else the codes of the
    contract that `value_of` names.

    The keys of a table that has a printed order (`position`) are such a list too. Blank where any
    value of a column or an id will do.
    """
    if parameter.choices:
        return [*parameter.also, *parameter.choices]
    table, _, column = (parameter.value_of or "").partition(".")
    if not table:
        return []
    contract = load_contract(home, table)
    codes = contract.field(column).codes
    if codes is None and POSITION in contract.columns:
        return [*parameter.also, *shipped_values(home, contract, column, parameter.only)]
    return [*parameter.also, *codes] if codes else []


def offered_values(home: Home, parameter: Parameter) -> list[str]:
    """What completion offers for a parameter: its closed list, else the values that the shipped
    table holds.
    """
    values = closed_values(home, parameter)
    place = parameter.value_of or parameter.id_of
    if values or not place:
        return values
    table, _, column = place.partition(".")
    contract = load_contract(home, table)
    return [
        *parameter.also,
        *shipped_values(home, contract, column or contract.primary_key[0], parameter.only),
    ]


def shipped_values(home: Home, contract: Contract, column: str, only: dict[str, str]) -> list[str]:
    """The distinct values of a column of a shipped table, in the rows that `only` leaves."""
    narrow, statement = values_of(contract, column, only, "read_parquet($file)")
    file = str(home.datasets / f"{contract.name}.parquet")
    with locked_connection([file]) as reader:
        return [
            str(row[0]) for row in reader.execute(statement, {"file": file, **narrow}).fetchall()
        ]


def values_of(
    contract: Contract, column: str, only: dict[str, str], source: str
) -> tuple[dict[str, str], str]:
    """Parameters and text of the statement for the distinct values of a column: in printed order
    where the table has one.
    """
    narrow = {name: value for name, value in only.items() if name in contract.columns}
    condition = " and ".join(
        [f"{quoted(column)} is not null", *(f"{quoted(name)} = ${name}" for name in narrow)]
    )
    order = (
        f"min({quoted(POSITION)}), {quoted(column)}"
        if POSITION in contract.columns
        else quoted(column)
    )
    return (
        narrow,
        f"select {quoted(column)} from {source} where {condition} group by {quoted(column)} "
        f"order by {order}",
    )


def held(loader: Loader, table: str, column: str, only: dict[str, str]) -> list[str]:
    """The values of a column: of the loaded table, else (the database is locked by now) of the
    shipped file.
    """
    contract = load_contract(loader.home, table)
    if table not in loader.loaded:
        return shipped_values(loader.home, contract, column, only)
    narrow, statement = values_of(contract, column, only, quoted(table))
    return [str(row[0]) for row in rows_of(loader, statement, narrow)]


def rows_of(loader: Loader, statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement of our own. Raises DataError."""
    cursor = loader.cursor()
    try:
        return cursor.execute(statement, values or None).fetchall()
    except duckdb.Error as error:
        raise DataError(first_line(error)) from error


def check_parameters(query: Query) -> None:
    """Raise DefinitionError where header and SQL do not name the same parameters."""
    used = {name[1:] for name in PARAMETER.findall(COMMENT.sub(" ", query.sql))}
    declared = {parameter.name for parameter in query.params}
    if used - declared:
        raise DefinitionError(
            f"{query.path}: ${min(used - declared)} is not in the header; name it under params"
        )
    if declared - used:
        raise DefinitionError(
            f"{query.path}: parameter '{min(declared - used)}' of the header is not in the SQL"
        )
