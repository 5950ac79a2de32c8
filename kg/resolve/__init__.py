"""From claims to facts: every mention gets its entity, and the tellings of one thing become one fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg import seeds
from kg.grammar import words
from kg.model import Claims, Entity, EntityId, Event, EventFact, Facts, Span, TenureFact
from kg.ontology import is_a
from kg.resolve import merge
from kg.resolve.coreference import Coreference
from kg.resolve.registry import Draft
from kg.resolve.tenures import tenures as offices
from kg.resolve.wording import Wording, wordings


def resolve(claims: Claims) -> Facts:
    """The facts of one article."""
    who = Coreference(claims)
    tenures = offices(claims, who)
    states = {t.holder: t.of for t in tenures if t.of and not t.former and who.registry.drafts[t.of].type == "State"}
    for draft in who.registry.drafts.values():
        if draft.type == "Group" and draft.of:
            states[draft.id] = draft.of
    told = [one for e in claims.events if (f := _event(e, who)) is not None for one in _visits(f)]
    owners = {d.id: d.of for d in who.registry.drafts.values() if d.of} | states
    wording = wordings(claims.document.doc, told)
    told = _by_telephone(told, wording)
    events = merge.events(merge.date_by_occasion(merge.take_up(told, wording), states), states, owners, wording)
    used = _with_owners(_used(tenures, events), who)
    drafts = [d for d in who.registry.drafts.values() if d.id in used or d.type not in ("Group", "Site")]
    entities = tuple(sorted((_owned(d.entity(), who.registry.drafts) for d in drafts), key=lambda e: e.id))
    return Facts(claims.document.article, entities, tenures, events)


def _event(event: Event, who: Coreference) -> EventFact | None:
    asked = {role: who.partners if role == "participant" else who.acting for role, _ in event.roles}
    roles = tuple(dict.fromkeys((role, key) for role, m in event.roles for key in asked[role](m)))
    roles = _without_self(roles)
    if not roles and event.roles:
        return None
    found = dict.fromkeys(key for m in event.places for key in who.ids(m))
    places = tuple(key for key in found if is_a(who.registry.drafts[key].type, ("Place", "State")))
    places = places or _soil(event, roles, who)
    acting = {key for _, key in roles}
    if is_a(event.type, "Visit"):
        acting = set()
    return EventFact(
        event.type, event.status, roles, (event.evidence,), event.trigger, event.rule,
        tuple(p for p in places if p not in acting or who.registry.drafts[p].type == "State"), event.time,
        _credited(event, who, roles), event.content, event.about, event.topic, event.confidence,
        tuple(_unnamed(event, who, roles)),
    )  # fmt: skip


def _by_telephone(told: list[EventFact], wording: Mapping[Span, Wording]) -> list[EventFact]:
    """What is talked over by those who were just told to talk on the telephone, as part of that call."""
    done: list[EventFact] = []
    call: EventFact | None = None
    for fact in told:
        plain = not fact.places and fact.time is None and wording[fact.trigger].verb in words("telling", "over")
        if call is not None and fact.type == "Meeting" and plain and set(fact.roles) <= set(call.roles):
            fact = replace(fact, type="Call")
        elif fact.type in words("events", "occasion"):
            call = fact if fact.type == "Call" else None
        done.append(fact)
    return done


def _soil(event: Event, roles: tuple[tuple[str, EntityId], ...], who: Coreference) -> tuple[EntityId, ...]:
    """The states that are attacked, as the place of it: "invaded Ukraine"."""
    if event.type not in words("events", "on_soil") or event.status not in ("Occurred", "Ongoing"):
        return ()
    return tuple(key for role, key in roles if role == "target" and who.registry.drafts[key].type == "State")


def _visits(fact: EventFact) -> list[EventFact]:
    """A visit to several states or cities as one to each."""
    kinds = {place.partition("/")[0] for place in fact.places}
    if fact.type not in words("events", "by_place") or len(fact.places) == 1 or len(kinds) != 1:
        return [fact]
    return [replace(fact, places=(place,)) for place in fact.places]


def _unnamed(
    event: Event, who: Coreference, roles: tuple[tuple[str, EntityId], ...]
) -> Iterator[tuple[str, EntityId, str]]:
    """The role fillers that stand for the unnamed holder of an office: "the Iraqi foreign minister said"."""
    for role, mention in event.roles:
        if mention.form == "nominal" and mention.type == "Person" and mention.of is not None:
            said = seeds.fold(mention.name).split()
            titles = (" ".join(said[n:]) for n in range(len(said)))
            title = next((t for t in titles if t in seeds.titles()), None)
            for key in who.ids(mention):
                if title is not None and (role, key) in roles and who.registry.drafts[key].type != "Person":
                    yield role, key, title


def _credited(event: Event, who: Coreference, roles: tuple[tuple[str, EntityId], ...]) -> tuple[EntityId, ...]:
    """Whom the text credits; what somebody says by way of asking, promising or refusing needs no further witness.

    Nor is he whom somebody contradicts a witness of it: "Chad accuses Mali, a charge Mali denies".
    """
    sources = who.ids(event.source)
    own = {key for role, key in roles if role == "actor" or (role == "target" and event.type == "Rejection")}
    return () if is_a(event.type, "SpeechAct") and set(sources) <= own else sources


def _without_self(roles: tuple[tuple[str, EntityId], ...]) -> tuple[tuple[str, EntityId], ...]:
    """Nobody is the target of his own act."""
    actors = {key for role, key in roles if role == "actor"}
    return tuple((role, key) for role, key in roles if role != "target" or key not in actors)


def _with_owners(used: set[EntityId], who: Coreference) -> set[EntityId]:
    """The entities and all that they belong to."""
    todo = list(used)
    while todo:
        draft = who.registry.drafts.get(todo.pop())
        if draft is not None and draft.of is not None and draft.of not in used:
            used.add(draft.of)
            todo.append(draft.of)
    return used


def _owned(entity: Entity, told: Mapping[EntityId, Draft]) -> Entity:
    """A body with the state that it is of, by the seeds or by its name, where the article speaks of that state."""
    if entity.of is not None or not is_a(entity.type, "Organization"):
        return entity
    known = seeds.all_seeds().get(entity.id)
    of = EntityId((known.of if known is not None else seeds.split_owner(entity.label)[1]) or "")
    return replace(entity, of=of) if of in told and told[of].type == "State" else entity


def _used(tenures: tuple[TenureFact, ...], events: tuple[EventFact, ...]) -> set[EntityId]:
    used = {key for e in events for _, key in e.roles} | {key for e in events for key in (*e.places, *e.sources)}
    return used | {t.holder for t in tenures} | {t.of for t in tenures if t.of}
