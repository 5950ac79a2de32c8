"""The cases of W3C's test suite for the SPARQL 1.1 Protocol, by their names there, against the server over HTTP.

All 34 apply. The graphs are of other names: what an update writes are notes, and nobody may clear what articles tell,
so that ``CLEAR ALL`` of the suite is here the clearing of one graph of notes (that it is refused, a case of ours says).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from kg.iri import NOTES
from kg.web import Settings
from tests.web.conftest import TOKEN, Client, running, stored

QUERY, UPDATE, FORM = "application/sparql-query", "application/sparql-update", "application/x-www-form-urlencoded"
ONE, TWO, THREE, MADE = (f"{NOTES}/{name}" for name in ("one", "two", "three", "made"))
TABLE = {
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv; charset=utf-8",
    "text/tab-separated-values; charset=utf-8",
}
TRIPLES = {"text/turtle; charset=utf-8", "application/n-triples", "application/rdf+xml", "application/ld+json"}
BOTH = f"<{ONE}> a ?type . <{TWO}> a ?type"
EACH = f"GRAPH ?a {{ <{ONE}> a ?type }} GRAPH ?b {{ <{TWO}> a ?type }}"
FROM_OTHER = f"ASK FROM <{THREE}> {{ {EACH} }}"
FILLED = "INSERT DATA {" + " ".join(f"GRAPH <{g}> {{ <{g}> a <urn:Text> }}" for g in (ONE, TWO, THREE)) + "}"
MARK = f"INSERT {{ GRAPH <{MADE}> {{ ?s a <urn:Read> }} }} WHERE {{ %s }}"
READ = f"ASK {{ GRAPH <{MADE}> {{ <{ONE}> a <urn:Read> %s }} FILTER NOT EXISTS {{ <{THREE}> a <urn:Read> }} }}"
MIXED = f"""INSERT {{ GRAPH <{MADE}> {{ ?s <urn:in> ?where }} }} WHERE {{
  {{ ?s a <urn:Text> BIND ("default" AS ?where) }} UNION {{ GRAPH ?where {{ ?s a <urn:Text> }} }}
}}"""
MIXED_TOLD = f"""ASK {{ GRAPH <{MADE}> {{ <{ONE}> <urn:in> "default" . <{TWO}> <urn:in> <{TWO}> }}
  FILTER NOT EXISTS {{ GRAPH <{MADE}> {{ <{THREE}> ?p ?o }} }} }}"""
BASED = f"INSERT DATA {{ GRAPH <{MADE}> {{ <urn:s> <urn:p> <test> }} }}"
BASED_TOLD = f"ASK {{ GRAPH <{MADE}> {{ <urn:s> <urn:p> ?o FILTER (isIRI(?o) && STRENDS(STR(?o), '/test')) }} }}"
RENAMED = (
    f"WITH <{ONE}> DELETE {{ ?s <urn:name> 'Bill' }} INSERT {{ ?s <urn:name> 'Will' }} WHERE {{ ?s <urn:name> ?n }}"
)


@dataclass(frozen=True)
class Case:
    """A request and what must come of it: a status, an answer to ASK, or a format; ``then`` is asked afterwards."""

    name: str
    method: str = "POST"
    where: tuple[tuple[str, str], ...] = ()
    body: str | bytes | None = None
    kind: str = ""
    status: int = 200
    true: bool = False
    media: frozenset[str] = field(default_factory=frozenset)
    then: str = ""


def graphs(kind: str, *names: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{kind}-graph-uri", name) for name in names)


def form(*pairs: tuple[str, str]) -> str:
    return urlencode(pairs)


NAMED, DEFAULT, USING, USING_NAMED = "named", "default", "using", "using-named"
CASES = (
    Case("query_get", "GET", (("query", "ASK {}"),), true=True),
    Case("query_post_form", "POST", graphs(DEFAULT, ONE), form(("query", "ASK {}")), FORM, true=True),
    Case("query_post_direct", "POST", graphs(DEFAULT, ONE), "ASK {}", QUERY, true=True),
    Case(
        "query_dataset_default_graphs_get", "GET",
        (("query", f"ASK {{ {BOTH} }}"), *graphs(DEFAULT, ONE, TWO)), true=True,
    ),
    Case("query_dataset_default_graphs_post", "POST", graphs(DEFAULT, ONE, TWO), f"ASK {{ {BOTH} }}", QUERY, true=True),
    Case(
        "query_dataset_named_graphs_get", "GET",
        (("query", f"ASK {{ {EACH} }}"), *graphs(NAMED, ONE, TWO)), true=True,
    ),
    Case("query_dataset_named_graphs_post", "POST", graphs(NAMED, ONE, TWO), f"ASK {{ {EACH} }}", QUERY, true=True),
    Case(
        "query_dataset_full", "POST", graphs(DEFAULT, THREE) + graphs(NAMED, ONE, TWO),
        f"ASK {{ <{THREE}> a ?type {EACH} }}", QUERY, true=True,
    ),
    Case("query_multiple_dataset", "POST", graphs(NAMED, ONE, TWO), FROM_OTHER, QUERY, true=True),
    Case("query_content_type_select", "POST", (), "SELECT (1 AS ?value) {}", QUERY, media=frozenset(TABLE)),
    Case("query_content_type_ask", "POST", (), "ASK {}", QUERY, media=frozenset(TABLE)),
    Case("query_content_type_describe", "POST", (), "DESCRIBE <urn:x>", QUERY, media=frozenset(TRIPLES)),
    Case(
        "query_content_type_construct", "POST", (), "CONSTRUCT { <urn:s> <urn:p> 1 } WHERE {}", QUERY,
        media=frozenset(TRIPLES),
    ),
    Case("bad_query_method", "PUT", (("query", "ASK {}"),), "", FORM, 405),
    Case("bad_multiple_queries", "GET", (("query", "ASK {}"), ("query", "SELECT * {}")), status=400),
    Case("bad_query_wrong_media_type", "POST", (), "ASK {}", "text/plain", 415),
    Case("bad_query_missing_form_type", "POST", (), form(("query", "ASK {}")), "", 415),
    Case("bad_query_missing_direct_type", "POST", (), "ASK {}", "", 415),
    Case("bad_query_non_utf8", "POST", (), "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16", 400),
    Case("bad_query_syntax", "GET", (("query", "ASK {"),), status=400),
    Case(
        "update_dataset_default_graph", "POST", graphs(USING, ONE), MARK % "?s a <urn:Text>", UPDATE, 204,
        then=READ % "",
    ),
    Case(
        "update_dataset_default_graphs", "POST", graphs(USING, ONE, TWO), MARK % "?s a <urn:Text>", UPDATE, 204,
        then=READ % f". <{TWO}> a <urn:Read>",
    ),
    Case(
        "update_dataset_named_graphs", "POST", graphs(USING_NAMED, ONE, TWO),
        MARK % "GRAPH ?g { ?s a <urn:Text> }", UPDATE, 204, then=READ % f". <{TWO}> a <urn:Read>",
    ),
    Case(
        "update_dataset_full", "POST", graphs(USING, ONE) + graphs(USING_NAMED, TWO), MIXED, UPDATE, 204,
        then=MIXED_TOLD,
    ),
    Case(
        "update_post_form", "POST", (), form(("update", f"CLEAR GRAPH <{ONE}>")), FORM, 204,
        then=f"ASK {{ FILTER NOT EXISTS {{ GRAPH <{ONE}> {{ ?s ?p ?o }} }} }}",
    ),
    Case(
        "update_post_direct", "POST", (), f"CLEAR GRAPH <{TWO}>", UPDATE, 204,
        then=f"ASK {{ FILTER NOT EXISTS {{ GRAPH <{TWO}> {{ ?s ?p ?o }} }} }}",
    ),
    Case("update_base_uri", "POST", (), BASED, UPDATE, 204, then=BASED_TOLD),
    Case("bad_update_get", "GET", (("update", f"CLEAR GRAPH <{ONE}>"),), status=405),
    Case(
        "bad_multiple_updates", "POST", (),
        form(("update", f"CLEAR GRAPH <{ONE}>"), ("update", f"CLEAR GRAPH <{TWO}>")), FORM, 400,
    ),
    Case("bad_update_wrong_media_type", "POST", (), f"CLEAR GRAPH <{ONE}>", "text/plain", 415),
    Case("bad_update_missing_form_type", "POST", (), form(("update", f"CLEAR GRAPH <{ONE}>")), "", 415),
    Case("bad_update_non_utf8", "POST", (), f"CLEAR GRAPH <{ONE}>".encode("utf-16"), f"{UPDATE}; charset=UTF-16", 400),
    Case("bad_update_syntax", "POST", (), form(("update", "CLEAR XYZ")), FORM, 400),
    Case("bad_update_dataset_conflict", "POST", graphs(USING_NAMED, ONE), RENAMED, UPDATE, 400),
)  # fmt: skip


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client that may write."""
    folder = stored(tmp_path_factory.mktemp("w3c"))
    headers = {"authorization": f"Bearer {TOKEN}"}
    with (
        running(Settings(folder, writable=True, token=TOKEN)) as address,
        Client(base_url=address, timeout=60, headers=headers) as client,
    ):
        yield client


def asked(client: Client, sparql: str) -> bool:
    return bool(client.get("/sparql", params={"query": sparql}).json()["boolean"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(writing: Client, case: Case) -> None:
    cleared = " ; ".join(f"DROP SILENT GRAPH <{g}>" for g in (ONE, TWO, THREE, MADE))
    writing.post("/sparql", content=f"{cleared} ; {FILLED}", headers={"content-type": UPDATE}).raise_for_status()
    request = httpx.Request(
        case.method,
        f"{writing.base_url}/sparql",
        params=case.where,
        content=case.body,
        headers={**writing.headers, **({"content-type": case.kind} if case.kind else {})},
    )
    answer = writing.send(request)
    assert answer.status_code == case.status, answer.text
    if case.true:
        assert answer.json()["boolean"] is True
    if case.media:
        assert answer.headers["content-type"] in case.media
    if case.then:
        assert asked(writing, case.then)
    if case.name.startswith("bad_"):
        assert asked(writing, f"ASK {{ {EACH} }}")  # nothing was cleared


def test_every_case_of_the_suite_is_here() -> None:
    assert len({case.name for case in CASES}) == len(CASES) == 34


def test_what_the_suite_clears_stays(writing: Client, tmp_path: Path) -> None:
    for update in ("CLEAR ALL", "DROP NAMED", "CLEAR DEFAULT", "DROP SILENT GRAPH id:identity"):
        refused = writing.post("/sparql", data={"update": update})
        assert (refused.status_code, "kg review" in refused.text) == (403, True), update
    assert asked(writing, "ASK { ?meeting a dip:Meeting }")
