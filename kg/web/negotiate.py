"""Which format a client asked for, and how the graph is written in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox

_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "application/json": ox.RdfFormat.JSON_LD,
    "text/plain": ox.RdfFormat.N_TRIPLES,
}
_SHORT = {
    **{"json": "application/sparql-results+json", "xml": "application/sparql-results+xml"},
    **{"csv": "text/csv", "tsv": "text/tab-separated-values"},
    **{
        "turtle": "text/turtle",
        "ttl": "text/turtle",
        "ntriples": "application/n-triples",
        "nt": "application/n-triples",
    },
    **{"jsonld": "application/ld+json", "rdf": "application/rdf+xml"},
}
RESULTS: Mapping[str, ox.QueryResultsFormat] = _RESULTS
"""Formats of a SELECT or ASK by media type, the preferred one first."""

GRAPHS: Mapping[str, ox.RdfFormat] = _GRAPHS
"""Formats of triples by media type, the preferred one first."""

HTML = "text/html"


def long_name(name: str) -> str:
    """The media type that a short name such as ``ttl`` stands for; others stay as they are."""
    return _SHORT.get(name.lower(), name)


def chosen(accept: str, offers: Sequence[str]) -> str | None:
    """The offer that an Accept header prefers, the earlier of two that it likes the same; None where it takes none.

    >>> chosen("text/html;q=0.5, text/turtle", ["text/html", "text/turtle"])
    'text/turtle'
    >>> chosen("*/*", ["text/html", "text/turtle"]), chosen("image/png", ["text/html"])
    ('text/html', None)
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    best, found = 0.0, None
    for offer in offers:
        wish = max(((_close(name, offer), q) for name, q in ranges if _close(name, offer)), default=(0, 0.0))[1]
        if wish > best:
            best, found = wish, offer
    return found


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = next((p.removeprefix("q=") for p in parameters if p.startswith("q=")), "1")
    try:
        return name, float(weight)
    except ValueError:
        return name, 0.0


def _close(name: str, offer: str) -> int:
    """How exactly a range names an offer; 0 where it does not."""
    if name == offer:
        return 3
    if name.endswith("/*") and offer.startswith(name[:-1]):
        return 2
    return int(name == "*/*")
