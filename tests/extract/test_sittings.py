"""Meetings and their days: numbered rounds, days told side by side, what is scheduled, what only counts since when."""

from __future__ import annotations

from datetime import date

import pytest

from tests.telling import tell_all

DAY = date(2024, 7, 24)  # a Wednesday


def test_a_numbered_round_of_negotiations_is_a_meeting() -> None:
    told = tell_all("The second round of negotiations between Peru and Chile was held in Lima on Tuesday.", DAY)
    assert told.date(told.event("Meeting")) == "2024-07-23"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Anna Berg met Chilean President Juan Solis on May 3 and June 9.", {"2024-05-03", "2024-06-09"}),
        ("Anna Berg met Chilean President Juan Solis in May, June and July.", {"2024-05", "2024-06", "2024-07"}),
        ("Anna Berg met Chilean President Juan Solis on Monday and Tuesday.", {"2024-07-22"}),
    ],
    ids=["days", "months", "a meeting of two days"],
)
def test_who_met_on_several_days_met_several_times(text: str, days: set[str | None]) -> None:
    told = tell_all(text, DAY)
    assert {told.date(e) for e in told.events("Meeting")} == days


def test_what_is_scheduled_for_a_day_is_not_of_the_day_of_the_report() -> None:
    text = (
        "LIMA, July 24 (Wire) — A meeting of Peru and Chile that had been scheduled for next Friday has been postponed."
    )
    told = tell_all(text, DAY)
    assert told.date(told.event("Meeting")) == "2024-07-26"


def test_two_days_after_a_meeting_dates_it() -> None:
    text = (
        "LIMA, July 24 (Wire) — Two days after the meeting of Peru and Chile, both governments tell different stories."
    )
    told = tell_all(text, DAY)
    assert told.date(told.event("Meeting")) == "2024-07-22"


def test_since_when_they_count_is_not_when_they_met() -> None:
    told = tell_all("Peru and Chile held talks in Lima on Tuesday. It was their third meeting since May.", DAY)
    assert {told.date(e) for e in told.events("Meeting")} == {"2024-07-23"}


def test_a_round_with_its_number_and_day_is_a_meeting_of_those_told_before() -> None:
    text = (
        "The second meeting of Peru and Chile was cold. "
        "Peru had seen more attacks than before the first round on 28 May."
    )
    told = tell_all(text, DAY)
    (first,) = (e for e in told.events("Meeting") if told.date(e) == "2024-05-28")
    assert told.who(first, "participant") == {"Peru", "Chile"}


def test_a_round_of_negotiations_is_told_without_parties() -> None:
    text = (
        "The second round of negotiations on fishing was held in Lima on Tuesday, the Peruvian envoy said. "
        "The first round of the negotiations was held on May 28."
    )
    told = tell_all(text, DAY)
    assert {told.date(e) for e in told.events("Meeting")} == {"2024-07-23", "2024-05-28"}


def test_rounds_of_a_vote_are_no_meetings() -> None:
    told = tell_all("Peru and Chile met in Lima. Anna Berg won the first round of the vote on May 28.", DAY)
    assert "2024-05-28" not in {told.date(e) for e in told.events("Meeting")}


def test_the_day_of_what_is_said_of_talks_is_not_theirs() -> None:
    told = tell_all(
        "On May 13, Juan Solis had announced that Peru accepted the talks in order to end the quarrel.", DAY
    )
    assert {told.date(e) for e in told.events("Meeting")} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "Peru met Mali, but an encounter with Chile that Kenya had hoped for did not take place.",
        "A meeting between Peru and Chile is not planned.",
    ],
)
def test_what_did_not_come_about_is_denied(text: str) -> None:
    assert "Negated" in tell_all(text, DAY).statuses("Meeting")


def test_what_was_not_meant_to_decide_took_place() -> None:
    told = tell_all("Peru and Chile met in Lima. That meeting had not been intended to produce decisions.", DAY)
    assert told.statuses("Meeting") == {"Occurred"}


def test_the_present_of_a_headline_is_past() -> None:
    told = tell_all("Peru and Chile hold talks in Lima\n\nThe weather was fine.", DAY)
    assert told.statuses("Meeting") == {"Occurred"}


def test_the_present_of_a_headline_may_be_next_week() -> None:
    told = tell_all("Peru and Chile hold talks in Lima next week\n\nThe weather was fine.", DAY)
    assert "Occurred" not in told.statuses("Meeting")


def test_who_left_a_dinner_tells_its_evening() -> None:
    text = (
        "Anna Berg met Juan Solis on Monday. "
        "In the evening, Anna Berg left a dinner given by Peruvian President Ana Cruz."
    )
    told = tell_all(text, DAY)
    (dinner,) = (e for e in told.events("Meeting") if told.who(e, "host"))
    assert (told.who(dinner, "host"), told.date(dinner)) == ({"Ana Cruz"}, "2024-07-22")


def test_several_meetings_told_together_are_none() -> None:
    told = tell_all("Peru and Chile met on May 3 and June 9. Critics say that these meetings brought no result.", DAY)
    assert {told.date(e) for e in told.events("Meeting")} == {"2024-05-03", "2024-06-09"}
