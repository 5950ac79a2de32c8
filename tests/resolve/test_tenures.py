"""Offices told without whose they are: what the text around them tells."""

from __future__ import annotations

import pytest

from tests.telling import tell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # the holder's other office
            "Ghana's chief negotiator Kofi Asante flew to Togo. Foreign Minister Kofi Asante will stay in Togo.",
            ("Kofi Asante", "foreign minister", "Ghana"),
        ),
        (  # an unnamed holder told before
            "Kenya's ambassador to Norway has protested. Ambassador Daniel Otieno handed over a letter.",
            ("Daniel Otieno", "ambassador", "Kenya"),
        ),
        (  # a title that one state is known for
            "Norway and the United States signed a treaty. Secretary of State Alan Brown flew to Oslo.",
            ("Alan Brown", "secretary of state", "United States"),
        ),
        (  # a state whose own president is told is not meant
            "Kenyan President Daniel Otieno has begun a visit to Ghana for talks with President Kofi Asante.",
            ("Kofi Asante", "president", "Ghana"),
        ),
        (  # a monarchy has no president
            "Chile and Denmark signed a treaty. President Pablo Reyes flew to Oslo.",
            ("Pablo Reyes", "president", "Chile"),
        ),
        (  # whom he serves, whose official he is
            "Algerian President Ali Benali flew to Oslo. His police chief, Omar Alami, resigned.",
            ("Omar Alami", "police chief", "Algeria"),
        ),
        (  # a party has no ministers
            "Norway voted. The premier thanked his Labour Party foreign minister, Olof Berg.",
            ("Olof Berg", "foreign minister", "Norway"),
        ),
        (  # a president whom a table knows by surname and year
            "Iran and Israel held talks. In 2009 President Sarkozy praised Iran and Iranian envoys.",
            ("Sarkozy", "president", "France"),
        ),
        (  # … though the text does not name their state
            "On Monday Iran praised President Karzai and condemned Norway.",
            ("Karzai", "president", "Afghanistan"),
        ),
        (  # somebody who held the office before
            "Lebanese Prime Minister Nabil Haddad praised former Prime Minister Samir Khoury.",
            ("Samir Khoury", "prime minister", "Lebanon"),
        ),
    ],
)
def test_the_owner_of_an_office_is_told_around_it(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in tell(text).offices()


def test_a_state_whose_official_somebody_meets_is_not_his_own() -> None:
    text = "Chile and Peru signed a treaty. Vice President Pablo Reyes met with President Luis Rojas of Peru in Lima."
    assert ("Pablo Reyes", "vice president", "Chile") in tell(text).offices()


def test_a_title_of_one_state_alone_brings_no_state_into_the_article() -> None:
    assert tell("Secretary of State Alan Brown flew to Oslo.").offices() == {("Alan Brown", "secretary of state", "")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Iraqi and Iranian envoys met in Baghdad. Deputy Foreign Minister Abbas Karimi spoke for Iran.",
            ("Abbas Karimi", "deputy foreign minister", "Iran"),
        ),
        (
            "Iraq hosted the talks. Deputy Foreign Minister Abbas Karimi represented Iran.",
            ("Abbas Karimi", "deputy foreign minister", "Iran"),
        ),
        (
            "Chad held the ceremony. Ambassador Redwan Hussein signed on behalf of Ethiopia.",
            ("Redwan Hussein", "ambassador", "Ethiopia"),
        ),
        (  # the soldiers' president is their state's
            "Colombian forces crossed the border. Their president, Alvaro Rojas, apologised.",
            ("Alvaro Rojas", "president", "Colombia"),
        ),
    ],
)
def test_whom_somebody_speaks_for_owns_his_office(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in tell(text).offices()


def test_nobody_accuses_his_own_state() -> None:
    offices = tell("President Tsai Lin accused China of putting pressure on friends.").offices()
    assert offices == {("Tsai Lin", "president", "")}


def test_a_state_that_only_a_surname_tells_of_has_a_mention() -> None:
    told = tell("On Monday Iran praised President Karzai and condemned Norway.")
    (home,) = (e for e in told.facts.entities if e.label == "Afghanistan")
    assert [told.words(span) for span in home.mentions] == ["Karzai"]


def test_of_a_president_whom_no_table_knows_by_surname_nothing_is_guessed() -> None:
    assert ("Miller", "president", "") in tell("On Monday Iran praised President Miller and condemned Norway.").offices()


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Kenyan Foreign Minister Musa Otieno flew to Kampala. He held talks with President Kofi Asante.", ""),
        ("Kenya's Foreign Minister Musa Otieno and President Kofi Asante met in Nairobi.", "Kenya"),
    ],
)
def test_a_ruler_serves_no_state_whose_minister_comes_to_meet_him(text: str, owner: str) -> None:
    told = tell(text)
    assert told.label(told.tenure("Kofi Asante").of) == owner


def test_an_office_has_one_title_and_keeps_the_others() -> None:
    facts = tell(
        "Foreign Minister Kofi Asante of Ghana left. The Minister of Foreign Affairs of Ghana, Kofi Asante, spoke."
    )
    (tenure,) = facts.facts.tenures
    assert (tenure.office, tenure.told) == ("foreign minister", ("minister of foreign affairs",))
