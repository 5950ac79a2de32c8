"""The graph in rdflib, SPARQLWrapper, pandas, networkx and notebooks."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from SPARQLWrapper import JSON, SPARQLWrapper

import kg
from kg.errors import QueryError, StoreError, UsageError
from kg.graph import document_iri
from kg.iri import INFERRED
from kg.ontology import PREFIXES
from kg.push import Target, push
from kg.store import Embedded, Rows
from tests.conftest import WIRE, Sample, daily, fill, wire
from tests.servers.running import oxigraph_server

DIP = rdflib.Namespace(PREFIXES["dip"])
MEETINGS = "SELECT ?event ?confidence { ?event a dip:Meeting ; dip:confidence ?confidence } ORDER BY ?event"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("graph")
    with Embedded(made / "store") as store:
        fill(store, wire(), daily())
    return made


@pytest.fixture
def graph(folder: Path) -> Iterator[kg.Graph]:
    opened = kg.open(folder)
    yield opened
    opened.close()


def test_an_rdflib_dataset_of_the_documents_graphs(graph: kg.Graph) -> None:
    assert isinstance(graph, rdflib.Dataset)
    held = set(graph.kg.quads())
    assert len(list(graph.quads())) == len(held)
    assert {str(g.identifier) for g in graph.graphs()} == {name.value for name in graph.kg.documents()}
    assert len(graph) == len({quad.triple for quad in held})
    meetings = set(graph.subjects(rdflib.RDF.type, DIP.Meeting))
    assert len(meetings) == 2
    wires = graph.graph(rdflib.URIRef(document_iri(WIRE).value))
    assert len(wires) == len(list(graph.kg.quads(document_iri(WIRE))))


def test_rdflib_queries_with_our_prefixes(graph: kg.Graph) -> None:
    (row,) = graph.query("SELECT (COUNT(DISTINCT ?event) AS ?n) { ?event a dip:Meeting }")
    assert int(row.n) == 2  # type: ignore[union-attr]
    assert len(list(graph.query("SELECT ?t { ?d dcterms:title ?t ; dct:title ?t }"))) == 2
    who = graph.query("ASK { ?who skos:prefLabel ?name }", initBindings={"name": rdflib.Literal("Iran", "en")})
    assert who.askAnswer
    with pytest.raises(QueryError, match="SERVICE is refused"):
        graph.query("SELECT * { SERVICE <https://e.org/sparql> { ?s ?p ?o } }")


@pytest.mark.parametrize("form", ["trig", "nquads", "json-ld", "hext"])
def test_rdflib_writes_and_reads_back_all_quads(graph: kg.Graph, form: str, tmp_path: Path) -> None:
    again = rdflib.Dataset()
    again.parse(data=graph.serialize(format=form), format=form)
    assert len(list(again.quads())) == len(list(graph.quads()))
    graph.serialize(str(tmp_path / "file"), form)
    stream = io.BytesIO()
    graph.serialize(stream, form)
    assert stream.getvalue() == (tmp_path / "file").read_bytes()


def test_rdflib_writes_triples(graph: kg.Graph) -> None:
    told = {quad.triple for quad in ox.parse(graph.serialize(format="turtle"), ox.RdfFormat.TURTLE)}
    assert told == {quad.triple for quad in graph.kg.quads()}


def test_rdflib_may_not_write_to_it(graph: kg.Graph) -> None:
    triple = (DIP.a, DIP.b, DIP.c)
    changes: tuple[Callable[[], object], ...] = (
        lambda: graph.add(triple),
        lambda: graph.remove(triple),
        lambda: graph.update("DELETE WHERE { ?s ?p ?o }"),
        lambda: graph.parse(data="", format="turtle"),
    )
    for change in changes:
        with pytest.raises(StoreError, match="the graph is open for reading: copy what you change"):
            change()


def test_tables_of_pandas(graph: kg.Graph, folder: Path) -> None:
    table = graph.to_dataframe(MEETINGS)
    assert list(table.columns) == ["event", "confidence"]
    assert table["confidence"].dtype == float
    assert table["confidence"].between(0, 1).all()
    assert kg.to_dataframe(folder, MEETINGS).equals(table)
    asked = graph.to_dataframe("meetings", {"who": "Ryan Crocker"})
    assert {"2007-05-28"} == set(asked["date"])
    counted = graph.to_dataframe("SELECT (COUNT(*) AS ?n) (BOUND(?x) AS ?b) ?x { ?e a dip:Meeting } GROUP BY ?x")
    assert counted.to_numpy().tolist() == [[2, False, None]]
    with pytest.raises(UsageError, match="a table is made of rows: write a SELECT"):
        graph.to_dataframe("ASK { ?s ?p ?o }")


def test_without_pandas_it_says_what_to_install(graph: kg.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"tables need pandas: pip install 'diplomacy-kg\[pandas\]'"):
        graph.to_dataframe(MEETINGS)


def test_networks(graph: kg.Graph, folder: Path) -> None:
    assert nx.utils.graphs_equal(kg.to_networkx(folder), graph.to_networkx())
    assert graph.to_networkx("met").number_of_edges() == 1


def test_notebooks_show_graphs_and_passages(graph: kg.Graph, sample: Sample) -> None:
    assert "<td>Meeting</td><td>2</td>" in graph._repr_html_()
    shown = kg.passages(graph, "meeting crocker qomi 2007-05-28")._repr_html_()
    assert "Ambassador Ryan Crocker <mark>met</mark> his Iranian counterpart" in shown
    assert "<cite>Envoys meet in Baghdad 2007-05-28</cite>" in shown


def test_notebooks_show_answers(graph: kg.Graph) -> None:
    answer = graph.ask("meetings")
    assert isinstance(answer, Rows)
    assert "<td>Hassan Kazemi Qomi, Ryan Crocker</td>" in answer._repr_html_()


def test_what_was_inferred_is_had_by_its_name(tmp_path: Path) -> None:
    with Embedded(tmp_path / "store") as store:
        fill(store, wire())
        held = len(set(store.quads()))
        store.keep_inferred([ox.Triple(document_iri(WIRE), ox.NamedNode(DIP.of), ox.NamedNode(DIP.Agent))])
    graph = kg.open(tmp_path)
    assert len(list(graph.quads())) == held
    assert len(list(graph.graphs())) == 1
    assert len(graph.graph(rdflib.URIRef(INFERRED))) == 1
    graph.close()


def test_hostile_texts_are_only_shown(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    with Embedded(tmp_path / "store") as store:
        fill(store, wire())
        name = document_iri(WIRE)
        store.replace(
            name,
            [
                ox.Quad(q.subject, q.predicate, ox.Literal(evil), name)
                if q.predicate.value.endswith(("#exact", "title", "prefix"))
                else q
                for q in store.quads(name)
            ],
        )
        assert "<script" not in kg.passages(store, "meeting")._repr_html_()


def test_sparqlwrapper_asks_the_server_that_was_pushed_to(folder: Path, tmp_path: Path) -> None:
    with oxigraph_server(tmp_path) as url, kg.open_store(folder) as store:
        push(store, Target(url))
        wrapper = SPARQLWrapper(f"{url}/query")
        wrapper.addParameter("union-default-graph", "")
        wrapper.setQuery(f"SELECT DISTINCT ?event {{ ?event a <{DIP.Meeting}> }}")
        wrapper.setReturnFormat(JSON)
        found = wrapper.query().convert()
    assert len(found["results"]["bindings"]) == 2  # type: ignore[index, call-overload]
