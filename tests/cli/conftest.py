"""Small articles of our own, and ways to run the command line on them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main

TALKS = """BAGHDAD, May 28, 2007 (Sample Wire) — Ambassador Ryan Crocker met his Iranian
counterpart, Hassan Kazemi Qomi, in Baghdad on Monday.

Crocker accused Iran of arming militias in Iraq. Qomi rejected the accusation.
"""
VISIT = """TEHRAN, Aug 8, 2007 (Sample Wire) — Iraqi Prime Minister Nouri al-Maliki visited
Tehran on Wednesday.

He met Iranian President Mahmoud Ahmadinejad.
"""
UNDATED = "Ryan Crocker met Hassan Kazemi Qomi in Baghdad on May 28. The two discussed security in Iraq.\n"

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No line of progress, however slow the machine."""
    monkeypatch.setattr("kg.cli.progress._PAUSE", 1e9)


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two articles, inside the current directory."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "talks.txt").write_text(TALKS, encoding="utf-8")
    (folder / "visit.txt").write_text(VISIT, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build of the two articles wrote; not to be written to."""
    from kg.pipeline import build

    folder = tmp_path_factory.mktemp("built")
    (folder / "talks.txt").write_text(TALKS, encoding="utf-8")
    (folder / "visit.txt").write_text(VISIT, encoding="utf-8")
    build([folder / "talks.txt", folder / "visit.txt"], folder / "out")
    return folder / "out"


def kg(*arguments: object, stdin: str | bytes | None = None) -> Result:
    """Run a command in this process. An error that is no KgError is raised."""
    return CliRunner(catch_exceptions=False).invoke(main, [str(a) for a in arguments], input=stdin)


def process(*arguments: object) -> list[str]:
    """The command line that runs it in another process."""
    return [sys.executable, "-m", "kg", *map(str, arguments)]


@pytest.fixture
def run() -> Run:
    """Run a command in another process, in the current directory."""

    def run(*arguments: object, **more: object) -> subprocess.CompletedProcess[bytes]:
        source = Path(__file__).parents[2]
        environment = os.environ | {"PYTHONPATH": str(source)}
        options = {"capture_output": True, "timeout": 300, "env": environment} | more
        return subprocess.run(process(*arguments), check=False, **options)  # type: ignore[call-overload, no-any-return]

    return run
