"""The store: versions whole or absent, the last good copy kept, processes at once, kills and full
disks.
"""

import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest_lists import SAMPLES, sample_files

from sanctrack import files as writing
from sanctrack.definitions.contracts import load_contract
from sanctrack.definitions.paths import Home
from sanctrack.errors import SanctrackError, SourceError, UsageError
from sanctrack.lists import current, import_files, issues, versions
from sanctrack.lists.publishers import importer
from sanctrack.lists.store import writer
from sanctrack.warehouse.warehouse import Warehouse

XML = SAMPLES / "uk" / "UK-Sanctions-List.xml"


def uk(
    folder: Path, count: int, name: str = "list.xml", day: str = "08/10/2026", prefix: str = "MYA"
) -> Path:
    """Write a UK list of `count` entries."""
    one = (
        "<Designation><UniqueID>{p}{n:04d}</UniqueID><DateDesignated>01/02/2023</DateDesignated>"
        "<Names><Name><Name6>Sample Body {n}</Name6>"
        "<NameType>Primary Name</NameType></Name></Names><RegimeName>The Myanmar (Sanctions) "
        "Regulations "
        "2021</RegimeName><IndividualEntityShip>Entity</IndividualEntityShip></Designation>"
    )
    path = folder / name
    body = "".join(one.format(p=prefix, n=number) for number in range(count))
    path.write_text(
        f"<Designations><DateGenerated>{day}</DateGenerated>{body}</Designations>", encoding="utf-8"
    )
    return path


def test_a_version_is_stored_under_the_contracts(tmp_path: Path, home: Home) -> None:
    outcome = import_files(tmp_path, "uk_uksl", [XML])
    assert outcome.status == "new"
    folder = outcome.version.folder
    assert folder == tmp_path / "lists" / "uk_uksl" / outcome.version.sha256
    for table in (*writer.TABLES, "list_issues", "list_versions"):
        found = pq.read_table(folder / f"{table}.parquet")
        assert found.schema.equals(load_contract(home, table).arrow_schema())
        assert found.schema.field(0).metadata[b"description"]
    assert (
        pq.read_table(folder / "list_versions.parquet").to_pylist()[0]["list_version_basis"]
        == "file"
    )
    assert (folder / "original" / "list.gz").exists()
    assert [row["record_reference"] for row in issues(outcome.version)] == ["MYA9001", "RUS9002"]


def test_every_stored_row_keeps_its_contract(tmp_path: Path, home: Home) -> None:
    family = [
        SAMPLES / "ofac" / file for file in ("sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv")
    ]
    for name, files in [*((name, [path]) for name, path in sample_files()), ("us_ofac", family)]:
        outcome = import_files(tmp_path, name, files, accept=True)
        for table in (*writer.TABLES, "list_issues", "list_versions"):
            contract = load_contract(home, table)
            rows = pq.read_table(outcome.version.folder / f"{table}.parquet").to_pylist()
            keys = [tuple(row[column] for column in contract.primary_key) for row in rows]
            assert len(set(keys)) == len(keys), (name, table)
            for field in contract.fields:
                values = [row[field.name] for row in rows]
                assert not field.required or None not in values, (name, table, field.name)
                assert not field.codes or set(values) - {None} <= set(field.codes), (
                    name,
                    table,
                    field.name,
                    set(values),
                )


def test_the_warehouse_reads_what_was_imported(tmp_path: Path, home: Home) -> None:
    import_files(tmp_path, "us_ofac", [SAMPLES / "ofac" / "sdn.xml"])
    import_files(tmp_path, "uk_uksl", [XML])
    with Warehouse(home, tmp_path) as warehouse:
        rows = warehouse.sql(
            "select list, count(*) from list_entries group by list order by list"
        ).rows
        assert [tuple(row) for row in rows] == [("uk_uksl", 3), ("us_ofac_sdn", 3)]
        assert warehouse.as_of >= date(2026, 10, 8)


def test_the_same_bytes_again_change_nothing(tmp_path: Path) -> None:
    first = import_files(tmp_path, "uk_uksl", [XML])
    again = import_files(tmp_path, "uk_uksl", [XML])
    assert again.status == "unchanged"
    assert again.version.folder == first.version.folder
    assert len(versions(tmp_path)) == 1


def test_the_day_comes_from_file_option_or_name(tmp_path: Path) -> None:
    inside = import_files(
        tmp_path, "uk_uksl", [uk(tmp_path, 3, "list_2020-01-01.xml")], date(2021, 1, 1)
    )
    assert (inside.version.day, inside.version.info["list_version_basis"]) == (
        date(2026, 10, 8),
        "file",
    )
    source = (SAMPLES / "ca" / "sema-lmes.xml").read_bytes()
    for name, option, day, basis in (
        ("sema_2025-05-25.xml", None, date(2025, 5, 25), "file_name"),
        ("sema_2025-05-26.xml", date(2025, 6, 1), date(2025, 6, 1), "option"),
        ("sema.xml", None, None, "unknown"),
    ):
        path = tmp_path / name
        path.write_bytes(source.replace(b"Harbor", name.encode()[-14:].replace(b".", b" ")))
        found = import_files(tmp_path, "ca_sema", [path], option).version
        assert (found.day, found.info["list_version_basis"]) == (day, basis)
    assert current(tmp_path)["ca_sema"].day == date(2025, 6, 1), (
        "a version without a day goes before the others"
    )


def test_several_files_make_one_version(tmp_path: Path) -> None:
    files = [
        SAMPLES / "ofac" / name for name in ("sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv")
    ]
    one = import_files(tmp_path, "us_ofac", files, accept=True)
    other = import_files(tmp_path, "us_ofac", files[::-1], accept=True)
    assert other.status == "unchanged"
    assert one.version.info["file_count"] == 4
    assert import_files(tmp_path, "us_ofac", files[:1], accept=True).status == "new"


def test_a_list_that_shrinks_is_refused_and_the_earlier_stays(tmp_path: Path) -> None:
    import_files(tmp_path, "uk_uksl", [uk(tmp_path, 100)])
    import_files(tmp_path, "uk_uksl", [uk(tmp_path, 80, "b.xml", "09/10/2026")])
    small = uk(tmp_path, 63, "c.xml", "10/10/2026")
    with pytest.raises(
        SourceError,
        match=r"c\.xml: 63 entries, 21% fewer than the 80 of the version of 2026-10-09; not "
        r"imported.*--accept",
    ):
        import_files(tmp_path, "uk_uksl", [small])
    assert current(tmp_path)["uk_uksl"].day == date(2026, 10, 9)
    assert import_files(tmp_path, "uk_uksl", [small], accept=True).status == "new"
    assert current(tmp_path)["uk_uksl"].day == date(2026, 10, 10)
    old = uk(tmp_path, 79, "old.xml", "01/01/2020")
    with pytest.raises(
        SourceError, match=r"79 entries, 21% fewer than the 100 of the version of 2026-10-08"
    ):
        import_files(tmp_path, "uk_uksl", [old])
    assert (
        import_files(tmp_path, "uk_uksl", [uk(tmp_path, 80, "old.xml", "01/01/2020")]).status
        == "new"
    )


def test_a_changed_structure_is_refused_and_the_earlier_stays(tmp_path: Path) -> None:
    import_files(tmp_path, "uk_uksl", [uk(tmp_path, 50)])
    text = uk(tmp_path, 50, "b.xml", "09/10/2026").read_text(encoding="utf-8")
    for old, new, words in (
        (
            "<IndividualEntityShip>Entity",
            "<IndividualEntityShip>Thing",
            "structure has probably changed",
        ),
        ("Name6", "FamilyName", "structure has probably changed"),
        ("Designation>", "Record>", "holds no entries|web page|expected <Designations>"),
        ("<Designations>", "<Sanctioned>", "not well-formed|expected <Designations>"),
    ):
        path = tmp_path / "changed.xml"
        path.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(SourceError, match=words):
            import_files(tmp_path, "uk_uksl", [path])
    assert len(versions(tmp_path)) == 1
    assert not list((tmp_path / "lists" / "uk_uksl").glob(".*"))


def test_what_the_user_typed_wrong_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.xml: no such file"):
        import_files(tmp_path, "uk_uksl", [tmp_path / "nowhere.xml"])
    with pytest.raises(UsageError, match="did you mean 'ca_sema'"):
        import_files(tmp_path, "ca_sma", [XML])
    with pytest.raises(UsageError, match="name the downloaded file"):
        import_files(tmp_path, "uk_uksl", [])


def test_a_newer_importer_reads_the_same_bytes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = import_files(tmp_path, "uk_uksl", [XML])
    monkeypatch.setattr(importer("uk_uksl"), "IMPORTER_VERSION", 2)
    again = import_files(tmp_path, "uk_uksl", [XML])
    assert again.status == "reread"
    assert [version.info["importer_version"] for version in versions(tmp_path)] == [2]
    assert again.version.info["imported_order"] == first.version.info["imported_order"]
    assert (
        json.loads((again.version.folder / "previous" / "version.json").read_text())[
            "importer_version"
        ]
        == 1
    )


def test_an_exchange_that_was_cut_short_is_mended(tmp_path: Path) -> None:
    version = import_files(tmp_path, "uk_uksl", [XML]).version
    halfway = version.folder.with_name(f".tmp-old-{version.sha256}")
    version.folder.rename(halfway)
    assert [found.sha256 for found in versions(tmp_path)] == [version.sha256], (
        "readers find it under its temporary name"
    )
    import_files(tmp_path, "uk_uksl", [uk(tmp_path, 5)])
    assert not halfway.exists()
    assert version.folder.exists()


def test_a_folder_without_version_json_is_no_version(tmp_path: Path) -> None:
    version = import_files(tmp_path, "uk_uksl", [XML]).version
    (tmp_path / "lists" / "uk_uksl" / ("f" * 64)).mkdir()
    (tmp_path / "lists" / "uk_uksl" / ("e" * 64)).mkdir()
    (tmp_path / "lists" / "uk_uksl" / ("e" * 64) / "version.json").write_text("{half")
    (tmp_path / "lists" / "stray.txt").write_text("x")
    assert [found.sha256 for found in versions(tmp_path)] == [version.sha256]
    assert versions(tmp_path / "nowhere") == []


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_files(tmp_path, "uk_uksl", [XML])
    for place in ("_write", "keep", "put"):
        with monkeypatch.context() as broken:

            def full(*_: object, **__: object) -> None:
                raise OSError(28, "No space left on device")

            if place == "put":
                broken.setattr(writing, "flush", full)
            elif place == "keep":
                broken.setattr(writer.shutil, "copyfileobj", full)
            else:
                broken.setattr(writer.VersionWriter, "_write", full)
            with pytest.raises(SanctrackError, match="No space left on device"):
                import_files(tmp_path, "uk_uksl", [uk(tmp_path, 9)])
        assert len(versions(tmp_path)) == 1
        assert not list((tmp_path / "lists" / "uk_uksl").glob(".*"))


IMPORT = """
import sys
from pathlib import Path
from sanctrack.lists import import_files
import_files(Path(sys.argv[1]), 'uk_uksl', [Path(sys.argv[2])])
"""


def test_two_processes_at_once(tmp_path: Path) -> None:
    files = [
        uk(tmp_path, 40 + number, f"{number}.xml", f"0{number + 1}/10/2026") for number in range(4)
    ]
    running = [
        subprocess.Popen([sys.executable, "-c", IMPORT, str(tmp_path), str(file)])
        for file in (*files, files[0])
    ]
    assert [process.wait(timeout=120) for process in running] == [0] * 5
    found = versions(tmp_path)
    assert [version.day.day for version in found if version.day] == [1, 2, 3, 4]
    assert sorted(version.info["imported_order"] for version in found) == [1, 2, 3, 4]
    assert {
        pq.read_table(version.folder / "list_entries.parquet").num_rows for version in found
    } == {40, 41, 42, 43}


@pytest.mark.slow
def test_a_kill_at_any_point_leaves_whole_versions(tmp_path: Path) -> None:
    import_files(tmp_path, "uk_uksl", [uk(tmp_path, 3000)])
    slow = (
        "import sys, time\nfrom sanctrack import files\nold = files.flush\nfiles.flush = lambda "
        "path: (time.sleep(0.01), old(path))\n" + IMPORT
    )
    for number in range(8):
        file = uk(tmp_path, 3000 + number, "new.xml", f"0{number + 1}/11/2026")
        process = subprocess.Popen([sys.executable, "-c", slow, str(tmp_path), str(file)])
        time.sleep(0.3 + 0.25 * number)
        process.kill()
        process.wait()
        for version in versions(tmp_path):
            rows = pq.read_table(version.folder / "list_entries.parquet").num_rows
            assert rows == version.info["entry_count"]
    import_files(tmp_path, "uk_uksl", [uk(tmp_path, 3100, "last.xml", "10/11/2026")])
    assert not list((tmp_path / "lists" / "uk_uksl").glob(".*")), "what the killed left is swept"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SanctrackError, match="cannot be written"):
        import_files(tmp_path / "ws", "uk_uksl", [XML])
