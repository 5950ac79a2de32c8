"""What every request has at hand: the store, its catalogue, the workers for queries, and what is allowed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from os import PathLike

import pyoxigraph as ox
from starlette.requests import Request

from kg.errors import KgError
from kg.graph import document_iri, quads
from kg.model import Facts
from kg.pipeline import store_folder
from kg.store import Store, open_store
from kg.web.catalogue import Catalogue, Catalogues
from kg.web.workers import Limits, Workers


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
        self.store: Store = open_store(folder, read_only=not settings.writable)
        self.workers = Workers(str(folder), settings.limits)
        self._catalogues = Catalogues(self.store)

    @property
    def catalogue(self) -> Catalogue:
        """The events and names of the store as it is now."""
        return self._catalogues.get()

    def add(self, facts: Facts) -> ox.NamedNode:
        """Store what an article tells, in place of what it told before; the document's IRI."""
        document = document_iri(facts.article)
        self.store.replace(document, quads(facts))
        self.changed()
        return document

    def replace(self, graph: ox.NamedNode, triples: Iterable[ox.Triple]) -> None:
        """Make the triples the graph of that name."""
        self.store.replace(graph, [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples])
        self.changed()

    def remove(self, graph: ox.NamedNode) -> bool:
        """Drop a graph. False where there was none."""
        gone = self.store.remove(graph)
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
