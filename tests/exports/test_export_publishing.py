"""What leaves the machine: publish_precision obeyed and counted, closed sources stop the export,
--internal is stamped.
"""

import csv
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from exports.conftest import STRIKE, source, write_rows
from exports.test_export_descriptor import local

from sanctrack.definitions.paths import Home
from sanctrack.errors import DataError
from sanctrack.exports import export, verify_bundle
from sanctrack.lists import import_files
from sanctrack.publication import MARK

SECRET = "Hidden Village"
SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "lists"


def strike(name: str, precision: str, **more: Any) -> dict[str, Any]:
    place = {
        "place": SECRET,
        "summary": f"Bombs on {SECRET}",
        "latitude": 22.123,
        "longitude": 95.456,
    }
    return {**STRIKE, "airstrike_id": name, "publish_precision": precision, **place, **more}


@pytest.fixture
def guarded(home: Home, tmp_path: Path) -> Path:
    """A workspace with rows of every precision and things that hang on them."""
    workspace = tmp_path / "guarded"
    write_rows(
        workspace,
        "sources",
        [
            source(),
            source(
                "hidden-village-interview",
                title=f"Interview in {SECRET}",
                url=f"https://x.org/{SECRET}",
            ),
        ],
        home,
    )
    strikes = [
        strike(
            "own-exact",
            "exact",
            place="Open Village",
            summary="Open",
            latitude=21.5,
            longitude=96.5,
        ),
        strike(
            "own-hidden-village-t",
            "township",
            source_id="hidden-village-interview",
            munition=f"Rockets on {SECRET}",
        ),
        strike("own-hidden-village-a", "admin1", township="Hidden Township"),
        strike("own-hidden-village-w", "withhold", killed_min=7),
    ]
    write_rows(workspace, "airstrikes", strikes, home)
    claim = {
        "metric": "killed",
        "value_min": 1,
        "value_max": 1,
        "hedge": "exact",
        "stance": "asserts",
        "source_id": "own-source",
    }
    claims = [
        {
            **claim,
            "claim_id": "own-hidden-village-t-1",
            "airstrike_id": "own-hidden-village-t",
            "value_text": SECRET,
            "speaker_id": "myanmar-air-force",
        },
        {
            **claim,
            "claim_id": "own-hidden-village-w-1",
            "airstrike_id": "own-hidden-village-w",
            "speaker_id": "myanmar-air-force",
        },
        {
            **claim,
            "claim_id": "own-denial",
            "airstrike_id": "own-exact",
            "speaker_id": "own-hidden-person",
            "stance": "denies",
        },
    ]
    write_rows(workspace, "claims", claims, home)
    write_rows(
        workspace,
        "actors",
        [
            {
                "actor_id": "own-hidden-person",
                "name": "Hidden Person",
                "actor_type": "person",
                "source_id": "own-source",
                "publish_precision": "withhold",
            }
        ],
        home,
    )
    names = [
        {
            "actor_id": "own-hidden-person",
            "name": "Hidden Person",
            "name_type": "primary",
            "source_id": "own-source",
        }
    ]
    write_rows(workspace, "actor_names", names, home)
    evidence = [
        {
            "record_table": "airstrikes",
            "record_id": f"own-hidden-village-{end}",
            "source_id": "own-source",
            "relation": "supports",
            "note": SECRET,
        }
        for end in "taw"
    ]
    write_rows(workspace, "evidence", evidence, home)
    areas = [
        {"airstrike_id": f"own-hidden-village-{end}", "actor_id": "kia", "source_id": "own-source"}
        for end in "tw"
    ]
    write_rows(workspace, "airstrike_area_actors", areas, home)
    site = {
        "name": SECRET,
        "place_type": "village",
        "country": "MM",
        "latitude": 22.1,
        "longitude": 95.4,
        "source_id": "own-source",
    }
    write_rows(
        workspace,
        "places",
        [{**site, "place_id": "own-hidden-village", "publish_precision": "township"}],
        home,
    )
    return workspace


def everything(folder: Path) -> str:
    """All that a reader of the bundle can see, of every format."""
    parts = [
        path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in (".csv", ".json", ".md")
    ]
    for path in (folder / "parquet").iterdir():
        parts.append(str(pq.read_table(path).to_pylist()))
    parts.append("\n".join(sqlite3.connect(folder / "sanctrack.sqlite").iterdump()))
    book = openpyxl.load_workbook(folder / "sanctrack.xlsx", read_only=True)
    parts += [str(list(sheet.iter_rows(values_only=True))) for sheet in book]
    parts.append((folder / "sanctrack.duckdb").read_bytes().decode("latin-1"))
    return "\n".join(parts).lower()


def test_nothing_of_a_held_back_row_is_in_any_file(
    home: Home, guarded: Path, tmp_path: Path
) -> None:
    export(home, guarded, "bundle", tmp_path / "out")
    seen = everything(tmp_path / "out")
    for secret in ("hidden", "22.123", "95.456"):
        assert secret not in seen, secret
    assert "open village" in seen
    assert all(row["verdict"] == "same" for row in verify_bundle(tmp_path / "out").records())


def test_coarsened_rows_are_labelled_and_withheld_ones_counted(
    home: Home, guarded: Path, tmp_path: Path
) -> None:
    export(home, guarded, "duckdb", tmp_path / "out")
    with duckdb.connect(str(tmp_path / "out" / "sanctrack.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select publish_precision, geo_precision, township, place, latitude, summary from "
            "airstrikes where dataset = 'guarded' order by all"
        ).fetchall()
        held = connection.execute("from bundle_held_back order by all").fetchall()
        told = connection.execute(
            "select * exclude (reason) from bundle_held_back where table_name = 'airstrikes' order "
            "by all"
        ).fetchall()
        denial = connection.execute(
            "select stance, speaker_id from claims where speaker_id = 'not-published'"
        ).fetchall()
        fact = connection.execute(
            "select count(*) from fact_strikes where dataset = 'guarded'"
        ).fetchall()
    assert rows == [
        ("admin1", "admin1", MARK, MARK, None, MARK),
        ("exact", "place", "Kanbalu", "Open Village", 21.5, "Open"),
        ("township", "township", "Kanbalu", MARK, None, MARK),
    ]
    assert told == [
        ("airstrikes", "guarded", "admin1", 1),
        ("airstrikes", "guarded", "township", 1),
        ("airstrikes", "guarded", "withhold", 1),
    ]
    assert ("claims", "guarded", "withhold", "belongs to", 1) in held
    assert denial == [("denies", "not-published")]  # no denial is dropped
    assert fact == [(3,)]
    assert (tmp_path / "out" / "README.md").read_text().count("a sample, not a census") == 1
    assert (
        "airstrikes, data set guarded, withhold (own): 1 rows"
        in (tmp_path / "out" / "README.md").read_text()
    )


def test_internal_holds_every_row_and_says_so_in_every_file(
    home: Home, guarded: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    export(home, guarded, "bundle", out, internal=True)
    assert SECRET.lower() in everything_internal(out)
    words = ("datapackage.json", "stamp.json", "README.md", "datasette.json", "ATTRIBUTION.md")
    for path in out.rglob("*"):
        if path.is_file() and path.name not in words:
            assert path.name.startswith("INTERNAL-"), path.name
    for name in words:
        assert "INTERNAL" in (out / name).read_text(), name
    assert (
        pq.read_schema(out / "parquet" / "INTERNAL-airstrikes.parquet").metadata[b"publication"]
        == b"INTERNAL"
    )
    book = openpyxl.load_workbook(out / "INTERNAL-sanctrack.xlsx")
    assert all("INTERNAL" in (sheet.oddHeader.center.text or "") for sheet in book)
    with duckdb.connect(str(out / "INTERNAL-sanctrack.duckdb"), read_only=True) as connection:
        assert connection.execute(
            "select count(*) from duckdb_tables() where comment not like 'INTERNAL%'"
        ).fetchall() == [(0,)]
        assert connection.execute(
            "select count(*) from airstrikes where dataset = 'guarded'"
        ).fetchall() == [(4,)]
    assert all(row["verdict"] == "same" for row in verify_bundle(out).records())


def everything_internal(folder: Path) -> str:
    return (folder / "csv" / "INTERNAL-airstrikes.csv").read_text(encoding="utf-8").lower()


def test_rows_on_a_closed_source_stop_the_export_with_their_ids(home: Home, tmp_path: Path) -> None:
    workspace = tmp_path / "closed"
    write_rows(workspace, "sources", [source(), source("closed-source", redistribution="no")], home)
    rows = [
        {**STRIKE, "airstrike_id": "own-a", "source_id": "closed-source"},
        {**STRIKE, "airstrike_id": "own-b"},
    ]
    write_rows(workspace, "airstrikes", rows, home)
    evidence = [
        {
            "record_table": "airstrikes",
            "record_id": "own-b",
            "source_id": "closed-source",
            "relation": "supports",
        }
    ]
    write_rows(workspace, "evidence", evidence, home)
    with pytest.raises(DataError, match="redistribution = no") as caught:
        export(home, workspace, "bundle", tmp_path / "out")
    assert "airstrikes own-a" in str(caught.value)
    assert "evidence own-b" in str(caught.value)
    assert "airstrikes own-b" not in str(caught.value)
    assert not (tmp_path / "out").exists()
    export(home, workspace, "csv", tmp_path / "out", internal=True)
    with (tmp_path / "out" / "csv" / "INTERNAL-airstrikes.csv").open(encoding="utf-8") as opened:
        assert "own-a" in {row["airstrike_id"] for row in csv.DictReader(opened)}


def test_a_withheld_row_on_a_closed_source_does_not_stop(home: Home, tmp_path: Path) -> None:
    workspace = tmp_path / "closed"
    write_rows(workspace, "sources", [source(), source("closed-source", redistribution="no")], home)
    write_rows(
        workspace,
        "airstrikes",
        [
            {
                **STRIKE,
                "airstrike_id": "own-a",
                "source_id": "closed-source",
                "publish_precision": "withhold",
            }
        ],
        home,
    )
    export(home, workspace, "csv", tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    assert package["publication"] == "public"
    assert "closed-source" not in (tmp_path / "out" / "csv" / "sources.csv").read_text()


def test_order_of_rows_does_not_tell_the_old_ids(home: Home, guarded: Path, tmp_path: Path) -> None:
    export(home, guarded, "csv", tmp_path / "out")
    for name in ("airstrikes", "claims", "places", "sources", "evidence"):
        with (tmp_path / "out" / "csv" / f"{name}.csv").open(encoding="utf-8") as opened:
            rows = [tuple(row.values()) for row in csv.DictReader(opened)]
        key = 3 if name == "evidence" else 1
        assert [row[:key] for row in rows] == sorted(row[:key] for row in rows), name


def test_lists_carry_their_terms_and_closed_ones_stay_behind(home: Home, tmp_path: Path) -> None:
    workspace = tmp_path / "ws"
    import_files(workspace, "uk_uksl", [SAMPLES / "uk" / "UK-Sanctions-List.csv"], accept=True)
    import_files(workspace, "un_sc", sorted((SAMPLES / "un").glob("*.xml"))[:1], accept=True)
    out = tmp_path / "out"
    export(home, workspace, "csv", out)
    assert "un_sc" not in (out / "csv" / "list_versions.csv").read_text()
    with (out / "csv" / "list_entries.csv").open(encoding="utf-8") as opened:
        assert {row["list"] for row in csv.DictReader(opened)} == {"uk_uksl"}
    with (out / "csv" / "bundle_held_back.csv").open(encoding="utf-8") as opened:
        held = {row["table_name"]: row for row in csv.DictReader(opened)}
    assert held["list_versions"] == {
        "table_name": "list_versions",
        "dataset": "un_sc",
        "publish_precision": "withhold",
        "reason": "terms",
        "row_count": "1",
    }
    package = json.loads((out / "datapackage.json").read_text())
    tables = {item["name"]: item for item in package["resources"]}
    assert [item["title"] for item in tables["list_names"]["licenses"]] == [
        "Open Government Licence v3.0"
    ]
    assert "licenses" not in tables["airstrikes"]
    dplib = pytest.importorskip("dplib", reason="dplib-py carries the official profiles")
    profiles = Path(dplib.__file__).parent / "profiles" / "2.0"
    jsonschema.validate(
        package, local(json.loads((profiles / "datapackage.json").read_text()), profiles)
    )
    assert "under the terms of their publishers" in (out / "README.md").read_text()
    words = (out / "ATTRIBUTION.md").read_text()
    assert "uk_uksl** (copy of" in words
    assert "Rows of the data sets" not in words
    assert all(row["verdict"] == "same" for row in verify_bundle(out).records())
    export(home, workspace, "csv", tmp_path / "inside", internal=True)
    assert "un_sc" in (tmp_path / "inside" / "csv" / "INTERNAL-list_versions.csv").read_text()


def test_a_broken_relation_stops_the_export(home: Home, tmp_path: Path) -> None:
    workspace = tmp_path / "broken"
    write_rows(
        workspace,
        "airstrikes",
        [{**STRIKE, "airstrike_id": "own-a", "source_id": "no-such-source"}],
        home,
    )
    with pytest.raises(
        DataError, match=r"airstrikes\.csv line 2: source_id = no-such-source is not in sources"
    ):
        export(home, workspace, "csv", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_broken_relation_of_shipped_facts_stops_the_export(home: Home, tmp_path: Path) -> None:
    facts = tmp_path / "facts"
    facts.mkdir()
    for path in home.datasets.glob("*.parquet"):
        shutil.copy(path, facts)
    rows = pq.read_table(facts / "airstrikes.parquet")
    orphan = pa.Table.from_pylist(
        [{**rows.to_pylist()[0], "airstrike_id": "a-b", "source_id": "no-such-source"}], rows.schema
    )
    pq.write_table(pa.concat_tables([rows, orphan]), facts / "airstrikes.parquet")
    with pytest.raises(
        DataError,
        match=r"airstrikes\.source_id refers to rows that sources does not hold: no-such-source",
    ):
        export(Home(home.root, facts), tmp_path / "none", "csv", tmp_path / "out")
    assert not (tmp_path / "out").exists()
