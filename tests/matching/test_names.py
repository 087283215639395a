"""Names taken apart: scripts, legal forms, titles, numbers, and what two spellings share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctrack.names import burmese
from sanctrack.names.latin import latin, skeleton
from sanctrack.names.parsed import alternatives, parsed
from sanctrack.names.syllables import is_burmese, syllable_key


@pytest.mark.parametrize(
    ("script", "spelled"),
    [
        ("မင်းအောင်လှိုင်", "min aung hlaing"),
        ("အောင်မိုးမြင့်", "aung mo myint"),
        ("ခင်ဖြူဝင်း", "khin phyu win"),
        ("အောင်ဆန်းစုကြည်", "aung san su kyi"),
        ("ထွန်းအောင်", "htun aung"),
        ("ရွှေ", "shway"),
        ("၂၀၂၅", "2025"),
    ],
)
def test_burmese_script_is_read_by_its_sounds(script: str, spelled: str) -> None:
    assert burmese.romanised(script) == spelled


@pytest.mark.parametrize(
    ("zawgyi", "unicode"),
    [
        ("ေအာင္ဆန္းစုၾကည္", "အောင်ဆန်းစုကြည်"),
        ("ျမန္မာႏုိင္ငံ", "မြန်မာနိုင်ငံ"),
        ("မင္းေအာင္လႈိင္", "မင်းအောင်လှိုင်"),
    ],
)
def test_zawgyi_is_recognised_and_converted(zawgyi: str, unicode: str) -> None:
    assert burmese.is_zawgyi(zawgyi)
    assert not burmese.is_zawgyi(unicode)
    assert burmese.from_zawgyi(zawgyi) == unicode
    assert latin(zawgyi) == latin(unicode)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hlaing", "hline"),
        ("oo", "u"),
        ("soe", "so"),
        ("swe", "sway"),
        ("htun", "tun"),
        ("ei", "aye"),
    ],
)
def test_spellings_of_one_syllable_have_one_key(one: str, other: str) -> None:
    assert syllable_key(one) == syllable_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("min", "myint"), ("tin", "myint"), ("ko", "saw")])
def test_syllables_of_another_sound_are_others(one: str, other: str) -> None:
    assert syllable_key(one) != syllable_key(other)


def test_a_european_name_is_no_chain_of_burmese_syllables() -> None:
    assert is_burmese(("aung", "moe", "myint"))
    assert not is_burmese(("friedrich", "lindenberg"))


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Asia Sun Trading Co., Ltd.", "entity", ("asia", "sun", "trading")),
        ("ООО «Альфа»", "entity", ("alfa",)),
        ("M/T Huitong 78", "vessel", ("huitong", "78")),
        ("SILVIA II", "vessel", ("silvia", "2")),
        ("U Aung Min", "person", ("aung", "min")),
        ("C/O Sky Aviator Company Limited", "entity", ("sky", "aviator")),
        ("深圳科技有限公司", "entity", ("shenzhen", "technology")),
        ("R.E.N.T.A.L A.S.", "entity", ("rental",)),
    ],
)
def test_what_says_who_is_told_from_what_says_what(
    text: str, kind: str, words: tuple[str, ...]
) -> None:
    assert parsed(text, kind).words == words


def test_a_cell_with_several_names_gives_each() -> None:
    assert alternatives("REEF (ex BALTIC HORIZON)") == ("REEF", "BALTIC HORIZON")
    assert alternatives("Alpha Ltd a.k.a. Beta") == ("Alpha Ltd", "Beta")
    assert alternatives("Min Aung Hlaing") == ("Min Aung Hlaing",)


def test_vowels_and_doubled_letters_do_not_part_a_name() -> None:
    assert skeleton("mohammed") == skeleton("muhamad")
    assert skeleton("karnienka") != skeleton("skachkov")


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault_and_twice_alike(text: str) -> None:
    once = latin(text)
    assert latin(once) == once
    for kind in ("person", "entity", "vessel", ""):
        assert parsed(text, kind).joined == "".join(parsed(text, kind).words)
