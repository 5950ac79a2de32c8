"""The entities of one article while they are being told apart: names joined with their longer forms."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from kg import seeds
from kg.iri import slug
from kg.model import Entity, EntityId, Mention, Span
from kg.ontology import is_a

_FOLDERS = (
    ("Person", "person"),
    ("State", "state"),
    ("Organization", "organization"),
    ("Group", "group"),
    ("Place", "place"),
)


@dataclass(slots=True)
class Draft:
    """An entity that still collects mentions."""

    id: EntityId
    type: str
    label: str
    seed: str | None = None
    of: EntityId | None = None
    forms: Counter[str] = field(default_factory=Counter)
    spans: list[Span] = field(default_factory=list)

    def entity(self) -> Entity:
        """The finished entity."""
        known = seeds.all_seeds().get(self.seed or "")
        return Entity(
            self.id, self.type, self.label, tuple(sorted(set(self.forms) - {self.label})), self.of,
            known.same_as if known else (), known.iso if known else None, tuple(sorted(set(self.spans))),
        )  # fmt: skip


class Registry:
    """Entities by id, found again by name."""

    def __init__(self) -> None:
        self.drafts: dict[EntityId, Draft] = {}
        self._people: dict[str, list[EntityId]] = defaultdict(list)

    def add_names(self, mentions: list[Mention], text: str) -> dict[Mention, EntityId]:
        """Give every name its entity: the long forms first, then the short ones that belong to them."""
        order = sorted(mentions, key=lambda m: (-len(seeds.fold(m.name).split()), m.span))
        return {m: self._name(m, text) for m in order}

    def _name(self, mention: Mention, text: str) -> EntityId:
        if mention.seed:
            draft = self.draft(EntityId(mention.seed), mention.type, mention.name, seed=mention.seed)
        elif mention.type == "Person":
            draft = self._person(mention)
        else:
            draft = self._body(mention)
        self.note(draft, mention, " ".join(text[mention.span.start : mention.span.end].split()))
        return draft.id

    def note(self, draft: Draft, mention: Mention, form: str) -> None:
        """Record a mention and the form it took."""
        draft.forms[form] += 1
        draft.spans.append(mention.span)

    def draft(
        self, key: EntityId, type_: str, label: str, seed: str | None = None, of: EntityId | None = None
    ) -> Draft:
        """The draft of that id, made where it is new."""
        if key not in self.drafts:
            self.drafts[key] = Draft(key, type_, label, seed, of)
        return self.drafts[key]

    def _person(self, mention: Mention) -> Draft:
        words = seeds.fold(mention.name).split()
        for key in self._people.get(words[-1] if words else "", []):
            if _fits(words, seeds.fold(self.drafts[key].label).split()):
                return self.drafts[key]
        draft = self.draft(EntityId(f"person/{slug(mention.name)}"), "Person", mention.name)
        for word in {*words[-1:], *(words if len(words) == 2 else ())}:
            self._people[word].append(draft.id)
        return draft

    def _body(self, mention: Mention) -> Draft:
        name = seeds.fold(mention.name)
        for draft in self.drafts.values():
            if _kind(draft.type) == _kind(mention.type) and _same_body(name, draft):
                return draft
        return self.draft(new_id(mention.type, mention.name), mention.type, mention.name)


def new_id(type_: str, name: str, of: str | None = None) -> EntityId:
    """The id of an entity that is known by its name (and owner) alone."""
    prefix = f"{of.partition('/')[2]}-" if of else ""
    return EntityId(f"{_kind(type_)}/{prefix}{slug(name)}")


def _kind(type_: str) -> str:
    return next((folder for parent, folder in _FOLDERS if is_a(type_, parent)), "thing")


def _fits(short: list[str], long: list[str]) -> bool:
    """Whether a name can be the short form of a longer one: its words in order, the surname among them."""
    if short == long:
        return True
    it = iter(long)
    in_order = all(any(w == x or (len(w) == 1 and x.startswith(w)) for x in it) for w in short)
    return in_order and len(short) < len(long)


def _same_body(name: str, draft: Draft) -> bool:
    label = seeds.fold(draft.label)
    if name == label or any(seeds.fold(f) == name for f in draft.forms):
        return True
    initials = "".join(w[0] for w in label.split() if w not in ("of", "for", "the", "and", "on"))
    if len(name) >= 3 and " " not in name and name == initials:
        return True
    return " " in name and label.endswith(" " + name) and is_a(draft.type, "Organization")
