"""From the network's scores to structures: the best tree with one root, the best legal entity tags."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Heads = NDArray[np.int64]
_NEVER = -1e9


def best_tree(scores: NDArray[np.floating]) -> Heads:
    """The heads of the best tree with a single root.

    ``scores`` is (n, n + 1), dependent by head, head 0 being the root above the sentence. Returns n heads.
    """
    size = len(scores)
    square = np.full((size + 1, size + 1), _NEVER)
    square[1:] = scores
    np.fill_diagonal(square, _NEVER)
    heads = arborescence(square)
    if np.count_nonzero(heads) == size - 1:
        return heads[1:]
    # So dear a root that the best tree has as few as can be, which is one, the best one.
    spread = float(np.ptp(scores)) + 1.0
    square[1:, 0] -= spread * (size + 1)
    return arborescence(square)[1:]


def arborescence(scores: Scores) -> Heads:
    """The best tree over a full graph rooted in node 0, by Chu-Liu/Edmonds.

    ``scores`` is (n, n), dependent by head; its diagonal must be very low. Returns n heads, the first is 0.
    """
    heads: Heads = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.array(cycle)
    outside = np.delete(np.arange(len(scores)), inside)
    # One node, the last, stands for the cycle: an arc into it breaks the arc of the node that it enters.
    into = scores[np.ix_(inside, outside)] - scores[inside, heads[inside]][:, None]
    out_of = scores[np.ix_(outside, inside)]
    last = len(outside)
    contracted = np.full((last + 1, last + 1), _NEVER)
    contracted[:last, :last] = scores[np.ix_(outside, outside)]
    contracted[last, :last] = into.max(axis=0)
    contracted[:last, last] = out_of.max(axis=1)
    solved = arborescence(contracted)
    of_cycle, of_others = inside[out_of[1:].argmax(axis=1)], outside[solved[1:last] % last]
    heads[outside[1:]] = np.where(solved[1:last] == last, of_cycle, of_others)
    heads[inside[into[:, solved[last]].argmax()]] = outside[solved[last]]
    return heads


def _cycle(heads: Heads) -> list[int]:
    """The nodes of one cycle, or none; node 0 is the root."""
    above: list[int] = heads.tolist()
    seen_from = [-1] * len(above)  # the start of the path on which a node was seen
    seen_from[0] = 0
    for start in range(1, len(above)):
        node = start
        while seen_from[node] < 0:
            seen_from[node] = start
            node = above[node]
        if node and seen_from[node] == start:
            cycle = [node]
            while above[cycle[-1]] != node:
                cycle.append(above[cycle[-1]])
            return cycle
    return []


class TagDecoder:
    """The best sequence of BIO tags in which no I- follows a tag of another type."""

    def __init__(self, tags: Sequence[str]) -> None:
        self.tags = tuple(tags)
        legal = [[self._legal(before, after) for after in tags] for before in tags]
        self._start = np.where([tag.startswith("I") for tag in tags], _NEVER, 0.0)
        self._step = np.where(legal, 0.0, _NEVER)

    @staticmethod
    def _legal(before: str, after: str) -> bool:
        return not after.startswith("I") or (before != "O" and before[2:] == after[2:])

    def __call__(self, scores: NDArray[np.floating]) -> list[str]:
        """``scores`` is (n, tags). Returns n tags (Viterbi)."""
        greedy = scores.argmax(axis=1)
        if not self._start[greedy[0]] and not self._step[greedy[:-1], greedy[1:]].any():
            return [self.tags[index] for index in greedy.tolist()]
        best = scores[0] + self._start
        back = []
        for row in scores[1:]:
            paths = best[:, None] + self._step
            back.append(paths.argmax(axis=0))
            best = paths.max(axis=0) + row
        chosen = [int(best.argmax())]
        for pointers in reversed(back):
            chosen.append(int(pointers[chosen[-1]]))
        return [self.tags[index] for index in reversed(chosen)]
