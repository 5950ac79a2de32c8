"""What SHACL Core cannot say.

Passages quote the text at their offsets, short cuts such as ``dip:met`` rest on facts, there is no blank node, and
each named graph speaks of its own document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg.ontology import DIP, term
from kg.shortcuts import derived, rules
from kg.validate.report import Finding, short

Index = dict[str, dict[str, list[str]]]
"""Subject IRI → predicate IRI → values of the objects."""


def beyond_shapes(quads: list[ox.Quad], texts: Mapping[str, str]) -> Iterator[Finding]:
    """All findings of this module; ``texts`` by the dip:sha256 of their documents."""
    triples = {q.triple for q in quads}
    index = _index(triples)
    yield from _passages(index, texts)
    yield from _short_cuts(triples)
    yield from _blank(triples)
    yield from _graphs(quads)


def _index(triples: Iterable[ox.Triple]) -> Index:
    index: Index = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if not isinstance(triple.subject, ox.Triple) and not isinstance(triple.object, ox.Triple):
            index[triple.subject.value][triple.predicate.value].append(triple.object.value)
    return index


def _violation(focus: str, curie: str, message: str) -> Finding:
    return Finding("Violation", message, curie, short(focus))


def _passages(index: Index, texts: Mapping[str, str]) -> Iterator[Finding]:
    """Whether passages are as long as their offsets say, are quoted alike throughout, and stand in the text."""
    known = dict(_texts(index, texts))
    for node, about in list(index.items()):
        if DIP.exact.value not in about:
            continue
        exact = about[DIP.exact.value][0]
        start, end = (_number(about, DIP[name].value) for name in ("start", "end"))
        if start is None or end is None:
            continue  # the shapes say so
        if end - start != len(exact):
            yield _violation(node, "dip:exact", "Make dip:exact as long as dip:start and dip:end say, in characters.")
        document = (about.get(DIP.inDocument.value) or [""])[0]
        if document in known and known[document][start:end] != exact:
            yield _violation(node, "dip:start", "Correct the offsets: the document's text has other words there.")
        for selector in about.get(term("oa:hasSelector").value, []):
            told = index.get(selector, {})
            same = {"oa:exact": exact, "oa:start": str(start), "oa:end": str(end)}
            for curie, expected in same.items():
                if told.get(term(curie).value, [expected]) != [expected]:
                    yield _violation(selector, curie, "Let the selector say the same as its passage.")


def _texts(index: Index, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for node, about in index.items():
        digest = (about.get(DIP.sha256.value) or [""])[0]
        if digest in texts:
            yield node, texts[digest]
        elif told := about.get(DIP.text.value):
            yield node, told[0]


def _number(about: Mapping[str, list[str]], predicate: str) -> int | None:
    values = about.get(predicate, [])
    return int(values[0]) if len(values) == 1 and values[0].lstrip("+-").isdigit() else None


def _short_cuts(triples: set[ox.Triple]) -> Iterator[Finding]:
    """Whether what is derived, and so has no evidence of its own, follows from a tenure or a meeting."""
    known = rules()
    for triple in {t for t in triples if t.predicate in known} - derived(triples):
        name = f"dip:{triple.predicate.value.rpartition('#')[2]}"
        message = f"Leave it out, or add what it would follow from: {known[triple.predicate]}"
        yield _violation(str(getattr(triple.subject, "value", triple.subject)), name, message)


def _blank(triples: Iterable[ox.Triple]) -> Iterator[Finding]:
    for triple in triples:
        for node in (triple.subject, triple.object):
            if isinstance(node, ox.BlankNode):
                yield _violation(str(node), "", "Name it by an IRI: blank nodes cannot be cited or merged.")


def _graphs(quads: Iterable[ox.Quad]) -> Iterator[Finding]:
    """Whether the passages in a named graph are of the document that names the graph."""
    for quad in quads:
        name = quad.graph_name
        if quad.predicate == DIP.inDocument and isinstance(name, ox.NamedNode) and quad.object != name:
            yield _violation(
                str(getattr(quad.subject, "value", quad.subject)),
                "dip:inDocument",
                "Move the passage to the graph of its own document.",
            )
