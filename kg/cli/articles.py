"""The commands that read articles."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from kg.cli.common import (
    EXIT_STATUS,
    INTERRUPTED,
    SKIPPED,
    emit,
    fail,
    least_option,
    nlp_option,
    published_option,
    warn,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.tally import Summary

_SHOWN = 6  # types in a line of the summary


@click.command(epilog=EXIT_STATUS)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", "out", metavar="DIR", default="out", show_default=True, help="Folder to write to.")
@published_option
@click.option(
    "--field",
    "pairs",
    multiple=True,
    metavar="OURS=YOURS",
    help="What a JSON Lines field is called, e.g. text=body. Ours: text title published url publisher.",
)
@click.option("-j", "--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes to use.")
@least_option
@nlp_option
@click.option("--gazetteer", metavar="FILE", help="People, bodies, places to link names to: CSV or Turtle. Kept.")
def build(
    inputs: tuple[str, ...],
    out: str,
    published: date | None,
    pairs: tuple[str, ...],
    workers: int,
    least: float,
    nlp: str,
    gazetteer: str | None,
) -> None:
    """Build a knowledge graph of articles.

    INPUT is a file, a folder, a glob, a web address, or - for stdin: plain text, HTML or JSON Lines, one
    article a file or a line. DIR gets graph.html (a picture to open in a browser), graph.ttl (Turtle) and
    store (for the other commands). Articles are added to what DIR holds; one of the same source takes the place of
    the earlier one. Those already there are not analysed again, so a build that was interrupted goes on when it is
    run again. At the end all articles become one graph, by the decisions in DIR/decisions.txt (see kg review).

    \b
    kg build news/ -o out
    kg build 'archive/2007-*.html' https://news.example/talks.html
    kg build wire.jsonl --field text=body --field published=date
    """
    from kg.cli.progress import Display
    from kg.pipeline import build as run

    fields = {ours: yours for ours, _, yours in (pair.partition("=") for pair in pairs)}
    try:
        with Display() as display:
            summary = run(
                inputs, out, published=published, fields=fields, workers=workers, min_confidence=least, nlp=nlp,
                gazetteer=gazetteer, progress=display,
            )  # fmt: skip
    except KeyboardInterrupt:
        kept = "the articles finished so far are kept, run the same command again to go on"
        fail(f"interrupted: {kept}", INTERRUPTED)
    for idle in summary.idle:
        warn(f"{out}/decisions.txt, {idle}: speaks of nothing in the graph: mend it or take it out")
    emit(_told(summary, out))
    if summary.skipped:
        raise click.exceptions.Exit(SKIPPED)


@click.command()
@click.argument("article")
@published_option
@least_option
@nlp_option
@click.option("--debug", is_flag=True, help="Show instead how each sentence was understood, and why no more was found.")
def extract(article: str, published: date | None, least: float, nlp: str, debug: bool) -> None:
    """Print what one article tells, as Turtle; nothing is stored.

    ARTICLE is a file, a web address, or - for stdin.

    \b
    kg extract talks.txt --published 2007-07-17
    kg extract talks.txt --debug | less
    curl -s https://news.example/talks.html | kg extract -
    """
    if debug:
        from kg.trace import trace

        emit(trace(article, published=published, nlp=nlp))
        return
    from kg.pipeline import extract as run
    from kg.pipeline import to_turtle

    emit(to_turtle(run(article, published=published, min_confidence=least, nlp=nlp)))


def _told(summary: Summary, out: str) -> str:
    again = f", {summary.unchanged} of them from before" if summary.unchanged else ""
    rows = {
        "articles": f"{summary.articles}{again}",
        "skipped": f"{len(summary.skipped)}, named above" if summary.skipped else "0",
        "in the graph": f"{summary.documents} article{'s' * (summary.documents != 1)}",
        "entities": _types(summary.entities),
        "events": _types(summary.events),
        "seconds": f"{summary.seconds:.1f}",
        "open": f"{out}/graph.html",
    }
    return "".join(f"{name:<12}  {told}\n" for name, told in rows.items())


def _types(counts: Mapping[str, int]) -> str:
    """The number of all and of the most frequent types."""
    listed = [f"{kind} {number}" for kind, number in counts.items()]
    more = [f"{sum(list(counts.values())[_SHOWN:])} of other types"] if len(listed) > _SHOWN else []
    total = sum(counts.values())
    return f"{total}: {', '.join(listed[:_SHOWN] + more)}" if total else "0"
