"""Offices in time: what the articles together say of who held what, and when that was told.

An article that leaves out whose minister somebody is, or guesses it from around, learns it from one that tells. Where
an article names only the office ("the Iraqi foreign minister"), its holder of that time is meant.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg import seeds
from kg.grammar import national
from kg.model import EntityId, EventFact, TenureFact
from kg.world.record import Held
from kg.world.told import SURE

_SLACK = 120  # days before the first and after the last telling in which a holder may still be meant
WITHIN, NEAR = 0.75, 0.6
"""How sure it is that the unnamed holder of an office is who was told to hold it: in that time, or near it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A tenure that an article tells, between entities of the world; ``day`` counts from year 1."""

    document: str
    tenure: TenureFact
    day: int | None


@dataclass(frozen=True, slots=True)
class Guess:
    """The person whom an office without a name stands for, how sure that is, and why."""

    person: EntityId
    sure: float
    why: str


def agreed(told: Sequence[Telling]) -> list[TenureFact]:
    """The tenures, in the same order, with the owner and the post that other articles tell for sure."""
    owners: dict[tuple[EntityId, str], Counter[EntityId]] = defaultdict(Counter)
    posts: dict[tuple[EntityId, str], Counter[EntityId]] = defaultdict(Counter)
    for one in told:
        tenure = one.tenure
        if tenure.of is not None and tenure.confidence >= SURE:
            owners[tenure.holder, tenure.office][tenure.of] += 1
        if tenure.posted_to is not None:
            posts[tenure.holder, tenure.office][tenure.posted_to] += 1
    return [_agreed(one.tenure, owners, posts) for one in told]


def _agreed(
    tenure: TenureFact,
    owners: Mapping[tuple[EntityId, str], Counter[EntityId]],
    posts: Mapping[tuple[EntityId, str], Counter[EntityId]],
) -> TenureFact:
    key = (tenure.holder, tenure.office)
    sure = owners.get(key, Counter())
    if len(sure) == 1 and (tenure.of is None or (tenure.confidence < SURE and tenure.of not in sure)):
        tenure = replace(tenure, of=next(iter(sure)), rule=f"{tenure.rule}, owner told elsewhere")
    posted = posts.get(key, Counter())
    if tenure.posted_to is None and len(posted) == 1:
        tenure = replace(tenure, posted_to=next(iter(posted)))
    return tenure


def key_of(tenure: TenureFact) -> tuple[object, ...]:
    """What the IRI of a tenure is made of."""
    return (tenure.holder, tenure.office, tenure.of, tenure.posted_to, tenure.former)


def held(told: Iterable[tuple[TenureFact, int | None]]) -> tuple[Held, ...]:
    """The first and the last day on which each tenure was told."""
    days: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for tenure, day in told:
        if day is not None:
            days[key_of(tenure)].append(day)
    found = [Held(key, date.fromordinal(min(d)), date.fromordinal(max(d))) for key, d in days.items()]
    return tuple(sorted(found, key=lambda h: tuple(map(str, h.key))))


class Holders:
    """Who was told to hold which office, when."""

    def __init__(self, told: Iterable[tuple[TenureFact, int | None]]) -> None:
        self._by_office: dict[tuple[str, EntityId], dict[EntityId, list[int]]] = defaultdict(lambda: defaultdict(list))
        for tenure, day in told:
            if tenure.of is not None and not tenure.former and tenure.confidence >= SURE and day is not None:
                self._by_office[_title(tenure.office), tenure.of][tenure.holder].append(day)

    def at(self, title: str, of: EntityId, day: int | None) -> Guess | None:
        """The one holder known for that day, if there is just one. Only of offices of which a state has one."""
        if day is None or not (of.startswith("state/") and national(title)):
            return None
        found = []
        for person, days in sorted(self._by_office.get((_title(title), of), {}).items()):
            first, last = min(days), max(days)
            if first - _SLACK <= day <= last + _SLACK:
                told = f"told to be {title} of {of} from {date.fromordinal(first)} to {date.fromordinal(last)}"
                found.append(Guess(person, WITHIN if first <= day <= last else NEAR, told))
        return found[0] if len(found) == 1 else None


def _title(office: str) -> str:
    known = seeds.titles().get(seeds.fold(office))
    return seeds.fold(known.label if known else office)


def named(
    event: EventFact, holders: Holders, day: int | None, allowed: Callable[[EntityId], bool]
) -> tuple[EventFact, list[Guess]]:
    """An event with the holders of the offices that it names without a name, as far as they are known and allowed."""
    guesses: list[Guess] = []
    roles = list(event.roles)
    for role, of, title in event.unnamed:
        guess = holders.at(title, of, day)
        if guess is not None and (role, of) in roles and allowed(guess.person):
            roles[roles.index((role, of))] = (role, guess.person)
            guesses.append(guess)
    if not guesses:
        return event, []
    sure = min(g.sure for g in guesses)
    return replace(event, roles=tuple(dict.fromkeys(roles)), confidence=round(event.confidence * sure, 2)), guesses


def sides(told: Iterable[TenureFact], known: Mapping[EntityId, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The states for which people and bodies stand: by their offices, or as ``known`` of bodies and groups."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for tenure in told:
        if tenure.of is not None:
            states = {str(tenure.of)} if tenure.of.startswith("state/") else known.get(tenure.of, frozenset())
            counted[tenure.holder].update(dict.fromkeys(states, 3 if tenure.confidence >= SURE else 1))
    found = {who: frozenset(s for s, n in c.items() if 2 * n >= max(c.values())) for who, c in counted.items() if c}
    return {**{str(key): states for key, states in known.items()}, **found}
