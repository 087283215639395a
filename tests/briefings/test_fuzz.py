"""Whatever a briefing holds, only errors in words come out: random Markdown through parser and
compiler.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whole import WHOLE

from briefings.conftest import HEAD, markdown_of
from sanctrack.briefings.compile.compose import compile_briefing
from sanctrack.briefings.compile.document import Document
from sanctrack.briefings.source.source import read_briefing
from sanctrack.errors import SanctrackError
from sanctrack.warehouse.warehouse import Warehouse

SIGNS = "".join(
    [
        "abZ 019",
        "#*_`~[]{}()<>|\\!?.,:;-+=@$%^&\"'“”",
        "\n\t\x00\x0b\x85\u200b\u202e\u2028",
        "⟦⟧⟪⟫▫ကé中\ud800",
    ]
)
VALUES = (
    "{{ ship.rows }}",
    "{{ ship[first].vessel }}",
    "{{ ship[first].vessel | list }}",
    "{{ none.vessel or “none” }}",
    "{{ $vessel }}",
    "{{ $as_of | month }}",
    "{{ ship[confidence=x|y, arrived!=].rows }}",
    "{{ .vessel }}",
    "{{ ship.caveat }}",
    "{{ ship[first].arrived_earliest_on | upper }}",
    "{{ ship[",
    "}}",
    "{{}}",
    "[[, {{ ship[first].quantity_tonnes_max }}]]",
    "[[",
    "{delivery|deliveries}",
    "{|}",
    "[@ai-2022-11-at, para 3]",
    "[@nobody]",
    "[^1]",
    '[“so”]{speaker="HRW"}',
    '[“so”]{speaker=""}',
)
WORDS = st.one_of(
    st.text(SIGNS, max_size=12),
    st.sampled_from(VALUES),
    st.sampled_from(["The ship came. ", "Jet A-1", "five", "caused"]),
)
LINE = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
LEADS = (
    "",
    "# ",
    "## ",
    "#### ",
    "##### ",
    "- ",
    "* ",
    "1. ",
    "a. ",
    "(i) ",
    "> ",
    "    ",
    "| ",
    ": ",
    "~~~",
    "---",
    "<b>",
    "<!-- ",
    "-->",
    "[^1]: ",
)
OPTIONS = st.one_of(
    st.sampled_from(
        [
            "run: ship",
            "run: none",
            "run: nobody",
            "report: deliveries",
            "report: deliveries_by_year",
            "report: gap_matrix",
            "report: no_such",
            "report: [a]",
            "params: {vessel_id: $vessel}",
            "params: {vessel_id: $nobody}",
            "params: {from_on: never}",
            "params: 5",
            "where: {vessel: [a, b]}",
            "where: {vessel: '!'}",
            "where: [x]",
            "where: {1: 2}",
            "columns: [vessel]",
            "columns: {vessel: Vessel, no_such: X}",
            "columns: {vessel: 5}",
            "columns: {vessel: On}",
            "columns: 7",
            "columns: x",
            "widths: [1, 2]",
            "widths: [a, b]",
            "widths: [0, 0]",
            "widths: x",
            "caption: A caption",
            "caption: [a]",
            "caption:",
            "empty: Nothing.",
            "caveat: text",
            "caveat: [below]",
            'item: "{{ .vessel }}: {{ .no_such }}"',
            "item: [x]",
            "item: 5",
            "options: {width: 5}",
            "options: x",
            "caption: [",
            "\t: : x",
            "run: &a [*a]",
            "&a a: *b",
            "? x",
        ]
    ),
    st.text(SIGNS, max_size=10),
)
BLOCK = st.builds(
    lambda kind, first, options, close: "```" + kind + "\n" + "\n".join([*first, *options]) + close,
    st.sampled_from(["table", "table", "list", "chart", "map", "timeline", "tabel", ""]),
    st.sampled_from(
        [
            ["run: ship"],
            ["run: ship", "columns: [vessel]"],
            ["report: deliveries_by_year"],
            ["run: strikes"],
            ["run: ship", "item: x"],
            [],
        ]
    ),
    st.lists(OPTIONS, max_size=2),
    st.sampled_from(["\n```", "\n```", "\n```", ""]),
)
DIVISION = st.sampled_from(
    [
        "::: when ship",
        "::: unless none",
        "::: when ship[vessel=x].arrived",
        "::: when $vessel",
        "::: when",
        "::: x",
        ":::",
        ":::",
    ]
)
PART = st.one_of(
    st.builds(lambda lead, line: lead + line, st.sampled_from(LEADS), LINE), BLOCK, DIVISION
)
BODY = st.lists(st.tuples(PART, st.sampled_from(["\n", "\n\n"])), min_size=1, max_size=6).map(
    lambda parts: "".join(map("".join, parts))
)
HEADERS = st.builds(
    lambda line, at: "\n".join(
        [*HEAD.split("\n")[:at], *line, *HEAD.split("\n")[at + len(line) :]]
    ),
    st.lists(
        st.one_of(
            st.text(SIGNS, max_size=15),
            st.sampled_from(
                [
                    "runs: {a: 5}",
                    "runs: {5: {report: deliveries}}",
                    "terms: [x]",
                    "terms: {5: x}",
                    "parameters: {a: }",
                    "parameters: {a: {type: date, default: x}}",
                    "as_of: never",
                    "as_of: [1]",
                    "title: [1]",
                    "title: {a: b}",
                    "title:",
                    "runs: {a: {report: deliveries, params: [1]}}",
                    "runs: {a: {report: deliveries, where: 5}}",
                    "  x: &a [*a]",
                    "\t",
                    "...",
                    "---",
                ]
            ),
        ),
        max_size=1,
    ),
    st.integers(1, HEAD.count("\n") - 1),
)


def built(text: str, shipped: Warehouse) -> Document | None:
    """The document, drafted and laid out as Markdown; none where it is refused in words."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    try:
        document = compile_briefing(read_briefing(text, "fuzz", "fuzz.md"), shipped, {}, draft=True)
        markdown_of(document)
    except SanctrackError:
        return None
    assert all(
        problem.line >= 1 and problem.problem and problem.help for problem in document.problems
    )
    return document


CAREFUL = settings(
    max_examples=3000 if WHOLE else 60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("kind", ["body", "header"])
def test_only_errors_in_words_come_out(shipped: Warehouse, kind: str) -> None:
    @CAREFUL
    @given(HEADERS if kind == "header" else BODY)
    def holds(text: str) -> None:
        built(
            text + "\n\nThe data hold {{ ship.rows }}.\n" if kind == "header" else HEAD + text,
            shipped,
        )

    holds()
