"""What becomes one across articles, what stays apart, and what is said of it."""

from __future__ import annotations

import pytest

from kg.world.decisions import parse
from kg.world.record import Item, World
from tests.world.making import event, held, ids, item, people, told, world

CROCKER, QOMI = "person/ryan-crocker", "person/hassan-kazemi-qomi"
MET = ("participant=" + CROCKER, "participant=" + QOMI)


def first() -> World:
    """Three reports of the talks of May 28, one with another spelling, one with the states."""
    return world(
        item(
            "a",
            "2007-05-28",
            [told("Crocker met Qomi.", "Meeting", *MET, day="2007-05-28")],
            [
                held("Qomi is ambassador of Iran.", QOMI, "ambassador", "state/irn"),
                held("Crocker is ambassador.", CROCKER, "ambassador", "state/usa"),
            ],
        ),
        item(
            "b",
            "2007-05-29",
            [
                told(
                    "He met Kazemi-Qumi.",
                    "Meeting",
                    "participant=" + CROCKER,
                    "participant=person/hassan-qumi",
                    day="2007-05-28",
                ),
            ],
            hassan_qumi="Hassan Kazemi-Qumi",
        ),
        item(
            "c",
            "2007-05-30",
            [
                told(
                    "The United States and Iran met.",
                    "Meeting",
                    "participant=state/usa",
                    "participant=state/irn",
                    day="2007-05",
                ),
            ],
        ),
    )


def test_three_tellings_are_one_meeting_of_two_people() -> None:
    made = first()
    assert list(ids(made, "Meeting").values()) == [{"a", "b", "c"}]
    assert people(made) == {CROCKER, QOMI}
    (key,) = ids(made, "Meeting")
    for facts in made.facts:
        (meeting,) = facts.events
        assert (meeting.id, meeting.time and meeting.time.value) == (key, "2007-05-28")
        assert {k for _, k in meeting.roles} == {CROCKER, QOMI}
        assert {e.id for e in facts.entities} >= {CROCKER, QOMI}
        assert facts.article.text[meeting.evidence[0].start : meeting.evidence[0].end]
    assert dict(made.sources)[key] == 3


def test_every_merge_tells_features_and_score() -> None:
    made = first()
    person = next(m for m in made.merges if m.into == QOMI)
    assert {person.one, person.other} == {"Hassan Kazemi Qomi", "Hassan Kazemi-Qumi"}
    assert person.score > 0.9
    assert any(reason.startswith("name: spellings of one name") for reason in person.why)
    tellings = [m for m in made.merges if m.into.startswith("event/")]
    assert len(tellings) == 2
    assert all({"agents", "time", "place", "words"} <= {w.split()[0] for w in m.why} for m in tellings)


def test_homonyms_of_two_states_stay_apart() -> None:
    made = world(
        *(
            item(
                f"{state}{n}",
                "2006-05-01",
                [],
                [held(f"Kim leads {n} {state}.", "person/kim-yong-chol", "minister", f"state/{state}")],
            )
            for state in ("prk", "kor")
            for n in range(2)
        )
    )
    assert len(people(made)) == 2
    assert {key.rpartition("-")[2] for key in people(made)} & {"prk", "kor"}
    assert any("serve" in m.why[-1] or "serves" in " ".join(m.why) for m in made.open)


@pytest.mark.parametrize(
    ("day", "other", "number"),
    [("2007-05-28", "2007-07-24", 2), ("2007-05-28", "2007-05-28", 1), ("2007-05", "2007-06", 2)],
)
def test_meetings_of_other_days_are_others(day: str, other: str, number: int) -> None:
    made = world(
        item("a", "2007-08-01", [told("Crocker met Qomi.", "Meeting", *MET, day=day)]),
        item("b", "2007-08-01", [told("Qomi and Crocker met.", "Meeting", *MET, day=other)]),
    )
    assert len(ids(made, "Meeting")) == number


def test_rounds_are_numbered_apart() -> None:
    made = world(
        item("a", "2007-07-20", [told("They met for a first round of talks.", "Meeting", *MET)]),
        item("b", "2007-07-21", [told("They met for a second round of talks.", "Meeting", *MET)]),
        item("c", "2007-07-22", [told("In the second round of talks they met.", "Meeting", *MET)]),
    )
    assert sorted(ids(made, "Meeting").values(), key=len) == [{"a"}, {"b", "c"}]
    assert sorted(n for _, n in made.rounds) == [1, 2]


def test_a_plan_is_realized_and_not_fused() -> None:
    made = world(
        item(
            "a", "2007-07-18", [told("They will meet on July 24.", "Meeting", *MET, status="Planned", day="2007-07-24")]
        ),
        item("b", "2007-07-24", [told("They met.", "Meeting", *MET, day="2007-07-24")]),
    )
    assert len(ids(made, "Meeting")) == 2
    ((done, plan),) = made.realizes
    assert (event(made, done).status, event(made, plan).status) == ("Occurred", "Planned")


def test_a_plan_that_is_called_off_is_cancelled() -> None:
    made = world(
        item("a", "2007-12-11", [told("They will meet.", "Meeting", *MET, status="Planned", day="2007-12-18")]),
        item("b", "2007-12-14", [told("It was put off.", "Meeting", *MET, status="Cancelled", day="2007-12-18")]),
    )
    (key,) = ids(made, "Meeting")
    assert event(made, key).status == "Cancelled"
    assert made.realizes == ()


def test_both_accounts_of_a_contested_meeting_stay() -> None:
    made = world(
        item("a", "2007-03-11", [told("They met.", "Meeting", *MET, day="2007-03-10")]),
        item("b", "2007-03-12", [told("They did not meet.", "Meeting", *MET, status="Negated", day="2007-03-10")]),
    )
    (dispute,) = made.disputes
    assert event(made, dispute.denial).status == "Negated"
    assert event(made, dispute.account).status == "Occurred"


def test_a_rejection_disputes_the_charge_before_it() -> None:
    made = world(
        item(
            "a",
            "2007-03-11",
            [
                told("Crocker accused Iran.", "Accusation", "actor=" + CROCKER, "target=state/irn"),
                told("Tehran denies that.", "Rejection", "actor=state/irn", trigger="denies"),
            ],
        )
    )
    (dispute,) = made.disputes
    assert event(made, dispute.account).type == "Accusation"


LONG = " ".join(f"word{n}" for n in range(40))


def test_copies_count_as_one_source() -> None:
    made = world(
        *(
            item(name, "2007-05-29", [told(f"{LONG} {more}", "Meeting", *MET, day="2007-05-28")])
            for name, more in zip("abc", ("x", "y", "z"), strict=True)
        ),
        item("d", "2007-05-29", [told("Two ambassadors met.", "Meeting", *MET, day="2007-05-28")]),
    )
    assert len(made.copies) == 2
    assert [n for _, n in made.sources] == [2]


def test_an_office_without_a_name_is_its_holder_of_that_time() -> None:
    minister, again = (
        [held(f"Zebari {is_} foreign minister.", "person/hoshyar-zebari", "foreign minister", "state/irq")]
        for is_ in ("is", "remains")
    )
    said = told(
        "The Iraqi foreign minister met Crocker.",
        "Meeting",
        "participant=state/irq",
        "participant=" + CROCKER,
        day="2007-07-01",
        unnamed=[("participant", "state/irq", "foreign minister")],
        confidence=0.9,
    )
    made = world(
        item("a", "2007-05-28", [], minister), item("b", "2007-09-01", [], again), item("c", "2007-07-02", [said])
    )
    (key,) = ids(made, "Meeting")
    meeting = event(made, key)
    assert ("participant", "person/hoshyar-zebari") in meeting.roles
    assert meeting.confidence < 0.9
    (guess,) = (m for m in made.merges if m.into == "person/hoshyar-zebari")
    assert "from 2007-05-28 to 2007-09-01" in guess.why[0]
    (interval,) = (h for h in made.held if h.key[0] == "person/hoshyar-zebari")
    assert (str(interval.first), str(interval.last)) == ("2007-05-28", "2007-09-01")
    undated = world(item("a", "1997-05-28", [], minister), item("c", "2007-07-02", [said]))
    assert people(undated) == {CROCKER, "person/hoshyar-zebari"}
    assert ("participant", "state/irq") in event(undated, key=next(iter(ids(undated, "Meeting")))).roles


def test_an_owner_that_is_guessed_gives_way_to_one_that_is_told() -> None:
    made = world(
        item(
            "a",
            "2007-05-04",
            [],
            [held("Araghchi of Iran.", "person/abbas-araghchi", "deputy foreign minister", "state/irn")],
        ),
        item(
            "b",
            "2007-03-11",
            [],
            [held("Araghchi.", "person/abbas-araghchi", "deputy foreign minister", "state/irq", confidence=0.5)],
        ),
    )
    assert {t.of for facts in made.facts for t in facts.tenures} == {"state/irn"}


def test_decisions_hold_against_everything() -> None:
    a = item("a", "2007-05-28", [told("Crocker met Qomi.", "Meeting", *MET, day="2007-05-28")])
    b = item(
        "b",
        "2007-05-29",
        [told("Qomi met him.", "Meeting", "participant=" + QOMI, "participant=person/jim-smith", day="2007-05-28")],
    )
    assert people(world(a, b)) == {CROCKER, QOMI, "person/jim-smith"}
    same = world(a, b, decisions=parse("same person/jim-smith person/ryan-crocker"))
    assert len(people(same)) == 2
    assert len(ids(same, "Meeting")) == 1
    names = [facts.article.sha256[:16] for facts in (a.facts, b.facts)]
    split = world(a, b, decisions=parse(f"different {QOMI}@{names[0]} {QOMI}@{names[1]}"))
    assert len(people(split)) == 4
    span = a.facts.events[0].trigger
    wrong = world(a, b, decisions=parse(f"wrong {names[0]}:{span.start}-{span.end} Meeting"))
    assert list(ids(wrong, "Meeting").values()) == [{"b"}]
    right = world(a, decisions=parse(f"right {names[0]}:{span.start}-{span.end} Meeting"))
    assert right.facts[0].events[0].confidence == 1.0
    missed = f"missed {names[0]}:{span.start}-{span.end} Accusation actor={CROCKER} target=state/irn"
    more = world(a, decisions=parse(missed))
    assert {e.type for e in more.facts[0].events} == {"Meeting", "Accusation"}
    assert world(a, decisions=parse("same person/nobody person/x")).idle == ("line 1: same",)


EXPERTS = "group/irq-experts"
SIX = "2007-08-06"


def _session(words: str, who: str, label: str, day: str = "2007-08-07") -> Item:
    """An article that tells the session of August 6, and that Crocker and Qomi met in July."""
    return item(
        f"{who} {words}",
        day,
        [
            told(words, "Meeting", f"participant={who}", day=SIX),
            told("They met in July.", "Meeting", *MET, day="2007-07-24"),
        ],
        [held("Qomi is ambassador.", QOMI, "ambassador", "state/irn"),
         held("Crocker is ambassador.", CROCKER, "ambassador", "state/usa")],
        **{who.partition("/")[2].replace("-", "_"): label},
    )  # fmt: skip


def test_a_group_of_no_known_state_is_called_alike_in_articles_on_the_same_states() -> None:
    full = _session(
        "Experts from Iraq, Iran and the United States met.", EXPERTS, "Iraqi, Iranian and American experts"
    )
    bare = _session("Experts held a session.", "group/x-experts", "experts")
    others = _session("Ministers held a session.", "group/x-ministers", "ministers")
    made = world(full, bare, others)
    sessions = [docs for docs in ids(made, "Meeting").values() if len(docs) < 3]
    assert sorted(map(len, sessions)) == [1, 2]


def test_named_ambassadors_are_no_experts() -> None:
    experts = _session("American and Iranian experts met.", "group/usa-experts", "American and Iranian experts")
    ambassadors = item(
        "b", "2007-08-07", [told("Crocker met Qomi.", "Meeting", *MET, day=SIX)],
        [held("Qomi is ambassador of Iran.", QOMI, "ambassador", "state/irn"),
         held("Crocker is ambassador.", CROCKER, "ambassador", "state/usa")],
    )  # fmt: skip
    made = world(experts, ambassadors)
    assert len([e for f in made.facts for e in f.events if e.time and e.time.value == SIX]) == 2
    assert len({e.id for f in made.facts for e in f.events if e.time and e.time.value == SIX}) == 2


def test_the_number_of_a_round_may_stand_behind_its_word() -> None:
    made = world(item("a", "2007-08-07", [told("They met for the third time.", "Meeting", *MET, day=SIX)]))
    assert [number for _, number in made.rounds] == [3]
