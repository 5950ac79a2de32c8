"""Events: every predicate that a frame knows or a reader sees, brought together sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.extract import arguments, attribution, learned
from kg.extract.aims import aimed
from kg.extract.arming import as_aid, without_victims
from kg.extract.attendance import of_bodies, of_partakers, there
from kg.extract.company import with_company
from kg.extract.dating import said_at, time_of
from kg.extract.matching import sighting
from kg.extract.mentions import Mentions
from kg.extract.purposes import with_purposes
from kg.extract.relay import with_relay
from kg.extract.sittings import (
    as_round,
    each_day,
    left_by,
    of_stance,
    only_since,
    passive_of,
    scheduled,
)
from kg.extract.status import is_told, looks_ahead
from kg.extract.times import Expression
from kg.extract.tree import case_of, children, is_rel
from kg.extract.votes import as_vote, without_accords
from kg.grammar import words
from kg.model import Document, Event, Mention, Time
from kg.ontology import is_a

_DONE = ("Occurred", "Ongoing")


def events(document: Document, mentions: Mentions, *, frames_only: bool = False) -> list[Event]:
    """All events that the prose of a document tells, in text order."""
    found: list[Event] = []
    judge = None if frames_only else learned.judge(mentions)
    for number, sentence in enumerate(document.doc.sents):
        if number not in document.prose:
            continue
        seen = sighting(sentence, document, mentions)
        told = dict(seen.events)
        if judge is not None:
            told = _completed(judge.read(sentence, seen), told, seen.times, document, mentions)
        told |= of_bodies(sentence, told, seen.times, mentions)
        if any(e.type in words("events", "talks") for e in found):  # else nothing tells what they took part in
            told |= of_partakers(sentence, told, mentions)
        told = {i: _settled(event, mentions.doc[i], mentions) for i, event in told.items()}
        told = without_victims(told, mentions)
        told = with_purposes(without_accords(told, mentions), mentions, document.reference)
        linked = _link(told, _unite(told, mentions), mentions)
        found.extend(one for event in linked for one in each_day(event, seen.times, document.doc))
    return found


def _settled(event: Event, token: Token, mentions: Mentions) -> Event:
    """An event with what neither frames nor readers see of its type and parts."""
    event = replace(event, roles=tuple((r, m) for r, m in event.roles if not _is_undergone(r, m, token)))
    if event.type == "Statement":
        status = "Occurred" if token.pos_ == "VERB" and is_told(token) else event.status
        return with_relay(replace(event, status=status), token, mentions)
    event = there(event, token, mentions)
    event = as_aid(as_round(as_vote(event, token, mentions), token), token)
    return aimed(with_company(event, token, mentions), token, mentions)


def _is_undergone(role: str, mention: Mention, verb: Token) -> bool:
    """Whether one who is said to act is the object of the verb: "it" of "Iran denies it"."""
    filler = verb.doc[mention.root]
    return role == "actor" and mention.form == "pronoun" and filler.head == verb and filler.dep_ == "obj"


def _completed(
    read: dict[int, Event], told: dict[int, Event], times: list[Expression], document: Document, mentions: Mentions
) -> dict[int, Event]:
    """The events as the readers see them, with time and speaker by the same rules for all."""
    found = {}
    for i, event in read.items():
        token = mentions.doc[i]
        if event.type != "Statement":
            light = _lending(token, event) if token.pos_ == "NOUN" else None
            source = event.source if i in told else attribution.speaker(token, mentions) or event.source
            time = scheduled(token, times) or time_of(token, light, times, looks_ahead(event.status)) or event.time
            if time is None and is_a(event.type, "SpeechAct"):
                time = said_at(token, times)
            if time is not None and looks_ahead(event.status) and _is_over(time, document):
                time = None  # the day of what was before: "to follow up on the May 28 meeting"
            if time is not None and (
                only_since(event, time, times, mentions.doc) or of_stance(event, token, time, times)
            ):
                time = None
            event = replace(event, time=time, source=source)
        found[i] = event
    return found


def _lending(noun: Token, event: Event) -> Token | None:
    """The verb whose time a noun shares."""
    return arguments.light_verb(noun) or passive_of(noun, event) or left_by(noun, event)


def _is_over(time: Time, document: Document) -> bool:
    """Whether a time lies before the article, as far as both are known."""
    told = document.reference.isoformat() if document.reference else ""
    return (
        bool(told) and not time.value.startswith("-") and (time.end or time.value) < told[: len(time.end or time.value)]
    )


def _is_to_come(time: Time, document: Document) -> bool:
    """Whether a time lies after the article, as far as both are known."""
    told = document.reference.isoformat() if document.reference else ""
    return bool(told) and not time.value.startswith("-") and time.value > told


def _unite(told: dict[int, Event], mentions: Mentions) -> dict[int, int]:
    """Nouns whose event is the one that their verb tells: "signed an agreement"."""
    inside = {}
    for i, event in told.items():
        token = mentions.doc[i]
        head = told.get(token.head.i)
        noun = token.pos_ in ("NOUN", "PROPN") and is_rel(token, "obj", "obl", "nsubj", "nmod", "compound")
        noun = noun and case_of(token) not in words("places", "apart")
        if noun and head is not None and head.type == event.type:
            inside[i] = token.head.i
    return inside


def _link(told: dict[int, Event], inside: dict[int, int], mentions: Mentions) -> Iterator[Event]:
    """The events of a sentence, united where one, speech acts pointing at what they speak of."""
    merged = dict(told)
    for i, head in inside.items():
        verb, noun = merged[head], merged.pop(i)
        others = () if _of_another(mentions.doc[i], verb) else noun.roles
        merged[head] = replace(
            verb, roles=tuple(dict.fromkeys([*verb.roles, *others])),
            places=tuple(dict.fromkeys([*verb.places, *noun.places])),
            time=verb.time or noun.time,
        )  # fmt: skip
    for i, event in sorted(merged.items()):
        if event.content is None:
            yield event
            continue
        spoken = [e for j, e in sorted(merged.items()) if j != i and event.content.contains(e.trigger)]
        yield replace(event, about=spoken[0].trigger) if spoken else event


def _of_another(noun: Token, event: Event) -> bool:
    """Whether a noun tells what somebody did to whom the verb is addressed: "thanked Chad for its support"."""
    return is_a(event.type, "SpeechAct") and case_of(noun) == "for" and bool(children(noun, "nmod:poss"))
