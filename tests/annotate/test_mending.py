"""Contradictions of one analysis, put right: each analysis here is one that a network gave."""

from __future__ import annotations

import numpy as np
import pytest

from kg.annotate.lemmas import only_plural
from kg.annotate.mending import mended
from kg.annotate.network import Analysis


def _analysis(rows: str) -> tuple[list[str], Analysis]:
    """``rows`` are "form/UPOS/XPOS/head/relation"."""
    forms, upos, xpos, heads, relations = zip(*(row.split("/") for row in rows.split()), strict=True)
    plain = ("L",) * len(forms), ("O",) * len(forms), np.zeros((len(forms), 0), np.float32)
    return list(forms), Analysis(tuple(map(int, heads)), relations, upos, xpos, *plain)


def test_a_noun_is_no_verb() -> None:
    _, analysis = _analysis("its/PRON/PRP$/2/nmod:poss demand/VERB/NN/0/root")
    assert mended(["its", "demand"], analysis).upos == ("PRON", "NOUN")


def test_a_subject_before_the_verb_is_none_of_its_object() -> None:
    given = "Peru/PROPN/NNP/4/nsubj will/AUX/MD/3/aux hold/VERB/VB/0/root talks/NOUN/NNS/3/obj"
    words, analysis = _analysis(given)
    assert mended(words, analysis).heads == (3, 3, 0, 3)


def test_a_noun_taken_for_a_clause_is_the_object_of_the_verb_before_it() -> None:
    given = "said/VERB/VBD/0/root Peru/PROPN/NNP/5/nsubj will/AUX/MD/5/aux hold/VERB/VB/1/ccomp talks/VERB/VB/1/ccomp"
    words, analysis = _analysis(given)
    made = mended(words, analysis)
    assert made.heads == (0, 4, 4, 1, 4)
    assert (made.relations[4], made.upos[4], made.xpos[4]) == ("obj", "NOUN", "NNS")


def test_a_noun_hung_beside_its_verb_is_the_object_of_it() -> None:
    given = "Peru/PROPN/NNP/3/nsubj hold/VERB/VB/4/ccomp talks/NOUN/NNS/4/ccomp said/VERB/VBD/0/root"
    words, analysis = _analysis(given)
    made = mended(words, analysis)
    assert (made.heads, made.relations[2]) == ((2, 4, 2, 0), "obj")


def test_a_noun_that_is_told_of_somebody_stays_a_clause() -> None:
    given = "saying/VERB/VBG/3/advcl neighbours/NOUN/NNS/3/ccomp are/AUX/VBP/2/cop"
    words, analysis = _analysis(given.replace("3/advcl", "0/root").replace("3/ccomp", "1/ccomp"))
    assert mended(words, analysis) == analysis


def test_an_auxiliary_stands_before_its_verb() -> None:
    words, analysis = _analysis("said/VERB/VBD/0/root Iran/PROPN/NNP/4/nsubj must/AUX/MD/1/aux wait/VERB/VB/1/ccomp")
    assert mended(words, analysis).heads == (0, 4, 4, 1)


def test_a_verb_has_one_subject() -> None:
    words, analysis = _analysis("Rice/PROPN/NNP/2/nsubj accused/VERB/VBD/0/root Iran/PROPN/NNP/2/nsubj")
    assert mended(words, analysis).relations == ("nsubj", "root", "obj")


def test_a_question_keeps_its_subject() -> None:
    words, analysis = _analysis("did/AUX/VBD/3/aux Rice/PROPN/NNP/3/nsubj wait/VERB/VB/0/root")
    assert mended(words, analysis) == analysis


def test_what_agrees_stays_as_it_is() -> None:
    words, analysis = _analysis("Peru/PROPN/NNP/2/nsubj needs/VERB/VBZ/0/root help/NOUN/NN/2/obj")
    assert mended(words, analysis) == analysis


@pytest.mark.parametrize(("form", "plural"), [("talks", True), ("focus", False), ("was", False), ("pass", False)])
def test_forms_that_are_plurals_only(form: str, *, plural: bool) -> None:
    assert only_plural(form) == plural


def test_an_owner_belongs_to_the_noun_that_it_follows() -> None:
    given = (
        "the/DET/DT/2/det meeting/NOUN/NN/0/root held/VERB/VBN/2/acl in/ADP/IN/6/case the/DET/DT/6/det "
        "office/NOUN/NN/3/obl of/ADP/IN/8/case al-Maliki/PROPN/NNP/2/nmod"
    )
    words, analysis = _analysis(given)
    assert mended(words, analysis).heads == (2, 0, 2, 6, 6, 3, 8, 6)


def test_who_is_accused_of_something_does_not_own_it() -> None:
    given = "accused/VERB/VBD/0/root officials/NOUN/NNS/1/obj of/ADP/IN/4/case spying/NOUN/NN/1/obl"
    words, analysis = _analysis(given)
    assert mended(words, analysis).heads == analysis.heads


def test_what_hangs_on_its_owner_does_not_own_it_in_turn() -> None:
    given = "truce/NOUN/NN/0/root after/ADP/IN/3/case series/NOUN/NN/5/nmod of/ADP/IN/5/case meetings/NOUN/NNS/1/nmod"
    words, analysis = _analysis(given)
    assert mended(words, analysis).heads == analysis.heads
