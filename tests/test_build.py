"""`sanctrack build`: the Parquet files are the CSV files, to the byte each time, all or none."""

import csv
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sanctrack.checks import build
from sanctrack.cli.app import state
from sanctrack.cli.entry import main
from sanctrack.definitions.contracts import load_contract
from sanctrack.definitions.paths import Home, find_home
from sanctrack.errors import SanctrackError
from sanctrack.facts.tables import check_file, fact_tables

ROOT = Path(__file__).resolve().parent.parent
TABLES = fact_tables(find_home(ROOT))


@pytest.fixture
def copied(tmp_path: Path) -> Home:
    """A home with the shipped CSV files and without Parquet."""
    for folder in ("schemas", "queries"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    ignored = shutil.ignore_patterns("*.parquet")
    shutil.copytree(ROOT / "datasets", tmp_path / "datasets", ignore=ignored)
    return Home(tmp_path)


def run(*arguments: str | Path) -> int:
    state.home = state.workspace = None
    state.debug = False
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return int(end.value.code or 0)


def parquet(home: Home) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.datasets.glob("*.parquet")}


@pytest.mark.parametrize("table", TABLES)
def test_the_parquet_is_the_csv(home: Home, table: str) -> None:
    """As tables, not as bytes: another version of pyarrow may write other bytes."""
    built = pq.read_table(home.datasets / f"{table}.parquet")
    contract = load_contract(home, table)
    assert built.schema.names == list(contract.columns)
    assert built.equals(
        check_file(home, home.datasets / f"{table}.csv", table).rows.cast(
            pa.schema([(f.name, f.type) for f in built.schema])
        )
    )
    with (home.datasets / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for name in contract.columns:
        if contract.field(name).type in ("string", "date") and not contract.field(name).optional:
            assert [None if value is None else str(value) for value in built[name].to_pylist()] == [
                row[name] or None for row in rows
            ], name
    assert built.num_rows == len(rows)


@pytest.mark.parametrize("table", TABLES)
def test_title_and_columns_are_described_in_the_parquet(home: Home, table: str) -> None:
    schema = pq.read_schema(home.datasets / f"{table}.parquet")
    contract = load_contract(home, table)
    assert schema.metadata[b"title"].decode() == contract.title
    for field in contract.fields:
        assert schema.field(field.name).metadata[b"description"].decode() == field.words


def test_a_csv_is_in_order_and_in_plain_form(home: Home) -> None:
    """UTF-8 without a mark, LF, a line end at the end: what a review can read."""
    for table in TABLES:
        raw = (home.datasets / f"{table}.csv").read_bytes()
        assert not raw.startswith(b"\xef\xbb\xbf"), table
        assert b"\r" not in raw, table
        assert raw.endswith(b"\n"), table


def test_two_builds_give_equal_bytes(copied: Home) -> None:
    written, problems = build(copied)
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert sorted(path.stem for path in written) == TABLES
    first = parquet(copied)
    assert len(first) == len(TABLES)
    build(copied)
    assert parquet(copied) == first
    assert list(copied.datasets.glob(".*")) == []


def spoiled(path: Path) -> None:
    """The same table as a spreadsheet of another country would save it."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    order = list(reversed(range(len(rows[0]))))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for number, row in enumerate(rows):
        writer.writerow([f" {row[at]}\u00a0" for at in order] + [""])
        if number % 50 == 3:
            writer.writerow([""] * len(row))
    path.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode())


def test_the_dialect_of_the_csv_does_not_show_in_the_parquet(copied: Home) -> None:
    build(copied)
    first = parquet(copied)
    for table in TABLES:
        spoiled(copied.datasets / f"{table}.csv")
    _, problems = build(copied)
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert parquet(copied) == first


def test_nothing_is_written_when_there_is_an_error(
    copied: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    build(copied)
    before = parquet(copied)
    actors = copied.datasets / "actors.csv"
    actors.write_text(
        actors.read_text(encoding="utf-8").replace(",company,", ",compani,", 1), encoding="utf-8"
    )
    places = copied.datasets / "places.csv"
    places.write_text(
        places.read_text(encoding="utf-8").replace(",port,", ",terminal,", 1), encoding="utf-8"
    )
    assert run("--home", copied.root, "build") == 4
    told = capsys.readouterr()
    assert told.err == "sanctrack: error: 1 error found; nothing was written\n"
    assert "company" in told.out
    assert parquet(copied) == before


def test_a_missing_csv_is_told_and_nothing_is_written(
    copied: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    (copied.datasets / "claims.csv").unlink()
    assert run("--home", copied.root, "build") == 4
    assert "there is no such file" in " ".join(capsys.readouterr().out.split())
    assert parquet(copied) == {}


def test_when_one_file_cannot_be_written_none_is(
    copied: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(copied)
    before = parquet(copied)
    places = copied.datasets / "actors.csv"
    places.write_text(
        places.read_text(encoding="utf-8").replace(",company,,", ",company,MM,", 1),
        encoding="utf-8",
    )
    write = pq.write_table

    def full(table: pa.Table, path: Path, **options: Any) -> None:
        if "sources" in Path(path).name:
            raise OSError(28, "No space left on device")
        write(table, path, **options)

    monkeypatch.setattr("sanctrack.facts.tables.pq.write_table", full)
    with pytest.raises(
        SanctrackError, match=r"sources\.parquet: cannot be written: No space left on device"
    ):
        build(copied)
    assert parquet(copied) == before
    assert list(copied.datasets.glob(".*")) == []


def test_a_read_only_disk_is_one_line_and_1(
    copied: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: Any, **__: Any) -> Callable[..., Any]:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("sanctrack.files.new_file", refuse)
    assert run("--home", copied.root, "build") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("sanctrack: error: ")
    assert told.err.count("\n") == 1
    assert "cannot be written: Read-only file system" in told.err
    assert parquet(copied) == {}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write where others may not")
def test_a_folder_without_permission(copied: Home) -> None:
    copied.datasets.chmod(0o555)
    try:
        assert run("--home", copied.root, "build") == 1
    finally:
        copied.datasets.chmod(0o755)


def test_a_broken_parquet_is_made_anew(copied: Home) -> None:
    build(copied)
    before = parquet(copied)
    (copied.datasets / "claims.parquet").write_bytes(before["claims.parquet"][:100])
    build(copied)
    assert parquet(copied) == before
