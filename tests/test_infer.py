"""What follows from the graph and the ontology: the same as owlrl tells, and the short cuts by their queries."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib

from kg import resume, shortcuts
from kg.errors import DataError, UsageError
from kg.export import write
from kg.graph import document_iri, quads
from kg.infer import infer
from kg.iri import BASE, INFERRED
from kg.ontology import DIP, PREFIXES, term
from kg.pipeline import open_store
from kg.shortcuts import queries
from kg.store import Embedded, Rows, Store, Triples
from tests.cli.conftest import kg
from tests.conftest import WIRE, Sample, daily, fill, wire

ONTOLOGY = Path(__file__).parents[1] / "ontology"
SHORT = {DIP.met, DIP.holdsOffice, DIP.represents}


@pytest.fixture
def store() -> Iterator[Store]:
    with Embedded() as made:
        fill(made, wire(), daily())
        yield made


def _shown(triples: set[ox.Triple]) -> set[str]:
    return {str(triple).replace(f"^^<{PREFIXES['xsd']}string>", "") for triple in triples}


def test_the_same_as_another_reasoner(store: Store) -> None:
    output = io.BytesIO()
    write(store, "ntriples", output)
    graph = rdflib.Graph().parse(data=output.getvalue(), format="nt")
    for name in ("diplomacy", "alignments"):
        graph.parse(ONTOLOGY / f"{name}.ttl")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    thing = rdflib.OWL.Thing
    lines = {
        f"{s.n3()} {p.n3()} {o.n3()}"
        for s, p, o in graph
        if str(s).startswith(BASE) and not isinstance(s, rdflib.Literal) and not isinstance(o, rdflib.BNode)
        if o != thing and not (p == rdflib.OWL.sameAs and s == o)
    }
    told = {q.triple for q in store.quads()}
    theirs = {q.triple for q in ox.parse("".join(f"{line} .\n" for line in lines), ox.RdfFormat.TURTLE)}
    assert _shown(set(infer(store))) == _shown(theirs) - _shown(told)


def test_what_is_inferred(store: Store) -> None:
    found = set(infer(store))
    crocker, qomi = (ox.NamedNode(f"{BASE}person/{name}") for name in ("ryan-crocker", "hassan-kazemi-qomi"))
    assert ox.Triple(crocker, term("rdf:type"), DIP.Agent) in found
    assert ox.Triple(crocker, term("rdf:type"), term("prov:Agent")) in found
    meetings = {q.subject for q in store.quads() if q.object == DIP.Meeting}
    assert {t.subject for t in found if t.predicate == DIP.involves and t.object == qomi} >= meetings
    assert not found & {q.triple for q in store.quads()}
    assert infer(store) == sorted(found, key=str)


def _constructed(store: Store) -> set[ox.Triple]:
    found = [store.query(query) for query in queries().values()]
    return {triple for answer in found if isinstance(answer, Triples) for triple in answer.triples}


def test_short_cuts_of_the_samples_are_those_of_the_queries(sample: Sample) -> None:
    """In the graph of each article by itself."""
    checked = 0
    with open_store(sample.folder / "out") as whole:
        for name in whole.documents():
            with Embedded() as one:
                one.replace(name, whole.quads(name))
                held = {quad.triple for quad in one.quads() if quad.predicate in SHORT}
                assert _constructed(one) == held, name
                checked += len(held)
    assert checked > 50


def test_changed_short_cuts_are_a_reason_to_build_anew() -> None:
    known = {path.name for path in resume._parts()}
    assert {path.name for path in (ONTOLOGY / "shortcuts").glob("*.rq")} <= known


@pytest.mark.parametrize("text", ["# x\nCONSTRUCT { ?a dip:met ?b } WHERE { ?a dip:met ?b }", "SELECT * { }", ""])
def test_a_short_cut_of_another_form_is_refused(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shortcuts").mkdir()
    (tmp_path / "shortcuts" / "odd.rq").write_text(text)
    monkeypatch.setattr("kg.shortcuts.folder", lambda _: tmp_path)
    for cached in (shortcuts._texts, shortcuts.queries):
        monkeypatch.setattr(shortcuts, cached.__name__, cached.__wrapped__)
    with pytest.raises(DataError, match="of another form than its README tells"):
        shortcuts.queries()


def test_short_cuts_are_derived_where_they_are_missing(store: Store) -> None:
    name = document_iri(WIRE)
    held = {quad.triple for quad in quads(wire()) if quad.predicate in SHORT}
    with Embedded() as bare:
        without = {*SHORT, term("owl:sameAs")}  # all states of the tests have one item of Wikidata
        bare.replace(name, [quad for quad in quads(wire()) if quad.predicate not in without])
        assert {t for t in infer(bare) if t.predicate in SHORT} == held


def test_without_a_reasoner_it_says_what_to_install(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "reasonable", None)
    with pytest.raises(UsageError, match=r"pip install 'diplomacy-kg\[reasoning\]'"):
        infer(store)


AGENTS = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{INFERRED}> {{ ?who a dip:Agent }} }}"


def _count(store: Store, query: str) -> int:
    found = store.query(query)
    assert isinstance(found, Rows)
    return int(str(getattr(found.rows[0][0], "value", 0)))


def test_what_is_inferred_lies_beside_the_graph(tmp_path: Path) -> None:
    with Embedded(tmp_path / "store") as store:
        fill(store, wire(), daily())
        before = (store.size(), set(store.quads()), store.documents())
    done = kg("infer", "-s", tmp_path)
    assert done.exit_code == 0
    with open_store(tmp_path) as store:
        assert (store.size(), set(store.quads()), store.documents()) == before
        assert _count(store, AGENTS) > 9
        assert _count(store, "SELECT (COUNT(*) AS ?n) { ?who a dip:Agent }") == 0
        number = len(list(store.quads(ox.NamedNode(INFERRED))))
    assert done.stdout == f"inferred      {number} triples\n"
    kg("infer", "--drop", "-s", tmp_path)
    with open_store(tmp_path) as store:
        assert _count(store, AGENTS) == 0


def test_what_was_inferred_is_gone_when_the_graph_changes(store: Store) -> None:
    for change in (
        lambda: store.replace(document_iri(WIRE), quads(wire())[:50]),
        lambda: store.remove(document_iri(WIRE)),
    ):
        store.keep_inferred(infer(store))
        assert _count(store, AGENTS) > 0
        change()
        assert _count(store, AGENTS) == 0


def test_to_a_file(tmp_path: Path, store: Store) -> None:
    with Embedded(tmp_path / "store") as kept:
        fill(kept, wire(), daily())
    assert kg("infer", "-s", tmp_path, "-o", tmp_path / "inferred.ttl").output == ""
    told = {quad.triple for quad in ox.parse(path=str(tmp_path / "inferred.ttl"))}
    assert told == set(infer(store))
    assert kg("infer", "-s", tmp_path, "-o", "-").stdout_bytes == (tmp_path / "inferred.ttl").read_bytes()
    done = kg("infer", "-s", tmp_path, "-o", tmp_path / "no" / "file.ttl")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
