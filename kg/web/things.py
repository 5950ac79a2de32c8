"""What the pages of single things show beside their events: an entity's names and relations, an event's accounts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.export.page.content import class_label
from kg.store import Store
from kg.web.catalogue import Catalogue
from kg.web.events import HAPPENED
from kg.web.facts import Card, Document, Quote, cards, told_of
from kg.web.offices import Tenure, tenures
from kg.web.terms import Named, get, nodes, select

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
_DISPUTED = """SELECT DISTINCT ?other WHERE {
  { %(node)s dip:disputes ?other } UNION { ?other dip:disputes %(node)s }
  UNION { %(node)s dip:disputes ?same . ?other dip:disputes ?same FILTER (?other != %(node)s) }
} ORDER BY ?other"""
_DENIALS = (
    "SELECT DISTINCT ?one WHERE { VALUES ?one { %(nodes)s } VALUES ?other { %(nodes)s } ?one dip:disputes ?other }"
)
_REALIZED = "SELECT DISTINCT ?other WHERE { %(node)s dip:realizes|^dip:realizes ?other } ORDER BY ?other"
_MERGES = """SELECT ?merge ?label ?score ?reason WHERE {
  ?merge a dip:Merge ; prov:generated %s ; rdfs:label ?label ; dip:confidence ?score .
  OPTIONAL { ?merge rdfs:comment ?reason }
} ORDER BY ?merge ?reason"""
_RELATIONS = ("represents", "part of", "bodies and groups")


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity without its events; the newest ``documents`` of all its ``articles``."""

    this: Named
    also: tuple[str, ...]
    links: tuple[str, ...]
    code: str
    relations: tuple[tuple[str, tuple[Named, ...]], ...]
    offices: tuple[Tenure, ...]
    documents: tuple[Document, ...]
    articles: int


@dataclass(frozen=True, slots=True)
class Account:
    """What one article tells of an event, and in what status; ``speakers`` whom it credits.

    Where that is that somebody goes against another account beside it, ``denial`` tells how, and ``deniers`` who does.
    """

    card: Card
    document: Document
    quotes: tuple[Quote, ...]
    own: bool
    denial: str
    deniers: tuple[Named, ...]

    @property
    def speakers(self) -> tuple[Named, ...]:
        """Whom this article credits; nobody where it tells in its own voice."""
        return self.card.credited(self.document)


@dataclass(frozen=True, slots=True)
class Merge:
    """Two names or tellings that were taken for one: how sure (0..1), and why."""

    label: str
    score: float
    reasons: tuple[str, ...]


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
        tuple(tenures(store, catalogue, _TENURES % {"node": nodes([iri])})),
        tuple(d for x in told if (d := catalogue.documents.get(x))),
        int(select(store, _COUNT % nodes([iri]))[0][0]),
    )


def _relations(store: Store, catalogue: Catalogue, iri: str) -> tuple[tuple[str, tuple[Named, ...]], ...]:
    rows = select(store, _RELATED % {"node": nodes([iri])})
    found = {name: sorted({o for r, o in rows if r == name}) for name in _RELATIONS}
    ordered = {name: sorted(map(catalogue.name, others), key=lambda n: n.label) for name, others in found.items()}
    return tuple((name, tuple(others)) for name, others in ordered.items() if others)


def disputed(store: Store, iri: str) -> list[str]:
    """The accounts that an event disputes, those that dispute it, and those that dispute the same."""
    return [row[0] for row in select(store, _DISPUTED % {"node": nodes([iri])})]


def realized(store: Store, iri: str) -> list[str]:
    """The plans that an event realizes, or what came of it where it is a plan."""
    return [row[0] for row in select(store, _REALIZED % {"node": nodes([iri])})]


def merges(store: Store, iri: str) -> list[Merge]:
    """Why several names or tellings were taken for this one; the surest first."""
    found: dict[tuple[str, str, float], list[str]] = defaultdict(list)
    for merge, label, score, reason in select(store, _MERGES % nodes([iri])):
        found[merge, label, float(score)].append(reason)
    made = [Merge(label, score, tuple(r for r in reasons if r)) for (_, label, score), reasons in found.items()]
    return sorted(made, key=lambda m: (-m.score, m.label))


def accounts(store: Store, catalogue: Catalogue, told: Sequence[Card]) -> list[Account]:
    """One account for each article of each telling, by date; the event itself, which is the first card, comes first."""
    against = {row[0] for row in select(store, _DENIALS % {"nodes": nodes(card.this.iri for card in told)})}
    denials = {card.this.iri: _denial(card) for card in told if card.this.iri in against and card.status in HAPPENED}
    actors = told_of(store, catalogue, list(denials), "dip:actor")
    made = [
        Account(
            card,
            d,
            tuple(q for q in card.quotes if q.document == d),
            card is told[0],
            denials.get(card.this.iri, ""),
            actors[card.this.iri].get(d.iri) or card.credited(d) if card.this.iri in denials else (),
        )
        for card in told
        for d in card.documents
    ]
    return sorted(made, key=lambda a: (not a.own, a.document.date, a.document.title, a.card.status))


def _denial(card: Card) -> str:
    """What one does who goes against an account, as ``kg query contested`` calls it."""
    return "Rejected" if card.this.kind == class_label("Rejection") else "Answered"


def about(store: Store, catalogue: Catalogue, iri: str) -> list[Card]:
    """The events that speak of an event."""
    return cards(store, catalogue, [r[0] for r in select(store, _ABOUT % nodes([iri]))][:20])
