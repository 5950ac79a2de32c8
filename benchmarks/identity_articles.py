"""Whether entities of many real articles are one where they are: ``python -m benchmarks.identity_articles GOLD_DIR``.

GOLD_DIR holds articles with a hand-made list of their entities each (see README). ``identity_key.tsv`` says, for each
entity of each article, who or what it is in the world. Every pair of entities of two articles is judged: one in the
graph, and one in the key. An entity that the extraction did not find in its article is one with nothing.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from kg.model import Article, Facts
from kg.pipeline import extract
from kg.seeds import fold
from kg.world.merge import merge
from kg.world.record import Item, World

KEY = Path(__file__).with_name("identity_key.tsv")
_CLASSES = {
    "Person": "person", "State": "state", "Organization": "organization", "Place": "place", "City": "place",
    "Region": "place", "Site": "place",
}  # fmt: skip


def main() -> None:
    """Print precision, recall and F1 of pairs, with and without the entities that were not found at all."""
    folder = Path(sys.argv[1])
    gold = {path.stem[:3]: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
    world = merge(Item(extract(_article(folder, told)), _day(told)) for told in gold.values())
    placed = dict(_placed(world, gold))
    rows = [line.split("\t") for line in KEY.read_text(encoding="utf-8").splitlines()]
    truth = {(article, entity): who for article, entity, _, who in rows}
    found = {key: placed.get(key, f"nothing {key}") for key in truth}
    print(f"{len(gold)} articles, {len(truth)} entities, {len(placed)} found by the extraction")
    _print("all", truth, found)
    _print("those found", {k: v for k, v in truth.items() if k in placed}, found)


def _article(folder: Path, told: dict[str, Any]) -> Article:
    return Article((folder / told["text"]).read_text(encoding="utf-8"), told["id"], published=_day(told))


def _day(told: dict[str, Any]) -> date | None:
    return date.fromisoformat(told["published"]) if told.get("published") else None


def _placed(world: World, gold: dict[str, Any]) -> Iterator[tuple[tuple[str, str], str]]:
    """For each entity of the gold what it is in the graph: the entity of its article with a name in common."""
    for facts in world.facts:
        article = facts.article.source[:3]
        names = _names(facts)
        for entity in gold[article]["entities"]:
            kind = _CLASSES.get(entity["type"])
            fits = Counter(
                key
                for name in (entity["name"], *entity["aliases"])
                for key in names[fold(name)]
                if kind == _kind(facts, key)
            )
            if fits:
                yield (article, entity["id"]), max(fits, key=lambda k: (fits[k], k))


def _names(facts: Facts) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for entity in facts.entities:
        for name in (entity.label, *entity.aliases):
            found[fold(name)].add(entity.id)
    return found


def _kind(facts: Facts, key: str) -> str:
    folder = key.partition("/")[0]
    return folder if folder in ("person", "state", "organization") else "place"


def _print(name: str, truth: dict[tuple[str, str], str], found: dict[tuple[str, str], str]) -> None:
    hits = wrong = missed = 0
    for one, other in combinations(sorted(truth), 2):
        if one[0] == other[0]:
            continue
        same, said = truth[one] == truth[other], found[one] == found[other]
        hits, wrong, missed = hits + (same and said), wrong + (said and not same), missed + (same and not said)
        if said != same and name != "all":
            print("  fused:" if said else "  apart:", one, other, truth[one], "|", found[one], found[other])
    precision, recall = hits / max(1, hits + wrong), hits / max(1, hits + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"{name}: pairs {hits + missed}, precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


if __name__ == "__main__":
    main()
