"""The commands that take the graph as a whole."""

from __future__ import annotations

import io

import click

from kg.cli.common import emit, opened, store_option


@click.command()
@click.option(
    "-f",
    "--format",
    "form",
    metavar="FORMAT",
    default="turtle",
    show_default=True,
    help="See kg export --list.",
)
@click.option("-o", "--output", "target", metavar="FILE", default="-", help="The file to write; - is stdout.")
@click.option("-l", "--list", "listing", is_flag=True, help="List the formats.")
@store_option
def export(form: str, target: str, listing: bool, folder: str) -> None:
    """Write the graph in another format. The same graph gives the same bytes.

    \b
    kg export --format jsonld -o graph.jsonld
    kg export -f ntriples | sort | less
    """
    from kg import plugins
    from kg.pipeline import export as write

    if listing:
        emit("".join(f"{name}\n" for name in plugins.names("kg.exporters")))
        return
    with opened(folder) as store:
        if target != "-":
            write(store, target, form)
            return
        stream = io.BytesIO()  # a whole result or none
        write(store, stream, form)
        emit(stream.getvalue())
