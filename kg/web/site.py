"""What every request has at hand: the store, its catalogue, the workers for queries, and what is allowed."""

from __future__ import annotations

import secrets
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from os import PathLike

import pyoxigraph as ox
from starlette.requests import Request

from kg import notes
from kg.annotate.dateline import dateline
from kg.archive import Archive
from kg.errors import KgError
from kg.graph import document_iri
from kg.iri import BASE, is_notes
from kg.model import Facts
from kg.pipeline import store_folder
from kg.query.index import kept
from kg.query.names import value
from kg.store import Store, open_store
from kg.store.update import INSTEAD, Update
from kg.united import drop, put
from kg.web.catalogue import Catalogue, Catalogues
from kg.web.files import Files
from kg.web.workers import Limits, Workers
from kg.world.record import Item


class RefusedError(KgError):
    """The request is understood and not allowed. ``status`` is that of HTTP."""

    def __init__(self, message: str, status: int = 403) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user of ``kg serve`` chose. ``cors`` is an origin whose pages may query, ``token`` lets write."""

    folder: str | PathLike[str] = "out"
    writable: bool = False
    token: str = ""
    cors: str = ""
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    limits: Limits = field(default_factory=Limits)


class Site:
    """The explorer of one store."""

    def __init__(self, settings: Settings) -> None:
        folder = store_folder(settings.folder)
        self.settings = settings
        before = kept(folder)
        self.store: Store = open_store(folder, read_only=not settings.writable)
        self.workers = Workers(str(folder), settings.limits)
        self._catalogues = Catalogues(self.store, folder, before)
        self._folder = folder.parent  # with the facts of each article
        self._changing, self._reading = threading.Lock(), threading.Lock()
        self._notes: Mapping[str, list[tuple[str, str]]] | None = None
        if settings.writable:
            notes.restore(self._folder, self.store)  # the file may have been edited
        self._files = Files(self.store, self._folder) if settings.writable else None

    @property
    def catalogue(self) -> Catalogue:
        """The events and names of the store as it is now."""
        return self._catalogues.get()

    @property
    def notes(self) -> Mapping[str, list[tuple[str, str]]]:
        """What users wrote, by its subject: properties and values, sorted."""
        with self._reading:
            if self._notes is None:
                found: dict[str, list[tuple[str, str]]] = defaultdict(list)
                for quad in sorted(self.store.notes(), key=str):
                    found[value(quad.subject)].append((quad.predicate.value, value(quad.object)))
                self._notes = found
            return self._notes

    def add(self, facts: Facts) -> ox.NamedNode:
        """Bring an article into the graph as a build would, in place of an earlier one of its source; its IRI.

        Raises StoreError where the store has articles whose facts are not beside it.
        """
        article = facts.article
        with self._changing:
            put(Item(facts, article.published or dateline(article.text)), self._folder, self.store)
        self.changed()
        return document_iri(article)

    def replace(self, graph: ox.NamedNode, triples: Iterable[ox.Triple]) -> None:
        """Make the triples the graph of that name. Raises RefusedError where a build makes this graph of articles."""
        self._spare(graph)
        with self._changing:
            self.store.replace(graph, [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples])
            notes.keep(self._folder, self.store)
        self.changed()

    def remove(self, graph: ox.NamedNode) -> bool:
        """Drop a graph; where it is an article's, with all that rests on it alone. False where there was none."""
        with self._changing:
            gone = drop(graph, self._folder, self.store)
            if not gone and any(self.store.quads(graph)):
                self._spare(graph)
                gone = self.store.remove(graph)
                notes.keep(self._folder, self.store)
        self.changed()
        return gone

    def update(self, update: Update) -> None:
        """Run an update of notes. Raises RefusedError where it would write anything else."""
        if update.refused:
            raise RefusedError(update.refused)
        with self._changing:
            self.store.update_notes(update)
            notes.keep(self._folder, self.store)
        self._noted()  # neither the catalogue nor the files of the build have notes in them

    def changed(self) -> None:
        """Later requests see the store as it is now."""
        self._catalogues.drop()
        self._noted()
        if self._files:
            self._files.renew()

    def close(self) -> None:
        """End the workers and release the store. Raises OutputError where its files could not be written."""
        self.workers.close()
        try:
            if self._files:
                self._files.close()
        finally:
            self.store.close()
        if self.settings.writable:
            self._catalogues.keep()

    def _noted(self) -> None:
        with self._reading:
            self._notes = None
        self.workers.renew()

    def _spare(self, graph: ox.NamedNode) -> None:
        """Raise RefusedError where the next build would make the graph anew."""
        if graph.value.startswith(BASE) and not is_notes(graph.value) and Archive(self._folder).slots():
            raise RefusedError(f"{graph.value} is made of articles: {INSTEAD}; your own graphs have other names")

    def permit(self, request: Request, token: str = "") -> None:
        """Raise RefusedError where the request may not write: it needs the token of ``kg serve --writable``."""
        if not self.settings.writable:
            raise RefusedError("this server only reads: start it with kg serve --writable to change the store")
        kind, _, told = request.headers.get("authorization", "").partition(" ")
        given = token or (told.strip() if kind.lower() == "bearer" else "")
        if not secrets.compare_digest(given.encode(), self.settings.token.encode()):
            raise RefusedError("the token is missing or wrong: send the one that kg serve printed", 401)


def site_of(request: Request) -> Site:
    """The site that a request was sent to."""
    found = request.app.state.site
    assert isinstance(found, Site)
    return found
