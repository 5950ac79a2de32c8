"""From the facts of each article to the graph of all: the world is made, and the store brought up to it."""

from __future__ import annotations

import shutil
from pathlib import Path

from kg import identity
from kg.archive import Archive
from kg.errors import OutputError, UsageError
from kg.graph import IDENTITY, document_iri, quads
from kg.store import Store
from kg.world import decisions, gazetteer
from kg.world.record import World

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
    for facts in world.facts:
        store.replace(document_iri(facts.article), quads(facts))
    there = {document_iri(facts.article) for facts in world.facts}
    for document in store.documents():
        if document not in there:
            store.remove(document)
    store.replace(IDENTITY, identity.quads(world))
    return world.idle


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
