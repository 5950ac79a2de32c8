"""/sparql and /data as clients use them: the SPARQL 1.1 Protocol and Graph Store Protocol, with real clients too."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TSV, TURTLE, XML, SPARQLWrapper

from kg.graph import document_iri
from kg.iri import NOTES, ONTOLOGY
from kg.web import Limits, Settings
from tests.conftest import DAILY, WIRE
from tests.web.conftest import TOKEN, Client, running, stored

WHO = "SELECT ?who { ?who a dip:Person } ORDER BY ?who"
PEOPLE = 5
ASK = "ASK { ?meeting a dip:Meeting }"
QUERY, FORM = "application/sparql-query", "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
GRAPH = document_iri(WIRE).value
OTHER = document_iri(DAILY).value


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    found = answer.json()["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in found]


def test_the_three_ways_to_send_a_query(client: Client) -> None:
    by_get = client.get("/sparql", params={"query": WHO})
    by_form = client.post("/sparql", data={"query": WHO})
    directly = client.post("/sparql", content=WHO, headers={"content-type": QUERY})
    with_charset = client.post("/sparql", content=WHO, headers={"content-type": f"{QUERY}; charset=utf-8"})
    assert len(rows(by_get)) == PEOPLE
    assert rows(by_get) == rows(by_form) == rows(directly) == rows(with_charset)


@pytest.mark.parametrize(
    ("accept", "media", "begin"),
    [
        ("application/sparql-results+json", "application/sparql-results+json", '{"head"'),
        ("application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("text/csv", "text/csv; charset=utf-8", "who\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", "?who\n"),
        ("text/html;q=0.9, application/sparql-results+xml;q=0.5, */*;q=0.1", "application/sparql-results+xml", "<?xml"),
        ("*/*", "application/sparql-results+json", '{"head"'),
    ],
)
def test_formats_of_rows(client: Client, accept: str, media: str, begin: str) -> None:
    answer = client.get("/sparql", params={"query": WHO}, headers={"accept": accept})
    assert (answer.headers["content-type"], answer.text[: len(begin)]) == (media, begin)
    assert client.get("/sparql", params={"query": ASK}, headers={"accept": accept}).status_code == 200


@pytest.mark.parametrize("form", ["turtle", "n-triples", "ld+json", "rdf+xml"])
def test_formats_of_triples(client: Client, form: str) -> None:
    media = f"text/{form}" if form == "turtle" else f"application/{form}"
    sparql = "CONSTRUCT { ?m a dip:Meeting } WHERE { ?m a dip:Meeting }"
    answer = client.get("/sparql", params={"query": sparql}, headers={"accept": media})
    assert answer.headers["content-type"].startswith(media)
    parsed = Graph().parse(
        data=answer.text, format={"ld+json": "json-ld", "rdf+xml": "xml", "n-triples": "nt"}.get(form, form)
    )
    assert len(parsed) == 2


def test_what_no_format_fits_is_406(client: Client) -> None:
    assert client.get("/sparql", params={"query": WHO}, headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("request_", "status", "told"),
    [
        ({"method": "GET", "params": {"query": "SELECT"}}, 400, "malformed"),
        ({"method": "GET", "params": [("query", WHO), ("query", ASK)]}, 400, "one query"),
        ({"method": "POST", "data": {"nothing": "here"}}, 400, "one query"),
        ({"method": "POST", "content": WHO, "headers": {"content-type": "text/plain"}}, 415, QUERY),
        ({"method": "POST", "content": b"\xff\xfe", "headers": {"content-type": QUERY}}, 400, "UTF-8"),
        ({"method": "POST", "content": "#" * (2 << 20), "headers": {"content-type": QUERY}}, 413, "larger"),
        ({"method": "POST", "data": {"update": "DROP ALL"}}, 403, "only reads"),
        ({"method": "POST", "data": {"query": "INSERT DATA { <a:a> <a:a> <a:a> }"}}, 400, "refused"),
        (
            {"method": "GET", "params": {"query": "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }"}},
            400,
            "SERVICE",
        ),
        ({"method": "GET", "params": {"query": WHO, "default-graph-uri": "no iri"}}, 400, "absolute IRI"),
        ({"method": "PUT"}, 405, ""),
    ],
)
def test_what_is_refused_says_why(client: Client, request_: dict[str, object], status: int, told: str) -> None:
    answer = client.request(url="/sparql", **request_)  # type: ignore[arg-type]
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert told in answer.text
    assert len(answer.text.splitlines()) == 1


def test_a_dataset_in_the_request_replaces_that_of_the_query(client: Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) %s { ?passage dip:inDocument ?document }"
    everywhere, one = count % "", count % f"FROM <{GRAPH}>"
    numbers = [int(rows(client.get("/sparql", params={"query": q}))[0]["n"]) for q in (everywhere, one)]
    given = {"query": everywhere, "default-graph-uri": GRAPH}
    assert int(rows(client.get("/sparql", params=given))[0]["n"]) == numbers[1] < numbers[0]
    both = client.post("/sparql", data={"query": one, "default-graph-uri": [GRAPH, OTHER]})
    assert int(rows(both)[0]["n"]) == numbers[0]
    named = {"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": OTHER}
    assert rows(client.get("/sparql", params=named)) == [{"g": OTHER}]


def test_service_description(client: Client) -> None:
    answer = client.get("/sparql", headers={"accept": "text/turtle"})
    told = Graph().parse(data=answer.text, format="turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert {str(o) for o in told.objects(None, URIRef(f"{sd}endpoint"))} == {str(answer.url)}
    assert len(set(told.objects(None, URIRef(f"{sd}resultFormat")))) == 8
    to_people = client.get("/sparql", headers={"accept": "text/html"})
    assert (to_people.status_code, to_people.headers["location"]) == (303, "/query")


def test_queries_that_take_too_much_are_stopped_and_the_next_runs(client: Client) -> None:
    endless = client.get(
        "/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"}
    )
    assert endless.status_code == 503
    assert "more than 5 seconds" in endless.text
    large = client.get("/sparql", params={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"})
    assert large.status_code == 503
    assert "larger" in large.text
    assert len(rows(client.get("/sparql", params={"query": WHO}))) == PEOPLE


def test_no_other_site_may_ask(client: Client, tmp_path: Path) -> None:
    origin = {"origin": "https://elsewhere.example"}
    assert "access-control-allow-origin" not in client.get("/sparql", params={"query": ASK}, headers=origin).headers
    assert client.get("/sparql", params={"query": ASK}, headers={"host": "elsewhere.example"}).status_code == 400
    with running(Settings(stored(tmp_path), cors=origin["origin"])) as address:
        allowed = httpx.get(f"{address}/sparql", params={"query": ASK}, headers=origin)
        assert allowed.headers["access-control-allow-origin"] == origin["origin"]


def test_sparqlwrapper(server: str) -> None:
    asking = SPARQLWrapper(f"{server}/sparql")
    asking.setQuery(WHO)
    for form in (JSON, XML, CSV, TSV):
        asking.setReturnFormat(form)
        assert b"ryan-crocker" in (asking.query().response.read())
    asking.setMethod(POST)
    for way in (POSTDIRECTLY, "urlencoded"):
        asking.setRequestMethod(way)
        asking.setReturnFormat(JSON)
        assert len(asking.queryAndConvert()["results"]["bindings"]) == PEOPLE  # type: ignore[index, call-overload]
    asking.setQuery("CONSTRUCT { ?m a dip:Meeting } WHERE { ?m a dip:Meeting }")
    asking.setReturnFormat(TURTLE)
    assert b"Meeting" in asking.query().response.read()


def test_clients_write_notes(writable: str) -> None:
    """Three clients, each with the token; and none without it."""
    one, two, three = (f"INSERT DATA {{ GRAPH <{NOTES}> {{ <urn:a> <urn:b> {n} }} }}" for n in (1, 2, 3))
    asking = SPARQLWrapper(f"{writable}/sparql")
    asking.setQuery(one)
    asking.setMethod(POST)
    with pytest.raises(Exception, match="token is missing"):
        asking.query()
    asking.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    asking.query()
    store = SPARQLUpdateStore(
        f"{writable}/sparql", f"{writable}/sparql", headers={"Authorization": f"Bearer {TOKEN}"}, context_aware=False
    )
    store.update(two)
    sent = ["-H", f"Content-Type: {UPDATE}", "-H", f"Authorization: Bearer {TOKEN}", "--data-binary", three]
    subprocess.run(["curl", "-sS", "--fail", *sent, f"{writable}/sparql"], capture_output=True, check=True)
    sparql = f"SELECT ?n {{ GRAPH <{NOTES}> {{ ?a ?b ?n }} }} ORDER BY ?n"
    assert [row["n"] for row in rows(httpx.get(f"{writable}/sparql", params={"query": sparql}))] == ["1", "2", "3"]
    told = httpx.get(f"{writable}/sparql", headers={"accept": "text/turtle"}).text
    assert "SPARQL11Update" in told


def test_rdflib_store(server: str) -> None:
    graph = Graph(SPARQLStore(f"{server}/sparql"), identifier=URIRef(GRAPH))
    meetings = set(graph.subjects(None, URIRef(f"{ONTOLOGY}Meeting")))
    assert len(meetings) == 2
    assert len(list(graph.query("SELECT ?l { ?m <http://www.w3.org/2000/01/rdf-schema#label> ?l }"))) > 5


def test_curl(server: str) -> None:
    base = ["curl", "-sS", "--fail"]
    found = subprocess.run(
        [*base, "-G", f"{server}/sparql", "--data-urlencode", f"query={ASK}"], capture_output=True, check=True
    )
    assert json.loads(found.stdout)["boolean"] is True
    sent = [*base, "-H", f"Content-Type: {QUERY}", "-H", "Accept: text/csv", "--data-binary", WHO, f"{server}/sparql"]
    assert subprocess.run(sent, capture_output=True, check=True).stdout.count(b"\r\n") == PEOPLE + 1
    head = subprocess.run([*base, "-I", f"{server}/data?graph={GRAPH}"], capture_output=True, check=True)
    assert head.stdout.startswith(b"HTTP/1.1 200")


def test_whole_graphs_are_read(client: Client) -> None:
    one = client.get("/data", params={"graph": GRAPH}, headers={"accept": "text/turtle"})
    every = client.get("/data?default", headers={"accept": "application/n-triples"})
    assert 100 < len(Graph().parse(data=one.text)) < len(Graph().parse(data=every.text, format="nt"))
    assert client.get("/data", params={"graph": "urn:nothing"}).status_code == 404
    assert client.get("/data").status_code == 400
    assert client.get("/data", params={"graph": "no iri"}).status_code == 400
    assert client.get("/data?default", headers={"accept": "text/html"}).status_code == 406
    assert client.put("/data", params={"graph": GRAPH}, content="").status_code == 403


def test_graphs_are_written_with_the_token_only(writable: str) -> None:
    triple = "<urn:a> <urn:b> <urn:c> ."
    where, allowed = {"graph": "urn:new"}, {"authorization": f"Bearer {TOKEN}", "content-type": "text/turtle"}
    with Client(base_url=writable, timeout=60) as client:
        refused = client.put("/data", params=where, content=triple)
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
        assert client.put("/data", params=where, content="no turtle", headers=allowed).status_code == 400
        assert client.put("/data", params=where, content=triple, headers=allowed).status_code == 201
        seen = client.get("/sparql", params={"query": "ASK { <urn:a> <urn:b> <urn:c> }"})
        assert seen.json()["boolean"] is True  # in the union, too
        assert (
            client.post("/data", params=where, content="<urn:d> <urn:e> <urn:f> .", headers=allowed).status_code == 204
        )
        assert (
            len(client.get("/data", params=where, headers={"accept": "application/n-triples"}).text.splitlines()) == 2
        )
        assert client.put("/data?default", content=triple, headers=allowed).status_code == 405
        assert client.delete("/data", params=where).status_code == 401
        assert client.delete("/data", params=where, headers=allowed).status_code == 204
        assert client.delete("/data", params=where, headers=allowed).status_code == 404


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    from kg.errors import StoreError

    with pytest.raises(StoreError, match="no store"), running(Settings(tmp_path, limits=Limits())):
        pass
