"""Results: named, described, typed columns and their rows, with what must be said beside them."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanctrack.errors import DefinitionError
from sanctrack.names.signs import visible

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from sanctrack.definitions.paths import Home

SOURCE_COLUMN = "source_ids"
PART = 20_000
SHOWN_IN_NOTEBOOK = 20
LONG_INTEGERS = ("HUGEINT", "UHUGEINT", "UBIGINT")


@dataclass(frozen=True)
class Column:
    """A column: its DuckDB type, what it means and its unit, where the report says so; `tones` are
    the colours of single values in a workbook.
    """

    name: str
    type: str
    description: str = ""
    unit: str | None = None
    tones: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        """The description with its unit."""
        return f"{self.description} Unit: {self.unit}." if self.unit else self.description


def described_columns(
    descriptions: dict[str, str], types: dict[str, str] | None = None
) -> tuple[Column, ...]:
    """Columns with what each means; they hold text where `types` has no other DuckDB type."""
    types = types or {}
    return tuple(
        Column(name, types.get(name, "VARCHAR"), text) for name, text in descriptions.items()
    )


@dataclass(repr=False)
class Result:
    """What a question gave. `rows` are tuples of plain Python values in the order of `columns`.

    title, question, caveat and params are the report's; `table` names the columns that the printed
    table shows, `below` those under each row; `datasets` are those that the answer rests on and
    `as_of` the day of the data; `copies` says of which day the copy of each imported list among
    them is, and how old. `home` and `workspace` are where codes have their labels. `remarks` are
    what this one answer needs said: columns that were renamed or given as text, a day later than
    the data. `publication` says what is withheld, or that the result is internal.
    """

    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]
    name: str = ""
    title: str = ""
    question: str = ""
    caveat: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    table: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    copies: dict[str, str] = field(default_factory=dict)
    as_of: date | None = None
    home: "Home | None" = field(default=None, compare=False, repr=False)
    workspace: "Path | None" = field(default=None, compare=False, repr=False)
    picture: dict[str, Any] | None = None
    remarks: tuple[str, ...] = ()
    publication: str = ""

    @classmethod
    def of(
        cls,
        cursor: "duckdb.DuckDBPyConnection",
        meanings: dict[str, tuple[str, str | None]] | None = None,
        most: int | None = None,
    ) -> "Result":
        """Read the rows (`most` at the most) of an executed cursor and close it.

        Sums come from DuckDB as 128-bit or decimal: they become plain numbers, or text where they
        are longer than one. Of two columns with one name the later is renamed, which `remarks` say.
        """
        described = [(str(item[0]), str(item[1])) for item in cursor.description or ()]
        names = unique_names([name for name, _ in described])
        renamed = [
            f"{old} → {new}" for (old, _), new in zip(described, names, strict=True) if old != new
        ]
        described = [(name, kind) for name, (_, kind) in zip(names, described, strict=True)]
        columns = tuple(
            Column(name, plain_type(kind), *(meanings or {}).get(name, ("", None)))
            for name, kind in described
        )
        rows = read_rows(
            cursor, [at for at, (_, kind) in enumerate(described) if kind == "VARCHAR"], most
        )
        cursor.close()
        if any(kind.startswith("DECIMAL") for _, kind in described):
            rows = [tuple(map(plain_number, row)) for row in rows]
        result = cls(
            columns,
            rows,
            remarks=(f"columns of one name were renamed: {', '.join(renamed)}",) if renamed else (),
        )
        result.as_text(
            [at for at, (_, kind) in enumerate(described) if kind in LONG_INTEGERS],
            lambda value: abs(value) >= 2**63,
        )
        return result

    def widened(self, row: tuple[str, ...], columns: str, value: str) -> None:
        """Print the rows wide: one for each value of `row`, a column for each value of `columns` in
        order of appearance.

        A cell is what `value` says, null where no row says it; the sources of a row are those of
        all its cells. `table` gets the new columns behind its own. Raises DefinitionError where two
        rows would stand in one cell.
        """
        names = [column.name for column in self.columns]
        keep, key, cell, sources = (
            [names.index(name) for name in row],
            names.index(columns),
            names.index(value),
            names.index(SOURCE_COLUMN),
        )
        cells: dict[tuple[Any, ...], dict[Any, Any]] = {}
        cited: dict[tuple[Any, ...], set[str]] = {}
        for line in self.rows:
            place = tuple(line[at] for at in keep)
            if line[key] in cells.setdefault(place, {}):
                raise DefinitionError(
                    f"report {self.name}: two rows for {line[key]} of {place[0]}, which one cell "
                    f"cannot hold"
                )
            cells[place][line[key]] = line[cell]
            cited.setdefault(place, set()).update((line[sources] or "").split("; "))
        values = list(dict.fromkeys(line[key] for line in self.rows))
        new_names = unique_names([*row, *(column_name(text) for text in values), SOURCE_COLUMN])[
            len(row) : -1
        ]
        about = self.columns[cell]
        new = [
            replace(about, name=name, description=f"{text}: {about.description}")
            for name, text in zip(new_names, values, strict=True)
        ]
        self.columns = (*(self.columns[at] for at in keep), *new, self.columns[sources])
        self.rows = [
            (
                *place,
                *(cell_by_value.get(text) for text in values),
                "; ".join(sorted(cited[place] - {""})) or None,
            )
            for place, cell_by_value in cells.items()
        ]
        self.table = (*self.table, *new_names)

    def __len__(self) -> int:
        return len(self.rows)

    def as_text(self, columns: list[int], strange: Callable[[Any], bool]) -> None:
        """Make text of those of the columns that hold a strange value: one type for a whole column,
        and no digit lost.
        """
        for at in columns:
            if any(row[at] is not None and strange(row[at]) for row in self.rows):
                self.rows = [
                    (*row[:at], None if row[at] is None else str(row[at]), *row[at + 1 :])
                    for row in self.rows
                ]
                self.columns = (
                    *self.columns[:at],
                    replace(self.columns[at], type="VARCHAR"),
                    *self.columns[at + 1 :],
                )

    def column(self, name: str) -> list[Any]:
        """Return the values of one column."""
        at = [column.name for column in self.columns].index(name)
        return [row[at] for row in self.rows]

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    @property
    def source_ids(self) -> list[str]:
        """Ids of all sources that the rows name, in order of first appearance."""
        if SOURCE_COLUMN not in [column.name for column in self.columns]:
            return []
        cells = [cell for cell in self.column(SOURCE_COLUMN) if cell]
        return list(dict.fromkeys(part for cell in cells for part in cell.split("; ")))

    def to_arrow(self) -> "pa.Table":
        """Return a pyarrow table; column descriptions are in the field metadata."""
        import pyarrow as pa

        arrays, fields = [], []
        for at, column in enumerate(self.columns):
            kind = arrow_type(column.type)
            arrays.append(pa.array([row[at] for row in self.rows], type=kind))
            fields.append(
                pa.field(
                    column.name,
                    arrays[-1].type,
                    True,
                    {"description": column.words} if column.words else None,
                )
            )
        about = {
            "title": self.title,
            "caveat": self.caveat,
            "datasets": "; ".join(self.datasets),
            "publication": self.publication,
        }
        return pa.table(
            arrays, schema=pa.schema(fields, {key: value for key, value in about.items() if value})
        )

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The Arrow stream that polars, DuckDB and others read without a copy of ours."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        what = self.name or self.title or "answer"
        return f"<Result {what}: {len(self.rows):,} rows, {len(self.columns)} columns>"

    def _repr_html_(self) -> str:
        """What a notebook shows: title, the first rows, caveat, data sets, number of sources."""
        heads = "".join(f"<th>{for_html(column.name)}</th>" for column in self.columns)
        rows = "".join(
            f"<tr>{''.join(f'<td>{for_html(value)}</td>' for value in row)}</tr>"
            for row in self.rows[:SHOWN_IN_NOTEBOOK]
        )
        left = len(self.rows) - SHOWN_IN_NOTEBOOK
        words = [f"{left:,} more rows"] if left > 0 else []
        words += [f"{len(self.source_ids):,} sources"] if self.source_ids else []
        words += [f"data sets: {', '.join(self.datasets)}"] if self.datasets else []
        words += [str(self.publication)] if self.publication else []
        below = "".join(
            f"<p>{for_html(text)}</p>" for text in (self.caveat, "; ".join(words)) if text
        )
        return (
            f"<div><h4>{for_html(self.title or self.name)}</h4>"
            f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{below}</div>"
        )

    def to_pandas(self) -> "pd.DataFrame":
        """Return a pandas frame. Days are datetime64 with NaT, so that they filter and resample;
        integers and texts are Arrow-backed and stay what they are beside nulls.

        `frame.attrs` holds title, caveat, `as_of` and data sets.
        """
        import pandas as pd
        import pyarrow as pa

        table = self.to_arrow()
        for at, field_ in enumerate(table.schema):
            if pa.types.is_date(field_.type):
                table = table.set_column(at, field_.name, table.column(at).cast(pa.timestamp("s")))
        frame: pd.DataFrame = table.to_pandas(
            types_mapper=lambda kind: None if pa.types.is_timestamp(kind) else pd.ArrowDtype(kind)
        )
        about = {
            "title": self.title,
            "caveat": self.caveat,
            "as_of": str(self.as_of) if self.as_of else "",
            "datasets": list(self.datasets),
            "publication": self.publication,
        }
        frame.attrs.update({name: value for name, value in about.items() if value})
        return frame

    def to_polars(self) -> "pl.DataFrame":
        """Return a polars frame. Raises SanctrackError when polars is not installed (`pip install
        sanctrack[polars]`).
        """
        try:
            import polars as pl
        except ImportError as error:
            from sanctrack.errors import SanctrackError

            raise SanctrackError(
                "polars is not installed; `pip install 'sanctrack[polars]'` brings it"
            ) from error
        return pl.DataFrame(self.to_arrow())


def for_html(value: Any) -> str:
    """A value as text of a page; not known is a blank cell."""
    return "" if value is None else html.escape(visible(str(value)))


def column_name(value: Any) -> str:
    """A value as the name of a column: small letters, figures and _ alone."""
    return re.sub(r"[^a-z0-9]+", "_", str(value).lower()).strip("_") or "blank"


def plain_number(value: Any) -> Any:
    """A decimal as a floating point number, anything else as it is."""
    return float(value) if isinstance(value, Decimal) else value


def read_rows(
    cursor: "duckdb.DuckDBPyConnection", texts: list[int], most: int | None
) -> list[tuple[Any, ...]]:
    """Read the rows in parts, keeping equal texts once: names, codes and source lists recur in most
    rows of a large answer.
    """
    if most is not None:
        return cursor.fetchmany(most)
    rows: list[tuple[Any, ...]] = cursor.fetchmany(PART)
    if len(rows) < PART:
        return rows
    texts_once: dict[str | None, str | None] = {}
    part, rows = rows, []
    recurring = [at for at in texts if len({row[at] for row in part}) < PART // 4]
    while part:
        columns: list[Any] = list(zip(*part, strict=True))
        for at in recurring:
            columns[at] = map(texts_once.setdefault, columns[at], columns[at])
        rows.extend(zip(*columns, strict=True))
        part = cursor.fetchmany(PART)
    return rows


def unique_names(names: list[str]) -> list[str]:
    """The names, each once: a later one of the same name gets _2, _3 and so on,
    whichever is free.
    """
    if len(set(names)) == len(names):
        return names
    taken, result = set(names), []
    for name in names:
        if name in result:
            name = next(
                free
                for number in range(2, len(names) + 2)
                if (free := f"{name}_{number}") not in taken
            )
            taken.add(name)
        result.append(name)
    return result


def plain_type(kind: str) -> str:
    """The DuckDB type as tables and files outside carry it."""
    if kind in (
        "HUGEINT",
        "UHUGEINT",
        "UBIGINT",
        "INTEGER",
        "SMALLINT",
        "TINYINT",
        "UINTEGER",
        "USMALLINT",
        "UTINYINT",
    ):
        return "BIGINT"
    if kind.startswith("DECIMAL") or kind == "FLOAT":
        return "DOUBLE"
    return "VARCHAR" if kind in ('"NULL"', "NULL") else kind


def arrow_type(kind: str) -> "pa.DataType | None":
    """The Arrow type of a plain DuckDB type; None lets pyarrow tell it from the values."""
    import pyarrow as pa

    types = {
        "VARCHAR": pa.string(),
        "BIGINT": pa.int64(),
        "DOUBLE": pa.float64(),
        "DATE": pa.date32(),
        "BOOLEAN": pa.bool_(),
        "TIMESTAMP": pa.timestamp("us"),
    }
    return types.get(kind)


@dataclass(frozen=True)
class Renamed:
    """What the report `record` answers about an id that is no longer used: the id that the record
    has now, and that in words, with the day.
    """

    current: str
    words: str


def renamed_to(result: Result) -> Renamed | None:
    """Where an answer of the report `record` leads when its id was renamed; None when it speaks of
    the record itself.
    """
    lines = result.records()
    if not lines or any(line["kind"] != "renamed id" for line in lines):
        return None
    return Renamed(lines[0]["item"], lines[0]["words"])
