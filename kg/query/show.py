"""What the graph knows about an entity: its names, offices, relations and events, each with its evidence."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from kg.query.format import clean, short
from kg.query.names import find, value
from kg.store import Rows, Store

_GROUNDS = """?fact dip:evidence ?passage . ?passage dip:exact ?sentence ; dip:inDocument ?text .
  OPTIONAL { ?text dct:title ?title } OPTIONAL { ?text dct:source ?source }
  BIND (COALESCE(?title, ?source) AS ?document)"""
_NAMES = """SELECT DISTINCT ?property ?what WHERE {
  VALUES ?property { rdf:type skos:altLabel owl:sameAs skos:exactMatch } %s ?property ?what
} ORDER BY ?property ?what"""
_RELATIONS = """SELECT DISTINCT ?relation ?other WHERE {
  { %(node)s dip:represents|dip:of/dip:of? ?one . BIND ("belongs to" AS ?relation) }
  UNION { ?one dip:represents %(node)s . BIND ("is represented by" AS ?relation) }
  UNION { ?one dip:of %(node)s . FILTER NOT EXISTS { ?one a dip:Office } BIND ("has" AS ?relation) }
  UNION { %(node)s dip:met ?one . BIND ("met" AS ?relation) }
  ?one skos:prefLabel ?other
} ORDER BY ?relation ?other"""
_OFFICES = f"""SELECT DISTINCT ?title_ ?of ?postedTo ?past ?sentence ?document WHERE {{
  ?fact dip:holder %s ; dip:office ?office . ?office skos:prefLabel ?title_ .
  OPTIONAL {{ ?office dip:of/skos:prefLabel ?of }}
  OPTIONAL {{ ?fact dip:postedTo/skos:prefLabel ?postedTo }}
  OPTIONAL {{ ?fact dip:former ?past }}
  {_GROUNDS}
}} ORDER BY ?past ?title_ ?of ?postedTo ?document ?sentence"""
_EVENTS = f"""SELECT DISTINCT ?date ?label ?role ?status ?by ?sentence ?document ?fact WHERE {{
  VALUES ?role {{ dip:participant dip:actor dip:target dip:host dip:mediator dip:place dip:attributedTo dip:about }}
  ?fact ?role %s ; dip:status ?status ; rdfs:label ?label .
  OPTIONAL {{ ?fact dip:attributedTo/skos:prefLabel ?by }}
  OPTIONAL {{ ?fact dip:date|dip:startDate ?day }}
  BIND (STR(COALESCE(?day, "")) AS ?date)
  {_GROUNDS}
}} ORDER BY (?date = "") ?date ?label ?fact ?role ?status ?by ?document ?sentence"""
_DOCUMENTS = """SELECT DISTINCT ?document ?issued WHERE {
  %s dip:mentionedIn ?text . OPTIONAL { ?text dct:title ?title } OPTIONAL { ?text dct:source ?source }
  OPTIONAL { ?text dct:issued ?issued }
  BIND (COALESCE(?title, ?source) AS ?document)
} ORDER BY ?issued ?document"""


@dataclass(frozen=True, slots=True)
class Grounds:
    """One telling: the sentence and the title of its article."""

    sentence: str
    document: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing known of an entity, and who tells it. ``date``, ``status`` and ``source`` belong to events."""

    text: str
    grounds: tuple[Grounds, ...]
    date: str = ""
    status: str = ""
    source: str = ""
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """All that the graph knows of one entity."""

    iri: str
    label: str
    type: str
    names: tuple[str, ...]
    same_as: tuple[str, ...]
    relations: tuple[tuple[str, tuple[str, ...]], ...]
    offices: tuple[Line, ...]
    events: tuple[Line, ...]
    documents: tuple[tuple[str, str], ...]


def show(store: Store, name: str) -> list[Profile]:
    """Profiles of the entities that a name stands for, best match first.

    Raises NotFoundError, with suggestions, where nothing in the store is called so.
    """
    return [_profile(store, match.iri, match.label) for match in find(store, name)]


def profile_text(profiles: list[Profile], width: int = 100) -> str:
    """Profiles for a terminal, wrapped at the width."""
    return "\n".join("".join(f"{line}\n" for line in _lines(p, width)) for p in profiles)


def _profile(store: Store, iri: str, label: str) -> Profile:
    node = str(ox.NamedNode(iri))
    names = _rows(store, _NAMES % node)
    relations = _rows(store, _RELATIONS % {"node": node})
    return Profile(
        iri,
        label,
        ", ".join(short(what).removeprefix("dip:") for p, what in names if p.endswith("#type")),
        tuple(what for p, what in names if p.endswith("altLabel")),
        tuple(what for p, what in names if p.endswith(("sameAs", "exactMatch"))),
        tuple((r, tuple(other for _, other in group)) for r, group in groupby(relations, lambda x: x[0])),
        _offices(_rows(store, _OFFICES % node)),
        _events(_rows(store, _EVENTS % node)),
        tuple((title, issued) for title, issued in _rows(store, _DOCUMENTS % node)),
    )


def _rows(store: Store, sparql: str) -> list[tuple[str, ...]]:
    found = store.query(sparql)
    assert isinstance(found, Rows)  # a SELECT
    return [tuple(value(cell) for cell in row) for row in found.rows]


def _offices(rows: list[tuple[str, ...]]) -> tuple[Line, ...]:
    found = []
    for (title, of, posted, past), group in groupby(rows, lambda row: row[:4]):
        text = f"{'former ' if past == 'true' else ''}{title}"
        text += (f" of {of}" if of else "") + (f", posted to {posted}" if posted else "")
        found.append(Line(text, tuple(Grounds(r[4], r[5]) for r in group)))
    return tuple(found)


def _events(rows: list[tuple[str, ...]]) -> tuple[Line, ...]:
    found = []
    for (iri, label, date), group in groupby(rows, lambda row: (row[7], row[1], row[0])):
        told = list(group)
        roles = dict.fromkeys(_role(r[2]) for r in told)
        status = ", ".join(dict.fromkeys(short(r[3]).removeprefix("dip:") for r in told))
        source = ", ".join(dict.fromkeys(r[4] for r in told if r[4]))
        grounds = tuple(dict.fromkeys(Grounds(r[5], r[6]) for r in told))
        found.append(Line(f"{label} ({', '.join(roles)})", grounds, date, status, source, iri))
    return tuple(found)


def _role(iri: str) -> str:
    role = short(iri).removeprefix("dip:")
    return {"attributedTo": "source", "about": "subject"}.get(role, role)


def _lines(profile: Profile, width: int) -> Iterator[str]:
    yield f"{clean(profile.label)}  [{profile.type}]  {profile.iri}"
    if profile.names:
        yield from _wrap(f"also called {', '.join(profile.names)}", width, "  ")
    for same in profile.same_as:
        yield f"  same as {same}"
    for relation, others in profile.relations:
        yield from _wrap(f"{relation} {', '.join(others)}", width, "  ")
    for title, found in (("Offices", profile.offices), ("Events", profile.events)):
        if found:
            yield ""
            yield title
            for line in found:
                yield from _told(line, width)
    if profile.documents:
        yield ""
        yield "Articles"
        for document, issued in profile.documents:
            yield from _wrap(f"{issued:10}  {document}".strip(), width, "  ")


def _told(line: Line, width: int) -> Iterator[str]:
    status = f", {line.status}" if line.status else ""
    source = f", says {line.source}" if line.source else ""
    yield from _wrap(f"{line.date}  {line.text}{status}{source}".strip(), width, "  ")
    for grounds in line.grounds:
        yield from _wrap(f"“{grounds.sentence}” — {grounds.document}", width, "      ")


def _wrap(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        clean(text), max(width, 40), initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=False
    )
