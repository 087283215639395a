"""The files: native footnotes, equal bytes, tags, repeated headers, scripts, stamps, no request to
anywhere.
"""

import hashlib
import io
import json
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

from briefings.conftest import HEAD, notes_of
from sanctrack.briefings import build
from sanctrack.briefings.ast import plain_text
from sanctrack.briefings.build import briefing_paths
from sanctrack.briefings.compile.document import Document
from sanctrack.briefings.verify.stamp_reader import read_stamp
from sanctrack.definitions.paths import Home, find_home
from sanctrack.errors import UsageError

FORMS = ("docx", "pdf", "html", "md", "odt")
HOME = find_home(Path(__file__).parents[2])
NAMES = list(briefing_paths(HOME, Path("/no-such-workspace")))
NOWHERE = "/no-such-workspace"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Document, dict[str, Path]]]:
    """Every shipped briefing in every format, with its defaults."""
    folder = tmp_path_factory.mktemp("briefings")
    found = {}
    for name in NAMES:
        paths = {form: folder / f"{name}.{form}" for form in FORMS}
        found[name] = (build(name, list(paths.values()), workspace=NOWHERE), paths)
    return found


def word(path: Path, part: str) -> str:
    return zipfile.ZipFile(path).read(part).decode()


def test_the_five_are_shipped() -> None:
    assert NAMES == [
        "calls-and-answers",
        "fuel-deliveries",
        "listing-gap",
        "one-strike",
        "one-vessel",
    ]


@pytest.mark.parametrize("name", NAMES)
class TestShipped:
    def test_word_has_as_many_native_footnotes_as_citations(
        self, built: dict[str, tuple[Document, dict[str, Path]]], name: str
    ) -> None:
        document, paths = built[name]
        text = word(paths["docx"], "word/document.xml")
        assert text.count("<w:footnoteReference ") == len(document.notes)
        assert text.count("<w:tblHeader") == text.count("<w:tbl>")
        assert "sanctrack stamp 0001" in word(paths["docx"], "docProps/custom.xml")

    def test_nothing_is_left_open(
        self, built: dict[str, tuple[Document, dict[str, Path]]], name: str
    ) -> None:
        text = built[name][1]["md"].read_text()
        assert not re.search(
            r"\{\{|\}\}|⟨\?⟩|⟦|⟪|\bNone\b|(?<!\\)\[\[|:::", text.split("<!-- sanctrack-stamp")[0]
        )

    def test_html_asks_nobody(
        self, built: dict[str, tuple[Document, dict[str, Path]]], name: str
    ) -> None:
        text = built[name][1]["html"].read_text()
        assert "default-src 'none'" in text
        assert not re.search(
            r"<(script|link|iframe|object|embed|video|audio|source|base|form)\b", text
        )
        assert not re.search(r"@import|url\((?!data:)|\bsrcset=", text)
        assert all(
            source.startswith("data:") for source in re.findall(r"""\ssrc=["']([^"']*)""", text)
        )

    def test_html_footnotes_lead_somewhere(
        self, built: dict[str, tuple[Document, dict[str, Path]]], name: str
    ) -> None:
        document, paths = built[name]
        text = paths["html"].read_text()
        targets = set(re.findall(r'href="#([^"]+)"', text))
        assert targets <= set(re.findall(r'\sid="([^"]+)"', text))
        assert len(re.findall(r'class="footnote-ref"', text)) == len(document.notes)

    def test_pdf_is_tagged(
        self, built: dict[str, tuple[Document, dict[str, Path]]], name: str
    ) -> None:
        from pypdf import PdfReader

        document, paths = built[name]
        reader = PdfReader(paths["pdf"])
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root
        assert root["/Lang"] == "en"
        assert "pdfuaid" in root["/Metadata"].get_data().decode()
        assert reader.metadata
        assert reader.metadata.title == plain_text(document.title)
        assert "As of" in str(reader.metadata.get("/Keywords"))

    def test_stamp_is_the_same_in_every_format(
        self, built: dict[str, tuple[Document, dict[str, Path]]], name: str
    ) -> None:
        stamps = [read_stamp(path) for path in built[name][1].values()]
        assert all(stamp == stamps[0] for stamp in stamps)
        assert {key for key, _ in stamps[0]["lines"]} >= {
            "Parameters",
            "As of",
            "Facts",
            "Lists read",
            "Built by",
        }

    def test_four_to_twelve_pages_with_the_list_of_sources(
        self, built: dict[str, tuple[Document, dict[str, Path]]], name: str
    ) -> None:
        from pypdf import PdfReader

        # a page more since the facts of 30 November 2026, for the deliveries alone: 87 sources, and
        # marks of certainty and scope at stops and parties
        most = 13 if name == "fuel-deliveries" else 12
        assert 4 <= len(PdfReader(built[name][1]["pdf"]).pages) <= most

    def test_no_code_of_the_data_is_left_in_what_is_read(
        self, built: dict[str, tuple[Document, dict[str, Path]]], name: str
    ) -> None:
        document, _ = built[name]
        codes = re.compile(
            r"\b(US-OFAC|UK-FCDO|EU-Council|CA-GAC|AU-DFAT|CH-SECO)\b|\b[a-z]+_[a-z_]+\b|\bat "
            r"[A-Z]{2}\b|\d{4}-\d\d-\d\d(?!-)"
        )
        read = [
            unit
            for unit in document.units
            if unit.kind in ("sentence", "heading", "cell", "caption", "picture", "caveat")
        ]
        found = [
            (unit.place, code[0])
            for unit in read
            for code in codes.finditer(re.sub(r"⟦.*?⟧|sanctrack \w+ \w+", "", unit.text))
        ]
        assert not [item for item in found if "Report:" not in item[1]]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_same_facts_same_bytes(
    built: dict[str, tuple[Document, dict[str, Path]]], tmp_path: Path
) -> None:
    time.sleep(2.1)  # a ZIP holds times of two seconds
    for name in ("one-vessel", "fuel-deliveries"):
        again = {form: tmp_path / f"{name}.{form}" for form in FORMS}
        build(name, list(again.values()), workspace=NOWHERE)
        assert {form: digest(path) for form, path in again.items()} == {
            form: digest(path) for form, path in built[name][1].items()
        }


BURMESE = "မြန်မာနိုင်ငံ ကျောက်မီး"


def test_burmese_script(tmp_path: Path) -> None:
    source = tmp_path / "own.md"
    source.write_text(
        HEAD + f"# {BURMESE}\n\nThe ship {{{{ ship[first].vessel }}}} is known. {BURMESE}\n\n{{{{ "
        f"caveats }}}}\n"
    )
    paths = {form: tmp_path / f"built.{form}" for form in FORMS}
    build(str(source), list(paths.values()), workspace=NOWHERE)
    from pypdf import PdfReader

    fonts = {
        str(font["/BaseFont"])
        for page in PdfReader(paths["pdf"]).pages
        for font in (ref.get_object() for ref in page["/Resources"]["/Font"].values())
    }
    assert any("NotoSansMyanmar" in font for font in fonts)
    assert "data:font/ttf;base64," in paths["html"].read_text()
    assert 'w:cs="Myanmar Text"' in word(paths["docx"], "word/styles.xml")
    assert BURMESE in word(paths["docx"], "word/document.xml")


def test_bibliography(tmp_path: Path) -> None:
    paths = [tmp_path / f"sources.{ending}" for ending in ("json", "bib", "ris")]
    for path in paths:
        document = build("one-vessel", [], workspace=NOWHERE, bibliography=path)
    entries = json.loads(paths[0].read_text())
    count = len(document.cited())
    assert len(entries) == count
    assert all(entry["id"] and entry["author"] for entry in entries)
    undated = [entry for entry in entries if "issued" not in entry]
    assert undated, "sources without a day have none, not the day of the build"
    assert paths[1].read_text().count("@misc{") == count
    assert paths[2].read_text().count("TY  - ") == paths[2].read_text().count("ER  - ") == count
    with pytest.raises(UsageError, match=r"\.json"):
        build("one-vessel", [], workspace=NOWHERE, bibliography=tmp_path / "x.txt")


def test_a_source_says_what_it_does_not_hold(
    built: dict[str, tuple[Document, dict[str, Path]]],
) -> None:
    text = built["one-strike"][1]["md"].read_text()
    assert "untitled" in text
    assert "undated" in text
    assert str(time.gmtime().tm_year) + "-" + time.strftime("%m-%d", time.gmtime()) not in text


def test_a_repeated_source_is_shortened(built: dict[str, tuple[Document, dict[str, Path]]]) -> None:
    document, _ = built["one-vessel"]
    named = [note for note in notes_of(document) if "⟦jfm-2026-02-23⟧" in note]
    assert len(named) > 1
    assert sum("https://" in note and "archived at" in note for note in named) == 1


def test_draft_has_margin_notes(tmp_path: Path) -> None:
    source = tmp_path / "own.md"
    source.write_text(HEAD + "# Known\n\nIt was caused by 5 ships.\n")
    paths = [tmp_path / f"built.{form}" for form in FORMS]
    document = build(str(source), paths, workspace=NOWHERE, draft=True)
    assert {problem.rule for problem in document.problems} == {"number", "wording", "footnote"}
    assert paths[2].read_text().count("Would be refused.") == 3
    assert word(paths[0], "word/comments.xml").count("Would be refused.") == 3


def test_nothing_is_written_when_refused(tmp_path: Path) -> None:
    from sanctrack.briefings import Refused

    source = tmp_path / "own.md"
    source.write_text(HEAD + "# Known\n\nIt was caused by 5 ships.\n")
    with pytest.raises(Refused):
        build(str(source), [tmp_path / "own.docx"], workspace=NOWHERE)
    assert [path.name for path in tmp_path.iterdir()] == ["own.md"]


def test_hostile_values_stay_text(home: Home, tmp_path: Path) -> None:
    from sanctrack.briefings.ast import Paragraph, Table, text
    from sanctrack.briefings.output.markdown import blocks_text
    from sanctrack.briefings.output.pandoc_json import HtmlTree
    from sanctrack.briefings.output.render import pandoc, pandoc_path

    hostile = (
        "<script>alert(1)</script> [x](javascript:1) **b** $x$ | a ^[note] `=cmd` {{ y }} "
        "```{=html} ::: \\"
    )
    blocks = [
        Paragraph(text(f"A {hostile} b")),
        Table((text("c"),), ((text(hostile),),), (3,), (False,)),
    ]
    page = pandoc(HtmlTree([], lambda name: b"").document(blocks), ["-t", "html5"]).decode()
    for dialect in ("markdown", "gfm+footnotes", "commonmark"):
        reader = [pandoc_path(), "--sandbox=true", "-f", dialect, "-t", "html5"]
        read = subprocess.run(
            reader, input=blocks_text(blocks).encode(), capture_output=True, check=True
        ).stdout.decode()
        for html in (page, read):
            assert "alert(1)" in html
            assert "<script" not in html
            assert "<a " not in html
            assert "<strong" not in html
            assert "footnote" not in html


def test_a_sign_that_the_fonts_of_the_pdf_lack(tmp_path: Path) -> None:
    from sanctrack.errors import DefinitionError

    source = tmp_path / "own.md"
    source.write_text(
        HEAD + "# Known\n\nThe ship {{ ship[first].vessel }} is called 海.\n\n{{ caveats }}\n"
    )
    told = (
        rf"own\.md: the fonts of the PDF have no sign for '海' \(U\+6D77\), in line "
        rf"{HEAD.count(chr(10)) + 3}; .*build \.docx"
    )
    with pytest.raises(DefinitionError, match=told):
        build(str(source), [tmp_path / "own.pdf"], workspace=NOWHERE)
    build(
        str(source),
        [tmp_path / f"built.{form}" for form in FORMS if form != "pdf"],
        workspace=NOWHERE,
    )
    assert "海" in (tmp_path / "built.html").read_text()


HEADINGS = {
    "begins at two": (["## A", "### B", "## C"], [1, 2, 1]),
    "begins at three and goes back to one": (["### A", "# B", "## C"], [1, 1, 2]),
    "skips a level": (["# A", "### B", "## C", "#### D"], [1, 2, 2, 3]),
    "loses its first heading": (["::: when none\n# A\n:::", "## B", "### C"], [1, 2]),
}


@pytest.mark.parametrize("case", HEADINGS)
def test_headings_keep_an_order_that_a_tagged_pdf_takes(tmp_path: Path, case: str) -> None:
    from pypdf import PdfReader

    written, levels = HEADINGS[case]
    source = tmp_path / "own.md"
    source.write_text(
        HEAD
        + "".join(f"{line}\n\nIt came {{{{ ship.rows }}}} times.\n\n" for line in written)
        + "{{ caveats }}\n"
    )
    paths = {form: tmp_path / f"built.{form}" for form in FORMS}
    build(str(source), list(paths.values()), workspace=NOWHERE)
    text = paths["html"].read_text().split("</h1>", 1)[1]  # below the title of the page
    assert [int(level) for level in re.findall(r"<h([1-6])", text)][: len(levels)] == levels
    styles = re.findall(
        r'w:pStyle w:val="Heading([1-6])"', word(paths["docx"], "word/document.xml")
    )
    assert [int(level) for level in styles][: len(levels)] == levels
    assert len(PdfReader(paths["pdf"]).pages) >= 1


@pytest.mark.system
def test_libreoffice_opens_word_and_odt(
    built: dict[str, tuple[Document, dict[str, Path]]], tmp_path: Path
) -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    from pypdf import PdfReader

    for name in ("fuel-deliveries", "one-vessel"):
        document, paths = built[name]
        for form in ("docx", "odt"):
            target = tmp_path / form
            profile = f"-env:UserInstallation=file://{tmp_path}/profile"
            subprocess.run(
                [
                    "soffice",
                    profile,
                    "--headless",
                    "--convert-to",
                    "pdf",
                    "--outdir",
                    str(target),
                    str(paths[form]),
                ],
                check=True,
                capture_output=True,
                timeout=180,
            )
            text = "".join(page.extract_text() for page in PdfReader(target / f"{name}.pdf").pages)
            assert "About this document" in text
            assert plain_text(document.title).split(":")[0] in text


@pytest.mark.system
def test_browser_asks_nobody(
    built: dict[str, tuple[Document, dict[str, Path]]], tmp_path: Path
) -> None:
    """With every host unreachable the page is whole: the same text, and nothing in the log of
    requests but the file.
    """
    browser = shutil.which("chromium")
    if not browser:
        pytest.skip("Chromium is not installed")
    for width in (1280, 390):
        log = tmp_path / f"net-{width}.json"
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path}/profile",
            f"--window-size={width},2000",
        ]
        command += [
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--log-net-log={log}",
            "--disable-background-networking",
            "--disable-component-update",
            "--dump-dom",
        ]
        page = subprocess.run(
            [*command, f"file://{built['one-vessel'][1]['html']}"],
            check=True,
            capture_output=True,
            timeout=120,
        ).stdout.decode()
        assert "About this document" in page
        asked = set(re.findall(r'"url":"(https?://[^"]+)"', log.read_text()))
        cited = set(re.findall(r'href="(https?://[^"]+)"', page))
        assert not {url for url in asked if url in cited}


def test_every_format_at_once_from_a_cold_start(tmp_path: Path) -> None:
    import sys

    command = [
        sys.executable,
        "-c",
        "from sanctrack.cli import main; main()",
        "brief",
        "one-vessel",
    ]
    for form in FORMS:
        command += ["-o", str(tmp_path / f"v.{form}")]
    done = subprocess.run(command, capture_output=True, check=False, cwd=HOME.root)
    assert done.returncode == 0, done.stderr.decode()
    assert all((tmp_path / f"v.{form}").stat().st_size for form in FORMS)


def test_archive_has_no_time_of_day(built: dict[str, tuple[Document, dict[str, Path]]]) -> None:
    for form in ("docx", "odt"):
        with zipfile.ZipFile(io.BytesIO(built["one-vessel"][1][form].read_bytes())) as archive:
            assert {item.date_time for item in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
