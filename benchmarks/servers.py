"""How long it takes to bring a graph of 100,000 triples to a server and back: ``python -m benchmarks.servers``.

Oxigraph's server and Virtuoso 7 are started on this machine, whichever is there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kg.push import Target, Transfer, pull, push
from kg.store import Embedded
from tests.servers.running import filled, many, oxigraph_server, virtuoso_server

ARTICLES = 372


def main() -> None:
    """Print a row for each step."""
    os.environ |= {"KG_USER": "dba", "KG_PASSWORD": "dba"}
    told = many(ARTICLES)
    print(f"{len(told)} triples of {ARTICLES} graphs\n")
    print("| server | step | seconds | of that CPU here | graphs written |\n| --- | --- | ---: | ---: | ---: |")
    servers = {"Oxigraph": oxigraph_server, "Virtuoso": virtuoso_server}
    for name, start in servers.items():
        if name == "Virtuoso" and not shutil.which("virtuoso-t"):
            continue
        with tempfile.TemporaryDirectory() as folder, start(Path(folder)) as url, filled(Embedded(), told) as ours:
            target = Target(url)
            _row(name, "push", partial(push, ours, target))
            _row(name, "push again", partial(push, ours, target))
            with Embedded() as back:
                _row(name, "pull", partial(pull, back, target))
                assert set(back.quads()) == set(told)


def _row(server: str, step: str, work: Callable[[], Transfer]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    done = work()
    assert not done.wrong
    spent, busy = time.perf_counter() - wall, time.process_time() - cpu
    print(f"| {server} | {step} | {spent:.1f} | {busy:.1f} | {done.moved} |", flush=True)


if __name__ == "__main__":
    main()
