"""Each ready question answers on the small graph as an analyst would by reading the two articles."""

from __future__ import annotations

import random
import re

import pytest

from kg.errors import NotFoundError, UsageError
from kg.graph import IDENTITY
from kg.query import ask, bind, question, questions, render, settings
from kg.store import Embedded, Rows, Store
from tests.conftest import DAILY, WIRE

FACTS = {q.name for q in questions()} - {"active", "overview", "documents"}


def answer(store: Store, name: str, *columns: str, **given: str) -> list[tuple[str, ...]]:
    """The rows of a ready question, these columns only."""
    found = ask(store, name, given)
    assert isinstance(found, Rows)
    places = [found.variables.index(c) for c in columns]
    return [tuple(getattr(row[i], "value", "") for i in places) for row in found.rows]


def test_there_are_enough_questions_and_each_is_explained() -> None:
    assert len(questions()) >= 14
    assert [q.name for q in questions()] == sorted(q.name for q in questions())
    for q in questions():
        assert 20 <= len(q.summary) <= 120
        assert q.text.count("# with ") == q.text.count("# end") == len(q.parameters)


@pytest.mark.parametrize("name", sorted(FACTS))
def test_every_fact_comes_with_sentence_and_document(graph: Store, name: str) -> None:
    for sentence, document in answer(graph, name, "sentence", "document"):
        assert sentence in WIRE.text + DAILY.text
        assert document in (WIRE.title, DAILY.title)


@pytest.mark.parametrize("name", [q.name for q in questions()])
def test_same_answer_in_whatever_order_it_was_stored(graph: Store, name: str) -> None:
    graphs = [*graph.documents(), IDENTITY]
    random.Random(name).shuffle(graphs)
    with Embedded() as shuffled:
        for document in graphs:
            told = list(graph.quads(document))
            random.Random(name).shuffle(told)
            shuffled.replace(document, told)
        assert render(ask(shuffled, name), "tsv") == render(ask(graph, name), "tsv")


@pytest.mark.parametrize("name", [q.name for q in questions()])
def test_without_evidence_there_is_no_fact(name: str) -> None:
    with Embedded() as empty:
        assert answer(empty, name, "document") == [] if name in FACTS else True


MET = ("2007-05-28", "Meeting", "Hassan Kazemi Qomi, Ryan Crocker", "Baghdad")


@pytest.mark.parametrize("given", [{}, {"who": "ryan crocker"}, {"who": "Iran"}, {"place": "baghdad"}])
def test_meetings(graph: Store, given: dict[str, str]) -> None:
    found = answer(graph, "meetings", "date", "kind", "who", "place", "document", **given)
    assert found == [(*MET, WIRE.title), (*MET, DAILY.title)]


def test_meetings_of_others(graph: Store) -> None:
    assert answer(graph, "meetings", "who", who="Nouri al-Maliki") == []
    assert answer(graph, "meetings", "who", place="Tehran") == []


@pytest.mark.parametrize("who", ["Sean McCormack", "sean mccormack", "McCormack", "U.S. State Department"])
def test_said(graph: Store, who: str) -> None:
    assert answer(graph, "said", "who", "act", "said", who=who) == [
        ("Sean McCormack", "Statement", "The talks were frank")
    ]


def test_said_by_a_state_and_its_officials(graph: Store) -> None:
    found = answer(graph, "said", "who", "act", "about", who="Tehran")
    assert found == [
        ("Foreign Ministry", "tells of Aid", ""),
        ("Hassan Kazemi Qomi", "Rejection", "Aid: Iran"),
        ("Hassan Kazemi Qomi", "tells of Aid", ""),
    ]


def test_accusations(graph: Store) -> None:
    found = answer(
        graph, "accusations", "accuser", "accused", "of", "denial", "deniedIn", by="Washington", against="Iran"
    )
    denial = "Qomi denied that his country armed anybody there."
    assert found == [("Ryan Crocker", "Iran", "Aid: Iran – militias", denial, WIRE.title)]
    assert len(answer(graph, "accusations", "accuser")) == 2
    assert answer(graph, "accusations", "denial", by="Zalmay Khalilzad") == [("",)]
    assert answer(graph, "accusations", "accuser", by="Iran") == []


def test_planned(graph: Store) -> None:
    found = answer(graph, "planned", "date", "kind", "status", "who", "place")
    assert found == [
        ("2007-06", "Meeting", "Planned", "Hassan Kazemi Qomi, Ryan Crocker", ""),
        ("2007-08", "Visit", "Planned", "Nouri al-Maliki", "Tehran"),
    ]
    assert [row[0] for row in answer(graph, "planned", "kind", who="Iraq")] == ["Visit"]


def test_offices(graph: Store) -> None:
    columns = ("person", "office", "of", "postedTo", "former")
    assert set(answer(graph, "offices", *columns, of="United States")) == {
        ("Ryan Crocker", "ambassador", "United States", "Iraq", ""),
        ("Sean McCormack", "spokesman", "U.S. State Department", "", ""),
        ("Zalmay Khalilzad", "ambassador", "United States", "Iraq", "former"),
    }
    assert len(answer(graph, "offices", *columns, who="Qomi")) == 2


def test_place(graph: Store) -> None:
    found = answer(graph, "place", "date", "event", "status", place="Tehran")
    assert found == [
        ("2007-05-20", "Agreement: Iran – Iraq, 2007-05-20", "Occurred"),
        ("2007-08", "Visit: Nouri al-Maliki, 2007-08", "Planned"),
    ]


def test_timeline(graph: Store) -> None:
    found = answer(graph, "timeline", "date", "event", one="USA", other="Iran")
    assert list(dict.fromkeys(found)) == [
        ("2007-03", "Sanction: United States – Iran, 2007-03"),
        ("2007-05-28", "Accusation: Ryan Crocker – Iran, 2007-05-28"),
        ("2007-05-28", "Meeting: Hassan Kazemi Qomi – Ryan Crocker, 2007-05-28"),
        ("2007-06", "Meeting: Hassan Kazemi Qomi – Ryan Crocker, 2007-06"),
    ]
    within = answer(graph, "timeline", "date", since="2007-04", until="2007-05")
    assert {d for (d,) in within} == {"2007-04", "2007-05-20", "2007-05-28"}


def test_claims(graph: Store) -> None:
    assert answer(graph, "claims", "event", "saidBy", status="alleged") == [("Aid: Iran – militias", "Ryan Crocker")]
    assert answer(graph, "claims", "saidBy", status="Negated", about="militias") == [("Foreign Ministry",)]


def test_sources(graph: Store) -> None:
    found = answer(graph, "sources", "articles", "event", "document")
    meeting = "Meeting: Hassan Kazemi Qomi – Ryan Crocker, 2007-05-28"
    assert found[:2] == [("2", meeting, WIRE.title), ("2", meeting, DAILY.title)]
    assert {row[0] for row in found[2:]} == {"1"}
    assert [row[1] for row in answer(graph, "sources", "articles", "event", about="Maliki")] == [
        "Visit: Nouri al-Maliki, 2007-08"
    ]


def test_contested(graph: Store) -> None:
    found = answer(graph, "contested", "event", "account", "by", "sentence", "document")
    alleged = ("Alleged", "Ryan Crocker", "Crocker accused Iran of arming militias in Iraq.", WIRE.title)
    told = ("Occurred", "", "In April Iran delivered rockets to the militias.", WIRE.title)
    denied = "Iran has sent no rockets to the militias, its Foreign Ministry says."
    denial = ("Negated", "Foreign Ministry", denied, DAILY.title)
    first, second = "Aid: Iran – militias", "Aid: Iran – militias, 2007-04"
    assert found == [(first, *alleged), (first, *denial), (second, *told), (second, *alleged), (second, *denial)]


def test_active(graph: Store) -> None:
    found = answer(graph, "active", "agent", "type", "events", "asActor", "asParticipant", "asTarget", "articles")
    assert found[:2] == [
        ("Iran", "State", "8", "4", "1", "3", "2"),
        ("Ryan Crocker", "Person", "4", "2", "2", "0", "2"),
    ]


def test_agreements(graph: Store) -> None:
    found = answer(graph, "agreements", "date", "who", "topic", "place", "status")
    assert found == [("2007-05-20", "Iran, Iraq", "trade", "Tehran", "Occurred")]
    assert answer(graph, "agreements", "who", who="United States") == []


def test_visits(graph: Store) -> None:
    found = [("2007-08", "Nouri al-Maliki", "Tehran", "Planned")]
    assert answer(graph, "visits", "date", "visitor", "visited", "status", who="Iraq", to="Tehran") == found


def test_attributions(graph: Store) -> None:
    found = answer(graph, "attributions", "who", "event", "status", about="Iran")
    assert found == [
        ("Foreign Ministry", "Aid: Iran – militias", "Negated"),
        ("Hassan Kazemi Qomi", "Aid: Iran", "Negated"),
        ("Ryan Crocker", "Aid: Iran – militias", "Alleged"),
    ]
    assert len(answer(graph, "attributions", "who", who="Iran")) == 2


def test_sanctions(graph: Store) -> None:
    found = [("2007-03", "United States", "Iran", "Occurred")]
    columns = ("date", "imposedBy", "imposedOn", "status")
    assert answer(graph, "sanctions", *columns, by="U.S.", against="IRN") == found
    assert answer(graph, "sanctions", *columns, by="Iran") == []


def test_overview(graph: Store) -> None:
    counted = {(kind, type_): int(n) for kind, type_, n in answer(graph, "overview", "kind", "type", "count")}
    assert counted["entity", "State"] == 3
    assert counted["event", "Meeting"] == 2
    assert counted["record", "Document"] == 2


def test_documents(graph: Store) -> None:
    found = answer(graph, "documents", "published", "document", "publisher", "source", "events")
    assert found == [
        ("2007-05-28", WIRE.title, "Sample Wire", "wire.txt", "9"),
        ("2007-05-29", DAILY.title, "Tigris Daily", "https://daily.example/talks", "6"),
    ]


@pytest.mark.parametrize("evil", ['"', '" || true || "', "\\", "\n} # x", "$who", "'''", "?s ?p ?o", "\\u0022"])
def test_values_cannot_break_out(graph: Store, evil: str) -> None:
    bound = bind(question("said"), {"who": evil})
    found = graph.query(bound)
    assert isinstance(found, Rows)
    assert found.rows == ()


def test_unset_parameters_leave_no_trace() -> None:
    assert "$" not in bind(question("timeline"), {})
    assert "STRLEN" not in bind(question("timeline"), {"since": "2007"})


def test_mistakes_are_explained(graph: Store) -> None:
    with pytest.raises(NotFoundError, match="did you mean meetings"):
        ask(graph, "meeting")
    with pytest.raises(NotFoundError, match="choose one of accusations, "):
        ask(graph, "zzz")
    with pytest.raises(UsageError, match=r"no parameter 'whom': it has who, place$"):
        ask(graph, "meetings", {"whom": "Iran"})
    with pytest.raises(NotFoundError, match="did you mean Ryan Crocker"):
        ask(graph, "said", {"who": "Crockr"})
    with pytest.raises(UsageError, match="no such status: use one of Occurred"):
        ask(graph, "claims", {"status": "maybe"})
    with pytest.raises(UsageError, match="write a date as"):
        ask(graph, "timeline", {"since": "May"})
    with pytest.raises(UsageError, match="write NAME=VALUE"):
        settings(["who"])


def test_queries_are_valid_by_themselves(graph: Store) -> None:
    for q in questions():
        declared = re.findall(r"^PREFIX (\w+): <", q.text, re.MULTILINE)
        body = re.sub(r"^PREFIX.*$", "", q.text, flags=re.MULTILINE)
        used = set(re.findall(r"\b(dip|dct|rdfs|skos|prov|oa|sem):", body))
        assert used == set(declared), q.name
