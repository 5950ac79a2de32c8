"""The pages for people: each reads what it shows from the store and fills its template."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Any

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kg.iri import BASE
from kg.model import STATUSES
from kg.web import charts, places
from kg.web.catalogue import Catalogue
from kg.web.events import PAGE, Choice, Event, circle, counted, pair_query
from kg.web.facts import cards
from kg.web.render import page
from kg.web.site import site_of
from kg.web.terms import Named, select, shapes

_NEWEST, _ACTIVE, _FOUND, _ARTICLES = 5, 8, 60, 40
_SENTENCES = """SELECT ?passage ?exact ?document WHERE {
  ?passage dip:exact ?exact ; dip:inDocument ?document FILTER (CONTAINS(LCASE(?exact), %s))
} LIMIT 12"""
_EVERY_ARTICLE = """SELECT ?article ?title ?date WHERE {
  ?article dct:title ?title OPTIONAL { ?article dct:issued ?date }
} ORDER BY DESC(?date)"""
_EVERY = """SELECT ?event ?label ?status ?date WHERE {
  ?event dip:status ?status ; rdfs:label ?label . OPTIONAL { ?event dip:date|dip:startDate ?date }
} ORDER BY DESC(?date) ?label LIMIT 500"""


def home(request: Request) -> Response:
    """Counts, the newest events, who is most active, and the search."""
    site = site_of(request)
    known = site.catalogue
    telling = (e for e in known.latest if e.year and len(e.agents) > 1 and e.key not in ("statements", "spoken"))
    newest = list(islice(telling, _NEWEST))
    people, states = (known.active([key], _ACTIVE) for key in ("person", "state"))
    kinds = Counter(this.key for this in known.names.values())
    counts = [("Articles", len(known.documents), "/articles"), ("Events", len(known.events), "/events")]
    counts += [
        (str(shape["label"]), kinds[key], "")
        for key, shape in shapes().items()
        if shape["kind"] == "entity" and kinds[key]
    ]
    return page(
        "home.html",
        request,
        listed=[e.iri for e in newest],
        counts=counts,
        newest=cards(site.store, known, [e.iri for e in newest]),
        people=people,
        states=states,
        chart=known.chart,
        documents=list(known.documents.values())[:6],
        example=_example(known, people),
        sparql=_EVERY,
    )


def _example(known: Catalogue, people: list[tuple[Named, int]]) -> Named | None:
    """Somebody of whom it can be asked whom they met."""
    return next((who for who, _ in people if known.met(who.iri)), None)


def search(request: Request) -> Response:
    """What is called so, and the sentences that hold the words."""
    site, asked = site_of(request), request.query_params.get("q", "").strip()[:200]
    found = site.catalogue.search(asked, _FOUND)
    if found and request.query_params.get("go"):
        return RedirectResponse(found[0].path, 303)
    rows = select(site.store, _SENTENCES % ox.Literal(asked.lower())) if len(asked) > 2 else []
    sentences = [
        (_around(exact, asked), site.catalogue.documents.get(document), passage.rpartition("/")[2].split("-", 1)[-1])
        for passage, exact, document in rows
    ]
    sparql = _SENTENCES % ox.Literal(asked.lower())
    iris = [this.iri for this in found]
    return page("search.html", request, listed=iris, asked=asked, found=found, sentences=sentences, sparql=sparql)


def _around(text: str, words: str) -> list[tuple[str, bool]]:
    """The text in pieces, those that are the words marked."""
    pieces = re.split(f"({re.escape(words)})", text, flags=re.IGNORECASE)
    return [(piece, i % 2 == 1) for i, piece in enumerate(pieces) if piece]


def suggest(request: Request) -> Response:
    """What a search box offers while one types."""
    found = site_of(request).catalogue.search(request.query_params.get("q", "")[:200], 9)
    return JSONResponse([{"label": n.label, "kind": n.kind, "key": n.key, "path": n.path, "iri": n.iri} for n in found])


def event_list(request: Request) -> Response:
    """All events, narrowed as one likes."""
    known = site_of(request).catalogue
    return page("events.html", request, sparql=_EVERY, **listed(request, known.latest, known.chart))


def article_list(request: Request) -> Response:
    """All articles, the newest first."""
    known = list(site_of(request).catalogue.documents.values())
    number = Choice.of(dict(request.query_params)).page
    shown = known[(number - 1) * _ARTICLES : number * _ARTICLES]
    sparql = _EVERY_ARTICLE
    return page(
        "articles.html",
        request,
        listed=[document.iri for document in shown],
        documents=shown,
        number=number,
        last=-(-len(known) // _ARTICLES),
        total=len(known),
        sparql=sparql,
    )


def listed(request: Request, every: list[Event], chart: charts.Lanes | None = None) -> dict[str, Any]:
    """A list of events as the reader narrowed it, with what it can be narrowed to."""
    choice = Choice.of(dict(request.query_params))
    chosen_ones = [e for e in every if choice.fits(e)]
    shown = chosen_ones[(choice.page - 1) * PAGE : choice.page * PAGE]
    return {
        "listed": [e.iri for e in shown],
        "chart": chart or charts.lanes(every),
        "choice": choice,
        "total": len(every),
        "fitting": len(chosen_ones),
        "last": max(1, -(-len(chosen_ones) // PAGE)),
        "kinds": counted(every, "key", list(shapes())),
        "states": counted(every, "status", STATUSES),
        "events": cards(site_of(request).store, site_of(request).catalogue, [e.iri for e in shown]),
    }


def pair(request: Request) -> Response:
    """What went on between two sides, over time, by PLOVER classes."""
    site = site_of(request)
    known = site.catalogue
    sides = [_side(known, request.query_params.get(name, "")) for name in ("one", "other")]
    states, people = known.active(["state"], 12), known.active(["person"], 12)
    shown: dict[str, Any] = {
        "sides": sides,
        "busy_states": states,
        "people": people,
        "given": dict(request.query_params),
    }
    one_side, other_side = sides
    if one_side is None or other_side is None:
        return page("pair.html", request, ready=False, sparql=_EVERY, **shown)
    wide = request.query_params.get("only") is None
    agents = [circle(site.store, side.iri) if wide else [side.iri] for side in (one_side, other_side)]
    found = known.between(*agents)
    classes = Counter((charts.quad_of(e.type), charts.plover().get(e.type, ""), e.type) for e in found if e.happened)
    return page(
        "pair.html",
        request,
        ready=True,
        wide=wide,
        balance=charts.balance(found),
        quads=charts.quads(),
        classes=sorted(classes.items(), key=lambda row: (-row[1], row[0])),
        sparql=pair_query(one_side.iri, other_side.iri),
        **shown,
        **listed(request, found),
    )


def _side(known: Catalogue, given: str) -> Named | None:
    """Whom a reader means by the end of an IRI or a name."""
    if not given.strip():
        return None
    if found := known.names.get(BASE + given) or known.names.get(given):
        return found
    return next((n for n in known.search(given, 5) if n.key not in ("document", "plain")), None)


def world(request: Request) -> Response:
    """Events by place, where coordinates are known."""
    known = site_of(request).catalogue
    choice = Choice.of(dict(request.query_params))
    shown = places.spots(known, choice)
    every = list(known.events.values())
    return page(
        "map.html",
        request,
        listed=[spot.this.iri for spot in shown],
        view=places.view(shown, whole=bool(request.query_params.get("whole"))),
        spots=shown,
        unknown=places.unplaced(known, choice),
        outlines=places.outlines(),
        choice=choice,
        whole=bool(request.query_params.get("whole")),
        kinds=counted(every, "key", list(shapes())),
        states=counted(every, "status", STATUSES),
        sparql=places.QUERY,
    )
