"""Attribution: whom the text credits with what it tells, and what stays in its own voice."""

from __future__ import annotations

import pytest

from tests.telling import tell


@pytest.mark.parametrize(
    "text",
    [
        "Angela Merkel said that Russia had attacked Georgia.",
        "Russia attacked Georgia, Angela Merkel said on Tuesday.",
        "According to Angela Merkel, Russia attacked Georgia.",
        "Russia, according to Angela Merkel, attacked Georgia.",
        '"Russia attacked Georgia," Angela Merkel told reporters.',
    ],
)
def test_a_report_is_credited_to_its_speaker(text: str) -> None:
    told = tell(text)
    event = told.event("Assault")
    assert told.sources(event) == {"Angela Merkel"}
    assert event.status == "Occurred"
    assert (told.who(event, "actor"), told.who(event, "target")) == ({"Russia"}, {"Georgia"})


@pytest.mark.parametrize(
    "text",
    [
        "Russia attacked Georgia.",
        "Russia attacked Georgia, which Angela Merkel visited in May.",
        "After Angela Merkel spoke, Russia attacked Georgia.",
    ],
)
def test_what_the_article_tells_itself_has_no_source(text: str) -> None:
    told = tell(text)
    assert not told.sources(told.event("Assault"))


def test_an_accuser_is_the_source_of_what_he_alleges() -> None:
    told = tell("Turkish officials have accused Greece of supplying rebels with rockets.")
    accusation, aid = told.event("Accusation"), told.event("Aid")
    assert told.who(accusation, "target") == {"Greece"}
    assert told.sources(aid) == told.who(accusation, "actor") == {"Turkish officials"}
    assert (told.who(aid, "actor"), told.who(aid, "target")) == ({"Greece"}, {"rebels"})
    assert accusation.about == aid.trigger


def test_the_speech_act_itself_is_told_by_the_article() -> None:
    told = tell("Turkey accused Greece of supplying rebels with rockets.")
    assert not told.sources(told.event("Accusation"))


def test_who_asks_is_not_the_source_of_what_is_asked() -> None:
    told = tell("The United States urged Israel to release prisoners.")
    assert not told.sources(told.event("Concession"))


def test_a_planned_meeting_is_credited_to_the_minister_who_announced_it() -> None:
    told = tell("Foreign Minister Ahmet Kaya said that Turkey and Greece will hold talks in Izmir next month.")
    assert told.sources(told.event("Meeting", "Planned")) == {"Ahmet Kaya"}
