"""Burmese syllables in Latin letters: one key for all the spellings of one sound.

Burmese names are chains of syllables, each a word of its own, without family names. The same sound
is written in several ways ("Hlaing" and "Hline", "Oo" and "U", "Soe" and "So"); two syllables of
different sound are two names, however alike they look ("Min" and "Myint").
"""

from __future__ import annotations

import re
from functools import lru_cache

INITIALS = (
    ("hng", "ng"), ("hny", "ny"), ("hm", "hm"), ("hn", "hn"), ("hl", "hl"), ("hs", "s"),
    ("hp", "p"), ("ht", "t"), ("hk", "k"), ("kh", "k"), ("ph", "p"), ("th", "th"), ("sh", "sh"),
    ("ch", "ch"), ("kyw", "kyw"), ("ky", "ky"), ("gy", "gy"), ("gj", "gy"), ("j", "gy"),
    ("py", "py"), ("phy", "py"), ("hpy", "py"), ("by", "by"), ("my", "my"), ("ny", "ny"),
    ("ly", "ly"), ("ng", "ng"),
)  # fmt: skip
RHYMES = {
    "": "a", "a": "a", "ar": "a", "ah": "a", "aa": "a",
    "i": "i", "ee": "i", "y": "i", "yi": "i", "ie": "i", "ii": "i", "iy": "i", "e": "e",
    "u": "u", "oo": "u", "uu": "u", "ou": "u",
    "ay": "e", "aye": "e", "ei": "e", "ae": "e", "ai": "e", "eh": "e", "el": "e", "ey": "e",
    "aw": "aw", "or": "aw", "au": "aw", "awe": "aw",
    "o": "o", "oe": "o", "oh": "o", "ow": "o",
    "an": "an", "am": "an", "ann": "an", "ant": "an", "ane": "an",
    "at": "at", "ut": "ut", "ot": "ok", "ok": "ok", "oke": "ok", "oak": "ok", "ote": "ok",
    "okt": "ok", "on": "on", "one": "on", "ohn": "on", "oun": "on", "own": "on", "un": "un",
    "wun": "un", "oon": "un", "in": "in", "inn": "in", "yin": "in", "int": "in", "ynt": "in",
    "yint": "in", "ein": "ein", "eint": "ein", "eing": "ein", "ain": "ein", "eik": "eik",
    "eit": "eik", "ate": "eik", "aik": "aik", "ike": "aik", "ite": "aik", "aing": "aing",
    "ine": "aing", "aine": "aing", "ing": "aing", "ayn": "aing", "aung": "aung", "ong": "aung",
    "oung": "aung", "awng": "aung", "auk": "auk", "ouk": "auk", "out": "auk", "et": "et",
    "ek": "et", "ak": "et", "it": "it", "ip": "it", "yit": "it", "is": "it", "wa": "wa",
    "war": "wa", "way": "we", "we": "we", "wei": "we", "wai": "we", "wel": "we", "win": "win",
    "wint": "win", "wet": "wet", "wut": "ut", "wat": "ut", "wan": "un", "al": "an", "ag": "et",
    "ug": "on", "awt": "aw", "ayt": "it",
}  # fmt: skip
SYLLABLE = re.compile(r"([bcdfghjklmnpqrstvwxyz]*?)([aeiouwy].*|)$")
# names of the peoples of Myanmar that are no Burmese syllables and are as common
OTHERS = frozenset(
    [
        "la",
        "lashi",
        "duwa",
        "zau",
        "hkalam",
        "awng",
        "brang",
        "gun",
        "maw",
        "tu",
        "ra",
        "hpauyam",
        "salai",
        "lian",
        "khai",
        "cung",
        "thang",
    ]
)


@lru_cache(maxsize=50_000)
def syllable_key(word: str) -> str:
    """The sound of a Burmese syllable, or an empty text where a word is none.

    "hlaing" and "hline" both give "hlaing"; "smith" gives an empty text.
    """
    if not 1 <= len(word) <= 7 or not word.isalpha():
        return ""
    word = word.replace("yy", "y")
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]  # "Latt", "Linn"
    options = [("", word)]
    for written, sound in INITIALS:
        if word.startswith(written):
            options.append((sound, word[len(written) :]))
    if word[0] in "bdghklmnpstyzwr":
        options.append((word[0], word[1:]))
    for initial, rhyme in sorted(options, key=lambda option: len(option[1])):
        ending = RHYMES.get(rhyme)
        if ending is not None and (rhyme or initial):
            return f"{initial}{ending}"
    return ""


def is_burmese(words: tuple[str, ...]) -> bool:
    """Whether all words of a name, two at least, can be Burmese syllables."""
    return len(words) >= 2 and all(syllable_key(word) for word in words)
