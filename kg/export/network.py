"""The graph as a network of networkx, in one of several views; what GraphML, GEXF and node-link JSON write out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import networkx as nx

from kg.errors import UsageError
from kg.export.facts import Entity, Event, Facts, local
from kg.iri import BASE
from kg.ontology import DIP
from kg.shortcuts import grounds
from kg.store import Store

VIEWS = ("events", "agents", "met")
"""``events``: events and entities are nodes, roles the edges between them. ``agents``: two agents are joined by the
events that both have a part in, with their number as weight. ``met``: who met whom in meetings that occurred."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_AGENTS = "person/", "state/", "organization/", "group/"
_Pair = tuple[str, str, Event]


def to_networkx(store: Store, view: str = "events") -> nx.MultiDiGraph | nx.Graph:
    """The store as a network; nodes are IRIs. ``events`` gives a MultiDiGraph, the others an undirected Graph.

    Raises UsageError where there is no such view.
    """
    if view not in VIEWS:
        raise UsageError(f"there is no view {view!r}: choose one of {', '.join(VIEWS)}")
    facts = Facts(store)
    if view == "events":
        return _events(facts)
    return _weighted(facts, _together(facts) if view == "agents" else _met(facts, store))


def _events(facts: Facts) -> nx.MultiDiGraph:
    drawn = nx.MultiDiGraph()
    for event in facts.events:
        drawn.add_node(BASE + event.id, **_told(facts, event))
    for entity in facts.entities.values():
        if entity.documents:  # so that topics are left out, which nothing would join
            drawn.add_node(BASE + entity.id, **_of(entity))
    for start, label, end, weight in _edges(facts):
        if BASE + start in drawn and BASE + end in drawn:
            drawn.add_edge(BASE + start, BASE + end, key=label, label=label, weight=weight)
    return drawn


def _edges(facts: Facts) -> Iterator[tuple[str, str, str, int]]:
    """Start, label, end and weight; ``met`` once, from the lesser id."""
    for event in facts.events:
        others = (("place", event.places), ("attributedTo", event.sources), ("about", event.about))
        for role, who in (*event.roles, *((name, one) for name, found in others for one in found)):
            yield event.id, role, who, len(event.passages)
    for entity in facts.entities.values():
        yield from ((entity.id, "of", owner, 1) for owner in entity.of)
    for start, name, end in facts.shortcuts:
        if name != "met" or start < end:
            yield start, name, end, 1


def _together(facts: Facts) -> Iterator[_Pair]:
    """Every two agents of each event."""
    for event in facts.events:
        agents = sorted({who for _, who in event.roles if who in facts.entities and who.startswith(_AGENTS)})
        yield from ((one, other, event) for one, other in combinations(agents, 2))


def _met(facts: Facts, store: Store) -> Iterator[_Pair]:
    """Who met, once, with the meetings that they met at."""
    events = {event.id: event for event in facts.events}
    found = grounds(quad.triple for quad in store.quads())
    met = sorted((local(f.value), local(one.value), local(other.value)) for f, one, p, other in found if p == DIP.met)
    return ((a, b, events[fact]) for fact, a, b in met if a < b and {a, b} <= facts.entities.keys())


def _weighted(facts: Facts, pairs: Iterator[_Pair]) -> nx.Graph:
    joined = nx.Graph()
    for one, other, event in pairs:
        _count(joined, BASE + one, BASE + other, event)
    for node in list(joined):
        joined.add_node(node, **_of(facts.entities[node.removeprefix(BASE)]))
    return joined


def _count(joined: nx.Graph, one: str, other: str, event: Event) -> None:
    before = joined.get_edge_data(one, other, {"weight": 0, "types": "", "dates": ""})
    types = sorted({*filter(None, before["types"].split(", ")), event.type})
    dates = sorted({*filter(None, before["dates"].split(", ")), event.date} - {""})
    joined.add_edge(one, other, weight=before["weight"] + 1, types=", ".join(types), dates=", ".join(dates))


def _told(facts: Facts, event: Event) -> dict[str, str | int | float]:
    passages = [facts.passages[p] for p in event.passages if p in facts.passages]
    documents = [d.title or d.source for d in facts.told_in(event.passages)]
    fields = {
        "kind": "event",
        "label": event.label or event.type,
        "type": event.type,
        "status": event.status,
        "date": event.date,
        "end_date": event.end,
        "source": ", ".join(map(facts.label, event.sources)),
        "sentence": "\n".join(dict.fromkeys(" ".join(p.exact.split()) for p in passages)),
        "document": "\n".join(dict.fromkeys(documents)),
    }
    return {**_texts(fields), "weight": len(event.passages), "confidence": event.confidence}


def _of(entity: Entity) -> dict[str, str | int | float]:
    fields = {"kind": "entity", "label": entity.label, "type": entity.type, "wikidata": entity.wikidata}
    return {**_texts(fields), "weight": len(entity.documents)}


def _texts(fields: dict[str, str]) -> dict[str, str]:
    """Those that say something, without the characters that XML cannot hold."""
    return {name: _NO_XML.sub("", text) for name, text in fields.items() if text}
