"""What is known of one sentence, as sections of aligned text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span as Tokens

from kg.extract.mentions import Mentions
from kg.model import Claims, EntityId, EventFact, Facts, Mention, Span, TenureFact
from kg.resolve.coreference import Coreference
from kg.trace.columns import columns
from kg.trace.frames import others, time_text, tried, unknown
from kg.trace.readers import weighed


@dataclass(frozen=True, slots=True)
class Context:
    """The article that the sentences are of."""

    claims: Claims
    facts: Facts
    mentions: Mentions
    who: Coreference

    def label(self, key: EntityId) -> str:
        """The name of an entity."""
        draft = self.who.registry.drafts.get(key)
        return draft.label if draft else key


def sections(sentence: Tokens, context: Context) -> Iterator[str]:
    """Words, mentions, frames, shares of the readers, events of other rules, and facts; what is empty is left out."""
    inside = Span(sentence.start_char, sentence.end_char)
    parts = {
        "words": _words(sentence),
        "mentions": _mentions(inside, context),
        "frames": [*tried(sentence, context.claims, context.mentions)],
        "what the readers think": [*weighed(sentence, context.claims.document, context.mentions)],
        "verbs that no frame knows": [*unknown(sentence)],
        "events of other rules": others(inside, context.claims),
        "facts": _facts(inside, context),
    }
    for title, lines in parts.items():
        if lines:
            yield f"  {title}"
            yield from (f"    {line}" for line in lines)


def _words(sentence: Tokens) -> list[str]:
    """Number, word, part of speech, lemma, number of the head (0 for none), relation, entity."""
    rows = []
    for token in sentence:
        if not token.is_space:
            head = "0" if token.head == token else str(token.head.i - sentence.start + 1)
            entity = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else ""
            number = str(token.i - sentence.start + 1)
            rows.append((number, token.text, token.pos_, token.lemma_, head, token.dep_, entity))
    return columns(rows)


def _mentions(inside: Span, context: Context) -> list[str]:
    """Each with its form, class, owner, and the entities that it was resolved to."""
    text = context.claims.document.article.text
    found = [mention for mention in context.claims.mentions if inside.contains(mention.span)]
    kept = {entity.id for entity in context.facts.entities}

    def row(mention: Mention) -> tuple[str, ...]:
        keys = context.who.ids(mention)
        means = [f"{context.label(k)} ({k}{'' if k in kept else ', in no fact'})" for k in keys]
        owner = f"of {mention.of.name}" if mention.of else ""
        words = text[mention.span.start : mention.span.end]
        return words, mention.form, mention.type, owner, f"→ {', '.join(means) or 'nobody'}"

    return columns(map(row, found)) if found else []


def _facts(inside: Span, context: Context) -> list[str]:
    """The facts that this sentence is evidence of."""
    told: list[EventFact | TenureFact] = [*context.facts.events, *context.facts.tenures]
    rows = [_row(fact, context) for fact in told if any(inside.contains(span) for span in fact.evidence)]
    return columns(rows) if rows else []


def _row(fact: EventFact | TenureFact, context: Context) -> tuple[str, ...]:
    label = context.label
    if isinstance(fact, TenureFact):
        of = f" of {label(fact.of)}" if fact.of else ""
        posted = f"; posted to {label(fact.posted_to)}" if fact.posted_to else ""
        kind, told = "Tenure", [f"{label(fact.holder)}, {'former ' if fact.former else ''}{fact.office}{of}{posted}"]
    else:
        kind, told = fact.type, [fact.status, *(f"{role} {label(key)}" for role, key in fact.roles)]
        told += [f"place {label(key)}" for key in fact.places]
        told += [time_text(fact.time)] if fact.time else []
        told += [f"source {label(key)}" for key in fact.sources]
    times = f"  (told {len(fact.evidence)} times)" if len(fact.evidence) > 1 else ""
    return kind, f"{fact.confidence:.2f}", fact.rule, "; ".join(told) + times
