"""From tellings of one event to one event: its type, status, people and time; what it realizes, and who disputes it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.model import EntityId, EventFact, Time
from kg.world.cluster import Link
from kg.world.events import DOUBT
from kg.world.ids import event_label, is_shared
from kg.world.record import Dispute
from kg.world.spoken import Denial, speakers, wide
from kg.world.tellings import Sides, Telling

_CERTAIN = 0.6  # likeness from which a plan is of what came about
_EXACT = 10
_SHARE = 3


def united(tellings: Sequence[Telling], sides: Sides, label: Callable[[EntityId], str]) -> dict[Telling, EventFact]:
    """Each telling of one event in terms of all: one id, label, type, status, time and confidence; its own evidence."""
    if len(tellings) == 1:
        (only,) = tellings
        return {only: replace(only.fact, id=only.own, label=event_label(only.fact, label))}
    ordered = sorted(tellings, key=lambda t: t.key)
    facts = [t.fact for t in ordered]
    roles = tuple(sorted({r for f in facts for r in f.roles}))
    whole = replace(
        facts[0], type=_most(f.type for f in facts), status=_status(ordered), time=_time(facts),
        roles=_specific(roles, roles, sides), id=_id(ordered), confidence=max(f.confidence for f in facts),
    )  # fmt: skip
    told = event_label(replace(whole, roles=_agreed(facts, roles, sides)), label)
    return {
        t: replace(
            t.fact, type=whole.type, status=whole.status, time=whole.time if t.fact.time else None, id=whole.id,
            roles=_specific(t.fact.roles, roles, sides), label=told, confidence=whole.confidence,
        )
        for t in ordered
    }  # fmt: skip


def _agreed(
    facts: Sequence[EventFact], every: Sequence[tuple[str, EntityId]], sides: Sides
) -> tuple[tuple[str, EntityId], ...]:
    """The roles that name an event: those told at least a third as often as the one told most."""
    told = Counter(role for f in facts for role in _specific(f.roles, every, sides))
    most = max(told.values(), default=0)
    often = [role for role, times in told.items() if _SHARE * times >= most]
    return tuple(sorted(role for role in often if not any(_says_less(role, other) for other in often)))


def _says_less(one: tuple[str, EntityId], other: tuple[str, EntityId]) -> bool:
    """Whether two groups are called by one noun, the first by less of the words: "experts", "Kenyan experts"."""
    (a, b) = (filler.rpartition("/")[2].split("-")[1:] for _, filler in (one, other))
    groups = one[0] == other[0] and one[1].startswith("group/") and other[1].startswith("group/")
    return groups and a[-1:] == b[-1:] and set(a) < set(b)


def _most(values: Iterable[str]) -> str:
    counted = Counter(values)
    return min(counted, key=lambda v: (-counted[v], v))


def _id(tellings: Sequence[Telling]) -> str:
    """Of the ids that the tellings would have alone the one of most, those first that tell what the event is."""
    counted = Counter(t.own for t in tellings)
    shared = {t.own: is_shared(t.fact) for t in tellings}
    return min(counted, key=lambda own: (not shared[own], -counted[own], own))


def _status(tellings: Sequence[Telling]) -> str:
    """What the evidence comes to: done once it is told as done; called off if that was told last."""
    told = {t.fact.status for t in tellings}
    for status in ("Occurred", "Ongoing", "Alleged", "Negated"):
        if status in told:
            return status
    last = max((t.when.told or 0 for t in tellings), default=0)
    if any(t.fact.status == "Cancelled" and (t.when.told or 0) == last for t in tellings):
        return "Cancelled"
    return "Planned" if "Planned" in told else min(told)


def _time(facts: Iterable[EventFact]) -> Time | None:
    """The time told most exactly; of those the one told most."""
    counted = Counter(f.time for f in facts if f.time is not None)
    exact = Counter({t: n for t, n in counted.items() if t.end is not None or len(t.value) == _EXACT})
    return min(
        exact or counted, key=lambda t: (-(exact or counted)[t], -len(t.value), t.value, t.end or ""), default=None
    )


def _specific(
    own: Iterable[tuple[str, EntityId]], every: Sequence[tuple[str, EntityId]], sides: Sides
) -> tuple[tuple[str, EntityId], ...]:
    """The roles of a telling, people in place of the states and groups for which they met."""
    people: dict[str, list[EntityId]] = defaultdict(list)
    for role, filler in every:
        if role == "participant" and filler.startswith("person/"):
            for state in sides.get(filler, ()):
                people[state].append(filler)
    found: list[tuple[str, EntityId]] = []
    for role, filler in own:
        stands = [filler] if filler.startswith("state/") else sorted(sides.get(filler, ()))
        met = [p for state in stands for p in people.get(state, ())]
        if role == "participant" and not filler.startswith("person/") and met:
            found += [(role, p) for p in met]
        else:
            found.append((role, filler))
    return tuple(dict.fromkeys(found))


def realized(
    links: Iterable[Link[Telling]],
    root: Mapping[Telling, Telling],
    conflict: Callable[[Telling, Telling], str],
) -> list[tuple[Telling, Telling]]:
    """What came about with the plan of it: for each plan the likeliest event, if one is likeliest.

    ``conflict`` tells why two groups of tellings, given by their roots, cannot be of one event, or "".
    """
    best: dict[Telling, dict[Telling, float]] = defaultdict(dict)
    for link in links:
        done, plan = root[link.one], root[link.other]
        if link.score >= _CERTAIN and _after(link.one, link.other) and not conflict(done, plan):
            best[plan][done] = max(link.score, best[plan].get(done, 0.0))
    found = []
    for plan, scores in best.items():
        top = max(scores.values())
        events = [done for done, score in scores.items() if score >= top - 0.02]
        exact = [done for done in events if done.when.exact]
        if len(events) == 1 or len(exact) == 1:
            found.append(((exact or events)[0] if len(events) > 1 else events[0], plan))
    return found


def _after(done: Telling, plan: Telling) -> bool:
    """Whether a plan was told before what came about; nothing is planned that has been called off."""
    if plan.fact.status == "Cancelled":
        return False
    if done.when.last is not None and plan.when.told is not None:
        return done.when.last >= plan.when.told
    return done.when.told is None or plan.when.told is None or done.when.told >= plan.when.told


def side_by_side(ours: Iterable[Telling], theirs: Iterable[Telling]) -> str:
    """Why two groups do not contradict each other: some article tells both in its own voice, or nothing."""
    own, others = ({t.key[0] for t in group if not t.fact.sources} for group in (ours, theirs))
    return "one article tells both" if own & others else ""


def disputed(
    links: Iterable[Link[Telling]],
    root: Mapping[Telling, Telling],
    ids: Mapping[Telling, str],
    conflict: Callable[[Telling, Telling], str],
) -> list[Dispute]:
    """Accounts that deny, or only allege, what others tell. ``conflict`` as for :func:`realized`."""
    rank = {"done": 0, "alleged": 1, "denied": 2}
    found: dict[tuple[str, str], Dispute] = {}
    for link in sorted(links, key=lambda x: -x.score):
        account, denial = sorted((link.one, link.other), key=lambda t: rank[t.stage])
        if conflict(root[account], root[denial]):
            continue
        if link.score >= DOUBT and rank[account.stage] != rank[denial.stage]:
            pair = (ids[root[denial]], ids[root[account]])
            if pair[0] != pair[1]:
                found.setdefault(pair, Dispute(*pair, link.why))
    return [found[key] for key in sorted(found)]


def dropped(groups: Iterable[Sequence[Telling]], row: Iterable[Telling], sides: Sides) -> Iterator[Denial]:
    """Who says that something is called off, against whom of another side has said that it is to be.

    The event is one, called off; what the two said of it are two accounts.
    """
    said = {(t.key[0], t.fact.about): t for t in row if t.fact.type == "Statement" and t.fact.about is not None}
    for group in groups:
        told = [(t.fact.status, one) for t in group if (one := said.get((t.key[0], t.fact.trigger))) is not None]
        plans = [one for status, one in told if status == "Planned"]
        for one in (one for status, one in told if status == "Cancelled"):
            for plan in plans:
                earlier = (plan.when.told or 0) <= (one.when.told or 0)
                if earlier and not wide(speakers(plan), sides) & wide(speakers(one), sides):
                    yield one, plan, "one calls off what the other announced"
