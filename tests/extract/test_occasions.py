"""Dates counted from an occasion: the day is that of the event which the article dates, not of the article."""

from __future__ import annotations

from datetime import date

import pytest

from tests.telling import tell, tell_all

THURSDAY = date(2024, 5, 16)
SUMMIT = "Norway and Chile held a summit in Lima on May 10."


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{SUMMIT} Two days after the summit, Peru expelled the Russian ambassador.", "2024-05-12"),
        (f"{SUMMIT} A day after the talks, Peru expelled the Russian ambassador.", "2024-05-11"),
        (f"{SUMMIT} Peru expelled the Russian ambassador the day after the summit.", "2024-05-11"),
        (f"{SUMMIT} Three days before the summit, Peru expelled the Russian ambassador.", "2024-05-07"),
        (f"{SUMMIT} On the eve of the summit, Peru expelled the Russian ambassador.", "2024-05-09"),
        (f"{SUMMIT} The day after the summit ended, Peru expelled the Russian ambassador.", "2024-05-11"),
        ("Two days after the May 10 summit, Peru expelled the Russian ambassador.", "2024-05-12"),
        (
            "Norway and Chile signed a trade deal on May 10. Peru expelled a Russian envoy two days after the signing.",
            "2024-05-12",
        ),
        (
            "Norway and Chile met from May 3 to May 5. A day after the meeting, Peru expelled the Russian ambassador.",
            "2024-05-06",
        ),
        (
            "Peru expelled the Russian ambassador on the eve of the summit. The summit will be held in Lima on May 30.",
            "2024-05-29",
        ),
    ],
)
def test_a_day_is_counted_from_the_occasion(text: str, day: str) -> None:
    told = tell(text, THURSDAY)
    assert told.date(told.event("Sanction")) == day


@pytest.mark.parametrize(
    "text",
    [
        "Two days after the summit, Peru expelled the Russian ambassador.",
        "Norway and Chile held a summit in May. Two days after the summit, Peru expelled the Russian ambassador.",
        f"{SUMMIT} Two days after the vote, Peru expelled the Russian ambassador.",
        f"{SUMMIT} Days after the summit, Peru expelled the Russian ambassador.",
    ],
)
def test_a_day_counted_from_one_that_nothing_tells_is_unknown(text: str) -> None:
    told = tell(text, THURSDAY)
    assert told.date(told.event("Sanction")) is None


def test_an_occasion_that_is_counted_from_is_not_told_again() -> None:
    told = tell_all(f"{SUMMIT} Two days after the summit, Kenya's prime minister visited Oslo.", THURSDAY)
    assert told.who(told.event("Meeting"), "participant") == {"Norway", "Chile"}
    assert told.date(told.event("Visit")) == "2024-05-12"


def test_an_occasion_at_which_others_meet_is_not_theirs() -> None:
    told = tell_all("Canada's foreign minister met his Cuban counterpart on the margins of the summit in Lima.")
    assert told.who(told.event("Meeting"), "participant") == {"Canada", "Cuba"}


def test_what_came_two_days_after_an_occasion_dates_it() -> None:
    text = (
        "President Anna Berg arrived in Lima on Monday for a three-day visit. On Tuesday she met Juan Solis. The visit "
        "came two days after Chilean and Peruvian experts met in Nairobi."
    )
    told = tell_all(text, THURSDAY)
    (experts,) = (e for e in told.events("Meeting") if "experts" in str(told.who(e, "participant")))
    assert told.date(experts) == "2024-05-11"
