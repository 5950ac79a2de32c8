"""Support for those who fight: it is help with money or arms, where support of others is a matter of words."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg import seeds
from kg.grammar import noun, words
from kg.model import Event


def as_aid(event: Event, token: Token) -> Event:
    """ "Supporting militias", told by the verb, as the Aid that it is."""
    told = event.type == "Support" and token.pos_ == "VERB" and token.lemma_.lower() in words("arming", "verbs")
    targets = [seeds.fold(m.name).split()[-1:] for role, m in event.roles if role == "target"]
    fighting = any(noun(last.removesuffix("s")) in words("arming", "armed") for name in targets for last in name)
    return replace(event, type="Aid") if told and fighting else event
