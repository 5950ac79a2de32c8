"""Statements: who spoke, in what words, and what speaking amounts to."""

from __future__ import annotations

import pytest

from tests.telling import tell, tell_all


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Angela Merkel said that Russia had attacked Georgia.", "Russia had attacked Georgia"),
        ("Russia attacked Georgia, Angela Merkel said.", "Russia attacked Georgia"),
        ('"Russia attacked Georgia," Angela Merkel told reporters.', "Russia attacked Georgia"),
        ("According to Angela Merkel, Russia attacked Georgia.", "Russia attacked Georgia"),
    ],
)
def test_a_statement_has_speaker_and_content(text: str, content: str) -> None:
    told = tell(text)
    statement = told.event("Statement")
    assert told.who(statement, "actor") == {"Angela Merkel"}
    said = told.words(statement.content)
    assert content in said


@pytest.mark.parametrize(
    "text",
    ["Russia attacked Georgia, Angela Merkel said.", "According to Angela Merkel, Russia attacked Georgia."],
)
def test_what_is_said_is_told_without_who_says_it(text: str) -> None:
    told = tell(text)
    assert told.words(told.event("Statement").content) == "Russia attacked Georgia"


def test_a_statement_points_at_the_event_that_it_speaks_of() -> None:
    told = tell("Angela Merkel said that Russia had attacked Georgia.")
    assert told.event("Statement").about == told.event("Assault").trigger


def test_the_evidence_is_the_whole_sentence() -> None:
    first, second = "Norway praised Chile.", "Angela Merkel said that Russia had attacked Georgia."
    told = tell(f"{first} {second}")
    assert [told.words(s) for s in told.event("Statement").evidence] == [second]


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("Angela Merkel said that Iran must explain itself.", "Request", "Angela Merkel"),
        ("Angela Merkel said that Iran must release the sailors.", "Request", "Angela Merkel"),
        ("Iran said it will not attend the summit.", "Rejection", "Iran"),
        ("Iran said it will answer the letter.", "Pledge", "Iran"),
        ("Iran said it will release the sailors.", "Pledge", "Iran"),
    ],
)
def test_what_a_reported_clause_amounts_to(text: str, kind: str, actor: str) -> None:
    told = tell(text)
    act = told.event(kind)
    assert told.who(act, "actor") == {actor}
    assert act.status == "Occurred"


def test_what_others_must_do_is_asked_of_them() -> None:
    told = tell("Angela Merkel said that Iran must explain itself.")
    assert told.who(told.event("Request"), "target") == {"Iran"}


def test_what_others_will_do_is_no_pledge_of_the_speaker() -> None:
    assert not tell("Angela Merkel said that the weather will improve.").events("Pledge")


def test_reports_of_nobody_are_no_statement() -> None:
    assert not tell("According to reports, Russia attacked Georgia.").events("Statement")


def test_a_dateline_is_nothing_that_anybody_says() -> None:
    told = tell_all("PARIS, May 14 - France recalled its ambassador from Baku on Monday.")
    assert not told.events("Statement")
    assert told.who(told.event("Sanction"), "actor") == {"France"}


def test_what_is_said_after_a_dateline_is_the_clause() -> None:
    told = tell("LIMA, March 3 (Wire) — Peru will attack Chile, Angela Merkel said on Monday.")
    assert told.words(told.event("Statement").content) == "Peru will attack Chile"


def test_what_is_denied_denies_nothing() -> None:
    told = tell_all("The United States accuses Iran of arming rebels. Iran denies it.")
    assert told.who(told.event("Rejection"), "actor") == {"Iran"}
