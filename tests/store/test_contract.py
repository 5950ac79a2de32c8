"""What every store does, run against each kind of store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, StoreError
from kg.graph import document_iri, quads
from kg.iri import NOTES
from kg.store import Embedded, Rows, Store, Triples
from kg.store.update import parse
from tests.conftest import DAILY, WIRE, daily, fill, wire

Open = Callable[[], Store]
A, B = document_iri(WIRE), document_iri(DAILY)


def _memory(folder: Path) -> Store:
    return Embedded()


def _disk(folder: Path) -> Store:
    return Embedded(folder / "new" / "kg.store")


KINDS: dict[str, Callable[[Path], Store]] = {"memory": _memory, "disk": _disk}


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with KINDS[request.param](tmp_path) as opened:
        yield opened


def _rows(store: Store, sparql: str) -> list[tuple[str, ...]]:
    found = store.query(sparql)
    assert isinstance(found, Rows)
    return [tuple(getattr(t, "value", "") for t in row) for row in found.rows]


def test_new_store_is_empty(store: Store) -> None:
    assert (store.size(), store.documents(), list(store.quads())) == (0, [], [])


def test_keeps_the_quads_as_given(store: Store) -> None:
    fill(store, wire(), daily())
    assert set(store.quads()) == {*quads(wire()), *quads(daily())}
    assert set(store.quads(A)) == set(quads(wire()))
    assert store.size() == len(quads(wire())) + len(quads(daily()))
    assert store.documents() == sorted([A, B], key=lambda n: n.value)


def test_replace_twice_is_the_same_as_once(store: Store) -> None:
    fill(store, wire(), wire())
    assert set(store.quads()) == set(quads(wire()))


def test_replace_forgets_what_the_document_no_longer_says(store: Store) -> None:
    fill(store, wire(), daily())
    store.replace(A, quads(wire())[:5])
    assert set(store.quads(A)) == set(quads(wire())[:5])
    assert set(store.quads(B)) == set(quads(daily()))


def test_replace_puts_quads_into_the_graph_of_the_document(store: Store) -> None:
    store.replace(A, quads(daily()))
    assert {q.graph_name for q in store.quads()} == {A}


def test_blank_nodes_are_refused(store: Store) -> None:
    fill(store, wire())
    with pytest.raises(StoreError, match="has a blank node"):
        store.replace(A, [ox.Quad(ox.BlankNode(), ox.NamedNode("a:b"), ox.Literal("x"), A)])
    assert set(store.quads()) == set(quads(wire()))


def test_failed_replacement_loses_nothing(store: Store) -> None:
    fill(store, wire())

    def broken() -> Iterator[ox.Quad]:
        yield quads(daily())[0]
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"):
        store.replace(A, broken())
    assert set(store.quads()) == set(quads(wire()))


def test_union_keeps_what_another_document_tells(store: Store) -> None:
    fill(store, wire(), daily())
    store.remove(A)
    left = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(left, Triples)
    assert sorted(map(str, left.triples)) == sorted(str(q.triple) for q in quads(daily()))
    store.replace(B, [])
    assert store.query("ASK { ?s ?p ?o }") is False


def test_remove(store: Store) -> None:
    fill(store, wire(), daily())
    assert store.remove(A) is True
    assert store.remove(A) is False
    assert store.documents() == [B]
    assert set(store.quads()) == set(quads(daily()))


@pytest.mark.parametrize(
    "text", ["tab\t quote\" ' back\\slash", "new\nline\r\n", "Ñandú 会談 😀", "{ } # <x> \\u0041", ""]
)
def test_any_text_comes_back(store: Store, text: str) -> None:
    quad = ox.Quad(A, ox.NamedNode("http://purl.org/dc/terms/title"), ox.Literal(text), A)
    store.replace(A, [quad])
    assert list(store.quads()) == [quad]


def test_query_sees_the_union_and_each_graph(store: Store) -> None:
    fill(store, wire(), daily())
    both = "SELECT DISTINCT ?e { ?e a dip:Meeting ; dip:evidence ?p , ?q . FILTER(?p != ?q) }"
    assert len(_rows(store, both)) == 1
    assert len(_rows(store, "SELECT ?g { GRAPH ?g { ?e a dip:Meeting ; dip:status dip:Occurred } }")) == 2
    states = wire().entities[:3]
    assert _rows(store, "SELECT (COUNT(*) AS ?n) { ?e a dip:State }") == [(str(len(states)),)]
    one = f"SELECT ?e FROM {B} {{ ?e a dip:Meeting }}"
    assert len(_rows(store, one)) == 1


def test_query_forms(store: Store) -> None:
    fill(store, wire())
    assert store.query("ASK { ?s a dip:Meeting }") is True
    assert store.query("ASK { ?s a dip:Vote }") is False
    built = store.query("CONSTRUCT { ?s a dip:Event } WHERE { ?s a dip:Sanction }")
    assert built == Triples(())
    described = store.query(f"DESCRIBE {A}")
    assert isinstance(described, Triples)
    assert {t.subject for t in described.triples} == {A}
    unbound = store.query("SELECT ?x ?y { VALUES ?x { 1 } }")
    assert isinstance(unbound, Rows)
    assert unbound.variables == ("x", "y")
    assert unbound.rows[0][1] is None


def test_malformed_query_is_one_line(store: Store) -> None:
    with pytest.raises(QueryError, match=r"^the query is malformed in line 2, column \d+, [^\n]*$"):
        store.query("SELECT *\n{ ?s ?p ")
    with pytest.raises(QueryError, match=r"^the prefix foaf: is not declared"):
        store.query("SELECT * { ?s foaf:name ?o }")


@pytest.mark.parametrize(
    "update", ["INSERT DATA { <a:a> <a:a> 1 }", "LOAD <http://x>", "PREFIX a: <a:>\n# x\nDROP ALL"]
)
def test_updates_are_refused(store: Store, update: str) -> None:
    with pytest.raises(QueryError, match=r"^(INSERT|LOAD|DROP) is refused"):
        store.query(update)
    assert store.size() == 0


def test_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.size()


def test_notes_stand_beside_what_articles_tell(store: Store) -> None:
    fill(store, wire())
    before = (store.size(), store.documents(), set(store.quads()))
    about = "person:ryan-crocker rdfs:comment 'tired'"
    store.update_notes(parse(f"INSERT DATA {{ GRAPH id:notes {{ {about} }} GRAPH <{NOTES}/mine> {{ {about} }} }}"))
    assert (store.size(), store.documents(), set(store.quads())) == before
    assert {q.graph_name for q in store.notes()} == {ox.NamedNode(NOTES), ox.NamedNode(f"{NOTES}/mine")}
    assert _rows(store, "SELECT ?note { ?who rdfs:comment ?note }") == []
    found = "SELECT ?name ?note { ?who skos:prefLabel ?name GRAPH id:notes { ?who rdfs:comment ?note } }"
    assert _rows(store, found) == [("Ryan Crocker", "tired")]
    store.remove(A)
    assert len(store.notes()) == 2
    store.replace(ox.NamedNode(NOTES), [])
    assert len(store.notes()) == 1


def test_a_triple_of_an_article_that_is_also_a_note_stays(store: Store) -> None:
    fill(store, wire())
    store.update_notes(parse("INSERT { GRAPH id:notes { ?m a ?type } } WHERE { ?m a dip:Meeting ; a ?type }"))
    assert len(store.notes()) == 2
    store.update_notes(parse("DELETE WHERE { GRAPH id:notes { ?m a dip:Meeting } }"))
    assert store.notes() == []
    assert len(_rows(store, "SELECT ?m { ?m a dip:Meeting }")) == 2
    store.update_notes(parse("WITH id:notes INSERT { ?m rdfs:comment 'so' } USING id:none WHERE { ?m a dip:Meeting }"))
    assert store.notes() == []


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { person:x rdfs:comment 'in the union' }",
        "DELETE WHERE { ?s ?p ?o }",
        "INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "WITH id:identity DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        f"DELETE {{ GRAPH {A} {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}",
        "PREFIX n: <https://w3id.org/diplomacy-kg/id/> INSERT DATA { GRAPH n:notesX { <urn:a> <urn:b> 1 } }",
        "CLEAR ALL",
        "DROP NAMED",
        "CREATE GRAPH <urn:x>",
        "COPY id:notes TO DEFAULT",
        "MOVE id:identity TO id:notes",
        "INSERT DATA { GRAPH id:notes { <urn:a> <urn:b> 1 } } ; DROP DEFAULT",
        "LOAD <https://example.org/data> INTO GRAPH id:notes",
        "INSERT DATA { GRAPH id:notes { [] <urn:b> 1 } }",
        "INSERT { GRAPH id:notes { ?x <urn:b> 1 } } WHERE { BIND (BNODE() AS ?x) }",
    ],
)
def test_updates_that_write_more_than_notes_are_refused(store: Store, text: str) -> None:
    fill(store, wire())
    update = parse(text)
    assert update.refused
    with pytest.raises(QueryError):
        store.update_notes(update)
    assert (set(store.quads()), store.notes()) == (set(quads(wire())), [])


def test_updates_that_make_no_sense(store: Store) -> None:
    for text, told in (
        ("CLEAR XYZ", "line 1, column 10"),
        ("INSERT DATA { GRAPH nope:x { <urn:a> <urn:b> 1 } }", "nope: is not declared"),
        ("INSERT { GRAPH id:notes { ?s ?p ?o } } WHERE { SERVICE <https://x.org> { ?s ?p ?o } }", "SERVICE"),
    ):
        with pytest.raises(QueryError, match=told):
            parse(text)
    with pytest.raises(QueryError, match="does not exist"):
        store.update_notes(parse(f"CLEAR GRAPH <{NOTES}/none>"))
    assert parse("# nothing").refused == ""
