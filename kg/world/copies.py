"""Near-copies among articles: pick-ups of a wire report, by the share of word sequences that two texts have in common.

MinHash with bands (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, ch. 3), so that cost grows
linearly with the number of articles.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

_SHINGLE = 4  # words in a row
_HASHES, _BAND = 96, 4  # 24 bands of 4: pairs that share half their shingles are met in 4 of 5 cases, of 0.7 always
_ALIKE = 0.5
"""Share of the shorter text's sequences that the longer one holds, from which it is a copy."""
_PRIME = (1 << 61) - 1


def copies(texts: Mapping[str, str]) -> dict[str, str]:
    """For each document that repeats another, the first of its group, by name. ``texts`` by document."""
    shingles = {name: _shingles(text) for name, text in sorted(texts.items())}
    first = {name: name for name in shingles}

    def root(name: str) -> str:
        while first[name] != name:
            name = first[name]
        return name

    for one, other in sorted(_met(shingles)):
        a, b = root(one), root(other)
        if a != b and _contained(shingles[one], shingles[other]) >= _ALIKE:
            first[max(a, b)] = min(a, b)
    return {name: root(name) for name in first if root(name) != name}


def _shingles(text: str) -> np.ndarray:
    words = re.findall(r"\w+", text.casefold())
    parts = {" ".join(words[n : n + _SHINGLE]) for n in range(max(1, len(words) - _SHINGLE + 1))}
    hashes = (int.from_bytes(hashlib.blake2b(p.encode("utf-8", "replace"), digest_size=4).digest()) for p in parts)
    return np.unique(np.fromiter(hashes, dtype=np.uint64, count=len(parts)))


def _met(shingles: Mapping[str, np.ndarray]) -> set[tuple[str, str]]:
    """Pairs that have a band of the signature in common."""
    generator = np.random.default_rng(20070528)
    factors = generator.integers(1, 1 << 31, _HASHES, dtype=np.uint64) | np.uint64(1)
    offsets = generator.integers(0, 1 << 31, _HASHES, dtype=np.uint64)
    buckets: dict[tuple[int, bytes], list[str]] = defaultdict(list)
    for name, values in shingles.items():
        signature = ((values[:, None] * factors + offsets) % np.uint64(_PRIME)).min(axis=0)
        for band in range(0, _HASHES, _BAND):
            buckets[band, signature[band : band + _BAND].tobytes()].append(name)
    return {pair for names in buckets.values() for pair in _neighbours(names)}


def _neighbours(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Each with the first: enough where all are copies of one."""
    ordered = sorted(names)
    return [(ordered[0], other) for other in ordered[1:]]


def _contained(one: np.ndarray, other: np.ndarray) -> float:
    return len(np.intersect1d(one, other, assume_unique=True)) / min(len(one), len(other))
