"""One fact for all passages that tell it: tenures and events of an article brought together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from kg.grammar import words
from kg.model import EntityId, EventFact, Span, TenureFact
from kg.ontology import is_a
from kg.resolve.sameness import ONE, Sameness, Telling, nested, times_agree
from kg.resolve.wording import Wording

_STATEMENT = "Statement"
_DONE = frozenset({"Occurred", "Ongoing"})
_STAGES = (frozenset({"Planned", "Proposed", "Cancelled"}), _DONE)


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
                    told=tuple(sorted({*other.told, *fact.told})),
                )  # fmt: skip
                break
        else:
            merged.append(fact)
    return tuple(sorted(merged, key=lambda t: (t.evidence, t.holder, t.office)))


def take_up(found: Sequence[EventFact], wording: Mapping[Span, Wording]) -> list[EventFact]:
    """Give events told without participants those of the last like event: "a second round … will be held".

    Where only a host or mediator is told, they are those who were told together last: "talks brokered by Qatar".
    """
    done: list[EventFact] = []
    for fact in found:
        like = [e for e in done if e.type == fact.type and len(e.roles) > 1]
        like = [e for e in like if e.status == fact.status] or like
        if not fact.roles and wording[fact.trigger].somebody:
            continue  # "the panel convened": it is somebody's doing, though nobody knows whose
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


def date_by_occasion(found: Sequence[EventFact], states: Mapping[EntityId, EntityId]) -> list[EventFact]:
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


def events(
    found: Sequence[EventFact], states: Mapping[EntityId, EntityId], owners: Mapping[EntityId, EntityId],
    wording: Mapping[Span, Wording],
) -> tuple[EventFact, ...]:  # fmt: skip
    """Events told twice as one. ``states`` gives the state that a person or group stands for, ``owners`` also that of
    a body; ``wording`` how each trigger puts it."""
    judge = Sameness(owners)
    groups: list[list[Telling]] = []
    for fact in found:
        telling = Telling(fact, wording.get(fact.trigger, Wording()))
        fits = _latest({n: group for n, group in enumerate(groups) if _may_be(group, telling)}, telling)
        scores = [(_score(judge, group, telling), -n) for n, group in fits.items()]
        best, place = max(scores, default=(ONE - 1, 0))
        if best >= ONE:
            groups[-place].append(telling)
        else:
            groups.append([telling])
    moved = {t.fact.trigger: group[0].fact.trigger for group in groups for t in group[1:]}
    joined = (reduce(lambda a, b: _join(a, b, states), (t.fact for t in group)) for group in groups)
    return tuple(_redirect(e, moved) for e in joined)


def _latest(groups: dict[int, list[Telling]], telling: Telling) -> dict[int, list[Telling]]:
    """The events that "the meeting" may mean: of those that took place on days that are told, the latest alone."""
    if not telling.wording.bare or telling.fact.status not in _DONE:
        return groups
    days = {n: max((t.fact.time.value for t in group if t.fact.time), default="") for n, group in groups.items()}
    return {n: group for n, group in groups.items() if days[n] in ("", max(days.values()))}


def _score(judge: Sameness, group: Sequence[Telling], telling: Telling) -> float:
    """How likely a passage tells the event that others tell: the mean over these."""
    return sum(judge.score(t, telling) for t in group) / len(group)


def _may_be(group: Sequence[Telling], telling: Telling) -> bool:
    """Whether nothing rules out that a passage tells the event that others tell."""
    return all(_compatible(t.fact, telling.fact) for t in group)


def _compatible(a: EventFact, b: EventFact) -> bool:
    if _STATEMENT in (a.type, b.type) or not _kin(a.type, b.type) or not times_agree(a.time, b.time):
        return False
    if not _stages_agree(a.status, b.status):
        return False
    by_place = a.type in words("events", "by_place") and a.places and b.places
    return not by_place or nested(a.places, b.places)


def _stages_agree(a: str, b: str) -> bool:
    """Whether what is told so may be told otherwise: as going on and as over, or as planned and as proposed."""
    return a == b or any({a, b} <= stage for stage in _STAGES)


def _kin(a: str, b: str) -> bool:
    talks = words("events", "talks")
    return a == b or (a in talks and b in talks)


def _redirect(event: EventFact, moved: dict[Span, Span]) -> EventFact:
    """``about`` pointing at the event that took up the one it pointed at."""
    about, seen = event.about, set[Span]()
    while about in moved and about not in seen:
        seen.add(about)
        about = moved[about]
    return replace(event, about=None if about == event.trigger else about)


def _covers(big: frozenset[EntityId], small: frozenset[EntityId], states: Mapping[EntityId, EntityId]) -> bool:
    wide = big | {states[k] for k in big if k in states}
    return small <= wide


def _fillers(event: EventFact, role: str) -> frozenset[EntityId]:
    return frozenset(k for r, k in event.roles if r == role)


def _most_specific(
    roles: Iterable[tuple[str, EntityId]], states: Mapping[EntityId, EntityId]
) -> tuple[tuple[str, EntityId], ...]:
    """Persons instead of the states they stand for, states instead of "their officials"."""
    told = set(roles)
    implied = {(r, states[k]) for r, k in told if k in states and k.startswith("person/")}
    vague = {(r, k) for r, k in told if k.startswith("group/") and (r, states.get(k)) in told}
    vague |= {x for x in told if any(_says_less(x, y) for y in told)}
    return tuple(x for x in roles if x not in implied | vague)


def _says_less(one: tuple[str, EntityId], other: tuple[str, EntityId]) -> bool:
    """Whether two groups of one role are called by the same noun, the first in fewer words: "the prisoners"."""
    same = one[0] == other[0] and one[1].startswith("group/") and other[1].startswith("group/")
    if not same or one == other:
        return False
    (a, b) = (key.rpartition("/")[2].split("-") for key in (one[1], other[1]))
    return a[-1] == b[-1] and (len(a), a) < (len(b), b)


def _sources(a: EventFact, b: EventFact) -> tuple[EntityId, ...]:
    """Nobody, where the article tells it in its own voice at least once and it is a plain fact; else all who say so."""
    if a.status in ("Occurred", "Negated") and not (a.sources and b.sources):
        return ()
    return tuple(dict.fromkeys([*a.sources, *b.sources]))


def _join(a: EventFact, b: EventFact, states: Mapping[EntityId, EntityId]) -> EventFact:
    roles = dict.fromkeys([*a.roles, *b.roles])
    kept = _most_specific(roles, states)
    time = max((t for t in (a.time, b.time) if t), key=lambda t: len(t.value), default=None)
    return replace(
        a, status="Planned" if {a.status, b.status} == {"Planned", "Proposed"} else a.status, roles=kept, time=time,
        places=tuple(dict.fromkeys([*a.places, *b.places])),
        evidence=tuple(sorted({*a.evidence, *b.evidence})), sources=_sources(a, b),
        topic=a.topic or b.topic, about=a.about or b.about, confidence=max(a.confidence, b.confidence),
        unnamed=tuple(u for u in dict.fromkeys([*a.unnamed, *b.unnamed]) if u[:2] in kept),
    )  # fmt: skip
