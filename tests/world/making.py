"""Small articles for the tests of identity: what each tells is written beside the words that tell it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kg import seeds
from kg.model import Article, Entity, EntityId, EventFact, Facts, Span, TenureFact, Time
from kg.world.merge import merge
from kg.world.record import Item, World

_TYPES = {"person": "Person", "state": "State", "organization": "Organization", "group": "Group", "city": "City"}


def told(words: str, kind: str, *roles: str, status: str = "Occurred", day: str | None = None, **more: Any) -> Any:
    """An event that the words tell, or of them ``trigger``; a role is written ``participant=person/x``."""
    return words, kind, tuple(r.split("=") for r in roles), status, day, more


def held(words: str, who: str, office: str, of: str, **more: Any) -> Any:
    """An office that the words tell."""
    return words, who, office, of, more


def item(source: str, day: str | None, events: Sequence[Any] = (), tenures: Sequence[Any] = (), **labels: str) -> Item:
    """An article of the words of all that it tells. ``labels`` name entities by the end of their id."""
    lines = [row[0] for row in (*events, *tenures)]
    text = "".join(f"{line}\n" for line in lines)
    spans = {line: Span(text.index(line), text.index(line) + len(line)) for line in lines}
    made = []
    ids: set[str] = set()
    for words, kind, roles, status, when, more in events:
        places = tuple(EntityId(p) for p in more.pop("places", ()))
        sources = tuple(EntityId(p) for p in more.pop("sources", ()))
        about = more.pop("about", None)
        at = spans[words].start + words.index(trigger := more.pop("trigger", words))
        unnamed = tuple((r, EntityId(k), t) for r, k, t in more.pop("unnamed", ()))
        ids |= {k for _, k in roles} | set(places) | set(sources)
        made.append(
            EventFact(
                kind,
                status,
                tuple((r, EntityId(k)) for r, k in roles),
                (spans[words],),
                Span(at, at + len(trigger)),
                "test",
                places,
                Time(when) if when else None,
                sources,
                about=spans[about] if about else None,
                unnamed=unnamed,
                **more,
            )
        )
    terms = []
    for words, who, office, of, more in tenures:
        ids |= {who, of}
        terms.append(
            TenureFact(EntityId(who), office, EntityId(of), (spans[words],), "test", **{"confidence": 0.95, **more})
        )
    published = date.fromisoformat(day) if day else None
    entities = tuple(_entity(key, labels) for key in sorted(ids))
    return Item(Facts(Article(text, source, None, published), entities, tuple(terms), tuple(made)), published)


def _entity(key: str, labels: dict[str, str]) -> Entity:
    folder, _, name = key.partition("/")
    seed = seeds.all_seeds().get(key)
    label = seed.label if seed else labels.get(name.replace("-", "_"), name.replace("-", " ").title())
    of = EntityId(f"state/{name[:3]}") if folder == "group" and f"state/{name[:3]}" in seeds.all_seeds() else None
    return Entity(
        EntityId(key), seed.type if seed else _TYPES[folder], label, of=of, same_as=seed.same_as if seed else ()
    )


def world(*items: Item, **more: Any) -> World:
    """All of them as one world."""
    return merge(items, **more)


def ids(made: World, kind: str) -> dict[str, set[str]]:
    """The events of a type: the sources that tell each."""
    found: dict[str, set[str]] = {}
    for facts in made.facts:
        for event in facts.events:
            if event.type == kind:
                found.setdefault(str(event.id), set()).add(facts.article.source)
    return found


def event(made: World, key: str) -> EventFact:
    """One telling of the event of that id."""
    return next(e for facts in made.facts for e in facts.events if e.id == key)


def people(made: World) -> set[str]:
    """The ids of all people."""
    return {str(e.id) for facts in made.facts for e in facts.entities if e.type == "Person"}
