"""Groups that list who they are: the members act in their place."""

from __future__ import annotations

import pytest

from tests.telling import tell

FOUR = {"Chad", "Niger", "Mali", "Benin"}


@pytest.mark.parametrize(
    "text",
    [
        "The four countries (Chad, Niger, Mali and Benin) condemned Togo.",
        "The four countries, Chad, Niger, Mali and Benin, condemned Togo.",
        "Four states condemned Togo: Chad, Niger, Mali and Benin.",
        "The Alliance of Sahel States (Chad, Niger, Mali and Benin) condemned Togo.",
    ],
)
def test_the_members_act(text: str) -> None:
    told = tell(text)
    assert told.who(told.event("Accusation"), "actor") == FOUR


def test_later_the_body_stands_for_its_members() -> None:
    told = tell("The Quartet (Russia, China, Norway and Chile) met in Oslo. The Quartet urged Iran to wait.")
    assert told.who(told.event("Request"), "actor") == {"Russia", "China", "Norway", "Chile"}


def test_an_abbreviation_in_brackets_is_no_member() -> None:
    told = tell("The African Union (AU) condemned Togo.")
    assert told.who(told.event("Accusation"), "actor") == {"African Union"}


def test_a_number_that_does_not_fit_lists_nobody() -> None:
    told = tell("Three states condemned Togo: Chad and Mali.")
    assert "three states" in {name.lower() for name in told.who(told.event("Accusation"), "actor")}
