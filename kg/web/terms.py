"""From nodes of the graph to what a page shows of them: a name, a kind, a shape, and where its page is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from kg.export.page.content import class_label, legend
from kg.iri import BASE, ONTOLOGY
from kg.ontology import DIP, is_a, subclasses, term
from kg.query.names import value
from kg.store import Rows, Store

Table = dict[str, dict[str, list[str]]]
"""Subject → predicate IRI → values as text, each in a fixed order."""

_LABELS = tuple(term(name).value for name in ("skos:prefLabel", "rdfs:label", "dct:title", "skos:altLabel"))
_SOURCE, _TYPE = term("dct:source").value, term("rdf:type").value
_TRIPLES = "SELECT ?s ?p ?o WHERE { VALUES ?s { %s } ?s ?p ?o . FILTER (?p != dip:text && ?p != dip:mentionedIn) }"


@dataclass(frozen=True, slots=True)
class Named:
    """A node with its label; ``key`` names its shape and colour, ``kind`` its class in the ontology."""

    iri: str
    label: str
    key: str
    kind: str

    @property
    def path(self) -> str:
        """Where its page is."""
        return path_of(self.iri)


def path_of(iri: str) -> str:
    """The path of an instance's page; that of another IRI is its description.

    >>> path_of("https://w3id.org/diplomacy-kg/id/person/ryan-crocker")
    '/id/person/ryan-crocker'
    """
    return f"/id/{iri.removeprefix(BASE)}" if iri.startswith(BASE) else f"/describe?iri={quote(iri, safe='')}"


def select(store: Store, sparql: str) -> list[tuple[str, ...]]:
    """The rows of a SELECT as text; empty where a variable is unbound."""
    found = store.query(sparql)
    assert isinstance(found, Rows)  # a SELECT
    return [tuple(value(cell) for cell in row) for row in found.rows]


def nodes(iris: Iterable[str]) -> str:
    """IRIs as SPARQL writes them, for a VALUES block."""
    return " ".join(str(ox.NamedNode(iri)) for iri in dict.fromkeys(iris))


def describe(store: Store, iris: Iterable[str]) -> Table:
    """All that the graph says of the nodes, the text of documents and the list of mentions left out."""
    table: Table = defaultdict(lambda: defaultdict(list))
    wanted = nodes(iris)
    for subject, predicate, text in sorted(select(store, _TRIPLES % wanted)) if wanted else ():
        table[subject][predicate].append(text)
    return table


def get(row: Mapping[str, list[str]], curie: str) -> list[str]:
    """The values of a property by its prefixed name."""
    return row.get(term(curie).value, [])


def one(row: Mapping[str, list[str]], curie: str) -> str:
    """The first value of a property, or nothing."""
    return next(iter(get(row, curie)), "")


def named(iri: str, row: Mapping[str, list[str]]) -> Named:
    """A node of a table; without a label the end of its IRI stands for it."""
    label = next((row[name][0] for name in _LABELS if row.get(name)), None) or next(iter(row.get(_SOURCE, ())), None)
    kind = special(row.get(_TYPE, ()))
    text = " ".join((label or iri.rstrip("/").rpartition("/")[2]).split())
    return Named(iri, text or iri, key_of(kind), class_label(kind) if kind else "")


def special(types: Iterable[str]) -> str:
    """The local name of the most special class of the ontology among types."""
    own = [t.removeprefix(ONTOLOGY) for t in types if t.startswith(ONTOLOGY)]
    return next((n for n in own if not any(n != other and is_a(other, n) for other in own)), "")


@cache
def key_of(kind: str) -> str:
    """The row of the legend that a class belongs to; documents and what has no shape stay plain."""
    for row in legend():
        if kind and is_a(kind, row["classes"]):
            return str(row["key"])
    return "document" if kind == "Document" else "plain"


@cache
def types_of(key: str) -> tuple[str, ...]:
    """IRIs of the event classes that a row of the legend stands for: the first fitting row wins, as in a legend."""
    names = sorted(subclasses("Event"))
    return tuple(DIP[name].value for name in names if key_of(name) == key)


@cache
def shapes() -> Mapping[str, Mapping[str, Any]]:
    """The legend by key, with a shape for documents."""
    rows = {str(row["key"]): row for row in legend()}
    page = "M-.8 -1.15H.35L.85 -.6V1.15H-.8Z"
    return rows | {key: {"key": key, "label": "Articles", "path": page, "kind": key} for key in ("document", "plain")}
