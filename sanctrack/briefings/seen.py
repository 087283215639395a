"""The author's own words as a reader sees them: no marks, no hidden signs, look-alike letters folded into plain ones."""

import re
import unicodedata

from sanctrack.briefings.inline import CITATION, NUMBERED, OPTIONAL, QUOTATION, VALUE

HOLE = " ▫ "  # stands where a value, a term or a quotation was, so that words on its two sides do not run together
FALLBACK = re.compile(r"\s+or\s+[“\"]([^”\"]*)[”\"]")
MARKS = re.compile(r"[\\*_`]|\[\[|\]\]")
# signs that take no place on the page and are no format characters of Unicode (category Cf): joiners, fillers, variation selectors
FILLER = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# signs that turn the order of letters round: what is printed is then not what is written
TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
SPACED = re.compile(r"(?<!\w)(?:[^\W\d][ .·]{1,2}){3,}[^\W\d](?!\w)")
HYPHEN = re.compile(r"(?<=\w)[-‐‑]\s*(?=\w)")
WORD = re.compile(r"[^\W\d_]{2,}")
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU")
# code points that print like a Latin letter, after Unicode's table of confusables (UTS 39), letter for letter
ALIKE = {
    "a": "0430 03b1 0251 1d00",
    "b": "044c 0299 03b2",
    "c": "0441 1d04 03f2",
    "d": "0501 1d05",
    "e": "0435 03b5 1d07 04bd",
    "f": "03dd",
    "g": "0261 0581 0262",
    "h": "04bb 0570 029c",
    "i": "0456 03b9 0131 0269 026a",
    "j": "0458 03f3 1d0a",
    "k": "043a 03ba 1d0b",
    "l": "04cf 029f",
    "m": "043c 1d0d",
    "n": "043f 03b7 0578 0274",
    "o": "043e 03bf 0585 03c3 1d0f 2c9f",
    "p": "0440 03c1 1d18",
    "q": "051b",
    "r": "0433 0280",
    "s": "0455 a731",
    "t": "0442 03c4 1d1b",
    "u": "03c5 057d 1d1c 0446",
    "v": "03bd 0475 1d20",
    "w": "051d 03c9 0448 1d21",
    "x": "0445 03c7",
    "y": "0443 03b3 04af 028f",
    "z": "1d22",
    "A": "0410 0391",
    "B": "0412 0392",
    "C": "0421 03f9",
    "E": "0415 0395",
    "H": "041d 0397",
    "I": "0406 0399 04c0",
    "J": "0408",
    "K": "041a 039a",
    "M": "041c 039c",
    "N": "039d",
    "O": "041e 039f 0555",
    "P": "0420 03a1",
    "Q": "051a",
    "S": "0405 054f",
    "T": "0422 03a4",
    "W": "051c",
    "X": "0425 03a7",
    "Y": "0423 03a5 04ae",
    "Z": "0396",
    "'": "2019 2018 02bc",
}
PLAIN = {int(code, 16): letter for letter, codes in ALIKE.items() for code in codes.split()}


def without_hidden(text: str) -> str:
    """A text without the signs that nobody sees and without Markdown's marks for emphasis and code."""
    shown = "".join(sign for sign in MARKS.sub("", text) if unicodedata.category(sign) != "Cf")
    return FILLER.sub("", shown)


def folded(text: str) -> str:
    """A text in plain letters: look-alikes, full-width and mathematical letters, accents and ligatures are told as what they look like."""
    plain = unicodedata.normalize("NFKC", without_hidden(text).translate(PLAIN))
    return "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))


def own_words(text: str, terms: tuple[str, ...] = (), quoted: bool = False) -> str:
    """The author's words: values, citations and terms are taken out; a value's fallback stays, it is the author's.

    Of a quotation the speaker stays, and the quoted words if `quoted`.
    """
    text = CITATION.sub(" ", text)
    text = QUOTATION.sub((lambda match: f" {match[1]} ({match[2]}) ") if quoted else (lambda match: f"{HOLE}({match[2]}){HOLE}"), text)
    text = VALUE.sub(lambda match: " ".join(FALLBACK.findall(" " + match[1])) or HOLE, text)
    for term in sorted(terms, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(term)}(?!\w)", HOLE, text)
    return text


def readings(text: str) -> list[str]:
    """Every way in which own words may be printed and read, folded.

    Either side of {a|b}, optional parts kept or left out, words joined over a hyphen, letters set apart joined.
    """
    found = [text]
    if NUMBERED.search(text):
        found = [NUMBERED.sub(side, text) for side in (r"\1", r"\2")]
    if OPTIONAL.search(text):
        found += [OPTIONAL.sub("", item) for item in found]
    plain = [folded(item) for item in found]
    joined = [HYPHEN.sub("", SPACED.sub(lambda match: re.sub(r"[ .·]", "", match[0]), item)) for item in plain]
    return list(dict.fromkeys([*plain, *joined]))


def mixed_scripts(text: str) -> list[str]:
    """Words that mix Latin letters with those of another alphabet that look like them."""
    found = []
    for word in WORD.findall(without_hidden(text)):
        if word.isascii():
            continue
        scripts = {unicodedata.name(sign, "").split(" ")[0] for sign in word} & {*SCRIPTS}
        if len(scripts) > 1:
            found.append(word)
    return list(dict.fromkeys(found))
