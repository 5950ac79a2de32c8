"""One article's telling of an event, with what helps to know the event again in another article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kg import seeds
from kg.grammar import words
from kg.model import EntityId, EventFact, Facts
from kg.ontology import is_a
from kg.world.decisions import place
from kg.world.names import data, words_of
from kg.world.times import When, when
from kg.world.told import Key, document

_STAGES = {
    "Occurred": "done", "Ongoing": "done", "Planned": "ahead", "Proposed": "ahead", "Cancelled": "ahead",
    "Alleged": "alleged", "Negated": "denied",
}  # fmt: skip
_STEM = 6  # letters by which words are told apart: "negotiators", "negotiated"
_SHORTEST = 4
_BESIDE = 25  # characters beside a trigger in which its own number stands
_SPAN = 3  # words between an ordinal and what it numbers

Sides = Mapping[str, frozenset[str]]
"""The states that a person, body or group stands for."""


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """An event of one article. ``roles`` maps a role to its fillers, ``words`` are stems of what the passages say.

    ``stage`` is done, ahead, alleged or denied; ``family`` the type, or "talks"; ``round`` the number of a round;
    ``context`` the states that meet in the article, where a group tells no state of its own;
    ``another`` whether it denies another than those told before: "no further meetings".
    """

    key: Key
    fact: EventFact
    when: When
    family: str
    stage: str
    roles: Mapping[str, frozenset[str]]
    words: frozenset[str]
    round: int | None = None
    group: str = ""
    own: str = ""
    context: frozenset[str] = frozenset()
    another: bool = False

    @property
    def agents(self) -> frozenset[str]:
        """All that fill a role."""
        return frozenset().union(*self.roles.values()) if self.roles else frozenset()

    @property
    def speech(self) -> bool:
        """Whether it is something done by saying it."""
        return is_a(self.fact.type, "SpeechAct")


def telling(facts: Facts, event: EventFact, day: int | None, own: str = "", group: str = "") -> Telling:
    """The telling of an event; ``own`` is the IRI suffix that it would have alone, ``group`` that of its copies."""
    text = " ".join(facts.article.text[s.start : s.end] for s in event.evidence)
    said = stems(text)
    if is_a(event.type, "SpeechAct"):
        said -= frozenset().union(*(stems(name) for name in _names(event, facts)))
    return Telling(
        (document(facts), place(event.trigger)), event, when(event.time, day), family(event.type),
        _STAGES[event.status], _roles(event.roles), said, _round(event, facts), group or document(facts), own,
        another=_is_another(event, facts),
    )  # fmt: skip


def in_context(row: Sequence[Telling], sides: Sides) -> list[Telling]:
    """The tellings of an article, those of groups of no known state with the states that it tells to have met."""
    talks = [t for t in row if t.family == "talks"]
    met = frozenset[str]().union(*(sides.get(a, frozenset()) for t in talks for a in t.agents))
    vague = [t for t in talks if any(a.startswith("group/") and not sides.get(a) for a in t.agents)]
    return [replace(t, context=met) if t in vague else t for t in row]


def _names(event: EventFact, facts: Facts) -> Iterator[str]:
    """What those are called who fill the roles: that two passages name them says nothing of what they tell."""
    fillers = {filler for _, filler in event.roles}
    for entity in facts.entities:
        if entity.id in fillers:
            yield from (entity.label, *entity.aliases)


def _is_another(event: EventFact, facts: Facts) -> bool:
    beside = facts.article.text[max(0, event.trigger.start - _BESIDE) : event.trigger.end]
    return event.status == "Negated" and bool(
        words("status", "another") & {w.lower() for w in re.findall(r"\w+", beside)}
    )


def family(kind: str) -> str:
    """What types are one for."""
    return "talks" if kind in words("events", "talks") else kind


def _roles(roles: Iterable[tuple[str, EntityId]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for role, filler in roles:
        found.setdefault(role, set()).add(filler)
    return {role: frozenset(fillers) for role, fillers in sorted(found.items())}


@lru_cache(1 << 14)
def stems(text: str) -> frozenset[str]:
    """The words of a passage that say something, cut so that their forms agree."""
    found = re.findall(r"[a-z0-9]+", seeds.fold(text))
    return frozenset(w[:_STEM] for w in found if len(w) >= _SHORTEST and w not in words_of("hollow"))


def _round(event: EventFact, facts: Facts) -> int | None:
    """The number in "the second round of talks", where the passages tell one."""
    if family(event.type) != "talks" or _told_as_later(event, facts):
        return None
    text = facts.article.text
    beside = _numbers(text[max(0, event.trigger.start - _BESIDE) : event.trigger.end])
    beside = beside or _numbers(text[event.trigger.start : event.trigger.end + _BESIDE])
    found = beside or _numbers(" ".join(text[s.start : s.end] for s in event.evidence))
    return found.pop() if len(found) == 1 else None


def _told_as_later(event: EventFact, facts: Facts) -> bool:
    """Whether its word tells an earlier event, whose the number is: "met first in May and again in July"."""
    before = [
        o.time.value for o in facts.events if o is not event and o.trigger.start == event.trigger.start and o.time
    ]
    return event.time is not None and any(day < event.time.value for day in before)


def _numbers(text: str) -> set[int]:
    """The numbers of the rounds that a text speaks of."""
    told = re.findall(r"\w+", text.lower())
    return {
        number
        for at, word in enumerate(told)
        if (number := _ordinals().get(word)) is not None and words_of("rounds") & set(told[at + 1 : at + 1 + _SPAN])
    }


@cache
def _ordinals() -> dict[str, int]:
    return {word: n for n, group in enumerate(data()["ordinals"], 1) for word in group}
