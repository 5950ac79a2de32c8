"""What every request has at hand: the store, its catalogue, the workers for queries, and what is allowed."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from os import PathLike

import pyoxigraph as ox
from starlette.requests import Request

from kg.annotate.dateline import dateline
from kg.errors import KgError
from kg.graph import document_iri
from kg.model import Facts
from kg.pipeline import store_folder
from kg.query.index import kept
from kg.store import Store, open_store
from kg.united import drop, put
from kg.web.catalogue import Catalogue, Catalogues
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
        self._changing = threading.Lock()

    @property
    def catalogue(self) -> Catalogue:
        """The events and names of the store as it is now."""
        return self._catalogues.get()

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
        """Make the triples the graph of that name."""
        with self._changing:
            self.store.replace(graph, [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples])
        self.changed()

    def remove(self, graph: ox.NamedNode) -> bool:
        """Drop a graph; where it is an article's, with all that rests on it alone. False where there was none."""
        with self._changing:
            gone = drop(graph, self._folder, self.store) or self.store.remove(graph)
        self.changed()
        return gone

    def changed(self) -> None:
        """Later requests see the store as it is now."""
        self._catalogues.drop()
        self.workers.renew()

    def close(self) -> None:
        """End the workers and release the store."""
        self.workers.close()
        self.store.close()
        if self.settings.writable:
            self._catalogues.keep()

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
