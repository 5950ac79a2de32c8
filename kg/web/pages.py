"""The pages for people: each reads what it shows from the store and fills its template."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Any

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kg.iri import BASE
from kg.model import STATUSES
from kg.web import article as text_of
from kg.web import charts, places, things
from kg.web.catalogue import Catalogue
from kg.web.events import PAGE, Choice, Event, circle, counted, events_query, pair_query
from kg.web.facts import cards
from kg.web.negotiate import GRAPHS, HTML, chosen, long_name
from kg.web.render import page
from kg.web.site import site_of
from kg.web.terms import Named, describe, named, nodes, one, select, shapes
from kg.web.workers import Job

_NEWEST, _ACTIVE, _FOUND, _ARTICLES = 5, 8, 60, 40
_MET, _MEETINGS = 12, 2
_SENTENCES = """SELECT ?passage ?exact ?document WHERE {
  ?passage dip:exact ?exact ; dip:inDocument ?document FILTER (CONTAINS(LCASE(?exact), %s))
} LIMIT 12"""
_EVERY = """SELECT ?event ?label ?status ?date WHERE {
  ?event dip:status ?status ; rdfs:label ?label . OPTIONAL { ?event dip:date|dip:startDate ?date }
} ORDER BY DESC(?date) ?label LIMIT 500"""
_OF_ARTICLE = """SELECT ?event ?label ?status ?exact WHERE {
  GRAPH %s { ?event dip:status ?status ; rdfs:label ?label ; dip:evidence ?passage . ?passage dip:exact ?exact ; dip:start ?start }
} ORDER BY ?start ?label"""
_ENTITY_RDF = """CONSTRUCT { ?s ?p ?o } WHERE {
  { VALUES ?s { %(node)s } ?s ?p ?o } UNION { ?s dip:holder %(node)s ; ?p ?o }
  UNION { VALUES ?role { dip:participant dip:actor dip:target dip:host dip:mediator dip:place dip:attributedTo } ?s ?role %(node)s ; ?p ?o }
}"""
_EVENT_RDF = """CONSTRUCT { ?s ?p ?o } WHERE {
  { VALUES ?s { %(node)s } ?s ?p ?o } UNION { %(node)s dip:evidence ?s . ?s ?p ?o }
  UNION { %(node)s dip:evidence/dip:inDocument ?s . ?s ?p ?o FILTER (?p != dip:text) }
}"""
_ARTICLE_RDF = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH %(node)s { ?s ?p ?o } }"
_OTHER_RDF = "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { %(node)s } ?s ?p ?o }"


def home(request: Request) -> Response:
    """Counts, the newest events, who is most active, and the search."""
    site = site_of(request)
    known = site.catalogue
    telling = (e for e in known.latest if e.year and len(e.agents) > 1 and e.key not in ("statements", "spoken"))
    newest = list(islice(telling, _NEWEST))
    people, states = (known.active([key], _ACTIVE) for key in ("person", "state"))
    kinds = Counter(this.key for this in known.names.values())
    counts = [("Articles", len(known.documents), "/articles"), ("Events", len(known.events), "/events")]
    counts += [(str(shape["label"]), kinds[key], "") for key, shape in shapes().items() if shape["kind"] == "entity" and kinds[key]]
    return page(
        "home.html",
        request,
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
    return page("search.html", request, asked=asked, found=found, sentences=sentences, sparql=sparql)


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
    return page("events.html", request, sparql=_EVERY, **_listed(request, known.latest, known.chart))


def article_list(request: Request) -> Response:
    """All articles, the newest first."""
    known = list(site_of(request).catalogue.documents.values())
    number = Choice.of(dict(request.query_params)).page
    shown = known[(number - 1) * _ARTICLES : number * _ARTICLES]
    sparql = "SELECT ?article ?title ?date WHERE { ?article dct:title ?title OPTIONAL { ?article dct:issued ?date } } ORDER BY DESC(?date)"
    return page("articles.html", request, documents=shown, number=number, last=-(-len(known) // _ARTICLES), total=len(known), sparql=sparql)


def _listed(request: Request, every: list[Event], chart: charts.Lanes | None = None) -> dict[str, Any]:
    """A list of events as the reader narrowed it, with what it can be narrowed to."""
    choice = Choice.of(dict(request.query_params))
    chosen_ones = [e for e in every if choice.fits(e)]
    shown = chosen_ones[(choice.page - 1) * PAGE : choice.page * PAGE]
    return {
        "chart": chart or charts.lanes(every),
        "choice": choice,
        "total": len(every),
        "fitting": len(chosen_ones),
        "last": max(1, -(-len(chosen_ones) // PAGE)),
        "kinds": counted(every, "key", list(shapes())),
        "states": counted(every, "status", STATUSES),
        "events": cards(site_of(request).store, site_of(request).catalogue, [e.iri for e in shown]),
    }


def thing(request: Request) -> Response:
    """The page or the triples of whatever an IRI stands for."""
    name = request.path_params.get("name", "")
    given = request.query_params.get("iri", "")
    stem, dot, suffix = name.rpartition(".")
    media = long_name(suffix) if dot and long_name(suffix) in GRAPHS else None
    iri = given or BASE + (stem if media else name)
    media = media or chosen(request.headers.get("accept", "*/*"), [HTML, *GRAPHS])
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        raise HTTPException(404, f"{iri} is no IRI") from None
    site = site_of(request)
    if not site.store.query(f"ASK {{ {node} ?p ?o }}"):
        raise HTTPException(404, f"the graph knows nothing of {iri}: search for a name")
    kind, construct = _kind(site.catalogue, iri)
    if media is None:
        raise HTTPException(406, f"there are {', '.join([HTML, *GRAPHS])}")
    if media != HTML:
        answer = site.workers.run(Job(construct % {"node": node}, media))
        return Response(answer.body, media_type=media, headers={"vary": "Accept"})
    return kind(request, iri)


def _kind(known: Catalogue, iri: str) -> tuple[Any, str]:
    """The page of a thing, and the query of its triples."""
    if iri in known.events:
        return event, _EVENT_RDF
    if iri in known.documents:
        return article, _ARTICLE_RDF
    return (entity, _ENTITY_RDF) if iri in known.names else (other, _OTHER_RDF)


def entity(request: Request, iri: str) -> Response:
    """Names, offices, whom they met, what they said, and all events, each with its evidence."""
    site = site_of(request)
    known = site.catalogue
    wide = bool(request.query_params.get("wide"))
    agents = circle(site.store, iri) if wide else [iri]
    listed = _listed(request, known.of(agents))
    met = known.met(iri)
    first = [e.iri for _, events in met[:_MET] for e in events[:_MEETINGS]]
    evidence = {c.this.iri: c for c in cards(site.store, known, list(dict.fromkeys(first)))}
    company = [(who, len(ev), [evidence[e.iri] for e in ev[:_MEETINGS]]) for who, ev in met[:_MET]]
    return page(
        "entity.html",
        request,
        thing=things.entity(site.store, known, iri),
        met=company,
        met_all=len(met),
        partners=known.partners(iri),
        wide=wide,
        wider=len(circle(site.store, iri)) > 1,
        sparql=events_query(agents if len(agents) < 50 else [iri]),
        **listed,
    )


def event(request: Request, iri: str) -> Response:
    """Roles, place, dates, status, and all accounts side by side."""
    site = site_of(request)
    known = site.catalogue
    others = things.rivals(known, known.events[iri])
    told = cards(site.store, known, [iri, *(e.iri for e in others[:10])], around=True)
    agents = [known.name(a) for a in dict.fromkeys(known.events[iri].agents)]
    return page(
        "event.html",
        request,
        card=told[0],
        accounts=things.accounts(told),
        contested=things.contested(told),
        others=told[1:],
        spoken=things.about(site.store, known, iri),
        quad=charts.plover().get(known.events[iri].type, ""),
        pair=agents[:2] if len(agents) > 1 else [],
        sparql=f"SELECT ?property ?value WHERE {{ {nodes([iri])} ?property ?value }}",
    )


def article(request: Request, iri: str) -> Response:
    """The text with what it tells marked in place, and a list of it."""
    site = site_of(request)
    known = site.catalogue
    told = text_of.tellings(site.store, iri)
    row = select(site.store, f"SELECT ?text {{ {nodes([iri])} dip:text ?text }}")
    names = text_of.mentioned(site.store, iri)
    facts = cards(site.store, known, list(dict.fromkeys(t.event for t in told)))
    first = {t.event: t for t in reversed(told)}
    return page(
        "article.html",
        request,
        document=known.documents[iri],
        text=text_of.marked(row[0][0], told, names) if row else None,
        facts=[(card, f"c{first[card.this.iri].start}-{first[card.this.iri].end}") for card in facts],
        entities=sorted({n for n in names.values()}, key=lambda n: (list(shapes()).index(n.key), n.label)),
        sparql=_OF_ARTICLE % nodes([iri]),
    )


def other(request: Request, iri: str) -> Response:
    """What has no page of its own: its properties as a table; a passage leads to its article."""
    site = site_of(request)
    row = describe(site.store, [iri])[iri]
    if document := one(row, "dip:inDocument"):
        start, end = one(row, "dip:start"), one(row, "dip:end")
        return RedirectResponse(f"/id/{document.removeprefix(BASE)}#c{start}-{end}", 303)
    near = describe(site.store, [v for values in row.values() for v in values if v.startswith("http") and " " not in v])
    rows = [(p, [named(v, near[v]) if v in near else v for v in values]) for p, values in sorted(row.items())]
    sparql = f"SELECT ?property ?value WHERE {{ {nodes([iri])} ?property ?value }}"
    return page("other.html", request, this=named(iri, row), rows=rows, sparql=sparql)


def pair(request: Request) -> Response:
    """What went on between two sides, over time, by PLOVER classes."""
    site = site_of(request)
    known = site.catalogue
    sides = [_side(known, request.query_params.get(name, "")) for name in ("one", "other")]
    states, people = known.active(["state"], 12), known.active(["person"], 12)
    shown: dict[str, Any] = {"sides": sides, "busy_states": states, "people": people, "given": dict(request.query_params)}
    one_side, other_side = sides
    if one_side is None or other_side is None:
        return page("pair.html", request, ready=False, sparql=_EVERY, **shown)
    wide = request.query_params.get("only") is None
    agents = [circle(site.store, side.iri) if wide else [side.iri] for side in (one_side, other_side)]
    found = known.between(*agents)
    classes = Counter((charts.quad_of(e.type), charts.plover().get(e.type, ""), e.type) for e in found)
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
        **_listed(request, found),
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
