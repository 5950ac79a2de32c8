"""Every frame finds what its own examples mark, and keeps its hands off its negatives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from kg.annotate import annotate_all
from kg.extract import extract
from kg.extract.frames import Frame, frames
from kg.model import Article, EventFact, Facts
from kg.resolve import resolve

_MARK = re.compile(r"\[(\w+) ([^\]]+)\]")
_ARTICLES = ("the ", "a ", "an ")
_LEAST_LEMMAS = 250


def _plain(example: str) -> str:
    return _MARK.sub(r"\2", example)


def _sentences() -> Iterator[str]:
    for frame in frames():
        yield from (_plain(e) for e in frame.examples)
        yield from frame.negatives


@pytest.fixture(scope="module")
def told() -> Mapping[str, Facts]:
    """What every example and negative tells when it is an article of its own."""
    texts = list(dict.fromkeys(_sentences()))
    documents = annotate_all(Article(text, "example") for text in texts)
    return {d.article.text: resolve(extract(d, frames_only=True)) for d in documents}


def _cases(kind: str) -> list[object]:
    return [
        pytest.param(frame, text, id=f"{frame.rule}: {text}") for frame in frames() for text in getattr(frame, kind)
    ]


def _names(facts: Facts, event: EventFact, role: str) -> list[str]:
    """Labels and aliases of whoever fills a role."""
    keys = event.places if role == "place" else [key for r, key in event.roles if r == role]
    return [n.lower() for key in keys for n in (facts.entity(key).label, *facts.entity(key).aliases)]


def _fills(facts: Facts, event: EventFact, role: str, marked: str) -> bool:
    words = marked.lower()
    bare = next((words.removeprefix(a) for a in _ARTICLES if words.startswith(a)), words)
    return any(re.search(rf"\b{re.escape(bare)}\b", name) for name in _names(facts, event, role))


def _missing(facts: Facts, event: EventFact, marks: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(role, words) for role, words in marks if not _fills(facts, event, role, words)]


def _shown(facts: Facts, event: EventFact) -> str:
    roles = ", ".join(f"{role} {facts.entity(key).label}" for role, key in event.roles)
    places = ", ".join(facts.entity(key).label for key in event.places)
    return f"{event.type} by {event.rule}: {roles or 'nobody'}; place {places or 'none'}"


@pytest.mark.parametrize(("frame", "example"), _cases("examples"))
def test_an_example_tells_its_event(frame: Frame, example: str, told: Mapping[str, Facts]) -> None:
    facts = told[_plain(example)]
    marks = _MARK.findall(example)
    fitting = [e for e in facts.events if e.type == frame.type and not _missing(facts, e, marks)]
    assert fitting, [_shown(facts, e) for e in facts.events]


@pytest.mark.parametrize(("frame", "negative"), _cases("negatives"))
def test_a_negative_tells_none(frame: Frame, negative: str, told: Mapping[str, Facts]) -> None:
    facts = told[negative]
    assert not [_shown(facts, e) for e in facts.events if e.type == frame.type]


@pytest.mark.parametrize("frame", frames(), ids=lambda frame: frame.rule)
def test_a_frame_has_an_example(frame: Frame) -> None:
    assert frame.examples


def test_there_are_many_predicates() -> None:
    assert len({(frame.pos, lemma) for frame in frames() for lemma in frame.lemmas}) >= _LEAST_LEMMAS
