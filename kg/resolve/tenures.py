"""Who holds which office: the tellings of a document brought together, and the owner that a telling leaves out.

"President Keita" says of no state. News leaves out what the reader knows from around it, so the rules here look there:
at the holder's other offices, at an unnamed holder told before ("Mali's president"), at what the title alone tells
("secretary of state"), and at the states told nearby. Such a guess has a lower confidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from kg import incumbents, seeds
from kg.grammar import national, words
from kg.model import Claims, EntityId, Mention, Span, Tenure, TenureFact
from kg.ontology import is_a
from kg.resolve import merge
from kg.resolve.coreference import Coreference

_SAID = "Statement"
_NEAR = 60  # characters between two people who are told together
# how many mentions anywhere that one is worth: right before in the sentence, alone before it in the paragraph, last
# before it, first in the article
_HERE, _ALONE, _JUST_BEFORE, _FIRST = 8, 12, 1, 4


def tenures(claims: Claims, who: Coreference) -> tuple[TenureFact, ...]:
    """The offices of one article."""
    owners = _Owners(claims, who, merge.tenures(_told(claims, who)))
    return merge.tenures(t for t in owners.completed() if t.of is not None or not _needs_owner(t.office))


def _told(claims: Claims, who: Coreference) -> Iterator[TenureFact]:
    for t in claims.tenures:
        holder, of, posted = who.ids(t.holder), who.ids(t.of), who.ids(t.posted_to)
        if holder and holder[0] not in of:
            office = _usual(t.office)
            yield TenureFact(
                holder[0], office, _owner(t, of[0], who) if len(of) == 1 else None, (t.evidence,), t.rule,
                posted[0] if posted else None, t.former, t.confidence, (t.office,) if t.office != office else (),
            )  # fmt: skip


def _usual(office: str) -> str:
    """What an office of a state is mostly called: "foreign minister" for "minister of foreign affairs"."""
    title = seeds.titles().get(seeds.fold(office))
    return title.label if title is not None and national(office) else office


def _owner(tenure: Tenure, of: EntityId, who: Coreference) -> EntityId | None:
    """The owner, unless it cannot be: a party has no ministers."""
    draft = who.registry.drafts[of]
    if draft.type == "Group" and draft.of is not None and national(tenure.office):
        return draft.of  # "Colombian forces crossed the border; their president"
    party = draft.type == "PoliticalParty"
    return None if party and tenure.office.endswith("minister") else of


def _needs_owner(office: str) -> bool:
    """Whether a title says nothing without whose it is: "head", "presidential candidate"."""
    last = office.split()[-1]
    title = seeds.titles().get(seeds.fold(office))
    if national(office) or (title is not None and " " in office and office not in words("offices", "rank")):
        return False
    return last in words("offices", "owned") or last in words("offices", "rank")


class _Owners:
    """Finds the owners of offices that are told without one."""

    def __init__(self, claims: Claims, who: Coreference, told: tuple[TenureFact, ...]) -> None:
        self.claims, self.who, self.told = claims, who, list(told)
        self.drafts = who.registry.drafts
        self.states = [(m, key) for m in claims.mentions if m.form == "name" and (key := self._state_of(m)) is not None]

    def completed(self) -> tuple[TenureFact, ...]:
        """The tenures, each with its owner where one can be told; who comes first in the text is served first."""
        for n, tenure in enumerate(self.told):
            if tenure.of is None:
                self.told[n] = self._completed(tenure)
        return tuple(self._of_whom_he_serves(t) for t in self.told if not self._short(t))

    def _of_whom_he_serves(self, tenure: TenureFact) -> TenureFact:
        """The office under a person as one of what that person serves: "Benali's police chief", "her special envoy"."""
        if tenure.of is None or not is_a(self.drafts[tenure.of].type, "Person"):
            return tenure
        if (known := self._known(tenure)) is not None and known in self.drafts:
            return replace(tenure, of=EntityId(known))
        served = {t.of for t in self.told if t.holder == tenure.of and t.of is not None and not t.former}
        owners = {k for k in served if not is_a(self.drafts[k].type, "Person")}
        return replace(tenure, of=owners.pop() if len(owners) == 1 else None)

    def _short(self, tenure: TenureFact) -> bool:
        """Whether a title only shortens another of the same holder: "Secretary Gates", the defense secretary."""
        others = (t for t in self.told if t.holder == tenure.holder and t is not tenure)
        longer = (t.office for t in others if tenure.of in (None, t.of))
        noun = tenure.office in words("offices", "portfolio") or tenure.office in words("offices", "owned")
        return noun and any(tenure.office in office.split() and " " in office for office in longer)

    def _completed(self, tenure: TenureFact) -> TenureFact:
        for find, rule, confidence in (
            (self._of_known, "owner of a known holder", 0.85),
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

    def _of_known(self, tenure: TenureFact) -> EntityId | None:
        """Whose office the holder is known to have held, by a table: "President Karzai"."""
        key = self._known(tenure)
        known = seeds.all_seeds()[key] if key is not None else None
        if known is None:
            return None
        draft = self.who.registry.draft(EntityId(known.id), known.type, known.label, seed=known.id)
        if not draft.spans:
            draft.spans.append(self._name_in(tenure))  # his name is what tells of it
        return draft.id

    def _known(self, tenure: TenureFact) -> str | None:
        """The id of the one whose office a table tells it to be; of several, of the one that the article is on."""
        day, name = self.claims.document.reference, self.drafts[tenure.holder].label
        rank = _needs_owner(tenure.office)
        found = incumbents.owners(name, tenure.office, day.year if day else None, exact=rank)
        told = found & self.drafts.keys() if len(found) > 1 else found
        return next(iter(told)) if len(told) == 1 else None

    def _name_in(self, tenure: TenureFact) -> Span:
        """Where the holder is named in the first passage that tells the tenure."""
        return min(s for s in self.drafts[tenure.holder].spans if tenure.evidence[0].contains(s))

    def _of_context(self, tenure: TenureFact) -> EntityId | None:
        """The state that the article speaks of most, one told right before the holder in the sentence counting more."""
        title = seeds.titles().get(seeds.fold(tenure.office))
        elsewhere = title is not None and title.of is not None  # whose the office is is known, and not told here
        surname = " " not in self.drafts[tenure.holder].label and tenure.office in words("offices", "known_by_surname")
        if not national(tenure.office) or elsewhere or surname:
            return None
        told = Counter(k for _, k in self.states)
        for span in tenure.evidence:
            for near, key in enumerate(self._told_before(tenure, span)):
                told[key] += _HERE if near == 0 else 1
        before = [k for m, k in self.states if m.span.end <= tenure.evidence[0].start]
        if before:
            told[before[-1]] += _JUST_BEFORE
        paragraph = self._paragraph_before(tenure.evidence[0])
        if len(paragraph) == 1:
            told[paragraph.pop()] += _ALONE
        if self.states:
            told[self.states[0][1]] += _FIRST
        served = self._served(tenure) | {k for span in tenure.evidence for k in self._acting_beside(tenure, span)}
        served |= self._facing(tenure)
        return next((k for k, _ in told.most_common() if k not in served and self._fits(tenure, k)), None)

    def _paragraph_before(self, sentence: Span) -> set[EntityId]:
        """The states told in the paragraph of a sentence before it."""
        start = self.who.text.rfind("\n", 0, sentence.start) + 1
        return {k for m, k in self.states if start <= m.span.start and m.span.end <= sentence.start}

    def _told_before(self, tenure: TenureFact, sentence: Span) -> Iterator[EntityId]:
        """The states before the holder's name in a sentence, the nearest first, those whose other officials act there
        left out."""
        at = min((s.start for s in self.drafts[tenure.holder].spans if sentence.contains(s)), default=sentence.end)
        others = self._acting_beside(tenure, sentence)
        for mention, key in reversed(self.states):
            if sentence.contains(mention.span) and mention.span.end <= at and key not in others:
                yield key

    def _acting_beside(self, tenure: TenureFact, sentence: Span) -> set[EntityId]:
        """The states whose other officials a sentence tells, unless joined with the holder by "and"."""
        others = [t for t in self.told if t.of and t.holder != tenure.holder and sentence in t.evidence]
        others = [t for t in others if not (tenure.former and t.office == tenure.office)]  # his successor
        return {t.of for t in others if t.of and not self._joined(tenure.holder, t.holder, sentence)}

    def _facing(self, tenure: TenureFact) -> set[EntityId]:
        """The states that the holder acts on, or whose official he meets as he is told: nobody accuses his own."""
        found = set(self._met(tenure))
        for event in self.claims.events:
            parts = [(role, m) for role, m in event.roles if event.type != _SAID]
            if any(tenure.holder in self.who.ids(m) for role, m in parts if role in ("actor", "participant")):
                found |= {k for role, m in parts if role == "target" for k in self.who.ids(m)}
        return {k for k in found if self.drafts[k].type == "State"}

    def _met(self, tenure: TenureFact) -> Iterator[EntityId]:
        """The states of the one whom a ruler meets in a sentence that tells his office, unless they came together."""
        for event in self.claims.events if tenure.office in words("offices", "ruling") else ():
            if event.type not in words("events", "occasion") or event.evidence not in tenure.evidence:
                continue
            there = {k for role, m in event.roles if role == "participant" for k in self.who.ids(m)} - {tenure.holder}
            if len(there) == 1 and not any(self._joined(tenure.holder, k, event.evidence) for k in there):
                yield from (t.of for t in self.told if t.holder in there and t.of and national(t.office))

    def _joined(self, one: EntityId, other: EntityId, sentence: Span) -> bool:
        """Whether two people are told together: "the king and Prime Minister Asante"."""
        spans = [s for key in (one, other) for s in self.drafts[key].spans if sentence.contains(s)]
        first, last = min(spans, default=sentence), max(spans, default=sentence)
        between = self.who.text[first.end : last.start]
        return " and " in between and len(between) < _NEAR

    def _served(self, tenure: TenureFact) -> set[EntityId]:
        """Whose office of that title somebody else holds."""
        if tenure.former:
            return set()
        return {
            t.of for t in self.told if t.office == tenure.office and t.holder != tenure.holder and not t.former and t.of
        }

    def _of_a_state(self, tenure: TenureFact) -> bool:
        title = seeds.titles().get(seeds.fold(tenure.office.split()[-1]))
        return national(tenure.office) or (title is not None and title.envoy)

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
