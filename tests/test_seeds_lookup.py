"""Looking up what the seeds know: names in any spelling, adjectives, peoples, buildings, capitals and titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import seeds
from kg.seeds import Seed, fold


def _id(seed: Seed | None) -> str:
    return seed.id if seed else ""


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("The U.S.", "us"), ("Côte d’Ivoire", "cote divoire"), ("Al-Qaeda", "al qaeda"), ("  New\n York ", "new york"),
        ("STRASSE", "strasse"), ("Straße", "strasse"), ("the", "the"), ("A", "a"), ("", ""),
    ],
)  # fmt: skip
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text())
def test_a_folded_name_is_one_line_of_words(name: str) -> None:
    folded = fold(name)
    assert folded == " ".join(folded.split())


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=4))
def test_case_and_article_do_not_count(name: str) -> None:
    assert fold(name) == fold(name.upper()) == fold(f"The {name}")


@pytest.mark.parametrize("name", ["Norway", "NORWAY", "norway", " Norway ", "Kingdom of Norway"])
def test_a_state_in_any_spelling(name: str) -> None:
    assert _id(seeds.named(name)) == "state/nor"


@pytest.mark.parametrize(
    ("name", "state"),
    [("United States", "state/usa"), ("U.S.", "state/usa"), ("the US", "state/usa"), ("Britain", "state/gbr")],
)
def test_states_with_many_names(name: str, state: str) -> None:
    assert _id(seeds.named(name)) == state


def test_a_state_comes_before_a_city_of_its_name_unless_a_city_is_asked_for() -> None:
    state, city = seeds.named("Singapore"), seeds.named("Singapore", ("City",))
    assert state is not None
    assert state.type == "State"
    assert city is None or city.type == "City"


def test_only_the_kinds_asked_for_are_found() -> None:
    assert seeds.named("Oslo", ("City",))
    assert seeds.named("Oslo", ("State", "Organization")) is None
    assert seeds.named("Ruritania") is None


@pytest.mark.parametrize(
    ("word", "state"),
    [("Norwegian", "state/nor"), ("French", "state/fra"), ("Iranian", "state/irn"), ("British", "state/gbr")],
)
def test_adjectives(word: str, state: str) -> None:
    assert _id(seeds.state_of_adjective(word)) == state


def test_peoples() -> None:
    assert _id(seeds.state_of_people("Norwegians")) == "state/nor"
    assert seeds.state_of_people("Martians") is None


def test_a_building_stands_for_its_state() -> None:
    assert _id(seeds.state_of_metonym("the Kremlin")) == "state/rus"


@pytest.mark.parametrize(
    ("city", "state"), [("Tehran", "state/irn"), ("Paris", "state/fra"), ("Washington", "state/usa")]
)
def test_a_capital_stands_for_its_state(city: str, state: str) -> None:
    assert _id(seeds.state_of_capital(city)) == state


def test_a_city_that_is_no_capital_stands_for_nobody() -> None:
    assert seeds.state_of_capital("Gothenburg") is None


def test_titles_say_what_the_word_tells() -> None:
    titles = seeds.titles()
    assert titles["ambassador"].envoy
    assert not titles["president"].envoy
    assert titles["mr"].courtesy
    assert not titles["chancellor"].courtesy
    assert titles["spokeswoman"].gender == "female"


def test_owners_are_seeds_themselves() -> None:
    known = seeds.all_seeds()
    assert {s.of for s in known.values() if s.of} <= set(known)


def test_every_seed_is_found_by_each_of_its_names() -> None:
    for seed in seeds.all_seeds().values():
        if seed.type in ("State", "City", "Region", "Site") or "Organization" in seed.type:
            for name in seed.names:
                found = seeds.named(name, (seed.type,))
                assert found is not None, (seed.id, name)
