"""Every view, check, report and mart is tested by rows: `tests/queries/<name>.yaml`."""

from pathlib import Path
from typing import Any

import pytest
from rows import ask, plain

from sanctrack.definitions.paths import Home, find_home, read_yaml
from sanctrack.definitions.queries import names, query_paths

ROOT = Path(__file__).resolve().parent.parent
HOME = find_home(ROOT)
CASE_KEYS = {"case", "given", "params", "expect", "any_order"}


def cases() -> list[Any]:
    found = []
    for path in sorted((ROOT / "tests" / "queries").glob("*.yaml")):
        for case in read_yaml(path.read_text(encoding="utf-8"), str(path)):
            found.append(pytest.param(path.stem, case, id=f"{path.stem}: {case['case']}"))
    return found


@pytest.mark.parametrize(("name", "case"), cases())
def test_case(name: str, case: dict[str, Any], tmp_path: Path) -> None:
    assert set(case) <= CASE_KEYS, f"unknown keys {set(case) - CASE_KEYS}"
    kind = query_paths(HOME)[name][0]
    expected = [{key: plain(value) for key, value in row.items()} for row in case["expect"]]
    wanted = {key for row in expected for key in row}
    expected = [{key: row.get(key) for key in wanted} for row in expected]
    given = ask(HOME, tmp_path, name, kind, case)
    if case.get("any_order"):
        given, expected = (
            sorted(given, key=repr),
            sorted([dict(sorted(row.items())) for row in expected], key=repr),
        )
        given = sorted([dict(sorted(row.items())) for row in given], key=repr)
    assert given == expected


@pytest.mark.parametrize("kind", ["report", "check", "view", "mart"])
def test_every_query_has_its_case(kind: str) -> None:
    tested = {path.stem for path in (ROOT / "tests" / "queries").glob("*.yaml")}
    assert set(names(HOME, kind)) - tested == set()


def test_no_case_for_a_query_that_is_gone() -> None:
    assert {path.stem for path in (ROOT / "tests" / "queries").glob("*.yaml")} <= set(
        query_paths(HOME)
    )


@pytest.mark.parametrize("name", names(HOME, "report"))
def test_report_names_its_sources(home: Home, name: str) -> None:
    from sanctrack.definitions.queries import load_query

    assert "source_ids" in [column for column, _, _ in load_query(home, name, "report").columns]
