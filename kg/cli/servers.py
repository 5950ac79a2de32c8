"""The commands that speak to other stores over the network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import EXIT_STATUS, INTERRUPTED, SKIPPED, STOPPED, emit, fail, opened, store_option, warn

if TYPE_CHECKING:
    from kg.push import Target, Transfer

_WHO = (
    "Credentials come from KG_TOKEN, or KG_USER and KG_PASSWORD, else from the line of the host in ~/.netrc or the "
    "file that NETRC names. "
)


def _server_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What tells where the server is."""
    for option in (
        click.option("--timeout", type=click.FloatRange(1), default=120, show_default=True, help="Seconds a request."),
        click.option("--query-url", metavar="URL", help="Where it takes queries, if not where its kind does."),
        click.option("-p", "--preset", metavar="KIND", help="The kind of server; without it each kind is tried."),
    ):
        command = option(command)
    return click.argument("url", required=False)(command)


@click.command(epilog=_WHO + EXIT_STATUS + " A graph that the server refuses counts as 3, one that differs as 1.")
@_server_options
@click.option("--into", metavar="GRAPH", help="Merge all into this graph: an IRI, or default. Else one a document.")
@click.option("--sync", is_flag=True, help="Remove there what this graph no longer says.")
@click.option("-n", "--dry-run", is_flag=True, help="Only tell how much would be sent and removed.")
@click.option("--chunk", type=click.IntRange(1), default=5000, show_default=True, help="Triples in a request.")
@click.option("--graphs-url", metavar="URL", help="Where it speaks the Graph Store Protocol.")
@click.option("--update-url", metavar="URL", help="Where it takes SPARQL updates.")
@click.option("-l", "--list", "listing", is_flag=True, help="List the kinds of servers, with addresses as examples.")
@store_option
def push(
    url: str | None, listing: bool, folder: str, into: str | None, sync: bool, dry_run: bool, **where: Any
) -> None:
    """Bring the graph to a SPARQL 1.1 server, and check by query that it arrived.

    What the server has already is not sent again: a second push changes nothing, and one that was interrupted goes
    on where it was.

    \b
    kg push --list
    kg push http://localhost:7878 --dry-run
    kg push http://localhost:3030/news --preset fuseki --sync
    """
    if listing:
        emit(_listing())
        return
    from kg.push import push as run

    target = _target(url, **where)
    with opened(folder) as store:
        done = _run(lambda progress: run(store, target, into=into, sync=sync, dry_run=dry_run, progress=progress))
    emit(_told(done, ("would be sent" if dry_run else "sent"), checked=not dry_run))
    for line in (*done.refused, *done.wrong):
        warn(line)
    if done.wrong or done.refused:
        raise click.exceptions.Exit(STOPPED if done.wrong else SKIPPED)


@click.command(epilog=_WHO + EXIT_STATUS)
@_server_options
@click.option("-o", "--output", "out", metavar="DIR", default="out", show_default=True, help="Folder to write to.")
@click.option("--graph", metavar="GRAPH", help="Only this graph: an IRI, or default. Else all graphs of documents.")
@click.option("--sync", is_flag=True, help="Remove from DIR the graphs that the server has not.")
def pull(url: str | None, out: str, graph: str | None, sync: bool, **where: Any) -> None:
    """Bring a graph from a SPARQL 1.1 server into the store in DIR, for the other commands.

    What DIR has already is not fetched again. Where DIR has graph.html or graph.ttl, they are written anew.

    \b
    kg pull http://localhost:7878 -o copy
    kg pull http://localhost:8890 --preset virtuoso -o copy --sync
    """
    from kg.pipeline import rewrite
    from kg.push import pull as run
    from kg.store import open_store

    target = _target(url, **where)
    with open_store(Path(out) / "store") as store:
        done = _run(lambda progress: run(store, target, graph=graph, sync=sync, progress=progress))
        if done.moved or done.removed:
            rewrite(store, out)
    emit(_told(done, "fetched", checked=True))


def _target(url: str | None, **where: Any) -> Target:
    from kg.errors import UsageError
    from kg.push import Target

    if not url:
        raise UsageError("give the address of a server: kg push --list shows some")
    named = {name.removesuffix("_url"): value for name, value in where.items()}
    return Target(url, **named)


def _run(work: Callable[[Callable[[int, int], None]], Transfer]) -> Transfer:
    from kg.cli.progress import Counter

    try:
        with Counter("graphs") as counter:
            return work(counter)
    except KeyboardInterrupt:
        fail("interrupted: what arrived stays, run the same command again to go on", INTERRUPTED)


def _told(done: Transfer, verb: str, *, checked: bool) -> str:
    refused = f", {len(done.refused)} refused" if done.refused else ""
    rows = {
        "server": done.server,
        "graphs": f"{done.moved} {verb}, {done.same} there already, {done.removed} removed{refused}",
        "triples": str(done.triples),
        "checked": "not yet" if not checked else "DIFFERS" if done.wrong else "the same on both sides",
        "seconds": f"{done.seconds:.1f}",
    }
    return "".join(f"{name:<12}  {text}\n" for name, text in rows.items())


def _listing() -> str:
    from kg.store.remote import presets

    return "".join(f"{kind.name:<12}  {kind.example}\n" for kind in presets())
