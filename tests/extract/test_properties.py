"""What holds of every text, sense or nonsense: no slip, exact passages, plain IRIs, the same bytes twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib import Graph

from kg.annotate import annotate
from kg.extract import extract
from kg.graph import quads, turtle
from kg.model import Article, Claims, Event, Facts, Mention, Span
from kg.ontology import DIP, is_a
from kg.resolve import resolve
from tests.test_graph import value

_PLAIN = re.compile(r"https?://[A-Za-z0-9./#_-]+")
_WORDS = """
Norway Iran U.S. Tehran Angela Merkel Hassan al-Bashir O'Neill Foreign Ministry the The a his her they who which that
both sides two countries ambassador counterpart former spokesman for of to in on with between and but not never no
said says told denied accused met meet meeting talks will would may has been was is be by according attack attacked
attacking sanctions imposed visit visited agreed agreement signed rejected , . ; : “ ” " ' ( ) - – $5 1979 May 28
Monday yesterday 2007-05-28 if after because Ä 日本 🕊 …
"""
_SLOW = settings(deadline=None, max_examples=30)

sentences = st.lists(st.sampled_from([*_WORDS.split(), "\n", "\n\n", ""]), min_size=1, max_size=30).map(" ".join)
texts = st.one_of(sentences, st.lists(sentences, max_size=3).map(". ".join), st.text(max_size=80))


def _analyse(text: str) -> tuple[Claims, Facts]:
    claims = extract(annotate(Article(text, "test")))
    return claims, resolve(claims)


def _of_mention(mention: Mention) -> Iterator[Span]:
    yield mention.span
    if mention.of is not None:
        yield mention.of.span


def _of_event(event: Event) -> Iterator[Span]:
    yield from (event.trigger, event.evidence)
    yield from (s for s in (event.content, event.about, event.topic) if s is not None)
    for mention in (*(m for _, m in event.roles), *event.places, *([event.source] if event.source else [])):
        yield from _of_mention(mention)


def _spans(claims: Claims) -> Iterator[Span]:
    for mention in claims.mentions:
        yield from _of_mention(mention)
    for event in claims.events:
        yield from _of_event(event)
    yield from (t.evidence for t in claims.tenures)


@_SLOW
@given(texts)
@example("")
@example(" \n\n ")
@example(".")
@example("met")
@example("Both sides met both sides.")
@example("His counterpart met her counterpart’s counterpart, who said that he said that they said so.")
@example("Iran's 's ' ambassador , , and and met met met with with Iran Iran")
def test_every_passage_lies_in_the_text(text: str) -> None:
    claims, facts = _analyse(text)
    for span in _spans(claims):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()
    for event in claims.events:
        assert event.evidence.contains(event.trigger)
    assert all(e.evidence for e in facts.events)
    assert all(t.evidence for t in facts.tenures)
    assert all(text[s.start : s.end].strip() for e in facts.entities for s in e.mentions)


@_SLOW
@given(texts)
@example("Iran met Norway.\x00 \x1b[31m Iran met <script>alert(1)</script> in Oslo.")
@example('Iran met “Norway” in "Oslo\\". The spokesman of the Ministry of {Love} | ^ ` <x> said so.')
def test_the_graph_of_any_text_is_sound(text: str) -> None:
    _, facts = _analyse(text)
    found = quads(facts)
    nodes = {n for q in found for n in (q.subject, q.predicate, q.object) if not isinstance(n, ox.Literal)}
    assert not [n for n in nodes if not isinstance(n, ox.NamedNode) or not _PLAIN.fullmatch(n.value)]
    exact = {q.subject: value(q.object) for q in found if q.predicate == DIP.exact}
    start = {q.subject: int(value(q.object)) for q in found if q.predicate == DIP.start}
    end = {q.subject: int(value(q.object)) for q in found if q.predicate == DIP.end}
    assert all(text[start[p] : end[p]] == words for p, words in exact.items())
    data = turtle(found)
    assert len(list(ox.parse(data, format=ox.RdfFormat.TURTLE))) == len(found)
    assert len(Graph().parse(data=data, format="turtle")) == len(found)


@_SLOW
@given(texts)
def test_who_and_where_are_of_the_right_class(text: str) -> None:
    _, facts = _analyse(text)
    types = {e.id: e.type for e in facts.entities}
    for event in facts.events:
        assert event.roles
        assert all(is_a(types[key], ("Agent", "Place")) for _, key in event.roles)
        assert all(is_a(types[key], ("Place", "State")) for key in event.places)
        assert all(is_a(types[key], "Agent") for key in event.sources)
    assert all(is_a(types[t.holder], "Person") for t in facts.tenures)
    assert all(is_a(types[e.of], ("Agent", "Place")) for e in facts.entities if e.of)


@_SLOW
@given(texts)
def test_two_runs_give_the_same_bytes(text: str) -> None:
    first, second = (turtle(quads(_analyse(text)[1])) for _ in range(2))
    assert first == second
