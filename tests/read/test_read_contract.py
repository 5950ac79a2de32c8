"""What holds for every reader, whatever its format."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import plugins
from kg.errors import EmptyError, SkipError, TooLargeError
from kg.model import Article
from kg.read import Options, Reader, Source, parse
from kg.read.clean import clean

PROSE = (
    "BAGHDAD, May 28 (Sample Wire) — Ambassador Ryan Crocker met Ambassador Hassan Kazemi Qomi on Monday.\n\n"
    "The talks in the office of the prime minister lasted four hours, “in a good spirit,” an aide said.\n"
)
TITLE, DAY, PUBLISHER, URL = (
    "Envoys meet",
    "2007-05-28",
    "Sample Wire",
    "https://samplewire.example/2007/05/28/first",
)


def as_text(text: str) -> bytes:
    return f"Title: {TITLE}\nPublished: {DAY}\nPublisher: {PUBLISHER}\nURL: {URL}\n\n{text}".encode()


def as_html(text: str) -> bytes:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{TITLE} | {PUBLISHER}</title>'
        f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="{PUBLISHER}">'
        f'<meta property="og:url" content="{URL}">'
        f'<meta property="article:published_time" content="{DAY}T23:30:00-05:00">'
        f"</head><body><article>{paragraphs}</article></body></html>"
    ).encode()


def as_jsonl(text: str) -> bytes:
    record = {"text": text, "title": TITLE, "published": DAY, "publisher": PUBLISHER, "url": URL}
    return json.dumps(record).encode() + b"\n"


WRITERS: dict[str, Callable[[str], bytes]] = {"text": as_text, "html": as_html, "jsonl": as_jsonl}
READERS = plugins.names("kg.readers")


def read(name: str, data: bytes, options: Options | None = None) -> list[Article | SkipError]:
    reader: Reader = plugins.load("kg.readers", name)
    try:
        return list(reader(Source.of("a.in", data, options)))
    except SkipError as error:
        return [error]


def test_every_built_in_reader_is_under_contract() -> None:
    assert set(WRITERS) == set(plugins.TABLES["kg.readers"])


@pytest.mark.parametrize("name", WRITERS)
def test_text_and_metadata_arrive(name: str) -> None:
    (found,) = read(name, WRITERS[name](PROSE))
    assert isinstance(found, Article)
    assert found.text.rstrip() == PROSE.rstrip()
    assert (found.title, found.publisher, found.source) == (TITLE, PUBLISHER, URL)
    assert found.published == date(2007, 5, 28)


@pytest.mark.parametrize("name", WRITERS)
def test_reading_twice_gives_the_same(name: str) -> None:
    data = WRITERS[name](PROSE)
    assert read(name, data) == read(name, data)


@pytest.mark.parametrize("name", WRITERS)
def test_content_alone_tells_the_reader(name: str) -> None:
    data = WRITERS[name](PROSE)
    assert list(parse(Source.of("a.in", data))) == read(name, data)


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("data", [b"", b"  \n\n \n"])
def test_nothing_is_an_empty_error(name: str, data: bytes) -> None:
    (found,) = read(name, data)
    assert isinstance(found, EmptyError)
    assert str(found).startswith("a.in: ")


@pytest.mark.parametrize("name", WRITERS)
def test_no_word_is_an_empty_error(name: str) -> None:
    (found,) = read(name, WRITERS[name]("— … —"))
    assert isinstance(found, EmptyError)


@pytest.mark.parametrize("name", WRITERS)
def test_too_long_is_one_clear_line(name: str) -> None:
    (found,) = read(name, WRITERS[name](PROSE * 20), Options(limit=1000))
    assert isinstance(found, TooLargeError)
    assert "longer than" in str(found)
    assert "\n" not in str(found)


@pytest.mark.parametrize("name", WRITERS)
def test_control_characters_and_odd_line_ends_are_gone(name: str) -> None:
    (found,) = read(name, WRITERS[name](PROSE.replace("met", "m\x07et\u2028").replace("\n", "\r\n")))
    assert isinstance(found, Article)
    assert found.text == clean(found.text)
    assert "\x07" not in found.text


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=400))
def test_any_bytes_give_articles_or_skip_errors(name: str, data: bytes) -> None:
    for found in read(name, data):
        assert isinstance(found, Article | SkipError)
        if isinstance(found, Article):
            assert found.text == clean(found.text)
            assert found.text.strip()
        else:
            assert "\n" not in str(found)
            assert str(found).startswith("a.in:")


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=40, deadline=None)
@given(cut=st.integers(min_value=0, max_value=700), junk=st.binary(max_size=20))
def test_damaged_files_give_articles_or_skip_errors(name: str, cut: int, junk: bytes) -> None:
    data = WRITERS[name](PROSE)
    for found in read(name, data[:cut] + junk + data[cut:]):
        assert isinstance(found, Article | SkipError)
