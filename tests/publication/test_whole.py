"""The whole cross product of level, spelling, place of the text, product and format; the normal run
samples it (test_products.py).
"""

import io
from pathlib import Path
from typing import Any

import pytest
from exports.conftest import STRIKE, source, write_rows
from publication import test_products as products
from whole import WHOLE

from sanctrack.briefings import build, dossier
from sanctrack.briefings.output.render import RENDERERS
from sanctrack.charts import FORMS, draw, prepared
from sanctrack.definitions.paths import Home
from sanctrack.definitions.queries import load_query, names
from sanctrack.errors import UsageError
from sanctrack.exports import TARGETS, export
from sanctrack.formats import FORMATS, Surroundings, write
from sanctrack.names.signs import deceiving
from sanctrack.publication import PublicWarehouse

pytestmark = pytest.mark.skipif(not WHOLE, reason="sampled in the normal run; make test-whole")

SECRETS = [*products.PLACES.values(), products.PERSON, products.FORMER, products.VESSEL]
BRIEFINGS = {
    "calls-and-answers": {},
    "fuel-deliveries": {},
    "listing-gap": {},
    "one-strike": {"airstrike_id": "own-open"},
    "one-vessel": {"vessel_id": "mt-reef"},
}
own = products.own
public = products.public


@pytest.fixture(scope="module")
def every_text(home: Home, own: Path) -> Path:
    """Each spelling of each secret in every free text that a user can write, an open row each.

    Not in names that open rows are known by (place, township, publisher): a name that an open
    record is called by is public, as the docs say.
    """
    texts = [
        (f"{at}-{kind}", spell(secret))
        for at, secret in enumerate(SECRETS)
        for kind, spell in products.SPELLINGS.items()
    ]
    sources, strikes, claims, evidence = [], [], [], []
    for number, (_, text) in enumerate(texts):
        key = f"every-{number}"
        words = {"title": text, "note": text, "url": f"https://example.org/{text}"}
        sources.append(source(key, **words, archive_url=f"https://example.org/archive/{text}"))
        strikes.append(
            {
                **STRIKE,
                "airstrike_id": key,
                "source_id": key,
                "munition": text,
                "summary": text,
            }
        )
        claim = {"metric": "target", "hedge": "unknown", "stance": "denies", "speaker_id": "kia"}
        claims.append(
            {**claim, "claim_id": key, "airstrike_id": key, "value_text": text, "source_id": key}
        )
        if deceiving(text, exact=True):
            continue  # in the key of evidence such a sign is an error: no door lets it in
        cited = {"record_table": "airstrikes", "record_id": key, "relation": "supports"}
        evidence.append({**cited, "source_id": key, "locator": text, "note": text})
    add_rows(own, "sources", sources, home)
    add_rows(own, "airstrikes", strikes, home)
    add_rows(own, "claims", claims, home)
    add_rows(own, "evidence", evidence, home)
    # the shipped briefings speak of the last arrival, so the delivery has one
    stop = {"shipment_id": "own-delivery", "stop_number": 1, "stop_type": "discharge"}
    day = {"arrived_earliest_on": "2024-05-03", "arrived_latest_on": "2024-05-03"}
    stop |= {**day, "date_precision": "day", "country": "MM", "source_id": "own-source"}
    write_rows(own, "shipment_stops", [stop], home)
    return own


def add_rows(workspace: Path, table: str, rows: list[dict[str, Any]], home: Home) -> None:
    """Write rows beside those that a table has."""
    path = workspace / "datasets" / f"{table}.csv"
    before = path.read_text(encoding="utf-8")
    write_rows(workspace, table, rows, home)
    header, _, body = path.read_text(encoding="utf-8").partition("\n")
    assert before.startswith(header + "\n")
    path.write_text(before.rstrip("\n") + "\n" + body, encoding="utf-8")


@pytest.fixture(scope="module")
def whole(home: Home, every_text: Path) -> Any:
    with PublicWarehouse(home, every_text) as warehouse:
        yield warehouse


@pytest.mark.parametrize("report", names(products.ROOT_HOME, "report"))
def test_no_report_in_any_format_tells(home: Home, whole: PublicWarehouse, report: str) -> None:
    shown = whole.guard.show(whole.report(report, **products.asked(home, report)))
    for form in sorted(FORMATS):
        out = io.BytesIO()
        write(shown.printed, form, out, Surroundings(whole.citations(shown.printed.source_ids)))
        assert products.leaks(products.everything(f"x.{form}", out.getvalue())) == [], form


@pytest.mark.parametrize("report", names(products.ROOT_HOME, "report"))
def test_no_picture_in_any_form_tells(home: Home, whole: PublicWarehouse, report: str) -> None:
    if not load_query(home, report, "report").picture:
        return
    result = prepared(whole.report(report, **products.asked(home, report)), whole)
    for form in FORMS:
        try:
            drawn = draw(result, form)
        except UsageError:  # no rows, or too many
            return
        assert products.leaks(products.everything(f"x.{form}", drawn)) == [], form


@pytest.mark.parametrize("form", sorted(RENDERERS))
@pytest.mark.parametrize("name", sorted(BRIEFINGS))
def test_no_briefing_tells(
    home: Home, every_text: Path, tmp_path: Path, name: str, form: str
) -> None:
    path = tmp_path / f"a.{form}"
    build(name, [path], BRIEFINGS[name], home.root, every_text)
    assert products.leaks(products.everything(path.name, path.read_bytes())) == []


@pytest.mark.parametrize("form", sorted(RENDERERS))
@pytest.mark.parametrize("record", ["own-open", "every-0", "own-delivery", "kia", "own-source"])
def test_no_dossier_tells(
    home: Home, every_text: Path, tmp_path: Path, record: str, form: str
) -> None:
    path = tmp_path / f"a.{form}"
    dossier(record, [path], home.root, every_text)
    assert products.leaks(products.everything(path.name, path.read_bytes())) == []


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_no_target_tells(home: Home, every_text: Path, tmp_path: Path, target: str) -> None:
    if target == "hyper":
        pytest.importorskip("pantab", reason="which writes Hyper files, is not installed")
    export(home, every_text, target, tmp_path / "out")
    assert products.leaks(products.everything_in(tmp_path / "out")) == []
