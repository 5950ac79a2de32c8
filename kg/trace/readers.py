"""What the learned readers make of a sentence: how sure they are of what its words tell, and of who has which part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Span as Tokens

from kg.extract import features, learned
from kg.extract.features import Candidate
from kg.extract.matching import Sighting, sighting
from kg.extract.mentions import Mentions
from kg.extract.readers import NONE
from kg.model import Document

_LEAST = 0.2  # shares that are shown


def weighed(sentence: Tokens, document: Document, mentions: Mentions) -> Iterator[str]:
    """A line for each word that might tell an event, with its likely types and, for the likeliest, the parts."""
    judge = learned.judge(mentions)
    if judge is None:
        return
    seen = sighting(sentence, document, mentions)
    candidates = features.candidates(sentence, mentions, seen.times)
    for token, types in judge.types(sentence, seen):
        kinds = _likely(types)
        if kinds:
            yield f"{token}: {_text(kinds)}{''.join(_parts(judge, token.i, kinds, seen, candidates, sentence))}"


def _parts(
    judge: learned.Judge,
    word: int,
    kinds: Mapping[str, float],
    seen: Sighting,
    candidates: list[Candidate],
    sentence: Tokens,
) -> Iterator[str]:
    for candidate, shares in judge.parts(sentence.doc[word], next(iter(kinds)), seen, candidates):
        if likely := _likely(shares):
            yield f"; {candidate.word} {_text(likely)}"


def _likely(shares: Mapping[str, float]) -> dict[str, float]:
    found = sorted(
        ((share, label) for label, share in shares.items() if label != NONE and share >= _LEAST), reverse=True
    )
    return {label: share for share, label in found}


def _text(shares: Mapping[str, float]) -> str:
    return " or ".join(f"{label} {share:.2f}" for label, share in shares.items())
