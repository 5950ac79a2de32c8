"""The command that serves the explorer."""

from __future__ import annotations

import secrets

import click

from kg.cli.common import store_option, warn

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@click.command()
@store_option
@click.option(
    "-p", "--port", type=click.IntRange(0, 65535), default=8642, show_default=True, help="0 takes a free one."
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; the default is this machine alone."
)
@click.option("--writable", is_flag=True, help="Let those change the store who have the token.")
@click.option(
    "--token", envvar="KG_TOKEN", show_envvar=True, help="The token for --writable; else a new one is printed."
)
@click.option(
    "--cors", default="", metavar="ORIGIN", help="A web site whose pages may query, such as https://yasgui.example."
)
@click.option(
    "--timeout", type=click.FloatRange(0.1), default=30.0, show_default=True, help="Seconds that a query may take."
)
@click.option(
    "--max-answer", type=click.IntRange(1), default=64, show_default=True, help="MiB that an answer may have."
)
@click.option("--open", "browse", is_flag=True, help="Open it in the web browser.")
def serve(
    folder: str,
    port: int,
    host: str,
    writable: bool,
    token: str | None,
    cors: str,
    timeout: float,
    max_answer: int,
    browse: bool,
) -> None:
    """Browse the graph, and query it by SPARQL, in a web browser on this machine.

    Pages for persons, states, events, articles, two sides and a map; an editor for SPARQL; a SPARQL endpoint at
    /sparql and whole graphs at /data for other programs. Nothing leaves this machine. Ctrl-C ends it.

    With --writable, articles are added in the browser, and SPARQL updates write notes into the graph id:notes. Notes
    are kept in notes.trig beside the store, apart from what articles tell.

    \b
    kg serve --open
    kg serve --store out --port 8000
    kg serve --writable --token change-me
    """
    from kg.web import Limits, Settings
    from kg.web import serve as run

    token = token or secrets.token_urlsafe(16)
    hosts = (
        _LOOPBACK if host in _LOOPBACK or host == "::1" else ("*",) if host in ("0.0.0.0", "::") else (*_LOOPBACK, host)
    )
    settings = Settings(folder, writable, token if writable else "", cors, hosts, Limits(timeout, max_answer << 20))

    def ready(address: str) -> None:
        click.echo(f"the graph is at {address} (Ctrl-C ends it)")
        if writable:
            click.echo(f"token to change it: {token}")
        if hosts == ("*",):
            warn("everybody in the network can read this graph")
        if browse:
            click.launch(address)

    run(settings, host, port, ready)
