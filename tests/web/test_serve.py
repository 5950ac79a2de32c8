"""``kg serve`` as a process: it says where it is, answers, and ends when told to."""

from __future__ import annotations

import signal
import socket
import subprocess
from pathlib import Path

import httpx
import pytest

from kg.errors import UsageError
from kg.web import Limits, Settings
from kg.web.server import listen
from kg.web.workers import Answer, Job, Workers
from tests.cli.conftest import kg, process
from tests.web.conftest import running, stored


def test_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    command = process("serve", "--store", stored(tmp_path), "--port", 0, "--writable", "--token", "word")
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        address = server.stdout.readline().split()[4]
        assert server.stdout.readline() == "token to change it: word\n"
        assert address.startswith("http://127.0.0.1:")
        assert "Ryan Crocker" in httpx.get(address, headers={"accept": "text/html"}).text
        assert httpx.get(f"{address}sparql", params={"query": "ASK {}"}).json()["boolean"] is True
        server.send_signal(signal.SIGINT)
        _, told = server.communicate(timeout=20)
        assert (server.returncode, told) == (0, "")
    finally:
        server.kill()
        server.communicate()


@pytest.mark.parametrize("options", [["--store", "nowhere"], ["--store", "."], ["--port", "70000"], ["--timeout", "0"]])
def test_what_cannot_be_served_is_one_line(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = kg("serve", *options)
    assert done.exit_code in (1, 2)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(UsageError, match="choose another by --port"):
            listen("127.0.0.1", other.getsockname()[1])


def test_a_worker_that_dies_costs_one_query(tmp_path: Path) -> None:
    workers = Workers(str(stored(tmp_path) / "store"), Limits(seconds=30, workers=1))
    try:
        first = workers.run(Job("ASK {}"))
        assert first == Answer(b'{"head":{},"boolean":true}', "application/sparql-results+json")
        worker = workers._idle.get()
        assert worker
        worker.process.kill()
        worker.process.join()
        workers._idle.put(worker)
        assert workers.run(Job("ASK {}")) == first
    finally:
        workers.close()


def test_only_its_own_host_is_answered(tmp_path: Path) -> None:
    with running(Settings(stored(tmp_path))) as address:
        assert httpx.get(address, headers={"host": "evil.example"}).status_code == 400
        answer = httpx.get(address, headers={"accept": "text/html"})
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
