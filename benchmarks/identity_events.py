"""How well the tellings of one event are brought together: ``python -m benchmarks.identity_events``.

The reports of each bundle of ``tests/world/bundles`` are read as any article is, and made one world. A telling of the
key is found where the extraction has an event of its type whose words are among those that the key quotes. Of the
tellings found, B³ is the mean over tellings of how many of those put together with it belong to it (precision), and of
how many that belong to it are put together with it (recall): Bagga and Baldwin 1998.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.model import Article, EventFact, Facts
from kg.pipeline import extract
from kg.world.merge import merge
from kg.world.record import Item, World
from kg.world.tellings import family

FOLDER = Path(__file__).parents[1] / "tests" / "world" / "bundles"

Telling = tuple[int, int, str]
"""Bundle, report and the quoted words."""


@dataclass(frozen=True, slots=True)
class Found:
    """The tellings of a bundle, each with its event in the key and in the graph, and how many were not found."""

    truth: Mapping[Telling, str]
    said: Mapping[Telling, str]
    missed: int
    world: World


@cache
def bundle(path: Path) -> Found:
    """One bundle, extracted and merged."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    world = merge(Item(extract(_article(report)), report["published"]) for report in told["report"])
    by_source = {facts.article.source: facts for facts in world.facts}
    number = int(path.name[:2])
    truth, said, missed = {}, {}, 0
    for n, event in enumerate(told["event"]):
        for report, kind, words in event["told"]:
            facts = by_source[told["report"][report - 1]["source"]]
            found = _found(facts, kind, words)
            if found is None:
                missed += 1
                continue
            key = (number, report, words)
            truth[key], said[key] = f"{number}.{n}", f"{number}.{found.id}"
    return Found(truth, said, missed, world)


def _article(report: dict[str, Any]) -> Article:
    return Article(report["text"], report["source"], published=report["published"])


def _found(facts: Facts, kind: str, words: str) -> EventFact | None:
    """The event of that type whose words are among those quoted."""
    start = facts.article.text.index(words)
    fits = [e for e in facts.events if family(e.type) == family(kind) and start <= e.trigger.start < start + len(words)]
    return fits[0] if fits else None


def b_cubed(truth: Mapping[Telling, str], said: Mapping[Telling, str]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    shares = []
    for one in truth:
        ours = {t for t in said if said[t] == said[one]}
        theirs = {t for t in truth if truth[t] == truth[one]}
        both = len(ours & theirs)
        shares.append((both / len(ours), both / len(theirs)))
    precision, recall = (sum(s[n] for s in shares) / max(1, len(shares)) for n in (0, 1))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def together(found: Iterable[Found]) -> tuple[dict[Telling, str], dict[Telling, str], int]:
    """The tellings of several bundles."""
    some = list(found)
    truth = {k: v for f in some for k, v in f.truth.items()}
    return truth, {k: v for f in some for k, v in f.said.items()}, sum(f.missed for f in some)


def main() -> None:
    """Print the figures of both halves; with ``-v`` every mistake of the half that may be looked at."""
    paths = sorted(FOLDER.glob("*.toml"))
    for name, half in (("tuning", 1), ("measuring", 0), ("all", None)):
        chosen = [p for p in paths if half is None or int(p.name[:2]) % 2 == half]
        truth, said, missed = together(bundle(p) for p in chosen)
        several = {k: v for k, v in truth.items() if list(truth.values()).count(v) > 1}
        precision, recall, f1 = b_cubed(truth, said)
        alone = b_cubed(several, {k: said[k] for k in several})
        print(
            f"{name}: {len(chosen)} bundles, {len(truth)} tellings found, {missed} not; B³ precision {precision:.3f}, "
            f"recall {recall:.3f}, F1 {f1:.3f}; of events told twice {alone[2]:.3f}"
        )
    if "-v" in sys.argv:
        for path in (p for p in paths if int(p.name[:2]) % 2):
            _mistakes(bundle(path))


def _mistakes(found: Found) -> None:
    for n, one in enumerate(found.truth):
        for other in list(found.truth)[n + 1 :]:
            same, said = found.truth[one] == found.truth[other], found.said[one] == found.said[other]
            if same != said:
                print("fused:" if said else "apart:", one, other, found.said[one], found.said[other])


if __name__ == "__main__":
    main()
