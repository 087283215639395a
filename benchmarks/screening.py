"""Screening beside the plainest peer: every query against every name with rapidfuzz.

    python benchmarks/screening.py [--names 65000] [--queries 100000]

Names and queries are made of the words of the shipped names, with planted spellings of listed names
(a letter wrong, words in another order, a legal form more), so that recall is known. Prints seconds
of our index and screening, queries a second of both, their ratio, recall of the planted names, and
the peak of the process in MiB.
"""

import argparse
import csv
import random
import resource
import time
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from sanctrack.matching.parties import Party
from sanctrack.matching.screening import Screener
from sanctrack.names.latin import latin

ROOT = Path(__file__).resolve().parent.parent
PLANTED = 0.02
PEER_QUERIES = 200


def made_names(count: int, chance: random.Random) -> list[str]:
    """Names of two to four words, taken from the names of the facts."""
    with (ROOT / "datasets" / "actor_names.csv").open(encoding="utf-8") as file:
        words = [word for row in csv.DictReader(file) for word in row["name"].split()]
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = []
    for _ in range(count):
        parts = [chance.choice(words) for _ in range(chance.choice((2, 2, 3, 3, 4)))]
        # words of its own, as in a real list most names have
        at = chance.randrange(len(parts))
        parts[at] = "".join(chance.choice(letters) for _ in range(chance.randint(5, 9)))
        names.append(" ".join(parts).title())
    return names


def misspelled(name: str, chance: random.Random) -> str:
    """A planted query: the name as somebody else writes it."""
    words = name.split()
    match chance.randrange(3):
        case 0:
            at = max(range(len(words)), key=lambda place: len(words[place]))
            word = words[at]
            gone = chance.randrange(1, len(word))
            words[at] = word[:gone] + word[gone + 1 :]
        case 1:
            chance.shuffle(words)
        case _:
            words.append("Co., Ltd")
    return " ".join(words)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--names", type=int, default=65_000)
    parser.add_argument("--queries", type=int, default=100_000)
    asked = parser.parse_args()
    chance = random.Random(11)
    names = made_names(asked.names, chance)
    parties = [Party(str(at), "xx", "entity", [name]) for at, name in enumerate(names)]
    queries, planted = [], {}
    for at in range(asked.queries):
        if chance.random() < PLANTED:
            number = chance.randrange(len(names))
            planted[at] = str(number)
            queries.append(misspelled(names[number], chance))
        else:
            queries.append(made_names(1, chance)[0] if at % 50 == 0 else chance.choice(names)[::-1])
    rows = [Party(str(at), "", "entity", [name]) for at, name in enumerate(queries)]
    start = time.perf_counter()
    screener = Screener(parties)
    built = time.perf_counter() - start
    start = time.perf_counter()
    answers = screener.screen(rows)
    seconds = time.perf_counter() - start
    right = sum(
        any(hit.party.party_id == number for hit in answers[at].hits)
        for at, number in planted.items()
    )
    folded = [latin(name) for name in names]
    sample = [latin(name) for name in queries[:PEER_QUERIES]]
    start = time.perf_counter()
    cdist(sample, folded, scorer=fuzz.token_sort_ratio, score_cutoff=70, workers=2)
    peer = (time.perf_counter() - start) / len(sample)
    ours = seconds / len(rows)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(names):,} names, {len(rows):,} queries, {len(planted):,} of them planted")
    print(f"index {built:.1f} s, screening {seconds:.1f} s, peak {peak:,.0f} MiB")
    print(f"queries a second: {1 / ours:,.0f}; rapidfuzz over all names {1 / peer:,.0f}")
    print(
        f"ratio {peer / ours:.1f} × rapidfuzz; recall of planted names {right / len(planted):.3f}"
    )


if __name__ == "__main__":
    main()
