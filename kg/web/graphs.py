"""The SPARQL 1.1 Graph Store Protocol at /data: whole graphs, read by anybody, written with the token.

https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg.web.negotiate import GRAPHS, chosen
from kg.web.site import RefusedError, site_of
from kg.web.sparql import body_of, graph_name
from kg.web.workers import Job

LARGEST = 64 << 20  # bytes of a graph that is sent
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH %s { ?s ?p ?o } }"


async def data(request: Request) -> Response:
    """Read a graph, or the union of all by ``?default``; with the token replace, extend or drop one."""
    graph = _named(request)
    if request.method in ("GET", "HEAD"):
        return await _read(request, graph)
    site_of(request).permit(request)
    if graph is None:
        raise RefusedError("the default graph is the union of the others: name one by ?graph=", 405)
    if request.method == "DELETE":
        if not await run_in_threadpool(site_of(request).remove, graph):
            return _missing(graph)
        return Response(status_code=204)
    return await _write(request, graph)


def _named(request: Request) -> ox.NamedNode | None:
    """The graph that a request names; None is the default graph."""
    given = request.query_params
    if ("graph" in given) == ("default" in given):
        raise RefusedError("name a graph by ?graph=IRI, or ask for the union of all by ?default", 400)
    return graph_name(given["graph"]) if "graph" in given else None


async def _read(request: Request, graph: ox.NamedNode | None) -> Response:
    site = site_of(request)
    if graph and not await run_in_threadpool(_known, request, graph):
        return _missing(graph)
    job = Job(_GRAPH % graph if graph else _ALL, request.headers.get("accept", "*/*"))
    answer = await run_in_threadpool(site.workers.run, job)
    if answer.media is None:
        return PlainTextResponse(f"none of the formats asked for is to be had; there are {', '.join(GRAPHS)}\n", 406)
    return Response(answer.body, media_type=answer.media, headers={"vary": "Accept"})


def _known(request: Request, graph: ox.NamedNode) -> bool:
    return bool(site_of(request).store.query(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}"))


def _missing(graph: ox.NamedNode) -> Response:
    return PlainTextResponse(f"there is no graph {graph.value}\n", 404)


async def _write(request: Request, graph: ox.NamedNode) -> Response:
    kind = request.headers.get("content-type", "text/turtle").partition(";")[0].strip().lower()
    form = GRAPHS.get(chosen(kind, list(GRAPHS)) or "")
    if form is None:
        raise RefusedError(f"{kind} is no notation of triples: send one of {', '.join(GRAPHS)}", 415)
    sent = await body_of(request, LARGEST)
    try:
        triples = [quad.triple for quad in ox.parse(sent, form, base_iri=graph.value)]
    except (SyntaxError, ValueError) as error:
        raise RefusedError(f"the graph cannot be parsed: {' '.join(str(error).split())}", 400) from error
    known = await run_in_threadpool(_known, request, graph)
    if request.method == "POST" and known:
        triples += [quad.triple for quad in site_of(request).store.quads(graph)]
    await run_in_threadpool(site_of(request).replace, graph, triples)
    return Response(status_code=204 if known else 201)
