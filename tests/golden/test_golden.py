"""Golden folder: what short articles tell, as Turtle that a person has read.

Each ``articles/NAME.txt`` has its ``NAME.ttl`` beside it. They are compared as graphs. After a change that was meant,
``pytest tests/golden --regenerate`` writes them anew; read the difference before it is committed.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import graph_diff, to_isomorphic

from kg import read
from kg.annotate import annotate
from kg.errors import SkipError
from kg.extract import extract
from kg.graph import quads, turtle
from kg.model import Article
from kg.ontology import term
from kg.resolve import resolve

FOLDER = Path(__file__).parent / "articles"
ARTICLES = sorted(FOLDER.glob("*.txt"))
_OF_THE_RUN = "/id/run/"


def _article(path: Path) -> Article:
    (found,) = read.articles([str(path)])
    assert not isinstance(found, SkipError)
    return found


def _of_the_run(quad: ox.Quad) -> bool:
    """Whether a statement names the version of kg and the rule: those change without a change of facts."""
    nodes = (quad.subject, quad.object)
    return any(isinstance(n, ox.NamedNode) and _OF_THE_RUN in n.value for n in nodes)


def _turtle(path: Path) -> bytes:
    article = _article(path)
    return turtle(
        ox.Quad(q.subject, q.predicate, ox.Literal(path.name), q.graph_name) if q.predicate == term("dct:source") else q
        for q in quads(resolve(extract(annotate(article))))
        if not _of_the_run(q)
    )


def _lines(graph: Graph) -> list[str]:
    return sorted(graph.serialize(format="nt").splitlines())


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_an_article_tells_what_it_told(path: Path, regenerate: bool) -> None:
    expected = path.with_suffix(".ttl")
    data = _turtle(path)
    if regenerate:
        expected.write_bytes(data)
    ours, theirs = (to_isomorphic(Graph().parse(data=d, format="turtle")) for d in (data, expected.read_bytes()))
    _, more, less = graph_diff(ours, theirs)
    assert ours == theirs, f"more: {_lines(more)}\nless: {_lines(less)}"


def test_there_are_articles() -> None:
    assert ARTICLES
    assert {p.stem for p in ARTICLES} == {p.stem for p in FOLDER.glob("*.ttl")}
