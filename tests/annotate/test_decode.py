"""Decoding against brute force."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from kg.annotate.decode import TagDecoder, best_tree


def is_tree(heads: tuple[int, ...]) -> bool:
    """One root, and every word reaches it."""
    if heads.count(0) != 1:
        return False
    for start in range(1, len(heads) + 1):
        node = start
        for _ in heads:
            node = heads[node - 1] if node else 0
        if node:
            return False
    return True


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("seed", range(20))
def test_best_tree_is_the_best_of_all(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(size, size + 1)) * 3
    trees = [heads for heads in product(range(size + 1), repeat=size) if is_tree(heads)]
    best = max(trees, key=lambda heads: sum(scores[k, head] for k, head in enumerate(heads)))
    assert tuple(best_tree(scores)) == best


def test_a_long_sentence_is_a_tree() -> None:
    scores = np.random.default_rng(1).normal(size=(300, 301))
    assert is_tree(tuple(best_tree(scores).tolist()))


@pytest.mark.parametrize("seed", range(20))
def test_best_tags_are_the_best_legal_ones(seed: int) -> None:
    names = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
    scores = np.random.default_rng(seed).normal(size=(4, len(names)))

    def legal(tags: tuple[str, ...]) -> bool:
        pairs = zip(("O", *tags), tags, strict=False)
        return all(tag[0] != "I" or (before != "O" and before[2:] == tag[2:]) for before, tag in pairs)

    paths = [path for path in product(range(len(names)), repeat=4) if legal(tuple(names[k] for k in path))]
    best = max(paths, key=lambda path: sum(scores[row, k] for row, k in enumerate(path)))
    assert TagDecoder(names)(scores) == [names[k] for k in best]
