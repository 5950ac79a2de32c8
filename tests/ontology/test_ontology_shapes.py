"""A sound graph conforms to ``ontology/shapes.ttl``, and one triple changed makes each shape speak."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Graph, Namespace, URIRef
from rdflib.collection import Collection

ROOT = Path(__file__).parents[2]
DIP = Namespace("https://w3id.org/diplomacy-kg/ontology#")
DSH = Namespace("https://w3id.org/diplomacy-kg/shapes#")
PREFIXES = """
PREFIX dip: <https://w3id.org/diplomacy-kg/ontology#>
PREFIX : <https://example.org/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
SOUND = """
:crocker a dip:Person ; skos:prefLabel "Ryan Crocker"@en ; skos:altLabel "Crocker"@en ;
    dip:mentionedIn :report ; dip:represents :us ; dip:holdsOffice :ambassador ; dip:met :qomi .
:qomi a dip:Person ; skos:prefLabel "Hassan Kazemi Qomi"@en .
:us a dip:State ; skos:prefLabel "United States"@en , "Vereinigte Staaten"@de .
:iraq a dip:State ; skos:prefLabel "Iraq"@en ; dip:isoAlpha2 "IQ" ; dip:isoAlpha3 "IRQ" ;
    dip:capital :baghdad .
:union a dip:State ; skos:prefLabel "Soviet Union"@en ; dip:dissolved "1991"^^xsd:gYear ;
    dip:seatOfGovernment :moscow .
:moscow a dip:City ; skos:prefLabel "Moscow"@en .
:baghdad a dip:City ; skos:prefLabel "Baghdad"@en ; dip:inState :iraq .
:ministry a dip:GovernmentBody ; skos:prefLabel "Foreign Ministry"@en ; dip:of :iraq .
:security a dip:Topic ; skos:prefLabel "security in Iraq"@en .
:ambassador a dip:Office ; skos:prefLabel "ambassador"@en ; dip:of :us .
:tenure a dip:Tenure ; dip:holder :crocker ; dip:office :ambassador ; dip:postedTo :iraq ; dip:former false ;
    dip:evidence :passage ; dip:confidence 0.9 ; prov:wasGeneratedBy :run .
:meeting a dip:Meeting ; dip:participant :crocker , :qomi ; dip:host :ministry ; dip:place :baghdad , :iraq ;
    dip:date "2007-05-28"^^xsd:date , "2007-05"^^xsd:gYearMonth , "2007"^^xsd:gYear ,
        "--05-28"^^xsd:gMonthDay ;
    dip:status dip:Occurred ; dip:topic :security ; dip:confidence 1.0 ; prov:wasGeneratedBy :run ;
    dip:trigger "met" ; dip:evidence :passage ; dip:attributedTo :ministry .
:next a dip:Meeting ; dip:participant :crocker , :qomi ; dip:status dip:Planned ; dip:evidence :passage ;
    dip:startDate "2007-07"^^xsd:gYearMonth ; dip:endDate "2007-08"^^xsd:gYearMonth .
:attack a dip:Assault ; dip:target :baghdad ; dip:status dip:Alleged ; dip:evidence :passage .
:said a dip:Statement ; dip:actor :crocker ; dip:content "they met" ; dip:about :meeting ;
    dip:status dip:Occurred ; dip:realizes :next ; dip:evidence :passage .
:run a prov:Activity .
:merge a dip:Merge ; prov:generated :qomi ; dip:confidence 0.9 ; rdfs:comment "names agree" ; prov:used :report .
:passage a dip:Passage ; dip:inDocument :report ; dip:exact "Crocker met Qomi." ; dip:start 0 ; dip:end 17 ;
    oa:hasSelector :quote .
:quote a oa:TextQuoteSelector ; oa:exact "Crocker met Qomi." .
:report a dip:Document ; dct:title "Talks" ; dct:issued "2007-07-17"^^xsd:date ;
    dip:text "Crocker met Qomi." ;
    dip:sha256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" .
"""

# (first words of the message that must appear, the one change that spoils the sound graph)
SPOILT = [
    ("Give it exactly one skos:prefLabel", 'DELETE DATA { :qomi skos:prefLabel "Hassan Kazemi Qomi"@en }'),
    ("Give it exactly one skos:prefLabel", 'INSERT DATA { :qomi skos:prefLabel "Qomi"@en }'),
    ("Give it exactly one skos:prefLabel", 'INSERT DATA { :baghdad skos:prefLabel "Bagdad"@en }'),
    ("Give it exactly one skos:prefLabel", 'INSERT DATA { :qomi skos:prefLabel " "@fr }'),
    ("Give it exactly one skos:prefLabel", 'INSERT DATA { :qomi skos:prefLabel "Qomi" }'),
    ("Give it exactly one skos:prefLabel", 'DELETE DATA { :security skos:prefLabel "security in Iraq"@en }'),
    ("Give it exactly one skos:prefLabel", 'DELETE DATA { :ambassador skos:prefLabel "ambassador"@en }'),
    ("Keep skos:altLabel", 'INSERT DATA { :crocker skos:altLabel "Ryan Crocker"@en }'),
    ("Point dip:of", "INSERT DATA { :ministry dip:of :security }"),
    ("Point dip:mentionedIn", "INSERT DATA { :qomi dip:mentionedIn :passage }"),
    ("Point dip:met", "INSERT DATA { :qomi dip:met :baghdad }"),
    ("Point dip:inState", "INSERT DATA { :baghdad dip:inState :ministry }"),
    ("Point dip:represents", "INSERT DATA { :crocker dip:represents :ministry }"),
    ("Point dip:holdsOffice", "INSERT DATA { :crocker dip:holdsOffice :tenure }"),
    ("Give dip:isoAlpha2", 'INSERT DATA { :us dip:isoAlpha2 "us" }'),
    ("Give dip:isoAlpha3", 'INSERT DATA { :iraq dip:isoAlpha3 "IRN" }'),
    ("Point dip:capital", "INSERT DATA { :us dip:capital :ministry }"),
    ("Point dip:seatOfGovernment", "INSERT DATA { :us dip:seatOfGovernment :ministry }"),
    ("Give dip:dissolved", 'INSERT DATA { :us dip:dissolved "1991" }'),
    ("Write the office's", 'INSERT DATA { :ambassador skos:prefLabel "Botschafter"@de }'),
    ("Give the tenure exactly one dip:holder", "DELETE DATA { :tenure dip:holder :crocker }"),
    ("Give the tenure exactly one dip:holder", "INSERT DATA { :tenure dip:holder :qomi }"),
    ("Give the tenure exactly one dip:office", "DELETE DATA { :tenure dip:office :ambassador }"),
    ("Give the tenure exactly one dip:holder", "INSERT DATA { :loose dip:office :ambassador }"),
    ("Point dip:postedTo", "INSERT DATA { :tenure dip:postedTo :security }"),
    ("Give dip:former", "INSERT DATA { :tenure dip:former true }"),
    ("Add dip:evidence", "DELETE DATA { :tenure dip:evidence :passage }"),
    ("Add dip:evidence", "DELETE DATA { :meeting dip:evidence :passage }"),
    ("Add dip:evidence", "INSERT DATA { :meeting dip:evidence :report }"),
    ("Point dip:attributedTo", "INSERT DATA { :meeting dip:attributedTo :baghdad }"),
    ("Give dip:confidence", "INSERT DATA { :attack dip:confidence 1.01 }"),
    ("Give dip:confidence", "INSERT DATA { :attack dip:confidence '-0.01'^^xsd:decimal }"),
    ("Give dip:confidence", "INSERT DATA { :attack dip:confidence 1 }"),
    ("Point prov:wasGeneratedBy", "INSERT DATA { :attack prov:wasGeneratedBy :report }"),
    ("Type the event", "DELETE DATA { :meeting a dip:Meeting }"),
    ("Type the event", "DELETE { :said a ?t } INSERT { :said a dip:SpeechAct } WHERE { :said a ?t }"),
    ("Give the event a dip:status", "DELETE DATA { :meeting dip:status dip:Occurred }"),
    ("Give the event a dip:status", "INSERT DATA { :meeting dip:status dip:Rumoured }"),
    ("Fill at least one", "DELETE DATA { :attack dip:target :baghdad }"),
    ("Fill at least one", "INSERT DATA { :attack dip:target :security }"),
    ("Fill dip:participant", "INSERT DATA { :meeting dip:participant :baghdad }"),
    ("Write dip:date", 'INSERT DATA { :attack dip:date "2007-05-28" }'),
    ("Write dip:date", 'INSERT DATA { :attack dip:date "2007-13"^^xsd:gYearMonth }'),
    ("Write dip:date", 'INSERT DATA { :attack dip:date "28 May"^^xsd:date }'),
    ("Write dip:date", 'INSERT DATA { :attack dip:date "2007-02-30"^^xsd:date }'),
    ("Write dip:startDate", 'INSERT DATA { :attack dip:startDate "May"^^xsd:gMonthDay }'),
    ("Write dip:endDate", 'INSERT DATA { :attack dip:endDate "2007-05-28T00:00:00"^^xsd:dateTime }'),
    ("Point dip:place", "INSERT DATA { :attack dip:place :ministry }"),
    ("Point dip:topic", "INSERT DATA { :attack dip:topic :baghdad }"),
    ("Point dip:about", "INSERT DATA { :said dip:about :passage }"),
    ("Give dip:content", 'INSERT DATA { :said dip:content "" }'),
    ("Give dip:trigger", "INSERT DATA { :attack dip:trigger 1 }"),
    ("Point dip:realizes", "INSERT DATA { :meeting dip:realizes :passage }"),
    ("Point dip:disputes", "INSERT DATA { :meeting dip:disputes :passage }"),
    ("Give dip:round", "INSERT DATA { :meeting dip:round 0 }"),
    ("Point the merge to the one entity", "INSERT DATA { :merge prov:generated :crocker }"),
    ("Give the merge its reasons", 'DELETE DATA { :merge rdfs:comment "names agree" }'),
    ("Point the merge to the documents", "DELETE DATA { :merge prov:used :report }"),
    ("Point the passage to its one dip:Document", "DELETE DATA { :passage dip:inDocument :report }"),
    ("Point the passage to its one dip:Document", "INSERT DATA { :passage dip:inDocument :run }"),
    ("Give the passage its words", 'DELETE DATA { :passage dip:exact "Crocker met Qomi." }'),
    ("Give the passage its words", 'INSERT DATA { :passage dip:exact "Crocker" }'),
    ("Give the passage exactly one dip:start", "DELETE DATA { :passage dip:start 0 }"),
    ("Give the passage exactly one dip:start",
     "DELETE { ?p dip:start 0 } INSERT { ?p dip:start -1 } WHERE { ?p dip:start 0 }"),
    ("Give the passage exactly one dip:start",
     "DELETE { ?p dip:start 0 } INSERT { ?p dip:start 17 } WHERE { ?p dip:start 0 }"),
    ("Give the passage exactly one dip:end", "DELETE DATA { :passage dip:end 17 }"),
    ("Give the passage exactly one dip:end", "INSERT DATA { :passage dip:end 17.5 }"),
    ("Name the selectors", "INSERT DATA { :passage oa:hasSelector [] }"),
    ("Give the document exactly one dip:sha256", 'INSERT DATA { :report dip:sha256 "0" }'),
    ("Give the document exactly one dip:sha256", "DELETE WHERE { :report dip:sha256 ?digest }"),
    ("Give dip:text", 'INSERT DATA { :report dip:text "Another." }'),
    ("Write dct:issued", 'INSERT DATA { :report dct:issued "yesterday" }'),
    ("Name it by an IRI", "INSERT DATA { [] a prov:Activity }"),
    ("Name it by an IRI", "INSERT DATA { [] a dip:Mobilization }"),
]  # fmt: skip


@cache
def shapes() -> Graph:
    return Graph().parse(ROOT / "ontology" / "shapes.ttl")


def sound() -> Graph:
    return Graph().parse(data=PREFIXES + SOUND, format="turtle")


def messages(data: Graph) -> list[str]:
    """What the shapes say of a graph; nothing where it conforms."""
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes())
    found = sorted({str(m) for m in report.objects(None, SH.resultMessage)})
    assert conforms == (not found)
    return found


def test_sound_graph_conforms() -> None:
    assert messages(sound()) == []


def test_sound_graph_conforms_beside_the_ontology() -> None:
    """No inference: pyshacl's loads owlrl, which makes every xsd:gMonthDay ill-typed in the whole process."""
    data = sound()
    data.parse(ROOT / "ontology" / "diplomacy.ttl")
    assert messages(data) == []


@pytest.mark.parametrize(("message", "change"), SPOILT, ids=[change for _, change in SPOILT])
def test_spoilt_graph_does_not_conform(message: str, change: str) -> None:
    data = sound()
    data.update(PREFIXES + change)
    assert any(m.startswith(message) for m in messages(data))


@pytest.mark.parametrize("char", [" ", '"', "{", "}", "|", "\\", "^", "`", "<", ">"])
def test_iri_that_turtle_refuses(char: str) -> None:
    data = sound()
    data.add((URIRef(f"https://example.org/a{char}b"), RDF.type, DIP.Document))
    assert any(m.startswith("Name it by an IRI") for m in messages(data))


def test_offsets_of_either_integer_type() -> None:
    data = sound()
    data.update(
        PREFIXES
        + """DELETE { :passage dip:start ?s ; dip:end ?e }
             INSERT { :passage dip:start "9"^^xsd:nonNegativeInteger ; dip:end "17"^^xsd:nonNegativeInteger }
             WHERE { :passage dip:start ?s ; dip:end ?e }"""
    )
    assert messages(data) == []


def test_each_message_is_provoked() -> None:
    told = {str(m) for m in shapes().objects(None, SH.message)}
    assert {m for m in told if not any(m.startswith(start) for start, _ in SPOILT)} == set()


def test_shapes_with_constraints_tell_message_and_severity() -> None:
    graph = shapes()
    told = set(graph.subjects(SH.message, None))
    assert told == set(graph.subjects(SH.severity, None))
    for shape in set(graph.subjects(SH.targetClass, None)):
        assert set(graph.objects(shape, SH.property)) <= told
    assert all(len(list(graph.objects(s, SH.message))) == 1 for s in told)


def test_lists_of_classes_do_not_drift() -> None:
    """The shapes name every class with its sub-classes, as the ontology has them."""
    ontology = Graph().parse(ROOT / "ontology" / "diplomacy.ttl")

    def below(name: str) -> set[object]:
        return set(ontology.transitive_subjects(RDFS.subClassOf, DIP[name]))

    def listed(shape: str) -> set[object]:
        kinds = shapes().value(DSH[shape], SH.property) or DSH[shape]
        values = shapes().value(shapes().value(kinds, SH.qualifiedValueShape), SH["in"])
        assert values is not None
        return set(Collection(shapes(), values))

    def targets(shape: str) -> set[object]:
        return set(shapes().objects(DSH[shape], SH.targetClass))

    leaves = below("Event") - {DIP.Event, DIP.Consultation, DIP.SpeechAct}
    assert listed("Agent") == below("Agent")
    assert listed("Place") == below("Place")
    assert listed("eventType") == listed("Typed") == leaves
    assert targets("Event") == below("Event")
    assert targets("Entity") == below("Entity") - {DIP.Entity}
    assert targets("Entity") | targets("Event") | {
        DIP.Office,
        DIP.Tenure,
        DIP.Document,
        DIP.Passage,
    } <= targets("Iri")


def test_seeds_conform() -> None:
    data = Graph()
    for path in sorted((ROOT / "seeds").glob("*.ttl")):
        data.parse(path)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes())
    told = {(str(n), str(report.value(r, SH.resultMessage))) for r, n in report.subject_objects(SH.focusNode)}
    assert told == set()
