"""Lemmas without the model: form, tags and the rule that the model would give."""

from __future__ import annotations

import pytest

from kg.annotate.lemmas import lemma
from kg.annotate.words import apply_rule, shape_of

CASES = [
    ("Kurds", "PROPN", "NNPS", "C|1|", "Kurd"),
    ("Texas", "PROPN", "NNP", "C|1|", "Texas"),
    ("National", "ADJ", "NNP", "L", "National"),
    ("held", "VERB", "VBN", "L|3|ke", "hold"),
    ("Signed", "VERB", "VBD", "L|2|", "sign"),
    ("Officials", "NOUN", "NNS", "L|1|", "official"),
    ("annexed", "VERB", "VBD", "L|1|", "annex"),
    ("saw", "VERB", "VBD", "L|2|ee", "see"),
    ("’s", "PART", "POS", "C", "'s"),
    ("'s", "AUX", "VBZ", "=be", "be"),
    ("n’t", "PART", "RB", "L|2|ot", "not"),
    ("wo", "AUX", "MD", "L", "will"),
    ("'d", "AUX", "MD", "=would", "would"),
    ("more", "ADJ", "JJR", "L", "more"),
    ("CEO", "NOUN", "NN", "C", "CEO"),
    ("meeting", "NOUN", "NN", "L|1|et", "meeting"),
    ("meet", "VERB", "VB", "L|1|et", "meet"),
]


@pytest.mark.parametrize(("form", "upos", "xpos", "rule", "expected"), CASES)
def test_lemmas(form: str, upos: str, xpos: str, rule: str, expected: str) -> None:
    assert lemma(form, upos, xpos, rule, {}) == expected


def test_the_table_of_the_model_goes_before_its_rule() -> None:
    assert lemma("fled", "VERB", "VBD", "L|2|", {"fled\tVBD": "flee"}) == "flee"


def test_a_rule_that_does_not_fit_leaves_the_form() -> None:
    assert apply_rule("is", "L|4|x") == "is"


@pytest.mark.parametrize(
    ("word", "shape"),
    [("iran", 1), ("Iran", 2), ("USA", 3), ("J.", 4), ("al-Maliki", 5), ("28", 6), ("5th", 7), ("-", 8), ("漢", 9)],
)
def test_shapes(word: str, shape: int) -> None:
    assert shape_of(word) == shape
