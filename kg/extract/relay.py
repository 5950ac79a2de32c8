"""Words handed on: who spoke, and who tells that he did.

In "Xinhua quoted the minister as saying that …" and "…, Reuters reported, citing the minister" the minister speaks, and
the agency is where it is known from. Where he who spoke is no entity ("an official"), the agency stays the speaker.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.extract import arguments, fillers
from kg.extract.mentions import Mentions
from kg.extract.tree import case_of, children, is_passive, is_rel, token_span
from kg.grammar import words
from kg.model import Event, Mention, Span


@dataclass(frozen=True, slots=True)
class Relay:
    """Those who spoke, at least one, and who hands on what they said, where told."""

    speakers: tuple[Mention, ...]
    outlet: Mention | None


def relayed(verb: Token, mentions: Mentions) -> Relay | None:
    """Whose words a verb of saying hands on; None where its subject speaks for himself or nobody is known."""
    quoting = _quoting(verb)
    told, by = _quoted(verb, quoting) if quoting is not None else _cited(verb)
    speakers = [m for t in told for m in fillers.agents(t, mentions) if _known(m, t)]
    outlets = [m for t in by for m in fillers.agents(t, mentions) if m not in speakers]
    if not speakers and quoting is not None:
        speakers, outlets = outlets, []
    if not speakers or (quoting is None and not any(m.type == "MediaOrganization" for m in outlets)):
        return None
    return Relay(tuple(speakers), outlets[0] if outlets else None)


def saying(verb: Token) -> Token:
    """The verb of saying that a verb of quoting opens, "saying" of "was quoted as saying"; else the verb itself."""
    beside = verb.head.children if is_rel(verb, "parataxis") else ()
    return next((c for c in (*verb.children, *beside) if _quoting(c) is not None), verb)


def with_relay(statement: Event, verb: Token, mentions: Mentions) -> Event:
    """The statement as that of those who spoke, known from the one who hands it on."""
    quoting, content = _quoting(verb), statement.content
    if content is None and quoting is not None and is_rel(quoting, "parataxis"):
        content = _before(quoting, verb)
    relay = relayed(verb, mentions)
    if relay is None:
        return replace(statement, content=content)
    others = [(role, m) for role, m in statement.roles if role != "actor" and m not in relay.speakers]
    roles = (*(("actor", m) for m in relay.speakers), *others)
    return replace(statement, roles=roles, source=relay.outlet, content=content)


def _before(quoting: Token, verb: Token) -> Span | None:
    """What stands before "…, Tass quoted her as saying", and is what was said."""
    told, by = _quoted(verb, quoting)
    start = min(t.left_edge.i for t in (*told, *by, quoting))
    said = [t for t in quoting.head.subtree if t.i < start and (t.is_quote or not (t.is_punct or t.is_space))]
    return token_span(*said) if said else None


def _known(speaker: Mention, token: Token) -> bool:
    """Whether it is told whom a speaker stands for: "an Iranian official", "the official", but not "an official"."""
    owner = speaker.of
    while owner is not None and owner.form != "name":
        owner = owner.of
    indefinite = not children(token, "nmod:poss") and all(c.lower_ in ("a", "an") for c in children(token, "det"))
    return speaker.form != "nominal" or speaker.type != "Person" or owner is not None or not indefinite


def _quoting(verb: Token) -> Token | None:
    """The verb of quoting that opens a verb of saying by "as", wherever "…, Tass quoted her as saying" was hung."""
    opens = any(c.lower_ == "as" and is_rel(c, "mark", "case") for c in verb.children)
    if not opens or verb.tag_ != "VBG":
        return None
    return next((t for t in (verb.head, *children(verb.head, "parataxis")) if _hands_on(t) and t.i < verb.i), None)


def _hands_on(verb: Token) -> bool:
    return verb.pos_ == "VERB" and verb.lemma_.lower() in words("relay", "verbs")


def _quoted(verb: Token, quoting: Token) -> tuple[list[Token], list[Token]]:
    """Who is quoted and who quotes; parsers take "her" in "quoted her as saying" for a subject of either verb."""
    if is_passive(quoting):
        by = [c for v in (quoting, verb) for c in children(v, "obl") if case_of(c) == "by"]
        return children(quoting, "nsubj:pass"), by
    beside = (*children(quoting, "obj", "nsubj"), *children(verb, "nsubj"))
    told = [c for c in beside if quoting.i < c.i < verb.i]
    by = [t for t in arguments.of_verb(quoting).get("subject", []) if t not in told]
    return told, by or [quoting.nbor(-1)] if quoting.i > quoting.sent.start else []


def _cited(verb: Token) -> tuple[list[Token], list[Token]]:
    """Who is cited beside a verb of saying, and its subject: "the paper, citing two envoys, said"."""
    by = arguments.of_verb(verb).get("subject", [])
    beside = [c for t in (verb, *by) for c in children(t, "advcl", "acl")]
    beside += [c for t in children(verb, "ccomp") for c in children(t, "advcl") if c.i > t.i]
    citing = [c for c in beside if c.tag_ == "VBG" and _hands_on(c)]
    return [t for c in citing for t in children(c, "obj")], by
