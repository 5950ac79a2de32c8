"""The short cuts, such as ``dip:met``: what the CONSTRUCT queries of ``ontology/shortcuts`` derive from a graph.

They are told nowhere else. The graph of an article holds what they make of its facts; ``kg infer`` writes what they
make of any graph, ``kg validate`` finds what they do not, and Turtle of RDF 1.2 tells the facts that each rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox

from kg.errors import DataError
from kg.ontology import DIP, PREFIXES, term
from kg.resources import folder

_FORM = re.compile(r"\s*# (.+)\n(?:PREFIX .*\n)*CONSTRUCT \{ \?one dip:(\w+) \?other \} (?=WHERE \{)")
_NAME = re.compile(r"\b([a-z]+:\w+)\b")


@cache
def queries() -> dict[str, str]:
    """The CONSTRUCTs, by the name of what they derive.

    Raises DataError where one has another form than their README tells.
    """
    return {_form(text)[2]: text for text in _texts()}


@cache
def rules() -> dict[ox.NamedNode, str]:
    """What each short cut says, in words: the first line of its query.

    >>> rules()[DIP.met]
    'Two participants of a meeting that occurred have met.'
    """
    return {DIP[_form(text)[2]]: _form(text)[1] for text in _texts()}


def derived(told: Iterable[ox.Triple]) -> set[ox.Triple]:
    """What the CONSTRUCTs make of the triples."""
    held, found = _held(told), set[ox.Triple]()
    for query in queries().values():
        made = held.query(query)
        assert isinstance(made, ox.QueryTriples)  # of a CONSTRUCT
        found.update(made)
    return found


Node = ox.NamedNode


def grounds(told: Iterable[ox.Triple]) -> Iterator[tuple[Node, Node, Node, Node]]:
    """A fact, and subject, predicate and object of a short cut that rests on it: ``?fact``, ``?one``, …, ``?other``."""
    held = _held(told)
    for name, query in queries().items():
        rows = held.query(_FORM.sub("SELECT DISTINCT ?fact ?one ?other ", query), prefixes=PREFIXES)
        assert isinstance(rows, ox.QuerySolutions)
        for fact, one, other in rows:
            yield fact, one, DIP[name], other


def _held(told: Iterable[ox.Triple]) -> ox.Store:
    """A store of those triples that matter to the queries: most are about passages, and would take most of the time."""
    held, read = ox.Store(), _read()
    held.extend(ox.Quad(t.subject, t.predicate, t.object) for t in told if t.predicate in read)
    return held


@cache
def _read() -> frozenset[ox.NamedNode]:
    """The properties that the queries name."""
    named = {name for query in queries().values() for name in _NAME.findall(query.partition("WHERE")[2])}
    return frozenset({term("rdf:type"), *map(term, named)})


@cache
def _texts() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted((folder("ontology") / "shortcuts").glob("*.rq")))


def _form(text: str) -> re.Match[str]:
    found = _FORM.match(text)
    if found is None or "<" in text[found.end() :]:
        raise DataError(f"ontology/shortcuts holds a query of another form than its README tells: {text[:60]!r}")
    return found
