"""Coreference: the second time somebody is told of, in whatever words, it is the same one."""

from __future__ import annotations

import pytest

from tests.telling import tell, tell_all

_MERKEL_MET = "Angela Merkel met Nicolas Sarkozy in Paris."


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("Angela Merkel visited Poland. She praised Lithuania.", "Support", {"Angela Merkel"}),
        ("Angela Merkel visited Poland. Merkel praised Lithuania.", "Support", {"Angela Merkel"}),
        ("Poland closed its border. It criticised Lithuania.", "Accusation", {"Poland"}),
        (
            "The Swedish foreign minister, Carl Bildt, visited Cuba. The minister praised Bolivia.",
            "Support",
            {"Carl Bildt"},
        ),
        ("The Iranian government criticised Lithuania.", "Accusation", {"Iran"}),
        ("Peru and Chile are neighbours. The two countries criticised Brazil.", "Accusation", {"Peru", "Chile"}),
        ("U.S. officials visited Poland. They criticised Lithuania.", "Accusation", {"U.S. officials"}),
        ("Poland closed its border. Two Iranians stayed. It criticised Lithuania.", "Accusation", {"Poland"}),
    ],
)
def test_who_it_was(text: str, kind: str, actors: set[str]) -> None:
    told = tell(text)
    assert told.who(told.event(kind), "actor") == actors


@pytest.mark.parametrize("who", ["Both sides", "The two", "They"])
def test_two_who_met_are_the_two_who_sign(who: str) -> None:
    told = tell(f"{_MERKEL_MET} {who} signed an agreement.")
    assert told.who(told.event("Agreement"), "participant") == {"Angela Merkel", "Nicolas Sarkozy"}


def test_an_object_pronoun_is_not_the_subject_of_its_clause() -> None:
    told = tell("Angela Merkel visited Poland. Donald Tusk thanked her.")
    assert told.who(told.event("Support"), "target") == {"Angela Merkel"}


def test_a_surname_belongs_to_the_full_name_wherever_that_stands() -> None:
    told = tell("Merkel visited Poland in May. Angela Merkel praised Lithuania.")
    assert [label for label, kind in told.types().items() if kind == "Person"] == ["Angela Merkel"]
    assert "Merkel" in told.aliases("Angela Merkel")


def test_two_persons_of_one_surname_stay_two() -> None:
    told = tell("Hillary Clinton visited Poland. Bill Clinton visited Lithuania.")
    assert {label for label, kind in told.types().items() if kind == "Person"} == {"Hillary Clinton", "Bill Clinton"}


def test_a_state_is_one_by_name_adjective_and_capital() -> None:
    told = tell("Iran closed its border. Tehran criticised Lithuania. The Iranian government praised Cuba.")
    assert told.who(told.event("Accusation"), "actor") == told.who(told.event("Support"), "actor") == {"Iran"}
    assert {"Tehran", "Iranian"} <= told.aliases("Iran")


def test_a_capital_as_a_place_is_no_alias_of_the_state() -> None:
    told = tell("The ministers of Norway and Sweden met in Tehran on Monday.")
    assert "Tehran" in told.types()
    assert "Iran" not in told.types()


def test_one_meeting_told_twice_is_one() -> None:
    told = tell(
        "Angela Merkel met Nicolas Sarkozy in Berlin on 3 June 2009. "
        "The meeting between Merkel and Sarkozy in Berlin lasted an hour."
    )
    meeting = told.event("Meeting")
    assert len(meeting.evidence) == 2
    assert told.date(meeting) == "2009-06-03"


def test_meetings_on_two_days_are_two() -> None:
    told = tell("Angela Merkel met Nicolas Sarkozy on 3 June 2009. Angela Merkel met Nicolas Sarkozy on 5 July 2009.")
    assert {told.date(e) for e in told.events("Meeting")} == {"2009-06-03", "2009-07-05"}


def test_ministries_of_two_states_are_two() -> None:
    text = "The Swedish Foreign Ministry criticised Russia. The Finnish Foreign Ministry praised Russia."
    told = tell(text)
    (critic,) = (key for r, key in told.event("Accusation").roles if r == "actor")
    (friend,) = (key for r, key in told.event("Support").roles if r == "actor")
    assert critic != friend


def test_a_group_belongs_to_its_state() -> None:
    told = tell("U.S. officials criticised Lithuania.")
    (group,) = (e for e in told.facts.entities if e.type == "Group")
    assert told.label(group.of) == "United States"


@pytest.mark.parametrize(
    "text",
    [
        "Ministers met victims' families in Oslo on Monday. The officials' relatives praised Norway.",
        "The spokesman's office criticised the rebels' leaders.",
        "Student militants of the movement attacked members of the party's youth wing in Lima.",
    ],
)
def test_everybody_who_is_pointed_at_is_there(text: str) -> None:
    facts = tell(text).facts
    known = {e.id for e in facts.entities}
    pointed = {e.of for e in facts.entities} | {t.of for t in facts.tenures} | {t.holder for t in facts.tenures}
    pointed |= {k for e in facts.events for k in (*(k for _, k in e.roles), *e.places, *e.sources)}
    assert pointed - {None} <= known


def test_the_government_of_a_head_of_state_is_his_state() -> None:
    told = tell("Algerian President Ali Benali flew to Oslo. Benali's government accused Norway of spying.")
    assert told.who(told.event("Accusation"), "actor") == {"Algeria"}


def test_a_place_without_name_or_owner_is_none() -> None:
    assert "prison" not in tell("The ministers of Norway and Sweden met in a prison.").types()


def test_the_leader_of_a_state_is_its_president() -> None:
    told = tell("Chilean President Pedro Rojas flew to Oslo. The Chilean leader praised Norway.")
    assert told.who(told.event("Support"), "actor") == {"Pedro Rojas"}


MET = "Chilean President Pablo Rojas received Peruvian President Luis Vega in Santiago on Monday. "


@pytest.mark.parametrize(
    ("text", "kind", "role", "expected"),
    [
        (MET + "The President praised Norway.", "Support", "actor", {"Pablo Rojas"}),  # the subject, not who came last
        (MET + "They praised Norway.", "Support", "actor", {"Pablo Rojas", "Luis Vega"}),
        (MET + "Rojas invited his guest to a summit.", "Request", "target", {"Luis Vega"}),
        (MET + "The two presidents praised Norway.", "Support", "actor", {"Pablo Rojas", "Luis Vega"}),
        ("Poland criticised Belarus. Poland urged its neighbour to stop.", "Request", "target", {"Belarus"}),
        ("Chile, Peru and Norway voted. They praised Ghana.", "Support", "actor", {"Chile", "Peru", "Norway"}),
        (  # a list of four is no pair
            "Chile and Peru signed a treaty in the presence of envoys of Kenya, Togo, Chad and Mali. "
            "The two countries praised Norway.",
            "Support", "actor", {"Chile", "Peru"},
        ),
        (  # who acts on somebody does not act on himself
            "Luis Vega telephoned Pablo Rojas. Vega congratulated him.", "Support", "target", {"Pablo Rojas"},
        ),
        (  # the leader of a state, not of its opposition
            "Burmese President Thein Win met opposition leader Aung Myint. The Burmese leader praised Norway.",
            "Support", "actor", {"Thein Win"},
        ),
        (  # a verb in the past is no equal of one after "would"
            "Kari Berg promised that Norway would help Chad and urged Mali to wait.", "Request", "actor", {"Kari Berg"},
        ),
        ("The Government of Chad praised Norway.", "Support", "actor", {"Chad"}),
    ],
)  # fmt: skip
def test_who_is_meant(text: str, kind: str, role: str, expected: set[str]) -> None:
    told = tell(text)
    assert {name for event in told.events(kind) for name in told.who(event, role)} == expected


def test_we_is_the_state_of_the_letterhead() -> None:
    text = (
        "Ministry of Foreign Affairs of Georgia\n\nIran and Chile signed a treaty in Oslo. We urge Norway to join it.\n"
    )
    told = tell(text)
    assert told.who(told.event("Request"), "actor") == {"Georgia"}


def test_we_is_who_acts_in_the_present_tense() -> None:
    told = tell("Iran and Chile signed a treaty in Oslo. Kenya welcomes the treaty. We urge Norway to join it.")
    assert told.who(told.event("Request"), "actor") == {"Kenya"}


def test_they_are_never_those_who_say_we() -> None:
    told = tell("Kenya welcomes the truce. Rebels attacked Chad. We urge Norway to help. They condemned Togo.")
    assert told.who(told.event("Accusation"), "actor") != {"Kenya"}


def test_a_capital_stands_for_the_state_of_today() -> None:
    told = tell("Belgrade accused Zagreb of spying.")
    assert told.who(told.event("Accusation"), "actor") == {"Serbia"}


def test_he_may_be_who_left_the_dinner_at_which_he_sat() -> None:
    told = tell(
        "Donald Tusk spoke to reporters. Carl Bildt left a dinner with Angela Merkel at which he sat beside her. "
        "He criticised Lithuania."
    )
    assert told.who(told.event("Accusation"), "actor") == {"Carl Bildt"}


def test_he_is_none_of_several_told_by_one_word() -> None:
    told = tell(
        "Carl Bildt of Sweden and Radek Sikorski of Poland met in Oslo. Donald Tusk was in Oslo. "
        "The two will not return. He criticised Lithuania."
    )
    assert told.who(told.event("Accusation"), "actor") == {"Donald Tusk"}


def test_who_is_contradicted_is_no_witness_of_it() -> None:
    told = tell_all("The United States accuses Iran of arming rebels, a charge Iran denies.")
    assert told.sources(told.event("Rejection")) == set()


def test_we_are_those_with_whom_a_declaration_opens() -> None:
    told = tell_all(
        "We, the Foreign Ministers of Chad and Peru, condemn the arrest of Ana Diaz. We call on Chile to release her."
    )
    assert told.who(told.event("Request"), "actor") == {"Foreign Ministers"}


def test_they_are_all_who_met() -> None:
    told = tell("Ana Diaz met Jonas Berg and Omar Alami in Oslo. They agreed to cut tariffs.")
    assert told.who(told.event("Agreement"), "participant") == {"Ana Diaz", "Jonas Berg", "Omar Alami"}
