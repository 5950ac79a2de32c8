"""Names of people: what is one in spite of its spelling, and what is not."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.identity_names import figures, judged, rows
from kg.resources import folder
from kg.world.names import compare, parse


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Hassan Kazemi Qomi", "Hasan Kazemi-Ghomi", "variant"),
        ("Muammar Gaddafi", "Moammar al-Qaddafi", "variant"),
        ("Mao Zedong", "Mao Tse-tung", "variant"),
        ("Viktor Orbán", "Orban Viktor", "variant"),
        ("Kim Jong-il", "Kim Jong Il", "equal"),
        ("H.E. Mr Ali Babacan", "Ali Babacan", "equal"),
        ("Donald J. Trump", "Donald Trump", "part"),
        ("H. Clinton", "Hillary Clinton", "initials"),
        ("Crocker", "Ryan Crocker", "surname"),
        ("Saddam", "Saddam Hussein", "first"),
        ("George W. Bush", "George H. W. Bush", "none"),
        ("Hassan Rouhani", "Hussein Rouhani", "none"),
        ("Bill Clinton", "Hillary Clinton", "none"),
        ("John Paul II", "John Paul I", "none"),
        ("Mohammed bin Salman", "Mohammed bin Nayef", "none"),
    ],
)
def test_what_two_names_have_in_common(one: str, other: str, kind: str) -> None:
    assert compare(parse(one), parse(other)).kind == kind
    assert compare(parse(other), parse(one)).kind == kind


def test_no_spelling_is_of_two_names() -> None:
    names = tomllib.loads((folder("seeds") / "names.toml").read_text(encoding="utf-8"))
    counted = Counter(word for group in names["same"] for word in set(group))
    assert [word for word, n in counted.items() if n > 1] == []
    assert all(word == word.lower() and word.isascii() and " " not in word for word in counted)


def test_the_pairs_that_nothing_was_tuned_on() -> None:
    found = [(row, judged(row)) for row in rows() if row.number % 2 == 0]
    assert sum(row.same for row, _ in found) >= 100
    assert sum(not row.same for row, _ in found) >= 50
    precision, recall = figures(found)
    assert precision >= 0.98
    assert recall >= 0.95


def test_there_are_enough_pairs() -> None:
    counted = Counter(row.same for row in rows())
    assert counted[True] >= 200
    assert counted[False] >= 100
    assert len(list(Path(__file__).parent.joinpath("names").glob("*.tsv"))) == 2
