"""What an event is called in the graph: an IRI made of its content, and a label."""

from __future__ import annotations

from collections.abc import Callable

from kg.grammar import words
from kg.iri import digest
from kg.model import EntityId, EventFact
from kg.ontology import is_a

_SHARED_ROLES = 2  # so many role fillers and a day make an event the same in every article


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
    fillers = [label(filler) for _, filler in sorted(event.roles)]
    when = f", {event.time.value}" if event.time else ""
    return f"{event.type}: {' – '.join(dict.fromkeys(fillers))}{when}"
