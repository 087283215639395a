"""Every layout of every list: what is read from the samples, trap by trap."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest_lists import NEW_SHEET, OLD_SHEET, Read, bounds, details, names, numbers, read_files

from sanctrack.errors import SourceError, UsageError
from sanctrack.lists import publishers
from sanctrack.lists.publishers import importer, importer_names, importer_of

Sample = Callable[..., Read]
FAMILY = ("ofac/sdn.csv", "ofac/add.csv", "ofac/alt.csv", "ofac/sdn_comments.csv")


def test_importers_are_found_by_their_files() -> None:
    folder = Path(publishers.__file__).parent
    assert importer_names() == sorted(
        path.stem
        for path in folder.glob("[a-z]*")
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    )
    assert {"us_ofac", "opensanctions"} <= set(importer_names())
    for name in importer_names():
        module = importer(name)
        assert name == module.NAME
        assert all(code == name or code.startswith(f"{name}_") for code in module.LISTS), (
            "a list's code begins with its importer"
        )
    assert importer_of("us_ofac_cons")[1] == "us_ofac_cons"
    with pytest.raises(UsageError, match="did you mean 'uk_uksl'"):
        importer_of("uk_usl")


def test_a_list_is_recognised_by_its_publisher_alone(tmp_path: Path) -> None:
    """Recognising looks at the root; it does not leave that to the reading."""
    other = tmp_path / "other.xml"
    other.write_text("<?xml version='1.0'?><other><thing/></other>")
    archive = tmp_path / "other.xlsx"
    with ZipFile(archive, "w") as packed:
        packed.writestr("thing.txt", "x")
    for name in importer_names():
        for path in (other, archive):
            with pytest.raises(SourceError):
                importer(name).recognise([path])


def test_ofac_csv_family_joins_its_files(sample: Sample) -> None:
    read = sample("us_ofac", *FAMILY)
    assert list(read.entries) == ["101", "102", "103", "104", "105", "106", "107"]
    lantern = read.entries["101"]
    assert names(lantern) == [
        ("HARBOR LANTERN TRADING CO., LTD.", "primary", None),
        ("LANTERN OIL", "alias", "low"),
        ("HARBOUR LANTERN", "alias", None),
        ("OLD LANTERN", "former", None),
    ]
    assert numbers(lantern) == [
        ("registration", "100000001", None),
        ("imo_company", "6481035", "yes"),
    ]
    assert [(row[0], row[1]) for row in lantern.addresses.values()] == [
        ("No. 1 Sample Street, Yangon", None),
        (None, "MM"),
    ]
    assert read.found("orphan")[0][2] == "999"


def test_ofac_programmes_are_a_list_of_broken_brackets(sample: Sample) -> None:
    read = sample("us_ofac", *FAMILY)
    assert [row[0] for row in read.entries["102"].programmes.values()] == [
        "GLOMAG",
        "BURMA-EO14014",
    ]
    assert [entry.reference for entry in read.entries.values() if entry.myanmar] == ["101", "102"]


def test_ofac_remarks_give_dates_numbers_and_places(sample: Sample) -> None:
    person = sample("us_ofac", *FAMILY).entries["102"]
    assert bounds(person, "birth_date") == [
        ("1972-12-01", "1972-12-01", "None"),
        ("1975-03-21", "1976-03-21", "None"),
        ("1960-01-01", "1960-12-31", "yes"),
    ]
    assert numbers(person) == [
        ("passport", "MX000001", None),
        ("national_id", "3/Sample(N)000001", None),
    ]
    passport = next(iter(person.identifiers.values()))
    assert passport[4:] == ("MM", "Burma", "Passport; expires 14 Dec 2028")
    assert "see section 1; and section 2" in str(person.remarks)


def test_ofac_ships_have_their_number_in_the_remarks(sample: Sample) -> None:
    read = sample("us_ofac", *FAMILY)
    star = read.entries["103"]
    assert star.entry_type == "vessel"
    assert numbers(star) == [
        ("callsign", "3EXX1", None),
        ("imo_ship", "9074729", "yes"),
        ("mmsi", "572469210", None),
    ]
    assert details(star, "deadweight_tonnes") == ["99144"]
    assert details(star, "vessel_flag") == ["PANAMA"]
    assert details(star, "vessel_flag_former") == ["Malta"]
    assert numbers(read.entries["104"]) == [("imo_ship", "9074728", "no")]
    assert read.found("check_digit", "104")


def test_ofac_comments_go_on_in_the_middle_of_a_word(sample: Sample) -> None:
    bank = sample("us_ofac", *FAMILY).entries["105"]
    assert ("LRB", "alias", "low") in names(bank)
    assert ("bic", "SAMPMMYY", None) in numbers(bank)
    alone = sample("us_ofac", "ofac/sdn.csv")
    assert [row[2] for row in alone.found("structure")] == ["105"]


def test_ofac_unknown_words_get_no_default(sample: Sample) -> None:
    read = sample("us_ofac", *FAMILY)
    assert read.entries["107"].entry_type is None
    assert {(row[2], row[3]) for row in read.found("unknown_word")} == {
        ("107", "SDN_Type"),
        ("102", "alt_type"),
    }
    assert read.entries["107"].primary_name == "=cmd('calc')!A1"


def test_ofac_names_file_is_needed_and_lists_are_kept_apart() -> None:
    root = Path(__file__).parents[1] / "samples" / "lists" / "ofac"
    with pytest.raises(SourceError, match=r"give sdn\.csv or cons_prim\.csv"):
        read_files("us_ofac", root / "add.csv")
    with pytest.raises(SourceError, match="one after the other"):
        read_files("us_ofac", root / "sdn.csv", root / "cons_prim.csv")
    assert read_files("us_ofac", root / "cons_prim.csv").reading.list == "us_ofac_cons"


def test_ofac_standard_xml(sample: Sample) -> None:
    read = sample("us_ofac", "ofac/sdn.xml")
    assert read.reading.version_on == date(2025, 3, 28)
    assert names(read.entries["101"])[1:] == [
        ("HARBOUR LANTERN", "alias", "good"),
        ("LANTERN OIL", "alias", "low"),
    ]
    assert numbers(read.entries["101"]) == [
        ("registration", "100000001", None),
        ("imo_company", "6481035", "yes"),
    ]
    assert read.entries["102"].primary_name == "TUN, Example Aung"
    assert ("imo_ship", "9074729", "yes") in numbers(read.entries["103"])
    assert [row[3] for row in read.found("unknown_field")] == ["sdnEntry/horoscope"]
    assert [row[3] for row in read.found("unknown_word")] == ["idType: Moonbase Number"]


def test_ofac_advanced_xml_has_days_and_native_script(sample: Sample) -> None:
    read = sample("us_ofac", "ofac/sdn_advanced.xml")
    assert read.reading.version_on == date(2026, 5, 21)
    person = read.entries["102"]
    assert person.entry_type == "person"
    assert person.listed == (date(2023, 3, 24), date(2023, 3, 24), False)
    assert [(row[0], row[1], row[3]) for row in person.names.values()] == [
        ("TUN, Example Aung", "primary", "Latn"),
        ("ထွန်း", "original_script", "Mymr"),
        ("TUN TUN", "alias", "Latn"),
    ]
    assert bounds(person, "birth_date") == [("1972-01-01", "1972-12-31", "None")]
    assert person.myanmar
    assert [row[:2] for row in person.addresses.values()] == [("No. 1 Sample Street, Yangon", "MM")]
    assert numbers(read.entries["103"]) == [("imo_ship", "9074729", "yes")]
    assert read.found("orphan", "102")
    assert read.found("unknown_word", "102")


@pytest.mark.parametrize("file", ["uk/UK-Sanctions-List.xml", "uk/UK-Sanctions-List.csv"])
def test_uk_layouts_say_the_same(sample: Sample, file: str) -> None:
    read = sample("uk_uksl", file)
    assert read.reading.version_on == date(2026, 10, 8)
    person, ship, body = (read.entries[number] for number in ("MYA9001", "RUS9002", "MYA9003"))
    assert set(names(person)) == {
        ("Example Aung Tun", "primary", None),
        ("Example A. Tun", "alias", "low"),
        ("Exampel Aung Htun", "variation", None),
        ("Mr T", None, None),
        ("ထွန်း", "original_script", None),
    }
    assert bounds(person, "birth_date") == [
        ("1970-01-01", "1970-12-31", "None"),
        ("1971-05-01", "1971-05-31", "None"),
        ("1956-07-03", "1956-07-03", "None"),
    ]
    assert person.reasons == "Reasons & more,\non two lines"
    assert [row[3] for row in person.programmes.values()] == ["Asset freeze; Travel Ban"]
    assert names(ship) == [
        ('IMO 9074729 ("SAMPLE STAR")', "primary", None),
        ("SAMPLE STAR", "variation", None),
    ]
    assert numbers(ship) == [("imo_ship", "9074729", "yes")]
    assert body.primary_name == "Harbor Lantern Co. Ltd"
    assert [entry.reference for entry in read.entries.values() if entry.myanmar] == [
        "MYA9001",
        "MYA9003",
    ]
    assert [row[4] for row in read.found("unknown_word", "MYA9001")][:1] == ["Stage name"]


def test_uk_closed_list_is_refused_with_the_reason(sample: Sample) -> None:
    with pytest.raises(SourceError, match=r"closed on 28 January 2026.*the-uk-sanctions-list"):
        sample("uk_uksl", "uk/ConList.csv")


@pytest.mark.parametrize("file", ["eu/fsf.xml", "eu/fsf.csv"])
def test_eu_layouts(sample: Sample, file: str) -> None:
    read = sample("eu_fsf", file)
    person, body = read.entries["EU.9001.27"], read.entries["EU.9002.71"]
    assert (person.entry_type, body.entry_type) == ("person", "entity")
    assert person.primary_name == "Example Aung Tun"
    assert (person.listed, person.listed_basis) == (
        (date(2018, 6, 25), date(2018, 6, 25), False),
        "text",
    )
    assert (body.listed, body.listed_basis) == ((None, date(2022, 11, 8), False), "derived")
    assert bounds(person, "birth_date") == [("1966-01-01", "1966-12-31", "yes")]
    assert ("imo_company", "6481035", "yes") in numbers(body)
    assert details(person, "citizenship") == ["MYANMAR"]
    assert all(entry.myanmar for entry in read.entries.values())


def test_eu_names_are_squashed_and_graded(sample: Sample) -> None:
    read = sample("eu_fsf", "eu/fsf.xml")
    first, *others = read.entries["EU.9001.27"].names.values()
    assert first == (
        "Example Aung Tun",
        "primary",
        "good",
        "Latn",
        "en",
        "Example  Aung\xa0\xa0Tun",
    )
    assert [row[:5] for row in others] == [
        ("Exemple Aung Tun", "alias", "good", "Latn", "fr"),
        ("Tun Tun", "alias", "low", "Latn", None),
    ]
    assert {row[3] for row in read.issues} == {
        "sanctionEntity@mood",
        "contactInfo/key",
        "identificationTypeCode",
    }


def test_un_skips_empty_elements_and_keeps_company_numbers_apart(sample: Sample) -> None:
    read = sample("un_sc", "un/consolidated.xml")
    person, body = read.entries["KPi.901"], read.entries["KPe.902"]
    assert person.primary_name == "EXAMPLE MIDDLE PERSON"
    assert person.listed == (date(2014, 7, 28), date(2014, 7, 28), False)
    assert person.updated_on == date(2022, 7, 26)
    assert names(person)[2:] == [
        ("E. Person", "alias", "good"),
        ("Ex Person", "alias", "good"),
        ("EP", "alias", "low"),
        ("Superb Person", None, None),
    ]
    assert bounds(person, "birth_date") == [
        ("1974-01-01", "1976-12-31", "None"),
        ("1975-06-02", "1975-06-02", "None"),
    ]
    assert numbers(body) == [("imo_company", "6481035", "yes")]
    assert details(body, "linked_to") == ["IMO 9074729"]
    assert {(row[2], row[3]) for row in read.issues} == {
        ("KPi.901", "QUALITY"),
        ("KPi.901", "INDIVIDUAL/ZODIAC"),
    }


def test_canada_goes_by_part_and_item(sample: Sample) -> None:
    read = sample("ca_sema", "ca/sema-lmes.xml")
    assert list(read.entries) == [
        "Part 1, item 901",
        "Part 2, item 902",
        "Part 2, item 902 (2)",
        "Russia, 1.1, item 901",
        "Venezuela, item 5",
    ]
    assert [row[0] for row in read.entries["Part 1, item 901"].names.values()][1:] == [
        "Lantern Holdings Pte. Ltd.", "Harbor Lantern Co., Ltd.", "Fonar", "Lantern Oil, Inc.",
    ]  # fmt: skip
    assert bounds(read.entries["Part 2, item 902"], "birth_date") == [
        ("1956-03-01", "1956-03-31", "None")
    ]
    assert bounds(read.entries["Part 2, item 902 (2)"], "birth_date") == [
        ("1956-07-04", "1956-07-04", "None")
    ]
    assert bounds(read.entries["Venezuela, item 5"], "birth_date") == [
        ("1960-02-01", "1960-02-01", "None")
    ]
    assert read.entries["Russia, 1.1, item 901"].entry_type == "vessel"
    assert read.found("duplicate", "Part 2, item 902")


def test_canada_since_its_fields_have_bilingual_names(sample: Sample) -> None:
    read = sample("ca_sema", "ca/sema-lmes-bilingual.xml")
    assert [(reference, entry.entry_type) for reference, entry in read.entries.items()] == [
        ("Part 1, item "
            "901", "entity"), ("Part 2, item "
                "902", "person"), ("Russia, 1.1, item 901", "vessel"), ("Sudan, item 4", "person"),
        ("Russia, item 77", None),
    ]  # fmt: skip
    person, ship = read.entries["Part 2, item 902"], read.entries["Russia, 1.1, item 901"]
    assert (person.primary_name, person.myanmar) == ("Example Aung Tun", True)
    assert bounds(person, "birth_date") == [
        ("1972-08-26", "1972-08-26", "None"),
        ("1974-05-31", "1974-05-31", "None"),
    ]
    assert numbers(ship) == [("imo_ship", "9074729", "yes")]
    assert details(ship, "vessel_type") == ["General Cargo/Multi Purpose"]
    assert ship.listed == (date(2025, 2, 21), date(2025, 2, 21), False)
    assert [(row[0], row[1], row[2]) for row in read.issues] == [
        ("warning", "unreadable", "Sudan, item "
            "4"), ("warning", "unknown_field", "Sudan, item "
                "4"), ("error", "missing", "Russia, item 77"),
    ]  # fmt: skip


def test_switzerland_leaves_the_delisted_and_the_history_out(sample: Sample) -> None:
    read = sample("ch_seco", "ch/seco.xml")
    assert list(read.entries) == ["90001", "90030"]
    person = read.entries["90001"]
    assert [row[:5] for row in person.names.values()] == [
        ("Tun Example", "primary", "good", "Latn", "en"),
        ("Тун Пример", "variation", "good", "Cyrl", "ru"),
        ("Tun Tun", "alias", "low", "Latn", "en"),
    ]
    assert person.listed == (date(2018, 10, 17), date(2018, 10, 17), False)
    assert person.updated_on == date(2023, 11, 18)
    assert [row[:2] for row in person.addresses.values()] == [
        ("1 Sample Street, 11201, Yangon, Yangon Region", "MM")
    ]
    assert person.myanmar
    assert numbers(read.entries["90030"]) == [("imo_ship", "9074729", "yes")]
    assert read.found("left_out")[0][4] == "1"
    assert read.found("orphan", "90030")


def test_switzerland_goes_by_the_day_where_the_order_fails(tmp_path: Path) -> None:
    def target(ssid: int, *changes: tuple[str, str], part: str = "whole-name") -> str:
        listed = "".join(
            f'<modification modification-type="{kind}" effective-date="{day}"/>'
            for kind, day in changes
        )
        return (
            f"<target "
            f'ssid="{ssid}"><sanctions-set-id>1</sanctions-set-id>'
            f"<foreign-identifier>A{ssid}</foreign-identifier>"
            f"<foreign-identifier>B{ssid}</foreign-identifier>"
            f'<individual><identity ssid="{ssid}1" main="true">'
            f'<name ssid="1" name-type="primary-name" quality="good"><name-part order="²" '
            f'name-part-type="{part}">'
            "<value>Name</value>"
            '</name-part></name><identification-document ssid="2" '
            'document-type="id-card"><number>7</number><expiry-date><day-month-year year="2030" '
            f'month="1" '
            f'day="2"/></expiry-date></identification-document></identity></individual>{listed}</target>'
        )

    path = tmp_path / "seco.xml"
    path.write_text(
        '<?xml version="1.0"?><swiss-sanctions-list list-type="whole-list" '
        'date="2026-09-28"><sanctions-program ssid="2"><program-key '
        'lang="eng">Test</program-key><sanctions-set ssid="1" '
        'lang="eng">Set</sanctions-set></sanctions-program>'
        + target(
            5, ("amended", "2025-06-03"), ("de-listed", "2025-06-20"), ("listed", "2014-12-17")
        )
        + target(
            6,
            ("listed", "2025-06-20"),
            ("de-listed", "2025-06-20"),
            ("listed", "2014-12-17"),
            part="moon-name",
        )
        + "</swiss-sanctions-list>",
        encoding="utf-8",
    )
    read = read_files("ch_seco", path)
    assert [(key, entry.listed) for key, entry in read.entries.items()] == [
        ("6", (date(2025, 6, 20), date(2025, 6, 20), False))
    ]
    assert numbers(read.entries["6"]) == [
        ("foreign_list", "A6", None),
        ("foreign_list", "B6", None),
        ("national_id", "7", None),
    ]
    assert (
        next(row[-1] for row in read.entries["6"].identifiers.values() if row[0] == "national_id")
        == "id-card; expires 2030-01-02"
    )
    assert [(row[1], row[4]) for row in read.issues] == [
        ("unknown_word", "moon-name"),
        ("left_out", "1"),
    ]


def test_switzerland_places_may_stand_before_the_targets(sample: Sample, tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "samples/lists/ch/seco.xml").read_text(encoding="utf-8")
    place = text[text.index("  <place ") : text.index("</swiss-sanctions-list>")]
    turned = tmp_path / "seco.xml"
    turned.write_text(
        text.replace(place, "").replace('  <target ssid="90001"', place + '  <target ssid="90001"'),
        encoding="utf-8",
    )
    first = read_files("ch_seco", turned).entries["90001"]
    assert [row[0] for row in first.addresses.values()] == [
        "1 Sample Street, 11201, Yangon, Yangon Region"
    ]


def test_australia_old_layout(sheet: Callable[..., Path]) -> None:
    shared = (
        None,
        "Sample text_x000D_\nmore",
        "Listed on: 5 Oct. 2018\nLast listed on 19 Sep 2024",
        "Autonomous (Myanmar)",
        datetime(2024, 9, 19),
    )
    path = sheet(
        OLD_SHEET,
        ("9001a", "Tun Tun", "individual", "Aka ", "20 Aug. 1961", None, "Myanmar", *shared),
        (9001, "Example Aung "
            "Tun", "Individual ", "Primary Name ", "20 Aug. 1961", None, "Myanmar", *shared),
        (
            "9002", "Harbor Lantern Co "
                "Ltd", "Entity", "Primary "
                    "name", None, None, None, "a) 1 Sample Street b) 2 Sample Road",
            None, "Instrument 2024", "Autonomous (Myanmar)", datetime(2024, 1, 31), "stray",
        ),
        ("9002b", "ထွန်း", "Entity", "Original "
            "Script", None, None, None, None, None, None, "Autonomous (Myanmar)", None),
        ("9001", "Another "
            "Party", "Individual", "Primary "
                "Name", 1973, None, None, None, None, None, "1718 (DPRK)", None),
        (None, "No "
            "number", "Entity", "Primary Name", None, None, None, None, None, None, "x", None),
    )  # fmt: skip
    read = read_files("au_dfat", path)
    assert list(read.entries) == ["9001", "9002", "9001 (2)", "row 7"]
    assert names(read.entries["9001"]) == [
        ("Example Aung Tun", "primary", None),
        ("Tun Tun", "alias", None),
    ]
    assert read.entries["9001"].listed == (date(2018, 10, 5), date(2018, 10, 5), False)
    assert read.entries["9001"].remarks == "Sample text\nmore"
    assert (read.entries["9002"].listed, read.entries["9002"].listed_basis) == (
        (None, date(2024, 1, 31), False),
        "derived",
    )
    assert len(read.entries["9002"].addresses) == 2
    assert bounds(read.entries["9001 (2)"], "birth_date") == [("1973-01-01", "1973-12-31", "None")]
    assert {row[1] for row in read.issues} == {"unknown_field", "duplicate", "missing"}


def test_australia_new_layout(sheet: Callable[..., Path]) -> None:
    path = sheet(
        NEW_SHEET,
        (
            9101, "SAMPLE "
                "STAR", "Vessel", "Primary "
                    "Name", None, None, None, None, None, None, datetime(2025, 6, 18), "9074729",
            "Autonomous "
            "(Vessels)", datetime(2025, 6, 18), "Sample Instrument 2025", None, None, "Yes", None,
        ),
        (
            "9101a", "Sample "
                "Sta", "Vessel", "Aka", "Weak", None, None, None, None, None, None, "9074729",
                "Autonomous (Vessels)",
            None, "Sample Instrument 2025", None, None, "Yes", None,
        ),
    )  # fmt: skip
    read = read_files("au_dfat", path)
    ship = read.entries["9101"]
    assert read.reading.layout == "xlsx_new"
    assert ship.entry_type == "vessel"
    assert numbers(ship) == [("imo_ship", "9074729", "yes")]
    assert names(ship)[1] == ("Sample Sta", "alias", "low")
    assert list(ship.programmes.values()) == [
        ("Autonomous (Vessels)", "Sample Instrument 2025", "no", "maritime restriction")
    ]
    assert not read.issues


def test_australia_measures_births_and_odd_references(sheet: Callable[..., Path]) -> None:
    def row(
        reference: object,
        name: str,
        born: object = None,
        measures: tuple[object, ...] = (1, 0, 0, 1),
        citizen: str = "",
    ) -> tuple[object, ...]:
        return (reference, name, "Individual", "Primary "
            "Name", None, born, None, citizen, None, None, "Instrument 2026", None,
                "Autonomous "
                "(Myanmar)", datetime(2026, 1, 2), "Instrument 2026", *measures)  # fmt: skip

    read = read_files(
        "au_dfat",
        sheet(
            NEW_SHEET,
            row(
                "9201",
                "Example One",
                "1945, 1946, 03/1955",
                ("1", "0", False, True),
                "Myanmar; Thailand",
            ),
            row("9202", "Example Two", "a) 5/12/1970 b) 1969", ("maybe", 0, 0, 0)),
            row("9203", "Example Three", "Approximately: Between 1972 and 1975"),
            row("9204", "Example Four", "1980.1981", (0, 0, 0, 0)),
            row("92-05", "Example Five", "14/04/1970 14/04/1971"),
        ),
    )
    assert [[row[3] for row in entry.programmes.values()] for entry in read.entries.values()] == [
        ["travel ban; targeted financial "
            "sanction"], [None], ["travel ban; targeted financial sanction"], [None],
        ["travel ban; targeted financial sanction"],
    ]  # fmt: skip
    assert bounds(read.entries["9201"], "birth_date")[1:] == [
        ("1946-01-01", "1946-12-31", "None"),
        ("1955-03-01", "1955-03-31", "None"),
    ]
    assert bounds(read.entries["9202"], "birth_date")[0] == ("1970-12-05", "1970-12-05", "None")
    assert bounds(read.entries["9203"], "birth_date") == [("1972-01-01", "1975-12-31", "yes")]
    assert bounds(read.entries["92-05"], "birth_date")[1] == ("1971-04-14", "1971-04-14", "None")
    assert details(read.entries["9201"], "citizenship") == ["Myanmar", "Thailand"]
    assert [row[:3] for row in read.issues] == [
        ("error", "unknown_word", "9202"), ("error", "missing", "row "
            "6"), ("warning", "unreadable", "9204"),
    ]  # fmt: skip


def test_opensanctions_layouts(sample: Sample) -> None:
    full = sample("opensanctions", "opensanctions/entities.ftm.json")
    assert full.reading.list == "opensanctions_nz_sample_sanctions"
    company = full.entries["os-1"]
    assert numbers(company) == [
        ("registration", "100000001", None),
        ("imo_company", "6481035", "yes"),
    ]
    assert company.listed == (date(2023, 2, 1), date(2023, 2, 1), False)
    assert company.myanmar
    assert ("imo_ship", "9074729", "yes") in numbers(full.entries["os-2"])
    assert full.entries["os-4"].entry_type is None
    assert [row[3] for row in full.found("unknown_field")] == ["properties.sparkle"]
    simple = sample("opensanctions", "opensanctions/targets.simple.csv")
    assert simple.reading.list == "opensanctions_nz_sample_sanctions"
    assert numbers(simple.entries["os-2"])[0] == ("imo_ship", "9074729", "yes")


def test_australia_header_may_stand_lower_and_on_several_sheets(
    sheet: Callable[..., Path], tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    path = sheet(
        ("As at 1 June 2026",),
        (None,),
        OLD_SHEET,
        (1, "First", "Entity", "Primary Name", *[None] * 6, "Autonomous (Myanmar)"),
    )
    book = load_workbook(path)
    book.create_sheet("Notes").append(("Nothing here",))
    more = book.create_sheet("Vessels")
    for row in (
        NEW_SHEET,
        (
            2,
            "SAMPLE STAR",
            "Vessel",
            "Primary Name",
            *[None] * 7,
            "9074729",
            "Autonomous (Vessels)",
        ),
    ):
        more.append(row)
    book.save(path)
    read = read_files("au_dfat", path)
    assert list(read.entries) == ["1", "2"]
    assert [row[3] for row in read.issues] == ["sheet Notes"]


def test_words_that_mean_unknown_are_null(sample: Sample) -> None:
    star = sample("us_ofac", *FAMILY).entries["103"]
    assert details(star, "vessel_flag_other") == []
    person = sample("eu_fsf", "eu/fsf.xml").entries["EU.9001.27"]
    assert next(row for row in person.identifiers.values() if row[0] == "passport")[4:6] == (
        None,
        None,
    )


def test_pieces_of_a_file_read_as_the_file(tmp_path: Path) -> None:
    from sanctrack.lists.reading.xml_ranges import Pieces, find, split

    path = tmp_path / "list.xml"
    path.write_bytes(
        b"<Root a='1'>" + b"x" * 3_000_000 + b"<Block>inside</Block>" + b"y" * 10 + b"</Root>"
    )
    around, alone = split(path, b"Root", b"Block") or ([], [])
    with Pieces(path, around) as pieces:
        assert (
            b"".join(iter(lambda: pieces.read(70_000), b""))
            == b"<Root a='1'>" + b"x" * 3_000_000 + b"y" * 10 + b"</Root>"
        )
    with Pieces(path, alone) as pieces:
        assert (
            b"".join(iter(lambda: pieces.read(5), b""))
            == b"<Root a='1'><Block>inside</Block></Root>"
        )
    assert find(path, b"<Block>") == 3_000_012
    assert split(path, b"Root", b"Other") is None
