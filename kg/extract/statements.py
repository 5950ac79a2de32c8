"""Statements that no verb frame tells: "according to Zebari, …"."""

from __future__ import annotations

from kg.extract import fillers
from kg.extract.mentions import Mentions
from kg.extract.tree import case_of, is_rel, sentence_span, subtree_span
from kg.model import Document, Event


def statements(document: Document, mentions: Mentions, told: list[Event]) -> list[Event]:
    """One Statement for every "according to" whose sentence has none by that speaker yet."""
    spoken = {(e.evidence, m.span) for e in told if e.type == "Statement" for r, m in e.roles if r == "actor"}
    found = []
    for number, sentence in enumerate(document.doc.sents):
        if number not in document.prose:
            continue
        for token in sentence:
            if is_rel(token, "obl", "nmod") and case_of(token) == "according to":
                speakers = [m for m in fillers.agents(token, mentions) if (sentence_span(token), m.span) not in spoken]
                if speakers:
                    found.append(Event(
                        "Statement", subtree_span(token), sentence_span(token), "statement according to",
                        roles=tuple(("actor", m) for m in speakers), content=subtree_span(token.head), confidence=0.9,
                    ))  # fmt: skip
    return found
