"""Plain text: one article a file, with a header block at the top if it has one.

    Title: Ambassadors meet in Baghdad
    Published: 2007-05-28
    Publisher: Sample Wire
    URL: https://samplewire.example/2007/05/28/first-round

    BAGHDAD, May 28 (Sample Wire) — The ambassadors …

The block is at least one of these lines, in any order, up to a blank line. It does not count as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.read import decode
from kg.read.clean import clean, headline
from kg.read.source import Result, Source, article

_HEADER = re.compile(r"(?:(?:title|published|publisher|url)[ \t]*:[^\n]*\n)+(?:[ \t]*\n)+", re.IGNORECASE)


def read(source: Source) -> Iterator[Result]:
    """The one article of a text file. Raises SkipError."""
    text = clean(decode.text(source.read(), source.name, source.charset))
    told, body = split_header(text)
    yield article(source, {"title": headline(body), **told, "text": body})


def split_header(text: str) -> tuple[dict[str, str], str]:
    """The fields of the header block (empty ones left out) and the text below it."""
    block = _HEADER.match(text)
    if block is None:
        return {}, text
    pairs = (line.partition(":") for line in block.group().splitlines())
    told = {key.strip().lower(): value.strip() for key, _, value in pairs if value.strip()}
    return told, text[block.end() :]
