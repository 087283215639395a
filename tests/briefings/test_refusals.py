"""What the compiler refuses: each refusal names line, sentence and a way out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from briefings.conftest import CAVEATS, FIRST, HEAD, Compile, body_of, notes_of, problems
from sanctrack.briefings.compile.compose import compile_briefing
from sanctrack.briefings.compile.document import Refused, as_sentence
from sanctrack.briefings.source.source import read_briefing
from sanctrack.definitions.paths import find_home
from sanctrack.publication import PublicWarehouse
from sanctrack.warehouse.warehouse import Warehouse

GOOD = (
    "# What is known\n\nThe sources report {{ ship.rows }} deliveries by {{ ship[first].vessel }}."
)


def test_a_good_text_has_no_problem(compiled: Compile) -> None:
    document = compiled(GOOD + CAVEATS)
    assert document.problems == []
    assert len(document.notes) == 1
    assert "6 deliveries by REEF" in body_of(document)[1]


@pytest.mark.parametrize(
    ("sentence", "rule", "named"),
    [
        ("In 2023 the ship {{ ship[first].vessel }} came.", "number", "'2023'"),
        ("About twelve deliveries by {{ ship[first].vessel }} are known.", "number", "'twelve'"),
        ("The ship {{ ship[first].vessel }} brought half of it.", "number", "'half'"),
        ("The ship {{ ship[first].vessel }} brought ½ of it.", "number", "'½'"),
        ("The ship {{ ship[first].vessel }} brought a third of it.", "number", "'a third of'"),
        (
            "The ship {{ ship[first].vessel }} brought two and zero.",
            "number",
            "the numbers 'two', 'zero' come",
        ),
        ("The deliveries of {{ ship[first].vessel }} caused strikes.", "wording", "'caused'"),
        ("The deliveries of {{ ship[first].vessel }} cau**sed** strikes.", "wording", "'caused'"),
        ("The deliveries of {{ ship[first].vessel }} cau\u00adsed strikes.", "wording", "'caused'"),
        ("The ship {{ ship[first].vessel }} evaded the measure.", "wording", "'evaded'"),
        (
            "The ship {{ ship[first].vessel }} is controlled by somebody.",
            "wording",
            "'controlled by'",
        ),
        ("The ship {{ ship[first].vessel }} is not listed.", "wording", "'not listed'"),
        (
            "The delivery of {{ ship[first].vessel }} is in breach of a measure.",
            "wording",
            "'in breach of'",
        ),
        ("{{ none.vessel }} arrived.", "value", "returned no such row"),
        ("{{ ship.vessel }} arrived.", "value", "fits 6 rows"),
        ("{{ ship[first].quantity_tonnes_max }} tonnes.", "value", "not known (null)"),
        ("{{ ship[first].vesel }} arrived.", "value", "did you mean 'vessel'"),
        ("{{ shipp.rows }} arrived.", "value", "did you mean 'ship'"),
        (
            "{{ ship[first].vessel }} is known [@no-such-source].",
            "source",
            "no source 'no-such-source'",
        ),
        ('[“It was caused by fuel”]{speaker="Somebody"}.', "quotation", "has no source"),
    ],
)
def test_refused_with_its_line(compiled: Compile, sentence: str, rule: str, named: str) -> None:
    found = problems(
        compiled(
            f"# Known\n\nThe ship is {{{{ ship[first].vessel }}}}.\nIt is known. {sentence}"
            + CAVEATS
        ),
        rule,
    )
    assert found, f"not refused: {sentence}"
    assert found[0].line == FIRST + 3
    assert named in found[0].problem
    assert found[0].help
    assert as_sentence(found[0]).startswith(f"test.md line {FIRST + 3}:")


def test_a_paragraph_without_a_footnote(compiled: Compile) -> None:
    found = problems(
        compiled(GOOD + "\n\nThis paragraph rests on nothing.\n" + CAVEATS), "footnote"
    )
    assert [(problem.line, problem.value) for problem in found] == [
        (FIRST + 4, "This paragraph rests on nothing.")
    ]


@pytest.mark.parametrize("mark", ["method", "opinion"])
def test_sections_of_method_and_opinion_need_no_footnote(compiled: Compile, mark: str) -> None:
    assert (
        problems(
            compiled(
                GOOD + f"\n\n# More {{.{mark}}}\n\nThis paragraph rests on nothing.\n" + CAVEATS
            )
        )
        == []
    )
    found = problems(
        compiled(GOOD + f"\n\n# More {{.{mark}}}\n\nIt holds for 12 ships.\n" + CAVEATS)
    )
    assert [problem.rule for problem in found] == ["number"]


def test_a_caveat_that_is_shown_nowhere(compiled: Compile) -> None:
    assert [problem.line for problem in problems(compiled(GOOD), "caveat")] == [FIRST + 2]
    block = "\n\n```table\nrun: ship\ncaveat: text\n```\n"
    assert problems(compiled(GOOD + block), "caveat")
    assert problems(compiled(GOOD + block.replace("caveat: text\n", ""))) == []
    assert problems(compiled(GOOD + " {{ ship.caveat }}")) == []


def test_a_block_without_rows(compiled: Compile) -> None:
    block = "\n\n```table\nrun: none\n```\n"
    assert [problem.line for problem in problems(compiled(GOOD + block + CAVEATS), "empty")] == [
        FIRST + 4
    ]
    said = block.replace("run: none", 'run: none\nempty: "No delivery fits: {{ none.rows }}."')
    assert problems(compiled(GOOD + said + CAVEATS)) == []
    guarded = (
        "\n\n::: when none\n```table\nrun: none\n```\n:::\n\n::: unless none\nThe data hold {{ "
        "none.rows }} such deliveries.\n:::\n"
    )
    document = compiled(GOOD + guarded + CAVEATS)
    assert problems(document) == []
    assert any("hold 0 such deliveries" in part for part in body_of(document))


def test_quoted_with_speaker_and_source(compiled: Compile) -> None:
    text = (
        GOOD
        + '\n\nAmnesty says: [“it was caused by fuel”]{speaker="Amnesty"} [@ai-2022-11-at].\n'
        + CAVEATS
    )
    document = compiled(text)
    assert problems(document) == []
    assert any("caused by fuel" in part for part in body_of(document))


def test_a_quotation_does_not_hide_a_number(compiled: Compile) -> None:
    text = (
        GOOD
        + '\n\nAmnesty says: [“it took 12 ships”]{speaker="Amnesty"} [@ai-2022-11-at].\n'
        + CAVEATS
    )
    assert [problem.rule for problem in problems(compiled(text))] == ["number"]


def test_a_term_with_digits_brings_its_source(compiled: Compile) -> None:
    document = compiled(
        GOOD + "\n\nThe fuel of {{ ship[first].vessel }} is called Jet A-1 by some.\n" + CAVEATS
    )
    assert problems(document) == []
    assert "ai-2022-11-at" in notes_of(document)[-1]
    assert problems(
        compiled(GOOD + "\n\nThe fuel of {{ ship[first].vessel }} is called Jet A-2.\n" + CAVEATS),
        "number",
    )


def test_headings_and_captions_are_checked(compiled: Compile) -> None:
    assert problems(compiled(GOOD + "\n\n## All 33 of them\n" + CAVEATS), "number")
    assert problems(
        compiled(GOOD + "\n\n```table\nrun: ship\ncaption: What caused it\n```\n"), "wording"
    )
    assert problems(
        compiled(GOOD + "\n\n```table\nrun: ship\ncolumns: {vessel: The 3 ships}\n```\n"), "number"
    )
    assert problems(
        compiled(GOOD + "\n\n```table\nrun: ship\ncolumns: {vessel: On}\n```\n"), "block"
    )


@pytest.mark.parametrize(
    "words", ['{{ ship[first].quantity_tonnes_max or "" }}', "\u200b", "\u3164", "{|}"]
)
def test_a_heading_without_words(compiled: Compile, words: str) -> None:
    document = compiled(GOOD + f"\n\n## {words}\n" + CAVEATS)
    found = problems(document, "heading")
    assert [(problem.line, problem.problem) for problem in found] == [
        (FIRST + 4, "nothing is left to print of this heading")
    ]
    assert "## ⟨?⟩" in body_of(document)


def test_refused_as_one_error_that_lists_everything(home: object, tmp_path: Path) -> None:
    text = HEAD + GOOD + "\n\nIt has 5 ships. It was caused by something.\n"
    with (
        Warehouse(
            find_home(Path(__file__).parents[2]),
            tmp_path,
            only=["deliveries", "strikes", "sources", "evidence", "list_checks"],
        ) as warehouse,
        pytest.raises(Refused) as refused,
    ):
        compile_briefing(read_briefing(text, "test", "my.md"), warehouse, {})
    assert {problem.rule for problem in refused.value.problems} == {
        "number",
        "wording",
        "footnote",
        "caveat",
    }
    assert "my.md line" in str(refused.value)
    assert refused.value.exit_code == 3


def test_a_deleted_source_is_missed(
    changed_home: Callable[[str, str], Path], tmp_path: Path
) -> None:
    root = changed_home("sources", "select * from t where source_id <> 'ai-2026-01-globalaffair'")
    with Warehouse(
        find_home(root),
        tmp_path / "none",
        only=["deliveries", "strikes", "sources", "evidence", "list_checks"],
    ) as warehouse:
        document = compile_briefing(
            read_briefing(HEAD + GOOD + CAVEATS, "test", "test.md"), warehouse, {}, draft=True
        )
    found = problems(document, "source")
    assert found[0].line == FIRST + 2
    assert "'ai-2026-01-globalaffair', which is not in sources" in found[0].problem


# the id names the village: a briefing about a restricted strike chooses it by other columns; a
# withheld township is a mark
NEUTRAL = HEAD.replace(
    "where: {airstrike_id: 2023-04-11-pazi-gyi}",
    "where: {earliest_on: 2023-04-11, township: [Kanbalu, '[withheld]']}",
)
PRECISE = (
    '# One strike\n\nA strike in {{ strikes.township or "an unnamed township" }} is reported for '
    "{{ strikes.day }}.\n\n{{ caveats }}\n"
)


@pytest.mark.parametrize(
    ("level", "text", "refused"),
    [
        ("township", PRECISE, False),
        ("admin1", PRECISE, True),
        ("withhold", PRECISE, True),
        (
            "township",
            PRECISE.replace(
                '{{ strikes.township or "an unnamed township" }}', "{{ strikes.place }}"
            ),
            True,
        ),
        ("township", PRECISE.replace("is reported", "on Zeya Kone is reported"), True),
        (
            "withhold",
            PRECISE.replace(
                'A strike in {{ strikes.township or "an unnamed township" }} is reported for {{ '
                "strikes.day }}.",
                "The data hold {{ strikes.rows }} such strikes.",
            ),
            False,
        ),
    ],
)
def test_publish_precision(
    changed_home: Callable[[str, str], Path], tmp_path: Path, level: str, text: str, refused: bool
) -> None:
    # Pazi Gyi is named in many open rows, and so is public; this name is in none
    own = "airstrike_id = '2023-04-11-pazi-gyi'"
    marked = (
        f"case when {own} then '{level}' end as publish_precision, case when {own} then 'Zeya "
        f"Kone' else place end as place"
    )
    root = changed_home("airstrikes", f"select * replace ({marked}) from t")
    with PublicWarehouse(
        find_home(root),
        tmp_path / "none",
        only=["deliveries", "strikes", "sources", "evidence", "list_checks", "airstrikes"],
    ) as warehouse:
        document = compile_briefing(
            read_briefing(NEUTRAL + text, "test", "test.md"), warehouse, {}, draft=True
        )
    assert bool(document.problems) == refused, document.problems


def test_a_table_obeys_publish_precision_and_says_so(
    changed_home: Callable[[str, str], Path], tmp_path: Path
) -> None:
    marked = (
        "case when airstrike_id = '2023-04-11-pazi-gyi' then 'township' end as publish_precision"
    )
    root = changed_home("airstrikes", f"select * replace ({marked}) from t")
    text = (
        NEUTRAL + "# One\n\n```table\nrun: strikes\ncolumns: {day: Day, township: Township, place: "
        "Place}\n```\n"
    )
    with PublicWarehouse(
        find_home(root),
        tmp_path / "none",
        only=["deliveries", "strikes", "sources", "evidence", "list_checks", "airstrikes"],
    ) as warehouse:
        document = compile_briefing(
            read_briefing(text, "test", "test.md"), warehouse, {}, draft=True
        )
    body = "\n".join(body_of(document))
    assert document.problems == []
    assert "Kanbalu" in body
    assert "Pazi Gyi" not in body
    assert "1 record is printed less exactly" in body
