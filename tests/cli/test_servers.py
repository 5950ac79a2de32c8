"""``kg push`` and ``kg pull``, against Oxigraph's server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.pipeline import open_store
from kg.store import Embedded
from kg.store.remote import presets
from kg.store.update import parse
from tests.cli.conftest import kg, process
from tests.servers.running import HTTP, filled, many, oxigraph_server

_MANY = 100  # documents, so many that sending them is not over before it is interrupted


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with oxigraph_server(tmp_path) as found:
        yield found


def _told(text: str) -> dict[str, str]:
    return {line[:12].strip(): line[14:] for line in text.splitlines()}


def test_there_and_back(built: Path, url: str, tmp_path: Path) -> None:
    tried = kg("push", url, "-s", built, "--dry-run")
    assert _told(tried.stdout)["graphs"] == "3 would be sent, 0 there already, 0 removed"
    assert _told(tried.stdout)["checked"] == "not yet"
    first, second = kg("push", url, "-s", built), kg("push", url, "-s", built)
    assert (first.exit_code, first.stderr, second.exit_code) == (0, "", 0)
    assert _told(first.stdout)["server"] == f"{url} (oxigraph, Graph Store Protocol)"
    assert _told(first.stdout)["graphs"] == "3 sent, 0 there already, 0 removed"
    assert _told(second.stdout)["graphs"] == "0 sent, 3 there already, 0 removed"
    assert _told(second.stdout)["checked"] == "the same on both sides"
    pulled = kg("pull", url, "-o", tmp_path / "copy")
    assert _told(pulled.stdout)["graphs"] == "3 fetched, 0 there already, 0 removed"
    with open_store(tmp_path / "copy") as copy, open_store(built) as store:
        assert set(copy.quads()) == set(store.quads())
        assert _told(first.stdout)["triples"] == str(store.size())
    assert kg("query", "meetings", "-s", tmp_path / "copy").stdout == kg("query", "meetings", "-s", built).stdout


def test_files_beside_the_store_follow_and_notes_stay(built: Path, url: str, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "ours")
    with Embedded(tmp_path / "ours" / "store") as store:
        store.update_notes(parse("INSERT DATA { GRAPH id:notes { id:x rdfs:comment 'mine' } }"))
    with Embedded(tmp_path / "copy" / "store") as store:
        store.update_notes(parse("INSERT DATA { GRAPH id:notes { id:y rdfs:comment 'yours' } }"))
    (tmp_path / "copy" / "graph.ttl").write_text("stale", encoding="utf-8")
    assert kg("push", url, "-s", tmp_path / "ours").exit_code == 0
    assert "id/notes" not in HTTP.get(f"{url}/query", params={"query": "SELECT DISTINCT ?g { GRAPH ?g {} }"}).text
    assert kg("pull", url, "-o", tmp_path / "copy", "--sync").exit_code == 0
    assert (tmp_path / "copy" / "graph.ttl").read_bytes() == (built / "graph.ttl").read_bytes()
    assert not (tmp_path / "copy" / "graph.html").exists()
    with open_store(tmp_path / "copy") as store:
        assert [str(quad.object) for quad in store.notes()] == ['"yours"']


def test_interrupted_it_says_how_to_go_on(url: str, tmp_path: Path) -> None:
    filled(Embedded(tmp_path / "out" / "store"), many(_MANY)).close()
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = process("push", url, "-s", tmp_path / "out", "--chunk", 1)
    running = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored in what a shell runs behind
    )  # fmt: skip
    until = time.monotonic() + 60
    asked = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    while int(HTTP.get(f"{url}/query", params={"query": asked}, headers={"Accept": "text/csv"}).text.split()[-1]) < 5:
        assert time.monotonic() < until
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 130
    assert errors.decode() == "kg: interrupted: what arrived stays, run the same command again to go on\n"
    done = _told(kg("push", url, "-s", tmp_path / "out").stdout)
    sent, there = (int(part.split()[0]) for part in done["graphs"].split(", ")[:2])
    assert sent + there == _MANY
    assert 4 <= there < _MANY


def test_kinds_of_servers_are_listed() -> None:
    lines = kg("push", "--list").stdout.splitlines()
    assert [line.split() for line in lines] == [[kind.name, kind.example] for kind in presets()]


def test_push_help_imports_no_client() -> None:
    code = "import sys\nfrom kg.cli import main\ntry: main(['push', '--help'])\nexcept SystemExit: pass\n"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}print('httpx' in sys.modules)"], capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("False\n")
