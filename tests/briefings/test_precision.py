"""publish_precision in documents: one strike withheld, one coarsened to its township, one open, all
in the same township.
"""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from briefings.conftest import body_of, notes_of
from sanctrack.briefings import Refused, build, dossier
from sanctrack.briefings.compile.compose import compile_briefing
from sanctrack.briefings.compile.document import Document
from sanctrack.briefings.source.source import read_briefing
from sanctrack.briefings.verify.stamp_reader import read_stamp
from sanctrack.charts import alt_text, prepared
from sanctrack.definitions.contracts import load_contract
from sanctrack.definitions.paths import Home
from sanctrack.errors import DefinitionError, UsageError
from sanctrack.publication import MARK, PublicWarehouse

SECRETS = (
    "zeya kone",
    "zeya-kone",
    "zeyakone",
    "thazin wa",
    "thazin-wa",
    "thazinwa",
    "22.77",
    "95.77",
    "22.66",
    "95.66",
)
TOWNSHIP = "Kanbalu"
STRIKE = {
    "date_precision": "day",
    "admin1": "Sagaing",
    "township": TOWNSHIP,
    "aircraft": "jet",
    "target_type": "village",
    "verification": "reported",
}
HEAD = """---
title: Strikes of our own
question: What is reported?
audience: tests
parameters:
  strike: {type: string, default: null, help: A strike}
runs:
  strikes:
    report: strikes
    params: {from_on: 2024-01-01, to_on: 2024-12-31}
    where: {dataset: own}
---
"""
TABLE = """# What is known

The data hold {{ strikes.rows }} strikes. Open is {{ strikes[airstrike_id=own-open].township }}.

```table
run: strikes
columns: {day: Day, township: Township, place: Place, summary: Summary, airstrike_id: Id, latitude: North}
caption: Strikes
```

```map
run: strikes
caption: Strikes by area
```

{{ caveats }}
"""  # noqa: E501


def strike(name: str, level: str, place: str, north: str, day: str, **more: Any) -> dict[str, Any]:
    when = {"earliest_on": day, "latest_on": day}
    where = {
        "place": place,
        "latitude": north,
        "longitude": f"95{north[2:]}",
        "geo_precision": "exact",
    }
    return {
        **STRIKE,
        **when,
        **where,
        "airstrike_id": name,
        "publish_precision": level,
        "summary": f"Bombs on {place}",
        **more,
    }


def source(name: str, title: str = "A report", **more: str) -> dict[str, str]:
    fixed = {
        "publisher": "Own notes",
        "published_basis": "unknown",
        "source_type": "news",
        "reliability": "F",
    }
    return {**fixed, "source_id": name, "title": title, **more}


def write(workspace: Path, home: Home, tables: dict[str, list[dict[str, Any]]]) -> None:
    (workspace / "datasets").mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        with (workspace / "datasets" / f"{table}.csv").open(
            "w", encoding="utf-8", newline=""
        ) as out:
            writer = csv.DictWriter(out, load_contract(home, table).columns)
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture(scope="module")
def own(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace `own`: Zeya Kone is withheld, Thazin Wa is told by its township, Open Village may
    be named.
    """
    workspace = tmp_path_factory.mktemp("precision") / "own"
    told = "https://example.org/2024/thazinwa-bombed"
    sources = [
        source("own-source"),
        source(
            "own-zeya-kone-interview",
            "Interview in Zeya Kone",
            archive_url="https://example.org/zeya-kone",
        ),
        source("own-report", "Air raid on Thazin Wa village", url=told),
    ]
    strikes = [
        strike(
            "own-zeya-kone",
            "withhold",
            "Zeya Kone",
            "22.77",
            "2024-05-01",
            source_id="own-zeya-kone-interview",
            killed_min="7",
        ),
        strike(
            "own-thazin-wa", "township", "Thazin Wa", "22.66", "2024-05-02", source_id="own-report"
        ),
        strike("own-open", "", "Open Village", "22.55", "2024-05-03", source_id="own-source"),
    ]
    proof = {"record_table": "airstrikes", "relation": "supports"}
    evidence = [
        {
            **proof,
            "record_id": "own-zeya-kone",
            "source_id": "own-source",
            "locator": "page on Zeya Kone",
        },
        {
            **proof,
            "record_id": "own-thazin-wa",
            "source_id": "own-source",
            "locator": "page on Thazin Wa",
        },
        {
            **proof,
            "record_id": "own-open",
            "source_id": "own-report",
            "locator": "last page, after Thazin Wa",
        },
    ]
    claim = {
        "metric": "killed",
        "value_min": "1",
        "value_max": "1",
        "hedge": "exact",
        "stance": "asserts",
        "source_id": "own-source",
    }
    claims = [
        {
            **claim,
            "claim_id": f"{name}-killed-1",
            "airstrike_id": name,
            "speaker_id": "myanmar-air-force",
        }
        for name in ("own-zeya-kone", "own-thazin-wa", "own-open")
    ]
    write(
        workspace,
        home,
        {"sources": sources, "airstrikes": strikes, "evidence": evidence, "claims": claims},
    )
    return workspace


def compiled(home: Home, own: Path, text: str, head: str = HEAD, **given: Any) -> Document:
    with PublicWarehouse(home, own) as warehouse:
        return compile_briefing(
            read_briefing(head + text, "own", "own.md"), warehouse, given, draft=True
        )


def secrets_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text.lower()]


def words_of(path: Path) -> str:
    """Everything that a reader of the file can get out of it, its stamp included."""
    text = json.dumps(read_stamp(path), ensure_ascii=False)
    if path.suffix in (".docx", ".odt"):
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            return text + "".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        reader = PdfReader(path)
        return text + str(reader.metadata) + "".join(page.extract_text() for page in reader.pages)
    return text + path.read_text(encoding="utf-8")


def test_rows_of_an_open_strike_keep_the_township(home: Home, own: Path) -> None:
    document = compiled(home, own, TABLE)
    assert document.problems == []
    lines = [
        line
        for line in "\n".join(body_of(document)).split("\n")
        if line.startswith("| ") and "2024" in line
    ]
    assert len(lines) == 2
    coarse, whole = lines
    assert "Open Village" in whole
    assert "Bombs on Open Village" in whole
    assert "22.55" in whole
    assert "own-open" in whole
    assert all(TOWNSHIP in line for line in lines)
    assert coarse.count("withheld") == 2  # place and summary; a point that is not given is a dash
    assert "airstrikes-held-1" in coarse
    assert "3 strikes" in body_of(document)[1]
    assert document.held_back == 4
    assert (
        sum(
            "2 records are printed less exactly or left out here" in part
            for part in body_of(document)
        )
        == 2
    )


@pytest.mark.parametrize("form", ["docx", "odt", "html", "md", "pdf"])
def test_no_file_tells_the_place(home: Home, own: Path, tmp_path: Path, form: str) -> None:
    (tmp_path / "own.md").write_text(HEAD + TABLE)
    target, bibliography = tmp_path / f"made.{form}", tmp_path / "sources.json"
    build(
        str(tmp_path / "own.md"), [target], home=home.root, workspace=own, bibliography=bibliography
    )
    assert secrets_in(words_of(target)) == []
    assert secrets_in(bibliography.read_text()) == []
    for ending in ("bib", "ris"):
        build(
            str(tmp_path / "own.md"),
            [],
            home=home.root,
            workspace=own,
            bibliography=tmp_path / f"sources.{ending}",
        )
        assert secrets_in((tmp_path / f"sources.{ending}").read_text()) == []


def test_the_stamp_holds_no_digest_by_which_a_name_could_be_tried(home: Home, own: Path) -> None:
    from sanctrack.briefings.provenance import record_digests

    with PublicWarehouse(home, own) as warehouse:
        found = record_digests(warehouse, ["airstrikes", "sources", "evidence", "claims"])
    keys = [key for rows in found.values() for key in rows if "own-" in key]
    assert secrets_in(" ".join(keys)) == []
    assert "own-open" in keys


def test_sources_that_would_tell_are_cited_without_it(home: Home, own: Path) -> None:
    document = compiled(home, own, TABLE)
    assert document.library
    annex = {document.library.annex(item) for item in document.cited()}
    assert any("sources-withheld-" in item for item in document.cited())
    assert any(f"{MARK}, undated" in line.replace("“", "").replace("”", "") for line in annex)
    assert secrets_in(str(annex) + str(notes_of(document))) == []


def test_the_picture_draws_no_point_and_says_what_it_left_out(home: Home, own: Path) -> None:
    (drawn,) = compiled(home, own, TABLE).pictures
    result = drawn.result
    points = [
        row
        for row in zip(result.column("airstrike_id"), result.column("latitude"), strict=True)
        if row[1] is not None
    ]
    assert points == [("own-open", 22.55)]
    assert len(result) == 2
    assert secrets_in(drawn.alt) == []
    assert TOWNSHIP in str(result.rows)


def test_a_picture_without_a_briefing_does_the_same(home: Home, own: Path) -> None:
    with PublicWarehouse(home, own) as warehouse:
        answer = prepared(
            warehouse.report(
                "strikes", from_on="2024-01-01", to_on="2024-12-31", township=TOWNSHIP
            ),
            warehouse,
        )
    rows = [row for row in answer.records() if row["dataset"] == "own"]
    assert [(row["township"], row["place"]) for row in rows] == [
        (TOWNSHIP, MARK),
        (TOWNSHIP, "Open Village"),
    ]
    assert secrets_in(str(rows) + alt_text(answer)) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# A\n\nA strike on Zeya Kone, {{ strikes.rows }} in all.\n", 3),
        ("# A\n\nA strike on zeya-kone, {{ strikes.rows }} in all.\n", 3),
        ("# A\n\nThere are {{ strikes[place=Zeya Kone].rows }}.\n", 3),
        ("# Thazin Wa\n\nThere are {{ strikes.rows }}.\n", 1),
        ("# A\n\nThere are {{ strikes.rows }}.\n\n<!-- one is Thazin Wa -->\n", 5),
        (
            "# A\n\nThere are {{ strikes.rows }}.\n\n::: when "
            "strikes[airstrike_id=own-zeya-kone]\n:::\n",
            5,
        ),
        ("# A\n\nThere are {{ strikes.rows }} [@own-zeya-kone-interview].\n", 3),
        ("# A\n\nThere are {{ strikes.rows }} [@own-source, near Thazin Wa].\n", 3),
        ("# A\n\n```table\nrun: strikes\ncaption: Strikes on Thazin Wa\n```\n", 3),
        (
            "# A\n\nOne is {{ strikes[township=Kanbalu, airstrike_id!=own-open, first].place }}.\n",
            3,
        ),
    ],
)
def test_what_gives_the_place_away_is_refused_with_its_line(
    home: Home, own: Path, text: str, line: int
) -> None:
    found = compiled(home, own, text + "\n{{ caveats }}\n").problems
    told = [problem for problem in found if problem.rule in ("precision", "value")]
    assert told, found
    assert told[0].line == HEAD.count("\n") + line
    assert told[0].help
    assert (
        secrets_in(told[0].problem.replace(told[0].value, "")) == [] or told[0].rule == "precision"
    )


def test_the_township_may_be_written_where_an_open_record_names_it(home: Home, own: Path) -> None:
    text = (
        f"# {TOWNSHIP}\n\nThe data hold {{{{ strikes[township={TOWNSHIP}].rows }}}} strikes in "
        f"{TOWNSHIP}.\n\n{{{{ caveats }}}}\n"
    )
    document = compiled(home, own, text)
    assert document.problems == []
    # the withheld one is counted where no place is asked for, and not where that would tell its
    # township
    assert "2 strikes" in body_of(document)[1]


@pytest.mark.parametrize("name", ["own-zeya-kone", "own-thazin-wa"])
def test_a_parameter_that_would_stand_in_the_stamp(
    home: Home, own: Path, tmp_path: Path, name: str
) -> None:
    text = "# A\n\nThere are {{ strikes.rows }}.\n\n{{ caveats }}\n"
    with pytest.raises(UsageError, match="keeps that out of documents"):
        compiled(home, own, text, strike=name)
    with pytest.raises(DefinitionError, match="default of parameter strike"):
        compiled(home, own, text, HEAD.replace("default: null", f"default: {name}"))
    with pytest.raises(UsageError, match="keeps that out of documents"):
        dossier(name, [tmp_path / "x.html"], home.root, own)
    with pytest.raises((UsageError, Refused)):
        build("one-strike", [tmp_path / "x.html"], {"airstrike_id": name}, home.root, own)
    assert not list(tmp_path.iterdir())


def test_the_open_strike_has_its_dossier_and_its_briefing(
    home: Home, own: Path, tmp_path: Path
) -> None:
    for name, target in (("dossier", tmp_path / "a.md"), ("one-strike", tmp_path / "b.md")):
        if name == "dossier":
            dossier("own-open", [target], home.root, own)
        else:
            build(name, [target], {"airstrike_id": "own-open"}, home.root, own)
        text = words_of(target)
        assert "Open Village" in text
        assert TOWNSHIP in text
        assert secrets_in(text) == []


def test_verify_of_such_a_file_finds_nothing(home: Home, own: Path, tmp_path: Path) -> None:
    from sanctrack.briefings import verify_file

    (tmp_path / "own.md").write_text(HEAD + TABLE)
    build(str(tmp_path / "own.md"), [tmp_path / "made.docx"], home=home.root, workspace=own)
    assert [
        row
        for row in verify_file(tmp_path / "made.docx", home.root, own).records()
        if row["verdict"] != "same"
    ] == []
