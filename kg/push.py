"""Brings the graphs of a store to a server and back, by comparing: what is there already is not sent again.

Both sides are compared graph by graph by number of triples and checksum, which the server works out by query. So a
transfer that was interrupted goes on where it was, a second one changes nothing, and nobody keeps a journal.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import RemoteError, UsageError
from kg.iri import BASE, INFERRED, is_notes
from kg.store import Rows, Store
from kg.store.remote import DEFAULT, PROBES, Client, Server, credentials, find, preset
from kg.store.remote.checksum import BUCKET, WAYS, Checksum, bucket, by_bucket, checksum, checksums

Progress = Callable[[int, int], None]
"""Told how many graphs, or parts of one, are done, and of how many."""

_HOW = {"graphs": "Graph Store Protocol", "update": "SPARQL Update", "nothing": "SPARQL queries"}
_STOPS = frozenset([0, 401, 403, 404, 429])  # what another graph would meet as well; so would a 5xx


@dataclass(frozen=True, slots=True)
class Target:
    """Where a server is and how to speak to it. ``preset`` is one of :func:`kg.store.remote.presets`; without one,
    each is tried. ``query``, ``graphs`` and ``update`` are addresses that differ from the preset's; ``chunk`` is the
    number of triples in a request, ``timeout`` the seconds that an answer may take."""

    url: str
    preset: str | None = None
    query: str | None = None
    graphs: str | None = None
    update: str | None = None
    chunk: int = 5000
    timeout: float = 120.0

    def open(self, *, write: bool) -> _Side:
        """The server, found and tried."""
        chosen = preset(self.preset) if self.preset else None
        ends = {"query": self.query, "graphs": self.graphs, "update": self.update}
        with ExitStack() as closing:
            client = closing.enter_context(Client(credentials(self.url), timeout=self.timeout))
            kind, server, way = find(self.url, client, chosen, write=write, chunk=self.chunk, **ends)
            closing.pop_all()  # the caller closes it
        return _Side(client, server, way, f"{self.url} ({kind.name}, {_HOW[server.writes]})")


@dataclass(frozen=True, slots=True)
class Transfer:
    """What :func:`push` or :func:`pull` did. ``moved`` graphs or parts were written, ``same`` were there already;
    ``refused`` and ``wrong`` name each graph that was not taken, or that differs at the end, and why."""

    server: str
    moved: int
    same: int
    removed: int
    triples: int
    refused: tuple[str, ...]
    wrong: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class _Side:
    client: Client
    server: Server
    way: str | None
    told: str

    def sums(self, names: Sequence[ox.NamedNode]) -> dict[ox.NamedNode, Checksum]:
        """The checksums of graphs on the server: by query, or by getting them where it works out others than we."""
        if self.way:
            return checksums(self.server, names)
        got = {name: checksum(self.server.triples(name), WAYS[0]) for name in names}
        return {name: found for name, found in got.items() if found.triples}

    def sum(self, triples: Iterable[ox.Triple]) -> Checksum:
        return checksum(triples, self.way or WAYS[0])


def push(
    store: Store,
    target: Target,
    *,
    into: str | None = None,
    sync: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Transfer:
    """Bring every graph of the store to a server, and compare at the end.

    ``into`` merges them all into one graph there: its IRI, or ``default``. With ``sync`` the server's graphs under
    our IRIs that the store has not are removed, or the triples of the graph ``into`` that it has not. ``dry_run``
    only tells. Raises RemoteError, UsageError; what was sent by then stays, and the next push goes on from there.
    """
    start = time.monotonic()
    if sync and into == "default":
        raise UsageError("--sync would remove what others keep in the default graph: name one of your own")
    side = target.open(write=True)
    with side.client:
        work: _Merged | _Named = _Merged(side, store, into, sync) if into else _Named(side, store, sync)
        total, moved, refused = len(work.todo), 0, list[str]()
        for number, part in enumerate(() if dry_run else work.todo):
            try:
                work.send(part)
                moved += part not in work.extra
            except RemoteError as error:
                if error.status in _STOPS or error.status >= 500:
                    raise
                refused.append(f"{part}: {error}")
            if progress:
                progress(number + 1, total)
        wrong = () if dry_run else work.compare()
    same, spent = work.parts - total, time.monotonic() - start
    moved = total - len(work.extra) if dry_run else moved
    return Transfer(side.told, moved, same, len(work.extra), work.triples, tuple(refused), tuple(wrong), spent)


class _Named:
    """A graph on the server for each of ours."""

    def __init__(self, side: _Side, store: Store, sync: bool) -> None:
        self._side, self._store = side, store
        names = _graphs(store)
        self._ours = {name: side.sum(self._triples(name)) for name in names}
        theirs = side.sums(names)
        more = _without_notes({*side.server.names(BASE)} - {*names}) if sync else []
        self.extra = sorted(name.value for name in more)
        self.todo = [*(n.value for n in names if theirs.get(n) != self._ours[n]), *self.extra]
        self.parts = len(names) + len(self.extra)
        self.triples = sum(found.triples for found in self._ours.values())

    def _triples(self, name: ox.NamedNode) -> set[ox.Triple]:
        return {quad.triple for quad in self._store.quads(name)}

    def send(self, part: str) -> None:
        """Make the server's graph of this name the same as ours."""
        name = ox.NamedNode(part)
        if name in self._ours:
            self._side.server.put(name, self._triples(name))
        else:
            self._side.server.drop(name)

    def compare(self) -> list[str]:
        """What of that which was sent differs; graphs whose checksums differ are compared triple by triple."""
        gone = [ox.NamedNode(name) for name in self.extra]
        sent = [ox.NamedNode(name) for name in self.todo if name not in self.extra]  # the others were the same before
        theirs = self._side.sums([*sent, *gone])
        wrong = [f"{name.value}: is still there" for name in gone if name in theirs]
        for name in sent:
            if theirs.get(name) != self._ours[name]:
                wrong += _differences(name.value, self._triples(name), self._side.server.triples(name), exact=True)
        return wrong


class _Merged:
    """One graph on the server for all of ours, compared in 256 parts."""

    def __init__(self, side: _Side, store: Store, into: str, sync: bool) -> None:
        self._side, self._sync = side, sync
        self._into = DEFAULT if into == "default" else _named(into)
        self._ours: dict[str, set[ox.Triple]] = {}
        for quad in store.quads():
            self._ours.setdefault(bucket(quad.triple), set()).add(quad.triple)
        theirs = self._sums()
        self.extra = sorted({*theirs} - {*self._ours}) if sync else []
        self.parts, self.triples = len(self._ours) + len(self.extra), sum(map(len, self._ours.values()))
        self.todo = [*(b for b in sorted(self._ours) if self._differs(b, theirs)), *self.extra]

    def _sums(self) -> Mapping[str, Checksum]:
        if self._side.way:
            return by_bucket(self._side.server, self._into)
        parts: dict[str, list[ox.Triple]] = {}
        for triple in self._side.server.triples(self._into):
            parts.setdefault(bucket(triple), []).append(triple)
        return {name: self._side.sum(part) for name, part in parts.items()}

    def _differs(self, part: str, theirs: Mapping[str, Checksum]) -> bool:
        return theirs.get(part) != self._side.sum(self._ours[part])

    def _there(self, part: str) -> set[ox.Triple]:
        return self._side.server.matching(self._into, f'{BUCKET} = "{part}"')

    def send(self, part: str) -> None:
        """Put what is missing beside what is there; with ``sync`` take out what we have not."""
        ours, there = self._ours.get(part, set()), self._there(part)
        self._side.server.add(self._into, ours - there)
        if self._sync:
            self._side.server.take(self._into, there - ours)

    def compare(self) -> list[str]:
        """What of ours is missing, and with ``sync`` what is too much."""
        theirs, wrong = self._sums(), list[str]()
        for part in {*self._ours, *self.extra}:
            if theirs.get(part) != self._side.sum(self._ours.get(part, set())):
                wrong += _differences(f"part {part}", self._ours.get(part, set()), self._there(part), exact=self._sync)
        return sorted(wrong)


def pull(
    store: Store, target: Target, *, graph: str | None = None, sync: bool = False, progress: Progress | None = None
) -> Transfer:
    """Bring the graphs that a server has under our IRIs, or the one that is named, into the store.

    ``default`` as ``graph`` is the server's default graph, which gets its address as name. With ``sync`` graphs that
    the server has not are removed from the store. Raises RemoteError where a graph does not arrive whole.
    """
    start = time.monotonic()
    side = target.open(write=False)
    with side.client:
        if graph == "default":
            return _one(store, side, target.url, start)
        if graph and is_notes(graph):
            raise UsageError(f"{graph} is of notes, which stay where they were written: copy notes.trig instead")
        there = _without_notes(side.server.names(BASE))
        names = [_named(graph)] if graph else [n for n in there if not n.value.startswith(PROBES)]
        theirs = side.sums(names)
        ours = {n: side.sum(q.triple for q in store.quads(n)) for n in _graphs(store)}
        todo = [name for name in names if ours.get(name) != theirs.get(name)]
        todo.sort(key=lambda name: name.value == INFERRED)
        for number, name in enumerate(todo):
            _get(store, side, name, theirs.get(name))
            if progress:
                progress(number + 1, len(todo))
        extra = [n for n in ours if n not in theirs and n.value.startswith(BASE)] if sync and not graph else []
        for name in extra:
            store.remove(name)
    triples = sum(found.triples for found in theirs.values())
    spent = time.monotonic() - start
    return Transfer(side.told, len(todo), len(names) - len(todo), len(extra), triples, (), (), spent)


def _get(store: Store, side: _Side, name: ox.NamedNode, told: Checksum | None) -> None:
    got = side.server.triples(name)
    if told is None or side.sum(got) != told:
        raise RemoteError(f"{name.value}: {len(got)} triples came of {told.triples if told else 0}: run it again")
    if name.value == INFERRED:  # after the others: it holds until one of them changes
        store.keep_inferred(got)
    else:
        store.replace(name, [ox.Quad(t.subject, t.predicate, t.object, name) for t in got])


def _one(store: Store, side: _Side, url: str, start: float) -> Transfer:
    name, got = _named(url), side.server.triples(DEFAULT)
    store.replace(name, [ox.Quad(t.subject, t.predicate, t.object, name) for t in got])
    return Transfer(side.told, 1, 0, 0, len(got), (), (), time.monotonic() - start)


def _graphs(store: Store) -> list[ox.NamedNode]:
    """All graphs of a store, those of no document too; notes stay where they were written."""
    found = store.query("SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } } ORDER BY ?graph")
    assert isinstance(found, Rows)  # a SELECT
    return _without_notes(name for (name,) in found.rows if isinstance(name, ox.NamedNode))


def _without_notes(names: Iterable[ox.NamedNode]) -> list[ox.NamedNode]:
    return [name for name in names if not is_notes(name.value)]


def _named(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise UsageError(f"{iri!r} is no IRI of a graph: write one such as https://example.org/graph") from error


def _differences(what: str, ours: set[ox.Triple], theirs: set[ox.Triple], *, exact: bool) -> list[str]:
    missing, more = ours - theirs, theirs - ours if exact else set()
    if not missing and not more:
        return []
    sample = min(map(str, missing or more))
    return [f"{what}: {len(missing)} triples are missing and {len(more)} are too many there, such as {sample}"]
