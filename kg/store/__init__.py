"""Stores keep the graph of each document; :func:`open_store` opens the one that a path or name stands for."""

from __future__ import annotations

import os

from kg.store.base import Results, Rows, Store, Stream, Term, Triples
from kg.store.embedded import Embedded

__all__ = ["Embedded", "Results", "Rows", "Store", "Stream", "Term", "Triples", "open_store"]


def open_store(path: str | os.PathLike[str] | None = None, *, read_only: bool = False) -> Store:
    """Open the store in a folder, made where missing unless ``read_only``; None is a new one in memory.

    Raises StoreError where it is locked, damaged or missing.
    """
    return Embedded(path, read_only=read_only)
