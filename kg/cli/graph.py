"""The commands that take the graph as a whole."""

from __future__ import annotations

import io
from pathlib import Path

import click

from kg.cli.common import EXIT_STATUS, STOPPED, emit, opened, store_option


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
