"""Signs that deceive: which there are, where they are right, what is printed in their place."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

# Control characters: a terminal obeys them instead of showing them. Tab and line ends are text.
CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
# Signs that turn the order of what follows: what is seen is then not what is written.
TURNING = "\u202a-\u202e\u2066-\u2069"
# Signs that only tell the side of what stands beside them; right in names that are written from
# right to left.
SIDES = "\u061c\u200e\u200f"
# Signs that take no place: joiners, fillers, tags, selectors of a variant, signs of deprecated use.
UNSEEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Blanks that look like a space and are none, and the marks of lines and paragraphs.
BLANK = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Signs without a meaning that all share: private use, halves of characters, what stands for lost
# text, no characters.
NO_MEANING = "\ue000-\uf8ff\ufffd-\uffff\ud800-\udfff\U000f0000-\U0010ffff"

# halves of characters: what Python makes of bytes that are no UTF-8
NO_TEXT = re.compile("[\ud800-\udfff]")
TURNED = re.compile(f"[{TURNING}]")
OBEYED = re.compile(f"[{CONTROL}{TURNING}\ud800-\udfff]")
# control characters and code points that are no characters: no format and no font takes them
UNPRINTABLE = re.compile(f"[{CONTROL}\ufdd0-\ufdef\ufffe\uffff]")
SUSPECT = re.compile(f"[{CONTROL}{TURNING}{SIDES}{UNSEEN}{BLANK}{NO_MEANING}]")
BLANK_SIGN = re.compile(f"[{BLANK}]")
# The same for Arrow's regular expressions, wide: what matches is looked at sign by sign.
DOUBTFUL_IDS = r"[^\t\n\r\x20-\x7e]"
DOUBTFUL_TEXTS = (
    # control, format, private, not assigned, and blanks that are no space
    r"[^\p{L}\p{M}\p{N}\p{P}\p{S}\t\n\r\x20]"
    r"|[\x{34f}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{180b}-\x{180f}\x{2800}\x{3164}\x{ffa0}\x{fffd}]"
    r"|[\x{fe00}-\x{fe0f}\x{e0100}-\x{e01ef}]"
    r"|[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}\p{Coptic}\p{Lisu}]"
)
# what a reader of sheets cuts off the ends of a cell and nobody sees
AT_ENDS = (
    r"^[\s\p{Z}]*[\x{200b}-\x{200f}\x{2060}\x{feff}]|[\x{200b}-\x{200f}\x{2060}\x{feff}][\s\p{Z}]*$"
)
PLAIN_TEXT = re.compile(r"[\t\n\r\x20-\x7e]*")
# how a workbook writes a sign that XML cannot hold
ESCAPED_CELL = re.compile(r"_x((?!D[89A-F])[0-9A-F]{4})_", re.IGNORECASE)
FILLER = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
WORD = re.compile(r"[^\W\d_]{2,}")

# Scripts whose letters are taken for Latin ones.
ALIKE_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU")
# Scripts that write no blanks between words: a zero width space tells where a line may break.
UNSPACED = (
    "MYANMAR",
    "KHMER",
    "THAI",
    "LAO",
    "TAI",
    "NEW TAI LUE",
    "JAVANESE",
    "BALINESE",
    "TIBETAN",
)
# Scripts in which joiners change how letters are drawn.
JOINING = (
    *(
        "ARABIC",
        "SYRIAC",
        "THAANA",
        "NKO",
        "MONGOLIAN",
        "PHAGS",
        "MANDAIC",
        "DEVANAGARI",
        "BENGALI",
        "GURMUKHI",
        "GUJARATI",
    ),
    *(
        "ORIYA",
        "TAMIL",
        "TELUGU",
        "KANNADA",
        "MALAYALAM",
        "SINHALA",
        "MYANMAR",
        "KHMER",
        "TIBETAN",
        "CHAKMA",
        "MEETEI",
    ),
)
NAMES = {
    0x00AD: "soft hyphen",
    0x061C: "Arabic letter mark",
    0x200B: "zero width space",
    0x200C: "zero width non-joiner",
    0x200D: "zero width joiner",
    0x200E: "left-to-right mark",
    0x200F: "right-to-left mark",
    0x202E: "right-to-left override",
    0x2060: "word joiner",
    0xFEFF: "zero width no-break space, or byte order mark",
    0xFFFD: "sign that stands for lost text",
}

# code points that print like a Latin letter, after Unicode's table of confusables (UTS 39), letter
# for letter
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
PLAIN_LETTER = {int(code, 16): letter for letter, codes in ALIKE.items() for code in codes.split()}


class Sign(NamedTuple):
    """A sign that deceives: `severity` (error, warning), its place counted from 1, its name with U+
    number, how to mend it.
    """

    severity: str
    place: int
    name: str
    mend: str


# a name of a list in which `deceiving` may find something: a sign of SUSPECT, or two alphabets that
# meet
_OTHER = "\u0370-\u052f\u0531-\u058f\u13a0-\u13ff\u2c80-\u2cff\ua4d0-\ua4ff\uab70-\uabbf"
DOUBTFUL_NAME = re.compile(
    f"{SUSPECT.pattern}|[A-Za-z\u00c0-\u024f][{_OTHER}]|[{_OTHER}][A-Za-z\u00c0-\u024f]"
)


def visible(text: str) -> str:
    """A text that a terminal only shows: control characters and turned order become signs that can
    be seen.

    ESC is ␛, other control characters below U+0020 likewise; what has no such sign is named as
    ⟨U+202E⟩. Tab and line ends stay, and so do signs without width, which Burmese and Persian need.
    """
    return OBEYED.sub(lambda sign: shown(sign[0]), text)


def visible_name(text: str, most: int = 120) -> str:
    """A name that somebody else chose, on one line of at most so many signs: what is not printed,
    line ends and signs without width too, becomes a sign that can be seen.
    """
    signs = "".join(sign if sign.isprintable() else shown(sign) for sign in text[:most])
    return signs if len(text) <= most else f"{signs}…"


def escaped(text: str) -> str:
    """A text of JSON in which what a terminal would obey is written as its escape, so that the
    value stays what it is.
    """
    return OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def shown(sign: str) -> str:
    """What stands for a sign that must not be printed."""
    code = ord(sign)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"


def named(sign: str) -> str:
    """A sign's name with its number: right-to-left override (U+202E)."""
    code = ord(sign)
    if code in NAMES:
        name = NAMES[code]
    elif code < 0x20 or 0x7F <= code < 0xA0:
        name = "escape, a control character" if code == 0x1B else "control character"
    elif 0xE0001 <= code <= 0xE007F:
        name = "tag character"
    elif 0xD800 <= code <= 0xDFFF:
        name = "half of a character"
    else:
        private = unicodedata.category(sign) == "Co"
        name = unicodedata.name(sign, "").lower() or ("private use" if private else "unassigned")
    return f"{name} (U+{code:04X})"


class Shown:
    """A stream of text (stdout, stderr) through which no control sign reaches a terminal; else it
    is the stream itself.
    """

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        return int(self.stream.write(visible(text)))

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def deceiving(text: str, exact: bool) -> list[Sign]:
    """Signs of a text by which it is not what it seems to be, in their order.

    `exact` is for ids and codes, which are compared sign by sign: there each such sign is an error,
    and so are letters of another alphabet that look like Latin ones, and a spelling that is not
    composed (NFC), since two spellings that look the same are two ids. In names and texts a control
    character and what turns the order are errors, for no name needs them; the others are warnings,
    and none where the script needs them: a zero width space between Burmese letters is where a line
    may break, joiners shape Persian and Indic letters, marks of side stand in names written from
    right to left.
    """
    if PLAIN_TEXT.fullmatch(text):
        return []
    signs = [sign for sign in suspect(text, exact) if sign]
    signs += mixed_letters(text, exact)
    if exact and not unicodedata.is_normalized("NFC", text):
        composed = unicodedata.normalize("NFC", text)
        at = next(
            (
                at
                for at, pair in enumerate(zip(text, composed, strict=False), 1)
                if pair[0] != pair[1]
            ),
            1,
        )
        mend = f"write it composed (NFC): {composed}"
        signs.append(Sign("error", at, "letter with a separate accent (not NFC)", mend))
    return sorted(signs, key=lambda sign: sign.place)


def suspect(text: str, exact: bool) -> Iterator[Sign]:
    """The signs of SUSPECT and those that Unicode has not assigned, each judged where it stands."""
    if not SUSPECT.search(text) and all(unicodedata.category(sign) != "Cn" for sign in set(text)):
        return
    for place, sign in enumerate(text, 1):
        if not SUSPECT.match(sign) and unicodedata.category(sign) != "Cn":
            continue
        severity = "error" if exact or OBEYED.match(sign) else judged(text, place - 1)
        if severity:
            yield Sign(severity, place, named(sign), mend_of(sign, exact))


def judged(text: str, at: int) -> str:
    """How a sign without width, of side, of blank or without meaning stands in a name: error,
    warning, or blank where it is right.
    """
    sign = text[at]
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if sign in SIDES:
        return "" if is_right(sign, text) else "error"
    if sign == "\u200b" and of_scripts(before, UNSPACED) and of_scripts(after, UNSPACED):
        return ""
    if sign in "\u200c\u200d" and of_scripts(before, JOINING):
        return ""
    if sign == "\ufe00" and of_scripts(before, ("MYANMAR",)):
        return ""  # dotted letters of Khamti and Aiton
    if sign in "\u180b\u180c\u180d\u180e\u180f" and "MONGOLIAN" in {
        script(letter) for letter in text
    }:
        return ""
    if sign == "\u3000" and of_scripts(before, ("CJK", "HIRAGANA", "KATAKANA")):
        return ""
    return "warning"


def is_right(sign: str, text: str) -> bool:
    """Whether a mark of side stands in a text that is written from right to left."""
    return sign in SIDES and any(
        unicodedata.bidirectional(letter) in ("R", "AL") for letter in text
    )


def mend_of(sign: str, exact: bool) -> str:
    """How a sign is mended."""
    if BLANK_SIGN.match(sign):
        return (
            "write an ordinary space"
            if not exact
            else "remove it; an id or code has no blanks of this kind"
        )
    if re.match(f"[{NO_MEANING}]", sign):
        return "write the letter that is meant; the text came through a wrong encoding or font"
    return "remove it; retype the value if it was copied from a page or a message"


def mixed_letters(text: str, exact: bool) -> Iterator[Sign]:
    """Letters of another alphabet among Latin ones in one word; in an id any letter of such an
    alphabet.
    """
    if text.isascii():
        return
    if exact:
        for place, letter in enumerate(text, 1):
            if not letter.isascii() and letter.isalpha() and script(letter) in ALIKE_SCRIPTS[1:]:
                mend = "write it with the Latin letter"
                yield Sign(
                    "error", place, f"{named(letter)}, which looks like a Latin letter", mend
                )
        return
    beside_latin = any(
        script(word[0][0]) == "LATIN" and not mixed(word[0]) for word in WORD.finditer(text)
    )
    for word in WORD.finditer(text):
        if word[0].isascii():
            continue
        if beside_latin and all(ord(letter) in PLAIN_LETTER for letter in word[0]):
            mend = f"write it '{word[0].translate(PLAIN_LETTER)}' if the Latin word is meant"
            fault = (
                f"'{word[0]}', a word of letters that look like Latin ones, beginning with "
                f"{named(word[0][0])}"
            )
            yield Sign("warning", word.start() + 1, fault, mend)
        elif mixed(word[0]):
            at = stranger(word[0])
            mend = "write the word in letters of one alphabet"
            fault = f"{named(word[0][at])} in a word of another alphabet"
            yield Sign("warning", word.start() + at + 1, fault, mend)


def stranger(word: str) -> int:
    """Where the first letter stands that is not of the alphabet of most of a mixed word's letters
    (in a tie: not Latin).
    """
    kinds = [script(letter) for letter in word]
    most = max(ALIKE_SCRIPTS, key=kinds.count)  # the first of the greatest: LATIN in a tie
    return next(at for at, kind in enumerate(kinds) if kind in ALIKE_SCRIPTS and kind != most)


def mixed(word: str) -> bool:
    """Whether a word mixes letters of alphabets that look alike."""
    return len({script(letter) for letter in word} & {*ALIKE_SCRIPTS}) > 1


@lru_cache(maxsize=4096)
def script(letter: str) -> str:
    """The first word of a letter's Unicode name, which is its script: LATIN, MYANMAR."""
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""


def of_scripts(letter: str, scripts: tuple[str, ...]) -> bool:
    return script(letter) in scripts


def unescaped_cell(text: str) -> str:
    """The text of a spreadsheet cell with its `_x001B_` escapes resolved; halves of characters stay
    escaped.
    """
    return ESCAPED_CELL.sub(lambda sign: chr(int(sign[1], 16)), text) if "_x" in text else text
