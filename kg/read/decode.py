"""Bytes to text. The rules, in order:

1. a byte order mark decides;
2. what is valid UTF-8 is UTF-8, whatever else is declared;
3. the charset that the server or the page declares;
4. UTF-8 with a few broken characters, each shown as U+FFFD;
5. Windows-1252 where few bytes are outside ASCII, as in English with curly quotes: too few to guess from;
6. charset-normalizer's guess, else Windows-1252.
"""

from __future__ import annotations

import codecs
import re

from kg.errors import UnreadableError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF file: convert it first, e.g. with pdftotext"),
    (b"PK\x03\x04", "a zip or office file: unpack it or save it as text first"),
    (b"\xd0\xcf\x11\xe0", "an old office file: save it as text first"),
    (b"{\\rtf", "an RTF file: save it as text first"),
)
# Codecs fit for articles: Python's others are slow on hostile input or are no character sets.
_CHARSETS = re.compile(r"utf-?(8|16|32)|iso8859|cp\d|koi8|mac-|shift_jis|euc_|big5|gb|ascii")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1a\x1b")
_SAMPLE = 32_768
_WESTERN = 0.3
"""Share of bytes outside ASCII below which a text counts as Western: English has 0.05, Cyrillic over 0.7."""


def text(data: bytes, name: str, charset: str | None = None) -> str:
    """The characters of a text file. Raises UnreadableError where they are no text."""
    for magic, advice in _MAGIC:
        if data.startswith(magic):
            raise UnreadableError(f"{name}: is {advice}")
    marked = _marked(data)
    found = _strict(data, marked) if marked else _unmarked(data, charset)
    if found is None:
        raise UnreadableError(f"{name}: is no readable text: save it as plain text in UTF-8")
    return found


def page(data: bytes, charset: str | None = None) -> str:
    """The characters of an HTML page. As browsers do, this never fails: what is broken becomes U+FFFD."""
    meta = _META.search(data[:4096])
    told = charset or (meta.group(1).decode("ascii", "replace") if meta else None)
    marked = _marked(data)
    if marked:
        return data.decode(marked, "replace")
    found = _strict(data, "utf-8") or _declared(data, told) or _mended(data) or _guessed(data)
    return found or data.decode("utf-8", "replace")


def _strict(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError):
        return None


def _marked(data: bytes) -> str | None:
    return next((charset for mark, charset in _MARKS if data.startswith(mark)), None)


def _unmarked(data: bytes, charset: str | None) -> str | None:
    if 0 in data:
        return None
    found = _strict(data, "utf-8")
    if found is None and not _binary(data):
        found = _declared(data, charset) or _mended(data) or _guessed(data)
    return found


def _binary(data: bytes) -> bool:
    return len(data) - len(data.translate(None, _CONTROLS)) > len(data) // 100


def _declared(data: bytes, charset: str | None) -> str | None:
    try:
        name = codecs.lookup(charset or "").name
    except (LookupError, ValueError):
        return None
    if name in ("iso8859-1", "ascii"):  # on the web these labels mean Windows-1252
        name = "cp1252"
    return _strict(data, name) if _CHARSETS.match(name) else None


def _mended(data: bytes) -> str | None:
    """UTF-8 with at most one broken character in ten of those outside ASCII."""
    found = data.decode("utf-8", "replace")
    broken = found.count("\ufffd")
    others = len(found) - len(found.encode("ascii", "ignore")) - broken
    return found if broken * 10 <= others else None


def _guessed(data: bytes) -> str | None:
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if high < _WESTERN * len(data) and (found := _strict(data, "cp1252")) is not None:
        return found
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    return (_strict(data, best.encoding) if best else None) or _strict(data, "cp1252")
