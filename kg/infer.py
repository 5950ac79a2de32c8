"""What follows from a graph and the ontology: the consequences of RDFS and OWL 2 RL, and the short cuts.

``reasonable`` works them out. On graphs of ours it gives what owlrl gives, some ninety times as fast; what neither
tells is a contradiction: that is for the shapes of :mod:`kg.validate`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.errors import UsageError
from kg.iri import BASE
from kg.ontology import term
from kg.resources import folder
from kg.shortcuts import derived
from kg.store import Store

_ONTOLOGIES = ("diplomacy.ttl", "alignments.ttl")
_TRIVIAL = {term("owl:Thing"), term("rdfs:Resource")}


def infer(store: Store) -> list[ox.Triple]:
    """The triples about things of ours that follow from the store and are not in it, sorted; no blank nodes.

    Left out is what tells nothing: that everything is a thing, and the same as itself. Raises UsageError where
    ``reasonable`` is not installed.
    """
    told = {quad.triple for quad in store.quads()}
    short = derived(told)
    found = short | {triple for triple in _consequences(told | short) if _says_something(triple)}
    return sorted(found - told, key=str)


def _consequences(told: set[ox.Triple]) -> Iterator[ox.Triple]:
    """The closure of the triples under the ontology with its alignments."""
    try:
        from reasonable import PyReasoner
    except ImportError:
        raise UsageError("kg infer needs a reasoner: pip install 'diplomacy-kg[reasoning]'") from None
    import rdflib

    data = ox.serialize(told, format=ox.RdfFormat.N_TRIPLES)
    graph = rdflib.Graph().parse(data=data or b"", format="nt")
    for name in _ONTOLOGIES:
        graph.parse(folder("ontology") / name)
    reasoner = PyReasoner()
    reasoner.from_graph(graph)
    text = "".join(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in reasoner.reason() if _ours(s, o))
    for quad in ox.parse(text, ox.RdfFormat.TURTLE):  # in which rdflib writes line breaks of texts
        yield quad.triple


def _ours(subject: object, value: object) -> bool:
    """Whether a triple of rdflib's is about a thing of ours and has no blank node."""
    import rdflib

    return str(subject).startswith(BASE) and not isinstance(value, rdflib.BNode) and isinstance(subject, rdflib.URIRef)


def _says_something(triple: ox.Triple) -> bool:
    itself = triple.predicate == term("owl:sameAs") and triple.subject == triple.object
    return triple.object not in _TRIVIAL and not itself
