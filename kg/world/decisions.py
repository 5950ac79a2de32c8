"""What people decided about identity and facts: a plain-text file, one decision a line, applied on every build.

::

    # anything after # is a comment
    same       person/kazemi-qumi       person/hassan-kazemi-qomi
    different  person/george-bush@0f3a  person/george-bush@77c1
    same       5ab858289bec316d:283-286 77c1d0aa21b09e5f:10-15
    wrong      5ab858289bec316d:283-286 Meeting
    right      5ab858289bec316d:283-286 Meeting
    missed     5ab858289bec316d:905-989 Meeting status=Occurred participant=person/x participant=person/y
    nothing    5ab858289bec316d:905-989

Entities go by the id that their article gives them, ``@`` and the first digits of the document's digest where only
one article is meant; facts by document and the characters of the words that tell them.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from kg import seeds
from kg.errors import DataError
from kg.model import ROLES, STATUSES, Entity, EntityId, EventFact, Facts, Span, TenureFact, Time
from kg.world.told import Key, document

FILE = "decisions.txt"
HEADER = """# Decisions about identity and facts, applied on every build. One a line; what follows a # is a comment.
"""
VERBS = ("same", "different", "wrong", "right", "missed", "nothing")
_PLACE = re.compile(r"([0-9a-f]{4,16}):(\d+)-(\d+)")
_ENTITY = re.compile(r"([a-z]+/[a-z0-9-]+)(?:@([0-9a-f]{4,16}))?")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_RULE = "decision"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line: its number, verb, what it is about, the type of the fact, and what else it says of it."""

    line: int
    verb: str
    about: tuple[Key, ...]
    type: str = ""
    told: tuple[tuple[str, str], ...] = ()

    @property
    def span(self) -> Span:
        """The characters that it points to. Only of decisions about facts."""
        start, _, end = self.about[0][1].partition("-")
        return Span(int(start), int(end))


@dataclass(frozen=True)
class Decisions:
    """The decisions of a file; none by default."""

    lines: tuple[Decision, ...] = ()

    @cached_property
    def verdicts(self) -> tuple[Decision, ...]:
        """Those about identity."""
        return tuple(d for d in self.lines if d.verb in ("same", "different"))

    @cached_property
    def same(self) -> tuple[tuple[Key, Key], ...]:
        """Pairs that are one."""
        return tuple((d.about[0], d.about[1]) for d in self.verdicts if d.verb == "same")

    @cached_property
    def looked_at(self) -> frozenset[tuple[str, int, int]]:
        """Passages that somebody has looked at: document, start, end."""
        facts = (d for d in self.lines if d.verb not in ("same", "different"))
        return frozenset((d.about[0][0], d.span.start, d.span.end) for d in facts)

    def means(self, reference: Key, key: Key) -> bool:
        """Whether a reference, whose document may be open or shortened, means what has the key."""
        return reference[1] == key[1] and key[0].startswith(reference[0])

    def pins(self, key: Key) -> bool:
        """Whether a decision speaks of this one telling, apart from others of the same name."""
        return any(r[0] and self.means(r, key) for d in self.verdicts for r in d.about)

    def verdict(self, ours: Sequence[Key], theirs: Sequence[Key]) -> str | None:
        """What was decided of two groups: "same", "different", or None. The last line counts."""
        for decision in reversed(self.verdicts):
            for one, other in (decision.about, decision.about[::-1]):
                if any(self.means(one, k) for k in ours) and any(self.means(other, k) for k in theirs):
                    return decision.verb
        return None

    def applied(self, facts: Facts) -> Facts:
        """The facts of an article without those that are wrong, with those that were missed."""
        here = [d for d in self.lines if d.verb in ("wrong", "right", "missed") and _of(d, facts)]
        for decision in here:
            facts = _missed(facts, decision) if decision.verb == "missed" else _judged(facts, decision)
        return facts

    def idle(self, articles: Iterable[Facts]) -> list[Decision]:
        """The decisions that speak of nothing that there is."""
        known: set[Key] = set()
        for facts in articles:
            name = document(facts)
            known |= {(name, e.id) for e in facts.entities} | {(name, "")}
            known |= {(name, place(e.trigger)) for e in facts.events}
        by_id: dict[str, list[Key]] = {}
        for key in known:
            by_id.setdefault(key[1], []).append(key)
        return [d for d in self.lines if not all(self._found(d, r, by_id) for r in d.about)]

    def _found(self, decision: Decision, reference: Key, by_id: dict[str, list[Key]]) -> bool:
        anywhere = decision.verb in ("missed", "nothing") or (decision.type == "Tenure")
        wanted = "" if anywhere else reference[1]
        return any(key[0].startswith(reference[0]) for key in by_id.get(wanted, ()))


def place(span: Span) -> str:
    """How a decision writes a stretch of text."""
    return f"{span.start}-{span.end}"


def read(path: Path) -> Decisions:
    """The decisions of a file, none where there is no file. Raises DataError with the line that cannot be read."""
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read ({error}): write it as text in UTF-8") from error
    return parse(text, str(path))


def parse(text: str, name: str = FILE) -> Decisions:
    """The decisions of a text.

    >>> parse("same person/a person/b  # two spellings").same
    ((('', 'person/a'), ('', 'person/b')),)
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            words = shlex.split(line, comments=True)
            if words:
                found.append(_decision(number, words))
        except ValueError as error:
            raise DataError(f"{name}, line {number}: {error}") from error
    return Decisions(tuple(found))


def _decision(number: int, words: list[str]) -> Decision:
    verb, *rest = words
    if verb not in VERBS:
        raise ValueError(f"{verb!r} is no decision: begin with one of {', '.join(VERBS)}")
    wanted = 2 if verb in ("same", "different") else 1
    if len(rest) < wanted:
        raise ValueError(f"{verb} needs {wanted} thing{'s' * (wanted > 1)} to be about")
    about = tuple(_reference(word) for word in rest[:wanted])
    more = rest[wanted:]
    if wanted == 2 or verb == "nothing":
        if more:
            raise ValueError(f"{more[0]!r} is too much")
        return Decision(number, verb, about)
    if not more or "=" in more[0] or "/" in about[0][1]:
        raise ValueError(f"{verb} is about a passage (DOCUMENT:START-END) and the type of its fact, such as Meeting")
    return Decision(number, verb, about, more[0], tuple(_pair(word) for word in more[1:]))


def _reference(word: str) -> Key:
    if found := _PLACE.fullmatch(word):
        return found[1], f"{int(found[2])}-{int(found[3])}"
    if found := _ENTITY.fullmatch(word):
        return found[2] or "", found[1]
    raise ValueError(f"{word!r} names nothing: write person/ryan-crocker, or DOCUMENT:START-END")


def _pair(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    known = (*ROLES, "place", "date", "status", "source", "holder", "office", "of")
    if not equals or name not in known:
        raise ValueError(f"{word!r}: write NAME=VALUE with one of {', '.join(known)}")
    if (name == "status" and value not in STATUSES) or (name == "date" and not _DATE.fullmatch(value)):
        raise ValueError(f"{word!r}: no such {name}")
    return name, value


def _of(decision: Decision, facts: Facts) -> bool:
    return document(facts).startswith(decision.about[0][0])


def _judged(facts: Facts, decision: Decision) -> Facts:
    """The facts with one taken out, or sure."""
    events, tenures = list(facts.events), list(facts.tenures)
    for n, event in enumerate(events):
        if event.trigger == decision.span and event.type == decision.type:
            events[n : n + 1] = [replace(event, confidence=1.0)] if decision.verb == "right" else []
            break
    if decision.type == "Tenure":
        holder = dict(decision.told).get("holder")
        tenures = [t for t in tenures if decision.verb == "right" or not _held(t, decision.span, holder)]
        tenures = [replace(t, confidence=1.0) if _held(t, decision.span, holder) else t for t in tenures]
    return replace(facts, events=tuple(events), tenures=tuple(tenures))


def _held(tenure: TenureFact, span: Span, holder: str | None) -> bool:
    return span in tenure.evidence and holder in (None, tenure.holder)


def _missed(facts: Facts, decision: Decision) -> Facts:
    told = decision.told
    if decision.span.end > len(facts.article.text):
        return facts
    facts = replace(facts, entities=_with(facts.entities, [EntityId(v) for _, v in told if "/" in v]))
    known = {e.id for e in facts.entities}
    values = {name: value for name, value in told if "/" not in value or value in known}
    if decision.type == "Tenure":
        if {"holder", "office"} <= set(values):
            of = EntityId(values["of"]) if "of" in values else None
            made = TenureFact(EntityId(values["holder"]), values["office"], of, (decision.span,), _RULE, confidence=1.0)
            return replace(facts, tenures=(*facts.tenures, made))
        return facts
    roles = tuple((n, EntityId(v)) for n, v in told if n in ROLES and v in known)
    if not roles:
        return facts
    event = EventFact(
        decision.type, values.get("status", "Occurred"), roles, (decision.span,), decision.span, _RULE,
        tuple(EntityId(v) for n, v in told if n == "place" and v in known),
        Time(values["date"]) if "date" in values else None,
        tuple(EntityId(v) for n, v in told if n == "source" and v in known), confidence=1.0,
    )  # fmt: skip
    return replace(facts, events=(*facts.events, event))


def _with(entities: tuple[Entity, ...], wanted: Iterable[EntityId]) -> tuple[Entity, ...]:
    """The entities, and those of the wanted that seeds know."""
    known = {e.id: e for e in entities}
    for key in wanted:
        seed = seeds.all_seeds().get(key)
        if key not in known and seed is not None:
            known[key] = Entity(key, seed.type, seed.label, (), None, seed.same_as, seed.iso)
    return tuple(known[key] for key in sorted(known))
