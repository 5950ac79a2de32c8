"""From the facts of each article to the graph of all: the world is made, and the store brought up to it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pyoxigraph as ox

from kg import identity, notes
from kg.archive import FOLDER, Archive
from kg.errors import OutputError, StoreError, UsageError
from kg.graph import IDENTITY, document_iri, quads
from kg.iri import BASE, digest
from kg.model import Facts
from kg.resume import Log, fingerprint
from kg.store import Store
from kg.world import decisions, gazetteer
from kg.world.record import Item, World

GAZETTEER = "gazetteer"
"""The name, without its suffix, under which a build keeps its gazetteer."""


def world_of(folder: Path, archive: Archive) -> World:
    """All articles of a build as one world, by its decisions and gazetteer."""
    from kg.world.merge import merge  # with numpy

    kept = _gazetteer(folder)
    extra = gazetteer.read(kept) if kept else []
    chosen = decisions.read(folder / decisions.FILE)
    return merge((item for _, item in archive.items()), chosen, extra)


def unite(folder: Path, archive: Archive, store: Store) -> tuple[str, ...]:
    """Bring the store up to the world of all articles; the decisions that speak of nothing in it."""
    world = world_of(folder, archive)
    done, stored = _Done(folder), set(store.documents())
    for facts in world.facts:
        document = document_iri(facts.article)
        if not done.has(document, facts) or document not in stored:
            store.replace(document, quads(facts))
    for document in _of_articles(stored) - {document_iri(facts.article) for facts in world.facts}:
        store.remove(document)
    store.replace(IDENTITY, identity.quads(world))
    notes.restore(folder, store)
    done.write()
    return world.idle


def put(item: Item, folder: Path, store: Store) -> None:
    """Bring one article into the open store of a build, as a build of it would, in place of what its source told.

    Raises StoreError where the store has articles that are not in the archive, as one that was pulled from a server.
    """
    archive = Archive(folder)
    if not _Done(folder).knows(_of_articles(store.documents())):
        raise StoreError(
            f"the facts of the articles are not all beside the store in {folder}: run kg build there, then add"
        )
    archive.put(item)
    unite(folder, archive, store)
    with Log(folder, store.documents(), archive.slots()) as log:
        log.add(item.facts.article)


def drop(document: ox.NamedNode, folder: Path, store: Store) -> bool:
    """Take an article out of the archive and the open store, with all that rests on it. False where it is not there."""
    archive = Archive(folder)
    names = [name for name, item in archive.items() if document_iri(item.facts.article) == document]
    for name in names:
        archive.remove(name)
    if names:
        unite(folder, archive, store)
        with Log(folder, store.documents(), archive.slots()):
            pass  # lines of what is gone are dropped
    return bool(names)


def _of_articles(graphs: Iterable[ox.NamedNode]) -> set[ox.NamedNode]:
    """Those that are named as articles are; others were put by users, and stay."""
    return {graph for graph in graphs if graph.value.startswith(f"{BASE}document/")}


class _Done:
    """What each document told in the world when the store was last brought up to it: a digest, in a file.

    A document whose facts in the world are what they were is not written again, so that one article more costs little.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FOLDER / "united.tsv"
        text = self._path.read_text(encoding="utf-8") if self._path.exists() else ""
        self._old = dict(line.split("\t") for line in text.splitlines() if line.count("\t") == 1)
        self._new: dict[str, str] = {}

    def has(self, document: ox.NamedNode, facts: Facts) -> bool:
        """Whether the store has just these facts of the document."""
        told = hashlib.sha256(msgspec.json.encode(facts)).hexdigest()
        self._new[document.value] = digest(told, fingerprint())
        return self._old.get(document.value) == self._new[document.value]

    def knows(self, documents: Iterable[ox.NamedNode]) -> bool:
        """Whether all these were in the world then."""
        return {document.value for document in documents} <= self._old.keys()

    def write(self) -> None:
        """Note what the store has now."""
        lines = "".join(f"{name}\t{told}\n" for name, told in sorted(self._new.items()))
        part = self._path.with_suffix(".part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(lines, encoding="utf-8")
            part.replace(self._path)
        except OSError as error:
            message = f"{self._path} cannot be written ({error.strerror}): check path and free space"
            raise OutputError(message) from error


def keep_gazetteer(source: Path, folder: Path) -> None:
    """Keep a gazetteer for this build and those to come. Raises UsageError or DataError where it is none."""
    if source.suffix not in gazetteer.SUFFIXES:
        raise UsageError(f"{source}: a gazetteer is Turtle or CSV: name it {' or '.join(gazetteer.SUFFIXES)}")
    gazetteer.read(source)
    target = folder / f"{GAZETTEER}{source.suffix}"
    old = _gazetteer(folder)
    try:
        if source.resolve() == target.resolve():
            return
        shutil.copyfile(source, target)
        if old is not None and old != target:
            old.unlink()
    except OSError as error:
        raise OutputError(f"{target} cannot be written ({error.strerror}): check path and free space") from error


def _gazetteer(folder: Path) -> Path | None:
    kept = (folder / f"{GAZETTEER}{suffix}" for suffix in gazetteer.SUFFIXES)
    return next((path for path in kept if path.exists()), None)
