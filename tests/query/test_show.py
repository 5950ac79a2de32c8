"""What show and explain tell of the small graph."""

from __future__ import annotations

import pytest

from kg.errors import NotFoundError
from kg.query import explain, explanation_text, find, profile_text, show
from kg.store import Store
from tests.conftest import DAILY, WIRE

MEETING = "Meeting: Hassan Kazemi Qomi – Ryan Crocker, 2007-05-28"


@pytest.mark.parametrize(
    "name", ["Iran", "IRAN", "tehran", "IRN", "state/irn", "https://w3id.org/diplomacy-kg/id/state/irn"]
)
def test_names_of_an_entity(graph: Store, name: str) -> None:
    assert "Iran" in {match.label for match in find(graph, name)}


def test_all_that_are_called_so(graph: Store) -> None:
    assert [p.type for p in show(graph, "Tehran")] == ["City", "State"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Crockr", "did you mean Ryan Crocker"),
        ("Kazimi", "did you mean Hassan Kazemi Qomi"),
        ("Iranian", "did you mean Iran"),
        ("xyzzy", "try a word of its name"),
        ("", "try a word of its name"),
    ],
)
def test_unknown_names(graph: Store, name: str, hint: str) -> None:
    with pytest.raises(NotFoundError, match=hint):
        show(graph, name)


def test_show_a_person(graph: Store) -> None:
    (crocker,) = show(graph, "Crocker")
    assert (crocker.label, crocker.type, crocker.names) == ("Ryan Crocker", "Person", ("Crocker",))
    assert dict(crocker.relations) == {"belongs to": ("United States",), "met": ("Hassan Kazemi Qomi",)}
    assert [line.text for line in crocker.offices] == ["ambassador of United States, posted to Iraq"]
    meeting = next(line for line in crocker.events if line.text.startswith(MEETING))
    assert (meeting.date, meeting.status) == ("2007-05-28", "Occurred")
    assert [g.document for g in meeting.grounds] == [WIRE.title, DAILY.title]
    claim = next(line for line in crocker.events if "(source)" in line.text)
    assert (claim.status, claim.source) == ("Alleged", "Ryan Crocker")
    assert [title for title, _ in crocker.documents] == [WIRE.title, DAILY.title]


def test_show_a_state(graph: Store) -> None:
    (iran,) = show(graph, "Iran")
    assert dict(iran.relations) == {"has": ("Foreign Ministry",), "is represented by": ("Hassan Kazemi Qomi",)}
    assert iran.same_as == ("http://www.wikidata.org/entity/Q9",)
    dates = [line.date for line in iran.events]
    assert [d for d in dates if d] == sorted(d for d in dates if d)
    assert dates.index("") == len([d for d in dates if d])


def test_former_offices_are_told_as_such(graph: Store) -> None:
    (khalilzad,) = show(graph, "Khalilzad")
    assert khalilzad.offices[0].text == "former ambassador of United States, posted to Iraq"
    assert khalilzad.relations == ()


def test_profile_as_text(graph: Store) -> None:
    text = profile_text(show(graph, "McCormack"), 80)
    assert text.startswith("Sean McCormack  [Person]  https://w3id.org/")
    assert "spokesman of U.S. State Department" in text
    assert "“The talks were frank, said a spokesman" in text
    assert max(map(len, text.splitlines())) <= 81


@pytest.mark.parametrize("event", ["meeting crocker 2007-05-28", "qomi Meeting 05-28"])
def test_explain_by_words(graph: Store, event: str) -> None:
    (explained,) = explain(graph, event)
    assert explained.label == MEETING
    assert [e.document for e in explained.evidence] == [WIRE.title, DAILY.title]
    for evidence, article in zip(explained.evidence, (WIRE, DAILY), strict=True):
        assert article.text[evidence.start : evidence.end] == evidence.exact
        assert article.text.startswith(evidence.exact + evidence.suffix)
        assert [evidence.exact[a:b] for a, b in evidence.marks] == ["met"]
    assert ("place", "Baghdad") in explained.told
    assert ("status", "Occurred") in explained.told


def test_explain_by_iri(graph: Store) -> None:
    (known,) = explain(graph, "meeting 2007-05-28")
    tail = known.iri.rpartition("/")[2]
    for name in (known.iri, f"event/{tail}", tail, tail.partition("-")[2]):
        assert explain(graph, name) == [known]


def test_several_events_are_all_listed(graph: Store) -> None:
    assert len(explain(graph, "Aid")) == 4


def test_unknown_events(graph: Store) -> None:
    with pytest.raises(NotFoundError, match=r"did you mean Sanction: United States – Iran"):
        explain(graph, "Sanktion: United States")
    with pytest.raises(NotFoundError, match="try the names"):
        explain(graph, "")


def test_explanation_as_text(graph: Store) -> None:
    text = explanation_text(explain(graph, "meeting 2007-06"), 60)
    assert "**meet again**" in " ".join(text.split())
    assert "participant: Hassan Kazemi Qomi, Ryan Crocker" in text
    assert f"{WIRE.title}, 2007-05-28 (characters" in text
    bold = explanation_text(explain(graph, "meeting 2007-06"), 200, color=True)
    assert "\x1b[1mmeet again\x1b[0m" in bold
