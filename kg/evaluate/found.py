"""What was found in an article, read from its graph as it is written: what is scored is what users get."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.evaluate.gold import kind_of
from kg.evaluate.names import Spans, located, norm
from kg.graph import quads
from kg.iri import ONTOLOGY
from kg.model import ROLES, Facts
from kg.ontology import PREFIXES, is_a, subclasses

_Row = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity; ``forms`` are its label and other names, ``names`` these normalised."""

    type: str
    forms: tuple[str, ...]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class FoundOffice:
    """An office of the holder; ``titles`` are normalised, "former" among their words where it is one."""

    holder: str
    titles: frozenset[str]
    of: frozenset[str]
    spans: Spans
    confidence: float


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event whose fillers are IRIs; dates of no year come without their dashes."""

    type: str
    roles: Mapping[str, tuple[str, ...]]
    places: tuple[str, ...]
    dates: frozenset[str]
    statuses: frozenset[str]
    sources: tuple[str, ...]
    spans: Spans
    confidence: float


@dataclass(frozen=True, slots=True)
class Found:
    """All of one article, entities by IRI."""

    entities: Mapping[str, FoundEntity]
    offices: tuple[FoundOffice, ...] = ()
    events: tuple[FoundEvent, ...] = ()


NOTHING = Found({})


def found(facts: Facts, text: str, least: float = 0.0) -> Found:
    """The facts of at least that confidence; entities have none. ``text`` is the article's, folded."""
    sure = replace(
        facts,
        tenures=tuple(t for t in facts.tenures if t.confidence >= least),
        events=tuple(e for e in facts.events if e.confidence >= least),
    )
    return _Reader(sure, text).found()


class _Reader:
    def __init__(self, facts: Facts, text: str) -> None:
        table: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads(facts):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                table[quad.subject.value][_short(quad.predicate.value)].append(quad.object.value)
        self._rows: dict[str, _Row] = {
            node: {name: tuple(sorted(set(values))) for name, values in row.items()} for node, row in table.items()
        }
        self._types = {
            node: frozenset(t.removeprefix(ONTOLOGY) for t in row.get("rdf:type", ()) if t.startswith(ONTOLOGY))
            for node, row in self._rows.items()
        }
        self._text = text

    def found(self) -> Found:
        entities = {
            node: FoundEntity(kind, self._forms(node), self._names(node))
            for node, types in self._types.items()
            if (kind := kind_of(types))
        }
        return Found(entities, tuple(self._offices()), tuple(self._events()))

    def _forms(self, node: str) -> tuple[str, ...]:
        row = self._rows[node]
        return (*row["skos:prefLabel"], *row.get("skos:altLabel", ()))

    def _names(self, node: str) -> frozenset[str]:
        return frozenset(map(norm, self._forms(node))) - {""}

    def _offices(self) -> Iterator[FoundOffice]:
        for node, row in self._rows.items():
            if "Tenure" not in self._types[node]:
                continue
            prefix = "former " if "true" in row.get("dip:former", ()) else ""
            for office in row["dip:office"]:
                titles = {t if t.startswith("former") else prefix + t for t in self._names(office)}
                of = frozenset(self._rows[office].get("dip:of", ()))
                for holder in row["dip:holder"]:
                    yield FoundOffice(holder, frozenset(titles), of, self._spans(row), _confidence(row))

    def _events(self) -> Iterator[FoundEvent]:
        for node, row in self._rows.items():
            kind = next(iter(self._types[node] & subclasses("Event")), None)
            if kind is not None:
                yield FoundEvent(
                    kind,
                    {role: row.get(f"dip:{role}", ()) for role in ROLES},
                    row.get("dip:place", ()),
                    frozenset(_dates(row)),
                    frozenset(status.removeprefix(ONTOLOGY) for status in row["dip:status"]),
                    row.get("dip:attributedTo", ()),
                    self._spans(row),
                    _confidence(row),
                )

    def _spans(self, row: _Row) -> Spans:
        passages = (self._rows[passage] for passage in row["dip:evidence"])
        return located(self._text, (exact for passage in passages for exact in passage["dip:exact"]))


def _dates(row: _Row) -> Iterable[str]:
    intervals = [f"{a}/{b}" for a in row.get("dip:startDate", ()) for b in row.get("dip:endDate", ())]
    return (day.removeprefix("--") for day in (*row.get("dip:date", ()), *intervals))


def _confidence(row: _Row) -> float:
    return max(map(float, row["dip:confidence"]))


def _short(iri: str) -> str:
    for prefix in ("dip", "rdf", "skos"):
        if iri.startswith(PREFIXES[prefix]):
            return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"
    return iri


def is_speech(event: FoundEvent) -> bool:
    """Whether it is something said, and so can credit somebody with a sentence."""
    return is_a(event.type, "SpeechAct")
