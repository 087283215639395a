"""A single file takes the place of an earlier export only; nothing is written into a bundle; verify
reads folders.
"""

import sqlite3
from pathlib import Path

import duckdb
import openpyxl
import pytest
from exports.test_export_faults import ONLY, command, content

from sanctrack.definitions.paths import Home
from sanctrack.errors import UsageError
from sanctrack.exports import export


def of_the_user(path: Path) -> None:
    """A file of the user's own, of the kind that its ending names."""
    if path.suffix == ".sqlite":
        database = sqlite3.connect(path)
        database.execute("create table notes (words text)")
        database.close()
    elif path.suffix == ".duckdb":
        with duckdb.connect(str(path)) as connection:
            connection.execute("create table notes (words varchar)")
    else:
        openpyxl.Workbook().save(path)


@pytest.mark.parametrize("target", ["sqlite", "duckdb", "xlsx"])
@pytest.mark.parametrize(
    "made", [of_the_user, lambda path: path.write_text("no such file"), lambda path: path.touch()]
)
def test_a_file_that_no_export_wrote_is_never_replaced(
    home: Home, own: Path, tmp_path: Path, target: str, made: object
) -> None:
    path = tmp_path / f"my.{target}"
    made(path)  # type: ignore[operator]
    before = path.read_bytes()
    with pytest.raises(UsageError, match="so it is not replaced"):
        export(home, own, target, path, only=ONLY)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("target", ["sqlite", "duckdb", "xlsx", "hyper"])
def test_an_earlier_export_is_replaced(home: Home, own: Path, tmp_path: Path, target: str) -> None:
    if target == "hyper":
        pytest.importorskip("pantab")
    path = tmp_path / f"x.{target}"
    for only in (["dim_actor"], ONLY):
        export(home, own, target, path, only=only)
    assert [item.name for item in tmp_path.iterdir()] == [path.name]
    if target == "sqlite":
        with sqlite3.connect(path) as database:
            assert database.execute("select count(*) > 0 from dim_source").fetchone() == (1,)


@pytest.mark.parametrize("target", ["sqlite", "duckdb", "xlsx"])
def test_an_export_that_was_added_to_is_its_users(
    home: Home, own: Path, tmp_path: Path, target: str
) -> None:
    path = tmp_path / f"x.{target}"
    export(home, own, target, path, only=ONLY)
    if target == "sqlite":
        with sqlite3.connect(path) as database:
            database.execute("create view my_view as select 1")
    elif target == "duckdb":
        with duckdb.connect(str(path)) as connection:
            connection.execute("create view my_view as select 1")
    else:
        book = openpyxl.load_workbook(path)
        book.create_sheet("my_view")
        book.save(path)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="with something of yours in it"):
        export(home, own, target, path, only=ONLY)
    assert path.read_bytes() == before


def test_a_file_of_another_target_is_not_an_earlier_export(
    home: Home, own: Path, tmp_path: Path
) -> None:
    export(home, own, "duckdb", tmp_path / "x.duckdb", only=ONLY)
    (tmp_path / "x.duckdb").rename(tmp_path / "x.sqlite")
    with pytest.raises(UsageError, match="so it is not replaced"):
        export(home, own, "sqlite", tmp_path / "x.sqlite", only=ONLY)


def test_nothing_is_written_into_a_bundle(home: Home, own: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(home, own, "duckdb", out, only=ONLY)
    before = content(out)
    (tmp_path / "link").symlink_to(out)
    for target, place in (
        ("duckdb", out / "sanctrack.duckdb"),
        ("sqlite", tmp_path / "link" / "new.sqlite"),
        ("csv", out / "deep" / "more"),
    ):
        with pytest.raises(UsageError, match="lies in the bundle"):
            export(home, own, target, place, only=ONLY)
    assert content(out) == before


@pytest.mark.parametrize(
    "name", ["one.sqlite", "one.duckdb", "one.xlsx", "one.hyper", "one.parquet", "one.csv"]
)
def test_verify_says_that_a_single_file_has_no_stamp(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    done = command("verify", str(tmp_path / name))
    assert done.returncode == 2
    for words in ("carries no stamp", "folder of a bundle", "sanctrack export bundle -o DIR"):
        assert words in done.stderr
