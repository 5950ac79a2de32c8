"""What users wrote about the graph, kept beside its store in notes.trig: text to edit and to put under version control.

A build reads it back, as it reads the decisions, so that notes outlive any store. They lie in graphs of their own, in
no union with what articles tell, so that no export mixes the two.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.errors import DataError, OutputError
from kg.graph import sorted_prefixes
from kg.iri import NOTES, is_notes
from kg.ontology import PREFIXES
from kg.store import Store

FILE = "notes.trig"


def keep(folder: Path, store: Store) -> None:
    """Write the notes of a store into the folder beside it, the same bytes for the same notes; none need no file."""
    path = folder / FILE
    part = path.with_suffix(".part")
    quads = sorted(store.notes(), key=_place)
    try:
        if not quads:
            path.unlink(missing_ok=True)
            return
        part.write_bytes(_trig(quads))
        part.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror}): check path and free space") from error


def restore(folder: Path, store: Store) -> None:
    """Bring the notes of a store up to the file beside it; without a file, write those it has.

    Raises DataError where the file is no TriG or has a graph of another name, StoreError where it has a blank node.
    """
    path = folder / FILE
    if not path.exists():
        keep(folder, store)
        return
    told: dict[ox.NamedNode, list[ox.Quad]] = {}
    for quad in _read(path):
        graph = quad.graph_name
        if not (isinstance(graph, ox.NamedNode) and is_notes(graph.value)):
            raise DataError(f"{path}: notes lie in <{NOTES}> or a graph below it, and not in {graph}: rename it")
        told.setdefault(graph, []).append(quad)
    for graph in {q.graph_name for q in store.notes()} - told.keys():
        if isinstance(graph, ox.NamedNode):
            store.remove(graph)
    for graph, quads in told.items():
        store.replace(graph, quads)


def _trig(quads: list[ox.Quad]) -> bytes:
    told = " ".join(map(str, quads))
    used = {name: namespace for name, namespace in PREFIXES.items() if f"<{namespace}" in told}
    return sorted_prefixes(ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=used) or b"")


def _read(path: Path) -> list[ox.Quad]:
    try:
        return list(ox.parse(path=str(path), format=ox.RdfFormat.TRIG, base_iri=NOTES))
    except (OSError, SyntaxError, ValueError) as error:
        raise DataError(f"{path} cannot be read as TriG: mend it ({' '.join(str(error).split())})") from error


def _place(quad: ox.Quad) -> tuple[str, ...]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)
