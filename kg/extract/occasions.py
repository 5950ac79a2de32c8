"""Dates counted from an occasion that the article dates elsewhere: "a day after the summit", "on the eve of the vote".

The occasion is the latest event of that kind with a day of its own that is told before, else the first told behind.
Where nothing dates it, the present tense does: what "two days after the talks, accounts differ" tells is of today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from kg.extract import arguments, frames
from kg.extract.dating import time_of
from kg.extract.times import Expression, expressions
from kg.extract.tree import children, is_rel
from kg.grammar import number, numbers, words
from kg.model import Span, Time
from kg.ontology import is_a

_DAY = 10  # characters of a date that is known to the day
_TALKS = "Consultation"  # meetings, talks and visits are called by each other's names


def with_occasions(sentence: Tokens, times: list[Expression], reference: date | None) -> list[Expression]:
    """The time expressions of a sentence together with those that count from an occasion."""
    found: list[Expression] = []
    for match in _counting().finditer(sentence.text):
        start, end = match.start() + sentence.start_char, match.end() + sentence.start_char
        inside = sentence.doc.char_span(start, end, alignment_mode="expand")
        if inside is None or not is_rel(inside[-1], "case", "mark"):
            continue
        occasion = inside[-1].head
        if (known := _counted_from(occasion, times, reference)) is not None:  # "the visit came two days after they met"
            counted = _moved(known, match, back=True)
            found.append(Expression(Span(start, end), inside[-1].i, counted, counted))
            continue
        day = _own_day(occasion, times, inside) or _told_day(occasion, reference)
        if day is None and match["n"] and reference is not None and occasion.head.tag_ in ("VBZ", "VBP"):
            day = _moved(Time(reference.isoformat()), match, back=True)
            found.append(Expression(Span(start, end), inside[-1].i, day, day))
        if occasion.i > inside[-1].i:
            value = _moved(day, match) if day is not None else None
            span = Span(start, occasion.idx + len(occasion))
            found.append(Expression(span, inside.root.i, value, value))
    return sorted([*times, *found], key=lambda e: e.span)


def _counted_from(occasion: Token, times: list[Expression], reference: date | None) -> Time | None:
    """The day of what is told to have come so many days after or before an occasion, if only that is dated."""
    subjects = [t for t in children(occasion.head, "nsubj") if any(c.lower_ == "the" for c in children(t, "det"))]
    came = is_rel(occasion, "advcl", "obl") and occasion.head.lemma_.lower() in words("telling", "came")
    if not came or not subjects or any(_dates_clause(e, occasion) for e in times):
        return None
    return _told_day(subjects[0], reference, by_word=True) or _told_day(subjects[0], reference)


def _dates_clause(expression: Expression, occasion: Token) -> bool:
    return expression.root in {t.i for t in occasion.head.subtree}


@cache
def _counting() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:(?P<n>\d{{1,2}}|an?|the|{'|'.join(numbers())}) days? (?P<way>after|before|following)|"
        r"(?:on )?the eve of)\b",
        re.IGNORECASE,
    )


def _moved(day: Time, match: re.Match[str], *, back: bool = False) -> Time:
    """The day so many days after the end of an occasion, or before its beginning; ``back``: the day counted from."""
    count = number(match["n"]) or 1 if match["n"] else 1
    if ((match["way"] or "before").lower() == "before") != back:
        return Time((date.fromisoformat(day.value) - timedelta(days=count)).isoformat())
    return Time((date.fromisoformat(day.end or day.value) + timedelta(days=count)).isoformat())


def _own_day(occasion: Token, times: list[Expression], counting: Tokens) -> Time | None:
    """The day that the phrase of an occasion tells itself: "two days after the May 10 summit"."""
    phrase = {t.i for t in occasion.subtree} - {t.i for t in counting}
    own = [e.past for e in times if e.root in phrase and _known(e.past)]
    return own[0] if len(own) == 1 else None


def _told_day(occasion: Token, reference: date | None, by_word: bool = False) -> Time | None:
    """The day of the latest event of that kind, or of that word, in a sentence before, else the first behind."""
    sentences = list(occasion.doc.sents)
    at = sentences.index(occasion.sent)
    for sentence in (*reversed(sentences[:at]), *sentences[at + 1 :]):
        alike = [t for t in sentence if t.lemma_ == occasion.lemma_ or not by_word]
        same = [t for t in alike if _one_kind(occasion, t) and _ordinal(occasion) in (None, _ordinal(t))]
        times = expressions(sentence, reference) if same else []
        days = [day for t in same if (day := _day_of(t, times)) is not None]
        if days:
            return days[-1]
    return None


def _day_of(event: Token, times: list[Expression]) -> Time | None:
    light = arguments.light_verb(event) if event.pos_ != "VERB" else None
    verb = light if light is not None else event
    ahead = any(a.lower_ in words("status", "planned_aux") for a in children(verb, "aux"))
    day = time_of(event, light, times, ahead)
    return day if _known(day) else None


def _known(day: Time | None) -> bool:
    return day is not None and len(day.value) == _DAY


def refers(noun: Token, times: list[Expression]) -> bool:
    """Whether an event noun only gives the occasion: who acts "two days after" or "on the sidelines of the summit" need
    not have taken part in it."""
    beside = is_rel(noun, "nmod") and noun.head.lemma_.lower() in words("company", "onlooker")
    counted = any(e.root < noun.i and e.span.end == noun.idx + len(noun) for e in times)
    return noun.pos_ != "VERB" and (beside or (counted and bool(children(noun, "case"))))


def _one_kind(occasion: Token, told: Token) -> bool:
    """Whether two words may tell one event: "the signing" and "signed", "the summit" and "met"."""
    some, others = _kinds(occasion), _kinds(told)
    talks = any(is_a(k, _TALKS) for k in some) and any(is_a(k, _TALKS) for k in others)
    same = told.pos_ in ("VERB", "NOUN") and occasion.lemma_.lower() in (told.lemma_.lower(), f"{told.lemma_}ing")
    return talks or same or bool(some & others)


def _ordinal(token: Token) -> str | None:
    """Which of several an occasion is: "the second meeting", "the first round of talks"."""
    told = [c.lower_ for t in (token, token.head) for c in children(t, "amod")]
    return next((word for word in told if word in words("telling", "ordinals")), None)


def _kinds(token: Token) -> frozenset[str]:
    """The types of event that a word may tell; a verb that tells none may lend itself to a noun: "the talks ended"."""
    return frozenset(_types(token)) or frozenset(
        k for t in children(token, "nsubj", "obj") if token.pos_ == "VERB" for k in _types(t)
    )


def _types(token: Token) -> Iterator[str]:
    pos = "NOUN" if token.pos_ == "PROPN" else token.pos_
    yield from (f.type for f in frames.by_lemma().get((pos, token.lemma_.lower()), ()) if f.type != "Statement")
