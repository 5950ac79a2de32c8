"""How fast the main job is, and which stage takes how long.

    python -m benchmarks.speed [INPUT...]

Reads the inputs (the sample articles, unless others are given), sends every article through each stage in
turn in one process, and prints a Markdown table. Seconds are of the CPU, which a busy machine disturbs less;
each figure is the best of three rounds. The start, which loads libraries and model, counts apart.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kg import read
from kg.annotate import annotate, load
from kg.export import export
from kg.extract import extract
from kg.graph import document_iri, quads
from kg.model import Article
from kg.pipeline import OUTPUTS
from kg.resolve import resolve
from kg.store import open_store

ROUNDS = 3
INPUTS = ("seeds/articles",)
MODEL = "analyse"  # the stage in which the model works


class Clock:
    """Seconds by stage, in the order in which the stages were first timed."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what is done inside."""
        start = time.process_time()
        yield
        self.seconds[name] = time.process_time() - start


def way(inputs: Sequence[str], folder: Path) -> tuple[Clock, int, int]:
    """Send all articles through every stage. The clock, and the numbers of articles and tokens."""
    clock = Clock()
    with clock.stage("read"):
        articles = [a for a in read.articles(inputs) if isinstance(a, Article)]
    with clock.stage(MODEL):
        documents = [annotate(article) for article in articles]
    with clock.stage("extract"):
        claims = [extract(document) for document in documents]
    with clock.stage("resolve"):
        facts = [resolve(claim) for claim in claims]
    with clock.stage("to RDF"):
        graphs = [(document_iri(f.article), quads(f)) for f in facts]
    with open_store(folder / "store") as store:
        with clock.stage("store"):
            for name, graph in graphs:
                store.replace(name, graph)
        for file in OUTPUTS:
            with clock.stage(f"write {file}"):
                export(store, None, folder / file)
    return clock, len(articles), sum(len(document.doc) for document in documents)


def table(clocks: Sequence[Clock], articles: int, tokens: int, start: float) -> str:
    """The figures as Markdown."""
    best = {stage: min(clock.seconds[stage] for clock in clocks) for stage in clocks[0].seconds}
    total = sum(best.values())
    lines = ["| stage | CPU seconds | share | tokens/s |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {stage} | {s:.2f} | {s / total:.0%} | {tokens / s:,.0f} |" for stage, s in best.items()]
    lines += [f"| all | {total:.2f} | 100% | {tokens / total:,.0f} |"]
    rest = total - best[MODEL]
    told = f"{articles} articles, {tokens:,} tokens: {articles / total:.1f} articles/s; "
    return "\n".join([*lines, "", f"{told}{MODEL} : rest = 1 : {rest / best[MODEL]:.2f}; start {start:.1f} s", ""])


def main(inputs: Sequence[str]) -> None:
    """Time the stages and print the table."""
    begun = time.process_time()
    load()
    start = time.process_time() - begun
    clocks = []
    for _ in range(ROUNDS + 1):  # the first fills caches: tables of seeds, frames and ontology
        with tempfile.TemporaryDirectory() as folder:
            clock, articles, tokens = way(inputs, Path(folder))
            clocks.append(clock)
    print(table(clocks[1:], articles, tokens, start), end="")


if __name__ == "__main__":
    main(sys.argv[1:] or INPUTS)
