"""A server of our own over the two small articles, on a free port of this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from kg.store import Embedded
from kg.united import put
from kg.web import Limits, Settings, create
from kg.web.server import listen
from kg.world.record import Item
from tests.conftest import daily, wire

TOKEN = "let-me-write"


def stored(folder: Path) -> Path:
    """A folder with a store of both articles."""
    with Embedded(folder / "store") as store:
        for facts in (wire(), daily()):
            put(Item(facts, facts.article.published), folder, store)
    return folder


@contextmanager
def running(settings: Settings) -> Iterator[str]:
    """The address of a server with these settings."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create(settings), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that only reads."""
    settings = Settings(stored(tmp_path_factory.mktemp("web")), limits=Limits(seconds=5, size=1 << 20, workers=1))
    with running(settings) as address:
        yield address


@pytest.fixture
def writable(tmp_path: Path) -> Iterator[str]:
    """The address of a server that those may change who have the token."""
    with running(Settings(stored(tmp_path), writable=True, token=TOKEN)) as address:
        yield address


class Client(httpx.Client):
    """A client of one server, which asks for pages as a browser does."""

    def page(self, path: str, **more: Any) -> str:
        """The text of a page that must be there."""
        answer = self.get(path, headers={"accept": "text/html"}, **more)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return answer.text


@pytest.fixture
def client(server: str) -> Iterator[Client]:
    with Client(base_url=server, timeout=60) as found:
        yield found
