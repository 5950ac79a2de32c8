"""From the network's scores to structures: the best tree with one root, the best legal entity tags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

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
    square.flat[:: size + 2] = _NEVER
    heads = arborescence(square)
    if np.count_nonzero(heads) != size - 1:
        # So dear a root that the best tree has as few as can be, which is one, the best one.
        spread = float(np.ptp(scores)) + 1.0
        square[1:, 0] -= spread * (size + 1)
        heads = arborescence(square)
    return heads[1:]


class _Joined(NamedTuple):
    """A cycle that its first node stood for while the rest of the tree was found.

    heads: of its nodes within it. enter: for each head above it, which of its nodes hangs there. leave: for each node
    below it, on which of its nodes that hangs; both count within the cycle.
    """

    cycle: list[int]
    heads: list[int]
    enter: NDArray[np.int64]
    leave: NDArray[np.int64]


def arborescence(scores: Scores) -> Heads:
    """The best tree over a full graph rooted in node 0, by Chu-Liu/Edmonds.

    ``scores`` is (n, n), dependent by head; its diagonal must be very low. Returns n heads, the first is 0.
    """
    heads: list[int] = scores.argmax(axis=1).tolist()
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle:
        scores = scores.copy()
        joined = []
        while cycle:
            joined.append(_join(cycle, heads, scores))
            cycle = _cycle(heads)
        for one in reversed(joined):
            _part(one, heads)
    return np.array(heads)


def _join(cycle: list[int], heads: list[int], scores: Scores) -> _Joined:
    """Let the first node of a cycle stand for it: an arc into it breaks the arc of the node that it enters."""
    first, inside, within = cycle[0], np.array(cycle), [heads[node] for node in cycle]
    into = scores[inside] - scores[inside, within][:, None]
    into[:, inside] = _NEVER
    out_of = scores[:, inside]
    enter, leave = into.argmax(axis=0), out_of.argmax(axis=1)
    scores[:, first] = out_of.max(axis=1)
    scores[:, inside[1:]] = _NEVER
    scores[first] = into.max(axis=0)
    members = set(cycle)
    for node, head in enumerate(heads):
        if head in members:
            heads[node] = first
    for node in cycle[1:]:
        heads[node] = 0
    heads[first] = int(scores[first].argmax())
    return _Joined(cycle, within, enter, leave)


def _part(joined: _Joined, heads: list[int]) -> None:
    """Undo the joining: give every node of the cycle its own head, and those below it theirs."""
    cycle, within, enter, leave = joined
    first = cycle[0]
    above = heads[first]
    for node, head in enumerate(heads):
        if head == first:
            heads[node] = cycle[leave[node]]
    for node, head in zip(cycle, within, strict=True):
        heads[node] = head
    heads[cycle[enter[above]]] = above


def _cycle(heads: list[int]) -> list[int]:
    """The nodes of one cycle, or none; node 0 is the root."""
    seen_from = [-1] * len(heads)  # the start of the path on which a node was seen
    seen_from[0] = 0
    for start in range(1, len(heads)):
        node = start
        while seen_from[node] < 0:
            seen_from[node] = start
            node = heads[node]
        if node and seen_from[node] == start:
            cycle = [node]
            while heads[cycle[-1]] != node:
                cycle.append(heads[cycle[-1]])
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
