"""Votes, and what is none."""

from __future__ import annotations

from tests.telling import tell


def test_a_body_that_adopts_sanctions_imposes_them() -> None:
    told = tell("The Security Council adopted sanctions against Iran.")
    assert (told.events("Vote"), told.who(told.event("Sanction"), "target")) == ([], {"Iran"})


def test_a_parliament_that_ratifies_an_accord_votes_on_it() -> None:
    told = tell("The Knesset ratified the accord with Jordan on Monday.")
    assert told.who(told.event("Vote"), "actor") == {"Knesset"}
