"""Reads what is to be checked and puts the checks together."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.errors import DataError
from kg.store import Store, open_store
from kg.validate.facts import beyond_shapes
from kg.validate.report import Report
from kg.validate.shapes import shape_findings

_OTHER_SUFFIXES = {"json": ox.RdfFormat.JSON_LD, "xml": ox.RdfFormat.RDF_XML, "owl": ox.RdfFormat.RDF_XML}


def validate(source: Store | str | os.PathLike[str], texts: Mapping[str, str] | None = None) -> Report:
    """Check a store, the store in a folder, or a file in any RDF notation.

    ``texts`` maps the dip:sha256 of documents to their text as it was read; without it, offsets are compared with
    dip:text where the graph holds it. Raises DataError where a file cannot be read or parsed.
    """
    quads = list(_read(source))
    triples = {q.triple for q in quads}
    found = {*shape_findings(triples), *beyond_shapes(quads, texts or {})}
    return Report(len(triples), tuple(sorted(found)))


def _read(source: Store | str | os.PathLike[str]) -> Iterator[ox.Quad]:
    if not isinstance(source, str | os.PathLike):
        yield from source.quads()
        return
    path = Path(source)
    if path.is_dir():
        with open_store(path, read_only=True) as store:
            yield from store.quads()
        return
    suffix = path.suffix.lower().removeprefix(".")
    form = ox.RdfFormat.from_extension(suffix) or _OTHER_SUFFIXES.get(suffix)
    if form is None:
        raise DataError(f"{path} has no suffix of RDF: rename it to .ttl, .nt, .nq, .trig, .jsonld or .rdf")
    try:
        yield from ox.parse(path=str(path), format=form, base_iri=path.resolve().as_uri())
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}") from error
    except (SyntaxError, ValueError) as error:
        raise DataError(f"{path} is not well-formed: {' '.join(str(error).split())}") from error
