"""What a build has already done: ``analysed.tsv`` in its output folder, one line a document.

A line holds the document's name, the slot of its source in the archive, and a key of all that its facts depend on: the
article with its metadata, and the model, rules, ontology and seeds that analysed it. Where any of these changes, it is
analysed again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from kg.archive import slot
from kg.errors import OutputError
from kg.graph import document_iri
from kg.iri import digest
from kg.model import Article
from kg.read.inputs import BUILT
from kg.resources import folder

_LINE = re.compile(r"([0-9a-f]{16})\t(\w+)\t(\w+)\n")
_LIBRARIES = ("lemminflect", "numpy", "onnxruntime", "spacy", "tokenizers")
_PACKAGE = Path(__file__).parent


class Log:
    """The articles whose facts are in the store. ``documents`` are those that the store holds, ``slots`` those that
    the archive holds, ``options`` what differs from the usual in how facts are made.

    A line is added after its article is stored, so that a killed process loses one article's work at most.
    Raises OutputError where the file cannot be read or written.
    """

    def __init__(
        self, folder: Path, documents: Iterable[ox.NamedNode], slots: set[str], options: tuple[object, ...] = ()
    ) -> None:
        self._options = options
        self._path = folder / BUILT
        stored = {_name(document) for document in documents}
        try:
            text = self._path.read_text(encoding="utf-8") if self._path.exists() else ""
            known = (line.groups() for line in map(_LINE.fullmatch, text.splitlines(keepends=True)) if line)
            self._keys = {where: (name, key) for name, where, key in known if name in stored and where in slots}
            self._rewrite()
            self._file = self._path.open("a", encoding="utf-8")
        except (OSError, ValueError) as error:
            raise _error(self._path, error) from error

    def __contains__(self, article: Article) -> bool:
        return self._keys.get(slot(article)) == self._entry(article)

    def replaced(self, article: Article) -> bool:
        """Whether another text of the same source is stored, whose place the article takes."""
        return self._keys.get(slot(article), ("",))[0] not in ("", _name(document_iri(article)))

    def add(self, article: Article) -> None:
        """Note that the facts of the article are stored."""
        where, (name, key) = slot(article), self._entry(article)
        self._keys[where] = (name, key)
        try:
            self._file.write(f"{name}\t{where}\t{key}\n")
            self._file.flush()
        except OSError as error:
            raise _error(self._path, error) from error

    def _entry(self, article: Article) -> tuple[str, str]:
        return _name(document_iri(article)), _key(article, self._options)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.close()
            self._rewrite()
        except OSError as problem:
            if error is None:  # else it would hide why the build ends
                raise _error(self._path, problem) from problem

    def _rewrite(self) -> None:
        """Sorted, each source once: the same bytes whatever way the build took."""
        part = self._path.with_name(f"{BUILT}.part")
        lines = sorted(f"{name}\t{where}\t{key}\n" for where, (name, key) in self._keys.items())
        part.write_text("".join(lines), encoding="utf-8")
        part.replace(self._path)


def _name(document: ox.NamedNode) -> str:
    return document.value.rpartition("/")[2]


def _key(article: Article, options: tuple[object, ...]) -> str:
    told = (article.source, article.title, article.published, article.publisher)
    return digest(article.sha256, *told, fingerprint(), *options)


@cache
def fingerprint() -> str:
    """A digest of everything that makes facts of an article: rules, ontology, seeds, model, libraries.

    Raises DataError where a part is missing.
    """
    found = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in _LIBRARIES).encode())
    for path in _parts():
        with path.open("rb") as stream:
            found.update(path.name.encode() + hashlib.file_digest(stream, "sha256").digest())
    return found.hexdigest()


def _parts() -> Iterator[Path]:
    from kg.annotate.network import model_path  # with onnxruntime, which takes a second to import

    for part in (".", "annotate", "extract", "resolve"):
        yield from sorted((_PACKAGE / part).glob("*.py")) + sorted((_PACKAGE / part).glob("*.toml"))
    yield from sorted(p for p in folder("ontology").rglob("*") if p.suffix in (".ttl", ".toml"))
    yield from sorted((folder("ontology") / "shortcuts").glob("*.rq"))
    yield from sorted(folder("seeds").glob("*.ttl"))
    yield from (_PACKAGE / "extract" / "model" / name for name in ("events.npz", "language-model.sha256"))
    yield from (model_path(), model_path().with_name("tokenizer.json"))


def _error(path: Path, error: Exception) -> OutputError:
    reason = getattr(error, "strerror", None) or " ".join(str(error).split())
    return OutputError(f"{path} cannot be written ({reason}): check path and free space")
