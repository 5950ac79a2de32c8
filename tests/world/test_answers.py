"""What a text sets against each other: rejections, answers, rival accounts, plans called off."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kg.model import EventFact, Facts
from kg.world.answers import Cue, cues
from kg.world.merge import merge
from kg.world.record import Item, World
from kg.world.spoken import data
from tests.telling import tell
from tests.world.making import event, item, told, world

Pair = tuple[set[str], set[str]]
"""Who tells an account, and who goes against it."""


def _speakers(facts: Facts, one: EventFact) -> set[str]:
    acting = [key for role, key in one.roles if role == "actor" and one.type not in ("Aid", "Assault", "Meeting")]
    return {facts.entity(key).label for key in (acting or one.sources)}


def _pairs(text: str) -> list[Pair]:
    (facts,) = (made := merge([Item(tell(text).facts)])).facts
    by_id = {str(e.id): e for e in facts.events}
    return [(_speakers(facts, by_id[d.account]), _speakers(facts, by_id[d.denial])) for d in made.disputes]


@pytest.mark.parametrize(
    ("cue", "text", "fits"),
    [
        pytest.param(cue, text, fits, id=f"{n} {text}")
        for n, cue in enumerate(cues(), 1)
        for fits, texts in ((True, cue.examples), (False, cue.negatives))
        for text in texts
    ],
)
def test_a_cue_finds_its_examples_and_nothing_else(cue: Cue, text: str, fits: bool) -> None:
    assert (cue.words.search(text) is not None) == fits


def test_every_cue_is_of_a_kind_that_is_read() -> None:
    assert {cue.kind for cue in cues()} == {"answer", "apart", "reaction"}
    assert {cue.of for cue in cues()} - {""} <= set(data())


SAID = "Angela Merkel said that Russia had closed the border."


@pytest.mark.parametrize(
    "text",
    [
        f"{SAID} Vladimir Putin denied it.",
        f"{SAID} Vladimir Putin dismissed the claim as groundless.",
        f"{SAID} Vladimir Putin rejected that description.",
        "Angela Merkel told reporters that she had spoken to the Russians directly. "
        "Vladimir Putin denied that any direct contact had taken place.",
        "Angela Merkel accused Russia of cheating, a charge Vladimir Putin denied.",
        f"{SAID} Vladimir Putin denied the charges.",
        f"{SAID} Vladimir Putin dismissed Merkel's new claim.",
        f"{SAID} Vladimir Putin gave another figure, saying that two gates were shut.",
        f"{SAID} Vladimir Putin was more cautious, saying that talks would be considered.",
        "Their accounts differ. Angela Merkel said that the gate was shut. Vladimir Putin said that there was no gate.",
        "Angela Merkel said that the request had come by post. "
        "Vladimir Putin said that the initiative came from Ankara.",
        "Angela Merkel confirmed that the subcommittee was being considered. "
        "Vladimir Putin insists that the committee was a Turkish proposal.",
        "Angela Merkel said that the music was loud. "
        "Vladimir Putin suggested that she had been tired of the food rather than of the music.",
    ],
)
def test_who_goes_against_whom(text: str) -> None:
    assert _pairs(text)[:1] == [({"Angela Merkel"}, {"Vladimir Putin"})]


@pytest.mark.parametrize(
    "text",
    [
        f"{SAID} Vladimir Putin refused to comment.",
        f"{SAID} Vladimir Putin did not deny it.",
        f"{SAID} Vladimir Putin denied reports that the harvest had failed.",
        f"{SAID} Vladimir Putin opposed new taxes on wine.",
        f"{SAID} Vladimir Putin rejected a claim by a newspaper.",
        f"{SAID} Vladimir Putin dismissed the Swedish report.",
        f"{SAID} Vladimir Putin would not confirm or deny it.",
        f"{SAID} The plan was late, but Vladimir Putin opposed it.",
        f"{SAID} Vladimir Putin denied any part in the robbery.",
        f"{SAID} Vladimir Putin said that the harvest was good.",
        f"{SAID} The chancellor gave another figure, saying that two gates were shut.",
        f"{SAID}\n\nThe weather was fine. Vladimir Putin denied it.",
        "Angela Merkel accused Russia of cheating. Angela Merkel denied it.",
        "Angela Merkel said that the harvest was good. Vladimir Putin insists that the panel was a Turkish proposal.",
    ],
)
def test_who_answers_nobody(text: str) -> None:
    assert _pairs(text) == []


def test_to_deny_a_part_in_it_goes_against_the_charge() -> None:
    found = _pairs("Angela Merkel blamed Russia for the raid, but Russia denied any involvement in it.")
    assert found == [({"Angela Merkel"}, {"Russia"})]


def test_what_grounds_a_rejection_goes_against_the_same() -> None:
    found = _pairs(f"{SAID} Vladimir Putin rejected that description. He said that the border had never been closed.")
    assert found == [({"Angela Merkel"}, {"Vladimir Putin"})] * 2


def test_a_reaction_goes_against_what_it_reacts_to() -> None:
    found = _pairs(
        "Vladimir Putin said that he did not believe a word. Putin was reacting to reports from Berlin. "
        "Angela Merkel praised Estonia."
    )
    assert ({"Angela Merkel"}, {"Vladimir Putin"}) in found


def test_the_proposal_of_one_is_opposed_by_another() -> None:
    assert _pairs("Iran proposed a joint patrol. Saudi Arabia opposed it.") == [({"Iran"}, {"Saudi Arabia"})]


SIDES = ("participant=state/usa", "participant=state/irn")


def _talks(*rows: tuple[str, str, str, str]) -> World:
    """Talks of one day as several articles tell them: words, status, speaker, day of the article."""
    return world(
        *(
            item(
                words,
                day,
                [
                    told(words, "Meeting", *SIDES, status=status, day="2007-12-18", sources=[who]),
                    told(f"So says {words}", "Statement", f"actor={who}", about=words),
                ],
            )
            for words, status, who, day in rows
        )
    )


def test_who_calls_off_goes_against_who_announced() -> None:
    (dispute,) = _talks(
        ("They will meet.", "Planned", "state/irq", "2007-12-11"),
        ("They are not to meet.", "Cancelled", "state/usa", "2007-12-14"),
    ).disputes
    assert dispute.why == ("one calls off what the other announced",)


@pytest.mark.parametrize(("who", "day"), [("state/irq", "2007-12-14"), ("state/usa", "2007-12-09")])
def test_who_changes_his_plan_contests_nothing(who: str, day: str) -> None:
    made = _talks(
        ("They will meet.", "Planned", "state/irq", "2007-12-11"), ("They are not to meet.", "Cancelled", who, day)
    )
    assert made.disputes == ()


def _two(first: Mapping[str, object], second: Mapping[str, object], kind: str = "Meeting", **more: object) -> World:
    roles = SIDES if kind == "Meeting" else ("actor=state/irn", "target=group/irq-militias")
    return world(
        item("a", "2007-03-11", [told("It was so.", kind, *roles, **first)]),  # type: ignore[arg-type]
        item("b", "2007-03-12", [told(str(more.get("words", "It was not so.")), kind, *roles, **second)]),  # type: ignore[arg-type]
    )


def test_no_further_meetings_deny_none_that_was_told() -> None:
    denial = {"status": "Negated", "day": "2007-03-10"}
    assert len(_two({"day": "2007-03-10"}, denial).disputes) == 1
    assert _two({"day": "2007-03-10"}, denial, words="There were no further talks.").disputes == ()


def test_nobody_disputes_his_own_side() -> None:
    alleged = {"status": "Alleged", "sources": ["state/usa"]}
    (dispute,) = (made := _two(alleged, {"status": "Negated", "sources": ["state/irn"]}, "Aid")).disputes
    assert event(made, dispute.denial).status == "Negated"
    assert (
        _two({**alleged, "sources": ["state/irn"]}, {"status": "Negated", "sources": ["state/irn"]}, "Aid").disputes
        == ()
    )
