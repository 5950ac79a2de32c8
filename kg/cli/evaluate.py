"""The command that measures."""

from __future__ import annotations

import click

from kg.cli.common import EXIT_STATUS, SKIPPED, emit, least_option, nlp_option


@click.command(name="eval", epilog=EXIT_STATUS)
@click.argument("folder", metavar="GOLD_DIR")
@click.option("--by-type", is_flag=True, help="Events by type, too.")
@click.option("--thresholds", is_flag=True, help="How far confidences can be relied on, too.")
@click.option("--errors", is_flag=True, help="What is missed and what is extra, each with its sentence.")
@least_option
@nlp_option
@click.option("--format", "form", type=click.Choice(("table", "json", "markdown")), default="table", show_default=True)
def evaluate(folder: str, by_type: bool, thresholds: bool, errors: bool, least: float, nlp: str, form: str) -> None:
    """Measure how much is found and how much of it is right.

    GOLD_DIR holds articles and what a careful reader takes from each: a JSON file beside its text. The articles
    are analysed by this version of kg.

    \b
    kg eval gold/ --by-type
    kg eval gold/ --errors | less
    """
    from kg.cli.progress import Display
    from kg.evaluate import evaluate as run
    from kg.evaluate import evaluation_text

    with Display() as display:
        found = run(folder, min_confidence=least, nlp=nlp, progress=display)
    emit(evaluation_text(found, form, by_type=by_type, thresholds=thresholds, errors=errors))
    if found.skipped:
        raise click.exceptions.Exit(SKIPPED)
