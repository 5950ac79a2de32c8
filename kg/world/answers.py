"""What one article sets against each other: who rejects, or answers, what another said before.

The world's texts are plain here: the cues of ``ontology/answers.toml`` are looked for in their sentences, and who speaks
there and who spoke before is known from the tellings.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.errors import DataError
from kg.model import Facts, Span
from kg.resources import folder
from kg.world.cluster import Link
from kg.world.tellings import Sides, Telling, stems

_JUST_BEFORE = 400  # characters between what is said and what answers it
_ALIKE = 700  # the same, where they have words in common
_NEXT = 250  # characters from a cue to who speaks in the next sentence
_APART = 700  # characters from the cue within which both sides have spoken
_AGAINST = ("Occurred", "Ongoing", "Alleged")
"""Statuses of what a rejection can deny."""
_SAYING = ("Statement", "Accusation", "Rejection", "Request", "Pledge", "Support", "Threat")
_END = re.compile(r"(?<![A-Z])[.!?][\"”’)]*(?=\s+[“\"A-Z])|\n")

Denial = tuple[Telling, Telling, str]
"""An account, the one that it goes against, and why it is taken so."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of ``ontology/answers.toml``."""

    kind: str
    words: re.Pattern[str]
    alike: bool = False
    of: str = ""
    examples: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()


@cache
def _data() -> dict[str, Any]:
    try:
        return tomllib.loads((folder("ontology") / "answers.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"ontology/answers.toml: {error}") from error


@cache
def cues() -> tuple[Cue, ...]:
    """The cues by which a text tells that one answers another. Raises DataError where the file is broken."""
    rows = enumerate(_data()["cue"], 1)
    try:
        return tuple(
            Cue(
                row["kind"], re.compile(row["words"], re.IGNORECASE), row.get("alike", False), row.get("of", ""),
                tuple(row["examples"]), tuple(row["negatives"]),
            )
            for _, row in rows
        )  # fmt: skip
    except (KeyError, re.error) as error:
        raise DataError(f"ontology/answers.toml, cue {next(rows, (0,))[0]}: {error}") from error


@cache
def _any_of(section: str, *lists: str) -> re.Pattern[str]:
    """Whichever word of some lists, from where a word begins."""
    told = sorted({w for name in lists or ("words",) for w in _data()[section][name]})
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, told))})", re.IGNORECASE)


@cache
def _prefixes() -> re.Pattern[str]:
    """What may stand before a word that is otherwise the same: a "subcommittee" is a "committee"."""
    return re.compile(rf"\b(?:{'|'.join(_data()['alike']['prefixes'])})-?(?=\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One article's tellings in text order, and its text."""

    facts: Facts
    row: Sequence[Telling]
    sides: Sides

    def denials(self) -> Iterator[Denial]:
        """What goes against what, each pair once, the surer reason first."""
        seen = set[tuple[Telling, Telling]]()
        for one, account, why in (*self._rejections(), *self._grounds(), *self._cued()):
            if (one, account) not in seen and one is not account:
                seen.add((one, account))
                yield one, account, why

    # rejections

    def _rejections(self) -> Iterator[Denial]:
        by_trigger = {t.fact.trigger: t for t in self.row}
        for one in self.row:
            if one.fact.type != "Rejection" or one.fact.status not in _AGAINST:
                continue
            account = by_trigger.get(one.fact.about) if one.fact.about else None
            if account is not None and account.fact.status in _AGAINST and account.fact.type != "Statement":
                yield one, account, "it is what the rejection speaks of"
            elif account is None and (answered := self._rejected(one)) is not None:
                yield one, *answered

    def _rejected(self, one: Telling) -> tuple[Telling, str] | None:
        """What a rejection that names no event is of, by what its object is called."""
        called = self._object(one)
        charge = _charge(one, self.row, self.sides) if called not in ("view", "proposal") else None
        if charge is not None:
            alleged = next((t for t in self.row if t.fact.trigger == charge.fact.about), None)
            return alleged or charge, "it is the charge just before, against who rejects it"
        before = [t for t in self._before(one, one.fact.trigger.start) if self._fits(t, one, called)]
        return (before[-1], "it is what was said just before, and what is rejected") if before else None

    def _fits(self, said: Telling, one: Telling, called: str) -> bool:
        if called == "":
            return self._says_what(one) and self._alike(one, said)
        if called == "proposal":
            return said.fact.type in ("Request", "Pledge") and bool(_any_of("origin").search(self._sentence(said)))
        return said.fact.type in {"view": ("Statement",), "charge": ("Accusation",)}.get(called, _SAYING)

    def _says_what(self, one: Telling) -> bool:
        """Whether a rejection tells what is not so: "denied that …", not "refused to …"."""
        content = one.fact.content
        return content is not None and content.start >= one.fact.trigger.end and self._text(content)[:3] != "to "

    def _object(self, one: Telling) -> str:
        """What the object of a rejection is called: a charge, view, proposal, or pronoun; "" where it says more."""
        after = re.findall(r"[\w’']+", self.facts.article.text[one.fact.trigger.end : one.fact.trigger.end + 40])
        lists = _data()["objects"]
        for word in map(str.lower, after):
            if word in lists["pronoun"] and word not in ("this", "that", "these", "those"):
                return "pronoun"
            for kind in ("charge", "view", "proposal"):
                if word in lists[kind]:
                    return kind
            if word not in lists["between"]:
                break
        return "pronoun" if len(after) and after[0].lower() in lists["pronoun"] and self._ends(one) else ""

    def _ends(self, one: Telling) -> bool:
        """Whether the sentence ends after one more word: "denied this."."""
        rest = self.facts.article.text[one.fact.trigger.end : one.fact.trigger.end + 12]
        return re.match(r"\W*\w+\s*[.,;]", rest) is not None

    def _grounds(self) -> Iterator[Denial]:
        """What who rejects says in the sentence after, with a "not", against the same account."""
        for one, account, _ in tuple(self._rejections()):
            end = one.fact.evidence[0].end
            for said in self.row:
                same = said.fact.type == "Statement" and said.roles.get("actor") == one.roles.get("actor")
                if same and 0 <= said.fact.evidence[0].start - end <= 3 and self._denies(said):
                    yield said, account, "it is the ground of a rejection"

    def _denies(self, said: Telling) -> bool:
        content = said.fact.content or said.fact.evidence[0]
        return _any_of("negation").search(self._text(content)) is not None

    # cues

    def _cued(self) -> Iterator[Denial]:
        text = self.facts.article.text
        for cue in cues():
            for match in cue.words.finditer(text):
                here = self._around(match.start())
                if cue.kind == "apart":
                    yield from self._apart(here)
                elif cue.kind == "reaction":
                    yield from self._reaction(here)
                else:
                    yield from self._answer(cue, match.start(), here)

    def _answer(self, cue: Cue, at: int, here: Span) -> Iterator[Denial]:
        one = self._speaking(at, here)
        if one is None:
            return
        near = self._paragraph(here.start, both=cue.alike)
        said = self._before(one, min(here.start, one.fact.trigger.start), _ALIKE if cue.alike else _JUST_BEFORE)
        before = [t for t in said if t.fact.trigger.start >= near and self._is_of(cue, t, one)]
        if before:
            yield one, before[-1], "the text sets it against what was said just before"

    def _is_of(self, cue: Cue, said: Telling, one: Telling) -> bool:
        if cue.of:
            return _any_of(cue.of).search(self._sentence(said)) is not None
        return not cue.alike or self._alike(one, said)

    def _speaking(self, at: int, here: Span) -> Telling | None:
        """Who speaks where the cue stands: in its sentence, else in the next of the paragraph."""
        speeches = [t for t in self.row if self._speaks(t)]
        inside = [t for t in speeches if here.contains(t.fact.trigger)]
        if inside:
            return min(inside, key=lambda t: abs(t.fact.trigger.start - at))
        following = [t for t in speeches if here.end <= t.fact.trigger.start <= here.end + _NEXT]
        first = min(following, key=lambda t: t.fact.trigger, default=None)
        return first if first is not None and "\n" not in self._text(Span(here.end, first.fact.trigger.start)) else None

    def _apart(self, here: Span) -> Iterator[Denial]:
        after = [t for t in self.row if self._speaks(t) and here.end <= t.fact.trigger.start <= here.end + _APART]
        after.sort(key=lambda t: t.fact.trigger)
        for other in after[1:]:
            if self._is_other(other, after[0]):
                yield other, after[0], "the text says that they differ"
                return

    def _reaction(self, here: Span) -> Iterator[Denial]:
        said = [t for t in self.row if self._speaks(t) and t.fact.evidence[0].end <= here.start and self._denies(t)]
        said = [t for t in said if here.start - t.fact.trigger.start <= _JUST_BEFORE]
        after = [t for t in self.row if self._speaks(t) and here.end <= t.fact.trigger.start <= here.end + _NEXT]
        for one in said[-1:]:
            for account in [t for t in after if self._is_other(t, one)][:1]:
                yield one, account, "the text says that it is a reaction to it"

    # the text

    def _paragraph(self, at: int, *, both: bool) -> int:
        """Where the paragraph of a place begins; that of the one before, where the place opens it, or for ``both``."""
        text = self.facts.article.text
        start = text.rfind("\n", 0, at) + 1
        opens = not text[start:at].strip()
        return text.rfind("\n", 0, len(text[:start].rstrip())) + 1 if both or opens else start

    def _before(self, one: Telling, start: int, most: int = _JUST_BEFORE) -> list[Telling]:
        """What others said just before, in text order; of one sentence the statements last."""
        said = [
            t for t in self.row
            if self._speaks(t) and 0 < start - t.fact.trigger.start <= most and self._is_other(t, one)
        ]  # fmt: skip
        return sorted(said, key=lambda t: (self._around(t.fact.trigger.start), t.fact.type == "Statement"))

    def _speaks(self, one: Telling) -> bool:
        return one.fact.type in _SAYING and one.fact.status in _AGAINST and "actor" in one.roles

    def _is_other(self, one: Telling, other: Telling) -> bool:
        """Whether others speak: of other sides, or two persons."""
        ours, theirs = speakers(one), speakers(other)
        persons = all(s.startswith("person/") for s in (*ours, *theirs))
        return not ours & theirs if persons else not wide(ours, self.sides) & wide(theirs, self.sides)

    def _content(self, one: Telling) -> frozenset[str]:
        return self._stems(self._text(one.fact.content or one.fact.evidence[0]))

    def _alike(self, one: Telling, said: Telling) -> bool:
        """Whether what is said has a word in common with what was said before."""
        return bool(self._content(one) & self._stems(self._sentence(said)))

    def _stems(self, text: str) -> frozenset[str]:
        """The stems of a text, without the names of people and states, which tell nothing of it."""
        names = " ".join(e.label for e in self.facts.entities if e.type in ("Person", "State"))
        return stems(_prefixes().sub("", text)) - stems(names)

    def _sentence(self, one: Telling) -> str:
        return self._text(self._around(one.fact.trigger.start))

    def _around(self, at: int) -> Span:
        """The sentence that a place in the text lies in."""
        text = self.facts.article.text
        known = [s for t in self.row for s in t.fact.evidence if s.start <= at < s.end]
        if known:
            return min(known)
        ends = [m.end() for m in _END.finditer(text, max(0, at - 1000), at + 1) if m.end() <= at]
        after = _END.search(text, at)
        start = ends[-1] if ends else 0
        return Span(start + len(text[start:at]) - len(text[start:at].lstrip()), after.end() if after else len(text))

    def _text(self, span: Span) -> str:
        return self.facts.article.text[span.start : span.end]


def answers(facts: Facts, row: Iterable[Telling], sides: Sides) -> Iterator[Denial]:
    """What an article sets against each other: rejections, and what its own words tell to be another's answer."""
    return Spoken(facts, sorted(row, key=lambda t: t.fact.trigger), sides).denials()


def contradicting(links: Iterable[Link[Telling]], sides: Sides) -> list[Link[Telling]]:
    """The pairs of which one may deny the other: told by different sides, and not "no further" of what was told."""
    return [
        link for link in links
        if not (link.one.another or link.other.another)
        and not wide(speakers(link.one), sides) & wide(speakers(link.other), sides)
    ]  # fmt: skip


def speakers(one: Telling) -> frozenset[str]:
    """Who tells it: whoever it is credited to, else who does it by speaking."""
    return frozenset(one.fact.sources) or (one.roles.get("actor", frozenset()) if one.speech else frozenset())


def wide(fillers: Iterable[str], sides: Sides) -> frozenset[str]:
    """The fillers and the states that they stand for."""
    return frozenset(fillers).union(*(sides.get(f, frozenset()) for f in fillers))


def _charge(rejection: Telling, row: Sequence[Telling], sides: Sides) -> Telling | None:
    """The last accusation of those who reject, in the sentences before."""
    at = rejection.fact.trigger.start
    actors = wide(rejection.roles.get("actor", frozenset()), sides)
    before = [
        t for t in row
        if t.fact.type == "Accusation" and 0 <= at - t.fact.trigger.start <= _JUST_BEFORE
        and actors & wide(t.roles.get("target", frozenset()), sides)
    ]  # fmt: skip
    return max(before, key=lambda t: t.fact.trigger, default=None)
