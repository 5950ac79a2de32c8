"""What a reader is given, and what it makes of it."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from kg.errors import EmptyError, SkipError, TooLargeError, UnreadableError
from kg.model import Article
from kg.read.clean import address, clean, iso_date, one_line

LIMIT = 5_000_000
"""Bytes of UTF-8 that one article's text may have: about 800,000 words."""

FIELDS = ("text", "title", "published", "url", "publisher")

Result: TypeAlias = Article | SkipError
"""One item as read, or why it is left out."""


@dataclass(frozen=True, slots=True)
class Options:
    """``fields`` names the input's own fields, e.g. ``{"text": "body"}``; ``limit`` as LIMIT."""

    fields: Mapping[str, str] = field(default_factory=dict)
    limit: int = LIMIT


@dataclass(frozen=True, slots=True)
class Source:
    """An opened input. ``name`` is what it is called in messages and, where it has no URL, in the graph."""

    name: str
    stream: BinaryIO
    options: Options = Options()
    url: str | None = None
    charset: str | None = None

    @classmethod
    def of(cls, name: str, data: bytes, options: Options | None = None) -> Source:
        """A source whose bytes are at hand."""
        return cls(name, io.BytesIO(data), options or Options())

    def read(self, limit: int | None = None) -> bytes:
        """All bytes. Raises TooLargeError beyond ``limit`` (else the options' limit) and UnreadableError."""
        most = self.options.limit if limit is None else limit
        data = self._take(lambda: self.stream.read(most + 1))
        if len(data) > most:
            raise TooLargeError(_too_large(self.name, most))
        return data

    def lines(self) -> Iterator[bytes | None]:
        """The lines one by one, None for one longer than any article needs. Raises UnreadableError."""
        most = 4 * self.options.limit  # JSON escapes lengthen a text; other fields come on top
        while line := self._take(lambda: self.stream.readline(most)):
            whole = line.endswith(b"\n") or len(line) < most
            yield line if whole else None
            while not whole:
                line = self._take(lambda: self.stream.readline(most))
                whole = line.endswith(b"\n") or len(line) < most

    def _take(self, read: Callable[[], bytes]) -> bytes:
        try:
            return read()
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableError(f"{self.name}: cannot be read ({reason(error)}): check the file") from error


Reader: TypeAlias = Callable[[Source], Iterator[Result]]
"""A reader raises SkipError where the whole source is of no use, and yields one for a single item of it."""


def article(source: Source, told: Mapping[str, object], *, name: str | None = None, at: str | None = None) -> Article:
    """An article of the raw values under FIELDS.

    ``name`` is what messages call it, ``at`` its source where it has no URL; else it is the source's name.
    Raises EmptyError, TooLargeError, and UnreadableError for a text or a date that is none.
    """
    name = name or source.name
    text = told.get("text")
    if not isinstance(text, str):
        raise UnreadableError(f"{name}: has no text: name the field that holds it, e.g. text=body")
    text = clean(text)
    if not any(map(str.isalnum, text)):
        raise EmptyError(f"{name}: is empty: no word of text in it")
    if len(text.encode()) > source.options.limit:
        raise TooLargeError(_too_large(name, source.options.limit))
    try:
        published = iso_date(told.get("published"))
    except ValueError:
        found = one_line(str(told["published"])) or ""
        message = f"{name}: published {found[:40]!r} is no date: write it like 2007-05-28"
        raise UnreadableError(message) from None
    where = source.url or address(told.get("url")) or at or source.name
    return Article(text, where, one_line(told.get("title")), published, one_line(told.get("publisher")))


def reason(error: BaseException) -> str:
    """What an error of the system or a library says, on one line of bearable length."""
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return (one_line(told) or type(error).__name__)[:160]


def _too_large(name: str, limit: int) -> str:
    size = f"{limit / 1_000_000:g} MB"
    return f"{name}: is longer than {size}: split it, one article a file or one a line of a .jsonl file"
