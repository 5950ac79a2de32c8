"""Every entity has one preferred label in the store, the same in whatever order the articles come."""

from __future__ import annotations

from itertools import permutations

import pyoxigraph as ox
import pytest

from kg.ontology import term
from kg.store import open_store
from kg.store.labels import agree

PERSON = ox.NamedNode("https://w3id.org/diplomacy-kg/id/person/ban-ki-moon")
FORMS = ("Ban Ki-moon", "Ban Ki-Moon", "BAN KI-MOON")


def _article(form: str) -> tuple[ox.NamedNode, list[ox.Quad]]:
    document = ox.NamedNode(f"https://w3id.org/diplomacy-kg/id/document/{FORMS.index(form)}")
    return document, [ox.Quad(PERSON, term("skos:prefLabel"), ox.Literal(form, language="en"), document)]


@pytest.mark.parametrize("order", list(permutations(FORMS)))
def test_one_label_is_preferred_whatever_the_order(order: tuple[str, ...]) -> None:
    with open_store(None) as store:
        for form in order:
            document, quads = _article(form)
            store.replace(document, agree(store, quads))
        by_predicate = {
            name: {getattr(q.object, "value", "") for q in store.quads() if q.predicate == term(name)}
            for name in ("skos:prefLabel", "skos:altLabel")
        }
    assert by_predicate == {"skos:prefLabel": {"Ban Ki-Moon"}, "skos:altLabel": {"Ban Ki-moon", "BAN KI-MOON"}}
