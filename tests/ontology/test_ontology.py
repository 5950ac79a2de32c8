"""The ontology's files parse, and hold every term that consumers rely on, with what they rely on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

FOLDER = Path(__file__).parents[2] / "ontology"
FILES = ("diplomacy", "alignments", "shapes")
DIP = Namespace("https://w3id.org/diplomacy-kg/ontology#")

# Class → the class right above it in the contract; "" for none.
CLASSES = {
    "Agent": "Entity", "Person": "Agent", "State": "Agent", "Group": "Agent", "Organization": "Agent",
    "GovernmentBody": "Organization", "IntergovernmentalOrganization": "Organization",
    "ArmedGroup": "Organization", "PoliticalParty": "Organization", "MediaOrganization": "Organization",
    "Place": "Entity", "City": "Place", "Region": "Place", "Site": "Place", "Topic": "Entity",
    "Office": "", "Tenure": "", "Event": "", "Consultation": "Event", "SpeechAct": "Event",
    "Document": "", "Passage": "", "Status": "", "Merge": "",
}  # fmt: skip

# Event type → the class right above it, its PLOVER type ("" where PLOVER has none).
EVENTS = {
    "Meeting": ("Consultation", "CONSULT"), "Negotiation": ("Consultation", "CONSULT"),
    "Visit": ("Consultation", "CONSULT"), "Call": ("Consultation", "CONSULT"),
    "Mediation": ("Consultation", "CONSULT"), "Agreement": ("Event", "AGREE"),
    "Pledge": ("SpeechAct", "AGREE"), "Support": ("SpeechAct", "SUPPORT"),
    "Request": ("SpeechAct", "REQUEST"),
    "Accusation": ("SpeechAct", "ACCUSE"), "Rejection": ("SpeechAct", "REJECT"),
    "Threat": ("SpeechAct", "THREATEN"), "Statement": ("SpeechAct", ""),
    "Cooperation": ("Event", "COOPERATE"), "Aid": ("Event", "AID"), "Concession": ("Event", "CONCEDE"),
    "Sanction": ("Event", "SANCTION"), "Relations": ("Event", "CONSULT SANCTION"),
    "Appointment": ("Event", ""), "Vote": ("Event", ""), "Protest": ("Event", "PROTEST"),
    "Coercion": ("Event", "COERCE"), "Assault": ("Event", "ASSAULT"), "Mobilization": ("Event", "MOBILIZE"),
    "Withdrawal": ("Event", "RETREAT"),
}  # fmt: skip

# Object property → domain and range; several names are a union.
OBJECT_PROPERTIES = {
    "of": ("Office Group Organization Site", "Agent Place"), "holder": ("Tenure", "Person"),
    "office": ("Tenure", "Office"), "postedTo": ("Tenure", "State Organization Place"),
    "represents": ("Person", "State"), "holdsOffice": ("Person", "Office"), "involves": ("Event", "Entity"),
    "participant": ("", "Agent"), "actor": ("", "Agent"), "target": ("", "Agent Place"),
    "host": ("", "Agent"), "mediator": ("", "Agent"), "about": ("SpeechAct", "Event Entity"),
    "place": ("Event", "Place State"),
    "topic": ("Event", "Topic"), "status": ("Event", "Status"), "attributedTo": ("Event Tenure", "Agent"),
    "met": ("Agent", "Agent"), "evidence": ("Event Tenure", "Passage"), "inDocument": ("Passage", "Document"),
    "mentionedIn": ("Entity", "Document"), "realizes": ("Event", "Event"),
    "disputes": ("Event", "Event"),
}  # fmt: skip

# Datatype property → domain and range. Dates have several datatypes, so their range is any literal.
DATATYPE_PROPERTIES = {
    "former": ("Tenure", rdflib.XSD.boolean), "content": ("SpeechAct", RDFS.Literal),
    "date": ("Event", RDFS.Literal),
    "startDate": ("Event Tenure", RDFS.Literal), "endDate": ("Event Tenure", RDFS.Literal),
    "confidence": ("Event Tenure Merge", rdflib.XSD.decimal), "trigger": ("Event", rdflib.XSD.string),
    "exact": ("Passage", rdflib.XSD.string), "start": ("Passage", rdflib.XSD.nonNegativeInteger),
    "end": ("Passage", rdflib.XSD.nonNegativeInteger), "sha256": ("Document", rdflib.XSD.string),
    "text": ("Document", rdflib.XSD.string), "round": ("Event", rdflib.XSD.integer),
}  # fmt: skip

STATUSES = ("Occurred", "Ongoing", "Planned", "Proposed", "Alleged", "Negated", "Cancelled")
ROLES = ("participant", "actor", "target", "host", "mediator")


@cache
def load(name: str) -> Graph:
    return Graph().parse(FOLDER / f"{name}.ttl")


def dip_terms(graph: Graph) -> set[URIRef]:
    return {s for s in graph.subjects() if isinstance(s, URIRef) and s.startswith(DIP)}


def local_names(node: Node | None) -> set[str]:
    """Local names of a class, or of the members of a union."""
    if node is None:
        return set()
    union = load("diplomacy").value(node, OWL.unionOf)
    members = [node] if union is None else list(Collection(load("diplomacy"), union))
    return {str(m).removeprefix(DIP) for m in members}


@pytest.mark.parametrize("name", FILES)
def test_file_parses(name: str) -> None:
    assert len(load(name)) > 100


def test_header() -> None:
    ontology = URIRef("https://w3id.org/diplomacy-kg/ontology")
    dct = Namespace("http://purl.org/dc/terms/")
    graph = load("diplomacy")
    assert (ontology, RDF.type, OWL.Ontology) in graph
    assert str(graph.value(ontology, OWL.versionInfo)) == "0.1.0"
    assert "creativecommons.org/licenses/by/4.0" in str(graph.value(ontology, dct.license))
    assert graph.value(ontology, dct.title)
    assert graph.value(ontology, dct.description)


@pytest.mark.parametrize("term", sorted(dip_terms(load("diplomacy"))))
def test_every_term_is_explained_with_an_example(term: URIRef) -> None:
    graph = load("diplomacy")
    assert len(list(graph.objects(term, RDFS.label))) == 1
    comments = list(graph.objects(term, RDFS.comment))
    assert len(comments) == 1
    assert "Example: " in str(comments[0])


@pytest.mark.parametrize(("name", "above"), [*CLASSES.items(), *((n, up) for n, (up, _) in EVENTS.items())])
def test_class(name: str, above: str) -> None:
    graph = load("diplomacy")
    assert (DIP[name], RDF.type, OWL.Class) in graph
    parents = {str(p).removeprefix(DIP) for p in graph.objects(DIP[name], RDFS.subClassOf) if str(p).startswith(DIP)}
    assert parents == ({above} if above else set())


def test_topic_is_a_concept() -> None:
    assert (DIP.Topic, RDFS.subClassOf, SKOS.Concept) in load("diplomacy")


def test_no_other_event_types() -> None:
    graph = load("diplomacy")
    below = {str(c).removeprefix(DIP) for c in graph.transitive_subjects(RDFS.subClassOf, DIP.Event)}
    assert below == {*EVENTS, "Event", "Consultation", "SpeechAct"}


@pytest.mark.parametrize("name", EVENTS)
def test_codes(name: str) -> None:
    """Each code of an event type is the notation of a concept with which the type is matched."""
    ours, concepts = load("diplomacy"), load("alignments")
    codes = set(ours.objects(DIP[name], SKOS.notation))
    assert {str(c) for c in codes if c.datatype == DIP.plover} == set(EVENTS[name][1].split())  # type: ignore[attr-defined]
    assert (name in ("Appointment", "Vote")) != any(c.datatype == DIP.cameo for c in codes)  # type: ignore[attr-defined]
    relations = (SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
    matched = {m for r in relations for m in concepts.objects(DIP[name], r)}
    assert codes <= {n for m in matched for n in concepts.objects(m, SKOS.notation)}


def test_matches_lead_to_concepts() -> None:
    graph = load("alignments")
    relations = (SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
    found = [m for r in relations for m in graph.objects(None, r)]
    for match in found:
        if str(match).startswith("https://w3id.org/diplomacy-kg/"):
            assert (match, RDF.type, SKOS.Concept) in graph, match
    concepts = list(graph.subjects(RDF.type, SKOS.Concept))
    assert all(graph.value(c, SKOS.prefLabel) and graph.value(c, SKOS.inScheme) for c in concepts)


@pytest.mark.parametrize("name", OBJECT_PROPERTIES)
def test_object_property(name: str) -> None:
    graph, (domain, values) = load("diplomacy"), OBJECT_PROPERTIES[name]
    assert (DIP[name], RDF.type, OWL.ObjectProperty) in graph
    assert (DIP[name], RDF.type, OWL.DatatypeProperty) not in graph
    assert local_names(graph.value(DIP[name], RDFS.domain)) == set(domain.split())
    assert local_names(graph.value(DIP[name], RDFS.range)) == set(values.split())


@pytest.mark.parametrize("name", DATATYPE_PROPERTIES)
def test_datatype_property(name: str) -> None:
    graph, (domain, values) = load("diplomacy"), DATATYPE_PROPERTIES[name]
    assert (DIP[name], RDF.type, OWL.DatatypeProperty) in graph
    assert (DIP[name], RDF.type, OWL.ObjectProperty) not in graph
    assert local_names(graph.value(DIP[name], RDFS.domain)) == set(domain.split())
    assert graph.value(DIP[name], RDFS.range) == values


def test_axioms_of_properties() -> None:
    graph = load("diplomacy")
    assert {str(r).removeprefix(DIP) for r in graph.subjects(RDFS.subPropertyOf, DIP.involves)} == set(ROLES)
    assert (DIP.met, RDF.type, OWL.SymmetricProperty) in graph


def test_statuses() -> None:
    graph = load("diplomacy")
    assert {str(s).removeprefix(DIP) for s in graph.subjects(RDF.type, DIP.Status)} == set(STATUSES)
    different = graph.value(predicate=RDF.type, object=OWL.AllDifferent)
    members = graph.value(different, OWL.distinctMembers)
    assert members is not None
    assert set(Collection(graph, members)) == {DIP[s] for s in STATUSES}


def test_stays_small() -> None:
    graph = load("diplomacy")
    counts = [
        len([s for s in graph.subjects(RDF.type, kind) if str(s).startswith(DIP)])
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    ]
    assert counts[0] <= 50
    assert counts[1] + counts[2] <= 50
