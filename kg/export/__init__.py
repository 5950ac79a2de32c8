"""Writes a store to a file in one of the formats of ``kg.plugins``."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO

from kg import plugins
from kg.errors import NotFoundError, OutputError
from kg.store import Store

Exporter = Callable[[Store, BinaryIO], None]

SUFFIXES = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "jsonld",
    ".json": "jsonld",
    ".rdf": "rdfxml",
    ".xml": "rdfxml",
    ".hext": "hextuples",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".tsv": "plover-tsv",
    ".ics": "ics",
    ".html": "html",
    ".htm": "html",
}


def formats() -> list[str]:
    """The names of the formats, those of installed plug-ins too."""
    return plugins.names("kg.exporters")


def guess(path: str | os.PathLike[str]) -> str:
    """The format that the suffix of a path stands for; a plug-in's name is its suffix.

    >>> guess("talks.ttl")
    'turtle'

    Raises NotFoundError where it stands for none.
    """
    suffix = Path(path).suffix.lower()
    name = SUFFIXES.get(suffix, suffix.removeprefix("."))
    if name in formats():
        return name
    raise NotFoundError(f"no format has the suffix {suffix!r} of {path}: name one of {', '.join(formats())}")


def write(store: Store, form: str, output: BinaryIO) -> None:
    """Write the store in a format to an open file. Raises NotFoundError where the format is unknown."""
    known = formats()
    if form not in known:
        close = get_close_matches(form, known, 1)
        hint = f"did you mean {close[0]}?" if close else f"choose one of {', '.join(known)}"
        raise NotFoundError(f"there is no format {form!r}: {hint}")
    exporter: Exporter = plugins.load("kg.exporters", form)
    exporter(store, output)


def export(store: Store, form: str | None, path: str | os.PathLike[str]) -> Path:
    """Write the store to a file, whole or not at all, and return its path.

    Without a format the suffix tells it. What was at the path stays until the new file is complete. Raises
    OutputError where it cannot be written, NotFoundError where the format is unknown.
    """
    form = form or guess(path)
    target = Path(path).resolve()
    if target.exists() and not target.is_file():
        raise OutputError(f"{path} is no file: name another one")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as output:
            write(store, form, output)
            output.flush()
            os.fsync(output.fileno())
        part.replace(target)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):  # gone already, or its folder is none
            part.unlink()
    return target
