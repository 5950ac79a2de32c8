"""From what the user names (files, folders, globs, addresses, ``-``) to the list of things to read."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from kg import plugins
from kg.errors import SkipError, UnreadableError
from kg.read.clean import address, one_line
from kg.read.source import reason

SUFFIXES = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".md": "text",
    ".json": "jsonl",
}
"""Suffix to name of reader. A plug-in reader's own name is its suffix: ``pdf`` reads ``.pdf``."""
BUILT = "analysed.tsv"
"""A folder with this file is what a build wrote, and no input of the next."""
_NOT_IN_FOLDERS = (".md", ".json")  # notes and settings, more often than articles: read where named
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to open. ``name`` is portable: no absolute path, no password; ``where`` opens it."""

    name: str
    kind: Literal["file", "url", "stdin"]
    where: str = ""

    @property
    def key(self) -> str:
        """The same for the same thing, whichever way it is named."""
        return os.path.realpath(self.where) if self.kind == "file" else self.where

    @property
    def lasting(self) -> bool:
        """Whether it can be read twice: a pipe cannot."""
        return self.kind == "url" or (self.kind == "file" and not Path(self.where).is_fifo())


def find(inputs: Sequence[str]) -> Iterator[Item | SkipError]:
    """Everything to read, in the order given, sorted in a folder or glob; what is met twice comes once."""
    seen: set[str] = set()
    for given in inputs:
        for item in _expand(given):
            key = item.key if isinstance(item, Item) else str(item)
            if key not in seen:
                seen.add(key)
                yield item


def reader_of(name: str) -> str | None:
    """The reader that a file name or the path of an address asks for, None where its suffix tells nothing."""
    path = Path(name)
    suffix = (Path(path.stem) if path.suffix.lower() == ".gz" else path).suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    return suffix[1:] if suffix[1:] in _plugged() else None


@cache
def _plugged() -> frozenset[str]:
    return frozenset(plugins.names("kg.readers"))


def _expand(given: str) -> Iterator[Item | SkipError]:
    if not given:
        yield UnreadableError("'': is no file name: give a file, a folder or an address")
    elif given == "-":
        yield Item("stdin", "stdin", "-")
    elif _SCHEME.match(given):
        yield _remote(given)
    else:
        yield from _local(given)


def _remote(given: str) -> Item | SkipError:
    name = address(given)
    if name is None:
        return UnreadableError(f"{_brief(given)}: is no http or https address: check it, or give a file")
    return Item(name, "url", given.strip())


def _local(given: str) -> Iterator[Item | SkipError]:
    path = Path(given)
    try:
        if path.is_dir():
            yield from _folder(path)
        elif path.exists() or not glob.has_magic(given):
            yield _file(path)
        else:
            yield from _globbed(given)
    except (OSError, ValueError) as error:
        yield UnreadableError(f"{_brief(given)}: cannot be read ({reason(error)}): check the path")


def _globbed(pattern: str) -> Iterator[Item | SkipError]:
    hits = sorted(map(Path, glob.glob(pattern, recursive=True)))  # noqa: PTH207 - Path takes no absolute pattern
    if not hits:
        yield UnreadableError(f"{_brief(pattern)}: matches no file: check the pattern and the folder")
    for hit in hits:
        if (hit.parent / BUILT).exists():
            continue
        if hit.is_dir():
            yield from _inside(hit)
        else:
            yield _file(hit)


def _folder(folder: Path) -> Iterator[Item | SkipError]:
    empty = True
    for item in _inside(folder):
        empty = False
        yield item
    if empty:
        known = " ".join(s for s in SUFFIXES if s not in _NOT_IN_FOLDERS)
        yield UnreadableError(f"{_portable(folder)}: is a folder without articles: put {known} files in it")


def _inside(folder: Path) -> Iterator[Item | SkipError]:
    problems: list[OSError] = []
    found = []
    for base, folders, files in os.walk(folder, onerror=problems.append):
        if BUILT in files:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(base, name) for name in files if _wanted(name)]
    for path in sorted(found, key=lambda path: path.parts):
        if path.is_file():
            yield _file(path, folder)
    for problem in sorted(problems, key=str):
        name = _portable(Path(str(problem.filename)), folder)
        yield UnreadableError(f"{name}: cannot be read ({reason(problem)}): check its permissions")


def _wanted(name: str) -> bool:
    stem, dot, suffix = name.removesuffix(".gz").rpartition(".")
    known = bool(dot) and f".{suffix.lower()}" not in _NOT_IN_FOLDERS and reader_of(name) is not None
    return known and not name.startswith(".") and stem.upper() not in ("README", "EXPECTED")


def _file(path: Path, folder: Path | None = None) -> Item:
    return Item(_portable(path, folder), "file", str(path))


def _portable(path: Path, folder: Path | None = None) -> str:
    """A name good on any machine: as given if relative, else relative to here or its folder, else bare."""
    if path.is_absolute():
        here = Path.cwd()
        outer = folder.parent if folder else path.parent
        path = path.relative_to(here if path.is_relative_to(here) else outer)
    name = os.fsencode(path.as_posix()).decode("utf-8", "replace")
    return one_line(name) or "unnamed"


def _brief(given: str) -> str:
    return (one_line(given) or "''")[:120]
