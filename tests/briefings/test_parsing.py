"""Reading briefing files: lines in errors, sentences, expressions, words."""

from datetime import date

import pytest

from briefings.conftest import HEAD
from sanctrack.briefings.ast import plain_text, text
from sanctrack.briefings.compile.display import days_in, shown
from sanctrack.briefings.source.inline import Expression, read_expression, sentences
from sanctrack.briefings.source.source import read_briefing
from sanctrack.errors import DefinitionError

LINES = HEAD.count("\n")


@pytest.mark.parametrize(
    ("text", "line", "named"),
    [
        ("```tabel\nrun: ship\n```", 1, "did you mean 'table'"),
        ("text\n\n```table\nrun: ship\n", 3, "never closed"),
        ("```table\nrun: ship\nreport: deliveries\n```", 1, "either report: NAME or run: NAME"),
        ("```table\nrun: ship\ncolums: [vessel]\n```", 1, "unknown key 'colums'"),
        ("```table\nrun: ship\n  caption: [\n```", 3, "not valid YAML"),
        ("| a | b |", 1, "tables come from reports"),
        ("<div>x</div>", 1, "HTML is not taken"),
        ("# Head {.methods}", 1, "did you mean 'method'"),
        ("```table\nrun: ship\nwidths: [0, 0]\n```", 1, "widths takes a list of shares"),
        ("```table\nrun: ship\nwidths: [a, b]\n```", 1, "widths takes a list of shares"),
        ("```table\nrun: ship\nwidths: [.nan, .inf]\n```", 1, "widths takes a list of shares"),
        ("```table\nrun: ship\ncolumns: 7\n```", 1, "columns takes a list"),
        ("```table\nrun: ship\nwhere: [x]\n```", 1, "where takes column: value"),
        ("```chart\nrun: ship\noptions: x\n```", 1, "options takes {width"),
        ("```chart\nrun: ship\noptions: {width: 5}\n```", 1, "width takes 8 to 60"),
        ("```table\nrun: ship\ncaption: [x]\n```", 1, "caption takes a text"),
        ("Text.\n\n* * *", 3, "a rule across the page"),
        ("##### Known", 1, "one to four #"),
        ("Text\n#\nmore", 2, "one to four #"),
        ("::: when ship\ntext", 1, "never closed"),
        (":::", 1, "closes nothing"),
        ("<!-- no end", 1, "never closed"),
        ("```list\nrun: ship\n```", 1, "a list needs item"),
        ("```table\nrun: ship\ncaveat: hidden\n```", 1, "caveat takes"),
    ],
)
def test_errors_name_their_line(text: str, line: int, named: str) -> None:
    with pytest.raises(DefinitionError) as error:
        read_briefing(HEAD + text, "test", "test.md")
    assert named in str(error.value)
    assert f"line {LINES + line}" in str(error.value)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("no header", "line 1"),
        ("---\ntitle: x\n---\n", "lacks question"),
        ("---\ntitle: x\nquestion: y\naudience: z\nruns: [a]\n---\n", "must be a mapping"),
        ("---\ntitle: x\nquestion: y\naudience: z\nrun: {}\n---\n", "did you mean 'runs'"),
        ("---\ntitle: x\nquestion: y\naudience: z\nterms: {Jet A-1: }\n---\n", "has no source"),
        ("---\ntitle: x\ntitle: y\n---\n", "stands twice"),
        ("---\ntitle: x\n? {a: b}\n: c\n---\n", "line 3: a key is a word"),
        ("---\ntitle: !!int x\n---\n", "not valid YAML"),
        ("---\ntitle: " + "[" * 3000 + "\n---\n", "not valid YAML"),
    ],
)
def test_a_wrong_header(text: str, named: str) -> None:
    with pytest.raises(DefinitionError, match=named):
        read_briefing(text, "test", "test.md")


def test_sentences_keep_values_and_short_words_whole() -> None:
    text = (
        "The ship of Abu Marine Co. Ltd. came.\nIt {{ ship[a=x. Y].b }} left. [@src] Was it "
        "“here”? Yes."
    )
    assert [(sentence.text, sentence.line) for sentence in sentences(text, 7)] == [
        ("The ship of Abu Marine Co. Ltd. came.", 7),
        ("It {{ ship[a=x. Y].b }} left. [@src]", 8),
        ("Was it “here”?", 8),
        ("Yes.", 8),
    ]


def test_expressions() -> None:
    assert read_expression('run[a=x|y, b!=, last].col or "none" | list') == Expression(
        'run[a=x|y, b!=, last].col or "none" | list',
        "run",
        "",
        (("a", "=", ("x", "y")), ("b", "!=", ("",))),
        "last",
        "col",
        "none",
        "list",
    )
    assert isinstance(read_expression("$name"), Expression)
    assert "is not a value" in str(read_expression("a b c"))
    assert "no format 'bold'" in str(read_expression("a.b | bold"))
    assert "is no filter" in str(read_expression("a[b].c"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2022-10-01 to 2022-10-31", "October 2022"),
        ("2022-10-12 to 2022-10-18", "12–18 October 2022"),
        ("2023-04-01 to 2023-08-31", "April to August 2023"),
        ("2021-06-26 to 2022-06-26", "26 June 2021 to 26 June 2022"),
        ("2024-01-01 to 2024-12-31", "2024"),
        ("by 2024-02-29", "by 29 February 2024"),
        ("2024-02-30", "2024-02-30"),
        ("ca-jet-2023-01-31", "ca-jet-2023-01-31"),
    ],
)
def test_days_in_words(text: str, words: str) -> None:
    assert days_in(text) == words


def test_values_in_words() -> None:
    assert shown(52892.0) == "52,892"
    assert shown(2023, "year") == "2023"
    assert shown(None) == ""
    assert shown(True) == "yes"
    assert shown(date(2024, 2, 9), short=True) == "9 Feb 2024"
    assert shown("asset_freeze") == "asset freeze"
    assert shown("mt_x", "vessel_id") == "mt_x"
    assert plain_text(text("a_b *c* [d] <e> `f` 5$ #g")) == "a_b *c* [d] <e> `f` 5$ #g"
