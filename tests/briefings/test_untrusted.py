"""verify on files that somebody made to keep it busy: each ends in words, with exit code 4.

A reader that hangs is told by the process that it runs in being ended, after far longer than any of
them may take.
"""

import io
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefings.conftest import HEAD
from sanctrack import bounded
from sanctrack.briefings import build, verify_file
from sanctrack.briefings.verify.edited_text import text_of
from sanctrack.briefings.verify.hidden_content import carried
from sanctrack.briefings.verify.stamp_reader import read_stamp
from sanctrack.briefings.verify.untrusted import (
    LARGEST,
    MOST_ATTRIBUTES,
    MOST_ENTRIES,
    Archive,
    elements,
    tags,
)
from sanctrack.errors import DataError

ROOT = Path(__file__).parents[2]
NOWHERE = "/no-such-workspace"
HANG = 120  # seconds
MANY = 300_000
TEXT = (
    "# Known\n\nThe sources report {{ ship.rows }} deliveries by {{ ship[first].vessel }}.\n\n{{ "
    "caveats }}\n"
)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY {c}1 "&{c};&{c};">' for c in "a")
    + "]><x>&a1;</x>"
)
PAGES = {
    "tags of a stamp that never end": "<meta name='x'" * MANY,
    "names of the stamp in a tag that never ends": "<meta name='sanctrack-stamp'" * MANY,
    "a content that never ends": '<meta name="sanctrack-stamp" content="' * MANY,
    "comments that never end": "sanctrack-stamp" + "<!--" * MANY,
    "opening signs": "sanctrack-stamp" + "<" * MANY * 4,
    "attributes": "sanctrack-stamp<a" + " b" * MANY,
    "blanks": "sanctrack-stamp<meta" + " " * MANY * 10,
    "raw text that never ends": "sanctrack-stamp" + "<style><style x" * MANY,
    "a stamp of nothing but brackets": "<meta name='sanctrack-stamp' content='" + "[" * MANY + "'>",
}
MARKDOWN = {
    "stamps that never end": "<!--sanctrack-stamp " * MANY,
    "comments": "<!-- " * MANY,
    "blanks before the name": "<!--" + " " * MANY * 4 + "sanctrack-stamp " * MANY,
    "names alone": "sanctrack-stamp" * MANY,
    "a stamp that is no base64": "<!-- sanctrack-stamp\n" + "é" * MANY + "-->",
}
XML = {
    "user-defined tags that never end": "<meta:user-defined " * MANY,
    "values that never end": '<meta:user-defined meta:name="' * MANY,
    "properties that never end": '<property name="' * MANY,
    "values of properties": '<property name="x"><vt:lpwstr>' * MANY,
    "well made, and none of ours": "<x>" + '<property name="a"><b>c</b></property>' * MANY + "</x>",
    "deep": "<a>" * MANY + "</a>" * MANY,
    "deep under a property": "<property>" + "<a>" * MANY + "</a>" * MANY + "</property>",
    "entities": LAUGHS,
    "nothing": "",
}


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def lying(data: bytes, size: int) -> bytes:
    """An archive of one file, which unpacks to more than the `size` it tells."""
    at = data.index(b"PK\x01\x02")
    head = data[:22] + struct.pack("<I", size) + data[26:at]
    return head + data[at : at + 24] + struct.pack("<I", size) + data[at + 28 :]


def pdf(
    *objects: bytes, end: bytes = b"trailer << /Root 1 0 R /Size 9 >>\nstartxref\n9\n%%EOF\n"
) -> bytes:
    body = b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (number, item) for number, item in enumerate(objects, 1)
    )
    return b"%PDF-1.7\n" + body + end


def attached(data: bytes) -> bytes:
    """A PDF whose attached stamp unpacks to `data`."""
    packed = zlib.compress(data, 9)
    names = b"<< /EmbeddedFiles << /Names [(sanctrack-stamp.txt) 3 0 R] >> >>"
    catalog = b"<< /Type /Catalog /Pages 2 0 R /Names " + names + b" >>"
    stream = (
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream"
    )
    pages = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 >>"
    return pdf(
        catalog, pages, b"<< /Type /Filespec /F (sanctrack-stamp.txt) /EF << /F 4 0 R >> >>", stream
    )


def hostile() -> Iterator[tuple[str, str, bytes]]:
    """Name, ending and bytes of each file."""
    for name, text in PAGES.items():
        yield name, ".html", text.encode()
    for name, text in MARKDOWN.items():
        yield name, ".md", text.encode()
    for name, text in XML.items():
        yield f"{name} (Word)", ".docx", zipped({"docProps/custom.xml": text.encode()})
        yield f"{name} (ODT)", ".odt", zipped({"meta.xml": text.encode()})
    bomb = zipped({"docProps/custom.xml": bytes(LARGEST + 1)})
    yield "an archive that unpacks to too much", ".docx", bomb
    yield "an archive that tells less than it holds", ".docx", lying(bomb, 1000)
    yield (
        "an archive of one part that is too large",
        ".docx",
        zipped({"docProps/custom.xml": bytes(LARGEST - 1)}),
    )
    yield (
        "an archive with many files",
        ".odt",
        zipped({f"a{number}": b"" for number in range(MOST_ENTRIES + 1)}),
    )
    yield (
        "an archive packed in another way",
        ".odt",
        zipped({"meta.xml": b"<x/>"}, zipfile.ZIP_BZIP2),
    )
    yield "an archive without a stamp", ".odt", zipped({"content.xml": b"<x/>"})
    yield "an archive without an end", ".docx", bomb[: len(bomb) // 2]
    yield "words", ".docx", b"PK\x05\x06"
    yield "objects without end", ".pdf", b"%PDF-1.7\n" + b"1 0 obj\n<<" * MANY
    yield (
        "a PDF that is its own past",
        ".pdf",
        pdf(b"<< >>", end=b"xref\n0 0\ntrailer << /Root 1 0 R /Prev 30 >>\nstartxref\n30\n%%EOF"),
    )
    yield "a stamp that unpacks to too much", ".pdf", attached(bytes(200_000_000))
    yield "no stamp", ".pdf", attached(b"")
    yield "nothing", ".pdf", b""


def answers(paths: list[Path], read: Callable[[Path], object]) -> dict[str, str]:
    """What is said of each file; blank where it is read."""
    said = {}
    for path in paths:
        try:
            read(path)
            said[path.name] = ""
        except DataError as error:
            said[path.name] = str(error)
    return said


def stamps_of(paths: list[Path]) -> dict[str, str]:
    return answers(paths, read_stamp)


def all_of(paths: list[Path]) -> dict[str, str]:
    return answers(paths, lambda path: verify_file(path, ROOT, NOWHERE))


def test_no_file_keeps_the_reader_of_stamps_busy(tmp_path: Path) -> None:
    paths = []
    for number, (name, ending, data) in enumerate(hostile()):
        paths.append(tmp_path / f"{number} {name}{ending}")
        paths[-1].write_bytes(data)
    large = tmp_path / "a page of two hundred million bytes.html"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    said = bounded.run(stamps_of, [*paths, large], seconds=HANG)
    assert [
        name
        for name, text in said.items()
        if "no stamp can be read" not in text and "damaged" not in text
    ] == []
    assert f"no document of ours has more than {LARGEST:,}" in said[large.name]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("built")
    (folder / "own.md").write_text(HEAD + TEXT)
    paths = {form: folder / f"built.{form}" for form in ("html", "docx")}
    build(str(folder / "own.md"), list(paths.values()), workspace=NOWHERE)
    return paths


def with_part(path: Path, target: Path, name: str, data: bytes) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {item: archive.read(item) for item in archive.namelist()}
    target.write_bytes(zipped({**parts, name: data}))
    return target


def test_no_file_with_a_stamp_keeps_verify_busy(built: dict[str, Path], tmp_path: Path) -> None:
    """The stamp is ours, and what stands around it is not: each is told as broken, or as changed by
    hand.
    """
    page = built["html"].read_text()
    paths = []
    for number, more in enumerate(
        [
            "<a " * MANY,
            "<div>" * 20_000,
            "<style content" * MANY,
            "<img alt='" * MANY,
            "<p on",
            "<!--" * MANY,
            "<main" * MANY,
        ]
    ):
        paths.append(tmp_path / f"{number}.html")
        paths[-1].write_text(page.replace("</body>", f"{more}</body>"))
    for number, (name, text) in enumerate(
        [
            ("word/comments.xml", "<w:comment " * MANY),
            ("word/footer1.xml", "<w:instrText" * MANY),
            ("word/document.xml", "<a>" * MANY + "</a>" * MANY),
            ("word/_rels/document.xml.rels", "<Relationship " * MANY),
            ("word/header9.xml", LAUGHS),
        ]
    ):
        paths.append(with_part(built["docx"], tmp_path / f"{number}.docx", name, text.encode()))
    said = bounded.run(all_of, paths, seconds=HANG * 3)
    assert all(said[path.name] for path in paths if path.suffix == ".docx"), said


def test_pages_inside_a_page_are_not_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pandoc would put the file that an <iframe> names into the text."""
    monkeypatch.chdir(tmp_path)
    Path("secret.html").write_text("<p>neighbour</p>")
    Path("page.html").write_text(
        f"<p>here</p><iframe src='secret.html'></iframe><iframe "
        f"src='{tmp_path}/secret.html'></iframe>"
    )
    assert "neighbour" not in str(text_of(Path("page.html")))


def test_a_tag_is_read_as_a_browser_reads_it() -> None:
    text = (
        '<P Title="a > b" ON-x=1 hidden><!-- <i> --><style>b > c</style><br/>'
        "<a href = 'x&amp;y'b=c></p><img src=a alt>< i <"
    )
    assert [(tag.name, tag.attributes, tag.raw) for tag in tags(text)] == [
        ("p", (("title", "a > b"), ("on-x", "1"), ("hidden", "")), ""),
        ("style", (), "b > c"),
        ("br", (), ""),
        ("a", (("href", "x&y"), ("b", "c")), ""),
        ("img", (("src", "a"), ("alt", "")), ""),
    ]
    with pytest.raises(ValueError, match="attributes"):
        list(tags("<a" + " b" * (MOST_ATTRIBUTES + 1) + ">"))


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='java\tscript:x()'>y</a>",
        "<a title='>' href='&#106;avascript:x()'>y</a>",
        "<a href=VBScript:x>y</a>",
        "<p data-x='<' onclick=x()>",
        "<meta http-equiv='Refresh' content='0'>",
        "<img src='https://example.org/x.png'>",
        "<svg/onload=x()>",
        "<iframe srcdoc=x>",
    ],
)
def test_code_of_a_page_is_told(tmp_path: Path, markup: str) -> None:
    (tmp_path / "x.html").write_text(f"<p>words</p>{markup}")
    assert {kind for kind, _ in carried(tmp_path / "x.html")} == {"added code"}


def test_elements_of_xml() -> None:
    text = (
        '<w:a xmlns:w="u" xmlns:v="u"><v:p w:val="1">one<w:x>two</w:x><w:i>not</w:i></v:p> three '
        "<w:p/></w:a>"
    )
    read = [
        (item.name, item.attributes, item.words.split())
        for item in elements(text, ("p",), left_out=("i",))
    ]
    assert read == [("p", {"val": "1"}, ["one", "two"]), ("p", {}, [])]
    with pytest.raises(ValueError, match="document type"):
        elements(LAUGHS, ("x",))


def test_an_archive_gives_no_more_than_it_tells(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(lying(zipped({"a": bytes(1_000_000)}), 10))
    with Archive(path) as archive, pytest.raises(ValueError, match="a"):
        archive.read("a")


def test_the_command_says_so_in_words(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text(PAGES["tags of a stamp that never end"])
    command = [
        sys.executable,
        "-m",
        "sanctrack",
        "--home",
        str(ROOT),
        "--workspace",
        NOWHERE,
        "verify",
        "x.html",
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=HANG
    )
    assert done.returncode == 4
    assert done.stderr.startswith("sanctrack: error: x.html: no stamp can be read")
    assert len(done.stderr.splitlines()) == 1
