"""What somebody should have a look at: doubtful identity, facts that are not sure, and sentences that tell nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.model import EventFact, Facts, Span
from kg.ontology import is_a
from kg.world.decisions import Decisions, place
from kg.world.record import Item, Merge, World
from kg.world.told import document

KINDS = ("identity", "facts", "misses")
DOUBTFUL = 0.86
"""Merges below this score are shown, and those left open above the least score that is kept."""
UNSURE = 0.6
"""Facts of a lower confidence are shown."""
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?=[^\w\s]*(?:\s|$))|[.!?](?=\S)|[^.!?\n])*[.!?]?[”\"']?")
_VERDICTS = ("same", "different")
_ACTING = 2  # so many people, states or bodies in a sentence, and no event: perhaps one was missed


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to decide: what is shown, and the lines that a decision of each kind would be."""

    kind: str
    title: str
    details: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    doubt: float


def cases(world: World, items: Iterable[Item], decisions: Decisions) -> list[Case]:
    """What has not been decided yet, the most doubtful first of each kind. ``items`` are the articles' own facts."""
    decided = {frozenset(map(_key, d.about)) for d in decisions.verdicts}
    ordered = sorted(items, key=lambda i: document(i.facts))
    passages = {f"{document(i.facts)}:{place(e.trigger)}": _told(i.facts, e) for i in ordered for e in i.facts.events}
    merges = [(m, False) for m in world.merges] + [(m, True) for m in world.open]
    found = [c for m, left in merges if (c := _identity(m, left, decided, passages)) is not None]
    for item in ordered:
        found += _facts(item.facts, decisions)
        found += _misses(item.facts, decisions)
    return sorted(found, key=lambda c: (KINDS.index(c.kind), -c.doubt, c.title, c.choices))


def _key(reference: tuple[str, str]) -> str:
    return ":".join(filter(None, reference)) if reference[1][:1].isdigit() else "@".join(filter(None, reference[::-1]))


def _told(facts: Facts, event: EventFact) -> str:
    return f"“{_text(facts, event.evidence[0])}” — {facts.article.source}"


def _identity(merge: Merge, left: bool, decided: set[frozenset[str]], passages: Mapping[str, str]) -> Case | None:
    if any("decided: " in reason for reason in merge.why) or frozenset(merge.refs) in decided:
        return None
    if merge.score >= DOUBTFUL and not left:
        return None
    state = "kept apart" if left else "taken for one"
    shown = tuple(passages[ref] for ref in merge.refs if ref in passages)
    lines = tuple((verb, f"{verb} {' '.join(merge.refs)}  # {merge.one} | {merge.other}") for verb in _VERDICTS)
    details = (f"{state}, score {merge.score}", *merge.why, *shown)
    return Case("identity", f"{merge.one}  |  {merge.other}", details, lines, 1 - abs(merge.score - 0.7))


def _facts(facts: Facts, decisions: Decisions) -> Iterator[Case]:
    names = {e.id: e.label for e in facts.entities}
    for event in facts.events:
        where = (document(facts), event.trigger.start, event.trigger.end)
        if event.confidence >= UNSURE or where in decisions.looked_at:
            continue
        who = ", ".join(f"{role} {names.get(key, key)}" for role, key in event.roles)
        yield _fact(
            facts, event.trigger, event.evidence[0], event.type, f"{event.type} {event.status}: {who}", event.confidence
        )
    for tenure in facts.tenures:
        span = tenure.evidence[0]
        if tenure.confidence >= UNSURE or (document(facts), span.start, span.end) in decisions.looked_at:
            continue
        of = f" of {names.get(tenure.of, tenure.of)}" if tenure.of else ""
        title = f"{names.get(tenure.holder, tenure.holder)}: {tenure.office}{of}"
        yield _fact(facts, span, span, f"Tenure holder={tenure.holder}", title, tenure.confidence)


def _fact(facts: Facts, at: Span, shown: Span, kind: str, title: str, confidence: float) -> Case:
    where = f"{document(facts)}:{place(at)} {kind}"
    passage = _text(facts, shown)
    lines = tuple((verb, f"{verb} {where}  # {_short(passage)}") for verb in ("wrong", "right"))
    return Case(
        "facts", title, (f"confidence {confidence}", f"“{passage}”", facts.article.source), lines, 1 - confidence
    )


def _misses(facts: Facts, decisions: Decisions) -> Iterator[Case]:
    """Sentences that name several who can act and tell no event."""
    told = [s for e in facts.events for s in (*e.evidence, e.trigger)] + [s for t in facts.tenures for s in t.evidence]
    acting = [
        (m, e.id) for e in facts.entities if is_a(e.type, ("Person", "State", "Organization")) for m in e.mentions
    ]
    for found in _SENTENCE.finditer(facts.article.text):
        span = Span(found.start() + len(found[0]) - len(found[0].lstrip()), found.end())
        where = (document(facts), span.start, span.end)
        names = {key for mention, key in acting if span.contains(mention)}
        if len(names) < _ACTING or any(span.overlaps(s) for s in told) or where in decisions.looked_at:
            continue
        at = f"{document(facts)}:{place(span)}"
        passage = _text(facts, span)
        choices = (("missed", f"missed {at} "), ("nothing", f"nothing {at}  # {_short(passage)}"))
        yield Case("misses", f"“{passage}”", (", ".join(sorted(names)), facts.article.source), choices, len(names) / 10)


def _text(facts: Facts, span: Span) -> str:
    return " ".join(facts.article.text[span.start : span.end].split())


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."
