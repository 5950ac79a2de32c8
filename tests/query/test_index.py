"""The index kept in the folder of a store: it is what the store says now, or it counts for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.graph import document_iri
from kg.query.index import keep, kept, read
from kg.store import Embedded, Store, open_store
from tests.conftest import DAILY, daily, fill, wire


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a store of both articles, with its index."""
    with Embedded(tmp_path / "store") as store:
        fill(store, wire(), daily())
        found = read(store)
    keep(tmp_path / "store", found)
    return tmp_path / "store"


def test_it_holds_what_the_store_says(folder: Path, graph: Store) -> None:
    assert kept(folder).index == read(graph)
    with open_store(folder, read_only=True) as store:
        assert kept(folder).index == read(store)  # to read changes nothing


def test_after_a_change_it_counts_for_nothing(folder: Path) -> None:
    before = kept(folder)
    with open_store(folder) as store:
        store.remove(document_iri(DAILY))
        found = read(store)
    assert kept(folder).index is None
    keep(folder, found, before.state)  # which another has changed meanwhile
    assert kept(folder).index is None
    keep(folder, found)
    assert kept(folder).index == found != before.index


def test_a_damaged_one_counts_for_nothing(folder: Path) -> None:
    (folder / "kg.index").write_bytes((folder / "kg.index").read_bytes()[:-9])
    assert kept(folder).index is None
    assert kept(folder / "nowhere").index is None
    keep(folder / "nowhere", read(Embedded()))  # a folder that cannot be written to is none's fault
