"""The web application: its routes, and what guards them."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import KgError, LimitError, NotFoundError, QueryError, UsageError
from kg.export.page.content import FOLDER, VIS_NETWORK
from kg.web import adding, asking, pages, thing_pages
from kg.web.graphs import data
from kg.web.negotiate import HTML, chosen
from kg.web.render import page
from kg.web.site import RefusedError, Settings, Site
from kg.web.sparql import endpoint

_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
_STRICT = f"{_POLICY}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
# The editor sets styles from its script, has its icons and fonts in them, and keeps a worker in a blob.
_EDITOR = _STRICT.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'; font-src data:; worker-src blob:")
_MACHINES = ("/sparql", "/data")
_STATUS = {QueryError: 400, UsageError: 400, NotFoundError: 404, LimitError: 503}


def create(settings: Settings) -> Starlette:
    """The application over the store that the settings name. Raises StoreError where it cannot be opened."""
    site = Site(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        threading.Thread(target=lambda: site.catalogue, daemon=True).start()  # ready for the first visitor
        yield
        site.close()

    app = Starlette(routes=_routes(), middleware=_middleware(settings), lifespan=lifespan)
    app.state.site = site
    for kind in (KgError, HTTPException):
        app.add_exception_handler(kind, _failed)
    return app


def _routes() -> list[Route | Mount]:
    here = Path(__file__).parent
    return [
        Route("/", pages.home),
        Route("/search", pages.search),
        Route("/suggest", pages.suggest),
        Route("/events", pages.event_list),
        Route("/articles", pages.article_list),
        Route("/pair", pages.pair),
        Route("/map", pages.world),
        Route("/query", asking.query),
        Route("/add", adding.add, methods=["GET", "POST"]),
        Route("/sparql", endpoint, methods=["GET", "POST"]),
        Route("/data", data, methods=["GET", "PUT", "POST", "DELETE"]),
        Route("/describe", thing_pages.thing),
        Route("/id/{name:path}", thing_pages.thing),
        Route("/static/base.css", lambda _: FileResponse(FOLDER / "base.css")),
        Route("/static/vis-network.js", lambda _: FileResponse(VIS_NETWORK)),
        Mount("/static", StaticFiles(directory=here / "static")),
    ]


def _middleware(settings: Settings) -> list[Middleware]:
    """A strict policy on every page; only the hosts that are meant, so that no other site can pose as this one."""
    chain = [
        Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts)),
        Middleware(BaseHTTPMiddleware, dispatch=_guarded),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=3),
    ]
    if settings.cors:
        methods, headers = ["GET", "POST"], ["content-type", "accept"]
        cors = Middleware(CORSMiddleware, allow_origins=[settings.cors], allow_methods=methods, allow_headers=headers)
        chain.insert(1, cors)
    return chain


async def _guarded(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await answer(request)
    response.headers["content-security-policy"] = _EDITOR if request.url.path == "/query" else _STRICT
    response.headers["x-content-type-options"] = "nosniff"
    response.headers["referrer-policy"] = "no-referrer"
    response.headers["cross-origin-opener-policy"] = "same-origin"
    if request.url.path.startswith("/static/"):
        response.headers["cache-control"] = "max-age=3600"
    return response


async def _failed(request: Request, error: Exception) -> Response:
    """One line for a program, a page for a person."""
    status = getattr(error, "status", None) or getattr(error, "status_code", None)
    status = status or next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    told = error.detail if isinstance(error, HTTPException) else str(error)
    headers = {"www-authenticate": "Bearer"} if status == 401 else {}
    if status == 405 and isinstance(error, HTTPException):
        headers = dict(error.headers or {})
    wants = chosen(request.headers.get("accept", "*/*"), ["text/plain", HTML])
    if request.url.path in _MACHINES or wants != HTML:
        return PlainTextResponse(f"{told}\n", status, headers)
    return page("error.html", request, status=status, told=told, code=status, headers=headers)


__all__ = ["RefusedError", "create"]
