from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import EmptyError, SkipError, UnreadableError
from kg.model import Article
from kg.read import Item, articles, count, find
from kg.read.clean import address


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def fill(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name} tells.\n", encoding="utf-8")


def names(*inputs: str) -> list[str]:
    return [item.name if isinstance(item, Item) else str(item) for item in find(inputs)]


def sources(*inputs: str) -> list[str]:
    return [item.source if isinstance(item, Article) else str(item) for item in articles(inputs)]


def test_folder_is_walked_in_order(here: Path) -> None:
    fill(here, "n/b.txt", "n/a/z.htm", "n/a.txt", "n/c.ndjson", "n/d.jsonl", "n/e.html", "n/f.txt.gz")
    fill(
        here,
        "n/README.md",
        "n/EXPECTED.md",
        "n/README.txt",
        "n/x.md",
        "n/x.json",
        "n/x.pdf",
        "n/x",
        "n/.h.txt",
    )
    fill(here, "n/.git/a.txt")
    assert names("n") == [
        f"n/{name}" for name in ("a/z.htm", "a.txt", "b.txt", "c.ndjson", "d.jsonl", "e.html", "f.txt.gz")
    ]


def test_what_is_met_twice_comes_once(here: Path) -> None:
    fill(here, "n/a.txt", "n/b.txt")
    assert names("n/b.txt", "n", str(here / "n" / "a.txt"), "n/*.txt") == ["n/b.txt", "n/a.txt"]


def test_named_files_of_other_suffixes_are_read(here: Path) -> None:
    fill(here, "README.md", "note", "a.dat")
    (here / "p.dat").write_text("<!doctype html><html><body><p>Talks were held in Baghdad.</p></body></html>")
    (here / "l.json").write_text('{"text": "One."}\n{"text": "Two."}\n')
    assert sources("README.md", "note", "a.dat", "p.dat", "l.json") == [
        "README.md", "note", "a.dat", "p.dat", "l.json#1", "l.json#2"
    ]  # fmt: skip


def test_globs(here: Path) -> None:
    fill(here, "n/b.txt", "n/a.txt", "n/m/c.txt", "x[1].txt")
    assert names("n/?.txt") == ["n/a.txt", "n/b.txt"]
    assert names("**/*.txt") == ["n/a.txt", "n/b.txt", "n/m/c.txt", "x[1].txt"]
    assert names("x[1].txt") == ["x[1].txt"]
    assert names("n/*") == ["n/a.txt", "n/b.txt", "n/m/c.txt"]
    assert names("*.html") == ["*.html: matches no file: check the pattern and the folder"]


def test_names_are_portable(here: Path) -> None:
    fill(here, "n/a.txt")
    fill(here.parent, "out/deep/b.txt", "c.txt")
    assert names(str(here / "n")) == ["n/a.txt"]
    assert names(str(here / "n" / "a.txt")) == ["n/a.txt"]
    assert names(str(here.parent / "out")) == ["out/deep/b.txt"]
    assert names(str(here.parent / "c.txt"), "../c.txt") == ["c.txt"]
    assert names("../c.txt") == ["../c.txt"]


@pytest.mark.parametrize(
    ("given_input", "told"),
    [
        ("none.txt", "none.txt: cannot be read (No such file or directory): check the path"),
        ("", "'': is no file name: give a file, a folder or an address"),
        ("empty", "empty: is a folder without articles: put .txt .html .htm .jsonl .ndjson files in it"),
        ("ftp://a.example/x", "ftp://a.example/x: is no http or https address: check it, or give a file"),
        ("x" * 5000, "x" * 120 + ": cannot be read (File name too long): check the path"),
        ("a\nb.txt", "a b.txt: cannot be read (No such file or directory): check the path"),
    ],
)
def test_what_cannot_be_found(here: Path, given_input: str, told: str) -> None:
    (here / "empty").mkdir()
    (found,) = articles([given_input])
    assert isinstance(found, UnreadableError)
    assert str(found) == told


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_forbidden_file(here: Path) -> None:
    fill(here, "a.txt")
    (here / "a.txt").chmod(0)
    assert sources("a.txt") == ["a.txt: cannot be read (Permission denied): check the path"]


def test_one_bad_item_does_not_stop_the_rest(here: Path) -> None:
    fill(here, "n/a.txt", "n/d.txt")
    (here / "n/b.txt").write_bytes(b"")
    (here / "n/c.txt").write_bytes(b"\0\1\2")
    found = list(articles(["n"]))
    assert [type(item) for item in found] == [Article, EmptyError, UnreadableError, Article]
    assert count(["n"]) == len(found)


def test_count_foretells_the_results(here: Path) -> None:
    fill(here, "n/a.txt", "n/b.html")
    (here / "n/c.jsonl").write_bytes(b'{"text": "One."}\n\n{"text": "Two."}\nbroken\n')
    (here / "n/d.jsonl").write_bytes(b"")
    (here / "lines").write_bytes(b'{"text": "One."}\n{"text": "Two."}')
    inputs = ["n", "lines", "none.txt"]
    assert count(inputs) == len(list(articles(inputs))) == 9
    assert count(["n", "-"]) is None


def test_packed_files(here: Path) -> None:
    fill(here, "n/keep.txt")
    (here / "n/a.txt.gz").write_bytes(gzip.compress(b"Packed words.", mtime=0))
    (here / "n/b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "One."}\n{"text": "Two."}\n'))
    (here / "n/c.txt.gz").write_bytes(gzip.compress(os.urandom(9000))[:5000])
    (here / "n/d.txt.gz").write_bytes(b"\x1f\x8bno gzip at all")
    (here / "n/e.txt.gz").write_bytes(gzip.compress(b"a" * 50_000_000))
    found = list(articles(["n"]))
    read = [item.source for item in found if isinstance(item, Article)]
    assert read == ["n/a.txt.gz", "n/b.jsonl.gz#1", "n/b.jsonl.gz#2", "n/keep.txt"]
    assert [str(item).partition(":")[0] for item in found if isinstance(item, SkipError)] == [
        f"n/{name}.txt.gz" for name in "cde"
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"Plain words.\n", ["stdin"]),
        (b'{"text": "One."}\n{"text": "Two."}\n', ["stdin#1", "stdin#2"]),
        (b"<!DOCTYPE html><html><body><p>Talks were held in Baghdad.</p></body></html>", ["stdin"]),
        (gzip.compress(b"Packed words.", mtime=0), ["stdin"]),
        (b"", ["stdin: is empty: no word of text in it"]),
    ],
)
def test_stdin_is_sniffed(data: bytes, expected: list[str]) -> None:
    stdin = io.BytesIO(data)
    found = list(articles(["-", "-"], stdin=stdin))
    assert [item.source if isinstance(item, Article) else str(item) for item in found] == expected
    assert not stdin.closed


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_are_read_and_not_counted(here: Path) -> None:
    os.mkfifo(here / "pipe")
    assert count(["pipe"]) is None
    writer = threading.Thread(target=(here / "pipe").write_bytes, args=(b"Words from a pipe.",), daemon=True)
    writer.start()
    assert sources("pipe") == ["pipe"]
    writer.join(10)


def test_published_is_for_articles_without_a_date(here: Path) -> None:
    (here / "a.txt").write_text("Published: 2007-05-28\n\nOne.\n")
    (here / "b.txt").write_text("Two.\n")
    found = articles(["a.txt", "b.txt"], published=date(2007, 6, 1))
    assert [item.published for item in found if isinstance(item, Article)] == [
        date(2007, 5, 28),
        date(2007, 6, 1),
    ]


def test_import_is_light() -> None:
    heavy = "trafilatura", "httpx", "lxml", "charset_normalizer"
    code = f"import sys, kg.read; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.text() | st.from_regex(r"https?://\S+", fullmatch=True))
def test_an_address_is_an_iri(text: str) -> None:
    from pyoxigraph import NamedNode

    found = address(text)
    if found is not None:
        assert NamedNode(found).value == found
        assert address(found) == found


@pytest.mark.parametrize(
    ("given_address", "expected"),
    [
        ("https://user:secret@a.example:8080/x?y=1#z", "https://a.example:8080/x?y=1"),
        (" HTTP://a.example ", "http://a.example"),
        ("http://[::1]/x", "http://[::1]/x"),
        ("https://پارس.example/خبر", "https://پارس.example/خبر"),
        ("https://a.example/%zz", None),
        ("https://a.example/a b", None),
        ("https://", None),
        (7, None),
    ],
)
def test_address(given_address: object, expected: str | None) -> None:
    assert address(given_address) == expected
