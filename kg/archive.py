"""What each article told by itself, kept beside the store: the folder ``facts`` of a build, one JSON file a source.

The graph of all articles is made anew from these, so that whatever is added, replaced or withdrawn, in whatever
order, it is the graph of what remains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kg.errors import OutputError, StoreError
from kg.iri import digest
from kg.model import Article, Facts
from kg.world.record import Item

FOLDER = "facts"
_DIGITS = 8  # of the digest of a text, from which it is taken for the name of a document
_PASSING = re.compile(r"stdin|pasted|.*#\d+")  # no name by which an article is met again


def slot(article: Article) -> str:
    """The name under which an article is kept: of its source, so that a corrected version takes the place of the old.

    What comes by a pipe or as a line of a file without an address of its own is told apart by its text as well.
    """
    return _slot(article.source, article.sha256)


def _slot(source: str, sha256: str) -> str:
    passing = _PASSING.fullmatch(source) is not None
    return digest(source, *([sha256] if passing else []))


class Archive:
    """The facts of the articles in a build's folder. Raises OutputError or StoreError where a file fails it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._folder = folder / FOLDER

    def put(self, item: Item) -> None:
        """Keep the facts of an article, in place of those of an earlier version."""
        path = self._path(slot(item.facts.article))
        part = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(msgspec.json.encode(item))
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise OutputError(f"{path} cannot be written ({error.strerror}): check path and free space") from error

    def remove(self, name: str) -> None:
        """Drop the article of that slot."""
        self._path(name).unlink(missing_ok=True)

    def slots(self) -> set[str]:
        """The names of all that is kept."""
        return {path.stem for path in self._folder.glob("*.json")}

    def items(self) -> Iterator[tuple[str, Item]]:
        """All that is kept, with its name, sorted by it."""
        for name in sorted(self.slots()):
            yield name, self._read(self._path(name))

    def told(self, source: str, sha256: str) -> Facts | None:
        """What the article of that source and text told; None where it is not kept."""
        path = self._path(_slot(source, sha256))
        facts = self._read(path).facts if path.exists() else None
        return facts if facts and facts.article.sha256 == sha256 else None

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _read(self, path: Path) -> Item:
        try:
            return msgspec.json.decode(path.read_bytes(), type=Item)
        except (OSError, msgspec.MsgspecError) as error:
            raise StoreError(
                f"{path} is damaged: remove it and build again ({' '.join(str(error).split())})"
            ) from error


def matches(facts: Facts, source: str) -> bool:
    """Whether an article is the one that a user calls by its source, its document or the end of its source."""
    article, tail = facts.article, source.rpartition("/")[2]
    if source == article.source or (len(tail) >= _DIGITS and article.sha256.startswith(tail)):
        return True
    return article.source.endswith(f"/{source}")
