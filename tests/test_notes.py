"""What users wrote outlives the store: it is kept beside it as text, and every build reads it back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import DataError, StoreError
from kg.iri import NOTES
from kg.notes import FILE, keep, restore
from kg.pipeline import build, open_store, refresh, withdraw
from kg.store import Embedded
from kg.store import open_store as opened
from kg.store.update import parse

TEXT = "Ambassador Ryan Crocker met Iraqi Prime Minister Nouri al-Maliki in Baghdad on May 28, 2007."
OTHER = "Iran and Iraq signed an agreement on trade in Tehran on May 20, 2007."
NOTE = 'INSERT DATA { GRAPH id:notes { person:ryan-crocker rdfs:comment "to be asked"@en , "A" } }'


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A build of two articles, with a note."""
    for name, text in (("one", TEXT), ("two", OTHER)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    build([tmp_path / "one.txt", tmp_path / "two.txt"], tmp_path / "out")
    with opened(tmp_path / "out" / "store") as store:
        store.update_notes(parse(NOTE))
        keep(tmp_path / "out", store)
    return tmp_path / "out"


def notes(out: Path) -> list[str]:
    with open_store(out) as store:
        return sorted(str(quad.object) for quad in store.notes())


KEPT = ['"A"', '"to be asked"@en']


def test_notes_outlive_every_change_of_the_articles(out: Path, tmp_path: Path) -> None:
    told, page = (out / FILE).read_bytes(), (out / "graph.ttl").read_bytes()
    assert b"to be asked" in told
    assert b"to be asked" not in page
    refresh(out)
    assert ((out / FILE).read_bytes(), (out / "graph.ttl").read_bytes()) == (told, page)
    withdraw("two.txt", out)
    assert notes(out) == KEPT
    build([tmp_path / "two.txt"], out)
    assert notes(out) == KEPT
    assert (out / "graph.ttl").read_bytes() == page
    shutil.rmtree(out / "store")
    build([tmp_path / "one.txt", tmp_path / "two.txt"], out)
    assert (notes(out), (out / FILE).read_bytes()) == (KEPT, told)


def test_the_file_is_what_counts_where_there_is_one(out: Path) -> None:
    (out / FILE).write_text(f"<{NOTES}/mine> {{ <urn:a> <urn:b> 1 }}", encoding="utf-8")
    refresh(out)
    with open_store(out) as store:
        assert [str(q.graph_name) for q in store.notes()] == [f"<{NOTES}/mine>"]
    (out / FILE).write_text("", encoding="utf-8")
    refresh(out)
    assert notes(out) == []


def test_notes_without_a_file_are_written_down(out: Path) -> None:
    told = (out / FILE).read_bytes()
    (out / FILE).unlink()
    refresh(out)
    assert (out / FILE).read_bytes() == told
    with opened(out / "store") as store:
        store.remove(ox.NamedNode(NOTES))
        keep(out, store)
    assert not (out / FILE).exists()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("no TriG", DataError),
        ("<urn:other> { <urn:a> <urn:b> 1 }", DataError),
        ("<urn:a> <urn:b> 1 .", DataError),
        (f"<{NOTES}> {{ [] <urn:b> 1 }}", StoreError),
    ],
)
def test_a_file_that_holds_no_notes_is_one_line(text: str, error: type[Exception], tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(error), Embedded() as store:
        restore(tmp_path, store)
