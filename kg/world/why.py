"""Why two names are one, or are not; why two tellings are of one event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from kg import seeds
from kg.errors import NotFoundError
from kg.ontology import is_a
from kg.world import bodies, people
from kg.world.decisions import Decisions
from kg.world.record import Item, Merge, World
from kg.world.told import Told, told


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether two things are one, how sure that is, and the reasons. ``path`` leads from one to the other by merges."""

    one: str
    other: str
    same: bool
    into: tuple[str, ...]
    score: float | None
    reasons: tuple[str, ...]
    path: tuple[Merge, ...] = ()


def why(world: World, items: Sequence[Item], one: str, other: str) -> Answer:
    """What is known of the identity of two names or IRI suffixes. Raises NotFoundError where nothing is called so."""
    if one.startswith("event/") or other.startswith("event/"):
        return _events(world, one, other)
    every = [t for item in items for t in told(item.facts, item.day)]
    ours, theirs = _called(every, one), _called(every, other)
    homes = [_homes(world, group) for group in (ours, theirs)]
    same = bool(homes[0] & homes[1])
    into = tuple(sorted(homes[0] & homes[1] if same else homes[0] | homes[1]))
    path = tuple(m for m in world.merges if m.into in into and not m.into.startswith("event/"))
    score, reasons = _compared(ours, theirs)
    kept = [m for m in world.open if {m.one, m.other} & {t.label for t in ours} and {m.one, m.other} & _labels(theirs)]
    if not same and kept:
        best = max(kept, key=lambda m: m.score)
        score, reasons = best.score, best.why
    return Answer(one, other, same, into, score, reasons, _between(path, ours, theirs) if same else ())


def _labels(group: Iterable[Told]) -> set[str]:
    return {t.label for t in group}


def _called(every: Sequence[Told], name: str) -> list[Told]:
    """The tellings of a name, an IRI suffix, or an id with the first digits of its document."""
    key, _, document = name.partition("@")
    wanted = seeds.fold(name)
    found = [t for t in every if t.key[1] == key and t.key[0].startswith(document)]
    found = found or [t for t in every if seeds.fold(t.label) == wanted]
    found = found or [t for t in every if any(seeds.fold(form) == wanted for form in t.forms)]
    if found:
        return found
    close = get_close_matches(name, sorted(_labels(every)), 1)
    raise NotFoundError(
        f"no article calls anybody {name!r}: " + (f"did you mean {close[0]}?" if close else "try a name")
    )


def _homes(world: World, group: Iterable[Told]) -> set[str]:
    """What the tellings are in the world."""
    labels = {
        (facts.article.sha256[:16], form): e.id
        for facts in world.facts
        for e in facts.entities
        for form in (e.label, *e.aliases)
    }
    return {str(labels[t.key[0], t.label]) for t in group if (t.key[0], t.label) in labels}


def _compared(ours: Sequence[Told], theirs: Sequence[Told]) -> tuple[float | None, tuple[str, ...]]:
    """The likeness of two names by themselves, whatever the others are."""
    if is_a(ours[0].type, "Person") and is_a(theirs[0].type, "Person"):
        found, _ = people.people([*ours, *theirs], Decisions())
        pairs = [
            people.likeness(a, b)[:2]
            for n, a in enumerate(found)
            for b in found[n + 1 :]
            if _apart(a.told, b.told, ours, theirs)
        ]
        return max(pairs, default=(1.0, ("one name, and nothing that tells its bearers apart",)))
    if {ours[0].type, theirs[0].type} & {"Person", "State", "Group"}:
        same = ours[0].key[1] == theirs[0].key[1]
        return (1.0, ("seeds know both names of it",)) if same else (0.0, ("seeds or types tell them apart",))
    nodes, _ = bodies.bodies([*ours, *theirs], Decisions())
    pairs = [
        bodies.likeness(a, b)
        for n, a in enumerate(nodes)
        for b in nodes[n + 1 :]
        if _apart(a.told, b.told, ours, theirs)
    ]
    return max(pairs, default=(1.0, ("one name of one owner",)))


def _apart(a: Sequence[Told], b: Sequence[Told], ours: Sequence[Told], theirs: Sequence[Told]) -> bool:
    keys = [{t.key for t in group} for group in (a, b, ours, theirs)]
    return bool(keys[0] & keys[2] and keys[1] & keys[3]) or bool(keys[0] & keys[3] and keys[1] & keys[2])


def _between(path: Sequence[Merge], ours: Iterable[Told], theirs: Iterable[Told]) -> tuple[Merge, ...]:
    """The shortest way of merges from one name to the other."""
    todo: list[tuple[str, tuple[Merge, ...]]] = [(label, ()) for label in sorted(_labels(ours))]
    seen, goal = {label for label, _ in todo}, _labels(theirs)
    while todo:
        here, way = todo.pop(0)
        if here in goal:
            return way
        for merge in path:
            there = merge.other if merge.one == here else merge.one if merge.other == here else None
            if there is not None and there not in seen:
                seen.add(there)
                todo.append((there, (*way, merge)))
    return tuple(path)


def _events(world: World, one: str, other: str) -> Answer:
    """Of events: the merges that made one, or what was found of the pair."""
    known = {e.id: e.label for facts in world.facts for e in facts.events}
    for name in (one, other):
        if name not in known:
            raise NotFoundError(f"there is no event {name!r}: kg explain shows their IRIs")
    if one == other:
        path = tuple(m for m in world.merges if m.into == one)
        score = min((m.score for m in path), default=None)
        return Answer(one, other, True, (one,), score, (f"{len(path) + 1} tellings, {known[one]}",), path)
    linked = [f"{a} realizes {b}" for a, b in world.realizes if {a, b} == {one, other}]
    linked += [f"{d.denial} disputes {d.account}" for d in world.disputes if {d.denial, d.account} == {one, other}]
    labels = {str(known[one]), str(known[other])}
    kept = [m for m in world.open if {m.one, m.other} == labels]
    best = max(kept, key=lambda m: m.score, default=None)
    reasons = (*linked, *(best.why if best else () if linked else ("too little agrees to compare them",)))
    return Answer(one, other, False, (one, other), best.score if best else None, reasons)
