"""GraphML for Gephi, yEd and networkx: entities and events as nodes, roles between them as edges."""

from __future__ import annotations

import re
from typing import BinaryIO

import networkx as nx

from kg.store import Rows, Store

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NODES = """SELECT ?node ?kind (MIN(?text) AS ?label) (MIN(?class) AS ?type) (MIN(?day) AS ?date)
    (MIN(?state) AS ?status) (MIN(?who) AS ?source) WHERE {
  { SELECT DISTINCT ?node ?kind WHERE {
    { ?node dip:status ?any . BIND ("event" AS ?kind) } UNION { ?node dip:mentionedIn ?any . BIND ("entity" AS ?kind) }
  } }
  ?node a ?class .
  OPTIONAL { ?node skos:prefLabel|rdfs:label ?text }
  OPTIONAL { ?node dip:date|dip:startDate ?on . BIND (STR(?on) AS ?day) }
  OPTIONAL { ?node dip:status ?state }
  OPTIONAL { ?node dip:attributedTo ?by . ?by skos:prefLabel ?who }
} GROUP BY ?node ?kind ORDER BY ?node"""
_EDGES = """SELECT DISTINCT ?from ?property ?to WHERE {
  VALUES ?property { dip:participant dip:actor dip:target dip:host dip:mediator dip:place dip:attributedTo dip:about
    dip:represents dip:of dip:met dip:inState }
  ?from ?property ?to .
} ORDER BY ?from ?property ?to"""
_SENTENCES = """SELECT DISTINCT ?fact ?sentence ?document WHERE {
  ?fact dip:status ?any ; dip:evidence ?passage . ?passage dip:exact ?sentence ; dip:inDocument ?text .
  OPTIONAL { ?text dct:title ?title } OPTIONAL { ?text dct:source ?source }
  BIND (COALESCE(?title, ?source) AS ?document)
} ORDER BY ?fact ?document ?sentence"""


def graphml(store: Store, output: BinaryIO) -> None:
    """The graph as GraphML, UTF-8; several sentences or articles of an event are separated by line breaks.

    Offices, passages and documents are not nodes of their own; ``dip:met`` is written once, from the lesser IRI.
    Characters that XML cannot hold are left out.
    """
    drawn = nx.MultiDiGraph()
    sentences, documents = _evidence(store)
    for node, kind, label, type_, date, status, source in _rows(store, _NODES):
        told = {"date": date, "status": _local(status), "source": source}
        told |= {"sentence": sentences.get(node, ""), "document": documents.get(node, "")}
        fields = {"kind": kind, "label": label, "type": _local(type_), **told}
        drawn.add_node(node, **{name: _NO_XML.sub("", text) for name, text in fields.items() if text})
    for start, role, end in _rows(store, _EDGES):
        if start in drawn and end in drawn and not (role.endswith("#met") and end < start):
            drawn.add_edge(start, end, key=_local(role), label=_local(role))
    nx.write_graphml_xml(drawn, output)
    output.write(b"\n")


def _evidence(store: Store) -> tuple[dict[str, str], dict[str, str]]:
    sentences: dict[str, list[str]] = {}
    documents: dict[str, list[str]] = {}
    for fact, sentence, document in _rows(store, _SENTENCES):
        sentences.setdefault(fact, []).append(" ".join(sentence.split()))
        documents.setdefault(fact, []).append(document)
    return _joined(sentences), _joined(documents)


def _joined(lists: dict[str, list[str]]) -> dict[str, str]:
    return {fact: "\n".join(dict.fromkeys(texts)) for fact, texts in lists.items()}


def _rows(store: Store, sparql: str) -> list[tuple[str, ...]]:
    found = store.query(sparql)
    assert isinstance(found, Rows)  # a SELECT
    return [tuple(getattr(cell, "value", "") for cell in row) for row in found.rows]


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
