"""Offices: who holds which title of which state or body, as apposition, premodifier, predicate or "counterpart" tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from kg import seeds
from kg.grammar import words
from kg.extract.mentions import Mentions, is_title
from kg.extract.tree import case_of, child, children, conjuncts, is_rel, sentence_span, subtree
from kg.model import Mention, Tenure

_LEFT = ("compound", "amod", "nmod:desc", "punct", "flat")


def offices(mentions: Mentions) -> list[Tenure]:
    """The tenures that the document tells, in text order."""
    found: list[Tenure] = []
    for mention in mentions.names:
        if mention.type != "Person":
            continue
        for title, rule in _titles(mentions.doc[mention.root], mentions):
            tenure = _tenure(mention, title, rule, mentions, found)
            if tenure is not None:
                found.append(tenure)
    return found


def _titles(root: Token, mentions: Mentions) -> Iterator[tuple[Token, str]]:
    """Title nouns that belong to a name, with the pattern that ties them."""
    for other in children(root, "nmod:desc", "compound", "amod"):
        for title in conjuncts(other):
            if _names_office(title) and title.i < root.i:
                yield title, "premodifier"
    for other in children(root, "appos"):
        for title in conjuncts(other):
            if _names_office(title) and not mentions.named(title):
                yield title, "apposition"
    if is_rel(root, "appos", "flat", "nmod:desc", "conj") and _names_office(root.head) and root.head.i < root.i and (
        is_rel(root, "appos", "flat", "nmod:desc") or root.head.lemma_ in words("nouns", "counterpart")
    ):
        yield root.head, "apposition"
    if is_rel(root, "nsubj") and _names_office(root.head) and child(root.head, "cop") and root.head.pos_ in ("NOUN", "PROPN"):
        yield root.head, "predicate"
    for relative in children(root, "acl:relcl"):
        if _names_office(relative) and child(relative, "cop"):
            yield relative, "relative clause"


def _names_office(token: Token) -> bool:
    return is_title(token) or token.lemma_.lower() in words("nouns", "counterpart") or _elect(token)


def _elect(token: Token) -> bool:
    return token.lower_ == "elect" or token.lower_.endswith("-elect")


def _tenure(holder: Mention, title: Token, rule: str, mentions: Mentions, before: list[Tenure]) -> Tenure | None:
    of = mentions.owner(title)
    name, former = title_text(title, mentions)
    if title.lemma_.lower() in words("nouns", "counterpart"):
        name = _counterpart_office(title, before, mentions)
        rule = "counterpart"
        of = _state_before(title, mentions)
    if not name or (rule in ("predicate", "relative clause") and _denied(title)):
        return None
    if of is not None and of.form == "pronoun":
        of = of if title.lemma_ != "counterpart" else None
    past = rule == "predicate" and any(c.lower_ in ("was", "were") for c in children(title, "cop"))
    return Tenure(
        holder=holder, office=name, of=of, evidence=sentence_span(title), rule=f"office {rule}",
        posted_to=_posting(title, mentions, of), former=former or past, confidence=0.95 if of else 0.7,
    )  # fmt: skip


def _denied(title: Token) -> bool:
    return any(c.lower_ in ("not", "n't", "never") for c in title.children)


def _state_before(title: Token, mentions: Mentions) -> Mention | None:
    """The state of "his Iranian counterpart": the adjective, not the possessor."""
    for other in children(title, "amod", "compound"):
        name = mentions.named(other)
        if name is not None:
            return name
    for other in children(title, "nmod"):
        if case_of(other) in ("from", "of") and (name := mentions.named(other)) is not None:
            return name
    return None


def _counterpart_office(title: Token, before: list[Tenure], mentions: Mentions) -> str | None:
    """The office of the person whose counterpart somebody is: the last one told before, in the sentence first."""
    sentence = sentence_span(title)
    for tenure in reversed(before):
        if tenure.evidence == sentence and tenure.holder.root < title.i:
            return tenure.office
    earlier = [t for t in before if t.holder.root < title.i]
    return earlier[-1].office if earlier else None


def title_text(title: Token, mentions: Mentions) -> tuple[str, bool]:
    """The bare title in lower case, and whether it is a former one.

    "former U.S. Secretary of State" gives ("secretary of state", True).
    """
    kept, former = [title], False
    for token in sorted((c for c in title.children if c.i < title.i and is_rel(c, *_LEFT)), key=lambda t: -t.i):
        if token.lower_.rstrip("-") in words("nouns", "former") and not is_title(token):
            former = True
            continue
        if mentions.named(token) is not None and mentions.named(token) is not mentions.named(title):
            break
        if token.pos_ == "PUNCT" and token.text not in "-–":
            break
        if token.i < min(t.i for t in kept) - 1 and not token.doc[min(t.i for t in kept) - 1].text in "-–":
            continue
        kept.extend(t for t in subtree(token) if mentions.named(t) is None)
    text = title.doc[min(t.i for t in kept) : title.i + 1].text + _complement(title, mentions)
    return _plain(text), former


def _complement(title: Token, mentions: Mentions) -> str:
    """ " of State", " for Human Rights": what belongs to the title and is no owner."""
    for other in children(title, "nmod"):
        if case_of(other) in ("of", "for") and other.i > title.i and mentions.at(other) is None:
            inside = [t for t in subtree(other, "acl", "appos", "nmod:desc") if mentions.named(t) is None]
            if len(inside) <= 6:
                return " " + title.doc[min(t.i for t in inside) : max(t.i for t in inside) + 1].text
    return ""


def _plain(text: str) -> str:
    """Lower case, one space, the variant of an abbreviation written out ("FM": "foreign minister")."""
    folded = " ".join(re.sub(r"\s+", " ", text).strip(" ,.-–").split())
    known = seeds.titles().get(seeds.fold(folded))
    if known and (folded.isupper() or text.rstrip().endswith(".")):
        return known.label
    return folded.lower()


def _posting(title: Token, mentions: Mentions, of: Mention | None) -> Mention | None:
    known = seeds.titles().get(seeds.fold(title.lemma_))
    if known is None or not known.envoy:
        return None
    for other in children(title, "nmod", "obl"):
        if case_of(other) in ("to", "in") and (mention := mentions.at(other)) is not None and mention is not of:
            return mention
    return None
