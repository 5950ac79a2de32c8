"""``kg build`` and ``kg extract``: what they print, what they refuse, how they end."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import pipeline
from kg.model import Article, Facts
from kg.pipeline import open_store
from tests.cli.conftest import TALKS, UNDATED, Run, kg, process

BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "binary.txt": bytes(range(256)) * 40,
    "large.txt": b"The ministers met in Baghdad on Monday. " * 500_000,
    "wrong.jsonl": '{"text": "Minist\u00e8re"}'.encode("utf-16-le"),
    "page.html": b"<!doctype html><html><body><nav><a href='/'>Home</a></nav></body></html>",
}


def _one_line(told: str, start: str) -> str:
    (line,) = [line for line in told.splitlines() if line.startswith(f"kg: {start}")]
    assert len(line) < 250
    return line


def test_build_tells_what_it_made(news: Path) -> None:
    done = kg("build", "news", "-o", "made")
    assert (done.exit_code, done.stderr) == (0, "")
    rows = dict(line.split(maxsplit=1) for line in done.stdout.splitlines())
    assert rows["articles"] == "2"
    assert rows["skipped"] == "0"
    assert "Person" in rows["entities"]
    assert "Meeting" in rows["events"]
    assert float(rows["seconds"]) > 0
    assert Path(rows["open"]).read_bytes()
    assert "2 of them from before" in kg("build", "news", "-o", "made").stdout


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_one_line_and_the_others_are_done(news: Path, name: str) -> None:
    (news / name).write_bytes(BAD[name])
    done = kg("build", "news", "-o", "made")
    assert done.exit_code == 3
    assert len(done.stderr.splitlines()) == 1
    assert ": " in _one_line(done.stderr, f"news/{name}")
    assert "skipped       1, named above" in done.stdout
    assert "in the graph  2 articles" in done.stdout


def test_an_article_without_a_date_is_one_line_and_done(news: Path) -> None:
    (news / "undated.txt").write_text(UNDATED, encoding="utf-8")
    done = kg("build", "news", "-o", "made")
    assert done.exit_code == 0
    assert "--published DATE" in _one_line(done.stderr, "news/undated.txt: tells no date")
    assert "in the graph  3 articles" in done.stdout
    assert kg("build", "news", "-o", "made", "--published", "2007-05-29").stderr == ""


def test_help_tells_the_exit_status() -> None:
    for command in ([], ["build"]):
        told = " ".join(kg(*command, "--help").stdout.split())
        assert "Exit status: 0 all is done; 1 stopped" in told
        assert "3 done, but for the articles that stderr names" in told


def test_fields_are_mapped_and_stdin_is_read(news: Path) -> None:
    record = b'{"body": "Ryan Crocker met Hassan Kazemi Qomi in Baghdad.", "day": "2007-05-28"}\n'
    done = kg("build", "-", "--field", "text=body", "--field", "published=day", stdin=record)
    assert (done.exit_code, done.stderr) == (0, "")
    with open_store("out") as store:
        assert any(q.object == ox.Literal("2007-05-28", datatype=_DATE) for q in store.quads())


_DATE = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["build"], "Missing argument"),
        (["build", "news", "--published", "May 28"], "--published"),
        (["build", "news", "--field", "text"], "kg: no field 'text'"),
        (["build", "news", "--field", "txt=body"], "kg: no field 'txt'"),
        (["build", "news", "-j", "0"], "--workers"),
        (["biuld"], "No such command"),
    ],
)
def test_wrong_usage_ends_with_2(news: Path, arguments: list[str], told: str) -> None:
    done = kg(*arguments)
    assert done.exit_code == 2
    assert told in done.stderr


def test_a_folder_that_cannot_be_written_is_one_line(news: Path) -> None:
    done = kg("build", "news", "-o", "news/talks.txt")
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("kg: ")


def test_an_interrupt_tells_how_to_go_on(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(article: Article, least: float) -> Facts:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "_facts", interrupted)
    done = kg("build", "news")
    assert done.exit_code == 130
    assert "run the same command again to go on" in _one_line(done.stderr, "interrupted")


def test_extract_prints_turtle_and_stores_nothing(news: Path) -> None:
    from_file = kg("extract", "news/talks.txt")
    assert (from_file.exit_code, from_file.stderr) == (0, "")
    triples = list(ox.parse(from_file.stdout_bytes, ox.RdfFormat.TURTLE))
    labels = {q.object.value for q in triples if isinstance(q.object, ox.Literal)}
    assert {"Ryan Crocker", "Hassan Kazemi Qomi", "2007-05-28"} <= labels
    assert kg("extract", "-", stdin=TALKS).stdout.count("dip:Passage") == from_file.stdout.count("dip:Passage")
    assert [p.name for p in news.parent.iterdir()] == ["news"]


def test_extract_takes_a_date(news: Path) -> None:
    (news / "undated.txt").write_text(UNDATED, encoding="utf-8")
    assert '"--05-28"' in kg("extract", "news/undated.txt").stdout
    assert '"2007-05-28"' in kg("extract", "news/undated.txt", "--published", "2007-07-17").stdout


@pytest.mark.parametrize("name", BAD)
def test_extract_of_a_bad_input_is_one_line(news: Path, name: str) -> None:
    (news / name).write_bytes(BAD[name])
    done = kg("extract", f"news/{name}")
    assert (done.exit_code, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1


def test_a_killed_build_keeps_what_is_finished(news: Path) -> None:
    for number in range(200):
        (news / f"w{number:03}.txt").write_text(TALKS.replace("May 28", f"May {number % 28 + 1}") + f"No. {number}.")
    source = Path(__file__).parents[2]
    started = subprocess.Popen(process("build", "news"), env=os.environ | {"PYTHONPATH": str(source)})
    log, until = Path("out/analysed.tsv"), time.monotonic() + 240
    while not (log.exists() and log.read_bytes().count(b"\n") >= 3):
        assert started.poll() is None
        assert time.monotonic() < until
        time.sleep(0.05)
    started.send_signal(signal.SIGKILL)
    started.wait()
    finished = log.read_bytes().count(b"\n")
    with open_store("out") as store:
        assert 3 <= finished <= len(store.documents()) <= finished + 1 < 200
    for path in news.glob("w0[1-9]*.txt"), news.glob("w1*.txt"):
        for extra in path:
            extra.unlink()
    done = kg("build", "news")
    assert done.exit_code == 0
    assert "of them from before" in done.stdout


@pytest.mark.parametrize("size", [50_000, 400_000])  # less than the store needs, less than the page needs
def test_a_full_disk_is_one_line_and_the_next_build_goes_on(news: Path, run: Run, size: int) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = run("build", "news", preexec_fn=limit)
    assert (done.returncode, done.stdout) == (1, b"")
    (line,) = [line for line in done.stderr.splitlines() if not line.endswith(b" articles done")]
    assert line.startswith(b"kg: ")
    assert b"too large" in line
    assert not Path("out/graph.html").exists()
    assert not [path for path in Path("out").rglob("*") if path.name.endswith(".part")]
    assert run("build", "news").returncode == 0


def test_a_result_that_cannot_be_written_is_one_line(news: Path, run: Run) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run("extract", "news/talks.txt", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [b"kg: the result cannot be written (No space left on device)"]


def test_a_closed_pipe_is_silent(news: Path) -> None:
    source = Path(__file__).parents[2]
    command = " ".join(process("extract", "news/talks.txt")) + " | head -1"
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(source)},
        timeout=120,
    )
    assert done.stdout.startswith(b"@prefix")
    assert done.stderr == b""
