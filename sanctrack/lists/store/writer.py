"""Writing one list version: streamed into Parquet by row groups, under a temporary name until it is
whole.
"""

import gzip
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.definitions.contracts import Contract, load_contract
from sanctrack.definitions.paths import Home
from sanctrack.errors import SanctrackError, SourceError
from sanctrack.facts.problems import Problem
from sanctrack.files import reason, replacing_folder
from sanctrack.lists.reading.entry import Entry, Row
from sanctrack.lists.store.constraints import (
    not_of_type,
    refusal,
    refuse_broken,
    refuse_unknown,
    refuse_wrong_digits,
)
from sanctrack.lists.store.versions import PREVIOUS, Version

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = (
    "list_entries",
    "list_names",
    "list_identifiers",
    "list_addresses",
    "list_programmes",
    "list_details",
)
ROW_GROUP = 20_000
CODE = re.compile(r"[a-z0-9_]{1,80}")
SURROGATES = re.compile("[\ud800-\udfff]")


class VersionWriter:
    """Writes one version under a temporary name; `put` gives it its own. Rows leave memory by row
    groups.

    Every row is judged by its contract before it is written (`_constraints`); SourceError when one
    breaks it.
    """

    def __init__(self, workspace: Path, code: str, sha256: str, home: Home) -> None:
        if not CODE.fullmatch(code):
            raise SourceError(
                f"'{code[:80]}' cannot be the code of a list: small letters, figures and _ alone"
            )
        self.code, self.sha256, self.home = code, sha256, home
        self.entry_count = 0
        # How many entries are under a programme, and whether it is about Myanmar (yes, no).
        self.programmes: Counter[tuple[str, str]] = Counter()
        self._rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        self._writers: dict[str, Any] = {}
        self._schemas: dict[str, pa.Schema] = {}
        self._contracts: dict[str, Contract] = {}
        self._references: set[str] = set()
        self._workspace = workspace
        self._place = replacing_folder(workspace / "lists" / code / sha256)
        self.folder = self._place.start()

    def __enter__(self) -> "VersionWriter":
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self._writers.values():
            try:
                writer.close()
            except (OSError, ValueError):
                continue
        self._place.discard()

    def add(self, entry: Entry) -> None:
        """Take the rows of an entry. Raises SourceError when they break their contract."""
        self.entry_count += 1
        rows, reference = self._rows, entry.reference
        if reference in self._references:
            contract = self._contract("list_entries")
            raise refusal(
                self.code,
                contract,
                {"entry_reference": reference},
                "the key stands in several rows",
                0,
            )
        self._references.add(reference)
        if entry.identifiers:
            numbers = entry.identifiers.values()
            refuse_wrong_digits(numbers, self._contract("list_identifiers"), self.code, reference)
        rows["list_entries"].append(entry.row())
        for row in entry.programmes.values():
            self.programmes[str(row[0]), str(row[2])] += 1
        for table, found in (
            ("list_names", entry.names),
            ("list_identifiers", entry.identifiers),
            ("list_addresses", entry.addresses),
            ("list_programmes", entry.programmes),
            ("list_details", entry.details),
        ):
            if found:
                rows[table] += [
                    (reference, number, *row) for number, row in enumerate(found.values(), 1)
                ]
                if len(rows[table]) >= ROW_GROUP:
                    self._flush(table)
        if len(rows["list_entries"]) >= ROW_GROUP // 4:
            self._flush("list_entries")

    def _flush(self, table: str) -> None:
        rows, self._rows[table] = self._rows[table], []
        with saying(self.folder):
            self._write(table, rows)

    def _write(self, table: str, rows: list[Row]) -> None:
        """Write rows, from the column after version_sha256 on, as one row group; none make an empty
        file.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        contract = self._contract(table)
        if table not in self._schemas:
            self._schemas[table] = contract.arrow_schema()
            self._writers[table] = pq.ParquetWriter(
                self.folder / f"{table}.parquet", self._schemas[table], compression="zstd"
            )
        schema, count = self._schemas[table], len(rows)
        columns = [
            pa.repeat(pa.scalar(value, pa.string()), count) for value in (self.code, self.sha256)
        ]
        found = list(zip(*rows, strict=True)) or [() for _ in schema.names[2:]]
        if len(found) != len(schema) - len(columns):
            raise refusal(
                self.code,
                contract,
                {},
                f"{len(found)} values a row, where it has {len(schema) - len(columns)}",
                0,
            )
        for kind, values in zip(list(schema)[2:], found, strict=True):
            try:
                columns.append(column_of(values, kind.type))
            except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
                raise not_of_type(values, contract, kind.name, self.code, error) from error
        if not count:
            return
        batch = pa.record_batch(columns, schema=schema)
        refuse_broken(batch, contract, self.code)
        self._writers[table].write_batch(batch)

    def _contract(self, table: str) -> Contract:
        if table not in self._contracts:
            self._contracts[table] = load_contract(self.home, table)
        return self._contracts[table]

    def finish(self, issues: Iterable[Problem]) -> None:
        """Write what is left, and the issues."""
        for table in TABLES:
            self._flush(table)
        with saying(self.folder):
            self._write("list_issues", [*issue_rows(issues)])
        for writer in self._writers.values():
            with saying(self.folder):
                writer.close()
        self._writers = {}

    def keep(self, part: str, path: Path) -> str:
        """Keep a compressed copy of a file that was read; return its name in the folder."""
        name = f"original/{re.sub(r'[^a-z0-9]', '', part)}.gz"
        with saying(self.folder):
            (self.folder / "original").mkdir(exist_ok=True)
            with (
                path.open("rb") as source,
                open(self.folder / name, "wb") as target,
                gzip.GzipFile("", "wb", 3, target, 0) as packed,
            ):
                shutil.copyfileobj(source, packed, 1 << 20)
        return name

    def put(self, info: dict[str, Any], replaced: Version | None) -> Version:
        """Flush all to disk and give the folder its name. Call under the lock."""
        contract = self._contract("list_versions")
        refuse_unknown(info, contract, self.code, self.home, self._workspace)
        with saying(self.folder):
            self._write("list_versions", [versions_row(info)])
            self._writers.pop("list_versions").close()
            if replaced is not None:
                self._keep_previous(replaced, info)
            (self.folder / "version.json").write_text(
                json.dumps(info, indent=1, ensure_ascii=False), encoding="utf-8"
            )
        self._place.commit()
        return Version(self._place.path, info)

    def _keep_previous(self, replaced: Version, info: dict[str, Any]) -> None:
        """Keep the tables of the last reading by another importer, to tell later what our importer
        changed.
        """
        same = replaced.info["importer_version"] == info["importer_version"]
        source, into = (
            replaced.folder / PREVIOUS if same else replaced.folder,
            self.folder / PREVIOUS,
        )
        for name in (*(f"{table}.parquet" for table in TABLES), "version.json"):
            if (source / name).exists():
                into.mkdir(exist_ok=True)
                shutil.copyfile(source / name, into / name)


def issue_rows(issues: Iterable[Problem]) -> Iterator[Row]:
    """Rows of list_issues, from issue_number on."""
    for number, item in enumerate(issues, 1):
        yield (
            number,
            item.severity,
            item.rule,
            item.record_id,
            item.column,
            item.value,
            item.problem,
            item.occurrences,
        )


def versions_row(info: dict[str, Any]) -> tuple[object, ...]:
    """Return the row of list_versions, from the column after version_sha256 on."""
    instant = {
        key: datetime.fromisoformat(info[key]) if info[key] else None
        for key in ("fetched_at", "imported_at")
    }
    day = date.fromisoformat(info["list_version_on"]) if info["list_version_on"] else None
    values = info | instant | {"list_version_on": day}
    columns = (
        "authority", "publisher", "list_version_on", "list_version_basis", "url", "fetched_at",
        "http_status", "byte_count", "entry_count", "layout", "file_count", "importer",
        "importer_version", "licence", "redistribution", "imported_at", "imported_order",
    )  # fmt: skip
    return tuple(values[column] for column in columns)


def column_of(values: tuple[object, ...], kind: "pa.DataType") -> "pa.Array":
    """Return an Arrow column; halves of characters, which JSON can hold and UTF-8 cannot, are
    replaced.
    """
    import pyarrow as pa

    try:
        return pa.array(values, type=kind)
    except UnicodeEncodeError:
        return pa.array(
            [
                SURROGATES.sub("\ufffd", value) if isinstance(value, str) else value
                for value in values
            ],
            type=kind,
        )


@contextmanager
def saying(path: Path) -> Iterator[None]:
    """Turn what the file system refuses into one line."""
    try:
        yield
    except OSError as error:
        raise SanctrackError(
            f"{path.parent}: cannot be written: {reason(error, path.parent)}; nothing was changed"
        ) from error
