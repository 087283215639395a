"""Which names may be meant: an index of names by their words, sounds and slips of the pen.

Each word of a name gives keys: itself, its skeleton, itself with one letter left out (so that a
letter wrong, missing or too many still meets), and two neighbours as one word. A name is found by
the keys that it shares with the query, the rare ones first and counting for more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sanctrack.errors import SanctrackError
from sanctrack.foreign import reading
from sanctrack.matching.scoring import korean_sound
from sanctrack.names.parsed import Name

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

FORMAT = 1
# a key that more names share finds nothing that the rarer ones of a query do not find
MOST_POSTINGS = 3_000
# w word, s skeleton, t skeleton with a letter left out, d word with a letter left out, y Burmese
# syllable, k Korean syllable, a initials, p two skeletons
KEY_WEIGHTS = {"w": 1.0, "s": 0.55, "t": 0.25, "d": 0.45, "y": 0.5, "k": 0.3, "a": 1.2, "p": 0.6}


def word_keys(word: str, sound: str) -> list[tuple[str, float]]:
    """The keys of one word, each with its weight before rarity."""
    keys: dict[str, float] = {f"w{word}": KEY_WEIGHTS["w"]}
    if word.isdigit():
        return list(keys.items())
    if len(sound) >= 2:
        keys[f"s{sound}"] = KEY_WEIGHTS["s"]
    if len(sound) >= 4:
        for at in range(len(sound)):
            keys[f"t{sound[:at]}{sound[at + 1 :]}"] = KEY_WEIGHTS["t"]
        keys[f"t{sound}"] = KEY_WEIGHTS["t"]
    if len(word) >= 4:
        keys[f"d{word}"] = KEY_WEIGHTS["d"]
        for at in range(len(word)):
            keys[f"d{word[:at]}{word[at + 1 :]}"] = KEY_WEIGHTS["d"]
    return list(keys.items())


def whole_keys(name: Name) -> list[tuple[str, float]]:
    """The keys of a name beyond those of its words: neighbours joined, syllables, initials."""
    keys: dict[str, float] = {}
    for one, other in zip(name.words, name.words[1:], strict=False):
        keys[f"w{one}{other}"] = KEY_WEIGHTS["w"]
    for one, other in zip(name.skeletons, name.skeletons[1:], strict=False):
        keys["p" + " ".join(sorted((one, other)))] = KEY_WEIGHTS["p"]
    if len(name.skeletons) > 2:
        keys["p" + " ".join(sorted((name.skeletons[0], name.skeletons[-1])))] = KEY_WEIGHTS["p"]
    if len(name.words) > 2:
        keys[f"w{name.joined}"] = KEY_WEIGHTS["w"]
    for syllable in name.syllables:
        keys[f"y{syllable}"] = KEY_WEIGHTS["y"]
    if name.script == "hangul" or (2 <= len(name.words) <= 4 and max(map(len, name.words)) <= 6):
        for word in name.words:
            keys[f"k{korean_sound(word)}"] = KEY_WEIGHTS["k"]
    if 3 <= len(name.all_words) <= 8:
        keys["a" + "".join(word[0] for word in name.all_words)] = KEY_WEIGHTS["a"]
    if len(name.all_words) == 1 and 3 <= len(name.joined) <= 8:
        keys[f"a{name.joined}"] = KEY_WEIGHTS["a"]
    return list(keys.items())


def hashed(keys: Sequence[str]) -> NDArray[np.uint64]:
    """64-bit numbers of keys, the same on every machine and in every run."""
    import pandas as pd

    if not keys:
        return np.zeros(0, np.uint64)
    return pd.util.hash_array(np.array(keys, dtype=object), categorize=False)


@dataclass(slots=True)
class NameIndex:
    """An index over `count` names, which are numbered in the order in which they were given.

    `vocabulary` holds the hashed keys in order, `frequency` how many names have each, `postings` a
    sparse matrix of keys by names; `words` and `sounds` are the names as texts for a first look.
    """

    count: int
    vocabulary: NDArray[np.uint64]
    frequency: NDArray[np.int64]
    postings: csr_array
    words: NDArray[np.object_]
    sounds: NDArray[np.object_]

    @classmethod
    def of(cls, names: Sequence[Name]) -> NameIndex:
        """Build the index. Raises SanctrackError where the extra `screen` is not installed."""
        sparse = scipy_sparse()
        hashes, weights, lengths = _keyed(names)
        vocabulary, columns = np.unique(hashes, return_inverse=True)
        rows = np.repeat(np.arange(len(lengths)), lengths)
        frequency = np.bincount(columns, minlength=len(vocabulary))
        rarity = np.log1p(len(lengths) / np.maximum(frequency, 1))
        values = (weights * rarity[columns]).astype(np.float32)
        by_name = sparse.csr_array((values, (rows, columns)), shape=(len(lengths), len(vocabulary)))
        norms = np.sqrt(np.asarray(by_name.multiply(by_name).sum(axis=1))).ravel()
        by_name = sparse.diags_array(1 / np.maximum(norms, 1e-9)).dot(by_name).astype(np.float32)
        postings = by_name.T.tocsr()
        return cls(len(lengths), vocabulary, frequency, postings, *texts_of(names))

    def candidates(self, names: Sequence[Name], most: int = 24) -> tuple[Any, Any, Any]:
        """For each name the numbers of the names that share most with it.

        Returns three arrays of equal length: number of the query, number of the indexed name,
        likeness 0 to 1; grouped by query, the best first.
        """
        from sparse_dot_topn import sp_matmul_topn

        sparse = scipy_sparse()
        if not self.count or not names:
            nothing = np.zeros(0, np.int64)
            return nothing, nothing, np.zeros(0, np.float32)
        hashes, weights, lengths = _keyed(names)
        columns = np.searchsorted(self.vocabulary, hashes)
        columns[columns == len(self.vocabulary)] = 0
        rows = np.repeat(np.arange(len(lengths)), lengths)
        held = self.vocabulary[columns] == hashes
        rarity = np.log1p(self.count / np.maximum(self.frequency[columns], 1))
        values = np.where(held, weights * rarity, weights * np.log1p(self.count)).astype(np.float32)
        norms = np.sqrt(np.bincount(rows, values.astype(np.float64) ** 2, len(lengths)))
        rows, columns, values = rows[held], columns[held], values[held]
        kept = _rarest(rows, self.frequency[columns])
        rows, columns, values = rows[kept], columns[kept], values[kept]
        query = sparse.csr_array(
            (values, (rows, columns)), shape=(len(lengths), len(self.vocabulary))
        )
        query = sparse.diags_array(1 / np.maximum(norms, 1e-9)).dot(query).astype(np.float32)
        found = sp_matmul_topn(
            sparse.csr_matrix(query),
            sparse.csr_matrix(self.postings),
            top_n=most,
            sort=True,
            n_threads=2,
        )
        found_rows = np.repeat(np.arange(len(lengths)), np.diff(found.indptr))
        return found_rows, found.indices.astype(np.int64), found.data

    def save(self, path: Path) -> None:
        """Write the index into a file that `opened` reads; the caller puts it in its place."""
        with path.open("wb") as out:
            np.savez(
                out,
                format=np.array([FORMAT, self.count]),
                vocabulary=self.vocabulary,
                frequency=self.frequency,
                data=self.postings.data,
                indices=self.postings.indices,
                indptr=self.postings.indptr,
                words=as_bytes(self.words),
                sounds=as_bytes(self.sounds),
            )

    @classmethod
    def opened(cls, path: Path) -> NameIndex:
        """Read an index that `save` wrote. Raises DataError where it is none."""
        sparse = scipy_sparse()
        with reading(path, "an index of names"), np.load(path, allow_pickle=False) as held:
            number, count = (int(part) for part in held["format"])
            if number != FORMAT:
                raise ValueError(f"index of format {number}")
            vocabulary = held["vocabulary"]
            postings = sparse.csr_array(
                (held["data"], held["indices"], held["indptr"]), shape=(len(vocabulary), count)
            )
            words, sounds = from_bytes(held["words"]), from_bytes(held["sounds"])
            if len(words) != count or len(sounds) != count:
                raise ValueError("an index with names missing")
            return cls(count, vocabulary, held["frequency"], postings, words, sounds)


def texts_of(names: Sequence[Name]) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """The words of each name in order of letters, and their skeletons, as texts to compare."""
    words = np.array([" ".join(sorted(name.words)) for name in names], dtype=object)
    sounds = np.array([" ".join(sorted(name.skeletons)) for name in names], dtype=object)
    return words, sounds


def as_bytes(texts: NDArray[np.object_]) -> NDArray[np.uint8]:
    """Texts without line ends as bytes, a line each."""
    return np.frombuffer("\n".join(texts.tolist()).encode(), dtype=np.uint8)


def from_bytes(content: NDArray[np.uint8]) -> NDArray[np.object_]:
    """The texts that `as_bytes` wrote."""
    return np.array(content.tobytes().decode().split("\n"), dtype=object)


def _keyed(
    names: Iterable[Name],
) -> tuple[NDArray[np.uint64], NDArray[np.float64], NDArray[np.int64]]:
    """The hashed keys of all names one after another, their weights, and how many each has.

    The keys of a word are made and hashed once, however many names hold it.
    """
    number_of: dict[str, int] = {}
    sounds: list[str] = []
    words: list[int] = []
    word_counts: list[int] = []
    texts: list[str] = []
    weights: list[float] = []
    whole_counts: list[int] = []
    for name in names:
        distinct = dict(zip(name.words, name.skeletons, strict=True))
        word_counts.append(len(distinct))
        for word, sound in distinct.items():
            number = number_of.setdefault(word, len(number_of))
            if number == len(sounds):
                sounds.append(sound)
            words.append(number)
        keys = whole_keys(name)
        whole_counts.append(len(keys))
        for key, weight in keys:
            texts.append(key)
            weights.append(weight)
    by_word = [word_keys(word, sounds[number]) for word, number in number_of.items()]
    key_counts = np.array([len(keys) for keys in by_word], dtype=np.int64)
    key_hashes = hashed([key for keys in by_word for key, _ in keys])
    key_weights = np.array([weight for keys in by_word for _, weight in keys])
    starts = np.cumsum(key_counts) - key_counts
    numbers = np.array(words, dtype=np.int64)
    lengths = key_counts[numbers] if len(numbers) else np.zeros(0, np.int64)
    offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    places = np.repeat(starts[numbers], lengths) + offsets if len(numbers) else offsets
    word_rows = np.repeat(np.repeat(np.arange(len(word_counts)), word_counts), lengths)
    whole_rows = np.repeat(np.arange(len(whole_counts)), whole_counts)
    rows = np.r_[word_rows, whole_rows]
    order = np.argsort(rows, kind="stable")
    hashes = np.r_[key_hashes[places], hashed(texts)][order]
    values = np.r_[key_weights[places], np.array(weights)][order]
    return hashes, values, np.bincount(rows, minlength=len(word_counts))


def _rarest(rows: NDArray[np.int64], frequency: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of the rarest keys of each row, until its postings are MOST_POSTINGS."""
    order = np.lexsort((frequency, rows))
    ordered_rows, ordered = rows[order], frequency[order]
    total = np.cumsum(ordered)
    first = np.r_[True, ordered_rows[1:] != ordered_rows[:-1]] if len(order) else np.zeros(0, bool)
    before = np.maximum.accumulate(np.where(first, total - ordered, 0)) if len(order) else total
    return order[(total - before <= MOST_POSTINGS) | first]


def scipy_sparse() -> Any:
    """scipy.sparse. Raises SanctrackError where it is not installed."""
    try:
        import scipy.sparse
        import sparse_dot_topn  # noqa: F401 - said here, before work is done
    except ImportError as error:
        raise SanctrackError(
            'screening many names needs the extra "screen": pip install "sanctrack[screen]"'
        ) from error
    return scipy.sparse
