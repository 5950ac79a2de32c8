"""When two names are the same, and what one may skip."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.evaluate.names import flat, located, norm, overlap, sentence
from tests.evaluate.making import counts, entity, gold_file


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IRAN", "Iran"),
        ("Côte d’Ivoire", "cote divoire"),
        ("U.S.", "US"),
        ("the Hague", "Hague"),
        ("Nouri al-Maliki", "Nouri Maliki"),
        ("El Baradei", "Baradei"),
        ("Rice's", "Rice"),
        ("Israel–Lebanon", "Israel Lebanon"),
        ("UN/AU force", "UN AU force"),
    ],
)
def test_case_accents_punctuation_and_articles_do_not_count(one: str, other: str) -> None:
    assert norm(one) == norm(other)


@pytest.mark.parametrize(("one", "other"), [("Iran", "Iraq"), ("Rice", "Condoleezza Rice"), ("Alan", "an")])
def test_other_names_differ(one: str, other: str) -> None:
    assert norm(one) != norm(other)


def test_quotes_are_found_whatever_the_white_space() -> None:
    text = flat("Iran\n denies  it. Iraq does not.")
    assert located(text, ["denies\nit", "nowhere", "Iran"]) == ((0, 4), (5, 14))
    assert overlap(((0, 4),), ((3, 9),))
    assert not overlap(((0, 4),), ((4, 9),))


def test_the_sentence_around_a_name() -> None:
    text = "He met U.S. envoys. Iran denies it. Iraq is silent"
    assert sentence(text, text.index("U.S.")) == "He met U.S. envoys."
    assert sentence(text, text.index("Iran")) == "Iran denies it."
    assert sentence(text, text.index("Iraq")) == "Iraq is silent"


def test_entities_count_by_type_and_any_name(tmp_path: Path) -> None:
    gold_file(tmp_path, "crocker", "qomi", "iran")
    told = [entity("crocker", label="CROCKER", aliases=()), entity("iran", type="City"), entity("us")]
    assert counts(tmp_path, *told) == {"entities": (1, 2, 2)}  # Qomi is missed, Iran is no city, nobody asked for us


def test_finer_classes_count_as_theirs(tmp_path: Path) -> None:
    gold_file(tmp_path, entities=[{"id": "a", "type": "Organization", "name": "Mahdi Army"}])
    told = entity("militias", type="ArmedGroup", label="Mahdi Army")
    assert counts(tmp_path, told) == {"entities": (1, 0, 0)}


def test_one_entity_is_found_once(tmp_path: Path) -> None:
    gold_file(tmp_path, "crocker")
    assert counts(tmp_path, entity("crocker"), entity("qomi", label="Crocker")) == {"entities": (1, 0, 1)}


def test_groups_and_optional_entities_count_in_neither_direction(tmp_path: Path) -> None:
    optional = {"id": "iran", "type": "State", "name": "Iran", "optional": True}
    gold_file(tmp_path, entities=[optional, {"id": "m", "type": "Group", "name": "militias"}])
    assert counts(tmp_path) == {}
    assert counts(tmp_path, entity("iran", type="City"), entity("militias")) == {}
    assert counts(tmp_path, entity("militias", type="Organization")) == {}  # what bears the name of a group


def test_a_group_that_the_gold_does_not_know_is_not_extra(tmp_path: Path) -> None:
    gold_file(tmp_path)
    assert counts(tmp_path, entity("militias")) == {}
