"""The rule stands in the contracts: every table that holds a user's rows can be marked, and says
what becomes of its cells.
"""

from pathlib import Path

import pytest

from sanctrack.definitions.contracts import COARSE_LEVELS, PRECISION, load_contract, table_names
from sanctrack.definitions.paths import Home, find_home
from sanctrack.errors import DefinitionError

HOME = find_home(Path(__file__).resolve().parents[2])
FACTS = [name for name in table_names(HOME) if load_contract(HOME, name).kept_in == "datasets"]
# codes of governments and gazetteers, which say nothing about an event or a person
VOCABULARIES = {
    "addressee_jurisdictions",
    "admin1_areas",
    "ask_answers",
    "attribution_grounds",
    "authorities",
    "ownership_rules",
}
# statements about a strike or a stop hold places in words
IN_WORDS = {"claims", "delivery_claims"}
WITH_PLACES = {"airstrikes", "place_names", "places", "shipment_stops", *IN_WORDS}
PLACE_COLUMNS = {
    "latitude",
    "longitude",
    "township",
    "township_pcode",
    "place",
    "place_id",
    "place_name",
}


@pytest.mark.parametrize("name", sorted(set(FACTS) - VOCABULARIES))
def test_every_table_of_facts_can_be_marked(name: str) -> None:
    contract = load_contract(HOME, name)
    wanted = (*COARSE_LEVELS, "withhold") if name in WITH_PLACES else ("withhold",)
    assert contract.levels == wanted
    assert contract.field(PRECISION).optional
    assert not contract.field(PRECISION).required


def test_tables_with_places_are_those_that_have_levels_of_place() -> None:
    with_columns = {
        name for name in FACTS if PLACE_COLUMNS & set(load_contract(HOME, name).columns)
    }
    assert with_columns | IN_WORDS == WITH_PLACES


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    publish: {township: blank, admin1: blank}\n", "", "does not say what becomes of it"),
        (
            "publish: {township: keep, admin1: keep}",
            "publish: {township: keep, admin1: gone}",
            "'gone' is no action",
        ),
        (
            "publish: {township: keep, admin1: keep}",
            "publish: {village: keep}",
            "names level 'village'",
        ),
        ("code township", "code hamlet", "'code hamlet' is no code"),
        (
            "unless geo_precision=township",
            "unless geo_precision=hamlet",
            "names no code of a column",
        ),
    ],
)
def test_a_wrong_rule_is_refused_in_words(tmp_path: Path, old: str, new: str, words: str) -> None:
    for folder in ("datasets", "queries"):
        (tmp_path / folder).mkdir()
    (tmp_path / "schemas").mkdir()
    text = (HOME.schemas / "airstrikes.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "schemas" / "airstrikes.yaml").write_text(
        text.replace(old, new, 1), encoding="utf-8"
    )
    with pytest.raises(DefinitionError, match=words):
        load_contract(Home(tmp_path), "airstrikes")
