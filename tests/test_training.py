"""The pure functions that make training data; none of them needs torch."""

from __future__ import annotations

import pytest

from kg.annotate.words import apply_rule
from training.augment import capitals, joined, typographic, unstopped
from training.corpora import Sentence, Token
from training.entities import aligned, gum_tags, repaired, spans_of
from training.words import lemma_rule


def _token(form: str, upos: str, head: int, deprel: str, *, glued: bool = False) -> Token:
    return Token(form, form, upos, "NNP" if upos == "PROPN" else "XX", head, deprel, "_", glued)


PREMIER = Sentence(
    "test",
    "1",
    ("Nouri", "al", "-", "Maliki", "did", "n't", "speak", "."),
    (
        _token("Nouri", "PROPN", 7, "nsubj"),
        _token("al", "PROPN", 1, "flat", glued=True),
        _token("-", "PUNCT", 4, "punct", glued=True),
        _token("Maliki", "PROPN", 1, "flat"),
        _token("did", "AUX", 7, "aux", glued=True),
        _token("n't", "PART", 7, "advmod"),
        _token("speak", "VERB", 0, "root", glued=True),
        _token(".", "PUNCT", 7, "punct"),
    ),
    ("B-PER", "I-PER", "I-PER", "I-PER", "O", "O", "O", "O"),
    ("",) * 8,
)


@pytest.mark.parametrize(
    ("form", "lemma", "rule"),
    [
        ("Iran", "Iran", "C"),
        ("The", "the", "L"),
        ("Ministries", "ministry", "L|3|y"),
        ("were", "be", "=be"),
        ("Emirates", "Emirate", "C|1|"),
        ("held", "hold", "L|3|old"),
    ],
)
def test_lemma_rule_is_undone_by_the_annotator(form: str, lemma: str, rule: str) -> None:
    assert lemma_rule(form, lemma) == rule
    assert apply_rule(form, rule) == lemma


def test_tags_move_to_other_tokens_of_the_same_text() -> None:
    pairs = [("Al", "B-ORG"), ("-", "I-ORG"), ("Zaman", "I-ORG"), (":", "O")]
    assert aligned(["Al-Zaman", ":"], pairs) == ["B-ORG", "O"]
    assert aligned(["Al-", "Zaman", ":"], pairs) == ["B-ORG", "I-ORG", "O"]
    assert aligned(["Zaman"], pairs) is None


def test_repaired_tags_begin_with_b() -> None:
    assert spans_of(repaired(["I-ORG", "I-ORG", "I-LOC", "O"])) == [(0, 2, "ORG"), (2, 3, "LOC")]


def test_a_name_is_the_proper_part_of_a_mention() -> None:
    tokens = [
        _token("the", "DET", 3, "det"),
        _token("Foreign", "ADJ", 3, "amod"),
        _token("Ministry", "PROPN", 0, "root"),
        _token("of", "ADP", 5, "case"),
        _token("Iraq", "PROPN", 3, "nmod"),
        _token("here", "ADV", 3, "advmod"),
    ]
    assert gum_tags(tokens, [(0, 6, "organization"), (4, 5, "place")]) == ["O", "B-ORG", *["I-ORG"] * 3, "O"]


def test_hyphenated_names_become_one_word_of_the_tree() -> None:
    one = joined(PREMIER)
    assert one.words == ("Nouri", "al-Maliki", "did", "n't", "speak", ".")
    assert [token.head for token in one.tokens] == [5, 1, 5, 5, 0, 5]
    assert one.tags == ("B-PER", "I-PER", "O", "O", "O", "O")


def test_variants_keep_the_labels() -> None:
    assert typographic(PREMIER).words[5] == "n’t"
    assert unstopped(PREMIER).tokens == PREMIER.tokens[:-1]
    assert capitals(PREMIER).words[0] == "NOURI"
    assert capitals(PREMIER).tokens[0].lemma == "Nouri"
