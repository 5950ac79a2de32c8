"""Events in short: what a list needs to sort, count and narrow them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from kg.model import ROLES, STATUSES
from kg.query.index import LINKS
from kg.store import Store
from kg.web.terms import nodes, select

PAGE = 25
"""Events on one page."""

HAPPENED = frozenset(["Occurred", "Ongoing"])
"""Statuses of what came about; a speech act has them where somebody did speak."""

MET = frozenset(["Meeting", "Negotiation", "Visit", "Call", "Mediation"])
_OF = """SELECT DISTINCT ?event ?label ?status ?date WHERE {
  VALUES ?agent { %s }
  VALUES ?role { %s }
  ?event ?role ?agent ; dip:status ?status ; rdfs:label ?label .
  OPTIONAL { ?event dip:date|dip:startDate ?date }
} ORDER BY DESC(?date) ?label"""
_BOTH = """SELECT DISTINCT ?event ?label ?status ?date WHERE {
  ?event %(roles)s %(one)s , %(other)s ; dip:status ?status ; rdfs:label ?label .
  OPTIONAL { ?event dip:date|dip:startDate ?date }
} ORDER BY DESC(?date) ?label"""
_CIRCLE = """SELECT DISTINCT ?agent WHERE {
  { ?agent dip:represents %(node)s } UNION { ?agent dip:of %(node)s . FILTER NOT EXISTS { ?agent a dip:Office } }
  UNION { ?office dip:of %(node)s . ?agent dip:holdsOffice ?office }
}"""


@dataclass(frozen=True, slots=True)
class Event:
    """An event in short. ``key`` is its row of the legend; ``links`` pairs a name of LINKS with an entity."""

    iri: str
    type: str
    key: str
    status: str
    date: str
    links: tuple[tuple[str, str], ...]

    @property
    def agents(self) -> list[str]:
        """Who has a role in it."""
        return [iri for link, iri in self.links if link in ROLES]

    @property
    def happened(self) -> bool:
        """Whether it came about: not planned, alleged, denied or called off."""
        return self.status in HAPPENED

    @property
    def year(self) -> bool:
        """Whether its date has a year."""
        return self.date[:1].isdigit()


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader narrowed a list of events to; empty means all."""

    key: str = ""
    status: str = ""
    since: str = ""
    until: str = ""
    page: int = 1

    @classmethod
    def of(cls, given: dict[str, str]) -> Self:
        """From the query of an address; what makes no sense counts as not given."""
        since, until = (_date(given.get(name, "")) for name in ("since", "until"))
        status, page = given.get("status", ""), given.get("page", "")
        number = int(page) if re.fullmatch(r"\d{1,5}", page) else 1
        return cls(given.get("type", ""), status if status in STATUSES else "", since, until, max(number, 1))

    def fits(self, event: Event) -> bool:
        """Whether the event is chosen."""
        if (self.key and event.key != self.key) or (self.status and event.status != self.status):
            return False
        if not (self.since or self.until):
            return True
        return event.year and event.date >= self.since and (not self.until or _within(event.date, self.until))

    def query(self, **changes: object) -> str:
        """The query of an address with these changes, without what is empty."""
        values = {"type": self.key, "status": self.status, "since": self.since, "until": self.until, **changes}
        return urlencode({name: value for name, value in values.items() if value})


def _date(text: str) -> str:
    return text if re.fullmatch(r"\d{4}(-\d\d){0,2}", text) else ""


def _within(date: str, until: str) -> bool:
    return date[: len(until)] <= until


def events_query(agents: Iterable[str]) -> str:
    """The SPARQL of all events in which one of the agents has a role, or of which it tells."""
    return _OF % (nodes(agents), " ".join(f"dip:{link}" for link in LINKS))


def pair_query(one: str, other: str) -> str:
    """The SPARQL of all events in which both have a role."""
    return _BOTH % {
        "roles": f"({'|'.join(f'dip:{role}' for role in ROLES)})",
        "one": nodes([one]),
        "other": nodes([other]),
    }


def ordered(found: Iterable[Event]) -> list[Event]:
    """The latest first; those without a year last."""
    return sorted(found, key=lambda e: (e.year, e.date, e.iri), reverse=True)


def circle(store: Store, iri: str) -> list[str]:
    """An agent with those who represent it, its bodies, and those who hold an office of these."""
    direct = [row[0] for row in select(store, _CIRCLE % {"node": nodes([iri])})]
    bodies = [x for x in direct if "/person/" not in x]
    further = [row[0] for body in bodies for row in select(store, _CIRCLE % {"node": nodes([body])})]
    return list(dict.fromkeys([iri, *direct, *further]))


def counted(found: Iterable[Event], attribute: str, order: Sequence[str]) -> list[tuple[str, int]]:
    """How many events for each value of an attribute that occurs, in the order given."""
    counts = Counter(getattr(event, attribute) for event in found)
    return [(value, counts[value]) for value in order if counts[value]]
