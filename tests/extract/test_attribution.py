"""Attribution: whom the text credits with what it tells, and what stays in its own voice."""

from __future__ import annotations

import pytest

from tests.telling import Telling, tell


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


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("Xinhua quoted Prime Minister Ana Petrovic as saying that Chad had expelled two diplomats.", "Xinhua"),
        ("Prime Minister Ana Petrovic was quoted by Tanjug as saying that Chad had expelled two diplomats.", "Tanjug"),
        ("Chad has expelled two diplomats, Prime Minister Ana Petrovic was quoted as saying by Tanjug.", "Tanjug"),
        ("Chad has expelled two diplomats, Interfax quoted Prime Minister Ana Petrovic as saying.", "Interfax"),
        ("Reuters reported that Chad had expelled two diplomats, citing Prime Minister Ana Petrovic.", "Reuters"),
        (
            "The Guardian, citing Prime Minister Ana Petrovic, said that Chad had expelled two diplomats.",
            "The Guardian",
        ),
    ],
)
def test_who_is_quoted_speaks_and_who_quotes_is_where_it_is_known_from(text: str, outlet: str) -> None:
    told = tell(text)
    statement = told.event("Statement")
    assert _speakers(told) == {"Ana Petrovic"}
    assert told.sources(statement) == {outlet}
    assert told.sources(told.event("Sanction")) == {"Ana Petrovic"}
    assert "expelled two diplomats" in told.words(statement.content)


@pytest.mark.parametrize(
    ("quoted", "speaker"),
    [("an Iranian official", "Iran"), ("an official", "Xinhua"), ("Iranian officials", "Iranian officials")],
)
def test_an_unnamed_official_speaks_for_his_state_and_one_of_no_state_not_at_all(quoted: str, speaker: str) -> None:
    told = tell(f"Xinhua quoted {quoted} as saying that Russia had attacked Georgia.")
    assert _speakers(told) == told.sources(told.event("Assault")) == {speaker}


@pytest.mark.parametrize(
    "text",
    [
        "Angela Merkel said that Russia had attacked Georgia, citing Canada as a witness.",
        "Angela Merkel, citing the weather, said that Russia had attacked Georgia.",
    ],
)
def test_what_a_speaker_cites_speaks_only_through_a_medium(text: str) -> None:
    told = tell(text)
    assert _speakers(told) == told.sources(told.event("Assault")) == {"Angela Merkel"}


def _speakers(told: Telling) -> set[str]:
    return told.who(told.event("Statement"), "actor")


def test_no_clause_after_a_semicolon_is_what_the_other_tells() -> None:
    told = tell("Georgia accused Russia of violating its airspace; Moscow denied the allegation.")
    assert told.sources(told.event("Accusation")) == told.sources(told.event("Rejection")) == set()
