"""Where marks of punctuation hang: as high as they can beside them without crossing a branch, pairs on what they hold.

The guidelines of Universal Dependencies (https://universaldependencies.org/u/dep/punct.html) leave little choice once
the other words hang, and the treebanks hang marks by such a rule. The network knows nothing of it, but where its tree
is wrong it often hangs the mark right: so the rule only adds to the scores of heads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.annotate.decode import Heads

_PAIRS = {"(": ")", "[": "]", "{": "}", '"': '"', "'": "'", "“": "”", "«": "»"}
_FINAL = frozenset(".?!")
_BY_RULE, _BESIDE = 1.0, 2.0
"""What is added to the score of the head that the rule gives, and of each that a mark can have without a crossing."""


def hung(words: Sequence[str], tags: Sequence[str], heads: Heads, scores: NDArray[np.floating]) -> Heads:
    """The heads of a tree with its marks hung anew; ``scores`` is (n, n + 1), word by head.

    Marks that something hangs on stay where they are.
    """
    tree = [0, *heads.tolist()]
    above = set(tree)
    marks = [mark for mark, tag in enumerate(tags, 1) if tag == "PUNCT" and tree[mark] and mark not in above]
    if not marks:
        return heads
    placing = _Placing(["", *words], tree, marks, scores)
    return np.array(placing.placed()[1:], dtype=heads.dtype)


class _Placing:
    """The tree while its marks are placed, words counted from 1; those that are not yet hang on the root."""

    def __init__(self, words: list[str], tree: list[int], marks: list[int], scores: NDArray[np.floating]) -> None:
        self._words, self._scores = words, scores
        self._marks, self._before = marks, dict(zip(marks, [tree[mark] for mark in marks], strict=True))
        self._tree = tree.copy()
        for mark in marks:
            self._tree[mark] = tree.index(0, 1)

    def placed(self) -> list[int]:
        """The heads of the words: pairs first, then all other marks from left to right."""
        bounds: dict[int, int] = {}
        for left, right in self._pairs():
            inside = self._tops(left, right)
            if inside:
                self._place(left, inside, inside[0])
                self._place(right, inside, inside[-1])
                bounds |= {left: -1, right: 1}
        for mark in self._marks:
            if mark not in bounds:
                before = self._upwards(mark, -1, bounds)
                after = [] if self._words[mark] in _FINAL else self._upwards(mark, 1, bounds)
                self._place(mark, *self._lower(before, after))
        return self._tree

    def _place(self, mark: int, beside: Sequence[int], by_rule: int) -> None:
        known, before = self._scores[mark - 1], self._before[mark]

        def score(head: int) -> float:
            return float(known[head]) + _BY_RULE * (head == by_rule) + _BESIDE * (head in beside)

        self._tree[mark] = max([by_rule or before, before, *beside], key=score)

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Marks that open with those that close what they open."""
        done: set[int] = set()
        for place, left in enumerate(self._marks):
            opens, depth = self._words[left], 0
            if opens not in _PAIRS or left in done:
                continue
            for right in self._marks[place + 1 :]:
                depth += (self._words[right] == opens) - (self._words[right] == _PAIRS[opens])
                if self._words[right] == _PAIRS[opens] and (depth < 0 or opens == _PAIRS[opens]):
                    done.add(right)
                    yield left, right
                    break

    def _tops(self, left: int, right: int) -> list[int]:
        """The words between two marks that hang on a word outside, or that one outside hangs on."""
        found = set()
        for word, head in enumerate(self._tree[1:], 1):
            if word in self._before:
                continue
            if left < word < right and not left < head < right:
                found.add(word)
            elif left < head < right and not left < word < right:
                found.add(head)
        return sorted(found)

    def _upwards(self, mark: int, step: int, bounds: dict[int, int]) -> list[int]:
        """The words that a mark can hang on left (step -1) or right (1) of it, from the next one up."""
        word = mark + step
        while 0 < word < len(self._tree) and word in self._before:
            if bounds.get(word) == step:
                return []
            word += step
        found = []
        while 0 < word < len(self._tree) and (word - mark) * step > 0:
            if self._free(mark, word):
                found.append(word)
            word = self._tree[word]
        return found

    def _free(self, mark: int, head: int) -> bool:
        """Whether a mark can hang on a word without crossing a branch."""
        first, last = sorted((mark, head))
        for word, above in enumerate(self._tree[1:], 1):
            low, high = (word, above) if word < above else (above, word)
            if word != mark and (low < first < high < last or first < low < last < high):
                return False
        return True

    def _lower(self, before: list[int], after: list[int]) -> tuple[list[int], int]:
        """The heads that a mark can have, and the one of the rule: the lower one of the highest on both sides."""
        if before and after:
            if self._is_below(before[-1], after[-1]):
                return before, before[-1]
            if self._is_below(after[-1], before[-1]):
                return after, after[-1]
            return before + after, before[-1]
        beside = before or after
        return beside, beside[-1] if beside else 0

    def _is_below(self, word: int, other: int) -> bool:
        while word and word != other:
            word = self._tree[word]
        return word == other
