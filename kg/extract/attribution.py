"""Who says so: the speaker that the text credits with what a predicate tells, and what that does to its status."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract import arguments, fillers, frames
from kg.extract.frames import Frame
from kg.extract.mentions import Mentions
from kg.extract.relay import relayed, saying
from kg.extract.tree import ancestors, case_of, children, is_rel, parted
from kg.model import Mention

_CLAUSES = ("ccomp", "xcomp", "parataxis")
_STOPS = ("acl:relcl", "advcl")


@dataclass(frozen=True, slots=True)
class Frameful:
    """What governs a predicate: the frame above it, who is its subject, and the status it gives."""

    frame: Frame
    subject: Mention | None


def speaker(predicate: Token, mentions: Mentions) -> Mention | None:
    """The speaker of the nearest clause of saying around a predicate; None where the article tells it itself."""
    node = predicate
    for head in ancestors(predicate):
        frame = _source_frame(head)
        if frame is not None and _tells(node, head, frame) and (subject := _subject(head, mentions)) is not None:
            return subject
        node = head
        if (said := _aside(node, predicate, mentions)) is not None:
            return said
    return _aside(predicate, predicate, mentions)


def governing(predicate: Token) -> Frame | None:
    """The frame whose complement the predicate is, if its clause has a status of its own to give."""
    node = predicate
    for head in ancestors(predicate):
        frame = _any_frame(head)
        if frame is not None and frame.clause and _tells(node, head, frame):
            return frame
        if node.dep_ in _STOPS and not children(node, "mark"):
            return None
        if is_rel(node, "conj") or node.pos_ == "NOUN":
            node = head
            continue
        if not is_rel(node, "xcomp"):
            return None
        node = head
    return None


def _source_frame(token: Token) -> Frame | None:
    return next((f for f in frames.by_lemma().get((token.pos_, token.lemma_.lower()), ()) if f.source), None)


def _any_frame(token: Token) -> Frame | None:
    return next((f for f in frames.by_lemma().get((token.pos_, token.lemma_.lower()), ()) if f.clause), None)


def _tells(node: Token, head: Token, frame: Frame) -> bool:
    """Whether ``node`` stands in what ``head`` says, not beside it."""
    if is_rel(node, *_CLAUSES):
        return not parted(node, head)
    marks = {m.lower_ for m in children(node, "mark")}
    if is_rel(node, "advcl", "acl") and marks & {"of", "that", "to", "for", "from"} and frame.clause is not None:
        return True
    return bool(frame.clause) and is_rel(node, "obl", "nmod", "obj") and case_of(node) in ("of", "for", "over", "")


def _subject(verb: Token, mentions: Mentions) -> Mention | None:
    if (relay := relayed(verb, mentions)) is not None:
        return relay.speakers[0]
    for token in arguments.of_verb(verb).get("subject", []):
        found = fillers.agents(token, mentions)
        if found:
            return found[0]
    return None


def _aside(node: Token, predicate: Token, mentions: Mentions) -> Mention | None:
    """ "…, Zebari said." and "according to Zebari" beside the clause."""
    for c in node.children:
        beside = is_rel(c, "parataxis") and not parted(c, node) and predicate not in c.subtree
        if beside and _source_frame(saying(c)) is not None:
            return _subject(saying(c), mentions)
        if is_rel(c, "obl") and case_of(c) == "according to":
            found = fillers.agents(c, mentions)
            return found[0] if found else None
    return None
