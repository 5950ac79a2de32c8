"""Whom an act is aimed at, where neither frame nor reader says: in the object, and in the phrases on it.

"Froze the assets of the Iranian bank", "recalled its ambassador to Belarus", "appealed to aid organisations".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.extract import features, fillers
from kg.extract.mentions import Mentions
from kg.extract.tree import case_of, children
from kg.grammar import words
from kg.model import Event, Mention

_ADDRESSED = ("indirect", "to", "against", "on", "upon")
_WITHIN = ("against", "on", "to", "of", "from", "for", "between", "with", "by")


def aimed(event: Event, token: Token, mentions: Mentions) -> Event:
    """The event with a target, if its type has one and the words around it tell whom."""
    roles = {role for role, _ in event.roles}
    if event.type not in words("events", "aimed") or "target" in roles or "actor" not in roles:
        return event
    taken = {m for _, m in event.roles} | set(event.places)
    for found in _looked_at(token, mentions, promised=event.type in words("events", "ahead")):
        free = [m for m in found if m not in taken and m.type != "Site" and m.form != "pronoun"]
        if free:
            return replace(event, roles=(*event.roles, *(("target", m) for m in free)))
    return event


def _looked_at(token: Token, mentions: Mentions, *, promised: bool) -> Iterator[list[Mention]]:
    """The agents in each phrase that may tell it, the surest first."""
    args = features.arguments_of(token)
    for slot in _ADDRESSED:
        yield [m for t in args.get(slot, []) for m in fillers.agents(t, mentions)]
    for noun in args.get("object", []):
        if not any(c.tag_ == "PRP$" for c in noun.children):  # "its ambassador" is the actor's own
            yield fillers.agents(noun, mentions)
            yield fillers.owners(noun, mentions)
        for inner in children(noun, "nmod"):
            if case_of(inner) in _WITHIN:
                yield [*fillers.agents(inner, mentions)] or fillers.owners(inner, mentions)
    if promised:
        for verb in args.get("clause", []):
            yield [m for m in _in_clause(verb, mentions) if m.type not in ("Group", "GovernmentBody")]


def _in_clause(verb: Token, mentions: Mentions) -> Iterator[Mention]:
    """Whom a promise or threat concerns: "promised to help Kenya", "threatened to cut all links with Georgia"."""
    args = features.arguments_of(verb)
    for slot in ("object", "object with", "object to", "to", "with", "by", "against"):
        for token in args.get(slot, []):
            yield from fillers.agents(token, mentions)
