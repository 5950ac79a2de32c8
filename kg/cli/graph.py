"""The commands that take the graph as a whole."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import EXIT_STATUS, STOPPED, emit, opened, store_option
from kg.errors import OutputError

if TYPE_CHECKING:
    import pyoxigraph as ox


@click.command()
@click.option("-f", "--format", "form", metavar="FORMAT", help="Default: by the suffix of FILE; turtle for stdout.")
@click.option("-o", "--output", "target", metavar="FILE", default="-", help="The file to write; - is stdout.")
@click.option("-l", "--list", "listing", is_flag=True, help="List the formats.")
@store_option
def export(form: str | None, target: str, listing: bool, folder: str) -> None:
    """Write the graph in another format. The same graph gives the same bytes.

    \b
    kg export -o graph.jsonld
    kg export --format ntriples | sort | less
    """
    from kg.export import export as to_file
    from kg.export import formats, write

    if listing:
        emit("".join(f"{name}\n" for name in formats()))
        return
    with opened(folder) as store:
        if target != "-":
            to_file(store, form, target)
            return
        stream = io.BytesIO()  # a whole result or none
        write(store, form or "turtle", stream)
        emit(stream.getvalue())


@click.command()
@click.option("-o", "--output", "target", metavar="FILE", help="Write Turtle to FILE (- is stdout), not to the store.")
@click.option("--drop", is_flag=True, help="Remove from the store what was inferred.")
@store_option
def infer(target: str | None, drop: bool, folder: str) -> None:
    """Work out what follows from the graph and the ontology (RDFS, OWL 2 RL, short cuts).

    It becomes the graph id:inferred of the store, beside the others: a query sees it only by GRAPH id:inferred. The
    next build that changes the store removes it.

    \b
    kg infer
    kg query 'SELECT ?who { GRAPH id:inferred { ?who a prov:Agent } } LIMIT 9'
    kg infer -o inferred.ttl
    """
    from kg.infer import infer as run

    with opened(folder, write=target is None) as store:
        found = [] if drop else run(store)
        if target is None:
            store.keep_inferred(found)
        else:
            _write_turtle(found, target)
            return
    emit(f"inferred      {len(found)} triples\n")


def _write_turtle(triples: Iterable[ox.Triple], target: str) -> None:
    """Turtle to a file or stdout. Raises OutputError where it cannot be written."""
    import pyoxigraph as ox

    from kg.graph import turtle

    data = turtle(ox.Quad(t.subject, t.predicate, t.object, ox.DefaultGraph()) for t in triples)
    if target == "-":
        emit(data)
        return
    try:
        Path(target).write_bytes(data)
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror or error}") from error


@click.command(epilog=f"{EXIT_STATUS} A graph that does not conform counts as 1.")
@click.argument("source", required=False, metavar="[FILE|DIR]")
@store_option
def validate(source: str | None, folder: str) -> None:
    """Check a graph against the shapes of the ontology, and its evidence.

    FILE is RDF in any notation; DIR is what kg build wrote, else that of --store.

    \b
    kg validate
    kg validate graph.ttl
    """
    from kg.validate import validate as check

    if source and not Path(source).is_dir():
        report = check(source)
    else:
        with opened(source or folder) as store:
            report = check(store)
    emit(report.text())
    if not report.conforms:
        raise click.exceptions.Exit(STOPPED)
