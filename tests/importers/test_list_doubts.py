"""Copies that may mislead: without a day, of a day to come, shorter than a neighbour, with a column
or a programme gone.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from conftest_lists import NEW_SHEET, SAMPLES, bounds, details, read_files

from sanctrack.errors import SourceError, UsageError
from sanctrack.lists import ImportOutcome, changes, current, import_files, issues, versions
from sanctrack.lists.publishers import importer

SDN = (
    '{number},"PARTY {number}",-0- ,"{programme}",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Linked To: '
    'X."\r\n'
)


def sdn(
    folder: Path, numbers: range, name: str = "sdn.csv", programme: str = "BURMA-EO14014"
) -> Path:
    """Write OFAC's names file of these entries."""
    path = folder / name
    path.write_bytes(
        "".join(SDN.format(number=number, programme=programme) for number in numbers).encode()
        + b"\x1a"
    )
    return path


def taken(
    workspace: Path, path: Path, day: date | None = None, accept: bool = False
) -> ImportOutcome:
    return import_files(workspace, "us_ofac", [path], day, accept)


def test_an_undated_copy_beside_a_dated_one_is_not_compared(tmp_path: Path) -> None:
    taken(tmp_path, sdn(tmp_path, range(1, 101), "sdn_2022-11-09.csv"))
    undated = taken(tmp_path, sdn(tmp_path, range(1, 111)))
    assert undated.current.day == date(2022, 11, 9) == current(tmp_path)["us_ofac_sdn"].day
    assert "older or newer than the version of 2022-11-09: that one stays current" in str(
        undated.caution
    )
    assert "--published-on DAY" in str(undated.caution)
    with pytest.raises(
        SourceError,
        match=r"\(sdn\.csv\) is older or newer than the version of 2022-11-09.*--published-on DAY",
    ):
        changes(tmp_path, "us_ofac_sdn")
    every = changes(tmp_path)
    assert not every
    assert "they are not compared" in every.notes[0]


def test_a_day_given_later_puts_the_copy_in_order(tmp_path: Path) -> None:
    taken(tmp_path, sdn(tmp_path, range(1, 101), "sdn_2022-11-09.csv"))
    path = sdn(tmp_path, range(1, 111))
    taken(tmp_path, path)
    again = taken(tmp_path, path, date(2023, 3, 24))
    assert (again.status, again.caution, again.current.day) == ("reread", None, date(2023, 3, 24))
    assert {(row.change, row.cause) for row in changes(tmp_path, "us_ofac_sdn")} == {
        ("added", "publisher")
    }
    assert len(changes(tmp_path, "us_ofac_sdn")) == 10


def test_a_day_in_the_name_puts_the_same_bytes_in_order(tmp_path: Path) -> None:
    path = sdn(tmp_path, range(1, 11))
    assert taken(tmp_path, path).version.day is None
    named = path.rename(tmp_path / "sdn_2023-03-24.csv")
    again = taken(tmp_path, named)
    assert (again.status, again.version.day) == ("reread", date(2023, 3, 24))
    assert taken(tmp_path, named).status == "unchanged"


def test_an_undated_copy_is_left_out_where_two_have_days(tmp_path: Path) -> None:
    taken(tmp_path, sdn(tmp_path, range(1, 101), "sdn_2022-11-09.csv"))
    taken(tmp_path, sdn(tmp_path, range(1, 103), "sdn_2023-03-24.csv"))
    taken(tmp_path, sdn(tmp_path, range(1, 111)))
    found = changes(tmp_path, "us_ofac_sdn")
    assert {row.entry_reference for row in found} == {"101", "102"}
    assert "1 copy without a day left out" in found.notes[0]


def test_lists_that_never_name_a_day_go_by_their_import(tmp_path: Path) -> None:
    for last in (100, 103):
        outcome = taken(tmp_path, sdn(tmp_path, range(1, last)))
    assert outcome.current.sha256 == outcome.version.sha256
    assert "stays current" not in str(outcome.caution)
    added = [
        row.entry_reference for row in changes(tmp_path, "us_ofac_sdn") if row.change == "added"
    ]
    assert added == ["100", "101", "102"]
    assert len(changes(tmp_path, "us_ofac_sdn", date(2999, 1, 1))) == 3


@pytest.mark.parametrize("name", ["sdn_2022-11-09.csv", "sdn_2024-01-01.csv", "sdn.csv"])
def test_a_copy_is_measured_against_its_neighbours_by_day(tmp_path: Path, name: str) -> None:
    taken(tmp_path, sdn(tmp_path, range(1, 101), "sdn_2023-03-24.csv"))
    small = sdn(tmp_path, range(1, 80), name)
    with pytest.raises(
        SourceError,
        match=r"79 entries, 21% fewer than the 100 of the version of 2023-03-24.*--accept",
    ):
        taken(tmp_path, small)
    assert len(versions(tmp_path)) == 1
    assert taken(tmp_path, small, accept=True).status == "new"


def test_bytes_that_are_read_again_are_not_measured_against_others(tmp_path: Path) -> None:
    early = sdn(tmp_path, range(1, 51), "early.csv")
    taken(tmp_path, early)
    taken(tmp_path, sdn(tmp_path, range(1, 101), "sdn_2023-03-24.csv"))
    assert taken(tmp_path, early, date(2015, 1, 1)).status == "reread"


def test_a_day_to_come_is_refused(tmp_path: Path) -> None:
    plain = sdn(tmp_path, range(1, 11))
    today = datetime.now(UTC).date()
    with pytest.raises(UsageError, match="--published-on is 2099-01-01, which is later than today"):
        taken(tmp_path, plain, date(2099, 1, 1))
    with pytest.raises(
        SourceError, match="the day in the file's name is 2098-01-01, which is later than today"
    ):
        taken(tmp_path, sdn(tmp_path, range(1, 11), "sdn_2098-01-01.csv"))
    text = (
        (SAMPLES / "uk" / "UK-Sanctions-List.xml")
        .read_text(encoding="utf-8")
        .replace("08/10/2026", "08/10/2097")
    )
    ahead = tmp_path / "list.xml"
    ahead.write_text(text, encoding="utf-8")
    with pytest.raises(
        SourceError,
        match=r"list\.xml: the day of the list in the file is 2097-10-08, which is later than "
        r"today",
    ):
        import_files(tmp_path, "uk_uksl", [ahead], accept=True)
    assert not versions(tmp_path)
    assert taken(tmp_path, plain, today + timedelta(days=1)).status == "new", (
        "where it is already tomorrow"
    )


AT_ONCE = """
import sys
from pathlib import Path
from sanctrack.lists import importing as lists
locked = lists.locked
def late(workspace):
    # The other process is done between our reading and our lock.
    lists.locked = locked
    lists.import_files(Path(sys.argv[1]), 'us_ofac', [Path(sys.argv[2])])
    return locked(workspace)
lists.locked = late
print(lists.import_files(Path(sys.argv[1]), 'us_ofac', [Path(sys.argv[2])]).sentence)
"""


def test_two_imports_of_the_same_bytes_at_once_make_one_version(tmp_path: Path) -> None:
    path = sdn(tmp_path, range(1, 11), "sdn_2023-03-24.csv")
    done = subprocess.run(
        [sys.executable, "-c", AT_ONCE, str(tmp_path), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "already there" in done.stdout
    (version,) = versions(tmp_path)
    assert not (version.folder / "previous").exists()


def test_a_programme_that_was_renamed_is_told(tmp_path: Path) -> None:
    taken(tmp_path, sdn(tmp_path, range(1, 31), "sdn_2022-11-09.csv"))
    outcome = taken(tmp_path, sdn(tmp_path, range(1, 32), "sdn_2023-03-24.csv", "SAMPLE-EO15000"))
    (row,) = [row for row in issues(outcome.version) if row["field"] == "programme"]
    assert (row["severity"], row["kind"], row["value"], row["occurrences"]) == (
        "warning",
        "unknown_word",
        "SAMPLE-EO15000",
        31,
    )
    assert (
        "BURMA-EO14014, a Myanmar programme on the version of 2022-11-09, is on no entry"
        in row["message"]
    )


def test_a_programme_that_has_a_successor_or_was_never_there_is_not_told(tmp_path: Path) -> None:
    taken(tmp_path, sdn(tmp_path, range(1, 31), "sdn_2022-11-09.csv"))
    other = taken(tmp_path, sdn(tmp_path, range(1, 31), "sdn_2023-03-24.csv", "BURMA-EO15000"))
    assert not issues(other.version)
    alone = import_files(
        tmp_path / "alone", "us_ofac", [sdn(tmp_path, range(1, 31), "sdn.csv", "SAMPLE-EO15000")]
    )
    assert not issues(alone.version)


def test_another_day_keeps_what_the_importer_changed_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sdn(tmp_path, range(1, 11))
    now = importer("us_ofac").IMPORTER_VERSION
    monkeypatch.setattr(importer("us_ofac"), "IMPORTER_VERSION", now - 1)
    taken(tmp_path, path)
    monkeypatch.setattr(importer("us_ofac"), "IMPORTER_VERSION", now)
    for day in (None, date(2023, 3, 24)):
        version = taken(tmp_path, path, day).version
        assert (
            json.loads((version.folder / "previous" / "version.json").read_text())[
                "importer_version"
            ]
            == now - 1
        )


def test_a_programme_that_names_myanmar_and_is_not_known_is_told(
    tmp_path: Path, sheet: Callable[..., Path]
) -> None:
    renamed = taken(tmp_path, sdn(tmp_path, range(1, 31), programme="MYANMAR-EO15000"))
    (row,) = issues(renamed.version)
    assert (row["severity"], row["field"], row["value"], row["occurrences"]) == (
        "warning",
        "programme",
        "MYANMAR-EO15000",
        30,
    )
    row_of = dict(zip(NEW_SHEET, [None] * len(NEW_SHEET), strict=True))
    row_of |= {
        "Reference": 9001,
        "Name of Individual or Entity": "Sample Body",
        "Type": "Entity",
        "Name Type": "Primary Name",
    }
    read = read_files(
        "au_dfat", sheet(NEW_SHEET, tuple((row_of | {"Committees": "Autonomous (Burma)"}).values()))
    )
    assert [row[:5] for row in read.found("unknown_word")] == [
        ("warning", "unknown_word", "9001", "programme", "Autonomous (Burma)")
    ]
    known = read_files(
        "au_dfat",
        sheet(NEW_SHEET, tuple((row_of | {"Committees": "Autonomous (Myanmar)"}).values())),
    )
    assert not known.issues


def test_a_list_named_against_its_file_is_refused(tmp_path: Path) -> None:
    cons = SAMPLES / "ofac" / "cons_prim.csv"
    with pytest.raises(
        SourceError,
        match=r"by its name this is the OFAC cons.*type `sanctrack import us_ofac_cons "
        r"cons_prim\.csv`",
    ):
        import_files(tmp_path, "us_ofac_sdn", [cons])
    with pytest.raises(
        SourceError,
        match=r"by its name this is the OFAC Specially.*type `sanctrack import us_ofac_sdn "
        r"sdn\.csv`",
    ):
        import_files(tmp_path, "us_ofac_cons", [sdn(tmp_path, range(1, 5))])
    for programme, other, right in (
        ("NS-PLC", "us_ofac_sdn", "us_ofac_cons"),
        ("CUBA", "us_ofac_cons", "us_ofac_sdn"),
    ):
        path = sdn(tmp_path, range(1, 11), "download.csv", programme)
        with pytest.raises(
            SourceError, match=f"by what it holds this is .*type `sanctrack import {right} download"
        ):
            import_files(tmp_path, other, [path])
        assert import_files(tmp_path, "us_ofac", [path]).version.list == right
    plain = sdn(tmp_path, range(1, 11), "download.csv")
    assert import_files(tmp_path, "us_ofac_cons", [plain]).version.list == "us_ofac_cons", (
        "neither name nor content tells"
    )


def test_a_birth_that_stands_in_the_note_is_read(tmp_path: Path) -> None:
    text = (SAMPLES / "un" / "consolidated.xml").read_text(encoding="utf-8")
    empty = "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE/></INDIVIDUAL_DATE_OF_BIRTH>"
    for note, read_as in (
        ("Nov. 1973 ", ("1973-11-01", "1973-11-30", "None")),
        ("In the rains", ("None", "None", "None")),
    ):
        path = tmp_path / "un.xml"
        path.write_text(
            text.replace(
                empty,
                empty.replace(
                    "<TYPE_OF_DATE/>", f"<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>{note}</NOTE>"
                ),
            )
        )
        read = read_files("un_sc", path)
        assert details(read.entries["KPi.901"], "birth_date")[-1] == note.strip()
        assert bounds(read.entries["KPi.901"], "birth_date")[-1] == read_as
        assert [row[4] for row in read.found("unreadable")] == (
            [] if read_as[0] != "None" else [note]
        )


@pytest.mark.parametrize(
    ("name", "sample", "day", "wrong"),
    [
        ("un_sc", "un/consolidated.xml", "2026-02-27T00:00:09.554Z", "2026-02-31"),
        ("us_ofac", "ofac/sdn.xml", "<Publish_Date>{}</Publish_Date>", "31/31/2026"),
        ("us_ofac", "ofac/sdn_advanced.xml", "<Month>{}</Month>", "13"),
        ("ch_seco", "ch/seco.xml", ' date="{}"', "2026-08"),
        ("uk_uksl", "uk/UK-Sanctions-List.xml", "<DateGenerated>{}</DateGenerated>", "31/31/2026"),
        (
            "uk_uksl",
            "uk/UK-Sanctions-List.csv",
            "Report Date: 08-Oct-2026",
            "Report Date: 38-Oct-2026",
        ),
        ("eu_fsf", "eu/fsf.xml", 'generationDate="{}"', "2026-13-01"),
    ],
)
def test_a_day_of_the_list_that_cannot_be_read_is_an_issue(
    tmp_path: Path, name: str, sample: str, day: str, wrong: str
) -> None:
    text = (SAMPLES / sample).read_text(encoding="utf-8")
    pattern = re.escape(day).replace(r"\{\}", '[^<"]*')
    path = tmp_path / Path(sample).name
    path.write_text(
        re.sub(pattern, day.format(wrong) if "{}" in day else wrong, text, count=1),
        encoding="utf-8",
    )
    read = read_files(name, path)
    assert read.reading.version_on is None
    assert [row[0] for row in read.found("unreadable") if "day of the list" in str(row[5])] == [
        "warning"
    ]


CSVS = {
    "us_ofac": "ofac/sdn.csv",
    "uk_uksl": "uk/UK-Sanctions-List.csv",
    "eu_fsf": "eu/fsf.csv",
    "opensanctions": "opensanctions/targets.simple.csv",
}


@pytest.mark.parametrize("name", CSVS)
@pytest.mark.parametrize("more", [b"", b"\r\n", b"\x1a"])
def test_a_csv_that_ends_within_a_record_is_refused_whatever_is_accepted(
    tmp_path: Path, name: str, more: bytes
) -> None:
    raw = (SAMPLES / CSVS[name]).read_bytes().rstrip(b"\x1a\r\n")
    last = raw.rfind(b"\n") + 1
    assert len(raw) - last > 40
    for kept in (last + 6, last + (len(raw) - last) // 3):
        path = tmp_path / Path(CSVS[name]).name
        path.write_bytes(raw[:kept] + more)
        with pytest.raises(
            SourceError,
            match=r"cut off: its last record, '.*', ends (with \d+ of \d+ cells|within quotes)",
        ):
            import_files(tmp_path / "ws", name, [path], accept=True)
    assert not versions(tmp_path / "ws")


def test_a_csv_that_ends_within_the_quotes_of_its_last_cell_is_refused(tmp_path: Path) -> None:
    path = sdn(tmp_path, range(1, 11))
    whole = path.read_bytes()
    for end in (
        whole[:-6],
        whole[:-6] + b"\r\n",
        whole[: whole.rfind(b"Linked")],
        whole[:-4].replace(b"Linked To: X", b'say ""X""')[:-3],
    ):
        path.write_bytes(end)
        with pytest.raises(SourceError, match="ends within quotes"):
            taken(tmp_path / "ws", path, accept=True)


def test_the_end_mark_of_ofac_may_lack_with_a_warning(tmp_path: Path) -> None:
    path = sdn(tmp_path, range(1, 11))
    whole = path.read_bytes()
    for end in (whole[:-1], whole[:-3]):
        path.write_bytes(end)
        assert [row[0] for row in read_files("us_ofac", path).found("structure")] == ["warning"]
    path.write_bytes(whole)
    assert not read_files("us_ofac", path).issues


def without(text: str, column: str, delimiter: str) -> str:
    """Rename a column of the header."""
    lines = text.split("\n")
    place = next(
        number
        for number, line in enumerate(lines)
        if column in line.replace('"', "").strip().split(delimiter)
    )
    cells = lines[place].split(delimiter)
    lines[place] = delimiter.join(
        cell.replace(column, f"{column} nr") if cell.strip('"\r') == column else cell
        for cell in cells
    )
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("name", "column", "delimiter", "field"),
    [
        ("uk_uksl", "IMO number", ",", "identifiers"),
        ("uk_uksl", "Name 1", ",", "names"),
        ("uk_uksl", "D.O.B", ",", "dates"),
        ("eu_fsf", "Identification_Number", ";", "identifiers"),
        ("eu_fsf", "BirthDate_BirthDate", ";", "dates"),
        ("opensanctions", "identifiers", ",", "identifiers"),
    ],
)
def test_a_column_that_a_list_lives_by_must_be_there(
    tmp_path: Path, name: str, column: str, delimiter: str, field: str
) -> None:
    path = tmp_path / Path(CSVS[name]).name
    path.write_text(
        without((SAMPLES / CSVS[name]).read_text(encoding="utf-8"), column, delimiter),
        encoding="utf-8",
        newline="",
    )
    with pytest.raises(SourceError, match=rf"(?i)no column '{column}' \({field}\).*--accept"):
        import_files(tmp_path, name, [path])
    assert import_files(tmp_path, name, [path], accept=True).issue_counts["error"] >= 1


def test_a_sheet_without_a_column_is_refused(tmp_path: Path, sheet: Callable[..., Path]) -> None:
    header = ["Ship number" if name == "IMO Number" else name for name in NEW_SHEET]
    row: list[object] = [9001, "Sample Body", "Entity", "Primary Name", *[None] * (len(header) - 4)]
    with pytest.raises(SourceError, match=r"no column 'imo number' \(identifiers\)"):
        import_files(tmp_path, "au_dfat", [sheet(tuple(header), tuple(row))])


def test_what_a_missing_column_gives_is_no_change_of_the_publisher(tmp_path: Path) -> None:
    text = (SAMPLES / CSVS["uk_uksl"]).read_text(encoding="utf-8")
    day = re.search(r"Report Date: (\S+?)[,\r\n]", text)
    assert day
    for number, edited in enumerate(
        (text, without(text, "IMO number", ",").replace("Harbour", "Harbor"), text)
    ):
        path = tmp_path / "list.csv"
        path.write_text(
            edited.replace(day[1], f"0{number + 1}-Nov-2026"), encoding="utf-8", newline=""
        )
        import_files(tmp_path, "uk_uksl", [path], accept=True)
        if number:
            found = changes(tmp_path, "uk_uksl")
            assert {(row.field, row.cause) for row in found} == {("names", "publisher")}
            assert (
                "numbers are not compared, because the version of 2026-11-02 was taken without imo "
                "number" in found.notes[0]
            )


def ships(folder: Path, day: str, count: int, field: str) -> Path:
    """Write a UK list of ships whose numbers stand in `field`."""
    one = (
        "<Designation><UniqueID>RUS{n:04d}</UniqueID><DateDesignated>01/02/2023</DateDesignated>"
        "<Names><Name><Name6>Sample {n}</Name6>"
        "<NameType>Primary Name</NameType></Name></Names><RegimeName>The Sample Regulations "
        "2019</RegimeName><IndividualEntityShip>Ship</IndividualEntityShip><ShipDetails><Ship><{f}s><{f}>{n:07d}</{f}></{f}s></Ship></ShipDetails></Designation>"
    )
    path = folder / "ships.xml"
    body = "".join(one.format(n=number, f=field) for number in range(count))
    path.write_text(
        f"<Designations><DateGenerated>{day}</DateGenerated>{body}</Designations>", encoding="utf-8"
    )
    return path


def test_an_element_that_was_renamed_is_told_by_what_it_gave(tmp_path: Path) -> None:
    import_files(tmp_path, "uk_uksl", [ships(tmp_path, "01/10/2026", 12, "IMONumber")])
    renamed = ships(tmp_path, "02/10/2026", 12, "ShipNumber")
    with pytest.raises(
        SourceError,
        match=r"no imo_ship \(identifiers\), of which the version of 2026-10-01 has many.*--accept",
    ):
        import_files(tmp_path, "uk_uksl", [renamed])
    import_files(tmp_path, "uk_uksl", [renamed], accept=True)
    found = changes(tmp_path, "uk_uksl")
    assert not found
    assert (
        "numbers are not compared, because the version of 2026-10-02 was taken without imo_ship"
        in found.notes[0]
    )


def test_a_kind_that_was_rare_may_go(tmp_path: Path) -> None:
    import_files(tmp_path, "uk_uksl", [ships(tmp_path, "01/10/2026", 9, "IMONumber")])
    import_files(tmp_path, "uk_uksl", [ships(tmp_path, "02/10/2026", 9, "ShipNumber")])
    assert {(row.field, row.cause) for row in changes(tmp_path, "uk_uksl")} == {
        ("identifiers", "publisher")
    }
