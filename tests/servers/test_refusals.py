"""What a server may answer instead: a proxy in front of a real one misbehaves on purpose."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import NotFoundError, RemoteError, UsageError
from kg.graph import document_iri
from kg.push import Target, pull, push
from kg.store import Embedded, Store
from tests.cli.conftest import kg
from tests.conftest import DAILY, WIRE
from tests.servers.running import Proxy, oxigraph_server, proxy, two

SECRET = "correct horse"


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph_server(tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def server(behind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Proxy]:
    monkeypatch.setattr("kg.store.remote.client._PAUSES", (0.01, 0.01, 0.01))
    monkeypatch.setenv("NETRC", str(tmp_path / "none"))
    with proxy(behind) as made:
        yield made
    monkeypatch.undo()
    with Embedded() as nothing:
        push(nothing, Target(behind), sync=True)


@pytest.fixture
def store() -> Iterator[Store]:
    with two() as made:
        yield made


def _writes(method: str, path: str) -> bool:
    return method in ("PUT", "POST") and path.startswith("/store") and "probe" not in path


@pytest.mark.parametrize("how", ["environment", "netrc", "token"])
def test_credentials(server: Proxy, store: Store, how: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    basic = "Basic " + base64.b64encode(f"me:{SECRET}".encode()).decode()
    wanted = f"Bearer {SECRET}" if how == "token" else basic
    server.fault = lambda _m, _p, headers, _b: (
        None if headers.get("authorization") == wanted else (401, {"WWW-Authenticate": 'Basic realm="kg"'}, b"")
    )
    if how == "token":
        monkeypatch.setenv("KG_TOKEN", SECRET)
    elif how == "environment":
        monkeypatch.setenv("KG_USER", "me")
        monkeypatch.setenv("KG_PASSWORD", SECRET)
    else:
        (tmp_path / "netrc").write_text(f'machine 127.0.0.1\nlogin me\npassword "{SECRET}"\n')
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert push(store, Target(server.url)).moved == 2
    assert all(SECRET not in path and SECRET.encode() not in body for _, path, _, body in server.seen)
    refused = [headers for _, _, headers, _ in server.seen if headers.get("authorization") != wanted]
    assert len(refused) == (how != "token")  # asked once who we are, never again


def test_credentials_never_show(server: Proxy, store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    server.fault = lambda *_: (401, {"WWW-Authenticate": "Basic"}, b"<h1>Who are you?</h1>")
    monkeypatch.setenv("KG_USER", "me")
    monkeypatch.setenv("KG_PASSWORD", SECRET)
    monkeypatch.setenv("KG_STORE", str(tmp_path / "out"))
    Embedded(tmp_path / "out" / "store").close()
    done = kg("push", server.url)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        f"kg: {server.url}/query answered 401 Unauthorized (Who are you?): check KG_USER and KG_PASSWORD, or KG_TOKEN, "
        "or the line of 127.0.0.1 in ~/.netrc\n"
    )
    with pytest.raises(UsageError, match="an address holds no password: set KG_USER and KG_PASSWORD") as told:
        push(store, Target(f"http://me:{SECRET}@localhost:7878"))
    assert SECRET not in str(told.value)
    (tmp_path / "netrc").write_text(f"machine localhost login me {SECRET}\n")
    monkeypatch.delenv("KG_USER")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with pytest.raises(UsageError, match="is no netrc file: line 1 is malformed") as told:
        push(store, Target("http://localhost:7878"))
    assert "horse" not in str(told.value)


def test_too_large_a_chunk_is_halved(server: Proxy, store: Store) -> None:
    server.fault = lambda m, p, _h, body: (413, {}, b"too large") if _writes(m, p) and len(body) > 9_000 else None
    done = push(store, Target(server.url))
    assert (done.moved, done.wrong) == (2, ())
    assert max(len(body) for m, p, _, body in server.seen if _writes(m, p)) > 9_000  # it was tried


def test_one_triple_too_large(server: Proxy, store: Store) -> None:
    server.fault = lambda m, p, _h, _b: (413, {}, b"") if _writes(m, p) else None
    done = push(store, Target(server.url))
    assert (done.moved, len(done.refused)) == (0, 2)
    assert "answered 413" in done.refused[0]
    assert "give a smaller --chunk" in done.refused[0]


def test_a_server_that_is_busy_is_asked_again(server: Proxy, store: Store) -> None:
    answers = iter([503, 429, 502])

    def busy(
        method: str, path: str, _headers: dict[str, str], _body: bytes
    ) -> tuple[int, dict[str, str], bytes] | None:
        status = next(answers, None) if _writes(method, path) else None
        return (status, {"Retry-After": "0"}, b"busy") if status else None

    server.fault = busy
    done = push(store, Target(server.url))
    assert (done.moved, done.wrong) == (2, ())
    assert len(server.writes()) == 5


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_that_fails_stops_the_push_and_the_next_goes_on(server: Proxy, store: Store, status: int) -> None:
    second = document_iri(max(WIRE, DAILY, key=lambda a: document_iri(a).value)).value.rpartition("/")[2]
    server.fault = lambda m, p, _h, _b: (status, {}, b"out of luck") if _writes(m, p) and second in p else None
    with pytest.raises(RemoteError, match=rf"answered {status} .*\(out of luck\).* it goes on from there"):
        push(store, Target(server.url))
    server.fault = lambda *_: None
    done = push(store, Target(server.url))
    assert (done.same, done.moved) == (1, 1)


def test_a_graph_that_is_refused_is_named_and_the_rest_goes_on(server: Proxy, tmp_path: Path) -> None:
    refused = document_iri(WIRE).value
    server.fault = lambda m, p, _h, _b: (
        (409, {"Content-Type": "text/html"}, b"<title>x</title><p>locked</p>")
        if _writes(m, p) and refused.rpartition("/")[2] in p
        else None
    )
    with two() as store, Embedded(tmp_path / "store") as copy:
        for name in store.documents():
            copy.replace(name, store.quads(name))
    done = kg("push", server.url, "-s", tmp_path)
    assert done.exit_code == 1  # it differs
    assert "graphs        1 sent, 0 there already, 0 removed, 1 refused\n" in done.stdout
    assert "checked       DIFFERS\n" in done.stdout
    first, second = done.stderr.splitlines()
    assert first.startswith(f"kg: {refused}: {server.url}/store answered 409 Conflict (locked)")
    assert second.startswith(f"kg: {refused}: ")
    assert "triples are missing and 0 are too many there, such as <" in second


def test_what_a_server_loses_is_found_out(server: Proxy, store: Store) -> None:
    server.fault = lambda m, p, _h, _b: (204, {}, b"") if _writes(m, p) else None
    done = push(store, Target(server.url))
    assert len(done.wrong) == 2
    assert "0 are too many there" in done.wrong[0]


def test_a_server_without_hash_functions_is_compared_by_getting(server: Proxy, store: Store) -> None:
    server.fault = lambda _m, _p, _h, body: (400, {}, b"no such function") if b"MD5" in body else None
    assert (push(store, Target(server.url)).moved, push(store, Target(server.url)).same) == (2, 2)
    with Embedded() as back:
        pull(back, Target(server.url))
        assert set(back.quads()) == set(store.quads())


def test_a_moved_server_is_not_followed(server: Proxy, store: Store) -> None:
    server.fault = lambda *_: (301, {"Location": "https://elsewhere.example/query?x=1"}, b"")
    with pytest.raises(RemoteError, match=r"give the address https://elsewhere.example/query instead"):
        push(store, Target(server.url, "oxigraph"))


def test_a_page_is_no_answer(server: Proxy, store: Store) -> None:
    server.fault = lambda *_: (200, {"Content-Type": "text/html"}, b"<html>Welcome</html>")
    with pytest.raises(RemoteError, match="answers a query with no results: check the address and the preset"):
        push(store, Target(server.url, "oxigraph"))
    with pytest.raises(RemoteError, match="nothing answers SPARQL queries at"), Embedded() as back:
        pull(back, Target(server.url))


@pytest.mark.parametrize(
    ("target", "error", "told"),
    [
        (Target("localhost:7878"), UsageError, "'localhost:7878' is no address of a server: write one such as http"),
        (Target("http://localhost:1", "fusek"), NotFoundError, "did you mean fuseki"),
        (Target("http://localhost:1"), RemoteError, r"cannot be reached .*is the server running\?"),
    ],
)
def test_addresses_that_make_no_sense(store: Store, target: Target, error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        push(store, target)


def test_graphs_that_make_no_sense(server: Proxy, store: Store) -> None:
    with pytest.raises(UsageError, match="'a b' is no IRI of a graph"):
        push(store, Target(server.url), into="a b")
    with pytest.raises(UsageError, match="would remove what others keep in the default graph"):
        push(store, Target(server.url), into="default", sync=True)
    done = kg("push")
    assert (done.exit_code, done.stderr) == (2, "kg: give the address of a server: kg push --list shows some\n")
