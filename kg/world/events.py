"""Events across articles: which tellings are of one event, by type, people and states, time, place and words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg import seeds
from kg.model import EntityId
from kg.world.blocks import candidates
from kg.world.cluster import Groups, Link, join
from kg.world.decisions import Decisions
from kg.world.names import data
from kg.world.tellings import Sides, Telling
from kg.world.times import agreement, apart

SAME, DOUBT = 0.66, 0.56
"""From SAME two tellings are of one event; from DOUBT somebody should have a look."""
_MANY = 3  # agents from which a meeting is a gathering, of which articles name whom they please
_WEIGHTS = {"agents": 0.42, "time": 0.33, "place": 0.08, "words": 0.17}
_SPOKEN = {"agents": 0.35, "time": 0.22, "place": 0.03, "words": 0.4}
_SAID_ALIKE = {"Statement": 0.35}
_FEW = 3  # words of a passage, below which it is as if it had so many
_DONE_ALIKE = 0.12
"""Share of words in common without which two things said are two: more for statements than for other speech acts."""


@dataclass(slots=True)
class Pairs:
    """Pairs of tellings that are alike, by what they are evidence for."""

    same: list[Link[Telling]] = field(default_factory=list)
    realized: list[Link[Telling]] = field(default_factory=list)
    disputed: list[Link[Telling]] = field(default_factory=list)


def events(tellings: Iterable[Telling], sides: Sides, decisions: Decisions) -> tuple[Groups[Telling], Pairs]:
    """Which tellings are of one event; and the pairs in which one tells the plan, or the denial, of the other."""
    ordered = sorted(tellings, key=lambda t: t.key)
    found = Pairs()
    for one, other in candidates(ordered, sides):
        score, why = likeness(one, other, sides)
        if score >= DOUBT:
            _sort(one, other, score, why, found)
    found.same = [*_decided(ordered, decisions), *found.same]
    return join(ordered, found.same, lambda a, b: conflict(a, b, sides, decisions), SAME), found


def likeness(one: Telling, other: Telling, sides: Sides) -> tuple[float, tuple[str, ...]]:
    """How sure it is that two tellings are of one event, whatever its status, and the features that say so."""
    if one.family != other.family:
        return 0.0, ("types differ",)
    if one.round and other.round and one.round != other.round:
        return 0.0, (f"rounds differ: {one.round}, {other.round}",)
    agents, who = _agents(one, other, sides)
    time, day = agreement(one.when, other.when, ahead=_ahead(one, other))
    place, where = _places(one, other)
    words = _words(one, other)
    if not agents or not time or place < 0:
        return 0.0, (who if not agents else day if not time else where,)
    if one.speech and words < _SAID_ALIKE.get(one.fact.type, _DONE_ALIKE) and one.key[0] != other.key[0]:
        return 0.0, ("other things are said",)
    weights = _SPOKEN if one.speech else _WEIGHTS
    values = {"agents": (agents, who), "time": (time, day), "place": (place, where)}
    values["words"] = (min(1.0, 2 * words), f"{words:.0%} of the words in common")
    score = sum(weights[name] * value for name, (value, _) in values.items())
    if one.round and one.round == other.round:
        score += 0.1
        values["round"] = (1.0, f"both round {one.round}")
    return round(min(1.0, score), 3), tuple(f"{name} {value:.2f}: {told}" for name, (value, told) in values.items())


def _ahead(one: Telling, other: Telling) -> bool | None:
    """Whether they were told before they were to happen; what did not happen is told before and after."""
    stages = {one.stage, other.stage}
    return None if "denied" in stages or len(stages) > 1 else "ahead" in stages


def _agents(one: Telling, other: Telling, sides: Sides) -> tuple[float, str]:
    """How well the fillers of the roles agree; persons count for the states that they speak for."""
    ours, theirs = one.agents, other.agents
    roles = [role for role in one.roles if role in other.roles and role != "host"]
    if not roles or (one.family != "talks" and any(_other(one.roles[r], other.roles[r], sides) for r in roles)):
        return 0.0, "nobody in the same role"
    if ours == theirs:
        return (1.0 if _sides_of(ours, sides) > 1 else _lone(ours)), "the same people and states"
    matched, theirs_matched = _matched(ours, theirs, sides), _matched(theirs, ours, sides)
    if not matched:
        return 0.0, "nobody in common"
    left, right = _named(ours - matched), _named(theirs - theirs_matched)
    if left and right:
        share = len(matched) / max(len(ours), len(theirs))
        gathering = min(len(ours), len(theirs)) >= _MANY and share >= 0.5
        return (0.6 if gathering else 0.0), "each names people that the other does not"
    if _in_context(one, other, sides) or _in_context(other, one, sides):
        return 0.7, "a group called alike, in articles on the same states"
    fewer = min(ours, theirs, key=lambda agents: (_sides_of(agents, sides), sorted(agents)))
    if _sides_of(fewer, sides) == 1:
        return _lone(fewer), "one names only one side"
    if not _named(ours) or not _named(theirs):
        return 0.7, "one names a group for them"
    return 0.9, "one names fewer, or states instead of people"


def _in_context(vague: Telling, other: Telling, sides: Sides) -> bool:
    """Whether a group of no known state is called as one of the other telling, and its article is on those states."""
    groups = [a for a in vague.agents if a.startswith("group/") and not sides.get(a)]
    met = frozenset[str]().union(*(sides.get(a, frozenset()) for a in other.agents)) or other.context
    alike = any(_one_noun(a, b, sides) for a in groups for b in other.agents)
    return alike and len(vague.context & met) > 1


def _sides_of(agents: frozenset[str], sides: Sides) -> int:
    """How many sides are named; a group may be of several states."""
    groups = [a for a in agents if a.startswith("group/")]
    return len(agents) - len(groups) + sum(max(1, len(sides.get(g, ()))) for g in groups)


def _lone(agents: frozenset[str]) -> float:
    """What a single agent in common is worth."""
    return 0.62 if any(a.startswith("person/") for a in agents) else 0.45


def _other(ours: frozenset[str], theirs: frozenset[str], sides: Sides) -> bool:
    """Whether a role is filled by others; groups of no known state may be anybody."""
    vague = any(not sides.get(a) and a.startswith("group/") for a in (*ours, *theirs))
    return not vague and not _matched(ours, theirs, sides)


def _matched(ours: frozenset[str], theirs: frozenset[str], sides: Sides) -> frozenset[str]:
    """Those of ours that the other side names, too: themselves, or their state, or somebody of theirs."""
    return ours & theirs | {one for one in ours - theirs if _stands_for(one, theirs, sides)}


def _stands_for(one: str, theirs: frozenset[str], sides: Sides) -> bool:
    """Whether somebody, or some group, stands for one of those whom the other side names, or one of those for it."""
    wide = sides.get(one, frozenset())
    if one.startswith("person/"):
        theirs = frozenset(t for t in theirs if _rank(t) not in data()["nameless"])
        return bool(wide & theirs) or any(
            wide & sides.get(t, frozenset()) for t in theirs if not t.startswith("person/")
        )
    if one.startswith("group/"):
        named = _rank(one) not in data()["nameless"]
        theirs = frozenset(t for t in theirs if not _other_rank(one, t) and (named or not t.startswith("person/")))
    if one.startswith("group/") and len(wide) > 1:
        told = theirs.union(*(sides.get(t, frozenset()) for t in theirs))
        return len(wide & told) > 1 or any(_one_noun(one, t, sides) for t in theirs)  # of several states at least two
    return bool(wide & theirs) or any(
        {one, *wide} & sides.get(t, frozenset()) or _one_noun(one, t, sides) for t in theirs
    )


def _other_rank(one: str, other: str) -> bool:
    """Whether two groups are of people of another rank each, so that neither is the other: "experts", "ministers"."""
    ranks = [_rank(key) for key in (one, other)]
    return None not in ranks and ranks[0] != ranks[1]


def _rank(key: str) -> str | None:
    """The rank that the noun of a group tells, if it tells one."""
    noun = key.rpartition("-")[2]
    return next((group[0] for group in data()["ranks"] if noun in group), None) if key.startswith("group/") else None


def _one_noun(one: str, other: str, sides: Sides) -> bool:
    """Whether two groups are called by one noun, and of one of them nobody tells whose it is: "experts"."""
    groups = one.startswith("group/") and other.startswith("group/")
    vague = not sides.get(one) or not sides.get(other)
    return groups and vague and one.rpartition("-")[2] == other.rpartition("-")[2]


def _named(agents: Iterable[str]) -> list[str]:
    """Without groups, which another article may call by another word."""
    return [a for a in agents if not a.startswith("group/")]


def _places(one: Telling, other: Telling) -> tuple[float, str]:
    ours, theirs = _wide(one.fact.places), _wide(other.fact.places)
    if not ours or not theirs:
        return 0.5, "a place in one at most"
    if ours & theirs:
        return 1.0, f"both at {min(ours & theirs)}"
    kinds = {p.partition("/")[0] for p in ours} & {p.partition("/")[0] for p in theirs}
    return (-1.0, "places differ") if kinds & {"city", "state"} else (0.4, "places of other kinds")


def _wide(places: Iterable[EntityId]) -> frozenset[str]:
    known = seeds.all_seeds()
    own = frozenset(map(str, places))
    return own | {known[p].of or p for p in own if p in known}


def _words(one: Telling, other: Telling) -> float:
    """The share of the words of the shorter passage that the other has, too; a single word in common is no share."""
    return len(one.words & other.words) / max(_FEW, min(len(one.words), len(other.words)))


def _sort(one: Telling, other: Telling, score: float, why: tuple[str, ...], found: Pairs) -> None:
    stages = {one.stage, other.stage}
    if len(stages) == 1:
        if one.key[0] != other.key[0]:
            found.same.append(Link(one, other, score, why, _is_weak(one, other)))
    elif one.fact.type == "Statement":
        return  # what is said again is said again
    elif stages == {"done", "ahead"}:
        done, ahead = (one, other) if one.stage == "done" else (other, one)
        found.realized.append(Link(done, ahead, score, why, True))
    elif "ahead" not in stages:
        found.disputed.append(Link(one, other, score, why))


def _is_weak(one: Telling, other: Telling) -> bool:
    """Whether a telling could be of several events: it names no day, or one side only."""
    return not (one.when.exact and other.when.exact) or min(len(one.agents), len(other.agents)) < 2


def _decided(ordered: Sequence[Telling], decisions: Decisions) -> Iterator[Link[Telling]]:
    by_place: dict[str, list[Telling]] = defaultdict(list)
    if decisions.same:
        for telling in ordered:
            by_place[telling.key[1]].append(telling)
    for one, other in decisions.same:
        ours, theirs = ([t for t in by_place[r[1]] if decisions.means(r, t.key)] for r in (one, other))
        yield from (Link(a, b, 1.0, ("decided: the same",)) for a in ours for b in theirs if a is not b)


def conflict(ours: Sequence[Telling], theirs: Sequence[Telling], sides: Sides, decisions: Decisions) -> str:
    """Why two groups of tellings are of different events, or nothing."""
    if decisions.verdicts:
        verdict = decisions.verdict([t.key for t in ours], [t.key for t in theirs])
        if verdict is not None:
            return "" if verdict == "same" else "decided: different"
    for a in ours:
        for b in theirs:
            if apart(a.when, b.when):
                return "days differ"
            if a.round and b.round and a.round != b.round:
                return "rounds differ"
            if a.family == "talks" and min(len(a.agents), len(b.agents)) > 1 and not _agents(a, b, sides)[0]:
                return "other people met"
            if _places(a, b)[0] < 0:
                return "places differ"
    return ""
