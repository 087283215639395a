"""Kept counterparties: after a change only what it can touch, with the hits of a full run."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctrack.matching import kept
from sanctrack.matching.decisions import add_decisions, decided, read_decisions
from sanctrack.matching.judging import DEFAULT
from sanctrack.matching.parties import Party
from sanctrack.matching.receipts import answer_digest

WORDS = ("aung", "myint", "asia", "sun", "trading", "reef", "noble", "star", "sapphire", "huitong")
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
PARTIES = st.dictionaries(st.sampled_from("abcdefgh"), st.lists(NAMES, min_size=1, max_size=2))
ROWS = st.lists(NAMES, min_size=1, max_size=8)


def parties_of(names: dict[str, list[str]]) -> list[Party]:
    return [Party(key, "xx", "entity", texts) for key, texts in sorted(names.items()) if texts]


@given(ROWS, PARTIES, PARTIES)
@settings(max_examples=30, deadline=None)
def test_a_run_after_a_change_gives_the_hits_of_a_run_from_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    names: list[str],
    before: dict[str, list[str]],
    after: dict[str, list[str]],
) -> None:
    workspace = tmp_path_factory.mktemp("workspace")
    rows = [Party(str(at), "", "entity", [name]) for at, name in enumerate(names)]
    for name in ("again", "anew"):
        kept.keep(workspace, name, rows)
    kept.run(kept.opened(workspace, "again"), parties_of(before), DEFAULT, 5)
    again, _ = kept.run(kept.opened(workspace, "again"), parties_of(after), DEFAULT, 5)
    anew, _ = kept.run(kept.opened(workspace, "anew"), parties_of(after), DEFAULT, 5)
    assert answer_digest(again) == answer_digest(anew)


def test_only_what_changed_is_looked_up_again_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        Party("1", "", "", ["Reef"]),
        Party("2", "", "", ["Asia Sun"]),
        Party("3", "", "", ["Nob"]),
    ]
    kept.keep(tmp_path, "own", rows)
    first = [
        Party("p", "xx", "", ["Reef"]),
        Party("q", "xx", "", ["Noble Star"]),
        Party("s", "xx", "", ["Asia Sun"]),
    ]
    _, changes = kept.run(kept.opened(tmp_path, "own"), first, DEFAULT, 5)
    assert changes is None
    looked_up: list[str] = []
    lookup = kept.KeptSet.rows_like

    def counted(self: kept.KeptSet, parties: list[Party]) -> list[list[int]]:
        looked_up.extend(party.party_id for party in parties)
        return lookup(self, parties)

    monkeypatch.setattr(kept.KeptSet, "rows_like", counted)
    second = [
        Party("p", "xx", "", ["Reef", "Baltic Horizon"]),
        Party("q", "xx", "", ["Noble Star"]),
        Party("r", "xx", "", ["Asia Sun"]),
    ]
    answers, changes = kept.run(kept.opened(tmp_path, "own"), second, DEFAULT, 5)
    assert looked_up == ["p", "r"]
    assert [(change.what, change.row, change.party_id) for change in changes or ()] == [
        ("changed", 0, "p"),
        ("new", 1, "r"),
        ("gone", 1, "s"),
    ]
    assert [answer.decision for answer in answers] == ["match", "match", "none"]


def test_an_equal_number_is_found_whatever_the_name(tmp_path: Path) -> None:
    kept.keep(
        tmp_path, "own", [Party("1", "", "vessel", ["Baltic"], numbers=[("imo_ship", "9263382")])]
    )
    party = Party("p", "xx", "vessel", ["Reef"], numbers=[("imo_ship", "9263382")])
    answers, _ = kept.run(kept.opened(tmp_path, "own"), [party], DEFAULT, 5)
    assert [hit.judgement.score for hit in answers[0].hits] == [1.0]


def test_a_row_is_erased_everywhere_and_leaves_only_that_it_was(tmp_path: Path) -> None:
    rows = [Party("a", "", "", ["Khin Phyu Win"]), Party("b", "", "", ["Reef"])]
    candidate = Party("p", "xx", "", ["Khin Phyu Win"])
    kept.keep(tmp_path, "own", rows)
    kept.run(kept.opened(tmp_path, "own"), [candidate], DEFAULT, 5)
    add_decisions(tmp_path, [decided(rows[0], candidate, "rejected", "A", "x", date(2026, 1, 1))])
    assert kept.forget(tmp_path, "own", "a", date(2026, 1, 2)) == 1
    assert read_decisions(tmp_path) == []
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"khin" not in left.lower()
    assert b"own,2026-01-02,1" in left
    assert [row.party_id for row in kept.opened(tmp_path, "own").rows] == ["b"]
    kept.forget(tmp_path, "own", None, date(2026, 1, 3))
    assert kept.sets(tmp_path) == []


def test_a_set_is_kept_run_and_forgotten_from_the_command_line(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    queries = tmp_path / "q.csv"
    queries.write_text("id,name\n7,Khin Phyu Win\n8,Jon Smithson\n", encoding="utf-8")
    at = ("--workspace", str(tmp_path / "workspace"), "screen")
    code, _, err = run(*at, "keep", "own", str(queries))
    assert (code, "2 rows kept as 'own'" in err) == (0, True)
    code, out, err = run(*at, "--kept", "own", "--format", "csv")
    assert code == 0, err
    assert "a first run of these rows" in err
    assert "0 new, 0 gone, 0 changed" in run(*at, "--kept", "own", "--format", "csv")[2]
    assert "2 rows kept as 'own', in place of 2" in run(*at, "keep", "own", str(queries))[2]
    assert [line.split(",")[1] for line in out.splitlines()[1:]] == ["7", "8"]
    code, _, err = run(*at, "forget", "own", "9")
    assert (code, "no row with the id '9'" in err) == (2, True)
    assert run(*at, "forget", "own")[0] == 0
    code, _, err = run(*at, "--kept", "own")
    assert (code, "no set is kept under 'own'" in err) == (2, True)
    code, _, err = run(*at, "keep", "../own", str(queries))
    assert (code, "is no name for a set" in err) == (2, True)


def test_a_damaged_state_or_index_is_made_anew(tmp_path: Path) -> None:
    kept.keep(tmp_path, "own", [Party("1", "", "", ["Reef"])])
    parties = [Party("p", "xx", "", ["Reef"])]
    first, _ = kept.run(kept.opened(tmp_path, "own"), parties, DEFAULT, 5)
    for name in ("hits.json", "index.npz"):
        (tmp_path / kept.FOLDER / "own" / name).write_bytes(b"{")
    again, _ = kept.run(kept.opened(tmp_path, "own"), parties, DEFAULT, 5)
    assert answer_digest(again) == answer_digest(first)


def test_many_rows_of_one_name_are_all_found(tmp_path: Path) -> None:
    count = 2 * kept.ROWS_READ
    kept.keep(tmp_path, "own", [Party(str(at), "", "", ["Reef"]) for at in range(count)])
    answers, _ = kept.run(
        kept.opened(tmp_path, "own"), [Party("p", "xx", "", ["Reef"])], DEFAULT, 5
    )
    assert [answer.decision for answer in answers] == ["match"] * count
