"""What kg makes of a short text, in words that a test can compare: labels in place of ids, text in place of spans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from kg.annotate import annotate
from kg.extract import extract
from kg.model import Article, Claims, EntityId, Event, EventFact, Facts, Mention, Span, TenureFact
from kg.resolve import resolve


@dataclass(frozen=True)
class Telling:
    """The facts of one text."""

    facts: Facts

    @property
    def text(self) -> str:
        return self.facts.article.text

    def words(self, span: Span | None) -> str:
        """The text that a span covers."""
        return self.text[span.start : span.end] if span else ""

    def label(self, key: EntityId | None) -> str:
        return self.facts.entity(key).label if key else ""

    def types(self) -> dict[str, str]:
        """Entity types by label."""
        return {e.label: e.type for e in self.facts.entities}

    def aliases(self, label: str) -> set[str]:
        return {a for e in self.facts.entities if e.label == label for a in e.aliases}

    def events(self, kind: str, status: str | None = None) -> list[EventFact]:
        return [e for e in self.facts.events if e.type == kind and status in (None, e.status)]

    def event(self, kind: str, status: str | None = None) -> EventFact:
        """The one event of that type, and of that status where one is given."""
        (found,) = self.events(kind, status)
        return found

    def statuses(self, kind: str) -> set[str]:
        return {e.status for e in self.events(kind)}

    def who(self, event: EventFact, role: str) -> set[str]:
        return {self.label(key) for r, key in event.roles if r == role}

    def places(self, event: EventFact) -> set[str]:
        return {self.label(key) for key in event.places}

    def sources(self, event: EventFact) -> set[str]:
        return {self.label(key) for key in event.sources}

    def date(self, event: EventFact) -> str | None:
        return event.time.value if event.time else None

    def offices(self) -> set[tuple[str, str, str]]:
        """Holder, office, and the state or body that it belongs to."""
        return {(self.label(t.holder), t.office, self.label(t.of)) for t in self.facts.tenures}

    def tenure(self, holder: str) -> TenureFact:
        (found,) = (t for t in self.facts.tenures if self.label(t.holder) == holder)
        return found


@cache
def claims_of(text: str, published: date | None = None) -> Claims:
    """What the passages of a text say by the rules alone, unresolved: the readers are tested by their own."""
    return extract(annotate(Article(text, "test", published=published)), frames_only=True)


@cache
def tell(text: str, published: date | None = None) -> Telling:
    """What a text tells by the rules alone. Each text is analysed once a run."""
    return Telling(resolve(claims_of(text, published)))


@cache
def tell_all(text: str, published: date | None = None) -> Telling:
    """What a text tells by rules and readers together."""
    return Telling(resolve(extract(annotate(Article(text, "test", published=published)))))


def names_in(text: str) -> dict[str, str]:
    """Types of the names of a text, by the words that name."""
    return {text[m.span.start : m.span.end]: m.type for m in claims_of(text).mentions if m.form == "name"}


def fillers(event: Event, role: str) -> set[str]:
    return {m.name for r, m in event.roles if r == role}


def described(mention: Mention | None) -> tuple[str, str, str] | None:
    """Type, name and owner's name of a mention."""
    if mention is None:
        return None
    return mention.type, mention.name, mention.of.name if mention.of else ""
