"""Support for those who fight: it is help with money or arms, where support of others is a matter of words."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg import seeds
from kg.extract.mentions import Mentions
from kg.grammar import noun, words
from kg.model import Event


def as_aid(event: Event, token: Token) -> Event:
    """ "Supporting militias", told by the verb, as the Aid that it is."""
    told = event.type == "Support" and token.pos_ == "VERB" and token.lemma_.lower() in words("arming", "verbs")
    targets = [seeds.fold(m.name).split()[-1:] for role, m in event.roles if role == "target"]
    fighting = any(noun(last.removesuffix("s")) in words("arming", "armed") for name in targets for last in name)
    return replace(event, type="Aid") if told and fighting else event


def without_victims(told: dict[int, Event], mentions: Mentions) -> dict[int, Event]:
    """The events of a sentence, help without those whom it is against: "accused of support for attacks on Chad"."""
    return {i: _without_victims(i, event, told, mentions) for i, event in told.items()}


def _without_victims(at: int, event: Event, told: dict[int, Event], mentions: Mentions) -> Event:
    if event.type not in words("events", "help"):
        return event
    doc = mentions.doc
    below = [e for i, e in told.items() if e.type == "Assault" and at in {t.i for t in doc[i].ancestors}]
    victims = {m for e in below for r, m in e.roles if r == "target"}
    return replace(event, roles=tuple((r, m) for r, m in event.roles if r != "target" or m not in victims))
