"""The commands: briefings, brief, show -o, and the pages of docs that print what the code holds."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from sanctrack.briefings import build, dossier, new_briefing
from sanctrack.briefings.source.style_rules import as_page, load_wording, too_strong
from sanctrack.definitions.paths import Home
from sanctrack.errors import DefinitionError, UsageError

ROOT = Path(__file__).parents[2]
NOWHERE = "/no-such-workspace"


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "sanctrack",
        "--home",
        str(ROOT),
        "--workspace",
        NOWHERE,
        *arguments,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


def test_briefings_as_csv_name_first() -> None:
    done = run("briefings", "--format", "csv")
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert done.returncode == 0
    assert rows[0][:2] == ["name", "question"]
    assert [row[0] for row in rows[1:]] == [
        "calls-and-answers",
        "fuel-deliveries",
        "listing-gap",
        "one-strike",
        "one-vessel",
    ]
    assert all("{{" not in cell for row in rows for cell in row)
    titles = {row[0]: row[rows[0].index("title")] for row in rows[1:]}
    assert titles["one-strike"] == "One strike"  # place and day come from a query
    assert titles["one-vessel"] == "One vessel"
    assert "for measures on jet fuel, and" in rows[1][1]
    assert "the Council of the EU" in titles["listing-gap"]


def test_brief_refuses_with_code_3_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "my.md").write_text(
        "---\ntitle: My\nquestion: What?\naudience: me\n---\n\nIt was caused by 5 ships.\n"
    )
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


@pytest.mark.parametrize(
    ("name", "given", "near"),
    [
        ("one-vessel", "vessel_id=mt-reeff", "did you mean 'mt-reef'?"),
        ("one-strike", "airstrike_id=2023-04-11-pazi-gy", "did you mean '2023-04-11-pazi-gyi'?"),
        ("fuel-deliveries", "measure=ca-jet-fuel-ban-2024", "did you mean 'ca-jet-fuel-ban-2023'?"),
        ("one-vessel", "authority=US-OFAK", "did you mean 'US-OFAC'?"),
        ("one-vessel", "vessel_id=nope", "lists them"),
        ("one-vessel", "as_of=2024-13-01", "it takes a date"),
    ],
)
def test_a_value_that_was_typed_wrong_has_a_suggestion(
    tmp_path: Path, name: str, given: str, near: str
) -> None:
    done = run("brief", name, "-p", given, "-o", str(tmp_path / "x.docx"))
    assert done.returncode == 2, done.stderr
    assert near in done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


OWN = """---
title: Mine
question: What?
audience: me
parameters:
  ship: {type: string, default: DEFAULT, help: A ship}
runs:
  ship: {report: REPORT, params: {vessel_id: $ship}}
---

The data hold {{ ship.rows }} deliveries of {{ ship[first].vessel }}.

```table
run: ship
```

::: when ship[confidence=likely]
Some are likely: {{ ship[confidence=likely].rows }}.
:::

{{ caveats }}
"""


def own(folder: Path, text: str, **words: str) -> Path:
    path = folder / "own.md"
    for old, new in {"DEFAULT": "mt-reef", "REPORT": "deliveries", **words}.items():
        text = text.replace(old, new)
    path.write_text(text)
    return path


def test_a_misspelt_report_is_told_once(tmp_path: Path) -> None:
    from sanctrack.briefings import Refused

    with pytest.raises(Refused) as refused:
        build(str(own(tmp_path, OWN, REPORT="deliverys")), [], home=ROOT, workspace=NOWHERE)
    found = refused.value.problems
    assert [(problem.line, problem.rule) for problem in found] == [(8, "block")]
    assert "no report named 'deliverys'; did you mean 'deliveries'?" in found[0].problem


def test_a_misspelt_report_of_a_block_is_told_once(tmp_path: Path) -> None:
    from sanctrack.briefings import Refused

    with pytest.raises(Refused) as refused:
        build(
            str(own(tmp_path, OWN.replace("run: ship\n```", "report: deliverys\n```"))),
            [],
            home=ROOT,
            workspace=NOWHERE,
        )
    assert [(problem.line, problem.rule) for problem in refused.value.problems] == [(13, "block")]


def test_a_wrong_default_is_the_briefings_fault_and_a_wrong_value_the_callers(
    tmp_path: Path,
) -> None:
    from sanctrack.briefings import Refused

    with pytest.raises(UsageError, match="did you mean 'mt-reef'"):
        build(str(own(tmp_path, OWN)), [], {"ship": "mt-reeff"}, home=ROOT, workspace=NOWHERE)
    with pytest.raises(Refused) as refused:
        build(str(own(tmp_path, OWN, DEFAULT="mt-reeff")), [], home=ROOT, workspace=NOWHERE)
    assert [problem.line for problem in refused.value.problems] == [8]
    held = OWN.replace("help: A ship", "id_of: actors, help: A ship")
    with pytest.raises(
        DefinitionError,
        match="default of parameter ship is 'mt-reeff', which is not in actors; did you mean "
        "'mt-reef'",
    ):
        build(str(own(tmp_path, held, DEFAULT="mt-reeff")), [], home=ROOT, workspace=NOWHERE)
    with pytest.raises(DefinitionError, match="no table 'actor'; did you mean 'actors'"):
        build(
            str(own(tmp_path, held.replace("id_of: actors", "id_of: actor"))),
            [],
            home=ROOT,
            workspace=NOWHERE,
        )


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "sub/evil", "..", ".hidden"])
def test_a_new_briefing_stays_in_this_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="no plain name"):
        new_briefing(name)
    assert not list(tmp_path.iterdir())


def test_a_new_briefing_builds_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = new_briefing("my-own")
    assert build(str(path), [tmp_path / "my-own.html"], home=ROOT, workspace=NOWHERE).problems == []
    with pytest.raises(UsageError, match="is there already"):
        new_briefing("my-own")


def test_dossier(tmp_path: Path) -> None:
    done = run("show", "mt-reef", "-o", str(tmp_path / "reef.html"))
    assert done.returncode == 0, done.stderr
    assert "Dossier: REEF" in (tmp_path / "reef.html").read_text()
    for identifier in (
        "2023-10-09-mung-lai-hkyet",
        "asia-sun-group",
        "ca-jet-fuel-ban-2023",
        "2025-10-02-reef",
    ):
        document = dossier(identifier, [tmp_path / "x.docx", tmp_path / "x.pdf"], ROOT, NOWHERE)
        assert document.problems == []
        assert document.cited()


@pytest.mark.parametrize(
    ("name", "params"),
    [
        *[
            ("listing-gap", {"authority": item})
            for item in ("US-OFAC", "UK-FCDO", "CA-GAC", "AU-DFAT", "CH-SECO")
        ],
        *[
            ("one-strike", {"airstrike_id": item})
            for item in (
                "2023-04-11-pazi-gyi",
                "2021-12-31-kayah-townships",
                "2022-10-23-a-nang-pa",
            )
        ],
        *[
            ("one-vessel", {"vessel_id": item})
            for item in ("mt-noble", "mt-huitong-78", "mt-yong-sheng-56", "mt-yu-dong")
        ],
        *[("calls-and-answers", {"jurisdiction": item}) for item in ("GB", "EU", "CA", "AU")],
        ("calls-and-answers", {"ask": "arms"}),
        (
            "fuel-deliveries",
            {"measure": "us-jet-fuel-determination-2023-08-23", "authority": "UK-FCDO"},
        ),
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
