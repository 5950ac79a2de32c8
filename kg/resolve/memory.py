"""What an article has told so far, and which of it a pronoun or "the two countries" may mean.

What was told last and stands as a subject is preferred (the rule of the classic pronoun algorithms: Hobbs 1978;
Grosz, Joshi and Weinstein 1995).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.grammar import words
from kg.model import EntityId, Mention
from kg.ontology import is_a
from kg.resolve.registry import Registry

_WINDOW = 3  # sentences that a pronoun looks back over
_CLEARLY = 4  # by how much one is likelier than another where his gender is noted for the pronouns to come
_FADING = 3  # sentences after which a pair counts half


@dataclass(frozen=True, slots=True)
class Told:
    """An entity told at a token, and how prominent it was there; ``chain`` is equal for what is coordinated."""

    id: EntityId
    token: int
    sentence: int
    subject: bool
    modifier: bool = False
    chain: int = -1


class Memory:
    """The entities told in one document, in text order, and who was told together."""

    def __init__(self, doc: Doc, registry: Registry) -> None:
        self.doc = doc
        self.registry = registry
        self.sentence = {t.i: n for n, s in enumerate(doc.sents) for t in s}
        self.told: list[Told] = []
        self.gender: dict[EntityId, str] = {}
        self.pairs: list[tuple[int, tuple[EntityId, ...]]] = []
        self.sides: list[tuple[int, tuple[EntityId, ...]]] = []

    def type(self, key: EntityId) -> str:
        """The class of an entity."""
        return self.registry.drafts[key].type

    def tell(self, mention: Mention, keys: Iterable[EntityId]) -> None:
        """Note that a mention spoke of these."""
        token = self.doc[mention.root]
        first = token
        while first.dep_ in ("conj", "appos") and first.head != first:
            first = first.head
        subject = first.dep_.startswith("nsubj")
        modifier = mention.form == "name" and first.dep_ in ("amod", "compound")
        chain = -1 - first.head.i if subject else first.i  # two subjects of one verb are told together
        for key in keys:
            self.told.append(Told(key, mention.root, self.sentence.get(mention.root, 0), subject, modifier, chain))

    def before(self, mention: Mention, kinds: tuple[str, ...]) -> list[Told]:
        """What of these classes was told in the last sentences before a mention."""
        sentence = self.sentence.get(mention.root, 0)
        return [
            t for t in self.told
            if t.token < mention.root and sentence - t.sentence <= _WINDOW and is_a(self.type(t.id), kinds)
        ]  # fmt: skip

    def people_before(self, mention: Mention, word: str) -> list[Told]:
        """The persons told lately whom "he" or "she" may mean: none of several who are told by one word."""
        gender = "male" if word in words("pronouns", "male") else "female"
        before = self.before(mention, ("Person",))
        together = {t.token for t in before if any(o.token == t.token and o.id != t.id for o in before)}
        alone = [t for t in before if t.token not in together] or before
        return [t for t in alone if self.gender.get(t.id, gender) == gender]

    def best(self, mention: Mention, candidates: list[Told]) -> tuple[EntityId, ...]:
        """The most prominent of the candidates: of the latest sentences, subjects first."""
        candidates = [t for t in candidates if not self._own_subject(t, mention)]
        if not candidates:
            return ()
        sentence = self.sentence.get(mention.root, 0)
        plural = mention.name in words("pronouns", "plural")
        gender = next((g for g in ("male", "female") if mention.name in words("pronouns", g)), None)

        def likely(told: Told) -> tuple[int, int]:
            agrees = gender is not None and self.gender.get(told.id) == gender
            return self._prominence(told, sentence, plural) + agrees, told.token

        best = max(candidates, key=likely)
        second = max((likely(t)[0] for t in candidates if t.id != best.id), default=-_CLEARLY)
        if gender is not None and likely(best)[0] - second >= _CLEARLY:
            self.gender.setdefault(best.id, gender)
        return (best.id,)

    def _prominence(self, told: Told, sentence: int, plural: bool) -> int:
        """How likely a pronoun of a sentence means what was told; "they" rather means a group than a body."""
        alike = plural and self.type(told.id) == "Group"
        return 3 * (told.subject - told.modifier + alike) - 2 * (sentence - told.sentence)

    def _own_subject(self, told: Told, mention: Mention) -> bool:
        """Whether an object pronoun would mean the subject of its own clause, as only a reflexive can."""
        pronoun, other = self.doc[mention.root], self.doc[told.token]
        plain = pronoun.dep_ in ("obj", "iobj", "obl") and not mention.name.endswith("self")
        return plain and other.dep_.startswith("nsubj") and other.head.i == pronoun.head.i

    def several(self, mention: Mention) -> tuple[EntityId, ...]:
        """ "They": those told side by side or together lately, a group, or a body."""
        sentence = self.sentence.get(mention.root, 0)
        chains: dict[int, list[Told]] = defaultdict(list)
        for told in self.before(mention, ("Group", "Organization", "State", "Person")):
            if not self._own_subject(told, mention):
                chains[told.chain].append(told)
        found: list[tuple[int, int, tuple[EntityId, ...]]] = []
        for chain in chains.values():
            keys, last = tuple(dict.fromkeys(t.id for t in chain)), chain[-1]
            if len(keys) > 1 or self.type(keys[0]) != "Person":
                found.append((self._prominence(last, sentence, True) + 3 * (len(keys) > 1), last.token, keys))
        for token, keys in self.pairs:
            away = sentence - self.sentence.get(token, 0)
            if token < mention.root and away <= 1:
                found.append((2 - 2 * away, token, keys))
        if not found:
            return ()
        _, end, meant = max(found)
        wider = (keys for token, keys in self.pairs if token == end and set(meant) < set(keys))
        return next(wider, meant)  # "Khan met Berg and Diaz. They agreed": all three

    def two(self, mention: Mention, state_of: Callable[[EntityId], EntityId | None]) -> tuple[EntityId, ...]:
        """ "Both sides", "the two countries": the pair told together most and lately, else the last two states."""
        states_only = any(noun in mention.name.lower() for noun in ("countr", "nation", "state", "government"))
        votes: dict[frozenset[EntityId], float] = defaultdict(float)
        latest: dict[frozenset[EntityId], tuple[EntityId, ...]] = {}
        for token, keys in sorted([*self.sides, *self._coordinated()]):
            meant = tuple(state_of(k) or k for k in keys)
            if token >= mention.root or len(set(meant)) != len(keys):
                continue
            if states_only and any(self.type(k) != "State" for k in meant):
                continue
            pair = frozenset(meant)
            votes[pair] += 1 / (1 + (self.sentence.get(mention.root, 0) - self.sentence.get(token, 0)) / _FADING)
            latest[pair] = meant if states_only else keys
        if votes:
            return latest[max(votes, key=lambda pair: (votes[pair], sorted(pair)))]
        before = [t for t in self.told if t.token < mention.root and self.type(t.id) == "State"]
        acting = [t.id for t in reversed(before) if not self._locates(t.token)]
        return tuple(reversed(list(dict.fromkeys(acting or [t.id for t in reversed(before)]))[:2]))

    def _coordinated(self) -> list[tuple[int, tuple[EntityId, ...]]]:
        """States told as "A and B", and no more of them, by the token of the second."""
        heads = {t.token: t.id for t in self.told if self.type(t.id) == "State"}
        found: list[tuple[int, tuple[EntityId, ...]]] = []
        for told in self.told:
            word = self.doc[told.token]
            listed = word.dep_ == "conj" and sum(c.dep_ == "conj" for c in word.head.children) > 1
            if (
                told.token in heads
                and word.dep_ == "conj"
                and heads.get(word.head.i, told.id) != told.id
                and not listed
            ):
                found.append((told.token, (heads[word.head.i], told.id)))
        return found

    def _locates(self, token: int) -> bool:
        """Whether a name only tells where something is: "in neighboring Iraq"."""
        marks = {c.lower_ for c in self.doc[token].children if c.dep_ == "case"}
        return bool(marks & words("places", "scene"))
