"""verify: which sentences, cells and footnotes would differ, which record changed, and what was changed by hand."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings.conftest import HEAD
from sanctrack.briefings import build, verify_file
from sanctrack.errors import DataError

NOWHERE = "/no-such-workspace"
TEXT = """# What is known

The sources report {{ ship.rows }} deliveries by {{ ship[first].vessel }}.
The last tonnage known is {{ ship[shipment_id=2025-10-02-reef].quantity_tonnes_min }} tonnes.

A strike is reported for {{ strikes.day }} at {{ strikes.place }}.

```table
run: ship
columns: {arrived: Arrived, quantity_tonnes_min: "Tonnes, at least", confidence: Confidence}
```

{{ caveats }}
"""
FORMS = ("docx", "odt", "html", "md", "pdf")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("verify")
    source = folder / "own.md"
    source.write_text(HEAD + TEXT)
    paths = {form: folder / f"built.{form}" for form in FORMS}
    build(str(source), list(paths.values()), workspace=NOWHERE)
    return paths


def differing(path: Path, home: Path | None = None) -> list[dict[str, str]]:
    result = verify_file(path, home, NOWHERE)
    return [record for record in result.records() if record["verdict"] == "differs"]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_differs_on_the_same_facts(files: dict[str, Path], form: str) -> None:
    result = verify_file(files[form], None, NOWHERE)
    assert differing(files[form]) == []
    assert len(result) > 30


@pytest.mark.parametrize("form", FORMS)
def test_a_changed_record_names_exactly_what_it_touches(
    files: dict[str, Path], form: str, changed_home: Callable[[str, str], Path]
) -> None:
    changed = "case when shipment_id = '2025-10-02-reef' then 17500 else quantity_tonnes_min end as quantity_tonnes_min"
    root = changed_home("fuel_shipments", f"select * replace ({changed}) from t")
    found = differing(files[form], root)
    assert [(row["because"], row["what"], row["was"], row["now"]) for row in found] == [
        ("facts", "sentence", "The last tonnage known is 16,000 tonnes.", "The last tonnage known is 17,500 tonnes."),
        ("facts", "cell", "16,000", "17,500"),
    ]
    assert {row["records"] for row in found} == {"fuel_shipments 2025-10-02-reef (changed)"}
    assert "column 'Tonnes, at least'" in found[1]["place"]


def test_a_corrected_source_touches_its_footnotes_and_the_list(files: dict[str, Path], changed_home: Callable[[str, str], Path]) -> None:
    root = changed_home(
        "sources", "select * replace (case when source_id = 'reuters-2026-01-26' then 'E' else reliability end as reliability) from t"
    )
    found = differing(files["docx"], root)
    assert {row["what"] for row in found} <= {"footnote", "source"}
    assert "source" in {row["what"] for row in found}
    assert {row["records"] for row in found} == {"sources reuters-2026-01-26 (changed)"}


def test_a_removed_delivery(files: dict[str, Path], changed_home: Callable[[str, str], Path]) -> None:
    root = changed_home("fuel_shipments", "select * from t where shipment_id <> '2025-07-reef'")
    found = differing(files["docx"], root)
    sentences = [row for row in found if row["what"] == "sentence"]
    assert [(row["was"], row["now"]) for row in sentences] == [
        ("The sources report 6 deliveries by REEF.", "The sources report 5 deliveries by REEF.")
    ]
    assert all("fuel_shipments 2025-07-reef (removed)" in row["records"] for row in sentences)
    gone = [row for row in found if row["what"] == "cell" and "2025-07-reef" in row["place"]]
    assert len(gone) == 4
    assert all(row["now"] == "" for row in gone)


def test_a_record_that_no_sentence_rests_on(files: dict[str, Path], changed_home: Callable[[str, str], Path]) -> None:
    root = changed_home(
        "fuel_shipments",
        "select * replace (case when shipment_id = '2021-04-15-yu-dong' then 1 else quantity_tonnes_min end as quantity_tonnes_min) from t",
    )
    assert differing(files["docx"], root) == []


def edited(path: Path, target: Path, part: str, old: str, new: str) -> Path:
    """A copy of a Word or ODT file in which a word was changed, as an editor would save it."""
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(target, "w") as after:
        for item in before.infolist():
            data = before.read(item.filename)
            if item.filename == part:
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode(), 1)
            after.writestr(item.filename, data)
    return target


def test_hand_edits_are_told_apart(files: dict[str, Path], tmp_path: Path, changed_home: Callable[[str, str], Path]) -> None:
    path = edited(files["docx"], tmp_path / "edited.docx", "word/document.xml", "A strike is reported", "A raid was reported")
    found = differing(path)
    assert [(row["because"], row["what"]) for row in found] == [("hand", "sentence")]
    assert found[0]["was"].startswith("A strike is reported for")
    assert found[0]["now"].startswith("A raid was reported for")
    changed = "case when shipment_id = '2025-10-02-reef' then 17500 else quantity_tonnes_min end as quantity_tonnes_min"
    root = changed_home("fuel_shipments", f"select * replace ({changed}) from t")
    assert [row["because"] for row in differing(path, root)] == ["facts", "facts", "hand"]


@pytest.mark.parametrize(("form", "part"), [("odt", "content.xml"), ("html", ""), ("md", "")])
def test_hand_edits_in_other_formats(files: dict[str, Path], tmp_path: Path, form: str, part: str) -> None:
    target = tmp_path / f"edited.{form}"
    if part:
        edited(files[form], target, part, ">16,000<", ">61,000<")
    else:
        target.write_text(files[form].read_text().replace("16,000", "61,000"))
    found = differing(target)
    assert found
    assert {row["because"] for row in found} == {"hand"}
    assert all("16,000" in row["was"] for row in found)


def test_python_docx_saves_and_the_stamp_survives(files: dict[str, Path], tmp_path: Path) -> None:
    import docx

    document = docx.Document(str(files["docx"]))
    document.add_paragraph("A colleague adds this sentence.")
    document.save(str(tmp_path / "saved.docx"))
    found = differing(tmp_path / "saved.docx")
    assert [(row["because"], row["now"]) for row in found] == [("hand", "A colleague adds this sentence.")]


@pytest.mark.parametrize("form", FORMS)
def test_a_file_without_a_stamp(tmp_path: Path, files: dict[str, Path], form: str) -> None:
    path = tmp_path / f"other.{form}"
    if form in ("docx", "odt"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("word/document.xml", "<x/>")
    else:
        path.write_text("nothing")
    with pytest.raises(DataError, match="stamp"):
        verify_file(path, None, NOWHERE)
    path.write_bytes(files[form].read_bytes()[:2000])
    with pytest.raises(DataError):
        verify_file(path, None, NOWHERE)


def test_an_unknown_ending(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    with pytest.raises(DataError, match="verify reads"):
        verify_file(tmp_path / "x.txt", None, NOWHERE)


@pytest.mark.system
def test_the_stamp_survives_libreoffice(files: dict[str, Path], tmp_path: Path) -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    import subprocess

    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for form in ("docx", "odt"):
        command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path / form), str(files[form])]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        found = differing(tmp_path / form / f"built.{form}")
        assert [row for row in found if row["because"] == "facts"] == []
