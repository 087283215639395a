"""verify: which sentences, cells and footnotes would differ, which record changed, and what was
changed by hand.
"""

import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefings.conftest import HEAD
from sanctrack.briefings import build, verify_file
from sanctrack.briefings.provenance import short
from sanctrack.briefings.verify.change_causes import record_changes
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
    changed = (
        "case when shipment_id = '2025-10-02-reef' then 17500 else quantity_tonnes_min end as "
        "quantity_tonnes_min"
    )
    root = changed_home("fuel_shipments", f"select * replace ({changed}) from t")
    found = differing(files[form], root)
    assert [(row["because"], row["what"], row["was"], row["now"]) for row in found] == [
        (
            "facts",
            "sentence",
            "The last tonnage known is 16,000 tonnes.",
            "The last tonnage known is 17,500 tonnes.",
        ),
        ("facts", "cell", "16,000", "17,500"),
    ]
    assert {row["records"] for row in found} == {"fuel_shipments 2025-10-02-reef (changed)"}
    assert "column 'Tonnes, at least'" in found[1]["place"]


def test_a_corrected_source_touches_its_footnotes_and_the_list(
    files: dict[str, Path], changed_home: Callable[[str, str], Path]
) -> None:
    root = changed_home(
        "sources",
        "select * replace (case when source_id = 'reuters-2026-01-26' then 'E' else reliability "
        "end as reliability) from t",
    )
    found = differing(files["docx"], root)
    assert {row["what"] for row in found} <= {"footnote", "source"}
    assert "source" in {row["what"] for row in found}
    assert {row["records"] for row in found} == {"sources reuters-2026-01-26 (changed)"}


def test_a_removed_delivery(
    files: dict[str, Path], changed_home: Callable[[str, str], Path]
) -> None:
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


def test_a_record_that_no_sentence_rests_on(
    files: dict[str, Path], changed_home: Callable[[str, str], Path]
) -> None:
    root = changed_home(
        "fuel_shipments",
        "select * replace (case when shipment_id = '2021-04-15-yu-dong' then 1 else "
        "quantity_tonnes_min end as quantity_tonnes_min) from t",
    )
    assert differing(files["docx"], root) == []


def with_query(root: Path, part: str, old: str, new: str) -> Path:
    """The home with the text of one query or macro changed."""
    queries = root / "queries"
    if queries.is_symlink():
        source = queries.resolve()
        queries.unlink()
        shutil.copytree(source, queries)
    path = queries / part
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return root


SAME = "select * from t"


def test_a_changed_report_is_told_apart_from_facts(
    files: dict[str, Path], changed_home: Callable[[str, str], Path]
) -> None:
    root = changed_home("fuel_shipments", SAME)
    with_query(root, "reports/deliveries.sql", "caveat: ", "caveat: Read with care. ")
    found = differing(files["docx"], root)
    assert {row["because"] for row in found} == {"query"}
    assert {row["what"] for row in found} == {"caveat"}
    assert {row["records"] for row in found} == {"text of deliveries (changed)"}


def test_a_record_and_a_report_that_changed_together(
    files: dict[str, Path], changed_home: Callable[[str, str], Path]
) -> None:
    changed = (
        "case when shipment_id = '2025-10-02-reef' then 17500 else quantity_tonnes_min end as "
        "quantity_tonnes_min"
    )
    root = with_query(
        changed_home("fuel_shipments", f"select * replace ({changed}) from t"),
        "reports/deliveries.sql",
        "caveat: ",
        "caveat: Care. ",
    )
    found = {row["what"]: row for row in differing(files["docx"], root)}
    assert found["caveat"]["because"] == "query"
    assert found["sentence"]["because"] == "facts or query"
    assert (
        found["sentence"]["records"]
        == "fuel_shipments 2025-10-02-reef (changed); text of deliveries (changed)"
    )


def test_words_that_come_and_go_with_a_condition(
    tmp_path: Path, changed_home: Callable[[str, str], Path]
) -> None:
    source = tmp_path / "own.md"
    source.write_text(
        HEAD + "::: when ship[confidence=confirmed]\n## Some are confirmed\n:::\n\nThere are {{ "
        "ship.rows }}.\n\n{{ caveats }}\n"
    )
    build(str(source), [tmp_path / "own.html"], workspace=NOWHERE)
    changed = "case when vessel_id = 'mt-reef' then 'likely' else confidence end as confidence"
    found = differing(
        tmp_path / "own.html",
        changed_home("fuel_shipments", f"select * replace ({changed}) from t"),
    )
    gone = [row for row in found if row["what"] == "heading"]
    assert [(row["because"], row["was"], row["now"]) for row in gone] == [
        ("facts", "Some are confirmed", "")
    ]
    assert "fuel_shipments" in gone[0]["records"]


def test_a_query_that_no_report_of_the_document_reads(
    files: dict[str, Path], changed_home: Callable[[str, str], Path]
) -> None:
    root = with_query(
        changed_home("fuel_shipments", SAME), "reports/calls.sql", "caveat: ", "caveat: Care. "
    )
    assert differing(files["docx"], root) == []


def test_a_report_that_is_gone(
    files: dict[str, Path], changed_home: Callable[[str, str], Path]
) -> None:
    root = with_query(
        changed_home("fuel_shipments", SAME), "reports/deliveries.sql", "title", "title"
    )
    (root / "queries/reports/deliveries.sql").unlink()
    found = differing(files["docx"], root)
    assert {row["because"] for row in found} == {"query"}
    assert all("text of deliveries (removed)" in row["records"] for row in found)


def test_words_of_the_program(files: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    from sanctrack.briefings import provenance
    from sanctrack.briefings.compile import runs
    from sanctrack.briefings.compile.display import shown
    from sanctrack.briefings.verify import change_causes

    monkeypatch.setattr(
        runs, "shown", lambda *given, **more: shown(*given, **more).replace("16,000", "16 000")
    )
    monkeypatch.setattr(
        change_causes, "program", lambda: {**provenance.program(), "version": "99.0"}
    )
    found = differing(files["docx"])
    assert [(row["because"], row["what"]) for row in found] == [("program", "sentence")]
    assert found[0]["records"].endswith("(now 99.0)")


def test_fixed_words_of_the_program_are_no_hand_edit(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sanctrack.briefings.compile import compose

    monkeypatch.setattr(compose, "ABOUT", "Something else stands here in a later version.")
    assert differing(files["docx"]) == []


def test_a_briefing_that_reads_differently_today_is_noted(
    files: dict[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "briefings").mkdir()
    (tmp_path / "briefings" / "own.md").write_text(
        (HEAD + TEXT).replace("A strike is", "One strike is")
    )
    rows = verify_file(files["docx"], None, tmp_path).records()
    noted = [row for row in rows if row["verdict"] != "same"]
    assert [(row["verdict"], row["because"]) for row in noted] == [("noted", "briefing")]
    assert "1 line reads differently in today's briefing own" in noted[0]["now"]


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


def test_hand_edits_are_told_apart(
    files: dict[str, Path], tmp_path: Path, changed_home: Callable[[str, str], Path]
) -> None:
    path = edited(
        files["docx"],
        tmp_path / "edited.docx",
        "word/document.xml",
        "A strike is reported",
        "A raid was reported",
    )
    found = differing(path)
    assert [(row["because"], row["what"]) for row in found] == [("hand", "sentence")]
    assert found[0]["was"].startswith("A strike is reported for")
    assert found[0]["now"].startswith("A raid was reported for")
    changed = (
        "case when shipment_id = '2025-10-02-reef' then 17500 else quantity_tonnes_min end as "
        "quantity_tonnes_min"
    )
    root = changed_home("fuel_shipments", f"select * replace ({changed}) from t")
    assert [row["because"] for row in differing(path, root)] == ["facts", "facts", "hand"]


@pytest.mark.parametrize(("form", "part"), [("odt", "content.xml"), ("html", ""), ("md", "")])
def test_hand_edits_in_other_formats(
    files: dict[str, Path], tmp_path: Path, form: str, part: str
) -> None:
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
    assert [(row["because"], row["now"]) for row in found] == [
        ("hand", "A colleague adds this sentence.")
    ]


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
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(tmp_path / form),
            str(files[form]),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        found = differing(tmp_path / form / f"built.{form}")
        assert [row for row in found if row["because"] == "facts"] == []


def restamped(
    path: Path, target: Path, change: Callable[[dict[str, object]], object], sealed: bool = True
) -> Path:
    """A Markdown file with another stamp, as somebody who knows the format would forge it."""
    import re

    from sanctrack.briefings.output.stamp import Stamp, packed_json, seal
    from sanctrack.briefings.verify.stamp_reader import read_stamp

    stamp = read_stamp(path)
    change(stamp)
    if sealed:
        stamp["seal"] = seal(stamp)
    comment = Stamp([], packed_json(stamp), date(2026, 1, 1)).comment()
    target.write_text(
        re.sub(r"<!-- sanctrack-stamp.*-->\n", lambda _: comment, path.read_text(), flags=re.DOTALL)
    )
    return target


@pytest.mark.parametrize(
    ("change", "sealed", "told"),
    [
        (lambda stamp: stamp.update(format=3), True, "of a later version of sanctrack"),
        (lambda stamp: stamp.update(format="x"), True, "has format x"),
        (
            lambda stamp: stamp["params"].update(vessel="mt-noble"),
            False,
            "was changed after the file was built",
        ),
        (lambda stamp: stamp["params"].update(vessel=1), True, "no readable 'params'"),
        (lambda stamp: stamp.pop("units"), True, "no readable 'units'"),
        (lambda stamp: stamp["units"].append([1, 2]), True, "no readable 'units'"),
        (lambda stamp: stamp["units"][0].__setitem__(4, 9999), True, "no readable 'units'"),
        (lambda stamp: stamp.update(records={"sources": "!"}), True, "no readable 'records'"),
        (
            lambda stamp: stamp.update(records={"sources": "abc"}),
            True,
            "records of the stamp cannot be read",
        ),
        (
            lambda stamp: stamp.update(text="no briefing"),
            True,
            "briefing in the stamp cannot be read",
        ),
    ],
)
def test_a_forged_stamp(
    files: dict[str, Path],
    tmp_path: Path,
    change: Callable[[dict[str, object]], object],
    sealed: bool,
    told: str,
) -> None:
    with pytest.raises(DataError, match=told) as error:
        verify_file(restamped(files["md"], tmp_path / "forged.md", change, sealed), None, NOWHERE)
    assert str(error.value).startswith(str(tmp_path / "forged.md"))
    assert "\n" not in str(error.value)


def test_a_sentence_that_was_forged_with_its_stamp(files: dict[str, Path], tmp_path: Path) -> None:
    def change(stamp: dict[str, object]) -> None:
        for unit in stamp["units"]:  # type: ignore[attr-defined]
            unit[3] = unit[3].replace("16,000", "61,000")

    path = restamped(files["md"], tmp_path / "forged.md", change)
    path.write_text(path.read_text().replace("16,000", "61,000"))
    found = differing(path)
    assert {row["because"] for row in found} == {"stamp"}
    assert {row["was"] for row in found if row["what"] == "cell"} == {"61,000"}


ODD = (
    "a. there are",
    "(i) there are",
    "#. there are",
    "- there are",
    ": there are",
    "It _is_ *here* \\\\ that",
    "A ` mark: there are",
    "`x_y` is",
)


@pytest.mark.parametrize("form", ["docx", "html", "md"])
def test_words_that_markdown_would_read_otherwise_are_no_hand_edit(
    tmp_path: Path, form: str
) -> None:
    source = tmp_path / "own.md"
    source.write_text(
        HEAD + "".join(f"{words} {{{{ ship.rows }}}}.\n\n" for words in ODD) + "{{ caveats }}\n"
    )
    build(str(source), [tmp_path / f"built.{form}"], workspace=NOWHERE)
    assert differing(tmp_path / f"built.{form}") == []


def test_parameters_that_were_forged_with_their_seal(
    files: dict[str, Path], tmp_path: Path
) -> None:
    path = restamped(
        files["md"], tmp_path / "forged.md", lambda stamp: stamp["params"].update(vessel="mt-noble")
    )  # type: ignore[attr-defined]
    assert any(
        row["was"].startswith("The sources report 6 deliveries by REEF") for row in differing(path)
    )
    path = restamped(
        files["md"], tmp_path / "forged.md", lambda stamp: stamp["params"].update(vessle="mt-noble")
    )  # type: ignore[attr-defined]
    assert [(row["what"], row["now"][:24]) for row in differing(path)] == [
        ("document", "can no longer be built: ")
    ]


def fails_plainly(path: Path) -> bool:
    """Whether verify says in one line what is wrong, if anything is: a file that lost its tail may
    still be whole to its reader.
    """
    try:
        verify_file(path, None, NOWHERE)
    except DataError as error:
        return str(error).startswith(f"{path}: ") and "\n" not in str(error)
    return True


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_is_cut_off_or_foreign(
    files: dict[str, Path], tmp_path: Path, form: str
) -> None:
    whole = files[form].read_bytes()
    path = tmp_path / f"x.{form}"
    for data in (
        b"",
        b"\x00" * 50,
        whole[:500],
        whole[: len(whole) // 2],
        whole[: len(whole) - 40],
        b"PK\x03\x04" + b"x" * 99,
        b"%PDF-1.7\n1 0 obj",
    ):
        path.write_bytes(data)
        assert fails_plainly(path)


def test_a_saved_page_keeps_its_stamp(files: dict[str, Path], tmp_path: Path) -> None:
    import re

    path = tmp_path / "saved.html"
    turned = re.sub(
        r'<meta name="sanctrack-stamp" content="([^"]+)">',
        r"<META CONTENT='\1' NAME='sanctrack-stamp' />",
        files["html"].read_text(),
    )
    path.write_text(turned)
    assert differing(path) == []


@pytest.mark.system
def test_what_other_programs_save(files: dict[str, Path], tmp_path: Path) -> None:
    import subprocess

    if not shutil.which("soffice") or not shutil.which("chromium"):
        pytest.skip("LibreOffice or Chromium is not installed")
    office = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless"]
    subprocess.run(
        [
            *office,
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(tmp_path),
            str(files["docx"]),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    assert differing(tmp_path / "built.docx") == []
    browser = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}/profile",
    ]
    page = subprocess.run(
        [*browser, "--dump-dom", f"file://{files['html']}"],
        check=True,
        capture_output=True,
        timeout=120,
    ).stdout
    (tmp_path / "saved.html").write_bytes(page)
    assert differing(tmp_path / "saved.html") == []
    printed = tmp_path / "printed.pdf"
    subprocess.run(
        [*browser, f"--print-to-pdf={printed}", f"file://{files['html']}"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    with pytest.raises(DataError, match="printed again has lost it"):
        verify_file(printed, None, NOWHERE)


def test_an_id_that_was_renamed_leads_to_its_source(tmp_path: Path) -> None:
    source = tmp_path / "own.md"
    words = "The agency reported from Kachin on that day [@seed-001].\n"
    source.write_text(HEAD + TEXT.replace("```table", words + "\n```table", 1))
    built = tmp_path / "own.html"
    document = build(str(source), [built], workspace=NOWHERE)
    assert "afp-2023-10-21" in document.cited()
    assert "seed-001" not in document.cited()
    assert differing(built) == []


def test_a_record_that_was_renamed_is_told_with_its_new_id() -> None:
    then = {"sources": {short("seed-001"): b"1", short("gone"): b"1"}}
    now = {"sources": {"afp-2023-10-21": "1"}}
    renamed = {("sources", "seed-001"): "renamed to afp-2023-10-21 on 2026-11-30"}
    changes = record_changes(then, now, {"ids": [["seed-001", "gone"]]}, renamed)
    assert changes == {
        ("sources", "afp-2023-10-21"): "added",
        ("sources", "seed-001"): "renamed to afp-2023-10-21 on 2026-11-30",
        ("sources", "gone"): "removed",
    }
