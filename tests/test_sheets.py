"""What spreadsheets do to a table: every dialect reads back equal, and what cannot be read says
where and why.
"""

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanctrack.definitions.contracts import Field
from sanctrack.errors import SanctrackError
from sanctrack.facts.casting import cast, read_day, read_integer, read_number
from sanctrack.facts.sheet import BLANKS, Sheet, SheetError
from sanctrack.facts.sheet_reader import read_sheet

NAMES = ["call_id", "summary", "called_earliest_on"]
ROWS = [["a", "one, two; three", "2023-01-01"], ["b", "", ""], ["c", 'said "no"', "2023-01-03"]]


def rows_of(sheet: Sheet) -> list[list[str | None]]:
    return [list(row.values()) for row in sheet.cells.to_pylist()]


def lines_of(sheet: Sheet) -> list[int]:
    return sheet.lines(range(len(sheet.cells)))


def written(
    rows: list[list[str]], delimiter: str = ",", end: str = "\n", quoting: int = csv.QUOTE_MINIMAL
) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return out.getvalue()


def read(folder: Path, text: str | bytes, name: str = "sheet.csv") -> Sheet:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_sheet(path)


def blank_as_null(rows: list[list[str]]) -> list[list[str | None]]:
    return [[cell or None for cell in row] for row in rows]


# -- dialects
# -------------------------------------------------------------------------------------------------

CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=("Cs",)),
    max_size=12,
).map(lambda text: text.strip(BLANKS))


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3).filter(any), max_size=8),
    delimiter=st.sampled_from([",", ";", "\t"]),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    bom=st.booleans(),
    last_end=st.booleans(),
    blank_after=st.integers(0, 8),
)
def test_every_dialect_reads_back_equal(
    tmp_path: Path,
    rows: list[list[str]],
    delimiter: str,
    end: str,
    quoting: int,
    bom: bool,
    last_end: bool,
    blank_after: int,
) -> None:
    parts = [written([row], delimiter, end, quoting) for row in [NAMES, *rows]]
    if blank_after < len(parts):
        parts.insert(blank_after + 1, f"{delimiter * 2}{end}{end}")
    text = "".join(parts)
    text = text if last_end else text.removesuffix(end)
    sheet = read(tmp_path, (b"\xef\xbb\xbf" if bom else b"") + text.encode())
    assert sheet.header == NAMES
    assert rows_of(sheet) == blank_as_null(rows)
    assert not sheet.findings
    starts = [1 + "".join(parts[:at]).count("\n") for at in range(len(parts))]
    told = [
        line for line, part in zip(starts, parts, strict=True) if part.strip(f"{delimiter}{end}")
    ]
    assert lines_of(sheet) == told[1:]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.lists(CELL.filter(lambda text: not text.startswith("=")), min_size=3, max_size=3).filter(
            any
        ),
        max_size=5,
    )
)
def test_a_workbook_reads_back_equal(tmp_path: Path, rows: list[list[str]]) -> None:
    from openpyxl.utils.exceptions import IllegalCharacterError

    book = openpyxl.Workbook()
    try:
        for row in [NAMES, *rows]:
            book.active.append(row)
    except IllegalCharacterError:
        return
    book.save(tmp_path / "sheet.xlsx")
    sheet = read_sheet(tmp_path / "sheet.xlsx")
    # XML has one kind of line end
    assert rows_of(sheet) == blank_as_null(rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(tmp_path: Path, delimiter: str, end: str) -> None:
    sheet = read(tmp_path, written([NAMES, *ROWS], delimiter, end))
    assert (sheet.header, rows_of(sheet), lines_of(sheet)) == (
        NAMES,
        blank_as_null(ROWS),
        [2, 3, 4],
    )


def test_excels_own_delimiter_line_is_skipped(tmp_path: Path) -> None:
    sheet = read(tmp_path, "sep=;\r\n" + written([NAMES, *ROWS], ";", "\r\n"))
    assert (rows_of(sheet), lines_of(sheet)) == (blank_as_null(ROWS), [3, 4, 5])


def test_blank_rows_and_blank_lines_are_left_out_and_lines_stay_right(tmp_path: Path) -> None:
    sheet = read(tmp_path, "\n,,\na,b\n\n , \n1,2\n,\n\u00a0,\t\n3,4\n\n")
    assert (sheet.header, rows_of(sheet), lines_of(sheet)) == (
        ["a", "b"],
        [["1", "2"], ["3", "4"]],
        [6, 9],
    )


def test_line_ends_inside_quotation_marks_count_as_lines(tmp_path: Path) -> None:
    sheet = read(tmp_path, 'a,"b\nc"\n1,"x\ny\nz"\n2,3\n"4\n",5\n6,7\n')
    assert sheet.header == ["a", "b\nc"]
    assert rows_of(sheet) == [["1", "x\ny\nz"], ["2", "3"], ["4", "5"], ["6", "7"]]
    assert lines_of(sheet) == [3, 6, 7, 9]


def test_white_space_of_all_kinds_is_trimmed_and_kept_inside(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a , b\n\u00a0x y\u00a0,\u200b z\ufeff\n")
    assert (sheet.header, rows_of(sheet)) == (["a", "b"], [["x y", "z"]])


def test_nameless_columns_at_the_right_are_no_columns(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a,b,, \n1,2,,\n3,4,,\n")
    assert (sheet.header, rows_of(sheet), sheet.findings) == (
        ["a", "b"],
        [["1", "2"], ["3", "4"]],
        [],
    )


def test_a_value_right_of_the_last_name_is_told(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a,b,\n1,2,\n3,4,5\n")
    (finding,) = sheet.findings
    assert (finding.row, finding.rule, finding.value) == (1, "cells", "5")
    assert finding.problem == "3 cells, the header has 2; left over: 5"


def test_quotation_marks_inside_plain_cells_are_text(tmp_path: Path) -> None:
    sheet = read(tmp_path, 'a,b\n5" pipe,x\n1,2\n')
    assert rows_of(sheet) == [['5" pipe', "x"], ["1", "2"]]


def test_misfitting_rows_are_told_with_their_numbers_and_the_rest_is_read(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a,b\n,\n1,2\n3\n4,5,6\n7,8\n9")
    assert rows_of(sheet) == [["1", "2"], ["3", None], ["4", "5"], ["7", "8"], ["9", None]]
    assert [(item.row, item.problem) for item in sheet.findings] == [
        (1, "1 cells, the header has 2"),
        (2, "3 cells, the header has 2; left over: 6"),
        (4, "1 cells, the header has 2; the file ends here and may be cut off"),
    ]
    assert sheet.lines([1, 2, 4]) == [4, 5, 7]


def test_days_come_as_days_only_where_all_are(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n2023-01-01,2023-01-02\n,3/4/2023\n")
    assert rows_of(read_sheet(tmp_path / "x.csv", ["a"])) == [
        [date(2023, 1, 1), "2023-01-02"],
        [None, "3/4/2023"],
    ]
    assert rows_of(read_sheet(tmp_path / "x.csv", ["a", "b"])) == [
        ["2023-01-01", "2023-01-02"],
        [None, "3/4/2023"],
    ]


# -- files that cannot be read
# --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "rule", "line", "what"),
    [
        (b"", "header", None, "empty"),
        (b"\n\n ,, \n", "header", None, "empty"),
        (b"\xef\xbb\xbf", "header", None, "empty"),
        ("a,b\n1,2\n".encode("utf-16"), "encoding", None, "UTF-16"),
        (b"a,b\n1,2\n3,\x004\n", "encoding", 3, "NUL"),
        ("a,b\n1,2\ncaf\u00e9,4\n".encode("latin-1"), "encoding", 3, "not UTF-8 (byte 0xe9)"),
        ("a,caf\u00e9\n".encode("latin-1"), "encoding", 1, "not UTF-8"),
        (b'a,b\n1,2\n3,"4\n5,6\n', "quotes", 3, "never closed"),
        (b'a,b\n1,"2\n', "quotes", 2, "never closed"),
        (b'a,b\n1,2\n"3"x"y,4\n', "quotes", 3, "goes on after its closing quotation mark"),
        (b"a,b,a\n1,2,3\n", "header", 1, "column a stands twice"),
        (b"a,,b\n1,2,3\n", "header", 1, "column 2 has no name"),
        (b"\xd0\xcf\x11\xe0 old workbook", "workbook", None, "old .xls"),
        (b"PK\x03\x04 cut off", "workbook", None, "not a whole ZIP file"),
    ],
)
def test_broken_files_say_where_and_what_would_work(
    tmp_path: Path, content: bytes, rule: str, line: int | None, what: str
) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)
    with pytest.raises(SheetError, match=r".") as raised:
        read_sheet(path)
    finding = raised.value.finding
    assert (finding.rule, finding.line) == (rule, line)
    assert what in finding.problem
    assert finding.help
    assert str(raised.value).startswith(f"{path}{f' line {line}' if line else ''}: ")


def test_missing_file_folder_and_forbidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SheetError, match="there is no such file"):
        read_sheet(tmp_path / "none.csv")
    with pytest.raises(SheetError, match="is a folder"):
        read_sheet(tmp_path)
    (tmp_path / "x.csv").write_text("a\n")

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SanctrackError, match="cannot be read: Permission denied") as raised:
        read_sheet(tmp_path / "x.csv")
    assert raised.value.exit_code == 1


def test_a_header_cut_off_inside_quotation_marks(tmp_path: Path) -> None:
    with pytest.raises(
        SheetError, match="line 1: the header cannot be read: unexpected end of data"
    ):
        read(tmp_path, 'a,"b\n' + "1,2\n" * 10 + "x")


# -- workbooks
# ------------------------------------------------------------------------------------------------


def workbook(folder: Path, rows: list[list[Any]], more: list[list[Any]] | None = None) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for row in more or []:
        (book["Other"] if "Other" in book.sheetnames else book.create_sheet("Other")).append(row)
    book.save(folder / "sheet.xlsx")
    return folder / "sheet.xlsx"


def test_real_days_whole_numbers_and_truth_values_become_what_a_csv_would_hold(
    tmp_path: Path,
) -> None:
    rows = [
        ["a", "b", "c", "d"],
        [datetime(2023, 4, 11), 3.0, True, 0.1 + 0.2],
        [date(2023, 4, 12), 17, False, 12345678901234.5],
        [None] * 4,
    ]
    rows += [[datetime(2023, 4, 11, 13, 30), 1e300, " x ", "2023"]]
    sheet = read_sheet(workbook(tmp_path, rows))
    assert rows_of(sheet) == [
        ["2023-04-11", "3", "yes", "0.3"],
        ["2023-04-12", "17", "no", "12345678901234.5"],
        ["2023-04-11 13:30:00", "1e+300", "x", "2023"],
    ]
    assert lines_of(sheet) == [2, 3, 5]


def test_leading_blank_rows_and_stray_values_of_a_workbook(tmp_path: Path) -> None:
    sheet = read_sheet(workbook(tmp_path, [[], ["a", "b", None], [1, 2], [3, 4, "stray"]]))
    assert (sheet.header, rows_of(sheet), lines_of(sheet)) == (
        ["a", "b"],
        [["1", "2"], ["3", "4"]],
        [3, 4],
    )
    assert [(item.row, item.rule, item.value) for item in sheet.findings] == [(1, "cells", "stray")]


def test_formulas_without_a_worked_out_value_stay_formulas(tmp_path: Path) -> None:
    sheet = read_sheet(workbook(tmp_path, [["a", "b"], ["=1+1", "=cmd()"]]))
    assert rows_of(sheet) == [["=1+1", "=cmd()"]]


def test_formulas_with_a_worked_out_value_give_it(tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "sheet.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["a", "b"])
    sheet.write_formula(1, 0, "=1+1", None, 2)
    sheet.write_string(1, 1, "=text")
    book.close()
    assert rows_of(read_sheet(tmp_path / "sheet.xlsx")) == [["2", "=text"]]


def test_other_sheets_with_values_are_named(tmp_path: Path) -> None:
    (finding,) = read_sheet(workbook(tmp_path, [["a"], [1]], [["x"], [2]])).findings
    assert (finding.severity, finding.rule) == ("warning", "sheets")
    assert finding.problem == "only the first sheet is read; Other also has values"


@pytest.mark.parametrize("rows", [[], [[None, None]]])
def test_an_empty_sheet_has_no_header(tmp_path: Path, rows: list[list[Any]]) -> None:
    with pytest.raises(SheetError, match="no header row"):
        read_sheet(workbook(tmp_path, rows))


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def test_workbooks_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("a,b\n1,2\n")
    with pytest.raises(SheetError, match=r"is no \.xlsx workbook"):
        read_sheet(tmp_path / "text.xlsx")
    with pytest.raises(SheetError, match="ZIP file, but no"):
        read_sheet(archive(tmp_path / "other.xlsx", {"a.txt": b"x"}))
    with pytest.raises(SheetError, match="cannot be read as an"):
        read_sheet(archive(tmp_path / "bad.xlsx", {"[Content_Types].xml": b"<nonsense"}))
    (tmp_path / "half.xlsx").write_bytes(workbook(tmp_path, [["a"], [1]]).read_bytes()[:-200])
    with pytest.raises(SheetError, match="not a whole ZIP file"):
        read_sheet(tmp_path / "half.xlsx")


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "bomb.xlsx",
        {"[Content_Types].xml": b"x", "xl/worksheets/sheet1.xml": b"0" * 250_000_000},
    )
    assert path.stat().st_size < 1_000_000
    with pytest.raises(SheetError, match="possible zip bomb"):
        read_sheet(path)


def test_a_sheet_that_claims_all_columns_costs_nothing(tmp_path: Path) -> None:
    source = workbook(tmp_path, [["a", "b"], [1, 2]])
    with zipfile.ZipFile(source) as book:
        members = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    members[name] = members[name].replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert b"XFD" in members[name]
    assert rows_of(read_sheet(archive(tmp_path / "wide.xlsx", members))) == [["1", "2"]]


# -- readings
# -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "severity", "said"),
    [
        ("2023-04-11", date(2023, 4, 11), "", ""),
        (
            "25/12/2023",
            date(2023, 12, 25),
            "warning",
            "'25/12/2023' read as 2023-12-25, the only day it can mean",
        ),
        ("12/25/2023", date(2023, 12, 25), "warning", "read as 2023-12-25"),
        ("25.12.2023", date(2023, 12, 25), "warning", "read as 2023-12-25"),
        ("4/4/2023", date(2023, 4, 4), "warning", "read as 2023-04-04"),
        ("2023/04/11", date(2023, 4, 11), "warning", "read as 2023-04-11"),
        ("11 April 2023", date(2023, 4, 11), "warning", "read as 2023-04-11"),
        ("11-Apr-2023", date(2023, 4, 11), "warning", "read as 2023-04-11"),
        ("April 11, 2023", date(2023, 4, 11), "warning", "read as 2023-04-11"),
        ("2023-04-11 00:00:00", date(2023, 4, 11), "warning", "read as 2023-04-11"),
        (
            "3/4/2023",
            None,
            "error",
            "'3/4/2023' is ambiguous: 2023-04-03 (day first) or 2023-03-04 (month first)",
        ),
        ("2023-02-30", None, "error", "no day of the calendar"),
        ("31/02/2023", None, "error", "no day of the calendar"),
        ("0/13/2023", None, "error", "no day of the calendar"),
        ("0023-04-11", None, "error", "cannot be meant"),
        ("2203-04-11", None, "error", "cannot be meant"),
        (
            "45027",
            None,
            "error",
            "looks like a spreadsheet's day number: 2023-04-11, or 2027-04-12 in a file that "
            "counts from 1904",
        ),
        ("2023-04", None, "error", "is not a day"),
        ("2023", None, "error", "is not a day"),
        ("11 Foo 2023", None, "error", "is not a day"),
        ("about May", None, "error", "is not a day"),
    ],
)
def test_days(text: str, value: date | None, severity: str, said: str) -> None:
    found = read_day(text)
    assert found[:2] == (value, severity)
    assert said in found[2]
    assert bool(found[3]) == bool(severity)


@pytest.mark.parametrize(
    ("text", "value", "severity", "said"),
    [
        ("1234", 1234, "", ""),
        ("+7", 7, "", ""),
        ("-6", -6, "", ""),
        ("17.0", 17, "", ""),
        ("1,234", 1234, "warning", "'1,234' read as 1234: thousands separators removed"),
        ("1 234", 1234, "warning", "read as 1234"),
        ("1\u00a0234", 1234, "warning", "read as 1234"),
        ("1\u202f234\u202f567", 1234567, "warning", "read as 1234567"),
        ("1'234", 1234, "warning", "read as 1234"),
        ("1.234.567", 1234567, "warning", "read as 1234567"),
        ("1.234", None, "error", "'1.234' is ambiguous: 1234 or 1.234"),
        ("3.000", None, "error", "'3.000' is ambiguous: 3000 or 3"),
        ("1,23", None, "error", "not a whole number"),
        ("2.5", None, "error", "not a whole number"),
        ("about 50", None, "error", "not a whole number"),
        ("0x10", None, "error", "not a whole number"),
        ("9" * 19, None, "error", "not a whole number"),
    ],
)
def test_whole_numbers(text: str, value: int | None, severity: str, said: str) -> None:
    found = read_integer(text)
    assert found[:2] == (value, severity)
    assert said in found[2]


@pytest.mark.parametrize(
    ("text", "delimiter", "value", "severity", "said"),
    [
        ("16.805", ",", 16.805, "", ""),
        ("1e3", ",", 1000.0, "", ""),
        ("12,5", ";", 12.5, "warning", "'12,5' read as 12.5: the comma is the decimal sign"),
        ("1 234", ",", 1234.0, "warning", "read as 1234"),
        ("1,234,567", ",", 1234567.0, "warning", "read as 1234567"),
        ("1,234.5", ",", 1234.5, "warning", "read as 1234.5"),
        ("1.234,5", ";", 1234.5, "warning", "read as 1234.5"),
        ("1.234", ";", 1.234, "warning", "beside semicolons it may mean 1234"),
        ("1,234", ",", None, "error", "'1,234' is ambiguous: 1234 or 1.234"),
        ("12 t", ",", None, "error", "is not a number"),
        ("inf", ",", None, "error", "is not a number"),
        ("nan", ",", None, "error", "is not a number"),
    ],
)
def test_numbers(text: str, delimiter: str, value: float | None, severity: str, said: str) -> None:
    found = read_number(text, delimiter)
    assert found[:2] == (value, severity)
    assert said in found[2]


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("date", ["2023-04-11", "2203-04-11"]),
        ("integer", ["5", "0x10", "1,234", None]),
        ("number", ["1.5", "inf", "nan", "1e999", "0x1p3"]),
        ("boolean", ["true", "1", "yes"]),
    ],
)
def test_a_column_is_read_as_its_cells_are(kind: str, texts: list[str | None]) -> None:
    """Arrow's quick reading of a whole column gives what the careful one of each value gives."""
    import pyarrow as pa

    from sanctrack.facts.casting import READERS

    values, said = cast(pa.chunked_array([pa.array(texts, pa.string())]), Field("x", kind, ""))
    assert values.to_pylist() == [
        None if text is None else READERS[kind](text, ",")[0] for text in texts
    ]
    assert [row for row, *_ in said] == [
        row for row, text in enumerate(texts) if text is not None and READERS[kind](text, ",")[1]
    ]


@settings(max_examples=200, deadline=None)
@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.integers(-(10**12), 10**12),
    st.floats(-1e9, 1e9, allow_nan=False),
)
def test_plain_values_read_back(day: date, whole: int, number: float) -> None:
    assert read_day(day.isoformat()) == (day, "", "", "")
    assert read_integer(str(whole)) == (whole, "", "", "")
    assert read_number(repr(number))[:2] == (number, "")
