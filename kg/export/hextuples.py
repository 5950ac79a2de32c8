"""HexTuples: a JSON array a line (subject, predicate, value, datatype, language, graph)."""

from __future__ import annotations

import json
from typing import BinaryIO

import pyoxigraph as ox

from kg.errors import OutputError
from kg.store import Store

_NODE, _BLANK = "globalId", "localId"


def hextuples(store: Store, output: BinaryIO) -> None:
    """Sorted lines, one a quad. Raises OutputError for a triple about a triple, which the format has not."""
    lines = {json.dumps(_tuple(quad), ensure_ascii=False, separators=(",", ":")) for quad in store.quads()}
    output.writelines(f"{line}\n".encode() for line in sorted(lines))


def _tuple(quad: ox.Quad) -> list[str]:
    graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else _name(quad.graph_name)
    return [_name(quad.subject), quad.predicate.value, *_value(quad.object), graph]


def _name(node: object) -> str:
    if isinstance(node, ox.NamedNode):
        return node.value
    if isinstance(node, ox.BlankNode):
        return f"_:{node.value}"
    raise OutputError("HexTuples cannot hold a triple about a triple: choose another format")


def _value(term: object) -> list[str]:
    if isinstance(term, ox.Literal):
        return [term.value, term.datatype.value, term.language or ""]
    return [_name(term), _BLANK if isinstance(term, ox.BlankNode) else _NODE, ""]
