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
