"""The graph of any order of additions, corrections and withdrawals is that of what remains, built at once."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.archive import Archive, slot
from kg.model import Article, Facts
from kg.pipeline import build, open_store, withdraw
from kg.store import Embedded, Store
from kg.united import unite
from kg.world.merge import merge
from kg.world.record import Item
from tests.cli.conftest import TALKS, VISIT

AGAIN = """BAGHDAD, May 29, 2007 (Sample Wire) — Ryan Crocker met the ambassador of Iran, Hassan Kazemi-Qumi, on May 28.

Kazemi-Qumi denied that Iran arms militias in Iraq. Asked about the army of Iraq, officials of the United States smiled.
"""


def _quads(store: Store) -> list[str]:
    return sorted(map(str, store.quads()))


def _at_once(items: list[Item]) -> list[str]:
    with tempfile.TemporaryDirectory() as made, Embedded() as store:
        archive = Archive(Path(made))
        for item in items:
            archive.put(item)
        unite(Path(made), archive, store)
        return _quads(store)


def _corrected(item: Item) -> Item:
    """A later version of an article, with a word more at its end, that tells one event less."""
    facts = item.facts
    article = Article(f"{facts.article.text}Corrected.\n", facts.article.source, facts.article.title)
    return replace(item, facts=Facts(article, facts.entities, facts.tenures, facts.events[1:]))


_STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "correct", "withdraw", "unite"]), st.integers(0, 4)), min_size=3, max_size=9
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_STEPS)
def test_any_order_gives_the_graph_of_what_remains(items: list[Item], steps: list[tuple[str, int]]) -> None:
    chosen = items[4:9]
    there: dict[str, Item] = {}
    with tempfile.TemporaryDirectory() as made, Embedded() as store:
        archive = Archive(Path(made))
        for verb, number in steps:
            item = _corrected(chosen[number]) if verb == "correct" else chosen[number]
            name = slot(item.facts.article)
            if verb == "unite":
                unite(Path(made), archive, store)
            elif verb == "withdraw":
                archive.remove(name)
                there.pop(name, None)
            else:
                archive.put(item)
                there[name] = item
        unite(Path(made), archive, store)
        assert _quads(store) == _at_once(list(there.values()))


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_a_world_does_not_depend_on_the_order_of_its_articles(items: list[Item], random: object) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert merge(shuffled) == merge(items)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    for name, text in (("talks", TALKS), ("visit", VISIT), ("again", AGAIN)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def _files(out: Path) -> list[bytes]:
    return [(out / name).read_bytes() for name in ("graph.ttl", "graph.html", "analysed.tsv")]


def test_additions_a_correction_and_a_withdrawal_give_the_bytes_of_one_build(news: Path) -> None:
    talks, visit, again = (news / f"{name}.txt" for name in ("talks", "visit", "again"))
    build([again], news / "out")
    build([visit, talks], news / "out")
    talks.write_text(TALKS.replace("Crocker accused", "Mr Crocker accused"), encoding="utf-8")
    build([talks], news / "out")
    unchanged = build([visit], news / "out")
    assert (unchanged.articles, unchanged.unchanged, unchanged.documents) == (1, 1, 3)
    assert withdraw("visit.txt", news / "out") == ["visit.txt"]
    build([talks, again], news / "once")
    assert _files(news / "out") == _files(news / "once")
    with open_store(news / "out") as store:
        assert len(store.documents()) == 2
