"""Codes stand once: parameters name the column they come from, and nobody types an authority's code
outside its table.
"""

import re
import shutil
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from sanctrack.briefings.source.source import load_briefing
from sanctrack.charts import draw
from sanctrack.checks import check
from sanctrack.cli.reports import complete_parameter
from sanctrack.definitions.contracts import Field, load_contract, table_names
from sanctrack.definitions.countries import countries
from sanctrack.definitions.parameters import Parameter
from sanctrack.definitions.paths import Home, find_home
from sanctrack.definitions.queries import load_query, names
from sanctrack.errors import DefinitionError, UsageError
from sanctrack.warehouse.arguments import closed_values
from sanctrack.warehouse.labels import authorities, authority_of_importer, labels_of
from sanctrack.warehouse.warehouse import Warehouse

ROOT = Path(__file__).resolve().parent.parent
HOME = find_home(ROOT)
EMPTY = Path("/nonexistent")
OWN = (
    "authority,name,short_name,sentence_name,jurisdiction,position,in_gap_matrix,covers_myanmar,is_floor\n"
    "JP-X,Ministry of Examples of Japan,MoX (Japan),the Japanese Ministry of "
    "Examples,JP,20,yes,no,no\n"
)


def parameters() -> list[tuple[str, Parameter]]:
    briefings = sorted((HOME.queries / "briefings").glob("*.md"))
    of_reports = [
        (name, item)
        for name in names(HOME, "report")
        for item in load_query(HOME, name, "report").params
    ]
    return [
        *of_reports,
        *((path.stem, item) for path in briefings for item in load_briefing(path).parameters),
    ]


def coded_fields() -> dict[str, Field]:
    fields = [
        (table, field) for table in table_names(HOME) for field in load_contract(HOME, table).fields
    ]
    return {f"{table}.{field.name}": field for table, field in fields if field.codes}


def test_no_parameter_copies_the_codes_of_a_contract() -> None:
    codes = {place: set(field.codes or ()) for place, field in coded_fields().items()}
    for name, item in parameters():
        choices = set(item.choices)
        if item.value_of:
            assert choices <= codes.get(item.value_of, set()), (
                f"{name}.{item.name}: a choice is no code of {item.value_of}"
            )
            assert not choices or choices != codes[item.value_of], (
                f"{name}.{item.name}: choices that leave nothing out"
            )
        elif len(choices) > 1:
            copied = [place for place, known in codes.items() if choices <= known]
            assert not copied, (
                f"{name}.{item.name} copies codes of {', '.join(copied)}: name it in value_of"
            )


@pytest.mark.parametrize(
    "place", sorted({item.value_of for _, item in parameters() if item.value_of})
)
def test_value_of_names_a_column(place: str) -> None:
    table, _, column = place.partition(".")
    assert column in load_contract(HOME, table).columns


def test_an_authority_is_typed_in_its_table_alone() -> None:
    codes = [code for code in authorities(HOME, EMPTY) if "-" in code]
    assert len(codes) > 10
    typed = re.compile(rf"(?<![\w-])({'|'.join(codes)})(?![\w-])")
    # an addressee may be a body of the UN, and has a code list of its own; a briefing begins with
    # some authority
    allowed = re.compile(r"^\s*(?:addressee|ask|authority): .*|^      UN-(?:SC|GA|HRC): .*")
    paths = [
        path
        for folder in ("sanctrack", "queries", "schemas")
        for path in (ROOT / folder).rglob("*")
    ]
    lines = [
        f"{path.relative_to(ROOT)} line {number}: {line.strip()[:120]}"
        for path in paths
        if path.suffix in (".py", ".sql", ".yaml", ".md")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if typed.search(line) and not allowed.match(line)
    ]
    assert lines == []


def test_every_code_has_its_label_once() -> None:
    labels, places = labels_of(HOME, EMPTY), Counter[tuple[str, str]]()
    for place, field in coded_fields().items():
        for code in field.codes or ():
            label = labels.named(code, field.name)
            assert label.strip(), (place, code)
            assert "_" not in label, (place, code, label)
        places.update((field.name, code) for code in field.labels)
    assert [key for key, count in places.items() if count > 1] == []
    for code, authority in labels.authorities.items():
        assert labels.named(code, "authority") == authority.short_name
        assert labels.sentence(code) == authority.sentence_name or code in countries()


def test_the_months_are_typed_once() -> None:
    paths = [
        path
        for path in (ROOT / "sanctrack").rglob("*.py")
        if re.search("february", path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]
    assert [path.name for path in paths] == ["days.py"]


def test_a_picture_and_a_sentence_name_an_authority_of_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "authorities.csv").write_text(OWN, encoding="utf-8")
    with Warehouse(HOME, tmp_path, ["gap_matrix"]) as warehouse:
        result = warehouse.report("gap_matrix", actors="mt-reef")
        assert warehouse.labels.sentence("JP-X") == "the Japanese Ministry of Examples"
    picture = draw(result, "svg").decode()
    assert "MoX (Japan)" in picture
    assert "JP-X" not in picture


def test_every_code_of_an_authority_refers_to_the_table() -> None:
    for table in table_names(HOME):
        contract = load_contract(HOME, table)
        if table != "authorities" and "authority" in contract.columns:
            assert any(
                key.fields == ("authority",) and key.table == "authorities"
                for key in contract.foreign_keys
            ), table
            assert contract.field("authority").codes is None, table


def test_completion_and_messages_read_the_contract() -> None:
    (confidence,) = [
        item
        for item in load_query(HOME, "deliveries", "report").params
        if item.name == "confidence"
    ]
    assert closed_values(HOME, confidence) == list(
        load_contract(HOME, "fuel_shipments").field("confidence").codes or ()
    )

    matrix, deliveries = (
        SimpleNamespace(params={"name": name}, args=[]) for name in ("gap_matrix", "deliveries")
    )
    assert complete_parameter(matrix, "authority=C") == ["authority=CA-GAC", "authority=CH-SECO"]  # type: ignore[arg-type]
    assert complete_parameter(deliveries, "confidence=") == [
        f"confidence={code}" for code in closed_values(HOME, confidence)
    ]  # type: ignore[arg-type]
    assert "confidence=" in complete_parameter(deliveries, "con")  # type: ignore[arg-type]
    with Warehouse(HOME, EMPTY, ["deliveries", "gap_matrix"]) as warehouse:
        with pytest.raises(UsageError, match="it takes confirmed, likely, possible"):
            warehouse.report("deliveries", confidence="likly")
        with pytest.raises(
            UsageError, match=r"not in authorities\.authority.* it takes US-OFAC, UK-FCDO"
        ):
            warehouse.report("gap_matrix", authority="NZ-MFAT")


def test_an_authority_of_the_users_own_is_taken_everywhere(tmp_path: Path) -> None:
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "authorities.csv").write_text(OWN, encoding="utf-8")
    own = authorities(HOME, tmp_path)["JP-X"]
    assert (own.short_name, own.sentence_name, own.jurisdiction) == (
        "MoX (Japan)",
        "the Japanese Ministry of Examples",
        "JP",
    )
    with Warehouse(HOME, tmp_path, ["gap_matrix"]) as warehouse:
        rows = warehouse.report("gap_matrix", authority="JP-X").records()
    assert {row["jurisdiction"] for row in rows} == {"JP"}
    assert {row["status"] for row in rows} == {"not_checked"}


def test_an_importer_reads_the_list_of_one_authority() -> None:
    assert authority_of_importer(HOME, EMPTY, "ca_sema") == "CA-GAC"
    assert authority_of_importer(HOME, EMPTY, "opensanctions") is None


def test_a_parameter_as_in_another_report_is_that_of_the_other() -> None:
    strikes = load_query(HOME, "strikes", "report")
    for name in ("strikes_by_month", "strikes_by_year"):
        for parameter in ("admin1", "target_type", "aircraft", "verification"):
            other = load_query(HOME, name, "report").parameter(parameter)
            assert other == strikes.parameter(parameter)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{as_in: strike}", "as_in is 'strike', which is no report; did you mean 'strikes'"),
        ("{as_in: calls}", "calls says nothing of a parameter of that name"),
        ("{as_in: strikes_by_month}", "strikes_by_month says nothing of a parameter of that name"),
        ("{as_in: strikes, help: x}", "leave out what else it says"),
    ],
)
def test_as_in_names_a_report_that_says_it(tmp_path: Path, text: str, what: str) -> None:
    for folder in ("schemas", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    path = tmp_path / "queries" / "reports" / "strikes_by_year.sql"
    header = path.read_text(encoding="utf-8")
    changed = header.replace("admin1: {as_in: strikes}", f"admin1: {text}", 1)
    assert changed != header
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(DefinitionError, match=what):
        load_query(Home(tmp_path), "strikes_by_year", "report")


def test_a_measure_of_another_country_is_a_row_like_others(tmp_path: Path) -> None:
    """A workspace adds an authority of a country that no shipped row has, and its measure."""
    folder = tmp_path / "own" / "datasets"
    folder.mkdir(parents=True)
    (folder / "authorities.csv").write_text(
        OWN.replace("JP-X", "FR-X").replace(",JP,", ",FR,"), encoding="utf-8"
    )
    measures = (
        "measure_id,authority,jurisdiction,measure_type,title,announced_on,source_id\n"
        "fr-ban,FR-X,{},export_ban,A ban,2024-02-03,ai-2022-11-at\n"
    )
    path = folder / "measures.csv"
    path.write_text(measures.format("FR"), encoding="utf-8")
    files = [folder / "authorities.csv", path]
    assert not [item for item in check(HOME, tmp_path / "own", files) if item.severity == "error"]
    with Warehouse(HOME, tmp_path / "own", only=["measures_timeline", "timeline"]) as warehouse:
        rows = warehouse.report("measures_timeline", jurisdiction="FR").records()
        assert [row["measure_id"] for row in rows] == ["fr-ban"]
        rows = warehouse.report("timeline", jurisdiction="FR", kinds="measures").records()
        assert [row["id"] for row in rows] == ["fr-ban"]
        # no measure of Japan is held, but calls are addressed to it
        assert warehouse.report("timeline", jurisdiction="JP", kinds="calls").rows
        with pytest.raises(UsageError, match=r"'ZZ', which is not in measures\.jurisdiction"):
            warehouse.report("timeline", jurisdiction="ZZ")
    path.write_text(measures.format("GB"), encoding="utf-8")
    problems = [item for item in check(HOME, tmp_path / "own", files) if item.severity == "error"]
    assert [item.rule for item in problems] == ["authority_of_two_jurisdictions"]
