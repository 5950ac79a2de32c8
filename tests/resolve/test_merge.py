"""Merging: what is one fact told twice, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.model import EntityId, EventFact, Span, TenureFact, Time
from kg.resolve import merge
from kg.resolve.wording import Wording
from tests.telling import tell

ANNA, BORIS, CLARA = (EntityId(f"person/{name}") for name in ("anna", "boris", "clara"))
PERU, CHILE = EntityId("state/per"), EntityId("state/chl")
LIMA, CUSCO = EntityId("city/lima"), EntityId("city/cusco")
STATES = {ANNA: PERU, BORIS: CHILE}
BOTH = (("participant", ANNA), ("participant", BORIS))
DAY = Time("2009-06-03")


def _event(at: int, kind: str = "Meeting", *roles: tuple[str, EntityId], **more: object) -> EventFact:
    """An event told by the sentence that starts at the offset."""
    fact = EventFact(kind, "Occurred", roles or BOTH, (Span(at, at + 50),), Span(at + 5, at + 8), "test")
    return replace(fact, **more)  # type: ignore[arg-type]


def _the(at: int, **more: object) -> Wording:
    """The wording of "the meeting", in the sentence that starts at the offset."""
    said = frozenset({"meetin", f"other {at}", f"words {at}", f"there {at}"})
    told = Wording(at // 50, frozenset({"meeti"}), said, definite=True, noun=True)
    return replace(told, **more)  # type: ignore[arg-type]


def _merged(*found: EventFact, **more: object) -> tuple[EventFact, ...]:
    """The events, each told as "the meeting"; ``more`` is what is special of the wording of the last."""
    wording = {e.trigger: _the(e.evidence[0].start) for e in found}
    wording[found[-1].trigger] = _the(found[-1].evidence[0].start, **more)
    return merge.events(found, STATES, STATES, wording)


def test_one_meeting_told_twice_is_one_with_both_passages() -> None:
    (meeting,) = _merged(_event(0, places=(LIMA,)), _event(100, time=DAY))
    assert meeting.evidence == (Span(0, 50), Span(100, 150))
    assert (meeting.places, meeting.time) == ((LIMA,), DAY)


def test_the_finer_date_is_kept() -> None:
    (meeting,) = _merged(_event(0, time=Time("2009-06")), _event(100, time=DAY))
    assert meeting.time == DAY


def test_the_surer_telling_counts() -> None:
    (meeting,) = _merged(_event(0, confidence=0.6), _event(100, confidence=0.9))
    assert meeting.confidence == 0.9


def test_states_that_met_are_the_persons_who_met_for_them() -> None:
    states = (("participant", PERU), ("participant", CHILE))
    (meeting,) = _merged(_event(0, "Meeting", *states), _event(100, "Meeting", *BOTH))
    assert set(meeting.roles) == set(BOTH)


@pytest.mark.parametrize(
    "other",
    [
        _event(100, "Visit"),
        _event(100, status="Planned"),
        _event(100, time=Time("2009-07-24")),
        _event(100, places=(CUSCO,)),
        _event(100, "Meeting", ("participant", ANNA), ("participant", CLARA)),
    ],
    ids=["type", "status", "day", "place", "participants"],
)
def test_events_that_differ_stay_two(other: EventFact) -> None:
    assert len(_merged(_event(0, time=DAY, places=(LIMA,)), other)) == 2


@pytest.mark.parametrize(
    "more",
    [
        {"definite": False, "fresh": True, "several": True},
        {"definite": False, "noun": False, "stems": frozenset({"talk"}), "said": frozenset({"other", "thing"})},
    ],
    ids=["meetings", "talked of other things"],
)
def test_what_is_worded_as_another_event_stays_one_of_its_own(more: dict[str, object]) -> None:
    one, other = ("participant", ANNA), ("participant", CLARA)
    assert len(_merged(_event(0, "Meeting", one), _event(100, "Meeting", other), **more)) == 2


def test_one_more_meeting_is_the_one_more_told_before() -> None:
    further = {"definite": False, "fresh": True, "further": True}
    plan, again = (_event(at, status="Planned") for at in (0, 100))
    wording = {e.trigger: _the(e.evidence[0].start, **further) for e in (plan, again)}
    assert len(merge.events([plan, again], STATES, STATES, wording)) == 1
    assert len(_merged(_event(0), _event(100, status="Planned"), **further)) == 2


def test_the_meeting_is_the_latest_of_those_whose_day_is_told() -> None:
    first, second = _event(0, time=Time("2009-05-03")), _event(100, time=DAY)
    merged = _merged(first, second, replace(_event(200), roles=(("participant", ANNA),)), bare=True)
    assert [len(e.evidence) for e in merged] == [1, 2]


def test_talks_are_also_told_as_a_meeting() -> None:
    (talks,) = _merged(_event(0, "Negotiation"), _event(100))
    assert talks.type == "Negotiation"


def test_two_pairs_do_not_meet_in_one_meeting() -> None:
    dora, four = EntityId("person/dora"), EntityId("person/emil")
    others = (("participant", dora), ("participant", four))
    assert len(_merged(_event(0), _event(100, "Meeting", *others))) == 2


def test_a_group_told_in_fewer_words_is_the_same_group() -> None:
    many, few = (("target", EntityId(f"group/per-{name}")) for name in ("32-opposition-members", "members"))
    (release,) = _merged(_event(0, "Concession", many), _event(100, "Concession", few))
    assert release.roles == (many,)


def test_who_does_and_who_suffers_are_not_mixed_up() -> None:
    there = _event(0, "Assault", ("actor", PERU), ("target", CHILE))
    back = _event(100, "Assault", ("actor", CHILE), ("target", PERU))
    assert len(_merged(there, back)) == 2


def test_two_statements_are_never_one() -> None:
    assert len(_merged(_event(0, "Statement", ("actor", ANNA)), _event(100, "Statement", ("actor", ANNA)))) == 2


def test_speech_acts_of_two_sentences_stay_two_unless_told_as_one() -> None:
    first, again = (_event(at, "Request", ("actor", ANNA)) for at in (0, 100))
    assert len(_merged(first, again, definite=False, noun=False, stems=frozenset({"urge"}))) == 2
    assert len(_merged(first, again)) == 1


def test_a_fact_that_the_article_also_tells_itself_needs_no_source() -> None:
    (meeting,) = _merged(_event(0, sources=(CLARA,)), _event(100))
    assert meeting.sources == ()


def test_an_allegation_keeps_everybody_who_makes_it() -> None:
    aid = (("actor", PERU), ("target", CHILE))
    (told,) = _merged(
        _event(0, "Aid", *aid, status="Alleged", sources=(ANNA,)),
        _event(100, "Aid", *aid, status="Alleged", sources=(CLARA,)),
    )
    assert told.sources == (ANNA, CLARA)


def test_what_is_spoken_of_is_found_after_merging() -> None:
    first, again = _event(0), _event(100)
    speech = _event(200, "Statement", ("actor", ANNA), about=again.trigger)
    meeting, statement = _merged(first, again, speech)
    assert statement.about == meeting.trigger


def test_a_round_without_names_takes_those_of_the_last() -> None:
    found = [_event(0), replace(_event(100, status="Planned"), roles=())]
    told = merge.take_up(found, {e.trigger: _the(0) for e in found})
    assert told[1].roles == BOTH
    assert told[1].confidence < told[0].confidence


def test_a_round_without_names_and_without_a_last_is_nothing() -> None:
    lonely = replace(_event(0), roles=())
    assert merge.take_up([lonely], {lonely.trigger: _the(0)}) == []


def test_what_somebody_unknown_does_is_not_done_by_those_told_before() -> None:
    found = [_event(0), replace(_event(100), roles=())]
    wording = {e.trigger: _the(0, noun=False, somebody=True) for e in found}
    assert merge.take_up(found, wording) == found[:1]


def test_words_at_a_meeting_have_its_day() -> None:
    meeting = _event(0, time=DAY)
    inside, outside = _event(100, "Request", ("actor", ANNA)), _event(200, "Request", ("actor", CLARA))
    told = merge.date_by_occasion([meeting, inside, outside], STATES)
    assert [e.time for e in told] == [DAY, DAY, None]


def _tenure(at: int, of: EntityId | None = PERU, **more: object) -> TenureFact:
    fact = TenureFact(ANNA, "ambassador", of, (Span(at, at + 50),), "test")
    return replace(fact, **more)  # type: ignore[arg-type]


def test_one_office_told_twice_is_one() -> None:
    (tenure,) = merge.tenures([_tenure(0, of=None), _tenure(100, posted_to=CHILE)])
    assert (tenure.of, tenure.posted_to) == (PERU, CHILE)
    assert tenure.evidence == (Span(0, 50), Span(100, 150))


@pytest.mark.parametrize(
    "other",
    [_tenure(100, former=True), _tenure(100, office="minister"), _tenure(100, holder=BORIS), _tenure(100, of=CHILE)],
    ids=["former", "office", "holder", "state"],
)
def test_offices_that_differ_stay_two(other: TenureFact) -> None:
    assert len(merge.tenures([_tenure(0), other])) == 2


def test_who_chaired_the_meeting_was_at_it() -> None:
    chaired = _event(200, "Meeting", ("participant", CLARA))
    (meeting,) = _merged(_event(0), chaired, bare=True)
    assert set(meeting.roles) == {*BOTH, ("participant", CLARA)}


def test_the_ceremony_is_no_dinner() -> None:
    dinner, other = _event(0), _event(100, "Meeting", ("participant", CLARA))
    wording = {dinner.trigger: _the(0, kind="dinner"), other.trigger: _the(100, kind="ceremonies", bare=True)}
    assert len(merge.events([dinner, other], STATES, STATES, wording)) == 2


def test_that_meeting_is_the_one_just_told() -> None:
    late, early = _event(0, time=DAY), _event(100, "Meeting", ("participant", CLARA), time=Time("2009-05-03"))
    merged = _merged(late, early, _event(150, "Meeting", ("participant", CLARA)), bare=True, pointed=True)
    assert [len(e.evidence) for e in merged] == [1, 2]


def test_a_host_is_no_participant_beside() -> None:
    (meeting,) = _merged(_event(0), _event(100, "Meeting", ("participant", ANNA), ("host", BORIS)))
    assert set(meeting.roles) == {("participant", ANNA), ("host", BORIS)}


def _taken(*found: EventFact, **last: object) -> list[EventFact]:
    """The events with the parties that they take up; ``last`` is what is special of the wording of the last."""
    wording = {e.trigger: _the(e.evidence[0].start) for e in found}
    wording[found[-1].trigger] = _the(found[-1].evidence[0].start, **last)
    return merge.take_up(list(found), wording)


def _bare(at: int, **more: object) -> EventFact:
    return replace(_event(at), **{"roles": (), **more})  # type: ignore[arg-type]


def test_a_numbered_round_has_the_party_told_before() -> None:
    one = _event(0, "Meeting", ("participant", ANNA), time=DAY)
    assert [e.roles for e in _taken(one, _bare(100), numbered=True)] == [one.roles, one.roles]
    assert [e.roles for e in _taken(one, _bare(100))] == [one.roles]


def test_several_meetings_told_together_take_up_nobody() -> None:
    assert _taken(_event(0), _bare(100), many=True) == [_event(0)]


def test_a_round_of_nothing_told_is_one_only_beside_other_rounds() -> None:
    assert _taken(_event(0), _bare(100), alone=True, numbered=True) == [_event(0)]


def test_a_meeting_of_a_day_waits_for_those_who_were_there() -> None:
    told = _taken(_bare(0, time=DAY), _event(100, "Meeting", ("participant", ANNA)), bare=True)
    wording = {e.trigger: _the(e.evidence[0].start, bare=True) for e in told}
    (meeting,) = merge.events(told, STATES, STATES, wording)
    assert (meeting.roles, meeting.time) == ((("participant", ANNA),), DAY)
    assert merge.events(told[:1], STATES, STATES, wording) == ()


def test_a_meeting_told_as_new_is_what_the_next_sentence_tells() -> None:
    new, spoke = _bare(100, time=DAY), _event(150, "Call", ("participant", ANNA), ("participant", CLARA))
    wording = {
        new.trigger: _the(100, definite=False, fresh=True),
        spoke.trigger: _the(150, definite=False, noun=False),
    }
    (meeting,) = merge.take_up([new, spoke], wording)
    assert (meeting.type, meeting.time, meeting.roles) == ("Meeting", DAY, spoke.roles)
    assert meeting.evidence == (*new.evidence, *spoke.evidence)


def test_what_is_discussed_after_a_call_is_part_of_it() -> None:
    told = tell(
        "President Ana Diaz of Peru spoke with Prime Minister Jonas Berg of Norway by phone. They discussed trade."
    )
    (call,) = told.events("Call")
    assert (told.who(call, "participant"), told.events("Meeting")) == ({"Ana Diaz", "Jonas Berg"}, [])


def test_who_is_thanked_for_his_support_supports_nobody() -> None:
    told = tell("Secretary Ana Diaz thanked Morocco for its support.")
    support = told.event("Support")
    assert (told.who(support, "actor"), told.who(support, "target")) == ({"Ana Diaz"}, {"Morocco"})
