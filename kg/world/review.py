"""What somebody should have a look at: doubtful identity, facts that are not sure, and sentences that tell nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Facts, Span
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
    found = [c for m in (*world.merges, *world.open) if (c := _identity(m, m in world.open, decided)) is not None]
    for item in sorted(items, key=lambda i: document(i.facts)):
        found += _facts(item.facts, decisions)
        found += _misses(item.facts, decisions)
    return sorted(found, key=lambda c: (KINDS.index(c.kind), -c.doubt, c.title, c.choices))


def _key(reference: tuple[str, str]) -> str:
    return ":".join(filter(None, reference)) if reference[1][:1].isdigit() else "@".join(filter(None, reference[::-1]))


def _identity(merge: Merge, left: bool, decided: set[frozenset[str]]) -> Case | None:
    sure = any(reason.startswith("decided") or "decided: " in reason for reason in merge.why)
    if (
        sure
        or frozenset(merge.refs) in decided
        or "/" not in merge.refs[0] + merge.refs[1]
        and ":" not in merge.refs[0]
    ):
        return None
    if merge.score >= DOUBTFUL and not left:
        return None
    state = "kept apart" if left else "taken for one"
    pair = f"{merge.refs[0]} {merge.refs[1]}"
    comment = f"  # {merge.one} | {merge.other}"
    return Case(
        "identity", f"{merge.one}  |  {merge.other}", (f"{state}, score {merge.score}", *merge.why),
        (("same", f"same {pair}{comment}"), ("different", f"different {pair}{comment}")), 1 - abs(merge.score - 0.7),
    )  # fmt: skip


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
