"""Meetings and their days: a round of negotiations is a meeting, and who met on several days met several times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from spacy.tokens import Doc, Token

from kg.extract import arguments, frames
from kg.extract.times import Expression
from kg.extract.tree import case_of, children, has_negation, is_rel
from kg.grammar import words
from kg.model import Event, Span, Time
from kg.ontology import is_a

_DAY = 10  # characters of a date that is known to the day
_AND = re.compile(r",?\s*(?:and\s+)?(?:again\s+|then\s+|for the \w+ time\s+)?(?:on\s+|in\s+)?")


def as_round(event: Event, token: Token) -> Event:
    """ "The second round of negotiations" as the meeting that it is."""
    whole = _counted(token)
    numbered = any(c.lower_ in words("telling", "ordinals") for c in children(whole, "amod"))
    return replace(event, type="Meeting") if event.type == "Negotiation" and numbered and whole != token else event


def dated_round(noun: Token, times: list[Expression]) -> bool:
    """Whether a round is told with its number and its day and nothing else, as known: "the first round, on May 3"."""
    numbered = any(c.lower_ in words("telling", "ordinals") for c in children(noun, "amod"))
    own = any(noun in (t.head, t.head.head) for e in times if not is_rel(t := noun.doc[e.root], "obl"))
    return noun.pos_ == "NOUN" and noun.lemma_.lower() == "round" and numbered and own


def _counted(noun: Token) -> Token:
    """The noun that counts another: "round" of "a round of talks"; else the noun itself."""
    counts = is_rel(noun, "nmod") and case_of(noun) == "of" and noun.head.lemma_.lower() == "round"
    return noun.head if counts else noun


def scheduled(noun: Token, times: list[Expression]) -> Time | None:
    """The day for which a relative clause or participle says that something is planned: "scheduled for Tuesday"."""
    for clause in children(noun, "acl"):
        if clause.lemma_.lower() in words("status", "planned"):
            days = [e for e in times if any(t.i == e.root for t in clause.subtree)]
            if days and (day := days[0].value(ahead=True)) is not None:
                return day
    return None


def only_since(event: Event, time: Time, times: list[Expression], doc: Doc) -> bool:
    """Whether a time is that since when a meeting is the third or the first: "their third meeting since May"."""
    told = [e for e in times if time in (e.past, e.future)]
    since = [e for e in told if re.search(r"(?i)\bsince (?:\w+ )?$|^since\b", _around(doc, e))]
    return event.type in words("events", "occasion") and bool(told) and len(since) == len(told)


def of_stance(event: Event, noun: Token, time: Time, times: list[Expression]) -> bool:
    """Whether a time is that of what was said of an occasion: "on May 3 Chad accepted the talks"."""
    stance = is_rel(noun, "obj", "nsubj:pass") and noun.head.lemma_.lower() in words("company", "stance")
    if event.type not in words("events", "occasion") or not stance:
        return False
    own = {t.i for t in noun.subtree}
    return not any(e.root in own for e in times if time in (e.past, e.future))


def did_not_happen(noun: Token, event_type: str) -> bool:
    """Whether a clause hung below an occasion denies it: "talks that Chad had hoped for did not take place"."""
    if event_type not in words("events", "occasion") or noun.pos_ != "NOUN":
        return False
    verbs = [t for t in noun.subtree if t.pos_ == "VERB" and t.lemma_.lower() in words("telling", "came")]
    return any(has_negation(t) and all(s.tag_ in ("WDT", "WP") for s in children(t, "nsubj")) for t in verbs)


def not_held(noun: Token, event_type: str) -> bool:
    """Whether an occasion is told not to be held or planned: "a meeting is not planned"."""
    verb = noun.head
    occasion = event_type in words("events", "occasion") and noun.pos_ == "NOUN"
    planned = verb.lemma_.lower() in words("company", "holds") and not children(verb, "xcomp")
    return occasion and is_rel(noun, "nsubj") and planned and verb.pos_ == "VERB" and has_negation(verb)


def _around(doc: Doc, expression: Expression) -> str:
    """The words of an expression if they begin with a preposition, else the words before it."""
    own = doc.text[expression.span.start : expression.span.end]
    before = doc.text[max(0, expression.span.start - 20) : expression.span.start]
    return own if own.lower().startswith("since") else before


def passive_of(noun: Token, event: Event) -> Token | None:
    """The passive verb whose subject an occasion is, if it tells how that went: "the talks were overshadowed by"."""
    whole = _counted(noun)
    verb = whole.head
    if event.type not in words("events", "occasion") or whole.dep_ != "nsubj:pass" or verb.pos_ != "VERB":
        return None
    spoken = any(is_a(f.type, "SpeechAct") for f in frames.by_lemma().get((verb.pos_, verb.lemma_.lower()), ()))
    return None if spoken else verb


def in_headline(token: Token) -> bool:
    """Whether an occasion is told in the present tense of a headline: "Peru and Chile hold talks in Lima"."""
    light = arguments.light_verb(token) if token.pos_ == "NOUN" else None
    verb = light if light is not None else token
    plain = verb.tag_ in ("VBZ", "VBP") and not has_negation(verb) and not children(verb, "aux")
    later = any(t.lower_ in words("status", "later") for t in token.sent)
    return plain and not later and token.sent.start == 0 and "." not in token.sent.text.rstrip()[-1:]


def left_by(noun: Token, event: Event) -> Token | None:
    """The verb whose object an occasion is, if it tells who came or went, whose time it shares: "left a dinner"."""
    there = is_rel(noun, "obj") and noun.head.lemma_.lower() in words("company", "coming")
    return noun.head if there and event.type in words("events", "occasion") else None


def each_day(event: Event, times: list[Expression], doc: Doc) -> Iterator[Event]:
    """A meeting once for each of the days that are told for it side by side: "met on May 3 and June 9"."""
    yield event
    if event.type not in words("events", "occasion") or event.time is None:
        return
    first = next((n for n, e in enumerate(times) if event.time in (e.past, e.future) and not _inside(e, event)), None)
    if first is None:
        return
    last = event.time
    for one, other in pairwise(times[first:]):
        day = other.value(ahead=False) if last == one.past else other.future
        between = doc.text[one.span.end : other.span.start]
        if day is None or not between.strip() or not _AND.fullmatch(between) or not _apart(last, day):
            return
        yield replace(event, time=day, trigger=Span(event.trigger.start, other.span.end))
        last = day


def _inside(expression: Expression, event: Event) -> bool:
    return event.trigger.contains(expression.span)


def _apart(one: Time, other: Time) -> bool:
    """Whether two times, told alike, are more than a day apart, so that they are no meeting of two days."""
    a, b = one.value, other.value
    if one.end or other.end or len(a) != len(b) or a.startswith("-"):
        return False
    return a != b if len(a) < _DAY else abs((date.fromisoformat(b) - date.fromisoformat(a)).days) > 1
