"""One fact for all passages that tell it: tenures and events of an article brought together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg import seeds
from kg.grammar import words
from kg.model import EntityId, EventFact, Span, TenureFact, Time
from kg.ontology import is_a

_STATEMENT = "Statement"


def tenures(found: Iterable[TenureFact]) -> tuple[TenureFact, ...]:
    """Equal tenures as one; a telling without the state joins one with it."""
    merged: list[TenureFact] = []
    for fact in sorted(found, key=lambda t: (t.of is None, t.evidence)):
        for n, other in enumerate(merged):
            same = (other.holder, other.office, other.former) == (fact.holder, fact.office, fact.former)
            if same and (fact.of in (None, other.of)):
                merged[n] = replace(
                    other, evidence=tuple(sorted({*other.evidence, *fact.evidence})),
                    posted_to=other.posted_to or fact.posted_to, confidence=max(other.confidence, fact.confidence),
                )  # fmt: skip
                break
        else:
            merged.append(fact)
    return tuple(sorted(merged, key=lambda t: (t.evidence, t.holder, t.office)))


def take_up(found: Sequence[EventFact]) -> list[EventFact]:
    """Give events told without participants those of the last like event: "a second round … will be held".

    Where only a host or mediator is told, they are those who were told together last: "talks brokered by Qatar".
    """
    done: list[EventFact] = []
    for fact in found:
        like = [e for e in done if e.type == fact.type and len(e.roles) > 1]
        like = [e for e in like if e.status == fact.status] or like
        if not fact.roles:
            sure = round(fact.confidence - 0.15, 2)
            done += [replace(fact, roles=like[-1].roles, confidence=sure)] if like else []
        elif fact.type in words("events", "gathering") and not _parties(fact):
            others = [e for e in done if e.type in words("events", "gathering")]
            met = next((p for e in reversed([*others, *like]) if len(p := _parties(e)) > 1), ())
            done.append(replace(fact, roles=(*met, *fact.roles)))
        else:
            done.append(fact)
    return done


def _parties(fact: EventFact) -> tuple[tuple[str, EntityId], ...]:
    return tuple((role, key) for role, key in fact.roles if role == "participant")


def date_by_occasion(found: Sequence[EventFact], states: dict[EntityId, EntityId]) -> list[EventFact]:
    """Give undated speech acts the day of the meeting or call just told, if the speaker took part in it."""
    done: list[EventFact] = []
    occasion: EventFact | None = None
    for fact in found:
        if fact.type in words("events", "occasion") and fact.status == "Occurred" and fact.time is not None:
            occasion = fact
        elif fact.time is not None and fact.type != _STATEMENT:
            occasion = None
        if occasion and fact.time is None and is_a(fact.type, "SpeechAct") and fact.status == "Occurred":
            present = _fillers(occasion, "participant")
            if _covers(present, _fillers(fact, "actor"), states):
                fact = replace(fact, time=occasion.time)
        done.append(fact)
    return done


def events(found: Sequence[EventFact], states: dict[EntityId, EntityId]) -> tuple[EventFact, ...]:
    """Events told twice as one. ``states`` gives the state that a person or group stands for."""
    merged: list[EventFact] = []
    moved: dict[Span, Span] = {}
    for fact in found:
        for n, other in enumerate(merged):
            if _same(other, fact, states):
                merged[n] = _join(other, fact, states)
                moved[fact.trigger] = other.trigger
                break
        else:
            merged.append(fact)
    return tuple(_redirect(e, moved) for e in merged)


def _redirect(event: EventFact, moved: dict[Span, Span]) -> EventFact:
    """``about`` pointing at the event that took up the one it pointed at."""
    about, seen = event.about, set[Span]()
    while about in moved and about not in seen:
        seen.add(about)
        about = moved[about]
    return replace(event, about=None if about == event.trigger else about)


def _same(a: EventFact, b: EventFact, states: dict[EntityId, EntityId]) -> bool:
    if a.type != b.type or a.type == _STATEMENT or not _statuses_agree(a, b):
        return False
    if not _times_agree(a.time, b.time) or _conflict(a.places, b.places):
        return False
    if a.type in words("events", "by_place") and a.places and b.places and not _nested(a.places, b.places):
        return False
    if is_a(a.type, "SpeechAct"):
        return (
            _fillers(a, "actor") == _fillers(b, "actor")
            and _fillers(a, "target") == _fillers(b, "target")
            and (a.evidence == b.evidence)
        )
    return _overlap(a, b, states)


def _statuses_agree(a: EventFact, b: EventFact) -> bool:
    """Equal, or a plan that somebody else tells as a proposal."""
    ahead = {"Planned", "Proposed"}
    return a.status == b.status or (a.type in words("events", "occasion") and {a.status, b.status} <= ahead)


def _overlap(a: EventFact, b: EventFact, states: dict[EntityId, EntityId]) -> bool:
    """Whether the fillers of one are among those of the other, role by role, persons counting for their states."""
    shared = 0
    for role in {r for r, _ in (*a.roles, *b.roles)}:
        one, two = _fillers(a, role), _fillers(b, role)
        if not one or not two:
            continue
        if not (_covers(one, two, states) or _covers(two, one, states)):
            return False
        shared += 1
    return shared > 0


def _covers(big: frozenset[EntityId], small: frozenset[EntityId], states: dict[EntityId, EntityId]) -> bool:
    wide = big | {states[k] for k in big if k in states}
    return small <= wide


def _fillers(event: EventFact, role: str) -> frozenset[EntityId]:
    return frozenset(k for r, k in event.roles if r == role)


def _times_agree(a: Time | None, b: Time | None) -> bool:
    if a is None or b is None or a == b:
        return True
    return a.value.startswith(b.value) or b.value.startswith(a.value)


def _conflict(a: tuple[EntityId, ...], b: tuple[EntityId, ...]) -> bool:
    """Two different places of one kind: Geneva and Vienna, but not Geneva and a hotel."""
    kinds = {k.partition("/")[0] for k in a} & {k.partition("/")[0] for k in b}
    return bool(kinds) and not set(a) & set(b)


def _nested(a: tuple[EntityId, ...], b: tuple[EntityId, ...]) -> bool:
    """Whether they share a place, or one of them lies in another: Geneva in Switzerland."""
    known = seeds.all_seeds()
    wide = [{*places, *(known[p].of for p in places if p in known)} for places in (a, b)]
    return bool((wide[0] & set(b)) | (wide[1] & set(a)))


def _most_specific(
    roles: Iterable[tuple[str, EntityId]], states: dict[EntityId, EntityId]
) -> tuple[tuple[str, EntityId], ...]:
    """Persons instead of the states they stand for, states instead of "their officials"."""
    told = set(roles)
    implied = {(r, states[k]) for r, k in told if k in states and k.startswith("person/")}
    vague = {(r, k) for r, k in told if k.startswith("group/") and (r, states.get(k)) in told}
    return tuple(x for x in roles if x not in implied | vague)


def _sources(a: EventFact, b: EventFact) -> tuple[EntityId, ...]:
    """Nobody, where the article tells it in its own voice at least once and it is a plain fact; else all who say so."""
    if a.status == "Occurred" and not (a.sources and b.sources):
        return ()
    return tuple(dict.fromkeys([*a.sources, *b.sources]))


def _join(a: EventFact, b: EventFact, states: dict[EntityId, EntityId]) -> EventFact:
    roles = dict.fromkeys([*a.roles, *b.roles])
    kept = _most_specific(roles, states)
    time = max((t for t in (a.time, b.time) if t), key=lambda t: len(t.value), default=None)
    return replace(
        a, status="Planned" if "Planned" in (a.status, b.status) else a.status, roles=kept, time=time,
        places=tuple(dict.fromkeys([*a.places, *b.places])),
        evidence=tuple(sorted({*a.evidence, *b.evidence})), sources=_sources(a, b),
        topic=a.topic or b.topic, about=a.about or b.about, confidence=max(a.confidence, b.confidence),
        unnamed=tuple(u for u in dict.fromkeys([*a.unnamed, *b.unnamed]) if u[:2] in kept),
    )  # fmt: skip
