"""What bringing articles together found, as RDF: a named graph of its own, beside those of the documents.

It holds what rests on several articles: which names and tellings were taken for one and why, which event realizes
which plan, which account disputes which, the numbers of rounds, the days between which an office was told to be held,
and which articles repeat another's text.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.graph import IDENTITY, Node, Triple, kg_version, tenure_iri
from kg.iri import BASE, digest, slug
from kg.ontology import DIP, literal, term
from kg.world.record import Merge, World


def quads(world: World) -> list[ox.Quad]:
    """The graph of identity, sorted: the same world gives the same list."""
    triples = {(str(s), str(p), str(o)): (s, p, o) for s, p, o in _triples(world)}
    return [ox.Quad(*triples[key], IDENTITY) for key in sorted(triples)]


def _triples(world: World) -> Iterator[Triple]:
    for merge in world.merges:
        yield from _merge(merge)
    for event, plan in world.realizes:
        yield Node(BASE + event), DIP.realizes, Node(BASE + plan)
    for dispute in world.disputes:
        yield Node(BASE + dispute.denial), DIP.disputes, Node(BASE + dispute.account)
    for event, number in world.rounds:
        yield Node(BASE + event), DIP.round, literal(str(number), "integer")
    for held in world.held:
        node = tenure_iri(*held.key)
        yield node, term("sem:hasLatestBeginTimeStamp"), literal(held.first.isoformat(), "date")
        yield node, term("sem:hasEarliestEndTimeStamp"), literal(held.last.isoformat(), "date")
    for copy, first in world.copies:
        yield _document(copy), term("prov:alternateOf"), _document(first)


def _merge(merge: Merge) -> Iterator[Triple]:
    node = Node(f"{BASE}merge/{digest(merge.into, *sorted(merge.refs), *merge.documents)}")
    yield node, term("rdf:type"), DIP.Merge
    yield node, term("rdfs:label"), ox.Literal(f"{merge.one} ~ {merge.other}", language="en")
    yield node, term("prov:generated"), Node(BASE + merge.into)
    yield node, DIP.confidence, literal(f"{merge.score:.2f}".rstrip("0").rstrip("."), "decimal")
    for reason in merge.why:
        yield node, term("rdfs:comment"), ox.Literal(reason, language="en")
    for document in merge.documents:
        yield node, term("prov:used"), _document(document)
    run = Node(f"{BASE}run/{slug(kg_version())}-identity")
    yield node, term("prov:wasInformedBy"), run
    yield run, term("rdf:type"), term("prov:Activity")
    yield run, term("rdfs:label"), ox.Literal(f"kg {kg_version()}, identity", language="en")


def _document(name: str) -> Node:
    return Node(f"{BASE}document/{name}")
