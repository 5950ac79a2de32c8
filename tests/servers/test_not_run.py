"""Servers that the tests cannot run: what is sent to them is what their documentation asks for, as recorded."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg.store.remote import DEFAULT, Client, Endpoints, Server, named, preset, presets
from tests.servers.running import Proxy, proxy

FILE = Path(__file__).parent / "expected.toml"
EXPECTED: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
RUN = {"oxigraph", "virtuoso", "generic"}
GRAPH = ox.NamedNode("https://example.org/a graph?x=1&y=2".replace(" ", "-"))
TRIPLES = [ox.Triple(GRAPH, ox.NamedNode("https://example.org/p"), ox.Literal("Zürich"))]
RESULTS = b'{"head": {"vars": []}, "results": {"bindings": []}}'


def _sent(kind: str, call: str) -> tuple[str, str, str]:
    """Method, path and media type of the first request that a call makes."""
    with proxy("") as made, Client() as client:
        made.fault = lambda *_: (200, {"Content-Type": "application/sparql-results+json"}, RESULTS)
        ends = named(EXPECTED[kind]["base"].replace("HOST", made.url), preset(kind))
        _call(Server(client, ends, "update" if call == "update" else "graphs"), call)
        return _first(made)


def _call(server: Server, call: str) -> None:
    match call:
        case "query":
            server.select("SELECT * { ?s ?p ?o }")
        case "put":
            server.put(GRAPH, TRIPLES)
        case "default":
            server.put(DEFAULT, TRIPLES)
        case "delete":
            server.drop(GRAPH)
        case "update":
            server.put(GRAPH, TRIPLES)


def _first(made: Proxy) -> tuple[str, str, str]:
    method, path, headers, _ = made.seen[0]
    return method, path, headers.get("content-type", "")


@pytest.mark.parametrize(
    ("kind", "call"), [(kind, call) for kind, calls in EXPECTED.items() for call in calls if call != "base"]
)
def test_what_is_sent_is_what_its_documentation_asks_for(kind: str, call: str) -> None:
    method, path, media = EXPECTED[kind][call]
    assert _sent(kind, call) == (method, path.replace("GRAPH", quote(GRAPH.value, safe="")), media)


def test_every_preset_is_run_or_recorded() -> None:
    assert {kind.name for kind in presets()} == RUN | set(EXPECTED)


def test_presets_make_addresses() -> None:
    assert preset("virtuoso").at("http://h:1/") == Endpoints(
        "http://h:1/sparql-auth",
        "http://h:1/sparql",
        "http://h:1/sparql-graph-crud-auth",
        "http://h:1/sparql-auth",
        form=True,
        limit=1000,
        fresh=True,
    )
    assert preset("blazegraph").at("http://h:1/x").graphs is None
