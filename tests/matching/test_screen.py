"""Screening: rows kept in order, lists and actors searched, receipts that can be run again."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctrack.errors import DataError
from sanctrack.lists import import_files
from sanctrack.matching.index import NameIndex
from sanctrack.matching.parties import Party
from sanctrack.matching.query_rows import of_rows
from sanctrack.matching.receipts import answer_digest
from sanctrack.matching.screening import Screener
from sanctrack.names.parsed import parsed

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "lists"
QUERIES = """id,Name,IMO,country
a,"Asia Sun Trading Co., Ltd",,Myanmar
b,Khin Phyu Win,,
c,M/T Huitong 78,,
d,BALTIC HORIZON,9263382,
e,REEF,9074729,
f,,,
g,Jon Smithson,,
h,😀,,
"""


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "queries.csv"
    path.write_text(QUERIES, encoding="utf-8")
    return path


def rows_of(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_rows_keep_their_order_and_each_says_what_became_of_it(run, queries: Path) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run("screen", str(queries), "--format", "jsonl")
    assert code == 0
    best = {row["query_id"]: row for row in reversed(rows_of(out))}
    assert list(dict.fromkeys(row["query_id"] for row in rows_of(out))) == list("abcdefgh")
    assert {name: row["decision"] for name, row in best.items()} == {
        "a": "match",
        "b": "match",
        "c": "match",
        "d": "match",
        "e": "none",
        "f": "not searched",
        "g": "none",
        "h": "not searched",
    }
    assert best["e"]["conflicted"] == "another IMO number (9074729, not 9263382)"
    assert (best["d"]["party_id"], best["d"]["score"]) == ("mt-reef", 1.0)
    assert best["d"]["agreed"] == "the same number 9263382 (IMO)"
    assert (best["f"]["why"], best["h"]["why"]) == ("no name", "no letter that can be read")
    assert "read actors of 2026-08-22" in err
    assert "Name as name" in err


def test_imported_lists_are_searched_and_named_with_their_copy(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    workspace = tmp_path / "workspace"
    import_files(workspace, "us_ofac", [SAMPLES / "ofac" / "sdn.xml"], accept=True)
    code, out, _ = run(
        *("--workspace", str(workspace), "screen", "--name", "SAMPLE STAR"),
        *("--kind", "vessel", "--format", "jsonl"),
    )
    assert code == 0
    hits = [row for row in rows_of(out) if row["list"] not in {None, "actors"}]
    assert hits
    assert all(row["list_version_on"] for row in hits)
    code, _, err = run("screen", "--name", "x", "--against", "us_ofac_sdm")
    assert code == 2
    assert "here are actors" in err


def test_a_receipt_is_verified_by_running_again(run, queries: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    receipt = tmp_path / "receipt.json"
    run("screen", str(queries), "--format", "csv", "--receipt", str(receipt), "--by", "Desk A")
    held = json.loads(receipt.read_text(encoding="utf-8"))
    assert held["made_by"] == "Desk A"
    assert held["decisions"] == {"match": 4, "review": 0, "none": 2, "not searched": 2}
    assert held["input"]["rows"] == 8
    assert "Khin" not in receipt.read_text(encoding="utf-8")
    code, out, err = run("verify", str(receipt), "--input", str(queries))
    assert (code, out) == (0, "")
    assert "the same answer, 8 rows" in err


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda held: held["program"].update(rules="0"), "the rules: version 0 then"),
        (lambda held: held["searched"][0].update(list_version_on="2020-01-01"), "actors: the copy"),
        (lambda held: held.update(answer_sha256="0"), "the answer is another one"),
        (lambda held: held["decisions"].update(match=0), "counts of decisions"),
        (lambda held: held["input"].update(rows=5_000), "rows of the input: 5000 then, 8 now"),
        (
            lambda held: held["searched"].append({"list": "xx_gone", "list_version_on": None}),
            "xx_gone: the copy that was read is not here",
        ),
    ],
)
def test_a_receipt_names_what_differs(run, queries: Path, tmp_path: Path, change, words) -> None:  # type: ignore[no-untyped-def]
    receipt = tmp_path / "receipt.json"
    run("screen", str(queries), "--format", "csv", "--receipt", str(receipt))
    held = json.loads(receipt.read_text(encoding="utf-8"))
    change(held)
    receipt.write_text(json.dumps(held), encoding="utf-8")
    code, out, _ = run("verify", str(receipt), "--input", str(queries))
    assert code == 4
    assert words in out


def test_another_input_is_named(run, queries: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    receipt = tmp_path / "receipt.json"
    run("screen", str(queries), "--format", "csv", "--receipt", str(receipt))
    queries.write_text(QUERIES.replace("Khin", "Kin"), encoding="utf-8")
    code, out, _ = run("verify", str(receipt), "--input", str(queries))
    assert code == 4
    assert "the input is another file" in out


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"a,b\n1,2\n", 2, "no column holds a name"),
        (b"", 4, "empty"),
        (b"name\n\xff\xfe\xff\n", 4, "UTF-8"),
        (b"name\n" + b"x" * 5_000 + b"\n", 0, "holds 5,000 letters"),
        (b"name\n12345\n", 0, "1 rows"),
        (b"name,imo\nREEF,9263383\n", 0, "9263383 fails its check digit"),
        (b"name,dob\nREEF,31/31/1999\n", 0, "1 rows"),
        (b"name,type\nREEF,persn\n", 0, "'persn' is no kind of party"),
        (b"name\nREEF\n", 0, "no official list was searched"),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(  # type: ignore[no-untyped-def]
    run, tmp_path: Path, content: bytes, code: int, words: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    ended, _, err = run("screen", str(path), "--format", "csv")
    assert ended == code, err
    assert words in err


def test_json_lines_and_parquet_are_read_as_csv_is(run, queries: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    import pandas as pd

    frame = pd.read_csv(queries, dtype=str)
    frame.to_parquet(tmp_path / "queries.parquet")
    frame.to_json(tmp_path / "queries.jsonl", orient="records", lines=True)
    answers = [
        run("screen", str(path), "--format", "csv")[1]
        for path in (queries, tmp_path / "queries.parquet", tmp_path / "queries.jsonl")
    ]
    assert answers[0] == answers[1] == answers[2]


def test_headings_are_recognised_as_people_write_them() -> None:
    rows = of_rows(
        ["Vessel Name", "IMO No.", "Flag", "Date of Birth", "Remarks"],
        [("REEF", "IMO 9263382", "Guinea", "1999-02", "x")],
    )
    party = rows.parties[0]
    assert (party.names, party.kind, party.countries) == (["REEF"], "vessel", ["GN"])
    assert party.numbers == [("imo_ship", "9263382")]
    assert [str(day) for day in party.births[0]] == ["1999-02-01", "1999-02-28"]
    assert rows.unread == ["Remarks"]


NAMES = [
    "Aung Moe Myint", "Min Aung Hlaing", "Asia Sun Trading", "Star Sapphire Trading",
    "Александр Скачков", "Huitong 78", "Huitong 79", "Reef", "Noble", "Khin Phyu Win",
]  # fmt: skip


def parties() -> list[Party]:
    return [Party(f"p{at}", "xx", "", [name]) for at, name in enumerate(NAMES)]


@given(st.lists(st.sampled_from([*NAMES, "Ming Aung Hlaing", "Nobel", "Skachkov"]), max_size=12))
@settings(max_examples=25, deadline=None)
def test_the_answer_of_a_row_does_not_depend_on_the_other_rows(names: list[str]) -> None:
    screener = Screener(parties())
    together = screener.screen([Party(str(at), names=[name]) for at, name in enumerate(names)])
    for at, name in enumerate(names):
        alone = screener.screen([Party("x", names=[name])])[0]
        assert [(hit.party.party_id, hit.judgement.score) for hit in alone.hits] == [
            (hit.party.party_id, hit.judgement.score) for hit in together[at].hits
        ]


def test_a_stored_index_gives_the_same_candidates(tmp_path: Path) -> None:
    names = [parsed(name) for name in NAMES]
    index = NameIndex.of(names)
    with (tmp_path / "index.npz").open("wb"):
        index.save(tmp_path / "index.npz")
    again = NameIndex.opened(tmp_path / "index.npz")
    for one, other in zip(index.candidates(names), again.candidates(names), strict=True):
        assert one.tolist() == other.tolist()


def test_a_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.npz").write_bytes(b"no index")
    with pytest.raises(DataError):
        NameIndex.opened(tmp_path / "index.npz")


def test_the_digest_of_an_answer_changes_with_a_score() -> None:
    screener = Screener(parties())
    one = screener.screen([Party("x", names=["Reef"])])
    other = screener.screen([Party("x", names=["Reefs"])])
    assert answer_digest(one) == answer_digest(screener.screen([Party("y", names=["Reef"])]))
    assert answer_digest(one) != answer_digest(other)


def test_an_index_is_kept_used_again_and_made_anew_where_it_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sanctrack.matching import index_store

    monkeypatch.setattr(index_store, "WORTH_KEEPING", 1)
    asked = [Party("x", names=["Reefs"])]
    first = index_store.stored_screener(tmp_path, parties()).screen(asked)
    (kept,) = (tmp_path / index_store.FOLDER).glob("*.npz")
    monkeypatch.setattr(NameIndex, "of", lambda _names: pytest.fail("made again"))
    again = index_store.stored_screener(tmp_path, parties()).screen(asked)
    assert answer_digest(again) == answer_digest(first)
    monkeypatch.undo()
    monkeypatch.setattr(index_store, "WORTH_KEEPING", 1)
    kept.write_bytes(kept.read_bytes()[:200])
    mended = index_store.stored_screener(tmp_path, parties()).screen(asked)
    assert answer_digest(mended) == answer_digest(first)
    assert len(kept.read_bytes()) > 200


def verdicts_of(out: str, path: Path, verdict: str, reason: str) -> Path:
    """An answer as CSV with a verdict about its first candidate."""
    lines = out.splitlines()
    header = lines[0].split(",")[:-2]
    rows = [dict(zip(header, line.split(","), strict=False)) for line in lines[1:]]
    first = next(row for row in rows if row["party_id"])
    path.write_text(
        "row,list,party_id,verdict,reason\n"
        f"{first['row']},{first['list']},{first['party_id']},{verdict},{reason}\n",
        encoding="utf-8",
    )
    return path


def test_decisions_are_kept_and_respected(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    queries = tmp_path / "q.csv"
    queries.write_text("name\nKhin Phyu Win\n", encoding="utf-8")
    at = ("--workspace", str(tmp_path / "workspace"), "screen")
    out = run(*at, str(queries), "--format", "csv")[1]
    filled = verdicts_of(out, tmp_path / "v.csv", "confirmed", "registry extract")
    code, _, err = run(
        *at, "review", str(queries), "--verdicts", str(filled), "--by", "A", "--format", "csv"
    )
    assert code == 0, err
    assert "1 decisions kept" in err
    row = rows_of(run(*at, str(queries), "--format", "jsonl")[1])[0]
    assert row["verdict"] == "confirmed"
    assert str(row["reason"]).startswith("confirmed by A on ")
    assert "registry extract" in str(row["reason"])
    alone = rows_of(run(*at, str(queries), "--two-persons", "--format", "jsonl")[1])[0]
    assert alone["verdict"] == "proposed"
    other = verdicts_of(out, tmp_path / "v.csv", "rejected", "another person")
    run(*at, "review", str(queries), "--verdicts", str(other), "--by", "B", "--format", "csv")
    disputed = rows_of(run(*at, str(queries), "--format", "jsonl")[1])[0]
    assert disputed["verdict"] == "disputed"


@pytest.mark.parametrize(
    ("verdict", "reason", "by", "words"),
    [
        ("confirmd", "x", "A", "did you mean 'confirmed'"),
        ("confirmed", "", "A", "needs its reason"),
        ("confirmed", "x", "", "--by NAME"),
    ],
)
def test_a_decision_without_its_parts_is_refused_whole(  # type: ignore[no-untyped-def]
    run, tmp_path: Path, verdict: str, reason: str, by: str, words: str
) -> None:
    queries = tmp_path / "q.csv"
    queries.write_text("name\nKhin Phyu Win\n", encoding="utf-8")
    at = ("--workspace", str(tmp_path / "workspace"), "screen")
    out = run(*at, str(queries), "--format", "csv")[1]
    filled = verdicts_of(out, tmp_path / "v.csv", verdict, reason)
    code, _, err = run(*at, "review", str(queries), "--verdicts", str(filled), "--by", by)
    assert code == 2
    assert words in err
    assert not (tmp_path / "workspace" / "screening" / "decisions.csv").exists()


def test_a_record_that_changed_since_a_decision_is_told() -> None:
    from datetime import date

    from sanctrack.matching.decisions import Decisions, decided

    query = Party("q", names=["Reef"])
    then = Party("p", "xx", "vessel", ["Reef"])
    now = Party("p", "xx", "vessel", ["Reef", "Baltic Horizon"])
    decisions = Decisions([decided(query, then, "rejected", "A", "another ship", date(2026, 1, 2))])
    assert decisions.standing(query, then).words == "rejected by A on 2026-01-02: another ship"
    assert decisions.standing(query, now).words.endswith("; the record has changed since")


def test_a_file_of_the_name_review_is_given_with_its_folder(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    code, _, err = run("screen", "review")
    assert code == 2
    assert "screen review FILE" in err


def test_a_frame_is_screened_as_a_file_is(run, queries: Path) -> None:  # type: ignore[no-untyped-def]
    import pandas as pd

    import sanctrack

    with sanctrack.open() as warehouse:
        result = sanctrack.screen(warehouse, pd.read_csv(queries, dtype=str).fillna(""))
    by_file = rows_of(run("screen", str(queries), "--format", "jsonl")[1])
    assert [row["decision"] for row in by_file] == result.column("decision")
    assert [row["party_id"] for row in by_file] == result.column("party_id")


def test_a_workbook_colours_the_decision_and_keeps_its_word(
    run, queries: Path, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    from openpyxl import load_workbook

    book = tmp_path / "hits.xlsx"
    code, _, err = run("screen", str(queries), "-o", str(book))
    assert code == 0, err
    sheet = load_workbook(book)["data"]
    words = {cell.value for cell in sheet["D"][1:]}
    assert words == {"match", "none", "not searched"}
    rules = [rule for rules in sheet.conditional_formatting for rule in rules.rules]
    assert {rule.formula[0].strip('"') for rule in rules} == {"match", "review", "not searched"}
