"""Who speaks where in one article, in its text: what rejections and answers are told from.

The words are in ``ontology/answers.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.errors import DataError
from kg.model import Facts, Span
from kg.resources import folder
from kg.world.tellings import Sides, Telling, stems

JUST_BEFORE = 400
"""Characters between what is said and what answers it."""
REAL = ("Occurred", "Ongoing", "Alleged")
"""Statuses of what can be denied, and of what has been said."""
_SAYING = ("Statement", "Accusation", "Rejection", "Request", "Pledge", "Support", "Threat")
_OWN = ("Statement", "Accusation", "Rejection")
_END = re.compile(r"(?<![A-Z])[.!?][\"”’)]*(?=\s+[“\"A-Z])|\n")

Denial = tuple[Telling, Telling, str]
"""An account, the one that it goes against, and why it is taken so."""


@cache
def data() -> dict[str, Any]:
    """``ontology/answers.toml``. Raises DataError where it cannot be read."""
    try:
        return tomllib.loads((folder("ontology") / "answers.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"ontology/answers.toml: {error}") from error


@cache
def any_of(section: str) -> re.Pattern[str]:
    """Whichever word of a list; a star stands for any ending."""
    told = "|".join(re.escape(w).replace(r"\*", r"\w*") for w in data()[section]["words"])
    return re.compile(rf"\b(?:{told})\b", re.IGNORECASE)


@cache
def _prefixes() -> re.Pattern[str]:
    """What may stand before a word that is otherwise the same: a "subcommittee" is a "committee"."""
    return re.compile(rf"\b(?:{'|'.join(data()['alike']['prefixes'])})-?(?=\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One article's tellings in text order, its text, and for whom those who speak in it stand."""

    facts: Facts
    row: Sequence[Telling]
    sides: Sides

    def speaks(self, one: Telling) -> bool:
        """Whether somebody is told to have said something."""
        return one.fact.type in _SAYING and one.fact.status in REAL and "actor" in one.roles

    def is_other(self, one: Telling, other: Telling) -> bool:
        """Whether others speak: of other sides, or other persons of one side."""
        ours, theirs = speakers(one), speakers(other)
        persons = ours and theirs and all(s.startswith("person/") for s in ours | theirs)
        return not ours & theirs if persons else not wide(ours, self.sides) & wide(theirs, self.sides)

    def before(self, one: Telling, start: int, most: int = JUST_BEFORE) -> list[Telling]:
        """What others said just before, in text order; of one sentence the statements last."""
        said = [
            t for t in self.row
            if self.speaks(t) and 0 < start - t.fact.trigger.start <= most and self.is_other(t, one)
        ]  # fmt: skip
        return sorted(said, key=lambda t: (self.around(t.fact.trigger.start), t.fact.type == "Statement"))

    def says(self, said: Telling, words: str) -> bool:
        """Whether one of a list of words is in what is said."""
        return any_of(words).search(self.text(said.fact.content or said.fact.evidence[0])) is not None

    def alike(self, one: Telling, said: Telling) -> int:
        """How many words that tell something are both in what is said and in the sentence of what was said before."""
        return len(self._stems(self.text(one.fact.content or one.fact.evidence[0])) & self._stems(self.sentence(said)))

    def _stems(self, text: str) -> frozenset[str]:
        names = " ".join(e.label for e in self.facts.entities if e.type in ("Person", "State"))
        return stems(_prefixes().sub("", text)) - stems(names)

    def sentence(self, one: Telling) -> str:
        """The sentence in which it is told."""
        return self.text(self.around(one.fact.trigger.start))

    def around(self, at: int) -> Span:
        """The sentence that a place in the text lies in: of an event, where one is told there."""
        text = self.facts.article.text
        known = [s for t in self.row for s in t.fact.evidence if s.start <= at < s.end]
        if known:
            return min(known)
        ends = [m.end() for m in _END.finditer(text, max(0, at - 1000), at + 1) if m.end() <= at]
        after = _END.search(text, at)
        start = ends[-1] if ends else 0
        return Span(start + len(text[start:at]) - len(text[start:at].lstrip()), after.end() if after else len(text))

    def paragraph(self, at: int, *, both: bool) -> int:
        """Where the paragraph of a place begins; that of the one before, where the place opens it, or for ``both``."""
        text = self.facts.article.text
        start = text.rfind("\n", 0, at) + 1
        opens = not text[start:at].strip()
        return text.rfind("\n", 0, len(text[:start].rstrip())) + 1 if both or opens else start

    def text(self, span: Span) -> str:
        """The words of a span."""
        return self.facts.article.text[span.start : span.end]


def speakers(one: Telling) -> frozenset[str]:
    """Who tells it: who says something, and for all else whoever it is credited to, else who does it by speaking."""
    acting = one.roles.get("actor", frozenset()) if one.speech else frozenset()
    credited = frozenset(one.fact.sources)
    return acting or credited if one.fact.type in _OWN else credited or acting


def wide(fillers: Iterable[str], sides: Sides) -> frozenset[str]:
    """The fillers and the states that they stand for."""
    return frozenset(fillers).union(*(sides.get(f, frozenset()) for f in fillers))
