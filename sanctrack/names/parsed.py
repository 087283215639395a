"""A name taken apart: the words that say who bears it, and those that say what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sanctrack.names import parts
from sanctrack.names.latin import joined_initials, latin, skeleton
from sanctrack.names.syllables import is_burmese, syllable_key

LETTER_AND_NUMBER = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
DIGIT_IN_WORD = re.compile(r"(?<=[a-z])[01358](?=[a-z])")
MISREAD = {"0": "o", "1": "l", "3": "e", "5": "s", "8": "b"}
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
VOYAGE = re.compile(r"\bv(?:oy(?:age)?)?\.?\s*\d{2,4}[a-z]?\b|\bvoy\b.*$", re.IGNORECASE)
HANGUL = re.compile(r"[\uac00-\ud7af]")
OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u2c00-\u2dff\ua640-\uabff]")
HAN = re.compile(r"[\u3400-\u9fff]")
TELEPHONE = re.compile(r"\b(?:tel|fax|phone|mob)\b[\s.:+\d-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as compared.

    Attributes:
        text: the name as it was written.
        words: Latin words that say who; legal forms, titles, ship prefixes and fillers left out,
            abbreviations written out, Roman numerals and number words as digits.
        skeletons: the consonants of each word (see `skeleton`), in the same order.
        joined: all the words as one.
        forms: classes of legal form that were left out.
        all_words: the Latin words before anything was left out, for acronyms.
        kind: person, entity, vessel or blank.
        weights: what each word says about who bears the name; little where many bear it.
        syllables: the sounds of the words where all are Burmese syllables, else empty.
        script: hangul, han or other where the name was written so; empty for Latin letters.
    """

    text: str
    words: tuple[str, ...]
    skeletons: tuple[str, ...]
    joined: str
    forms: frozenset[str]
    all_words: tuple[str, ...]
    kind: str
    weights: tuple[float, ...]
    syllables: tuple[str, ...]
    script: str


def _phrases(table: dict[str, tuple[str, ...]]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Phrases by their first word, the longest first."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for label, phrases in table.items():
        for phrase in phrases:
            words = tuple(phrase.split())
            by_first.setdefault(words[0], []).append((words, label))
    for entries in by_first.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return by_first


FORMS = _phrases(parts.LEGAL_FORMS)
NOISE = _phrases({"noise": parts.CUSTOMER_NOISE})


def without_phrases(
    words: tuple[str, ...], phrases: dict[str, list[tuple[tuple[str, ...], str]]]
) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words without the phrases of a table, and the labels of what was left out."""
    kept: list[str] = []
    labels: set[str] = set()
    at = 0
    while at < len(words):
        for phrase, label in phrases.get(words[at], ()):
            if words[at : at + len(phrase)] == phrase:
                labels.add(label)
                at += len(phrase)
                break
        else:
            kept.append(words[at])
            at += 1
    return tuple(kept), frozenset(labels)


@lru_cache(maxsize=200_000)
def parsed(text: str, kind: str = "") -> Name:
    """Take a name apart. `kind` is person, entity, vessel, or blank where it is not known."""
    script = script_of(text)
    cleaned = TELEPHONE.sub(" ", company_words(text) if script in {"han", "hangul"} else text)
    if kind == "vessel":
        cleaned = VOYAGE.sub(" ", cleaned)
    if kind == "person" and " " not in cleaned.strip():
        cleaned = CAMEL.sub(" ", cleaned)
    # a digit within a word is a letter that a machine or an eye misread
    letters = DIGIT_IN_WORD.sub(lambda digit: MISREAD[digit[0]], latin(cleaned))
    words = tuple(joined_initials(LETTER_AND_NUMBER.sub(" ", letters)).split())
    all_words = words
    forms: frozenset[str] = frozenset()
    if kind != "vessel":
        words = without_phrases(words, NOISE)[0] or words
    if kind not in {"vessel", "person"}:
        kept, forms = without_phrases(words, FORMS)
        words = kept or words
    if kind == "vessel":
        words = without_leading(words, parts.VESSEL_PREFIXES)
    if kind == "person":
        words = without_leading(words, parts.PERSON_TITLES)
    else:
        words = tuple(parts.NUMBERS.get(word, word) for word in words)
    words = tuple(parts.ABBREVIATIONS.get(word, word) for word in words)
    words = tuple(word for word in words if word not in parts.FILLERS and word != "number") or words
    syllables: tuple[str, ...] = ()
    weights = tuple(word_weight(word) for word in words)
    if kind in {"person", ""} and is_burmese(words):
        syllables = tuple(syllable_key(word) for word in words)
        weights = (1.0,) * len(words)
    if kind == "person" and len(words) > 1 and words[0] in parts.BURMESE_TITLES:
        weights = (0.35 * weights[0], *weights[1:])
    skeletons = tuple(skeleton(word) for word in words)
    return Name(
        text, words, skeletons, "".join(words), forms, all_words, kind, weights, syllables, script
    )


def word_weight(word: str) -> float:
    """What a word says about who bears the name: particles and words of many companies little,
    long words more than short ones."""
    if word.isdigit():
        return 1.0
    if word in parts.PARTICLES or word in parts.FILLERS:
        return 0.25
    if word in parts.COMMON_COMPANY_WORDS:
        return 0.45
    if len(word) < 4:
        return (0.4, 0.4, 0.6, 0.8)[len(word)]
    return min(1.0 + 0.04 * (len(word) - 4), 1.2)


def script_of(text: str) -> str:
    """Where a name is written in no Latin letters: hangul, han or other; else an empty text."""
    if text.isascii():
        return ""
    if HANGUL.search(text):
        return "hangul"
    if HAN.search(text):
        return "han"
    return "other" if OTHER_SCRIPT.search(text) else ""


def company_words(text: str) -> str:
    """A Chinese or Korean name with the words that all companies bear put into English."""
    for word, english in parts.EAST_ASIAN_WORDS:
        text = text.replace(word, f" {english} ")
    return text


OTHER_NAME = re.compile(
    r"\b(?:a\.?\s?k\.?\s?a\.?|f\.?\s?k\.?\s?a\.?|n\.?\s?k\.?\s?a\.?|d\.?b\.?a\.?|also known as"
    r"|formerly(?: known as)?|alias|trading as|ex)\b[.:]?(?=\s)",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]")


def alternatives(text: str) -> tuple[str, ...]:
    """The names that one cell gives: what stands in brackets and after "a.k.a." or "ex" apart.

    "REEF (ex BALTIC HORIZON)" gives "REEF" and "BALTIC HORIZON". The first is the whole text
    without brackets; a text that is one name gives itself alone.
    """
    inside = [part[1:-1] for part in BRACKETS.findall(text)]
    outside = BRACKETS.sub(" ", text)
    names = [
        part.strip(" ,;:/-")
        for piece in (outside, *inside)
        for line in piece.replace(";", "\n").split("\n")
        for part in OTHER_NAME.split(line)
    ]
    distinct = tuple(dict.fromkeys(name for name in names if name))
    return distinct or (text,)


def without_leading(words: tuple[str, ...], titles: frozenset[str]) -> tuple[str, ...]:
    """The words without titles at their start; one word at least stays."""
    at = 0
    while at < len(words) - 1 and words[at] in titles:
        at += 1
    return words[at:]
