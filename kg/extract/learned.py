"""What the learned readers add to the frames: events that no frame tells, parts that no slot tells, and doubts.

A frame says what a predicate tells and where its fillers stand; a reader has seen many articles and judges each word and
each mention in its sentence. Where both see an event, the reader's share is the confidence of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from kg.extract import features
from kg.extract.readers import NONE, Array, readers
from kg.extract.tree import sentence_span, token_span
from kg.extract.mentions import Mentions
from kg.model import ROLES, Event, Mention

ADD, KEEP = 0.5, 0.15
ADD_ROLE, KEEP_ROLE, DOUBT_ROLE = 0.5, 0.6, 0.15


@dataclass(frozen=True, slots=True)
class Part:
    """A mention's part in an event, and how sure it is."""

    role: str
    mention: Mention
    share: float


def available(mentions: Mentions) -> bool:
    """Whether the language model gives the vectors that the readers were made for."""
    tensor = mentions.doc.tensor
    return bool(tensor.ndim == 2 and tensor.size and 2 * tensor.shape[1] == readers()["type"].width)


def read(sentence: Tokens, told: Mapping[int, Event], mentions: Mentions) -> dict[int, Event]:
    """The events of a sentence: those of the frames as the readers see them, and further ones."""
    tokens = [t for t in sentence if t.i in told or features.is_candidate(t, mentions)]
    if not tokens:
        return dict(told)
    names = [features.predicate(t, told, mentions) for t in tokens]
    shares = readers()["type"].shares(names, _vectors(mentions, [(t, t.head) for t in tokens]))
    people, scenes = list(features.agents_in(sentence, mentions)), list(features.scenes_in(sentence, mentions))
    found: dict[int, Event] = {}
    for token, row in zip(tokens, shares, strict=True):
        event = told.get(token.i)
        if event is not None and event.type == "Statement":
            found[token.i] = event
            continue
        judged = _judged(token, event, row)
        if judged is not None:
            found[token.i] = _filled(token, judged, event is not None, told, mentions, people, scenes)
    return {i: e for i, e in found.items() if e.roles or i in told}


def _judged(token: Token, event: Event | None, row: Array) -> Event | None:
    """The event with the reader's confidence; a new one where the reader alone sees it; None where it sees none."""
    labels = readers()["type"].labels
    share = float(1 - row[labels.index(NONE)])
    if event is not None:
        return replace(event, confidence=round(share, 2)) if share >= KEEP else None
    if share < ADD:
        return None
    best = max((s, name) for name, s in zip(labels, row.tolist(), strict=True) if name != NONE)[1]
    return Event(best, token_span(token), sentence_span(token), "reader", confidence=round(share, 2))


def _filled(
    token: Token, event: Event, framed: bool, told: Mapping[int, Event], mentions: Mentions,
    people: list[tuple[Token, Mention]], scenes: list[tuple[Token, Mention]],
) -> Event:  # fmt: skip
    """The event with parts and status as the readers see them."""
    given = {(m.span, r) for r, m in event.roles} | {(m.span, "place") for m in event.places}
    parts = _parts(token, event, told, mentions, people, scenes)
    roles, places, sources = [], [], []
    for part in sorted(parts, key=lambda p: p.mention.span):
        if part.role in ROLES:
            roles.append((part.role, part.mention))
        elif part.role == "place":
            places.append(part.mention)
        else:
            sources.append(part.mention)
    status_names = [features.status(token, event.type, told)]
    row = readers()["status"].shares(status_names, _vectors(mentions, [(token, token.head)]))[0]
    status = readers()["status"].labels[int(row.argmax())]
    source = event.source if event.source is not None else next(iter(sources), None)
    return replace(event, roles=tuple(dict.fromkeys(roles)), places=tuple(dict.fromkeys(places)), status=status, source=source)


def _parts(
    token: Token, event: Event, told: Mapping[int, Event], mentions: Mentions,
    people: list[tuple[Token, Mention]], scenes: list[tuple[Token, Mention]],
) -> list[Part]:  # fmt: skip
    """Who plays which part: the reader's choice, the frame's where the reader does not doubt it."""
    args = features.arguments_of(token)
    labels = readers()["role"].labels
    best: dict[Mention, Part] = {}
    pairs = [(o, m, False) for o, m in people] + [(o, m, True) for o, m in scenes]
    names = []
    for other, mention, scene in pairs:
        known = features.role(token, event.type, other, mention, told, args)
        names.append([*known, "scene"] if scene else known)
    shares = readers()["role"].shares(names, _vectors(mentions, [(token, o) for o, _, _ in pairs])) if pairs else []
    seen: dict[tuple[Mention, bool], Array] = {}
    for (_, mention, scene), row in zip(pairs, shares, strict=True):
        key = (mention, scene)
        if key not in seen or row[labels.index(NONE)] < seen[key][labels.index(NONE)]:
            seen[key] = row
    given = {**{m.span: r for r, m in event.roles}}
    for (mention, scene), row in seen.items():
        told_role = ("place" if mention in event.places else None) if scene else given.get(mention.span)
        part = _choice(mention, told_role, row, labels)
        if part is not None and (mention not in best or best[mention].share < part.share):
            best[mention] = part
    rest = [(r, m) for r, m in event.roles if all(m.span != p.span for p, _ in seen)]
    missed = [Part(r, m, event.confidence) for r, m in rest]
    missed += [Part("place", m, event.confidence) for m in event.places if all(m != p for p, s in seen if s)]
    return [*best.values(), *missed]


def _choice(mention: Mention, told: str | None, row: Array, labels: tuple[str, ...]) -> Part | None:
    shares = dict(zip(labels, row.tolist(), strict=True))
    role = max((r for r in labels if r != NONE), key=lambda r: shares[r])
    if told is not None and shares.get(told, 0) >= DOUBT_ROLE:
        return Part(told, mention, shares[told])
    return Part(role, mention, shares[role]) if shares[role] >= ADD_ROLE else None


def _vectors(mentions: Mentions, pairs: list[tuple[Token, Token]]) -> Array:
    tensor = mentions.doc.tensor
    return np.stack([np.concatenate([tensor[a.i], tensor[b.i]]) for a, b in pairs]).astype(np.float32)
