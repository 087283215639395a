"""What a document rests on: records of facts, texts of queries, the program; each as a digest, so
that a change can be named later.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sanctrack import __version__
from sanctrack.definitions.contracts import PRECISION, load_contract, table_names
from sanctrack.definitions.macros import macros_of
from sanctrack.definitions.paths import Home
from sanctrack.definitions.queries import query_paths, select_path, split, sql_of
from sanctrack.definitions.quoting import quoted
from sanctrack.publication import guard_of
from sanctrack.warehouse.warehouse import Warehouse

# records of one table that are remembered; of a larger table a change is not traced to its record
MOST = 20_000
SHORT = 3  # bytes of a digest
WORD = re.compile(r"[a-z_][a-z0-9_]+")


@dataclass(frozen=True)
class Basis:
    """What stands behind reports.

    `texts` maps each report, view and macro to a digest of its file; `uses` maps each report to the
    names of its texts and of the tables that they read; `tables` are all tables of facts.
    """

    texts: dict[str, str]
    uses: dict[str, list[str]]
    tables: list[str]


def basis_of(home: Home, reports: Iterable[str]) -> Basis:
    """Follow reports through views and macros to tables. A word of the SQL that is a name counts as
    a use: at worst one too many.
    """
    queries, tables = query_paths(home), set(table_names(home))
    macros = {
        name: text
        for path in sorted((home.queries / "macros").glob("*.sql"))
        for name, text in macros_of(path)
    }
    mentions: dict[str, set[str]] = {}
    texts: dict[str, str] = {}
    uses: dict[str, list[str]] = {}
    for report in reports:
        reached, waiting = set(), [report]
        while waiting:
            name = waiting.pop()
            if name in reached or name not in {*queries, *macros, *tables}:
                continue
            reached.add(name)
            if name in tables:
                continue
            if name not in mentions:
                path = queries[name][1] if name in queries else None
                header, sql = (split(path)[0], sql_of(home, path)) if path else ("", macros[name])
                texts[name] = digest(f"{header}\n{sql}")
                mentions[name] = set(WORD.findall(sql)) & {*tables, *queries, *macros}
                if not sql:
                    # a report that prints another one wide
                    mentions[name].add(select_path(home, name).stem)
            waiting += mentions[name]
        uses[report] = sorted(reached)
    tables_read = {"sources", "evidence"} | {
        name for names in uses.values() for name in names if name in tables
    }
    fact_tables = sorted(
        name for name in tables_read if load_contract(home, name).kept_in == "datasets"
    )
    return Basis(dict(sorted(texts.items())), uses, fact_tables)


def digest(text: str) -> str:
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:10]


def program() -> dict[str, str]:
    """The version of the program and a digest of the code that words a document."""
    package = Path(__file__).parent
    code = hashlib.sha256()
    for path in sorted([*package.glob("*.py"), *(package.parent / "charts").glob("*.py")]):
        code.update(path.read_bytes())
    return {"version": __version__, "code": code.hexdigest()[:10]}


def record_digests(warehouse: Warehouse, tables: list[str]) -> dict[str, dict[str, str]]:
    """Table → key of the record → short digest of its cells, for tables of facts.

    Withheld records are left out: a short digest of their days and figures tells these to whoever
    tries all.
    """
    digests = {}
    guard = guard_of(warehouse)
    for table in tables:
        if table not in warehouse.loaded:
            continue
        contract = load_contract(warehouse.home, table)
        key = (
            "concat_ws('|', "
            + ", ".join(
                f"coalesce(cast(t.{quoted(name)} as varchar), '')" for name in contract.primary_key
            )
            + ")"
        )
        columns = ", ".join(
            f"coalesce(cast(t.{quoted(row[0])} as varchar), chr(0))"
            for row in warehouse.sql(f"describe {quoted(table)}").rows
            if row[0] != "dataset"
        )
        withheld = guard.active and PRECISION in contract.columns
        printed = f"where t.{PRECISION} is distinct from 'withhold'" if withheld else ""
        rows = warehouse.sql(
            f"select {key} as record, md5(concat_ws(chr(1), {columns})) as digest "
            f"from {quoted(table)} as t {printed} order by record, digest"
        ).rows
        digests[table] = {record: cells for record, cells in rows if not guard.withholds(record)}
    return digests


def short(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:SHORT]


def pack_records(records: dict[str, dict[str, str]]) -> dict[str, str]:
    """Each table's records as short digests of key and cells: enough to say which record changed,
    and a tenth of the size.
    """
    packed = {}
    for table, rows in records.items():
        if len(rows) <= MOST:
            packed[table] = base64.b64encode(
                b"".join(sorted(short(key) + short(cells) for key, cells in rows.items()))
            ).decode()
    return packed


def unpack_records(packed: dict[str, str]) -> dict[str, dict[bytes, bytes]]:
    """Table → short key → short digest, as pack_records wrote them."""
    digests = {}
    for table, text in packed.items():
        data = base64.b64decode(text, validate=True)
        digests[table] = {
            data[at : at + SHORT]: data[at + SHORT : at + 2 * SHORT]
            for at in range(0, len(data), 2 * SHORT)
        }
    return digests


def lists_read(warehouse: Warehouse) -> str:
    """The newest copy of each authority's list that the facts speak of, and those imported into the
    workspace.
    """
    parts = [
        f"{row[0]} {row[1]}"
        for row in warehouse.sql(
            "select authority, max(list_version_on) from list_checks group by authority order by "
            "authority"
        ).rows
    ]
    if "list_versions" in warehouse.loaded:
        columns = [row[0] for row in warehouse.sql("describe list_versions").rows]
        if {"list", "list_version_on"} <= set(columns):
            rows = warehouse.sql(
                "select list, max(list_version_on) from list_versions group by list order by list"
            ).rows
            parts += [f"{row[0]} {row[1] or 'day not given'} (imported)" for row in rows]
    return "; ".join(parts)
