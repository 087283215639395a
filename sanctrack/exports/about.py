"""Three tables that every bundle carries about itself: what it is, what its columns mean, what it
holds back.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sanctrack.definitions.contracts import Contract, Field, ForeignKey
from sanctrack.definitions.quoting import quoted

if TYPE_CHECKING:
    import duckdb

    from sanctrack.publication.rows import HeldBack
    from sanctrack.warehouse.warehouse import Warehouse

INTERNAL = "INTERNAL"
PUBLIC = "public"
CAVEAT = (
    "Strikes and deliveries are those that the sources report: a sample, not a census. A row says "
    "what a source reports; it is no finding of law, and being named in it is no accusation. Blank "
    "is not known, 0 is counted and none. A delivery before a strike is no statement about the "
    "fuel used in it; later is not because."
)


def contract(
    name: str,
    title: str,
    grain: str,
    key: tuple[str, ...],
    *fields: Field,
    foreign: tuple[ForeignKey, ...] = (),
) -> Contract:
    return Contract(name, title, title, grain, "about", key, foreign, fields)


CONTRACTS = {
    item.name: item
    for item in (
        contract(
            "bundle_about",
            "What this bundle is",
            "one row per statement about the bundle",
            ("item",),
            Field(
                "item",
                "string",
                "What is said: title, version, day of the data, licence, attribution and so on.",
                required=True,
            ),
            Field("statement", "string", "The statement.", required=True),
        ),
        contract(
            "bundle_columns",
            "Data dictionary of this bundle",
            "one row per column of a table",
            ("table_name", "column_name"),
            Field("table_name", "string", "Table.", required=True),
            Field("column_name", "string", "Column.", required=True),
            Field(
                "position", "integer", "Place of the column in the table, from 1.", required=True
            ),
            Field(
                "column_type",
                "string",
                "Type: string, integer, number, date, datetime or boolean.",
                required=True,
            ),
            Field("unit", "string", "Unit of the values; blank where there is none."),
            Field("description", "string", "What the column means.", required=True),
            Field(
                "codes", "string", "Closed codes and their meaning; blank where the column is open."
            ),
            Field(
                "key_part", "string", "'key' for a column of the table's key; blank for the others."
            ),
            Field(
                "refers_to",
                "string",
                "Table and column that a value is a key of; blank where it is none.",
            ),
            Field("table_grain", "string", "What one row of the table is.", required=True),
        ),
        contract(
            "bundle_held_back",
            "Rows that are published coarsened or not at all",
            "one row per table, data set, precision and reason",
            ("table_name", "dataset", "publish_precision", "reason"),
            Field("table_name", "string", "Table.", required=True),
            Field("dataset", "string", "Data set that the rows come from.", required=True),
            Field(
                "publish_precision",
                "string",
                "township, admin1 (coarsened, in the table) or withhold (not in the table).",
                required=True,
            ),
            Field(
                "reason",
                "string",
                "'own' (marked itself), 'belongs to' (part of a row held back) or 'terms' (an "
                "imported list that may not be passed on).",
                required=True,
            ),
            Field(
                "row_count",
                "integer",
                "Number of rows. Add those of withhold to a count of the table for the full count.",
                unit="rows",
            ),
        ),
    )
}


def make_tables(
    cursor: "duckdb.DuckDBPyConnection",
    tables: dict[str, Contract],
    warehouse: "Warehouse",
    internal: bool,
    held: "list[HeldBack]",
) -> None:
    """Make and fill the three tables in the database of the bundle."""
    for item in CONTRACTS.values():
        cursor.execute(plain_create(item))
    fill(cursor, "bundle_about", list(statements(warehouse, internal, held)))
    fill(
        cursor,
        "bundle_held_back",
        [(row.table, row.dataset, row.precision, row.reason, row.rows) for row in held],
    )
    rows = []
    for name, one in {**tables, **CONTRACTS}.items():
        targets = {
            own: f"{key.table}.{other}"
            for key in one.foreign_keys
            for own, other in zip(key.fields, key.target_fields, strict=True)
        }
        for position, field in enumerate(one.fields, 1):
            codes = (
                "; ".join(f"{code}: {meaning}" for code, meaning in field.codes.items())
                if field.codes
                else None
            )
            key = "key" if field.name in one.primary_key else None
            rows.append(
                (
                    name,
                    field.name,
                    position,
                    field.type,
                    field.unit,
                    field.description,
                    codes,
                    key,
                    targets.get(field.name),
                    one.grain,
                )
            )
    fill(cursor, "bundle_columns", rows)


def plain_create(item: Contract) -> str:
    # the rows are the bundle's own and come from no data set
    return item.create_table().replace(', "dataset" varchar)', ")", 1)


def fill(
    cursor: "duckdb.DuckDBPyConnection", name: str, rows: Sequence[tuple[object, ...]]
) -> None:
    if rows:
        marks = "(" + ", ".join("?" for _ in rows[0]) + ")"
        values = [value for row in rows for value in row]
        cursor.execute(
            f"insert into {quoted(name)} values {', '.join([marks] * len(rows))}", values
        )


def once(description: str) -> str:
    """The description without the sentences that CAVEAT, which always stands beside it, has too."""
    return " ".join(
        sentence for sentence in re.split(r"(?<=\.) ", description) if sentence not in CAVEAT
    )


def statements(
    warehouse: "Warehouse", internal: bool, held: "list[HeldBack]"
) -> list[tuple[str, str]]:
    """(item, statement) of `bundle_about`; also the words of README and datapackage.json."""
    from sanctrack import __version__

    facts = warehouse.home.facts
    withheld = sum(row.rows for row in held if row.precision == "withhold" and row.reason == "own")
    coarsened = sum(row.rows for row in held if row.precision != "withhold" and row.reason == "own")
    said = [
        (
            "publication",
            f"{INTERNAL}: not for publication; holds every row as it stands"
            if internal
            else PUBLIC,
        ),
        ("title", str(facts.get("title", "sanctrack facts"))),
        ("version", str(facts.get("version", ""))),
        ("as_of", str(warehouse.as_of)),
        ("datasets", "; ".join(warehouse.datasets())),
        ("licence", str(facts.get("licence", ""))),
        ("description", once(" ".join(str(facts.get("description", "")).split()))),
        ("caveat", CAVEAT),
        ("made_with", f"sanctrack {__version__}"),
    ]
    if not internal:
        closed = sum(row.rows for row in held if row.reason == "terms")
        lists = (
            f"; {closed} rows of imported lists stay behind, because their terms do not let them "
            f"be passed on"
            if closed
            else ""
        )
        words = (
            f"{withheld} rows are withheld and {coarsened} coarsened by publish_precision{lists}; "
            f"bundle_held_back counts them"
        )
        said.append(("held_back", words))
    return said
