"""When two names, and two quotations, are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from kg import seeds

Spans: TypeAlias = tuple[tuple[int, int], ...]
"""Stretches of a text whose white space is folded, sorted."""

_POSSESSIVE = re.compile(r"['’]s\b")
_ARABIC_ARTICLE = re.compile(r"\b(?:al|el)[- ]")

_STOP = re.compile(r"(?<=[a-z0-9)][.?!])[\"”’]* (?=[\"“‘A-Z])")


def norm(name: str) -> str:
    """The form under which names are equal: case, accents, punctuation and articles do not count.

    >>> norm("Nouri al-Maliki") == norm("nouri Maliki"), norm("The Hague's"), norm("U.S.")
    (True, 'hague', 'us')
    """
    return seeds.fold(_ARABIC_ARTICLE.sub("", _POSSESSIVE.sub("", name.casefold())))


def flat(text: str) -> str:
    """The text with every white space as one blank."""
    return " ".join(text.split())


def located(text: str, quotes: Iterable[str]) -> Spans:
    """Where quotations stand first in a folded text; those that do not are left out."""
    folded = (flat(quote) for quote in quotes)
    return tuple(sorted((text.find(quote), text.find(quote) + len(quote)) for quote in folded if quote in text))


def overlap(one: Spans, other: Spans) -> bool:
    """Whether a stretch of one shares a character with one of the other."""
    return any(max(a, c) < min(b, d) for a, b in one for c, d in other)


def sentence(text: str, at: int) -> str:
    """About the sentence around an offset of a folded text, for people to read."""
    ends = [0, *(match.end() for match in _STOP.finditer(text)), len(text)]
    return text[
        max(end for end in ends if end <= at) : min(end for end in ends if end > at or end == len(text))
    ].strip()
