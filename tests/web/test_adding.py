"""What is added in the browser stands in the graph as if it had been built with the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import read
from kg.errors import OutputError, StoreError
from kg.export import export
from kg.graph import IDENTITY
from kg.iri import NOTES
from kg.model import Article
from kg.pipeline import build, open_store
from kg.query.index import kept
from kg.query.index import read as index_of
from kg.store import Embedded
from kg.web import Settings
from kg.web.site import Site
from tests.conftest import daily, fill, wire
from tests.web.conftest import TOKEN, Client, running

FIRST = "Ambassador Ryan Crocker met Iraqi Prime Minister Nouri al-Maliki in Baghdad on May 28, 2007."
SECOND = "Crocker, the American ambassador, and Maliki met in Baghdad on May 28, 2007. Iran denied it on Tuesday."


@pytest.fixture
def texts(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "first.txt", tmp_path / "second.txt"]
    for path, text in zip(paths, (FIRST, SECOND), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def told(folder: Path, output: Path) -> bytes:
    with open_store(folder) as store:
        export(store, "nquads", output)
    return output.read_bytes()


def test_the_graph_is_that_of_a_build(texts: list[Path], tmp_path: Path) -> None:
    added, whole = tmp_path / "added", tmp_path / "whole"
    build([texts[0]], added)
    assert kept(added / "store").index is not None  # so that the first page comes at once
    (article,) = read.articles([str(texts[1])])
    assert isinstance(article, Article)
    form = {"text": article.text, "title": article.title or "", "source": article.source, "save": "1", "token": TOKEN}
    with (
        running(Settings(added, writable=True, token=TOKEN)) as address,
        Client(base_url=address, timeout=60) as client,
    ):
        answer = client.post("/add", data=form)
        assert answer.status_code == 303
        assert "Crocker" in client.page(answer.headers["location"])
        assert client.page("/articles").count("/id/document/") == 2
        client.get("/")
    with open_store(added) as store:
        assert kept(added / "store").index == index_of(store)
    build(texts, whole)
    assert told(added, tmp_path / "added.nq") == told(whole, tmp_path / "whole.nq")
    assert build(texts, added).unchanged == 2


def test_an_article_that_is_dropped_is_gone_for_good(texts: list[Path], tmp_path: Path) -> None:
    some, one = tmp_path / "some", tmp_path / "one"
    build(texts, some)
    build([texts[0]], one)
    with open_store(one) as store:
        (kept,) = store.documents()
    site = Site(Settings(some, writable=True, token=TOKEN))
    try:
        (gone,) = set(site.store.documents()) - {kept}
        assert site.remove(gone)
        assert not site.remove(gone)
    finally:
        site.close()
    assert told(some, tmp_path / "some.nq") == told(one, tmp_path / "one.nq")


def test_a_store_without_its_facts_takes_no_article(tmp_path: Path) -> None:
    with Embedded(tmp_path / "store") as store:
        fill(store, wire())
    site = Site(Settings(tmp_path, writable=True, token=TOKEN))
    try:
        with pytest.raises(StoreError, match="run kg build there"):
            site.add(daily())
        assert len(site.store.documents()) == 1
    finally:
        site.close()


def test_notes_and_files_follow(texts: list[Path], tmp_path: Path) -> None:
    """What is written here stands on its page and outlives a build; graph.ttl is that of the articles there are."""
    out, whole = tmp_path / "out", tmp_path / "whole"
    build(texts, out)
    build([texts[0]], whole)
    with open_store(whole) as store:
        (kept_document,) = store.documents()
    with open_store(out) as store:
        (gone,) = set(store.documents()) - {kept_document}
    allowed = {"authorization": f"Bearer {TOKEN}"}
    note = "INSERT DATA { GRAPH id:notes { person:ryan-crocker rdfs:comment 'to be asked', <https://x.example/> } }"
    with (
        running(Settings(out, writable=True, token=TOKEN)) as address,
        Client(base_url=address, timeout=60) as client,
    ):
        assert client.post("/sparql", data={"update": note}).status_code == 401
        assert client.post("/sparql", data={"update": note}, headers=allowed).status_code == 204
        page = client.page("/id/person/ryan-crocker")
        assert "to be asked" in page.partition('id="notes"')[2].partition("</section>")[0]
        assert "to be asked" not in client.get("/data?default").text
        assert "to be asked" in client.get("/data", params={"graph": NOTES}).text
        for graph in (gone.value, IDENTITY.value):
            refused = client.put("/data", params={"graph": graph}, content="", headers=allowed)
            assert (refused.status_code, "kg review" in refused.text) == (403, True)
        assert client.delete("/data", params={"graph": IDENTITY.value}, headers=allowed).status_code == 403
        assert client.delete("/data", params={"graph": gone.value}, headers=allowed).status_code == 204
    assert b"to be asked" in (out / "notes.trig").read_bytes()
    for name in ("graph.ttl", "graph.html"):
        assert (out / name).read_bytes() == (whole / name).read_bytes()
    text = (out / "notes.trig").read_text(encoding="utf-8")
    (out / "notes.trig").write_text(text.replace("to be asked", "was asked"), encoding="utf-8")
    with (
        running(Settings(out, writable=True, token=TOKEN)) as address,
        Client(base_url=address, timeout=60) as client,
    ):
        assert "was asked" in client.page("/id/person/ryan-crocker")
        more = "INSERT DATA { GRAPH id:notes { person:ryan-crocker rdfs:comment 'to be asked' } }"
        assert client.post("/sparql", data={"update": more}, headers=allowed).status_code == 204
    assert "was asked" in (out / "notes.trig").read_text(encoding="utf-8")
    build([texts[0]], out)
    with running(Settings(out)) as address, Client(base_url=address, timeout=60) as client:
        assert "to be asked" in client.page("/id/person/ryan-crocker")


def test_files_that_cannot_be_written_are_told_in_the_end(texts: list[Path], tmp_path: Path) -> None:
    build(texts, tmp_path)
    (tmp_path / "graph.html").unlink()
    (tmp_path / "graph.html").mkdir()
    site = Site(Settings(tmp_path, writable=True, token=TOKEN))
    site.remove(site.store.documents()[0])
    with pytest.raises(OutputError, match=r"graph\.html"):
        site.close()
    assert kept(tmp_path / "store").state  # the store is released
    with open_store(tmp_path) as store:
        assert len(store.documents()) == 1
