"""Formats: every one in the registry is written and read back; text of all scripts, nulls and dates
survive; nothing can be run.
"""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctrack.errors import SanctrackError, UsageError
from sanctrack.formats import FORMATS, Surroundings, endings, write
from sanctrack.formats.kinds.table import width, wrapped
from sanctrack.formats.page import number_list
from sanctrack.warehouse.result import Column, Result

BURMESE = "ပဇီကြီးရွာ"
COLUMNS = (
    Column("name", "VARCHAR", "Name of the thing."),
    Column("on_day", "DATE", "Its day."),
    Column("tonnes", "DOUBLE", "Its weight.", "tonnes"),
    Column("count", "BIGINT", "How many."),
    Column("sure", "BOOLEAN", "Whether it is sure."),
    Column("source_ids", "VARCHAR", "Sources."),
)
ROWS: list[tuple[Any, ...]] = [
    (BURMESE, date(2023, 4, 11), 12.5, 0, True, "b; a"),
    (None, None, None, None, None, None),
    ('say "no", | <b>', date(1850, 1, 1), 1e15, 2**60, False, "a"),
    ("=cmd()|' /C calc'!A0", date(2024, 2, 29), -3.0, -6, None, "c"),
]
CITED = Surroundings(
    {
        "a": "Paper A, “On <it>”, 2024-01-01, https://example.org/a",
        "b": "Paper B, untitled, undated",
    },
    100,
)


def result(rows: list[tuple[Any, ...]] = ROWS) -> Result:
    told = {"title": "A title", "question": "What?", "caveat": "Only a sample."}
    return Result(
        COLUMNS,
        rows,
        name="r",
        params={"n": 3, "day": None},
        datasets=("sanctrack",),
        as_of=date(2026, 8, 22),
        **told,
    )


def written(form: str, of: Result | None = None, around: Surroundings = CITED) -> bytes:
    out = io.BytesIO()
    write(result() if of is None else of, form, out, around)
    return out.getvalue()


# -- one reader a format
# --------------------------------------------------------------------------------------


def read_csv(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode(), newline="")))[1:]


def check_csv(raw: bytes) -> None:
    assert b"\r" not in raw
    rows = read_csv(raw)
    assert rows[0] == [BURMESE, "2023-04-11", "12.5", "0", "true", "b; a"]
    assert rows[1] == [""] * 6
    assert rows[2][2:4] == ["1000000000000000.0", str(2**60)]
    assert rows[3][0].startswith("'=")
    assert rows[3][2:4] == ["-3", "-6"]  # a negative number is no formula


def check_json(raw: bytes) -> None:
    rows = json.loads(raw)
    assert list(rows[0]) == [column.name for column in COLUMNS]
    assert rows[0] == {
        "name": BURMESE,
        "on_day": "2023-04-11",
        "tonnes": 12.5,
        "count": 0,
        "sure": True,
        "source_ids": "b; a",
    }
    assert set(rows[1].values()) == {None}
    assert rows[3]["name"] == ROWS[3][0]  # nothing runs JSON: the words stay as they are
    assert BURMESE.encode() in raw


def check_jsonl(raw: bytes) -> None:
    assert [json.loads(line) for line in raw.splitlines()] == json.loads(written("json"))


def check_parquet(raw: bytes) -> None:
    table = pq.read_table(io.BytesIO(raw))
    assert [tuple(row.values()) for row in table.to_pylist()] == ROWS
    assert [str(field.type) for field in table.schema] == [
        "string",
        "date32[day]",
        "double",
        "int64",
        "bool",
        "string",
    ]
    assert table.schema.field("tonnes").metadata == {b"description": b"Its weight. Unit: tonnes."}
    assert table.schema.metadata[b"caveat"] == b"Only a sample."


def check_xlsx(raw: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(raw))
    sheet, about = book["data"], book["about"]
    assert sheet["A2"].value == BURMESE
    assert sheet["B2"].value == datetime(2023, 4, 11)
    assert sheet["B4"].value == "1850-01-01"  # before the calendar of spreadsheets
    assert sheet["D4"].value == str(2**60)  # more digits than a cell's number holds
    assert [cell.value for cell in sheet[3]] == [None] * 6
    assert sheet["A5"].data_type == "s"
    assert sheet["A5"].value == ROWS[3][0]
    assert sheet.freeze_panes == "A2"
    assert "Only a sample." in [row[1].value for row in about.rows]
    assert "Its weight. Unit: tonnes." in [row[1].value for row in about.rows]


def check_md(raw: bytes) -> None:
    lines = raw.decode().splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert all(len(re.findall(r"(?<!\\)\|", line)) == 7 for line in table)
    assert "Caveat: Only a sample." in lines
    assert "1. Paper B, untitled, undated (b)" in lines
    assert "3. (c)" in lines


def check_table(raw: bytes) -> None:
    text = raw.decode()
    assert text.startswith("A title\n=======\nWhat?\nWith n = 3.\n")
    assert (
        "4 rows.\nCaveat: Only a sample.\nData sets: sanctrack (as of 2026-08-22)\nSources:\n[1] "
        "Paper B" in text
    )
    assert [line[:3] for line in text.splitlines() if line.startswith("[")] == ["[1]", "[2]", "[3]"]


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.cells += tag == "td"
        self.addresses += [
            value or "" for name, value in attrs if name in ("src", "href", "action", "data")
        ]


def check_html(raw: bytes) -> None:
    page = Page()
    page.feed(raw.decode())
    assert not {"script", "link", "img", "iframe", "b"} & set(page.tags)
    assert all(address.startswith("#s") for address in page.addresses)
    assert page.cells == 4 * 6
    assert b"url(" not in raw
    assert b"@import" not in raw
    assert "“On &lt;it&gt;”".encode() in raw
    assert b'title="Its weight. Unit: tonnes."' in raw


CHECKS: dict[str, Callable[[bytes], None]] = {
    "csv": check_csv,
    "json": check_json,
    "jsonl": check_jsonl,
    "parquet": check_parquet,
    "xlsx": check_xlsx,
    "md": check_md,
    "table": check_table,
    "html": check_html,
}


def check_of_any(raw: bytes) -> None:
    """What every format must do, also one that somebody adds without a check of its own."""
    assert raw
    assert b"\x1b" not in raw
    if b"\0" not in raw:  # text: each value stands in it, in some spelling
        words = raw.decode("utf-8")
        assert all(value in words for value in (BURMESE[:6], "2023-04-11", "2024-02-29"))


def test_every_format_is_tested_and_has_an_ending() -> None:
    assert set(FORMATS) == set(endings().values())
    assert set(CHECKS) <= set(FORMATS)
    assert {"csv", "html", "json", "jsonl", "md", "parquet", "table", "xlsx"} <= set(CHECKS)


@pytest.mark.parametrize("form", list(FORMATS))
def test_format(form: str) -> None:
    CHECKS.get(form, check_of_any)(written(form))


@pytest.mark.parametrize("form", list(FORMATS))
def test_no_rows(form: str) -> None:
    assert written(form, result([])) or form == "jsonl"
    assert json.loads(written("json", result([]))) == []


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "xlsx"])
def test_same_result_same_bytes(form: str) -> None:
    assert written(form) == written(form)


@pytest.mark.parametrize("start", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_csv_runs_nothing(start: str) -> None:
    cell = read_csv(written("csv", result([(start, *ROWS[1][1:])])))[0][0]
    assert cell == "'" + start


@pytest.mark.parametrize("number", ["-6", "+4.5", "-12%", "1,5"])
def test_csv_leaves_numbers_in_text_alone(number: str) -> None:
    assert read_csv(written("csv", result([(number, *ROWS[1][1:])])))[0][0] == number


def test_a_formula_in_a_header_of_csv_runs_nothing() -> None:
    assert (
        written("csv", Result((Column("=1+1", "BIGINT"),), [(2,)])).decode().splitlines()[0]
        == "'=1+1"
    )


def test_one_row_is_one_row() -> None:
    assert (
        "<caption>1 row</caption>"
        in written("html", Result((Column("a", "BIGINT"),), [(2,)])).decode()
    )


def test_columns_below_stand_under_each_row_and_are_columns_elsewhere() -> None:
    columns = (
        Column("id", "VARCHAR"),
        Column("day", "VARCHAR"),
        Column("parties", "VARCHAR"),
        Column("twin", "VARCHAR"),
    )
    rows: list[tuple[Any, ...]] = [("a", "d1", "owner: Alpha", None), ("b", "d2", None, "a")]
    result = Result(columns, rows, table=("id", "day"), below=("parties", "twin"))
    lines = written("table", result).decode().splitlines()
    assert lines[2:6] == ["a   d1", "    parties: owner: Alpha", "b   d2", "    twin: a"]
    assert "| id | day | parties | twin |" in written("md", result).decode()
    assert not any(
        "more column" in written(form, result).decode() for form in ("table", "md", "html")
    )


def test_html_shows_a_script_instead_of_running_it() -> None:
    raw = written("html", result([("<script>alert(1)</script>", *ROWS[1][1:])]))
    assert b"<script" not in raw
    assert b"&lt;script&gt;" in raw


def test_a_sheet_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanctrack.formats.kinds.xlsx.SHEET_ROWS", 3)
    with pytest.raises(SanctrackError, match="use --format csv or parquet"):
        written("xlsx")


def test_unknown_format_is_told() -> None:
    with pytest.raises(UsageError, match="did you mean 'xlsx'"):
        written("xls")


@given(st.lists(st.tuples(st.text(max_size=20) | st.none()), max_size=6))
def test_json_and_csv_keep_any_text(rows: list[tuple[Any, ...]]) -> None:
    one = Result((Column("name", "VARCHAR"),), rows)
    assert [row["name"] for row in json.loads(written("json", one))] == [row[0] for row in rows]
    back = [
        row[0] if row else ""
        for row in csv.reader(io.StringIO(written("csv", one).decode(), newline=""))
    ][1:]
    assert [cell.removeprefix("'") for cell in back] == [
        (row[0] or "").removeprefix("'") for row in rows
    ]


# -- the printed table
# ----------------------------------------------------------------------------------------


def wide(rows: int, columns: int, text: str) -> Result:
    heads = tuple(Column(f"column_number_{number}", "VARCHAR") for number in range(columns))
    return Result(
        heads, [tuple(f"{text} {row} {at}" for at in range(columns)) for row in range(rows)]
    )


@pytest.mark.parametrize("room", [80, 100, 120])
@pytest.mark.parametrize(
    "text",
    [
        "several words that are wrapped",
        BURMESE * 4,
        "中文" * 20,
        "a-long-id-of-a-strike-2023-04-11",
    ],
)
def test_table_keeps_to_the_page(room: int, text: str) -> None:
    lines = written("table", wide(3, 4, text), Surroundings(width=room)).decode().splitlines()
    assert max(width(line) for line in lines) <= room


def test_columns_stand_under_each_other_whatever_the_script() -> None:
    rows = [(BURMESE, "x"), ("中文", "x"), ("plain", "x"), ("é", "y")]
    lines = (
        written("table", Result((Column("a", "VARCHAR"), Column("b", "VARCHAR")), rows))
        .decode()
        .splitlines()
    )
    assert {width(line[: line.rindex(line[-1])]) for line in lines[2:6]} == {12} or len(
        {width(line) for line in lines[2:6]}
    ) == 1


def test_dates_and_short_ids_are_not_broken() -> None:
    rows = [
        (
            "2023-04-11-pazi-gyi",
            "2023-04-01 to 2023-04-30",
            "many words " * 9,
            "many words " * 9,
            f"{n}",
        )
        for n in range(3)
    ]
    columns = tuple(Column(name, "VARCHAR") for name in ("id", "arrived", "one", "two", "n"))
    text = written("table", Result(columns, rows), Surroundings(width=80)).decode()
    assert "In every row: arrived = 2023-04-01 to 2023-04-30" in " ".join(text.split())
    assert "2023-04-11-pazi-gyi" in text


def test_a_repeated_first_column_becomes_a_heading() -> None:
    rows = [(f"long-group-{n // 3}", f"row {n}", f"{n}", f"{n * 2}") for n in range(9)]
    columns = tuple(Column(name, "VARCHAR") for name in ("group_id", "row", "one", "two"))
    lines = written("table", Result(columns, rows)).decode().splitlines()
    assert [line for line in lines if line.startswith("long-group")] == [
        "long-group-0",
        "long-group-1",
        "long-group-2",
    ]
    assert sum(line.startswith("  row ") for line in lines) == 10  # the header, and each row


def test_what_is_the_same_in_every_row_is_said_once() -> None:
    rows = [(f"{n}", "same", None, "s") for n in range(4)]
    columns = tuple(Column(name, "VARCHAR") for name in ("id", "note", "blank", "source_ids"))
    text = written("table", Result(columns, rows)).decode()
    assert "In every row: note = same. Blank in every row: blank." in text


def test_a_terminal_is_not_commanded() -> None:
    hostile = "\x1b[2J\x07gone\u202eesrever"
    assert not set("\x1b\x07\u202e") & set(
        written("table", result([(hostile, *ROWS[1][1:])])).decode()
    )


def test_many_sources_are_counted() -> None:
    rows = [(str(n), *[None] * 4, f"s{n}") for n in range(300)]
    text = written("table", result(rows)).decode()
    assert "300 sources: --format csv gives the ids" in text
    assert "[1]" not in text
    assert "number of sources" in " ".join(text.split())
    assert written("html", result(rows)).count(b"<li") == 300


@pytest.mark.parametrize(
    ("numbers", "words"), [([], ""), ([1], "1"), ([1, 2], "1-2"), ([1, 3, 4, 5, 9], "1, 3-5, 9")]
)
def test_runs_of_numbers(numbers: list[int], words: str) -> None:
    assert number_list(numbers) == words


@given(st.text(alphabet="ab -_/ကျွန်ုပ်中2", max_size=60), st.integers(4, 30))
def test_wrapping_loses_nothing(text: str, room: int) -> None:
    lines = wrapped(text, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= room for line in lines)


def test_what_the_first_column_decides_stands_in_the_heading() -> None:
    rows = [(f"measure-{n // 3}", f"Title {n // 3}", f"row {n}", f"{n}") for n in range(9)]
    columns = tuple(Column(name, "VARCHAR") for name in ("measure_id", "measure", "row", "one"))
    lines = written("table", Result(columns, rows)).decode().splitlines()
    assert lines[0] == "measure_id · measure"
    assert "measure-2 · Title 2" in lines
