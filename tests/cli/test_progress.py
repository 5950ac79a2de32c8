"""What a build shows while it runs, on a terminal and elsewhere."""

from __future__ import annotations

import io
import sys

import pytest

from kg.cli import progress
from kg.tally import Step


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_elsewhere_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress, "_PAUSE", -1.0)
    with progress.Display() as display:
        display(Step(1, 3, "a.txt"))
        display(Step(2, None, "b.txt", skipped="b.txt: is empty\x1b[31m: no word"))
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "kg: 1 of 3 articles done",
        "kg: b.txt: is empty[31m: no word",
        "kg: 2 of ? articles done",
    ]


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with progress.Display() as display:
        display(Step(1, 3, "a.txt", note="a.txt: tells no date: [bold]so[/bold]"))
        display(Step(3, 3, "c.txt"))
    assert "kg: a.txt: tells no date: [bold]so[/bold]" in terminal.getvalue()
    assert "3/3" in terminal.getvalue()
