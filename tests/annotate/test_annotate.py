"""The pipeline as a whole, with the real model."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate import annotate, annotate_all, load
from kg.model import Article

TALKS = (
    "The July 24 talks, hosted by Iraqi Prime Minister Nouri al-Maliki at his residence, brought together "
    "U.S. ambassador Ryan Crocker and an Iranian delegation under Hassan Kazemi Qomi."
)
ATTRIBUTES: list[int | str] = [
    "HEAD",
    "DEP",
    "POS",
    "TAG",
    "LEMMA",
    "MORPH",
    "ENT_IOB",
    "ENT_TYPE",
    "SENT_START",
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def rows(doc: Doc) -> list[tuple[int, ...]]:
    return [tuple(row) for row in doc.to_array(ATTRIBUTES).tolist()]


def analysed(nlp: Language, text: str, word: str) -> tuple[str, str, str]:
    """The relation, the lemma and the features of a word."""
    token = next(token for token in nlp(text) if token.text == word)
    return token.dep_, token.lemma_, str(token.morph)


def test_names_and_dates_are_found(nlp: Language) -> None:
    found = {(span.text, span.label_) for span in nlp(TALKS).ents}
    assert {("Nouri al-Maliki", "PER"), ("Ryan Crocker", "PER"), ("Hassan Kazemi Qomi", "PER")} <= found
    assert ("July 24", "DATE") in found


def test_the_tree_has_universal_dependencies(nlp: Language) -> None:
    by_word = {token.text: token for token in nlp(TALKS)}
    assert by_word["brought"].dep_ == "ROOT"
    assert by_word["talks"].dep_ == "nsubj"
    assert by_word["talks"].head == by_word["brought"]
    assert by_word["his"].dep_ == "nmod:poss"


def test_passive_negation_and_lemmas(nlp: Language) -> None:
    text = "The treaty was not signed. Ministers don't agree. She has met the envoys. It’s over."
    relation, lemma, morph = analysed(nlp, text, "signed")
    assert (relation, lemma) == ("ROOT", "sign")
    assert "Voice=Pass" in morph
    assert "Polarity=Neg" in analysed(nlp, text, "not")[2]
    assert analysed(nlp, text, "n't")[1] == "not"
    assert "Polarity=Neg" in analysed(nlp, text, "n't")[2]
    assert analysed(nlp, text, "met")[1] == "meet"
    assert analysed(nlp, text, "Ministers")[1:] == ("minister", "Number=Plur")
    assert analysed(nlp, text, "’s")[1] == "be"
    assert "Case=Nom|Gender=Fem" in analysed(nlp, text, "She")[2]


def test_names_keep_their_form(nlp: Language) -> None:
    for token in nlp("FRANCE and Mr. Putin's Gazprom sued Holding Ltd. in The Hague on Wednesday."):
        if token.pos_ == "PROPN":
            assert token.lemma_ == token.text
    assert analysed(nlp, "The Philippines and Indonesia signed a treaty.", "Philippines")[1] == "Philippines"


def test_reference_is_the_publication_date_or_the_dateline(nlp: Language) -> None:
    text = f"May 28, 2007\n\n{TALKS}"
    assert annotate(Article(text, "test"), nlp).reference == date(2007, 5, 28)
    assert annotate(Article(text, "test", published=date(2007, 6, 1)), nlp).reference == date(2007, 6, 1)
    assert annotate(Article(TALKS, "test"), nlp).reference is None


def test_the_same_sentence_has_the_same_analysis_in_any_company(nlp: Language) -> None:
    alone = nlp(TALKS)
    other = nlp(f"Iran and Iraq signed.\n\n{TALKS}\n\nNothing else happened in the region that day, he said.")
    sentence = list(other.sents)[1].as_doc()
    assert rows(sentence)[: len(alone)] == rows(alone)


def test_the_same_article_has_the_same_analysis(nlp: Language) -> None:
    articles = [Article(text, "test") for text in (TALKS, "Iran and Iraq met.", TALKS)]
    first, _, last = annotate_all(articles, nlp)
    assert rows(first.doc) == rows(last.doc)
    assert first.prose == last.prose


def test_strings_outlive_a_memory_zone() -> None:
    from kg.annotate.pipeline import build

    nlp = build()
    with nlp.memory_zone():
        nlp("Zorblaxes quibbled in Iran.")
    assert [token.lemma_ for token in nlp("Zorblaxes quibbled in Iran.")][1:] == ["quibble", "in", "Iran", "."]


def test_load_is_cached() -> None:
    assert load() is load()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\n\nIran met Iraq.\n", ".", "\ufeffIran", "\u200b \u200d", "…"])
def test_odd_texts(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert "".join(token.text_with_ws for token in doc) == text
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("Iran met'’s \n\t.,\"-$1é漢👍\u200b"), max_size=60))
def test_every_sentence_is_one_tree(nlp: Language, text: str) -> None:
    doc = nlp(text)
    for sentence in doc.sents:
        assert [token.dep_ for token in sentence if token.head is token or token.head == token].count("ROOT") == 1
        assert all(token.head in sentence for token in sentence)
        assert all(token.has_head() or token.dep_ == "ROOT" for token in sentence)


def test_a_very_long_sentence_is_analysed_in_parts(nlp: Language) -> None:
    doc = nlp("Iran and Iraq met and " * 600 + "left.")
    (sentence,) = doc.sents
    assert sum(token.dep_ == "ROOT" for token in sentence) == 1
    assert all(token.pos_ for token in sentence)


def test_a_megabyte_is_bounded_in_memory() -> None:
    """Junk of one megabyte passes the splitter; the model sees one sentence at a time."""
    from kg.annotate.pipeline import splitter

    text = "Iran met Iraq. " * 70_000
    assert sum(1 for _ in splitter()(text).sents) == 70_000
