"""The entities of one article while they are being told apart: names joined with their longer forms."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from kg import seeds
from kg.grammar import words
from kg.iri import slug
from kg.model import Entity, EntityId, Mention, Span
from kg.ontology import is_a

_TWO = 2  # words of a plain name, either of which may stand for it
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
        known = self._known_person(mention.name)
        if known is not None:
            return known
        draft = self.draft(EntityId(f"person/{slug(mention.name)}"), "Person", mention.name)
        for word in dict.fromkeys(seeds.fold(mention.name).split()):
            self._people[word].append(draft.id)
        return draft

    def _known_person(self, name: str) -> Draft | None:
        """The person with that longer name: by surname first, then by the first word, which is the family name in
        much of Asia ("Kim" of "Kim Kye Kwan")."""
        told = seeds.fold(name).split()
        labels = {k: seeds.fold(self.drafts[k].label).split() for k in self._people.get(told[-1] if told else "", [])}
        fits = [k for k, label in labels.items() if _fits(told, label)]
        for key in fits:
            if len(told) > 1 or labels[key][-1] == told[-1] or len(labels[key]) == _TWO:
                return self.drafts[key]
        first = [k for k in fits if labels[k][0] == told[0]]
        return self.drafts[first[0]] if len(first) == 1 else None

    def _body(self, mention: Mention) -> Draft:
        name = seeds.fold(mention.name)
        if " " not in name and (person := self._known_person(name)) is not None:
            return person  # a surname taken for a body or place
        if (whole := self._by_part(name)) is not None:
            return whole
        for draft in self.drafts.values():
            if _kind(draft.type) == _kind(mention.type) and _same_body(name, draft, mention.span):
                return draft
        return self.draft(new_id(mention.type, mention.name), mention.type, mention.name)

    def _by_part(self, name: str) -> Draft | None:
        """ "The League" for the Arab League, "the North" for North Korea: the only one told that it can be part of."""
        if name in words("nouns", "body"):
            found = [d for d in self.drafts.values() if d.seed and _kind(d.type) == "organization" and _ends(d, name)]
        elif name in words("places", "compass"):
            found = [d for d in self.drafts.values() if d.type == "State" and d.label.casefold().startswith(name + " ")]
        else:
            return None
        return found[0] if len(found) == 1 else None


def _ends(draft: Draft, word: str) -> bool:
    return seeds.fold(draft.label).endswith(" " + word)


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


def _same_body(name: str, draft: Draft, at: Span) -> bool:
    """Whether a name is that of a body, its initials, or its end where the whole was told before."""
    label = seeds.fold(draft.label)
    if name == label or any(seeds.fold(f) == name for f in draft.forms):
        return True
    initials = "".join(w[0] for w in label.split() if w not in ("of", "for", "the", "and", "on"))
    if len(name) >= 3 and " " not in name and name == initials:
        return True
    told = any(span < at for span in draft.spans)
    return told and " " in name and label.endswith(" " + name) and is_a(draft.type, "Organization")
