"""Files that mean harm, or are merely broken: refused in words, or made harmless."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest_lists import OLD_SHEET, SAMPLES, further_samples, read_files

from sanctrack.errors import SanctrackError, SourceError
from sanctrack.lists import import_files, versions
from sanctrack.lists.publishers import importer
from sanctrack.lists.store.writer import VersionWriter

XML_LISTS = {
    "us_ofac": "ofac/sdn.xml", "uk_uksl": "uk/UK-Sanctions-List.xml", "eu_fsf": "eu/fsf.xml",
    "un_sc": "un/consolidated.xml", "ca_sema": "ca/sema-lmes.xml", "ch_seco": "ch/seco.xml",
}  # fmt: skip
CSV_LISTS = {
    "us_ofac": "ofac/sdn.csv",
    "uk_uksl": "uk/UK-Sanctions-List.csv",
    "eu_fsf": "eu/fsf.csv",
    "opensanctions": "opensanctions/targets.simple.csv",
}
FURTHER = further_samples([*XML_LISTS, *CSV_LISTS, "au_dfat"])
XML_LISTS |= {name: file for name, file in FURTHER if file.endswith(".xml")}
CSV_LISTS |= {name: file for name, file in FURTHER if file.endswith(".csv")}
BOMB = (
    '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d '
    '"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'


def edited(folder: Path, sample: str, edit: Callable[[bytes], bytes]) -> Path:
    path = folder / Path(sample).name
    path.write_bytes(edit((SAMPLES / sample).read_bytes()))
    return path


@pytest.mark.parametrize("name", XML_LISTS)
@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE, "<!DOCTYPE a>"])
def test_document_types_are_refused(tmp_path: Path, name: str, doctype: str) -> None:
    def put(raw: bytes) -> bytes:
        head, rest = raw.split(b"?>", 1)
        return (
            head
            + b"?>"
            + b"<!-- "
            + b"x" * 100
            + b" -->"
            + doctype.encode()
            + rest.replace(b"Myanmar", b"&b;")
        )

    with pytest.raises(SourceError, match="document type"):
        read_files(name, edited(tmp_path, XML_LISTS[name], put))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_document_type_hidden_by_its_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    body = "<data-set><record><Country>&d;</Country></record></data-set>"
    text = f'<?xml version="1.0" encoding="{encoding.upper()}"?>{" " * 70_000}{BOMB}{body}'
    path = tmp_path / "list.xml"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(SourceError):
        read_files("ca_sema", path)


def test_a_document_type_after_a_long_comment_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text(
        f"<?xml "
        f"version='1.0'?><!--{'x' * 200_000}-->{BOMB}"
        "<data-set><record><Country>&d;</Country></record></data-set>"
    )
    with pytest.raises(SourceError, match="document type"):
        read_files("ca_sema", path)


@pytest.mark.parametrize("name", XML_LISTS)
@pytest.mark.parametrize("share", [0.02, 0.35, 0.7, 0.99])
def test_a_cut_off_xml_is_refused(tmp_path: Path, name: str, share: float) -> None:
    path = edited(tmp_path, XML_LISTS[name], lambda raw: raw[: int(len(raw) * share)])
    with pytest.raises(
        SourceError, match=r"cut off|not well-formed|expected|is a web page|is text"
    ):
        read_files(name, path)


@pytest.mark.parametrize("name", XML_LISTS)
def test_another_root_and_an_empty_list_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "list.xml"
    path.write_text("<?xml version='1.0'?><other><thing/></other>")
    with pytest.raises(SourceError, match="expected <"):
        read_files(name, path)
    path.write_bytes(b"")
    with pytest.raises(SourceError, match="is empty"):
        read_files(name, path)
    path.write_text("<!doctype html><html><body>Please log in</body></html>")
    with pytest.raises(SourceError, match="is a web page"):
        read_files(name, path)


@pytest.mark.parametrize("name", CSV_LISTS)
def test_nul_bytes_and_wrong_encodings_are_refused(tmp_path: Path, name: str) -> None:
    sample = CSV_LISTS[name]
    with pytest.raises(SourceError, match="NUL bytes"):
        read_files(name, edited(tmp_path, sample, lambda raw: raw.replace(b"Sample", b"Sam\0ple")))
    if name != "us_ofac":  # its files are in Windows-1252 wherever they are not ASCII
        with pytest.raises(SourceError, match="not UTF-8"):
            read_files(
                name, edited(tmp_path, sample, lambda raw: raw.replace(b"Sample", b"S\xe4mple"))
            )
    with pytest.raises(SourceError):
        read_files(name, edited(tmp_path, sample, lambda raw: raw.decode("utf-8").encode("utf-16")))


def test_ofac_csv_is_read_in_utf_8_and_in_windows_1252(tmp_path: Path) -> None:
    for encoding, told in (("utf-8", 0), ("windows-1252", 1)):
        path = edited(
            tmp_path,
            "ofac/sdn.csv",
            lambda raw: raw.replace(b"SAMPLE MOON", "SAMPLÉ “MOON”".encode(encoding)),  # noqa: B023
        )
        read = read_files("us_ofac", path)
        assert read.entries["104"].primary_name == "SAMPLÉ “MOON”"
        assert [row[2] for row in read.found("unreadable") if row[3] == "sdn.csv"] == ["104"] * told
    path = edited(
        tmp_path, "ofac/sdn.csv", lambda raw: raw.replace(b"SAMPLE MOON", b"SAMPL\x81 MOON")
    )
    assert [
        row[2] for row in read_files("us_ofac", path).found("unreadable") if row[0] == "warning"
    ] == ["104"]


def test_xml_in_another_encoding_than_it_says_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not well-formed"):
        read_files(
            "uk_uksl",
            edited(
                tmp_path,
                "uk/UK-Sanctions-List.xml",
                lambda raw: raw.replace(b"Sample", b"S\xe4mple"),
            ),
        )


@pytest.mark.parametrize("name", CSV_LISTS)
def test_a_huge_cell_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="cell too large"):
        read_files(
            name,
            edited(
                tmp_path, CSV_LISTS[name], lambda raw: raw.replace(b"Sample", b"x" * 10_000_000, 1)
            ),
        )


def test_a_huge_value_in_xml_is_cut_or_refused(tmp_path: Path) -> None:
    grown = edited(
        tmp_path,
        "uk/UK-Sanctions-List.xml",
        lambda raw: raw.replace(b"Sample text", b"x" * 9_000_000, 1),
    )
    read = read_files("uk_uksl", grown)
    assert len(read.entries["MYA9001"].remarks or "") == 100_000
    assert [row[2] for row in read.found("too_long")] == ["MYA9001"]
    with pytest.raises(
        SourceError,
        match=r"^[^()]*: a value of more than 10 MB, which no sanctions list has; refused$",
    ):
        read_files(
            "uk_uksl",
            edited(
                tmp_path,
                "uk/UK-Sanctions-List.xml",
                lambda raw: raw.replace(b"Sample text", b"x" * 11_000_000, 1),
            ),
        )


def test_an_unclosed_quote_is_told_with_its_line(tmp_path: Path) -> None:
    path = edited(
        tmp_path,
        "ofac/sdn.csv",
        lambda raw: raw.rstrip(b"\x1a") + b'108,"never closed\r\n' + b"sample\r\n" * 20_000,
    )
    with pytest.raises(SourceError, match=r"sdn\.csv line \d+: .*a quote that is never closed"):
        read_files("us_ofac", path)


def test_rows_of_another_width_are_issues(tmp_path: Path) -> None:
    path = edited(
        tmp_path,
        "ofac/sdn.csv",
        lambda raw: raw.replace(b'104,"SAMPLE MOON","vessel",', b'104,"SAMPLE MOON",'),
    )
    read = read_files("us_ofac", path)
    assert "104" not in read.entries
    assert [row[2] for row in read.found("structure")][:1] == ["104"]


def bomb(path: Path, sheet: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", sheet)


def test_zip_bombs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    bomb(path, b"0" * 100_000_000)
    with pytest.raises(SourceError, match="zip bomb"):
        read_files("au_dfat", path)
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3000):
            archive.writestr(f"{number}.xml", b"")
    with pytest.raises(SourceError, match="3,000 parts"):
        read_files("au_dfat", path)
    bomb(path, BOMB.encode() + b"<worksheet/>")
    with pytest.raises(SourceError, match="document type"):
        read_files("au_dfat", path)


def test_a_workbook_that_is_none_is_refused(tmp_path: Path, sheet: Callable[..., Path]) -> None:
    path = tmp_path / "list.xlsx"
    for content in (
        b"PK\x03\x04 not really a zip",
        b"\xd0\xcf\x11\xe0old",
        b"<html></html>",
        b"a,b,c",
        b"",
    ):
        path.write_bytes(content)
        with pytest.raises(SourceError):
            read_files("au_dfat", path)
    bomb(path, b"<worksheet/>")
    with pytest.raises(
        SourceError,
        match="cannot be read as an Excel workbook: File contains no valid workbook part",
    ):
        read_files("au_dfat", path)
    whole = sheet(OLD_SHEET, (1, "A", "Entity", "Primary Name")).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(
        SourceError, match="cannot be read as an Excel workbook: it is damaged or cut off"
    ):
        read_files("au_dfat", path)
    with pytest.raises(SourceError, match="no column reference"):
        read_files("au_dfat", sheet(("a", "b"), (1, 2)))


def test_formulas_stay_text(sheet: Callable[..., Path]) -> None:
    path = sheet(
        OLD_SHEET,
        (
            9001,
            "=cmd|'/c calc'!A1",
            "Entity",
            "Primary Name",
            None,
            None,
            None,
            "+1+1",
            "@SUM(1)",
            None,
            "Autonomous (Myanmar)",
        ),
    )
    read = read_files("au_dfat", path)
    assert read.entries["9001"].primary_name == "=cmd|'/c calc'!A1"
    assert [row[2] for row in read.found("formula")] == ["row 2"]


def test_paths_in_names_go_nowhere(tmp_path: Path, home: object) -> None:
    text = (SAMPLES / "opensanctions" / "targets.simple.csv").read_text(encoding="utf-8")
    path = tmp_path / "..%2f..%2fetc.csv"
    path.write_text(
        text.replace("NZ Sample ../../Sanctions", "../../../etc/passwd").replace(
            '"os-1"', '"../../os-1"'
        ),
        encoding="utf-8",
    )
    version = import_files(tmp_path / "ws", "opensanctions", [path]).version
    assert version.list == "opensanctions_etc_passwd"
    assert version.folder.parent.parent == tmp_path / "ws" / "lists"
    assert {item.name for item in (tmp_path / "ws").rglob("*") if "etc" in item.name} == {
        "opensanctions_etc_passwd"
    }
    with pytest.raises(SourceError, match="cannot be the code of a list"):
        VersionWriter(tmp_path, "../x", "0" * 64, home)  # type: ignore[arg-type]


def test_control_marks_in_names_are_removed_and_the_raw_name_kept(tmp_path: Path) -> None:
    path = edited(
        tmp_path,
        "uk/UK-Sanctions-List.xml",
        lambda raw: raw.replace(b"Harbour Lantern", "Har\u200bbour\u202e Lantern\ufeff".encode()),
    )
    names = list(read_files("uk_uksl", path).entries["MYA9003"].names.values())
    assert names[1][0] == "Harbour Lantern"
    assert names[1][5] == "Har\u200bbour\u202e Lantern\ufeff"


def test_half_characters_of_json_are_stored_as_text(tmp_path: Path) -> None:
    path = edited(
        tmp_path,
        "opensanctions/entities.ftm.json",
        lambda raw: raw.replace(b"Harbour Lantern", b"Har\\ud800bour").replace(
            b"sparkle", b"spar\\udfffkle"
        ),
    )
    version = import_files(tmp_path, "opensanctions", [path]).version
    import pyarrow.parquet as pq

    assert (
        "Harbour" in pq.read_table(version.folder / "list_names.parquet").column("name").to_pylist()
    )


def test_json_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    path = edited(tmp_path, "opensanctions/entities.ftm.json", lambda raw: raw[:-200])
    with pytest.raises(SourceError, match="line 3: not JSON"):
        read_files("opensanctions", path)
    path.write_bytes(
        (SAMPLES / "opensanctions/entities.ftm.json").read_bytes() + b"[" * 200_000 + b"\n"
    )
    with pytest.raises(SourceError, match="line 5: not JSON"):
        read_files("opensanctions", path)


def test_a_folder_a_missing_file_and_a_list_of_others_are_told(tmp_path: Path) -> None:
    for name in importer_files():
        with pytest.raises(SanctrackError, match="is a folder"):
            import_files(tmp_path, name, [tmp_path])
        with pytest.raises(SourceError):
            importer(name).recognise(
                [SAMPLES / "ofac/sdn.xml", SAMPLES / "ofac/sdn.xml", SAMPLES / "ofac/sdn.xml"]
            )
    assert versions(tmp_path) == []


def importer_files() -> list[str]:
    return [*XML_LISTS, "au_dfat", "opensanctions"]


MEMORY = """
import re, sys
from pathlib import Path
from sanctrack.lists import import_files
outcome = import_files(Path(sys.argv[2]), sys.argv[1], [Path(sys.argv[3])], accept=True)
# the peak of this program alone: ru_maxrss of a new process begins with that of the one that started it
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(peak // 1024, outcome.version.info["entry_count"])
"""  # noqa: E501


@pytest.mark.slow
@pytest.mark.parametrize("name", ["us_ofac_advanced", "uk_uksl_xml", "eu_fsf_xml"])
def test_a_list_of_120_megabytes_stays_under_300(tmp_path: Path, name: str) -> None:
    sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
    import importers as benchmark

    sys.path.pop(0)
    path = benchmark.make_xml(tmp_path, name, 120_000_000)
    assert path.stat().st_size > 115_000_000
    arguments = [
        sys.executable,
        "-c",
        MEMORY,
        benchmark.XML[name][0],
        str(tmp_path / "ws"),
        str(path),
    ]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    megabytes, entries = map(int, done.stdout.split())
    assert entries > 10_000
    assert megabytes < 300


def test_a_zip_of_a_list_is_told_to_be_unpacked(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("sdn.xml", (SAMPLES / "ofac/sdn.xml").read_bytes())
    path = tmp_path / "SDN_XML.ZIP"
    path.write_bytes(made.getvalue())
    with pytest.raises(SourceError, match="unpack it first"):
        read_files("us_ofac", path)


def test_a_name_with_signs_that_deceive_is_told_and_kept_as_published(tmp_path: Path) -> None:
    names = "Har\u200bbour\u202e Lantern", "Harbour\u00a0Lantern", "Нarbour Lantern", "မြန်\u200bမာ"
    read = []
    for name in names:
        path = edited(
            tmp_path,
            "uk/UK-Sanctions-List.xml",
            lambda raw, name=name: raw.replace(b"Harbour Lantern", name.encode()),
        )
        read.append(read_files("uk_uksl", path))
    told = [sorted((str(row[0]), str(row[3])) for row in one.found("sign")) for one in read]
    assert told[0] == [
        ("information", "zero width space (U+200B)"),
        ("warning", "right-to-left override (U+202E)"),
    ]
    assert [len(one) for one in told[1:]] == [0, 1, 0]
    assert "cyrillic" in told[2][0][1]
    raws = [row[5] for entry in read[0].entries.values() for row in entry.names.values()]
    assert names[0] in raws
