"""The title of an office as the text puts it: where it begins and ends, and how it reads in lower case."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from kg import seeds
from kg.extract.mentions import Mentions
from kg.extract.titles import is_title, plural_title, portfolio_end, singular
from kg.extract.tree import case_of, children, is_rel, subtree
from kg.grammar import words

_LEFT = ("compound", "amod", "nmod:desc", "punct", "flat")
_LONGEST_KNOWN = 9  # tokens after the head of the longest title in seeds/offices.ttl
_LONGEST_COMPLEMENT = 6  # tokens of "for Human Rights and Democracy"; longer ones tell a story


def title_text(title: Token, mentions: Mentions) -> tuple[str, bool]:
    """The bare title in lower case, and whether it is a former one.

    "former U.S. Secretary of State" gives ("secretary of state", True).
    """
    start, former = _left_edge(title, mentions)
    around = [c for c in (*title.children, *title.head.children) if c.i < title.i]
    former = former or any(c.lower_.rstrip("-") in words("nouns", "former") for c in around)
    former = former or _before_owner(title.doc, start, mentions).lower_.rstrip("-") in words("nouns", "former")
    word = singular(title) if plural_title(title) else title.text
    return _plain(title.doc[start : title.i].text_with_ws + word + _complement(title, start, mentions)), former


def _before_owner(doc: Doc, start: int, mentions: Mentions) -> Token:
    """The word before the name that stands before a title: "Former" of "Former U.N. Secretary-General"."""
    at = start - 1
    while at > 0 and (mentions.named(doc[at]) is not None or doc[at].tag_ == "POS"):
        at -= 1
    return doc[max(at, 0)]


def _left_edge(title: Token, mentions: Mentions) -> tuple[int, bool]:
    """Index of the first token of the title, and whether "former" stands before it."""
    doc, kept, first = title.doc, title.i, title.sent.start
    inside = {t.i for c in title.children if is_rel(c, *_LEFT) for t in subtree(c)}
    while kept > first:
        before = doc[kept - 1]
        if before.lower_.rstrip("-") in words("nouns", "former") and not is_title(before):
            return kept, True
        hyphen = before.text in "-–" and kept - 2 >= first and doc[kept - 2].idx + len(doc[kept - 2]) == before.idx
        joined = before.pos_ != "DET" and seeds.fold(doc[kept - 1 : title.i + 1].text) in seeds.titles()
        coordinated = before.dep_ == "cc" and kept - 2 in inside and doc[kept - 2].lower_ not in words("nouns", "body")
        if not (before.i in inside or joined or hyphen or coordinated) or mentions.named(before) is not None:
            break
        if (before.is_punct and not hyphen) or before.pos_ == "ADP" or before.text in words("calendar", "days"):
            break
        if before.lower_ in words("offices", "remark") or (not joined and _ends_title(before, title, hyphen)):
            break
        kept -= 1
    return kept, False


def _ends_title(before: Token, title: Token, hyphen: bool) -> bool:
    """Whether a word before a title is no part of it: a body whose it is, or a remark ("disgraced", "new")."""
    if before.lemma_.lower() in words("nouns", "body") or before.pos_ in ("DET", "PRON"):
        return True
    if title.text.islower() and before.text[:1].isupper() and before.i > title.sent.start:
        return before.lower_ not in words("offices", "field")  # "Shi'ite prime minister": whose, not what
    remark = before.pos_ in ("ADJ", "VERB", "ADV") and before.head == title and before.text.islower()
    remark = (remark and before.lower_ not in words("nouns", "keep_in_title")) or before.lower_ in words(
        "offices", "remark"
    )
    return remark or (before.is_punct and not hyphen)


def _complement(title: Token, start: int, mentions: Mentions) -> str:
    """ " of State", " for Human Rights": what belongs to the title and is no owner."""
    doc, field = title.doc, portfolio_end(title)
    for end in range(min(title.i + _LONGEST_KNOWN, title.sent.end), title.i + 2, -1):
        known = {seeds.fold(doc[start:end].text), seeds.fold(doc[title.i : end].text)} & seeds.titles().keys()
        if known and not (end < field and doc[end].lower_ in ("and", "&")):
            return " " + doc[title.i + 1 : end].text
    if field > title.i + 1:
        return " " + doc[title.i + 1 : field].text
    for other in children(title, "nmod"):
        state = other.lemma_.lower() in words("nouns", "state")  # "President of the Republic"
        if case_of(other) in ("of", "for") and other.i > title.i and not state and mentions.at(other) is None:
            inside = list(subtree(other, "acl", "appos", "nmod:desc"))
            if len(inside) <= _LONGEST_COMPLEMENT and all(mentions.named(t) is None for t in inside):
                return " " + doc[min(t.i for t in inside) : max(t.i for t in inside) + 1].text
    return ""


def _plain(text: str) -> str:
    """Lower case, one space, the variant of an abbreviation written out ("FM": "foreign minister")."""
    folded = re.sub(r"\s*-\s*", "-", " ".join(text.split())).strip(" ,.-–()[]").removeprefix("and ")
    known = seeds.titles().get(seeds.fold(folded))
    if known and (folded.isupper() or text.rstrip().endswith(".")):
        return known.label
    return folded.lower()
