"""Turtle of RDF 1.2 (RDF-star's successor): the short cuts carry the events and tenures that they were derived from.

``event:x rdf:reifies <<( person:a dip:met person:b )>>`` lets a reader go from an edge to its grounds. Tools that
know RDF 1.1 alone refuse such a file: for them there is ``turtle``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import pyoxigraph as ox

from kg import graph
from kg.ontology import PREFIXES, term
from kg.store import Rows, Store

_REIFIES = ox.NamedNode(PREFIXES["rdf"] + "reifies")
_GROUNDS = {
    "met": "?fact a dip:Meeting ; dip:status dip:Occurred ; dip:participant ?one , ?other",
    "represents": "?fact a dip:Tenure ; dip:holder ?one ; dip:office/dip:of ?other",
    "holdsOffice": "?fact a dip:Tenure ; dip:holder ?one ; dip:office ?other",
}


def turtle12(store: Store, output: BinaryIO) -> None:
    """The union of all graphs, and what each short cut rests on."""
    nowhere = ox.DefaultGraph()
    told = (ox.Quad(t.subject, t.predicate, t.object, nowhere) for t in {q.triple for q in store.quads()})
    output.write(graph.turtle([*told, *_grounds(store)]))


def _grounds(store: Store) -> Iterator[ox.Quad]:
    for name, pattern in _GROUNDS.items():
        there = f"?one dip:{name} ?other FILTER NOT EXISTS {{ ?fact dip:former true }}"
        found = store.query(f"SELECT DISTINCT ?fact ?one ?other {{ {pattern} . {there} }}")
        assert isinstance(found, Rows)  # a SELECT
        for fact, one, other in found.rows:
            if isinstance(fact, ox.NamedNode) and isinstance(one, ox.NamedNode) and isinstance(other, ox.NamedNode):
                yield ox.Quad(fact, _REIFIES, ox.Triple(one, term(f"dip:{name}"), other), ox.DefaultGraph())
