"""Signs that deceive: told by `check` with place, name and mend; never printed so that a terminal
obeys them.
"""

import csv
import io
import json
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook

from sanctrack.definitions.paths import Home
from sanctrack.facts.problems import Problem
from sanctrack.facts.tables import check_file
from sanctrack.formats import Surroundings, write
from sanctrack.names.signs import Shown, deceiving, visible
from sanctrack.warehouse.result import Column, Result

ESC, RLO, ZWSP, ZWNJ, NBSP = "\x1b[31m", "\u202e", "\u200b", "\u200c", "\u00a0"
BURMESE = f"မြန်{ZWSP}မာ"


def problems(home: Home, path: Path, column: str, value: str) -> list[Problem]:
    """What `check` says of signs in a row of actors that is right but for one value."""
    row = {
        "actor_id": "a-ship",
        "name": "A Ship",
        "actor_type": "vessel",
        "country": "",
        "summary": "",
        "source_id": "x",
    }
    row[column] = value
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, row)
            writer.writeheader()
            writer.writerow(row)
    else:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for at, (name, text) in enumerate(row.items()):
                sheet.write_string(0, at, name)
                sheet.write_string(1, at, text)
    return [item for item in check_file(home, path, "actors").problems if item.rule == "signs"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("column", "value", "severity", "said"),
    [
        ("actor_id", f"a{ZWSP}ship", "error", "zero width space (U+200B), sign 2"),
        ("actor_id", BURMESE, "error", "zero width space (U+200B)"),
        ("actor_id", f"a-ship{ZWSP}", "error", "zero width space (U+200B)"),
        ("actor_id", f"a{NBSP}ship", "error", "no-break space (U+00A0)"),
        (
            "actor_id",
            "a-shiр",
            "error",
            "cyrillic small letter er (U+0440), which looks like a Latin letter",
        ),
        ("actor_id", "cafe\u0301", "error", "not NFC"),
        ("actor_type", "vess\u00adel", "error", "soft hyphen (U+00AD)"),
        ("actor_type", "vessel\U000e0041", "error", "tag character (U+E0041)"),
        ("country", "М", "error", "cyrillic capital letter em (U+041C)"),
        ("name", f"A{RLO}pihS", "error", "right-to-left override (U+202E), sign 2"),
        ("name", f"{ESC}A Ship", "error", "escape, a control character (U+001B), sign 1"),
        ("name", "A\u0085Ship", "error", "control character (U+0085)"),
        ("name", "A\u2067Ship", "error", "right-to-left isolate (U+2067)"),
        ("name", "A\u200eShip", "error", "left-to-right mark (U+200E)"),
        ("name", f"A Sh{ZWSP}ip", "warning", "zero width space (U+200B), sign 5"),
        ("name", f"A Ship{ZWSP}", "warning", "zero width space (U+200B)"),
        ("name", f"A{NBSP}Ship", "warning", "no-break space (U+00A0)"),
        ("name", "A \u3164Ship", "warning", "hangul filler (U+3164)"),
        ("name", "A Shi\ufe00p", "warning", "variation selector-1 (U+FE00)"),
        ("name", "A Ship\ue000", "warning", "private use (U+E000)"),
        ("name", "A Ship\u0378", "warning", "unassigned (U+0378)"),
        (
            "name",
            "A Shiр",
            "warning",
            "cyrillic small letter er (U+0440) in a word of another alphabet",
        ),
        ("name", "МТ Reef", "warning", "letters that look like Latin ones"),
        ("summary", f"it was {RLO}deined", "error", "right-to-left override (U+202E)"),
    ],
)
def test_a_sign_that_deceives_is_told(
    home: Home, tmp_path: Path, ending: str, column: str, value: str, severity: str, said: str
) -> None:
    told = problems(home, tmp_path / f"actors.{ending}", column, value)
    assert [(item.severity, item.line, item.column) for item in told] == [(severity, 2, column)]
    assert said in told[0].problem
    assert told[0].help


@pytest.mark.parametrize(
    "name",
    [
        BURMESE,
        f"نامه{ZWNJ}ها",
        "\u200fشركة النفط",
        "क\u094d\u200dष",
        "Café Zoë",
        "Владимир Иванов",
        "Иванов (Ivanov)",
        "ΑΒΓ ΔΕΖ",
        "中国\u3000石油",
        "A line\nand another",
        "Cafe\u0301",
    ],
)
def test_a_sign_that_a_script_needs_is_right_in_a_name(
    home: Home, tmp_path: Path, name: str
) -> None:
    assert problems(home, tmp_path / "actors.csv", "name", name) == []


def test_the_shipped_facts_hold_no_sign_that_deceives(home: Home) -> None:
    for path in home.datasets.glob("*.csv"):
        told = [
            item
            for item in check_file(home, path).problems
            if item.rule == "signs" and item.severity == "error"
        ]
        assert told == [], path.name


def test_a_header_with_a_hidden_sign_is_told_with_it(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    path.write_text(f"actor{ZWSP}_id,name,actor_type,source_id\na,b,vessel,c\n", encoding="utf-8")
    told = [
        item.problem for item in check_file(home, path, "actors").problems if item.rule == "column"
    ]
    assert any(
        "zero width space (U+200B)" in text and "did you mean 'actor_id'" in text for text in told
    )


# -- printing
# -------------------------------------------------------------------------------------------------

OBEYED = [
    *map(
        chr,
        (
            *range(9),
            11,
            12,
            *range(14, 32),
            *range(127, 160),
            *range(0x202A, 0x202F),
            *range(0x2066, 0x206A),
        ),
    )
]


@pytest.mark.parametrize("form", ["table", "md", "csv", "json", "jsonl", "html"])
def test_no_text_format_carries_what_a_terminal_obeys(form: str) -> None:
    hostile = "".join(f"a{sign}" for sign in OBEYED) + BURMESE
    columns = (
        Column(f"name{ESC}", "VARCHAR", f"Words {ESC}."),
        Column("source_ids", "VARCHAR", "Sources."),
    )
    result = Result(
        columns,
        [(hostile, f"s{ESC}")],
        title=f"Title {ESC}",
        question=f"Who {RLO}?",
        caveat=f"None {ESC}.",
    )
    out = io.BytesIO()
    write(result, form, out, Surroundings(for_programs=False))
    text = out.getvalue().decode()
    assert not set(text) & set(OBEYED)
    assert BURMESE in text.replace("\n", "") or form == "table"
    if form in ("json", "jsonl"):
        row = json.loads(text)[0] if form == "json" else json.loads(text)
        assert row[f"name{ESC}"] == hostile  # a program gets the value as it is
    else:
        assert "␛" in text
        assert "⟨U+202E⟩" in text


def test_no_sheet_carries_a_control_sign(tmp_path: Path) -> None:
    out = io.BytesIO()
    write(
        Result((Column("name", "VARCHAR", "Words."),), [(f"a{ESC}b\x9b{RLO}",)], title="T"),
        "xlsx",
        out,
    )
    out.seek(0)
    assert load_workbook(out)["data"]["A2"].value == "a␛[31mb⟨U+009B⟩⟨U+202E⟩"


def test_a_stream_shows_what_it_would_obey() -> None:
    out = io.StringIO()
    print(f"no file {ESC}x{RLO}\ud800", file=Shown(out))
    assert out.getvalue() == "no file ␛[31mx⟨U+202E⟩⟨U+D800⟩\n"
    assert visible("tab\tand\r\nlines stay") == "tab\tand\r\nlines stay"


def test_deceiving_counts_places_from_one() -> None:
    assert [sign.place for sign in deceiving(f"{ZWSP}a{ZWSP}", exact=True)] == [1, 3]
