"""A name in any script as Latin letters, lower case, without signs: what is compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sanctrack.names import burmese

# scripts without blanks between words: each sign is a syllable or a word of its own
SYLLABIC = re.compile(r"([\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0002ffff])")
APOSTROPHES = re.compile(
    r"[\u0027\u2018\u2019\u201b\u02bb\u02bc\u02be\u02bf\u0060\u00b4\u05f3\u05f4]"
)
NOT_WORD = re.compile(r"[^0-9a-z]+")
INITIALS = re.compile(r"\b((?:[a-z] ){1,5}[a-z])\b")


def latin(text: str) -> str:
    """Lower-case Latin words of a name in any script, one blank between; empty when none is left.

    Burmese goes by our table of syllables (Zawgyi is converted before), all other scripts by
    anyascii. Full-width and other compatibility letters are read as the plain ones.
    """
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isascii():  # pictures are no letters
        plain = "".join(" " if unicodedata.category(sign) == "So" else sign for sign in plain)
    if burmese.is_myanmar(plain):
        plain = burmese.romanised(burmese.from_zawgyi(plain) if burmese.is_zawgyi(plain) else plain)
    if ARABIC.search(plain):
        plain = _arabic(plain)
    if not plain.isascii():
        from anyascii import anyascii

        plain = anyascii(SYLLABIC.sub(r" \1 ", APOSTROPHES.sub("", plain)))
    plain = APOSTROPHES.sub("", plain).replace("&", " and ").lower()
    return NOT_WORD.sub(" ", plain).strip()


# Arabic writes consonants and long vowels; w and y inside a word are mostly vowels, the article al
# is joined to its word, and ain at the start is heard as a
ARABIC = re.compile(r"[\u0600-\u06ff]")
ARABIC_WORD = re.compile(r"[\u0620-\u065f\u066e-\u06d3]+")


def _arabic(text: str) -> str:
    return ARABIC_WORD.sub(lambda match: _arabic_word(match[0]), text)


def _arabic_word(word: str) -> str:
    word = word.translate(ARABIC_FORMS)
    article = ""
    if word.startswith("ال") and len(word) > 4:
        article, word = "al ", word[2:]
    first, rest = word[:1], word[1:]
    first = {"ع": "a", "ا": "a"}.get(first, first)
    return article + first + rest.replace("و", "u").replace("ي", "i").replace("ا", "a")


ARABIC_FORMS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ا",
        "ی": "ي",
        "ک": "ك",
        "ة": "a",
        "ه": "h",
        "ع": "ع",
    }
)


def joined_initials(text: str) -> str:
    """Letters that stand alone, two or more in a row, as one word: "s a l" gives "sal"."""
    return INITIALS.sub(lambda match: match[0].replace(" ", ""), text)


VOWELS = re.compile(r"[aeiouy]+")
SOUNDS = (
    ("sch", "S"), ("tch", "C"), ("shch", "S"), ("sh", "S"), ("ch", "C"), ("zh", "Z"), ("kh", "k"),
    ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ts", "s"), ("tz", "s"), ("cz", "C"),
    ("ck", "k"), ("qu", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("c", "k"), ("j", "Z"),
    ("z", "s"), ("y", ""), ("h", ""),
)  # fmt: skip


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The consonants of a Latin word by their sound, vowels left out but for one at the start.

    Two romanisations of one name mostly differ in vowels, doubled letters, h and a few pairs
    (kh and k, sh and sch): "mohammed" and "muhamad" give the same skeleton.
    """
    if word.isdigit():
        return word
    start = "a" if word[:1] in "aeiouy" else ""
    for letters, sound in SOUNDS:
        word = word.replace(letters, sound)
    word = VOWELS.sub("", word)
    once = "".join(letter for at, letter in enumerate(word) if at == 0 or letter != word[at - 1])
    return (start + once).lower() if start or once else word
