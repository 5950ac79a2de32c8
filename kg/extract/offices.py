"""Offices: who holds which title of which state or body: apposition, premodifier, predicate or "counterpart"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from kg import seeds
from kg.extract.mentions import Mentions, is_title
from kg.extract.tree import case_of, child, children, conjuncts, is_rel, sentence_span, subtree
from kg.grammar import words
from kg.model import Mention, Tenure

_LEFT = ("compound", "amod", "nmod:desc", "punct", "flat")


def offices(mentions: Mentions) -> list[Tenure]:
    """The tenures that the document tells, in text order."""
    found: list[Tenure] = []
    for mention in mentions.names:
        if mention.type != "Person":
            continue
        for title, rule in _all_titles(mention, mentions):
            tenure = _tenure(mention, title, rule, mentions, found)
            if tenure is not None:
                found.append(tenure)
    return found


def _all_titles(mention: Mention, mentions: Mentions) -> Iterator[tuple[Token, str]]:
    """The titles that the tree ties to a name, and the one that stands right before it."""
    seen: set[int] = set()
    for title, rule in _titles(mentions.doc[mention.root], mentions):
        seen.add(title.i)
        yield title, rule
    before = mentions.title_before(mention)
    if before is not None and before.i not in seen:
        yield before, "premodifier"


def _titles(root: Token, mentions: Mentions) -> Iterator[tuple[Token, str]]:
    """Title nouns that the tree ties to a name, with the pattern that ties them."""
    before = [t for c in children(root, "nmod:desc", "compound", "amod") for t in conjuncts(c) if t.i < root.i]
    for title in before:
        if _names_office(title) and not _continues(title, before):
            yield title, "premodifier"
    if is_rel(root, "conj") and not before:
        yield from ((t, "premodifier") for t, _ in _titles(root.head, mentions) if t.tag_ in ("NNS", "NNPS"))
    for other in children(root, "appos"):
        for title in conjuncts(other):
            if _names_office(title) and not mentions.named(title):
                yield title, "apposition"
    yield from _above(root)
    for relative in children(root, "acl:relcl"):
        if _names_office(relative) and child(relative, "cop"):
            yield relative, "relative clause"


def _above(root: Token) -> Iterator[tuple[Token, str]]:
    """The title that a name hangs on, or is the subject of."""
    head = root.head
    if not _names_office(head) or head == root:
        return
    if is_rel(root, "nsubj"):
        if child(head, "cop") and head.pos_ in ("NOUN", "PROPN"):
            yield head, "predicate"
        return
    tied = is_rel(root, "appos", "flat", "nmod:desc")
    counterpart = is_rel(root, "conj") and head.lemma_ in words("nouns", "counterpart")
    if head.i < root.i and (tied or counterpart):
        yield head, "apposition"


def _continues(title: Token, others: list[Token]) -> bool:
    """Whether a title goes on in the next word: "Secretary" in "Secretary General"."""
    after = next((t for t in others if t.i == title.i + 1), None)
    return after is not None and seeds.fold(f"{title.text} {after.text}") in seeds.titles()


def _names_office(token: Token) -> bool:
    return is_title(token) or token.lemma_.lower() in words("nouns", "counterpart") or _elect(token)


def _elect(token: Token) -> bool:
    return token.lower_ == "elect" or token.lower_.endswith("-elect")


def _tenure(holder: Mention, title: Token, rule: str, mentions: Mentions, before: list[Tenure]) -> Tenure | None:
    of = mentions.owner(title) or _adjacent(title, mentions) or _adjacent(mentions.doc[holder.root], mentions)
    name: str | None
    name, former = title_text(title, mentions)
    if title.lemma_.lower() in words("nouns", "counterpart"):
        name = _counterpart_office(title, before, mentions)
        rule = "counterpart"
        of = _state_before(title, mentions)
    if not name or (rule in ("predicate", "relative clause") and (_denied(title) or of is None)):
        return None
    past = rule == "predicate" and any(c.lower_ in ("was", "were") for c in children(title, "cop"))
    return Tenure(
        holder=holder, office=name, of=of, evidence=sentence_span(title), rule=f"office {rule}",
        posted_to=_posting(title, mentions, of), former=former or past, confidence=0.95 if of else 0.7,
    )  # fmt: skip


def _adjacent(token: Token, mentions: Mentions) -> Mention | None:
    """The state or body right before a title, wherever the parser hung it."""
    at = token.i - 1
    while at > token.sent.start and (
        is_title(mentions.doc[at]) or mentions.doc[at].tag_ == "POS" or _plain_modifier(mentions.doc[at])
    ):
        at -= 1
    name = mentions.named(mentions.doc[at]) if at >= token.sent.start else None
    return name if name is not None and name.type != "Person" else None


def _plain_modifier(token: Token) -> bool:
    word = token.lower_
    return (
        word in words("nouns", "keep_in_title") or word in words("nouns", "former") or word in ("new", "-", "'s", "’s")
    )


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
    kept, former, doc = title.i, False, title.doc
    inside = {t.i for c in title.children if is_rel(c, *_LEFT) for t in subtree(c)}
    start = title.sent.start
    while kept > start:
        before = doc[kept - 1]
        if before.lower_.rstrip("-") in words("nouns", "former") and not is_title(before):
            former = True
            break
        hyphen = before.text in "-–" and kept - 2 >= start and doc[kept - 2].idx + len(doc[kept - 2]) == before.idx
        joined = seeds.fold(doc[kept - 1 : title.i + 1].text) in seeds.titles()
        if (
            mentions.named(before) is not None
            or not (before.i in inside or joined or hyphen)
            or before.lower_ in ("new", "current")
        ):
            break
        if (
            before.lemma_.lower() in words("nouns", "body")
            or before.pos_ in ("DET", "PRON")
            or (before.is_punct and not hyphen)
        ):
            break
        kept -= 1
    around = [c for c in (*title.children, *title.head.children) if c.i < title.i]
    former = former or any(c.lower_.rstrip("-") in words("nouns", "former") for c in around)
    word = title.lemma_ if title.tag_ in ("NNS", "NNPS") else title.text
    return _plain(doc[kept : title.i].text_with_ws + word + _complement(title, mentions)), former


def _complement(title: Token, mentions: Mentions) -> str:
    """ " of State", " for Human Rights": what belongs to the title and is no owner."""
    whole = seeds.fold(title.doc[title.i : title.i + 3].text)
    if whole in seeds.titles():
        return " " + title.doc[title.i + 1 : title.i + 3].text
    for other in children(title, "nmod"):
        if case_of(other) in ("of", "for") and other.i > title.i and mentions.at(other) is None:
            inside = [t for t in subtree(other, "acl", "appos", "nmod:desc") if mentions.named(t) is None]
            if len(inside) <= 6:
                return " " + title.doc[min(t.i for t in inside) : max(t.i for t in inside) + 1].text
    return ""


def _plain(text: str) -> str:
    """Lower case, one space, the variant of an abbreviation written out ("FM": "foreign minister")."""
    folded = re.sub(r"\s*-\s*", "-", " ".join(text.split())).strip(" ,.-–")
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
