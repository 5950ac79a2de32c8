"""SPARQL updates: users write notes, in graphs of their own; what articles tell is not theirs to change.

What an update would write is read from its text before it runs: each graph that it writes must be named, and be one of
notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.iri import NOTES, is_notes
from kg.ontology import KNOWN_PREFIXES
from kg.store.sparql import before_where, refuse_calls, syntax_error, words

HOW = f"updates write notes, in <{NOTES}> or a graph below it: say GRAPH id:notes {{ … }}"
INSTEAD = "what articles tell is corrected by kg review, and withdrawn by kg withdraw"
BLANK = "notes have no blank nodes, for nobody could refer to them: name all nodes by IRIs"
_DATA = ("InsertData", "DeleteData", "DeleteWhere")
_WHOLE = ("Clear", "Drop", "Create")


@dataclass(frozen=True, slots=True)
class Update:
    """An update that was read. ``refused`` is why it may not run, empty where it may."""

    text: str
    base: str | None
    refused: str


def parse(text: str, base: str | None = None, default: Iterable[str] = (), named: Iterable[str] = ()) -> Update:
    """Read an update. Its conditions hold in the ``default`` and ``named`` graphs, where any are given.

    Raises QueryError where it is malformed, or names a dataset of its own beside the one given.
    """
    refuse_calls(text)
    if "LOAD" in words(text, outside=True):
        return Update(
            text, base, "LOAD is refused: an update may not call another server; PUT a graph at /data instead"
        )
    operations = _operations(text, base)
    clauses = [f"USING {ox.NamedNode(g)}" for g in default] + [f"USING NAMED {ox.NamedNode(g)}" for g in named]
    if clauses:
        if any(op.using or op.withClause for op in operations):
            raise QueryError("the request gives a dataset, and the update says WITH or USING: leave one of them out")
        if any(op.name == "DeleteWhere" for op in operations):
            raise QueryError("DELETE WHERE takes no dataset: write DELETE { … } WHERE { … }")
        text = before_where(text, " ".join(clauses))
    foreign = [name for op in operations for name in _written(op) if not (name and is_notes(name))]
    refused = f"{HOW}; {INSTEAD}" if foreign else BLANK if _blank(text, operations) else ""
    return Update(text, base, refused)


def _operations(text: str, base: str | None) -> list[Any]:
    """The operations of an update that Oxigraph takes: it is tried on a store that holds nothing."""
    from pyparsing.exceptions import ParseBaseException
    from rdflib.plugins.sparql.algebra import translateUpdate
    from rdflib.plugins.sparql.parser import parseUpdate

    try:
        with suppress(RuntimeError):  # a graph to clear is not there: it is read all the same
            ox.Store().update(text, base_iri=base, prefixes=KNOWN_PREFIXES)
        read = translateUpdate(parseUpdate(text), base, KNOWN_PREFIXES)
    except SyntaxError as error:
        raise syntax_error(text, error, "update") from None
    except ParseBaseException as error:
        raise QueryError(f"the update is malformed in line {error.lineno}, column {error.column}") from None
    return list(getattr(read, "algebra", ()))


def _written(operation: Any) -> Iterator[str]:
    """The graphs that an operation writes; a variable or the default graph is an empty name."""
    if operation.name in _DATA:
        yield from _quads(operation)
    elif operation.name == "Modify":
        for part in filter(None, (operation.delete, operation.insert)):
            yield from _quads(part, operation.withClause)
    elif operation.name in _WHOLE:
        yield _name(operation.graphiri)
    else:
        yield from map(_name, operation.graph if operation.name == "Move" else operation.graph[1:])


def _quads(part: Any, otherwise: Any = None) -> Iterator[str]:
    if part.triples:
        yield _name(otherwise)
    yield from map(_name, part.quads or ())


def _blank(text: str, operations: Iterable[Any]) -> bool:
    """Whether an update would write a blank node."""
    from rdflib import BNode

    parts = [op for op in operations if op.name == "InsertData"] + [op.insert for op in operations if op.insert]
    triples = [t for p in parts for many in (p.triples or (), *(p.quads or {}).values()) for t in many]
    return "BNODE" in words(text) or any(isinstance(node, BNode) for triple in triples for node in triple)


def _name(graph: Any) -> str:
    from rdflib import URIRef

    return str(graph) if isinstance(graph, URIRef) else ""
