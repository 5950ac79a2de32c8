"""Documentation that runs: what README and the others show is what the commands print.

``pytest tests/test_docs.py --regenerate`` writes the present output into the files instead.
"""

from __future__ import annotations

import doctest
import inspect
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kg import open_store, query, render
from kg.cli import main
from kg.read.fetch import Answer
from tests.cli.conftest import TALKS, VISIT
from tests.conftest import Sample
from tests.evaluate.making import gold_file
from tests.servers.running import oxigraph_server

ROOT = Path(__file__).parents[1]
DOCS = sorted(p for p in ROOT.glob("**/*.md") if not any(part.startswith(".") for part in p.relative_to(ROOT).parts))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)\s]*)?\)")
SECONDS = re.compile(r"^seconds +[\d.]+$", re.MULTILINE)
PAGE = "<title>Talks</title><article><p>{}</p></article>"
WIDTH = 100


def blocks(language: str) -> list[tuple[Path, str]]:
    """All blocks of a language, with the file each stands in."""
    found = ((path, block) for path in DOCS for block in BLOCK.findall(path.read_text(encoding="utf-8")))
    return [(path, text) for path, (name, text) in found if name == language]


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with what it prints."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def run(command: str) -> str:
    """What a pipe of our commands prints; of the others only those that stand here are known."""
    words = shlex.shlex(command, posix=True, punctuation_chars="|")
    words.whitespace_split = True
    text, call = "", list[str]()
    for word in (*words, "|"):
        if word != "|":
            call.append(word)
            continue
        text = _run(call, text)
        call = []
    return text


def _run(call: list[str], stdin: str) -> str:
    match call:
        case ["kg", *arguments]:
            done = CliRunner(catch_exceptions=False).invoke(main, arguments, input=stdin)
            assert done.exit_code == 0, (call, done.output)
            return done.stdout
        case ["head", "-n", count]:
            return "".join(stdin.splitlines(keepends=True)[: int(count)])
        case ["grep", "-m", "1", "-A", count, words]:
            lines = stdin.splitlines(keepends=True)
            at = next(number for number, line in enumerate(lines) if words in line)
            return "".join(lines[at : at + int(count) + 1])
        case ["sort"]:
            return "".join(sorted(stdin.splitlines(keepends=True)))
        case ["less"]:
            return stdin
        case ["curl", "-s", _]:
            return PAGE.format(TALKS)
    raise AssertionError(f"the tests do not know {call}")


def same(shown: str, printed: str) -> bool:
    """Whether the output is as shown, but for ``...`` and the seconds."""
    shown, printed = (SECONDS.sub("seconds", text) for text in (shown, printed))
    return doctest.OutputChecker().check_output(shown.rstrip(), printed.rstrip(), doctest.ELLIPSIS)


@pytest.fixture
def _there(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the sample's folder, at a terminal of a usual width."""
    monkeypatch.chdir(sample.folder)
    monkeypatch.setattr("kg.cli.questions.terminal", lambda: (WIDTH, False))


@pytest.mark.usefixtures("_there")
@pytest.mark.parametrize("path", sorted({path for path, _ in blocks("console")}), ids=lambda p: p.name)
def test_commands_print_what_is_shown(path: Path, sample: Sample, regenerate: bool) -> None:
    text = path.read_text(encoding="utf-8")
    for _, block in (found for found in blocks("console") if found[0] == path):
        made = ""
        for command, shown in commands(block):
            printed = sample.told.get(command) or run(command)
            if regenerate:
                made += f"$ {command}\n{shown if same(shown, printed) else printed}"
            else:
                assert same(shown, printed), f"$ {command}\n{printed}"
        text = text.replace(block, made) if made else text
    if regenerate:
        path.write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("_there")
@pytest.mark.parametrize(("path", "block"), blocks("python"), ids=lambda part: getattr(part, "name", ""))
def test_python_gives_what_is_shown(path: Path, block: str) -> None:
    test = doctest.DocTestParser().get_doctest(block, {}, path.name, str(path), 0)
    assert test.examples, f"{path.name}: a block of Python without >>>"
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test).failed == 0


def _examples(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    for line in inspect.cleandoc(command.help or "").splitlines():
        if re.match(r"(curl .*\| )?kg ", line):
            yield name, re.split(r"\s{2,}", line)[0]
    for sub in getattr(command, "commands", {}).values():
        yield from _examples(sub, sub.name)


EXAMPLES = list(_examples(main, "kg"))


def test_every_command_has_an_example() -> None:
    assert {name for name, _ in EXAMPLES} == {"kg", *main.commands}


@pytest.mark.parametrize("example", [example for _, example in EXAMPLES])
def test_examples_of_the_help_work(
    example: str, sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if example.startswith("kg withdraw"):
        shutil.copytree(sample.folder / "out", tmp_path / "out")
    else:
        monkeypatch.setenv("KG_STORE", str(sample.folder / "out"))
    monkeypatch.setattr("kg.read.fetch.fetch", lambda *_: Answer(PAGE.format(VISIT).encode(), "html", None))
    monkeypatch.setattr("kg.web.serve", lambda *_: print("served until it is interrupted"))  # tests/web serves
    for folder in ("news", "archive", "gold"):
        (tmp_path / folder).mkdir()
    (tmp_path / "news" / "visit.txt").write_text(VISIT, encoding="utf-8")
    (tmp_path / "archive" / "2007-talks.html").write_text(PAGE.format(TALKS), encoding="utf-8")
    (tmp_path / "talks.txt").write_text(TALKS, encoding="utf-8")
    gold_file(tmp_path / "gold")
    (tmp_path / "wire.jsonl").write_text('{"body": "Iran met Iraq in Oslo.", "date": "2007-05-28"}\n')
    (tmp_path / "graph.ttl").symlink_to(sample.folder / "out" / "graph.ttl")
    example = re.sub(r"\b[0-9a-f]{12}\b", _an_event(sample), example)
    with _served(example, tmp_path) as command:
        assert run(command) or " -o " in command


@contextmanager
def _served(example: str, folder: Path) -> Iterator[str]:
    """The example at a server of ours in place of the one that it names."""
    if "http://localhost" not in example:
        yield example
        return
    with oxigraph_server(folder) as url:
        yield re.sub(r"http://localhost[^ ]*", url, re.sub(r" --preset \w+", "", example))


def _an_event(sample: Sample) -> str:
    """The end of an event's IRI."""
    with open_store(sample.folder / "out") as store:
        found = render(query(store, "SELECT ?event { ?event dip:status ?any } ORDER BY ?event LIMIT 1"), "csv")
    return found.strip()[-12:]


@pytest.mark.parametrize("path", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    links = LINK.findall(BLOCK.sub("", path.read_text(encoding="utf-8")))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_ci_runs_the_test_command_of_the_readme() -> None:
    told = {block.strip() for _, block in blocks("sh") if block.strip().endswith("-m pytest")}
    (command,) = told  # README and CONTRIBUTING tell the same
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_figures_of_the_readme_are_those_measured() -> None:
    shown, measured = (
        re.findall(r"^\| [^|]+ \| 0\.\d+ \|.*$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        for name in ("README.md", "benchmarks/quality.md")
    )
    assert shown
    assert len(shown) == len(set(shown))
    assert set(shown) <= set(measured)
