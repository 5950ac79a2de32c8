"""The SPARQL 1.1 Protocol at /sparql, for queries and for updates of notes, and its service description.

https://www.w3.org/TR/sparql11-protocol/ and https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kg.ontology import PREFIXES
from kg.store.update import parse
from kg.web.negotiate import GRAPHS, HTML, RESULTS, chosen, long_name
from kg.web.site import RefusedError, site_of
from kg.web.workers import Job

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
LARGEST = 1 << 20  # bytes of a query
_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_NAMES = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML"),
)

Pairs = Sequence[tuple[str, str]]


async def endpoint(request: Request) -> Response:
    """Answer a query, run an update, or say what this service is where neither is given."""
    given = await _given(request)
    queries, updates = _of(given, "query"), _of(given, "update")
    if updates:
        site_of(request).permit(request)
        if request.method != "POST":
            raise RefusedError("an update is sent by POST", 405)
        if queries or len(updates) != 1:
            raise RefusedError("give one update, and no query beside it", 400)
        return await _updated(request, given, updates[0])
    if not queries and request.method != "POST":
        return _described(request)
    if len(queries) != 1:
        raise RefusedError(f"give one query, not {len(queries)}", 400)
    return await _answered(request, given, queries[0])


def _of(given: Pairs, name: str) -> tuple[str, ...]:
    return tuple(text for own, text in given if own == name)


async def _given(request: Request) -> Pairs:
    """The parameters of a request by any of the three ways of the protocol."""
    address = parse_qsl(request.url.query, keep_blank_values=True)
    if request.method != "POST":
        return address
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await body_of(request, LARGEST)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError("the request is not in UTF-8", 400) from error
    if kind == FORM:
        return [*address, *parse_qsl(text, keep_blank_values=True)]
    if kind in (QUERY, UPDATE):
        return [*address, ("query" if kind == QUERY else "update", text)]
    raise RefusedError(f"send {FORM}, {QUERY} or {UPDATE}, not {kind or 'a body without a type'}", 415)


async def body_of(request: Request, largest: int) -> bytes:
    """The body of a request. Raises RefusedError where it is larger than so many bytes."""
    parts, size = [], 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > largest:
            raise RefusedError(f"the request is larger than {largest >> 10} KiB", 413)
    return b"".join(parts)


async def _answered(request: Request, given: Pairs, sparql: str) -> Response:
    short = next((long_name(value) for name, value in given if name in ("format", "output") and value), None)
    accept = short or request.headers.get("accept", "*/*")
    job = Job(sparql, accept, _graphs(given, "default-graph-uri"), _graphs(given, "named-graph-uri"), _address(request))
    answer = await run_in_threadpool(site_of(request).workers.run, job)
    if answer.media is None:
        offers = ", ".join([*RESULTS, *GRAPHS])
        return PlainTextResponse(f"none of the formats asked for fits this query; there are {offers}\n", 406)
    return Response(answer.body, media_type=answer.media, headers={"vary": "Accept"})


async def _updated(request: Request, given: Pairs, sparql: str) -> Response:
    default, named = (_graphs(given, name) for name in ("using-graph-uri", "using-named-graph-uri"))
    update = await run_in_threadpool(parse, sparql, _address(request), default, named)
    await run_in_threadpool(site_of(request).update, update)
    return Response(status_code=204)


def _address(request: Request) -> str:
    """What relative IRIs of a query or an update start from: where it was sent to."""
    return str(request.url.replace(query=""))


def _graphs(given: Pairs, name: str) -> tuple[str, ...]:
    """The graphs that a parameter names. Raises RefusedError where one is no absolute IRI."""
    return tuple(graph_name(iri).value for iri in _of(given, name))


def graph_name(iri: str) -> ox.NamedNode:
    """A graph by its name. Raises RefusedError where it is no absolute IRI."""
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise RefusedError(f"{iri!r} is no absolute IRI", 400) from error


def _described(request: Request) -> Response:
    media = chosen(request.headers.get("accept", "*/*"), [*GRAPHS, HTML])
    if media == HTML:
        return RedirectResponse("/query", 303)
    if media is None:
        return PlainTextResponse("the description of this service is RDF: ask for text/turtle\n", 406)
    described = _description(_address(request), site_of(request).settings.writable)
    body = ox.serialize(described, format=GRAPHS[media], prefixes={"sd": _SD, **PREFIXES})
    return Response(body, media_type=media, headers={"vary": "Accept"})


def _description(address: str, writable: bool) -> list[ox.Triple]:
    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    service, dataset = ox.NamedNode(address), ox.NamedNode(f"{address}#dataset")
    default, kind = ox.NamedNode(f"{address}#union"), ox.NamedNode(PREFIXES["rdf"] + "type")
    told = [
        ox.Triple(service, kind, sd("Service")),
        ox.Triple(service, sd("endpoint"), service),
        ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        ox.Triple(service, sd("feature"), sd("UnionDefaultGraph")),
        ox.Triple(service, sd("defaultDataset"), dataset),
        ox.Triple(dataset, kind, sd("Dataset")),
        ox.Triple(dataset, sd("defaultGraph"), default),
        ox.Triple(default, kind, sd("Graph")),
    ]
    if writable:
        told.append(ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Update")))
    return told + [ox.Triple(service, sd("resultFormat"), ox.NamedNode(_FORMATS + name)) for name in _NAMES]
