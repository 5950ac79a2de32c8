from __future__ import annotations

import codecs
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.errors import UnreadableError
from kg.model import Article
from kg.read import Options, Source
from kg.read.clean import clean, headline
from kg.read.text import read, split_header

WESTERN = "The envoy’s visit to Málaga and Zürich — “a first step” — ended on Monday… Talks go on.\n"


def one(data: bytes) -> Article:
    (found,) = read(Source.of("talks.txt", data))
    assert isinstance(found, Article)
    return found


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_any_text_survives(text: str) -> None:
    assume(any(map(str.isalnum, text)))
    assume(not split_header(clean(text))[0])
    assume(not text.encode().startswith((b"%PDF", b"PK\x03\x04", b"{\\rtf")))
    assert one(text.encode()).text == clean(text)


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "\r" not in once
    once.encode()


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_charsets(charset: str) -> None:
    assert one(WESTERN.encode(charset)).text == WESTERN


@pytest.mark.parametrize(("mark", "charset"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf16_with_mark(mark: bytes, charset: str) -> None:
    assert one(mark + WESTERN.encode(charset)).text == WESTERN


def test_latin1() -> None:
    text = "Der Außenminister traf in Zürich den Präsidenten, être à Genève, señor Muñoz said.\n"
    assert one(text.encode("latin-1")).text == text


def test_other_scripts_are_guessed() -> None:
    text = "Президент встретился с министром иностранных дел в Москве, сообщили во вторник.\n" * 3
    assert one(text.encode("cp1251")).text == text


def test_utf8_with_a_broken_character() -> None:
    data = (WESTERN * 10).encode()
    assert one(data[:-10] + b"\xff" + data[-10:]).text.count("\ufffd") == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"words\0and\0more", "save it as plain text in UTF-8"),
        (b"\xff\xfea", "save it as plain text in UTF-8"),
        (bytes(range(1, 256)) * 20, "save it as plain text in UTF-8"),
        (b"%PDF-1.7 \xe2\xe3", "pdftotext"),
        (b"PK\x03\x04....", "unpack it"),
    ],
)
def test_what_is_no_text_is_unreadable(data: bytes, told: str) -> None:
    with pytest.raises(UnreadableError, match=told):
        one(data)


def test_twenty_megabytes_are_one_line() -> None:
    with pytest.raises(Exception, match=r"^talks.txt: is longer than 5 MB: split it[^\n]*$"):
        one(b"word " * 4_000_000)


def test_header_block_is_no_text() -> None:
    found = one(b"\xef\xbb\xbfurl: https://a.example/1\r\nPUBLISHED : 2007-05-28T10:00:00Z\r\n\r\nOne.\r\nTwo.\r\n")
    assert found.text == "One.\nTwo.\n"
    assert (found.source, found.published, found.publisher) == (
        "https://a.example/1",
        date(2007, 5, 28),
        None,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Title: alone without a body below",
        "Title: Talks\nAuthor: somebody\n\nText.",
        "Text.\n\nTitle: Talks\n\nMore.",
        "Titles: Talks\n\nText.",
        "\nTitle: Talks\n\nText.",
    ],
)
def test_what_is_no_header_block_is_text(text: str) -> None:
    assert one(text.encode()).text == text


@pytest.mark.parametrize("value", ["28 May 2007", "2007-13-01", "yesterday", "2007"])
def test_bad_date_says_how_to_write_it(value: str) -> None:
    with pytest.raises(UnreadableError, match=f"talks.txt: published '{value}' is no date: write it like 2007-05-28"):
        one(f"Published: {value}\n\nText.".encode())


@pytest.mark.parametrize("value", ["file:///etc/passwd", "javascript:alert(1)", "https://a b", "//a.example", "", "-"])
def test_bad_address_is_no_source(value: str) -> None:
    assert one(f"Title: T\nURL: {value}\n\nText.".encode()).source == "talks.txt"


@pytest.mark.parametrize(
    "line",
    [
        "Rivals share a table in Baghdad",
        "Did the talks achieve anything?",
        "Fourth round of U.S.-Iran talks to be held on December 18",
        "Iran ready to talk to the U.S.",
        "May talks with Iran set to resume",
    ],
)
def test_headline(line: str) -> None:
    assert headline(f"\n{line}\n\nText follows.") == line


@pytest.mark.parametrize(
    "text",
    [
        "A sentence ends here.\n\nText.",
        'He said: "It ends here."\n\nText.',
        "Dear Sir,\n\nText.",
        "May 28, 2007\n\nText.",
        "Monday, 28 May 2007\n\nText.",
        "2007-05-28\n\nText.",
        "BAGHDAD, Iraq, May 28, 2007 (Sample Wire) —\n\nText.",
        "No blank line below\nText.",
        "Nothing below\n\n",
        "word " * 60 + "\n\nText.",
        "",
    ],
)
def test_no_headline(text: str) -> None:
    assert headline(text) is None


def test_headline_stays_in_the_text_and_gives_the_title() -> None:
    found = one(b"Envoys meet again\n\nThey met.")
    assert (found.title, found.text) == ("Envoys meet again", "Envoys meet again\n\nThey met.")


def test_limit_counts_bytes() -> None:
    (found,) = read(Source.of("a", "é".encode() * 50, Options(limit=100)))
    assert isinstance(found, Article)
