"""From claims to facts: every mention gets its entity, and the tellings of one thing become one fact."""

from __future__ import annotations

from dataclasses import replace

from kg.grammar import words
from kg.model import Claims, EntityId, Event, EventFact, Facts, TenureFact
from kg.ontology import is_a
from kg.resolve import merge
from kg.resolve.coreference import Coreference


def resolve(claims: Claims) -> Facts:
    """The facts of one article."""
    who = Coreference(claims)
    tenures = merge.tenures(_tenures(claims, who))
    tenures = tuple(_with_state(t, tenures, claims, who) for t in tenures)
    states = {t.holder: t.of for t in tenures if t.of and not t.former and who.registry.drafts[t.of].type == "State"}
    for draft in who.registry.drafts.values():
        if draft.type == "Group" and draft.of:
            states[draft.id] = draft.of
    told = [f for e in claims.events if (f := _event(e, who)) is not None]
    events = merge.events(merge.date_by_occasion(merge.take_up(told), states), states)
    used = _with_owners(_used(tenures, events), who)
    drafts = [d for d in who.registry.drafts.values() if d.id in used or d.type not in ("Group", "Site")]
    entities = tuple(sorted((d.entity() for d in drafts), key=lambda e: e.id))
    return Facts(claims.document.article, entities, tenures, events)


def _tenures(claims: Claims, who: Coreference) -> list[TenureFact]:
    found = []
    for t in claims.tenures:
        holder, of = who.ids(t.holder), who.ids(t.of)
        if (
            holder
            and holder[0] not in of
            and len(of) < 2
            and (of or t.office.split()[-1] not in words("offices", "owned"))
        ):
            posted = who.ids(t.posted_to)
            found.append(TenureFact(
                holder[0], t.office, of[0] if of else None, (t.evidence,), t.rule,
                posted[0] if posted else None, t.former, t.confidence,
            ))  # fmt: skip
    return found


def _with_state(tenure: TenureFact, others: tuple[TenureFact, ...], claims: Claims, who: Coreference) -> TenureFact:
    """A national office told without its state: the nearest state before it that nobody else serves so.

    "Obama" as "president" in an article on the United States; a guess, and its confidence says so.
    """
    if tenure.of is not None or tenure.office not in words("offices", "national"):
        return tenure
    served = {t.of for t in others if t.office == tenure.office and t.holder != tenure.holder and not t.former}
    here = tenure.evidence[0]
    states = [m for m in claims.mentions if m.form == "name" and m.type == "State" and m.span.end <= here.end]
    for mention in reversed(states):
        key = next(iter(who.ids(mention)), None)
        if key is not None and key not in served:
            return replace(tenure, of=key, rule=f"{tenure.rule}, state from context", confidence=0.5)
    return tenure


def _event(event: Event, who: Coreference) -> EventFact | None:
    roles = tuple(dict.fromkeys((role, key) for role, m in event.roles for key in who.ids(m)))
    roles = _without_self(roles)
    if not roles and event.roles:
        return None
    places = tuple(dict.fromkeys(key for m in event.places for key in who.ids(m)))
    acting = {key for _, key in roles}
    if is_a(event.type, "Visit"):
        acting = set()
    return EventFact(
        event.type, event.status, roles, (event.evidence,), event.trigger, event.rule,
        tuple(p for p in places if p not in acting or who.registry.drafts[p].type == "State"), event.time,
        tuple(s for s in who.ids(event.source)), event.content, event.about, event.topic, event.confidence,
    )  # fmt: skip


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


def _used(tenures: tuple[TenureFact, ...], events: tuple[EventFact, ...]) -> set[EntityId]:
    used = {key for e in events for _, key in e.roles} | {key for e in events for key in (*e.places, *e.sources)}
    return used | {t.holder for t in tenures} | {t.of for t in tenures if t.of}
