"""The store on this machine: Oxigraph in a folder, or in memory.

Oxigraph's own union of graphs gives a triple once for each graph that holds it, so that counts are wrong: the
default graph is therefore kept as the true union. A triple is in it as long as any document tells it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.graph import IDENTITY
from kg.iri import INFERRED, NOTES, is_notes
from kg.ontology import KNOWN_PREFIXES
from kg.store.base import Results, Rows, Stream, Term, Triples
from kg.store.sparql import query_error
from kg.store.update import Update

_P = ParamSpec("_P")
_T = TypeVar("_T")
_UNION = ox.DefaultGraph()
_INFERRED = ox.NamedNode(INFERRED)
_FORGET = f"DROP SILENT GRAPH {_INFERRED}"


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
        """Make the quads the graph of the document, in one transaction that writes only what has changed.

        Raises StoreError where a node is blank: it could not be found again when the document is replaced.
        """
        new = {q.triple for q in quads}
        if any(not isinstance(node, ox.NamedNode | ox.Literal) for t in new for node in (t.subject, t.object)):
            raise StoreError(f"the graph of {document.value} has a blank node: name all its nodes by IRIs")
        if not new:
            self.remove(document)
            return
        old = {q.triple for q in self.quads(document)}
        steps = [*self._deletion(document, old - new), *_insertion(document, new - old)]
        if steps:
            self._update(" ;\n".join([*steps, *_forgetting(document)]))

    def remove(self, document: ox.NamedNode) -> bool:
        """Drop the graph of the document. False where there was none."""
        if not self._guard(self._live().contains_named_graph, document):
            return False
        gone = {q.triple for q in self.quads(document)}
        steps = [*self._deletion(document, gone), f"DROP SILENT GRAPH {document}", *_forgetting(document)]
        self._update(" ;\n".join(steps))
        return True

    def keep_inferred(self, triples: Iterable[ox.Triple]) -> None:
        """Make the triples the graph ``kg.iri.INFERRED``, beside the union; none removes it."""
        body = _lines(triples)
        self._update(f"{_FORGET} ;\nINSERT DATA {{ GRAPH {_INFERRED} {{ {body} }} }}" if body else _FORGET)

    def documents(self) -> list[ox.NamedNode]:
        """The documents that have a graph, sorted."""
        names = self._guard(lambda: list(self._live().named_graphs()))
        own = (n for n in names if isinstance(n, ox.NamedNode) and n != IDENTITY and not _beside(n))
        return sorted(own, key=lambda n: n.value)

    def update_notes(self, update: Update) -> None:
        """Run an update of notes. Raises QueryError where it is refused or malformed."""
        if update.refused:
            raise QueryError(update.refused)
        self._writing()
        store = self._live()
        try:
            store.update(update.text, base_iri=update.base, prefixes=KNOWN_PREFIXES)
        except (SyntaxError, RuntimeError) as error:  # as where a graph to clear is not there
            raise QueryError(f"the update cannot be run: {' '.join(str(error).split())}") from None
        except OSError as error:
            raise _store_error(self._where, error) from error

    def notes(self) -> list[ox.Quad]:
        """All notes of users, in no particular order."""
        found = self._guard(lambda: list(self._live().named_graphs()))
        names = (n for n in found if isinstance(n, ox.NamedNode) and is_notes(n.value))
        return [quad for name in names for quad in self.quads(name)]

    def quads(self, document: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        """All quads, or those of one document."""
        try:
            found = self._live().quads_for_pattern(None, None, None, document)
            yield from (q for q in found if q.graph_name != _UNION and (document or not _beside(q.graph_name)))
        except (OSError, RuntimeError) as error:
            raise _store_error(self._where, error) from error

    def query(self, sparql: str) -> Results:
        """Run a query over the union of the graphs, or over those that its FROM clauses name."""
        store = self._live()
        try:
            return self._guard(lambda: _results(store.query(sparql, prefixes=KNOWN_PREFIXES)))
        except SyntaxError as error:
            raise query_error(sparql, error) from None

    def stream(self, sparql: str) -> Results | Stream:
        """As :meth:`query`, the rows of a SELECT one by one."""
        store = self._live()
        try:
            found = self._guard(lambda: store.query(sparql, prefixes=KNOWN_PREFIXES))
        except SyntaxError as error:
            raise query_error(sparql, error) from None
        if not isinstance(found, ox.QuerySolutions):
            return self._guard(_results, found)
        return Stream(tuple(v.value for v in found.variables), self._rows(found))

    def _rows(self, found: ox.QuerySolutions) -> Iterator[tuple[Term | None, ...]]:
        while (row := self._guard(next, found, None)) is not None:
            yield tuple(row)

    @property
    def oxigraph(self) -> ox.Store:
        """The store beneath, for libraries that build on it; what writes to it breaks the union of the graphs."""
        return self._live()

    def size(self) -> int:
        """The number of quads."""
        found = self.query(
            f"SELECT (COUNT(*) AS ?size) {{ GRAPH ?document {{ ?s ?p ?o }} FILTER (?document != {_INFERRED}"
            f' && ?document != <{NOTES}> && !STRSTARTS(STR(?document), "{NOTES}/")) }}'
        )
        assert isinstance(found, Rows)  # a SELECT
        return int(str(getattr(found.rows[0][0], "value", 0)))

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

    def _deletion(self, document: ox.NamedNode, gone: set[ox.Triple]) -> Iterator[str]:
        if gone:
            orphans = [t for t in gone if not (_beside(document) or self._told_elsewhere(document, t))]
            yield f"DELETE DATA {{ {_lines(orphans)} GRAPH {document} {{ {_lines(gone)} }} }}"

    def _told_elsewhere(self, document: ox.NamedNode, triple: ox.Triple) -> bool:
        found = self._live().quads_for_pattern(triple.subject, triple.predicate, triple.object)
        return any(q.graph_name not in (document, _UNION) and not _beside(q.graph_name) for q in found)

    def _update(self, sparql: str) -> None:
        self._writing()
        self._guard(self._live().update, sparql)

    def _writing(self) -> None:
        if not self._writable:
            raise StoreError(f"the store {self._where} is open for reading only: open it for writing")

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


def _results(found: ox.QueryBoolean | ox.QueryTriples | ox.QuerySolutions) -> Results:
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        return Triples(tuple(found))
    variables = tuple(v.value for v in found.variables)
    return Rows(variables, tuple(tuple(row) for row in found))


def _lines(triples: Iterable[ox.Triple]) -> str:
    return "\n".join(f"{t.subject} {t.predicate} {t.object} ." for t in triples)


def _insertion(document: ox.NamedNode, added: set[ox.Triple]) -> Iterator[str]:
    if added:
        body = _lines(added)
        yield f"INSERT DATA {{ {'' if _beside(document) else body}\nGRAPH {document} {{ {body} }} }}"


def _beside(graph: object) -> bool:
    """Whether a graph is in no union: what was inferred, and what users wrote."""
    return isinstance(graph, ox.NamedNode) and (graph == _INFERRED or is_notes(graph.value))


def _forgetting(graph: ox.NamedNode) -> list[str]:
    """After a change of what articles tell, what was inferred from it might be wrong."""
    return [] if _beside(graph) else [_FORGET]


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
