"""Reading: files, folders, globs, web addresses and the standard input become articles.

An item that cannot be read becomes a SkipError in its place, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import BinaryIO, cast

from kg import plugins
from kg.errors import SkipError, UsageError
from kg.model import Article
from kg.read.inputs import Item, find, reader_of
from kg.read.opened import HEAD, opened, sniff
from kg.read.source import FIELDS, LIMIT, Options, Reader, Result, Source

__all__ = [
    "FIELDS",
    "LIMIT",
    "Item",
    "Options",
    "Reader",
    "Result",
    "Source",
    "articles",
    "count",
    "find",
    "parse",
]


def articles(
    inputs: Sequence[str],
    *,
    published: date | None = None,
    fields: Mapping[str, str] | None = None,
    stdin: BinaryIO | None = None,
    limit: int = LIMIT,
) -> Iterator[Result]:
    """Every article of the inputs, or why one is left out, in the order of :func:`find`.

    ``published`` is for articles whose header, metadata or record tells no date; ``fields`` names the fields
    of JSON Lines that are called otherwise; ``stdin`` stands in for the standard input. Raises UsageError.
    """
    options = Options(_checked(fields or {}), limit)
    return _dated(_articles(inputs, options, stdin), published)


def count(inputs: Sequence[str]) -> int | None:
    """How many results :func:`articles` will give, for a progress bar; None where a pipe keeps it secret.

    An address counts as one, a JSON Lines file as its lines that are not blank.
    """
    items = list(find(inputs))
    if any(isinstance(item, Item) and not item.lasting for item in items):
        return None
    return sum(_size(item) for item in items)


def parse(source: Source, reader: str | None = None, *, published: date | None = None) -> Iterator[Result]:
    """The articles of bytes at hand (see ``Source.of``), with the reader of that name, or one that fits."""
    name = reader or sniff(source.stream.read(HEAD))
    source.stream.seek(0)
    return _dated(_read(name, source), published)


def _articles(inputs: Sequence[str], options: Options, stdin: BinaryIO | None) -> Iterator[Result]:
    for item in find(inputs):
        if isinstance(item, SkipError):
            yield item
            continue
        try:
            with opened(item, options, stdin) as (name, source):
                yield from _read(name, source)
        except SkipError as error:
            yield error


def _read(name: str, source: Source) -> Iterator[Result]:
    try:
        yield from cast(Reader, plugins.load("kg.readers", name))(source)
    except SkipError as error:
        yield error


def _dated(results: Iterator[Result], published: date | None) -> Iterator[Result]:
    for result in results:
        if isinstance(result, Article) and result.published is None and published:
            yield replace(result, published=published)
        else:
            yield result


def _checked(fields: Mapping[str, str]) -> Mapping[str, str]:
    for key, value in fields.items():
        if key not in FIELDS or not value:
            known = ", ".join(FIELDS)
            raise UsageError(f"no field {key!r} to map to {value!r}: give one of {known}, e.g. text=body")
    return dict(fields)


def _size(item: Item | SkipError) -> int:
    if isinstance(item, SkipError) or item.kind == "url" or reader_of(item.name) not in (None, "jsonl"):
        return 1
    try:
        with opened(item, Options()) as (name, source):
            lines = (line for line in source.lines() if line is None or line.strip())
            return max(1, sum(1 for _ in lines)) if name == "jsonl" else 1
    except SkipError:
        return 1
