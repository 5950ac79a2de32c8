"""Dates: what time expressions denote, with and without a date to count from."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.extract.times import Expression, expressions
from kg.model import Time
from tests.telling import tell

WEDNESDAY = date(2010, 6, 16)
_VOCAB = Vocab()


def _read(text: str, reference: date | None = None) -> list[Expression]:
    """The expressions of a sentence whose words all hang on the first: what they denote needs no more."""
    words = text.split(" ")
    doc = Doc(_VOCAB, words, heads=[0] * len(words), deps=["ROOT"] + ["dep"] * (len(words) - 1))
    return expressions(doc[:], reference)


def _one(text: str, reference: date | None = None, ahead: bool = False) -> Time | None:
    (found,) = _read(text, reference)
    return found.value(ahead)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on 3 June 2009 in Oslo", Time("2009-06-03")),
        ("They met on June 3, 2009 in Oslo", Time("2009-06-03")),
        ("They met on Wednesday, June 3, 2009 in Oslo", Time("2009-06-03")),
        ("They met on the 3rd of June 2009", Time("2009-06-03")),
        ("They met on 2009-06-03 in Oslo", Time("2009-06-03")),
        ("They met in June 2009 in Oslo", Time("2009-06")),
        ("They met in 2009 in Oslo", Time("2009")),
        ("They met on June 3 in Oslo", Time("--06-03")),
        ("They met on 3 June in Oslo", Time("--06-03")),
        ("They met on Sept. 3 in Oslo", Time("--09-03")),
        ("They met on June 3-5, 2009 in Oslo", Time("2009-06-03", "2009-06-05")),
        ("They met on 3 to 5 June 2009", Time("2009-06-03", "2009-06-05")),
        ("They met from June 3 to June 5, 2009", Time("2009-06-03", "2009-06-05")),
        ("They met from 30 May to 2 June 2009", Time("2009-05-30", "2009-06-02")),
        ("They fought from 1980 to 1988 over oil", Time("1980", "1988")),
    ],
)
def test_a_date_that_needs_no_other(text: str, expected: Time) -> None:
    assert _one(text) == expected


@pytest.mark.parametrize(
    "text", ["They met on Monday", "They met yesterday", "They met last month", "They met two days ago"]
)
def test_a_relative_date_without_a_date_to_count_from_is_unknown(text: str) -> None:
    assert _one(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met today", "2010-06-16"),
        ("They met yesterday", "2010-06-15"),
        ("They met on Wednesday", "2010-06-16"),
        ("They met on Monday", "2010-06-14"),
        ("They met on Thursday", "2010-06-10"),
        ("They met last Wednesday", "2010-06-09"),
        ("They met two days ago", "2010-06-14"),
        ("They met on June 3", "2010-06-03"),
        ("They met on December 3", "2009-12-03"),
        ("They met in May", "2010-05"),
        ("They met in November", "2009-11"),
        ("They met last month", "2010-05"),
        ("They met last year", "2009"),
        ("They met earlier this year", "2010"),
        ("They met on 3 June 1999", "1999-06-03"),
    ],
)
def test_a_date_of_the_past(text: str, expected: str) -> None:
    assert _one(text, WEDNESDAY) == Time(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They will meet tomorrow", "2010-06-17"),
        ("They will meet on Thursday", "2010-06-17"),
        ("They will meet on Monday", "2010-06-21"),
        ("They will meet on January 3", "2011-01-03"),
        ("They will meet on December 3", "2010-12-03"),
        ("They will meet in May", "2011-05"),
        ("They will meet next month", "2010-07"),
        ("They will meet next year", "2011"),
    ],
)
def test_a_date_of_the_future(text: str, expected: str) -> None:
    assert _one(text, WEDNESDAY, ahead=True) == Time(expected)


@pytest.mark.parametrize(
    "text",
    [
        "It may rain in Oslo", "They march on Oslo", "Some 1999 troops left", "It cost $1999 to mend",
        "They met last week", "They met 31 times", "They met in the 1990s",
    ],
)  # fmt: skip
def test_what_is_no_date_gives_none(text: str) -> None:
    assert not [e for e in _read(text, WEDNESDAY) if e.value(ahead=False)]


@pytest.mark.parametrize(
    "text", ["They met on 31 June 2009", "They met on February 29, 2009", "They met on 2009-13-40"]
)
def test_a_day_that_no_calendar_has_gives_no_day(text: str) -> None:
    assert not [e for e in _read(text) if (found := e.value(ahead=False)) and len(found.value) > len("2009-06")]


@given(
    st.dates(date(1500, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%A, %B %d, %Y"]),
)
def test_a_full_date_is_read_as_it_was_written(day: date, form: str) -> None:
    assert _one(f"They met on {day.strftime(form)} in Oslo") == Time(day.isoformat())


@given(st.dates(date(1990, 1, 8), date(2050, 12, 24)), st.sampled_from(["Monday", "Friday", "Sunday"]))
def test_a_weekday_is_less_than_a_week_away(reference: date, weekday: str) -> None:
    (found,) = _read(f"They met on {weekday}", reference)
    assert found.past
    assert found.future
    past, future = date.fromisoformat(found.past.value), date.fromisoformat(found.future.value)
    assert past.strftime("%A") == future.strftime("%A") == weekday
    assert reference - timedelta(days=7) < past <= reference <= future < reference + timedelta(days=7)


def test_expressions_do_not_overlap() -> None:
    found = _read("They met on Monday, June 3, 2009 and on 5 July 2009 and in 2010 and last May", WEDNESDAY)
    assert [e.span for e in found] == sorted(e.span for e in found)
    assert all(not a.span.overlaps(b.span) for a in found for b in found if a is not b)


def test_the_date_goes_to_the_verb_that_it_stands_with() -> None:
    told = tell("Russia, which attacked Georgia in 2008, praised Cuba on 3 June 2009.")
    assert told.date(told.event("Assault")) == "2008"
    assert told.date(told.event("Support")) == "2009-06-03"


def test_a_planned_meeting_lies_ahead() -> None:
    told = tell("Angela Merkel will meet Nicolas Sarkozy in Paris on Thursday.", WEDNESDAY)
    assert told.date(told.event("Meeting")) == "2010-06-17"


def test_a_meeting_that_occurred_lies_behind() -> None:
    told = tell("Angela Merkel met Nicolas Sarkozy in Paris on Thursday.", WEDNESDAY)
    assert told.date(told.event("Meeting")) == "2010-06-10"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on 3 June 2009 and talked again that evening", "2009-06-03"),
        ("They met on 3 June 2009 and again two days later", "2009-06-05"),
        ("They met on 3 June 2009 after a truce three days earlier", "2009-05-31"),
        ("They met on 30 June 2009 and left the following day", "2009-07-01"),
        ("They met on 3 June 2009 and again two months later", "2009-08"),
        ("They met in June 2009 and again that month", "2009-06"),
        ("They met in 2009 and again three years later", "2012"),
    ],
)
def test_a_date_that_counts_from_the_one_before(text: str, expected: str) -> None:
    assert _read(text)[-1].value(ahead=False) == Time(expected)


def test_a_date_that_counts_from_one_in_another_sentence() -> None:
    told = tell("Kenya attacked Chad on 3 June 2009. Two days later Mali praised Kenya.")
    assert told.date(told.event("Support")) == "2009-06-05"


def test_that_day_needs_a_date_before() -> None:
    assert not _read("They met that day in Oslo")


def test_a_number_of_years_up_to_now() -> None:
    assert _one("They talked over the last four years", WEDNESDAY) == Time("2006", "2010")


def test_a_month_may_open_the_sentence() -> None:
    assert _one("In May they met in Oslo", WEDNESDAY) == Time("2010-05")


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("President Pablo Rojas on Monday accused Georgia of spying.", "Accusation", "2010-06-14"),
        ("Kari Berg said on Monday that she condemned the raid by Chad.", "Accusation", "2010-06-14"),
        ("Chile ended the dispute on Monday by praising Peru.", "Support", "2010-06-14"),
        ("In May Chile attacked Peru and praised Chad.", "Support", "2010-05"),
    ],
)
def test_a_date_is_shared_by_what_it_stands_with(text: str, kind: str, expected: str) -> None:
    told = tell(text, WEDNESDAY)
    assert told.date(told.event(kind)) == expected


def test_the_day_before_a_clause_of_when_is_that_of_the_clause() -> None:
    told = tell("Peru and Chile met on May 28 and again on July 24, when they agreed to cut tariffs.", date(2007, 9, 1))
    assert told.date(told.event("Agreement")) == "2007-07-24"


def test_on_which_something_was_agreed_is_no_day() -> None:
    told = tell("Experts met on Monday for talks of the panel on which Peru and Chile had agreed.", date(2007, 9, 1))
    assert told.date(told.event("Agreement")) is None
