"""RDF in its usual notations, with the same bytes for the same graph, in whatever order it was stored.

Formats of quads (N-Quads, TriG, JSON-LD) keep one graph a document; the others hold the union of the graphs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg import graph
from kg.errors import OutputError
from kg.ontology import PREFIXES
from kg.store import Store

_TYPE = PREFIXES["rdf"] + "type"
_STRING = PREFIXES["xsd"] + "string"
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")  # what XML 1.0 cannot hold
_NO_NAME = re.compile(rb'<oxprefix: xmlns:oxprefix="([^"]*)"')  # an element that has no name
_LOCAL = re.compile(r"[\w./-]*")


def turtle(store: Store, output: BinaryIO) -> None:
    """Turtle of the union of all graphs."""
    output.write(graph.turtle(store.quads()))


def ntriples(store: Store, output: BinaryIO) -> None:
    """N-Triples of the union of all graphs, sorted lines."""
    output.writelines(f"{line} .\n".encode() for line in sorted({str(q.triple) for q in store.quads()}))


def nquads(store: Store, output: BinaryIO) -> None:
    """N-Quads, sorted lines."""
    output.writelines(f"{line} .\n".encode() for line in sorted({str(q) for q in store.quads()}))


def trig(store: Store, output: BinaryIO) -> None:
    """TriG: one graph a document."""
    data = ox.serialize(sorted(store.quads(), key=_place), format=ox.RdfFormat.TRIG, prefixes=PREFIXES)
    output.write(graph.sorted_prefixes(data or b""))


def rdfxml(store: Store, output: BinaryIO) -> None:
    """RDF/XML of the union of all graphs. Raises OutputError where a text or a name is none for XML 1.0."""
    triples = {_place(q)[1:]: q.triple for q in store.quads()}
    ordered = [triples[place] for place in sorted(triples)]
    data = ox.serialize(ordered, format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES) or b""
    if found := _NO_XML.search(data):
        code = ord(found[0].decode())
        raise OutputError(f"RDF/XML cannot hold the character U+{code:04X} of an article: choose another format")
    if nameless := _NO_NAME.search(data):
        iri = nameless[1].decode()
        raise OutputError(f"RDF/XML cannot name a type or property {iri}: choose another format")
    output.write(data.replace(b"\r", b"&#13;"))  # else a parser would turn it into a line feed


def jsonld(store: Store, output: BinaryIO) -> None:
    """JSON-LD 1.1, one graph a document and one node a line, names shortened by the context."""
    context = json.dumps(PREFIXES, ensure_ascii=False)
    output.write(f'{{"@context": {context},\n"@graph": ['.encode())
    for number, (name, quads) in enumerate(groupby(sorted(store.quads(), key=_place), lambda q: q.graph_name)):
        nodes = (f"\n  {json.dumps(node, ensure_ascii=False)}" for node in _nodes(quads))
        output.write(f'{"," if number else ""}\n{{{_graph_name(name)}"@graph": ['.encode())
        output.writelines((("," if i else "") + node).encode() for i, node in enumerate(nodes))
        output.write(b"]}")
    output.write(b"]}\n")


def _place(quad: ox.Quad) -> tuple[str, str, bool, str, str]:
    """What quads are sorted by: graph, subject, predicate (types first) and object."""
    predicate = quad.predicate.value
    return str(quad.graph_name), str(quad.subject), predicate != _TYPE, predicate, str(quad.object)


def _graph_name(name: object) -> str:
    return f'"@id": {json.dumps(_iri(name))}, ' if isinstance(name, ox.NamedNode | ox.BlankNode) else ""


def _nodes(quads: Iterable[ox.Quad]) -> Iterator[dict[str, Any]]:
    for subject, about in groupby(quads, lambda q: q.subject):
        node: dict[str, Any] = {"@id": _iri(subject)}
        for predicate, told in groupby(about, lambda q: q.predicate.value):
            objects = [q.object for q in told]
            plain = predicate == _TYPE and not any(isinstance(o, ox.Literal) for o in objects)
            values = [_iri(o) if plain else _value(o) for o in objects]
            node["@type" if plain else _short(predicate)] = values if len(values) > 1 else values[0]
        yield node


def _value(term: object) -> Any:
    if not isinstance(term, ox.Literal):
        return {"@id": _iri(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == _STRING:
        return term.value
    return {"@value": term.value, "@type": _short(term.datatype.value)}


def _iri(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return _short(term.value)
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    raise OutputError("JSON-LD cannot hold a triple about a triple: choose another format")


def _short(iri: str) -> str:
    fitting = [(len(base), p, base) for p, base in PREFIXES.items() if iri.startswith(base)]
    if not fitting:
        return iri
    _, prefix, base = max(fitting)
    local = iri[len(base) :]
    return f"{prefix}:{local}" if _LOCAL.fullmatch(local) and not local.startswith("//") else iri
