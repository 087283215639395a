"""Names that may not be printed, found in texts, ids and addresses, however they are written."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from urllib.parse import unquote

from sanctrack.names.signs import PLAIN_LETTER

MYANMAR = "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"
TOKEN = re.compile(f"(?:[^\\W_{MYANMAR}])+")
BURMESE = re.compile(f"[{MYANMAR}]")
# a chunk of text that is an address, a file name or a handle, where words are run together
ADDRESS = re.compile(r"[/_=@#]|\w\.\w")
SHORT = 3  # a name of so few letters is looked for as it stands
LONG = 8  # a name of so many letters is found inside the joined words of an address
ENCODED_AT_MOST = 4  # times that a text is decoded
LEAST_BURMESE = 4  # signs of a Burmese name that is found inside other words
# letters with a stroke, which are no letter with an accent that could be taken off
STROKES = "øØđĐłŁħĦŧŦɨƗɓɗɖƙŋƒʋƴ", "oOdDlLhHtTiIbddknfvy"
# what looks like a Latin letter where somebody wants it to, and would be a false alarm of `check`:
# Cyrillic, Lisu, Cherokee
ALIKE_AT_WORST = (
    "внгьтꓐꓑꓓꓖꓗꓙꓚꓝꓟꓠꓡꓢꓣꓔꓴꓦꓧꓪꓫꓬꓮꓰꓲꓳꓜᎠᎡᎢᎪᎫᎬᎳᎷᎻᏀᏃᏚᏞᏟᏢᏦᏙᏴ",
    "bhrbtBPDGKJCFMNLSRTUVHWXYAEIOZDRTAJEWMHGZSLCPKVB",
)
SKELETON: dict[int, str] = {
    **{
        ord(sign): letter
        for signs, letters in (STROKES, ALIKE_AT_WORST)
        for sign, letter in zip(signs, letters, strict=True)
    },
    **PLAIN_LETTER,
}
# 0 and 1 between or after letters of a word, which may stand for letters: Paz1 Gyi
ZERO = re.compile(r"(?<=[A-Za-z])0(?=[A-Za-z]|\b)")
ONE = re.compile(r"(?<=[A-Za-z])1(?=[A-Za-z]|\b)")
# letters that show nothing
BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"
ASAT, VIRAMA = "\u103a", "\u1039"
BURMESE_MARKS = re.compile(
    "[\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d]"
)

# what is written beside a name and is none of it
AROUND = (
    r"village|village tract|ward|town|township|city|camp|idp "
    r"camp|quarter|hamlet|monastery|school|hospital"
    r"|ရွာ|ကျေးရွာ|ရပ်ကွက်|မြို့|မြို့နယ်"
)
LEGAL = r"(?:co|company|corp|corporation|inc|limited|llc|ltd|plc|pte|pty|gmbh|sdn|bhd|services?)"
TITLES = r"(?:u|daw|ko|ma|maung|saw|naw|sai|nang|dr|mr|mrs|ms|gen|lt|col|maj|capt|mt|mv|m/t|m/v|ss)"


@dataclass(frozen=True)
class Match:
    """A name that stands in a text: the name, the record that it names, and where it begins and
    ends.
    """

    name: str
    record: str
    start: int
    end: int


class Names:
    """Names, and the record that each would give away.

    Latin names are found as whole words, whatever case, hyphens, blanks, accents, composed or
    decomposed letters, or signs of no width they are written with: Pazi Gyi, pazi-gyi, PAZIGYI,
    Pazi%20Gyi; with letters of another alphabet that look like Latin ones, with a stroke, or with 0
    and 1 for letters (Pazi Gy1); and in the plural or possessive (Pazi Gyis, Pazi Gyi's, Pazi
    Gyi-based). Burmese is written without blanks between words, so a Burmese name is found where
    its syllables stand. `ids` are found literally. The time that a text takes does not grow with
    the number of Latin names.

    `common` are letters of words that are no plural of a name, though they end as one. `exact`
    finds a name as it is recorded alone: no plurals, no letters that look alike.
    """

    def __init__(
        self,
        names: Mapping[str, str],
        ids: Mapping[str, str] | None = None,
        common: Container[str] = (),
        exact: bool = False,
    ) -> None:
        self.exact = exact
        self.latin: dict[str, tuple[str, str]] = {}
        self.burmese: dict[str, tuple[str, str]] = {}
        for name, record in names.items():
            folded = folded_text(name)[0]
            joined = joined_letters(folded)
            if joined and not BURMESE.search(folded):
                self.latin.setdefault(joined, (name, record))
            burmese = burmese_letters(folded)
            if burmese:
                self.burmese.setdefault(burmese, (name, record))
        self.ids = dict(ids or {})
        self.long_names = [name for name in self.latin if len(name) >= LONG]
        if not exact:
            self.add_other_forms(common)
        self.longest = max(map(len, self.latin), default=0)

    def add_other_forms(self, common: Container[str]) -> None:
        """Add the names in plain letters, as they look, and their plurals."""
        for name, record in list(self.latin.values()):
            folded = folded_text(name)[0]
            for form in (folded, folded.translate(SKELETON)):
                self.latin.setdefault(joined_letters(form), (name, record))
                for plural in plurals(form):
                    letters = joined_letters(plural)
                    if letters not in common:
                        self.latin.setdefault(letters, (name, record))

    def __bool__(self) -> bool:
        return bool(self.latin or self.burmese or self.ids)

    def matches(self, text: str) -> Iterator[Match]:
        """Each name that stands in a text; a place in an encoded text (%20, &amp;) is given as the
        whole text.
        """
        if not self:
            return
        yield from self.plain_matches(text)
        decoded = decoded_text(text)
        if decoded != text:
            yield from (
                Match(match.name, match.record, 0, len(text))
                for match in self.plain_matches(decoded)
            )

    def record(self, text: str) -> str | None:
        """The record that a text names, if any."""
        return next((match.record for match in self.matches(text)), None)

    def plain_matches(self, text: str) -> Iterator[Match]:
        folded, offsets = folded_text(text)
        yield from self.written_matches(folded, offsets)
        if self.burmese and BURMESE.search(folded):
            yield from self.burmese_matches(folded, offsets)
        if not self.exact:
            for form in other_readings(folded):
                yield from self.written_matches(form, offsets)

    def written_matches(self, folded: str, offsets: list[int]) -> Iterator[Match]:
        """Latin names and ids, where they stand letter for letter."""
        yield from self.latin_matches(folded, offsets)
        if self._id_pattern:
            for match in self._id_pattern.finditer(folded):
                record = self._ids_folded[match[0].casefold()]
                yield Match(match[0], record, offsets[match.start()], offsets[match.end() - 1] + 1)

    def latin_matches(self, folded: str, offsets: list[int]) -> Iterator[Match]:
        spans = list(word_spans(folded)) if self.latin else []
        for number, (start, _) in enumerate(spans):
            letters = ""
            for low, high in spans[number:]:
                letters += folded[low:high]
                if len(letters) > self.longest:
                    break
                known = self.latin.get(cased(letters))
                if known:
                    yield Match(*known, offsets[start], offsets[high - 1] + 1)
        if self.long_names:
            yield from self.joined_matches(folded, offsets)

    def joined_matches(self, folded: str, offsets: list[int]) -> Iterator[Match]:
        """Long names inside addresses and file names, where words are run together."""
        for chunk in re.finditer(r"\S+", folded):
            if not ADDRESS.search(chunk[0]):
                continue
            letters = joined_letters(chunk[0])
            for name in self.long_names:
                if name in letters:
                    yield Match(
                        *self.latin[name], offsets[chunk.start()], offsets[chunk.end() - 1] + 1
                    )

    def burmese_matches(self, folded: str, offsets: list[int]) -> Iterator[Match]:
        places = [at for at, sign in enumerate(folded) if BURMESE.match(sign)]
        letters = "".join(folded[at] for at in places)
        for name, known in self.burmese.items():
            if len(name) < LEAST_BURMESE and letters != name:
                continue
            at = letters.find(name)
            while at >= 0:
                if ends_syllable(letters, at + len(name)) and letters[at - 1 : at] != VIRAMA:
                    yield Match(
                        *known, offsets[places[at]], offsets[places[at + len(name) - 1]] + 1
                    )
                at = letters.find(name, at + 1)

    @cached_property
    def _ids_folded(self) -> dict[str, str]:
        return {folded_text(name)[0].casefold(): record for name, record in self.ids.items()}

    @cached_property
    def _id_pattern(self) -> "re.Pattern[str] | None":
        if not self.ids:
            return None
        known = "|".join(sorted(map(re.escape, self._ids_folded), key=len, reverse=True))
        return re.compile(rf"(?<![\w-])(?:{known})(?![\w-])", re.IGNORECASE)


def folded_text(text: str) -> tuple[str, list[int]]:
    """The text in plain letters, without accents and signs of no width, and the place in the text
    that each letter comes from.
    """
    if text.isascii():
        return text, list(range(len(text)))
    letters: list[str] = []
    offsets: list[int] = []
    for at, sign in enumerate(text):
        if unicodedata.category(sign) == "Cf" or sign in BLANK_LETTERS:
            continue
        for part in unicodedata.normalize("NFKD", sign):
            if unicodedata.category(part) in ("Mn", "Me") and not BURMESE.match(part):
                continue
            letters.append(part)
            offsets.append(at)
    return "".join(letters), offsets


def other_readings(folded: str) -> Iterator[str]:
    """The text, letter for letter, as a reader may take it: letters of other alphabets that look
    like Latin ones, and figures within words that stand for letters.
    """
    skeleton = folded if folded.isascii() else folded.translate(SKELETON)
    if skeleton != folded:
        yield skeleton
    zeros = ZERO.sub("o", skeleton)
    readings = [ONE.sub(letter, zeros) for letter in "li"] if ONE.search(zeros) else [zeros]
    yield from (reading for reading in readings if reading != skeleton)


def plurals(name: str) -> list[str]:
    """A name in the plural, where it is one by itself: Pazi Gyis, Foxes, Jetties."""
    if not name[-1:].isascii() or not name[-1:].isalpha() or not tells_alone(name):
        return []
    if re.search(r"(?:s|x|z|ch|sh)$", name, re.IGNORECASE):
        return [f"{name}es"]
    if re.search(r"[^aeiou]y$", name, re.IGNORECASE):
        return [f"{name}s", f"{name[:-1]}ies"]
    return [f"{name}s"]


def decoded_text(text: str) -> str:
    """The text without its encoding as an address or as HTML, which an archive's address may have
    put on it more than once.
    """
    for _ in range(ENCODED_AT_MOST):
        decoded = unescape(unquote(text)) if "%" in text or "&" in text else text
        if decoded == text:
            break
        text = decoded
    return text


def word_spans(folded: str) -> Iterator[tuple[int, int]]:
    """Where words stand, also those that are run together with figures or by capitals: IMO9074729,
    PaziGyiVillage.
    """
    for match in TOKEN.finditer(folded):
        token, start = match[0], match.start()
        if token.isalpha() and (token[1:].islower() or token.isupper()):
            yield match.span()
            continue
        begin = 0
        for at in range(1, len(token)):
            if begins_word(token, at):
                yield start + begin, start + at
                begin = at
        yield start + begin, match.end()


def begins_word(token: str, at: int) -> bool:
    before, here, after = token[at - 1], token[at], token[at + 1 : at + 2]
    if before.isdigit() != here.isdigit():
        return True
    return here.isupper() and (before.islower() or (before.isupper() and after.islower()))


def cased(letters: str) -> str:
    """Small letters, unless the name is so short that its case tells it from a word."""
    return letters if len(letters) <= SHORT else letters.casefold()


def joined_letters(folded: str) -> str:
    return cased("".join(TOKEN.findall(folded)))


def burmese_letters(folded: str) -> str:
    return "".join(BURMESE.findall(folded))


def letters_of(name: str) -> str:
    """What a name is compared by: its letters alone, in any script."""
    folded = folded_text(name)[0]
    return joined_letters(folded) + burmese_letters(folded)


def ends_syllable(letters: str, at: int) -> bool:
    """Whether a Burmese syllable ends before this place: no vowel sign, and no consonant that
    closes the syllable, follows.
    """
    following, after = letters[at : at + 1], letters[at + 1 : at + 2]
    return not BURMESE_MARKS.match(following or " ") and after not in (ASAT, VIRAMA)


def spellings(name: str) -> list[str]:
    """A name as it is recorded, and without what is written around it: kinds of places, brackets,
    legal forms, titles.
    """
    whole = " ".join(name.split())
    parts = {whole, re.split(r"[(,;/]", whole, maxsplit=1)[0].strip()}
    parts |= set(re.findall(r"\(([^()]+)\)", whole))
    for part in list(parts):
        parts.add(
            re.sub(rf"^(?:{AROUND})\s+(?:of\s+)?|\s*(?:{AROUND})$", "", part, flags=re.IGNORECASE)
        )
        parts.add(re.sub(rf"(?:[\s,.]+{LEGAL}\b\.?)+$", "", part, flags=re.IGNORECASE))
        parts.add(re.sub(rf"^{TITLES}\.?\s+", "", part, flags=re.IGNORECASE))
    return [
        part
        for part in sorted(parts, key=lambda item: (-len(item), item))
        if part == whole or tells_alone(part)
    ]


def tells_alone(part: str) -> bool:
    """Whether a part of a name is a name by itself: two words, or one of six letters; in Burmese
    four signs.
    """
    folded = folded_text(part)[0]
    tokens = TOKEN.findall(folded)
    burmese = burmese_letters(folded)
    return (
        len(burmese) >= LEAST_BURMESE
        or len("".join(tokens)) >= 6
        or (len(tokens) > 1 and len("".join(tokens)) > SHORT)
    )


def public_names(names: Iterable[str], texts: Iterable[str]) -> set[str]:
    """Those of the names that stand in one of the texts: what is printed openly, or is a word of
    the language.
    """
    wanted = {
        name: [token.casefold() for token in TOKEN.findall(folded_text(name)[0])] for name in names
    }
    if not wanted:
        return set()
    lines = list(dict.fromkeys(texts))
    everything = fold_all("\n".join(lines))
    # joined spellings would not hold the words by themselves; the letters alone hold them all
    squeezed = re.sub(r"[\W_]+", "", everything)
    burmese = burmese_letters(everything)
    maybe = [
        name
        for name, tokens in wanted.items()
        if "".join(tokens) in squeezed and burmese_letters(folded_text(name)[0]) in burmese
    ]
    if not maybe:
        return set()
    public: set[str] = set()
    finders = {name: Names({name: name}, exact=True) for name in maybe}
    for line in lines:
        folded = re.sub(r"[\W_]+", "", fold_all(line))
        for name, finder in finders.items():
            if name not in public and "".join(wanted[name]) in folded and finder.record(line):
                public.add(name)
    return public


def fold_all(text: str) -> str:
    if text.isascii():
        return text.casefold()
    return "".join(
        sign
        for sign in unicodedata.normalize("NFKD", text)
        if BURMESE.match(sign) or unicodedata.category(sign) not in ("Mn", "Cf")
    ).casefold()
