"""verify on files that somebody forged, cut, swelled or added to: a clear line and exit code 4, and
never silence when words differ.
"""

import base64
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from briefings.conftest import HEAD
from sanctrack.briefings import build, verify_file
from sanctrack.errors import DataError

NOWHERE = "/no-such-workspace"
TEXT = """# What is known

The sources report {{ ship.rows }} deliveries by {{ ship[first].vessel }}.

```chart
report: deliveries_by_year
caption: Reported deliveries
```

{{ caveats }}
"""
FORMS = ("docx", "odt", "html", "md", "pdf")
Edit = Callable[[str], str]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("forged")
    (folder / "own.md").write_text(HEAD + TEXT)
    paths = {form: folder / f"built.{form}" for form in FORMS}
    build(str(folder / "own.md"), list(paths.values()), workspace=NOWHERE)
    (folder / "other.md").write_text(HEAD.replace("default: mt-reef", "default: mt-noble") + TEXT)
    build(
        str(folder / "other.md"), [folder / "other.docx", folder / "other.html"], workspace=NOWHERE
    )
    return {**paths, "other.docx": folder / "other.docx", "other.html": folder / "other.html"}


def differing(path: Path) -> list[dict[str, str]]:
    return [
        record
        for record in verify_file(path, None, NOWHERE).records()
        if record["verdict"] == "differs"
    ]


def packed(
    path: Path,
    target: Path,
    edits: Mapping[str, Edit],
    more: Mapping[str, bytes] | None = None,
    drop: str = "",
) -> Path:
    with (
        zipfile.ZipFile(path) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for item in before.infolist():
            data = before.read(item.filename)
            if drop and item.filename.startswith(drop):
                continue
            if item.filename in edits:
                changed = edits[item.filename](data.decode()).encode()
                assert changed != data
                data = changed
            after.writestr(item.filename, data)
        for name, data in (more or {}).items():
            after.writestr(name, data)
    return target


@pytest.mark.parametrize("form", FORMS)
def test_untouched(files: dict[str, Path], form: str) -> None:
    assert differing(files[form]) == []


def insert(mark: str, words: str) -> Edit:
    return lambda text: text.replace(mark, words + mark, 1)


ARCHIVES: dict[str, tuple[str, dict[str, Edit], dict[str, bytes], str]] = {
    "macro": ("docx", {}, {"word/vbaProject.bin": b"x"}, "added code"),
    "macro of an odt": ("odt", {}, {"Basic/Standard/Module1.xml": b"<x/>"}, "added code"),
    "template from elsewhere": (
        "docx",
        {
            "word/_rels/document.xml.rels": insert(
                "</Relationships>",
                '<Relationship Type="t/attachedTemplate" TargetMode="External"/>',
            )
        },
        {},
        "added code",
    ),
    "words in the foot": (
        "docx",
        {"word/footer1.xml": insert("</w:p>", "<w:r><w:t>All is false</w:t></w:r>")},
        {},
        "added words",
    ),
    "words in a new head": (
        "docx",
        {},
        {"word/header9.xml": b"<w:hdr><w:t>All is false</w:t></w:hdr>"},
        "added words",
    ),
    "a text box": (
        "odt",
        {
            "content.xml": insert(
                "</office:text>", "<draw:text-box><text:p>All is false</text:p></draw:text-box>"
            )
        },
        {},
        "",
    ),
    "foot of an odt": (
        "odt",
        {"styles.xml": insert("</style:footer>", "<text:p>All is false</text:p>")},
        {},
        "added words",
    ),
    "hidden words": (
        "docx",
        {"word/document.xml": insert("<w:t ", "<w:rPr><w:vanish/></w:rPr>")},
        {},
        "hidden words",
    ),
}


@pytest.mark.parametrize("case", ARCHIVES)
def test_what_an_archive_carries_beside_its_words(
    files: dict[str, Path], tmp_path: Path, case: str
) -> None:
    form, edits, more, what = ARCHIVES[case]
    found = differing(packed(files[form], tmp_path / f"x.{form}", edits, more))
    assert [(row["because"], row["what"]) for row in found] == [("hand", what or "added words")]


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_another_picture(files: dict[str, Path], tmp_path: Path, form: str) -> None:
    folder = {"docx": "word/media", "odt": "Pictures"}[form]
    with zipfile.ZipFile(files[form]) as archive:
        name = next(name for name in archive.namelist() if name.startswith(folder))
    found = differing(
        packed(files[form], tmp_path / f"x.{form}", {}, {name: b"another"}, drop=folder)
    )
    assert [(row["because"], row["what"]) for row in found] == [("hand", "picture")]


OTHER_PICTURE = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"/>').decode()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (r"</body>", "<script>x()</script></body>", "added code"),
        (r"<body>", "<body onload='x()'>", "added code"),
        (r"</body>", "<iframe src='https://example.org'></iframe></body>", "added code"),
        (r"<p>", "<p style='display: none'>", "hidden words"),
        (r"</style>", "p::after{content: 'never'}</style>", "added words"),
        (r"</body>", "<p>It is not.</p></body>", "added words"),
        (r"6 deliveries", "7 deliveries", "sentence"),
        (r'alt="', 'alt="Nothing arrived. ', "picture"),
        (r"base64,[^\"]+\" alt", f'base64,{OTHER_PICTURE}" alt', "picture"),
    ],
)
def test_what_was_added_to_a_page(
    files: dict[str, Path], tmp_path: Path, old: str, new: str, what: str
) -> None:
    text, count = re.subn(old, lambda _: new, files["html"].read_text(), count=1)
    assert count == 1
    (tmp_path / "x.html").write_text(text)
    assert [(row["because"], row["what"]) for row in differing(tmp_path / "x.html")] == [
        ("hand", what)
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (r"<!-- sanctrack-stamp.*", "", "no comment sanctrack-stamp"),
        (r"(<!-- sanctrack-stamp\n.{60}).*", r"\1\n-->\n", "no stamp can be read"),
        (r"(<!-- sanctrack-stamp\n.{60}).", "\\1\u00e9", "no stamp can be read"),
        (
            r"(<!-- sanctrack-stamp\n.{60})(.)(.)",
            r"\1\3\2",
            "no stamp can be read|stamp is damaged|was changed after",
        ),
        (r"$", "\n<!-- sanctrack-stamp\nAAAA\n-->\n", "2 stamps stand in the file"),
    ],
)
def test_a_comment_that_was_changed(
    files: dict[str, Path], tmp_path: Path, old: str, new: str, told: str
) -> None:
    text = files["md"].read_text()
    changed = re.sub(old, new, text, count=1, flags=re.DOTALL)
    assert changed != text
    (tmp_path / "x.md").write_text(changed)
    with pytest.raises(DataError, match=told) as error:
        verify_file(tmp_path / "x.md", None, NOWHERE)
    assert error.value.exit_code == 4
    assert "\n" not in str(error.value)


def test_the_stamp_of_another_document(files: dict[str, Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(files["other.docx"]) as archive:
        other = archive.read("docProps/custom.xml").decode()
    path = packed(files["docx"], tmp_path / "x.docx", {"docProps/custom.xml": lambda _: other})
    found = differing(path)
    assert {row["because"] for row in found} == {"hand"}
    assert any(
        row["was"].endswith("by NOBLE.") and row["now"].endswith("by REEF.") for row in found
    )


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (
            lambda text: re.sub(r"<property [^>]*stamp 0003.*?</property>", "", text),
            "parts of the stamp where there were",
        ),
        (
            lambda text: re.sub(r"(<property [^>]*stamp 0003.*?</property>)", r"\1\1", text),
            "parts of the stamp where there were",
        ),
        (lambda text: re.sub(r"<property .*</property>", "", text), "no stamp in the properties"),
    ],
)
def test_a_stamp_in_pieces(files: dict[str, Path], tmp_path: Path, edit: Edit, told: str) -> None:
    with pytest.raises(DataError, match=told):
        verify_file(
            packed(files["docx"], tmp_path / "x.docx", {"docProps/custom.xml": edit}), None, NOWHERE
        )


@pytest.mark.parametrize(
    ("form", "part"),
    [("docx", "word/document.xml"), ("docx", "docProps/custom.xml"), ("odt", "meta.xml")],
)
def test_an_archive_that_swells(
    files: dict[str, Path], tmp_path: Path, form: str, part: str
) -> None:
    path = packed(
        files[form], tmp_path / f"x.{form}", {part: lambda text: text + " " * 110_000_000}
    )
    assert path.stat().st_size < 2_000_000
    with pytest.raises(DataError, match="no document of ours has more"):
        verify_file(path, None, NOWHERE)


def laid_over(writer: Any) -> None:
    from pypdf.annotations import FreeText

    writer.add_annotation(0, FreeText(text="All is false", rect=(50, 550, 200, 650)))


def opening(writer: Any) -> None:
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    action = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("x()"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def doubled(writer: Any) -> None:
    writer.add_page(writer.pages[0])


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (lambda _: None, None),
        (laid_over, "added words"),
        (opening, "added code"),
        (doubled, "added words"),
    ],
)
def test_a_pdf_that_was_added_to(
    files: dict[str, Path], tmp_path: Path, edit: Callable[[Any], None], what: str | None
) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=str(files["pdf"]))
    edit(writer)
    writer.write(str(tmp_path / "x.pdf"))
    assert [(row["because"], row["what"]) for row in differing(tmp_path / "x.pdf")] == (
        [("hand", what)] if what else []
    )


def test_a_pdf_without_its_stamp(files: dict[str, Path], tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=str(files["pdf"]))
    del writer.root_object["/Names"]
    writer.write(str(tmp_path / "x.pdf"))
    with pytest.raises(DataError, match=r"no attachment sanctrack-stamp\.txt"):
        verify_file(tmp_path / "x.pdf", None, NOWHERE)
    encrypted = PdfWriter(clone_from=str(files["pdf"]))
    encrypted.encrypt("word")
    encrypted.write(str(tmp_path / "y.pdf"))
    with pytest.raises(DataError, match="no stamp can be read"):
        verify_file(tmp_path / "y.pdf", None, NOWHERE)
