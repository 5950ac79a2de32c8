"""What lists, counts and searches need of a large store, kept in a file in its folder.

To read it from the store takes 3 s for a million triples, from the file a tenth of that. The file names the state of
the store's own files that it was made from; once another process has written to the store it counts for nothing.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kg.iri import digest
from kg.model import ROLES
from kg.ontology import DIP
from kg.query.names import value
from kg.store import Rows as Answer
from kg.store import Store

LINKS = (*ROLES, "place", "attributedTo")
"""How an event and an entity are linked, as local names of the ontology."""

_FILE = "kg.index"
_VERSION = "1"
_EVENTS = """SELECT ?event ?type ?status ?date WHERE {
  ?event dip:status ?status ; a ?type .
  OPTIONAL { ?event dip:date ?day } OPTIONAL { ?event dip:startDate ?first }
  BIND (COALESCE(?day, ?first) AS ?date)
}"""
_LINK = "SELECT ?event ?agent WHERE { ?event %s ?agent }"
_NAMES = """SELECT DISTINCT ?entity ?type ?label ?name WHERE {
  ?entity skos:prefLabel ?label ; a ?type .
  FILTER EXISTS { ?entity dip:mentionedIn ?any }
  ?entity skos:prefLabel|skos:altLabel|dip:isoAlpha3 ?name
}"""
_TOPICS = "SELECT ?topic (MIN(?text) AS ?label) WHERE { ?topic a dip:Topic ; skos:prefLabel ?text } GROUP BY ?topic"
_DOCUMENTS = """SELECT ?document ?title ?date ?publisher ?source WHERE {
  ?document dip:sha256 ?any .
  OPTIONAL { ?document dct:title ?title } OPTIONAL { ?document dct:issued ?date }
  OPTIONAL { ?document dct:publisher ?publisher } OPTIONAL { ?document dct:source ?source }
}"""

Rows = list[tuple[str, ...]]


class Index(msgspec.Struct, frozen=True):
    """Rows as text, sorted; what is unbound is empty.

    ``events`` are IRI, class, status and date, ``links`` event and agent for each of :data:`LINKS`, ``names`` entity,
    class, label and one of its names, ``topics`` IRI and label, ``documents`` IRI, title, date, publisher and source.
    """

    events: Rows
    links: dict[str, Rows]
    names: Rows
    topics: Rows
    documents: Rows


class _Kept(msgspec.Struct, frozen=True):
    state: str
    index: Index


@dataclass(frozen=True, slots=True)
class Found:
    """The state of a store's files, and the index that was kept of it, if it is of just this state."""

    state: str
    index: Index | None


def read(store: Store) -> Index:
    """The index of the store as it is now."""
    return Index(
        _rows(store, _EVENTS),
        {link: _rows(store, _LINK % DIP[link]) for link in LINKS},
        _rows(store, _NAMES),
        _rows(store, _TOPICS),
        _rows(store, _DOCUMENTS),
    )


def kept(folder: Path) -> Found:
    """What is kept in the folder of a store. Ask before opening it for writing, which changes its files."""
    state = ""
    with suppress(OSError, msgspec.MsgspecError):
        state = _state(folder)
        found = msgspec.msgpack.decode((folder / _FILE).read_bytes(), type=_Kept)
        return Found(state, found.index if found.state == state else None)
    return Found(state, None)


def keep(folder: Path, index: Index, state: str | None = None) -> None:
    """Keep the index of a store that nobody writes to; with ``state`` only where its files still are in that state.

    A folder that cannot be written to costs a later reader some seconds, so that nothing is said of it.
    """
    part = folder / f"{_FILE}.part"
    with suppress(OSError):
        now = _state(folder)
        if state not in (None, now):
            return
        part.write_bytes(msgspec.msgpack.encode(_Kept(now, index)))
        part.replace(folder / _FILE)


def _state(folder: Path) -> str:
    """Every write to the store changes the size or the time of one of its files, or their names."""
    stats = [(path.name, path.stat()) for path in sorted(folder.glob("*")) if not path.name.startswith(_FILE)]
    own = [(name, s.st_size, s.st_mtime_ns) for name, s in stats if not name.startswith("LOG")]
    return digest(_VERSION, *own, size=32)


def _rows(store: Store, sparql: str) -> Rows:
    found = store.query(sparql)
    assert isinstance(found, Answer)  # a SELECT
    return sorted(tuple(value(cell) for cell in row) for row in found.rows)
