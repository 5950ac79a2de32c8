"""The way as a whole: articles in, a store, ``graph.ttl`` and ``graph.html`` out.

Only here is the order of the steps known. Each article is stored in one transaction as soon as it is
analysed, and ``analysed.tsv`` beside the store tells from what. A build that was stopped, by whatever, goes
on where it was when it is run again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from os import PathLike, fspath
from pathlib import Path

import pyoxigraph as ox

from kg import read
from kg.annotate import annotate
from kg.errors import SkipError, StopError, UsageError
from kg.export import export
from kg.graph import document_iri, quads, turtle
from kg.model import Article, Claims, Facts
from kg.resume import Log
from kg.store import Store
from kg.store import open_store as _open
from kg.store.labels import agree
from kg.tally import Step, Summary, Tally

STORE, OUTPUTS = "store", {"graph.ttl": "turtle", "graph.html": "html"}
"""What :func:`build` writes into its output folder: the store, and a file in each of these formats."""

_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What a slip of the analysis on odd text looks like. It costs that article, named with the slip, and not the
build. No OSError or MemoryError is here: the next article would meet it as well."""


def build(
    inputs: Sequence[str | PathLike[str]],
    out: str | PathLike[str] = "out",
    *,
    published: date | None = None,
    fields: Mapping[str, str] | None = None,
    workers: int = 1,
    min_confidence: float = 0.0,
    progress: Callable[[Step], None] | None = None,
) -> Summary:
    """Build the knowledge graph of the inputs in the folder ``out``, or add them to the one that is there.

    ``inputs`` are files, folders, globs, web addresses or ``-``; ``published`` is for articles that tell no
    date; ``fields`` names the fields of JSON Lines that are called otherwise. Two ``workers`` and more are
    processes of their own, so that a script that asks for them needs ``if __name__ == "__main__":``. Events and
    tenures below ``min_confidence`` (0..1) are left out.

    What cannot be read is skipped with its reason. Raises StopError where nothing can go on; what was
    finished by then stays, and a new run continues. The same inputs give the same bytes.
    """
    names, folder = [fspath(given) for given in inputs], Path(out)
    tally = Tally(read.count(names) if progress else None, progress)
    results = read.articles(names, published=published, fields=fields)
    with _open(folder / STORE) as store, Log(folder, store.documents(), min_confidence) as log:
        for done in _analysed(results, log, workers, min_confidence):
            if done.article and done.graph:
                store.replace(document_iri(done.article), agree(store, done.graph))
                log.add(done.article)
            _count(done, tally)
        for name, form in OUTPUTS.items():
            export(store, form, folder / name)
        return tally.summary(store)


def extract(
    source: Article | str | PathLike[str], *, published: date | None = None, min_confidence: float = 0.0
) -> Facts:
    """What one article tells; nothing is stored. ``source`` is an article, or what it can be read from.

    Events and tenures below ``min_confidence`` (0..1) are left out. Raises SkipError where it cannot be read,
    UsageError where it holds several articles.
    """
    article = _article(source, published)
    with _guarded(article):
        return _facts(article, min_confidence)


def analyse(source: Article | str | PathLike[str], *, published: date | None = None) -> tuple[Claims, Facts]:
    """As :func:`extract`, with what each passage says before identity is decided; its document has the analysis."""
    article = _article(source, published)
    with _guarded(article):
        return _steps(article)


def _article(source: Article | str | PathLike[str], published: date | None) -> Article:
    if isinstance(source, Article):
        return source
    found = read.articles([fspath(source)], published=published)
    first, second = next(found), next(found, None)
    if second is not None:
        raise UsageError(f"{fspath(source)}: holds more than one article: build a graph of them")
    if isinstance(first, SkipError):
        raise first
    return first


def to_turtle(facts: Facts) -> bytes:
    """The graph of one article as Turtle: the same facts give the same bytes."""
    return turtle(quads(facts))


def open_store(out: str | PathLike[str] = "out") -> Store:
    """Open for reading the store that :func:`build` wrote into the folder ``out``, or that this folder is.

    Raises StoreError where there is none.
    """
    return _open(store_folder(out), read_only=True)


def store_folder(out: str | PathLike[str]) -> Path:
    """Where the store of :func:`build` lies in the folder ``out``, unless this folder is a store itself."""
    folder = Path(out)
    return folder if (folder / "CURRENT").exists() else folder / STORE


def _count(done: _Done, tally: Tally) -> None:
    if done.error:
        tally.skip(done.error)
    elif done.article and done.same_as is not None:
        tally.repeat(done.article, done.same_as)
    elif done.article:
        tally.tell(done.article, fresh=done.graph is not None)


@dataclass(frozen=True, slots=True)
class _Done:
    """One item: an article with its new graph or none where it is in the store, or why there is nothing."""

    article: Article | None = None
    graph: list[ox.Quad] | None = None
    error: SkipError | None = None
    same_as: str | None = None


_Job = Callable[[], _Done]


def _analysed(results: Iterable[read.Result], log: Log, workers: int, least: float) -> Iterator[_Done]:
    """Every result in its turn. A few articles per worker are read ahead, however many there are."""
    seen: dict[str, str] = {}
    with _pool(workers, least) as submit:
        waiting: deque[_Job] = deque()
        for result in results:
            waiting.append(_job(result, seen, log, submit))
            if workers <= 1 or len(waiting) > 2 * workers:
                yield waiting.popleft()()
        while waiting:
            yield waiting.popleft()()


def _job(result: read.Result, seen: dict[str, str], log: Log, submit: Callable[[Article], _Job]) -> _Job:
    if isinstance(result, SkipError):
        return partial(_Done, error=result)
    if result.sha256 in seen:
        return partial(_Done, result, same_as=seen[result.sha256])
    seen[result.sha256] = result.source
    return partial(_Done, result) if result in log else submit(result)


@contextmanager
def _pool(workers: int, least: float) -> Iterator[Callable[[Article], _Job]]:
    """How to have an article analysed: in this process when its turn comes, or by processes of their own."""
    if workers <= 1:
        yield lambda article: partial(_work, article, least)
        return
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    def result(future: Future[_Done]) -> _Done:
        try:
            return future.result()
        except BrokenProcessPool as error:
            raise StopError("a worker process ended, perhaps of want of memory: use fewer") from error

    pool = ProcessPoolExecutor(workers, get_context("spawn"), _leave_interrupts_to_parent)
    try:
        yield lambda article: partial(result, pool.submit(_work, article, least))
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(article: Article, least: float) -> _Done:
    try:
        with _guarded(article):
            return _Done(article, quads(_facts(article, least)))
    except SkipError as error:
        return _Done(error=error)


def _facts(article: Article, least: float) -> Facts:
    return _steps(article)[1].at_least(least)


def _steps(article: Article) -> tuple[Claims, Facts]:
    from kg.extract import extract as claims  # with spaCy, which takes a second to import
    from kg.resolve import resolve

    told = claims(annotate(article))
    return told, resolve(told)


@contextmanager
def _guarded(article: Article) -> Iterator[None]:
    """A slip of the analysis becomes a SkipError."""
    try:
        yield
    except _FAULTS as error:
        slip = " ".join(f"{type(error).__name__} {error}".split())[:120]
        raise SkipError(f"{article.source}: cannot be analysed ({slip}): please report it") from error
