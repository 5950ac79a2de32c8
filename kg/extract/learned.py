"""What the learned readers make of a sentence, beside what the frames see: further events and parts, and doubts.

A frame says what a predicate tells and where its fillers stand; a reader has seen many articles and judges each word
and each mention in its sentence. A frame's event that the readers doubt is dropped, its parts likewise; what the
readers alone are sure of is added. The reader's share is the confidence of the event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from kg.extract import features
from kg.extract.matching import Sighting
from kg.extract.mentions import Mentions
from kg.extract.readers import NONE, Array, readers
from kg.extract.tree import sentence_span, token_span
from kg.model import ROLES, Event, Mention

ADD, KEEP, RETYPE = 0.6, 0.5, 0.7
"""Shares from which the readers alone tell an event, let a frame's event stand, and overrule its type."""
ADD_ROLE, KEEP_ROLE = 0.65, 0.25
"""Shares from which the readers alone give a mention a part, and let a frame's part stand."""
SYMMETRIC = frozenset({"Meeting", "Negotiation", "Call", "Mediation", "Agreement", "Cooperation", "Relations"})
_EQUAL, _SIDED = {"participant", "host", "mediator"}, {"actor", "target", "host"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that might have a part in an event, the word that heads it, and whether it is meant as a scene."""

    word: Token
    mention: Mention
    scene: bool


def available(mentions: Mentions) -> bool:
    """Whether the language model gives the vectors that the readers were made for."""
    tensor = mentions.doc.tensor
    return bool(tensor.ndim == 2 and tensor.size and 2 * tensor.shape[1] == readers()["type"].width)


def read(sentence: Tokens, seen: Sighting, mentions: Mentions) -> dict[int, Event]:
    """The events of a sentence, by the word that tells each: the frames' as the readers see them, and further ones."""
    tokens = [t for t in sentence if t.i in seen.events or features.is_candidate(t, mentions)]
    if not tokens:
        return {}
    names = [features.predicate(t, seen, mentions) for t in tokens]
    shares = readers()["type"].shares(names, _vectors(mentions, [(t, t.head) for t in tokens]))
    candidates = [
        *(Candidate(t, m, False) for t, m in features.agents_in(sentence, mentions)),
        *(Candidate(t, m, True) for t, m in features.scenes_in(sentence, mentions)),
    ]
    found: dict[int, Event] = {}
    for token, row in zip(tokens, shares, strict=True):
        told = seen.events.get(token.i)
        event = told if told is not None and told.type == "Statement" else _judged(token, told, row)
        if event is not None and event.type != "Statement":
            event = _filled(token, event, told, seen, mentions, candidates)
        if event is not None:
            found[token.i] = event
    return found


def _judged(token: Token, told: Event | None, row: Array) -> Event | None:
    """The event with the reader's confidence and, where it is sure, its type; None where there is none."""
    shares = dict(zip(readers()["type"].labels, row.tolist(), strict=True))
    share = 1 - shares.pop(NONE)
    best = max(shares, key=lambda name: (shares[name], name))
    confidence = round(share, 2)
    if told is None:
        return Event(best, token_span(token), sentence_span(token), "reader", confidence=confidence) if share >= ADD else None
    if share < KEEP:
        return None
    kind = best if shares[best] >= RETYPE else told.type
    return replace(told, type=kind, confidence=confidence, content=told.content if kind == told.type else None)


def _filled(
    token: Token, event: Event, told: Event | None, seen: Sighting, mentions: Mentions, candidates: list[Candidate]
) -> Event:
    """The event with parts, places, source and status as the readers see them."""
    given = told if told is not None and told.type == event.type else None
    parts = list(_parts(token, event, given, seen, mentions, candidates))
    roles = dict.fromkeys((role, m) for role, m in parts if role in ROLES)
    places = dict.fromkeys(m for role, m in parts if role == "place")
    source = event.source or next((m for role, m in parts if role == "source"), None)
    row = readers()["status"].shares([features.status(token, event.type, seen)], _vectors(mentions, [(token, token.head)]))
    status = readers()["status"].labels[int(row[0].argmax())]
    return replace(event, roles=tuple(roles), places=tuple(places), source=source, status=status)


def _parts(
    token: Token, event: Event, given: Event | None, seen: Sighting, mentions: Mentions, candidates: list[Candidate]
) -> Iterator[tuple[str, Mention]]:
    """Who has which part: the reader's choice, and the frame's where the reader does not doubt it."""
    asked = {(c.mention, c.scene) for c in candidates}
    if given is not None:  # what stands in other sentences, or in words that are no candidates
        yield from ((r, m) for r, m in given.roles if (m, False) not in asked)
        yield from (("place", m) for m in given.places if (m, True) not in asked)
    labels = readers()["role"].labels
    none = labels.index(NONE)
    best: dict[tuple[Mention, bool], Array] = {}
    for candidate, row in zip(candidates, _role_shares(token, event, seen, mentions, candidates), strict=True):
        key = (candidate.mention, candidate.scene)
        if key not in best or row[none] < best[key][none]:
            best[key] = row
    for (mention, scene), row in sorted(best.items(), key=lambda pair: (pair[0][0].span, pair[0][1])):
        shares = dict(zip(labels, row.tolist(), strict=True))
        role = _choice(shares, _given_role(given, mention, scene), _allowed(event.type, scene))
        if role is not None:
            yield role, mention


def _role_shares(
    token: Token, event: Event, seen: Sighting, mentions: Mentions, candidates: list[Candidate]
) -> Iterable[Array]:
    if not candidates:
        return ()
    args = features.arguments_of(token)
    names = [
        [*features.role(token, event.type, c.word, c.mention, seen, args), *(["scene"] if c.scene else [])]
        for c in candidates
    ]
    return readers()["role"].shares(names, _vectors(mentions, [(token, c.word) for c in candidates]))


def _given_role(given: Event | None, mention: Mention, scene: bool) -> str | None:
    if given is None:
        return None
    if scene:
        return "place" if mention in given.places else None
    return next((role for role, m in given.roles if m == mention), None)


def _allowed(event_type: str, scene: bool) -> set[str]:
    if scene:
        return {"place"}
    return (_EQUAL if event_type in SYMMETRIC else _SIDED) | {"source"}


def _choice(shares: dict[str, float], given: str | None, allowed: set[str]) -> str | None:
    if given is not None and shares.get(given, 0) >= KEEP_ROLE:
        return given
    role = max(sorted(allowed & shares.keys()), key=lambda r: shares[r])
    return role if shares[role] >= ADD_ROLE else None


def _vectors(mentions: Mentions, pairs: list[tuple[Token, Token]]) -> Array:
    tensor = mentions.doc.tensor
    return np.stack([np.concatenate([tensor[a.i], tensor[b.i]]) for a, b in pairs]).astype(np.float32)
