"""Figures of verdicts: precision, recall and F1 by kind and type, and what a confidence is worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.evaluate.judge import PARTS, Verdict

LEVELS = (0.0, 0.6, 0.8)
"""Confidences from which on facts are counted, for the table of thresholds."""
_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True, slots=True)
class Count:
    """How many facts of a kind are right, missed, and extra, that is found but not in the gold."""

    right: int = 0
    missed: int = 0
    extra: int = 0

    @property
    def gold(self) -> int:
        """How many there are to be found."""
        return self.right + self.missed

    @property
    def found(self) -> int:
        """How many were found, right or wrong."""
        return self.right + self.extra

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found; 0 where there is none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Facts of a kind with a confidence of at least ``low``, below ``high``: its mean, and how many are right."""

    part: str
    low: float
    high: float
    facts: int
    right: int
    mean: float

    @property
    def share(self) -> float:
        """The share that is right: the mean confidence, if confidences could be relied on."""
        return self.right / self.facts


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How good extraction is on some gold facts.

    ``parts`` has a count for each kind of fact, ``facts`` is their sum, ``types`` the events by type, ``verdicts``
    the facts one by one. ``bins`` tells what confidences are worth, ``levels`` the counts of events and of all
    facts if only those of at least some confidence were kept. ``skipped`` articles could not be analysed: all of
    their facts count as missed.
    """

    articles: int
    skipped: tuple[str, ...]
    min_confidence: float
    parts: Mapping[str, Count]
    facts: Count
    types: Mapping[str, Count]
    bins: tuple[Bin, ...]
    levels: Mapping[float, tuple[Count, Count]]
    verdicts: tuple[Verdict, ...]

    @property
    def errors(self) -> tuple[Verdict, ...]:
        """The verdicts on what is missed or extra."""
        return tuple(v for v in self.verdicts if v.outcome != "right")


def count(verdicts: Iterable[Verdict]) -> Count:
    """All of them in one."""
    outcomes = [v.outcome for v in verdicts]
    return Count(outcomes.count("right"), outcomes.count("missed"), outcomes.count("extra"))


def by(verdicts: Iterable[Verdict], key: Callable[[Verdict], str]) -> dict[str, Count]:
    """Counts by something of a verdict, sorted by it."""
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[key(verdict)].append(verdict)
    return {name: count(groups[name]) for name in sorted(groups)}


def by_part(verdicts: Sequence[Verdict]) -> dict[str, Count]:
    """Counts of every kind, in the order of PARTS."""
    counts = by(verdicts, lambda v: v.part)
    return {part: counts.get(part, Count()) for part in PARTS}


def of_events(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Those on events themselves."""
    return [v for v in verdicts if v.part == "events"]


def reliability(verdicts: Sequence[Verdict]) -> tuple[Bin, ...]:
    """What confidences of events and of offices are worth, bins without facts left out."""
    bins = []
    for part in ("events", "offices"):
        sure = [(v.confidence, v.outcome == "right") for v in verdicts if v.part == part and v.confidence is not None]
        for low, high in pairwise(_EDGES):
            inside = [(confidence, right) for confidence, right in sure if low <= confidence < high]
            if inside:
                mean = sum(confidence for confidence, _ in inside) / len(inside)
                bins.append(Bin(part, low, min(high, 1.0), len(inside), sum(right for _, right in inside), mean))
    return tuple(bins)
