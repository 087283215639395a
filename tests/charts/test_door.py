"""The door: forms, errors, words, determinism, what leaves the machine, and a picture for every
report that wants looking at.
"""

import builtins
import socket
from pathlib import Path
from typing import Any

import pytest
from charts.picture import SVG, elements, result, texts
from rows import home_with

from sanctrack.charts import alt_text, draw, prepared, read_picture
from sanctrack.charts.canvas import measure, wrap
from sanctrack.definitions.paths import Home
from sanctrack.definitions.queries import load_query, names
from sanctrack.errors import DefinitionError, SanctrackError, UsageError
from sanctrack.publication import PublicWarehouse
from sanctrack.warehouse.warehouse import Warehouse

BARS = {"kind": "bars", "of": "strikes", "x": "x", "certain": "c"}
ROWS = [{"x": "2021", "c": 2}, {"x": "2022", "c": 5}]
# reports that people read rather than look at, each with its reason
WITHOUT = {
    "calls_and_measures": "a chain of calls and measures is read line by line; "
    "calls_answers_summary draws its counts",
    "coverage": "numbers of rows by table, for the keeper of the data",
    "designations_vs_lists": "differences, looked up one by one; listings_by_jurisdiction draws "
    "what is held",
    "deliveries_after_measures": "pairs; deliveries_after_measures_counts draws their counts",
    "deliveries_before_strikes": "a bar from each strike to the delivery before it would look like "
    "a cause",
    "designations": "hundreds of entries, looked up one by one; gap_matrix and measures_timeline "
    "draw them",
    "evidence_gaps": "a work list",
    "gap_matrix_wide": "another print of gap_matrix, which draws it",
    "ownership_chain": "steps of an argument, with the rule and what is not known in words",
    "published_vs_recorded": "figures of many kinds that share no scale",
    "claims": "statements that need their words; claims_about_strike draws the figures of one "
    "strike, and those of many on one scale would beg to be added up",
    "statements_on_deliveries": "statements that need their words, side by side",
    "event_series": "counts of a user's own events, blank outside their source's coverage: a line "
    "over blanks would read as none",
    "events_around_deliveries": "events lined up behind an arrival would look like an effect",
    "port_calls_of_vessel": "calls whose doubts need their words",
    "strikes_after_delivery": "strikes lined up behind an arrival would look like an effect",
    "delivery_denials": "statements that need their words, side by side",
    "shipment_group_statements": "statements that need their words: 'n of these'",
    "sources_used": "a bibliography",
    "strike_figures": "a line of figures a strike; claims_about_strike draws the figures of one",
    "strikes_around_deliveries": "strikes before and after an arrival, drawn side by side, would "
    "look like an effect",
    "strikes_calls_measures": "a sequence that is not a consequence: read with its notes",
}
GIVEN = {
    "actor_id": "asia-sun-group",
    "vessel_id": "mt-reef",
    "airstrike_id": "2023-04-11-pazi-gyi",
    "id": "mt-huitong-78",
    "shipment_id": "2024-01-14-huitong-78",
}


def test_every_report_has_a_picture_or_a_reason(home: Home) -> None:
    with_picture = {
        name for name in names(home, "report") if load_query(home, name, "report").picture
    }
    assert with_picture & set(WITHOUT) == set()
    assert with_picture | set(WITHOUT) == set(names(home, "report"))


def pictured(home: Home) -> list[str]:
    return [name for name in names(home, "report") if load_query(home, name, "report").picture]


def test_every_picture_draws_from_the_shipped_facts_and_says_what_it_shows(
    home: Home, shipped: Warehouse
) -> None:
    for name in pictured(home):
        query = load_query(home, name, "report")
        given = {item.name: GIVEN[item.name] for item in query.params if not item.has_default}
        answer = prepared(shipped.report(name, **given), shipped)
        said = " ".join(texts(answer))
        drawn = draw(answer, "svg").decode()
        assert f"Report: {name}." in said, name
        assert "as of 22 August 2026" in said, name
        assert "Sources: " in said, name
        assert query.caveat[:40] in said.replace("  ", " "), name
        assert "mark" in drawn, name
        assert alt_text(answer) in elements_text(drawn), name
        assert drawn == draw(answer, "svg").decode(), name
        assert "http" not in drawn.replace("http://www.w3.org/2000/svg", ""), name


def elements_text(drawn: str) -> str:
    import xml.etree.ElementTree as ET

    return ET.fromstring(drawn).findtext(f"{SVG}desc") or ""


def test_no_text_is_smaller_than_six_and_a_half_points_or_leaves_the_page(
    home: Home, shipped: Warehouse
) -> None:
    import xml.etree.ElementTree as ET

    for name in pictured(home):
        query = load_query(home, name, "report")
        given = {item.name: GIVEN[item.name] for item in query.params if not item.has_default}
        root = ET.fromstring(draw(prepared(shipped.report(name, **given), shipped), "svg"))
        left, _, width, _ = (float(part) for part in (root.get("viewBox") or "").split())
        for item in root.iter(f"{SVG}text"):
            size, x = float(item.get("font-size", 0)), float(item.get("x", 0))
            wide = measure(item.text or "", size, item.get("font-weight") == "700")
            start = (
                x - {"start": 0, "middle": wide / 2, "end": wide}[item.get("text-anchor", "start")]
            )
            assert size >= 6.5, (name, item.text)
            assert left - 0.5 <= start, (name, item.text)
            assert start + wide <= left + width + 2.5, (name, item.text)


def test_png_and_pdf_are_the_same_bytes_twice_and_need_no_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a picture asked for the network")

    monkeypatch.setattr(socket, "socket", refused)
    made = result(BARS, ROWS)
    png, pdf = draw(made, "png"), draw(made, "pdf")
    assert png.startswith(b"\x89PNG")
    assert pdf.startswith(b"%PDF")
    assert png == draw(made, "png")
    assert pdf == draw(made, "pdf")


def test_a_pdf_is_tagged_and_carries_the_alt_text() -> None:
    import io

    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(draw(result(BARS, ROWS), "pdf")))
    assert "/StructTreeRoot" in reader.trailer["/Root"]  # type: ignore[operator]
    assert reader.metadata is not None
    assert reader.metadata.title == "A made title"
    assert "A made question?" in reader.pages[0].extract_text()


def test_width_is_in_centimetres() -> None:
    import xml.etree.ElementTree as ET

    root = ET.fromstring(draw(result(BARS, ROWS), "svg", 10))
    assert float((root.get("width") or "").removesuffix("pt")) == pytest.approx(
        10 / 2.54 * 72, abs=0.2
    )
    with pytest.raises(UsageError, match="8 to 60 cm"):
        draw(result(BARS, ROWS), "svg", 3)


def test_nothing_to_draw_is_said(shipped: Warehouse) -> None:
    with pytest.raises(UsageError, match="nothing to draw: report strikes gave no rows") as error:
        draw(shipped.report("strikes", from_on="2040-01-01"), "svg")
    assert error.value.exit_code == 2
    with pytest.raises(UsageError, match="nothing to draw"):
        alt_text(shipped.report("strikes", from_on="2040-01-01"))


def test_a_report_without_a_picture_says_so(shipped: Warehouse) -> None:
    with pytest.raises(UsageError, match="report coverage has no picture"):
        draw(shipped.report("coverage"), "svg")


def test_an_unknown_form_gets_a_suggestion() -> None:
    with pytest.raises(UsageError, match="no picture format 'pgn'; did you mean 'png'"):
        draw(result(BARS, ROWS), "pgn")


def test_without_the_extra_svg_draws_and_png_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "typst":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    assert draw(result(BARS, ROWS), "svg").startswith(b"<svg")
    with pytest.raises(SanctrackError, match=r"pip install 'sanctrack\[documents\]'") as error:
        draw(result(BARS, ROWS), "png")
    assert error.value.exit_code == 1


def test_burmese_is_set_by_typst_itself_and_passes_as_accessible_text() -> None:
    made = result(
        {"kind": "timeline", "of": "x", "from": "f", "to": "t", "label": "n"},
        [{"f": "2023-01-01", "t": "2023-01-01", "n": "ပဇီကြီး"}],
    )
    assert "ပဇီကြီး" in texts(made)
    assert draw(made, "pdf").startswith(b"%PDF")


def test_markup_and_control_characters_in_facts_do_no_harm() -> None:
    rows = [{"x": '<b>&"\x1b[31m', "c": 2}]
    made = result({**BARS, "across": True}, rows)
    assert elements(made, "label")[0].text == '<b>&" [31m'


def test_long_texts_are_cut_to_their_room() -> None:
    for line in wrap("w" * 400 + " tail", 100, 8, most=2):
        assert measure(line, 8) <= 100


def test_the_caveat_and_what_was_held_back_are_in_picture_and_words() -> None:
    made = result(
        {**BARS, "held_back": "By the wish of those who recorded them, rows: 1 not drawn."}, ROWS
    )
    assert "rows: 1 not drawn" in " ".join(texts(made))
    assert "rows: 1 not drawn" in alt_text(made)
    assert "Caveat: A made caveat." in alt_text(made)


def strike(name: str, precision: str | None, **more: Any) -> dict[str, Any]:
    place = {
        "admin1": "Kayah",
        "township": "Demoso",
        "place": f"Village {name}",
        "latitude": 19.5,
        "longitude": 97.2,
        "geo_precision": "exact",
    }
    days = {"earliest_on": "2023-01-01", "latest_on": "2023-01-01", "date_precision": "day"}
    return {
        "airstrike_id": name,
        "publish_precision": precision,
        **days,
        **place,
        "source_id": "s1",
        **more,
    }


def test_restricted_points_are_coarsened_and_withheld_rows_counted(
    home: Home, tmp_path: Path
) -> None:
    strikes = [
        strike("open", None),
        strike("by-township", "township"),
        strike("by-township-point", "township", geo_precision="township", latitude=19.6),
        strike("by-state", "admin1"),
        strike("hidden", "withhold"),
    ]
    given = {
        "airstrikes": strikes,
        "sources": [{"source_id": "s1", "publisher": "A Publisher", "title": "T"}],
    }
    own, workspace = home_with(home, tmp_path, given)
    with PublicWarehouse(own, workspace, only=["strikes", "sources"]) as warehouse:
        answer = prepared(warehouse.report("strikes"), warehouse)
    assert len(answer) == 4
    assert len(elements(answer, "mark", "place")) == 1
    assert len(elements(answer, "mark", "township")) == 1
    said = " ".join(texts(answer))
    assert "3 shown less exactly than they are recorded and 1 not drawn" in said
    assert "Kayah" in said
    assert "A Publisher" in said
    assert "4 strikes" in alt_text(answer).replace("reported ", "")
    words = str(answer.rows)
    assert "Village by-state" not in words
    assert "hidden" not in words


def test_a_wrong_picture_in_a_header_is_refused() -> None:
    columns = ["x", "c"]
    good = dict(BARS)
    assert read_picture(Path("q.sql"), good, columns) == good
    for bad, words in (
        ({**BARS, "kind": "bar"}, "picture is of kind 'bar'; did you mean 'bars'"),
        ({**BARS, "certan": "c"}, "certan"),
        ({**BARS, "x": "y"}, "picture: x is 'y', which is not a column"),
        ({**BARS, "only": {"z": 1}}, "picture: only is 'z', which is not a column"),
        ({"kind": "bars", "of": "strikes", "x": "x"}, "certain"),
        ("bars", "picture must be a mapping"),
        (
            {"kind": "map", "of": "strikes", "latitude": "x", "longitude": "c", "area": "x"},
            "precision",
        ),
        (
            {
                "kind": "map",
                "of": "strikes",
                "latitude": "x",
                "longitude": "c",
                "area": "x",
                "route": "x",
            },
            "order",
        ),
    ):
        with pytest.raises(DefinitionError, match=words):
            read_picture(Path("q.sql"), bad, columns)


def test_drawing_imports_no_charting_library() -> None:
    import subprocess
    import sys

    code = """
import sys
from sanctrack.charts import draw
from sanctrack.warehouse.result import Column, Result

picture = {"kind": "bars", "of": "n", "x": "x", "certain": "c"}
columns = (Column("x", "VARCHAR"), Column("c", "BIGINT"))
draw(Result(columns, [("a", 1)], picture=picture), "svg")
heavy = ("altair", "vl_convert", "typst", "pandas", "pyarrow")
print([module for module in heavy if module in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
