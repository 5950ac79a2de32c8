"""Push to real servers, query there, pull, and have the same graph: Oxigraph's server and Virtuoso 7."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import RemoteError
from kg.graph import document_iri, quads
from kg.push import Target, pull, push
from kg.store import Embedded
from tests.conftest import DAILY, WIRE, wire
from tests.servers.running import HTTP, filled, many, oxigraph, oxigraph_server, port, running, two, virtuoso_server

ROOT = Path(__file__).parents[2]
ARTICLES = 372
"""So many that their graphs have more than 100,000 triples."""


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("server")
    with {"oxigraph": oxigraph_server, "virtuoso": virtuoso_server}[request.param](folder) as url:
        yield url


@pytest.fixture(autouse=True)
def _login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_USER", "dba")
    monkeypatch.setenv("KG_PASSWORD", "dba")


@pytest.fixture(autouse=True)
def _clean(request: pytest.FixtureRequest, _login: None) -> Iterator[None]:
    """Nothing of ours stays on the shared server for the next test."""
    yield
    if "server" in request.fixturenames:
        with Embedded() as nothing:
            push(nothing, Target(request.getfixturevalue("server")), sync=True)


def _ask(url: str, sparql: str) -> list[dict[str, str]]:
    """The rows of a query, sent by other means than ours."""
    path = "/sparql" if _is_virtuoso(url) else "/query"
    accept = {"Accept": "application/sparql-results+json"}
    answer = HTTP.post(url + path, data={"query": sparql}, headers=accept, timeout=60).raise_for_status()
    return [{name: cell["value"] for name, cell in row.items()} for row in answer.json()["results"]["bindings"]]


def _is_virtuoso(url: str) -> bool:
    return str(HTTP.get(f"{url}/conductor").headers.get("server", "")).startswith("Virtuoso")


class _Stop:
    """Interrupts after so many graphs."""

    def __init__(self, after: int) -> None:
        self.after = after

    def __call__(self, done: int, total: int) -> None:
        if done == self.after:
            raise KeyboardInterrupt


def test_a_hundred_thousand_triples_there_and_back_with_interruptions(server: str) -> None:
    told = many(ARTICLES)
    assert len(told) > 100_000
    target = Target(server)
    with filled(Embedded(), told) as ours, Embedded() as back:
        with pytest.raises(KeyboardInterrupt):
            push(ours, target, progress=_Stop(200))
        done = push(ours, target)
        assert (done.same, done.moved, done.removed) == (200, ARTICLES - 200, 0)
        assert (done.triples, done.wrong, done.refused) == (len(told), (), ())
        rows = _ask(
            server, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER (CONTAINS(STR(?g), '/document/')) }"
        )
        assert rows == [{"n": str(len(told))}]
        before = 0 if _is_virtuoso(server) else 200  # once is enough for what is the same on every server
        if before:
            with pytest.raises(KeyboardInterrupt):
                pull(back, target, progress=_Stop(before))
        again = pull(back, target)
        assert (again.same, again.moved) == (before, ARTICLES - before)
        assert set(back.quads()) == set(ours.quads()) == set(told)


def test_the_graph_is_queried_there(server: str) -> None:
    with two() as store:
        push(store, Target(server))
    dip, skos = "https://w3id.org/diplomacy-kg/ontology#", "http://www.w3.org/2004/02/skos/core#"
    rows = _ask(
        server,
        f"SELECT DISTINCT ?name {{ GRAPH ?g {{ ?meeting a <{dip}Meeting> ; <{dip}status> <{dip}Occurred> ;"
        f" <{dip}participant> ?who . ?who <{skos}prefLabel> ?name }} }} ORDER BY ?name",
    )
    assert [row["name"] for row in rows] == ["Hassan Kazemi Qomi", "Ryan Crocker"]


def test_a_second_push_changes_nothing_and_sync_removes_what_was_withdrawn(server: str) -> None:
    target = Target(server)
    with two() as store:
        first, second = push(store, target), push(store, target)
        assert (first.moved, first.same, second.moved, second.same) == (2, 0, 0, 2)
        store.replace(document_iri(WIRE), quads(wire())[:20])
        store.remove(document_iri(DAILY))
        told = push(store, target, sync=True, dry_run=True)
        assert (told.moved, told.same, told.removed) == (1, 0, 1)
        kept = push(store, target)
        assert (kept.moved, kept.removed, kept.wrong) == (1, 0, ())
        done = push(store, target, sync=True)
        assert (done.moved, done.same, done.removed, done.wrong) == (0, 1, 1, ())
        with Embedded() as back:
            pull(back, target)
            assert set(back.quads()) == set(store.quads())


def test_graphs_of_others_are_left_alone(server: str) -> None:
    other = "urn:someone:else"
    some = many(1)[0]
    quad = ox.Quad(some.subject, some.predicate, some.object, ox.NamedNode(other))
    with filled(Embedded(), (quad,)) as theirs, two() as store:
        push(theirs, Target(server))
        push(store, Target(server), sync=True)
        assert _ask(server, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{other}> {{ ?s ?p ?o }} }}") == [{"n": "1"}]
        with Embedded() as back:
            pull(back, Target(server))
            assert len(back.documents()) == 2
            pull(back, Target(server), graph=other)
            assert set(back.quads(ox.NamedNode(other))) == set(theirs.quads())


@pytest.mark.parametrize("writes", ["graphs", "update"])
def test_all_in_one_graph(server: str, writes: str) -> None:
    into = f"https://example.org/{writes}"
    target = _only(server, writes)
    with two() as store:
        union = {quad.triple for quad in store.quads()}
        first, second = push(store, target, into=into), push(store, target, into=into)
        assert (first.moved, second.moved) == (first.same + second.same, 0)
        assert first.triples == len(union)
        store.remove(document_iri(DAILY))
        done = push(store, target, into=into, sync=True)
        assert done.wrong == ()
        with Embedded() as back:
            pull(back, Target(server), graph=into)
            assert {quad.triple for quad in back.quads()} == {quad.triple for quad in store.quads()}


def _only(server: str, writes: str) -> Target:
    """The server by one of its two ways to write."""
    if _is_virtuoso(server):
        paths, kind = {"graphs": "/sparql-graph-crud-auth", "update": "/sparql-auth"}, "virtuoso"
    else:
        paths, kind = {"graphs": "/store", "update": "/update"}, "oxigraph"
    if writes == "graphs":
        return Target(server, kind, graphs=server + paths["graphs"])
    return Target(server, kind, update=server + paths["update"])


def test_updates_where_there_is_no_graph_store(server: str) -> None:
    target = _only(server, "update")
    with two() as store, Embedded() as back:
        done = push(store, target)
        assert "SPARQL Update" in done.server
        assert (done.moved, done.wrong) == (2, ())
        assert push(store, target).moved == 0
        pull(back, Target(server))
        assert set(back.quads()) == set(store.quads())


def test_the_default_graph(tmp_path: Path) -> None:
    with oxigraph_server(tmp_path) as url, two() as store, Embedded() as back:
        push(store, Target(url), into="default")
        assert push(store, Target(url), into="default").moved == 0
        pull(back, Target(url), graph="default")
        assert {quad.triple for quad in back.quads()} == {quad.triple for quad in store.quads()}


def test_a_killed_push_goes_on(tmp_path: Path) -> None:
    told = many(60)
    filled(Embedded(tmp_path / "out" / "store"), told).close()
    with oxigraph_server(tmp_path) as url:
        command = [sys.executable, "-m", "kg", "push", url, "-s", str(tmp_path / "out"), "--chunk", "5"]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        killed = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while len(_ask(url, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")) < 20:
            assert time.monotonic() < until
            time.sleep(0.02)
        killed.kill()
        killed.wait()
        with Embedded(tmp_path / "out" / "store", read_only=True) as store, Embedded() as back:
            done = push(store, Target(url), sync=True)
            assert 15 <= done.same < 60
            assert (done.same + done.moved, done.wrong) == (60 + done.removed, ())
            pull(back, Target(url))
            assert set(back.quads()) == set(told)


def test_a_server_that_dies_is_one_line_and_another_push_goes_on(tmp_path: Path) -> None:
    place = ("--location", str(tmp_path / "data"))
    with two() as store:
        with oxigraph_server(tmp_path, *place) as url:
            push(store, Target(url))
        with pytest.raises(RemoteError, match=r"cannot be reached .*is the server running\?"):
            push(store, Target(url))
        with oxigraph_server(tmp_path, *place) as url:
            assert push(store, Target(url)).same == 2


def test_a_server_that_may_not_be_written(tmp_path: Path) -> None:
    with oxigraph_server(tmp_path, "--location", str(tmp_path / "data")):
        pass
    number = port()
    command = [oxigraph(), "serve-read-only", "--location", str(tmp_path / "data"), "--bind", f"127.0.0.1:{number}"]
    refused = pytest.raises(RemoteError, match=r"/store answered 403 Forbidden \(The server is read-only\)")
    with running(command, f"http://127.0.0.1:{number}", tmp_path) as url, two() as store, refused:
        push(store, Target(url))


def test_virtuoso_wants_to_know_who_we_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with virtuoso_server(tmp_path) as url, two() as store:
        monkeypatch.setenv("KG_PASSWORD", "wrong")
        with pytest.raises(RemoteError, match=r"answered 401 Unauthorized.*: check KG_USER and KG_PASSWORD") as refused:
            push(store, Target(url))
        assert "wrong" not in str(refused.value)
        monkeypatch.delenv("KG_USER")
        with pytest.raises(RemoteError, match="set KG_USER and KG_PASSWORD"):
            push(store, Target(url))
        (tmp_path / "netrc").write_text("machine 127.0.0.1 login dba password dba\n")
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        assert push(store, Target(url)).moved == 2
