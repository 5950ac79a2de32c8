"""Queries of users: what is refused, and how answers look."""

from __future__ import annotations

import csv
import io
import json
import socket
import threading

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, UsageError
from kg.query import FORMATS, render, run
from kg.store import Rows, Store, Triples

SELECT = """SELECT ?state ?name ?none { ?state a dip:State ; skos:prefLabel ?name
OPTIONAL { ?state a ?none, dip:Vote } } ORDER BY ?name"""


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
        "SELECT*{SERVICE<%s>{?s ?p ?o}}",
        "SELECT * { service silent <%s> { ?s ?p ?o } }",
        "SELECT * { SERVICE # comment {\n <%s> # more\n { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <%s> { ?s ?p ?o } }",
        "SELECT * { BIND (<%s> AS ?x) SERVICE ?x { ?s ?p ?o } }",
        "PREFIX e: <%s> SELECT * { SERVICE e: { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE <%s> {} }",
        "SELECT * { ?s ?p ?o FILTER(?s<?o#>'''\n) SERVICE <%s> {} #'''\n}",
        "SELECT * FROM <http://x?service#SERVICE<a>{> { ?s ?p ?o } # \n SERVICE <%s> {",
        "ASK { { SELECT * { SERVICE <%s> { ?s ?p ?o } } } }",
    ],
)
def test_no_query_reaches_another_server(graph: Store, sparql: str) -> None:
    called = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            try:
                server.accept()[0].close()
            except OSError:
                return
            called.set()

        waiting = threading.Thread(target=listen)
        waiting.start()
        with pytest.raises(QueryError):
            run(graph, sparql % f"http://127.0.0.1:{server.getsockname()[1]}/sparql")
        server.shutdown(socket.SHUT_RDWR)
        waiting.join()
    assert not called.is_set()


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?service ?x { ?service ?p ?x }",
        "SELECT ?my_service ?x { ?my_service ?p ?x FILTER (?x = 'SERVICE <x>') } # service",
        "SELECT * { GRAPH ?service { ?s ?p ?o } }",
    ],
)
def test_the_word_service_is_no_crime(graph: Store, sparql: str) -> None:
    assert isinstance(run(graph, sparql), Rows)


@pytest.mark.parametrize(
    "update", ["INSERT DATA { <a:a> <a:a> 1 }", "LOAD <http://localhost:1/>", "delete where { ?s ?p ?o }"]
)
def test_updates_are_refused(graph: Store, update: str) -> None:
    before = graph.size()
    with pytest.raises(QueryError, match="is refused: only SELECT, ASK, CONSTRUCT and DESCRIBE"):
        run(graph, update)
    assert graph.size() == before


def test_malformed_queries_are_one_line(graph: Store) -> None:
    with pytest.raises(QueryError, match=r"^the query is malformed in line 1, column 18, at '\?s\}'$"):
        run(graph, "SELECT ?s  WHERE ?s}")
    with pytest.raises(QueryError, match=r"^the query is malformed[^\n]*$"):
        run(graph, "")


def test_prefixes_need_no_declaration_but_may_be_given(graph: Store) -> None:
    assert run(graph, "ASK { ?s a dip:Meeting ; rdfs:label ?l }") is True
    assert run(graph, "PREFIX dip: <http://else/> ASK { ?s a dip:Meeting }") is False


def test_table_shows_labels_and_short_names(graph: Store) -> None:
    found = run(graph, "SELECT ?state ?type { ?state dip:isoAlpha3 'IRN' ; a ?type }")
    assert render(found, store=graph).split() == ["state", "type", "Iran", "dip:State"]
    assert render(found).split() == ["state", "type", "state:irn", "dip:State"]


def test_table_wraps_at_the_width_and_nowhere_else(graph: Store) -> None:
    found = run(graph, "SELECT ?exact { ?passage dip:exact ?exact } ORDER BY ?exact")
    assert isinstance(found, Rows)
    wide, narrow = render(found), render(found, width=40)
    assert len(wide.splitlines()) == 1 + len(found.rows)
    assert max(map(len, narrow.splitlines())) <= 40 < max(map(len, wide.splitlines()))
    assert [w for w in narrow.split() if w.strip("─")] == wide.split()
    assert "\x1b[" in render(found, width=40, color=True)


def test_table_is_safe_on_a_terminal() -> None:
    rows = Rows(("text", "markup"), ((ox.Literal("a\x1b]0;x\x07\nb"), ox.Literal("[red]no[/red]")),))
    for text in (render(rows), render(rows, width=60)):
        assert "\x1b" not in text
        assert "[red]no[/red]" in text
        assert "a]0;x b" in text


def test_empty_answers_say_so(graph: Store) -> None:
    none = run(graph, "SELECT ?x { ?x a dip:Vote }")
    assert render(none) == "nothing found\n"
    assert render(none, "csv") == "x\r\n"
    assert json.loads(render(none, "json")) == {"head": {"vars": ["x"]}, "results": {"bindings": []}}


def test_machine_formats_hold_the_same(graph: Store) -> None:
    found = run(graph, SELECT)
    assert isinstance(found, Rows)
    read = ox.parse_query_results(render(found, "json"), format=ox.QueryResultsFormat.JSON)
    assert isinstance(read, ox.QuerySolutions)
    assert [tuple(row) for row in read] == list(found.rows)
    tabs = ox.parse_query_results(render(found, "tsv"), format=ox.QueryResultsFormat.TSV)
    assert isinstance(tabs, ox.QuerySolutions)
    assert [tuple(row) for row in tabs] == list(found.rows)
    table = list(csv.reader(io.StringIO(render(found, "csv"), newline="")))
    assert table[0] == ["state", "name", "none"]
    assert [row[1] for row in table[1:]] == ["Iran", "Iraq", "United States"]


@pytest.mark.parametrize("value", ['tab\t"quote" \\ back', "line\nbreak\r\n", "", "😀", "=1+1"])
def test_any_text_survives(value: str) -> None:
    rows = Rows(("x",), ((ox.Literal(value),), (ox.Literal(value, language="en"),), (None,)))
    for form, notation in (("json", ox.QueryResultsFormat.JSON), ("tsv", ox.QueryResultsFormat.TSV)):
        read = ox.parse_query_results(render(rows, form), format=notation)
        assert isinstance(read, ox.QuerySolutions)
        assert [tuple(row) for row in read] == list(rows.rows)
    assert list(csv.reader(io.StringIO(render(rows, "csv"), newline="")))[1] in ([value], [])


def test_yes_and_no() -> None:
    assert render(True) == "yes\n"
    assert render(False, "csv") == "false\n"
    assert json.loads(render(True, "json")) == {"head": {}, "boolean": True}


def test_graphs_are_turtle(graph: Store) -> None:
    found = run(graph, "DESCRIBE <https://w3id.org/diplomacy-kg/id/state/irn>")
    assert isinstance(found, Triples)
    text = render(found, "turtle")
    assert render(found) == text
    assert {q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE)} == set(found.triples)
    with pytest.raises(UsageError, match="is written as turtle"):
        render(found, "csv")


def test_formats_that_do_not_fit() -> None:
    with pytest.raises(UsageError, match="turtle is for"):
        render(Rows((), ()), "turtle")
    with pytest.raises(UsageError, match="choose one of table, csv"):
        render(True, "xls")
    assert set(FORMATS) == {"table", "csv", "tsv", "json", "turtle"}
