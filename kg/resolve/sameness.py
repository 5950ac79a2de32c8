"""How likely two passages of one article tell one event: named features, each with what it is worth.

The worths are the rounded weights of a logistic regression over 4,000 pairs of tellings in annotated articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg import seeds
from kg.grammar import words
from kg.model import EntityId, EventFact, Time
from kg.ontology import is_a
from kg.resolve.wording import Wording

ONE = 0.0
"""The sum of worths from which two tellings are of one event rather than of two."""
_WORTH = {
    "two tellings": -1.4, "types differ": -0.7, "status same": 1.0, "agree": 1.2,
    "both Accusation": -1.2, "both Aid": -0.7, "both Appointment": -0.6, "both Assault": -0.2, "both Coercion": -0.3,
    "both Pledge": -0.3, "both Rejection": -0.5, "both Relations": -0.3, "both Request": -0.8, "both Support": -1.4,
    "both Agreement": 0.5, "both Call": 0.2, "both Cooperation": 0.3, "both Mobilization": 0.5, "both Negotiation": 0.5,
    "both Protest": 0.8, "both Threat": 0.7, "both Visit": 0.7, "both Vote": 1.0, "both Withdrawal": 0.8,
    "actor same": 0.5, "actor covered": 0.3, "actor partly": -0.8, "actor vague": -0.7, "actor differ": -1.2,
    "target same": 0.4, "target covered": 0.2, "target partly": -0.8, "target vague": -0.4, "target differ": -0.8,
    "participant same": 0.7, "participant partly": -0.8, "participant differ": -0.4, "participant others": -9.0,
    "parts swapped": -2.0, "mediator of one": -0.7, "same people": 0.3, "nobody shared": -0.2, "seen to": 1.2,
    "one with a day": -0.5, "places fit": 0.2, "places differ": -0.9, "cities differ": -2.0,
    "same sentence": -0.3, "next sentence": 0.3, "farther away": -0.3,
    "occasions differ": -4.0, "same word": 0.6, "known": 0.6, "same word, known": 0.6, "new": -1.1, "several": -0.5,
    "one, then several": -0.4, "verb": -0.7,
    "words in common": 1.8,
}  # fmt: skip
_FEW = 3  # words of a sentence, below which it is as if it had so many
_NEAR = 2  # sentences within which distance does not count


@dataclass(frozen=True, slots=True)
class Telling:
    """An event as one passage tells it."""

    fact: EventFact
    wording: Wording

    def fillers(self, role: str) -> frozenset[EntityId]:
        """Who has that part; a host may be told elsewhere as one of those who met."""
        parts = ("participant", "host") if role == "participant" else (role,)
        return frozenset(k for r, k in self.fact.roles if r in parts)


class Sameness:
    """Judges pairs of tellings; ``owners`` gives whom or what a person, group or body stands for."""

    def __init__(self, owners: Mapping[EntityId, EntityId]) -> None:
        self._owners = owners

    def score(self, one: Telling, other: Telling) -> float:
        """What speaks for one event less what speaks for two; ``other`` is told later."""
        return sum(_WORTH.get(name, 0.0) * value for name, value in self.features(one, other))

    def features(self, one: Telling, other: Telling) -> Iterator[tuple[str, float]]:
        """What of two tellings speaks for one event, or for two."""
        a, b = one.fact, other.fact
        yield "two tellings", 1.0
        yield (f"both {a.type}" if a.type == b.type else "types differ"), 1.0
        if _alike(a, b):
            yield "status same", 1.0
        yield from self._parts(one, other)
        if (a.time is None) != (b.time is None):
            yield "one with a day", 1.0
        if a.places and b.places:
            yield ("places fit" if nested(a.places, b.places) else "places differ"), 1.0
            if _other_city(a.places, b.places):
                yield "cities differ", 1.0
        yield from _words(one.wording, other.wording)

    def _parts(self, one: Telling, other: Telling) -> Iterator[tuple[str, float]]:
        a, b = one.fact, other.fact
        fits = {role: self._fit(one.fillers(role), other.fillers(role)) for role, _ in (*a.roles, *b.roles)}
        onlookers = self._onlookers(one, other)
        if onlookers:
            if (
                other.wording.bare
                and other.wording.kind in ("", one.wording.kind)
                and a.status == b.status == "Occurred"
            ):
                yield "seen to", 1.0
            fits = {role: fit for role, fit in fits.items() if fit in ("same", "covered")}
        for role, fit in fits.items():
            yield f"{role} {fit}", 1.0
        if _swapped(a, b):
            yield "parts swapped", 1.0
        shared = {k for _, k in a.roles} & {k for _, k in b.roles}
        if not shared and not onlookers:
            yield "nobody shared", 1.0
        if _agree(a, b, fits):
            yield "agree", 1.0
        if fits.get("participant") == "same" and sum(k.startswith("person/") for k in shared) > 1:
            yield "same people", 1.0

    def _onlookers(self, one: Telling, other: Telling) -> bool:
        """Whether one speaks of "the talks" that the other tells, so that it names only who chaired or left them."""
        talks = words("events", "talks")
        bare = one.wording.bare or other.wording.bare
        return bare and {one.fact.type, other.fact.type} <= talks

    def _fit(self, one: frozenset[EntityId], other: frozenset[EntityId]) -> str:
        """How those who have a part in one telling fit those in the other."""
        if not one or not other:
            return "of one"
        if one == other:
            return "same"
        wide, named = (self._wide(one), self._wide(other)), (_named(one), _named(other))
        if other <= wide[0] or one <= wide[1]:
            return "covered"
        if _nouns(one) & _nouns(other) and (named[0] <= wide[1] or named[1] <= wide[0]):
            return "covered"
        alone = named[0] - wide[1], named[1] - wide[0]
        shared = bool(wide[0] & wide[1])
        if min(map(len, alone)) > 1 or (shared and all(any(k.startswith("person/") for k in a) for a in alone)):
            return "others"  # each names several, or one more person, whom the other does not
        if shared:
            return "partly"
        return "differ" if all(named) else "vague"

    def _wide(self, keys: frozenset[EntityId]) -> frozenset[EntityId]:
        return keys | {self._owners[k] for k in keys if k in self._owners}


def _alike(a: EventFact, b: EventFact) -> bool:
    """Whether the status is the same, or one tells as a plan what the other tells as a proposal."""
    ahead = {"Planned", "Proposed"}
    return a.status == b.status or (a.type in words("events", "talks") and {a.status, b.status} <= ahead)


def _swapped(a: EventFact, b: EventFact) -> bool:
    """Whether who does something in one telling suffers it in the other."""
    did, suffered = ({k for r, k in a.roles if r == role} for role in ("actor", "target"))
    does, suffers = ({k for r, k in b.roles if r == role} for role in ("actor", "target"))
    return bool((did - suffered) & (suffers - does) or (suffered - did) & (does - suffers))


def _agree(a: EventFact, b: EventFact, fits: Mapping[str, str]) -> bool:
    """Whether something done is told alike, by those who have a part in both tellings, and no two cities for it."""
    if _other_city(a.places, b.places):
        return False
    alike = a.type == b.type and _alike(a, b) and not is_a(a.type, "SpeechAct")
    told = [fit for fit in fits.values() if fit != "of one"]
    return alike and bool(told) and all(fit in ("same", "covered") for fit in told)


def _named(keys: frozenset[EntityId]) -> frozenset[EntityId]:
    return frozenset(k for k in keys if not k.startswith("group/"))


def _nouns(keys: frozenset[EntityId]) -> set[str]:
    """The nouns by which groups are called."""
    return {k.rpartition("-")[2] for k in keys if k.startswith("group/")}


def _words(one: Wording, other: Wording) -> Iterator[tuple[str, float]]:
    away = other.sentence - one.sentence
    if one.sentence <= 1:
        away = min(away, _NEAR)  # a headline, or the lead, tells what is told again below
    if away != _NEAR:
        yield ("farther away" if away > _NEAR else "next sentence" if away else "same sentence"), 1.0
    if one.kind and other.kind and one.kind != other.kind:
        yield "occasions differ", 1.0
    alike = bool(one.stems & other.stems)
    if alike:
        yield "same word", 1.0
    if other.definite:
        yield "known", 1.0
        if alike:
            yield "same word, known", 1.0
    told = (
        ("new", (other.fresh or other.further) and not (one.further and other.further)),
        ("several", other.several),
        ("one, then several", one.noun and not one.several and other.several),
        ("verb", not other.noun),
    )
    yield from ((name, 1.0) for name, true in told if true)
    if away:
        fewest = min(len(one.said), len(other.said))
        yield "words in common", len(one.said & other.said) / max(_FEW, fewest)


def nested(a: tuple[EntityId, ...], b: tuple[EntityId, ...]) -> bool:
    """Whether they share a place, or one of them lies in another: Geneva in Switzerland."""
    known = seeds.all_seeds()
    wide = [{*places, *(known[p].of for p in places if p in known)} for places in (a, b)]
    return bool((wide[0] & set(b)) | (wide[1] & set(a)))


def _other_city(a: tuple[EntityId, ...], b: tuple[EntityId, ...]) -> bool:
    one, two = ({p for p in places if p.startswith("city/")} for places in (a, b))
    return bool(one and two) and not one & two


def times_agree(a: Time | None, b: Time | None) -> bool:
    """Whether one may be the other, told less exactly."""
    if a is None or b is None or a == b:
        return True
    return a.value.startswith(b.value) or b.value.startswith(a.value)
