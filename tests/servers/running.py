"""Real servers on the loopback interface, with a proxy in front that can be made to misbehave; and graphs to bring."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.graph import document_iri, quads
from kg.store import Embedded, Store
from tests.conftest import daily, wire

HTTP = httpx.Client(verify=False)
"""For all requests of the tests themselves; to load certificates for each would take longer than they do."""
_PATIENCE = 30.0  # seconds for a server to start
_VIRTUOSO = """[Database]
DatabaseFile = db
ErrorLogFile = log
LockFile = lock
TransactionFile = transactions
xa_persistent_file = persistent
[TempDatabase]
DatabaseFile = temporary
TransactionFile = temporary-transactions
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 8
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DisableUnixSocket = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
"""


def port() -> int:
    """One that is free now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def oxigraph() -> str:
    """The server's program. Skips the test where there is none."""
    found = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if found is None:
        pytest.skip("no Oxigraph server here: pip install oxigraph")
    return found


@contextmanager
def running(command: list[str], url: str, folder: Path) -> Iterator[str]:
    """The address of a server while it runs, from when it answers."""
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        until = time.monotonic() + _PATIENCE
        while not _answers(url):
            assert process.poll() is None, (folder / "output").read_text()
            assert time.monotonic() < until, f"{command[0]} does not answer"
            time.sleep(0.05)
        yield url
    finally:
        process.kill()
        process.wait()


def _answers(url: str) -> bool:
    try:
        HTTP.get(url, timeout=5)
    except httpx.TransportError:
        return False
    return True


@contextmanager
def oxigraph_server(folder: Path, *more: str) -> Iterator[str]:
    """Oxigraph's, in memory if no ``--location`` is given."""
    number = port()
    command = [oxigraph(), "serve", "--bind", f"127.0.0.1:{number}", *more]
    with running(command, f"http://127.0.0.1:{number}", folder) as url:
        yield url


@contextmanager
def virtuoso_server(folder: Path) -> Iterator[str]:
    """Virtuoso 7, whose user is ``dba`` with this password."""
    found = shutil.which("virtuoso-t")
    if found is None:
        pytest.skip("no Virtuoso here: apt-get install virtuoso-opensource-7 virtuoso-opensource-7-bin")
    sql, http = port(), port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(sql=sql, http=http))
    with running([found, "-f", "+configfile", "virtuoso.ini"], f"http://127.0.0.1:{http}", folder) as url:
        yield url


@cache
def many(articles: int) -> tuple[ox.Quad, ...]:
    """The graphs of so many articles: the two of the tests over and over, each with a number at its end."""
    made: list[ox.Quad] = []
    for number in range(articles):
        facts = (wire, daily)[number % 2]()
        article = replace(facts.article, text=f"{facts.article.text}Zürich, “{number}” \U0001f600\n")
        made += quads(replace(facts, article=article))
    return tuple(made)


def filled(store: Store, told: tuple[ox.Quad, ...]) -> Store:
    """The store with the graphs in it."""
    graphs: dict[ox.NamedNode, list[ox.Quad]] = {}
    for quad in told:
        assert isinstance(quad.graph_name, ox.NamedNode)
        graphs.setdefault(quad.graph_name, []).append(quad)
    for name, held in graphs.items():
        store.replace(name, held)
    return store


def two() -> Store:
    """The two articles of the tests in a store of its own."""
    store = Embedded()
    for facts in (wire(), daily()):
        store.replace(document_iri(facts.article), quads(facts))
    return store


Fault = Callable[[str, str, dict[str, str], bytes], tuple[int, dict[str, str], bytes] | None]
"""What a proxy answers itself to a method, path, headers and body; None lets the server answer."""


@dataclass
class Proxy:
    """Passes requests on to a server, but for those that ``fault`` answers; keeps what it saw."""

    behind: str
    url: str = ""
    fault: Fault = lambda *_: None
    seen: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def writes(self) -> list[str]:
        """Methods and paths of the requests that wrote to our graphs."""
        return [f"{m} {path}" for m, path, _, _ in self.seen if m in ("PUT", "DELETE") and "probe" not in path]


@contextmanager
def proxy(behind: str) -> Iterator[Proxy]:
    """A proxy in front of a server; an empty address stands for none, so that ``fault`` must answer all."""
    made = Proxy(behind)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = {name.lower(): value for name, value in self.headers.items()}
            made.seen.append((self.command, self.path, asked, body))
            status, headers, answer = made.fault(self.command, self.path, asked, body) or _passed(
                f"{made.behind}{self.path}", self.command, asked, body
            )
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PUT = do_DELETE = _pass  # noqa: N815  names that http.server asks for

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


def _passed(url: str, method: str, asked: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
    kept: dict[str, str] = {n: asked[n] for n in ("accept", "content-type", "authorization") if n in asked}
    answer = HTTP.request(method, url, headers=kept, content=body, timeout=30)
    told = {n: answer.headers[n] for n in ("content-type", "www-authenticate", "location") if n in answer.headers}
    return answer.status_code, told, answer.content
