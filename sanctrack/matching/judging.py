"""Is this party that one? Names by the formula, then what numbers, births and countries say."""

from __future__ import annotations

from dataclasses import dataclass

from sanctrack.matching.parties import VESSEL_NUMBERS, WORLDWIDE, Party
from sanctrack.matching.scoring import Comparison, compare
from sanctrack.names.parsed import alternatives, parsed

RULES_VERSION = "1"
MATCH, REVIEW = 0.86, 0.68
CONFLICT_CEILING = 0.2
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Judgement:
    """How far a candidate is the party that was asked for, and why.

    Attributes:
        score: 0 to 1, rounded to four digits.
        decision: match, review or none, by the thresholds.
        query_name, candidate_name: the two names that are most alike.
        agreed, conflicted: in words, what speaks for it and what against.
        comparison: the words of the two names.
    """

    score: float
    decision: str
    query_name: str
    candidate_name: str
    agreed: tuple[str, ...]
    conflicted: tuple[str, ...]
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which score on a candidate is a match, and from which one it is to be looked at."""

    match: float = MATCH
    review: float = REVIEW

    def decision(self, score: float) -> str:
        if score >= self.match:
            return "match"
        return "review" if score >= self.review else "none"


DEFAULT = Thresholds()


def judged(
    query: Party,
    candidate: Party,
    thresholds: Thresholds = DEFAULT,
) -> Judgement:
    """Judge a candidate. Equal IMO numbers are a match whatever the names; different ones of the
    same kind a conflict, however alike the names are."""
    kind = query.kind or candidate.kind
    best: tuple[Comparison, str, str] | None = None
    for written in query.names:
        for alternative in alternatives(written):
            name = parsed(alternative, kind)
            for other in candidate.names:
                comparison = compare(name, parsed(other, kind))
                if best is None or comparison.score > best[0].score:
                    best = (comparison, alternative, other)
    if best is None:
        best = (Comparison(0.0, (), (), (), "no name"), "", "")
    comparison, query_name, candidate_name = best
    score = comparison.score
    agreed: list[str] = []
    conflicted: list[str] = []
    certain, number_words = _numbers(query, candidate)
    if certain == "same":
        score = 1.0
        agreed.append(number_words)
    else:
        score = _with_births(score, query, candidate, agreed, conflicted)
        score = _with_countries(score, query, candidate, agreed, conflicted)
        if certain == "different":
            conflicted.append(number_words)
            score = min(score * 0.2, CONFLICT_CEILING)
        elif certain == "differ":
            conflicted.append(number_words)
            score *= 0.7
    score = round(score, DIGITS)
    return Judgement(
        score,
        thresholds.decision(score),
        query_name,
        candidate_name,
        tuple(agreed),
        tuple(conflicted),
        comparison,
    )


def _numbers(query: Party, candidate: Party) -> tuple[str, str]:
    """same, different (ships of two IMO numbers), differ (other numbers of one
    scheme), or blank.
    """
    shared = {value for _, value in query.numbers} & {value for _, value in candidate.numbers}
    for scheme, value in query.numbers:
        if not any(sign.isdigit() for sign in value):
            continue  # a word, such as the label of a number, is no number
        for other_scheme, other in candidate.numbers:
            if value == other and _comparable(scheme, other_scheme):
                return "same", f"the same number {value} ({_scheme_words(other_scheme)})"
    one = sorted(value for scheme, value in query.numbers if scheme in VESSEL_NUMBERS)
    other_ships = sorted(value for scheme, value in candidate.numbers if scheme in VESSEL_NUMBERS)
    if one and other_ships and not set(one) & set(other_ships):
        return "different", f"another IMO number ({one[0]}, not {other_ships[0]})"
    if shared:
        return "", ""
    for scheme, value in query.numbers:
        others = [number for kind, number in candidate.numbers if kind == scheme]
        if scheme and others and scheme in WORLDWIDE | {"registration", "tax"}:
            return "differ", f"another {_scheme_words(scheme)} ({value}, not {others[0]})"
    return "", ""


def _comparable(scheme: str, other: str) -> bool:
    if scheme == other or not scheme or not other:
        return True
    return {scheme, other} <= {"imo_ship", "imo_company", "imo_unspecified"} and (
        "imo_unspecified" in {scheme, other}
    )


def _scheme_words(scheme: str) -> str:
    return {"imo_ship": "IMO", "imo_unspecified": "IMO", "imo_company": "IMO company"}.get(
        scheme, scheme.replace("_", " ").removesuffix(" id") or "number"
    )


def _with_births(
    score: float, query: Party, candidate: Party, agreed: list[str], conflicted: list[str]
) -> float:
    if not query.births or not candidate.births:
        return score
    gaps = []
    for first, last in query.births:
        for earliest, latest in candidate.births:
            if first <= latest and earliest <= last:
                exact = first == last and earliest == latest
                agreed.append("the same day of birth" if exact else "the same year of birth")
                return score + (1 - score) * (0.45 if exact else 0.15) if score >= 0.4 else score
            gaps.append(min(abs(first.year - latest.year), abs(earliest.year - last.year)))
    years = min(gaps)
    conflicted.append("another day of birth" if years == 0 else "another year of birth")
    return score * (0.8 if years <= 1 else 0.6)


def _with_countries(
    score: float, query: Party, candidate: Party, agreed: list[str], conflicted: list[str]
) -> float:
    if not query.countries or not candidate.countries:
        return score
    shared = sorted(set(query.countries) & set(candidate.countries))
    if shared:
        agreed.append(f"the same country ({shared[0]})")
        return score + (1 - score) * 0.08 if score >= 0.4 else score
    conflicted.append(f"another country ({query.countries[0]}, not {candidate.countries[0]})")
    return score * 0.94
