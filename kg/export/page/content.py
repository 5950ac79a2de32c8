"""What the graph page shows, read in one pass over a store's quads and put in a fixed order."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.model import ROLES
from kg.ontology import DIP, graph, is_a, subclasses, term

Json = dict[str, Any]
FOLDER = Path(__file__).parent
_PYVIS = find_spec("pyvis")  # where it lies; to import it takes a quarter of a second
VIS_NETWORK = Path(str(_PYVIS and _PYVIS.origin)).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"
_DAY, _MORE = re.compile(r", -{0,2}\d[\d-]*$"), re.compile(r" and \d+ more$")  # at the end of an event's label
_PREDICATES = (
    *("rdf:type", "rdfs:label", "skos:prefLabel", "skos:altLabel", "owl:sameAs", "skos:exactMatch"),
    *("dct:title", "dct:issued", "dct:publisher", "dct:source"),
    *("dip:holder", "dip:office", "dip:of", "dip:postedTo", "dip:former", "dip:status", "dip:attributedTo"),
    *("dip:date", "dip:startDate", "dip:endDate", "dip:place", "dip:topic", "dip:content", "dip:about"),
    *("dip:evidence", "dip:inDocument", "dip:exact", "dip:start", "dip:end", "dip:confidence", "dip:trigger"),
    *("dip:text", "oa:prefix", "oa:suffix"),
    *(f"dip:{role}" for role in ROLES),
)
_AROUND = 140  # characters beside a sentence
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of the picture. ``fact`` is the event or tenure that it belongs to, empty for ``of``."""

    source: str
    target: str
    kind: str
    label: str
    fact: str


@dataclass(slots=True)
class Content:
    """Nodes by IRI, each with its key of the legend, and the tables that the side panel reads."""

    entities: dict[str, Json] = field(default_factory=dict)
    events: dict[str, Json] = field(default_factory=dict)
    tenures: dict[str, Json] = field(default_factory=dict)
    passages: dict[str, Json] = field(default_factory=dict)
    documents: dict[str, Json] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)


@cache
def _looks() -> Json:
    return tomllib.loads((FOLDER / "types.toml").read_text(encoding="utf-8"))


def legend() -> tuple[Json, ...]:
    """The rows of types.toml, entities first, each with its ``kind``."""
    return tuple({**row, "kind": kind} for kind in ("entity", "event") for row in _looks()[kind])


def looks() -> Json:
    """How a status is drawn, by its name."""
    return dict(_looks()["status"])


def role_names() -> Json:
    """What a reader sees of a role, by its name: ``label`` beside the names, ``with`` after one."""
    return dict(_looks()["role"])


def read(quads: Iterable[ox.Quad]) -> Content:
    """All that the page may show. The order of the quads does not matter."""
    index = _Index(quads)
    content = Content()
    for iri, name in index.instances("Entity"):
        if not is_a(name, "Topic"):
            content.entities[iri] = _entity(index, iri, name)
    for iri, name in index.instances("Event"):
        content.events[iri] = _event(index, iri, name)
    for iri, _ in index.instances("Tenure"):
        content.tenures[iri] = _tenure(index, iri)
    for iri, _ in index.instances("Passage"):
        content.passages[iri] = _passage(index, iri)
    for iri, _ in index.instances("Document"):
        content.documents[iri] = _document(index, iri)
    content.edges = sorted(_edges(content), key=lambda e: (e.fact, e.kind, e.source, e.target))
    return content


class _Index:
    """Objects by subject and predicate, sorted; only the predicates that the page needs."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        names = {term(curie).value: curie for curie in _PREDICATES}
        self.table: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for quad in quads:
            name = names.get(quad.predicate.value)
            value = quad.object
            if name is None or isinstance(value, ox.Triple) or isinstance(quad.subject, ox.Triple):
                continue
            foreign = isinstance(value, ox.Literal) and value.language not in (None, "en")
            name = "skos:altLabel" if foreign and name == "skos:prefLabel" else name
            self.table[quad.subject.value][name].add(value.value)

    def all(self, subject: str, name: str) -> list[str]:
        found = self.table.get(subject, {}).get(name, ())
        return sorted(found)

    def one(self, subject: str, name: str) -> str | None:
        return next(iter(self.all(subject, name)), None)

    def label(self, subject: str) -> str:
        found = self.one(subject, "skos:prefLabel") or self.one(subject, "skos:altLabel")
        return " ".join((found or re.split(r"[/#]", subject)[-1]).split())

    def instances(self, parent: str) -> Iterator[tuple[str, str]]:
        """Each instance with the name of its most special class."""
        classes = {DIP[name].value: name for name in sorted(subclasses(parent))}
        for subject in sorted(self.table):
            own = [classes[t] for t in self.all(subject, "rdf:type") if t in classes]
            special = [n for n in own if not any(n != other and is_a(other, n) for other in own)]
            if special:
                yield subject, special[0]


def _passage(index: _Index, iri: str) -> Json:
    start, end = (int(index.one(iri, name) or 0) for name in ("dip:start", "dip:end"))
    document = index.one(iri, "dip:inDocument")
    if whole := index.one(document or "", "dip:text"):
        before, after = surroundings(whole, start, end, _AROUND)
    else:
        before, after = (index.one(f"{iri}-quote", name) or "" for name in ("oa:prefix", "oa:suffix"))
    exact = index.one(iri, "dip:exact") or ""
    text, before, after = (" ".join(part.split()) for part in (exact, before, after))
    as_read = {} if exact == text else {"exact": exact}
    return {**as_read, "text": text, "document": document, "start": start, "end": end, "before": before, "after": after}


def surroundings(text: str, start: int, end: int, size: int) -> tuple[str, str]:
    """So many characters of a text beside a passage, cut between words.

    >>> surroundings("One two three four.", 8, 13, 5)
    ('… two ', ' …')
    """
    first, last = max(0, start - size), min(len(text), end + size)
    before, after = text[first:start], text[end:last]
    if first:
        before = "… " + before.partition(" ")[2]
    if last < len(text):
        after = after.rpartition(" ")[0] + " …"
    return before, after


def _entity(index: _Index, iri: str, name: str) -> Json:
    label = index.label(iri)
    links = {*index.all(iri, "owl:sameAs"), *index.all(iri, "skos:exactMatch")}
    return {
        "type": class_label(name),
        "class": name,
        "key": _key("entity", name),
        "label": label,
        "names": [n for n in index.all(iri, "skos:altLabel") if n != label],
        "links": sorted(x for x in links if re.match(r"https?://", x)),
        "of": index.one(iri, "dip:of"),
    }


def _event(index: _Index, iri: str, name: str) -> Json:
    start = index.one(iri, "dip:date") or index.one(iri, "dip:startDate")
    end = index.one(iri, "dip:endDate")
    roles = [(role, filler) for role in ROLES for filler in index.all(iri, f"dip:{role}")]
    return {
        "type": class_label(name),
        "class": name,
        "key": _key("event", name),
        "status": (index.one(iri, "dip:status") or DIP.Occurred.value).rpartition("#")[2],
        "date": start or "",
        "when": when(start, end),
        "months": _months(start, end),
        "roles": [[role, filler] for role, filler in roles],
        "named": named_in(index.one(iri, "rdfs:label") or "", {filler: index.label(filler) for _, filler in roles}),
        "places": index.all(iri, "dip:place"),
        "topics": [index.label(topic) for topic in index.all(iri, "dip:topic")],
        "content": index.all(iri, "dip:content"),
        "about": [x for x in index.all(iri, "dip:about") if x != iri],
        "end": index.one(iri, "dip:endDate") or "",
        "triggers": index.all(iri, "dip:trigger"),
        **_grounds(index, iri),
    }


def named_in(label: str, fillers: Mapping[str, str]) -> list[str]:
    """Those of an event's fillers, names by IRI, that its label names, people first.

    Where several articles tell it, a label names only those on whom enough of them agree. All, where it names none.

    >>> names = {"state/irn": "Iran", "state/omn": "Oman", "person/ryan-crocker": "Ryan Crocker"}
    >>> named_in("Meeting: Iran – Ryan Crocker, 2007-05-28", names)
    ['person/ryan-crocker', 'state/irn']
    """
    told = " ".join(_MORE.sub("", _DAY.sub("", label.partition(": ")[2])).split())
    agreed = [iri for iri, name in fillers.items() if f" – {name} – " in f" – {told} – "]
    return sorted(agreed or fillers, key=lambda iri: "person/" not in iri)


def more_of(label: str) -> str:
    """How many more than it names an event's label tells of.

    >>> more_of("Meeting: Iran – Ryan Crocker and 3 more, 2007-05-28"), more_of("Meeting: Iran – Ryan Crocker")
    (' and 3 more', '')
    """
    found = _MORE.search(_DAY.sub("", label))
    return found[0] if found else ""


def _tenure(index: _Index, iri: str) -> Json:
    office = index.one(iri, "dip:office") or ""
    return {
        "holder": index.one(iri, "dip:holder"),
        "office": index.label(office),
        "officeId": office,
        "of": index.one(office, "dip:of"),
        "postedTo": index.one(iri, "dip:postedTo"),
        "former": index.one(iri, "dip:former") in ("true", "1"),
        **_grounds(index, iri),
    }


def _grounds(index: _Index, iri: str) -> Json:
    sure = max((float(x) for x in index.all(iri, "dip:confidence")), default=None)
    return {
        "sources": index.all(iri, "dip:attributedTo"),
        "evidence": index.all(iri, "dip:evidence"),
        "confidence": sure,
    }


def _document(index: _Index, iri: str) -> Json:
    source = index.one(iri, "dct:source") or ""
    return {
        "title": " ".join((index.one(iri, "dct:title") or source or "Untitled article").split()),
        "date": index.one(iri, "dct:issued") or "",
        "when": when(index.one(iri, "dct:issued"), None),
        "publisher": index.one(iri, "dct:publisher") or "",
        "source": source,
    }


def _edges(content: Content) -> Iterator[Edge]:
    """Every line between two nodes."""
    for iri, event in content.events.items():
        yield from _event_edges(content, iri, event)
    entities = content.entities
    for iri, tenure in content.tenures.items():
        other = tenure["of"] if tenure["of"] in entities else tenure["postedTo"]
        if tenure["holder"] in entities and other in entities:
            past = "former " if tenure["former"] else ""
            yield Edge(tenure["holder"], other, "tenure", past + tenure["office"], iri)
    for iri, entity in entities.items():
        if entity["of"] in entities and entity["of"] != iri:
            yield Edge(iri, entity["of"], "of", "part of", "")


def _event_edges(content: Content, iri: str, event: Json) -> Iterator[Edge]:
    """One line for each that the event involves: an entity with two roles has one line with both."""
    roles: dict[str, list[str]] = defaultdict(list)
    for role, filler in event["roles"]:
        roles[filler].append(role)
    for place in event["places"]:
        roles[place].append("place")
    for other in event["about"]:
        roles[other].append("about")
    for other, names in roles.items():
        if other in content.entities or other in content.events:
            yield Edge(iri, other, "about" if "about" in names else "role", ", ".join(names), iri)


@cache
def class_label(name: str) -> str:
    """What the ontology calls a class, e.g. “Government body”."""
    for quad in graph().quads_for_pattern(DIP[name], term("rdfs:label"), None):
        if isinstance(quad.object, ox.Literal):
            return quad.object.value.capitalize()
    return name


@cache
def _key(kind: str, name: str) -> str:
    rows = [row for row in legend() if row["kind"] == kind]
    return str(next((row["key"] for row in rows if is_a(name, row["classes"])), rows[-1]["key"]))


def when(start: str | None, end: str | None) -> str:
    """A date as people write it.

    >>> when("2007-05-28", None), when("2007-05", None), when("--05-28", None), when("2007", "2008")
    ('28 May 2007', 'May 2007', '28 May', '2007 to 2008')
    """
    if not start:
        return ""
    if end:
        return f"{when(start, None)} to {when(end, None)}"
    found = re.match(r"(?:(\d{4})|-)(?:-(\d\d))?(?:-(\d\d))?", start)
    year, month, day = found.groups() if found else (start, None, None)
    name = _MONTHS[int(month) - 1] if month and 1 <= int(month) <= len(_MONTHS) else None
    return " ".join(part for part in (str(int(day)) if day else None, name, year) if part)


def _months(start: str | None, end: str | None) -> list[str]:
    """First and last month that a date covers, e.g. ``["2007-05", "2007-05"]``; empty without a year."""
    if not start or not re.match(r"\d{4}", start):
        return []
    last = end if end and re.match(r"\d{4}", end) else start
    return [f"{start}-01"[:7], f"{last}-12"[:7]]
