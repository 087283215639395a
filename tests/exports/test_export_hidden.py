"""What stands behind held-back rows: sources lose what names them, a withheld speaker's name is in
no id and no word.
"""

from pathlib import Path
from typing import Any

import duckdb
from exports.conftest import STRIKE, source, write_rows
from exports.test_export_publishing import everything

from sanctrack.definitions.paths import Home
from sanctrack.exports import export, verify_bundle
from sanctrack.publication import MARK

HIDDEN = {"title": "Interview with Ko Secret", "url": "https://x.org/ko-secret"}
CLAIM = {
    "metric": "killed",
    "value_min": 1,
    "value_max": 1,
    "hedge": "exact",
    "stance": "asserts",
    "speaker_id": "myanmar-air-force",
}
SECRET_STRIKE = {
    **STRIKE,
    "airstrike_id": "own-w",
    "source_id": "ko-secret-interview",
    "publish_precision": "withhold",
}
PERSON = {
    "actor_id": "ko-secret",
    "name": "Ko Secret",
    "actor_type": "person",
    "source_id": "ko-secret-interview",
    "publish_precision": "withhold",
}


def bundle_of(
    home: Home, tmp_path: Path, tables: dict[str, list[dict[str, Any]]], target: str = "duckdb"
) -> Path:
    workspace = tmp_path / "mine"
    for table, rows in tables.items():
        write_rows(workspace, table, rows, home)
    export(home, workspace, target, tmp_path / "out")
    return tmp_path / "out"


def asked(folder: Path, question: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "sanctrack.duckdb"), read_only=True) as connection:
        return connection.execute(question).fetchall()


SOURCES = (
    "select source_id, title, url, origin_source_id from sources where dataset = 'mine' order by "
    "all"
)
OPEN = {**STRIKE, "airstrike_id": "own-open"}


def test_a_source_is_gone_with_all_rows_that_rested_on_it(home: Home, tmp_path: Path) -> None:
    claims = [
        {
            **CLAIM,
            "claim_id": "own-w-1",
            "airstrike_id": "own-w",
            "source_id": "ko-secret-interview",
        }
    ]
    names = [
        {
            "actor_id": "ko-secret",
            "name": "Ko Secret",
            "name_type": "primary",
            "source_id": "ko-secret-interview",
        }
    ]
    sources = [source(), source("ko-secret-interview", **HIDDEN)]
    tables = {
        "sources": sources,
        "airstrikes": [OPEN, SECRET_STRIKE],
        "claims": claims,
        "actors": [PERSON],
        "actor_names": names,
    }
    out = bundle_of(home, tmp_path, tables)
    assert asked(out, SOURCES) == [("own-source", None, None, None)]
    assert asked(
        out,
        "select table_name, publish_precision, reason, row_count from bundle_held_back order by "
        "all",
    ) == [
        ("actor_names", "withhold", "belongs to", 1),
        ("actors", "withhold", "own", 1),
        ("airstrikes", "withhold", "own", 1),
        ("claims", "withhold", "belongs to", 1),
    ]


def test_a_source_that_an_exact_row_rests_on_too_stays_whole(home: Home, tmp_path: Path) -> None:
    exact = {**STRIKE, "airstrike_id": "own-open", "source_id": "ko-secret-interview"}
    out = bundle_of(
        home,
        tmp_path,
        {
            "sources": [source("ko-secret-interview", **HIDDEN)],
            "airstrikes": [exact, SECRET_STRIKE],
        },
    )
    assert asked(out, SOURCES) == [("ko-secret-interview", HIDDEN["title"], HIDDEN["url"], None)]


def test_evidence_for_an_exact_row_keeps_its_source_whole(home: Home, tmp_path: Path) -> None:
    further = [
        {
            "record_table": "airstrikes",
            "record_id": "own-open",
            "source_id": "ko-secret-interview",
            "relation": "supports",
        }
    ]
    sources = [source(), source("ko-secret-interview", **HIDDEN)]
    out = bundle_of(
        home,
        tmp_path,
        {"sources": sources, "airstrikes": [OPEN, SECRET_STRIKE], "evidence": further},
    )
    assert ("ko-secret-interview", HIDDEN["title"], HIDDEN["url"], None) in asked(out, SOURCES)


def test_what_hangs_on_a_coarsened_strike_does_not_publish_its_source(
    home: Home, tmp_path: Path
) -> None:
    coarse = {**SECRET_STRIKE, "publish_precision": "township"}
    areas = [{"airstrike_id": "own-w", "actor_id": "kia", "source_id": "ko-secret-interview"}]
    further = [
        {
            "record_table": "airstrike_area_actors",
            "record_id": "own-w|kia",
            "source_id": "ko-secret-interview",
            "relation": "supports",
        }
    ]
    claims = [
        {
            **CLAIM,
            "claim_id": "own-w-1",
            "airstrike_id": "own-w",
            "source_id": "ko-secret-interview",
        }
    ]
    tables = {
        "sources": [source("ko-secret-interview", **HIDDEN)],
        "airstrikes": [coarse],
        "claims": claims,
    }
    out = bundle_of(home, tmp_path, {**tables, "airstrike_area_actors": areas, "evidence": further})
    assert asked(out, SOURCES) == [("sources-held-1", MARK, None, None)]
    assert asked(
        out, "select distinct source_id from airstrike_area_actors where dataset = 'mine'"
    ) == [("sources-held-1",)]
    assert asked(out, "select record_id, source_id from evidence where dataset = 'mine'") == [
        ("airstrikes-held-1|kia", "sources-held-1")
    ]
    held = asked(
        out,
        "select table_name, publish_precision, reason, row_count from bundle_held_back order by "
        "all",
    )
    # its own mark it has not
    assert held == [("airstrikes", "township", "own", 1), ("claims", "township", "belongs to", 1)]


def test_the_origin_of_a_copy_is_hidden_and_the_link_stays(home: Home, tmp_path: Path) -> None:
    sources = [
        source("ko-secret-interview", redistribution="no", **HIDDEN),
        source(
            "open-copy",
            title="A digest",
            origin_source_id="ko-secret-interview",
            note="made from Ko Secret's words",
        ),
        source("unused-copy", title="Ko Secret speaks", origin_source_id="ko-secret-interview"),
    ]
    out = bundle_of(
        home,
        tmp_path,
        {"sources": sources, "airstrikes": [{**OPEN, "source_id": "open-copy"}, SECRET_STRIKE]},
    )
    assert asked(out, SOURCES) == [
        ("open-copy", "A digest", None, "sources-held-1"),
        ("sources-held-1", MARK, None, None),
    ]
    assert asked(out, "select note from sources where source_id = 'open-copy'") == [(MARK,)]
    assert asked(
        out, "select count(*) from dim_source where independent_source_id = 'sources-held-1'"
    ) == [(2,)]


def test_shipped_sources_stand_whole_beside_marked_rows(home: Home, tmp_path: Path) -> None:
    shipped = "select count(*), count(title), count(url) from sources where dataset = 'sanctrack'"
    export(home, tmp_path / "none", "duckdb", tmp_path / "plain", only=["sources"])
    out = bundle_of(
        home,
        tmp_path,
        {"sources": [source("ko-secret-interview", **HIDDEN)], "airstrikes": [SECRET_STRIKE]},
    )
    assert asked(out, shipped) == asked(tmp_path / "plain", shipped)


def test_a_withheld_speaker_is_named_by_no_id_and_no_word(home: Home, tmp_path: Path) -> None:
    claim = {
        **CLAIM,
        "airstrike_id": "own-open",
        "speaker_id": "ko-secret",
        "source_id": "own-source",
        "stance": "denies",
    }
    claims = [
        {
            **claim,
            "claim_id": "own-open-killed-ko-secret-1",
            "value_text": "Ko Secret village headman says so",
        },
        {**claim, "claim_id": "own-open-injured-ko-secret-1", "publish_precision": "admin1"},
        {
            **claim,
            "claim_id": "own-open-other",
            "speaker_id": "myanmar-air-force",
            "value_text": "open words",
        },
    ]
    call = {
        "called_earliest_on": "2025-06-01",
        "called_latest_on": "2025-06-01",
        "date_precision": "day",
        "source_id": "own-source",
    }
    calls = [
        {
            **call,
            "call_id": "2025-06-01-ko-secret",
            "caller_id": "ko-secret",
            "summary": "Ko Secret asks",
        },
        {
            **call,
            "call_id": "2025-06-01-kia-and-ko-secret",
            "caller_id": "kia",
            "joint_with_call_id": "2025-06-01-ko-secret",
            "summary": "With Ko Secret",
        },
        {**call, "call_id": "2025-07-01-kia", "caller_id": "kia", "summary": "Open call"},
    ]
    asks = [{"call_id": "2025-06-01-ko-secret", "ask": "jet_fuel"}]
    of_rows = [
        ("claims", "own-open-killed-ko-secret-1"),
        ("sanction_calls", "2025-06-01-ko-secret"),
    ]
    evidence = [
        {
            "record_table": table,
            "record_id": record,
            "source_id": "own-source",
            "relation": "supports",
            "note": "Ko Secret",
            "locator": "1",
        }
        for table, record in of_rows
    ]
    tables = {
        "sources": [source(), source("ko-secret-interview", **HIDDEN)],
        "airstrikes": [OPEN],
        "claims": claims,
        "actors": [PERSON],
        "sanction_calls": calls,
        "call_asks": asks,
        "evidence": evidence,
    }
    out = bundle_of(home, tmp_path, tables, "bundle")
    seen = everything(out)
    for secret in ("ko secret", "ko-secret", "village headman"):
        assert secret not in seen, secret
    assert asked(
        out,
        "select claim_id, speaker_id, stance, value_text from fact_claims where dataset = 'mine' "
        "order by all",
    ) == [
        ("claims-held-1", "not-published", "denies", MARK),
        ("claims-held-2", "not-published", "denies", None),
        ("own-open-other", "myanmar-air-force", "denies", "open words"),
    ]
    said = asked(
        out,
        "select caller_id, summary, joint_with_call_id, call_id from fact_calls where dataset = "
        "'mine' order by all",
    )
    assert [row[:2] for row in said] == [
        ("kia", "Open call"),
        ("kia", MARK),
        ("not-published", MARK),
    ]
    assert said[1][2] == said[2][3]  # the joint statement stays one
    assert asked(out, "select call_id from call_asks where dataset = 'mine'") == [(said[2][3],)]
    records = asked(
        out,
        "select record_id, note, locator from evidence where dataset = 'mine' order by "
        "record_table",
    )
    assert records[1] == (said[2][3], MARK, MARK)
    assert records[0][0].startswith("claims-held-")
    assert all(row["verdict"] == "same" for row in verify_bundle(out).records())
