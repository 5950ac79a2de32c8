"""Access to the ontology: a closed namespace, so that a misspelt term is an error and no new term."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import DataError
from kg.iri import ONTOLOGY
from kg.model import ROLES, STATUSES
from kg.ontology import DIP, graph, is_a, literal, subclasses, term


@pytest.mark.parametrize("name", ["Meeting", "participant", "Occurred", "exact"])
def test_a_term_that_is_defined(name: str) -> None:
    assert getattr(DIP, name) == DIP[name] == term(f"dip:{name}") == ox.NamedNode(ONTOLOGY + name)


@pytest.mark.parametrize("name", ["Meating", "meeting", "", "Meeting ", "rdf:type"])
def test_a_term_that_is_not_defined_raises(name: str) -> None:
    with pytest.raises(DataError, match="no term dip:"):
        DIP[name]


def test_a_misspelt_attribute_raises_with_its_name() -> None:
    with pytest.raises(DataError, match=r"no term dip:Meating in ontology/diplomacy\.ttl"):
        _ = DIP.Meating


def test_a_misspelt_curie_raises() -> None:
    with pytest.raises(DataError):
        term("dip:hostt")


def test_python_may_ask_for_what_no_object_has() -> None:
    assert not hasattr(DIP, "__wrapped__")


def test_terms_of_other_vocabularies() -> None:
    assert term("skos:prefLabel").value == "http://www.w3.org/2004/02/skos/core#prefLabel"


@pytest.mark.parametrize("name", [*ROLES, *STATUSES])
def test_what_the_model_calls_by_name_is_defined(name: str) -> None:
    assert DIP[name]


def test_the_classes_under_a_class() -> None:
    assert {"City", "Region", "Site", "Place"} <= subclasses("Place")
    assert "Meeting" in subclasses("Event")
    assert subclasses("Meeting") == {"Meeting"}


@pytest.mark.parametrize(
    ("name", "parents", "expected"),
    [
        ("City", "Place", True), ("City", ("State", "Place"), True), ("Request", "SpeechAct", True),
        ("Person", "Agent", True), ("Agreement", "SpeechAct", False), ("Place", "City", False), ("City", (), False),
    ],
)  # fmt: skip
def test_is_a(name: str, parents: str | tuple[str, ...], expected: bool) -> None:
    assert is_a(name, parents) is expected


def test_a_literal_has_its_datatype() -> None:
    assert literal("2007-05", "gYearMonth").datatype.value == "http://www.w3.org/2001/XMLSchema#gYearMonth"
    assert literal("plain").datatype.value == "http://www.w3.org/2001/XMLSchema#string"


def test_every_class_has_a_label_and_a_comment() -> None:
    for prefix in ("rdfs:label", "rdfs:comment"):
        for name in subclasses("Event"):
            assert any(graph().quads_for_pattern(DIP[name], term(prefix), None)), (name, prefix)
