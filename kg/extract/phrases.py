"""The noun phrase around a head: the words before it, what belongs to it after it, and how to call it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.tree import case_of, children, is_rel, subtree, token_span
from kg.grammar import words
from kg.model import Span

_MODIFIERS = ("amod", "compound", "nummod", "nmod:desc", "flat", "nmod:poss")


def core_tokens(token: Token) -> list[Token]:
    """The noun with what stands before it, articles, possessive pronouns and clauses left out."""
    kept = [token]
    for c in token.children:
        if c.i < token.i and is_rel(c, *_MODIFIERS) and c.tag_ not in ("PRP$", "WP$"):
            kept.extend(subtree(c, "case"))
    left = min(t.i for t in kept)
    return [t for t in token.doc[left : token.i + 1] if not t.is_space]


def core(token: Token) -> str:
    """The text from the first such word to the noun."""
    tokens = core_tokens(token)
    return token.doc[tokens[0].i : token.i + 1].text


def span(token: Token) -> Span:
    """Its characters."""
    return token_span(*core_tokens(token))


def wider(token: Token) -> tuple[str, ...]:
    """The phrase with its "of", "in", "for" complements: another name of the same group."""
    kept = core_tokens(token)
    for c in children(token, "nmod"):
        if c.i > token.i and case_of(c) in ("of", "in", "for", "from", "at", "to"):
            kept.extend(t for t in phrase(c) if t.i > token.i)
    if len(kept) == len(core_tokens(token)):
        return ()
    right = max(t.i for t in kept)
    return (clean(token.doc[min(t.i for t in kept) : right + 1].text),)


def phrase(token: Token) -> Iterator[Token]:
    """A noun phrase without what only comments on it: clauses, appositions, times."""
    yield token
    for c in token.children:
        comments = is_rel(c, "acl", "appos", "punct", "parataxis", "conj", "cc", "nmod:unmarked", "dep")
        dates = is_rel(c, "nmod") and case_of(c) in ("on", "since", "during", "after", "before")
        if not dates and (not comments or c.text in "-–'"):
            yield from phrase(c)


def clean(name: str) -> str:
    """A name without the marks and the article at its edges."""
    text = " ".join(name.split()).strip(" ,;:()[]\"'“”‘’-–—")
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        text = text.removeprefix(article)
    return text


def partakes(verb: Token) -> bool:
    """Whether a verb tells who is there: "take part", "attend"."""
    part = verb.lemma_.lower() == "take" and any(c.lemma_.lower() == "part" for c in children(verb, "obj"))
    return part or verb.lemma_.lower() in words("company", "partaking")
