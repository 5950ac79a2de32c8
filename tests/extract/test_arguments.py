"""Arguments: whatever the clause looks like, the same one did it to the same other."""

from __future__ import annotations

import pytest

from tests.telling import tell


@pytest.mark.parametrize(
    "text",
    [
        "Russia attacked Georgia.",
        "Georgia was attacked by Russia.",
        "Russia, which attacked Georgia in 2008, praised Cuba.",
        "Russia praised Cuba and attacked Georgia.",
        "Russia began to attack Georgia.",
        "Russia's attack on Georgia alarmed Cuba.",
        "Russia threatened to attack Georgia.",
        "Cuba urged Russia to attack Georgia.",
    ],
)
def test_who_did_it_to_whom(text: str) -> None:
    told = tell(text)
    event = told.event("Assault")
    assert (told.who(event, "actor"), told.who(event, "target")) == ({"Russia"}, {"Georgia"})


@pytest.mark.parametrize(
    "text",
    [
        "Angela Merkel met Nicolas Sarkozy in Berlin.",
        "Angela Merkel met with Nicolas Sarkozy in Berlin.",
        "Angela Merkel and Nicolas Sarkozy met in Berlin.",
        "Angela Merkel held talks with Nicolas Sarkozy in Berlin.",
        "Talks between Angela Merkel and Nicolas Sarkozy were held in Berlin.",
        "The meeting between Angela Merkel and Nicolas Sarkozy took place in Berlin.",
        "Angela Merkel had a meeting with Nicolas Sarkozy in Berlin.",
    ],
)
def test_who_met_whom_and_where(text: str) -> None:
    told = tell(text)
    meeting = told.event("Meeting")
    assert told.who(meeting, "participant") == {"Angela Merkel", "Nicolas Sarkozy"}
    assert told.places(meeting) == {"Berlin"}


@pytest.mark.parametrize(
    "text",
    [
        "The United States imposed sanctions on Iran.",
        "Sanctions were imposed on Iran by the United States.",
        "Iran rejected the sanctions imposed by the United States.",
    ],
)
def test_who_imposed_it(text: str) -> None:
    told = tell(text)
    assert told.who(told.event("Sanction", "Occurred"), "actor") == {"United States"}


def test_coordinated_verbs_share_their_subject() -> None:
    told = tell("Angela Merkel visited Poland and thanked Donald Tusk.")
    assert told.who(told.event("Visit"), "actor") == {"Angela Merkel"}
    assert told.who(told.event("Support"), "actor") == {"Angela Merkel"}
    assert told.who(told.event("Support"), "target") == {"Donald Tusk"}


def test_coordinated_objects_are_all_targets() -> None:
    told = tell("Bolivia criticised Peru, Chile and Brazil.")
    assert told.who(told.event("Accusation"), "target") == {"Peru", "Chile", "Brazil"}


def test_who_is_asked_does_what_is_asked_and_who_promises_does_what_is_promised() -> None:
    asked = tell("Germany asked Georgia to attack Russia.")
    assert asked.who(asked.event("Assault"), "actor") == {"Georgia"}
    promised = tell("Germany promised Georgia to attack Russia.")
    assert promised.who(promised.event("Assault"), "actor") == {"Germany"}


def test_nobody_is_made_up_for_a_passive_without_an_agent() -> None:
    told = tell("Georgia was attacked in August 2008.")
    event = told.event("Assault")
    assert not told.who(event, "actor")
    assert told.who(event, "target") == {"Georgia"}
