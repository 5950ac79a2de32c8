"""Sentences of raw text: "|" marks where one ends in the cases."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg.annotate.cuts import candidates
from kg.annotate.lines import hard_breaks
from kg.annotate.pipeline import splitter

CASES = {
    "plain": "The ministers met. |They signed a treaty. ",
    "question and cry": "Will they meet? |Nobody knows! |They may.",
    "titles": "Gen. Petraeus met Sen. Lugar, Dr. Rice and Mr. Hill. |They dined at St. James Palace.",
    "initials": "George W. Bush and J. D. Vance spoke. |A. B. Bardhan did not.",
    "abbreviated state": "The U.S. Secretary of State flew to the U.K. on Monday. |The U.N. Council waits.",
    "abbreviation at the end": "He returned to the U.S. |The talks go on in D.C. |But no date is set.",
    "company": "Lockheed Martin Corp. signed with Boeing Co. and Raytheon Inc. |It will deliver in May.",
    "months": "They met on Nov. 28 and in May. |15 people were there. |In Dec. talks resume.",
    "time of day": "The plane landed at 5 p.m. Tuesday and left at 7 a.m. |It was empty.",
    "numbers": "Resolution No. 1701 passed with 15.5 percent more votes, see Art. 5. |It binds all.",
    "sentence ends with no": "The envoy said no. |The minister said yes.",
    "ellipsis within": "The force is ... supporting the people in their fight.",
    "ellipsis between": "He fell silent ... |Then the envoy left the room.",
    "ellipsis before": "They must not block it. |... I condemn any efforts. |We will see.",
    "reference mark": "He left Dulwich. [17] |Under care, he fled.[18][19] |He returned in 1805 [20] and stayed.",
    "circa": "The town (c. 1818) is old. |It was built by C. Smith.",
    "quotation": 'He said, "We will go." |She stayed.',
    "curly quotation": "He said, “this is the truth. |We are playing with fire”. |This followed.",
    "wrongly turned quotation mark": "He called it “a misguided decision.“ |However, he signed.",
    "single quotes": "'We will go.' |They went.",
    "question in quotation": '"Will you go?" he asked. |"Never!" she cried.',
    "named speaker after question": '"Will you go?" Clinton asked reporters. |Nobody answered.',
    "speaker after dash": '"It is a long game." - Matthew Ingram',
    "brackets": "(The talks failed.) |They go on [in Geneva.] |All agree.",
    "dateline": "BAGHDAD (VOA) - Officials met. |They left.",
    "dateline with date": "BAGHDAD, May 28 (Sample Wire) — Officials of Iraq met. |They left.",
    "dateline with abbreviation": "WASHINGTON, D.C. (AP) — The president spoke. |He left.",
    "number first": "Many were hurt. |70 are reported dead. |3,000 fled.",
    "list number": "1. The parties agree. |2. They will meet again.",
    "no space": "The talks ended.|The ministers left. |See www.un.org for more.",
    "lower case goes on": "The firm Yahoo! said so. |It is true.",
    "colon and blank line": "The minister said:\n\n|the talks failed.",
    "blank line": "US ready for talks\n\n|The State Department said so.\n\n|It is",
    "blank line within a sentence": "The ministers met in\n\n|Geneva on Monday.",
    "headline and text": "US Ready For A Meeting\n|The State Department said so.\n|By A. Reporter",
    "menu": "XS\n|SM\n|MD\n|LG",
    "colon and line end": "Present were:\n|Iraq\n|Iran",
    "closing of a letter": "Hi Ann, I have read the paper. |Regards, |Tom Miller",
    "careless of capitals": "where do you live? |i live in kent. |its a small town.",
    "lower case after cries": "great food!!! |the staff were friendly and i will come back",
    "smiley": "I love her. :) |She is so nice!! :-) |And so is he",
    "after an address": "See the list at http://www.example.org/list |Thanks Bill",
    "after a date": "Forwarded by Kay Mann on 04/26/2001 07:17 AM |Will you come to the meeting?",
    "no cut within names": "Ukraine PM Yuri Petrov met U.S. Secretary of State John Smith in Kyiv on Monday.",
    "no cut before a number": "They use Internet Explorer 6 and read Romans 9 in Room 12 of Camp David.",
    "no cut after a dateline": "PARIS, May 3 (AP) — The ministers met.",
    "windows line ends": "US ready for talks\r\n|The State Department said so.\r\n\r\n|It is ready.",
}

WRAPPED = """The foreign ministers of Iran and Iraq met in Baghdad on Monday for the
first time in more than two years and agreed to hold further talks on the
security of their common border. |They did not say when and where the
next round would be held. |Iranian officials called the talks
constructive.

|The U.S. ambassador said he was ready to meet his counterpart again if
Washington agreed."""

WRAPPED_WITHOUT_BLANKS = """Iran and Iraq talk about their border
|The foreign ministers of Iran and Iraq met in Baghdad on Monday for the
first time in more than two years and agreed to hold further talks on the
security of their common border.
|The U.S. ambassador said he was ready to meet his counterpart again if the
government in Washington agreed."""


def pieces(nlp: Language, text: str) -> list[str]:
    return [sentence.text_with_ws for sentence in nlp(text).sents]


@pytest.fixture(scope="module")
def split() -> Language:
    return splitter()


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_cases(split: Language, marked: str) -> None:
    assert pieces(split, marked.replace("|", "")) == marked.split("|")


@pytest.mark.parametrize("marked", [WRAPPED, WRAPPED_WITHOUT_BLANKS], ids=["blank lines", "no blank lines"])
def test_hard_wrapped_paragraphs_are_joined(split: Language, marked: str) -> None:
    assert pieces(split, marked.replace("|", "")) == marked.split("|")


def test_places_between_plain_words_and_after_dashes_are_no_candidates() -> None:
    words = ["Rice", "met", "the", ",", "premier", "-", "Hill", "came"]
    places = candidates(words, [True] * len(words), 1.0)
    assert [words[place] for place, _ in places] == ["met", "-", "came"]


def test_hard_breaks_are_offsets_of_line_ends() -> None:
    text = "Headline\n\nText goes on.\r\nMore."
    assert {text[offset] for offset in hard_breaks(text) if offset < len(text)} <= {"\n", "\r"}


RAGGED = st.text(alphabet=st.sampled_from("abAB .,!?\"'()-\n\r\t\u2028\xa0…’”1$é👍"), max_size=80)


@settings(max_examples=300, deadline=None)
@given(text=RAGGED | st.text(max_size=40))
def test_sentences_cover_the_text(split: Language, text: str) -> None:
    doc = split(text)
    assert "".join(token.text_with_ws for token in doc) == text
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text
    assert all(doc.text[token.idx : token.idx + len(token)] == token.text for token in doc)
