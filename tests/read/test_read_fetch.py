"""Addresses, against a server on the loopback interface."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.errors import SkipError, TooLargeError, UnreadableError
from kg.model import Article
from kg.read import articles

PAGE = "<html><head><title>Talks</title></head><body><p>Zürich: envoys met in Baghdad.</p></body></html>"
ANSWERS: dict[str, tuple[int, str, bytes]] = {
    "/page": (200, "text/html; charset=iso-8859-1", PAGE.encode("cp1252")),
    "/plain": (200, "text/plain; charset=utf-8", "Envoys met in Zürich.".encode()),
    "/lines": (
        200,
        "application/x-ndjson",
        b'{"text": "One."}\n{"text": "Two.", "url": "https://a.example/2"}\n',
    ),
    "/file.jsonl": (200, "application/octet-stream", b'{"text": "One."}\n'),
    "/pdf": (200, "application/pdf", b"%PDF-1.7 ..."),
    "/large": (200, "text/plain", b"word " * 5000),
    "/gone": (410, "text/html", b"gone"),
    "/empty": (200, "text/html", b""),
    "/there": (302, "/page", b""),
    "/loop": (302, "/loop", b""),
    "/out": (302, "file:///etc/hostname", b""),
    "/packed": (200, "text/html; gzip", b"no gzip"),
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, kind, body = ANSWERS[self.path.partition("?")[0]]
        self.send_response(status)
        self.send_header("Location" if status == 302 else "Content-Type", kind)
        if kind.endswith("gzip"):
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Keep the test's output quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def fetch(url: str, limit: int = 5000) -> list[Article | SkipError]:
    return list(articles([url], limit=limit))


def test_page_with_the_servers_charset(server: str) -> None:
    (found,) = fetch(f"{server}/page?x=1")
    assert isinstance(found, Article)
    assert found.text == "Zürich: envoys met in Baghdad."
    assert found.source == f"{server}/page?x=1"


def test_media_types_and_suffixes(server: str) -> None:
    assert [type(item) for item in fetch(f"{server}/lines")] == [Article, Article]
    assert [type(item) for item in fetch(f"{server}/file.jsonl")] == [Article]
    (found,) = fetch(f"{server}/plain")
    assert isinstance(found, Article)
    assert found.text == "Envoys met in Zürich."


def test_redirects(server: str) -> None:
    (found,) = fetch(f"{server}/there")
    assert isinstance(found, Article)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/gone", "the server answered 410 Gone: check the address"),
        ("/loop", "cannot be fetched (Exceeded maximum allowed redirects.)"),
        ("/out", "cannot be fetched ("),
        ("/packed", "cannot be fetched ("),
        ("/pdf", "is a PDF file: convert it first"),
        ("/empty", "has no article text"),
    ],
)
def test_failures_are_one_line(server: str, path: str, told: str) -> None:
    (found,) = fetch(server + path)
    assert isinstance(found, SkipError)
    assert str(found).startswith(f"{server}{path}: {told}")
    assert "\n" not in str(found)


def test_size_limit(server: str) -> None:
    (found,) = fetch(f"{server}/large", limit=1000)
    assert isinstance(found, TooLargeError)


def test_passwords_are_not_told(server: str) -> None:
    (found,) = fetch(f"{server.replace('//', '//user:secret@')}/page")
    assert isinstance(found, Article)
    assert "secret" not in found.source
    (failed,) = fetch("http://user:secret@127.0.0.1:1/x")
    assert "secret" not in str(failed)


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (found,) = fetch(f"http://127.0.0.1:{port}/x")
    assert isinstance(found, UnreadableError)
    assert "save the article and give the file" in str(found)
