"""Meetings told by who was there: bodies that went to work, groups that met, who took part in what was told before."""

from __future__ import annotations

from datetime import date

import pytest

from tests.telling import tell_all

DAY = date(2024, 7, 24)  # a Wednesday


def test_a_body_that_began_its_work_met() -> None:
    told = tell_all("They hope to go on with the work that the subcommittee began on July 3.", DAY)
    meeting = told.event("Meeting", "Occurred")
    assert (told.who(meeting, "participant"), told.date(meeting)) == ({"subcommittee"}, "2024-07-03")


def test_a_firm_that_began_work_did_not_meet() -> None:
    assert tell_all("The builders began work on the bridge on July 3.", DAY).events("Meeting") == []


def test_a_group_may_meet_by_itself_or_not() -> None:
    told = tell_all("The negotiators did not meet on Monday, as Peru had hoped.", DAY)
    meeting = told.event("Meeting")
    assert (meeting.status, told.date(meeting)) == ("Negated", "2024-07-22")


CONFERENCE = "The Regional Conference on Fishing was concluded in Lima on Tuesday."


@pytest.mark.parametrize(
    "text",
    [
        f"{CONFERENCE} President Anna Berg of Chile and Minister Juan Solis of Peru took part.",
        f"{CONFERENCE} President Anna Berg of Chile attended, along with Minister Juan Solis of Peru.",
    ],
)
def test_who_took_part_was_at_the_occasion_told_before(text: str) -> None:
    told = tell_all(text, DAY)
    meeting = told.event("Meeting")
    assert {"Anna Berg", "Juan Solis"} <= told.who(meeting, "participant")
    assert (told.date(meeting), told.places(meeting)) == ("2024-07-23", {"Lima"})


def test_who_took_part_in_nothing_that_is_told_met_nobody() -> None:
    assert tell_all("Minister Juan Solis participated. Prices of fish rose.", DAY).events("Meeting") == []


def test_it_was_hosted_by_the_host_of_what_was_told_before() -> None:
    text = (
        f"{CONFERENCE} It was hosted by the Minister of Fisheries of Peru, Anna Berg. "
        "Juan Solis and Maria Lopez took part."
    )
    told = tell_all(text, DAY)
    meeting = told.event("Meeting")
    assert told.who(meeting, "host") == {"Anna Berg"}
    assert told.who(meeting, "participant") == {"Juan Solis", "Maria Lopez"}


def test_there_is_where_was_told_last() -> None:
    told = tell_all("The talks are to be held in Lima. Anna Berg and Juan Solis met there on May 3.", DAY)
    (met,) = (e for e in told.events("Meeting") if told.date(e) == "2024-05-03")
    assert told.places(met) == {"Lima"}
