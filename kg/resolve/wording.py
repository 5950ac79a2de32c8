"""How a passage puts an event: what tells a new event from one more word on an old one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg import seeds
from kg.grammar import words
from kg.model import EventFact, Span

_STEM = 5  # letters by which the words of a trigger are told apart: "agreed", "agreement"
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one telling.

    ``stems`` are those of its trigger, ``said`` those of its sentence, ``sentence`` the number of that. ``definite``
    tells whether a noun tells it as known ("the talks"), ``fresh`` as unknown ("a meeting"), ``further`` as one more
    ("a second round"), ``several`` as many, ``bare`` by a known noun alone ("the meeting", not "the G8 meeting");
    ``noun`` whether a noun tells it at all, ``somebody`` whether a verb does that has a noun as its subject, and
    ``verb`` which verb does.
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


def wordings(doc: Doc, told: Iterable[EventFact]) -> dict[Span, Wording]:
    """The wording of each event by its trigger."""
    starts = [s.start_char for s in doc.sents]
    return {fact.trigger: _wording(doc, fact, starts) for fact in told}


def _wording(doc: Doc, fact: EventFact, starts: list[int]) -> Wording:
    tokens = doc.char_span(fact.trigger.start, fact.trigger.end, alignment_mode="expand") or ()
    nouns = [t for t in tokens if t.pos_ in ("NOUN", "PROPN")]
    before = {c.lower_ for c in nouns[-1].children} if nouns else set()
    again = bool(nouns) and _is_it(nouns[-1])
    return Wording(
        bisect_right(starts, fact.trigger.start),
        frozenset(t.lemma_.lower()[:_STEM] for t in tokens if _tells(t)),
        _said(" ".join(doc.text[s.start : s.end] for s in fact.evidence)),
        again or bool(before & words("telling", "known")),
        not again and bool(before & words("telling", "new")),
        not again and bool(before & words("telling", "more")),
        bool(nouns) and nouns[-1].lemma_.lower() != nouns[-1].lower_,
        bool(nouns),
        bool(nouns) and _bare(nouns[-1]),
        not nouns and any(c.dep_ == "nsubj" and c.pos_ in ("NOUN", "PROPN") for t in tokens for c in t.children),
        next((t.lemma_.lower() for t in tokens if t.pos_ == "VERB"), ""),
    )


def _is_it(noun: Token) -> bool:
    """Whether a noun says what was told just before: "it was their third meeting"."""
    subjects = [c.lower_ for c in noun.children if c.dep_ == "nsubj"]
    return any(c.dep_ == "cop" for c in noun.children) and subjects in (["it"], ["this"], ["that"])


def _bare(noun: Token) -> bool:
    """Whether nothing but "the" or "that" stands with a noun."""
    beside = [c for c in noun.children if c.dep_ not in ("case", "punct", "nsubj", "cop", "acl:relcl")]
    return bool(beside) and all(c.lower_ in words("telling", "known") for c in beside)


def _tells(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN", "VERB", "ADJ") and token.lemma_.lower() not in words("light", "verbs")


def _said(text: str) -> frozenset[str]:
    return frozenset(w[: _STEM + 1] for w in re.findall(r"[a-z0-9]+", seeds.fold(text)) if len(w) >= _SHORTEST)
