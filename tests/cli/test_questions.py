"""``kg query``, ``kg show`` and ``kg explain`` on a small graph."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.pipeline import open_store
from kg.query import render
from kg.query import run as query
from tests.cli.conftest import Run, kg

PERSONS = "SELECT ?name { ?who a dip:Person ; skos:prefLabel ?name } ORDER BY ?name"


@pytest.fixture(autouse=True)
def _store(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", str(built))


def test_sparql_in_every_format() -> None:
    for form in ("table", "csv", "tsv", "json"):
        done = kg("query", PERSONS, "--format", form)
        assert (done.exit_code, done.stderr) == (0, "")
        assert "Ryan Crocker" in done.stdout
    rows = list(csv.reader(io.StringIO(kg("query", PERSONS, "--format", "csv").stdout)))
    assert rows[0] == ["name"]
    found = json.loads(kg("query", PERSONS, "--format", "json").stdout)["results"]["bindings"]
    assert [b["name"]["value"] for b in found] == [row[0] for row in rows[1:]]


def test_a_construct_is_turtle() -> None:
    done = kg("query", "CONSTRUCT { ?a dip:met ?b } WHERE { ?a dip:met ?b }")
    assert len(list(ox.parse(done.stdout_bytes, ox.RdfFormat.TURTLE))) >= 2


def test_ready_questions_are_listed_and_answered() -> None:
    listed = kg("query", "--list").stdout.splitlines()
    assert len(listed) >= 12
    assert any(line.startswith("said ") and "[who]" in line for line in listed)
    for line in listed:
        assert kg("query", line.split()[0]).exit_code == 0
    assert "Crocker" in kg("query", "meetings").stdout
    assert "Rejection" in kg("query", "said", "--set", "who=Qomi").stdout


def test_a_question_from_a_file_or_stdin(tmp_path: Path) -> None:
    (tmp_path / "persons.rq").write_text(PERSONS)
    direct = kg("query", PERSONS).stdout
    assert kg("query", "-f", tmp_path / "persons.rq").stdout == direct
    assert kg("query", "--file", "-", stdin=PERSONS).stdout == direct


def test_the_store_may_be_named_by_either_folder(built: Path) -> None:
    answers = {kg("query", PERSONS, "-s", folder).stdout for folder in (built, built / "store")}
    assert answers == {kg("query", PERSONS).stdout}


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["meeting"], 1, "did you mean meetings?"),
        (["SELECT ?x {"], 1, "malformed"),
        (["DELETE WHERE { ?a ?b ?c }"], 1, "DELETE is refused"),
        (["SELECT * { SERVICE <https://example.org/> { ?a ?b ?c } }"], 1, "SERVICE is refused"),
        (["said", "--set", "whom=Iran"], 2, "no parameter 'whom'"),
        (["said", "--set", "who"], 2, "is no parameter"),
        (["said", "--set", "who=Nobody Else"], 1, "Nobody Else"),
        ([PERSONS, "--set", "who=Iran"], 2, "--set is for ready questions"),
        ([PERSONS, "--format", "turtle"], 2, "turtle is for a CONSTRUCT"),
        ([], 2, "kg query --list"),
        ([PERSONS, "-s", "nowhere"], 1, "there is no store at nowhere"),
    ],
)
def test_what_cannot_be_asked_is_one_line(arguments: list[str], status: int, told: str) -> None:
    done = kg("query", *arguments)
    assert (done.exit_code, done.stdout) == (status, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("kg: ")
    assert told in line


def test_show_gives_each_line_its_sentence() -> None:
    done = kg("show", "hassan", "kazemi", "qomi")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Hassan Kazemi Qomi  [Person]")
    assert "met Ryan Crocker" in done.stdout
    assert "counterpart, Hassan Kazemi Qomi, in Baghdad on Monday.”" in " ".join(done.stdout.split())
    assert kg("show", "IRN").stdout.startswith("Iran  [State]")


def test_explain_marks_the_words_of_the_event(built: Path) -> None:
    told = kg("explain", "meeting", "crocker").stdout
    assert "**met**" in told
    iri = told.splitlines()[1].strip()
    assert kg("explain", iri).stdout == kg("explain", iri.rpartition("-")[2]).stdout == told


@pytest.mark.parametrize("command", ["show", "explain"])
def test_what_is_unknown_is_one_line(command: str) -> None:
    done = kg(command, "Nobody Else")
    assert (done.exit_code, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "Nobody Else" in done.stderr
    assert kg(command).exit_code == 2


EVERYTHING = "SELECT ?a ?b ?c ?d ?e { ?a ?b ?c . ?d ?e ?a }"


@pytest.mark.parametrize("form", ["csv", "tsv", "json"])
def test_streamed_rows_are_those_of_the_whole(form: str, built: Path) -> None:
    with open_store(built) as store:
        whole = render(query(store, EVERYTHING), form)
    assert kg("query", EVERYTHING, "--format", form).stdout_bytes == whole.encode()
    none = kg("query", "SELECT ?a { ?a a dip:Nothing }", "--format", form)
    assert (none.exit_code, none.stderr) == (0, "")


def test_rows_come_before_the_answer_is_complete(run: Run) -> None:
    """The whole answer would have more rows than memory and patience could hold."""
    endless = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    done = run("query", endless, "--format", "csv", "--timeout", "1")
    assert done.returncode == 1
    assert done.stdout.count(b"\n") > 1000
    assert done.stderr == b"kg: the query took longer than 1 seconds: narrow it, or give a longer --timeout\n"


def test_a_query_that_takes_too_long_ends(run: Run) -> None:
    done = run("query", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--timeout", "1")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"kg: the query took longer than 1 seconds")
    assert kg("query", "ASK { ?s ?p ?o }", "--timeout", "60").stdout == "yes\n"
