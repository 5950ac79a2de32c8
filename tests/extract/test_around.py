"""What frames do not see beside an event: purposes of journeys, hosts and mediators, targets told in the object."""

from __future__ import annotations

from datetime import date

import pytest

from tests.telling import tell, tell_all

JUNE = date(2010, 6, 16)


def test_a_journey_to_meet_somebody_is_a_visit_to_him() -> None:
    told = tell("Pablo Rojas flew to Lima on Monday to meet Luis Vega.", JUNE)
    visit, meeting = told.event("Visit"), told.event("Meeting")
    assert told.who(visit, "target") == {"Luis Vega"}
    assert (meeting.status, told.date(meeting)) == ("Occurred", "2010-06-14")


@pytest.mark.parametrize(
    "text",
    [
        "Pablo Rojas will fly to Lima on Friday to meet Luis Vega.",
        "Pablo Rojas arrived in Lima on Monday to meet Luis Vega.",
        "Pablo Rojas flew to Lima today to meet Luis Vega.",
    ],
)
def test_a_meeting_that_may_still_lie_ahead_has_not_occurred(text: str) -> None:
    assert tell(text, JUNE).event("Meeting").status != "Occurred"


def test_a_visit_to_two_states_is_two() -> None:
    told = tell("Pablo Rojas will travel to Norway and Chad.")
    assert sorted(place for e in told.events("Visit") for place in told.places(e)) == ["Chad", "Norway"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Pablo Rojas and Luis Vega met in Niamey, Niger's capital.", {"Niamey", "Niger"}),
        ("Pablo Rojas and Luis Vega met in Lagos, Nigeria, on Monday.", {"Lagos", "Nigeria"}),
        ("Pablo Rojas and Luis Vega met in Lagos, Norway announced.", {"Lagos"}),
    ],
)
def test_a_city_lies_in_the_state_told_with_it(text: str, places: set[str]) -> None:
    told = tell(text)
    assert told.places(told.event("Meeting")) == places


def test_an_attack_takes_place_on_the_soil_of_the_attacked() -> None:
    told = tell("Iraq invaded Kuwait.")
    assert told.places(told.event("Assault")) == {"Kuwait"}


def test_no_place_where_nothing_happened() -> None:
    told = tell("Iraq did not attack Kuwait.")
    assert told.places(told.event("Assault")) == set()


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("Pablo Rojas met Luis Vega in Oslo at the invitation of Kari Berg.", "host", {"Kari Berg"}),
        ("Talks between Fatah and Hamas, mediated by Egypt, resumed in Cairo.", "mediator", {"Egypt"}),
        ("Egypt and Chad held talks mediated by Qatar.", "mediator", {"Qatar"}),
    ],
)
def test_who_helps_is_no_party(text: str, role: str, expected: set[str]) -> None:
    told = tell_all(text)
    meeting = told.event("Meeting")
    assert told.who(meeting, role) == expected
    assert len(told.who(meeting, "participant")) == 2
    assert not expected & told.who(meeting, "participant")


@pytest.mark.parametrize(
    "text",
    [
        "Ana Vega signed the treaty on behalf of Chile.",
        "Ana Vega signed the treaty on Chile's behalf on Monday.",
        "Signing the treaty on behalf of Chile, Ana Vega smiled.",
    ],
)
def test_who_is_signed_for_is_a_party(text: str) -> None:
    told = tell(text)
    assert told.who(told.event("Agreement"), "participant") == {"Ana Vega", "Chile"}


def test_who_looks_on_is_no_party() -> None:
    told = tell_all("Norway and Chile signed a treaty in Lima in the presence of Prime Minister Ana Vega.")
    assert told.who(told.event("Agreement"), "participant") == {"Norway", "Chile"}


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Iran dismissed the claim from Berlin as groundless.", "Rejection", {"Germany"}),
        ("Norway welcomes the agreement between Chad and Sudan.", "Support", {"Chad", "Sudan"}),
        ("Moscow recalled its ambassador to Georgia.", "Sanction", {"Georgia"}),
        ("Russia threatened to cut all links with Georgia.", "Threat", {"Georgia"}),
        ("Kenya promised to help Chad.", "Pledge", {"Chad"}),
        ("Mali appealed to aid organisations to return.", "Request", {"aid organisations"}),
    ],
)
def test_whom_an_act_is_aimed_at(text: str, kind: str, expected: set[str]) -> None:
    told = tell_all(text)
    assert told.who(told.event(kind), "target") == expected


def test_a_parliament_that_ratifies_votes() -> None:
    told = tell("The Riigikogu ratified the treaty.")
    assert told.who(told.event("Vote"), "actor") == {"Riigikogu"}
    assert not told.events("Agreement")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Chile did not promise to help Peru.", "Negated"),
        ("If Iran waits, the United States will lift the embargo.", "Proposed"),
    ],
)
def test_plain_negation_and_conditions_are_read_by_rule(text: str, status: str) -> None:
    (event,) = (e for e in tell_all(text).events("Pledge") + tell_all(text).events("Concession"))
    assert event.status == status


def test_who_heads_a_body_holds_an_office_of_it() -> None:
    told = tell("Kofi Asante, who heads the African Union Commission, praised Chad.")
    assert ("Kofi Asante", "head", "African Union Commission") in told.offices()


@pytest.mark.parametrize("text", ["Kofi Asante led the African Union Commission to Oslo.", "Kofi Asante leads Ghana."])
def test_what_somebody_does_once_or_for_a_state_is_no_office(text: str) -> None:
    assert not tell(text).offices()


def test_the_state_of_somebody_is_no_place() -> None:
    told = tell_all("Indian Ambassador Rakesh Sood met his Chinese counterpart, Yang Houlan, in Kabul on Wednesday.")
    assert told.places(told.event("Meeting")) == {"Kabul"}


def test_a_capital_where_it_took_place_is_no_party() -> None:
    told = tell_all("The second round of talks between Iran and Syria was held in Baghdad on Tuesday, an envoy said.")
    assert told.who(told.event("Meeting"), "participant") == {"Iran", "Syria"}


def test_the_state_of_a_speaker_does_not_meet() -> None:
    told = tell_all(
        "Kenyan Foreign Minister Raphael Tuju said that talks between Chad and Mali are planned to begin soon."
    )
    (talks,) = (e for e in told.facts.events if e.type in ("Meeting", "Negotiation"))
    assert told.who(talks, "participant") == {"Chad", "Mali"}


def test_where_an_article_was_written_is_no_place_of_what_it_tells() -> None:
    told = tell_all("TEHRAN, May 29 (Alborz) -- Iran's ambassador met Kenyan officials in Nairobi, a spokesman said.")
    assert told.places(told.event("Meeting")) == {"Nairobi"}
