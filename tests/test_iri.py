"""IRIs from content: plain ASCII, the same on every run, parseable by everybody."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import Graph, URIRef

from kg.iri import BASE, ONTOLOGY, digest, slug

_PLAIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 80


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nouri al-Maliki", "nouri-al-maliki"),
        ("Côte d'Ivoire", "cote-d-ivoire"),
        ("São Tomé", "sao-tome"),
        ("  U.S.  Embassy ", "u-s-embassy"),
        ("EU-3", "eu-3"),
    ],
)
def test_a_slug_is_readable(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
@example("")
@example("…")
@example("Владимир Путин")
@example("习近平")
@example("<script>alert(1)</script>")
@example('a "quote" \\ and {braces} | ^ `')
@example("word " * 100)
@example("\ud800")
def test_a_slug_is_plain_whatever_it_is_made_of(text: str) -> None:
    made = slug(text)
    assert _PLAIN.fullmatch(made)
    assert len(made) <= _LONGEST
    assert slug(text) == made


@given(st.text())
@example("Владимир Путин")
@example('> <x> "')
def test_an_iri_from_any_text_is_read_by_both_parsers(text: str) -> None:
    iri = f"{BASE}person/{slug(text)}"
    line = f"<{iri}> <{ONTOLOGY}label> <{iri}> ."
    (quad,) = ox.parse(line, format=ox.RdfFormat.N_TRIPLES)
    assert quad.subject == ox.NamedNode(iri)
    assert list(Graph().parse(data=line, format="nt").subjects()) == [URIRef(iri)]


@pytest.mark.parametrize(
    ("a", "b"), [("Владимир Путин", "Дмитрий Медведев"), ("习近平", "李克强"), ("x" * 200, "x" * 201)]
)
def test_names_that_have_no_readable_slug_do_not_collide(a: str, b: str) -> None:
    assert slug(a) != slug(b)


@given(st.lists(st.text()), st.integers(4, 64))
def test_a_digest_has_the_length_asked_for(parts: list[str], size: int) -> None:
    assert re.fullmatch(rf"[0-9a-f]{{{size}}}", digest(*parts, size=size))


def test_a_digest_tells_parts_apart() -> None:
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("c", "ab")}) == 4
