"""From an item of the list to an opened source and the reader that fits it."""

from __future__ import annotations

import gzip
import io
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from kg.errors import UnreadableError
from kg.read.inputs import Item, reader_of
from kg.read.source import Options, Source, reason

HEAD = 4096
"""Bytes at the top that tell the format."""
_GZIP = b"\x1f\x8b"
_JSON = re.compile(r"\{\s*\"|\{\s*$|\[\s*\{")
_HTML = re.compile(
    r"<(!doctype\s+html|!--|\?xml|html|head|body|meta|title|script|style|link|main|header|article|section|div|table|h1|p)\b",
    re.IGNORECASE,
)


def sniff(head: bytes) -> str:
    """The name of the reader for content that begins like this."""
    charset = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    start = head.decode(charset, "ignore").lstrip()
    if _HTML.match(start):
        return "html"
    return "jsonl" if _JSON.match(start) else "text"


@contextmanager
def opened(item: Item, options: Options, stdin: BinaryIO | None = None) -> Iterator[tuple[str, Source]]:
    """The name of the reader and the source. Raises SkipError; packed content (gzip) is unpacked."""
    if item.kind == "url":
        yield _fetched(item, options)
        return
    with _stream(item, stdin) as stream:
        yield _guess(item.name, Source(item.name, cast(BinaryIO, stream), options), stream)


def _guess(path: str, source: Source, stream: io.BufferedReader) -> tuple[str, Source]:
    try:
        return reader_of(path) or sniff(stream.peek(HEAD)), source
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(f"{source.name}: cannot be read ({reason(error)}): check the file") from error


@contextmanager
def _stream(item: Item, stdin: BinaryIO | None) -> Iterator[io.BufferedReader]:
    try:
        raw = (stdin or sys.stdin.buffer) if item.kind == "stdin" else _file(item.where)
    except OSError as error:
        raise UnreadableError(f"{item.name}: cannot be read ({reason(error)}): check the path") from error
    stream = _buffered(raw)
    try:
        yield _buffered(gzip.GzipFile(fileobj=stream)) if stream.peek(2).startswith(_GZIP) else stream
    except OSError as error:
        raise UnreadableError(f"{item.name}: cannot be read ({reason(error)}): check the file") from error
    finally:
        stream.detach()  # else the standard input, which is not ours, would be closed with it
        if item.kind == "file":
            raw.close()


def _file(where: str) -> BinaryIO:
    return cast(BinaryIO, Path(where).open("rb", buffering=0))


def _buffered(raw: object) -> io.BufferedReader:
    return io.BufferedReader(cast(io.RawIOBase, raw))


def _fetched(item: Item, options: Options) -> tuple[str, Source]:
    from kg.read.fetch import fetch

    answer = fetch(item.where, item.name, 4 * options.limit)
    stream = _buffered(io.BytesIO(answer.data))
    source = Source(item.name, cast(BinaryIO, stream), options, url=item.name, charset=answer.charset)
    return (answer.reader, source) if answer.reader else _guess(urlsplit(item.name).path, source, stream)
