"""The page of each single thing: an entity, an event, an article, or whatever else has an IRI."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.iri import BASE
from kg.web import article as text_of
from kg.web import charts, things
from kg.web.events import circle, events_query
from kg.web.facts import cards
from kg.web.negotiate import GRAPHS, HTML, chosen, long_name
from kg.web.offices import holders_query
from kg.web.offices import office as office_of
from kg.web.pages import listed
from kg.web.render import page
from kg.web.site import Site, site_of
from kg.web.terms import Named, describe, named, nodes, one, select, shapes
from kg.web.workers import Job

_MET, _MEETINGS, _SAYINGS = 12, 2, 4
_OF_ARTICLE = """SELECT ?event ?label ?status ?exact WHERE {
  GRAPH %s {
    ?event dip:status ?status ; rdfs:label ?label ; dip:evidence ?passage .
    ?passage dip:exact ?exact ; dip:start ?start
  }
} ORDER BY ?start ?label"""
_ENTITY_RDF = """CONSTRUCT { ?s ?p ?o } WHERE {
  { VALUES ?s { %(node)s } ?s ?p ?o } UNION { ?s dip:holder %(node)s ; ?p ?o }
  UNION {
    VALUES ?role { dip:participant dip:actor dip:target dip:host dip:mediator dip:place dip:attributedTo }
    ?s ?role %(node)s ; ?p ?o
  }
}"""
_EVENT_RDF = """CONSTRUCT { ?s ?p ?o } WHERE {
  { VALUES ?s { %(node)s } ?s ?p ?o } UNION { %(node)s dip:evidence ?s . ?s ?p ?o }
  UNION { %(node)s dip:evidence/dip:inDocument ?s . ?s ?p ?o FILTER (?p != dip:text) }
}"""
_ARTICLE_RDF = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH %(node)s { ?s ?p ?o } }"
_OFFICE_RDF = """CONSTRUCT { ?s ?p ?o } WHERE {
  { VALUES ?s { %(node)s } ?s ?p ?o } UNION { ?s dip:office %(node)s ; ?p ?o }
}"""
_OTHER_RDF = "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { %(node)s } ?s ?p ?o }"

_Page = Callable[[Request, str], Response]


def thing(request: Request) -> Response:
    """The page or the triples of whatever an IRI stands for."""
    name = request.path_params.get("name", "")
    given = request.query_params.get("iri", "")
    iri, media = _asked(name)
    iri = given or iri
    media = media or chosen(request.headers.get("accept", "*/*"), [HTML, *GRAPHS])
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        raise HTTPException(404, f"{iri} is no IRI") from None
    site = site_of(request)
    if not site.store.query(f"ASK {{ {node} ?p ?o }}"):
        raise HTTPException(404, f"the graph knows nothing of {iri}: search for a name")
    kind, construct = _kind(site, node)
    if media is None:
        raise HTTPException(406, f"there are {', '.join([HTML, *GRAPHS])}")
    if media == HTML:
        return kind(request, iri)
    answer = site.workers.run(Job(construct % {"node": node}, media))
    return Response(answer.body, media_type=media, headers={"vary": "Accept"})


def _asked(name: str) -> tuple[str, str | None]:
    """The IRI that a path stands for, and the format that its suffix asks for."""
    stem, dot, suffix = name.rpartition(".")
    media = long_name(suffix) if dot and long_name(suffix) in GRAPHS else None
    return BASE + (stem if media else name), media


def _kind(site: Site, node: ox.NamedNode) -> tuple[_Page, str]:
    """The page of a thing, and the query of its triples."""
    known, iri = site.catalogue, node.value
    if iri in known.events:
        return event, _EVENT_RDF
    if iri in known.documents:
        return article, _ARTICLE_RDF
    if iri in known.names:
        return entity, _ENTITY_RDF
    return (office, _OFFICE_RDF) if site.store.query(f"ASK {{ {node} a dip:Office }}") else (other, _OTHER_RDF)


def _notes(request: Request, iri: str) -> list[tuple[str, Named | str]]:
    """What users wrote of a thing, each property with its value."""
    site = site_of(request)
    names = site.catalogue.names
    return [(_local(name), names.get(text, text)) for name, text in site.notes.get(iri, ())]


def _local(iri: str) -> str:
    return re.split("[/#:]", iri.rstrip("/"))[-1]


def entity(request: Request, iri: str) -> Response:
    """Names, offices, whom they met, what they said, and all events, each with its evidence."""
    site = site_of(request)
    known = site.catalogue
    wide = bool(request.query_params.get("wide"))
    agents = circle(site.store, iri) if wide else [iri]
    events = listed(request, known.of(agents)) | {"listed": None}  # the triples are those of the entity
    met = known.met(iri)
    said = known.said(iri)
    first = [e.iri for _, meetings in met[:_MET] for e in meetings[:_MEETINGS]]
    wanted = list(dict.fromkeys([*first, *(e.iri for e in said[:_SAYINGS])]))
    evidence = {c.this.iri: c for c in cards(site.store, known, wanted)}
    company = [(who, len(ev), [evidence[e.iri] for e in ev[:_MEETINGS]]) for who, ev in met[:_MET]]
    return page(
        "entity.html",
        request,
        notes=_notes(request, iri),
        thing=things.entity(site.store, known, iri),
        merges=things.merges(site.store, iri),
        met=company,
        met_all=len(met),
        said=[evidence[e.iri] for e in said[:_SAYINGS]],
        said_all=len(said),
        partners=known.partners(iri),
        wide=wide,
        wider=len(circle(site.store, iri)) > 1,
        sparql=events_query(agents if len(agents) < 50 else [iri]),
        **events,
    )


def event(request: Request, iri: str) -> Response:
    """Roles, place, dates, status, and all accounts side by side."""
    site = site_of(request)
    known = site.catalogue
    against = things.disputed(site.store, iri)
    others = dict.fromkeys([*against, *things.realized(site.store, iri)])
    told = cards(site.store, known, [iri, *list(others)[:10]], around=True)
    agents = [known.name(a) for a in dict.fromkeys(known.events[iri].agents)]
    return page(
        "event.html",
        request,
        notes=_notes(request, iri),
        card=told[0],
        accounts=things.accounts(site.store, known, told),
        contested=bool(against),
        merges=things.merges(site.store, iri),
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
        notes=_notes(request, iri),
        document=known.documents[iri],
        text=text_of.marked(row[0][0], told, names) if row else None,
        facts=[(card, f"c{first[card.this.iri].start}-{first[card.this.iri].end}") for card in facts],
        entities=sorted(set(names.values()), key=lambda n: (list(shapes()).index(n.key), n.label)),
        sparql=_OF_ARTICLE % nodes([iri]),
    )


def office(request: Request, iri: str) -> Response:
    """Whose office it is, what else it is called, and who holds or held it, each with its evidence."""
    site = site_of(request)
    return page(
        "office.html",
        request,
        notes=_notes(request, iri),
        office=office_of(site.store, site.catalogue, iri),
        sparql=holders_query(iri),
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
    return page("other.html", request, notes=_notes(request, iri), this=named(iri, row), rows=rows, sparql=sparql)
