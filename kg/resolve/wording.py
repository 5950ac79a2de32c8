"""How a passage puts an event: what tells a new event from one more word on an old one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kg import seeds
from kg.grammar import number, words
from kg.model import EventFact, Span

_STEM = 5  # letters by which the words of a trigger are told apart: "agreed", "agreement"
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one telling.

    ``stems`` are those of its trigger, ``said`` those of its sentence, ``sentence`` the number of that. ``definite``
    tells whether a noun tells it as known ("the talks"), ``fresh`` as unknown ("a meeting"), ``further`` as one more
    ("a second round"), ``several`` as many, ``bare`` by a known noun alone ("the meeting", not "the G8 meeting") or
    only by who was there ("Chad took part"); ``noun`` whether a noun tells it at all, ``somebody`` whether a verb does
    that has a noun as its subject, ``verb`` which verb does; ``numbered`` whether its number is told ("the first
    round"), ``alone`` whether a round is told without of what; ``pointed`` whether it is that just told ("that
    meeting"), ``kind`` what is no other kind of occasion ("dinner"), ``many`` whether it is several of which each is
    one ("these meetings").
    """

    sentence: int = 0
    stems: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    definite: bool = False
    fresh: bool = False
    further: bool = False
    several: bool = False
    noun: bool = False
    bare: bool = False
    somebody: bool = False
    verb: str = ""
    numbered: bool = False
    alone: bool = False
    pointed: bool = False
    kind: str = ""
    many: bool = False


def wordings(doc: Doc, told: Iterable[EventFact]) -> dict[Span, Wording]:
    """The wording of each event by its trigger."""
    starts = [s.start_char for s in doc.sents]
    return {fact.trigger: _wording(doc, fact, starts) for fact in told}


def _wording(doc: Doc, fact: EventFact, starts: list[int]) -> Wording:
    tokens = list(doc.char_span(fact.trigger.start, fact.trigger.end, alignment_mode="expand") or ())
    nouns = [t for t in tokens if t.pos_ in ("NOUN", "PROPN")]
    told = Wording(
        bisect_right(starts, fact.trigger.start),
        frozenset(t.lemma_.lower()[:_STEM] for t in tokens if _tells(t)),
        _said(" ".join(doc.text[s.start : s.end] for s in fact.evidence)),
    )
    return _by_noun(told, nouns[-1]) if nouns else _by_verb(told, tokens)


def _by_noun(told: Wording, noun: Token) -> Wording:
    before, lemma, again = {c.lower_ for c in noun.children}, noun.lemma_.lower(), _is_it(noun)
    known = bool(before & words("telling", "known"))
    return replace(
        told,
        definite=again or known,
        fresh=not again and bool(before & words("telling", "new")),
        further=not again and bool(before & words("telling", "more")),
        several=lemma != noun.lower_,
        noun=True,
        bare=_bare(noun),
        numbered=_numbered(noun),
        alone=lemma == "round",
        pointed=bool(before & words("telling", "pointing")),
        kind=_kind(lemma),
        many=known and noun.tag_ == "NNS" and lemma in words("telling", "rounds"),
    )


def _by_verb(told: Wording, tokens: list[Token]) -> Wording:
    """What only tells who was at an occasion takes it as known, as a noun does."""
    there = any(_partakes(t) or _hosted(t) for t in tokens)
    somebody = any(c.dep_ == "nsubj" and c.pos_ in ("NOUN", "PROPN") for t in tokens for c in t.children)
    verb = next((t.lemma_.lower() for t in tokens if t.pos_ == "VERB"), "")
    return replace(told, definite=there, noun=there, bare=there, somebody=somebody, verb=verb)


def _is_it(noun: Token) -> bool:
    """Whether a noun says what was told just before: "it was their third meeting"."""
    subjects = [c.lower_ for c in noun.children if c.dep_ == "nsubj"]
    return any(c.dep_ == "cop" for c in noun.children) and subjects in (["it"], ["this"], ["that"])


def _numbered(noun: Token) -> bool:
    """Whether a noun, or the one that counts it, tells which of several it is: "the first round of talks"."""
    above = [noun.head] if noun.dep_ == "nmod" else []
    return any(c.lower_ in words("telling", "ordinals") for t in (noun, *above) for c in t.children)


def _partakes(verb: Token) -> bool:
    """Whether a verb only tells who was there, or when: "the ministers attended", "while they were meeting"."""
    objects = [c.lemma_.lower() for c in verb.children if c.dep_ == "obj"]
    part = verb.lemma_.lower() == "take" and objects == ["part"]
    during = verb.dep_ == "advcl" and any(c.lower_ in words("telling", "during") for c in verb.children)
    return part or during or (not objects and verb.lemma_.lower() in words("company", "partaking"))


def _hosted(verb: Token) -> bool:
    """Whether a verb only tells whose guests an occasion brought together: "it was hosted by Chad"."""
    passive = any(c.dep_ == "aux:pass" for c in verb.children)
    named = any(c.dep_.startswith("nsubj") and c.pos_ != "PRON" for c in verb.children)
    return passive and not named and verb.lemma_.lower() in words("company", "hosts")


def _kind(noun: str) -> str:
    """The kind of occasion that a noun tells, where it cannot be another: a dinner is no lunch and no ceremony."""
    kinds = (name for name in ("ceremonies", "conferences") if noun in words("telling", name))
    return noun if noun in words("telling", "meals") else next(kinds, "")


def _bare(noun: Token) -> bool:
    """Whether nothing but "the" or "that" stands with a noun, or how long it took: "the two-day session"."""
    beside = [c for c in noun.children if c.dep_ not in ("case", "punct", "nsubj", "cop", "acl:relcl")]
    beside = [c for c in beside if not _measures(c)]
    return bool(beside) and all(c.lower_ in words("telling", "known") for c in beside)


def _measures(word: Token) -> bool:
    """Whether a word before a noun tells how long something took: "hour" in "three-hour", "half-hour"."""
    counted = any(number(c.lower_) or c.lower_ == "half" for c in word.children)
    return word.dep_ == "compound" and counted and word.lemma_.lower() in words("telling", "lengths")


def _tells(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "VERB", "ADJ") and token.lemma_.lower() not in words("light", "verbs")


def _said(text: str) -> frozenset[str]:
    return frozenset(w[: _STEM + 1] for w in re.findall(r"[a-z0-9]+", seeds.fold(text)) if len(w) >= _SHORTEST)
