"""The finder of names: every spelling of a name is found, and no other word is."""

import unicodedata

import pytest

from sanctrack.publication.names import Names, public_names, spellings

NAME = "Mon Hla Gyi"
BURMESE = "မုံလှကြီး"
FOUND = [
    "the people of Mon Hla Gyi fled",
    "MON HLA GYI",
    "mon-hla-gyi",
    "MonHlaGyi",
    "Mon_Hla_Gyi.pdf",
    "Mon\u200bHla\u200b Gyi",
    "Mon\u00a0Hla\u00a0Gyi",
    "Môn Hlá Gyi",
    unicodedata.normalize("NFD", "Môn Hlá Gyi"),
    "https://example.org/2024/mon%20hla%20gyi",
    "https://example.org/monhlagyi-bombed",
    "https://example.org/raid-on-monhlagyibombed.html",
    "Ｍｏｎ Ｈｌａ Ｇｙｉ",
    "own-2024-mon-hla-gyi-1",
    "MonHlaGyiVillage",
    "the hashtag #BombsOnMonHlaGyi",
    "monhlagyi2024",
    "TSMonHlaGyi",
    "https://archive.example.org/https%253A%252F%252Fexample.org%252FMon%252520Hla%252520Gyi",
    "Mon&amp;nbsp;Hla&amp;nbsp;Gyi",
    "Mon Hla Gyi's people, and Mon Hla Gyi\u2019s",
    "the Mon Hla Gyis",
    "MON HLA GYIS",
    "Mon Hla Gyi-based",
    "https://example.org/monhlagyis",
    "M\u043en Hla Gyi",  # Cyrillic o
    "\u041c\u043en H\u04cfa Gyi",  # Cyrillic M, o, l
    "M\u03bfn Hl\u03b1 Gyi",  # Greek o, a
    "\u039c\u039f\u039d \u0397LA GYI",  # Greek capitals
    "Mon Hla Gy\u0456's",  # Cyrillic i
    "m\u043en-hla-gyi",
    "https://example.org/m%D0%BEn%20hla%20gyi",
    "M\u00f8n Hla Gyi",
    "Mon H\u0142a Gyi",
    "M\u20ddon Hla Gyi",  # an enclosing circle
    "Mo\u3164n Hla Gyi",  # a letter that shows nothing
    "\U0001d40c\U0001d428\U0001d427 Hla Gyi",  # mathematical letters
    "\u24c2\u24de\u24dd Hla Gyi",  # letters in circles
    "M0n Hla Gyi",
    "Mon H1a Gyi",
    "Mon Hla Gy1",
    "Mon Hla Gy1s",
]
NOT_FOUND = [
    "Mon State",
    "Hla Gyi",
    "Monhlagyin",
    "MonHlaGyin",
    "Salmon Hla Gyi",
    "common hla",
    "",
    "Mon Gyi Hla",
    "Mon Hla Gyist",
    "M\u043esk\u0432a Hla Gyi",
    "Mon2 Hla Gyi",
]


@pytest.mark.parametrize("text", FOUND)
def test_every_spelling_is_found(text: str) -> None:
    assert Names({NAME: "own-1"}).record(text) == "own-1"


@pytest.mark.parametrize("text", NOT_FOUND)
def test_other_words_are_left_alone(text: str) -> None:
    assert Names({NAME: "own-1"}).record(text) is None


@pytest.mark.parametrize(
    "text", [BURMESE, f"{BURMESE}ရွာ", f"ယမန်နေ့က{BURMESE}ရွာကို", "\u200b".join(BURMESE), "မုံ လှ ကြီး"]
)
def test_burmese_is_found_without_blanks_and_with_breaks_of_no_width(text: str) -> None:
    assert Names({BURMESE: "own-1"}).record(text) == "own-1"


def test_a_burmese_name_ends_with_its_syllable() -> None:
    names = Names({"မုံလှ": "own-1"})
    assert names.record("မုံလှ ရွာ") == "own-1"
    assert names.record("မုံလှိုင်") is None  # a vowel sign makes it another syllable
    assert names.record("မုံလှက်") is None  # so does a closing consonant


def test_places_of_matches_are_those_of_the_text() -> None:
    text = "Near Môn\u200b-Hlá Gyi, they said"
    (match,) = Names({NAME: "own-1"}).matches(text)
    assert text[match.start : match.end] == "Môn\u200b-Hlá Gyi"


@pytest.mark.parametrize(
    "text", ["IMO 9074729", "IMO9074729", "imo9074729.", "IMO:9074729", "9074729IMO"]
)
def test_a_number_is_found_beside_letters(text: str) -> None:
    names = Names({"9074729": "own-1"})
    assert names.record(text) == "own-1"
    assert names.record(text.replace("9074729", "90747291")) is None


def test_a_name_recorded_in_letters_that_look_alike_is_found_in_plain_ones() -> None:
    names = Names(
        {"M\u043en Hla Gyi": "own-1", "\u0413\u043e\u0440\u0430 \u041c\u0438\u0440": "own-2"}
    )
    assert names.record("in Mon Hla Gyi") == "own-1"
    assert names.record("in M\u043en Hla Gyi") == "own-1"
    assert names.record("\u0433\u043e\u0440\u0430 \u043c\u0438\u0440") == "own-2"


def test_places_of_matches_in_other_letters_are_those_of_the_text() -> None:
    text = "Near M\u043en\u200b Hla Gyis, they said"
    (match,) = Names({NAME: "own-1"}).matches(text)
    assert text[match.start : match.end] == "M\u043en\u200b Hla Gyis"


def test_an_id_in_letters_that_look_alike_is_found() -> None:
    assert Names({}, {"own-1": "own-1"}).record("see \u043ewn-1") == "own-1"


@pytest.mark.parametrize(
    ("name", "open_text"),
    [
        ("Glas", "a glass"),  # too short to have a plural
        ("Mon", "Mons"),
        ("Princes", "Princess"),
        ("Thein", "Theism"),
        ("Hpakant", "Hpakan"),
    ],
)
def test_a_plural_blacks_out_no_other_word(name: str, open_text: str) -> None:
    assert Names({name: "own-1"}).record(open_text) is None


def test_a_plural_that_is_a_common_word_is_left_alone() -> None:
    names = Names({"Gladys Quarter": "own-1", "Market Place": "own-2"}, common={"marketplaces"})
    assert names.record("the market places") is None
    assert names.record("the Market Place") == "own-2"


def test_ids_are_found_literally() -> None:
    names = Names({}, {"own-1": "own-1"})
    assert names.record("see own-1.") == "own-1"
    assert names.record("see own-12 and my-own-1 and own 1") is None


def test_a_name_is_looked_for_without_what_is_written_around_it() -> None:
    assert "Mon Hla Gyi" in spellings("Mon Hla Gyi village (Tabayin)")
    assert "Golden Example" in spellings("Golden Example Co., Ltd.")
    assert "Hla Hla Win" in spellings("Daw Hla Hla Win")
    assert "Mon" not in spellings("Mon village")  # too short to tell alone
    assert "မုံလှကြီး" in spellings("မုံလှကြီးရွာ")


def test_a_plural_in_open_texts_makes_no_name_public() -> None:
    assert public_names([NAME, "Pazi Gyi"], ["the Mon Hla Gyis", "P\u0430zi Gyi"]) == set()


def test_words_of_open_texts_are_nobodys_secret() -> None:
    assert public_names(
        ["Market", NAME, "Pazi Gyi"], ["bombs fell on a market", "2023-04-11-pazi-gyi"]
    ) == {"Market", "Pazi Gyi"}
