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


def test_words_of_open_texts_are_nobodys_secret() -> None:
    assert public_names(
        ["Market", NAME, "Pazi Gyi"], ["bombs fell on a market", "2023-04-11-pazi-gyi"]
    ) == {"Market", "Pazi Gyi"}
