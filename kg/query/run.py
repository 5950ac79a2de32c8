"""Runs the queries of users: those that only read, and only this store."""

from __future__ import annotations

from kg.store import Results, Store, Stream
from kg.store.sparql import refuse_calls


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
