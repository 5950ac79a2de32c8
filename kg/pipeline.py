"""The way as a whole: articles in, a store, ``graph.ttl`` and ``graph.html`` out.

Only here is the order of the steps known. Each article is stored in one transaction as soon as it is
analysed, and ``analysed.tsv`` beside the store tells from what. A build that was stopped, by whatever, goes
on where it was when it is run again. At its end all articles are made one world, from the facts of each in ``facts``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from kg import plugins, read
from kg.annotate import annotate
from kg.annotate.dateline import dateline
from kg.archive import Archive, matches
from kg.errors import NotFoundError, OutputError, SkipError, StopError, StoreError, UsageError
from kg.export import export
from kg.graph import document_iri, quads, turtle
from kg.iri import BASE
from kg.model import Article, Claims, Facts
from kg.query import index
from kg.resume import Log
from kg.store import Store
from kg.store import open_store as _open
from kg.tally import Step, Summary, Tally
from kg.united import keep_gazetteer, unite, world_of
from kg.world.record import Item

if TYPE_CHECKING:
    from kg.world.review import Case
    from kg.world.why import Answer

if TYPE_CHECKING:
    from spacy.language import Language

OWN = "kg"
"""Our own language pipeline, by its name among the plug-ins ``kg.nlp``."""
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
    nlp: str = OWN,
    gazetteer: str | PathLike[str] | None = None,
    progress: Callable[[Step], None] | None = None,
) -> Summary:
    """Build the knowledge graph of the inputs in the folder ``out``, or add them to the one that is there.

    ``inputs`` are files, folders, globs, web addresses or ``-``; ``published`` is for articles that tell no
    date; ``fields`` names the fields of JSON Lines that are called otherwise. Two ``workers`` and more are
    processes of their own, so that a script that asks for them needs ``if __name__ == "__main__":``. Events and
    tenures below ``min_confidence`` (0..1) are left out. ``nlp`` names the language pipeline (entry points ``kg.nlp``).
    A ``gazetteer`` (Turtle or CSV) tells of more people and bodies; it is kept for later builds. An article of the
    same source as an earlier one takes its place.

    What cannot be read is skipped with its reason. Raises StopError where nothing can go on; what was
    finished by then stays, and a new run continues. The same inputs give the same bytes.
    """
    names, folder = [fspath(given) for given in inputs], Path(out)
    options = _Options(min_confidence, nlp)
    plugins.load("kg.nlp", nlp)  # a name that is unknown is told before anything is written
    tally = Tally(read.count(names) if progress else None, progress)
    results = read.articles(names, published=published, fields=fields)
    archive = Archive(folder)
    with _open(folder / STORE) as store, Log(folder, store.documents(), archive.slots(), options.key()) as log:
        known = set(store.documents())
        if gazetteer is not None:
            keep_gazetteer(Path(gazetteer), folder)
        for done in _analysed(results, log, workers, options):
            replaced = done.item is not None and log.replaced(done.item.facts.article)
            if done.item:
                archive.put(done.item)
                document = document_iri(done.item.facts.article)
                if document not in known:  # else what all know of it stands till the end
                    store.replace(document, quads(done.item.facts))
                log.add(done.item.facts.article)
            _count(done, tally, replaced)
        idle = unite(folder, archive, store)
        for name, form in OUTPUTS.items():
            export(store, form, folder / name)
        summary, found = tally.summary(store, idle), index.read(store)
    index.keep(folder / STORE, found)
    return summary


def extract(
    source: Article | str | PathLike[str],
    *,
    published: date | None = None,
    min_confidence: float = 0.0,
    nlp: str = OWN,
) -> Facts:
    """What one article tells; nothing is stored. ``source`` is an article, or what it can be read from.

    Events and tenures below ``min_confidence`` (0..1) are left out; ``nlp`` names the language pipeline. Raises
    SkipError where it cannot be read, UsageError where it holds several articles.
    """
    article = _article(source, published)
    with _guarded(article):
        return _facts(article, _Options(min_confidence, nlp))


def analyse(
    source: Article | str | PathLike[str], *, published: date | None = None, nlp: str = OWN
) -> tuple[Claims, Facts]:
    """As :func:`extract`, with what each passage says before identity is decided; its document has the analysis."""
    article = _article(source, published)
    with _guarded(article):
        return _steps(article, nlp)


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


def withdraw(source: str, out: str | PathLike[str] = "out") -> list[str]:
    """Take an article out of what :func:`build` wrote, with all that rests on it alone; the sources that are gone.

    ``source`` is its address or file as the graph tells it, the end of one, or the IRI of the document. Raises
    NotFoundError where there is none, UsageError where several are meant.
    """
    folder = Path(out)
    archive = Archive(folder)
    found = [(name, item.facts.article.source) for name, item in archive.items() if matches(item.facts, source)]
    exact = [pair for pair in found if pair[1] == source]
    found = exact or found
    if not found:
        raise NotFoundError(f"no article of {folder} is called {source!r}: kg query documents lists the sources")
    if len({told for _, told in found}) > 1:
        raise UsageError(f"{source!r} could be {' or '.join(sorted(told for _, told in found))}: write more of it")
    for name, _ in found:
        archive.remove(name)
    refresh(out)
    return sorted({told for _, told in found})


def why(one: str, other: str, out: str | PathLike[str] = "out") -> Answer:
    """Why two names, or IRIs of entities or events, are one in what :func:`build` wrote, or are not.

    Raises NotFoundError where nothing is called so.
    """
    from kg.world import why as reasons

    folder = Path(out)
    archive = _built(folder)
    one, other = (name.removeprefix(BASE) for name in (one, other))
    return reasons.why(world_of(folder, archive), [item for _, item in archive.items()], one, other)


def review(out: str | PathLike[str] = "out") -> list[Case]:
    """What is doubtful in what :func:`build` wrote and has not been decided."""
    from kg.world.decisions import FILE, read
    from kg.world.review import cases

    folder = Path(out)
    archive = _built(folder)
    return cases(world_of(folder, archive), (item for _, item in archive.items()), read(folder / FILE))


def decide(line: str, out: str | PathLike[str] = "out") -> None:
    """Add a line to the decisions of what :func:`build` wrote. Raises DataError where it is none."""
    from kg.world.decisions import FILE, HEADER, parse

    parse(line, "the decision")
    path = _built(Path(out)).folder / FILE
    try:
        with path.open("a", encoding="utf-8") as stream:
            stream.write(("" if stream.tell() else HEADER) + line.rstrip() + "\n")
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror}): check path and free space") from error


def _built(folder: Path) -> Archive:
    archive = Archive(folder)
    if not archive.slots():
        raise StoreError(f"there are no articles at {folder}: build first, or name the folder that kg build wrote")
    return archive


def refresh(out: str | PathLike[str] = "out") -> tuple[str, ...]:
    """Make the graph and the files of a build anew from the facts of its articles, as after changed decisions.

    Returns the decisions that speak of nothing that there is. Raises StoreError where there is no build.
    """
    folder = Path(out)
    if not (folder / STORE / "CURRENT").exists():
        raise StoreError(f"there is no store at {folder}: build one first, or name its folder")
    archive = Archive(folder)
    with _open(folder / STORE) as store:
        idle = unite(folder, archive, store)
        for name, form in OUTPUTS.items():
            export(store, form, folder / name)
        with Log(folder, store.documents(), archive.slots()):
            found = index.read(store)
    index.keep(folder / STORE, found)
    return idle


def rewrite(store: Store, out: str | PathLike[str] = "out") -> list[str]:
    """Write anew those files of a build that lie beside its open store, after it has changed; their names.

    Raises OutputError where one cannot be written.
    """
    stale = [name for name in OUTPUTS if (Path(out) / name).exists()]
    for name in stale:
        export(store, OUTPUTS[name], Path(out) / name)
    return stale


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


def _count(done: _Done, tally: Tally, replaced: bool) -> None:
    if done.error:
        tally.skip(done.error)
    elif done.article and done.same_as is not None:
        tally.repeat(done.article, done.same_as)
    elif done.article:
        tally.tell(done.article, fresh=done.item is not None, replaced=replaced)


@dataclass(frozen=True, slots=True)
class _Options:
    """What a worker needs to know: the least confidence, and the name of the language pipeline."""

    least: float = 0.0
    nlp: str = OWN

    def key(self) -> tuple[object, ...]:
        """What differs from the usual: facts made under other options are made anew."""
        return (*([self.least] if self.least else []), *([self.nlp] if self.nlp != OWN else []))


@dataclass(frozen=True, slots=True)
class _Done:
    """One item: an article with its new facts or none where it is in the store, or why there is nothing."""

    article: Article | None = None
    item: Item | None = None
    error: SkipError | None = None
    same_as: str | None = None


_Job = Callable[[], _Done]


def _analysed(results: Iterable[read.Result], log: Log, workers: int, options: _Options) -> Iterator[_Done]:
    """Every result in its turn. A few articles per worker are read ahead, however many there are."""
    seen: dict[str, str] = {}
    with _pool(workers, options) as submit:
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
    job = partial(_Done, result) if result in log else submit(result)
    first = seen.setdefault(result.sha256, result.source)
    return job if first == result.source else lambda: replace(job(), same_as=first)


@contextmanager
def _pool(workers: int, options: _Options) -> Iterator[Callable[[Article], _Job]]:
    """How to have an article analysed: in this process when its turn comes, or by processes of their own."""
    if workers <= 1:
        yield lambda article: partial(_work, article, options)
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
        yield lambda article: partial(result, pool.submit(_work, article, options))
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(article: Article, options: _Options) -> _Done:
    try:
        with _guarded(article):
            return _Done(article, Item(_facts(article, options), article.published or dateline(article.text)))
    except SkipError as error:
        return _Done(error=error)


def _facts(article: Article, options: _Options) -> Facts:
    return _steps(article, options.nlp)[1].at_least(options.least)


def _steps(article: Article, nlp: str) -> tuple[Claims, Facts]:
    from kg.extract import extract as claims  # with spaCy, which takes a second to import
    from kg.resolve import resolve

    told = claims(annotate(article, _pipeline(nlp)))
    return told, resolve(told)


@cache
def _pipeline(name: str) -> Language:
    """The language pipeline of that name, loaded once a process."""
    made: Language = plugins.load("kg.nlp", name)()
    return made


@contextmanager
def _guarded(article: Article) -> Iterator[None]:
    """A slip of the analysis becomes a SkipError."""
    try:
        yield
    except _FAULTS as error:
        slip = " ".join(f"{type(error).__name__} {error}".split())[:120]
        raise SkipError(f"{article.source}: cannot be analysed ({slip}): please report it") from error
