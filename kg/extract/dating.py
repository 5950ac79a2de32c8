"""Which time expression of a sentence dates which event: by the tree, mended where parsers hang dates elsewhere."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract import frames
from kg.extract.times import Expression
from kg.extract.tree import ancestors, case_of, children, dateline_end, is_rel
from kg.grammar import words
from kg.model import Span, Time

_BESIDE = 2  # characters between a day and the clause on it: ", "


def governor(doc_token: Token, inside: Span) -> Token | None:
    """The first verb, noun or adjective above a time expression: what it dates."""
    for t in ancestors(doc_token):
        if not inside.start <= t.idx < inside.end and t.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "PROPN"):
            return t
    return None


def time_of(token: Token, light: Token | None, times: list[Expression], ahead: bool) -> Time | None:
    """The time expression that dates the predicate, its light verb, or a clause that shares its time."""
    if (day := _when(token, times)) is not None:
        return day.value(ahead)
    opening = dateline_end(token.sent)
    later = sorted(times, key=lambda e: e.root < opening)  # the day of the report counts where no other is told
    for head in _heads(token, light):
        for expression in later:
            above = governor(token.doc[expression.root], expression.span)
            if above is None or not (_dates(above, head) or _beside_subject(above, head, expression)):
                continue
            if (value := expression.value(ahead and not _past(above))) is not None:
                return value
    return None


def _when(token: Token, times: list[Expression]) -> Expression | None:
    """The day right before "when" or "on which", which opens a predicate's clause: "on July 24, when they agreed"."""
    opens = [
        c for c in token.children if c.tag_ in ("WRB", "WDT") and is_rel(c, "advmod", "mark", "obl") and c.i < token.i
    ]
    if not opens:
        return None
    first = token.doc[opens[0].left_edge.i]
    return next((e for e in times if 0 <= first.idx - e.span.end <= _BESIDE), None)


def said_at(token: Token, times: list[Expression]) -> Time | None:
    """When an act of speech was done that a clause of saying tells: "said on Friday that he was alarmed"."""
    node = token
    while is_rel(node, "ccomp", "parataxis", "conj", "xcomp") and node.head != node:
        node = node.head
        if any(f.source for f in frames.by_lemma().get((node.pos_, node.lemma_.lower()), ())):
            return time_of(node, None, times, ahead=False)
    return None


def _heads(token: Token, light: Token | None) -> list[Token]:
    """The predicate, its light verb, and the predicates above that share their time with them.

    A deal "signed in May" is of May, whatever it is that was done on Monday under it.
    """
    node = light if light is not None else token
    beside = [c for c in children(token, "acl") if c.tag_ == "VBN" and c.lemma_ in words("light", "verbs")]
    heads = [token, *beside, *([light] if light is not None else [])]
    while is_rel(node, "conj", "xcomp", "advcl") and not _has_mark(node):
        if node.head.pos_ != node.pos_ or node.head == node:
            break
        node = node.head
        heads.append(node)
    return heads


def _beside_subject(above: Token, head: Token, expression: Expression) -> bool:
    """Whether a date that stands between a subject and its verb was hung on the subject: "Putin on Sunday accused"."""
    stands_between = above.i < expression.root < head.i
    return stands_between and is_rel(above, "nsubj") and above.head.i == head.i and _plain(above)


def _past(verb: Token) -> bool:
    """Whether a verb is told in the past tense, so that its weekday is over whatever it was for."""
    return verb.tag_ == "VBD" or any(a.tag_ == "VBD" for a in children(verb, "aux"))


def _has_mark(verb: Token) -> bool:
    """Whether a clause has a time of its own: "after", "before", "since" open it, but not "by"."""
    return any(m.tag_ == "IN" and m.lower_ != "by" for m in children(verb, "mark"))


def _dates(above: Token, head: Token) -> bool:
    """Whether an expression hangs on the predicate, or on a plain noun that dates it: "since the 1979 revolution"."""
    if above.i == head.i:
        return True
    beside = is_rel(above, "obl") or (
        is_rel(above, "nmod") and case_of(above) in ("since", "during", "after", "before")
    )
    return _plain(above) and beside and above.head.i == head.i


def _plain(noun: Token) -> bool:
    return noun.pos_ in ("NOUN", "PROPN") and ("NOUN", noun.lemma_.lower()) not in frames.by_lemma()
