"""``docs/ontology.html`` is made of the ontology of today, and its queries can be run."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from lxml import html  # type: ignore[import-untyped]

from docs import reference
from kg.iri import ONTOLOGY
from kg.ontology import PREFIXES, graph, term
from kg.query import run
from kg.store import Rows

FOLDER = Path(__file__).parents[1] / "ontology"


@pytest.fixture(scope="module")
def page(regenerate: bool) -> bytes:
    made = reference.page()
    if regenerate:
        reference.PAGE.write_bytes(made)
    return made


def test_the_page_is_that_of_the_ontology(page: bytes) -> None:
    assert page == reference.PAGE.read_bytes(), "run with --regenerate and look at the difference"


def test_every_term_has_an_example_and_a_query(page: bytes) -> None:
    tree = html.fromstring(page)
    for name in reference.terms():
        rows = [
            row for table in reference.tables(tree, name)[:1] for row in table.xpath(".//tr[@class='example']//pre")
        ]
        assert [row.text_content() for row in rows] == [reference.example(name), reference.query(name)], name
    assert [name for name in reference.terms() if not reference.example(name)] == []


@pytest.mark.parametrize("name", reference.terms())
def test_queries_can_be_run(name: str) -> None:
    found = run(reference.sample(), reference.query(name))
    assert isinstance(found, Rows)
    assert bool(found.rows) == bool(reference._example(reference.sample(), name))


def test_the_page_asks_no_network(page: bytes) -> None:
    tree = html.fromstring(page)
    assert tree.xpath("//link[@rel='stylesheet'] | //script[@src] | //img[not(starts-with(@src, 'data:'))]") == []


# The contract of IRIs and versions, docs/ontology.md


def _one(subject: str, predicate: str) -> str:
    (quad,) = graph().quads_for_pattern(ox.NamedNode(subject), term(predicate), None)
    return str(getattr(quad.object, "value", ""))


def test_the_version_is_in_its_iri() -> None:
    iri = ONTOLOGY.removesuffix("#")
    version = _one(iri, "owl:versionInfo")
    assert _one(iri, "owl:versionIRI") == f"{iri}/{version}"
    assert [part.isdigit() for part in version.split(".")] == [True] * 3


def test_no_published_term_is_gone() -> None:
    published = (FOLDER / "published.txt").read_text(encoding="utf-8").split()
    known = {str(q.subject.value) for q in graph() if isinstance(q.subject, ox.NamedNode)}
    assert len(published) > 80
    assert [name for name in published if ONTOLOGY + name not in known] == []


def test_deprecated_terms_name_their_successors() -> None:
    replaced = ox.NamedNode(PREFIXES["dct"] + "isReplacedBy")
    for quad in graph().quads_for_pattern(None, term("owl:deprecated"), None):
        assert list(graph().quads_for_pattern(quad.subject, replaced, None)), quad.subject
