"""``kg export`` and ``kg validate``."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import plugins
from tests.cli.conftest import Run, kg


@pytest.fixture(autouse=True)
def _store(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", str(built))


@pytest.mark.parametrize("form", plugins.names("kg.exporters"))
def test_every_format_to_a_file_and_to_stdout(tmp_path: Path, form: str) -> None:
    to_file = kg("export", "--format", form, "-o", tmp_path / "graph")
    assert (to_file.exit_code, to_file.output) == (0, "")
    to_stdout = kg("export", "-f", form)
    assert to_stdout.stdout_bytes == (tmp_path / "graph").read_bytes() != b""


def test_turtle_is_the_default_and_what_build_wrote(built: Path) -> None:
    told = kg("export").stdout_bytes
    assert told == (built / "graph.ttl").read_bytes()
    assert len(list(ox.parse(told, ox.RdfFormat.TURTLE))) > 100


def test_formats_are_listed() -> None:
    assert {"turtle", "jsonld", "graphml"} <= set(kg("export", "--list").stdout.split())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-f", "turtel"], "turtle"),
        (["-o", "nowhere/graph.ttl"], "nowhere/graph.ttl cannot be written: No such file or directory"),
        ([f"-o{__file__}/graph.ttl"], "cannot be written: Not a directory"),
        (["-o", "graph.doc"], "no format has the suffix '.doc'"),
        (["-s", "nowhere"], "there is no store at nowhere"),
    ],
)
def test_what_cannot_be_exported_is_one_line(arguments: list[str], told: str) -> None:
    done = kg("export", *arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("kg: ")
    assert told in line


def test_a_full_disk_is_one_line(built: Path, run: Run) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run("export", "-f", "html", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [b"kg: the result cannot be written (No space left on device)"]


def test_what_build_wrote_conforms(built: Path) -> None:
    for source in ([], [built], [built / "store"], [built / "graph.ttl"]):
        done = kg("validate", *source)
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout.startswith("conforms: ")


def test_a_graph_that_does_not_conform_ends_with_1(built: Path, tmp_path: Path) -> None:
    lines = (built / "graph.ttl").read_text(encoding="utf-8").splitlines(keepends=True)
    wrong = "".join(line for line in lines if "dip:status" not in line)
    (tmp_path / "wrong.ttl").write_text(wrong, encoding="utf-8")
    done = kg("validate", tmp_path / "wrong.ttl")
    assert (done.exit_code, done.stderr) == (1, "")
    assert done.stdout.startswith("does not conform: ")
    assert "dip:status" in done.stdout


def test_what_cannot_be_validated_is_one_line(tmp_path: Path) -> None:
    for source in (tmp_path / "none.ttl", tmp_path):
        done = kg("validate", source)
        assert (done.exit_code, done.stdout) == (1, "")
        assert len(done.stderr.splitlines()) == 1
