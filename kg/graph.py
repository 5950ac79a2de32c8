"""The shape of our RDF: the one place that turns Facts into quads.

Every quad of an article lies in the named graph of its document. No blank nodes; an event whose type, roles, status
and day are known gets an IRI from just these, so that two articles that tell the same meeting share it. Short cuts are
added by :mod:`kg.shortcuts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import pyoxigraph as ox

from kg.iri import BASE, digest, slug
from kg.model import Article, Entity, EntityId, EventFact, Facts, Span, TenureFact, Time
from kg.ontology import DIP, literal, term
from kg.shortcuts import derived
from kg.world.ids import event_id, event_label

_CONTEXT = 32  # characters of prefix and suffix in a TextQuoteSelector, as W3C's examples have about
_DATATYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}

_TYPE = term("rdf:type")

Node = ox.NamedNode
IDENTITY = Node(f"{BASE}identity")
"""The name of the graph that holds what rests on several documents; it is no document's."""

Triple = tuple[Node, Node, Node | ox.Literal]


@cache
def kg_version() -> str:
    """The installed version of kg, which every extraction run names."""
    try:
        return version("diplomacy-kg")
    except PackageNotFoundError:
        return "0"


def document_iri(article: Article) -> Node:
    """The document's IRI, which is also the name of its graph."""
    return Node(f"{BASE}document/{article.sha256[:16]}")


def passage_iri(article: Article, span: Span) -> Node:
    """The IRI of a passage of an article."""
    return Node(f"{BASE}passage/{article.sha256[:16]}-{span.start}-{span.end}")


def tenure_iri(*parts: object) -> Node:
    """The IRI of a tenure, made of holder, office, of, posted to, and whether it is past."""
    return Node(f"{BASE}tenure/{digest(*parts)}")


def quads(facts: Facts) -> list[ox.Quad]:
    """The graph of one article, sorted: the same facts give the same list."""
    name = document_iri(facts.article)
    told = {ox.Triple(*parts) for parts in _Builder(facts).triples()}
    return sorted((ox.Quad(t.subject, t.predicate, t.object, name) for t in told | derived(told)), key=_order)


def turtle(items: Iterable[ox.Quad]) -> bytes:
    """Turtle of the quads, graph names dropped, sorted: stable bytes."""
    from kg.ontology import PREFIXES

    triples = {_order(q): q.triple for q in items}
    ordered = [triples[key] for key in sorted(triples)]
    data = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    assert data is not None  # without an output argument it returns the bytes
    return sorted_prefixes(data)


def sorted_prefixes(data: bytes) -> bytes:
    """Turtle or TriG with its ``@prefix`` lines sorted: Oxigraph writes them in the order of a hash table."""
    end = 0
    while data.startswith(b"@prefix", end):
        end = data.index(b"\n", end) + 1
    return b"".join([*sorted(data[:end].splitlines(keepends=True)), data[end:]])


def _order(quad: ox.Quad) -> tuple[str, bool, str, str]:
    """Where a triple stands in Turtle: by subject, and its type first, as a reader expects."""
    subject, predicate, obj = quad.subject, quad.predicate, quad.object
    return str(subject), predicate != _TYPE, str(predicate), str(obj)


def time_literal(value: str) -> ox.Literal:
    """A date as the literal of its XSD type.

    >>> time_literal("--05-28").datatype.value
    'http://www.w3.org/2001/XMLSchema#gMonthDay'
    """
    return literal(value, "gMonthDay" if value.startswith("--") else _DATATYPES[len(value)])


class _Builder:
    """Builds the triples of one article."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.article = facts.article
        self.document = document_iri(facts.article)
        self.entities = {e.id: e for e in facts.entities}
        self.events = {f.trigger: self._event_iri(f) for f in reversed(facts.events)}

    def triples(self) -> Iterator[Triple]:
        yield from self._document()
        for entity in self.facts.entities:
            yield from self._entity(entity)
        for tenure in self.facts.tenures:
            yield from self._tenure(tenure)
        for event in self.facts.events:
            yield from self._event(event)

    def _document(self) -> Iterator[Triple]:
        a, d = self.article, self.document
        yield d, term("rdf:type"), DIP.Document
        yield d, DIP.sha256, literal(a.sha256)
        yield d, term("dct:source"), literal(a.source)
        yield d, DIP.text, literal(a.text)
        if a.title:
            yield d, term("dct:title"), literal(a.title)
        if a.published:
            yield d, term("dct:issued"), literal(a.published.isoformat(), "date")
        if a.publisher:
            yield d, term("dct:publisher"), literal(a.publisher)

    def _entity(self, entity: Entity) -> Iterator[Triple]:
        node = Node(BASE + entity.id)
        yield node, term("rdf:type"), DIP[entity.type]
        yield node, term("skos:prefLabel"), ox.Literal(entity.label, language="en")
        for alias in entity.aliases:
            if alias != entity.label:
                yield node, term("skos:altLabel"), ox.Literal(alias, language="en")
        for same in entity.same_as:
            yield node, term("owl:sameAs"), Node(same)
        if entity.iso:
            yield node, DIP.isoAlpha3, literal(entity.iso)
        if entity.of:
            yield node, DIP.of, Node(BASE + entity.of)
        yield node, DIP.mentionedIn, self.document

    def _tenure(self, tenure: TenureFact) -> Iterator[Triple]:
        holder = Node(BASE + tenure.holder)
        office = Node(f"{BASE}office/{slug((tenure.of or 'any').partition('/')[2] or 'any')}-{slug(tenure.office)}")
        node = tenure_iri(tenure.holder, tenure.office, tenure.of, tenure.posted_to, tenure.former)
        yield node, term("rdf:type"), DIP.Tenure
        yield node, DIP.holder, holder
        yield node, DIP.office, office
        yield office, term("rdf:type"), DIP.Office
        yield office, term("skos:prefLabel"), ox.Literal(tenure.office, language="en")
        for title in tenure.told:
            yield office, term("skos:altLabel"), ox.Literal(title, language="en")
        if tenure.of:
            yield office, DIP.of, Node(BASE + tenure.of)
        if tenure.posted_to:
            yield node, DIP.postedTo, Node(BASE + tenure.posted_to)
        if tenure.former:
            yield node, DIP.former, literal("true", "boolean")
        yield from self._grounds(node, tenure.evidence, tenure.rule, tenure.confidence)

    def _event_iri(self, event: EventFact) -> Node:
        return Node(BASE + (event.id or event_id(event, self.article.sha256)))

    def _event(self, event: EventFact) -> Iterator[Triple]:
        node = self._event_iri(event)
        yield node, term("rdf:type"), DIP[event.type]
        yield node, DIP.status, DIP[event.status]
        yield node, term("rdfs:label"), ox.Literal(event.label or event_label(event, self._label), language="en")
        yield node, DIP.trigger, literal(self._text(event.trigger))
        for role, filler in event.roles:
            yield node, DIP[role], Node(BASE + filler)
        for place in event.places:
            yield node, DIP.place, Node(BASE + place)
        for source in event.sources:
            yield node, DIP.attributedTo, Node(BASE + source)
        yield from self._time(node, event.time)
        yield from self._speech(node, event)
        yield from self._grounds(node, event.evidence, event.rule, event.confidence)

    def _time(self, node: Node, time: Time | None) -> Iterator[Triple]:
        if time is None:
            return
        if time.end is None:
            yield node, DIP.date, time_literal(time.value)
            return
        yield node, DIP.startDate, time_literal(time.value)
        yield node, DIP.endDate, time_literal(time.end)

    def _speech(self, node: Node, event: EventFact) -> Iterator[Triple]:
        if event.content:
            yield node, DIP.content, literal(self._text(event.content))
        if event.about and event.about in self.events and self.events[event.about] != node:
            yield node, DIP.about, self.events[event.about]
        if event.topic:
            label = " ".join(self._text(event.topic).split())
            topic = Node(f"{BASE}topic/{slug(label)}")
            yield node, DIP.topic, topic
            yield topic, term("rdf:type"), DIP.Topic
            yield topic, term("skos:prefLabel"), ox.Literal(label.lower(), language="en")

    def _label(self, key: EntityId) -> str:
        return self.entities[key].label

    def _grounds(self, node: Node, passages: tuple[Span, ...], rule: str, confidence: float) -> Iterator[Triple]:
        """Evidence, confidence and provenance: what every fact has."""
        run = Node(f"{BASE}run/{slug(kg_version())}-{slug(rule)}")
        decimal = f"{confidence:.2f}".rstrip("0").rstrip(".")  # the canonical form, which stores turn others into
        yield node, DIP.confidence, literal(decimal, "decimal")
        yield node, term("prov:wasGeneratedBy"), run
        yield run, term("rdf:type"), term("prov:Activity")
        yield run, term("rdfs:label"), ox.Literal(f"kg {kg_version()}, {rule}", language="en")
        for span in passages:
            passage = passage_iri(self.article, span)
            yield node, DIP.evidence, passage
            yield from self._passage(passage, span)

    def _passage(self, node: Node, span: Span) -> Iterator[Triple]:
        exact = self._text(span)
        yield node, term("rdf:type"), DIP.Passage
        yield node, term("rdf:type"), term("oa:SpecificResource")
        yield node, DIP.inDocument, self.document
        yield node, term("oa:hasSource"), self.document
        yield node, DIP.exact, literal(exact)
        yield node, DIP.start, literal(str(span.start), "integer")
        yield node, DIP.end, literal(str(span.end), "integer")
        quote, position = Node(f"{node.value}-quote"), Node(f"{node.value}-position")
        yield node, term("oa:hasSelector"), quote
        yield node, term("oa:hasSelector"), position
        yield quote, term("rdf:type"), term("oa:TextQuoteSelector")
        yield quote, term("oa:exact"), literal(exact)
        yield quote, term("oa:prefix"), literal(self.article.text[max(0, span.start - _CONTEXT) : span.start])
        yield quote, term("oa:suffix"), literal(self.article.text[span.end : span.end + _CONTEXT])
        yield position, term("rdf:type"), term("oa:TextPositionSelector")
        yield position, term("oa:start"), literal(str(span.start), "integer")
        yield position, term("oa:end"), literal(str(span.end), "integer")

    def _text(self, span: Span) -> str:
        return self.article.text[span.start : span.end]
