"""A bundle opens in other programs, and every format says the same."""

import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest
from exports.conftest import BURMESE

from sanctrack.definitions.paths import Home, find_home
from sanctrack.definitions.queries import load_query, names
from sanctrack.exports import export, verify_bundle
from sanctrack.exports.bundle.questions import load_questions
from sanctrack.exports.targets import xlsx
from sanctrack.warehouse.warehouse import Warehouse

PLAIN = {"VARCHAR", "BIGINT", "DOUBLE", "DATE", "TIMESTAMP", "BOOLEAN"}


def stamped(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "stamp.json").read_text())


def test_every_file_holds_what_the_stamp_says(made: Path) -> None:
    result = verify_bundle(made)
    assert [row for row in result.records() if row["verdict"] != "same"] == []
    tables = stamped(made)["tables"]
    for target in ("parquet", "csv", ".duckdb", ".sqlite", ".xlsx"):
        assert {
            row["table"] for row in result.records() if target in row["file"] and row["table"]
        } == set(tables)


def test_same_bytes_for_same_facts(tricky: Home, own: Path, made: Path, tmp_path: Path) -> None:
    export(tricky, own, "csv", tmp_path / "again")
    for path in sorted((tmp_path / "again" / "csv").iterdir()):
        assert path.read_bytes() == (made / "csv" / path.name).read_bytes(), path.name


def test_duckdb_holds_plain_tables_with_comments_and_no_views(made: Path) -> None:
    with duckdb.connect(str(made / "sanctrack.duckdb"), read_only=True) as connection:
        kinds = {
            row[0]
            for row in connection.execute(
                "select distinct data_type from duckdb_columns() where not internal"
            ).fetchall()
        }
        assert kinds <= PLAIN
        assert connection.execute(
            "select count(*) from duckdb_views() where not internal"
        ).fetchone() == (0,)
        assert {
            row[0]
            for row in connection.execute(
                "select distinct schema_name from duckdb_tables()"
            ).fetchall()
        } == {"main"}
        bare = "select count(*) from duckdb_columns() where not internal and comment is null"
        assert connection.execute(bare).fetchone() == (0,)
        text = connection.execute(
            "select place, killed_min, killed_max from fact_strikes where airstrike_id = 'own-1'"
        ).fetchone()
        assert text == (BURMESE, 0, 3)


def test_sqlite_has_keys_that_hold(made: Path) -> None:
    database = sqlite3.connect(made / "sanctrack.sqlite")
    assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    assert database.execute("pragma foreign_key_check").fetchall() == []
    assert len(database.execute("pragma foreign_key_list(fact_strikes)").fetchall()) == 6
    row = database.execute(
        "select place, earliest_on, latest_on, killed_min from airstrikes where airstrike_id = "
        "'own-3'"
    ).fetchone()
    assert row == (None, None, "2024-06-30", None)
    database.close()


def test_parquet_in_pandas_keeps_days_blanks_and_burmese(made: Path) -> None:
    frame = pd.read_parquet(made / "parquet" / "fact_strikes.parquet").set_index("airstrike_id")
    assert frame.loc["own-1", "place"] == BURMESE
    assert pd.to_datetime(frame.loc["own-1", "earliest_on"]).date() == date(2024, 5, 1)
    assert pd.isna(frame.loc["own-3", "earliest_on"])
    assert frame.loc["own-1", "killed_min"] == 0
    assert pd.isna(frame.loc["own-2", "killed_min"])


def test_parquet_carries_the_words_of_its_columns(made: Path) -> None:
    import pyarrow.parquet as pq

    about = pq.read_schema(made / "parquet" / "airstrikes.parquet").metadata
    assert "WGS 84" in json.loads(about[b"columns"])["latitude"]
    assert about[b"publication"] == b"public"


def test_csv_in_pandas_says_the_same_as_the_report(tricky: Home, own: Path, made: Path) -> None:
    frame = pd.read_csv(made / "csv" / "fact_strikes.csv")
    with Warehouse(tricky, own, only=["strikes_by_year"]) as warehouse:
        report = warehouse.report("strikes_by_year").to_pandas()
    assert len(frame) == report["strikes"].sum()
    assert frame["killed_min"].sum() == report["killed_min"].sum()


def test_a_formula_stays_text_in_csv_and_workbook(made: Path) -> None:
    cells = pd.read_csv(made / "csv" / "actors.csv").set_index("actor_id")
    assert cells.loc["tricky-actor", "name"] == "'=cmd()"
    strikes = pd.read_csv(made / "csv" / "airstrikes.csv", dtype=str).set_index("airstrike_id")
    assert strikes.loc["own-3", "summary"] == "-5"  # a plain number is no formula
    full = pd.read_csv(made / "csv" / "sources.csv", dtype=str).set_index("source_id")
    # of full width, as an East Asian keyboard writes it
    assert full.loc["own-wide", "title"] == "'＝cmd()"
    assert strikes.loc["own-2", "place"] == '\'@a "quoted", text\nin two lines'
    book = openpyxl.load_workbook(made / "sanctrack.xlsx")
    for sheet in book:
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"], (
            sheet.title
        )
    values = {row[0].value: row[1].value for row in book["actors"].iter_rows()}
    assert values["tricky-actor"] == "=cmd()"


def test_workbook_has_contents_dictionary_days_and_a_frozen_header(made: Path) -> None:
    book = openpyxl.load_workbook(made / "sanctrack.xlsx")
    assert book.sheetnames[:2] == ["contents", "bundle_columns"]
    assert all(len(name) <= 31 for name in book.sheetnames)
    sheet = book["fact_strikes"]
    assert sheet.freeze_panes == "B2"
    head = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows() if row[0].value == "own-1")
    day = row[head.index("earliest_on")]
    assert day.is_date
    assert day.value.date() == date(2024, 5, 1)
    assert row[head.index("place")].value == BURMESE
    assert sheet.column_dimensions["A"].width > 8


def test_a_table_too_long_for_a_sheet_is_left_out_and_said(
    tricky: Home, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "SHEET_ROWS", 7000)
    export(tricky, own, "xlsx", tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "sanctrack.xlsx", read_only=True)
    assert "dim_date" not in book.sheetnames
    lines = [row for row in book["contents"].iter_rows(values_only=True) if row[0] == "dim_date"]
    assert lines[0][2].startswith("left out: ")
    assert "dim_date" in (tmp_path / "out" / "README.md").read_text()
    assert all(row["verdict"] == "same" for row in verify_bundle(tmp_path / "out").records())


def test_one_file_alone(tricky: Home, own: Path, tmp_path: Path) -> None:
    export(tricky, own, "sqlite", tmp_path / "x.sqlite", only=["dim_source"])
    assert [path.name for path in tmp_path.iterdir()] == ["x.sqlite"]
    database = sqlite3.connect(tmp_path / "x.sqlite")
    assert database.execute(
        "select count(*) from dim_source where source_id = 'own-source'"
    ).fetchone() == (1,)
    database.close()


def test_tableau_extract_is_read_back(
    tricky: Home, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pantab = pytest.importorskip("pantab")
    monkeypatch.chdir(tmp_path)
    export(tricky, own, "hyper", tmp_path / "out", only=["dim_actor", "dim_source"])
    for _ in range(2):  # reading must not change the file
        assert all(row["verdict"] == "same" for row in verify_bundle(tmp_path / "out").records())
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    frame = pantab.frame_from_hyper(
        tmp_path / "out" / "sanctrack.hyper",
        table="dim_actor",
        process_params={"log_dir": str(tmp_path)},
    )
    assert frame.set_index("actor_id").loc["own-actor", "native_name"] == BURMESE


def test_missing_driver_is_said_plainly(
    home: Home, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    from sanctrack.errors import SanctrackError
    from sanctrack.exports import export_postgres

    monkeypatch.setitem(sys.modules, "pantab", None)
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql.dbapi", None)
    with pytest.raises(SanctrackError, match=r"pip install 'sanctrack\[bi\]'"):
        export(home, own, "hyper", tmp_path / "out", only=["dim_source"])
    with pytest.raises(SanctrackError, match=r"pip install 'sanctrack\[bi\]'"):
        export_postgres(home, own, "postgresql://127.0.0.1:1/x")
    assert list(tmp_path.iterdir()) == []


# -- marts and questions
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", names(find_home(Path(__file__).parents[2]), "mart"))
def test_key_of_a_mart_is_unique_and_bridges_say_how_to_count(
    home: Home, made: Path, name: str
) -> None:
    query = load_query(home, name, "mart")
    assert query.keys is not None
    key = ", ".join(query.keys["primary"])
    with duckdb.connect(str(made / "sanctrack.duckdb"), read_only=True) as connection:
        assert (
            connection.execute(
                f"select {key} from {name} group by {key} having count(*) > 1"
            ).fetchall()
            == []
        )
    if name.startswith("bridge_"):
        assert any("Rule for counting:" in words for _, words, _ in query.columns)


def test_calendar_is_whole_years_without_gaps(made: Path) -> None:
    with duckdb.connect(str(made / "sanctrack.duckdb"), read_only=True) as connection:
        row = connection.execute(
            "select count(*), max(date_on) - min(date_on) + 1, min(month), min(day_of_month), "
            "max(year_month), count_if(is_month_end), count_if(month_start_on <> "
            "date_trunc('month', date_on)) from dim_date"
        ).fetchone()
        years = connection.execute("select count(distinct year) from dim_date").fetchone()
    assert row is not None
    assert years is not None
    assert row[0] == row[1]
    assert row[5] == 12 * years[0]
    assert row[6] == 0
    assert row[4].endswith("-12")


@pytest.mark.parametrize(
    "question", load_questions(find_home(Path(__file__).parents[2])), ids=lambda item: item.name
)
def test_first_questions_get_the_answer_of_the_report(
    tricky: Home, own: Path, made: Path, question: Any
) -> None:
    with Warehouse(tricky, own, only=[question.report]) as warehouse:
        report = warehouse.report(question.report, **question.params)
    with duckdb.connect() as connection:
        connection.register("report", report.to_arrow())
        expected = plain(connection.execute(question.answer).fetchall())
    assert len(expected) > 2
    with duckdb.connect(str(made / "sanctrack.duckdb"), read_only=True) as connection:
        assert plain(connection.execute(question.sql).fetchall()) == expected
    database = sqlite3.connect(made / "sanctrack.sqlite")
    assert plain(database.execute(question.sql).fetchall()) == expected
    database.close()


def test_questions_keep_what_qualifies_a_figure(home: Home, made: Path) -> None:
    asked = {item.name: item.sql for item in load_questions(home)}
    datasette = json.loads((made / "datasette.json").read_text())
    assert (
        datasette["databases"]["sanctrack"]["queries"]["rival_claims"]["sql"]
        == asked["rival_claims"]
    )
    with duckdb.connect(str(made / "sanctrack.duckdb"), read_only=True) as connection:
        claims = connection.execute(
            f"select hedge, value_min, stance, value_text from ({asked['rival_claims']})"
        ).fetchall()
        vessels = {
            row[0]: row[2:] for row in connection.execute(asked["deliveries_by_vessel"]).fetchall()
        }
        listed = dict(connection.execute(asked["listed_in_the_fuel_chain"]).fetchall())
        confidences = connection.execute(
            "select confidence, count(*) from fact_deliveries where vessel_id is null group by all"
        ).fetchall()
        unnamed = dict(confidences)
    assert ("nearly", 30) in {row[:2] for row in claims}
    assert all(words for _, _, stance, words in claims if stance == "denies")
    assert vessels["mt-huitong-78"] == (3, 1, 0, 4, 3)  # one is a possible duplicate of another
    assert vessels[None][:3] == tuple(
        unnamed.get(name, 0) for name in ("confirmed", "likely", "possible")
    )
    assert 0 in listed.values()  # who lists nobody is told, not left out


def plain(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Sums come as integers, decimals or reals, by program."""
    return [
        tuple(value if value is None or isinstance(value, str) else float(value) for value in row)
        for row in rows
    ]


def test_there_are_ten_questions_and_their_page_is_fresh(home: Home) -> None:
    from exports.page import page

    questions = load_questions(home)
    assert len(questions) == 10
    path = Path(__file__).parents[2] / "docs" / "bi" / "questions.md"
    assert path.read_text() == page(questions), "python tests/exports/page.py writes it anew"
