"""What the learned readers make of a sentence, beside what the frames see: further events and parts, and doubts.

A frame says what a predicate tells and where its fillers stand; a reader has seen many articles and judges each word
and each mention in its sentence. A frame's event that the readers doubt is dropped, its parts likewise; what the
readers alone are sure of is added. The reader's share is the confidence of the event.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np
from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from kg.extract import arguments, attribution, features, fillers, frames
from kg.extract.bystanders import in_time_clause, only_tells, stands_by, stays_away
from kg.extract.features import Candidate
from kg.extract.matching import Sighting
from kg.extract.mentions import Mentions
from kg.extract.occasions import refers
from kg.extract.readers import NONE, Array, made_for, readers
from kg.extract.sittings import dated_round, did_not_happen, in_headline, not_held
from kg.extract.status import has_cue, looks_ahead, status_of
from kg.extract.tree import case_of, children, dateline_end, has_negation, is_rel, sentence_span, token_span
from kg.grammar import words
from kg.model import MODEL, ROLES, Event, Mention
from kg.ontology import is_a

ADD, KEEP, RETYPE = 0.7, 0.45, 0.6
"""Shares from which the readers alone tell an event, let a frame's event stand, and overrule its type."""
ADD_ROLE, KEEP_ROLE = 0.5, 0.1
"""Shares from which the readers alone give a mention a part, and let a frame's part stand."""
_WORTH = 0.91
"""What a share is worth as the confidence of an event: that many of those that are sure were right in the graph, type
and parties together, in 69 annotated articles that nothing was trained on (`training.happenings` holds them out)."""
_EQUAL, _SIDED = {"participant", "host", "mediator"}, {"actor", "target", "host"}


class Judge:
    """The readers at work on one document."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        self._vectors = np.asarray(mentions.doc.tensor, dtype=np.float32)
        self._words = {kind: reader.projected(self._vectors) for kind, reader in readers().items()}

    def read(self, sentence: Tokens, seen: Sighting) -> dict[int, Event]:
        """The events of a sentence by the word that tells each: the frames' as the readers see them, and more."""
        candidates = features.candidates(sentence, self._mentions, seen.times)
        found: dict[int, Event] = {}
        for token, shares in self.types(sentence, seen):
            told = seen.events.get(token.i)
            if (told is None or not told.roles) and refers(token, seen.times):
                continue
            plain = told is not None and (told.type == "Statement" or dated_round(token, seen.times))
            event = told if plain else _judged(token, told, dict(shares))
            if event is not None and event.type != "Statement":
                event = self._filled(token, event, seen, candidates)
            if event is not None:
                found[token.i] = event
        return found

    def types(self, sentence: Tokens, seen: Sighting) -> list[tuple[Token, Mapping[str, float]]]:
        """The words that could tell an event, each with the shares of all types and of none."""
        tokens = [t for t in sentence if t.i in seen.events or features.is_candidate(t, self._mentions)]
        if not tokens:
            return []
        names = [features.predicate(t, seen, self._mentions) for t in tokens]
        rows, labels = self._shares("type", names, [(t, t.head) for t in tokens]), readers()["type"].labels
        return [(t, dict(zip(labels, row.tolist(), strict=True))) for t, row in zip(tokens, rows, strict=True)]

    def parts(
        self, token: Token, kind: str, seen: Sighting, candidates: list[Candidate]
    ) -> list[tuple[Candidate, Mapping[str, float]]]:
        """What might have a part in an event that a word tells, each with the shares of all parts and of none.

        Of several words for one thing the likeliest counts.
        """
        if not candidates:
            return []
        args, labels = features.arguments_of(token), readers()["role"].labels
        names = [features.role(token, kind, c, seen, args) for c in candidates]
        best: dict[object, tuple[Candidate, Mapping[str, float]]] = {}
        rows = self._shares("role", names, [(token, c.word) for c in candidates])
        for candidate, row in zip(candidates, rows, strict=True):
            shares = dict(zip(labels, row.tolist(), strict=True))
            key = (candidate.mention or candidate.time, candidate.kind)
            if key not in best or shares[NONE] < best[key][1][NONE]:
                best[key] = candidate, shares
        return list(best.values())

    def _shares(self, kind: str, names: list[list[str]], pairs: list[tuple[Token, Token]]) -> Array:
        first, second = self._words[kind]
        here, there = [a.i for a, _ in pairs], [b.i for _, b in pairs]
        words = first[here] + second[there]
        if kind == "role":
            words += readers()[kind].paired(self._vectors[here], self._vectors[there])
        return readers()[kind].shares(names, words)

    def _filled(self, token: Token, event: Event, seen: Sighting, candidates: list[Candidate]) -> Event:
        """The event with parts, places, time, source and status as the readers see them."""
        row = self._shares("status", [features.status(token, event.type, seen)], [(token, token.head)])[0]
        status = _told_outright(token, event.type) or readers()["status"].labels[int(row.argmax())]
        parts = _where_it_was(_without_owners(self._parts(token, event, seen, candidates), candidates))
        roles = dict.fromkeys((role, c.mention) for role, c in parts if role in ROLES and c.mention)
        if not roles:
            roles = dict.fromkeys(event.roles)  # what a reader doubts is better than an event of nobody
        places = dict.fromkeys(m for role, c in parts if role == "place" for m in self._place(c))
        source = event.source or next((c.mention for role, c in parts if role == "source"), None)
        times = [c.time for role, c in parts if role == "date" and c.time is not None]
        ahead = looks_ahead(status)
        days = [v for t in times if not t.span.contains(event.trigger) and (v := t.value(ahead)) is not None]
        return replace(
            event, roles=(*_elsewhere(event, candidates), *roles), places=tuple(places), source=source, status=status,
            time=event.time or next(iter(days), None),
        )  # fmt: skip

    def _place(self, candidate: Candidate) -> list[Mention]:
        """The place of a candidate, and what it is told to lie in."""
        around = fillers.around_city(candidate.word, self._mentions)
        return [m for m in (candidate.mention, *around) if m is not None]

    def _parts(
        self, token: Token, event: Event, seen: Sighting, candidates: list[Candidate]
    ) -> list[tuple[str, Candidate]]:
        """Who and what has which part: the reader's choice, and the frame's where the reader does not doubt it."""
        told = seen.events.get(token.i)
        told = told if told is not None and told.type == event.type else None
        beside = None if is_a(event.type, "SpeechAct") else attribution.speaker(token, self._mentions)
        found = []
        for candidate, shares in self.parts(token, event.type, seen, candidates):
            given = next(iter(features.given(told, candidate)), None)
            role = _choice(shares, given, _allowed(event.type, candidate.kind))
            if role in ROLES and given is None and beside is not None and candidate.mention == beside:
                role = "source"  # who tells an event is no party to it for that
            if role in ROLES and given is None and stands_by(candidate.word, token, role):
                role = None
            if role in ROLES and only_tells(candidate.word, token):
                role = None
            root = candidate.word if candidate.mention is None else self._mentions.doc[candidate.mention.root]
            if role == "participant" and stays_away(root, token):
                role = None
            if role == "place" and in_time_clause(candidate.word, token):
                role = None
            if role is not None:
                found.append((role, candidate))
        return found


def _told_outright(token: Token, event_type: str) -> str | None:
    """The status that plain words give, whatever a reader makes of it: "did not agree" (Negated), "would talk if"."""
    if in_headline(token) and event_type in words("events", "occasion"):
        return "Occurred"
    if token.pos_ == "VERB" and has_negation(token):
        return "Occurred" if event_type == "Rejection" and not _rejects(token) else "Negated"
    if did_not_happen(token, event_type) or not_held(token, event_type):
        return "Negated"
    if token.pos_ == "NOUN" and case_of(token) == "during" and token.head.tag_ == "VBD":
        return "Occurred"
    if token.pos_ == "VERB" and any(c.lower_ == "no" for t in children(token, "obj") for c in children(t, "det")):
        return "Negated"
    light = arguments.light_verb(token) if token.pos_ == "NOUN" and is_rel(token, "obj") else None
    if light is not None and light.pos_ == "VERB" and has_negation(light):
        return "Negated"
    if token.dep_ == "acl" and any(c.tag_ == "TO" for c in token.children):
        return _of_noun(token.head)
    if token.dep_ == "xcomp" and token.head.lemma_ in words("status", "ended") and children(token.head, "mark"):
        return "Alleged"  # "they need to stop arming rebels": so says who asks for it
    ahead = any(a.lower_ in words("status", "planned_aux") for a in children(token, "aux"))
    conditions = [c for c in children(token, "advcl") if has_cue(c, "conditional")]
    return "Proposed" if ahead and conditions else None


def _of_noun(noun: Token) -> str | None:
    """The status of an infinitive by its noun: "the refusal to talk" (Negated), "the first to call" (Occurred)."""
    if noun.lemma_.lower() in words("status", "negated"):
        return "Negated"
    ranked = any(t.lemma_.lower() in words("status", "ranking") for t in (noun, *noun.children))
    return "Occurred" if ranked and status_of(noun, "") == "Occurred" else None


def _rejects(verb: Token) -> bool:
    """Whether a verb by itself tells a rejection, which "will not accept" does by its negation."""
    return any(f.type == "Rejection" for f in frames.by_lemma().get((verb.pos_, verb.lemma_.lower()), ()))


def _without_owners(parts: list[tuple[str, Candidate]], candidates: list[Candidate]) -> list[tuple[str, Candidate]]:
    """Without those who only tell whose room it is: "met in the office of Prime Minister Nouri al-Maliki"."""
    rooms = [c for c in candidates if c.kind == "scene" and c.mention is not None and c.mention.type == "Site"]
    inside = {t.i for room in rooms for t in room.word.subtree if t.i != room.word.i}
    return [
        (role, c)
        for role, c in parts
        if role not in ROLES or c.word.i not in inside or c.mention is None or c.mention.type != "Person"
    ]


def _where_it_was(parts: list[tuple[str, Candidate]]) -> list[tuple[str, Candidate]]:
    """Without the governments of capitals that are where it took place, "held in Baghdad", and states of people that
    are taken for the place: "his Chinese counterpart", "the Iraqi side"."""
    parts = [(role, c) for role, c in parts if role != "place" or not (_of_people(c.word) or _in_dateline(c.word))]
    scenes = {c.word.i for role, c in parts if role == "place" and c.mention is not None and c.mention.type == "City"}
    return [(role, c) for role, c in parts if role not in ROLES or c.kind != "agent" or c.word.i not in scenes]


def _in_dateline(word: Token) -> bool:
    return word.i < dateline_end(word.sent)


def _of_people(word: Token) -> bool:
    """Whether an adjective tells of which state somebody or something is, and no place: "the Iraqi side"."""
    places = words("nouns", "settlement") | words("nouns", "site") | words("nouns", "ground")
    return is_rel(word, "amod") and word.head.lemma_.lower() not in places


def judge(mentions: Mentions) -> Judge | None:
    """The readers for one document, if its language model is the one that they were made for."""
    tensor, model = mentions.doc.tensor, mentions.doc.user_data.get(MODEL)
    if model is not None and model != made_for():
        _other_model(model)
        return None
    fits = tensor.ndim == 2 and tensor.size and tensor.shape[1] == readers()["type"].width
    return Judge(mentions) if fits and model else None


@cache
def _other_model(model: str) -> None:
    """Say once that the readers stay out."""
    logging.getLogger("kg").warning(
        "kg: the readers of events were made for another language model than %.12s: the frames stand alone",
        model,
    )


def _judged(token: Token, told: Event | None, shares: dict[str, float]) -> Event | None:
    """The event with the reader's confidence and, where it is sure, its type; None where there is none."""
    share = 1 - shares.pop(NONE)
    best = max(shares, key=lambda name: (shares[name], name))
    confidence = round(_WORTH * share, 2)
    if told is None:
        alone = Event(best, token_span(token), sentence_span(token), f"reader {best.lower()}", confidence=confidence)
        return alone if share >= ADD else None
    if share < KEEP:
        return None
    kin = is_a(best, "Consultation") and is_a(told.type, "Consultation")  # "a round of talks" is a matter of frames
    kind = best if shares[best] >= RETYPE and not kin else told.type
    return replace(told, type=kind, confidence=confidence, content=told.content if kind == told.type else None)


def _elsewhere(event: Event, candidates: list[Candidate]) -> list[tuple[str, Mention]]:
    """Parts that a frame gives to what stands in other sentences, or in words that are no candidates."""
    asked = {c.mention for c in candidates if c.kind == "agent"}
    return [(role, m) for role, m in event.roles if m not in asked]


def _allowed(event_type: str, kind: str) -> set[str]:
    """The parts that a candidate of a kind can have in an event of a type."""
    if kind != "agent":
        return {"place"} if kind == "scene" else {"date"}
    return (_EQUAL if event_type in words("events", "symmetric") else _SIDED) | {"source"}


def _choice(shares: Mapping[str, float], given: str | None, allowed: set[str]) -> str | None:
    if given is not None and shares.get(given, 0) >= KEEP_ROLE:
        return given
    role = max(sorted(allowed & shares.keys()), key=lambda r: shares[r], default=None)
    return role if role is not None and shares[role] >= ADD_ROLE else None
