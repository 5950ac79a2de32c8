"""From pairs that are alike to groups that are one: the best pairs first, and none against a reason to keep them apart.

All is a function of the set of nodes, not of their order: what is alike to the same degree is taken in the order of
its names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)

_LARGEST = 60  # nodes in a block: a larger one is of a word so common that it tells nothing


@dataclass(frozen=True, slots=True)
class Link(Generic[Node]):
    """Two nodes, how alike they are (0..1), and the features that say so. ``weak`` where one could be several."""

    one: Node
    other: Node
    score: float
    why: tuple[str, ...] = ()
    weak: bool = False


@dataclass(slots=True)
class Groups(Generic[Node]):
    """Which nodes are one; the links that made them so; and those that were left open, each with the reason."""

    root: dict[Node, Node]
    merges: list[Link[Node]] = field(default_factory=list)
    open: list[Link[Node]] = field(default_factory=list)

    def members(self) -> dict[Node, list[Node]]:
        """The groups, by root, in the order of the nodes."""
        found: dict[Node, list[Node]] = defaultdict(list)
        for node in self.root:
            found[self.root[node]].append(node)
        return found


def pairs(blocks: Iterable[Iterable[Node]], order: Callable[[Node], object]) -> list[tuple[Node, Node]]:
    """The pairs that share a block, each once, sorted. Blocks of common words are left out: cost stays linear."""
    found: set[tuple[Node, Node]] = set()
    for block in blocks:
        members = sorted(set(block), key=order)  # type: ignore[arg-type]
        if 1 < len(members) <= _LARGEST:
            found.update(combinations(members, 2))
    return sorted(found, key=lambda pair: (order(pair[0]), order(pair[1])))


def join(
    nodes: Sequence[Node],
    links: Sequence[Link[Node]],
    conflict: Callable[[Sequence[Node], Sequence[Node]], str],
    least: float,
    margin: float = 0.04,
) -> Groups[Node]:
    """Groups of the nodes by the links of at least the score ``least``, the best first.

    ``conflict`` tells why two groups cannot be one, or "". A weak link counts only if no other of the same node is as
    good, within ``margin``, and leads elsewhere.
    """
    groups = Groups({node: node for node in nodes})
    members = {node: [node] for node in nodes}
    rivals = _rivals(links)
    for link in sorted(links, key=lambda x: (-x.score, x.weak)):
        a, b = groups.root[link.one], groups.root[link.other]
        if a == b:
            continue
        why = "" if link.score >= least else "too little agrees"
        why = why or conflict(members[a], members[b])
        if not why and link.weak:
            why = _rival(link, rivals, groups.root, members, conflict, margin)
        if why:
            groups.open.append(Link(link.one, link.other, link.score, (*link.why, f"kept apart: {why}"), link.weak))
            continue
        for node in members[b]:
            groups.root[node] = a
        members[a] += members.pop(b)
        groups.merges.append(link)
    return groups


def _rivals(links: Iterable[Link[Node]]) -> dict[Node, list[Link[Node]]]:
    found: dict[Node, list[Link[Node]]] = defaultdict(list)
    for link in links:
        found[link.one].append(link)
        found[link.other].append(link)
    return found


def _rival(
    link: Link[Node],
    rivals: dict[Node, list[Link[Node]]],
    root: dict[Node, Node],
    members: dict[Node, list[Node]],
    conflict: Callable[[Sequence[Node], Sequence[Node]], str],
    margin: float,
) -> str:
    """Why a link is no better than another: its nodes are as much like a node of a group that cannot join."""
    for node, partner in ((link.one, link.other), (link.other, link.one)):
        for other in rivals[node]:
            far = other.other if other.one == node else other.one
            there, here = root[far], root[partner]
            if other is link or there in (here, root[node]) or other.score < link.score - margin:
                continue
            if conflict(members[here], members[there]):
                return "another fits as well"
    return ""
