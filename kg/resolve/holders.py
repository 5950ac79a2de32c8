"""Persons meant by the office that they hold: "the minister", "the Chilean leader", "the two states' envoys"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

from kg import seeds
from kg.grammar import noun, words
from kg.model import EntityId, Mention, Tenure
from kg.resolve.memory import Memory

Ids = Callable[[Mention | None], tuple[EntityId, ...]]


@dataclass(frozen=True, slots=True)
class Holding:
    """A tenure whose holder is known."""

    office: str
    holder: EntityId
    tenure: Tenure


class Holders:
    """Who holds which office, as the article tells it."""

    def __init__(self, tenures: Iterable[Tenure], ids: Ids, memory: Memory, doc: Doc) -> None:
        self._ids, self._memory, self._doc = ids, memory, doc
        self._held = [Holding(seeds.fold(t.office), keys[0], t) for t in tenures if (keys := ids(t.holder))]
        for held in self._held:
            known = seeds.titles().get(held.office.split()[-1])
            if known and known.gender:
                memory.gender[held.holder] = known.gender

    def state_of(self, key: EntityId) -> EntityId | None:
        """A state itself, or the state whose office a person was told to hold."""
        if self._memory.type(key) == "State":
            return key
        served = (k for h in self._held if h.holder == key for k in self._ids(h.tenure.of))
        return next((k for k in served if self._memory.type(k) == "State"), None)

    def meant(self, mention: Mention, owner: EntityId | None) -> EntityId | None:
        """Who is meant by an office told without a name: of those told before who fit, the one told last or as
        subject; with its owner also one who is told later."""
        fits = self._fits(mention, owner)
        told = {h.holder for h in fits if h.tenure.holder.root < mention.root}
        before = [t for t in self._memory.told if t.id in told and t.token < mention.root]
        if before and (best := self._memory.best(mention, before)):
            return best[0]
        return fits[0].holder if fits and owner is not None else None

    def several(
        self, mention: Mention, owners: tuple[EntityId, ...], two: bool, definite: bool
    ) -> tuple[EntityId, ...]:
        """ "The two countries' ambassadors", "the ministers": all who were told to hold that office."""
        title = seeds.fold(noun(self._doc[mention.root].lemma_))
        alike = [h for h in self._held if title in h.office.split()]
        fits = [h for h in alike if not owners or set(self._owners(h, mention)) & set(owners)]
        if len(owners) > 1 and len({h.holder for h in fits}) < len(owners):
            fits = [h for h in alike if h in fits or not self._owners(h, mention)]  # whose they are is told elsewhere
        before = [h for h in fits if h.tenure.holder.root < mention.root]
        people = tuple(dict.fromkeys(h.holder for h in (fits if owners or len(before) <= 1 else before)))
        if len(owners) > 1 or (two and not owners):
            return people if len(people) == max(2, len(owners)) else ()
        return people if len(people) > 1 and definite and not owners else ()

    def all_hold(self, people: Iterable[EntityId], mention: Mention) -> bool:
        """Whether persons hold, each of them, such an office as "the two ministers" tells; any will do for "men"."""
        title = seeds.fold(noun(self._doc[mention.root].lemma_))
        wanted = words("offices", "ruling") if title in words("offices", "leading") else {title}
        offices = [[h.office for h in self._held if h.holder == key] for key in people]
        return all(any(o in wanted or o.split()[-1] in wanted for o in held) for held in offices)

    def _owners(self, held: Holding, mention: Mention) -> tuple[EntityId, ...]:
        """Whose an office is, as far as that can be told before a mention: pronouns are resolved in text order."""
        of = held.tenure.of
        return () if of is not None and of.form != "name" and of.root > mention.root else self._ids(of)

    def _fits(self, mention: Mention, owner: EntityId | None) -> list[Holding]:
        """Holders of the office that a description names: of just this title, else of one that ends in its noun."""
        head = self._doc[mention.root]
        title, name = seeds.fold(head.lemma_), seeds.fold(mention.name)
        past = any(c.lower_.rstrip("-") in words("nouns", "former") for c in head.children)
        ours = [h for h in self._held if owner is None or not h.tenure.of or owner in self._owners(h, mention)]
        ours = [h for h in ours if h.tenure.former == past] or ours
        exact = [h for h in ours if name.endswith(h.office) and " " in h.office]
        bare = [h for h in ours if h.office == title]
        ruling = [h for h in ours if h.office in words("offices", "ruling") and not h.tenure.former]
        if title in words("offices", "leading"):
            return exact or bare or ruling or [h for h in ours if h.office.split()[-1] == title]
        return exact or bare or [h for h in ours if title in h.office.split()]
