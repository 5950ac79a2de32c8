"""Turtle of RDF 1.2 (RDF-star's successor): the short cuts carry the events and tenures that they were derived from.

``event:x rdf:reifies <<( person:a dip:met person:b )>>`` lets a reader go from an edge to its grounds. Tools that
know RDF 1.1 alone refuse such a file: for them there is ``turtle``.
"""

from __future__ import annotations

from typing import BinaryIO

import pyoxigraph as ox

from kg import graph
from kg.ontology import PREFIXES
from kg.shortcuts import grounds
from kg.store import Store

_REIFIES = ox.NamedNode(PREFIXES["rdf"] + "reifies")


def turtle12(store: Store, output: BinaryIO) -> None:
    """The union of all graphs, and what each short cut rests on."""
    told = {quad.triple for quad in store.quads()}
    resting = {
        ox.Triple(fact, _REIFIES, short) for fact, *parts in grounds(told) if (short := ox.Triple(*parts)) in told
    }
    output.write(graph.turtle(ox.Quad(t.subject, t.predicate, t.object) for t in told | resting))
