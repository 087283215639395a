"""Filters: a value that a column cannot hold is refused, a known one without rows
counts nothing.
"""

import pytest

from briefings.conftest import CAVEATS, FIRST, Compile, problems
from sanctrack.briefings.compile.compose import compile_briefing
from sanctrack.briefings.source.source import read_briefing
from sanctrack.warehouse.warehouse import Warehouse


@pytest.mark.parametrize(
    ("test", "named"),
    [
        (
            "confidence=confimed",
            "'confimed' is no value of confidence in report deliveries; did you mean 'confirmed'?",
        ),
        ("confidence!=likly", "did you mean 'likely'?"),
        ("confidence=likely|posible", "did you mean 'possible'?"),
        ("route_class=via sea", "it takes loading contested, no intermediate stop reported"),
        ("shipment_id=2025-10-02-reff", "did you mean '2025-10-02-reef'?"),
        ("vessel=REFE", "did you mean 'REEF'?"),
        ("arrived_latest_on=2025-1-2", "it takes a day such as 2024-01-31"),
        ("quantity_tonnes_min=16,000", "no filter"),
        ("quantity_tonnes_min=16000.0", "it takes a number"),
        ("confdence=likely", "did you mean 'confidence'?"),
    ],
)
def test_a_value_that_fits_no_row_because_it_was_mistyped(
    compiled: Compile, test: str, named: str
) -> None:
    found = problems(
        compiled(f"# Known\n\nThe data hold {{{{ ship[{test}].rows }}}} deliveries." + CAVEATS),
        "value",
    )
    assert [problem.line for problem in found] == [FIRST + 2]
    assert named in found[0].problem
    condition = problems(
        compiled(f"# Known\n\n::: when ship[{test}]\nIt is {{{{ ship.rows }}}}.\n:::" + CAVEATS),
        "condition",
    )
    assert [problem.line for problem in condition] == [FIRST + 2]


@pytest.mark.parametrize(
    "test",
    [
        "confidence=likely",  # a code, and no delivery of this vessel has it
        "route_class=overland",
        "product=avgas",
        "vessel=YU DONG",  # a vessel of the same report when no parameter narrows it
        "shipment_id=2021-04-15-yu-dong",
        "arrived_latest_on=1999-12-31",
        "quantity_tonnes_min=12",
        "possible_duplicate_of=",
        "vessel_id=$vessel",
    ],
)
def test_a_known_value_without_rows_counts_nothing(compiled: Compile, test: str) -> None:
    document = compiled(
        f"# Known\n\nThe data hold {{{{ ship[{test}].rows }}}} of {{{{ ship.rows }}}}." + CAVEATS
    )
    assert document.problems == []


def test_where_of_runs_and_blocks(compiled: Compile, shipped: Warehouse) -> None:
    block = (
        '```table\nrun: ship\nwhere: {confidence: confimed}\nempty: "None of {{ ship.rows }}."\n```'
    )
    found = problems(compiled("# Known\n\n" + block + CAVEATS))
    assert [(problem.line, problem.rule) for problem in found] == [(FIRST + 2, "block")]
    assert "did you mean 'confirmed'?" in found[0].problem
    text = (
        "---\ntitle: T\nquestion: Q?\naudience: a\nruns:\n  d: {report: deliveries, where: "
        "{confidence: [likely, '!posible']}}\n---\n\n"
    )
    document = compile_briefing(
        read_briefing(text + "It is {{ d.rows }}." + CAVEATS, "own", "own.md"),
        shipped,
        {},
        draft=True,
    )
    assert [(problem.line, problem.rule) for problem in document.problems] == [(6, "block")]
    assert "did you mean 'possible'?" in document.problems[0].problem


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ("ship.rowz", "did you mean 'rows'?"),
        ("shipp.rows", "did you mean 'ship'?"),
        ("$vesel", "did you mean 'vessel'?"),
    ],
)
def test_a_misspelt_name_is_told_to_be_mended(compiled: Compile, value: str, named: str) -> None:
    found = problems(
        compiled(f"# Known\n\nIt is {{{{ {value} }}}} and {{{{ ship.rows }}}}." + CAVEATS), "value"
    )
    assert named in found[0].problem
    assert found[0].help == "mend the name of the run, column or value"
    found = problems(
        compiled("# Known\n\n::: when ship.vesel\nIt is {{ ship.rows }}.\n:::" + CAVEATS)
    )
    assert "deliveries has no column 'vesel'; did you mean 'vessel'?" in found[0].problem
