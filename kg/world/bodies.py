"""Organizations and places across articles: the same name, of the same state, or an abbreviation of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from kg import seeds
from kg.world.cluster import Groups, Link, join, pairs
from kg.world.decisions import Decisions
from kg.world.names import skeleton, words_of
from kg.world.told import Told

SAME = 0.78
_SMALL = ("a", "an", "and", "for", "of", "on", "the")
_ALIKE = 0.9  # share of letters from which long names are taken for spellings of one


@dataclass(eq=False, slots=True)
class Body:
    """All tellings of one name and one owner. ``common`` is a name that every state has a body of."""

    name: str
    owner: str | None
    kind: str
    told: list[Told] = field(default_factory=list)
    anchor: str | None = None

    @property
    def order(self) -> tuple[str, str, str, tuple[str, str, str]]:
        """What sorts it, the same in every build."""
        return (self.name, self.owner or "", self.kind, self.told[0].order)

    @property
    def common(self) -> bool:
        """Whether the name alone does not tell which body is meant."""
        return self.owner is None and set(self.name.split()) <= words_of("bodies")


def bodies(told: Iterable[Told], decisions: Decisions) -> tuple[list[Body], Groups[Body]]:
    """The bodies of seeds and gazetteers, those of other names, and which of them are one."""
    found: dict[object, Body] = {}
    for one in sorted(told, key=lambda t: t.order):
        body = _body(one)
        apart = decisions.pins(one.key) or (body.common and body.anchor is None)
        key = one.key if apart else (body.anchor or (body.name, body.owner, body.kind))
        found.setdefault(key, body).told.append(one)
    ordered = sorted(found.values(), key=lambda b: b.order)
    links = [*_decided(ordered, decisions), *_links(ordered)]
    return ordered, join(ordered, links, lambda a, b: _conflict(a, b, decisions), SAME)


def likeness(one: Body, other: Body) -> tuple[float, tuple[str, ...]]:
    """How sure it is that two bodies are one, from 0 to 1, and the features that say so."""
    features = [_names(one, other)]
    if features[0][0] == 0:
        return 0.0, (f"name 0: {features[0][1]}",)
    if one.owner and other.owner:
        features.append((0.1, f"both of {one.owner}") if one.owner == other.owner else (-1.0, "of different states"))
    elif one.common or other.common:
        features += [(-0.35, "a name that every state has a body of"), *_around(one, other)]
    score = round(min(1.0, max(0.0, sum(weight for weight, _ in features))), 3)
    return score, tuple(f"{told} ({weight:+.2f})" for weight, told in features)


def _body(one: Told) -> Body:
    kind = one.key[1].partition("/")[0]
    fixed = one.anchor or one.seed
    if kind != "organization" or fixed:
        return Body(seeds.fold(one.label), None, kind, [], fixed)
    name, owner = seeds.split_owner(one.label)
    return Body(name, next(iter(sorted(one.states)), owner), kind)


def _names(one: Body, other: Body) -> tuple[float, str]:
    if one.kind != other.kind or (one.anchor and other.anchor):
        return 0.0, "different kinds" if one.kind != other.kind else "seeds tell them apart"
    if one.name == other.name:
        return 1.0, "name: the same"
    forms = _forms(one) & _forms(other)
    if forms and (len(min(forms).split()) > 1 or max(forms, key=len).isupper()):
        return 0.95, f"name: both called {min(forms)}"
    if _initials(one.name) == other.name or _initials(other.name) == one.name:
        return 0.85, f"name: {one.name} and {other.name}, an abbreviation"
    if min(len(one.name), len(other.name)) > 8 and Levenshtein.normalized_similarity(one.name, other.name) >= _ALIKE:
        return 0.85, f"name: spellings of one, {one.name} and {other.name}"
    return 0.0, "names differ"


def _forms(body: Body) -> set[str]:
    return {seeds.fold(form) for t in body.told for form in (t.label, *t.forms) if not _bare(form)}


def _bare(form: str) -> bool:
    """Whether a form tells nothing without its context."""
    return set(seeds.fold(form).split()) <= words_of("bodies")


def _initials(name: str) -> str:
    """
    >>> _initials("islamic revolutionary guard corps")
    'irgc'
    """
    letters = "".join(w[0] for w in name.split() if w not in _SMALL)
    return letters if len(letters) > 2 else ""


def _around(one: Body, other: Body) -> Iterable[tuple[float, str]]:
    """What tells whose body a common name means: who speaks for it, and of which states the articles speak."""
    holders = [frozenset().union(*(t.holders for t in b.told)) for b in (one, other)]
    if shared := holders[0] & holders[1]:
        yield 0.3, f"{min(shared)} speaks for both"
    owners = [{b.owner} if b.owner else frozenset().union(*(t.spoken_of for t in b.told)) for b in (one, other)]
    if states := owners[0] & owners[1]:
        yield (
            (0.2 if len(states) > 1 or one.owner or other.owner else 0.15),
            f"both where {min(map(str, states))} is spoken of",
        )


def _links(ordered: Sequence[Body]) -> Iterable[Link[Body]]:
    for one, other in pairs(_blocks(ordered).values(), lambda b: b.order):
        score, why = likeness(one, other)
        if score >= SAME - 0.2:
            yield Link(one, other, score, why, one.common != other.common)


def _blocks(ordered: Sequence[Body]) -> dict[object, list[Body]]:
    blocks: dict[object, list[Body]] = defaultdict(list)
    for body in ordered:
        blocks[body.kind, body.name].append(body)
        for name in {body.name, *_forms(body)}:
            blocks[body.kind, "form", name].append(body)
            blocks[body.kind, "initials", _initials(name) or name].append(body)
            words = sorted(skeleton(w) for w in name.split() if w not in _SMALL)
            for n in range(len(words) if len(words) > 1 else 0):
                blocks[body.kind, "words", *words[:n], *words[n + 1 :]].append(body)
    return blocks


def _decided(ordered: Sequence[Body], decisions: Decisions) -> Iterable[Link[Body]]:
    for one, other in decisions.same:
        ours, theirs = ([b for b in ordered if any(decisions.means(r, t.key) for t in b.told)] for r in (one, other))
        yield from (Link(a, b, 1.0, ("decided: the same",)) for a in ours for b in theirs if a is not b)


def _conflict(ours: Sequence[Body], theirs: Sequence[Body], decisions: Decisions) -> str:
    if decisions.verdicts:
        keys = [[t.key for b in group for t in b.told] for group in (ours, theirs)]
        if (verdict := decisions.verdict(*keys)) is not None:
            return "" if verdict == "same" else "decided: different"
    owners = [{b.owner for b in group if b.owner} for group in (ours, theirs)]
    if owners[0] and owners[1] and not owners[0] & owners[1]:
        return f"of {min(owners[0])} and {min(owners[1])}"
    anchors = [{b.anchor for b in group if b.anchor} for group in (ours, theirs)]
    return "seeds tell them apart" if anchors[0] and anchors[1] and anchors[0] != anchors[1] else ""
