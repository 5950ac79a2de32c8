"""Stores that exporters meet, and what they make of them."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from kg.export import write
from kg.graph import document_iri, quads
from kg.store import Embedded, Store
from tests.conftest import WIRE, wire

HOSTILE = '=cmd|" \' /C calc\'!A0\t"a";b,c\n</script>]]>&amp;\x0b\u202e\U0001f600\r\nBEGIN:VEVENT\\n| Q1 | {{x}}'


def written(store: Store, form: str) -> bytes:
    output = io.BytesIO()
    write(store, form, output)
    return output.getvalue()


@pytest.fixture
def empty() -> Iterator[Store]:
    with Embedded() as store:
        yield store


@pytest.fixture(scope="module")
def hostile() -> Store:
    """The wire's graph with a text in place of each of its labels, quotations and titles that means harm."""
    a = document_iri(WIRE)
    store = Embedded()
    hit = ("prefLabel", "altLabel", "#label", "exact", "content", "title", "trigger", "publisher", "source")
    changed = [
        ox.Quad(q.subject, q.predicate, _harm(q.object) if q.predicate.value.endswith(hit) else q.object, a)
        for q in quads(wire())
    ]
    store.replace(a, changed)
    return store


def _harm(term: object) -> ox.Literal:
    return ox.Literal(HOSTILE, language="en") if getattr(term, "language", None) else ox.Literal(HOSTILE)
