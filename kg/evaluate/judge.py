"""What is right, missed and extra in one article: a verdict on every fact, gold or found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from kg.evaluate.align import Names, align, same_date
from kg.evaluate.found import Found, FoundEvent, is_speech
from kg.evaluate.gold import Gold, GoldEvent, GoldStatement
from kg.evaluate.names import Spans, norm, overlap, sentence

Outcome = Literal["right", "missed", "extra"]
PARTS = ("entities", "offices", "events", "roles", "attributes", "statements")
"""The kinds of facts. Attributes are date, place, status and source of an event."""

_NONE = FoundEvent("", {}, (), frozenset(), frozenset(), (), (), 0.0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """On one fact: its kind (one of PARTS), the outcome, what it is and where it stands.

    ``type`` is that of the entity or event. ``confidence`` is that of what was found, None where it has none or
    nothing was. ``implied`` are roles and attributes of an event that is itself missed or extra.
    """

    part: str
    outcome: Outcome
    type: str
    what: str
    sentence: str
    article: str
    confidence: float | None = None
    implied: bool = False


def judge(gold: Gold, found: Found) -> list[Verdict]:
    """Verdicts on all facts but the optional ones, in the order of PARTS."""
    return list(_Judge(gold, found).verdicts())


class _Judge:
    def __init__(self, gold: Gold, found: Found) -> None:
        self._gold, self._found = gold, found
        self._names = Names(gold, found)

    def verdicts(self) -> Iterator[Verdict]:
        yield from self._entities()
        yield from self._offices()
        yield from self._events()
        yield from self._statements()

    def _verdict(self, part: str, outcome: Outcome, type_: str, what: str, told: Spans | str) -> Verdict:
        text = self._gold.text
        quote = told if isinstance(told, str) else " … ".join(text[a:b] for a, b in told[:1])
        return Verdict(part, outcome, type_, what, quote, self._gold.id)

    def _label(self, node: str) -> str:
        entity = self._found.entities.get(node)
        return entity.forms[0] if entity else node

    def _gold_label(self, key: str) -> str:
        return self._gold.entities[key].forms[0]

    def _entities(self) -> Iterator[Verdict]:
        used: set[str] = set()
        for entity in self._gold.entities.values():
            named = [node for node in self._found.entities if self._names.same(entity.id, node)]
            if entity.type == "Group" or entity.optional:  # whatever bears its name is neither right nor wrong
                used.update(named)
                continue
            hits = [n for n in named if n not in used and self._found.entities[n].type == entity.type]
            used.update(hits[:1])
            told = self._around(entity.forms)
            yield self._verdict("entities", "right" if hits else "missed", entity.type, entity.forms[0], told)
        for node, extra in self._found.entities.items():
            if node not in used and extra.type != "Group":
                yield self._verdict("entities", "extra", extra.type, extra.forms[0], self._around(extra.forms))

    def _around(self, forms: Iterable[str]) -> str:
        """The sentence that names it first."""
        found = [at for form in forms if (at := self._gold.text.find(form)) >= 0]
        return sentence(self._gold.text, min(found)) if found else ""

    def _offices(self) -> Iterator[Verdict]:
        left = list(self._found.offices)
        for gold in self._gold.offices:
            wanted = norm(gold.office)
            hits = [
                one
                for one in left
                if self._names.same(gold.person, one.holder)
                and wanted in one.titles
                and (gold.of is None or self._names.any([gold.of], one.of))
            ]
            left = [one for one in left if one not in hits]
            if not gold.optional:
                of = f" of {self._gold_label(gold.of)}" if gold.of else ""
                what, person = f"{self._gold_label(gold.person)}, {gold.office}{of}", self._gold.entities[gold.person]
                sure = max((one.confidence for one in hits), default=None)
                outcome: Outcome = "right" if hits else "missed"
                yield replace(
                    self._verdict("offices", outcome, "Tenure", what, self._around(person.forms)), confidence=sure
                )
        for one in left:
            of = "".join(f" of {self._label(node)}" for node in sorted(one.of))
            what = f"{self._label(one.holder)}, {' or '.join(sorted(one.titles))}{of}"
            yield replace(self._verdict("offices", "extra", "Tenure", what, one.spans), confidence=one.confidence)

    def _events(self) -> Iterator[Verdict]:
        plain = [event for event in self._found.events if event.type != "Statement"]
        pairs = align(self._gold.events, plain, self._names)
        for number, gold in enumerate(self._gold.events):
            if not gold.optional:
                yield from self._pair(gold, plain[pairs[number]] if number in pairs else None)
        for number, event in enumerate(plain):
            if number not in pairs.values():
                yield from self._extra_event(event)

    def _extra_event(self, event: FoundEvent) -> Iterator[Verdict]:
        yield replace(
            self._verdict("events", "extra", event.type, self._told(event), event.spans), confidence=event.confidence
        )
        for role, nodes in event.roles.items():
            for node in nodes:
                told = self._verdict("roles", "extra", event.type, f"{role} {self._label(node)}", event.spans)
                yield replace(told, implied=True)

    def _told(self, event: GoldEvent | FoundEvent) -> str:
        label = self._gold_label if isinstance(event, GoldEvent) else self._label
        roles = [f"{role} {label(key)}" for role, keys in event.roles.items() for key in keys]
        return f"{event.type}: {', '.join(roles) or 'nobody'}"

    def _pair(self, gold: GoldEvent, event: FoundEvent | None) -> Iterator[Verdict]:
        exact = event is not None and event.type == gold.type
        sure = event.confidence if event and exact else None
        what = self._told(gold) + (f" (found as {event.type})" if event and not exact else "")
        yield replace(
            self._verdict("events", "right" if exact else "missed", gold.type, what, gold.spans), confidence=sure
        )
        if event is not None and not exact:
            what = f"{self._told(event)} (it is: {gold.type})"
            yield replace(self._verdict("events", "extra", event.type, what, event.spans), confidence=event.confidence)
        for verdict in self._details(gold, event or _NONE):
            yield replace(verdict, implied=event is None)

    def _details(self, gold: GoldEvent, event: FoundEvent) -> Iterator[Verdict]:
        for role, keys in gold.roles.items():
            yield from self._fillers("roles", role, gold, keys, event.roles.get(role, ()))
        yield from self._fillers("attributes", "place", gold, gold.places, event.places)
        yield from self._attributes(gold, event)

    def _fillers(
        self, part: str, role: str, gold: GoldEvent, keys: tuple[str, ...], nodes: tuple[str, ...]
    ) -> Iterator[Verdict]:
        told, left = self._names.pairs(keys, nodes)
        for key, right in told:
            outcome: Outcome = "right" if right else "missed"
            yield self._verdict(part, outcome, gold.type, f"{role} {self._gold_label(key)}", gold.spans)
        for node in left:
            yield self._verdict(part, "extra", gold.type, f"{role} {self._label(node)}", gold.spans)

    def _attributes(self, gold: GoldEvent, event: FoundEvent) -> Iterator[Verdict]:
        sources, credited = map(self._gold_label, gold.sources), map(self._label, event.sources)
        right_source = self._names.any(gold.sources, event.sources)
        for name, wanted, given, right in (
            ("date", gold.date, event.dates, same_date(gold, event)),
            ("status", gold.status, event.statuses, gold.status in event.statuses),
            ("source", ", ".join(sources), credited, right_source),
        ):
            told = ", ".join(sorted(given))
            if wanted:
                yield self._verdict(
                    "attributes", "right" if right else "missed", gold.type, f"{name} {wanted}", gold.spans
                )
            if told and not right:
                yield self._verdict("attributes", "extra", gold.type, f"{name} {told}", gold.spans)

    def _statements(self) -> Iterator[Verdict]:
        hits: set[int] = set()
        for gold in self._gold.statements:
            found = {number for number, event in enumerate(self._found.events) if self._credits(event, gold)}
            hits |= found
            if not gold.optional:
                what = self._gold_label(gold.speaker)
                yield self._verdict("statements", "right" if found else "missed", "Statement", what, gold.spans)
        for number, event in enumerate(self._found.events):
            if event.type == "Statement" and number not in hits:
                what = ", ".join(map(self._label, event.roles["actor"])) or "nobody"
                yield replace(
                    self._verdict("statements", "extra", "Statement", what, event.spans), confidence=event.confidence
                )

    def _credits(self, event: FoundEvent, gold: GoldStatement) -> bool:
        same = is_speech(event) and overlap(gold.spans, event.spans)
        return same and self._names.any([gold.speaker], event.roles["actor"])
