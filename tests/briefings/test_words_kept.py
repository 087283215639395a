"""Words of the author: each is printed, or refused with its line; and nothing of theirs becomes a
link, in a draft neither.
"""

import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whole import WHOLE

from briefings.conftest import CAVEATS, FIRST, HEAD, Compile, markdown_of, notes_of
from sanctrack.briefings.build import build
from sanctrack.briefings.compile.document import Document
from sanctrack.briefings.output.render import pandoc_path
from sanctrack.briefings.source.source import MOST_LETTERS, MOST_OF_BLOCK, read_briefing
from sanctrack.briefings.verify.untrusted import tags
from sanctrack.errors import DefinitionError

NOWHERE = "/no-such-workspace"
GOOD = "It is {{ ship.rows }}."


def compiled_or_refused(compiled: Compile, text: str) -> tuple[Document | None, str]:
    """The draft, or what the reader says of a text that it does not read."""
    try:
        return compiled(text), ""
    except DefinitionError as error:
        return None, str(error)


def printed(document: Document) -> str:
    return markdown_of(document).replace("\\", "")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<!-- checked --> kept. {{ ship.rows }}", 0),
        ("<!-- a\nb --> kept. {{ ship.rows }}", 0),
        ("<!-- a --> <!-- b --> # kept", 0),
        ("<!-- a -->\nkept. {{ ship.rows }}", 0),
        ("It is {{ ship.rows }}\n<!-- a --> kept.", 0),
        ("<!-- a <!-- b --> kept -->", 1),
        ("<!-- a\n<!-- b --> kept -->", 2),
        ("<!--> kept", 1),
        ("<!-- a --!> kept -->", 1),
        ("<!-- a -- kept", 1),
        ("words <!-- a --> kept", 1),
        ("kept -->", 1),
        ("- <!-- a --> kept", 1),
        ("> <!-- a --> kept", 1),
        ("# <!-- a --> kept", 1),
        ("    kept {{ ship.rows }}", 0),
        ("~~~\nkept {{ ship.rows }}\n~~~", 0),
        ("```\nkept\n```", 1),
        ("```table kept\nrun: ship\n```", 1),
        ("```table\nrun: ship\n``` kept", 1),
        ("```table\nrun: ship\ncaption: Cargo # kept\n```", 3),
        ('```table\nrun: ship\ncaption: "Cargo # kept"\n```', 0),
        ("```table\nrun: ship\ncolumns:\n  vessel: Ship # kept\n```", 4),
        ("```table\nrun: ship   # a comment\ncaption: kept\nwidths: [1, 2] # of the line\n```", 0),
        ("```table\nrun: ship\nitem: kept\n```", 1),
        ("```list\nrun: ship\nitem: '{{ .vessel }}'\ncaption: kept\n```", 1),
        ("```table\nrun: ship\nparams: {vessel_id: kept}\n```", 1),
        ("```table\nrun: ship\ncaption: Ships [@ai-2022-11-at, kept]\n```", 1),
        ("```table\nrun: ship\ncolumns: {vessel: 'Ship [@ai-2022-11-at, kept]'}\n```", 1),
        ("```list\nrun: ship\nitem: '{{ .vessel }} [@ai-2022-11-at, kept]'\n```", 0),
        ("::: when ship kept\nIt is.\n:::", 1),
        ("::: when ship\n{{ ship.rows }}\n::: kept", 3),
        ("# Known [@ai-2022-11-at, kept]", 1),
        ("# Known {kept}", 1),
        ("# Known {#kept .method}", 1),
        ("---\nkept: x\n---", 1),
        ('They said [“so”]{speaker="Kept"} [@kept-2020].', 1),
        ('The keepers said [“so”]{speaker="kept"} [@ai-2022-11-at].', 0),
        ("[kept]: https://example.org {{ ship.rows }}", 0),
        ("[^kept]: words", 1),
        ("{{ ship.rows }} `` kept", 0),
    ],
)
def test_a_word_is_printed_or_refused_with_its_line(
    compiled: Compile, text: str, line: int
) -> None:
    """`line` of the text on which the refusal stands; 0 where the word is printed, in a document
    without problems about it.
    """
    document, error = compiled_or_refused(compiled, text + CAVEATS)
    if not line:
        assert document, error
        assert "kept" in printed(document)
    elif document:
        assert FIRST - 1 + line in [problem.line for problem in document.problems]
    else:
        assert f"line {FIRST - 1 + line}:" in error


def test_limits_are_told_in_words() -> None:
    with pytest.raises(DefinitionError, match=f"at most {MOST_LETTERS:,}"):
        read_briefing(HEAD + "word " * MOST_LETTERS, "test", "test.md")
    with pytest.raises(
        DefinitionError,
        match=rf"line {FIRST}: this paragraph has 15,.* letters, and it may have {MOST_OF_BLOCK:,}",
    ):
        read_briefing(HEAD + "word\n" * 3_001, "test", "test.md")


def test_a_term_in_a_heading_keeps_its_source_for_the_text(compiled: Compile) -> None:
    document = compiled("# On Jet A-1\n\nIt is {{ ship.rows }}. Jet A-1 is a fuel." + CAVEATS)
    assert "ai-2022-11-at" in "".join(notes_of(document))


# -- any text
# -------------------------------------------------------------------------------------------------

WRITTEN = r"zq[a-j]+qz"
WORD = st.integers(0, 10**6).map(
    lambda number: "zq" + "".join(chr(ord("a") + int(digit)) for digit in str(number)) + "qz"
)
PIECE = st.one_of(
    WORD,
    WORD,
    st.sampled_from(
        [
            *(
                "{{ ship.rows }}",
                "[@ai-2022-11-at]",
                "[@ai-2022-11-at, para 3]",
                "<!--",
                "-->",
                "```",
                "`",
                "``",
                "*",
                "**",
                "_",
                "\\",
            ),
            *(
                "[",
                "](",
                ")",
                "]",
                "][",
                "<",
                ">",
                "!",
                "^",
                "~",
                "$",
                "|",
                "#",
                ":::",
                "{",
                "}",
                "{#a}",
                "---",
                "&amp;",
                "https://a.bc/",
            ),
        ]
    ),
)
LEAD = st.sampled_from(
    [
        "",
        "",
        "",
        "# ",
        "## ",
        "- ",
        "1. ",
        "7) ",
        "> ",
        ">> ",
        "    ",
        "| ",
        ": ",
        "~~~ ",
        "``` ",
        "<!-- ",
        "[^1]: ",
        "\t",
    ]
)
LINES = st.lists(
    st.tuples(LEAD, st.lists(PIECE, min_size=1, max_size=6).map(" ".join)), min_size=1, max_size=7
)
ANY_TEXT = st.builds(
    lambda lines, gaps: "".join(
        f"{lead}{line}{gap}" for (lead, line), gap in zip(lines, gaps, strict=False)
    ),
    LINES,
    st.lists(st.sampled_from(["\n", "\n\n"]), min_size=7, max_size=7),
)


def without_comments(text: str) -> str:
    """The text without what the author put into comments, which no reader is to see."""

    def lines_alone(match: re.Match[str]) -> str:
        return "\n" * match[0].count("\n")

    return re.sub(
        r"^[ \t]*<!--(?:(?!<!--|--!>).)*?-->", lines_alone, text, flags=re.DOTALL | re.MULTILINE
    )


def test_every_word_of_any_text_is_printed_or_refused(compiled: Compile) -> None:
    @settings(
        max_examples=2_000 if WHOLE else 120,
        deadline=None,
        derandomize=not WHOLE,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(ANY_TEXT)
    def holds(text: str) -> None:
        document, error = compiled_or_refused(compiled, text)
        if document is None:
            assert re.search(r"test\.md line \d+", error)
            return
        words = set(re.findall(WRITTEN, printed(document)))
        refused = {problem.line - FIRST for problem in document.problems}
        lines = without_comments(text).split("\n")
        for number, line in enumerate(lines):
            begun = max((at + 1 for at in range(number) if not lines[at].strip()), default=0)
            lost = set(re.findall(WRITTEN, line)) - words
            assert not lost or refused & set(range(begun, number + 1)), (lost, number, text)

    holds()


# -- links
# --------------------------------------------------------------------------------------------------

LINKS = (
    r"Text \[x\](javascript:alert(1)) here",
    r"Text \\[x\\](javascript:alert(2)) here",
    r"Text \\\[x\\\](javascript:alert(3)) here",
    "Text [x](javascript:alert(4)) here",
    "Text [x](<javascript:alert(5)>) here",
    "Text [x](java&#115;cript:alert(6)) here",
    "Text [x](data:text/html,7) here",
    "Text [x](vbscript:8) [y](file:///etc/passwd) [z](ftp://a.example/8) here",
    "Text [x](https://evil.example/9) here",
    "Text <javascript:alert(10)> <https://evil.example/10> <mailto:a@evil.example> here",
    "Text https://evil.example/11 www.evil.example/11 here",
    "Text [x][y] here\n\n[y]: https://evil.example/12",
    r"Text \[y\] here and [y] and [y][]",
    "Text ![x](https://evil.example/13.png) here",
    r"Text !\[x\](https://evil.example/14.png) here",
    'Text <a href="https://evil.example/16">x</a> here',
    "Text `<a href='https://evil.example/17'>x</a>`{=html} here",
    'Text `#link("https://evil.example/18")`{=typst} here',
    'Text #link("https://evil.example/19")[x] here',
    'Text [x]{onclick=alert(20) style="background:url(https://evil.example/20)"} here',
    "Text ^[a note [x](https://evil.example/21)] and [^x] here",
    "> Text [x](https://evil.example/22) here",
    "- Text [x](https://evil.example/23) here",
    "# Text [x](https://evil.example/24) here",
    "# Text {#id onclick=alert(25)}x",
    "Text [@ai-2022-11-at, https://evil.example/26] here",
    "Text [@ai-2022-11-at, [x](https://evil.example/27)] here",
    'They said [“[x](https://evil.example/28)”]{speaker="[A](https://evil.example/28)"} here',
    "```table\nrun: ship\ncaption: Ships [x](https://evil.example/29)\ncolumns: {vessel: "
    "'[Ship](https://evil.example/29)'}\n```",
    "```list\nrun: ship\nitem: '{{ .vessel }} [x](https://evil.example/30)'\n```",
    '{{ none.vessel or "[x](https://evil.example/31)" }} is here',
    "Text `` here\n\nText `` [x](https://evil.example/32) ``` here",
    "Text &lt;a href=https://evil.example/33&gt; here",
    "Text $\\href{https://evil.example/34}{x}$ \\href{https://evil.example/34}{x} here",
    "Text \\<https://evil.example/35> \\\\<https://evil.example/35> here",
)
HOSTILE_HEAD = (
    HEAD.replace("title: A test", "title: 'A [x](https://evil.example/t) test'")
    .replace("question: Which", "question: '<https://evil.example/q> Which")
    .replace("reported?", "reported?'")
    .replace("audience: tests", "audience: '[x](https://evil.example/a)'")
)


def test_hostile_header_is_as_meant() -> None:
    assert HOSTILE_HEAD.count("evil.example") == 3


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Path], Document]:
    folder = tmp_path_factory.mktemp("links")
    (folder / "own.md").write_text(HOSTILE_HEAD + "\n\n".join(LINKS) + CAVEATS)
    paths = {form: folder / f"built.{form}" for form in ("html", "docx", "odt", "pdf", "md")}
    return paths, build(str(folder / "own.md"), list(paths.values()), workspace=NOWHERE, draft=True)


def links_of_page(text: str) -> list[str]:
    names = ("href", "src", "action", "data", "xlink:href", "srcset", "poster")
    return [
        value
        for tag in tags(text)
        for name, value in tag.attributes
        if name in names and not value.startswith("data:image/")
    ]


def links_of_word(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        parts = [
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels")
        ]
    return re.findall(
        r'TargetMode="External"[^>]*?Target="([^"]*)"|Target="(\w+:[^"]*)"[^>]*TargetMode="External"',
        "".join(parts),
    ) and [target for part in parts for target in re.findall(r'Target="(\w+:[^"]*)"', part)]


def links_of_odt(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        found = re.findall(r'xlink:href="([^"]*)"', archive.read("content.xml").decode())
    return [link for link in found if not link.startswith("Pictures/")]


def links_of_pdf(path: Path) -> list[str]:
    from pypdf import PdfReader

    notes = [
        note.get_object() for page in PdfReader(path).pages for note in page.get("/Annots") or []
    ]
    return [
        str(note["/A"].get("/URI", "")) for note in notes if "/A" in note and "/URI" in note["/A"]
    ]


def links_of_markdown(path: Path, dialect: str) -> list[str]:
    made = subprocess.run(
        [pandoc_path(), "--sandbox=true", "-f", dialect, "-t", "html", str(path)],
        capture_output=True,
        check=True,
    )
    return links_of_page(made.stdout.decode())


READERS: dict[str, Callable[[dict[str, Path]], list[str]]] = {
    "html": lambda paths: links_of_page(paths["html"].read_text()),
    "docx": lambda paths: links_of_word(paths["docx"]),
    "odt": lambda paths: links_of_odt(paths["odt"]),
    "pdf": lambda paths: links_of_pdf(paths["pdf"]),
    "md as CommonMark": lambda paths: links_of_markdown(paths["md"], "commonmark+footnotes"),
    "md as GitHub reads it": lambda paths: links_of_markdown(paths["md"], "gfm+footnotes"),
    "md as pandoc reads it": lambda paths: links_of_markdown(paths["md"], "markdown"),
}


@pytest.mark.parametrize("form", READERS)
def test_a_draft_has_no_link_but_ours(drafts: tuple[dict[str, Path], Document], form: str) -> None:
    from html import unescape
    from urllib.parse import unquote

    paths, document = drafts
    assert document.library
    ours = {
        unquote(address)
        for source in document.library.sources.values()
        for address in (source.url, source.archive_url)
        if address
    }
    links = [unquote(unescape(link)) for link in READERS[form](paths) if not link.startswith("#")]
    assert len(links) > 3
    assert [link for link in links if link not in ours] == []


def test_what_a_draft_prints_of_them_is_what_was_written(
    drafts: tuple[dict[str, Path], Document],
) -> None:
    from sanctrack.briefings.verify.edited_text import text_of

    paths, document = drafts
    assert len({problem.line for problem in document.problems}) > 25
    for form in ("html", "docx"):
        text = " ".join(words for words, _ in text_of(paths[form]))
        for number in (1, 4, 5, 6, 10, 13, 16, 22, 23, 24):
            assert re.search(rf"alert\({number}\)|evil\.example/{number}\b", text), (form, number)
        assert "Text [x](javascript:alert(1)) here" in text
