"""What somebody travels for: whom he visits, and whether what he came for took place.

"Flew to Asunción to meet Rojas" is a visit to Rojas, and the two met; "is in Phnom Penh to tour clinics" goes on there.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from spacy.tokens import Token

from kg.extract import fillers
from kg.extract.mentions import Mentions
from kg.extract.tree import case_of, children, is_rel
from kg.grammar import words
from kg.model import Event


def with_purposes(told: dict[int, Event], mentions: Mentions, today: date | None) -> dict[int, Event]:
    """The events of a sentence, those of a journey and of its purpose completed by each other."""
    found = dict(told)
    for i, event in sorted(told.items()):
        token = mentions.doc[i]
        if not is_rel(token, "advcl", "xcomp") or not any(c.tag_ == "TO" for c in token.children):
            continue
        if children(token, "nsubj"):
            continue
        journey = found.get(token.head.i)
        if event.type == "Meeting" and journey is not None and journey.type == "Visit":
            found[token.head.i] = _to_whom(journey, event)
            if _is_over(token.head, journey, today):
                found[i] = replace(event, status="Occurred", time=event.time or journey.time)
        elif event.type == "Visit" and _stays(token.head):
            places = tuple(dict.fromkeys([*event.places, *fillers.scenes(token.head, mentions)]))
            found[i] = replace(event, places=places, status="Ongoing")
    return found


def _to_whom(journey: Event, meeting: Event) -> Event:
    """The visit with the persons whom the visitor wants to meet."""
    visitors = {m for role, m in journey.roles if role == "actor"}
    met = [m for role, m in meeting.roles if role == "participant" and m not in visitors and m.type == "Person"]
    if any(role == "target" for role, _ in journey.roles):
        return journey
    return replace(journey, roles=(*journey.roles, *(("target", m) for m in met)))


def _is_over(verb: Token, journey: Event, today: date | None) -> bool:
    """Whether a journey lies in the past with what it was for; who has just arrived may still wait for it."""
    past = verb.tag_ == "VBD" and journey.status == "Occurred" and verb.lemma_ not in words("status", "beginning")
    return past and (journey.time is None or today is None or journey.time.value != today.isoformat())


def _stays(place: Token) -> bool:
    """Whether a name is the predicate of being there: "is in Cambodia"."""
    return any(c.lemma_ == "be" for c in children(place, "cop")) and case_of(place) in words("places", "scene")
