"""What every store can do, wherever it keeps its quads: on disk, in memory or behind a SPARQL endpoint.

A store holds one named graph a document, and one, ``kg.graph.IDENTITY``, of what rests on several. A query sees the
union of these graphs as the default graph, and each of them by ``GRAPH``. No union holds
``kg.iri.INFERRED`` and the notes of users (:func:`kg.iri.is_notes`): only ``GRAPH`` shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

import pyoxigraph as ox

from kg.store.update import Update

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT: one tuple a solution, None where a variable is unbound. Notebooks show a table."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def _repr_html_(self) -> str:
        from kg.store.display import table

        return table(self.variables, ([str(getattr(cell, "value", cell or "")) for cell in row] for row in self.rows))


@dataclass(frozen=True, slots=True)
class Stream:
    """The answer to a SELECT as it comes: ``rows`` can be read once, while the store is open."""

    variables: tuple[str, ...]
    rows: Iterator[tuple[Term | None, ...]]


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE."""

    triples: tuple[ox.Triple, ...]


Results = Rows | Triples | bool


class Store(Protocol):
    """Keeps the graphs of documents. Methods raise StoreError where it cannot be read or written."""

    def replace(self, document: ox.NamedNode, quads: Iterable[ox.Quad]) -> None:
        """Make the quads, whose graph names are ignored, the graph of the document: all or nothing.

        No node may be blank.
        """

    def remove(self, document: ox.NamedNode) -> bool:
        """Drop the graph of the document. False where there was none."""

    def keep_inferred(self, triples: Iterable[ox.Triple]) -> None:
        """Make the triples the graph ``kg.iri.INFERRED``, which no union holds; none removes it.

        It holds until the next :meth:`replace` or :meth:`remove`, after which it might be wrong.
        """

    def update_notes(self, update: Update) -> None:
        """Run an update, as :func:`kg.store.update.parse` read it, of the graphs of notes.

        Raises QueryError where it would write anything else or is malformed.
        """

    def notes(self) -> list[ox.Quad]:
        """All notes of users, in no particular order."""

    def documents(self) -> list[ox.NamedNode]:
        """The documents that have a graph, sorted."""

    def quads(self, document: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        """All quads, or those of one document, in no particular order."""

    def query(self, sparql: str) -> Results:
        """Run a SPARQL query as it is; the prefixes of the ontology need no declaration.

        Raises QueryError where it is malformed. Queries of users go through :func:`kg.query.run`, which
        refuses those that would call another server.
        """

    def stream(self, sparql: str) -> Results | Stream:
        """As :meth:`query`, but the rows of a SELECT come one by one, so that any number of them needs no memory."""

    def size(self) -> int:
        """The number of quads."""

    def close(self) -> None:
        """Write what is pending and let others open the store; a second call does nothing."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
