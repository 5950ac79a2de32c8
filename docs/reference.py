"""Makes ``docs/ontology.html``: pyLODE's page of the ontology, and for each term an example of the sample graph and a
query that can be run. ``pytest tests/test_reference.py --regenerate`` writes it anew.
"""

from __future__ import annotations

import logging
from copy import deepcopy
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from lxml import html
from pylode.profiles.ontpub import OntPub

from kg.graph import turtle
from kg.iri import ONTOLOGY
from kg.ontology import graph as ontology
from kg.ontology import term
from kg.store import Embedded, Rows

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "ontology.html"
SAMPLE, MORE = ROOT / "exports" / "graph.ttl", ROOT / "docs" / "examples.ttl"
_SHOWN = 5  # triples of an example
_DECLARED = {"class": "owl:Class", "property": "owl:ObjectProperty", "data": "owl:DatatypeProperty"}
_STYLE = ".example pre { background: #f4f4f4; padding: .6em; overflow-x: auto; white-space: pre-wrap; margin: 0 }"


def page() -> bytes:
    """The page, the same bytes for the same ontology and sample graph."""
    logging.getLogger().setLevel(logging.WARNING)
    tree = html.fromstring(OntPub(ontology=str(ROOT / "ontology" / "diplomacy.ttl")).make_html())
    tree.find("head").append(html.fromstring(f"<style>{_STYLE}</style>"))
    for name in terms():
        for found in tables(tree, name):
            for head, text in (("Example", example(name)), ("Query", query(name))):
                row = f'<tr class="example"><th>{head}</th><td><pre>{escape(text)}</pre></td></tr>'
                found.append(html.fragment_fromstring(row))
    for listed in tree.xpath("//td | //td//ul"):  # what pyLODE lists comes in the order of hashes and blank nodes
        parts = listed.xpath("span[not(@class='cardinality')] | li")
        for place, part in zip(parts, sorted(map(deepcopy, parts), key=_text), strict=True):
            part.tail = place.tail
            listed.replace(place, part)
    tree.xpath("//div[@id='legend']")[0].addprevious(html.fragment_fromstring(_statuses()))
    return html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>") + b"\n"


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())


def tables(tree: Any, name: str) -> list[Any]:
    """The table of a term; its anchor may be another one, where names differ in their first letter alone."""
    found: list[Any] = tree.xpath(f"//div[contains(@class, 'entity')][.//code[text()='{ONTOLOGY}{name}']]//table")
    return found


@cache
def terms() -> dict[str, str]:
    """Classes and properties of the ontology by name, each with its kind."""
    found = {}
    for kind, declared in _DECLARED.items():
        for quad in ontology().quads_for_pattern(None, term("rdf:type"), term(declared)):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(ONTOLOGY):
                found[quad.subject.value.removeprefix(ONTOLOGY)] = kind
    return dict(sorted(found.items()))


def query(name: str) -> str:
    """A SELECT that lists some of what is of a class or under it, or what a property or one under it joins."""
    if terms()[name] == "class":
        label = "OPTIONAL { ?thing rdfs:label|skos:prefLabel|dct:title ?label }"
        return f"SELECT ?thing ?label {{ {_instances(name)} {label} }} LIMIT 10"
    return f"SELECT ?subject ?value {{ {_pairs(name)} }} LIMIT 10"


@cache
def example(name: str) -> str:
    """A few triples that use the term, in Turtle without its prefixes: of the sample graph, else of the seeds, else of
    ``docs/examples.ttl``."""
    return _example(sample(), name) or _example(seeds(), name) or _example(_more(), name)


def _example(store: Embedded, name: str) -> str:
    pattern, first = (_instances(name), "?thing") if terms()[name] == "class" else (_pairs(name), "?subject")
    found = store.query(f"SELECT {first} {{ {pattern} }} ORDER BY {first} LIMIT 1")
    assert isinstance(found, Rows)  # a SELECT
    if not found.rows:
        return ""
    node = found.rows[0][0]
    told = [quad for quad in store.quads() if quad.subject == node]
    return "".join(
        line
        for line in turtle(sorted(told, key=lambda quad: _first(quad, name))[:_SHOWN])
        .decode()
        .splitlines(keepends=True)
        if not line.startswith("@prefix")
    ).strip()


@cache
def sample() -> Embedded:
    """``exports/graph.ttl`` as a store of one graph."""
    return _read(SAMPLE)


@cache
def seeds() -> Embedded:
    """What kg knows of states, bodies and titles before it reads an article."""
    return _read(*(ROOT / "seeds" / f"{name}.ttl" for name in ("states", "organizations", "offices", "places")))


@cache
def _more() -> Embedded:
    return _read(MORE)


def _read(*paths: Path) -> Embedded:
    store, name = Embedded(), ox.NamedNode("https://example.org/sample")
    triples = [quad.triple for path in paths for quad in ox.parse(path=str(path))]
    store.replace(name, [ox.Quad(t.subject, t.predicate, t.object, name) for t in triples])
    return store


def _instances(name: str) -> str:
    kinds = " ".join(f"dip:{kind}" for kind in _under(name, "rdfs:subClassOf"))
    return f"VALUES ?kind {{ {kinds} }} ?thing a ?kind ."


def _pairs(name: str) -> str:
    paths = "|".join(f"dip:{kind}" for kind in _under(name, "rdfs:subPropertyOf"))
    return f"?subject {paths} ?value ."


def _under(name: str, relation: str) -> list[str]:
    """The term and all under it, sorted."""
    found, todo = {name}, [name]
    while todo:
        for quad in ontology().quads_for_pattern(None, term(relation), term(f"dip:{todo.pop()}")):
            if (
                isinstance(quad.subject, ox.NamedNode)
                and (local := quad.subject.value.removeprefix(ONTOLOGY)) not in found
            ):
                found.add(local)
                todo.append(local)
    return sorted(found)


def _first(quad: ox.Quad, name: str) -> tuple[bool, bool, bool, str]:
    """What an example should show first: the type, the property that it is for, what it is called."""
    predicate = quad.predicate
    used = predicate.value.removeprefix(ONTOLOGY) in _under(name, "rdfs:subPropertyOf")
    named = predicate in (term("rdfs:label"), term("skos:prefLabel"))
    return predicate != term("rdf:type"), not used, not named, str(quad)


def _statuses() -> str:
    """A section of the named individuals, which pyLODE leaves out."""
    rows = ""
    found = ontology().quads_for_pattern(None, term("rdf:type"), term("dip:Status"))
    for quad in sorted(found, key=lambda quad: str(quad.subject)):
        name = str(getattr(quad.subject, "value", "")).removeprefix(ONTOLOGY)
        comment = next(ontology().quads_for_pattern(quad.subject, term("rdfs:comment"), None)).object
        asked = f"SELECT ?event ?label {{ ?event dip:status dip:{name} ; rdfs:label ?label }} LIMIT 10"
        rows += (
            f'<tr id="{name}"><th>{name}</th><td>{escape(str(getattr(comment, "value", "")))}'
            f'<div class="example"><pre>{escape(asked)}</pre></div></td></tr>'
        )
    return f'<div class="section" id="individuals"><h2>Named Individuals</h2><table>{rows}</table></div>'
