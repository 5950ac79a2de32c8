"""What an event is called in the graph: an IRI made of its content, and a label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from kg.grammar import words
from kg.iri import digest
from kg.model import EntityId, EventFact
from kg.ontology import is_a

_SHARED_ROLES = 2  # so many role fillers and a day make an event the same in every article
_NAMED = 6  # so many role fillers stand in a label
_FIRST = (("person", "state"), ("organization",))  # who stands in a label where there is no room for all


def event_id(event: EventFact, sha256: str) -> str:
    """The IRI suffix of an event: of what it is where type, roles, status, day are known, else of where it is told."""
    day = event.time is not None and not event.time.value.startswith("--") and len(event.time.value) == 10
    shared = day and len(event.roles) >= _SHARED_ROLES and not is_a(event.type, "SpeechAct")
    places = event.places if event.type in words("events", "by_place") else ()
    parts: tuple[object, ...] = (event.type, sha256, event.trigger.start, sorted(event.roles), event.status, *places)
    if shared:
        parts = (event.type, event.status, sorted(event.roles), event.time)
    return f"event/{event.type.lower()}-{digest(*parts)}"


def is_shared(event: EventFact) -> bool:
    """Whether the IRI tells what the event is, and not where it is told."""
    return event_id(event, "") == event_id(event, "0")


def event_label(event: EventFact, label: Callable[[EntityId], str]) -> str:
    """Type, role fillers and day, in an order that does not depend on the article."""
    when = f", {event.time.value}" if event.time else ""
    return f"{event.type}: {joined((role, who, label(who)) for role, who in sorted(event.roles))}{when}"


def joined(fillers: Iterable[tuple[str, str, str]]) -> str:
    """The names of role fillers, given by role, IRI and name, each once; of many those who say most of every role.

    >>> joined([("actor", "group/troops", "troops"), ("target", "state/irn", "Iran"), ("target", "group/x", "troops")])
    'troops – Iran'
    >>> crowd = [("actor", f"group/{n}", f"group {n}") for n in range(7)]
    >>> joined([*crowd, ("target", "group/guards", "guards"), ("target", "person/rice", "Rice")])
    'group 0 – group 1 – group 2 – group 3 – guards – Rice and 3 more'
    """
    ranks: dict[str, tuple[int, int]] = {}
    before: Counter[tuple[str, int]] = Counter()
    for role, iri, name in fillers:
        rank = _rank(iri)
        ranks[name] = min(ranks.get(name, (rank, before[role, rank])), (rank, before[role, rank]))
        before[role, rank] += 1
    kept = sorted(ranks, key=lambda name: ranks[name])[:_NAMED]
    more = f" and {len(ranks) - len(kept)} more" if len(ranks) > len(kept) else ""
    return " – ".join(name for name in ranks if name in kept) + more


def _rank(iri: str) -> int:
    return next((i for i, kinds in enumerate(_FIRST) if any(f"/{kind}/" in f"/{iri}" for kind in kinds)), len(_FIRST))
