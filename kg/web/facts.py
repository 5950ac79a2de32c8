"""Events as cards: who, when, where, whether it happened, and the sentences that tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kg.export.page.content import more_of, named_in, role_names, surroundings, when
from kg.model import ROLES
from kg.ontology import term
from kg.query.explain import marks
from kg.store import Store
from kg.web.own import OFF, Own
from kg.web.terms import Named, describe, get, named, nodes, one, path_of, select

_TEXTS = "SELECT ?document ?text WHERE { VALUES ?document { %s } ?document dip:text ?text }"
_PASSAGES = """SELECT ?passage ?exact ?start ?end ?document WHERE {
  VALUES ?passage { %s }
  ?passage dip:exact ?exact ; dip:start ?start ; dip:end ?end ; dip:inDocument ?document
}"""
_TOLD = """SELECT DISTINCT ?event ?document ?who WHERE {
  VALUES ?event { %s } GRAPH ?document { ?event %s ?who }
} ORDER BY ?who"""
_RUNS = "SELECT ?run ?label WHERE { VALUES ?run { %s } ?run rdfs:label ?label }"
_FRAME = re.compile(r"frame \S+ (?P<words>.+) (?P<kind>\S+)")
_AROUND = 220  # characters of the article before and after a sentence
_QUOTE = ("oa:prefix", "oa:suffix")


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it is cited."""

    iri: str
    title: str
    date: str
    when: str
    publisher: str
    source: str

    @property
    def path(self) -> str:
        """Where its page is."""
        return path_of(self.iri)

    @property
    def link(self) -> str:
        """Its web address, if it has one."""
        return self.source if self.source.startswith(("http://", "https://")) else ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage: ``parts`` are its pieces in order, those that tell the event marked; ``before`` and ``after`` it."""

    iri: str
    parts: tuple[tuple[str, bool], ...]
    before: str
    after: str
    document: Document
    start: int
    end: int

    @property
    def path(self) -> str:
        """Where it stands on the page of its article."""
        return f"{self.document.path}#c{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Card:
    """An event. ``roles`` pairs a role's label with who fills it; ``date`` sorts, ``when`` is read.

    ``seen`` is by what it was found; ``credits`` whom each article credits, by the IRI of the article; ``telling``
    are the passages that are known to tell its status, where others tell another.
    """

    this: Named
    status: str
    date: str
    when: str
    roles: tuple[tuple[str, tuple[Named, ...]], ...]
    places: tuple[Named, ...]
    topics: tuple[Named, ...]
    content: tuple[str, ...]
    about: tuple[Named, ...]
    credits: Mapping[str, tuple[Named, ...]]
    quotes: tuple[Quote, ...]
    confidence: float | None
    seen: tuple[str, ...]
    telling: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """What happened, and between whom."""
        return f"{self.this.kind}: {self.names}" if self.names else self.this.kind

    @property
    def names(self) -> str:
        """Those who fill the roles that the event's label names, people first."""
        every = {who.iri: who.label for _, fillers in self.roles for who in fillers}
        told = " – ".join(dict.fromkeys(every[iri] for iri in named_in(self.this.label, every)))
        return told + more_of(self.this.label)

    @property
    def lead(self) -> Quote | None:
        """The sentence to read first: one that tells its status, and names most of those who take part.

        Of several the earliest.
        """
        last = [who.label.split()[-1] for _, fillers in self.roles for who in fillers]
        told = {quote: "".join(text for text, _ in quote.parts) for quote in self.quotes}
        fitting = [quote for quote in self.quotes if quote.iri in self.telling] or self.quotes
        return max(fitting, key=lambda q: (sum(n in told[q] for n in last), q.document.date != ""), default=None)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The articles that tell it."""
        return tuple(dict.fromkeys(quote.document for quote in self.quotes))

    def credited(self, document: Document) -> tuple[Named, ...]:
        """Whom an article credits; nobody where it tells in its own voice."""
        return self.credits.get(document.iri, ())


class Known(Protocol):
    """Who is known already: names of entities and titles of events, and the articles."""

    @property
    def documents(self) -> Mapping[str, Document]: ...

    @property
    def own(self) -> Own: ...

    def name(self, iri: str) -> Named: ...


def cards(store: Store, known: Known, events: Sequence[str], *, around: bool = False) -> list[Card]:
    """The events in the order given; with the text ``around`` their sentences where the graph holds it."""
    table = describe(store, events)
    quoting = quoted(store, known, {x for row in table.values() for x in get(row, "dip:evidence")}, around=around)
    runs = {x for row in table.values() for x in get(row, "prov:wasGeneratedBy")}
    found = {run: found_by(label) for run, label in select(store, _RUNS % nodes(sorted(runs)))} if runs else {}
    credits = told_of(store, known, [x for x in events if x in table], "dip:attributedTo")
    made = {x: _card(x, table[x], known, quoting, found) for x in events if x in table}
    off = {x: _telling(store, known, card, table[x]) for x, card in made.items() if card.status in OFF}
    return [replace(card, credits=credits[x], telling=off.get(x, frozenset())) for x, card in made.items()]


def _telling(store: Store, known: Known, card: Card, row: Mapping[str, list[str]]) -> frozenset[str]:
    """The passages that tell that it did not come about, where it has several: some may tell the plan."""
    if len(card.quotes) < 2:
        return frozenset()
    newest = [document.iri for document in reversed(card.documents)]
    return known.own.telling(store, newest, card.status, get(row, "dip:trigger"))


def told_of(
    store: Store, known: Known, events: Sequence[str], link: str
) -> Mapping[str, Mapping[str, tuple[Named, ...]]]:
    """Whom each article's own graph links with each event: by event, then by article."""
    found: dict[str, dict[str, tuple[Named, ...]]] = {event: {} for event in events}
    for event, document, who in select(store, _TOLD % (nodes(events), link)) if events else ():
        found[event][document] = (*found[event].get(document, ()), known.name(who))
    return found


def found_by(label: str) -> str:
    """What a rule or reader goes by, from the label of its run.

    >>> found_by("kg 0.1.0, frame accusation accuse verb"), found_by("kg 0.1.0, office apposition")
    ('the verb “accuse”', 'the rule “office apposition”')
    """
    rule = label.partition(", ")[2] or label
    if frame := _FRAME.fullmatch(rule):
        return f"the {frame['kind']} “{frame['words']}”"
    return "a reader that learned from annotated articles" if rule.startswith("reader ") else f"the rule “{rule}”"


def quoted(store: Store, known: Known, passages: set[str], *, around: bool = False) -> Quoting:
    """Passages by their IRIs, ready to be quoted; with the text ``around`` them where the graph holds it."""
    rows = {row[0]: row[1:] for row in select(store, _PASSAGES % nodes(passages))} if passages else {}
    texts: dict[str, str] = {}
    selectors: Mapping[str, Mapping[str, list[str]]] = {}
    if around and rows:
        texts = {row[0]: row[1] for row in select(store, _TEXTS % nodes(row[3] for row in rows.values()))}
        without = [f"{iri}-quote" for iri, row in rows.items() if row[3] not in texts]
        selectors = describe(store, without)
    return Quoting(rows, known.documents, texts, selectors)


@dataclass(frozen=True, slots=True)
class Quoting:
    """Passages as text, start, end and document."""

    passages: Mapping[str, tuple[str, ...]]
    documents: Mapping[str, Document]
    texts: Mapping[str, str]
    selectors: Mapping[str, Mapping[str, list[str]]]

    def quotes(self, evidence: Iterable[str], triggers: Sequence[str]) -> tuple[Quote, ...]:
        found = [q for iri in evidence if (q := self._quote(iri, triggers))]
        return tuple(sorted(found, key=lambda q: (q.document.date or "9999", q.document.iri, q.start)))

    def _quote(self, iri: str, triggers: Sequence[str]) -> Quote | None:
        if iri not in self.passages:
            return None
        exact, start, end, source = self.passages[iri]
        document = self.documents.get(source)
        if document is None:
            return None
        before, after = self._around(iri, source, int(start), int(end))
        return Quote(iri, tuple(_parts(exact, list(triggers))), before, after, document, int(start), int(end))

    def _around(self, iri: str, source: str, start: int, end: int) -> tuple[str, str]:
        text = self.texts.get(source)
        if text is None:
            row = self.selectors.get(f"{iri}-quote", {})
            before, after = (one(row, curie) for curie in _QUOTE)
            return f"…{before}" if before else "", f"{after}…" if after else ""
        return surroundings(text, start, end, _AROUND)


def _parts(exact: str, triggers: list[str]) -> Iterator[tuple[str, bool]]:
    at = 0
    for first, last in marks(exact, triggers):
        if first > at:
            yield exact[at:first], False
        yield exact[first:last], True
        at = last
    if at < len(exact):
        yield exact[at:], False


def _card(iri: str, row: Mapping[str, list[str]], known: Known, quoting: Quoting, found: Mapping[str, str]) -> Card:
    def names(curie: str) -> tuple[Named, ...]:
        return tuple(known.name(x) for x in get(row, curie) if x != iri)

    start, end = one(row, "dip:date") or one(row, "dip:startDate"), one(row, "dip:endDate")
    roles = ((str(role_names()[role]["label"]), names(f"dip:{role}")) for role in ROLES)
    return Card(
        this=named(iri, row),
        status=(one(row, "dip:status") or term("dip:Occurred").value).rpartition("#")[2],
        date=start,
        when=when(start, end or None),
        roles=tuple((label, fillers) for label, fillers in roles if fillers),
        places=names("dip:place"),
        topics=names("dip:topic"),
        content=tuple(get(row, "dip:content")),
        about=names("dip:about"),
        credits={},
        quotes=quoting.quotes(get(row, "dip:evidence"), get(row, "dip:trigger")),
        confidence=max((float(x) for x in get(row, "dip:confidence")), default=None),
        seen=tuple(dict.fromkeys(found[x] for x in get(row, "prov:wasGeneratedBy") if x in found)),
    )
