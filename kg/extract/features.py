"""What the learned readers look at: a predicate, and a mention beside it, as names of features.

A feature is a short string such as ``dep=nsubj`` or ``slot=with``; training learns a weight vector for each that it
has seen often enough. What the encoder knows of the words comes beside them as vectors (``Doc.tensor``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from kg.extract import arguments, fillers, frames
from kg.extract.arguments import Arguments
from kg.extract.matching import Sighting
from kg.extract.mentions import Mentions
from kg.extract.status import status_of
from kg.extract.times import Expression
from kg.extract.tree import ancestors, case_of, children, first_conjunct, has_negation, is_rel
from kg.model import Event, Mention
from kg.ontology import is_a

_PREDICATES = ("VERB", "NOUN", "ADJ", "PROPN")
_LONGEST_PATH = 5
_OPENING, _LONG = 40, 8  # words: the lead of an article, and the length of a headline
_LIMIT = 3  # agents of a sentence beyond which it does not matter how many there are


def is_candidate(token: Token, mentions: Mentions) -> bool:
    """Whether a word could tell an event at all: a verb, noun or adjective outside names."""
    if token.pos_ not in _PREDICATES or (not token.is_alpha and "-" not in token.text):
        return False
    name = mentions.named(token)
    return name is None or (token.pos_ != "PROPN" and name.type == "State" and token.i == name.root)


def arguments_of(token: Token) -> Arguments:
    """The slots of a predicate, whatever its part of speech."""
    if token.pos_ in ("NOUN", "PROPN"):
        return arguments.of_noun(token, arguments.light_verb(token))
    return arguments.of_verb(token)


@cache
def _types_of(pos: str, lemma: str) -> frozenset[str]:
    return frozenset(f.type for f in frames.by_lemma().get((pos, lemma), ()))


def predicate(token: Token, seen: Sighting, mentions: Mentions) -> list[str]:
    """Features of a word that may tell an event, beside what the frames see in its sentence."""
    pos = "NOUN" if token.pos_ == "PROPN" else token.pos_
    head = token.head
    found = [
        f"lemma={token.lemma_.lower()}", f"pos={pos}", f"tag={token.tag_}", f"dep={token.dep_}",
        f"head={head.lemma_.lower()}", f"headpos={head.pos_}", f"headdep={head.dep_}", f"sub={token.lower_[-4:]}",
    ]  # fmt: skip
    known = _types_of(pos, token.lemma_.lower())
    found += [f"frame={name}" for name in sorted(known)] or ["frame=none"]
    told = seen.events
    event = told.get(token.i)
    found += sorted({f"missed={frame.type}:{miss.kind}" for frame, miss in seen.missed.get(token.i, ())})
    found.append(f"told={event.type if event is not None else 'none'}")
    if event is None and head.i in told:
        found.append(f"above={told[head.i].type}")
    found += [f"below={told[c.i].type}" for c in token.children if c.i in told]
    for slot, tokens in arguments_of(token).items():
        kinds = {m.type for t in tokens if (m := mentions.at(t)) is not None}
        found += [f"arg={slot}:{kind}" for kind in sorted(kinds)] or [f"arg={slot}"]
    found += [f"child={c.dep_}" for c in token.children if not c.is_punct]
    found += [f"word={c.lower_}" for c in children(token, "aux", "mark", "case", "advmod", "amod", "det", "compound")]
    if has_negation(token):
        found.append("negated")
    found += _around(token, mentions)
    return list(dict.fromkeys(found))


def _around(token: Token, mentions: Mentions) -> list[str]:
    """Features of the sentence and of the place in it."""
    sentence = token.sent
    named = {m.span for t in sentence if (m := mentions.named(t)) is not None and is_a(m.type, ("Agent", "City"))}
    quoted = sum(t.is_quote for t in sentence.doc[sentence.start : token.i]) % 2
    return [
        f"named={min(len(named), _LIMIT)}", f"quoted={quoted}", f"opening={sentence.start < _OPENING}",
        f"long={len(sentence) > _LONG}",
    ]  # fmt: skip


def status(token: Token, event_type: str, seen: Sighting) -> list[str]:
    """Features of how real an event is: what the rules say, and every verb that governs the word."""
    light = arguments.light_verb(token) if token.pos_ in ("NOUN", "PROPN") else None
    rule = status_of(token, event_type, light)
    found = [f"type={event_type}", f"tag={token.tag_}", f"dep={token.dep_}", f"rule={rule}"]
    if token.i in seen.events:
        found.append(f"told={seen.events[token.i].status}")
    node = token
    for steps, above in enumerate(ancestors(token)):
        if steps < 3:
            found += [f"up{steps}={above.lemma_.lower()}", f"up={above.lemma_.lower()}", f"updep{steps}={node.dep_}"]
        for c in children(above, "aux", "mark", "advmod", "cop"):
            found.append(f"upword{min(steps, 2)}={c.lower_}")
        node = above
    found += [f"word={c.lower_}" for c in children(token, "aux", "mark", "advmod", "amod", "det", "case", "cop")]
    if has_negation(token):
        found.append("negated")
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Candidate:
    """What might have a part in an event, with the word that heads it: an agent, a scene or a time."""

    word: Token
    kind: str
    mention: Mention | None = None
    time: Expression | None = None


def candidates(sentence: Tokens, mentions: Mentions, times: Iterable[Expression]) -> list[Candidate]:
    """Whatever a sentence names that could have a part in an event."""
    heads = [t for t in sentence if (name := mentions.named(t)) is None or t.i == name.root]
    agents = [Candidate(t, "agent", m) for t in heads if (m := fillers.agent(t, mentions)) is not None]
    scenes = [Candidate(t, "scene", m) for t in heads if (m := fillers.scene(t, mentions)) is not None]
    return [*agents, *scenes, *(Candidate(sentence.doc[e.root], "time", time=e) for e in times)]


def role(token: Token, event_type: str, other: Candidate, seen: Sighting, args: Arguments) -> list[str]:
    """Features of what part a candidate has in the event that ``token`` tells."""
    mention, event = other.mention, seen.events.get(token.i)
    first = first_conjunct(other.word)
    slots = sorted(s for s, tokens in args.items() if first in tokens or other.word in tokens) or ["none"]
    path, case = _path(token, first), case_of(first)
    gap = other.word.i - token.i
    kind = mention.type if mention is not None else "Time"
    form = mention.form if mention is not None else "name"
    found = [
        f"type={event_type}", f"as={other.kind}", f"kind={kind}", f"form={form}", f"path={path}",
        f"{'after' if gap > 0 else 'before'}{min(3, abs(gap).bit_length() // 2)}",
        f"case={case}", f"case={case}:{event_type}", f"dep={first.dep_}", f"tag={other.word.tag_}",
        f"kind={kind}:{event_type}", f"path={path}:{event_type}", f"pos={token.pos_}", f"dep={first.dep_}:{token.pos_}",
        f"told={event is not None}", f"word={other.word.lower_}" if form != "name" else "name",
    ]  # fmt: skip
    found += [f"slot={s}" for s in slots] + [f"slot={s}:{event_type}" for s in slots]
    found += [f"rule={r}" for r in given(event, other)] or ["rule=none" if event is not None else "rule=untold"]
    if not any(t.i in seen.events for t in _between(token, other.word)):
        found.append("nearest")
    if mention is not None:
        others = {e.type for i, e in seen.events.items() if i != token.i and any(m == mention for _, m in e.roles)}
        found += [f"elsewhere={name}" for name in sorted(others)[:2]]
    if is_rel(first, "nsubj") and first.head.dep_ == "ROOT":
        found.append("main-subject")
    return list(dict.fromkeys(found))


def given(event: Event | None, other: Candidate) -> list[str]:
    """The parts that a frame's event gives to a candidate."""
    if event is None:
        return []
    if other.kind == "agent":
        return [role for role, m in event.roles if m == other.mention]
    if other.kind == "scene":
        return ["place"] if other.mention in event.places else []
    known = event.time is not None and other.time is not None and event.time in (other.time.past, other.time.future)
    return ["date"] if known else []


def _between(a: Token, b: Token) -> Iterator[Token]:
    low, high = sorted((a.i, b.i))
    yield from a.doc[low + 1 : high]


def _path(a: Token, b: Token) -> str:
    """The relations from one word up to the common head and down to the other, "^nsubj_obl" style."""
    up = [a, *ancestors(a)]
    down = [b, *ancestors(b)]
    places = {t.i: n for n, t in enumerate(up)}
    for n, token in enumerate(down):
        if token.i in places:
            rising = "".join(f"^{t.dep_.partition(':')[0]}" for t in up[: places[token.i]])
            falling = "".join(f"_{t.dep_.partition(':')[0]}" for t in reversed(down[:n]))
            steps = places[token.i] + n
            return rising + falling if steps <= _LONGEST_PATH else f"far{min(steps, 9)}"
    return "apart"
