"""The command line: each command parses, calls one function of the library, and prints.

Only click is imported at the start; what a command needs, it imports when it runs.
"""

from __future__ import annotations

import gc

import click

from kg.cli.articles import build, extract
from kg.cli.common import EXIT_STATUS, Group
from kg.cli.evaluate import evaluate
from kg.cli.graph import export, infer, validate
from kg.cli.identity import review, why, withdraw
from kg.cli.questions import explain, query, show
from kg.cli.serve import serve
from kg.cli.servers import pull, push

_ALLOCATIONS = 100_000
"""Python looks for dead cycles after so many; nearly all that a start makes stays, and looking at it took a tenth."""


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from kg.graph import kg_version

        click.echo(f"kg {kg_version()}")
        context.exit()


@click.group(
    cls=Group,
    epilog=EXIT_STATUS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show it.")
def main() -> None:
    """Diplomacy news in, a knowledge graph you can trust out.

    \b
    kg build news/ -o out          articles to a graph, a picture of it and a store
    kg query meetings              who met whom, where and when
    kg show "Ryan Crocker"         what the graph knows, each line with its sentence
    """
    gc.set_threshold(_ALLOCATIONS)


_COMMANDS = (
    build, extract, query, show, explain, serve, export, push, pull, validate, infer, evaluate, why, review, withdraw,
)  # fmt: skip
for _command in _COMMANDS:
    main.add_command(_command)
