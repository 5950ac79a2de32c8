"""The page for SPARQL: an editor where scripts run, and a plain form where they do not."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import LimitError, QueryError
from kg.ontology import DIP, KNOWN_PREFIXES, PREFIXES, graph, term
from kg.query import bind, questions
from kg.web.render import page
from kg.web.site import site_of
from kg.web.workers import Job

_START = """PREFIX dip: <https://w3id.org/diplomacy-kg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?event ?label ?status ?sentence WHERE {
  ?event a dip:Meeting ; rdfs:label ?label ; dip:status ?status ; dip:evidence ?passage .
  ?passage dip:exact ?sentence
} LIMIT 20"""
_ROWS = 200  # shown without scripts


async def query(request: Request) -> Response:
    """The editor with the ready questions; without scripts also the answer."""
    sparql = request.query_params.get("query", "")
    shown: dict[str, Any] = {"sparql": sparql or _START, "answer": None, "failed": ""}
    if sparql and request.query_params.get("run"):
        try:
            found = await run_in_threadpool(site_of(request).workers.run, Job(sparql, "text/csv, text/turtle;q=0.5"))
            shown["answer"] = found.body.decode("utf-8")[:200_000]
            shown["rows"] = _table(shown["answer"]) if found.media == "text/csv" else None
        except (QueryError, LimitError) as error:
            shown["failed"] = str(error)
    ready = [{"name": q.name, "summary": q.summary, "sparql": bind(q, {})} for q in questions()]
    return page("query.html", request, ready=ready, prefixes=dict(KNOWN_PREFIXES), terms=_terms(), **shown)


def _table(text: str) -> list[list[str]]:
    import csv

    return list(csv.reader(text.splitlines(keepends=True)))[: _ROWS + 1]


def _terms() -> dict[str, list[str]]:
    """Classes and properties of the ontology, for completion."""
    kinds = {"classes": ("owl:Class",), "properties": ("owl:ObjectProperty", "owl:DatatypeProperty")}
    found = {}
    for name, types in kinds.items():
        subjects = {q.subject for t in types for q in graph().quads_for_pattern(None, term("rdf:type"), term(t))}
        found[name] = sorted(s.value for s in subjects if hasattr(s, "value") and s.value.startswith(PREFIXES["dip"]))
    assert DIP
    return found
