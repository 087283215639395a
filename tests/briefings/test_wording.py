"""What a hostile author tries: figures and strong words in every disguise. What is printed counts,
not how it is written.
"""

import pytest

from briefings.conftest import CAVEATS, HEAD, Compile, problems
from sanctrack.briefings.compile.compose import compile_briefing
from sanctrack.briefings.source.source import read_briefing
from sanctrack.briefings.source.style_rules import Rule, load_wording, too_strong
from sanctrack.definitions.paths import Home
from sanctrack.facts.problems import Problem
from sanctrack.warehouse.warehouse import Warehouse


def refusals(compiled: Compile, words: str) -> list[Problem]:
    return problems(
        compiled(f"# Known\n\nThe ship {{{{ ship[first].vessel }}}} {words}." + CAVEATS)
    )


@pytest.mark.parametrize(
    "words",
    [
        "came in MMXX",
        "came in mmxx",
        "stands in Chapter VII",
        "came for a couple of days",
        "came dozens of times",
        "came many times",
        "came scores of times",
        "came a handful of times",
        "came twice",
        "came for the fourth time",
        "came for the third time",
        "came for a decade",
        "brought half of it",
        "brought a quarter of it",
        "brought fifty per cent of it",
        "brought a dozen-odd cargoes",
        "brought ٥ tonnes",  # Arabic-Indic
        "brought ၁၂ tonnes",  # Burmese
        "brought \uff15 tonnes",  # full width
        "brought \U0001d7d3 tonnes",  # mathematical
        "brought \u2164 cargoes",  # one sign for V
        "brought \u4e94 cargoes",
        "brought f\u0456ve cargoes",  # a Cyrillic letter
        "brought \u03bfne hundred cargoes",  # a Greek letter
        "brought fi\u00adve cargoes",
        "brought fi\u200bve cargoes",
        "brought fi**v**e cargoes",
        "brought _five_ cargoes",
        "brought fi`v`e cargoes",
        "brought fi{|}ve cargoes",
        "brought fi-\nve cargoes",
        "brought [[five]] cargoes",
        "brought f\u0336i\u0336v\u0336e cargoes",
        'brought {{ ship[first].quantity_tonnes_max or "five" }} tonnes',
        "brought it [five ships](https://example.org)",
        "brought it ![five ships](x.png)",
        "came &frac12; way",
        "is named [“five ships”]{speaker=“five men”} [@ai-2022-11-at]",
    ],
)
def test_figures_in_every_disguise(compiled: Compile, words: str) -> None:
    found = refusals(compiled, words)
    assert "number" in {problem.rule for problem in found}
    assert all(problem.help for problem in found)


@pytest.mark.parametrize(
    "words",
    [
        "is one of the ships",
        "came first",
        "came with a third party",
        "is the MV of that name",
        "is in the mix",
        "says how many came",
        "came several days late",
        "is in Liverpool, Idlib and Vic",
        "is a headquarters underscored",
        "is often seen",
    ],
)
def test_innocent_words_pass(compiled: Compile, words: str) -> None:
    assert refusals(compiled, words) == []


@pytest.mark.parametrize(
    "words",
    [
        "was the result of it",
        "is fuel-caused",
        "cau**sed** it",
        "_caused_ it",
        "ca-used it",
        "led\nto it",
        "led-to it",
        "led **to** it",
        "c\u0430used it",
        "\uff43\uff41\uff55\uff53\uff45\uff44 it",
        "\U0001d41c\U0001d41a\U0001d42e\U0001d42c\U0001d41e\U0001d41d it",
        "was army-linked",
        "is junta-controlled",
        "is a sanctioned tanker",
        "is alleged to have come",
        "is believed to have come",
        "broke US sanctions",
        "delivered fuel for air strikes",
        "is not [[{{ ship[first].quantity_tonnes_max }}]] listed",
        'is not {{ ship[first].quantity_tonnes_max or "listed" }}',
        "was named [@ai-2022-11-at, what caused it]",
        "said [“it came”]{speaker='x'} [“yes”]{speaker=\"those who caused it\"} [@ai-2022-11-at]",
    ],
)
def test_strong_words_in_every_disguise(compiled: Compile, words: str) -> None:
    assert "wording" in {problem.rule for problem in refusals(compiled, words)}


@pytest.mark.parametrize(
    "block",
    [
        "## What ca**used** it",
        "```table\nrun: ship\ncaption: Ca**used** strikes\n```",
        "```table\nrun: ship\ncolumns: {vessel: Culprit}\n```",
        '```table\nrun: none\nempty: "{{ none.rows }} evaders."\n```',
        '```list\nrun: ship\nitem: "{{ .vessel }} evaded."\n```',
        "> The ship {{ ship[first].vessel }} evaded it.",
        "- The ship {{ ship[first].vessel }} evaded it.",
    ],
)
def test_strong_words_wherever_they_are_printed(compiled: Compile, block: str) -> None:
    assert problems(compiled("# Known\n\n" + block + CAVEATS), "wording")


def test_title_question_and_audience_are_checked(shipped: Warehouse) -> None:
    head = (
        HEAD.replace("A test", "A cause")
        .replace("Which deliveries", "Which 5 deliveries")
        .replace("audience: tests", "audience: victims of murder")
    )
    found = compile_briefing(
        read_briefing(head + "# A\n\nIt [@ai-2022-11-at].\n", "test", "test.md"),
        shipped,
        {},
        draft=True,
    ).problems
    assert [(problem.line, problem.rule) for problem in found] == [
        (2, "wording"),
        (3, "number"),
        (4, "wording"),
    ]


@pytest.mark.parametrize(
    ("words", "rule", "named"),
    [
        ("is \x01 here", "letters", "a control sign"),
        ("is \ufffe here", "letters", "a control sign"),
        ("is \u202ede\u202csuac", "letters", "order of the letters"),
        ("is br\u043eught", "letters", "mixes letters"),
        ("is <b>here</b>", "markup", "HTML is not taken"),
        ("is <!-- x --> here", "markup", "HTML is not taken"),
        ("is [here](x)", "markup", "a link is not taken"),
        ("is here[^note]", "markup", "not written by hand"),
        ("is {{ ship.rows }", "markup", "a value is not closed"),
        ("is here [@Ai-2022]", "markup", "a citation is one source id"),
        ("is here [@ai-2022-11-at; @hrw]", "markup", "a citation is one source id"),
        ("is [“here”]{speaker=HRW}", "markup", "a quotation is not complete"),
        ("is ⟦ai-2022-11-at⟧", "markup", "kept for the compiler"),
        (
            "is here [@ai-2022-11-at, a place which says in so many words that it was there]",
            "markup",
            "longer than a place",
        ),
        ('is [“here”]{speaker="we"} [@ai-2022-11-at]', "quotation", "nobody who can be asked"),
        ('is [“here”]{speaker="  "} [@ai-2022-11-at]', "quotation", "nobody who can be asked"),
        ('is [“here”]{speaker="HRW"}', "quotation", "has no source"),
    ],
)
def test_markup_that_would_mislead(compiled: Compile, words: str, rule: str, named: str) -> None:
    found = [problem for problem in refusals(compiled, words) if problem.rule == rule]
    assert found
    assert named in found[0].problem


@pytest.mark.parametrize(
    ("term", "refused"),
    [
        ("500 civilians", True),
        ("2023", True),
        ("twelve ships", True),
        ("EO 14014", False),
        ("Chapter VII", False),
    ],
)
def test_a_term_is_a_name(shipped: Warehouse, term: str, refused: bool) -> None:
    head = HEAD.replace("Jet A-1", f'"{term}"')
    text = f"# A\n\nThe ship {{{{ ship[first].vessel }}}} and {term}.\n"
    found = compile_briefing(
        read_briefing(head + text + CAVEATS, "test", "test.md"), shipped, {}, draft=True
    ).problems
    assert [(problem.rule, problem.line) for problem in found] == (
        [("number", head.split("\n").index(f'  "{term}": ai-2022-11-at') + 1)] if refused else []
    )


def test_a_declared_name_may_hold_a_strong_word_and_a_phrase_may_not(shipped: Warehouse) -> None:
    for term, refused in (("Terror Financing Convention", False), ("caused the strikes", True)):
        head = HEAD.replace("Jet A-1", term)
        text = f"# A\n\nThe ship {{{{ ship[first].vessel }}}} and {term}.\n"
        found = compile_briefing(
            read_briefing(head + text + CAVEATS, "test", "test.md"), shipped, {}, draft=True
        ).problems
        assert bool(found) == refused


def test_every_rule_has_reason_way_out_and_words_that_it_finds(home: Home) -> None:
    wording = load_wording(home)
    for rule in [*wording.strong, *wording.figures]:
        for word in rule.words:
            assert too_strong(
                [f"x {word.replace('*', '')} y"], (Rule((word,), rule.reason, rule.instead),)
            ), word
        for phrase in rule.unless:
            assert not too_strong([phrase.replace("*", "y")], (rule,)), phrase
