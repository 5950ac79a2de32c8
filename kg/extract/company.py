"""Who has to do with a meeting, talks or an accord and is no party to it: hosts, mediators, those who look on.

"At the invitation of X", "talks mediated by X", "in the presence of X". Who is acted for takes part: "on behalf of X".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.extract import arguments, fillers
from kg.extract.bystanders import in_time_clause
from kg.extract.mentions import Mentions
from kg.extract.tree import ancestors, case_of, children, has_negation, is_passive, is_rel
from kg.grammar import words
from kg.model import Event, Mention

_VERBS = {"host": "hosts", "mediator": "mediates", "participant": "chairs"}


def with_company(event: Event, token: Token, mentions: Mentions) -> Event:
    """The event with hosts and mediators in their parts, and nobody as participant who only stands by."""
    if event.type not in words("events", "symmetric"):
        return event
    light = arguments.light_verb(token) if token.pos_ == "NOUN" else None
    told = list(_beside([token, *([light] if light is not None else [])], mentions))
    told += _done_by(token, mentions)
    told += _hosts(token, mentions) if event.type in words("events", "talks") else []
    others = {m for _, m in told}
    kept = [(role, m) for role, m in event.roles if m not in others or role != "participant"]
    if was_hosted(token):  # on the day of whatever it was
        event = replace(event, time=None)
    if not told or (len(kept) == 0 and not any(role for role, _ in told)):
        return event
    return replace(event, roles=tuple(dict.fromkeys([*kept, *((role, m) for role, m in told if role)])))


def _beside(heads: list[Token], mentions: Mentions) -> Iterator[tuple[str, Mention]]:
    """Those named in a phrase of a predicate: "at the invitation of", with their part; "" for who only looks on."""
    for head in heads:
        for noun in children(head, "obl", "nmod"):
            lemma = noun.lemma_.lower()
            role = next(
                (r for r in ("host", "mediator", "participant", "onlooker") if lemma in words("company", r)), None
            )
            if role is None or (noun.i < head.i and not is_rel(noun, "obl")):
                continue
            if role == "participant" and any(head.lemma_.lower() in words("company", v) for v in _VERBS.values()):
                continue  # "brokered the accord on behalf of X"
            owners = [c for c in children(noun, "nmod") if c.dep_ == "nmod:poss" or case_of(c) in ("of", "from", "by")]
            for owner in owners:
                told = fillers.agents(owner, mentions)
                if role == "onlooker":  # "on the sidelines of the G20 summit"
                    told += [m for t in owner.subtree if (m := mentions.named(t)) is not None]
                yield from (("" if role == "onlooker" else role, m) for m in told)


def _hosts(predicate: Token, mentions: Mentions) -> Iterator[tuple[str, Mention]]:
    """Who welcomes those who meet, or leaves them to it: "welcomed the delegations before the talks"."""
    for verb in predicate.sent:
        if verb.pos_ != "VERB" or verb.i == predicate.i or has_negation(verb) or not _of_one(verb, predicate):
            continue
        guests = any(t.lemma_.lower() in words("company", "guests") for t in children(verb, "obj"))
        greets = guests and verb.lemma_.lower() in words("company", "greets")
        leaves = guests and verb.lemma_.lower() in words("company", "leaves") and predicate.head.i == verb.i
        if greets or leaves:
            yield from (
                ("host", m) for t in arguments.of_verb(verb).get("subject", []) for m in fillers.agents(t, mentions)
            )


def _of_one(verb: Token, predicate: Token) -> bool:
    """Whether a verb and the word for an occasion are told of each other: no other clause tells when one was."""
    above, below = list(ancestors(predicate)), list(ancestors(verb))
    return not in_time_clause(predicate, verb) and (verb in above or predicate.head in below)


def was_hosted(verb: Token) -> bool:
    """Whether a verb only tells whose guests an occasion brought together: "it was hosted by Chad"."""
    hosted = verb.pos_ == "VERB" and verb.lemma_.lower() in words("company", "hosts") and is_passive(verb)
    return hosted and all(t.pos_ in ("PRON", "VERB") for t in children(verb, "nsubj"))


def _done_by(noun: Token, mentions: Mentions) -> Iterator[tuple[str, Mention]]:
    """The agents of a participle or passive that says who brought something about: "talks mediated by Qatar"."""
    verbs = [c for c in children(noun, "acl") if is_passive(c)]
    verbs += [noun.head] if noun.dep_ == "nsubj:pass" else []
    verbs += [noun] if was_hosted(noun) else []
    for verb in verbs:
        lemma = verb.lemma_.lower()
        role = next((r for r, verbs in _VERBS.items() if lemma in words("company", verbs)), None)
        if role is not None:
            subjects = arguments.of_verb(verb).get("subject", [])
            yield from ((role, m) for t in subjects if t.i != noun.i for m in fillers.agents(t, mentions))
