"""What speakers do by speaking, beyond the verbs that frames know: statements, and what their clauses amount to.

"According to Zebari, …" is a Statement; "said that Iran must …" asks Iran for something (Request), "said it will …"
promises (Pledge) and "said it will not …" refuses (Rejection).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.extract import arguments, attribution, fillers
from kg.extract.mentions import Mentions
from kg.extract.status import has_cue
from kg.extract.tree import case_of, children, has_negation, is_rel, sentence_span, subtree_span, token_span
from kg.grammar import words
from kg.model import Document, Event, Mention, Span


def statements(document: Document, mentions: Mentions, told: list[Event]) -> list[Event]:
    """The events of speaking that no frame told, in text order."""
    spoken = {(e.evidence, m.span) for e in told if e.type == "Statement" for r, m in e.roles if r == "actor"}
    taken = {(e.trigger, e.type) for e in told}
    found: list[Event] = []
    for number, sentence in enumerate(document.doc.sents):
        if number not in document.prose:
            continue
        for token in sentence:
            found.extend(_pointing(e, told) for e in _according(token, mentions, spoken))
            found.extend(e for e in _acts(token, mentions) if (e.trigger, e.type) not in taken)
    return found


def _according(token: Token, mentions: Mentions, spoken: set[tuple[Span, Span]]) -> Iterator[Event]:
    if not (is_rel(token, "obl", "nmod") and case_of(token) == "according to"):
        return
    speakers = [m for m in fillers.agents(token, mentions) if (sentence_span(token), m.span) not in spoken]
    if speakers:
        inside = {t.i for t in token.subtree}
        rest = [t for t in token.head.subtree if t.i not in inside and not t.is_punct and not t.is_space]
        yield Event(
            "Statement", subtree_span(token), sentence_span(token), "statement according to",
            roles=tuple(("actor", m) for m in speakers), content=token_span(*rest) if rest else None, confidence=0.9,
        )  # fmt: skip


def _pointing(statement: Event, told: list[Event]) -> Event:
    """The statement with the first event that it tells."""
    inside = [e.trigger for e in told if statement.content and statement.content.contains(e.trigger)]
    return replace(statement, about=min(inside)) if inside else statement


def _acts(token: Token, mentions: Mentions) -> Iterator[Event]:
    """A Request, Pledge or Rejection that a reported clause amounts to."""
    if token.pos_ not in ("VERB", "ADJ", "NOUN") or not is_rel(token, "ccomp", "parataxis", "root"):
        return
    speaker = attribution.speaker(token, mentions)
    subjects = [m for t in arguments.of_verb(token).get("subject", []) for m in fillers.agents(t, mentions)]
    if speaker is None or not subjects:
        return
    subject = subjects[0]
    own = subject.form == "pronoun" and subject.name in _OWN
    kind = _kind(token, own)
    if kind is None or (kind == "Request" and subject.form == "pronoun" and subject.name in words("pronouns", "first")):
        return
    roles: list[tuple[str, Mention]] = [("actor", speaker)]
    if kind == "Request":
        roles += [("target", m) for m in subjects]
    yield Event(
        kind, token_span(token), sentence_span(token), f"statement {kind.lower()}", roles=tuple(roles),
        content=subtree_span(token), confidence=0.65,
    )  # fmt: skip


_OWN = frozenset({"it", "he", "she", "they", "we", "i"})


def _kind(token: Token, own: bool) -> str | None:
    aux = {a.lower_ for a in children(token, "aux")}
    obliged = bool(aux & {"must", "should"}) or (
        token.lemma_ in ("need", "have") and bool(children(token, "xcomp")) and not aux
    )
    if obliged and not own and not has_cue(token, "conditional"):
        return "Request"
    if own and aux & words("status", "planned_aux"):
        return "Rejection" if has_negation(token) else "Pledge"
    return None
