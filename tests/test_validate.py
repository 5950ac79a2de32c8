"""Validation: clean graphs pass, each kind of damage is found, and the short way finds what pyshacl alone finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kg.errors import DataError
from kg.export import export
from kg.graph import document_iri, quads
from kg.iri import BASE
from kg.ontology import DIP, literal, term
from kg.store import Embedded, Store
from kg.validate import Finding, validate
from kg.validate.shapes import shape_findings
from tests.conftest import DAILY, WIRE, daily, wire

Change = Callable[[ox.Quad], list[ox.Quad]]
IRAN = ox.NamedNode(f"{BASE}state/irn")
CROCKER = ox.NamedNode(f"{BASE}person/ryan-crocker")
GHOST = ox.NamedNode(f"{BASE}person/nobody")


def _changed(change: Change) -> Store:
    store = Embedded()
    store.replace(document_iri(WIRE), [new for quad in quads(wire()) for new in change(quad)])
    return store


def _replace(quad: ox.Quad, new: ox.Literal | ox.NamedNode) -> list[ox.Quad]:
    return [ox.Quad(quad.subject, quad.predicate, new, quad.graph_name)]


def _dropped(predicate: ox.NamedNode) -> Change:
    return lambda quad: [] if quad.predicate == predicate else [quad]


def _set(predicate: ox.NamedNode, new: ox.Literal | ox.NamedNode) -> Change:
    return lambda quad: _replace(quad, new) if quad.predicate == predicate else [quad]


def _added(subject: ox.NamedNode, predicate: ox.NamedNode, obj: ox.NamedNode | ox.Literal) -> Change:
    return lambda quad: [quad, ox.Quad(subject, predicate, obj, quad.graph_name)]


def test_sound_graph_conforms(graph: Store) -> None:
    report = validate(graph, {a.sha256: a.text for a in (WIRE, DAILY)})
    assert report.findings == ()
    assert report.conforms
    assert report.text().startswith("conforms: ")


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        (_dropped(DIP.status), "dip:status", "Give the event a dip:status"),
        (_dropped(DIP.evidence), "dip:evidence", "Add dip:evidence"),
        (_dropped(DIP.exact), "dip:exact", "Give the passage its words"),
        (_dropped(DIP.inDocument), "dip:inDocument", "Point the passage to its one"),
        (_dropped(DIP.holder), "dip:holder", "exactly one dip:holder"),
        (_dropped(DIP.sha256), "dip:sha256", "exactly one dip:sha256"),
        (_dropped(term("skos:prefLabel")), "skos:prefLabel", "exactly one skos:prefLabel"),
        (_set(DIP.date, literal("2007-02-30", "date")), "dip:date", "Write dip:date as"),
        (_set(DIP.confidence, literal("1.5", "decimal")), "dip:confidence", "from 0 to 1"),
        (_set(DIP.start, literal("999", "integer")), "dip:start", "less than its dip:end"),
        (_set(DIP.participant, GHOST), "", "typed entities"),
        (_set(DIP.evidence, GHOST), "dip:evidence", "Add dip:evidence"),
        (_added(CROCKER, term("skos:prefLabel"), ox.Literal("R. C.", language="en")), "skos:prefLabel", "exactly one"),
        (_added(CROCKER, term("skos:altLabel"), ox.Literal("Ryan Crocker", language="en")), "skos:altLabel", "drop"),
    ],
)
def test_shapes_are_applied(change: Change, path: str, message: str) -> None:
    report = validate(_changed(change))
    assert not report.conforms
    assert any(f.path == path and message in f.message and f.severity == "Violation" for f in report.findings)
    assert message in report.text()


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        (_set(DIP.exact, ox.Literal("made up")), "dip:exact", "as long as"),
        (_set(term("oa:exact"), ox.Literal("made up")), "oa:exact", "the same as its passage"),
        (_set(term("oa:end"), literal("3", "integer")), "oa:end", "the same as its passage"),
        (_added(CROCKER, DIP.represents, IRAN), "dip:represents", "add what it would follow from: Who holds an office"),
        (_dropped(DIP.holder), "dip:holdsOffice", "add what it would follow from: Somebody holds the office of each"),
        (_added(CROCKER, DIP.met, IRAN), "dip:met", "Two participants of a meeting that occurred have met."),
        (_set(DIP.inDocument, document_iri(DAILY)), "dip:inDocument", "graph of its own document"),
    ],
)
def test_what_shapes_cannot_say(change: Change, path: str, message: str) -> None:
    found = validate(_changed(change)).findings
    assert any(f.path == path and message in f.message for f in found)


def test_blank_nodes_are_found(graph: Store, tmp_path: Path) -> None:
    path = export(graph, None, tmp_path / "g.nt")
    path.write_text(f"{path.read_text(encoding='utf-8')}_:b1 {DIP.actor} {IRAN} .\n", encoding="utf-8")
    found = validate(path).findings
    assert any(f.focus.startswith("_:") and "blank nodes" in f.message for f in found)


def test_offsets_are_compared_with_the_text(graph: Store) -> None:
    shifted = {WIRE.sha256: f" {WIRE.text}", DAILY.sha256: DAILY.text}
    found = validate(graph, shifted).findings
    passages = {q.subject for q in graph.quads(document_iri(WIRE)) if q.predicate == DIP.exact}
    assert {f.message for f in found} == {"Correct the offsets: the document's text has other words there."}
    assert len(found) == len(passages)


def test_text_in_the_graph_is_compared_too() -> None:
    document = document_iri(WIRE)
    assert validate(_changed(_added(document, DIP.text, ox.Literal(WIRE.text)))).conforms
    assert not validate(_changed(_added(document, DIP.text, ox.Literal("other words")))).conforms


@pytest.mark.parametrize("name", ["g.ttl", "g.nt", "g.nq", "g.trig", "g.jsonld", "g.json", "g.rdf", "g.xml"])
def test_files_of_any_notation(graph: Store, tmp_path: Path, name: str) -> None:
    export(graph, None, tmp_path / name)
    report = validate(tmp_path / name)
    assert (report.findings, report.triples) == ((), len({q.triple for q in graph.quads()}))


def test_store_in_a_folder(tmp_path: Path) -> None:
    with Embedded(tmp_path / "store") as store:
        store.replace(document_iri(WIRE), quads(wire()))
    assert validate(tmp_path / "store").conforms


def test_unreadable_files_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<a> <b>")
    with pytest.raises(DataError, match=r"bad\.ttl is not well-formed: [^\n]*$"):
        validate(tmp_path / "bad.ttl")
    with pytest.raises(DataError, match=r"none\.ttl cannot be read"):
        validate(tmp_path / "none.ttl")
    with pytest.raises(DataError, match="no suffix of RDF"):
        validate(tmp_path / "letter.doc")


def test_long_reports_are_cut() -> None:
    report = validate(_changed(_dropped(DIP.status)))
    assert "more\n" in report.text()
    assert report.text().startswith("does not conform: ")


_ALL = tuple({q.triple: q.triple for f in (wire(), daily()) for q in quads(f)})
_VALUES: tuple[ox.Literal | ox.NamedNode | ox.BlankNode, ...] = (
    ox.Literal(""),
    ox.Literal("Ambassador"),
    ox.Literal("x", language="en"),
    literal("2007-13", "gYearMonth"),
    literal("-1", "integer"),
    literal("7", "decimal"),
    GHOST,
    IRAN,
    ox.BlankNode("b"),
)


@settings(max_examples=15, deadline=None, phases=[Phase.generate])
@given(st.data())
def test_one_node_of_each_kind_is_enough(data: st.DataObject) -> None:
    triples = set(_ALL)
    for triple in data.draw(st.lists(st.sampled_from(_ALL), max_size=6, unique=True)):
        triples.discard(triple)
        value = data.draw(st.sampled_from(_VALUES))
        if data.draw(st.booleans()):
            triples.add(ox.Triple(triple.subject, triple.predicate, value))
    assert set(shape_findings(triples)) == set(shape_findings(triples, every_node=True))


def test_findings_sort() -> None:
    assert Finding("Violation", "a", "b", "c") < Finding("Warning", "a", "b", "c")
