"""Templates and what all of them use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from kg.web.negotiate import GRAPHS, HTML, chosen, long_name
from kg.web.site import site_of
from kg.web.terms import nodes, path_of, shapes
from kg.web.workers import Job

_OF = "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { %s } ?s ?p ?o FILTER (?p != dip:text) }"
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
    template: str,
    request: Request,
    *,
    code: int = 200,
    headers: Mapping[str, str] | None = None,
    listed: Iterable[str] | None = None,
    **shown: Any,
) -> Response:
    """A page from its template. ``shown`` is what it shows; everything in it is escaped.

    Where it lists things, who asks for triples gets those of what is ``listed``.
    """
    if listed is not None and (answer := _triples(request, listed)):
        return answer
    writable = site_of(request).settings.writable
    text = (
        _templates()
        .get_template(template)
        .render(request=request, path=request.url.path, writable=writable, is_list=listed is not None, **shown)
    )
    return HTMLResponse(text, code, {"vary": "Accept", **(headers or {})})


def _triples(request: Request, listed: Iterable[str]) -> Response | None:
    """What is listed as triples, where the request asks for a format of these."""
    named = request.query_params.get("format", "")
    media = long_name(named) if named else chosen(request.headers.get("accept", "*/*"), [HTML, *GRAPHS])
    if media is None or media not in GRAPHS:
        return None
    answer = site_of(request).workers.run(Job(_OF % nodes(listed), media))
    return Response(answer.body, media_type=media, headers={"vary": "Accept"})
