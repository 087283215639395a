"""Documentation: generated pages are fresh, links lead somewhere, examples run, and no page names
what is not there.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sanctrack.definitions.paths import Home
from sanctrack.definitions.queries import load_query, query_paths

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    path
    for path in [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "benchmarks").glob("*.md"),
    ]
    if path.is_file()
]


def test_generated_pages_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not target.startswith(("http:", "https:", "mailto:")):
            file, _, anchor = target.partition("#")
            found = (path.parent / file).resolve() if file else path
            assert found.exists(), f"{path.name}: {target}"
            if anchor and found.suffix == ".md":
                headings = re.findall(r"^#+ (.+)$", found.read_text(encoding="utf-8"), re.MULTILINE)
                assert anchor in {
                    re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
                    for heading in headings
                }, f"{path.name}: {target}"


def test_reports_and_parameters_that_pages_name_exist(home: Home) -> None:
    for path in PAGES:
        for name, rest in re.findall(
            r"sanctrack report ([a-z_]+)([^\n`|]*)", path.read_text(encoding="utf-8")
        ):
            assert query_paths(home).get(name, ("",))[0] == "report", (
                f"{path.name} names the report {name}"
            )
            known = {item.name for item in load_query(home, name, "report").params}
            assert set(re.findall(r"-p ([a-z_]+)=", rest)) <= known, f"{path.name}: {name}{rest}"


def test_readme_begins_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.match(r"# sanctrack\n\n```sh\nmake report .*\nmake test .*\n```", text)


def test_no_page_names_a_folder_of_somebody() -> None:
    for path in PAGES:
        assert not re.search(r"/(home|Users|work|root)/\w", path.read_text(encoding="utf-8")), path


def test_citation_and_changelog_have_the_version() -> None:
    import sanctrack

    assert f'version: "{sanctrack.__version__}"' in (ROOT / "CITATION.cff").read_text(
        encoding="utf-8"
    )
    assert f"## {sanctrack.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f'version = "{sanctrack.__version__}"' in (ROOT / "pyproject.toml").read_text(
        encoding="utf-8"
    )


def test_requirements_are_hashed_and_name_no_address() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        assert "index-url" not in text
        pinned = re.findall(r"^[a-z0-9].*==.*$", text, re.MULTILINE)
        assert pinned
        assert all(line.endswith("\\") for line in pinned)
