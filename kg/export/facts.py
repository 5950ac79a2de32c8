"""The graph as plain records, in a fixed order: what exporters of tables and of event data write out.

Read from the union of all graphs, so that a fact which several documents tell is one record with all its passages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from kg.iri import BASE
from kg.model import ROLES
from kg.ontology import DIP, PREFIXES, is_a, subclasses, term
from kg.store import Store

_WIKIDATA = PREFIXES["wd"]


@dataclass(frozen=True, slots=True)
class Entity:
    """An agent, place or topic. ``same`` are IRIs elsewhere; ``documents`` those that mention it."""

    id: str
    type: str
    label: str
    aliases: tuple[str, ...]
    same: tuple[str, ...]
    iso: str
    of: tuple[str, ...]
    documents: tuple[str, ...]

    @property
    def wikidata(self) -> str:
        """Its item there, such as Q794, or nothing."""
        return next((iri.removeprefix(_WIKIDATA) for iri in self.same if iri.startswith(_WIKIDATA)), "")


@dataclass(frozen=True, slots=True)
class Event:
    """An event. ``roles`` are pairs of a role and an entity, ``date`` and ``end`` lexical forms of XSD dates."""

    id: str
    type: str
    status: str
    label: str
    trigger: str
    date: str
    end: str
    roles: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    topics: tuple[str, ...]
    sources: tuple[str, ...]
    about: tuple[str, ...]
    content: str
    confidence: float
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tenure:
    """Somebody's office."""

    id: str
    holder: str
    office: str
    office_id: str
    of: tuple[str, ...]
    posted_to: str
    former: bool
    confidence: float
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document's text."""

    id: str
    document: str
    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Document:
    """An article."""

    id: str
    title: str
    issued: str
    publisher: str
    source: str
    sha256: str


class Facts:
    """The records of a store, each kind sorted by id. An id is what stands behind the base of our IRIs."""

    def __init__(self, store: Store) -> None:
        self._table: dict[str, dict[str, set[str]]] = {}
        for quad in store.quads():
            if isinstance(quad.object, ox.Triple) or isinstance(quad.subject, ox.Triple):
                continue
            values = self._table.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, set())
            values.add(quad.object.value)

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """By id."""
        return {local(iri): self._entity(iri, kind) for iri, kind in self._instances("Entity")}

    @cached_property
    def events(self) -> tuple[Event, ...]:
        return tuple(self._event(iri, kind) for iri, kind in self._instances("Event"))

    @cached_property
    def tenures(self) -> tuple[Tenure, ...]:
        return tuple(self._tenure(iri) for iri, _ in self._instances("Tenure"))

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """By id."""
        return {local(iri): self._passage(iri) for iri, _ in self._instances("Passage")}

    @cached_property
    def documents(self) -> dict[str, Document]:
        """By id."""
        return {local(iri): self._document(iri) for iri, _ in self._instances("Document")}

    @cached_property
    def shortcuts(self) -> tuple[tuple[str, str, str], ...]:
        """Triples of ids, the name of the short cut in the middle: ``represents``, ``met`` (both ways), ``inState``."""
        names = {term(f"dip:{name}").value: name for name in ("represents", "met", "inState")}
        found = ((s, names[p], o) for s, told in self._table.items() for p in names.keys() & told for o in told[p])
        return tuple(sorted((local(start), name, local(end)) for start, name, end in found))

    def label(self, entity: str) -> str:
        """What an entity is called; the last part of its id where it is unknown."""
        known = self.entities.get(entity)
        return known.label if known else entity.rpartition("/")[2]

    def told_in(self, passages: tuple[str, ...]) -> tuple[Document, ...]:
        """The documents that passages stand in."""
        ids = sorted({self.passages[p].document for p in passages if p in self.passages})
        return tuple(self.documents[d] for d in ids if d in self.documents)

    def _entity(self, iri: str, kind: str) -> Entity:
        label = self._one(iri, "skos:prefLabel") or local(iri).rpartition("/")[2]
        aliases = tuple(a for a in self._all(iri, "skos:altLabel") if a != label)
        same = tuple(sorted({*self._all(iri, "owl:sameAs"), *self._all(iri, "skos:exactMatch")}))
        owners, told = self._ids(iri, "dip:of"), self._ids(iri, "dip:mentionedIn")
        return Entity(local(iri), kind, label, aliases, same, self._one(iri, "dip:isoAlpha3"), owners, told)

    def _event(self, iri: str, kind: str) -> Event:
        return Event(
            id=local(iri),
            type=kind,
            status=self._one(iri, "dip:status").rpartition("#")[2],
            label=self._one(iri, "rdfs:label"),
            trigger=self._one(iri, "dip:trigger"),
            date=self._one(iri, "dip:date") or self._one(iri, "dip:startDate"),
            end=self._one(iri, "dip:endDate"),
            roles=tuple((role, who) for role in ROLES for who in self._ids(iri, f"dip:{role}")),
            places=self._ids(iri, "dip:place"),
            topics=self._ids(iri, "dip:topic"),
            sources=self._ids(iri, "dip:attributedTo"),
            about=self._ids(iri, "dip:about"),
            content=self._one(iri, "dip:content"),
            confidence=self._confidence(iri),
            passages=self._ids(iri, "dip:evidence"),
        )

    def _tenure(self, iri: str) -> Tenure:
        office = self._one(iri, "dip:office")
        return Tenure(
            id=local(iri),
            holder=local(self._one(iri, "dip:holder")),
            office=self._one(office, "skos:prefLabel"),
            office_id=local(office),
            of=self._ids(office, "dip:of"),
            posted_to=local(self._one(iri, "dip:postedTo")),
            former=self._one(iri, "dip:former") == "true",
            confidence=self._confidence(iri),
            passages=self._ids(iri, "dip:evidence"),
        )

    def _passage(self, iri: str) -> Passage:
        start, end = (int(self._one(iri, name) or 0) for name in ("dip:start", "dip:end"))
        return Passage(local(iri), local(self._one(iri, "dip:inDocument")), start, end, self._one(iri, "dip:exact"))

    def _document(self, iri: str) -> Document:
        names = ("dct:title", "dct:issued", "dct:publisher", "dct:source", "dip:sha256")
        return Document(local(iri), *(self._one(iri, name) for name in names))

    def _confidence(self, iri: str) -> float:
        """The highest: merged documents may each have their own."""
        return max((float(x) for x in self._all(iri, "dip:confidence")), default=0.0)

    def _all(self, iri: str, name: str) -> list[str]:
        return sorted(self._table.get(iri, {}).get(term(name).value, ()))

    def _one(self, iri: str, name: str) -> str:
        return next(iter(self._all(iri, name)), "")

    def _ids(self, iri: str, name: str) -> tuple[str, ...]:
        return tuple(local(value) for value in self._all(iri, name))

    def _instances(self, parent: str) -> Iterator[tuple[str, str]]:
        """Each instance with the name of its most special class."""
        classes = {DIP[name].value: name for name in sorted(subclasses(parent))}
        for iri in sorted(self._table):
            own = [classes[t] for t in self._all(iri, "rdf:type") if t in classes]
            special = [n for n in own if not any(n != other and is_a(other, n) for other in own)]
            if special:
                yield iri, special[0]


def local(iri: str) -> str:
    """An id from an IRI of ours; another IRI stays as it is.

    >>> local("https://w3id.org/diplomacy-kg/id/state/irn")
    'state/irn'
    """
    return iri.removeprefix(BASE)
