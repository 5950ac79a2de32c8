"""What the commands share: how errors end them, which store they open, how results get out."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, NoReturn

import click

from kg.errors import KgError, OutputError, UsageError

if TYPE_CHECKING:
    from kg.store import Store

STOPPED, USAGE, SKIPPED, INTERRUPTED = 1, 2, 3, 130
EXIT_STATUS = (
    "Exit status: 0 all is done; 1 stopped, and stderr says why; 2 wrong usage; "
    "3 done, but for the articles that stderr names; 130 interrupted."
)


class Group(click.Group):
    """A group whose commands end with one line on stderr and an exit status where an error stops them."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KgError as error:
            fail(str(error), USAGE if isinstance(error, UsageError) else STOPPED)
        except KeyboardInterrupt:
            fail("interrupted", INTERRUPTED)
        except MemoryError:
            fail("out of memory: give less at once, or fewer workers")


def fail(message: str, status: int = STOPPED) -> NoReturn:
    """End the command."""
    warn(message)
    raise click.exceptions.Exit(status)


def warn(message: str) -> None:
    """One line on stderr."""
    click.echo(f"kg: {' '.join(message.split())}", err=True)


def emit(result: str | bytes) -> None:
    """Write a result to stdout as it is. Raises OutputError where it does not take it.

    A closed pipe (``| head``) is left to click, which ends without a word.
    """
    data = result.encode("utf-8", "replace") if isinstance(result, str) else result
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        with Path(os.devnull).open("wb") as sink:
            os.dup2(sink.fileno(), sys.stdout.fileno())  # else Python would fail again when it ends
        raise OutputError(f"the result cannot be written ({error.strerror})") from error


store_option = click.option(
    "-s",
    "--store",
    "folder",
    metavar="DIR",
    default="out",
    envvar="KG_STORE",
    show_default=True,
    show_envvar=True,
    help="The folder that kg build -o wrote.",
)


def _date(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


published_option = click.option(
    "--published",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_date,
    help="Date of articles that tell none, such as 2007-05-28.",
)

least_option = click.option(
    "--min-confidence",
    "least",
    type=click.FloatRange(0, 1),
    metavar="X",
    default=0.0,
    help="Leave out events and offices of a confidence below X (0 to 1): fewer facts, more of them right.",
)


nlp_option = click.option(
    "--nlp",
    metavar="NAME",
    default="kg",
    show_default=True,
    help="Language pipeline: kg's own, or a spaCy pipeline that an installed package offers as entry point kg.nlp.",
)


def opened(folder: str, *, write: bool = False) -> Store:
    """The store, for reading; to ``write`` it must be there too."""
    from kg.pipeline import open_store

    store = open_store(folder)
    if write:
        from kg.pipeline import STORE
        from kg.store import open_store as to_write

        store.close()
        path = Path(folder)
        return to_write(path if (path / "CURRENT").exists() else path / STORE)
    return store


@contextmanager
def limited(seconds: float | None) -> Iterator[None]:
    """Ends the process where what is within takes longer: Oxigraph has no way to stop a query.

    Only for commands that read. The rows that were written by then stay.
    """

    def end() -> None:
        warn(f"the query took longer than {seconds:g} seconds: narrow it, or give a longer --timeout")
        os._exit(STOPPED)

    timer = Timer(seconds, end) if seconds else None
    try:
        if timer:
            timer.daemon = True
            timer.start()
        yield
    finally:
        if timer:
            timer.cancel()


def terminal() -> tuple[int | None, bool]:
    """The width of the terminal that stdout is, None where it is none; and whether to use colour."""
    if not sys.stdout.isatty():
        return None, False
    return shutil.get_terminal_size().columns, "NO_COLOR" not in os.environ
