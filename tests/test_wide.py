"""A report printed wide: its columns are made from the rows, for any number of authorities, in
every format.
"""

import io
import json
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from rows import home_with

from sanctrack.definitions.paths import Home
from sanctrack.definitions.queries import load_query
from sanctrack.errors import DefinitionError
from sanctrack.formats import FORMATS, write
from sanctrack.warehouse.result import Column, Result
from sanctrack.warehouse.warehouse import Warehouse


def authority(code: str, position: int) -> dict[str, Any]:
    return {
        "authority": code,
        "jurisdiction": code[:2],
        "position": position,
        "in_gap_matrix": "yes",
        "is_floor": "no",
    }


@pytest.mark.parametrize("count", [1, 2, 12])
def test_the_matrix_has_a_column_for_each_authority(home: Home, tmp_path: Path, count: int) -> None:
    codes = [f"A{chr(65 + at)}-Body" for at in range(count)]
    given = {
        # printed by position, not by code
        "authorities": [authority(code, 100 - at) for at, code in enumerate(codes)],
        "actors": [{"actor_id": "b", "name": "B"}, {"actor_id": "a", "name": "A"}],
        "measures": [
            {
                "measure_id": "m",
                "authority": codes[-1],
                "jurisdiction": "AA",
                "measure_type": "asset_freeze",
                "announced_on": "2023-01-10",
            }
        ],
        "designations": [
            {"measure_id": "m", "actor_id": "b", "listed_on": "2023-01-10", "source_id": "s2"}
        ],
        "list_checks": [
            {
                "actor_id": "b",
                "authority": code,
                "list_version_on": "2024-01-01",
                "status": "not_listed",
                "source_id": "s1",
            }
            for code in codes[:-1]
        ],
    }
    of_case, workspace = home_with(home, tmp_path, given)
    with Warehouse(of_case, workspace, ["gap_matrix", "gap_matrix_wide"]) as warehouse:
        long = warehouse.report("gap_matrix", as_of="2023-06-01", actors="all")
        wide = warehouse.report("gap_matrix_wide", as_of="2023-06-01", actors="all")
    assert len(long) == 2 * count
    made = [code.lower().replace("-", "_") for code in reversed(codes)]
    assert [column.name for column in wide.columns] == ["actor_id", "actor", *made, "source_ids"]
    assert wide.table == ("actor", *made)
    assert [row["actor_id"] for row in wide.records()] == ["a", "b"]
    cells = {(row["actor_id"], row["authority"]): row["short_words"] for row in long.records()}
    for row in wide.records():
        for code, name in zip(reversed(codes), made, strict=True):
            assert row[name] == cells[row["actor_id"], code]
    assert wide.records()[1][made[0]] == "listed 2023-01-10"
    assert wide.records()[1]["source_ids"] == ("s2" if count == 1 else "s1; s2")
    for form in FORMATS:
        out = io.BytesIO()
        write(wide, form, out)
        assert out.getvalue()
        if form == "json":
            assert list(json.loads(out.getvalue())[0]) == ["actor_id", "actor", *made, "source_ids"]
        if form in ("table", "csv", "md", "html"):
            assert b"listed 2023-01-10" in out.getvalue().replace(b"\n", b" ") or form == "table"


def test_a_column_for_an_authority_of_the_users_own(home: Home, tmp_path: Path) -> None:
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "authorities.csv").write_text(
        "authority,name,short_name,sentence_name,jurisdiction,position,in_gap_matrix,covers_myanmar,is_floor\n"
        "JP-X,Ministry of Examples of Japan,MoX (Japan),the Japanese Ministry of "
        "Examples,JP,3,yes,no,no\n",
        encoding="utf-8",
    )
    (tmp_path / "datasets" / "list_checks.csv").write_text(
        "actor_id,authority,list_version_on,status,source_id\nmt-reef,JP-X,2026-10-01,not_listed,jfm-2024-02-05\n",
        encoding="utf-8",
    )
    with Warehouse(home, tmp_path, ["gap_matrix_wide"]) as warehouse:
        wide = warehouse.report("gap_matrix_wide", actors="mt-reef")
        one = warehouse.report("gap_matrix_wide", actors="mt-reef", authority="JP-X")
    assert [column.name for column in wide.columns][2:-1] == [
        "us_ofac",
        "uk_fcdo",
        "eu_council",
        "jp_x",
        "ca_gac",
        "au_dfat",
        "ch_seco",
    ]
    (row,) = wide.records()
    assert row["jp_x"] == "not on 2026-10-01, no Myanmar programme"
    assert "jfm-2024-02-05" in row["source_ids"]
    assert [column.name for column in one.columns] == ["actor_id", "actor", "jp_x", "source_ids"]


def columns(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "VARCHAR", f"What {name} is.") for name in names)


def test_a_gap_stays_null_and_names_that_clash_stay_apart() -> None:
    rows: list[tuple[Any, ...]] = [
        ("x", "ID", "1", "s2; s1"),
        ("y", "A-B", None, None),
        ("y", "a b", "3", "s1"),
    ]
    result = Result(columns("id", "kind", "value", "source_ids"), rows, name="test", table=("id",))
    result.widened(("id",), "kind", "value")
    assert [column.name for column in result.columns] == [
        "id",
        "id_2",
        "a_b",
        "a_b_2",
        "source_ids",
    ]
    assert result.rows == [("x", "1", None, None, "s1; s2"), ("y", None, None, "3", "s1")]
    assert result.columns[1].description == "ID: What value is."


def test_no_rows_are_no_columns() -> None:
    result = Result(columns("id", "kind", "value", "source_ids"), [], name="test")
    result.widened(("id",), "kind", "value")
    assert ([column.name for column in result.columns], result.rows) == (["id", "source_ids"], [])


def test_two_rows_in_one_cell_are_refused() -> None:
    rows: list[tuple[Any, ...]] = [("x", "k", "1", "s"), ("x", "k", "2", "s")]
    with pytest.raises(DefinitionError, match="two rows for k of x"):
        Result(columns("id", "kind", "value", "source_ids"), rows, name="test").widened(
            ("id",), "kind", "value"
        )


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (
            "{of: gap_matrx, row: [actor], columns: authority, value: words}",
            "did you mean 'gap_matrix'",
        ),
        ("{of: gap_matrix, row: [actr], columns: authority, value: words}", "did you mean 'actor'"),
        ("{of: gap_matrix, row: [actor], columns: authority}", "wide lacks value"),
        (
            "{of: gap_matrix, row: [actor], columns: authority, value: words, by: x}",
            "unknown key 'by'",
        ),
        ("{of: other, row: [actor], columns: authority, value: words}", "no other report"),
    ],
)
def test_a_wrong_header_says_what_would_work(
    home: Home, tmp_path: Path, spec: str, words: str
) -> None:
    copytree(home.queries, tmp_path / "queries")
    (tmp_path / "queries" / "reports" / "other.sql").write_text(
        f"/*---\ntitle: T\nquestion: Q?\ngrain: one row\ncaveat: C.\nwide: {spec}\n---*/\n",
        encoding="utf-8",
    )
    with pytest.raises(DefinitionError, match=words):
        load_query(Home(tmp_path), "other", "report")
