"""How alike two names are: a formula whose every part can be told in words.

The words of the two names are paired, best pairs first; what pairs counts for them by its rarity,
what is left over on both sides counts against them (they contradict each other), what is left over
on one side alone counts less (a part of a name was left out).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from sanctrack.names import parts
from sanctrack.names.parsed import Name

LEAST_SIMILARITY = 0.6
# of names that are not the same
HIGHEST = 0.985
Aligned = list[tuple[tuple[int, ...], tuple[int, ...], tuple[float, str]]]
SHORT_FORMS = frozenset(
    form.replace(" ", "")
    for forms in parts.LEGAL_FORMS.values()
    for form in forms
    if len(form.replace(" ", "")) <= 4
)
CONTRADICTION = {"syllables": 2.2, "person": 1.3, "entity": 2.0, "vessel": 3.0, "": 1.6}
OMISSION = {"syllables": 1.0, "person": 0.35, "entity": 0.55, "vessel": 1.2, "": 0.45}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words that were taken for one: as written in each name, how alike, and why."""

    query: str
    candidate: str
    similarity: float
    how: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What agrees and what does not between two names, and the score from 0 to 1."""

    score: float
    pairs: tuple[Pair, ...]
    only_query: tuple[str, ...]
    only_candidate: tuple[str, ...]
    how: str


@lru_cache(maxsize=500_000)
def word_similarity(
    one: str, other: str, skeleton: str, other_skeleton: str, foreign: bool = False
) -> tuple[float, str]:
    """How alike two words are, 0 to 1, and why: same, sound, letters, initial, beginning.

    `foreign`: one of the names was written in another script, so that vowels say little.
    """
    if one == other:
        return 1.0, "same"
    if one.isdigit() or other.isdigit():
        return 0.0, ""
    short, long = sorted((len(one), len(other)))
    if short == 1:
        return (0.6, "initial") if one[0] == other[0] else (0.0, "")
    distance = OSA.distance(one, other, score_cutoff=3)
    letters = 1.0 - 1.25 * distance / long if distance <= 3 else 0.0
    if long <= 3 and distance:
        letters = min(letters, 0.5)
    best = (letters, "letters")
    if skeleton == other_skeleton and len(skeleton) >= 2:
        sound = 0.8
        if letters >= 0.68 or foreign:
            sound = 0.93 if len(skeleton) >= 3 else 0.85
        best = max(best, (sound, "sound"))
    elif (
        min(len(skeleton), len(other_skeleton)) >= 5
        and OSA.distance(skeleton, other_skeleton, score_cutoff=1) <= 1
    ):
        best = max(best, (0.7, "sound"))
    if short >= 3 and (one.startswith(other) or other.startswith(one)):
        best = max(best, (0.55 + 0.35 * short / long, "beginning"))
    return best if best[0] >= LEAST_SIMILARITY else (0.0, "")


def compare(query: Name, candidate: Name) -> Comparison:
    """Compare two names: equal ones at once, others by their words, by all their letters where they
    were split elsewhere, and by their initials; the best of these counts.
    """
    if not query.words or not candidate.words:
        return Comparison(0.0, (), query.words, candidate.words, "nothing to compare")
    if query.joined == candidate.joined or sorted(query.words) == sorted(candidate.words):
        return _equal(query, candidate)
    aligned = _aligned(query, candidate)
    rest_query = _left_over(query, [span for span, _, _ in aligned])
    rest_candidate = _left_over(candidate, [span for _, span, _ in aligned])
    score, how = _by_words(query, candidate, aligned, rest_query, rest_candidate), "words"
    whole = _whole(query, candidate)
    if whole > score:
        score, how = whole, "letters of the whole name"
    words = [query.words[at] for at in rest_query]
    other_words = [candidate.words[at] for at in rest_candidate]
    score = min(score, _ceiling(query, candidate, words, other_words))
    acronym = _acronym(query, candidate)
    if acronym > score:
        score, how = acronym, "acronym"
    pairs = tuple(
        Pair(_run(query, one), _run(candidate, other), similarity, reason)
        for one, other, (similarity, reason) in aligned
    )
    return Comparison(min(score, HIGHEST), pairs, tuple(words), tuple(other_words), how)


def _equal(query: Name, candidate: Name) -> Comparison:
    """Two names of the same words."""
    pairs = tuple(Pair(word, word, 1.0, "same") for word in query.words)
    score, how = _same_name(query), "same"
    if query.words != candidate.words:
        score, how = score * 0.99, "same words in another order"
    if _lineage(query.all_words) != _lineage(candidate.all_words):
        score, how = 0.6, "same words, another order of father and child"
    return Comparison(score, pairs, (), (), how)


def _by_words(
    query: Name,
    candidate: Name,
    aligned: Aligned,
    rest_query: list[int],
    rest_candidate: list[int],
) -> float:
    """What the paired words agree in, against what they differ in and what is left over."""
    agreed = lost = 0.0
    for one, other, (similarity, _) in aligned:
        mass = sum(query.weights[at] for at in one) + sum(candidate.weights[at] for at in other)
        agreed += mass / 2 * similarity
        lost += mass * (1 - similarity)
    if not agreed:
        return 0.0
    over_query = sum(query.weights[at] for at in rest_query)
    over_candidate = sum(candidate.weights[at] for at in rest_candidate)
    kind = query.kind or candidate.kind
    syllabic = bool(query.syllables and candidate.syllables)
    contradicts = CONTRADICTION["syllables" if syllabic else kind]
    omits = OMISSION["syllables" if syllabic else kind] * (2 if len(aligned) == 1 else 1)
    against = 2 * contradicts * min(over_query, over_candidate)
    against += omits * abs(over_query - over_candidate)
    return agreed / (agreed + against + lost)


def _ceiling(query: Name, candidate: Name, words: list[str], other_words: list[str]) -> float:
    """The highest score that the words left over allow: numbers tell apart what is alike else, and
    so do other signs of a script that has a sign for each syllable."""
    numbers = any(word.isdigit() for word in words)
    other_numbers = any(word.isdigit() for word in other_words)
    if numbers and other_numbers:
        return 0.4
    if (numbers or other_numbers) and (query.kind or candidate.kind) != "person":
        return 0.75
    by_signs = query.script in {"han", "hangul"} and query.script == candidate.script
    return 0.8 if by_signs and query.text != candidate.text else 1.0


def _left_over(name: Name, spans: Sequence[tuple[int, ...]]) -> list[int]:
    """The places of the words that stand in no pair."""
    used = {at for span in spans for at in span}
    return [at for at in range(len(name.words)) if at not in used]


def _run(name: Name, span: tuple[int, ...]) -> str:
    return " ".join(name.words[at] for at in span)


def _same_name(name: Name) -> float:
    """The score of equal names: the more letters and the rarer the words, the nearer to 1.

    Many bear a short name of common words; that two of them agree says less.
    """
    told = sum(mass * len(word) for word, mass in zip(name.words, name.weights, strict=True))
    return 1.0 - 0.3 / (2.0 + told)


def _aligned(query: Name, candidate: Name) -> Aligned:
    """Pairs of words, and of a word with two that stand side by side, best first,
    each used once.
    """
    options: list[tuple[float, int, tuple[int, ...], tuple[int, ...], str]] = []
    syllabic = bool(query.syllables and candidate.syllables)
    korean = "hangul" in {query.script, candidate.script}
    foreign = query.script != candidate.script
    entity = "entity" in {query.kind, candidate.kind}
    for at, word in enumerate(query.words):
        for place, other in enumerate(candidate.words):
            if word == other:
                options.append((1.0, -abs(at - place), (at,), (place,), "same"))
                continue
            similarity, how = word_similarity(
                word, other, query.skeletons[at], candidate.skeletons[place], foreign
            )
            if syllabic:
                similarity, how = _syllable_similarity(query, candidate, at, place, similarity)
            if korean and similarity < 0.9 and korean_sound(word) == korean_sound(other):
                similarity, how = 0.9, "sound"
            if entity and how == "beginning":
                similarity = 0.0
            if similarity:
                options.append((similarity, -abs(at - place), (at,), (place,), how))
    equal = sum(similarity == 1.0 for similarity, *_ in options)
    shorter = min(len(query.words), len(candidate.words))
    sides = ((query, candidate, False), (candidate, query, True)) if equal < shorter else ()
    for left_name, right_name, flip in sides:
        for span, place, similarity, how in _joined(left_name, right_name):
            left, right = ((place,), span) if flip else (span, (place,))
            options.append((similarity + 0.01, 0, left, right, how))
    options.sort(reverse=True)
    aligned: Aligned = []
    used: tuple[set[int], set[int]] = (set(), set())
    for similarity, _, one_span, other_span, how in options:
        if used[0].isdisjoint(one_span) and used[1].isdisjoint(other_span):
            used[0].update(one_span)
            used[1].update(other_span)
            aligned.append((one_span, other_span, (min(similarity, 1.0), how)))
    return aligned


def _joined(one: Name, other: Name) -> Iterator[tuple[tuple[int, ...], int, float, str]]:
    """Words of `one` that stand side by side and are one word of `other`, or its initials."""
    most = 4 if "han" in {one.script, other.script} else 2
    for length in range(2, most + 1):
        for at in range(len(one.words) - length + 1):
            span = tuple(range(at, at + length))
            run = one.words[at : at + length]
            joined = "".join(run)
            initials = "".join(word[0] for word in run)
            for place, word in enumerate(other.words):
                if word == initials and length == len(word) and len(other.words) > 1:
                    yield span, place, 0.7, "initials"
                if len(word) < max(4, len(joined) - 2) or joined[0] != word[0]:
                    continue
                distance = OSA.distance(joined, word, score_cutoff=2)
                similarity = 1 - distance / len(joined) if distance <= 2 else 0.0
                if similarity >= 0.8:
                    yield span, place, similarity, "written as one word"


def _syllable_similarity(
    query: Name, candidate: Name, at: int, place: int, similarity: float
) -> tuple[float, str]:
    """Burmese syllables: equal in sound, one letter mistyped, or two different names."""
    if query.syllables[at] == candidate.syllables[place]:
        return 0.95, "sound"
    word, other = query.words[at], candidate.words[place]
    if min(len(word), len(other)) >= 4 and OSA.distance(word, other, score_cutoff=1) <= 1:
        return 0.7, "letters"
    return (0.6, "initial") if similarity and min(len(word), len(other)) == 1 else (0.0, "")


KOREAN = str.maketrans("bgdjrv", "pktclp")


@lru_cache(maxsize=20_000)
def korean_sound(word: str) -> str:
    """A Korean syllable as heard, whichever of the romanisations it is written in."""
    word = word.replace("eo", "o").replace("eu", "u").replace("ae", "e").replace("oo", "u")
    word = word.replace("ou", "o").replace("ch", "c").replace("sh", "s").replace("ee", "i")
    word = word.replace("y", "").replace("w", "").translate(KOREAN)
    word = {"li": "li", "i": "li", "lo": "no", "no": "no", "u": "u"}.get(word, word)
    return {"pak": "pak", "palk": "pak", "palck": "pak"}.get(word, word)


def _lineage(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Child and father where a name says so ("Salman bin Muhammad"), in order."""
    return tuple(
        (words[at - 1], words[at + 1])
        for at in range(1, len(words) - 1)
        if words[at] in {"bin", "ibn", "bint", "ben"}
    )


def _whole(query: Name, candidate: Name) -> float:
    """Alike as one string of letters, for names that were split or joined elsewhere."""
    pairs = []
    if len(query.words) != len(candidate.words):
        pairs.append((query.joined, candidate.joined))
    if len(query.all_words) != len(candidate.all_words):
        pairs.append(("".join(query.all_words), "".join(candidate.all_words)))
    best = 0.0
    for one, other in pairs:
        longest = max(len(one), len(other))
        most = max(1, longest // 8)
        if min(len(one), len(other)) < 5:
            continue
        distance = OSA.distance(one, other, score_cutoff=most)
        if distance <= most:
            best = max(best, 0.98 - 1.3 * distance / longest)
    return best


def _acronym(query: Name, candidate: Name) -> float:
    """One name is made of the first letters of the other's words, legal form included or not."""
    for one, other in ((query, candidate), (candidate, query)):
        if len(one.all_words) != 1 or not 3 <= len(one.joined) <= 8 or len(other.all_words) < 2:
            continue
        letters = [word[0] for word in other.all_words]
        spelled = [word if word in SHORT_FORMS else word[0] for word in other.all_words]
        full = [word[0] for word in other.all_words if word not in parts.FILLERS]
        core = [word[0] for word in other.words]
        options = {"".join(option) for option in (letters, spelled, full, core)}
        if one.all_words[0] in options:
            return 0.78
    return 0.0
