"""From the facts of each article to one world: a function of the set of articles, decisions and gazetteer."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from kg.model import Entity, EntityId, EventFact, Facts, Span
from kg.world import offices
from kg.world.accounts import disputed, dropped, realized, side_by_side, united
from kg.world.answers import answers, contradicting
from kg.world.cluster import Groups, Link
from kg.world.copies import copies
from kg.world.decisions import Decisions, place
from kg.world.entities import Entities, Known, entities
from kg.world.events import DOUBT, conflict, events
from kg.world.ids import event_id
from kg.world.record import Dispute, Item, Merge, World
from kg.world.spoken import Denial
from kg.world.tellings import Telling, in_context, telling
from kg.world.told import Key, Told, document, owner, states_of_group


def merge(items: Iterable[Item], decisions: Decisions | None = None, extra: Sequence[Told] = ()) -> World:
    """All articles as one world. Of articles with the same text the first by source counts.

    ``extra`` are entities of a gazetteer. The result is the same for the same arguments, in whatever order they come.
    """
    with _no_garbage():
        return _merged(_distinct(items), decisions or Decisions(), extra)


def _merged(ordered: list[Item], decisions: Decisions, extra: Sequence[Told]) -> World:
    idle = tuple(f"line {d.line}: {d.verb}" for d in decisions.idle(i.facts for i in ordered))
    ordered = [replace(i, facts=decisions.applied(i.facts)) for i in ordered]
    return _World(ordered, decisions, extra).made(idle)


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Without the search for cycles, which takes a third of the time where so much is made and nothing is let go."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _distinct(items: Iterable[Item]) -> list[Item]:
    first: dict[str, Item] = {}
    for item in sorted(items, key=lambda i: (i.facts.article.sha256, i.facts.article.source)):
        first.setdefault(item.facts.article.sha256, item)
    return list(first.values())


@dataclass(slots=True)
class _World:
    """The articles on their way to one world."""

    items: list[Item]
    decisions: Decisions
    extra: Sequence[Told]
    entities: Entities = field(default_factory=Entities)
    sides: dict[str, frozenset[str]] = field(default_factory=dict)
    guesses: list[Merge] = field(default_factory=list)
    by_id: dict[EntityId, Known] = field(default_factory=dict)

    def made(self, idle: tuple[str, ...]) -> World:
        self.entities = entities(self.items, self.decisions, self.extra)
        for known in self.entities.known.values():
            self.by_id.setdefault(known.id, known)
        renamed = [self._renamed(item.facts) for item in self.items]
        renamed = self._offices(renamed)
        same = copies({document(i.facts): i.facts.article.text for i in self.items})
        tellings = {document(f): self._tellings(item, f, same) for item, f in zip(self.items, renamed, strict=True)}
        every = [t for row in tellings.values() for t in row]
        groups, pairs = events(every, self.sides, self.decisions)
        members = groups.members()
        denials = [d for f in renamed for d in answers(f, tellings[document(f)], self.sides)]
        denials += dropped(members.values(), every, self.sides)

        def kept_apart(one: Telling, other: Telling) -> str:
            return conflict(members[one], members[other], self.sides, self.decisions)

        def contradicted(one: Telling, other: Telling) -> str:
            return side_by_side(members[one], members[other]) or kept_apart(one, other)

        told = {t: fact for group in members.values() for t, fact in self._united(group).items()}
        ids = {t: str(told[t].id) for t in every}
        against = disputed(contradicting(pairs.disputed, self.sides), groups.root, ids, contradicted)
        came_about = realized(pairs.realized, groups.root, kept_apart)
        done = tuple(self._with_events(f, tellings[document(f)], told) for f in renamed)
        return World(
            done,
            (*self.entities.merges, *self.guesses, *_event_merges(groups, told)),
            (*self.entities.open, *_doubts(groups, told)),
            tuple(sorted({(ids[a], ids[b]) for a, b in came_about if told[b].status != "Cancelled"})),
            tuple(_disputes(against, ids, denials)),
            _rounds(every, ids), _sources(every, ids),
            offices.held((t, self._day(i)) for i, f in zip(self.items, done, strict=True) for t in f.tenures),
            tuple(sorted(same.items())), idle,
        )  # fmt: skip

    def _day(self, item: Item) -> int | None:
        return item.day.toordinal() if item.day else None

    def _united(self, group: Sequence[Telling]) -> dict[Telling, EventFact]:
        return united(group, self.sides, lambda key: self.by_id[key].label)

    # entities

    def _renamed(self, facts: Facts) -> Facts:
        """The facts of an article with the ids and labels that its entities have in the world."""
        new = {e.id: self.entities.of(facts, e.id) for e in facts.entities}
        by_id: dict[EntityId, list[Entity]] = defaultdict(list)
        for entity in facts.entities:
            by_id[new[entity.id]].append(entity)
        return replace(
            facts,
            entities=tuple(self._entity(facts, key, group, new) for key, group in sorted(by_id.items())),
            tenures=tuple(
                replace(
                    t, holder=new.get(t.holder, t.holder), of=new.get(t.of, t.of) if t.of else None,
                    posted_to=new.get(t.posted_to, t.posted_to) if t.posted_to else None,
                )
                for t in facts.tenures
            ),
            events=tuple(_with_ids(e, new) for e in facts.events),
        )  # fmt: skip

    def _entity(self, facts: Facts, key: EntityId, group: list[Entity], new: dict[EntityId, EntityId]) -> Entity:
        known = self.entities.known[document(facts), group[0].id]
        first = group[0]
        same_name = (first.id, first.type, first.label) == (key, known.type, known.label)
        same_owner = first.of is None or new.get(first.of, first.of) == first.of
        if len(group) == 1 and same_name and same_owner and not known.same_as:
            return first  # most are: no second copy in memory
        forms = {form for e in group for form in (e.label, *e.aliases)} - {known.label}
        of = next((new.get(e.of, e.of) for e in group if e.of is not None), None)
        same = sorted({s for e in group for s in e.same_as} | set(known.same_as))
        return replace(
            group[0], id=key, type=known.type, label=known.label, aliases=tuple(sorted(forms)),
            of=of if of != key else None, same_as=tuple(same),
            mentions=tuple(sorted({m for e in group for m in e.mentions})),
        )  # fmt: skip

    # offices

    def _offices(self, renamed: list[Facts]) -> list[Facts]:
        told = [
            offices.Telling(document(f), t, self._day(i))
            for i, f in zip(self.items, renamed, strict=True)
            for t in f.tenures
        ]
        agreed = iter(offices.agreed(told))
        renamed = [replace(f, tenures=tuple(next(agreed) for _ in f.tenures)) for f in renamed]
        states = {e.id: found for f in renamed for e in f.entities if e.type != "State" and (found := _served(e))}
        self.sides = offices.sides((t for f in renamed for t in f.tenures), states)
        holders = offices.Holders(
            (t, self._day(i)) for i, f in zip(self.items, renamed, strict=True) for t in f.tenures
        )
        known = {e.id: e for f in renamed for e in f.entities}
        return [self._named(i, f, holders, known) for i, f in zip(self.items, renamed, strict=True)]

    def _named(self, item: Item, facts: Facts, holders: offices.Holders, known: dict[EntityId, Entity]) -> Facts:
        """The facts with the people for whom offices stand that are told without a name."""
        made, added = [], dict[EntityId, Entity]()
        here = {e.id for e in facts.entities}
        for event in facts.events:
            day = _day_of(event) or self._day(item)
            where = (document(facts), place(event.trigger))
            event, guesses = offices.named(event, holders, day, partial(self._may_be, where))
            made.append(event)
            for guess in guesses:
                if guess.person not in here:
                    added[guess.person] = replace(known[guess.person], aliases=(), of=None, mentions=())
                self.guesses.append(self._guess(guess, event, facts))
        everybody = sorted((*facts.entities, *added.values()), key=lambda e: e.id)
        return replace(facts, entities=tuple(everybody), events=tuple(made))

    def _may_be(self, where: Key, person: EntityId) -> bool:
        return self.decisions.verdict([where], [("", person)]) != "different"

    def _guess(self, guess: offices.Guess, event: EventFact, facts: Facts) -> Merge:
        title = next((t for _, _, t in event.unnamed), "")
        where = f"{document(facts)}:{event.trigger.start}-{event.trigger.end}"
        return Merge(
            guess.person, title, self.by_id[guess.person].label, guess.sure, (guess.why,),
            (where, str(guess.person)), (document(facts),),
        )  # fmt: skip

    # events

    def _tellings(self, item: Item, facts: Facts, same: dict[str, str]) -> list[Telling]:
        name, day = document(facts), self._day(item)
        sha256 = facts.article.sha256
        row = [telling(facts, e, day, event_id(e, sha256), same.get(name, name)) for e in facts.events]
        return in_context(row, self.sides)

    def _with_events(self, facts: Facts, row: list[Telling], told: dict[Telling, EventFact]) -> Facts:
        """The facts with the events as all articles know them; what became one event in an article is told once."""
        made: dict[str, EventFact] = {}
        moved: dict[Span, Span] = {}
        for one in row:
            event = told[one]
            first = made.get(str(event.id))
            if first is not None:
                moved[event.trigger] = first.trigger
                event = _joined(first, event)
            made[str(event.id)] = event
        redirected = (replace(e, about=moved.get(e.about, e.about) if e.about else None) for e in made.values())
        everybody = {e.id: e for e in facts.entities}
        missing = [self._elsewhere(key) for key in sorted({*_named_in(facts, made.values())} - set(everybody))]
        return replace(
            facts, events=tuple(redirected), entities=tuple(sorted((*facts.entities, *missing), key=lambda e: e.id))
        )

    def _elsewhere(self, key: EntityId) -> Entity:
        """An entity that the article does not name, but means as others tell."""
        known = self.by_id[key]
        return Entity(key, known.type, known.label, same_as=known.same_as)


def _named_in(facts: Facts, events: Iterable[EventFact]) -> Iterator[EntityId]:
    """Whoever the events and the offices of an article speak of."""
    for event in events:
        yield from (*(key for _, key in event.roles), *event.places, *event.sources)
    for tenure in facts.tenures:
        yield from (key for key in (tenure.holder, tenure.of, tenure.posted_to) if key is not None)


def _served(entity: Entity) -> frozenset[str]:
    """The states that a body or group is of."""
    state = owner(entity)
    own = frozenset({state} if state else ())
    return own.union(*map(states_of_group, (entity.label, *entity.aliases))) if entity.type == "Group" else own


def _with_ids(event: EventFact, new: dict[EntityId, EntityId]) -> EventFact:
    def keys(found: Iterable[EntityId]) -> tuple[EntityId, ...]:
        return tuple(dict.fromkeys(new.get(key, key) for key in found))

    return replace(
        event, roles=tuple(dict.fromkeys((role, new.get(key, key)) for role, key in event.roles)),
        places=keys(event.places), sources=keys(event.sources),
        unnamed=tuple((role, new.get(key, key), title) for role, key, title in event.unnamed),
    )  # fmt: skip


def _joined(first: EventFact, other: EventFact) -> EventFact:
    return replace(
        first, roles=tuple(dict.fromkeys([*first.roles, *other.roles])),
        places=tuple(dict.fromkeys([*first.places, *other.places])),
        evidence=tuple(sorted({*first.evidence, *other.evidence})), time=first.time or other.time,
        sources=tuple(dict.fromkeys([*first.sources, *other.sources])), topic=first.topic or other.topic,
    )  # fmt: skip


def _day_of(event: EventFact) -> int | None:
    from kg.world.times import when

    return when(event.time, None).first


def _event_merges(groups: Groups[Telling], told: dict[Telling, EventFact]) -> Iterator[Merge]:
    yield from (_event_merge(link, told) for link in groups.merges)


def _doubts(groups: Groups[Telling], told: dict[Telling, EventFact]) -> Iterator[Merge]:
    yield from (_event_merge(link, told) for link in groups.open if link.score >= DOUBT)


def _event_merge(link: Link[Telling], told: dict[Telling, EventFact]) -> Merge:
    keys = (link.one.key, link.other.key)
    return Merge(
        str(told[link.one].id), str(told[link.one].label), str(told[link.other].label), link.score, link.why,
        (":".join(keys[0]), ":".join(keys[1])), tuple(sorted({key[0] for key in keys})),
    )  # fmt: skip


def _disputes(told: Iterable[Dispute], ids: dict[Telling, str], denied: Iterable[Denial]) -> Iterator[Dispute]:
    """The disputes between accounts, and the rejections of what was alleged."""
    found = {(d.denial, d.account): d for d in told}
    for one, account, why in denied:
        pair = (ids[one], ids[account])
        if pair[0] != pair[1]:
            found.setdefault(pair, Dispute(*pair, (why,)))
    yield from (found[key] for key in sorted(found))


def _rounds(every: Iterable[Telling], ids: dict[Telling, str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted({(ids[t], t.round) for t in every if t.round is not None}))


def _sources(every: Iterable[Telling], ids: dict[Telling, str]) -> tuple[tuple[str, int], ...]:
    """How many articles tell an event, those that repeat another's text counting once."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in every:
        found[ids[one]].add(one.group)
    return tuple(sorted((event, len(groups)) for event, groups in found.items()))
