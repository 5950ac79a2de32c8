"""Finds out how to read and write a server: by doing it, in a graph that is removed again."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from uuid import uuid4

import httpx
import pyoxigraph as ox

from kg.errors import QueryError, RemoteError
from kg.iri import BASE
from kg.store.remote.checksum import trial, way_of
from kg.store.remote.client import Client
from kg.store.remote.endpoints import Endpoints, Preset, named, presets
from kg.store.remote.server import CHUNK, Server

Found = tuple[Preset, Server, str | None]
"""The kind of server, the server, and the way in which it works out checksums."""
PROBES = f"{BASE}probe/"
"""Under which the graphs are named that are written to try a server."""
_DENIED = (401, 403)


def find(
    base: str, client: Client, chosen: Preset | None, *, write: bool = True, chunk: int = CHUNK, **ends: str | None
) -> Found:
    """The server at an address, of the chosen kind or of the first that fits.

    ``ends`` are the addresses that the user names: ``query``, ``graphs``, ``update``. Raises RemoteError where
    nothing answers SPARQL there, or nothing can be written though it shall be.
    """
    why: list[RemoteError | QueryError] = []
    for kind in (chosen,) if chosen else presets():
        server = Server(client, named(base, kind, **ends), chunk=chunk)
        try:
            _ask(server)
            return (kind, *(_writing(client, server.ends, chunk) if write else _reading(client, server.ends, chunk)))
        except (RemoteError, QueryError) as error:
            if _hopeless(error):
                raise
            why.append(error)
    raise why[0] if chosen else RemoteError(_nothing(base, why, write))


def _hopeless(error: RemoteError | QueryError) -> bool:
    """Whether another preset would meet the same."""
    denied = isinstance(error, RemoteError) and error.status in _DENIED
    return denied or isinstance(error.__cause__, httpx.ConnectError)


def _nothing(base: str, why: Iterable[Exception], write: bool) -> str:
    what = "can be written by Graph Store Protocol or SPARQL Update" if write else "answers SPARQL queries"
    last = list(why)[-1]
    return f"nothing {what} at {base}: check the address, or name a --preset ({last})"


def _ask(server: Server) -> None:
    server.select("ASK { }", tries=2)


def _writing(client: Client, ends: Endpoints, chunk: int) -> tuple[Server, str | None]:
    """A server that a graph was written to, read from and removed from. Raises RemoteError where there is none."""
    problem = RemoteError("the preset has no address to write to: name --graph-store or --update")
    for writes in ("graphs", "update"):
        if not getattr(ends, writes):
            continue
        server = Server(client, ends, writes, chunk=chunk)
        name, told = ox.NamedNode(f"{PROBES}{uuid4().hex}"), trial()
        try:
            server.put(name, told)
            if server.triples(name) != set(told):
                raise RemoteError(f"{getattr(ends, writes)} does not keep what is written: try another preset")
            return server, way_of(server, name, told)
        except RemoteError as error:
            if error.status in _DENIED:
                raise
            problem = error
        finally:
            with suppress(RemoteError):
                server.drop(name)
    raise problem


def _reading(client: Client, ends: Endpoints, chunk: int) -> tuple[Server, str | None]:
    """A server to read from: by the Graph Store Protocol where that gives the same as a query."""
    server = Server(client, ends, chunk=chunk)
    first = next(iter(server.names(f"{BASE}document/")), None)
    if first is None:
        return server, None
    told = server.triples(first)
    if ends.graphs:
        other = Server(client, ends, "graphs", chunk=chunk)
        with suppress(RemoteError):
            if other.triples(first) == told:
                server = other
    return server, way_of(server, first, told)
