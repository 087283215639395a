"""The author's own words as a reader sees them: no marks, no hidden signs, look-alike letters
folded into plain ones.
"""

import re
import unicodedata

from sanctrack.briefings.source.inline import CITATION, NUMBERED, OPTIONAL, QUOTATION, VALUE
from sanctrack.names.signs import FILLER, PLAIN_LETTER, WORD, mixed

# stands where a value, a term or a quotation was, so that words on its two sides do not run
# together
HOLE = " ▫ "
FALLBACK = re.compile(r"\s+or\s+[“\"]([^”\"]*)[”\"]")
MARKS = re.compile(r"[\\*_`]|\[\[|\]\]")
HYPHEN = re.compile(r"(?<=\w)[-‐‑]\s*(?=\w)")


def without_hidden(text: str) -> str:
    """A text without the signs that nobody sees and without Markdown's marks for
    emphasis and code.
    """
    visible = "".join(sign for sign in MARKS.sub("", text) if unicodedata.category(sign) != "Cf")
    return FILLER.sub("", visible)


def folded(text: str) -> str:
    """A text in plain letters: look-alikes, full-width and mathematical letters, accents and
    ligatures are told as what they look like.
    """
    letters = unicodedata.normalize("NFKC", without_hidden(text).translate(PLAIN_LETTER))
    return "".join(
        sign for sign in unicodedata.normalize("NFD", letters) if not unicodedata.combining(sign)
    )


def own_words(text: str, terms: tuple[str, ...] = (), quoted: bool = False) -> str:
    """The author's words: values, citations and terms are taken out; a value's fallback stays, it
    is the author's.

    Of a quotation the speaker stays, and the quoted words if `quoted`.
    """
    text = CITATION.sub(" ", text)
    text = QUOTATION.sub(
        (lambda match: f" {match[1]} ({match[2]}) ")
        if quoted
        else (lambda match: f"{HOLE}({match[2]}){HOLE}"),
        text,
    )
    text = VALUE.sub(lambda match: " ".join(FALLBACK.findall(" " + match[1])) or HOLE, text)
    for term in sorted(terms, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(term)}(?!\w)", HOLE, text)
    return text


def readings(text: str) -> list[str]:
    """Every way in which own words may be printed and read, folded.

    Either side of {a|b}, optional parts kept or left out, words joined over a hyphen.
    """
    variants = [text]
    if NUMBERED.search(text):
        variants = [NUMBERED.sub(side, text) for side in (r"\1", r"\2")]
    if OPTIONAL.search(text):
        variants += [OPTIONAL.sub("", item) for item in variants]
    folded_variants = [folded(item) for item in variants]
    unhyphenated = [HYPHEN.sub("", item) for item in folded_variants]
    return list(dict.fromkeys([*folded_variants, *unhyphenated]))


def mixed_scripts(text: str) -> list[str]:
    """Words that mix Latin letters with those of another alphabet that look like them."""
    return list(dict.fromkeys(filter(mixed, WORD.findall(without_hidden(text)))))
