"""Registries: a kind is one file. Each is added here as somebody would add it, and is there for all
who ask the registry.
"""

import inspect
import io
from pathlib import Path
from typing import Any

import pytest

from sanctrack import registries
from sanctrack.briefings.source.block_kinds import ReportBlock
from sanctrack.charts import draw
from sanctrack.charts.header import Chart, read_picture
from sanctrack.errors import UsageError
from sanctrack.exports.writing import Database, Target
from sanctrack.formats import Format, format_for, write
from sanctrack.lists.publishers import ListImporter, importer_of
from sanctrack.registries import Registry
from sanctrack.warehouse.result import Column, Result

PROTOCOLS = {
    "formats": Format,
    "charts": Chart,
    "blocks": ReportBlock,
    "targets": Target,
    "databases": Database,
    "publishers": ListImporter,
}
ALL = {
    name.lower(): value for name, value in vars(registries).items() if isinstance(value, Registry)
}


def declared_by(protocol: type) -> set[str]:
    """Names of constants and functions that a protocol asks for."""
    functions = {
        name
        for name, value in vars(protocol).items()
        if inspect.isfunction(value) and not name.startswith("_")
    }
    return functions | set(protocol.__annotations__)


def test_every_registry_says_what_its_kinds_declare() -> None:
    assert set(PROTOCOLS) == set(ALL)


@pytest.mark.parametrize(
    ("registry", "name"), [(key, name) for key, registry in ALL.items() for name in registry]
)
def test_a_kind_declares_what_its_registry_asks_for(registry: str, name: str) -> None:
    module = ALL[registry][name]
    assert [part for part in declared_by(PROTOCOLS[registry]) if not hasattr(module, part)] == []


@pytest.mark.parametrize("name", ALL)
def test_names_are_known_without_an_import(name: str) -> None:
    names = list(ALL[name])
    assert names == sorted(names)
    assert names


def test_an_unknown_kind_gets_a_suggestion() -> None:
    with pytest.raises(UsageError, match=r"no format named 'cvs'; did you mean 'csv'\? formats: "):
        registries.FORMATS["cvs"]
    with pytest.raises(UsageError, match="no importer named 'un_sd'; did you mean 'un_sc'"):
        registries.PUBLISHERS["un_sd"]


# -- a kind is one file
# ---------------------------------------------------------------------------------------


def test_a_format_is_one_file(drop: Any, tmp_path: Path) -> None:
    drop(
        registries.FORMATS,
        "count",
        'WORDS = "the number of rows"\nENDING = ".n"\nMEDIA_TYPE = "text/plain"\nBINARY = False\n'
        "CITES = False\n\n\ndef write(result, out, around):\n"
        "    out.write(str(len(result)).encode())\n",
    )
    result, out = Result((Column("a", "BIGINT"),), [(1,), (2,)]), io.BytesIO()
    write(result, format_for(None, Path("x.n")), out)
    assert out.getvalue() == b"2"
    assert registries.FORMATS.beginning("cou") == ["count"]
    with pytest.raises(UsageError, match="did you mean 'count'"):
        format_for("conut", None)
    with pytest.raises(UsageError, match=r"\.n, "):
        format_for(None, Path("x.unknown"))


def test_a_kind_of_picture_is_one_file(drop: Any) -> None:
    drop(
        registries.CHARTS,
        "dots",
        "from sanctrack.charts.view import Drawn\n\n"
        'COLUMNS = ("x",)\nOTHERS = ()\nKEYS_IN_WORDS = (("`dots`", "`x`", ""),)\n\n\n'
        'def needed(spec):\n    return ("x",)\n\n\n'
        "def draw(canvas, view, top):\n"
        "    for at, record in enumerate(view.records):\n"
        '        canvas.text(at * 20, top + 10, str(record["x"]), 8, kind="mark")\n'
        "    return Drawn(top + 12)\n\n\n"
        'def sentences_of(view):\n    return [f"{len(view.records)} dots."]\n',
    )
    picture = {"kind": "dots", "of": "things", "x": "x"}
    assert read_picture(Path("q.sql"), picture, ["x"]) == picture
    drawn = draw(Result((Column("x", "BIGINT"),), [(7,)], picture=picture, title="T"), "svg")
    assert b">7<" in drawn
    assert b"1 dots." in drawn


def test_an_importer_is_one_file(drop: Any) -> None:
    drop(
        registries.PUBLISHERS,
        "jp_meti",
        'NAME = "jp_meti"\nTITLE = "End user list"\nLISTS = {"jp_meti": TITLE}\n'
        "OTHER_LISTS = False\nURLS = {}\n",
    )
    assert importer_of("jp_meti")[0].TITLE == "End user list"
    with pytest.raises(UsageError, match="did you mean 'jp_meti'"):
        importer_of("jp_metti")
