"""Runs the queries of users: those that only read, and only this store."""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.store import Results, Store, Stream

# SERVICE, perhaps SILENT, an IRI, variable or prefixed name, and a brace: no other place of the grammar has
# this sequence. What looks like a string or comment is searched, too: only a full parser knows which it is.
_GAP = r"(?:\s|\#[^\n\r]*[\n\r])*"
_CALL = re.compile(
    rf"(?P<variable>[?$]\w*)?service(?={_GAP}(?:silent{_GAP})?(?:<[^<>]*>|[?$]\w+|[^\s<>{{}}:]*:[^\s<>{{}}]*){_GAP}\{{)",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def run(store: Store, sparql: str) -> Results:
    """Run a SELECT, ASK, CONSTRUCT or DESCRIBE over the union of all graphs; prefixes need no declaration.

    Raises QueryError where the query is malformed, would change the store or would call another server.
    """
    refuse_calls(sparql)
    return store.query(sparql)


def stream(store: Store, sparql: str) -> Results | Stream:
    """As :func:`run`, but the rows of a SELECT come one by one."""
    refuse_calls(sparql)
    return store.stream(sparql)


def refuse_calls(sparql: str) -> None:
    """Raise QueryError where the query would call another server by SERVICE.

    >>> refuse_calls("SELECT ?service { ?service ?p 'the service <x>' }")
    >>> refuse_calls("SELECT * { SERVICE <https://e.org/sparql> { ?s ?p ?o } }")
    Traceback (most recent call last):
        ...
    kg.errors.QueryError: SERVICE is refused: a query may not call another server
    """
    for text in {sparql, _ESCAPE.sub(_character, sparql)}:
        if any(found["variable"] is None for found in _CALL.finditer(text)):
            raise QueryError("SERVICE is refused: a query may not call another server")


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else escape[0]
