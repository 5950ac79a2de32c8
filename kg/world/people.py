"""People across articles: who of all that bear like names is one, judged by name, state, office and time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.world.cluster import Groups, Link, join, pairs
from kg.world.decisions import Decisions
from kg.world.names import Likeness, Name, compare, parse, skeleton
from kg.world.told import Key, Told

SAME, DOUBT = 0.78, 0.6
"""From SAME two names are one person; from DOUBT somebody should have a look."""
_YEAR = 365
_RARE = 3  # words of a name that hardly two people share
_LIFE, _CAREER, _TERM = 45, 25, 3  # years
_MAIN = 4  # a sense in so many articles takes in one told in a single article with another state


@dataclass(eq=False, slots=True)
class Bearer:
    """All that bear one name and, as far as states and times tell, are one; ``pin`` where a decision sets it apart."""

    name: Name
    number: int = 0
    told: list[Told] = field(default_factory=list)
    pin: Key | None = None

    @property
    def order(self) -> tuple[tuple[str, ...], str, int, Key]:
        """What sorts it, the same in every build."""
        return (self.name.words, self.name.generation, self.number, self.pin or ("", ""))

    @property
    def states(self) -> frozenset[str]:
        """The states that the texts say they serve."""
        return frozenset().union(*(t.states for t in self.told))

    @property
    def guessed(self) -> frozenset[str]:
        """The states that context suggests."""
        return frozenset().union(*(t.guessed for t in self.told))

    @property
    def offices(self) -> frozenset[tuple[str, str]]:
        """Titles, each with whose it is."""
        return frozenset().union(*(t.offices for t in self.told))

    @property
    def days(self) -> tuple[int, int] | None:
        """The first and the last day on which an article told of them."""
        known = [t.day for t in self.told if t.day is not None]
        return (min(known), max(known)) if known else None


def people(told: Iterable[Told], decisions: Decisions) -> tuple[list[Bearer], Groups[Bearer]]:
    """The bearers of names, and which of them are one."""
    by_name: dict[Name, list[Told]] = defaultdict(list)
    pinned: list[Bearer] = []
    for one in sorted(told, key=lambda t: t.order):
        name = parse(one.label)
        if decisions.pins(one.key):
            pinned.append(Bearer(name, 0, [one], one.key))
        else:
            by_name[name].append(one)
    bearers = [b for name, group in by_name.items() for b in _senses(name, group)] + pinned
    bearers.sort(key=lambda b: b.order)
    links = _links(bearers, decisions)
    return bearers, join(bearers, links, lambda a, b: _conflict(a, b, decisions), SAME)


def likeness(one: Bearer, other: Bearer) -> tuple[float, tuple[str, ...], Likeness]:
    """How sure it is that two bearers are one, from 0 to 1, and the features that say so, each with its weight."""
    names = _compared(one.name, other.name)
    if names.kind == "none":
        return 0.0, (f"name 0: {names.why}",), names
    features = [(names.score, f"name: {names.why}"), *_context(one, other)]
    score = round(min(1.0, max(0.0, sum(weight for weight, _ in features))), 3)
    return score, tuple(f"{told} ({weight:+.2f})" for weight, told in features), names


@lru_cache(1 << 17)
def _compared(one: Name, other: Name) -> Likeness:
    return compare(one, other)


def _context(one: Bearer, other: Bearer) -> Iterable[tuple[float, str]]:
    states, others = one.states, other.states
    if shared := one.offices & other.offices:
        office, of = min(shared)
        yield (0.15 if of else 0.08), f"both {office}{f' of {of}' if of else ''}"
    elif titles := _titles(one.offices) & _titles(other.offices):
        yield 0.1, f"both {min(titles)}"
    if names_are_rare(one.name, other.name):
        yield 0.1, "a name of three words"
    if shared_states := (states | one.guessed) & (others | other.guessed):
        yield 0.1, f"both serve {min(shared_states)}"
    elif states and others:
        yield -0.4, f"one serves {min(states)}, the other {min(others)}"
    yield from _times(one.days, other.days)


def names_are_rare(one: Name, other: Name) -> bool:
    """Whether two equal names are so long that hardly two people of the news bear them."""
    return one.words == other.words and len([w for w in one.words if len(w) > 1]) >= _RARE


def _titles(offices: Iterable[tuple[str, str]]) -> set[str]:
    return {office for office, _ in offices}


def _times(one: tuple[int, int] | None, other: tuple[int, int] | None) -> Iterable[tuple[float, str]]:
    if one is None or other is None:
        return
    years = max(0, one[0] - other[1], other[0] - one[1]) / _YEAR
    told = f"told of {years:.0f} years apart"
    if years > _LIFE:
        yield -0.5, told
    elif years > _CAREER:
        yield -0.12, told
    elif years <= _TERM:
        yield 0.03, "told of in the same years"


def _senses(name: Name, group: list[Told]) -> list[Bearer]:
    """The bearers of one name: those with a state in common together, and those without one where they fit best."""
    found: list[Bearer] = []
    for one in sorted((t for t in group if t.states), key=lambda t: t.order):
        fits = [b for b in found if _agree(b, one) and _near(b, one)]
        bearer = Bearer(name, 0, [one])
        for other in fits:
            bearer.told += other.told
            found.remove(other)
        found.append(bearer)
    found = _without_strays(found)
    for one in (t for t in group if not t.states):
        near = [b for b in found if _near(b, one)]
        best = max(near, key=lambda b: (bool(b.states & one.guessed), -_away(b, one), len(b.told)), default=None)
        if best is None:
            found.append(Bearer(name, 0, [one]))
        else:
            best.told.append(one)
    found.sort(key=lambda b: min(t.order for t in b.told))
    for number, bearer in enumerate(found):
        bearer.number = number
        bearer.told.sort(key=lambda t: t.order)
    return found


def _agree(bearer: Bearer, one: Told) -> bool:
    """Whether they serve a state in common."""
    return bool((bearer.states | bearer.guessed) & one.states or bearer.states & one.guessed)


def _without_strays(found: list[Bearer]) -> list[Bearer]:
    """A single article that gives somebody another state is rather wrong than about somebody else.

    That is so of a much told person, and of one whose name hardly two people bear, with the same title.
    """
    main = max(found, key=lambda b: (len(b.told), b.order, b.told[0].order), default=None)
    strays = [b for b in found if main is not None and b is not main and _is_stray(b, main)]
    for stray in strays:
        assert main is not None
        main.told += stray.told
    return [b for b in found if b not in strays]


def _is_stray(bearer: Bearer, main: Bearer) -> bool:
    if len(bearer.told) > 1 or not _near(main, bearer.told[0]):
        return False
    rare = names_are_rare(bearer.name, main.name) and _away(main, bearer.told[0]) <= _TERM * _YEAR
    return len(main.told) >= _MAIN or (rare and bool(_titles(bearer.offices) & _titles(main.offices)))


def _near(bearer: Bearer, one: Told) -> bool:
    return _away(bearer, one) <= _LIFE * _YEAR


def _away(bearer: Bearer, one: Told) -> int:
    days = bearer.days
    return 0 if days is None or one.day is None else max(0, days[0] - one.day, one.day - days[1])


def _links(bearers: Sequence[Bearer], decisions: Decisions) -> list[Link[Bearer]]:
    links = [Link(a, b, 1.0, (f"decided: {why}",)) for a, b, why in _decided(bearers, decisions)]
    counted = _surnames(bearers)
    for one, other in pairs(_blocks(bearers).values(), lambda b: b.order):
        score, why, names = likeness(one, other)
        if names.kind in ("surname", "first") and counted[min(one, other, key=lambda b: len(b.name.words))] == 1:
            more, reasons = _alone(one, other)
            score, why = round(min(1.0, score + more), 3), (*why, *reasons)
        if score >= DOUBT - 0.1:
            links.append(Link(one, other, score, why, names.kind in ("part", "initials", "surname", "first")))
    return links


def _alone(one: Bearer, other: Bearer) -> tuple[float, tuple[str, ...]]:
    """What it is worth that nobody else bears a surname: more where both are told of beside the same people."""
    found = [(0.14, "nobody else has that surname")]
    states = [b.states | b.guessed | frozenset().union(*(t.spoken_of for t in b.told)) for b in (one, other)]
    if shared := states[0] & states[1]:
        found.append((0.05, f"both where {min(shared)} is spoken of"))
    company = [frozenset().union(*(t.beside for t in b.told)) - {b.name.words[-1]} for b in (one, other)]
    if known := company[0] & company[1]:
        found.append((0.05, f"both beside {min(known)}"))
    return sum(w for w, _ in found), tuple(f"{told} ({w:+.2f})" for w, told in found)


def _blocks(bearers: Sequence[Bearer]) -> dict[object, list[Bearer]]:
    """Bearers by each word of their names, and by two words where words are common."""
    blocks: dict[object, list[Bearer]] = defaultdict(list)
    for bearer in bearers:
        codes = sorted({skeleton(w) for w in bearer.name.words if len(w) > 1})
        for n, code in enumerate(codes):
            blocks[code].append(bearer)
            for other in codes[n + 1 :]:
                blocks[code, other].append(bearer)
        joined = skeleton("".join(bearer.name.words))
        blocks["joined", joined].append(bearer)
    return blocks


def _surnames(bearers: Sequence[Bearer]) -> dict[Bearer, int]:
    """How many bearers of longer names a bearer of one word could be."""
    longer: dict[str, list[Bearer]] = defaultdict(list)
    for bearer in bearers:
        for word in {bearer.name.words[-1], bearer.name.words[0]} if len(bearer.name.words) > 1 else ():
            longer[skeleton(word)].append(bearer)
    return {
        b: len([o for o in longer[skeleton(b.name.words[0])] if compare(b.name, o.name).kind != "none"])
        for b in bearers
        if len(b.name.words) == 1
    }


def _decided(bearers: Sequence[Bearer], decisions: Decisions) -> Iterable[tuple[Bearer, Bearer, str]]:
    """Pairs that a decision makes one."""
    for one, other in decisions.same:
        ours = [b for b in bearers if any(decisions.means(one, t.key) for t in b.told)]
        theirs = [b for b in bearers if any(decisions.means(other, t.key) for t in b.told)]
        yield from ((a, b, "the same") for a in ours for b in theirs if a is not b)


def _conflict(ours: Sequence[Bearer], theirs: Sequence[Bearer], decisions: Decisions) -> str:
    """Why two groups of bearers are different people, or nothing."""
    if decisions.verdicts:
        keys = [[t.key for b in group for t in b.told] for group in (ours, theirs)]
        if (verdict := decisions.verdict(*keys)) is not None:
            return "" if verdict == "same" else "decided: different"
    anchors = [{t.anchor for b in group for t in b.told if t.anchor} for group in (ours, theirs)]
    if anchors[0] and anchors[1] and not anchors[0] & anchors[1]:
        return "the gazetteer tells them apart"
    for a in ours:
        for b in theirs:
            if len(a.name.words) > 1 < len(b.name.words) and (found := _compared(a.name, b.name)).kind == "none":
                return found.why
    if not anchors[0] & anchors[1]:
        return _states_differ(ours, theirs)
    return ""


def _states_differ(ours: Sequence[Bearer], theirs: Sequence[Bearer]) -> str:
    sure = [frozenset().union(*(b.states for b in group)) for group in (ours, theirs)]
    wide = [s.union(*(b.guessed for b in group)) for s, group in zip(sure, (ours, theirs), strict=True)]
    titles = [_titles(o for b in group for o in b.offices) for group in (ours, theirs)]
    single = min(sum(len(b.told) for b in group) for group in (ours, theirs)) == 1
    rare = single and any(names_are_rare(a.name, b.name) for a in ours for b in theirs) and titles[0] & titles[1]
    if sure[0] and sure[1] and not wide[0] & wide[1] and not rare:
        return f"they serve {min(sure[0])} and {min(sure[1])}"
    return ""
