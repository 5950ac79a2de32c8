"""The frames tried on the predicates of a sentence: what each asks for, and its event or why there is none."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from kg.extract import arguments, frames
from kg.extract.frames import Frame
from kg.extract.matching import Miss, attempts
from kg.extract.mentions import Mentions
from kg.extract.occasions import with_occasions
from kg.extract.times import expressions
from kg.model import Claims, Event, Span, Time
from kg.trace.columns import columns

_SHOWN = 3  # words of a list


def tried(sentence: Tokens, claims: Claims, mentions: Mentions) -> Iterator[str]:
    """A line for each predicate and one below for each frame that knows it; ``+`` marks those that tell an event."""
    kept = {(event.trigger, event.type) for event in claims.events}
    times = with_occasions(sentence, expressions(sentence, claims.document.reference), claims.document.reference)
    for token in sentence:
        found = list(attempts(token, times, mentions))
        if not found:
            yield from _untried(token, mentions)
            continue
        yield f"{_word(token)}  {_slots(token, found[0][0])}".rstrip()
        rows = []
        for frame, told in found:
            if isinstance(told, Miss):
                rows.append(("-", frame.type, _conditions(frame), told.reason))
            else:
                joined = "" if (told.trigger, told.type) in kept else "  (joined with another event)"
                rows.append(("+", frame.type, _conditions(frame), event_text(told) + joined))
        yield from (f"  {line}" for line in columns(rows))


def unknown(sentence: Tokens) -> Iterator[str]:
    """The verbs that no frame knows, in one line."""
    known = {lemma for _, lemma in frames.by_lemma()}
    verbs = [f"{t} ({t.lemma_.lower()})" for t in sentence if t.pos_ == "VERB" and t.lemma_.lower() not in known]
    if verbs:
        yield ", ".join(verbs)


def _untried(token: Token, mentions: Mentions) -> Iterator[str]:
    """Why no frame was tried on a word that frames know as another part of speech."""
    others = sorted(pos for pos, lemma in frames.by_lemma() if lemma == token.lemma_.lower())
    name = mentions.named(token)
    if name is not None and "NOUN" in others:
        yield f"{_word(token)}  not tried: part of the name “{name.name}”"
    elif name is None and others and token.pos_ != "AUX":
        yield f"{_word(token)}  not tried: frames know it as {' and '.join(others)}"


def _word(token: Token) -> str:
    return f"{token} ({token.pos_} {token.lemma_.lower()})"


def _slots(token: Token, frame: Frame) -> str:
    """What stands in each slot of a predicate."""
    noun = frame.pos == "NOUN"
    found = arguments.of_noun(token, arguments.light_verb(token)) if noun else arguments.of_verb(token)
    return "  ".join(f"{slot}: {', '.join(t.text for t in tokens)}" for slot, tokens in found.items())


def _conditions(frame: Frame) -> str:
    """What the frame asks for."""
    lists = {"requires": frame.requires, "without": frame.without, "unless": frame.unless}
    asked = [f"“{frame.particle}”"] if frame.particle else []
    asked += [f"{name} {_some(sorted(words))}" for name, words in lists.items() if words]
    return "; ".join([*asked, *([f"needs {frame.needs}"] if frame.needs != 1 else [])])


def _some(words: list[str]) -> str:
    return ", ".join(words[:_SHOWN] + ["…"] * (len(words) > _SHOWN))


def event_text(event: Event) -> str:
    """An event with the words that fill its roles."""
    told = [f"{role} {mention.name}" for role, mention in event.roles] or ["nobody told"]
    told += [f"place {mention.name}" for mention in event.places]
    told += [time_text(event.time)] if event.time else []
    told += [f"source {event.source.name}"] if event.source else []
    return "; ".join([event.status, *told])


def time_text(time: Time) -> str:
    """A day, month, year, or an interval."""
    return f"{time.value}/{time.end}" if time.end else time.value


def others(inside: Span, claims: Claims) -> list[str]:
    """The events of a sentence that other rules than frames tell."""
    rules = {frame.rule for frame in frames.frames()}
    found = [event for event in claims.events if inside.contains(event.trigger) and event.rule not in rules]
    return columns((event.type, event.rule, event_text(event)) for event in found) if found else []
