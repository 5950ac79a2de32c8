"""JSON Lines: one object, one article a line, read as a stream.

The fields are ``text`` (required), ``title``, ``published`` (ISO date or datetime), ``url`` and
``publisher``. Other names are mapped with the options' ``fields``: ``a.b`` reaches into nested objects and
``a.0`` into lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from kg.errors import EmptyError, SkipError, TooLargeError, UnreadableError
from kg.read.clean import clean, headline
from kg.read.source import FIELDS, Result, Source, article


def read(source: Source) -> Iterator[Result]:
    """An article or error for every line that is not blank. Raises SkipError where none is any good."""
    seen = False
    for number, line in enumerate(source.lines(), start=1):
        if line is not None and not line.strip():
            continue
        try:
            found: Result = _article(source, number, line)
        except SkipError as error:
            if not seen and line is not None and _other_json(line):
                advice = "put one object on each line, e.g. with jq -c '.[]'"
                raise UnreadableError(f"{source.name}: is JSON but not JSON Lines: {advice}") from error
            found = error
        seen = True
        yield found
    if not seen:
        raise EmptyError(f"{source.name}: is empty: no line with an article in it")


def _article(source: Source, number: int, line: bytes | None) -> Result:
    name = f"{source.name}:{number}"
    if line is None:
        longest = 4 * source.options.limit / 1_000_000
        raise TooLargeError(f"{name}: is a line longer than {longest:g} MB: split the article")
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{name}: is no JSON in UTF-8: correct or remove the line") from error
    if not isinstance(record, dict):
        raise UnreadableError(f'{name}: is no JSON object: write one like {{"text": …}}')
    told = {key: _value(record, source.options.fields.get(key, key)) for key in FIELDS}
    if isinstance(told["text"], str) and not told["title"]:
        told["title"] = headline(clean(told["text"]))
    return article(source, told, name=name, at=f"{source.name}#{number}")


def _value(record: object, path: str) -> object:
    """What ``path`` leads to, None where it leads nowhere. A field whose name has dots wins over a path."""
    if isinstance(record, dict) and path in record:
        return record[path]
    step, dot, rest = path.partition(".")
    if isinstance(record, dict):
        below = record.get(step)
    elif isinstance(record, list) and step.isdecimal() and int(step) < len(record):
        below = record[int(step)]
    else:
        return None
    return _value(below, rest) if dot else below


def _other_json(line: bytes) -> bool:
    """Whether this first line opens an array, or an object that goes on below."""
    start = line.strip().removeprefix(b"\xef\xbb\xbf")
    return start.startswith(b"[") or start == b"{"
