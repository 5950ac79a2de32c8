"""Offices: who held which, between what days articles told so, and the sentences that tell it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.store import Store
from kg.web.facts import Known, Quote, quoted
from kg.web.terms import Named, describe, get, named, nodes, select

_MOST, _HOLDERS = 24, 100  # offices that the page of an entity reads, and holders that the page of an office shows
_TENURES = "SELECT DISTINCT ?tenure WHERE { %s } ORDER BY ?tenure LIMIT %d"
_OFFICES = """SELECT ?tenure ?holder ?office ?title ?of ?posted ?former ?since ?until WHERE {
  VALUES ?tenure { %s } ?tenure dip:holder ?holder ; dip:office ?office . ?office skos:prefLabel ?title .
  OPTIONAL { ?office dip:of ?of } OPTIONAL { ?tenure dip:postedTo ?posted } OPTIONAL { ?tenure dip:former ?former }
  OPTIONAL { ?tenure sem:hasLatestBeginTimeStamp ?since } OPTIONAL { ?tenure sem:hasEarliestEndTimeStamp ?until }
}"""
_GROUNDS = """SELECT ?tenure ?passage ?score WHERE {
  VALUES ?tenure { %s } ?tenure dip:evidence ?passage OPTIONAL { ?tenure dip:confidence ?score }
}"""
_COUNT = "SELECT (COUNT(DISTINCT ?tenure) AS ?n) WHERE { ?tenure dip:office %s ; dip:holder ?holder }"
_HELD = """SELECT DISTINCT ?tenure ?holder ?former ?since ?until WHERE {
  ?tenure dip:office %s ; dip:holder ?holder . OPTIONAL { ?tenure dip:former ?former }
  OPTIONAL { ?tenure sem:hasLatestBeginTimeStamp ?since } OPTIONAL { ?tenure sem:hasEarliestEndTimeStamp ?until }
} ORDER BY ?former DESC(?until) ?holder"""


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who holds or held what office; it was told to be held on the days ``since`` and ``until``."""

    iri: str
    holder: Named
    office: Named
    of: Named | None
    posted: Named | None
    former: bool
    quotes: tuple[Quote, ...]
    since: str
    until: str
    confidence: float | None

    @property
    def title(self) -> str:
        """The usual title of the office."""
        return self.office.label


@dataclass(frozen=True, slots=True)
class Office:
    """An office by itself: whose it is, its other titles, and its holders, of which there are ``total``."""

    this: Named
    of: tuple[Named, ...]
    also: tuple[str, ...]
    tenures: tuple[Tenure, ...]
    total: int


def tenures(store: Store, known: Known, pattern: str, most: int = _MOST) -> list[Tenure]:
    """The tenures that a SPARQL pattern binds as ``?tenure``: those that last first, then by title."""
    found = [row[0] for row in select(store, _TENURES % (pattern, most))]
    rows = list(dict.fromkeys(select(store, _OFFICES % nodes(found)))) if found else []
    passages: dict[str, list[str]] = defaultdict(list)
    sure: dict[str, float] = {}
    for tenure, passage, score in select(store, _GROUNDS % nodes(row[0] for row in rows)) if rows else ():
        passages[tenure].append(passage)
        if score:
            sure[tenure] = max(float(score), sure.get(tenure, 0))
    quoting = quoted(store, known, {p for found in passages.values() for p in found})
    made = [_tenure(row, known, quoting.quotes(dict.fromkeys(passages[row[0]]), ()), sure.get(row[0])) for row in rows]
    return sorted(made, key=lambda o: (o.former, o.title, *(n.label if n else "" for n in (o.of, o.holder, o.posted))))


def _tenure(row: tuple[str, ...], known: Known, quotes: tuple[Quote, ...], confidence: float | None) -> Tenure:
    iri, holder, office, title, of, posted, former, since, until = row

    def maybe(found: str) -> Named | None:
        return known.name(found) if found else None

    this = Named(office, " ".join(title.split()), "plain", "Office")
    past = former == "true"
    return Tenure(iri, known.name(holder), this, maybe(of), maybe(posted), past, quotes, since, until, confidence)


def office(store: Store, known: Known, iri: str) -> Office:
    """An office with its holders: those who hold it first, who was told to hold it last before the others."""
    row = describe(store, [iri])[iri]
    this = named(iri, row)
    also = dict.fromkeys(x for x in get(row, "skos:prefLabel") + get(row, "skos:altLabel") if x != this.label)
    found = tenures(store, known, f"?tenure dip:office {nodes([iri])}", _HOLDERS)
    found.sort(key=lambda t: t.until, reverse=True)
    found.sort(key=lambda t: t.former)
    return Office(
        this,
        tuple(known.name(of) for of in get(row, "dip:of")),
        tuple(also),
        tuple(found),
        int(select(store, _COUNT % nodes([iri]))[0][0]),
    )


def holders_query(iri: str) -> str:
    """The SPARQL of all who hold or held an office."""
    return _HELD % nodes([iri])
