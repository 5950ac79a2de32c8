"""Which words are titles of offices, by the words alone: before it is known who and what is named around them."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kg import seeds
from kg.grammar import words

_LONGEST = 9  # tokens of the longest title looked up in seeds/offices.ttl
_LONGEST_STATE = 6  # tokens of "Lao People's Democratic Republic"
_LINKS = ("of", "for", "to")


def is_title(token: Token) -> bool:
    """Whether a noun is the title of an office: known as a whole, or ending in a word that heads titles."""
    if token.pos_ in ("VERB", "AUX"):
        return False
    titles = seeds.titles()
    title = titles.get(seeds.fold(token.lemma_)) or titles.get(seeds.fold(token.text)) or titles.get(singular(token))
    return title is not None and not title.courtesy


def singular(title: Token) -> str:
    """One of the holders that a title tells: "president" for "Presidents", whose lemma is often its form."""
    word = title.lemma_ if title.lemma_ != title.text else title.text.removesuffix("s")
    return (word if plural_title(title) else title.text).lower()


def is_rank(token: Token) -> bool:
    """Whether a word is a rank or honorific that may stand between an office and a name: "General", "Ayatollah"."""
    title = seeds.titles().get(seeds.fold(token.text))
    return (
        title is not None and token.text[:1].isupper() and (title.courtesy or title.label in words("offices", "rank"))
    )


def linked_head(doc: Doc, last: int) -> Token | None:
    """The noun that heads the title ending at a token: "Secretary" where "of State" ends.

    Titles known as a whole, and portfolios in capitals: "Minister for External Affairs", "Assistant to the President".
    """
    for start in range(max(last - _LONGEST, doc[last].sent.start), last - 1):
        known = seeds.titles().get(seeds.fold(doc[start : last + 1].text))
        link = next((t for t in doc[start + 1 : last] if t.lower_ in _LINKS), None)
        if known is not None and link is not None:
            return doc[link.i - 1]
    at = last
    while at > doc[last].sent.start + 1 and last - at < _LONGEST and _in_portfolio(doc[at]):
        if doc[at].lower_ in _LINKS and portfolio_end(doc[at - 1]) == last + 1:
            return doc[at - 1]
        at -= 1
    return None


def portfolio_end(title: Token) -> int:
    """Index after the field that the title of a minister or secretary goes on to name; after the title if none is told.

    "Minister for External Affairs", "Special Assistant to the President"; a body is no field: "Secretary of the Senate"
    """
    doc, link = title.doc, title.i + 1
    heads = title.lemma_.lower() in words("offices", "portfolio") and title.text[:1].isupper()
    if not heads or link >= len(doc) or doc[link].lower_ not in _LINKS:
        return link
    at = link + 1
    while at < title.sent.end and _in_portfolio(doc[at]) and doc[at].ent_type_ != "PER" and not _of_state(doc[at]):
        at += 1
    while doc[at - 1].lower_ in ("and", "the", *_LINKS):
        at -= 1
    field = doc[link + 1 : at].text
    named = seeds.named(field) is not None and not whole_title(doc[title.i : at])
    body = named or seeds.fold(doc[at - 1].text) in words("nouns", "body")
    return link if body or at <= link + 1 else at


def whole_title(span: Span) -> bool:
    """Whether a title is known with its field: "Minister of Foreign Affairs", though a magazine is called so."""
    return len(span) > 1 and seeds.fold(span.text) in seeds.titles()


def _of_state(link: Token) -> bool:
    """Whether a word leads to the name of a state: "of" in "Minister of Education of the Republic of Chad"."""
    start = link.i + 1 + (link.i + 1 < len(link.doc) and link.doc[link.i + 1].lower_ == "the")
    ends = range(start + 1, min(start + _LONGEST_STATE, link.sent.end) + 1)
    return link.lower_ == "of" and any(seeds.named(link.doc[start:e].text, ("State",)) is not None for e in ends)


def _in_portfolio(token: Token) -> bool:
    return token.lower_ in ("and", "the", "&", *_LINKS) or (token.text[:1].isupper() and not token.is_punct)


def plural_title(token: Token) -> bool:
    """Whether a title is told of several people: "Presidents", "leaders"."""
    return token.tag_ in ("NNS", "NNPS")
