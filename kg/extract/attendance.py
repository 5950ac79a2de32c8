"""Meetings told by who was there alone: "the committee began its work on May 3", "the ministers took part"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from kg.extract import arguments, fillers
from kg.extract.dating import time_of
from kg.extract.mentions import Mentions
from kg.extract.phrases import partakes
from kg.extract.status import looks_ahead, status_of
from kg.extract.times import Expression
from kg.extract.tree import children, has_negation, sentence_span, token_span
from kg.grammar import words
from kg.model import Event, Mention

_DAY = 10  # characters of a date that is known to the day


def of_bodies(
    sentence: Tokens, told: Mapping[int, Event], times: list[Expression], mentions: Mentions
) -> dict[int, Event]:
    """The sittings that are told by their day and a body or group alone: "the committee began its work on May 3"."""
    found: dict[int, Event] = {}
    for verb in sentence:
        who = [] if verb.i in told or verb.pos_ != "VERB" else _sitting(verb, mentions)
        if not who:
            continue
        plain = verb.tag_ == "VBD" and not has_negation(verb)  # whatever governs a clause like this, it is over
        status = "Occurred" if plain else status_of(verb, "Meeting")
        day = time_of(verb, None, times, looks_ahead(status))
        if day is not None and len(day.value) == _DAY:
            roles = tuple(("participant", m) for m in who)
            found[verb.i] = Event(
                "Meeting", token_span(verb), sentence_span(verb), "sitting of a body", roles, time=day, status=status,
                confidence=0.75,
            )  # fmt: skip
    return found


def _sitting(verb: Token, mentions: Mentions) -> list[Mention]:
    """The subjects of a verb that says that a body went to work, or that a group met: "the experts met"."""
    lemma = verb.lemma_.lower()
    if lemma not in words("company", "opens") | words("company", "meets"):
        return []
    slots = arguments.of_verb(verb)
    subjects = slots.get("subject", [])
    if lemma in words("company", "opens"):
        work = [verb.head if t.tag_ == "WDT" else t for t in slots.get("object", [])]
        subjects = [t for t in subjects if t.lemma_.lower() in words("nouns", "panel") and any(map(_is_work, work))]
    else:
        subjects = [t for t in subjects if t.tag_ == "NNS" and not {"object", "with"} & set(slots)]
    return [m for t in subjects for m in fillers.agents(t, mentions) if m.type in ("Group", "Organization")]


def of_partakers(sentence: Tokens, told: Mapping[int, Event], mentions: Mentions) -> dict[int, Event]:
    """The occasion under discussion, told by who was there: "the ministers of Chad and Mali took part"."""
    found: dict[int, Event] = {}
    for verb in sentence:
        known = told.get(verb.i)
        if verb.tag_ != "VBD" or has_negation(verb) or not partakes(verb) or (known and known.type != "Meeting"):
            continue
        slots = arguments.of_verb(verb)
        rest = [t for t in slots.get("object", []) if t.lemma_.lower() != "part"]
        if rest or any(slots.get(name) for name in ("in", "at", "object in")):
            continue
        there = [*slots.get("subject", []), *slots.get("with", []), *slots.get("along with", [])]
        roles = tuple(dict.fromkeys(("participant", m) for t in there for m in fillers.agents(t, mentions)))
        if known is not None:
            found[verb.i] = replace(known, roles=tuple(dict.fromkeys([*known.roles, *roles])))
        elif roles:
            found[verb.i] = Event(
                "Meeting", token_span(verb), sentence_span(verb), "who took part", roles, confidence=0.75
            )
    return found


def _is_work(noun: Token) -> bool:
    return noun.lemma_.lower() in words("company", "work")


def there(event: Event, token: Token, mentions: Mentions) -> Event:
    """The event with the place that was told last, where "there" is all that is told of its own."""
    light = arguments.light_verb(token) if token.pos_ == "NOUN" else None
    verbs = [token, *([light] if light is not None else [])]
    adverbs = [c for t in verbs for c in children(t, "advmod") if c.lower_ == "there"]
    if event.places or not adverbs or event.type not in words("events", "gathering"):
        return event
    first = token.sent.start
    start = token.doc[first - 1].sent.start if first else first
    cities = [m for t in token.doc[start : adverbs[0].i] if (m := fillers.scene(t, mentions)) and m.type == "City"]
    return replace(event, places=tuple(cities[-1:]))
