"""The commands that ask the graph."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any, TextIO

import click

from kg.cli.common import emit, limited, opened, store_option, terminal
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.store import Results, Store, Stream

_WIDTH = 100  # columns where there is no terminal
_AT_ONCE = 1000  # rows
STREAMED = ("csv", "tsv", "json")
FORMATS = ("table", *STREAMED, "turtle")


@click.command()
@click.argument("question", required=False, metavar="[NAME|SPARQL]")
@click.option("-f", "--file", "file", type=click.File(encoding="utf-8"), help="Read the SPARQL from here; - is stdin.")
@click.option("-l", "--list", "listing", is_flag=True, help="List the ready questions.")
@click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help="Narrow a ready question.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="Give up after this time.")
@store_option
def query(
    question: str | None, file: TextIO | None, listing: bool, pairs: tuple[str, ...], form: str, **where: Any
) -> None:
    """Ask the graph: a ready question by its name, or SPARQL.

    SPARQL is SELECT, ASK, CONSTRUCT or DESCRIBE; the usual prefixes (dip:, skos:, dct: ...) need no
    declaration. As csv, tsv or json the rows come one by one, however many there are.

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
    from kg.query import lines, render
    from kg.store import Stream

    with opened(where["folder"]) as store, limited(where["timeout"]):
        ready = file is None and not _is_sparql(sparql)
        answer = _answer(store, sparql, pairs, ready=ready, streaming=form in STREAMED)
        if not isinstance(answer, Stream):
            emit(render(answer, form, store=store, width=width, color=color))
            return
        pieces = lines(answer, form)
        while some := "".join(islice(pieces, _AT_ONCE)):
            emit(some)


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


def _answer(store: Store, asked: str, pairs: Iterable[str], *, ready: bool, streaming: bool) -> Results | Stream:
    from kg.query import ask, run, settings, stream

    if ready:
        return ask(store, asked, settings(pairs))
    if pairs:
        raise UsageError("--set is for ready questions: write the value into the SPARQL")
    return stream(store, asked) if streaming else run(store, asked)


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
