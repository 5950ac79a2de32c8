"""Entities across articles: one id, label and type for all that the articles call by many names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from kg import seeds
from kg.iri import digest, slug
from kg.model import Entity, EntityId, Facts
from kg.ontology import is_a
from kg.world.bodies import Body, bodies
from kg.world.cluster import Groups, Link
from kg.world.decisions import Decisions
from kg.world.people import Bearer, people
from kg.world.record import Item, Merge
from kg.world.told import Key, Told, document, told

_N = TypeVar("_N", Bearer, Body)


@dataclass(frozen=True, slots=True)
class Known:
    """An entity as all articles together know it."""

    id: EntityId
    label: str
    type: str
    same_as: tuple[str, ...] = ()


@dataclass(slots=True)
class Entities:
    """What each article's entities are in the world, and how that was found."""

    known: dict[Key, Known] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    open: list[Merge] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def of(self, facts: Facts, key: EntityId) -> EntityId:
        """The id in the world of an article's entity."""
        found = self.known.get((document(facts), key))
        return found.id if found else key


def entities(items: Sequence[Item], decisions: Decisions, extra: Sequence[Told] = ()) -> Entities:
    """The entities of all articles. ``extra`` are those of a gazetteer, each with its ``anchor``."""
    every = [one for item in items for one in told(item.facts, item.day)]
    found = Entities()
    some = [one for one in (*every, *extra) if is_a(one.type, "Person")]
    _settle(people(some, decisions)[1], found)
    some = [one for one in (*every, *extra) if is_a(one.type, ("Organization", "Place"))]
    _settle(bodies(some, decisions)[1], found)
    _labels(every, found)
    _owned(items, found)
    return found


def _settle(groups: Groups[_N], found: Entities) -> None:
    members = [[t for node in group for t in node.told] for group in groups.members().values()]
    ordered = sorted(
        (m for m in members if any(not _extra(t) for t in m)), key=lambda m: (-len(m), min(t.order for t in m))
    )
    home: dict[Key, EntityId] = {}
    for group in ordered:
        known = _known(group, found.taken)
        found.taken.add(known.id)
        for one in group:
            found.known[one.key] = known
            home[one.key] = known.id
    for link in groups.merges:
        found.merges += _merge(link, home)
    for link in groups.open:
        found.open += _merge(link, home)


def _extra(one: Told) -> bool:
    return one.key[0] == ""


def _merge(link: Link[Bearer] | Link[Body], home: dict[Key, EntityId]) -> Iterator[Merge]:
    one, other = _sorted(link.one.told), _sorted(link.other.told)
    into = home.get(one[0].key) or home.get(other[0].key)
    if into is not None:
        documents = tuple(sorted({t.key[0] for t in (*one, *other) if t.key[0]}))
        yield Merge(into, one[0].label, other[0].label, link.score, link.why, (_ref(one), _ref(other)), documents)


def _sorted(group: Iterable[Told]) -> list[Told]:
    return sorted(group, key=lambda t: t.order)


def _ref(told_: Sequence[Told]) -> str:
    """How a decision writes a group of tellings: by id where the name is enough, else with the document."""
    first = told_[0]
    return f"{first.key[1]}@{first.key[0]}" if first.key[0] and len(told_) == 1 else first.key[1]


def _known(group: Sequence[Told], taken: set[str]) -> Known:
    """The id of most articles, of a whole name rather than a part of it; one of its own where somebody else has it."""
    anchors = sorted({t.anchor or t.seed for t in group if t.anchor or t.seed} - {None})  # type: ignore[type-var]
    counted = Counter(t.key[1] for t in group if not _extra(t))
    owned = {t.key[1] for t in group if is_a(t.type, "Organization") and seeds.split_owner(t.label)[1]}
    best = max(counted, key=lambda k: (k in owned, k.count("-") > 0, counted[k], k.count("-"), -len(k), k))
    chosen = str(anchors[0]) if anchors else best
    if chosen in taken:
        state = min((s for t in group for s in t.states), default=min(t.key for t in group)[0])
        chosen = f"{chosen}-{slug(state.rpartition('/')[2])}"
        if chosen in taken:
            chosen = f"{chosen}-{digest(*sorted(t.key for t in group)[0])}"
    types = Counter(t.type for t in group if not _extra(t))
    kind = max(types, key=lambda k: (types[k], k))
    fixed = next((t for t in sorted(group, key=lambda t: t.order) if t.anchor == chosen), None)
    label = fixed.label if fixed else _label([t for t in group if t.key[1] == best])
    seed = seeds.all_seeds().get(chosen)
    same = seed.same_as if seed else fixed.forms if fixed else ()
    return Known(EntityId(chosen), label, kind, tuple(s for s in same if "://" in s))


def _label(group: Iterable[Told]) -> str:
    """Of the forms that reach one id the first in code point order that is not all capitals."""
    return min((t.label for t in group), key=lambda label: (label.isupper(), label))


def _labels(every: Iterable[Told], found: Entities) -> None:
    """One label for an id, where no clustering gave one."""
    by_id: dict[str, list[Told]] = defaultdict(list)
    for one in every:
        if one.key not in found.known:
            by_id[one.key[1]].append(one)
    for key, group in by_id.items():
        types = Counter(t.type for t in group)
        known = Known(EntityId(key), _label(group), max(types, key=lambda k: (types[k], k)))
        for one in group:
            found.known[one.key] = known


def _owned(items: Iterable[Item], found: Entities) -> None:
    """Groups and the like that are named by their owner follow it to its id."""
    for item in items:
        by_id = {e.id: e for e in item.facts.entities}
        for entity in item.facts.entities:
            if entity.type == "Group":
                moved = _moved(entity, by_id, lambda key, facts=item.facts: found.of(facts, key))  # type: ignore[misc]
                key = (document(item.facts), entity.id)
                found.known[key] = replace(found.known[key], id=moved)


def _moved(entity: Entity, by_id: dict[EntityId, Entity], new: Callable[[EntityId], EntityId]) -> EntityId:
    old = entity.of
    if old is None or old not in by_id:
        return entity.id
    owner = _moved(by_id[old], by_id, new) if by_id[old].type == "Group" else new(old)
    folder, _, name = entity.id.partition("/")
    before, after = old.partition("/")[2], owner.partition("/")[2]
    return EntityId(f"{folder}/{after}{name[len(before) :]}") if name.startswith(f"{before}-") else entity.id
