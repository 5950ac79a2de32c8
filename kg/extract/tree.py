"""Reading a Universal Dependencies tree: small questions about one token, used by everything that extracts.

A relation is asked for by its UD name without subtype ("nsubj" covers "nsubj:pass") unless the subtype is given.
Tree shapes follow UD v2 as EWT and GUM use it: names are headed by their first token ("flat"), titles hang on the name
as "nmod:desc", prepositions hang on their noun as "case".
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from kg.model import Span


def is_rel(token: Token, *relations: str) -> bool:
    """Whether the token hangs on its head by one of the relations."""
    relation = token.dep_
    return relation in relations or relation.partition(":")[0] in relations


def children(token: Token, *relations: str) -> list[Token]:
    """Dependents by one of the relations, in text order."""
    return [c for c in token.children if is_rel(c, *relations)]


def child(token: Token, *relations: str) -> Token | None:
    """The first such dependent."""
    return next(iter(children(token, *relations)), None)


def case_of(token: Token) -> str:
    """The preposition of a nominal, several joined: "with", "out of", "because of"; "" without one.

    It may hang on a later word of a name ("of Evo Morales") or on the first of a compound ("to aid organisations").
    """
    inside = children(token, "flat", "compound")
    marks = children(token, "case") or [m for c in inside for m in children(c, "case")]
    before = [t for m in marks if m.i < token.i and m.tag_ != "POS" for t in (m, *children(m, "fixed"))]
    return " ".join(t.lower_ for t in sorted(before, key=lambda t: t.i) if t.lower_ not in ("'s", "’s", "'", "’"))


def conjuncts(token: Token) -> list[Token]:
    """The token and all that is coordinated with it, in text order."""
    found = [token]
    for other in children(token, "conj"):
        found.extend(conjuncts(other))
    return found


def first_conjunct(token: Token) -> Token:
    """The head of the coordination that the token is in."""
    while is_rel(token, "conj") and token.head != token:
        token = token.head
    return token


def is_passive(verb: Token) -> bool:
    """Whether a verb form is passive: by its auxiliary or subject, or as a bare participle on a noun."""
    if any(c.dep_ in ("nsubj:pass", "aux:pass", "csubj:pass") for c in verb.children):
        return True
    copula = verb.tag_ == "VBN" and verb.pos_ == "VERB" and children(verb, "cop")
    if copula and any(case_of(c) == "by" for c in children(verb, "obl")):
        return True
    return verb.tag_ == "VBN" and is_rel(verb, "acl") and not children(verb, "nsubj", "aux")


def dateline_end(sentence: Tokens) -> int:
    """Index of the dash that ends an opening dateline, "BAGHDAD, May 28 (Wire) —"; of the first token if none does."""
    if not sentence[0].text.isupper() or len(sentence[0]) < _SHORTEST_CITY:
        return sentence.start
    for token in sentence[1:_LONGEST_DATELINE]:
        if token.text in ("—", "–", "-", "--") and sentence.doc[token.i - 1].whitespace_:
            return token.i
        if token.pos_ in ("VERB", "AUX"):
            break
    return sentence.start


def clause_before(verb: Token) -> Token | None:
    """The clause that a verb of saying stands beside, "…, he said"; the dateline before a verb is none."""
    told = is_rel(verb, "parataxis") and verb.head.i >= dateline_end(verb.sent) and not parted(verb, verb.head)
    return verb.head if told else None


def parted(node: Token, head: Token) -> bool:
    """Whether a semicolon parts two clauses, neither of which tells what the other says."""
    low, high = sorted((node.i, head.i))
    return is_rel(node, "parataxis") and any(t.text == ";" for t in node.doc[low:high])


_SHORTEST_CITY = 3  # letters; "US" and "EU" in capitals open sentences, too
_LONGEST_DATELINE = 20  # tokens, agency and date included


def has_negation(token: Token) -> bool:
    """Whether "not", "never", "no" … hangs on the token itself."""
    return any(c.lower_ in NEGATIONS and is_rel(c, "advmod", "det", "cc") for c in token.children)


NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "without", "cannot"})


def ancestors(token: Token) -> Iterator[Token]:
    """The heads above a token, nearest first."""
    while token.head != token:
        token = token.head
        yield token


def clause_head(token: Token) -> Token:
    """The predicate of the clause that a token is in: the nearest verb or copular predicate at or above it."""
    for t in (token, *ancestors(token)):
        if t.pos_ in ("VERB", "AUX") or any(is_rel(c, "cop", "nsubj") for c in t.children):
            return t
    return token


def subtree_span(token: Token, *without: str) -> Span:
    """Characters of the token's subtree, dependents of the given relations and edge punctuation left out."""
    inside = sorted(subtree(token, *without), key=lambda t: t.i)
    words = [t for t in inside if t.is_quote or not (t.is_punct or t.is_space)] or inside
    return token_span(*words)


def subtree(token: Token, *without: str) -> Iterator[Token]:
    """The token and its dependents to any depth, those reached by the given relations left out."""
    yield token
    for c in token.children:
        if not (without and is_rel(c, *without)):
            yield from subtree(c)


def sentence_span(token: Token) -> Span:
    """Characters of the token's sentence, white space at its edges left out."""
    sent = token.sent
    text = sent.text
    start = sent.start_char + len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()))


def token_span(*tokens: Token) -> Span:
    """Characters from the first to the last of the tokens."""
    first, last = min(tokens, key=lambda t: t.i), max(tokens, key=lambda t: t.i)
    return Span(first.idx, last.idx + len(last))
