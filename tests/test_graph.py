"""The graph of an article: the shape that every consumer relies on."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS

from kg.graph import document_iri, quads, sorted_prefixes, time_literal, turtle
from kg.iri import BASE
from kg.model import Article, Entity, EntityId, EventFact, Facts, Span, TenureFact, Time
from kg.ontology import DIP, term
from kg.world.ids import event_id, event_label
from tests.conftest import DAILY, WIRE, daily, wire

T = TypeVar("T")
_PLAIN = re.compile(r"https?://[A-Za-z0-9./#_-]+")
_XSD = "http://www.w3.org/2001/XMLSchema#"


def _shuffled(facts: Facts, seed: int) -> Facts:
    """The same facts, everything in them that is a set told in another order."""
    chance = random.Random(seed)

    def mix(items: Iterable[T]) -> tuple[T, ...]:
        return tuple(chance.sample(given := list(items), len(given)))

    def event(e: EventFact) -> EventFact:
        return replace(e, roles=mix(e.roles), places=mix(e.places), sources=mix(e.sources), evidence=mix(e.evidence))

    def entity(e: Entity) -> Entity:
        return replace(e, aliases=mix(e.aliases), same_as=mix(e.same_as))

    return replace(
        facts,
        entities=mix(entity(e) for e in facts.entities),
        tenures=mix(facts.tenures),
        events=mix(event(e) for e in facts.events),
    )


def value(node: object) -> str:
    """The IRI of a node or the words of a literal."""
    return str(getattr(node, "value", ""))


def _objects(facts: Facts, predicate: ox.NamedNode) -> Counter[str]:
    return Counter(value(q.object) for q in quads(facts) if q.predicate == predicate)


def _labels(facts: Facts, kind: str) -> list[str]:
    """Labels of the events of a type."""
    found = {q.subject for q in quads(facts) if q.predicate == term("rdf:type") and q.object == DIP[kind]}
    return sorted(value(q.object) for q in quads(facts) if q.subject in found and q.predicate == term("rdfs:label"))


@pytest.mark.parametrize("tell", [wire, daily])
@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 2**32))
def test_the_order_of_facts_does_not_count(tell: Callable[[], Facts], seed: int) -> None:
    facts = tell()
    other = _shuffled(facts, seed)
    assert quads(other) == quads(facts)
    assert turtle(quads(other)) == turtle(quads(facts))


def test_every_statement_is_in_the_graph_of_its_document() -> None:
    assert {q.graph_name for q in quads(wire())} == {document_iri(WIRE)}
    assert document_iri(WIRE) != document_iri(DAILY)


def test_the_document_is_known_by_its_text_alone() -> None:
    assert document_iri(Article(WIRE.text, "elsewhere.html", title="Another")) == document_iri(WIRE)


def test_there_are_no_blank_nodes_and_no_odd_iris() -> None:
    nodes = {n for q in (*quads(wire()), *quads(daily())) for n in (q.subject, q.predicate, q.object, q.graph_name)}
    assert all(isinstance(n, ox.NamedNode | ox.Literal) for n in nodes)
    assert not [n.value for n in nodes if isinstance(n, ox.NamedNode) and not _PLAIN.fullmatch(n.value)]


def test_rdflib_reads_what_oxigraph_wrote() -> None:
    ours = {str(q.triple) for q in quads(daily())}
    read = Graph().parse(data=turtle(quads(daily())), format="turtle")
    assert len(read) == len(ours)
    again = ox.parse(read.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    assert {str(q.triple) for q in again} == ours


def test_every_passage_says_exactly_what_stands_there() -> None:
    graph = Graph().parse(data=turtle(quads(wire())), format="turtle")
    exact, start, end = (URIRef(DIP[name].value) for name in ("exact", "start", "end"))
    passages = list(graph.subjects(RDF.type, URIRef(DIP.Passage.value)))
    assert passages
    for passage in passages:
        first, last = (int(str(graph.value(passage, p))) for p in (start, end))
        assert WIRE.text[first:last] == str(graph.value(passage, exact))


def test_every_event_and_tenure_has_evidence_confidence_and_provenance() -> None:
    for facts in (wire(), daily()):
        told = {q.subject for q in quads(facts) if q.predicate in (DIP.status, DIP.holder)}
        assert len(told) == len(facts.events) + len(facts.tenures)
        for predicate in (DIP.evidence, DIP.confidence, term("prov:wasGeneratedBy")):
            assert {q.subject for q in quads(facts) if q.predicate == predicate} == told


def test_one_meeting_in_two_articles_is_one_node() -> None:
    ours = [{q.subject for q in quads(f) if q.predicate == DIP.trigger} for f in (wire(), daily())]
    (shared,) = ours[0] & ours[1]
    assert value(shared).startswith(f"{BASE}event/meeting-")


def test_a_speech_act_is_the_act_of_its_own_article() -> None:
    first, again = wire(), replace(wire(), article=replace(WIRE, text=WIRE.text + "\n"))
    (one,), (other,) = ({q.subject for q in quads(f) if q.object == DIP.Accusation} for f in (first, again))
    assert one != other


def test_who_met_is_told_both_ways_and_only_of_meetings_that_occurred() -> None:
    met = {(value(q.subject), value(q.object)) for q in quads(wire()) if q.predicate == DIP.met}
    crocker, qomi = f"{BASE}person/ryan-crocker", f"{BASE}person/hassan-kazemi-qomi"
    assert met == {(crocker, qomi), (qomi, crocker)}
    planned = replace(wire(), events=tuple(replace(e, status="Planned") for e in wire().events))
    assert not [q for q in quads(planned) if q.predicate == DIP.met]


def test_a_former_office_represents_nobody() -> None:
    holders = {value(q.subject) for q in quads(daily()) if q.predicate == DIP.holdsOffice}
    assert f"{BASE}person/hassan-kazemi-qomi" in holders
    assert f"{BASE}person/zalmay-khalilzad" not in holders
    assert _objects(daily(), DIP.former) == {"true": 1}


def test_who_speaks_for_a_ministry_does_not_represent_it_as_a_state() -> None:
    represented = {value(q.object) for q in quads(daily()) if q.predicate == DIP.represents}
    assert represented == {f"{BASE}state/irn", f"{BASE}state/irq"}


def test_one_preferred_label_and_no_alias_that_repeats_it() -> None:
    graph = Graph().parse(data=turtle(quads(daily())), format="turtle")
    preferred = Counter(graph.subjects(SKOS.prefLabel))
    assert set(preferred.values()) == {1}
    assert not set(graph.subject_objects(SKOS.prefLabel)) & set(graph.subject_objects(SKOS.altLabel))


def test_a_speech_act_points_at_what_it_speaks_of() -> None:
    about = {value(q.subject): value(q.object) for q in quads(wire()) if q.predicate == DIP.about}
    kinds = {(a.split("/")[-1].split("-")[0], b.split("/")[-1].split("-")[0]) for a, b in about.items()}
    assert kinds == {("accusation", "aid"), ("rejection", "aid")}


def test_an_event_label_tells_type_roles_and_day() -> None:
    assert _labels(daily(), "Meeting") == ["Meeting: Hassan Kazemi Qomi – Ryan Crocker, 2007-05-28"]


def test_an_event_label_of_many_names_those_who_say_most() -> None:
    groups = [(f"group/usa-{n}", f"soldiers {n}") for n in range(1, 6)]
    names = dict([*groups, ("organization/nato", "NATO"), ("state/usa", "America"), ("person/x", "Rice")])
    roles = tuple(("participant", EntityId(key)) for key in names)
    told = EventFact("Meeting", "Occurred", roles, (Span(0, 1),), Span(0, 1), "test", time=Time("2007-05-28"))
    made = event_label(told, lambda key: names[key])
    assert made == "Meeting: soldiers 1 – soldiers 2 – soldiers 3 – NATO – Rice – America and 2 more, 2007-05-28"
    few = replace(told, roles=roles[2:])
    assert event_label(few, lambda key: names[key]).count(" – ") == 5
    assert "more" not in event_label(few, lambda key: names[key])
    assert event_id(told, "") == event_id(told, "0") != event_id(few, "0")  # no id is made of labels


@pytest.mark.parametrize(
    ("value", "datatype"),
    [("2007-05-28", "date"), ("2007-05", "gYearMonth"), ("2007", "gYear"), ("--05-28", "gMonthDay")],
)
def test_a_date_has_the_datatype_of_its_form(value: str, datatype: str) -> None:
    assert time_literal(value) == ox.Literal(value, datatype=ox.NamedNode(_XSD + datatype))


def test_prefixes_are_sorted_and_the_rest_is_kept() -> None:
    data = b"@prefix b: <b> .\n@prefix a: <a> .\n\nx y z .\n"
    assert sorted_prefixes(data) == b"@prefix a: <a> .\n@prefix b: <b> .\n\nx y z .\n"
    assert sorted_prefixes(b"x y z .\n") == b"x y z .\n"


@settings(deadline=None)
@given(st.text(min_size=1), st.text(), st.text())
def test_no_text_breaks_the_graph(text: str, title: str, alias: str) -> None:
    key = EntityId("person/x")
    span = Span(0, len(text))
    facts = Facts(
        Article(text, "x", title=title, publisher=alias),
        (Entity(key, "Person", text, (alias,)),),
        (TenureFact(key, "minister", None, (span,), "test"),),
        (EventFact("Statement", "Occurred", (("actor", key),), (span,), span, "test", content=span, topic=span),),
    )
    data = turtle(quads(facts))
    read = list(ox.parse(data, format=ox.RdfFormat.TURTLE))
    assert {value(q.object) for q in read if q.predicate == DIP.exact} == {text}
