"""What every page needs to find things fast: all events in short, all names, all articles.

It is made once from the index of the store, and again after a change.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.export.page.content import class_label, when
from kg.model import ROLES
from kg.query.index import Found, Index, keep, read
from kg.query.names import fold
from kg.store import Store
from kg.web.charts import lanes
from kg.web.events import MET, Event, ordered
from kg.web.facts import Document
from kg.web.own import Own
from kg.web.terms import Named, key_of, named, special
from kg.world.ids import joined


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a search finds: ``names`` are its folded names, ``weight`` how often it is spoken of."""

    this: Named
    names: tuple[str, ...]
    weight: int


class Catalogue:
    """The events, names and articles of a store, from its index; ``own`` is what each article told by itself."""

    def __init__(self, index: Index, own: Own | None = None) -> None:
        self.own = own or Own()
        self.events = _events(index)
        self.by_agent: dict[str, list[Event]] = defaultdict(list)
        self.latest = ordered(self.events.values())
        for event in self.latest:
            for iri in dict.fromkeys(iri for _, iri in event.links):
                self.by_agent[iri].append(event)
        self.documents = _documents(index)
        self.entries = self._entries(index)
        self.names = {e.this.iri: e.this for e in self.entries if e.this.key != "document"}
        self._topics = {iri: Named(iri, label, "plain", "Topic") for iri, label in index.topics}
        self.chart = lanes(self.latest)

    def of(self, agents: Iterable[str]) -> list[Event]:
        """The events in which one of the agents has a role, or of which it tells; the latest first."""
        every = list(agents)
        if len(every) == 1:
            return self.by_agent.get(every[0], [])
        return ordered({e.iri: e for agent in every for e in self.by_agent.get(agent, ())}.values())

    def between(self, one: Iterable[str], other: Iterable[str]) -> list[Event]:
        """The events in which both sides have a role; whoever belongs to both counts for neither."""
        left, right = set(one), set(other)
        both = left & right
        found = {e.iri: e for agent in left - both for e in self.by_agent.get(agent, ()) if agent in e.agents}
        return ordered(e for e in found.values() if any(a in right - both for a in e.agents))

    def met(self, iri: str) -> list[tuple[Named, list[Event]]]:
        """Whom an entity met, as far as it happened, with the events; who was met most comes first."""
        found: dict[str, list[Event]] = defaultdict(list)
        for event in self.by_agent.get(iri, ()):
            if event.type in MET and event.happened and iri in event.agents:
                for other in set(event.agents) - {iri}:
                    found[other].append(event)
        pairs = [(self.name(other), events) for other, events in found.items()]
        return sorted(pairs, key=lambda pair: (pair[0].key != "person", -len(pair[1]), pair[0].label))

    def said(self, iri: str) -> list[Event]:
        """The speech acts that are an entity's own, or for which it is credited; the latest first.

        What else somebody is credited with, as a meeting that he announced, is no saying of his.
        """
        own = (e for e in self.by_agent.get(iri, ()) if e.key in ("statements", "spoken"))
        return [e for e in own if ("attributedTo", iri) in e.links or ("actor", iri) in e.links]

    def partners(self, iri: str) -> list[tuple[Named, int]]:
        """With whom an entity has events in common, most first."""
        company = (set(event.agents) for event in self.by_agent.get(iri, ()))
        others = Counter(a for agents in company if iri in agents for a in agents if a != iri)
        most = sorted(others.items(), key=lambda pair: (-pair[1], pair[0]))[:12]
        return [(self.name(other), number) for other, number in most]

    def active(self, keys: Iterable[str], limit: int) -> list[tuple[Named, int]]:
        """The entities of some rows of the legend that have most events."""
        wanted = set(keys)
        counts = ((n, len(self.by_agent.get(n.iri, ()))) for n in self.names.values() if n.key in wanted)
        return sorted(counts, key=lambda pair: (-pair[1], pair[0].label))[:limit]

    def name(self, iri: str) -> Named:
        """The entity, topic or event of that IRI."""
        if found := self.names.get(iri) or self._topics.get(iri):
            return found
        return self._title(self.events[iri]) if iri in self.events else named(iri, {})

    def _title(self, event: Event) -> Named:
        every = [(role, self.names[a]) for role, a in event.links if role in ROLES and a in self.names]
        who = joined((role, n.iri, n.label) for role, n in sorted(every, key=lambda pair: pair[1].key != "person"))
        kind = class_label(event.type)
        return Named(event.iri, f"{kind}: {who}" if who else kind, event.key, kind)

    def search(self, text: str, limit: int) -> list[Named]:
        """What is called so: whole names first, then beginnings of names, of words, and parts of words."""
        wanted = fold(text)
        if not wanted:
            return []
        words = wanted.split()
        ranked = [
            (rank, -e.weight, e.this.label, e.this) for e in self.entries if (rank := _rank(e, wanted, words)) < 9
        ]
        return [this for *_, this in sorted(ranked, key=lambda row: row[:3])[:limit]]

    def _entries(self, index: Index) -> list[Entry]:
        labels: dict[str, tuple[str, str]] = {}
        names: dict[str, set[str]] = defaultdict(set)
        for iri, kind, label, name in index.names:
            if local := special([kind]):
                labels[iri] = (label, local)
                names[iri].update(filter(None, (fold(label), fold(name))))
        found = [_entry(iri, *told, names[iri], len(self.by_agent.get(iri, ()))) for iri, told in labels.items()]
        articles = (
            Entry(Named(d.iri, d.title, "document", "Article"), (fold(d.title),), -1) for d in self.documents.values()
        )
        return [*found, *articles]


class Catalogues:
    """The catalogue of a store that can change: made when first asked for, and again after :meth:`drop`.

    ``folder`` is the store's, where its index is kept for the next time; ``kept`` was found there before it was opened.
    """

    def __init__(self, store: Store, folder: Path, kept: Found) -> None:
        self._store, self._folder, self._kept, self._lock = store, folder, kept, threading.Lock()
        self._index = kept.index
        self._now: Catalogue | None = None

    def get(self) -> Catalogue:
        """The catalogue, made now if need be."""
        with self._lock:
            if self._index is None:
                self._index = read(self._store)
                keep(self._folder, self._index, self._kept.state)
            if self._now is None:
                self._now = Catalogue(self._index, Own(self._folder.parent))
            return self._now

    def drop(self) -> None:
        """The store has changed."""
        with self._lock:
            self._index = self._now = None

    def keep(self) -> None:
        """Keep the index of a store that was open for writing, and is closed."""
        with self._lock:
            if self._index is not None:
                keep(self._folder, self._index)


def _rank(entry: Entry, wanted: str, words: list[str]) -> int:
    best = 9
    for name in entry.names:
        if name == wanted:
            return 0
        if name.startswith(wanted):
            best = min(best, 1)
        elif best > 2 and all(f" {word}" in f" {name}" for word in words):
            best = 2
        elif best > 3 and all(word in name for word in words):
            best = 3
    return best + 4 * (entry.weight < 0) if best < 9 else 9


def _entry(iri: str, label: str, kind: str, names: set[str], weight: int) -> Entry:
    text = " ".join(label.split())
    return Entry(Named(iri, text, key_of(kind), class_label(kind)), tuple(sorted(names)), weight)


def _events(index: Index) -> dict[str, Event]:
    links: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for link, rows in index.links.items():
        for event, agent in rows:
            links[event].append((link, agent))
    found = {}
    for iri, kind, status, date in index.events:
        if name := special([kind]):
            own = tuple(sorted(links.get(iri, ())))
            found[iri] = Event(iri, name, key_of(name), status.rpartition("#")[2], date, own)
    return found


def _documents(index: Index) -> dict[str, Document]:
    rows = sorted(index.documents, key=lambda row: (row[2], row[1], row[0]), reverse=True)
    return {
        iri: Document(iri, " ".join((title or source).split()), date, when(date, None), publisher, source)
        for iri, title, date, publisher, source in rows
    }
