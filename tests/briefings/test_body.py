"""The body of a document: author's marks, blocks as Markdown and as pandoc's tree, and a kind of
block that somebody adds.
"""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefings.conftest import CAVEATS, HEAD, Compile, body_of, problems
from sanctrack import registries
from sanctrack.briefings import build
from sanctrack.briefings.ast import (
    Anchor,
    Block,
    Code,
    Emphasis,
    Heading,
    Inline,
    Item,
    Link,
    NoteMark,
    Paragraph,
    Quote,
    Table,
    Text,
    emphasised,
    linked,
    plain_text,
    text,
)
from sanctrack.briefings.compile.prose import marked
from sanctrack.briefings.output.markdown import blocks_text, inlines_text
from sanctrack.briefings.output.pandoc_json import Tree, text_nodes
from sanctrack.briefings.output.render import pandoc, pandoc_path

ODD = "1. a*b* _c_ [d](e) <f> & `g` # | ~ ^ $ \\ {h} - + ! @ https://x.org/ www.x.org ::: “ကé”"


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("a *b* c", (Text("a "), Emphasis((Text("b"),)), Text(" c"))),
        ("**a b**.", (Emphasis((Text("a b"),), strong=True), Text("."))),
        (
            "_a_ b_c_d",
            (Emphasis((Text("a"),)), Text(" b"), Text("_"), Text("c"), Text("_"), Text("d")),
        ),
        ("*a **b** c*", (Emphasis((Text("a "), Emphasis((Text("b"),), strong=True), Text(" c"))),)),
        ("2 * 3 * 4", (Text("2 "), Text("*"), Text(" 3 "), Text("*"), Text(" 4"))),
        ("a** b", (Text("a"), Text("**"), Text(" b"))),
        (r"\*a\* \\ \x", (Text("*"), Text("a"), Text("*"), Text(" "), Text("\\"), Text(r" \x"))),
        ("`a*b*` ``c`d``", (Code("a*b*"), Text(" "), Code("c`d"))),
        ("`a", (Text("`a"),)),
    ],
)
def test_marks_of_an_author(words: str, read: tuple[Inline, ...]) -> None:
    assert emphasised(marked(words)) == read


def test_marks_reach_over_values(compiled: Compile) -> None:
    document = compiled("The **last {{ ship[last].vessel }} of {{ ship.rows }}** came." + CAVEATS)
    assert body_of(document)[0] == "The **last REEF of 6** came.[^1]"
    assert [unit.text for unit in document.units if unit.kind == "sentence"] == [
        "The last REEF of 6 came."
    ]


def test_words_that_share_a_footnote_tell_their_source_in_full_once(compiled: Compile) -> None:
    """The footnote stands behind the second sentence, and is the first that names the sources."""
    document = compiled(
        "It is {{ ship[last].vessel }}. It came {{ ship[last].arrived }}." + CAVEATS
    )
    assert problems(document) == []
    assert body_of(document)[0].count("[^") == 1
    assert "https://" in plain_text(document.notes[0])


BLOCKS: list[Block] = [
    Heading(text(ODD), 2),
    Paragraph((*text(ODD), Emphasis(text("x y"), strong=True), Code("a`b"), NoteMark(1))),
    Quote(text("- " + ODD)),
    Item((*text("+ " + ODD), NoteMark(2))),
    Item(linked("see https://example.org/a_b.")),
    Item(text("one"), numbered=True),
    Table(
        (text("a | b"), text("c")),
        ((text(ODD), text("2")), (text("–"), text("3"))),
        (20, 10),
        (False, True),
    ),
    Paragraph((Anchor("source-1", text("1")), Text(" "), Link("2", "#source-1"))),
]
NOTES = [text(ODD), linked("in https://example.org/x, p. 3")]


def words_in(tree: bytes) -> list[str]:
    """All words of a tree of pandoc in order, those of footnotes at their place."""

    def walk(node: object) -> Iterator[str]:
        if isinstance(node, list):
            for item in node:
                yield from walk(item)
        elif isinstance(node, dict) and node.get("t") in ("Space", "SoftBreak"):
            yield " "
        elif isinstance(node, dict) and node.get("t") == "Str":
            yield str(node["c"])
        elif isinstance(node, dict) and node.get("t") == "Code":
            yield str(node["c"][1])
        elif isinstance(node, dict):
            yield " "
            yield from walk(node.get("c", []))

    return "".join(walk(json.loads(tree)["blocks"])).split()


def test_markdown_says_what_the_tree_says() -> None:
    """Our Markdown, read by pandoc, has the words, notes and tables of the tree, and no link but
    those that are meant.
    """
    notes = "\n\n".join(
        f"[^{number}]: {inlines_text(note)}" for number, note in enumerate(NOTES, 1)
    )
    written = f"{blocks_text(BLOCKS)}\n\n{notes}\n"
    reader = [
        pandoc_path(),
        "-f",
        "markdown-smart-auto_identifiers-implicit_figures-citations",
        "-t",
        "json",
    ]
    read = subprocess.run(reader, input=written.encode(), capture_output=True, check=True).stdout
    made = pandoc(Tree(NOTES).document(BLOCKS), ["-t", "json"])
    assert words_in(read) == words_in(made)
    assert read.count(b'"t":"Link"') == made.count(b'"t":"Link"') == 3
    assert read.count(b'"t":"Note"') == made.count(b'"t":"Note"') == 2
    assert [block["t"] for block in json.loads(made)["blocks"]][-3:] == [
        "OrderedList",
        "Table",
        "Para",
    ]


def test_blanks_of_words() -> None:
    assert text_nodes(" a  b") == [
        {"t": "Space"},
        {"t": "Str", "c": "a"},
        {"t": "Space"},
        {"t": "Space"},
        {"t": "Str", "c": "b"},
    ]
    assert text(" a\n\t b\x00 ") == (Text(" a b "),)
    assert text("") == ()


CARD = """
from sanctrack.briefings.ast import Paragraph, text

KEYS = ("caption", "empty", "caveat")
NEEDED = {}
COUNTED = "Card"
CALLED = ""
HAS_CAVEAT = False


def write(place):
    first = place.rows[0]
    words = f"{place.answer.cell(first, 'vessel')} stands on a card"
    place.unit("|card", "cell", f"card {place.counts['Card']}", words, place.answer.ids(first))
    return (
        Paragraph(
            (*place.caption(place.answer.sources(first), []), *place.mark()), "Table Caption"
        ),
        Paragraph(text(words)),
    )
"""


@pytest.fixture
def card(drop: Callable[..., None]) -> None:
    """A kind of block as somebody adds one: a file."""
    drop(registries.BLOCKS, "card", CARD)


def test_a_kind_of_block_is_a_file(card: None, tmp_path: Path) -> None:
    (tmp_path / "own.md").write_text(HEAD + "# One\n\n```card\nrun: ship\ncaption: The ship\n```\n")
    document = build(
        str(tmp_path / "own.md"),
        [tmp_path / "x.md", tmp_path / "x.html"],
        workspace="/no-such-workspace",
    )
    text_of_file = (tmp_path / "x.md").read_text()
    assert "**Card 1.** The ship.[^1]" in text_of_file
    assert "REEF stands on a card" in text_of_file
    assert "Caveat: " in text_of_file
    assert [unit.text for unit in document.units if unit.kind == "cell"] == [
        "REEF stands on a card"
    ]
