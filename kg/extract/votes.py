"""A parliament that ratifies or approves an accord votes on it: it is no party to the accord."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg import seeds
from kg.extract import features, fillers
from kg.extract.mentions import Mentions
from kg.grammar import words
from kg.model import Event, Mention

_RULE = "vote of a parliament"


def as_vote(event: Event, token: Token, mentions: Mentions) -> Event:
    """The Vote that an Agreement amounts to if a parliament is the subject of "ratify" and the like."""
    if event.type != "Agreement" or token.lemma_.lower() not in words("nouns", "voted"):
        return event
    subjects = [m for t in features.arguments_of(token).get("subject", []) for m in fillers.agents(t, mentions)]
    voting = [m for m in subjects if _is_parliament(m)]
    if not voting:
        return event
    return replace(event, type="Vote", roles=tuple(("actor", m) for m in voting), rule=_RULE)


def without_accords(told: dict[int, Event], mentions: Mentions) -> dict[int, Event]:
    """The events of a sentence without the accords that parliaments vote on in it, which others reached elsewhere.

    A body that adopts sanctions imposes them: that is one event, and no vote.
    """
    voted = {i for i, event in told.items() if event.rule == _RULE}
    objects = {i: mentions.doc[i].head.i for i in told if mentions.doc[i].dep_ == "obj"}
    accords = {i for i, head in objects.items() if told[i].type == "Agreement" and head in voted}
    imposing = {head for i, head in objects.items() if told[i].type == "Sanction" and head in told}
    votes = {i for i in imposing - voted if told[i].type == "Vote"}
    return {i: event for i, event in told.items() if i not in accords | votes}


def _is_parliament(mention: Mention) -> bool:
    known = seeds.all_seeds().get(mention.seed or "")
    names = (mention.name, *(known.names if known is not None else ()))
    return any(word in words("nouns", "legislature") for name in names for word in seeds.fold(name).split())
