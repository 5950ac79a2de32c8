"""The commands that ask the graph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

import click

from kg.cli.common import emit, opened, store_option, terminal
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.store import Results, Store

_WIDTH = 100  # columns where there is no terminal
FORMATS = ("table", "csv", "tsv", "json", "turtle")


@click.command()
@click.argument("question", required=False, metavar="[NAME|SPARQL]")
@click.option("-f", "--file", "file", type=click.File(encoding="utf-8"), help="Read the SPARQL from here; - is stdin.")
@click.option("-l", "--list", "listing", is_flag=True, help="List the ready questions.")
@click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help="Narrow a ready question.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@store_option
def query(
    question: str | None,
    file: TextIO | None,
    listing: bool,
    pairs: tuple[str, ...],
    form: str,
    folder: str,
) -> None:
    """Ask the graph: a ready question by its name, or SPARQL.

    SPARQL is SELECT, ASK, CONSTRUCT or DESCRIBE; the usual prefixes (dip:, skos:, dct: ...) need no
    declaration.

    \b
    kg query --list
    kg query said --set who="Ryan Crocker"
    kg query 'SELECT ?who { ?meeting a dip:Meeting ; dip:participant/skos:prefLabel ?who }' --format csv
    """
    if listing:
        emit(_listing())
        return
    if (question is None) == (file is None):
        raise UsageError("give one question: a name (kg query --list shows them), SPARQL, or a file of it with -f")
    sparql = _read(file) if file else question or ""
    width, color = terminal()
    from kg.query import render

    with opened(folder) as store:
        answer = _answer(store, sparql, pairs, ready=file is None and not _is_sparql(sparql))
        emit(render(answer, form, store=store, width=width, color=color))


@click.command()
@click.argument("name", nargs=-1, required=True)
@store_option
def show(name: tuple[str, ...], folder: str) -> None:
    """Show what the graph knows of an entity, each line with its sentence and article.

    NAME is a name, an abbreviation, an ISO code or an IRI.

    \b
    kg show Ryan Crocker
    kg show IRN
    """
    width, _ = terminal()
    from kg.query import profile_text
    from kg.query import show as profiles

    with opened(folder) as store:
        emit(profile_text(profiles(store, " ".join(name)), width or _WIDTH))


@click.command()
@click.argument("event", nargs=-1, required=True)
@store_option
def explain(event: tuple[str, ...], folder: str) -> None:
    """Show all evidence of an event, with the words that tell it marked.

    EVENT is an IRI, the end of one, or words of the event's label.

    \b
    kg explain meeting crocker qomi
    kg explain 1f0c9a71d2ab
    """
    width, color = terminal()
    from kg.query import explain as explanations
    from kg.query import explanation_text

    with opened(folder) as store:
        emit(explanation_text(explanations(store, " ".join(event)), width or _WIDTH, color=color))


def _answer(store: Store, asked: str, pairs: Iterable[str], *, ready: bool) -> Results:
    from kg.query import ask, run, settings

    if ready:
        return ask(store, asked, settings(pairs))
    if pairs:
        raise UsageError("--set is for ready questions: write the value into the SPARQL")
    return run(store, asked)


def _is_sparql(text: str) -> bool:
    return "{" in text or len(text.split()) > 1


def _read(file: TextIO) -> str:
    try:
        return str(file.read())
    except UnicodeDecodeError as error:
        raise UsageError(f"{file.name}: is no SPARQL in UTF-8") from error


def _listing() -> str:
    from kg.query import questions

    known = [(q.name, " ".join(f"[{p.name}]" for p in q.parameters), q.summary) for q in questions()]
    wide = [max(map(len, column)) for column in list(zip(*known, strict=True))[:2]]
    return "".join(f"{name:<{wide[0]}}  {given:<{wide[1]}}  {summary}\n" for name, given, summary in known)
