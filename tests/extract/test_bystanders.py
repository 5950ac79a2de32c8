"""Who stands in the sentence of an event without having a part in it."""

from __future__ import annotations

from tests.telling import tell_all


def test_those_of_the_clause_beside_meet_elsewhere() -> None:
    told = tell_all("Anna Berg and Juan Solis met in Lima on May 3, and experts held a session on June 9.")
    (session,) = [e for e in told.events("Meeting") if told.words(e.trigger) == "held a session"]
    assert told.who(session, "participant") == {"experts"}


def test_the_guest_of_a_press_conference_takes_no_part_in_what_is_told_there() -> None:
    text = "The Swiss Embassy passed on a letter from Peru, Minister Anna Berg told a press conference with Juan Solis."
    told = tell_all(text)
    assert all("Juan Solis" not in told.who(e, "participant") for e in told.events("Call"))


def test_who_had_hoped_for_a_meeting_was_not_to_meet() -> None:
    told = tell_all("Peru and Chile did not meet on Friday, as Kenyan President Anna Berg had hoped.")
    assert all("Anna Berg" not in told.who(e, "participant") for e in told.events("Meeting"))


def test_support_for_those_who_fight_is_aid() -> None:
    told = tell_all("Peru accuses Chile of supporting militias.")
    assert told.event("Aid").status == "Alleged"
