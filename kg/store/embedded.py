"""The store on this machine: Oxigraph in a folder, or in memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

import pyoxigraph as ox

from kg.errors import StoreError
from kg.ontology import PREFIXES
from kg.store.base import Results, Rows, Triples
from kg.store.sparql import names_graphs, query_error

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Embedded:
    """An Oxigraph store. ``path`` is its folder, made where missing; None keeps everything in memory.

    One process may write at a time. With ``read_only`` any number may read, also beside a writer; they see
    what was written before they opened it.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None, *, read_only: bool = False) -> None:
        self._where = "in memory" if path is None else str(path)
        self._writable = not read_only
        self._store: ox.Store | None = _open(path, read_only)

    def replace(self, document: ox.NamedNode, quads: Iterable[ox.Quad]) -> None:
        """Make the quads the whole graph of the document, in one transaction."""
        body = "\n".join(f"{q.subject} {q.predicate} {q.object} ." for q in quads)
        self._update(f"DROP SILENT GRAPH {document} ; INSERT DATA {{ GRAPH {document} {{\n{body}\n}} }}")

    def remove(self, document: ox.NamedNode) -> bool:
        """Drop the graph of the document. False where there was none."""
        if not self._guard(self._live().contains_named_graph, document):
            return False
        self._update(f"DROP SILENT GRAPH {document}")
        return True

    def documents(self) -> list[ox.NamedNode]:
        """The documents that have a graph, sorted."""
        names = self._guard(lambda: list(self._live().named_graphs()))
        return sorted((n for n in names if isinstance(n, ox.NamedNode)), key=lambda n: n.value)

    def quads(self, document: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        """All quads, or those of one document."""
        try:
            yield from self._live().quads_for_pattern(None, None, None, document)
        except (OSError, RuntimeError) as error:
            raise _store_error(self._where, error) from error

    def query(self, sparql: str) -> Results:
        """Run a query over the union of the graphs, or over those that its FROM clauses name."""
        store = self._live()
        try:
            return self._guard(lambda: _results(store, sparql))
        except SyntaxError as error:
            raise query_error(sparql, error) from None

    def size(self) -> int:
        """The number of quads."""
        return self._guard(len, self._live())

    def close(self) -> None:
        """Write what is pending and release the folder."""
        if self._store is not None and self._writable:
            self._guard(self._store.flush)
        self._store = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _update(self, sparql: str) -> None:
        if not self._writable:
            raise StoreError(f"the store {self._where} is open for reading only: open it for writing")
        self._guard(self._live().update, sparql)

    def _live(self) -> ox.Store:
        if self._store is None:
            raise StoreError(f"the store {self._where} is closed")
        return self._store

    def _guard(self, function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Call the function; RocksDB's complaints, some of them RuntimeErrors, become StoreErrors."""
        try:
            return function(*args, **kwargs)
        except (OSError, RuntimeError) as error:
            raise _store_error(self._where, error) from error


def _results(store: ox.Store, sparql: str) -> Results:
    union = not names_graphs(sparql)
    found = store.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=union)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        return Triples(tuple(found))
    variables = tuple(v.value for v in found.variables)
    return Rows(variables, tuple(tuple(row) for row in found))


def _open(path: str | os.PathLike[str] | None, read_only: bool) -> ox.Store:
    if path is None:
        return ox.Store()
    folder = Path(path)
    if read_only and not (folder / "CURRENT").exists():
        raise StoreError(f"there is no store at {folder}: build one first, or name its folder")
    if folder.is_dir() and not (folder / "CURRENT").exists() and any(folder.iterdir()):
        raise StoreError(f"{folder} holds other files and no store: name an empty or a new folder")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        return ox.Store.read_only(str(folder)) if read_only else ox.Store(str(folder))
    except (OSError, RuntimeError) as error:
        raise _store_error(str(folder), error) from error


def _store_error(where: str, error: Exception) -> StoreError:
    text = " ".join(str(error).split())
    if "lock" in text.casefold() and "LOCK" in text:
        return StoreError(f"the store {where} is in use by another process: wait, or open it for reading")
    if "corrupt" in text.casefold():
        return StoreError(f"the store {where} is damaged: build it again, or restore a copy ({text})")
    return StoreError(f"the store {where} cannot be used: {text}")
