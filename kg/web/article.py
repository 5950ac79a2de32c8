"""The text of an article with its entities and events marked in place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.store import Store
from kg.web.terms import Named, named, nodes, select

_EVENTS = """SELECT DISTINCT ?event ?start ?end ?trigger WHERE {
  GRAPH %(node)s { ?event dip:evidence ?passage ; dip:status ?any . OPTIONAL { ?event dip:trigger ?trigger } }
  ?passage dip:inDocument %(node)s ; dip:start ?start ; dip:end ?end .
}"""
_NAMES = """SELECT DISTINCT ?entity ?type ?label ?name WHERE {
  GRAPH %s { ?entity dip:mentionedIn ?any } ?entity a ?type ; skos:prefLabel ?label .
  ?entity skos:prefLabel|skos:altLabel ?name
}"""
_SHORTEST = 2  # letters of a name worth marking


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``entity`` is whom it names, ``event`` the IRI of what it tells."""

    text: str
    entity: Named | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces in a row; with ``anchors`` they are passages that tell something."""

    pieces: tuple[Piece, ...]
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """One passage that tells one event."""

    event: str
    start: int
    end: int
    trigger: str


def tellings(store: Store, document: str) -> list[Telling]:
    """What the article tells, in its order."""
    rows = select(store, _EVENTS % {"node": nodes([document])})
    return sorted((Telling(e, int(s), int(f), t) for e, s, f, t in rows), key=lambda t: (t.start, t.end, t.event))


def mentioned(store: Store, document: str) -> dict[str, Named]:
    """Each name that entities of the article go by, with the entity; the more usual one of two namesakes."""
    found: dict[str, Named] = {}
    for iri, kind, label, name in sorted(select(store, _NAMES % nodes([document])), key=lambda r: (r[2] != r[3], r[0])):
        if kind.rpartition("#")[2] != "Topic" and len(name) >= _SHORTEST:
            found.setdefault(name, named(iri, {_TYPE: [kind], _LABEL: [label]}))
    return found


_TYPE, _LABEL = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2004/02/skos/core#prefLabel"


def marked(text: str, told: Sequence[Telling], names: dict[str, Named]) -> list[list[Stretch]]:
    """The text as paragraphs of stretches."""
    marks = {**_triggers(text, told), **_entities(text, names)}
    clusters = _clusters(told)
    stretches: list[list[Stretch]] = []
    for first, last in _paragraphs(text):
        cuts = {first, last} | {x for c in clusters for x in (c.start, c.end) if first < x < last}
        line = []
        for start, end in pairwise(sorted(cuts)):
            inside = next((c for c in clusters if c.start <= start and end <= c.end), None)
            anchors = inside.anchors if inside and inside.start >= first else ()
            own = anchors or (("",) if inside else ())
            line.append(Stretch(tuple(_pieces(text, start, end, marks)), own))
        stretches.append(line)
    return stretches


@dataclass(slots=True)
class _Cluster:
    start: int
    end: int
    anchors: tuple[str, ...]


def _clusters(told: Iterable[Telling]) -> list[_Cluster]:
    """Passages that overlap are one marked stretch, with an anchor for each."""
    found: list[_Cluster] = []
    for start, end in dict.fromkeys((t.start, t.end) for t in told):
        name = f"c{start}-{end}"
        if found and start < found[-1].end:
            found[-1].end = max(found[-1].end, end)
            found[-1].anchors += (name,)
        else:
            found.append(_Cluster(start, end, (name,)))
    return found


_Marks = dict[tuple[int, int], Piece]


def _entities(text: str, names: dict[str, Named]) -> _Marks:
    if not names:
        return {}
    listed = sorted(names, key=len, reverse=True)
    pattern = "|".join(r"\s+".join(map(re.escape, name.split())) for name in listed)
    found = re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text)
    spaced = {" ".join(name.split()): who for name, who in names.items()}
    return {f.span(): Piece(f[0], entity=spaced[" ".join(f[0].split())]) for f in found}


def _triggers(text: str, told: Iterable[Telling]) -> _Marks:
    marks: _Marks = {}
    for one in told:
        at = re.search(rf"(?<!\w){re.escape(one.trigger)}(?!\w)", text[one.start : one.end]) if one.trigger else None
        if at:
            marks.setdefault((one.start + at.start(), one.start + at.end()), Piece(at[0], event=one.event))
    return marks


def _pieces(text: str, start: int, end: int, marks: _Marks) -> Iterator[Piece]:
    at = start
    for (first, last), piece in sorted(marks.items(), key=lambda m: (m[0][0], -m[0][1])):
        if first < at or last > end:
            continue
        if first > at:
            yield Piece(text[at:first])
        yield piece
        at = last
    if at < end:
        yield Piece(text[at:end])


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Blank lines part paragraphs; in a text without any, each line is one."""
    gap = r"\n\s*\n\s*" if re.search(r"\S\s*\n\s*\n\s*\S", text) else r"\s*\n\s*"
    at = 0
    for found in re.finditer(gap, text):
        if found.start() > at:
            yield at, found.start()
        at = found.end()
    if at < len(text):
        yield at, len(text)
