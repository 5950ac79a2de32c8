"""What one article tells of an entity, as far as it helps to know it again in another article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from kg import seeds
from kg.model import Entity, EntityId, Facts, TenureFact
from kg.ontology import is_a

SURE = 0.85
"""Confidence of a tenure from which its state counts as told, and below which as guessed."""
_SPOKEN_OF = 2  # states that an article speaks of most

Key = tuple[str, str]
"""A document (16 hex digits of its text's digest) and the id that an entity has there."""


@dataclass(frozen=True, slots=True)
class Told:
    """An entity of one article. ``day`` counts from year 1; ``offices`` pairs a title with whose it is.

    ``states`` are those whom the person serves, or whom the body belongs to, as the text says; ``guessed`` those that
    were taken from around it; ``spoken_of`` those that the article speaks of most. ``holders`` are the people told to
    hold an office of the body, ``beside`` the surnames of the people told of in the same article.
    """

    key: Key
    type: str
    label: str
    forms: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()
    guessed: frozenset[str] = frozenset()
    offices: frozenset[tuple[str, str]] = frozenset()
    holders: frozenset[str] = frozenset()
    spoken_of: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    day: int | None = None
    seed: str | None = None
    anchor: str | None = None

    @property
    def order(self) -> tuple[str, str, str]:
        """What sorts it, the same in every build."""
        return (self.label, *self.key)


def document(facts: Facts) -> str:
    """The short name of an article's document."""
    return facts.article.sha256[:16]


def told(facts: Facts, day: date | None) -> Iterator[Told]:
    """The entities of an article. ``day`` is when it was written."""
    owners = {e.id: owner(e) for e in facts.entities}
    spoken = _spoken_of(facts)
    surnames = frozenset(seeds.fold(e.label).rpartition(" ")[2] for e in facts.entities if e.type == "Person")
    held: dict[EntityId, list[TenureFact]] = defaultdict(list)
    holders: dict[EntityId, set[str]] = defaultdict(set)
    for tenure in facts.tenures:
        held[tenure.holder].append(tenure)
        if tenure.of is not None:
            holders[tenure.of].add(tenure.holder)
    name, when = document(facts), day.toordinal() if day else None
    for entity in facts.entities:
        sure, guessed = _states(held.get(entity.id, ()), owners)
        own = owners[entity.id] if entity.type != "Person" else None
        yield Told(
            (name, entity.id), entity.type, entity.label, entity.aliases, _once(sure | {own} if own else sure),
            _once(guessed - sure), _once(frozenset((t.office, t.of or "") for t in held.get(entity.id, ()))),
            _once(frozenset(holders.get(entity.id, ()))), spoken, surnames, when,
            entity.id if entity.id in seeds.all_seeds() else None,
        )  # fmt: skip


@lru_cache(1 << 14)
def _once(few: frozenset[Any]) -> frozenset[Any]:
    """The same set for equal ones: most are told of many, and a set takes more room than what is in it."""
    return few


def _states(tenures: Iterable[TenureFact], owners: dict[EntityId, str | None]) -> tuple[frozenset[str], frozenset[str]]:
    """The states that tenures tell for sure, and those that they guess."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for tenure in tenures:
        state = owners.get(tenure.of) if tenure.of is not None else None
        if state is not None:
            found[tenure.confidence >= SURE].add(state)
    return frozenset(found[True]), frozenset(found[False])


def _spoken_of(facts: Facts) -> frozenset[str]:
    states = Counter({e.id: len(e.mentions) for e in facts.entities if e.type == "State"})
    ordered = sorted(states, key=lambda key: (-states[key], key))
    return frozenset(map(str, ordered[:_SPOKEN_OF]))


def owner(entity: Entity) -> str | None:
    """The state that an entity is or belongs to, as far as it tells.

    >>> owner(Entity(EntityId("organization/x"), "GovernmentBody", "Iranian Foreign Ministry"))
    'state/irn'
    """
    if entity.type == "State":
        return entity.id
    if entity.of is not None:
        return _state_of(entity.of)
    known = seeds.all_seeds().get(entity.id)
    if known is not None:
        return known.of if known.of and known.of.startswith("state/") else None
    return seeds.split_owner(entity.label)[1] if is_a(entity.type, "Organization") else None


def states_of_group(label: str) -> frozenset[str]:
    """The states that the name of a group tells.

    >>> sorted(states_of_group("American and Iranian ambassadors"))
    ['state/irn', 'state/usa']
    """
    words = re.findall(r"[\w.'’-]+", label)
    pairs = [" ".join(words[n : n + 2]) for n in range(len(words))]
    found = (seeds.state_of_adjective(w) or seeds.state_of_people(w) for w in (*words, *pairs))
    return frozenset(seed.id for seed in found if seed is not None)


def _state_of(key: str) -> str | None:
    if key.startswith("state/"):
        return key
    known = seeds.all_seeds().get(key)
    return known.of if known is not None and known.of and known.of.startswith("state/") else None
