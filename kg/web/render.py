"""Templates and what all of them use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.export.page.content import looks, when
from kg.graph import kg_version
from kg.model import STATUSES
from kg.web.site import site_of
from kg.web.terms import path_of, shapes

_PLAIN = {"hollow": False, "pale": False, "struck": False, "ring": False}


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        shapes=shapes(),
        looks={name: {**_PLAIN, **look} for name, look in looks().items()},
        statuses=STATUSES,
        path_of=path_of,
        when=when,
        version=kg_version(),
        query_link=lambda sparql: f"/query?{urlencode({'query': sparql.strip()})}",
    )
    made.filters["number"] = lambda n: f"{n:,}"
    made.filters["counted"] = lambda n, one, many=None: f"{n:,} {one if n == 1 else many or one + 's'}"
    return made


def page(
    template: str, request: Request, *, code: int = 200, headers: Mapping[str, str] | None = None, **shown: Any
) -> Response:
    """A page from its template. ``shown`` is what it shows; everything in it is escaped."""
    writable = site_of(request).settings.writable
    text = (
        _templates().get_template(template).render(request=request, path=request.url.path, writable=writable, **shown)
    )
    return HTMLResponse(text, code, {"vary": "Accept", **(headers or {})})
