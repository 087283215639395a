"""Importing one's own table by a mapping: every row of the file is imported or refused, and the
refused ones are written beside with what is wrong with them.
"""

import csv
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.definitions.contracts import load_contract
from sanctrack.definitions.paths import Home
from sanctrack.errors import DataError, UsageError, did_you_mean
from sanctrack.facts.mapping import (
    MappedRows,
    Refusal,
    SheetMapping,
    apply_mapping,
    as_list,
    read_mapping,
)
from sanctrack.facts.workspace import imports_folder, is_of_others
from sanctrack.intake.store import Import, import_in, keep
from sanctrack.intake.table_file import TableFile, read_table

if TYPE_CHECKING:
    import pyarrow as pa

    from sanctrack.facts.tables import CheckedTable

REFUSED = "refused.csv"
REFUSED_COLUMNS = ("line", "column", "value", "rule", "problem", "mend")
QUIET_RULES = ("only", "newest", "total", "copy", "head")
"""Rules by which a row is left out although nothing is wrong with it."""


@dataclass
class Outcome:
    """What an import did, or would do: counts of rows of the file, and the rows by table of ours.

    `rows` = `imported` + `refused`, always.
    """

    source_id: str
    table: str
    rows: int
    imported: int
    refused: int
    refusals: list[Refusal] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    made: "dict[str, pa.Table]" = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    kept: Import | None = None
    unchanged: bool = False
    before: int | None = None

    @property
    def sentence(self) -> str:
        counts = (
            f"{self.rows:,} rows = {self.imported:,} imported into {self.table} + "
            f"{self.refused:,} refused"
        )
        if self.unchanged:
            return f"{counts}; nothing changed: this file and mapping are imported already"
        if self.before is not None:
            return f"{counts}; in place of {self.before:,} rows that {self.source_id} gave before"
        return counts

    def by_rule(self) -> dict[str, int]:
        """How many rows were refused by each rule, by the first that each row breaks."""
        first: dict[int, str] = {}
        for item in self.refusals:
            first.setdefault(item.row, item.rule)
        counts: dict[str, int] = {}
        for rule in first.values():
            counts[rule] = counts.get(rule, 0) + 1
        return counts


def import_table(
    home: Home,
    workspace: Path,
    path: Path,
    mapping: SheetMapping,
    dry_run: bool = False,
    now: datetime | None = None,
) -> Outcome:
    """Import a file by its mapping; with `dry_run` nothing is written.

    Raises UsageError for a mapping that does not fit the file, DataError for a file that cannot be
    read or of which every row is refused for a fault.
    """
    source_id = source_of(home, workspace, mapping)
    head = [int(line) for line in as_list(mapping.raw.get("head"))]
    table = read_table(path, mapping.raw.get("sheet"), head)
    check_columns(mapping, table)
    outcome = judged(home, mapping, table, source_id)
    place = imports_folder(workspace) / source_id
    before = import_in(place)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    text_digest = hashlib.sha256(mapping.text.encode()).hexdigest()
    if before and (before.info["sha256"], before.info["mapping_sha256"]) == (digest, text_digest):
        outcome.unchanged, outcome.kept = True, before
        return outcome
    outcome.before = int(before.info["imported"]) if before else None
    if dry_run:
        return outcome
    if not outcome.imported and any(item.rule not in QUIET_RULES for item in outcome.refusals):
        first = next(item for item in outcome.refusals if item.rule not in QUIET_RULES)
        line = table.lines[first.row]
        where = f", column {first.column}" if first.column else ""
        raise DataError(
            f"{path}: no row can be imported, so nothing was changed; the first: line {line}"
            f"{where}: {first.problem}; {first.mend}"
        )
    moment = now or datetime.now(UTC)
    info = {
        "source_id": source_id,
        "table": mapping.table,
        "file": path.name,
        "sha256": digest,
        "mapping_sha256": text_digest,
        "imported_at": moment.isoformat(timespec="seconds"),
        "rows": outcome.rows,
        "imported": outcome.imported,
        "refused": outcome.refused,
        "publish_precision": mapping.level,
        "attribution": mapping.raw["source"].get("attribution"),
    }

    def write(folder: Path) -> None:
        from sanctrack.facts.tables import write_parquet

        for name, rows in outcome.made.items():
            if len(rows):
                write_parquet(rows, load_contract(home, name), folder / f"{name}.parquet")
        (folder / "mapping.yaml").write_text(mapping.text, encoding="utf-8")
        write_refused(folder / REFUSED, outcome)

    outcome.kept = keep(workspace, source_id, info, write)
    return outcome


def source_of(home: Home, workspace: Path, mapping: SheetMapping) -> str:
    """The id under which the rows stand. Raises UsageError for one that is taken."""
    source_id = mapping.source_id
    if not source_id:
        raise UsageError(
            f"{mapping.path}: lacks `mapping:`, the id under which the rows stand, such as "
            f"our-incidents"
        )
    taken = set(shipped_values(home, "sources", "source_id"))
    own = workspace / "datasets" / "sources.csv"
    if own.is_file():
        with own.open(encoding="utf-8-sig", newline="") as opened:
            taken |= {row.get("source_id") or "" for row in csv.DictReader(opened)}
    if source_id in taken or is_of_others(source_id) or source_id == "workspace":
        raise UsageError(
            f"{mapping.path}: mapping '{source_id}' is the id of another source; choose another"
        )
    return source_id


def ships_by_number(home: Home) -> dict[str, str]:
    """Our ids of ships by their IMO numbers."""
    import pyarrow.parquet as pq

    path = home.datasets / "identifiers.parquet"
    if not path.is_file():
        return {}
    rows = pq.ParquetFile(path).read(columns=["actor_id", "scheme", "value"]).to_pylist()
    return {row["value"]: row["actor_id"] for row in rows if row["scheme"] == "imo_ship"}


def drop_known(home: Home, mapped: list[MappedRows]) -> None:
    """Leave out rows about actors that we ship: the import refers to them and says nothing new."""
    shipped = set(shipped_values(home, "actors", "actor_id"))
    for part in mapped[1:]:
        if part.mapping.contract.name not in ("actors", "identifiers"):
            continue
        kept = [at for at, value in enumerate(part.columns["actor_id"]) if value not in shipped]
        part.rows = [part.rows[at] for at in kept]
        part.columns = {name: [values[at] for at in kept] for name, values in part.columns.items()}


def shipped_values(home: Home, table: str, column: str) -> list[str]:
    import pyarrow.parquet as pq

    path = home.datasets / f"{table}.parquet"
    if not path.is_file():
        return []
    values: list[str] = pq.ParquetFile(path).read(columns=[column])[column].to_pylist()
    return values


def check_columns(mapping: SheetMapping, table: TableFile) -> None:
    """Raise UsageError where the mapping reads a column that the file has not."""
    lacking = sorted(mapping.columns_read - set(table.header))
    if lacking:
        hints = "".join(did_you_mean(name, table.header) for name in lacking[:1])
        raise UsageError(
            f"{table.path}: has no column {', '.join(lacking[:6])}, which {mapping.path.name} "
            f"reads{hints}; its columns: {', '.join(table.header[:40])}"
        )


def judged(home: Home, mapping: SheetMapping, table: TableFile, source_id: str) -> Outcome:
    """The rows that can be imported, held against their contracts, and those that cannot."""
    refusals = [*table.refused]
    blocked = {item.row for item in refusals}
    mapped, faults = apply_mapping(
        mapping, table.columns, table.count, blocked, ships_by_number(home)
    )
    refusals += faults
    blocked = {item.row for item in refusals}
    drop_known(home, mapped)
    checked: list[CheckedTable] = [source_row(home, mapping, source_id)]
    places: list[list[int]] = []
    for number, part in enumerate(mapped):
        one, rows = checked_part(part, table, refusals, blocked, is_first=not number)
        checked.append(one)
        places.append(rows)
    check_links(home, checked, places, mapped, refusals)
    refused = {item.row for item in refusals}
    made = kept_rows(checked, places, refused, table.count)
    order = sorted(set(refusals), key=lambda item: (item.row, QUIET_RULES.count(item.rule)))
    return Outcome(
        source_id,
        mapping.table,
        table.count,
        table.count - len(refused),
        len(refused),
        order,
        table.lines,
        made,
        table.remarks,
    )


def checked_part(
    part: MappedRows,
    table: TableFile,
    refusals: list[Refusal],
    blocked: set[int],
    is_first: bool,
) -> "tuple[CheckedTable, list[int]]":
    """Rows of one table of ours, cast and judged; what is wrong is added to the refusals.

    Rows that are refused already take no part, so that they are no copy of another row.
    """
    import pyarrow as pa

    from sanctrack.facts.sheet import Sheet
    from sanctrack.facts.tables import checked_sheet

    contract = part.mapping.contract
    kept = [at for at, row in enumerate(part.rows) if row not in blocked]
    kept = without_copies(part, kept, refusals if is_first else [], table.lines)
    if contract.name in ("actors", "identifiers"):
        kept = one_of_each(part, kept)
    rows = [part.rows[at] for at in kept]
    cells = pa.table(
        {
            name: pa.array([values[at] for at in kept], pa.string())
            for name, values in part.columns.items()
        }
    )
    sheet = Sheet(table.path, list(part.columns), cells, ",", range(len(kept)))
    checked = checked_sheet(sheet, contract)
    for problem in checked.problems:
        if problem.severity != "error":
            continue
        if problem.line is None or problem.rule == "column":
            raise DataError(f"{table.path}: {contract.name}: {problem.problem}; map a column to it")
        refusals.append(
            Refusal(
                rows[problem.line],
                heading_of(part, problem.column),
                problem.value,
                problem.rule,
                problem.problem,
                problem.help,
            )
        )
    return checked, rows


def without_copies(
    part: MappedRows,
    kept: list[int],
    refusals: list[Refusal],
    lines: Sequence[int],
) -> list[int]:
    """Rows without those that repeat another in every column that is read: copies, not faults.

    In a further table, such as that of the parties, several rows give the same row.
    """
    names = sorted(part.columns)
    first: dict[tuple[str | None, ...], int] = {}
    single = []
    for at in kept:
        whole = tuple(part.columns[name][at] for name in names)
        if whole in first:
            line = lines[part.rows[first[whole]]]
            refusals.append(
                Refusal(
                    part.rows[at],
                    None,
                    None,
                    "copy",
                    f"says the same as line {line}",
                    "nothing has to be done",
                )
            )
            continue
        first[whole] = at
        single.append(at)
    return single


def one_of_each(part: MappedRows, kept: list[int]) -> list[int]:
    """One row for each key, whatever the order of the file: one ship is spelled in several ways."""
    names = sorted(part.columns)
    best: dict[tuple[str | None, ...], int] = {}

    def whole(at: int) -> list[str]:
        return [part.columns[name][at] or "" for name in names]

    for at in kept:
        key = tuple(part.columns[name][at] for name in part.mapping.contract.primary_key)
        if key not in best or whole(at) < whole(best[key]):
            best[key] = at
    return sorted(best.values())


def heading_of(part: MappedRows, column: str | None) -> str | None:
    """The column of the file behind a column of ours."""
    spec = part.mapping.columns.get(column or "", {})
    names = as_list(spec.get("from")) or as_list(spec.get("id"))
    return ", ".join(names) or column


def source_row(home: Home, mapping: SheetMapping, source_id: str) -> "CheckedTable":
    """The row of `sources` on which all rows of the import rest."""
    import pyarrow as pa

    from sanctrack.facts.sheet import Sheet
    from sanctrack.facts.tables import checked_sheet

    said: dict[str, Any] = mapping.raw["source"]
    notes = [said.get("note"), said.get("attribution")]
    if said.get("accessed_on"):
        notes.append(f"accessed on {said['accessed_on']}")
    values = {
        "source_id": source_id,
        "title": said.get("title") or mapping.raw["title"],
        "publisher": said["publisher"],
        "published_basis": "unknown",
        "url": said.get("url"),
        "source_type": said.get("source_type") or "dataset",
        "reliability": said.get("reliability") or "F",
        "note": "; ".join(str(note) for note in notes if note) or None,
        "licence": said.get("licence"),
        "redistribution": said.get("redistribution"),
        "publish_precision": "withhold" if mapping.level == "withhold" else "exact",
    }
    cells = pa.table({name: pa.array([value], pa.string()) for name, value in values.items()})
    sheet = Sheet(mapping.path, list(values), cells, ",", range(1))
    checked = checked_sheet(sheet, load_contract(home, "sources"))
    for problem in checked.errors:
        raise UsageError(f"{mapping.path}: source: {problem.problem}; {problem.help}")
    return checked


def check_links(
    home: Home,
    checked: "list[CheckedTable]",
    places: list[list[int]],
    mapped: list[MappedRows],
    refusals: list[Refusal],
) -> None:
    """Refuse rows that refer to what is not there, and rows whose key is that of a shipped one."""
    from sanctrack.facts.constraints import joined_key
    from sanctrack.facts.tables import Whole, check_references, fact_tables

    shipped = {name: home.datasets / f"{name}.csv" for name in fact_tables(home)}
    whole = Whole(home, shipped, checked)
    for one, rows, part in zip(checked[1:], places, mapped, strict=True):
        before = len(one.problems)
        check_references(one, home, whole)
        for problem in one.problems[before:]:
            if problem.severity == "error" and problem.line is not None:
                refusals.append(
                    Refusal(
                        rows[problem.line],
                        heading_of(part, problem.column),
                        problem.value,
                        problem.rule,
                        problem.problem,
                        problem.help,
                    )
                )
        path = shipped.get(one.contract.name)
        if path is None:
            continue
        key = one.contract.primary_key
        ours = set(joined_key(shipped_rows(home, one.contract.name, key), key).to_pylist())
        for at, value in enumerate(one.keys().to_pylist()):
            if value in ours:
                what = f"the key {value} is that of a row that we ship"
                refusals.append(
                    Refusal(rows[at], key[0], value, "key", what, "give the row another id")
                )


def shipped_rows(home: Home, table: str, columns: Iterable[str]) -> "pa.Table":
    import pyarrow.parquet as pq

    path = home.datasets / f"{table}.parquet"
    return pq.ParquetFile(path).read(columns=list(columns))


def kept_rows(
    checked: "list[CheckedTable]", places: list[list[int]], refused: set[int], count: int
) -> "dict[str, pa.Table]":
    """The rows of each table of ours that are imported, in the order of their keys."""
    import pyarrow as pa

    parts: dict[str, list[pa.Table]] = {"sources": [checked[0].rows]}
    keys: dict[str, tuple[str, ...]] = {"sources": ("source_id",)}
    for one, rows in zip(checked[1:], places, strict=True):
        keep_mask = pa.array([row not in refused for row in rows], pa.bool_())
        parts.setdefault(one.contract.name, []).append(one.rows.filter(keep_mask))
        keys[one.contract.name] = one.contract.primary_key
    made = {}
    for name, tables in parts.items():
        rows = pa.concat_tables(tables)
        made[name] = rows.sort_by([(key, "ascending") for key in keys[name]])
    if len(refused) == count:
        return {name: rows for name, rows in made.items() if name == "sources"}
    return made


def write_refused(path: Path, outcome: Outcome) -> None:
    """Write the refused rows as CSV: line, column, value, rule, problem, mend."""
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(REFUSED_COLUMNS)
        for item in outcome.refusals:
            writer.writerow(
                (
                    outcome.lines[item.row],
                    item.column,
                    item.value,
                    item.rule,
                    item.problem,
                    item.mend,
                )
            )


def layouts(home: Home, workspace: Path) -> list[SheetMapping]:
    """Mappings that recognise files by their columns: ours (`mappings/` in the home) and those in
    the workspace.
    """
    paths = [
        path
        for folder in (home.root / "mappings", workspace / "mappings")
        for path in sorted(folder.glob("*.yaml"))
    ]
    return [
        one for one in (read_mapping(home, path) for path in paths) if one.raw.get("recognised_by")
    ]
