"""What one article sets against each other: who rejects, or answers, what another said before.

An answer is known by a cue, a row of ``ontology/answers.toml``, in the article's own words or in what is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kg.errors import DataError
from kg.model import Facts, Span
from kg.world.cluster import Link
from kg.world.events import SAME
from kg.world.rejections import grounds, rejections
from kg.world.spoken import JUST_BEFORE, Denial, Spoken, any_of, data, speakers, wide
from kg.world.tellings import Sides, Telling

_ALIKE = 700  # characters between what is said and what answers it in words in common
_NEXT = 250  # characters from a cue to who speaks in the next sentence
_APART = 350  # characters from the cue within which both sides have spoken


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of ``ontology/answers.toml``; ``said`` tells that its words stand in what somebody says."""

    kind: str
    words: re.Pattern[str]
    said: bool = False
    alike: int = 0
    of: str = ""
    examples: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()


@cache
def cues() -> tuple[Cue, ...]:
    """The cues by which a text tells that one answers another. Raises DataError where the file is broken."""
    found = []
    for number, row in enumerate(data()["cue"], 1):
        try:
            words = re.compile(row["words"], re.IGNORECASE | re.MULTILINE)
            texts = (tuple(row["examples"]), tuple(row["negatives"]))
            found.append(
                Cue(row["kind"], words, row.get("said", False), row.get("alike", 0), row.get("of", ""), *texts)
            )
        except (KeyError, re.error) as error:
            raise DataError(f"ontology/answers.toml, cue {number}: {error}") from error
    return tuple(found)


def answers(facts: Facts, row: Iterable[Telling], sides: Sides) -> Iterator[Denial]:
    """What an article sets against each other, each pair once: rejections, and what it tells to answer another."""
    spoken = Spoken(facts, sorted(row, key=lambda t: t.fact.trigger), sides)
    seen = set[tuple[Telling, Telling]]()
    for one, account, why in (*rejections(spoken), *grounds(spoken), *_cued(spoken)):
        if (one, account) not in seen and one is not account:
            seen.add((one, account))
            yield one, account, why


def contradicting(links: Iterable[Link[Telling]], sides: Sides) -> list[Link[Telling]]:
    """The pairs of which one may deny the other: told by different sides, of a known day or in articles of known days.

    "No further meetings" denies none that was told. What one alleges and another tells is one where all is alike.
    """
    return [
        link for link in links
        if not (link.one.another or link.other.another) and _is_dated(link.one) and _is_dated(link.other)
        and ("denied" in (link.one.stage, link.other.stage) or _is_whole(link))
        and not wide(speakers(link.one), sides) & wide(speakers(link.other), sides)
    ]  # fmt: skip


def _is_dated(one: Telling) -> bool:
    return one.when.first is not None or one.when.told is not None


def _is_whole(link: Link[Telling]) -> bool:
    """Whether all is told of both that is told of either: who, whom."""
    return link.score >= SAME and link.one.roles.keys() == link.other.roles.keys() and len(link.one.roles) > 1


def _cued(spoken: Spoken) -> Iterator[Denial]:
    for cue in cues():
        for match in cue.words.finditer(spoken.facts.article.text):
            here = spoken.around(match.start())
            if cue.kind == "apart":
                yield from _apart(spoken, here)
            elif cue.kind == "reaction":
                yield from _reaction(spoken, here)
            else:
                yield from _answer(spoken, cue, match.start(), here)


def _answer(spoken: Spoken, cue: Cue, at: int, here: Span) -> Iterator[Denial]:
    one = _speaking(spoken, at, here)
    if one is None or (not cue.said and _in_words(spoken, at)):
        return
    near = spoken.paragraph(here.start, both=cue.alike > 0)
    said = spoken.before(one, min(here.start, one.fact.trigger.start), _ALIKE if cue.alike else JUST_BEFORE)
    before = [t for t in said if t.fact.trigger.start >= near and _is_of(spoken, cue, t, one)]
    if before:
        yield one, before[-1], "the text sets it against what was said just before"


def _in_words(spoken: Spoken, at: int) -> bool:
    """Whether a place lies in what somebody says, and not in the article's own words."""
    return any(t.fact.content is not None and t.fact.content.contains(Span(at, at + 1)) for t in spoken.row)


def _is_of(spoken: Spoken, cue: Cue, said: Telling, one: Telling) -> bool:
    if cue.of:
        return any_of(cue.of).search(spoken.sentence(said)) is not None
    return not cue.alike or spoken.alike(one, said) >= cue.alike


def _speaking(spoken: Spoken, at: int, here: Span) -> Telling | None:
    """Who speaks where the cue stands: in its sentence, else in the next of the paragraph."""
    speeches = [t for t in spoken.row if spoken.speaks(t)]
    inside = [t for t in speeches if here.contains(t.fact.trigger)]
    if inside:
        return min(inside, key=lambda t: abs(t.fact.trigger.start - at))
    following = [t for t in speeches if here.end <= t.fact.trigger.start <= here.end + _NEXT]
    first = min(following, key=lambda t: t.fact.trigger, default=None)
    return first if first is not None and "\n" not in spoken.text(Span(here.end, first.fact.trigger.start)) else None


def _apart(spoken: Spoken, here: Span) -> Iterator[Denial]:
    """The next two who speak."""
    after = [t for t in spoken.row if spoken.speaks(t) and here.end <= t.fact.trigger.start <= here.end + _APART]
    for other in after[1:]:
        if spoken.is_other(other, after[0]):
            yield other, after[0], "the text says that they differ"
            return


def _reaction(spoken: Spoken, here: Span) -> Iterator[Denial]:
    """What was said with a "not", and to what it reacts, told in the next sentence."""
    speeches = [t for t in spoken.row if spoken.speaks(t)]
    said = [t for t in speeches if t.fact.evidence[0].end <= here.start <= t.fact.trigger.start + JUST_BEFORE]
    after = [t for t in speeches if here.end <= t.fact.trigger.start <= here.end + _NEXT]
    for one in [t for t in said if spoken.says(t, "negation")][-1:]:
        for account in [t for t in after if spoken.is_other(t, one)][:1]:
            yield one, account, "the text says that it is a reaction to it"
