from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kg.errors import SkipError, TooLargeError, UnreadableError, UsageError
from kg.model import Article
from kg.read import LIMIT, Options, Result, Source, articles, parse


def rows(data: bytes, **fields: str) -> list[Result]:
    return list(parse(Source.of("a.jsonl", data, Options(fields)), "jsonl"))


def one(record: object, **fields: str) -> Article:
    (found,) = rows(json.dumps(record).encode(), **fields)
    assert isinstance(found, Article), found
    return found


def test_bad_lines_are_named_and_the_others_go_on() -> None:
    lines = [
        b'{"text": "One."}',
        b"{broken",
        b"[1]",
        b"",
        b'{"title": "no text"}',
        b'{"text": "caf\xe9"}',
        b'{"text": "x", "published": "May 28"}',
        b'{"text": 7}',
        b'{"text": ""}',
        b'{"text": "Ten."}',
    ]
    found = rows(b"\n".join(lines))
    assert [type(item).__name__ for item in found] == [
        "Article",
        *["UnreadableError"] * 6,
        "EmptyError",
        "Article",
    ]
    errors = [str(item) for item in found if isinstance(item, SkipError)]
    assert [error.split(":")[1] for error in errors] == ["2", "3", "5", "6", "7", "8", "9"]
    assert errors[4] == "a.jsonl:7: published 'May 28' is no date: write it like 2007-05-28"
    assert [item.source for item in found if isinstance(item, Article)] == ["a.jsonl#1", "a.jsonl#10"]


@pytest.mark.parametrize(
    "value", ["2007-05-28", "2007-05-28T23:59:00-05:00", "2007-05-28 10:00:00", "2007-05-28T01:00Z"]
)
def test_dates(value: str) -> None:
    assert one({"text": "x", "published": value}).published == date(2007, 5, 28)


@pytest.mark.parametrize("value", [None, ""])
def test_no_date(value: object) -> None:
    assert one({"text": "x", "published": value}).published is None


@pytest.mark.parametrize("value", [1180310400, True, ["2007-05-28"], {"on": "2007-05-28"}])
def test_a_date_is_a_string(value: object) -> None:
    (found,) = rows(json.dumps({"text": "x", "published": value}).encode())
    assert isinstance(found, UnreadableError)


def test_fields_are_mapped_with_paths() -> None:
    record = {"doc": {"body": "Text."}, "meta": [{"d": "2007-05-28"}], "head.line": "Head", "url": 5}
    found = one(record, text="doc.body", published="meta.0.d", title="head.line", publisher="doc.body.x")
    assert (found.text, found.title, found.published) == ("Text.", "Head", date(2007, 5, 28))
    assert (found.publisher, found.source) == (None, "a.jsonl#1")


def test_unknown_field_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no field 'body' to map"):
        articles([], fields={"body": "text"})


def test_title_from_the_headline() -> None:
    assert one({"text": "Envoys meet again\n\nThey met."}).title == "Envoys meet again"


def test_surrogates_are_dropped() -> None:
    (found,) = rows(b'{"text": "a\\ud800b", "title": "c\\udfffd"}')
    assert isinstance(found, Article)
    assert (found.text, found.title) == ("ab", "cd")


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("record", [[{"text": "One."}, {"text": "Two."}], {"data": [{"text": "One."}]}])
def test_other_json_is_one_error(record: object, indent: int | None) -> None:
    found = rows(json.dumps(record, indent=indent).encode())
    if isinstance(record, list) or indent:
        assert [str(item).partition(":")[2] for item in found] == [
            " is JSON but not JSON Lines: put one object on each line, e.g. with jq -c '.[]'"
        ]
    else:
        assert "has no text: name the field that holds it" in str(found[0])


def test_nesting_does_not_crash() -> None:
    first, second, third = rows(
        b'{"text": "x"}\n{"a":' + b"[" * 200_000 + b'\n{"text": "y", "n": ' + b"9" * 5000 + b"}"
    )
    assert isinstance(first, Article)
    assert isinstance(second, UnreadableError)
    assert isinstance(third, UnreadableError)


def test_long_line_is_skipped_without_being_held() -> None:
    found = rows(b'{"text": "' + b"x" * (5 * LIMIT) + b'"}\n{"text": "Two."}\n')
    assert [type(item) for item in found] == [TooLargeError, Article]
    assert str(found[0]) == "a.jsonl:1: is a line longer than 20 MB: split the article"


def test_first_line_with_a_mark() -> None:
    assert [type(item) for item in rows(b'\xef\xbb\xbf{"text": "One."}\n')] == [Article]


def test_lines_are_streamed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "One."}\n' * 100_000)
    found = articles([str(path)])
    first = next(found)
    assert isinstance(first, Article)
    path.write_bytes(b"")  # what was not read yet is gone
    assert sum(1 for _ in found) < 50_000
