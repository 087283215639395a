"""Burmese script as Latin letters, in the spelling that newspapers and lists use for names.

There is no official romanisation of Burmese names; people write them by ear ("Myint", "Htun").
The table follows the sounds: an initial consonant with its medials, and a rhyme (vowel and final),
which together are a syllable. Zawgyi, an old font encoding that uses the same code points for other
signs, is recognised by sequences that no Unicode text holds, and is converted before it is read.
"""

from __future__ import annotations

import re

CONSONANTS = {
    "က": "k", "ခ": "kh", "ဂ": "g", "ဃ": "g", "င": "ng", "စ": "s", "ဆ": "s", "ဇ": "z", "ဈ": "z",
    "ည": "ny", "ဉ": "ny", "ဋ": "t", "ဌ": "ht", "ဍ": "d", "ဎ": "d", "ဏ": "n", "တ": "t", "ထ": "ht",
    "ဒ": "d", "ဓ": "d", "န": "n", "ပ": "p", "ဖ": "ph", "ဗ": "b", "ဘ": "b", "မ": "m", "ယ": "y",
    "ရ": "y", "လ": "l", "ဝ": "w", "သ": "th", "ဟ": "h", "ဠ": "l", "အ": "", "ဿ": "th",
}  # fmt: skip
INDEPENDENT = {
    "ဣ": "i", "ဤ": "i", "ဥ": "u", "ဦ": "u", "ဧ": "ay", "ဩ": "aw", "ဪ": "aw", "၎": "", "၏": "i",
    "၌": "naik", "၍": "ywe",
}  # fmt: skip
# an initial with the medials y (ျ, ြ): the sound, where it is not the two letters side by side
PALATAL = {"k": "ky", "kh": "ch", "g": "gy", "l": "ly", "th": "thy", "ng": "ny"}
# a vowel sign and a final consonant (with ်) to the rhyme
RHYMES = {
    ("", ""): "a", ("ာ", ""): "a", ("ါ", ""): "a", ("ိ", ""): "i", ("ီ", ""): "i", ("ု", ""): "u",
    ("ူ", ""): "u", ("ေ", ""): "ay", ("ဲ", ""): "ai", ("ော", ""): "aw", ("ေါ", ""): "aw",
    ("ို", ""): "o", ("ံ", ""): "an", ("ုံ", ""): "on", ("ိံ", ""): "ein",
    ("", "က"): "et", ("", "င"): "in", ("", "စ"): "it", ("", "ည"): "i", ("", "ဉ"): "in",
    ("", "တ"): "at", ("", "ဋ"): "at", ("", "န"): "an", ("", "ဏ"): "an", ("", "ပ"): "at",
    ("", "မ"): "an", ("", "ယ"): "e", ("", "သ"): "at", ("", "လ"): "al", ("", "ရ"): "a",
    ("ိ", "တ"): "eik", ("ိ", "န"): "ein", ("ိ", "ပ"): "eik", ("ိ", "မ"): "ein", ("ိ", "ဋ"): "eik",
    ("ု", "တ"): "ok", ("ု", "န"): "on", ("ု", "ပ"): "ok", ("ု", "မ"): "on", ("ု", "ဏ"): "on",
    ("ို", "က"): "aik", ("ို", "င"): "aing", ("ို", "လ"): "o", ("ို", "ယ"): "o",
    ("ော", "က"): "auk", ("ော", "င"): "aung", ("ေါ", "က"): "auk", ("ေါ", "င"): "aung",
    ("ာ", "တ"): "at", ("ာ", "န"): "an", ("ာ", "ဉ"): "in", ("ေ", "တ"): "it", ("ေ", "န"): "in",
    ("ော်", ""): "aw", ("ေါ်", ""): "aw",
}  # fmt: skip
# the medial w before a rhyme changes it where the rhyme is open to it
ROUNDED = {"a": "wa", "an": "un", "at": "ut", "in": "win", "et": "wet", "ay": "way", "ai": "we"}
DIGITS = str.maketrans("၀၁၂၃၄၅၆၇၈၉", "0123456789")
SYLLABLE = re.compile(
    r"(?P<initial>[က-အဿ])(?P<stacked>(?:္[က-အ])?)(?P<medials>[ျြွှ]*)"
    r"(?P<vowel>[ေ]?[ါာိီုူဲံို]*)(?P<asat>်?)(?P<tone>[့း]*)"
    r"(?P<final>(?:(?:[က-အ]့?်|[က-အ](?=္))[့း]*)?)"
)
MYANMAR_LETTER = re.compile(r"[က-႟ꩠ-ꩿ]")
# signs in an order, or code points, that Unicode text does not have and Zawgyi has
ZAWGYI = re.compile(r"(?:^|[\s\u200b])[ေျ][က-အ]|[က-အ]္(?:[^က-အ]|$)|[ၡ-ၼႅ-ႍ႐႓-႗]|ေျ|း်|ုိ|ူိ")


def is_myanmar(text: str) -> bool:
    """Whether a text holds letters of the Myanmar script."""
    return bool(MYANMAR_LETTER.search(text))


def is_zawgyi(text: str) -> bool:
    """Whether a text in Myanmar letters is written in the old Zawgyi encoding, as far as shows.

    A word with none of the telling sequences reads the same in both, or cannot be told apart; it
    is then taken as Unicode.
    """
    return bool(ZAWGYI.search(text))


ZAWGYI_SIGNS = {
    "\u1033": "\u102f", "\u1034": "\u1030", "\u1094": "\u1037", "\u1095": "\u1037",
    "\u106a": "\u1009", "\u106b": "\u100a", "\u108f": "\u1014", "\u1090": "\u101b",
    "\u1086": "\u103f", "\u1025": "\u1009", "\u1064": "\u1004\u103a\u1039",
    "\u105a": "\u102b\u103a", "\u1060": "\u1039\u1000", "\u1061": "\u1039\u1001",
    "\u1062": "\u1039\u1002", "\u1063": "\u1039\u1003", "\u1065": "\u1039\u1005",
    "\u1066": "\u1039\u1006", "\u1067": "\u1039\u1006", "\u1068": "\u1039\u1007",
    "\u1069": "\u1039\u1008", "\u106c": "\u1039\u100b", "\u106d": "\u1039\u100c",
    "\u1070": "\u1039\u100f", "\u1071": "\u1039\u1010", "\u1072": "\u1039\u1010",
    "\u1073": "\u1039\u1011", "\u1074": "\u1039\u1011", "\u1075": "\u1039\u1012",
    "\u1076": "\u1039\u1013", "\u1077": "\u1039\u1014", "\u1078": "\u1039\u1015",
    "\u1079": "\u1039\u1016", "\u107a": "\u1039\u1017", "\u107b": "\u1039\u1018",
    "\u107c": "\u1039\u1019", "\u1085": "\u1039\u101c", "\u106e": "\u100d\u1039\u100d",
    "\u106f": "\u100e\u1039\u100d", "\u1091": "\u100f\u1039\u100d", "\u1092": "\u100b\u1039\u100c",
    "\u1097": "\u100b\u1039\u100b", "\u1096": "\u1039\u1010\u103d", "\u1087": "\u103e",
    "\u1088": "\u103e\u102f", "\u1089": "\u103e\u1030", "\u108a": "\u103d\u103e",
    "\u108b": "\u1004\u103a\u1039\u102d", "\u108c": "\u1004\u103a\u1039\u102e",
    "\u108d": "\u1004\u103a\u1039\u1036", "\u108e": "\u102d\u1036", "\u1093": "\u1039\u1018",
    "\u103a": "\u103b", "\u103b": "\u103c", "\u107d": "\u103b", "\u107e": "\u103c",
    "\u107f": "\u103c", "\u1080": "\u103c", "\u1081": "\u103c", "\u1082": "\u103c",
    "\u1083": "\u103c", "\u1084": "\u103c", "\u103c": "\u103d", "\u103d": "\u103e",
    "\u1039": "\u103a", "\u200b": "",
}  # fmt: skip


def from_zawgyi(text: str) -> str:
    """A text in the Zawgyi encoding as Unicode. Signs that the table does not know stay."""
    if not text:
        return text
    swapped = "".join(ZAWGYI_SIGNS.get(sign, sign) for sign in text)
    # Zawgyi writes ေ and the medial r before their consonant; Unicode after it, in a fixed order
    swapped = re.sub("([\u103c]?)([\u1031]?)(\u103c?)([\u1000-\u1021\u103f])", _reordered, swapped)
    swapped = re.sub("(\u1031)((?:\u1039[\u1000-\u1021])?[\u103b-\u103e]+)", r"\2\1", swapped)
    swapped = re.sub("[\u103b-\u103e]+", lambda signs: "".join(sorted(signs[0])), swapped)
    swapped = re.sub("([\u102f\u1030])([\u102d\u102e])", r"\2\1", swapped)
    return re.sub("([\u1037])(\u103a)", r"\2\1", swapped)


def _reordered(match: re.Match[str]) -> str:
    before, vowel, between, letter = match.groups()
    return letter + (before or between) + vowel


def romanised(text: str) -> str:
    """A text in Myanmar letters as Latin syllables with blanks between; other letters stay.

    Unicode order is expected (see `from_zawgyi`). "အောင်မိုးမြင့်" gives "aung mo myint".
    """
    text = text.translate(DIGITS).replace("\u200b", "").replace("\u200c", "")
    parts: list[str] = []
    at = 0
    while at < len(text):
        if text[at] in INDEPENDENT:
            parts.append(INDEPENDENT[text[at]])
            at += 1
            continue
        syllable = SYLLABLE.match(text, at)
        if syllable is None:
            sign = text[at]
            if not MYANMAR_LETTER.match(sign):
                parts.append(sign)
            at += 1
            continue
        parts.append(_sound(syllable))
        at = syllable.end()
        if syllable["final"] and text[at : at + 1] == "္":
            at += 1
    joined = ""
    for part in parts:
        if part and part.isalpha() and joined and joined[-1].isalpha():
            joined += " "
        joined += part
    return joined


def _sound(syllable: re.Match[str]) -> str:
    initial = CONSONANTS[syllable["initial"]]
    medials = syllable["medials"]
    vowel = syllable["vowel"] + ("်" if syllable["asat"] and syllable["vowel"] else "")
    final = syllable["final"][:1]
    if syllable["asat"] and not syllable["vowel"]:
        return initial
    rhyme = RHYMES.get((vowel, final))
    if rhyme is None:
        rhyme = RHYMES.get((vowel, ""), "a") + (CONSONANTS.get(final, "") if final else "")
    if "ျ" in medials or "ြ" in medials:
        initial = PALATAL.get(initial, initial if initial.endswith("y") else initial + "y")
    if "ှ" in medials:
        initial = "sh" if initial in {"y", "ly"} else f"h{initial}"
    if "ွ" in medials:
        rhyme = ROUNDED.get(rhyme, f"w{rhyme}")
    if rhyme == "in" and final == "င" and "့" in syllable["final"]:
        rhyme = "int"
    return initial + rhyme
