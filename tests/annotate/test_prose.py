"""Furniture is marked with "X ", prose and headlines with "+ "; one line a block."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.annotate import annotate, load
from kg.annotate.prose import left_out, prose_sentences
from kg.model import Article

BODY = (
    "+ The foreign ministers of Iran and Iraq met in Baghdad on Monday. They agreed to meet again in June.",
    "+ No date has been set for the talks, a spokesman told reporters.",
)

PAGES = {
    "menus above and below": (
        "X Accessibility links",
        "X Breaking News",
        "X News",
        "+ Iran and Iraq Ready For Another Meeting",
        *BODY,
        "X XS",
        "X SM",
        "X MD",
        "X LG",
    ),
    "date and office": ("X Office of the Spokesperson", "X May 28, 2007", *BODY, "X ###"),
    "byline": ("+ Iran, Iraq ministers meet in Baghdad", "X By Ali Reporter", *BODY),
    "wiki": (
        "+ Iran and Iraq agree to meet again",
        "X From Wikinews, the free news source you can write!",
        "X Monday, May 28, 2007",
        *BODY,
        "X Sources",
        "X Ali Reporter. “Iran and Iraq hold talks in Baghdad”. Sample Wire, May 28, 2007",
        "X “Ministers agree to meet”. Tigris Daily, May 28, 2007",
    ),
    "sharing": (*BODY, "X Share this article", "X Print", "X Follow us on our channels"),
    "links": (*BODY, "X See more at https://news.example/talks", "X desk@news.example"),
    "related": (
        *BODY,
        "X Related news",
        "X Iran Rejects Offer Of Talks",
        "X Iraq Votes",
        *("+ " + line[2:] for line in ("+ Iraq's parliament voted on the treaty on Sunday. It passed.",)),
    ),
    "captions": (BODY[0], "X Photo: Ali Reporter / Sample Wire.", "X The ministers in Baghdad.", BODY[1]),
    "subhead": (BODY[0], "X Border dispute", BODY[1]),
    "player": (BODY[0], "X The code has been copied to your clipboard.", BODY[1]),
    "repeated": (*BODY, "+ The talks were frank.", "X The talks were frank."),
    "short sentences in a paragraph": ("+ So, full consensus. All members agreed to it.", *BODY),
    "list items": (BODY[0], "+ - Iraq will reopen its border", "+ - Iran returns the prisoners"),
    "line without a stop": ("+ The ministers of Iran and Iraq met in Baghdad on Monday and agreed to meet again",),
    "only a headline": ("+ Iran and Iraq sign treaty",),
}


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def marked(nlp: Language, text: str, title: str | None = None) -> list[str]:
    """The paragraphs of the text, each with the signs of its sentences before it."""
    document = annotate(Article(text, "test", title=title), nlp)
    signs: dict[int, set[str]] = {}
    for index, sentence in enumerate(document.doc.sents):
        paragraph = text.count("\n\n", 0, sentence.start_char)
        signs.setdefault(paragraph, set()).add("+" if index in document.prose else "X")
    return [f"{''.join(sorted(signs[number]))} {line}" for number, line in enumerate(text.split("\n\n"))]


@pytest.mark.parametrize("lines", PAGES.values(), ids=PAGES.keys())
def test_pages(nlp: Language, lines: tuple[str, ...]) -> None:
    text = "\n\n".join(line[2:] for line in lines)
    assert marked(nlp, text) == list(lines)


def test_a_given_title_is_prose_and_nothing_else_above_the_body(nlp: Language) -> None:
    lines = ["X Iran And World News Of Today", "+ Envoys to meet", *BODY]
    assert marked(nlp, "\n\n".join(line[2:] for line in lines), title="Envoys to meet") == lines


def test_nothing_is_prose_in_an_empty_text(nlp: Language) -> None:
    for text in ("", " \n\n ", "###", "XS\nSM\nMD\nLG"):
        assert annotate(Article(text, "test"), nlp).prose == frozenset()


def test_what_is_left_out_says_why(nlp: Language) -> None:
    text = "Menu\n\nJuly 3, 2007\n\nIran met Iraq in Oslo on Monday.\n\nhttps://news.example/talks\n\nOslo, Norway.\n"
    doc = nlp(text)
    reasons = {list(doc.sents)[n].text.strip(): reason for n, reason in left_out(doc).items()}
    assert reasons["July 3, 2007"] == "a date, a repeated line or no words"
    assert reasons["https://news.example/talks"] == "a short line with a link"
    assert reasons["Oslo, Norway."] == "too short, without a verb"
    assert "Iran met Iraq in Oslo on Monday." not in reasons
    assert len(reasons) + len(prose_sentences(doc)) == len(list(doc.sents))
