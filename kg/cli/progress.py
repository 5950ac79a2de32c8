"""How far a build is, on stderr: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kg.cli.common import warn
from kg.query.format import clean
from kg.tally import Step

_PAUSE = 10.0
"""Seconds between two plain lines."""


class Display:
    """A context and the callback of a build. What is skipped, and what is noted, gets a line at once."""

    def __init__(self) -> None:
        self._bar: Progress | None = _bar() if sys.stderr.isatty() else None
        self._task = self._bar.add_task("articles", total=None) if self._bar else None
        self._last = time.monotonic()

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, step: Step) -> None:
        if told := step.skipped or step.note:
            self._line(told)
        if self._bar and self._task is not None:
            self._bar.update(self._task, completed=step.done, total=step.total)
        elif time.monotonic() - self._last > _PAUSE:
            self._last = time.monotonic()
            warn(f"{step.done} of {step.total or '?'} articles done")

    def _line(self, message: str) -> None:
        if self._bar:
            self._bar.console.print(f"kg: {clean(message)}", markup=False, highlight=False, soft_wrap=True)
        else:
            warn(clean(message))


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


class Counter:
    """A context and a callback ``(done, total)``: a bar on a terminal, else a line now and then."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._bar: Progress | None = _bar() if sys.stderr.isatty() else None
        self._task = self._bar.add_task(what, total=None) if self._bar else None
        self._last = time.monotonic()

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        if self._bar and self._task is not None:
            self._bar.update(self._task, completed=done, total=total)
        elif time.monotonic() - self._last > _PAUSE:
            self._last = time.monotonic()
            warn(f"{done} of {total} {self._what} done")
