"""The nodes and lines of the graph page, as pyvis and vis-network take them."""

from __future__ import annotations

import json
import math
from collections import Counter

import igraph
from pyvis.network import Network

from kg.export.page.content import Content, Edge, Json
from kg.export.page.layout import Box, overview, place
from kg.model import STATUSES

CALM_LIMIT = 100  # above so many nodes statements wait behind the legend
_LATE = "statements"
_ENTITY_SHARE = 0.35  # of the nodes shown where not all can be
_ENTITY_EM, _EVENT_EM = 15, 11  # font sizes in pixels, as picture.js draws them
_ENTITY_LETTER, _EVENT_LETTER = 0.63, 0.57  # width of an average letter in em: bold names are wider
_LINE, _ROWS = 22, 3  # letters a line and lines a label
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": True,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
    "nodes": {"shape": "custom"},
    "edges": {"smooth": False},
}


def linked(content: Content) -> list[str]:
    """The nodes worth drawing: every event, and the entities that an event or tenure links."""
    ends = {end for edge in content.edges if edge.fact for end in (edge.source, edge.target)}
    return sorted(ends | content.events.keys())


def most_connected(content: Content, nodes: list[str], limit: int) -> list[str]:
    """At most ``limit`` nodes: the entities of the innermost k-cores and the events just among them.

    Events with more participants and more passages come first, statements last; none is left alone.
    """
    if len(nodes) <= limit:
        return nodes
    number = {iri: i for i, iri in enumerate(nodes)}
    edges = [e for e in content.edges if e.source in number and e.target in number]
    pairs = [(number[e.source], number[e.target]) for e in edges]
    graph = igraph.Graph(n=len(nodes), edges=pairs).simplify()
    core, degree = graph.coreness(), graph.degree()
    entities = [iri for iri in nodes if iri in content.entities]
    entities.sort(key=lambda iri: (-core[number[iri]], -degree[number[iri]], iri))
    kept = set(entities[: round(limit * _ENTITY_SHARE)])
    ends: dict[str, set[str]] = {iri: set() for iri in nodes if iri in content.events}
    for edge in edges:
        if edge.source in ends and edge.target in content.entities:
            ends[edge.source].add(edge.target)
    inside = [iri for iri, own in ends.items() if own and own <= kept]
    inside.sort(key=lambda iri: _weight(content.events[iri], len(ends[iri])))
    kept |= set(inside[: limit - len(kept)])
    return sorted({end for e in edges if {e.source, e.target} <= kept for end in (e.source, e.target)})


def _weight(event: Json, ends: int) -> tuple[bool, int, int]:
    """Sorts events by how much they connect, the most first; the order is stable beyond that."""
    return event["key"] == _LATE, -ends, -len(event["evidence"])


def draw(content: Content, held: list[str], core: list[str]) -> Json:
    """Nodes with their places, edges and options, and the types that are off at first.

    ``x`` and ``y`` are given for the nodes of the ``core``, ``px`` and ``py`` for those of them that have events with
    each other, in the picture of these; ``fx`` and ``fy`` for all that are ``held``, where these are more.
    """
    chosen = set(held)
    edges = [e for e in content.edges if e.source in chosen and e.target in chosen]
    degree = Counter(end for e in edges for end in (e.source, e.target))
    nodes = {iri: _node(content, iri, degree[iri]) for iri in held}
    off = [_LATE] if len(core) > CALM_LIMIT else []
    _place(nodes, core, [(e.source, e.target) for e in edges], off, "x", "y")
    _place(nodes, *_company(content, core), [], "px", "py")
    if len(held) > len(core):
        number = {iri: i for i, iri in enumerate(held)}
        spots = overview(len(held), [(number[e.source], number[e.target]) for e in edges])
        for iri, (x, y) in zip(held, spots, strict=True):
            nodes[iri] |= {"fx": x, "fy": y}
    net = Network()
    net.nodes = list(nodes.values())
    net.edges = [_line(f"e{i}", edge) for i, edge in enumerate(edges)]
    net.set_options(json.dumps(_OPTIONS))
    drawn, lines, *_, options = net.get_network_data()
    return {"nodes": drawn, "edges": lines, "options": json.loads(options), "off": off}


def _place(nodes: dict[str, Json], shown: list[str], links: list[tuple[str, str]], off: list[str], *axes: str) -> None:
    """Give the shown nodes their places on two axes."""
    number = {iri: i for i, iri in enumerate(shown)}
    pairs = [(number[a], number[b]) for a, b in links if a in number and b in number]
    spots = place([_box(nodes[i]) for i in shown], pairs, [nodes[i]["group"] in off for i in shown])
    for iri, spot in zip(shown, spots, strict=True):
        nodes[iri] |= dict(zip(axes, spot, strict=True))


def _company(content: Content, core: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The entities of the core that have an event in common with another, and these pairs."""
    inside, pairs = set(core), set()
    for iri in core:
        roles = content.events[iri]["roles"] if iri in content.events else ()
        together = sorted({filler for _, filler in roles if filler in inside})
        pairs |= {(one, other) for i, one in enumerate(together) for other in together[i + 1 :]}
    return sorted({end for pair in pairs for end in pair}), sorted(pairs)


def _node(content: Content, iri: str, degree: int) -> Json:
    if entity := content.entities.get(iri):
        size = round(11 + min(13.0, 2.6 * math.sqrt(degree)))
        label = "\n".join(wrap(entity["label"]))
        return {"id": iri, "label": label, "group": entity["key"], "size": size, "kind": "entity"}
    event = content.events[iri]
    lines = [f"{event['type']} {event['date']}".strip()]
    if event["status"] != STATUSES[0]:
        lines.append(event["status"].lower())
    return {"id": iri, "label": "\n".join(lines), "group": event["key"], "size": 8, "kind": "event"}


def _box(node: Json) -> Box:
    entity = node["kind"] == "entity"
    em, letter = (_ENTITY_EM, _ENTITY_LETTER) if entity else (_EVENT_EM, _EVENT_LETTER)
    lines = node["label"].split("\n")
    width = max(len(line) for line in lines) * em * letter
    return Box(max(width / 2, node["size"]), node["size"], node["size"] + 4 + len(lines) * em * 1.2)


def wrap(label: str) -> list[str]:
    """A label in a few short lines.

    >>> wrap("Islamic Revolutionary Guard Corps of Iran")
    ['Islamic Revolutionary', 'Guard Corps of Iran']
    """
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    short = [line if len(line) <= _LINE + 4 else f"{line[: _LINE + 3]}…" for line in lines[:_ROWS]]
    return short if len(lines) <= _ROWS else [*short[:-1], f"{short[-1]} …"]


def _line(key: str, edge: Edge) -> Json:
    ends = {"from": edge.source, "to": edge.target}
    return {"id": key, **ends, "label": edge.label, "kind": edge.kind, "fact": edge.fact}
