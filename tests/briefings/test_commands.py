"""The commands: briefings, brief, show -o, and the pages of docs that print what the code holds."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from sanctrack.briefings import build, dossier, new_briefing
from sanctrack.briefings.wording import as_page, load_wording, too_strong
from sanctrack.errors import UsageError
from sanctrack.home import Home

ROOT = Path(__file__).parents[2]
NOWHERE = "/no-such-workspace"


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sanctrack", "--home", str(ROOT), "--workspace", NOWHERE, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


def test_briefings_as_csv_name_first() -> None:
    done = run("briefings", "--format", "csv")
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert done.returncode == 0
    assert rows[0][:2] == ["name", "question"]
    assert [row[0] for row in rows[1:]] == ["calls-and-answers", "fuel-deliveries", "listing-gap", "one-strike", "one-vessel"]
    assert all("{{" not in cell for row in rows for cell in row)


def test_brief_refuses_with_code_3_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "my.md").write_text("---\ntitle: My\nquestion: What?\naudience: me\n---\n\nIt was caused by 5 ships.\n")
    done = run("brief", str(tmp_path / "my.md"), "-o", str(tmp_path / "my.docx"))
    assert done.returncode == 3
    assert "the number '5'" in done.stdout
    assert done.stderr.startswith("sanctrack: error: ")
    assert "my.md" in done.stderr
    assert not (tmp_path / "my.docx").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["brief", "fuel-delivery"], 2, "did you mean 'fuel-deliveries'"),
        (["brief", "one-vessel", "-o", "x.rtf"], 2, ".docx"),
        (["brief", "one-vessel", "-p", "vesel=x"], 2, "no parameter 'vesel'"),
        (["brief", "no/such.md"], 2, "no such file"),
        (["briefings", "old"], 2, "briefings new NAME"),
        (["show", "no-such-id", "-o", "x.docx"], 2, "nothing has the id"),
    ],
)
def test_what_was_typed(arguments: list[str], code: int, named: str) -> None:
    done = run(*arguments)
    assert done.returncode == code, done.stderr
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_vessel_is_told(tmp_path: Path) -> None:
    done = run("brief", "one-vessel", "-p", "vessel_id=mt-reeff", "-o", str(tmp_path / "x.docx"))
    assert done.returncode in (2, 3)
    assert "mt-reeff" in done.stdout + done.stderr
    assert not (tmp_path / "x.docx").exists()


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "sub/evil", "..", ".hidden"])
def test_a_new_briefing_stays_in_this_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="no plain name"):
        new_briefing(name)
    assert not list(tmp_path.iterdir())


def test_a_new_briefing_builds_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = new_briefing("my-own")
    assert build(str(path), [tmp_path / "my-own.html"], home=ROOT, workspace=NOWHERE).problems == []
    with pytest.raises(UsageError, match="is there already"):
        new_briefing("my-own")


def test_dossier(tmp_path: Path) -> None:
    done = run("show", "mt-reef", "-o", str(tmp_path / "reef.html"))
    assert done.returncode == 0, done.stderr
    assert "Dossier: mt-reef" in (tmp_path / "reef.html").read_text()
    for identifier in ("2023-10-09-mung-lai-hkyet", "asia-sun-group", "ca-jet-fuel-ban-2023", "2025-10-02-reef"):
        document = dossier(identifier, [tmp_path / "x.docx"], ROOT, NOWHERE)
        assert document.problems == []
        assert document.cited()


@pytest.mark.parametrize(
    ("name", "params"),
    [
        *[("listing-gap", {"authority": item}) for item in ("US-OFAC", "UK-FCDO", "CA-GAC", "AU-DFAT", "CH-SECO")],
        *[("one-strike", {"airstrike_id": item}) for item in ("2023-04-11-pazi-gyi", "2021-12-31-kayah-townships", "2022-10-23-a-nang-pa")],
        *[("one-vessel", {"vessel_id": item}) for item in ("mt-noble", "mt-huitong-78", "mt-yong-sheng-56", "mt-yu-dong")],
        *[("calls-and-answers", {"jurisdiction": item}) for item in ("GB", "EU", "CA", "AU")],
        ("calls-and-answers", {"ask": "arms"}),
        ("fuel-deliveries", {"measure": "us-jet-fuel-determination-2023-08-23", "authority": "UK-FCDO"}),
        ("fuel-deliveries", {"as_of": "2024-01-01"}),
        ("listing-gap", {"as_of": "2023-06-30"}),
    ],
)
def test_other_parameters_build_too(name: str, params: dict[str, str]) -> None:
    assert build(name, [], params, home=ROOT, workspace=NOWHERE).problems == []


def test_wording_page_prints_the_list(home: Home) -> None:
    page = (ROOT / "docs" / "wording.md").read_text(encoding="utf-8")
    assert as_page(load_wording(home)) in page


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A delivery is not in breach of it.", []),
        ("It broke the law.", ["broke the law"]),
        ("The directive was issued in the province.", []),
        ("It led to a ban.", ["led to"]),
        ("The National Unity Government asked for it.", []),
        ("Causes are not known.", ["Causes"]),
        ("A listing is not a finding that anybody breached a measure.", []),
    ],
)
def test_wording(home: Home, text: str, words: list[str]) -> None:
    assert [word for word, _ in too_strong([text], load_wording(home).strong)] == words
