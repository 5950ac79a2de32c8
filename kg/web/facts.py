"""Events and offices as cards: who, when, where, whether it happened, and the sentences that tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.export.page.content import role_names, when
from kg.model import ROLES
from kg.ontology import term
from kg.query.explain import marks
from kg.store import Store
from kg.web.terms import Named, Table, describe, get, named, nodes, one, path_of, select

_TEXTS = "SELECT ?document ?text WHERE { VALUES ?document { %s } ?document dip:text ?text }"
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
    """An event. ``roles`` pairs a role's label with who fills it; ``date`` sorts, ``when`` is read."""

    this: Named
    status: str
    date: str
    when: str
    roles: tuple[tuple[str, tuple[Named, ...]], ...]
    places: tuple[Named, ...]
    topics: tuple[Named, ...]
    content: tuple[str, ...]
    about: tuple[Named, ...]
    sources: tuple[Named, ...]
    quotes: tuple[Quote, ...]
    confidence: float | None
    run: str
    signature: frozenset[tuple[str, str]]

    @property
    def title(self) -> str:
        """What happened, and between whom."""
        return f"{self.this.kind}: {self.names}" if self.names else self.this.kind

    @property
    def names(self) -> str:
        """Who fills the roles."""
        return " – ".join(dict.fromkeys(who.label for _, fillers in self.roles for who in fillers))

    @property
    def documents(self) -> tuple[Document, ...]:
        """The articles that tell it."""
        return tuple(dict.fromkeys(quote.document for quote in self.quotes))


@dataclass(frozen=True, slots=True)
class Office:
    """A tenure: who holds or held what office."""

    iri: str
    holder: Named
    title: str
    of: Named | None
    posted: Named | None
    former: bool
    quotes: tuple[Quote, ...]

    @property
    def since(self) -> str:
        """The date of the first article that tells it."""
        return min((q.document.date for q in self.quotes if q.document.date), default="")

    @property
    def until(self) -> str:
        """The date of the last article that tells it."""
        return max((q.document.date for q in self.quotes if q.document.date), default="")


def cards(store: Store, events: Sequence[str], *, around: bool = False) -> list[Card]:
    """The events in the order given; with the text ``around`` their sentences where the graph holds it."""
    table = describe(store, events)
    ends = {x for row in table.values() for curie in _LINKS for x in get(row, curie)}
    near = describe(store, ends)
    far = describe(store, _second(near, around))
    documents = _documents(far)
    texts = dict(select(store, _TEXTS % nodes(documents))) if around and documents else {}
    passages = {iri: row for iri, row in near.items() if get(row, "dip:exact")}
    quoting = _Quoting(passages, documents, texts, far)
    return [_card(iri, table[iri], near, quoting) for iri in events if iri in table]


def offices(store: Store, tenures: Iterable[str]) -> list[Office]:
    """Tenures, those that last first, then by title."""
    table = describe(store, tenures)
    near = describe(store, {x for row in table.values() for c in _TENURE for x in get(row, c)})
    far = describe(store, {x for row in near.values() for c in ("dip:of", "dip:inDocument") for x in get(row, c)})
    quoting = _Quoting(near, _documents(far), {}, {})
    made = [_office(iri, row, {**near, **far}, quoting) for iri, row in table.items()]
    return sorted(made, key=lambda o: (o.former, o.title, o.of.label if o.of else "", o.holder.label))


_LINKS = (
    *(f"dip:{role}" for role in ROLES),
    *("dip:place", "dip:topic", "dip:about", "dip:attributedTo", "dip:evidence", "prov:wasGeneratedBy"),
)
_TENURE = ("dip:holder", "dip:office", "dip:postedTo", "dip:evidence")


def _second(near: Table, around: bool) -> set[str]:
    """Two steps from an event: the articles, and what quotes the text around a passage."""
    wanted = {x for row in near.values() for x in get(row, "dip:inDocument")}
    if around:
        wanted |= {x for row in near.values() for x in get(row, "oa:hasSelector") if x.endswith("-quote")}
    return wanted


def _documents(table: Table) -> dict[str, Document]:
    return {iri: document(iri, row) for iri, row in table.items() if get(row, "dip:sha256")}


def document(iri: str, row: Mapping[str, list[str]]) -> Document:
    """An article from its row."""
    issued = one(row, "dct:issued")
    label = named(iri, row).label if get(row, "dct:title") else one(row, "dct:source")
    return Document(iri, label, issued, when(issued, None), one(row, "dct:publisher"), one(row, "dct:source"))


@dataclass(frozen=True, slots=True)
class _Quoting:
    passages: Mapping[str, Mapping[str, list[str]]]
    documents: Mapping[str, Document]
    texts: Mapping[str, str]
    selectors: Mapping[str, Mapping[str, list[str]]]

    def quotes(self, evidence: Iterable[str], triggers: Sequence[str]) -> tuple[Quote, ...]:
        found = [q for iri in evidence if (q := self._quote(iri, triggers))]
        return tuple(sorted(found, key=lambda q: (q.document.date, q.document.iri, q.start)))

    def _quote(self, iri: str, triggers: Sequence[str]) -> Quote | None:
        row = self.passages.get(iri, {})
        source = self.documents.get(one(row, "dip:inDocument"))
        if source is None:
            return None
        exact, start, end = one(row, "dip:exact"), int(one(row, "dip:start") or 0), int(one(row, "dip:end") or 0)
        before, after = self._around(iri, source.iri, start, end)
        return Quote(iri, tuple(_parts(exact, list(triggers))), before, after, source, start, end)

    def _around(self, iri: str, source: str, start: int, end: int) -> tuple[str, str]:
        text = self.texts.get(source)
        if text is None:
            row = self.selectors.get(f"{iri}-quote", {})
            before, after = (one(row, curie) for curie in _QUOTE)
            return f"…{before}" if before else "", f"{after}…" if after else ""
        return surroundings(text, start, end)


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """The text beside a passage, cut between words.

    >>> surroundings("One two three.", 4, 7)
    ('One ', ' three.')
    """
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    before, after = text[first:start], text[end:last]
    if first:
        before = "… " + before.partition(" ")[2]
    if last < len(text):
        after = after.rpartition(" ")[0] + " …"
    return before, after


def _parts(exact: str, triggers: list[str]) -> Iterator[tuple[str, bool]]:
    at = 0
    for first, last in marks(exact, triggers):
        if first > at:
            yield exact[at:first], False
        yield exact[first:last], True
        at = last
    if at < len(exact):
        yield exact[at:], False


def _card(iri: str, row: Mapping[str, list[str]], near: Table, quoting: _Quoting) -> Card:
    def names(curie: str) -> tuple[Named, ...]:
        return tuple(named(x, near.get(x, {})) for x in get(row, curie) if x != iri)

    start, end = one(row, "dip:date") or one(row, "dip:startDate"), one(row, "dip:endDate")
    sure = [float(x) for x in get(row, "dip:confidence")]
    roles = ((str(role_names()[role]["label"]), names(f"dip:{role}")) for role in ROLES)
    run = ", ".join(named(x, near.get(x, {})).label for x in get(row, "prov:wasGeneratedBy"))
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
        sources=names("dip:attributedTo"),
        quotes=quoting.quotes(get(row, "dip:evidence"), get(row, "dip:trigger")),
        confidence=max(sure, default=None),
        run=run,
        signature=frozenset((role, x) for role in ROLES for x in get(row, f"dip:{role}")),
    )


def _office(iri: str, row: Mapping[str, list[str]], near: Table, quoting: _Quoting) -> Office:
    office = near.get(one(row, "dip:office"), {})

    def maybe(found: str) -> Named | None:
        return named(found, near.get(found, {})) if found else None

    holder = one(row, "dip:holder")
    title = named(one(row, "dip:office") or iri, office).label
    of, posted = maybe(one(office, "dip:of")), maybe(one(row, "dip:postedTo"))
    quotes = quoting.quotes(get(row, "dip:evidence"), ())
    return Office(iri, named(holder, near.get(holder, {})), title, of, posted, "true" in get(row, "dip:former"), quotes)
