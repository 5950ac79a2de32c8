"""Mentions: descriptions, pronouns, sites and whose they are."""

from __future__ import annotations

from functools import cache

import pytest

from kg.annotate import annotate
from kg.extract.fillers import agents
from kg.extract.mentions import Mentions
from kg.extract.titles import is_title
from kg.extract.tree import token_span
from kg.model import Article, Mention
from tests.telling import claims_of, described, tell


@cache
def _mentions(text: str) -> Mentions:
    return Mentions(annotate(Article(text, "test")))


def _at(text: str, word: str) -> Mention | None:
    """The mention that the first token of that form heads."""
    mentions = _mentions(text)
    return mentions.at(next(t for t in mentions.doc if t.text == word))


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("U.S. officials accused Syria of smuggling.", "officials", ("Group", "U.S. officials", "United States")),
        ("Student militants attacked the convoy.", "militants", ("Group", "Student militants", "")),
        ("The Iranian government rejected the plan.", "government", ("State", "Iranian government", "Iran")),
        ("The minister criticised Belgrade on Friday.", "minister", ("Person", "minister", "")),
        ("They criticised Belgrade on Friday.", "They", ("Group", "they", "")),
        ("He criticised Belgrade on Friday.", "He", ("Person", "he", "")),
        ("Norway criticised Belgrade on Friday.", "Norway", ("State", "Norway", "")),
    ],
)
def test_a_noun_phrase_speaks_of(text: str, word: str, expected: tuple[str, str, str]) -> None:
    assert described(_at(text, word)) == expected


@pytest.mark.parametrize("word", ["weather", "improved", "."])
def test_what_is_nobody_is_no_mention(word: str) -> None:
    assert _at("The weather in Norway improved.", word) is None


def test_a_relative_pronoun_speaks_of_its_noun() -> None:
    text = "Russia, which attacked Georgia in 2008, praised Cuba."
    assert described(_at(text, "which")) == ("State", "Russia", "")


def test_a_title_speaks_of_the_person_named_beside_it() -> None:
    assert described(_at("The Peruvian president, Alan Garcia, visited Chile.", "president")) == (
        "Person",
        "Alan Garcia",
        "",
    )


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("They met in the northern city of Recife.", "city", ("City", "Recife", "")),
        ("Norway's official Interfax news agency said so.", "agency", ("MediaOrganization", "Interfax", "")),
        ("A larger Hamas militant group said so.", "group", ("ArmedGroup", "Hamas", "")),
    ],
)
def test_a_noun_that_says_what_a_name_is_speaks_of_it(text: str, word: str, expected: tuple[str, str, str]) -> None:
    assert described(_at(text, word)) == expected


def test_the_title_before_a_name() -> None:
    mentions = _mentions("On Sunday Chancellor Angela Merkel flew to Warsaw.")
    (person,) = (m for m in mentions.names if m.type == "Person")
    title = mentions.title_before(person)
    assert title is not None
    assert title.text == "Chancellor"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Norway and Sweden criticised Belgrade on Friday.", ["Norway", "Sweden"]),
        ("North and South Korea criticised Belgrade on Friday.", ["North Korea", "South Korea"]),
    ],
)
def test_coordinated_agents_are_all_given(text: str, names: list[str]) -> None:
    mentions = _mentions(text)
    subject = next(t for t in mentions.doc if t.dep_ == "nsubj")
    assert [m.name for m in agents(subject, mentions)] == names


def test_an_office_can_be_a_site() -> None:
    mentions = _mentions("They met in the office of Prime Minister Jens Stoltenberg.")
    site = mentions.site(next(t for t in mentions.doc if t.text == "office"))
    assert site.type == "Site"
    assert site.name == "office of Prime Minister Jens Stoltenberg"


def test_titles_are_told_from_other_nouns() -> None:
    doc = _mentions("The president and the ambassador praised the weather.").doc
    assert [t.text for t in doc if is_title(t)] == ["president", "ambassador"]


def test_a_mention_covers_its_head() -> None:
    text = "Three senior U.S. officials told reporters in Oslo that the Iranian government had freed the sailors."
    claims = claims_of(text)
    doc = claims.document.doc
    assert claims.mentions
    assert all(m.span.overlaps(token_span(doc[m.root])) for m in claims.mentions)


def test_a_number_of_weeks_counts_nobody() -> None:
    told = tell("Chad and Niger met in Paris. Two weeks after Peru imposed sanctions on Chile, Mali protested.")
    assert told.who(told.event("Sanction"), "actor") == {"Peru"}


def test_some_of_a_people_are_no_state() -> None:
    told = tell("Kosovo police detained three Serbs on Friday.")
    assert told.who(told.event("Coercion"), "target") == {"three Serbs"}
