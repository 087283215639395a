"""Parameters of a briefing: what -p gave, read and held against the facts, so that a slip is told
before anything is built.
"""

from datetime import date
from typing import Any

from sanctrack.briefings.source.source import Briefing
from sanctrack.definitions.contracts import load_contract, table_names
from sanctrack.definitions.queries import Parameter
from sanctrack.definitions.quoting import quoted, quoted_text
from sanctrack.errors import DefinitionError, UsageError, did_you_mean
from sanctrack.publication import Guard
from sanctrack.warehouse.warehouse import Warehouse


def read_parameters(
    briefing: Briefing, warehouse: Warehouse, given: dict[str, Any]
) -> dict[str, Any]:
    """Parameters with what was given or their defaults; `as_of` is always one.

    Raises UsageError for a name or value that was typed wrong, with what is near; DefinitionError
    for a default that is wrong.
    """
    known = {parameter.name: parameter for parameter in briefing.parameters}
    for name in given:
        if name not in known and name != "as_of":
            names = [*known, "as_of"]
            said = (
                f"briefing {briefing.name} has no parameter "
                f"'{name}'{did_you_mean(name, names) or ';'}"
            )
            raise UsageError(f"{said} it takes {', '.join(names)}")
    day = given.get("as_of", briefing.as_of)
    values: dict[str, Any] = {"as_of": warehouse.as_of if day in (None, "as_of") else read_day(day)}
    for name, parameter in known.items():
        if name not in given and not parameter.has_default:
            raise UsageError(f"briefing {briefing.name} needs -p {name}=…: {parameter.help}")
        value = given.get(name, parameter.default)
        try:
            if value == "as_of":
                values[name] = warehouse.as_of
            else:
                values[name] = None if value is None else parameter.read(value)
            check_held(parameter, values[name], warehouse)
        except UsageError as error:
            if name in given:
                raise
            raise DefinitionError(f"{briefing.where}: default of {error}") from error
    return values


def check_published(
    briefing: Briefing, values: dict[str, Any], given: dict[str, Any], guard: Guard
) -> None:
    """Raise UsageError for a value that would give away a restricted record: parameters stand in
    the document and in its stamp.

    Raises DefinitionError where the value is the briefing's default.
    """
    for name, value in values.items():
        record = guard.told_by(value) if isinstance(value, str) else None
        if record:
            level = guard.levels.get(record, "withhold")
            told = (
                f"parameter {name} is '{value}', and its publish_precision ({level}) keeps that "
                f"out of documents"
            )
            ways = (
                "give another record, or write a briefing that counts such records without naming "
                "them"
            )
            if name in given:
                raise UsageError(f"{told}; {ways}")
            raise DefinitionError(f"{briefing.where}: default of {told}; {ways}")


def check_held(parameter: Parameter, value: Any, warehouse: Warehouse) -> None:
    """Raise UsageError for a value that is neither an id nor a value of the named table;
    DefinitionError where there is no such table.
    """
    places = [place for place in (parameter.id_of, parameter.value_of) if place]
    if value is None or not places:
        return
    allowed: list[str] = []
    # an id that is there as something else is refused by the report, which says as what
    only = {} if parameter.id_of else parameter.only
    for place in places:
        table, column = place_of(parameter, place, warehouse)
        if table not in warehouse.loaded:
            return
        contract = load_contract(warehouse.home, table)
        codes = contract.field(column).codes
        narrow = [
            f"{quoted(name)} = {quoted_text(code)}"
            for name, code in only.items()
            if name in contract.columns
        ]
        condition = " and ".join([f"{quoted(column)} is not null", *narrow])
        values = (
            f"select distinct {quoted(column)} from {quoted(table)} where {condition} order by all"
        )
        rows = [] if codes else warehouse.sql(values).rows
        allowed += [*(codes or ()), *(str(row[0]) for row in rows)]
    for part in parameter.parts(value):
        if part not in allowed:
            fault = (
                f"parameter {parameter.name} is '{part}', which is not in "
                f"{places[0]}{did_you_mean(part, allowed) or ';'}"
            )
            table, column = place_of(parameter, places[0], warehouse)
            raise UsageError(f'{fault} `sanctrack sql "select {column} from {table}"` lists them')


def place_of(parameter: Parameter, place: str, warehouse: Warehouse) -> tuple[str, str]:
    """Table and column that 'table' (its key) or 'table.column' names."""
    table, _, column = place.partition(".")
    tables = table_names(warehouse.home)
    if table not in tables:
        raise DefinitionError(
            f"parameter '{parameter.name}': no table '{table}'{did_you_mean(table, tables)}"
        )
    contract = load_contract(warehouse.home, table)
    if column and column not in contract.columns:
        raise DefinitionError(
            f"parameter '{parameter.name}': {table} has no column "
            f"'{column}'{did_you_mean(column, contract.columns)}"
        )
    return table, column or contract.primary_key[0]


def read_day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise UsageError(f"as_of is '{value}'; it takes a date such as 2024-01-31") from None
