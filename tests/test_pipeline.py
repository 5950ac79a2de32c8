"""The way as a whole: what a build leaves behind, whatever happens on the way."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import pipeline, read, resume
from kg.errors import DataError, SkipError, UsageError
from kg.graph import quads
from kg.model import Article, Facts
from kg.ontology import DIP
from kg.pipeline import build, extract, open_store, to_turtle
from kg.resources import folder
from kg.tally import Step
from tests.cli.conftest import TALKS, UNDATED, VISIT

OUTPUTS = ("graph.ttl", "graph.html", "analysed.tsv")
Analyse = Callable[[Article, pipeline._Options], Facts]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    (tmp_path / "talks.txt").write_text(TALKS, encoding="utf-8")
    (tmp_path / "visit.txt").write_text(VISIT, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build of the sample articles wrote."""
    out = tmp_path_factory.mktemp("samples")
    summary = build([folder("seeds") / "articles"], out)
    assert not summary.skipped
    return out


def _bytes(out: Path) -> list[bytes]:
    return [(out / name).read_bytes() for name in OUTPUTS]


def _never(article: Article, options: pipeline._Options) -> Facts:
    raise DataError("analysed again")


def _wrong_passages(items: list[ox.Quad], texts: dict[str, str]) -> list[str]:
    """The passages whose offsets do not give their text; ``texts`` by sha256."""
    told: dict[tuple[str, str], str] = {}
    for quad in items:
        subject, value = quad.subject, quad.object
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
            told[subject.value, quad.predicate.value] = value.value
    passages = {s for s, p in told if p == DIP.exact.value}

    def right(passage: str) -> bool:
        text = texts[told[told[passage, DIP.inDocument.value], DIP.sha256.value]]
        start, end = (int(told[passage, term.value]) for term in (DIP.start, DIP.end))
        return text[start:end] == told[passage, DIP.exact.value] != ""

    return sorted(p for p in passages if not right(p))


def test_a_build_leaves_a_store_turtle_and_a_page(news: Path) -> None:
    summary = build([news], news / "out")
    assert (summary.articles, summary.unchanged, summary.documents, summary.skipped) == (2, 0, 2, ())
    assert summary.entities["Person"] >= 3
    assert summary.events["Meeting"] >= 1
    assert (news / "out" / "graph.html").read_bytes().lower().startswith(b"<!doctype html>")
    turtle = ox.parse((news / "out" / "graph.ttl").read_bytes(), ox.RdfFormat.TURTLE)
    with open_store(news / "out") as store:
        assert {q.triple for q in turtle} == {q.triple for q in store.quads()}
        assert len(store.documents()) == 2
    assert sorted(p.name for p in (news / "out").iterdir()) == sorted([*OUTPUTS, "facts", "store"])


def test_two_builds_give_the_same_bytes(news: Path) -> None:
    build([news / "talks.txt", news / "visit.txt"], news / "one")
    build([news / "visit.txt", news / "talks.txt"], news / "two", workers=2)
    assert _bytes(news / "one") == _bytes(news / "two")
    build([news / "talks.txt", news / "visit.txt"], news / "one")
    assert _bytes(news / "one") == _bytes(news / "two")


def test_what_is_stored_is_not_analysed_again(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build([news], news / "out")
    before = _bytes(news / "out")
    monkeypatch.setattr(pipeline, "_facts", _never)
    summary = build([news], news / "out")
    assert (summary.articles, summary.unchanged, summary.documents) == (2, 2, 2)
    assert _bytes(news / "out") == before


@pytest.mark.parametrize("what", ["date", "rules", "store"])
def test_what_depends_on_a_change_is_analysed_again(news: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    inputs = [news / "talks.txt"]
    build(inputs, news / "out")
    monkeypatch.setattr(pipeline, "_facts", _never)
    day = None
    if what == "date":
        day = date(2007, 5, 28)
    elif what == "rules":
        monkeypatch.setattr(resume, "fingerprint", lambda: "other")
    else:
        (news / "out" / "store").rename(news / "away")
    with pytest.raises(DataError, match="analysed again"):
        build(inputs, news / "out", published=day)


def test_bad_inputs_are_skipped_with_a_reason(news: Path) -> None:
    (news / "empty.txt").write_bytes(b"")
    (news / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (news / "large.txt").write_bytes(b"The ministers met in Baghdad. " * 700_000)
    (news / "page.html").write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    (news / "records.jsonl").write_text('{"text": "The ministers met in Oslo."}\n{"title": "none"}\n')
    steps: list[Step] = []
    summary = build([news, news / "missing.txt"], news / "out", progress=steps.append)
    skipped = dict(summary.skipped)
    wrong = ("empty.txt", "binary.txt", "large.txt", "page.html", "records.jsonl:2", "missing.txt")
    assert {item.rpartition("/")[2] for item in skipped} == set(wrong)
    assert all(reason and "\n" not in reason and len(reason) < 200 for reason in skipped.values())
    assert (summary.articles, summary.documents) == (3, 3)
    assert [s.done for s in steps] == list(range(1, 10))
    assert sorted(s.skipped.partition(": ")[0] for s in steps if s.skipped) == sorted(skipped)


def test_an_article_without_a_date_is_noted(news: Path) -> None:
    (news / "visit.txt").write_text(UNDATED, encoding="utf-8")
    for _ in range(2):
        steps: list[Step] = []
        summary = build([news], news / "out", progress=steps.append)
        (note,) = [s.note for s in steps if s.note]
        assert len(summary.undated) == 1
        assert "visit.txt: tells no date" in note
        assert "--published" in note
    assert not build([news], news / "out", published=date(2007, 5, 29)).undated


def test_the_same_text_counts_once(news: Path) -> None:
    (news / "visit.txt").write_text(TALKS, encoding="utf-8")
    summary = build([news], news / "out")
    ((again, first),) = summary.repeated
    assert (again.rpartition("/")[2], first.rpartition("/")[2]) == ("visit.txt", "talks.txt")
    assert (summary.articles, summary.documents) == (1, 1)


def test_a_slip_of_the_analysis_costs_one_article(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real: Analyse = pipeline._facts

    def slips(article: Article, options: pipeline._Options) -> Facts:
        if "visit" in article.source:
            raise IndexError("list index\nout of range")
        return real(article, options)

    monkeypatch.setattr(pipeline, "_facts", slips)
    summary = build([news], news / "out")
    ((_, reason),) = summary.skipped
    assert reason == "cannot be analysed (IndexError list index out of range): please report it"
    assert summary.articles == 1
    with pytest.raises(SkipError, match="IndexError"):
        extract(news / "visit.txt")


def test_an_interrupted_build_goes_on(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build([news], news / "whole")
    with monkeypatch.context() as patched:
        real: Analyse = pipeline._facts
        calls = itertools.count()

        def interrupted(article: Article, options: pipeline._Options) -> Facts:
            if next(calls):
                raise KeyboardInterrupt
            return real(article, options)

        patched.setattr(pipeline, "_facts", interrupted)
        with pytest.raises(KeyboardInterrupt):
            build([news], news / "out")
    with open_store(news / "out") as store:
        assert len(store.documents()) == 1
    summary = build([news], news / "out")
    assert (summary.articles, summary.unchanged) == (2, 1)
    assert _bytes(news / "out") == _bytes(news / "whole")


def test_a_torn_line_of_the_log_costs_one_article(news: Path) -> None:
    build([news], news / "out")
    whole = _bytes(news / "out")
    log = news / "out" / "analysed.tsv"
    log.write_bytes(log.read_bytes()[:-5])
    summary = build([news], news / "out")
    assert (summary.articles, summary.unchanged) == (2, 1)
    assert _bytes(news / "out") == whole


def test_extract_takes_what_can_be_read(news: Path) -> None:
    facts = extract(news / "talks.txt")
    assert "Ryan Crocker" in {e.label for e in facts.entities}
    assert to_turtle(facts) == to_turtle(extract(facts.article))
    with pytest.raises(SkipError, match="missing"):
        extract(news / "missing.txt")
    (news / "two.jsonl").write_text('{"text": "One is here."}\n{"text": "Two are here."}\n')
    with pytest.raises(UsageError, match="more than one article"):
        extract(news / "two.jsonl")


def test_every_passage_of_the_samples_is_the_text_of_its_offsets(samples: Path) -> None:
    articles = [a for a in read.articles([str(folder("seeds") / "articles")]) if isinstance(a, Article)]
    with open_store(samples) as store:
        items = list(store.quads())
    assert any(q.predicate == DIP.exact for q in items)
    assert _wrong_passages(items, {a.sha256: a.text for a in articles}) == []


def test_every_event_and_tenure_of_the_samples_has_a_passage(samples: Path) -> None:
    with open_store(samples) as store:
        items = list(store.quads())
    facts = {q.subject for q in items if q.predicate == DIP.status or q.object == DIP.Tenure}
    passages = {q.subject for q in items if q.predicate == DIP.exact}
    grounded = {q.subject for q in items if q.predicate == DIP.evidence and q.object in passages}
    assert facts
    assert facts <= grounded


_PROSE = "Ryan Crocker Iran the ministers met said accused denied in Baghdad on May 28 that it “will” – talks , ."
_WORDS = st.sampled_from([*_PROSE.split(), "\n"])


@settings(max_examples=25, deadline=None)
@given(st.lists(_WORDS | st.text(max_size=5), min_size=1, max_size=40).map(" ".join))
def test_any_text_gives_exact_passages(text: str) -> None:
    article = Article(read.clean.clean(f"Iran accused Iraq of lying. {text}"), "a.txt")
    items = quads(extract(article))
    assert _wrong_passages(items, {article.sha256: article.text}) == []
