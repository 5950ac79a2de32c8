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


def test_who_welcomes_those_who_meet_and_takes_no_part_is_their_host() -> None:
    text = (
        "Peru and Chile held talks in Lima. President Anna Berg welcomed the delegations before the talks, but she "
        "did not take part in them."
    )
    told = tell_all(text)
    meeting = told.event("Meeting")
    assert told.who(meeting, "participant") == {"Peru", "Chile"}
    assert told.who(meeting, "host") == {"Anna Berg"}


def test_who_received_them_after_others_had_talks_is_not_the_host_of_these() -> None:
    told = tell_all(
        "President Anna Berg welcomed the delegation in Lima after Mali and Chad had held talks in Nairobi."
    )
    assert all("Anna Berg" not in told.who(e, "host") for e in told.events("Meeting"))


def test_who_leaves_them_to_talk_is_their_host() -> None:
    text = (
        "President Anna Berg received the Peruvian ambassador, Juan Solis, and the Chilean ambassador, Maria Lopez, in "
        "Lima. Then she left the two delegations to talk, with Minister Omar Diaz in the chair."
    )
    told = tell_all(text)
    meeting = told.event("Meeting")
    assert told.who(meeting, "host") == {"Anna Berg"}
    assert told.who(meeting, "participant") == {"Juan Solis", "Maria Lopez", "Omar Diaz"}


def test_who_is_named_after_but_not_was_not_there() -> None:
    told = tell_all("Anna Berg held talks with Chilean minister Juan Solis but not with Omar Diaz at a forum in Lima.")
    assert all("Omar Diaz" not in told.who(e, "participant") for e in told.events("Meeting"))


def test_who_is_told_of_on_a_visit_was_not_on_it() -> None:
    told = tell_all(
        "Anna Berg predicted during a visit to Peru that the ambassadors, Juan Solis and Omar Diaz, would meet."
    )
    visit = told.event("Visit")
    assert (visit.status, told.who(visit, "actor")) == ("Occurred", {"Anna Berg"})


def test_where_something_before_took_place_is_not_where_it_was() -> None:
    told = tell_all("Anna Berg went to Peru. The visit came two days after experts met in Nairobi.")
    assert all("Nairobi" not in told.places(e) for e in told.events("Visit"))


def test_whom_a_pronoun_means_in_a_clause_on_something_else() -> None:
    text = "Juan Solis spoke. Omar Diaz left a dinner given by Anna Berg, at which he was to sit beside Maria Lopez."
    told = tell_all(text)
    assert all("Juan Solis" not in told.who(e, "participant") for e in told.events("Meeting"))


def test_those_who_chair_open_or_attend_the_meeting_were_at_the_one_told_before() -> None:
    text = (
        "Peru and Chile held a second round of talks in Lima. Prices of fish rose. Kenyan minister Anna Berg, who "
        "chaired the meeting, was glad. Boats lay idle. Malian President Juan Solis opened the three-hour session."
    )
    told = tell_all(text)
    assert told.who(told.event("Meeting"), "participant") == {"Peru", "Chile", "Anna Berg", "Juan Solis"}


def test_who_objects_is_no_party() -> None:
    told = tell_all("China and Fiji signed a security pact despite objections from Australia and Japan.")
    assert told.who(told.event("Agreement"), "participant") == {"China", "Fiji"}


def test_whom_those_fight_who_are_helped_gets_no_help() -> None:
    told = tell_all("Ana Diaz accused Iran of supporting networks that plant bombs against Chile.")
    assert {who for e in told.events("Aid") + told.events("Support") for who in told.who(e, "target")} == {"networks"}


def test_help_for_attacks_is_no_help_for_those_attacked() -> None:
    told = tell_all("President Ana Diaz accused Iran of providing support for attacks on Chilean troops in Iraq.")
    assert all("Chilean troops" not in told.who(e, "target") for e in told.facts.events if e.type in ("Aid", "Support"))
