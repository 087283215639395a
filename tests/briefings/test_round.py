"""Built and verified at once: nothing may differ; and a build replaces no briefing."""

import re
import zipfile
from pathlib import Path

import pytest

from briefings.conftest import Compile, body_of, notes_of
from briefings.test_outputs import FORMS, NAMES
from sanctrack.briefings import build, verify_file
from sanctrack.briefings.compile.document import Document, unique_keys
from sanctrack.briefings.verify.edited_text import squeezed, squeezed_page
from sanctrack.errors import UsageError

NOWHERE = "/no-such-workspace"
PLAIN = """---
title: A briefing
question: What is held?
audience: me
runs:
  d: {report: deliveries}
---

# What is known

TEXT
"""


def differing(path: Path) -> list[dict[str, str]]:
    return [
        record
        for record in verify_file(path, None, NOWHERE).records()
        if record["verdict"] == "differs"
    ]


def own(folder: Path, text: str, name: str = "own.md") -> Path:
    path = folder / name
    path.write_text(PLAIN.replace("TEXT", text))
    return path


@pytest.mark.parametrize(
    ("name", "given"), [*((name, {}) for name in NAMES), ("calls-and-answers", {"ask": "arms"})]
)
def test_what_was_just_built_does_not_differ(
    tmp_path: Path, name: str, given: dict[str, str]
) -> None:
    paths = [tmp_path / f"built.{form}" for form in FORMS]
    document = build(name, paths, given, workspace=NOWHERE)
    assert len({unit.key for unit in document.units}) == len(document.units)
    assert {path.suffix: differing(path) for path in paths} == {path.suffix: [] for path in paths}


def test_rows_of_one_record_have_keys_of_their_own(tmp_path: Path) -> None:
    assert unique_keys(["a", "b", "a", "a"]) == ["a", "b", "a#2", "a#3"]
    path = own(
        tmp_path, "```table\nreport: deliveries\ncolumns: {arrived: Same, vessel: Same}\n```"
    )
    document = build(str(path), [tmp_path / "built.docx"], workspace=NOWHERE)
    assert document.problems == []
    assert differing(tmp_path / "built.docx") == []


@pytest.mark.parametrize(
    "words",
    [
        "မြန်မာနိုင်ငံ တပ်မတော်.",
        "ประเทศ and ພາສາ here.",
        "of - that -- and --- of it ... on “on” or 'on' or \"on\".",
        "x * y and a~b, ﬁnd, café, cafe\u0301.",
    ],
)
def test_signs_that_a_program_sets_in_its_own_way(tmp_path: Path, words: str) -> None:
    path = own(tmp_path, f"The data hold {{{{ d.rows }}}} {words}\n\n{{{{ caveats }}}}")
    paths = [tmp_path / f"built.{form}" for form in FORMS]
    build(str(path), paths, workspace=NOWHERE)
    assert {path.suffix: differing(path) for path in paths} == {path.suffix: [] for path in paths}


def test_a_true_minus_is_a_hyphen_and_joined_letters_are_left_out_of_pages() -> None:
    assert squeezed("−12 days … ") == squeezed("-12 days ...")
    assert squeezed("-12") != squeezed("12")
    assert squeezed_page("33 မြန်မာနိုင်ငံ here") == squeezed("33 here")


def test_a_build_replaces_no_briefing(tmp_path: Path) -> None:
    path = own(tmp_path, "The data hold {{ d.rows }} deliveries.\n\n{{ caveats }}")
    other = own(tmp_path, "Another one.", "other.md")
    (tmp_path / "link.md").symlink_to(path)
    before = {item: item.read_text() for item in (path, other)}
    for output in (path, other, tmp_path / "link.md"):
        with pytest.raises(UsageError, match="would be replaced; write to another file"):
            build(str(path), [tmp_path / "fine.html", output], workspace=NOWHERE)
    assert {item: item.read_text() for item in (path, other)} == before
    assert not (tmp_path / "fine.html").exists()
    for _ in range(2):  # a document that was built is replaced by the next build
        build(str(path), [tmp_path / "built.md"], workspace=NOWHERE)


STRIKE = {"airstrike_id": "2022-11-13-myaung"}


def test_no_caveat_is_pointed_to_where_no_table_is(tmp_path: Path) -> None:
    build("one-strike", [tmp_path / "strike.md"], STRIKE, workspace=NOWHERE)
    text = (tmp_path / "strike.md").read_text()
    assert "Table 0" not in text
    assert "Figure 0" not in text


def test_the_caveat_of_a_block_without_rows_stands_under_its_words(compiled: Compile) -> None:
    empty = '```{}\nrun: none\nempty: "The data hold {{{{ none.rows }}}} of them."\n```\n\n'
    full = "```table\nrun: ship\n```\n\n"
    first = compiled("# A\n\n" + empty.format("table") + full + empty.format("table"))
    assert [unit.text[:8] for unit in first.units if unit.kind == "caveat"] == [
        "Caveat: ",
        "Read wit",
        "Read wit",
    ]
    assert "Read with the caveat of report deliveries above." in "\n".join(body_of(first))
    picture = compiled("# A\n\n" + empty.format("timeline"))
    assert [unit.text[:8] for unit in picture.units if unit.kind == "caveat"] == ["Caveat: "], (
        "no picture holds it"
    )
    later = compiled("# A\n\n" + full + empty.format("table"))
    assert "Read with the caveat of Table 1." in "\n".join(body_of(later))


def test_the_footnote_of_a_caveat_names_its_report(compiled: Compile) -> None:
    document = compiled("# A\n\n{{ ship.caveat }}\n")
    assert notes_of(document) == ["Caveat of report deliveries."]
    assert "no row" not in "\n".join(notes_of(document))


DRAFT = PLAIN.replace(
    "  d: {report: deliveries}", "  d: {report: deliveries}\n  x: {report: deliverys}"
).replace(
    "TEXT",
    "It was caused by 5 ships.\n\n- An item with 7.\n\n```table\nrun: d\nwhere: {confidence: "
    "confimed}\n```\n\n```table\nrun: d\ncaption: A caption with 9\ncolumns: {arrived: "
    "Arrived}\ncaveat: text\n```\n\n# Two\n\n{{ d.rows }}, {{ x.rows }}.",
)


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, dict[str, Path]]:
    folder = tmp_path_factory.mktemp("draft")
    (folder / "own.md").write_text(DRAFT)
    paths = {form: folder / f"built.{form}" for form in FORMS}
    return build(str(folder / "own.md"), list(paths.values()), workspace=NOWHERE, draft=True), paths


def test_a_draft_says_so_and_its_notes_are_no_hand_edit(
    draft: tuple[Document, dict[str, Path]],
) -> None:
    document, paths = draft
    assert len(document.problems) == len(set(document.problem_at)) == 10
    assert {form: differing(path) for form, path in paths.items()} == {form: [] for form in FORMS}
    for form in ("html", "md"):
        text = paths[form].read_text()
        assert text.index("DRAFT.") < text.index("What is held?")
        assert text.count("Would be refused.") == 10


def test_notes_of_a_draft_are_comments_in_word(draft: tuple[Document, dict[str, Path]]) -> None:
    _, paths = draft
    with zipfile.ZipFile(paths["docx"]) as archive:
        comments, text = (
            archive.read("word/comments.xml").decode(),
            archive.read("word/document.xml").decode(),
        )
    assert (
        comments.count("<w:comment ")
        == text.count("<w:commentRangeStart ")
        == text.count("<w:commentReference ")
        == 10
    )
    assert "Would be refused." not in text
    paragraphs = re.findall(r"<w:p>.*?</w:p>", text, re.DOTALL)
    anchored = [
        re.sub(r"<[^>]*>", "", item) for item in paragraphs if "<w:commentRangeStart " in item
    ]
    assert [words[:9] for words in anchored] == [
        "DRAFT. 10",
        "It was ca",
        "An item w",
        "⟨?⟩",
        "Table 1. ",
        "Two",
    ]


def test_another_comment_in_word_is_told(
    draft: tuple[Document, dict[str, Path]], tmp_path: Path
) -> None:
    path = tmp_path / "built.docx"
    with zipfile.ZipFile(draft[1]["docx"]) as old, zipfile.ZipFile(path, "w") as new:
        for item in old.namelist():
            data = old.read(item)
            if item == "word/comments.xml":
                more = (
                    b'<w:comment w:id="99" w:author="a"><w:p><w:r><w:t>Proven, says a '
                    b"colleague.</w:t></w:r></w:p></w:comment></w:comments>"
                )
                data = data.replace(b"</w:comments>", more)
            new.writestr(item, data)
    assert [(row["what"], row["now"][:24]) for row in differing(path)] == [
        ("added words", "Proven, says a colleague")
    ]


def test_a_briefing_that_is_not_refused_is_no_draft(tmp_path: Path) -> None:
    path = own(tmp_path, "The data hold {{ d.rows }} deliveries.\n\n{{ caveats }}")
    build(str(path), [tmp_path / "built.html"], workspace=NOWHERE, draft=True)
    assert "DRAFT" not in (tmp_path / "built.html").read_text()
