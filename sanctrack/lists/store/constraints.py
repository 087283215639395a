"""The contract at the importers' door: what an importer writes is judged by the rules that hold for
CSV rows.

What a publisher gets wrong (a failing check digit, a range that ends before it begins, a word that
nobody knows) is noted as an issue while the entry is read, and the row is kept. A row that still
breaks its contract was written so by the importer: the whole list is refused, since nobody can tell
what else that importer misread, and the earlier versions stay.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.definitions.contracts import Contract, load_contract
from sanctrack.definitions.paths import Home
from sanctrack.definitions.quoting import quoted
from sanctrack.errors import SourceError, did_you_mean
from sanctrack.names.check_digits import TESTED, clean

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN = 80
# Columns that tell one record of a table from another within a version, by their names.
OF_THE_VERSION = ("list", "version_sha256")


def refuse_broken(rows: "pa.RecordBatch", contract: Contract, code: str) -> None:
    """Raise SourceError when a row breaks a rule of its contract; record, column and value of the
    first are named.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    from sanctrack.facts.constraints import broken_values, in_words

    table = pa.table(blank_as_null(rows, contract))
    broken = [
        (pc.indices_nonzero(mask), column, rule)
        for column, rule, mask in broken_values(table, contract)
    ]
    if not broken:
        return
    row, column, rule = min((places[0].as_py(), column, rule) for places, column, rule in broken)
    values = table.slice(row, 1).to_pylist()[0]
    _, problem, mend = in_words(contract, column, rule, values)
    others = sum(len(places) for places, _, _ in broken) - 1
    raise refusal(code, contract, values, f"{problem} ({mend})", others)


def blank_as_null(rows: "pa.RecordBatch", contract: Contract) -> "pa.RecordBatch":
    """The rows as CSV would give them: there an empty text is a blank cell."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for at, field in enumerate(contract.fields):
        if field.required and field.type == "string":
            blank = pc.equal(rows.column(at), "")
            if pc.any(blank).as_py():
                values = pc.if_else(blank, pa.scalar(None, pa.string()), rows.column(at))
                rows = rows.set_column(at, field.name, values)
    return rows


def refuse_wrong_digits(
    identifiers: Iterable[tuple[Any, ...]], contract: Contract, code: str, reference: str
) -> None:
    """Raise SourceError when `check_digit_ok` of a number (scheme, value, raw, check_digit_ok, …)
    is not what its digits say.

    A number whose digit does not hold is the publisher's, and kept with `no`; to call it good is
    the importer's fault.
    """
    for scheme, value, _, holds, *_ in identifiers:
        if scheme in TESTED and holds != clean(scheme, value)[2]:
            values = {"entry_reference": reference, "scheme": scheme, "value": value}
            problem = (
                f"check_digit_ok = {holds}, where the digits of {scheme} {value} say "
                f"{clean(scheme, value)[2]}"
            )
            raise refusal(code, contract, values, problem, 0)


def refuse_unknown(
    values: dict[str, Any], contract: Contract, code: str, home: Home, workspace: Path
) -> None:
    """Raise SourceError when a row refers to a fact, such as an authority, that neither we nor the
    user have.
    """
    from sanctrack.warehouse.warehouse import Warehouse

    for key in contract.foreign_keys:
        wanted = [values[name] for name in key.fields]
        if load_contract(home, key.table).kept_in != "datasets" or None in wanted:
            continue
        with Warehouse(home, workspace, only=[key.table]) as warehouse:
            columns = ", ".join(map(quoted, key.target_fields))
            known = [
                list(row)
                for row in warehouse.sql(f"select {columns} from {quoted(key.table)}").rows
            ]
        if wanted not in known:
            near = did_you_mean(str(wanted[0]), [str(row[0]) for row in known])
            problem = (
                f"{', '.join(key.fields)} = {', '.join(map(str, wanted))} is not in "
                f"{key.table}{near}"
            )
            raise refusal(code, contract, values, problem, 0)


def not_of_type(
    values: tuple[object, ...], contract: Contract, column: str, code: str, error: Exception
) -> SourceError:
    """The refusal of a column that holds a value of another type than its contract says."""
    import pyarrow as pa

    kind = contract.arrow_schema().field(column).type
    for row, value in enumerate(values):
        try:
            pa.array([value], type=kind)
        except (pa.ArrowException, TypeError, ValueError, OverflowError):
            problem = (
                f"{column} = {str(value)[:SHOWN]!r}, row {row + 1} of its group, is no "
                f"{contract.field(column).type}"
            )
            return refusal(code, contract, {}, problem, 0)
    return refusal(code, contract, {}, f"{column}: {error}", 0)


def refusal(
    code: str, contract: Contract, values: dict[str, Any], problem: str, others: int
) -> SourceError:
    """The sentence of every refusal: record, table, what is wrong, whose fault it is and what
    stays.
    """
    keys = [
        name
        for name in contract.primary_key
        if name not in OF_THE_VERSION and values.get(name) is not None
    ]
    record = "|".join(str(values[name])[:SHOWN] for name in keys)
    more = f" (and {others:,} more)" if others else ""
    return SourceError(
        f"{code}: {f'record {record} of ' if record else ''}{contract.name}: {problem}{more}: the "
        f"importer wrote what the contract schemas/{contract.name}.yaml does not allow, which is "
        f"its fault and not the publisher's; nothing was imported, earlier versions stay"
    )
