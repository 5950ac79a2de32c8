"""One article of our own with everything that a reader takes from a report on talks between two estranged states."""

from __future__ import annotations

from datetime import date

import pytest

from kg.model import EventFact
from tests.telling import Telling, tell_all

ARTICLE = """French and Canadian Envoys May Meet Again

The State Department said Tuesday that the mediators are ready for more work. A May 28 meeting in Nairobi between the \
ambassadors of France and Canada was their first in years.

Kenyan Foreign Minister Raphael Tuju said earlier Tuesday in Nairobi that a second round of talks between France and \
Canada on fishing rights is planned to take place soon.

State Department spokesman Sean Parker told reporters Tuesday that he had no news of a date.

French officials have accused Canada of supplying insurgents with rockets.

The meeting on May 28, hosted in the office of Kenyan Prime Minister Raila Odinga, brought together the French \
ambassador in Nairobi Pierre Dubois and his Canadian counterpart Robert Fowler.

France and Canada have not had diplomatic relations since 1979.
"""
ENVOYS = {"Pierre Dubois", "Robert Fowler"}
OFFICE = "office of Kenyan Prime Minister Raila Odinga"


@pytest.fixture(scope="module")
def told() -> Telling:
    return tell_all(ARTICLE, date(2007, 7, 17))


def _meeting(told: Telling) -> EventFact:
    """The meeting of the two envoys."""
    (found,) = (e for e in told.events("Meeting", "Occurred") if told.who(e, "participant") == ENVOYS)
    return found


def test_the_envoys_met_in_the_city_and_in_the_office(told: Telling) -> None:
    assert told.places(_meeting(told)) == {"Nairobi", OFFICE}


def test_both_passages_tell_the_meeting(told: Telling) -> None:
    assert len(_meeting(told).evidence) == 2


def test_the_day_of_the_meeting_has_its_year_from_the_date_of_publication(told: Telling) -> None:
    assert told.date(_meeting(told)) == "2007-05-28"


def test_without_a_date_of_publication_the_year_stays_open() -> None:
    undated = tell_all(ARTICLE)
    assert undated.date(_meeting(undated)) == "--05-28"


def test_the_article_tells_the_meeting_in_its_own_voice(told: Telling) -> None:
    assert told.sources(_meeting(told)) == set()


@pytest.mark.parametrize(
    ("holder", "office", "of"),
    [
        ("Pierre Dubois", "ambassador", "France"),
        ("Robert Fowler", "ambassador", "Canada"),
        ("Raila Odinga", "prime minister", "Kenya"),
        ("Raphael Tuju", "foreign minister", "Kenya"),
        ("Sean Parker", "spokesman", "United States Department of State"),
    ],
)
def test_offices(told: Telling, holder: str, office: str, of: str) -> None:
    assert (holder, office, of) in told.offices()


def test_the_next_meeting_is_planned_and_credited_to_the_minister(told: Telling) -> None:
    planned = [e for e in told.events("Meeting", "Planned") if told.who(e, "participant") == {"France", "Canada"}]
    assert [told.sources(e) for e in planned] == [{"Raphael Tuju"}]


def test_the_accusation_and_what_it_alleges(told: Telling) -> None:
    accusation, aid = told.event("Accusation"), told.event("Aid")
    assert (told.who(accusation, "actor"), told.who(accusation, "target")) == ({"French officials"}, {"Canada"})
    assert accusation.status == "Occurred"
    assert (told.who(aid, "actor"), told.who(aid, "target")) == ({"Canada"}, {"insurgents"})
    assert (aid.status, told.sources(aid)) == ("Alleged", {"French officials"})
    assert accusation.about == aid.trigger


def test_there_are_no_relations(told: Telling) -> None:
    relations = told.event("Relations")
    assert told.who(relations, "participant") == {"France", "Canada"}
    assert (relations.status, told.date(relations)) == ("Negated", "1979")


@pytest.mark.parametrize("speaker", ["Raphael Tuju", "Sean Parker"])
def test_who_speaks(told: Telling, speaker: str) -> None:
    assert {speaker} in [told.who(e, "actor") for e in told.events("Statement")]
