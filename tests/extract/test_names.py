"""Names: where they start and end, and of what class they are."""

from __future__ import annotations

import pytest

from kg.extract.spans import known
from tests.telling import claims_of, names_in


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Sweden and Cuba signed a trade agreement in Havana.", "Sweden", "State"),
        ("Sweden and Cuba signed a trade agreement in Havana.", "Havana", "City"),
        ("On Monday the Kremlin accused NATO of spying.", "NATO", "IntergovernmentalOrganization"),
        ("On Monday the Kremlin accused NATO of spying.", "Kremlin", "State"),
        ("Ministers of the European Union met in Riga.", "European Union", "IntergovernmentalOrganization"),
        ("In May Angela Merkel visited the Polish city of Gdansk.", "Angela Merkel", "Person"),
        ("In May Angela Merkel visited the Polish city of Gdansk.", "Polish", "State"),
        ("A spokesman for the State Department praised Norway.", "State Department", "GovernmentBody"),
        ("Oil prices rose as tankers left the Persian Gulf in June.", "Persian Gulf", "Region"),
    ],
)
def test_a_name_has_its_class(text: str, name: str, kind: str) -> None:
    assert names_in(text)[name] == kind


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("North and South Korea signed a treaty.", {"North Korea", "South Korea"}),
        ("Talks between East and West Germany began in May.", {"East Germany", "West Germany"}),
    ],
)
def test_names_that_share_their_noun_are_two(text: str, names: set[str]) -> None:
    assert {m.name for m in claims_of(text).mentions if m.form == "name"} == names


def test_a_city_with_an_article_needs_it() -> None:
    told = "On Monday Foreign Secretary William Hague flew to The Hague. Hague met Bert Koenders there."
    found = [(m.name, m.type) for m in claims_of(told).mentions if "Hague" in m.name]
    assert found == [("William Hague", "Person"), ("The Hague", "City"), ("Hague", "Person")]


def test_a_capital_that_acts_is_the_government() -> None:
    assert names_in("Tehran rejected the proposal of the mediators.")["Tehran"] == "State"


def test_a_capital_where_something_happens_is_the_city() -> None:
    assert names_in("The ministers of Norway and Sweden met in Tehran.")["Tehran"] == "City"


def test_two_capitals_that_sign_are_their_governments() -> None:
    found = claims_of("Moscow and Tbilisi signed a ceasefire.").mentions
    assert {m.name for m in found if m.type == "State"} == {"Russia", "Georgia"}


@pytest.mark.parametrize("text", ["Bolivia praised Chile.", "Chile praised the United States."])
def test_a_name_ends_before_the_full_stop(text: str) -> None:
    assert not [name for name in names_in(text) if name.endswith(".")]


def test_an_abbreviation_keeps_its_full_stop() -> None:
    assert "U.S." in names_in("A senior U.S. envoy visited Oslo on Monday.")


@pytest.mark.parametrize("text", ["The Iranian parliament ratified the treaty.", "The Kremlin praised Cuba."])
def test_a_name_starts_after_the_article(text: str) -> None:
    assert not [name for name in names_in(text) if name.startswith("The ")]


def test_a_title_is_no_part_of_a_name() -> None:
    found = names_in("On Sunday Chancellor Angela Merkel flew to Warsaw.")
    assert found["Angela Merkel"] == "Person"
    assert "Chancellor" not in found


def test_an_administration_is_not_the_person_who_heads_it() -> None:
    assert "Person" not in names_in("The Bush administration imposed sanctions on Syria.").values()


def test_names_lie_apart_or_one_inside_the_other() -> None:
    text = "The Iranian Foreign Ministry and the U.N. Security Council criticised Swedish Prime Minister Olof Palme."
    spans = [m.span for m in claims_of(text).mentions if m.form == "name"]
    assert spans
    assert all(not a.overlaps(b) or a.contains(b) or b.contains(a) for a in spans for b in spans)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Norway", "Norway"), ("Norwegian", "Norway"), ("Norwegians", "Norway"),
        ("Kremlin", "Russia"), ("NATO", "NATO"), ("Havana", "Havana"),
    ],
)  # fmt: skip
def test_seeds_know_states_by_name_adjective_people_and_building(name: str, label: str) -> None:
    seed = known(name)
    assert seed is not None
    assert label in seed.names


@pytest.mark.parametrize("name", ["Ruritania", "", "talks", "swedes and turnips"])
def test_what_no_seed_names_is_unknown(name: str) -> None:
    assert known(name) is None


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The envoy met Mohammad Rahimi Wednesday in Oslo.", "Mohammad Rahimi", "Person"),
        ("South Korean President Moon Jae-min and Olof Berg spoke in Mali.", "Moon Jae-min", "Person"),
        ("President B.J. Suharto spoke in Mali.", "B.J. Suharto", "Person"),
        ("On Monday President Park visited Mali.", "Park", "Person"),
        ("The Norwegian Government praised Mali.", "Norwegian Government", "State"),
        ("EU Development Commissioner Louis Maes visited Mali.", "EU", "IntergovernmentalOrganization"),
        ("On Tuesday Foreign Ministry spokesman Hamid Asgari praised Mali.", "Foreign Ministry", "GovernmentBody"),
        ("Critics of the Bush administration praised Mali.", "Bush administration", "State"),
        ("The report was written by Haaretz.", "Haaretz", "MediaOrganization"),
    ],
)
def test_a_name_is_cut_out_of_what_stands_beside_it(text: str, name: str, kind: str) -> None:
    assert names_in(text)[name] == kind


@pytest.mark.parametrize(
    "text", ["The ministers met on Sunday in June.", "A junior minister for external affairs spoke."]
)
def test_no_name(text: str) -> None:
    assert not names_in(text)


def test_no_name_ends_in_a_preposition() -> None:
    names = names_in("The Ministry of Foreign Affairs of Georgia condemned the raid.")
    assert names["Ministry of Foreign Affairs"] == "GovernmentBody"
    assert not [name for name in names if name.endswith(" of")]


def test_a_surname_is_that_of_the_person_named_before() -> None:
    names = names_in("Nikol Pashinyan flew to Oslo. In Yerevan, demonstrators called on Pashinyan to resign.")
    assert names["Pashinyan"] == "Person"
