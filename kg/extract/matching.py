"""Frames held against the predicates of a sentence: which of them tell an event, with what roles, place and time.

The same matching gives the event or the reason why there is none, so that the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from kg.extract import arguments, attribution, fillers, frames
from kg.extract.arguments import Arguments
from kg.extract.dating import said_at, time_of
from kg.extract.frames import Frame
from kg.extract.mentions import Mentions
from kg.extract.occasions import with_occasions
from kg.extract.status import looks_ahead, status_of
from kg.extract.times import Expression, expressions
from kg.extract.tree import children, clause_before, is_rel, sentence_span, subtree_span, token_span
from kg.grammar import words
from kg.model import ROLES, Document, Event, Mention, Span
from kg.ontology import is_a

_SYMMETRIC = ("between", "among")


@dataclass(frozen=True, slots=True)
class Miss:
    """Why a frame that knows a predicate tells no event of it: ``kind`` is the frame's option that kept it out."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """What the frames make of one sentence: times; events, and frames that missed, by the index of the predicate."""

    events: Mapping[int, Event]
    missed: Mapping[int, tuple[tuple[Frame, Miss], ...]]
    times: list[Expression]


def sighting(sentence: Tokens, document: Document, mentions: Mentions) -> Sighting:
    """What the frames make of one sentence."""
    times = with_occasions(sentence, expressions(sentence, document.reference), document.reference)
    events: dict[int, Event] = {}
    missed: dict[int, tuple[tuple[Frame, Miss], ...]] = {}
    for token in sentence:
        tried = list(attempts(token, times, mentions))
        found = [told for _, told in tried if isinstance(told, Event)]
        if found:
            events[token.i] = found[0]
        elif tried:
            missed[token.i] = tuple((frame, told) for frame, told in tried if isinstance(told, Miss))
    return Sighting(events, missed, times)


def attempts(token: Token, times: list[Expression], mentions: Mentions) -> Iterator[tuple[Frame, Event | Miss]]:
    """What the frames that know a predicate make of it, one after the other up to the first that tells an event."""
    pos = "NOUN" if token.pos_ == "PROPN" and mentions.named(token) is None else token.pos_
    for frame in frames.by_lemma().get((pos, token.lemma_.lower()), ()):
        told = _with_frame(frame, token, times, mentions)
        yield frame, told
        if isinstance(told, Event):
            return


def _with_frame(frame: Frame, token: Token, times: list[Expression], mentions: Mentions) -> Event | Miss:
    light = arguments.light_verb(token) if frame.pos == "NOUN" else None
    args = arguments.of_noun(token, light) if frame.pos == "NOUN" else arguments.of_verb(token)
    if frame.particle and not _has_particle(token, frame.particle, args):
        return Miss("particle", f"no “{frame.particle}” goes with it")
    filled = _fill(frame, args, mentions)
    if full := sorted(frame.without & set(args)):
        return Miss("without", f"{_held(full[0], args[full[0]])}, must be empty")
    if frame.unless and token.head.lemma_.lower() in frame.unless:
        return Miss("unless", f"governed by “{token.head}”")
    if empty := [slot for slot in sorted(frame.requires) if not filled.get(slot)]:
        held = _held(empty[0], _tokens(frame, empty[0], args, mentions))
        return Miss("requires", f"{held}, must name the {frame.slots.get(empty[0], 'filler')}")
    roles = _roles(frame, filled)
    told_again = frame.pos == "NOUN" and frame.type in ("Meeting", "Negotiation") and _told_again(token)
    if (count := _count(roles)) < frame.needs and not (told_again and not roles):
        return Miss("needs", f"{count} of {frame.needs} actors")
    status = _status(frame, token, light)
    time = time_of(token, light, times, looks_ahead(status))
    if time is None and is_a(frame.type, "SpeechAct"):
        time = said_at(token, times)
    trigger = token_span(token, light) if light is not None and abs(light.i - token.i) <= 4 else token_span(token)
    return Event(
        type=frame.type, trigger=trigger, evidence=sentence_span(token), rule=frame.rule, roles=roles,
        places=_places(frame, args, filled, mentions), time=time,
        status=status, source=None if is_a(frame.type, "Statement") else attribution.speaker(token, mentions),
        content=_content(frame, token, args), confidence=_confidence(frame, roles),
    )  # fmt: skip


def _held(slot: str, tokens: list[Token]) -> str:
    return f"slot {slot} is {' '.join(f'“{t}”' for t in tokens) or 'empty'}"


def _count(roles: tuple[tuple[str, Mention], ...]) -> int:
    """How many take part; "both sides" are two."""
    return sum(2 if m.form != "name" and fillers.is_pair(m) else 1 for m in {m.span: m for _, m in roles}.values())


def _told_again(noun: Token) -> bool:
    """Whether an event noun without participants refers to others told before: "the meeting", "a second round"."""
    top = noun
    while (
        is_rel(top, "nmod", "compound")
        and top.head.pos_ == "NOUN"
        and top.head.lemma_ in ("round", "session", "series")
    ):
        top = top.head
    cues = {c.lower_ for t in (noun, top) for c in t.children}
    return bool(cues & words("light", "again")) and noun.pos_ == "NOUN"


def _has_particle(token: Token, particle: str, args: Arguments) -> bool:
    near = any(
        c.lower_ == particle and is_rel(c, "compound:prt", "advmod", "compound", "amod", "case", "obl")
        for c in token.children
    )
    near = near or any(m.lower_ == particle for c in children(token, "advcl") for m in children(c, "mark"))
    return near or any(slot == particle or slot.startswith(particle + " ") for slot in args)


def _fill(frame: Frame, args: Arguments, mentions: Mentions) -> dict[str, list[Mention]]:
    """Mentions by slot, of the slots that the frame names."""
    filled: dict[str, list[Mention]] = {}
    for slot, role in frame.slots.items():
        tokens = _tokens(frame, slot, args, mentions)
        look = fillers.scenes if role == "place" else fillers.agents
        if role in ROLES or role == "place":
            if role == "place" and slot == "object":
                tokens = [t for t in tokens if not _crowd(t, mentions)]
            filled[slot] = list(dict.fromkeys(m for t in tokens for m in look(t, mentions)))
            if role == "target" and not filled[slot] and is_a(frame.type, "SpeechAct"):
                filled[slot] = [m for t in tokens for m in fillers.owners(t, mentions)]
    return filled


def _crowd(token: Token, mentions: Mentions) -> bool:
    """Whether somebody is told by a noun, and no place, though one may hang on it: "visited refugees in Darfur"."""
    told = mentions.at(token)
    return told is not None and told.form == "nominal" and told.type in ("Group", "Person")


def _tokens(frame: Frame, slot: str, args: Arguments, mentions: Mentions) -> list[Token]:
    """The tokens of a slot; a noun's subject and object stand in several places."""
    if slot == "clause_subject":
        return [s for c in args.get("clause", []) for s in arguments.of_verb(c).get("subject", [])]
    if frame.pos != "NOUN":
        return [*(args.get(slot) or args.get(f"object {slot}") or [])]
    if slot == "subject":
        between = [t for p in _SYMMETRIC if p not in frame.slots for t in args.get(p, [])]
        names = [t for t in args.get("modifier", []) if mentions.named(t) is not None]
        own = [*args.get("subject", []), *names, *args.get("by", []), *between]
        return [*own, *args.get("light", [])]
    if slot == "object":
        return [*args.get("object", []), *(args.get("of", []) if "of" not in frame.slots else [])]
    return [*args.get(slot, [])]


def _roles(frame: Frame, filled: dict[str, list[Mention]]) -> tuple[tuple[str, Mention], ...]:
    roles: list[tuple[str, Mention]] = []
    for slot, role in frame.slots.items():
        if role in ROLES:
            told = filled.get(slot, [])
            roles.extend((role, m) for m in told if role not in frame.persons or fillers.is_person(m))
    return tuple(dict.fromkeys(roles))


def _status(frame: Frame, token: Token, light: Token | None) -> str:
    if is_a(frame.type, "SpeechAct") and frame.status is None:
        own = status_of(token, frame.type, light)
        finite = light if light is not None else token
        return own if own == "Negated" or (own in ("Planned", "Proposed") and not _said(finite)) else "Occurred"
    above = attribution.governing(light if light is not None else token)
    own = status_of(token, frame.type, light)
    if frame.status and own == "Occurred":
        return frame.status
    if above is not None and above.clause and own in ("Occurred", "Ongoing", "Planned", "Proposed"):
        return above.clause
    return own


def _said(token: Token) -> bool:
    """Whether a speech act is told in a finite tense: it was uttered, whatever governs it."""
    if any(a.tag_ == "MD" for a in children(token, "aux")):
        return False
    return token.tag_ in ("VBD", "VBZ", "VBP") or any(
        a.tag_ in ("VBD", "VBZ", "VBP") for a in children(token, "aux", "cop")
    )


def _places(frame: Frame, args: Arguments, filled: dict[str, list[Mention]], mentions: Mentions) -> tuple[Mention, ...]:
    found = [m for slot, role in frame.slots.items() if role == "place" for m in filled.get(slot, ())]
    if frame.pos == "NOUN":
        found += [m for t in args.get("modifier", []) if (m := mentions.named(t)) is not None and m.type == "City"]
    for preposition in sorted(words("places", "scene") - set(frame.slots)):
        nested = [t for t in args.get(f"object {preposition}", []) if not fillers.agents(t.head, mentions)]
        for token in (*args.get(preposition, []), *nested):
            found.extend(fillers.scenes(token, mentions))
    return tuple(dict.fromkeys(found))


def _content(frame: Frame, token: Token, args: Arguments) -> Span | None:
    if not is_a(frame.type, "SpeechAct"):
        return None
    if args.get("clause") and args["clause"][0] != token.head:
        return subtree_span(args["clause"][0])
    if (before := clause_before(token)) is not None:
        return subtree_span(before, "parataxis")
    return None


def _confidence(frame: Frame, roles: tuple[tuple[str, Mention], ...]) -> float:
    named = sum(m.form == "name" for _, m in roles)
    base = 0.85 if frame.pos == "VERB" else 0.75
    return round(min(0.95, base + 0.05 * named - (0.1 if not named else 0)), 2)
