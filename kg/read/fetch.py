"""Pages from the web: one GET, with limits on time, size and redirects, and every failure on one line."""

from __future__ import annotations

import time
from dataclasses import dataclass

import httpx

from kg.errors import TooLargeError, UnreadableError
from kg.read.source import reason

_TIMEOUT = 20.0
"""Seconds for the server to connect, and to go on sending."""
_PATIENCE = 60.0
"""Seconds for everything."""
_REDIRECTS = 5
_HEADERS = {"User-Agent": "diplomacy-kg", "Accept": "text/html, text/plain, application/x-ndjson, */*;q=0.1"}
_ELSE = "or save the article and give the file"
_READERS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``reader`` is the one that its media type asks for, if that is clear."""

    data: bytes
    reader: str | None
    charset: str | None


def fetch(url: str, name: str, limit: int) -> Answer:
    """The answer to a GET. ``name`` is the address without password. Raises SkipError."""
    try:
        with (
            httpx.Client(follow_redirects=True, max_redirects=_REDIRECTS, timeout=_TIMEOUT, headers=_HEADERS) as client,
            client.stream("GET", url) as response,
        ):
            if not response.is_success:
                status = f"{response.status_code} {response.reason_phrase}".strip()
                raise UnreadableError(f"{name}: the server answered {status}: check the address")
            return Answer(_body(response, name, limit), _reader(response), response.charset_encoding)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise UnreadableError(f"{name}: cannot be fetched ({reason(error)}): check the network, {_ELSE}") from error


def _body(response: httpx.Response, name: str, limit: int) -> bytes:
    until = time.monotonic() + _PATIENCE
    data = bytearray()
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > limit:
            raise TooLargeError(f"{name}: is longer than {limit / 1_000_000:g} MB: check the address, {_ELSE}")
        if time.monotonic() > until:
            raise UnreadableError(f"{name}: took longer than {_PATIENCE:g} seconds: try later, {_ELSE}")
    return bytes(data)


def _reader(response: httpx.Response) -> str | None:
    return _READERS.get(response.headers.get("content-type", "").partition(";")[0].strip().lower())
