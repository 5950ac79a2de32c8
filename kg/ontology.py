"""The terms of the ontology, read from ``ontology/diplomacy.ttl``: a closed namespace.

>>> DIP.Meeting.value
'https://w3id.org/diplomacy-kg/ontology#Meeting'
>>> DIP.Meating
Traceback (most recent call last):
    ...
kg.errors.DataError: no term dip:Meating in ontology/diplomacy.ttl
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox

from kg.errors import DataError
from kg.iri import BASE, ONTOLOGY
from kg.resources import folder

KINDS = (
    "person", "state", "organization", "group", "place", "city", "region", "site", "topic",
    "office", "tenure", "event", "document", "passage", "run", "merge",
)  # fmt: skip
"""The namespaces under which instances live: each has a prefix of its name."""

PREFIXES = {
    "dip": ONTOLOGY,
    "id": BASE,
    **{kind: f"{BASE}{kind}/" for kind in KINDS},
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "wd": "http://www.wikidata.org/entity/",
}

KNOWN_PREFIXES = {**PREFIXES, "dcterms": PREFIXES["dct"]}
"""Those that queries and updates need not declare: what is written has one prefix for a namespace, readers know two."""


def term(curie: str) -> ox.NamedNode:
    """The node that a prefixed name stands for; ``dip:`` names must exist in the ontology."""
    prefix, _, local = curie.partition(":")
    if prefix == "dip":
        return DIP[local]
    return ox.NamedNode(PREFIXES[prefix] + local)


def literal(value: str, datatype: str = "string") -> ox.Literal:
    """A typed literal of an XSD datatype."""
    return ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))


@cache
def graph() -> ox.Store:
    """``diplomacy.ttl`` as a read-only store in memory."""
    store = ox.Store()
    path = folder("ontology") / "diplomacy.ttl"
    try:
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    except (OSError, SyntaxError, ValueError) as error:
        raise DataError(f"ontology/diplomacy.ttl cannot be read: {error}") from error
    return store


@cache
def subclasses(name: str) -> frozenset[str]:
    """Local names of a class and of all classes under it."""
    found, todo = {name}, [DIP[name]]
    while todo:
        for quad in graph().quads_for_pattern(None, term("rdfs:subClassOf"), todo.pop()):
            if isinstance(quad.subject, ox.NamedNode) and (local := _local(quad.subject)) and local not in found:
                found.add(local)
                todo.append(quad.subject)
    return frozenset(found)


def is_a(name: str, parents: str | Iterable[str]) -> bool:
    """Whether a class is one of the parents or lies under one of them."""
    wanted = (parents,) if isinstance(parents, str) else parents
    return any(name in subclasses(parent) for parent in wanted)


def _local(node: ox.NamedNode) -> str:
    return node.value.removeprefix(ONTOLOGY) if node.value.startswith(ONTOLOGY) else ""


class _Namespace:
    """``DIP.name`` and ``DIP["name"]``: the node of a term that exists."""

    @cache  # noqa: B019  one instance for the life of the process
    def _terms(self) -> dict[str, ox.NamedNode]:
        nodes = {q.subject for q in graph() if isinstance(q.subject, ox.NamedNode)}
        return {_local(n): n for n in nodes if _local(n)}

    def __getitem__(self, name: str) -> ox.NamedNode:
        try:
            return self._terms()[name]
        except KeyError:
            raise DataError(f"no term dip:{name} in ontology/diplomacy.ttl") from None

    def __getattr__(self, name: str) -> ox.NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]


DIP = _Namespace()
