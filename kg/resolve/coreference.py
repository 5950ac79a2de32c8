"""Coreference within an article: descriptions and pronouns to the entities that they speak of.

A sieve in text order: names first, then descriptions, which must agree with what is known of an entity, and pronouns,
which mean what was told lately.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg import incumbents, seeds
from kg.grammar import words
from kg.model import Claims, EntityId, Mention
from kg.ontology import is_a
from kg.resolve.holders import Holders
from kg.resolve.members import members
from kg.resolve.memory import Memory, Told
from kg.resolve.registry import Registry, new_id
from kg.resolve.voice import Voices


def _co_arguments(claims: Claims) -> dict[Mention, list[Mention]]:
    """The mentions that take another part in an event beside a pronoun that is no possessive, in its own clause."""
    doc = claims.document.doc
    found: dict[Mention, list[Mention]] = defaultdict(list)
    for event in claims.events:
        for role, mention in event.roles:
            if mention.form == "pronoun" and mention.name not in words("pronouns", "owning"):
                pronoun = doc[mention.root]
                others = [m for r, m in event.roles if m != mention and (r != role or r == "participant")]
                found[mention] += [m for m in others if not _outside(pronoun, doc[m.root])]
    return found


def _outside(pronoun: Token, other: Token) -> bool:
    """Whether a pronoun stands in a relative clause, the other outside and not what that is about.

    "Abe left the dinner at which he sat", but not "Mali, which invaded it".
    """
    clause = next((t for t in (pronoun, *pronoun.ancestors) if t.dep_ == "acl:relcl"), None)
    return clause is not None and other not in clause.subtree and other != clause.head


class Coreference:
    """Resolves the mentions of one document's claims."""

    def __init__(self, claims: Claims) -> None:
        self.doc: Doc = claims.document.doc
        self.text = claims.document.article.text
        self._year = claims.document.reference.year if claims.document.reference else None
        self.registry = Registry()
        self.memory = Memory(self.doc, self.registry)
        self._answers: dict[Mention, tuple[EntityId, ...]] = {}
        self._document = EntityId(f"document/{claims.document.article.sha256[:8]}")
        self._voices = Voices(claims)
        names = [m for m in claims.mentions if m.form == "name"]
        named = self.registry.add_names(names, self.text)
        self._answers.update({m: (key,) for m, key in named.items()})
        self.holders = Holders(claims.tenures, self.ids, self.memory, self.doc)
        self._beside = _co_arguments(claims)
        self._members = members(claims.mentions, self.text)
        self._listed = {
            self._answers[m][0]: tuple(k for one in listed for k in self._answers[one])
            for m, listed in self._members.items()
            if m.form == "name"
        }
        self._note_pairs(claims)
        for mention in sorted(claims.mentions, key=lambda m: (m.root, m.form != "name")):
            keys = self._resolve(mention)
            if mention.form != "pronoun" or mention.name not in words("pronouns", "first"):
                self.memory.tell(mention, keys)  # "they" are never those who say "we"

    def ids(self, mention: Mention | None) -> tuple[EntityId, ...]:
        """The entities that a mention speaks of; none where that cannot be told."""
        if mention is None:
            return ()
        if mention not in self._answers:
            self._answers[mention] = self._resolve(mention)
        return self._answers[mention]

    def acting(self, mention: Mention) -> tuple[EntityId, ...]:
        """The entities that a mention speaks of as those who act: the members of a body that lists them."""
        return tuple(dict.fromkeys(k for key in self.ids(mention) for k in self._listed.get(key, (key,))))

    def partners(self, mention: Mention) -> tuple[EntityId, ...]:
        """Those with whom "we" do together what takes several: who were told together last, the speaker among them."""
        keys = self.acting(mention)
        if mention.form != "pronoun" or mention.name not in words("pronouns", "first") or len(keys) != 1:
            return keys
        told = sorted([*self.memory.pairs, *self.memory.sides])
        return next((pair for at, pair in reversed(told) if at < mention.root and keys[0] in pair), keys)

    def _resolve(self, mention: Mention) -> tuple[EntityId, ...]:
        if mention in self._answers:
            return self._answers[mention]
        self._answers[mention] = ()  # a description that leads back to itself speaks of nobody
        found: tuple[EntityId, ...]
        if mention.form == "name":
            found = (self.registry.add_names([mention], self.text)[mention],)
        elif mention.form == "pronoun":
            found = self._pronoun(mention)
        elif mention in self._members:
            found = tuple(k for m in self._members[mention] for k in self.ids(m))
        else:
            found = self._description(mention)
        self._answers[mention] = found
        return found

    def _note_pairs(self, claims: Claims) -> None:
        """Who was told together in a symmetric event: by name what "they", by state what "both sides" may mean."""
        for event in claims.events:
            told = [m for role, m in event.roles if role == "participant"]
            occasion = event.type in words("events", "gathering")
            for found, most, whose in (
                (self.memory.pairs, 5 if occasion else 0, [m for m in told if m.form == "name"]),
                (self.memory.sides, 2, [m if m.form == "name" else m.of for m in told]),
            ):
                keys = tuple(dict.fromkeys(k for m in whose if m for k in self._answers.get(m, ())))
                if 2 <= len(keys) <= most:
                    found.append((max(m.root for m in told), keys))

    # pronouns

    def _others(self, mention: Mention) -> set[EntityId]:
        """Who else takes part in what a pronoun takes part in, and so is not meant: "Abe met him"."""
        told = [m for m in self._beside.get(mention, ()) if m.form == "name" or m.root < mention.root]
        return {k for m in told for k in self.ids(m)}

    def _pronoun(self, mention: Mention) -> tuple[EntityId, ...]:
        word = mention.name
        if word in words("pronouns", "person"):
            return self._best(mention, self.memory.people_before(mention, word))
        if word in words("pronouns", "thing"):
            before = self.memory.before(mention, ("State", "Organization"))
            return self._best(mention, [t for t in before if seeds.state_of_people(self.doc[t.token].text) is None])
        if word in words("pronouns", "plural"):
            return self.memory.several(mention)
        if word in words("pronouns", "pair"):
            return self.memory.two(mention, self.holders.state_of)
        if word in words("pronouns", "first"):
            return self._voice(mention)
        return ()

    def _best(self, mention: Mention, candidates: list[Told]) -> tuple[EntityId, ...]:
        others = self._others(mention)
        return self.memory.best(mention, [t for t in candidates if t.id not in others])

    def _voice(self, mention: Mention) -> tuple[EntityId, ...]:
        """ "We": who speaks in the sentence or the quotation, else whoever issues the text."""
        if speakers := self._voices.speakers(mention) or self._voices.declarers():
            return tuple(k for m in speakers for k in self.ids(m))
        if (head := self._voices.letterhead()) is not None:
            state, span = head
            draft = self.registry.draft(EntityId(state.id), state.type, state.label, seed=state.id)
            self.registry.note(draft, replace(mention, span=span), self.text[span.start : span.end])
            return (draft.id,)
        if issuers := self._voices.issuers():
            return tuple(k for m in issuers for k in self.ids(m))
        first = [t for t in self.memory.told if t.subject and is_a(self.memory.type(t.id), ("State", "Organization"))]
        return tuple(dict.fromkeys(t.id for t in first if t.sentence == first[0].sentence))

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
        if mention.type == "Group" and (people := self._people(mention, owners, two)):
            return people
        return self._new(mention, owner)

    def _people(self, mention: Mention, owners: tuple[EntityId, ...], two: bool) -> tuple[EntityId, ...]:
        """ "The two leaders", "the ministers": those told to hold that office, else the last two told together."""
        definite = self._definite(mention)
        if (definite or owners or two) and (people := self.holders.several(mention, owners, two, definite)):
            return people
        pairs = [keys for token, keys in self.memory.pairs if token < mention.root and len(keys) == 2]
        if not two or owners or not pairs:
            return ()
        return next((keys for keys in reversed(pairs) if self.holders.all_hold(keys, mention)), pairs[-1])

    def _state(self, mention: Mention, owner: EntityId | None, two: bool) -> tuple[EntityId, ...]:
        if owner is not None and self.doc[mention.root].lemma_.lower() in words("nouns", "government"):
            if self.memory.type(owner) == "State":
                self.registry.note(self.registry.drafts[owner], mention, mention.name)
                return (owner,)
            if self.memory.type(owner) == "Person":
                return self._cabinet(mention, owner)
            return self._new(mention, owner, "Organization")
        plain = self._definite(mention) and mention.name.lower() in ("parties", "sides")
        if two or plain or mention.name.lower().startswith(("two", "both")):
            return self.memory.two(mention, self.holders.state_of)
        if owner is None and self.doc[mention.root].lemma_ == "administration":
            return self._administration(mention)
        if self.doc[mention.root].tag_ in ("NNS", "NNPS"):
            return self._new(mention, owner, "Group")
        before, acting = self.memory.before(mention, ("State",)), self._acting_on(mention)
        if owner is not None:  # "its southern neighbour"
            others = [t for t in before if t.id not in acting | {owner}]
            return (others[-1].id,) if others else ()
        if not self._definite(mention):
            return ()
        return self.memory.best(mention, [t for t in before if t.id not in acting])

    def _acting_on(self, mention: Mention) -> set[EntityId]:
        """The states of the subject of a clause whose object is "the government": nobody urges his own."""
        word = self.doc[mention.root]
        subjects = {c.i for c in word.head.children if c.dep_.startswith("nsubj") and c.i != word.i}
        told = [t.id for t in self.memory.told if t.token in subjects]
        return {state for key in told if (state := self.holders.state_of(key)) is not None}

    def _cabinet(self, mention: Mention, head: EntityId) -> tuple[EntityId, ...]:
        """ "Correa's government": the state that he was told to serve; "Bush's administration"."""
        state = self.holders.state_of(head)
        if state is not None:
            return (state,)
        return self._administration(mention) if self.doc[mention.root].lemma_ == "administration" else ()

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
        lemma = self.doc[mention.root].lemma_.lower()
        opposite = lemma in words("nouns", "counterpart") | words("nouns", "partner")
        if owner is not None and opposite and (other := self._other_of_pair(mention, owner)) is not None:
            return (other,)
        if self._definite(mention) or owner is not None:
            person = self._known_holder(mention, owner) or self.holders.meant(mention, owner)
            if person is not None:
                return (person,)
        if owner is not None and self.memory.type(owner) != "Person":
            return (owner,)
        return ()

    def _known_holder(self, mention: Mention, owner: EntityId | None) -> EntityId | None:
        """Who of the people in the article is known to have held an office told with its state: "Iran's leader"."""
        said = seeds.fold(mention.name).split()
        titles = (seeds.titles().get(" ".join(said[n:])) for n in range(len(said)))
        title = next((t for t in titles if t is not None), None)
        if title is None or owner is None:
            return None
        people = [d for d in self.registry.drafts.values() if d.type == "Person"]
        known = [d.id for d in people if incumbents.held(d.label, title.label, owner, self._year)]
        return known[0] if len(known) == 1 else None

    def _other_of_pair(self, mention: Mention, owner: EntityId) -> EntityId | None:
        """ "His guest": with whom he was told last."""
        before = [
            keys for token, keys in self.memory.pairs if token < mention.root and len(keys) == 2 and owner in keys
        ]
        return next((k for k in before[-1] if k != owner), None) if before else None

    def _body(self, mention: Mention, owner: EntityId | None) -> tuple[EntityId, ...]:
        noun = self.doc[mention.root].lemma_.lower()
        if owner is not None and self.memory.type(owner) not in ("Person", "Group"):
            known = seeds.named(mention.name, ("Organization",))
            if known is not None:
                draft = self.registry.draft(EntityId(known.id), known.type, known.label, seed=known.id)
                self.registry.note(draft, mention, mention.name)
                return (draft.id,)
            return self._new(mention, owner)
        bodies = self.memory.before(mention, ("Organization",))
        same = [
            t
            for t in bodies
            if noun in seeds.fold(" ".join([self._label(t.id), *self.registry.drafts[t.id].forms])).split()
        ]
        if same or (self._definite(mention) and noun in words("nouns", "any_body")):
            return self.memory.best(mention, same or bodies)
        return ()

    def _label(self, key: EntityId) -> str:
        return self.registry.drafts[key].label

    def _new(self, mention: Mention, owner: EntityId | None, type_: str | None = None) -> tuple[EntityId, ...]:
        """An entity of its own, known by its description."""
        kind = type_ or mention.type
        bare = self._definite(mention) and " " not in mention.name
        if kind == "Site" and owner is None and mention.name.islower() and not bare:
            return ()  # "a prison": no place that anybody could find
        key = new_id(kind, mention.name, owner or self._document)
        draft = self.registry.draft(key, kind, mention.name, of=owner if kind != "Site" else None)
        listed = [self.text[mention.span.start : mention.co[-1].span.end]] if mention.co else []
        for form in (mention.name, *mention.also, *listed):
            self.registry.note(draft, mention, " ".join(form.split()))
        return (key,)
