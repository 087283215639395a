"""Smaller things that a reader or author meets: new briefings, errors in the author's words, lists,
dossiers, long words.
"""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from briefings.conftest import CAVEATS, HEAD, Compile, body_of, markdown_of
from briefings.test_round import differing
from sanctrack.briefings import build, new_briefing
from sanctrack.briefings.ast import plain_text
from sanctrack.briefings.compile.display import shown
from sanctrack.briefings.dossiers import dossier, name_of
from sanctrack.briefings.source.source import read_briefing
from sanctrack.definitions.paths import Home
from sanctrack.errors import DefinitionError, SanctrackError, UsageError
from sanctrack.publication import MARK
from sanctrack.warehouse.warehouse import Warehouse

ROOT = Path(__file__).parents[2]
NOWHERE = "/no-such-workspace"


def test_a_new_briefing_names_commands_that_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = new_briefing("t1").read_text()
    assert "`sanctrack report deliveries --about`" in text
    assert "sanctrack brief t1.md -o t1.docx" in text


def test_a_parameter_is_told_by_the_name_that_was_typed(tmp_path: Path) -> None:
    own = HEAD.replace(
        "vessel: {type: string, default: mt-reef, help: A vessel}",
        "boat: {type: string, default: mt-reef, help: A vessel}",
    )
    (tmp_path / "own.md").write_text(
        own.replace("$vessel", "$boat") + "It is {{ ship.rows }}." + CAVEATS
    )
    with pytest.raises(UsageError, match=r"parameter boat is 'mt-reeff'.*did you mean 'mt-reef'"):
        build(str(tmp_path / "own.md"), [], {"boat": "mt-reeff"}, home=ROOT, workspace=NOWHERE)


def test_an_unknown_key_of_the_header_has_its_line() -> None:
    text = "---\ntitle: T\nquestion: Q?\naudience: a\ntitel: X\n---\n\nText.\n"
    with pytest.raises(
        DefinitionError, match=r"own.md line 5: unknown key 'titel' in header; did you mean 'title'"
    ):
        read_briefing(text, "own", "own.md")


def test_a_cut_pdf_leaves_one_line_on_stderr(tmp_path: Path) -> None:
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
    command = [
        sys.executable,
        "-m",
        "sanctrack",
        "--home",
        str(ROOT),
        "--workspace",
        NOWHERE,
        "verify",
        str(tmp_path / "cut.pdf"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 4
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("sanctrack: error: ")


def test_numbered_items_stay_numbered(compiled: Compile) -> None:
    document = compiled(
        "1. It is {{ ship.rows }}.\n2. It is {{ ship[first].vessel }}.\n\n- It is {{ ship.rows }}."
        + CAVEATS
    )
    assert document.problems == []
    assert [part[:3] for part in body_of(document)[:3]] == ["1. ", "1. ", "- I"]
    assert "1. It is 6.[^1]\n1. It is REEF" in markdown_of(document)


def test_a_word_longer_than_a_line_stays_on_its_page(tmp_path: Path) -> None:
    from pypdf import PdfReader

    (tmp_path / "own.md").write_text(
        HEAD + f"It is {{{{ ship.rows }}}} {'abcdefghij' * 12} here." + CAVEATS
    )
    build(str(tmp_path / "own.md"), [tmp_path / "built.pdf"], home=ROOT, workspace=NOWHERE)
    lines = PdfReader(tmp_path / "built.pdf").pages[0].extract_text().splitlines()
    parts = [line for line in lines if "abcdefghij" in line]
    assert len(parts) == 2, "the word is on two lines, and no letter stands between its own"
    assert not any("abcdefghij" * 12 in line or "\u200b" in line for line in lines)
    assert differing(tmp_path / "built.pdf") == []


def test_word_without_the_picture_tools_says_why_it_needs_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    (tmp_path / "own.md").write_text(HEAD + "```timeline\nrun: ship\n```\n")
    with pytest.raises(
        SanctrackError, match=r"the pictures in a \.docx are set as png: .*pip install"
    ):
        build(str(tmp_path / "own.md"), [tmp_path / "built.docx"], home=ROOT, workspace=NOWHERE)


@pytest.mark.parametrize(
    ("identifier", "title"),
    [
        ("mt-reef", "Dossier: REEF"),
        ("2023-10-09-mung-lai-hkyet", "Dossier: Mung Lai Hkyet displacement camp, 9 October 2023"),
        ("2025-10-02-reef", "Dossier: delivery by REEF, 2 October 2025"),
        ("ca-jet-fuel-ban-2023", "Dossier: ca-jet-fuel-ban-2023"),
    ],
)
def test_a_dossier_has_the_name_as_its_title(tmp_path: Path, identifier: str, title: str) -> None:
    document = dossier(identifier, [tmp_path / "x.html"], ROOT, NOWHERE)
    assert plain_text(document.title) == title
    assert identifier in plain_text(document.question)
    cells = [unit.text for unit in document.units if unit.kind == "cell"]
    assert not [text for text in cells if text.startswith("on ") and "_" in text.partition(":")[0]]
    assert differing(tmp_path / "x.html") == []


def test_a_dossier_names_columns_by_what_they_hold(tmp_path: Path) -> None:
    document = dossier("mt-reef", [tmp_path / "x.html"], ROOT, NOWHERE)
    heads = [
        unit.text
        for unit in document.units
        if unit.kind == "cell" and "heading of a column" in unit.place
    ]
    assert {"Found", "Standing", "Certainty", "Bearing"} <= set(heads)


def test_a_name_that_is_kept_back_is_no_title(shipped: Warehouse) -> None:
    result = shipped.report("record", id="2023-10-09-mung-lai-hkyet")
    assert name_of(result).startswith("Mung Lai Hkyet")
    at = [column.name for column in result.columns].index("words")
    first = result.rows[0]
    held = (*first[:at], first[at].replace("Mung Lai Hkyet", MARK), *first[at + 1 :])
    assert name_of(replace(result, rows=[held, *result.rows[1:]])) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("on killed_max: supports", "on killed (highest): supports what the record says"),
        ("on children_killed_min: eleven children", "on children killed (lowest): eleven children"),
        (
            "on township: contradicts (para 3)",
            "on township: contradicts what the record says (para 3)",
        ),
        ("supports", "supports"),
    ],
)
def test_evidence_on_a_field_in_words(text: str, words: str) -> None:
    assert shown(text, "words") == words


def test_the_door_leads_to_the_function_after_its_module_is_loaded(
    home: Home, tmp_path: Path
) -> None:
    import sanctrack.briefings as door

    for name in ("a.html", "b.html"):
        door.dossier("asia-sun-group", [tmp_path / name], home.root)
        assert (tmp_path / name).is_file()


@pytest.mark.parametrize("identifier", ["myanmar-air-force", "2012-12-04-pannwa", "seed-001"])
def test_a_dossier_leaves_out_lines_without_a_source_and_says_so(
    tmp_path: Path, identifier: str
) -> None:
    # an actor with a count over many strikes, a strike that is filed by our rule, an id of before
    path = tmp_path / "dossier.md"
    dossier(identifier, [path], workspace="/nonexistent")
    text = path.read_text(encoding="utf-8")
    assert "have no source of their own; they are left out here" in text
    assert "our data file every air strike" not in text
