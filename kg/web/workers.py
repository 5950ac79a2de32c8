"""Runs the queries of strangers in processes that can be ended: Oxigraph itself knows no time limit.

A worker has the store open for reading only, so that no query can change it, and a limit on its memory. One that takes
too long, or dies, costs its own query; the next gets a fresh process.
"""

from __future__ import annotations

import io
import os
import queue
import resource
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import LimitError, QueryError, StoreError
from kg.ontology import KNOWN_PREFIXES, PREFIXES
from kg.store.sparql import query_error, refuse_calls
from kg.web.negotiate import GRAPHS, RESULTS, chosen

_MEMORY = 4 << 30  # bytes of address space a worker may take
_GRACE = 20.0  # seconds that a process may need to start


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds, bytes of its answer, and how many run at the same time."""

    seconds: float = 30.0
    size: int = 64 << 20
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Job:
    """A query with its dataset, the Accept header of who asks, and the IRI that relative ones start from."""

    sparql: str
    accept: str = "*/*"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave, and its media type; without one, none of those that the client takes fits it."""

    body: bytes
    media: str | None


class Workers:
    """The processes that run queries over the store in a folder."""

    def __init__(self, folder: str, limits: Limits) -> None:
        self.limits = limits
        self._folder, self._generation = folder, 0
        self._idle: queue.Queue[_Worker | None] = queue.Queue()
        self._lock = threading.Lock()
        for _ in range(limits.workers):
            self._idle.put(None)  # started when first needed

    def run(self, job: Job) -> Answer:
        """The answer. Raises QueryError where it is malformed, LimitError where it takes too much."""
        refuse_calls(job.sparql)
        try:
            worker = self._idle.get(timeout=self.limits.seconds)
        except queue.Empty:
            raise LimitError("too many queries run at the moment: try again later") from None
        try:
            if worker is None or not worker.fit(self._generation):
                worker = self._fresh(worker)
            return worker.ask(job, self.limits.seconds)
        finally:
            self._idle.put(worker)

    def renew(self) -> None:
        """The store has changed: later queries see it as it is now."""
        with self._lock:
            self._generation += 1

    def close(self) -> None:
        """End the processes."""
        for _ in range(self.limits.workers):
            with suppress(queue.Empty):
                if worker := self._idle.get(timeout=1):
                    worker.end()

    def _fresh(self, old: _Worker | None) -> _Worker:
        if old:
            old.end()
        return _Worker(self._folder, self.limits.size, self._generation)


@dataclass(slots=True)
class _Worker:
    """One process and the pipe to it."""

    folder: str
    size: int
    generation: int
    pipe: Connection = field(init=False)
    process: BaseProcess = field(init=False)

    def __post_init__(self) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, self.folder, self.size), daemon=True)
        self.process.start()
        theirs.close()
        if not self.pipe.poll(_GRACE) or not self._ready():
            self.end()
            raise StoreError(f"the store {self.folder} cannot be opened for queries: see the server's messages")

    def _ready(self) -> bool:
        with suppress(EOFError):
            return bool(self.pipe.recv())
        return False

    def fit(self, generation: int) -> bool:
        """Whether it lives and sees the store as it is."""
        return self.process.is_alive() and self.generation == generation

    def ask(self, job: Job, seconds: float) -> Answer:
        """Have the query run. A worker that has run out of its limits is ended."""
        deadline = time.monotonic() + seconds
        try:
            self.pipe.send(job)
            if not self.pipe.poll(max(0.0, deadline - time.monotonic())):
                self.end()
                raise LimitError(
                    f"the query took more than {seconds:g} seconds and was stopped: narrow it, or add LIMIT"
                )
            kind, found = self.pipe.recv()
        except (EOFError, OSError):
            self.end()
            raise LimitError("the query needed more memory than it may take: narrow it, or add LIMIT") from None
        if kind == "answer":
            return Answer(*found)
        raise {"query": QueryError, "limit": LimitError}.get(kind, StoreError)(found)

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _work(pipe: Connection, folder: str, size: int) -> None:
    """The life of a worker."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    store = ox.Store.read_only(folder)
    pipe.send(True)
    with Path(os.devnull).open("wb") as sink:
        os.dup2(sink.fileno(), 2)  # a process out of memory prints a stack that helps nobody
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            job: Job = pipe.recv()
            pipe.send(_answer(store, job, size))


def _answer(store: ox.Store, job: Job, size: int) -> tuple[str, Any]:
    try:
        return "answer", _run(store, job, size)
    except SyntaxError as error:
        return "query", str(query_error(job.sparql, error))
    except LimitError as error:
        return "limit", str(error)
    except (ValueError, OSError, RuntimeError) as error:
        return "query", f"the query cannot be run: {' '.join(str(error).split())}"


def _run(store: ox.Store, job: Job, size: int) -> tuple[bytes, str | None]:
    dataset: dict[str, Any] = {}
    if job.default_graphs or job.named_graphs:  # a dataset that is given replaces the store's own
        dataset = {"default_graph": [ox.NamedNode(g) for g in job.default_graphs]}
        dataset["named_graphs"] = [ox.NamedNode(g) for g in job.named_graphs]
    found = store.query(job.sparql, base_iri=job.base, prefixes=KNOWN_PREFIXES, **dataset)
    table: Mapping[str, Any] = GRAPHS if isinstance(found, ox.QueryTriples) else RESULTS
    media = chosen(job.accept, list(table))
    if media is None:
        return b"", None
    output = _Limited(size)
    if isinstance(found, ox.QueryTriples):
        triples = sorted(found, key=str)
        ox.serialize(triples, output, table[media], prefixes=PREFIXES if table[media] in _PREFIXED else None)
    else:
        found.serialize(output, table[media])
    return output.getvalue(), media


_PREFIXED = (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD)


class _Limited(io.BytesIO):
    """Takes so many bytes and no more."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._left = size

    def write(self, data: Any) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise LimitError("the answer is larger than it may be: add LIMIT")
        return super().write(data)
