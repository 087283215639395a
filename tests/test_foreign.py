"""Bytes of others: whatever they are, the answer is one line in words with its exit code, and
nothing is left behind.

Every reader has its case in READERS. A run tries some hundred inputs of each, the same ones every
time, and all that ever failed (tests/corpus); `make test-whole` tries forty times as many.
"""

import ast
import inspect
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest_lists import NEW_SHEET, OLD_SHEET, SAMPLES, further_samples
from fuzzing import CORPUS, Reader, ask, broken_laws, faults
from whole import WHOLE

import sanctrack
from sanctrack.definitions.paths import Home, find_home
from sanctrack.errors import DataError, SanctrackError, SourceError, UsageError
from sanctrack.exports import TARGETS
from sanctrack.foreign import reading
from sanctrack.lists.publishers import importer, importer_names

ROOT = Path(__file__).resolve().parent.parent
LISTS = [
    ("us_ofac", "ofac/sdn.csv"),
    ("us_ofac", "ofac/sdn.xml"),
    ("us_ofac", "ofac/sdn_advanced.xml"),
    ("uk_uksl", "uk/UK-Sanctions-List.xml"),
    ("uk_uksl", "uk/UK-Sanctions-List.csv"),
    ("eu_fsf", "eu/fsf.xml"),
    ("eu_fsf", "eu/fsf.csv"),
    ("un_sc", "un/consolidated.xml"),
    ("ca_sema", "ca/sema-lmes.xml"),
    ("ca_sema", "ca/sema-lmes-bilingual.xml"),
    ("ch_seco", "ch/seco.xml"),
    ("opensanctions", "opensanctions/entities.ftm.json"),
    ("opensanctions", "opensanctions/targets.simple.csv"),
    ("au_dfat", "au/old.xlsx"),
    ("au_dfat", "au/new.xlsx"),
]
LISTS += further_samples([name for name, _ in LISTS])
STATEMENTS = (
    "select admin1, count(*) as strikes from airstrikes group by admin1 order by strikes desc",
    "with a as (select * from actors) select a.name, n.name from a join actor_names n using "
    "(actor_id) where n.name like '%a%'",
    "explain select * from deliveries where vessel_id = 'mt-reef' and arrived_earliest_on >= date "
    "'2023-01-01'",
    "describe airstrikes",
)
BRIEFING = """---
title: A test
question: Which deliveries were reported?
audience: tests
parameters:
  vessel: {type: string, default: mt-reef, help: A vessel}
runs:
  ship: {report: deliveries, params: {vessel_id: $vessel}}
---
The data hold {{ ship.rows }} deliveries of {{ $vessel }}.

```table
run: ship
columns: [vessel, arrived]
caption: Deliveries
```

{{ caveats }}
"""


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    """A workbook of a few rows, the same bytes in every run."""
    from xlsxwriter import Workbook

    path.parent.mkdir(parents=True, exist_ok=True)
    with Workbook(path) as book:
        book.set_properties({"created": datetime(2020, 1, 1, tzinfo=UTC)})
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return path


def australian(folder: Path, columns: tuple[str | None, ...], name: str) -> Path:
    said = {
        "Reference": 1,
        "Name of Individual or Entity": "Invented Fuels",
        "Type": "Entity",
        "Name Type": "Primary Name",
    }
    said |= {
        "Control Date": "1/02/2023",
        "Committees": "Autonomous (Myanmar)",
        "Address": "Yangon, Myanmar",
    }
    return workbook(
        folder / name, columns, *[tuple(said.get(column or "", "") for column in columns)] * 3
    )


def list_samples(folder: Path) -> list[tuple[str, Path]]:
    """Importer and file of every layout, as files of a folder of its own."""
    australian(folder / "au", OLD_SHEET, "old.xlsx")
    australian(folder / "au", NEW_SHEET, "new.xlsx")
    found = []
    for name, file in LISTS:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            shutil.copy(SAMPLES / file, path)
        found.append((name, path))
    return found


def head_of(path: Path, lines: int = 4) -> bytes:
    return b"".join(path.read_bytes().splitlines(keepends=True)[:lines])


# -- the readers
# ----------------------------------------------------------------------------------------------


def check_reader(folder: Path, home: Home) -> Reader:
    files = []
    for table in ("actors", "airstrikes", "shipment_stops", "evidence"):
        path = folder / f"{table}.csv"
        path.write_bytes(head_of(home.datasets / f"{table}.csv"))
        files.append(path)
    rows = [
        line.split(",") for line in (folder / "actors.csv").read_text(encoding="utf-8").splitlines()
    ]
    files.append(workbook(folder / "actors.xlsx", *map(tuple, rows)))
    return Reader("check", 45, files, lambda path: ["check", str(path), "-w"], allowed=(0, 2, 4))


def import_reader(folder: Path, home: Home) -> Reader:
    of = {path: name for name, path in list_samples(folder / "lists")}
    workspace = folder / "workspace"
    workspace.mkdir()

    def argv(path: Path) -> list[str]:
        shutil.rmtree(workspace / "lists", ignore_errors=True)
        return ["--workspace", str(workspace), "import", of[path], str(path)]

    # what a success adds is no failure's, and is taken away before the next
    return Reader("import", 300, list(of), argv, workspace, allowed=(0, 2, 5))


def workspace_reader(folder: Path, home: Home) -> Reader:
    """Stored lists and facts of a user's own that were damaged where they lie."""
    workspace = folder / "workspace"
    for number, line in enumerate(
        (
            b"",
            b'109,"ANOTHER PARTY",-0- ,"IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Linked To: '
            b'X."\r\n',
        )
    ):
        path = folder / f"sdn{number}.csv"
        path.write_bytes((SAMPLES / "ofac/sdn.csv").read_bytes().rstrip(b"\x1a") + line)
        day = f"2023-01-0{number + 1}"
        answer = ask(
            [
                "--workspace",
                str(workspace),
                "import",
                "us_ofac",
                str(path),
                "--published-on",
                day,
                "--accept",
            ]
        )
        assert answer.code == 0, answer.err
    (workspace / "datasets").mkdir()
    (workspace / "briefings").mkdir()
    (workspace / "briefings" / "own.md").write_text(BRIEFING, encoding="utf-8")
    own = workspace / "datasets" / "places.csv"
    own.write_bytes(head_of(home.datasets / "places.csv", 2).replace(b"\n", b"\nown-", 1))
    files = [
        path
        for path in sorted(workspace.rglob("*"))
        if path.suffix in (".json", ".csv", ".md", ".parquet") and "built" not in path.parts
    ]
    commands = (
        ["lists"],
        ["changes"],
        ["report", "imported_copies"],
        ["briefings"],
        ["sql", "select count(*) from list_names"],
    )
    asked = iter(range(10**9))

    def argv(path: Path) -> list[str]:
        command = (
            ["sql", "select count(*) from places"]
            if path.suffix == ".csv"
            else commands[next(asked) % len(commands)]
        )
        return ["--workspace", str(workspace), *command]

    return Reader("workspace", 120, files, argv)


def home_reader(folder: Path, home: Home) -> Reader:
    """Contracts, queries and facts of a home of the user's own."""
    root = folder / "home"
    for name in ("schemas", "queries"):
        shutil.copytree(home.root / name, root / name)
    (root / "datasets").mkdir()
    for path in home.datasets.iterdir():
        (root / "datasets" / path.name).symlink_to(path)
    for name in ("facts.yaml", "actors.parquet"):
        (root / "datasets" / name).unlink()
        shutil.copy(home.datasets / name, root / "datasets" / name)
    files = [
        root / "schemas" / "actors.yaml",
        root / "datasets" / "facts.yaml",
        root / "datasets" / "actors.parquet",
    ]
    files += [
        root / "queries" / "reports" / "strikes.sql",
        root / "queries" / "reports" / "deliveries.sql",
    ]
    files += [root / "queries" / "views" / "facts" / "strikes.sql"]
    files = [path for path in files if path.exists()]

    def argv(path: Path) -> list[str]:
        commands = {
            "actors": ["tables", "actors"],
            "facts": ["report", "coverage"],
            "strikes": ["report", "strikes"],
        }
        command = commands.get(path.stem, ["report", "deliveries"])
        return [
            "--home",
            str(root),
            *(["sql", "select * from actors limit 1"] if path.suffix == ".parquet" else command),
        ]

    return Reader("home", 100, files, argv, walks=True)


def brief_reader(folder: Path, home: Home) -> Reader:
    path = folder / "own.md"
    path.write_text(BRIEFING, encoding="utf-8")
    return Reader("brief", 70, [path], lambda path: ["brief", str(path)], allowed=(0, 2, 3))


def sql_reader(folder: Path, home: Home) -> Reader:
    files = []
    for number, statement in enumerate(STATEMENTS):
        path = folder / f"{number}.sql"
        path.write_text(statement, encoding="utf-8")
        files.append(path)
    return Reader(
        "sql",
        80,
        files,
        lambda _: ["sql", "-", "-f", "csv", "--timeout", "10"],
        allowed=(0, 1, 2, 4),
        stdin=True,
    )


def document_reader(folder: Path, home: Home) -> Reader:
    source = folder / "own.md"
    source.write_text(BRIEFING, encoding="utf-8")
    files = [folder / f"built.{form}" for form in ("html", "md", "docx", "odt", "pdf")]
    answer = ask(
        ["brief", str(source), "--draft", *[part for path in files for part in ("-o", str(path))]]
    )
    assert answer.code == 0, answer.err
    return Reader("document", 50, files, lambda path: ["verify", str(path)], allowed=(0, 2, 4))


def bundle_reader(folder: Path, home: Home) -> Reader:
    from sanctrack.exports import export

    files = []
    for target in ("parquet", "csv", "duckdb", "sqlite", "xlsx"):
        export(home, ROOT / "no-such-workspace", target, folder / target, only=["authorities"])
        files += [
            path
            for path in sorted((folder / target).rglob("*"))
            if path.is_file() and path.stat().st_size < 5_000_000
        ]
    # the stamp is what a bundle says of itself: every other example is one
    stamps = [path for path in files if path.name == "stamp.json"]
    data = [
        path for path in files if path.suffix in (".parquet", ".csv", ".duckdb", ".sqlite", ".xlsx")
    ]
    every = [path for pair in zip(data * 5, stamps * len(data), strict=False) for path in pair]

    def argv(path: Path) -> list[str]:
        return ["verify", str(next(parent for parent in path.parents if parent.parent == folder))]

    return Reader("bundle", 60, every, argv, allowed=(0, 2, 4), walks=True)


READERS: dict[str, Callable[[Path, Home], Reader]] = {
    "check": check_reader,
    "import": import_reader,
    "workspace": workspace_reader,
    "home": home_reader,
    "brief": brief_reader,
    "sql": sql_reader,
    "document": document_reader,
    "bundle": bundle_reader,
}


@pytest.mark.parametrize("name", READERS)
def test_a_reader_answers_in_words(
    name: str, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # in this process, so that the cause of an error is seen; what bounds a reader from outside has
    # its tests in test_bounded.py
    monkeypatch.setattr("sanctrack.bounded.run", lambda work, *values, **_: work(*values))
    # it would hold for this whole process, which has files to write
    monkeypatch.setattr("sanctrack.exports.reading.foreign_tables.write_nothing", lambda: None)
    temporary = tmp_path / "temporary"
    place = tmp_path / "place"
    temporary.mkdir()
    place.mkdir()
    found = faults(READERS[name](place, home), temporary)
    assert not found, "\n".join([f"{len(found)} inputs", *found[:20]])


# -- arguments
# ------------------------------------------------------------------------------------------------

HOSTILE = (
    *(
        "",
        " ",
        "\0",
        "a\0b",
        "\udcff",
        "\ud800x",
        "\x1b[31mred",
        "\u202eturned",
        "-",
        "--",
        "=",
        "a=",
        "=a",
        ".",
        "..",
        "/",
        "~",
        "*",
    ),
    *(
        "9" * 40,
        "9" * 5000,
        "-1",
        "1e999",
        "nan",
        "inf",
        "9999-99-99",
        "0000-00-00",
        "9999-12-31",
        "0001-01-01",
        "2023-02-30",
    ),
    *(
        "x" * 300,
        "x" * 5000,
        "/" + "a/" * 3000,
        "'; drop table airstrikes; --",
        '"',
        "%s",
        "{x}",
        "{{ x }}",
        "ကိ\u200bမ",
        "nul",
        "con",
    ),
    *(
        "as_of=9999-99-99",
        "as_of=\udcff",
        "as_of=\0",
        "as_of=" + "9" * 5000,
        "vessel_id=\x1b[31m",
        "from_on=0001-01-01",
    ),
)
COMMANDS = (
    ["report", "{}"],
    ["report", "gap_matrix", "-p", "{}"],
    ["report", "gap_matrix", "-p", "as_of={}"],
    ["report", "deliveries", "-p", "vessel_id={}"],
    ["report", "strikes", "-p", "from_on={}"],
    ["report", "strikes", "-f", "{}"],
    ["report", "coverage", "-o", "{}"],
    ["show", "{}"],
    ["tables", "{}"],
    ["sql", "{}"],
    ["sql", "select 1", "--limit", "{}"],
    ["sql", "select 1", "--timeout", "{}"],
    ["check", "{}"],
    ["import", "{}", "x.csv"],
    ["import", "us_ofac", "{}"],
    ["import", "us_ofac", "x.csv", "--published-on", "{}"],
    ["changes", "{}"],
    ["changes", "--since", "{}"],
    ["brief", "{}"],
    ["brief", "one-vessel", "-p", "{}"],
    ["brief", "one-vessel", "-o", "{}"],
    ["briefings", "{}"],
    ["verify", "{}"],
    ["export", "{}", "-o", "x"],
    ["export", "csv", "-o", "{}"],
    ["{}"],
    ["--home", "{}", "reports"],
    ["--workspace", "{}", "lists"],
    ["reports", "{}"],
)
# a word that is no path of this machine is a place to write to; the machine may refuse it (1)
WRITING = ("-o", "export")
# an export that succeeds takes a second, and says nothing about its arguments
UNWRITABLE = ("", "\0", "a\0b", "\udcff", "\ud800x", "x" * 300, "/" + "a/" * 3000, "-", "--", "=")
# of how many words one is tried in an ordinary run
SAMPLED = {"show": 6, "export": 1, "{}": 1}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_any_argument_is_answered_in_words(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SANCTRACK_WORKSPACE", str(tmp_path / "workspace"))
    writes = any(word in command for word in WRITING)
    every = 1 if WHOLE else SAMPLED.get(command[0], 3)
    wrong = []
    for number, word in enumerate(HOSTILE):
        if number % every:
            continue
        if command[0] == "export" and word not in UNWRITABLE:
            continue
        if writes and word in ("/", "~", "..", "."):
            continue
        answer = ask([part.replace("{}", word) for part in command])
        told = broken_laws(
            answer,
            (0, 1, 2, 3, 4, 5) if writes or "/" in word or len(word) > 250 else (0, 2, 3, 4, 5),
        )
        wrong += [f"{word[:20]!a}: {item} | {answer.err[-300:]}" for item in told]
    assert not wrong, "\n".join(wrong)


def test_a_closed_stdin_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    answer = ask(["sql", "-"])
    assert (answer.code, broken_laws(answer)) == (2, [])
    assert "closed" in answer.err


# -- the door itself
# ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (KeyError("xl/workbook.xml"), "a part that it must have is missing"),
        (struct.error("unpack requires"), "damaged or cut off"),
        (zlib.error("Error -3"), "damaged or cut off"),
        (zipfile.BadZipFile("x"), "damaged or cut off"),
        (RecursionError(), "nested too deep"),
        (MemoryError(), "more memory than there is"),
        (OverflowError(), "a number in it is too large"),
        (UnicodeDecodeError("utf-8", b"a\xff", 1, 2, "invalid"), "no UTF-8 text (byte 0xff at 2)"),
        (ValueError("unexpected token 5\nsecond line"), "wrong token 5"),
        (OSError(22, "Invalid argument"), "Invalid argument"),
        (AttributeError("'NoneType' object has no attribute"), "not of the kind"),
        (ValueError(), "ValueError"),
    ],
)
def test_what_a_reader_raises_is_said_in_words(cause: Exception, said: str) -> None:
    with (
        pytest.raises(SourceError) as told,
        reading("list.xlsx", "a workbook", SourceError, "download it again"),
    ):
        raise cause
    assert str(told.value).startswith("list.xlsx: cannot be read as a workbook: ")
    assert str(told.value).endswith("; download it again")
    assert said in str(told.value)
    assert told.value.__cause__ is cause


def test_what_is_no_matter_of_the_bytes_passes() -> None:
    for error in (
        UsageError("x"),
        KeyboardInterrupt(),
        SystemExit(1),
        BrokenPipeError(),
        ImportError("lxml"),
    ):
        with pytest.raises(type(error)) as told, reading("f", "a table"):
            raise error
        assert told.value is error
    with pytest.raises(SanctrackError) as refused, reading("f", "a table"):
        raise PermissionError(13, "Permission denied")
    assert type(refused.value) is SanctrackError
    assert not isinstance(refused.value, DataError)


def test_debug_shows_the_cause(tmp_path: Path) -> None:
    import subprocess
    import sys

    path = tmp_path / "actors.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    done = subprocess.run(
        [sys.executable, "-m", "sanctrack", "--debug", "import", "au_dfat", str(path)],
        capture_output=True,
        text=True,
    )
    assert "Traceback" in done.stderr
    assert "The above exception was the direct cause" in done.stderr


# -- nothing is left out
# --------------------------------------------------------------------------------------


def test_every_importer_and_layout_is_tried(tmp_path: Path) -> None:
    tried = set()
    for name, path in list_samples(tmp_path):
        reading = importer(name).recognise([path])
        assert list(importer(name).read(reading)), path
        tried.add((name, reading.layout))
    assert {name for name, _ in tried} == set(importer_names())
    layouts = {"csv", "xml", "advanced_xml", "xlsx_old", "xlsx_new", "ftm_json", "simple_csv"}
    for name in importer_names():
        source = inspect.getsource(inspect.getmodule(importer(name).recognise))  # type: ignore[arg-type]
        texts = {
            node.value
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert {layout for of, layout in tried if of == name} <= layouts
        assert {layout for of, layout in tried if of == name} >= texts & (layouts - {"csv", "xml"})


def test_every_format_that_verify_reads_is_tried(home: Home, tmp_path: Path) -> None:
    from sanctrack.briefings.output.render import form_of

    tried = {path.suffix for path in document_reader(tmp_path, home).files}
    assert tried == {
        ending
        for ending in (".docx", ".pdf", ".html", ".md", ".odt")
        if form_of(Path(f"x{ending}"))
    }
    bundles = {target for target in TARGETS if target != "hyper"}
    source = inspect.getsource(bundle_reader)
    assert {target for target in bundles if f'"{target}"' in source} >= {
        "parquet",
        "csv",
        "duckdb",
        "sqlite",
        "xlsx",
    }


def test_every_corpus_belongs_to_a_reader() -> None:
    assert {path.name for path in CORPUS.iterdir() if path.is_dir()} <= set(READERS)


def test_no_reader_lists_the_errors_that_it_expects_of_a_workbook() -> None:
    """A list of a library's errors is never whole: `foreign.reading` takes its place."""
    source = (Path(sanctrack.__file__).parent / "lists" / "reading" / "files.py").read_text(
        encoding="utf-8"
    )
    assert "BadZipFile" not in source
    assert find_home(ROOT).root == ROOT
