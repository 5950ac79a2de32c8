"""Coreference within an article: descriptions and pronouns to the entities that they speak of.

A sieve in text order. What was told last and stands as a subject is preferred (the rule of the classic pronoun
algorithms: Hobbs 1978; Grosz, Joshi and Weinstein 1995); a description must agree with what is known of the entity.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

from kg import seeds
from kg.grammar import words
from kg.model import Claims, EntityId, Mention, Tenure
from kg.ontology import is_a
from kg.resolve.registry import Registry, new_id

_WINDOW = 3  # sentences that a pronoun looks back over


@dataclass(frozen=True, slots=True)
class Told:
    """An entity told at a token, and how prominent it was there."""

    id: EntityId
    token: int
    sentence: int
    subject: bool


class Coreference:
    """Resolves the mentions of one document's claims."""

    def __init__(self, claims: Claims) -> None:
        self.doc: Doc = claims.document.doc
        self.text = claims.document.article.text
        self.registry = Registry()
        self._sentence = {t.i: n for n, s in enumerate(self.doc.sents) for t in s}
        self._told: list[Told] = []
        self._answers: dict[Mention, tuple[EntityId, ...]] = {}
        self._gender: dict[EntityId, str] = {}
        self._pairs: list[tuple[int, tuple[EntityId, ...]]] = []
        self._sides: list[tuple[int, tuple[EntityId, ...]]] = []
        self._document = EntityId(f"document/{claims.document.article.sha256[:8]}")
        self._statements = [e for e in claims.events if e.type == "Statement"]
        names = [m for m in claims.mentions if m.form == "name"]
        named = self.registry.add_names(names, self.text)
        self._answers.update({m: (key,) for m, key in named.items()})
        self._offices = self._holders(claims.tenures)
        self._note_pairs(claims)
        for mention in sorted(claims.mentions, key=lambda m: (m.root, m.form != "name")):
            self._tell(mention, self._resolve(mention))

    def ids(self, mention: Mention | None) -> tuple[EntityId, ...]:
        """The entities that a mention speaks of; none where that cannot be told."""
        if mention is None:
            return ()
        if mention not in self._answers:
            self._answers[mention] = self._resolve(mention)
        return self._answers[mention]

    def _resolve(self, mention: Mention) -> tuple[EntityId, ...]:
        if mention in self._answers:
            return self._answers[mention]
        self._answers[mention] = ()  # a description that leads back to itself speaks of nobody
        found: tuple[EntityId, ...]
        if mention.form == "name":
            found = (self.registry.add_names([mention], self.text)[mention],)
        elif mention.form == "pronoun":
            found = self._pronoun(mention)
        else:
            found = self._description(mention)
        self._answers[mention] = found
        return found

    def _tell(self, mention: Mention, keys: Iterable[EntityId]) -> None:
        token = self.doc[mention.root]
        subject = token.dep_.startswith("nsubj") or (token.dep_ == "conj" and token.head.dep_.startswith("nsubj"))
        for key in keys:
            self._told.append(Told(key, mention.root, self._sentence.get(mention.root, 0), subject))

    def _holders(self, tenures: tuple[Tenure, ...]) -> list[tuple[str, EntityId, Tenure]]:
        for tenure in tenures:
            known = seeds.titles().get(seeds.fold(tenure.office.split()[-1]))
            if known and known.gender and self.ids(tenure.holder):
                self._gender[self.ids(tenure.holder)[0]] = known.gender
        return [(t.office, self.ids(t.holder)[0], t) for t in tenures if self.ids(t.holder)]

    def _note_pairs(self, claims: Claims) -> None:
        """Who was told together in a symmetric event: by name what "they", by state what "both sides" may mean."""
        for event in claims.events:
            told = [m for role, m in event.roles if role == "participant"]
            for found, whose in (
                (self._pairs, [m for m in told if m.form == "name"]),
                (self._sides, [m if m.form == "name" else m.of for m in told]),
            ):
                keys = tuple(dict.fromkeys(k for m in whose if m for k in self._answers.get(m, ())))
                if len(keys) == 2:
                    found.append((max(m.root for m in told), keys))

    # pronouns

    def _pronoun(self, mention: Mention) -> tuple[EntityId, ...]:
        word = mention.name
        if word in words("pronouns", "person"):
            return self._one(mention, self._people_before(mention, word))
        if word in words("pronouns", "thing"):
            return self._one(mention, self._before(mention, ("State", "Organization")))
        if word in words("pronouns", "plural"):
            return self._several(mention)
        if word in words("pronouns", "pair"):
            return self._two(mention)
        if word in words("pronouns", "first"):
            return self._voice(mention)
        return ()

    def _voice(self, mention: Mention) -> tuple[EntityId, ...]:
        """ "We": who speaks in the sentence or the quotation, else whoever issues the text."""
        said = [e for e in self._statements if e.evidence.start <= mention.span.start]
        here = [e for e in said if e.evidence.contains(mention.span)]
        quoted = self.text.count("“", 0, mention.span.start) > self.text.count("”", 0, mention.span.start)
        quoted = quoted or self.text.count('"', 0, mention.span.start) % 2 == 1
        speakers = here or (said if quoted or (said and self.text[said[-1].evidence.end - 1] == ":") else [])
        if speakers:
            return tuple(k for role, m in speakers[-1].roles if role == "actor" for k in self.ids(m))
        first = [t for t in self._told if t.subject and is_a(self._type(t.id), ("State", "Organization"))]
        return tuple(dict.fromkeys(t.id for t in first if t.sentence == first[0].sentence))

    def _people_before(self, mention: Mention, word: str) -> list[Told]:
        gender = "male" if word in words("pronouns", "male") else "female"
        found = [t for t in self._before(mention, ("Person",)) if self._gender.get(t.id, gender) == gender]
        return found

    def _one(self, mention: Mention, candidates: list[Told]) -> tuple[EntityId, ...]:
        candidates = [t for t in candidates if not self._own_subject(t, mention)]
        if not candidates:
            return ()
        sentence = self._sentence.get(mention.root, 0)
        best = max(candidates, key=lambda t: (-2 * (sentence - t.sentence) + (3 if t.subject else 0), t.token))
        if mention.name in words("pronouns", "male"):
            self._gender.setdefault(best.id, "male")
        elif mention.name in words("pronouns", "female"):
            self._gender.setdefault(best.id, "female")
        return (best.id,)

    def _own_subject(self, told: Told, mention: Mention) -> bool:
        """Whether an object pronoun would mean the subject of its own clause, as only a reflexive can."""
        pronoun, other = self.doc[mention.root], self.doc[told.token]
        plain = (
            mention.form == "pronoun" and pronoun.dep_ in ("obj", "iobj", "obl") and not mention.name.endswith("self")
        )
        return plain and other.dep_.startswith("nsubj") and other.head.i == pronoun.head.i

    def _several(self, mention: Mention) -> tuple[EntityId, ...]:
        """ "They": the last group, or those told side by side, or a body."""
        candidates = self._before(mention, ("Group", "Organization", "State", "Person"))
        if not candidates:
            return ()
        sentence = self._sentence.get(mention.root, 0)
        near = [t for t in candidates if sentence - t.sentence <= 1]
        for told in reversed(near):
            together = tuple(dict.fromkeys(t.id for t in near if t.token == told.token))
            if len(together) > 1:
                return together
        for token, keys in reversed(self._pairs):
            if token < mention.root and sentence - self._sentence.get(token, 0) <= 1:
                return keys
        subjects = [t for t in near if t.subject]
        last = max((t.sentence for t in subjects), default=None)
        abreast = [t for t in subjects if t.sentence == last]
        if len({t.id for t in abreast}) > 1 and self._side_by_side(abreast):
            return tuple(dict.fromkeys(t.id for t in abreast))
        plural = [t for t in candidates if is_a(self.registry.drafts[t.id].type, ("Group", "Organization", "State"))]
        return self._one(mention, plural)

    def _side_by_side(self, told: list[Told]) -> bool:
        return any(self.doc[t.token].dep_ == "conj" for t in told)

    def _two(self, mention: Mention) -> tuple[EntityId, ...]:
        """ "Both sides", "the two countries": the last pair told together, else the last two states."""
        states_only = (
            "countr" in mention.name.lower() or "nation" in mention.name.lower() or "state" in mention.name.lower()
        )
        for token, keys in reversed(self._sides):
            if token < mention.root:
                meant = tuple(self._state_of(k) for k in keys) if states_only else keys
                if all(meant) and len(set(meant)) == len(meant):
                    return tuple(k for k in meant if k)
        before = [t for t in self._told if t.token < mention.root and self._type(t.id) == "State"]
        for told in reversed(before):
            if self.doc[told.token].dep_ == "conj":
                partner = [t.id for t in before if t.token == self.doc[told.token].head.i and t.id != told.id]
                if partner:
                    return (partner[0], told.id)
        acting = [t.id for t in reversed(before) if not self._locates(t.token)]
        return tuple(reversed(list(dict.fromkeys(acting or [t.id for t in reversed(before)]))[:2]))

    def _locates(self, token: int) -> bool:
        """Whether a name only tells where something is: "in neighboring Iraq"."""
        marks = {c.lower_ for c in self.doc[token].children if c.dep_ == "case"}
        return bool(marks & words("places", "scene"))

    def _state_of(self, key: EntityId) -> EntityId | None:
        """A state itself, or the state whose office a person was told to hold."""
        if self._type(key) == "State":
            return key
        states = [
            k for _, holder, t in self._offices if holder == key for k in self.ids(t.of) if self._type(k) == "State"
        ]
        return states[0] if states else None

    def _before(self, mention: Mention, kinds: tuple[str, ...]) -> list[Told]:
        sentence = self._sentence.get(mention.root, 0)
        return [
            t for t in self._told
            if t.token < mention.root and sentence - t.sentence <= _WINDOW and is_a(self._type(t.id), kinds)
        ]  # fmt: skip

    def _type(self, key: EntityId) -> str:
        return self.registry.drafts[key].type

    # descriptions

    def _description(self, mention: Mention) -> tuple[EntityId, ...]:
        owners = tuple(dict.fromkeys(k for m in (mention.of, *mention.co) for k in self.ids(m)))
        owner = owners[0] if owners else None
        head = self.doc[mention.root]
        two = any(c.lower_ in ("two", "both") for c in head.children)
        if mention.type == "State":
            return self._state(mention, owner, two)
        if mention.type == "Person":
            return self._office_holder(mention, owner)
        if mention.type == "Organization":
            return self._body(mention, owner)
        if mention.type == "Group" and (holders := self._holders_of(mention, owners, two)):
            return holders
        if two and mention.type == "Group" and not owner:
            people = [keys for token, keys in self._pairs if token < mention.root]
            if people:
                return people[-1]
        return self._new(mention, owner)

    def _holders_of(self, mention: Mention, owners: tuple[EntityId, ...], two: bool) -> tuple[EntityId, ...]:
        """ "The two countries' ambassadors", "the ministers": the persons told to hold that office."""
        if not (self._definite(mention) or owners or two):
            return ()
        title = seeds.fold(self.doc[mention.root].lemma_)
        fits = [
            k
            for office, k, t in self._offices
            if title in seeds.fold(office).split() and (not owners or set(self.ids(t.of)) & set(owners))
        ]
        people = tuple(dict.fromkeys(fits))
        if len(owners) > 1 or (two and not owners):
            return people if len(people) == 2 else ()
        return people if len(people) > 1 and self._definite(mention) and not owners else ()

    def _state(self, mention: Mention, owner: EntityId | None, two: bool) -> tuple[EntityId, ...]:
        if owner is not None and self.doc[mention.root].lemma_ in words("nouns", "government"):
            if self._type(owner) == "State":
                self.registry.note(self.registry.drafts[owner], mention, mention.name)
                return (owner,)
            return self._new(mention, owner, "Organization")
        if two or mention.name.lower().startswith(("two", "both")):
            return self._two(mention)
        if owner is None and self.doc[mention.root].lemma_ == "administration":
            return self._administration(mention)
        if self.doc[mention.root].tag_ in ("NNS", "NNPS"):
            return self._new(mention, owner, "Group")
        if not self._definite(mention):
            return ()
        return self._one(mention, self._before(mention, ("State",)))

    def _administration(self, mention: Mention) -> tuple[EntityId, ...]:
        """ "The Bush administration": the state that uses the word of its government."""
        known = next((s for name in words("nouns", "administration_of") if (s := seeds.named(name, ("State",)))), None)
        if known is None:
            return ()
        draft = self.registry.draft(EntityId(known.id), known.type, known.label, seed=known.id)
        self.registry.note(draft, mention, mention.name)
        return (draft.id,)

    def _definite(self, mention: Mention) -> bool:
        return any(
            c.lower_ in ("the", "this", "that", "his", "her", "its", "their") for c in self.doc[mention.root].children
        )

    def _office_holder(self, mention: Mention, owner: EntityId | None) -> tuple[EntityId, ...]:
        """ "The minister": who was told to hold such an office; an unnamed official stands for whom he speaks for."""
        if self._definite(mention) or owner is not None:
            fits = self._candidates(mention, owner)
            earlier = [key for t, key in fits if t.holder.root < mention.root]
            if fits and (earlier or owner is not None):
                return ((earlier or [fits[0][1]])[-1],)
        if owner is not None and self._type(owner) != "Person":
            return (owner,)
        return ()

    def _candidates(self, mention: Mention, owner: EntityId | None) -> list[tuple[Tenure, EntityId]]:
        """Holders of the office that a description names: of just this title, else of one that ends in its noun."""
        noun = seeds.fold(self.doc[mention.root].lemma_)
        words_ = seeds.fold(mention.name)
        ours = [
            (office, t, key) for office, key, t in self._offices if owner is None or not t.of or owner in self.ids(t.of)
        ]
        exact = [(t, key) for office, t, key in ours if words_.endswith(seeds.fold(office)) and " " in office]
        bare = [(t, key) for office, t, key in ours if seeds.fold(office) == noun]
        return exact or bare or [(t, key) for office, t, key in ours if noun in seeds.fold(office).split()]

    def _body(self, mention: Mention, owner: EntityId | None) -> tuple[EntityId, ...]:
        noun = self.doc[mention.root].lemma_.lower()
        if owner is not None and self._type(owner) not in ("Person", "Group"):
            known = seeds.named(mention.name, ("Organization",))
            if known is not None:
                draft = self.registry.draft(EntityId(known.id), known.type, known.label, seed=known.id)
                self.registry.note(draft, mention, mention.name)
                return (draft.id,)
            return self._new(mention, owner)
        bodies = self._before(mention, ("Organization",))
        same = [
            t
            for t in bodies
            if noun in seeds.fold(" ".join([self._label(t.id), *self.registry.drafts[t.id].forms])).split()
        ]
        if same or (
            self._definite(mention)
            and noun
            in (
                "group",
                "organization",
                "organisation",
                "agency",
                "bloc",
                "body",
                "watchdog",
                "union",
                "alliance",
            )
        ):
            return self._one(mention, same or bodies)
        return ()

    def _label(self, key: EntityId) -> str:
        return self.registry.drafts[key].label

    def _new(self, mention: Mention, owner: EntityId | None, type_: str | None = None) -> tuple[EntityId, ...]:
        """An entity of its own, known by its description."""
        kind = type_ or mention.type
        key = new_id(kind, mention.name, owner or self._document)
        draft = self.registry.draft(key, kind, mention.name, of=owner if kind != "Site" else None)
        for form in (mention.name, *mention.also):
            self.registry.note(draft, mention, form)
        return (key,)
