"""Text as lists write it, made comparable: white space, invisible marks, HTML entities, scripts."""

import html
import re
import unicodedata
from functools import lru_cache

LONGEST = 100_000
# Invisible marks that make equal names unequal. The joiners U+200C and U+200D stay: Burmese and
# Persian need them.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARABIC": "Arab", "HEBREW": "Hebr",
    "MYANMAR": "Mymr", "CJK": "Hani", "HANGUL": "Hang", "HIRAGANA": "Hira", "KATAKANA": "Kana",
    "KATAKANA-HIRAGANA": "Kana", "THAI": "Thai", "LAO": "Laoo", "DEVANAGARI": "Deva",
    "BENGALI": "Beng", "GEORGIAN": "Geor", "ARMENIAN": "Armn", "ETHIOPIC": "Ethi", "TAMIL": "Taml",
    "KHMER": "Khmr", "GURMUKHI": "Guru", "GUJARATI": "Gujr", "SINHALA": "Sinh", "TIBETAN": "Tibt",
    "MONGOLIAN": "Mong", "SYRIAC": "Syrc", "THAANA": "Thaa", "FULLWIDTH": "Latn",
}  # fmt: skip


def squash(text: str) -> str:
    """Return the text in one line: HTML entities resolved, invisible marks removed, white space
    squashed.
    """
    if "&" in text:
        text = ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    return " ".join(INVISIBLE.sub("", text).split())


def paragraphs(text: str) -> str:
    """Return the text cleaned like `squash`, but with its line breaks."""
    if "\n" not in text and "\r" not in text:
        return squash(text)
    lines = (squash(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=4096)
def letter_script(letter: str) -> str:
    """Return the ISO 15924 code of the script of one letter, Zyyy when we do not know it."""
    return SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "Zyyy")


def script(text: str) -> str | None:
    """Return the script of the letters of a text; Zyyy when they are mixed, None when there is no
    letter.
    """
    if text.isascii():
        return "Latn" if text[:1].isalpha() or any(map(str.isalpha, text)) else None
    found = {letter_script(letter) for letter in set(text) if letter.isalpha()}
    if len(found) > 1:
        # Japanese writes in three scripts at once.
        return "Jpan" if found <= {"Hani", "Hira", "Kana"} else "Zyyy"
    return found.pop() if found else None
