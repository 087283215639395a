"""A bundle that a stranger made: nothing of it is run, nothing outside it is read, and reading it
ends.
"""

import copy
import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from exports.test_export_faults import command

from sanctrack.definitions.paths import Home
from sanctrack.errors import DataError, SanctrackError
from sanctrack.exports import export, verify_bundle
from sanctrack.exports.reading.plain_folder import Folder, NotPlainError
from sanctrack.exports.reading.stamp_reader import checked, parsed
from sanctrack.names.signs import visible_name

SECRET = "hidden-word-of-a-local-file"
TABLE: dict[str, Any] = {"rows": 1, "columns": {"a": {"type": "integer", "filled": 1, "sum": 1}}}
ENDINGS = {
    "parquet": "x.parquet",
    "csv": "x.csv",
    "duckdb": "x.duckdb",
    "sqlite": "x.sqlite",
    "xlsx": "x.xlsx",
}


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A local file outside the bundle, of one integer column, whose text may appear nowhere."""
    path = tmp_path / "secret.csv"
    path.write_text(f"a,{SECRET}\n1,{SECRET}\n")
    return path


def stamp_of(
    folder: Path, files: dict[str, dict[str, Any]], tables: dict[str, Any] | None = None
) -> Path:
    """Write the stamp of a bundle of one table `t`, with the true checksums of the files that are
    there.
    """
    entries = {}
    for name, about in files.items():
        path = folder / name
        content = path.read_bytes() if path.is_file() else b""
        entries[name] = {
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            **about,
        }
    stamp = {
        "format": 1,
        "publication": "public",
        "tables": {"t": TABLE} if tables is None else tables,
        "files": entries,
    }
    (folder / "stamp.json").write_text(json.dumps(stamp))
    return folder


def in_duckdb(path: Path, *statements: str) -> None:
    with duckdb.connect(str(path)) as database:
        for statement in statements:
            database.execute(statement)


def in_sqlite(path: Path, *statements: str) -> None:
    database = sqlite3.connect(path)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


def in_xlsx(path: Path, rows: list[list[Any]], sheet: str = "t") -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = sheet  # type: ignore[union-attr]
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)


def honest(folder: Path, target: str) -> Path:
    """A bundle of one file with table t, column a, value 1."""
    folder.mkdir(exist_ok=True)
    path = folder / ENDINGS[target]
    match target:
        case "parquet":
            pq.write_table(pa.table({"a": [1]}), path)
        case "csv":
            path.write_text("a\n1\n")
        case "duckdb":
            in_duckdb(path, "create table t as select 1::bigint as a")
        case "sqlite":
            in_sqlite(path, "create table t (a integer)", "insert into t values (1)")
        case "xlsx":
            in_xlsx(path, [["a"], [1]])
    return stamp_of(folder, {path.name: about(target)})


def about(target: str) -> dict[str, str]:
    return {"target": target, "table": "t"} if target in ("parquet", "csv") else {"target": target}


def differing(folder: Path) -> list[tuple[Any, ...]]:
    return [row for row in verify_bundle(folder).rows if row[-1] == "differs"]


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("target", ENDINGS)
def test_an_honest_small_bundle_is_as_its_stamp_says(tmp_path: Path, target: str) -> None:
    assert differing(honest(tmp_path / "bundle", target)) == []


# -- the stamp
# ------------------------------------------------------------------------------------------------

HOSTILE = [
    "a\") from (select 1 as a); copy (select 'owned' as x) to 'owned.txt' (header false); select "
    "1, 1, 1 --",
    "a\"), (select content from read_text('/etc/hostname')) from (select 1 as a) --",
    "t\"; attach 'owned.duckdb'; --",
    "x' or '1'='1",
    'a"b',
    "two\nlines",
    "nul\0",
    "\x1b[31mred",
    "turned\u202e",
    "/* comment */",
    "-- comment",
    "semi;colon",
    "A",
    "a b",
    "",
    "ကုလားထိုင်",
    "\ud800",
    "a" * 100,
]


def base() -> dict[str, Any]:
    file = {"bytes": 0, "sha256": "0" * 64, "target": "parquet", "table": "t"}
    return {
        "format": 1,
        "publication": "public",
        "tables": {"t": copy.deepcopy(TABLE)},
        "files": {"x.parquet": file},
    }


def with_column(name: str) -> dict[str, Any]:
    stamp = base()
    stamp["tables"]["t"]["columns"][name] = TABLE["columns"]["a"]
    return stamp


def with_table(name: str) -> dict[str, Any]:
    stamp = base()
    stamp["tables"][name] = TABLE
    stamp["files"]["x.parquet"]["table"] = name
    return stamp


def with_file(name: str) -> dict[str, Any]:
    stamp = base()
    stamp["files"][name] = stamp["files"]["x.parquet"]
    return stamp


def with_type(name: str) -> dict[str, Any]:
    stamp = base()
    stamp["tables"]["t"]["columns"]["a"]["type"] = name
    return stamp


def with_target(name: str) -> dict[str, Any]:
    stamp = base()
    stamp["files"]["x.parquet"]["target"] = name
    return stamp


def with_left_out(name: str) -> dict[str, Any]:
    stamp = base()
    stamp["files"]["x.xlsx"] = {
        "bytes": 0,
        "sha256": "0" * 64,
        "target": "xlsx",
        "left_out": [name],
    }
    return stamp


def with_day(name: str) -> dict[str, Any]:
    stamp = base()
    stamp["tables"]["t"]["columns"]["day"] = {
        "type": "date",
        "filled": 1,
        "first": name,
        "last": name,
    }
    return stamp


def with_key(name: str) -> dict[str, Any]:
    stamp = base()
    stamp["tables"]["t"]["columns"]["a"][name] = 1
    return stamp


POSITIONS = [
    with_column,
    with_table,
    with_file,
    with_type,
    with_target,
    with_left_out,
    with_day,
    with_key,
]


@pytest.mark.parametrize("place", POSITIONS, ids=lambda place: place.__name__)
@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_name_in_a_stamp_makes_it_unreadable(
    tmp_path: Path, place: Callable[[str], dict[str, Any]], name: str
) -> None:
    if place is with_file and name in ("A", "a" * 100):
        return  # plain names of a file
    (tmp_path / "stamp.json").write_text(json.dumps(place(name)))
    with pytest.raises(DataError, match="not a readable stamp") as caught:
        verify_bundle(tmp_path)
    assert str(caught.value).isprintable()
    assert [path.name for path in tmp_path.iterdir()] == ["stamp.json"]


NAMES_OUTSIDE = [
    "../secret.csv", "/etc/passwd", "a/../../b", "..", "C:\\x", "c:x", "\\\\host\\share",
    "a\\..\\b", "csv/..", "./../x", "/",
]  # fmt: skip
NO_NAMES = [
    "",
    ".",
    "a/",
    "a//b",
    "a/./b",
    "nul",
    "CON.csv",
    "com1",
    "aux.parquet",
    "a/b/c/d",
    ".hidden",
    "a.",
    "a b",
    "~",
    "stamp.json",
]


@pytest.mark.parametrize(
    ("names", "words"),
    [(NAMES_OUTSIDE, "lies outside the bundle; nothing was read"), (NO_NAMES, "is no name that")],
)
def test_names_of_files_are_plain_and_inside(names: list[str], words: str) -> None:
    for name in names:
        with pytest.raises(ValueError, match=words):
            checked(with_file(name))


def changed(*path: str, value: Any) -> dict[str, Any]:
    stamp = base()
    place = stamp
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return stamp


WRONG_VALUES = [None, True, -1, 1.5, "1", [], {}, ["parquet"], 10**50]
VALUES = [
    ("format",), ("tables",), ("files",), ("publication",), ("tables", "t"),
    ("tables", "t", "rows"), ("tables", "t", "columns"), ("tables", "t", "columns", "a"),
    ("tables", "t", "columns", "a", "type"), ("tables", "t", "columns", "a", "filled"),
    ("tables", "t", "columns", "a", "sum"), ("files", "x.parquet"), ("files", "x.parquet", "bytes"),
    ("files", "x.parquet", "sha256"), ("files", "x.parquet", "target"),
    ("files", "x.parquet", "table"), ("files", "x.parquet", "left_out"),
]  # fmt: skip
RIGHT = [("tables", "t", "columns", "a", "sum", None), ("tables", "t", "columns", "a", "sum", -1)]


@pytest.mark.parametrize("path", VALUES, ids=".".join)
def test_a_value_of_another_type_makes_the_stamp_unreadable(path: tuple[str, ...]) -> None:
    assert checked(base())
    for value in WRONG_VALUES:
        if (*path, value) not in RIGHT:
            with pytest.raises(ValueError, match=r".") as caught:
                checked(changed(*path, value=value))
            assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no JSON"),
        ("[" * 200_000, "nested too deep"),
        ('{"a":' * 200_000, "nested too deep"),
        ('{"format": 1, "format": 1}', "the key 'format' stands twice"),
        ('{"format": NaN}', "NaN is no number"),
        ('{"format": Infinity}', "Infinity is no number"),
        ('{"format": 1e999}', "too large"),
        ('{"format": ' + "9" * 5_000 + "}", "too large"),
        ('{"format": "\\ud800"}', "format is"),
        ("[]", "no mapping"),
        ("3", "no mapping"),
        ("null", "no mapping"),
        ('{"format": 1, "files": {}, "tables": {}}', "files names none"),
        ("\x00", "no JSON"),
    ],
)
def test_json_of_a_stranger_is_told_in_one_line(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "stamp.json").write_text(text)
    with pytest.raises(DataError, match=words) as caught:
        verify_bundle(tmp_path)
    assert "not a readable stamp" in str(caught.value)


def test_a_stamp_in_another_encoding_or_too_large_is_refused(tmp_path: Path) -> None:
    for content, words in (
        ("{}".encode("utf-16"), "no UTF-8"),
        (b"\xff", "no UTF-8"),
        (b" " * 32_000_001, "larger than"),
    ):
        (tmp_path / "stamp.json").write_bytes(content)
        with pytest.raises(DataError, match=words):
            verify_bundle(tmp_path)


def test_every_name_that_is_exported_has_the_form_of_a_stamp(made: Path) -> None:
    assert checked(parsed((made / "stamp.json").read_bytes()))


# -- the three cases that were found, as a user meets them
# ------------------------------------------------------


@pytest.mark.parametrize(
    "stamp",
    [
        with_column(HOSTILE[0]),
        with_column(HOSTILE[1]),
        changed("files", "x.parquet", "target", value=["parquet"]),
        with_table(HOSTILE[2]),
    ],
    ids=["writes", "reads", "shape", "attaches"],
)
def test_the_command_says_not_a_readable_stamp(tmp_path: Path, stamp: dict[str, Any]) -> None:
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    pq.write_table(pa.table({"a": [1]}), bundle / "x.parquet")
    (bundle / "stamp.json").write_text(json.dumps(stamp))
    work = tmp_path / "work"
    work.mkdir()
    import subprocess
    import sys

    program = [
        sys.executable,
        "-c",
        "from sanctrack.cli import main; main()",
        "verify",
        str(bundle),
    ]
    done = subprocess.run(program, capture_output=True, text=True, cwd=work, check=False)
    assert done.returncode == 4
    assert len(done.stderr.splitlines()) == 1
    assert "not a readable stamp" in done.stderr
    assert done.stdout == ""
    hostname = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else ""
    assert not hostname or hostname not in done.stderr.replace("/etc/hostname", "").replace(
        str(tmp_path), ""
    )
    assert list(work.iterdir()) == []


# -- what lies in the folder
# ------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ENDINGS)
@pytest.mark.parametrize("kind", ["link", "link to nothing", "pipe", "folder", "missing"])
def test_a_file_that_is_no_plain_file_is_not_opened(
    tmp_path: Path, secret: Path, target: str, kind: str
) -> None:
    bundle = honest(tmp_path / "bundle", target)
    path = bundle / ENDINGS[target]
    path.rename(tmp_path / "outside")
    match kind:
        case "link":
            path.symlink_to(tmp_path / "outside")
        case "link to nothing":
            path.symlink_to(tmp_path / "nowhere")
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
    said = {
        "link": "a link",
        "link to nothing": "a link",
        "pipe": "a pipe",
        "folder": "a folder",
        "missing": "not there",
    }[kind]
    assert differing(bundle) == [(path.name, None, "opens", "a file", said, "differs")]


def test_a_folder_that_is_a_link_and_a_stamp_that_is_none(tmp_path: Path) -> None:
    bundle = honest(tmp_path / "bundle", "csv")
    (tmp_path / "outside").mkdir()
    (bundle / "x.csv").rename(tmp_path / "outside" / "x.csv")
    (bundle / "csv").symlink_to(tmp_path / "outside")
    stamp_of(bundle, {"csv/x.csv": about("csv")})
    found = differing(bundle)
    assert (
        "csv/x.csv",
        None,
        "opens",
        "a file",
        "in a folder that is a link or a file",
        "differs",
    ) in found
    assert ("csv", None, "in the stamp", "yes", "no: a link", "differs") in found
    (bundle / "stamp.json").rename(tmp_path / "outside" / "stamp.json")
    for make in (
        lambda path: path.symlink_to(tmp_path / "outside" / "stamp.json"),
        os.mkfifo,
        Path.mkdir,
    ):
        make(bundle / "stamp.json")
        with pytest.raises(DataError, match=r"not a readable stamp: it is a (link|pipe|folder)"):
            verify_bundle(bundle)
        (bundle / "stamp.json").rmdir() if (bundle / "stamp.json").is_dir() else (
            bundle / "stamp.json"
        ).unlink()


def test_a_bundle_without_files_and_a_link_to_a_folder_is_not_as_its_stamp_says(
    tmp_path: Path,
) -> None:
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    (bundle / "more").symlink_to("/etc")
    (bundle / "stamp.json").write_text(json.dumps({**base(), "files": {}}))
    done = command("verify", str(bundle))
    assert done.returncode == 4
    assert "files names none" in done.stderr
    stamp_of(bundle, {}, {})
    bundle = honest(tmp_path / "bundle", "csv")
    assert differing(bundle) == [("more", None, "in the stamp", "yes", "no: a link", "differs")]


def test_names_in_the_folder_are_printed_without_signs_that_a_terminal_obeys(
    tmp_path: Path,
) -> None:
    bundle = honest(tmp_path / "bundle", "csv")
    for name in ("\x1b[2Jred", "turned\u202etxt", "two\nlines", "long" * 50):
        (bundle / name).touch()
    (bundle / os.fsdecode(b"\xff\xfe")).touch()
    done = command("verify", str(bundle), "-f", "csv")
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "␛[2Jred" in done.stdout


def test_a_folder_is_read_whole_only_so_far(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path.joinpath(*["deep"] * 12)
    deep.mkdir(parents=True)
    with Folder(tmp_path) as folder:
        assert [kind for _, kind in folder.entries()] == ["a folder too deep in others"]
    monkeypatch.setattr("sanctrack.exports.reading.plain_folder.LARGEST_LISTING", 3)
    for number in range(9):
        (tmp_path / f"{number}").touch()
    with Folder(tmp_path) as folder:
        assert list(folder.entries())[-1] == ("…", "more than 3 files")


def test_what_is_exchanged_after_a_look_is_not_followed(tmp_path: Path, secret: Path) -> None:
    """The folder is held open: an exchange of its path, or of a folder in it,
    leads nowhere else.
    """
    inner = tmp_path / "bundle" / "csv"
    inner.mkdir(parents=True)
    (inner / "x.csv").write_text("inside")
    with Folder(tmp_path / "bundle") as folder:
        (tmp_path / "bundle").rename(tmp_path / "moved")
        (tmp_path / "bundle").symlink_to(tmp_path)
        with folder.open("csv/x.csv") as file:
            assert file.read() == b"inside"
        shutil.rmtree(tmp_path / "moved" / "csv")
        (tmp_path / "moved" / "csv").symlink_to(tmp_path)
        with pytest.raises(NotPlainError):
            folder.open("csv/secret.csv")


# -- what lies in the files
# -------------------------------------------------------------------------------------

READ_SECRET = "select size as a from read_text('{secret}')"
ENDLESS = "with recursive n(a) as (select 1 union all select a + 1 from n) select a from n"
DUCKDB_PROGRAMS = {
    "view that reads": [f"create view t as {READ_SECRET}"],
    "view without end": [f"create view t as {ENDLESS}"],
    "view beside": ["create table t as select 1::bigint as a", f"create view v as {READ_SECRET}"],
    "macro": ["create table t as select 1::bigint as a", "create macro sum(x) as 99"],
    "table macro": [
        "create table t as select 1::bigint as a",
        f"create macro t2() as table {READ_SECRET}",
    ],
    "generated column": [
        "create table t (b bigint, a bigint generated always as (b + 1))",
        "insert into t values (1)",
    ],
    "default": ["create table t (a bigint default 5)", "insert into t values (1)"],
    "sequence": ["create table t as select 1::bigint as a", "create sequence s"],
    "type": ["create type e as enum ('x')", "create table t as select 1::bigint as a"],
    "schema": [
        "create schema other",
        "create table other.x (a bigint)",
        "create table t as select 1::bigint as a",
    ],
    "index": ["create table t as select 1::bigint as a", "create index i on t (a)"],
}
SQLITE_PROGRAMS = {
    "view without end": [f"create view t as {ENDLESS}"],
    "view beside": [
        "create table t (a integer)",
        "insert into t values (1)",
        "create view v as select 1",
    ],
    "trigger": [
        "create table t (a integer)",
        "insert into t values (1)",
        "create trigger g after insert on t begin select 1; end",
    ],
    "generated column": [
        "create table t (b integer, a integer generated always as (b + 1))",
        "insert into t values (1)",
    ],
    "index on an expression": [
        "create table t (a integer)",
        "insert into t values (1)",
        "create index i on t (abs(a))",
    ],
    "virtual table": ["create virtual table t using fts5(a)"],
    "view that says it is a table": [
        f"create view t as {ENDLESS}",
        "pragma writable_schema = on",
        "update sqlite_master set type = 'table' where name = 't'",
    ],
}


@pytest.mark.parametrize("program", DUCKDB_PROGRAMS)
def test_a_duckdb_file_with_programs_is_told_and_none_is_run(
    tmp_path: Path, secret: Path, program: str
) -> None:
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    in_duckdb(
        bundle / "x.duckdb",
        *(statement.format(secret=secret) for statement in DUCKDB_PROGRAMS[program]),
    )
    stamp_of(bundle, {"x.duckdb": about("duckdb")})
    before = everything(tmp_path)
    (row,) = differing(bundle)
    assert row[2] == "opens"
    assert "holds more than tables" in row[4]
    assert SECRET not in str(row)
    assert everything(tmp_path) == before


@pytest.mark.parametrize("program", SQLITE_PROGRAMS)
def test_an_sqlite_file_with_programs_is_told_and_none_is_run(tmp_path: Path, program: str) -> None:
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    in_sqlite(bundle / "x.sqlite", *SQLITE_PROGRAMS[program])
    stamp_of(bundle, {"x.sqlite": about("sqlite")})
    before = everything(tmp_path)
    (row,) = differing(bundle)
    # newer ones find such a schema malformed
    refused_by_sqlite = "cannot be read as a sqlite file (DatabaseError)"
    assert "holds more than tables" in row[4] or (
        program == "view that says it is a table" and row[4] == refused_by_sqlite
    )
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    "name",
    [name for name in (*HOSTILE, "select") if name and "\0" not in name and name.isprintable()],
    ids=ascii,
)
@pytest.mark.parametrize("target", ENDINGS)
def test_hostile_names_in_a_file_are_only_named(tmp_path: Path, target: str, name: str) -> None:
    bundle = honest(tmp_path / "bundle", target)
    path = bundle / ENDINGS[target]
    quoted = '"' + name.replace('"', '""') + '"'
    match target:
        case "parquet":
            pq.write_table(pa.table({"a": [1], name: [2]}), path)
        case "csv":
            path.write_text(f"a,{quoted}\n1,2\n")
        case "duckdb":
            in_duckdb(
                path, f"alter table t add column {quoted} bigint"
            ) if name.lower() != "a" else None
        case "sqlite":
            in_sqlite(
                path, f"alter table t add column {quoted} integer"
            ) if name.lower() != "a" else None
        case "xlsx":
            in_xlsx(path, [["a", name], [1, 2]])
    stamp_of(bundle, {path.name: about(target)})
    found = differing(bundle)
    assert all(row[2] == "in the stamp" and "column" in row[4] for row in found), found
    assert len(found) == (0 if name == "A" and target in ("duckdb", "sqlite") else 1)
    assert sorted(item.name for item in bundle.iterdir()) == sorted([path.name, "stamp.json"])


@pytest.mark.parametrize("target", ENDINGS)
def test_the_words_of_a_file_are_not_repeated(tmp_path: Path, secret: Path, target: str) -> None:
    """A hard link to a local file is that file; what its reader says of it must
    not hold its words.
    """
    bundle = honest(tmp_path / "bundle", target)
    path = bundle / ENDINGS[target]
    path.unlink()
    path.hardlink_to(secret)
    stamp_of(bundle, {path.name: about(target)})
    for row in differing(bundle):
        assert SECRET not in str(row) or row[4].startswith("no: column")
    path.unlink()
    secret.write_text(f"a\n{SECRET}\n")
    path.hardlink_to(secret)
    stamp_of(bundle, {path.name: about(target)})
    found = differing(bundle)
    assert found
    assert SECRET not in str(found)


def test_sqlite_values_that_are_no_days_or_numbers_are_not_printed(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    in_sqlite(
        bundle / "x.sqlite",
        "create table t (a date)",
        f"insert into t values ('{SECRET}'), (x'00ff')",
    )
    tables = {
        "t": {
            "rows": 2,
            "columns": {
                "a": {"type": "date", "filled": 2, "first": "2024-01-01", "last": "2024-01-01"}
            },
        }
    }
    stamp_of(bundle, {"x.sqlite": about("sqlite")}, tables)
    assert [row[4] for row in differing(bundle)] == ["no day", "no day"]


def test_a_column_or_table_that_is_not_there_is_no_text(tmp_path: Path) -> None:
    """SQLite takes a quoted name that it does not know for a text, and would count it."""
    for target in ENDINGS:
        bundle = honest(tmp_path / target, target)
        tables = copy.deepcopy({"t": TABLE})
        tables["t"]["columns"]["b"] = TABLE["columns"]["a"]
        stamp_of(bundle, {ENDINGS[target]: about(target)}, tables)
        assert [row[2] for row in differing(bundle)] == ["column b"], target
        if target not in ("parquet", "csv"):
            stamp_of(bundle, {ENDINGS[target]: about(target)}, {"t": TABLE, "u": TABLE})
            assert [row[1:3] for row in differing(bundle)] == [("u", "table")], target


def test_types_are_those_of_the_stamp(tmp_path: Path) -> None:
    bundle = honest(tmp_path / "bundle", "parquet")
    pq.write_table(pa.table({"a": ["1"]}), bundle / "x.parquet")
    stamp_of(bundle, {"x.parquet": about("parquet")})
    assert [row[2:5] for row in differing(bundle)] == [("type of a", "integer", "string")]


@pytest.mark.parametrize("journal", ["x.sqlite-wal", "x.sqlite-journal", "x.duckdb.wal"])
def test_a_journal_beside_a_database_is_not_played(tmp_path: Path, journal: str) -> None:
    target = "duckdb" if "duckdb" in journal else "sqlite"
    bundle = honest(tmp_path / "bundle", target)
    (bundle / journal).write_bytes(b"anything")
    before = everything(bundle)
    assert differing(bundle) == [(journal, None, "in the stamp", "yes", "no: a file", "differs")]
    assert everything(bundle) == before


def test_archives_and_files_that_unpack_to_far_more_are_refused(tmp_path: Path) -> None:
    bundle = honest(tmp_path / "bundle", "xlsx")
    with zipfile.ZipFile(bundle / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)
    stamp_of(bundle, {"x.xlsx": about("xlsx")})
    assert "zip bomb" in differing(bundle)[0][4]
    bundle = honest(tmp_path / "many", "parquet")
    pq.write_table(pa.table({"a": pa.array([1] * 3_000_000)}), bundle / "x.parquet")
    stamp_of(bundle, {"x.parquet": about("parquet")})
    assert [row[2:5] for row in differing(bundle)] == [("rows", "1", "3000000")]


def test_time_and_crashes_are_told_and_take_no_other_file_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = honest(tmp_path / "bundle", "csv")
    honest(bundle, "parquet")
    stamp_of(bundle, {"x.csv": about("csv"), "x.parquet": about("parquet")})
    rows = verify_bundle(bundle, seconds=0).rows
    assert [row[-1] for row in rows] == ["differs", "differs"]
    assert all("seconds for this bundle had passed" in row[4] for row in rows)


def test_a_full_temporary_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sanctrack.exports.bundle import verify

    def full(*_: Any) -> str:
        raise OSError(28, "No space left on device")

    bundle = honest(tmp_path / "bundle", "sqlite")
    monkeypatch.setattr(verify, "digest", full)
    with pytest.raises(SanctrackError, match=r"temporary files cannot be written: .*TMPDIR"):
        verify_bundle(bundle)


def test_every_target_is_read_back() -> None:
    from sanctrack.exports import TARGETS

    assert {"csv", "duckdb", "hyper", "parquet", "sqlite", "xlsx"} <= set(TARGETS)
    for name, target in TARGETS.items().items():
        assert callable(target.read), name
        assert (not target.ENDING) == target.ONE_TABLE, name
        assert target.ONE_TABLE or callable(target.added), name


def test_the_next_command_is_quoted_for_a_shell(tmp_path: Path) -> None:
    out = tmp_path / "a b; rm"
    done = command("--workspace", str(tmp_path / "none"), "export", "csv", "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert f"`sanctrack verify '{out}'` reads it back" in done.stderr


def test_names_are_readable() -> None:
    assert visible_name("ကုလား a") == "ကုလား a"
    assert visible_name("\x1b\n\u202e\ud800") == "␛␊⟨U+202E⟩⟨U+D800⟩"
    assert len(visible_name("x" * 1_000)) == 121


def test_a_stranger_cannot_make_an_export_hang_or_run(
    home: Home, own: Path, tmp_path: Path
) -> None:
    """What stands where an export would go is read by the same doors."""
    path = tmp_path / "x.duckdb"
    about_rows = "select 'made_with' as item, 'sanctrack 1' as statement"
    in_duckdb(
        path,
        f"create view bundle_about as {ENDLESS}",
        f"create view bundle_columns as {about_rows}",
    )
    before = path.read_bytes()
    with pytest.raises(SanctrackError, match="so it is not replaced"):
        export(home, own, "duckdb", path, only=["dim_source"])
    assert path.read_bytes() == before
    database = tmp_path / "x.sqlite"
    in_sqlite(
        database,
        f"create view bundle_about as {ENDLESS}",
        f"create view bundle_columns as {about_rows}",
    )
    with pytest.raises(SanctrackError, match="so it is not replaced"):
        export(home, own, "sqlite", database, only=["dim_source"])
    os.mkfifo(tmp_path / "stamp.json")
    with pytest.raises(SanctrackError):
        export(home, own, "sqlite", tmp_path / "y" / ".." / "x.sqlite", only=["dim_source"])
