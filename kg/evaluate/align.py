"""Which of what was found is which of the gold facts: entities by name, events one to one by what they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import pyoxigraph as ox

from kg.evaluate.found import Found, FoundEvent
from kg.evaluate.gold import Gold, GoldEvent
from kg.evaluate.names import overlap
from kg.ontology import DIP, graph, term

SAME_TYPE, KINDRED, EVIDENCE, FILLER, DATE, PLACE, STATUS, EXACT = 3.0, 1.5, 1.0, 1.0, 0.5, 0.5, 0.25, 0.1
"""What a pair of events gains by each thing in common; the last by the very same sentences."""
_REQUIRED = 0.01  # so that of two equal gold events the one that counts is taken


class Names:
    """Tells whether an entity that was found is one of the gold."""

    def __init__(self, gold: Gold, found: Found) -> None:
        self._gold = {entity.id: entity.names for entity in gold.entities.values()}
        self._found = {node: entity.names for node, entity in found.entities.items()}

    def same(self, key: str, node: str) -> bool:
        """Whether the two share a name."""
        return bool(self._gold[key] & self._found.get(node, frozenset()))

    def any(self, keys: Iterable[str], nodes: Iterable[str]) -> bool:
        """Whether one of these is one of those."""
        return any(self.same(key, node) for key in keys for node in nodes)

    def pairs(self, keys: Iterable[str], nodes: Iterable[str]) -> tuple[list[tuple[str, bool]], list[str]]:
        """Each gold entity with whether it is among the found, each of which is taken once; and those left over."""
        left, told = list(nodes), list[tuple[str, bool]]()
        for key in keys:
            node = next((node for node in left if self.same(key, node)), None)
            told.append((key, node is not None))
            left = [other for other in left if other != node]
        return told, left


def align(gold: Sequence[GoldEvent], found: Sequence[FoundEvent], names: Names) -> dict[int, int]:
    """Gold events to found events, by their numbers, so that the total of what the pairs share is greatest."""
    import networkx as nx

    web = nx.Graph()
    for i, one in enumerate(gold):
        for j, other in enumerate(found):
            if weight := _likeness(one, other, names):
                web.add_edge(("gold", i), ("found", j), weight=weight)
    ends = (dict(pair) for pair in nx.max_weight_matching(web))
    return {end["gold"]: end["found"] for end in ends}


def _likeness(gold: GoldEvent, found: FoundEvent, names: Names) -> float:
    """What two events share; 0 where they cannot be the same."""
    kin = SAME_TYPE if gold.type == found.type else KINDRED if family(gold.type) == family(found.type) else 0.0
    evidence = overlap(gold.spans, found.spans)
    fillers = _shared(gold.roles, found.roles, names)
    if not kin or not (evidence or fillers):
        return 0.0
    return (
        kin
        + EVIDENCE * evidence
        + FILLER * fillers
        + DATE * same_date(gold, found)
        + PLACE * names.any(gold.places, found.places)
        + STATUS * (gold.status in found.statuses)
        + EXACT * (gold.spans == found.spans)
        + _REQUIRED * (not gold.optional)
    )


def _shared(gold: Mapping[str, Sequence[str]], found: Mapping[str, Sequence[str]], names: Names) -> int:
    return sum(names.any([key], found[role]) for role, keys in gold.items() for key in keys)


def same_date(gold: GoldEvent, found: FoundEvent) -> bool:
    """Whether a gold event has a date and it was found; a day of no known year is told by month and day."""
    return bool(gold.date) and str(gold.date).removeprefix("--") in found.dates


@cache
def family(type_: str) -> str:
    """The PLOVER class of an event type as the ontology notes it; the type itself where it has none, or several."""
    notations = [quad.object for quad in graph().quads_for_pattern(DIP[type_], term("skos:notation"), None)]
    plover = [n.value for n in notations if isinstance(n, ox.Literal) and n.datatype == DIP.plover]
    return plover[0] if len(plover) == 1 else type_
