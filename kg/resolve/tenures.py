"""Who holds which office: the tellings of a document brought together, and the owner that a telling leaves out.

"President Keita" says of no state. News leaves out what the reader knows from around it, so the rules here look there:
at the holder's other offices, at an unnamed holder told before ("Mali's president"), at what the title alone tells
("secretary of state"), and at the states told nearby. Such a guess has a lower confidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from kg import seeds
from kg.grammar import words
from kg.model import Claims, EntityId, Mention, Span, Tenure, TenureFact
from kg.ontology import is_a
from kg.resolve import merge
from kg.resolve.coreference import Coreference


def tenures(claims: Claims, who: Coreference) -> tuple[TenureFact, ...]:
    """The offices of one article."""
    told = merge.tenures(_told(claims, who))
    return merge.tenures(_Owners(claims, who, told).completed(t) for t in told)


def _told(claims: Claims, who: Coreference) -> Iterator[TenureFact]:
    for t in claims.tenures:
        holder, of = who.ids(t.holder), who.ids(t.of)
        owner = _owner(t, of[0], who) if len(of) == 1 else None
        if holder and holder[0] not in of and len(of) < 2 and (owner or t.office not in words("offices", "owned")):
            posted = who.ids(t.posted_to)
            yield TenureFact(
                holder[0], t.office, owner, (t.evidence,), t.rule, posted[0] if posted else None, t.former, t.confidence
            )


def _owner(tenure: Tenure, of: EntityId, who: Coreference) -> EntityId | None:
    """The owner, unless it cannot be: a party has no ministers, and a person's officials serve his state."""
    kind = who.registry.drafts[of].type
    if kind == "PoliticalParty" and tenure.office.endswith("minister"):
        return None
    return None if is_a(kind, "Person") else of


class _Owners:
    """Finds the owners of offices that are told without one."""

    def __init__(self, claims: Claims, who: Coreference, told: tuple[TenureFact, ...]) -> None:
        self.claims, self.who, self.told = claims, who, told
        self.drafts = who.registry.drafts
        self.states = [(m, key) for m in claims.mentions if m.form == "name" and (key := self._state_of(m)) is not None]

    def completed(self, tenure: TenureFact) -> TenureFact:
        """The tenure with its owner, where one can be told."""
        if tenure.of is not None:
            return tenure
        for find, rule, confidence in (
            (self._of_other_office, "owner of another office", 0.8),
            (self._of_unnamed, "owner of an unnamed holder", 0.8),
            (self._of_title, "owner known by the title", 0.8),
            (self._of_context, "state from context", 0.5),
        ):
            key = find(tenure)
            if key is not None and key != tenure.holder:
                return replace(tenure, of=key, rule=f"{tenure.rule}, {rule}", confidence=confidence)
        return tenure

    def _of_other_office(self, tenure: TenureFact) -> EntityId | None:
        """The state that the holder serves in another office."""
        if not self._of_a_state(tenure):
            return None
        states = [
            t.of for t in self.told if t.holder == tenure.holder and t.of is not None and self._fits(tenure, t.of)
        ]
        return states[0] if len(set(states)) == 1 else None

    def _of_unnamed(self, tenure: TenureFact) -> EntityId | None:
        """Whose ambassador an unnamed one is, told before he is named: "Iran's ambassador … Ambassador Khazaee"."""
        found = set()
        for mention in self.claims.mentions:
            if mention.form == "nominal" and mention.type == "Person" and mention.of is not None:
                title = seeds.fold(mention.name)
                if title == seeds.fold(tenure.office) or title.endswith(" " + seeds.fold(tenure.office)):
                    found |= {k for k in self.who.ids(mention.of) if not is_a(self.drafts[k].type, "Person")}
        free = found - self._served(tenure)
        return free.pop() if len(free) == 1 else None

    def _of_title(self, tenure: TenureFact) -> EntityId | None:
        """The owner that most holders of such a title have, if the article speaks of it."""
        title = seeds.titles().get(seeds.fold(tenure.office))
        usual = EntityId(title.of) if title is not None and title.of else None
        return usual if usual in self.drafts else None

    def _of_context(self, tenure: TenureFact) -> EntityId | None:
        """The state told right before in the sentence, else in the sentences before, else anywhere."""
        if not _national(tenure.office):
            return None
        served = self._served(tenure)
        here = [k for span in tenure.evidence for k in self._told_before(tenure, span)]
        before = [k for m, k in self.states if m.span.end <= tenure.evidence[0].start]
        after = [k for k, _ in Counter(k for _, k in self.states).most_common()]
        fits = (k for k in (*here, *reversed(before), *after) if k not in served and self._fits(tenure, k))
        return next(fits, None)

    def _told_before(self, tenure: TenureFact, sentence: Span) -> Iterator[EntityId]:
        """The states before the holder's name in a sentence, the nearest first, those whose other officials act there
        left out."""
        at = min((s.start for s in self.drafts[tenure.holder].spans if sentence.contains(s)), default=sentence.end)
        others = {t.of for t in self.told if t.holder != tenure.holder and sentence in t.evidence}
        for mention, key in reversed(self.states):
            if sentence.contains(mention.span) and mention.span.end <= at and key not in others:
                yield key

    def _served(self, tenure: TenureFact) -> set[EntityId]:
        """Whose office of that title somebody else holds."""
        return {
            t.of for t in self.told if t.office == tenure.office and t.holder != tenure.holder and not t.former and t.of
        }

    def _of_a_state(self, tenure: TenureFact) -> bool:
        title = seeds.titles().get(seeds.fold(tenure.office.split()[-1]))
        return _national(tenure.office) or (title is not None and title.envoy)

    def _fits(self, tenure: TenureFact, state: EntityId) -> bool:
        """Whether it is a state, and one that can have such an office."""
        draft = self.drafts[state]
        if draft.type != "State":
            return False
        noun = tenure.office.removeprefix("deputy ").removeprefix("vice ")
        return not (noun in words("lacking", "offices") and draft.label in words("lacking", noun))

    def _state_of(self, mention: Mention) -> EntityId | None:
        """The state that a name speaks of: itself, or that of a city or body known to be in it."""
        if mention.type == "State":
            return next(iter(self.who.ids(mention)), None)
        known = seeds.all_seeds().get(mention.seed or "")
        state = EntityId(known.of) if known is not None and known.of is not None else None
        return state if state in self.drafts else None


def _national(office: str) -> bool:
    return office in words("offices", "national") or office.endswith(" minister")
