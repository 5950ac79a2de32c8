"""Every exporter: stable bytes, whole files, and notations that read back as the same graph."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import plugins
from kg.errors import NotFoundError, OutputError
from kg.export import export, formats, guess
from kg.graph import IDENTITY, document_iri, quads
from kg.store import Embedded, Store
from tests.conftest import DAILY, WIRE, wire
from tests.export.conftest import written

TRIPLES = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "rdfxml": ox.RdfFormat.RDF_XML}
QUADS = {"nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
NO_XML = {*map(chr, range(32)), "\ufffe", "\uffff"} - {"\t", "\n", "\r"}
OURS = [form for form in plugins.names("kg.exporters") if form != "html"]
SMALL = {"csv", "parquet", "neo4j", "ics", "plover-tsv", "quickstatements", "timeline"}
"""So small, with two articles, that they fit where others do not."""


def triples(data: bytes, form: str) -> set[ox.Triple]:
    return {q.triple for q in ox.parse(data, format=TRIPLES[form])}


@pytest.mark.parametrize("form", OURS)
def test_same_graph_same_bytes(graph: Store, form: str) -> None:
    with Embedded() as other:
        for document in (*reversed(graph.documents()), IDENTITY):
            told = list(graph.quads(document))
            random.Random(form).shuffle(told)
            other.replace(document, told[:9])
            other.replace(document, told)
        assert written(other, form) == written(graph, form) == written(graph, form)


_PRINT = """
import hashlib, io, sys
from kg.export import write
from kg.store import Embedded
from tests.conftest import daily, fill, wire
store = Embedded()
fill(store, wire(), daily())
for form in sys.argv[1:]:
    output = io.BytesIO()
    write(store, form, output)
    print(hashlib.sha256(output.getvalue()).hexdigest())
"""


def test_same_bytes_in_every_process() -> None:
    runs = {
        subprocess.run(
            [sys.executable, "-c", _PRINT, *OURS],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


@pytest.mark.parametrize("form", plugins.names("kg.exporters"))
def test_nothing_and_hostile_texts_make_files(empty: Store, hostile: Store, form: str) -> None:
    assert written(empty, form) == written(empty, form)
    if form == "rdfxml":
        with pytest.raises(OutputError, match=r"RDF/XML cannot hold the character U\+000B .*: choose another format"):
            written(hostile, form)
    else:
        assert written(hostile, form) == written(hostile, form)


@pytest.mark.parametrize("form", TRIPLES)
def test_triples_read_back(graph: Store, form: str) -> None:
    assert triples(written(graph, form), form) == {q.triple for q in graph.quads()}


@pytest.mark.parametrize("form", QUADS)
def test_quads_read_back_with_their_graphs(graph: Store, form: str) -> None:
    assert set(ox.parse(written(graph, form), format=QUADS[form])) == set(graph.quads())


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("turtle", "turtle"),
        ("ntriples", "nt"),
        ("rdfxml", "xml"),
        ("nquads", "nquads"),
        ("trig", "trig"),
        ("jsonld", "json-ld"),
    ],
)
def test_another_library_reads_the_same(graph: Store, form: str, name: str) -> None:
    read = rdflib.Dataset()
    read.parse(data=written(graph, form), format=name)
    assert len({(s, p, o) for s, p, o, _ in read.quads()}) == len({q.triple for q in graph.quads()})


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_NODE = st.sampled_from(
    [
        "https://w3id.org/diplomacy-kg/id/person/a",
        "http://e.org/x_y",
        "urn:x:y",
        "https://w3id.org/diplomacy-kg/ontology#Meeting",
        "https://w3id.org/diplomacy-kg/id/a:b",
    ]
).map(ox.NamedNode)
_PREDICATE = st.sampled_from(
    ["http://purl.org/dc/terms/title", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://e.org/p"]
).map(ox.NamedNode)
_LITERAL = st.one_of(
    _TEXT.map(ox.Literal),
    _TEXT.map(lambda t: ox.Literal(t, language="en")),
    st.dates().map(lambda d: ox.Literal(d.isoformat(), datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))),
)
_TRIPLES = st.lists(st.builds(ox.Triple, _NODE, _PREDICATE, st.one_of(_NODE, _LITERAL)), max_size=8)


@settings(max_examples=60, deadline=None)
@given(first=_TRIPLES, second=_TRIPLES)
def test_any_graph_reads_back(first: list[ox.Triple], second: list[ox.Triple]) -> None:
    a, b = document_iri(WIRE), document_iri(DAILY)
    with Embedded() as store:
        store.replace(a, [ox.Quad(t.subject, t.predicate, t.object, a) for t in first])
        store.replace(b, [ox.Quad(t.subject, t.predicate, t.object, b) for t in second])
        for form, notation in QUADS.items():
            assert set(ox.parse(written(store, form), format=notation)) == set(store.quads())
        for form in ("turtle", "ntriples"):
            assert triples(written(store, form), form) == {q.triple for q in store.quads()}


@settings(max_examples=60, deadline=None)
@given(told=_TRIPLES)
def test_rdfxml_reads_back_or_says_why_not(told: list[ox.Triple]) -> None:
    a = document_iri(WIRE)
    with Embedded() as store:
        store.replace(a, [ox.Quad(t.subject, t.predicate, t.object, a) for t in told])
        if any(set(getattr(t.object, "value", "")) & NO_XML for t in told):
            with pytest.raises(OutputError, match=r"cannot hold the character U\+"):
                written(store, "rdfxml")
            return
        data = written(store, "rdfxml")
        ET.fromstring(data)
        assert triples(data, "rdfxml") == {q.triple for q in store.quads()}


def test_rdfxml_refuses_names_that_xml_has_not() -> None:
    a = document_iri(WIRE)
    with Embedded() as store:
        store.replace(a, [ox.Quad(a, ox.NamedNode("http://e.org/1"), ox.Literal("x"), a)])
        with pytest.raises(OutputError, match=r"cannot name a type or property http://e\.org/1"):
            written(store, "rdfxml")


def test_empty_store_is_a_valid_file() -> None:
    with Embedded() as store:
        for form, notation in (TRIPLES | QUADS).items():
            assert list(ox.parse(written(store, form), format=notation)) == []
        assert len(nx.parse_graphml(written(store, "graphml").decode())) == 0


def test_graphml(graph: Store) -> None:
    drawn = nx.parse_graphml(written(graph, "graphml").decode(), force_multigraph=True)
    labels = nx.get_node_attributes(drawn, "label")
    meeting = next(
        n for n, label in labels.items() if label.endswith("Ryan Crocker, 2007-05-28") and "Meeting" in label
    )
    node = drawn.nodes[meeting]
    assert (node["kind"], node["type"], node["status"], node["date"]) == ("event", "Meeting", "Occurred", "2007-05-28")
    assert node["document"].splitlines() == [WIRE.title, DAILY.title]
    assert node["sentence"].splitlines()[0] in WIRE.text
    roles = {(data["label"], labels[end]) for _, end, data in drawn.out_edges(meeting, data=True)}
    assert roles == {("participant", "Ryan Crocker"), ("participant", "Hassan Kazemi Qomi"), ("place", "Baghdad")}
    met = [(labels[a], labels[b]) for a, b, data in drawn.edges(data=True) if data["label"] == "met"]
    assert met == [("Hassan Kazemi Qomi", "Ryan Crocker")]


def test_graphml_leaves_out_what_xml_cannot_hold() -> None:
    a = document_iri(WIRE)
    with Embedded() as store:
        facts = [
            ox.Quad(
                q.subject, q.predicate, ox.Literal("a\x01b") if q.predicate.value.endswith("#exact") else q.object, a
            )
            for q in quads(wire())
        ]
        store.replace(a, facts)
        assert b"ab</data>" in written(store, "graphml")


@pytest.mark.parametrize(
    ("path", "form"), [("a.ttl", "turtle"), ("b/C.NQ", "nquads"), ("x.json", "jsonld"), ("x.html", "html")]
)
def test_suffix_tells_the_format(path: str, form: str) -> None:
    assert guess(path) == form
    assert form in formats()


def test_unknown_formats(graph: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"no format has the suffix '\.doc'.*name one of turtle, "):
        export(graph, None, tmp_path / "a.doc")
    with pytest.raises(NotFoundError, match="did you mean turtle"):
        export(graph, "turtel", tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", OURS)
def test_file_is_replaced_whole(graph: Store, tmp_path: Path, form: str) -> None:
    path = tmp_path / "out"
    path.write_text("old")
    path.chmod(0o644)
    assert export(graph, form, path) == path
    assert path.read_bytes() == written(graph, form)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_link_stays_a_link(graph: Store, tmp_path: Path) -> None:
    (tmp_path / "real.ttl").write_text("old")
    (tmp_path / "link.ttl").symlink_to("real.ttl")
    export(graph, None, tmp_path / "link.ttl")
    assert (tmp_path / "link.ttl").is_symlink()
    assert (tmp_path / "real.ttl").read_bytes() == written(graph, "turtle")


_FULL = """
import resource, signal, sys
from kg.errors import OutputError
from kg.export import export
from kg.store import Embedded
from tests.conftest import daily, fill, wire
store = Embedded()
fill(store, wire(), daily())
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
try:
    export(store, sys.argv[1], sys.argv[2])
except OutputError as error:
    print(error)
"""


@pytest.mark.parametrize("form", sorted(set(OURS) - SMALL))
def test_full_disk_leaves_what_was_there(tmp_path: Path, form: str) -> None:
    path = tmp_path / "out"
    path.write_text("old")
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", _FULL, form, path], cwd=root, capture_output=True, text=True)
    assert "cannot be written: File too large" in done.stdout, done.stderr
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("make", [lambda p: p / "no" / "a.ttl", lambda p: p])
def test_places_that_cannot_be_written(graph: Store, tmp_path: Path, make: Callable[[Path], Path]) -> None:
    with pytest.raises(OutputError):
        export(graph, "turtle", make(tmp_path))
