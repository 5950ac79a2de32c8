"""Which tellings are compared at all: those that share type, an agent or its state, and a day.

Where one of two tells no day, a month will do. So each is compared with few, and the time taken grows with the number
of tellings, not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from kg.world.tellings import Sides, Telling

_LARGEST = 120  # tellings in a block: so many of one type, agent and day are told apart by more than these
_YEAR = 12

Key = tuple[str, str, int]
"""Family of types, agent, and day or month."""


def candidates(ordered: Sequence[Telling], sides: Sides) -> Iterator[tuple[Telling, Telling]]:
    """Pairs that are worth comparing, each once, sorted."""
    seen: set[tuple[int, int]] = set()
    for block in _small(_by_day(ordered, sides), ordered):
        seen.update(combinations(block, 2))
    for vague, block in _by_month(ordered, sides):
        seen.update((min(a, b), max(a, b)) for a in vague for b in block if a != b)
    for a, b in sorted(seen):
        yield ordered[a], ordered[b]


def _by_day(ordered: Sequence[Telling], sides: Sides) -> list[list[int]]:
    """Tellings that name a day, by it and each of their agents. Lone ones take no list: most are."""
    first: dict[Key, int] = {}
    blocks: dict[Key, list[int]] = {}
    for n, telling in enumerate(ordered):
        if telling.when.exact and telling.when.first is not None:
            for agent in _agents(telling, sides):
                key = (telling.family, agent, telling.when.first)
                before = first.setdefault(key, n)
                if before != n:
                    blocks.setdefault(key, [before]).append(n)
    return list(blocks.values())


def _by_month(ordered: Sequence[Telling], sides: Sides) -> Iterator[tuple[list[int], list[int]]]:
    """Tellings that name no day, each with those of any kind of the same agent and month."""
    vague: dict[Key, list[int]] = defaultdict(list)
    for n, telling in enumerate(ordered):
        if not telling.when.exact:
            for key in _months(telling, sides):
                vague[key].append(n)
    blocks: dict[Key, list[int]] = {key: list(members) for key, members in vague.items()}
    for n, telling in enumerate(ordered):
        if telling.when.exact:
            for key in _months(telling, sides):
                if key in blocks:
                    blocks[key].append(n)
    for key, block in blocks.items():
        for part in _small([block], ordered):
            members = set(part)
            yield [n for n in vague[key] if n in members], part


def _small(blocks: Iterable[list[int]], ordered: Sequence[Telling]) -> Iterator[list[int]]:
    """Blocks of bearable size; a larger one is split by the agents and the words that its tellings share besides."""
    for block in blocks:
        if 1 < len(block) <= _LARGEST:
            yield block
        elif len(block) > 1:
            finer: dict[object, list[int]] = defaultdict(list)
            for n in block:
                finer[ordered[n].agents].append(n)
                for word in ordered[n].words:
                    finer[word].append(n)
            yield from (part for part in finer.values() if 1 < len(part) <= _LARGEST)


def _agents(telling: Telling, sides: Sides) -> list[str]:
    """Agents, the states for which they stand, and what groups that meet are called."""
    nouns = {a.rpartition("-")[2] for a in telling.agents if telling.family == "talks" and a.startswith("group/")}
    return sorted(telling.agents.union(nouns, *(sides.get(agent, frozenset()) for agent in telling.agents)))


def _months(telling: Telling, sides: Sides) -> Iterator[Key]:
    for month in _span(telling):
        for agent in _agents(telling, sides):
            yield telling.family, agent, month


def _span(telling: Telling) -> Iterable[int]:
    """Months, counted from year 0, in which an event may lie; without any time told those around its telling."""
    when = telling.when
    if when.first is not None and when.last is not None:
        first, last = _month(when.first), _month(when.last)
        return range(first, min(last, first + _YEAR) + 1)
    if when.told is None:
        return (0,)
    told = _month(when.told)
    return (told, told + 1, told + 2) if telling.stage == "ahead" else (told - 1, told)


def _month(day: int) -> int:
    found = date.fromordinal(day)
    return found.year * _YEAR + found.month
