"""One workspace with a token of its own for each level, spelling and place; every product and
format built once, and searched.
"""

import io
import re
import sqlite3
import unicodedata
import zipfile
from collections.abc import Callable
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import pyarrow.parquet as pq
import pytest
from exports import test_export_postgres as postgres
from exports.conftest import STRIKE, source, write_rows
from whole import WHOLE

from sanctrack.briefings import build, dossier
from sanctrack.briefings.output.render import RENDERERS
from sanctrack.charts import FORMS, alt_text, draw, prepared
from sanctrack.cli.entry import main
from sanctrack.definitions.paths import Home, find_home
from sanctrack.definitions.queries import load_query, names
from sanctrack.errors import UsageError
from sanctrack.exports import TARGETS, export, export_postgres
from sanctrack.formats import FORMATS, Surroundings, write
from sanctrack.publication import INTERNAL, MARK, PublicWarehouse

server = postgres.server  # a fixture
ROOT_HOME = find_home(Path(__file__).resolve().parents[2])
# level → the place of a strike that is marked so; each is one token when its letters are joined
PLACES = {"township": "Qa Tela Wun", "admin1": "Qo Dima Zet", "withhold": "Qi Hapu Rok"}
TOWNSHIPS = {"admin1": "Xylavorem Township", "withhold": "Xomuteliq Township"}
BURMESE = "ဇဇမုံလှကြီး"
PERSON, FORMER = "Zaw Qulomba", "Qevarim Trading"
NUMBER = "9876501"
VESSEL = "Qubastar"
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as-recorded": str,
    "upper": str.upper,
    "hyphens": lambda name: name.replace(" ", "-").lower(),
    "joined": lambda name: name.replace(" ", ""),
    "no-width": lambda name: name.replace(" ", "\u200b "),
    "accents": lambda name: unicodedata.normalize("NFD", name.replace("a", "á").replace("o", "ô")),
    "encoded": lambda name: f"https://example.org/{name.replace(' ', '%20')}",
    "look-alike": lambda name: name.replace("o", "\u043e").replace("a", "\u0430"),
    "full-width": lambda name: "".join(
        chr(ord(sign) + 0xFEE0) if sign.isalpha() else sign for sign in name
    ),
    "plural": lambda name: f"{name}s",
    "possessive": lambda name: f"{name}\u2019s",
}
NAMES = [*PLACES.values(), BURMESE, PERSON, FORMER, VESSEL]
# what must be found nowhere, as joined letters; the townships without the kind of place
TOKENS = {
    *("".join(name.split()).lower() for name in NAMES),
    "xylavorem",
    "xomuteliq",
    NUMBER,
    "hiddenoutlet",
}
POINT = ("22.777", "95.777")
GIVEN = {
    "actor_id": "asia-sun-group",
    "vessel_id": "mt-reef",
    "airstrike_id": "own-open",
    "id": "own-open",
    "shipment_id": "2024-01-14-huitong-78",
}
LARGE = {
    "designations",
    "designations_vs_lists",
    "gap_matrix",
    "gap_matrix_wide",
    "listing_lag",
    "sources_used",
    "evidence_gaps",
}


def strike(level: str) -> dict[str, Any]:
    place = PLACES[level]
    return {
        **STRIKE,
        "airstrike_id": f"own-{place.replace(' ', '-').lower()}",
        "place": place,
        "township": TOWNSHIPS.get(level, "Kanbalu"),
        "latitude": 22.777,
        "longitude": 95.777,
        "summary": f"Bombs on {place}",
        "munition": f"rockets seen from {place}",
        "source_id": f"{place.replace(' ', '-').lower()}-notes",
        "publish_precision": level,
        "killed_min": 1,
        "killed_max": 1,
    }


@pytest.fixture(scope="module")
def own(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose folder spells a withheld name, too."""
    workspace = tmp_path_factory.mktemp("products") / "qi-hapu-rok"
    sources = [source(), source("named-outlet", publisher=f"{PERSON}'s page", note=f"by {PERSON}")]
    for number, (spelling, spell) in enumerate(SPELLINGS.items()):
        sources.append(
            source(
                f"open-{number}",
                title=f"Report {spelling}: {spell(PLACES['withhold'])}",
                url=f"https://example.org/{PLACES['township'].replace(' ', '-').lower()}/{number}",
                archive_url="https://example.org/archive/"
                f"{PLACES['admin1'].replace(' ', '')}{number}",
                note=spell(PERSON),
            )
        )
    for level in PLACES:
        row = strike(level)
        sources.append(
            source(row["source_id"], title=f"Notes from {row['place']}", publisher="Hidden Outlet")
        )
    write_rows(workspace, "sources", sources, home)
    strikes = [strike(level) for level in PLACES]
    strikes.append(
        {**strike("withhold"), "airstrike_id": "own-burmese", "place": BURMESE, "summary": BURMESE}
    )
    strikes.append(
        {
            **STRIKE,
            "airstrike_id": "own-open",
            "place": "Open Village",
            "summary": f"People from {BURMESE}ရွာ came",
        }
    )
    for number, spell in enumerate(SPELLINGS.values()):
        text = (
            f"Near {spell(PLACES['withhold'])}, {spell(PLACES['admin1'])} and "
            f"{spell(PLACES['township'])}."
        )
        strikes.append(
            {
                **STRIKE,
                "airstrike_id": f"own-text-{number}",
                "summary": text,
                "source_id": f"open-{number}",
            }
        )
    strikes.append(
        {**STRIKE, "airstrike_id": f"own-after-{PLACES['township'].replace(' ', '-').lower()}"}
    )
    write_rows(workspace, "airstrikes", strikes, home)
    claim = {
        "metric": "target",
        "hedge": "unknown",
        "stance": "denies",
        "source_id": "named-outlet",
        "airstrike_id": "own-open",
    }
    claims = [
        {**claim, "claim_id": "own-c", "speaker_id": "zaw-qulomba", "value_text": "words of his"}
    ]
    for number, spell in enumerate(SPELLINGS.values()):
        text = f"{spell(PERSON)} and {spell(FORMER)} and {spell(VESSEL)}"
        claims.append(
            {**claim, "claim_id": f"own-c-{number}", "speaker_id": "kia", "value_text": text}
        )
    for level in PLACES:
        claims.append(
            {
                **claim,
                "claim_id": f"own-{level}-claim",
                "airstrike_id": strike(level)["airstrike_id"],
                "speaker_id": "kia",
            }
            | {"value_text": f"in {PLACES[level]}"}
        )
    write_rows(workspace, "claims", claims, home)
    actor = {"source_id": "own-source", "publish_precision": "withhold"}
    write_rows(
        workspace,
        "actors",
        [
            {**actor, "actor_id": "zaw-qulomba", "name": PERSON, "actor_type": "person"},
            {**actor, "actor_id": "mt-qubastar", "name": f"MT {VESSEL}", "actor_type": "vessel"},
        ],
        home,
    )
    called = {"actor_id": "zaw-qulomba", "source_id": "own-source"}
    write_rows(
        workspace,
        "actor_names",
        [
            {**called, "name": PERSON, "name_type": "primary"},
            {**called, "name": FORMER, "name_type": "former"},
        ],
        home,
    )
    write_rows(
        workspace,
        "identifiers",
        [
            {
                "actor_id": "mt-qubastar",
                "scheme": "imo_ship",
                "value": NUMBER,
                "source_id": "own-source",
            }
        ],
        home,
    )
    shipment = {
        "product": "jet_fuel",
        "confidence": "reported",
        "evidence_type": "documented",
        "source_id": "own-source",
    }
    codes = {item.name: list(item.codes or {}) for item in contract_fields(home, "fuel_shipments")}
    shipment |= {name: codes[name][0] for name in ("product", "confidence", "evidence_type")}
    write_rows(
        workspace,
        "fuel_shipments",
        [
            {
                **shipment,
                "shipment_id": "own-delivery",
                "vessel_id": "mt-qubastar",
                "summary": f"carried by {VESSEL} (IMO {NUMBER})",
            }
        ],
        home,
    )
    evidence = [
        {
            "record_table": "airstrikes",
            "source_id": "own-source",
            "relation": "supports",
            "locator": f"page on {row['place']}",
        }
        | {"record_id": row["airstrike_id"], "note": f"{row['place']} again"}
        for row in [strike(level) for level in PLACES]
    ]
    evidence.append({**evidence[0], "record_id": "own-open"})
    write_rows(workspace, "evidence", evidence, home)
    site = {
        "name": "Qi Hapu Rok",
        "place_type": "village",
        "country": "MM",
        "latitude": 22.777,
        "longitude": 95.777,
    }
    write_rows(
        workspace,
        "places",
        [
            {
                **site,
                "place_id": "qi-hapu-rok",
                "source_id": "own-source",
                "publish_precision": "withhold",
            }
        ],
        home,
    )
    return workspace


def contract_fields(home: Home, table: str) -> Any:
    from sanctrack.definitions.contracts import load_contract

    return load_contract(home, table).fields


@pytest.fixture(scope="module")
def public(home: Home, own: Path) -> Any:
    with PublicWarehouse(home, own) as warehouse:
        yield warehouse


# -- searching
# ------------------------------------------------------------------------------------------------


def joined(text: str) -> str:
    """Letters and digits alone, small, without accents and signs of no width: what every spelling
    of a name has in common.
    """
    text = unicodedata.normalize(
        "NFKD", unquote(text).replace("\u043e", "o").replace("\u0430", "a")
    )
    signs = (
        sign
        for sign in text
        if unicodedata.category(sign)[0] in "LN" or "\u1000" <= sign <= "\u109f"
    )
    return "".join(signs).lower()


def leaks(text: str) -> list[str]:
    letters = joined(text)
    return sorted(
        [
            *(token for token in TOKENS if token in letters),
            *(point for point in POINT if point in text),
        ]
    )


def everything(name: str, data: bytes) -> str:
    """All that a reader can get out of a file, unpacked."""
    parts = [name, data.decode("utf-8", "ignore")]
    ending = Path(name).suffix
    if ending == ".xml":
        # a word may stand in several runs
        parts.append(unescape(re.sub(r"<[^>]*>", "", parts[1])))
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts += [everything(inner, archive.read(inner)) for inner in archive.namelist()]
    elif data[:4] == b"%PDF":
        from pypdf import PdfReader

        reader = PdfReader(io.BytesIO(data))
        parts += [str(reader.metadata), *(page.extract_text() for page in reader.pages)]
    elif data[:4] == b"PAR1":
        table = pq.read_table(io.BytesIO(data))
        parts += [str(table.schema.metadata), str(table.to_pylist())]
    elif ending in (".docx", ".odt", ".html", ".md"):
        pass
    return "\n".join(parts)


def everything_in(folder: Path) -> str:
    parts = []
    for path in sorted(item for item in folder.rglob("*") if item.is_file()):
        parts.append(everything(path.relative_to(folder).as_posix(), path.read_bytes()))
        if path.suffix == ".sqlite":
            parts.append("\n".join(sqlite3.connect(path).iterdump()))
        if path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as connection:
                tables = [
                    row[0]
                    for row in connection.execute(
                        "select table_name from duckdb_tables()"
                    ).fetchall()
                ]
                parts += [str(connection.execute(f'from "{table}"').fetchall()) for table in tables]
    return "\n".join(parts)


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    for spell in SPELLINGS.values():
        assert leaks(spell(PERSON)) == ["zawqulomba"]
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", f"<w:t>{BURMESE}ရွာ</w:t>")
    with zipfile.ZipFile(tmp_path / "b.odt", "w") as archive:
        archive.writestr(
            "content.xml", "<text:p>Zaw<text:s/>Qul<text:span>omba</text:span></text:p>"
        )
    assert leaks(everything_in(tmp_path)) == sorted([joined(BURMESE), "zawqulomba"])


# -- products
# -------------------------------------------------------------------------------------------------


def asked(home: Home, name: str) -> dict[str, Any]:
    query = load_query(home, name, "report")
    return {
        item.name: GIVEN[item.name]
        for item in query.params
        if not item.has_default and item.name in GIVEN
    }


def test_no_report_tells(home: Home, public: PublicWarehouse) -> None:
    told = {}
    for name in names(home, "report"):
        result = public.report(name, **asked(home, name))
        shown = public.guard.show(result)
        form = "csv" if name in LARGE else "json"
        told[name] = leaks(str(shown.printed.rows) + str(shown.printed.params) + shown.words)
        assert not told[name], (name, form)
    strikes = public.guard.show(public.report("strikes"))
    assert sum(strikes.hidden) == 2  # the withheld ones; they are counted in what is said
    assert "2 rows and" in strikes.words


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_format_tells(public: PublicWarehouse, form: str) -> None:
    for name, params in (
        ("strikes", {"from_on": "2024-05-01", "to_on": "2024-06-01"}),
        ("record", {"id": "own-open"}),
    ):
        shown = public.guard.show(public.report(name, **params))
        assert shown.words
        out = io.BytesIO()
        write(shown.printed, form, out, Surroundings(public.citations(shown.printed.source_ids)))
        text = everything(f"x.{form}", out.getvalue())
        assert leaks(text) == []
        assert "open" in text.lower()
        # which hold rows and nothing beside them; stderr says it there
        if form not in ("csv", "json", "jsonl"):
            assert "withheld, by the wish" in " ".join(text.split())


def test_no_picture_and_no_alternative_text_tells(home: Home, public: PublicWarehouse) -> None:
    drawn = 0
    for name in names(home, "report"):
        if not load_query(home, name, "report").picture:
            continue
        result = prepared(public.report(name, **asked(home, name)), public)
        try:
            text = draw(result, "svg").decode() + alt_text(result)
        except UsageError:  # no rows
            continue
        drawn += 1
        assert leaks(text) == [], name
    assert drawn > 10


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_a_picture_tells(public: PublicWarehouse, form: str) -> None:
    result = prepared(public.report("strikes", from_on="2024-05-01", to_on="2024-06-01"), public)
    assert leaks(everything(f"x.{form}", draw(result, form))) == []
    assert "2 not drawn" in str((result.picture or {})["held_back"])


@pytest.mark.parametrize("form", sorted(RENDERERS))
def test_no_document_tells(home: Home, own: Path, tmp_path: Path, form: str) -> None:
    from sanctrack.briefings.verify.stamp_reader import read_stamp

    build("one-strike", [tmp_path / f"a.{form}"], {"airstrike_id": "own-open"}, home.root, own)
    dossier("own-open", [tmp_path / f"b.{form}"], home.root, own)
    for path in (tmp_path / f"a.{form}", tmp_path / f"b.{form}"):
        text = everything(path.name, path.read_bytes()) + str(read_stamp(path))
        assert leaks(text) == []
        assert "Open Village" in text


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_no_export_tells(home: Home, own: Path, tmp_path: Path, target: str) -> None:
    if target == "hyper" and find_spec("pantab") is None:
        pytest.skip("pantab, which writes Hyper files, is not installed")
    export(home, own, target, tmp_path / "out")
    text = everything_in(tmp_path / "out")
    assert leaks(text) == []
    assert "openvillage" in joined(text)


def test_no_change_of_a_list_tells(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A ship of ours that is withheld comes on a list: nothing says that it is ours, or carried a
    delivery of ours.
    """
    own = tmp_path / "own"
    write_rows(own, "sources", [source()], home)
    ship = {"actor_id": "mt-qubastar", "source_id": "own-source"}
    write_rows(
        own,
        "actors",
        [{**ship, "name": VESSEL, "actor_type": "vessel", "publish_precision": "withhold"}],
        home,
    )
    write_rows(own, "identifiers", [{**ship, "scheme": "imo_ship", "value": "9074729"}], home)
    shipment = {
        "product": "jet_a1",
        "confidence": "likely",
        "evidence_type": "customs",
        "source_id": "own-source",
        "shipment_id": "own-delivery",
        "vessel_id": "mt-qubastar",
    }
    write_rows(own, "fuel_shipments", [shipment], home)
    sample = Path(__file__).parents[1] / "samples" / "lists" / "ofac" / "sdn.csv"
    text = sample.read_text(encoding="utf-8")
    without = "\n".join(line for line in text.split("\n") if not line.startswith("103,"))
    for day, content in (("2024-01-01", without), ("2024-02-01", text)):
        (tmp_path / "sdn.csv").write_text(content, encoding="utf-8")
        words = ("import", "us_ofac", str(tmp_path / "sdn.csv"), "--published-on", day, "--accept")
        code, _, err = run(capsys, own, *words)
        assert code == 0, err
    for form in sorted(FORMATS) if WHOLE else ("csv", "html"):
        path = tmp_path / f"changes.{form}"
        code, _, err = run(capsys, own, "changes", "-f", form, "-o", str(path))
        assert code == 0, err
        printed = everything(path.name, path.read_bytes()) + err
        assert leaks(printed) == []
        assert "own-delivery" not in printed
        assert "SAMPLE STAR" in printed
    _, out, _ = run(capsys, own, "changes", "-f", "csv", "--internal")
    assert "own-delivery" in out


@pytest.mark.system
def test_no_database_of_postgres_tells(home: Home, own: Path, server: postgres.Server) -> None:
    export_postgres(home, own, server.uri)
    places = server.ask(
        "select table_schema, table_name from information_schema.tables where table_schema not in "
        "('pg_catalog', 'information_schema')"
    )
    rows = [
        server.ask(f'select entry::text from "{schema}"."{table}" as entry')
        for schema, table in places
    ]
    comments = server.ask("select description from pg_description where objoid > 16383")
    text = f"{places}{rows}{comments}"
    assert leaks(text) == []
    assert "openvillage" in joined(text)


def test_what_is_withheld_is_counted(public: PublicWarehouse) -> None:
    held = {(row.table, row.precision, row.reason): row.rows for row in public.guard.held_back}
    assert held["airstrikes", "withhold", "own"] == 2
    assert held["airstrikes", "township", "own"] == held["airstrikes", "admin1", "own"] == 1
    assert held["claims", "withhold", "belongs to"] == 1
    assert held["actor_names", "withhold", "belongs to"] == 2
    assert held["identifiers", "withhold", "belongs to"] == 1
    assert held["claims", "exact", "names"] == len(SPELLINGS)
    assert held["airstrikes", "exact", "names"] >= len(SPELLINGS) + 1


def test_counts_still_count_it(home: Home, own: Path, public: PublicWarehouse) -> None:
    day = {"from_on": "2024-05-01", "to_on": "2024-05-31"}
    with PublicWarehouse(home, own, only=["strikes_by_month"], internal=True) as internal:
        whole = internal.report("strikes_by_month", **day).column("strikes_certain")
    shown = public.guard.show(public.report("strikes_by_month", **day))
    assert shown.printed.column("strikes_certain") == whole
    assert shown.words == "counts include what is withheld (publish_precision)"
    by_state = public.report("strikes_by_month", by="admin1", **day)
    groups = dict(zip(by_state.column("group"), by_state.column("strikes_certain"), strict=True))
    assert groups[MARK] == 2  # counted, and of no state


# -- questions that would single it out
# -----------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], own: Path, *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["--workspace", str(own), *words])
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


@pytest.mark.parametrize(
    "words",
    [
        ("report", "strikes", "-p", "township=Xylavorem Township"),
        ("report", "claims_about_strike", "-p", "airstrike_id=own-qi-hapu-rok"),
        ("report", "record", "-p", "id=own-qa-tela-wun"),
        ("show", "mt-qubastar"),
        ("show", PERSON),
        ("find", *PERSON.split()),
        ("find", "qi", "hapu", "rok"),
        ("report", "strikes", "-p", "township=Kanbalu", "-o", "qi-hapu-rok.csv"),
        ("report", "vessel_history", "-p", f"vessel_id={VESSEL}"),
    ],
)
def test_what_names_it_is_refused(
    capsys: pytest.CaptureFixture[str], own: Path, words: tuple[str, ...]
) -> None:
    code, out, _ = run(capsys, own, *words)
    assert code == 2
    assert out == ""


@pytest.mark.parametrize(
    "words",
    [
        ("show", "own-qi-hapu-ro"),
        ("show", "zaw-qulomb"),
        ("show", "Zaw Qulomb"),
        ("show", NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)),
        ("report", "strikes", "-p", "township=Xomuteli"),
    ],
)
def test_no_suggestion_tells(
    capsys: pytest.CaptureFixture[str], own: Path, words: tuple[str, ...]
) -> None:
    code, out, err = run(capsys, own, *words)
    assert code == 2
    assert leaks(out + re.sub(re.escape(words[-1].rpartition("=")[2]), "", err)) == []


def test_nothing_that_is_searched_for_tells(capsys: pytest.CaptureFixture[str], own: Path) -> None:
    for words in ("zaw", "hapu", "strike", "own", "zaw qulomb", "qi hapu ro", "carried by", "mt"):
        code, out, err = run(capsys, own, "find", *words.split(), "--most", "1000", "-f", "json")
        assert code == 0, err
        assert leaks(out) == [], words
    names = ("--name", "Zaw Qulomb", "--name", "MT Qubasta", "--name", f"IMO {NUMBER}")
    code, out, err = run(capsys, own, "screen", *names, "--review", "0.1", "-f", "jsonl")
    assert code == 0, err
    # what was typed comes back; no candidate tells more
    assert leaks(re.sub('"query_name": "[^"]*"', "", out)) == []
    code, out, _ = run(capsys, own, "screen", "--name", "Zaw Qulomb", "--internal", "-f", "jsonl")
    assert "zaw-qulomba" in out


@pytest.mark.parametrize("form", ["table", "md", "html", "xlsx", "parquet"])
def test_internal_shows_all_and_is_stamped(home: Home, own: Path, form: str) -> None:
    with PublicWarehouse(home, own, only=["strikes", "sources"], internal=True) as warehouse:
        shown = warehouse.guard.show(
            warehouse.report("strikes", from_on="2024-05-01", to_on="2024-06-01")
        )
        out = io.BytesIO()
        write(shown.printed, form, out)
    text = everything(f"x.{form}", out.getvalue())
    assert INTERNAL in text
    if form != "table":
        assert "qihapurok" in leaks(text)


def test_a_wrong_mark_stops_everything(home: Home, tmp_path: Path) -> None:
    write_rows(
        tmp_path / "w",
        "airstrikes",
        [{**STRIKE, "airstrike_id": "own-a", "publish_precision": "secret"}],
        home,
    )
    from sanctrack.errors import DataError

    with pytest.raises(DataError, match="publish_precision"):
        PublicWarehouse(home, tmp_path / "w", only=["gap_matrix"])


def test_without_marks_nothing_more_is_loaded(home: Home, tmp_path: Path) -> None:
    write_rows_without_mark(tmp_path / "w")
    with PublicWarehouse(home, tmp_path / "w", only=["claims_about_strike"]) as warehouse:
        assert "actors" in warehouse.loaded
        assert "trade_flows" not in warehouse.loaded
        assert not warehouse.guard.active


def write_rows_without_mark(workspace: Path) -> None:
    path = workspace / "datasets" / "claims.csv"
    path.parent.mkdir(parents=True)
    path.write_text(
        "claim_id,airstrike_id,metric,value_min,value_max,hedge,speaker_id,stance,source_id\n"
        "own-c,2023-04-11-pazi-gyi,killed,1,1,exact,kia,asserts,ai-2022-11-at\n"
    )
