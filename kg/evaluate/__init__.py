"""How good this version is on articles whose facts are known: precision and recall against a folder of gold facts."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path

from kg.errors import SkipError, UsageError
from kg.evaluate.found import NOTHING, found
from kg.evaluate.gold import Gold, read
from kg.evaluate.judge import Verdict, judge
from kg.evaluate.measure import LEVELS, Bin, Count, Evaluation, by, by_part, count, of_events, reliability
from kg.evaluate.text import FORMATS, evaluation_text
from kg.model import Facts
from kg.pipeline import OWN, extract
from kg.tally import Step

__all__ = ["FORMATS", "Bin", "Count", "Evaluation", "Verdict", "evaluate", "evaluation_text"]


def evaluate(
    gold_dir: str | PathLike[str],
    *,
    min_confidence: float = 0.0,
    nlp: str = OWN,
    progress: Callable[[Step], None] | None = None,
) -> Evaluation:
    """Extract the facts of each gold article anew and compare them with the gold.

    ``gold_dir`` holds a JSON file for each article, beside its text. Events and offices of less than
    ``min_confidence`` count as not found; ``nlp`` names the language pipeline. Raises UsageError where there are no
    gold files, DataError where one is broken.
    """
    if not 0 <= min_confidence <= 1:
        raise UsageError(f"{min_confidence} is no confidence: give a number from 0 to 1")
    golds = read(Path(gold_dir))
    told: list[Facts | None] = []
    skipped: list[str] = []
    for gold in golds:
        facts, problem = _extracted(gold, nlp)
        told.append(facts)
        skipped += [problem] if problem else []
        if progress:
            progress(Step(len(told), len(golds), gold.id, problem))
    return _evaluation(golds, told, tuple(skipped), min_confidence)


def _extracted(gold: Gold, nlp: str) -> tuple[Facts | None, str | None]:
    """The facts of an article, or why there are none."""
    try:
        return extract(gold.path, published=gold.published, nlp=nlp), None
    except SkipError as error:
        return None, str(error)


def _evaluation(
    golds: list[Gold], told: list[Facts | None], skipped: tuple[str, ...], min_confidence: float
) -> Evaluation:
    def judged(least: float) -> list[Verdict]:
        pairs = zip(golds, told, strict=True)
        return [v for g, f in pairs for v in judge(g, found(f, g.text, least) if f else NOTHING)]

    levels = {level: judged(level) for level in sorted({*LEVELS, min_confidence})}
    verdicts = levels[min_confidence]
    return Evaluation(
        len(golds), skipped, min_confidence, by_part(verdicts), count(verdicts),
        by(of_events(verdicts), lambda v: v.type), reliability(verdicts),
        {level: (count(of_events(some)), count(some)) for level, some in levels.items()}, tuple(verdicts),
    )  # fmt: skip
