"""The values that flow through kg: frozen, and each made from the one before.

Article → Document → Claims → Facts. Offsets are character offsets into ``Article.text``;
``text[start:end]`` is exactly what a reader sees as evidence.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from spacy.tokens import Doc

ROLES = ("participant", "actor", "target", "host", "mediator")
MODEL = "kg language model"
"""The key of ``Doc.user_data`` under which our language model leaves its fingerprint; other pipelines leave none."""
STATUSES = ("Occurred", "Ongoing", "Planned", "Proposed", "Alleged", "Negated", "Cancelled")


@dataclass(frozen=True)
class Article:
    """One article as it was read. ``source`` is its URL or the name of its file."""

    text: str
    source: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the text in UTF-8: the identity of the document."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text, ``start`` inclusive, ``end`` exclusive."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return max(self.start, other.start) < min(self.end, other.end)

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its analysis.

    ``doc`` covers the whole text, so token offsets are article offsets. ``prose`` marks the
    sentences (indices into ``doc.sents``) that are running prose or a headline; page furniture is left out.
    ``reference`` is the date that relative expressions count from: the article's own, else its dateline's.
    """

    article: Article
    doc: Doc
    prose: frozenset[int]
    reference: date | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """When something happens, as the lexical form of an XSD value.

    ``value`` is ``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY`` or ``--MM-DD``; an interval has ``end`` too.
    """

    value: str
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that speaks of an entity.

    ``form`` is ``name``, ``nominal`` ("the two countries") or ``pronoun``; ``type`` the local name of an ontology
    class; ``name`` what to call the entity if this mention is all that is known of it. ``of`` points to the mention
    of the state or organization that a group, body or office belongs to. ``root`` is the index of its head token,
    ``seed`` the IRI suffix of the seed entity that the form names, if any; ``also`` holds other ways to put it,
    ``co`` further owners.
    """

    span: Span
    root: int
    form: str
    type: str
    name: str
    of: Mention | None = None
    seed: str | None = None
    also: tuple[str, ...] = ()
    co: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Tenure:
    """One passage's claim that a person holds or held an office."""

    holder: Mention
    office: str
    of: Mention | None
    evidence: Span
    rule: str
    posted_to: Mention | None = None
    former: bool = False
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Event:
    """One passage's claim that something happened, is planned, is alleged …

    ``trigger`` covers the words that tell it, ``evidence`` the sentence. ``roles`` and ``places`` hold mentions.
    ``content`` is the verbatim clause of a speech act; ``about`` the trigger of the event that it speaks of.
    """

    type: str
    trigger: Span
    evidence: Span
    rule: str
    roles: tuple[tuple[str, Mention], ...] = ()
    places: tuple[Mention, ...] = ()
    time: Time | None = None
    status: str = "Occurred"
    source: Mention | None = None
    content: Span | None = None
    about: Span | None = None
    topic: Span | None = None
    confidence: float = 0.8


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything that the passages of one document say, unresolved."""

    document: Document
    mentions: tuple[Mention, ...]
    tenures: tuple[Tenure, ...]
    events: tuple[Event, ...]


EntityId = NewType("EntityId", str)
"""IRI suffix of an entity, e.g. ``person/ryan-crocker`` or ``state/irn``: the same on every run."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that the document's mentions were resolved to."""

    id: EntityId
    type: str
    label: str
    aliases: tuple[str, ...] = ()
    of: EntityId | None = None
    same_as: tuple[str, ...] = ()
    iso: str | None = None
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class TenureFact:
    """A tenure between resolved entities, with every passage that tells it.

    ``office`` is the usual title of what goes by several; ``told`` are the others that the article uses.
    """

    holder: EntityId
    office: str
    of: EntityId | None
    evidence: tuple[Span, ...]
    rule: str
    posted_to: EntityId | None = None
    former: bool = False
    confidence: float = 0.9
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventFact:
    """An event between resolved entities, with every passage that tells it. Fields as in :class:`Event`.

    ``unnamed`` holds the role fillers that stand for the unnamed holder of an office: role, filler, title. Where
    articles were brought together, ``id`` is the IRI suffix that the event has in all of them, ``label`` its label.
    """

    type: str
    status: str
    roles: tuple[tuple[str, EntityId], ...]
    evidence: tuple[Span, ...]
    trigger: Span
    rule: str
    places: tuple[EntityId, ...] = ()
    time: Time | None = None
    sources: tuple[EntityId, ...] = ()
    content: Span | None = None
    about: Span | None = None
    topic: Span | None = None
    confidence: float = 0.8
    unnamed: tuple[tuple[str, EntityId, str], ...] = ()
    id: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What one article tells, resolved and merged. ``about`` of an event is the ``trigger`` of another."""

    article: Article
    entities: tuple[Entity, ...]
    tenures: tuple[TenureFact, ...]
    events: tuple[EventFact, ...]

    def at_least(self, confidence: float) -> Facts:
        """Without the events and tenures of a lower confidence (0..1)."""
        return replace(
            self,
            tenures=tuple(t for t in self.tenures if t.confidence >= confidence),
            events=tuple(e for e in self.events if e.confidence >= confidence),
        )

    def entity(self, key: EntityId) -> Entity:
        """The entity of that id. Raises KeyError where there is none."""
        for entity in self.entities:
            if entity.id == key:
                return entity
        raise KeyError(key)
