"""What the pages of single things show beside their events: an entity's names and relations, an event's accounts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import ROLES
from kg.store import Store
from kg.web.catalogue import Catalogue
from kg.web.events import Event
from kg.web.facts import Card, Document, Office, Quote, cards, offices
from kg.web.terms import Named, get, nodes, select

HAPPENED, DOUBTED = frozenset(["Occurred", "Ongoing"]), frozenset(["Alleged", "Negated", "Cancelled"])
_TENURES = """{ ?tenure dip:holder %(node)s } UNION { ?its dip:of %(node)s . ?tenure dip:office ?its }
  UNION { ?tenure dip:postedTo %(node)s }"""
_OWN = """SELECT ?property ?value WHERE {
  VALUES ?property { skos:prefLabel skos:altLabel owl:sameAs skos:exactMatch dip:isoAlpha3 } %s ?property ?value
} ORDER BY ?value"""
_RELATED = """SELECT DISTINCT ?relation ?other WHERE {
  { %(node)s dip:represents ?other . BIND ("represents" AS ?relation) }
  UNION { %(node)s dip:of ?other . BIND ("part of" AS ?relation) }
  UNION { ?other dip:of %(node)s . FILTER NOT EXISTS { ?other a dip:Office } BIND ("bodies and groups" AS ?relation) }
}"""
_ARTICLES = """SELECT ?document WHERE {
  %s dip:mentionedIn ?document . OPTIONAL { ?document dct:issued ?date }
} ORDER BY DESC(?date) ?document LIMIT 10"""
_COUNT = "SELECT (COUNT(DISTINCT ?document) AS ?n) WHERE { %s dip:mentionedIn ?document }"
_ABOUT = "SELECT DISTINCT ?event WHERE { ?event dip:about %s ; dip:status ?any }"
_RELATIONS = ("represents", "part of", "bodies and groups")


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity without its events; the newest ``documents`` of all its ``articles``."""

    this: Named
    also: tuple[str, ...]
    links: tuple[str, ...]
    code: str
    relations: tuple[tuple[str, tuple[Named, ...]], ...]
    offices: tuple[Office, ...]
    documents: tuple[Document, ...]
    articles: int


@dataclass(frozen=True, slots=True)
class Account:
    """What one article tells of an event, and in what status; ``speakers`` whom it credits."""

    card: Card
    document: Document
    quotes: tuple[Quote, ...]
    own: bool

    @property
    def speakers(self) -> tuple[Named, ...]:
        """Whom the article credits; nobody where it tells in its own voice."""
        return self.card.sources


def entity(store: Store, catalogue: Catalogue, iri: str) -> Entity:
    """An entity with its names, relations, offices and articles."""
    row: dict[str, list[str]] = defaultdict(list)
    for predicate, text in select(store, _OWN % nodes([iri])):
        row[predicate].append(text)
    this = catalogue.name(iri)
    also = [x for x in get(row, "skos:prefLabel") + get(row, "skos:altLabel") if x != this.label]
    links = [x for c in ("owl:sameAs", "skos:exactMatch") for x in get(row, c) if re.match("https?://", x)]
    told = (r[0] for r in select(store, _ARTICLES % nodes([iri])))
    return Entity(
        this,
        tuple(dict.fromkeys(also)),
        tuple(dict.fromkeys(links)),
        next(iter(get(row, "dip:isoAlpha3")), ""),
        _relations(store, catalogue, iri),
        tuple(offices(store, catalogue, _TENURES % {"node": nodes([iri])})),
        tuple(d for x in told if (d := catalogue.documents.get(x))),
        int(select(store, _COUNT % nodes([iri]))[0][0]),
    )


def _relations(store: Store, catalogue: Catalogue, iri: str) -> tuple[tuple[str, tuple[Named, ...]], ...]:
    rows = select(store, _RELATED % {"node": nodes([iri])})
    found = {name: sorted({o for r, o in rows if r == name}) for name in _RELATIONS}
    ordered = {name: sorted(map(catalogue.name, others), key=lambda n: n.label) for name, others in found.items()}
    return tuple((name, tuple(others)) for name, others in ordered.items() if others)


def rivals(catalogue: Catalogue, event: Event) -> list[Event]:
    """Other events of the same type, roles and, as far as known, time, in another status."""
    roles = _roles(event)
    if not event.agents:
        return []
    near = catalogue.by_agent.get(event.agents[0], ())
    return [
        e
        for e in near
        if e.iri != event.iri and e.type == event.type and e.status != event.status and _roles(e) == roles
        if e.date.startswith(event.date) or event.date.startswith(e.date)
    ]


def _roles(event: Event) -> frozenset[tuple[str, str]]:
    return frozenset(link for link in event.links if link[0] in ROLES)


def accounts(told: Sequence[Card]) -> list[Account]:
    """One account for each article of each telling, by date; the event itself, which is the first card, comes first."""
    made = [
        Account(card, d, tuple(q for q in card.quotes if q.document == d), card is told[0])
        for card in told
        for d in card.documents
    ]
    return sorted(made, key=lambda a: (not a.own, a.document.date, a.document.title, a.card.status))


def contested(told: Iterable[Card]) -> bool:
    """Whether one tells as a fact what another denies or only alleges."""
    statuses = {card.status for card in told}
    return bool(statuses & HAPPENED and statuses & DOUBTED)


def about(store: Store, catalogue: Catalogue, iri: str) -> list[Card]:
    """The events that speak of an event."""
    return cards(store, catalogue, [r[0] for r in select(store, _ABOUT % nodes([iri]))][:20])
