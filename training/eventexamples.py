"""From an annotated article to the examples that the readers of events learn from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from kg.annotate import annotate
from kg.evaluate.names import flat, norm
from kg.extract import extract, features
from kg.extract.matching import Sighting, sighting
from kg.extract.mentions import Mentions
from kg.extract.readers import NONE, products
from kg.model import ROLES, Article, Document, EntityId, Event, Mention
from kg.resolve.coreference import Coreference
from training.articles import Gold

KINDS = ("type", "role", "status")
_DISPUTED = 0.5  # weight of an optional event's parts and status; its word is no example of any type
_PARTS = {"agent": (*ROLES, "source"), "scene": ("place",), "time": ("date",)}


@dataclass(slots=True)
class Examples:
    """Examples of one reader: feature names, vectors (n, d), labels, weights."""

    names: list[list[str]] = field(default_factory=list)
    vectors: list[np.ndarray[Any, Any]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, names: list[str], vector: np.ndarray[Any, Any], label: str, weight: float) -> None:
        """Add one example."""
        self.names.append(names)
        self.vectors.append(vector.astype(np.float16))
        self.labels.append(label)
        self.weights.append(weight)

    def extend(self, other: Examples) -> None:
        """Add all of another's."""
        self.names += other.names
        self.vectors += other.vectors
        self.labels += other.labels
        self.weights += other.weights


class Annotated:
    """An annotated article with its analysis, and what the gold says of its words and mentions."""

    def __init__(self, gold: Gold, text: str) -> None:
        published = date.fromisoformat(gold["published"]) if gold.get("published") else None
        self.gold = gold
        self.document: Document = annotate(Article(text, str(gold["id"]), published=published))
        self.text = text
        self.mentions = Mentions(self.document)
        self.names = {e["id"]: {norm(n) for n in (e["name"], *e.get("aliases", []))} for e in gold["entities"]}
        self._who = Coreference(extract(self.document, frames_only=True))
        self._known: dict[Mention, frozenset[str]] = {}
        self.events: dict[int, list[Gold]] = {}
        for token, event in self._triggers():
            self.events.setdefault(token.i, []).append(event)

    def entities(self, mention: Mention) -> frozenset[str]:
        """The gold entities that a mention speaks of, as far as the rules of coreference can tell."""
        if mention not in self._known:
            here = {norm(self.text[mention.span.start : mention.span.end]), norm(mention.name)}
            for key in self._who.ids(mention):
                here |= self._forms(key)
            here.discard("")
            self._known[mention] = frozenset(i for i, names in self.names.items() if names & here)
        return self._known[mention]

    def _forms(self, key: EntityId) -> set[str]:
        draft = self._who.registry.drafts[key]
        return {norm(n) for n in (draft.label, *draft.forms)}

    def twins(self, sentence: Tokens, told: Mapping[int, Event]) -> dict[int, list[Gold]]:
        """Words by which a frame tells an event that the gold hangs on another word: "signed" beside "agreement"."""
        here = [e for t in sentence for e in self.events.get(t.i, ())]
        here += [e for e in self.gold["events"] if e not in here and "trigger" not in e and _stands_in(e, sentence)]
        return {i: same for i, event in told.items() if (same := [e for e in here if e["type"] == event.type])}

    def _triggers(self) -> Iterator[tuple[Token, Gold]]:
        for event in self.gold["events"]:
            for quote, word in zip(event["evidence"], event.get("trigger", ()), strict=False):
                token = self._find(quote, word) if word else None
                if token is not None:
                    yield token, event

    def _find(self, quote: str, word: str) -> Token | None:
        """The token of a trigger word; "word#2" is its second occurrence in the quotation."""
        word, _, number = word.partition("#")
        where = re.search(r"\s+".join(re.escape(part) for part in quote.split()), self.text)
        hits = list(re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", where[0])) if where else []
        if where is None or len(hits) < int(number or 1):
            return None
        start = where.start() + hits[int(number or 1) - 1].start()
        return next((t for t in self.document.doc if t.idx <= start < t.idx + len(t)), None)


def _stands_in(event: Gold, sentence: Tokens) -> bool:
    words = flat(sentence.text)
    return any(quote in words or words in quote for quote in map(flat, event["evidence"]))


def examples(article: Annotated) -> dict[str, Examples]:
    """The examples that one article gives to each reader."""
    found = {kind: Examples() for kind in KINDS}
    doc, mentions = article.document.doc, article.mentions
    for number, sentence in enumerate(doc.sents):
        if number not in article.document.prose:
            continue
        seen = sighting(sentence, article.document, mentions)
        twins = article.twins(sentence, seen.events)
        candidates = features.candidates(sentence, mentions, seen.times)
        for token in sentence:
            here = sorted(article.events.get(token.i) or twins.get(token.i, []), key=lambda e: bool(e.get("optional")))
            if not here and not features.is_candidate(token, mentions):
                continue
            vector = np.concatenate([doc.tensor[token.i], doc.tensor[token.head.i]])
            label, disputed = (here[0]["type"], bool(here[0].get("optional"))) if here else (NONE, False)
            found["type"].add(features.predicate(token, seen, mentions), vector, label, 0.0 if disputed else 1.0)
            if here:
                weight = _DISPUTED if disputed else 1.0
                names = features.status(token, label, seen)
                found["status"].add(names, vector, here[0].get("status", "Occurred"), weight)
                _add_parts(found["role"], article, here[0], token, seen, candidates)
    return found


def _add_parts(
    found: Examples, article: Annotated, event: Gold, token: Token, seen: Sighting, candidates: list[features.Candidate]
) -> None:
    args = features.arguments_of(token)
    tensor = article.document.doc.tensor
    for candidate in candidates:
        label = part_of(article, event, candidate)
        if label is not None:
            names = features.role(token, event["type"], candidate, seen, args)
            first, second = tensor[token.i], tensor[candidate.word.i]
            vector = np.concatenate([first, second, products(first, second)])
            found.add(names, vector, label, _DISPUTED if event.get("optional") else 1.0)


def part_of(article: Annotated, event: Gold, candidate: features.Candidate) -> str | None:
    """The part of a candidate in an event, ``none`` for none; None for a time that cannot be told."""
    if candidate.time is not None:
        both = (candidate.time.past, candidate.time.future)
        values = [t.value if t.end is None else f"{t.value}/{t.end}" for t in both if t]
        return ("date" if event.get("date") in values else NONE) if values else None
    assert candidate.mention is not None
    meant = article.entities(candidate.mention)
    return next((part for part in _PARTS[candidate.kind] if set(event.get(part, ())) & meant), NONE)
