"""What a start may import: a command pays for what it uses, and for nothing else; how the program
may be written.
"""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {
    "altair", "click", "frictionless", "httpx", "jinja2", "lxml", "numpy", "openpyxl", "pandas",
    "pandera", "platformdirs", "polars", "pyarrow", "pydantic", "pypandoc", "rich", "scipy",
    "sqlglot", "tabulate", "typst", "wcwidth", "xlsxwriter", "yaml",
}  # fmt: skip
REPORT = """
from sanctrack.cli import main
try:
    main(["report", "deliveries", "--format", {form!r}, "-o", {target!r}])
except SystemExit as end:
    assert not end.code
"""


def modules(code: str) -> set[str]:
    """Top-level modules that are there after running the code in a new process."""
    told = {**os.environ, "SANCTRACK_WORKSPACE": str(ROOT / "no-such-workspace")}
    text = (
        f"import json, sys\n{code}\nprint(json.dumps(sorted({{name.split('.')[0] for name in "
        f"sys.modules}})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", text], cwd=ROOT, env=told, capture_output=True, text=True, check=True
    )
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return set(found)


@pytest.fixture(scope="module")
def compiled() -> None:
    """What `make` writes, so that no YAML has to be parsed."""
    subprocess.run([sys.executable, "hatch_build.py"], cwd=ROOT, check=True)


def test_import_sanctrack_is_light() -> None:
    found = modules("import sanctrack")
    assert not found & (HEAVY | {"duckdb", "typer"})


def test_help_needs_no_database() -> None:
    code = (
        "from sanctrack.cli import main\ntry: main(['report', '--help'])\nexcept SystemExit: pass"
    )
    assert not modules(code) & (HEAVY - {"rich"} | {"duckdb"})


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "md", "html"])
@pytest.mark.usefixtures("compiled")
def test_a_text_report_imports_nothing_heavy(form: str, tmp_path: Path) -> None:
    assert modules(REPORT.format(form=form, target=str(tmp_path / "x"))) & HEAVY == set()


@pytest.mark.usefixtures("compiled")
def test_a_printed_report_may_measure_other_scripts(tmp_path: Path) -> None:
    assert modules(REPORT.format(form="table", target=str(tmp_path / "x"))) & HEAVY <= {"wcwidth"}


def test_without_compiled_headers_the_answer_is_the_same(tmp_path: Path) -> None:
    from sanctrack.definitions.paths import Home
    from sanctrack.warehouse.warehouse import Warehouse

    bare = Home(ROOT)
    object.__setattr__(bare, "_compiled", {})
    with (
        Warehouse(bare, tmp_path / "w", only=["deliveries"]) as parsed,
        Warehouse(Home(ROOT), tmp_path / "w", only=["deliveries"]) as quick,
    ):
        assert parsed.report("deliveries") == quick.report("deliveries")


def test_no_module_imports_click() -> None:
    for path in (ROOT / "sanctrack").rglob("*.py"):
        assert "import click" not in path.read_text(encoding="utf-8"), path


def test_no_conditional_expression_holds_another() -> None:
    """`a if b else c if d else e` is read twice; `match` or an early return is read once."""
    nested = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "sanctrack").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.IfExp)
        and any(isinstance(part, ast.IfExp) for part in (node.test, node.body, node.orelse))
    ]
    assert nested == []
