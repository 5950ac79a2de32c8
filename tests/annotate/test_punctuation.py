"""Where marks hang in trees of our own."""

from __future__ import annotations

import numpy as np
import pytest

from kg.annotate.punctuation import hung

MARKS = frozenset(',."()')


def heads_of(text: str, sure: float = 0.0) -> list[int]:
    """The heads of a sentence given as word/head, where the network gives its heads ``sure`` more than all others."""
    pairs = [word.rsplit("/", 1) for word in text.split()]
    words, heads = [word for word, _ in pairs], np.array([int(head) for _, head in pairs])
    scores = np.zeros((len(words), len(words) + 1))
    scores[np.arange(len(words)), heads] = sure
    tags = ["PUNCT" if word in MARKS else "X" for word in words]
    return [int(head) for head in hung(words, tags, heads, scores)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # as high as it can: on "go" of the clause before it, not on "home"; the stop on the root
        ("If/3 we/3 go/7 home/3 ,/4 they/7 stay/0 ./4", [3, 3, 7, 3, 3, 7, 0, 7]),
        # a comma on what it sets off, not on what that hangs on
        ("Rain/0 ,/1 snow/1 and/5 ice/1", [0, 3, 1, 5, 1]),
        # a stop only on what stands before it
        ("Leave/0 ./3 now/1", [0, 1, 1]),
        # brackets and quotation marks on what they hold
        ("Oslo/5 (/1 Norway/1 )/1 agreed/0", [5, 3, 1, 3, 0]),
        ('He/2 said/0 "/2 we/5 agree/2 "/2 ./4', [2, 0, 5, 5, 2, 5, 2]),
    ],
)
def test_marks_hang_by_rule(text: str, expected: list[int]) -> None:
    assert heads_of(text) == expected


def test_a_sure_network_keeps_its_head() -> None:
    assert heads_of("Rain/0 ,/1 snow/1 and/5 ice/1", sure=4) == [0, 1, 1, 5, 1]


@pytest.mark.parametrize(
    "text", ["./0", "go/0 on/1", "./0 ,/1", ",/2 (/0 )/2", "(/2 go/0", ")/2 go/0 (/2", "a/2 ,/0 b/2"]
)
def test_odd_sentences_stay_trees(text: str) -> None:
    heads = heads_of(text)
    assert heads.count(0) == 1
    assert all(head != place for place, head in enumerate(heads, 1))


def test_no_mark_crosses_a_branch() -> None:
    heads = heads_of("The/2 man/7 ,/7 who/5 left/2 ,/7 came/0 back/7 ./5")
    assert heads == [2, 7, 5, 5, 2, 2, 0, 7, 7]
